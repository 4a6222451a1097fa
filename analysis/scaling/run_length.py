"""How long a training run is worth, when a later start has better hardware, better algorithms and more money; and shares with intervals."""

from __future__ import annotations

import numpy as np
from scipy import stats

from analysis import checks, statistics

__all__ = ["MONTHS", "rate_from_factor", "rate_from_halving", "longest_run_months", "relative_outcome", "share_interval", "median_interval"]

MONTHS = 12.0


def rate_from_factor(factor):
    r"""Return the continuous yearly rate behind a yearly factor: :math:`\ln f`."""
    return np.log(checks.require_between("factor", factor, 1.0, np.inf, remedy="Give a yearly factor of at least 1."))


def rate_from_halving(months):
    r"""Return the continuous yearly rate of what halves (or doubles) in a number of months: :math:`12\ln 2/m`."""
    return MONTHS * np.log(2.0) / checks.require_positive("months", months)


def longest_run_months(hardware_rate, algorithm_rate=0.0, investment_rate=0.0):
    r"""Return the length beyond which a run is beaten by one that starts later and ends on the same day.

    Parameters
    ----------
    hardware_rate, algorithm_rate, investment_rate : array_like
        Continuous yearly rates, not below zero, of throughput per dollar, of the compute that algorithms save, and of the
        budget; one of them above zero.

    Returns
    -------
    numpy.ndarray
        Months.

    Notes
    -----
    A run keeps the hardware, the method and the yearly budget of its start. Started :math:`L` before a fixed end it yields
    :math:`L\,e^{-gL}` times a constant, with :math:`g` the sum of the rates; the yield is largest at :math:`L^* = 1/g`
    (Sevilla et al. 2022). Nobody who wants the largest result by a date runs longer.

    Examples
    --------
    >>> float(np.round(longest_run_months(np.log(2) / 2.46), 1))
    42.6
    """
    parts = [checks.require_non_negative(n, x, "Give a continuous yearly rate, such as ln 2 over the doubling time in years.") for n, x in (("hardware_rate", hardware_rate), ("algorithm_rate", algorithm_rate), ("investment_rate", investment_rate))]
    total = checks.require_positive("sum of the rates", parts[0] + parts[1] + parts[2], "If nothing improves there is no longest run.")
    return MONTHS / total


def relative_outcome(length_months, best_months):
    r"""Return the result of a run of a length over that of the best length with the same end: :math:`x\,e^{1-x}`, :math:`x = L/L^*`."""
    x = checks.require_non_negative("length_months", length_months) / checks.require_positive("best_months", best_months)
    return x * np.exp(1.0 - x)


def share_interval(hits, total, level: float = 0.90):
    """Return the central interval of a share by Jeffreys' rule.

    Parameters
    ----------
    hits, total : array_like
        Count with the property and count of all.
    level : float, optional

    Returns
    -------
    tuple of numpy.ndarray
        Beta(hits + 1/2, misses + 1/2) quantiles; zero hits start at 0, all hits end at 1.
    """
    total = checks.require_positive("total", total)
    hits = checks.require_between("hits", hits, 0, np.max(total))
    if np.any(hits > total):
        raise ValueError(f"hits = {hits} is above total = {total}.")
    low, high = statistics.share_interval(hits, total, level=level)
    return np.where(hits == 0, 0.0, low), np.where(hits == total, 1.0, high)


def median_interval(values, level: float = 0.90) -> tuple[float, float, float]:
    """Return the median and an interval from order statistics, which supposes no distribution.

    Parameters
    ----------
    values : array_like, shape (n,)
        Six or more.
    level : float, optional
        The interval covers at least this.

    Returns
    -------
    tuple of float
        Median, low, high.
    """
    x = np.sort(checks.as_numbers("values", values))
    if x.size < 6:
        raise ValueError(f"{x.size} values give no interval of the median at this level. Give six or more.")
    k = int(stats.binom.ppf(0.5 - level / 2, x.size, 0.5))
    while k > 0 and 1 - 2 * stats.binom.cdf(k - 1, x.size, 0.5) < level:
        k -= 1
    k = max(k, 1)
    return float(np.median(x)), float(x[k - 1]), float(x[x.size - k])
