"""D1 and D2: the size of the cache, and the lengths that fill a node."""

from analysis.claims import Answer, Condition, claim
from analysis.inference.results import memory as results


@claim("D1")
def d1() -> Answer:
    """Is the cache batch × sequence × 2 × layers × (hidden ÷ heads × KV heads) × bytes for grouped-query models?"""
    f = results.facts()
    return Answer(
        numbers={"formula_ratio": f["ratio_worst"], "sequence_exponent": f["sequence_exponent"], "batch_exponent": f["batch_exponent"]},
        reason="Linear in sequence and in batch it is, for every grouped-query model. The size agrees with a count over tensor shapes for {models_hold} of {models_grouped}, all {hold_before} that are dated up to the text’s month among them; "
        "for the other {models_fail}, whose heads are set wider, it gives {ratio_failed:interval} of the cache, and a server’s log of one of them shows {log_per_token} a token against the formula’s {log_printed}. "
        "For windows, hybrids and latents it gives too much, up to {ratio_mla:high} times.",
        facts=(f,),
        figures=("INF-02", "INF-01"),
        notebook="inference/memory",
        test="tests/inference/test_memory_results.py::test_d1_holds_where_heads_are_hidden_over_heads_wide",
        conditions=(
            Condition(
                assumption="A head is as wide as hidden size ÷ heads, as in Llama 3.1 405B, with which the text computes.",
                numbers={"formula_ratio": f["ratio_held"]},
                plausibility=f["prior_head_width"],
                prior="Weight of the option in data/inference/inversion_priors.csv (claim D1, head_width), committed before the models were compared.",
            ),
        ),
    )


@claim("D2")
def d2() -> Answer:
    """Does one batch and precision give both 39,000 tokens for 640 GB and about 16,000 for 235 GB?"""
    f = results.facts()
    return Answer(
        numbers={
            "fill_sequence": f["fill"], "hbm": f["hbm"], "weights": f["weights_nominal"], "kv_left": f["kv_left"],
            "limit_sequence": f["limit"], "length_ratio_to_memory_ratio": f["length_ratio"],
        },
        reason="One sequence of {claimed_fill} takes {one_claimed}, not {claimed_hbm}; a batch is meant. {batch_16} sequences at sixteen bits ({batch_8} at eight bits, {batch_4} at four) fill {claimed_hbm} at {fill}, and eight-bit weights of {weights_nominal} leave {kv_left}. "
        "There the second length is {limit}, {limit_short} below the “about 16k” of the text where {limit_allowed} were allowed: the lengths stand as {lengths_over}, the memories as {memories_over}. A near miss. Of {sets_tried} sets of assumptions {both_hits} give both lengths, with {both_mass:2} of the prior’s weight.",
        facts=(f,),
        figures=("INF-03", "INF-04"),
        notebook="inference/memory",
        test="tests/inference/test_memory_results.py::test_d2_the_first_length_is_a_batch_of_32_and_the_second_misses",
    )  # fmt: skip
