"""Reliability of long chains, of fleets and of training runs: errors that pile up, corruption that nobody sees, checkpoints. Pure.

A chain of :math:`n` steps, each wrong with probability :math:`e`, is right with :math:`(1-e)^n`. A model that finds a wrong
step with probability :math:`d` and then mends it with :math:`r`, and that breaks a right step with :math:`b`, has
:math:`e' = e(1-dr) + (1-e)b` instead. One that can come back later from a wrong turn follows a chain of two states, whose
success does not fall to zero but to :math:`r/(e+r)`.

A run that is saved every :math:`\\tau` seconds of work, at :math:`\\delta` seconds a save, and fails once in :math:`M` seconds
takes (Daly 2006)

.. math:: F(\\tau) = \\frac{M}{\\tau}\\,e^{R/M}\\left(e^{(\\tau+\\delta)/M} - 1\\right)

seconds for each second of work, with :math:`R` seconds of restart. Its least is at
:math:`\\tau = M\\,[1 + W_0(-e^{-1-\\delta/M})]`, which :math:`\\sqrt{2\\delta M}` (Young 1974) approaches for short saves.
"""

from __future__ import annotations

import numpy as np
from scipy import special, stats

from analysis import checks
from analysis.scaling import voting

__all__ = [
    "SECONDS_PER_DAY", "chain_success", "steps_at", "corrected_error", "recovering_success", "voted_success",
    "simulate_chain", "length_shape", "later_outputs_changed", "rate_interval", "chance_of_any", "devices_at_fault",
    "time_between_failures_s", "checkpoint_interval_s", "run_time_factor", "loss_shares", "log10_time_without_checkpoints", "simulate_run",
]  # fmt: skip

SECONDS_PER_DAY = 86_400.0
METHODS = ("exact", "daly", "young")


def _share(name, value, **open_ends):
    return checks.require_between(name, value, 0.0, 1.0, remedy="Give a probability such as 0.01.", **open_ends)


def _steps(steps):
    return checks.require_non_negative("steps", steps, "Give how many steps the chain has.")


# --- chains -----------------------------------------------------------------------------------------------------------


def chain_success(error_rate, steps):
    """Return the probability that no step of a chain is wrong: :math:`(1-e)^n`.

    Parameters
    ----------
    error_rate : array_like
        Probability that one step is wrong.
    steps : array_like
        Steps in the chain.

    Returns
    -------
    numpy.ndarray
    """
    return (1.0 - _share("error_rate", error_rate)) ** _steps(steps)


def steps_at(error_rate, success=0.5):
    """Return how many steps a chain can have before its success falls to a given value."""
    e = _share("error_rate", error_rate, low_open=True, high_open=True)
    return np.log(_share("success", success, low_open=True, high_open=True)) / np.log1p(-e)


def corrected_error(error_rate, detection, repair, breakage=0.0):
    """Return the error rate that is left for each step when the model checks its own steps.

    Parameters
    ----------
    error_rate : array_like
    detection : array_like
        Share of wrong steps that the check finds.
    repair : array_like
        Share of those found that are put right.
    breakage : array_like, optional
        Share of right steps that the check turns into wrong ones.

    Returns
    -------
    numpy.ndarray
        Above `error_rate` where checking breaks more than it mends.
    """
    e, d, r, b = _share("error_rate", error_rate), _share("detection", detection), _share("repair", repair), _share("breakage", breakage)
    return e * (1.0 - d * r) + (1.0 - e) * b


def recovering_success(error_rate, recovery, steps):
    """Return the probability that a chain ends on the right path if a wrong turn can be undone at any later step.

    Parameters
    ----------
    error_rate : array_like
        Probability that a step leaves the right path.
    recovery : array_like
        Probability that a step on a wrong path leads back to the right one.
    steps : array_like

    Returns
    -------
    numpy.ndarray
        :math:`\\pi + (1-\\pi)(1-e-r)^n` with :math:`\\pi = r/(e+r)`; without recovery :math:`(1-e)^n`.
    """
    e, r, n = _share("error_rate", error_rate), _share("recovery", recovery), _steps(steps)
    if np.any(e + r > 1):
        raise ValueError("error_rate and recovery add up to more than 1: the chain would swing to and fro. Give smaller steps.")
    both = e + r
    settled = np.divide(r, both, out=np.ones(np.broadcast(e, r).shape), where=both > 0)
    return settled + (1.0 - settled) * (1.0 - both) ** n


