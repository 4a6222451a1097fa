"""Explorer of how many users a system holds (INF-X2)."""

from __future__ import annotations

import numpy as np

from analysis.explorers import Control, Output, explorer
from analysis.inference import models, serving, systems
from analysis.inference.results import users as results
from analysis.inference.results import validation

@explorer(
    id="INF-X2",
    title="Users that a system holds at a speed",
    question="How many users can one system serve, at the context, the speed and the precisions you believe?",
    note="Llama 3.1 405B with 8-bit weights and nine tenths of the memory used. The range is the error of the calibrated model on measurements that no fit saw. 0 where not one user can have that speed.",
    controls=(
        Control("context", "Tokens that each user holds", (300.0, 775.0, 1500.0, 3000.0, 4096.0, 7661.0, 16384.0, 39000.0, 65536.0, 131072.0), 7661.0, "token", 6),
        Control("speed", "Speed for each user", (5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 50.0, 75.0, 100.0), 30.0, "token/s"),
        Control("system", "System", ("8xH100", "8xH200", "8xB200", "72xGB200"), "8xH100"),
        Control("kv", "Cache", ("16-bit", "8-bit"), "16-bit"),
    ),
    outputs=(Output("users", "Users at once", "1"), Output("theory", "Users in pure theory", "1"), Output("tok_s_accelerator", "Output of each accelerator", "token/s")),
    grade="modelled",
    notebook="inference/users",
)
def users_at_speed(context, speed, system, kv):
    """Context, speed, system and cache to users and output."""
    model = models.get(results.search.MODEL)
    context, speed, system, kv = (np.asarray(x) for x in (context, speed, system, kv))
    error = validation.time_error(model.is_sparse, "time")
    ends, theory, count = np.zeros((3, len(context))), np.zeros(len(context)), np.ones(len(context))
    for name in np.unique(system):
        node = systems.get(str(name))
        for width in np.unique(kv):
            here = (system == name) & (kv == width)
            options = {"kv": "bf16" if width == "16-bit" else "fp8", "compute": "weights"}
            for place, factor in enumerate((error.high, error.central, error.low)):
                ends[place, here] = serving.max_batch(model, node, context[here], speed[here] * factor, method=results.METHOD, **options)
            theory[here] = serving.max_batch(model, node, context[here], speed[here], **options)
            count[here] = node.accelerators
    return {"users": tuple(ends), "theory": theory, "tok_s_accelerator": tuple(e * speed / count for e in ends)}
