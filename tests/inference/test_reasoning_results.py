"""Reasoning: prices and counts from their tables, searches by hand, draws, claims D6 and D7."""

import numpy as np
import pandas as pd
import pytest

from analysis import claims, explorers, parameters, tables
from analysis.inference import models, reasoning, serving, systems
from analysis.inference.results import reasoning as results


def test_prices_are_those_of_december_2024():
    # the register's factors; prices as listed (see each row's source)
    assert results.price("o1") == results.price("o1-preview") == (15.0, 60.0)
    assert results.price("GPT-4o") == (2.5, 10.0) and results.price("GPT-4o mini") == (0.15, 0.6)
    assert results.price("o1-mini") == (3.0, 12.0) and results.price(results._LATER) == (1.1, 4.4)


def test_parameters_are_what_their_notes_say():
    pairs = tables.load("inference/thinking_pairs")
    counted = pairs[pairs["thinking_tokens"].notna()]
    answers = np.sort([*(counted["thinking_tokens"] / 225), results.answered("o1-preview", "output tokens")])
    ratios = np.sort([*(counted["thinking_tokens"] / counted["immediate_tokens"]), results._long() / results._short()])
    for name, found in (("thinking_answer_tokens", answers), ("thinking_length_ratio", ratios)):
        p = parameters.get(name, part="inference")
        assert (p.low, p.central, p.high) == pytest.approx((found[0], np.median(found), found[-1]), rel=0.01)
    day = tables.load("inference/published_day").set_index("quantity")["value"]
    p = parameters.get("prompt_over_answer", part="inference")
    assert p.high == pytest.approx(day["input_tokens"] / day["output_tokens"], rel=0.01) and p.low == pytest.approx(results.PROMPT / results._long(), rel=0.01)
    assert p.central == pytest.approx(np.sqrt(p.low * p.high), rel=0.01)


def test_the_bill_by_hand():
    frame = results.bills().set_index("bill")
    assert frame.loc["output alone", "ratio"] == pytest.approx(6 * 7661 / 775)
    assert frame.loc["with the puzzle as input", "ratio"] == pytest.approx((50 * 15 + 7661 * 60) / (50 * 2.5 + 775 * 10))


def test_the_prompts_that_print_57():
    low, high = results.preview_prompt()
    for prompt, ratio in ((low, 57.5), (high, 56.5)):
        assert reasoning.bill_usd(prompt, 7661, 15, 60) / reasoning.bill_usd(prompt, 775, 2.5, 10) == pytest.approx(ratio)
    assert low > 2 * results.PROMPT


def test_the_tokens_that_print_24():
    needed = results.mini_search()["needed"]
    for name in ("GPT-4o", "GPT-4o mini"):
        assert reasoning.bill_usd(50, needed[name], 3, 12) / reasoning.bill_usd(50, 775, *results.price(name)) == pytest.approx(24)
    belief = results.mini_search()["posterior"]
    assert sum(belief.values()) == pytest.approx(1) and belief["GPT-4o"] > belief["GPT-4o mini"]


def test_the_chance_of_a_token_count_is_the_parameters():
    p = parameters.get("o1_mini_puzzle_tokens", part="inference")
    drawn = p.from_normal(np.random.default_rng(3).standard_normal(200_000))
    for value in (1000.0, 7661.0, 15000.0):
        assert float(results._below(p, value)) == pytest.approx(np.mean(drawn < value), abs=0.005)


def test_the_puzzle_frame_holds_every_placement_once():
    frame = results.puzzle_frame()
    assert len(frame) == 36 and frame["expression"].is_unique and (frame["kind"] == "the asked value").sum() == 1


