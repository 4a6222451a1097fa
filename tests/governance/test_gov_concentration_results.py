"""What the page on concentration says, against its tables, published shares and its own claim."""

import numpy as np
import pytest

from analysis import claims, tables
from analysis.governance.results import concentration as results


@pytest.fixture(scope="module")
def f():
    return results.facts()


def test_e14_holds_at_all_three_levels(f):
    assert claims.verdict_of("E14") == "reproduced"
    assert min(f[k].value for k in ("few_owners", "one_designer", "one_foundry")) > 0.99


def test_the_stock_by_hand(f):
    rows = tables.load("power/chip_stocks")
    counted = rows[rows["end_date"].astype(str).str.startswith("2025-12-31")]["h100e"].sum() / 1e6
    assert f["total"].value == pytest.approx(counted * (1 + f["chinese"].value / (100 - f["chinese"].value)), rel=0.02)


def test_shares_of_each_level_sum_to_the_whole():
    for draws in (results.owner_draws(), results.designer_draws(), results.foundry_draws()):
        assert sum(draws.values()) == pytest.approx(results.designer_draws()["NVIDIA"] + sum(x for d, x in results.designer_draws().items() if d != "NVIDIA"))
        assert all((x >= 0).all() for x in draws.values())
    assert sum(results.country_draws().values()) == pytest.approx(np.ones(100_000)[: len(results.country_draws()["China"])])


def test_the_largest_us_owners_hold_what_epoch_says(f):
    assert f["top5"].low > 60  # Epoch AI, thread of April 2026: over 60 % with the top US owners
    google = float(np.median(results.owner_draws()["Google"]))
    assert google == pytest.approx(5e6, rel=0.05)  # the same: the equivalent of roughly 5 million H100


def test_chinese_owners_hold_the_share_that_was_put_in():
    from analysis.power.results import owners

    held = owners.stock_draws("China", 2025) + results.designer_draws()[results.CHINESE]
    assert np.median(held / sum(results.designer_draws().values())) == pytest.approx(0.053, rel=0.01)


def test_places_meet_the_listed_clusters_within_their_range(f):
    assert f["us"].low < 75 < f["us"].high and f["china"].low < 15 <= f["china"].high * 1.01  # Epoch AI, June 2025


def test_indices_bracket_and_rank(f):
    for key in ("owner", "country", "designer", "foundry"):
        assert f[f"hhi_{key}"].low < f[f"hhi_{key}"].value < f[f"hhi_{key}"].high
    assert f["hhi_owner"].value < f["hhi_designer"].value < f["hhi_foundry"].value
    shares = results.owner_frame().query("holder != @results.REST")["share"] / 100
    assert f["hhi_owner"].low < 1e4 * (shares**2).sum() < f["hhi_owner"].value


def test_the_tipping_point_brings_the_foundry_to_nine_tenths(f):
    draws = {d: float(np.median(x)) for d, x in results.designer_draws().items()}
    chinese = f["tipping_chinese"].value * draws.pop(results.CHINESE)
    assert 0.895 < sum(draws.values()) / (sum(draws.values()) + chinese) < 0.905


def test_owners_concentrate_while_the_designer_loses_share():
    curve = results.trend_frame().pivot(index="year", columns="series", values="share")
    assert curve["Four largest owners"].is_monotonic_increasing and curve["NVIDIA’s chips"].is_monotonic_decreasing
