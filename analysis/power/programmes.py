"""Announced money, chips and power on one scale, and how much of what was announced exists. Pure."""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.power import hundred_billion

__all__ = ["usd", "chips_on_power", "power_of_chips_mw", "power_of_money_mw", "power_of_shell_mw", "stage_share", "currency_gap", "under_cap"]


def usd(amount_bn, usd_per_unit):
    """Return an amount in US dollars from billions of a currency and the dollars that one unit buys."""
    return 1e9 * checks.require_non_negative("amount_bn", amount_bn) * checks.require_positive("usd_per_unit", usd_per_unit)


def chips_on_power(power_mw, it_kw_per_gpu, pue_ai_facility):
    """Return the accelerators that a facility's power feeds.

    Parameters
    ----------
    power_mw : array_like
        Facility power, MW.
    it_kw_per_gpu : array_like
        IT power per accelerator, kW.
    pue_ai_facility : array_like
        Facility over IT power, at least 1.

    Returns
    -------
    numpy.ndarray
    """
    pue = checks.require_between("pue_ai_facility", pue_ai_facility, 1.0, 5.0)
    return 1000.0 * checks.require_non_negative("power_mw", power_mw) / (checks.require_positive("it_kw_per_gpu", it_kw_per_gpu) * pue)


def power_of_chips_mw(chips, it_kw_per_gpu, pue_ai_facility):
    """Return the facility power of a number of accelerators, MW (inverse of `chips_on_power`)."""
    pue = checks.require_between("pue_ai_facility", pue_ai_facility, 1.0, 5.0)
    return checks.require_non_negative("chips", chips) * checks.require_positive("it_kw_per_gpu", it_kw_per_gpu) * pue / 1000.0


def power_of_money_mw(money_usd, chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it, pue_ai_facility):
    """Return the facility power that a sum builds if it must pay for everything, MW."""
    return 1000.0 * hundred_billion.facility_power_gw(
        money_usd, chip_price_usd, system_cost_factor, it_kw_per_gpu, shell_usd_per_w_it, pue_ai_facility
    )


def power_of_shell_mw(money_usd, shell_usd_per_w_it, pue_ai_facility):
    """Return the facility power that a sum builds if it pays for building, power and cooling but not for computers, MW."""
    pue = checks.require_between("pue_ai_facility", pue_ai_facility, 1.0, 5.0)
    return checks.require_non_negative("money_usd", money_usd) * pue / checks.require_positive("shell_usd_per_w_it", shell_usd_per_w_it) / 1e6


def stage_share(reached, announced):
    """Return the share of what was announced that has reached a later stage.

    Parameters
    ----------
    reached : array_like
        Not below zero, in the unit of `announced`.
    announced : array_like
        Above zero.

    Returns
    -------
    numpy.ndarray
        May exceed 1: more can come than was announced.
    """
    return checks.require_non_negative("reached", reached) / checks.require_positive("announced", announced)


def currency_gap(usd_per_unit):
    """Return the factor between reading a number as US dollars and reading it in another currency."""
    return 1.0 / checks.require_positive("usd_per_unit", usd_per_unit)


def under_cap(chips_per_country, cap):
    """Tell which numbers of chips stay under a cap on a country's imports.

    Returns
    -------
    numpy.ndarray of bool
    """
    return checks.require_non_negative("chips_per_country", chips_per_country) <= np.asarray(checks.require_positive("cap", cap))
