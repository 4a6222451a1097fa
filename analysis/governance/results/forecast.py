"""What the copies of the model table say, year by year; forecasts of the number of models; how both agree with what is published."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from analysis import checks, outside, tables, uncertainty
from analysis.dates import decimal_year
from analysis.governance import allocation, coverage, forecast
from analysis.governance.forecast import VINTAGES
from analysis.parameters import SEED
from analysis.quantities import Quantity

__all__ = [
    "from_copies", "draft_inputs", "agreement", "agreement_frame", "own_grid", "their_grid", "counted", "cumulative_frame", "own_frame", "basis_frame", "drivers_frame", "near_frame",
    "headline_frame", "published", "power_of_ten", "facts",
]  # fmt: skip

DRAWS = 20_000  # for what pages compare; the forecast itself takes its default
MEDIAN_TOLERANCE, END_TOLERANCE = 0.10, 0.20  # asked for before anything was computed
OUTLIERS = ("AlphaGo Master", "AlphaGo Zero", "AlphaZero")  # left out by the paper, and by us
FIRST_YEAR = 2012
BAND_OOM, BANDS = 0.25, 16
GRID = np.arange(21.0, 27.01, 0.5)
WIDTHS_OOM = (0.5, 1.0, 1.5)


def _developers(cell) -> set[str]:
    return {part.strip() for part in str(cell).split(",") if part.strip()} if isinstance(cell, str) else set()


def _copy(vintage: str) -> pd.DataFrame:
    raw = outside.load("epoch-notable-models", vintage, download=False)
    frame = pd.DataFrame({
        "date": pd.to_datetime(raw["Publication date"], errors="coerce"),
        "flop": pd.to_numeric(raw["Training compute (FLOP)"], errors="coerce"),
        "developers": raw["Organization"].map(_developers),
    })
    frame = frame[frame["date"].notna() & ~raw["Model"].isin(OUTLIERS)].copy()
    frame["year"] = frame["date"].dt.year
    return frame


def from_copies() -> dict[str, pd.DataFrame]:
    """Derive the four tables of yearly facts anew from the outside copies (only tests and an update call this)."""
    compute, counts, sizes, near = [], [], [], []
    for vintage in VINTAGES:
        frame = _copy(vintage)
        for year in range(FIRST_YEAR, frame["year"].max() + 1):
            this, so_far = frame[frame["year"] == year], frame[frame["year"] <= year]
            known = this[this["flop"].notna()]
            compute.append({"vintage": vintage, "year": year, "models": len(this), "with_estimate": len(known), "total_flop": float(f"{known['flop'].sum():.6g}"), "largest_flop": float(f"{known['flop'].max():.6g}")})
            for log10 in GRID:
                past = set().union(*so_far.loc[so_far["flop"] >= 10**log10, "developers"])
                if not past:
                    continue
                theirs = this["developers"].map(lambda who, past=past: bool(who & past))
                counts.append({"vintage": vintage, "year": year, "log10_threshold": log10, "above": int((this["flop"] >= 10**log10).sum()),
                               "past_known": int((theirs & this["flop"].notna()).sum()), "past_unknown": int((theirs & this["flop"].isna()).sum())})  # fmt: skip
            below = np.log10(known["flop"].max() / known["flop"])
            for band in range(BANDS):
                inside = int(((below >= band * BAND_OOM) & (below < (band + 1) * BAND_OOM)).sum())
                if inside:
                    sizes.append({"vintage": vintage, "year": year, "oom_below": band * BAND_OOM, "models": inside})
            quarter = this["date"].dt.quarter
            for width in WIDTHS_OOM:
                inside = 0
                for q in range(1, 5):
                    start = pd.Timestamp(year, 3 * q - 2, 1)
                    inside += int((this.loc[quarter == q, "flop"] >= frame.loc[frame["date"] < start, "flop"].max() / 10**width).sum())
                near.append({"vintage": vintage, "year": year, "width_oom": width, "models": inside})
    return {"compute_by_year": pd.DataFrame(compute), "counts_by_year": pd.DataFrame(counts), "relative_sizes": pd.DataFrame(sizes), "near_frontier": pd.DataFrame(near)}


LEVELS = (23.0, 24.0, 25.0, 26.0, 27.0, 28.0)
_THRESHOLDS = 10.0 ** np.array(LEVELS)
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_of_ten(level: float) -> str:
    """Write a threshold, given its decimal logarithm, as the book writes it."""
    return f"10{f'{level:.0f}'.translate(_SUPERSCRIPT)}"


def _near(year: int, edition: str, inclusive: bool) -> np.ndarray:
    return forecast.near_frontier(WIDTHS_OOM, year, "kumar-manning-2025", 4_000, edition=edition, inclusive=inclusive)


@cache
def their_grid(joint: bool | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return low, median and high of Kumar and Manning's method, written anew: thresholds of `LEVELS` by the years 2024 to 2030."""
    f = forecast.models_above(_THRESHOLDS[:, None], np.arange(2024, forecast.LAST_YEAR + 1), "kumar-manning-2025", DRAWS)
    low, high = f.interval(0.9, joint)
    return low, f.quantile(0.5, joint), high


