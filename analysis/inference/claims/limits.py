"""D5: the operations of attention, and the sequence at which they meet the limit."""

from dataclasses import replace

from analysis.claims import Answer, Condition, claim
from analysis.inference.results import limits as results
from analysis.quantities import fill


@claim("D5")
def d5() -> Answer:
    """Are a token's attention operations 4 × heads × layers × head size × sequence, and do they meet the limit near 4,096?"""
    f = results.facts()
    return Answer(
        numbers={
            "flop_limit_sequence": f["plain_limit"],
            "formula_ratio": f["formula_ratio"],
            "per_token_exponent": f["per_token_exponent"],
            "total_exponent": f["total_exponent"],
        },
        reason="The formula and its exponents agree with a count over the matrices of {models_counted:number} models. The limit near {claimed_sequence} does not follow: attention is {attention_share_4096:2} of a token’s operations there, so that the batch decides. "
        "Decoding at {speed} meets it at {batch_4096:interval} users in sixteen bits and at no other number; the readings that give it are mostly prompts read with attention alone counted, {near_prior:2} of the prior’s weight, against {near_prior_elsewhere:2} for another sequence.",
        facts=(f,),
        figures=("INF-08", "INF-06"),
        notebook="inference/limits",
        test="tests/inference/test_limits.py::test_d5_formula_holds_and_the_limit_hangs_on_the_batch",
        conditions=(
            Condition(
                assumption=fill("prompts are read, {likeliest_batch:number} at once within {likeliest_seconds}, and attention’s operations alone count; or another of the sets that come as near", f),
                numbers={"flop_limit_sequence": f["likeliest_sequence"]},
                plausibility=replace(f["near_prior"], label="", grade="guessed"),
                prior="Weights of every option in data/inference/inversion_priors.csv, committed before the search; whoever wrote them had read the claim.",
            ),
        ),
    )
