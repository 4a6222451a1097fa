"""C16: a minute of a consistent world, and ten."""

from analysis.claims import Answer, Condition, claim
from analysis.inference.results import streamed_world as results
from analysis.quantities import Quantity


@claim("C16")
def c16() -> Answer:
    """Does a Genie 2 world hold for a minute, and a later one for ten?"""
    f = results.facts()
    return Answer(
        numbers={"consistent_time": f["consistent_time"], "ten_minutes": Quantity(f["ten_now"].value / 100, "1", grade="guessed")},
        reason="DeepMind states up to {consistent_time}, its usual examples last {typical:interval2}. Of {sets:number} sets of assumptions {hits:number} give a minute, with {mass_minute:2} of the weight written down before, most often for memory ({minute_by_memory:2}) or for the length trained with ({minute_by_training:2}). "
        "No published Genie had reached ten minutes by November 2026 ({ten_now:2}); one more generation that lengthens as the earlier ones did would with {ten_next:2}.",
        facts=(f,),
        figures=("INF-54", "INF-55"),
        notebook="inference/streamed-world",
        test="tests/inference/test_streamed_world.py::test_c16_the_minute_is_stated_and_ten_minutes_need_one_more_generation",
        conditions=(
            Condition(
                assumption="One more generation of Genie is published by the end of 2027 and lengthens the world by a factor like those of the earlier generations",
                numbers={"ten_minutes": Quantity(f["ten_next"].value / 100, "1", grade="guessed")},
                plausibility=f["prior_next"],
                prior="data/inference/world_priors.csv, dimension next_generation, committed before the search",
            ),
        ),
    )
