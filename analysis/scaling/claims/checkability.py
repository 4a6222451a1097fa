"""C17: gains follow checkability, are negative where both checking and producing are hard, and small on simple facts."""

from analysis.claims import Answer, Condition, claim
from analysis.scaling.results import checkability as results


@claim("C17")
def c17() -> Answer:
    """Do gains follow checkability?"""
    f = results.facts()
    return Answer(
        numbers={"gain_follows_checkability": f["positive"], "worse_both_hard": f["worse"], "no_gain_simple": f["no_gain"]},
        reason="Over {head_subjects} subjects the share of GPT-4o’s errors that o1 removes agrees in rank with checkability, {tau:range2}, positive with {positive_percent:2} probability; for R1 over V3 {tau_open:range2}. "
        "On simple facts the gain is at most {facts_ratio:2} of that in mathematics, below the mark of {little_mark} set beforehand. In writing and editing people’s votes for o1-preview stand at {win_writing} and {win_editing}, below half with {worse_percent:2} probability only, once the reading of the chart is given a range.",
        facts=(f,),
        figures=("SCL-89", "SCL-90", "SCL-91"),
        notebook="scaling/checkability",
        test="tests/scaling/test_scl_checkability.py::test_c17_gains_follow_but_writing_is_close_to_even",
        conditions=(
            Condition(
                assumption="“Worse” is judged by people’s votes, and the values read off OpenAI’s chart are taken at face value.",
                numbers={"worse_both_hard": f["holds"]},
                plausibility=f["worse_prior"],
                prior="Weight of that reading in data/scaling/choosing_priors.csv (claim C17, worse), committed before the gains were gathered.",
            ),
        ),
    )
