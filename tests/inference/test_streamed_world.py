"""A streamed world: closed forms, a published memory need, properties, the search, the record, the claim."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.inference import streamed_world as model

positive = st.floats(0.1, 1e4)


def test_a_14b_video_transformer_adds_6240_tokens_a_second_at_480p():
    # Wan2.1: 4 frames a latent, 480x832 over 16x16 pixels a token, 16 frames a second; 40 layers of 5120, 16 bits
    rate = model.tokens_per_s(30 * 52, 4, 16)
    assert rate == 6240
    assert model.cache_bytes(1, rate, 2 * 40 * 5120, 2) == pytest.approx(6240 * 819_200)


def test_lingbot_memory_as_nvidia_states_it():
    # FlashDreams: 21 blocks of 3 latent frames at 464x832 with the whole cache kept want about 120 GB (text encoder included)
    rate = model.tokens_per_s(29 * 52, 4, 16)
    need = model.memory_needed_bytes(63 / 4, rate, 2 * 40 * 5120, 14e9 * 2, 2, reserve=0.1)
    assert need == pytest.approx(120e9, rel=0.05)


@given(seconds=positive, rate=positive, values=positive, weights=st.floats(0, 1e9), width=st.sampled_from([1.0, 2.0]), reserve=st.floats(0, 0.9))
def test_memory_needed_is_the_inverse(seconds, rate, values, weights, width, reserve):
    need = model.memory_needed_bytes(seconds, rate, values, weights, width, reserve)
    assert model.memory_s(need, weights, rate, values, width, reserve) == pytest.approx(seconds, rel=1e-5)


def test_weights_that_do_not_fit_leave_nothing():
    assert model.memory_s(80e9, 140e9, 1000, 1000) == 0


@pytest.mark.parametrize("factorised", [False, True])
def test_arithmetic_solves_its_equation(factorised):
    n, k, f, passes, params, pair, speed = 880, 4, 24, 4, 5e9, 4 * 30 * 3072, 4e14
    seconds = model.arithmetic_s(speed, params, pair, n, k, f, passes, factorised)
    past = seconds * model.tokens_per_s(n, k, f)
    seen = n + past / n if factorised else past
    assert passes * n * (2 * params + pair * seen) == pytest.approx(speed * k / f)


def test_bandwidth_solves_its_equation():
    n, k, f, passes = 880, 4, 24, 4
    seconds = model.bandwidth_s(2.7e12, 10e9, 184_320, 2, n, k, f, passes)
    assert passes * (10e9 + 2 * 184_320 * seconds * model.tokens_per_s(n, k, f)) == pytest.approx(2.7e12 * k / f)


def test_a_world_that_need_not_keep_pace_is_not_paced():
    assert np.isinf(model.arithmetic_s(1e12, 1e12, 1e6, 880, 4, 24, 0))
    assert np.isinf(model.bandwidth_s(1e9, 1e12, 1e6, 2, 880, 4, 24, 0))
    assert model.arithmetic_s(1e12, 1e12, 1e6, 880, 4, 24, 1) == 0  # too slow for its own weights
    assert np.isinf(model.window_s(0, 100)) and model.window_s(131_072, 131_072 / 60) == pytest.approx(60)


@given(memory=st.floats(1e9, 1e13), weights=st.floats(0, 1e11), rate=positive, values=st.floats(1e3, 1e6), more=st.floats(1, 10))
def test_more_memory_never_shortens_and_more_tokens_never_lengthen(memory, weights, rate, values, more):
    base = model.memory_s(memory, weights, rate, values)
    assert model.memory_s(memory * more, weights, rate, values) >= base
    assert model.memory_s(memory, weights, rate * more, values) <= base


@given(st.lists(st.floats(0, 1e6), min_size=4, max_size=4))
def test_the_limit_named_is_the_one_that_binds(lengths):
    seconds, limit = model.lookback_s(**dict(zip(model.LIMITS, lengths, strict=True)))
    assert seconds == min(lengths) == lengths[int(limit)]


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: model.tokens_per_s(0, 4, 16), "tokens_per_latent = 0"),
        (lambda: model.tokens_per_s(10, 4, -1), "frames_per_s = -1"),
        (lambda: model.memory_s(1e9, 0, 10, 10, reserve=1.0), "reserve = 1"),
        (lambda: model.memory_s(float("nan"), 0, 10, 10), "memory_bytes"),
        (lambda: model.arithmetic_s(1e12, 1e9, 1e6, 880, 4, 24, -1), "passes = -1"),
        (lambda: model.lookback_s(memory=-1, arithmetic=1, bandwidth=1, training=1), "negative"),
    ],
)
def test_bad_input_is_named(call, match):
    with pytest.raises(ValueError, match=match):
        call()
