"""Trends: the table against its rule and its own arithmetic, the copies against what was derived, published figures, claims B2 and B3."""

import numpy as np
import pandas as pd
import pytest

from analysis import claims, outside, parameters, tables
from analysis.scaling import trends as model
from analysis.scaling.results import trends as results

COPIES = all(outside.available("epoch-notable-models", v) for v in results.VINTAGES) and outside.available("epoch-ml-hardware")


def test_the_table_is_of_the_size_and_care_that_was_asked_for():
    frame = results.models()
    assert len(frame) >= 120
    assert (frame["seen"] == "primary").sum() >= 25
    assert not frame["training_flop"].isna().sum() > 1


def test_method_is_what_the_arithmetic_says():
    frame = results.models().dropna(subset=["training_flop"])
    size = frame["active_parameters"].fillna(frame["parameters"])
    ratio = 6 * size * frame["tokens"] / frame["training_flop"]
    counted = ratio.between(0.77, 1.3)
    timed = ~counted & frame["run_days"].notna() & frame["chips"].notna()
    expected = np.where(counted, "parameters and tokens", np.where(timed, "hardware and time", "indirect"))
    assert (frame["method"] == expected).all()


def test_active_parameters_belong_to_sparse_models_and_are_fewer():
    frame = results.models().dropna(subset=["active_parameters"])
    assert (frame["sparse"] == True).all()  # noqa: E712
    assert (frame["active_parameters"] < frame["parameters"]).all()


def test_chip_hours_carry_the_runs_that_have_them():
    # Llama 3.1 405B: 30.84 million hours on 16,384 chips (model card); 45 % use of H100's 989e12 dense 16-bit is the paper's order
    row = results.models().set_index("model").loc["Llama 3.1-405B"]
    assert row["run_days"] * 24 * row["chips"] == pytest.approx(30.84e6, rel=0.15)
    assert 0.3 < row["training_flop"] / (30.84e6 * 3600 * 989e12) < 0.45


def test_the_frontier_is_ten_a_year_and_continues_nothing():
    frame = results.frontier()
    counts = frame["calendar_year"].value_counts()
    assert (counts.drop(2026) == results.COUNT).all()
    assert frame["base_model"].isna().all()


@pytest.mark.skipif(not COPIES, reason="the dated copies are not at hand")
def test_the_selection_rule_was_followed():
    frame = outside.load("epoch-notable-models", "2026-07-15", download=False)
    flop = pd.to_numeric(frame["Training compute (FLOP)"], errors="coerce")
    year = pd.to_datetime(frame["Publication date"], errors="coerce").dt.year
    keep = flop.gt(0) & year.ge(2018) & frame["Base model"].isna()
    frame, flop, year = frame[keep], flop[keep], year[keep]
    top = model.largest_each_year(year, flop, results.COUNT)
    ours = set(results.models()["model"])
    missing = sorted(set(frame["Model"].str.strip()[top]) - ours)
    assert missing == []


@pytest.mark.skipif(not COPIES, reason="the dated copies are not at hand")
def test_typed_compute_is_the_copys():
    frame = outside.load("epoch-notable-models", "2026-07-15", download=False)
    theirs = pd.Series(pd.to_numeric(frame["Training compute (FLOP)"], errors="coerce").to_numpy(), index=frame["Model"].str.strip()).groupby(level=0).first()
    ours = results.models().set_index("model")["training_flop"].dropna()
    both = ours.index.intersection(theirs.index)
    assert len(both) == len(ours)
    np.testing.assert_allclose(ours[both], theirs[both], rtol=0.01)


@pytest.mark.skipif(not COPIES, reason="the dated copies are not at hand")
def test_what_was_derived_from_the_copies_comes_out_again():
    fresh = results.from_copies().set_index(["vintage", "selection"])
    kept = results.vintage_fits().set_index(["vintage", "selection"])
    assert list(fresh.index) == list(kept.index)
    for column in ("models", "growth", "growth_low", "growth_high"):
        np.testing.assert_allclose(fresh[column].astype(float), kept[column].astype(float), rtol=1e-5)


def test_fits_to_all_models_agree_with_the_published_rate():
    # Epoch AI's page: 4.4 to 4.7 times a year since 2010 in its dated forms
    f = results.facts()
    for name in ("copy_all_old", "copy_all_new"):
        assert f[name].low < 4.7 and f[name].high > 4.4
    assert f["copy_all_new"].value < f["growth_2024"].value


def test_until_2024_both_copies_and_our_table_agree():
    f = results.facts()
    assert f["growth_2024"].low < f["copy_old"].value < f["growth_2024"].high
    assert f["growth_2024"].value == pytest.approx(f["copy_new"].value, rel=0.02)


def test_the_strongest_break_is_the_largest_f_of_those_tried():
    assert results.strongest().f == pytest.approx(results.breaks()["f"].max())
    assert results.strongest().p < 0.01


