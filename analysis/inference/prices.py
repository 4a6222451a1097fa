"""How fast prices fall: trends of list prices, the lowest price at a fixed score, how much one point carries, and the loop to training. Pure."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

from analysis import checks

__all__ = ["Trend", "fit", "within_groups", "lowest_so_far", "leave_one_out", "windows", "gross_profit_usd", "growth_covered", "self_funded_growth"]

DAYS_PER_YEAR = 365.0  # as in Epoch AI's published fits


class Trend(NamedTuple):
    """A fitted exponential decline: the price falls by `factor` a year; the ends are those of its interval."""

    factor: float
    low: float
    high: float
    slope: float
    standard_error: float
    dof: int
    r_squared: float
    points: int

    @property
    def probability_of_fall(self) -> float:
        """How sure the fit is that the price falls at all: Student's t of the slope."""
        if self.standard_error == 0:
            return float(self.slope < 0)
        return float(special.stdtr(self.dof, -self.slope / self.standard_error))


def _trend(slope, error, dof, r_squared, points, level) -> Trend:
    reach = float(special.stdtrit(dof, 0.5 + level / 2)) * error
    with np.errstate(over="ignore"):
        return Trend(float(np.exp(-slope)), float(np.exp(-slope - reach)), float(np.exp(-slope + reach)), float(slope), float(error), int(dof), float(r_squared), int(points))


def _series(years, prices, least):
    t = checks.as_numbers("years", years)
    y = np.log(checks.require_positive("prices", prices, "Give prices above zero."))
    if t.ndim != 1 or t.shape != y.shape or t.size < least or np.ptp(t) == 0:
        raise ValueError(f"years and prices have shapes {t.shape} and {y.shape}: a trend needs {least} points or more, at different times, one price each.")
    return t, y


def fit(years, prices, level=0.9) -> Trend:
    r"""Fit an exponential decline by least squares of the logarithm on time.

    Parameters
    ----------
    years : array_like, shape (n,)
        Times, years; at least three.
    prices : array_like, shape (n,)
        Above zero.
    level : float, optional
        Coverage of the interval, 90 % by default.

    Returns
    -------
    Trend
        ``factor`` is :math:`e^{-b}` for :math:`\ln p = a + b\,t`; its interval is that of Student's t with n − 2 degrees.

    Raises
    ------
    ValueError

    Notes
    -----
    With times in days over 365 this is the fit of Epoch AI's “LLM inference prices have fallen rapidly but unequally”.
    """
    t, y = _series(years, prices, 3)
    centred = t - t.mean()
    slope = centred @ y / (centred @ centred)
    residual = y - y.mean() - slope * centred
    spread = np.sum((y - y.mean()) ** 2)
    dof = t.size - 2
    error = np.sqrt(residual @ residual / dof / (centred @ centred))
    return _trend(slope, error, dof, 1 - residual @ residual / spread if spread > 0 else 1.0, t.size, level)


def within_groups(years, prices, groups, level=0.9) -> Trend:
    r"""Fit one decline to several series at once, each with a level of its own.

    Parameters
    ----------
    years, prices : array_like, shape (n,)
    groups : array_like, shape (n,)
        Which series each price belongs to; a series of one point says nothing and is left out.
    level : float, optional

    Returns
    -------
    Trend
        The common slope; its error allows for errors that go together within a series (clustered, with the correction
        for few series), and its degrees of freedom are the series less one.

    Raises
    ------
    ValueError
        With fewer than two series of two points each.

    Notes
    -----
    The within estimator: both sides less their series' mean. Variance after Liang and Zeger with the usual factor
    :math:`G/(G-1)`.
    """
    t, y = _series(years, prices, 3)
    names = np.asarray(groups)
    if names.shape != t.shape:
        raise ValueError(f"groups has shape {names.shape}, years {t.shape}. Give one series name for each price.")
    kept = [name for name in np.unique(names) if np.ptp(t[names == name]) > 0]
    if len(kept) < 2:
        raise ValueError("fewer than two series have two prices at different times. Fit one series with fit().")
    x, z, owner = (np.concatenate([part[names == name] - (part[names == name].mean()) for name in kept]) for part in (t, y, np.zeros_like(t)))
    owner = np.concatenate([np.full(int(np.sum(names == name)), i) for i, name in enumerate(kept)])
    slope = x @ z / (x @ x)
    residual = z - slope * x
    scores = np.bincount(owner, weights=x * residual)
    count = len(kept)
    error = np.sqrt(count / (count - 1) * np.sum(scores**2)) / (x @ x)
    return _trend(slope, error, count - 1, 1 - residual @ residual / (z @ z) if z @ z > 0 else 1.0, x.size, level)


