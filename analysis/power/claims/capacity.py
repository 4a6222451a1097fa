"""A2: the gigawatts behind the 2028 energies."""

from dataclasses import replace

from analysis.claims import Answer, claim
from analysis.power.results import capacity as results


@claim("A2")
def a2() -> Answer:
    """Is 325–580 TWh at 50 % the 74–132 GW that is printed?"""
    f = results.facts()
    return Answer(
        numbers={
            "demand_low": replace(f["capacity_low"], low=f["range_low"].low, high=f["range_low"].high),
            "demand_high": replace(f["capacity_high"], low=f["range_high"].low, high=f["range_high"].high),
            "utilisation_low_end": f["utilisation_low_end"],
            "utilisation_high_end": f["utilisation_high_end"],
            "baseload_2028": f["load_2028"],
        },
        reason="{energy_low} and {energy_high} over a year’s hours at {half} are {capacity_low} and {capacity_high}: both ends come out at one utilisation between {utilisation_both:low} and {utilisation_both:high}. "
        "The assumption carries it all: over the sources’ {utilisation:interval2} the ends are {range_low:interval2} and {range_high:interval2}; our own projection is {projected_2028:range2}.",
        facts=(f,),
        figures=("PWR-05", "PWR-06"),
        notebook="power/capacity",
        test="tests/power/test_capacity_results.py::test_a2_both_ends_come_out_at_one_utilisation",
    )
