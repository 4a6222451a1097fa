"""Greenhouse gases and water of electricity, from the mix that makes it. Pure: arrays in, arrays out."""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = [
    "LITRES_PER_GALLON",
    "mix_intensity",
    "shift_shares",
    "dirichlet_concentration",
    "dirichlet_shares",
    "emissions_mt",
    "intensity_g_per_kwh",
    "grown_intensity",
    "tipping_intensity",
    "years_to_intensity",
    "fossil_cut_for",
    "litres_per_kwh",
    "water_bl",
    "hydro_factor_for",
    "market_based_share",
]

LITRES_PER_GALLON = 3.785411784  # US liquid gallon, by definition


def mix_intensity(shares, factors):
    """Return the intensity of a mix: the mean of the factors, weighted by the shares.

    Parameters
    ----------
    shares : array_like, shape (..., technologies)
        Shares of electricity in any common unit, not below zero; they are made to sum to one, so that rounding and what
        a source leaves unsplit do no harm.
    factors : array_like, shape (..., technologies)
        Per kilowatt-hour of each technology, in any unit.

    Returns
    -------
    numpy.ndarray
        In the unit of the factors: :math:`\\sum_i s_i f_i / \\sum_i s_i`.

    Raises
    ------
    ValueError
        For a negative share or factor, shares that sum to zero, or shapes that do not fit.
    """
    s = checks.require_non_negative("shares", shares, "A share of electricity cannot be negative.")
    f = checks.require_non_negative("factors", factors)
    total = np.sum(s, axis=-1)
    if np.any(total <= 0):
        raise ValueError("shares sum to 0. Give the share of each technology.")
    try:
        return np.sum(s * f, axis=-1) / total
    except ValueError:
        raise ValueError(f"shares of shape {s.shape} and factors of shape {f.shape} do not fit: one factor for each technology.") from None


def shift_shares(shares, source, target, amount):
    """Return shares after moving electricity from one technology to another.

    Parameters
    ----------
    shares : array_like, shape (technologies,)
    source, target : int
        Positions of the technologies.
    amount : float
        What is moved, in the unit of the shares; no more than the source has.

    Returns
    -------
    numpy.ndarray, shape (technologies,)
    """
    s = checks.require_non_negative("shares", shares).copy()
    checks.require_between("amount", amount, 0.0, float(s[source]), remedy="No more can be moved than is there.")
    s[source] -= amount
    s[target] += amount
    return s


def dirichlet_concentration(shares_by_year):
    """Return how tightly a mix holds from year to year, as the concentration of a Dirichlet distribution.

    Parameters
    ----------
    shares_by_year : array_like, shape (years, technologies)
        Two years or more, in any common unit.

    Returns
    -------
    float
        :math:`\\sum_i m_i(1-m_i) / \\sum_i v_i - 1` with the mean share :math:`m_i` and its variance :math:`v_i` over the
        years: the method of moments. A trend counts as scatter, so that the value errs to the loose side.

    Raises
    ------
    ValueError
        For one year only, or for years that do not differ.
    """
    s = checks.require_non_negative("shares_by_year", shares_by_year)
    if s.ndim != 2 or s.shape[0] < 2:
        raise ValueError("shares_by_year needs two years or more, one row each.")
    s = s / np.sum(s, axis=1, keepdims=True)
    scatter = float(np.sum(np.var(s, axis=0, ddof=1)))
    if scatter <= 0:
        raise ValueError("the years do not differ: no scatter to measure.")
    mean = s.mean(axis=0)
    return float(np.sum(mean * (1.0 - mean)) / scatter - 1.0)


def dirichlet_shares(mean_shares, concentration, draws, seed):
    """Draw mixes around a mean.

    Parameters
    ----------
    mean_shares : array_like, shape (technologies,)
        In any unit; technologies with no share stay without.
    concentration : float
        Above zero: the larger, the closer to the mean.
    draws : int
    seed : int

    Returns
    -------
    numpy.ndarray, shape (draws, technologies)
        Shares that sum to one.
    """
    mean = checks.require_non_negative("mean_shares", mean_shares)
    a = mean / np.sum(mean) * float(checks.require_positive("concentration", concentration))
    gamma = np.random.default_rng(seed).standard_gamma(a, size=(int(draws), a.size))
    return gamma / np.sum(gamma, axis=1, keepdims=True)


def emissions_mt(energy_twh, intensity_g_per_kwh):
    """Return the greenhouse gases of electricity, Mt of CO2 equivalent: :math:`E\\,I/1000`, broadcast shape."""
    energy = checks.require_non_negative("energy_twh", energy_twh, "Give TWh.")
    return energy * checks.require_non_negative("intensity_g_per_kwh", intensity_g_per_kwh, "Give g per kWh.") / 1000.0


