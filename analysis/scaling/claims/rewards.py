"""C11: step labels, their cost and what they buy; C12: labels by roll-outs."""

from analysis.claims import Answer, claim
from analysis.scaling.results import rewards as results


@claim("C11")
def c11() -> Answer:
    """Are the counts of PRM800K and of the MATH test as stated, and does a process model pick better?"""
    f = results.facts()
    return Answer(
        numbers={
            "steps": f["steps"],
            "solutions": f["solutions"],
            "problems": f["problems"],
            "score_low": f["score_low"],
            "score_high": f["score_high"],
            "test_problems": f["test_problems"],
            "test_time": f["test_time"],
            "imo_golds": f["golds"],
            "prm_beats_orm": f["prm_wins"],
            "orm_set_ratio": f["orm_ratio"],
        },
        reason="The paper prints {steps} labels in {solutions} solutions of {problems} problems, of {collected_steps} and {collected_solutions} collected. {people} students took the test of {test_problems} problems; the lowest had {score_low}, {top_people} had {score_high}, the gold medallist one of them. "
        "Picking the best of many, the process model solved {prm} and the outcome model {orm}: better with probability {prm_wins_percent}. The outcome model saw {orm_solutions} solutions, {orm_ratio} times as many. That a set as large is out of reach is another matter: its wages would be about {orm_sized_cost:range2}.",
        facts=(f,),
        figures=("SCL-92", "SCL-97", "SCL-96", "SCL-95"),
        notebook="scaling/rewards",
        test="tests/scaling/test_scl_rewards_results.py::test_c11_counts_are_as_printed_and_the_process_model_picks_better",
    )


@claim("C12")
def c12() -> Answer:
    """Is the soft label unbiased, and does the hard one overrate weak steps?"""
    f = results.facts()
    return Answer(
        numbers={"soft_unbiased": f["soft_unbiased"], "hard_any": f["hard_overrates"]},
        reason="The soft label’s mean is the chance of success at every chance and number of roll-outs tried, in closed form and as simulated. The hard label’s is above it wherever a step can fail and more than one roll-out is made: with {rollouts} it calls {weak_hard:2} of steps good that succeed {weak} of the time. "
        "Both judge what the completer can do, not whether the step is sound; hard labels checked by hand were {peak_accuracy:range2} right at best.",
        facts=(f,),
        figures=("SCL-93", "SCL-94"),
        notebook="scaling/rewards",
        test="tests/scaling/test_scl_rewards_results.py::test_c12_the_soft_label_is_unbiased_and_the_hard_one_overrates",
    )
