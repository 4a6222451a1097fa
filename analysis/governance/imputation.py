"""Training compute that nobody published, from what is known of a model: a regression with developers' effects, and its draws.

The logarithm of training compute is a weighted sum of covariates plus an effect of the developer plus noise,

.. math:: \\log_{10} C_i = x_i^\\top\\beta + u_{g(i)} + \\varepsilon_i,\\quad u_g\\sim N(0,\\tau^2),\\quad \\varepsilon_i\\sim N(0,\\sigma^2_{k(i)}),

with a wide prior on the coefficients. The spreads follow from the marginal likelihood (empirical Bayes); given them the
posterior is Gaussian in closed form (Gelman et al., Bayesian Data Analysis, chapters 14 and 15). Noise has two levels,
one for models that are served only and work on language, one for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize

from analysis import checks

__all__ = ["COVARIATES", "Fit", "design", "fit", "predict", "coefficient_errors", "mean_weights", "draws", "folds", "FOLDS"]

COVARIATES = ("years", "leading", "academic", "language", "science", "small", "continues", "service", "open_weights")
_WIDE = 25.0  # prior variance of a coefficient, in decades of compute squared
_EPOCH = 2024.0
FOLDS = 10  # parts that are held out in turn


def design(covariates, log10_parameters=None) -> np.ndarray:
    """Return the matrix of covariates and the four interactions that we use.

    Parameters
    ----------
    covariates : mapping of str to array_like
        `COVARIATES`: ``years`` in decimal years, the rest zero or one.
    log10_parameters : array_like, optional
        Logarithm of the model's size, where it is published.

    Returns
    -------
    numpy.ndarray
        One row a model.
    """
    for name in COVARIATES:
        checks.require_known("covariate", name, covariates)
    x = {n: checks.as_numbers(n, covariates[n], "Fill the gap or leave the model out.") for n in COVARIATES}
    t = x["years"] - _EPOCH
    served = x["service"] * x["language"]
    columns = [np.ones_like(t), t, *(x[n] for n in COVARIATES[1:7]), x["leading"] * x["language"], t * x["language"], t * x["leading"], served, x["open_weights"], t * served]
    if log10_parameters is not None:
        columns.append(checks.as_numbers("log10_parameters", log10_parameters, "Leave it out for models whose size is not published.") - 10.0)
    return np.stack(columns, axis=-1)


@dataclass(frozen=True)
class Fit:
    """A fitted regression: Gaussian posterior of coefficients and developers' effects, and the spreads."""

    mean: np.ndarray
    covariance: np.ndarray
    offset: float
    group_sd: float
    noise_sd: tuple[float, float]
    groups: tuple[str, ...]


def _incidence(groups, names) -> np.ndarray:
    return (np.asarray(groups)[:, None] == np.asarray(names)[None, :]).astype(float)


def _posterior(w, y, prior, noise):
    """Return the posterior and the log marginal likelihood of a Gaussian linear model."""
    precision = 1.0 / noise**2
    a = (w.T * precision) @ w + np.diag(1.0 / prior)
    chol = np.linalg.cholesky(a)
    b = w.T @ (precision * y)
    half = np.linalg.solve(chol, b)
    log_evidence = -0.5 * (y @ (precision * y) - half @ half) - np.log(np.diag(chol)).sum() - 0.5 * np.log(prior).sum() - np.log(noise).sum()
    return a, b, log_evidence


