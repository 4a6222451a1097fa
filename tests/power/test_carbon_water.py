"""Carbon and water: closed forms, published totals within stated tolerance, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import tables
from analysis.power import carbon_water as cw
from analysis.power.results import carbon_water as results

positive = st.floats(0.1, 5000.0)


class TestClosedForms:
    def test_a_pure_mix_has_its_factor(self):
        assert cw.mix_intensity([0, 100, 0], [820, 490, 12]) == pytest.approx(490)

    def test_shares_need_not_sum_to_a_hundred(self):
        assert cw.mix_intensity([1, 1], [0, 100]) == pytest.approx(50)
        assert cw.mix_intensity([49, 49], [0, 100]) == pytest.approx(50)

    def test_a_gram_per_kwh_over_a_twh_is_a_kilotonne(self):
        assert cw.emissions_mt(1.0, 1.0) == pytest.approx(0.001)

    def test_a_litre_per_kwh_over_a_twh_is_a_billion_litres(self):
        assert cw.water_bl(1.0, 1.0) == 1.0

    def test_gallons(self):
        assert cw.litres_per_kwh(1000.0) == pytest.approx(3.785411784)

    def test_shift_keeps_the_sum(self):
        moved = cw.shift_shares([40.0, 60.0], 1, 0, 15.0)
        np.testing.assert_allclose(moved, [55.0, 45.0])

    def test_tipping_intensity_holds_the_total(self):
        goal = cw.tipping_intensity(176, 393, 649)
        assert cw.emissions_mt(649, goal) == pytest.approx(cw.emissions_mt(176, 393))

    def test_years_to_intensity(self):
        assert cw.years_to_intensity(400, 200, -50) == pytest.approx(1.0)
        assert cw.years_to_intensity(400, 200, 0.0) == np.inf
        assert cw.years_to_intensity(400, 200, 3.0) == np.inf
        assert cw.years_to_intensity(400, 400, -2.0) == 0.0

    def test_fossil_cut(self):
        left = cw.fossil_cut_for(100.0, 0.6, 500.0, 20.0)
        assert cw.mix_intensity([0.6 * left, 1 - 0.6 * left], [500.0, 20.0]) == pytest.approx(100.0)
        assert cw.fossil_cut_for(10.0, 0.6, 500.0, 20.0) == 0.0

    def test_market_based_over_location_based(self):
        assert cw.market_based_share(20.0, 5.0) == pytest.approx(0.25)

    def test_hydro_factor(self):
        assert cw.hydro_factor_for(4.52, 1.12, 0.05) == pytest.approx(68.0)


class TestPublished:
    def test_lbnl_total_and_intensity_agree_within_their_last_digits(self):
        """61 Mt and 0.34 kg per kWh on 176 TWh (LBNL 2024, p. 57): each printed number is good to half its last digit."""
        low, high = cw.emissions_mt([175.5, 176.5], [335, 345])
        assert low < 61.5 and high > 60.5

    def test_lbnl_direct_water_and_wue_disagree_by_a_little(self):
        """66 billion litres on 176 TWh is 0.375 L per kWh; the report prints 0.36. Tolerance 5 %."""
        assert cw.water_bl(176, 0.36) == pytest.approx(66, rel=0.05)
        assert cw.water_bl(176.5, 0.365) < 65.5  # the last digits do not explain it

    def test_lbnl_indirect_water(self):
        """About 800 billion litres is 4.52 L per kWh on 176 TWh, within 1 %."""
        assert cw.water_bl(176, 4.52) == pytest.approx(800, rel=0.01)

    def test_us_mix_at_the_stack_comes_near_egrid(self):
        """350 g per kWh (eGRID 2023); our three fuels leave out waste, biomass and heat plants: within 6 %."""
        f = results.facts()
        assert f["stack_ours"].value == pytest.approx(f["egrid"].value, rel=0.06)

    def test_us_life_cycle_comes_near_ember(self):
        """384 g per kWh (Ember 2025) from the IPCC's medians, within 10 %."""
        f = results.facts()
        assert f["us_ours"].value == pytest.approx(f["us_ember"].value, rel=0.10)
        assert f["us_ours"].low < f["us_ember"].value < f["us_ours"].high

    def test_regions_lie_in_their_ranges(self):
        """At least three quarters of the published intensities lie inside our 5–95 % range or within 15 % of our median."""
        frame = results.intensities()
        inside = []
        for column in ("ember_g_per_kwh", "electricity_maps_g_per_kwh"):
            part = frame.dropna(subset=[column])
            near = (part[column] / part["ours_g_per_kwh"] - 1).abs() < 0.15
            inside += ((part[column].between(part["low_g_per_kwh"], part["high_g_per_kwh"])) | near).tolist()
        assert np.mean(inside) >= 0.75

    def test_guidi_total_and_intensity_give_the_energy_they_state(self):
        """105 Mt at 548 g per kWh is 192 TWh: more than 4 % of US electricity, as the abstract says."""
        energy = 105 / 548 * 1000
        assert energy / 4272.81 > 0.04

    def test_iea_world_intensity_lies_near_the_world_grid(self):
        f = results.facts()
        assert f["world_g"].value == pytest.approx(_ember("World", 2024), rel=0.1)

    def test_mixes_sum_to_a_hundred(self):
        frame = tables.load("power/generation_mix").groupby(["region", "year"])["share_percent"].sum()
        assert frame.between(99.3, 100.7).all()


