"""B6: Mixtral's counts, and why DeepSeek-V3 was cheap."""

from analysis.claims import Answer, Conflict, claim
from analysis.inference.results import sparsity as results


@claim("B6")
def b6() -> Answer:
    """Are twelve of Mixtral's 45 billion weights active, and was DeepSeek-V3 cheap through eight bits and sparsity?"""
    f = results.facts()
    return Answer(
        numbers={
            "active_parameters": f["mixtral_active"],
            "total_parameters": f["mixtral_total"],
            "active_experts": f["mixtral_top"],
            "experts": f["mixtral_experts"],
            "v3_cheap": f["explained_most"],
        },
        reason="Mixtral’s architecture gives {mixtral_active} active of {mixtral_total}, as its maker prints; {mixtral_experts_alone} are the experts alone, of which {mixtral_active_experts_alone} work on a token. {mixtral_top:number} of {mixtral_experts:number} experts is right. "
        "DeepSeek-V3 took {hours_ratio:2} times fewer GPU-hours than Llama-3.1-405B: sparsity gives {sparse_factor:range2}, eight bits {fp8_factor:range2}, together {explained:range2} of the logarithm; the order of the two is the other way round from the note’s.",
        facts=(f,),
        figures=("INF-25",),
        notebook="inference/architecture",
        test="tests/inference/test_sparsity.py::test_b6_mixtral_is_counted_as_its_maker_counts",
        conflicts=(Conflict("active_parameters", f["mixtral_stated"], "keras2026hub", "Mistral AI, announcement of 11 December 2023, as quoted: 12.9B parameters a token, 46.7B in all"),),
    )
