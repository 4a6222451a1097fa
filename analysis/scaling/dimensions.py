"""Which dimension gave the growth: an exact split of a product's growth in logarithms, and growth rates with their doubt."""

from __future__ import annotations

import numpy as np
from scipy import stats

from analysis import checks

__all__ = ["PARTS", "factors", "flop_per_s", "decompose", "growth", "probability_below"]

PARTS = ("clock", "work per clock and die", "dies a package", "packages a system", "precision")


def factors(clock_hz, dies, packages, flop_per_s_16bit, flop_per_s_best):
    """Return the five factors whose product is the throughput of a system.

    Parameters
    ----------
    clock_hz, dies, packages : array_like
        Clock, compute dies in a package, packages in a system.
    flop_per_s_16bit, flop_per_s_best : array_like
        Dense throughput of a package at 16 bits and at the narrowest floating-point format it has.

    Returns
    -------
    numpy.ndarray, shape (..., 5)
        Clock, 16-bit FLOP per clock and die, dies, packages, and the multiple that the narrowest format gives.
    """
    clock = checks.require_positive("clock_hz", clock_hz)
    dies = checks.require_positive("dies", dies)
    packages = checks.require_positive("packages", packages)
    wide = checks.require_positive("flop_per_s_16bit", flop_per_s_16bit)
    best = checks.require_positive("flop_per_s_best", flop_per_s_best)
    return np.stack(np.broadcast_arrays(clock, wide / (clock * dies), dies, packages, best / wide), axis=-1).astype(float)


def flop_per_s(parts):
    """Return throughput, the product of the factors.

    Parameters
    ----------
    parts : array_like, shape (..., k)

    Returns
    -------
    numpy.ndarray, shape (...)
    """
    return np.prod(checks.require_positive("parts", parts), axis=-1)


def decompose(start, end):
    r"""Split the growth of a product into what each factor gave.

    .. math:: \ln\frac{\prod_i x_i^1}{\prod_i x_i^0} = \sum_i \ln\frac{x_i^1}{x_i^0}

    Parameters
    ----------
    start, end : array_like, shape (..., k)
        Factors at either end.

    Returns
    -------
    numpy.ndarray, shape (..., k)
        Share of each factor in the logarithm of the growth; the shares add up to one, and one is negative where a factor shrank.

    Raises
    ------
    ValueError
        When the product did not change: nothing is there to share out.
    """
    start, end = checks.require_positive("start", start), checks.require_positive("end", end)
    steps = np.log(end / start)
    total = steps.sum(axis=-1, keepdims=True)
    if np.any(np.isclose(total, 0)):
        raise ValueError("The product is the same at both ends: no growth to share out. Choose other endpoints.")
    return steps / total


def growth(year, value, weight=None):
    """Fit exponential growth by weighted least squares on logarithms.

    Parameters
    ----------
    year, value : array_like, shape (n,)
    weight : array_like, shape (n,), optional
        For example the number of observations behind each value.

    Returns
    -------
    slope, error : float
        Growth of the natural logarithm a year and its standard error.
    freedom : int
        Degrees of freedom.

    Raises
    ------
    ValueError
        With fewer than three points, which leave no doubt to estimate.
    """
    x = checks.as_numbers("year", year)
    y = np.log(checks.require_positive("value", value))
    w = np.ones_like(x) if weight is None else checks.require_positive("weight", weight)
    if x.size < 3:
        raise ValueError(f"Growth with its doubt needs three points or more, got {x.size}.")
    centre = np.average(x, weights=w)
    dx = x - centre
    slope = np.sum(w * dx * y) / np.sum(w * dx**2)
    rest = y - np.average(y, weights=w) - slope * dx
    freedom = x.size - 2
    return float(slope), float(np.sqrt(np.sum(w * rest**2) / freedom / np.sum(w * dx**2))), freedom


def probability_below(slope, error, freedom, bound):
    """Return the probability that the true slope lies below a bound, from Student's distribution.

    Parameters
    ----------
    slope, error : float
    freedom : int
    bound : float

    Returns
    -------
    float
    """
    error = checks.require_positive("error", error)
    return float(stats.t.cdf((bound - slope) / error, freedom))
