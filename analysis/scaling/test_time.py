r"""Sampling again and again: the unbiased pass@k, coverage under a distribution of difficulty, its power law, and fits. Pure.

Coverage is the share of problems of which at least one of :math:`k` samples is right. With :math:`c` right ones among
:math:`n` samples of a problem its unbiased estimate (Chen et al. 2021) is

.. math:: \mathrm{pass@}k = 1 - \binom{n-c}{k}\Big/\binom{n}{k}.

If a problem is solved by one sample with probability :math:`p`, it is covered with :math:`1-(1-p)^k`, and the set with
the mean of that over the distribution of :math:`p`. If the density of :math:`p` goes as :math:`C p^{a-1}` near zero, the
share not covered goes as :math:`C\,\Gamma(a)\,k^{-a}` (Schaeffer et al. 2025): a power law, though each problem's own
failures vanish exponentially.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize
from scipy.special import expit, gammaln, log_expit, logit, ndtri

from analysis import checks, statistics

__all__ = [
    "pass_at_k", "coverage_of", "coverage_beta", "coverage_scaled_beta", "coverage_kumaraswamy", "coverage_exponential_power", "uncovered_power_law",
    "samples_for", "FAMILIES", "Family", "CoverageFit", "fit_coverage", "problem_covariance",
]  # fmt: skip

_BLOCK = 1 << 15  # triples worked on at once, so that the steps between stay in the processor's cache
_SMALL = 16  # below it the remainder of Stirling's formula comes from a table
_HALF_LOG_2PI = 0.5 * np.log(2 * np.pi)


def _remainder_table() -> np.ndarray:
    x = np.arange(1.0, _SMALL)
    exact = np.cumsum(np.log(x)) - (x + 0.5) * np.log(x) + x - _HALF_LOG_2PI
    return np.concatenate([[-_HALF_LOG_2PI], exact])  # at zero the logarithm is taken as zero, as the caller does


_REMAINDERS = _remainder_table()


def _remainder(x: np.ndarray) -> np.ndarray:
    """Return what Stirling's formula leaves of ln x! at whole numbers."""
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        r = 1.0 / x
        s = r * r
        out = r * (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s / 1680)))
    if x.size and x.min() < _SMALL:
        small = x < _SMALL
        out[small] = _REMAINDERS[x[small].astype(np.intp)]
    return out


def _whole(name: str, value, low: float) -> np.ndarray:
    array = np.asarray(value)
    if array.dtype.kind == "u" and not low or array.dtype.kind in "iu" and (not array.size or array.min() >= low):
        return array
    array = checks.require_between(name, value, low, np.inf, remedy="Give a whole number of samples.")
    if not np.all(array == np.floor(array)):
        raise ValueError(f"{name} = {array[array != np.floor(array)].flat[0]:g} is not a whole number. Give a whole number of samples.")
    return array


def pass_at_k(n, c, k):
    r"""Return the unbiased estimate of the probability that at least one of `k` samples is right.

    Parameters
    ----------
    n : array_like, 1
        Samples drawn, at least one.
    c : array_like, 1
        Of these, right ones.
    k : array_like, 1
        Samples asked for, from one to `n`.

    Returns
    -------
    numpy.ndarray, 1
        In the inputs' broadcast shape; good to about fifteen digits for any `n`.

    Raises
    ------
    ValueError
        For `k` above `n` (no unbiased estimate exists), `c` above `n`, or a number that is not whole.

    Notes
    -----
    With :math:`x = n-c-k` and Stirling's formula the logarithm of the ratio of binomials is

    .. math:: k\ln(1-\tfrac cn) + c\ln(1-\tfrac kn) - (x+\tfrac12)\ln\Big(1-\frac{ck}{(n-c)(n-k)}\Big) + s(n-c)+s(n-k)-s(n)-s(x),

    where no term is much larger than the sum: differences of log-factorials lose nine digits at a million samples.

    References
    ----------
    Chen et al., Evaluating Large Language Models Trained on Code, 2021, section 2.1.

    Examples
    --------
    >>> round(float(pass_at_k(10, 3, 5)), 10)
    0.9166666667
    """
    total, right, asked = _whole("n", n, 1), _whole("c", c, 0), _whole("k", k, 1)
    total, right, asked = np.broadcast_arrays(total, right, asked)
    for name, value, remedy in (("k", asked, "Draw more samples, or ask for fewer."), ("c", right, "No more samples can be right than were drawn.")):
        if np.any(value > total):
            i = np.flatnonzero((value > total).ravel())[0]
            raise ValueError(f"{name} = {value.flat[i]:g} is above n = {total.flat[i]:g}. {remedy}")
    out = np.empty(total.shape)
    flat = out.reshape(-1)
    n_all, c_all, k_all = (np.ravel(v) for v in (total, right, asked))
    for start in range(0, flat.size, _BLOCK):
        part = slice(start, start + _BLOCK)
        flat[part] = _pass_block(n_all[part].astype(float), c_all[part].astype(float), k_all[part].astype(float))
    return out


