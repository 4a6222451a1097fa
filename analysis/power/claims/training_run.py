"""A5: from algorithms to compute to electricity."""

from analysis.claims import Answer, Condition, Conflict, claim
from analysis.power.results import training_run as results
from analysis.quantities import Quantity


@claim("A5")
def a5() -> Answer:
    """Does power bind first, and does what training and serving draw rise from year to year?"""
    f = results.facts()
    grows = Quantity(float((results.growth_fit().growth_draws(results.deviates()) > 1).mean()), "1", grade="modelled")
    return Answer(
        numbers={"power_binds": f["power_first_any"], "training_power_grows": grows, "serving_power_grows": f["fleet_rose"]},
        reason="Training power grows by a factor of {power_growth:range} a year and the chips installed by {fleet_growth:range}: both rise. "
        "That power binds before chips and data in 2030 has a chance of {power_first_any_pct:2} when a run may spread over several sites and of {power_first_campus_pct:2} when it stays on one campus; "
        "of {statements:number} dated public statements since 2024, {statements_power:number} name power as what binds first, the latest ones memory and chips.",
        facts=(f,),
        figures=("PWR-20", "PWR-22", "PWR-23"),
        notebook="power/training-run",
        test="tests/power/test_training_run.py::test_a5_power_rises_and_binds_first_only_on_one_campus",
        conditions=(
            Condition(
                assumption="a training run stays on one campus",
                numbers={"power_binds": f["power_first_campus"], "training_power_grows": grows, "serving_power_grows": f["fleet_rose"]},
                plausibility=Quantity(0.5, "1", 0.25, 0.75, "guessed"),
                prior="Fixed in the plan of this topic before the draws were run: even odds that the largest run of 2030 stays on one campus, since companies build both multi-gigawatt campuses and networks between sites.",
            ),
        ),
        conflicts=(
            Conflict(
                key="power_binds",
                value=Quantity(0.0, "1", grade="guessed"),
                source="chinadailybrief2026",
                locator="first paragraph: OpenAI's Lightcap says memory has overtaken power as the most pressing constraint, March 2026",
            ),
        ),
        remaining="What a served token draws, and so the power of a serving fleet by its traffic, comes with the inference part.",
    )
