"""Does a ranking by compute agree with a ranking by capability? Rank correlation, inside years and overall, pairs, and models below a line that match those above."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from analysis import checks
from analysis.statistics import rank_correlation

__all__ = ["within", "pair_share", "matches"]


def within(x, y, groups) -> np.ndarray:
    """Return the mean rank correlation inside groups (years, say), each weighted by its number of models; groups of two or fewer are left out."""
    groups = np.asarray(groups)
    x, y = np.broadcast_arrays(checks.as_numbers("x", x), checks.as_numbers("y", y))
    total, weight = 0.0, 0
    for g in np.unique(groups):
        pick = groups == g
        if (n := int(pick.sum())) > 2:
            total, weight = total + n * rank_correlation(x[..., pick], y[..., pick]), weight + n
    if not weight:
        raise ValueError("no group holds three models. Take wider groups.")
    return np.asarray(total / weight)


def pair_share(above, score) -> np.ndarray:
    """Return how often a model above the line outscores one below it, over all pairs (a tie counts half; NaN without pairs).

    Parameters
    ----------
    above : array_like of bool
    score : array_like
        Both along the last axis.
    """
    above, score = np.broadcast_arrays(np.asarray(above, dtype=bool), checks.as_numbers("score", score))
    ranks = rankdata(score, axis=-1)
    n1 = above.sum(axis=-1)
    n0 = above.shape[-1] - n1
    u = np.where(above, ranks, 0).sum(axis=-1) - n1 * (n1 + 1) / 2
    return np.divide(u, n1 * n0, out=np.full(np.shape(u), np.nan), where=n1 * n0 > 0)


def matches(log10_flop, score, years, enhanced, threshold_flop: float, decades: float = 1.0, window_years: float = 1.0) -> np.ndarray:
    """Mark models below a threshold that score at least as high as the middle of those above it.

    Parameters
    ----------
    log10_flop, score : array_like
        Along the last axis, one entry a model.
    years : array_like
        Decimal year of release, one a model.
    enhanced : array_like of bool
        Which models count as enhanced; only they are marked.
    threshold_flop : float
    decades : float, optional
        How far below the threshold a model may lie.
    window_years : float, optional
        A model is set against those above that came out within this time before or after it.

    Returns
    -------
    numpy.ndarray of bool
    """
    limit = float(np.log10(checks.require_positive("threshold_flop", threshold_flop)))
    c, s = np.broadcast_arrays(checks.as_numbers("log10_flop", log10_flop), checks.as_numbers("score", score))
    t, e = checks.as_numbers("years", years), np.asarray(enhanced, dtype=bool)
    above = c >= limit
    out = np.zeros(c.shape, dtype=bool)
    for i in np.flatnonzero(e):
        near = above & (np.abs(t - t[i]) <= window_years)
        with np.errstate(all="ignore"):
            ranked = np.where(near, s, np.nan)
            some = near.any(axis=-1)
            middle = np.where(some, np.nanmedian(np.where(some[..., None], ranked, 0.0), axis=-1), np.inf)
        out[..., i] = (c[..., i] < limit) & (c[..., i] >= limit - decades) & (s[..., i] >= middle)
    return out
