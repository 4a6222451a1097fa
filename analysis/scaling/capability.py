"""Capability against time: records, what a bounded score hides, doubling times, and whether gains slow down."""

from __future__ import annotations

import numpy as np
from scipy import stats

from analysis import checks, statistics

__all__ = ["records", "log_odds", "error_ratio", "share_of_records", "probability_higher", "slowing"]


def records(score):
    """Return which scores, in order of date, beat all before them.

    Parameters
    ----------
    score : array_like, shape (n,)

    Returns
    -------
    numpy.ndarray of bool, shape (n,)
    """
    score = checks.as_numbers("score", score)
    best = np.maximum.accumulate(score)
    return np.concatenate([[True], score[1:] > best[:-1]])


def log_odds(percent, guess_percent=0.0):
    """Return the log odds of a score once lucky guesses are taken out; unlike the score it has no upper end.

    Parameters
    ----------
    percent : array_like
        Percent right, above the guessing rate and below a hundred.
    guess_percent : float, optional
        What guessing alone gives, for example 25 with four choices.

    Returns
    -------
    numpy.ndarray
    """
    guess = checks.require_between("guess_percent", guess_percent, 0, 100, remedy="Give a percentage such as 25.")
    percent = checks.require_between("percent", percent, float(np.max(guess)), 100, low_open=True, high_open=True, remedy="Give a percentage between the guessing rate and 100.")
    known = (percent - guess) / (100 - guess)
    return np.log(known / (1 - known))


def error_ratio(before_percent, after_percent):
    """Return how many errors are left for each error before.

    Parameters
    ----------
    before_percent, after_percent : array_like
        Percent right.

    Returns
    -------
    numpy.ndarray
    """
    before = checks.require_between("before_percent", before_percent, 0, 100, high_open=True, remedy="Give a percentage below 100.")
    after = checks.require_between("after_percent", after_percent, 0, 100, remedy="Give a percentage.")
    return (100 - after) / (100 - before)


def share_of_records(held, total):
    """Return the share of records with its range, by the Jeffreys prior.

    Parameters
    ----------
    held, total : int

    Returns
    -------
    mean, low, high : float
        Mean and the 5 % and 95 % points of the posterior.
    """
    total = float(checks.require_positive("total", total))
    held = float(checks.require_between("held", held, 0, total, remedy="Count no more than all records."))
    return (held + 0.5) / (total + 1.0), *(float(x) for x in statistics.share_interval(held, total))


def probability_higher(first, second, questions):
    """Return the probability that the second model is better, from sampling of questions alone.

    Parameters
    ----------
    first, second : array_like
        Percent right.
    questions : array_like
        Questions in the test.

    Returns
    -------
    numpy.ndarray
    """
    p, q = (checks.require_between(n, x, 0, 100, remedy="Give a percentage.") / 100 for n, x in (("first", first), ("second", second)))
    n = checks.require_positive("questions", questions)
    error = np.sqrt((p * (1 - p) + q * (1 - q)) / n)
    return stats.norm.cdf((q - p) / error)


def slowing(year, value, split):
    """Return the slope before and after a date, and the probability that the later one is lower.

    Parameters
    ----------
    year, value : array_like, shape (n,)
        Dates and scores on a scale without an upper end.
    split : float
        Scores at the date itself count on both sides.

    Returns
    -------
    before, after : float
        Slopes a year.
    probability : float
        That growth slowed, from the two slopes' standard errors (Welch).

    Raises
    ------
    ValueError
        With fewer than three points on either side.
    """
    x, y = checks.as_numbers("year", year), checks.as_numbers("value", value)
    sides = []
    for keep in (x <= split, x >= split):
        if keep.sum() < 3:
            raise ValueError(f"A slope with its doubt needs three points on either side of {split:g}, got {int(keep.sum())}.")
        fit = stats.linregress(x[keep], y[keep])
        sides.append((fit.slope, fit.stderr**2, keep.sum() - 2))
    (a, va, na), (b, vb, nb) = sides
    freedom = (va + vb) ** 2 / (va**2 / na + vb**2 / nb) if va + vb > 0 else np.inf
    probability = float(stats.t.cdf((a - b) / np.sqrt(va + vb), freedom)) if va + vb > 0 else float(a > b)
    return float(a), float(b), probability
