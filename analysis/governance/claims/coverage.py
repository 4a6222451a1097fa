"""E1: training-compute thresholds stay useful, on the enhanced system and with a buffer."""

from analysis.claims import Answer, claim
from analysis.governance.results import coverage as results


@claim("E1")
def e1() -> Answer:
    """Do thresholds still single out the most capable models of their time, and do models below match some above?"""
    f = results.facts()
    return Answer(
        numbers={"still_useful": f["positive"], "buffer_needed": f["matched"]},
        reason="Inside years, training compute and capability have a rank correlation of {rank_within:range2} over {scored} models, positive in nearly every draw; but among the {scored_2025} of 2025 it is {rank_2025:range2}, positive with {positive_2025:2} probability; with the compute of silent models inferred, {rank_silent:range2}. "
        "Models trained to reason within a factor of {decade} below {line_25} match the middle of those above: {matched_count:range} of them, at least one in nearly every draw. A threshold stays useful on average, less so in 2025, and needs a margin for enhancement.",
        facts=(f,),
        figures=("GOV-21", "GOV-20", "GOV-16", "GOV-17"),
        notebook="governance/coverage",
        test="tests/governance/test_gov_coverage.py::test_e1_compute_still_ranks_models_and_some_below_match",
    )
