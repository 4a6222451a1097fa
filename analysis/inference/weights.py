"""Bytes of weights by precision, and how many experts of a sparse model a batch wakes."""

from __future__ import annotations

import math

import numpy as np

from analysis import checks
from analysis.inference.parameters_count import active_matmul_params, expert_params, require_model, total_params

__all__ = ["BITS", "bits_per_weight", "weight_bytes", "experts_touched", "weight_bytes_read"]

# Bits a weight takes in memory. The block formats store one 8-bit scale for 32 (mxfp4) or 16 (nvfp4) numbers of 4 bits;
# ternary weights carry log2(3) bits each, about 1.58.
BITS = {
    "fp32": 32.0,
    "bf16": 16.0,
    "fp16": 16.0,
    "fp8": 8.0,
    "int8": 8.0,
    "nvfp4": 4.0 + 8.0 / 16.0,
    "mxfp4": 4.0 + 8.0 / 32.0,
    "fp4": 4.0,
    "int4": 4.0,
    "ternary": math.log2(3.0),
    "binary": 1.0,
}


def bits_per_weight(precision) -> np.ndarray:
    """Return the bits of a precision given by name (``"fp8"``) or as a number of bits.

    Raises
    ------
    KeyError
        For an unknown name, with the nearest ones.
    ValueError
        For a number of bits outside (0, 64].
    """
    if isinstance(precision, str):
        return np.asarray(BITS[checks.require_known("precision", precision, BITS)])
    return checks.require_between("precision", precision, 0, 64, low_open=True, remedy=f"Give bits a weight, or one of {', '.join(BITS)}.")


def weight_bytes(model, precision="bf16"):
    """Return the memory of all weights.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    precision : str or array_like, bit
        A name in `BITS` or bits a weight.

    Returns
    -------
    numpy.ndarray, byte
    """
    return total_params(model) * bits_per_weight(precision) / 8.0


def experts_touched(experts, experts_per_token, tokens):
    r"""Return the expected number of experts that at least one token of a step uses.

    Parameters
    ----------
    experts : array_like, 1
        Routed experts of a layer, :math:`E`.
    experts_per_token : array_like, 1
        Experts each token uses, :math:`k`, at most :math:`E`.
    tokens : array_like, 1
        Tokens in the step, :math:`B`.

    Returns
    -------
    numpy.ndarray, 1

    Notes
    -----
    :math:`E\,(1 - (1 - k/E)^B)` if each token draws its experts evenly and apart from the others. Real routing is uneven,
    so that fewer are touched: this is an upper end.
    """
    all_experts = checks.require_positive("experts", experts)
    chosen = checks.require_positive("experts_per_token", experts_per_token)
    if np.any(chosen > all_experts):
        worst = float(np.max(chosen - all_experts))
        raise ValueError(f"experts_per_token exceeds experts by {worst:g}. A token cannot use more experts than there are.")
    count = checks.require_non_negative("tokens", tokens)
    with np.errstate(divide="ignore", invalid="ignore"):
        untouched = np.where(chosen == all_experts, np.where(count > 0, 0.0, 1.0), np.exp(count * np.log1p(-chosen / all_experts)))
    return all_experts * (1.0 - untouched)


def weight_bytes_read(model, tokens, precision="bf16", expert_precision=None):
    """Return the bytes of weights that one step reads from memory, each once.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    tokens : array_like, 1
        Tokens in the step: the batch in decoding.
    precision : str or array_like, bit
        Of all weights, or of all but the routed experts.
    expert_precision : str or array_like, bit, optional
        Of the routed experts, where it differs.

    Returns
    -------
    numpy.ndarray, byte
        Everything that is multiplied with in a dense model; in a sparse one the expected share of experts.
    """
    require_model(model)
    count = checks.require_non_negative("tokens", tokens)
    bits = bits_per_weight(precision)
    if not model.is_sparse:
        return active_matmul_params(model) * bits / 8.0 * np.ones_like(count)
    routed = model.moe_layers * expert_params(model)
    rest = active_matmul_params(model) - model.experts_per_token * routed
    awake = routed * experts_touched(model.experts, model.experts_per_token, count)
    return (rest * bits + awake * (bits if expert_precision is None else bits_per_weight(expert_precision))) / 8.0
