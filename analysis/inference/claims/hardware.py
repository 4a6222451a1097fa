"""D8 and D9: whether B200 is finest at speed and at users, whether NVL72 and Trainium2 are cheaper, and whether Orion could be served before Blackwell."""

from analysis import tables
from analysis.claims import Answer, Condition, claim
from analysis.inference.results import hardware as results
from analysis.quantities import Quantity


def _prior(group: str, **chosen: str) -> Quantity:
    """Return the product of the weights of the chosen options, written down before any of them was tried."""
    frame = tables.load("inference/inversion_priors").query("claim_group == @group").set_index(["assumption", "option"])["weight"]
    product = 1.0
    for assumption, option in chosen.items():
        product *= float(frame[assumption, option])
    return Quantity(product, "1", grade="guessed")


@claim("D8")
def d8() -> Answer:
    """Is B200 the finest in speed and in users served?"""
    f = results.facts()
    numbers = {"b200_frontier": f["b200_server_fraction"], "more_compute_both": f["pairs_faster_fraction"]}
    return Answer(
        numbers=numbers,
        reason="On DeepSeek-R1, servers of B200 give most tokens an accelerator at {b200_server:2} of speeds among the systems of early 2025, the rest going to GB200 racks; counting GB200’s accelerators as B200s, at {b200_chip:2}. "
        "H100, H200, MI300X and MI325X lie below at every speed. In {pairs_faster:2} of {pairs} measured pairs a group with {pairs_times:number} times the accelerators served the same requests faster.",
        facts=(f,),
        figures=("INF-30", "INF-31"),
        notebook="inference/hardware",
        test="tests/inference/test_hardware_results.py::test_d8_b200_beats_other_chips_and_not_its_own_rack",
        conditions=(
            Condition(
                assumption="GB200’s accelerators count as B200s: they carry the same chip.",
                numbers=numbers | {"b200_frontier": f["b200_chip_fraction"]},
                plausibility=_prior("D8", b200="with GB200"),
                prior="inference/inversion_priors, claim_group D8",
            ),
        ),
    )


@claim("D9")
def d9() -> Answer:
    """Does NVL72 make long chains cheaper, was Orion uneconomic before Blackwell, and is Trainium2 cheaper by FLOP/s and byte?"""
    f = results.facts()
    fraction = {key: Quantity(f[key].value / 100.0, "1", grade=f[key].grade) for key in ("orion_h100", "orion_h100_one_server", "trn2_flop_rents", "trn2_bandwidth_rents", "trn2_capacity_rents")}
    numbers = {
        "nvl72_cheaper": f["nvl72_cheaper_fraction"],
        "orion_uneconomic": fraction["orion_h100"],
        "trn2_flop": fraction["trn2_flop_rents"],
        "trn2_bandwidth": fraction["trn2_bandwidth_rents"],
        "trn2_capacity": fraction["trn2_capacity_rents"],
    }
    rows = results.trainium().query("against == 'H100'").set_index("quantity")["ratio"]
    at_list = {
        f"trn2_{key}": Quantity(float(rows[name] > 1.0), "1")
        for key, name in (("flop", "16-bit FLOP/s"), ("bandwidth", "Memory bandwidth"), ("capacity", "Memory"))
    }
    return Answer(
        numbers=numbers,
        reason="A long chain’s token costs {nvl72_saving:2} times as much on H200 as on GB200 at {speed_25} for each user, and more on H100: cheaper in every draw. GPT-4.5’s price fails to pay for a model of its guessed size on H100 with a chance of {orion_h100:2} if it may be spread over many servers, "
        "and of {orion_h100_one_server:3} on one server of eight. A dollar at one cloud’s list buys {trn2_flop:2} times the FLOP/s, {trn2_bandwidth:2} times the bandwidth and {trn2_capacity:2} times the memory on Trainium2; against {rents_counted} published prices of H100 it is the cheaper in {trn2_flop_rents:2}, {trn2_bandwidth_rents:2} and {trn2_capacity_rents:2} of them.",
        facts=(f,),
        figures=("INF-32", "INF-33", "INF-34"),
        notebook="inference/hardware",
        test="tests/inference/test_hardware_results.py::test_d9_long_chains_are_cheaper_and_orion_is_not_uneconomic",
        conditions=(
            Condition(
                assumption="One server of eight has to hold the model, and both chips are paid for at one cloud’s list price.",
                numbers=numbers | at_list | {"orion_uneconomic": fraction["orion_h100_one_server"]},
                plausibility=_prior("D9", chip_cost="one cloud's list", orion_servers="one server of eight"),
                prior="inference/inversion_priors, claim_group D9",
            ),
        ),
    )
