"""Length of training runs on record, its trend, and the longest run worth starting."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.dates import DAYS_A_MONTH
from analysis.quantities import Quantity
from analysis.scaling import run_length as model
from analysis.scaling.results import trends

__all__ = ["LARGE", "runs", "large", "share_longer", "length_fit", "trend_frame", "shares_frame", "scenarios", "longest", "scenario_frame", "without_algorithms", "curve_frame", "published_frame", "facts"]

LARGE = 1e23  # FLOP: the threshold from which a run counts as large
NAMES = ("hardware_price_performance_growth", "algorithmic_halving_months", "training_cost_growth")


@cache
def runs() -> pd.DataFrame:
    """Return models that continue no other and whose run length is on record, with months."""
    frame = trends.models()
    frame = frame[frame["whole"] & frame["run_days"].notna()].copy()
    frame["run_months"] = frame["run_days"] / DAYS_A_MONTH
    return frame.reset_index(drop=True)


@cache
def large(until: int = 2024, threshold: float = LARGE, basis: tuple[str, ...] = ("reported", "computed", "speculated")) -> pd.DataFrame:
    """Return runs of at least a training compute, released up to the end of a year."""
    frame = runs()
    return frame[(frame["training_flop"] >= threshold) & (frame["calendar_year"] <= until) & frame["run_basis"].isin(basis)].reset_index(drop=True)


def share_longer(frame: pd.DataFrame, months: float) -> Quantity:
    """Return the share of runs longer than a number of months, percent, with its interval."""
    hits = int((frame["run_months"] > months).sum())
    low, high = model.share_interval(hits, len(frame))
    return Quantity(100 * hits / len(frame), "percent", 100 * float(low), 100 * float(high), "measured")


@cache
def length_fit(threshold: float = LARGE):
    """Fit the growth of run length of large runs against time."""
    frame = large(2026, threshold)
    return trends.model.fit_growth(frame["decimal_year"], frame["run_days"])


@cache
def trend_frame() -> pd.DataFrame:
    """Return large runs and the fitted line with its band, in months."""
    frame, fit = large(2026), length_fit()
    grid = np.round(np.linspace(2019.8, 2026.0, 32), 3)
    low, high = (x / DAYS_A_MONTH for x in fit.band(grid))
    line = pd.DataFrame({"kind": "line", "year": grid, "run_months": fit.at(grid) / DAYS_A_MONTH, "low": low, "high": high})
    dots = pd.DataFrame({"kind": frame["run_basis"], "year": frame["decimal_year"], "run_months": frame["run_months"], "model": frame["model"]})
    return pd.concat([dots, line], ignore_index=True)[["kind", "year", "model", "run_months", "low", "high"]].fillna({"model": ""})


@cache
def shares_frame() -> pd.DataFrame:
    """Return, by selection, the median length and the share of runs over three months, with intervals."""
    sure = ("reported", "computed")
    items = [
        ("All large runs to 2024", large()),
        ("Without speculated lengths", large(basis=sure)),
        ("From 1e24 FLOP", large(threshold=1e24)),
        ("Every run from 2018 to 2024", large(threshold=0.0)),
        ("Large runs of 2020-2022", large(2022)),
        ("Large runs of 2023-2024", large()[large()["calendar_year"] >= 2023]),
        ("Large runs of 2025", large(2026)[large(2026)["calendar_year"] >= 2025]),
    ]
    rows = []
    for name, frame in items:
        middle, low, high = model.median_interval(frame["run_months"])
        over = share_longer(frame, 3.0)
        rows.append((name, len(frame), middle, low, high, over.value, over.low, over.high))
    return pd.DataFrame(rows, columns=["selection", "runs", "median_months", "median_low", "median_high", "over_three_percent", "over_low", "over_high"])


def _longest(hardware_price_performance_growth, algorithmic_halving_months, training_cost_growth, use=(1, 1, 1)):
    return model.longest_run_months(
        use[0] * model.rate_from_factor(hardware_price_performance_growth), use[1] * model.rate_from_halving(algorithmic_halving_months), use[2] * model.rate_from_factor(np.maximum(training_cost_growth, 1.0))
    )


@cache
def longest(algorithms: bool = True, investment: bool = True) -> uncertainty.Propagation:
    """Propagate the rates to the longest run worth starting, months; hardware always improves."""
    return uncertainty.propagate(_longest, parameters.select(*NAMES, part="scaling"), use=(1, int(algorithms), int(investment)))


@cache
def longest_revised() -> np.ndarray:
    """Return draws of the longest run worth starting with the halving time of the conference version, months."""
    chosen = {**parameters.select(*NAMES, part="scaling"), "algorithmic_halving_months": parameters.get("algorithmic_halving_months_revised", part="scaling")}
    return uncertainty.propagate(_longest, chosen).samples


@cache
def scenarios() -> dict[str, uncertainty.Propagation]:
    """Return the four scenarios of the published calculation with our ranges."""
    return {"Hardware": longest(False, False), "Hardware and software": longest(True, False), "Hardware and investment": longest(False, True), "Hardware, investment and software": longest()}


@cache
def scenario_frame() -> pd.DataFrame:
    """Return each scenario's longest run, ours with 5-95 % range and as published."""
    printed = tables.load("scaling/longest_run_published").set_index("scenario")["longest_run_months"]
    rows = []
    for name, run in scenarios().items():
        q = run.quantity("month")
        rows.append((name, q.value, q.low, q.high, float(printed[name])))
    return pd.DataFrame(rows, columns=["scenario", "months", "low", "high", "published_months"])


