r"""Majority vote over several streams: exact for any number of answer options, by simulation, and for mixes of questions. Pure.

With answers drawn independently, option :math:`j` with probability :math:`p_j` and the right one first, the right answer
has :math:`c` of :math:`n` votes and no other has more with probability

.. math:: n!\,[x^n]\;\frac{(p_0 x)^c}{c!}\prod_{j\ge 1}\Bigl(\sum_{k<c}\frac{(p_j x)^k}{k!} + y\,\frac{(p_j x)^c}{c!}\Bigr),

where a power of :math:`y` counts the options tied with it. A tie that is broken by lot gives :math:`1/(1+t)`, the
integral of :math:`y^t` from 0 to 1; :math:`y = 0` lets a tie lose, :math:`y = 1` win. The coefficient is read off
the values on a circle of radius :math:`n`, where nothing cancels.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv, gammaln

from analysis import checks

__all__ = ["TIES", "MOST", "options", "answer_probabilities", "majority_vote", "simulate", "limit", "of_mix", "question_grid"]

TIES = ("share", "lose", "win")
MOST = 5000  # streams; beyond, the exact sum takes long and the limit is near
_SLACK = 60  # points on the circle beyond n, so that what wraps around is below rounding


def _whole(streams):
    n = checks.require_between("streams", streams, 1, MOST, remedy=f"Give a whole number of streams from 1 to {MOST}.")
    if np.any(n != np.round(n)):
        raise ValueError(f"streams = {n[n != np.round(n)].flat[0]:g} is not a whole number. Give 1, 2, 3 …")
    return n.astype(int)


def options(probabilities):
    """Return the probabilities of all answers in one draw, the right one first along the last axis, checked to be that."""
    p = checks.require_between("probabilities", probabilities, 0, 1, remedy="Give the right answer's probability first, then those of the wrong ones.")
    if p.ndim < 1 or p.shape[-1] < 2:
        raise ValueError("probabilities need at least two options along the last axis. Give the right answer's first, then those of the wrong ones.")
    total = p.sum(axis=-1)
    if np.any(np.abs(total - 1) > 1e-9):
        worst = total.flat[int(np.argmax(np.abs(total - 1)))]
        raise ValueError(f"probabilities add up to {worst:g}, not to 1. Divide them by their sum.")
    return p


def answer_probabilities(right, wrong_options, evenness):
    """Return the probabilities of all answers to a question, the right one first.

    Parameters
    ----------
    right : array_like, 1
        Probability of the right answer in one stream.
    wrong_options : int
        How many wrong answers there are.
    evenness : array_like, 1
        Each wrong answer is this many times as likely as the one before: 1 spreads errors evenly, near 0 they all agree.

    Returns
    -------
    numpy.ndarray
        Shape of the inputs, with one more axis of ``wrong_options + 1``.
    """
    p = checks.require_between("right", right, 0, 1)
    e = checks.require_between("evenness", evenness, 0, 1, remedy="1 spreads the errors evenly, 0 puts them all on one answer.")
    count = int(checks.require_between("wrong_options", wrong_options, 1, 1000, remedy="Give at least one wrong answer."))
    p, e = np.broadcast_arrays(p, e)
    weight = e[..., None] ** np.arange(count)
    wrong = (1 - p)[..., None] * weight / weight.sum(axis=-1, keepdims=True)
    return np.concatenate([p[..., None], wrong], axis=-1)


def _exact(p, n: int, ties: str):
    """P(the first option wins) for rows of probabilities (questions, options) and one number of streams."""
    options = p.shape[1]
    if ties == "share":
        nodes, weights = np.polynomial.legendre.leggauss((options + 1) // 2)  # exact: at most options - 1 others tie
        nodes, weights = (nodes + 1) / 2, weights / 2
    else:
        nodes, weights = np.array([0.0 if ties == "lose" else 1.0]), np.ones(1)
    points = n + _SLACK
    angle = 2 * np.pi * np.arange(points // 2 + 1) / points
    folded = np.where((np.arange(points // 2 + 1) == 0) | (2 * np.arange(points // 2 + 1) == points), 1.0, 2.0)  # the other half is its conjugate
    rate = n * p
    with np.errstate(divide="ignore"):
        log_rate = np.log(rate)
    below = np.zeros((len(p), options - 1, len(angle)), dtype=complex)
    out = np.zeros((len(p), len(angle)), dtype=complex)
    for c in range(n + 1):
        size = np.exp((c * log_rate if c else 0.0 * rate) - rate - gammaln(c + 1))
        term = size[:, :, None] * np.exp(1j * c * angle)
        if c and c * options >= n:
            for y, w in zip(nodes, weights, strict=True):
                out += w * term[:, 0] * np.prod(below + y * term[:, 1:], axis=1)
        below += term[:, 1:]
    unscale = np.exp(gammaln(n + 1) + n - n * np.log(n))
    return np.clip(unscale * np.sum((out * np.exp(-1j * n * angle)).real * folded, axis=1) / points, 0.0, 1.0)


def majority_vote(probabilities, streams, ties: str = "share"):
    """Return the probability that a vote over independent streams gives the right answer, exactly.

    Parameters
    ----------
    probabilities : array_like, shape (..., options)
        Of each answer in one stream, the right one first; they add up to one.
    streams : array_like of int, 1
        How many streams vote; broadcasts over the leading axes.
    ties : {"share", "lose", "win"}, optional
        What becomes of a tie for the most votes: broken by lot (default), counted as wrong, or as right.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    ValueError
        For probabilities that do not add up to one, and for less than one stream.

    Examples
    --------
    >>> round(float(majority_vote([0.6, 0.4], 3)), 3)
    0.648
    """
    checks.require_known("way with ties", ties, TIES)
    p, n = options(probabilities), _whole(streams)
    shape = np.broadcast_shapes(p.shape[:-1], n.shape)
    rows = np.broadcast_to(p, (*shape, p.shape[-1])).reshape(-1, p.shape[-1])
    votes = np.broadcast_to(n, shape).ravel()
    out = np.empty(len(rows))
    for each in np.unique(votes):
        here = votes == each
        out[here] = _exact(rows[here], int(each), ties)
    return out.reshape(shape)


def simulate(probabilities, streams, trials: int = 20_000, seed: int = 0):
    """Return the share of simulated votes that give the right answer, ties broken by lot (see `majority_vote`)."""
    p, n = options(probabilities), _whole(streams)
    shape = np.broadcast_shapes(p.shape[:-1], n.shape)
    p = np.broadcast_to(p, (*shape, p.shape[-1]))
    rng = np.random.default_rng(seed)
    votes = rng.multinomial(np.broadcast_to(n, shape), p, size=(int(trials), *shape))
    best = votes == votes.max(axis=-1, keepdims=True)
    return np.mean(best[..., 0] / best.sum(axis=-1), axis=0)


def limit(probabilities):
    """Return what a vote over ever more streams tends to: 1 where the right answer is the most common, 0 where another is, a share where they tie."""
    p = options(probabilities)
    best = np.isclose(p, p.max(axis=-1, keepdims=True), rtol=1e-12, atol=0)
    return best[..., 0] / best.sum(axis=-1)


def question_grid(mean, concentration, points: int = 64):
    """Return equally likely difficulties of a Beta distribution: the right answer's probability at the middle of each share of the questions.

    Parameters
    ----------
    mean : array_like, 1
        Mean probability over the questions, that is the score of one stream.
    concentration : array_like
        Sum of the two Beta parameters: near 0 a question is always right or always wrong, large makes all questions alike.
    points : int, optional

    Returns
    -------
    numpy.ndarray
        Shape of the inputs, with one more axis of `points`; shifted so that the mean is met to a thousandth.
    """
    m = checks.require_between("mean", mean, 0, 1, low_open=True, high_open=True)
    k = checks.require_positive("concentration", concentration)
    m, k = np.broadcast_arrays(m, k)
    middle = (np.arange(points) + 0.5) / points
    return betaincinv((m * k)[..., None], ((1 - m) * k)[..., None], middle)


def of_mix(mean, concentration, wrong_options, evenness, streams, points: int = 64):
    """Return the score of a vote on questions whose difficulty follows a Beta distribution.

    Parameters
    ----------
    mean, concentration, points
        See `question_grid`.
    wrong_options, evenness
        See `answer_probabilities`.
    streams : array_like of int, 1
        Broadcasts with `mean`.

    Returns
    -------
    numpy.ndarray
        Share of questions whose vote is right.
    """
    right = question_grid(mean, concentration, points)
    spread = np.asarray(evenness, dtype=float)[..., None]
    probabilities = answer_probabilities(right, wrong_options, np.broadcast_to(spread, np.broadcast_shapes(spread.shape, right.shape)))
    return majority_vote(probabilities, np.asarray(streams)[..., None]).mean(axis=-1)
