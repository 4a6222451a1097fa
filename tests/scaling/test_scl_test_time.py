"""Sampling: the unbiased estimator against exact fractions and the published product form, coverage in closed form, the power law, planted truth."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gamma

from analysis.scaling import test_time as model


def exact(n: int, c: int, k: int) -> float:
    """1 − C(n−c, k)/C(n, k) in whole numbers: the product over the smaller of c and k."""
    if n - c < k:
        return 1.0
    few, many = sorted((c, k))
    ratio = Fraction(1)
    for j in range(few):
        ratio *= Fraction(n - j - many, n - j)
    return float(1 - ratio)


def product_form(n: int, c: int, k: int) -> float:
    """The estimator as human-eval computes it (Chen et al. 2021)."""
    if n - c < k:
        return 1.0
    return 1.0 - float(np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


@pytest.mark.parametrize(
    ("n", "c", "k", "wanted"),
    [(10, 3, 5, 0.9166666667), (100, 5, 10, 0.4162476331), (200, 1, 100, 0.5), (10000, 3, 100, 0.0297039408)],
)
def test_published_and_computed_values(n, c, k, wanted):
    assert float(model.pass_at_k(n, c, k)) == pytest.approx(wanted, abs=5e-11)


@st.composite
def triples(draw, most=400):
    n = draw(st.integers(1, most))
    return n, draw(st.integers(0, n)), draw(st.integers(1, n))


@given(triples())
def test_agrees_with_the_human_eval_estimator(triple):
    assert float(model.pass_at_k(*triple)) == pytest.approx(product_form(*triple), abs=1e-12)


@given(triples(60))
def test_agrees_with_exact_fractions(triple):
    assert float(model.pass_at_k(*triple)) == pytest.approx(exact(*triple), rel=1e-12, abs=1e-300)


@pytest.mark.parametrize(("n", "c", "k"), [(10**6, 1, 10**5), (10**6, 37, 1000), (10**7, 3, 10**6), (10**8, 2, 10), (10**6, 4, 999_996), (10**6, 4, 999_990), (10**6, 999_000, 3)])
def test_keeps_its_digits_at_a_million_and_more(n, c, k):
    assert float(model.pass_at_k(n, c, k)) == pytest.approx(exact(n, c, k), rel=1e-13)


def test_small_chances_keep_their_relative_precision():
    assert float(model.pass_at_k(10**9, 1, 1)) == pytest.approx(1e-9, rel=1e-12)


def test_limits_of_the_estimator():
    assert float(model.pass_at_k(7, 0, 7)) == 0 and float(model.pass_at_k(7, 7, 1)) == 1 and float(model.pass_at_k(1, 1, 1)) == 1
    n, c = np.array([5, 50, 500]), np.array([1, 20, 499])
    assert model.pass_at_k(n, c, 1) == pytest.approx(c / n)
    assert float(model.pass_at_k(5, 1, 5)) == 1 and float(model.pass_at_k(20, 3, 18)) == 1
    assert model.pass_at_k(np.full((3, 1), 30), np.arange(4), 5).shape == (3, 4)


@given(triples(200))
def test_more_samples_or_more_right_ones_never_hurt(triple):
    n, c, k = triple
    here = float(model.pass_at_k(n, c, k))
    assert 0 <= here <= 1
    if k < n:
        assert float(model.pass_at_k(n, c, k + 1)) >= here - 1e-15
    if c < n:
        assert float(model.pass_at_k(n, c + 1, k)) >= here - 1e-15


def test_blocks_do_not_show():
    rng = np.random.default_rng(1)
    n = rng.integers(1, 2000, 70_001)
    c, k = (rng.random(n.size) * (n + 1)).astype(int), 1 + (rng.random(n.size) * n).astype(int)
    whole = model.pass_at_k(n, c, k)
    pick = [0, 1, (1 << 15) - 1, 1 << 15, (1 << 16) + 3, 70_000]
    assert whole[pick].tolist() == [float(model.pass_at_k(int(n[i]), int(c[i]), int(k[i]))) for i in pick]


def test_the_estimator_is_unbiased():
    # a problem solved with p = 0.12: the mean over many draws of c among n = 30 is 1 − (1 − p)^k
    rng = np.random.default_rng(2)
    c = rng.binomial(30, 0.12, 200_000)
    got = model.pass_at_k(30, c, 8)
    wanted = float(model.coverage_of(0.12, 8))
    assert got.mean() == pytest.approx(wanted, abs=4 * got.std() / np.sqrt(c.size))
    naive = 1 - (1 - c / 30) ** 8
    assert abs(naive.mean() - wanted) > 10 * got.std() / np.sqrt(c.size)


# --- coverage ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("k", "a", "b", "wanted"), [(100, 0.5, 5, 0.78690763), (1e4, 0.3, 3, 0.91535000), (100, 0.2, 20, 0.30351178)])
def test_coverage_under_a_beta(k, a, b, wanted):
    assert float(model.coverage_beta(k, a, b)) == pytest.approx(wanted, abs=5e-9)


@given(st.floats(0.05, 5), st.floats(0.05, 200), st.integers(1, 40))
def test_beta_coverage_is_a_product(a, b, k):
    # E[(1−p)^k] of a Beta is the product of (b + i)/(a + b + i)
    i = np.arange(k)
    assert float(model.coverage_beta(k, a, b)) == pytest.approx(1 - np.prod((b + i) / (a + b + i)), rel=1e-10, abs=1e-14)


def test_beta_coverage_at_its_ends():
    assert float(model.coverage_beta(0, 0.3, 3)) == 0
    assert float(model.coverage_beta(1, 0.3, 2.7)) == pytest.approx(0.1)
    k = np.array([1e3, 1e6, 1e9])
    ratio = (1 - model.coverage_beta(k, 0.3, 3.0)) / model.uncovered_power_law(k, 0.3, 3.0)
    assert ratio[-1] == pytest.approx(1, abs=1e-6) and abs(ratio[0] - 1) > abs(ratio[1] - 1)


def test_known_difficulties_at_their_ends():
    assert model.coverage_of([0.0, 0.3, 1.0], 0).tolist() == [0, 0, 0]
    assert model.coverage_of([0.0, 0.3, 1.0], 2) == pytest.approx([0, 0.51, 1])


def test_the_exponentiated_power_law_by_hand():
    assert model.coverage_exponential_power([1, 16], 1.5, 0.5) == pytest.approx(np.exp([-1.5, -1.5 / 4]))


def test_one_difficulty_is_the_limit_of_a_narrow_beta():
    assert float(model.coverage_beta(20, 3e6, 7e7)) == pytest.approx(float(model.coverage_of(3 / 73, 20)), rel=1e-5)


@settings(max_examples=30)
@given(st.floats(0.1, 4), st.floats(0.2, 30), st.floats(0.5, 1e5))
def test_the_integral_gives_the_closed_form(a, b, k):
    assert float(model.coverage_scaled_beta(k, a, b, 1.0)) == pytest.approx(float(model.coverage_beta(k, a, b)), abs=2e-9)


def test_kumaraswamy_in_closed_form():
    # with b = 1 the distribution function is x^a: E[1 − (1 − x)^k] = 1 − k! Γ(a+1)/Γ(a+k+1)
    a, k = 0.4, 6
    wanted = 1 - gamma(k + 1) * gamma(a + 1) / gamma(a + k + 1)
    assert float(model.coverage_kumaraswamy(k, a, 1.0)) == pytest.approx(wanted, rel=1e-9)
    # with a = 1 it is the Beta(1, b)
    assert model.coverage_kumaraswamy([1, 10, 1000], 1.0, 3.0) == pytest.approx(model.coverage_beta([1, 10, 1000], 1.0, 3.0), rel=1e-9)


def test_a_cap_moves_the_curve_to_the_right():
    k = np.logspace(0, 5, 11)
    capped, free = model.coverage_scaled_beta(k, 0.4, 2.0, 0.1), model.coverage_scaled_beta(k, 0.4, 2.0, 1.0)
    assert (capped < free).all()
    far = model.uncovered_power_law(1e8, 0.4, 2.0, 0.1)
    assert 1 - float(model.coverage_scaled_beta(1e8, 0.4, 2.0, 0.1)) == pytest.approx(float(far), rel=1e-4)


def test_the_power_law_needs_hard_problems():
    # evenly spread above a twentieth: failures die out faster than any power
    k = np.array([10.0, 50.0, 250.0])
    miss = np.mean(1 - model.coverage_of(np.linspace(0.05, 0.3, 400)[None, :], k[:, None]), axis=1)
    slopes = np.diff(np.log(miss)) / np.log(5)
    assert slopes[1] < 3 * slopes[0] < 0
    beta = np.diff(np.log(1 - model.coverage_beta(np.array([1e4, 1e5, 1e6]), 0.4, 2.0))) / np.log(10)
    assert beta == pytest.approx([-0.4, -0.4], abs=1e-4)


def test_simulated_problems_agree_with_the_closed_form():
    rng = np.random.default_rng(3)
    p = rng.beta(0.4, 2.0, 400_000)
    hit = rng.random(p.size) < model.coverage_of(p, 25)
    wanted = float(model.coverage_beta(25, 0.4, 2.0))
    assert hit.mean() == pytest.approx(wanted, abs=4 * np.sqrt(wanted * (1 - wanted) / p.size))


def test_samples_for_a_coverage():
    k = model.samples_for([0.5, 0.9], lambda x: model.coverage_beta(x, 0.37, 1.1))
    assert model.coverage_beta(k, 0.37, 1.1) == pytest.approx([0.5, 0.9], rel=1e-9)
    assert np.isinf(model.samples_for(0.9, lambda x: 0.8 * np.ones(len(x)))[0])


# --- fits ---------------------------------------------------------------------------------------------------------------

K = np.array([1, 2, 5, 10, 20, 50, 100, 300, 1000, 3000, 10000.0])


@pytest.mark.parametrize(
    ("family", "truth"),
    [("beta", (0.35, 1.4)), ("power", (1.5, 0.4)), ("scaled beta", (0.5, 1.5, 0.3)), ("scaled Kumaraswamy", (0.5, 2.0, 0.3))],
)
def test_a_planted_curve_is_found(family, truth):
    form = model.FAMILIES[family]
    fit = model.fit_coverage(K, form.curve(K, *truth), family, problems=128, reading=0.0)
    assert fit.rms < 1e-5
    assert fit.coverage(K) == pytest.approx(form.curve(K, *truth), abs=1e-4)
    if len(truth) == 2:
        assert list(fit.parameters.values()) == pytest.approx(truth, rel=1e-4)


@pytest.mark.parametrize("family", ["beta", "power"])
def test_a_fit_does_not_hang_on_where_it_starts(family, monkeypatch):
    # a processor's last bits act like a shifted start: the published six digits must not notice either
    k = np.array([1, 2.63, 8.08, 31, 105, 417, 1213, 9913.0])
    covered = np.array([0.018, 0.048, 0.116, 0.27, 0.44, 0.62, 0.72, 0.81])
    first = model.fit_coverage(k, covered, family, problems=128)
    form = model.FAMILIES[family]
    for shift in (1.001, 0.998):
        monkeypatch.setitem(model.FAMILIES, family, replace(form, start=tuple(shift * x for x in form.start)))
        again = model.fit_coverage(k, covered, family, problems=128)
        assert again.free.tolist() == first.free.tolist()


def _simulated(rng, problems=128, a=0.37, b=1.5):
    p = rng.beta(a, b, problems)
    return model.coverage_of(p[None, :], K[:, None]).mean(axis=1)


def test_the_covariance_of_coverage_is_that_of_simulated_sets():
    rng = np.random.default_rng(4)
    sets = np.stack([_simulated(rng) for _ in range(4000)])
    wanted = model.problem_covariance(model.FAMILIES["beta"].weights, K, (0.37, 1.5), 128)
    got = np.cov(sets.T)
    assert np.sqrt(np.diag(got)) == pytest.approx(np.sqrt(np.diag(wanted)), rel=0.05)
    assert np.corrcoef(sets[:, 0], sets[:, 6])[0, 1] == pytest.approx(wanted[0, 6] / np.sqrt(wanted[0, 0] * wanted[6, 6]), abs=0.03)


def test_intervals_hold_a_planted_truth_as_often_as_they_say():
    rng = np.random.default_rng(5)
    at = np.array([30.0, 1000.0])
    truth = model.coverage_beta(at, 0.37, 1.5)
    inside = []
    for _ in range(300):
        fit = model.fit_coverage(K, _simulated(rng), "beta", problems=128, reading=0.0)
        low, high = fit.interval(at)
        inside.append((low <= truth) & (truth <= high))
    share = np.mean(inside, axis=0)
    assert ((share > 0.84) & (share < 0.96)).all()


def test_reading_errors_widen_the_interval_as_many_problems_narrow_it():
    curve = model.coverage_beta(K, 0.37, 1.5)

    def width(**options):
        low, high = model.fit_coverage(K, curve, "beta", **options).interval(100.0)
        return float((high - low)[0])

    assert width(problems=1e9, reading=0.01) > 3 * width(problems=1e9, reading=0.003) > 0
    assert width(problems=128, reading=0.0) == pytest.approx(10 * width(problems=12_800, reading=0.0), rel=0.02)


def test_a_form_without_a_distribution_errs_as_the_beta_does():
    curve = model.coverage_beta(K, 0.37, 1.5)
    widths = []
    for family in ("beta", "power"):
        low, high = model.fit_coverage(K, curve, family, problems=128, reading=0.0).interval([30.0, 300.0])
        widths.append(high - low)
    assert widths[1] == pytest.approx(widths[0], rel=0.3)


def test_draws_scatter_as_the_covariance_says():
    fit = model.fit_coverage(K, model.coverage_beta(K, 0.37, 1.5), "beta", problems=128)
    drawn = np.log(fit.draws(20_000, np.random.default_rng(6)))
    assert np.cov(drawn.T) == pytest.approx(fit.covariance, rel=0.05)


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match=r"k = 11 is above n = 10\. Draw more samples"):
        model.pass_at_k(10, 3, 11)
    with pytest.raises(ValueError, match="c = 11 is above n = 10"):
        model.pass_at_k(10, 11, 1)
    with pytest.raises(ValueError, match="k = 0"):
        model.pass_at_k(10, 1, 0)
    with pytest.raises(ValueError, match="n = 0"):
        model.pass_at_k(0, 0, 1)
    with pytest.raises(ValueError, match="c = -1"):
        model.pass_at_k(10, -1, 1)
    with pytest.raises(ValueError, match="c = 1.5 is not a whole number"):
        model.pass_at_k(10, 1.5, 1)
    with pytest.raises(ValueError, match="a = 0"):
        model.coverage_beta(10, 0, 1)
    with pytest.raises(ValueError, match="k = -1"):
        model.coverage_beta(-1, 1, 1)
    with pytest.raises(ValueError, match="top = 1.2"):
        model.coverage_scaled_beta(10, 1, 1, 1.2)
    with pytest.raises(ValueError, match="p = 1.5"):
        model.coverage_of(1.5, 2)
    with pytest.raises(ValueError, match="coverage = 10 is outside"):
        model.fit_coverage([1, 2, 3], [10, 40, 80], problems=100)
    with pytest.raises(ValueError, match="2 points cannot fix the 3 parameters"):
        model.fit_coverage([1, 2], [0.1, 0.2], problems=100)
    with pytest.raises(ValueError, match="3 values of k for 2 of coverage"):
        model.fit_coverage([1, 2, 3], [0.1, 0.2], problems=100)
    with pytest.raises(KeyError, match="did you mean beta"):
        model.fit_coverage([1, 2], [0.1, 0.2], "betta", problems=100)
