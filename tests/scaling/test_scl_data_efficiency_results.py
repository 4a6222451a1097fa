"""Data efficiency: results against the tables by hand, and claim C15."""

import numpy as np
import pytest

from analysis import claims, tables
from analysis.scaling.results import data_efficiency as results


def test_shares_by_hand():
    f = results.facts()
    # s1, table 1: base 26.7, 84.0, 49.0; s1 56.7, 93.0, 59.6; r1-distill 72.6, 94.3, 62.1
    assert f["s1_share"].value == pytest.approx(100 * (30.0 + 9.0 + 10.6) / (45.9 + 10.3 + 13.1))
    assert f["plain_share"].value == pytest.approx(100 * (23.3 + 8.6 + 7.6) / (45.9 + 10.3 + 13.1))
    # s1, table 2: the thousand and the whole pool
    assert f["pool_share"].value == pytest.approx(100 * (23.3 + 9.0 + 8.6) / (26.6 + 8.8 + 9.1))
    # LIMO, over its own base
    assert f["limo_share"].value == pytest.approx(100 * (46.8 + 16.2 + 22.7) / (56.1 + 14.9 + 14.1))
    assert f["short_share"].value < 0
    assert f["r1_lead"].value == pytest.approx(((79.8 - 56.7) + (97.3 - 93.0) + (71.5 - 59.6)) / 3)


def test_ranges_hold_their_numbers_and_probabilities_follow_from_the_draws():
    frame = results.share_frame()
    assert (frame["low"] < frame["share_percent"]).all() and (frame["share_percent"] < frame["high"]).all()
    for name, over in frame.set_index("set")["over_half"].items():
        assert over == pytest.approx(np.mean(results.shares(name) > 0.5))
    assert results.facts()["random_over_half_percent"].value < 10 < 60 < results.facts()["plain_over_half_percent"].value < 90


def test_correlations_come_from_the_printed_intervals():
    rho = results.correlations()
    assert ((rho > 0.2) & (rho < 0.8)).all()
    table = tables.load("scaling/distilled_sets")
    assert table["paired_low_points"].notna().sum() == 12


def test_a_random_thousand_gains_less_than_the_picked_one_and_limo_most():
    gain = results.gain_frame().set_index("set")["gain_points"]
    assert gain["1K at random"] < gain[results.S1_POOL] < gain[results.S1_ALL] < gain["LIMO"]
    assert gain.idxmax() == "LIMO" and gain.idxmin() == "NuminaMath-100k"
    assert gain[results.REFERENCE] == pytest.approx((45.9 + 10.3 + 13.1) / 3)


def test_llavas_parts_add_up_to_its_total():
    assert results.facts()["llava_examples"].value == results.fact("llava_examples")


def test_every_run_without_feedback_gains():
    frame = results.zero_frame()
    assert (frame["after_percent"] > frame["before_percent"]).all()
    assert set(frame["text"]) == {"older than such models", "may hold some of their answers"}


def test_dependence_is_the_least_likely_run_and_its_weights_were_written_down():
    got = results.claimed_dependence()
    weights = tables.load("scaling/reward_priors").set_index(["claim", "assumption"])["weight"]
    assert got["all"] == weights["C15", "dependence_none"] == 0
    assert got["newer_together"] == weights["C15", "dependence_possible"]
    assert got["newer"] == pytest.approx(weights["C15", "dependence_possible"] ** 5)


def test_c15_little_data_is_enough_but_the_count_and_the_last_sentence_fail():
    answer = claims.get("C15")
    assert claims.verdict_of("C15") == "conflicts with"
    assert answer.numbers["little_data_enough"].value > 0.9 and answer.numbers["s1_below_r1"].value > 0.99
    assert answer.numbers["llava_examples"].value == 158_000 and answer.numbers["human_feedback_needed"].value == 0
