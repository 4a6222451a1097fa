"""The grid: closed forms and limits, published values, properties, planted truths, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import tables
from analysis.power import grid
from analysis.power.results import grid as results

POINTS = ([0.25, 0.5, 1.0, 5.0], [76.0, 98.0, 126.0, 215.0])
shares = st.floats(0.01, 1.0)
amounts = st.floats(0.1, 2000.0)


class TestClosedForms:
    def test_a_flat_load_peaks_at_its_average(self):
        assert grid.peak_gw(8.76, 1.0) == pytest.approx(1.0)

    def test_reserve_and_credit(self):
        assert grid.installed_capacity_gw(100.0, 0.191) == pytest.approx(119.1)
        assert grid.capacity_of_kind_gw(119.1, 0.924, 0.924) == pytest.approx(119.1)
        assert grid.capacity_of_kind_gw(100.0, 0.9, 0.1) == pytest.approx(900.0)

    def test_one_stage_chain_is_the_exponential(self):
        assert grid.chain_share([0.02], 24) == pytest.approx(1 - 0.98**24)

    def test_two_equal_stages_follow_the_negative_binomial(self):
        h, n = 0.05, 30
        assert grid.chain_share([h, h], n) == pytest.approx(1 - (1 - h) ** n - n * h * (1 - h) ** (n - 1))

    def test_nothing_passes_in_no_time_and_all_at_certainty(self):
        assert grid.chain_share([0.3, 0.2], 0) == 0.0
        assert grid.chain_share([1.0, 1.0], 2) == 1.0

    def test_hazard(self):
        assert grid.hazard(6.0, 10.0, 12.0) == pytest.approx(0.05)

    def test_funnel_cuts_shares_off_at_zero_and_one(self):
        assert grid.funnel_gw(1.0, 10.0, 10.0, 10.0, 1.2, 0.5, -0.1) == pytest.approx(16.0)

    def test_pace_is_a_straight_line(self):
        np.testing.assert_allclose(grid.pace_gw(9.0, 2.0, [0.0, 1.0, 4.5]), [9.0, 11.0, 18.0])

    def test_capacity_cost(self):
        assert grid.capacity_cost_usd_per_mwh(240.0, 1.0) == pytest.approx(10.0)
        assert grid.capacity_cost_usd_per_mwh(240.0, 0.5) == pytest.approx(20.0)

    def test_full_load_hours(self):
        assert grid.full_load_hours(0.25) == pytest.approx(21.9)

    def test_done_by_counts_the_whole_last_year(self):
        np.testing.assert_array_equal(grid.done_by(2026.9, [4.0, 4.2], 2030), [1.0, 0.0])

    def test_energised_from_stages(self):
        assert grid.energised_from_stages_gw([10.0, 4.0], [0.5, 1.0]) == pytest.approx(9.0)


class TestPublished:
    def test_headroom_passes_through_the_points_of_norris_2025(self):
        np.testing.assert_allclose(grid.headroom_gw(POINTS[0], *POINTS), POINTS[1])

    def test_lbnl_capacity_of_2030_at_half_and_seven_tenths(self):  # LBNL 2026, p. 12: 148 and 106 GW
        np.testing.assert_allclose(grid.peak_gw(649.0, [0.5, 0.7]), [148.0, 106.0], atol=0.5)

    def test_epri_runs_flat(self):  # EPRI dashboard of 19 August 2026: load factor of every row between 0.94 and 1.02
        frame = tables.load("power/load_factors")
        epri = frame[frame["entity"] == "US data centres (EPRI)"]
        factor = grid.load_factor(epri["energy_twh"].to_numpy(), epri["peak_gw"].to_numpy())
        assert factor.min() > 0.94 and factor.max() < 1.02

    def test_texas_stages_add_up_to_the_total_ercot_prints(self):  # 467.4 GW by 2033, operational overview of July 2026
        assert results.stages()["power_gw"].iloc[:5].sum() == pytest.approx(467.4, abs=0.2)

    def test_pjm_bill_is_price_times_capacity(self):  # 333.44 x 134,479 MW x 366 days (June 2027 to May 2028) = 16.4 billion, PJM
        assert 333.44 * 134_479 * 366 / 1e9 == pytest.approx(16.4, abs=0.05)
        frame = tables.load("power/capacity_prices").set_index(["delivery_year", "zone"])
        assert frame.loc[("2027/2028", "RTO"), "cost_busd"] == pytest.approx(16.4)

    def test_queue_of_the_end_of_2025(self):  # Queued Up 2026: 1,312 + 749 GW, 10 % less; gas 253, 86 % more; 61 months
        f = results.facts()
        assert f["queue_waiting"].value == 1312 + 749 == pytest.approx(0.90 * f["queue_waiting_2024"].value, rel=0.01)
        assert f["queue_gas"].value == pytest.approx(1.86 * f["queue_gas_2024"].value, rel=0.01) and f["queue_months"].value == 61

    def test_pjm_auction_of_july_2026(self):  # 325 x 138,318 MW x 365 days = 16.4 billion; requirement of 156,013 MW; 149,182 MW procured
        row = tables.load("power/capacity_prices").set_index(["delivery_year", "zone"]).loc[("2028/2029", "RTO")]
        assert 325 * 138_318 * 365 / 1e9 == pytest.approx(row["cost_busd"], abs=0.05)
        assert row["procured_gw"] + row["shortfall_gw"] == pytest.approx(156.013, abs=0.001)
        assert results.facts()["price_last"].value == 325 and results.facts()["pjm_data_centres"].value == pytest.approx(38.4, abs=0.1)

    def test_pjm_margin_shortfall(self):  # 145,777 MW procured and 6,623 MW short: requirement of 152.4 GW
        row = tables.load("power/capacity_prices").set_index(["delivery_year", "zone"]).loc[("2027/2028", "RTO")]
        assert row["procured_gw"] + row["shortfall_gw"] == pytest.approx(152.4, abs=0.01)


class TestProperties:
    @given(energy=amounts, factor=shares)
    def test_peak_and_load_factor_are_inverse(self, energy, factor):
        assert grid.load_factor(energy, grid.peak_gw(energy, factor)) == pytest.approx(factor)

    @given(st.floats(0.25, 5.0), st.floats(0.25, 5.0))
    def test_headroom_is_monotone(self, a, b):
        low, high = sorted((a, b))
        assert grid.headroom_gw(low, *POINTS) <= grid.headroom_gw(high, *POINTS) + 1e-9

    @given(st.floats(0.2501, 4.999))
    def test_curtailment_inverts_headroom(self, c):
        assert grid.curtailment_percent(grid.headroom_gw(c, *POINTS), *POINTS) == pytest.approx(c, rel=1e-5)

    @given(base=amounts, gw=amounts, stopped=st.floats(0, 1), u=shares)
    def test_stopped_share_inverts_reach(self, base, gw, stopped, u):
        target = grid.reachable_energy_twh(base, gw, stopped, u)
        assert grid.stopped_share_at(target, base, gw, u) == pytest.approx(stopped, abs=1e-6)

    @given(st.lists(st.floats(0.001, 0.5), min_size=1, max_size=4), st.integers(1, 120))
    def test_more_time_or_fewer_stages_pass_more(self, hazards, months):
        assert grid.chain_share(hazards, months) <= grid.chain_share(hazards, months + 1) + 1e-12
        assert grid.chain_share(hazards, months) <= grid.chain_share(hazards[1:] or [1.0], months) + 1e-12

    def test_everything_broadcasts(self):
        assert grid.peak_gw(np.ones((3, 1)), np.full((1, 4), 0.5)).shape == (3, 4)
        assert grid.reachable_energy_twh(1.0, [1.0, 2.0], 0.5, 0.5).shape == (2,)


class TestPlanted:
    def test_power_law_is_found_again(self):
        x = np.array([0.25, 0.5, 1.0, 2.0, 5.0])
        a, b = grid.power_law(x, 124.0 * x**0.35)
        assert (a, b) == (pytest.approx(124.0), pytest.approx(0.35))

    def test_hazard_and_chain_agree_with_a_simulation(self):
        rng = np.random.default_rng(7)
        h, n, size = (0.03, 0.06), 40, 20_000
        waits = sum(rng.geometric(p, size) for p in h)
        assert grid.chain_share(h, n) == pytest.approx((waits <= n).mean(), abs=0.01)


class TestResults:
    def test_headlines_have_ranges_and_order(self):
        f = results.facts()
        assert f["added_peak"].low < f["added_peak"].value < f["added_peak"].high < f["us_peak"].value
        assert f["firm"].value == pytest.approx(f["added_peak"].value * 1.191, rel=0.01)
        assert f["texas_drawn"].value < f["texas_energised"].value < f["texas_studied"].value < f["texas_asked"].value
        assert f["texas_steady"].value < f["texas_rates"].value < f["texas_paper"].value
        assert f["stop_expected"].value < 0 < f["stop_committed"].value < f["stop_all"].value < 100

    def test_tipping_share_puts_the_pipeline_on_the_target(self):
        f = results.facts()
        u = results.reach()["Whole pipeline"].parameters["utilisation"].central
        energy = grid.reachable_energy_twh(f["base_twh"].value, f["pipe_all"].value, f["stop_all"].value / 100, u)
        assert energy == pytest.approx(f["target_twh"].value, rel=0.01)

    def test_draws_are_fast(self):
        import time

        results.firm_capacity.cache_clear()
        start = time.perf_counter()
        results.firm_capacity()
        assert time.perf_counter() - start < 1.0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: grid.peak_gw(100, 0), "load_factor = 0"),
        (lambda: grid.peak_gw(100, 1.2), "load_factor = 1.2"),
        (lambda: grid.load_factor(1000, 10), "average cannot exceed the peak"),
        (lambda: grid.installed_capacity_gw(100, 19.1), "reserve_margin = 19.1"),
        (lambda: grid.capacity_of_kind_gw(100, 0.9, 0.0), "credit = 0"),
        (lambda: grid.headroom_gw(0.1, *POINTS), "nothing is extrapolated"),
        (lambda: grid.headroom_gw(0.5, [0.5, 0.25], [98, 76]), "rise with curtailment"),
        (lambda: grid.headroom_gw(0.5, [0.25], [76]), "two points or more"),
        (lambda: grid.curtailment_percent(-5, *POINTS), "new_load_gw = -5"),
        (lambda: grid.hazard(10, 1, 2), "More left the stage"),
        (lambda: grid.chain_share([], 3), "one stage or more"),
        (lambda: grid.chain_share([0.1], 2.5), "whole number of months"),
        (lambda: grid.reachable_energy_twh(1, 1, 1.5, 0.5), "stopped_share = 1.5"),
        (lambda: grid.power_law([1.0, 1.0], [2.0, 3.0]), "two different points"),
        (lambda: grid.peak_gw("many", 0.5), "not a number"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_a_load_beyond_the_study_has_no_answer():
    assert np.isnan(grid.curtailment_percent(500.0, *POINTS))
    assert grid.curtailment_percent(10.0, *POINTS) == pytest.approx(0.25)
