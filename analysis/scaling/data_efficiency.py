"""How much of a gain a small set of examples gives, with its range; and whether every success rests on one thing. Pure.

With scores :math:`b` before, :math:`s` after a small set and :math:`r` after a large one, summed over tests, the share of
the gain is :math:`(s-b)/(r-b)`. All models answer the same problems, so their scores move together when problems are
drawn anew; how far is inferred from a published paired interval, since

.. math:: \\mathrm{Var}(s-r) = v_s + v_r - 2\\rho\\sqrt{v_s v_r}, \\qquad v = p(1-p)/n .
"""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["gain_share", "paired_correlation", "draw_scores", "all_depend"]

_Z = 1.959963984540054  # standard normal deviate of the 97.5 % point


def _share(name, value):
    return checks.require_between(name, value, 0.0, 1.0, remedy="Give a share such as 0.5.")


def gain_share(base, score, reference):
    """Return the gain from `base` to `score` over that from `base` to `reference`, each summed over the last axis (tests).

    Parameters
    ----------
    base, score, reference : array_like, shape (..., tests)

    Returns
    -------
    numpy.ndarray
        Above 1 where the small set gives more.

    Raises
    ------
    ValueError
        When the reference gains nothing: there is no gain to take a share of.
    """
    b, s, r = (checks.as_numbers(n, v) for n, v in (("base", base), ("score", score), ("reference", reference)))
    whole = np.sum(r - b, axis=-1)
    if np.any(whole <= 0):
        raise ValueError(f"the reference gains {np.min(whole):g} over the base. Give a reference that scores above it.")
    return np.sum(s - b, axis=-1) / whole


def paired_correlation(first, second, problems, width):
    """Return the correlation of two models' scores over redrawn problems that a paired 95 % interval implies.

    Parameters
    ----------
    first, second : array_like
        Shares solved.
    problems : array_like of int
    width : array_like
        From the low to the high end of the interval of the difference, as a share.

    Returns
    -------
    numpy.ndarray
        Kept within [-1, 1].
    """
    a, b = _share("first", first), _share("second", second)
    n, w = checks.require_positive("problems", problems), checks.require_positive("width", width)
    va, vb = a * (1 - a) / n, b * (1 - b) / n
    if np.any(va * vb == 0):
        raise ValueError("a score of nothing or everything has no variance. Give two scores between.")
    return np.clip((va + vb - (w / (2 * _Z)) ** 2) / (2 * np.sqrt(va * vb)), -1, 1)


def draw_scores(scores, problems, correlation, draws=20_000, seed=1):
    """Draw scores of several models as if problems had been drawn anew, each pair of models equally correlated in a test.

    Parameters
    ----------
    scores : array_like, shape (models, tests)
        Shares solved.
    problems : array_like of int, shape (tests,)
    correlation : array_like, shape (tests,)
        Within [0, 1].
    draws, seed : int, optional

    Returns
    -------
    numpy.ndarray, shape (draws, models, tests)
        Normal around the scores, kept within [0, 1].
    """
    p = np.atleast_2d(_share("scores", scores))
    n, rho = checks.require_positive("problems", problems), _share("correlation", correlation)
    rng = np.random.default_rng(seed)
    common = rng.standard_normal((int(draws), 1, p.shape[1]))
    own = rng.standard_normal((int(draws), *p.shape))
    return np.clip(p + np.sqrt(p * (1 - p) / n) * (np.sqrt(rho) * common + np.sqrt(1 - rho) * own), 0, 1)


def all_depend(chances, together=False):
    """Return the probability that every case depends on a thing, given the probability for each.

    Parameters
    ----------
    chances : array_like
        Over the last axis.
    together : bool, optional
        False: independently (the product). True: all ride on one question (the least likely case decides).
    """
    c = _share("chances", chances)
    if c.size == 0:
        raise ValueError("chances is empty. Give the probability of at least one case.")
    return np.min(c, axis=-1) if together else np.prod(c, axis=-1)
