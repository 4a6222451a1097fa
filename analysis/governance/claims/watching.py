"""E7: how many people can be watched is bounded by inference compute and its cost."""

from analysis.claims import Answer, Condition, claim
from analysis.governance.results import watching as results


@claim("E7")
def e7() -> Answer:
    """Does inference compute or its cost keep a state from watching its whole population by video?"""
    f = results.facts()
    return Answer(
        numbers={"bounded": f["bounded"]},
        reason="Of China’s {population:2}, watched by the {camera_count:2} cameras counted in 2018, a small model needs {need_cameras_small:range2} H100 and a large one {need_cameras_large:range2}, against compute like {stock:range2} that stands there. Over the readings weighted beforehand chips or the security budget do not suffice with {bounded_percent:2} probability: "
        "{all_percent:2} if every second is read, {filter_percent:2} behind a filter that drops most pictures. The chips bind more than the cost ({by_compute_percent:2} against {by_cost_percent:2}); with only the foreign chips counted there it would be {bounded_counted:2}. What people write takes only {need_text_small:range2} H100 with a small model: there compute bounds nothing.",
        facts=(f,),
        figures=("GOV-54", "GOV-55", "GOV-56"),
        notebook="governance/watching-people",
        test="tests/governance/test_gov_watching.py::test_e7_video_of_everybody_is_out_of_reach_unless_filtered",
        conditions=(
            Condition(
                assumption="Every second of video is read by the model.",
                numbers={"bounded": f["bounded_all"]},
                plausibility=f["prior_all"],
                prior="Weight of the reading in data/governance/watching_priors.csv (claim E7, frames), committed before the results, but after some speeds of models had been looked at.",
            ),
        ),
    )
