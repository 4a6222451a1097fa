"""People watched by a model that reads what they write, say or do: tokens, accelerators, power and money. Pure."""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.dates import DAYS_A_YEAR
from analysis.inference.serving_fleet import DAY_S

__all__ = ["text_tokens", "speech_tokens", "video_tokens", "accelerators_needed", "people_per_mw", "people_per_usd", "year_cost_usd", "bounded"]



def text_tokens(messages_per_day, tokens_per_message):
    """Return the tokens that a person writes in a day."""
    return checks.require_non_negative("messages_per_day", messages_per_day) * checks.require_positive("tokens_per_message", tokens_per_message)


def speech_tokens(words_per_day, words_per_minute, tokens_per_second):
    """Return the tokens of what a person says in a day, heard as sound.

    Parameters
    ----------
    words_per_day, words_per_minute : array_like
    tokens_per_second : array_like, token/s
        Of sound.

    Returns
    -------
    numpy.ndarray, token
    """
    minutes = checks.require_non_negative("words_per_day", words_per_day) / checks.require_positive("words_per_minute", words_per_minute)
    return 60.0 * minutes * checks.require_positive("tokens_per_second", tokens_per_second)


def video_tokens(streams_per_person, tokens_per_second, passed=1.0):
    """Return the tokens of video for each person in a day.

    Parameters
    ----------
    streams_per_person : array_like, 1
        Cameras that run all day for each person.
    tokens_per_second : array_like, token/s
    passed : array_like, 1
        Share of the pictures that the model is shown.

    Returns
    -------
    numpy.ndarray, token
    """
    share = checks.require_between("passed", passed, 0, 1, remedy="Give the share of pictures read, such as 0.1.")
    return checks.require_non_negative("streams_per_person", streams_per_person) * checks.require_positive("tokens_per_second", tokens_per_second) * share * DAY_S


def accelerators_needed(people, tokens_per_day, accelerator_seconds_per_token, in_use=1.0):
    r"""Return the accelerators that watch so many people: :math:`n = P\,T\,s/(86400\,u)`.

    Parameters
    ----------
    people : array_like, person
    tokens_per_day : array_like, token
        Of one person.
    accelerator_seconds_per_token : array_like, s
        Of reading, notes included.
    in_use : array_like, 1
        Share of the fleet at work on average.

    Returns
    -------
    numpy.ndarray, 1

    Examples
    --------
    >>> float(accelerators_needed(86_400, 100.0, 0.01))
    1.0
    """
    work = checks.require_non_negative("people", people) * checks.require_non_negative("tokens_per_day", tokens_per_day) * checks.require_positive("accelerator_seconds_per_token", accelerator_seconds_per_token)
    return work / (DAY_S * checks.require_between("in_use", in_use, 0, 1, low_open=True, remedy="Give the share of the fleet at work, such as 0.5."))


def people_per_mw(tokens_per_day, accelerator_seconds_per_token, kw_per_accelerator, in_use=1.0):
    """Return the people that a megawatt of facility power watches; see `accelerators_needed`."""
    each = checks.require_positive("kw_per_accelerator", kw_per_accelerator, "Give facility power for each accelerator, such as 1.5.")
    one = accelerators_needed(1.0, checks.require_positive("tokens_per_day", tokens_per_day), accelerator_seconds_per_token, in_use)
    return 1e3 / (each * one)


def year_cost_usd(tokens_per_day, accelerator_seconds_per_token, usd_per_hour):
    """Return what watching a person for a year costs.

    Parameters
    ----------
    tokens_per_day, accelerator_seconds_per_token
        See `accelerators_needed`.
    usd_per_hour : array_like, USD/hour
        Of a paid hour, which bears the idle ones.

    Returns
    -------
    numpy.ndarray, USD
    """
    hours = checks.require_non_negative("tokens_per_day", tokens_per_day) * checks.require_positive("accelerator_seconds_per_token", accelerator_seconds_per_token) * DAYS_A_YEAR / 3600.0
    return hours * checks.require_positive("usd_per_hour", usd_per_hour)


def people_per_usd(tokens_per_day, accelerator_seconds_per_token, usd_per_hour):
    """Return the people watched for a year for a dollar: one over `year_cost_usd`."""
    return 1.0 / year_cost_usd(checks.require_positive("tokens_per_day", tokens_per_day), accelerator_seconds_per_token, usd_per_hour)


def bounded(needed, at_hand, cost_usd, budget_usd):
    """Return where compute or its cost keeps a state from watching: it lacks the accelerators, or the money.

    Parameters
    ----------
    needed, at_hand : array_like, 1
        Accelerators.
    cost_usd, budget_usd : array_like, USD
        Of a year.

    Returns
    -------
    numpy.ndarray of bool
    """
    short = checks.require_non_negative("needed", needed) > checks.require_non_negative("at_hand", at_hand)
    return short | (checks.require_non_negative("cost_usd", cost_usd) > checks.require_non_negative("budget_usd", budget_usd))
