"""Bytes of weights by precision; experts that a batch wakes: limits, an experiment, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.inference import models, weights


def test_bytes_by_precision():
    m = models.get("llama-3.1-405b")
    assert weights.weight_bytes(m, "fp8") == m.params_total
    assert weights.weight_bytes(m, "bf16") == 2 * m.params_total == weights.weight_bytes(m, 16)
    assert weights.weight_bytes(m, "ternary") == pytest.approx(m.params_total * 1.585 / 8, rel=1e-3)
    assert weights.BITS["mxfp4"] == 4.25 and weights.BITS["nvfp4"] == 4.5


def test_gpt_oss_fits_into_80_gb_as_its_maker_says():
    """README of gpt-oss: 117B parameters on one 80 GB GPU, 21B within 16 GB; experts at 4.25 bits, the rest at 16."""
    for name, limit_gb in (("gpt-oss-120b", 80), ("gpt-oss-20b", 16)):
        m = models.get(name)
        size = weights.weight_bytes_read(m, 1e9, "bf16", "mxfp4")
        assert 0.6 * limit_gb < size / 1e9 < limit_gb


def test_experts_touched_at_its_ends():
    assert weights.experts_touched(256, 8, 0) == 0
    assert weights.experts_touched(256, 8, 1) == pytest.approx(8)
    assert weights.experts_touched(256, 8, 1e6) == pytest.approx(256)
    assert weights.experts_touched(8, 8, [0, 1, 5]) == pytest.approx([0, 8, 8])


def test_experts_touched_meets_an_experiment():
    rng = np.random.default_rng(7)
    seen = [len({e for _ in range(20) for e in rng.choice(64, size=4, replace=False)}) for _ in range(2000)]
    assert weights.experts_touched(64, 4, 20) == pytest.approx(np.mean(seen), rel=0.01)


@given(st.integers(1, 1024), st.floats(0, 1), st.floats(0, 1e5), st.floats(0, 1e5))
def test_experts_touched_grows_and_stays_within_all(experts, share, tokens, more):
    chosen = max(1.0, share * experts)
    few, many = weights.experts_touched(experts, chosen, tokens), weights.experts_touched(experts, chosen, tokens + more)
    assert -1e-9 <= few <= many + 1e-9 <= experts + 1e-6


@given(st.sampled_from(models.every()), st.floats(1, 1e6))
def test_a_step_reads_between_the_active_and_all_weights(model, tokens):
    read = weights.weight_bytes_read(model, tokens, "fp8")
    assert model.params_active_matmul * 0.999 <= read <= model.params_total * 1.001


def test_bad_input_is_named():
    with pytest.raises(KeyError, match="fp8"):
        weights.weight_bytes(models.get("phi-4"), "fp9")
    with pytest.raises(ValueError, match="precision"):
        weights.weight_bytes(models.get("phi-4"), 0)
    with pytest.raises(ValueError, match="more experts"):
        weights.experts_touched(8, 9, 1)
    with pytest.raises(ValueError, match="tokens"):
        weights.experts_touched(8, 2, -1)
    with pytest.raises(TypeError, match="models.get"):
        weights.weight_bytes_read("phi-4", 1)
