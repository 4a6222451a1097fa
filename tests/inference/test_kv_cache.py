"""The cache's size: closed forms for each kind of attention, published bytes a token, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.inference import kv_cache, models

EVERY = models.every()
COUNTS = st.integers(0, 4096)
LENGTHS = st.integers(0, 200_000)


def test_llama_405b_takes_516_096_bytes_a_token():
    assert kv_cache.kv_bytes_per_token(models.get("llama-3.1-405b"), 2) == 516_096


@pytest.mark.parametrize(
    ("name", "bytes_per_value", "expected"),
    [
        ("llama-2-7b", 2, 2 * 32 * 32 * 128 * 2),  # mha: every head
        ("llama-3.1-70b", 2, 2 * 80 * 8 * 128 * 2),  # gqa
        ("falcon-7b", 2, 2 * 32 * 1 * 64 * 2),  # mqa: one head
        ("deepseek-v3", 2, 61 * (512 + 64) * 2),  # mla: the latent, whatever the heads
        ("deepseek-v3.2", 1, 61 * (512 + 64 + 128)),  # and the indexer's key
        ("minimax-m2.5", 2, 248 * 1024),  # 248 KiB a token in the architecture sheet of dev.colaberry.ai
        ("jamba-v0.1", 2, 2 * 4 * 8 * 128 * 2),  # hybrid: four attention layers of 32
        ("mamba-2.8b", 2, 0),  # state space: nothing grows
        ("mimo-v2-flash", 1, 9 * 4 * (192 + 128) + 39 * 8 * (192 + 128)),  # values narrower than keys, more heads in windows
    ],
)
def test_bytes_a_token_by_kind_of_attention(name, bytes_per_value, expected):
    assert kv_cache.kv_bytes_per_token(models.get(name), bytes_per_value) == expected


def test_the_formula_of_the_digest():
    """Batch × length × 2 × layers × (width ÷ heads × key-value heads) × bytes (claim D1)."""
    m = models.get("llama-3.1-405b")
    by_hand = 7 * 1000 * 2 * m.layers * (m.hidden_size / m.heads * m.kv_heads) * 2
    assert kv_cache.kv_cache_bytes(m, 7, 1000, 2) == by_hand


def test_a_window_stops_the_growth_of_its_layers():
    m = models.get("gemma-3-27b")
    layer = 2 * 16 * 128 * 2
    at = kv_cache.kv_cache_bytes(m, 1, np.array([1024, 2048]), 2)
    assert at[0] == 62 * 1024 * layer
    assert at[1] == 10 * 2048 * layer + 52 * 1024 * layer


def test_a_state_does_not_grow():
    m = models.get("mamba-2.8b")
    fixed = 64 * (5120 * 16 + 5120 * 4) * 4
    assert kv_cache.kv_cache_bytes(m, 3, [1, 1_000_000], 2, state_bytes_per_value=4) == pytest.approx([3 * fixed, 3 * fixed])


def test_inputs_broadcast():
    got = kv_cache.kv_cache_bytes(models.get("qwen3-8b"), np.arange(1, 4)[:, None], np.array([10, 20]), 2)
    assert got.shape == (3, 2) and got[2, 1] == 3 * got[0, 1]


@given(st.sampled_from(EVERY), COUNTS, LENGTHS, LENGTHS)
def test_memory_is_linear_in_batch_and_never_falls_with_length(model, batch, length, more):
    one = kv_cache.kv_cache_bytes(model, 1, length, 2)
    assert kv_cache.kv_cache_bytes(model, batch, length, 2) == pytest.approx(batch * one)
    assert kv_cache.kv_cache_bytes(model, 1, length + more, 2) >= one


@given(st.sampled_from(EVERY), LENGTHS)
def test_memory_is_linear_in_width_and_at_most_that_of_full_attention(model, length):
    assert kv_cache.kv_cache_bytes(model, 1, length, 1) * 2 == pytest.approx(kv_cache.kv_cache_bytes(model, 1, length, 2))
    grown = kv_cache.kv_cache_bytes(model, 1, length, 2) - kv_cache.kv_cache_bytes(model, 1, 0, 2)
    assert grown <= kv_cache.kv_bytes_per_token(model, 2) * length + 1e-6


@given(st.floats(0, 1e12), st.floats(0.5, 1000))
def test_tokens_that_fit_is_the_inverse(memory, batch):
    m = models.get("llama-3.1-405b")
    assert kv_cache.kv_cache_bytes(m, batch, kv_cache.tokens_that_fit(m, memory, batch, 2), 2) == pytest.approx(memory)


def test_a_hybrids_state_takes_its_share_before_any_token_fits():
    m = models.get("jamba-v0.1")
    state = kv_cache.kv_cache_bytes(m, 1, 0, 2)
    assert state > 0
    assert kv_cache.tokens_that_fit(m, state / 2, 1, 2) == 0
    assert kv_cache.kv_cache_bytes(m, 1, kv_cache.tokens_that_fit(m, 10 * state, 1, 2), 2) == pytest.approx(10 * state)


@pytest.mark.parametrize("bad", [-1, np.nan, np.inf, "many"])
def test_bad_counts_are_named(bad):
    m = models.get("qwen3-8b")
    with pytest.raises(ValueError, match="batch"):
        kv_cache.kv_cache_bytes(m, bad, 10, 2)
    with pytest.raises(ValueError, match="seq_len"):
        kv_cache.kv_cache_bytes(m, 1, bad, 2)


def test_bad_widths_and_models_are_named():
    with pytest.raises(ValueError, match="bytes_per_value"):
        kv_cache.kv_cache_bytes(models.get("qwen3-8b"), 1, 10, 0)
    with pytest.raises(TypeError, match="models.get"):
        kv_cache.kv_cache_bytes("qwen3-8b", 1, 10, 2)
    with pytest.raises(ValueError, match="mamba-2.8b"):
        kv_cache.tokens_that_fit(models.get("mamba-2.8b"), 1e9)
    with pytest.raises(ValueError, match="gemma-3-27b"):
        kv_cache.tokens_that_fit(models.get("gemma-3-27b"), 1e9)
