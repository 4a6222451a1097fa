"""How many weights a language model has, in all and at work on one token, from the sizes in its configuration file.

A model here is anything with the fields of `analysis.inference.models.LanguageModel`. The count covers the text model:
embedding, attention, state-space layers, dense and sparse MLPs, norms and head; no vision encoder, no extra heads for
predicting several tokens, no scales of quantised weights.
"""

from __future__ import annotations

__all__ = [
    "require_model",
    "embedding_params",
    "head_params",
    "attention_params",
    "state_params",
    "dense_mlp_params",
    "expert_params",
    "expert_layer_rest_params",
    "norm_params",
    "total_params",
    "active_params",
    "active_matmul_params",
]


def require_model(model):
    """Return `model` if it describes an architecture; a name or a number is told what to do instead."""
    if not hasattr(model, "global_layers") or not hasattr(model, "hidden_size"):
        raise TypeError(f"model = {model!r} is not a language model. Give analysis.inference.models.get('llama-3.1-405b') or another name.")
    return model


def embedding_params(model) -> int:
    """Return the weights of the input embedding: vocabulary times width."""
    return model.vocab_size * model.hidden_size


def head_params(model) -> int:
    """Return the weights of an output head of its own: none when it shares the embedding's."""
    return 0 if model.tied_embeddings else embedding_params(model)


def _grouped_attention(model, kv_heads: int) -> int:
    width, heads, dim, value_dim = model.hidden_size, model.heads, model.head_dim, model.value_dim
    count = width * heads * dim * (2 if model.attention_gate else 1)  # queries, and their gate
    count += width * kv_heads * (dim + value_dim) + heads * value_dim * width  # keys, values, output
    count += (heads + kv_heads) * dim + kv_heads * value_dim if model.qkv_bias else 0
    count += width if model.output_bias else 0
    count += {"none": 0, "head": 2 * dim, "layer": (heads + kv_heads) * dim}[model.qk_norm]
    return count + (heads if model.attention_sinks else 0)


def _latent_attention(model) -> int:
    width, heads, rope, nope, value = model.hidden_size, model.heads, model.qk_rope_head_dim, model.qk_nope_head_dim, model.v_head_dim
    count = width * model.q_lora_rank + model.q_lora_rank + model.q_lora_rank * heads * (nope + rope)
    count += width * (model.kv_lora_rank + rope) + model.kv_lora_rank + model.kv_lora_rank * heads * (nope + value)
    count += heads * value * width
    if model.indexer_heads:  # the indexer that chooses what to attend to: queries, one shared key with its norm, weights
        count += model.q_lora_rank * model.indexer_heads * model.indexer_head_dim
        count += width * model.indexer_head_dim + 2 * model.indexer_head_dim + width * model.indexer_heads
    return count


def attention_params(model) -> int:
    r"""Return the weights of all attention layers.

    Notes
    -----
    Grouped queries: :math:`d H d_h + 2 d H_{kv} d_h + H d_h d` a layer, plus biases, gates and norms where there are any.
    Multi-head latent attention (DeepSeek-V2): down- and up-projections of rank :math:`r_q` and :math:`r_{kv}`.
    """
    require_model(model)
    if model.attention == "mla":
        return model.global_layers * _latent_attention(model)
    if not model.heads:
        return 0
    return model.global_layers * _grouped_attention(model, model.kv_heads) + model.local_layers * _grouped_attention(model, model.local_kv)


def state_params(model) -> int:
    """Return the weights of all state-space or linear-attention layers (Mamba, Mamba-2, gated delta rule)."""
    require_model(model)
    if not model.state_layers:
        return 0
    width, inner, size, kernel = model.hidden_size, model.state_inner_size, model.state_size, model.state_conv
    if model.state_kind == "mamba":
        rank = model.state_dt_rank
        one = width * 2 * inner + inner * kernel + inner  # in, convolution and its bias
        one += inner * (rank + 2 * size) + rank * inner + inner  # step, input and output of the state; the step's expansion
        one += inner * size + inner + inner * width  # decay, skip, out
        one += rank + 2 * size if model.state_norms else 0
    else:
        channels, heads = inner + 2 * model.state_groups * size, model.state_heads
        if model.state_kind == "mamba2":
            one = width * (inner + channels + heads) + channels * kernel + channels + 3 * heads + inner + inner * width
        else:  # gated delta rule: two gates a head, a norm as wide as one head
            one = width * (inner + channels + 2 * heads) + channels * kernel + 2 * heads + inner // heads + inner * width
    return model.state_layers * one


def _matrices(model) -> int:
    return 3 if model.gated_mlp else 2


def dense_mlp_params(model) -> int:
    """Return the weights of all dense MLPs: three matrices when gated, else two."""
    return require_model(model).dense_layers * _matrices(model) * model.hidden_size * model.intermediate_size


def expert_params(model) -> int:
    """Return the weights of one routed expert of one layer."""
    width = require_model(model).moe_latent_size or model.hidden_size
    biases = 2 * model.expert_intermediate_size + model.hidden_size if model.expert_bias else 0
    return _matrices(model) * width * model.expert_intermediate_size + biases


def expert_layer_rest_params(model) -> int:
    """Return what one sparse layer has besides routed experts: router, shared expert, its gate, the way in and out of a latent space."""
    width = require_model(model).hidden_size
    count = width * model.experts + (model.experts if model.router_bias else 0)
    count += _matrices(model) * width * model.shared_intermediate_size + (width if model.shared_gate else 0)
    return count + 2 * width * model.moe_latent_size


def norm_params(model) -> int:
    """Return the weights of the norms between layers and before the head."""
    return (require_model(model).layers * model.norms_per_layer + 1) * model.hidden_size


def total_params(model) -> int:
    """Return all weights of the text model.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel

    Returns
    -------
    int

    Examples
    --------
    >>> from analysis.inference import models
    >>> total_params(models.get("llama-3.1-405b"))
    405853388800
    """
    sparse = model.moe_layers * (model.experts * expert_params(model) + expert_layer_rest_params(model)) if require_model(model).moe_layers else 0
    dense = embedding_params(model) + head_params(model) + attention_params(model) + state_params(model) + dense_mlp_params(model)
    return dense + sparse + norm_params(model)


def active_params(model) -> int:
    """Return the weights that are not idle for one token: all of them without the experts that the router leaves out."""
    idle = model.moe_layers * (model.experts - model.experts_per_token) * expert_params(model) if require_model(model).moe_layers else 0
    return total_params(model) - idle


def active_matmul_params(model) -> int:
    """Return the active weights without an input embedding of its own, of which one row is looked up and nothing multiplied.

    A shared embedding counts once: it is the head's matrix.
    """
    return active_params(model) - (0 if model.tied_embeddings else embedding_params(model))
