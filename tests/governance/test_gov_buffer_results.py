"""Buffers and counting rules as the page shows them: gains as published, slopes with a planted truth, verdicts of E4 and E5, the explorer."""

import numpy as np
import pandas as pd
import pytest

from analysis import claims, explorers, tables
from analysis.governance import buffer as model
from analysis.governance import coverage, forecast
from analysis.governance.results import buffer as results
from analysis.governance.results import coverage as cover


def test_gains_stand_as_printed_or_follow_from_scores():
    frame = results.gains_frame().set_index("enhancement")["gain"]
    assert frame["o1, on GPQA Diamond"] == pytest.approx(9) and frame["best split of inference compute"] == pytest.approx(14)  # Epoch AI 2025; Snell et al. 2024
    slope = float(np.median(results.slopes()))
    table = tables.load("governance/enhancement_gains").set_index("enhancement")
    for name in ("DeepSeek-R1", "o1, on many benchmarks", "Grok 4"):
        plain = 10 ** ((table.at[name, "enhanced_score"] - table.at[name, "base_score"]) / slope)
        assert frame[name] == pytest.approx(plain, rel=0.15)
    index = tables.load("governance/capability_index").set_index("model")["index_score"]
    assert table.at["DeepSeek-R1", "base_score"] == pytest.approx(index["DeepSeek-V3"], abs=0.01) and table.at["DeepSeek-R1", "enhanced_score"] == pytest.approx(index["DeepSeek-R1"], abs=0.01)


def test_the_slope_finds_a_planted_truth(monkeypatch):
    frame = cover.capability()
    rng = np.random.default_rng(1)
    score = 7.0 * np.log10(frame["training_flop"]) + 11.0 * frame["years"] + 5.0 * frame["thinks_first"] + rng.normal(0, 2, len(frame))
    monkeypatch.setattr(cover, "capability", lambda: frame.assign(index_score=score))
    found = results.slopes.__wrapped__()
    low, high = np.quantile(found, (0.005, 0.995))
    assert low < 7.0 < high and np.median(found) == pytest.approx(7.0, abs=0.8)


def test_the_printed_ranges_of_the_slope_hold_what_epoch_prints():
    """Epoch AI, November 2024: 12 points of GPQA Diamond and 17 of MATH for ten times the compute; an index of many lies lower and is surely above zero."""
    low, high = np.quantile(results.slopes(), (0.05, 0.95))
    assert 5 < low < high < 15


def test_the_share_on_record_agrees_with_the_costs_of_the_rules():
    parts = coverage.evidence().set_index(["part", "name"])["central"]
    table = tables.load("governance/enhancement_gains").set_index("enhancement")["cost_share"]
    for name in ("DeepSeek-R1", "DeepSeek-R1 (May 2025)", "Grok 4"):
        assert table[name] == pytest.approx(parts[("rl", name)])


def test_the_population_counts_the_models_it_should():
    x, count = results.population()
    frame = coverage.everyone()
    pick = (frame["field"] == "language") & (frame["years"] >= 2025)
    assert count.sum() == pytest.approx(pick.sum())
    above = coverage.counts_above(1e25, 2026, since="2024-12-31").iloc[0]
    assert count[x > 0].sum() == pytest.approx(above["median"], rel=0.1)


def test_buffers_and_thresholds_are_one():
    frame = results.covered_frame().set_index(["threshold", "buffer_multiple"])
    np.testing.assert_allclose(frame.loc[("1e26", 10.0), ["observed", "median"]].astype(float), frame.loc[("1e25", 1.0), ["observed", "median"]].astype(float))
    for _, part in frame.groupby(level=0):
        assert part["median"].is_monotonic_increasing and (part["observed"] <= part["median"]).all()


def test_e4_enhancement_is_cheap_and_the_buffer_is_known_to_a_factor_of_ten():
    f = results.facts()
    assert claims.verdict_of("E4") == "reproduced"
    assert 3 < f["cheap_gain"].value < 10 and f["cheap"].value > 0.9
    assert 5 < f["need"].value < 20 and f["decided"].value > 0.5 and f["need_single"].value < f["need"].value
    assert f["missed_1"].value > f["missed_3"].value > f["missed_10"].value > f["missed_100"].value
    assert f["need"].driver == "stacked_kinds"
    d = results.gain_draws()
    one = model.needed_over(0.1, *results.population(), float(np.median(d["gain_median"])), float(np.median(d["gain_decades"])))
    assert f["need"].value == pytest.approx(float(one), rel=0.15)