def test_parameters_are_what_their_notes_say():
    halving = parameters.get("algorithmic_halving_months", part="scaling")
    raw = tables.load("scaling/progress_estimates").set_index("estimate").loc["ho-abstract"]
    low, high = model.interval_points(raw["low"], raw["high"], raw["interval_percent"], raw["value"])
    assert (halving.central, halving.low, halving.high) == (raw["value"], pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.05))
    hardware = parameters.get("hardware_price_performance_growth", part="scaling")
    q = results._published("All GPUs, 2006-2021")
    assert (hardware.central, hardware.low, hardware.high) == (pytest.approx(q.value, abs=1e-3), pytest.approx(q.low, abs=1e-3), pytest.approx(q.high, abs=1e-3))
    cost = parameters.get("training_cost_growth", part="scaling")
    q = results._published("Training cost, frontier models since 2016")
    assert (cost.central, cost.low, cost.high) == (pytest.approx(q.value), pytest.approx(q.low), pytest.approx(q.high))


def test_estimates_in_different_units_agree_where_they_are_one_study():
    # a halving in 8 months is 2.83 times a year; Epoch AI's page rounds it to 3
    assert results.estimate("ho-abstract")["factor"] == pytest.approx(2.828, abs=0.001)
    assert results.estimate("epoch-trends")["factor"] == pytest.approx(3)
    # 22,000 times from 2014 to 2023 (section 3.2) is the ten-best fit carried on
    assert results.estimate("ho-top-ten")["factor"] ** 9 == pytest.approx(22_000, rel=0.5)
    assert (results.estimates()["factor_low"].fillna(0) <= results.estimates()["factor"]).all()


def test_effective_growth_is_the_product_at_the_medians():
    run = results.effective()
    assert np.median(run.samples) == pytest.approx(results.compute_fit().growth * 2 ** (12 / 8), rel=0.02)
    assert run.drivers()["parameter"].iloc[0] == "algorithmic_halving_months"


def test_lines_of_gains_pass_through_their_printed_points():
    frame = results.gains_frame()
    for name in ("LSTM to transformer", "Kaplan to Chinchilla allocation"):
        part = frame[frame["innovation"] == name]
        first = part[part["mark"] == "printed"].sort_values("training_flop")
        last = first.iloc[-1]
        start = first.iloc[0]
        assert start["gain"] * model.tilt_gain(last["training_flop"], start["training_flop"], results.tilt(name)) == pytest.approx(last["gain"])


def test_the_newer_split_is_a_tilt_by_every_law_and_constant():
    frame = results.allocation()
    assert (frame["gain"] >= 1).all()
    assert (frame.sort_values("training_flop").groupby(["law", "rule"])["gain"].agg(lambda g: (np.diff(g) > 0).all())).all()
    # the printed points, equal at 1e20 FLOP and ten or more at 2e23, lie in or near the range of the older rule's own constants
    own = frame[frame["rule"] == "kaplan-2020"].set_index("training_flop")["gain"]
    assert own[1e20].max() < 1.5
    assert own[2e23].min() < 10 < 1.2 * own[2e23].max()


def test_b2_studies_disagree_on_the_slope():
    answer, votes = claims.get("B2"), results.tilt_votes()["slope_share"]
    assert votes.min() == 0 and votes.max() > 0.9
    assert answer.numbers["slope_changes"].value == pytest.approx(votes.mean())
    assert answer.numbers["size_decides"].value == 1.0
    assert claims.ledger("scaling").set_index("id").loc["B2", "verdict"] == "conflicts with"


def test_size_decides_counts_every_step_of_every_benchmark():
    scores = tables.load("scaling/same_family_scores")
    assert results.size_decides()["comparisons"] == 2 * scores["benchmark"].nunique()
    assert scores.groupby("benchmark")["parameters"].nunique().eq(3).all()


def test_b3_to_a_third_not_by_a_third():
    f = results.facts()
    rows = claims.numbers("scaling").set_index(["claim", "key"])
    assert bool(rows.loc[("B3", "yearly_cut"), "agrees"])
    assert not bool(rows.loc[("B3", "shortens_runs"), "agrees"])
    assert f["remaining"].value == pytest.approx(100 * 2 ** (-12 / 8))
    assert f["remaining"].high < f["by"].value
    assert f["p_by"].value < 1 < f["p_closer_to"].value
    # a number in the tail of the same distribution: the halving time behind 'by a third, within tolerance' is over 18 months
    assert f["p_by"].value == pytest.approx(100 * np.mean(results.readings().inputs["algorithmic_halving_months"] >= 12 * np.log(2) / -np.log(2 / 3 - 1 / 30)), abs=0.01)


def test_the_studys_later_interval_is_wider_and_says_less():
    # Ho et al. as published at NeurIPS 2024, abstract: about 8 months, 90 % interval of 2 to 22
    first, later, f = results.progress(), results.revised(), results.facts()
    assert (later.central, later.low, later.high) == (8, 2, 22)
    assert later.low < first.low and later.high > first.high
    months = results.readings_revised().inputs["algorithmic_halving_months"]
    assert np.quantile(months, [0.05, 0.5, 0.95]) == pytest.approx([2, 8, 22], rel=0.02)
    # by hand: on the logarithm 18.2 months lie ln(18.2 / 8) / (ln(22 / 8) / 1.645) = 1.337 deviations above the centre
    assert f["p_by_revised"].value == pytest.approx(9.06, abs=0.3)
    assert f["p_by"].value < f["p_by_revised"].value
