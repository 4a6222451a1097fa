"""Counts computed from the architecture agree with what others count; slips in names are answered with the nearest."""

import dataclasses

import pandas as pd
import pytest

from analysis import bibliography, tables
from analysis.inference import models, parameters_count

ROWS = tables.load("inference/models")
WITH_TOTAL = ROWS[ROWS["published_params_total_b"].notna()]
WITH_ACTIVE = ROWS[ROWS["published_params_active_b"].notna()]


@pytest.mark.parametrize("row", WITH_TOTAL.to_dict("records"), ids=lambda r: r["model"])
def test_the_total_agrees_with_the_published_one_within_half_a_percent(row):
    """Figures printed to two or three digits may also be off by half of their last digit."""
    computed, published = models.get(row["model"]).params_total / 1e9, row["published_params_total_b"]
    if row["published_total_covers"] == "text and vision":  # the published count holds a vision encoder that ours leaves out
        assert 0 < published - computed < 0.01 * published
        return
    assert abs(computed - published) <= max(0.005 * published, row["published_total_rounding_b"])


COUNTED = WITH_TOTAL[(WITH_TOTAL["published_total_rounding_b"] == 0) & (WITH_TOTAL["published_total_covers"] == "text")]


@pytest.mark.parametrize("row", COUNTED.to_dict("records"), ids=lambda r: r["model"])
def test_where_weights_were_counted_the_count_is_ours(row):
    """To one weight; Llama 2's files also hold rotary frequencies, a buffer of half a head a layer."""
    model = models.get(row["model"])
    published = round(row["published_params_total_b"] * 1e9)
    buffers = model.layers * model.head_dim // 2 if model.family == "llama-2" else 0
    assert model.params_total == published - buffers


def test_the_two_llama_4_counts_leave_the_same_vision_encoder():
    left = {
        round(row["published_params_total_b"] * 1e9) - models.get(row["model"]).params_total
        for row in ROWS[ROWS["published_total_covers"] == "text and vision"].to_dict("records")
    }
    assert len(left) == 1


@pytest.mark.parametrize("row", WITH_ACTIVE.to_dict("records"), ids=lambda r: r["model"])
def test_the_active_count_agrees_with_the_published_one(row):
    """Within 3 % or half of the last printed digit; makers differ in whether embeddings count, and the table says who does what."""
    model = models.get(row["model"])
    computed = {
        "all": model.params_active,
        "no_input_embedding": model.params_active_matmul,
        "no_embeddings": model.params_active_matmul - parameters_count.head_params(model),
    }[row["published_active_counts"]]
    published = row["published_params_active_b"]
    assert abs(computed / 1e9 - published) <= max(0.03 * published, row["published_active_rounding_b"])


def test_llama_405b_is_the_sum_of_its_matrices():
    width, layers, inner, vocabulary = 16384, 126, 53248, 128256
    attention = 2 * width * width + 2 * width * 8 * 128
    by_hand = layers * (attention + 3 * width * inner + 2 * width) + 2 * vocabulary * width + width
    assert models.get("llama-3.1-405b").params_total == by_hand == 405_853_388_800


def test_there_are_models_of_every_kind():
    assert len(models.names()) >= 20
    assert set(ROWS["attention"]) == {"mha", "gqa", "mqa", "mla", "local-global", "hybrid", "ssm"}


@pytest.mark.parametrize("model", models.every(), ids=lambda m: m.model)
def test_a_model_is_consistent_with_itself(model):
    assert 0 < model.params_active_matmul <= model.params_active <= model.params_total
    assert model.is_sparse == (model.params_active < model.params_total)
    mixers = model.global_layers + model.local_layers + model.state_layers
    if model.norms_per_layer == 1 and model.attention == "hybrid":  # each block is one thing
        assert mixers + model.dense_layers + model.moe_layers == model.layers
    else:
        assert mixers == model.layers
        assert model.dense_layers + model.moe_layers in (0, model.layers)
    assert bool(model.local_layers) == bool(model.sliding_window)
    assert bool(model.state_layers) == bool(model.state_kind)
    assert (model.attention == "mla") == bool(model.kv_lora_rank)
    if model.attention == "mla":
        assert model.head_dim == model.qk_nope_head_dim + model.qk_rope_head_dim
    elif model.heads:
        assert model.heads % model.kv_heads == 0
        assert {"mha": model.kv_heads == model.heads, "mqa": model.kv_heads == 1}.get(model.attention, 1 < model.kv_heads < model.heads)


def test_more_experts_add_weights_and_no_work():
    small = models.get("mixtral-8x7b")
    large = dataclasses.replace(small, experts=16)
    assert large.params_total - small.params_total == small.moe_layers * (8 * parameters_count.expert_params(small) + 8 * small.hidden_size)
    assert large.params_active - small.params_active == small.moe_layers * 8 * small.hidden_size  # the router alone


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(KeyError, match="llama-3.1-405b"):
        models.get("llama-3-405b")
    with pytest.raises(KeyError, match="gpt-oss-120b"):
        models.get("gpt-oss-12b")


def test_a_name_instead_of_a_model_is_told_what_to_do():
    with pytest.raises(TypeError, match="models.get"):
        parameters_count.total_params("llama-3.1-405b")


def test_a_model_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        models.get("phi-4").layers = 1


def test_published_counts_name_sources_that_resolve():
    for row in WITH_TOTAL.to_dict("records"):
        assert row["published_locator"] and row["published_seen"] in ("primary", "secondary")
        for key in row["published_source"].split():
            assert bibliography.entry(key)
        assert pd.notna(row["published_total_rounding_b"])
