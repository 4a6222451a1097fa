"""Between the energy of a year and the capacity behind it. Pure: arrays in, arrays out."""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["HOURS", "capacity_gw", "energy_twh", "average_load_gw", "implied_utilisation", "utilisation_interval", "printed_ends_agree"]

HOURS = 8760.0  # hours in a year of 365 days

_UTILISATION = "Give a fraction such as 0.5: average load over capacity, above 0 and at most 1."


def _utilisation(value):
    return checks.require_between("utilisation", value, 0.0, 1.0, low_open=True, remedy=_UTILISATION)


def _hours(value):
    return checks.require_between("hours", value, 0.0, 8784.0, low_open=True, remedy="A year has 8,760 hours, a leap year 8,784.")


def capacity_gw(energy_twh, utilisation, hours=HOURS):
    """Return the capacity behind a year's energy.

    Parameters
    ----------
    energy_twh : array_like
        Electricity of the year, TWh, not below zero.
    utilisation : array_like
        Average load over capacity, in (0, 1]. Which capacity (grid connection, nominal size, peak load) is the
        caller's to say: the result is of the same kind.
    hours : array_like, optional
        Hours of the period.

    Returns
    -------
    numpy.ndarray
        GW, broadcast shape: :math:`1000\\,E/(h\\,u)`.

    Raises
    ------
    ValueError
        For a utilisation of 0 or above 1, NaN, a negative energy, or what is not a number.

    Notes
    -----
    The conversion of LBNL-2001637 (325–580 TWh at 50 % to 74–132 GW).

    Examples
    --------
    >>> float(round(capacity_gw(580, 0.5), 1))
    132.4
    """
    energy = checks.require_non_negative("energy_twh", energy_twh, "Give TWh in the year.")
    return 1000.0 * energy / (_hours(hours) * _utilisation(utilisation))


def energy_twh(capacity_gw, utilisation, hours=HOURS):
    """Return a year's energy from a capacity (inverse of `capacity_gw`).

    Parameters
    ----------
    capacity_gw : array_like
        GW, not below zero.
    utilisation : array_like
        Average load over that capacity, in (0, 1].
    hours : array_like, optional
        Hours of the period.

    Returns
    -------
    numpy.ndarray
        TWh, broadcast shape: :math:`C\\,h\\,u/1000`.

    Raises
    ------
    ValueError
        As `capacity_gw`.

    Examples
    --------
    >>> float(energy_twh(148, 0.5))
    648.24
    """
    capacity = checks.require_non_negative("capacity_gw", capacity_gw, "Give GW.")
    return capacity * _hours(hours) * _utilisation(utilisation) / 1000.0


def average_load_gw(energy_twh, hours=HOURS):
    """Return the average load of a year's energy, GW: capacity at full utilisation."""
    return capacity_gw(energy_twh, 1.0, hours)


def implied_utilisation(energy_twh, capacity_gw, hours=HOURS):
    """Return the utilisation that a printed energy and a printed capacity imply.

    Parameters
    ----------
    energy_twh : array_like
        TWh, not below zero.
    capacity_gw : array_like
        GW, above zero.
    hours : array_like, optional

    Returns
    -------
    numpy.ndarray
        Fraction. It may exceed 1, which says that the two figures cannot be of the same thing.

    Raises
    ------
    ValueError
    """
    energy = checks.require_non_negative("energy_twh", energy_twh, "Give TWh in the year.")
    capacity = checks.require_positive("capacity_gw", capacity_gw, "Give GW.")
    return 1000.0 * energy / (_hours(hours) * capacity)


def utilisation_interval(energy_twh, printed_gw, half_digit=0.5, hours=HOURS):
    """Return the utilisations that round to a printed capacity.

    Parameters
    ----------
    energy_twh : array_like
        TWh.
    printed_gw : array_like
        The capacity as printed, GW.
    half_digit : array_like, optional
        Half the last printed digit, GW.
    hours : array_like, optional

    Returns
    -------
    tuple of numpy.ndarray
        Lowest and highest utilisation.
    """
    printed = checks.require_positive("printed_gw", printed_gw)
    half = checks.require_non_negative("half_digit", half_digit)
    return implied_utilisation(energy_twh, printed + half, hours), implied_utilisation(energy_twh, printed - half, hours)


def printed_ends_agree(energy_low_twh, energy_high_twh, gw_low, gw_high, half_digit=0.5, hours=HOURS):
    """Return the utilisations at which both ends of a printed range come out as printed.

    Parameters
    ----------
    energy_low_twh, energy_high_twh : float
        The range of energy, TWh.
    gw_low, gw_high : float
        The range of capacity as printed, GW.
    half_digit : float, optional
        Half the last printed digit, GW.
    hours : float, optional

    Returns
    -------
    tuple of (float, float)
        Lowest and highest utilisation that serve both ends; NaN twice where none does, so that the two ends would
        rest on different assumptions.
    """
    low = utilisation_interval(energy_low_twh, gw_low, half_digit, hours)
    high = utilisation_interval(energy_high_twh, gw_high, half_digit, hours)
    bottom, top = max(float(low[0]), float(high[0])), min(float(low[1]), float(high[1]))
    return (bottom, top) if bottom <= top else (float(np.nan), float(np.nan))
