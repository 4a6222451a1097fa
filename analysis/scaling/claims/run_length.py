"""B5: how long pre-training runs last."""

from dataclasses import replace

from analysis.claims import Answer, claim
from analysis.scaling.results import run_length as results


@claim("B5")
def b5() -> Answer:
    """Do most large runs take one or two months, few over three, and did Orion take longer?"""
    f = results.facts()
    over = f["over_three"]
    return Answer(
        numbers={
            "typical_months": f["median"],
            "share_over_3": replace(over, value=over.value / 100, unit="1", low=over.low / 100, high=over.high / 100),
            "orion_months": f["orion"],
        },
        reason="The {n_large:number} large runs on record to 2024 have a median of {median:range2}, {between:range2} of them between {one:number} and {two}. Over {three} is not rare: {over_three:range2}, "
        "or {over_three_sure:range2} without lengths that somebody guessed. GPT-4.5, known as Orion, is put at {orion:2}, by an estimate of others.",
        facts=(f,),
        figures=("SCL-25", "SCL-24"),
        notebook="scaling/run-length",
        test="tests/scaling/test_scl_run_length_results.py::test_b5_median_holds_and_the_share_does_not",
    )
