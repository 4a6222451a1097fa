"""Sparse models: closed forms, published counts and pairs, the decomposition's product, properties, bad input, claim B6, joint saving."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims, parameters
from analysis.inference import sparsity
from analysis.inference.results import joint_saving, sparsity as results

factor = st.floats(0.1, 100)


def test_factors_share_a_ratio_out_in_proportion_to_their_logarithms():
    assert sparsity.log_share(100.0, 10.0) == pytest.approx(0.5)
    assert sparsity.log_share(8.0, 2.0, 4.0) == pytest.approx(1.0)
    assert sparsity.log_share(8.0, 16.0, 0.5) == pytest.approx(1.0)


@given(st.floats(1.01, 1e4), factor, factor)
def test_what_is_explained_and_what_is_left_make_the_whole(ratio, a, b):
    rest = sparsity.unexplained_factor(ratio, a, b)
    assert rest * a * b == pytest.approx(ratio)
    assert sparsity.log_share(ratio, a, b, rest) == pytest.approx(1.0)


def test_a_gpu_s_achievement():
    # 6 × 1e9 weights × 3,600e9 tokens in 6 hours is 1e18 a second
    assert sparsity.achieved_flop_per_s(1e9, 3600e9, 6.0) == pytest.approx(1e18)
    assert sparsity.geometric_mean_size(37e9, 671e9) == pytest.approx(157.6e9, rel=1e-3)


@pytest.mark.parametrize("bad", [0, -1, float("nan"), 1.0])
def test_what_cannot_be_is_refused(bad):
    with pytest.raises(ValueError, match="ratio"):
        sparsity.log_share(bad, 2.0)
    if bad != 1.0:
        with pytest.raises(ValueError, match="gpu_hours"):
            sparsity.achieved_flop_per_s(1, 1, bad)


def test_the_exponent_is_what_its_note_says():
    p = parameters.get("sparse_dense_exponent", part="inference")
    pairs = results.equal_quality()
    own = pairs.loc[pairs["same_data"], "exponent"]
    assert p.central == pytest.approx(own.median(), abs=0.001)
    assert p.low == 0.5 and p.high == pytest.approx(pairs.loc[~pairs["same_data"], "exponent"].item(), abs=0.005)
    gain = parameters.get("fp8_training_gain", part="inference")
    assert gain.high == pytest.approx(39.3 / 22.4, abs=0.01) and gain.central == pytest.approx(np.sqrt(gain.low * gain.high), abs=0.005)


def test_for_one_user_mixtral_saves_nothing_worth_the_name():
    """The architecture page says so in words."""
    f = results.facts()
    assert abs(f["serve_saving"].value) < 3 < f["serve_dearer"].value and f["serve_dearer_batch"].value > 1


def test_the_factors_multiply_to_the_ratio_of_hours():
    frame = results.decomposition()
    f = results.facts()
    # the medians of five factors multiply to the ratio nearly, the draws exactly
    assert frame["value"].prod() == pytest.approx(f["hours_ratio"].value, rel=0.02)
    assert f["hours_ratio"].value == pytest.approx(30.84 / 2.788)
    assert f["dollars_v3"].value == pytest.approx(5.576e6)  # DeepSeek-V3, Table 1


def test_a_gpu_did_no_more_useful_work_at_eight_bits():
    f = results.facts()
    assert f["achieved_v3"].value / f["achieved_dense"].value == pytest.approx(1.0, abs=0.15)
    assert f["rest_factor"].high < 1


def test_serving_a_sparse_model_is_cheap_at_one_user_and_dear_in_between():
    wide = results.serving_costs("roofline").pivot(index="batch", columns="model", values="gpu_ms_per_token")
    assert wide.loc[1.0, "Mixtral 8x7B"] == pytest.approx(wide.loc[1.0, "dense, same active weights"], rel=0.01)
    assert wide.loc[16.0, "Mixtral 8x7B"] == pytest.approx(wide.loc[16.0, "dense, same total weights"], rel=0.02)
    assert (wide["Mixtral 8x7B"] >= wide["dense, same active weights"] * (1 - 1e-3)).all()
    assert (wide["Mixtral 8x7B"] <= wide["dense, same total weights"] * 1.01).all()
    real = results.serving_costs().pivot(index="batch", columns="model", values="gpu_ms_per_token")
    assert (real > wide).all().all()  # a real server is slower than the bound


def test_b6_mixtral_is_counted_as_its_maker_counts():
    # Mistral AI, 11 December 2023: 46.7B parameters, 12.9B a token
    f = results.facts()
    assert f["mixtral_active"].value == pytest.approx(12.9e9, abs=0.05e9)
    assert f["mixtral_total"].value == pytest.approx(46.7e9, abs=0.05e9)
    assert f["mixtral_experts_alone"].value == pytest.approx(45.1e9, abs=0.05e9)
    assert f["explained_most"].value > 0.95
    assert claims.ledger("inference").set_index("id").loc["B6", "verdict"] == "conflicts with"


def test_more_active_experts_than_the_tipping_exponent_says():
    f = results.facts()
    assert f["exponent_tipping"].value < f["exponent_pairs"].low


def test_the_joint_saving_is_below_what_the_words_promise_and_a_ring_saves_nothing():
    frame = joint_saving.joint()
    promise = np.prod(list(joint_saving.nominal().values()))
    assert (frame["together"] < promise / 10).all()
    assert (frame["ring attention"] == 1).all()
    assert (frame["together"] >= frame[list(joint_saving.STEPS)].max(axis=1)).all()
    f = joint_saving.facts()
    assert f["joint_span"].low <= f["joint_span"].value <= f["joint_span"].high < f["tokens_growth"].value


def test_equal_quality_at_more_weights_makes_sparsity_worth_more():
    frame = joint_saving.joint().groupby("exponent")["mixture of experts"].mean()
    assert frame.is_monotonic_increasing
