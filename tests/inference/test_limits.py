"""What limits a token: the count over matrices, the ridge, and claim D5."""

import numpy as np
import pytest

from analysis import claims
from analysis.inference import attention, limits, models, serving, systems, work
from analysis.inference.results import inversion as search
from analysis.inference.results import limits as results

LLAMA, NODE = models.get("llama-3.1-405b"), systems.get("8xH100")


def test_one_product_is_two_operations_for_each_of_its_terms():
    assert limits.flop((3, 5, 7)) == 2 * 3 * 5 * 7


def test_the_count_by_hand_for_a_small_model():
    import dataclasses

    tiny = dataclasses.replace(models.get("llama-3.1-8b"), layers=1, global_layers=1, dense_layers=1, hidden_size=8, heads=2, kv_heads=1, head_dim=4, intermediate_size=16, vocab_size=10)
    counted = limits.count(limits.products_of_token(tiny, 5))
    assert counted["attention"] == 2 * (2 * 4 * 5 + 2 * 5 * 4)  # two heads, scores and values
    assert counted["linear"] == 2 * (8 * 8 + 8 * 4 + 8 * 4 + 8 * 8 + 3 * 8 * 16 + 8 * 10)


def test_the_count_agrees_with_the_closed_forms_of_every_dense_model():
    frame = results.checked_count()
    assert frame["model"].nunique() >= 8
    np.testing.assert_allclose(frame["ratio"], 1.0, rtol=1e-12)
    np.testing.assert_allclose(frame["linear_ratio"], 1.0, rtol=2e-3)  # norms and biases are no products


def test_windows_are_counted_too():
    gemma = models.get("gemma-3-27b")
    for length in (512, 8192):
        assert limits.count(limits.products_of_token(gemma, length))["attention"] == pytest.approx(float(attention.sdpa_flop_per_token(gemma, length)))


def test_models_whose_matrices_the_count_does_not_know_are_refused():
    for name in ("deepseek-v3", "gpt-oss-120b"):
        with pytest.raises(ValueError, match="not a dense model with grouped queries"):
            limits.products_of_token(models.get(name), 10)
    with pytest.raises(ValueError, match="seq_len = -1"):
        limits.products_of_token(LLAMA, -1)


def test_at_the_batch_of_the_ridge_the_two_times_are_equal():
    for system in ("8xH100", "8xH200"):
        for context in (0, 775, 3000):
            batch = float(limits.batch_at_ridge(LLAMA, systems.get(system), context))
            done = work.decode(LLAMA, batch, context)
            node = systems.get(system)
            assert done.bytes_moved / node.memory_bandwidth_bytes_per_s == pytest.approx(done.flop / node.flop_per_s("bf16"))
            assert limits.intensity(LLAMA, batch, context) == pytest.approx(limits.ridge(node))


def test_beyond_a_context_no_batch_reaches_the_ridge():
    longest = limits.context_without_flop_limit(LLAMA, NODE)
    assert np.isfinite(limits.batch_at_ridge(LLAMA, NODE, 0.99 * longest)) and np.isinf(limits.batch_at_ridge(LLAMA, NODE, 1.01 * longest))
    assert limits.intensity(LLAMA, 1e9, 1.01 * longest) < limits.ridge(NODE) < limits.intensity(LLAMA, 1e9, 0.99 * longest)
    assert limits.context_without_flop_limit(LLAMA, NODE, kv="fp8") == pytest.approx(11_900, rel=0.02)


def test_slope_of_a_power_law():
    x = np.array([1.0, 3.0, 20.0])
    assert limits.slope(x, 5 * x**1.7) == pytest.approx(1.7)
    with pytest.raises(ValueError, match="y = 0"):
        limits.slope(x, [0, 1, 2])


def test_the_crossing_is_where_two_limits_meet():
    at = results.facts()["crossing"].value
    found = serving.batch_limits(LLAMA, NODE, at, 30, usable=1.0)
    assert found["bandwidth"] == pytest.approx(float(found["compute"]))


def test_the_batch_for_4096_puts_the_limit_there():
    batch = results.flop_limit_batches()["bf16"]
    step = batch * attention.decode_flop_per_token(LLAMA, 4096) / NODE.flop_per_s("bf16")
    assert step == pytest.approx(1 / 30)


def test_the_prior_was_written_for_every_assumption_that_is_searched():
    for grid in search.flop_limit().grids:
        for axis in grid.axes:
            assert sum(axis.weights) == pytest.approx(1.0)
    assert sum(float(g.weights.sum(dtype=float)) for g in search.flop_limit().grids) == pytest.approx(1.0, abs=1e-4)
    with pytest.raises(KeyError, match="has no 'colour' for D5"):
        search.axis("D5", "colour")


def test_d5_formula_holds_and_the_limit_hangs_on_the_batch():
    f = results.facts()
    assert f["formula_ratio"].value == pytest.approx(1.0, abs=1e-9)
    assert f["per_token_exponent"].value == pytest.approx(1.0, abs=1e-9) and f["total_exponent"].value == pytest.approx(2.0, abs=1e-9)
    low, high = f["batch_4096"].low, f["batch_4096"].high
    assert high - low < 4 and low > 256  # the register's tenth is two or three users wide
    assert f["plain_limit"].value > 100_000
    assert f["near_prior"].value < 1.5 * f["near_prior_elsewhere"].value  # no better than luck
    assert abs(f["likeliest_sequence"].value - 4096) <= 0.1 * 4096
    assert claims.ledger("inference").set_index("id").loc["D5", "verdict"] == "reproduced under"
