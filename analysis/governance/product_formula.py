"""The product of training and inference compute: exponents, their ratio, iso-performance curves and where they end. Pure.

Heim's schema multiplies training compute, training efficiency, inference compute and inference efficiency. With exponents it reads, on the
log-odds of success,

.. math:: \\operatorname{logit} P = c + a \\log_{10} C_{training} + b \\log_{10} C_{inference},

and the exchange rate is :math:`r = b/a`: ten times the inference is worth :math:`10^r` times the training. Taken literally :math:`r = 1`.
Inference compute is told in multiples of one answer of the same model. The constant :math:`c` holds both efficiencies: a family of models
shares it, so exponents are fitted within families.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis import checks

__all__ = ["log_odds", "training_worth", "inference_for", "performance", "ProductFit", "fit_product", "family_slope"]

_EDGE = 0.5  # answers added to either side, so that none or all right stays finite


def log_odds(success, tasks=None):
    """Return the log-odds of a share of tasks solved, with half a task added to either side where their number is given.

    Raises
    ------
    ValueError
        For a share outside 0 to 1, or at an end without a number of tasks.
    """
    p = checks.require_between("success", success, 0.0, 1.0, remedy="Give a share such as 0.4, not a percentage.")
    if tasks is None:
        if np.any((p <= 0) | (p >= 1)):
            raise ValueError("success = 0 or 1 has no finite log-odds. Give the number of tasks as well.")
        return np.log(p / (1.0 - p))
    n = checks.require_positive("tasks", tasks)
    p = (p * n + _EDGE) / (n + 2 * _EDGE)
    return np.log(p / (1.0 - p))


def _limit(most_decades):
    return np.inf if most_decades is None else checks.require_non_negative("most_decades", most_decades)


def training_worth(inference_multiple, rate, most_decades=None):
    """Return what a multiple of inference compute is worth as a multiple of training compute.

    Parameters
    ----------
    inference_multiple : array_like
        Times one answer of the same model, at least 1.
    rate : array_like
        Exponent of inference over that of training, above 0.
    most_decades : array_like, optional
        Most factors of ten of training that the technique can make up for; no limit if left out.

    Returns
    -------
    numpy.ndarray
        :math:`\\min(m^{r}, 10^{most})`.
    """
    m = checks.require_between("inference_multiple", inference_multiple, 1.0, np.inf, remedy="1 is one answer.")
    r = checks.require_positive("rate", rate, "A technique that gains nothing has no rate.")
    most = _limit(most_decades)
    return 10.0 ** np.minimum(r * np.log10(m), most)


def inference_for(training_ratio, rate, most_decades=None):
    """Return the multiple of inference that makes up for training compute `training_ratio` times too small; infinite beyond the limit."""
    s = checks.require_between("training_ratio", training_ratio, 1.0, np.inf, remedy="Give threshold over training compute, at least 1.")
    r = checks.require_positive("rate", rate, "A technique that gains nothing has no rate.")
    most = _limit(most_decades)
    decades = np.log10(s)
    with np.errstate(over="ignore"):
        return np.where(decades <= most, 10.0 ** (decades / r), np.inf)


def performance(training_flop, inference_multiple, training_exponent, inference_exponent, constant=0.0, training_efficiency=1.0, inference_efficiency=1.0):
    """Return the share of tasks solved by the schema with exponents.

    Parameters
    ----------
    training_flop : array_like, FLOP
    inference_multiple : array_like
        Times one answer of the same model, at least 1.
    training_exponent, inference_exponent : array_like
        Log-odds for a factor of ten.
    constant : array_like, optional
        Log-odds of a single answer after 1 FLOP of training.
    training_efficiency, inference_efficiency : array_like, optional
        Times the compute that a technique makes of the same compute; with 1 the constant holds the efficiencies, as in the fits.

    Returns
    -------
    numpy.ndarray
    """
    c = checks.require_positive("training_flop", training_flop) * checks.require_positive("training_efficiency", training_efficiency, "1 is no change.")
    m = checks.require_between("inference_multiple", inference_multiple, 1.0, np.inf, remedy="1 is one answer.") * checks.require_positive("inference_efficiency", inference_efficiency, "1 is no change.")
    return 1.0 / (1.0 + np.exp(-(np.asarray(constant) + np.asarray(training_exponent) * np.log10(c) + np.asarray(inference_exponent) * np.log10(m))))


@dataclass(frozen=True)
class ProductFit:
    """Exponents on log-odds for a factor of ten, and what spreads them.

    Attributes
    ----------
    training_exponent, inference_exponent : float
    draws : numpy.ndarray
        Exponents over the parametric bootstrap, shape (draws, 2).
    level_spread : float
        Spread of models of one family about the line, in log-odds, beyond the error of a finite test.
    slope_spread : float
        Spread of the models' own slopes in inference.
    """

    training_exponent: float
    inference_exponent: float
    draws: np.ndarray
    level_spread: float
    slope_spread: float

    @property
    def rate(self) -> float:
        """Exponent of inference over that of training."""
        return self.inference_exponent / self.training_exponent

    def rates(self) -> np.ndarray:
        """Return the exchange rate over the draws; infinite where more training did not help."""
        a, b = self.draws.T
        return np.where(a > 0, b / np.where(a > 0, a, 1.0), np.inf)


def _dummies(labels):
    _, index = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
    return np.eye(index.max() + 1)[index], index


def fit_product(training_flop, inference_multiple, success, tasks, model, family, *, draws: int = 4000, seed: int = 0) -> ProductFit:
    """Fit both exponents within families, with the spread that few models and finite tests leave.

    Least squares on log-odds with a constant for each family. The bootstrap shifts each model's curve as a whole by the error of a finite
    test (its answers at every multiple are to the same questions) and by the spread of models about the line, and tilts it by the spread
    of slopes.

    Parameters
    ----------
    training_flop, inference_multiple, success, tasks : array_like
        One entry per point.
    model, family : sequence of str
        Curve that a point belongs to, and the group whose efficiencies are taken as the same.

    Raises
    ------
    ValueError
        If no family has two models of different training compute, or no model is seen at two multiples.
    """
    c = np.log10(checks.require_positive("training_flop", training_flop))
    m = np.log10(checks.require_between("inference_multiple", inference_multiple, 1.0, np.inf, remedy="1 is one answer."))
    p, n = checks.require_between("success", success, 0.0, 1.0, remedy="Give a share."), checks.require_positive("tasks", tasks)
    c, m, p, n = np.broadcast_arrays(c, m, p, n)
    y = log_odds(p, n)
    fixed, _ = _dummies(family)
    curves, index = _dummies([f"{f}|{k}" for f, k in zip(family, model, strict=True)])
    design = np.column_stack([c, m, fixed])
    if np.linalg.matrix_rank(np.column_stack([c, fixed])) < fixed.shape[1] + 1:
        raise ValueError("No family has models of different training compute, so its exponent cannot be told from the efficiencies. Add a smaller or larger sibling.")
    if np.linalg.matrix_rank(np.column_stack([m, curves])) < curves.shape[1] + 1:
        raise ValueError("No model is seen at different multiples of inference. Add points of one model.")
    solve = np.linalg.pinv(design)
    a, b = (solve @ y)[:2]
    count = curves.sum(axis=0)
    levels = (y - design @ (solve @ y)) @ curves / count
    centred = m - (m @ curves / count)[index]
    travel = (centred**2) @ curves
    seen = travel > 0
    own = np.where(seen, (centred * y) @ curves / np.where(seen, travel, 1.0), b)
    errors = np.sqrt((1.0 / (n * np.clip(p, 0.5 / n, 1 - 0.5 / n) * (1 - np.clip(p, 0.5 / n, 1 - 0.5 / n)))) @ curves / count)
    free = max(curves.shape[1] - fixed.shape[1] - 1, 0)
    level_spread = np.sqrt(max(0.0, np.sum(levels**2) / free - np.mean(errors**2))) if free else 0.0
    slope_spread = float(np.std(own[seen], ddof=1)) if seen.sum() > 1 else 0.0
    rng = np.random.default_rng(seed)
    shift = rng.normal(size=(draws, curves.shape[1])) * np.hypot(errors, level_spread)
    tilt = rng.normal(size=(draws, curves.shape[1])) * slope_spread
    noisy = y + shift[:, index] + tilt[:, index] * centred
    return ProductFit(float(a), float(b), (noisy @ solve.T)[:, :2], float(level_spread), slope_spread)


def family_slope(params, score, tasks, *, draws: int = 4000, seed: int = 0):
    """Return the slope of log-odds on the logarithm of size over models of one family, with draws.

    All models answer the same questions, so what a finite test leaves to chance is common to them; the draws carry the scatter about the line.

    Returns
    -------
    tuple
        Slope for a factor of ten, and draws of it from Student's distribution.

    Raises
    ------
    ValueError
        With fewer than three models, or only one size.
    """
    x = np.log10(checks.require_positive("params", params))
    if len(x) < 3 or np.ptp(x) <= 0:
        raise ValueError("A slope with its scatter needs three models of different size. Add a size.")
    y = log_odds(score, np.broadcast_to(checks.require_positive("tasks", tasks), x.shape))
    centred = x - x.mean()
    slope = centred @ y / (centred @ centred)
    left = y - y.mean() - slope * centred
    error = np.sqrt(left @ left / (len(x) - 2) / (centred @ centred))
    return float(slope), slope + error * np.random.default_rng(seed).standard_t(len(x) - 2, size=draws)
