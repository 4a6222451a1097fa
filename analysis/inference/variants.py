"""The same model with one thing undone: attention in every layer, or one dense network where the experts were."""

from __future__ import annotations

from dataclasses import replace

from analysis import checks
from analysis.inference.parameters_count import active_matmul_params, require_model, total_params

__all__ = ["full_attention", "dense"]

_NO_EXPERTS = {
    "moe_layers": 0, "experts": 0, "experts_per_token": 0, "expert_intermediate_size": 0, "shared_experts": 0, "shared_intermediate_size": 0,
    "shared_gate": False, "expert_bias": False, "router_bias": False, "moe_latent_size": 0,
}  # fmt: skip
_NO_STATES = {"state_layers": 0, "state_kind": "", "state_inner_size": 0, "state_size": 0, "state_heads": 0, "state_groups": 0, "state_conv": 0, "state_dt_rank": 0}


def full_attention(model):
    """Return the model with full attention in place of every windowed or state layer, with the heads of its own full layers.

    Dense layers, where there are any, are widened or narrowed so that the number of weights stays.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
        With at least one layer of full attention.

    Returns
    -------
    analysis.inference.models.LanguageModel
        Experts and head as they were. Without dense layers the number of weights changes a little, since a layer of states
        and one of attention weigh differently.

    Raises
    ------
    ValueError
        For a model without any full attention.
    """
    require_model(model)
    if not model.heads:
        raise ValueError(f"{model.model} has no attention layer to take the place of the others.")
    layers = model.global_layers + model.local_layers + model.state_layers
    kind = "gqa" if model.attention in ("hybrid", "local-global") else model.attention
    twin = replace(
        model, model=f"{model.model} (full attention)", attention=kind, global_layers=layers, local_layers=0, sliding_window=0, local_kv_heads=0,
        indexer_heads=0, indexer_head_dim=0, indexer_topk=0, state_norms=False, **_NO_STATES,
    )  # fmt: skip
    if not twin.dense_layers:
        return twin
    each = twin.dense_layers * (3 if twin.gated_mlp else 2) * twin.hidden_size
    return replace(twin, intermediate_size=twin.intermediate_size + round((total_params(model) - total_params(twin)) / each))


def dense(model, multiple=1.0):
    """Return the model with one dense network in place of each layer of experts.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
        With experts.
    multiple : float
        Weights that the dense model multiplies with for a token, over those that the sparse one is active with: 1 for equal
        work, more for equal quality.

    Returns
    -------
    analysis.inference.models.LanguageModel
        Its dense layers have one common width, rounded to whole numbers.

    Raises
    ------
    ValueError
        For a dense model, or a multiple so small that attention alone exceeds it.
    """
    require_model(model)
    if not model.is_sparse:
        raise ValueError(f"{model.model} is dense already. Give a model with experts.")
    wanted = float(checks.require_positive("multiple", multiple)) * active_matmul_params(model)
    layers = model.dense_layers + model.moe_layers
    bare = replace(model, model=f"{model.model} (dense)", dense_layers=layers, intermediate_size=0, **_NO_EXPERTS)
    matrices = 3 if model.gated_mlp else 2
    width = round((wanted - active_matmul_params(bare)) / (layers * matrices * model.hidden_size))
    if width < 1:
        raise ValueError(f"multiple = {float(multiple):g} leaves nothing for the dense layers of {model.model}. Give a larger one.")
    return replace(bare, intermediate_size=width)