def voted_success(success, streams, common_share=0.0, wrong_options=1):
    """Return the success of a vote over chains when part of the failures strikes all streams alike.

    Parameters
    ----------
    success : array_like
        Probability that one stream is right.
    streams : array_like of int
        Streams that vote; a tie is broken by lot.
    common_share : array_like, optional
        Share of one stream's failures that all streams share, such as a misread question.
    wrong_options : int, optional
        Wrong answers, equally likely, among which failures scatter. With one they all agree, which is the least a vote gives.

    Returns
    -------
    numpy.ndarray
    """
    p, c = _share("success", success), _share("common_share", common_share)
    spared = 1.0 - c * (1.0 - p)
    alone = np.divide(p, spared, out=np.zeros(np.broadcast(p, c).shape), where=spared > 0)
    return spared * voting.majority_vote(voting.answer_probabilities(np.minimum(alone, 1.0), wrong_options, 1.0), streams)


def simulate_chain(error_rate, steps, *, detection=0.0, repair=0.0, breakage=0.0, recovery=0.0, streams=1, wrong_options=1, runs=100_000, seed=0):
    """Play chains step by step and return the share that ends right, for one set of numbers.

    Parameters
    ----------
    error_rate, detection, repair, breakage, recovery : float
        As in `corrected_error` and `recovering_success`.
    steps, streams, wrong_options, runs, seed : int
        A stream that failed picks one of the wrong answers; the answer with most votes wins, a tie is broken by lot.

    Returns
    -------
    float
    """
    for name, value in (("error_rate", error_rate), ("detection", detection), ("repair", repair), ("breakage", breakage), ("recovery", recovery)):
        _share(name, value)
    _steps(steps)
    for name, value in (("streams", streams), ("wrong_options", wrong_options), ("runs", runs)):
        checks.require_between(name, value, 1, np.inf, remedy="Give a whole number such as 5.")
    rng = np.random.default_rng(seed)
    on_path = np.ones((runs, streams), dtype=bool)
    for _ in range(int(steps)):
        wrong = rng.random(on_path.shape) < error_rate
        mended = wrong & (rng.random(on_path.shape) < detection) & (rng.random(on_path.shape) < repair)
        broken = ~wrong & (rng.random(on_path.shape) < breakage)
        back = rng.random(on_path.shape) < recovery
        on_path = np.where(on_path, ~(wrong & ~mended) & ~broken, back)
    answer = np.where(on_path, 0, 1 + rng.integers(wrong_options, size=on_path.shape))
    votes = (answer[:, :, None] == np.arange(1 + wrong_options)).sum(axis=1) + 0.5 * rng.random((runs, 1 + wrong_options))  # the half breaks ties
    return float(np.mean(votes.argmax(axis=1) == 0))


def length_shape(half_length, other_length, other_success=0.8):
    """Return how success falls with length, from two lengths: the shape :math:`k` of :math:`e^{-(t/s)^k}`.

    One error rate for every minute gives one. Below one, success falls early and then slowly, as when tasks differ in how
    hard they are; above one it holds and then breaks down.

    Parameters
    ----------
    half_length, other_length : array_like
        Lengths at which success is one in two and `other_success`.
    other_success : float, optional

    Returns
    -------
    numpy.ndarray
    """
    half, other = checks.require_positive("half_length", half_length), checks.require_positive("other_length", other_length)
    p = _share("other_success", other_success, low_open=True, high_open=True)
    if np.any(half == other) or np.any(p == 0.5):
        raise ValueError("half_length and other_length are the same point of the curve. Give two lengths with different success.")
    return np.log(np.log(p) / np.log(0.5)) / np.log(other / half)


