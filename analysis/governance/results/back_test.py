"""Both forecasting methods made to forecast from earlier years, and from the copy of February 2025, and held against what came."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.governance import back_test as model
from analysis.governance import forecast, frontier_counts
from analysis.governance.forecast import VINTAGES
from analysis.governance.results.forecast import LEVELS as PAGE_LEVELS
from analysis.governance.results.forecast import OWN, THEIRS, published
from analysis.parameters import SEED
from analysis.quantities import Quantity

__all__ = ["ORIGINS", "LAST", "rolling", "scores", "scores_by", "copies", "against_published", "drift_frame", "rank_frame", "first_half", "facts"]

ORIGINS, LAST = tuple(range(2018, 2025)), 2025
LEVELS = (22.0, 23.0, 24.0, 25.0, 26.0)
DRAWS = 10_000


def _their_inputs(rec, origin: int) -> forecast.KumarManning:
    """Kumar and Manning's method as it would have run at an origin: the last total, and the growth over the six years before.

    Their second source of growth did not exist before 2025; the bounds of the largest share and of the gradient stay, although they were
    chosen after seeing the years to 2023.
    """
    years = rec.until(origin).latest(forecast.WINDOW)
    growth = (years[-1].total_flop / years[0].total_flop) ** (1 / (forecast.WINDOW - 1))
    return replace(forecast.kumar_manning(), last_year=origin, total_flop=years[-1].total_flop, growth=growth, training_share={origin + 1: forecast.kumar_manning().past_training_share}, largest_flop={}, released={})


@cache
def _forecasts(origin: int) -> dict[str, np.ndarray]:
    """Draws of the models that the years after an origin add, cumulative: thresholds, years, draws."""
    rec, thresholds, years = forecast.record(), 10.0 ** np.array(LEVELS), range(origin + 1, LAST + 1)
    _, own, _ = forecast.own_flows(rec.until(origin), thresholds, years, DRAWS, SEED, basis="known")
    theirs = forecast.kumar_manning_flows(_their_inputs(rec, origin), thresholds, years, DRAWS, SEED)
    return {OWN: own.cumsum(axis=1), THEIRS: theirs.cumsum(axis=1)}


@cache
def rolling() -> pd.DataFrame:
    """Return every forecast from every origin within the newest copy: models with an estimate that came after the origin.

    A cell counts where the 95 % point of either method, or what was counted, is at least one model.

    Returns
    -------
    pandas.DataFrame
        ``method``, ``origin``, ``year``, ``horizon``, ``level``, ``low``, ``predicted``, ``high``, ``observed``, ``inside``, ``log_error``, ``rank``, ``score``.
    """
    rec, rows = forecast.record(), []
    flows = {y.year: rec.at(y.above, 10.0 ** np.array(LEVELS)) for y in rec.years}
    for origin in ORIGINS:
        drawn = _forecasts(origin)
        for j, year in enumerate(range(origin + 1, LAST + 1)):
            seen = sum(flows[y] for y in range(origin + 1, year + 1))
            for i, level in enumerate(LEVELS):
                ends = {name: np.quantile(draws[i, j], (0.05, 0.5, 0.95)) for name, draws in drawn.items()}
                if max(seen[i], *(e[2] for e in ends.values())) < 1:
                    continue
                for name, (low, middle, high) in ends.items():
                    draws = drawn[name][i, j]
                    rows.append({"method": name, "origin": origin, "year": year, "horizon": year - origin, "level": level, "low": low, "predicted": middle, "high": high, "observed": float(seen[i]),
                                 "inside": bool(model.inside(seen[i], low, high)), "log_error": float(model.log_error(middle, seen[i])),
                                 "rank": float(model.rank_of(seen[i], draws)), "score": float(model.ranked_probability_score(seen[i], draws))})  # fmt: skip
    return pd.DataFrame(rows)


def _score(frame: pd.DataFrame) -> dict[str, float]:
    groups = [g["inside"].to_numpy() for _, g in frame.groupby("origin")]
    low, high = model.coverage_range(groups, SEED)
    return {"cells": len(frame), "coverage": float(100 * frame["inside"].mean()), "low": 100 * low, "high": 100 * high,
            "factor": float(np.exp(frame["log_error"].abs().median())), "bias": float(np.exp(frame["log_error"].median())),
            "too_many": float(100 * (frame["observed"] < frame["low"]).mean()), "too_few": float(100 * (frame["observed"] > frame["high"]).mean()), "score": float(frame["score"].mean())}  # fmt: skip


@cache
def scores() -> pd.DataFrame:
    """Return coverage and error of each method over all origins."""
    return pd.DataFrame([{"method": name, **_score(frame)} for name, frame in rolling().groupby("method", sort=False)])


@cache
def scores_by(column: str) -> pd.DataFrame:
    """Return coverage and error of each method by ``horizon``, ``level`` or ``origin``."""
    return pd.DataFrame([{"method": name, column: key, **_score(frame)} for (name, key), frame in rolling().groupby(["method", column], sort=False)])


@cache
def rank_frame() -> pd.DataFrame:
    """Return how often what came fell in each fifth of a forecast's draws (a fifth of the time each, if the forecast knew how sure it was)."""
    frame = rolling().copy()
    frame["fifth"] = np.minimum((frame["rank"] * 5).astype(int), 4) + 1
    counts = frame.groupby(["method", "fifth"]).size().unstack(fill_value=0).reindex(columns=range(1, 6), fill_value=0)
    shares = 100 * counts.div(counts.sum(axis=1), axis=0)
    return shares.reset_index().melt("method", var_name="fifth", value_name="share_percent")


