"""Sites below a limit: closed forms, limits, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.governance import distributed as model
from analysis.scaling import demo
from analysis.scaling.training_laws import LAWS

LAW = LAWS["besiroglu-2024"]
METHOD = {"bits_per_param": 4.0, "every": 100.0, "gather": False, "overlap": 1.0}


def kept(sites, one=1e26, fits=1e15, link=4e11, latency=0.01, cost=1.5, batch=10.0, days=100.0, **method):
    return model.kept_share(LAW, sites, one, fits, days, batch, link, latency, cost, **(METHOD | method))


def test_a_sites_compute_is_limit_share_use_and_time():
    assert model.site_flop(1e20, 0.5, 0.4, 1.0) == pytest.approx(1e20 * 0.5 * 0.4 * 86400)
    assert model.chips_at(1e20, 1.979e15) == pytest.approx(50530.57, rel=1e-6)


def test_sites_are_counted_whole_and_rounding_adds_none():
    assert model.sites_needed([1e26, 2e26, 2.0001e26, 1e24], 1e26).tolist() == [1, 2, 3, 1]
    one = 1e26 / 3
    assert model.sites_needed(one * 3, one) == 3


def test_one_site_that_holds_the_best_model_loses_nothing():
    assert kept(1.0) == pytest.approx(1.0, abs=1e-12)


def test_with_endless_links_only_the_exchange_costs():
    assert kept(8.0, link=1e30, latency=0.0, cost=1.5) == pytest.approx(1 / 1.5)
    assert kept(64.0, link=1e30, latency=0.0, cost=1.5) == pytest.approx(1 / 1.5**2)
    assert kept(64.0, link=1e30, latency=0.0, cost=1.5, every=1.0) == pytest.approx(1.0, rel=1e-6)


def test_a_smaller_model_costs_what_the_law_says():
    best, tokens = LAW.optimal(1e26, extrapolate=True)
    small = float(best) / 4
    d = 1e26 / (6 * small)
    n, equal = LAW.optimal_for_loss(LAW.loss(small, d))
    assert kept(1.0, fits=small) == pytest.approx(float(6 * n * equal / 1e26), rel=1e-9)


def test_the_exchange_costs_its_factor_again_for_each_eightfold():
    assert demo.exchange_cost(1.5, [1, 8, 64]).tolist() == pytest.approx([1.0, 1.5, 2.25])
    assert demo.exchange_cost(0.7, 8.0) == 1.0


@given(st.floats(1, 1e3), st.floats(1.01, 5))
def test_more_sites_never_keep_more(sites, more):
    assert kept(sites * more) <= kept(sites) + 1e-12


@given(st.floats(1e8, 1e14), st.floats(1.01, 100))
def test_a_faster_link_never_keeps_less(link, more):
    assert kept(10.0, link=link * more) >= kept(10.0, link=link) - 1e-12


@given(st.floats(1e9, 1e12), st.floats(1.01, 100))
def test_more_memory_never_keeps_less_on_one_site(fits, more):
    assert kept(1.0, fits=fits * more) >= kept(1.0, fits=fits) - 1e-12


@given(st.floats(1, 1e4))
def test_what_counts_is_a_share(sites):
    assert 0 < kept(sites) <= 1


def test_worth_is_sites_times_theirs_times_the_share():
    assert model.effective_flop(4.0, 1e26, 0.75) == pytest.approx(3e26)


def test_state_bytes_divide_the_memory():
    assert model.params_that_fit(16 * 80e9, 16) == pytest.approx(80e9)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: model.site_flop(0.0, 0.5, 0.4, 95), "limit_flop_per_s = 0"),
        (lambda: model.site_flop(1e20, 1.5, 0.4, 95), "trained_share = 1.5"),
        (lambda: model.site_flop(1e20, 0.5, 0.0, 95), "utilisation = 0"),
        (lambda: model.site_flop(1e20, 0.5, 0.4, -1), "days = -1"),
        (lambda: model.sites_needed(-1e26, 1e25), "training_flop"),
        (lambda: model.params_that_fit(1e12, 0), "state_bytes = 0"),
        (lambda: kept(0.5), "sites = 0.5"),
        (lambda: kept(2.0, fits=0.0), "fits_params = 0"),
        (lambda: model.effective_flop(2.0, 1e26, 1.2), "kept = 1.2"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_all_broadcast():
    assert kept(np.array([1.0, 4.0, 9.0])[:, None], one=np.array([1e25, 1e26])).shape == (3, 2)


def test_two_sites_on_a_slow_link_lose_what_a_step_over_it_loses():
    best, tokens = LAW.optimal(2e26, extrapolate=True)
    step_s = 100.0 * 86400 * 10e6 / tokens
    lost = demo.slowdown(step_s, best, METHOD["bits_per_param"], METHOD["every"], METHOD["gather"], 0.0, 2.0, 1e9, 0.01)
    assert 0.1 < lost < 1
    assert kept(2.0, link=1e9, cost=1.0, overlap=0.0) == pytest.approx(1 - lost)
