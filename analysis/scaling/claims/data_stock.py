"""B19: natural data are used up, or may not suffice."""

from dataclasses import replace

from analysis.claims import Answer, Conflict, claim
from analysis.quantities import Quantity
from analysis.scaling.results import data_stock as results


@claim("B19")
def b19() -> Answer:
    """Was the stock of text used up by February 2025, and does it suffice for the runs to 2030?"""
    f = results.facts()
    first = replace(f["paper_year"], label="Year in which runs reach the stock, as published in 2024")
    return Answer(
        numbers={"may_not_suffice": f["may_not_suffice"], "used_up": Quantity(f["used_up"].value, "1", grade="modelled")},
        reason="The largest run takes the whole stock of {stock:range} by the end of 2030 with a chance of {by_2030:2}, in the middle in {year:range}: it may not suffice. By February 2025 it was not used up: the largest known data set, {largest_2025}, was {share_used_2025:range2} of that stock; "
        "even of clean text for one pass, {clean_stock:range2}, it was all in {used_up_clean:2} of draws. It was as large as the largest open English collection, {fineweb}, {times_fineweb:2} times over, which is perhaps what was meant.",
        facts=(f,),
        figures=("SCL-30", "SCL-29", "SCL-28", "SCL-32"),
        notebook="scaling/data-stock",
        test="tests/scaling/test_scl_data_stock_results.py::test_b19_one_half_holds_and_one_does_not",
        conflicts=(Conflict("used_up", first, "villalobos2024data", "abstract: between 2026 and 2032; caption of Figure 1: median 2028"),),
    )
