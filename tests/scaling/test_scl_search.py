"""Search with and without backtracking: closed forms against hand and simulation, exact chances, limits, bad input; claim C8."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims, tables
from analysis.scaling import search as model
from analysis.scaling.results import search as results

never, over, goes = model.WAYS


def test_a_fair_coin_ten_times_in_a_row():
    # going back: 2 draws a step; starting over at once: 2^(S+1) - 2; running to the end each time: S * 2^S
    assert [float(model.expected_work(0.5, 10, way=w)) for w in (goes, over, never)] == pytest.approx([20, 2**11 - 2, 10 * 2**10])


@given(q=st.floats(0.3, 1.0), d=st.floats(0.0, 1.0), f=st.floats(0.0, 0.5), steps=st.integers(1, 12))
def test_going_back_never_takes_more_than_starting_over(q, d, f, steps):
    back, again = (float(model.expected_work(q, steps, d, f, w)) for w in (goes, over))
    assert steps <= back * (1 + 1e-12) and back <= again * (1 + 1e-9)


@given(q=st.floats(0.3, 1.0), steps=st.integers(1, 12))
def test_without_notice_starting_over_is_never_giving_up(q, steps):
    blind = float(model.expected_work(q, steps, 0.0, 0.0, over))
    assert blind == pytest.approx(steps / q**steps) and blind == pytest.approx(float(model.expected_work(q, steps, 0.7, 0.3, never)))


def test_wasted_steps_by_hand():
    assert model.wasted_steps(3, np.array([0.0, 0.5, 1.0])) == pytest.approx([3, 0.5 + 0.25 + 0.125, 0])
    # one step only: a wrong one is seen at once, a right one may be given up
    assert float(model.expected_work(0.8, 1, 0.3, 0.1)) == pytest.approx(1 / (0.8 * 0.9))
    # two steps, noticed with a half: (1 + 0.2 * 0.5) / 0.8 + 1 / 0.8
    assert float(model.expected_work(0.8, 2, 0.5)) == pytest.approx(1.1 / 0.8 + 1 / 0.8)


@pytest.mark.parametrize("way", model.WAYS)
@pytest.mark.parametrize(("q", "steps", "d", "f"), [(0.8, 6, 1.0, 0.0), (0.75, 5, 0.4, 0.1), (0.9, 10, 0.0, 0.2)])
def test_the_simulation_agrees_with_mean_and_distribution(way, q, steps, d, f):
    work = model.simulate(q, steps, d, f, way, trials=6000, seed=11)
    mean = float(model.expected_work(q, steps, d, f, way))
    assert work.mean() == pytest.approx(mean, abs=4 * work.std() / np.sqrt(len(work)))
    chance = model.chance_within(120, q, steps, d, f, way)
    for budget in (steps, 2 * steps, 50, 120):
        c = chance[budget]
        assert np.mean(work <= budget) == pytest.approx(c, abs=4 * np.sqrt(c * (1 - c) / len(work)) + 1e-9)


@pytest.mark.parametrize("way", model.WAYS)
def test_the_distribution_has_the_closed_forms_mean(way):
    chance = model.chance_within(6000, 0.8, 5, 0.4, 0.1, way)
    assert (np.diff(chance) >= -1e-12).all() and chance[4] == pytest.approx(0) and chance[-1] == pytest.approx(1, abs=1e-9)
    assert np.sum(1 - chance) == pytest.approx(float(model.expected_work(0.8, 5, 0.4, 0.1, way)), rel=1e-6)


def test_work_broadcasts():
    grid = model.expected_work(np.array([0.7, 0.9])[:, None], 6, np.array([0.1, 0.5, 0.9]), 0.1)
    assert grid.shape == (2, 3) and grid[1, 2] == pytest.approx(float(model.expected_work(0.9, 6, 0.9, 0.1)))
    assert (np.diff(grid, axis=1) < 0).all()


def test_a_budget_shorter_than_the_solution_finds_nothing():
    for way in model.WAYS:
        assert model.chance_within(4, 0.9, 9, 0.5, 0.1, way) == pytest.approx(np.zeros(5))


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="step_right = 0 "):
        model.expected_work(0.0, 5)
    with pytest.raises(ValueError, match="steps = 2.5"):
        model.expected_work(0.9, 2.5)
    with pytest.raises(ValueError, match="false_alarm = 1 "):
        model.expected_work(0.9, 5, 1.0, 1.0)
    with pytest.raises(KeyError, match="did you mean goes back"):
        model.expected_work(0.9, 5, way="goes bak")
    with pytest.raises(ValueError, match="budget = 0"):
        model.chance_within(0, 0.9, 5)


def test_the_chance_within_the_budget_is_exact():
    # three whole runs of 16 steps fit into three lengths
    f = results.facts()
    q = f["step_right"].value / 100
    assert f["chance_never"].value == pytest.approx(100 * (1 - (1 - q**16) ** 3))
    frame = results.chance_frame()
    runs = frame[(frame["way"] == never) & (frame["budget"] % 1 == 0)]
    assert len(runs) == 40 and runs["found_percent"].to_numpy() == pytest.approx(100 * (1 - (1 - q**16) ** runs["budget"].to_numpy()))


def test_kinds_of_questions_by_hand():
    frame = results.kinds_table().set_index("Questions")
    assert frame[f"Work over length, {never}"].loc[["easy", "hard", "adversarial"]].to_numpy() == pytest.approx(1 / np.array([0.75, 0.35, 0.3]))
    assert frame.at["hard", f"Found within the budget, {never}, %"] == pytest.approx(100 * (1 - 0.65**3))
    assert frame.at["the mix", f"Work over length, {goes}"] == pytest.approx(0.5 * frame.at["easy", f"Work over length, {goes}"] + 0.3 * frame.at["hard", f"Work over length, {goes}"] + 0.2 * frame.at["adversarial", f"Work over length, {goes}"])
    assert (frame[f"Work over length, {goes}"] < frame[f"Work over length, {never}"]).all()


def test_alphageometry_as_published():
    # Trinh et al. 2024: 25 of 30; 21 with beam 8 instead of 512, 21 with depth 2 instead of 16; 14 without constructions
    frame = tables.load("scaling/alphageometry_ablation").set_index("setting")
    assert frame.loc["AlphaGeometry", ["beam", "depth", "solved"]].tolist() == [512, 16, 25]
    assert frame.at["a 64th of the beam", "solved"] == frame.at["an eighth of the depth", "solved"] == 21
    rates = results.ablation().set_index("setting")
    assert (rates["low_percent"] < rates["solved_percent"]).all() and (rates["solved_percent"] < rates["high_percent"]).all()
    f = results.facts()
    assert f["per_doubling"].value == pytest.approx(4 / 6) and f["beam_ratio"].value == 64


def test_shares_by_hand():
    assert results.share_ahead([[0.1, 0.0], [-0.2, 0.3], [1e-9, -1e-9]]) == pytest.approx(2 / 3)
    s = results.shares()
    assert s[never] > 0.95 and s[f"{never}, least"] <= s[never] <= s[f"{never}, most"]
    f = results.facts()
    assert f["work_back"].value == pytest.approx(float(model.expected_work(0.85, 16, 0.5, 0.1)) / 16)
    assert f["chance_back"].value > f["chance_never"].value > f["chance_over"].value


def test_c8_going_back_helps_and_no_shorter_proof_is_reported():
    f = results.facts()
    assert f["helps"].value >= 0.9 and f["shorter_found"].value < 0.9
    assert claims.verdict_of("C8") == "reproduced under"