def fit(x, y, groups, level=None, names=None) -> Fit:
    """Fit the regression.

    Parameters
    ----------
    x : array_like
        From `design`.
    y : array_like
        Decimal logarithm of training compute.
    groups : sequence of str
        Developer of each model.
    level : array_like of bool, optional
        Which noise level a model has; one level when left out.
    names : sequence of str, optional
        Developers with an effect of their own; all with three models or more by default.

    Returns
    -------
    Fit
    """
    x, y = checks.as_numbers("x", x), checks.as_numbers("y", y, "Fit on models with an estimate only.")
    if len(x) != len(y) or len(y) <= x.shape[1]:
        raise ValueError(f"{len(y)} estimates for {len(x)} rows and {x.shape[1]} covariates are too few or do not match. Give more models than covariates.")
    level = np.zeros(len(y), dtype=bool) if level is None else np.asarray(level, dtype=bool)
    if names is None:
        known, counts = np.unique(np.asarray(groups), return_counts=True)
        names = known[counts >= 3]
    names = tuple(names)
    w = np.concatenate([x, _incidence(groups, names)], axis=1) if names else x
    offset = float(y.mean())
    both = bool(level.any() and not level.all())

    def parts(theta):
        tau, first = np.exp(theta[:2])
        second = np.exp(theta[2]) if both else first
        prior = np.concatenate([np.full(x.shape[1], _WIDE), np.full(len(names), tau**2)])
        return prior, np.where(level, second, first), (tau, first, second)

    def loss(theta):
        prior, noise, _ = parts(theta)
        return -_posterior(w, y - offset, prior, noise)[2]

    start = np.log([0.5, 0.8, 0.6][: 3 if both else 2])
    found = optimize.minimize(loss, start, method="L-BFGS-B", bounds=[(-5, 2)] * len(start), options={"ftol": 1e-13, "gtol": 1e-7})
    # where the search stops depends on the processor from the fifth digit on; the spreads are not known to the third
    prior, noise, (tau, first, second) = parts(np.round(found.x, 3))
    a, b, _ = _posterior(w, y - offset, prior, noise)
    covariance = np.linalg.inv(a)
    return Fit(covariance @ b, covariance, offset, float(tau), (float(first), float(second)), names)


def _weights(fitted: Fit, x, groups):
    return np.concatenate([x, _incidence(groups, fitted.groups)], axis=1) if fitted.groups else x


def predict(fitted: Fit, x, groups, level=None) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and standard deviation of the logarithm of compute for new models (a developer without an effect gets a fresh one)."""
    w = _weights(fitted, np.asarray(x, dtype=float), groups)
    level = np.zeros(len(w), dtype=bool) if level is None else np.asarray(level, dtype=bool)
    fresh = ~np.isin(np.asarray(groups), fitted.groups) * fitted.group_sd**2
    spread = np.einsum("ij,jk,ik->i", w, fitted.covariance, w) + fresh + np.where(level, fitted.noise_sd[1], fitted.noise_sd[0]) ** 2
    return fitted.offset + w @ fitted.mean, np.sqrt(spread)


def coefficient_errors(fitted: Fit, count: int = 4000, seed: int = 1) -> np.ndarray:
    """Draw how far coefficients and developers' effects lie from their means, one column a draw: those that `draws` uses with the same seed."""
    return _coefficient_errors(fitted, count, np.random.default_rng(seed))


def _coefficient_errors(fitted: Fit, count: int, rng: np.random.Generator) -> np.ndarray:
    return np.linalg.cholesky(fitted.covariance + 1e-12 * np.eye(len(fitted.mean))) @ rng.standard_normal((len(fitted.mean), count))


def mean_weights(fitted: Fit, x, groups) -> np.ndarray:
    """Return what the mean over models takes of each coefficient and developer's effect."""
    return _weights(fitted, np.asarray(x, dtype=float), groups).mean(axis=0)


def draws(fitted: Fit, x, groups, level=None, count: int = 4000, seed: int = 1) -> np.ndarray:
    """Draw the logarithm of compute for new models jointly: coefficients and developers' effects are shared within a draw.

    Returns
    -------
    numpy.ndarray
        One row a model, one column a draw.
    """
    rng = np.random.default_rng(seed)
    w = _weights(fitted, np.asarray(x, dtype=float), groups)
    level = np.zeros(len(w), dtype=bool) if level is None else np.asarray(level, dtype=bool)
    theta = fitted.mean[:, None] + _coefficient_errors(fitted, count, rng)
    out = fitted.offset + w @ theta
    unknown = np.asarray(groups)
    fresh = ~np.isin(unknown, fitted.groups)
    if fresh.any():
        names, index = np.unique(unknown[fresh], return_inverse=True)
        out[fresh] += (fitted.group_sd * rng.standard_normal((len(names), count)))[index]
    return out + np.where(level, fitted.noise_sd[1], fitted.noise_sd[0])[:, None] * rng.standard_normal(out.shape)


def folds(count: int, parts: int = FOLDS, seed: int = 1) -> np.ndarray:
    """Return which of `parts` equal parts each of `count` models is held out with."""
    return np.random.default_rng(seed).permutation(count) % parts
