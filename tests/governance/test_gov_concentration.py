"""Concentration: closed forms, limits, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.governance import concentration as model

HOLDINGS = arrays(float, st.integers(2, 8), elements=st.floats(0.01, 1e6))


@pytest.mark.parametrize("n", [1, 2, 5, 40])
def test_equal_holders_have_the_closed_form(n):
    assert model.hhi(np.full(n, 7.0)) == pytest.approx(1e4 / n)
    assert model.effective_number(model.hhi(np.full(n, 7.0))) == pytest.approx(n)
    assert model.top_share(np.full(n, 7.0), 1) == pytest.approx(1 / n)


def test_a_textbook_index():
    assert model.hhi([40, 30, 20, 10]) == pytest.approx(3000)  # 1600 + 900 + 400 + 100
    assert model.top_share([10, 40, 20, 30], 2) == pytest.approx(0.7)
    assert model.top_share([10, 40], 2, total=100) == pytest.approx(0.5)


def test_draws_broadcast():
    draws = np.array([[1.0, 3.0], [1.0, 1.0]])
    assert model.hhi(draws) == pytest.approx([5000, 6250])
    assert model.top_share(draws, 1) == pytest.approx([0.5, 0.75])
    low, high = model.hhi_bounds(draws, 2 * draws.sum(axis=0), 1.0)
    assert low == pytest.approx([1250, 6250 / 4]) and high == pytest.approx([2500, 6250 / 4 + 4 * 1e4 / 64])


def test_bounds_by_hand():
    low, high = model.hhi_bounds([50, 20], 100, 20)  # the rest of 30 is at most 20 and 10
    assert (low, high) == (pytest.approx(2900), pytest.approx(2900 + 400 + 100))
    assert model.hhi_bounds([50, 50], 100, 20) == (pytest.approx(5000), pytest.approx(5000))
    assert model.hhi_bounds([50, 20], 100, 1e-3)[1] == pytest.approx(2900, abs=0.1)


def test_a_rest_of_whole_caps_is_not_lost_to_rounding():
    assert model.hhi_bounds([0.7], 1.0, 0.1)[1] == pytest.approx(4900 + 300)


@given(HOLDINGS)
def test_the_index_lies_between_equality_and_one_holder(x):
    assert 1e4 / len(x) * (1 - 1e-9) <= model.hhi(x) <= 1e4 * (1 + 1e-9)
    assert (1e4 * model.top_share(x, 1) ** 2 <= model.hhi(x) * (1 + 1e-9)) and (model.hhi(x) <= 1e4 * model.top_share(x, 1) * (1 + 1e-9))


@given(HOLDINGS, st.floats(1e-3, 1e3))
def test_units_and_order_do_not_matter(x, unit):
    assert model.hhi(x[::-1] * unit) == pytest.approx(model.hhi(x))
    assert model.top_share(x[::-1] * unit, 2) == pytest.approx(model.top_share(x, 2))


@given(HOLDINGS)
def test_a_merger_raises_the_index_and_more_holders_the_share(x):
    assert model.hhi(np.append(x[2:], x[0] + x[1])) >= model.hhi(x) * (1 - 1e-12)
    assert np.all(np.diff([model.top_share(x, n) for n in range(1, len(x) + 1)]) >= 0)
    assert model.top_share(x, len(x)) == pytest.approx(1)


@given(HOLDINGS, HOLDINGS)
def test_bounds_hold_whatever_the_rest_is(named, rest):
    low, high = model.hhi_bounds(named, named.sum() + rest.sum(), rest.max())
    exact = model.hhi(np.concatenate([named, rest]))
    assert low * (1 - 1e-9) <= exact <= high * (1 + 1e-6)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: model.hhi([0, 0]), "sum to zero"),
        (lambda: model.hhi([-1, 2]), "shares = -1"),
        (lambda: model.top_share([0, 0], 1), "sum to zero"),
        (lambda: model.top_share([1, 2], 3), "n = 3.*1 to 2.*name more"),
        (lambda: model.top_share([1, 2], 0), "n = 0"),
        (lambda: model.top_share([1, 2], 1, total=2), "more than total.*named and unnamed"),
        (lambda: model.top_share([1, np.nan], 1), "not a finite"),
        (lambda: model.hhi_bounds([1, 2], 10, 0), "largest_unnamed = 0"),
        (lambda: model.effective_number(0), "index = 0.*0–10,000"),
        (lambda: model.effective_number(10001), "index = 10001"),
    ],
)
def test_bad_input_is_answered(call, words):
    with pytest.raises(ValueError, match=words):
        call()
