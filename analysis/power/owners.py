"""Who holds the compute: what filings allow, what ranges say about ranks and gaps. Pure: arrays in, arrays out."""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["share_interval", "flow", "probability_first", "probability_order", "lead", "extra_needed", "hhi"]


def share_interval(named_share, threshold, others, remaining=100.0):
    """Return the joint share of several customers that a filing allows.

    A filing names every customer at or above a threshold. If one of the group is named with its share and the other
    members are not named, each of those lies between zero and the threshold.

    Parameters
    ----------
    named_share : array_like
        Sum of the shares that are named, percent.
    threshold : array_like
        Share from which a customer must be named, percent.
    others : array_like of int
        Members of the group that are not named.
    remaining : array_like, optional
        What all customers share out, percent.

    Returns
    -------
    tuple of numpy.ndarray
        Lowest and highest joint share, percent.

    Raises
    ------
    ValueError

    Examples
    --------
    >>> [float(x) for x in share_interval(19, 10, 3)]
    [19.0, 49.0]
    """
    named = checks.require_between("named_share", named_share, 0.0, 100.0)
    limit = checks.require_between("threshold", threshold, 0.0, 100.0)
    number = checks.require_non_negative("others", others)
    if np.any((named > 0) & (named < limit)):
        raise ValueError(f"named_share = {named} is below threshold = {limit}: a filing names nobody below it. Give 0 where no member is named.")
    return named + 0.0 * number, np.minimum(named + limit * number, checks.require_between("remaining", remaining, 0.0, 100.0))


def flow(stock_start, stock_end):
    """Return what was added between two cumulative stocks; not below zero."""
    return np.maximum(checks.require_non_negative("stock_end", stock_end) - checks.require_non_negative("stock_start", stock_start), 0.0)


def probability_first(draws, index):
    """Return the share of draws in which one owner holds more than every other.

    Parameters
    ----------
    draws : array_like, shape (owners, draws)
    index : int

    Returns
    -------
    float
    """
    values = checks.as_numbers("draws", draws)
    rest = np.delete(values, index, axis=0)
    return float(np.mean(values[index] > rest.max(axis=0)))


def probability_order(draws):
    """Return the share of draws in which the rows come in strictly falling order.

    Parameters
    ----------
    draws : array_like, shape (owners, draws)

    Returns
    -------
    float
    """
    return float(np.mean(np.all(np.diff(checks.as_numbers("draws", draws), axis=0) < 0, axis=0)))


def lead(draws, index):
    """Return one owner's holding over that of the largest other owner, draw by draw.

    Parameters
    ----------
    draws : array_like, shape (owners, draws)
    index : int

    Returns
    -------
    numpy.ndarray, shape (draws,)
    """
    values = checks.require_positive("draws", draws)
    return values[index] / np.delete(values, index, axis=0).max(axis=0)


def extra_needed(own, largest_other, factor):
    """Return what an owner would have to hold beyond what is counted to be `factor` times the largest other."""
    need = checks.require_positive("factor", factor) * checks.require_non_negative("largest_other", largest_other)
    return np.maximum(need - checks.require_non_negative("own", own), 0.0)


def hhi(shares):
    """Return the Herfindahl–Hirschman index of shares along the first axis, 0–10,000; shares are normalised to one."""
    values = checks.require_non_negative("shares", shares)
    total = values.sum(axis=0)
    if np.any(total <= 0):
        raise ValueError("shares sum to zero. Give at least one share above zero.")
    return 1e4 * np.sum((values / total) ** 2, axis=0)
