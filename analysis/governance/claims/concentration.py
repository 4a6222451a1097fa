"""E14: few owners, one designer and one foundry hold most of AI compute."""

from analysis.claims import Answer, claim
from analysis.governance.results import concentration as results

__all__ = ["e14"]


@claim("E14")
def e14():
    f = results.facts()
    return Answer(
        numbers={"one_foundry": f["one_foundry"], "few_owners": f["few_owners"], "one_designer": f["one_designer"]},
        reason="At the end of 2025 the four largest owners held {top4:range2} of AI compute, NVIDIA had designed {nvidia:range2} and TSMC had made {tsmc:range2}. "
        "All three hold on practically every draw. Chinese designs would have to be {tipping_chinese:2} times the median estimate, all of them made elsewhere, for TSMC’s share to fall below {most}. To own compute is not to use it: much is rented out, and the count does not say to whom.",
        facts=(f,),
        figures=("GOV-66", "GOV-65"),
        notebook="governance/concentration",
        test="tests/governance/test_gov_concentration_results.py::test_e14_holds_at_all_three_levels",
        remaining="The foundry of each chip is read in the press, not in filings.",
    )