def _pass_block(n: np.ndarray, c: np.ndarray, k: np.ndarray) -> np.ndarray:
    wrong, rest = n - c, n - k
    left = wrong - k
    surely, never = left < 0, c == 0
    edge = bool(surely.any() or never.any())
    if edge:
        odd = surely | never
        n, c, k = np.where(odd, 4.0, n), np.where(odd, 1.0, c), np.where(odd, 1.0, k)
        wrong, rest = n - c, n - k
        left = wrong - k
    with np.errstate(divide="ignore"):
        crossed = np.log1p(-(c * k) / (wrong * rest))
    if (zero := left == 0).any():
        crossed[zero] = np.log(n[zero]) - np.log(wrong[zero]) - np.log(rest[zero])
    log_ratio = k * np.log1p(-c / n) + c * np.log1p(-k / n) - (left + 0.5) * crossed
    log_ratio += _remainder(wrong) + _remainder(rest) - _remainder(n) - _remainder(left)
    answer = -np.expm1(np.minimum(log_ratio, 0.0))
    return np.where(surely, 1.0, np.where(never, 0.0, answer)) if edge else answer


# --- coverage under a distribution of difficulty ----------------------------------------------------------------------


def _samples(k) -> np.ndarray:
    return checks.require_non_negative("k", k, "Give how many samples are drawn, such as 100.")


def coverage_of(p, k):
    """Return the coverage of problems with known single-sample success, one after the other.

    Parameters
    ----------
    p : array_like, 1
        Probability that one sample is right.
    k : array_like, 1

    Returns
    -------
    numpy.ndarray, 1
        :math:`1-(1-p)^k`.
    """
    chance = checks.require_between("p", p, 0, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        exponent = np.where(_samples(k) == 0, 0.0, k * np.log1p(-chance))
    return -np.expm1(exponent)


def _log_gamma_step(x, a):
    """Return ln Γ(x + a) − ln Γ(x), without the cancellation of the two at large x."""
    x, a = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(a, dtype=float))
    large = x >= _SMALL
    safe = np.where(large, x, 2.0 * _SMALL)

    def tail(y):
        s = 1.0 / (y * y)
        return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s / 1680))) / y

    far = (safe + a - 0.5) * np.log1p(a / safe) + a * np.log(safe) - a + tail(safe + a) - tail(safe)
    return np.where(large, far, gammaln(x + a) - gammaln(x))


def coverage_beta(k, a, b):
    r"""Return coverage when single-sample success is Beta-distributed over problems: :math:`1-B(a,b+k)/B(a,b)`.

    Parameters
    ----------
    k : array_like, 1
        Samples a problem.
    a, b : array_like, 1
        Shape of the Beta distribution, both above zero; its mean, :math:`a/(a+b)`, is the coverage at one sample.

    Returns
    -------
    numpy.ndarray, 1

    Examples
    --------
    >>> round(float(coverage_beta(100, 0.5, 5)), 8)
    0.78690763
    """
    a, b = checks.require_positive("a", a), checks.require_positive("b", b)
    return -np.expm1(_log_gamma_step(b, a) - _log_gamma_step(b + _samples(k), a))


_STEP = 0.25  # of the log-odds in the integral over difficulty; halving it moves no digit that is shown


def _grid(k_max: float, a: float, b: float) -> np.ndarray:
    """Log-odds of single-sample success over which the integral runs: left to where even k samples find nothing, right to where the density has died out."""
    return np.arange(-(36.0 + np.log1p(k_max)) / min(1.0 + a, 2.0), 36.0 / min(b, 1.0) + _STEP, _STEP)


def _beta_weights(z, a, b):
    return np.exp(a * log_expit(z) + b * log_expit(-z) + gammaln(a + b) - gammaln(a) - gammaln(b))


def _kumaraswamy_weights(z, a, b):
    log_x = log_expit(z)
    return a * b * np.exp(a * log_x + log_expit(-z) + (b - 1.0) * np.log(-np.expm1(a * log_x)))


