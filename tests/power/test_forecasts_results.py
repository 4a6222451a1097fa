"""Forecasts: what is scored, against what, and how few they are."""

import numpy as np
import pytest

from analysis.power.results import forecasts as results


def test_a_forecast_is_scored_by_later_reports_only():
    frame = results.scored()
    assert not (frame["forecast"] == frame["outcome"]).any()
    lbnl = frame[(frame["forecast"] == "LBNL 2016") & (frame["year"] == 2018)]
    assert set(lbnl["outcome"]) == {"LBNL 2024"}


def test_published_pairs():
    frame = results.scored().set_index(["forecast", "geography", "year", "outcome"])
    # McKinsey 2024 printed 178 TWh for 2024, LBNL's update 192, IEA 183
    assert frame.loc[("McKinsey 2024", "US", 2024, "LBNL 2026 update"), "error_percent"] == pytest.approx(100 * (178 / 192 - 1))
    assert frame.loc[("McKinsey 2024", "US", 2024, "IEA 2025"), "error_percent"] == pytest.approx(100 * (178 / 183 - 1))
    # Deloitte printed 536 TWh for 2025, IEA 485
    assert frame.loc[("Deloitte 2024", "World", 2025, "IEA 2026"), "error_percent"] == pytest.approx(100 * (536 / 485 - 1))
    # Koomey: growth of 76 % expected, 56 % found
    assert frame.loc[("Koomey 2008", "World", 2010, "Koomey 2011"), "error_percent"] == pytest.approx(100 * (1.76 / 1.56 - 1))


def test_cryptocurrency_is_kept_apart():
    frame = results.scored()
    iea = frame[(frame["forecast"] == "IEA 2024") & (frame["geography"] == "World")]
    assert len(iea) and not iea["same_scope"].any()


def test_no_lean_is_proven():
    f = results.facts()
    assert f["bias_equal"].low < 0 < f["bias_equal"].high
    assert f["chance_equal"].value > 0.1
    assert f["forecasts_equal"].value == len(set(results.scored().query("same_scope")["forecast"]))


def test_every_house_moved_its_figure_up():
    frame = results.revisions()
    assert (frame["change_percent"] > 0).all()
    bnef = frame[frame["institution"] == "BloombergNEF"].iloc[0]
    assert bnef["change_percent"] == pytest.approx(36, abs=0.5)  # Utility Dive, December 2025: 36 % above seven months before


def test_spread_is_by_method_and_leaves_out_what_has_no_public_text():
    spread = results.spread_2030().set_index("method")
    assert spread.loc["announced projects", "low_twh"] == 384 and spread.loc["bottom-up shipments", "high_twh"] == 843
    assert spread["high_twh"].max() < 1000
    assert "BCG 2025" in set(results.comparability()["label"])


def test_gigawatts_become_energy_only_with_a_range():
    frame = results.in_gigawatts()
    assert all(q.low < q.value < q.high for q in frame["energy_if_used"])
    assert all(np.isfinite(q.value) for q in frame["energy_if_used"])


def test_world_figures_agree_with_the_world_table():
    """The IEA's world figures serve two pages from two tables: a change in one must be made in the other."""
    from analysis import tables

    world, ours = tables.load("power/world_demand"), tables.load("power/forecasts")
    ours = ours[ours["geography"] == "World"]
    checked = 0
    for row in world[world["vintage"].isin(set(ours["vintage"]))].itertuples():
        same = ours[(ours["vintage"] == row.vintage) & (ours["target_year"] == row.year)]
        column = {"Headwinds": "energy_low_twh", "Lift-Off": "energy_high_twh"}.get(row.scenario, "energy_twh")
        if len(same) and row.scenario in ("history", "Base", "Headwinds", "Lift-Off"):
            assert same[column].iloc[0] == row.energy_twh, (row.vintage, row.scenario, row.year)
            checked += 1
    assert checked >= 8
