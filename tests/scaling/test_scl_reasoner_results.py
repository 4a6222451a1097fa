"""Training a reasoner: tables against their sources, results against the formulas by hand, the explorer, claims C10, C14 and C19."""

import numpy as np
import pytest

from analysis import claims, explorers, parameters, tables
from analysis.scaling import reasoner as model
from analysis.scaling.results import reasoner as results


def test_counts_of_published_ratios():
    frame = tables.load("scaling/post_training_ratios").set_index("model")
    ratio = frame["post"] / frame["pre"]
    assert ratio["DeepSeek-R1"] == pytest.approx(0.0552, abs=1e-4)  # 147K over 2,664K H800 hours
    assert ratio["DeepSeek-V3"] == pytest.approx(0.0019, abs=1e-4)
    # Olmo 3: 26 days on 224 GPUs over 9.5 days on 512 and 37.5 on 1,024
    assert frame.at["Olmo 3.1 Think 32B", "post_low"] == 26 * 224
    assert frame.at["Olmo 3.1 Think 32B", "pre"] == 9.5 * 512 + 37.5 * 1024
    assert frame.at["Olmo 3 Think 32B", "post_high"] == 9 * 1024
    assert frame.at["Olmo 3 Think 32B", "post"] == pytest.approx(np.sqrt(5 * 224 * 9 * 1024), rel=1e-3)
    assert (frame["post_low"] <= frame["post"]).all() and (frame["post"] <= frame["post_high"]).all()


def test_a_run_as_published():
    made = results.published()
    assert made["trajectories"] == 10_400 * 512 and made["problems"] == pytest.approx(208_000)
    assert made["gpu_s"] / 3600 == pytest.approx(101_000, rel=0.01)  # 101K H800 hours


def test_tokens_by_hand():
    f = results.facts()
    centre = 1e7 * 3162 * parameters.get("berry_tokens_each", part="scaling").central
    assert f["tokens"].low < centre < f["tokens"].high
    assert results.berry().tipping("berry_trajectories", 1e15) == pytest.approx(1e15 / (1e7 * parameters.get("berry_tokens_each", part="scaling").central), rel=1e-6)
    assert results.claimed_tokens() == (1e14, 1e15)
    assert f["token_share_range"].value == pytest.approx(100 * np.mean((results.berry().samples >= 1e14) & (results.berry().samples <= 1e15)))


def test_the_bill_by_hand():
    low, middle, high = results.token_usd()
    assert low < middle < high
    assert results.research_usd() == 5e9
    f = results.facts()
    share = 100 * np.median(results.berry().samples) / 1e6 * middle / 5e9
    assert f["budget_share"].low < share < f["budget_share"].high
    frame = results.budget_frame().set_index("what")
    assert frame.at["A tenth of OpenAI’s compute budget of 2024", "tokens"] == pytest.approx(5e14 / middle)
    assert frame.at["DeepSeek-R1-Zero", "high"] == pytest.approx(5_324_800 * 32_768)


def test_the_crossing_agrees_with_the_band():
    f = results.facts()
    frame = results.match_frame()
    crossing = np.exp(np.interp(0.0, np.log(frame["ratio"]), np.log(frame["tokens"])))
    assert crossing == pytest.approx(f["match"].value, rel=0.02)
    assert (frame["low"] < frame["ratio"]).all() and (frame["ratio"] < frame["high"]).all()


def test_draws_stay_with_their_models():
    draws = results.ratios()
    assert len(draws) == 11 and "DeepSeek-V3" not in draws
    assert np.ptp(draws["DeepSeek-R1"]) == 0
    assert np.quantile(draws["Grok 4"], 0.05) == pytest.approx(0.1, rel=0.02)
    one_sided = draws["DeepSeek-R1-0528"]  # the point stands at its own upper end, so the middle of the span is taken
    assert 0.185 < np.median(one_sided) < 0.222


def test_a_mixture_of_two_known_values():
    n = parameters.DRAWS
    mixed = results.pooled({"a": np.zeros(n), "b": np.ones(n)})
    assert set(np.unique(mixed)) == {0.0, 1.0} and np.mean(mixed) == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(n))


def test_the_trend_of_resampled_models():
    t = results.trend()
    f = results.facts()
    assert np.all(t["growth"] > 0)
    assert f["never"].value == pytest.approx(100 * np.mean(t["growth"] <= 1))
    assert f["growing"].value + f["never"].value == pytest.approx(100)


