"""Who holds the compute: what a filing allows, ranks from ranges, and the answer to A7."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims, tables
from analysis.power import owners as model
from analysis.power.results import owners as results


def test_what_the_filing_for_fiscal_2024_allows():
    """NVIDIA, Form 10-K for fiscal 2024: one indirect customer at 19 %, no other at 10 %: four of them lie between 19 and 49 %."""
    low, high = model.share_interval(19, 10, 3)
    assert (low, high) == (19, 49)
    assert results.filings() == {"low": 19.0, "high": 49.0}


@given(shares=st.lists(st.floats(0, 9.99), min_size=3, max_size=3), named=st.floats(10, 60))
def test_any_hidden_shares_lie_inside_the_interval(shares, named):
    low, high = model.share_interval(named, 10, 3)
    assert low <= named + sum(shares) <= high + 1e-9


def test_interval_never_passes_the_whole():
    assert model.share_interval(95, 10, 3)[1] == 100


def test_flow_is_not_negative():
    assert list(model.flow([1, 5], [3, 4])) == [2, 0]


def test_probabilities_of_a_planted_order():
    rng = np.random.default_rng(1)
    draws = np.array([[4.0], [3.0], [2.0], [1.0]]) + 0.01 * rng.standard_normal((4, 4000))
    assert model.probability_order(draws) == 1.0
    assert model.probability_first(draws, 0) == 1.0 and model.probability_first(draws, 3) == 0.0
    equal = rng.standard_normal((3, 200_000))
    assert model.probability_order(equal) == pytest.approx(1 / 6, abs=0.01)
    assert model.probability_first(equal, 1) == pytest.approx(1 / 3, abs=0.01)


def test_lead_and_what_is_missing():
    draws = np.array([[2.0, 3.0], [4.0, 2.0], [1.0, 1.0]])
    assert model.lead(draws, 0) == pytest.approx([0.5, 1.5])
    assert model.extra_needed(326.0, 308.0, 2.0) == pytest.approx(290.0)
    assert model.extra_needed(700.0, 308.0, 2.0) == 0


def test_hhi_of_equals_and_of_one():
    assert model.hhi([1, 1, 1, 1]) == pytest.approx(2500)
    assert model.hhi([5, 0, 0]) == pytest.approx(10_000)


@pytest.mark.parametrize(
    ("call", "message"),
    [(lambda: model.share_interval(120, 10, 3), "named_share"), (lambda: model.share_interval(9, 10, 3), "below threshold"), (lambda: model.hhi([0, 0]), "sum to zero"), (lambda: model.lead([[1, 0], [0, 1]], 0), "draws"), (lambda: model.extra_needed(1, 1, 0), "factor")],
)  # fmt: skip
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_draws_meet_the_published_points():
    """Epoch AI, ai-chip-counts@d1b1bc3: Microsoft's NVIDIA stock at the end of 2025 is 3.15 million (2.42–4.08) H100 equivalents (1 %)."""
    q = np.quantile(results.stock_draws("Microsoft", 2025, "NVIDIA"), [0.05, 0.5, 0.95])
    assert q == pytest.approx([2_424_281, 3_151_494, 4_075_897], rel=0.01)


def test_an_owners_error_is_the_same_every_year():
    a, b = results.stock_draws("Google", 2024), results.stock_draws("Google", 2025)
    assert np.corrcoef(np.log(a), np.log(b))[0, 1] > 0.9


def test_owners_do_not_hold_more_than_was_shipped():
    owners, shipped = tables.load("power/chip_owners"), tables.load("power/chip_stocks")
    held = owners.groupby(["designer", "end_date"])["h100e"].sum()
    made = shipped.set_index(["designer", "end_date"])["h100e"]
    for key, value in held.items():
        assert value <= 1.03 * made[key], key


def test_published_share_of_google():
    """Epoch AI, AI Chip Owners: Google holds about a quarter of the compute counted at the end of 2025 (five points either way)."""
    made = tables.load("power/chip_stocks")
    made = made[made["end_date"].astype(str) == "2025-12-31"]["h100e"].sum()
    assert np.median(results.stock_draws("Google", 2025)) / made == pytest.approx(0.25, abs=0.05)


def test_the_chance_of_the_lead_is_at_most_that_against_each():
    pairs = results.pairwise().set_index("year")
    lead = results.leads().set_index("year")["probability_largest"]
    assert (100 * lead <= pairs.min(axis=1) + 1e-9).all()


def test_loading_moves_the_chance_little():
    q = results.facts()["largest_2023_loadings"]
    assert q.high - q.low < 10


def test_a7_share_order_and_lead():
    answer = claims.get("A7")
    assert 30 < answer.numbers["revenue_share"].value < 50
    assert 0 < answer.numbers["order"].value < 0.9
    assert answer.numbers["gap_grows"].value > 0.9
    assert results.facts()["lead_2025"].value > results.facts()["lead_2023"].value
    assert claims.ledger("power").set_index("id").loc["A7", "verdict"] == "not reproduced"


def test_the_quarters_of_fiscal_2026_come_to_the_year():
    """NVIDIA, results of February 2026: data-centre revenue of 193.7 billion in the year; its Form 8-K of May 2026 has 62,314 million for the last quarter."""
    revenue = tables.load("power/nvidia_revenue").set_index("period")["data_center_usd_bn"]
    assert revenue[list(results._FISCAL[2025])].sum() == pytest.approx(revenue["FY26"], abs=0.15)


def test_the_class_of_hyperscale_customers_bounds_the_four():
    """NVIDIA, Form 8-K of May 2026: hyperscale 17,599 of 44,062, 33,814 of 68,127 and 37,869 of 81,615 million; the four, a part of it, must be able to fit."""
    f = results.facts()
    printed = {"fy26q1": 17_599 / 44_062, "fy26q4": 33_814 / 68_127, "fy27q1": 37_869 / 81_615}
    for name, share in printed.items():
        assert f[f"hyperscale_{name}"].value == pytest.approx(100 * share, abs=0.01)
    assert f["four_2025"].low < f["hyperscale_fy26q4"].value
    recast = {"fy26q2_recast": 24_168 / 46_743, "fy27q1_recast": 43_050 / 81_615, "fy27q2": 48_710 / 96_221}  # Form 10-Q of August 2026
    for name, share in recast.items():
        assert f[f"hyperscale_{name}"].value == pytest.approx(100 * share, abs=0.01)
    assert f["hyperscale_fy27q1_recast"].value > f["hyperscale_fy27q1"].value and f["four_2025"].value < f["hyperscale_fy26q2_recast"].value
