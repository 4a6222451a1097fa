"""Clock, cores, dies, packages and racks by year, and what each gave to the growth of computing."""
"""Which dimension carried the growth of computing: clocks by year, chips, packages, machines, bits; and what took over when one stalled."""

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
from analysis import parameters, tables
from analysis.power import training_run as growth_model
from analysis.power.results import training_run
from analysis.quantities import Quantity
from analysis.scaling import dimensions as model

__all__ = ["BREAK", "clocks", "clock_fit", "clock_frame", "cores_frame", "machines", "machine_frame", "chip_fit", "machine_fit", "share_frame", "bits_frame", "handovers", "facts"]

BREAK = 2005  # the year from which the median clock no longer rises; 2004 and 2006 are tried beside it
FIRST, LAST = "DGX-1 V100", "GB200 NVL72"
MATERIAL = 0.1  # a growth rate under a tenth of the one before counts as none
DIMENSIONS = ("clock", "work per clock and die", "dies in a package", "packages in a machine")
ESSAY_YEAR = 2024.95  # 11 December 2024
MOORE_YEAR = 1965.0  # the article's year: moore1965cramming


@cache
def clocks() -> pd.DataFrame:
    """Return clock and cores by year."""
    return tables.load("scaling/cpu_clocks")


@cache
def clock_fit(until: int = BREAK, after: bool = False) -> growth_model.GrowthFit:
    """Fit growth of the median clock up to a year, or from it on."""
    frame = clocks()
    frame = frame[frame["year"] >= until] if after else frame[frame["year"] <= until]
    return growth_model.fit_growth(frame["year"].astype(float), frame["median_mhz"])


def _stalled(until: int) -> float:
    """Return the chance that the growth rate of the clock after a year is under `MATERIAL` of the one before."""
    before, after = clock_fit(until), clock_fit(until, after=True)
    limit = MATERIAL * before.slope
    return float(stats.t.cdf((limit - after.slope) / (after.scatter / np.sqrt(after.spread)), after.n - 2))


@cache
def clock_frame() -> pd.DataFrame:
    """Return median and highest clock by year, and the two fitted lines."""
    frame = clocks()
    rows = [pd.DataFrame({"kind": kind, "year": frame["year"].astype(float), "mhz": frame[column]}) for kind, column in (("median", "median_mhz"), ("highest", "highest_mhz"))]
    for kind, fit, years in (("trend before", clock_fit(), (float(frame["year"].min()), float(BREAK))), ("trend after", clock_fit(after=True), (float(BREAK), float(frame["year"].max())))):
        rows.append(pd.DataFrame({"kind": kind, "year": years, "mhz": fit.at(np.array(years))}))
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
def cores_frame() -> pd.DataFrame:
    """Return median cores and clock times cores by year, each over its value of the break year's span (index)."""
    frame = clocks()
    frame = frame[frame["year"] >= 1990]
    base = frame[frame["year"].between(BREAK - 1, BREAK + 1)]
    rows = []
    for kind, values, unit in (
        ("clock", frame["median_mhz"], base["median_mhz"].median()),
        ("cores", frame["median_cores"], base["median_cores"].median()),
        ("clock times cores", frame["median_mhz"] * frame["median_cores"], (base["median_mhz"] * base["median_cores"]).median()),
    ):
        rows.append(pd.DataFrame({"kind": kind, "year": frame["year"].astype(float), "index": values / unit}))
    return pd.concat(rows, ignore_index=True)


@cache
def machines() -> pd.DataFrame:
    """Return the machines with their four dimensions and throughput at 16 bits, by release of the chip."""
    frame = tables.load("scaling/machine_dimensions")
    chips = tables.load("power/chips").set_index("chip")
    frame["year"] = training_run._decimal_year(chips.loc[frame["chip"], "release_date"]).to_numpy()
    frame["package_flop_s"] = chips.loc[frame["chip"], "bf16_flop_per_s"].to_numpy(dtype=float)
    frame["die_flop_s"] = frame["package_flop_s"] / frame["dies"]
    frame["machine_flop_s"] = frame["package_flop_s"] * frame["packages"]
    frame["per_clock"] = model.work_per_clock(frame["package_flop_s"], frame["clock_mhz"], frame["dies"])
    return frame.sort_values("year", kind="stable", ignore_index=True)


