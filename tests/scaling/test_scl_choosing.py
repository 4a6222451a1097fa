"""Votes, verifiers and roll-outs: closed forms against hand, limits, simulation and published values; results; claims C5 and C6."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from analysis import claims, explorers, tables
from analysis.scaling import best_of_n, rollouts, voting
from analysis.scaling.results import choosing as results

odds = st.floats(0.01, 0.99)


def by_hand(p, n):
    """Every sequence of n answers, ties by lot."""
    total = 0.0
    for run in itertools.product(range(len(p)), repeat=n):
        votes = np.bincount(run, minlength=len(p))
        if votes[0] == votes.max():
            total += np.prod([p[i] for i in run]) / np.sum(votes == votes.max())
    return total


@pytest.mark.parametrize("p", [(0.6, 0.4), (0.4, 0.35, 0.25), (0.3, 0.3, 0.2, 0.2), (0.1, 0.0, 0.9)])
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_a_vote_counted_out_by_hand(p, n):
    assert float(voting.majority_vote(p, n)) == pytest.approx(by_hand(p, n), abs=1e-12)


@given(p=odds, half=st.integers(0, 30))
def test_two_options_are_a_binomial_and_an_even_stream_adds_nothing(p, half):
    n = 2 * half + 1
    assert float(voting.majority_vote([p, 1 - p], n)) == pytest.approx(float(binom.sf(half, n, p)), abs=1e-10)
    assert float(voting.majority_vote([p, 1 - p], n + 1)) == pytest.approx(float(voting.majority_vote([p, 1 - p], n)), abs=1e-10)


@given(weights=st.lists(st.floats(0.05, 1), min_size=2, max_size=7), n=st.integers(1, 40))
@settings(deadline=None)
def test_shares_of_all_options_add_up_and_ties_bracket(weights, n):
    p = np.array(weights) / sum(weights)
    each = [float(voting.majority_vote(np.roll(p, -i), n)) for i in range(len(p))]
    assert sum(each) == pytest.approx(1, abs=1e-9)
    lose, win = float(voting.majority_vote(p, n, "lose")), float(voting.majority_vote(p, n, "win"))
    assert lose - 1e-12 <= each[0] <= win + 1e-12


def test_ties_are_lost_won_or_shared():
    assert float(voting.majority_vote([0.5, 0.5], 2, "lose")) == pytest.approx(0.25)
    assert float(voting.majority_vote([0.5, 0.5], 2, "win")) == pytest.approx(0.75)
    assert float(voting.majority_vote([0.5, 0.3, 0.2], 3, "win") - voting.majority_vote([0.5, 0.3, 0.2], 3, "lose")) == pytest.approx(6 * 0.03)


def test_the_simulation_agrees_within_its_error():
    p = voting.answer_probabilities(np.array([0.2, 0.35, 0.6]), 5, 0.7)
    n = np.array([4, 15, 40])
    exact, drawn = voting.majority_vote(p, n), voting.simulate(p, n, trials=40_000, seed=3)
    assert np.all(np.abs(exact - drawn) < 4 * np.sqrt(exact * (1 - exact) / 40_000) + 1e-9)


def test_many_streams_reach_the_limit_and_large_counts_stay_exact():
    p = np.array([[0.4, 0.35, 0.25], [0.3, 0.4, 0.3], [0.35, 0.35, 0.3]])
    assert voting.limit(p) == pytest.approx([1, 0, 0.5])
    assert voting.majority_vote(p, 4000) == pytest.approx([1, 0, 0.5], abs=1e-3)
    assert float(voting.majority_vote([0.5, 0.3, 0.2], 1)) == pytest.approx(0.5, abs=1e-13)


def test_a_vote_broadcasts():
    p = voting.answer_probabilities(np.linspace(0.2, 0.8, 4), 3, 0.5)
    grid = voting.majority_vote(p[:, None, :], np.array([1, 5, 9]))
    assert grid.shape == (4, 3) and grid[2, 1] == pytest.approx(float(voting.majority_vote(p[2], 5)))
    assert p.sum(axis=-1) == pytest.approx(np.ones(4)) and p[0, 1] == pytest.approx(0.8 / 1.75)


def test_a_mix_keeps_its_mean_and_extremes_gain_nothing():
    assert voting.question_grid(0.5, 1.3, 8).mean() == pytest.approx(0.5, abs=1e-12)
    assert voting.question_grid(0.5, 2.0, 4) == pytest.approx([1 / 8, 3 / 8, 5 / 8, 7 / 8])
    assert voting.answer_probabilities(0.4, 3, 0.0) == pytest.approx([0.4, 0.6, 0, 0])
    right = voting.question_grid(0.565, 1.0, 400)
    assert right.mean() == pytest.approx(0.565, abs=2e-3)
    assert float(voting.of_mix(0.5, 0.002, 3, 1.0, 25)) == pytest.approx(0.5, abs=0.01)
    assert float(voting.of_mix(0.5, 1e4, 3, 1.0, 25)) == pytest.approx(float(voting.majority_vote([0.5, 1 / 6, 1 / 6, 1 / 6], 25)), abs=0.01)


def test_gsm8k_gains_of_wang_et_al():
    # Wang et al. 2023, Table 2, column GSM8K: 4.1 to 7.3, 17.1 to 27.7, 56.5 to 74.4, 14.6 to 23.4, 60.1 to 78.0; one fitted number
    frame = tables.load("scaling/voting_gains").query("task == 'GSM8K'").set_index("model")
    assert frame.loc["PaLM-540B", ["single_percent", "vote_percent"]].tolist() == [56.5, 74.4]
    concentration, miss = results.fit()
    got = 100 * voting.of_mix(frame["single_percent"].to_numpy() / 100, concentration, results.WRONG, 1.0, 40)
    assert miss < 1.0 and np.abs(got - frame["vote_percent"]).max() < 1.6


def test_a_planted_concentration_is_found(monkeypatch):
    single = np.array([20.0, 40.0, 60.0, 80.0])
    planted = results.published().iloc[:4].assign(task="GSM8K", single_percent=single, vote_percent=100 * voting.of_mix(single / 100, 1.7, results.WRONG, 1.0, 40, 24))
    monkeypatch.setattr(results, "published", lambda: planted)
    concentration, miss = results.fit.__wrapped__()
    assert concentration == pytest.approx(1.7, rel=0.02) and miss < 0.05


@given(p=odds, t=odds, f=odds, n=st.integers(1, 200))
def test_best_of_n_lies_between_one_answer_and_its_ceiling(p, t, f, n):
    one, many, top = (float(best_of_n.success(p, k, t, f)) for k in (1, n, 10**7))
    assert one == pytest.approx(p)
    assert top == pytest.approx(float(best_of_n.ceiling(p, t, f)), abs=1e-6)
    assert min(p, top) - 1e-9 <= many <= max(p, top) + 1e-9
    assert (top >= p - 1e-9) == (t >= f - 1e-9) or abs(t - f) < 1e-6


def test_best_of_n_limits():
    n = np.array([1, 3, 30])
    assert best_of_n.success(0.2, n, 1, 0) == pytest.approx(1 - 0.8**n)
    assert best_of_n.success(0.2, n, 0.5, 0.5) == pytest.approx([0.2] * 3)
    assert best_of_n.success(0.2, n, 0, 0) == pytest.approx([0.2] * 3) and best_of_n.success(0.2, n, 0, 0, none="abstain") == pytest.approx([0] * 3)
    assert best_of_n.success(0.2, n, 1, 1) == pytest.approx([0.2] * 3)
    both = best_of_n.success(0.2, n, 0.9, 0.1, none="abstain") + best_of_n.wrong_answers(0.2, n, 0.9, 0.1)
    assert both == pytest.approx(1 - (1 - 0.26) ** n)
    assert best_of_n.value(0.2, n, 0.9, 0.1, 2.0) == pytest.approx(both * (0.18 - 2 * 0.08) / 0.26)


@pytest.mark.parametrize(("p", "n", "t", "f"), [(0.3, 5, 0.9, 0.1), (0.05, 20, 0.7, 0.02), (0.8, 2, 0.6, 0.5)])
def test_best_of_n_by_simulation(p, n, t, f):
    for none in best_of_n.NONE:
        exact = float(best_of_n.success(p, n, t, f, none))
        assert best_of_n.simulate(p, n, t, f, none, trials=60_000, seed=5) == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 60_000))


def test_a_score_by_simulation_and_limits():
    for p, n, s, g in ((0.3, 40, 1.5, 0.01), (0.6, 8, 0.5, 0.0), (0.1, 200, 3.0, 0.001)):
        exact = float(best_of_n.best_score(p, n, s, g))
        assert best_of_n.simulate_score(p, n, s, g, trials=20_000, seed=2) == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 20_000) + 1e-3)
    assert float(best_of_n.best_score(0.3, 50, 0.0, 0.0)) == pytest.approx(0.3, abs=1e-6)
    n = np.array([1, 10, 1000])
    assert best_of_n.best_score(0.3, n, 40.0, 0.01) == pytest.approx(best_of_n.best_score_limit(0.3, n, 0.01), abs=1e-6)


def test_one_verdict_for_each_answer_by_hand():
    # two answers: both pass, only the right one, only the wrong one, none
    p, t, f, n = 0.3, 0.8, 0.25, 6
    only_right, only_wrong = t * (1 - f) * (1 - (1 - p) ** n), (1 - t) * f * p**n  # a wrong pick is forced unless no draw was wrong
    assert float(best_of_n.success_by_answer([p, 1 - p], n, t, f)) == pytest.approx(t * f * p + only_right + only_wrong + (1 - t) * (1 - f) * p)


@given(weights=st.lists(st.floats(0.05, 1), min_size=2, max_size=6), t=odds, f=odds, c=odds, n=st.integers(1, 60))
@settings(deadline=None)
def test_one_verdict_for_each_answer_in_its_limits(weights, t, f, c, n):
    p = np.array(weights) / sum(weights)
    assert float(best_of_n.success_by_answer(p, 1, t, f, c)) == pytest.approx(p[0])  # one draw is taken whatever the check says
    assert float(best_of_n.success_by_answer(p, n, 1, 0)) == pytest.approx(1 - (1 - p[0]) ** n)
    assert float(best_of_n.success_by_answer(p, n, 1, 1)) == pytest.approx(p[0])
    assert float(best_of_n.success_by_answer(p, n, t, f, f)) == pytest.approx(float(best_of_n.success_by_answer(p, n, t, f)))
    assert float(best_of_n.success_by_answer(p, n, t, f, 1.0)) <= float(best_of_n.success_by_answer(p, n, t, f, 0.0)) + 1e-9


def test_one_verdict_for_each_answer_by_simulation_and_broadcasting():
    p = voting.answer_probabilities(np.array([0.3, 0.6]), 4, 0.5)
    grid = best_of_n.success_by_answer(p, np.array([[1], [7], [50]]), 0.85, 0.2, np.array([0.2, 0.9]))
    assert grid.shape == (3, 2)
    for i, n in enumerate((1, 7, 50)):
        for j, c in enumerate((0.2, 0.9)):
            drawn = best_of_n.simulate_by_answer(p[j], n, 0.85, 0.2, c, trials=40_000, seed=4)
            assert drawn == pytest.approx(grid[i, j], abs=4 * np.sqrt(grid[i, j] * (1 - grid[i, j]) / 40_000))


def test_more_convincing_errors_peak_earlier():
    g = results.fooled_at_peak(0.35, 1.5, np.array([20.0, 100.0, 400.0]))
    assert np.all(np.diff(g) < 0)
    grid = np.arange(50, 200)
    assert grid[np.argmax(best_of_n.best_score(0.35, grid, 1.5, g[1]))] == pytest.approx(100, rel=0.05)


def test_a_step_is_chosen_as_by_hand():
    # two candidates, one completion each, a perfect check and no luck after an unsound step
    q, v = 0.7, 0.6
    only = 2 * q * (1 - q)
    assert float(rollouts.chosen_sound(q, 2, 1, v, 0.0)) == pytest.approx(q**2 + only * (v + (1 - v) / 2))
    assert float(rollouts.chosen_sound(q, 5, 9, 0.4, 0.4)) == pytest.approx(q)
    assert float(rollouts.chosen_sound(q, 5, 3, 1.0, 0.0)) == pytest.approx(1 - 0.3**5)
    assert float(rollouts.chosen_sound(q, 1, 30, 0.9, 0.1)) == pytest.approx(q)


@given(q=st.floats(0.1, 0.95), b=st.integers(1, 6), m=st.integers(1, 12), good=odds, bad=odds)
def test_an_informative_rollout_never_hurts(q, b, m, good, bad):
    high, low = max(good, bad), min(good, bad)
    assert float(rollouts.chosen_sound(q, b, m, high, low)) >= q - 1e-9
    assert float(rollouts.chosen_sound(q, b, m, low, high)) <= q + 1e-9


@pytest.mark.parametrize(("q", "steps", "b", "m", "t", "f", "luck"), [(0.9, 6, 4, 8, 0.95, 0.1, 0.05), (0.7, 3, 2, 1, 0.8, 0.3, 0.0), (0.85, 8, 3, 2, 1.0, 0.0, 0.2)])
def test_rollouts_by_simulation(q, steps, b, m, t, f, luck):
    exact = float(rollouts.success(q, steps, b, m, t, f, luck))
    drawn = rollouts.simulate(q, steps, b, m, t, f, luck, trials=20_000, seed=9)
    assert drawn == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 20_000))


def test_cost_and_blind_chain():
    assert float(rollouts.cost_steps(4, 3, 2)) == 3 * (1 + 2 * 3) + 3 * (1 + 2 * 2) + 3 * (1 + 2 * 1) + 3
    assert float(rollouts.blind_success(0.9, 5, 0.1)) == pytest.approx(0.9**5 + 0.1 * (1 - 0.9**5))
    assert float(rollouts.success(0.9, 5, 1, 4, 0.9, 0.1, 0.1)) == pytest.approx(float(rollouts.blind_success(0.9, 5, 0.1)))


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="add up to 1.1, not to 1"):
        voting.majority_vote([0.6, 0.5], 3)
    with pytest.raises(ValueError, match="streams = 0"):
        voting.majority_vote([0.6, 0.4], 0)
    with pytest.raises(ValueError, match="not a whole number"):
        voting.majority_vote([0.6, 0.4], 2.5)
    with pytest.raises(ValueError, match="two options"):
        voting.majority_vote([1.0], 3)
    with pytest.raises(KeyError, match="did you mean share"):
        voting.majority_vote([0.6, 0.4], 3, "shared")
    with pytest.raises(ValueError, match="n = 0"):
        best_of_n.success(0.5, 0, 0.9, 0.1)
    with pytest.raises(ValueError, match="true_positive = 1.2"):
        best_of_n.success(0.5, 3, 1.2, 0.1)
    with pytest.raises(KeyError, match="abstain"):
        best_of_n.success(0.5, 3, 0.9, 0.1, none="abstaining")
    with pytest.raises(ValueError, match="add up to 0.9, not to 1"):
        best_of_n.success_by_answer([0.3, 0.6], 3, 0.9, 0.1)
    with pytest.raises(ValueError, match="2 to 12 answers"):
        best_of_n.success_by_answer(np.full(13, 1 / 13), 3, 0.9, 0.1)
    with pytest.raises(ValueError, match="n = 0"):
        best_of_n.success_by_answer([0.3, 0.7], 0, 0.9, 0.1)
    with pytest.raises(ValueError, match="commonest_passes = 1.5"):
        best_of_n.success_by_answer([0.3, 0.7], 3, 0.9, 0.1, 1.5)
    with pytest.raises(ValueError, match="branches = 0"):
        rollouts.success(0.9, 3, 0, 1, 0.9, 0.1)


def test_results_by_hand():
    f = results.facts()
    frame = tables.load("scaling/voting_gains")
    assert f["helps"].value == pytest.approx(np.mean(frame["vote_percent"] > frame["single_percent"])) and f["no_gain"].value == 3
    assert f["ceiling_middle"].value == pytest.approx(100 * 0.35 * 0.9 / (0.35 * 0.9 + 0.65 * 0.1))
    mix = results.vote_frame().set_index(["questions", "streams"])["right_percent"]
    kinds = results.kinds()
    assert mix["the mix", 5] == pytest.approx(sum(kinds.at[k, "weight"] * mix[k, 5] for k in kinds.index))
    assert mix["hard", 100] > mix["hard", 1] and mix["adversarial", 100] < mix["adversarial", 1]
    assert kinds["weight"].sum() == pytest.approx(1) and results.kinds("check")["weight"].sum() == pytest.approx(1)
    value = results.fooled_frame().query("case.str.startswith('right less')").set_index("answers")["result_percent"]
    assert value.idxmax() == f["value_peak"].value and value.iloc[-1] < value.iloc[0]
    assert results.cost_of()["cost"].iloc[0] == pytest.approx(1) and (np.diff(results.cost_of()["cost"]) > 0).all()
    assert (results.cost_of()["cost"] <= results.cost_of()["streams"] + 1e-9).all()


def test_ways_by_kind_of_question():
    each = results.by_kind().set_index(["questions", "way"])["right_percent"]
    kinds = results.kinds()
    for kind in kinds.index:
        odds = voting.answer_probabilities(kinds.at[kind, "right"], results.WRONG, kinds.at[kind, "evenness"])
        assert each[kind, "vote"] == pytest.approx(100 * float(voting.majority_vote(odds, 64)))
        assert each[kind, "check"] == pytest.approx(100 * float(best_of_n.success(odds[0], 64, 0.9, 0.1)))
        # many draws: the right answer passes, and with it the commonest error; any other pass only lowers the share
        assert each[kind, "one answer"] < each[kind, "check blind to the commonest error"] < 100 * (0.9 * odds[0] / (odds[0] + odds[1]) + 0.1)
    for way in results.WAYS:
        assert each["the mix", way] == pytest.approx(sum(kinds.at[k, "weight"] * each[k, way] for k in kinds.index))
    # no plan of roll-outs takes more samples than the other ways, and one more completion would
    plans = {(b, m): float(rollouts.cost_steps(8, b, m)) / 8 for b in (2, 3, 4, 6, 8) for m in (1, 2, 4, 8, 16)}
    within = [float(rollouts.success(0.35 ** (1 / 8), 8, b, m, 0.9, 0.1)) for (b, m), cost in plans.items() if cost <= 64]
    assert max(plans.values()) > 64 and each["hard", "steps by roll-outs"] == pytest.approx(100 * max(within))


def test_single_figures_come_from_their_tables():
    f, frame = results.facts(), tables.load("scaling/voting_gains")
    assert f["o1_streams"].value == frame[frame["model"] == "o1"]["streams"].iloc[0] and f["palm_streams"].value == 40
    assert f["o1_rerank_answers"].value == 1000 and f["answers_1860"].value == 1860 and f["stroebl_most"].value == 10
    assert f["o1_rerank"].value == pytest.approx(100 * 13.9 / 15, abs=0.05)


def test_the_explorer_agrees_with_the_formula():
    got = explorers.get("SCL-X6").at(right=0.4, evenness=0.6, streams=9.0, true_positive=0.8, false_positive=0.3)
    assert got["vote"].value == pytest.approx(100 * float(voting.majority_vote(voting.answer_probabilities(0.4, results.WRONG, 0.6), 9)))
    assert got["picked"].value == pytest.approx(100 * float(best_of_n.success(0.4, 9, 0.8, 0.3))) and 5 < got["cost"].value < 9


def test_c5_votes_help_and_the_report_on_o1_stays_unconfirmed():
    f = results.facts()
    assert f["helps"].value > 0.9 and f["o1_pro_prior"].value < 0.9
    assert f["report_prior"].value == pytest.approx(100 * f["o1_prior"].value * f["o1_pro_prior"].value)
    assert claims.verdict_of("C5") == "reproduced under"


def test_c6_both_beat_one_sample_and_rollouts_need_many():
    f = results.facts()
    assert f["best_of_n_helps"].value == 1.0 and 0.3 < f["rollouts_strict"].value / 100 < 0.6
    assert f["best_of_n_helps"].low == pytest.approx(f["score_percent"].value / 100) and f["score_percent"].value < 100
    assert claims.verdict_of("C6") == "reproduced"
