r"""Inference's share of computing by year, pooled from statements that differ in what they count.

A statement :math:`i` of source :math:`s` about year :math:`t_i` (counted from the middle year) gives log-odds

.. math:: y_i = (a + \alpha_s) + (b + \beta_s)\, t_i + \varepsilon_i, \qquad \varepsilon_i \sim N(0, \sigma_i^2 / w_i),

with a common level :math:`a` and yearly change :math:`b`, sources' own departures :math:`\alpha_s, \beta_s`, and a weight
:math:`w_i`. All priors are normal and centred on an even split that does not change, so that the posterior has a closed form
(Gelman et al., Bayesian Data Analysis, third edition, chapter 14).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, ndtr, ndtri
from scipy.special import logit as _logit

from analysis import checks

__all__ = ["Trend", "share_of", "log_odds", "between", "statement_sd", "fit"]

_NORMAL_95 = float(ndtri(0.95))


def share_of(part, rest):
    """Return a part's share of the whole: part over part and rest.

    Parameters
    ----------
    part, rest : array_like
        In one unit; the part above zero.
    """
    part = checks.require_positive("part", part)
    return part / (part + checks.require_non_negative("rest", rest))


def log_odds(share):
    """Return the log-odds of a share strictly between 0 and 1."""
    return _logit(checks.require_between("share", share, 0, 1, low_open=True, high_open=True, remedy="Give a fraction such as 0.4; an end of the scale has no log-odds."))


def between(low, high):
    """Return the share in the middle of two shares on log-odds."""
    return expit((log_odds(low) + log_odds(high)) / 2)


def statement_sd(low, high, noise_sd, weight):
    """Return the standard deviation of a statement's log-odds.

    Parameters
    ----------
    low, high : array_like, 1
        Ends of the statement's range, read as 5 % and 95 %; equal where it has none.
    noise_sd : array_like, 1
        What remains of a statement without a range.
    weight : array_like, 1
        Above 0 to 1; the variance is divided by it.
    """
    low, high = log_odds(low), log_odds(high)
    if np.any(high < low):
        raise ValueError("high lies below low in a statement. Give the lower end first.")
    weight = checks.require_between("weight", weight, 0, 1, low_open=True, remedy="Leave a statement out instead of giving it no weight.")
    return np.sqrt((((high - low) / (2 * _NORMAL_95)) ** 2 + checks.require_positive("noise_sd", noise_sd) ** 2) / weight)


@dataclass(frozen=True)
class Trend:
    """The common level and yearly change of log-odds, as a bivariate normal posterior.

    Attributes
    ----------
    mean : numpy.ndarray, shape (2,)
    covariance : numpy.ndarray, shape (2, 2)
    middle_year : float
    """

    mean: np.ndarray
    covariance: np.ndarray
    middle_year: float

    def share(self, year, level=0.5):
        """Return the quantile `level` of the common share in a year."""
        t = checks.as_numbers("year", year) - self.middle_year
        level = checks.require_between("level", level, 0, 1, low_open=True, high_open=True, remedy="Give a quantile such as 0.5.")
        sd = np.sqrt(self.covariance[0, 0] + 2 * t * self.covariance[0, 1] + t**2 * self.covariance[1, 1])
        return expit(self.mean[0] + self.mean[1] * t + ndtri(level) * sd)

    def odds_growth(self, level=0.5):
        """Return the quantile `level` of the factor by which the odds of inference grow in a year."""
        level = checks.require_between("level", level, 0, 1, low_open=True, high_open=True, remedy="Give a quantile such as 0.5.")
        return np.exp(self.mean[1] + ndtri(level) * np.sqrt(self.covariance[1, 1]))

    def rises(self) -> float:
        """Return the probability that the common share rises, between whichever years."""
        return float(ndtr(self.mean[1] / np.sqrt(self.covariance[1, 1])))


def fit(year, share, sd, source, level_sd, slope_sd, source_sd, source_slope_sd, middle_year=2024.5) -> Trend:
    """Return the posterior of the common level and yearly change.

    Parameters
    ----------
    year, share, sd : array_like, shape (n,)
        Statements: year, share (1), standard deviation of its log-odds.
    source : array_like of str, shape (n,)
        Statements of one source share its departures.
    level_sd, slope_sd : float
        Prior widths of level and yearly change.
    source_sd, source_slope_sd : float
        Widths of sources' departures from them; 0 for none.
    middle_year : float, optional
        Year at which the level is taken.
    """
    y = np.atleast_1d(log_odds(share))
    t = np.atleast_1d(checks.as_numbers("year", year)) - middle_year
    sd = np.atleast_1d(checks.require_positive("sd", sd))
    source = np.atleast_1d(np.asarray(source, dtype=str))
    if not len(y) == len(t) == len(sd) == len(source):
        raise ValueError(f"{len(y)} shares, {len(t)} years, {len(sd)} deviations and {len(source)} sources do not match. Give one of each a statement.")
    prior = np.array([checks.require_positive("level_sd", level_sd), checks.require_positive("slope_sd", slope_sd)]) ** -2.0
    level = checks.require_non_negative("source_sd", source_sd) ** 2
    slope = checks.require_non_negative("source_slope_sd", source_slope_sd) ** 2
    same = source[:, None] == source[None, :]
    spread = np.diag(sd**2) + same * (level + slope * np.outer(t, t))
    design = np.column_stack([np.ones_like(t), t])
    weighed = np.linalg.solve(spread, design)
    covariance = np.linalg.inv(design.T @ weighed + np.diag(prior))
    return Trend(covariance @ (weighed.T @ y), covariance, float(middle_year))
