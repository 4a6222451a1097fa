"""Run length: the optimum by search, published lengths, intervals by simulation, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from analysis.scaling import run_length as model

rate = st.floats(0.01, 5)


def test_published_lengths():
    # Sevilla et al. 2022, table: 3.55 years with hardware doubling in 2.46 years; 6.49 months with all three (edition of 2023)
    hardware = model.rate_from_factor(2 ** (1 / 2.46))
    assert model.longest_run_months(hardware) / 12 == pytest.approx(3.55, abs=0.005)
    software, investment = 12 / (1.22 * 12) - hardware, 12 / 9.12 - hardware
    assert model.longest_run_months(hardware, software * 1.0, investment) == pytest.approx(6.49, abs=0.9)
    software, investment = 1 / 1.22 - 1 / 3.55, 12 / 9.12 - 1 / 3.55
    assert model.longest_run_months(1 / 3.55, software, investment) == pytest.approx(6.49, abs=0.05)


@given(h=rate, a=rate, i=rate)
def test_it_is_the_length_that_a_search_finds(h, a, i):
    best = model.longest_run_months(h, a, i)
    found = optimize.minimize_scalar(lambda x: -x * np.exp(-(h + a + i) * x / 12), bounds=(1e-6, 10 * float(best)), method="bounded", options={"xatol": 1e-9})
    assert best == pytest.approx(found.x, rel=1e-3)


@given(h=rate, a=rate)
def test_progress_shortens(h, a):
    assert model.longest_run_months(h, a) < model.longest_run_months(h)


@given(best=st.floats(0.5, 50), length=st.floats(0, 200))
def test_nothing_beats_the_best_length(best, length):
    assert model.relative_outcome(length, best) <= 1 + 1e-12
    assert model.relative_outcome(best, best) == pytest.approx(1)


def test_relative_outcome_is_the_ratio_of_yields():
    g, length = 2.0, 3.0
    best = float(model.longest_run_months(g))
    yields = lambda months: months * np.exp(-g * months / 12)  # noqa: E731
    assert model.relative_outcome(length, best) == pytest.approx(yields(length) / yields(best))


def test_rates():
    assert model.rate_from_halving(12) == pytest.approx(np.log(2))
    assert model.rate_from_factor(np.e) == pytest.approx(1)
    assert model.rate_from_factor(1) == 0


def test_share_interval_by_hand_and_at_the_ends():
    low, high = model.share_interval(9, 33)
    assert (low, high) == (pytest.approx(0.162, abs=0.001), pytest.approx(0.411, abs=0.001))
    assert model.share_interval(0, 10)[0] == 0
    assert model.share_interval(10, 10)[1] == 1


def test_share_interval_covers():
    rng, p, n = np.random.default_rng(1), 0.25, 40
    hits = rng.binomial(n, p, 4000)
    low, high = model.share_interval(hits, np.full(4000, n))
    assert 0.86 < np.mean((low <= p) & (p <= high)) < 0.94


def test_median_interval_covers_at_least_its_level():
    rng = np.random.default_rng(2)
    got = [model.median_interval(rng.lognormal(size=33)) for _ in range(1500)]
    assert np.mean([low <= 1 <= high for _, low, high in got]) > 0.88
    middle, low, high = model.median_interval(np.arange(1, 34))
    assert middle == 17 and low < 17 < high and low + high == 34


@pytest.mark.parametrize(
    "call",
    [
        lambda: model.longest_run_months(0, 0, 0),
        lambda: model.longest_run_months(-0.1),
        lambda: model.longest_run_months(float("nan")),
        lambda: model.rate_from_factor(0.9),
        lambda: model.rate_from_halving(0),
        lambda: model.relative_outcome(-1, 5),
        lambda: model.relative_outcome(1, 0),
        lambda: model.share_interval(5, 4),
        lambda: model.share_interval(1, 0),
        lambda: model.median_interval([1, 2, 3]),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError):
        call()
