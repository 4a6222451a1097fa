"""Work of one token in floating-point operations: multiplying by weights, attending to the context, updating states.

A multiply-add counts as two operations. Softmax, norms and activations are left out: they are small beside these.
"""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.inference.parameters_count import active_matmul_params, embedding_params, head_params, require_model

__all__ = [
    "sdpa_flop_per_token",
    "prefill_sdpa_flop",
    "linear_flop_per_token",
    "state_flop_per_token",
    "decode_flop_per_token",
    "prefill_flop",
]


def _widths(model, absorbed: bool) -> float:
    """Return twice the multiply-adds of one layer for one query and one token seen, scores and values."""
    if model.attention == "mla" and absorbed:
        return 2.0 * model.heads * (2 * model.kv_lora_rank + model.qk_rope_head_dim)
    return 2.0 * model.heads * (model.head_dim + model.value_dim)


def _seen(model, seq_len):
    """Return the tokens that a query of a global layer attends to."""
    return np.minimum(seq_len, model.indexer_topk) if model.indexer_topk else seq_len


def _indexer(model) -> float:
    return 2.0 * model.global_layers * model.indexer_heads * model.indexer_head_dim


def sdpa_flop_per_token(model, seq_len, absorbed=False):
    r"""Return the operations of scaled dot-product attention for one new token.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    seq_len : array_like, token
        Tokens in the context, the new one included.
    absorbed : bool, optional
        For latent attention: work on the compressed latents, as decoding does, instead of on full heads.

    Returns
    -------
    numpy.ndarray, FLOP/token

    Notes
    -----
    Full attention: :math:`4 H L d_h S` (claim D5), two operations for each product of scores and of values. A layer with a
    window sees :math:`\min(S, w)`. An indexer (DeepSeek-V3.2) scores all tokens at its own smaller width and lets each query
    see at most `indexer_topk`. Latent attention costs :math:`2 H (d_k + d_v)` a token seen, or, absorbed,
    :math:`2 H (2 r_{kv} + d_{rope})`.

    Examples
    --------
    >>> from analysis.inference import models
    >>> float(sdpa_flop_per_token(models.get("llama-3.1-405b"), 4096)) == 4 * 128 * 126 * 128 * 4096
    True
    """
    require_model(model)
    length = checks.require_non_negative("seq_len", seq_len)
    if not model.heads:
        return 0.0 * length
    local = model.local_layers * np.minimum(length, model.sliding_window) if model.local_layers else 0.0
    return _widths(model, absorbed) * (model.global_layers * _seen(model, length) + local) + _indexer(model) * length


def _sum_of_seen(length, limit):
    """Return the sum over positions 1…length of min(position, limit)."""
    if not limit:
        return length * (length + 1.0) / 2.0
    inside = np.minimum(length, limit)
    return inside * (inside + 1.0) / 2.0 + (length - inside) * limit


def prefill_sdpa_flop(model, prompt_len):
    r"""Return the operations of causal attention over a whole prompt.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    prompt_len : array_like, token

    Returns
    -------
    numpy.ndarray, FLOP
        The sum of `sdpa_flop_per_token` over the prompt's positions: :math:`S(S+1)/2` times the cost of a pair for full
        attention, linear in the prompt beyond a window.
    """
    require_model(model)
    length = checks.require_non_negative("prompt_len", prompt_len)
    if not model.heads:
        return 0.0 * length
    local = model.local_layers * _sum_of_seen(length, model.sliding_window) if model.local_layers else 0.0
    pairs = model.global_layers * _sum_of_seen(length, model.indexer_topk) + local
    return _widths(model, False) * pairs + _indexer(model) * _sum_of_seen(length, 0)


def linear_flop_per_token(model, head=True):
    """Return the operations of all products with weights for one token: two for each active weight that is multiplied with.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    head : bool, optional
        Whether the token's logits are computed; a prompt needs them for its last token only.

    Returns
    -------
    float, FLOP/token
    """
    matrix = head_params(model) or embedding_params(model)
    return 2.0 * (active_matmul_params(model) - (0 if head else matrix))


def state_flop_per_token(model) -> float:
    """Return the operations on the states for one token, whatever the context's length.

    Decay, input and output are a multiply-add each on every number of the state; the delta rule reads the state once more.
    """
    passes = 4 if require_model(model).state_kind == "deltanet" else 3
    return 2.0 * passes * model.state_layers * model.state_inner_size * model.state_size


def decode_flop_per_token(model, seq_len):
    """Return all operations for one generated token with `seq_len` tokens in its context.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    seq_len : array_like, token

    Returns
    -------
    numpy.ndarray, FLOP/token
    """
    return linear_flop_per_token(model) + sdpa_flop_per_token(model, seq_len, absorbed=True) + state_flop_per_token(model)


def prefill_flop(model, prompt_len):
    """Return all operations for reading a prompt of `prompt_len` tokens and naming the next token.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    prompt_len : array_like, token

    Returns
    -------
    numpy.ndarray, FLOP
    """
    length = checks.require_non_negative("prompt_len", prompt_len)
    each = linear_flop_per_token(model, head=False) + state_flop_per_token(model)
    last = linear_flop_per_token(model) - linear_flop_per_token(model, head=False)
    return each * length + last * np.minimum(length, 1.0) + prefill_sdpa_flop(model, length)
