"""The thresholds in law and guidance by name and by day: ``in_force("2026-11-26")``.

Rows come from ``data/governance/thresholds.csv``, read on first use: one for each limb of each instrument, with what is
counted, the dates of each step and the words of the text.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from analysis import checks, tables

__all__ = ["TABLE", "Threshold", "KINDS", "FIRST_DAY", "LAST_DAY", "get", "names", "all_rows", "in_force", "training_compute", "is_above"]

TABLE = "governance/thresholds"
KINDS = ("training compute", "training cost", "cluster capacity", "modifier share", "chip performance", "export volume", "revenue", "reach", "cloud reporting", "capability", "none")
FIRST_DAY, LAST_DAY = dt.date(2023, 1, 1), dt.date(2030, 12, 31)


@dataclass(frozen=True)
class Threshold:
    """One limb of one instrument; `value` is NaN where the instrument has no number."""

    key: str
    instrument: str
    jurisdiction: str
    form: str
    kind: str
    comparison: str
    value: float
    value_unit: str
    counts_later_training: str
    status: str
    citation: str
    words: str


@cache
def _rows() -> pd.DataFrame:
    return tables.load(TABLE)


def all_rows() -> pd.DataFrame:
    """Return every row of the table, revoked, vetoed and unconfirmed ones included; a copy."""
    return _rows().copy()


def names(kind: str | None = None) -> list[str]:
    """List the keys of all thresholds, or of one kind.

    Raises
    ------
    KeyError
        For an unknown kind.
    """
    rows = _rows()
    return rows["key"].tolist() if kind is None else rows.loc[rows["kind"] == checks.require_known("kind of threshold", kind, KINDS), "key"].tolist()


def get(key: str) -> Threshold:
    """Return one threshold by its key.

    Raises
    ------
    KeyError
        For an unknown key, with the nearest ones.
    """
    rows = _rows().set_index("key")
    row = rows.loc[checks.require_known("threshold", key, rows.index)]
    fields = {name: row[name] for name in Threshold.__dataclass_fields__ if name not in ("key", "value")}
    return Threshold(key=key, value=float(row["value"]) if row["value"] == row["value"] else math.nan, **fields)


def _day(on) -> dt.date:
    """Return a day from a date, a timestamp or text in the form YYYY-MM-DD; anything else is refused in a sentence."""
    remedy = f"Give a day from {FIRST_DAY} to {LAST_DAY} as YYYY-MM-DD, such as 2026-11-26."
    if isinstance(on, str):
        try:
            day = dt.date.fromisoformat(on.strip())
        except ValueError:
            raise ValueError(f"on = {on!r} is not a day. {remedy}") from None
    elif isinstance(on, dt.datetime) and on == on:  # a missing timestamp is not equal to itself
        day = on.date()
    elif isinstance(on, dt.date) and on == on:
        day = on
    else:
        raise ValueError(f"on = {on!r} is not a day. {remedy}")
    if day < FIRST_DAY:
        raise ValueError(f"on = {day} is before the table begins ({FIRST_DAY}): it holds no threshold of that time. {remedy}")
    if day > LAST_DAY:
        raise ValueError(f"on = {day} is after {LAST_DAY}: laws known in November 2026 say nothing of that time. {remedy}")
    return day


def in_force(on, kind: str | None = None) -> pd.DataFrame:
    """Return the thresholds whose duty applies on a day, as known in November 2026.

    A row applies from its date `applies` until the day before `ended`. Bills and drafts never do, nor does a rule that was
    given up before its duty began; guidance in use does, marked by its `form`. For days after November 2026 what is enacted
    is taken to stay as it is.

    Parameters
    ----------
    on : str or datetime.date
        A day, as ``YYYY-MM-DD`` or a date.
    kind : str, optional
        One of `KINDS`.

    Returns
    -------
    pandas.DataFrame
        Rows of the table, by kind, then number, then date.

    Raises
    ------
    ValueError
        For a day that is none, or outside the years the table knows.
    KeyError
        For an unknown kind.
    """
    day = pd.Timestamp(_day(on))
    rows = _rows()
    applies = rows["applies"].notna() & (rows["applies"] <= day) & ~(rows["ended"] <= day)
    if kind is not None:
        applies &= rows["kind"] == checks.require_known("kind of threshold", kind, KINDS)
    return rows[applies].sort_values(["kind", "value", "applies", "key"], kind="stable").reset_index(drop=True)


def training_compute(on) -> pd.DataFrame:
    """Return the thresholds on training compute that apply on a day: key, short name, comparison and `threshold_flop`."""
    found = in_force(on, kind="training compute")
    return found[["key", "short", "jurisdiction", "form", "comparison", "counts_later_training"]].assign(threshold_flop=found["value"])


def is_above(key: str, amount) -> np.ndarray:
    """Tell which amounts are covered by a threshold, by its own word: ‘more than’ leaves the number itself out, ‘at least’ takes it in.

    Parameters
    ----------
    key : str
        A threshold with a number.
    amount : array_like
        In the threshold's unit.

    Returns
    -------
    numpy.ndarray of bool

    Raises
    ------
    KeyError
        For an unknown key.
    ValueError
        For a threshold without a number, or an amount that is not a non-negative number.
    """
    threshold = get(key)
    if math.isnan(threshold.value):
        raise ValueError(f"{key} has no number to compare with. Choose one of {', '.join(names('training compute')[:4])} …")
    amount = checks.require_non_negative("amount", amount, remedy=f"Give an amount in {threshold.value_unit}.")
    compare = {"more than": np.greater, "at least": np.greater_equal, "less than": np.less, "at most": np.less_equal}[threshold.comparison]
    return compare(amount, threshold.value)
