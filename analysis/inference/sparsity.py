"""What sparse training saves: the cost ratio of two training runs as a product of factors, shared out by their logarithms."""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["geometric_mean_size", "achieved_flop_per_s", "log_share", "unexplained_factor"]


def geometric_mean_size(active_params, total_params):
    """Return the rule of thumb for the dense model as good as a sparse one: the square root of active times total weights.

    Parameters
    ----------
    active_params, total_params : array_like, 1

    Returns
    -------
    numpy.ndarray, 1
    """
    return np.sqrt(checks.require_positive("active_params", active_params) * checks.require_positive("total_params", total_params))


def achieved_flop_per_s(active_params, tokens, gpu_hours):
    """Return the training operations a second that a GPU did: six for each active weight and token.

    Parameters
    ----------
    active_params : array_like, 1
    tokens : array_like, token
    gpu_hours : array_like, hour

    Returns
    -------
    numpy.ndarray, FLOP/s
        Attention's own products are left out, as in the usual count of training operations.
    """
    done = 6.0 * checks.require_positive("active_params", active_params) * checks.require_positive("tokens", tokens)
    return done / (3600.0 * checks.require_positive("gpu_hours", gpu_hours))


def log_share(ratio, *factors):
    r"""Return the share of a ratio that factors explain: :math:`\sum\ln f_i/\ln r`.

    Parameters
    ----------
    ratio : array_like, 1
        Cost of one run over that of the other, above 1.
    *factors : array_like, 1
        Savings, above 0. A factor below one takes away; together they may explain more than all, when something else
        made the cheaper run dearer.

    Returns
    -------
    numpy.ndarray, 1

    Examples
    --------
    >>> float(log_share(16.0, 4.0))
    0.5
    """
    whole = np.log(checks.require_between("ratio", ratio, 1.0, np.inf, low_open=True, remedy="Put the dearer run on top."))
    return sum(np.log(checks.require_positive("factor", f)) for f in factors) / whole


def unexplained_factor(ratio, *factors):
    """Return what is left of a ratio when factors are taken out: the ratio over their product."""
    rest = checks.require_positive("ratio", ratio)
    for factor in factors:
        rest = rest / checks.require_positive("factor", factor)
    return rest
