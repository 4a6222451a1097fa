"""The grid as planners meet it: peak against average, firm capacity, headroom for flexible loads, and the pipeline.

Pure: arrays in, arrays out.
"""

from __future__ import annotations

import numpy as np
from scipy.interpolate import PchipInterpolator

from analysis import checks

__all__ = [
    "HOURS",
    "load_factor",
    "peak_gw",
    "installed_capacity_gw",
    "capacity_of_kind_gw",
    "headroom_gw",
    "curtailment_percent",
    "power_law",
    "full_load_hours",
    "funnel_gw",
    "pace_gw",
    "hazard",
    "chain_share",
    "energised_from_stages_gw",
    "reachable_energy_twh",
    "stopped_share_at",
    "capacity_cost_usd_per_mwh",
    "done_by",
]

HOURS = 8760.0  # hours in a year of 365 days


def load_factor(energy_twh, peak_gw, hours=HOURS):
    """Return average load over peak load.

    Parameters
    ----------
    energy_twh : array_like
        Energy of the period, TWh.
    peak_gw : array_like
        Highest load of the period, GW, above zero.
    hours : array_like, optional
        Length of the period.

    Returns
    -------
    numpy.ndarray
        Fraction, broadcast shape: :math:`1000\\,E/(h\\,P)`.

    Raises
    ------
    ValueError
        When the average comes out above the peak by more than rounding of the source explains (two per cent).
    """
    energy = checks.require_non_negative("energy_twh", energy_twh, "Give TWh in the period.")
    peak = checks.require_positive("peak_gw", peak_gw, "Give the highest load, GW.")
    factor = 1000.0 * energy / (checks.require_positive("hours", hours) * peak)
    return checks.require_between("load factor", factor, 0.0, 1.02, remedy="The average cannot exceed the peak: check energy, peak and hours.")


def peak_gw(energy_twh, load_factor, hours=HOURS):
    """Return the peak behind a period's energy (inverse of `load_factor`), GW, broadcast shape.

    Parameters
    ----------
    energy_twh : array_like
        TWh, not below zero.
    load_factor : array_like
        Average over peak, in (0, 1].
    hours : array_like, optional

    Raises
    ------
    ValueError
        For a load factor of 0 or above 1.
    """
    energy = checks.require_non_negative("energy_twh", energy_twh, "Give TWh in the period.")
    factor = checks.require_between("load_factor", load_factor, 0.0, 1.0, low_open=True, remedy="Give average load over peak, such as 0.63.")
    return 1000.0 * energy / (checks.require_positive("hours", hours) * factor)


def installed_capacity_gw(peak_gw, reserve_margin):
    """Return the installed capacity that a peak calls for: :math:`P(1+m)`.

    Parameters
    ----------
    peak_gw : array_like
        GW.
    reserve_margin : array_like
        Installed reserve margin as a fraction of the peak, in [0, 1].

    Returns
    -------
    numpy.ndarray
        GW of plants of the fleet's average dependability, broadcast shape.

    Notes
    -----
    PJM states its margin on installed capacity (18–20 % in its last auctions).
    """
    peak = checks.require_non_negative("peak_gw", peak_gw, "Give GW.")
    margin = checks.require_between("reserve_margin", reserve_margin, 0.0, 1.0, remedy="Give a fraction of the peak, such as 0.19.")
    return peak * (1.0 + margin)


def capacity_of_kind_gw(installed_gw, fleet_accreditation, credit):
    """Return how much of one kind of plant stands in for average plants.

    Parameters
    ----------
    installed_gw : array_like
        Installed capacity of average dependability, GW.
    fleet_accreditation : array_like
        Accredited over installed capacity of the fleet, in (0, 1].
    credit : array_like
        Accredited over installed capacity of the new kind, in (0, 1].

    Returns
    -------
    numpy.ndarray
        GW, broadcast shape: :math:`C\\,a/c`.
    """
    installed = checks.require_non_negative("installed_gw", installed_gw, "Give GW.")
    fleet = checks.require_between("fleet_accreditation", fleet_accreditation, 0.0, 1.0, low_open=True)
    credit = checks.require_between("credit", credit, 0.0, 1.0, low_open=True, remedy="A plant without capacity credit cannot carry a firm load.")
    return installed * fleet / credit


def _points(curtailment_points, headroom_points):
    x = checks.require_positive("curtailment_points", curtailment_points)
    y = checks.require_positive("headroom_points", headroom_points)
    if x.ndim != 1 or x.shape != y.shape or x.size < 2:
        raise ValueError("curtailment_points and headroom_points must be two lists of the same length, of two points or more.")
    if np.any(np.diff(x) <= 0) or np.any(np.diff(y) <= 0):
        raise ValueError("headroom must rise with curtailment: sort the points, and drop doubles.")
    return x, y