@cache
def published_frame() -> pd.DataFrame:
    """Return the published scenarios with the rates they imply, and the last one computed from the first three.

    The lengths are reciprocals of sums of rates, so that three of them fix the fourth.
    """
    printed = tables.load("scaling/longest_run_published")
    rate = {r["scenario"]: model.MONTHS / r["longest_run_months"] for r in printed.to_dict("records")}
    alone = rate["Hardware"]
    total = rate["Hardware and software"] + rate["Hardware and investment"] - alone
    return pd.DataFrame(
        {
            "rate": ["hardware", "software", "investment", "all three"],
            "per_year": [alone, rate["Hardware and software"] - alone, rate["Hardware and investment"] - alone, total],
            "implied_months": [model.MONTHS / alone, np.nan, np.nan, model.MONTHS / total],
            "printed_months": [printed.set_index("scenario").loc["Hardware", "longest_run_months"], np.nan, np.nan, printed.set_index("scenario").loc["Hardware, investment and software", "longest_run_months"]],
        }
    )


@cache
def without_algorithms() -> np.ndarray:
    """Return, draw by draw, by how many months progress in algorithms shortens the longest run."""
    return longest(False, True).samples - longest().samples


@cache
def curve_frame() -> pd.DataFrame:
    """Return what a run of a length yields over the best one, percent, with and without progress in algorithms."""
    grid = np.round(np.linspace(0.5, 18, 71), 3)
    rows = []
    for name, run in (("with progress in algorithms", longest()), ("without it", longest(False, True))):
        best = np.quantile(run.samples, uncertainty.LEVELS)
        middle = 100 * model.relative_outcome(grid, best[1])
        rest = np.stack([100 * model.relative_outcome(grid, b) for b in best])
        rows.append(pd.DataFrame({"case": name, "run_months": grid, "percent": middle, "low": rest.min(axis=0), "high": rest.max(axis=0)}))
    return pd.concat(rows, ignore_index=True)


