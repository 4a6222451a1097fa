"""Dated scores of leading models: what saturates, what does not, and GPT-4 against Claude 3."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy import stats

from analysis import parameters, tables
from analysis.dates import DAYS_A_YEAR, decimal_year
from analysis.quantities import Quantity
from analysis.scaling import capability as model

__all__ = ["ESSAY", "scores", "series", "records_after", "bounded_frame", "horizon_frame", "pair_frame", "growth_before_and_after", "facts"]

ESSAY = "2024-12-11"  # day of the essay on stacked scaling laws, after which its forecast can be scored
OLD, NEW = "GPT-4", "Claude 3 Opus"
RELIABLE_MIN = 960.0  # sixteen hours: METR calls longer measurements unreliable
SLIGHT = (0.2, 0.25, 1 / 3)  # share of the errors gone up to which a gain is slight: lowest, central, highest reading


@cache
def scores() -> pd.DataFrame:
    """Return the dated scores, oldest first, with the date as a decimal year."""
    frame = tables.load("scaling/frontier_scores")
    day = pd.to_datetime(frame["released"])
    return frame.assign(released=day, year=decimal_year(day)).sort_values(["released", "model"], kind="stable", ignore_index=True)


def series(benchmark: str) -> pd.DataFrame:
    """Return one measure's scores, oldest first, with which of them were records."""
    frame = scores()[scores()["benchmark"] == benchmark].reset_index(drop=True)
    return frame.assign(record=model.records(frame["score"]))


def records_after(benchmark: str, day: str = ESSAY) -> tuple[int, int]:
    """Return how many records after a day are held by models that think before they answer, and how many there were."""
    frame = series(benchmark)
    late = frame[frame["record"] & (frame["released"] > day)]
    return int(late["thinks_first"].sum()), len(late)


@cache
def bounded_frame() -> pd.DataFrame:
    """Return the two tests that end at a hundred, with records marked."""
    frame = pd.concat([series("MMLU"), series("GPQA Diamond")], ignore_index=True)
    frame["date"] = frame["released"].dt.strftime("%Y-%m-%d")
    return frame[["model", "date", "benchmark", "score", "record", "thinks_first"]]


@cache
def horizon_frame() -> pd.DataFrame:
    """Return the length of tasks done half the time, in minutes, with the producer's interval."""
    frame = series("METR horizon")
    frame["date"] = frame["released"].dt.strftime("%Y-%m-%d")
    return frame[["model", "date", "score", "low", "high", "record"]].rename(columns={"score": "minutes", "low": "low_minutes", "high": "high_minutes"})


@cache
def pair_frame() -> pd.DataFrame:
    """Return GPT-4 and Claude 3 Opus on every test that has both, with the share of errors that is gone."""
    frame = scores()[~scores()["benchmark"].isin(["ECI", "METR horizon"])]
    wide = frame[frame["model"].isin([OLD, NEW])].pivot(index="benchmark", columns="model", values="score").dropna().reset_index()
    gone = 100 * (1 - model.error_ratio(wide[OLD], wide[NEW]))
    return pd.DataFrame({"benchmark": wide["benchmark"], "old_percent": wide[OLD], "new_percent": wide[NEW], "errors_gone_percent": gone}).sort_values("errors_gone_percent", ascending=False, ignore_index=True)


def _one(benchmark, name, column="score") -> float:
    frame = series(benchmark)
    return float(frame.loc[frame["model"] == name, column].iloc[0])


@cache
def slowed() -> float:
    """Return the probability that the horizon grew more slowly from GPT-4 to Claude 3 than from GPT-3.5 to GPT-4, from METR's intervals."""
    names = ("GPT-3.5 Turbo Instruct", OLD, NEW)
    y = np.log([_one("METR horizon", n) for n in names])
    error = np.array([np.log(_one("METR horizon", n, "high") / _one("METR horizon", n, "low")) / (2 * 1.96) for n in names])
    t = np.array([_one("METR horizon", n, "year") for n in names])
    d1, d2 = np.diff(t)
    weight = np.array([-1 / d1, 1 / d1 + 1 / d2, -1 / d2])  # first growth less the second, as a sum over the three scores
    return float(stats.norm.cdf((weight @ y) / np.sqrt(np.sum((weight * error) ** 2))))


