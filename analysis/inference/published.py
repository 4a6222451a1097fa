"""Judging published comparisons of a cheaper model with its reference: when a loss is visible, and what share shows none.

The limits here were written down before the tables of comparisons were made (two of the studies, BitNet b1.58 and
NVIDIA's hybrids of 8 billion parameters, had been looked at): they are not tuned to the answers.
"""

from __future__ import annotations

import numpy as np
from analysis import checks, statistics

__all__ = ["VISIBLE_POINTS", "SMALL_PART", "MOST", "CHEAPER", "PRIOR_SCORES_STORED", "standard_error_points", "is_visible_loss", "share_with_range", "study_weights"]

# Percentage points of an average accuracy below which nobody would call a loss visible: about two standard errors of an
# average over ten thousand questions (`standard_error_points`).
VISIBLE_POINTS = 1.0

# "A small part" of all pairs of tokens: at most a quarter.
SMALL_PART = 0.25

# "Most" of a ratio: more than half of its logarithm, so that factors share it out in proportion.
MOST = 0.5

# "Much lower cost": at most half.
CHEAPER = 0.5

# Chance that somebody who wrote in the spring of 2024 about the memory of attention meant a score matrix that is stored,
# as before FlashAttention (2022), and not the cache of keys and values: a guess, one in four.
PRIOR_SCORES_STORED = 0.25


def standard_error_points(accuracy, questions):
    """Return the standard error of a share of right answers, in percentage points.

    Parameters
    ----------
    accuracy : array_like, 1
        Share of right answers, in [0, 1].
    questions : array_like, 1
        Number of independent questions.

    Returns
    -------
    numpy.ndarray, percentage_point

    Examples
    --------
    >>> float(standard_error_points(0.5, 10_000))
    0.5
    """
    p = checks.require_between("accuracy", accuracy, 0.0, 1.0, remedy="Give a share such as 0.5.")
    return 100.0 * np.sqrt(p * (1.0 - p) / checks.require_positive("questions", questions))


def is_visible_loss(score, reference, limit=VISIBLE_POINTS):
    """Tell whether a score lies visibly below that of its reference.

    Parameters
    ----------
    score, reference : array_like, percentage_point
        Higher is better.
    limit : array_like, percentage_point, optional
        The loss that is still not visible.

    Returns
    -------
    numpy.ndarray of bool
        A loss exactly at the limit is not visible.
    """
    loss = checks.as_numbers("reference", reference) - checks.as_numbers("score", score)
    return loss > checks.require_non_negative("limit", limit) + 1e-9


def study_weights(studies) -> np.ndarray:
    """Return weights that add up to one and give each study the same say, however many comparisons it printed."""
    names, inverse, counts = np.unique(np.asarray(studies, dtype=str), return_inverse=True, return_counts=True)
    if not names.size:
        raise ValueError("studies is empty: no comparison, no share.")
    return 1.0 / (names.size * counts[inverse])


def share_with_range(passed, studies):
    """Return the share of comparisons that pass, each study with the same say, and a range for it.

    Parameters
    ----------
    passed : array_like of bool, shape (n,)
    studies : array_like of str, shape (n,)

    Returns
    -------
    tuple of float
        Share, and its 5 % and 95 % points by Jeffreys' interval with as many trials as there are studies: what a study
        repeats adds no evidence. The interval is stretched to hold the share.

    Examples
    --------
    >>> share_with_range([True, True, False], ["a", "a", "b"])[0]
    0.5
    """
    ok = np.asarray(passed, dtype=float)
    weights = study_weights(studies)
    if ok.shape != weights.shape:
        raise ValueError(f"passed and studies have shapes {ok.shape} and {weights.shape}: give one study a comparison.")
    share, trials = float(weights @ ok), len(set(map(str, studies)))
    low, high = (float(x) for x in statistics.share_interval(min(share, 1.0) * trials, trials))
    return share, min(low, share), max(high, share)
