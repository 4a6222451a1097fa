"""Data quality: the tables against their sources, the fits against direct least squares, claims B11 and B16."""

import numpy as np
import pytest

from analysis import claims, tables
from analysis.scaling.results import data_quality as results


def test_phi4_passes_follow_from_shares_and_unique_tokens():
    # Phi-4 report, Table 5: epochs are the ratio of allocated to unique tokens, printed to a digit
    frame = results.mix()
    assert frame["share"].sum() == 100
    np.testing.assert_allclose(frame["implied_epochs"], frame["epochs"], atol=0.06)


def test_the_report_and_the_card_agree_on_what_phi4_scores():
    assert results.score("Phi-4 report", "Phi-4", "MMLU") == results.score("MMLU-CF", "Phi-4", "MMLU")
    assert results.score("Phi-4 report", "Qwen2.5-14B", "MMLU") == results.score("MMLU-CF", "Qwen2.5-14B", "MMLU")


def test_the_two_halves_of_humaneval_add_to_the_total():
    # Table 3 of the phi-1 report: 164 problems, phi-1 solves 50.6 % at every threshold
    frame = tables.load("scaling/phi1_pruning")
    for _, part in frame.groupby("threshold"):
        assert part["problems"].sum() == 164
        assert np.average(part["phi1"], weights=part["problems"]) == pytest.approx(50.6, abs=0.1)


def test_lines_are_those_of_an_independent_least_squares():
    frame = results.scores()
    peers = frame[(frame["collection"] == "EvalPlus") & (frame["benchmark"] == "HumanEval+") & (frame["line"] == "other")]
    y = np.log(peers["score"] / (100 - peers["score"]))
    slope, intercept = np.polyfit(np.log10(peers["params"]), y, 1)
    row = results.equivalents().set_index(["model", "benchmark"]).loc[("Phi-2", "HumanEval+")]
    direct = 10 ** ((np.log(45.1 / 54.9) - intercept) / slope)
    assert row["equivalent_params"] == pytest.approx(direct, rel=0.05)


def test_multiples_shrink_with_fresh_questions_and_good_peers():
    f = results.facts()
    assert f["phi1_times_humaneval"].value > f["phi1_times_new"].value > f["phi4_times_fresh_all"].value > f["phi4_times_fresh"].value > 1
    assert f["phi3_times_fresh"].low < 1 < f["phi3_times_fresh"].high


def test_extrapolations_are_marked():
    frame = results.equivalents()
    assert frame.loc[(frame["model"] == "phi-1") & (frame["benchmark"] == "HumanEval"), "beyond"].all()
    assert (frame["beyond"] == (frame["equivalent_params"] > frame["largest_peer"])).all()
    assert (frame["high"] <= results.CAP * (1 + 1e-9)).all() and frame["capped"].any()


def test_pooling_gives_every_test_the_same_weight():
    draws = results._pool([row for row in results.comparisons() if row[2] == "Phi-2"])
    assert len(draws) == 4 * 20_000
    q = results.pooled("Phi-2")
    assert q.low < results.facts()["claimed_high"].value and np.mean(draws <= q.value) == pytest.approx(0.5, abs=0.001)


def test_peers_leave_out_the_line_itself_and_the_tuned():
    for collection, benchmark, _, peers in results.comparisons():
        frame = results._peers(collection, benchmark, peers)
        assert (frame["line"] == "other").all() and len(frame) >= 4
        if collection != "MMLU-CF":
            assert not frame["tuned"].any()


def test_shares_of_synthetic_text_both_ways():
    f = results.facts()
    assert f["unique_share"].value == pytest.approx(100 * 0.4 / 3.28, rel=1e-6)
    assert f["unique_share"].low < f["unique_share"].value < f["unique_share"].high < 25
    assert f["mix_share"].value > f["mix_next"].value
    # at the tipping share of synthetic code the synthetic part is a quarter of unique tokens
    parts = results.mix().set_index("data")["unique_tokens"]
    synthetic = parts["Synthetic"] + parts["Web rewrites"] + f["code_tipping"].value / 100 * parts["Code"]
    assert synthetic / parts.sum() == pytest.approx(0.25)


def test_b11_every_score_and_both_counts():
    numbers = claims.numbers("scaling")
    mine = numbers[numbers["claim"] == "B11"]
    assert len(mine) == 17 and mine["agrees"].all()
    assert claims.ledger("scaling").set_index("id").loc["B11", "verdict"] == "reproduced"


def test_b16_needs_the_other_model():
    answer = claims.get("B16")
    assert answer.numbers["model_parameters"].value == pytest.approx(1.3e9)
    assert answer.numbers["equivalent_parameters"].value > 1e11
    (condition,) = answer.conditions
    assert 1e10 <= condition.numbers["equivalent_parameters"].value <= 1e11
    assert condition.plausibility.value == pytest.approx(results.prior("B16", "model"))
    assert claims.ledger("scaling").set_index("id").loc["B16", "verdict"] == "reproduced under"
