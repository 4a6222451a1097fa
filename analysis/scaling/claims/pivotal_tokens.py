"""B12: does Pivotal Token Search find the tokens that decide?"""

from analysis.claims import Answer, Condition, claim
from analysis.quantities import Quantity
from analysis.scaling.results import pivotal_tokens as results


@claim("B12")
def b12() -> Answer:
    """Does the search recover the deciding tokens, and are they few?"""
    f = results.facts()

    def share(q, **more):
        ends = {} if q.low is None else {"low": q.low / 100, "high": q.high / 100}
        return Quantity(q.value / 100, "1", grade=q.grade, driver=q.driver, **ends, **more)

    held = Quantity(1.0, "1")
    return Answer(
        numbers={"finds_pivots": share(f["recall"]), "few_decide": share(f["few_probability"])},
        reason="On processes with known probabilities bisection finds {recall:range2} of the tokens that move success by at least {gap}, with {samples} completions a prefix; with exact probabilities {recall_exact:range2}, "
        "because a rise and a fall within a segment cancel. What it finds is pivotal in {precision:2} of cases, at {saving:2} times fewer prefixes than an exhaustive search. "
        "That pivotal tokens are few is a theorem (at most {pivots_limit} a solution on average); that they carry most of the change is not.",
        facts=(f,),
        figures=("SCL-42", "SCL-40", "SCL-41", "SCL-43"),
        notebook="scaling/pivotal-tokens",
        test="tests/scaling/test_scl_pivotal_results.py::test_b12_bisection_misses_what_cancels",
        conditions=(
            Condition(
                assumption="the success probability is near-monotone along a solution, probabilities are exact, and decisions hold at least the share of the variance that makes the largest few tokens carry most of the change",
                numbers={"finds_pivots": held, "few_decide": held},
                plausibility=f["plausibility"],
                prior="Concentration even from none to all, written down before the runs; near-monotone as often as bisection with exact probabilities misses nothing in the planted solutions, a process fixed before the search was scored.",
            ),
        ),
    )
