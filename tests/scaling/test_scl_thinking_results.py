"""Thinking curves: the tables against each other, o3's table by hand, forest and dollars, spread, claims C1 and C2."""

import numpy as np
import pytest

from analysis import claims, tables
from analysis.scaling import thinking as model
from analysis.scaling.results import thinking as results


def test_settings_join_three_tables_without_doubling():
    frame = results.settings()
    assert not frame.duplicated(["curve", "step"]).any()
    pairs = tables.load("inference/thinking_pairs")
    same = pairs[pairs["same_weights"] & pairs["thinking_score"].notna()]
    assert (frame["family"] == "thought off and on").sum() == 2 * len(same)
    assert len(results.curves()) == frame["curve"].nunique()
    assert frame.groupby("curve")["step"].apply(lambda s: sorted(s) == list(range(1, len(s) + 1))).all()


def test_efforts_agree_with_the_scores_of_the_capability_page():
    # both tables hold o3's score at high effort, from the same file at two commits
    sold = tables.load("scaling/frontier_scores").set_index(["model", "benchmark"]).at[("o3", "GPQA Diamond"), "score"]
    assert results.facts()["gpqa_sold"].value == pytest.approx(sold)


def test_o3_by_hand():
    semi, public = results.arc(results.SEMI), results.arc(results.PUBLIC)
    assert semi["ratio"] == pytest.approx(5700 / 33) and public["ratio"] == pytest.approx(9500 / 111)
    assert semi["cheap_usd"] == pytest.approx(20.12) and public["cheap_usd"] == pytest.approx(6677 / 400)
    assert semi["dear_usd"] == pytest.approx(20.12 * 5700 / 33)
    f = results.facts()
    assert f["sample_ratio"].value == pytest.approx(1024 / 6)
    assert f["semi_dear"].low == pytest.approx(57e6 * 60 / 1e6)  # 57 million tokens a task at 60 dollars a million
    # priced anew: ten times the cheap bill by o1-pro's price, 80 dollars a million tokens by o3-pro's
    assert f["semi_o1pro"].value == f["semi_dear"].high == pytest.approx(200 * 5700 / 33)
    assert f["semi_o3pro"].value == pytest.approx(57e6 * 80 / 1e6)
    bars = results.dollars_frame().set_index("curve")
    assert (bars["high"] > bars["low"]).sum() == 2
    for name in (results.SEMI, results.PUBLIC):
        row = bars.loc[f"o3 preview: {name.replace(', ', ' ')}"]
        assert row["high"] / row["usd"] == pytest.approx(200 / 20.12) and row["low"] / row["usd"] == pytest.approx(3420 / (20.12 * 5700 / 33))
    assert f["semi_more"].high / f["semi_more"].low > 200 / 20.12  # the range holds the price and the tasks
    assert f["semi_doubling"].low < 11.8 / np.log2(5700 / 33) < f["semi_doubling"].high
    # the stated price of the cheap bill agrees with the bill
    assert 2012 / 33 == pytest.approx(60, rel=0.02)


def test_the_forest_by_hand():
    frame = results.slopes().set_index("curve")
    assert frame.at["o3: Aider polyglot", "slope"] == pytest.approx(4.4 / np.log2(2047615 / 1154767))
    assert frame.at["a reasoning model (Ghosal et al.): a mathematics set", "slope"] == pytest.approx(-17 / np.log2(15980 / 1100))
    shown = results.slope_frame()
    assert not shown["curve"].str.contains("Opus").any()  # thought cost no more tokens there: no doubling to speak of
    thought = results.slopes()
    thought = thought[thought["reasoning"] & (thought["doublings"] >= 0.5) & (thought["family"] != results.SAMPLED)]
    # o3's two settings differ in samples: 6 and 1024
    assert not thought["curve"].str.contains("o3 preview").any()
    assert set(shown.loc[shown["curve"].str.startswith("o3 preview"), "what"]) == {"more samples, one picked"}
    got = results.pooled()["thinking"]
    assert results.pooled()["unforced"].mean == pytest.approx(model.pool(*thought.loc[~thought["curve"].str.contains("Ghosal"), ["slope", "error"]].to_numpy().T).mean) and results.pooled()["unforced"].mean > got.mean
    assert thought["slope"].min() < got.mean < thought["slope"].max()
    assert got.mean == pytest.approx(model.pool(thought["slope"], thought["error"]).mean)


