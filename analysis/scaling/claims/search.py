"""C8: AlphaGeometry's search, backtracking, and Q*."""

from analysis.claims import Answer, Condition, claim
from analysis.scaling.results import search as results


@claim("C8")
def c8() -> Answer:
    """Does backtracking raise the chance of success, were shorter proofs found, and does Q* search?"""
    f = results.facts()
    return Answer(
        numbers={"backtracking_helps": f["helps"], "shorter_proofs": f["shorter_found"], "q_star_search": f["q_star"]},
        reason="Over {settings} settings of a stated model, going back raises the chance of success at equal work in {helps_percent:range2}; AlphaGeometry’s own ablation gives {solved_beam} problems with a {beam_ratio}th of the beam and {solved_full} with all of it. "
        "Its search is a beam over constructions, which drops branches but does not go back. The paper claims no shorter proof; it reports a more general theorem, with a premise less, and proofs in lower-level steps than people’s. What Q* did was never published: we held search with generation {q_star_percent} probable beforehand.",
        facts=(f,),
        figures=("SCL-87", "SCL-85", "SCL-86", "SCL-88"),
        notebook="scaling/search-with-backtracking",
        test="tests/scaling/test_scl_search.py::test_c8_going_back_helps_and_no_shorter_proof_is_reported",
        conditions=(
            Condition(
                assumption="A proof that needs a premise less counts as a simpler one, as with the Olympiad problem of 2004 that AlphaGeometry generalised.",
                numbers={"shorter_proofs": f["holds"]},
                plausibility=f["shorter_prior"],
                prior="Weight of that reading in data/scaling/choosing_priors.csv (claim C8, shorter), committed before the paper was searched.",
            ),
        ),
    )
