"""Sampling: results against the published points, equal dollars by hand, the cost of a million samples, the explorer, claims C4 and C7."""

import numpy as np
import pytest

from analysis import claims, explorers, parameters, tables
from analysis.inference.results import token_cost
from analysis.scaling import test_time as model
from analysis.scaling.results import sampling as results


def test_figure_readings_agree_with_what_the_paper_prints():
    # Brown et al. print 82.9 and 98.44 percent of coverage, 40.50 and 41.41 of the vote, at a hundred and ten thousand samples
    for selector, wanted in ((results.ANY, (82.9, 98.44)), (results.MAJORITY, (40.50, 41.41))):
        k, c, _ = results._curve("Llama-3-8B-Instruct, MATH", selector)
        got = 100 * np.interp(np.log([100, 10_000]), np.log(k), c)
        assert got == pytest.approx(wanted, abs=0.6)


def test_fits_stay_near_their_points_and_forecasts_see_few():
    for name, fit in results.fits().items():
        k, c, _ = results._curve(name)
        assert np.abs(fit.coverage(k) - c).max() < 0.04
        assert 0.2 < fit.parameters["a"] < 0.5
    frame = results.forecast_frame()
    assert set(frame["form"]) == set(model.FAMILIES) and len(frame) == 4 * 5
    assert (frame["low"] < frame["forecast"]).all() and (frame["forecast"] < frame["high"]).all()
    full = results.fits()["Gemma-2B, MATH"].coverage([9827.0])[0]
    early = frame.set_index(["model", "form"]).at[("Gemma-2B", "beta"), "forecast"] / 100
    assert early < full - 0.01  # the last points do matter, so that the forecast did not see them


def test_what_the_vote_loses_by_hand():
    k, c, _ = results._curve("Llama-3-8B-Instruct, MATH")
    _, m, _ = results._curve("Llama-3-8B-Instruct, MATH", results.MAJORITY)
    plain = 100 * (1 - (m[-1] - m[0]) / (c[-1] - c[0]))
    f = results.facts()["lost_8"]
    assert f.low < plain < f.high
    assert results.facts()["m8_hundred"].value < results.facts()["m8_last"].value


def test_equal_dollars_by_hand():
    table = tables.load("scaling/equal_dollars").set_index("model")
    assert (table["usd_per_attempt_set"] * table["attempts"]).to_list() == pytest.approx(table["usd_total"].to_list())
    f = results.facts()
    assert f["attempts_gpt4o"].value == pytest.approx(39 / (10.8 / 5))
    assert f["agent_five"].value < f["same_gpt4o"].value < f["agent_250"].value
    assert f["needed_gpt4o"].value == pytest.approx(100 * 24.0 / f["same_gpt4o"].value, rel=0.02)
    assert f["needed_five"].value == pytest.approx(100 * 24.0 / 29.62)
    assert results.equal_dollars("GPT-4o")["other"].std() == pytest.approx(np.sqrt(0.24 * 0.76 / 300), rel=0.03)
    line = results._agent()[0].coverage(np.array([1, 5, 250]))
    assert 100 * line == pytest.approx([15.9, 29.62, 56.0], abs=1.0)


def test_the_cost_of_a_million_programs_by_hand():
    _, c = token_cost.best("llama-3.1-70b", "H100", 1000.0, 400.0, 10.0, hour=1.0, cached=999.0)
    hour = token_cost.hour_cost.usd_per_hour("H100").quantity("USD/hour").value
    seventy = float(c.request_usd) * hour * 1e6
    f = results.facts()
    assert f["million_usd"].low < seventy < f["million_usd"].high
    d = results.cost_draws()
    assert np.isclose(d["stand_in"], float(c.request_usd) / 400 * 1e6).mean() == pytest.approx(0.25, abs=0.02)
    assert d["million_usd"] == pytest.approx(d["stand_in"] * d["hour"] * d["time"] * d["sample_program_tokens"])
    assert f["too_costly"].value == pytest.approx(np.mean(d["times_paid"] > 1))
    assert f["million_listed"].value == pytest.approx(400 * 1.5)
    frame = results.cost_frame()
    assert frame["usd"].iloc[-1] == pytest.approx(f["million_usd"].value) and frame["usd"].iloc[0] == pytest.approx(f["million_usd"].value / 1e6)
    assert f["tpu_hours"].value == pytest.approx(1e6 / 4.74 / 3600)


def test_paid_answers_by_hand():
    p = parameters.get("paid_usd_per_answer", part="scaling")
    assert 20 / 30 / 10 == pytest.approx(p.central, rel=0.1) and p.low == pytest.approx(300 * 10 / 1e6) and p.high == pytest.approx(10_000 * 600 / 1e6)


def test_the_explorer_agrees_with_the_formula_and_with_simulated_sets():
    x = explorers.get("SCL-X5")
    got = x.at(single_percent=10.0, spread=0.4, samples=20.0, usd_per_sample=0.05)
    b = 0.4 * 0.9 / 0.1
    assert got["covered_percent"].value == pytest.approx(100 * float(model.coverage_beta(20, 0.4, b)))
    assert got["usd"].value == pytest.approx(1.0)
    assert got["usd_solved"].value == pytest.approx(100 / got["covered_percent"].value)
    assert [got["usd_solved"].low, got["usd_solved"].high] == pytest.approx([100 / got["covered_percent"].high, 100 / got["covered_percent"].low])
    rng = np.random.default_rng(7)
    p = rng.beta(0.4, b, (4000, 300))
    sets, more = 100 * model.coverage_of(p, 20).mean(axis=1), 100 * model.coverage_of(p, 40).mean(axis=1)
    assert [got["covered_percent"].low, got["covered_percent"].high] == pytest.approx(np.quantile(sets, (0.05, 0.95)), abs=0.3)
    assert [got["gain_percent"].low, got["gain_percent"].high] == pytest.approx(np.quantile(more - sets, (0.05, 0.95)), abs=0.15)


def test_the_illustrations_have_one_mean():
    frame = results.difficulty_frame()
    first = frame[(frame["samples"] == 1) & (frame["set"] != "its power law")]["uncovered_percent"]
    assert first.to_numpy() == pytest.approx(first.iloc[0], rel=1e-9)
    assert results.facts()["shown_mean"].value == pytest.approx(100 - first.iloc[0])


def test_c4_coverage_rises_and_hangs_on_a_verifier():
    f = results.facts()
    assert f["falling_steps"].value == 0 and f["rises"].value == 1
    once = results.once_frame()
    assert once.iloc[0]["task"] == "SWE-bench Lite" and 0.98 < f["gpt4o_ahead"].value < 1
    assert f["most_lost"].value > 0.99
    assert claims.verdict_of("C4") == "reproduced"


def test_c7_a_million_samples_cost_more_than_an_answer():
    f = results.facts()
    assert f["percentile"].value == 85 and f["million"].value == 1e6 and f["more_hits"].value == 1
    assert 0.95 < f["too_costly"].value < 1
    assert claims.verdict_of("C7") == "reproduced"
