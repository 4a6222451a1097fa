"""Fitting: derivatives, planted truth, the global minimum from many starts, bad input; and the outside points where they are at hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import outside
from analysis.scaling import fitting
from analysis.scaling.law_forms import AdditiveLaw
from analysis.scaling.results import chinchilla
from analysis.scaling.training_laws import bootstrap, fit, profile

TRUTH = AdditiveLaw(E=1.8, A=480.0, B=2100.0, alpha=0.35, beta=0.37)
needs_points = pytest.mark.skipif(not outside.available("chinchilla-points"), reason="the outside set chinchilla-points is not at hand")


def runs(count=120, seed=3, noise=0.0):
    rng = np.random.default_rng(seed)
    n, d = 10 ** rng.uniform(7.8, 10, count), 10 ** rng.uniform(9, 11.5, count)
    return n, d, TRUTH.loss(n, d) * np.exp(rng.normal(0, noise, count) if noise else 0.0)


def constants(law):
    return np.array([law.A, law.B, law.E, law.alpha, law.beta])


def test_derivatives_are_those_of_the_objective():
    points = fitting._Points(*runs(40, noise=0.02))
    theta, weights = np.array([[-0.5, 0.1, 0.6, 0.35, 0.37]]), np.linspace(0.5, 1.5, 40)[None]
    value, grad, hess = points.derivatives(theta, weights, 0.01)
    assert value[0] == pytest.approx(points.objective(theta, weights, 0.01)[0])
    for i in range(5):
        step = np.zeros((1, 5))
        step[0, i] = 1e-6
        up, down = points.derivatives(theta + step, weights, 0.01), points.derivatives(theta - step, weights, 0.01)
        assert (up[0] - down[0]) / 2e-6 == pytest.approx(grad[0, i], rel=1e-5, abs=1e-9)
        np.testing.assert_allclose((up[1] - down[1])[0] / 2e-6, hess[0, i], rtol=1e-4, atol=1e-6)


def test_planted_constants_come_back_without_noise():
    got = fit(*runs())
    np.testing.assert_allclose(constants(got.law), constants(TRUTH), rtol=1e-6)
    assert got.objective < 1e-18 and got.gradient < 1e-6


@settings(max_examples=8, deadline=None)
@given(e=st.floats(0.5, 2.5), alpha=st.floats(0.2, 0.7), beta=st.floats(0.2, 0.7))
def test_other_planted_constants_come_back_too(e, alpha, beta):
    law = AdditiveLaw(E=e, A=0.6 * 1e9**alpha, B=0.5 * 3e10**beta, alpha=alpha, beta=beta)
    n, d, _ = runs()
    np.testing.assert_allclose(constants(fit(n, d, law.loss(n, d)).law), constants(law), rtol=1e-5)


def test_with_noise_the_truth_lies_inside_the_intervals():
    data = runs(240, noise=0.005)
    got = fit(*data)
    errors = np.array(list(got.standard_errors.values()))
    assert (np.abs(constants(got.law) - constants(TRUTH)) < 3 * errors).all()
    refits = bootstrap(*data, draws=300, seed=1)
    low, high = np.quantile(refits.draws, (0.005, 0.995), axis=0)
    assert ((low < constants(TRUTH)) & (constants(TRUTH) < high)).all() and refits.unconverged == 0
    ratio = np.array(list(refits.standard_errors.values()))[2:] / errors[2:]
    assert ((ratio > 0.5) & (ratio < 2)).all()


def test_the_objective_is_a_sum_of_huber_losses():
    n, d, loss = runs(30)
    off = loss * np.exp(np.r_[np.full(15, 5e-4), np.full(15, 5e-3)])
    assert fitting.huber_objective(TRUTH, n, d, off) == pytest.approx(15 * 0.5 * 5e-4**2 + 15 * 1e-3 * (5e-3 - 5e-4))
    got = fit(*runs(60, noise=0.01))
    assert fitting.huber_objective(got.law, *runs(60, noise=0.01)) == pytest.approx(got.objective, rel=1e-9)


def test_no_start_ends_lower():
    data = runs(100, noise=0.01)
    got, points = fit(*data), fitting._Points(*data)
    rng = np.random.default_rng(5)
    theta = np.column_stack([rng.uniform(-4, 2, 200), rng.uniform(-4, 2, 200), rng.uniform(-1, 1.2, 200), rng.uniform(0.05, 1.5, 200), rng.uniform(0.05, 1.5, 200)])
    for width in (30.0, 8.0, 2.5, 1.0):
        theta, value, _ = fitting._descend(points, theta, np.ones((200, 100)), width * 1e-3, steps=80)
    assert value.min() >= got.objective * (1 - 1e-9)
    assert np.mean(value < got.objective * (1 + 1e-6)) > 0.5


def test_one_wild_run_hardly_moves_it():
    n, d, loss = runs(100, noise=0.003)
    before = fit(n, d, loss).law
    loss[7] *= 1.5
    assert fit(n, d, loss).law.alpha == pytest.approx(before.alpha, abs=0.01)
    assert abs(fit(n, d, loss, delta=10.0).law.E - before.E) > abs(fit(n, d, loss).law.E - before.E)


def test_resampling_every_run_once_is_the_fit_itself():
    data = runs(50, noise=0.01)
    same = bootstrap(*data, counts=np.ones((3, 50)))
    np.testing.assert_allclose(same.draws, np.tile(constants(fit(*data).law), (3, 1)), rtol=1e-6)
    np.testing.assert_array_equal(bootstrap(*data, draws=20, seed=4).draws, bootstrap(*data, draws=20, seed=4).draws)
    assert not np.array_equal(bootstrap(*data, draws=20, seed=4).draws, bootstrap(*data, draws=20, seed=5).draws)
    assert same.column("beta").shape == (3,)


def test_a_profile_is_least_at_the_fit():
    data = runs(80, noise=0.01)
    got = fit(*data)
    values = got.law.beta + np.array([-0.02, 0.0, 0.02])
    found = profile(*data, "beta", values)
    assert found[1] == pytest.approx(got.objective, rel=1e-6) and found[0] > found[1] < found[2]


def test_bad_input_is_refused():
    n, d, loss = runs(30)
    with pytest.raises(ValueError, match="5 points cannot settle five constants"):
        fit(n[:5], d[:5], loss[:5])
    with pytest.raises(ValueError, match="tokens = 0"):
        fit(n, np.r_[0, d[1:]], loss)
    with pytest.raises(ValueError, match="equal length"):
        fit(n, d[:-1], loss)
    with pytest.raises(ValueError, match="differ in both"):
        fit(np.full(30, 1e9), d, loss)
    with pytest.raises(ValueError, match="delta"):
        fit(n, d, loss, delta=0)
    with pytest.raises(ValueError, match="draws"):
        bootstrap(n, d, loss, draws=1)
    with pytest.raises(ValueError, match="counts"):
        bootstrap(n, d, loss, counts=np.ones((2, 7)))
    with pytest.raises(KeyError, match="alpha"):
        profile(n, d, loss, "alfa", [0.3])


@needs_points
def test_the_least_objective_known_is_reached_from_the_default_start():
    # epoch-research/analyzing-chinchilla@9225883, data_analysis.ipynb: least sum of Huber losses over 4,500 starts
    got = fit(*chinchilla._columns(chinchilla.points()))
    assert len(chinchilla.points()) == 240 and len(chinchilla.points(0)) == 245
    assert got.objective <= 0.0010182740346154362
    assert got.gradient < 1e-6 and got.basins == 1
    # the same notebook, its best constants: A 477.84, B 2143.86, E 1.81724, alpha 0.34731, beta 0.36718
    np.testing.assert_allclose(constants(got.law), [477.84171, 2143.8638, 1.8172355, 0.34731266, 0.36718262], rtol=3e-4)


@needs_points
def test_refits_of_the_replications_resamples_are_its_refits():
    # the same notebook, table of bootstrap constants, first two rows
    data = chinchilla._columns(chinchilla.points())
    got = bootstrap(*data, counts=chinchilla.published_counts(240, 2)).draws
    want = [[349.556372, 2356.248315, 1.793330, 0.328633, 0.371855], [487.836322, 1509.948214, 1.803583, 0.348965, 0.349989]]
    np.testing.assert_allclose(got, want, rtol=2e-3)


@needs_points
def test_committed_tables_are_what_the_points_give():
    fits = chinchilla.fits()
    for excluded in (0, 5, 20):
        got = fit(*chinchilla._columns(chinchilla.points(excluded)))
        row = fits[(fits["excluded"] == excluded) & np.isclose(fits["delta"], 1e-3)].iloc[0]
        np.testing.assert_allclose(constants(got.law), row[list(fitting.CONSTANTS)].to_numpy(dtype=float), rtol=2e-5)
    data = chinchilla._columns(chinchilla.points())
    draws = bootstrap(*data, draws=chinchilla.DRAWS, seed=1).draws
    np.testing.assert_allclose(draws, chinchilla.refits()[list(fitting.CONSTANTS)].to_numpy(), rtol=1e-3)
    beta = chinchilla.profiles().query("constant == 'beta'").iloc[::10]
    np.testing.assert_allclose(profile(*data, "beta", beta["value"].to_numpy()), beta["objective"], rtol=1e-4)
