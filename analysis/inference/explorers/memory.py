"""Explorer of a server's memory (INF-X1)."""

from __future__ import annotations

from analysis.explorers import Control, Output, explorer
from analysis.inference import models, systems
from analysis.inference.results import memory as results

_MODELS = tuple(models.get(name).name for name in results.SERVED)
_SYSTEMS = tuple(systems.get(name).name for name in results.SERVERS)


@explorer(
    id="INF-X1",
    title="From a model and a server to the users that fit",
    question="How many users fit into a server's memory, at the model, precisions and context you believe?",
    note="Memory alone: speed may allow fewer. The range is that of the share of memory which software gives to weights and cache, and of weights that stay wide in a quantised file; "
    "all else is yours. Below zero, the room is what the weights alone lack. Each cached number is stored once. A context beyond the model's own limit is computed all the same.",
    controls=(
        Control("model", "Model", _MODELS, "Llama 3.1 405B"),
        Control("system", "Server", _SYSTEMS, "DGX H100"),
        Control("weights_as", "Weights", tuple(results.WEIGHTS), "8-bit"),
        Control("kv", "Cache", tuple(results.KV_BYTES), "16-bit"),
        Control("context", "Tokens each user holds", (1e3, 2e3, 4e3, 8e3, 1.6e4, 3.2e4, 6.4e4, 1.28e5), 8e3, "token"),
    ),
    outputs=(Output("users", "Users that fit", "1"), Output("cache_gb", "Cache of one user", "GB"), Output("room_gb", "Room that weights leave", "GB")),
    grade="guessed",
    notebook="inference/memory",
)
def users_that_fit(model, system, weights_as, kv, context):
    """Model, server, precisions and context to users, cache and room."""
    return results.explorer_grid(model, system, weights_as, kv, context)