@cache
def machine_frame() -> pd.DataFrame:
    """Return throughput of die, package and machine by year."""
    frame = machines()
    rows = [pd.DataFrame({"level": level, "machine": frame["machine"], "year": frame["year"], "flop_s": frame[column]}) for level, column in (("one die", "die_flop_s"), ("package", "package_flop_s"), ("linked machine", "machine_flop_s"))]
    return pd.concat(rows, ignore_index=True)


@cache
def chip_fit() -> growth_model.GrowthFit:
    """Fit growth of a package's throughput at 16 bits over all chips of the power part's table."""
    chips = tables.load("power/chips")
    return growth_model.fit_growth(training_run._decimal_year(chips["release_date"]), chips["bf16_flop_per_s"])


@cache
def machine_fit() -> growth_model.GrowthFit:
    """Fit growth of a linked machine's throughput."""
    frame = machines()
    return growth_model.fit_growth(frame["year"], frame["machine_flop_s"])


@cache
def _shares() -> dict[str, tuple[float, float, float]]:
    frame = machines().set_index("machine")
    a, b = frame.loc[FIRST], frame.loc[LAST]

    def split(clock):
        before = np.array([a["clock_mhz"], a["per_clock"], a["dies"], a["packages"]], dtype=float)
        after = np.array([clock, model.work_per_clock(b["package_flop_s"], clock, b["dies"]), b["dies"], b["packages"]], dtype=float)
        return model.shares_of_growth(before, after)

    middle, low, high = split(float(b["clock_mhz"])), split(float(b["clock_low_mhz"])), split(float(b["clock_high_mhz"]))
    return {d: (float(middle[i]), float(min(middle[i], low[i], high[i])), float(max(middle[i], low[i], high[i]))) for i, d in enumerate(DIMENSIONS)}


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
    """Return each dimension's share of the growth from the first to the last machine, percent, with the ends of the clock."""
    return pd.DataFrame([(d, 100 * m, 100 * lo, 100 * hi) for d, (m, lo, hi) in _shares().items()], columns=["dimension", "share_percent", "low", "high"])


@cache
def bits_frame() -> pd.DataFrame:
    """Return a package's throughput by bits a number and year of release, NVIDIA's data-centre chips."""
    chips = tables.load("power/chips").query("designer == 'NVIDIA'")
    four = tables.load("inference/accelerators").set_index("chip")["fp4_flop_per_s"]
    year = training_run._decimal_year(chips["release_date"])
    rows = [pd.DataFrame({"bits": b, "chip": chips["chip"], "year": year, "flop_s": v}) for b, v in (("16 bits", chips["bf16_flop_per_s"]), ("8 bits", chips["fp8_flop_per_s"]), ("4 bits", chips["chip"].map(four[~four.index.duplicated()])))]
    return pd.concat(rows, ignore_index=True).dropna().sort_values(["bits", "year"], ignore_index=True)


@cache
def handovers() -> tuple[int, int, float]:
    """Return how often another dimension took over, of how many, and the chance for the next (rule of succession)."""
    took = tables.load("scaling/dimension_handovers")["took_over"].astype(bool)
    return int(took.sum()), len(took), model.handover_chance(int(took.sum()), len(took))


