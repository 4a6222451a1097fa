"""C10, C14 and C19: the tokens of Berry training, “3.5 Opus” and the blurred line, forward passes and post-training over pre-training."""

from analysis.claims import Answer, Condition, Conflict, claim
from analysis.quantities import Quantity
from analysis.scaling.results import reasoner as results

_PAGE = "scaling/training-a-reasoner"
_TEST = "tests/scaling/test_scl_reasoner_results.py"


@claim("C10")
def c10() -> Answer:
    """Do the printed counts make the printed total, and does anything else speak to them?"""
    f = results.facts()
    return Answer(
        numbers={"total_tokens": f["r1_tokens"], "problems": f["r1_problems"], "trajectories_per_problem": f["r1_each"], "tokens_per_trajectory": f["length"], "trajectories": f["r1_answers"], "exceeds_pretraining": f["r1_exceeds"]},
        reason="The largest run that prints its counts, DeepSeek-R1-Zero, had {r1_problems:3} problems and {r1_answers:3} answers, some {r1_tokens:2}. The document’s own counts, {problems:2} problems of thousands of answers of thousands of tokens, do make {tokens:range2}, more than a pre-training set of 2024 with {exceeds_percent:2} probability, and generating them would have taken {budget_share:range2} of what OpenAI spent on training and research compute in 2024. "
        "They hang together and could be paid for; that they are OpenAI’s nothing public confirms.",
        facts=(f,),
        figures=("SCL-101", "SCL-104"),
        notebook=_PAGE,
        test=f"{_TEST}::test_c10_the_counts_make_the_total_if_they_are_openais",
        conditions=(
            Condition(
                assumption="The counts that the document prints are those of OpenAI’s own runs.",
                numbers={"total_tokens": f["tokens"], "problems": f["problems"], "trajectories_per_problem": f["each"], "tokens_per_trajectory": f["length"], "trajectories": f["answers"], "exceeds_pretraining": f["exceeds"]},
                plausibility=f["prior_counts"],
                prior="Weight of that reading in data/scaling/reasoner_priors.csv (claim C10, counts), committed before anything was computed.",
            ),
        ),
    )


@claim("C14")
def c14() -> Answer:
    """Does a larger unserved teacher help at no cost of inference, was “3.5 Opus” one, and how much of training is inference?"""
    f = results.facts()
    return Answer(
        numbers={"quality_without_cost": f["distil_chance"], "opus_kept": f["opus"], "blurred": f["blurred"]},
        reason="All {compared} students compared at their own size gain from a larger teacher, which makes {distil_chance:2} for the next. But Anthropic’s head wrote of “Claude 3.5 Sonnet” that it “was not trained in any way that involved a larger or more expensive model”: the report and the denial together leave {opus:range2} of even odds. "
        "And inference made up {inference:range2} of the training of reasoning models, over a tenth with {blurred_percent:2} probability.",
        facts=(f,),
        figures=("SCL-106", "SCL-105", "SCL-107"),
        notebook=_PAGE,
        test=f"{_TEST}::test_c14_teachers_help_but_opus_is_denied",
        conflicts=(Conflict("opus_kept", Quantity(0.0, "1", grade="measured"), "willison2025amodei", "quotation from Dario Amodei’s essay of 29 January 2025: not trained in any way that involved a larger or more expensive model (contrary to some rumors); decoder2025sonnet reports the same"),),
    )


@claim("C19")
def c19() -> Answer:
    """How many forward passes for each backward one, and has post-training passed pre-training?"""
    f = results.facts()
    return Answer(
        numbers={"post_over_pre": f["ratio_one"], "pass_ratio": f["pre_passes"], "post_pass_ratio": f["passes"], "formerly": f["ratio_early_one"]},
        reason="Post-training runs {passes:range2} forward passes for each backward one, {passes_least} at least. Its compute is {ratio:range2} of pre-training’s over the {models} reasoning models for which anybody gives a number, {ratio_early:range2} for the first of them, and reaches it with {passed:2} probability; DeepSeek counts {r1_ratio:2} for R1. "
        "With the counts the document prints it would be {over_pre:range2} times pre-training.",
        facts=(f,),
        figures=("SCL-103", "SCL-102", "SCL-104"),
        notebook=_PAGE,
        test=f"{_TEST}::test_c19_many_forward_passes_and_little_post_training",
        conflicts=(Conflict("post_over_pre", f["r1_ratio_one"], "guo2025nature", "supplement B.4.4: 147K H800 hours, against 2,664K of pre-training in the report on V3 (deepseek2024v3)"),),
    )
