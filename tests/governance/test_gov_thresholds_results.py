"""The page on thresholds: dates and ratios by hand, and what the texts fix."""

import numpy as np
import pandas as pd
import pytest

from analysis import tables
from analysis.governance import thresholds
from analysis.governance.results import thresholds as results


def test_counts_of_what_applies_by_hand():
    f = results.facts()
    assert f["apply_now"].value == 5 and f["places_now"].value == 4  # EU guidelines and AI Act, California, Connecticut, South Korea
    assert f["apply_2027"].value == 7  # and New York, Illinois
    assert f["levels"].value == 3 and f["places_2027"].value == 6
    assert f["statute_limbs"].value == 6 and f["statutes_later"].value == 5  # all but Connecticut, whose passage was not seen


def test_the_gap_of_2025_by_hand():
    days = results.bare_days()
    assert days[0] == pd.Timestamp("2025-01-20") and days[-1] == pd.Timestamp("2025-08-01")
    assert len(days) == 12 + 28 + 31 + 30 + 31 + 30 + 31 + 1  # January from the 20th to July, and one day of August
    for day in (days[0], days[100], days[-1]):
        assert thresholds.in_force(day, kind="training compute").empty
    f = results.facts()
    assert f["bare_days"].value == len(days)
    assert f["wait_days"].value == 11 + 17  # to 17 February
    assert f["order_days"].value == 366 - 8  # from 28 January of a leap year to 20 January


def test_ratios_by_hand():
    models = tables.load("scaling/notable_models").set_index("model")["training_flop"]
    frame = results.headroom_frame().set_index(["threshold", "stage"])
    row = frame.loc[("US EO 14110", "adopted")]
    assert row["model"] == "GPT-4 (Mar 2023)" and row["ratio"] == pytest.approx(models["GPT-4 (Mar 2023)"] / 1e26)
    error = tables.load("governance/estimate_errors").set_index("confidence")["factor_90"]
    assert row["high"] / row["ratio"] == pytest.approx(error["likely"]) == pytest.approx(row["ratio"] / row["low"])
    assert frame.loc[("EU AI Act, systemic risk", "newest data"), "ratio"] == pytest.approx(10 * frame.loc[("California SB 53", "newest data"), "ratio"])
    f = results.facts()
    assert f["order_above_largest"].value * f["order_ratio_signed"].value == pytest.approx(1)
    assert f["order_above_largest"].low < f["order_above_largest"].value < f["order_above_largest"].high


def test_the_largest_never_falls_and_no_day_before_the_table_is_answered():
    days = pd.date_range("2019-01-01", "2026-07-01", freq="QS")
    sizes = [results.largest_by(d)["training_flop"] for d in days]
    assert np.all(np.diff(sizes) >= 0)
    with pytest.raises(ValueError, match="before the first model"):
        results.largest_by("1950-01-01")


def test_stretches_follow_one_another():
    frame = results.timeline_frame()
    assert (pd.to_datetime(frame["start"]) <= pd.to_datetime(frame["end"])).all()
    two = frame.groupby("threshold").filter(lambda g: len(g) == 2).sort_values(["threshold", "start"])
    for _, part in two.groupby("threshold"):
        assert part["stage"].tolist() == ["on its way", "duty applies"] and part["end"].iloc[0] == part["start"].iloc[1]
    never = frame[frame["threshold"].isin(["US model weights, 4E091", "California SB 1047", "New York RAISE, as passed"])]
    assert set(never["stage"]) == {"on its way"} and set(never["ended"]) == {"not enforced", "vetoed", "superseded"}


def test_the_list_holds_every_row_and_writes_numbers_with_their_units():
    frame = results.list_table()
    assert len(frame) == len(thresholds.all_rows())
    number = frame.set_index("Threshold")["Number"]
    assert number["California SB 53, revenue"] == "more than US$500 million"
    assert number["EU AI Act, systemic risk"].startswith("more than 10²⁵") and number["United Kingdom"] == "no number"
    status = frame.set_index("Threshold")["Status in November 2026"]
    assert status["US EO 14110"] == "revoked 2025-01-20" and status["Illinois SB 315"] == "enacted, applies later"
    assert status["Connecticut SB 5"] == "applies (as reported)" and status["US order of June 2026"] == "applies (as quoted)"
    assert set(results.sources()) >= {"euaiact2024", "ecgpai2025", "casb53"}


def test_each_row_of_the_list_leads_to_its_own_row_of_the_table():
    links = results.row_links()["Where in the text"]
    short = thresholds.all_rows().set_index("key")["short"]
    assert [short[address.partition("#")[2]] for address in links] == results.list_table()["Threshold"].tolist()
    assert all(address.startswith("../data/governance/thresholds.html#") for address in links)
