"""What a token costs on a system: the cheapest batch that still gives every user the wanted speed, and what its time is spent on. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from analysis import checks
from analysis.inference import cost, serving, work

__all__ = ["TokenCost", "step_parts", "at_batch", "cheapest"]

BATCHES = 40  # batch sizes tried between one and what the memory holds, evenly spaced on a logarithmic scale


@dataclass(frozen=True)
class TokenCost:
    """Dollars of tokens at one operating point; arrays broadcast. The four parts add up to `output_usd_per_mtok`.

    Attributes
    ----------
    batch : ndarray
        Sequences in flight.
    interactivity_tok_s_user : ndarray, token/s
        What each user gets.
    tokens_per_s_accelerator : ndarray, token/s
        Output of one accelerator, prompts paid for in time.
    request_usd : ndarray, USD
    input_usd_per_mtok, output_usd_per_mtok : ndarray, USD/Mtoken
        Split by the time that reading and writing take.
    prefill_share : ndarray, 1
        Share of the time that goes to prompts.
    weights_usd, cache_usd, compute_usd, losses_usd : ndarray, USD/Mtoken
        Of an output token: reading weights, reading the cache, arithmetic beyond that, and what the method adds to the bare
        roofline (messages, overhead, bandwidth not reached).
    """

    batch: np.ndarray
    interactivity_tok_s_user: np.ndarray
    tokens_per_s_accelerator: np.ndarray
    request_usd: np.ndarray
    input_usd_per_mtok: np.ndarray
    output_usd_per_mtok: np.ndarray
    prefill_share: np.ndarray
    weights_usd: np.ndarray
    cache_usd: np.ndarray
    compute_usd: np.ndarray
    losses_usd: np.ndarray


def step_parts(
    model, system, batch, context, slowdown=1.0, *, weights="fp8", kv="bf16", compute="bf16", method="roofline", layout=None, expert_weights=None, expert_compute=None
):
    """Return how the time of a decoding step divides: shares of weights, cache, arithmetic beyond both, and losses.

    Parameters
    ----------
    model, system, batch, context, weights, kv, compute, method, layout, expert_weights, expert_compute
        See `analysis.inference.serving.decode_step_s`.
    slowdown : array_like, 1, optional
        Measured over computed time, which all goes to losses.

    Returns
    -------
    tuple of numpy.ndarray
        Four shares that add up to one.
    """
    done = work.decode(model, batch, context, weights=weights, kv=kv, expert_weights=expert_weights)
    bandwidth = system.memory_bandwidth_bytes_per_s
    reading = (done.dense_bytes + done.head_bytes + done.expert_bytes) / bandwidth
    cache = (done.cache_bytes + done.state_bytes) / bandwidth
    precision = serving.compute_precision(compute, weights)
    expert = serving.compute_precision(expert_compute or compute, expert_weights or weights)
    arithmetic = (done.flop - done.expert_flop) / system.flop_per_s(precision) + done.expert_flop / system.flop_per_s(expert)
    beyond = np.maximum(arithmetic - reading - cache, 0.0)
    step = checks.require_positive("slowdown", slowdown) * serving.decode_step_s(
        model, system, batch, context, weights=weights, kv=kv, compute=compute, method=method, layout=layout, expert_weights=expert_weights, expert_compute=expert_compute
    )
    bare = reading + cache + beyond
    scale = np.minimum(1.0, step / bare)  # a measured step faster than the roofline shrinks the parts alike
    return reading * scale / step, cache * scale / step, beyond * scale / step, np.maximum(step - bare, 0.0) / step


def at_batch(model, system, usd_per_accelerator_hour, prompt_tokens, answer_tokens, batch, *, slowdown=1.0, cached_tokens=0.0, **options) -> TokenCost:
    """Return what tokens cost when a server always holds `batch` sequences.

    Parameters
    ----------
    model, system
        See `analysis.inference.serving.workload`.
    usd_per_accelerator_hour : array_like, USD/hour
    prompt_tokens, answer_tokens : array_like, token
        Of one request, both above zero.
    batch : array_like, 1
    slowdown : array_like, 1, optional
        Measured over computed time.
    cached_tokens : array_like, token, optional
        Prompt tokens at hand from earlier requests.
    **options
        ``weights``, ``kv``, ``compute``, ``method``, ``layout``, ``expert_weights``, ``expert_compute``: as `serving.workload`.

    Returns
    -------
    TokenCost

    Raises
    ------
    ValueError
        For inputs that cannot be, with what to give instead.
    """
    slower = checks.require_positive("slowdown", slowdown, "Give measured over computed time, such as 1.5.")
    prompt = checks.require_positive("prompt_tokens", prompt_tokens, "Give at least one token.")
    answer = checks.require_positive("answer_tokens", answer_tokens, "Give at least one token.")
    load = serving.workload(model, system, prompt, answer, batch, cached_tokens=cached_tokens, **options)
    seconds = load.accelerator_seconds_per_request * slower
    read, written = cost.split_usd_per_mtok(usd_per_accelerator_hour, seconds, prompt, answer, load.prefill_share)
    shares = step_parts(model, system, batch, prompt + answer / 2.0, slower, **options)
    request = checks.as_numbers("usd_per_accelerator_hour", usd_per_accelerator_hour) * seconds / 3600.0
    values = (batch, load.interactivity_tok_s_user / slower, answer / seconds, request, read, written, load.prefill_share, *(written * s for s in shares))
    return TokenCost(*np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in values)))


def cheapest(
    model, system, usd_per_accelerator_hour, prompt_tokens, answer_tokens, interactivity_tok_s_user, *, slowdown=1.0, cached_tokens=0.0, batches=BATCHES, usable=serving.USABLE, **options
) -> TokenCost:
    """Return the cheapest operating point at which every user still gets a speed.

    Parameters
    ----------
    model, system, usd_per_accelerator_hour, prompt_tokens, answer_tokens, slowdown, cached_tokens, **options
        See `at_batch`.
    interactivity_tok_s_user : array_like, token/s
        What each user is to get at least, above zero.
    batches : int, optional
        Batch sizes tried, from one to what the memory holds.
    usable : array_like, 1, optional
        See `analysis.inference.serving.free_memory_bytes`.

    Returns
    -------
    TokenCost
        In the inputs' broadcast shape; NaN where even one user cannot have that speed or one request does not fit.

    Raises
    ------
    analysis.inference.serving.OutOfMemory
        Where the weights alone do not fit.
    """
    speed = checks.require_positive("interactivity_tok_s_user", interactivity_tok_s_user, "Give tokens a second for each user, such as 30.")
    prompt = checks.require_positive("prompt_tokens", prompt_tokens, "Give at least one token.")
    answer = checks.require_positive("answer_tokens", answer_tokens, "Give at least one token.")
    hour, prompt, answer, speed, slower, cached = np.broadcast_arrays(
        *(np.asarray(v, dtype=float) for v in (usd_per_accelerator_hour, prompt, answer, speed, slowdown, cached_tokens))
    )
    memory = {k: v for k, v in options.items() if k in ("weights", "kv", "layout", "expert_weights")}
    limit = np.floor(serving.memory_batch(model, system, prompt + answer, usable=usable, **memory))
    ladder = np.linspace(0.0, 1.0, int(batches)).reshape((-1,) + (1,) * limit.ndim)
    batch = np.maximum(np.floor(np.maximum(limit, 1.0) ** ladder), 1.0)
    tried = at_batch(model, system, hour, prompt, answer, batch, slowdown=slower, cached_tokens=cached, **options)
    allowed = (tried.interactivity_tok_s_user >= speed) & (batch <= limit)
    price = np.where(allowed, tried.request_usd, np.inf)
    best = np.argmin(price, axis=0)[None]
    none = ~np.any(allowed, axis=0)
    return TokenCost(*(np.where(none, np.nan, np.take_along_axis(getattr(tried, f.name), best, axis=0)[0]) for f in fields(TokenCost)))