def _q(value, unit="1", low=None, high=None, label="", grade="modelled", driver=""):
    return Quantity(float(value), unit, None if low is None else float(low), None if high is None else float(high), grade, label, driver)


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
@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    before, after = clock_fit(), clock_fit(after=True)
    stalled = [_stalled(y) for y in (BREAK - 1, BREAK, BREAK + 1)]
    frame = clocks().set_index("year")
    late = frame[frame.index >= 2017]
    around = frame[(frame.index >= BREAK - 1) & (frame.index <= BREAK + 1)]
    m = machines().set_index("machine")
    a, b = m.loc[FIRST], m.loc[LAST]
    machine, chip = machine_fit(), chip_fit()
    growing = float(stats.t.cdf(machine.slope / (machine.scatter / np.sqrt(machine.spread)), machine.n - 2))
    shares = _shares()
    took, seen, chance = handovers()
    bits = bits_frame()
    newest = bits[bits["chip"] == b["chip"]].set_index("bits")["flop_s"]
    idle = parameters.get("mfu_frontier", part="power")
    by = {d: _q(100 * shares[d][0], "percent", 100 * shares[d][1], 100 * shares[d][2], f"Share of the growth 2018–2025: {d}", "modelled", "clock of GB200") for d in DIMENSIONS}
    return {
        "break": _q(BREAK, "year"),
        "clock_before": _q(100 * (before.growth - 1), "percent/year", *(100 * (x - 1) for x in before.growth_interval()), "Growth of CPU clocks up to 2005"),
        "clock_after": _q(100 * (after.growth - 1), "percent/year", *(100 * (x - 1) for x in after.growth_interval()), "Growth of CPU clocks from 2005"),
        "clock_2005": _q(around["median_mhz"].median(), "MHz"),
        "clock_late": _q(late["median_mhz"].median(), "MHz"),
        "cores_late": _q(late["median_cores"].median()),
        "stalled": _q(stalled[1], "1", min(stalled), max(stalled), "Chance that clocks have not grown materially", driver="break year"),
        "stalled_percent": _q(100 * stalled[1], "percent", 100 * min(stalled), 100 * max(stalled)),
        "machine_growth": _q(machine.growth, "1", *machine.growth_interval(), "Throughput of a linked machine, factor a year"),
        "chip_growth": _q(chip.growth, "1", *chip.growth_interval(), "Throughput of a package, factor a year"),
        "growing": _q(growing, "1", label="Chance that the machine’s growth is above none"),
        "growing_percent": _q(100 * growing, "percent"),
        "machine_ratio": _q(b["machine_flop_s"] / a["machine_flop_s"]),
        "package_ratio": _q(b["package_flop_s"] / a["package_flop_s"]),
        "die_ratio": _q(b["die_flop_s"] / a["die_flop_s"]),
        "clock_ratio": _q(b["clock_mhz"] / a["clock_mhz"], "1", b["clock_low_mhz"] / a["clock_mhz"], b["clock_high_mhz"] / a["clock_mhz"]),
        "first_flop_s": _q(a["machine_flop_s"], "FLOP/s"),
        "last_flop_s": _q(b["machine_flop_s"], "FLOP/s"),
        "packages_first": _q(a["packages"]),
        "packages_last": _q(b["packages"]),
        "dies_last": _q(b["dies"]),
        "share_clock": by["clock"],
        "share_work": by["work per clock and die"],
        "share_dies": by["dies in a package"],
        "share_packages": by["packages in a machine"],
        "bits_ratio": _q(newest["4 bits"] / newest["16 bits"], label="Throughput at 4 bits over 16 bits, GB200"),
        "bits_8": _q(newest["8 bits"] / newest["16 bits"]),
        "moore_years": _q(ESSAY_YEAR - MOORE_YEAR - 0.5, "1", ESSAY_YEAR - MOORE_YEAR - 1, ESSAY_YEAR - MOORE_YEAR, "Years of Moore’s law by December 2024"),
        "took": _q(took),
        "seen": _q(seen),
        "shift": _q(chance, "1", label="Chance that another dimension takes over", grade="guessed"),
        "shift_percent": _q(100 * chance, "percent", grade="guessed"),
        "used": _q(100 * idle.central, "percent", 100 * idle.low, 100 * idle.high),
    }
