"""B13, B14 and B20: what DeMo saves, whether one giant site is still needed, and whether runs over the internet catch up."""

from dataclasses import replace

from analysis.claims import Answer, claim
from analysis.scaling.results import low_communication as results

_COMMON = {"notebook": "scaling/low-communication"}


@claim("B13")
def b13() -> Answer:
    """Does DeMo send about twenty times, or several orders of magnitude, less, and learn as fast?"""
    f = results.facts()
    return Answer(
        numbers={
            "reduction": f["reduction"],
            "adamw_bytes": f["gradient_1b"],
            "demo_bytes": f["sent_paper"],
            "orders": f["reduction_most"],
            "no_slowdown": replace(f["no_worse"], value=f["no_worse"].value / 100, unit="1"),
        },
        reason="{sent_paper} follow from the configuration; {printed_adamw} do not, the gradient in BF16 is {gradient_1b}. Their ratio is {reduction:3}, about twenty; orders of magnitude need other settings ({reduction_most:2} times with {topk_least} of a chunk). "
        "On our small task DeMo ended no higher than AdamW in {no_worse:2} of {seeds} seeds.",
        facts=(f,),
        figures=("SCL-44", "SCL-45", "SCL-46", "SCL-47"),
        test="tests/scaling/test_scl_low_communication.py::test_b13_the_payload_comes_out_and_the_gradient_does_not",
        **_COMMON,
    )


@claim("B14")
def b14() -> Answer:
    """Can a frontier run be spread over sites, and can a coalition match the largest owner?"""
    f = results.facts()
    return Answer(
        numbers={"no_single_site": f["no_single_site"], "coalitions": replace(f["coalition_all"], value=f["coalition_all"].value / 100, unit="1")},
        reason="Over {sites_now} sites of {site_mw} the largest known run loses {lost_hidden:range2} of its speed data-parallel with part of the exchange hidden and {lost_demo:range2} by DeMo; the best method stays under {tenth} with a chance of {chance_spread:2}. "
        "All other owners together match the largest with {coalition_all:2}; without its big rivals with {coalition_outside:2}.",
        facts=(f,),
        figures=("SCL-49", "SCL-48"),
        test="tests/scaling/test_scl_low_communication.py::test_b14_sites_links_and_coalitions",
        **_COMMON,
    )


@claim("B20")
def b20() -> Answer:
    """Does training over the internet reach the frontier?"""
    f = results.facts()
    return Answer(
        numbers={
            "reaches_frontier": replace(f["reaches"], value=f["reaches"].value / 100, unit="1"),
            "parameters": f["nous_params"],
            "par_scores": replace(f["par"], value=f["par"].value / 100, unit="1"),
        },
        reason="The largest run found over the internet took {largest_internet}, the largest known {largest_anywhere}: {gap:2} times more. Carried on, {reaches:2} of our draws meet by the end of 2030; {crossed:2} pass {target}. "
        "{twins_ok} of {twins_all} published comparisons found no loss; for the run of Nous itself none was found.",
        facts=(f,),
        figures=("SCL-50",),
        test="tests/scaling/test_scl_low_communication.py::test_b20_the_gap_and_the_crossing",
        **_COMMON,
    )
