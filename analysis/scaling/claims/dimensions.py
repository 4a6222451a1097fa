"""B18: the clock stalled and computing kept growing along other dimensions."""

from analysis.claims import Answer, claim
from analysis.scaling.results import dimensions as results


@claim("B18")
def b18() -> Answer:
    """Did compute go on after the clock stalled, and does AI shift its dimension the same way?"""
    f = results.facts()
    return Answer(
        numbers={"compute_kept_growing": f["kept"], "clock_stalled": f["stalled"], "moore_years": f["moore_years"], "ai_shifts": f["shifts"]},
        reason="The CPU clock grew {clock_before:2} before {stall_year} and {clock_after:2} after; clock times cores went on at {cores_after:2}, the fastest accelerator at {accelerator_growth:2}. Of the {multiple:2}-fold growth of a linked system the clock gave {share_clock:2}. "
        "Since the essay, {records_thinking} of {records} records on graduate-level questions were set by models that think before they answer: a shift of dimension, seen from outside only.",
        facts=(f,),
        figures=("SCL-53", "SCL-51", "SCL-52"),
        notebook="scaling/dimensions",
        test="tests/scaling/test_scl_dimensions.py::test_b18_the_clock_stalled_and_the_rest_grew",
    )
