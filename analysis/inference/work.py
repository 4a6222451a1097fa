"""What one step of serving has to move and to compute: bytes of weights, of cache and of states, and operations, by kind.

The three rooflines of `analysis.inference.serving` differ in how they turn this work into time, not in the work itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis import checks
from analysis.inference import attention, kv_cache, weights
from analysis.inference.parameters_count import (
    active_matmul_params,
    embedding_params,
    expert_params,
    head_params,
    require_model,
)

__all__ = ["Work", "KV_BYTES", "kv_bytes_per_value", "decode", "prefill"]

KV_BYTES = {"bf16": 2.0, "fp16": 2.0, "fp8": 1.0, "int8": 1.0, "fp4": 0.5}


@dataclass(frozen=True)
class Work:
    """One step's work on all accelerators together; every entry broadcasts.

    Attributes
    ----------
    rows : ndarray
        Tokens that pass through the weights in the step.
    dense_bytes, dense_flop : ndarray
        Products with weights that every token uses (attention's own, dense layers, shared experts, states' own).
    head_bytes, head_flop : ndarray
        The output head, for the tokens whose next token is asked for.
    expert_bytes, expert_flop : ndarray
        Routed experts: the bytes of those that at least one token uses.
    experts_awake : ndarray
        Experts of a layer that at least one token uses.
    cache_bytes, attention_flop : ndarray
        Reading (and, for prompts, writing) the cache, and the products of attention itself.
    state_bytes, state_flop : ndarray
        Reading and writing the states of state-space layers.
    """

    rows: np.ndarray
    dense_bytes: np.ndarray
    dense_flop: np.ndarray
    head_bytes: np.ndarray
    head_flop: np.ndarray
    expert_bytes: np.ndarray
    expert_flop: np.ndarray
    experts_awake: np.ndarray
    cache_bytes: np.ndarray
    attention_flop: np.ndarray
    state_bytes: np.ndarray
    state_flop: np.ndarray

    @property
    def bytes_moved(self):
        """All bytes read or written."""
        return self.dense_bytes + self.head_bytes + self.expert_bytes + self.cache_bytes + self.state_bytes

    @property
    def flop(self):
        """All operations."""
        return self.dense_flop + self.head_flop + self.expert_flop + self.attention_flop + self.state_flop


def kv_bytes_per_value(kv) -> float:
    """Return the width of a cached number given by name (``"fp8"``) or as bytes.

    Raises
    ------
    KeyError, ValueError
        For an unknown name, or a width outside (0, 8] bytes.
    """
    if isinstance(kv, str):
        return KV_BYTES[checks.require_known("kv precision", kv, KV_BYTES)]
    return float(checks.require_between("kv", kv, 0, 8, low_open=True, remedy=f"Give bytes a number, or one of {', '.join(KV_BYTES)}."))


def _matrices(model) -> tuple[float, float, float]:
    """Return the multiplied weights that every token uses, those of the head, and those of one routed expert in all layers."""
    head = head_params(model) or embedding_params(model)
    routed = model.moe_layers * expert_params(model) if model.is_sparse else 0
    return active_matmul_params(model) - head - model.experts_per_token * routed, head, routed


def _weights(model, rows, asked, weight_precision, expert_precision):
    bits = weights.bits_per_weight(weight_precision)
    each = bits if expert_precision is None else weights.bits_per_weight(expert_precision)
    dense, head, routed = _matrices(model)
    ones = np.ones_like(rows)
    awake = weights.experts_touched(model.experts, model.experts_per_token, rows) if routed else 0.0 * ones
    return {
        "dense_bytes": dense * bits / 8.0 * ones,
        "dense_flop": 2.0 * dense * rows,
        "head_bytes": head * bits / 8.0 * ones,
        "head_flop": 2.0 * head * asked,
        "expert_bytes": routed * awake * each / 8.0,
        "expert_flop": 2.0 * model.experts_per_token * routed * rows,
        "experts_awake": awake,
    }


def _cache_read(model, length, width):
    """Return the bytes of cache that one sequence's new token reads: an indexer's choice bounds what attention itself reads."""
    everywhere, in_window = kv_cache.values_per_token(model)
    if model.indexer_topk:
        keys = model.global_layers * model.indexer_head_dim
        full = (everywhere - keys) * np.minimum(length, model.indexer_topk) + keys * length
    else:
        full = everywhere * length
    local = in_window * np.minimum(length, model.sliding_window) if in_window else 0.0
    return width * (full + local)


def decode(model, batch, context, *, weights="fp8", kv="bf16", tokens=1.0, shared=0.0, streams=1.0, expert_weights=None):
    r"""Return the work of one decoding step.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    batch : array_like, 1
        Sequences that each get `tokens` tokens in the step.
    context : array_like, token
        Tokens that each sequence attends to.
    weights, expert_weights : str or float
        Precision of the weights (of the routed experts, where it differs).
    kv : str or float
        Precision of the cache.
    tokens : array_like, 1
        Tokens of a sequence in one step: 1, or more when guessed tokens are checked.
    shared : array_like, token
        How much of `context` is common to the `streams` sequences of a group and is held and read once for them.
    streams : array_like, 1
        Sequences that share.

    Returns
    -------
    Work
        Bytes and operations on the whole system; shapes broadcast.

    Notes
    -----
    The cache is read once a step: :math:`B\,c\,(S - s + s/n)` for a common part :math:`s` of :math:`n` sequences; weights
    are read once, experts as `analysis.inference.weights.experts_touched` expects.
    """
    require_model(model)
    sequences = checks.require_non_negative("batch", batch)
    length = checks.require_non_negative("context", context)
    per_step = checks.require_positive("tokens", tokens)
    common = checks.require_non_negative("shared", shared)
    group = checks.require_between("streams", streams, 1, 1e6)
    if np.any(common > length):
        raise ValueError(f"shared = {float(np.max(common)):g} tokens exceeds the context. What is shared is a part of what each sequence holds.")
    width = kv_bytes_per_value(kv)
    rows = sequences * per_step
    read = _cache_read(model, length, width) if np.all(common == 0) else _cache_read(model, length, width) - _cache_read(model, common, width) * (1.0 - 1.0 / group)
    passes = attention.sdpa_flop_per_token(model, length, absorbed=True)
    return Work(
        rows=rows + 0.0 * length,
        cache_bytes=sequences * read,
        attention_flop=rows * passes,
        state_bytes=2.0 * sequences * width * kv_cache.state_values(model),
        state_flop=rows * attention.state_flop_per_token(model),
        **_weights(model, rows, rows, weights, expert_weights),
    )


def prefill(model, prompt_tokens, *, batch=1.0, cached_tokens=0.0, weights="fp8", kv="bf16", expert_weights=None):
    """Return the work of reading prompts.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    prompt_tokens : array_like, token
        Length of each prompt, what is already cached included.
    batch : array_like, 1
        Prompts read together.
    cached_tokens : array_like, token
        Leading tokens whose keys and values are at hand from before.
    weights, kv, expert_weights
        See `decode`.

    Returns
    -------
    Work
    """
    require_model(model)
    prompts = checks.require_non_negative("batch", batch)
    length = checks.require_non_negative("prompt_tokens", prompt_tokens)
    known = checks.require_non_negative("cached_tokens", cached_tokens)
    if np.any(known > length):
        raise ValueError(f"cached_tokens = {float(np.max(known)):g} exceeds the prompt. What is cached is a part of the prompt.")
    width = kv_bytes_per_value(kv)
    rows = prompts * (length - known)
    everywhere, in_window = kv_cache.values_per_token(model)
    return Work(
        rows=rows,
        cache_bytes=prompts * width * (everywhere + in_window) * (length - known) + prompts * _cache_read(model, known, width),
        attention_flop=prompts * (attention.prefill_sdpa_flop(model, length) - attention.prefill_sdpa_flop(model, known)),
        state_bytes=2.0 * prompts * width * kv_cache.state_values(model) + 0.0 * rows,
        state_flop=rows * attention.state_flop_per_token(model),
        **_weights(model, rows, prompts + 0.0 * rows, weights, expert_weights),
    )
