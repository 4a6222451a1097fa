"""Open-weight language models by name: ``get("llama-3.1-405b").params_total``.

The sizes come from ``data/inference/models.csv``, which is read on first use; everything that can be computed from them is.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

import pandas as pd

from analysis import checks, tables
from analysis.inference import parameters_count

__all__ = ["LanguageModel", "get", "names", "every"]


@dataclass(frozen=True)
class LanguageModel:
    """A language model's architecture; a size that it does not have is 0.

    Field names follow the columns of ``data/inference/models.csv``, whose sidecar says what each one means.
    """

    model: str
    name: str
    developer: str
    family: str
    attention: str
    layers: int
    global_layers: int
    local_layers: int
    state_layers: int
    hidden_size: int
    vocab_size: int
    tied_embeddings: bool
    context_length: int
    heads: int = 0
    kv_heads: int = 0
    head_dim: int = 0
    v_head_dim: int = 0
    local_kv_heads: int = 0
    sliding_window: int = 0
    qkv_bias: bool = False
    output_bias: bool = False
    qk_norm: str = "none"
    attention_gate: bool = False
    attention_sinks: bool = False
    q_lora_rank: int = 0
    kv_lora_rank: int = 0
    qk_nope_head_dim: int = 0
    qk_rope_head_dim: int = 0
    indexer_heads: int = 0
    indexer_head_dim: int = 0
    indexer_topk: int = 0
    dense_layers: int = 0
    intermediate_size: int = 0
    gated_mlp: bool = True
    moe_layers: int = 0
    experts: int = 0
    experts_per_token: int = 0
    expert_intermediate_size: int = 0
    shared_experts: int = 0
    shared_intermediate_size: int = 0
    shared_gate: bool = False
    expert_bias: bool = False
    router_bias: bool = False
    moe_latent_size: int = 0
    state_kind: str = ""
    state_inner_size: int = 0
    state_size: int = 0
    state_heads: int = 0
    state_groups: int = 0
    state_conv: int = 0
    state_dt_rank: int = 0
    state_norms: bool = False
    norms_per_layer: int = 2

    @property
    def value_dim(self) -> int:
        """Width of one value head, which is that of a key head unless the model says otherwise."""
        return self.v_head_dim or self.head_dim

    @property
    def local_kv(self) -> int:
        """Key-value heads of the local layers."""
        return self.local_kv_heads or self.kv_heads

    @property
    def is_sparse(self) -> bool:
        """Whether any layer has experts of which only some work on a token."""
        return self.moe_layers > 0

    @property
    def params_total(self) -> int:
        """All weights of the text model, computed from the architecture."""
        return parameters_count.total_params(self)

    @property
    def params_active(self) -> int:
        """Weights that are not idle for one token, the embedding's included."""
        return parameters_count.active_params(self)

    @property
    def params_active_matmul(self) -> int:
        """Active weights that are multiplied with: without the input embedding."""
        return parameters_count.active_matmul_params(self)


@cache
def _catalogue() -> dict[str, LanguageModel]:
    frame = tables.load("inference/models")
    wanted = {field.name: field.type for field in fields(LanguageModel)}
    empty = {"int": 0, "bool": False, "str": ""}
    convert = {"int": int, "bool": bool, "str": str}
    return {
        row["model"]: LanguageModel(**{key: empty[kind] if pd.isna(row[key]) else convert[kind](row[key]) for key, kind in wanted.items()})
        for row in frame.to_dict("records")
    }


def names() -> list[str]:
    """List the models known by name."""
    return list(_catalogue())


def every() -> list[LanguageModel]:
    """Return all models, in the table's order."""
    return list(_catalogue().values())


def get(name: str) -> LanguageModel:
    """Return a language model by name.

    Parameters
    ----------
    name : str
        For example ``"llama-3.1-405b"``, ``"deepseek-v3"``, ``"gpt-oss-120b"``; see `names`.

    Returns
    -------
    LanguageModel

    Raises
    ------
    KeyError
        For an unknown name, with the nearest known ones.

    Examples
    --------
    >>> get("llama-3.1-405b").params_total
    405853388800
    """
    return _catalogue()[checks.require_known("language model", name, _catalogue())]
