"""Where roll-outs and checks can run: processors that checks need, and links between those who generate and those who train. Pure."""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["cores_needed", "checks_per_s", "hosts_usd_per_hour", "broadcast_s", "broadcast_link_bit_s", "return_link_bit_s", "roll_out_link_bit_s", "idle_share"]

_BITS = 8.0


def cores_needed(trajectories_per_s, core_seconds):
    """Return the cores that checking takes up (Little's law).

    Parameters
    ----------
    trajectories_per_s : array_like, 1/s
        Answers finished in a second.
    core_seconds : array_like, s
        Core time of one check.

    Returns
    -------
    numpy.ndarray, 1
    """
    return checks.require_non_negative("trajectories_per_s", trajectories_per_s) * checks.require_non_negative("core_seconds", core_seconds)


def checks_per_s(cores, free_share, core_seconds):
    """Return the checks that a number of cores does in a second.

    Parameters
    ----------
    cores : array_like, 1
    free_share : array_like
        Share of them that checks can have.
    core_seconds : array_like, s

    Returns
    -------
    numpy.ndarray, 1/s
    """
    free = checks.require_between("free_share", free_share, 0, 1, remedy="Give a fraction such as 0.75.")
    return checks.require_positive("cores", cores) * free / checks.require_positive("core_seconds", core_seconds)


def hosts_usd_per_hour(cores, usd_per_core_hour):
    """Return what renting cores costs an hour."""
    return checks.require_non_negative("cores", cores) * checks.require_non_negative("usd_per_core_hour", usd_per_core_hour)


def broadcast_s(size_bytes, link_bit_s):
    """Return the time to send weights over one link.

    Examples
    --------
    >>> round(float(broadcast_s(62e9, 590e6)) / 60)
    14
    """
    return checks.require_non_negative("size_bytes", size_bytes) * _BITS / checks.require_positive("link_bit_s", link_bit_s)


def broadcast_link_bit_s(params, weight_bits, interval_s):
    """Return the link on which new weights arrive just before the next ones are due.

    Parameters
    ----------
    params : array_like, 1
        All weights, not those in use.
    weight_bits : array_like, bit
        Sent for each.
    interval_s : array_like, s
        Between two sendings; generation goes on meanwhile with the weights before.

    Returns
    -------
    numpy.ndarray, bit/s
        For each receiving site.
    """
    return checks.require_positive("params", params) * checks.require_positive("weight_bits", weight_bits) / checks.require_positive("interval_s", interval_s, "Give the seconds between two sendings.")


def return_link_bit_s(tokens_per_s, bytes_per_token):
    """Return the link that generated tokens take on their way back."""
    return checks.require_non_negative("tokens_per_s", tokens_per_s) * checks.require_non_negative("bytes_per_token", bytes_per_token) * _BITS


def roll_out_link_bit_s(params, weight_bits, interval_s, tokens_per_s, bytes_per_token):
    """Return the larger of the two ways of a link between a roll-out site and the trainer; links carry both at once."""
    return np.maximum(broadcast_link_bit_s(params, weight_bits, interval_s), return_link_bit_s(tokens_per_s, bytes_per_token))


def idle_share(link_bit_s, needed_bit_s, may_lag=True):
    """Return the share of time that generators lose to a link.

    Parameters
    ----------
    link_bit_s, needed_bit_s : array_like, bit/s
        What there is, and `broadcast_link_bit_s`.
    may_lag : bool
        True where generation goes on with old weights while new ones arrive: then only what exceeds the interval is
        lost. False where everybody waits for the new ones.

    Returns
    -------
    numpy.ndarray
        From 0 to 1.
    """
    load = checks.require_positive("needed_bit_s", needed_bit_s) / checks.require_positive("link_bit_s", link_bit_s)
    return 1.0 - 1.0 / np.maximum(load, 1.0) if may_lag else load / (1.0 + load)
