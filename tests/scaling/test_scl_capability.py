"""Capability against time: closed forms, planted slowing, METR's published doubling time, and claim B17."""

import numpy as np
import pytest

from analysis import claims
from analysis.scaling import capability as model
from analysis.scaling.results import capability as results


def test_records_and_errors():
    assert model.records([1, 3, 2, 3, 4]).tolist() == [True, True, False, False, True]
    assert model.error_ratio(80, 90) == pytest.approx(0.5)
    assert model.log_odds(62.5, 25) == pytest.approx(0)
    assert model.probability_higher(50, 50, 198) == pytest.approx(0.5)
    assert model.probability_higher(35.7, 50.4, 198) > 0.99


def test_share_of_records_is_the_jeffreys_mean():
    mean, low, high = model.share_of_records(7, 7)
    assert mean == pytest.approx(7.5 / 8) and low < mean < high


def test_planted_slowing_is_found():
    year = np.linspace(0, 4, 17)
    noise = np.random.default_rng(3).normal(0, 0.02, year.size)
    before, after, probability = model.slowing(year, np.where(year < 2, 2 * year, 4 + 0.5 * (year - 2)) + noise, 2)
    assert before == pytest.approx(2, abs=0.1) and after == pytest.approx(0.5, abs=0.1) and probability > 0.99
    assert model.slowing(year, year**2 + noise, 2)[2] < 0.01


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="three points"):
        model.slowing([1, 2, 3], [1, 2, 3], 1)
    with pytest.raises(ValueError):
        model.log_odds(20, 25)
    with pytest.raises(ValueError):
        model.share_of_records(3, 2)


def test_doubling_time_is_metrs():
    # METR, Time Horizon 1.1, doubling from 2023 on: 128.7 days, 95 % interval 104.4 to 158.0
    assert 104.4 < results.facts()["doubling"].value < 158.0


def test_b17_stood_still_then_went_on():
    f = results.facts()
    assert 1.5 < f["gap"].low < f["gap"].high < 2
    assert f["slowed"].value > 0.9 and f["went_on"].value > 0.9
    assert f["slight"].value < 0.9
    assert claims.ledger("scaling").set_index("id").loc["B17", "verdict"].startswith("conflicts")