def _mean_over(weights: Callable, k, a, b, top):
    """Integrate coverage over a density on the log-odds of x, where a problem's success is `top` times x (trapezoid, which converges exponentially here)."""
    k, a, b, top = np.broadcast_arrays(_samples(k), checks.require_positive("a", a), checks.require_positive("b", b), checks.require_between("top", top, 0, 1, low_open=True))
    out = np.empty(k.shape)
    sets = np.stack([np.ravel(a), np.ravel(b), np.ravel(top)], axis=1)
    for one in np.unique(sets, axis=0):
        here = np.flatnonzero((sets == one).all(axis=1))
        tries = np.ravel(k)[here]
        z = _grid(float(tries.max()), one[0], one[1])
        density = weights(z, one[0], one[1]) * _STEP
        out.reshape(-1)[here] = coverage_of(one[2] * expit(z)[None, :], tries[:, None]) @ density
    return np.minimum(out, 1.0)


def coverage_scaled_beta(k, a, b, top):
    """Return coverage when single-sample success is `top` times a Beta variable: no problem is easier than `top`.

    Parameters
    ----------
    k, a, b : array_like, 1
        See `coverage_beta`.
    top : array_like, 1
        Success on the easiest problem, above zero and at most one.

    Returns
    -------
    numpy.ndarray, 1
    """
    return _mean_over(_beta_weights, k, a, b, top)


def coverage_kumaraswamy(k, a, b, top=1.0):
    """Return coverage when single-sample success is `top` times a Kumaraswamy variable (distribution function :math:`1-(1-x^a)^b`)."""
    return _mean_over(_kumaraswamy_weights, k, a, b, top)


def coverage_exponential_power(k, rate, exponent):
    r"""Return coverage by the law that Brown et al. fit, :math:`\exp(-r\,k^{-e})`: a straight line of its logarithm's logarithm.

    Parameters
    ----------
    k : array_like, 1
    rate, exponent : array_like, 1
        Above zero; at one sample the coverage is :math:`e^{-r}`.
    """
    rate, exponent = checks.require_positive("rate", rate), checks.require_positive("exponent", exponent)
    return np.exp(-rate * np.power(checks.require_positive("k", k), -exponent))


def uncovered_power_law(k, a, b, top=1.0):
    r"""Return the power law that the share not covered follows at many samples: :math:`\frac{\Gamma(a+b)}{\Gamma(b)}(k\,\mathrm{top})^{-a}`.

    References
    ----------
    Schaeffer et al., How Do Large Language Monkeys Get Their Power (Laws)?, 2025.
    """
    a, b = checks.require_positive("a", a), checks.require_positive("b", b)
    return np.exp(_log_gamma_step(b, a) - a * np.log(checks.require_positive("k", k) * checks.require_between("top", top, 0, 1, low_open=True)))


def samples_for(coverage, curve: Callable, most=1e12):
    """Return how many samples reach a coverage by a rising curve of k; infinite beyond `most`."""
    wanted = checks.require_between("coverage", coverage, 0, 1, high_open=True)
    wanted = np.atleast_1d(wanted)
    low, high = np.zeros(wanted.shape), np.full(wanted.shape, np.log(most))
    reach = np.asarray(curve(np.array([most])))[0]
    for _ in range(60):
        middle = 0.5 * (low + high)
        below = np.asarray(curve(np.exp(middle))) < wanted
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.where(wanted > reach, np.inf, np.exp(high))


# --- fits --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Family:
    """A form of the coverage curve: the curve, its parameters' names, and free numbers turned into them."""

    name: str
    curve: Callable
    names: tuple[str, ...]
    start: tuple[float, ...]
    weights: Callable | None = None

    def parameters(self, free) -> np.ndarray:
        """Return parameters from free numbers: logarithms, and the log-odds of a top."""
        free = np.asarray(free, dtype=float)
        return np.array([expit(x) if name == "top" else np.exp(np.clip(x, -30, 30)) for name, x in zip(self.names, free, strict=True)])


FAMILIES = {
    "power": Family("power", coverage_exponential_power, ("rate", "exponent"), (0.3, -1.0)),
    "beta": Family("beta", coverage_beta, ("a", "b"), (-1.0, 0.5), _beta_weights),
    "scaled beta": Family("scaled beta", coverage_scaled_beta, ("a", "b", "top"), (-0.7, 0.7, 2.0), _beta_weights),
    "scaled Kumaraswamy": Family("scaled Kumaraswamy", coverage_kumaraswamy, ("a", "b", "top"), (-0.7, 0.7, 2.0), _kumaraswamy_weights),
}


def problem_covariance(weights: Callable, k, parameters, problems: float) -> np.ndarray:
    """Return the covariance of coverage at several k that comes of having so many problems and no more.

    Parameters
    ----------
    weights : callable
        Density over log-odds, as in `FAMILIES`.
    k : array_like, shape (points,)
    parameters : sequence of float
        a, b and, where the family has one, top.
    problems : float

    Returns
    -------
    numpy.ndarray, shape (points, points)
        The same problems are drawn at every k, so that neighbouring points err together.
    """
    a, b, top = (*parameters, 1.0)[:3]
    k = np.asarray(k, dtype=float)
    z = _grid(float(k.max()), a, b)
    density = weights(z, a, b) * _STEP
    caught = coverage_of(top * expit(z)[None, :], k[:, None])
    mean = caught @ density
    return ((caught * density) @ caught.T - np.outer(mean, mean)) / checks.require_positive("problems", problems)


