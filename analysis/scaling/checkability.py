r"""Gains by subject against how checkable answers are: the measure of a gain, rank agreement, and what a check predicts. Pure.

A gain is the share of errors removed, :math:`(t-i)/(1-i)` for scores :math:`t` with thought and :math:`i` at once, so that
tests near their ceiling can be set beside hard ones. Agreement of two orders is Kendall's :math:`\tau_b`,

.. math:: \tau_b = \frac{\sum_{i<j}\operatorname{sgn}(x_i-x_j)\operatorname{sgn}(y_i-y_j)}{\sqrt{n_x n_y}},

with :math:`n_x, n_y` the pairs that are not tied in each.
"""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.scaling import best_of_n

__all__ = ["errors_removed", "agreement", "check_of", "predicted"]

KEENEST = 0.95  # how far apart right and wrong answers are told at the highest level; a program can still be fooled


def errors_removed(thinking, immediate):
    """Return the share of the errors of an immediate answer that thought removes; negative where it adds some.

    Parameters
    ----------
    thinking, immediate : array_like, 1
        Shares of questions answered right; an immediate score of one leaves nothing to remove.

    Examples
    --------
    >>> float(errors_removed(0.9, 0.6)).__round__(3)
    0.75
    """
    t = checks.require_between("thinking", thinking, 0, 1)
    i = checks.require_between("immediate", immediate, 0, 1, high_open=True, remedy="With every answer right there are no errors to remove.")
    return (t - i) / (1 - i)


def agreement(x, y):
    """Return Kendall's rank correlation over the last axis, ties allowed; 0 where one of the two does not vary.

    Parameters
    ----------
    x, y : array_like, shape (..., n)

    Returns
    -------
    numpy.ndarray
    """
    x, y = np.broadcast_arrays(checks.as_numbers("x", x), checks.as_numbers("y", y))
    if x.ndim < 1 or x.shape[-1] < 2:
        raise ValueError("rank agreement needs at least two values along the last axis.")
    dx, dy = (np.sign(v[..., :, None] - v[..., None, :]) for v in (x, y))
    free = np.sqrt(np.abs(dx).sum(axis=(-2, -1)) * np.abs(dy).sum(axis=(-2, -1)))
    both = (dx * dy).sum(axis=(-2, -1))
    return np.divide(both, free, out=np.zeros(np.shape(free)), where=free > 0)


def check_of(level, levels: int = 5):
    """Return how often a check passes right and wrong answers at a level of checkability: from a coin at the lowest to nearly always right at the highest.

    Parameters
    ----------
    level : array_like
        From 1 to `levels`.
    levels : int, optional

    Returns
    -------
    tuple of numpy.ndarray
        True and false positive rate.
    """
    share = KEENEST * (checks.require_between("level", level, 1, levels) - 1) / (levels - 1)
    return 0.5 + 0.5 * share, 0.5 - 0.5 * share


def predicted(immediate, level, attempts):
    """Return the share of errors that drawing attempts and checking them removes, for a question right with a given probability.

    Parameters
    ----------
    immediate : array_like, 1
        Probability that one answer is right, below one.
    level : array_like
        See `check_of`.
    attempts : array_like, 1

    Returns
    -------
    numpy.ndarray
    """
    true_positive, false_positive = check_of(level)
    return errors_removed(best_of_n.success(immediate, attempts, true_positive, false_positive), immediate)
