"""The stock of text: tables against their sources, the year against the published one, claim B19."""

import os

import numpy as np
import pytest

from analysis import claims, outside, parameters, tables
from analysis.scaling.results import data_stock as results


@pytest.mark.skipif(not os.environ.get(outside.MIRROR), reason="needs the outside data set")
@pytest.mark.parametrize("vintage", ["2025-02-24", "2026-07-15"])
def test_the_committed_table_is_what_the_derivation_gives(vintage):
    made = results.derive(vintage)
    kept = tables.load("scaling/frontier_tokens")
    kept = kept[kept["vintage"] == vintage]
    assert list(made["model"]) == list(kept["model"])
    np.testing.assert_allclose(made["tokens"].astype(float), kept["tokens"])
    assert list(made["date"]) == list(kept["date"].dt.strftime("%Y-%m-%d"))


def test_no_maker_counts_twice_for_one_data_set():
    frame = results.frontier()
    assert {"Qwen3-235B-A22B", "Inkling"} <= set(frame["model"])
    assert (frame["model"].str.startswith("Qwen3-235B")).sum() == 1


def test_parameters_are_what_their_notes_say():
    s = parameters.get("text_stock", part="scaling")
    row = results.stocks().set_index("stock").loc["effective"]
    assert (s.central, s.low, s.high) == (row["tokens"], row["low"], row["high"])
    # a normal with 95 % between 0 and 10 % has these 5 and 95 % points
    g = parameters.get("text_stock_growth", part="scaling")
    assert (g.low, g.high) == (pytest.approx(0.05 - parameters.Z95 * 0.05 / 1.96, abs=5e-4), pytest.approx(0.05 + parameters.Z95 * 0.05 / 1.96, abs=5e-4))
    # lognormal through the printed median and 95 % ends
    c, printed = parameters.get("clean_text_stock", part="scaling"), results.stocks().set_index("stock").loc["clean-web"]
    assert c.low == pytest.approx(1e14 * (printed["low"] / 1e14) ** (parameters.Z95 / 1.96), rel=0.02)
    assert c.high == pytest.approx(1e14 * (printed["high"] / 1e14) ** (parameters.Z95 / 1.96), rel=0.02)


def test_growth_agrees_with_the_published_range():
    # Villalobos et al. 2024, section 2.4: 0.38 orders of magnitude a year, 95 % 0.27 to 0.48
    for first in (2020, 2024):
        assert 0.27 - 0.01 <= np.log10(results.growth(first).per_year) <= 0.48
    assert results.growth(2024).per_year < results.growth(2020).per_year


def test_the_year_lies_inside_the_published_span():
    q = results.facts()["year"]
    f = results.facts()
    assert f["paper_year"].low <= q.value <= f["paper_year"].high
    assert q.driver == "text_stock"


def test_probabilities_are_those_of_the_draws():
    draws = results.scenario_draws("stock as published")
    assert results.facts()["by_2030"].value == pytest.approx(100 * np.mean(draws < 2031))
    assert results.facts()["by_2030"].value + results.facts()["suffices"].value == pytest.approx(100)
    np.testing.assert_allclose(draws, results.baseline().samples)


def test_order_of_the_assumptions():
    table = results.scenarios().set_index("assumption")["year"]
    assert table["clean text, one pass"] < table["clean text, four passes"] < table["clean text, repeated without end"]
    assert table["tokens per parameter times five"] < table["stock as published"] < table["mixed as Phi-4 was"] < table["with images and video"]


def test_shifts_follow_the_closed_form():
    # at central growth a factor k in demand moves the year by ln k over the pace
    f = results.facts()
    pace = np.log(f["growth_used"].value) - np.log1p(0.05)
    assert f["advance_over"].value == pytest.approx(np.log(np.sqrt(5)) / pace, rel=0.15)
    assert f["delay_synthetic"].value == pytest.approx(-np.log(0.45) / pace, rel=0.15)


def test_tipping_values_give_the_end_of_2030_back():
    run = results.baseline()
    centre = {n: p.central for n, p in run.parameters.items()}
    for name, key in (("token_growth", "tipping_growth"), ("text_stock", "tipping_stock")):
        assert float(run.model(**run.fixed, **{**centre, name: results.facts()[key].value})) == pytest.approx(2031.0, abs=1e-6)


def test_the_explorer_starts_near_the_page():
    from analysis import explorers

    q = explorers.get("SCL-X3").at()["year"]
    assert abs(q.value - results.facts()["year"].value) < 0.5
    assert explorers.get("SCL-X3").at(overtraining=5.0)["year"].value < q.value < explorers.get("SCL-X3").at(human_share=0.45)["year"].value


def test_b19_one_half_holds_and_one_does_not():
    numbers = claims.numbers("scaling")
    mine = numbers[numbers["claim"] == "B19"].set_index("key")
    assert bool(mine.loc["may_not_suffice", "agrees"]) and not bool(mine.loc["used_up", "agrees"])
    assert mine.loc["used_up", "computed"] < 0.05 and results.facts()["used_up_clean"].value < 10
    answer = claims.get("B19")
    rows = tables.load("claim_numbers")
    assert claims.verdict(rows[rows["claim"] == "B19"], answer) == "conflicts with"
