"""Checkability: the measure of a gain, rank agreement, the model of a check, published scores, and claim C17."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from analysis import claims, tables
from analysis.scaling import best_of_n
from analysis.scaling import checkability as model
from analysis.scaling.results import checkability as results


def test_errors_removed_by_hand():
    assert model.errors_removed([0.9, 0.5, 1.0, 0.4], [0.6, 0.5, 0.2, 0.5]) == pytest.approx([0.75, 0, 1, -0.2])


@given(values=st.lists(st.tuples(st.integers(1, 5), st.integers(0, 6)), min_size=3, max_size=12))
def test_agreement_is_kendalls(values):
    x, y = np.array(values, dtype=float).T
    if np.ptp(x) and np.ptp(y):
        assert float(model.agreement(x, y)) == pytest.approx(kendalltau(x, y).statistic)
    else:
        assert float(model.agreement(x, y)) == 0


def test_agreement_runs_from_one_to_minus_one_and_broadcasts():
    x = np.arange(5.0)
    assert float(model.agreement(x, x**3)) == 1 and float(model.agreement(x, -x)) == -1
    assert model.agreement(x, np.stack([x, -x])) == pytest.approx([1, -1])


@given(p=st.floats(0.01, 0.98), n=st.integers(1, 200))
def test_a_keener_check_never_removes_less_and_a_coin_nothing(p, n):
    gain = model.predicted(p, np.array([1, 2, 3, 4, 5]), n)
    assert gain[0] == pytest.approx(0, abs=1e-9) and (np.diff(gain) >= -1e-9).all() and gain[-1] < 1
    assert model.predicted(p, np.array([1, 3, 5]), 1) == pytest.approx([0, 0, 0], abs=1e-9)


def test_the_check_at_either_end():
    t, f = model.check_of([1, 3, 5])
    assert t == pytest.approx([0.5, 0.7375, 0.975]) and f == pytest.approx([0.5, 0.2625, 0.025])
    assert float(model.predicted(0.2, 5, 8)) == pytest.approx((float(best_of_n.success(0.2, 8, 0.975, 0.025)) - 0.2) / 0.8)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="no errors to remove"):
        model.errors_removed(1.0, 1.0)
    with pytest.raises(ValueError, match="level = 6"):
        model.check_of(6)
    with pytest.raises(ValueError, match="at least two"):
        model.agreement([1.0], [2.0])


def test_scores_as_openai_prints_them():
    # OpenAI, Learning to Reason with LLMs, appendix A: physics 59.5 to 92.8, AIME 9.3 to 74.4 (pass@1, gpt-4o and o1)
    frame = results.tests().set_index(["pair", "test"])["errors_removed_percent"]
    assert frame[("o1 / GPT-4o", "GPQA physics")] == pytest.approx(100 * (92.8 - 59.5) / 40.5)
    gains = tables.load("scaling/subject_gains").set_index(["pair", "test"])
    assert gains.at[("o1 / GPT-4o", "AIME 2024"), "gain_points"] == 65.1
    scores = gains[gains["thinking_percent"].notna()]
    assert np.allclose(scores["thinking_percent"] - scores["immediate_percent"], scores["gain_points"])


def test_every_subject_stands_in_the_order():
    assert set(tables.load("scaling/subject_gains")["subject"]) <= set(results.levels()) and set(results.SUBJECT.values()) <= set(results.levels())
    assert sorted(results.levels_table()["Level"]) == [1, 2, 3, 4, 5] and not results.tests()["level"].isna().any()


def test_agreement_of_the_headline_by_hand():
    mine = results.subjects().query("pair == 'o1 / GPT-4o'")
    agree = results.agreements()["o1 / GPT-4o"]
    assert agree["tau"] == pytest.approx(kendalltau(mine["level"], mine["errors_removed_percent"]).statistic)
    assert agree["low"] < agree["tau"] < agree["high"] and agree["subjects"] == len(mine)


def test_what_would_turn_it():
    turned = results.turned()
    assert turned["facts_at_top"] < 0.1 < turned["least_without"] <= turned["most_without"] < turned["in_points"]


def test_c17_gains_follow_but_writing_is_close_to_even():
    f = results.facts()
    assert f["positive"].value > 0.9 and f["no_gain"].value == 1.0 and 0.5 < f["worse"].value < 0.9
    ratio = model.errors_removed(0.47, 0.382) / (f["math_head"].value / 100)
    assert f["facts_ratio"].value == pytest.approx(100 * float(ratio)) and f["facts_ratio"].value < f["little_mark"].value
    assert claims.verdict_of("C17") == "reproduced under"