def test_shares_by_hand():
    frame = results.shares_frame().set_index("model")
    r1 = 147_000 / 2_664_000
    assert frame.at["DeepSeek-R1", "share_percent"] == pytest.approx(100 * r1 * 0.72 / (1 + r1), rel=0.01)
    f = results.facts()
    tip = f["tipping"].value / 100
    assert float(model.inference_share(tip, f["part"].value / 100)) == pytest.approx(0.1, rel=1e-6)
    assert f["part_olmo"].value == pytest.approx(100 * 20 / 28) and f["part_intellect"].value == pytest.approx(100 * 44 / 60)


def test_students_are_counted_once():
    frame = results.gains()
    assert results.students() == (5, 5)
    assert results.facts()["reports"].value == 2
    assert float(model.chance_of_next(2, 2)) < 0.9 <= float(model.chance_of_next(5, 5))  # one student a report would not do
    assert frame.loc[frame["student"] == "Gemma 200M", "gained"].all()  # perplexity falls: a gain
    behind = frame[~frame["gained"]]
    assert set(behind["benchmark"]) == {"GPQA Diamond", "LiveCodeBench"} and set(behind["student"]) == {"Qwen2.5-Math-7B"}


def test_opus_by_hand():
    # even odds, times three for a report, over ten for a statement
    assert results.opus().quantity("1").value == pytest.approx(3 / 13, abs=0.01)
    frame = results.opus_frame()["probability_percent"].to_numpy()
    assert frame[0] == 50 and frame[1] == pytest.approx(75, abs=0.5) and frame[2] < frame[0]
    # with a report thirty times likelier if true, three to one against the denial's ten
    assert results.facts()["report_needed"].value == pytest.approx(30)


def test_a_teacher_that_is_there_anyway_pays_sooner():
    f = results.facts()
    assert f["pays_anyway"].value < f["pays_anew"].value
    frame = results.pays_frame()
    for _, part in frame.groupby("kind"):
        assert (np.diff(part["relative"]) < 0).all()
    anew = frame[frame["kind"] == "teacher trained for it"]
    crossing = np.exp(np.interp(1.0, anew["relative"].to_numpy()[::-1], np.log(anew["served"].to_numpy())[::-1]))
    assert crossing == pytest.approx(f["pays_anew"].value, rel=0.05)


def test_the_explorer_agrees_with_the_formulas():
    got = explorers.get("SCL-X7").at(problems=1e6, trajectories_each=100.0, tokens_each=5000.0, kept_percent=20.0, active_b=37.0)
    s = parameters.get("scoring_passes", part="scaling")
    assert got["tokens"].value == 5e11
    assert got["flop"].value == pytest.approx(float(model.post_training_flop(37e9, 5e11, 0.2, s.central)))
    assert got["passes"].high == pytest.approx(float(model.pass_ratio(0.2, s.high)))
    assert got["over_pre"].value == pytest.approx(float(model.post_over_pre(5e11, 1.5e13, 0.2, s.central)))
    assert got["gpu_years"].value == pytest.approx(got["flop"].value / (989.4e12 * 0.4 * 365 * 86400), rel=1e-3)


def _row(claim):
    return claims.ledger("scaling").set_index("id").loc[claim]


def test_c10_the_counts_make_the_total_if_they_are_openais():
    assert _row("C10")["verdict"] == "reproduced under"
    condition = claims.get("C10").conditions[0]
    assert condition.plausibility.value == 40
    assert 1e14 <= condition.numbers["total_tokens"].value <= 1e15 and condition.numbers["exceeds_pretraining"].value >= 0.9


def test_c14_teachers_help_but_opus_is_denied():
    assert _row("C14")["verdict"] == "conflicts with"
    numbers = claims.get("C14").numbers
    assert numbers["quality_without_cost"].value >= 0.9 and numbers["opus_kept"].value < 0.75 and numbers["blurred"].value < 0.9


def test_c19_many_forward_passes_and_little_post_training():
    assert _row("C19")["verdict"] == "conflicts with"
    numbers = claims.get("C19").numbers
    assert numbers["post_over_pre"].value < 0.2 and numbers["formerly"].value < 0.2 and numbers["post_pass_ratio"].low >= 2


def test_weights_were_fixed_beforehand():
    frame = tables.load("scaling/reasoner_priors")
    assert results.prior("C10", "counts") == 0.4 and results.prior("C14", "opus") == 0.5
    assert not frame.duplicated(["claim", "assumption"]).any()
