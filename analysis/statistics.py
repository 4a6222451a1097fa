"""Statistics that several parts use: rank correlation, the interval of a share, and fits to the last digits."""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv

from analysis import checks

__all__ = ["rank_correlation", "share_interval", "CLOSE_FIT", "settled"]

CLOSE_FIT = {"jac": "3-point", "xtol": 1e-12, "ftol": 1e-12, "gtol": 1e-12}  # for scipy.optimize.least_squares: to digits that `settled` cuts off
_DECIMALS = 7  # what processors do differently lies below


def rank_correlation(x, y, undefined: float = 0.0) -> np.ndarray:
    """Return Spearman's rank correlation along the last axis.

    Parameters
    ----------
    x, y : array_like
        Of shapes that broadcast; ties share their mean rank.
    undefined : float, optional
        What stands where all of one are tied.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    ValueError
        For fewer than three pairs.
    """
    from scipy.stats import rankdata  # takes a second to load

    x, y = np.broadcast_arrays(checks.as_numbers("x", x), checks.as_numbers("y", y))
    if x.shape[-1] < 3:
        raise ValueError(f"{x.shape[-1]} pairs have no rank correlation worth the name. Give three or more.")
    a, b = rankdata(x, axis=-1), rankdata(y, axis=-1)
    a, b = a - a.mean(axis=-1, keepdims=True), b - b.mean(axis=-1, keepdims=True)
    scale = np.sqrt((a**2).sum(axis=-1) * (b**2).sum(axis=-1))
    return np.divide((a * b).sum(axis=-1), scale, out=np.full(scale.shape, float(undefined)), where=scale > 0)


def share_interval(hits, total, prior: float = 0.5, level: float = 0.9) -> tuple[np.ndarray, np.ndarray]:
    """Return the central interval of a share, given how many of how many have the property.

    Parameters
    ----------
    hits, total : array_like
        Count with the property and count of all; `hits` may be a weighted count.
    prior : float, optional
        A half is Jeffreys' rule, one a flat prior.
    level : float, optional

    Returns
    -------
    tuple of numpy.ndarray
        Quantiles of Beta(hits + prior, total − hits + prior).

    Raises
    ------
    ValueError
        For more hits than there are of all, or a negative count.
    """
    total, hits = checks.require_positive("total", total), checks.require_non_negative("hits", hits)
    if np.any(hits > total):
        raise ValueError(f"hits = {hits} is above total = {total}.")
    prior, level = checks.require_positive("prior", prior), checks.require_between("level", level, 0, 1, low_open=True, high_open=True)
    a, b = hits + prior, total - hits + prior
    return betaincinv(a, b, 0.5 - level / 2), betaincinv(a, b, 0.5 + level / 2)


def settled(found) -> np.ndarray:
    """Return fitted numbers to the digits that every processor agrees on, since one published digit would tip over here and there."""
    return np.round(found, _DECIMALS)
