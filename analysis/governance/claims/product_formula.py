"""E2: performance as a product of training and inference compute and their efficiencies."""

from analysis.claims import Answer, Conflict, claim
from analysis.governance.results import product_formula as results


@claim("E2")
def e2() -> Answer:
    """Do training and inference compute trade one for one, do both help, and does more training stay ahead?"""
    f = results.facts()
    return Answer(
        numbers={"exchange_rate": f["rate"], "both_raise": f["both_raise"], "complements": f["ahead"]},
        reason="Over {settings} settings the exponent of inference over that of training is {rate:range2}; it is below {literal} with {below_one:2} chance. It hangs on how an answer is picked: {checked:range2} where a check picks it, {voted:range2} where a vote does. "
        "Both kinds of compute raise performance with probability {both_raise:2}. Of {pairs} pairs of siblings that use the same technique, the one with more training is ahead with probability {ahead:range2}, a hair under what is asked for; {ahead_many:2} if tests of unknown length had {many_questions} questions rather than {questions}. "
        "They are complements also in that techniques end: a vote makes up for {vote_limit:range2} times the training at most, and thinking harder moves recall of facts by {recall_most:2} at most.",
        facts=(f,),
        figures=("GOV-39", "GOV-40", "GOV-41", "GOV-42"),
        notebook="governance/product-formula",
        test="tests/governance/test_gov_product_formula.py::test_e2_the_rate_is_below_one_and_both_kinds_help",
        conflicts=(Conflict("exchange_rate", f["hex"], "jones2021hex", "section IV-C and Figure 9: ten times the training for fifteen times the search"),),
    )
