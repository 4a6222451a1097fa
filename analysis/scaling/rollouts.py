r"""Monte Carlo roll-outs: judge a step by completing it several times, and choose among candidates. Pure.

A solution has :math:`S` steps; a candidate for a step is sound with probability :math:`q`. From a sound step :math:`t` a
completion ends right with :math:`v_t = q^{S-t} + (1-q^{S-t})\ell`, from an unsound one with :math:`\ell` only. A check
accepts right ends with probability :math:`a` and wrong ones with :math:`b`. Each of :math:`B` candidates gets :math:`m`
completions, and the one with the most accepted goes on, ties by lot. With :math:`g, w` the binomial probabilities of
:math:`k` accepted after a sound and an unsound step and :math:`h = qg + (1-q)w` with sum :math:`H`,

.. math:: P_t = \sum_k q\,g(k)\,\frac{H(k)^B - H(k-1)^B}{h(k)} .
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln, xlog1py, xlogy

from analysis import checks

__all__ = ["completion_value", "chosen_sound", "success", "blind_success", "cost_steps", "simulate"]


def _whole(name, value):
    x = checks.require_between(name, value, 1, 1e6, remedy="Give a whole number from 1 on.")
    if np.any(x != np.round(x)):
        raise ValueError(f"{name} = {np.asarray(x)[x != np.round(x)].flat[0]:g} is not a whole number. Give 1, 2, 3 …")
    return x


def _binomial(count, most: int, p):
    k = np.arange(most + 1)
    n = np.asarray(count, dtype=float)[..., None]
    p = np.asarray(p, dtype=float)[..., None]
    inside = k <= n
    kk = np.where(inside, k, 0)
    log = gammaln(n + 1) - gammaln(kk + 1) - gammaln(n - kk + 1) + xlogy(kk, p) + xlog1py(n - kk, -p)
    return np.where(inside, np.exp(log), 0.0)


def completion_value(step_right, steps_left, luck):
    """Return the probability that a completion from a sound step ends right.

    Parameters
    ----------
    step_right : array_like, 1
        Probability that a step is sound.
    steps_left : array_like
    luck : array_like, 1
        Probability that a solution with an unsound step ends right all the same.
    """
    q, e = checks.require_between("step_right", step_right, 0, 1), checks.require_between("luck", luck, 0, 1)
    clean = q ** checks.require_non_negative("steps_left", steps_left)
    return clean + (1 - clean) * e


def chosen_sound(step_right, branches, completions, sound_accepted, unsound_accepted):
    """Return the probability that the candidate with the most accepted completions is sound.

    Parameters
    ----------
    step_right : array_like, 1
    branches, completions : array_like of int
        Candidates, and completions of each.
    sound_accepted, unsound_accepted : array_like, 1
        Probability that a completion of a sound, and of an unsound, candidate is accepted.

    Returns
    -------
    numpy.ndarray
    """
    q = checks.require_between("step_right", step_right, 0, 1)
    b, m = _whole("branches", branches), _whole("completions", completions)
    g, w = checks.require_between("sound_accepted", sound_accepted, 0, 1), checks.require_between("unsound_accepted", unsound_accepted, 0, 1)
    q, b, m, g, w = np.broadcast_arrays(q, b, m, g, w)
    most = int(m.max())
    after_sound, after_unsound = _binomial(m, most, g), _binomial(m, most, w)
    h = q[..., None] * after_sound + (1 - q[..., None]) * after_unsound
    upper = np.minimum(np.cumsum(h, axis=-1), 1.0)
    lower = np.concatenate([np.zeros((*upper.shape[:-1], 1)), upper[..., :-1]], axis=-1)
    gain = upper ** b[..., None] - lower ** b[..., None]
    share = np.divide(q[..., None] * after_sound, h, out=np.zeros(h.shape), where=h > 0)
    return np.sum(share * gain, axis=-1)


def success(step_right, steps: int, branches, completions, true_positive, false_positive, luck=0.0):
    """Return the probability that a solution built step by step with roll-outs ends right.

    Parameters
    ----------
    step_right, luck
        See `completion_value`.
    steps : int
    branches, completions
        See `chosen_sound`; the last step's candidates are checked once each instead.
    true_positive, false_positive : array_like, 1
        Probability that the check accepts a right end, and a wrong one.

    Returns
    -------
    numpy.ndarray
    """
    t, f = checks.require_between("true_positive", true_positive, 0, 1), checks.require_between("false_positive", false_positive, 0, 1)
    count = int(_whole("steps", steps))
    sound = np.ones(np.broadcast(step_right, branches, completions, t, f, luck).shape)
    off = np.asarray(luck) * t + (1 - np.asarray(luck)) * f
    for step in range(1, count + 1):
        v = completion_value(step_right, count - step, luck)
        sound = sound * chosen_sound(step_right, branches, completions if step < count else 1, v * t + (1 - v) * f, off)
    return sound + (1 - sound) * luck


def blind_success(step_right, steps, luck=0.0):
    """Return the probability that one solution, each step taken as it comes, ends right."""
    return completion_value(step_right, steps, luck)


def cost_steps(steps: int, branches, completions):
    """Return the steps written in all: candidates, and their completions to the end."""
    count = int(_whole("steps", steps))
    b, m = _whole("branches", branches), _whole("completions", completions)
    return b * (count + m * count * (count - 1) / 2)


def simulate(step_right, steps: int, branches: int, completions: int, true_positive, false_positive, luck=0.0, trials: int = 20_000, seed: int = 0) -> float:
    """Return the share of simulated solutions that end right, every completion written out step by step (see `success`)."""
    rng = np.random.default_rng(seed)
    sound = np.ones(trials, dtype=bool)
    for step in range(1, steps + 1):
        good = rng.random((trials, branches)) < step_right
        runs = completions if step < steps else 1
        clean = (rng.random((trials, branches, runs, steps - step)) < step_right).all(axis=-1) & (good & sound[:, None])[:, :, None]
        right = clean | (rng.random(clean.shape) < luck)
        accepted = (rng.random(right.shape) < np.where(right, true_positive, false_positive)).sum(axis=-1)
        pick = np.argmax(accepted + rng.random(accepted.shape) / 2, axis=1)
        sound &= good[np.arange(trials), pick]
    return float(np.mean(sound | (rng.random(trials) < luck)))
