"""Clock, cores, dies, packages and racks by year, and what each gave to the growth of computing."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy import stats

from analysis import tables
from analysis.quantities import Quantity
from analysis.scaling import capability as counting
from analysis.scaling import dimensions as model
from analysis.scaling.results import capability

__all__ = ["STALL", "MATERIAL", "table", "cpu_frame", "accelerators", "system_frame", "pairs", "share_frame", "rates", "rate_table", "facts"]

STALL = 2005.0  # first year after which the essay's clock race is over
MATERIAL = np.log(1.05)  # a rise of the clock we would call material: a twentieth a year, half again in under nine years
START, END = "NVIDIA Tesla V100 SXM2 32 GB", "NVIDIA GB200"


@cache
def table() -> pd.DataFrame:
    """Return the table of dimensions."""
    return tables.load("scaling/hardware_dimensions")


@cache
def cpu_frame() -> pd.DataFrame:
    """Return clock and cores of processors by year, and their product, relative to the first year with more than one core."""
    mine = table()[table()["kind"] == "CPU year"]
    rows = []
    for name, values in (("clock", mine["clock_mhz"]), ("logical cores", mine["logical_cores"]), ("clock × cores", mine["clock_mhz"] * mine["logical_cores"])):
        base = values[mine["year"] == STALL - 0.5].item()
        rows.append(pd.DataFrame({"year": np.floor(mine["year"]), "dimension": name, "relative": values / base, "processors": mine["processors"]}))
    return pd.concat(rows, ignore_index=True)


@cache
def accelerators() -> pd.DataFrame:
    """Return the accelerators with their factors, throughput joined from the tables that hold it."""
    mine = table()[table()["kind"] == "accelerator"].set_index("item")
    chips = tables.load("power/chips").set_index("chip")
    narrow = tables.load("inference/accelerators").drop_duplicates("chip").set_index("chip")
    wide = chips["bf16_flop_per_s"].reindex(mine.index)
    best = pd.concat([wide, chips["fp8_flop_per_s"].reindex(mine.index), narrow["fp4_flop_per_s"].reindex(mine.index)], axis=1).max(axis=1)
    return mine.assign(flop_per_s_16bit=wide, flop_per_s_best=best).reset_index()


def _factors(row, packages="packages", clock="clock_mhz") -> np.ndarray:
    return model.factors(1e6 * row[clock], row["dies"], row[packages], row["flop_per_s_16bit"], row["flop_per_s_best"])


@cache
def system_frame() -> pd.DataFrame:
    """Return throughput by year of a die, a package and a system, at 16 bits and at the narrowest format."""
    rows = []
    for r in accelerators().to_dict("records"):
        die = r["flop_per_s_16bit"] / r["dies"]
        levels = {"die, 16 bits": die, "package, 16 bits": r["flop_per_s_16bit"], "system, 16 bits": r["flop_per_s_16bit"] * r["packages"], "system, narrowest format": r["flop_per_s_best"] * r["packages"]}
        rows += [{"accelerator": r["item"], "year": r["year"], "level": level, "flop_per_s": value} for level, value in levels.items()]
    return pd.DataFrame(rows)


@cache
def pairs() -> pd.DataFrame:
    """Return the split of growth for every choice of endpoints: which chip, which clock, server or rack."""
    frame = accelerators().to_dict("records")
    starts = [(r, "packages") for r in frame if r["dies"] == 1] + [(r, "rack_packages") for r in frame if r["dies"] == 1 and r["rack_packages"] == r["rack_packages"]]
    ends = [(r, clock) for r in frame if r["dies"] > 1 and r["packages"] > 8 for clock in ("clock_mhz", "tensor_clock_mhz") if r[clock] == r[clock]]
    rows = []
    for start, packages in starts:
        for end, clock in ends:
            a, b = _factors(start, packages), _factors(end, clock=clock)
            shares = model.decompose(a, b)
            rows.append({"start": start["item"], "end": end["item"], "counted": packages, "clock_kind": clock, "multiple": float(model.flop_per_s(b) / model.flop_per_s(a)), **dict(zip(model.PARTS, shares, strict=True)), **{f"x {p}": v for p, v in zip(model.PARTS, b / a, strict=True)}})
    return pd.DataFrame(rows)


def _central() -> pd.Series:
    frame = pairs()
    return frame[(frame["start"] == START) & (frame["end"] == END) & (frame["counted"] == "packages") & (frame["clock_kind"] == "clock_mhz")].iloc[0]


@cache
def share_frame() -> pd.DataFrame:
    """Return each dimension's share of the growth in percent: the longest span, and lowest and highest over the endpoints."""
    frame, chosen = pairs(), _central()
    return pd.DataFrame([{"dimension": p, "share_percent": 100 * chosen[p], "low_percent": 100 * frame[p].min(), "high_percent": 100 * frame[p].max(), "multiple": chosen[f"x {p}"]} for p in model.PARTS])