@cache
def copies() -> pd.DataFrame:
    """Return forecasts for 2024 and 2025 from the copy of February 2025, against the copy of July 2026 read in two ways.

    Returns
    -------
    pandas.DataFrame
        ``method``, ``basis``, ``year``, ``level``, ``low``, ``predicted``, ``high``, ``observed_known``, ``observed_low``, ``observed_all``, ``observed_high``: cumulative
        since the end of 2023. ``basis`` says what the forecast is of: models with an estimate, or all of them.
    """
    old, new = forecast.record(VINTAGES[0]).until(2023), forecast.record()
    thresholds, years = 10.0 ** np.array(LEVELS[1:]), range(2024, LAST + 1)
    drawn = {(OWN, "known"): forecast.own_flows(old, thresholds, years, DRAWS, SEED, "known")[1], (OWN, "all"): forecast.own_flows(old, thresholds, years, DRAWS, SEED, "all")[1],
             (THEIRS, "known"): forecast.kumar_manning_flows(replace(forecast.kumar_manning(), released={}), thresholds, years, DRAWS, SEED)}  # fmt: skip
    unseen = np.random.default_rng([SEED, 5]).standard_normal(DRAWS)
    rows = []
    for j, year in enumerate(years):
        since = frontier_counts.Record(new.log10_grid, tuple(y for y in new.years if 2024 <= y.year <= year))
        known = np.sum([since.at(y.above, thresholds) for y in since.years], axis=0)
        everything = known[:, None] + frontier_counts.unknown_in_stock(np.random.default_rng([SEED, 7, year]), since, thresholds, unseen)
        for (name, basis), draws in drawn.items():
            for i, level in enumerate(LEVELS[1:]):
                low, middle, high = np.quantile(draws[i, : j + 1].sum(axis=0), (0.05, 0.5, 0.95))
                a, b, c = np.quantile(everything[i], (0.05, 0.5, 0.95))
                rows.append({"method": name, "basis": basis, "year": year, "level": level, "low": low, "predicted": middle, "high": high, "observed_known": float(known[i]), "observed_low": a, "observed_all": b, "observed_high": c})
    return pd.DataFrame(rows)


