r"""Who and what the limits reach: chips by their total processing performance, runs by chips and days, modifiers by what a share costs.

The export rules measure a chip by its *total processing performance*, tera-operations a second times the bits of an operation,
the highest over precisions and without sparsity: :math:`\mathrm{TPP} = \max_p 10^{-12}\, r_p\, b_p`.

A run of :math:`C` operations on :math:`N` chips of rate :math:`r` at utilisation :math:`u` takes :math:`C / (N r u)` seconds and,
at a price :math:`\pi` an hour for each chip, costs :math:`\pi C / (3600\, r u)` dollars whatever :math:`N`.
"""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["BITS", "total_processing_performance", "run_days", "chips_needed", "run_cost_usd", "modifier_cost_usd"]

BITS = {"bf16": 16, "fp8": 8, "int8": 8, "fp4": 4}
_DAY_S, _HOUR_S = 86400.0, 3600.0


def total_processing_performance(**op_per_s) -> np.ndarray:
    """Return TPP from dense rates by precision.

    Parameters
    ----------
    **op_per_s : array_like
        Operations a second, by name: ``bf16``, ``fp8``, ``int8``, ``fp4``; NaN where a chip has no such mode.

    Raises
    ------
    KeyError
        For an unknown precision.
    ValueError
        When no precision is given.
    """
    if not op_per_s:
        raise ValueError("no precision is given. Give dense rates such as bf16=989e12.")
    columns = []
    for name, rate in op_per_s.items():
        checks.require_known("precision", name, BITS)
        columns.append(np.asarray(rate, dtype=float) * BITS[name] / 1e12)
    return np.fmax.reduce(np.broadcast_arrays(*columns))


def _rate(op_per_s, utilisation):
    op_per_s = checks.require_positive("op_per_s", op_per_s, remedy="Give a chip's dense rate such as 989e12.")
    utilisation = checks.require_between("utilisation", utilisation, 0, 1, low_open=True, remedy="Give a fraction such as 0.4.")
    return op_per_s * utilisation


def run_days(training_flop, chips, op_per_s, utilisation) -> np.ndarray:
    """Return the days that a run takes on a number of chips."""
    training_flop = checks.require_positive("training_flop", training_flop, remedy="Give operations such as 1e26.")
    chips = checks.require_positive("chips", chips, remedy="Give a number of chips above 0.")
    return training_flop / (chips * _rate(op_per_s, utilisation) * _DAY_S)


def chips_needed(training_flop, days, op_per_s, utilisation) -> np.ndarray:
    """Return the chips that finish a run in a number of days."""
    training_flop = checks.require_positive("training_flop", training_flop, remedy="Give operations such as 1e26.")
    days = checks.require_positive("days", days, remedy="Give a number of days above 0.")
    return training_flop / (days * _rate(op_per_s, utilisation) * _DAY_S)


def run_cost_usd(training_flop, op_per_s, utilisation, usd_per_hour) -> np.ndarray:
    """Return what the chip hours of a run cost; no staff, no failed runs, no experiments."""
    training_flop = checks.require_positive("training_flop", training_flop, remedy="Give operations such as 1e26.")
    usd_per_hour = checks.require_non_negative("usd_per_hour", usd_per_hour, remedy="Give dollars for each chip and hour.")
    return training_flop / (_rate(op_per_s, utilisation) * _HOUR_S) * usd_per_hour


def modifier_cost_usd(original_flop, share, op_per_s, utilisation, usd_per_hour) -> np.ndarray:
    """Return what it costs to modify a model with a share of its training compute.

    Parameters
    ----------
    original_flop : array_like
        Training compute of the original model.
    share : array_like
        Of that compute; a third makes the modifier a provider in the EU.
    op_per_s, utilisation, usd_per_hour : array_like
        See `run_cost_usd`.
    """
    share = checks.require_positive("share", share, remedy="Give a share such as 1/3.")
    return run_cost_usd(checks.require_positive("original_flop", original_flop) * share, op_per_s, utilisation, usd_per_hour)