def lowest_so_far(days, prices, scores, threshold):
    """Return which prices lowered the price of a score, oldest first.

    Parameters
    ----------
    days : array_like, shape (n,)
        Dates as numbers.
    prices : array_like, shape (n,)
    scores : array_like, shape (n,)
        NaN where a model has none.
    threshold : float
        Models at or above it count.

    Returns
    -------
    numpy.ndarray of int
        Indices into the arrays. Of several on one day the cheapest stays.
    """
    when, price = checks.as_numbers("days", days), checks.require_positive("prices", prices)
    score = np.asarray(scores, dtype=float)
    order = np.argsort(when, kind="stable")
    order = order[score[order] >= checks.as_numbers("threshold", threshold)]
    if not order.size:
        return order
    lowest = np.minimum.accumulate(price[order])
    better = np.concatenate([[True], price[order][1:] < lowest[:-1]])
    chosen = order[better]
    last_of_day = np.concatenate([when[chosen][1:] != when[chosen][:-1], [True]])
    return chosen[last_of_day]


def leave_one_out(years, prices):
    """Return the factor a year with each point left out in turn, shape (n,): what one price carries."""
    t, y = _series(years, prices, 4)
    p = np.exp(y)
    return np.array([fit(np.delete(t, i), np.delete(p, i)).factor for i in range(t.size)])


def windows(years, prices, least=4):
    """Return the factor a year for every window of consecutive points: arrays of first, last, factor.

    Parameters
    ----------
    years, prices : array_like, shape (n,)
        Oldest first.
    least : int, optional
        Points of the shortest window.

    Returns
    -------
    tuple of numpy.ndarray
    """
    t, y = _series(years, prices, max(int(least), 3))
    pairs = [(i, j) for i in range(t.size) for j in range(i + max(int(least), 3), t.size + 1) if np.ptp(t[i:j]) > 0]
    factors = [fit(t[i:j], np.exp(y[i:j])).factor for i, j in pairs]
    return np.array([i for i, _ in pairs]), np.array([j - 1 for _, j in pairs]), np.array(factors)


def gross_profit_usd(revenue_usd, serving_usd):
    """Return what inference leaves: revenue less the cost of serving (it may be negative)."""
    return checks.require_non_negative("revenue_usd", revenue_usd) - checks.require_non_negative("serving_usd", serving_usd)


def growth_covered(gross_profit_usd, training_before_usd, training_after_usd):
    """Return the share of a rise in training spending that a gross profit pays for.

    Parameters
    ----------
    gross_profit_usd : array_like, USD
    training_before_usd, training_after_usd : array_like, USD

    Returns
    -------
    numpy.ndarray
        Profit over rise; at least 1 where it pays for all of it, infinite where training spending did not rise and the
        profit is not negative.
    """
    profit = checks.as_numbers("gross_profit_usd", gross_profit_usd)
    rise = checks.require_positive("training_after_usd", training_after_usd) - checks.require_positive("training_before_usd", training_before_usd)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(rise > 0, profit / np.where(rise > 0, rise, 1.0), np.where(profit >= 0, np.inf, -np.inf))


def self_funded_growth(gross_profit_usd, training_usd):
    """Return the factor by which training spending can grow next year if it is paid by this year's gross profit alone."""
    return checks.as_numbers("gross_profit_usd", gross_profit_usd) / checks.require_positive("training_usd", training_usd)