@cache
def rates() -> dict[str, tuple[float, float, int]]:
    """Return growth of logarithms a year, its standard error and degrees of freedom, by series."""
    cpu = table()[table()["kind"] == "CPU year"]
    before, after = cpu[cpu["year"] < STALL], cpu[cpu["year"] > STALL]
    year = table()[table()["kind"] == "accelerator year"]
    top = system_frame()
    system = top[top["level"] == "system, narrowest format"]
    package = top[top["level"] == "package, 16 bits"]
    work = after["clock_mhz"] * after["logical_cores"]
    return {
        "CPU clock, before the stall": model.growth(before["year"], before["clock_mhz"], before["processors"]),
        "CPU clock, after": model.growth(after["year"], after["clock_mhz"], after["processors"]),
        "CPU clock × cores, after": model.growth(after["year"], work, after["processors"]),
        "fastest accelerator, 32 bits": model.growth(year["year"], year["flop_per_s"]),
        "accelerator package, 16 bits": model.growth(package["year"], package["flop_per_s"]),
        "accelerator system, narrowest format": model.growth(system["year"], system["flop_per_s"]),
    }


def _percent(rate) -> tuple[float, float, float]:
    slope, error, freedom = rate
    reach = stats.t.ppf(0.95, freedom) * error
    return tuple(100 * np.expm1([slope, slope - reach, slope + reach]))


@cache
def rate_table() -> pd.DataFrame:
    """Return growth in percent a year with its 5–95 % range, by series."""
    rows = []
    for name, rate in rates().items():
        value, low, high = _percent(rate)
        rows.append({"series": name, "growth_percent": value, "low_percent": low, "high_percent": high})
    return pd.DataFrame(rows)


_q = Quantity.of


def _year(item) -> float:
    return table().set_index("item")["year"][item]


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    frame, chosen, growths = pairs(), _central(), rates()
    shares = share_frame().set_index("dimension")
    grow = {k: _percent(v) for k, v in growths.items()}
    stalled = model.probability_below(*growths["CPU clock, after"], MATERIAL)
    kept = min(1 - model.probability_below(*growths[k], 0.0) for k in ("CPU clock × cores, after", "fastest accelerator, 32 bits", "accelerator system, narrowest format"))
    cpu = table()[table()["kind"] == "CPU year"]
    late = cpu[cpu["year"] > 2015]
    early = cpu[(cpu["year"] > STALL) & (cpu["year"] < 2010)]
    names = {"clock": "clock", "work per clock and die": "work", "dies a package": "dies", "packages a system": "packages", "precision": "precision"}
    labels = {"clock": "Share of the growth of a system from the clock", "packages a system": "Share from more packages joined in a system"}
    per_die = 100 * (frame["work per clock and die"] + frame["dies a package"])
    held, total = capability.records_after("GPQA Diamond")
    shifts = counting.share_of_records(held, total)
    tilt = np.average(late["clock_mhz"], weights=late["processors"]) / np.average(early["clock_mhz"], weights=early["processors"])
    return {
        **{f"share_{n}": _q(shares.loc[p, "share_percent"], "percent", shares.loc[p, "low_percent"], shares.loc[p, "high_percent"], labels.get(p, ""), driver="endpoints") for p, n in names.items()},
        **{f"multiple_{n}": _q(chosen[f"x {p}"]) for p, n in names.items()},
        "multiple": _q(chosen["multiple"], "1", frame["multiple"].min(), frame["multiple"].max(), "Growth of the throughput of a linked system", driver="endpoints"),
        "choices": _q(len(frame)),
        "silicon": _q(100 * (chosen["work per clock and die"] + chosen["dies a package"]), "percent", per_die.min(), per_die.max()),
        "start_year": _q(np.floor(_year(START)), "year"),
        "end_year": _q(np.floor(_year(END)), "year"),
        "stall_year": _q(STALL, "year"),
        "clock_before": _q(grow["CPU clock, before the stall"][0], "percent/year", *grow["CPU clock, before the stall"][1:], label="Growth of the CPU clock before the stall"),
        "clock_after": _q(grow["CPU clock, after"][0], "percent/year", *grow["CPU clock, after"][1:], label="Growth of the CPU clock since", driver="which processors are listed"),
        "cores_after": _q(grow["CPU clock × cores, after"][0], "percent/year", *grow["CPU clock × cores, after"][1:], label="Growth of clock times cores since"),
        "accelerator_growth": _q(grow["fastest accelerator, 32 bits"][0], "percent/year", *grow["fastest accelerator, 32 bits"][1:], label="Growth of the fastest accelerator, 32 bits"),
        "package_growth": _q(grow["accelerator package, 16 bits"][0], "percent/year", *grow["accelerator package, 16 bits"][1:]),
        "system_growth": _q(grow["accelerator system, narrowest format"][0], "percent/year", *grow["accelerator system, narrowest format"][1:], label="Growth of the throughput of a system, narrowest format"),
        "clock_ratio": _q(tilt),
        "stalled": _q(stalled, "1"),
        "kept": _q(kept, "1"),
        "shifts": _q(*shifts[:1], "1", *shifts[1:], grade="guessed"),
        "records_thinking": _q(held),
        "records": _q(total),
        "material": _q(100 * np.expm1(MATERIAL), "percent/year"),
        "cores_late": _q(late["logical_cores"].median()),
        "moore_years": _q(_year("Essay on scaling laws") - _year("Moore's article"), "year"),
        "h100_rack": _q(accelerators().set_index("item").loc["NVIDIA H100 SXM5 80GB", "rack_packages"]),
        "gb200_rack": _q(accelerators().set_index("item").loc[END, "packages"]),
        "server": _q(accelerators().set_index("item").loc[START, "packages"]),
        "wide_only": _q(chosen["multiple"] / chosen["x precision"]),
    }
