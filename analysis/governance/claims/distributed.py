"""E12: low-communication training weakens compute-based policy."""

from analysis.claims import Answer, claim
from analysis.governance.results import distributed as results

__all__ = ["e12"]


@claim("E12")
def e12():
    f = results.facts()
    return Answer(
        numbers={"evasion_possible": f["holds"]},
        reason="One site at the limit of the order of 2023, {law_limit}, trains {one_law:range2} in {days:2} without any new method, around the US threshold of {us_threshold}; {sites_law_largest:2} such sites spend as much as the largest known run and keep {kept_law_largest:range2} of it. "
        "The words hold for that limit, which is revoked, and they hold because it was set high. At {node_h100} chips a site, the strictest limit in print, a run at the US threshold keeps {kept_node_us:range2}. A threshold on the run itself, as in the laws in force, counts it wherever it is trained, and the chips stay as many.",
        facts=(f,),
        figures=("GOV-76", "GOV-74"),
        notebook="governance/distributed-training",
        test="tests/governance/test_gov_distributed_results.py::test_e12_holds_at_the_orders_limit_and_not_at_the_strictest",
    )
