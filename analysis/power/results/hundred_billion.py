"""What 100 billion dollars buys, and what became of the project of that price: tables, parameters and formulae together."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.power import hundred_billion as model
from analysis.quantities import Quantity

__all__ = ["HARDWARE", "budget", "power", "chip_count", "operations", "drivers", "price_for_reported_power", "correlated", "statements", "gdp", "ranks", "stages", "sites", "facts"]

HARDWARE = {"H100": 2024, "GB200": 2025}  # hardware and the year of its price
_CHIP_ROWS = {"H100": "NVIDIA H100 SXM5 80GB", "GB200": "NVIDIA GB200"}
_COSTS = ("system_cost_factor", "shell_usd_per_w_it")
GDP_EDITION, GDP_YEAR = "World Bank, February 2026", 2023  # the last full year before the essay
_TRACKED = "OpenAI Stargate"
_SHORT = {
    "stargate-2025": "Stargate plan, 2025",
    "stargate-seven": "Stargate, seven sites",
    "argentina-2025": "Stargate Argentina",
    "mckinsey-base": "McKinsey, base",
    "mckinsey-high": "McKinsey, high demand",
    "mckinsey-low": "McKinsey, low demand",
    "nvidia-2025": "NVIDIA, August 2025",
    "nvidia-2026": "NVIDIA, June 2026",
    "bernstein-2025": "Bernstein, 2025",
    "epoch-all": "Epoch AI (IT power)",
}


@cache
def _stargate() -> pd.DataFrame:
    return tables.load("power/stargate").set_index("entry_id")


@cache
def budget() -> float:
    """Return the sum that was reported in March 2024, USD."""
    return float(_stargate().loc["report-100", "money_usd_bn"]) * 1e9


@cache
def _chosen(hardware: str, *, price: bool = True, pue: bool = True) -> dict:
    names: list = [*_COSTS, ("it_kw_per_gpu", {"hardware": hardware})]
    if price:
        names.append(("chip_price_usd", {"hardware": hardware}))
    if pue:
        names.append("pue_ai_facility")
    return parameters.select(*names, part="power")


@cache
def power(hardware: str = "GB200"):
    """Return the facility power that the sum builds, GW, as a propagation."""
    return uncertainty.propagate(model.facility_power_gw, _chosen(hardware), budget_usd=budget())


@cache
def _cost(hardware: str):
    return uncertainty.propagate(model.cost_per_facility_gw_usd_bn, _chosen(hardware))


@cache
def chip_count(hardware: str = "GB200"):
    """Return the accelerators that the sum buys, as a propagation."""
    return uncertainty.propagate(model.chips, _chosen(hardware, pue=False), budget_usd=budget())


@cache
def _share(hardware: str):
    return uncertainty.propagate(model.it_share, _chosen(hardware, pue=False))


@cache
def peak_flop_per_s(hardware: str) -> float:
    """Return an accelerator's dense 16-bit rating, FLOP/s."""
    return float(tables.load("power/chips").set_index("chip").loc[_CHIP_ROWS[hardware], "bf16_flop_per_s"])


@cache
def operations(hardware: str = "GB200"):
    """Return the FLOP of a year at the utilisation of frontier training, as a propagation."""
    peak = peak_flop_per_s(hardware)

    def run(mfu_frontier, **inputs):
        return model.flop_per_year(model.chips(budget(), **inputs), peak, mfu_frontier)

    chosen = _chosen(hardware, pue=False) | parameters.select("mfu_frontier", part="power")
    return uncertainty.propagate(run, chosen)


@cache
def per_dollar(hardware: str, chip_price_usd: float) -> dict[str, tuple[float, float, float]]:
    """Return what a dollar builds at a chip price of the reader's own: 5, 50 and 95 % points of power, chips and operations.

    Parameters
    ----------
    hardware : str
        ``"H100"`` or ``"GB200"``.
    chip_price_usd : float
        USD per accelerator.

    Returns
    -------
    dict
        ``power_gw``, ``chips``, ``flop_per_year``, each (low, middle, high) per dollar of budget.
    """
    x = parameters.sample(_chosen(hardware, price=False) | parameters.select("mfu_frontier", part="power"))
    pue, mfu = x.pop("pue_ai_facility"), x.pop("mfu_frontier")
    chips = model.chips(1.0, chip_price_usd, **x)
    samples = {
        "power_gw": model.facility_power_gw(1.0, chip_price_usd, pue_ai_facility=pue, **x),
        "chips": chips,
        "flop_per_year": model.flop_per_year(chips, peak_flop_per_s(hardware), mfu),
    }
    return {name: tuple(float(v) for v in np.quantile(values, uncertainty.LEVELS)) for name, values in samples.items()}