def intensity_g_per_kwh(emissions_mt, energy_twh):
    """Return the intensity behind a total (inverse of `emissions_mt`), g/kWh, broadcast shape."""
    total = checks.require_non_negative("emissions_mt", emissions_mt, "Give Mt.")
    return 1000.0 * total / checks.require_positive("energy_twh", energy_twh, "Give TWh.")


def grown_intensity(start, change_percent, years):
    """Return an intensity after years of a steady yearly change in percent (negative: cleaner), broadcast shape."""
    first = checks.require_non_negative("start", start)
    change = checks.require_between("change_percent", change_percent, -100.0, np.inf, remedy="An intensity cannot fall by more than all of itself.")
    return first * (1.0 + change / 100.0) ** checks.require_non_negative("years", years)


def tipping_intensity(energy_now_twh, intensity_now, energy_then_twh):
    """Return the intensity at which a later total equals an earlier one: :math:`I_0 E_0/E_1`, broadcast shape."""
    now = checks.require_non_negative("energy_now_twh", energy_now_twh) * checks.require_non_negative("intensity_now", intensity_now)
    return now / checks.require_positive("energy_then_twh", energy_then_twh)


def years_to_intensity(start, goal, change_percent):
    """Return the years until an intensity falls to a goal at a steady yearly change.

    Parameters
    ----------
    start, goal : array_like
        Above zero.
    change_percent : array_like
        Percent a year, above -100.

    Returns
    -------
    numpy.ndarray
        Years; infinite where the goal lies the other way or nothing changes.
    """
    a, b = checks.require_positive("start", start), checks.require_positive("goal", goal)
    rate = np.log1p(checks.require_between("change_percent", change_percent, -100.0, np.inf, low_open=True) / 100.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        years = np.log(b / a) / rate
    return np.where(np.isfinite(years) & (years >= 0), years, np.where(np.isclose(a, b), 0.0, np.inf))


def fossil_cut_for(intensity_goal, fossil_share, fossil_intensity, clean_intensity):
    """Return the fossil share of a mix of two kinds that has a given intensity, as a fraction of today's.

    Parameters
    ----------
    intensity_goal : array_like
        g/kWh.
    fossil_share : array_like
        Today's share of fossil electricity, in (0, 1].
    fossil_intensity, clean_intensity : array_like
        g/kWh of the two kinds, the fossil one higher.

    Returns
    -------
    numpy.ndarray
        What remains of the fossil share (0: none, 1: all of it), cut off at 0 and unbounded above.
    """
    share = checks.require_between("fossil_share", fossil_share, 0.0, 1.0, low_open=True)
    fossil, clean = checks.as_numbers("fossil_intensity", fossil_intensity), checks.require_non_negative("clean_intensity", clean_intensity)
    if np.any(fossil <= clean):
        raise ValueError("fossil_intensity must be above clean_intensity. Check which is which.")
    needed = (checks.require_non_negative("intensity_goal", intensity_goal) - clean) / (fossil - clean)
    return np.maximum(needed, 0.0) / share


def litres_per_kwh(gallons_per_mwh):
    """Convert US gallons per megawatt-hour to litres per kilowatt-hour."""
    return checks.require_non_negative("gallons_per_mwh", gallons_per_mwh) * LITRES_PER_GALLON / 1000.0


def water_bl(energy_twh, litres_per_kwh):
    """Return water in billions of litres: a litre per kWh over a TWh is a billion litres; broadcast shape."""
    return checks.require_non_negative("energy_twh", energy_twh, "Give TWh.") * checks.require_non_negative("litres_per_kwh", litres_per_kwh)


def hydro_factor_for(total_litres_per_kwh, other_litres_per_kwh, hydro_share):
    """Return the water that each kWh of hydropower must evaporate for a mix to reach a total.

    Parameters
    ----------
    total_litres_per_kwh : array_like
        Water of the whole mix.
    other_litres_per_kwh : array_like
        Part that the other technologies bring (already weighted by their shares).
    hydro_share : array_like
        In (0, 1].

    Returns
    -------
    numpy.ndarray
        Litres per kWh of hydropower; below zero where the others alone exceed the total.
    """
    share = checks.require_between("hydro_share", hydro_share, 0.0, 1.0, low_open=True)
    return (
        checks.require_non_negative("total_litres_per_kwh", total_litres_per_kwh)
        - checks.require_non_negative("other_litres_per_kwh", other_litres_per_kwh)
    ) / share


def market_based_share(location_based, market_based):
    """Return what of a location-based total is left in the market-based one, as a fraction, broadcast shape."""
    return checks.require_non_negative("market_based", market_based) / checks.require_positive("location_based", location_based)
