"""What a server remembers of each sequence: keys and values, compressed latents, or a state of fixed size.

The formula of grouped-query attention is that of the digest's claim D1; the others follow the papers named in each note.
"""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.inference.parameters_count import require_model

__all__ = ["values_per_token", "state_values", "kv_bytes_per_token", "kv_cache_bytes", "tokens_that_fit"]


def values_per_token(model) -> tuple[int, int]:
    r"""Return how many numbers one more token adds to the cache.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel

    Returns
    -------
    everywhere, in_window : int
        Numbers in the layers that see the whole context, and in those that see a window.

    Notes
    -----
    Grouped queries (Ainslie et al. 2023): :math:`H_{kv}(d_k + d_v)` a layer; multi-head is :math:`H_{kv} = H`,
    multi-query :math:`H_{kv} = 1`. Multi-head latent attention (DeepSeek-V2): :math:`r_{kv} + d_{rope}` a layer, whatever
    the number of heads; an indexer adds the width of its one key.
    """
    require_model(model)
    if model.attention == "mla":
        return model.global_layers * (model.kv_lora_rank + model.qk_rope_head_dim + model.indexer_head_dim), 0
    width = model.head_dim + model.value_dim
    return model.global_layers * model.kv_heads * width, model.local_layers * model.local_kv * width


def state_values(model) -> int:
    """Return how many numbers the state layers keep of one sequence, whatever its length.

    Each channel keeps its state (`state_size` numbers) and the last inputs of the short convolution.
    """
    if not require_model(model).state_layers:
        return 0
    channels = model.state_inner_size
    convolved = channels if model.state_kind == "mamba" else channels + 2 * model.state_groups * model.state_size
    return model.state_layers * (channels * model.state_size + convolved * model.state_conv)


def kv_bytes_per_token(model, bytes_per_value=2.0):
    """Return the bytes that one more token adds while it is inside every window.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    bytes_per_value : array_like, byte
        2 for 16-bit, 1 for 8-bit caches.

    Returns
    -------
    numpy.ndarray, byte

    Examples
    --------
    >>> from analysis.inference import models
    >>> float(kv_bytes_per_token(models.get("llama-3.1-405b"), 2))
    516096.0
    """
    return sum(values_per_token(model)) * checks.require_positive("bytes_per_value", bytes_per_value, "Give 2 for 16-bit, 1 for 8-bit values.")


def kv_cache_bytes(model, batch, seq_len, bytes_per_value=2.0, state_bytes_per_value=None):
    r"""Return the memory that a batch of sequences takes beside the weights.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    batch : array_like, 1
        Sequences held at once.
    seq_len : array_like, token
        Tokens each of them holds.
    bytes_per_value : array_like, byte
        Width of a cached number.
    state_bytes_per_value : array_like, byte, optional
        Width of a number of the state layers; as `bytes_per_value` unless given.

    Returns
    -------
    numpy.ndarray, byte
        The inputs broadcast against each other.

    Raises
    ------
    ValueError
        For a negative or infinite input.

    Notes
    -----
    :math:`B\,[\,b\,(n_g S + n_l \min(S, w)) + b_s n_s]` with :math:`n_g, n_l` from `values_per_token`, the window
    :math:`w` and the state :math:`n_s` from `state_values`. For grouped queries this is batch × length × 2 × layers ×
    (width ÷ heads × key-value heads) × bytes.
    """
    everywhere, in_window = values_per_token(model)
    sequences = checks.require_non_negative("batch", batch)
    length = checks.require_non_negative("seq_len", seq_len)
    width = checks.require_positive("bytes_per_value", bytes_per_value, "Give 2 for 16-bit, 1 for 8-bit values.")
    state_width = width if state_bytes_per_value is None else checks.require_positive("state_bytes_per_value", state_bytes_per_value)
    tokens = everywhere * length + (in_window * np.minimum(length, model.sliding_window) if in_window else 0.0)
    return sequences * (width * tokens + state_width * state_values(model))


def tokens_that_fit(model, memory_bytes, batch=1.0, bytes_per_value=2.0):
    """Return the longest sequence whose cache fits into the memory, for a model without windows: the inverse of `kv_cache_bytes`.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    memory_bytes : array_like, byte
        Memory left for the cache.
    batch, bytes_per_value
        See `kv_cache_bytes`.

    Returns
    -------
    numpy.ndarray, token
        Not rounded; 0 where not even the fixed state fits.

    Raises
    ------
    ValueError
        For a model whose cache does not grow in proportion to the sequence.
    """
    everywhere, in_window = values_per_token(model)
    if in_window or not everywhere:
        raise ValueError(f"{model.model}: the cache does not grow in proportion to the sequence. Compare kv_cache_bytes at the lengths of interest.")
    memory = checks.require_non_negative("memory_bytes", memory_bytes)
    sequences = checks.require_positive("batch", batch)
    width = checks.require_positive("bytes_per_value", bytes_per_value)
    return np.maximum(memory / (sequences * width) - state_values(model), 0.0) / everywhere
