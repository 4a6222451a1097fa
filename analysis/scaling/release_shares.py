"""Shares of counted releases with their intervals, and the score of a forecast made for them. Pure: arrays in, arrays out."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from analysis import checks

__all__ = ["wilson", "log_score", "brier_score"]


def wilson(successes, count, level=0.9):
    """Return Wilson's interval for a share.

    Parameters
    ----------
    successes, count : array_like
        How many of how many; `count` at least one.
    level : float, optional
        Two-sided coverage; 0.9 gives the 5 and 95 % points.

    Returns
    -------
    tuple of numpy.ndarray
        Share, low end, high end.

    Raises
    ------
    ValueError

    Notes
    -----
    Wilson 1927: the shares whose normal test the count does not reject.

    Examples
    --------
    >>> [round(float(x), 3) for x in wilson(5, 10)]
    [0.5, 0.269, 0.731]
    """
    n = checks.require_between("count", count, 1, np.inf, remedy="A share needs at least one release.")
    k = checks.require_non_negative("successes", successes)
    if np.any(k > n):
        raise ValueError("successes exceed count. Give how many of how many.")
    z = ndtri(0.5 + checks.require_between("level", level, 0.0, 1.0, low_open=True, high_open=True) / 2)
    p = k / n
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return p, np.where(k == 0, 0.0, centre - half), np.where(k == n, 1.0, centre + half)


def brier_score(probability, outcome):
    """Return the mean squared distance of forecast probabilities from outcomes (0 is perfect, 0.25 a coin)."""
    p = checks.require_between("probability", probability, 0.0, 1.0)
    y = checks.require_between("outcome", outcome, 0.0, 1.0)
    return float(np.mean((p - y) ** 2))


def log_score(probability, outcome):
    """Return the mean surprise of outcomes under forecast probabilities, in bits (1 is a coin, infinite a certainty that failed)."""
    p = checks.require_between("probability", probability, 0.0, 1.0)
    y = checks.require_between("outcome", outcome, 0.0, 1.0)
    with np.errstate(divide="ignore"):
        return float(np.mean(-np.log2(np.where(y == 1, p, 1 - p))))
