"""Our own count of models above a threshold: a total that grows, the share of its largest run, sizes below it, and models unseen.

A year's training compute follows a log-linear trend fitted to recent years, then a mixture of that trend and the slower growth of
the stock of AI chips. One past year is drawn for each future year, and lends it three things together, so that what belongs together
stays together: how far the total lay from the trend, the share of its largest model, and how many models lay within any number of
orders of magnitude below the largest. The number of models a year therefore saturates at what the past years held, however low the
threshold. Models without a compute estimate are added from the developers who made them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from analysis import checks

__all__ = ["YearRecord", "Record", "Trend", "fit_trend", "draw_trend", "share_above", "known_released", "largest_runs", "unknown_in_stock", "unknown_released"]


@dataclass(frozen=True, eq=False)
class YearRecord:
    """What a dated copy of the model table says of one year.

    Attributes
    ----------
    total_flop, largest_flop : float
        Training compute of all models with an estimate, and of the largest.
    within_oom, models_within : numpy.ndarray
        Orders of magnitude below the largest, rising, and how many models lie within them (the largest counts at 0).
    above, past_known, past_unknown : numpy.ndarray, shape (grid,)
        At each threshold of the record's grid: models with an estimate at or above it; models with and without an estimate by
        developers who had a model at or above it by the end of the year.
    """

    year: int
    total_flop: float
    largest_flop: float
    within_oom: np.ndarray
    models_within: np.ndarray
    above: np.ndarray
    past_known: np.ndarray
    past_unknown: np.ndarray


@dataclass(frozen=True, eq=False)
class Record:
    """A dated copy up to a last year: its thresholds (powers of ten, rising) and its years."""

    log10_grid: np.ndarray
    years: tuple[YearRecord, ...]

    def until(self, last_year: int) -> Record:
        """Return the record without the years after `last_year`."""
        return Record(self.log10_grid, tuple(y for y in self.years if y.year <= last_year))

    def latest(self, count: int) -> tuple[YearRecord, ...]:
        """Return the last `count` years."""
        if len(self.years) < count:
            raise ValueError(f"the record holds {len(self.years)} years, {count} are needed. Start from a later year.")
        return self.years[-count:]

    def at(self, values: np.ndarray, thresholds_flop) -> np.ndarray:
        """Interpolate a year's counts, known on the grid, at other thresholds (linear in the logarithm; none above the grid)."""
        return np.interp(np.log10(thresholds_flop), self.log10_grid, values, right=0.0)


@dataclass(frozen=True, eq=False)
class Trend:
    """Log-linear trend of yearly training compute: value and growth at its last year, with what is needed to draw both."""

    last_year: int
    log_last: float
    log_growth: float
    sigma: float
    residuals: np.ndarray
    degrees: int
    spread: float  # sum of squared deviations of the years


def fit_trend(years, total_flop) -> Trend:
    """Fit the growth of yearly training compute by least squares on logarithms.

    Parameters
    ----------
    years, total_flop : array_like
        At least four years.

    Returns
    -------
    Trend
    """
    x = checks.as_numbers("years", years)
    y = np.log(checks.require_positive("total_flop", total_flop))
    if len(x) < 4:
        raise ValueError(f"years = {x.tolist()}: a trend needs at least four years. Take a longer window.")
    centred = x - x.mean()
    spread = float(np.sum(centred**2))
    growth = float(np.sum(centred * y) / spread)
    residuals = y - y.mean() - growth * centred
    degrees = len(x) - 2
    return Trend(int(x[-1]), float(y.mean() + growth * centred[-1]), growth, float(np.sqrt(np.sum(residuals**2) / degrees)), residuals, degrees, spread)


def draw_trend(rng: np.random.Generator, trend: Trend, draws: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw the trend's level at its last year and its slope, with the errors of the fit (Student's t).

    Parameters
    ----------
    rng : numpy.random.Generator
    trend : Trend
    draws : int

    Returns
    -------
    log_level, log_growth : numpy.ndarray, shape (draws,)
    """
    scale = trend.sigma / np.sqrt(rng.chisquare(trend.degrees, draws) / trend.degrees)
    growth = trend.log_growth + scale / np.sqrt(trend.spread) * rng.standard_normal(draws)
    count = trend.degrees + 2
    half = (count - 1) / 2  # from the middle of the window, where the two errors are independent, to its last year
    level = trend.log_last - trend.log_growth * half + scale / np.sqrt(count) * rng.standard_normal(draws) + growth * half
    return level, growth


def largest_runs(rng: np.random.Generator, trend: Trend, log_level, log_growth, years, record_years: tuple[YearRecord, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Draw the largest model of future years and the past year that each of them resembles.

    Parameters
    ----------
    rng : numpy.random.Generator
    trend : Trend
        Fitted to `record_years`.
    log_level, log_growth : numpy.ndarray, shape (draws,)
        Natural logarithms of the training compute on the trend at its last year, and of its yearly factor from then on.
    years : array_like of int, shape (years,)
        After the trend's last year.
    record_years : tuple of YearRecord

    Returns
    -------
    largest_flop : numpy.ndarray, shape (years, draws)
    resembled : numpy.ndarray of int, shape (years, draws)
        Index into `record_years`.
    """
    years = np.asarray(years)
    ahead = (years - trend.last_year)[:, None].astype(float)
    if np.any(ahead <= 0):
        raise ValueError(f"year = {int(years.min())} is not after the trend's last year, {trend.last_year}. Ask for a later year.")
    resembled = rng.integers(0, len(record_years), (len(years), len(log_level)))
    share = np.array([np.log(y.largest_flop / y.total_flop) for y in record_years])
    return np.exp(log_level + log_growth * ahead + (trend.residuals + share)[resembled]), resembled


