"""A10: Meta's redesign and the dates of GB200."""

from analysis.claims import Answer, Conflict, claim
from analysis.power.results import racks as results
from analysis.quantities import Quantity


@claim("A10")
def a10() -> Answer:
    """Was a half-built Meta site torn down in May 2023, and for GB200?"""
    f = results.facts()
    return Answer(
        numbers={"for_gb200": f["names_gb200"], "may_2023": f["in_may"], "cooling_power": f["names_cooling"]},
        reason="Meta paused Temple, Texas, on {date_temple_paused} and had razed it by {date_temple_demolished}, {demolition_to_gb200:number} days before GB200 was announced on {date_gb200_announced}; "
        "{reports_gb200:number} of {reports:number} dated reports that give a reason name GB200. The redesign for AI, with liquid cooling, is real, and May 2023 is when Meta showed it ({date_design_public}).",
        facts=({k: v for k, v in f.items()},),
        figures=("PWR-26", "PWR-27"),
        notebook="power/racks-and-counts",
        test="tests/power/test_racks.py::test_a10_the_record_contradicts_the_date_and_the_reason",
        conflicts=(
            Conflict(key="may_2023", value=Quantity(0.0, "1", grade="measured"), source="epochai2026datacenters", locator="timelines, Meta Temple, rows 2023-02-05 and 2023-04-01: demolished by the image of 1 April 2023"),
            Conflict(key="for_gb200", value=Quantity(0.0, "1", grade="measured"), source="hyperstack2024", locator="first line: GB200 announced on 18 March 2024"),
        ),
    )
