"""B7: one bit, nothing lost, no GPUs."""

from analysis.claims import Answer, claim
from analysis.inference.results import precision as results


@claim("B7")
def b7() -> Answer:
    """Do weights of few bits lose nothing visible, need additions only, and make GPUs less needed?"""
    f = results.facts()
    return Answer(
        numbers={
            "no_visible_loss": f["no_loss"],
            "bytes_standard": f["bytes_standard"],
            "additions_only": f["additions_exact"],
            "gpus_less_needed": f["cpu_share"],
        },
        reason="Over {low_bit_rows:number} published comparisons of {low_bit_studies:number} studies nothing visible is lost in {no_loss_percent:range2}: {no_loss_eight:2} at eight bits, {no_loss_converted:2} when converted to four to six, {no_loss_ternary:2} at one or two bits. Products with ternary weights are exactly sums, "
        "but attention’s are not: {additions_short:2} of a pass’s products at {bits_short_k}, {additions_long:2} at {bits_long_k}. A processor without GPU would serve {cpu_share_percent:range2} of our cases even if arithmetic were free, {cpu_one_user:2} with one user and {cpu_many:2} with {cpu_many_users:number}: what a GPU sells is bandwidth.",
        facts=(f,),
        figures=("INF-26",),
        notebook="inference/architecture",
        test="tests/inference/test_precision.py::test_b7_few_bits_lose_something_often",
    )
