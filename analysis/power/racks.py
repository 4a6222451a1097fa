"""Racks against halls: positions a dense rack takes up, racks a megawatt feeds, days between dated events."""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["positions_needed", "racks_per_mw", "days_between", "times_denser"]


def positions_needed(rack_kw, position_kw):
    """Return the rack positions of a hall whose power and cooling one rack uses up.

    Parameters
    ----------
    rack_kw : array_like, kW
        Power of the rack.
    position_kw : array_like, kW
        What the hall provides per position.

    Returns
    -------
    numpy.ndarray of float
        Whole positions.
    """
    rack = checks.require_positive("rack_kw", rack_kw)
    position = checks.require_positive("position_kw", position_kw)
    return np.ceil(rack / position - 1e-12)


def racks_per_mw(rack_kw, pue=1.0):
    """Return how many racks one megawatt of facility power feeds.

    Parameters
    ----------
    rack_kw : array_like, kW
    pue : array_like, 1

    Returns
    -------
    numpy.ndarray, 1
    """
    pue = checks.require_between("pue", pue, 1, np.inf, remedy="A facility draws at least what its IT equipment draws.")
    return 1e3 / (checks.require_positive("rack_kw", rack_kw) * pue)


def times_denser(rack_kw, base_kw):
    """Return how many times the power of a base rack a rack draws."""
    return checks.require_positive("rack_kw", rack_kw) / checks.require_positive("base_kw", base_kw)


def days_between(first, second) -> np.ndarray:
    """Return whole days from one date to another; negative when the second came first.

    Parameters
    ----------
    first, second : array_like of date
        ISO strings or dates.

    Returns
    -------
    numpy.ndarray of int

    Raises
    ------
    ValueError
        When an entry is not a date.
    """
    try:
        a, b = (np.asarray(x, dtype="datetime64[D]") for x in (first, second))
    except (ValueError, TypeError):
        raise ValueError(f"dates {first!r}, {second!r}: one of them is not a date. Write it as 2024-03-18.") from None
    if np.any(np.isnat(a)) or np.any(np.isnat(b)):
        raise ValueError("a date is missing. Leave rows without a date out.")
    return (b - a).astype(int)
