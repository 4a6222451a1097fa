"""What the page on diffusion says: the table against the index, lags by hand, errors, the explorer, claims E3 and E9."""

import numpy as np
import pandas as pd
import pytest

from analysis import claims, explorers, tables
from analysis.governance.results import diffusion as results


@pytest.fixture(scope="module")
def f():
    return results.facts()


def test_every_row_is_the_first_model_at_or_above_the_milestone():
    every = results.index()
    for row in results.replications().itertuples():
        own = every[(every["organisation"] == row.organisation)].sort_values("release_date")
        above = own[own["index_score"] >= row.milestone_score]
        if row.reached:
            assert above["release_date"].iloc[0] == row.replica_released > row.milestone_released, row.replica
            first_scored = above["release_date"].iloc[0] == own["release_date"].iloc[0]
            assert (row.bound == "at most") == first_scored, row.replica
        else:
            assert above.empty and own["release_date"].iloc[-1] == row.replica_released, row.replica


def test_scores_and_compute_are_the_indexs():
    every = results.index()
    flop = tables.load("governance/capability_index").set_index("model")["training_flop"].dropna()
    for row in results.replications().itertuples():
        assert row.replica_score in set(every[every["model"] == row.replica]["index_score"])
        if row.replica in flop.index:
            assert row.replica_flop == flop[row.replica]
        assert row.milestone_score == pytest.approx(every[every["model"].isin([row.milestone, f"{row.milestone} (Mar 2023)"])]["index_score"].iloc[0])


def test_no_organisation_that_qualifies_is_left_out():
    every, reps = results.index(), results.replications()
    for name, part in reps.groupby("milestone"):
        score, day = part["milestone_score"].iloc[0], part["milestone_released"].iloc[0]
        able = set(every[(every["index_score"] >= score) & (every["release_date"] > day)]["organisation"]) - {"OpenAI"}
        assert able == set(part[part["reached"]]["organisation"]), name


def test_lags_by_hand(f):
    assert f["gpt4_first"].value == pytest.approx(12 * (pd.Timestamp("2024-02-15") - pd.Timestamp("2023-03-14")).days / 365.25)
    assert f["o1_first"].value == pytest.approx(12 * (pd.Timestamp("2025-01-20") - pd.Timestamp("2024-09-12")).days / 365.25)
    assert f["o1_announced"].value == pytest.approx(12 * 69 / 365.25)
    assert f["gpt4_actors"].value == 10 and f["gpt4_actors_early"].value == 2


def test_frontier_leaves_out_the_replicator_itself():
    points = results.frontier_frame().set_index(["milestone", "organisation"])["frontier_points"]
    assert points["GPT-4", "Google"] == pytest.approx(0.0)  # GPT-4 itself was still the best of the others
    assert points["GPT-4", "Anthropic"] == pytest.approx(128.35 - 126.16)  # Gemini 1.5 Pro, two weeks before
    assert points["o1-preview", "DeepSeek"] == pytest.approx(142.93 - 135.95)  # o1


def test_the_test_set_takes_nothing_from_itself(f):
    errors = results.errors_frame()
    unknown = errors[errors["smaller"] == 1.0]["predicted"]
    assert unknown.to_numpy() == pytest.approx(12 * np.median(results.spread("calibration")["actor"]))
    assert set(errors["used_for"]) == {"calibration", "test"} and f["n_test"].value + f["n_calibration"].value == f["n_exact"].value
    assert set(errors[errors["used_for"] == "calibration"]["milestone"]) == {"GPT-4"}


def test_the_test_set_is_missed_and_the_page_says_so(f):
    assert f["over_test"].value > 1.5 > f["off_calibration"].value and f["cover_test"].value < 50


def test_compute_ratios_of_the_errors():
    errors = results.errors_frame().set_index(["milestone", "organisation"])["smaller"]
    assert errors["GPT-4", "DeepSeek"] == pytest.approx(2.1e25 / 3.3e24)
    assert errors["o1-preview", "DeepSeek"] == pytest.approx(2.1e25 / 3.5e24)  # GPT-4's compute stands in


def test_published_rate_and_a_wait_by_hand(f):
    assert f["published"].value == pytest.approx(2 ** (12 / 8), rel=0.01)
    assert f["hundredth_published"].value == pytest.approx(12 * np.log(100) / np.log(2**1.5 * 1.3255), rel=0.03)
    assert f["before"].value < f["index"].value and f["published"].high < f["index"].low  # the index falls faster than text loss


def test_waits_grow_with_smaller_budgets():
    for _, part in results.years_frame().groupby("rate"):
        assert (np.diff(part["months"]) > 0).all() and (part["low"] < part["months"]).all() and (part["months"] < part["high"]).all()


def test_explorer_by_hand():
    got = explorers.get("GOV-X3").at(smaller=100.0, halving_months=12.0, spread_years=0.5, budget_growth=1.0, frontier_growth=2.0)
    wait = np.log(100) / np.log(2 * 1.3255)
    assert got["months"].value == pytest.approx(12 * wait) and got["lead"].value == pytest.approx(4**wait) and got["reach"].value == pytest.approx((2 * 1.3255) ** 3)
    assert got["months"].low < got["months"].value < got["months"].high and got["reach"].low < got["reach"].high
    assert explorers.get("GOV-X3").at(spread_years=3.0, smaller=1.0)["months"].value == pytest.approx(36)


def test_e3_both_effects_and_no_match_in_september(f):
    assert claims.verdict_of("E3") == "reproduced"
    assert f["not_spread"].value == 1 and f["access"].value >= 0.9
    assert f["moved"].value == pytest.approx(f["n_moved"].value / f["n_reached"].value)


def test_e9_has_no_contest_of_equal_models(f):
    assert claims.verdict_of("E9") == "not testable" and f["n_both"].value == 0
    assert f["n_attacker"].value + f["n_defender"].value == f["n_settings"].value and f["n_attacker_helped"].value + f["n_defender_helped"].value == f["n_helped"].value


def test_studies_weigh_the_same(f):
    studies = results.studies_frame()
    assert f["edge"].value == pytest.approx(studies.groupby("study")[["helped", "settings"]].sum().eval("helped / settings").mean())
    assert f["edge"].low < f["edge"].value < f["edge"].high


def test_dates_of_budgets_by_hand():
    # a budget that is so many times smaller waits ln r / ln(a h) years: at the middle of the published rate and of hardware
    table, f = results.budget_table().set_index("Budget for the run"), results.facts()
    cost = f["first_cost"].value
    assert cost == pytest.approx(3.73e7)
    wait = np.log(cost / 1e5) / np.log(f["published"].value * f["hardware"].value)
    told = table.at["US$100,000", "Progress as published"]
    assert int(told[:4]) == int(2023.2 + wait) and told.endswith(")")
    years = [[int(r[c][:4]) for c in ("Progress as published", "Progress as the index implies")] for _, r in table.iterrows()]
    assert all(index <= published for published, index in years) and years == sorted(years)


def test_the_smallest_run_that_matched_gpt4_lies_between_the_rates():
    f = results.facts()
    assert f["least_smaller"].value == pytest.approx(2.1e25 / 9.3202e23)  # Phi-4 in the table of replications
    assert f["least_index"].value < f["least_months"].value < f["least_published"].value
