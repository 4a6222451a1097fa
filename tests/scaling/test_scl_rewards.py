"""Step and outcome rewards: closed forms by hand and by simulation, planted truth, published shape, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.scaling import rewards as model

chance = st.floats(0.01, 0.99)


def test_estimates_by_hand_and_by_broadcasting():
    assert model.soft_estimate([0, 2, 8], 8).tolist() == [0, 0.25, 1]
    assert model.hard_estimate([0, 1, 8], 8).tolist() == [0, 1, 1]
    assert model.hard_estimate([1, 2, 3], 8, threshold=2).tolist() == [0, 1, 1]
    assert model.soft_estimate(np.ones((3, 1)), np.array([1, 2, 4])).shape == (3, 3)


@given(p=chance, n=st.integers(1, 200))
def test_the_soft_label_is_unbiased_and_its_variance_is_a_binomials(p, n):
    k = np.arange(n + 1)
    weight = stats.binom.pmf(k, n, p)
    assert np.sum(weight * model.soft_estimate(k, n)) == pytest.approx(p)
    assert float(model.soft_expected(p, n)) == p
    assert np.sum(weight * (model.soft_estimate(k, n) - p) ** 2) == pytest.approx(float(model.soft_variance(p, n)))


@given(p=chance, n=st.integers(1, 100), t=st.integers(1, 100))
def test_the_hard_label_against_the_sum_over_counts(p, n, t):
    t = min(t, n)
    k = np.arange(n + 1)
    weight = stats.binom.pmf(k, n, p)
    label = model.hard_estimate(k, n, t)
    mean = np.sum(weight * label)
    assert float(model.hard_expected(p, n, t)) == pytest.approx(mean, abs=1e-9)
    assert float(model.hard_variance(p, n, t)) == pytest.approx(np.sum(weight * (label - mean) ** 2), abs=1e-9)
    assert float(model.hard_error(p, n, t)) ** 2 == pytest.approx(np.sum(weight * (label - p) ** 2), abs=1e-9)


@given(p=chance, n=st.integers(2, 100))
def test_any_roll_out_overrates_and_one_roll_out_does_not(p, n):
    assert float(model.hard_expected(p, n)) > p
    assert float(model.hard_expected(p, n)) == pytest.approx(1 - (1 - p) ** n)
    assert float(model.hard_expected(p, 1)) == pytest.approx(p) and float(model.hard_error(p, 1)) == pytest.approx(float(model.soft_error(p, 1)))


def test_a_step_that_cannot_succeed_is_never_good():
    assert model.hard_expected([0.0, 1.0], 64).tolist() == [0, 1]


def test_the_simulation_agrees_with_the_closed_forms():
    p, n, trials = np.linspace(0.05, 0.95, 7), np.array([[1], [4], [16]]), 20_000
    soft, hard = model.simulate(p, n, trials, seed=7)
    assert np.abs(soft.mean(0) - p).max() < 4 * np.sqrt(0.25 / trials)
    assert np.abs(hard.mean(0) - model.hard_expected(p, n)).max() < 4 * np.sqrt(0.25 / trials)
    assert np.allclose(soft.var(0), model.soft_variance(p, n), rtol=0.06)


@given(m=st.floats(0.05, 0.95), c=st.floats(0.2, 20), n=st.integers(1, 60), t=st.integers(1, 5))
def test_share_labelled_good_against_scipys_beta_binomial(m, c, n, t):
    t = min(t, n)
    want = stats.betabinom.sf(t - 1, n, m * c, (1 - m) * c)
    assert float(model.share_labelled_good(m, c, n, t)) == pytest.approx(want, abs=1e-8)


def test_accuracy_by_hand_with_one_roll_out():
    # one roll-out: the label is right on sound steps at their mean success, on unsound ones at their mean failure
    assert float(model.label_accuracy(0.7, 0.8, 0.1, 3.0, 1)) == pytest.approx(0.7 * 0.8 + 0.3 * 0.9)


@pytest.mark.parametrize("concentration", [1.0, 2.0, 5.0])
def test_a_fitted_completer_has_the_planted_peak(concentration):
    s, u = model.fit_completer(0.86, 4, 0.731, concentration)
    n = np.arange(1, 33)
    accuracy = model.label_accuracy(0.731, s, u, concentration, n)
    assert n[accuracy.argmax()] == 4 and accuracy.max() == pytest.approx(0.86, abs=1e-6)
    assert u < s and accuracy[-1] < accuracy[7] < accuracy[3]  # Math-Shepherd, figure 4a: falls with more roll-outs


def test_planted_means_are_found_again():
    s, u, share, c = 0.77, 0.18, 0.7, 2.0
    n = np.linspace(1, 30, 2901)
    accuracy = model.label_accuracy(share, s, u, c, n)
    got = model.fit_completer(float(accuracy.max()), float(n[accuracy.argmax()]), share, c)
    assert got == pytest.approx((s, u), abs=0.01)


def test_information_by_hand_and_in_the_limits():
    # one step: a label on the step is a label on the outcome
    assert float(model.information_of_steps(0.7, 1)) == pytest.approx(0.21)
    assert float(model.information_of_outcome(0.7, 1)) == pytest.approx(0.21) == float(model.information_of_outcome(0.7, 1, alike=True))
    # nearly always sound: the outcome tells the mean as well as step labels, and 1/L as much about which step
    steps = np.array([2, 5, 20])
    assert np.allclose(model.information_of_outcome(1 - 1e-6, steps, alike=True) / model.information_of_steps(1 - 1e-6, steps), 1, atol=1e-4)
    assert np.allclose(model.information_of_steps(1 - 1e-6, steps) / model.information_of_outcome(1 - 1e-6, steps), steps, rtol=1e-4)


@given(q=chance, n=st.integers(1, 40))
def test_an_outcome_never_tells_more_than_the_steps(q, n):
    assert float(model.information_of_outcome(q, n, alike=True)) <= float(model.information_of_steps(q, n)) * (1 + 1e-9)
    assert float(model.information_of_outcome(q, n)) <= float(model.information_of_outcome(q, n, alike=True)) * (1 + 1e-9)


def test_the_closed_form_is_the_variance_ratio_of_two_fits_to_planted_truth():
    # faint features: the squared errors of the two estimators stand in the ratio of their information
    w = model.World(np.r_[2.2, np.full(6, 0.05)], 6)
    rng, errors = np.random.default_rng(5), []
    for _ in range(40):
        x, sound = w.draw(1500, rng)
        fits = model.fit_step_labels(x, sound, ridge=1e-6), model.fit_outcome_labels(x, sound.all(axis=1), ridge=1e-6)
        errors.append([np.mean((v[1:] - w.weights[1:]) ** 2) for v in fits])
    steps, outcome = np.mean(errors, axis=0)
    q = 1 / (1 + np.exp(-2.2))
    want = float(model.information_of_steps(q, 6) / model.information_of_outcome(q, 6))
    assert outcome / steps == pytest.approx(want, rel=0.3)  # 240 squared errors each: 13 % of Monte Carlo error for the ratio
    assert steps == pytest.approx(1 / (1500 * float(model.information_of_steps(q, 6))), rel=0.3)


def test_both_fits_find_planted_weights_with_many_labels():
    w = model.World(np.array([2.5, 1.0, -0.7, 0.0]), 5)
    x, sound = w.draw(20_000, np.random.default_rng(2))
    assert model.fit_step_labels(x, sound) == pytest.approx(w.weights, abs=0.06)
    assert model.fit_outcome_labels(x, sound.all(axis=1)) == pytest.approx(w.weights, abs=0.12)


def test_both_fits_stand_at_the_top_of_their_likelihoods():
    w = model.World(np.array([2.0, 0.8, -0.5]), 4)
    x, sound = w.draw(60, np.random.default_rng(11))
    right, ridge = sound.all(axis=1), np.diag([0.01, 1.0, 1.0])
    before = np.concatenate([np.ones((60, 1), bool), np.cumprod(sound, axis=1)[:, :-1].astype(bool)], axis=1)

    def outcome(v):
        chance = np.prod(1 / (1 + np.exp(-(x @ v))), axis=1)
        return np.sum(np.log(np.where(right, chance, 1 - chance))) - 0.5 * v @ ridge @ v

    def steps(v):
        chance = 1 / (1 + np.exp(-(x @ v)))
        return np.sum(np.log(np.where(sound, chance, 1 - chance))[before]) - 0.5 * v @ ridge @ v

    for objective, fitted in ((outcome, model.fit_outcome_labels(x, right)), (steps, model.fit_step_labels(x, sound))):
        for move in np.vstack([np.eye(3), -np.eye(3)]) * 0.02:
            assert objective(fitted + move) < objective(fitted)


def test_selection_by_hand():
    # two candidates of one step; the weight prefers the first feature
    x = np.array([[[[1.0, 3.0]], [[1.0, -3.0]]]])
    assert model.selected(np.array([0.0, 1.0]), x, np.array([[True, False]])) == 1
    assert model.selected(np.array([0.0, -1.0]), x, np.array([[True, False]])) == 0


@given(q=chance, e=st.floats(0.0, 0.5))
def test_mistakes_take_information_away(q, e):
    kept = float(model.information_kept(q, e))
    assert 0 <= kept <= 1 + 1e-12
    assert kept == pytest.approx(float(model.information_kept(q, 1 - e)), abs=1e-9)  # always wrong is as good as always right
    assert float(model.information_kept(q, min(0.5, e + 0.05))) <= kept + 1e-12


def test_information_kept_at_even_odds_and_without_error():
    assert float(model.information_kept(0.5, 0.25)) == pytest.approx(0.25) and float(model.information_kept(0.3, 0.0)) == pytest.approx(1)


def test_step_accuracy_multiplies_up_to_the_problem():
    assert float(model.step_accuracy(0.4, 10)) ** 10 == pytest.approx(0.4)


def test_beats_is_even_for_equals_and_near_the_normal_for_many():
    assert np.mean(model.beats(0.7, 0.7, 500) > 0) == pytest.approx(0.5, abs=0.015)
    d = model.beats(0.782, 0.724, 500)
    assert d.std() == pytest.approx(np.sqrt(0.782 * 0.218 / 500 + 0.724 * 0.276 / 500), rel=0.03)
    assert np.mean(d > 0) == pytest.approx(stats.norm.cdf(0.058 / d.std()), abs=0.01)


def test_roll_out_tokens_by_adding_up_the_rest_of_the_solution():
    # four steps of 25 tokens: what is left after steps 1, 2 and 3 is 75, 50 and 25 tokens
    assert float(model.rollout_tokens(100, 4, 8)) == 8 * (75 + 50 + 25)
    assert float(model.rollout_tokens(100, 1, 8)) == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: model.soft_estimate(3, 2), "successes = 3 is above rollouts = 2. Give no more successes"),
        (lambda: model.soft_estimate(0, 0), r"rollouts = 0 is outside \[1"),
        (lambda: model.hard_estimate(1, 2, threshold=3), "threshold = 3 is above rollouts = 2"),
        (lambda: model.hard_expected(0.5, 2, threshold=3), "threshold = 3 is above rollouts = 2"),
        (lambda: model.soft_estimate(1.5, 2), "successes = 1.5 is not a whole number"),
        (lambda: model.hard_expected(1.2, 8), r"success = 1.2 is outside \[0, 1\]"),
        (lambda: model.share_labelled_good(0.5, 1.0, 2.5, threshold=2), "must be whole and no fewer than threshold = 2"),
        (lambda: model.share_labelled_good(0.5, 1.0, 1, threshold=2), "must be whole and no fewer than threshold = 2"),
        (lambda: model.fit_completer(0.2, 4, 0.5, 1.0), "no completer gives an accuracy of 0.2 with its peak at 4"),
        (lambda: model.information_of_steps(1.0, 5), r"sound = 1 is outside \(0, 1\)"),
        (lambda: model.information_of_outcome(0.5, 0), r"steps = 0 is outside \[1"),
        (lambda: model.information_kept(0.5, 1.1), r"error = 1.1 is outside \[0, 1\]"),
        (lambda: model.rollout_tokens(-1, 5, 8), "solution_tokens = -1 is outside"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
