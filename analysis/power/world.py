"""Shares, additions and concentration of electricity demand over regions. Pure: arrays in, arrays out."""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["TWH_PER_EJ", "ej_to_twh", "growth_contributions_percent", "effective_number", "doubling_years"]

TWH_PER_EJ = 1e6 / 3600.0  # definition of the watt-hour: 3600 joules


def ej_to_twh(energy_ej):
    """Turn exajoules into terawatt-hours.

    Parameters
    ----------
    energy_ej : array_like
        Not below zero.

    Returns
    -------
    numpy.ndarray
        :math:`E / 0.0036`.
    """
    return checks.require_non_negative("energy_ej", energy_ej) * TWH_PER_EJ


def growth_contributions_percent(start, end):
    """Return each region's share of the growth of their sum, in percent.

    Parameters
    ----------
    start, end : array_like, shape (regions, ...)
        Demand at both dates, same unit, not below zero.

    Returns
    -------
    numpy.ndarray, shape (regions, ...)
        Sums to 100 over the regions; below zero where a region shrinks.

    Raises
    ------
    ValueError
        When the sum does not grow.
    """
    start, end = checks.require_non_negative("start", start), checks.require_non_negative("end", end)
    change = end - start
    total = checks.require_positive("growth of the sum", change.sum(axis=0), "Contributions to growth need growth.")
    return 100.0 * change / total


def effective_number(values):
    """Return how many equal regions would be as concentrated as these (inverse Herfindahl index).

    Parameters
    ----------
    values : array_like, shape (regions, ...)
        Not below zero, with a sum above zero.

    Returns
    -------
    numpy.ndarray, shape (...)
        :math:`1/\\sum s_i^2` with shares :math:`s_i`; between 1 and the number of regions.

    Raises
    ------
    ValueError
    """
    values = checks.require_non_negative("values", values)
    shares = values / checks.require_positive("sum of values", values.sum(axis=0))
    return 1.0 / (shares**2).sum(axis=0)


def doubling_years(growth_percent):
    """Return the years in which a quantity doubles.

    Parameters
    ----------
    growth_percent : array_like
        Percent per year, above zero.

    Returns
    -------
    numpy.ndarray
        :math:`\\ln 2/\\ln(1+g/100)`.

    Raises
    ------
    ValueError
    """
    growth = checks.require_positive("growth_percent", growth_percent, "Nothing doubles without growth.")
    return np.log(2.0) / np.log1p(growth / 100.0)