def later_outputs_changed(tokens=24, at=4, vocabulary=50, width=16, layers=2, trials=200, seed=0):
    """Swap one token in the context of small causal attention networks with random weights and see what follows.

    A mechanism, not a measurement: attention weighs every earlier token above zero, so that a swapped one enters the sums
    of all later positions.

    Parameters
    ----------
    tokens, at : int
        Length of the sequence and the position of the swapped token.
    vocabulary, width, layers, trials, seed : int

    Returns
    -------
    distributions, choices, before : float
        Share of later positions whose probabilities change, of those whose most likely token does, and share of earlier
        positions whose probabilities change.
    """
    rng = np.random.default_rng(seed)
    mask = np.triu(np.full((tokens, tokens), -np.inf), 1)
    changed = chosen = before = 0.0
    for _ in range(trials):
        embedding = rng.normal(size=(vocabulary, width))
        weights = rng.normal(size=(layers, 4, width, width)) / np.sqrt(width)
        sequence = rng.integers(vocabulary, size=tokens)
        swapped = sequence.copy()
        swapped[at] = (swapped[at] + 1 + rng.integers(vocabulary - 1)) % vocabulary
        x = embedding[np.stack([sequence, swapped])]
        for query, key, value, mix in weights:
            scores = (x @ query) @ np.swapaxes(x @ key, 1, 2) / np.sqrt(width) + mask
            x = x + np.tanh(special.softmax(scores, axis=-1) @ (x @ value) @ mix)
        logits = x @ embedding.T
        later = slice(at + 1, None)
        changed += np.mean(np.any(logits[0, later] != logits[1, later], axis=-1)) / trials
        chosen += np.mean(logits[0, later].argmax(-1) != logits[1, later].argmax(-1)) / trials
        before += np.mean(np.any(logits[0, :at] != logits[1, :at], axis=-1)) / trials
    return float(changed), float(chosen), float(before)


# --- fleets -----------------------------------------------------------------------------------------------------------


def rate_interval(events, device_days, quantiles=(0.05, 0.5, 0.95)):
    """Return quantiles of an event rate for each device and day, from a count, by the Jeffreys prior (gamma).

    Parameters
    ----------
    events : array_like
        Events counted.
    device_days : array_like
        Devices times days of watching.
    quantiles : sequence of float, optional

    Returns
    -------
    numpy.ndarray
        Quantiles along the first axis.
    """
    n, t = checks.require_non_negative("events", events), checks.require_positive("device_days", device_days)
    q = np.reshape(_share("quantiles", quantiles, low_open=True, high_open=True), (-1,) + (1,) * np.broadcast(n, t).ndim)
    return stats.gamma.ppf(q, n + 0.5, scale=1.0 / t)


def chance_of_any(expected):
    """Return the probability of at least one event where `expected` are expected (Poisson)."""
    return -np.expm1(-checks.require_non_negative("expected", expected))


def devices_at_fault(devices, rate_per_day, days_undetected):
    """Return how many devices of a fleet corrupt silently at a time: those that went bad and are not yet found out."""
    n, r, t = (checks.require_non_negative(k, v) for k, v in (("devices", devices), ("rate_per_day", rate_per_day), ("days_undetected", days_undetected)))
    return n * r * t


# --- checkpoints ------------------------------------------------------------------------------------------------------


def time_between_failures_s(devices, device_failures_per_day):
    """Return the mean time between failures of a run on many devices, any of which stops it, in seconds."""
    n, r = checks.require_positive("devices", devices), checks.require_positive("device_failures_per_day", device_failures_per_day)
    return SECONDS_PER_DAY / (n * r)


