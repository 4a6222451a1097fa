"""Programmes on one scale: conversions, published values, the table's own sense, and the answer to A11."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims
from analysis.power import hundred_billion
from analysis.power import programmes as model
from analysis.power.results import programmes as results


def test_dollars_from_billions_of_a_currency():
    assert model.usd(2, 1.0) == 2e9
    assert model.usd([1, 2], 0.03) == pytest.approx([3e7, 6e7])


@given(chips=st.floats(0, 1e8), kw=st.floats(0.1, 5), pue=st.floats(1, 2))
def test_chips_and_power_undo_each_other(chips, kw, pue):
    assert model.chips_on_power(model.power_of_chips_mw(chips, kw, pue), kw, pue) == pytest.approx(chips, rel=1e-9, abs=1e-6)


def test_trendforces_count_for_200_megawatts():
    """TrendForce on Stargate UAE (Reuters, 22 May 2025): 200 MW and racks of 72 at 140 kW give about 1,400 racks, 100,000 chips (3 %)."""
    assert model.chips_on_power(200, 140 / 72, 1.0) == pytest.approx(100_000, rel=0.03)


def test_money_for_a_building_builds_more_than_money_for_everything():
    shell = model.power_of_shell_mw(1e9, 12.0, 1.2)
    assert shell == pytest.approx(100.0)
    assert shell > model.power_of_money_mw(1e9, 36_000, 1.5, 2.0, 12.0, 1.2)
    assert model.power_of_money_mw(1e11, 36_000, 1.5, 2.0, 12.0, 1.2) == pytest.approx(1e3 * hundred_billion.facility_power_gw(1e11, 36_000, 1.5, 2.0, 12.0, 1.2))


def test_thai_approvals_per_watt():
    """SAMENA Council, March 2025: 72.7 billion baht are about 2.2 billion dollars for 300 MW, so 7.3 dollars a watt (2 %)."""
    frame = results.shells().set_index("sponsor")["usd_per_w"]
    assert frame["Beijing Haoyang"] == pytest.approx(2.2e9 / 300e6, rel=0.02)


def test_stage_share_and_caps():
    assert model.stage_share([0, 50, 150], 100) == pytest.approx([0, 0.5, 1.5])
    assert list(model.under_cap([1_700, 50_000, 60_000], 50_000)) == [True, True, False]  # a cap is the last number allowed
    assert model.currency_gap(0.03) == pytest.approx(100 / 3)


@pytest.mark.parametrize(
    ("call", "message"),
    [(lambda: model.usd(-1, 1), "amount_bn"), (lambda: model.usd(1, 0), "usd_per_unit"), (lambda: model.chips_on_power(1, 2, 0.5), "pue_ai_facility"), (lambda: model.stage_share(1, 0), "announced"), (lambda: model.power_of_shell_mw(np.nan, 1, 1.1), "money_usd")],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_no_stage_mixes_a_row_twice():
    frame = results.entries()
    counted = frame[frame["in_sum"]]
    assert not counted.duplicated(["programme", "stage", "sponsor", "date", "power_mw", "amount_bn"]).any()
    inside = frame[frame["note"].fillna("").str.startswith("inside")]
    assert not inside["in_sum"].any()


def test_money_has_a_rate_or_is_dollars():
    frame = results.entries()
    counted = frame[frame["in_sum"] & frame["amount_bn"].notna()]
    assert counted["money_usd"].notna().all()


def test_the_ends_of_the_sum_are_those_of_its_rows():
    f = results.facts()
    assert f["all_announced"].low < f["all_announced"].value < f["all_announced"].high
    france = f["france_power"]
    assert f["all_announced"].high - f["all_announced"].low == pytest.approx(france.high - france.low, rel=0.02)  # the rest is stated
    assert f["all_share"].low < f["all_share"].value < f["all_share"].high


def test_the_rescinded_cap_counts_h100():
    """Tom's Hardware, 30 April 2025: roughly 50,000 units of H100-class processors; an H100 takes less power than a GB200."""
    f = results.facts()
    assert f["cap_power"].value < f["india_power"].value * f["cap"].value / f["india_chips"].value


def test_both_readings_of_the_2b_differ_by_the_exchange_rate():
    frame = results.siam().set_index("reading")["money_usd_million"]
    assert frame["2B read as US dollars"] / frame["2B read as baht"] == pytest.approx(model.currency_gap(0.03026), rel=1e-3)


def test_a11_currency_and_announcements():
    answer = claims.get("A11")
    assert answer.numbers["all_announced"].value == 1.0
    assert answer.numbers["siam_ai"].high < 0.1 * 2e9
    assert (results.announced_by()["first"] <= pd.Timestamp("2025-02-17")).all()
    assert claims.ledger("power").set_index("id").loc["A11", "verdict"] == "conflicts with"
