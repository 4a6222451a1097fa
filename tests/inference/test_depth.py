"""Routed depth: closed forms, limits, properties, bad input, claim B10."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims
from analysis.inference import attention, depth, models
from analysis.inference.results import ring_and_depth as results

MODEL = models.get("llama-3.1-8b")
DENSE = st.sampled_from(["llama-3.1-8b", "llama-2-7b", "qwen3-32b", "phi-4"])
SHARE = st.floats(0, 1)


@given(DENSE, st.integers(1, 200_000))
def test_at_full_capacity_it_is_the_uniform_model(name, length):
    model = models.get(name)
    by_hand = attention.linear_flop_per_token(model) * length + attention.prefill_sdpa_flop(model, length)
    assert depth.forward_flop(model, length, 1.0) == pytest.approx(by_hand)
    assert depth.flop_share(model, length, 1.0) == 1 and depth.decode_share(model, 7, length, 1.0) == 1


def test_routed_blocks_that_take_no_token_leave_half_of_the_blocks_and_the_head():
    head = 2 * MODEL.vocab_size * MODEL.hidden_size * 4096
    whole = float(depth.forward_flop(MODEL, 4096, 1.0))
    assert depth.forward_flop(MODEL, 4096, 0.0) == pytest.approx((whole - head) / 2 + head)


def test_attention_inside_a_routed_block_is_quadratic_in_the_capacity():
    length, k = 1e8, 0.125  # attention outweighs everything
    assert depth.flop_share(MODEL, length, k) == pytest.approx(0.5 * (1 + k**2), rel=1e-2)


@given(DENSE, st.integers(1, 200_000), SHARE, SHARE)
def test_more_tokens_never_cost_less(name, length, a, b):
    low, high = sorted((a, b))
    model = models.get(name)
    assert depth.forward_flop(model, length, low) <= depth.forward_flop(model, length, high) * (1 + 1e-12)
    assert depth.decode_bytes(model, 9, length, low) <= depth.decode_bytes(model, 9, length, high) * (1 + 1e-12)


def test_a_block_is_read_unless_nobody_picks_it():
    blocks = 2 * (MODEL.params_active_matmul - MODEL.vocab_size * MODEL.hidden_size)
    head = 2 * MODEL.vocab_size * MODEL.hidden_size
    assert depth.decode_bytes(MODEL, 1, 0, 0.25) == pytest.approx(blocks * (0.5 + 0.5 * 0.25) + head)
    assert depth.decode_bytes(MODEL, 2, 0, 0.25) == pytest.approx(blocks * (0.5 + 0.5 * (1 - 0.75**2)) + head)
    assert depth.decode_bytes(MODEL, 1e6, 0, 0.25) == pytest.approx(blocks + head)


def test_a_routed_block_keeps_few_tokens_and_reads_them_for_few_sequences():
    assert depth.decode_share(MODEL, 1e6, 1e9, 0.125) == pytest.approx(0.5 + 0.5 * 0.125**2, rel=1e-4)


def test_broadcasts():
    assert depth.forward_flop(MODEL, np.ones((3, 1)), np.full(4, 0.5)).shape == (3, 4)
    assert depth.decode_bytes(MODEL, np.ones((3, 1)), np.full(4, 100.0), 0.5).shape == (3, 4)


@pytest.mark.parametrize("bad", [-0.1, 1.1, float("nan")])
def test_what_cannot_be_is_refused(bad):
    with pytest.raises(ValueError, match="capacity"):
        depth.forward_flop(MODEL, 100, bad)
    with pytest.raises(ValueError, match="every"):
        depth.flop_share(MODEL, 100, 0.5, every=0.5)
    for name in ("mixtral-8x7b", "gemma-3-27b", "jamba-v0.1", "mamba-2.8b"):
        with pytest.raises(ValueError, match="not a dense model"):
            depth.forward_flop(models.get(name), 100, 0.5)


def test_b10_published_savings_lose_nothing_visible():
    frame = results.published_savings()
    assert not frame["visible_loss"].any() and frame["study"].nunique() == 3
    f = results.facts()
    assert f["depth_saves"].value == 1 and f["depth_saves"].low < 0.7  # three studies are few
    assert f["depth_bytes_least"].value < f["depth_saved_short"].value / 2  # decoding saves less than a pass
    assert f["uniform"].value == 1
    assert claims.ledger("inference").set_index("id").loc["B10", "verdict"] == "reproduced"
