"""B1: what the laws say of size, data and compute, whether the relation is linear, and what emerges."""

from analysis.claims import Answer, Condition, claim
from analysis.scaling.results import laws as results


@claim("B1")
def b1() -> Answer:
    """Does the loss keep falling, does size set data, is the relation linear, do abilities emerge?"""
    f = results.facts()
    return Answer(
        numbers={
            "loss_falls": f["loss_falls"],
            "frontier_parameters": f["gpt4"],
            "linear": f["linear_plain"],
            "size_sets_data": f["size_sets_data"],
            "emergence": f["emerge_plain"],
        },
        reason="All {laws_loss} laws that state a loss fall with size throughout, and all {laws} let the best data grow with the budget. GPT-4 is reported at {gpt4:range}, not confirmed. "
        "Read literally, linear fails: equal steps of size bring ever smaller gains; in logarithms the excess loss is straight in every law, {per_tenfold:range2} less for {ten} times the compute. "
        "Of claimed leaps in ability {emerge_scores_percent:2} were seen on two scores that count whole answers only.",
        facts=(f,),
        figures=("SCL-01", "SCL-02", "SCL-03", "SCL-04"),
        notebook="scaling/laws",
        test="tests/scaling/test_scl_laws.py::test_b1_holds_in_logarithms_and_on_whole_answers",
        conditions=(
            Condition(
                assumption="Linear means linear in logarithms, and abilities are judged by scores that count a whole answer as right or wrong.",
                numbers={"linear": f["linear_logs"], "emergence": f["emerge_scores"]},
                plausibility=f["joint_prior"],
                prior="The product of the two weights in data/scaling/law_priors.csv (claim B1), committed before the laws were computed.",
            ),
        ),
    )