@cache
def against_published() -> pd.DataFrame:
    """Return what each forecast said of models above 1e25 and 1e26 FLOP by the end of 2025, and what was counted.

    Ours is made from the copy of February 2025 (from the end of 2023 on), with the models counted before added.
    """
    frame = copies()
    old = forecast.record(VINTAGES[0]).until(2023)
    rows = []
    km = forecast.models_above(np.array([1e25, 1e26]), 2025, "kumar-manning-2025", DRAWS)
    ends = km.interval()
    for t, level in enumerate((25.0, 26.0)):
        threshold = f"1e{level:.0f} FLOP"
        before = float(np.sum([old.at(y.above, [10**level])[0] for y in old.years]))
        unseen = frontier_counts.unknown_in_stock(np.random.default_rng([SEED, 8]), old, [10**level], np.random.default_rng([SEED, 5]).standard_normal(DRAWS))[0]
        row = frame[(frame["year"] == 2025) & (frame["level"] == level)].set_index(["method", "basis"])
        mine = row.loc[(OWN, "known")]
        rows.append({"threshold": threshold, "who": "Ours, with an estimate", "low": before + mine["low"], "models": before + mine["predicted"], "high": before + mine["high"]})
        everything = row.loc[(OWN, "all")]
        extra = float(np.median(unseen))
        rows.append({"threshold": threshold, "who": "Ours, all", "low": before + extra + everything["low"], "models": before + extra + everything["predicted"], "high": before + extra + everything["high"]})
        rows.append({"threshold": threshold, "who": "Kumar and Manning's method", "low": float(ends[0][t]), "models": float(km.median[t]), "high": float(ends[1][t])})
        start = before + mine["observed_known"]
        rows.append({"threshold": threshold, "who": "Counted, with an estimate", "low": start, "models": start, "high": start})
        rows.append({"threshold": threshold, "who": "Counted, the others estimated", "low": before + extra + mine["observed_low"], "models": before + extra + mine["observed_all"], "high": before + extra + mine["observed_high"]})
    epoch = float(published().loc["Cottier and Owen, start of 2026", "models"])
    rows.append({"threshold": "1e26 FLOP", "who": "Cottier and Owen", "low": epoch, "models": epoch, "high": epoch})
    return pd.DataFrame(rows)


def _whole(middle: float, low: float, high: float) -> Quantity:
    """A count of models, to the whole model."""
    return Quantity(round(middle), "1", round(low), round(high), "modelled")


@cache
def drift_frame() -> pd.DataFrame:
    """Return how the two copies differ on the same years: models released in them with an estimate at or above thresholds."""
    counts = tables.load("governance/counts_by_year")
    counts = counts[counts["year"].between(2021, 2024) & counts["log10_threshold"].isin((23.0, 24.0, 25.0))]
    return counts[["vintage", "year", "log10_threshold", "above"]].rename(columns={"log10_threshold": "level", "above": "models"}).assign(threshold=lambda f: f["level"].map("1e{:.0f}".format)).drop(columns="level").reset_index(drop=True)


@cache
def first_half(level: float = 25.0) -> tuple[Quantity, Quantity]:
    """Return how many models came out in 2026 to 15 July at or above a threshold: with an estimate, and with the others added."""
    counts = tables.load("governance/counts_by_year").set_index(["vintage", "year", "log10_threshold"])
    row = counts.loc[(VINTAGES[-1], 2026, level)]
    rng = np.random.default_rng([SEED, 9])
    p = frontier_counts.share_above(row["above"], row["past_known"], rng.standard_normal(DRAWS))
    low, middle, high = np.quantile(row["above"] + rng.binomial(int(row["past_unknown"]), p), (0.05, 0.5, 0.95))
    return Quantity(float(row["above"]), "1", grade="measured"), _whole(middle, low, high)


