"""Growth, projection, share and decomposition of a country's data-centre electricity. Pure: arrays in, arrays out."""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = [
    "compound_growth",
    "grow",
    "value_before",
    "interpolate_log",
    "projected_energy_twh",
    "share_percent",
    "projected_share_percent",
    "implied_total_twh",
    "growth_share",
    "growth_share_bounds",
    "growth_accelerates",
    "tipping_middle_twh",
]


def compound_growth(start, end, years):
    """Return compound growth in percent per year.

    Parameters
    ----------
    start, end : array_like
        Values at both ends of the period, same unit, above zero.
    years : array_like
        Length of the period in years, above zero.

    Returns
    -------
    numpy.ndarray
        Percent per year, broadcast shape.

    Raises
    ------
    ValueError
        For values or a length not above zero.

    Notes
    -----
    :math:`100\\,\\left((E_1/E_0)^{1/n} - 1\\right)`.
    """
    start = checks.require_positive("start", start, "Growth needs a value above zero to grow from.")
    end = checks.require_positive("end", end, "Growth needs a value above zero to grow to.")
    years = checks.require_positive("years", years, "Give the period's length in years.")
    return 100.0 * ((end / start) ** (1.0 / years) - 1.0)


def grow(base, growth_percent, years):
    """Return a value after compound growth (inverse of `compound_growth`).

    Parameters
    ----------
    base : array_like
        Value at the start, not below zero.
    growth_percent : array_like
        Percent per year, above -100.
    years : array_like
        Years from the start; may be negative (back in time).

    Returns
    -------
    numpy.ndarray
        Unit of `base`: :math:`E_0 (1 + g/100)^n`.

    Raises
    ------
    ValueError
    """
    base = checks.require_non_negative("base", base)
    growth = checks.require_between(
        "growth_percent", growth_percent, -100.0, np.inf, low_open=True, remedy="Give percent per year, such as 18."
    )
    return base * (1.0 + growth / 100.0) ** checks.as_numbers("years", years)


def value_before(end, growth_percent, years=1.0):
    """Return the value `years` before `end`, from the growth a source prints instead of it.

    Parameters
    ----------
    end : array_like
        Value at the end of the period.
    growth_percent : array_like
        Percent per year over the period.
    years : array_like, optional
        Length of the period.

    Returns
    -------
    numpy.ndarray
        :math:`E_1 (1 + g/100)^{-n}`.
    """
    return grow(end, growth_percent, -checks.as_numbers("years", years))


def interpolate_log(year, year_0, value_0, year_1, value_1):
    """Interpolate at constant growth between two years.

    Parameters
    ----------
    year : array_like
        Between `year_0` and `year_1`, ends included.
    year_0, year_1 : array_like
        Years with known values, the first before the second.
    value_0, value_1 : array_like
        Values above zero.

    Returns
    -------
    numpy.ndarray
        :math:`E_0 (E_1/E_0)^{(y-y_0)/(y_1-y_0)}`.

    Raises
    ------
    ValueError
        For a year outside the two, or years not in order: this is no extrapolation.
    """
    year, year_0, year_1 = (checks.as_numbers(n, v) for n, v in (("year", year), ("year_0", year_0), ("year_1", year_1)))
    checks.require_positive("year_1 - year_0", year_1 - year_0, "Give the earlier year first.")
    weight = checks.require_between(
        "position of year between year_0 and year_1", (year - year_0) / (year_1 - year_0), 0.0, 1.0, remedy="Use grow() to extrapolate."
    )
    value_0 = checks.require_positive("value_0", value_0)
    value_1 = checks.require_positive("value_1", value_1)
    return value_0 * (value_1 / value_0) ** weight


def projected_energy_twh(us_energy_2024, us_energy_growth, us_overhead_2030, years=6.0, overhead_reference=0.36, horizon=6.0):
    """Project data-centre electricity from its newest past year.

    Parameters
    ----------
    us_energy_2024 : array_like
        Electricity in the base year, TWh.
    us_energy_growth : array_like
        Growth per year in percent, along the reference path of PUE.
    us_overhead_2030 : array_like
        Average facility overhead reached after `horizon` years: PUE less one, not below zero.
    years : array_like, optional
        Years after the base year, not below zero.
    overhead_reference : float, optional
        Overhead that `us_energy_growth` already contains.
    horizon : float, optional
        Years after which `us_overhead_2030` is reached; PUE gets there at a constant rate.

    Returns
    -------
    numpy.ndarray
        TWh in the year: :math:`E_0 (1+g)^n \\left((1+o)/(1+o_\\mathrm{ref})\\right)^{n/h}`.

    Raises
    ------
    ValueError
    """
    base = checks.require_non_negative("us_energy_2024", us_energy_2024, "Give TWh.")
    years = checks.require_non_negative("years", years)
    horizon = checks.require_positive("horizon", horizon)
    overhead = checks.require_non_negative("us_overhead_2030", us_overhead_2030, "Overhead is PUE less one, such as 0.36.")
    reference = checks.require_non_negative("overhead_reference", overhead_reference)
    return grow(base, us_energy_growth, years) * ((1.0 + overhead) / (1.0 + reference)) ** (years / horizon)