@cache
def own_grid(basis: str = "all") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return low, median and high of our method: thresholds of `LEVELS` by the years 2026 to 2030."""
    f = forecast.models_above(_THRESHOLDS[:, None], np.arange(2026, forecast.LAST_YEAR + 1), draws=DRAWS, basis=basis)
    low, high = f.interval()
    return low, f.median, high


@cache
def draft_inputs(as_configured: bool) -> forecast.KumarManning:
    """Return the inputs of the authors' draft, with the growth its text states or the one that its configuration holds."""
    draft = forecast.kumar_manning("draft")
    return replace(draft, growth=forecast.kumar_manning().growth) if as_configured else draft


@cache
def _yearly_quantiles(as_configured: bool, log10_thresholds: tuple) -> np.ndarray:
    flows = forecast.kumar_manning_flows(draft_inputs(as_configured), 10.0 ** np.array(log10_thresholds), range(2024, 2029), DRAWS, SEED)
    return np.quantile(flows, (0.05, 0.5, 0.95), axis=-1).cumsum(axis=-1)  # quantile, threshold, year


@cache
def _retrodicted(log10_thresholds: tuple) -> np.ndarray:
    """Counts of past years by the method: known totals, the largest share uniform between its bounds (draft, section 4)."""
    inputs, known = forecast.kumar_manning("draft"), forecast.record(VINTAGES[0])
    totals = [y.total_flop for y in known.years if 2020 <= y.year <= 2023]
    flows = []
    for y, total in enumerate(totals):
        rng = np.random.default_rng([SEED, 4, y])
        share, gradient, smallest = inputs.draw_shares(rng, np.full(DRAWS, total), 2020 + y)
        flows.append(allocation.counts_above(rng, 10.0 ** np.array(log10_thresholds), share * total, share, gradient, smallest))
    return np.quantile(np.stack(flows, axis=1), (0.05, 0.5, 0.95), axis=-1).cumsum(axis=-1)


def _ours(row, as_configured: bool) -> tuple[float, float, float]:
    if row.kind == "retrodiction":
        return tuple(_retrodicted((23.0, 24.0, 25.0))[:, int(row.level) - 23, row.year - 2020])
    if row.kind == "cumulative" and row.edition == "published":
        low, middle, high = their_grid()
        at = LEVELS.index(row.level), row.year - 2024
        return low[at], middle[at], high[at]
    if row.kind == "cumulative":
        return tuple(_yearly_quantiles(as_configured, (25.0, 26.0, 27.0, 28.0, 29.0))[:, int(row.level) - 25, row.year - 2024])
    if row.kind == "near frontier":
        drawn = _near(row.year, "draft", True)
        return tuple(np.quantile(drawn[WIDTHS_OOM.index(row.level)], (0.05, 0.5, 0.95)))
    medians = [np.median(_near(y, "published", True)[WIDTHS_OOM.index(row.level)]) for y in range(2025, 2029)]
    return min(medians), np.nan, max(medians)


