"""E15: hidden chains of thought, what evaluators see, how reinforcement learning used compute."""

from analysis.claims import Answer, claim
from analysis.governance.results import open_questions as results


@claim("E15")
def e15() -> Answer:
    """Where do the three questions stand in 2026?"""
    f = results.facts()
    return Answer(
        numbers={"evaluators_see": f["evaluators_see"], "chains_hidden": f["chains_hidden"], "rl_compute_known": f["rl_compute_known"]},
        reason="Of {labs} leading labs {hidden_labs} hide raw chains from users, or show a summary. For {seen_labs} outside evaluators have read them whole: by the reports, in one assessment of early 2026 by METR, or because anyone can. "
        "The compute of learning is disclosed for DeepSeek-R1 ({r1_hours} of GPU time for its runs), not for the closed labs’ models. {secondary} of {answers} answers are second-hand.",
        facts=(f,),
        figures=("GOV-14", "GOV-15"),
        notebook="governance/open-questions",
        test="tests/governance/test_gov_open_questions.py::test_e15_each_question_has_moved",
    )
