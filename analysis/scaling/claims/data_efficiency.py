"""C15: reasoning and sight from little distilled data, and whether a model taught by human feedback had to come first."""

from analysis.claims import Answer, Conflict, claim
from analysis.scaling.results import data_efficiency as results


@claim("C15")
def c15() -> Answer:
    """Does a small distilled set give most of the gain, and does every success rest on human feedback?"""
    f = results.facts()
    return Answer(
        numbers={
            "human_feedback_needed": f["dependence"],
            "llava_examples": f["llava_examples"],
            "little_data_enough": f["pool_over_half"],
            "s1_sft_only": f["s1_sft"],
            "s1_below_r1": f["s1_below"],
        },
        reason="s1’s {s1_examples} examples give {pool_share:range2} of the gain of the whole pool from the same teacher, over half with probability {pool_over_half_percent:3}, by fine-tuning alone; it stays {r1_lead:range2} below DeepSeek-R1. But LLaVA’s makers count {llava_examples} examples, not {llava_claimed}. "
        "And reasoning was learnt without human feedback: R1-Zero went from {zero_before} to {zero_after}, though answers by tuned models may stand in its text, and STaR from {star_before} to {star_after} with a base of 2021, before such models were in use. Said of LLaVA, s1 and R1 alone, a reading given {prior_named:2} beforehand, the sentence may stand.",
        facts=(f,),
        figures=("SCL-98", "SCL-100", "SCL-99"),
        notebook="scaling/data-efficiency",
        test="tests/scaling/test_scl_data_efficiency_results.py::test_c15_little_data_is_enough_but_the_count_and_the_last_sentence_fail",
        conflicts=(Conflict("llava_examples", f["llava_examples"], "liu2023llava", "section 3: 158K unique language-image instruction-following samples in total"),),
    )
