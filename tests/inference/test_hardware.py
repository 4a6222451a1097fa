"""Frontiers, what a dollar buys, and a request to a model known by its size: closed forms, limits, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.inference import hardware, models, serving, systems

CHIP = {"memory_bytes": 80e9, "bandwidth_bytes_per_s": 3.35e12, "flop_per_s": 1979e12, "weight_bytes_each": 1.0}
SIZE = {"active_params": 70e9, "total_over_active": 1.0, "speed_tok_s_user": 20.0, "prompt_tokens": 1000.0, "answer_tokens": 500.0, "bandwidth_share": 0.6, "flop_share": 0.4}
POINTS = hnp.arrays(float, st.integers(1, 12).map(lambda n: (2, n)), elements=st.floats(0.1, 1e4))


def request(**changes):
    return hardware.sized_request(**{**SIZE, "accelerators": 8.0, "kv_bytes_per_token": 160e3, **CHIP, **changes})


@given(POINTS)
def test_the_frontier_holds_the_best_of_each_and_nothing_beaten(points):
    speed, throughput = points
    keep = hardware.on_frontier(speed, throughput)
    assert keep[np.lexsort((throughput, speed))[-1]] and keep[np.lexsort((speed, throughput))[-1]]
    order = np.argsort(speed[keep], kind="stable")
    unique = np.unique(np.stack([speed[keep], throughput[keep]]), axis=1)
    assert np.all(np.diff(unique[1]) <= 0), "along the frontier more speed is never more throughput"
    assert len(order) == keep.sum() > 0


@given(POINTS, hnp.arrays(float, 5, elements=st.floats(0, 1.2e4)))
def test_throughput_at_is_the_maximum_over_points_fast_enough(points, wanted):
    speed, throughput = points
    enough = speed[None, :] >= wanted[:, None]
    expected = np.where(enough.any(axis=1), np.where(enough, throughput[None, :], -np.inf).max(axis=1), 0.0)
    assert np.array_equal(hardware.throughput_at(speed, throughput, wanted), expected)
    assert np.all(np.diff(hardware.throughput_at(speed, throughput, np.sort(wanted))) <= 0)


@given(POINTS)
def test_dropping_what_is_beaten_changes_no_throughput(points):
    speed, throughput = points
    keep = hardware.on_frontier(speed, throughput)
    wanted = np.linspace(0, speed.max() * 1.1, 20)
    assert np.array_equal(hardware.throughput_at(speed, throughput, wanted), hardware.throughput_at(speed[keep], throughput[keep], wanted))


def test_share_above_counts_speeds_that_anyone_reaches():
    assert float(hardware.share_above([5.0, 4.0, 0.0, 0.0], [[4.0, 5.0, 1.0, 0.0]])) == pytest.approx(1 / 3)
    assert float(hardware.share_above([5.0, 4.0], [[5.0, 3.0], [1.0, 4.0]])) == 1.0, "a draw is not a defeat"
    assert np.isnan(hardware.share_above([0.0], [[0.0]]))


def test_what_a_dollar_buys_and_its_break_even_agree():
    even = hardware.break_even_price(667.0, 2.235, 989.0)
    assert float(hardware.per_dollar_ratio(667.0, 2.235, 989.0, even)) == pytest.approx(1.0)
    assert float(hardware.per_dollar_ratio(667.0, 2.235, 989.0, 2 * even)) == pytest.approx(2.0)


def test_a_request_in_the_limits():
    """Bound by work alone: 2N operations for each token of prompt and answer, whatever the batch and the number of accelerators."""
    loose = request(kv_bytes_per_token=1e-6, bandwidth_share=1.0, bandwidth_bytes_per_s=1e18, speed_tok_s_user=1e-3)
    tokens = SIZE["prompt_tokens"] + SIZE["answer_tokens"]
    assert float(loose.accelerator_seconds) == pytest.approx(2 * 70e9 * tokens / (0.4 * 1979e12), rel=1e-6)
    alone = request(active_params=70e9, speed_tok_s_user=8 * 0.6 * 3.35e12 / 70e9 * 0.97, prompt_tokens=1e-6)
    step_s = (70e9 + float(alone.batch) * 160e3 * 250.0) / (8 * 0.6 * 3.35e12)
    assert float(alone.accelerator_seconds) == pytest.approx(8 * 500 * step_s / float(alone.batch), rel=1e-3), "bound by reading weights and cache"


def test_memory_bounds_the_batch_where_it_is_short():
    """With speed to spare as many requests are held as fit beside the weights at their full length."""
    short = request(speed_tok_s_user=1e-3)
    assert float(short.batch) == pytest.approx((8 * 0.9 * 80e9 - 70e9) / (160e3 * 1500.0))


def test_it_agrees_with_the_serving_model_on_a_model_we_know():
    """Whole-step roofline of Llama 3.1 70B on eight H100: the same batch and the same cost, but for operations on the cache that a size does not tell."""
    model, system = models.get("llama-3.1-70b"), systems.get("8xH100")
    batch = 100.0
    theirs = serving.workload(model, system, 1000, 500, batch, weights="fp8", kv="fp8", compute="weights", method="roofline")
    mine = request(active_params=model.params_active_matmul, bandwidth_share=1.0, flop_share=1.0, speed_tok_s_user=float(theirs.interactivity_tok_s_user), kv_bytes_per_token=160 * 1024.0)
    assert float(mine.batch) == pytest.approx(batch, rel=0.1)
    assert float(mine.accelerator_seconds) == pytest.approx(float(theirs.accelerator_seconds_per_request), rel=0.1)


@given(st.floats(1e9, 1e12), st.floats(1, 20), st.floats(1, 80), st.sampled_from([8.0, 64.0, 256.0]))
def test_more_speed_is_never_cheaper_and_more_bandwidth_never_dearer(active, ratio, speed, count):
    base = {"active_params": active, "total_over_active": ratio, "accelerators": count}
    slow, fast = request(**base, speed_tok_s_user=speed), request(**base, speed_tok_s_user=1.5 * speed)
    wide = request(**base, speed_tok_s_user=speed, bandwidth_bytes_per_s=2 * CHIP["bandwidth_bytes_per_s"])
    assert float(fast.accelerator_seconds) >= float(slow.accelerator_seconds) * (1 - 1e-9)
    assert float(wide.accelerator_seconds) <= float(slow.accelerator_seconds) * (1 + 1e-9)
    assert bool(slow.fits) == np.isfinite(float(slow.accelerator_seconds))


def test_a_model_that_does_not_fit_costs_without_end_and_holds_nobody():
    none = request(active_params=1e12, accelerators=np.array([8.0, 64.0]))
    assert np.array_equal(none.fits, [False, True]) and np.isinf(none.accelerator_seconds[0]) and none.batch[0] == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: hardware.on_frontier([1, 2], [1]), "one pair for each point"),
        (lambda: hardware.on_frontier([1, -2], [1, 1]), "speed"),
        (lambda: hardware.throughput_at([1], [float("nan")], 1), "throughput"),
        (lambda: hardware.throughput_at([1], [1], -1), "wanted speed"),
        (lambda: hardware.per_dollar_ratio(1, 0, 1, 1), "dollars an hour"),
        (lambda: request(total_over_active=0.5), "at least the weights"),
        (lambda: request(bandwidth_share=1.2), "bandwidth_share"),
        (lambda: request(active_params=float("inf")), "active_params"),
    ],
)
def test_bad_input_is_told(call, message):
    with pytest.raises(ValueError, match=message):
        call()
