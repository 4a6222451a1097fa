"""The cheapest way to spread a model over a system: all sensible layouts tried, the best taken point by point."""

from __future__ import annotations

import numpy as np

from analysis.inference import serving
from analysis.inference.parallel import Layout

__all__ = ["candidates", "decode_step_s", "request_seconds"]


def candidates(model, system) -> list[Layout]:
    """Return the layouts to try: every power of two of tensor parallelism with copies for the rest, and experts spread over all.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    system : analysis.inference.systems.System

    Returns
    -------
    list of analysis.inference.parallel.Layout
        They do not all fit the memory.
    """
    count = system.accelerators
    found = [Layout(tensor=t, data=count // t) for t in (2**k for k in range(int(np.log2(count)) + 1)) if count % t == 0]
    if model.is_sparse and count > 1:
        found.append(Layout.experts(system))
    return found


def _fitting(model, system, weights):
    free = [(layout, serving.free_memory_bytes(model, system, weights=weights, layout=layout)) for layout in candidates(model, system)]
    fits = [layout for layout, left in free if float(np.min(left)) > 0]
    if not fits:
        serving.memory_batch(model, system, 1.0, weights=weights)  # raises with what is missing
        raise serving.OutOfMemory(f"no layout of {model.model} fits {system.system}.")
    return fits


def decode_step_s(model, system, batch, context, *, weights="fp8", kv="bf16", compute="bf16", method="roofline"):
    """Return the time of a decoding step by the layout that is fastest at each point.

    Parameters
    ----------
    model, system, batch, context, weights, kv, compute, method
        See `analysis.inference.serving.decode_step_s`.

    Returns
    -------
    numpy.ndarray, s

    Raises
    ------
    analysis.inference.serving.OutOfMemory
        Where the weights fit in no layout.
    """
    options = {"weights": weights, "kv": kv, "compute": compute, "method": method}
    return np.minimum.reduce([serving.decode_step_s(model, system, batch, context, layout=layout, **options) for layout in _fitting(model, system, weights)])


def request_seconds(model, system, prompt_tokens, answer_tokens, *, speed_tok_s=None, cached_tokens=0.0, weights="fp8", kv="bf16", compute="bf16", method="roofline"):
    """Return the accelerator-seconds of a request by the layout that is cheapest at each point.

    Parameters
    ----------
    model, system, prompt_tokens, answer_tokens, cached_tokens, weights, kv, compute, method
        See `analysis.inference.serving.workload`.
    speed_tok_s : array_like, token/s, optional
        What each user is to get; the largest batch that gives it is taken, one at least. Without it, the largest batch that fits.

    Returns
    -------
    numpy.ndarray, s
    """
    options = {"weights": weights, "kv": kv, "compute": compute, "method": method}
    prompt, costs = np.asarray(prompt_tokens, dtype=float), []
    for layout in _fitting(model, system, weights):
        if speed_tok_s is None:
            batch = serving.memory_batch(model, system, prompt + answer_tokens, weights=weights, kv=kv, layout=layout)
        else:
            batch = serving.max_batch(model, system, prompt + answer_tokens / 2.0, speed_tok_s, layout=layout, **options)
        done = serving.workload(model, system, prompt, answer_tokens, np.maximum(np.floor(batch), 1.0), cached_tokens=cached_tokens, layout=layout, **options)
        costs.append(done.accelerator_seconds_per_request)
    return np.minimum.reduce(costs)
