"""What a sum of money builds: closed forms, published values, inverses, and the answer to A6."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims, parameters, tables
from analysis.power import hundred_billion as model
from analysis.power.results import hundred_billion as results

PRICE, FACTOR, KW, SHELL, PUE = 36_000.0, 1.5, 2.0, 12.0, 1.2
positive = st.floats(1e-2, 1e6)


def test_cost_of_a_watt_is_chips_over_power_plus_shell():
    assert model.cost_per_it_watt(PRICE, FACTOR, KW, SHELL) == pytest.approx(39.0)
    assert model.cost_per_it_watt(PRICE, FACTOR, [2.0, 4.0], SHELL) == pytest.approx([39.0, 25.5])


def test_without_a_dear_chip_only_the_building_is_left():
    assert model.facility_power_gw(12e9, 1e-9, FACTOR, KW, SHELL, 1.0) == pytest.approx(1.0)
    assert model.it_share(1e-9, FACTOR, KW, SHELL) == pytest.approx(0.0, abs=1e-9)


def test_epochs_tracked_site_comes_out_at_its_published_cost():
    """Epoch AI, data center timelines, 3 August 2026: 1,000 MW of IT cost 26.113 + 11.769 billion dollars (tolerance: rounding)."""
    per_watt = model.cost_per_it_watt(26.113e3 * 2.0, 1.0, 2.0, 11.769)
    assert per_watt == pytest.approx(37.882, abs=5e-4)
    assert model.it_share(26.113e3 * 2.0, 1.0, 2.0, 11.769) == pytest.approx(0.6893, abs=1e-4)


def test_bernsteins_gigawatt_from_its_rack():
    """Bernstein, October 2025: a rack of 72 costs 5.9 million dollars, 3.4 of it IT, and a gigawatt 35 billion (within 2 %)."""
    racks = 35e9 / 5.9e6
    kw_per_gpu = 1e6 / (racks * 72)  # facility power a GPU that the two figures imply
    gpu = 0.39 * 5.9e6 / 72
    cost = model.cost_per_it_watt(gpu, 3.4 / (0.39 * 5.9), kw_per_gpu, 2.5e6 * racks / 1e9)
    assert cost == pytest.approx(35.0, rel=0.02)


@given(budget=st.floats(1e9, 1e13), price=positive, factor=st.floats(1, 5), kw=st.floats(0.1, 5), shell=st.floats(1, 50), pue=st.floats(1, 2))
def test_price_for_undoes_power(budget, price, factor, kw, shell, pue):
    power = model.facility_power_gw(budget, price, factor, kw, shell, pue)
    assert model.chip_price_for(budget, power, factor, kw, shell, pue) == pytest.approx(price, rel=1e-6, abs=1e-3)


@given(scale=st.floats(0.1, 10))
def test_power_and_chips_grow_with_the_budget(scale):
    assert model.chips(scale * 1e11, PRICE, FACTOR, KW, SHELL) == pytest.approx(scale * model.chips(1e11, PRICE, FACTOR, KW, SHELL))
    assert model.chips(1e11, PRICE, FACTOR, KW, SHELL) * KW / 1e6 == pytest.approx(model.it_power_gw(1e11, PRICE, FACTOR, KW, SHELL))


def test_a_dearer_chip_builds_less_and_a_hungrier_one_more_power():
    powers = model.facility_power_gw(1e11, np.array([2e4, 4e4, 8e4]), FACTOR, KW, SHELL, PUE)
    assert np.all(np.diff(powers) < 0)
    assert np.all(np.diff(model.facility_power_gw(1e11, PRICE, FACTOR, np.array([1.0, 2.0, 3.0]), SHELL, PUE)) > 0)


def test_a_gigawatts_cost_times_the_power_is_the_budget():
    power = model.facility_power_gw(1e11, PRICE, FACTOR, KW, SHELL, PUE)
    assert model.cost_per_facility_gw_usd_bn(PRICE, FACTOR, KW, SHELL, PUE) * power == pytest.approx(100.0)


def test_no_price_will_do_where_the_building_alone_is_dearer():
    assert model.chip_price_for(1e11, 20.0, FACTOR, KW, SHELL, 1.0) < 0


def test_operations_of_a_year():
    assert model.flop_per_year(1, 1e15, 1.0) == pytest.approx(1e15 * 365 * 86400)
    assert model.flop_per_year(10, 1e15, 0.0) == 0


def test_rank_counts_those_above():
    sizes = [300, 200, 100, 50]
    assert list(model.rank_of([250, 100, 10, 1000], sizes)) == [2, 3, 5, 1]


@pytest.mark.parametrize(
    ("change", "message"),
    [({"it_kw_per_gpu": 0}, "it_kw_per_gpu"), ({"chip_price_usd": -1}, "chip_price_usd"), ({"pue_ai_facility": 0.9}, "pue_ai_facility"), ({"shell_usd_per_w_it": "x"}, "not a number"), ({"system_cost_factor": np.nan}, "system_cost_factor")],
)  # fmt: skip
def test_bad_input_is_named(change, message):
    good = {"chip_price_usd": PRICE, "system_cost_factor": FACTOR, "it_kw_per_gpu": KW, "shell_usd_per_w_it": SHELL, "pue_ai_facility": PUE}
    with pytest.raises(ValueError, match=message):
        model.facility_power_gw(1e11, **{**good, **change})


def test_the_range_is_that_of_the_assumptions_and_holds_the_medians():
    run = results.power("GB200")
    q = run.quantity("GW")
    centre = model.facility_power_gw(results.budget(), **{n: p.central for n, p in run.parameters.items()})
    assert q.low < centre < q.high
    assert run.drivers()["parameter"].iloc[0] == "system_cost_factor"
    assert set(run.parameters) == {"system_cost_factor", "shell_usd_per_w_it", "it_kw_per_gpu", "chip_price_usd", "pue_ai_facility"}


def test_costs_that_move_together_widen_the_range():
    widths = results.correlated().eval("power_gw_high - power_gw_low")
    assert widths.is_monotonic_increasing


def test_every_stated_cost_of_a_gigawatt_leaves_the_reported_power_out_of_reach():
    stated = results.statements().query("basis == 'stated'")
    assert len(stated) >= 8
    assert stated["power_gw_high"].max() < results.facts()["power_reported"].value


def test_gdp_ranks_fall_and_have_no_gap():
    for _, part in tables.load("power/gdp_ranks").groupby(["edition", "year"]):
        assert part["gdp_usd_bn"].is_monotonic_decreasing
        assert list(part["rank"]) == list(range(part["rank"].min(), part["rank"].min() + len(part)))


def test_world_bank_ranking_of_july_2021_is_met():
    """World Bank, ranking of 1 July 2021: rank 63 is Cuba with 103,131 million and rank 64 Kenya with 98,843, so 100 billion ranks 64th."""
    row = results.ranks().query("edition == 'World Bank, July 2021'").iloc[0]
    assert row["rank_of_sum"] == 64


def test_money_of_one_kind_is_added_once():
    frame = tables.load("power/stargate")
    counted = frame[frame["in_sum"] & (frame["stage"] == "financed")]
    assert set(counted["scope"]) == {"shell"}
    assert results.facts()["financed_money"].value == pytest.approx(1e9 * counted["money_usd_bn"].sum())


def test_a6_rank_and_sum():
    answer = claims.get("A6")
    assert answer.numbers["cost"].value == 1e11
    assert 60 < answer.numbers["gdp_rank"].value < 72
    assert answer.numbers["arizona"].value == 0
    assert claims.ledger("power").set_index("id").loc["A6", "verdict"] == "conflicts with"


def test_the_cost_parameters_say_how_their_ranges_were_made():
    for name in ("system_cost_factor", "shell_usd_per_w_it"):
        p = parameters.get(name, part="power")
        assert p.group == "ai_capex" and "judgement" in p.note
