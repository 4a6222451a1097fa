"""Trends: closed forms, planted growth and breaks, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scaling import trends as model

months = st.floats(1, 200)


def test_halving_in_a_year_is_a_factor_of_two():
    assert model.factor_from_halving(12) == pytest.approx(2)
    assert model.factor_from_doubling_years(1) == pytest.approx(2)
    assert model.doubling_months(2) == pytest.approx(12)
    assert model.remaining_share(model.factor_from_halving(12)) == pytest.approx(0.5)


def test_by_a_third_and_to_a_third():
    assert model.remaining_share(1.5) == pytest.approx(2 / 3)
    assert model.remaining_share(3) == pytest.approx(1 / 3)
    assert 12 * np.log(2) / np.log(1.5) == pytest.approx(20.5, abs=0.05)


def test_hernandez_and_brown_forty_four_times_in_seven_years_halve_in_sixteen_months():
    # arXiv:2005.04305: 44 times from 2012 to 2019, doubling every 16 months
    assert model.doubling_months(model.yearly_from_total(44, 7)) == pytest.approx(16, abs=0.7)


@given(m=months)
def test_halving_and_doubling_invert(m):
    assert model.doubling_months(model.factor_from_halving(m)) == pytest.approx(m, rel=1e-9)


def test_a_ninety_five_percent_interval_narrows_to_ninety_about_the_central_value():
    low, high = model.interval_points(np.exp(-1.959964), np.exp(1.959964), 95, 1.0)
    assert (low, high) == (pytest.approx(np.exp(-1.644854), rel=1e-5), pytest.approx(np.exp(1.644854), rel=1e-5))


def test_a_ninety_percent_interval_stays():
    np.testing.assert_allclose(model.interval_points(2.0, 2.9, 90), (2.0, 2.9))


@given(low=st.floats(0.1, 5), width=st.floats(1.1, 10), skew=st.floats(0.05, 0.95), level=st.floats(50.0, 99.0))
def test_the_central_value_stays_inside(low, width, skew, level):
    high = low * width
    central = low * width**skew
    a, b = model.interval_points(low, high, level, central)
    assert a <= central <= b


def test_largest_each_year():
    mark = model.largest_each_year([2020, 2020, 2020, 2021], [1, 3, 2, 0.5], 2)
    assert mark.tolist() == [False, True, True, True]


@given(st.lists(st.tuples(st.integers(2018, 2021), st.floats(1, 1e6)), min_size=1, max_size=40), st.integers(1, 5))
def test_no_unmarked_entry_is_larger_than_a_marked_one_of_its_year(items, count):
    year, value = np.array([i[0] for i in items]), np.array([i[1] for i in items])
    mark = model.largest_each_year(year, value, count)
    for y in np.unique(year):
        inside = year == y
        assert mark[inside].sum() == min(count, inside.sum())
        if (inside & ~mark).any():
            assert value[inside & ~mark].max() <= value[inside & mark].min()


def planted(before, after, at, noise, seed=0, n=60):
    t = np.linspace(2018, 2026, n)
    log = np.log(before) * (t - at) + (np.log(after) - np.log(before)) * np.maximum(t - at, 0)
    return t, np.exp(log + noise * np.random.default_rng(seed).standard_normal(n))


def test_a_planted_break_is_found_where_it_is():
    t, v = planted(6.0, 2.0, 2022.0, 0.3)
    b = model.strongest_break(t, v, np.arange(2019.5, 2025, 0.5), draws=200)
    assert b.year == pytest.approx(2022.0, abs=0.5)
    assert b.p < 0.02
    there = model.break_at(t, v, 2022.0)
    assert there.before_low < 6.0 < there.before_high
    assert there.after_low < 2.0 < there.after_high


def test_without_noise_the_break_is_exact():
    t, v = planted(6.0, 2.0, 2022.0, 1e-9)
    b = model.break_at(t, v, 2022.0)
    assert (b.before, b.after) == (pytest.approx(6.0, rel=1e-6), pytest.approx(2.0, rel=1e-6))


def test_intervals_of_both_slopes_cover_their_truth():
    got = [model.break_at(*planted(5.0, 3.0, 2022.0, 1.0, seed), 2022.0) for seed in range(300)]
    for truth, low, high in ((5.0, "before_low", "before_high"), (3.0, "after_low", "after_high")):
        cover = np.mean([getattr(b, low) <= truth <= getattr(b, high) for b in got])
        assert 0.85 < cover < 0.95


def test_the_search_counts_itself():
    # without a break the p of the strongest one is uniform: rarely small, though the best single p often is
    got = [model.strongest_break(*planted(4.0, 4.0, 2022.0, 1.0, seed), np.arange(2019.5, 2025, 0.5), draws=200, seed=seed) for seed in range(120)]
    assert 0.03 < np.mean([b.p <= 0.1 for b in got]) < 0.19


def test_f_is_the_textbook_one():
    t, v = planted(4.0, 3.0, 2022.0, 0.5)
    b = model.break_at(t, v, 2022.0)
    y = np.log(v)
    x0, x1 = np.column_stack([np.ones_like(t), t - 2022]), np.column_stack([np.ones_like(t), t - 2022, np.maximum(t - 2022, 0)])
    s0, s1 = (float(np.linalg.lstsq(x, y, rcond=None)[1][0]) for x in (x0, x1))
    assert b.f == pytest.approx((s0 - s1) / (s1 / (t.size - 3)), rel=1e-6)


@given(c=st.floats(1e15, 1e26), f=st.floats(1, 100))
def test_a_shift_gains_the_same_everywhere(c, f):
    assert model.shift_gain(c, f) == pytest.approx(f)
    assert model.tilt_exponent(c, f, 10 * c, f) == pytest.approx(0, abs=1e-12)


@given(pivot=st.floats(1e14, 1e20), theta=st.floats(0.01, 1), c=st.floats(1e15, 1e26))
def test_a_tilt_gains_nothing_at_its_pivot_and_gives_its_exponent_back(pivot, theta, c):
    assert model.tilt_gain(pivot, pivot, theta) == pytest.approx(1)
    low, high = model.tilt_gain([c, 10 * c], pivot, theta)
    assert model.tilt_exponent(c, low, 10 * c, high) == pytest.approx(theta, rel=1e-9)


def test_a_tilt_is_what_equal_loss_says():
    # old line a C^-g, new line through the pivot with exponent h: the compute of the old that matches C of the new
    g, h, pivot, c = 0.05, 0.065, 1e18, 1e23
    loss_new = pivot ** (-g) * (c / pivot) ** (-h)
    old_compute = loss_new ** (-1 / g)
    assert model.tilt_gain(c, pivot, h / g - 1) == pytest.approx(old_compute / c, rel=1e-9)


class Square:
    """A law whose best split is known: loss 1/N + 1/D, best at N = D = sqrt(C/6)."""

    def loss(self, params, tokens):
        return 1 / np.asarray(params) + 1 / np.asarray(tokens)

    def optimal(self, training_flop, extrapolate=False):
        side = np.sqrt(np.asarray(training_flop) / 6)
        return side, side


@given(c=st.floats(1e12, 1e24), skew=st.floats(1.0, 30.0))
def test_allocation_gain_by_hand(c, skew):
    # at N = s·side, D = side/s the loss is (s + 1/s)/side, which the best split has at compute C (2/(s + 1/s))^2
    side = np.sqrt(c / 6)
    assert model.allocation_gain(Square(), [skew * side], [c])[0] == pytest.approx(((skew + 1 / skew) / 2) ** 2, rel=1e-6)


def test_effective_growth_and_tilted_growth():
    assert model.effective_growth(4, 3) == pytest.approx(12)
    assert model.tilted_growth(4, 0) == pytest.approx(4)
    assert model.tilted_growth(4, 0.5) == pytest.approx(8)


@pytest.mark.parametrize(
    "call",
    [
        lambda: model.factor_from_halving(0),
        lambda: model.factor_from_halving(float("nan")),
        lambda: model.doubling_months(1.0),
        lambda: model.yearly_from_total(-1, 2),
        lambda: model.remaining_share(0),
        lambda: model.largest_each_year([2020], [1.0], 0),
        lambda: model.largest_each_year([2020], [0.0], 1),
        lambda: model.tilt_exponent(1e15, 2, 1e15, 3),
        lambda: model.tilt_gain(-1, 1, 0.3),
        lambda: model.interval_points(1, 2, 100),
        lambda: model.break_at([2020, 2021, 2022, 2023, 2024, 2025], [1, 2, 3, 4, 5, 6], 2020.5),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError):
        call()
