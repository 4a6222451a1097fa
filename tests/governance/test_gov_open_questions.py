"""The open questions: the grid by hand, the readings of a share, what learning takes, and claim E15."""

import numpy as np
import pytest

from analysis import claims, tables
from analysis.governance import coverage
from analysis.governance.results import open_questions as results


def test_every_lab_answers_every_question_once():
    frame = results.answers()
    assert frame.groupby("question")["lab"].nunique().to_dict() == {q: 5 for q in results.QUESTIONS}
    assert frame["status"].notna().all() and not frame.duplicated(["lab", "question"]).any()


def test_worth_follows_the_rule_written_down_first():
    rule = tables.load("governance/judgement_rules").query("claim == 'E15'").set_index("name")["value"]
    frame = results.answers().set_index(["question", "lab"])
    assert frame.loc[("rl_compute", "OpenAI"), "worth"] == rule["estimated_by_others"]
    assert frame.loc[("rl_compute", "xAI"), "worth"] == rule["partial"]
    assert (frame.loc[frame["status"] == "not found", "worth"] == 0).all()


def test_shares_by_hand():
    hidden, strict, _ = results.share("chains_hidden")
    assert hidden == pytest.approx(4 / 5) and strict == pytest.approx((1 + 0.5 + 0.5 + 1 + 0) / 5)
    seen, strict, kind = results.share("evaluators_see")
    assert (seen, strict, kind) == pytest.approx((4 / 5, 2.5 / 5, 1.0))
    known, strict, kind = results.share("rl_compute")
    assert (known, strict, kind) == pytest.approx(((0.25 + 0.5 + 1) / 5, (0.25 + 0.5 + 1) / 5, (0.25 + 1 + 1 + 0.5 + 1) / 5))


@pytest.mark.parametrize("question", list(results.QUESTIONS))
def test_a_strict_reading_is_never_above_and_a_kind_one_never_below(question):
    share, strict, kind = results.share(question)
    assert strict <= share <= kind or kind == share


def test_numbers_that_would_move_by_hand():
    f = results.facts()
    assert f["r1_hours"].value == pytest.approx(648 * (198 + 80))  # hyper.ai on the paper in Nature
    assert f["horizon_ratio"].value == pytest.approx(270 / 11.3)
    assert f["above_rl"].value >= f["above_pretraining"].value and f["above_states_rl"].value >= f["above_states_pretraining"].value
    for name, flop, rule in (("above_pretraining", 1e25, "pretraining"), ("above_rl", 1e25, "plus-rl"), ("above_states_rl", 1e26, "plus-rl")):
        count = coverage.counts_above(flop, coverage.last_day(), rule).iloc[0]  # the count that the pages on coverage and on counting rules give
        assert (f[name].value, f[name].low, f[name].high) == (count["median"], count["low"], count["high"])
    flop = coverage.releases()["training_flop"].dropna().to_numpy()
    assert f["near_eu"].value == np.sum((flop <= 1e25) & (flop > 0.5e25))
    learning = results.learning_frame()
    assert f["learning_high"].value == learning["ratio"].iloc[0] == learning["ratio"].max()
    assert (learning["low"] <= learning["ratio"]).all() and (learning["ratio"] <= learning["high"]).all()


def test_e15_each_question_has_moved():
    f = results.facts()
    assert f["chains_hidden"].value >= 0.5 and f["evaluators_see"].value >= 0.5 and f["rl_compute_known"].value == 1
    assert f["evaluators_see"].low == 0.5  # read strictly it is even odds
    assert claims.verdict_of("E15") == "reproduced"
