"""B11: Phi-4's data and scores. B16: what good data are worth in parameters."""

from analysis.claims import Answer, Condition, claim
from analysis.scaling.results import data_quality as results


@claim("B11")
def b11() -> Answer:
    """Are the scores those of the report, and can synthetic text be a small part and the bulk at once?"""
    f = results.facts()
    return Answer(
        numbers={
            "mmlu": f["phi4_mmlu"], "humaneval_plus": f["phi4_humaneval_plus"], "mmlu_pro": f["phi4_mmlu_pro"], "gpqa": f["phi4_gpqa"],
            "qwen14_mmlu": f["qwen14_mmlu"], "qwen72_mmlu": f["qwen72_mmlu"], "qwen14_humaneval_plus": f["qwen14_humaneval_plus"], "gpt4o_humaneval_plus": f["gpt4o_humaneval_plus"],
            "qwen14_mmlu_pro": f["qwen14_mmlu_pro"], "gpt4o_mmlu_pro": f["gpt4o_mmlu_pro"], "qwen14_gpqa": f["qwen14_gpqa"], "gpt4o_gpqa": f["gpt4o_gpqa"],
            "training_tokens": f["phi4_tokens"], "synthetic_tokens": f["synthetic_tokens"], "synthetic_sets": f["synthetic_sets"], "small_part": f["is_small"], "bulk": f["is_largest"],
        },
        reason="All twelve scores stand in the report’s first table. Synthetic text is {unique_share:range2} of the unique tokens and {mix_share} of the tokens seen, the largest part beside at most {mix_next} of any other, because it was passed over {synthetic_epochs} times: both sentences hold, of different counts. "
        "The scores are the maker’s own; on {tests} tests Phi-4 leads Qwen2.5-14B on {wins_14} and trails by up to {simpleqa_gap:2} where facts or format are asked.",
        facts=(f,),
        figures=("SCL-34", "SCL-33", "SCL-38"),
        notebook="scaling/data-quality",
        test="tests/scaling/test_scl_data_quality_results.py::test_b11_every_score_and_both_counts",
    )  # fmt: skip


@claim("B16")
def b16() -> Answer:
    """Which ordinary model does as well as the small one?"""
    f = results.facts()
    return Answer(
        numbers={"equivalent_parameters": f["pooled_phi1"], "model_parameters": f["phi1_params"]},
        reason="The paper’s model has {phi1_params} parameters, another size than the claim’s. On the paper’s four tests it does as well as an untuned model of {pooled_phi1:range2}, an extrapolation beyond every model of the time ({largest_code_peer}) that comes of tuning on exercises like the test: on new problems it is worth {phi1_times_new:2} times its size. "
        "The line’s {phi2_params} model is worth {pooled_phi2:range2} on tests of programming: tens of billions. On fresh questions against one well-trained family later models of the line are worth only {fresh_qwen:interval2} times their size.",
        facts=(f,),
        figures=("SCL-37", "SCL-36", "SCL-35", "SCL-39"),
        notebook="scaling/data-quality",
        test="tests/scaling/test_scl_data_quality_results.py::test_b16_needs_the_other_model",
        conditions=(
            Condition(
                assumption="The small model is the line’s Phi-2, and doing as well is measured on its tests of programming against base models of the time.",
                numbers={"equivalent_parameters": f["pooled_phi2"], "model_parameters": f["phi2_params"]},
                plausibility=f["prior_phi2"],
                prior="data/scaling/data_priors.csv, claim B16, with the rule of pooling, committed before any size was computed",
            ),
        ),
    )
