"""Larger models and the same enhancement: closed forms, planted slopes, the tables by hand, claim E13 and bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims, tables
from analysis.governance import bigger_models as model
from analysis.governance.results import bigger_models as results

SHARES = st.floats(0.01, 0.99)


def test_gain_in_points_and_in_log_odds_by_hand():
    assert model.gain(0.8, 0.5) == pytest.approx(30)
    assert model.gain(0.8, 0.5, measure="odds") == pytest.approx(np.log(4))
    assert model.gain(1.0, 0.5, 10, "odds") == pytest.approx(np.log(21))


@given(SHARES, SHARES)
def test_gain_changes_sign_with_its_order(a, b):
    for measure in ("points", "odds"):
        assert model.gain(a, b, measure=measure) == pytest.approx(-model.gain(b, a, measure=measure), abs=1e-9)


def test_slope_of_a_planted_line_is_found_and_sure():
    slope, error, chance = model.slope_chance([1e9, 1e10, 1e11, 1e12], [1.0, 3.0, 5.0, 7.0])
    assert slope == pytest.approx(2) and error < 1e-9 and chance == pytest.approx(1)
    assert model.slope_chance([1e9, 1e10, 1e11], [3.0, 2.0, 1.0])[2] == pytest.approx(0, abs=1e-6)


def test_slope_and_error_agree_with_the_textbook():
    from scipy.stats import linregress

    rng = np.random.default_rng(4)
    x, y = 10 ** rng.uniform(9, 12, 9), rng.normal(size=9)
    slope, error, _ = model.slope_chance(x, y)
    fit = linregress(np.log10(x), y)
    assert (slope, error) == pytest.approx((fit.slope, fit.stderr))


def test_without_a_slope_the_chance_is_uniform():
    rng = np.random.default_rng(2)
    x = [1e9, 3e9, 1e10, 3e10, 1e11]
    chances = [model.slope_chance(x, rng.normal(size=5))[2] for _ in range(2000)]
    assert np.quantile(chances, [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.04)


@given(SHARES, SHARES, st.integers(20, 5000))
def test_chances_of_a_pair_sum_to_one(p, q, n):
    assert model.ahead_chance(p, q, n) + model.ahead_chance(q, p, n) == pytest.approx(1)


def test_chance_of_a_pair_against_counted_tests():
    rng = np.random.default_rng(0)
    draws = rng.binomial(400, 0.60, 200_000) - rng.binomial(400, 0.55, 200_000)
    exact = np.mean(draws > 0) + 0.5 * np.mean(draws == 0)
    assert model.ahead_chance(0.60, 0.55, 400) == pytest.approx(exact, abs=0.01)


def test_wrong_of_unknown_by_hand():
    """Wei et al. 2024: GPT-4o mini is right on 8.6, wrong on 90.5 and silent on 0.9 percent."""
    assert model.wrong_of_unknown(0.086, 0.905) == pytest.approx(0.905 / 0.914)
    assert model.wrong_of_unknown(0.0, 0.4) == pytest.approx(0.4) and model.wrong_of_unknown(0.6, 0.4) == pytest.approx(1)


def test_published_shares_sum_to_the_whole():
    """Wei et al. 2024, columns correct, not attempted and incorrect."""
    rows = tables.load("governance/fact_recall").dropna(subset=["not_attempted_percent"])
    assert len(rows) == 6
    assert (rows["right_percent"] + rows["wrong_percent"] + rows["not_attempted_percent"]).to_numpy() == pytest.approx(100, abs=0.11)


def test_gains_by_hand():
    """Qwen3 technical report, Tables 13 and 14: AIME 2024 of the 32B model, 81.4 with thinking and 31.0 without."""
    g = results.gains().set_index(["model", "benchmark"])
    assert g.loc[("Qwen3-32B", "AIME 2024"), "points"] == pytest.approx(50.4)
    assert g.loc[("Qwen2.5-1.5B", "C-Eval"), "points"] == pytest.approx(27.1 - 53.3)
    assert not any("A3B" in m or "A22B" in m for m in results.gains()["model"])


def test_gains_level_off_above_the_smallest():
    f = results.facts()
    assert f["gain_small"].value < f["gain_middle"].value and f["gain_big"].value == pytest.approx(f["gain_middle"].value, abs=2)
    assert f["easy_small"].value > f["easy_big"].value and f["aime_small"].value < f["aime_big"].value


def test_a_small_thinker_matches_a_large_model_in_reasoning_more_than_in_knowledge():
    m = results.matching().set_index("benchmark")
    assert m.loc["AIME 2024", "times_smaller"] == pytest.approx(32 / 1.7)  # 48.3 of the 1.7B model against 31.0
    f = results.facts()
    assert f["matching_reasoning"].value > 3 * f["matching_knowledge"].value


def test_every_pair_is_of_one_family_and_names_the_smaller_first():
    p = results.recall_pairs()
    assert not (p["smaller"] == p["larger"]).any() and len(p) == 33
    assert (p["chance"] > 0.7).all()


def test_wrong_answers_fall_with_size_only_while_not_knowing_counts():
    w = results.wrong_pairs()
    assert (w["small_all"] > w["large_all"]).sum() == len(w) - 1
    assert (w["small_unknown"] > w["large_unknown"]).sum() == 2


def test_e13_gain_and_recall_rise_with_size_and_hallucination_is_not_shown_to_fall():
    f = results.facts()
    assert claims.verdict_of("E13") == "not reproduced"
    assert 0.5 < f["larger_gain"].value < 0.9 and f["know_less"].value > 0.9 and f["hallucinate"].value < 0.9
    assert f["larger_gain"].value == pytest.approx(0.6 * f["larger_points"].value + 0.4 * f["larger_odds"].value, abs=1e-9)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: model.gain(80.0, 50.0), ValueError, "not a percentage"),
        (lambda: model.gain(0.8, 0.5, measure="ratio"), KeyError, "points"),
        (lambda: model.gain(1.0, 0.5, measure="odds"), ValueError, "number of tasks"),
        (lambda: model.slope_chance([1e9, 1e10], [1, 2]), ValueError, "three models"),
        (lambda: model.slope_chance([1e9, 1e9, 1e9], [1, 2, 3]), ValueError, "different size"),
        (lambda: model.ahead_chance(0.5, 0.4, 0), ValueError, "questions"),
        (lambda: model.wrong_of_unknown(0.6, 0.5), ValueError, "more than 1"),
        (lambda: model.wrong_of_unknown(1.0, 0.0), ValueError, "nothing unknown"),
    ],
)
def test_bad_input_is_refused_with_a_remedy(call, error, words):
    with pytest.raises(error, match=words):
        call()
