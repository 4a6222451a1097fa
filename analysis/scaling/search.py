r"""Work of a search with and without backtracking, as a stated model: closed forms, the exact chance within a budget, and a simulator. Pure.

A solution takes :math:`S` sound steps. A step drawn is sound with probability :math:`q`; after an unsound one the branch is
dead. At each step of a dead branch that is noticed with probability :math:`d`, at its end always; a sound step is given up
by mistake with probability :math:`f`. An unsound step at place :math:`t` wastes, besides itself,
:math:`w_t = \sum_{j=1}^{S-t}(1-d)^j` steps. Going back to the last sound step takes

.. math:: E_{back} = \sum_{t=1}^{S}\frac{1+(1-q)\,w_t}{q(1-f)},

starting over takes, with :math:`s = q(1-f)`,

.. math:: E_{over} = s^{-S}\sum_{t=1}^{S}s^{t-1}\bigl(1+(1-q)\,w_t\bigr),

and never giving up (:math:`d = f = 0`) takes :math:`S/q^S`.
"""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from analysis import checks

__all__ = ["WAYS", "wasted_steps", "expected_work", "chance_within", "simulate"]

WAYS = ("never gives up", "starts over", "goes back")


def _inputs(step_right, noticed, false_alarm):
    q = checks.require_between("step_right", step_right, 0, 1, low_open=True, remedy="With no sound steps there is nothing to find.")
    d = checks.require_between("noticed", noticed, 0, 1)
    f = checks.require_between("false_alarm", false_alarm, 0, 1, high_open=True, remedy="If every sound step is given up, nothing is found.")
    return q, d, f


def _steps(steps) -> int:
    count = checks.require_between("steps", steps, 1, 100_000, remedy="Give a whole number of steps from 1 on.")
    if count.ndim or count != np.round(count):
        raise ValueError(f"steps = {steps!r} is not one whole number. Give 1, 2, 3 …")
    return int(count)


def wasted_steps(steps_left, noticed):
    """Return the steps written in a dead branch after the unsound one, on average.

    Parameters
    ----------
    steps_left : array_like
        Steps to the end, where a dead branch is always noticed.
    noticed : array_like, 1
        Probability that it is noticed at each step, the unsound one included.

    Returns
    -------
    numpy.ndarray
    """
    left = checks.require_non_negative("steps_left", steps_left)
    d = checks.require_between("noticed", noticed, 0, 1)
    safe = np.where(d > 0, d, 1.0)
    return np.where(d > 0, (1 - d) * (1 - (1 - d) ** left) / safe, left)


def expected_work(step_right, steps: int, noticed=1.0, false_alarm=0.0, way: str = "goes back"):
    """Return the steps drawn, on average, until a solution is found.

    Parameters
    ----------
    step_right : array_like, 1
        Probability that a step is sound.
    steps : int
    noticed, false_alarm : array_like, 1
        Probability that a dead branch is noticed at each step, and that a sound step is given up; without effect where the
        search never gives up.
    way : {"never gives up", "starts over", "goes back"}, optional

    Returns
    -------
    numpy.ndarray

    Examples
    --------
    >>> float(expected_work(0.5, 10, way="goes back")), float(expected_work(0.5, 10, way="starts over")), float(expected_work(0.5, 10, way="never gives up"))
    (20.0, 2046.0, 10240.0)
    """
    checks.require_known("way of searching", way, WAYS)
    q, d, f = _inputs(step_right, noticed, false_alarm)
    count = _steps(steps)
    if way == WAYS[0]:
        d, f = np.zeros_like(d), np.zeros_like(f)
    q, d, f = (x[..., None] for x in np.broadcast_arrays(q, d, f))
    place = np.arange(1, count + 1)
    each = 1 + (1 - q) * wasted_steps(np.broadcast_to(count - place, np.broadcast_shapes(q.shape, place.shape)), d)
    kept = q * (1 - f)
    if way == WAYS[2]:
        return (each / kept).sum(axis=-1)
    return (kept ** (place - 1 - count) * each).sum(axis=-1)