def _ember(region, year):
    frame = tables.load("power/grid_intensity").set_index(["region", "year", "estimate"])["intensity_g_per_kwh"]
    return frame[(region, year, "Ember")]


class TestProperties:
    @given(st.lists(st.floats(0.01, 100), min_size=2, max_size=9), st.data())
    def test_a_mix_lies_between_its_factors(self, shares, data):
        factors = data.draw(st.lists(st.floats(0, 1000), min_size=len(shares), max_size=len(shares)))
        assert min(factors) - 1e-9 <= cw.mix_intensity(shares, factors) <= max(factors) + 1e-9

    @given(positive, positive)
    def test_emissions_and_intensity_are_inverse(self, energy, intensity):
        assert cw.intensity_g_per_kwh(cw.emissions_mt(energy, intensity), energy) == pytest.approx(intensity)

    @given(st.floats(-20, 20).filter(lambda c: abs(c) > 0.01), st.floats(0.1, 30))
    def test_years_invert_growth(self, change, years):
        goal = cw.grown_intensity(300.0, change, years)
        assert cw.years_to_intensity(300.0, goal, change) == pytest.approx(years, rel=1e-6)

    def test_everything_broadcasts(self):
        assert cw.emissions_mt(np.ones((2, 1)), np.ones(3)).shape == (2, 3)
        assert cw.mix_intensity(np.ones(4), np.ones((5, 4))).shape == (5,)


class TestPlanted:
    def test_concentration_is_found_again(self):
        mean = np.array([0.4, 0.3, 0.2, 0.1])
        drawn = cw.dirichlet_shares(mean, 500.0, 20_000, 3)
        assert cw.dirichlet_concentration(drawn) == pytest.approx(500.0, rel=0.03)
        np.testing.assert_allclose(drawn.mean(axis=0), mean, atol=0.001)
        np.testing.assert_allclose(drawn.sum(axis=1), 1.0)

    def test_concentration_by_hand(self):
        """Shares 0.6/0.4 and 0.4/0.6: means of a half, variances of 0.02 each, so (0.5 / 0.04) - 1."""
        assert cw.dirichlet_concentration([[60, 40], [40, 60]]) == pytest.approx(11.5)

    def test_what_is_not_in_the_mix_stays_out(self):
        assert cw.dirichlet_shares([1.0, 0.0], 10.0, 5, 1)[:, 1].max() == 0.0


class TestResults:
    def test_the_factors_are_less_certain_than_next_years_mix(self):
        f = results.facts()
        assert f["us_mix_only"].high - f["us_mix_only"].low < f["us_ours"].high - f["us_ours"].low <= 1.1 * (f["us_next"].high - f["us_next"].low)

    def test_totals_grow_though_the_grid_cleans(self):
        f = results.facts()
        assert f["mt_2030"].low > f["mt_2023"].value
        assert f["goal"].value < f["eu_ember"].value < f["us_ember"].value
        assert f["pace_needed"].value < f["pace"].low

    def test_reservoirs_decide_the_water_total(self):
        f = results.facts()
        assert f["indirect_dry"].value < f["indirect_wet"].value < f["indirect_lbnl"].value
        assert f["hydro_needed"].value > 2 * f["hydro_nrel"].value
        assert f["water_ours"].low < f["water_green_grid"].value < f["water_ours"].high

    def test_a_mix_of_ones_own(self):
        assert results.with_mix(gas=100).value == pytest.approx(490, rel=0.01)
        with pytest.raises(KeyError, match="did you mean|known"):
            results.with_mix(fusion=100)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: cw.mix_intensity([0, 0], [1, 1]), "sum to 0"),
        (lambda: cw.mix_intensity([-1, 2], [1, 1]), "cannot be negative"),
        (lambda: cw.mix_intensity([1, 1, 1], [1, 1]), "do not fit"),
        (lambda: cw.dirichlet_concentration([[1, 2]]), "two years or more"),
        (lambda: cw.dirichlet_concentration([[1, 2], [1, 2]]), "do not differ"),
        (lambda: cw.dirichlet_shares([1, 1], 0, 5, 1), "concentration = 0"),
        (lambda: cw.emissions_mt(-1, 100), "energy_twh = -1"),
        (lambda: cw.intensity_g_per_kwh(1, 0), "energy_twh = 0"),
        (lambda: cw.grown_intensity(100, -150, 1), "more than all"),
        (lambda: cw.shift_shares([1.0, 2.0], 0, 1, 3.0), "amount = 3"),
        (lambda: cw.fossil_cut_for(100, 0.5, 10, 20), "above clean_intensity"),
        (lambda: cw.hydro_factor_for(4, 1, 0), "hydro_share = 0"),
        (lambda: cw.water_bl(float("nan"), 1), "not a finite number"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_books_of_the_newest_reports():
    """Microsoft FY25: 2,707,428 of 12,030,556 t; Google 2025: 2,815,000 of 15,148,700 t (5.4 times)."""
    f = results.facts()
    assert f["ms_left_fy25"].value == pytest.approx(100 * 2_707_428 / 12_030_556)
    assert 100 / f["google_left"].value == pytest.approx(5.38, abs=0.01)
    assert f["meta_left"].value < 0.1 < f["ms_left"].value < f["google_left"].value < f["ms_left_fy25"].value
