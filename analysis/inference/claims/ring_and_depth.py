"""B9 and B10: ring attention and Mixture-of-Depths."""

from analysis.claims import Answer, Untestable, claim
from analysis.inference.results import ring_and_depth as results
from analysis.quantities import Quantity


@claim("B9")
def b9() -> Answer:
    """Does a ring remove the memory wall of one device, and did Gemini 1.5 or Claude 3 use one?"""
    f = results.facts()
    return Answer(
        numbers={"wall_removed": f["ring_linear"], "memory_falls": f["ring_memory"], "used_in_products": Quantity(0.5, "1", 0.0, 1.0, "guessed", "", "nothing published")},
        reason="The technical half holds: memory per device falls with the number of devices to the power {ring_slope}, so {ring_devices:number} H100 hold {ring_most:2} where one holds {ring_one:2}, and sending hides once a device has {ring_block_net:interval2}. The wall that is left is time: {ring_minutes_most:2} against {ring_minutes_one:2} to read it. "
        "That Gemini-1.5 or Claude-3 used it cannot be tested, and the verdict speaks of the whole.",
        facts=(f,),
        figures=("INF-27",),
        notebook="inference/architecture",
        test="tests/inference/test_ring_attention.py::test_b9_memory_falls_in_proportion_and_time_does_not",
        untestable=Untestable(
            why="One of three parts, a rumour about products, has no public evidence either way; neither maker has published how its long contexts are computed.",
            tried="Memory: a sequence of the lengths offered must be spread over devices in some way, but exchanging heads for tokens, gathering all keys, or splitting tensors give the same memory. Speed and price: prompts are priced and timed with everything else mixed in. No observable tells a ring from the other ways.",
            evidence="A statement or a paper by the makers, their serving code, a profile of the traffic between their devices, or a timing of prompts against length with the devices known.",
        ),
    )


@claim("B10")
def b10() -> Answer:
    """Does Mixture-of-Depths save operations at equal quality, and is the standard uniform?"""
    f = results.facts()
    return Answer(
        numbers={"saves_flop": f["depth_saves"], "uniform_standard": f["uniform"]},
        reason="All {uniform_models:number} models of the catalogue spend the same on each token of one context. {depth_studies:number} studies print savings of {depth_printed:interval2} with a score change of −{depth_worst} at worst, only {depth_language:number} of them on language alone and by the authors themselves. "
        "By our count a model with every second block routed at {depth_capacity} saves {depth_saved_short:2} of a pass’s operations at {depth_short_k} and {depth_saved_long:2} at {depth_long_k}; in decoding, {depth_bytes_least:2} of the bytes at {depth_users_least:number} users.",
        facts=(f,),
        figures=("INF-28",),
        notebook="inference/architecture",
        test="tests/inference/test_depth.py::test_b10_published_savings_lose_nothing_visible",
    )