_q = Quantity.of


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    mine, sure, later = large(), large(basis=("reported", "computed")), large(2026)
    middle, low, high = model.median_interval(mine["run_months"])
    fit = length_fit()
    orion = runs().set_index("model").loc["GPT-4.5"]
    longest_run, plain = longest(), longest(False, True)
    shares = shares_frame().set_index("selection")
    early, late = shares.loc["Large runs of 2020-2022"], shares.loc["Large runs of 2023-2024"]
    between = mine[(mine["run_months"] >= 1) & (mine["run_months"] <= 2)]
    b_low, b_high = model.share_interval(len(between), len(mine))
    printed = tables.load("scaling/longest_run_published").set_index("scenario")["longest_run_months"]
    implied = published_frame().set_index("rate")
    top = mine.sort_values("run_days").iloc[-1]
    return {
        "n_large": _q(len(mine), grade="measured"),
        "n_sure": _q(len(sure), grade="measured"),
        "n_later": _q(len(later), grade="measured"),
        "threshold": _q(LARGE, "FLOP", grade="measured"),
        "median": _q(middle, "month", low, high, "Median length of large runs to 2024", "measured"),
        "median_sure": _q(shares.loc["Without speculated lengths", "median_months"], "month", shares.loc["Without speculated lengths", "median_low"], shares.loc["Without speculated lengths", "median_high"], grade="measured"),
        "median_early": _q(early["median_months"], "month", early["median_low"], early["median_high"], grade="measured"),
        "median_late": _q(late["median_months"], "month", late["median_low"], late["median_high"], grade="measured"),
        "over_three": share_longer(mine, 3.0).named("Share of large runs to 2024 that took over three months"),
        "over_three_sure": share_longer(sure, 3.0),
        "over_three_big": _q(shares.loc["From 1e24 FLOP", "over_three_percent"], "percent", shares.loc["From 1e24 FLOP", "over_low"], shares.loc["From 1e24 FLOP", "over_high"], grade="measured"),
        "over_three_late": _q(late["over_three_percent"], "percent", late["over_low"], late["over_high"], grade="measured"),
        "over_three_all": _q(shares.loc["Every run from 2018 to 2024", "over_three_percent"], "percent", shares.loc["Every run from 2018 to 2024", "over_low"], shares.loc["Every run from 2018 to 2024", "over_high"], grade="measured"),
        "over_if_none": _q(100 * (sure["run_months"] > 3).sum() / len(mine), "percent", grade="measured"),
        "over_if_all": _q(100 * ((sure["run_months"] > 3).sum() + len(mine) - len(sure)) / len(mine), "percent", grade="measured"),
        "n_over": _q((mine["run_months"] > 3).sum(), grade="measured"),
        "between": _q(100 * len(between) / len(mine), "percent", 100 * b_low, 100 * b_high, "Share of them between one and two months", "measured"),
        "one": _q(1, "month", grade="measured"),
        "three": _q(3, "month", grade="measured"),
        "big": _q(1e24, "FLOP", grade="measured"),
        "longest_on_record": _q(top["run_months"], "month", grade="guessed" if top["run_basis"] == "speculated" else "measured"),
        "orion": _q(orion["run_months"], "month", grade="guessed", label="Length of GPT-4.5's run (Orion), as estimated"),
        "orion_days": _q(orion["run_days"], "day", grade="guessed"),
        "trend": _q(fit.growth, "1", *fit.growth_interval(), label="Length of large runs, factor a year"),
        "trend_published": _q(trends._published("Length of training runs since 2010").value),
        "longest": longest_run.quantity("month", label="Longest run worth starting"),
        "longest_revised": uncertainty.summarise(longest_revised(), "month"),
        "longest_plain": plain.quantity("month", label="The same without progress in algorithms"),
        "longest_hardware": longest(False, False).quantity("month"),
        "longest_software": longest(True, False).quantity("month"),
        "shortened": uncertainty.summarise(without_algorithms(), "month"),
        "shorten_percent": uncertainty.summarise(100 * without_algorithms() / plain.samples, "percent", label="By how much progress in algorithms shortens it"),
        "under_six": _q(100 * np.mean(longest_run.samples <= 6), "percent"),
        "six": _q(6, "month", grade="measured"),
        "under_six_plain": _q(100 * np.mean(plain.samples <= 6), "percent"),
        "under_year": _q(100 * np.mean(longest_run.samples <= 12), "percent"),
        "under_three": _q(100 * np.mean(longest_run.samples <= 3), "percent"),
        "tipping_halving": _q(longest_run.tipping("algorithmic_halving_months", 3.0, (0.5, 60)), "month"),
        "tipping_six": _q(longest_run.tipping("algorithmic_halving_months", 6.0, (0.5, 200)), "month"),
        "three_months_yield": _q(100 * model.relative_outcome(3.0, float(np.median(longest_run.samples))), "percent", *sorted(100 * model.relative_outcome(3.0, np.quantile(longest_run.samples, [0.05, 0.95])))),
        "two_months_yield": _q(100 * model.relative_outcome(2.0, float(np.median(longest_run.samples))), "percent", *sorted(100 * model.relative_outcome(2.0, np.quantile(longest_run.samples, [0.05, 0.95])))),
        "two": _q(2, "month", grade="measured"),
        "beyond": _q(100 * np.mean(mine["run_months"] > float(np.median(longest_run.samples))), "percent", grade="modelled"),
        "printed_all": _q(printed["Hardware, investment and software"], "month", grade="modelled"),
        "implied_all": _q(implied.loc["all three", "implied_months"], "month"),
        "year_stretch": _q(100 * (np.exp(fit.slope) - 1), "percent"),
        "length_share": _q(100 * np.log(fit.growth) / np.log(trends.compute_fit(until=2024).growth), "percent"),
    }  # fmt: skip
