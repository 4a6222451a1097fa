"""Rewards for steps and for outcomes: labels made by roll-outs, what a label tells, selection, and cost. Pure.

A step of a solution is judged by completing it :math:`N` times (Math-Shepherd). If the completer succeeds with
probability :math:`p` after the step and :math:`K` of the roll-outs end right,

.. math:: \\hat p_{soft} = K/N, \\qquad \\hat p_{hard} = [K \\ge t], \\quad t = 1,

.. math:: E\\,\\hat p_{soft} = p,\\; \\mathrm{Var} = p(1-p)/N, \\qquad E\\,\\hat p_{hard} = 1-(1-p)^N .

The second part compares labels on steps with labels on outcomes. A solution of :math:`L` steps, each sound with
probability :math:`q`, ends right if all are. Labels up to the first unsound step carry Fisher information
:math:`q(1-q^L)` about the log-odds of a sound step, the outcome carries :math:`Q L^2 (1-q)^2/(1-Q)` with :math:`Q=q^L`
if all steps are alike, and :math:`L` times less about what tells steps apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize
from scipy.special import betainc, betaln, expit, gammaln

from analysis import checks

__all__ = [
    "hard_estimate", "soft_estimate", "hard_expected", "soft_expected", "hard_variance", "soft_variance", "hard_error", "soft_error", "simulate",
    "share_labelled_good", "label_accuracy", "fit_completer", "information_of_steps", "information_of_outcome", "information_kept", "step_accuracy",
    "beats", "World", "fit_step_labels", "fit_outcome_labels", "selected", "rollout_tokens",
]  # fmt: skip


def _count(name, value, low=1):
    number = checks.require_between(name, value, low, 1e12, remedy=f"Give a whole number of at least {low}.")
    if np.any(number != np.floor(number)):
        raise ValueError(f"{name} = {value!r} is not a whole number. Give a whole number of at least {low}.")
    return number


def _chance(name, value, **open_ends):
    return checks.require_between(name, value, 0.0, 1.0, remedy="Give a probability such as 0.5.", **open_ends)


def _counts(successes, rollouts):
    k, n = np.broadcast_arrays(_count("successes", successes, 0), _count("rollouts", rollouts))
    if np.any(k > n):
        raise ValueError(f"successes = {k[k > n].flat[0]:g} is above rollouts = {n[k > n].flat[0]:g}. Give no more successes than roll-outs.")
    return k, n


# --- labels by roll-outs --------------------------------------------------------------------------------------------


def soft_estimate(successes, rollouts):
    """Return the share of roll-outs that end right.

    Parameters
    ----------
    successes, rollouts : array_like of int

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    ValueError
        For no roll-outs, or more successes than roll-outs.
    """
    k, n = _counts(successes, rollouts)
    return k / n


def hard_estimate(successes, rollouts, threshold=1):
    """Return 1 where at least `threshold` roll-outs end right, else 0 (Math-Shepherd's hard estimate has a threshold of 1).

    Parameters
    ----------
    successes, rollouts : array_like of int
    threshold : array_like of int, optional

    Returns
    -------
    numpy.ndarray
    """
    k, n = _counts(successes, rollouts)
    t = _count("threshold", threshold)
    if np.any(t > n):
        raise ValueError(f"threshold = {np.max(t):g} is above rollouts = {np.min(n):g}. Give a threshold that can be met.")
    return (k >= t).astype(float)


def soft_expected(success, rollouts):
    """Return the mean of the soft estimate: the probability itself, whatever the number of roll-outs."""
    p, n = np.broadcast_arrays(_chance("success", success), _count("rollouts", rollouts))
    return p + 0.0 * n


def soft_variance(success, rollouts):
    """Return the variance of the soft estimate, :math:`p(1-p)/N`."""
    p, n = _chance("success", success), _count("rollouts", rollouts)
    return p * (1 - p) / n


def hard_expected(success, rollouts, threshold=1):
    """Return the mean of the hard estimate, :math:`P(K \\ge t)`; for a threshold of 1 it is :math:`1-(1-p)^N`."""
    p, n, t = np.broadcast_arrays(_chance("success", success), _count("rollouts", rollouts), _count("threshold", threshold))
    if np.any(t > n):
        raise ValueError(f"threshold = {np.max(t):g} is above rollouts = {np.min(n):g}. Give a threshold that can be met.")
    return betainc(t, n - t + 1.0, p)


def hard_variance(success, rollouts, threshold=1):
    """Return the variance of the hard estimate, that of a coin with its mean."""
    m = hard_expected(success, rollouts, threshold)
    return m * (1 - m)


def soft_error(success, rollouts):
    """Return the root mean squared error of the soft estimate against the success probability."""
    return np.sqrt(soft_variance(success, rollouts))


def hard_error(success, rollouts, threshold=1):
    """Return the root mean squared error of the hard estimate against the success probability."""
    p = _chance("success", success)
    return np.sqrt(hard_variance(success, rollouts, threshold) + (hard_expected(success, rollouts, threshold) - p) ** 2)


def simulate(success, rollouts, trials=1000, seed=1):
    """Draw roll-outs and return both estimates for each trial.

    Parameters
    ----------
    success, rollouts : array_like
        Broadcast against each other.
    trials, seed : int, optional

    Returns
    -------
    tuple of numpy.ndarray
        Soft and hard estimates, trials first.
    """
    p, n = np.broadcast_arrays(_chance("success", success), _count("rollouts", rollouts))
    k = np.random.default_rng(seed).binomial(n.astype(int), p, (int(_count("trials", trials)), *p.shape))
    return soft_estimate(k, n), hard_estimate(k, n)


# --- labels against what a step is worth ----------------------------------------------------------------------------


def share_labelled_good(mean, concentration, rollouts, threshold=1):
    """Return the share of steps labelled good when success varies over steps by a Beta distribution.

    Parameters
    ----------
    mean : array_like
        Mean success of the completer after such steps.
    concentration : array_like
        Sum of the two parameters of the Beta distribution.
    rollouts : array_like
        May be fractional for a threshold of 1.
    threshold : int, optional
        Roll-outs that must end right.
    """
    m, c = _chance("mean", mean, low_open=True, high_open=True), checks.require_positive("concentration", concentration)
    n = checks.require_positive("rollouts", rollouts, "Give roll-outs such as 8.")
    t = int(_count("threshold", threshold))
    if t > 1 and np.any((n != np.floor(n)) | (n < t)):
        raise ValueError(f"rollouts = {rollouts!r} must be whole and no fewer than threshold = {t}. Give more roll-outs.")
    a, b = m * c, (1 - m) * c
    fewer = 0.0
    for k in range(t):
        log_choose = gammaln(n + 1) - gammaln(k + 1.0) - gammaln(n - k + 1)
        fewer = fewer + np.exp(log_choose + betaln(a + k, b + n - k) - betaln(a, b))
    return 1.0 - fewer


def label_accuracy(share_sound, sound, unsound, concentration, rollouts, threshold=1):
    """Return how often the hard label agrees with whether a step is sound.

    Parameters
    ----------
    share_sound : array_like
        Share of steps that are sound.
    sound, unsound : array_like
        Mean success of the completer after a sound and an unsound step.
    concentration, rollouts, threshold
        See `share_labelled_good`.
    """
    share = _chance("share_sound", share_sound)
    good = share_labelled_good(sound, concentration, rollouts, threshold)
    false = share_labelled_good(unsound, concentration, rollouts, threshold)
    return share * good + (1 - share) * (1 - false)


def fit_completer(accuracy, peak, share_sound, concentration):
    """Return the completer's mean success after sound and unsound steps for which the hard label is best at `peak` roll-outs.

    Parameters
    ----------
    accuracy : float
        Accuracy of the hard label at the peak.
    peak : float
        Roll-outs at which the accuracy is highest.
    share_sound, concentration : float

    Returns
    -------
    tuple of float

    Raises
    ------
    ValueError
        When no pair of means gives such a peak.
    """
    accuracy, share = float(_chance("accuracy", accuracy)), float(_chance("share_sound", share_sound, low_open=True, high_open=True))
    peak = float(checks.require_positive("peak", peak))

    def gap(x):
        s, u = expit(x)
        up, down = (label_accuracy(share, s, u, concentration, peak + d) for d in (0.01, -0.01))
        return [label_accuracy(share, s, u, concentration, peak) - accuracy, 50 * (up - down)]

    for start in ((1.0, -2.0), (0.3, -2.7), (1.5, -1.2)):
        got = optimize.root(gap, start, tol=1e-10)
        if got.success and max(abs(v) for v in got.fun) < 1e-6 and got.x[0] > got.x[1]:
            s, u = expit(got.x)
            return float(s), float(u)
    raise ValueError(f"no completer gives an accuracy of {accuracy:g} with its peak at {peak:g} roll-outs when {share:g} of steps are sound. Lower the accuracy or the share.")


# --- what a label tells ---------------------------------------------------------------------------------------------


def information_of_steps(sound, steps):
    """Return the Fisher information of one solution labelled up to its first unsound step: :math:`q(1-q^L)`.

    Parameters
    ----------
    sound : array_like
        Probability that a step is sound.
    steps : array_like of int
        Steps of a solution.
    """
    q, n = _chance("sound", sound, low_open=True, high_open=True), checks.require_between("steps", steps, 1, 1e6, remedy="Give steps of a solution, at least 1.")
    return q * (1 - q**n)


def information_of_outcome(sound, steps, alike=False):
    """Return the Fisher information of the outcome of one solution, in the unit of `information_of_steps`.

    Parameters
    ----------
    sound, steps : array_like
    alike : bool, optional
        True asks what the outcome tells about the mean soundness of all steps; False, what it tells about a feature that
        varies over steps, independently and with mean zero.
    """
    q, n = _chance("sound", sound, low_open=True, high_open=True), checks.require_between("steps", steps, 1, 1e6, remedy="Give steps of a solution, at least 1.")
    right = q**n
    return right / (1 - right) * (n**2 if alike else n) * (1 - q) ** 2


def information_kept(sound, error):
    """Return the share of a label's information that is left when it is wrong with probability `error`, either way.

    .. math:: (1-2e)^2\\,\\frac{q(1-q)}{\\tilde q(1-\\tilde q)}, \\qquad \\tilde q = q(1-e)+(1-q)e
    """
    q, e = _chance("sound", sound, low_open=True, high_open=True), _chance("error", error)
    seen = q * (1 - e) + (1 - q) * e
    return (1 - 2 * e) ** 2 * q * (1 - q) / (seen * (1 - seen))


def step_accuracy(solved, steps):
    """Return the accuracy per step of a person who gets `solved` of problems right that take `steps` steps, all equally hard."""
    h, n = _chance("solved", solved), checks.require_between("steps", steps, 1, 1e6, remedy="Give steps of a solution, at least 1.")
    return h ** (1.0 / n)


# --- selection ------------------------------------------------------------------------------------------------------


def beats(first, second, problems, draws=20_000, seed=1):
    """Return draws of the difference of two shares of problems solved, each with a flat prior, as if on separate samples.

    Parameters
    ----------
    first, second : float
        Shares solved.
    problems : int
    draws, seed : int, optional

    Returns
    -------
    numpy.ndarray
    """
    a, b, n = _chance("first", first), _chance("second", second), _count("problems", problems)
    rng = np.random.default_rng(seed)
    return rng.beta(a * n + 1, (1 - a) * n + 1, draws) - rng.beta(b * n + 1, (1 - b) * n + 1, draws)


@dataclass(frozen=True)
class World:
    """Solutions whose truth is known: each step has features, and is sound with log-odds linear in them.

    Attributes
    ----------
    weights : numpy.ndarray
        Constant first, then one for each feature.
    steps : int
        Steps of a solution.
    """

    weights: np.ndarray
    steps: int

    def draw(self, solutions: int, rng) -> tuple[np.ndarray, np.ndarray]:
        """Return features (solutions, steps, features + 1) and whether each step is sound."""
        shape = (int(solutions), self.steps)
        x = np.concatenate([np.ones((*shape, 1)), rng.standard_normal((*shape, len(self.weights) - 1))], axis=2)
        return x, rng.random(shape) < expit(x @ self.weights)


def _prior(size, ridge):
    penalty = np.eye(size) * ridge
    penalty[0, 0] = ridge / 100  # the constant is all but free
    return penalty


def fit_step_labels(features, sound, ridge=1.0, iterations=12):
    """Fit the log-odds of a sound step to labels up to and with the first unsound step (Newton's method, ridge prior).

    Parameters
    ----------
    features : numpy.ndarray, shape (solutions, steps, k)
    sound : numpy.ndarray of bool, shape (solutions, steps)
    ridge : float, optional
    iterations : int, optional

    Returns
    -------
    numpy.ndarray, shape (k,)
    """
    before = np.concatenate([np.ones((len(sound), 1), bool), np.cumprod(sound, axis=1)[:, :-1].astype(bool)], axis=1)
    x, y = features[before], sound[before].astype(float)
    w, penalty = np.zeros(x.shape[1]), _prior(x.shape[1], ridge)
    for _ in range(iterations):
        p = expit(x @ w)
        w = w + np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, x.T @ (y - p) - penalty @ w)
    return w


def fit_outcome_labels(features, right, ridge=1.0, iterations=40):
    """Fit the same log-odds to outcomes alone: a solution is right if all its steps are sound (Fisher scoring, ridge prior).

    Parameters
    ----------
    features : numpy.ndarray, shape (solutions, steps, k)
    right : numpy.ndarray of bool, shape (solutions,)

    Returns
    -------
    numpy.ndarray, shape (k,)
    """
    size = features.shape[2]
    penalty, w = _prior(size, ridge), np.zeros(size)
    w[0] = 2.0

    def log_right(w):
        return np.minimum(np.sum(-np.logaddexp(0, -(features @ w)), axis=1), -1e-9)

    def objective(w):
        chance = log_right(w)
        return np.sum(np.where(right, chance, np.log1p(-np.exp(chance)))) - 0.5 * w @ penalty @ w

    now = objective(w)
    for _ in range(iterations):
        q = np.exp(log_right(w))
        slope = np.einsum("nl,nlk->nk", 1 - expit(features @ w), features)
        step = np.linalg.solve((slope * (q / (1 - q))[:, None]).T @ slope + penalty, slope.T @ ((right - q) / (1 - q)) - penalty @ w)
        size_of_step = 1.0
        while (new := objective(w + size_of_step * step)) < now and size_of_step > 1e-4:
            size_of_step /= 2
        if new - now < 1e-7:
            break
        w, now = w + size_of_step * step, new
    return w


def selected(weights, features, right):
    """Return how often the candidate with the highest product of step probabilities is right.

    Parameters
    ----------
    weights : numpy.ndarray, shape (k,)
    features : numpy.ndarray, shape (problems, candidates, steps, k)
    right : numpy.ndarray of bool, shape (problems, candidates)
    """
    score = np.sum(-np.logaddexp(0, -(features @ weights)), axis=2)
    return float(np.take_along_axis(right, score.argmax(axis=1)[:, None], 1).mean())


def rollout_tokens(solution_tokens, steps, rollouts):
    """Return the tokens it takes to label every step of one solution but the last by roll-outs: :math:`N\\,T\\,(L-1)/2`.

    Parameters
    ----------
    solution_tokens : array_like
        Tokens of a whole solution, spread evenly over its steps.
    steps : array_like
        Steps of a solution; the last one is the answer, which is checked as it is.
    rollouts : array_like
        Roll-outs for each step.
    """
    t, n = checks.require_positive("solution_tokens", solution_tokens), checks.require_between("steps", steps, 1, 1e6, remedy="Give steps of a solution, at least 1.")
    return _count("rollouts", rollouts) * t * (n - 1) / 2
