"""Pivotal Token Search: the algorithm against exact cases, theorems and planted truth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.scaling import pivotal_tokens as m

PATHS = arrays(float, st.tuples(st.integers(1, 4), st.integers(2, 40)), elements=st.floats(0, 1))


def test_success_by_backward_induction_is_the_share_of_right_endings():
    # 3 fair steps of 1, bar 0.5: right if at least two go up, 4 of 8; after one up 3 of 4
    p = m.Process(np.array([[1, -1]] * 3), np.full(3, 0.5), 0.5)
    assert p.success(0, 0) == pytest.approx(0.5)
    assert p.success(1, 1) == pytest.approx(0.75)
    assert p.success(3, -1) == 0 and p.success(3, 1) == 1
    q = m.Process(np.array([[1, -1]]), np.array([0.8]), 0.5)
    assert q.success(0, 0) == pytest.approx(0.8)


def test_steps_of_unlike_size_are_counted_by_the_larger():
    # +3 with 0.4, else nothing; then nothing with 0.7, else -2; bar 0.5: right after a first step up alone, whatever follows
    p = m.Process(np.array([[3, 0], [0, -2]]), np.array([0.4, 0.7]), 0.5)
    assert p.success(0, 0) == pytest.approx(0.4)
    assert p.success(1, 3) == pytest.approx(1.0) and p.success(1, 0) == pytest.approx(0.0)
    assert p.success(2, 3) == 1 and p.success(2, -2) == 0


def test_rollouts_succeed_as_often_as_the_true_probability():
    process = m.plant(60, 4, 20, 8, 0.6, 3)
    solutions = process.sample(1, 4)
    rng = np.random.default_rng(5)
    for position in (0, 20, 50):
        first, right = process.rollouts(position, solutions.evidence[0, position], 40_000, rng)
        p = solutions.success[0, position]
        assert right.mean() == pytest.approx(p, abs=4 * np.sqrt(max(p * (1 - p), 1e-4) / 40_000))
        assert (first == 0).mean() == pytest.approx(process.chances[position], abs=0.01)
    first, right = process.rollouts(60, solutions.evidence[0, 60], 3, rng)
    assert (first == -1).all() and (right == solutions.success[0, 60]).all()


def test_success_is_a_martingale_and_its_squares_add_up_to_the_variance():
    process = m.plant(80, 5, 30, 10, 0.4, 1)
    success = process.sample(20_000, 2).success
    start = success[0, 0]
    assert success[:, -1].mean() == pytest.approx(start, abs=0.012)
    assert (np.diff(success, axis=1) ** 2).sum(axis=1).mean() == pytest.approx(start * (1 - start), rel=0.02)
    assert m.pivotal(success, 0.2).sum(axis=1).mean() <= m.most_pivots(start, 0.2)


def test_most_pivots_is_the_variance_over_the_squared_threshold():
    assert m.most_pivots(0.5, 0.5) == pytest.approx(1.0)  # one fair coin decides: one pivotal token
    assert m.most_pivots([0.0, 1.0], 0.2) == pytest.approx([0, 0])


def test_planted_start_comes_out_near_what_was_asked():
    for wanted in (0.2, 0.5, 0.8):
        assert m.plant(256, 6, 64, 16, wanted, 9).success(0, 0) == pytest.approx(wanted, abs=0.06)


def test_concentration_is_the_share_of_variance():
    assert m.concentration(6, 64, 16) == pytest.approx(1536 / 1600)
    assert m.concentration(0, 10, 5) == 0


def test_bisection_misses_what_cancels_and_finds_what_does_not():
    path = [0.5, 0.5, 0.9, 0.9, 0.5, 0.5, 0.6]
    assert m.pivotal(path).sum() == 2
    assert len(m.search(path, 0.2, None).position) == 0
    found = m.search(path[:4], 0.2, None)
    assert list(found.position) == [1] and found.before[0] == 0.5 and found.after[0] == 0.9
    assert list(m.exhaustive(path, 0.2, None).position) == [1, 3]


def test_a_change_exactly_at_the_threshold_is_pivotal():
    assert list(m.search([0.3, 0.5], 0.2, None).position) == [0]
    assert list(m.search([0.3, 0.4999], 0.2, None).position) == []


@given(PATHS, st.floats(0.05, 0.6))
@settings(max_examples=80, deadline=None)
def test_with_exact_probabilities_only_pivotal_tokens_are_found(success, gap):
    found = m.search(success, gap, None)
    assert not (found.mask & ~m.pivotal(success, gap)).any()
    assert (m.exhaustive(success, gap, None).mask == m.pivotal(success, gap)).all()


@given(PATHS, st.floats(0.05, 0.6), st.booleans(), st.integers(0, 5))
@settings(max_examples=80, deadline=None)
def test_on_monotone_solutions_all_are_found_wherever_segments_are_split(success, gap, falling, seed):
    success = np.sort(success, axis=1)[:, ::-1] if falling else np.sort(success, axis=1)
    surprise = np.random.default_rng(seed).exponential(size=(success.shape[0], success.shape[1] - 1))
    for weight in (None, surprise, 0 * surprise):
        found = m.search(success, gap, None, surprise=weight)
        assert (found.mask == m.pivotal(success, gap)).all()


@given(st.integers(1, 9), st.integers(0, 511))
@settings(max_examples=60, deadline=None)
def test_one_pivot_costs_at_most_the_ends_and_one_prefix_a_bisection(log_length, place):
    length = 2**log_length
    success = np.where(np.arange(length + 1) > place % length, 0.9, 0.1)
    found = m.search(success, 0.2, None)
    assert list(found.position) == [place % length]
    assert found.prefixes[0] == 2 + log_length


def test_segments_are_split_where_improbability_is_shared_evenly():
    success = np.full((1, 9), 0.1)
    success[0, -1] = 0.9
    weight = np.array([[8.0, 1, 1, 1, 1, 1, 1, 1]])  # half of 15 lies in the first token
    found = m.search(success, 0.2, None, surprise=weight)
    assert np.isfinite(found.estimates[0, 1]) and not np.isfinite(found.estimates[0, 4])
    even = m.search(success, 0.2, None)
    assert np.isfinite(even.estimates[0, 4])


def test_rows_do_not_disturb_each_other():
    success = m.plant(64, 4, 20, 8, 0.5, 1).sample(30, 2)
    together = m.search(success.success, 0.2, None, surprise=success.surprise)
    for i in (0, 7, 29):
        alone = m.search(success.success[i], 0.2, None, surprise=success.surprise[i])
        assert list(alone.position) == list(together.position[together.row == i])


def test_planted_pivot_is_recovered_from_samples_and_the_seed_decides():
    success = np.where(np.arange(129) > 77, 0.8, 0.3)[None].repeat(300, axis=0)
    found = m.search(success, 0.2, 200, seed=4)
    got = m.score(found, success)
    assert got["recall"] > 0.99 and got["precision"] > 0.95
    assert got["error"] == pytest.approx(np.sqrt((0.8 * 0.2 + 0.3 * 0.7) / 200), rel=0.15)
    assert np.array_equal(found.estimates, m.search(success, 0.2, 200, seed=4).estimates, equal_nan=True)
    assert not np.array_equal(found.estimates, m.search(success, 0.2, 200, seed=5).estimates, equal_nan=True)


def test_cost_counts_what_is_left_to_write():
    found = m.search([0.1, 0.1, 0.9], 0.2, 1000, seed=1)
    assert found.prefixes[0] == 3 and found.completions[0] == 3000
    assert found.sampled_tokens[0] == 1000 * (2 + 1 + 0)
    assert m.search([0.1, 0.1, 0.9], 0.2, None).sampled_tokens[0] == 0


def test_score_by_hand():
    success = np.array([[0.1, 0.5, 0.5, 0.9]])
    found = m.exhaustive(np.array([[0.1, 0.5, 0.5, 0.5]]), 0.2, None)
    got = m.score(found, success)
    assert got["recall"] == 0.5 and got["precision"] == 1 and got["weight"] == pytest.approx(0.5) and got["error"] == 0
    assert list(m.complete(found, success)) == [False]
    assert np.isnan(m.score(m.search([0.5, 0.5], 0.2, None), [0.5, 0.5])["recall"])


def test_largest_tokens_carry_the_squares():
    assert m.share_of_largest([0.0, 0.3, 0.7, 0.7, 0.7], 0.25) == pytest.approx(0.16 / 0.25)
    assert m.share_of_largest([0.0, 0.3, 0.7], 1.0) == 1


def test_pairs_prefer_the_token_that_adds_evidence():
    solutions = m.plant(40, 3, 10, 10, 0.5, 2).sample(50, 3)
    found = m.search(solutions.success, 0.2, None, surprise=solutions.surprise)
    pairs = m.preference_pairs(solutions, found, 400, 1)
    steps = solutions.process.effects[found.position]
    assert len(found.row) > 20
    assert (np.take_along_axis(steps, pairs, axis=1)[:, 0] > 0).all()
    none = m.preference_pairs(solutions, found, 1, 1)  # one completion shows one token only
    assert (none == -1).all()


@pytest.mark.parametrize(
    "call",
    [
        lambda: m.search([0.2, 1.2]),
        lambda: m.search([0.2, 0.4], gap=0),
        lambda: m.search([0.2, 0.4], samples=0),
        lambda: m.search([0.2, 0.4], samples=2.5),
        lambda: m.search([0.2]),
        lambda: m.search([0.2, 0.4], surprise=[1.0, 2.0]),
        lambda: m.plant(10, 6, 6, 4, 0.5, 1),
        lambda: m.plant(10, 0, 0, 4, 0.5, 1),
        lambda: m.plant(10, 2, 2, 4, 1.0, 1),
        lambda: m.Process(np.array([[1.5, -1.0]]), np.array([0.5]), 0.0),
        lambda: m.Process(np.array([[1, -1]]), np.array([0.5, 0.5]), 0.0),
        lambda: m.Process(np.array([[1, -1]]), np.array([1.0]), 0.0),
        lambda: m.most_pivots(0.5, 0),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError):
        call()
