"""B17: do gains saturate, and is Claude 3 only a little better than GPT-4?"""

from analysis.claims import Answer, Conflict, claim
from analysis.quantities import Quantity
from analysis.scaling.results import capability as results


@claim("B17")
def b17() -> Answer:
    """Both sentences of the essay, each over the time it speaks of."""
    f = results.facts()
    printed = Quantity(0.0, "1", grade="measured")
    return Answer(
        numbers={"saturating": f["slowed"], "not_saturating": f["went_on"], "claude3_gap": f["gap"], "slightly_better": f["slight"]},
        reason="Between GPT-4 and “Claude 3” the length of tasks stood still, {horizon_old:2} against {horizon_new:2}; since then it grew {growth_after:2} times a year. The first sentence holds for its time, the second for what came after. "
        "“Claude 3” is slightly better on {slight_percent:2} of {tests} tests, and much better on the rest: on HumanEval {human_eval_gone:2} of the errors are gone.",
        facts=(f,),
        figures=("SCL-63", "SCL-62", "SCL-64"),
        notebook="scaling/capability-over-time",
        test="tests/scaling/test_scl_capability.py::test_b17_stood_still_then_went_on",
        conflicts=(Conflict("slightly_better", printed, "anthropic2024claude3", "announcement of 4 March 2024, comparison table: GPQA Diamond 50.4 against 35.7, HumanEval 84.9 against 67.0"),),
    )
