"""E6: the number of AI workers is linear in inference compute."""

from analysis.claims import Answer, claim
from analysis.governance.results import ai_workers as results


@claim("E6")
def e6() -> Answer:
    """Do instances grow in proportion to compute, and does more of it run more of them?"""
    f = results.facts()
    return Answer(
        numbers={"exponent": f["exponent"], "more_instances": f["more_instances"]},
        reason="At one model, speed and kind of chip, instances grow with accelerators to the power {exponent:range}; the little above one is places kept free for requests that come in bunches. In {hits} of {pairs} pairs of chips the one with more arithmetic runs more instances. "
        "Counted in FLOP/s from chip to chip the power is {chip_exponent:range2}, since memory binds first. A fleet of {openai_chips:2} comes to {workers_openai_2025_task:range2} workers by the tokens that tasks take, {workers_openai_2025_typed:range2} by the pace of typing.",
        facts=(f,),
        figures=("GOV-51", "GOV-52", "GOV-53"),
        notebook="governance/ai-workers",
        test="tests/governance/test_gov_ai_workers.py::test_e6_instances_are_linear_in_accelerators_of_one_kind",
    )
