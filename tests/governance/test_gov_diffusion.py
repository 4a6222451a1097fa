"""Diffusion: closed forms and limits, the inverse, planted truths for both fits, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.governance import diffusion as model

rate = st.floats(1.1, 20)


def test_two_waits_by_hand():
    # 2 x 2 x 1 = 4 a year: a sixteenth waits two years, unless the technique takes longer to spread
    assert float(model.year_reached(2024.0, 16, 0.5, 2, 2)) == pytest.approx(2026)
    assert float(model.year_reached(2024.0, 16, 3.0, 2, 2)) == pytest.approx(2027)
    assert float(model.year_reached(2024.0, 16, 0.0, 2, 2, 4)) == pytest.approx(2025)


def test_limits_of_arrival():
    assert model.year_reached(2024, [0.1, 1.0], 0.25, 3.0) == pytest.approx([2024.25, 2024.25])
    assert model.year_reached(2024, [1.0, 2.0], 0.25, 1.0).tolist() == [2024.25, np.inf]
    assert np.isinf(model.year_reached(2024, 2.0, 0.0, 1.5, 1.0, 0.5))


def test_it_broadcasts():
    assert model.year_reached(np.zeros((2, 1, 1)), np.ones((3, 1)), 0.5, np.full(4, 3.0)).shape == (2, 3, 4)
    assert model.actors_able(np.array([0.4, 1.0, 2.0]), 0.0, [1, 4, 16], 0.5, 4.0).tolist() == [0, 2, 3]


@given(r=st.floats(1, 1e6), a=rate, h=st.floats(1, 2), b=st.floats(1, 2), spread=st.floats(0, 2))
def test_reach_inverts_the_wait(r, a, h, b, spread):
    wait = float(model.year_reached(0.0, r, spread, a, h, b))
    within = float(model.smaller_within_reach(wait, spread, a, h, b))
    assert within >= r * (1 - 1e-9)
    if wait > spread:
        assert within == pytest.approx(r, rel=1e-9)


def test_nobody_before_it_has_spread():
    assert model.smaller_within_reach([0.4, 0.5, 1.0], 0.5, 4.0).tolist() == [0.0, 2.0, 4.0]
    assert float(model.smaller_within_reach(2.0, 0.0, 0.5)) == 1.0  # budgets that shrink never lose the equal actor


@given(r=st.floats(1.5, 1e6), a=rate, spread=st.floats(0, 2))
def test_more_progress_and_money_never_later(r, a, spread):
    base = model.year_reached(0.0, r, spread, a)
    assert model.year_reached(0.0, r, spread, a * 1.2) <= base and model.year_reached(0.0, r, spread, a, 1.2) <= base
    assert model.year_reached(0.0, r * 2, spread, a) >= base
    assert model.actors_able(2.0, 0.0, [1, 10, r], spread, a * 2) >= model.actors_able(2.0, 0.0, [1, 10, r], spread, a)


def test_frontier_by_hand():
    assert model.frontier_multiple([0, 1, 2], 4.0, 2.5) == pytest.approx([1, 10, 100])


def _planted(n=200, noise=0.0, seed=3):
    r = np.random.default_rng(seed)
    flop, year = 10 ** r.uniform(22, 26, n), r.uniform(2023, 2026, n)
    return 5 * np.log(flop) + 5 * np.log(3.0) * year + noise * r.standard_normal(n), flop, year


def test_planted_factor_is_found():
    fit = model.efficiency_fit(*_planted())
    assert float(fit.factor) == pytest.approx(3.0, rel=1e-6) and float(fit.points_per_efold) == pytest.approx(5.0) and float(fit.points_per_year) == pytest.approx(5 * np.log(3))


def test_resampled_factor_covers_the_planted_one():
    draws = model.efficiency_draws(*_planted(noise=4.0), draws=2000)
    low, high = np.quantile(draws.factor, (0.05, 0.95))
    assert low < 3.0 < high and high / low < 2.5
    same = model.efficiency_draws(*_planted(), draws=50).factor
    assert same == pytest.approx(3.0, rel=1e-5)


def test_planted_lags_are_found_with_bounds():
    r = np.random.default_rng(8)
    lag = np.exp(np.log(0.8) + 0.5 * r.standard_normal(400))
    bound = np.zeros(400, dtype=int)
    bound[:100], lag[:100] = np.where(lag[:100] > 1.0, model.AT_LEAST, 0), np.minimum(lag[:100], 1.0)  # watched for a year
    bound[100:200], lag[100:200] = np.where(lag[100:200] < 0.6, model.AT_MOST, 0), np.maximum(lag[100:200], 0.6)  # first looked at late
    mean, spread = model.lag_posterior(lag, bound, draws=4000)
    assert np.median(mean) == pytest.approx(np.log(0.8), abs=0.08) and np.median(spread) == pytest.approx(0.5, abs=0.06)


def test_bounds_move_the_lag_their_way():
    lags = np.array([0.5, 0.8, 1.2, 1.0, 1.0])
    middle = {b: np.median(model.lag_posterior(lags, [0, 0, 0, b, b])[0]) for b in (-1, 0, 1)}
    assert middle[-1] < middle[0] < middle[1]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: model.year_reached(2024, 0, 0.5, 3), "times_smaller"),
        (lambda: model.year_reached(2024, 10, -1, 3), "spread_years"),
        (lambda: model.year_reached(2024, 10, 1, 0), "algorithmic_factor"),
        (lambda: model.year_reached(2024, 10, 1, 3, 0), "hardware_factor"),
        (lambda: model.year_reached(2024, 10, 1, 3, 1, -1), "budget_growth"),
        (lambda: model.year_reached("soon", 10, 1, 3), "pioneered"),
        (lambda: model.smaller_within_reach(-1, 0, 3), "years"),
        (lambda: model.frontier_multiple(-1, 4, 3), "years"),
        (lambda: model.frontier_multiple(1, 0, 3), "compute_growth"),
        (lambda: model.efficiency_fit([1, 2, 3], [1, 1, 1], [1, 2, 3]), "four models or more"),
        (lambda: model.efficiency_fit([1, 2, 3, 4], [1, 1, 0, 1], [1, 2, 3, 4]), "training_flop"),
        (lambda: model.lag_posterior([1, 2, 3], [0, 0, 2]), "-1 \\(at most\\)"),
        (lambda: model.lag_posterior([1, 2, 3], [0, 0, 1]), "Give three or more"),
        (lambda: model.lag_posterior([1, 2, 0], [0, 0, 0]), "years"),
    ],
)
def test_bad_input(call, says):
    with pytest.raises(ValueError, match=says):
        call()
