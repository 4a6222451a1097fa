"""What the page on spread runs says, against hand reckoning, published figures and its own claim."""

import numpy as np
import pytest

from analysis import claims, parameters
from analysis.governance.results import distributed as results


@pytest.fixture(scope="module")
def f():
    return results.facts()


def test_the_orders_limit_in_h100_and_megawatts(f):
    assert f["chips_law"].value == pytest.approx(1e20 / 1.979e15)
    assert f["mw_law"].value == pytest.approx(f["chips_law"].value * 700 * 1.82 * 1.145 / 1e6, rel=0.03)  # medians of a product


def test_one_site_by_hand(f):
    p = {n: parameters.get(n, part="power").central for n in ("mfu_frontier", "training_days")}
    by_hand = 1e20 * 0.9894e15 / 1.979e15 * p["mfu_frontier"] * p["training_days"] * 86400
    assert f["one_law"].value == pytest.approx(by_hand, rel=0.12)  # utilisation is skewed: its median is not the product's
    assert results.one_site(results.LAW_LIMIT, "GB200").samples == pytest.approx(results.one_site(results.LAW_LIMIT).samples * 0.25 / (0.9894 / 1.979), rel=1e-9)


def test_four_bits_count_where_a_chip_has_them():
    assert results._counted("GB200") == 1e16 and results._counted("H100") == 1.979e15 and results._counted("A100") == 6.24e14


def test_e12_holds_at_the_orders_limit_and_not_at_the_strictest(f):
    assert claims.verdict_of("E12") == "reproduced"
    assert f["holds"].value >= 0.9 > f["holds_node"].value
    assert f["holds"].value == pytest.approx(np.mean(results.kept(results.LAW_LIMIT, 1e26).samples > 0.5))


def test_a_higher_limit_keeps_more_and_a_larger_run_less():
    curve = results.limit_frame()
    for _, run in curve.groupby("run"):
        assert np.all(np.diff(run["kept_percent"]) >= -0.5)  # the method may change between points
    wide = curve.pivot(index="limit_flop_per_s", columns="run", values="kept_percent")
    assert (wide["EU threshold"] >= wide["US threshold"] - 1e-9).all() and (wide["US threshold"] >= wide["largest known run"] - 1e-9).all()


def test_the_tipping_limit_lies_on_the_curve():
    curve = results.limit_frame().query("run == 'US threshold'")
    tip = results.tipping_limit("US threshold")
    below, above = curve[curve["limit_flop_per_s"] <= tip], curve[curve["limit_flop_per_s"] >= tip]
    assert below["kept_percent"].iloc[-1] <= 50 <= above["kept_percent"].iloc[0]


def test_more_sites_at_hand_never_do_less():
    for _, run in results.together_frame().groupby("limit"):
        assert (np.diff(run["training_flop"]) >= 0).all() and (run["training_flop"] <= run["without_losses"] * 1.0001).all()


def test_links_run_from_nodes_to_sites():
    low, high = results.limits()[results.NODE_LIMIT], results.limits()[results.LAW_LIMIT]
    assert results._between(low, 1.0, 9.0) == 1.0 and results._between(high, 1.0, 9.0) == pytest.approx(9.0) and results._between(1e30, 1.0, 9.0) == pytest.approx(9.0)
    assert results._between(np.sqrt(low * high), 1.0, 9.0) == pytest.approx(3.0)


def test_sites_that_are_worth_a_run_are_more_than_those_that_spend_it(f):
    curve = results.together_frame().query("limit == 'order of 2023'").set_index("sites")["training_flop"]
    n = f["match_law_largest"].value
    assert curve[n] >= f["largest_run"].value > curve[n - 1]
    assert n > f["sites_law_largest"].value


def test_operations_of_a_threshold_can_be_spent_on_nodes_but_not_their_worth(f):
    by_hand = 1e25 / f["one_node"].value * 16 * parameters.get("chip_price_usd", part="power", hardware="H100").central
    assert f["node_cost_eu"].value == pytest.approx(by_hand, rel=0.02)  # what the law counts: operations, losses left in
    assert f["node_most"].high < f["eu_threshold"].value  # so that no number of nodes is worth the run in that time
    assert f["rahman_eu"].value < f["node_cost_eu"].low  # cheaper, in more time than a frontier run takes


def test_the_explorer_agrees_with_the_model_at_its_start():
    grid = results.explorer_grid(np.array([1e20]), np.array([4.0]), np.array(["H100"]), np.array([95.0]), np.array([400.0]))
    assert grid["chips"][0] == pytest.approx(1e20 / 1.979e15)
    assert grid["trained"][0][0] <= grid["trained"][1][0] <= grid["trained"][2][0]
    assert 60 < grid["kept"][1][0] < 95
