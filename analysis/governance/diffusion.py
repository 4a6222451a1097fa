r"""When an actor with less money reaches a capability that somebody else pioneered, and how far the frontier is by then.

An actor whose budget is :math:`r` times smaller than the pioneering run's can make the same run when its price has fallen
as far, and not before the technique has spread:

.. math:: t = t_0 + \max\left(L,\ \frac{\ln r}{\ln(a\,h\,b)}\right)

with the date of the first model :math:`t_0`, the time :math:`L` in which the technique spreads, the yearly factor
:math:`a` by which algorithms cut the compute for a fixed result, :math:`h` of computation per dollar and :math:`b` of the
actor's own budget. More actors for a fixed capability is the access effect; that everybody's run is worth
:math:`(a\,g)^{t-t_0}` times more, with :math:`g` the yearly growth of the largest runs, is the performance effect
(Pilz, Heim and Brown 2023).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import log_ndtr

from analysis import checks

__all__ = ["year_reached", "smaller_within_reach", "actors_able", "frontier_multiple", "Efficiency", "efficiency_fit", "efficiency_draws", "lag_posterior", "AT_MOST", "EXACT", "AT_LEAST"]

AT_MOST, EXACT, AT_LEAST = -1, 0, 1  # what is known of a lag: reached by then, on that day, not yet by then


def _rate(algorithmic_factor, hardware_factor, budget_growth):
    return (
        checks.require_positive("algorithmic_factor", algorithmic_factor, "Give the yearly factor, such as 3; 1 is no progress.")
        * checks.require_positive("hardware_factor", hardware_factor, "Give the yearly factor, such as 1.3.")
        * checks.require_positive("budget_growth", budget_growth, "Give the yearly factor; 1 is a constant budget.")
    )


def year_reached(pioneered, times_smaller, spread_years, algorithmic_factor, hardware_factor=1.0, budget_growth=1.0):
    """Return when an actor reaches a capability that a larger run has shown.

    Parameters
    ----------
    pioneered : array_like, year
        Date of the first model, as a decimal year.
    times_smaller : array_like
        Cost of the first run over what the actor can spend at that date; 1 or less is no obstacle.
    spread_years : array_like, year
        Time in which the technique becomes known well enough to be repeated.
    algorithmic_factor : array_like
        By what factor a year the compute for the same result falls.
    hardware_factor : array_like, optional
        By what factor a year computation per dollar grows.
    budget_growth : array_like, optional
        By what factor a year the actor's budget grows.

    Returns
    -------
    numpy.ndarray, year
        Infinite for a smaller budget when nothing gets cheaper.
    """
    start = checks.as_numbers("pioneered", pioneered)
    smaller = checks.require_positive("times_smaller", times_smaller, "Give the first run's cost over the actor's budget, such as 10.")
    spread = checks.require_non_negative("spread_years", spread_years)
    rate = np.log(_rate(algorithmic_factor, hardware_factor, budget_growth))
    need = np.log(np.maximum(smaller, 1.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        wait = np.where(need == 0, 0.0, np.where(rate > 0, need / np.where(rate > 0, rate, np.nan), np.inf))
    return start + np.maximum(spread, wait)


def smaller_within_reach(years, spread_years, algorithmic_factor, hardware_factor=1.0, budget_growth=1.0):
    """Return how many times smaller a budget may be and still reach a capability `years` after the first model.

    The inverse of `year_reached`; 0 before the technique has spread, at least 1 after.
    """
    years = checks.require_non_negative("years", years)
    rate = _rate(algorithmic_factor, hardware_factor, budget_growth)
    return np.where(years >= checks.require_non_negative("spread_years", spread_years), np.maximum(rate**years, 1.0), 0.0)


def actors_able(year, pioneered, times_smaller, spread_years, algorithmic_factor, hardware_factor=1.0, budget_growth=1.0):
    """Return how many actors have reached a capability at a date.

    Parameters
    ----------
    times_smaller : array_like, shape (actors,)
        One entry an actor; the other arguments take part in broadcasting before this axis.

    Returns
    -------
    numpy.ndarray
        Counts, without the pioneer.
    """
    others = [np.asarray(checks.as_numbers("argument", x))[..., None] for x in (year, pioneered, spread_years, algorithmic_factor, hardware_factor, budget_growth)]
    at, start, spread, algorithms, hardware, budget = others
    return np.sum(year_reached(start, np.asarray(times_smaller, dtype=float), spread, algorithms, hardware, budget) <= at, axis=-1)


def frontier_multiple(years, compute_growth, algorithmic_factor):
    """Return by what factor the largest run's effective compute has grown after a number of years: growth of compute times progress."""
    both = checks.require_positive("compute_growth", compute_growth) * checks.require_positive("algorithmic_factor", algorithmic_factor)
    return both ** checks.require_non_negative("years", years)


