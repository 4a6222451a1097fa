"""D6 and D7: bills, costs and prices of answers with thought, and of several streams."""

from dataclasses import replace

from analysis.claims import Answer, Condition, claim
from analysis.inference.results import reasoning as results
from analysis.quantities import Quantity


@claim("D6")
def d6() -> Answer:
    """Does thought cost 6 and 20 times as much a token, 57 and 24 times a query, and mainly because it costs more to make?"""
    f = results.facts()
    return Answer(
        numbers={
            "query_o1_preview": f["bill_ratio"],
            "query_o1_mini": f["mini_central_mini"],
            "price_o1": f["price_o1"],
            "price_o1_mini": f["price_o1_mini"],
            "tokens_o1_preview": f["long"],
            "tokens_gpt4o": f["short"],
            "words_qwq": f["words_qwq"],
            "puzzle": f["puzzle_value"],
            "mostly_cost": f["mostly_cost"],
            "same_architecture": f["same_size"],
        },
        reason="List prices and printed tokens give {bill_ratio} for o1-preview; {claimed_preview:number} takes a prompt of {preview_prompt:interval}. For o1-mini, {claimed_mini:number} takes {mini_needed_mini} beside GPT-4o mini or {mini_needed_4o} beside GPT-4o; none is printed. "
        "Prices, the puzzle and QwQ’s words agree. That the price is mainly cost does not: at equal speed a token of the longer answer costs {cost_ratio:range2} times as much to make, {cost_of_gap:range2} of the price gap. Size and architecture are not disclosed; other authors assume {size_o1:number} against {size_4o:number} billion weights.",
        facts=(f,),
        figures=("INF-20", "INF-16", "INF-17", "INF-18"),
        notebook="inference/reasoning",
        test="tests/inference/test_reasoning_results.py::test_d6_bills_and_prices_hold_and_mostly_cost_does_not",
    )  # fmt: skip


@claim("D7")
def d7() -> Answer:
    """Do five streams cost far less than the price rise, because the prefix is shared and arithmetic is to spare?"""
    f = results.facts()
    return Answer(
        numbers={
            "cost_rise_below_price": f["five_below"],
            "price_plus": f["plan_plus"],
            "price_pro": f["plan_pro"],
            "tokens_multiple": f["voting_tokens"],
            "prefix_shared": f["prefix_shared"],
            "flops_to_spare": f["flops_to_spare"],
        },
        reason="The price rises by {plan_ratio:number}, the cost of {streams:number} streams by {five:range2}, which cannot exceed {streams:number}. Arithmetic is to spare ({idle:2} of it idle), against the claim on its limit. But only the prompt is shared: {shared_of_sequence:range2} of the sequence, more than half with a probability of {prefix_shared:2}. "
        "On the puzzle the streams cost {five_puzzle:2} times one.",
        facts=(f,),
        figures=("INF-21",),
        notebook="inference/reasoning",
        test="tests/inference/test_reasoning_results.py::test_d7_arithmetic_is_idle_and_the_prefix_is_short",
        conditions=(
            Condition(
                assumption="requests bring a prompt longer than the answer, such as a document or a program",
                numbers={"prefix_shared": Quantity(1.0, "1", grade="modelled")},
                plausibility=replace(f["prefix_shared"], label="", grade="guessed"),
                prior="Parameter prompt_over_answer, from the puzzle to a service’s whole day, entered in data/parameters.csv before the claim was computed.",
            ),
        ),
    )  # fmt: skip
