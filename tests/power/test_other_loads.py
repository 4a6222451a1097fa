"""Other loads: closed forms, planted orders and crossings, published pairs, the priors' ranges, and claim A4."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims, parameters
from analysis.power import other_loads as model
from analysis.power.results import other_loads as results

growth = st.floats(-5, 30)
amount = st.floats(0, 5000)


@given(st.floats(1, 1e4), growth, growth, st.integers(2024, 2060))
def test_one_rate_on_both_sides_of_the_turn_is_compound_growth(base, rate, _, year):
    assert model.two_phase_twh(base, rate, rate, year) == pytest.approx(base * (1 + rate / 100) ** (year - 2024))


def test_two_phases_by_hand():
    assert model.two_phase_twh(100.0, 10.0, 5.0, 2032.0) == pytest.approx(100 * 1.1**6 * 1.05**2)
    assert model.two_phase_added_twh(100.0, 10.0, 0.0, 2050.0) == pytest.approx(100 * (1.1**6 - 1.1**4))


@given(st.floats(1, 1e4), growth, growth)
def test_nothing_is_added_in_no_time(base, before, after):
    assert model.two_phase_added_twh(base, before, after, 2028.0) == pytest.approx(0.0, abs=1e-9)


@given(amount, amount, amount)
def test_additions_pass_through_their_knots(a, b, c):
    knots = (2024, 2030, 2040, 2050)
    for year, value in zip(knots, (0.0, a, b, c), strict=True):
        assert model.added_between_twh(float(year), 2024.0, knots, a, b, c) == pytest.approx(value, abs=1e-9)
    assert model.added_between_twh(2035.0, 2024.0, knots, a, b, c) == pytest.approx((a + b) / 2)


@given(amount, amount, amount, st.floats(2024, 2050), st.floats(2024, 2050), st.floats(2024, 2050))
def test_additions_add_up_over_time(a, b, c, x, y, z):
    knots = (2024, 2030, 2040, 2050)
    whole = model.added_between_twh(z, x, knots, a, b, c)
    assert model.added_between_twh(y, x, knots, a, b, c) + model.added_between_twh(z, y, knots, a, b, c) == pytest.approx(whole, abs=1e-6)


def test_ten_million_tonnes_of_hydrogen_take_550_twh():
    """Evolved Energy Research 2024, p. 18."""
    rate = parameters.get("electrolysis_kwh_per_kg", part="power").central
    assert model.electrolysis_twh(10.0, rate) == pytest.approx(550.0, rel=0.001)


def test_planted_order_is_recovered():
    rng = np.random.default_rng(1)
    first, second, third = rng.normal(3, 1, 200_000), rng.normal(0, 1, 200_000), rng.normal(-9, 1, 200_000)
    shares = model.probability_largest([first, second, third])
    assert shares.sum() == pytest.approx(1.0)
    assert shares[0] == pytest.approx(0.9831, abs=0.002)  # normal difference of mean 3 and variance 2
    assert model.probability_larger(first, second) == pytest.approx(shares[0], abs=0.001)


def test_ties_are_shared():
    assert model.probability_largest([[1.0, 1.0], [1.0, 0.0]]) == pytest.approx([0.75, 0.25])
    assert model.probability_larger([1.0, 1.0], [1.0, 0.0]) == pytest.approx(0.75)


def test_planted_crossing_is_recovered():
    years = np.arange(2029.0, 2051.0)
    steps = np.array([2029.0, 2035.0, 2050.0, 2099.0])
    ahead = years[:, None] >= steps
    found = model.overtaking_year(years, ahead.astype(float), 0.5 * np.ones_like(ahead, dtype=float))
    assert found.tolist() == [2029.0, 2035.0, 2050.0, np.inf]


def test_a_lead_that_is_lost_again_does_not_count():
    years = np.array([2029.0, 2030.0, 2031.0])
    assert model.overtaking_year(years, [[2.0], [0.0], [2.0]], [[1.0], [1.0], [1.0]])[0] == 2031.0


@given(st.lists(st.floats(1, 1e4), min_size=1, max_size=8), st.floats(0.1, 10))
def test_spread_has_no_unit(values, scale):
    assert model.highest_over_lowest(np.array(values) * scale) == pytest.approx(model.highest_over_lowest(values))
    assert model.highest_over_lowest(values) >= 1


def test_share_wider_by_hand():
    assert model.share_wider([1.0, 2.0], [2.0, 3.0]) == pytest.approx((1 + 1 + 0.5 + 1) / 4)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: model.two_phase_twh(1.0, 1.0, 1.0, 2020.0), "year - base_year"),
        (lambda: model.two_phase_twh(-1.0, 1.0, 1.0, 2030.0), "base"),
        (lambda: model.added_between_twh(2060.0, 2028.0, (2024, 2030), 1.0), "year"),
        (lambda: model.added_between_twh(2029.0, 2028.0, (2030, 2024), 1.0), "ascend"),
        (lambda: model.added_between_twh(2029.0, 2028.0, (2024, 2030), 1.0, 2.0), "additions"),
        (lambda: model.electrolysis_twh(1.0, 20.0), "electrolyser"),
        (lambda: model.electrolysis_twh(-1.0, 55.0), "hydrogen_mt"),
        (lambda: model.probability_largest([[1.0, 2.0]]), "two quantities"),
        (lambda: model.overtaking_year([1.0, 2.0], [[1.0]], [[0.0]]), "one row a year"),
        (lambda: model.highest_over_lowest([0.0, 1.0]), "values"),
        (lambda: model.share_wider([], [1.0]), "at least one"),
    ],
)
def test_bad_input_names_itself(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# --- published values -----------------------------------------------------------------------------------------------


def test_evolved_energys_three_growths_start_from_one_level():
    """ReEDS documentation: growth 2025–2050 and the level of 2050 of three scenarios; growth is printed to a tenth."""
    starts = [
        results.printed("eer-2025", "all uses", 2050, "energy_twh", s) / (1 + results.printed("eer-2025", "all uses", 2050, "growth_annual_percent", s) / 100) ** 25
        for s in ("Baseline", "IRA low", "100 % by 2050")
    ]
    assert max(starts) / min(starts) < 1.0005**25


def test_nrels_high_electrification_adds_the_eighty_twh_a_year_it_prints():
    """Electrification Futures Study 2018: 80 TWh more a year from 2016 to 2050."""
    from analysis import tables

    start = tables.load("power/us_electricity").set_index("year")["end_use_twh"][2016]
    assert (results.printed("efs-2018", "all uses", 2050, "energy_twh", "High") - start) / 34 == pytest.approx(80, rel=0.05)


def test_nrels_high_electrification_is_one_path():
    """The growth sheet gives 2030 and 2040, the documentation's table 2050: both decades add alike."""
    path = {y: results.printed("efs-2018", "all uses", y, "energy_twh", "High") for y in (2030, 2040, 2050)}
    assert path[2050] - path[2040] == pytest.approx(path[2040] - path[2030], rel=0.05)


