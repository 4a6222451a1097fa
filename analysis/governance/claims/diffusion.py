"""E3: access and performance effect; E9: compute-heavy inference as a defence."""

from analysis.claims import Answer, Untestable, claim
from analysis.governance.results import diffusion as results

__all__ = ["e3", "e9"]


@claim("E3")
def e3():
    f = results.facts()
    return Answer(
        numbers={"access_effect": f["access"], "performance_effect": f["moved"], "not_spread": f["not_spread"]},
        reason="Compute for a fixed score fell {before:range2} times a year before o1-preview and {index:range2} over all years, so that smaller budgets came within reach: {gpt4_actors} organisations have matched GPT-4, {gpt4_actors_early} of them in the first year. "
        "At {moved_share:2} of replications somebody else was already further. No release matched o1-preview in September 2024; the first was announced {o1_announced:2} after it and the first with an index came after {o1_first:2}. What was tried unseen inside companies is not known.",
        facts=(f,),
        figures=("GOV-46", "GOV-49", "GOV-48"),
        notebook="governance/diffusion",
        test="tests/governance/test_gov_diffusion_results.py::test_e3_both_effects_and_no_match_in_september",
    )


@claim("E9")
def e9():
    f = results.facts()
    return Answer(
        numbers={"edge": f["edge"]},
        reason="More inference helped the side that spent it in {n_helped} of {n_settings} published settings, {edge_percent:range2} with studies weighing the same: in {n_attacker_helped} of {n_attacker} for attackers and {n_defender_helped} of {n_defender} for defenders. None sets equal models against each other with both budgets varied.",
        facts=(f,),
        figures=("GOV-50",),
        notebook="governance/diffusion",
        test="tests/governance/test_gov_diffusion_results.py::test_e9_has_no_contest_of_equal_models",
        untestable=Untestable(
            why="The claim is about a contest: with equal models the side with more inference wins. Every published result found varies one side alone, and each side gains from its own compute.",
            tried="Settings were counted by a rule that was written down with the table, before any count: studies weigh the same, settings within a study too. The share lies at the edge of what the register asks for and its interval reaches well below, so that one more study would turn it.",
            evidence="One network, one model on both sides, and a grid of token budgets for attacker and defender, with who wins at each point; the equal-agent contests of 2025 would do if budgets were varied.",
        ),
    )
