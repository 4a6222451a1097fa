"""What fills a server's memory: the cache counted tensor by tensor, the room that weights leave, the users that fit.

`counted_cache_bytes` adds up the shapes of everything a server keeps of each sequence; it shares no line with
`analysis.inference.kv_cache`, so that each can check the other. Pure: arrays in, arrays out.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from analysis import checks
from analysis.inference.parameters_count import require_model

__all__ = [
    "Tensor",
    "cache_tensors",
    "counted_cache_bytes",
    "printed_cache_bytes",
    "power_law_exponent",
    "sequence_that_fills",
    "room_bytes",
    "users_that_fit",
    "accelerators_for",
    "copies_of_the_cache",
]


class Tensor(NamedTuple):
    """One array that a server keeps: its layer, what it holds, whether it is a state, and its shape."""

    layer: int
    holds: str
    is_state: bool
    shape: tuple[int, ...]


def _layer_tensors(model, kind: str, batch: int, tokens: int) -> list[tuple[str, tuple[int, ...]]]:
    if kind == "state":
        inner, size = model.state_inner_size, model.state_size
        channels = inner if model.state_kind == "mamba" else inner + 2 * model.state_groups * size  # the delta rule and Mamba-2 convolve inputs of the state too
        return [("state", (batch, inner, size)), ("convolution", (batch, channels, model.state_conv))]
    if model.attention == "mla":
        found = [("latent", (batch, tokens, model.kv_lora_rank)), ("position key", (batch, tokens, model.qk_rope_head_dim))]
        return found + ([("index key", (batch, tokens, model.indexer_head_dim))] if model.indexer_heads else [])
    if kind == "local":
        heads, kept = model.local_kv_heads or model.kv_heads, min(tokens, model.sliding_window)
    else:
        heads, kept = model.kv_heads, tokens
    return [("keys", (batch, heads, kept, model.head_dim)), ("values", (batch, heads, kept, model.v_head_dim or model.head_dim))]


def cache_tensors(model, batch: int, seq_len: int) -> list[Tensor]:
    """List every array that serving `batch` sequences of `seq_len` tokens keeps, layer by layer.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    batch : int
        Sequences held at once.
    seq_len : int
        Tokens each of them holds.

    Returns
    -------
    list of Tensor
        In the order global, local, state layers (which of them come first does not change their size).

    Raises
    ------
    ValueError
        For a negative or broken count: shapes are whole.

    Examples
    --------
    >>> from analysis.inference import models
    >>> cache_tensors(models.get("llama-3.1-8b"), 4, 1000)[0]
    Tensor(layer=0, holds='keys', is_state=False, shape=(4, 8, 1000, 128))
    """
    require_model(model)
    for name, value in (("batch", batch), ("seq_len", seq_len)):
        if float(checks.require_non_negative(name, value)) != int(value):
            raise ValueError(f"{name} = {value!r} is not a whole number. A shape has no fractions.")
    kinds = ["global"] * model.global_layers + ["local"] * model.local_layers + ["state"] * model.state_layers
    return [
        Tensor(layer, holds, kind == "state", shape)
        for layer, kind in enumerate(kinds)
        for holds, shape in _layer_tensors(model, kind, int(batch), int(seq_len))
    ]  # fmt: skip


def counted_cache_bytes(model, batch: int, seq_len: int, bytes_per_value: float = 2.0, state_bytes_per_value: float | None = None) -> float:
    """Return the cache's size as the sum over `cache_tensors`.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    batch, seq_len : int
        See `cache_tensors`.
    bytes_per_value : float, byte
        Width of a cached number: 2 for 16-bit, 1 for 8-bit.
    state_bytes_per_value : float, byte, optional
        Width of a number in a state; as `bytes_per_value` unless given.

    Returns
    -------
    float, byte
    """
    width = float(checks.require_positive("bytes_per_value", bytes_per_value, "Give 2 for 16-bit, 1 for 8-bit values."))
    state_width = width if state_bytes_per_value is None else float(checks.require_positive("state_bytes_per_value", state_bytes_per_value))
    return math.fsum(math.prod(t.shape) * (state_width if t.is_state else width) for t in cache_tensors(model, batch, seq_len))


def printed_cache_bytes(model, batch, seq_len, bytes_per_value=2.0):
    r"""Return the cache by the formula that claim D1 prints, applied to any model with attention heads.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    batch, seq_len : array_like
    bytes_per_value : array_like, byte

    Returns
    -------
    numpy.ndarray, byte
        :math:`B\,S\,2\,L\,(d/H \cdot H_{kv})\,b`, with all layers, whatever kind they are.

    Raises
    ------
    ValueError
        For a model without attention heads, of which the formula says nothing.

    Examples
    --------
    >>> from analysis.inference import models
    >>> float(printed_cache_bytes(models.get("llama-3.1-405b"), 1, 1, 2))
    516096.0
    """
    if not require_model(model).heads:
        raise ValueError(f"{model.model} has no attention heads: the printed formula does not apply to it.")
    sequences = checks.require_non_negative("batch", batch)
    length = checks.require_non_negative("seq_len", seq_len)
    width = checks.require_positive("bytes_per_value", bytes_per_value, "Give 2 for 16-bit, 1 for 8-bit values.")
    return sequences * length * 2.0 * model.layers * (model.hidden_size / model.heads * model.kv_heads) * width


def power_law_exponent(x, y) -> float:
    r"""Return the exponent :math:`k` of :math:`y \propto x^k` by least squares on logarithms.

    Parameters
    ----------
    x, y : array_like
        At least two different positive points each.

    Raises
    ------
    ValueError
        For other points, or values of `x` that are all the same.
    """
    a, b = (np.log(checks.require_positive(name, value)) for name, value in (("x", x), ("y", y)))
    if a.shape != b.shape or a.ndim != 1 or np.ptp(a) == 0:
        raise ValueError("an exponent needs two or more different points. Give x and y as arrays of one length.")
    a = a - a.mean()
    return float(a @ (b - b.mean()) / (a @ a))


def sequence_that_fills(memory_bytes, bytes_per_token, batch=1.0):
    """Return the tokens that each of `batch` sequences holds when a cache that grows evenly fills the memory; 0 where there is none.

    Parameters
    ----------
    memory_bytes : array_like, byte
        May be below zero, where weights alone exceed the memory.
    bytes_per_token : array_like, byte/token
    batch : array_like, 1

    Returns
    -------
    numpy.ndarray, token
        Not rounded.
    """
    memory = checks.as_numbers("memory_bytes", memory_bytes)
    each = checks.require_positive("bytes_per_token", bytes_per_token) * checks.require_positive("batch", batch)
    return np.maximum(memory, 0.0) / each


def room_bytes(memory_bytes, weight_bytes, usable_memory_share=1.0, weight_overhead=1.0, reserve_bytes=0.0):
    r"""Return the memory that weights leave for the cache; below zero, what is lacking.

    Parameters
    ----------
    memory_bytes : array_like, byte
        Memory of all accelerators as sold.
    weight_bytes : array_like, byte
        All weights at their nominal precision.
    usable_memory_share : array_like, 1
        Weights and cache together over the memory as sold. It may exceed 1: eighty "gigabytes" are often binary ones.
    weight_overhead : array_like, 1
        Weights as stored over weights at the nominal precision: part of a quantised file stays wide.
    reserve_bytes : array_like, byte, optional
        A further sum to keep free.

    Returns
    -------
    numpy.ndarray, byte
        :math:`s M - o W - R`.
    """
    memory = checks.require_positive("memory_bytes", memory_bytes)
    weights = checks.require_non_negative("weight_bytes", weight_bytes)
    share = checks.require_between("usable_memory_share", usable_memory_share, 0.0, 1.2, low_open=True, remedy="Give a fraction such as 0.9.")
    overhead = checks.require_positive("weight_overhead", weight_overhead, "Give a factor such as 1.1.")
    return share * memory - overhead * weights - checks.require_non_negative("reserve_bytes", reserve_bytes)


def users_that_fit(room, cache_bytes_per_user):
    """Return how many users' whole caches fit into the room that is left; none where nothing is left.

    Parameters
    ----------
    room : array_like, byte
        From `room_bytes`.
    cache_bytes_per_user : array_like, byte
        Above zero: even a model without a growing cache keeps a state.

    Returns
    -------
    numpy.ndarray, 1
        Whole numbers.
    """
    left = np.maximum(checks.as_numbers("room", room), 0.0)
    return np.floor(left / checks.require_positive("cache_bytes_per_user", cache_bytes_per_user))


def accelerators_for(weight_bytes, memory_bytes_each, usable_memory_share=1.0, weight_overhead=1.0):
    """Return the fewest accelerators whose usable memory holds the weights alone.

    Parameters
    ----------
    weight_bytes : array_like, byte
    memory_bytes_each : array_like, byte
        Memory of one accelerator.
    usable_memory_share, weight_overhead : array_like, 1
        See `room_bytes`.

    Returns
    -------
    numpy.ndarray, 1
    """
    usable = checks.require_positive("memory_bytes_each", memory_bytes_each) * checks.require_positive("usable_memory_share", usable_memory_share)
    return np.ceil(checks.require_positive("weight_bytes", weight_bytes) * checks.require_positive("weight_overhead", weight_overhead) / usable)


def copies_of_the_cache(model, accelerators):
    """Return how often each cached number is stored where every layer is split among all accelerators by heads.

    Keys and values can be shared out among as many accelerators as there are key-value heads; beyond that they are copied.
    A latent (MLA) has no heads and is copied to all; a state is shared out by channels. Servers avoid copies by giving each
    accelerator users of its own.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    accelerators : array_like, 1

    Returns
    -------
    numpy.ndarray, 1
        At least 1.
    """
    count = checks.require_positive("accelerators", accelerators)
    heads = 1 if require_model(model).attention == "mla" else model.kv_heads
    return np.maximum(count / heads, 1.0) if heads else np.ones_like(count)
