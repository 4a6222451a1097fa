"""Dated scores of leading models: what saturates, what does not, and GPT-4 against Claude 3."""

from __future__ import annotations

from functools import cache

import pandas as pd

from analysis import tables
from analysis.scaling import capability as model

__all__ = ["ESSAY", "scores", "series", "records_after"]

ESSAY = "2024-12-11"  # day of the essay on stacked scaling laws, after which its forecast can be scored


@cache
def scores() -> pd.DataFrame:
    """Return the dated scores, oldest first, with the date as a decimal year."""
    frame = tables.load("scaling/frontier_scores")
    day = pd.to_datetime(frame["released"])
    return frame.assign(released=day, year=day.dt.year + (day.dt.day_of_year - 1) / 365.25).sort_values(["released", "model"], kind="stable", ignore_index=True)


def series(benchmark: str) -> pd.DataFrame:
    """Return one measure's scores, oldest first, with which of them were records."""
    frame = scores()[scores()["benchmark"] == benchmark].reset_index(drop=True)
    return frame.assign(record=model.records(frame["score"]))


def records_after(benchmark: str, day: str = ESSAY) -> tuple[int, int]:
    """Return how many records after a day are held by models that think before they answer, and how many there were."""
    frame = series(benchmark)
    late = frame[frame["record"] & (frame["released"] > day)]
    return int(late["thinks_first"].sum()), len(late)
