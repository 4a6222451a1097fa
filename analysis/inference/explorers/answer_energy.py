"""Explorer of the energy page (INF-X5)."""

from __future__ import annotations

import numpy as np

from analysis.explorers import Control, Output, explorer
from analysis.inference.results import answer_energy as results

_NAMES = {shown: name for name, shown in results.MODELS.items()}


@explorer(
    id="INF-X5",
    title="From a model, its hardware and an answer to watt-hours, carbon and water",
    question="What does an answer take, at the model, hardware, lengths and speed you believe?",
    note="Electricity at the facility’s meter on the group of accelerators that takes least at that speed; carbon by the life cycle of the US grid where data centres stand; water at the site and at power plants. The range is that of the model’s error, of servers, idle machines, building, grid and reservoirs; what you choose is held fixed. A speed that the hardware cannot give is lowered to the fastest it can, one below what a full memory gives is raised to that.",
    controls=(
        Control("model", "Model", tuple(_NAMES), "DeepSeek-R1"),
        Control("hardware", "Accelerator", results.HARDWARE, "H200"),
        Control("prompt_tokens", "Prompt", (100.0, 500.0, 2_000.0, 10_000.0, 50_000.0), 500.0, "token"),
        Control("answer_tokens", "Answer, thought included", (100.0, 500.0, 2_000.0, 10_000.0, 30_000.0), 500.0, "token"),
        Control("speed_tok_s", "Speed for each user", (20.0, 50.0, 100.0, 150.0), 50.0, "token/s"),
    ),
    outputs=(
        Output("energy_wh", "Electricity", "Wh"),
        Output("carbon_g", "CO2 equivalent", "g"),
        Output("water_ml", "Water", "mL"),
        Output("reached_tok_s", "Speed reached", "token/s"),
    ),
    grade="modelled",
    notebook="inference/answer-energy",
)
def answer_to_energy(model, hardware, prompt_tokens, answer_tokens, speed_tok_s):
    """Model, accelerator, lengths and speed to electricity, carbon and water."""
    found = [
        results.at_speed(_NAMES[str(m)], str(h), float(p), float(a), float(s))
        for m, h, p, a, s in zip(model, hardware, prompt_tokens, answer_tokens, speed_tok_s, strict=True)
    ]
    made = {key: tuple(np.array([f[key][end] for f in found]) for end in range(3)) for key in ("energy_wh", "carbon_g", "water_ml")}
    return {**made, "reached_tok_s": np.array([f["speed_tok_s"] for f in found])}
