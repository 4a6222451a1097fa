"""Counts and concentration: closed forms and limits, properties, a planted order, bad input, the verdict."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis import claims, tables
from analysis.power import site_counts as model
from analysis.power.results import site_counts as results

sizes = st.lists(st.floats(0.1, 1e4), min_size=2, max_size=40)


def test_equal_sites_and_one_that_has_all():
    assert model.gini([5, 5, 5, 5]) == pytest.approx(0)
    assert model.gini([0, 0, 0, 1]) == pytest.approx(0.75)  # (n - 1) / n
    assert model.top_share([1, 2, 3, 4], 1) == pytest.approx(0.4)
    assert model.sites_for_share([1, 2, 3, 4], 0.5) == 2 and model.sites_for_share([1, 1, 1, 1], 1.0) == 4


@given(x=sizes)
def test_the_gini_is_the_area_under_the_lorenz_curve(x):
    a, b = model.lorenz(x)
    area = float(((b[1:] + b[:-1]) / 2 * np.diff(a)).sum())
    assert model.gini(x) == pytest.approx(1 - 2 * area, abs=1e-9)
    assert (np.diff(b) >= -1e-12).all() and b[-1] == pytest.approx(1)


@given(x=sizes, k=st.floats(0.1, 100))
def test_the_unit_does_not_matter(x, k):
    assert model.gini(np.array(x) * k) == pytest.approx(model.gini(x), abs=1e-9)


def test_rank_correlation_is_scipys_and_finds_a_planted_order():
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=50), rng.integers(0, 5, 50).astype(float)
    assert model.rank_correlation(x, y) == pytest.approx(stats.spearmanr(x, y).statistic)
    assert model.rank_correlation([1, 2, 3, 4], [10, 100, 1000, 5000]) == pytest.approx(1)
    assert model.rank_correlation([1, 2, 3, 4], [4, 3, 2, 1]) == pytest.approx(-1)
    low, high = model.rank_correlation_interval(x, x + rng.normal(0, 0.5, 50))
    assert low < model.rank_correlation(x, x + 0) <= 1 and 0.5 < low < high


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: model.gini([]), "no positive entry"),
        (lambda: model.gini([-1, 2]), "size = -1"),
        (lambda: model.gini([0, 0]), "no positive entry"),
        (lambda: model.top_share([1, 2], 0), "k = 0"),
        (lambda: model.sites_for_share([1, 2], 1.5), "share = 1.5"),
        (lambda: model.rank_correlation([1, 2], [1, 2]), "three or more"),
    ],
)
def test_bad_input_is_named(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_europe_is_the_sum_of_its_countries():
    frame = tables.load("power/site_counts")
    listed = frame[(frame["counter"] == "Data Center Map") & frame["region"].isin(results._EUROPE)]
    assert len(listed) == len(results._EUROPE)  # none missing, none twice
    assert results.facts()["dcm_europe"].value == listed["sites"].sum()


def test_a9_no_list_gives_either_number():
    row = claims.ledger("power").set_index("id").loc["A9"]
    assert row["verdict"] == "conflicts with"
    every = results.counts()
    others = every[~every["counter"].str.contains("claim")]
    assert not (others.loc[others["region"] == "United States", "sites"].sub(2868).abs() <= 0.5).any()
    europe = others.loc[others["region"].isin(["Europe", "European Union"]) & others["definition"].isin(results.COUNTED), "sites"]
    assert europe.min() > 399.5
    f = results.facts()
    assert f["gwh_spread"].value > 10 and f["rho"].low > 0.4  # a count orders states, it does not measure them


def test_a_date_without_sites_is_named():
    from analysis.power.results import site_counts as counted

    with pytest.raises(KeyError, match="2026-08-03"):
        counted.sizes("2026-08-01")
