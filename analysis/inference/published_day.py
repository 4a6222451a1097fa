"""One published day of serving: whether its printed totals agree with each other."""

from __future__ import annotations

from analysis import checks

__all__ = ["SECONDS_PER_DAY", "nodes_behind_rate", "rental_usd"]

SECONDS_PER_DAY = 86_400.0


def nodes_behind_rate(tokens, tokens_per_s_per_node, seconds=SECONDS_PER_DAY):
    """Return the nodes that handle a number of tokens at a rate each.

    Parameters
    ----------
    tokens : array_like, token
        In the period.
    tokens_per_s_per_node : array_like, token/s
    seconds : array_like, s

    Returns
    -------
    numpy.ndarray, 1
    """
    rate = checks.require_positive("tokens_per_s_per_node", tokens_per_s_per_node)
    return checks.require_non_negative("tokens", tokens) / (rate * checks.require_positive("seconds", seconds))


def rental_usd(nodes, accelerators_per_node, usd_per_accelerator_hour, seconds=SECONDS_PER_DAY):
    """Return what renting nodes for a period costs.

    Parameters
    ----------
    nodes, accelerators_per_node : array_like, 1
    usd_per_accelerator_hour : array_like, USD/hour
    seconds : array_like, s

    Returns
    -------
    numpy.ndarray, USD
    """
    price = checks.require_non_negative("usd_per_accelerator_hour", usd_per_accelerator_hour)
    count = checks.require_non_negative("nodes", nodes) * checks.require_positive("accelerators_per_node", accelerators_per_node)
    return count * price * checks.require_positive("seconds", seconds) / 3600.0
