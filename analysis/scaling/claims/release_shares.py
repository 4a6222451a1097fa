"""B21: is hardly a new model not a mixture of experts, and did all become hybrids?"""

from analysis.claims import Answer, claim
from analysis.scaling.results import release_shares as results


@claim("B21")
def b21() -> Answer:
    """Did the forecast of spring 2024 come true?"""
    f = results.facts()
    return Answer(
        numbers={"moe_share": f["sparse_late"], "hybrid_share": f["hybrid_known"]},
        reason="Of {late} notable open releases since April 2024 {sparse_late:range2} are sparse. When the essay was written it was {sparse_before:range2}, and in the rest of that year {sparse_2024:range2}; in 2025 it became {sparse_2025:2} and in 2026 {sparse_2026:range2}. "
        "The description was early rather than wrong. Hybrids, which all new models were to become, are {hybrid_known:range2} of those whose attention is known, and at most {hybrid_most:2} of all; counting windows and selected tokens too, {broad_known:2}.",
        facts=(f,),
        figures=("SCL-59", "SCL-60", "SCL-61"),
        notebook="scaling/sparse-and-hybrid",
        test="tests/scaling/test_scl_release_shares.py::test_b21_early_for_sparse_and_wrong_for_hybrid",
    )
