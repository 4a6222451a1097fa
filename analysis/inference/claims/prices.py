"""D10: whether cheap inference brings revenue that buys more training."""

from analysis.claims import Answer, claim
from analysis.inference.results import prices as results


@claim("D10")
def d10() -> Answer:
    """Does gross profit from inference pay for the growth of training, and does revenue rise while prices fall?"""
    f = results.facts()
    return Answer(
        numbers={"loop_closes": f["loop_closes"], "revenue_rises": f["revenue_rises"]},
        reason="Revenue rose {revenue_factor:2} times from 2024 to 2025 while prices at a fixed score fell by a factor of {long_factor:range2} a year in the longer records. But OpenAI’s gross profit of 2024, {profit_2024:range2}, paid {cover_next:2} of the rise of its training spending, "
        "{training_rise:range2}; that of 2025 paid {cover_same:range2}. Even in Anthropic’s projected second quarter of 2026, the first with an operating profit, it closes with a probability of {loop_quarter:2}; over the readings, weighted beforehand, {loop_weighted:2}.",
        facts=(f,),
        figures=("INF-36", "INF-40", "INF-41"),
        notebook="inference/prices",
        test="tests/inference/test_prices_results.py::test_d10_the_loop_closes_in_no_reading_surely",
        remaining="No account is published: OpenAI’s are leaked, Anthropic’s quarter is a projection, and nobody prints training spending of 2025.",
    )