def test_laws_see_every_curve_that_is_long_enough():
    fits = results.law_fits()
    assert {"Claude 3.7 Sonnet: AIME 2024", "o1: AIME 2024", "GPT-5: Aider polyglot"} < set(fits) and len(fits) == 5
    votes = [n for n in fits if "voting" in n]
    assert len(votes) == 2 and all(len(fits[n]) == 2 and fits[n][1].rms < fits[n][0].rms for n in votes)
    assert len(fits["o1: AIME 2024"]) == 1  # three points cannot test a logistic


def test_extrapolations_are_marked_and_start_where_the_points_end():
    frame = results.curve_frame()
    assert set(frame["part"]) == {"published", "fit", "beyond the points"}
    for _, g in frame.groupby("curve"):
        end = g.loc[g["part"] == "published", "relative_compute"].max()
        beyond = g[g["part"] == "beyond the points"]["relative_compute"]
        assert beyond.min() == pytest.approx(end) and beyond.max() == pytest.approx(4 * end)


def test_dollars_for_one_more_task_by_hand():
    frame = results.dollars_frame().set_index("curve")
    assert frame.at["o3-mini: Aider polyglot", "usd"] == pytest.approx((18.1584 - 8.8599) / 225 / 0.066)
    assert "Grok 3 mini: Aider polyglot" not in frame.index  # its high setting cost less


def test_spread_tables_agree_and_chances_bound():
    answers, clients = tables.load("scaling/answer_spread"), tables.load("scaling/client_spread")
    assert set(answers["model"]) == set(clients["model"]) and (clients.groupby("model").size() == 20).all()
    for name, g in clients.groupby("model"):
        assert g["coefficient_of_variation"].is_monotonic_increasing and g["standard_deviation_tokens"].is_monotonic_increasing, name
    frame = results.chances()
    assert (frame["low"] <= frame["chance"]).all() and (frame["chance"] <= frame["high"]).all()
    row = frame[(frame["model"] == "M-large") & (frame["measure"] == "absolute")].iloc[0]
    assert row["low"] == pytest.approx(row["chance"] * (1 - 0.373)) and row["high"] == pytest.approx(row["low"] + 0.373)
    assert results.facts()["absolute"].value == pytest.approx(frame[frame["measure"] == "absolute"]["chance"].min())


def test_c1_accuracy_rises_by_a_law():
    f = results.facts()
    frame = results.curves()
    reasoning = frame[frame["kind"].isin(results.REASONING)]
    assert f["rises"].value == pytest.approx((reasoning["last"] > reasoning["first"]).mean()) and f["falling"].value == 1
    assert f["gain_reasoning"].value > 3 * f["gain_other"].value
    assert claims.verdict_of("C1") == "reproduced"


def test_c2_scores_ratio_and_spread():
    f = results.facts()
    assert abs(f["semi_ratio"].value - 170) < 5 < abs(f["public_ratio"].value - 170)
    assert f["beats_mturk"].value > 0.99
    assert f["relative"].value < 0.5 < 0.9 < f["absolute"].value
    priors = tables.load("scaling/thinking_priors")
    mine = priors[priors["assumption"] == "cost_less_predictable"]
    assert mine["weight"].sum() == pytest.approx(1)
    assert f["prior_absolute"].value == pytest.approx(100 * mine[mine["option"].str.startswith("in dollars")]["weight"].item())
    assert claims.verdict_of("C2") == "reproduced under"
