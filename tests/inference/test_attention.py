"""Operations a token: closed forms, sums over a prompt, scaling exponents, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.inference import attention, models

EVERY = models.every()


def test_full_attention_is_four_heads_layers_width_length():
    m = models.get("llama-3.1-405b")
    assert attention.sdpa_flop_per_token(m, 4096) == 4 * m.heads * m.layers * m.head_dim * 4096


def test_linear_work_is_two_operations_a_weight():
    m = models.get("llama-3.1-405b")
    assert attention.linear_flop_per_token(m) == 2 * (405_853_388_800 - 128_256 * 16_384)
    assert attention.linear_flop_per_token(m, head=False) == 2 * (405_853_388_800 - 2 * 128_256 * 16_384)
    tied = models.get("qwen3-0.6b")
    assert attention.linear_flop_per_token(tied) == 2 * tied.params_total


def test_a_sparse_model_works_with_its_active_weights():
    m = models.get("deepseek-v3")
    assert attention.linear_flop_per_token(m) == 2 * m.params_active_matmul < 0.06 * 2 * m.params_total


def test_latent_attention_in_both_forms():
    m = models.get("deepseek-v3")
    assert attention.sdpa_flop_per_token(m, 1000) == 2 * 128 * (192 + 128) * 61 * 1000
    assert attention.sdpa_flop_per_token(m, 1000, absorbed=True) == 2 * 128 * (512 + 64 + 512) * 61 * 1000


def test_an_indexer_caps_what_a_query_attends_to():
    m = models.get("deepseek-v3.2")
    index = 2 * 61 * 64 * 128
    one = 2 * 128 * (192 + 128) * 61
    assert attention.sdpa_flop_per_token(m, [2048, 100_000]) == pytest.approx([one * 2048 + index * 2048, one * 2048 + index * 100_000])


def test_a_state_space_model_attends_to_nothing():
    m = models.get("mamba-2.8b")
    assert attention.sdpa_flop_per_token(m, 1e6) == 0
    assert attention.state_flop_per_token(m) == 6 * 64 * 5120 * 16
    assert attention.decode_flop_per_token(m, 10) == attention.decode_flop_per_token(m, 1e6)


@given(st.sampled_from(EVERY), st.integers(0, 6000))
def test_a_prompt_is_the_sum_of_its_tokens(model, length):
    each = attention.sdpa_flop_per_token(model, np.arange(1, length + 1))
    assert attention.prefill_sdpa_flop(model, length) == pytest.approx(float(np.sum(each)))


@given(st.sampled_from(EVERY), st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_context_never_costs_less(model, length, more):
    assert attention.decode_flop_per_token(model, length + more) >= attention.decode_flop_per_token(model, length)
    assert attention.prefill_flop(model, length + more) >= attention.prefill_flop(model, length)


@pytest.mark.parametrize("name", ["llama-3.1-70b", "gemma-3-27b", "gpt-oss-120b", "jamba-v0.1", "qwen3.5-27b", "deepseek-v3.2"])
def test_as_long_as_some_layer_sees_everything_attention_is_quadratic(name):
    """Claim D12: windows change the constant, not the exponent; an indexer too still scores every token."""
    lengths = np.array([1e8, 1e9])
    flop = attention.prefill_sdpa_flop(models.get(name), lengths)
    assert np.log10(flop[1] / flop[0]) == pytest.approx(2.0, abs=0.01)


def test_the_prompts_work_is_linear_at_first():
    m = models.get("llama-3.1-405b")
    assert attention.prefill_flop(m, 0) == 0
    assert attention.prefill_flop(m, 100) == pytest.approx(100 * 2 * m.params_total, rel=0.02)


def test_the_delta_rule_reads_its_state_once_more():
    m = models.get("qwen3.5-27b")
    assert attention.state_flop_per_token(m) == 8 * 48 * (48 * 128) * 128
    assert attention.state_flop_per_token(models.get("llama-3.1-8b")) == 0


def test_a_prompt_names_its_next_token_once():
    m = models.get("llama-3.1-8b")
    head = 2 * 128_256 * 4096
    per_token = attention.linear_flop_per_token(m, head=False)
    for length in (1, 100):
        assert attention.prefill_flop(m, length) == pytest.approx(length * per_token + head + attention.prefill_sdpa_flop(m, length))


@pytest.mark.parametrize("bad", [-1, np.nan, "long"])
def test_bad_input_is_named(bad):
    with pytest.raises(ValueError, match="seq_len"):
        attention.sdpa_flop_per_token(models.get("phi-4"), bad)
    with pytest.raises(ValueError, match="prompt_len"):
        attention.prefill_flop(models.get("phi-4"), bad)
    with pytest.raises(TypeError, match="models.get"):
        attention.sdpa_flop_per_token("phi-4", 10)
