"""Electricity that data centres and other loads add, who is ahead, and when the order changes. Pure: arrays in, arrays out."""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.power.us_demand import grow

__all__ = [
    "two_phase_twh",
    "two_phase_added_twh",
    "added_between_twh",
    "electrolysis_twh",
    "probability_larger",
    "probability_largest",
    "overtaking_year",
    "highest_over_lowest",
    "share_wider",
]


def two_phase_twh(base_twh, growth_before, growth_after, year, base_year=2024.0, turn_year=2030.0):
    """Return demand that grows at one rate up to a turn and at another after it.

    Parameters
    ----------
    base_twh : array_like
        Demand in the base year, not below zero.
    growth_before, growth_after : array_like
        Percent per year up to and after `turn_year`, above -100.
    year : array_like
        Not before `base_year`.
    base_year, turn_year : array_like, optional
        The turn is not before the base year.

    Returns
    -------
    numpy.ndarray
        TWh: :math:`E_0 (1+g_1)^{\\min(y,t)-b} (1+g_2)^{\\max(y-t,0)}`.

    Raises
    ------
    ValueError
        For a year before the base year: this is no history.
    """
    year, base, turn = (checks.as_numbers(n, v) for n, v in (("year", year), ("base_year", base_year), ("turn_year", turn_year)))
    checks.require_non_negative("turn_year - base_year", turn - base, "The turn comes after the base year.")
    checks.require_non_negative("year - base_year", year - base, "Give a year from the base year on; history is in the tables.")
    return grow(grow(base_twh, growth_before, np.minimum(year, turn) - base), growth_after, np.maximum(year - turn, 0.0))


def two_phase_added_twh(base_twh, growth_before, growth_after, year, since=2028.0, base_year=2024.0, turn_year=2030.0):
    """Return what demand adds between two years along `two_phase_twh`.

    Parameters
    ----------
    base_twh, growth_before, growth_after, year, base_year, turn_year
        See `two_phase_twh`.
    since : array_like, optional
        Year from which the addition counts; not before `base_year`.

    Returns
    -------
    numpy.ndarray
        TWh; below zero where demand falls, and where `year` is before `since`.
    """
    path = (base_twh, growth_before, growth_after)
    return two_phase_twh(*path, year, base_year, turn_year) - two_phase_twh(*path, since, base_year, turn_year)


def added_between_twh(year, since, years, *added_twh):
    """Return what a load adds between two years, from its additions since a common base year.

    Parameters
    ----------
    year, since : array_like
        Within `years`.
    years : sequence of float
        The base year and the years of the additions, ascending.
    *added_twh : array_like
        Electricity added since the base year by each later year; straight lines between them. They broadcast against
        `year` and `since`.

    Returns
    -------
    numpy.ndarray
        TWh.

    Raises
    ------
    ValueError
        For years out of order, a number of additions that does not fit them, or a year outside them.
    """
    knots = checks.as_numbers("years", years)
    if knots.ndim != 1 or len(knots) < 2 or np.any(np.diff(knots) <= 0):
        raise ValueError(f"years = {knots.tolist()} must ascend. Give the base year first, then the years of the additions.")
    if len(added_twh) != len(knots) - 1:
        raise ValueError(f"{len(added_twh)} additions for {len(knots) - 1} years after the base year. Give one for each.")
    levels = [np.zeros(()), *(checks.as_numbers(f"added by {y:.0f}", a) for y, a in zip(knots[1:], added_twh, strict=True))]

    def at(name, when):
        when = checks.require_between(name, when, knots[0], knots[-1], remedy="The additions say nothing outside their years.")
        total = 0.0
        for (x0, x1), (y0, y1) in zip(zip(knots[:-1], knots[1:], strict=True), zip(levels[:-1], levels[1:], strict=True), strict=True):
            total = total + (y1 - y0) * np.clip((when - x0) / (x1 - x0), 0.0, 1.0)
        return total

    return at("year", year) - at("since", since)


