"""A12: are 100 billion dollars needed at all?"""

from __future__ import annotations

from analysis.claims import Answer, claim
from analysis.inference.results import joint_saving
from analysis.power.results import elasticity as results


@claim("A12")
def a12() -> Answer:
    f = results.facts()
    return Answer(
        numbers={"not_needed": f["below_sum"], "demand_rises": f["share_up"]},
        reason="Models got cheaper and spending rose in {steps_up:number} of {steps:number} yearly steps that NVIDIA and the four have filed since 2023, by a factor of {least_step:2} at least. One supplier’s data-centre sales alone passed {asked_sum} in the fiscal year after the essay "
        "({nvidia_2024}), and four firms spent {capex_2025} in 2025. Google’s tokens grew by a factor of {google_factor:2} from May 2024 to May 2026: to hold their cost, each would have had to become {saving_break_even} cheaper. "
        "The four savings that the essay names cut the cost of a request by a factor of {joint_span:range2} when nothing is counted more than once, {joint_against_demand:2} of that growth; their headline factors multiply to {promise:2}, and a ring saves no work at all.",
        facts=(f, joint_saving.facts()),
        figures=("PWR-38", "PWR-39", "INF-29"),
        notebook="power/is-it-needed",
        test="tests/power/test_elasticity.py::test_a12_spending_rose_while_tokens_got_cheaper",
    )
