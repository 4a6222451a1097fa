"""Prices: Epoch AI's fits reproduced, list prices against each other, DeepSeek's day, the loop and claim D10."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import claims, parameters, tables
from analysis.inference.results import prices as results


def test_epochs_21_fits_come_out_as_published():
    # epoch-research/llm-benchmark-efficiency@34b9233, lowest_price_models_results.csv: four significant digits here
    fits, said = results.refits(), tables.load("inference/price_decline_fits")
    assert len(fits) == 21 and list(fits["points"]) == list(said["points"])
    for ours, theirs in (("factor", "published"), ("low", "published_low"), ("high", "published_high")):
        np.testing.assert_allclose(fits[ours], fits[theirs], rtol=6e-4)


def test_the_published_range_is_that_of_the_fits():
    fits, said = results.refits(), tables.load("inference/published_declines").set_index("statement")
    assert fits["factor"].min() == pytest.approx(said.at["Epoch AI range", "factor_low"], rel=0.05)
    assert fits["factor"].max() == pytest.approx(said.at["Epoch AI range", "factor_high"], rel=0.06)


def test_a16z_is_ten_times_a_year():
    f = results.facts()
    assert f["a16z_42"].value == pytest.approx(10, rel=0.05)


def test_published_statements_are_factors_of_one_year():
    frame = results.published().set_index("Statement")["Factor a year"]
    assert frame["a16z MMLU 83"] == pytest.approx(62 ** (1 / (609 / 365)), rel=1e-3)  # 14 March 2023 to 12 November 2024
    assert frame["Demirer et al."] == pytest.approx(1000 ** (1 / (992 / 365)), rel=1e-3)  # 15 March 2023 to 1 December 2025
    assert np.isnan(frame["Epoch AI range"]) and frame["Epoch AI GPQA"] == 40


def test_the_extreme_rests_on_one_price():
    top = results.refits().sort_values("factor").iloc[-1]
    assert top["carrier"] == "Phi 4" and top["left_low"] < top["factor"] / 20


def test_long_records_fall_less():
    fits = results.refits()
    assert np.corrcoef(fits["span_years"], np.log(fits["factor"]))[0, 1] < -0.6
    assert fits.loc[fits["span_years"] >= results.LONG, "factor"].max() < fits.loc[fits["span_years"] < 1, "factor"].min()


def test_there_are_enough_dated_prices():
    frame = results.history()
    assert frame["dated"].sum() >= 80 and frame["provider"].nunique() >= 7
    assert frame["date"].dt.year.min() == 2021 and frame["date"].dt.year.max() == 2026


def test_list_prices_agree_with_epochs_blends():
    """The same model at the same time in two independent tables: blended three to one they agree within rounding, later cuts apart."""
    same = {
        "Claude 3 Opus": "Claude-3-Opus", "Claude 3 Sonnet": "Claude-3-Sonnet", "Claude 3 Haiku": "Claude-3-Haiku", "Claude 3.5 Sonnet": "Claude-3.5-Sonnet-2024-06",
        "Gemini 1.5 Pro 002": "Gemini-1.5-Pro-2024-09", "Gemini 1.5 Flash-8B": "Gemini-1.5-Flash-8B", "Gemini 2.0 Flash": "Gemini 2.0 Flash", "GPT-4o mini": "GPT-4o-mini",
        "Mistral Large 2 2411": "Mistral-Large-2-2024-11", "Mistral Small 2402": "Mistral-Small-2024-02", "DeepSeek-V3": "DeepSeek-V3", "GPT-4-0314": "GPT-4-0314",
        "GPT-3.5 Turbo 0125": "GPT-3.5-Turbo-2024-01", "GPT-4 Turbo": "GPT-4 Turbo", "DeepSeek-R1": "DeepSeek-R1", "o1": "o1", "o3-mini": "o3-mini", "Claude 3.5 Haiku": "Claude-3.5-Haiku",
    }  # fmt: skip
    ours = results.history().drop_duplicates("model").set_index("model")["blended"]
    theirs = tables.load("inference/price_scores").drop_duplicates("model").set_index("model")["blended_usd_per_mtok"]
    for mine, his in same.items():
        assert ours[mine] == pytest.approx(theirs[his], rel=0.1), mine


def test_an_output_token_never_costs_less_than_one_read():
    frame = results.history()
    assert (frame["output"] >= frame["input"]).all()
    hosts = tables.load("inference/list_prices")
    cached = hosts[hosts["cached_input_usd_per_mtok"].notna()]
    assert (cached["cached_input_usd_per_mtok"] <= cached["input_usd_per_mtok"]).all()


def test_tiers_fall_and_are_told_apart():
    frame = results.tier_declines().set_index("tier")
    assert 1.0 < frame.at["All tiers", "low"] < frame.at["All tiers", "factor"] < 3
    assert frame.at["Flagship", "series"] >= 5


def test_deepseeks_day():
    # deepseek-ai/open-infra-index, day 6: 545 % mark-up; as margin 84.5 %
    f = results.facts()
    assert f["day_markup"].value == pytest.approx(545, abs=0.6)
    assert f["day_margin"].value == pytest.approx(84.5, abs=0.05)
    assert f["day_break_even"].value == pytest.approx(100 - f["day_margin"].value)
    assert f["day_margin_ours"].low < f["day_margin"].value < f["day_margin_ours"].high
    run = results.day_margin()
    centre = {n: p.central for n, p in run.parameters.items()}
    assert float(run.model(**centre)) == pytest.approx(f["day_margin_ours"].value, abs=1)


def test_the_published_margins_follow_from_their_sums():
    frame = results.margins().set_index(["company", "measure"])["percent"]
    accounts = tables.load("inference/lab_accounts").set_index(["company", "period", "quantity"])["usd"]
    assert frame["OpenAI", "gross margin"] == pytest.approx(100 * (1 - accounts["OpenAI", "2025", "cost_of_revenue"] / results._revenue(2025)), abs=0.05)
    assert accounts["Anthropic", "2025", "gross_profit"] == pytest.approx(frame["Anthropic", "gross margin"] / 100 * accounts["Anthropic", "2025", "revenue"])


def test_ranges_of_the_accounts_are_what_their_notes_say():
    get = parameters.get
    p24, p25 = get("openai_inference_usd", part="inference", year=2024), get("openai_serving_cost_usd", part="inference", year=2025)
    assert p24.central == pytest.approx(np.sqrt(2.0e9 * 3.76e9), rel=0.01)
    assert p25.low == pytest.approx((1 - 0.46) * results._revenue(2025), rel=0.001)
    training = get("openai_training_usd", part="inference", year=2025)
    accounts = tables.load("inference/lab_accounts").set_index(["company", "period", "quantity"])["usd"]
    left = accounts["OpenAI", "2025", "paid_to_microsoft"] - accounts["OpenAI", "2025", "cost_of_revenue"]
    assert training.central == pytest.approx(left) and training.low == pytest.approx(left - 0.2 * results._revenue(2025), rel=0.005)
    assert training.high == pytest.approx(accounts["OpenAI", "2025", "research_and_development"])


def test_readings_are_weighted_to_one():
    assert tables.load("inference/loop_readings")["weight"].sum() == pytest.approx(1)
    assert set(results.coverage()) == set(tables.load("inference/loop_readings")["reading"])


def test_the_tipping_spending_is_where_profit_just_covers_the_rise():
    f = results.facts()
    rise = f["tipping_training"].value - f["training_2024"].value
    assert rise == pytest.approx(f["profit_2025"].value, rel=0.01)


def test_d10_the_loop_closes_in_no_reading_surely():
    chance = results.probabilities()
    assert chance["next year"] < 0.05 < 0.4 < chance["same year"] < 0.7 < chance["same quarter"] < 0.75
    assert claims.verdict_of("D10") == "not reproduced"
    assert results.revenue_rises() > 0.9


def test_the_chance_of_a_profitable_quarter_in_closed_form():
    """An operating profit survives while serving overruns by less than profit over serving: a lognormal's distribution function."""
    overrun = parameters.get("serving_cost_overrun", part="inference")
    accounts = tables.load("inference/lab_accounts").set_index(["company", "period", "quantity"])["usd"]
    serving = 0.6 * accounts["Anthropic", "2026 Q2", "revenue"]
    spare = np.log(1 + accounts["Anthropic", "2026 Q2", "operating_profit"] / serving)
    assert results.probabilities()["same quarter"] == pytest.approx(stats.norm.cdf(spare / (np.log(overrun.high) / stats.norm.ppf(0.95))), abs=0.005)


def test_months_and_years_are_those_of_the_table():
    frame = results.history()
    row = frame[frame["model"] == "o1-mini"].sort_values("date")
    assert list(row["output"]) == [12, 4.4]  # launch price, and the later one that current lists show
    assert row["date"].iloc[0] == pd.Timestamp("2024-09-12")


def test_price_index_is_log_points_a_year():
    f = results.facts()
    assert f["index_same"].value == pytest.approx(np.exp(0.10), rel=1e-3)
    assert f["index_quality"].value == pytest.approx(np.exp(0.73), rel=1e-3)
    assert f["index_same"].value < f["all_fall"].value < f["index_quality"].value < f["benchmark_run"].low < f["long_factor"].low