@cache
def facts() -> dict[str, object]:
    """Return the named numbers of the back-test."""
    out: dict[str, object] = {}
    short = {OWN: "own", THEIRS: "km"}
    for row in scores().itertuples():
        key = short[row.method]
        out[f"coverage_{key}"] = Quantity(row.coverage, "percent", row.low, row.high, "measured", f"Cells inside the 90 % interval, {'our method' if key == 'own' else row.method}")
        out[f"cells_{key}"] = Quantity(float(row.cells), "1", grade="measured")
        out[f"factor_{key}"] = Quantity(row.factor, "1", grade="measured", label=f"Median factor by which the central forecast was off, {'our method' if key == 'own' else row.method}")
        out[f"bias_{key}"] = Quantity(row.bias, "1", grade="measured")
        out[f"too_many_{key}"], out[f"too_few_{key}"] = Quantity(row.too_many, "percent", grade="measured"), Quantity(row.too_few, "percent", grade="measured")
        out[f"score_{key}"] = Quantity(row.score, "1", grade="measured")
    for row in scores_by("horizon").itertuples():
        if row.horizon in (1, 3, 5):
            out[f"coverage_{short[row.method]}_{row.horizon}"] = Quantity(row.coverage, "percent", row.low, row.high, "measured")
            out[f"factor_{short[row.method]}_{row.horizon}"] = Quantity(row.factor, "1", grade="measured")
    for row in scores_by("origin").itertuples():
        out[f"coverage_{short[row.method]}_from_{row.origin}"] = Quantity(row.coverage, "percent", grade="measured")
        out[f"bias_{short[row.method]}_from_{row.origin}"] = Quantity(row.bias, "1", grade="measured")
    frame = copies()
    for (name, basis), mine in frame[frame["year"] == 2025].groupby(["method", "basis"]):
        for row in mine.itertuples():
            out[f"copy_{short[name]}_{basis}_1e{row.level:.0f}"] = _whole(row.predicted, row.low, row.high)
            out[f"came_known_1e{row.level:.0f}"] = Quantity(row.observed_known, "1", grade="measured")
            out[f"came_all_1e{row.level:.0f}"] = _whole(row.observed_all, row.observed_low, row.observed_high)
        seen = "observed_known" if basis == "known" else "observed_all"
        hits = [bool(model.inside(getattr(r, seen), r.low, r.high)) for r in frame[(frame["method"] == name) & (frame["basis"] == basis)].itertuples()]
        out[f"copy_hits_{short[name]}_{basis}"], out[f"copy_cells_{short[name]}_{basis}"] = Quantity(float(sum(hits)), "1", grade="measured"), Quantity(float(len(hits)), "1", grade="measured")
    for row in against_published().itertuples():
        key = {"Ours, with an estimate": "own_known", "Ours, all": "own_all", "Kumar and Manning's method": "km", "Counted, with an estimate": "counted", "Counted, the others estimated": "estimated", "Cottier and Owen": "epoch"}[row.who]
        out[f"end_2025_{key}_{row.threshold[:4]}"] = _whole(row.models, row.low, row.high) if row.low != row.high else Quantity(row.models, "1", grade="measured" if key == "counted" else "modelled")
    out |= {f"t{level:.0f}": Quantity(10.0**level, "FLOP", grade="measured") for level in (22.0, *PAGE_LEVELS)}
    out["far"] = Quantity(5, "1", grade="measured")
    out["nominal"] = Quantity(90.0, "percent", grade="measured")
    hits = [bool(model.inside(r.observed_all, r.low, r.high)) for r in frame[(frame["method"] == THEIRS)].itertuples()]
    out["copy_hits_km_all"] = Quantity(float(sum(hits)), "1", grade="measured")
    out["half_known"], out["half_all"] = first_half()
    for basis in ("known", "all"):
        flow = forecast.models_above(1e25, 2026, draws=DRAWS, basis=basis).flows[0, 0]
        out[f"flow_2026_{basis}"] = _whole(*(float(np.quantile(flow, p)) for p in (0.5, 0.05, 0.95)))
    compute = tables.load("governance/compute_by_year").set_index(["vintage", "year"])
    for year in (2018, 2023):
        out[f"with_estimate_{year}"] = Quantity(float(compute.loc[(VINTAGES[-1], year), "with_estimate"]), "1", grade="measured")
    for row in scores_by("level").itertuples():
        if row.level in (22.0, 25.0):
            out[f"coverage_{short[row.method]}_1e{row.level:.0f}"] = Quantity(row.coverage, "percent", grade="measured")
    drift = drift_frame().set_index(["vintage", "year", "threshold"])["models"]
    for vintage, word in zip(VINTAGES, ("old", "new"), strict=True):
        out[f"drift_{word}"] = Quantity(float(drift[(vintage, 2024, "1e25")]), "1", grade="measured")
    return out
