"""Energy and capacity: closed forms, LBNL's printed pairs, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.power import capacity as model

energy = st.floats(0, 5000)
fraction = st.floats(1e-3, 1)


def test_a_gigawatt_at_full_use_is_8_76_twh():
    assert model.energy_twh(1, 1) == pytest.approx(8.76)
    assert model.capacity_gw(8.76, 1) == pytest.approx(1)
    assert model.average_load_gw(8.76) == pytest.approx(1)


def test_lbnl_2024_at_half_use():
    # LBNL-2001637, executive summary: 325–580 TWh at 50 % is 74–132 GW
    np.testing.assert_allclose(model.capacity_gw([325, 580], 0.5), [74, 132], atol=0.5)


def test_lbnl_2026_at_half_use():
    # LBNL-2001758, p. 12: 649 TWh at 50 % is 148 GW
    assert model.capacity_gw(649, 0.5) == pytest.approx(148, abs=0.5)


@given(e=energy, u=fraction, hours=st.sampled_from([8760.0, 8784.0, 24.0]))
def test_inverse(e, u, hours):
    assert model.energy_twh(model.capacity_gw(e, u, hours), u, hours) == pytest.approx(e, rel=1e-12, abs=1e-12)


@given(e=st.floats(1, 5000), u=fraction)
def test_implied_utilisation_inverts(e, u):
    assert model.implied_utilisation(e, model.capacity_gw(e, u)) == pytest.approx(u)


@given(e=st.floats(1, 5000), u=st.floats(0.01, 0.98))
def test_less_use_needs_more_capacity(e, u):
    assert model.capacity_gw(e, u + 0.01) < model.capacity_gw(e, u)


def test_average_load_of_a_day():
    assert model.average_load_gw(0.024, hours=24) == pytest.approx(1)  # 24 GWh in a day


def test_broadcasts():
    assert model.capacity_gw(np.ones((3, 1)), np.full(4, 0.5)).shape == (3, 4)
    assert model.energy_twh(np.ones((3, 1)), np.full(4, 0.5)).shape == (3, 4)


def test_both_printed_ends_share_one_utilisation():
    low, high = model.printed_ends_agree(325, 580, 74, 132)
    assert low < 0.5 < high
    assert high - low < 0.005
    assert np.isnan(model.printed_ends_agree(325, 580, 74, 100)).all()


@given(e=st.floats(50, 2000), gw=st.integers(20, 400))
def test_utilisation_interval_rounds_back_to_the_printed_figure(e, gw):
    low, high = model.utilisation_interval(e, gw)
    middle = float(low + high) / 2
    if middle <= 1:
        assert abs(float(model.capacity_gw(e, middle)) - gw) <= 0.5 + 1e-9


@pytest.mark.parametrize("bad", [0, 1.2, -0.5, float("nan"), float("inf"), "half", [0.5, 0], None])
def test_a_utilisation_that_cannot_be_is_refused(bad):
    for call in (lambda: model.capacity_gw(100, bad), lambda: model.energy_twh(100, bad)):
        with pytest.raises(ValueError, match="utilisation"):
            call()


@pytest.mark.parametrize("bad", [-1, float("nan"), "many"])
def test_energy_and_capacity_that_cannot_be_are_refused(bad):
    with pytest.raises(ValueError, match="energy_twh"):
        model.capacity_gw(bad, 0.5)
    with pytest.raises(ValueError, match="capacity_gw"):
        model.energy_twh(bad, 0.5)
    with pytest.raises(ValueError, match="hours"):
        model.capacity_gw(1, 0.5, hours=9000)
