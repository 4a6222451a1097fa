"""E4: how large a buffer against enhancement; E5: should other compute be counted."""

from analysis.claims import Answer, Condition, claim
from analysis.governance.results import buffer as results


@claim("E4")
def e4() -> Answer:
    """Is enhancement cheap against what it is worth, and do the published gains fix the buffer?"""
    f = results.facts()
    return Answer(
        numbers={"cheap_gain": f["cheap"], "buffer_decidable": f["decided"]},
        reason="Of {gains} published gains the middle one is worth {single_gain:range2} times the training compute; of the {cheap_count} that cost less than {cheap_limit} of it, {cheap_gain:range2} times, {few:2} times or more with probability {cheap:2}; without the errors that sources state it would be {cheap_bare:3}, short of the mark. "
        "To let {tolerated:2} of the enhanced models below the line escape takes a buffer of {need:range2}, which lies in a window of a factor of {many} with probability {decided:2}; that is for notable models, and with as many models at every size it would be {need_even:range2} and {decided_even:2}. How many gains stack on one model drives it, and that is judgement.",
        facts=(f,),
        figures=("GOV-23", "GOV-24", "GOV-22", "GOV-25"),
        notebook="governance/counting-and-buffers",
        test="tests/governance/test_gov_buffer_results.py::test_e4_enhancement_is_cheap_and_the_buffer_is_known_to_a_factor_of_ten",
    )


@claim("E5")
def e5() -> Answer:
    """Do kinds of compute differ in worth, and does adding them rank models no better?"""
    f = results.facts()
    return Answer(
        numbers={"not_alike": f["not_alike"], "counting_misleads": f["misleads"]},
        reason="An operation of reinforcement learning stands for {worth_rl:range2} of pre-training, one of inference for {worth_inference:range2}. Pre-training alone ranks models inside years at {rank_pretraining:2}; with all that made the model {rank_made:2}, "
        "with its use as well {rank_used:2}. Adding is no better with probability {no_better_made:2} in the one reading and {no_better_used:2} in the other; the text does not say which, so that both count by the weights given beforehand.",
        facts=(f,),
        figures=("GOV-27", "GOV-28", "GOV-26"),
        notebook="governance/counting-and-buffers",
        test="tests/governance/test_gov_buffer_results.py::test_e5_operations_are_not_alike_and_adding_use_misleads",
        conditions=(
            Condition(
                assumption="What is added includes the inference of a model's use, not only the compute that made it.",
                numbers={"counting_misleads": f["no_better_used"]},
                plausibility=f["prior_use"],
                prior="One less the weight of the other reading in data/governance/counting_priors.csv (claim E5), committed before any ranking was computed.",
            ),
        ),
    )
