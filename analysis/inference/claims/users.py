"""D3 and D4: how many users a node holds at a speed."""

from dataclasses import replace

from analysis.claims import Answer, Condition, claim
from analysis.inference.results import users as results
from analysis.quantities import Quantity, fill

_PRIOR = "Weights of every option in data/inference/inversion_priors.csv, committed before the search; whoever wrote them had read the claim."


def _one(value, grade="guessed"):
    return Quantity(float(value), "1", grade=grade)


@claim("D3")
def d3() -> Answer:
    """Is the batch 72 at 7,661 tokens and 368 at 775, and a token of the long answer more than five times as dear?"""
    f = results.facts()
    return Answer(
        numbers={"batch_long": f["plain_long"], "batch_short": f["plain_short"], "cost_ratio": f["plain_ratio"]},
        reason="Pure theory gives {plain_long:number} and {plain_short:number} users: at {long} memory limits, at {short} memory again, or arithmetic in sixteen bits at {short_16bit:number}. "
        "Of {sets:2} assumption sets {both_hits:2} give both printed numbers, all by rounding down to multiples of eight; any such pair nearby gets {both_luck:2}, so that the hit is no evidence. A factor above {five:number} is the way it goes in {above_five:2} of the prior’s weight.",
        facts=(f,),
        figures=("INF-09", "INF-11"),
        notebook="inference/users",
        test="tests/inference/test_users.py::test_d3_one_set_gives_both_printed_batches",
        conditions=(
            Condition(
                assumption=fill("an eight-bit cache, a prompt of {best_prompt} beside the answer, {best_usable} of the memory used, and batches rounded down to multiples of {eight:number}; then memory limits both and the speed plays no part", f),
                numbers={"batch_long": _one(results.CLAIMED[0]), "batch_short": _one(results.CLAIMED[1]), "cost_ratio": _one(results.CLAIMED[1] / results.CLAIMED[0])},
                plausibility=replace(f["both_prior"], label="", grade="guessed"),
                prior=_PRIOR,
            ),
        ),
    )  # fmt: skip


@claim("D4")
def d4() -> Answer:
    """Does a constant batch lose interactivity as the sequence grows, or the batch fall to 16?"""
    f = results.facts()
    return Answer(
        numbers={"batch_limit": f["plain_sixteen"], "interactivity_falls": f["falls"]},
        reason="At a constant batch every step up in context lowers the speed, on every combination tried. The likeliest reading leaves {plain_sixteen:number} users at the model’s longest context; {claimed_sixteen:number} come out at {sixteen_sequence} and {sixteen_speed} if batches step in powers of two, and in many other ways: "
        "{sixteen_prior:2} of the prior’s weight, against {sixteen_prior_elsewhere:2} for another multiple of eight.",
        facts=(f,),
        figures=("INF-10",),
        notebook="inference/users",
        test="tests/inference/test_users.py::test_d4_speed_falls_and_sixteen_has_many_ways",
        conditions=(
            Condition(
                assumption=fill("bandwidth alone limits, at {sixteen_sequence} and {sixteen_speed} for each user, and batches step in powers of two; or another of the sets that give it", f),
                numbers={"batch_limit": _one(results.SIXTEEN)},
                plausibility=replace(f["sixteen_prior"], label="", grade="guessed"),
                prior=_PRIOR,
            ),
        ),
    )  # fmt: skip