def test_a_draw_is_the_serving_model_at_its_own_conditions():
    d = results.draws()
    at = int(np.flatnonzero((d["stand_in"] == "llama-3.1-405b") & (d["node"] == "8xH100"))[0])
    model, node = models.get("llama-3.1-405b"), systems.get("8xH100")
    one = reasoning.voting_seconds(model, node, d["prompt"][at], d["answer"][at], d["speed"][at], **results.REAL)
    now = reasoning.voting_seconds(model, node, d["prompt"][at], d["immediate"][at], d["speed"][at], **results.REAL)
    assert d["whole"][at] == pytest.approx(float(one / now))
    step = serving.decode_step_s(model, node, d["batch"][at], d["prompt"][at] + d["answer"][at] / 2, **results.REAL)
    assert 1 / step >= d["speed"][at] * (1 - 1e-6)
    assert set(pd.Series(d["node"])[d["stand_in"] == "deepseek-v3"]) == {"8xH200"}


def test_draws_keep_their_bounds():
    d = results.draws()
    assert (d["five"] > 1).all() and (d["five"] <= 5 + 1e-9).all() and (d["five_half"] <= d["five"] * 1.02).all()
    assert ((d["idle"] >= 0) & (d["idle"] < 1)).all() and (d["immediate_usd"] > 0).all()
    longer = d["answer"] > d["immediate"]
    assert (d["thinking_usd"][longer] >= d["immediate_usd"][longer] * (1 - 1e-6)).all()


def test_factors_of_a_case_multiply_to_the_whole_but_for_the_prompt():
    for _, one in results.factor_frame().groupby("case"):
        assert one["value"].prod() == pytest.approx(one["whole"].iloc[0], rel=0.1) and one["value"].prod() >= one["whole"].iloc[0]


def test_voting_curves_end_where_they_must():
    for _, one in results.voting_curves().groupby(["what", "method"]):
        one = one.sort_values("shared_percent")
        assert 4.8 < one["ratio"].iloc[0] <= 5 and (np.diff(one["ratio"]) < 1e-3).all() and one["ratio"].iloc[-1] < 1.5


def test_d6_bills_and_prices_hold_and_mostly_cost_does_not():
    f = results.facts()
    assert f["bill_ratio"].value == pytest.approx(58.5, abs=0.05) and f["price_o1"].value == 6 and f["price_o1_mini"].value == pytest.approx(20)
    assert f["words_qwq"].value == pytest.approx(2166, rel=0.05)
    assert f["mostly_cost"].value < 0.05 and f["cost_tipping"].value > 5
    assert f["cost_of_gap"].high < f["cost_of_gap_claimed"].high  # pure theory makes thought dearer than servers do
    rows = claims.numbers("inference").query("claim == 'D6'").set_index("key")["agrees"]
    assert rows[["price_o1", "price_o1_mini", "words_qwq", "puzzle"]].all() and not rows[["mostly_cost", "query_o1_preview", "query_o1_mini"]].any()
    assert claims.ledger("inference").set_index("id").loc["D6", "verdict"] == "not reproduced"


def test_d7_arithmetic_is_idle_and_the_prefix_is_short():
    f = results.facts()
    assert f["flops_to_spare"].value > 0.9 and f["five_below"].value > 0.9
    assert 0 < f["prefix_shared"].value < 0.5 and f["five_puzzle"].value > 4.8
    assert claims.ledger("inference").set_index("id").loc["D7", "verdict"] == "reproduced under"


def test_the_explorer_is_the_formula():
    one = explorers.get("INF-X4").at(answer=4000.0, prompt=8000.0, streams=5.0, model="Llama 3.1 70B")
    model, node = models.get("llama-3.1-70b"), systems.get("8xH200")
    pace = results.TAKEN / float(serving.decode_step_s(model, node, 1, 10000.0, **results.REAL))
    five, single = (float(reasoning.voting_seconds(model, node, 8000.0, 4000.0, pace, streams=n, **results.REAL)) for n in (5, 1))
    assert one["over_one"].value == pytest.approx(five / single)
    assert one["usd"].low < one["usd"].value < one["usd"].high
    assert explorers.get("INF-X4").at(streams=1.0)["over_one"].value == pytest.approx(1.0)
