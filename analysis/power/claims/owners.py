"""A7: four customers are 40 % of NVIDIA's revenue, and Google's compute dwarfs the others'."""

from __future__ import annotations

from analysis.claims import Answer, claim
from analysis.power.results import owners as results
from analysis.quantities import Quantity


def _chance(q: Quantity) -> Quantity:
    return Quantity(q.value / 100, "1", None if q.low is None else q.low / 100, None if q.high is None else q.high / 100, q.grade)


@claim("A7")
def a7() -> Answer:
    f = results.facts()
    return Answer(
        numbers={"revenue_share": f["four_2023"], "order": _chance(f["order_2023"]), "google_largest": _chance(f["largest_2023"]), "gap_grows": _chance(f["gap_grew"])},
        reason="In fiscal 2024 the four made {four_2023:range2} of NVIDIA’s revenue by chips shipped; its filing allows {filing_low:number}–{filing_high}. Microsoft comes first and Meta second, but Amazon and Google cannot be told apart "
        "({order_2023:2} for the whole order). With TPUs Google’s stock was {lead_2023:range2} times the next at the end of 2023, the largest with a chance of {largest_2023:2}: level, not dwarfing. The lead has grown since, to "
        "{lead_2025:range2} times at the end of 2025.",
        facts=(f,),
        figures=("PWR-35", "PWR-37", "PWR-36"),
        notebook="power/who-holds-compute",
        test="tests/power/test_owners.py::test_a7_share_order_and_lead",
    )
