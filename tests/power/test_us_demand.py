"""US demand: closed forms, printed values, properties, planted truths, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.power import us_demand as model

positive = st.floats(0.1, 1e4)
percent = st.floats(-50, 200)


def test_growth_of_a_doubling_is_its_closed_form():
    assert model.compound_growth(1, 2, 1) == pytest.approx(100)
    assert model.compound_growth(50, 100, 10) == pytest.approx(100 * (2**0.1 - 1), rel=1e-12)


def test_printed_growth_of_lbnl_2024():
    # LBNL-2001637, executive summary: about 7 % a year 2014–2018, 18 % 2018–2023, 13–27 % 2023–2028, from 58, 76, 176 and 325–580 TWh
    assert model.compound_growth(58, 76, 4) == pytest.approx(7, abs=0.5)
    assert model.compound_growth(76, 176, 5) == pytest.approx(18, abs=0.5)
    np.testing.assert_allclose(model.compound_growth(176, [325, 580], 5), [13, 27], atol=0.5)


def test_printed_shares_of_lbnl():
    # LBNL-2001637: 76 TWh are 1.9 % and 176 TWh 4.4 %, over EIA's 4,003 and 4,011 TWh (Table 7.1)
    assert model.share_percent(76, 4003) == pytest.approx(1.9, abs=0.05)
    assert model.share_percent(176, 4011) == pytest.approx(4.4, abs=0.05)


@given(base=positive, growth=percent, years=st.floats(0.1, 40))
def test_growth_inverts(base, growth, years):
    end = model.grow(base, growth, years)
    assert model.compound_growth(base, end, years) == pytest.approx(growth, abs=1e-6)
    assert model.value_before(end, growth, years) == pytest.approx(base, rel=1e-9)


@given(a=positive, b=positive, w=st.floats(0, 1))
def test_log_interpolation_stays_between_and_meets_its_ends(a, b, w):
    value = model.interpolate_log(2000 + 10 * w, 2000, a, 2010, b)
    assert min(a, b) * (1 - 1e-9) <= value <= max(a, b) * (1 + 1e-9)
    assert model.interpolate_log(2000, 2000, a, 2010, b) == pytest.approx(a)
    assert model.interpolate_log(2010, 2000, a, 2010, b) == pytest.approx(b)


def test_planted_growth_comes_back_from_a_series():
    years = np.arange(2014, 2024)
    series = model.grow(58.0, 13.1, years - 2014)
    np.testing.assert_allclose(model.compound_growth(series[:-1], series[1:], 1), 13.1, rtol=1e-12)
    np.testing.assert_allclose(model.interpolate_log(years, 2014, series[0], 2023, series[-1]), series, rtol=1e-12)


def test_projection_at_the_reference_overhead_is_plain_growth_and_reaches_lbnl():
    assert model.projected_energy_twh(192, 22.5, 0.36) == pytest.approx(model.grow(192, 22.5, 6))
    # LBNL-2001758: 192 TWh in 2024, 649 TWh in 2030
    assert model.projected_energy_twh(192, model.compound_growth(192, 649, 6), 0.36) == pytest.approx(649)
    assert model.projected_energy_twh(192, 22.5, 0.36, years=0) == pytest.approx(192)


def test_overhead_reaches_its_end_at_a_constant_rate():
    # no growth, overhead from 0.2 to 0.452: PUE times 1.21 over the horizon, times 1.1 halfway, and nothing at the start
    for years, factor in ((0, 1.0), (3, 1.1), (6, 1.21)):
        assert model.projected_energy_twh(100, 0, 0.452, years=years, overhead_reference=0.2) == pytest.approx(100 * factor)


@given(energy=positive, growth=st.floats(0, 60), over=st.floats(0, 1.5), years=st.floats(0, 10))
def test_projection_rises_with_overhead_and_growth(energy, growth, over, years):
    now = model.projected_energy_twh(energy, growth, over, years)
    assert model.projected_energy_twh(energy, growth, over + 0.1, years) >= now
    assert model.projected_energy_twh(energy, growth + 1, over, years) >= now


@given(energy=st.floats(1, 500), growth=st.floats(0, 40), rest=st.floats(500, 5000), rate=st.floats(-2, 5), years=st.floats(0, 10))
def test_projected_share_counts_data_centres_once(energy, growth, rest, rate, years):
    share = model.projected_share_percent(energy, growth, 0.36, rate, rest, years)
    part, other = model.projected_energy_twh(energy, growth, 0.36, years), model.grow(rest, rate, years)
    assert 0 < share < 100
    assert share / (100 - share) == pytest.approx(part / other, rel=1e-9)


def test_implied_total_inverts_the_share():
    assert model.share_percent(580, model.implied_total_twh(580, 12)) == pytest.approx(12)


@given(p0=st.floats(0, 5), p1=st.floats(20, 70), w0=st.floats(50, 80), rise=st.floats(50, 200))
def test_decomposition_is_additive(p0, p1, w0, rise):
    w1 = w0 + rise
    part = model.growth_share(p0, p1, w0, w1)
    rest = model.growth_share(w0 - p0, max(w1 - p1, 0), w0, w1)
    assert part + rest == pytest.approx(100, abs=1e-6)


@given(u=st.tuples(*[st.floats(0, 1)] * 4))
def test_bounds_hold_for_every_value_inside_and_are_attained(u):
    boxes = [(0, 2), (40, 62), (60, 76), (168, 176)]
    low, high = model.growth_share_bounds(*boxes)
    inside = model.growth_share(*[a + x * (b - a) for x, (a, b) in zip(u, boxes)])
    assert low - 1e-9 <= inside <= high + 1e-9
    assert low == pytest.approx(100 * (40 - 2) / (176 - 60))
    assert high == pytest.approx(100 * (62 - 0) / (168 - 76))


@given(a=positive, factor=st.floats(1.1, 10), n1=st.floats(1, 10), n2=st.floats(1, 10))
def test_tipping_middle_separates_acceleration_from_slowing(a, factor, n1, n2):
    middle = model.tipping_middle_twh(a, a * factor, n1, n2)
    assert model.growth_accelerates(a, middle * 0.999, a * factor, n1, n2)
    assert not model.growth_accelerates(a, middle * 1.001, a * factor, n1, n2)


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: model.compound_growth(0, 1, 1), "start = 0"),
        (lambda: model.compound_growth(1, 2, 0), "years = 0"),
        (lambda: model.grow(1, -100, 1), "growth_percent = -100"),
        (lambda: model.interpolate_log(2030, 2014, 1, 2020, 2), "grow"),
        (lambda: model.interpolate_log(2015, 2020, 1, 2014, 2), "earlier year first"),
        (lambda: model.share_percent(5, 4), "larger than the whole"),
        (lambda: model.growth_share(0, 1, 5, 5), "needs growth"),
        (lambda: model.growth_share_bounds((2, 0), (40, 62), (60, 76), (168, 176)), "lower bound first"),
        (lambda: model.projected_energy_twh(192, 22.5, -0.1), "PUE less one"),
        (lambda: model.implied_total_twh(1, 0), "share_percent = 0"),
        (lambda: model.grow(float("nan"), 1, 1), "not a finite number"),
        (lambda: model.grow("192 TWh", 1, 1), "not a number"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
