"""Low precision: exact sums, closed forms, limits, published factors, properties, bad input, claim B7."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims
from analysis.inference import attention, models, precision
from analysis.inference.results import precision as results


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_a_product_with_ternary_weights_is_a_sum(rows, columns, seed):
    rng = np.random.default_rng(seed)
    matrix, vector = rng.integers(-1, 2, (rows, columns)), rng.integers(-127, 128, columns)
    np.testing.assert_array_equal(precision.ternary_product(matrix, vector), matrix @ vector)


def test_other_weights_are_no_sum():
    with pytest.raises(ValueError, match="not -1, 0 or 1"):
        precision.ternary_product([[2, 0]], [1, 1])
    with pytest.raises(ValueError, match="one activation for each column"):
        precision.ternary_product([[1, 0]], [1, 1, 1])


def test_amdahl_s_limits():
    assert precision.amdahl([1.0], [7.0]) == pytest.approx(7)
    assert precision.amdahl([0.5, 0.5], [1e12, 1.0]) == pytest.approx(2)
    with pytest.raises(ValueError, match="not 1"):
        precision.amdahl([0.5, 0.4], [1.0, 1.0])


@given(st.floats(0, 1), st.floats(1, 1e4), st.floats(1, 1e4))
def test_the_whole_saves_no_more_than_its_best_part(share, a, b):
    whole = float(precision.amdahl([share, 1 - share], [a, b]))
    assert min(a, b) * (1 - 1e-9) <= whole <= max(a, b) * (1 + 1e-9)


def test_what_is_left_to_multiply():
    m = models.get("llama-3.1-70b")
    head = 2 * m.vocab_size * m.hidden_size
    assert precision.additions_share(m, 0) == pytest.approx(1 - head / attention.linear_flop_per_token(m))
    assert precision.additions_share(m, 1e12) < 1e-4
    assert (np.diff(precision.additions_share(m, np.arange(0, 10_000, 1000))) < 0).all()


def test_bytes_of_a_step_without_context_are_the_weights():
    m = models.get("llama-2-7b")
    head = m.vocab_size * m.hidden_size
    assert precision.step_bytes(m, 1, 0, "bf16") == pytest.approx(2 * m.params_active_matmul)
    assert precision.step_bytes(m, 1, 0, "int8") == pytest.approx(m.params_active_matmul - head + 2 * head)
    assert precision.step_bytes(m, 3, 1000, "int8") - precision.step_bytes(m, 3, 0, "int8") == pytest.approx(3 * 1000 * 2 * 32 * 32 * 128)
    with pytest.raises(ValueError, match="sparse"):
        precision.step_bytes(models.get("mixtral-8x7b"), 1, 0)


def test_a_published_speed_gives_the_bandwidth_back():
    # 100 billion ternary weights at 5 tokens a second (bitnet.cpp, README) read 99 GB a second
    assert precision.effective_bandwidth(100e9, 5, "ternary") == pytest.approx(99e9, rel=0.01)
    m = models.get("llama-2-7b")
    need = float(precision.step_bytes(m, 4, 2048)) * 5
    assert precision.fits_bandwidth(m, 4, 2048, need * 1.001, 5) and not precision.fits_bandwidth(m, 4, 2048, need * 0.999, 5)


@given(st.sampled_from(["llama-3.1-8b", "qwen3-32b", "phi-4"]), st.integers(1, 256), st.integers(1, 100_000))
def test_more_users_or_context_never_read_less(name, users, context):
    m = models.get(name)
    here = float(precision.step_bytes(m, users, context))
    assert here <= float(precision.step_bytes(m, users + 1, context)) and here <= float(precision.step_bytes(m, users, context + 1))


@pytest.mark.parametrize("bad", [0, -3, float("nan")])
def test_what_cannot_be_is_refused(bad):
    with pytest.raises(ValueError, match="tok_s"):
        precision.effective_bandwidth(1e9, bad)
    with pytest.raises(ValueError, match="factors"):
        precision.amdahl([1.0], [bad])


def test_fewer_bits_save_less_than_bits_over_bits_and_least_with_many_users():
    frame = results.served("roofline")
    assert (results.served()["saving"] <= results.served()["bits_saving"]).all()
    assert (frame["saving"] <= frame["bits_saving"] * (1 + 1e-9)).all()
    for _, part in frame.groupby("weights"):
        assert part.sort_values("batch")["saving"].is_monotonic_decreasing


def test_published_end_to_end_factors_lie_below_the_arithmetic():
    # Ma et al. 2024: 71.4 times less energy for the arithmetic, 41.2 for the whole, 4.1 times faster
    f = results.facts()
    assert f["saves_arithmetic"].value == 71.4 > f["saves_energy"].value == 41.2
    assert f["saves_memory"].value < f["ternary_bits"].value  # the head stays at 16 bits
    assert f["saves_latency"].value == pytest.approx(4.1)


def test_every_comparison_falls_into_one_group():
    frame = results.group_shares()
    assert set(frame["group"]) == set(results.GROUPS) and frame["comparisons"].sum() == len(results.losses())


def test_b7_few_bits_lose_something_often():
    f = results.facts()
    shares = results.group_shares().set_index("group")["share"]
    assert shares["4–6 bits, converted"] < shares["3–4.5 bits, trained"]
    assert f["no_loss"].high < 0.9
    assert f["additions_exact"].value == 1 and f["additions_long"].value < f["additions_short"].value
    assert f["cpu_one_user"].value > 90 > 40 > f["cpu_many"].value
    assert claims.ledger("inference").set_index("id").loc["B7", "verdict"] == "not reproduced"
