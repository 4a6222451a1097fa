"""E11: thresholds of its own for deployment, over scale, data, access and autonomy."""

from analysis.claims import Answer, claim
from analysis.governance.results import deployment_screen as results


@claim("E11")
def e11() -> Answer:
    """Does a screen of four factors flag another set of deployments than compute alone?"""
    f = results.facts()
    return Answer(
        numbers={"screen_differs": f["differs"], "factors": f["factors"], "not_in_order": f["not_in_order"]},
        reason="The screen flags {flagged} of {deployments} worked deployments; the closest threshold on training compute, wherever set, classes {closest_training:range} of them otherwise, on use {closest_use:range}. "
        "The difference is material (at least {material}) against either measure with probability {differs:2}, against the closest pair of thresholds with {differs_pair:2}, and with {differs_other:2} when deployments are drawn again from ours. None of the order’s {order_limbs} thresholds was on deployment. "
        "The deployments and their levels are our illustrations.",
        facts=(f,),
        figures=("GOV-13", "GOV-12", "GOV-11"),
        notebook="governance/deployment-screen",
        test="tests/governance/test_gov_deployment_screen.py::test_e11_another_set_than_compute_alone",
    )
