"""Racks: closed forms, Meta's own six racks, dates by hand, bad input, the verdict."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims
from analysis.power import racks as model
from analysis.power.results import racks as results


def test_an_nvl72_takes_six_positions_of_twenty_kilowatts():
    # Meta at Hot Chips 2025, as reported: a 120 kW system over six racks of an air-cooled hall of 20 kW a rack
    assert model.positions_needed(120, 20) == 6
    np.testing.assert_array_equal(model.positions_needed([20, 20.1, 40], 20), [1, 2, 2])


def test_a_megawatt_feeds_eight_racks_of_an_eighth():
    assert model.racks_per_mw(125) == pytest.approx(8)
    assert model.racks_per_mw(125, 1.25) == pytest.approx(6.4)
    assert model.times_denser(120, 10) == pytest.approx(12)


@given(rack=st.floats(0.1, 1000), position=st.floats(0.1, 1000))
def test_positions_hold_the_rack_and_no_more(rack, position):
    n = model.positions_needed(rack, position)
    assert n * position >= rack * (1 - 1e-9) and (n - 1) * position < rack


def test_days_by_hand():
    assert model.days_between("2024-02-28", "2024-03-01") == 2  # a leap year
    assert model.days_between("2024-03-18", "2023-05-18") == -305


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: model.positions_needed(0, 20), "rack_kw = 0"),
        (lambda: model.positions_needed(10, -1), "position_kw = -1"),
        (lambda: model.racks_per_mw(100, 0.5), "pue = 0.5"),
        (lambda: model.days_between("May 2023", "2024-03-18"), "not a date"),
        (lambda: model.days_between("NaT", "2024-03-18"), "date is missing"),
    ],
)
def test_bad_input_is_named(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_events_are_in_an_order_that_can_be():
    date = results.events().set_index("event")["date"]
    assert date["temple_announced"] < date["temple_paused"] < date["temple_building"] < date["temple_demolished"] < date["temple_operational"]
    assert date["gb200_announced"] < date["gb200_first_cloud"] < date["gb200_release"]


def test_a10_the_record_contradicts_the_date_and_the_reason():
    row = claims.ledger("power").set_index("id").loc["A10"]
    assert row["verdict"] == "conflicts with"
    numbers = claims.numbers("power").set_index(["claim", "key"])["agrees"]
    assert not numbers["A10", "for_gb200"] and not numbers["A10", "may_2023"] and numbers["A10", "cooling_power"]
    assert results.facts()["demolition_to_gb200"].value > 300