def electrolysis_twh(hydrogen_mt, electrolysis_kwh_per_kg):
    """Return the electricity that makes hydrogen from water.

    Parameters
    ----------
    hydrogen_mt : array_like
        Hydrogen, million tonnes a year, not below zero.
    electrolysis_kwh_per_kg : array_like
        Above the 33.3 kWh that a kilogram of hydrogen holds (lower heating value).

    Returns
    -------
    numpy.ndarray
        TWh a year; a megatonne at one kilowatt-hour a kilogram is one terawatt-hour.

    Raises
    ------
    ValueError
    """
    mass = checks.require_non_negative("hydrogen_mt", hydrogen_mt)
    rate = checks.require_between(
        "electrolysis_kwh_per_kg", electrolysis_kwh_per_kg, 33.3, np.inf, remedy="No electrolyser uses less energy than its hydrogen holds."
    )
    return mass * rate


def probability_larger(first, second):
    """Return how often one quantity exceeds another, draw by draw, along the last axis.

    Parameters
    ----------
    first, second : array_like, shape (..., draws)

    Returns
    -------
    numpy.ndarray, shape (...)
        Between 0 and 1; equal draws count half.
    """
    gap = checks.as_numbers("first", first) - checks.as_numbers("second", second)
    return (gap > 0).mean(axis=-1) + 0.5 * (gap == 0).mean(axis=-1)


def probability_largest(values):
    """Return how often each of several quantities is the largest, draw by draw.

    Parameters
    ----------
    values : array_like, shape (quantities, ..., draws)

    Returns
    -------
    numpy.ndarray, shape (quantities, ...)
        Sums to one over the first axis; ties are shared.

    Raises
    ------
    ValueError
        For fewer than two quantities.
    """
    values = checks.as_numbers("values", values)
    if values.ndim < 2 or len(values) < 2:
        raise ValueError(f"values have shape {values.shape}: give at least two quantities with their draws.")
    top = values == values.max(axis=0)
    return (top / top.sum(axis=0)).mean(axis=-1)


def overtaking_year(years, first, second):
    """Return the year from which `first` stays ahead of `second` to the end, draw by draw.

    Parameters
    ----------
    years : array_like, shape (years,)
        Ascending.
    first, second : array_like, shape (years, draws)

    Returns
    -------
    numpy.ndarray, shape (draws,)
        First year of the unbroken lead; infinity where `first` is not ahead in the last year.

    Raises
    ------
    ValueError
    """
    years = checks.as_numbers("years", years)
    ahead = checks.as_numbers("first", first) > checks.as_numbers("second", second)
    if ahead.ndim != 2 or len(ahead) != len(years):
        raise ValueError(f"first and second have shape {ahead.shape} for {len(years)} years: give one row a year.")
    lead = np.flip(np.cumprod(np.flip(ahead, axis=0), axis=0), axis=0).sum(axis=0)  # years of the unbroken lead
    return np.where(lead > 0, years[np.clip(len(years) - lead, 0, len(years) - 1)], np.inf)


def highest_over_lowest(values):
    """Return the ratio of the highest of several forecasts to the lowest: their relative spread.

    Parameters
    ----------
    values : array_like, shape (n,)
        Above zero.

    Returns
    -------
    float
        One where there is a single forecast.

    Raises
    ------
    ValueError
    """
    values = checks.require_positive("values", np.atleast_1d(values))
    return float(values.max() / values.min())


def share_wider(before, after):
    """Return in which share of all pairs the later spread is the wider one.

    Parameters
    ----------
    before, after : array_like, shape (n,), (m,)
        Relative spreads up to and after the date.

    Returns
    -------
    float
        Between 0 and 1; equal pairs count half.

    Raises
    ------
    ValueError
        Without at least one of each.
    """
    before, after = np.atleast_1d(checks.as_numbers("before", before)), np.atleast_1d(checks.as_numbers("after", after))
    if not before.size or not after.size:
        raise ValueError("a comparison needs at least one spread up to the date and one after it.")
    gap = after[:, None] - before[None, :]
    return float((gap > 0).mean() + 0.5 * (gap == 0).mean())