@cache
def agreement() -> pd.DataFrame:
    """Return every printed cell of Kumar and Manning beside ours.

    A cell agrees strictly when ours lies within 10 % of a printed median or 20 % of a printed end. Printed cells are sums of whole
    numbers, one a year: `within_rounding` lets each of them be off by half a model.

    Returns
    -------
    pandas.DataFrame
        One row for each printed number: ``edition``, ``kind``, ``level``, ``year``, ``end`` (p5, median, p95), ``printed``, ``ours``,
        ``stated`` (ours with the growth that the draft's text states), ``strict``, ``within_rounding``.
    """
    rows = []
    for row in tables.load("governance/kumar_manning_results").itertuples():
        ours, stated = _ours(row, True), _ours(row, False)
        years = row.year - (2020 if row.kind == "retrodiction" else 2024) + 1 if row.kind in ("cumulative", "retrodiction") else 1
        for end, mine, said in zip(("p5", "median", "p95"), ours, stated, strict=True):
            printed = getattr(row, end)
            if not np.isfinite(printed):
                continue
            allowed = (MEDIAN_TOLERANCE if end == "median" or row.kind == "near frontier a year" else END_TOLERANCE) * printed
            gap = abs(mine - printed)
            rows.append({"edition": row.edition, "kind": row.kind, "level": row.level, "year": row.year, "end": end, "printed": printed, "ours": float(mine), "stated": float(said),
                         "strict": bool(gap <= allowed), "within_rounding": bool(gap <= max(allowed, 0.5 * years))})  # fmt: skip
    return pd.DataFrame(rows)


@cache
def agreement_frame() -> pd.DataFrame:
    """Return ours over theirs for the cells of the cumulative tables that print at least five models."""
    frame = agreement()
    frame = frame[(frame["kind"] == "cumulative") & (frame["printed"] >= 5)].copy()
    frame["ratio"] = frame["ours"] / frame["printed"]
    frame["cell"] = [f"1e{level:.0f}, end of {year}" for level, year in zip(frame["level"], frame["year"], strict=True)]
    frame["what"] = frame["end"].map({"p5": "5 % point", "median": "median", "p95": "95 % point"})
    return frame.reset_index(drop=True)


@cache
def published() -> pd.DataFrame:
    """Return the other published forecasts and counts, by name."""
    return tables.load("governance/published_forecasts").set_index("name")


@cache
def counted(basis: str = "known") -> pd.DataFrame:
    """Return how many models had been released by the end of each year, from the newest copy.

    Parameters
    ----------
    basis : {"known", "all"}, optional
        Models with an estimate, or with our estimate of the others added.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``level``, ``low``, ``models``, ``high``; ends equal to the count where nothing is estimated.
    """
    from analysis.governance import frontier_counts

    checks.require_known("basis", basis, ("known", "all"))
    rec, rows = forecast.record().until(2025), []
    for year in range(2023, 2026):
        some = rec.until(year)
        start = np.sum([rec.at(y.above, _THRESHOLDS) for y in some.years], axis=0)
        drawn = start[:, None] + np.zeros((1, 4_000))
        if basis == "all":
            unseen = np.random.default_rng([SEED, 5]).standard_normal(4_000)
            drawn = drawn + frontier_counts.unknown_in_stock(np.random.default_rng([SEED, 6, year]), some, _THRESHOLDS, unseen)
        for level, draws in zip(LEVELS, drawn, strict=True):
            low, middle, high = np.quantile(draws, (0.05, 0.5, 0.95))
            rows.append({"year": year, "level": level, "low": low, "models": middle, "high": high})
    return pd.DataFrame(rows)