def headroom_gw(curtailment, curtailment_points, headroom_points):
    """Return the new load that a system can carry if the load gives up a share of its energy.

    Monotone (PCHIP) interpolation of published points in the logarithms of both; nothing is extrapolated.

    Parameters
    ----------
    curtailment : array_like
        Percent of the new load's yearly energy, within the published points.
    curtailment_points, headroom_points : array_like, shape (n,)
        Published points, percent and GW, both rising.

    Returns
    -------
    numpy.ndarray
        GW, shape of `curtailment`.

    Raises
    ------
    ValueError
        Outside the published points, or for points that do not rise.

    Notes
    -----
    Points of Norris et al. (2025): the flexibility of a load against the headroom of 22 US balancing authorities.
    """
    x, y = _points(curtailment_points, headroom_points)
    at = checks.require_between("curtailment", curtailment, x[0], x[-1], remedy="The study ends there; nothing is extrapolated.")
    return np.exp(PchipInterpolator(np.log(x), np.log(y))(np.log(at)))


def curtailment_percent(new_load_gw, curtailment_points, headroom_points):
    """Return the share of its energy that a new load must give up to fit (inverse of `headroom_gw`).

    Loads below the first published point return that point's curtailment, an upper bound; loads above the last one NaN.

    Parameters
    ----------
    new_load_gw : array_like
        GW, above zero.
    curtailment_points, headroom_points : array_like, shape (n,)

    Returns
    -------
    numpy.ndarray
        Percent, shape of `new_load_gw`.
    """
    x, y = _points(curtailment_points, headroom_points)
    load = checks.require_positive("new_load_gw", new_load_gw, "Give GW.")
    # the inverse of a monotone curve, read off a fine grid of it: exact to 1e-6 of a percent
    grid = np.linspace(np.log(x[0]), np.log(x[-1]), 20_001)
    curve = PchipInterpolator(np.log(x), np.log(y))(grid)
    answer = np.exp(np.interp(np.log(load), curve, grid))
    return np.where(load > y[-1], np.nan, answer)


def power_law(x, y):
    """Fit :math:`y = a x^b` by least squares in the logarithms.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Above zero, two points or more.

    Returns
    -------
    tuple of float
        ``a`` and ``b``.
    """
    x, y = checks.require_positive("x", x), checks.require_positive("y", y)
    if x.size < 2 or np.ptp(x) == 0:
        raise ValueError("a power law needs two different points or more.")
    slope, start = np.polyfit(np.log(x), np.log(y), 1)
    return float(np.exp(start)), float(slope)


def full_load_hours(curtailment, hours=HOURS):
    """Return the hours of full stop that give up the same energy as a curtailment in percent."""
    return checks.require_between("curtailment", curtailment, 0.0, 100.0, remedy="Give percent of the year's energy.") / 100.0 * hours


def funnel_gw(energised_gw, agreement_gw, application_gw, inquiry_gw, agreement, application, inquiry):
    """Return the connection capacity that a pipeline leads to, stage by stage.

    Parameters
    ----------
    energised_gw, agreement_gw, application_gw, inquiry_gw : array_like
        GW at each stage; what is energised counts whole.
    agreement, application, inquiry : array_like
        Share of each stage that is realised; values outside [0, 1] are cut off there.

    Returns
    -------
    numpy.ndarray
        GW, broadcast shape.
    """
    total = checks.require_non_negative("energised_gw", energised_gw)
    for name, stock, share in (
        ("agreement_gw", agreement_gw, agreement),
        ("application_gw", application_gw, application),
        ("inquiry_gw", inquiry_gw, inquiry),
    ):
        total = total + checks.require_non_negative(name, stock) * np.clip(checks.as_numbers("share realised", share), 0.0, 1.0)
    return total


def pace_gw(stock_gw, yearly_gw, years):
    """Return a stock after `years` of additions at a steady pace, GW, broadcast shape."""
    stock = checks.require_non_negative("stock_gw", stock_gw)
    return stock + checks.as_numbers("yearly_gw", yearly_gw) * checks.require_non_negative("years", years)


def hazard(flow_gw, stock_gw, months):
    """Return the monthly chance of leaving a stage: what left it, over months and the mean stock.

    Parameters
    ----------
    flow_gw : array_like
        What left the stage in the period, GW.
    stock_gw : array_like
        Mean stock of the stage, GW, above zero.
    months : array_like
        Length of the period, above zero.

    Returns
    -------
    numpy.ndarray
        Per month, in [0, 1].
    """
    rate = checks.require_non_negative("flow_gw", flow_gw) / checks.require_positive("stock_gw", stock_gw) / checks.require_positive("months", months)
    return checks.require_between("hazard", rate, 0.0, 1.0, remedy="More left the stage than was in it: check flow and stock.")


