"""From a sum of money to chips, power and operations, and back. Pure: arrays in, arrays out."""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = [
    "SECONDS_PER_YEAR",
    "cost_per_it_watt",
    "it_power_gw",
    "facility_power_gw",
    "cost_per_facility_gw_usd_bn",
    "chips",
    "flop_per_year",
    "it_share",
    "chip_price_for",
    "rank_of",
]

SECONDS_PER_YEAR = 8760.0 * 3600.0


def _positive(**values):
    return tuple(checks.require_positive(name, value) for name, value in values.items())


def cost_per_it_watt(chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it):
    """Return the all-in capital cost of a watt of IT power.

    Parameters
    ----------
    chip_price_usd : array_like
        Price of one accelerator, USD.
    system_cost_factor : array_like
        Cost of all IT equipment per accelerator over the accelerator's own price.
    it_kw_per_gpu : array_like
        IT power per accelerator, kW, its share of servers and network included.
    shell_usd_per_w_it : array_like
        Building, power and cooling, USD per watt of IT.

    Returns
    -------
    numpy.ndarray
        USD per watt of IT: :math:`f\\,p/(1000\\,k) + s`.

    Raises
    ------
    ValueError
        For a value at or below zero, NaN, or what is not a number.

    Examples
    --------
    >>> float(cost_per_it_watt(36000, 1.5, 2.0, 12.0))
    39.0
    """
    price, factor, kw, shell = _positive(
        chip_price_usd=chip_price_usd, system_cost_factor=system_cost_factor, it_kw_per_gpu=it_kw_per_gpu, shell_usd_per_w_it=shell_usd_per_w_it
    )
    return factor * price / (1000.0 * kw) + shell


def it_power_gw(budget_usd, chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it):
    """Return the IT power that a budget builds, GW: the budget over `cost_per_it_watt`."""
    budget = checks.require_non_negative("budget_usd", budget_usd)
    return budget / cost_per_it_watt(chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it) / 1e9


def facility_power_gw(budget_usd, chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it, pue_ai_facility):
    """Return the facility power that a budget builds, GW.

    Parameters
    ----------
    budget_usd : array_like
        USD, not below zero.
    chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it : array_like
        See `cost_per_it_watt`.
    pue_ai_facility : array_like
        Facility over IT power, at least 1.

    Returns
    -------
    numpy.ndarray
        GW at the meter.

    Raises
    ------
    ValueError
    """
    pue = checks.require_between("pue_ai_facility", pue_ai_facility, 1.0, 5.0, remedy="Facility power over IT power is at least 1.")
    return pue * it_power_gw(budget_usd, chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it)


def cost_per_facility_gw_usd_bn(chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it, pue_ai_facility):
    """Return the all-in cost of a gigawatt of facility power, billions of USD."""
    pue = checks.require_between("pue_ai_facility", pue_ai_facility, 1.0, 5.0, remedy="Facility power over IT power is at least 1.")
    return cost_per_it_watt(chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it) / pue


def chips(budget_usd, chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it):
    """Return the accelerators that a budget buys with everything they need around them."""
    kw = checks.require_positive("it_kw_per_gpu", it_kw_per_gpu)
    return 1e6 * it_power_gw(budget_usd, chip_price_usd, system_cost_factor, kw, shell_usd_per_w_it) / kw


def flop_per_year(chips, peak_flop_per_s, utilisation):
    """Return the operations of a year.

    Parameters
    ----------
    chips : array_like
        Accelerators.
    peak_flop_per_s : array_like
        Peak dense FLOP/s of one.
    utilisation : array_like
        Share of the peak that is used, averaged over the year, in [0, 1].

    Returns
    -------
    numpy.ndarray
        FLOP in a year of 365 days.
    """
    number = checks.require_non_negative("chips", chips)
    peak = checks.require_positive("peak_flop_per_s", peak_flop_per_s)
    return number * peak * checks.require_between("utilisation", utilisation, 0.0, 1.0) * SECONDS_PER_YEAR


def it_share(chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it):
    """Return the share of the all-in cost that goes to IT equipment."""
    total = cost_per_it_watt(chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it)
    return 1.0 - checks.as_numbers("shell_usd_per_w_it", shell_usd_per_w_it) / total


def chip_price_for(budget_usd, target_gw, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it, pue_ai_facility):
    """Return the accelerator price at which a budget builds a given facility power (inverse of `facility_power_gw`).

    Returns
    -------
    numpy.ndarray
        USD; zero or below where building and power alone cost more than the budget, so that no price will do.

    Raises
    ------
    ValueError
    """
    budget, target, factor, kw, shell = _positive(
        budget_usd=budget_usd, target_gw=target_gw, system_cost_factor=system_cost_factor, it_kw_per_gpu=it_kw_per_gpu, shell_usd_per_w_it=shell_usd_per_w_it
    )
    pue = checks.require_between("pue_ai_facility", pue_ai_facility, 1.0, 5.0)
    return 1000.0 * kw / factor * (pue * budget / (target * 1e9) - shell)


def rank_of(amount, sizes):
    """Return the rank that an amount would take among sizes: one more than the number that exceed it.

    Parameters
    ----------
    amount : array_like
        In the unit of `sizes`.
    sizes : array_like, shape (n,)

    Returns
    -------
    numpy.ndarray of int
        Shape of `amount`.
    """
    values = np.sort(checks.as_numbers("sizes", sizes).ravel())
    return 1 + values.size - np.searchsorted(values, checks.as_numbers("amount", amount), side="right")
