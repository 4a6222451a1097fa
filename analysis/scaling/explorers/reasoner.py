"""Explorer of training a reasoner (SCL-X7)."""

from __future__ import annotations

from analysis.explorers import Control, Output, explorer
from analysis.scaling.results import reasoner as results


@explorer(
    id="SCL-X7",
    title="From problems and answers to the compute of post-training",
    question="What does training a reasoner take at the counts you believe?",
    note="Post-training is set against pre-training of the same model on a set of 2024. The range is that of what is scored beside the generator and, for GPU-years, of how fully the accelerators are used in training; generating uses them less fully, so the GPU-years are a lower bound.",
    controls=(
        Control("problems", "Problems", (1e4, 1e5, 1e6, 1e7, 1e8), 1e7),
        Control("trajectories_each", "Answers to each", (16.0, 100.0, 1000.0, 3000.0, 10000.0), 3000.0),
        Control("tokens_each", "Tokens in each", (1000.0, 5000.0, 10000.0, 30000.0), 5000.0, "token"),
        Control("kept_percent", "Trained on", (1.0, 5.0, 20.0, 100.0), 20.0, "percent"),
        Control("active_b", "Weights in use, billions", (10.0, 37.0, 100.0, 280.0), 100.0),
    ),
    outputs=(
        Output("tokens", "Tokens generated", "token"),
        Output("flop", "Compute of post-training", "FLOP"),
        Output("over_pre", "Post-training over pre-training", "1"),
        Output("passes", "Forward passes for each backward one", "1"),
        Output("gpu_years", "H100-years at least", "1"),
    ),
    grade="modelled",
    notebook="scaling/training-a-reasoner",
)
def reasoner_budget(problems, trajectories_each, tokens_each, kept_percent, active_b):
    """Counts, share kept and size to tokens, FLOP, ratio, passes and GPU-years."""
    return results.explorer_grid(problems, trajectories_each, tokens_each, kept_percent, active_b)
