"""Explorer of the product formula (GOV-X2)."""

from __future__ import annotations

from analysis.explorers import Control, Output, explorer
from analysis.governance.results import product_formula as results


@explorer(
    id="GOV-X2",
    title="Training compute below a threshold, inference above it",
    question="How far does inference lift the model, the technique and the threshold you have in mind?",
    note="Inference is counted in multiples of one answer of the same model. With a check and by vote: fitted to mathematics problems. Most language tasks and tasks solved step by step: as Epoch AI judges. Limits are its own, and for a vote what the best vote was worth. Recall of facts is not lifted by any of them.",
    controls=(
        Control("training_flop", "Training compute of the model", (1e23, 3e23, 1e24, 2e24, 3e24, 5e24, 1e25, 2e25, 3e25, 5e25), 3e24, "FLOP"),
        Control("threshold_flop", "Threshold", (1e23, 1e24, 1e25, 1e26, 1e27), 1e25, "FLOP"),
        Control("kind", "How answers are picked, or tasks solved", results.KINDS, results.KINDS[0]),
        Control("inference_multiple", "Inference over one answer", (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 10_000.0), 10.0, "1"),
    ),
    outputs=(
        Output("times", "Worth in training compute (times)", "1"),
        Output("flop", "Performs like training with", "FLOP"),
        Output("chance_percent", "Chance that it performs like a model at the threshold", "percent"),
    ),
    grade="modelled",
    notebook="governance/product-formula",
)
def lifting(training_flop, threshold_flop, kind, inference_multiple):
    """Training, threshold, technique and inference to what it is worth."""
    return results.explorer_grid(training_flop, threshold_flop, kind, inference_multiple)
