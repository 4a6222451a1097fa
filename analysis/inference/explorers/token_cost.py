"""Explorer of what a token costs (INF-X3)."""

from __future__ import annotations

from analysis.explorers import Control, Output, explorer
from analysis.inference import models
from analysis.inference.results import token_cost as results

_SHOWN = ("llama-3.1-8b", "llama-3.1-70b", "qwen3-32b", "qwen3-235b-a22b", "gpt-oss-20b", "gpt-oss-120b", "deepseek-v3", "minimax-m2.5")


@explorer(
    id="INF-X3",
    title="From a model and an hour's price to the price of a token",
    question="What does a million tokens cost to serve, at the model, machine, lengths, speed and price of the hour you believe?",
    note="The cheapest number of accelerators, spread and batch that gives every user the speed, always full; where no batch does, one user at the fastest there is, which the last number then shows. "
    "The hour is yours: put idle hours into it. The range is that of measured over computed time alone.",
    controls=(
        Control("model", "Model", tuple(models.get(n).name for n in _SHOWN), "Llama 3.1 70B"),
        Control("accelerator", "Accelerator", tuple(results.CANDIDATES), "H200"),
        Control("prompt", "Tokens read", (300.0, 3e3, 1e4, 3e4), 3e3, "token"),
        Control("answer", "Tokens written", (300.0, 1e3, 3e3, 1e4), 1e3, "token"),
        Control("speed", "Speed wanted for each user", (15.0, 30.0, 60.0, 150.0), 30.0, "token/s"),
        Control("hour", "Price of an accelerator's hour", (1.0, 2.0, 3.0, 5.0), 3.0, "USD/hour"),
    ),
    outputs=(Output("input", "A million tokens read", "USD"), Output("output", "A million tokens written", "USD"), Output("speed", "Speed that each user gets", "token/s")),
    grade="modelled",
    notebook="inference/token-cost",
)
def token_price(model, accelerator, prompt, answer, speed, hour):
    """Model, machine, lengths, speed and price of the hour to dollars per million tokens."""
    return results.explorer_grid(model, accelerator, prompt, answer, speed, hour)
