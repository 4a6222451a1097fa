"""Ranges, drivers and tipping values against models whose answers are known in closed form."""

import numpy as np
import pytest

from analysis import uncertainty
from analysis.parameters import Parameter


def lognormal(name, spread, central=1.0, **more):
    return Parameter(name=name, unit="1", central=central, low=central / spread, high=central * spread, distribution="lognormal", **more)


CHOSEN = {"a": lognormal("a", 2.0), "b": lognormal("b", 1.5)}


def product(a, b, scale=1.0):
    return scale * a * b


def test_a_product_of_lognormals_is_lognormal():
    run = uncertainty.propagate(product, CHOSEN, scale=10.0)
    q = run.quantity("GW", label="product")
    width = np.hypot(np.log(2), np.log(1.5))
    assert q.value == pytest.approx(10, rel=0.01)
    assert (q.low, q.high) == pytest.approx((10 * np.exp(-width), 10 * np.exp(width)), rel=0.015)
    assert q.driver == "a"


def test_the_driver_is_named_by_the_table_or_by_the_words_it_was_made_with():
    row = Parameter(name="in_the_table", unit="1", central=1.0, low=0.5, high=2.0, distribution="lognormal", source="a source", label="words of the table")
    made = Parameter(name="made", unit="1", central=1.0, low=0.5, high=2.0, distribution="lognormal", label="words of its own")
    for parameter, expected in ((row, "in_the_table"), (made, "words of its own")):
        assert uncertainty.propagate(lambda x: x, {"x": parameter}).quantity("1").driver == expected


def test_drivers_share_by_squared_rank_correlation_and_show_the_swing():
    frame = uncertainty.propagate(product, CHOSEN).drivers()
    assert list(frame["parameter"]) == ["a", "b"]
    assert frame["share"].sum() == pytest.approx(1)
    assert frame["share"].iloc[0] == pytest.approx(np.log(2) ** 2 / (np.log(2) ** 2 + np.log(1.5) ** 2), abs=0.02)
    assert frame.loc[0, ["result_at_low", "result_at_high"]].tolist() == pytest.approx([0.5, 2.0])


def test_sobol_indices_of_a_sum_are_its_variance_shares():
    normal = {n: Parameter(name=n, unit="1", central=0.0, low=-s, high=s, distribution="normal") for n, s in (("x", 3.0), ("y", 1.0))}
    run = uncertainty.propagate(lambda x, y: x + y, normal, draws=100)
    frame = uncertainty.variance_shares(run, base=2048)
    assert frame["parameter"].tolist() == ["x", "y"]
    assert frame["first_order"].tolist() == pytest.approx([0.9, 0.1], abs=0.02)


def test_sobol_refuses_correlated_parameters():
    run = uncertainty.propagate(product, {"a": lognormal("a", 2.0, group="g", loading=0.5), "b": lognormal("b", 2.0, group="g", loading=0.5)}, draws=10)
    with pytest.raises(ValueError, match="independent"):
        uncertainty.variance_shares(run)


def test_tipping_is_where_the_answer_crosses():
    run = uncertainty.propagate(product, CHOSEN, scale=10.0)
    assert run.tipping("a", 15.0) == pytest.approx(1.5, rel=1e-9)
    assert np.isnan(run.tipping("a", 1e9))
    with pytest.raises(KeyError, match="unknown parameter of this model"):
        run.tipping("c", 15.0)


def test_a_model_that_does_not_broadcast_is_refused():
    with pytest.raises(ValueError, match="must broadcast"):
        uncertainty.propagate(lambda a, b: 1.0, CHOSEN, draws=50)


def test_a_draw_that_is_not_a_number_is_refused():
    with pytest.raises(ValueError, match="draws of x"):
        uncertainty.summarise([1.0, np.nan], "GW", label="x")


def test_ranks_share_ties_as_scipy_s_do():
    from scipy import stats

    for values in (np.random.default_rng(3).integers(0, 20, 200), np.random.default_rng(3).standard_normal(200)):
        assert np.array_equal(uncertainty._ranks(values), stats.rankdata(values))
