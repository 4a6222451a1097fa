"""Pace: closed forms, planted breaks and their absence, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.scaling import pace as model

RNG = np.random.default_rng(3)
X = np.sort(RNG.uniform(2023, 2026, 36))


def test_who_leads_by_hand():
    day, score = [1, 2, 2, 3, 4], [5, 3, 9, 4, 8]
    assert list(model.leading(day, score, 1)) == [True, False, True, False, False]
    assert list(model.leading(day, score, 2)) == [True, False, True, False, True]
    assert model.leading(day, score, 9).all()


def test_gaps_within_lines_whatever_the_order():
    got = model.gaps(["a", "b", "a", "a"], [100.0, 7.0, 0.0, 40.0])
    assert got[[0, 3]] == pytest.approx([60, 40]) and np.isnan(got[[1, 2]]).all()


def test_a_straight_line_by_hand():
    slope, error, freedom = model.trend([0, 1, 2, 3], [1, 3, 5, 7])
    assert slope == pytest.approx(2) and error == pytest.approx(0, abs=1e-12) and freedom == 2


def test_steeper_is_certain_without_noise_and_even_for_equals():
    x = np.arange(6.0)
    assert model.probability_steeper(x, x, x, 2 * x) == 1.0
    noise = RNG.normal(size=6)
    assert model.probability_steeper(x, x + noise, x, x + noise) == pytest.approx(0.5)


def test_steeper_is_calibrated_on_equal_slopes():
    x, rng = np.linspace(0, 1, 10), np.random.default_rng(8)
    got = [model.probability_steeper(x, x + 0.2 * rng.normal(size=10), x, x + 0.2 * rng.normal(size=10)) for _ in range(1500)]
    assert np.mean(np.array(got) > 0.9) == pytest.approx(0.1, abs=0.025)


def test_the_break_test_by_least_squares_written_out():
    y = 3 * (X - 2024) + RNG.normal(size=len(X))
    found = model.break_test(X, y, 2024.7)
    one = np.column_stack([np.ones_like(X), X])
    late = X >= 2024.7
    s0 = np.sum((y - one @ np.linalg.lstsq(one, y, rcond=None)[0]) ** 2)
    s1 = sum(np.sum((y[k] - one[k] @ np.linalg.lstsq(one[k], y[k], rcond=None)[0]) ** 2) for k in (late, ~late))
    assert found["f"] == pytest.approx((s0 - s1) / 2 / (s1 / (len(X) - 4)))
    assert found["p"] == pytest.approx(stats.f.sf(found["f"], 2, len(X) - 4))
    assert found["bic_gain"] == pytest.approx(len(X) * np.log(s0 / s1) - 2 * np.log(len(X)))
    assert found["after"] == pytest.approx(np.polyfit(X[late], y[late], 1)[0])


def test_a_planted_break_is_found_with_its_size():
    rng = np.random.default_rng(1)
    after = X >= 2024.7
    y = 120 + 5 * (X - 2024.7) + after * (4 + 9 * (X - 2024.7)) + 0.3 * rng.normal(size=len(X))
    found = model.break_test(X, y, 2024.7)
    assert found["before"] == pytest.approx(5, abs=0.6) and found["after"] == pytest.approx(14, abs=0.9) and found["jump"] == pytest.approx(4, abs=0.6)
    assert found["p"] < 1e-8 and model.probability_no_break(found["bic_gain"]) < 1e-6


def test_lines_that_fit_exactly():
    x = np.arange(10.0)
    straight = model.break_test(x, 2.0 * x + 7.0, at=5.0)
    assert (straight["f"], straight["p"]) == (0.0, 1.0) and straight["bic_gain"] == pytest.approx(-2 * np.log(10))
    for seed in range(20):  # rounding leaves residues of some of these
        rng = np.random.default_rng(seed)
        years = np.sort(rng.uniform(2023, 2026.3, 30))
        rounded = model.break_test(years, 10 * rng.normal() * years + 100 * rng.normal(), at=2024.7)
        assert (rounded["f"], rounded["p"]) == (0.0, 1.0)
    assert model.break_test(years, np.full(30, 1 / 3), at=2024.7)["p"] == 1.0
    flat = model.break_test(x, np.full(10, 3.0), at=5.0)
    assert flat["p"] == 1.0 and model.probability_no_break(flat["bic_gain"]) > 0.5
    broken = model.break_test(x, 2.0 * x + 4.0 * (x >= 5), at=5.0)
    assert broken["p"] == 0.0 and broken["bic_gain"] == np.inf and model.probability_no_break(broken["bic_gain"]) == 0.0


def test_without_a_break_false_alarms_come_at_their_rate():
    rng = np.random.default_rng(2)
    p = np.array([model.break_test(X, 4 * X + rng.normal(size=len(X)), 2024.7)["p"] for _ in range(800)])
    assert np.mean(p < 0.05) == pytest.approx(0.05, abs=0.02)
    assert np.median(p) == pytest.approx(0.5, abs=0.06)


def test_the_simulated_p_value_agrees_with_the_formula_and_grows_with_correlation():
    f = 4.0
    formula = stats.f.sf(f, 2, len(X) - 4)
    assert model.serial_p_value(X, f, 2024.7, 0.0, draws=20_000) == pytest.approx(formula, abs=0.005)
    assert model.serial_p_value(X, f, 2024.7, 0.6) > 2 * formula


def test_power_agrees_with_the_noncentral_f():
    bend, sigma = 6.0, 2.0
    after = X >= 2024.7
    one, two = np.column_stack([np.ones_like(X), X]), after * bend * (X - 2024.7)
    lost = np.sum((two - one @ np.linalg.lstsq(one, two, rcond=None)[0]) ** 2) / sigma**2
    exact = stats.ncf.sf(stats.f.ppf(0.95, 2, len(X) - 4), 2, len(X) - 4, lost)
    assert model.power(X, 2024.7, sigma, bend=bend, draws=6_000) == pytest.approx(exact, abs=0.03)
    assert model.power(X, 2024.7, sigma, draws=6_000) == pytest.approx(0.05, abs=0.012)


@given(gain=st.floats(-20, 20), prior=st.floats(0.05, 0.95))
def test_no_break_follows_bayes(gain, prior):
    odds = prior / (1 - prior) * np.exp(-gain / 2)
    assert model.probability_no_break(gain, prior) == pytest.approx(odds / (1 + odds))


def test_an_extended_line_covers_a_new_point():
    rng, inside = np.random.default_rng(4), []
    x = np.linspace(0, 1, 12)
    for _ in range(1500):
        y = 2 * x + rng.normal(size=12)
        value, error, freedom = model.extended(x, y, 1.0, 1.8)
        inside.append(abs(2 * 1.8 + rng.normal() - value) < stats.t.ppf(0.95, freedom) * error)
    assert np.mean(inside) == pytest.approx(0.9, abs=0.025)


def test_gain_of_a_year_by_hand():
    assert model.year_gain([2023.5, 2024.2, 2024.9, 2025.5], [10, 14, 12, 20], 2024) == 4
    assert model.year_gain([2023.5, 2024.2, 2024.9, 2025.5], [10, 14, 12, 20], 2025) == 6


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: model.trend([1, 2], [1, 2]), "Give at least 3 points"),
        (lambda: model.break_test(X, X[:-1], 2024.0), "too short or uneven"),
        (lambda: model.break_test(X, X, 1999.0), "fewer than two points on one side"),
        (lambda: model.leading([1, 2], [1, 2], 0), "top = 0 is outside"),
        (lambda: model.power(X, 2024.5, 0.0), "sigma = 0 is outside"),
        (lambda: model.probability_no_break(1.0, 1.0), "prior = 1 is outside"),
        (lambda: model.extended(X, X, 2000.0, 2027.0), "needs three"),
        (lambda: model.year_gain(X, X, 2020), "no score before 2020"),
    ],
)
def test_bad_input_names_the_offender(call, message):
    with pytest.raises(ValueError, match=message):
        call()
