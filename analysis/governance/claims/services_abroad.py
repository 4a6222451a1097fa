"""E8: inference compute decides how many users abroad a state can serve, and the subsidy is within its means."""

from analysis.claims import Answer, claim
from analysis.governance.results import services_abroad as results

__all__ = ["e8"]


@claim("E8")
def e8():
    """Does a hundred million foreign users' chat cost a state less than ten billion dollars a year, and do users grow with compute?"""
    f = results.facts()
    return Answer(
        numbers={"affordable": f["affordable"], "capacity_bound": f["scales"]},
        reason="{users} at ChatGPT’s use of December 2024 take {mw:range2} and {usd:range2} a year, below {budget} with {affordable_percent:4} probability; OpenAI’s spending on inference in 2024 comes to {as_spent:2} for as many as reported, {as_leaked:2} as leaked. "
        "On one kind of accelerator and model, users grow with accelerators to the power {power:range3}. From way to way of serving, a gigawatt’s users differ {spread:2}-fold: the model decides as much as the compute. "
        "At {hundred_times} times the use, the mark holds with {affordable_hundred:2} probability only.",
        facts=(f,),
        figures=("GOV-57", "GOV-58", "GOV-59"),
        notebook="governance/services-abroad",
        test="tests/governance/test_gov_services_abroad.py::test_e8_chat_is_affordable_and_its_weak_points_are_said",
        remaining="The cost is that of chat. Whether a state could serve what people will use in years to come, agents at work above all, turns on how much each uses. That cheap service wins users or influence is not tested.",
    )