def share_percent(part_twh, whole_twh):
    """Return a part as a share of the whole, in percent.

    Parameters
    ----------
    part_twh, whole_twh : array_like
        Same unit; the whole above zero, the part between zero and the whole.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    ValueError
    """
    part = checks.require_non_negative("part_twh", part_twh)
    whole = checks.require_positive("whole_twh", whole_twh)
    return 100.0 * checks.require_between("part_twh / whole_twh", part / whole, 0.0, 1.0, remedy="The part is larger than the whole.")


def projected_share_percent(
    us_energy_2024,
    us_energy_growth,
    us_overhead_2030,
    rest_of_us_electricity_growth,
    rest_2024_twh=1.0,
    years=4.0,
    overhead_reference=0.36,
    horizon=6.0,
):
    """Project the share of data centres in a country's electricity.

    The rest of the country's use grows at a rate of its own, so that data centres are counted once, in the part and in
    the whole.

    Parameters
    ----------
    us_energy_2024, us_energy_growth, us_overhead_2030, years, overhead_reference, horizon
        See `projected_energy_twh`.
    rest_of_us_electricity_growth : array_like
        Growth per year of all other electricity, percent.
    rest_2024_twh : array_like
        All other electricity in the base year, TWh.

    Returns
    -------
    numpy.ndarray
        Percent: :math:`100\\,E/(E+R)`.
    """
    energy = projected_energy_twh(us_energy_2024, us_energy_growth, us_overhead_2030, years, overhead_reference, horizon)
    rest = grow(rest_2024_twh, rest_of_us_electricity_growth, years)
    return share_percent(energy, energy + rest)


def implied_total_twh(part_twh, share_percent):
    """Return the whole that a printed part and share imply, TWh.

    Parameters
    ----------
    part_twh : array_like
    share_percent : array_like
        Above 0, up to 100.

    Returns
    -------
    numpy.ndarray
    """
    part = checks.require_non_negative("part_twh", part_twh)
    share = checks.require_between("share_percent", share_percent, 0.0, 100.0, low_open=True)
    return 100.0 * part / share


def growth_share(part_0, part_1, whole_0, whole_1):
    """Return which share of the growth of a whole comes from one part, in percent.

    The decomposition is additive and exact: the part's share and the rest's share sum to 100.

    Parameters
    ----------
    part_0, part_1 : array_like
        The part at the start and at the end.
    whole_0, whole_1 : array_like
        The whole at the start and at the end; it must grow.

    Returns
    -------
    numpy.ndarray
        :math:`100\\,(p_1-p_0)/(w_1-w_0)`; above 100 where the rest shrinks.

    Raises
    ------
    ValueError
        When the whole does not grow.
    """
    part_0, part_1 = checks.require_non_negative("part_0", part_0), checks.require_non_negative("part_1", part_1)
    whole_0, whole_1 = checks.require_non_negative("whole_0", whole_0), checks.require_non_negative("whole_1", whole_1)
    change = checks.require_positive("whole_1 - whole_0", whole_1 - whole_0, "A share of growth needs growth.")
    return 100.0 * (part_1 - part_0) / change


def growth_share_bounds(part_0, part_1, whole_0, whole_1):
    """Return the exact bounds of `growth_share` when its inputs are known as intervals only.

    Parameters
    ----------
    part_0, part_1, whole_0, whole_1 : tuple of (float, float)
        Lower and upper bound of each; the part must grow and the whole too, whatever the values inside.

    Returns
    -------
    tuple of (float, float)
        Percent. The share rises with ``part_1`` and ``whole_0`` and falls with ``part_0`` and ``whole_1``, so the
        bounds are attained at corners.

    Raises
    ------
    ValueError
        For bounds out of order, or a part that could shrink.
    """
    for name, pair in (("part_0", part_0), ("part_1", part_1), ("whole_0", whole_0), ("whole_1", whole_1)):
        checks.require_non_negative(f"upper less lower bound of {name}", pair[1] - pair[0], "Give the lower bound first.")
    checks.require_non_negative("least growth of the part", part_1[0] - part_0[1], "The corners are bounds only if the part grows.")
    low = growth_share(part_0[1], part_1[0], whole_0[0], whole_1[1])
    high = growth_share(part_0[0], part_1[1], whole_0[1], whole_1[0])
    return float(low), float(high)


def growth_accelerates(first, middle, last, years_1, years_2):
    """Return whether compound growth is faster in the second period than in the first.

    Parameters
    ----------
    first, middle, last : array_like
        Values at the three dates, above zero.
    years_1, years_2 : array_like
        Lengths of the two periods.

    Returns
    -------
    numpy.ndarray of bool
    """
    return compound_growth(middle, last, years_2) > compound_growth(first, middle, years_1)


def tipping_middle_twh(first, last, years_1, years_2):
    """Return the middle value at which growth is the same in both periods.

    Parameters
    ----------
    first, last : array_like
        Values at the outer dates, above zero.
    years_1, years_2 : array_like
        Lengths of the two periods.

    Returns
    -------
    numpy.ndarray
        :math:`E_0 (E_2/E_0)^{n_1/(n_1+n_2)}`; a middle value below it means acceleration.
    """
    years_1, years_2 = checks.require_positive("years_1", years_1), checks.require_positive("years_2", years_2)
    return interpolate_log(years_1, 0.0 * years_1, first, years_1 + years_2, last)
