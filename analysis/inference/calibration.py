"""Fit the serving model's coefficients to measured points: least squares of logarithms, robust, with a prior on each coefficient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.inference.calibrated import Coefficients, Load, step_s

__all__ = ["Cases", "Fit", "outcome", "predict", "fit", "NOISE"]

NOISE = 0.12  # scatter of a measured time about the model, natural logarithm, beyond which a point counts linearly, not squared


@dataclass(frozen=True)
class Cases:
    """Measured points, each with the steps that explain it; arrays of one length.

    Attributes
    ----------
    decode, tail, prompt : Load
        A decoding step at the full batch, one at the batch of the last, smaller wave, and the reading of `prompts` prompts.
    prompts : ndarray
        Prompts that `prompt` reads together.
    answer_tokens : ndarray
    batch, waves, tail_batch : ndarray
        Sequences of a full wave, how many full waves, sequences of the last one (0 for none).
    requests : ndarray
        Requests of the whole run.
    is_throughput : ndarray of bool
        Whether `measured` is output tokens a second of the system; otherwise it is seconds a token of one user.
    measured : ndarray
    """

    decode: Load
    tail: Load
    prompt: Load
    prompts: np.ndarray
    answer_tokens: np.ndarray
    batch: np.ndarray
    waves: np.ndarray
    tail_batch: np.ndarray
    requests: np.ndarray
    is_throughput: np.ndarray
    measured: np.ndarray

    def take(self, mask) -> Cases:
        """Return the cases of a mask."""
        chosen = np.asarray(mask)

        def cut(value):
            return Load(**{k: v[chosen] for k, v in vars(value).items()}) if isinstance(value, Load) else value[chosen]

        return Cases(**{k: cut(v) for k, v in vars(self).items()})


def outcome(cases: Cases, prompt_s, decode_s, tail_s) -> np.ndarray:
    r"""Return what each case would have measured, had its steps taken these times.

    Parameters
    ----------
    cases : Cases
    prompt_s, decode_s, tail_s : array_like, s
        Time of one prompt, of a full decoding step, and of one in the last wave.

    Returns
    -------
    numpy.ndarray
        Output tokens a second for a run of all requests at once: :math:`N A / (N p + \sum_{waves} A\,t(B))`; for a fixed
        number of requests in flight, seconds a token: :math:`t(B) + B\,p/A`.
    """
    run = cases.requests * prompt_s + cases.answer_tokens * (cases.waves * decode_s + np.where(cases.tail_batch > 0, tail_s, 0.0))
    return np.where(cases.is_throughput, cases.requests * cases.answer_tokens / run, decode_s + cases.batch * prompt_s / cases.answer_tokens)


def predict(cases: Cases, step) -> np.ndarray:
    """Return what a model of the step (load → seconds) says of each case (see `outcome`)."""
    return outcome(cases, step(cases.prompt) / cases.prompts, step(cases.decode), step(cases.tail))


@dataclass(frozen=True)
class Fit:
    """Coefficients with the covariance of their logarithms."""

    coefficients: Coefficients
    covariance: np.ndarray
    cost: float

    def interval(self, z: float) -> tuple[Coefficients, Coefficients]:
        """Return the coefficients `z` standard deviations below and above, each on its own."""
        centre = np.log([getattr(self.coefficients, n) for n in Coefficients.names()])
        width = z * np.sqrt(np.diag(self.covariance))
        return Coefficients(*np.exp(centre - width)), Coefficients(*np.exp(centre + width))


def fit(cases: Cases, centre: Coefficients, log_sd: Coefficients, noise: float = NOISE, *, weight=1.0, held: Mapping[str, float] | None = None) -> Fit:
    r"""Return the coefficients that explain measured points best, given what each may plausibly be.

    Parameters
    ----------
    cases : Cases
    centre, log_sd : Coefficients
        Median and standard deviation of the logarithm of each coefficient before any point is seen.
    noise : float
        Scatter of a point about the model (natural logarithm).
    weight : array_like, 1
        What each point counts: less than 1 where many points err together.
    held : mapping of str to float, optional
        Coefficients that are not fitted, and their values; 0 is allowed. Their rows of the covariance are zero.

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        When a measured value is not positive.

    Notes
    -----
    Minimises :math:`\sum_i w_i\,2(\sqrt{1 + (r_i/\sigma)^2} - 1) + \sum_j ((\ln c_j - \ln m_j)/s_j)^2` with
    :math:`r_i = \ln predicted - \ln measured`. The covariance is the inverse of the Gauss–Newton Hessian at the optimum.
    """
    from scipy.optimize import least_squares  # slow to import, and whoever only asks for predictions needs no solver

    if not np.all(cases.measured > 0):
        raise ValueError("measured values must be above 0. Drop the points that are not.")
    fixed = dict(held or {})
    names = [n for n in Coefficients.names() if n not in fixed]
    middle = np.log([getattr(centre, n) for n in names])
    width = np.array([getattr(log_sd, n) for n in names])
    target, counted = np.log(cases.measured), np.sqrt(weight)

    def coefficients(x):
        return Coefficients(**dict(zip(names, np.exp(x), strict=True)), **fixed)

    def residuals(x):
        c = coefficients(x)
        r = (np.log(predict(cases, lambda now: step_s(now, c))) - target) / noise
        robust = counted * np.sign(r) * np.sqrt(2.0 * (np.sqrt(1.0 + r * r) - 1.0))
        return np.concatenate([robust, (x - middle) / width])

    found = least_squares(residuals, middle, xtol=1e-12, ftol=1e-12, gtol=1e-10)
    free = np.isin(Coefficients.names(), names)
    covariance = np.zeros((len(free), len(free)))
    covariance[np.ix_(free, free)] = np.linalg.inv(found.jac.T @ found.jac)
    return Fit(coefficients(found.x), covariance, float(found.cost))
