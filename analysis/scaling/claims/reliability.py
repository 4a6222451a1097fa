"""C9: errors that pile up, correction that nobody designed, corrupted tokens, checkpoints and silent faults."""

from analysis.claims import Answer, claim
from analysis.scaling.results import reliability as results


@claim("C9")
def c9() -> Answer:
    """Do chains fail with length, and what do self-correction, voting, checkpoints and watching the fleet do about it?"""
    f = results.facts()
    return Answer(
        numbers={
            "errors_accumulate": f["lengthening"],
            "correction_emerged": f["undesigned"],
            "corruption_persists": f["outputs_changed"],
            "checkpoints_help": f["checkpoints_help"],
            "fleet_exposed": f["exposed"],
        },
        reason="At a given error rate a longer chain succeeds less in every case tried, and each of {measured_models} measured models does shorter tasks more reliably. Self-correction came undesigned in {origin_for} of {origin_all} studies of its origin, which puts the probability at {undesigned:range2}: at the bar set for a hedged claim, not above it, and "
        "those studies credit training, not compute at inference. A swapped token changes the output distribution at every later position, though the chosen token at only {choices_changed:2} of them in random networks. Saved every {interval:range2}, a run on {run_devices} GPUs loses {lost:range2}; without saves it would not end. "
        "A fleet of {gpus:range2} GPUs has {at_fault:range2} at a time that corrupt silently.",
        facts=(f,),
        figures=("SCL-114", "SCL-115", "SCL-116", "SCL-117", "SCL-118", "SCL-119"),
        notebook="scaling/reliability",
        test="tests/scaling/test_scl_reliability_results.py::test_c9_each_sentence",
    )
