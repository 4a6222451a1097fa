"""Instances of a model that a fleet runs at once, the working years they come to, and how both grow with the fleet. Pure."""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.dates import HOURS_A_YEAR
from analysis.inference.serving_fleet import erlang_c

__all__ = ["instances", "served_places", "exponent", "tokens_per_hour", "working_year_tokens", "worker_equivalents"]



def instances(accelerators, accelerator_seconds, tokens, speed_tok_s, in_use=1.0):
    r"""Return the answers in progress at once on a fleet.

    Parameters
    ----------
    accelerators : array_like, 1
    accelerator_seconds : array_like, s
        Time of accelerators that one answer takes up, its prompt included.
    tokens : array_like, token
        Of one answer.
    speed_tok_s : array_like, token/s
        At which each instance writes.
    in_use : array_like, 1
        Share of the fleet at work on average.

    Returns
    -------
    numpy.ndarray, 1
        :math:`n\,u\,A/(v\,s)`: requests a second, :math:`n u / s`, times what each lasts, :math:`A/v` (Little's law).

    Examples
    --------
    >>> float(instances(1000, 10.0, 300, 30.0))
    1000.0
    """
    count = checks.require_non_negative("accelerators", accelerators)
    each = checks.require_positive("accelerator_seconds", accelerator_seconds)
    length = checks.require_positive("tokens", tokens)
    speed = checks.require_positive("speed_tok_s", speed_tok_s, "Give tokens a second, such as 24.")
    share = checks.require_between("in_use", in_use, 0, 1, remedy="Give the share of the fleet at work, such as 0.5.")
    return count * share * length / (speed * each)


def served_places(places, waiting=0.01):
    r"""Return how many of a fleet's places work on average if no more than a share of the requests may wait.

    Parameters
    ----------
    places : array_like, 1
        Instances that the fleet can run at once.
    waiting : float, 1
        Share of requests that find all places taken.

    Returns
    -------
    numpy.ndarray, 1
        The load at which Erlang's formula gives that share: below `places` by about :math:`\beta\sqrt{n}`.
    """
    n = checks.require_positive("places", places)
    share = checks.require_between("waiting", waiting, 0, 1, low_open=True, high_open=True, remedy="Give a share such as 0.01.")
    low, high = n * 1e-9, n * (1.0 - 1e-12)
    for _ in range(60):
        middle = 0.5 * (low + high)
        fits = erlang_c(middle, n) <= share
        low, high = np.where(fits, middle, low), np.where(fits, high, middle)
    return low


def exponent(size, count):
    r"""Return the power with which a count grows with a size: the least-squares slope on logarithms.

    Parameters
    ----------
    size : array_like, 1
        Along the last axis, at least two different values.
    count : array_like, 1
        Broadcasts against `size`.

    Returns
    -------
    numpy.ndarray, 1
        1 where twice the size gives twice the count.

    Raises
    ------
    ValueError
        For sizes that do not differ.
    """
    x, y = np.broadcast_arrays(np.log(checks.require_positive("size", size)), np.log(checks.require_positive("count", count)))
    if x.ndim == 0 or np.any(np.ptp(x, axis=-1) == 0):
        raise ValueError("size has no two different values: a power needs at least two. Give sizes such as [1e3, 1e6].")
    away = x - x.mean(axis=-1, keepdims=True)
    return (away * y).sum(axis=-1) / (away**2).sum(axis=-1)


def tokens_per_hour(words_per_minute, tokens_per_word):
    """Return what a pace in words comes to in tokens an hour.

    Parameters
    ----------
    words_per_minute : array_like, 1/minute
    tokens_per_word : array_like, token

    Returns
    -------
    numpy.ndarray, token
    """
    return 60.0 * checks.require_positive("words_per_minute", words_per_minute) * checks.require_positive("tokens_per_word", tokens_per_word)


def working_year_tokens(tokens_an_hour, hours_a_year):
    """Return the tokens of a working year.

    Parameters
    ----------
    tokens_an_hour : array_like, token
    hours_a_year : array_like, hour
        Hours worked, at most those of the year.

    Returns
    -------
    numpy.ndarray, token
    """
    hours = checks.require_between("hours_a_year", hours_a_year, 0, HOURS_A_YEAR, low_open=True, remedy="A year has 8,766 hours.")
    return checks.require_positive("tokens_an_hour", tokens_an_hour) * hours


def worker_equivalents(running, speed_tok_s, year_tokens, tokens_per_written=1.0):
    r"""Return how many working years a fleet's instances come to in a year.

    Parameters
    ----------
    running : array_like, 1
        Instances at work on average, round the clock.
    speed_tok_s : array_like, token/s
        At which each writes.
    year_tokens : array_like, token
        Of a person's working year.
    tokens_per_written : array_like, 1
        Tokens counted for each token written: 1 for writing alone, more where what is read counts as well.

    Returns
    -------
    numpy.ndarray, 1
        :math:`k\,v\,r\,T/Y` with :math:`T` the seconds of a year.
    """
    written = checks.require_non_negative("running", running) * checks.require_positive("speed_tok_s", speed_tok_s) * HOURS_A_YEAR * 3600.0
    counted = checks.require_between("tokens_per_written", tokens_per_written, 1, np.inf, remedy="What is written counts at least.")
    return written * counted / checks.require_positive("year_tokens", year_tokens)
