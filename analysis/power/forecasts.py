"""How far forecasts were from what later reports say happened. Pure: arrays in, numbers out."""

from __future__ import annotations

import numpy as np
from scipy.special import bdtr, stdtrit

from analysis import checks

__all__ = ["log_error", "percent_error", "mean_by_group", "bias_percent", "mean_absolute_percent", "mean_interval_percent", "sign_probability"]


def log_error(forecast, outcome):
    """Return the natural logarithm of forecast over outcome.

    Too high by half and too low by a third weigh the same, which a plain percentage would not give.

    Parameters
    ----------
    forecast, outcome : array_like
        Same unit, above zero.

    Returns
    -------
    numpy.ndarray
        Positive where the forecast was too high.

    Raises
    ------
    ValueError
    """
    return np.log(checks.require_positive("forecast", forecast)) - np.log(checks.require_positive("outcome", outcome))


def percent_error(forecast, outcome):
    """Return forecast over outcome less one, in percent (see `log_error` for averaging)."""
    return 100.0 * np.expm1(log_error(forecast, outcome))


def mean_by_group(values, groups):
    """Average values within each group, so that a forecaster who printed many years counts once.

    Parameters
    ----------
    values : array_like, shape (n,)
    groups : array_like, shape (n,)
        Labels.

    Returns
    -------
    tuple of (numpy.ndarray, numpy.ndarray)
        The labels in order, and the mean of each.

    Raises
    ------
    ValueError
        For lengths that differ, or no value at all.
    """
    values, groups = checks.as_numbers("values", values), np.asarray(groups)
    if values.ndim != 1 or values.shape != groups.shape or not len(values):
        raise ValueError(f"values have shape {values.shape} and groups {groups.shape}: give one label for each of at least one value.")
    labels, index = np.unique(groups, return_inverse=True)
    return labels, np.bincount(index, weights=values) / np.bincount(index)


def bias_percent(log_errors, groups=None):
    """Return the typical error with its sign, in percent: the geometric mean ratio less one.

    Parameters
    ----------
    log_errors : array_like, shape (n,)
    groups : array_like, shape (n,), optional
        Count each group once.

    Returns
    -------
    float
    """
    errors = _grouped(log_errors, groups)
    return float(100.0 * np.expm1(errors.mean()))


def mean_absolute_percent(log_errors, groups=None):
    """Return the typical size of the error, in percent: exp(mean |log error|) less one (see `bias_percent`).

    The absolute value is taken before groups are averaged: errors of one forecaster do not cancel.
    """
    return float(100.0 * np.expm1(_grouped(np.abs(checks.as_numbers("log_errors", log_errors)), groups).mean()))


def _grouped(log_errors, groups):
    errors = checks.as_numbers("log_errors", log_errors)
    return mean_by_group(errors, np.arange(len(errors)) if groups is None else groups)[1]


def mean_interval_percent(log_errors, groups=None, level=0.9):
    """Return Student's interval for the bias, in percent.

    Parameters
    ----------
    log_errors : array_like, shape (n,)
    groups : array_like, shape (n,), optional
        Count each group once.
    level : float, optional
        Between 0 and 1.

    Returns
    -------
    tuple of (float, float)
        NaN twice for fewer than two groups: one forecast has no spread.

    Notes
    -----
    :math:`\\bar e \\pm t_{k-1}\\, s/\\sqrt{k}` on the logarithms of k forecasters, which are few and not independent
    (they quote each other); read it as a lower bound of the doubt.
    """
    level = float(checks.require_between("level", level, 0.0, 1.0, low_open=True, high_open=True))
    errors = _grouped(log_errors, groups)
    if len(errors) < 2:
        return float("nan"), float("nan")
    half = stdtrit(len(errors) - 1, 0.5 + level / 2) * errors.std(ddof=1) / np.sqrt(len(errors))
    return tuple(float(100.0 * np.expm1(errors.mean() + side * half)) for side in (-1, 1))


def sign_probability(log_errors, groups=None):
    """Return how often chance alone would lean to one side at least as much (two-sided sign test).

    Parameters
    ----------
    log_errors : array_like, shape (n,)
    groups : array_like, shape (n,), optional

    Returns
    -------
    float
        1 where nothing leans; errors of exactly zero are left out.
    """
    errors = _grouped(log_errors, groups)
    errors = errors[errors != 0]
    if not len(errors):
        return 1.0
    fewer = min(int((errors > 0).sum()), int((errors < 0).sum()))
    return float(min(1.0, 2.0 * bdtr(fewer, len(errors), 0.5)))
