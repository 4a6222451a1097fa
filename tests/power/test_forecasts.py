"""Scores of forecasts: closed forms, a planted bias, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.power import forecasts as model


def test_twice_and_half_are_equally_wrong():
    assert model.log_error(2, 1) == pytest.approx(-model.log_error(1, 2))
    assert model.percent_error(150, 100) == pytest.approx(50)
    assert model.bias_percent(model.log_error([2, 0.5], 1)) == pytest.approx(0)
    assert model.mean_absolute_percent(model.log_error([2, 0.5], 1)) == pytest.approx(100)


def test_a_planted_bias_comes_back_inside_its_interval():
    rng = np.random.default_rng(20261122)
    hits = 0
    for _ in range(400):
        errors = rng.normal(np.log(1.2), 0.3, 6)
        low, high = model.mean_interval_percent(errors)
        hits += low <= 20 <= high
    assert hits / 400 == pytest.approx(0.9, abs=0.05)


def test_one_voice_counts_once():
    errors = np.log([2, 2, 2, 2, 0.5])
    assert model.bias_percent(errors) > 40
    assert model.bias_percent(errors, ["a"] * 4 + ["b"]) == pytest.approx(0)
    assert model.mean_absolute_percent(np.log([2, 0.5]), ["a", "a"]) == pytest.approx(100)


def test_interval_of_two_forecasts_by_hand():
    # errors 0 and 0.2: mean 0.1, standard deviation of a sample 0.1·√2, t with one degree of freedom at 95 % 6.3138
    low, high = np.log1p(np.array(model.mean_interval_percent([0.0, 0.2])) / 100)
    assert (low, high) == pytest.approx((0.1 - 0.63138, 0.1 + 0.63138), abs=1e-4)


def test_errors_of_zero_lean_to_no_side():
    assert model.sign_probability([0.1, 0.2, 0.0, 0.0]) == pytest.approx(0.5)


def test_few_forecasts_say_little():
    assert np.isnan(model.mean_interval_percent([0.1])).all()
    assert model.sign_probability([0.1, 0.2]) == pytest.approx(0.5)
    assert model.sign_probability([0.1] * 6) == pytest.approx(2 / 64)
    assert model.sign_probability([0.0]) == 1.0


@given(errors=st.lists(st.floats(-2, 2), min_size=2, max_size=12))
def test_interval_holds_its_centre_and_size_is_at_least_bias(errors):
    low, high = model.mean_interval_percent(errors)
    bias = model.bias_percent(errors)
    assert low <= bias + 1e-9 and bias - 1e-9 <= high
    assert np.log1p(model.mean_absolute_percent(errors) / 100) >= abs(np.log1p(bias / 100)) - 1e-9
    assert 0 < model.sign_probability(errors) <= 1


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: model.log_error(0, 1), "forecast = 0"),
        (lambda: model.log_error(1, -1), "outcome = -1"),
        (lambda: model.bias_percent([]), "at least one"),
        (lambda: model.bias_percent([0.1, 0.2], ["a"]), "one label"),
        (lambda: model.mean_interval_percent([0.1, 0.2], level=1.5), "level = 1.5"),
        (lambda: model.bias_percent([float("nan")]), "finite"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