def test_vehicles_are_the_share_of_electricity_the_iea_prints():
    """Global EV Outlook 2025: 180 TWh are 0.7 % of final electricity in 2024; the World Energy Outlook has the total."""
    from analysis.power.results import world

    share = 100 * results.printed("iea-gevo-2025", "road vehicles", 2024, "energy_twh", geography="World") / world.uses("all uses", "history", 2024)
    assert share == pytest.approx(results.printed("iea-gevo-2025", "road vehicles", 2024, "share_percent", geography="World"), abs=0.05)


# --- the priors are what their notes say ----------------------------------------------------------------------------


def test_growth_after_2030_spans_the_published_paths():
    paths = results.growth_paths()["growth_percent"]
    prior = parameters.get("us_energy_growth_after_2030", part="power")
    assert len(paths) == 8
    assert (paths.min(), paths.median(), paths.max()) == pytest.approx((prior.low, prior.central, prior.high), abs=0.06)


def test_growth_of_all_other_demand_spans_its_three_sources():
    rates = results.rest_growth_paths()
    prior = parameters.get("us_other_growth_after_2028", part="power")
    assert (rates["past"], rates["baseline"], rates["high"]) == pytest.approx((prior.low, prior.central, prior.high), abs=0.06)


def test_each_load_widens_with_time_and_contains_its_centre():
    for load in ("vehicles", "hydrogen", "industry", "buildings"):
        rows = [parameters.get(f"us_added_{load}_twh", part="power", year=y) for y in (2030, 2040, 2050)]
        assert all(r.low < r.central < r.high for r in rows)
        assert rows[0].high < rows[1].high < rows[2].high


