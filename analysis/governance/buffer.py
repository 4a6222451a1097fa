"""How wide a margin below a threshold must be when models are enhanced after training, and what the margin costs.

On a decimal logarithm with the threshold at zero, let :math:`X` be a model's training compute and :math:`G` what is done to it
later, as a compute-equivalent gain (how many times the training compute would have raised performance as much). Both are
normal, with correlation :math:`\\rho`. The enhanced model is as capable as a plain one of compute :math:`Y = X + G`.

A model *concerns* the rule when :math:`Y \\ge 0`, and is *covered* by a threshold with a buffer of :math:`b` times when
:math:`X \\ge -\\log_{10} b`. A false negative concerns the rule and is not covered; a false positive is covered and does not
concern it. Both follow from the bivariate normal distribution, which Owen's T function gives in closed form
(Owen 1956, Ann. Math. Statist. 27, 1075).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, owens_t

from analysis import checks

__all__ = ["Rates", "bivariate_normal", "rates", "rates_over", "simulate", "needed_buffer", "needed_over", "gain_from_scores", "worth_of_a_flop", "largest_ratio"]

_TINY = 1e-300
_WIDEST = 6.0  # decades below the threshold within which a buffer is sought


@dataclass(frozen=True)
class Rates:
    """What a buffer does, as shares between zero and one; every field has the shape of the inputs.

    Attributes
    ----------
    false_negative : numpy.ndarray
        Of the models that concern the rule, the share that it does not cover.
    escaped : numpy.ndarray
        Of the models that concern it and lie below the threshold itself, the share that the buffer does not catch either.
    false_positive : numpy.ndarray
        Of the models that do not concern it, the share that it covers.
    covered : numpy.ndarray
        Of all models, the share that it covers.
    needless : numpy.ndarray
        Of the models that it covers, the share that does not concern it.
    concern : numpy.ndarray
        Of all models, the share that concerns it.
    """

    false_negative: np.ndarray
    escaped: np.ndarray
    false_positive: np.ndarray
    covered: np.ndarray
    needless: np.ndarray
    concern: np.ndarray


def bivariate_normal(h, k, correlation) -> np.ndarray:
    """Return the probability that two standard normal quantities with a correlation lie below `h` and `k`.

    Parameters
    ----------
    h, k : array_like
    correlation : array_like
        Strictly between -1 and 1.

    Returns
    -------
    numpy.ndarray
    """
    h, k = checks.as_numbers("h", h), checks.as_numbers("k", k)
    rho = checks.require_between("correlation", correlation, -1, 1, low_open=True, high_open=True)
    h = np.where(h == 0, _TINY, h)
    k = np.where(k == 0, _TINY, k)
    h, k, rho = np.broadcast_arrays(h, k, rho)
    root = np.sqrt(1 - rho**2)
    opposite = h * np.sign(k) < 0
    with np.errstate(over="ignore", divide="ignore"):
        first, second = owens_t(h, (k / h - rho) / root), owens_t(k, (h / k - rho) / root)
    return np.clip(0.5 * (ndtr(h) + ndtr(k)) - first - second - 0.5 * opposite, 0.0, 1.0)


def _inputs(buffer_multiple, gain_median, gain_decades, offset_decades, compute_decades, correlation):
    b = np.log10(checks.require_between("buffer_multiple", buffer_multiple, 1, np.inf, remedy="Give 1 for no buffer, 10 for a threshold ten times lower."))
    g = np.log10(checks.require_positive("gain_median", gain_median, "Give a multiple of compute such as 6."))
    sg = checks.require_positive("gain_decades", gain_decades, "Give the standard deviation of the gain's decimal logarithm, such as 0.5.")
    m = checks.as_numbers("offset_decades", offset_decades)
    s = checks.require_positive("compute_decades", compute_decades, "Give the standard deviation of compute's decimal logarithm, such as 1.")
    rho = checks.require_between("correlation", correlation, -1, 1, low_open=True, high_open=True, remedy="Give 0 when gain and compute are unrelated.")
    return np.broadcast_arrays(b, g, sg, m, s, rho)


def _share(part, whole):
    return np.divide(part, whole, out=np.zeros(np.shape(whole)), where=whole > 0)


def rates(buffer_multiple, gain_median=6.0, gain_decades=0.4, offset_decades=-0.5, compute_decades=1.0, correlation=0.0) -> Rates:
    """Return false negatives and false positives of a threshold with a buffer.

    Parameters
    ----------
    buffer_multiple : array_like
        The threshold is divided by this; 1 is no buffer.
    gain_median : array_like, optional
        Median compute-equivalent gain of what is done to a model after training.
    gain_decades : array_like, optional
        Standard deviation of the gain's decimal logarithm.
    offset_decades, compute_decades : array_like, optional
        Mean and standard deviation of the decimal logarithm of models' training compute over the threshold.
    correlation : array_like, optional
        Of compute and gain, both on logarithms: above zero when larger models gain more.

    Returns
    -------
    Rates
        Shares; all inputs broadcast.
    """
    b, g, sg, m, s, rho = _inputs(buffer_multiple, gain_median, gain_decades, offset_decades, compute_decades, correlation)
    spread = np.sqrt(s**2 + sg**2 + 2 * rho * s * sg)
    with_y = np.clip((s + rho * sg) / spread, -1 + 1e-12, 1 - 1e-12)
    h, k = (-b - m) / s, (-m - g) / spread
    neither = bivariate_normal(h, k, with_y)  # not covered, and no concern
    missed = np.clip(ndtr(h) - neither, 0, 1)
    needless = np.clip(ndtr(k) - neither, 0, 1)
    concern, covered = 1 - ndtr(k), 1 - ndtr(h)
    bare = -m / s
    below = np.clip(ndtr(bare) - bivariate_normal(bare, k, with_y), 0, 1)
    return Rates(_share(missed, concern), np.minimum(_share(missed, below), 1.0), _share(needless, ndtr(k)), covered, _share(needless, covered), concern)


def _concern(x, weights, gain_median, gain_decades, correlation):
    """Return the places of a population in order, their weights, and how probable it is that a model there concerns the rule (places last)."""
    x = checks.as_numbers("log10_over_threshold", x)
    w = np.ones(x.shape) if weights is None else checks.require_non_negative("weights", weights)
    if x.ndim != 1 or x.shape != w.shape or not w.sum() > 0:
        raise ValueError(f"{x.size} places with {w.size} weights do not describe a population. Give one weight above zero for each place, in one row.")
    order = np.argsort(x, kind="stable")
    x, w = x[order], w[order] / w.sum()
    _, g, sg, _, _, rho = _inputs(1.0, gain_median, gain_decades, 0.0, 1.0, correlation)
    mean = w @ x
    z = (x - mean) / (np.sqrt(w @ (x - mean) ** 2) or 1.0)
    g, sg, rho = g[..., None], sg[..., None], rho[..., None]
    return x, w, ndtr((x + g + sg * rho * z) / (sg * np.sqrt(1 - rho**2)))


def rates_over(buffer_multiple, log10_over_threshold, weights=None, gain_median=6.0, gain_decades=0.4, correlation=0.0) -> Rates:
    """Return the same for a population that is not normal: exact in the gain, summed over the places where models lie.

    Parameters
    ----------
    buffer_multiple, gain_median, gain_decades, correlation : array_like
        As in `rates`; they broadcast.
    log10_over_threshold : array_like
        Where models lie: decimal logarithm of compute over the threshold, in one row.
    weights : array_like, optional
        How many lie at each place; equal by default.

    Returns
    -------
    Rates
    """
    b, gain_median, gain_decades, correlation = np.broadcast_arrays(np.asarray(buffer_multiple, dtype=float), gain_median, gain_decades, correlation)
    b = _inputs(b, 1.0, 1.0, 0.0, 1.0, 0.0)[0]
    x, w, p = _concern(log10_over_threshold, weights, gain_median, gain_decades, correlation)
    outside = x < -b[..., None] - 1e-12
    concern, missed = (w * p).sum(axis=-1), (w * p * outside).sum(axis=-1)
    below, covered = (w * p * (x < 0)).sum(axis=-1), (w * ~outside).sum(axis=-1)
    needless = (w * (1 - p) * ~outside).sum(axis=-1)
    return Rates(_share(missed, concern), np.minimum(_share(missed, below), 1.0), _share(needless, 1 - concern), covered, _share(needless, covered), concern)


def simulate(buffer_multiple: float, log10_over_threshold, gain_median: float = 6.0, gain_decades: float = 0.4, correlation: float = 0.0, seed: int = 1) -> Rates:
    """Return the same from models as they are: their compute is taken as given, and each draws a gain.

    Parameters
    ----------
    buffer_multiple, gain_median, gain_decades, correlation : float
        As in `rates`.
    log10_over_threshold : array_like
        Decimal logarithm of models' compute over the threshold, any shape.
    seed : int, optional

    Returns
    -------
    Rates
    """
    x = checks.as_numbers("log10_over_threshold", log10_over_threshold)
    b, g, sg, _, _, rho = (float(v) for v in _inputs(buffer_multiple, gain_median, gain_decades, 0.0, 1.0, correlation))
    z = (x - x.mean()) / (x.std() or 1.0)
    y = x + g + sg * (rho * z + np.sqrt(1 - rho**2) * np.random.default_rng(seed).standard_normal(x.shape))
    covered, concern = x >= -b, y >= 0
    n = x.size
    parts = (np.sum(~covered & concern), np.sum((x < 0) & concern), np.sum(covered & ~concern), covered.sum(), concern.sum())
    missed, below, needless, c, d = (np.asarray(float(v)) for v in parts)
    return Rates(_share(missed, d), _share(missed, below), _share(needless, n - d), c / n, _share(needless, c), d / n)


def needed_buffer(miss_share, gain_median=6.0, gain_decades=0.4, offset_decades=-0.5, compute_decades=1.0, correlation=0.0) -> np.ndarray:
    """Return the smallest buffer that lets at most a share escape of the models below the threshold that concern the rule.

    Parameters
    ----------
    miss_share : array_like
        Tolerated `Rates.escaped`, between zero and one.
    gain_median, gain_decades, offset_decades, compute_decades, correlation : array_like, optional
        As in `rates`.

    Returns
    -------
    numpy.ndarray
        A multiple of at least one; a million when no smaller one does.
    """
    miss = checks.require_between("miss_share", miss_share, 0, 1, low_open=True, high_open=True, remedy="Give a share such as 0.1.")
    miss, *rest = np.broadcast_arrays(miss, gain_median, gain_decades, offset_decades, compute_decades, correlation)
    low, high = np.zeros(miss.shape), np.full(miss.shape, _WIDEST)
    for _ in range(40):
        middle = 0.5 * (low + high)
        too_many = rates(10**middle, *rest).escaped > miss
        low, high = np.where(too_many, middle, low), np.where(too_many, high, middle)
    return 10**high


def needed_over(miss_share, log10_over_threshold, weights=None, gain_median=6.0, gain_decades=0.4, correlation=0.0) -> np.ndarray:
    """Return the needed buffer (see `needed_buffer`) for a population that is not normal (see `rates_over`).

    Parameters
    ----------
    miss_share, log10_over_threshold, weights, gain_median, gain_decades, correlation : array_like
        As there; all but the population broadcast.

    Returns
    -------
    numpy.ndarray
        A multiple of at least one; between places the share is taken as straight.
    """
    miss = checks.require_between("miss_share", miss_share, 0, 1, low_open=True, high_open=True, remedy="Give a share such as 0.1.")
    miss, gain_median, gain_decades, correlation = np.broadcast_arrays(miss, gain_median, gain_decades, correlation)
    x, w, p = _concern(log10_over_threshold, weights, gain_median, gain_decades, correlation)
    below = x < 0
    if not below.any():
        return np.ones(miss.shape)
    mass = np.cumsum((w * p)[..., below], axis=-1)
    share = _share(mass, np.broadcast_to(mass[..., -1:], mass.shape))
    edge = np.append(x[below][1:], 0.0)  # what lies up to a place escapes until the line reaches it
    at = np.minimum((share <= miss[..., None]).sum(axis=-1), share.shape[-1] - 1)
    rows = np.indices(miss.shape)
    high = share[(*rows, at)]
    low = np.where(at > 0, share[(*rows, np.maximum(at - 1, 0))], 0.0)
    left, right = np.where(at > 0, edge[np.maximum(at - 1, 0)], x[below][0]), edge[at]
    part = np.clip(np.divide(miss - low, high - low, out=np.ones(miss.shape), where=high > low), 0, 1)
    return 10 ** -(left + part * (right - left))


def gain_from_scores(base_score, enhanced_score, points_per_decade) -> np.ndarray:
    """Return the compute-equivalent gain behind two scores on a scale that rises by some points for ten times the compute."""
    slope = checks.require_positive("points_per_decade", points_per_decade, "Fit it on models that differ in compute.")
    return 10 ** ((checks.as_numbers("enhanced_score", enhanced_score) - checks.as_numbers("base_score", base_score)) / slope)


def worth_of_a_flop(gain, cost_share) -> np.ndarray:
    """Return how many operations of pre-training one operation of an enhancement stands for.

    Parameters
    ----------
    gain : array_like
        Compute-equivalent gain: the enhancement is worth ``gain - 1`` times the pre-training it came after.
    cost_share : array_like
        Its compute over that of pre-training.
    """
    return (checks.require_positive("gain", gain) - 1) / checks.require_positive("cost_share", cost_share, "An enhancement without cost has no worth per operation.")


def largest_ratio(*worths) -> np.ndarray:
    """Return the largest ratio between kinds of compute in what an operation is worth (infinite where one is worth nothing or less)."""
    stacked = np.stack(np.broadcast_arrays(*[checks.as_numbers("worth", w) for w in worths]))
    low, high = stacked.min(axis=0), stacked.max(axis=0)
    return np.divide(high, low, out=np.full(np.shape(low), np.inf), where=low > 0)
