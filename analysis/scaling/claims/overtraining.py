"""B4: two orders of magnitude of training for one of inference."""

from analysis.claims import Answer, Condition, claim
from analysis.scaling.results import overtraining as results


@claim("B4")
def b4() -> Answer:
    """Does a hundred times the compute make a model of equal loss ten times smaller, and does it pay?"""
    f = results.facts()
    return Answer(
        numbers={
            "inference_saving": f["shrink_hundred"],
            "training_factor": f["training_factor"],
            "pays": f["pays"],
            "training_cheaper": f["training_cheaper"],
        },
        reason="{claimed_multiple} times the least compute makes a model of equal loss {shrink_hundred:range2} times smaller, within the half decade allowed. But {claimed_shrink} times smaller is beyond reach: the limit is {wall:range2} times, whatever the compute; "
        "Hoffmann’s printed law would ask for {printed_tenth:2} times. At {claimed_multiple} times the compute and {claimed_shrink} times smaller, the loss above the floor is {excess:range2} higher. It pays for the fleet of A8 with probability {pays:2}, if {of_stock:range2} times the stock of text could be had; {best_multiple:range2} times the compute would save most.",
        facts=(f,),
        figures=("SCL-11", "SCL-12", "SCL-14", "SCL-15"),
        notebook="scaling/overtraining",
        test="tests/scaling/test_scl_overtraining_results.py::test_b4_one_order_for_two_is_near_but_out_of_reach",
        conditions=(
            Condition(
                assumption="“The same performance” is meant of scores that blur a loss higher by about a hundredth, and the model is taken that much smaller at that compute.",
                numbers={"inference_saving": f["claimed_shrink"], "training_factor": f["claimed_multiple"], "pays": f["pays_tenth"]},
                plausibility=f["prior_scores"],
                prior="One less the weight of the reading as loss in data/scaling/law_priors.csv (claim B4, quality), committed before the curve was computed.",
            ),
        ),
    )
