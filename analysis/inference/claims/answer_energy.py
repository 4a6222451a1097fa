"""D11: what it costs to make models think, and what it brings."""

from analysis.claims import Answer, claim
from analysis.inference.results import answer_energy as results


@claim("D11")
def d11() -> Answer:
    """Does a thinking answer cost at least ten times an immediate one, and is it much better?"""
    f = results.facts()
    return Answer(
        numbers={"expensive": f["expensive"], "better": f["better"]},
        reason="On the same tasks thought takes {times:number} times the dollars or more in {dollar_share:2} of {dollar_pairs} pairs of bills (median {dollar_times:2}, from {dollar_times:low} to {dollar_times:high}): in all {early_pairs} with thinking models on sale "
        "by January 2025, in none of {same_pairs} with one model switched ({same_times:interval2} times). Measured energy is {times:number} times or more in {energy_share:2} of {energy_pairs} pairs, but between a hard question thought through and a chat answer; on the same programming tasks we compute {same_task_times:2} times. "
        "Scores rise by {points:number} points or more in {gain_share:2} of {score_pairs} pairs: {gain_hard:2} in mathematics, programming and science, {gain_other:2} in knowledge and language. As a rule for every answer the statement does not hold; for hard questions and the models of its time it does.",
        facts=(f,),
        figures=("INF-46", "INF-42", "INF-45"),
        notebook="inference/answer-energy",
        test="tests/inference/test_answer_energy_results.py::test_d11_dollars_and_energy_of_thought",
    )
