"""A9: 2,868 data centres in the United States, a little over 300 in Europe."""

from analysis.claims import Answer, Conflict, claim
from analysis.power.results import site_counts as results


@claim("A9")
def a9() -> Answer:
    """How many data centres are there, and what would the number say?"""
    f = results.facts()
    return Answer(
        numbers={"us_count": f["us_count"], "europe_count": f["europe_count"]},
        reason="Lists count {us_count:interval4} data centres in the United States and {europe_count:interval4} in Europe: the claimed {claim_us:number} lies inside the first span and matches no list, the few hundred lie below every list of all sizes "
        "and are the size of one country ({france:number} in France). Across {states:number} US states the count ranks electricity well ({rho:range2}), but a listed site stands for {gwh_min:2} to {gwh_max:2} a year.",
        facts=(f,),
        figures=("PWR-28", "PWR-29", "PWR-21"),
        notebook="power/racks-and-counts",
        test="tests/power/test_site_counts.py::test_a9_no_list_gives_either_number",
        conflicts=(
            Conflict(key="us_count", value=f["cloudscene_us"], source="statista2024cloudscene", locator="chart 24149, March 2024: 5,388 in the United States"),
            Conflict(key="europe_count", value=f["cloudscene_eu"], source="pwshub2026", locator="third paragraph: 2,269 in the European Union"),
        ),
    )
