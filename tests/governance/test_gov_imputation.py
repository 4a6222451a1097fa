"""Imputation: a planted truth comes back, intervals cover, limits of the model, bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.governance import imputation


def _world(rng, count, beta, group_sd, noise):
    covariates = {n: rng.integers(0, 2, count).astype(float) for n in imputation.COVARIATES}
    covariates["years"] = rng.uniform(2022, 2026.5, count)
    size = rng.normal(10.5, 0.8, count)
    x = imputation.design(covariates, size)
    groups = np.array([f"g{i}" for i in rng.integers(0, 20, count)])
    effect = dict(zip([f"g{i}" for i in range(20)], rng.normal(0, group_sd, 20), strict=True))
    level = (covariates["service"] * covariates["language"]).astype(bool)
    y = 23 + x @ beta + np.array([effect[g] for g in groups]) + rng.standard_normal(count) * np.where(level, noise[1], noise[0])
    return x, y, groups, level


BETA = np.array([0, 0.5, 0.3, -0.4, 0.8, -0.2, -0.5, 0.1, 0.2, 0.1, 0.1, 0.4, 0.2, 0.1, 1.1])


def test_a_planted_truth_comes_back():
    rng = np.random.default_rng(3)
    x, y, groups, level = _world(rng, 1500, BETA, 0.4, (0.8, 0.3))
    found = imputation.fit(x, y, groups, level)
    assert found.group_sd == pytest.approx(0.4, rel=0.35)
    assert found.noise_sd == pytest.approx((0.8, 0.3), rel=0.08)
    sd = np.sqrt(np.diag(found.covariance))[1 : len(BETA)]
    z = (found.mean[1 : len(BETA)] - BETA[1:]) / sd
    assert np.abs(z).max() < 3.5 and np.mean(np.abs(z) < 1.645) > 0.7
    x2, y2, g2, l2 = x[:400], y[:400], groups[:400], level[:400]
    part = imputation.fit(x[400:], y[400:], groups[400:], level[400:])
    mean, spread = imputation.predict(part, x2, g2, l2)
    assert np.mean(np.abs(y2 - mean) <= 1.645 * spread) == pytest.approx(0.9, abs=0.04)


def test_draws_agree_with_the_closed_form_and_share_what_is_uncertain():
    rng = np.random.default_rng(4)
    x, y, groups, level = _world(rng, 200, BETA, 0.4, (0.8, 0.3))
    found = imputation.fit(x, y, groups, level)
    new = groups[:40].copy()
    new[:2] = "nobody"
    sample = imputation.draws(found, x[:40], new, level[:40], count=20_000, seed=1)
    mean, spread = imputation.predict(found, x[:40], new, level[:40])
    np.testing.assert_allclose(sample.mean(axis=1), mean, atol=5 * spread.max() / np.sqrt(20_000))
    np.testing.assert_allclose(sample.std(axis=1), spread, rtol=0.03)
    unknown_shared = np.corrcoef(sample[0], sample[1])[0, 1]
    assert unknown_shared > 0.1  # two models of one unknown developer share its effect
    assert spread[0] > imputation.predict(found, x[:1], groups[:1], level[:1])[1][0]


def test_without_noise_levels_or_groups_it_is_least_squares():
    rng = np.random.default_rng(5)
    x, y, _, _ = _world(rng, 400, BETA, 0.0, (0.5, 0.5))
    found = imputation.fit(x, y, np.array(["a"] * 400), names=())
    ols = np.linalg.lstsq(x, y - y.mean(), rcond=None)[0]
    np.testing.assert_allclose(found.mean, ols, atol=0.02)
    assert found.noise_sd[0] == found.noise_sd[1]


@settings(max_examples=25, deadline=None)
@given(st.integers(10, 300), st.integers(2, 10))
def test_folds_are_equal_parts(count, parts):
    part = imputation.folds(count, parts)
    sizes = np.bincount(part, minlength=parts)
    assert len(part) == count and sizes.max() - sizes.min() <= 1


def test_bad_input_says_what_to_do():
    good = {n: [0.0, 1.0] for n in imputation.COVARIATES}
    with pytest.raises(KeyError, match="unknown covariate 'small'"):
        imputation.design({n: v for n, v in good.items() if n != "small"})
    with pytest.raises(ValueError, match="leading = .*nan.* is not a finite number. Fill the gap"):
        imputation.design({**good, "leading": [0.0, np.nan]})
    with pytest.raises(ValueError, match="log10_parameters = .* Leave it out"):
        imputation.design(good, [10.0, np.nan])
    x = imputation.design(good)
    with pytest.raises(ValueError, match="2 estimates for 2 rows .* more models than covariates"):
        imputation.fit(x, [24.0, 25.0], ["a", "b"])
    with pytest.raises(ValueError, match="y = .* Fit on models with an estimate only"):
        imputation.fit(x, [24.0, np.nan], ["a", "b"])


def test_the_last_digits_of_the_estimates_do_not_move_the_spreads():
    x, y, groups, level = _world(np.random.default_rng(6), 300, BETA, 0.4, (0.8, 0.3))
    one, other = imputation.fit(x, y, groups, level), imputation.fit(x, y * (1 + 1e-13), groups, level)
    assert (one.group_sd, one.noise_sd) == (other.group_sd, other.noise_sd)
    assert np.log([one.group_sd, *one.noise_sd]) == pytest.approx(np.round(np.log([one.group_sd, *one.noise_sd]), 3), abs=1e-12)
