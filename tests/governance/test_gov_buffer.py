"""Buffers: bivariate normal against scipy, closed form against simulation and against sums over places, limits, bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal, norm

from analysis.governance import buffer


@settings(max_examples=40, deadline=None)
@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-0.95, 0.95))
def test_the_bivariate_normal_is_scipy_s(h, k, rho):
    want = multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([h, k])
    assert buffer.bivariate_normal(h, k, rho) == pytest.approx(want, abs=2e-5)


def test_the_bivariate_normal_at_its_limits():
    assert buffer.bivariate_normal(0, 0, 0.5) == pytest.approx(0.25 + np.arcsin(0.5) / (2 * np.pi))  # Sheppard's formula
    assert buffer.bivariate_normal(0, 0, -0.5) == pytest.approx(0.25 - np.arcsin(0.5) / (2 * np.pi))
    assert buffer.bivariate_normal(0.7, -0.3, 0.0) == pytest.approx(norm.cdf(0.7) * norm.cdf(-0.3))
    np.testing.assert_allclose(buffer.bivariate_normal([1, -1], 9.0, 0.6), norm.cdf([1, -1]), atol=1e-9)
    assert buffer.bivariate_normal(0.0, -1.2, 0.4) == pytest.approx(multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]]).cdf([0, -1.2]), abs=2e-5)


@pytest.mark.parametrize("rho", [-0.4, 0.0, 0.4])
@pytest.mark.parametrize("multiple", [1.0, 5.0, 30.0])
def test_the_closed_form_is_what_a_simulation_finds(multiple, rho):
    n = 400_000
    x = -0.3 + 0.9 * np.random.default_rng(7).standard_normal(n)
    want, got = buffer.simulate(multiple, x, 8.0, 0.4, rho, seed=8), buffer.rates(multiple, 8.0, 0.4, -0.3, 0.9, rho)
    for name in ("false_negative", "escaped", "false_positive", "covered", "needless", "concern"):
        assert float(getattr(got, name)) == pytest.approx(float(getattr(want, name)), abs=5 * 0.5 / np.sqrt(n * 0.05)), name


@pytest.mark.parametrize("rho", [-0.3, 0.0, 0.3])
def test_a_sum_over_places_of_a_bell_curve_is_the_closed_form(rho):
    x = np.linspace(-7, 6, 6501)
    weights = norm.pdf(x, -0.3, 0.9)
    multiple = np.array([1.0, 2.0, 10.0, 100.0])
    got, want = buffer.rates_over(multiple, x, weights, 8.0, 0.4, rho), buffer.rates(multiple, 8.0, 0.4, -0.3, 0.9, rho)
    for name in ("false_negative", "escaped", "false_positive", "covered", "needless", "concern"):
        np.testing.assert_allclose(getattr(got, name), getattr(want, name), atol=2e-3, err_msg=name)
    np.testing.assert_allclose(np.log10(buffer.needed_over([0.05, 0.1, 0.3], x, weights, 8.0, 0.4, rho)), np.log10(buffer.needed_buffer([0.05, 0.1, 0.3], 8.0, 0.4, -0.3, 0.9, rho)), atol=4e-3)


def test_places_agree_with_a_simulation_that_is_not_normal():
    rng = np.random.default_rng(3)
    x = np.where(rng.random(200_000) < 0.6, rng.normal(-0.6, 0.3, 200_000), rng.normal(1.0, 0.8, 200_000))
    count, edges = np.histogram(x, bins=np.arange(-4, 5, 0.02))
    got = buffer.rates_over(6.0, 0.5 * (edges[1:] + edges[:-1]), count, 5.0, 0.5)
    want = buffer.simulate(6.0, x, 5.0, 0.5, seed=4)
    assert got.escaped == pytest.approx(float(want.escaped), abs=0.012) and got.needless == pytest.approx(float(want.needless), abs=0.01)


@settings(max_examples=40, deadline=None)
@given(st.floats(1, 100), st.floats(1.1, 5), st.floats(1.2, 60), st.floats(0.05, 1), st.floats(-2, 1), st.floats(0.3, 2), st.floats(-0.6, 0.6))
def test_a_wider_buffer_misses_no_more_and_covers_no_less(multiple, wider, gain, spread, offset, sd, rho):
    a, b = (buffer.rates(m, gain, spread, offset, sd, rho) for m in (multiple, multiple * wider))
    assert b.false_negative <= a.false_negative + 1e-9 and b.escaped <= a.escaped + 1e-6
    assert b.false_positive * (1 - b.concern) >= a.false_positive * (1 - a.concern) - 1e-12 and b.covered >= a.covered  # as shares of all models: a share of next to none is rounding
    for name in ("false_negative", "escaped", "false_positive", "covered", "needless", "concern"):
        assert 0 <= getattr(a, name) <= 1


def test_a_gain_without_spread_needs_a_buffer_of_its_own_size():
    got = buffer.rates([1.0, 4.9, 5.1], 5.0, 1e-4)
    np.testing.assert_allclose(got.escaped, [1, got.escaped[1], 0], atol=1e-9)
    assert 0 < got.escaped[1] < 0.1 and got.false_positive[1] == pytest.approx(0, abs=1e-6)
    assert buffer.needed_buffer(0.001, 5.0, 1e-4) == pytest.approx(5.0, rel=0.01)
    assert buffer.needed_over(0.5, [-1.0, 1.0], None, 5.0, 0.1) >= 1
    assert buffer.needed_over(0.1, [0.5, 1.0]) == 1  # nothing lies below
    assert buffer.needed_over(0.5, [-1.0, -0.5, 1.0], None, 1e6, 0.1) == pytest.approx(10**0.5)  # the lower of two escapes until the line reaches the upper


@settings(max_examples=25, deadline=None)
@given(st.floats(0.01, 0.9), st.floats(1.5, 40), st.floats(0.1, 0.9), st.floats(-0.5, 0.5))
def test_the_needed_buffer_leaves_what_is_tolerated(miss, gain, spread, rho):
    b = buffer.needed_buffer(miss, gain, spread, -0.3, 1.0, rho)
    if 1 < b < 1e5:
        assert buffer.rates(b, gain, spread, -0.3, 1.0, rho).escaped == pytest.approx(miss, abs=1e-5)


def test_it_broadcasts():
    got = buffer.rates(np.array([1.0, 10.0])[:, None], [3.0, 6.0, 12.0])
    assert got.false_negative.shape == (2, 3)
    assert got.false_negative[1, 2] == pytest.approx(float(buffer.rates(10.0, 12.0).false_negative))
    assert buffer.rates_over(np.ones((2, 1)), [-1.0, 0.5], None, [3.0, 6.0, 12.0]).escaped.shape == (2, 3)
    assert buffer.needed_buffer([0.1, 0.2], gain_median=[5.0, 6.0]).shape == (2,)


def test_worth_and_gain():
    assert buffer.gain_from_scores(130.0, 139.0, 9.0) == pytest.approx(10)
    assert buffer.gain_from_scores(130.0, 130.0, 9.0) == 1
    assert buffer.worth_of_a_flop(5.0, 0.05) == pytest.approx(80) and buffer.worth_of_a_flop(2.0, 1.0) == 1
    assert buffer.worth_of_a_flop(0.5, 0.1) < 0
    np.testing.assert_allclose(buffer.largest_ratio(1.0, [4.0, 0.25, 1.0], 1.0), [4, 4, 1])
    assert np.isinf(buffer.largest_ratio(1.0, -2.0))


def test_bad_input_says_what_to_do():
    with pytest.raises(ValueError, match=r"buffer_multiple = 0.5 is outside \[1, inf\]. Give 1 for no buffer"):
        buffer.rates(0.5)
    with pytest.raises(ValueError, match=r"gain_median = 0 is outside \(0, inf\]. Give a multiple"):
        buffer.rates(1, gain_median=0)
    with pytest.raises(ValueError, match=r"correlation = 1 is outside \(-1, 1\)"):
        buffer.rates(1, correlation=1)
    with pytest.raises(ValueError, match=r"miss_share = 0 is outside \(0, 1\). Give a share such as 0.1"):
        buffer.needed_buffer(0)
    with pytest.raises(ValueError, match="2 places with 3 weights do not describe a population"):
        buffer.rates_over(1.0, [0.0, 1.0], [1.0, 1.0, 1.0])
    with pytest.raises(ValueError, match=r"cost_share = 0 is outside \(0, inf\]. An enhancement without cost"):
        buffer.worth_of_a_flop(2.0, 0.0)