def _long(grid, first: int, method: str) -> pd.DataFrame:
    low, middle, high = grid
    years = range(first, first + middle.shape[1])
    return pd.DataFrame([{"method": method, "level": level, "year": year, "low": low[i, j], "models": middle[i, j], "high": high[i, j]} for i, level in enumerate(LEVELS) for j, year in enumerate(years)])


OWN, THEIRS = "Ours", "Kumar and Manning's method"


@cache
def cumulative_frame() -> pd.DataFrame:
    """Return both forecasts, what has been counted and the other forecasts, for 1e25 and 1e26 FLOP."""
    known = counted("known").assign(method="Counted, with an estimate")
    seen = counted("all").assign(method="Counted, the others estimated")
    others = published().reset_index()
    others = pd.DataFrame({"method": "Epoch AI, published", "level": others["log10_threshold"], "year": decimal_year(others["date"]) - 1, "models": others["models"]})
    others["low"] = others["high"] = others["models"]
    frame = pd.concat([_long(own_grid(), 2026, OWN), _long(their_grid(), 2024, THEIRS), known, seen, others], ignore_index=True)
    frame = frame[frame["level"].isin((25.0, 26.0))]
    return frame.assign(threshold=frame["level"].map(lambda v: f"1e{v:.0f} FLOP")).drop(columns="level")[["threshold", "method", "year", "low", "models", "high"]].reset_index(drop=True)


@cache
def own_frame() -> pd.DataFrame:
    """Return our forecast for every threshold and year."""
    frame = _long(own_grid(), 2026, OWN)
    return frame.assign(threshold=frame["level"].map("1e{:.0f}".format))[["threshold", "year", "low", "models", "high"]]


@cache
def basis_frame() -> pd.DataFrame:
    """Return our forecast for the end of 2028 with and without the models that have no estimate, beside Kumar and Manning's."""
    low, middle, high = their_grid()
    rows = []
    for name, grid, at in (("with an estimate only", own_grid("known"), 2), ("all notable models", own_grid("all"), 2), ("Kumar and Manning's method", (low, middle, high), 4)):
        rows += [{"threshold": f"1e{level:.0f}", "what": name, "low": grid[0][i, at], "models": grid[1][i, at], "high": grid[2][i, at]} for i, level in enumerate(LEVELS)]
    return pd.DataFrame(rows)


DRIVERS = {
    "unseen_models": "how many models without an estimate are large",
    "forecast_trend_weight": "weight of the past trend in future growth",
    "training_stock_growth": "growth of the stock of AI chips",
    "past_growth": "growth of training compute so far",
    "level_of_the_trend": "where the trend stands at the end of 2025",
    "years_resembled": "which past years the coming ones resemble, and chance",
}


@cache
def _driven() -> tuple[np.ndarray, dict]:
    start, flows, inputs = forecast.own_flows(forecast.record().until(2025), _THRESHOLDS, range(2026, 2029), DRAWS, SEED)
    return start + flows.sum(axis=1), inputs


@cache
def _alone(trend_weight: float) -> Quantity:
    """Models at or above 1e26 FLOP by the end of 2028 if training compute grows as the past trend alone (1) or as the chips alone (0)."""
    start, flows, _ = forecast.own_flows(forecast.record().until(2025), _THRESHOLDS, range(2026, 2029), DRAWS, SEED, trend_weight=trend_weight)
    low, middle, high = np.quantile((start + flows.sum(axis=1))[LEVELS.index(26.0)], (0.05, 0.5, 0.95))
    return Quantity(round(middle), "1", round(low), round(high), "modelled")


