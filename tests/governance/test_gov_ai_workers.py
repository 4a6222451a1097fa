"""AI workers: closed forms, limits, properties, a planted power, published counts, claim E6, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims
from analysis.governance import workers as model
from analysis.governance.results import ai_workers as results
from analysis.inference.serving_fleet import erlang_c


def test_instances_are_requests_a_second_times_what_each_lasts():
    # 500 accelerators at half use finish 25 requests of 10 accelerator-seconds a second; 300 tokens at 30 a second last 10 s
    assert model.instances(500, 10.0, 300, 30.0, 0.5) == pytest.approx(250.0)
    assert model.instances([0, 1], 2.0, 60, 30.0).tolist() == [0.0, 1.0]


@given(st.floats(1, 1e8), st.floats(1e-3, 1e3), st.floats(1, 1e5), st.floats(1, 300))
def test_instances_are_proportional_to_the_fleet(count, seconds, tokens, speed):
    assert model.instances(2 * count, seconds, tokens, speed) == pytest.approx(2 * model.instances(count, seconds, tokens, speed))


def test_served_places_meet_erlangs_formula_and_the_square_root_rule():
    places = np.array([10.0, 1e3, 1e6])
    load = model.served_places(places, 0.01)
    assert erlang_c(load, places) == pytest.approx(0.01, rel=1e-6)
    # Halfin and Whitt 1981: places = load + beta sqrt(load), the same beta for large fleets
    beta = (places - load) / np.sqrt(load)
    assert beta[2] == pytest.approx(beta[1], rel=0.03)
    assert np.all(np.diff(load / places) > 0) and load[2] / places[2] > 0.997


def test_a_lone_place_waits_as_often_as_it_is_busy():
    assert model.served_places(1.0, 0.01) == pytest.approx(0.01, rel=1e-6)


def test_a_planted_power_is_found():
    size = np.geomspace(1e3, 1e7, 9)
    powers = np.array([0.5, 1.0, 1.7])
    assert model.exponent(size, 3.0 * size ** powers[:, None]) == pytest.approx(powers)


def test_a_planted_power_is_found_through_noise():
    size = np.geomspace(1e3, 1e7, 4001)
    noise = np.exp(np.random.default_rng(3).normal(0, 0.2, size.size))
    assert model.exponent(size, size**1.3 * noise) == pytest.approx(1.3, abs=0.005)


def test_a_working_year_by_hand():
    # Epoch AI's day, as told: 380 words a minute over 8 hours are about 240,000 tokens, at four thirds of a token a word
    assert 8 * model.tokens_per_hour(380, 4 / 3) == pytest.approx(240_000, rel=0.02)
    assert model.working_year_tokens(1000.0, 1800.0) == pytest.approx(1.8e6)


def test_one_instance_at_a_persons_pace_works_the_hours_of_a_year():
    year = model.working_year_tokens(3600.0 * 20, 1753.2)
    assert model.worker_equivalents(1.0, 20.0, year) == pytest.approx(5.0)
    assert model.worker_equivalents(1.0, 20.0, year, 4.0) == pytest.approx(20.0)


def test_workers_grow_with_speed_and_fall_with_tokens():
    assert model.worker_equivalents(10.0, 40.0, 1e8) == pytest.approx(2 * model.worker_equivalents(10.0, 20.0, 1e8))
    assert model.worker_equivalents(10.0, 20.0, 2e8) == pytest.approx(0.5 * model.worker_equivalents(10.0, 20.0, 1e8))


def test_e6_instances_are_linear_in_accelerators_of_one_kind():
    f = results.facts()
    assert f["exponent"].low > 0.99 and f["exponent"].high < 1.02 and f["exponent"].value > 1.0
    assert results.exponents().shape == (2000,)
    assert f["more_instances"].value == 1.0
    assert claims.verdict_of("E6") == "reproduced"


def test_equal_arithmetic_does_not_mean_equal_instances():
    chips = results.chip_frame().set_index(["model", "chip", "speed_tok_s"])["instances"]
    for name in ("Llama 3.1 405B", "DeepSeek-V3"):
        assert chips[name, "H200", 24.0] > 1.5 * chips[name, "H100", 24.0]
    by_chip = results.chip_exponents()
    assert by_chip["by_flop"].min() < 0.9 and by_chip["by_flop"].max() > 1.5
    assert np.isfinite(results.chip_frame()["equal"]).all()


def test_faster_instances_are_fewer_on_every_chip():
    for _, group in results.chip_frame().groupby(["model", "chip"]):
        assert np.all(np.diff(group.sort_values("speed_tok_s")["instances"]) < 0)


def test_our_count_of_openais_workers_overlaps_epochs():
    f = results.facts()
    ours, theirs = f["workers_openai_2025_task"], f["epoch"]
    assert theirs.low < ours.value < theirs.high and ours.low < theirs.value < ours.high
    assert (theirs.value, theirs.low, theirs.high) == (7e6, 4e5, 3e8)


def test_workers_follow_from_instances_and_the_year():
    full = results._full()
    counted = 1 + full["worker_prompt_tokens"] / full["worker_answer_tokens"]
    expected = results.running("openai_2025") * full["served_speed_tok_s_user"] * 8766 * 3600 * counted / results.year_tokens("task").samples
    assert results.equivalents("openai_2025", "task") == pytest.approx(expected)
    assert results.running("openai_2025") == pytest.approx(480_000 * full["each"] * full["in_use"])


def test_all_chips_are_the_designers_added_up():
    frame = results.tables.load("power/chip_stocks")
    last = frame[frame["end_date"].astype(str) == "2025-12-31"]
    assert results._stock_2025().central == pytest.approx(last["h100e"].sum())
    assert results._stock_2025().low < results._stock_2025().central < results._stock_2025().high


def test_each_model_is_drawn_as_often():
    share = np.bincount(np.unique(results._full()["which model"], return_inverse=True)[1]) / results.parameters.DRAWS
    assert share == pytest.approx(1 / 3, abs=0.006)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: model.instances(-1, 1, 1, 1), "accelerators = -1"),
        (lambda: model.instances(1, 0, 1, 1), "accelerator_seconds = 0"),
        (lambda: model.instances(1, 1, 1, 0), "speed_tok_s = 0"),
        (lambda: model.instances(1, 1, 1, 1, 1.5), "in_use = 1.5"),
        (lambda: model.served_places(10, 0), "waiting = 0"),
        (lambda: model.exponent([2, 2], [1, 3]), "no two different values"),
        (lambda: model.exponent([1, 2], [0, 3]), "count = 0"),
        (lambda: model.working_year_tokens(10, 9000), "A year has 8,766 hours"),
        (lambda: model.worker_equivalents(1, 1, 1, 0.5), "tokens_per_written = 0.5"),
        (lambda: model.tokens_per_hour(0, 1), "words_per_minute = 0"),
    ],
)
def test_bad_input_is_named(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_hours_an_hour_become_workers_of_a_working_year():
    # Milkweed 2025: 8 million hours of work in each hour, round the clock; a working year has 1,793 of 8,766 hours
    assert results.facts()["milkweed_workers"].value == pytest.approx(8e6 * 8766 / 1793)
