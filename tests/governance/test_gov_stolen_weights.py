"""Exploitation of a stolen model: by hand, limits, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.governance import exploitation as model
from analysis.inference import serving_fleet as fleet

positive = st.floats(1e-2, 1e4)
share = st.floats(0.05, 1.0)


def test_accelerators_by_hand():
    # a turn of 300 tokens at 30 a second lasts 10 s and takes 10 accelerator-seconds: an accelerator a task
    assert float(model.accelerators_for(1000, 10.0, 300, 30.0)) == pytest.approx(1000)
    assert float(model.accelerators_for(1000, 10.0, 300, 30.0, writing_share=0.5)) == pytest.approx(500)
    assert float(model.accelerators_for(1000, 10.0, 300, 30.0, in_use=0.5)) == pytest.approx(2000)
    assert float(model.accelerators_for(1000, 5.0, 300, 30.0)) == pytest.approx(500)
    assert float(model.accelerators_for(1000, 10.0, 600, 30.0)) == pytest.approx(500)
    assert float(model.accelerators_for(1000, 10.0, 300, 60.0)) == pytest.approx(2000)


@given(tasks=positive, seconds=positive, tokens=positive, speed=positive, writing=share, use=share)
def test_littles_law_gives_the_tasks_back(tasks, seconds, tokens, speed, writing, use):
    count = model.accelerators_for(tasks, seconds, tokens, speed, writing, use)
    turns_per_s = fleet.requests_per_day(count, seconds, 1.0, use) / fleet.DAY_S
    assert float(fleet.concurrency(turns_per_s, tokens / speed)) == pytest.approx(tasks * writing, rel=1e-9)


@given(a=positive, b=positive)
def test_need_grows_in_proportion(a, b):
    one, two = model.accelerators_for([a, a + b], 3.0, 100, 20.0)
    assert two / one == pytest.approx((a + b) / a)


def test_power_and_money_by_hand():
    assert float(model.power_mw(1000, 1.0, 1.5)) == pytest.approx(1.5)
    assert float(model.power_mw(1000, 2.0)) == pytest.approx(2.0)
    assert float(model.usd_per_year(10, 2.0)) == pytest.approx(20 * 365.25 * 24)


def test_loss_and_its_limits():
    assert model.loss_percent([0.0, 45.0, 50.0, 60.0], 50.0) == pytest.approx([100.0, 10.0, 0.0, -20.0])


@given(memory=positive, size=st.floats(0.1, 4), usable=share)
def test_the_largest_model_fills_what_is_usable(memory, size, usable):
    assert float(model.largest_weights(memory, size, usable)) * size == pytest.approx(usable * memory)


def test_usable_memory_is_nine_tenths_unless_told():
    assert float(model.largest_weights(100.0, 1.0)) == pytest.approx(90.0)


def test_arrays_broadcast():
    assert model.accelerators_for(np.ones((3, 1)), np.ones(4), 10, 5.0).shape == (3, 4)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: model.accelerators_for(-1, 1, 1, 1), "tasks"),
        (lambda: model.accelerators_for(1, -1, 1, 1), "requests|accelerator_seconds"),
        (lambda: model.accelerators_for(1, 1, 0, 1), "turn_tokens"),
        (lambda: model.accelerators_for(1, 1, 1, 0), "speed_tok_s"),
        (lambda: model.accelerators_for(1, 1, 1, 1, 1.2), "writing_share"),
        (lambda: model.accelerators_for(1, 1, 1, 1, 1, 0), "peak_use"),
        (lambda: model.power_mw(-1, 1), "accelerators"),
        (lambda: model.power_mw(1, 1, 0.9), "pue"),
        (lambda: model.usd_per_year(-1, 1), "accelerators"),
        (lambda: model.usd_per_year(1, -1), "usd_per_hour"),
        (lambda: model.loss_percent(-1, 1), "score_without"),
        (lambda: model.loss_percent(1, 0), "score_with"),
        (lambda: model.largest_weights(0, 1), "memory_bytes"),
        (lambda: model.largest_weights(1, 0), "bytes_per_weight"),
        (lambda: model.largest_weights(1, 1, 0), "usable"),
    ],
)
def test_bad_input_is_refused(call, name):
    with pytest.raises(ValueError, match=name):
        call()