@cache
def drivers() -> pd.DataFrame:
    """Return what moves the power, one row per assumption and end, GB200."""
    run = power("GB200")
    frame = run.drivers()
    words = {
        "system_cost_factor": "Servers, network",
        "shell_usd_per_w_it": "Building, power",
        "chip_price_usd": "Chip price",
        "it_kw_per_gpu": "Power per chip",
        "pue_ai_facility": "Facility over IT",
    }
    centre = float(model.facility_power_gw(budget(), **{n: p.central for n, p in run.parameters.items()}))
    rows = []
    for record in frame.to_dict("records"):
        for end in ("low", "high"):
            rows.append({"assumption": words[record["parameter"]], "end": end, "value": getattr(run.parameters[record["parameter"]], end),
                         "power_gw": record[f"result_at_{end}"], "power_gw_central": centre, "rank_correlation": record["rank_correlation"]})  # fmt: skip
    return pd.DataFrame(rows)


@cache
def price_for_reported_power(hardware: str = "GB200"):
    """Return the chip price at which the sum builds the power that was reported beside it, USD, as a propagation."""
    target = float(_stargate().loc["report-5gw", "power_mw"]) / 1000.0
    return uncertainty.propagate(model.chip_price_for, _chosen(hardware, price=False), budget_usd=budget(), target_gw=target)


@cache
def correlated() -> pd.DataFrame:
    """Return the range of the power when all costs and the chip's draw move together more or less (GB200)."""
    rows = []
    for loading in (0.0, 0.5, 0.9):
        tied = {n: p if n == "pue_ai_facility" else replace(p, group="ai_capex", loading=loading) for n, p in _chosen("GB200").items()}
        q = uncertainty.propagate(model.facility_power_gw, tied, budget_usd=budget()).quantity("GW", driver="")
        rows.append({"loading": loading, "power_gw_low": q.low, "power_gw": q.value, "power_gw_high": q.high})
    return pd.DataFrame(rows)


@cache
def statements() -> pd.DataFrame:
    """Return the power that the sum would build at everybody's stated cost of a gigawatt, and ours beside them."""
    frame = tables.load("power/capex_statements")
    frame = frame[(frame["scope"] == "all_in") & (frame["statement_id"] != "stargate-2024-report")].copy()
    stated = frame["total_usd_bn"] / frame["power_gw"]
    low = frame["usd_bn_per_gw_low"].fillna(frame["usd_bn_per_gw"]).fillna(stated)
    high = frame["usd_bn_per_gw_high"].fillna(frame["usd_bn_per_gw"]).fillna(stated)
    sum_bn = budget() / 1e9
    out = pd.DataFrame({"who": frame["statement_id"].map(_SHORT), "date": frame["date"], "basis": "stated", "power_gw_low": sum_bn / high, "power_gw_high": sum_bn / low})
    out["power_gw"] = sum_bn / frame["usd_bn_per_gw"].fillna(stated).fillna(np.sqrt(low * high))
    out = out.dropna(subset="who")
    ours = []
    for hardware, year in HARDWARE.items():
        q = power(hardware).quantity("GW")
        ours.append({"who": f"This book, {hardware}", "date": f"{year}-12-31", "basis": "computed", "power_gw_low": q.low, "power_gw_high": q.high, "power_gw": q.value})
    out = pd.concat([out, pd.DataFrame(ours)], ignore_index=True)
    return out[["who", "date", "basis", "power_gw_low", "power_gw", "power_gw_high"]].sort_values("power_gw", ascending=False, ignore_index=True)


@cache
def gdp() -> pd.DataFrame:
    """Return the economies around the sum in size: edition, year, rank, economy, GDP."""
    return tables.load("power/gdp_ranks")[["edition", "year", "rank", "economy", "gdp_usd_bn"]]


