"""E10: stolen weights are worth less without their set-up, and exploiting them at scale takes a data centre."""

from analysis.claims import Answer, claim
from analysis.governance.results import stolen_weights as results

__all__ = ["e10"]


@claim("E10")
def e10():
    f = results.facts()
    return Answer(
        numbers={"scaffolding_matters": f["scaffolding_matters"], "scale_needs_site": f["needs_site"], "small_harms_do_not": f["fits_best"]},
        reason="{models_losing} of {models} models with published scores lose a tenth or more of their score without tools or an agent’s loop, {loss:2} in the middle. "
        "A million tasks at once need {million_mw:range2}, a megawatt or more with {needs_site_percent:4} probability. One server of eight B300 holds a frontier model with {fits_best_percent:2} probability. "
        "By pairs of scores in place of models the share falls to {share_pairs:2}, and a thief with a plain public loop loses {loss_plain:2}, not all of it.",
        facts=(f,),
        figures=("GOV-60", "GOV-61", "GOV-63"),
        notebook="governance/stolen-weights",
        test="tests/governance/test_gov_stolen_weights_results.py::test_e10_holds_by_models_and_its_weak_points_are_said",
        remaining="Counted by pairs of scores, the first number would fall short of what the register asks. Whether one server is enough for the largest models turns on sizes that no maker states.",
    )
