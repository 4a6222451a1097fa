"""What better data are worth in parameters: lines of score against size, and the size at which they give a score. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from analysis import checks

__all__ = ["ScoreLine", "fit_line", "EquivalentSize", "equivalent_size", "training_flop", "share_of", "epochs"]


def _score(name, value, floor):
    return checks.require_between(name, value, floor, 100.0, low_open=True, high_open=True, remedy="Scores are in percent, above what guessing gives and below 100.")


def _log_odds(score, floor):
    return logit((score - floor) / (100.0 - floor))


@dataclass(frozen=True)
class ScoreLine:
    """Log-odds of a score against the decimal logarithm of size, by least squares.

    Attributes
    ----------
    slope, level : float
        Log-odds per decade of size, and log-odds at the mean size.
    centre : float
        Mean decimal logarithm of the sizes fitted to.
    slope_variance, level_variance : float
        Their sampling variances (uncorrelated, since the sizes are centred).
    residual : float
        Standard deviation of a model about the line, log-odds.
    freedom : int
        Models less two.
    floor : float
        Percent that guessing gives.
    smallest, largest : float
        Sizes of the models fitted to.
    """

    slope: float
    level: float
    centre: float
    slope_variance: float
    level_variance: float
    residual: float
    freedom: int
    floor: float
    smallest: float
    largest: float

    def score(self, size):
        """Return the score of an average model of a size, percent."""
        size = checks.require_positive("size", size)
        return self.floor + (100.0 - self.floor) * expit(self.level + self.slope * (np.log10(size) - self.centre))

    def size(self, score):
        """Return the size at which the line reaches a score (inverse of `score`)."""
        return 10.0 ** (self.centre + (_log_odds(_score("score", score, self.floor), self.floor) - self.level) / self.slope)


def fit_line(size, score, floor=0.0) -> ScoreLine:
    """Fit log-odds of score against the logarithm of size.

    Parameters
    ----------
    size : array_like
        Parameters (or training operations) of the models.
    score : array_like
        Percent of the test solved, above `floor` and below 100.
    floor : float, optional
        Percent that guessing gives.

    Returns
    -------
    ScoreLine

    Raises
    ------
    ValueError
        For fewer than three models, models of one size, or scores at or below the floor.

    Notes
    -----
    :math:`\\operatorname{logit}\\frac{s-f}{100-f} = a + b\\,(\\log_{10} N - \\overline{\\log_{10} N})`.
    """
    x = np.log10(np.atleast_1d(checks.require_positive("size", size)))
    y = _log_odds(np.atleast_1d(_score("score", score, floor)), floor)
    if x.shape != y.shape or x.ndim != 1:
        raise ValueError(f"size and score have shapes {x.shape} and {y.shape}. Give one score per model.")
    if x.size < 3:
        raise ValueError(f"{x.size} models cannot carry a line with a range. Give at least 3.")
    centre = x.mean()
    spread = float(np.sum((x - centre) ** 2))
    if spread <= 1e-12:
        raise ValueError("all models have one size: there is no line to fit. Give models of several sizes.")
    slope = float(np.sum((x - centre) * y) / spread)
    level = float(y.mean())
    freedom = x.size - 2
    variance = float(np.sum((y - level - slope * (x - centre)) ** 2)) / freedom
    return ScoreLine(slope, level, float(centre), variance / spread, variance / x.size, float(np.sqrt(variance)), freedom, float(floor), float(10 ** x.min()), float(10 ** x.max()))


@dataclass(frozen=True)
class EquivalentSize:
    """Draws of the size at which an average model of a set gives a score.

    Attributes
    ----------
    log10_size : numpy.ndarray
        Sorted draws; a draw whose line does not rise counts as endlessly large where the score lies above the set's
        mean, endlessly small where it lies below.
    """

    log10_size: np.ndarray

    def quantile(self, probability, cap=np.inf):
        """Return quantiles of the size, cut at `cap`; infinite without one where too many lines do not rise."""
        return 10.0 ** np.minimum(np.quantile(self.log10_size, probability, method="nearest"), np.log10(cap))


def equivalent_size(line: ScoreLine, score, *, problems=None, draws=20_000, seed=0) -> EquivalentSize:
    """Draw the size at which an average model of the fitted set scores as high.

    Parameters
    ----------
    line : ScoreLine
    score : float
        Percent.
    problems : int, optional
        Number of problems of the test: adds the chance with which a model of that skill gets this score.
    draws, seed : int, optional

    Returns
    -------
    EquivalentSize

    Notes
    -----
    The line's level and slope are drawn from their posterior under a flat prior (normal, with the residual variance
    drawn from :math:`s^2\\nu/\\chi^2_\\nu`), the true score from the Jeffreys posterior of a binomial share.
    """
    score = float(_score("score", score, line.floor))
    rng = np.random.default_rng(seed)
    if line.residual > 0:
        inflate = np.sqrt(line.freedom / rng.chisquare(line.freedom, draws))
    else:
        inflate = np.ones(draws)
    slope = line.slope + np.sqrt(line.slope_variance) * inflate * rng.standard_normal(draws)
    level = line.level + np.sqrt(line.level_variance) * inflate * rng.standard_normal(draws)
    if problems is None:
        target = np.full(draws, score)
    else:
        solved = score / 100.0 * float(checks.require_positive("problems", problems))
        target = 100.0 * rng.beta(solved + 0.5, float(problems) - solved + 0.5, draws)
        target = np.clip(target, line.floor + 1e-6, 100.0 - 1e-6)
    gap = _log_odds(target, line.floor) - level
    rises = slope > 0
    log10_size = np.where(rises, line.centre + gap / np.where(rises, slope, 1.0), np.where(gap > 0, np.inf, -np.inf))
    return EquivalentSize(np.sort(log10_size))


def training_flop(params, tokens):
    """Return the operations of a dense model's pretraining, FLOP: :math:`6ND` (Kaplan et al. 2020)."""
    return 6.0 * checks.require_positive("params", params) * checks.require_positive("tokens", tokens)


def share_of(parts, whole):
    """Return parts over a whole in percent.

    Raises
    ------
    ValueError
        When the whole is not positive or a part is negative.
    """
    return 100.0 * checks.require_non_negative("parts", parts) / checks.require_positive("whole", whole)


def epochs(tokens, share, unique_tokens):
    """Return passes over a kind of data: its share (percent) of the tokens seen over its unique tokens."""
    share = checks.require_between("share", share, 0.0, 100.0)
    return checks.require_positive("tokens", tokens) * share / 100.0 / checks.require_positive("unique_tokens", unique_tokens)
