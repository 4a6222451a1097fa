"""A8: a million GPUs planned, some hundreds of thousands serving."""

from analysis.claims import Answer, claim
from analysis.inference.results import serving_fleet
from analysis.power.results import fleets as results


@claim("A8")
def a8() -> Answer:
    """What do the two fleets that the digest names draw and cost?"""
    f = results.facts()
    tokens = {name: serving_fleet.facts()[name] for name in ("tokens_serving", "tokens_serving_small", "tokens_million")}
    return Answer(
        numbers={"planned_gpus": f["planned_gpus"], "serving_gpus": f["serving_gpus"]},
        reason="The Greater Memphis Chamber announced at least {planned_gpus:number} GPUs; as GB200 they need {million_gw_gb200:range}, {million_twh_gb200:range} and {million_cost_gb200:range} a year. "
        "OpenAI's inference bill of 2024 rents {openai_gpus:range} GPUs; with any share of Microsoft's {microsoft_gpus:range} added, {serving_gpus:range} served GPT models, {serving_inside:2} of that inside the words “hundreds of thousands”. "
        "That fleet could serve {tokens_serving:range2} a day as a large dense model and {tokens_serving_small:range2} as a middling sparse one; a million GB200 {tokens_million:range2} as a large dense model.",
        facts=(f, tokens),
        figures=("PWR-24", "PWR-25", "INF-49"),
        notebook="power/fleets",
        test="tests/power/test_fleets.py::test_a8_the_announcement_says_a_million_and_the_serving_fleet_is_of_the_size_named",
    )
