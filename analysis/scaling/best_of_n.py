r"""The best of N answers by an imperfect verifier: accept or reject, or a score that can be fooled. Pure.

A verifier accepts a right answer with probability :math:`t` and a wrong one with :math:`f`. Of the accepted answers the
share :math:`q = pt/a` is right, :math:`a = pt + (1-p)f`, however many are drawn: more draws make it likelier that
something is accepted, and bring success to :math:`q`, never beyond. With a score, right answers score about
:math:`N(s, 1)`, wrong ones :math:`N(0, 1)`, and a share :math:`g` of the wrong ones convinces entirely: enough draws
contain one, and success falls again.

If the check has one verdict for each distinct answer, its errors agree with one another: with :math:`v_j` for accepted,
the right answer first, and :math:`a_v = \sum_j v_j p_j`, success is the mean over the verdicts :math:`v` of

.. math:: v_0\frac{p_0}{a_v}\bigl(1-(1-a_v)^n\bigr) + (1-v_0)\frac{p_0}{1-a_v}(1-a_v)^n .
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from analysis import checks
from analysis.scaling import voting

__all__ = ["NONE", "success", "ceiling", "wrong_answers", "value", "best_score", "best_score_limit", "success_by_answer", "simulate", "simulate_score", "simulate_by_answer"]

NONE = ("guess", "abstain")
MOST_ANSWERS = 12  # distinct answers, each of which doubles the verdicts to sum over
_GRID = np.linspace(-9.0, 9.0, 721)
_DENSITY = np.exp(-(_GRID**2) / 2) / np.sqrt(2 * np.pi) * (_GRID[1] - _GRID[0])


def _inputs(p, n, true_positive, false_positive):
    p = checks.require_between("p", p, 0, 1, remedy="Give the probability that one answer is right.")
    n = checks.require_between("n", n, 1, np.inf, remedy="Draw at least one answer.")
    t = checks.require_between("true_positive", true_positive, 0, 1)
    f = checks.require_between("false_positive", false_positive, 0, 1)
    return p, n, t, f


def _split(p, t, f):
    """Return accepted share, right among accepted, right among rejected (0 where there are none)."""
    accepted = p * t + (1 - p) * f
    good = np.divide(p * t, accepted, out=np.zeros(np.broadcast(p, t, f).shape), where=accepted > 0)
    bad = np.divide(p * (1 - t), 1 - accepted, out=np.zeros(np.broadcast(p, t, f).shape), where=accepted < 1)
    return accepted, good, bad


def success(p, n, true_positive, false_positive, none: str = "guess"):
    """Return the probability that the answer picked is right: one of the accepted at random.

    Parameters
    ----------
    p : array_like, 1
        Probability that one answer is right.
    n : array_like, 1
        Answers drawn.
    true_positive, false_positive : array_like, 1
        Probability that the verifier accepts a right answer, and a wrong one.
    none : {"guess", "abstain"}, optional
        When nothing is accepted: take any (default), or give no answer.

    Returns
    -------
    numpy.ndarray

    Examples
    --------
    >>> round(float(success(0.3, 10, 1.0, 0.0)), 4) == round(1 - 0.7**10, 4)
    True
    """
    checks.require_known("way when nothing is accepted", none, NONE)
    p, n, t, f = _inputs(p, n, true_positive, false_positive)
    accepted, good, bad = _split(p, t, f)
    missed = (1 - accepted) ** n
    return (1 - missed) * good + (missed * bad if none == "guess" else 0.0)


def ceiling(p, true_positive, false_positive):
    """Return what success tends to with ever more draws: the share of right answers among the accepted."""
    p, _, t, f = _inputs(p, 1, true_positive, false_positive)
    return _split(p, t, f)[1]


def wrong_answers(p, n, true_positive, false_positive):
    """Return the probability of a wrong answer when the verifier may abstain."""
    p, n, t, f = _inputs(p, n, true_positive, false_positive)
    accepted, good, _ = _split(p, t, f)
    return (1 - (1 - accepted) ** n) * (1 - good)


def value(p, n, true_positive, false_positive, wrong_cost):
    """Return right answers less the cost of wrong ones, when no answer costs nothing.

    Parameters
    ----------
    p, n, true_positive, false_positive
        See `success`.
    wrong_cost : array_like
        What a wrong answer costs, in units of what a right one brings.
    """
    cost = checks.require_non_negative("wrong_cost", wrong_cost)
    return success(p, n, true_positive, false_positive, none="abstain") - cost * wrong_answers(p, n, true_positive, false_positive)


def _by_answer(probabilities, n, true_positive, false_positive, commonest_passes):
    """Return probabilities, answers drawn, and the chance that each distinct answer is accepted, ready to broadcast."""
    p = voting.options(probabilities)
    if p.shape[-1] > MOST_ANSWERS:
        raise ValueError(f"probabilities need 2 to {MOST_ANSWERS} answers along the last axis. Give the right one first, then the wrong ones, the rarest together.")
    _, n, t, f = _inputs(0.5, n, true_positive, false_positive)
    c = f if commonest_passes is None else checks.require_between("commonest_passes", commonest_passes, 0, 1)
    shape = np.broadcast_shapes(p.shape[:-1], n.shape, t.shape, f.shape, c.shape)
    p = np.broadcast_to(p, (*shape, p.shape[-1]))
    accept = np.repeat(np.broadcast_to(f, shape)[..., None], p.shape[-1], axis=-1)
    accept[..., 0] = t
    np.put_along_axis(accept, 1 + np.argmax(p[..., 1:], axis=-1)[..., None], np.broadcast_to(c, shape)[..., None], axis=-1)
    return p, np.broadcast_to(n, shape), accept


def success_by_answer(probabilities, n, true_positive, false_positive, commonest_passes=None):
    """Return the probability that the answer picked is right when the check has one verdict for each distinct answer.

    Parameters
    ----------
    probabilities : array_like, shape (..., answers)
        Of each distinct answer in one draw, the right one first; they add up to one.
    n : array_like, 1
        Answers drawn; broadcasts over the leading axes, as do the others.
    true_positive, false_positive : array_like, 1
        Probability that the check accepts the right answer, and each wrong one.
    commonest_passes : array_like, 1, optional
        The same for the commonest wrong answer, where that one is more, or less, convincing.

    Returns
    -------
    numpy.ndarray
        Of the draws whose answer is accepted one is taken at random; when none is, any.

    Raises
    ------
    ValueError
        For probabilities that do not add up to one, or too many distinct answers.

    Examples
    --------
    >>> round(float(success_by_answer([0.3, 0.7], 1000, 1.0, 0.1)), 3)
    0.93
    """
    p, n, accept = _by_answer(probabilities, n, true_positive, false_positive, commonest_passes)
    answers = p.shape[-1]
    verdicts = (np.arange(2**answers)[:, None] >> np.arange(answers)) & 1
    chance = np.prod(np.where(verdicts == 1, accept[..., None, :], 1 - accept[..., None, :]), axis=-1)
    accepted = np.clip(np.sum(verdicts * p[..., None, :], axis=-1), 0.0, 1.0)
    right = np.where(verdicts[:, 0] == 1, accepted, 1 - accepted)
    missed = (1 - accepted) ** n[..., None]
    taken = np.where(verdicts[:, 0] == 1, 1 - missed, missed)
    return np.sum(chance * np.divide(p[..., :1], right, out=np.zeros(right.shape), where=right > 0) * taken, axis=-1)


def best_score(p, n, separation, fooled):
    """Return the probability that the answer with the highest score is right.

    Parameters
    ----------
    p, n : array_like, 1
        See `success`.
    separation : array_like, 1
        How many standard deviations right answers score above wrong ones, on average.
    fooled : array_like, 1
        Share of the wrong answers that score above everything right.

    Returns
    -------
    numpy.ndarray
    """
    p, n, _, g = _inputs(p, n, 1.0, fooled)
    s = checks.require_between("separation", separation, 0, np.inf)
    p, n, s, g = (x[..., None] for x in np.broadcast_arrays(p, n, s, g))
    lower = p * ndtr(_GRID) + (1 - p) * (1 - g) * ndtr(_GRID + np.minimum(s, 40.0))
    with np.errstate(divide="ignore"):
        others = np.exp((n - 1) * np.log(lower))
    return np.clip(np.sum(n * p * _DENSITY * others, axis=-1), 0.0, 1.0)


def best_score_limit(p, n, fooled):
    """Return `best_score` for a verifier that tells all but the convincing wrong answers apart: some right answer and nothing convincing."""
    p, n, _, g = _inputs(p, n, 1.0, fooled)
    return (1 - (1 - p) * g) ** n - ((1 - p) * (1 - g)) ** n


def simulate(p, n: int, true_positive, false_positive, none: str = "guess", trials: int = 20_000, seed: int = 0) -> float:
    """Return the share of simulated picks that are right (see `success`)."""
    checks.require_known("way when nothing is accepted", none, NONE)
    p, n, t, f = _inputs(p, n, true_positive, false_positive)
    rng = np.random.default_rng(seed)
    right = rng.random((int(trials), int(n))) < p
    taken = rng.random(right.shape) < np.where(right, t, f)
    order = rng.random(right.shape) + taken  # any accepted before any rejected, at random within
    pick = np.argmax(order, axis=1)
    rows = np.arange(len(right))
    counts = taken[rows, pick] if none == "abstain" else np.ones(len(right), dtype=bool)
    return float(np.mean(right[rows, pick] & counts))


def simulate_score(p, n: int, separation, fooled, trials: int = 20_000, seed: int = 0) -> float:
    """Return the share of simulated picks by score that are right (see `best_score`)."""
    p, n, _, g = _inputs(p, n, 1.0, fooled)
    rng = np.random.default_rng(seed)
    right = rng.random((int(trials), int(n))) < p
    score = rng.standard_normal(right.shape) + right * separation
    score = np.where(~right & (rng.random(right.shape) < g), 1e6, score)
    return float(np.mean(right[np.arange(len(right)), np.argmax(score, axis=1)]))


def simulate_by_answer(probabilities, n: int, true_positive, false_positive, commonest_passes=None, trials: int = 20_000, seed: int = 0) -> float:
    """Return the share of simulated picks that are right when each distinct answer has one verdict (see `success_by_answer`)."""
    p, n, accept = _by_answer(probabilities, n, true_positive, false_positive, commonest_passes)
    rng = np.random.default_rng(seed)
    drawn = rng.choice(p.shape[-1], size=(int(trials), int(n)), p=p)
    taken = np.take_along_axis(rng.random((int(trials), p.shape[-1])) < accept, drawn, axis=1)
    pick = np.argmax(rng.random(drawn.shape) + taken, axis=1)
    return float(np.mean(drawn[np.arange(len(drawn)), pick] == 0))
