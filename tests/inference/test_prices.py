"""Price trends: a planted truth comes back, Epoch AI's 21 fits come out as published, the loop's closed forms, bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.inference import prices as model

YEARS = np.array([0.0, 0.4, 1.0, 1.1, 1.9])


@given(factor=st.floats(1.1, 1000), start=st.floats(0.01, 100))
def test_an_exact_decline_comes_back(factor, start):
    t = model.fit(YEARS, start * factor**-YEARS)
    assert t.factor == pytest.approx(factor, rel=1e-6)
    assert t.low == pytest.approx(factor, rel=1e-3) and t.high == pytest.approx(factor, rel=1e-3)
    assert t.r_squared == pytest.approx(1)


def test_the_interval_covers_a_planted_truth_as_often_as_it_says():
    rng = np.random.default_rng(7)
    hits = 0
    for _ in range(600):
        t = model.fit(YEARS, np.exp(-np.log(10) * YEARS + 0.5 * rng.standard_normal(YEARS.size)))
        hits += t.low <= 10 <= t.high
    assert hits / 600 == pytest.approx(0.9, abs=0.035)


def test_series_of_different_levels_share_a_planted_slope():
    rng = np.random.default_rng(3)
    groups = np.repeat(np.arange(30), 5)
    years = rng.uniform(0, 3, 150)
    level = np.repeat(rng.normal(0, 3, 30), 5)
    drift = np.repeat(rng.normal(0, 0.1, 30), 5)  # errors that go together within a series
    t = model.within_groups(years, np.exp(level - (np.log(4) + drift) * years + 0.1 * rng.standard_normal(150)), groups)
    assert t.low < 4 < t.high and t.factor == pytest.approx(4, rel=0.08)
    assert t.dof == 29 and t.points == 150
    naive = model.fit(years, np.exp(level - np.log(4) * years))
    assert np.log(naive.high / naive.low) > 5 * np.log(t.high / t.low)


def test_the_clustered_interval_covers_as_often_as_it_says():
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(400):
        groups = np.repeat(np.arange(12), 6)
        years = np.tile(np.linspace(0, 2, 6), 12)
        drift = np.repeat(rng.normal(0, 0.3, 12), 6)
        t = model.within_groups(years, np.exp((-np.log(2) + drift) * years), groups)
        hits += t.low <= 2 <= t.high
    assert hits / 400 == pytest.approx(0.9, abs=0.05)


def test_explained_variance_is_the_squared_correlation():
    years, prices = np.array([0.0, 1, 2, 5]), np.array([9.0, 4, 5, 1])
    assert model.fit(years, prices).r_squared == pytest.approx(np.corrcoef(years, np.log(prices))[0, 1] ** 2)
    assert model.fit(years, np.full(4, 3.0)).r_squared == 1
    within = model.within_groups(np.tile(years, 2), np.concatenate([prices, 7 * prices]), np.repeat([0, 1], 4))
    assert within.r_squared == pytest.approx(model.fit(years, prices).r_squared)
    assert model.within_groups([0, 1, 0, 1], [2, 2, 5, 5], [0, 0, 1, 1]).r_squared == 1


def test_the_clustered_error_by_hand():
    """Two series of two years, falling by 1 and by 3 on the logarithmic scale: slope −2, scores ±1/2, error √2 · √(1/2) / 1."""
    t = model.within_groups([0, 1, 0, 1], np.exp([0, -1, 0, -3]), [0, 0, 1, 1])
    assert t.slope == pytest.approx(-2) and t.standard_error == pytest.approx(np.sqrt(2 / 1 * 2 * 0.5**2))


def test_a_series_of_one_says_nothing():
    a = model.within_groups([0, 1, 0, 2], [4, 2, 8, 2], list("aabb"))
    b = model.within_groups([0, 1, 0, 2, 9], [4, 2, 8, 2, 1e9], list("aabbc"))
    assert a == b


def test_lowest_so_far_by_hand():
    days = [1, 2, 3, 3, 4, 5, 6]
    prices = [9.0, 12, 5, 4, 4, 6, 1]
    scores = [50, 90, 60, 60, 70, 99, 10]
    assert list(model.lowest_so_far(days, prices, scores, 50)) == [0, 3]
    assert list(model.lowest_so_far(days, prices, scores, 80)) == [1, 5]
    assert list(model.lowest_so_far(days, prices, [np.nan] * 7, 0)) == []


@settings(max_examples=40)
@given(prices=st.lists(st.floats(0.01, 100), min_size=1, max_size=30), threshold=st.floats(0, 100))
def test_the_frontier_only_falls_and_meets_the_score(prices, threshold):
    rng = np.random.default_rng(len(prices))
    days, scores = rng.integers(0, 20, len(prices)), rng.uniform(0, 100, len(prices))
    chosen = model.lowest_so_far(days, prices, scores, threshold)
    assert np.all(np.diff(np.asarray(prices)[chosen]) < 0) and np.all(np.diff(days[chosen]) > 0)
    assert np.all(scores[chosen] >= threshold)
    if np.any(scores >= threshold):
        assert np.min(np.asarray(prices)[chosen]) == np.min(np.asarray(prices)[scores >= threshold])


def test_leaving_one_out_by_hand():
    years, prices = np.array([0.0, 1, 2, 3]), np.array([8.0, 4, 2, 1e-3])
    left = model.leave_one_out(years, prices)
    assert left[3] == pytest.approx(2)
    assert left[0] == pytest.approx(model.fit(years[1:], prices[1:]).factor)


def test_windows_hold_the_whole_and_every_short_one():
    first, last, factor = model.windows(YEARS, 10.0**-YEARS, 4)
    assert sorted(zip(first, last, strict=True)) == [(0, 3), (0, 4), (1, 4)]
    np.testing.assert_allclose(factor, 10)


def test_no_fall_no_certainty():
    assert model.fit([0, 1, 2, 3], [1, 2, 2, 1]).probability_of_fall == pytest.approx(0.5)
    assert model.fit(YEARS, 2.0**-YEARS).probability_of_fall == pytest.approx(1)
    assert model.fit(YEARS, 2.0**YEARS).probability_of_fall == pytest.approx(0)


def test_the_loop_by_hand():
    assert model.gross_profit_usd(13, 7.5) == pytest.approx(5.5)
    assert model.growth_covered(5.5, 5, 10) == pytest.approx(1.1)
    assert model.growth_covered(-1, 5, 10) == pytest.approx(-0.2)
    assert model.growth_covered(0, 10, 5) == np.inf
    assert model.growth_covered(1, 10, 5) == np.inf and model.growth_covered(-1, 10, 5) == -np.inf
    assert model.self_funded_growth(5, 10) == pytest.approx(0.5)


@given(p=st.floats(0.1, 100), t=st.floats(0.1, 100), g=st.floats(1.01, 10))
def test_profit_that_allows_the_growth_covers_its_rise_with_what_is_already_spent(p, t, g):
    """What profit alone allows is the whole of next year's spending; covering the rise needs less by this year's."""
    assert (model.self_funded_growth(p, t) >= g - 1) == (model.growth_covered(p, t, g * t) >= 1) or model.growth_covered(p, t, g * t) == pytest.approx(1)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: model.fit([0, 1], [1, 2]), "trend needs 3"),
        (lambda: model.fit([0, 0, 0], [1, 2, 3]), "different times"),
        (lambda: model.fit([0, 1, 2], [1, -2, 3]), "prices"),
        (lambda: model.fit([0, 1, float("nan")], [1, 2, 3]), "years"),
        (lambda: model.leave_one_out([0, 1, 2], [1, 2, 3]), "trend needs 4"),
        (lambda: model.within_groups([0, 1, 2], [1, 2, 3], ["a", "a", "b"]), "two series"),
        (lambda: model.within_groups([0, 1, 2], [1, 2, 3], ["a", "b"]), "groups has shape"),
        (lambda: model.gross_profit_usd(-1, 1), "revenue_usd"),
        (lambda: model.growth_covered(1, 0, 1), "training_before_usd"),
        (lambda: model.self_funded_growth(1, 0), "training_usd"),
        (lambda: model.lowest_so_far([1], [0], [1], 1), "prices"),
    ],
)
def test_what_cannot_be_is_refused(call, name):
    with pytest.raises(ValueError, match=name):
        call()
