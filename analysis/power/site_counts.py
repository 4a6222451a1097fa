"""Why a count of sites says little about power: concentration of unequal sizes, and rank correlation."""

from __future__ import annotations

import numpy as np

from analysis import checks, statistics

__all__ = ["lorenz", "gini", "top_share", "sites_for_share", "rank_correlation", "rank_correlation_interval"]


def _sizes(size) -> np.ndarray:
    size = np.sort(checks.require_non_negative("size", size).ravel())
    if size.size == 0 or size.sum() <= 0:
        raise ValueError("size holds no positive entry: concentration needs at least one site with power.")
    return size


def lorenz(size):
    """Return the Lorenz curve.

    Parameters
    ----------
    size : array_like, shape (n,)
        Non-negative sizes, any unit.

    Returns
    -------
    (numpy.ndarray, numpy.ndarray), shape (n + 1,)
        Cumulative share of sites and of the total, smallest first, both from 0 to 1.
    """
    size = _sizes(size)
    return np.arange(size.size + 1) / size.size, np.concatenate([[0.0], np.cumsum(size) / size.sum()])


def gini(size) -> float:
    r"""Return the Gini coefficient: 0 when all are equal, near 1 when one has all.

    Notes
    -----
    :math:`G = \frac{2\sum_i i\,x_{(i)}}{n\sum x} - \frac{n+1}{n}`.
    """
    size = _sizes(size)
    n = size.size
    return float(2 * (np.arange(1, n + 1) * size).sum() / (n * size.sum()) - (n + 1) / n)


def top_share(size, k: int) -> float:
    """Return the share of the total that the `k` largest hold."""
    size = _sizes(size)
    if int(k) != k or k < 1:
        raise ValueError(f"k = {k} is not a positive whole number.")
    return float(size[-int(k) :].sum() / size.sum())


def sites_for_share(size, share: float) -> int:
    """Return how many of the largest sites hold at least a share of the total."""
    share = float(checks.require_between("share", share, 0, 1, low_open=True, remedy="Give a fraction such as 0.5."))
    size = _sizes(size)[::-1]
    return int(np.searchsorted(np.cumsum(size) / size.sum(), share - 1e-12) + 1)


def rank_correlation(x, y) -> float:
    """Return Spearman's rank correlation; ties share their mean rank.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        At least three pairs.

    Returns
    -------
    float, in [-1, 1]
    """
    x, y = checks.as_numbers("x", x), checks.as_numbers("y", y)
    if x.shape != y.shape or x.ndim != 1 or x.size < 3:
        raise ValueError(f"rank_correlation needs two lists of one length, three or more pairs; got shapes {x.shape} and {y.shape}.")
    return float(statistics.rank_correlation(x, y, undefined=np.nan))


def rank_correlation_interval(x, y, draws: int = 4000, seed: int = 20261122) -> tuple[float, float]:
    """Return the 5–95 % interval of Spearman's correlation by resampling pairs (bootstrap), all draws in one array."""
    x, y = checks.as_numbers("x", x), checks.as_numbers("y", y)
    rank_correlation(x, y)
    pick = np.random.default_rng(seed).integers(0, x.size, (draws, x.size))
    low, high = np.nanquantile(statistics.rank_correlation(x[pick], y[pick], undefined=np.nan), [0.05, 0.95])
    return float(low), float(high)
