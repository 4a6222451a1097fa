"""World and regions: closed forms, what the sources print beside each other, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.power import world as model
from analysis.power.results import world as results

positive = st.floats(0.1, 1e5)


def test_an_exajoule_is_a_million_million_million_joules():
    assert model.ej_to_twh(0.0036) == pytest.approx(1.0)
    assert model.ej_to_twh(1.0) == pytest.approx(277.7778, rel=1e-6)


@given(st.lists(st.tuples(positive, positive), min_size=1, max_size=6))
def test_contributions_sum_to_a_hundred(pairs):
    start, end = np.array(pairs).T
    end = start + end  # every region grows
    assert model.growth_contributions_percent(start, end).sum() == pytest.approx(100.0)


def test_contributions_of_a_shrinking_region_are_negative():
    parts = model.growth_contributions_percent([10.0, 10.0], [5.0, 25.0])
    assert parts == pytest.approx([-50.0, 150.0])


@given(st.integers(1, 9), positive)
def test_equal_regions_count_as_many_as_they_are(n, value):
    assert model.effective_number(np.full(n, value)) == pytest.approx(n)


def test_each_year_is_concentrated_by_itself():
    np.testing.assert_allclose(model.effective_number([[1.0, 1.0], [1.0, 0.0]]), [2.0, 1.0])


def test_one_region_alone_counts_as_one():
    assert model.effective_number([5.0, 0.0, 0.0]) == pytest.approx(1.0)


@given(st.floats(0.1, 90))
def test_growth_over_the_doubling_time_doubles(growth):
    assert (1 + growth / 100) ** model.doubling_years(growth) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: model.ej_to_twh(-1.0), "energy_ej"),
        (lambda: model.growth_contributions_percent([2.0], [1.0]), "growth of the sum"),
        (lambda: model.effective_number([0.0, 0.0]), "sum of values"),
        (lambda: model.doubling_years(0.0), "growth_percent"),
    ],
)
def test_bad_input_names_itself(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_iea_regions_sum_to_its_world():
    frame = results.regions()
    assert frame["energy_2024_twh"].sum() == pytest.approx(results.printed("iea-2025", "history", 2024), rel=0.005)  # the chart's 416
    assert frame["energy_2030_twh"].sum() == pytest.approx(results.printed("iea-2025", "Base", 2030), rel=0.005)  # the annex's 946


def test_iea_growth_to_2030_is_the_fifteen_percent_it_prints():
    assert results.facts()["growth_2024_2030"].value == pytest.approx(results.printed("iea-2025", "Base", 2030, "growth_annual_percent"), abs=0.5)


def test_iea_growth_in_2025_is_the_seventeen_percent_it_prints():
    ratio = results.printed("iea-2026", "history", 2025) / results.printed("iea-2025", "history", 2024)
    assert 100 * (ratio - 1) == pytest.approx(results.printed("iea-2026", "history", 2025, "growth_annual_percent"), abs=0.5)


def test_the_world_share_of_growth_stays_below_the_tenth_the_iea_prints():
    assert results.facts()["growth_share_2035"].value < 10


def test_irish_energies_give_the_printed_shares():
    frame = results._regions()
    irish = frame[(frame["region"] == "Ireland") & frame["electricity_twh"].notna()]
    assert len(irish) >= 2
    assert (100 * irish["energy_twh"] / irish["electricity_twh"]).to_numpy() == pytest.approx(irish["share_percent"].to_numpy(), abs=0.5)


def test_irish_growth_is_as_the_releases_print_it():
    at = results._regions().query("region == 'Ireland'").set_index("year")["energy_twh"]
    assert at[2024] / at[2023] - 1 == pytest.approx(0.10, abs=0.005)
    assert at[2022] / at[2021] - 1 == pytest.approx(0.31, abs=0.01)


def test_dutch_growth_is_as_the_release_prints_it():
    at = results._regions().query("region == 'Netherlands'").set_index("year")["energy_twh"]
    assert at[2024] / at[2021] - 1 == pytest.approx(0.37, abs=0.02)  # both ends are printed to a tenth


def test_uses_of_electricity_sum_to_less_than_all_of_it():
    for scenario, year in (("history", 2024), ("Stated Policies", 2035), ("Net Zero", 2050)):
        parts = sum(results.uses(u, scenario, year) for u in ("industry", "transport", "buildings"))
        assert 0.93 < parts / results.uses("all uses", scenario, year) <= 1.0  # farming and the rest are not listed


def test_the_us_share_moves_up_with_the_books_projection():
    f = results.facts()
    assert f["us_share_2030"].low < f["us_share_2030"].value < f["us_share_2030"].high
    assert f["us_share_2030"].value > f["us_share_2030_iea"].value
