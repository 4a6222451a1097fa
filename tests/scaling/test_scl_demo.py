"""DeMo and training over links: published payloads, transforms, a hand-checked gradient, step times in closed form, bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.scaling import demo as model

ONE_B = {"d_model": 2048, "n_layers": 16, "mlp_ratio": 8, "embedding_size": 50304}
SMALL = {**ONE_B, "d_model": 1024}
TEXT = ("the quick brown fox jumps over the lazy dog and runs home again. " * 40)[:2400]


@pytest.mark.parametrize(("config", "topk", "printed_mb"), [(ONE_B, 32, 110.32), (ONE_B, 16, 55.16), (ONE_B, 2, 6.89), (SMALL, 8, 7.49), (SMALL, 1, 0.93)])
def test_published_payloads(config, topk, printed_mb):
    # arXiv:2411.19870, versions 1 and 2; the second cuts figures off rather than rounding them
    assert model.bytes_per_step(config, topk) / 1e6 == pytest.approx(printed_mb, abs=0.01)


def test_parameters_of_the_configurations():
    assert model.parameter_count(ONE_B) == 1_176_764_416
    assert model.parameter_count(SMALL) == 319_946_752


def test_no_number_of_bytes_a_parameter_gives_both_printed_gradients():
    per_param = [2416.6e6 / model.parameter_count(ONE_B), 636.9e6 / model.parameter_count(SMALL)]
    assert per_param[0] / per_param[1] > 1.03
    assert model.ddp_bytes_per_step(model.parameter_count(ONE_B)) / 1e6 == pytest.approx(2353.53, abs=0.01)


def test_a_chunk_side_divides():
    assert [model.smaller_split(s, 64) for s in (64, 128, 100, 97, 7)] == [64, 64, 50, 1, 7]


def test_all_of_a_chunk_costs_every_number():
    assert model.entries_per_step([(128, 128), (10,)], topk=10_000) == 128 * 128 + 10


@given(k=st.integers(1, 4000))
def test_more_kept_is_more_sent(k):
    assert model.bytes_per_step(ONE_B, k + 1) > model.bytes_per_step(ONE_B, k)


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000), shape=st.sampled_from([(64, 128), (130, 6), (96,), (7,)]), chunk=st.sampled_from([4, 16, 64]))
def test_transform_is_orthonormal_and_inverts(seed, shape, chunk):
    x = np.random.default_rng(seed).standard_normal(shape)
    c = model.encode(x, chunk)
    np.testing.assert_allclose(model.decode(c, shape, chunk), x, atol=1e-10)
    assert np.sum(c**2) == pytest.approx(np.sum(x**2))


def test_transform_of_a_level_chunk_is_one_number():
    c = model.encode(np.full((8, 8), 3.0), 8)
    assert c[0, 0] == pytest.approx(24.0)  # 3 times the root of 64
    assert np.abs(c[0, 1:]).max() < 1e-12


def test_the_largest_are_kept():
    kept = model.keep_largest([[1.0, -5.0, 3.0, 0.5], [2.0, 2.5, -1.0, 9.0]], 2)
    np.testing.assert_array_equal(kept, [[0, -5, 3, 0], [0, 2.5, 0, 9]])
    np.testing.assert_array_equal(model.keep_largest([[1.0, 2.0]], 5), [[1.0, 2.0]])


def test_gradient_against_differences():
    p = model.character_problem(TEXT, context=4, symbols=20, width=6, embedding=3)
    w = p.start(np.random.default_rng(3))
    x, y = p.contexts[:40], p.targets[:40]
    _, g = p.gradient(w, x, y)
    rng = np.random.default_rng(4)
    for name in w:
        at = tuple(rng.integers(0, s) for s in w[name].shape) if name != "embed" else (int(x[0, 0]), 1)
        old, h = w[name][at], 1e-6
        ends = []
        for sign in (1, -1):
            w[name][at] = old + sign * h
            ends.append(p.loss(w, x, y))
        w[name][at] = old
        assert g[name][at] == pytest.approx((ends[0] - ends[1]) / (2 * h), rel=1e-4, abs=1e-8), name


@pytest.mark.parametrize(("method", "rate"), [("adamw", 0.01), ("momentum", 0.3), ("demo", 0.01)])
def test_every_method_learns_and_repeats_itself(method, rate):
    p = model.character_problem(TEXT, context=4, symbols=30, width=16, embedding=4)
    first = model.train(p, method, learning_rate=rate, steps=30, seed=5, workers=2, batch=32, topk=4, chunk=16, every=15)
    again = model.train(p, method, learning_rate=rate, steps=30, seed=5, workers=2, batch=32, topk=4, chunk=16, every=15)
    np.testing.assert_array_equal(first["loss"], again["loss"])
    assert first["loss"][-1] < np.log(30) - 0.3  # well below guessing
    np.testing.assert_array_equal(first["step"], [15, 30])


def test_demo_with_one_worker_and_everything_kept_is_sign_descent():
    p = model.character_problem(TEXT, context=3, symbols=12, width=4, embedding=2)
    got = model.train(p, "demo", learning_rate=0.01, steps=1, seed=7, workers=1, batch=16, topk=10_000, every=1)
    w = p.start(np.random.default_rng([7, 1]))
    pick = np.random.default_rng([7, 2]).integers(0, len(p.targets), size=(1, 16))[0]
    _, g = p.gradient(w, p.contexts[pick], p.targets[pick])
    pace = 0.01 * 0.1  # the cosine's end after a run of one step
    c = {k: model.decode(model.encode(pace * g[k]), g[k].shape) for k in w}
    for k in w:
        w[k] = w[k] - pace * np.sign(c[k])
    assert got["loss"][0] == pytest.approx(p.loss(w, p.held_contexts, p.held_targets), rel=1e-9)


def test_gather_grows_with_workers_and_a_ring_does_not():
    assert model.received_bytes(10.0, 5, True) == pytest.approx(40.0)
    assert model.received_bytes(10.0, 5, False) == pytest.approx(16.0)
    n = model.break_even_workers(2.0, 40.0)
    assert model.received_bytes(2.0, n, True) == pytest.approx(model.received_bytes(40.0, n, False))


def test_step_time_by_hand():
    # 1e9 parameters in 16 bits over 2 sites by ring: 2 GB received, 16 Gbit over 8 Gbit/s is 2 s, and 2 hops of 0.1 s
    t = model.step_time_s(3.0, 1e9, 16, 1, False, 0.0, 2, 8e9, 0.1)
    assert t == pytest.approx(5.2)
    assert model.slowdown(3.0, 1e9, 16, 1, False, 0.0, 2, 8e9, 0.1) == pytest.approx(1 - 3 / 5.2)
    assert model.step_time_s(3.0, 1e9, 16, 1, False, 0.5, 2, 8e9, 0.1) == pytest.approx(3.7)
    assert model.step_time_s(3.0, 1e9, 16, 10, False, 0.0, 2, 8e9, 0.1) == pytest.approx(3.22)


@given(loss=st.floats(0.02, 0.8), every=st.sampled_from([1, 30, 500]), gather=st.booleans(), overlap=st.floats(0, 1), sites=st.integers(2, 40))
def test_the_link_needed_loses_what_was_asked(loss, every, gather, overlap, sites):
    link = model.link_needed_bit_s(loss, 5.0, 1e10, 4, every, gather, overlap, sites, 0.001)
    assert model.slowdown(5.0, 1e10, 4, every, gather, overlap, sites, link, 0.001) == pytest.approx(loss, rel=1e-6)


def test_latency_alone_can_be_too_much():
    assert model.link_needed_bit_s(0.1, 1.0, 1e9, 16, 1, False, 0.0, 20, 1.0) == np.inf


def test_crossing():
    year = model.first_crossing(2026.0, 1e24, 10.0, 1e26, [1e27, 1e25])
    assert year[0] == pytest.approx(2028.0)
    assert year[1] == np.inf
    assert model.first_crossing(2026.0, 1e26, 10.0, 1e25, 1e27) == pytest.approx(2026.0)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: model.bytes_per_step(ONE_B, 0), "topk"),
        (lambda: model.bytes_per_step(ONE_B, 1.5), "topk"),
        (lambda: model.bytes_per_step({**ONE_B, "d_model": -1}), "d_model"),
        (lambda: model.smaller_split(0, 64), "size"),
        (lambda: model.encode(np.zeros((2, 2, 2))), "dimensions"),
        (lambda: model.received_bytes(1.0, 1, True), "workers"),
        (lambda: model.slowdown(0.0, 1e9, 16, 1, False, 0, 2, 1e9, 0), "compute_s"),
        (lambda: model.slowdown(1.0, 1e9, 16, 0.5, False, 0, 2, 1e9, 0), "every"),
        (lambda: model.slowdown(1.0, 1e9, 16, 1, False, 1.2, 2, 1e9, 0), "overlap"),
        (lambda: model.link_needed_bit_s(1.0, 1.0, 1e9, 16, 1, False, 0, 2, 0), "loss"),
        (lambda: model.first_crossing(2026, 1e24, 0.9, 1e25, 1e26), "growth"),
        (lambda: model.character_problem("short"), "too short"),
    ],
)
def test_bad_input_is_refused(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_an_unknown_method_is_named():
    p = model.character_problem(TEXT, context=3, symbols=12, width=4, embedding=2)
    with pytest.raises(KeyError, match="adamw"):
        model.train(p, "adam", learning_rate=0.1, steps=1, seed=1)