def test_hydrogen_and_vehicles_follow_from_the_tables():
    from analysis.power.results import world

    share = {y: world._outlook().loc[("United States", "hydrogen demand", "Stated Policies", y), "hydrogen_pj"] / world._outlook().loc[("World", "hydrogen demand", "Stated Policies", y), "hydrogen_pj"] for y in (2035, 2050)}
    stated = parameters.get("us_added_hydrogen_twh", part="power", year=2050)
    assert world.uses("electrolysis", "Stated Policies", 2050) * share[2050] == pytest.approx(stated.central, rel=0.01)
    assert world.uses("electrolysis", "Net Zero", 2050) * share[2050] == pytest.approx(stated.high, rel=0.01)
    assert world.uses("electrolysis", "Stated Policies", 2035) * share[2035] == pytest.approx(parameters.get("us_added_hydrogen_twh", part="power", year=2030).high, rel=0.01)
    now = results.printed("iea-gevo-2025", "road vehicles", 2024, "share_percent") / 100 * world.uses("demand", "history", 2024, "United States")
    transport = world.uses("transport", "Current Policies", 2050) / world.uses("transport", "history", 2024)
    assert now * (transport - 1) == pytest.approx(parameters.get("us_added_vehicles_twh", part="power", year=2050).low, rel=0.02)


# --- results and the claim ------------------------------------------------------------------------------------------


def test_probabilities_are_probabilities_and_one_load_is_the_largest():
    frame = results.order()
    largest = frame[[c for c in frame if c.startswith("largest")]]
    assert ((frame.drop(columns="year") >= 0) & (frame.drop(columns="year") <= 1)).all().all()
    assert largest.sum(axis=1).to_numpy() == pytest.approx(1.0)
    assert (frame["named twice"] <= frame["named larger"]).all()


def test_the_inverted_growth_gives_the_probability_asked_for():
    for level in (0.5, 0.9):
        from analysis.power import us_demand as demand

        g = results.tipping_growth(level)
        centres = demand.grow(results._data_centres(2030), g, 20.0) - results._data_centres(2028)
        assert model.probability_larger(results.additions(2050)["named"], centres) == pytest.approx(level, abs=0.005)


def test_outlooks_that_stop_in_2030_and_those_that_do_not_fall_on_either_side():
    frame = results.outlooks()
    mine = frame[frame["region"] == "United States"]
    assert (mine[mine["end_year"] <= 2030]["ratio"] < 1.1).all()
    assert (mine[mine["end_year"] > 2030]["ratio"] > 1.2).all()
    assert (frame[frame["region"] == "World"]["ratio"] > 5).all()


def test_scenarios_start_together_and_pairs_are_counted():
    frame = results.scenarios()
    centres = frame[frame["group"] == "data centres"]
    assert centres[2030].nunique() == 1  # the paths part after 2030
    assert centres[2050].is_monotonic_increasing
    for year, (ahead, pairs) in results.scenario_pairs().items():
        assert 0 <= ahead <= pairs == len(centres) * int(frame[frame["group"] != "data centres"][year].notna().sum())


def test_in_the_world_the_others_add_more_even_against_lift_off():
    frame = results.world_additions()
    for _, group in frame.groupby(["year", "scenario"]):
        centres = group[group["use"] == "Data centres"]
        assert group["added_twh"].sum() - centres["added_twh"].iloc[0] > 2 * centres["high_twh"].iloc[0]


def test_spread_is_wider_after_2028_whoever_is_left_out():
    shares = results.share_spread_widens()
    assert shares["worst"] <= shares["share"] <= 1
    assert shares["worst"] > 0.9


def test_a4_others_lead_after_2028_but_not_nine_times_in_ten():
    row = claims.ledger("power").set_index("id").loc["A4"]
    assert row["verdict"] == "reproduced under"
    assert 0.5 < row["computed"] < 0.9
    assert claims.get("A4").conditions[0].numbers["other_loads_larger"].value > 0.9


@pytest.mark.parametrize("level", [-0.1, 1.5, 75])
def test_a_probability_that_no_growth_gives_is_refused(level):
    with pytest.raises(ValueError, match="level"):
        results.tipping_growth(level)
