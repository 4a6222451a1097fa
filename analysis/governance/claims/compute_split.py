"""E16: inference compute matters more and more, its share rising from year to year."""

from analysis.claims import Answer, claim
from analysis.governance.results import compute_split as results

__all__ = ["e16"]


@claim("E16")
def e16():
    f = results.facts()
    return Answer(
        numbers={"share_rises": f["share_rises"]},
        reason="Pooled, {statements} statements and accounts have inference’s share go from {share_2023:range2} in 2023 to {share_2026:range2} in 2026, a rise with {rises:2} probability. Statements about compute alone give {rises_compute:2}, those about money {rises_money:2}: "
        "the verdict hangs on which are taken, and on one analyst whose method is not given. Without Deloitte’s figures the probability is {without_deloitte:2}. The direction is more likely right than not; the public evidence does not make it certain.",
        facts=(f,),
        figures=("GOV-71", "GOV-69"),
        notebook="governance/compute-split",
        test="tests/governance/test_gov_compute_split_results.py::test_e16_falls_short_with_all_statements_and_rests_on_one_maker",
    )
