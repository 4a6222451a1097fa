"""Gains counted in steps and in time, and what they do to cost, power and compute trends. Pure: arrays in, arrays out."""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["time_gain", "time_fraction", "compute_gain", "years_saved", "break_even_step_time"]

_GAIN = "Give the baseline's steps over the new ones, such as 4."


def time_gain(step_gain, step_time_ratio):
    """Return how many times less time a run takes.

    Parameters
    ----------
    step_gain : array_like
        Steps of the baseline over steps of the new method to the same loss.
    step_time_ratio : array_like
        Time of a step of the new method over the baseline's.

    Returns
    -------
    numpy.ndarray
        Broadcast shape: :math:`g/r`.

    Raises
    ------
    ValueError

    Examples
    --------
    >>> float(round(time_gain(10, 1.8), 2))
    5.56
    """
    return checks.require_positive("step_gain", step_gain, _GAIN) / checks.require_positive("step_time_ratio", step_time_ratio, "Give a ratio such as 1.8 for 80 % more time.")


def time_fraction(step_gain, step_time_ratio):
    """Return the time of a run as a fraction of the baseline's (inverse of `time_gain`)."""
    return 1.0 / time_gain(step_gain, step_time_ratio)


def compute_gain(step_gain, flop_ratio=1.0):
    """Return how many times less training compute reaches the same loss.

    Parameters
    ----------
    step_gain : array_like
    flop_ratio : array_like, optional
        FLOP of a step over the baseline's. Normalising vectors adds a share that falls with the width of the model: a
        step's products grow with the square of the width, its normalisations in step with it.

    Returns
    -------
    numpy.ndarray
    """
    return checks.require_positive("step_gain", step_gain, _GAIN) / checks.require_positive("flop_ratio", flop_ratio)


def years_saved(gain, growth_per_year):
    """Return how many years of a trend a one-off gain is worth.

    Parameters
    ----------
    gain : array_like
        Factor, once; below one it costs time.
    growth_per_year : array_like
        Factor a year, above one.

    Returns
    -------
    numpy.ndarray
        :math:`\\ln g/\\ln a`.

    Examples
    --------
    >>> float(years_saved(16, 4))
    2.0
    """
    growth = checks.require_between("growth_per_year", growth_per_year, 1.0, np.inf, low_open=True, remedy="Give a factor a year above 1.")
    return np.log(checks.require_positive("gain", gain)) / np.log(growth)


def break_even_step_time(step_gain):
    """Return the step time ratio at which nothing is left of a gain in steps: the gain itself."""
    return checks.require_positive("step_gain", step_gain, _GAIN) + 0.0
