"""D13: a shortage at the end of 2024. D14: thousands of chips for thousands of users."""

from dataclasses import replace

from analysis.claims import Answer, Condition, Conflict, claim
from analysis.inference.results import serving_fleet as results
from analysis.quantities import Quantity


def _share(q: Quantity) -> Quantity:
    """Return a percentage as a share."""
    return replace(q, value=q.value / 100, unit="1", low=None if q.low is None else q.low / 100, high=None if q.high is None else q.high / 100)


@claim("D13")
def d13() -> Answer:
    """Was demand above capacity, were Sora's sign-ups closed, and were Copilot features held back for it?"""
    f = results.facts()
    return Answer(
        numbers={"shortage": _share(f["p_shortage"]), "sora_closed": _share(f["p_sora_closed"]), "copilot_held": _share(f["p_copilot_held"])},
        reason="{witnesses} of the largest providers said so themselves (at least {p_shortage:low}), and OpenAI's own notice gave traffic as the reason for closing Sora ({p_sora_closed:range2}). For Copilot we found indirect evidence only: {p_copilot_held:range2}, short of what is asked, unless the document's own word counts as a report ({p_copilot_document:range2}). "
        "With {tenth} of the chips missing {refused_tenth:2} of a day's requests are turned away, with {half} {refused_half:2}.",
        facts=(f,),
        figures=("INF-51", "INF-50"),
        notebook="inference/serving-fleet",
        test="tests/inference/test_serving_fleet_results.py::test_d13_follows_from_the_witnesses",
        conditions=(
            Condition(
                assumption="SemiAnalysis's own word on Copilot counts as a report of the time",
                numbers={"copilot_held": _share(f["p_copilot_document"])},
                plausibility=f["document_prior"],
                prior="data/inference/fleet_priors.csv, dimension document_counts, committed before any probability was computed",
            ),
        ),
    )


@claim("D14")
def d14() -> Answer:
    """How many users in the act does a chip serve, and how many chips do some thousands take?"""
    f = results.facts()
    return Answer(
        numbers={"users_per_chip": f["users_per_chip"], "chips": f["chips"]},
        reason="Over {sets:number} ways of serving a popular model of 2024 a chip serves {users_per_chip:range2} users in the act, within a decade of one in {inside:2} of the weight; some thousands ({thousands:number}) take {chips:range2} chips, with heavy use {chips_heavy:range2}. "
        "A large dense model on H100 comes to one user per chip at {one_speed:2} each. DeepSeek's day had {day_streams_per_gpu:2} users per GPU.",
        facts=(f,),
        figures=("INF-48", "INF-47"),
        notebook="inference/serving-fleet",
        test="tests/inference/test_serving_fleet_results.py::test_d14_holds_to_a_decade",
        conditions=(
            Condition(
                assumption="The users are heavy ones: answers of reasoning length or prompts of document length",
                numbers={"users_per_chip": f["users_heavy"], "chips": f["chips_heavy"]},
                plausibility=f["heavy_prior"],
                prior="data/inference/fleet_priors.csv, dimension heavy_use, committed before the search",
            ),
        ),
        conflicts=(
            Conflict(
                key="users_per_chip",
                value=f["day_streams_per_gpu"],
                source="deepseek2025day6",
                locator="section Statistics: 168B output tokens in 24 hours, 20–22 tokens per second, 226.75 nodes of 8",
            ),
        ),
    )
