"""Pivotal Token Search: which tokens of a solution move its probability of success, found by bisecting segments.

The search asks an estimator for the probability of success after a prefix. Here the estimator samples completions of a
process whose true probabilities are known, so that what is found can be compared with what is there. Pure: arrays in,
arrays out; every draw has a seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.special import ndtri

from analysis import checks

__all__ = ["Found", "Process", "Solutions", "plant", "concentration", "search", "exhaustive", "pivotal", "score", "most_pivots", "complete", "share_of_largest", "preference_pairs"]


def _gap(value) -> float:
    return float(checks.require_between("gap", value, 0.0, 1.0, low_open=True, high_open=True, remedy="Give a change of probability such as 0.2."))


def _samples(value) -> int | None:
    if value is None:
        return None
    number = checks.require_between("samples", value, 1, 1e9, remedy="Give completions per prefix, or None for exact probabilities.")
    if number != np.floor(number):
        raise ValueError(f"samples = {value!r} is not a whole number. Give completions per prefix, or None for exact probabilities.")
    return int(number)


# --- a process whose success probabilities are known ----------------------------------------------------------------


@dataclass(frozen=True)
class Process:
    """A question whose solutions are written token by token, one of two tokens at each position.

    Every token moves a hidden sum of evidence by a whole number of steps; the finished solution is right if the sum is
    above a bar, and wrong otherwise. The probability of success after any prefix follows by backward induction.

    Attributes
    ----------
    effects : numpy.ndarray of int, shape (tokens, 2)
        Steps of evidence that either token adds.
    chances : numpy.ndarray, shape (tokens,)
        Probability of the first token at each position.
    bar : float
        Evidence above which a finished solution is right.
    """

    effects: np.ndarray
    chances: np.ndarray
    bar: float

    def __post_init__(self):
        effects = np.asarray(self.effects)
        if effects.ndim != 2 or effects.shape[1] != 2 or len(effects) == 0 or not np.issubdtype(effects.dtype, np.integer):
            raise ValueError(f"effects of shape {effects.shape} are not whole steps for two tokens at each of at least one position.")
        chances = checks.require_between("chances", self.chances, 0.0, 1.0, low_open=True, high_open=True, remedy="Both tokens must be possible.")
        if chances.shape != effects.shape[:1]:
            raise ValueError(f"chances of shape {chances.shape} do not fit {len(effects)} positions.")
        object.__setattr__(self, "effects", effects)
        object.__setattr__(self, "chances", chances)

    @property
    def length(self) -> int:
        return len(self.effects)

    @cached_property
    def _reach(self) -> int:
        return int(np.abs(self.effects).max(axis=1).sum())

    @cached_property
    def values(self) -> np.ndarray:
        """Probability of success by position (0 to length) and evidence (from minus to plus the largest sum)."""
        reach = self._reach
        evidence = np.arange(-reach, reach + 1)
        out = np.empty((self.length + 1, len(evidence)))
        out[-1] = evidence > self.bar
        moving = np.flatnonzero(self.effects.any(axis=1))  # the other steps only repeat what follows them
        after = np.clip(np.arange(len(evidence)) + self.effects[moving, :, None], 0, 2 * reach)  # the edge is never reached from within
        value, end = out[-1], self.length
        for t, (first, second), chance in zip(moving[::-1], after[::-1], self.chances[moving][::-1], strict=True):  # backward induction
            out[t + 1 : end] = value
            value, end = chance * value[first] + (1 - chance) * value[second], t + 1
        out[:end] = value
        return out

    def sample(self, solutions: int, seed: int) -> Solutions:
        """Draw whole solutions."""
        rng = np.random.default_rng(seed)
        return Solutions(self, (rng.random((int(solutions), self.length)) >= self.chances).astype(np.int8))

    def success(self, position, evidence) -> np.ndarray:
        """Return the true probability of success after `position` tokens with a sum of `evidence`."""
        return self.values[np.asarray(position), np.asarray(evidence) + self._reach]

    def rollouts(self, position: int, evidence: int, samples: int, rng) -> tuple[np.ndarray, np.ndarray]:
        """Complete one prefix `samples` times, token by token.

        Returns
        -------
        tuple of numpy.ndarray
            The first token of each completion (-1 at the end of a solution) and whether it succeeded.
        """
        tokens = (rng.random((samples, self.length - position)) >= self.chances[position:]).astype(int)
        moved = np.take_along_axis(self.effects[position:][None], tokens[:, :, None], axis=2)[:, :, 0].sum(axis=1)
        right = evidence + moved > self.bar
        return (tokens[:, 0] if position < self.length else np.full(samples, -1)), right


@dataclass(frozen=True)
class Solutions:
    """Solutions drawn from one process, with what is true of each prefix."""

    process: Process
    tokens: np.ndarray

    @cached_property
    def evidence(self) -> np.ndarray:
        """Sum of evidence after each prefix, shape (solutions, length + 1)."""
        steps = np.where(self.tokens == 0, self.process.effects[:, 0], self.process.effects[:, 1])
        return np.concatenate([np.zeros((len(steps), 1), int), np.cumsum(steps, axis=1)], axis=1)

    @cached_property
    def success(self) -> np.ndarray:
        """True probability of success after each prefix, shape (solutions, length + 1)."""
        return self.process.success(np.arange(self.process.length + 1), self.evidence)

    @cached_property
    def surprise(self) -> np.ndarray:
        """Minus the log-probability of each token."""
        return -np.log(np.where(self.tokens == 0, self.process.chances, 1 - self.process.chances))


def plant(length, decisions, drifts, decision_steps, start, seed) -> Process:
    """Make a process with planted decisions among small choices and tokens of no effect.

    Parameters
    ----------
    length : int
        Tokens of a solution.
    decisions, drifts : int
        Positions whose two tokens are equally likely and move the evidence up or down: by `decision_steps` at a
        decision, by one step at a drift.
    decision_steps : int
    start : float
        Probability of success before the first token; the bar is set to come near it.
    seed : int
        Places the positions and the chances of the tokens without effect.

    Returns
    -------
    Process

    Raises
    ------
    ValueError
        When the planted positions do not fit, or a number is out of bounds.
    """
    if decisions < 0 or drifts < 0 or not 0 < decisions + drifts <= length:
        raise ValueError(f"{decisions} decisions and {drifts} drifts do not fit {length} tokens. Plant at least one and at most one a token.")
    large = int(checks.require_between("decision_steps", decision_steps, 1, 1e4, remedy="Give whole steps of evidence."))
    wanted = float(checks.require_between("start", start, 0.0, 1.0, low_open=True, high_open=True))
    rng = np.random.default_rng(seed)
    places = rng.permutation(length)[: decisions + drifts]
    effects = np.zeros((length, 2), int)
    effects[places[:decisions]] = (large, -large)
    effects[places[decisions:]] = (1, -1)
    chances = rng.uniform(0.5, 0.99, length)
    chances[places] = 0.5
    spread = np.sqrt(decisions * large**2 + drifts)
    return Process(effects, chances, float(np.floor(-spread * ndtri(wanted)) + 0.5))  # half a step: no sum is on the bar


def concentration(decisions, drifts, decision_steps):
    """Return the share of the variance of the evidence that sits in decisions.

    Parameters
    ----------
    decisions, drifts, decision_steps : array_like
        As `plant` takes them.

    Returns
    -------
    numpy.ndarray
    """
    large = checks.require_non_negative("decisions", decisions) * checks.require_positive("decision_steps", decision_steps) ** 2
    return large / (large + checks.require_non_negative("drifts", drifts))


# --- the search -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """What a search found and what it cost.

    Attributes
    ----------
    row, position : numpy.ndarray of int
        Solution and token (from 0) of each pivotal token, in order.
    before, after : numpy.ndarray
        Estimated probability of success before and after it.
    estimates : numpy.ndarray, shape (solutions, tokens + 1)
        Every estimate made; NaN where none was needed.
    samples : int or None
    """

    row: np.ndarray
    position: np.ndarray
    before: np.ndarray
    after: np.ndarray
    estimates: np.ndarray = field(repr=False)
    samples: int | None = None

    @property
    def mask(self) -> np.ndarray:
        """Shape (solutions, tokens): whether each token was found."""
        out = np.zeros((self.estimates.shape[0], self.estimates.shape[1] - 1), bool)
        out[self.row, self.position] = True
        return out

    @property
    def prefixes(self) -> np.ndarray:
        """Prefixes estimated per solution."""
        return np.isfinite(self.estimates).sum(axis=1)

    @property
    def completions(self) -> np.ndarray:
        """Completions sampled per solution (zero where probabilities were exact)."""
        return self.prefixes * (self.samples or 0)

    @property
    def sampled_tokens(self) -> np.ndarray:
        """Tokens written to sample them, per solution: a completion of a prefix writes what is left."""
        left = np.arange(self.estimates.shape[1])[::-1]
        return (np.isfinite(self.estimates) * left).sum(axis=1) * (self.samples or 0)


def _estimator(success, samples, rng) -> Callable:
    """Return a function of (rows, positions): the share of right completions, or the exact probability."""

    def estimate(rows, positions):
        true = success[rows, positions]
        return true if samples is None else rng.binomial(samples, true) / samples

    return estimate


def _pivots(estimates, rows, starts, samples) -> Found:
    order = np.lexsort((starts, rows))
    rows, starts = rows[order], starts[order]
    return Found(rows, starts, estimates[rows, starts], estimates[rows, starts + 1], estimates, samples)


def _success(value) -> np.ndarray:
    success = np.atleast_2d(checks.require_between("success", value, 0.0, 1.0, remedy="Give probabilities by solution and prefix."))
    if success.shape[1] < 2:
        raise ValueError("success has no token: give the probability before the first token and after each.")
    return success


def search(success, gap=0.2, samples=100, seed=0, surprise=None) -> Found:
    """Find pivotal tokens by recursive bisection, over many solutions at once.

    A segment whose estimated change of the success probability is below `gap` is left alone; any other is split, until
    a single token remains, which is pivotal. Each prefix is estimated once and remembered.

    Parameters
    ----------
    success : array_like, shape (solutions, tokens + 1)
        True probability of success after each prefix. The search sees of it only what it samples: the completions of a
        prefix are independent and right with this probability.
    gap : float, optional
        Change of probability from which a token counts as pivotal.
    samples : int or None, optional
        Completions per prefix; None gives exact probabilities, which shows what bisection itself misses.
    seed : int, optional
    surprise : array_like, shape (solutions, tokens), optional
        Minus the log-probability of each token. A segment is split where its sum is split evenly, as the authors do; without
        it, at the middle token.

    Returns
    -------
    Found

    Raises
    ------
    ValueError

    Notes
    -----
    Abdin et al. 2024 (arXiv:2412.08905), figure 4 and section 4.3. With exact probabilities everything found is
    pivotal, and if success is monotone along the solution everything pivotal is found, since a segment then changes at
    least as much as any token in it.

    Examples
    --------
    >>> search([[0.3, 0.3, 0.8, 0.8, 0.9]], gap=0.2, samples=None).position
    array([1])
    """
    success, gap, samples = _success(success), _gap(gap), _samples(samples)
    solutions, width = success.shape
    estimate = _estimator(success, samples, np.random.default_rng(seed))
    if surprise is None:
        surprise = np.ones((solutions, width - 1))
    weight = np.atleast_2d(checks.require_non_negative("surprise", surprise, "Give minus the log-probability of each token."))
    if weight.shape != (solutions, width - 1):
        raise ValueError(f"surprise of shape {weight.shape} does not fit {solutions} solutions of {width - 1} tokens.")
    cumulative = np.concatenate([np.zeros((solutions, 1)), np.cumsum(weight, axis=1)], axis=1)
    offset = np.arange(solutions)[:, None] * (2.0 * cumulative.max() + 1.0)  # one sorted line of all solutions
    line = (cumulative + offset).ravel()

    estimates = np.full((solutions, width), np.nan)
    rows = np.arange(solutions)
    estimates[:, 0], estimates[:, -1] = estimate(rows, np.zeros(solutions, int)), estimate(rows, np.full(solutions, width - 1))
    start, end = np.zeros(solutions, int), np.full(solutions, width - 1)
    found_rows, found_starts = [], []
    while len(rows):
        moved = np.abs(estimates[rows, end] - estimates[rows, start]) >= gap - 1e-12
        rows, start, end = rows[moved], start[moved], end[moved]
        single = end - start == 1
        found_rows.append(rows[single])
        found_starts.append(start[single])
        rows, start, end = rows[~single], start[~single], end[~single]
        half = (cumulative[rows, start] + cumulative[rows, end]) / 2 + offset[rows, 0]
        middle = np.clip(np.searchsorted(line, half) - rows * width, start + 1, end - 1)
        estimates[rows, middle] = estimate(rows, middle)
        rows, start, end = np.concatenate([rows, rows]), np.concatenate([start, middle]), np.concatenate([middle, end])
    return _pivots(estimates, np.concatenate(found_rows), np.concatenate(found_starts), samples)


def exhaustive(success, gap=0.2, samples=100, seed=0) -> Found:
    """Estimate every prefix and keep each token with a change of at least `gap` (see `search`)."""
    success, gap, samples = _success(success), _gap(gap), _samples(samples)
    rows, positions = np.indices(success.shape)
    estimates = _estimator(success, samples, np.random.default_rng(seed))(rows, positions)
    row, start = np.nonzero(np.abs(np.diff(estimates, axis=1)) >= gap - 1e-12)
    return _pivots(estimates, row, start, samples)


# --- against the truth ----------------------------------------------------------------------------------------------


def pivotal(success, gap=0.2) -> np.ndarray:
    """Return which tokens are pivotal in truth, shape (solutions, tokens)."""
    return np.abs(np.diff(_success(success), axis=1)) >= _gap(gap) - 1e-12


def score(found: Found, success, gap=0.2) -> dict[str, float]:
    """Compare what was found with the truth.

    Returns
    -------
    dict
        ``recall`` (share of the truly pivotal tokens found), ``precision`` (share of the found that are), ``weight``
        (share of the squared change of the truly pivotal tokens that was found), ``error`` (root mean square of the
        estimated change of found tokens against the true) and ``prefixes`` (mean per solution). NaN where there is
        nothing to count.
    """
    truth, mine = pivotal(success, gap), found.mask
    change = np.diff(_success(success), axis=1)
    both = truth & mine
    true_here = change[found.row, found.position]

    def ratio(a, b):
        return float(a / b) if b else float("nan")

    return {
        "recall": ratio(both.sum(), truth.sum()),
        "precision": ratio(both.sum(), mine.sum()),
        "weight": ratio((change**2)[both].sum(), (change**2)[truth].sum()),
        "error": float(np.sqrt(np.mean((found.after - found.before - true_here) ** 2))) if len(found.row) else float("nan"),
        "prefixes": float(found.prefixes.mean()),
    }


def most_pivots(start, gap):
    """Return the most pivotal tokens that a solution can have on average.

    Parameters
    ----------
    start : array_like
        Probability of success before the first token.
    gap : array_like
        Change of probability from which a token is pivotal.

    Returns
    -------
    numpy.ndarray
        :math:`p(1-p)/g^2`.

    Notes
    -----
    Over solutions that the model itself writes, the success probability is a martingale: its squared changes add up,
    on average, to the variance of the outcome, :math:`p(1-p)`, however long the solution is, and each pivotal token
    takes at least :math:`g^2` of it.

    Examples
    --------
    >>> float(round(most_pivots(0.5, 0.2), 2))
    6.25
    """
    p = checks.require_between("start", start, 0.0, 1.0)
    g = checks.require_between("gap", gap, 0.0, 1.0, low_open=True, remedy="Give a change of probability such as 0.2.")
    return p * (1 - p) / g**2


def complete(found: Found, success, gap=0.2) -> np.ndarray:
    """Return, for each solution that has a pivotal token, whether the search found all of them.

    Returns
    -------
    numpy.ndarray of bool, shape (solutions with a pivotal token,)
    """
    truth = pivotal(success, gap)
    return ~(truth & ~found.mask).any(axis=1)[truth.any(axis=1)]


def share_of_largest(success, fraction) -> float:
    """Return the share of all squared change that each solution's largest tokens carry.

    Parameters
    ----------
    success : array_like, shape (solutions, tokens + 1)
    fraction : float
        Share of the tokens of a solution, rounded down, at least one token.

    Returns
    -------
    float
    """
    squares = np.sort(np.diff(_success(success), axis=1) ** 2, axis=1)
    kept = max(1, int(checks.require_between("fraction", fraction, 0.0, 1.0, low_open=True) * squares.shape[1]))
    return float(squares[:, -kept:].sum() / squares.sum())


def preference_pairs(solutions: Solutions, found: Found, samples: int, seed: int) -> np.ndarray:
    """Build a preference pair at each pivotal token from completions of the prefix before it.

    The completions are grouped by their first token: the one whose completions succeed more often is accepted, the
    other rejected.

    Parameters
    ----------
    solutions : Solutions
    found : Found
    samples : int
        Completions per prefix.
    seed : int

    Returns
    -------
    numpy.ndarray of int, shape (found, 2)
        Accepted and rejected token; -1 twice where only one token was drawn or both did equally well.
    """
    samples, rng = _samples(samples), np.random.default_rng(seed)
    out = np.full((len(found.row), 2), -1)
    for k, (row, position) in enumerate(zip(found.row, found.position)):
        first, right = solutions.process.rollouts(position, solutions.evidence[row, position], samples, rng)
        if 0 < first.sum() < samples:
            zero, one = right[first == 0].mean(), right[first == 1].mean()
            if zero != one:
                out[k] = (0, 1) if zero > one else (1, 0)
    return out
