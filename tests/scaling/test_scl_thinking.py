"""Thinking longer: gains by hand, planted lines and logistics, pooled means against known truth, spreads, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scaling import thinking as model

share = st.floats(0.01, 0.99)


def test_a_doubling_by_hand():
    assert float(model.per_doubling(40, 55, 8)) == pytest.approx(5)
    assert float(model.per_doubling(40, 55, 1 / 8)) == pytest.approx(-5)
    assert model.per_doubling([10, 20], [20, 20], 2).tolist() == [10, 0]


def test_o3_on_arc_by_hand():
    # ARC Prize, December 2024: 75.7 to 87.5 percent with 33 million and 5.7 billion tokens
    ratio = 5.7e9 / 33e6
    assert ratio == pytest.approx(172.7, abs=0.05)
    assert float(model.per_doubling(75.7, 87.5, ratio)) == pytest.approx(11.8 / np.log2(172.727), rel=1e-6)
    assert float(model.usd_per_task(0.757, 0.875, 20.12, 3475)) == pytest.approx(3454.88 / 0.118, rel=1e-4)


def test_one_more_task():
    assert float(model.usd_per_task(0.5, 0.6, 1.0, 3.0)) == pytest.approx(20)
    assert float(model.usd_per_task(0.6, 0.5, 1.0, 3.0)) == pytest.approx(-20)
    assert np.isinf(model.usd_per_task(0.5, 0.5, 1.0, 3.0))


@given(share, st.integers(5, 5000))
def test_chance_error_is_binomial_in_the_limit(p, n):
    assert float(model.chance_error(p, n)) > 0
    assert float(model.chance_error(p, 1e9)) == pytest.approx(np.sqrt(p * (1 - p) / 1e9), rel=1e-5)


def test_chance_error_stays_off_zero_at_full_marks():
    assert float(model.chance_error(1.0, 30)) > 0.02 and float(model.chance_error(0.0, 30)) == pytest.approx(float(model.chance_error(1.0, 30)))


@given(st.floats(0.2, 0.5), st.floats(-0.02, 0.05), st.integers(3, 8))
def test_a_planted_line_is_found(level, slope, points):
    compute = 3.0 * 2.0 ** np.arange(points)
    fit = model.fit_line(compute, level + slope * np.arange(points), 200)
    assert fit.slope == pytest.approx(slope, abs=1e-9) and fit.rms < 1e-9 and fit.p_value > 0.99
    assert fit.accuracy(compute) == pytest.approx(level + slope * np.arange(points))


def test_a_law_holds_within_the_limit_or_within_chance():
    x, bent = 2.0 ** np.arange(5), 0.4 + np.array([0.0, 0.07, 0.0, 0.07, 0.0])
    few, many = model.fit_line(x, bent, 20), model.fit_line(x, bent, 20_000)
    assert few.rms > 0.02 and few.p_value > 0.05 and few.holds(0.02, 0.05)
    assert many.p_value < 0.05 and not many.holds(0.02, 0.05) and many.holds(0.05, 0.05)


def test_two_points_leave_nothing_to_test():
    fit = model.fit_line([1, 8], [0.4, 0.55], 100)
    assert fit.slope == pytest.approx(0.05) and fit.p_value == 1
    error = np.hypot(*model.chance_error([0.4, 0.55], 100)) / 3
    assert fit.slope_error == pytest.approx(error)


def test_a_planted_logistic_is_found_where_a_line_fails():
    x = 2.0 ** np.arange(0, 13)
    y = 0.6 / (1 + np.exp(-0.9 * (np.log2(x) - 3)))
    line, curve = model.fit_line(x, y, 5000), model.fit_logistic(x, y, 5000)
    assert curve.parameters == pytest.approx((0.6, 3.0, 0.9), rel=1e-3) and curve.rms < 1e-4
    assert curve.holds(0.02, 0.05) and not line.holds(0.02, 0.05)
    numeric = np.diff(curve.accuracy(2.0 ** np.array([curve.middle - 1e-4, curve.middle + 1e-4])))[0] / 2e-4
    assert curve.slope == pytest.approx(numeric, rel=1e-5)


def test_slope_errors_are_those_of_simulated_scores():
    rng = np.random.default_rng(1)
    x, truth, n = 2.0 ** np.arange(5), 0.4 + 0.04 * np.arange(5), 150
    fits = [model.fit_line(x, rng.binomial(n, truth) / n, n) for _ in range(1500)]
    slopes = np.array([f.slope for f in fits])
    assert slopes.mean() == pytest.approx(0.04, abs=4 * slopes.std() / np.sqrt(len(slopes)))
    assert slopes.std() == pytest.approx(np.mean([f.slope_error for f in fits]), rel=0.08)
    assert np.mean([f.p_value < 0.05 for f in fits]) == pytest.approx(0.05, abs=0.02)


def test_logistic_slope_errors_are_those_of_simulated_scores():
    rng = np.random.default_rng(2)
    x, n = 2.0 ** np.arange(0, 10), 2000
    truth = 0.8 / (1 + np.exp(-0.6 * (np.log2(x) - 4)))
    fits = [model.fit_logistic(x, rng.binomial(n, truth) / n, n) for _ in range(150)]
    assert np.std([f.slope for f in fits]) == pytest.approx(np.mean([f.slope_error for f in fits]), rel=0.25)


def test_intervals_hold_a_planted_truth():
    rng = np.random.default_rng(7)
    x, n = 2.0 ** np.arange(6), 400
    line, curve = 0.3 + 0.06 * np.arange(6), 0.8 / (1 + np.exp(-0.7 * (np.arange(6) - 2)))
    for truth, fit in ((line, model.fit_line), (curve, model.fit_logistic)):
        inside = []
        for _ in range(300):
            low, high = fit(x, rng.binomial(n, truth) / n, n).interval(x)
            inside.append((low <= truth) & (truth <= high))
        assert np.mean(inside) == pytest.approx(0.9, abs=0.04)
    low, high = model.fit_line([1, 8], [0.9, 0.99], 20).interval(1e6)
    assert low[0] >= 0 and high[0] == 1


def test_pooling_finds_a_planted_mean_and_spread():
    rng = np.random.default_rng(3)
    covered, between = [], []
    for _ in range(400):
        errors = rng.uniform(0.5, 2.0, 30)
        got = model.pool(2.0 + 1.5 * rng.standard_normal(30) + errors * rng.standard_normal(30), errors)
        low, high = got.interval()
        covered.append(low <= 2.0 <= high)
        between.append(got.between)
    assert np.mean(covered) == pytest.approx(0.9, abs=0.05)
    assert np.mean(between) == pytest.approx(1.5, rel=0.1)


def test_pooling_of_like_studies_weighs_by_precision():
    got = model.pool([1.0, 1.0, 1.0], [1.0, 2.0, 2.0])
    assert got.mean == pytest.approx(1) and got.between == 0 and got.error == pytest.approx(1 / np.sqrt(1 + 0.25 + 0.25))
    assert got.another()[0] == pytest.approx(got.interval()[0])
    one = model.pool([0.0, 10.0], [0.1, 0.1])
    assert one.between > 6 and one.another()[1] > one.interval()[1]


def test_chance_larger_counts_pairs():
    assert model.chance_larger([1, 2, 3], [2]) == pytest.approx(0.5)
    assert model.chance_larger([5], [1, 2]) == 1 and model.chance_larger([0], [1, 2]) == 0
    a, b = np.random.default_rng(4).standard_normal(50), np.random.default_rng(5).standard_normal(60)
    assert model.chance_larger(a, b) + model.chance_larger(b, a) == pytest.approx(1)


def test_bills_average_out():
    assert float(model.bill_spread(1.5, 100)) == pytest.approx(0.15)
    rng = np.random.default_rng(6)
    bills = rng.lognormal(0, 0.8, (20_000, 50)).sum(axis=1)
    cv = np.sqrt(np.exp(0.64) - 1)
    assert bills.std() / bills.mean() == pytest.approx(float(model.bill_spread(cv, 50)), rel=0.03)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="compute_ratio = 1 gives no gain"):
        model.per_doubling(1, 2, 1)
    with pytest.raises(ValueError, match="compute_ratio = -2"):
        model.per_doubling(1, 2, -2)
    with pytest.raises(ValueError, match="first = 75.7"):
        model.usd_per_task(75.7, 87.5, 1, 2)
    with pytest.raises(ValueError, match="2 amounts of compute for 3 accuracies"):
        model.fit_line([1, 2], [0.1, 0.2, 0.3], 100)
    with pytest.raises(ValueError, match="1 different amounts of compute are too few; give at least 2"):
        model.fit_line([2, 2], [0.1, 0.2], 100)
    with pytest.raises(ValueError, match="give at least 5"):
        model.fit_logistic([1, 2, 3, 4], [0.1, 0.2, 0.3, 0.4], 100)
    with pytest.raises(ValueError, match="tasks = 0"):
        model.chance_error(0.5, 0)
    with pytest.raises(ValueError, match="1 values and 1 errors cannot be pooled"):
        model.pool([1.0], [1.0])
    with pytest.raises(ValueError, match="errors = 0"):
        model.pool([1.0, 2.0], [0.0, 1.0])
