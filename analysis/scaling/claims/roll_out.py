"""C13 and C18: processors beside accelerators, and whether reasoning training needs one connected site."""

from analysis.claims import Answer, claim
from analysis.scaling.results import roll_out as results

_PAGE = "scaling/roll-out-sites"
_TEST = "tests/scaling/test_scl_roll_out_results.py"


@claim("C13")
def c13() -> Answer:
    """Are the ratios right, and do few processors limit the checks?"""
    f = results.facts()
    return Answer(
        numbers={"nvl72_ratio": f["nvl72_ratio"], "hgx_ratio": f["hgx_ratio"], "trn2_ratio": f["trn2_ratio"], "fewer_cpus_bind": f["bind"]},
        reason="The ratios are as printed: {hgx_ratio}, {nvl72_ratio} and {trn2_ratio} accelerators for each socket, though in cores a GB200 has {core_gap} times what a Trainium2 has. But at the rates of published runs checks take up {need_light:2} cores for each Trainium2, or {need_heavy:range2} for software with its tests, of {trn2_cores}: "
        "they fall short with {bind_heavy:2} probability for software and {bind_percent:2} over both kinds. At DeepSeek-R1-Zero’s rate a check would have to take {tip_rate:2} of core time.",
        facts=(f,),
        figures=("SCL-110", "SCL-108", "SCL-109", "SCL-111"),
        notebook=_PAGE,
        test=f"{_TEST}::test_c13_the_ratios_are_right_and_the_processors_suffice",
    )


@claim("C18")
def c18() -> Answer:
    """How fast a link do roll-outs need, and what has to stay in one place?"""
    f = results.facts()
    return Answer(
        numbers={"link_lower": f["link_lower"], "site_not_needed": f["site_not_needed"], "forward_dominates": f["forward_dominates"]},
        reason="New weights every {interval:2} ask {link_weights:range2} of a roll-out site’s link, {link_times:range2} times less than data-parallel pre-training of the same model over sites; INTELLECT-2 did it over the internet. Forward FLOP are {flops:range2} times the backward ones. "
        "If the trainer may stay together, roll-outs can run elsewhere with {stays_percent:2} probability; if it too has to be spread, with {spread_percent:2}; weighed by the prior {site_percent:2}. Some {trainer_share:range2} of the accelerators stay with the trainer.",
        facts=(f,),
        figures=("SCL-112", "SCL-113"),
        notebook=_PAGE,
        test=f"{_TEST}::test_c18_roll_outs_need_little_of_a_link",
    )
