"""C5 and C6: voting over streams, the best of N, and roll-outs."""

from analysis.claims import Answer, Condition, claim
from analysis.scaling.results import choosing as results


@claim("C5")
def c5() -> Answer:
    """Does a vote help, and do o1 and o1 pro work as reported?"""
    f = results.facts()
    return Answer(
        numbers={"voting_helps": f["helps"], "o1_single_chain": f["o1_prior"], "o1_pro_votes": f["o1_pro_prior"]},
        reason="A vote beat one answer in {helps_percent:range2} of {pairs} published comparisons, o1’s own among them ({o1_single} to {o1_vote} on AIME with {o1_streams} streams). How o1 and o1 pro answer has not been published by their maker; "
        "we held the two accounts true with {o1_prior} and {o1_pro_prior} beforehand, which is short of the mark. On questions whose most common answer is wrong a vote does harm.",
        facts=(f,),
        figures=("SCL-79", "SCL-78", "SCL-80", "SCL-131"),
        notebook="scaling/choosing",
        test="tests/scaling/test_scl_choosing.py::test_c5_votes_help_and_the_report_on_o1_stays_unconfirmed",
        conditions=(
            Condition(
                assumption="The report’s account of o1 (one chain) and o1 pro (a vote over several) is right, which their maker has not confirmed.",
                numbers={"o1_single_chain": f["holds"], "o1_pro_votes": f["holds"]},
                plausibility=f["report_prior"],
                prior="The product of the two weights in data/scaling/choosing_priors.csv (claim C5, o1 and o1_pro), committed before any gain was computed.",
            ),
        ),
    )


@claim("C6")
def c6() -> Answer:
    """Do best-of-N and roll-outs beat one sample when they carry information?"""
    f = results.facts()
    return Answer(
        numbers={"best_of_n_helps": f["best_of_n_helps"], "rollouts_help": f["rollouts_help"]},
        reason="With a check that passes right answers more often than wrong ones, the best of N beats one answer in {best_of_n_percent} of settings, and a score that can be fooled in {score_percent:2}; it plateaus or falls where wrong answers pass. "
        "Choosing each step by roll-outs beats taking it as it comes in {rollouts_percent} of settings. Against whole solutions picked by the same check for the same samples it wins in {rollouts_strict:2} only; we gave the milder reading {blind_prior} beforehand.",
        facts=(f,),
        figures=("SCL-81", "SCL-82", "SCL-83", "SCL-131"),
        notebook="scaling/choosing",
        test="tests/scaling/test_scl_choosing.py::test_c6_both_beat_one_sample_and_rollouts_need_many",
    )
