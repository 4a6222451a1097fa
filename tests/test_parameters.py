"""A parameter meets its three points exactly, keeps its correlations, and moves no other when it is added."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import parameters, tables
from analysis.parameters import Parameter


def make(distribution="lognormal", low=1.0, central=2.0, high=5.0, **more):
    return Parameter(name=more.pop("name", "p"), unit="1", central=central, low=low, high=high, distribution=distribution, **more)


@pytest.mark.parametrize(
    ("distribution", "low", "central", "high"),
    [("normal", -1, 0, 4), ("lognormal", 1, 2, 5), ("logitnormal", 0.2, 0.5, 0.7), ("uniform", 1, 2, 3)],
)
def test_three_points_are_met_exactly(distribution, low, central, high):
    p = make(distribution, low, central, high)
    assert p.quantile([0.05, 0.5, 0.95]) == pytest.approx([low, central, high], rel=1e-12, abs=1e-12)


def test_closed_forms():
    assert make("normal", -1.6448536269514722, 0, 1.6448536269514722).quantile(0.975) == pytest.approx(stats.norm.ppf(0.975), rel=1e-12)
    symmetric = make("lognormal", 0.5, 1, 2)
    assert symmetric.quantile(0.8) == pytest.approx(stats.lognorm.ppf(0.8, np.log(2) / parameters.Z95), rel=1e-12)
    assert make("uniform", 1, 2, 3).quantile(0.25) == pytest.approx(2 - 0.25 / 0.45, rel=1e-12)


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999), st.sampled_from(["normal", "lognormal", "uniform"]))
def test_quantiles_are_monotone(p, q, distribution):
    parameter = make(distribution, 1, 2, 3)
    low, high = sorted((p, q))
    assert parameter.quantile(low) <= parameter.quantile(high) + 1e-12


@settings(deadline=None, max_examples=20)
@given(st.floats(0.01, 0.4), st.floats(0.45, 0.55), st.floats(0.6, 0.99))
def test_a_fraction_stays_a_fraction(low, central, high):
    draws = parameters.sample([make("logitnormal", low, central, high)], 2000)["p"]
    assert np.all((draws > 0) & (draws < 1))


def test_adding_a_parameter_moves_no_other_and_the_seed_decides():
    a, b = make(name="a"), make(name="b")
    alone, both = parameters.sample([a], 500), parameters.sample([b, a], 500)
    assert np.array_equal(alone["a"], both["a"])
    assert not np.array_equal(both["a"], both["b"])
    assert np.array_equal(parameters.sample([a], 500, seed=7)["a"], parameters.sample([a], 500, seed=7)["a"])
    assert not np.array_equal(parameters.sample([a], 500, seed=8)["a"], parameters.sample([a], 500, seed=7)["a"])


def test_a_group_correlates_by_the_product_of_loadings():
    a, b = make(name="a", group="g", loading=0.8), make(name="b", group="g", loading=-0.5)
    draws = parameters.sample([a, b], 200_000)
    normal = {n: stats.norm.ppf(stats.rankdata(x) / (len(x) + 1)) for n, x in draws.items()}
    assert np.corrcoef(normal["a"], normal["b"])[0, 1] == pytest.approx(-0.4, abs=0.01)
    assert np.quantile(draws["a"], [0.05, 0.5, 0.95]) == pytest.approx([1, 2, 5], rel=0.02)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"distribution": "beta"}, "distribution = 'beta' is not one of"),
        ({"low": 3.0}, "are not in order"),
        ({"low": 2.0}, "has no width on one side"),
        ({"low": 0.0}, "of a lognormal must be above 0"),
        ({"distribution": "logitnormal"}, "must lie inside"),
        ({"distribution": "uniform"}, "must be the middle"),
        ({"distribution": "fixed"}, "is fixed but has a range"),
        ({"loading": 1.5}, r"loading = 1.5 is outside \[-1, 1\]"),
    ],
)
def test_bad_parameters_say_why(change, message):
    with pytest.raises(ValueError, match=message):
        make(**change)


def test_a_reader_can_pin_one():
    pinned = make().fixed_at(3.0)
    assert np.all(parameters.sample([pinned], 10)["p"] == 3.0)


def test_look_ups():
    first = tables.load("parameters").iloc[0]
    with pytest.raises(KeyError, match="unknown parameter"):
        parameters.get(first["name"] + "x")
    with pytest.raises(KeyError, match="0 rows match"):
        parameters.get(first["name"], hardware="abacus")
    with pytest.raises(ValueError, match="positive whole number"):
        parameters.sample([make()], 0)


def test_several_rows_of_one_name_are_listed_with_their_keys():
    rows = tables.load("parameters")
    name = rows["name"].value_counts().index[0]
    with pytest.raises(KeyError, match=rf"parameter '{name}': {(rows['name'] == name).sum()} rows match part=None, .*There are: part=\w+, "):
        parameters.get(name)


def test_draws_are_shared_and_cannot_be_changed():
    one, other = (parameters.sample([make()], 100)["p"] for _ in range(2))
    with pytest.raises(ValueError, match="read-only"):
        one += 1
    assert np.array_equal(one, other) and not np.array_equal(one, parameters.sample([make(high=6.0)], 100)["p"])


def test_rows_of_one_name_share_their_words_and_no_two_names_do():
    frame = tables.load("parameters")
    assert (frame.groupby("name")["label"].nunique() == 1).all() and (frame.groupby("label")["name"].nunique() == 1).all()
    assert not frame["label"].str.contains("_").any()
    assert parameters.words("mfu_frontier") == (parameters.get("mfu_frontier", part="power").label, "data/parameters.html#power-mfu-frontier")
    assert parameters.words("nobody") == ("", "")
