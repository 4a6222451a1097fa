"""Power, yearly electricity and yearly cost of a fleet of accelerators."""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["HOURS_PER_YEAR", "fleet_power_gw", "fleet_energy_twh", "chip_cost_usd", "fleet_capex_usd", "annual_cost_usd", "gpus_behind_bill"]

HOURS_PER_YEAR = 8760.0


def fleet_power_gw(gpus, it_kw_per_gpu, pue=1.0):
    r"""Return the facility power that a fleet needs at its rating.

    Parameters
    ----------
    gpus : array_like, 1
        Accelerators.
    it_kw_per_gpu : array_like, kW
        Rated IT power per accelerator with its share of server and network.
    pue : array_like, 1
        Facility over IT power, at least 1.

    Returns
    -------
    numpy.ndarray, GW

    Notes
    -----
    :math:`P = n\, p\, \mathrm{PUE}`.
    """
    n = checks.require_non_negative("gpus", gpus)
    power = checks.require_positive("it_kw_per_gpu", it_kw_per_gpu)
    pue = checks.require_between("pue", pue, 1, np.inf, remedy="A facility draws at least what its IT equipment draws.")
    return n * power * pue / 1e6


def fleet_energy_twh(gpus, it_kw_per_gpu, pue=1.0, load_factor=1.0, hours=HOURS_PER_YEAR):
    """Return a fleet's electricity in a year.

    Parameters
    ----------
    gpus, it_kw_per_gpu, pue
        See `fleet_power_gw`.
    load_factor : array_like, 1
        Average over rated power, in (0, 1].
    hours : array_like, hour

    Returns
    -------
    numpy.ndarray, TWh
    """
    load = checks.require_between("load_factor", load_factor, 0, 1, low_open=True, remedy="Give a fraction such as 0.7.")
    return fleet_power_gw(gpus, it_kw_per_gpu, pue) * load * checks.require_positive("hours", hours) / 1e3


def chip_cost_usd(gpus, chip_price_usd):
    """Return what the accelerators alone cost (USD)."""
    return checks.require_non_negative("gpus", gpus) * checks.require_non_negative("chip_price_usd", chip_price_usd)


def fleet_capex_usd(power_gw, usd_per_w):
    """Return what building and equipping the power costs (USD).

    Parameters
    ----------
    power_gw : array_like, GW
        Facility power.
    usd_per_w : array_like, USD/W
        Building, electrical plant, cooling and hardware together.

    Returns
    -------
    numpy.ndarray, USD
    """
    return checks.require_non_negative("power_gw", power_gw) * 1e9 * checks.require_non_negative("usd_per_w", usd_per_w)


def annual_cost_usd(capex_usd, lifetime_years, energy_twh, electricity_usd_per_mwh):
    """Return a year's cost: capital in equal parts over its life, and electricity. No interest, staff or repairs.

    Parameters
    ----------
    capex_usd : array_like, USD
    lifetime_years : array_like, year
    energy_twh : array_like, TWh
    electricity_usd_per_mwh : array_like, USD/MWh

    Returns
    -------
    numpy.ndarray, USD
    """
    capital = checks.require_non_negative("capex_usd", capex_usd) / checks.require_positive("lifetime_years", lifetime_years)
    power = checks.require_non_negative("energy_twh", energy_twh) * 1e6 * checks.require_non_negative("electricity_usd_per_mwh", electricity_usd_per_mwh)
    return capital + power


def gpus_behind_bill(bill_usd, gpu_hour_usd, hours=HOURS_PER_YEAR):
    """Return how many accelerators a yearly bill rents around the clock.

    Parameters
    ----------
    bill_usd : array_like, USD
        Paid in the year.
    gpu_hour_usd : array_like, USD/hour
    hours : array_like, hour

    Returns
    -------
    numpy.ndarray, 1
    """
    price = checks.require_positive("gpu_hour_usd", gpu_hour_usd)
    return checks.require_non_negative("bill_usd", bill_usd) / (price * checks.require_positive("hours", hours))
