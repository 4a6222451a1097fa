"""Reliability: closed forms, limits, simulators against them, published values, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from analysis.scaling import reliability as model

rates = st.floats(1e-4, 0.5)


def test_a_chain_by_hand():
    assert model.chain_success(0.01, 100) == pytest.approx(0.99**100)
    assert model.chain_success([0.0, 1.0], [1000, 1]) == pytest.approx([1.0, 0.0])
    assert model.chain_success(0.3, 0) == pytest.approx(1.0)


@given(e=rates, s=st.floats(0.05, 0.95))
def test_steps_at_inverts_the_chain(e, s):
    assert model.chain_success(e, model.steps_at(e, s)) == pytest.approx(s, rel=1e-9)


def test_correction_by_hand_and_at_its_ends():
    assert model.corrected_error(0.02, 0.5, 0.8) == pytest.approx(0.012)
    assert model.corrected_error(0.02, 1, 1) == pytest.approx(0)
    assert model.corrected_error(0.02, 0, 1) == pytest.approx(0.02)
    assert model.corrected_error(0.02, 0.1, 1, breakage=0.05) == pytest.approx(0.02 * 0.9 + 0.98 * 0.05)
    assert model.corrected_error(0.02, 0.1, 1, breakage=0.05) > 0.02  # checking that breaks more than it mends


def test_recovery_settles_where_the_two_flows_balance():
    assert model.recovering_success(0.01, 0.05, 1e6) == pytest.approx(5 / 6)
    assert model.recovering_success(0.01, 0.0, 50) == pytest.approx(0.99**50)
    assert model.recovering_success(0.0, 0.0, 50) == pytest.approx(1.0)
    chain = np.array([[0.97, 0.03], [0.2, 0.8]])
    assert model.recovering_success(0.03, 0.2, 7) == pytest.approx(np.linalg.matrix_power(chain, 7)[0, 0])


def test_a_vote_of_three_by_hand_and_the_point_where_it_turns():
    p = 0.7
    assert model.voted_success(p, 3) == pytest.approx(p**3 + 3 * p**2 * (1 - p))
    assert model.voted_success(0.5, [1, 5, 101]) == pytest.approx([0.5, 0.5, 0.5])
    assert model.voted_success(0.4, 5) < 0.4 < model.voted_success(0.4, 5, wrong_options=20)


def test_failures_that_all_streams_share_bound_the_vote():
    assert model.voted_success(0.8, 1001, common_share=0.5) == pytest.approx(0.9, abs=1e-6)
    assert model.voted_success(0.8, 5, common_share=1.0) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"steps": 60}, model.chain_success(0.02, 60)),
        ({"steps": 60, "detection": 0.6, "repair": 0.7, "breakage": 0.004}, model.chain_success(model.corrected_error(0.02, 0.6, 0.7, 0.004), 60)),
        ({"steps": 60, "recovery": 0.1}, model.recovering_success(0.02, 0.1, 60)),
        ({"steps": 25, "streams": 5}, model.voted_success(model.chain_success(0.02, 25), 5)),
        ({"steps": 60, "streams": 5, "wrong_options": 6}, model.voted_success(model.chain_success(0.02, 60), 5, wrong_options=6)),
    ],
)
def test_played_chains_agree_with_the_formulas(given_, expected):
    runs = 20_000
    got = model.simulate_chain(0.02, runs=runs, seed=11, **given_)
    assert got == pytest.approx(float(expected), abs=4 * np.sqrt(float(expected) * (1 - float(expected)) / runs))


def test_one_rate_for_every_minute_has_shape_one():
    scale = 30.0
    for k in (0.5, 1.0, 2.0):
        half, four_in_five = scale * np.log(2) ** (1 / k), scale * (-np.log(0.8)) ** (1 / k)
        assert model.length_shape(half, four_in_five) == pytest.approx(k)


def test_a_mix_of_rates_falls_early_and_then_slowly():
    mix = np.array([0.001, 0.1])

    def at(p):
        return optimize.brentq(lambda t: np.mean(np.exp(-mix * t)) - p, 1e-6, 1e5)

    assert model.length_shape(at(0.5), at(0.8)) < 0.8


def test_a_swapped_token_reaches_every_later_position_and_none_before():
    everywhere, choices, before = model.later_outputs_changed(trials=20, seed=1)
    assert everywhere == pytest.approx(1.0) and before == 0
    assert 0 < choices < 0.5


def test_the_rate_covers_a_planted_one():
    rng = np.random.default_rng(5)
    true, days = 7e-6, 16384 * 54
    low, _, high = model.rate_interval(rng.poisson(true * days, 4000), days)
    assert np.mean((low < true) & (true < high)) == pytest.approx(0.9, abs=0.04)
    assert model.rate_interval(6, days)[1] == pytest.approx(6 / days, rel=0.1)


def test_chance_of_any_and_devices_at_fault():
    assert model.chance_of_any([0, np.log(2)]) == pytest.approx([0, 0.5])
    assert model.devices_at_fault(100_000, 7e-6, 10) == pytest.approx(7)


def test_the_exact_interval_is_the_least_of_the_run_time():
    for save, between in ((1.0, 1e4), (40.0, 11_166.0), (300.0, 600.0), (60.0, 30.0)):
        best = optimize.minimize_scalar(lambda x, s=save, b=between: float(model.run_time_factor(x, s, b, 100.0)), bounds=(between * 1e-4, between * 3), method="bounded", options={"xatol": between * 1e-7}).x
        assert model.checkpoint_interval_s(save, between) == pytest.approx(best, rel=1e-4)


@given(save=st.floats(0.1, 100), between=st.floats(1e3, 1e6))
def test_young_and_daly_approach_the_exact_interval_for_short_saves(save, between):
    exact, daly, young = (float(model.checkpoint_interval_s(save, between, m)) for m in ("exact", "daly", "young"))
    x = save / between
    assert abs(daly / exact - 1) <= abs(young / exact - 1) + 1e-9 and abs(daly / exact - 1) < 0.3 * x
    assert abs(young / exact - 1) < np.sqrt(x)
    best = float(model.run_time_factor(exact, save, between))
    assert best <= float(model.run_time_factor(young, save, between)) * (1 + 1e-12)


def test_published_time_between_failures():
    # Kokolis et al. 2025: 6.50 failures per thousand node-days of eight GPUs; 1.8 h at 16,384 and 0.23 h at 131,072 GPUs
    hours = model.time_between_failures_s([16_384, 131_072], 6.5e-3 / 8) / 3600
    assert hours == pytest.approx([1.8, 0.23], rel=0.03)
    # Llama 3: 419 interruptions in 54 days on 16,384 GPUs
    assert model.time_between_failures_s(16_384, 419 / (54 * 16_384)) / 3600 == pytest.approx(54 * 24 / 419)


def test_shares_add_up_and_young_is_half_saving_half_repeating_in_the_limit():
    shares = model.loss_shares(600.0, 30.0, 20_000.0, 200.0)
    assert shares["saving"] + shares["repeated"] + shares["restart"] == pytest.approx(shares["lost"])
    assert shares["restart"] == pytest.approx(1 - np.exp(-200 / 20_000))  # a failure in 20,000 s, each with 200 s of restart unless it fails again
    small = model.loss_shares(model.checkpoint_interval_s(1.0, 1e6), 1.0, 1e6)
    assert small["saving"] / small["repeated"] == pytest.approx(1.0, rel=0.01)
    assert small["lost"] == pytest.approx(np.sqrt(2 * 1.0 / 1e6), rel=0.01)
    never = model.loss_shares(600.0, 0.0, 1e12)
    assert never["lost"] == pytest.approx(0, abs=1e-8)


def test_played_runs_agree_with_the_expected_time():
    work, step, save, between, restart = 200 * 900.0, 900.0, 60.0, 4_000.0, 500.0
    times = model.simulate_run(work, step, save, between, restart, runs=300, seed=3)
    expected = work * float(model.run_time_factor(step, save, between, restart))
    assert times.mean() == pytest.approx(expected, abs=4 * times.std() / np.sqrt(len(times)))
    lost = model.loss_shares(step, save, between, restart)["lost"]
    assert 1 - work / times.mean() == pytest.approx(float(lost), abs=0.01)


def test_without_saves_the_run_time_explodes():
    assert model.log10_time_without_checkpoints(1.0, 1e9) == pytest.approx(0, abs=1e-8)
    one = model.log10_time_without_checkpoints(3_000.0, 1_000.0, 200.0)
    assert 10**one == pytest.approx(float(model.run_time_factor(3_000.0, 0.0, 1_000.0, 200.0)))
    assert model.log10_time_without_checkpoints(54 * 86_400.0, 11_135.0) > 100


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: model.chain_success(1.2, 3), "error_rate = 1.2 is outside"),
        (lambda: model.chain_success(0.1, -1), "steps = -1 is outside"),
        (lambda: model.corrected_error(0.1, -0.2, 1), "detection = -0.2 is outside"),
        (lambda: model.recovering_success(0.7, 0.6, 3), "add up to more than 1"),
        (lambda: model.voted_success(0.5, 0), "streams"),
        (lambda: model.length_shape(5, 5), "the same point"),
        (lambda: model.rate_interval(3, 0), "device_days = 0 is outside"),
        (lambda: model.checkpoint_interval_s(0, 100), "save_s = 0 is outside"),
        (lambda: model.simulate_chain(0.1, 5, streams=0), "streams = 0 is outside"),
        (lambda: model.simulate_chain(1.1, 5), "error_rate = 1.1 is outside"),
        (lambda: model.simulate_chain(0.1, 5, wrong_options=0), "wrong_options = 0 is outside"),
        (lambda: model.simulate_run(1000, 300, 1, 1e4), "not a whole number of intervals"),
    ],
)
def test_bad_input_names_the_offender(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_an_unknown_method_names_its_neighbours():
    with pytest.raises(KeyError, match="young"):
        model.checkpoint_interval_s(1, 100, "yong")
