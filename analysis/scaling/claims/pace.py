"""C3 and C20: how fast generations follow each other, whether 2025 was faster than 2024, and whether o1 broke the trend."""

from analysis.claims import Answer, Conflict, claim
from analysis.scaling.results import pace as results


@claim("C3")
def c3() -> Answer:
    """Three months from o1 to o3, against a pre-trained generation every one to two years?"""
    f = results.facts()
    return Answer(
        numbers={"o1_to_o3": f["o1_to_o3"], "pretraining_interval": f["pre_interval_years"], "faster_gain": f["faster_gain"]},
        reason="From the announcement of o1-preview to that of o3 were {o1_to_o3}, to its release {o1_to_o3_released:2}. The median interval between numbered pre-trained generations is {pre_months:range2}, below the year but within its tolerance; reasoning generations came {reasoning_months:range2} apart. "
        "Reasoning models gained more a month with a probability of {faster_gain:range2} on the index and on the length of tasks, over where the lines start; WeirdML, which has a ceiling, disagrees, and with it the mean would be {faster_gain_all:2}.",
        facts=(f,),
        figures=("SCL-120", "SCL-122"),
        notebook="scaling/pace",
        test="tests/scaling/test_scl_pace_results.py::test_c3_months_and_gain",
    )


@claim("C20")
def c20() -> Answer:
    """Faster in 2025 than in 2024, no break at o1, and nobody expecting it?"""
    f = results.facts()
    return Answer(
        numbers={"faster_2025": f["faster"], "no_break": f["none"], "underestimated": f["people"]},
        reason="The two essays say opposite things of one month, and neither statement holds. 2025 was steeper than 2024 with a probability of only {faster:range2}: o1 itself made 2024 fast. That nothing broke in September 2024 has {none:range2} on the measures without a ceiling, by where the line before it starts, and {none_weird:2} on WeirdML. "
        "A published forecast of the end of 2024 fell short with a probability of {people:range2}, under the bar for a hedged claim; straight lines up to the end of 2024 fell short as well, though a new point as high as the index reached was to be expected with {reached_index:range2}, by where the line starts.",
        facts=(f,),
        figures=("SCL-121", "SCL-123", "SCL-124", "SCL-125"),
        notebook="scaling/pace",
        test="tests/scaling/test_scl_pace_results.py::test_c20_both_essays_scored",
        conflicts=(Conflict("no_break", f["epoch_none"], "epochai2025spedup", "fit of two segments to the index: Bayes factor of 5.2 for a break, which even odds beforehand turn into this; the date it finds best is April 2024"),),
    )
