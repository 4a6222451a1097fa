"""Explorer of over-training (SCL-X1)."""

from __future__ import annotations

from analysis.explorers import Control, Output, explorer
from analysis.scaling.results import overtraining as results


@explorer(
    id="SCL-X1",
    title="From a training budget to a smaller model of the same loss",
    question="How small, how long and how much cheaper over its life, at the budget, multiple and service you believe?",
    note="Every choice is compared with the best split at the first slider’s budget, which reaches the same loss. The range is that of our refits. Compute of a life counts six operations for each parameter and training token, two for each served; below zero, over-training costs more than it saves.",
    controls=(
        Control("training_flop", "Training compute of the best split", (1e22, 1e23, 1e24, 3e24, 1e25, 2e25, 5e25, 1e26, 1e27), 2e25, "FLOP"),
        Control("flop_multiple", "Training compute over that", (1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0, 300.0, 1000.0), 10.0, "1"),
        Control("served_tokens", "Tokens served over the model’s life", (1e11, 1e12, 1e13, 1e14, 3e14, 1e15, 3e15, 1e16), 1e15, "token"),
    ),
    outputs=(
        Output("shrink", "Times smaller", "1"),
        Output("params", "Parameters", "1"),
        Output("tokens", "Training tokens", "token"),
        Output("saved_percent", "Saved of the life’s compute", "percent"),
    ),
    grade="modelled",
    notebook="scaling/overtraining",
)
def smaller_longer(training_flop, flop_multiple, served_tokens):
    """Budget, multiple and service to size, tokens and saving."""
    return results.explorer_grid(training_flop, flop_multiple, served_tokens)