def test_an_even_population_agrees_with_the_closed_form_and_asks_for_more():
    """Below the line the share still uncovered at u decades is s (z Φ(z) + φ(z)) over its value at u = 0, z = (log10 G − u) / s."""
    from scipy.stats import norm

    place, count = results.population()
    gain, spread, miss = 10.0, 0.3, 0.1
    below = lambda u: spread * ((z := (np.log10(gain) - u) / spread) * norm.cdf(z) + norm.pdf(z))  # noqa: E731
    need = float(model.needed_over(miss, place, np.ones_like(count), gain, spread, 0.0))
    assert below(np.log10(need)) / below(0.0) == pytest.approx(miss, abs=0.015)  # places lie a twentieth of a decade apart
    f = results.facts()
    assert f["need_even"].value > f["need"].value and f["need_even"].high > f["need"].high
    assert f["escaped_even"].value > f["escaped_10"].value and f["decided_even"].value < f["decided"].value


def test_e5_operations_are_not_alike_and_adding_use_misleads():
    f = results.facts()
    assert claims.verdict_of("E5") == "reproduced under"
    assert f["worth_rl"].value > 5 and f["not_alike"].value > 0.95
    assert f["no_better_made"].value < 0.5 < 0.75 < f["no_better_used"].value
    assert f["misleads"].value == pytest.approx(0.5 * f["no_better_made"].value + 0.5 * f["no_better_used"].value)
    frame = results.ranking_frame().set_index("rule")["correlation"]
    assert abs(frame["and synthetic data"] - frame["pre-training only"]) < 0.03 < frame["pre-training only"] - frame["and deployment"]


def test_rules_name_what_they_add():
    frame = results.rule_changes().set_index(["Threshold", "What is counted"])["Models with an estimate that it adds"]
    assert set(frame[("10²⁵ FLOP", "and reinforcement learning")].split(", ")) == {"Composer 2", "Composer 2.5", "DeepSeek-V4-Pro"}
    assert frame[("10²⁶ FLOP", "pre-training only")] == "Grok 3, GPT-4.5, Grok 4"


def test_the_explorer_says_what_the_catalogue_says():
    item = explorers.get("GOV-X1")
    got = item.at(threshold_flop=1e26, rule="and deployment", buffer_multiple=3.0, year=2024.0)
    row = coverage.counts_above(1e26 / 3, 2024, "plus-deployment").iloc[0]
    assert (got["observed"].value, got["covered"].value, got["covered"].low, got["covered"].high) == (row["observed"], row["median"], row["low"], row["high"])
    named = coverage.models_above(1e26 / 3, 2024, "plus-deployment")
    seen = list(named.loc[named["status"] == "observed", "model"])
    assert got["newest"].startswith(seen[-1]) and got["forecast"] == "the year is over"
    later = item.at(year=2028.0)
    assert later["covered"].value == item.at(year=2026.0)["covered"].value
    assert later["forecast"].endswith("by the end of 2028")
    want = forecast.models_above(1e25, 2028, draws=10_000)
    assert later["forecast"].split("\u202f")[0].split(" ")[0] == f"{float(f'{want.median:.2g}'):.0f}"
    parts = coverage.evidence().query("scope == 'year' and year == 2026").set_index("part")["central"]
    used = item.at(rule="and deployment", year=2028.0)["forecast"]
    lower = forecast.models_above(1e25 / (1 + parts.sum()), 2028, draws=10_000).median
    assert used.split("\u202f")[0].split(" ")[0] == f"{float(f'{lower:.2g}'):.0f}" and lower > want.median  # a rule that counts more lowers the line
    assert item.at(threshold_flop=1e28, year=2022.0)["newest"] == "none"
    assert "Grok 3" in item.at(threshold_flop=1e26)["newest"]


def test_a_text_output_needs_a_text_for_each_point():
    spec = dict(id="GOV-X9", title="t", question="q", note="n", outputs=(explorers.Output("y", "Y", explorers.TEXT),), grade="modelled", notebook="governance/x", controls=(explorers.Control("a", "A", (1.0, 2.0), 1.0),))
    good = explorers.Explorer(**spec, compute=lambda a: {"y": [f"at {v:g}" for v in a]})
    assert good.at(a=2.0)["y"] == "at 2" and good.payload()["outputs"][0]["texts"] == ["at 1", "at 2"] and "at 1" in good.static_html() and "at 1" in repr(good)
    for bad in (["one"], ["", "two"], [1, 2]):
        with pytest.raises(ValueError, match="y is not one text for each of 2 grid points. Say 'none'"):
            explorers.Explorer(**spec, compute=lambda a, bad=bad: {"y": bad}).at()


def test_the_frames_are_whole():
    for frame in (results.rates_frame(), results.needed_frame(), results.worth_frame(), results.rules_frame(), results.gains_frame()):
        assert len(frame) and not frame.isna().any().any() and isinstance(frame, pd.DataFrame)


def test_e4_turns_on_the_error_that_a_source_states():
    frame, draws = results.gains()
    printed = frame["gain"].notna().to_numpy()
    assert draws[printed].std(axis=1).max() > 0.2  # METR's
    f = results.facts()
    assert f["cheap_bare"].value == pytest.approx(np.mean(10 ** results.cheap(bare=True) >= 2)) and f["cheap_bare"].value < f["cheap_mark"].value <= f["cheap"].value
