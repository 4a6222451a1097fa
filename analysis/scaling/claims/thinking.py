"""C1 and C2: a scaling curve for inference, and what was announced of o3."""

from analysis.claims import Answer, Condition, claim
from analysis.scaling.results import thinking as results


@claim("C1")
def c1() -> Answer:
    """Do answers get better with inference compute, and by a law?"""
    f = results.facts()
    return Answer(
        numbers={"accuracy_rises": f["rises"], "law_like": f["law_like"]},
        reason="Of {reasoning_curves} published curves on mathematics, science, programming and puzzles {rises_percent:3} end higher than they begin, by {gain_reasoning:range2}; of those on knowledge and language {rises_other:2}, by {gain_other:2}. "
        "A law in the logarithm of compute fits {law_held} of the {law_curves} curves of three points or more to within {fit_limit:1}, the votes only with a ceiling. The tests are weak: with thirty tasks chance alone moves a score by {chance_thirty:2}. {double} times the thinking adds {per_doubling:range2} on average, and forced too far it does harm.",
        facts=(f,),
        figures=("SCL-72", "SCL-73", "SCL-74"),
        notebook="scaling/thinking-curves",
        test="tests/scaling/test_scl_thinking_results.py::test_c1_accuracy_rises_by_a_law",
    )


@claim("C2")
def c2() -> Answer:
    """Were o3's scores as announced, is the ratio of compute right, and are costs less predictable?"""
    f = results.facts()
    return Answer(
        numbers={
            "compute_ratio": f["semi_ratio"],
            "gpqa": f["gpqa"],
            "frontiermath": f["frontiermath"],
            "frontiermath_before": f["frontiermath_before"],
            "codeforces": f["codeforces"],
            "codeforces_rank": f["codeforces_rank"],
            "beats_mturk": f["beats_mturk"],
            "cost_less_predictable": f["relative"],
        },
        reason="The scores are those announced in December 2024; the o3 sold later reaches {gpqa_sold} on GPQA. The dear setting wrote {semi_ratio:4} times the tokens on the semi-private set of ARC-AGI-1 and {public_ratio:3} times on the public one. Crowd workers solve {crowd:range3} of the public set, o3’s cheap setting {public_first}. "
        "Relative to its mean a reasoning model’s answer varies less than that of M-large, which answers at once, in all but {relative_percent:range2} of comparisons of clients of a cloud; in tokens, and so in dollars, it varies more in {absolute_percent:range2}.",
        facts=(f,),
        figures=("SCL-75", "SCL-77", "SCL-76"),
        notebook="scaling/thinking-curves",
        test="tests/scaling/test_scl_thinking_results.py::test_c2_scores_ratio_and_spread",
        conditions=(
            Condition(
                assumption="“Less predictable” is meant in dollars: the standard deviation of an answer’s tokens at one price a token, not that over its mean; and the clients missing from the copy we read are like those in it.",
                numbers={"cost_less_predictable": f["absolute"]},
                plausibility=f["prior_absolute"],
                prior="Weight of the reading in dollars in data/scaling/thinking_priors.csv (claim C2, cost_less_predictable), committed before any spread was computed.",
            ),
        ),
    )
