"""Explorer of what thought and voting cost (INF-X4)."""

from __future__ import annotations

import numpy as np

from analysis.explorers import Control, Output, explorer
from analysis.inference import models, reasoning, serving, systems
from analysis.inference.results import hour_cost, validation
from analysis.inference.results import reasoning as results


@explorer(
    id="INF-X4",
    title="What thought and several streams cost",
    question="What does an answer cost, at the prompt, the length of thought and the number of streams you believe?",
    note="Eight H200 that serve Llama 3.1 405B or 70B in 8 bits, each stream at 60 % of the speed that one alone would get. Streams share the prompt. The range of the dollars is that of the price of an accelerator's hour and of the model's error; ratios have none, since both cancel. The immediate answer has 500 tokens.",
    controls=(
        Control("answer", "Tokens of the answer, thought included", (500.0, 1000.0, 2000.0, 4000.0, 7661.0, 15000.0, 30000.0), 7661.0, "token", 5),
        Control("prompt", "Tokens of the prompt", (50.0, 500.0, 2000.0, 8000.0, 32000.0), 500.0, "token", 5),
        Control("streams", "Streams that vote", (1.0, 2.0, 3.0, 5.0, 10.0), 1.0),
        Control("model", "Model", ("Llama 3.1 405B", "Llama 3.1 70B"), "Llama 3.1 405B"),
    ),
    outputs=(Output("usd", "Cost of the answer", "USD"), Output("over_one", "Over that of one stream", "1"), Output("over_immediate", "Over that of an immediate answer", "1")),
    grade="modelled",
    notebook="inference/reasoning",
)
def thought_and_streams(answer, prompt, streams, model):
    """Lengths, streams and model to dollars and ratios."""
    answer, prompt, streams, model = (np.asarray(x) for x in (answer, prompt, streams, model))
    seconds, one, now = (np.zeros(len(answer)) for _ in range(3))
    node = systems.get("8xH200")
    for name in np.unique(model):
        chosen = models.get({"Llama 3.1 405B": "llama-3.1-405b", "Llama 3.1 70B": "llama-3.1-70b"}[str(name)])
        for count in np.unique(streams):
            here = (model == name) & (streams == count)
            pace = results.TAKEN / serving.decode_step_s(chosen, node, 1.0, prompt[here] + answer[here] / 2.0, **results.REAL)
            seconds[here] = reasoning.voting_seconds(chosen, node, prompt[here], answer[here], pace, streams=float(count), **results.REAL)
            one[here] = reasoning.voting_seconds(chosen, node, prompt[here], answer[here], pace, **results.REAL)
            now[here] = reasoning.voting_seconds(chosen, node, prompt[here], 500.0, pace, **results.REAL)
    low, middle, high = np.quantile(hour_cost.usd_per_hour("H200").samples, (0.05, 0.5, 0.95)) / 3600.0
    error = validation.time_error(False)
    spread = np.hypot(np.log(high / low) / 2.0, np.log(error.high))
    return {"usd": tuple(seconds * middle * np.exp(sign * spread) for sign in (-1.0, 0.0, 1.0)), "over_one": seconds / one, "over_immediate": seconds / now}