@cache
def drivers_frame(level: float = 26.0) -> pd.DataFrame:
    """Rank what drives our forecast for the end of 2028: median count in the lowest and highest tenth of each input's draws."""
    totals, inputs = _driven()
    total = totals[LEVELS.index(level)]
    named = {k: v for k, v in inputs.items() if k != "largest_flop"}
    ranked = uncertainty.drivers(total, named)
    rows = []
    for row in ranked.itertuples():
        x = named[row.parameter]
        low, high = np.quantile(x, (0.1, 0.9))
        rows.append({"threshold": f"1e{level:.0f}", "input": DRIVERS[row.parameter], "share": row.share, "at_low": float(np.median(total[x <= low])), "at_high": float(np.median(total[x >= high]))})
    return pd.DataFrame(rows)


@cache
def near_frame() -> pd.DataFrame:
    """Return models a year: above 1e26 FLOP against within an order of magnitude of the largest, counted and forecast."""
    near = tables.load("governance/near_frontier")
    near = near[(near["vintage"] == VINTAGES[-1]) & near["year"].between(2019, 2025)]
    rec = forecast.record()
    rows = [{"rule": "within 1 OOM of the largest", "method": "counted", "year": r.year, "low": r.models, "models": r.models, "high": r.models} for r in near[near["width_oom"] == 1.0].itertuples()]
    for fixed in (25.0, 26.0):
        rows += [{"rule": f"above 1e{fixed:.0f} FLOP", "method": "counted", "year": y.year, "low": v, "models": v, "high": v} for y in rec.years if y.year >= 2019 for v in [float(rec.at(y.above, [10**fixed])[0])]]
    f = forecast.models_above(np.array([1e25, 1e26])[:, None], np.arange(2026, forecast.LAST_YEAR + 1), draws=DRAWS, basis="known")
    for t, fixed in enumerate((25.0, 26.0)):
        for j in range(f.flows.shape[1]):
            low, middle, high = np.quantile(f.flows[t, j], (0.05, 0.5, 0.95))
            rows.append({"rule": f"above 1e{fixed:.0f} FLOP", "method": "forecast", "year": 2026 + j, "low": low, "models": middle, "high": high})
    low, middle, high = np.quantile(forecast.near_frontier(1.0, 2028, draws=DRAWS), (0.05, 0.5, 0.95))
    rows += [{"rule": "within 1 OOM of the largest", "method": "forecast", "year": year, "low": low, "models": middle, "high": high} for year in range(2026, forecast.LAST_YEAR + 1)]
    return pd.DataFrame(rows)


@cache
def headline_frame() -> pd.DataFrame:
    """Return the table of the page: models by the end of each year, ours and theirs, median and 90 % range."""
    rows = []
    for name, grid, first in ((OWN, own_grid(), 2026), (THEIRS, their_grid(), 2024)):
        for i, level in enumerate(LEVELS):
            cells = {year: f"{grid[1][i, year - first]:.0f} ({grid[0][i, year - first]:.0f}–{grid[2][i, year - first]:.0f})" for year in range(2026, forecast.LAST_YEAR + 1)}
            rows.append({"Method": name, "Threshold, FLOP": power_of_ten(level), **{str(y): c for y, c in cells.items()}})
    return pd.DataFrame(rows)


def _count(grid, level: float, year: int, first: int, label: str = "", driver: str = "") -> Quantity:
    at = LEVELS.index(level), year - first
    return Quantity(round(grid[1][at]), "1", round(grid[0][at]), round(grid[2][at]), "modelled", label, driver)


