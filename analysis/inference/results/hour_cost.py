"""What an hour of an accelerator costs: built up from what was bought, beside what analysts and landlords print."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import checks, parameters, tables, uncertainty
from analysis.inference import cost as model
from analysis.parameters import Parameter
from analysis.quantities import Quantity

__all__ = ["ACCELERATORS", "BASES", "chosen", "usd_per_hour", "parts", "by_accelerator", "rental_prices", "beside", "ratios", "epoch_site", "facts"]

# Accelerators whose price is sourced, and the part of the book that holds it. Chips that their makers keep to themselves (TPU, Trainium) are
# left out: what Google pays for a TPU is estimated, what the server around it costs is not.
ACCELERATORS = {
    "A100": "power", "H100": "power", "H200": "inference", "H800": "inference", "B200": "inference", "B300": "inference",
    "GB200": "power", "GB300": "power", "MI300X": "inference", "MI325X": "inference", "MI355X": "inference",
}  # fmt: skip
BASES = ("busy", "owned")
_SHARED = ("system_cost_factor", "shell_usd_per_w_it", "pue_ai_facility", "electricity_usd_per_mwh", "it_lifetime_years", "fleet_load_factor")
_OWN = ("interest", "shell_lifetime_years", "operations_share")
PARTS = {
    "accelerator": "Accelerator",
    "server_network": "Server and network",
    "building": "Building, power and cooling",
    "electricity": "Electricity",
    "operations": "Running it",
}


def _hour(
    chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it, pue_ai_facility, electricity_usd_per_mwh, interest, it_lifetime_years,
    shell_lifetime_years, fleet_load_factor, operations_share, busy_share=1.0,
) -> model.HourCost:  # fmt: skip
    # the lognormal's tails pass their physical ends once in a thousand draws
    return model.hour_cost(
        chip_price_usd, np.maximum(system_cost_factor, 1.0), it_kw_per_gpu, shell_usd_per_w_it, np.maximum(pue_ai_facility, 1.0), electricity_usd_per_mwh,
        interest, it_lifetime_years, shell_lifetime_years, fleet_load_factor, operations_share, busy_share,
    )  # fmt: skip


def _total(**inputs) -> np.ndarray:
    return _hour(**inputs).total


def chosen(accelerator: str, basis: str = "busy") -> dict[str, Parameter]:
    """Return the assumptions behind an hour of an accelerator.

    Parameters
    ----------
    accelerator : str
        One of `ACCELERATORS`.
    basis : {"busy", "owned"}
        An hour of paid work, or an hour of possession.

    Raises
    ------
    KeyError
        For an accelerator without a sourced price, with the nearest names.
    """
    part = ACCELERATORS[checks.require_known("accelerator with a sourced price", accelerator, ACCELERATORS)]
    checks.require_known("basis", basis, BASES)
    own = parameters.select(*(((n, {"hardware": accelerator})) for n in ("chip_price_usd", "it_kw_per_gpu")), part=part)
    shared = parameters.select(*_SHARED, part="power")
    money = parameters.select(*_OWN, *(("busy_share",) if basis == "busy" else ()), part="inference")
    return {**own, **shared, **money}


@cache
def usd_per_hour(accelerator: str, basis: str = "busy") -> uncertainty.Propagation:
    """Return what an hour of one accelerator costs who owns it, USD, with its range.

    Parameters
    ----------
    accelerator : str
        One of `ACCELERATORS`, for example ``"H100"``.
    basis : {"busy", "owned"}
        ``"busy"``, the default: what each hour of paid work has to bear, idle hours included; ``"owned"``: what each hour
        of possession costs, to be laid beside a rent for years.

    Returns
    -------
    analysis.uncertainty.Propagation
    """
    return uncertainty.propagate(_total, chosen(accelerator, basis))


@cache
def parts(accelerator: str, basis: str = "owned") -> pd.DataFrame:
    """Return the hour by what it is paid for: median and 5 and 95 % points of each part, USD an hour."""
    draws = _hour(**parameters.sample(chosen(accelerator, basis)))
    rows = []
    for name, label in PARTS.items():
        low, middle, high = np.quantile(getattr(draws, name), uncertainty.LEVELS)
        rows.append({"accelerator": accelerator, "paid_for": label, "usd_per_hour": middle, "low": low, "high": high})
    return pd.DataFrame(rows)


@cache
def by_accelerator() -> pd.DataFrame:
    """Return the parts of an owned hour at central assumptions, for all accelerators, with the whole and its range."""
    rows = []
    for name in ACCELERATORS:
        central = _hour(**{n: p.central for n, p in chosen(name, "owned").items()})
        owned, busy = usd_per_hour(name, "owned").quantity("USD/hour", driver=""), usd_per_hour(name).quantity("USD/hour", driver="")
        for part, label in PARTS.items():
            rows.append(
                {
                    "accelerator": name, "paid_for": label, "usd_per_hour": float(getattr(central, part)), "owned": owned.value, "owned_low": owned.low,
                    "owned_high": owned.high, "busy": busy.value, "busy_low": busy.low, "busy_high": busy.high,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def rental_prices() -> pd.DataFrame:
    """Return published rents by date: a middle (the geometric mean where a range is printed) and whether it is only a bound."""
    frame = tables.load("inference/rental_prices").copy()
    frame["date"] = pd.to_datetime(frame["date"])
    low, high, one = frame["usd_per_hour_low"], frame["usd_per_hour_high"], frame["usd_per_hour"]
    both = low.notna() & high.notna()
    frame["middle"] = np.where(one.notna(), one, np.where(both, np.sqrt(low * high), low.fillna(high)))
    frame["bound"] = one.isna() & ~both
    frame["low"], frame["high"] = low.fillna(frame["middle"]), high.fillna(frame["middle"])
    return frame.sort_values(["accelerator", "date", "basis"], ignore_index=True)


@cache
def beside() -> pd.DataFrame:
    """Return our hour beside published ones: analysts' costs of ownership, rents by contract and rents on demand of 2026."""
    rows = []
    published = tables.load("inference/accelerator_hour_costs")
    for name in ACCELERATORS:
        for basis, words in (("owned", "Ours, owned"), ("busy", "Ours, busy")):
            q = usd_per_hour(name, basis).quantity("USD/hour", driver="")
            rows.append({"accelerator": name, "whose": words, "usd_per_hour": q.value, "low": q.low, "high": q.high})
        for r in published[published["accelerator"] == name].itertuples():
            words = {"owner, hyperscaler": "SemiAnalysis, large cloud", "owner, neocloud": "SemiAnalysis, specialist", "rental, three years": "SemiAnalysis, rent"}[r.basis]
            rows.append({"accelerator": name, "whose": words, "usd_per_hour": r.usd_per_hour, "low": np.nan, "high": np.nan})
        rents = rental_prices()
        now = rents[(rents["accelerator"] == name) & (rents["date"] >= pd.Timestamp("2026-01-01")) & ~rents["bound"]]
        if len(now):
            rows.append({"accelerator": name, "whose": "Rent in 2026", "usd_per_hour": float(np.exp(np.log(now["middle"]).mean())), "low": now["low"].min(), "high": now["high"].max()})
    return pd.DataFrame(rows)