@cache
def ranks() -> pd.DataFrame:
    """Return, by edition and year, the rank that the sum takes and the GDP of the 66th economy."""
    claimed = int(tables.load("claim_numbers").query("claim == 'A6' and key == 'gdp_rank'")["claimed"].iloc[0])
    rows = []
    for (edition, year), part in gdp().groupby(["edition", "year"], sort=False):
        if len(part) == 1:  # the source states the count only
            rank, size = int(part["rank"].iloc[0]), np.nan
        else:
            rank = int(part["rank"].min()) - 1 + int(model.rank_of(budget() / 1e9, part["gdp_usd_bn"].to_numpy()))
            size = float(part.loc[part["rank"] == claimed, "gdp_usd_bn"].iloc[0])
        rows.append({"edition": edition, "year": year, "rank_of_sum": rank, "gdp_of_claimed_rank_usd_bn": size})
    return pd.DataFrame(rows).sort_values(["year", "edition"], ignore_index=True)


@cache
def stages() -> pd.DataFrame:
    """Return Stargate's money and power by stage, each counted once."""
    frame = _stargate()
    counted = frame[frame["in_sum"]]
    out = counted.groupby("stage", sort=False).agg(money_usd_bn=("money_usd_bn", "sum"), power_mw=("power_mw", "sum")).reset_index()
    return out


