"""Scoring a forecast that came as draws against what was counted later: coverage of its intervals, error, and surprise."""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["inside", "log_error", "rank_of", "coverage_range", "ranked_probability_score"]


def inside(observed, low, high) -> np.ndarray:
    """Tell whether what was counted lies in the interval, ends included.

    Parameters
    ----------
    observed, low, high : array_like

    Returns
    -------
    numpy.ndarray of bool
    """
    observed, low, high = (checks.as_numbers(n, v) for n, v in (("observed", observed), ("low", low), ("high", high)))
    if np.any(low > high):
        raise ValueError("an interval's low end is above its high end. Swap them.")
    return (observed >= low) & (observed <= high)


def log_error(predicted, observed) -> np.ndarray:
    """Return the natural logarithm of predicted over observed, half a model added to each so that zero counts.

    Parameters
    ----------
    predicted, observed : array_like
        Counts, 0 or more.

    Returns
    -------
    numpy.ndarray
        Positive where too many were predicted.
    """
    predicted = checks.require_non_negative("predicted", predicted)
    return np.log(predicted + 0.5) - np.log(checks.require_non_negative("observed", observed) + 0.5)


def rank_of(observed, draws) -> np.ndarray:
    """Return where what was counted falls among the draws: the share below, ties counted half.

    Parameters
    ----------
    observed : array_like
    draws : array_like, shape (..., draws)

    Returns
    -------
    numpy.ndarray
        Spread evenly over 0 to 1 for a forecast that knows how sure it is.
    """
    draws, observed = np.asarray(draws, dtype=float), np.asarray(observed, dtype=float)[..., None]
    return (draws < observed).mean(axis=-1) + 0.5 * (draws == observed).mean(axis=-1)


def ranked_probability_score(observed, draws) -> np.ndarray:
    """Return the continuous ranked probability score of draws: the mean distance to what was counted, less half that between draws.

    Parameters
    ----------
    observed : array_like
    draws : array_like, shape (..., draws)

    Returns
    -------
    numpy.ndarray
        In the unit of the draws, 0 for a sure and right forecast; for a sure and wrong one, its error.
    """
    x, y = np.sort(np.asarray(draws, dtype=float), axis=-1), np.asarray(observed, dtype=float)
    n = x.shape[-1]
    weights = (2 * np.arange(1, n + 1) - n - 1) / n**2
    return np.abs(x - y[..., None]).mean(axis=-1) - (x * weights).sum(axis=-1)


def coverage_range(groups, seed: int = 0, draws: int = 4_000) -> tuple[float, float]:
    """Return the 90 % range of a coverage, whole groups of cells drawn again, since cells of one origin share its fate.

    Parameters
    ----------
    groups : sequence of array_like of bool
        Hits of each group.
    seed, draws : int, optional

    Returns
    -------
    low, high : float
    """
    groups = [np.asarray(g, dtype=bool) for g in groups]
    if not groups or not all(len(g) for g in groups):
        raise ValueError("a group of cells is empty. Give at least one group, each with a cell.")
    right, size = np.array([g.sum() for g in groups]), np.array([len(g) for g in groups])
    pick = np.random.default_rng(seed).integers(0, len(groups), (draws, len(groups)))
    low, high = np.quantile(right[pick].sum(axis=1) / size[pick].sum(axis=1), (0.05, 0.95))
    return float(low), float(high)