@dataclass(frozen=True)
class CoverageFit:
    """A fitted coverage curve.

    Attributes
    ----------
    family : Family
    free : numpy.ndarray
        Free numbers at the minimum.
    covariance : numpy.ndarray
        Of the free numbers: from the sample of problems (where the family is a distribution) and from reading.
    rms : float
        Root mean square of the residuals, in units of coverage.
    """

    family: Family
    free: np.ndarray
    covariance: np.ndarray
    rms: float

    @property
    def parameters(self) -> dict[str, float]:
        return dict(zip(self.family.names, self.family.parameters(self.free).tolist(), strict=True))

    def coverage(self, k) -> np.ndarray:
        """Return the fitted coverage at k."""
        return self.family.curve(k, *self.family.parameters(self.free))

    def interval(self, k, level: float = 0.9) -> tuple[np.ndarray, np.ndarray]:
        """Return the interval of the fitted coverage at k, by error propagation on the log-odds."""
        k = np.atleast_1d(np.asarray(k, dtype=float))
        middle = logit(np.clip(self.coverage(k), 1e-12, 1 - 1e-12))
        slopes = _slopes(self.family, k, self.free, odds=True)
        width = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", slopes, self.covariance, slopes), 0.0))
        z = float(ndtri(0.5 + level / 2))
        return expit(middle - z * width), expit(middle + z * width)

    def draws(self, size: int, rng) -> np.ndarray:
        """Return draws of the parameters, one row each."""
        free = rng.multivariate_normal(self.free, self.covariance, size=size, method="eigh")
        return np.stack([self.family.parameters(f) for f in free])


def _slopes(family: Family, k, free, odds=False) -> np.ndarray:
    step = 1e-4

    def value(x):
        y = family.curve(k, *family.parameters(x))
        return logit(np.clip(y, 1e-12, 1 - 1e-12)) if odds else y

    columns = []
    for i in range(len(free)):
        move = np.zeros(len(free))
        move[i] = step
        columns.append((value(free + move) - value(free - move)) / (2 * step))
    return np.stack(columns, axis=1)


def _least_squares(form: Family, k, covered):
    return optimize.least_squares(lambda x: form.curve(k, *form.parameters(x)) - covered, form.start, bounds=(-12, 12), **statistics.CLOSE_FIT)


def fit_coverage(k, coverage, family: str = "scaled beta", *, problems: float, reading: float = 0.003) -> CoverageFit:
    """Fit a coverage curve to published points by least squares, and say how well its numbers are known.

    Parameters
    ----------
    k : array_like, shape (points,)
    coverage : array_like, shape (points,)
        Between zero and one.
    family : str
        One of `FAMILIES`.
    problems : float
        Problems in the set. All points of a curve share them, so that their errors are not independent.
    reading : float, optional
        Standard error of one point when read off a figure or rounded, in units of coverage.

    Returns
    -------
    CoverageFit

    Raises
    ------
    ValueError
        For fewer points than parameters, or coverage outside its limits.
    """
    checks.require_known("family of coverage curves", family, FAMILIES)
    form = FAMILIES[family]
    k, covered = checks.require_positive("k", np.atleast_1d(k)), checks.require_between("coverage", np.atleast_1d(coverage), 0, 1)
    if len(k) != len(covered):
        raise ValueError(f"{len(k)} values of k for {len(covered)} of coverage. Give one of each for every point.")
    if len(k) < len(form.names):
        raise ValueError(f"{len(k)} points cannot fix the {len(form.names)} parameters of {family!r}. Give more points or a smaller family.")
    found = _least_squares(form, k, covered)
    free = statistics.settled(found.x)
    slopes = _slopes(form, k, free)
    if form.weights is None:  # a form that is no distribution of difficulty borrows the Beta's
        like = FAMILIES["beta"]
        spread = problem_covariance(like.weights, k, like.parameters(_least_squares(like, k, covered).x), problems)
    else:
        spread = problem_covariance(form.weights, k, form.parameters(free), problems)
    noise = spread + np.eye(len(k)) * checks.require_non_negative("reading", reading) ** 2
    inverse = np.linalg.pinv(slopes.T @ slopes, rcond=1e-10, hermitian=True) @ slopes.T
    return CoverageFit(form, free, inverse @ noise @ inverse.T, float(np.sqrt(np.mean(found.fun**2))))
