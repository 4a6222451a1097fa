"""Pace: results against the tables by hand, and claims C3 and C20."""

import numpy as np
import pandas as pd
import pytest

from analysis import claims, tables
from analysis.scaling import pace as model
from analysis.scaling.results import pace as results


def test_at_least_thirty_dated_releases_of_both_kinds():
    frame = tables.load("scaling/model_generations")
    assert len(frame) >= 30 and set(frame["kind"]) == {"pre-trained", "reasoning"}
    assert results.facts()["releases"].value == len(frame)


def test_intervals_by_hand():
    g = results.generations().set_index("model")
    assert g.at["o3", "gap"] == (pd.Timestamp("2024-12-20") - pd.Timestamp("2024-09-12")).days == 99
    assert g.at["GPT-4.5", "gap"] == (pd.Timestamp("2025-02-27") - pd.Timestamp("2024-05-13")).days and np.isnan(g.at["GPT-4.5", "whole"])
    assert g.at["GPT-4", "whole"] == (pd.Timestamp("2023-03-14") - pd.Timestamp("2020-05-28")).days
    assert np.isnan(g.at["GPT-2", "gap"])


def test_leaders_are_the_three_best_at_their_day():
    frame = results.series("index")
    for row in frame.itertuples():
        ahead = ((frame["year"] <= row.year) & (frame["value"] > row.value)).sum()
        assert row.leads == (ahead < results.TOP)
    assert frame["model"].is_unique and (frame["year"] > 2023.15).all()


def test_the_straight_and_the_broken_line_are_least_squares():
    frame = results.index_frame()
    others = {"broken_first": "from the first model listed", "broken_later": "after GPT-4"}
    for column, start in others.items():
        x, y = results.leaders("index", start=start)
        drawn = frame.dropna(subset=[column])
        assert (drawn["released"] < results.BREAK_DAY).all()
        assert drawn[column].to_numpy() == pytest.approx(np.polyval(np.polyfit(x[x < results.AT], y[x < results.AT], 1), results._year(drawn["released"])), abs=1e-5)
    lead = frame[frame["leads"]]
    late = (lead["released"] >= results.BREAK_DAY).to_numpy()
    x = results._year(lead["released"])
    for k in (late, ~late):
        fit = np.polyval(np.polyfit(x[k], lead["points"][k], 1), x[k])
        assert lead["broken"][k].to_numpy() == pytest.approx(fit, abs=1e-6)
    assert lead["straight"].to_numpy() == pytest.approx(np.polyval(np.polyfit(x, lead["points"], 1), x), abs=1e-6)


def test_the_break_stands_with_the_single_best_as_well():
    frame = results.series("index")
    best = model.leading(frame["year"], frame["value"], 1)
    single = model.break_test(frame["year"][best], frame["value"][best], results.AT)
    assert single["bic_gain"] > results.breaks()["index"]["bic_gain"] > 6


def test_the_break_hangs_on_where_the_line_starts():
    frame = results.starts_frame().set_index(["measure", "start"])
    assert len(frame) == 6
    for measure in results.UNBOUNDED:
        everything = results.series(measure, "from the first model listed")
        later = results.series(measure, "after GPT-4")
        assert "GPT-4" in set(everything["model"]) and "GPT-4" not in set(later["model"])
        assert everything["released"].min() < results.series(measure)["released"].min() == pd.Timestamp("2023-03-14")
        for start in results.STARTS:
            x, y = results.leaders(measure, start=start)
            slope = np.polyfit(x[x < results.AT], y[x < results.AT], 1)[0]
            found = frame.loc[(measure, start)]
            assert found["before"] == pytest.approx(slope) and found["after"] == pytest.approx(np.polyfit(x[x >= results.AT], y[x >= results.AT], 1)[0])
        assert frame.at[(measure, results.FROM_GPT4), "none"] < 0.01 < 0.1 < frame.at[(measure, "after GPT-4"), "none"]
    f = results.facts()
    assert f["none"].value == pytest.approx(frame["none"].mean()) and (f["none"].low, f["none"].high) == (frame["none"].min(), frame["none"].max())
    assert f["index_before"].low < frame.loc["index", "before"].min() < f["index_before"].value < frame.loc["index", "before"].max() < f["index_before"].high


def test_power_rises_and_starts_at_the_false_alarm_rate():
    for _, part in results.power_frame().groupby("measure"):
        assert (np.diff(part.sort_values("times")["power_percent"]) >= -1).all()
        assert part.set_index("times").at[1.0, "power_percent"] == pytest.approx(5, abs=2)


def test_gains_by_year_by_hand():
    frame = tables.load("scaling/capability_index").query("measure == 'ECI'").set_index("model")["score"]
    f = results.facts()
    assert f["gain_2024"].value == pytest.approx(frame["o1"] - frame["GPT-4"])
    assert f["gain_2025"].value == pytest.approx(frame["GPT-5.2 Pro"] - frame["o1"])


def test_straight_lines_by_where_they_start():
    ahead = results.extension().set_index(["measure", "start"])
    for (measure, start), row in ahead.iterrows():
        x, y = results.leaders(measure, start=start)
        fit = np.polyfit(x[x <= 2025], y[x <= 2025], 1)
        everything = results.series(measure)
        best = everything[everything["year"] < 2026].sort_values("value").iloc[-1]
        assert row["record"] == best["value"] and row["line"] == pytest.approx(np.polyval(fit, best["year"]))
        assert 0 < row["reached"] < 0.5 and row["line"] < row["record"]
    f = results.facts()
    assert f["reached_index"].high == pytest.approx(100 * ahead.loc["index", "reached"].max())
    assert f["line_index"].low == ahead.loc["index", "line"].min()


def test_no_choice_of_leaders_makes_2025_faster():
    by_top = results.faster_by_leaders()
    assert by_top[results.TOP] == pytest.approx(max(results.facts()[f"faster_{k}"].value for k in ("index", "length", "weird")))
    assert set(by_top) == {1, 2, 3, 5} and max(by_top.values()) < 0.5


def test_people_counts_misses():
    table = tables.load("scaling/forecasts_2025")
    scored = table[table["forecast"].notna()]
    expected = np.where(scored["outcome"] > scored["forecast"], "under", "over")
    plain = ~scored["question"].str.contains("probability")
    assert (scored["sign"][plain] == expected[plain]).all()
    early = table[table["end_2024"].astype(bool)]
    share = ((early["sign"] == "under").sum() + 0.5 * (early["sign"] == "neither").sum() + 0.5) / (len(early) + 1)
    assert results.people()[0] == pytest.approx(share)


def test_c3_months_and_gain():
    answer = claims.get("C3")
    assert answer.numbers["o1_to_o3"].value == pytest.approx(99 / 30.44, abs=0.01)
    whole = results.interval_frame().query("kind == 'pre-trained' and between == 'numbered generations'")["months"]
    assert answer.numbers["pretraining_interval"].value == pytest.approx(whole.median() / 12)
    assert claims.verdict_of("C3") == "reproduced"


def test_c20_both_essays_scored():
    answer = claims.get("C20")
    assert answer.numbers["faster_2025"].value < 0.5 and answer.numbers["no_break"].value < 0.5 < answer.numbers["no_break"].high < results.facts()["none_weird"].value
    assert answer.conflicts[0].value.value == pytest.approx(1 / 6.2)
    assert claims.verdict_of("C20") == "conflicts with"
