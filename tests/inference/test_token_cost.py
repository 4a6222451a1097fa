"""Cost of a token: sums, limits and monotony of the formula; results against hosts' prices and DeepSeek's day."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import explorers, tables
from analysis.inference import cost, models, serving, systems
from analysis.inference import token_cost as model
from analysis.inference.results import token_cost as results

LLAMA, SYSTEM = models.get("llama-3.1-70b"), systems.get("8xH200")


@settings(max_examples=25, deadline=None)
@given(batch=st.floats(1, 500), prompt=st.floats(1, 20_000), answer=st.floats(1, 5000), slow=st.floats(0.5, 4), method=st.sampled_from(serving.METHODS))
def test_parts_add_up_to_the_written_token_and_both_to_the_request(batch, prompt, answer, slow, method):
    c = model.at_batch(LLAMA, SYSTEM, 2.5, prompt, answer, batch, slowdown=slow, method=method)
    assert c.weights_usd + c.cache_usd + c.compute_usd + c.losses_usd == pytest.approx(c.output_usd_per_mtok, rel=1e-9)
    assert (c.input_usd_per_mtok * prompt + c.output_usd_per_mtok * answer) / 1e6 == pytest.approx(c.request_usd, rel=1e-9)
    assert min(c.weights_usd, c.cache_usd, c.compute_usd, c.losses_usd) >= 0


def test_a_written_token_is_usd_per_mtok_when_prompts_cost_nothing():
    c = model.at_batch(LLAMA, SYSTEM, 2.0, 1.0, 1000.0, 64.0)
    assert c.request_usd * 1e6 / 1000 == pytest.approx(cost.usd_per_mtok(2.0, 1, c.tokens_per_s_accelerator))


def test_the_bare_roofline_loses_nothing_and_a_slowdown_goes_to_losses():
    shares = model.step_parts(LLAMA, SYSTEM, 32.0, 2000.0)
    assert shares[3] == pytest.approx(0, abs=1e-12) and sum(shares) == pytest.approx(1)
    slower = model.step_parts(LLAMA, SYSTEM, 32.0, 2000.0, 2.0)
    assert slower[3] == pytest.approx(0.5) and slower[0] == pytest.approx(shares[0] / 2)
    faster = model.step_parts(LLAMA, SYSTEM, 32.0, 2000.0, 0.5)
    assert faster[3] == 0 and faster[0] == pytest.approx(shares[0]) and sum(faster) == pytest.approx(1)


def test_a_batch_of_one_reads_weights_and_a_large_one_computes():
    weights, cache, compute, _ = model.step_parts(LLAMA, SYSTEM, np.array([1.0, 5000.0]), 10.0)
    assert weights[0] > 0.99 and compute[1] > 0.5


@settings(max_examples=15, deadline=None)
@given(speed=st.floats(5, 60), faster=st.floats(1.05, 2), method=st.sampled_from(serving.METHODS))
def test_more_speed_is_never_cheaper_and_is_given(speed, faster, method):
    c = model.cheapest(LLAMA, SYSTEM, 2.5, 3000.0, 1000.0, np.array([speed, speed * faster]), method=method)
    known = c.request_usd[np.isfinite(c.request_usd)]
    assert np.all(np.diff(known) >= -1e-12 * known[0])
    assert np.all((c.interactivity_tok_s_user >= [speed, speed * faster]) | np.isnan(c.request_usd))


def test_cost_is_linear_in_the_hour_and_falls_with_a_cache():
    one, two = (model.cheapest(LLAMA, SYSTEM, h, 3000.0, 1000.0, 30.0) for h in (1.0, 2.0))
    assert two.output_usd_per_mtok == pytest.approx(2 * one.output_usd_per_mtok) and two.batch == one.batch
    cached = model.cheapest(LLAMA, SYSTEM, 1.0, 3000.0, 1000.0, 30.0, cached_tokens=2500.0)
    assert cached.request_usd < one.request_usd


def test_a_speed_out_of_reach_has_no_cost_and_a_model_that_does_not_fit_says_so():
    c = model.cheapest(LLAMA, SYSTEM, 1.0, 3000.0, 1000.0, [30.0, 1e5])
    assert np.isfinite(c.request_usd[0]) and np.isnan(c.request_usd[1]) and np.isnan(c.batch[1])
    with pytest.raises(serving.OutOfMemory):
        model.cheapest(models.get("deepseek-v3"), systems.get("8xH100"), 1.0, 100.0, 100.0, 10.0)


def test_shapes_broadcast():
    c = model.cheapest(LLAMA, SYSTEM, np.ones((2, 1, 1)), np.full((3, 1), 1000.0), 500.0, np.full(4, 20.0))
    assert c.request_usd.shape == c.losses_usd.shape == (2, 3, 4)


@pytest.mark.parametrize(
    ("change", "name"),
    [({"interactivity_tok_s_user": 0}, "interactivity_tok_s_user"), ({"prompt_tokens": 0}, "prompt_tokens"), ({"answer_tokens": -1}, "answer_tokens"), ({"slowdown": 0}, "slowdown"),
     ({"usd_per_accelerator_hour": -1}, "usd_per_accelerator_hour"), ({"usd_per_accelerator_hour": float("nan")}, "usd_per_accelerator_hour")],
)  # fmt: skip
def test_what_cannot_be_is_refused(change, name):
    given_ = {"usd_per_accelerator_hour": 1.0, "prompt_tokens": 100.0, "answer_tokens": 100.0, "interactivity_tok_s_user": 10.0, **change}
    with pytest.raises(ValueError, match=name):
        model.cheapest(LLAMA, SYSTEM, **given_)


def test_measured_over_computed_is_about_one_on_points_no_fit_has_seen():
    for sparse in (False, True):
        calibrated, bare = results.slowdown(sparse, "calibrated"), results.slowdown(sparse, "roofline")
        assert 0.8 < calibrated.central < 1.2 and calibrated.high / calibrated.low < 2.5
        assert bare.central > 1.8  # the bare roofline is two times too fast or more


def test_the_cheapest_speed_is_at_least_the_wanted_one():
    frame = results.by_model()
    assert (frame["interactivity"] >= results.SPEED).all()
    assert set(frame["model"]) == set(results.MODELS)
    assert (frame["output"] > frame["input"]).all()


def test_newer_hardware_is_not_dearer_than_h100():
    wide = results.by_model().pivot_table(index="model", columns="accelerator", values="blended")
    assert (wide["B200"] < wide["H100"]).all()


def test_no_host_sells_under_our_range():
    """Twelve models, independent price tables: the lowest list price of each lies above the 5 % point of our cost, the middle one above its median."""
    frame = results.against_hosts()
    assert len(frame) >= 10
    assert (frame["price_low"] > frame["cost_low"]).all()
    assert (frame["price"] > frame["cost"]).all()


def test_within_a_factor_of_three_of_deepseeks_day():
    # deepseek-ai/open-infra-index, day 6: 87,072 dollars for 776 billion tokens
    day = results.deepseek_day()
    assert day["published"] == pytest.approx(0.1122, abs=5e-4)
    assert day["prompt"] + day["answer"] / 2 == pytest.approx(tables.load("inference/published_day").set_index("quantity")["value"]["mean_cache_length"])
    assert 1 / 3 < day["ours"] / day["published"] < 3


def test_margin_and_revenue_say_the_same():
    frame = results.against_hosts()
    np.testing.assert_allclose(frame["margin"], 1 - frame["hour"] / frame["revenue"], rtol=1e-9)


def test_the_explorer_says_what_the_results_say():
    item = explorers.get("INF-X3")
    here = item.at(model="Llama 3.1 70B", accelerator="H200", prompt=3e3, answer=1e3, speed=30.0, hour=2.0)
    system, c = results.best("llama-3.1-70b", "H200", hour=2.0)
    assert here["output"].value == pytest.approx(float(c.output_usd_per_mtok)) and here["input"].value == pytest.approx(float(c.input_usd_per_mtok))
    assert here["output"].low < here["output"].value < here["output"].high
    assert here["speed"].value >= 30
    slow = item.at(model="DeepSeek-V3", accelerator="H100", prompt=3e4, answer=1e4, speed=150.0, hour=2.0)
    assert slow["speed"].value < 150  # out of reach: the fastest there is
