"""E13: will larger models reason better from the same enhancement, and do small ones know less and invent more?"""

from analysis.claims import Answer, claim
from analysis.governance.results import bigger_models as results


@claim("E13")
def e13() -> Answer:
    """Do larger models of a family gain more from thinking, recall more facts and hallucinate less?"""
    f = results.facts()
    return Answer(
        numbers={"larger_gain_more": f["larger_gain"], "small_know_less": f["know_less"], "small_hallucinate": f["hallucinate"]},
        reason="Over {benchmarks} benchmarks the gain from thinking grows with size with chance {larger_points:2} in points and {larger_odds:2} in log-odds, {larger_gain:range2} weighed: better than even, no more. The smallest models gain {gain_small:2}, those above {ten_billion} parameters {gain_big:2}. "
        "Of {recall_pairs} pairs the larger recalls more with chance {know_less:range2}. The smaller gives more wrong answers of all questions with chance {hallucinate_all:2}, of those that it does not know with {hallucinate_unknown:2}; {hallucinate:range2} weighed, below what is asked for.",
        facts=(f,),
        figures=("GOV-43", "GOV-44", "GOV-45"),
        notebook="governance/bigger-models",
        test="tests/governance/test_gov_bigger_models.py::test_e13_gain_and_recall_rise_with_size_and_hallucination_is_not_shown_to_fall",
    )
