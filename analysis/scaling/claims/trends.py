"""B2: tilt or shift; B3: by a third or to a third."""

from analysis.claims import Answer, Conflict, claim
from analysis.quantities import Quantity
from analysis.scaling.results import run_length, trends


@claim("B2")
def b2() -> Answer:
    """Does progress change the slope of the scaling line more than its level?"""
    f = trends.facts()
    slope, size = f["slope_probability"], f["size_share"]
    return Answer(
        numbers={
            "slope_changes": Quantity(slope.value / 100, "1", slope.low / 100, slope.high / 100, "guessed", slope.label, slope.driver),
            "size_decides": Quantity(size.value / 100, "1", grade="measured", label="Share of comparisons on equal data in which the larger model scores higher"),
        },
        reason="The two studies that ask disagree: the statistical one explains progress to 2023 without any change of slope (letting exponents change predicts held-out models no better, {r2_varying:interval2} against {r2_constant:2}), "
        "the experimental one books {tilt_share:2} of the gains at the frontier as changes of slope, nearly all from two innovations, and finds that the rest since 2017 shifts the line {shift_after_2017:2} times. "
        "On equal data and method the larger model won {size_share:3} of {size_comparisons:number} comparisons.",
        facts=(f,),
        figures=("SCL-22", "SCL-21"),
        notebook="scaling/trends",
        test="tests/scaling/test_scl_trends_results.py::test_b2_studies_disagree_on_the_slope",
        conflicts=(Conflict("slope_changes", Quantity(0.0, "1", grade="modelled"), "ho2024progress", "section 2.2.1: the chosen model has constant exponents; models 13 to 15 let them change and predict no better"),),
    )


@claim("B3")
def b3() -> Answer:
    """Is it by a third or to a third, and does it keep runs short?"""
    f, r = trends.facts(), run_length.facts()
    remaining, under = f["remaining"], r["under_six"]
    return Answer(
        numbers={
            "yearly_cut": Quantity(remaining.value / 100, "1", remaining.low / 100, remaining.high / 100, "modelled", remaining.label, remaining.driver),
            "shortens_runs": Quantity(under.value / 100, "1", grade="modelled", label="Probability that the longest run worth starting is at most six months"),
        },
        reason="Read as ‘to a third’ it holds: {remaining:range2} of the compute is still needed after a year (half-life {halving:range2}); as ‘by a third’ it does not ({by:2} would need a half-life of {months_by:3}; probability {p_by:1} by that study, {p_by_revised:1} with the interval of its later version). "
        "Progress shortens the longest run worth starting from {longest_plain:2} to {longest:range2}, a reason for short runs, though it comes to at most {six} only with a probability of {under_six:2}.",
        facts=(f, {k: r[k] for k in ("longest", "longest_plain", "under_six", "six")}),
        figures=("SCL-20", "SCL-26"),
        notebook="scaling/trends",
        test="tests/scaling/test_scl_trends_results.py::test_b3_to_a_third_not_by_a_third",
    )
