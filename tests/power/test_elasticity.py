"""Prices, tokens and spending: closed forms, planted truths, and the answer to A12."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims
from analysis.power import elasticity as model
from analysis.power.results import elasticity as results


def test_growth_of_a_doubling():
    assert model.log_growth(1, 2, 1) == pytest.approx(np.log(2))
    assert model.log_growth([1, 1], [4, 1], 2) == pytest.approx([np.log(2), 0])


@given(e=st.floats(0.1, 5), ratio=st.floats(0.01, 0.9))
def test_two_point_recovers_a_planted_elasticity(e, ratio):
    assert model.two_point(1.0, ratio**-e, 1.0, ratio) == pytest.approx(e, rel=1e-9)


@given(e=st.floats(0.01, 5).filter(lambda e: abs(e - 1) > 1e-6), ratio=st.floats(0.01, 0.99))
def test_spending_rises_exactly_when_demand_is_elastic(e, ratio):
    assert (model.spending_ratio(ratio, e) > 1) == (e > 1)


def test_at_one_spending_stays():
    assert model.spending_ratio([0.1, 0.5, 1.0], 1.0) == pytest.approx([1, 1, 1])
    assert model.spending_ratio(0.5, 1.0, autonomous=3.0) == pytest.approx(3)


def test_published_response_to_a_tenth():
    """State of the AI Economy 2026: a price 10 % lower brings 12–18 % more tokens; constant elasticities of 1.08–1.57 by logarithms."""
    assert model.two_point(1, 1.12, 1, 0.9) == pytest.approx(1.08, abs=0.005)
    assert model.two_point(1, 1.18, 1, 0.9) == pytest.approx(1.57, abs=0.005)


def test_trend_of_exact_growth_has_no_error():
    slope, error, dof = model.trend([0, 1, 2, 3], 5 * np.exp(0.7 * np.arange(4)))
    assert (slope, error, dof) == (pytest.approx(0.7), pytest.approx(0, abs=1e-9), 2)


def test_standard_error_of_a_trend_by_hand():
    """Logarithms 0, 1, 0 at 0, 1, 2: slope 0, residuals -1/3, 2/3, -1/3, one degree of freedom, so the error is sqrt(2/3 / 2)."""
    slope, error, dof = model.trend([0, 1, 2], np.exp([0.0, 1.0, 0.0]))
    assert (slope, error, dof) == (pytest.approx(0, abs=1e-12), pytest.approx(np.sqrt(1 / 3)), 1)


def test_each_trend_is_drawn_with_its_own_error():
    assert model.ratio_draws((2.0, 0.1, 3), (-1.0, 0.3, 3), [1.0, 0.0], [1.0, -1.0]) == pytest.approx([2.1 / 0.7, 2.0 / 1.3])


def test_planted_elasticity_comes_back_from_two_noisy_trends():
    rng = np.random.default_rng(7)
    t = np.linspace(0, 3, 40)
    price = np.exp(-1.2 * t + 0.05 * rng.standard_normal(t.size))
    volume = np.exp(1.5 * 1.2 * t + 0.05 * rng.standard_normal(t.size))
    fits = model.trend(t, volume), model.trend(t, price)
    draws = model.ratio_draws(*fits, rng.standard_t(fits[0][2], 20_000), rng.standard_t(fits[1][2], 20_000))
    low, high = np.quantile(draws, [0.05, 0.95])
    assert low < 1.5 < high and high - low < 0.1


def test_coverage_of_the_interval():
    """The 90 % interval of a fitted trend holds the planted one in about 90 % of 400 repetitions (four standard errors)."""
    rng = np.random.default_rng(11)
    t, z = np.array([0, 0.5, 1.0, 1.6, 2.0]), 2.3533634348018264  # 95 % point of t with three degrees of freedom
    inside = 0
    for _ in range(400):
        slope, error, _dof = model.trend(t, np.exp(0.9 * t + 0.3 * rng.standard_normal(t.size)))
        inside += abs(slope - 0.9) <= z * error
    assert inside / 400 == pytest.approx(0.9, abs=0.06)


def test_demand_that_grows_anyway_lowers_the_elasticity():
    whole = model.elasticity_of_trends(2.4, -1.2)
    part = model.elasticity_of_trends(2.4, -1.2, 1.2)
    assert (float(whole), float(part)) == (pytest.approx(2), pytest.approx(1))
    assert model.autonomous_growth_at(1.0, 2.4, -1.2) == pytest.approx(1.2)
    assert np.isnan(model.elasticity_of_trends(1.0, 0.1))


def test_blend_is_three_to_one():
    """Epoch AI: GPT-4 at 30 and 60 dollars blends to 37.5."""
    assert model.blended_price(30, 60) == pytest.approx(37.5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: model.two_point(1, 2, 1, 1), "does not move"),
        (lambda: model.trend([0, 1], [1, 2]), "three points"),
        (lambda: model.trend([0, 1, 2], [1, 0, 2]), "values"),
        (lambda: model.log_growth(1, 2, 0), "years"),
        (lambda: model.spending_ratio(0, 1), "price_ratio"),
        (lambda: model.blended_price(1, 1, 1.2), "input_share"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_stated_growth_of_google():
    """Google I/O 2026: 9.7 trillion tokens a month in May 2024, 480 in May 2025, over 3,200 in May 2026: about seven times in a year (5 %)."""
    part = results.volumes().query("series == 'Google, all surfaces'").set_index("date")["tokens_trillion_per_day"]
    assert part.loc["2026-05-15"] / part.loc["2025-05-15"] == pytest.approx(7, rel=0.05)
    assert results.facts()["google_factor"].value == pytest.approx(330, rel=0.01)


def test_openai_stated_revenue_grew_with_its_power():
    frame = results.openai()
    assert frame["usd_per_w"].max() / frame["usd_per_w"].min() < 1.1
    audited = results.facts()["openai_audited_per_watt"]  # a year's revenue lies below that of its last month, annualised
    assert audited.high < frame["usd_per_w"].min() and audited.high / audited.low < 1.2


def test_capex_of_the_four_is_whole_every_year():
    assert (results.capex()["companies"] == 4).all()
    assert list(results.capex()["kind"]) == ["actual"] * 4 + ["guidance"]


def test_a12_spending_rose_while_tokens_got_cheaper():
    answer = claims.get("A12")
    assert answer.numbers["not_needed"].value == 0
    assert answer.numbers["demand_rises"].value == 1
    assert (results.steps()["factor"] > 1).all() and len(results.steps()) >= 7
    assert results.facts()["steps"].value == 4  # filed: two of NVIDIA, two of the four; no outlook and no statement
    assert results.facts()["price_small"].value < 0 and results.facts()["price_flagship"].value < 0
    assert claims.ledger("power").set_index("id").loc["A12", "verdict"] == "not reproduced"


def test_the_outlook_of_2026_is_what_each_of_the_four_said_last():
    """Calls of July 2026: Alphabet 195–205, Meta 130–145, Amazon about 220, Microsoft about 175 billion dollars; NVIDIA: 89.0 in its last quarter."""
    year = results.capex().set_index("year").loc[2026]
    assert year["usd_bn"] == pytest.approx((195 + 205) / 2 + (130 + 145) / 2 + 220 + 175)
    f = results.facts()
    assert f["nvidia_last_quarter"].value == pytest.approx(89.0e9, rel=1e-3)
    assert f["capex_microsoft_leases"].value == pytest.approx(15e9)
    assert f["capex_microsoft_2026"].value == pytest.approx(175e9) and f["capex_microsoft_2025"].value == pytest.approx(83.094e9)
