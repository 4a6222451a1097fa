"""A6: Stargate for 100 billion dollars, the GDP of the 66th largest economy, in the Arizona desert."""

from __future__ import annotations

from analysis.claims import Answer, Conflict, claim
from analysis.power.results import hundred_billion as results
from analysis.quantities import Quantity


@claim("A6")
def a6() -> Answer:
    f = results.facts()
    nowhere = Quantity(float(f["arizona_sites"].value > 0), "1", grade="measured")
    return Answer(
        numbers={"cost": f["cost_reported"], "gdp_rank": f["gdp_rank"], "gdp_66th": f["gdp_claimed_rank"], "arizona": nowhere},
        reason="The report of March 2024 said {cost_reported}, up to {cost_reported:high} for the whole effort. In 2023 an economy of that size ranked {gdp_rank:range}, and the one of the rank claimed had "
        "{gdp_claimed_rank:range}. The desert fails: the report left the site open inside the United States, and no Stargate site announced or seen since stands in Arizona. The sum builds {power_gb200:range2}, not the {power_reported} "
        "reported beside it; under the name {running_power} operated in August 2026, of {plan_power} announced.",
        facts=(f,),
        figures=("PWR-30", "PWR-33", "PWR-32"),
        notebook="power/hundred-billion",
        test="tests/power/test_hundred_billion.py::test_a6_rank_and_sum",
        conflicts=(Conflict("arizona", nowhere, "multiplatform2024stargate", "last bullet: site within the US under deliberation; five sites of 2025 in Texas, New Mexico and Ohio (evertiq2025stargate)"),),
    )
