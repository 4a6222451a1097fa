"""Explorer of choosing among answers (SCL-X6)."""

from __future__ import annotations

from analysis.explorers import Control, Output, explorer
from analysis.scaling.results import choosing as results


@explorer(
    id="SCL-X6",
    title="From one answer’s odds to a vote, a check and their cost",
    question="What do a vote and a check make of one answer’s odds, at the errors and the number of streams you believe?",
    note="One kind of question at a time: real sets mix kinds. Each wrong answer of six is as many times as likely as the one before as the second slider says. A tie is broken by lot; if the check passes nothing, any answer is taken. Cost is accelerator time with the prompt in common, on the server of the inference part.",
    controls=(
        Control("right", "One answer is right", (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9), 0.3),
        Control("evenness", "How evenly errors spread", (0.1, 0.3, 0.6, 0.8, 1.0), 0.8),
        Control("streams", "Streams", (1.0, 3.0, 5.0, 9.0, 17.0, 33.0, 65.0), 5.0),
        Control("true_positive", "Right answers that pass the check", (0.5, 0.8, 0.9, 1.0), 0.9),
        Control("false_positive", "Wrong answers that pass the check", (0.0, 0.01, 0.1, 0.3, 0.5), 0.1),
    ),
    outputs=(
        Output("vote", "Right by a vote", "percent"),
        Output("picked", "Right by a check", "percent"),
        Output("ceiling", "Most that the check can give", "percent"),
        Output("cost", "Cost over one stream", "1"),
    ),
    grade="modelled",
    notebook="scaling/choosing",
)
def votes_and_checks(right, evenness, streams, true_positive, false_positive):
    """One answer's odds, errors, streams and check to scores and cost."""
    return results.explorer_grid(right, evenness, streams, true_positive, false_positive)
