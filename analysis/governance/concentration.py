r"""How concentrated holdings are: the share of the largest, the Herfindahl–Hirschman index (HHI), and what both can be with owners unnamed.

.. math:: H = 10^4 \sum_i s_i^2, \qquad n_\mathrm{eff} = 10^4 / H

Pure: arrays in, arrays out; holders lie along the first axis, draws along the others.
"""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.power.owners import hhi

__all__ = ["hhi", "hhi_bounds", "top_share", "effective_number"]


def _whole(holdings: np.ndarray, total) -> np.ndarray:
    whole = holdings.sum(axis=0) if total is None else checks.require_positive("total", total)
    if np.any(whole <= 0):
        raise ValueError("holdings sum to zero. Give at least one holding above zero.")
    if np.any(holdings.sum(axis=0) > whole * (1 + 1e-9)):
        raise ValueError("holdings sum to more than total. Give the total of named and unnamed holders.")
    return whole


def top_share(holdings, n, total=None):
    """Return the joint share of the n largest holders.

    Parameters
    ----------
    holdings : array_like, shape (holders, ...)
        Any unit, not negative.
    n : int
        From 1 to the number of holders.
    total : array_like, optional
        What all hold, unnamed holders included; the sum of `holdings` if left out.

    Returns
    -------
    numpy.ndarray, 1

    Examples
    --------
    >>> round(float(top_share([4, 3, 2, 1], 2)), 6)
    0.7
    """
    values = checks.require_non_negative("holdings", holdings)
    if n not in range(1, len(values) + 1):
        raise ValueError(f"n = {n} is not a whole number from 1 to {len(values)}, the holders given. Ask for fewer, or name more holders.")
    return np.sort(values, axis=0)[::-1][: int(n)].sum(axis=0) / _whole(values, total)


def hhi_bounds(holdings, total, largest_unnamed):
    """Return the lowest and highest index that unnamed holders allow.

    The lowest splits the rest among very many; the highest gives as many of them as it can the most that one may hold.

    Parameters
    ----------
    holdings : array_like, shape (holders, ...)
        Named holders.
    total : array_like
        What all hold, unnamed holders included.
    largest_unnamed : array_like
        Most that one unnamed holder can hold, in the same unit, above zero.

    Returns
    -------
    tuple of numpy.ndarray
        0–10,000.
    """
    values = checks.require_non_negative("holdings", holdings)
    whole = _whole(values, total)
    cap = checks.require_positive("largest_unnamed", largest_unnamed) / whole
    low = np.sum((values / whole) ** 2, axis=0)
    rest = np.maximum(1.0 - values.sum(axis=0) / whole, 0.0)
    full = np.floor(rest / cap)
    return 1e4 * low, 1e4 * (low + full * cap**2 + np.maximum(rest - full * cap, 0.0) ** 2)


def effective_number(index):
    """Return how many equal holders have the same index: 10,000 over it."""
    return 1e4 / checks.require_between("index", index, 0, 1e4, low_open=True, remedy="Give an index of 0–10,000.")
