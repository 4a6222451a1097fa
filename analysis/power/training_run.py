"""Power and energy of a training run, from its compute; the trend of power, and how it is carried forward.

The chain is one line of arithmetic: compute over time gives the throughput that has to be sustained, throughput gives
chips, chips give power. Turned round, a limit on power gives the largest run that fits under it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from analysis import checks

__all__ = [
    "SECONDS_PER_DAY",
    "chips_needed",
    "power_of_chips_mw",
    "training_power_mw",
    "training_energy_gwh",
    "largest_flop",
    "running_rank",
    "GrowthFit",
    "fit_growth",
    "year_when_reached",
    "share_of_average_load",
]

SECONDS_PER_DAY = 86_400.0


def chips_needed(training_flop, days, flop_per_s_chip, utilisation):
    r"""Return the chips that finish a run in time.

    Parameters
    ----------
    training_flop : array_like, FLOP
    days : array_like, day
        Wall-clock length of the run.
    flop_per_s_chip : array_like, FLOP/s
        Dense throughput of one chip at the precision used.
    utilisation : array_like, 1
        Model FLOP utilisation, in (0, 1].

    Returns
    -------
    numpy.ndarray, chips

    Notes
    -----
    :math:`n = F / (86400\, d\, f\, u)`.
    """
    flop = checks.require_positive("training_flop", training_flop)
    days = checks.require_positive("days", days, "Give the length of the run in days.")
    speed = checks.require_positive("flop_per_s_chip", flop_per_s_chip)
    used = checks.require_between("utilisation", utilisation, 0, 1, low_open=True, remedy="Give a fraction such as 0.4.")
    return flop / (SECONDS_PER_DAY * days * speed * used)


def power_of_chips_mw(chips, chip_power_w, server_overhead=1.0, pue=1.0, power_share=1.0):
    r"""Return the facility power of a number of chips.

    Parameters
    ----------
    chips : array_like, 1
    chip_power_w : array_like, W
        Rated power of one chip.
    server_overhead : array_like, 1
        Rated server power over rated chip power, at least 1.
    pue : array_like, 1
        Facility over IT power, at least 1.
    power_share : array_like, 1
        Drawn over rated power, in (0, 1]; 1 gives the peak to be provided for.

    Returns
    -------
    numpy.ndarray, MW

    Notes
    -----
    :math:`P = n\, p\, o\, \mathrm{PUE}\, s`, as in Epoch AI's data on AI supercomputers with :math:`s = 1`.
    """
    chips = checks.require_non_negative("chips", chips)
    power = checks.require_positive("chip_power_w", chip_power_w)
    overhead = checks.require_between("server_overhead", server_overhead, 1, np.inf, remedy="A server draws at least what its chips draw.")
    pue = checks.require_between("pue", pue, 1, np.inf, remedy="A facility draws at least what its IT equipment draws.")
    share = checks.require_between("power_share", power_share, 0, 1, low_open=True, remedy="Give a fraction such as 0.8.")
    return chips * power * overhead * pue * share / 1e6


def training_power_mw(training_flop, days, flop_per_s_chip, utilisation, chip_power_w, server_overhead=1.0, pue=1.0, power_share=1.0):
    r"""Return the facility power of a training run.

    Parameters
    ----------
    training_flop, days, flop_per_s_chip, utilisation
        See `chips_needed`.
    chip_power_w, server_overhead, pue, power_share
        See `power_of_chips_mw`.

    Returns
    -------
    numpy.ndarray, MW

    Notes
    -----
    :math:`P = \frac{F}{86400\, d\, f\, u}\, p\, o\, \mathrm{PUE}\, s`: proportional to compute, inverse in length.
    """
    return power_of_chips_mw(chips_needed(training_flop, days, flop_per_s_chip, utilisation), chip_power_w, server_overhead, pue, power_share)


def training_energy_gwh(training_flop, flop_per_s_chip, utilisation, chip_power_w, server_overhead=1.0, pue=1.0, power_share=1.0):
    """Return the electricity of a training run; its length cancels.

    Parameters
    ----------
    training_flop, flop_per_s_chip, utilisation
        See `chips_needed`.
    chip_power_w, server_overhead, pue, power_share
        See `power_of_chips_mw`.

    Returns
    -------
    numpy.ndarray, GWh
    """
    power = training_power_mw(training_flop, 1.0, flop_per_s_chip, utilisation, chip_power_w, server_overhead, pue, power_share)
    return power * 24.0 / 1e3


def largest_flop(power_mw, days, flop_per_s_chip, utilisation, chip_power_w, server_overhead=1.0, pue=1.0, power_share=1.0):
    """Return the largest training run that a power limit allows: the inverse of `training_power_mw`.

    Parameters
    ----------
    power_mw : array_like, MW
        Facility power at hand.
    days, flop_per_s_chip, utilisation, chip_power_w, server_overhead, pue, power_share
        See `training_power_mw`.

    Returns
    -------
    numpy.ndarray, FLOP
    """
    limit = checks.require_positive("power_mw", power_mw)
    return limit / training_power_mw(1.0, days, flop_per_s_chip, utilisation, chip_power_w, server_overhead, pue, power_share)


def running_rank(date_ordinal, value):
    """Rank each item among all items up to its own date, largest first.

    Parameters
    ----------
    date_ordinal : array_like, shape (n,)
        Dates as numbers; items of one day see each other.
    value : array_like, shape (n,)

    Returns
    -------
    numpy.ndarray of int, shape (n,)
        One for a record at its date. Ties share the better rank.
    """
    date = checks.as_numbers("date_ordinal", date_ordinal)
    value = checks.as_numbers("value", value)
    if date.shape != value.shape or date.ndim != 1:
        raise ValueError(f"date_ordinal and value have shapes {date.shape} and {value.shape}. Give two lists of one length.")
    earlier = date[None, :] <= date[:, None]
    return (earlier & (value[None, :] > value[:, None])).sum(axis=1) + 1


class GrowthFit(NamedTuple):
    """A straight line through logarithms, with what is needed for its ranges."""

    intercept: float  # ln(value) at `centre`
    slope: float  # ln per year
    centre: float  # mean year
    scatter: float  # residual standard deviation of ln(value)
    spread: float  # sum of squared deviations of the year
    n: int

    @property
    def growth(self) -> float:
        """Factor per year."""
        return float(np.exp(self.slope))

    def growth_draws(self, z) -> np.ndarray:
        """Turn standard normal deviates into draws of the yearly factor (Student's t with n - 2 degrees)."""
        t = stats.t.ppf(stats.norm.cdf(np.asarray(z, dtype=float)), self.n - 2)
        return np.exp(self.slope + t * self.scatter / np.sqrt(self.spread))

    def growth_interval(self, level: float = 0.90) -> tuple[float, float]:
        """Return the ends of the interval of the yearly factor."""
        t = stats.t.ppf(0.5 + level / 2, self.n - 2) * self.scatter / np.sqrt(self.spread)
        return float(np.exp(self.slope - t)), float(np.exp(self.slope + t))

    def at(self, year) -> np.ndarray:
        """Return the line's value at a year."""
        return np.exp(self.intercept + self.slope * (np.asarray(year, dtype=float) - self.centre))

    def band(self, year, level: float = 0.90) -> tuple[np.ndarray, np.ndarray]:
        """Return the interval of the line itself (not of single points) at a year."""
        year = np.asarray(year, dtype=float)
        se = self.scatter * np.sqrt(1 / self.n + (year - self.centre) ** 2 / self.spread)
        t = stats.t.ppf(0.5 + level / 2, self.n - 2)
        line = self.intercept + self.slope * (year - self.centre)
        return np.exp(line - t * se), np.exp(line + t * se)


def fit_growth(year, value) -> GrowthFit:
    r"""Fit exponential growth by least squares on logarithms.

    Parameters
    ----------
    year : array_like, shape (n,)
        Decimal years, at least three and not all the same.
    value : array_like, shape (n,)
        Positive.

    Returns
    -------
    GrowthFit

    Raises
    ------
    ValueError
        For fewer than three points, a single year, or a value that is not positive.

    Notes
    -----
    :math:`\ln v = a + b\,(t - \bar t) + e`; the yearly factor is :math:`e^b`.
    """
    year = checks.as_numbers("year", year)
    log = np.log(checks.require_positive("value", value))
    if year.shape != log.shape or year.ndim != 1 or year.size < 3:
        raise ValueError(f"fit_growth needs two lists of one length, three or more points; got shapes {year.shape} and {log.shape}.")
    centre = year.mean()
    spread = float(((year - centre) ** 2).sum())
    if spread <= 0:
        raise ValueError(f"year = {year[0]:g} for all points: growth needs at least two different years.")
    slope = float(((year - centre) * log).sum() / spread)
    residual = log - log.mean() - slope * (year - centre)
    scatter = float(np.sqrt((residual**2).sum() / (year.size - 2)))
    return GrowthFit(float(log.mean()), slope, float(centre), scatter, spread, int(year.size))


def year_when_reached(start_year, start_value, growth, target):
    """Return the year in which steady growth reaches a target.

    Parameters
    ----------
    start_year : array_like, year
    start_value, target : array_like
        Positive, one unit.
    growth : array_like, 1
        Factor per year, above 1.

    Returns
    -------
    numpy.ndarray, year
    """
    start = checks.require_positive("start_value", start_value)
    goal = checks.require_positive("target", target)
    factor = checks.require_between("growth", growth, 1, np.inf, low_open=True, remedy="Only growth reaches a higher target.")
    return checks.as_numbers("start_year", start_year) + np.log(goal / start) / np.log(factor)


def share_of_average_load(power_mw, electricity_twh, hours=8760.0):
    """Return a site's power as a share of a region's average load.

    Parameters
    ----------
    power_mw : array_like, MW
    electricity_twh : array_like, TWh
        The region's electricity in a year.
    hours : array_like, hour
        Hours of that year.

    Returns
    -------
    numpy.ndarray, 1
    """
    power = checks.require_non_negative("power_mw", power_mw)
    energy = checks.require_positive("electricity_twh", electricity_twh)
    return power * checks.require_positive("hours", hours) / (energy * 1e6)