@cache
def facts() -> dict[str, object]:
    """Return the named numbers of the forecast."""
    out: dict[str, object] = {}
    out |= {f"t{level:.0f}": Quantity(10.0**level, "FLOP", grade="measured") for level in LEVELS}
    out["oom"], out["ten"], out["share_tolerance"], out["end_tolerance"] = Quantity(1, "1"), Quantity(10, "1"), Quantity(100 * MEDIAN_TOLERANCE, "percent"), Quantity(100 * END_TOLERANCE, "percent")
    names = {23.0: "1e23", 24.0: "1e24", 25.0: "1e25", 26.0: "1e26", 27.0: "1e27", 28.0: "1e28"}
    drivers = {level: drivers_frame(level)["input"].iloc[0] for level in (25.0, 26.0, 27.0)}
    for level, name in names.items():
        for year in (2026, 2028, 2030):
            shown = f"Notable models at or above {power_of_ten(level)} FLOP by the end of {year}, ours" if level in (25.0, 26.0) else ""
            out[f"own_{name}_{year}"] = _count(own_grid(), level, year, 2026, shown, drivers.get(level, ""))
        out[f"known_{name}_2028"] = _count(own_grid("known"), level, 2028, 2026)
        for year in (2025, 2026, 2028, 2030):
            shown = f"Models at or above {power_of_ten(level)} FLOP by the end of {year}, Kumar and Manning's method" if level in (25.0, 26.0) and year == 2028 else ""
            out[f"km_{name}_{year}"] = _count(their_grid(), level, year, 2024, shown)
        out[f"km_joint_{name}_2028"] = _count(their_grid(True), level, 2028, 2024)
        for basis in ("known", "all"):
            row = counted(basis).set_index(["year", "level"]).loc[(2025, level)]
            low, high = (None, None) if basis == "known" else (round(row["low"]), round(row["high"]))
            out[f"stock_{basis}_{name}"] = Quantity(round(row["models"]), "1", low, high, "measured" if basis == "known" else "modelled")
    printed = tables.load("governance/kumar_manning_results").set_index(["edition", "kind", "level", "year"]).sort_index()
    for level in (25.0, 26.0):
        row = printed.loc[("published", "cumulative", level, 2028)]
        out[f"printed_{names[level]}"] = Quantity(float(row["median"]), "1", float(row["p5"]), float(row["p95"]), "modelled", f"The same, as Kumar and Manning print it: {power_of_ten(level)}, 2028")
    cells = agreement()
    tabled = cells[cells["kind"] == "cumulative"]
    out["cells"] = Quantity(float(len(tabled)), "1", grade="measured")
    out["cells_strict"] = Quantity(float(tabled["strict"].sum()), "1", grade="measured")
    out["cells_rounding"] = Quantity(float(tabled["within_rounding"].sum()), "1", grade="measured")
    out["cells_left"] = Quantity(float(len(tabled) - tabled["strict"].sum()), "1", grade="measured")
    out["medians"] = Quantity(float((tabled["end"] == "median").sum()), "1", grade="measured")
    out["medians_strict"] = Quantity(float(tabled.loc[tabled["end"] == "median", "strict"].sum()), "1", grade="measured", label="Medians of Kumar and Manning's tables that the re-implementation meets within 10 %")
    sizeable = tabled[(tabled["printed"] >= 5) & (tabled["edition"] == "draft")]
    for end in ("median", "p5", "p95"):
        mine = sizeable[sizeable["end"] == end]
        out[f"worst_{end}"] = Quantity(float(100 * (mine["ours"] / mine["printed"] - 1).abs().max()), "percent", grade="measured")
    middle = sizeable[sizeable["end"] == "median"]
    out["stated_worst"] = Quantity(float(100 * (middle["stated"] / middle["printed"] - 1).abs().max()), "percent", grade="measured")
    out["growth_stated"] = Quantity(draft_inputs(False).growth, "1", grade="modelled")
    out["growth_configured"] = Quantity(draft_inputs(True).growth, "1", grade="modelled")
    retro = cells[cells["kind"] == "retrodiction"]
    out["retro_cells"], out["retro_rounding"] = (Quantity(float(v), "1", grade="measured") for v in (len(retro), retro["within_rounding"].sum()))
    near = cells[cells["kind"] == "near frontier"]
    out["near_cells"], out["near_close"] = (Quantity(float(v), "1", grade="measured") for v in (len(near), ((near["ours"] - near["printed"]).abs() <= np.maximum(1.0, 0.1 * near["printed"])).sum()))
    yearly = printed.loc[("published", "near frontier a year")].reset_index().set_index("level")
    out["near_printed"] = Quantity(float(yearly.loc[1.0, ["p5", "p95"]].mean()), "1", float(yearly.loc[1.0, "p5"]), float(yearly.loc[1.0, "p95"]), "modelled")
    for name, inclusive in (("near_as_coded", True), ("near_as_written", False)):
        out[name] = uncertainty.summarise(_near(2028, "published", inclusive)[1], "1")
    out["near_own"] = uncertainty.summarise(forecast.near_frontier(1.0, 2028, draws=DRAWS)[0], "1", label="Models a year within an order of magnitude of the largest, with an estimate")
    counts = tables.load("governance/near_frontier")
    last = counts[(counts["vintage"] == VINTAGES[-1]) & (counts["width_oom"] == 1.0)].set_index("year")["models"]
    out["near_2025"], out["near_2021"] = (Quantity(float(last[y]), "1", grade="measured") for y in (2025, 2021))
    frame = near_frame().set_index(["rule", "method", "year"])
    for year in (2026, 2030):
        row = frame.loc[("above 1e26 FLOP", "forecast", year)]
        out[f"flow_1e26_{year}"] = Quantity(float(row["models"]), "1", float(row["low"]), float(row["high"]), "modelled")
    out["rise_26"] = Quantity(out["own_1e26_2030"].value / out["own_1e26_2026"].value, "1")
    out["rise_23"] = Quantity(out["own_1e23_2030"].value / out["own_1e23_2026"].value, "1")
    totals, inputs = _driven()
    out["largest_2028"] = uncertainty.summarise(inputs["largest_flop"][2], "FLOP", label="Largest training run released in 2028")
    out["past_growth"] = uncertainty.summarise(inputs["past_growth"], "1", label="Yearly factor of the training compute of notable models, 2019 to 2025")
    for level in (25.0, 26.0):
        table = drivers_frame(level).set_index("input")
        for key, short in (("unseen_models", "unseen"), ("forecast_trend_weight", "weight"), ("level_of_the_trend", "level")):
            row = table.loc[DRIVERS[key]]
            out[f"{short}_low_{names[level]}"], out[f"{short}_high_{names[level]}"] = (Quantity(float(row[c]), "1") for c in ("at_low", "at_high"))
        out[f"unseen_share_{names[level]}"] = Quantity(float(100 * table.loc[DRIVERS["unseen_models"], "share"]), "percent")
    for level in (25.0, 26.0):
        row = coverage.counts_above(10.0**level, 2025).iloc[0]
        out[f"coverage_{names[level]}"] = Quantity(float(row["median"]), "1", float(row["low"]), float(row["high"]), "modelled")
        row = coverage.counts_above(10.0**level, VINTAGES[-1]).iloc[0]
        out[f"coverage_now_{names[level]}"] = Quantity(float(row["median"]), "1", float(row["low"]), float(row["high"]), "modelled")
    compute = tables.load("governance/compute_by_year")
    compute = compute[compute["vintage"] == VINTAGES[-1]].set_index("year")
    for year in (2022, 2025):
        out[f"estimated_share_{year}"] = Quantity(float(100 * compute.loc[year, "with_estimate"] / compute.loc[year, "models"]), "percent", grade="measured")
    for name, key in (("epoch_2026", "Cottier and Owen, start of 2026"), ("epoch_2027", "Cottier and Owen, start of 2027"), ("epoch_2028", "Cottier and Owen, start of 2028"), ("epoch_2030", "Cottier and Owen, start of 2030"), ("epoch_june", "Epoch AI, June 2025")):
        out[name] = Quantity(float(published().loc[key, "models"]), "1", grade="measured" if "AI" in key else "modelled")
    target = out["printed_1e26"].value
    for weight, name in ((0.0, "chips"), (1.0, "trend")):
        out[f"{name}_1e26_2028"] = _alone(weight)
    out["share_above_theirs"] = Quantity(float(100 * np.mean(totals[LEVELS.index(26.0)] > target)), "percent")
    return out