def known_released(rng: np.random.Generator, thresholds_flop, largest_flop, resembled, record_years: tuple[YearRecord, ...]) -> np.ndarray:
    """Draw how many models with an estimate each year brings at or above thresholds.

    Parameters
    ----------
    rng : numpy.random.Generator
    thresholds_flop : array_like, shape (thresholds,)
        In rising order.
    largest_flop, resembled : numpy.ndarray, shape (years, draws)
        From `largest_runs`.
    record_years : tuple of YearRecord

    Returns
    -------
    numpy.ndarray of int, shape (thresholds, years, draws)
        The largest model itself, and a Poisson number of others between each threshold and the next.
    """
    gap = _gaps(thresholds_flop, largest_flop)
    rate = np.empty(gap.shape)
    for h, year in enumerate(record_years):
        mine = np.flatnonzero(resembled == h)
        rate[:, mine] = np.interp(gap[:, mine], year.within_oom, year.models_within - 1.0, left=0.0)
    return (_nested_poisson(rng, rate) + (gap >= 0)).reshape(-1, *largest_flop.shape)


def _gaps(thresholds_flop, largest_flop) -> np.ndarray:
    """Orders of magnitude from each threshold up to each largest model, shape (thresholds, years times draws)."""
    return np.log10(largest_flop).ravel() - np.log10(np.asarray(thresholds_flop, dtype=float))[:, None]


def _nested_poisson(rng: np.random.Generator, rate: np.ndarray) -> np.ndarray:
    """Poisson counts at rising thresholds that never rise: the models between two thresholds are drawn once.

    Where an interpolated rate rises with the threshold, the higher one's stands for both; the rises of a fine grid do not add up.
    """
    falling = np.maximum.accumulate(rate[::-1], axis=0)[::-1]
    between = falling.copy()
    between[:-1] -= falling[1:]
    drawn = rng.poisson(between)
    return drawn[::-1].cumsum(axis=0)[::-1]


def share_above(above, known, deviate):
    """Return the share of a developer's unseen models above a threshold, from its seen ones.

    Parameters
    ----------
    above, known : array_like
        Models with an estimate by developers who had passed the threshold: those at or above it, and all.
    deviate : array_like
        Standard normal deviate: how far the unseen ones differ, in standard errors of the log-odds (half a model is added to each side).

    Returns
    -------
    numpy.ndarray
    """
    above, known = np.asarray(above, dtype=float), np.asarray(known, dtype=float)
    yes, no = above + 0.5, np.maximum(known - above, 0.0) + 0.5
    return expit(logit(yes / (yes + no)) + np.asarray(deviate) * np.sqrt(1 / yes + 1 / no))


def unknown_in_stock(rng: np.random.Generator, record: Record, thresholds_flop, deviate) -> np.ndarray:
    """Draw how many models without an estimate, released so far, lie at or above thresholds.

    Parameters
    ----------
    rng : numpy.random.Generator
    record : Record
    thresholds_flop : array_like, shape (thresholds,)
    deviate : numpy.ndarray, shape (draws,)
        See `share_above`; one for all years, since what makes developers silent lasts.

    Returns
    -------
    numpy.ndarray, shape (thresholds, draws)
    """
    thresholds = np.asarray(thresholds_flop, dtype=float)
    mean = np.zeros((len(thresholds), len(deviate)))
    variance = np.zeros_like(mean)
    for year in record.years:
        unseen = record.at(year.past_unknown, thresholds)
        for t in np.flatnonzero(unseen > 0):
            p = share_above(record.at(year.above, thresholds)[t], record.at(year.past_known, thresholds)[t], deviate)
            mean[t] += unseen[t] * p
            variance[t] += unseen[t] * p * (1 - p)
    return np.maximum(mean + np.sqrt(variance) * rng.standard_normal(len(deviate)), 0.0)


def unknown_released(rng: np.random.Generator, record: Record, thresholds_flop, largest_flop, deviate, recent: int = 3) -> np.ndarray:
    """Draw how many models without an estimate each future year brings at or above thresholds.

    Each future year takes after one of the last `recent` years: as many unseen models as lay as far below its largest.

    Parameters
    ----------
    rng : numpy.random.Generator
    record : Record
    thresholds_flop : array_like, shape (thresholds,)
        In rising order.
    largest_flop : numpy.ndarray, shape (years, draws)
    deviate : numpy.ndarray, shape (draws,)
    recent : int, optional

    Returns
    -------
    numpy.ndarray of int, shape (thresholds, years, draws)
    """
    gap = _gaps(thresholds_flop, largest_flop)
    deviates = np.broadcast_to(deviate, largest_flop.shape).ravel()
    pick = rng.integers(0, recent, gap.shape[1])
    rate = np.empty(gap.shape)
    for h, year in enumerate(record.latest(recent)):
        mine = np.flatnonzero(pick == h)
        distance = (np.log10(year.largest_flop) - record.log10_grid)[::-1]
        unseen = year.past_unknown[::-1]
        yes, no = year.above[::-1] + 0.5, np.maximum(year.past_known - year.above, 0)[::-1] + 0.5
        at = gap[:, mine]
        odds = np.interp(at, distance, logit(yes / (yes + no)))
        error = np.interp(at, distance, np.sqrt(1 / yes + 1 / no))
        rate[:, mine] = np.interp(at, distance, unseen, left=0.0) * expit(odds + deviates[mine] * error)
    return _nested_poisson(rng, rate).reshape(-1, *largest_flop.shape)
