"""Which hardware serves whom best: frontiers of throughput and speed, cost of a model known by its size alone. Pure.

A system can be run for few users fast or for many slowly. Its operating points make a frontier, and one system beats another
where its frontier lies higher: more tokens from an accelerator at the same speed for each user.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis import checks

__all__ = ["on_frontier", "throughput_at", "share_above", "per_dollar_ratio", "break_even_price", "RequestCost", "sized_request"]


def _points(speed, throughput) -> tuple[np.ndarray, np.ndarray]:
    speed = np.atleast_1d(checks.require_positive("speed", speed, "Give measured points with a speed above zero."))
    throughput = np.atleast_1d(checks.require_positive("throughput", throughput, "Give measured points with a throughput above zero."))
    if speed.ndim != 1 or speed.shape != throughput.shape:
        raise ValueError(f"speed and throughput have shapes {speed.shape} and {throughput.shape}: give one pair for each point.")
    return speed, throughput


def on_frontier(speed, throughput) -> np.ndarray:
    """Say which points no other point beats in both speed and throughput.

    Parameters
    ----------
    speed : array_like, shape (points,)
        Speed for each user.
    throughput : array_like, shape (points,)
        Throughput of an accelerator.

    Returns
    -------
    numpy.ndarray of bool, shape (points,)
        Of points alike in both, all or none.

    Examples
    --------
    >>> on_frontier([10, 20, 30], [5, 2, 4]).tolist()
    [True, False, True]
    """
    speed, throughput = _points(speed, throughput)
    faster_or_same = speed[None, :] >= speed[:, None]
    more_or_same = throughput[None, :] >= throughput[:, None]
    better_in_one = (speed[None, :] > speed[:, None]) | (throughput[None, :] > throughput[:, None])
    return ~np.any(faster_or_same & more_or_same & better_in_one, axis=1)


def throughput_at(speed, throughput, wanted) -> np.ndarray:
    """Return the best throughput among points at least as fast as wanted.

    Parameters
    ----------
    speed, throughput : array_like, shape (points,)
    wanted : array_like
        Speeds to be had.

    Returns
    -------
    numpy.ndarray
        Shape of `wanted`; 0 where no point is that fast. Points between measured ones are not made up.

    Examples
    --------
    >>> throughput_at([10, 20, 30], [5, 2, 4], [5, 15, 25, 35]).tolist()
    [5.0, 4.0, 4.0, 0.0]
    """
    speed, throughput = _points(speed, throughput)
    wanted = np.asarray(checks.require_non_negative("wanted speed", wanted))
    order = np.argsort(speed, kind="stable")
    best_from = np.maximum.accumulate(throughput[order][::-1])[::-1]
    return np.append(best_from, 0.0)[np.searchsorted(speed[order], wanted, side="left")]


def share_above(mine, others) -> np.ndarray:
    """Return the share of speeds at which one system gives at least as much as every other.

    Parameters
    ----------
    mine : array_like, shape (speeds,)
        Throughput at each speed (see `throughput_at`).
    others : array_like, shape (systems, speeds)

    Returns
    -------
    numpy.ndarray
        In [0, 1], over the speeds that any of the systems reaches; NaN where none does.
    """
    mine = np.atleast_1d(checks.require_non_negative("throughput", mine))
    others = np.atleast_2d(checks.require_non_negative("throughput", others))
    best = others.max(axis=0)
    reached = (mine > 0) | (best > 0)
    return np.divide(np.sum((mine >= best) & reached), np.sum(reached), out=np.array(np.nan), where=np.any(reached))


def per_dollar_ratio(quantity, usd_per_hour, other_quantity, other_usd_per_hour):
    """Return how many times as much of something a dollar buys on one accelerator as on another.

    Parameters
    ----------
    quantity, other_quantity : array_like
        FLOP/s, bytes or bytes a second of each, in the same unit.
    usd_per_hour, other_usd_per_hour : array_like, USD/hour
        What each costs an hour.

    Returns
    -------
    numpy.ndarray, 1

    Examples
    --------
    >>> float(per_dollar_ratio(600.0, 2.0, 900.0, 6.0))
    2.0
    """
    mine = checks.require_positive("quantity", quantity)
    theirs = checks.require_positive("other_quantity", other_quantity)
    my_price = checks.require_positive("usd_per_hour", usd_per_hour, "Give dollars an hour above zero.")
    their_price = checks.require_positive("other_usd_per_hour", other_usd_per_hour, "Give dollars an hour above zero.")
    return (mine / my_price) / (theirs / their_price)


def break_even_price(quantity, usd_per_hour, other_quantity):
    """Return the other accelerator's price below which a dollar buys more of something on it: :math:`h\\,q'/q`, USD an hour."""
    mine = checks.require_positive("quantity", quantity)
    theirs = checks.require_positive("other_quantity", other_quantity)
    return checks.require_positive("usd_per_hour", usd_per_hour) * theirs / mine


class RequestCost(NamedTuple):
    """What one request takes, arrays that broadcast: time of all accelerators together, requests at once, and whether it can be had at all."""

    accelerator_seconds: np.ndarray
    batch: np.ndarray
    fits: np.ndarray


def sized_request(
    active_params, total_over_active, speed_tok_s_user, prompt_tokens, answer_tokens, bandwidth_share, flop_share, *, accelerators, memory_bytes,
    bandwidth_bytes_per_s, flop_per_s, weight_bytes_each, kv_bytes_per_token, usable=0.9,
) -> RequestCost:  # fmt: skip
    r"""Return what a request costs on a model of which only the size is assumed.

    Parameters
    ----------
    active_params, total_over_active : array_like, 1
        Weights that work on a token, and all weights over these.
    speed_tok_s_user : array_like, token/s
        Speed that each user has to get, interruptions by others' prompts included.
    prompt_tokens, answer_tokens : array_like, token
    bandwidth_share, flop_share : array_like, 1
        Shares of the peaks that are reached.
    accelerators : array_like, 1
        How many hold the model together.
    memory_bytes, bandwidth_bytes_per_s, flop_per_s : float
        Of one accelerator.
    weight_bytes_each : float, B
        Bytes of one weight.
    kv_bytes_per_token : array_like, B
        Bytes of keys and values of one token.
    usable : float, 1
        Share of memory for weights and cache.

    Returns
    -------
    RequestCost
        Infinite seconds where weights do not fit or even one user cannot have the speed.

    Notes
    -----
    A step reads all weights :math:`W` and the cache of :math:`B` requests and makes :math:`2N` operations for each,

    .. math:: t = \max\left(\frac{W + B\,c\,\bar S}{n\,\eta\beta}, \frac{2 N B}{n\,\varepsilon\phi}\right), \qquad \bar S = P + A/2,

    and :math:`B/A` prompts of :math:`p = 2NP/(n\,\varepsilon\phi)` seconds come between two steps. The largest :math:`B` at which
    :math:`t + Bp/A \le 1/v` and the memory holds :math:`W + B\,c\,(P + A)` is taken; a request then costs
    :math:`n\,(p + A\,t/B)` accelerator-seconds. All experts of a sparse model are taken to be read in each step, which holds
    for batches of a hundred and more.
    """
    active = checks.require_positive("active_params", active_params)
    ratio = checks.require_between("total_over_active", total_over_active, 1.0, np.inf, remedy="A model has at least the weights that work on a token.")
    speed = checks.require_positive("speed_tok_s_user", speed_tok_s_user)
    prompt, answer = checks.require_positive("prompt_tokens", prompt_tokens), checks.require_positive("answer_tokens", answer_tokens)
    fast = checks.require_between("bandwidth_share", bandwidth_share, 0.0, 1.0, low_open=True, remedy="Give a fraction such as 0.6.")
    hard = checks.require_between("flop_share", flop_share, 0.0, 1.0, low_open=True, remedy="Give a fraction such as 0.4.")
    count = checks.require_positive("accelerators", accelerators)
    cache = checks.require_positive("kv_bytes_per_token", kv_bytes_per_token)
    bandwidth, work = count * fast * bandwidth_bytes_per_s, count * hard * flop_per_s
    weights = active * ratio * weight_bytes_each
    prompt_s = 2.0 * active * prompt / work
    by_memory = (count * usable * memory_bytes - weights) / (cache * (prompt + answer))
    by_bandwidth = (1.0 / speed - weights / bandwidth) / (cache * (prompt + answer / 2.0) / bandwidth + prompt_s / answer)
    by_work = (1.0 / speed) / (2.0 * active / work + prompt_s / answer)
    batch = np.minimum(np.minimum(by_memory, by_bandwidth), by_work)
    fits = batch >= 1.0
    held = np.where(fits, batch, 1.0)
    step_s = np.maximum((weights + held * cache * (prompt + answer / 2.0)) / bandwidth, 2.0 * active * held / work)
    seconds = np.where(fits, count * (prompt_s + answer * step_s / held), np.inf)
    return RequestCost(seconds, np.where(fits, batch, 0.0), fits)
