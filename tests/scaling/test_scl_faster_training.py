"""Faster training: steps against time, published factors, claim B15."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims, parameters
from analysis.scaling import faster_training as model
from analysis.scaling.results import faster_training as results


def test_a_gain_in_steps_is_divided_by_the_time_of_a_step():
    assert model.time_gain(10, 1.8) == pytest.approx(5.5556, abs=1e-4)
    assert model.time_fraction(20, 1.6) == pytest.approx(0.08)
    np.testing.assert_allclose(model.time_gain([4, 10], [[1], [2]]), [[4, 10], [2, 5]])


@given(st.floats(0.1, 100))
def test_at_the_break_even_step_time_nothing_is_left(gain):
    assert model.time_gain(gain, model.break_even_step_time(gain)) == pytest.approx(1)


def test_compute_follows_operations():
    assert model.compute_gain(10) == 10
    assert model.compute_gain(10, 1.25) == 8


@given(st.floats(0.1, 50), st.floats(1.1, 20))
def test_years_of_a_trend_multiply_back_to_the_gain(gain, growth):
    assert growth ** float(model.years_saved(gain, growth)) == pytest.approx(gain)


def test_a_gain_of_one_saves_nothing_and_a_loss_costs_years():
    assert model.years_saved(1, 4) == 0
    assert model.years_saved(0.5, 2) == pytest.approx(-1)


@pytest.mark.parametrize("call", [lambda: model.time_gain(0, 1), lambda: model.time_gain(4, 0), lambda: model.years_saved(2, 1), lambda: model.compute_gain(float("nan"))])
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError):
        call()


def test_replication_table_of_hours_gives_its_printed_slowdown():
    # JoeLi12345/nGPT README, table of wall-clock time: 41.73 and 48.73 hours at 1k, 80.77 and 89.25 at 4k
    assert results.row("li-1k")["step_time_ratio"] == pytest.approx(48.73 / 41.73, abs=1e-4)
    assert results.row("li-4k")["step_time_ratio"] == pytest.approx(89.25 / 80.77, abs=1e-4)


def test_parameters_are_what_their_notes_say():
    share, step, s = parameters.get("ngpt_gain_share", part="scaling"), parameters.get("ngpt_step_time", part="scaling"), results.studies().set_index("study")
    found = np.mean([s.loc["li-1k", "step_gain"] / s.loc["loshchilov-1k", "step_gain"], s.loc["li-4k", "step_gain"] / s.loc["loshchilov-4k", "step_gain"]])
    assert share.low == pytest.approx(found, abs=0.005) and share.high == 1
    assert share.central == pytest.approx(np.sqrt(share.low * share.high), abs=0.005)
    assert step.low == s["step_time_ratio"].min() and step.high == s["step_time_ratio"].max()
    assert step.central == pytest.approx(np.sqrt(step.low * step.high), abs=0.005)


def test_ranges_hold_both_sources():
    for context, frame in results.gains().query("counted_in == 'time'").groupby("context_tokens"):
        q = results.pooled(context).quantity("1")
        assert ((1 / frame["gain"] > q.low) & (1 / frame["gain"] < q.high)).all()


def test_median_fraction_is_the_formula_at_the_medians():
    share, step = parameters.get("ngpt_gain_share", part="scaling"), parameters.get("ngpt_step_time", part="scaling")
    assert results.pooled(4096).quantity("1").value == pytest.approx(step.central / (share.central * 10), rel=0.02)


def test_tipping_share_gives_a_quarter_back():
    share = results.facts()["tipping_share_4k"].value / 100
    assert model.time_fraction(share * 10, parameters.get("ngpt_step_time", part="scaling").central) == pytest.approx(0.25, rel=1e-6)


def test_months_of_either_trend_are_the_logarithm_of_the_gain():
    f = results.facts()
    gain = 0.65 * 10
    assert f["years_compute_4k"].value == pytest.approx(12 * np.log(gain) / np.log(4.6), rel=0.02)
    assert f["years_cost_4k"].value == pytest.approx(12 * np.log(gain / 1.41) / np.log(2.4), rel=0.03)


def test_b15_time_is_not_steps():
    f = results.facts()
    assert (f["steps_1k"].value, f["steps_8k"].value) == (4, 20)  # arXiv:2410.01131, figure 2: the news's numbers, in steps
    assert f["time_8k"].value == pytest.approx(12.5)
    assert f["fraction_1k"].low > 25
    assert claims.verdict_of("B15") == "conflicts with"
