"""B8 and D12: what hybrids and windows change."""

from analysis.claims import Answer, Condition, claim
from analysis.inference import published
from analysis.inference.results import long_context as results
from analysis.quantities import Quantity


@claim("B8")
def b8() -> Answer:
    """Do twice the tokens take four times the processing and the memory, and do hybrids match at much lower cost?"""
    f = results.facts()
    return Answer(
        numbers={
            "compute_factor": f["attention_factor"],
            "memory_factor": f["cache_factor"],
            "small_part": f["small_part"],
            "hybrid_matches": f["matches_share"],
            "hybrid_cheaper": f["cheaper_share"],
        },
        reason="Attention’s operations grow by a factor of {attention_factor:2} when the sequence is made as long again, the whole cost of reading by {whole_factor:2} at short lengths; the memory that is kept grows by {cache_factor:2}, since the score matrix ({matrix_gb:2} a layer for Llama-3.1-405B at {long_context:2}) has not been stored since FlashAttention. "
        "Hybrids lost nothing visible in {matches_percent:range2} of comparisons and cost {hybrid_cost_long:range2} of their twins at {long_k}, {hybrid_cost_short:range2} at {short_k}; {cheaper_count:number} of {hybrids:number} cost half or less at {long_k}, by the calibrated model, {cheaper_kept:number} once the text is read, all from {half_context:high} on. With a quarter of attention or less, {small_part_percent:range2} of comparisons lost nothing visible.",
        facts=(f,),
        figures=("INF-22", "INF-23"),
        notebook="inference/architecture",
        test="tests/inference/test_long_context.py::test_b8_memory_doubles_unless_the_scores_are_stored",
        conditions=(
            Condition(
                "Memory means the matrix of scores, stored as a whole, as implementations did before FlashAttention (2022).",
                {"memory_factor": f["matrix_factor"]},
                Quantity(published.PRIOR_SCORES_STORED, "1", grade="guessed"),
                "One in four, written down in analysis/inference/published.py before any number was computed: in spring 2024 stored scores were long out of use.",
            ),
        ),
    )


@claim("D12")
def d12() -> Answer:
    """Do local-global models keep the exponent and change only the constant?"""
    f = results.facts()
    return Answer(
        numbers={"exponent": f["exponent"], "constant_smaller": f["constant_smaller"]},
        reason="At each model’s own longest context the exponent is {exponent:range}, in the limit two; the constant falls to {constant:range2} of full attention, the share of layers that see everything. On the way the exponent dips, to {exponent_lowest:2} for {lowest_model} near {lowest_context:2}. Choosing tokens by a small indexer keeps the exponent too, at {indexer_constant:2}.",
        facts=(f,),
        figures=("INF-24",),
        notebook="inference/architecture",
        test="tests/inference/test_long_context.py::test_d12_windows_keep_the_exponent",
    )
