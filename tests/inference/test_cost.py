"""Money: closed forms and limits, DeepSeek's published day, properties, bad input."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis import tables
from analysis.inference import cost

CENTRE = dict(
    chip_price_usd=26_000.0, system_cost_factor=1.5, it_kw_per_gpu=1.3, shell_usd_per_w_it=12.0, pue=1.15, electricity_usd_per_mwh=87.0,
    interest=0.1, it_lifetime_years=5.0, shell_lifetime_years=15.0, load_factor=0.7, operations_share=0.05,
)  # fmt: skip


def _hour(**other):
    return cost.hour_cost(**{**CENTRE, **other})


def test_without_interest_capital_is_spread_evenly():
    assert cost.capital_recovery_factor(0, 5) == pytest.approx(0.2, rel=1e-15)
    assert cost.capital_recovery_factor(1e-12, 5) == pytest.approx(0.2, rel=1e-9)
    assert cost.capital_recovery_factor(5e-324, 5) == pytest.approx(0.2, rel=1e-12)
    np.testing.assert_allclose(cost.capital_recovery_factor(0.999e-9, [1, 5, 40]), cost.capital_recovery_factor(1.001e-9, [1, 5, 40]), rtol=1e-10)


def test_capital_recovery_factor_of_the_textbook():
    # uniform-series capital recovery at 10 %: 5 years 0.2638, 20 years 0.1175 (any table of interest factors)
    np.testing.assert_allclose(cost.capital_recovery_factor(0.1, [5, 20]), [0.2638, 0.1175], atol=5e-5)


@given(i=st.floats(1e-6, 0.5), n=st.integers(1, 40))
def test_payments_pay_the_loan_back_exactly(i, n):
    payment = float(cost.capital_recovery_factor(i, n))
    assert sum(payment / (1 + i) ** year for year in range(1, n + 1)) == pytest.approx(1, rel=1e-9)


@given(i=st.floats(0, 0.5), n=st.floats(0.5, 40), more=st.floats(0.001, 0.2))
def test_interest_never_makes_capital_cheaper(i, n, more):
    assert cost.capital_recovery_factor(i + more, n) > cost.capital_recovery_factor(i, n)


def test_an_hour_by_hand():
    # 26,000 dollars over 5 years without interest are 0.5936 an hour; half as much again for the server; 1.3 kW at 12 dollars a watt over
    # 15 years 0.1187; 1.3 kW at 0.7 and 1.15 for 87 dollars a MWh 0.0910; 5 % of 39,000 a year 0.2226
    parts = _hour(interest=0.0)
    np.testing.assert_allclose(parts, [0.59361, 0.29680, 0.11872, 0.09105, 0.22260], atol=1e-5)
    assert parts.total == pytest.approx(sum(parts))
    assert cost.usd_per_accelerator_hour(**{**CENTRE, "interest": 0.0}) == pytest.approx(1.32278, abs=1e-5)


@given(u=st.floats(0.01, 1))
def test_half_the_paid_hours_cost_double(u):
    assert _hour(utilisation=u).total * u == pytest.approx(_hour().total)


@pytest.mark.parametrize("name", [n for n in CENTRE if not n.endswith("lifetime_years")])
def test_an_hour_rises_with_every_cost(name):
    assert _hour(**{name: CENTRE[name] * 1.2}).total > _hour().total


@pytest.mark.parametrize("name", ["it_lifetime_years", "shell_lifetime_years"])
def test_a_longer_life_makes_an_hour_cheaper(name):
    assert _hour(**{name: CENTRE[name] * 1.2}).total < _hour().total


def test_hours_broadcast():
    assert _hour(chip_price_usd=np.full((3, 1), 2e4), utilisation=np.full(4, 0.5)).total.shape == (3, 4)
    assert _hour(chip_price_usd=np.full((3, 1), 2e4), utilisation=np.full(4, 0.5)).electricity.shape == (3, 4)


def test_a_million_tokens_by_hand():
    # eight at 2 dollars, 16 an hour, 1,000 tokens a second: 3.6 million an hour
    assert cost.usd_per_mtok(2, 8, 1000) == pytest.approx(16 / 3.6)
    assert cost.usd_per_mtok(np.ones((3, 1)), 8, np.ones(4)).shape == (3, 4)


@given(h=st.floats(0.01, 50), n=st.integers(1, 500), r=st.floats(1, 1e6))
def test_break_even_inverts(h, n, r):
    assert cost.break_even_tokens_per_s(h, n, cost.usd_per_mtok(h, n, r)) == pytest.approx(r)


@given(h=st.floats(0.01, 50), s=st.floats(1e-3, 1e4), p=st.floats(1, 1e6), a=st.floats(1, 1e5), share=st.floats(0, 1))
def test_the_split_adds_up_to_the_request(h, s, p, a, share):
    read, written = cost.split_usd_per_mtok(h, s, p, a, share)
    assert (read * p + written * a) / 1e6 == pytest.approx(h * s / 3600)
    assert read * p * (1 - share) == pytest.approx(written * a * share, rel=1e-6)


def test_deepseeks_day_is_a_markup_of_545_and_a_margin_of_84_5_percent():
    # deepseek-ai/open-infra-index, day 6: 87,072 dollars of cost, 562,027 of revenue at R1's list price, “545 %”
    day = tables.load("inference/published_day").set_index("quantity")["value"]
    prices = tables.load("inference/list_prices")
    r1 = prices[(prices["provider"] == "DeepSeek") & (prices["model"] == "DeepSeek-R1")].iloc[0]
    revenue = cost.revenue_usd(
        day["input_tokens"], day["cached_input_tokens"], day["output_tokens"], r1["input_usd_per_mtok"], r1["cached_input_usd_per_mtok"], r1["output_usd_per_mtok"]
    )
    assert revenue == pytest.approx(day["revenue_at_list_usd"], rel=5e-4)  # the tokens are printed to three digits
    assert 100 * cost.markup(day["revenue_at_list_usd"], day["cost_usd"]) == pytest.approx(day["markup_percent"], abs=0.5)
    assert 100 * cost.margin(day["revenue_at_list_usd"], day["cost_usd"]) == pytest.approx(84.5, abs=0.05)


@given(g=st.floats(-50, 0.99))
def test_margin_and_markup_are_two_words_for_one_thing(g):
    assert cost.margin_of_markup(cost.markup_of_margin(g)) == pytest.approx(g, rel=1e-9, abs=1e-12)


@given(revenue=st.floats(0.01, 1e9), spent=st.floats(0.01, 1e9))
def test_margin_of_the_markup_is_the_margin(revenue, spent):
    assume(revenue / spent > 1e-8)  # nearer to -1 than that, a mark-up's own rounding is larger than the tolerance
    assert cost.margin_of_markup(cost.markup(revenue, spent)) == pytest.approx(cost.margin(revenue, spent), rel=1e-6, abs=1e-9)
    assert (cost.margin(revenue, spent) > 0) == (revenue > spent)


@given(r=st.floats(1, 1e6), n=st.integers(1, 100), p=st.floats(0, 1e6), a=st.floats(1, 1e5), h=st.floats(0.1, 10))
def test_tokens_sold_at_cost_earn_the_hour(r, n, p, a, h):
    """An output price equal to the cost of an output token, input free, earns exactly what the hour costs."""
    price = cost.usd_per_mtok(h, n, r)
    assert cost.revenue_per_accelerator_hour(r, n, p, a, 0.0, price) == pytest.approx(h)


def test_an_hours_earnings_by_hand():
    # 100 tokens a second in answers of 100 are 3,600 requests an hour; 900 fresh tokens at 1, 100 cached at 0.1, 100 written at 4 dollars a million
    earned = cost.revenue_per_accelerator_hour(100, 2, 1000, 100, 1.0, 4.0, cached_tokens=100, cached_usd_per_mtok=0.1)
    assert earned == pytest.approx(3600 * (900 + 10 + 400) / 1e6 / 2)


def test_the_blend_is_three_to_one():
    assert cost.blended_usd_per_mtok(30, 60) == pytest.approx(37.5)  # Epoch AI's blend of GPT-4's launch price
    assert cost.blended_usd_per_mtok(30, 60, 1.0) == 30 and cost.blended_usd_per_mtok(30, 60, 0.0) == 60


@pytest.mark.parametrize(
    ("name", "bad"),
    [("interest", 10), ("interest", -0.1), ("utilisation", 0), ("utilisation", 1.1), ("load_factor", 0), ("system_cost_factor", 0.9), ("pue", 0.5), ("chip_price_usd", 0),
     ("it_kw_per_gpu", -1), ("shell_usd_per_w_it", -1), ("electricity_usd_per_mwh", float("nan")), ("operations_share", -0.1)],
)  # fmt: skip
def test_an_hour_that_cannot_be_is_refused(name, bad):
    with pytest.raises(ValueError, match=name):
        _hour(**{name: bad})


@pytest.mark.parametrize("name", ["it_lifetime_years", "shell_lifetime_years"])
def test_no_life_is_refused(name):
    with pytest.raises(ValueError, match="years"):
        _hour(**{name: 0})


@pytest.mark.parametrize(("args", "name"), [((-1, 8, 10), "usd_per_accelerator_hour"), ((1, 0, 10), "accelerators"), ((1, 8, 0), "tokens_per_s"), ((1, 8, float("inf")), "tokens_per_s")])
def test_tokens_that_cannot_be_are_refused(args, name):
    with pytest.raises(ValueError, match=name):
        cost.usd_per_mtok(*args)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: cost.split_usd_per_mtok(1, 1, 0, 1, 0.5), "prompt_tokens"),
        (lambda: cost.split_usd_per_mtok(1, 1, 1, 0, 0.5), "answer_tokens"),
        (lambda: cost.split_usd_per_mtok(1, 0, 1, 1, 0.5), "accelerator_seconds_per_request"),
        (lambda: cost.split_usd_per_mtok(1, 1, 1, 1, 1.5), "prefill_share"),
        (lambda: cost.split_usd_per_mtok(-1, 1, 1, 1, 0.5), "usd_per_accelerator_hour"),
        (lambda: cost.revenue_usd(10, 11, 1, 1, 1, 1), "cached_tokens"),
        (lambda: cost.revenue_usd(10, 1, 1, -1, 1, 1), "input_usd_per_mtok"),
        (lambda: cost.revenue_per_accelerator_hour(-1, 1, 1, 1, 1, 1), "tokens_per_s"),
        (lambda: cost.revenue_per_accelerator_hour(1, 0, 1, 1, 1, 1), "accelerators"),
        (lambda: cost.revenue_per_accelerator_hour(1, 1, 1, 0, 1, 1), "answer_tokens"),
        (lambda: cost.markup(1, 0), "cost_usd"),
        (lambda: cost.margin(0, 1), "revenue_usd"),
        (lambda: cost.margin_of_markup(-1), "markup"),
        (lambda: cost.markup_of_margin(1), "margin"),
        (lambda: cost.blended_usd_per_mtok(1, 1, 2), "input_share"),
        (lambda: cost.break_even_tokens_per_s(1, 8, 0), "usd_per_mtok"),
    ],
)
def test_money_that_cannot_be_is_refused(call, name):
    with pytest.raises(ValueError, match=name):
        call()