def _failures(q, d, f, left: int, budget: int):
    """Probability of each cost of an attempt at a place that ends in giving up; index 0 is a cost of nothing."""
    out = np.zeros(budget + 1)
    extra = np.arange(left + 1)
    cost = (1 - q) * (1 - d) ** extra * np.where(extra < left, d, 1.0)
    fits = min(left + 1, budget)
    out[1 : 1 + fits] = cost[:fits]
    out[1:2] += q * f
    return out


def _repeat(done, failures):
    """Cost of an attempt that is repeated after each failure: done / (1 - failures), as power series."""
    again = -failures
    again[0] += 1.0
    last = int(np.flatnonzero(again)[-1]) + 1
    return lfilter([1.0], again[:last], done)


def chance_within(budget: int, step_right: float, steps: int, noticed: float = 1.0, false_alarm: float = 0.0, way: str = "goes back"):
    """Return the exact probability that a solution has been found within each number of steps drawn.

    Parameters
    ----------
    budget : int
        Most steps drawn.
    step_right, steps, noticed, false_alarm, way
        See `expected_work`; numbers, not arrays.

    Returns
    -------
    numpy.ndarray, shape (budget + 1,)
        By steps drawn, from none.
    """
    checks.require_known("way of searching", way, WAYS)
    q, d, f = (float(x) for x in _inputs(step_right, noticed, false_alarm))
    count, most = _steps(steps), int(checks.require_between("budget", budget, 1, 1e6, remedy="Give at least one step."))
    if way == WAYS[0]:
        hits = 1 - (1 - q**count) ** (np.arange(most + 1) // count)
        return hits
    one = np.zeros(most + 1)
    one[1] = q * (1 - f)
    if way == WAYS[2]:
        total = np.zeros(most + 1)
        total[0] = 1.0
        for place in range(1, count + 1):
            total = _repeat(np.convolve(total, one[:2])[: most + 1], _failures(q, d, f, count - place, most))
        return np.minimum(np.cumsum(total), 1.0)
    kept, failing = q * (1 - f), np.zeros(most + 1)
    for place in range(1, min(count, most) + 1):
        part = _failures(q, d, f, count - place, most)
        failing[place - 1 :] += kept ** (place - 1) * part[: most + 2 - place]
    done = np.zeros(most + 1)
    if count <= most:
        done[count] = kept**count
    return np.minimum(np.cumsum(_repeat(done, failing)), 1.0)


def simulate(step_right: float, steps: int, noticed: float = 1.0, false_alarm: float = 0.0, way: str = "goes back", trials: int = 2000, seed: int = 0):
    """Return the steps drawn until a solution in each of many simulated searches, one step of all searches at a time (see `expected_work`)."""
    checks.require_known("way of searching", way, WAYS)
    q, d, f = (float(x) for x in _inputs(step_right, noticed, false_alarm))
    if way == WAYS[0]:
        d = f = 0.0
    count = _steps(steps)
    rng = np.random.default_rng(seed)
    sound = np.zeros(trials, dtype=int)  # sound steps held
    dead = np.zeros(trials, dtype=int)  # steps of a dead branch beyond them
    work = np.zeros(trials, dtype=int)
    open_ = np.ones(trials, dtype=bool)
    while open_.any():
        work += open_
        good = (rng.random(trials) < q) & (dead == 0)
        alarm = rng.random(trials)
        keep = good & (alarm >= f)
        given_up = good & (alarm < f)
        dead = np.where(open_ & ~good, dead + 1, dead)
        sound += open_ & keep
        noticed_now = open_ & ~good & ((alarm < d) | (sound + dead >= count))
        back = noticed_now | (open_ & given_up)
        dead[back] = 0
        if way != WAYS[2]:
            sound[back] = 0
        open_ &= sound < count
    return work
