"""Explorer of the run-length page (SCL-X2)."""

from __future__ import annotations

import numpy as np

from analysis.explorers import Control, Output, explorer
from analysis.scaling import run_length as model
from analysis.scaling.results import run_length as results


@explorer(
    id="SCL-X2",
    title="From growth rates to the longest run worth starting",
    question="How long may a run last before a later start beats it, at the rates you believe?",
    note="A run keeps the hardware, the method and the yearly budget of its start. A halving time of 1,200 months stands for no progress, a factor of 1 for a constant budget.",
    controls=(
        Control("halving_months", "Compute for a fixed result halves in", (3.0, 5.0, 8.0, 14.0, 20.5, 36.0, 1200.0), 8.0, "month"),
        Control("hardware", "Throughput per dollar, factor a year", (1.15, 1.3, 1.4, 1.6), 1.3),
        Control("cost", "Budget, factor a year", (1.0, 1.5, 2.0, 2.4, 3.0, 4.0), 2.4),
        Control("length_months", "Length of your run", (1.0, 2.0, 3.0, 4.0, 6.0, 12.0), 3.0, "month"),
    ),
    outputs=(Output("longest", "Longest run worth starting", "month"), Output("share", "Result of your run, of the best by its end date", "percent"), Output("longer", "Large runs to 2024 that took longer than the longest", "percent")),
    grade="modelled",
    notebook="scaling/run-length",
)
def longest_run(halving_months, hardware, cost, length_months):
    """Rates and a length to the longest run worth starting and what the run yields."""
    best = model.longest_run_months(model.rate_from_factor(hardware), model.rate_from_halving(halving_months), model.rate_from_factor(cost))
    on_record = results.large()["run_months"].to_numpy()
    return {"longest": best, "share": 100 * model.relative_outcome(length_months, best), "longer": 100 * np.mean(on_record[None, :] > best[:, None], axis=1)}
