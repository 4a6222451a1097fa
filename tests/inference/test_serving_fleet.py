"""A serving fleet: Little, Erlang and their limits, a day's sine, inverses, DeepSeek's day, the claims."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from analysis.inference import serving_fleet as model

share = st.floats(0.01, 1)
peak = st.floats(1, 2)


def test_littles_law():
    assert model.concurrency(2, 30) == 60 and model.concurrency(0, 5) == 0


@given(n=st.floats(1, 1e7), s=st.floats(0.01, 1e4), r=peak, u=share, each=st.floats(0.1, 1000))
def test_accelerators_and_requests_are_inverses(n, s, r, u, each):
    assert model.accelerators_needed(model.requests_per_day(n, s, r, u), s, r, u) == pytest.approx(n)
    assert model.users_served(n, s, each, r, u) * each == pytest.approx(model.requests_per_day(n, s, r, u))


def test_a_gigawatt():
    assert model.accelerators_per_gw(1.0) == 1e6 and model.accelerators_per_gw(2.0, 1.25) == pytest.approx(4e5)
    assert model.tokens_per_day(1, 100, 2.0, 0.5) == pytest.approx(100 * 86_400 / 4)


@pytest.mark.parametrize(("a", "n"), [(0.5, 1), (3.0, 5), (10.0, 10), (20.0, 30)])
def test_erlang_b_is_the_sum_it_continues(a, n):
    assert model.erlang_b(a, n) == pytest.approx(a**n / math.factorial(n) / sum(a**k / math.factorial(k) for k in range(n + 1)))


def test_erlang_b_as_tabled():
    # Erlang's table: 10 erlangs on 15 lines block 3.65 %, 100 on 117 about 1 %
    assert model.erlang_b(10, 15) == pytest.approx(0.0365, abs=0.0002)
    assert model.erlang_b(100, 117) == pytest.approx(0.01, abs=0.0005)


def test_erlang_limits():
    assert model.erlang_b(5.0, 0) == pytest.approx(1)
    assert model.erlang_b(1e-9, 3) == pytest.approx(0)
    assert model.erlang_b(1e6, 9e5) == pytest.approx(model.turned_away_fluid(1e6, 9e5), rel=1e-3)  # large fleets are a fluid
    assert model.erlang_b(1e6, 1.05e6) < 1e-12
    assert model.erlang_b(2e4, 1e3) == pytest.approx(0.95, abs=1e-3)  # where the sum is below a float's reach
    assert model.erlang_c(5.0, 5) == 1 and model.erlang_c(1e-6, 4) == pytest.approx(0, abs=1e-12)
    assert model.erlang_c(0.5, 1) == pytest.approx(0.5)  # one server: the load itself


@given(a=st.floats(0.1, 500), n=st.integers(1, 600), more=st.integers(1, 20))
def test_more_places_refuse_fewer_and_waiting_is_likelier_than_loss(a, n, more):
    assert model.erlang_b(a, n + more) <= model.erlang_b(a, n) + 1e-12
    assert model.erlang_c(a, n) >= model.erlang_b(a, n) - 1e-12
    assert model.erlang_b(a, n) >= model.turned_away_fluid(a, n) - 1e-9  # chance only adds to the fluid's loss


@pytest.mark.parametrize(("c", "r"), [(0.2, 1.6), (0.7, 1.6), (1.0, 1.6), (1.3, 1.6), (1.0, 2.0), (1.5, 2.0)])
def test_a_days_loss_is_the_integral(c, r):
    lost, _ = integrate.quad(lambda t: max(1 + (r - 1) * math.sin(t) - c, 0) / (2 * math.pi), 0, 2 * math.pi, limit=200)
    assert model.turned_away_day(c, r) == pytest.approx(lost, abs=1e-6)


def test_a_days_loss_at_its_ends():
    assert model.turned_away_day(1.6, 1.6) == 0 and model.turned_away_day(0, 1.6) == 1
    assert model.turned_away_day(0.9, 1.0) == pytest.approx(0.1)  # a level day is the fluid
    assert model.turned_away_day(1.0, 1.5) == pytest.approx(0.5 / math.pi)
    assert model.refused(0, 1.5) == 0 and model.refused(1, 1.5) == 1


@given(missing=st.floats(0, 0.99), r=peak, extra=st.floats(0, 0.01))
def test_a_larger_shortage_turns_more_away_but_never_more_than_its_share(missing, r, extra):
    assert model.refused(missing + extra, r) >= model.refused(missing, r) - 1e-12
    assert model.refused(missing, r) <= missing + 1e-9


def test_bayes_in_odds():
    assert model.posterior([3.0]) == pytest.approx(0.75) and model.posterior([], [3.0]) == pytest.approx(0.25)
    assert model.posterior([2.0, 5.0], [10.0]) == pytest.approx(0.5) and model.posterior([], prior=0.2) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: model.accelerators_needed(-1, 1), "requests_per_day = -1"),
        (lambda: model.accelerators_needed(1, 1, 0.5), "peak_to_mean = 0.5"),
        (lambda: model.accelerators_needed(1, 1, 1, 0), "peak_use = 0"),
        (lambda: model.users_served(1, 0, 1), "accelerator_seconds = 0"),
        (lambda: model.accelerators_per_gw(0), "it_kw_per_gpu = 0"),
        (lambda: model.accelerators_per_gw(1, 0.9), "pue = 0.9"),
        (lambda: model.erlang_b(0, 1), "offered = 0"),
        (lambda: model.turned_away_day(1, 2.5), "peak_to_mean = 2.5"),
        (lambda: model.refused(1.2, 1.5), "missing_share = 1.2"),
        (lambda: model.posterior([0.0]), "ratio = 0"),
        (lambda: model.concurrency(float("nan"), 1), "requests_per_s"),
    ],
)
def test_bad_input_is_named(call, match):
    with pytest.raises(ValueError, match=match):
        call()