@cache
def ratios() -> pd.DataFrame:
    """Return our owned hour over the middle of an analyst's two costs of ownership, by accelerator."""
    frame = beside().pivot_table(index="accelerator", columns="whose", values="usd_per_hour")
    theirs = np.sqrt(frame["SemiAnalysis, large cloud"] * frame["SemiAnalysis, specialist"])
    return pd.DataFrame({"ours": frame["Ours, owned"], "theirs": theirs, "ratio": frame["Ours, owned"] / theirs}).dropna().reset_index()


@cache
def epoch_site() -> float:
    """Return what a GPU's hour costs at Epoch AI's gigawatt site, without interest: its yearly cost over its GB200s, USD."""
    site = tables.load("inference/site_costs").set_index("quantity")["value"]
    gpus = 1e6 / parameters.get("it_kw_per_gpu", part="power", hardware="GB200").central
    return float(site["total_usd_per_year"] / gpus / model.HOURS)


def _q(value, unit="USD/hour", *more, **named):
    return Quantity.of(value, unit, *more, **named)


@cache
def facts() -> dict[str, Quantity]:
    """Return named numbers of an accelerator's hour."""
    out = {}
    for name in ("H100", "H200", "B200", "GB200"):
        key = name.lower()
        out[f"hour_{key}_owned"] = usd_per_hour(name, "owned").quantity("USD/hour", label=f"An owned hour of {name}")
        out[f"hour_{key}"] = usd_per_hour(name).quantity("USD/hour", label=f"A paid hour of {name}")
    share = by_accelerator().groupby(["accelerator", "paid_for"])["usd_per_hour"].sum().unstack()
    share = 100.0 * share.div(share.sum(axis=1), axis=0).loc["H100"]
    rents = rental_prices()
    h100 = rents[(rents["accelerator"] == "H100") & ~rents["bound"]]
    contract = h100[h100["basis"] == "contract, one year"]
    ours = ratios()
    free = {n: p.central for n, p in chosen("GB200", "owned").items()} | {"interest": 0.0}
    out |= {
        "hour_share_capital": _q(share[PARTS["accelerator"]] + share[PARTS["server_network"]], "percent"),
        "hour_share_electricity": _q(share[PARTS["electricity"]], "percent"),
        "hour_share_building": _q(share[PARTS["building"]], "percent"),
        "hour_over_analyst": _q(ours["ratio"].median(), "1", ours["ratio"].min(), ours["ratio"].max()),
        "rent_h100_trough": _q(contract["middle"].min()),
        "rent_h100_latest": _q(contract.sort_values("date")["middle"].iloc[-1]),
        "rent_h100_low": _q(h100[h100["date"] >= pd.Timestamp("2026-01-01")]["low"].min()),
        "rent_h100_high": _q(h100[h100["date"] >= pd.Timestamp("2026-01-01")]["high"].max()),
        "rent_h100_peak": _q(rents[(rents["accelerator"] == "H100") & (rents["date"].dt.year == 2023)]["middle"].max()),
        "busy_share": _q(100 * chosen("H100")["busy_share"].central, "percent", 100 * chosen("H100")["busy_share"].low, 100 * chosen("H100")["busy_share"].high, grade="guessed"),
        "hour_gb200_interest_free": _q(_total(**free)),
        "hour_gb200_epoch": _q(epoch_site()),
        "busy_tipping": _q(100 * usd_per_hour("H100").tipping("busy_share", float(contract.sort_values("date")["middle"].iloc[-1]), (0.05, 1.0)), "percent"),
    }  # fmt: skip
    return out
