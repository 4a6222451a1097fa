"""Ring attention: one sequence spread over devices in a ring, each keeping its queries while keys and values go round.

After Liu, Zaharia, Abbeel (2023), arXiv:2310.01889, written for grouped and latent keys as well; the causal imbalance and
its remedy after Brandon et al. (2023), arXiv:2311.09431.
"""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.inference.kv_cache import kv_bytes_per_token
from analysis.inference.parameters_count import require_model

__all__ = [
    "pair_flop", "layer_kv_values", "overlap_block_tokens", "hidden_share", "score_matrix_bytes", "working_bytes_per_token",
    "device_memory_bytes", "longest_sequence", "causal_efficiency", "striped_gain",
]  # fmt: skip


def _attends(model):
    require_model(model)
    if not model.heads:
        raise ValueError(f"{model.model} has no attention layer: nothing goes round a ring.")
    return model


def pair_flop(model) -> float:
    """Return the operations of one attention layer for one query and one key: scores and values, two each for a multiply-add."""
    _attends(model)
    return 2.0 * model.heads * (model.head_dim + model.value_dim)


def layer_kv_values(model) -> float:
    """Return the numbers of one token that one attention layer sends on: keys and values of all groups, or the latent."""
    _attends(model)
    if model.attention == "mla":
        return float(model.kv_lora_rank + model.qk_rope_head_dim)
    return float(model.kv_heads * (model.head_dim + model.value_dim))


def overlap_block_tokens(flop_per_pair, values_per_token, flop_per_s, link_bytes_per_s, bytes_per_value=2.0):
    r"""Return the shortest block per device at which sending hides behind computing.

    Parameters
    ----------
    flop_per_pair : array_like, FLOP
        See `pair_flop`: :math:`4Hd` for heads of one width.
    values_per_token : array_like, 1
        See `layer_kv_values`: :math:`2H_{kv}d`.
    flop_per_s : array_like, FLOP/s
        What a device computes.
    link_bytes_per_s : array_like, byte/s
        What it sends to its neighbour at the same time.
    bytes_per_value : array_like, byte

    Returns
    -------
    numpy.ndarray, token

    Notes
    -----
    Computing a block against a block takes :math:`w c^2/F`, sending one :math:`v b c/B`: hidden when
    :math:`c \ge F v b/(w B)`. With as many key-value heads as heads and two bytes a number that is :math:`c \ge F/B`, the
    paper's condition; grouped queries divide it by heads over key-value heads.

    Examples
    --------
    >>> float(overlap_block_tokens(4 * 32 * 128, 2 * 32 * 128, 312e12, 12.5e9))
    24960.0
    """
    work = checks.require_positive("flop_per_pair", flop_per_pair)
    sent = checks.require_positive("values_per_token", values_per_token) * checks.require_positive("bytes_per_value", bytes_per_value)
    speed = checks.require_positive("flop_per_s", flop_per_s)
    return speed * sent / (work * checks.require_positive("link_bytes_per_s", link_bytes_per_s))


def hidden_share(block_tokens, overlap_tokens):
    """Return the share of the sending that computing hides: :math:`\\min(1, c/c^*)`.

    Parameters
    ----------
    block_tokens : array_like, token
        Tokens of the sequence on one device.
    overlap_tokens : array_like, token
        See `overlap_block_tokens`.
    """
    block = checks.require_non_negative("block_tokens", block_tokens)
    return np.minimum(block / checks.require_positive("overlap_tokens", overlap_tokens), 1.0)


def score_matrix_bytes(heads, sequence, bytes_per_value=2.0):
    """Return what one layer's scores take if the matrix is stored, as before FlashAttention: :math:`H S^2 b`."""
    count = checks.require_non_negative("heads", heads)
    return count * checks.require_non_negative("sequence", sequence) ** 2 * checks.require_positive("bytes_per_value", bytes_per_value)


def working_bytes_per_token(model, bytes_per_value=2.0):
    """Return the bytes of one layer's blocks for each token of a device's block.

    The block of queries and that of outputs, the keys and values at work, and those on their way in: six blocks of the
    model's width where all heads have keys of their own (the paper's :math:`6bch`).
    """
    _attends(model)
    own = model.heads * (model.head_dim + model.value_dim)
    return (own + 2.0 * layer_kv_values(model)) * checks.require_positive("bytes_per_value", bytes_per_value)


def _parts(model, devices, weights_bytes, weights_shared, bytes_per_value):
    count = checks.require_between("devices", devices, 1, np.inf, remedy="Give the number of devices in the ring, 1 or more.")
    held = checks.require_non_negative("weights_bytes", weights_bytes)
    return count, held / count if weights_shared else held + 0.0 * count, working_bytes_per_token(model, bytes_per_value) + kv_bytes_per_token(model, bytes_per_value)


def device_memory_bytes(model, sequence, devices, weights_bytes=0.0, weights_shared=True, bytes_per_value=2.0):
    """Return what one device of the ring holds.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    sequence : array_like, token
        Whole sequence.
    devices : array_like, 1
        Devices in the ring.
    weights_bytes : array_like, byte
        Weights of the model.
    weights_shared : bool
        Whether each device holds a part of the weights, or all of them.
    bytes_per_value : array_like, byte

    Returns
    -------
    numpy.ndarray, byte
        Weights, its part of all layers' keys and values, and the blocks of the layer at work.
    """
    count, held, each = _parts(model, devices, weights_bytes, weights_shared, bytes_per_value)
    return held + each * checks.require_non_negative("sequence", sequence) / count


def longest_sequence(model, devices, memory_bytes, weights_bytes=0.0, weights_shared=True, bytes_per_value=2.0):
    """Return the longest sequence that fits: the inverse of `device_memory_bytes` in `sequence`; 0 where the weights do not fit.

    Parameters
    ----------
    memory_bytes : array_like, byte
        Memory of one device.
    model, devices, weights_bytes, weights_shared, bytes_per_value
        See `device_memory_bytes`.

    Returns
    -------
    numpy.ndarray, token
    """
    count, held, each = _parts(model, devices, weights_bytes, weights_shared, bytes_per_value)
    return count * np.maximum(checks.require_positive("memory_bytes", memory_bytes) - held, 0.0) / each


def causal_efficiency(devices, striped=False, block_tokens=np.inf):
    r"""Return the useful share of a causal ring's time.

    Parameters
    ----------
    devices : array_like, 1
    striped : bool
        Whether each device holds every n-th token, so that every round masks about half on every device.
    block_tokens : array_like, token
        Tokens a device; matters for stripes only.

    Returns
    -------
    numpy.ndarray, 1
        With contiguous blocks each round but the first lasts as long as a whole block: :math:`(n/2)/(n - 1/2)`, which falls
        to a half. With stripes every round has half a block and half the diagonal: :math:`c/(c+1)`.
    """
    count = checks.require_between("devices", devices, 1, np.inf)
    if not striped:
        return (count / 2.0) / (count - 0.5)
    block = np.asarray(block_tokens, dtype=float)
    return np.where(np.isinf(block), 1.0, 1.0 / (1.0 + 1.0 / np.maximum(block, 1.0))) + 0.0 * count


def striped_gain(devices):
    """Return how much faster stripes are at most than contiguous blocks, attention alone: :math:`2 - 1/n`."""
    return 1.0 / causal_efficiency(devices)
