r"""A screen of deployments over several factors, and how near a threshold on compute can come to it.

A deployment has a level from 0 to `top` on each factor. Its score is the weighted mean of its levels over `top`,

.. math:: s = \frac{1}{L} \sum_f w_f \, l_f, \qquad \sum_f w_f = 1,

and it is flagged where the score reaches a cut. A threshold on compute flags what lies at or above a number. To ask whether a
threshold could do the screen's work, the number is set where it disagrees least: no regulator could do better with that measure alone.
"""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["FACTORS", "level_of", "slipped", "score", "flagged", "disagreements", "least_disagreement", "least_disagreement_of_two", "overlap"]

FACTORS = ("scale", "data", "access", "autonomy")


def level_of(amount, edges) -> np.ndarray:
    """Return the level that an amount reaches: the number of edges at or below it, less one.

    Parameters
    ----------
    amount : array_like
    edges : array_like
        Amounts from which levels 0, 1, … begin, rising.

    Raises
    ------
    ValueError
        When edges do not rise, or an amount lies below the first.
    """
    edges = checks.as_numbers("edges", edges)
    if np.any(np.diff(edges) <= 0):
        raise ValueError(f"edges = {edges.tolist()} do not rise. Give the amounts from which each level begins, lowest first.")
    amount = checks.require_between("amount", amount, float(edges[0]), np.inf, remedy="Give an amount at or above the first level's.")
    return np.searchsorted(edges, amount, side="right") - 1


def slipped(levels, probability: float, uniform, top: int = 3) -> np.ndarray:
    """Return levels of which some are one too high or too low, within 0 and `top`.

    Parameters
    ----------
    levels : array_like of int
    probability : float
        Of a slip; half goes up, half down.
    uniform : array_like
        Uniform draws that broadcast with `levels`.
    top : int, optional
    """
    probability = float(checks.require_between("probability", probability, 0, 1, remedy="Give a probability such as 0.2."))
    uniform = checks.require_between("uniform", uniform, 0, 1, remedy="Give uniform draws from 0 to 1.")
    step = np.where(uniform < probability / 2, -1, np.where(uniform > 1 - probability / 2, 1, 0))
    return np.clip(np.asarray(levels) + step, 0, top)


def score(levels, weights, top: int = 3) -> np.ndarray:
    """Return the score of deployments: the weighted mean of their levels over the highest.

    Parameters
    ----------
    levels : array_like
        Last axis: factors.
    weights : array_like
        Last axis: factors; they add up to one.
    top : int, optional
        The highest level.

    Raises
    ------
    ValueError
        When weights do not add up to one, a level is out of range, or levels and weights are not of the same factors.
    """
    levels = checks.require_between("levels", levels, 0, top, remedy=f"Give levels from 0 to {top}.")
    weights = checks.require_between("weights", weights, 0, 1, remedy="Give shares of the score.")
    if np.shape(levels)[-1:] != np.shape(weights)[-1:] or not np.ndim(levels):
        raise ValueError(f"levels of shape {np.shape(levels)} and weights of shape {np.shape(weights)} differ in their last axis. Give both one value for each factor: {', '.join(FACTORS)}.")
    total = weights.sum(axis=-1)
    if not np.allclose(total, 1, atol=1e-9):
        raise ValueError(f"weights add up to {np.ravel(total)[0]:g}, not to 1. Divide them by their sum.")
    return np.clip((levels * weights).sum(axis=-1) / top, 0.0, 1.0)  # rounding may overshoot by a last digit


def flagged(scores, cut: float) -> np.ndarray:
    """Return which scores reach the cut (to within rounding)."""
    cut = float(checks.require_between("cut", cut, 0, 1, remedy="Give a share of the highest score such as 0.5."))
    return checks.require_between("scores", scores, 0, 1) >= cut - 1e-9


def _descending(flags, measure):
    """Return the flags in the order of a measure, highest first."""
    flags, measure = np.broadcast_arrays(np.asarray(flags, dtype=bool), checks.as_numbers("measure", measure))
    return np.take_along_axis(flags, np.argsort(-measure, axis=-1, kind="stable"), axis=-1)


def disagreements(flags, measure) -> np.ndarray:
    """Return, for a threshold that takes the highest 0, 1, … n by a measure, how many deployments it classes otherwise.

    Parameters
    ----------
    flags : array_like of bool
        What the screen flags; last axis: deployments.
    measure : array_like
        What the threshold is on; broadcasts with `flags`. Ties are broken in the order given.

    Returns
    -------
    numpy.ndarray
        Last axis: n + 1 entries.
    """
    ordered = _descending(flags, measure)
    caught = np.concatenate([np.zeros((*ordered.shape[:-1], 1), dtype=int), np.cumsum(ordered, axis=-1)], axis=-1)
    taken = np.arange(ordered.shape[-1] + 1)
    return (taken - caught) + (caught[..., -1:] - caught)


def least_disagreement(flags, measure) -> np.ndarray:
    """Return how many deployments the closest threshold on a measure classes otherwise than the screen."""
    return disagreements(flags, measure).min(axis=-1)


def least_disagreement_of_two(flags, first, second, rule: str = "any") -> np.ndarray:
    """Return how many deployments the closest pair of thresholds classes otherwise.

    Parameters
    ----------
    flags : array_like of bool
        Last axis: deployments.
    first, second : array_like
        Two measures; broadcast with `flags`.
    rule : {"any", "all"}, optional
        Whether one of the two thresholds suffices or both must be reached.

    Raises
    ------
    KeyError
        For an unknown rule.
    """
    checks.require_known("rule", rule, ("any", "all"))
    flags = np.asarray(flags, dtype=bool)
    first, second = (np.broadcast_to(checks.as_numbers(n, m), flags.shape) for n, m in (("first", first), ("second", second)))
    ranks = [np.argsort(np.argsort(-m, axis=-1, kind="stable"), axis=-1) for m in (first, second)]
    n = flags.shape[-1]
    one = ranks[0][..., None, :] < np.arange(n + 1)[:, None]
    best = np.full(flags.shape[:-1], n)
    for k in range(n + 1):  # over the second threshold only, so that memory stays that of one pair of axes
        two = (ranks[1] < k)[..., None, :]
        taken = one | two if rule == "any" else one & two
        best = np.minimum(best, (taken != flags[..., None, :]).sum(axis=-1).min(axis=-1))
    return best


def overlap(first, second) -> np.ndarray:
    """Return the overlap of two sets: those in both over those in either (one where both are empty)."""
    first, second = np.broadcast_arrays(np.asarray(first, dtype=bool), np.asarray(second, dtype=bool))
    either = (first | second).sum(axis=-1)
    return np.where(either == 0, 1.0, (first & second).sum(axis=-1) / np.maximum(either, 1))
