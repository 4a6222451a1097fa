"""Watching people: closed forms, properties, priors, published counts, claim E7, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims
from analysis.governance import watching as model
from analysis.governance.results import concentration
from analysis.governance.results import watching as results
from analysis.inference.results import token_cost


def test_tokens_of_a_day_by_hand():
    assert model.text_tokens(20, 15) == 300
    assert model.speech_tokens(15_000, 150, 32.0) == pytest.approx(100 * 60 * 32)
    assert model.video_tokens(1.0, 258.0) == pytest.approx(258 * 86_400)
    assert model.video_tokens(0.25, 258.0, 0.1) == pytest.approx(258 * 8640 * 0.25)


def test_one_accelerator_at_full_use_reads_what_its_speed_says():
    # a chip that reads 1,000 tokens a second reads 864 people's 100,000 tokens a day
    assert model.accelerators_needed(864, 1e5, 1e-3) == pytest.approx(1.0)
    assert model.accelerators_needed(864, 1e5, 1e-3, 0.5) == pytest.approx(2.0)


@given(st.floats(1, 1e9), st.floats(1, 1e8), st.floats(1e-7, 1e-1), st.floats(0.1, 10), st.floats(0.01, 1))
def test_people_of_a_megawatt_need_a_megawatt(people, tokens, seconds, kw, use):
    each = model.people_per_mw(tokens, seconds, kw, use)
    assert model.accelerators_needed(people, tokens, seconds, use) * kw / 1e3 == pytest.approx(people / each)


def test_a_year_costs_its_hours():
    assert model.year_cost_usd(3600.0, 1.0, 2.0) == pytest.approx(2 * 365.25)
    assert model.people_per_usd(3600.0, 1.0, 2.0) == pytest.approx(1 / 730.5)


def test_either_lack_bounds():
    assert model.bounded([2, 1, 1, 1], [1, 2, 1, 1], [1, 5, 1, 9], [9, 4, 1, 9]).tolist() == [True, True, False, False]


def test_weights_of_each_question_add_to_one():
    weights = results.priors()
    for question in ("streams", "model", "frames"):
        assert sum(w for (q, _), w in weights.items() if q == question) == pytest.approx(1.0)
    assert results.readings_frame()["weight"].sum() == pytest.approx(1.0)


def test_e7_video_of_everybody_is_out_of_reach_unless_filtered():
    f = results.facts()
    assert f["bounded"].value < 0.9 < f["bounded_all"].value
    assert f["bounded_filter"].value < 0.75
    assert claims.verdict_of("E7") == "reproduced under"
    both = f["prior_all"].value * f["bounded_all"].value + f["prior_filter"].value * f["bounded_filter"].value
    assert f["bounded"].value == pytest.approx(both)


def test_lacking_either_is_likelier_than_lacking_one():
    frame = results.readings_frame()
    assert np.all(frame["either_percent"] >= frame[["compute_percent", "cost_percent"]].max(axis=1) - 1e-9)
    assert np.all(frame["either_percent"] <= frame["compute_percent"] + frame["cost_percent"] + 1e-9)


def test_writing_is_within_reach_and_speech_with_a_small_model():
    f = results.facts()
    assert f["need_text_large"].high < f["stock"].low
    assert f["need_speech_small"].high < f["stock"].low < f["stock"].high < f["need_speech_large"].low


def test_a_filter_and_a_smaller_model_bring_it_nearer():
    frame = results.passed_frame()
    for _, group in frame.groupby("model"):
        assert np.all(np.diff(group.sort_values("passed_percent")["bounded_percent"]) >= 0)
    wide = frame.pivot_table(index="passed_percent", columns="model", values="bounded_percent")
    assert np.all(wide["large model"] >= wide["middling model"]) and np.all(wide["middling model"] >= wide["small model"])


def test_the_share_that_suffices_is_where_the_chance_is_even():
    share = np.median(results.suffices_at("small"))
    assert results.chance("cameras", "small", float(share)) == pytest.approx(0.5, abs=0.01)


def test_seconds_of_a_token_are_the_cost_models_at_a_note_of_a_hundredth():
    cost = token_cost.best("llama-3.1-8b", "H100", 8000.0, 80.0, 1.0)[1]
    assert results._grid("small")[2] == pytest.approx(float(80.0 / cost.tokens_per_s_accelerator) / 8000.0)
    grid, lag = results._grid("small"), token_cost.slowdown(False)
    bare = results.seconds_per_token("small") * lag.central / results.parameters.sample({"slowdown": lag})["slowdown"]
    written = results._sample("watch_written_share")["watch_written_share"]
    order = np.argsort(written)
    assert np.all(np.diff(bare[order]) >= -1e-12) and grid[0] * 0.999 <= bare.min() and bare.max() <= grid[-1] * 1.001
    assert bare[order][np.searchsorted(written[order], 0.01)] == pytest.approx(grid[2], rel=1e-3)


def test_cameras_for_each_person_as_ihs_printed_them():
    # IHS Markit, 2018: one camera for every 4.1 people in China
    assert 1 / results.cameras().central == pytest.approx(4.1, rel=0.03)
    assert results.cameras().low == pytest.approx(0.1436)


def test_a_megawatt_by_hand():
    draws = results.per_mw("video", "small")
    s = results.parameters.sample(results.parameters.select(("it_kw_per_gpu", {"hardware": "H100"}), "pue_ai_facility", part="power"))
    kw = s["it_kw_per_gpu"] * np.maximum(s["pue_ai_facility"], 1.0)
    expected = 1e3 / kw * results._in_use() * 86_400 / (results.tokens("video") * results.seconds_per_token("small"))
    assert draws == pytest.approx(expected)


def test_the_worlds_chips_exceed_chinas():
    f = results.facts()
    assert f["world"].low > 5 * f["stock"].high
    assert 90 < f["world_enough"].value <= 100


def test_china_has_what_the_page_on_concentration_says_stands_there():
    # the chips at hand are that page's share of all compute, so that the two pages cannot part again
    f, there = results.facts(), concentration.facts()
    assert f["stock"].value == pytest.approx(there["total"].value * 1e6 * there["china"].value / 100, rel=0.02)
    assert np.all(concentration.standing_in("China") < concentration.all_draws())
    # Epoch AI: Chinese companies own just over a twentieth of all compute, more than the foreign chips counted with them
    assert f["counted"].high < 0.05 * f["world"].value
    assert np.mean(concentration.standing_in("China") > results.counted_there()) > 0.99


def test_only_counted_chips_would_bound_more():
    f = results.facts()
    assert f["large_cameras_percent"].value == 100  # the page says: in every draw
    assert f["bounded_percent"].value < f["bounded_counted"].value < f["all_percent"].value


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: model.text_tokens(-1, 3), "messages_per_day = -1"),
        (lambda: model.speech_tokens(1, 0, 1), "words_per_minute = 0"),
        (lambda: model.video_tokens(1, 1, 1.5), "passed = 1.5"),
        (lambda: model.accelerators_needed(1, 1, 0), "accelerator_seconds_per_token = 0"),
        (lambda: model.accelerators_needed(1, 1, 1, 0), "in_use = 0"),
        (lambda: model.people_per_mw(1, 1, 0), "kw_per_accelerator = 0"),
        (lambda: model.people_per_usd(0, 1, 1), "tokens_per_day = 0"),
        (lambda: model.bounded(1, -1, 0, 0), "at_hand = -1"),
    ],
)
def test_bad_input_is_named(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_an_unknown_reading_is_an_error():
    with pytest.raises(KeyError):
        results.seconds_per_token("huge")