def checkpoint_interval_s(save_s, mean_time_between_failures_s, method="exact"):
    """Return the seconds of work between two saves that make a run shortest.

    Parameters
    ----------
    save_s : array_like
        Seconds for which training waits at a save.
    mean_time_between_failures_s : array_like
        Mean time between failures of the whole run.
    method : {"exact", "daly", "young"}
        The least of the expected run time, by Lambert's W; Daly's higher order; Young's square root.

    Returns
    -------
    numpy.ndarray
        The time of restart does not enter: it is lost whatever the interval.

    Raises
    ------
    KeyError
        For another method.
    """
    delta, m = checks.require_positive("save_s", save_s), checks.require_positive("mean_time_between_failures_s", mean_time_between_failures_s)
    checks.require_known("method", method, METHODS)
    if method == "young":
        return np.sqrt(2.0 * delta * m)
    if method == "daly":
        x = delta / (2.0 * m)
        return np.where(x < 1.0, np.sqrt(2.0 * delta * m) * (1.0 + np.sqrt(x) / 3.0 + x / 9.0) - delta, m)
    return m * (1.0 + np.real(special.lambertw(-np.exp(-1.0 - delta / m))))


def run_time_factor(interval_s, save_s, mean_time_between_failures_s, restart_s=0.0):
    """Return expected seconds of run for each second of work, saves, repeated work and restarts included (Daly 2006)."""
    tau, m = checks.require_positive("interval_s", interval_s), checks.require_positive("mean_time_between_failures_s", mean_time_between_failures_s)
    delta, r = checks.require_non_negative("save_s", save_s), checks.require_non_negative("restart_s", restart_s)
    with np.errstate(over="ignore"):
        return m / tau * np.exp(r / m) * np.expm1((tau + delta) / m)


def loss_shares(interval_s, save_s, mean_time_between_failures_s, restart_s=0.0):
    """Return which shares of a run go into saves, repeated work and restarts.

    Failures come at the same rate all the time, so that a run of :math:`F` seconds for each second of work has :math:`F/M`
    of them, and each is followed by a restart that may itself fail.

    Returns
    -------
    dict of str to numpy.ndarray
        ``saving``, ``repeated``, ``restart`` and their sum ``lost``; the rest is work.
    """
    factor = run_time_factor(interval_s, save_s, mean_time_between_failures_s, restart_s)
    saving = np.asarray(save_s, dtype=float) / np.asarray(interval_s, dtype=float) / factor
    restart = -np.expm1(-np.asarray(restart_s, dtype=float) / np.asarray(mean_time_between_failures_s, dtype=float))
    lost = 1.0 - 1.0 / factor
    return {"saving": saving, "repeated": lost - saving - restart, "restart": restart + np.zeros_like(lost), "lost": lost}


def log10_time_without_checkpoints(work_s, mean_time_between_failures_s, restart_s=0.0):
    """Return the power of ten of the expected run time, over the work, when a failure sends the run back to its start."""
    w, m = checks.require_positive("work_s", work_s), checks.require_positive("mean_time_between_failures_s", mean_time_between_failures_s)
    x = w / m
    return (np.asarray(restart_s, dtype=float) / m + x + np.log(-np.expm1(-x)) - np.log(x)) / np.log(10.0)


def simulate_run(work_s, interval_s, save_s, mean_time_between_failures_s, restart_s=0.0, *, runs=200, seed=0):
    """Play runs failure by failure and return the seconds each takes.

    Parameters
    ----------
    work_s, interval_s, save_s, mean_time_between_failures_s, restart_s : float
        A whole number of intervals of work; every one of them ends with a save.
    runs, seed : int

    Returns
    -------
    numpy.ndarray, shape (runs,)
    """
    segments = int(round(work_s / interval_s))
    if segments < 1 or abs(segments * interval_s - work_s) > 1e-6 * work_s:
        raise ValueError(f"work_s = {work_s:g} is not a whole number of intervals of {interval_s:g} s. Give a multiple.")
    rng = np.random.default_rng(seed)
    length = interval_s + save_s
    total, open_, restarting = np.zeros((runs, segments)), np.ones((runs, segments), dtype=bool), np.zeros((runs, segments), dtype=bool)
    while open_.any():
        life = rng.exponential(mean_time_between_failures_s, open_.sum())
        needs = np.where(restarting[open_], restart_s + length, length)
        done = life >= needs
        total[open_] += np.where(done, needs, life)
        restarting[open_] = True
        open_[open_] = ~done
    return total.sum(axis=1)