class Efficiency(NamedTuple):
    """Points of a score that an e-fold of compute gives, points that a year gives at equal compute, and the yearly factor of compute that follows."""

    points_per_efold: np.ndarray
    points_per_year: np.ndarray
    factor: np.ndarray


def _solve(design, score, weights):
    left = np.einsum("dn,ni,nj->dij", weights, design, design, optimize=True)
    right = np.einsum("dn,ni,n->di", weights, design, score, optimize=True)
    return np.linalg.solve(left, right[..., None])[..., 0]


def _design(score, training_flop, year):
    score, year = checks.as_numbers("score", score), checks.as_numbers("year", year)
    log = np.log(checks.require_positive("training_flop", training_flop))
    if not score.shape == log.shape == year.shape or score.ndim != 1 or score.size < 4:
        raise ValueError(f"score, training_flop and year have shapes {score.shape}, {log.shape}, {year.shape}. Give three arrays of one length, four models or more.")
    return np.column_stack([np.ones_like(log), log - log.mean(), year - year.mean()]), score


def _efficiency(beta) -> Efficiency:
    compute, time = beta[..., 1], beta[..., 2]
    with np.errstate(divide="ignore", over="ignore"):
        return Efficiency(compute, time, np.where(compute > 0, np.exp(time / np.where(compute > 0, compute, 1.0)), np.nan))


def efficiency_fit(score, training_flop, year) -> Efficiency:
    r"""Fit a score to compute and date; at a fixed score compute falls by :math:`e^{c/b}` a year.

    Parameters
    ----------
    score, training_flop, year : array_like, shape (n,)

    Returns
    -------
    Efficiency

    Notes
    -----
    Least squares on :math:`s = k + b\ln F + c\,t`.
    """
    design, score = _design(score, training_flop, year)
    return _efficiency(_solve(design, score, np.ones((1, score.size)))[0])


def efficiency_draws(score, training_flop, year, draws: int = 2000, seed: int = 1) -> Efficiency:
    """Return `efficiency_fit` of that many resamplings of the models, all at once."""
    design, score = _design(score, training_flop, year)
    counts = np.random.default_rng(seed).multinomial(score.size, np.full(score.size, 1 / score.size), size=draws)
    return _efficiency(_solve(design, score, counts.astype(float)))


def lag_posterior(years, bound, draws: int = 2000, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    r"""Fit a log-normal to lags of which some are only bounded.

    Parameters
    ----------
    years : array_like, shape (n,)
        Lags, positive.
    bound : array_like of int, shape (n,)
        `AT_MOST`, `EXACT` or `AT_LEAST`.
    draws, seed : int, optional

    Returns
    -------
    tuple of numpy.ndarray
        Draws of the mean and of the standard deviation of :math:`\ln L`, from a grid with a flat prior on the mean and
        on the logarithm of the deviation.

    Raises
    ------
    ValueError
        When fewer than three lags are exact: two numbers cannot be told from fewer.
    """
    log = np.log(checks.require_positive("years", years))
    bound = np.asarray(bound)
    if not np.isin(bound, (AT_MOST, EXACT, AT_LEAST)).all() or bound.shape != log.shape:
        raise ValueError(f"bound = {bound!r} is not one of -1 (at most), 0 (exact), 1 (at least) for each lag.")
    if np.sum(bound == EXACT) < 3:
        raise ValueError(f"only {np.sum(bound == EXACT)} lags are exact. Give three or more.")
    mean, spread = np.linspace(log.min() - 1.0, log.max() + 1.0, 161), np.geomspace(0.05, 3.0, 121)
    m, s = (x.ravel()[:, None] for x in np.meshgrid(mean, spread, indexing="ij"))
    z = (log - m) / s
    weight = np.where(bound == EXACT, -0.5 * z**2 - np.log(s), np.where(bound == AT_MOST, log_ndtr(z), log_ndtr(-z))).sum(axis=1)
    share = np.exp(weight - weight.max())
    pick = np.random.default_rng(seed).choice(share.size, size=draws, p=share / share.sum())
    return m[pick, 0], s[pick, 0]
