"""From requests to accelerators and back: users that a chip, a fleet and a gigawatt serve, and what a shortage turns away."""

from __future__ import annotations

import numpy as np
from scipy import special

from analysis import checks

__all__ = [
    "DAY_S",
    "concurrency",
    "accelerators_needed",
    "requests_per_day",
    "users_served",
    "tokens_per_day",
    "accelerators_per_gw",
    "erlang_b",
    "erlang_c",
    "turned_away_fluid",
    "turned_away_day",
    "refused",
    "posterior",
]

DAY_S = 86_400.0

_SHARE = "Give a share of capacity such as 0.8."


def concurrency(requests_per_s, seconds_each):
    r"""Return the requests in progress on average (Little 1961).

    Parameters
    ----------
    requests_per_s : array_like, 1/s
    seconds_each : array_like, s
        From start to last token.

    Returns
    -------
    numpy.ndarray, 1
        :math:`L = \lambda W`, whatever the distributions.
    """
    return checks.require_non_negative("requests_per_s", requests_per_s) * checks.require_non_negative("seconds_each", seconds_each)


def _peak(peak_to_mean):
    return checks.require_between("peak_to_mean", peak_to_mean, 1, np.inf, remedy="The peak is at least the mean: give 1 or more.")


def _use(peak_use):
    return checks.require_between("peak_use", peak_use, 0, 1, low_open=True, remedy=_SHARE)


def accelerators_needed(requests_per_day, accelerator_seconds, peak_to_mean=1.0, peak_use=1.0):
    r"""Return the accelerators that a day's requests need.

    Parameters
    ----------
    requests_per_day : array_like, 1/day
    accelerator_seconds : array_like, s
        Accelerator time that one request takes up.
    peak_to_mean : array_like, 1
        Load at the peak over that of the mean hour, at least 1.
    peak_use : array_like, 1
        Share of the fleet in use at the peak.

    Returns
    -------
    numpy.ndarray, 1
        :math:`n = \frac{R\,s}{86400}\,\frac{r}{u}`.

    Examples
    --------
    >>> float(accelerators_needed(86_400, 2.0))
    2.0
    """
    work = checks.require_non_negative("requests_per_day", requests_per_day) * checks.require_non_negative("accelerator_seconds", accelerator_seconds)
    return work / DAY_S * _peak(peak_to_mean) / _use(peak_use)


def requests_per_day(accelerators, accelerator_seconds, peak_to_mean=1.0, peak_use=1.0):
    """Return the requests of a day that a fleet serves (inverse of `accelerators_needed`)."""
    fleet = checks.require_non_negative("accelerators", accelerators)
    return fleet * DAY_S / checks.require_positive("accelerator_seconds", accelerator_seconds) * _use(peak_use) / _peak(peak_to_mean)


def users_served(accelerators, accelerator_seconds, requests_per_user_day, peak_to_mean=1.0, peak_use=1.0):
    """Return the users that a fleet serves at so many requests a user and day; see `requests_per_day`."""
    each = checks.require_positive("requests_per_user_day", requests_per_user_day)
    return requests_per_day(accelerators, accelerator_seconds, peak_to_mean, peak_use) / each


def tokens_per_day(accelerators, tok_s_per_accelerator, peak_to_mean=1.0, peak_use=1.0):
    """Return the tokens of a day, from the rate of one accelerator at work.

    Parameters
    ----------
    accelerators : array_like, 1
    tok_s_per_accelerator : array_like, token/s
    peak_to_mean, peak_use
        See `accelerators_needed`.

    Returns
    -------
    numpy.ndarray, token
    """
    rate = checks.require_non_negative("tok_s_per_accelerator", tok_s_per_accelerator)
    return checks.require_non_negative("accelerators", accelerators) * rate * DAY_S * _use(peak_use) / _peak(peak_to_mean)


def accelerators_per_gw(it_kw_per_gpu, pue=1.0):
    """Return the accelerators that a gigawatt of facility power feeds.

    Parameters
    ----------
    it_kw_per_gpu : array_like, kW
        Rated IT power per accelerator with its share of server and network.
    pue : array_like, 1

    Returns
    -------
    numpy.ndarray, 1
    """
    overhead = checks.require_between("pue", pue, 1, np.inf, remedy="A facility draws at least what its IT equipment draws.")
    return 1e6 / (checks.require_positive("it_kw_per_gpu", it_kw_per_gpu) * overhead)