@cache
def growth_before_and_after() -> tuple[float, float, float]:
    """Return growth of the horizon's logarithm a year up to Claude 3 and from it on, and the probability that it slowed; reliable range only."""
    frame = series("METR horizon")
    frame = frame[frame["score"] <= RELIABLE_MIN]
    return model.slowing(frame["year"], np.log(frame["score"]), _one("METR horizon", NEW, "year"))


def _doubling(since: float) -> tuple[float, float, float]:
    frame = series("METR horizon")
    frame = frame[(frame["year"] >= since) & frame["record"] & (frame["score"] <= RELIABLE_MIN)]
    fit = stats.linregress(frame["year"], np.log2(frame["score"]))
    reach = stats.t.ppf(0.95, len(frame) - 2) * fit.stderr
    return tuple(DAYS_A_YEAR / np.array([fit.slope, fit.slope + reach, fit.slope - reach]))


def _q(value, unit="1", low=None, high=None, label="", grade="measured", driver=""):
    return Quantity.of(value, unit, low, high, label, grade, driver)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    end, release = parameters.get("gpt4_training_end", part="scaling"), _one("MMLU", NEW, "year")
    pairs = pair_frame()
    gone = pairs["errors_gone_percent"].to_numpy() / 100
    slight = [float(np.mean(gone < bar)) for bar in SLIGHT]
    before, after, slower = growth_before_and_after()
    eci, mmlu, gpqa, metr = (series(n) for n in ("ECI", "MMLU", "GPQA Diamond", "METR horizon"))
    later = eci[eci["year"] >= _one("ECI", NEW, "year") - 0.01]
    pace = stats.linregress(later["year"], later["score"])
    reach = stats.t.ppf(0.95, len(later) - 2) * pace.stderr
    best = metr[metr["score"] <= RELIABLE_MIN]["score"].max()
    days = _doubling(2023.0)
    return {
        "gap": _q(release - end.central, "year", release - end.high, release - end.low),
        "gap_months": _q(12 * (release - end.central), "month", 12 * (release - end.high), 12 * (release - end.low), "From the end of GPT-4’s training to Claude 3", driver="day in August"),
        "slowed": _q(slowed(), grade="modelled"),
        "went_on": _q(1 - slower, grade="modelled"),
        "slight": _q(slight[1], "1", slight[0], slight[2], grade="guessed"),
        "slight_percent": _q(100 * slight[1], "percent", 100 * slight[0], 100 * slight[2], "Tests on which Claude 3 is slightly better", "guessed", "what slight means"),
        "bar": _q(100 * SLIGHT[1], "percent"),
        "tests": _q(len(pairs)),
        "mmlu_old": _q(_one("MMLU", OLD), "percent"),
        "mmlu_new": _q(_one("MMLU", NEW), "percent"),
        "mmlu_best": _q(mmlu["score"].max(), "percent"),
        "gpqa_old": _q(_one("GPQA Diamond", OLD), "percent"),
        "gpqa_new": _q(_one("GPQA Diamond", NEW), "percent"),
        "gpqa_best": _q(gpqa["score"].max(), "percent", label="Best score on GPQA Diamond"),
        "eci_old": _q(_one("ECI", OLD)),
        "eci_new": _q(_one("ECI", NEW)),
        "eci_best": _q(eci["score"].max()),
        "eci_pace": _q(pace.slope, "1/year", pace.slope - reach, pace.slope + reach),
        "horizon_old": _q(_one("METR horizon", OLD), "minute", _one("METR horizon", OLD, "low"), _one("METR horizon", OLD, "high")),
        "horizon_new": _q(_one("METR horizon", NEW), "minute", _one("METR horizon", NEW, "low"), _one("METR horizon", NEW, "high")),
        "horizon_best": _q(best / 60, "hour", label="Longest reliable horizon"),
        "doubling": _q(days[0], "day", days[1], days[2], "Doubling time of the horizon since 2023", "modelled", "which models are tested"),
        "growth_before": _q(np.exp(before), grade="modelled"),
        "growth_after": _q(np.exp(after), grade="modelled"),
        "human_eval_gone": _q(pairs.set_index("benchmark")["errors_gone_percent"]["HumanEval"], "percent"),
    }
