"""Who is regulated: published performance figures, closed forms, the results by hand, and bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import tables
from analysis.governance import regulated as model
from analysis.governance import thresholds
from analysis.governance.results import who_is_regulated as results

SIZES = st.floats(1e22, 1e28)
CHIPS = st.floats(1, 1e7)


def test_total_processing_performance_as_published():
    assert model.total_processing_performance(bf16=989.5e12) == pytest.approx(15_832)  # H200, Tom's Hardware on the rule of January 2026
    assert model.total_processing_performance(bf16=1300e12) == pytest.approx(20_800)  # MI325X, likewise
    assert model.total_processing_performance(bf16=312e12, int8=624e12) == pytest.approx(4_992)  # A100
    assert model.total_processing_performance(bf16=[1e12, np.nan], fp4=[np.nan, 8e12]).tolist() == [16, 32]


def test_runs_and_prices_in_closed_form():
    assert model.run_days(86400.0 * 1e12, 1, 1e12, 1) == pytest.approx(1)
    assert model.chips_needed(1e26, 100, 989e12, 0.4) == pytest.approx(1e26 / (100 * 86400 * 989e12 * 0.4))
    assert model.run_cost_usd(3600.0 * 1e15, 1e15, 0.5, 2.0) == pytest.approx(4)
    assert model.modifier_cost_usd(3e24, 1 / 3, 1e15, 0.5, 2.0) == pytest.approx(model.run_cost_usd(1e24, 1e15, 0.5, 2.0))


def test_a_published_run_comes_out_near():
    # Llama 3.1 405B: 30.84 million H100 hours at a utilisation near 0.4 (its model card and paper)
    hours = model.run_cost_usd(3.8e25, 989.4e12, 0.40, 1.0)
    assert hours == pytest.approx(30.84e6, rel=0.15)


@given(SIZES, CHIPS)
def test_days_and_chips_undo_each_other(flop, chips):
    days = model.run_days(flop, chips, 1e15, 0.4)
    assert model.chips_needed(flop, days, 1e15, 0.4) == pytest.approx(chips)


@given(SIZES, st.floats(0.01, 10))
def test_cost_is_linear_in_what_is_done(flop, share):
    assert model.modifier_cost_usd(flop, share, 1e15, 0.4, 2.0) == pytest.approx(share * model.run_cost_usd(flop, 1e15, 0.4, 2.0))


def test_developers_by_hand():
    d = results.developers_frame().set_index("developer")
    assert d.loc["OpenAI", "over_states"] and d.loc["OpenAI", "over_revenue"] and d.loc["xAI", "over_revenue"]
    assert not d.loc["Mistral AI", "over_revenue"] and d.loc["Mistral AI", "over_eu"] and not d.loc["Mistral AI", "over_states"]
    assert not d.loc["MiniMax", "over_eu"]
    f = results.facts()
    assert f["both"].value <= f["over_states"].value <= f["over_eu"].value
    assert f["over_states_observed"].value == 2  # OpenAI and xAI, as the authors of the law say
    assert f["eu_small"].value == ((d["revenue_usd"] <= 5e8) & d["over_eu"]).sum()


def test_a_third_by_hand():
    frame = results.modifier_frame().set_index("original")
    flop = tables.load("scaling/notable_models").set_index("model")["training_flop"]
    assert frame.loc["Kimi K2.5", "modification_flop"] == pytest.approx(flop["Kimi K2.5"] / 3)
    row = frame.loc["Kimi K2.5"]
    assert row["cost_usd"] == pytest.approx(row["modification_flop"] / (989.4e12 * 0.4 * 3600) * 2.25, rel=0.1)
    assert row["low"] < row["cost_usd"] < row["high"]
    systemic, other = frame.loc["unknown original with systemic risk"], frame.loc["unknown original, any other"]
    assert systemic["cost_usd"] / other["cost_usd"] == pytest.approx(100)
    assert frame.loc["Llama 3.1-405B", "cost_usd"] == frame["cost_usd"].max()


def test_modifications_against_a_third():
    frame = results.modified_frame().set_index("model")
    assert frame.loc["Composer 2.5", "over"] and not frame.loc["DeepSeek-R1", "over"]
    assert (frame["over"] == (frame["ratio"] > 1 / 3)).all()
    assert results.facts()["downstream_over"].value == 2


def test_chips_fall_where_the_rule_names_them():
    frame = results.chips_frame().set_index("chip")
    assert {"H200", "MI325X"} <= set(frame.index[frame["treatment"] == "case by case"])  # named in the rule of January 2026
    assert frame.loc["H20", "treatment"] == "below the limit" and frame.loc["H20", "tpp"] == pytest.approx(2368)
    assert frame.loc["B200", "treatment"] == "denied" and frame.loc["GB300", "treatment"] == "denied"
    f = results.facts()
    assert f["chips_below"].value + f["chips_case"].value + f["chips_denied"].value == f["chips"].value
    assert f["cluster_h100"].high == pytest.approx(1e20 / 989.4e12, rel=1e-3) and f["cluster_h100"].low == pytest.approx(1e20 / 1979e12, rel=1e-3)


def test_runs_within_reach_by_hand():
    frame = results.reach_frame().set_index(["stock", "run"])["days"]
    whole, tenth = frame[("all NVIDIA chips in China", "US states’ threshold")], frame[("a tenth of NVIDIA chips in China", "US states’ threshold")]
    assert tenth == pytest.approx(10 * whole, rel=0.01)
    assert frame[("all NVIDIA chips in China", "EU’s threshold")] == pytest.approx(whole / 10, rel=0.01)
    assert frame[("country cap, rule given up in 2025", "US states’ threshold")] == pytest.approx(1e26 / (50_000 * 989.4e12 * 0.4 * 86400), rel=0.02)


def test_limits_come_from_the_table_of_thresholds():
    f = results.facts()
    assert f["share"].value == pytest.approx(100 * thresholds.get("eu-gpai-modifier").value)
    assert f["tpp_limit"].value == thresholds.get("us-3a090a-tpp").value and f["revenue"].value == 5e8
    assert f["penalty_share"].value == pytest.approx(100 * f["penalty_high"].value / f["run_cost"].value)
    assert f["penalty_share"].low < f["penalty_share"].value < f["penalty_share"].high
    assert f["penalty_high"].value == 3e6  # a later violation in New York or Illinois
    assert f["fine_floor"].value == 15e6 and f["fine_share"].value == pytest.approx(3)  # AI Act, Article 101(1)
    assert f["fine_openai"].value == pytest.approx(0.03 * 13.07e9)
    assert "3 % of a year’s worldwide turnover" in results.costs_table()["Amount"].tolist()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: model.run_days(0, 1, 1e15, 0.4), "training_flop = 0"),
        (lambda: model.run_days(1e25, 0, 1e15, 0.4), "chips = 0"),
        (lambda: model.run_days(1e25, 1, 1e15, 40), "utilisation = 40"),
        (lambda: model.chips_needed(1e25, -1, 1e15, 0.4), "days = -1"),
        (lambda: model.run_cost_usd(1e25, 1e15, 0.4, -2), "usd_per_hour = -2"),
        (lambda: model.modifier_cost_usd(1e25, 0, 1e15, 0.4, 2), "share = 0"),
        (lambda: model.total_processing_performance(), "no precision is given"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_an_unknown_precision_is_refused_with_the_nearest():
    with pytest.raises(KeyError, match="bf16"):
        model.total_processing_performance(bf8=1e12)
