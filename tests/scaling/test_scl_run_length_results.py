"""Run length: the sample against its rule, the scenarios against the published ones, the explorer, claim B5."""

import numpy as np
import pytest

from analysis import claims, explorers
from analysis.scaling import run_length as model
from analysis.scaling.results import run_length as results


def test_the_sample_is_what_the_page_says():
    frame = results.large()
    assert frame["base_model"].isna().all()
    assert (frame["training_flop"] >= 1e23).all()
    assert frame["calendar_year"].max() <= 2024
    assert frame["run_basis"].notna().all()
    assert len(results.large(basis=("reported", "computed"))) < len(frame)


def test_days_that_follow_from_chip_hours():
    # DeepSeek-V3: 2.664 million H800 hours of pre-training on 2,048 chips; Llama 3.1 405B: 30.84 million on 16,384 gives at least 78 days
    runs = results.runs().set_index("model")
    assert runs.loc["DeepSeek-V3", "run_days"] == pytest.approx(2.664e6 / 2048 / 24, rel=0.005)
    assert runs.loc["Llama 3.1-405B", "run_days"] == pytest.approx(30.84e6 / 16384 / 24, rel=0.15)
    # BLOOM: 11 March to 5 July 2022 on its card
    assert runs.loc["BLOOM-176B", "run_days"] == pytest.approx(116, abs=1.5)


def test_months_are_days_over_the_mean_month():
    frame = results.runs()
    np.testing.assert_allclose(frame["run_months"] * 365.25 / 12, frame["run_days"])


def test_three_published_lengths_imply_the_fourth():
    frame = results.published_frame().set_index("rate")
    assert frame.loc["all three", "implied_months"] == pytest.approx(frame.loc["all three", "printed_months"], rel=0.005)
    assert (frame["per_year"] > 0).all()


def test_our_scenarios_shorten_in_the_published_order():
    frame = results.scenario_frame()
    assert (np.diff(frame["published_months"]) < 0).all()
    assert frame["months"].iloc[-1] == frame["months"].min()
    assert frame["months"].iloc[0] == pytest.approx(frame["published_months"].iloc[0], rel=0.01)
    assert frame["months"].iloc[-1] < frame["published_months"].iloc[-1]


def test_the_central_case_by_hand():
    rate = np.log(1.3255) + 12 * np.log(2) / 8 + np.log(2.4)
    assert np.median(results.longest().samples) == pytest.approx(12 / rate, rel=0.02)
    assert results.longest().drivers()["parameter"].iloc[0] == "algorithmic_halving_months"


def test_tipping_halving_times_give_the_months_back():
    f = results.facts()
    rest = np.log(1.3255) + np.log(2.4)
    for name, months in (("tipping_halving", 3.0), ("tipping_six", 6.0)):
        assert 12 / (rest + 12 * np.log(2) / f[name].value) == pytest.approx(months, rel=1e-6)


def test_the_explorer_agrees_with_the_formula():
    x = explorers.get("SCL-X2")
    got = x.at(halving_months=8.0, hardware=1.3, cost=2.4, length_months=3.0)
    best = 12 / (np.log(1.3) + 12 * np.log(2) / 8 + np.log(2.4))
    assert got["longest"].value == pytest.approx(best)
    assert got["share"].value == pytest.approx(100 * model.relative_outcome(3.0, best))
    assert x.at(halving_months=1200.0)["longest"].value > got["longest"].value
    assert got["longer"].value == pytest.approx(100 * np.mean(results.large()["run_months"] > best))


def test_b5_median_holds_and_the_share_does_not():
    f = results.facts()
    frame = results.large()
    assert f["median"].value == pytest.approx(np.median(frame["run_days"]) / 30.4375)
    assert f["over_three"].value == pytest.approx(100 * np.mean(frame["run_days"] > 91.3125))
    rows = claims.numbers("scaling").set_index(["claim", "key"])
    assert bool(rows.loc[("B5", "typical_months"), "agrees"])
    assert not bool(rows.loc[("B5", "share_over_3"), "agrees"])
    assert bool(rows.loc[("B5", "orion_months"), "agrees"])
    assert claims.ledger("scaling").set_index("id").loc["B5", "verdict"] == "not reproduced"


def test_the_share_fails_without_the_guessed_lengths_too():
    assert results.facts()["over_three_sure"].value > 15


def test_the_studys_later_interval_widens_the_longest_run():
    f = results.facts()
    first, later = f["longest"], f["longest_revised"]
    assert later.low < first.low < first.high < later.high
    assert later.value == pytest.approx(first.value, rel=0.05)