@cache
def sites() -> pd.DataFrame:
    """Return the tracked Stargate sites by date: site, date, seen or scheduled, GW, capital cost."""
    frame = tables.load("power/large_sites")
    frame = frame[frame["site"].str.startswith(_TRACKED)].copy()
    frame["site"] = frame["site"].str.removeprefix(_TRACKED + " ")
    frame["power_gw"] = frame["facility_power_mw"] / 1000.0
    frame["capital_cost_usd_bn"] = frame["capital_cost_usd"] / 1e9
    return frame[["site", "snapshot_date", "status", "power_gw", "capital_cost_usd_bn"]].sort_values(["snapshot_date", "site"], ignore_index=True)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    raw, seen = _stargate(), sites()
    out: dict[str, Quantity] = {}
    out["cost_reported"] = Quantity(budget(), "USD", budget(), float(raw.loc["report-115", "money_usd_bn"]) * 1e9, "guessed", "Stargate as reported in March 2024", "which report")
    out["power_reported"] = Quantity(raw.loc["report-5gw", "power_mw"] / 1000, "GW", grade="guessed")
    for hardware in HARDWARE:
        key = hardware.lower()
        out[f"power_{key}"] = power(hardware).quantity("GW", label=f"Facility power that the sum builds, {hardware} at {HARDWARE[hardware]} prices")
        out[f"chips_{key}"] = chip_count(hardware).quantity("chip", label=f"{hardware} accelerators that it buys, with all they need")
        out[f"flop_{key}"] = operations(hardware).quantity("FLOP/year", label=f"Operations a year, {hardware}, dense 16-bit at training utilisation")
        out[f"it_share_{key}"] = _percent(_share(hardware).quantity("1"), "" if hardware == "H100" else "Share of the sum that goes to IT equipment, GB200")
    largest = tables.load("power/training_runs")["training_flop"].max()
    runs = operations("GB200").samples / float(largest)
    out["largest_run"] = Quantity(float(largest), "FLOP")
    out["runs_gb200"] = uncertainty.summarise(runs, "1", label="Runs a year of the size of the largest with a published estimate, GB200", driver="mfu_frontier")
    cost = _cost("GB200")
    out["cost_gw"] = uncertainty.summarise(cost.samples * 1e9, "USD", label="All-in cost of a gigawatt of facility, GB200", driver=cost.drivers()["parameter"].iloc[0])
    inverse = price_for_reported_power()
    out["price_reported_power"] = inverse.quantity("USD", label="Price of a GB200 at which the sum builds the power reported beside it")
    price = _chosen("GB200")["chip_price_usd"]
    out["price_now"] = Quantity(price.central, "USD", price.low, price.high)
    out["p_reported_power"] = Quantity(100 * float(np.mean(power("GB200").samples >= out["power_reported"].value)), "percent", label="Chance that the sum builds the power reported, GB200")
    out["shell_only"] = Quantity(100 * float(np.mean(inverse.samples <= 0)), "percent")
    said = statements()
    told = said[said["basis"] == "stated"]
    out["stated_power"] = Quantity(float(told["power_gw"].median()), "GW", float(told["power_gw_low"].min()), float(told["power_gw_high"].max()), label="The same at everybody’s stated cost of a gigawatt", driver="whose cost")
    tied = correlated()
    out["power_untied"] = Quantity(tied["power_gw"].iloc[0], "GW", tied["power_gw_low"].iloc[0], tied["power_gw_high"].iloc[0])
    out["power_tied"] = Quantity(tied["power_gw"].iloc[-1], "GW", tied["power_gw_low"].iloc[-1], tied["power_gw_high"].iloc[-1])

    placed = ranks()
    here = placed[(placed["edition"] == GDP_EDITION) & (placed["year"] == GDP_YEAR)].iloc[0]
    claimed_rank = int(tables.load("claim_numbers").query("claim == 'A6' and key == 'gdp_rank'")["claimed"].iloc[0])
    sizes = placed["gdp_of_claimed_rank_usd_bn"].dropna()
    out["gdp_rank"] = Quantity(float(here["rank_of_sum"]), "1", float(placed["rank_of_sum"].min()), float(placed["rank_of_sum"].max()), "measured", "Rank of an economy of that size, 2023", "edition and year")
    out["gdp_claimed_rank"] = Quantity(1e9 * float(here["gdp_of_claimed_rank_usd_bn"]), "USD", 1e9 * float(sizes.min()), 1e9 * float(sizes.max()), "measured", "GDP of the economy of the rank claimed, 2023", "edition and year")
    year_before = placed[(placed["edition"] == GDP_EDITION) & (placed["year"] == GDP_YEAR - 1)].iloc[0]
    out["gdp_claimed_rank_2022"] = Quantity(1e9 * float(year_before["gdp_of_claimed_rank_usd_bn"]), "USD", grade="measured")
    out["claimed_rank"] = Quantity(claimed_rank, "1")

    plan = raw.loc["plan-500"]
    out["plan_money"] = Quantity(plan["money_usd_bn"] * 1e9, "USD", grade="guessed")
    out["plan_power"] = Quantity(plan["power_mw"] / 1000, "GW", grade="guessed", label="Announced in January 2025, United States")
    out["sites_power"] = Quantity(raw.loc["us-7gw", "power_mw"] / 1000, "GW", grade="guessed", label="Announced with a site by September 2025, United States")
    financed = stages().set_index("stage").loc["financed", "money_usd_bn"] * 1e9
    per_gw = 1e9 * cost.samples
    out["p_plan"] = Quantity(100 * float(np.mean(per_gw * plan["power_mw"] / 1000 <= plan["money_usd_bn"] * 1e9)), "percent", label="Chance that the money announced in January 2025 pays for the power announced")
    out["plan_cost_gw"] = Quantity(1e12 * float(plan["money_usd_bn"] / plan["power_mw"]), "USD", grade="guessed")
    out["factor_reported_power"] = Quantity(out["price_now"].value / out["price_reported_power"].value, "1", grade="modelled")
    out["financed_money"] = Quantity(financed, "USD", grade="guessed", label="Debt and equity reported for Stargate buildings, without chips")
    out["dropped_power"] = Quantity(float(stages().set_index("stage").loc["dropped", "power_mw"]), "MW", grade="measured")
    last = seen.loc[seen["status"] == "past", "snapshot_date"].max()
    running = seen[seen["snapshot_date"] == last]
    out["running_power"] = Quantity(float(running["power_gw"].sum()), "GW", grade="modelled", label="In operation under the name, August 2026")
    out["running_capital"] = Quantity(1e9 * float(running["capital_cost_usd_bn"].sum()), "USD", label="Capital in what operates, August 2026")
    out["running_share"] = Quantity(100 * out["running_power"].value / out["plan_power"].value, "percent", label="Share of the announced power that operates, August 2026")
    for year in (2026, 2028):
        part = seen[seen["snapshot_date"].astype(str) == f"{year}-12-31"]
        out[f"scheduled_{year}"] = Quantity(float(part["power_gw"].sum()), "GW", grade="guessed", label=f"Scheduled for the end of {year}, from permits and pictures")
        out[f"scheduled_capital_{year}"] = Quantity(1e9 * float(part["capital_cost_usd_bn"].sum()), "USD", grade="guessed")
    out["arizona_sites"] = Quantity(float(raw["site"].str.contains("Arizona").sum() + seen["site"].str.contains("Arizona").sum()), "1", grade="measured")
    return out


def _percent(q: Quantity, label: str) -> Quantity:
    return Quantity(100 * q.value, "percent", 100 * q.low, 100 * q.high, q.grade, label, q.driver)
