"""C4 and C7: sampling again and again, and the million samples of AlphaCode 2."""

from analysis.claims import Answer, claim
from analysis.scaling.results import sampling as results


@claim("C4")
def c4() -> Answer:
    """Does repeated sampling raise coverage, is GPT-4o ahead at one try, and does the gain hang on a verifier?"""
    f = results.facts()
    return Answer(
        numbers={"coverage_rises": f["rises"], "gpt4o_wins_once": f["gpt4o_ahead"], "verifier_decides": f["most_lost"]},
        reason="All of {curves} published curves end higher than they begin; Llama-3-8B-Instruct covers {c8_first} of MATH at one sample and {c8_last} at {samples_last}. At one try GPT-4o is ahead of every model that was sampled, most narrowly with {gpt4o_once} against {agent_once} of the issues of SWE-bench Lite; "
        "for the same dollars the cheaper model covers {same_gpt4o:range2}. That counts only where tests pick the right attempt: a majority vote loses {lost_8:range2} of the gain.",
        facts=(f,),
        figures=("SCL-66", "SCL-67", "SCL-68"),
        notebook="scaling/sampling",
        test="tests/scaling/test_scl_sampling_results.py::test_c4_coverage_rises_and_hangs_on_a_verifier",
    )


@claim("C7")
def c7() -> Answer:
    """What do a million samples reach, and what do they cost?"""
    f = results.facts()
    return Answer(
        numbers={"percentile": f["percentile"], "samples": f["million"], "more_hits": f["more_hits"], "too_costly": f["too_costly"]},
        reason="The makers of “AlphaCode 2” put it at the {percentile:number}th percentile with {million} samples for each problem; it solves {alphacode2_solved} of them against {alphacode2_few} with {few} samples, and AlphaCode’s published points rise as well, from {alphacode_first} to {alphacode_last}. "
        "By open stand-ins on rented H100s a million programs cost {million_usd:range2}, against {paid:range2} that a user pays for an answer; the size of the model is not disclosed.",
        facts=(f,),
        figures=("SCL-71",),
        notebook="scaling/sampling",
        test="tests/scaling/test_scl_sampling_results.py::test_c7_a_million_samples_cost_more_than_an_answer",
    )
