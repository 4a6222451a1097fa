"""Growth of training, what algorithmic progress does to the compute a result needs, and whether it tilts or shifts a line.

Least squares on logarithms is `analysis.power.training_run.fit_growth`; here is what is asked of such lines.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import optimize, stats

from analysis import checks
from analysis.power.training_run import GrowthFit, fit_growth

__all__ = [
    "GrowthFit", "fit_growth", "largest_each_year", "doubling_months", "factor_from_halving", "factor_from_doubling_years",
    "yearly_from_total", "remaining_share", "Break", "break_at", "strongest_break", "effective_growth",
    "shift_gain", "tilt_gain", "tilt_exponent", "tilted_growth", "allocation_gain", "interval_points",
]  # fmt: skip


def largest_each_year(year, value, count: int) -> np.ndarray:
    """Mark the largest entries of every calendar year.

    Parameters
    ----------
    year : array_like, shape (n,)
        Calendar year of each entry.
    value : array_like, shape (n,)
        What to rank by; positive.
    count : int
        How many of each year.

    Returns
    -------
    numpy.ndarray of bool
        Of two equal values the one that stands first counts as the larger.
    """
    year, value = checks.as_numbers("year", year), checks.require_positive("value", value)
    if count < 1:
        raise ValueError(f"count = {count} marks nothing. Give at least 1.")
    mark = np.zeros(value.shape, dtype=bool)
    for each in np.unique(year):
        inside = np.flatnonzero(year == each)
        mark[inside[np.argsort(-value[inside], kind="stable")[:count]]] = True
    return mark


def doubling_months(yearly_factor):
    r"""Return the doubling time of a yearly factor above one, in months: :math:`12\ln 2/\ln f`."""
    factor = checks.require_between("yearly_factor", yearly_factor, 1.0, np.inf, low_open=True, remedy="Only growth doubles.")
    return 12.0 * np.log(2.0) / np.log(factor)


def factor_from_halving(months):
    r"""Return by what factor a year the compute for a fixed result falls: :math:`2^{12/m}` for a halving time of :math:`m` months."""
    return 2.0 ** (12.0 / checks.require_positive("months", months, "Give the halving time in months."))


def factor_from_doubling_years(years):
    r"""Return the yearly factor of what doubles in a number of years: :math:`2^{1/y}`."""
    return 2.0 ** (1.0 / checks.require_positive("years", years))


def yearly_from_total(total, years):
    r"""Return the yearly factor behind a factor over several years: :math:`T^{1/y}`."""
    return checks.require_positive("total", total) ** (1.0 / checks.require_positive("years", years))


def remaining_share(yearly_factor):
    """Return which share of the compute is still needed a year later: the reciprocal of the yearly factor.

    A factor of 1.5 leaves two thirds (a cut *by* a third), a factor of 3 leaves a third (a cut *to* a third).
    """
    return 1.0 / checks.require_positive("yearly_factor", yearly_factor)


def interval_points(low, high, level_percent, central=None):
    r"""Turn a published interval into 5 % and 95 % points, normal on the logarithm either side of the central value.

    Parameters
    ----------
    low, high : array_like
        Ends as printed.
    level_percent : array_like
        Level of the printed interval.
    central : array_like, optional
        The printed median; the geometric middle of the ends by default.

    Returns
    -------
    tuple of numpy.ndarray
        Ends of the central 90 %: :math:`c\,(e/c)^{z_{0.95}/z}` for an end :math:`e`.
    """
    low, high = checks.require_positive("low", low), checks.require_positive("high", high)
    level = checks.require_between("level_percent", level_percent, 0, 100, low_open=True, high_open=True)
    middle = np.sqrt(low * high) if central is None else checks.require_positive("central", central)
    ratio = stats.norm.ppf(0.95) / stats.norm.ppf(0.5 + level / 200)
    return middle * (low / middle) ** ratio, middle * (high / middle) ** ratio


class Break(NamedTuple):
    """A change of slope in a growth line: where, the yearly factors on either side with 90 % intervals, and its F statistic."""

    year: float
    before: float
    before_low: float
    before_high: float
    after: float
    after_low: float
    after_high: float
    f: float
    p: float


def _design(year, at):
    return np.column_stack([np.ones_like(year), year - at, np.maximum(year - at, 0.0)])


def break_at(year, value, at: float) -> Break:
    r"""Fit a growth line that may change its slope, not its level, at one date.

    Parameters
    ----------
    year, value : array_like, shape (n,)
        Decimal years and positive values, six or more.
    at : float
        The date; three or more points must lie on either side.

    Returns
    -------
    Break
        ``p`` is the chance of so large an F without a break at a date that was fixed beforehand; for a date that was
        searched for see `strongest_break`.

    Notes
    -----
    :math:`\ln v = a + b(t-\tau) + c\,(t-\tau)_+ + e`; :math:`F = (S_0 - S_1)/(S_1/(n-3))`.
    """
    year, log = checks.as_numbers("year", year), np.log(checks.require_positive("value", value))
    if min(np.sum(year < at), np.sum(year >= at)) < 3:
        raise ValueError(f"at = {at:g} leaves fewer than three points on a side. Choose a date further inside.")
    x = _design(year, at)
    beta, *_ = np.linalg.lstsq(x, log, rcond=None)
    residual = log - x @ beta
    freedom = year.size - 3
    variance = residual @ residual / freedom
    cov = variance * np.linalg.inv(x.T @ x)
    straight = log - np.polyval(np.polyfit(year - year.mean(), log, 1), year - year.mean())
    f = float((straight @ straight - residual @ residual) / variance)
    t = stats.t.ppf(0.95, freedom)
    after, after_se = beta[1] + beta[2], np.sqrt(cov[1, 1] + cov[2, 2] + 2 * cov[1, 2])
    ends = [np.exp(s + k * t * e) for s, e in ((beta[1], np.sqrt(cov[1, 1])), (after, after_se)) for k in (0, -1, 1)]
    return Break(float(at), *map(float, ends), f, float(stats.f.sf(f, 1, freedom)))


def strongest_break(year, value, candidates, draws: int = 400, seed: int = 0) -> Break:
    """Search dates for the strongest break and say how often noise alone gives one as strong.

    Parameters
    ----------
    year, value : array_like, shape (n,)
    candidates : array_like
        Dates to try.
    draws : int, optional
        Series without a break that are simulated around the straight line (normal noise of its scatter).
    seed : int, optional

    Returns
    -------
    Break
        ``p`` counts the search: the share of simulated series whose strongest break is at least as strong.
    """
    year, log = checks.as_numbers("year", year), np.log(checks.require_positive("value", value))
    breaks = [break_at(year, np.exp(log), at) for at in np.atleast_1d(candidates)]
    best = max(breaks, key=lambda b: b.f)
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((year.size, draws))  # F does not depend on the line or on the size of the noise
    straight = _residual_squares(np.column_stack([np.ones_like(year), year - year.mean()]), noise)
    top = np.full(draws, -np.inf)
    for b in breaks:
        bent = _residual_squares(_design(year, b.year), noise)
        top = np.maximum(top, (straight - bent) / (bent / (year.size - 3)))
    return best._replace(p=float((1 + np.sum(top >= best.f)) / (1 + draws)))


def _residual_squares(x, y):
    q, _ = np.linalg.qr(x)
    return np.sum(y**2, axis=0) - np.sum((q.T @ y) ** 2, axis=0)


def effective_growth(physical_factor, algorithmic_factor):
    """Return the yearly factor of effective compute: of physical compute times the compute that algorithms save.

    It supposes that the saving is the same at every scale (a shift); see `tilted_growth` for a tilt.
    """
    return checks.require_positive("physical_factor", physical_factor) * checks.require_positive("algorithmic_factor", algorithmic_factor)


def shift_gain(training_flop, factor):
    """Return the gain of an innovation that shifts the line: the same factor at every training compute."""
    flop = checks.require_positive("training_flop", training_flop)
    return np.broadcast_arrays(checks.require_positive("factor", factor), flop)[0] * 1.0


def tilt_gain(training_flop, pivot_flop, exponent):
    r"""Return the gain of an innovation that tilts the line about a pivot: :math:`(C/C_0)^{\theta}`.

    Notes
    -----
    If reducible loss falls as :math:`C^{-\gamma}` before and :math:`C^{-\gamma'}` after, with equality at :math:`C_0`, then
    the compute that the old method needs to match :math:`C` of the new one is :math:`C_0 (C/C_0)^{\gamma'/\gamma}`, so that
    :math:`\theta = \gamma'/\gamma - 1`.
    """
    flop, pivot = checks.require_positive("training_flop", training_flop), checks.require_positive("pivot_flop", pivot_flop)
    return (flop / pivot) ** checks.as_numbers("exponent", exponent)


def tilt_exponent(flop_low, gain_low, flop_high, gain_high):
    r"""Return :math:`\theta` from the gain at two training computes: :math:`\ln(g_2/g_1)/\ln(C_2/C_1)`; zero for a pure shift."""
    ratio = checks.require_positive("flop_high", flop_high) / checks.require_positive("flop_low", flop_low)
    if np.any(ratio == 1):
        raise ValueError("the two training computes are equal: a tilt needs two scales.")
    return np.log(checks.require_positive("gain_high", gain_high) / checks.require_positive("gain_low", gain_low)) / np.log(ratio)


def tilted_growth(physical_factor, exponent):
    r"""Return the yearly factor of effective compute along a line already tilted: :math:`g^{1+\theta}`.

    After a tilt the same growth of physical compute is worth more, without any further innovation.
    """
    return checks.require_positive("physical_factor", physical_factor) ** (1.0 + checks.as_numbers("exponent", exponent))


def allocation_gain(law, parameters, training_flop) -> np.ndarray:
    r"""Return what a better split between parameters and tokens saves: compute spent over compute that suffices.

    Parameters
    ----------
    law : object
        A loss law with ``loss(params, tokens)`` and ``optimal(training_flop, extrapolate=True)``.
    parameters : array_like, shape (n,)
        Parameters that the other rule chooses at each training compute; its tokens follow from :math:`C = 6ND`.
    training_flop : array_like, shape (n,)

    Returns
    -------
    numpy.ndarray
        At least 1: no split does better than the law's own optimum.
    """
    params, flop = checks.require_positive("parameters", parameters), checks.require_positive("training_flop", training_flop)
    target = np.asarray(law.loss(params, flop / (6.0 * params)), dtype=float)

    def excess(log_flop, wanted):
        return float(law.loss(*law.optimal(np.exp(log_flop), extrapolate=True))) - wanted

    enough = [np.exp(optimize.brentq(excess, np.log(c) - 25.0, np.log(c) + 1e-6, args=(t,))) for c, t in zip(np.atleast_1d(flop), np.atleast_1d(target), strict=True)]
    return np.atleast_1d(flop) / np.asarray(enough)