def chain_share(hazards, months):
    """Return the share that has passed every stage of a chain after `months`.

    Parameters
    ----------
    hazards : array_like, shape (k,)
        Monthly chance of passing each stage, in order.
    months : int

    Returns
    -------
    float
        Share in the last state of a Markov chain that starts before the first stage, nothing being cancelled: an upper
        bound where projects are withdrawn. For one stage :math:`1-(1-h)^n`.
    """
    h = checks.require_between("hazards", hazards, 0.0, 1.0)
    if h.ndim != 1 or h.size == 0:
        raise ValueError("hazards must be a list of one stage or more.")
    if int(months) != months or months < 0:
        raise ValueError(f"months = {months!r} is not a whole number of months, 0 or more.")
    move = np.diag(np.append(1.0 - h, 1.0)) + np.diag(h, 1)
    return float(np.linalg.matrix_power(move, int(months))[0, -1])


def energised_from_stages_gw(stocks_gw, shares):
    """Return the sum of stocks times the share of each that is reached, GW."""
    stocks = checks.require_non_negative("stocks_gw", stocks_gw)
    return np.sum(stocks * checks.require_between("shares", shares, 0.0, 1.0), axis=-1)


def reachable_energy_twh(base_twh, pipeline_gw, stopped_share, utilisation, hours=HOURS):
    """Return the yearly energy when a pipeline is added to a base and a share of it never comes.

    Parameters
    ----------
    base_twh : array_like
        Energy of today's fleet, TWh.
    pipeline_gw : array_like
        Connection capacity to be added, GW.
    stopped_share : array_like
        Share of the pipeline cancelled or late, in [0, 1].
    utilisation : array_like
        Average load over connection capacity, in (0, 1].
    hours : array_like, optional

    Returns
    -------
    numpy.ndarray
        TWh, broadcast shape: :math:`E_0 + G(1-s)\\,u\\,h/1000`.
    """
    base = checks.require_non_negative("base_twh", base_twh)
    gw = checks.require_non_negative("pipeline_gw", pipeline_gw)
    kept = 1.0 - checks.require_between("stopped_share", stopped_share, 0.0, 1.0, remedy="Give a fraction of the pipeline.")
    u = checks.require_between("utilisation", utilisation, 0.0, 1.0, low_open=True, remedy="Give a fraction such as 0.5.")
    return base + gw * kept * u * checks.require_positive("hours", hours) / 1000.0


def stopped_share_at(target_twh, base_twh, pipeline_gw, utilisation, hours=HOURS):
    """Return the share of a pipeline whose stop puts a target just out of reach.

    Below zero: out of reach even if nothing stops. Above one: reached without the pipeline.

    Parameters
    ----------
    target_twh, base_twh : array_like
        TWh.
    pipeline_gw : array_like
        GW, above zero.
    utilisation : array_like
        In (0, 1].

    Returns
    -------
    numpy.ndarray
        :math:`1 - (E^*-E_0)\\,1000/(G\\,u\\,h)`, broadcast shape.
    """
    gw = checks.require_positive("pipeline_gw", pipeline_gw)
    u = checks.require_between("utilisation", utilisation, 0.0, 1.0, low_open=True)
    need = checks.require_non_negative("target_twh", target_twh) - checks.require_non_negative("base_twh", base_twh)
    return 1.0 - 1000.0 * need / (gw * u * checks.require_positive("hours", hours))


def capacity_cost_usd_per_mwh(price_usd_per_mw_day, load_factor):
    """Return what a capacity price adds to each MWh of a load.

    Parameters
    ----------
    price_usd_per_mw_day : array_like
        Capacity price.
    load_factor : array_like
        Average over peak of the load, in (0, 1].

    Returns
    -------
    numpy.ndarray
        USD per MWh: :math:`p/(24\\,f)`; the reserve margin a load also pays for is left out.
    """
    price = checks.require_non_negative("price_usd_per_mw_day", price_usd_per_mw_day)
    return price / (24.0 * checks.require_between("load_factor", load_factor, 0.0, 1.0, low_open=True))


def done_by(start_year, lead_time_years, year):
    """Return whether what is ordered at `start_year` stands by the end of `year` (1 or 0), broadcast shape."""
    start = checks.as_numbers("start_year", start_year)
    return (start + checks.require_non_negative("lead_time_years", lead_time_years) <= checks.as_numbers("year", year) + 1.0).astype(float)