def erlang_b(offered, places):
    r"""Return the share of requests that find all places taken and leave (Erlang 1917).

    Parameters
    ----------
    offered : array_like, 1
        Requests that would be in progress if none were refused.
    places : array_like, 1
        Requests that can be in progress; need not be whole.

    Returns
    -------
    numpy.ndarray, 1
        :math:`B = \frac{a^n e^{-a}}{\Gamma(n+1)} \big/ Q(n+1, a)`, the continuation of :math:`\frac{a^n/n!}{\sum a^k/k!}`.
    """
    a = checks.require_positive("offered", offered)
    n = checks.require_non_negative("places", places)
    log_term = n * np.log(a) - a - special.gammaln(n + 1.0)
    cumulative = special.gammaincc(n + 1.0, a)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        share = np.exp(log_term - np.log(cumulative))
    far = 1.0 - n / a  # where the sum is too small for a float, nearly all are refused
    return np.clip(np.where(cumulative > 1e-280, share, np.maximum(far, 0.0)), 0.0, 1.0)


def erlang_c(offered, places):
    r"""Return the share of requests that have to wait when none leaves.

    Parameters
    ----------
    offered, places
        See `erlang_b`.

    Returns
    -------
    numpy.ndarray, 1
        :math:`C = \frac{n B}{n - a (1 - B)}`; 1 where more is offered than there are places, and the queue has no end.
    """
    a, n = np.broadcast_arrays(checks.require_positive("offered", offered), checks.require_non_negative("places", places))
    blocked = erlang_b(a, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(a >= n, 1.0, np.clip(n * blocked / (n - a * (1.0 - blocked)), 0.0, 1.0))


def turned_away_fluid(demand, capacity):
    """Return the share of a steady demand above the capacity: what `erlang_b` tends to for large fleets.

    Parameters
    ----------
    demand, capacity : array_like, 1
        In the same unit.

    Returns
    -------
    numpy.ndarray, 1
    """
    wanted = checks.require_positive("demand", demand)
    return np.maximum(1.0 - checks.require_non_negative("capacity", capacity) / wanted, 0.0)


def turned_away_day(capacity_to_mean, peak_to_mean):
    r"""Return the share of a day's demand above the capacity when the load follows a sine.

    Parameters
    ----------
    capacity_to_mean : array_like, 1
        Capacity over the mean load.
    peak_to_mean : array_like, 1
        Between 1 and 2, since a sine about its mean that rises more would fall below zero.

    Returns
    -------
    numpy.ndarray, 1
        With :math:`A = r - 1` and :math:`x = (c - 1)/A`: :math:`\frac{A}{\pi}\left(\sqrt{1 - x^2} - x \arccos x\right)`;
        0 for :math:`c \ge r` and :math:`1 - c` for :math:`c \le 2 - r`.
    """
    c = checks.require_non_negative("capacity_to_mean", capacity_to_mean)
    swing = checks.require_between("peak_to_mean", peak_to_mean, 1, 2, remedy="A sine about its mean peaks at most at twice the mean.") - 1.0
    x = np.clip((c - 1.0) / np.maximum(swing, 1e-12), -1.0, 1.0)
    inside = swing / np.pi * (np.sqrt(1.0 - x**2) - x * np.arccos(x))
    return np.where(c >= 1.0 + swing, 0.0, np.where(c <= 1.0 - swing, 1.0 - c, inside))


def refused(missing_share, peak_to_mean):
    """Return the share of a day's requests that a fleet turns away when a share of the accelerators it needs is missing.

    Parameters
    ----------
    missing_share : array_like, 1
        Of what the peak takes, in [0, 1].
    peak_to_mean : array_like, 1
        See `turned_away_day`.

    Returns
    -------
    numpy.ndarray, 1
        0 for a whole fleet, 1 for none.
    """
    missing = checks.require_between("missing_share", missing_share, 0, 1, remedy="Give the share of accelerators that are missing.")
    return turned_away_day((1.0 - missing) * _peak(peak_to_mean), peak_to_mean)


def posterior(ratios_for, ratios_against=(), prior=0.5):
    r"""Return the probability of a statement after independent evidence (Bayes' rule in odds).

    Parameters
    ----------
    ratios_for, ratios_against : sequence of array_like, 1
        For each piece of evidence how many times likelier it is if the statement is true (or false, for those against).
    prior : float, 1

    Returns
    -------
    numpy.ndarray, 1
        :math:`\frac{o}{1 + o}` with :math:`o = \frac{p}{1-p} \prod_i \ell_i / \prod_j \ell_j`.
    """
    start = checks.require_between("prior", prior, 0, 1, low_open=True, high_open=True)
    log_odds = np.log(start / (1.0 - start))
    for sign, many in ((1.0, ratios_for), (-1.0, ratios_against)):
        for ratio in many:
            log_odds = log_odds + sign * np.log(checks.require_positive("ratio", ratio))
    return special.expit(log_odds)
