"""A1: the shares of US electricity. A3: where the growth comes from."""

from dataclasses import replace

from analysis.claims import Answer, Condition, claim
from analysis.power.results import us_demand as results
from analysis.quantities import Quantity


def _between(one: Quantity, other: Quantity) -> Quantity:
    return replace(one, low=min(one.value, other.value), high=max(one.value, other.value))


@claim("A1")
def a1() -> Answer:
    """Are the shares of 2018, 2023 and 2028 right, and does growth accelerate?"""
    f = results.facts()
    spread = {"low": f["share_2028_low"].value, "high": f["share_2028_low_observed"].value}
    spread_high = {"low": f["share_2028_high"].value, "high": f["share_2028_high_observed"].value}
    return Answer(
        numbers={
            "share_2018": f["share_2018"],
            "share_2023": f["share_2023"],
            "share_2028_low": replace(f["share_2028_low"], **spread),
            "share_2028_high": replace(f["share_2028_high"], **spread_high),
            "share_2028_projected": f["share_2028_projected"],
            "growth_accelerates": f["accelerates_probability"],
        },
        reason="LBNL’s {us_2018} for 2018 and {us_2023:value} for 2023, over EIA’s end use, are {share_2018:2} and {share_2023:2}; both ends of 2028 rest on one total of about {whole_2028:2}, which supposes that all US electricity grows by "
        "{whole_growth_implied:2} (at the {whole_growth_observed:2} seen in 2023–2025 the range would be {share_2028_low_observed:2} to {share_2028_high_observed:2}). We project {share_2028_projected:range2}. "
        "Growth rose from {growth_2014_2018:1} in 2014–2018 to {growth_2018_2023:2} in 2018–2023; LBNL’s update then has {growth_2023_2024:2} for 2024.",
        facts=(f,),
        figures=("PWR-04", "PWR-01", "PWR-02"),
        notebook="power/us-demand",
        test="tests/power/test_us_demand_results.py::test_a1_shares_come_out_and_hang_together",
    )


@claim("A3")
def a3() -> Answer:
    """Did GPU servers give most of the growth since 2017, and more of it lately?"""
    f = results.facts()
    return Answer(
        numbers={  # ranges: cooling counted or not
            "gpu_servers_lead": _between(f["ai_lead_probability"], f["ai_lead_probability_servers"]),
            "ai_services_accelerate": _between(f["ai_later_probability"], f["ai_later_probability_servers"]),
        },
        reason="With their cooling, AI servers gave {ai_growth_share:range2} of the growth of 2017–2023, over the half with a probability of {ai_lead_probability:2}; servers alone {ai_growth_share_servers:range2}. "
        "LBNL prints bounds only (below {ai_bound_2017}, above {ai_bound_2023}), and EPRI’s {ai_epri_2023:interval2} for 2023 would be too little. Their share of growth to 2030 is larger with a probability of {ai_later_probability:2}.",
        facts=(f,),
        figures=("PWR-03",),
        notebook="power/us-demand",
        test="tests/power/test_us_demand_results.py::test_a3_holds_only_under_the_stated_condition",
        conditions=(
            Condition(
                assumption=f"AI servers used at least {f['ai_condition_2023']} in 2023, their cooling not counted, and reach or pass LBNL's {f['ai_share_2030']} of all data-centre electricity in 2030.",
                numbers={"gpu_servers_lead": f["ai_condition_lead"], "ai_services_accelerate": f["ai_condition_later"]},
                plausibility=f["ai_condition_plausibility"],
                prior="Flat between LBNL's bound and the IEA's world figure for 2023; LBNL's reference as the median for 2030 (parameters ai_server_energy_2023, ai_share_2030), committed before the claim was computed.",
            ),
        ),
    )
