r"""Thinking longer: accuracy against the logarithm of compute, what a doubling and a dollar add, and how far bills stray. Pure.

Between two settings of one model accuracy rises by :math:`(A_2-A_1)/\log_2(C_2/C_1)` points for each doubling of compute.
Over several settings a straight line in :math:`\log_2 C`, or a logistic in it with a ceiling, is fitted; the tasks of a
benchmark are so few that chance alone moves a score by :math:`\sqrt{A(1-A)/n}`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize
from scipy.special import chdtrc, expit, ndtri

from analysis import checks, statistics

__all__ = ["per_doubling", "usd_per_task", "chance_error", "LawFit", "fit_line", "fit_logistic", "Pooled", "pool", "chance_larger", "bill_spread"]

LOGISTIC_POINTS = 5  # a logistic with a ceiling has three numbers; fewer points than this it would fit whatever they are


def per_doubling(first, last, compute_ratio):
    """Return the gain for each doubling of compute between two settings.

    Parameters
    ----------
    first, last : array_like
        Accuracy at less and at more compute, in one unit.
    compute_ratio : array_like, 1
        More over less compute; not one.

    Returns
    -------
    numpy.ndarray
        In the unit of the accuracies.

    Raises
    ------
    ValueError
        For a ratio that is not above zero, or is one.
    """
    ratio = checks.require_positive("compute_ratio", compute_ratio)
    if np.any(ratio == 1):
        raise ValueError("compute_ratio = 1 gives no gain for a doubling. Give settings of different compute.")
    return (checks.as_numbers("last", last) - checks.as_numbers("first", first)) / np.log2(ratio)


def usd_per_task(first, last, usd_first, usd_last):
    """Return the dollars that one more solved task costs between two settings.

    Parameters
    ----------
    first, last : array_like, 1
        Share of tasks solved.
    usd_first, usd_last : array_like, USD
        Bill for one task.

    Returns
    -------
    numpy.ndarray, USD
        Negative when the dearer setting solves fewer; infinite when it solves as many.
    """
    a, b = (checks.require_between(n, v, 0, 1) for n, v in (("first", first), ("last", last)))
    dear = checks.require_non_negative("usd_last", usd_last) - checks.require_non_negative("usd_first", usd_first)
    with np.errstate(divide="ignore"):
        return np.where(b == a, np.inf, dear / np.where(b == a, 1.0, b - a))


def chance_error(accuracy, tasks):
    """Return the standard error of a score from so many tasks, kept off zero at a full or an empty score (one task is added either way)."""
    share, n = checks.require_between("accuracy", accuracy, 0, 1), checks.require_positive("tasks", tasks)
    kept = (share * n + 1) / (n + 2)
    return np.sqrt(kept * (1 - kept) / n)


@dataclass(frozen=True)
class LawFit:
    """A law of accuracy in the logarithm of compute, fitted to one curve.

    Attributes
    ----------
    form : {"line", "logistic"}
    parameters : tuple of float
        Line: accuracy at the geometric middle, gain for a doubling. Logistic: ceiling, middle (log2), steepness.
    slope, slope_error : float
        Gain for a doubling at the middle of the curve, and its standard error from the tasks.
    rms : float
        Root mean square miss, in units of accuracy.
    p_value : float
        Chance of missing by as much with so many tasks, were the form right; one where no degree of freedom is left.
    middle : float
        Middle of the curve, in powers of two of compute.
    covariance : numpy.ndarray
        Of the parameters, from the number of tasks.
    """

    form: str
    parameters: tuple[float, ...]
    slope: float
    slope_error: float
    rms: float
    p_value: float
    middle: float
    covariance: np.ndarray

    def accuracy(self, compute) -> np.ndarray:
        """Return the fitted accuracy."""
        return self._at(np.log2(checks.require_positive("compute", compute)), self.parameters)

    def _at(self, x, numbers):
        if self.form == "line":
            return numbers[0] + numbers[1] * (x - self.middle)
        return numbers[0] * expit(numbers[2] * (x - numbers[1]))

    def interval(self, compute, level: float = 0.9) -> tuple[np.ndarray, np.ndarray]:
        """Return the interval of the fitted accuracy, from the number of tasks alone, kept between nothing and everything."""
        x = np.log2(checks.require_positive("compute", np.atleast_1d(compute)))
        steps = 1e-5 * np.eye(len(self.parameters))
        slopes = np.stack([(self._at(x, self.parameters + s) - self._at(x, self.parameters - s)) / 2e-5 for s in steps], axis=1)
        width = float(ndtri(0.5 + level / 2)) * np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", slopes, self.covariance, slopes), 0.0))
        middle = self._at(x, self.parameters)
        return np.clip(middle - width, 0, 1), np.clip(middle + width, 0, 1)

    def holds(self, rms: float, p_value: float) -> bool:
        """Tell whether the law misses by no more than `rms`, or by no more than chance at a level."""
        return bool(self.rms <= rms or self.p_value > p_value)


def _curve(compute, accuracy, tasks, least):
    x, y = np.log2(checks.require_positive("compute", np.atleast_1d(compute))), checks.require_between("accuracy", np.atleast_1d(accuracy), 0, 1)
    if len(x) != len(y):
        raise ValueError(f"{len(x)} amounts of compute for {len(y)} accuracies. Give one of each for every setting.")
    if len(np.unique(x)) < least:
        raise ValueError(f"{len(np.unique(x))} different amounts of compute are too few; give at least {least}.")
    return x, y, np.broadcast_to(chance_error(y, tasks), y.shape)


def fit_line(compute, accuracy, tasks) -> LawFit:
    """Fit accuracy to a straight line in the logarithm of compute, by weighted least squares.

    Parameters
    ----------
    compute : array_like
        Of each setting, in any unit.
    accuracy : array_like, 1
    tasks : array_like, 1
        Tasks behind each score.

    Returns
    -------
    LawFit

    Raises
    ------
    ValueError
        For fewer than two different amounts of compute.
    """
    x, y, error = _curve(compute, accuracy, tasks, 2)
    middle = float(x.mean())
    weight = 1.0 / error**2
    design = np.stack([np.ones(len(x)), x - middle], axis=1)
    cov = np.linalg.inv(design.T @ (weight[:, None] * design))
    level, slope = cov @ design.T @ (weight * y)
    miss = y - (level + slope * (x - middle))
    left = len(x) - 2
    p = float(chdtrc(left, np.sum((miss / error) ** 2))) if left else 1.0
    return LawFit("line", (float(level), float(slope)), float(slope), float(np.sqrt(cov[1, 1])), float(np.sqrt(np.mean(miss**2))), p, middle, cov)


def fit_logistic(compute, accuracy, tasks) -> LawFit:
    """Fit accuracy to a logistic in the logarithm of compute that rises from zero to a ceiling of at most one.

    Parameters
    ----------
    compute, accuracy, tasks : array_like
        See `fit_line`; at least `LOGISTIC_POINTS` different amounts of compute.

    Returns
    -------
    LawFit
    """
    x, y, error = _curve(compute, accuracy, tasks, LOGISTIC_POINTS)
    middle, span = float(x.mean()), max(float(np.ptp(x)), 1.0)

    def gap(free):
        return (free[0] * expit(free[2] * (x - middle - free[1])) - y) / error

    best = min(
        (optimize.least_squares(gap, start, bounds=([1e-3, -20 * span, 1e-4], [1.0, 20 * span, 20.0]), **statistics.CLOSE_FIT) for start in ((min(1.0, 1.05 * y.max()), -0.3 * span, 2 / span), (1.0, 0.0, 1 / span))),
        key=lambda r: r.cost,
    )
    top, shift, steep = statistics.settled(best.x)
    share = expit(steep * (0 - shift))
    gradient = np.array([steep * share * (1 - share), -top * steep**2 * share * (1 - share) * (1 - 2 * share), top * share * (1 - share) * (1 + steep * -shift * (1 - 2 * share))])
    cov = np.linalg.pinv(best.jac.T @ best.jac)
    miss = best.fun * error
    left = len(x) - 3
    return LawFit(
        "logistic", (float(top), float(middle + shift), float(steep)), float(top * steep * share * (1 - share)), float(np.sqrt(max(gradient @ cov @ gradient, 0.0))),
        float(np.sqrt(np.mean(miss**2))), float(chdtrc(left, np.sum(best.fun**2))), middle, cov,
    )  # fmt: skip


@dataclass(frozen=True)
class Pooled:
    """A mean over studies that differ from one another: the mean, its standard error, and the spread between studies."""

    mean: float
    error: float
    between: float

    def interval(self, level: float = 0.9) -> tuple[float, float]:
        """Return the interval of the mean."""
        z = float(ndtri(0.5 + level / 2))
        return self.mean - z * self.error, self.mean + z * self.error

    def another(self, level: float = 0.9) -> tuple[float, float]:
        """Return the interval in which another study of the same kind would lie."""
        z = float(ndtri(0.5 + level / 2)) * float(np.hypot(self.error, self.between))
        return self.mean - z, self.mean + z


def pool(values, errors) -> Pooled:
    """Return the mean of several studies under random effects (DerSimonian and Laird 1986).

    Parameters
    ----------
    values : array_like
    errors : array_like
        Standard error of each, above zero.

    Returns
    -------
    Pooled
    """
    y, s = checks.as_numbers("values", np.atleast_1d(values)), checks.require_positive("errors", np.atleast_1d(errors))
    if y.size < 2 or y.shape != s.shape:
        raise ValueError(f"{y.size} values and {s.size} errors cannot be pooled. Give one error for each of at least two values.")
    w = 1.0 / s**2
    fixed = np.sum(w * y) / np.sum(w)
    q = np.sum(w * (y - fixed) ** 2)
    tau2 = max(0.0, (q - (y.size - 1)) / (np.sum(w) - np.sum(w**2) / np.sum(w)))
    v = 1.0 / (s**2 + tau2)
    return Pooled(float(np.sum(v * y) / np.sum(v)), float(np.sqrt(1.0 / np.sum(v))), float(np.sqrt(tau2)))


def chance_larger(one, other):
    """Return the chance that a draw of one list is larger than a draw of another; ties count as a half."""
    a, b = checks.as_numbers("one", np.atleast_1d(one)), checks.as_numbers("other", np.atleast_1d(other))
    return float(np.mean((a[:, None] > b[None, :]) + 0.5 * (a[:, None] == b[None, :])))


def bill_spread(coefficient_of_variation, tasks):
    """Return the coefficient of variation of a bill for so many tasks, whose costs vary independently.

    Parameters
    ----------
    coefficient_of_variation : array_like, 1
        Of one task.
    tasks : array_like, 1

    Returns
    -------
    numpy.ndarray, 1
    """
    return checks.require_non_negative("coefficient_of_variation", coefficient_of_variation) / np.sqrt(checks.require_positive("tasks", tasks))
