"""Serving a language model: time of a step, users at a speed, throughput and cost in accelerator-seconds.

Three ways to turn work into time, by name of `method`:

``roofline``
    The whole step at once: all bytes over all bandwidth, or all operations over all throughput, whichever takes longer.
    The system is one device without losses, as the essays' charts assume.
``per-op``
    Operation by operation, each bound by one or the other, with what parallel work adds: messages between accelerators
    and caches held more than once (`analysis.inference.per_op`).
``calibrated``
    Per operation, with shares of the rated speeds and fixed times fitted to measured systems
    (`analysis.inference.calibrated`). Use this one for an answer about real servers, with ``compute="weights"``.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from analysis import checks
from analysis.inference import calibrated, coefficients, kv_cache, per_op, work
from analysis.inference.parallel import Layout
from analysis.inference.parameters_count import expert_params
from analysis.inference.weights import bits_per_weight, weight_bytes

__all__ = [
    "METHODS",
    "Workload",
    "OutOfMemory",
    "compute_precision",
    "decode_step_s",
    "prefill_s",
    "free_memory_bytes",
    "memory_batch",
    "batch_limits",
    "max_batch",
    "binding",
    "workload",
    "speculative_tokens",
    "last_within",
]

METHODS = ("roofline", "per-op", "calibrated")

# The precision in which weights of each kind are multiplied where the hardware has it; `Accelerator.flop_per_s` falls back to a wider one.
_MULTIPLIED_IN = {
    "bf16": "bf16", "fp16": "bf16", "fp32": "bf16", "fp8": "fp8", "int8": "int8", "nvfp4": "fp4", "mxfp4": "fp4", "fp4": "fp4",
    "int4": "bf16", "ternary": "bf16", "binary": "bf16",
}  # fmt: skip

USABLE = 0.9  # share of memory that a serving engine takes for weights and cache unless told otherwise (vLLM's and TensorRT-LLM's default)


class OutOfMemory(ValueError):
    """A model or a batch that does not fit: the message says by how much and what would make it fit."""


def compute_precision(compute: str, weights) -> str:
    """Return the precision of the multiplications: a name as given, or for ``"weights"`` the one that follows from the weights'."""
    if compute != "weights":
        return compute
    return _MULTIPLIED_IN.get(weights, "bf16") if isinstance(weights, str) else "bf16"


def _method(name: str) -> str:
    return checks.require_known("method", name, METHODS)


def _whole_step_s(done: work.Work, system, precision: str, expert_precision: str):
    """Return the whole-step roofline: :math:`\\max(bytes/bandwidth, FLOP/throughput)` of all accelerators together."""
    computing = (done.flop - done.expert_flop) / system.flop_per_s(precision) + done.expert_flop / system.flop_per_s(expert_precision)
    return np.maximum(done.bytes_moved / system.memory_bandwidth_bytes_per_s, computing)


def _step_s(done, model, system, sequences, kind, *, weights, compute, expert_weights, expert_compute, method, layout):
    precision = compute_precision(compute, weights)
    expert = precision if expert_compute is None and expert_weights is None else compute_precision(expert_compute or compute, expert_weights or weights)
    if _method(method) == "roofline":
        return _whole_step_s(done, system, precision, expert)
    chosen = Layout.of(system) if layout is None else layout.checked(system)
    if method == "per-op":
        return per_op.step_s(done, model, system, chosen, precision, expert)
    load = calibrated.load(done, model, system, chosen, precision, expert, sequences=sequences, kind=kind)
    return calibrated.step_s(load, coefficients.get())


def decode_step_s(
    model, system, batch, context, *, weights="fp8", kv="bf16", compute="bf16", method="roofline", layout=None, tokens=1.0, shared=0.0, streams=1.0,
    expert_weights=None, expert_compute=None,
):  # fmt: skip
    r"""Return the time of one decoding step, in which every sequence of the batch gets its next token.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    system : analysis.inference.systems.System
    batch : array_like, 1
        Sequences at once.
    context : array_like, token
        Tokens that each sequence attends to.
    weights, kv, compute : str
        Precision of weights, cache and multiplications; ``compute="weights"`` takes the one that goes with the weights.
    method : {"roofline", "per-op", "calibrated"}
    layout : analysis.inference.parallel.Layout, optional
        How the model is spread; tensor parallel over all accelerators unless given. The whole-step roofline ignores it.
    tokens, shared, streams, expert_weights
        See `analysis.inference.work.decode`.
    expert_compute : str, optional
        Precision of the products with routed experts, where it differs.

    Returns
    -------
    numpy.ndarray, s
        The inputs broadcast against each other.

    Raises
    ------
    ValueError
        For negative, infinite or missing numbers, and for a batch of none.
    KeyError
        For an unknown precision or method, with the nearest names.

    Notes
    -----
    Whole step: :math:`t = \max\left(\frac{W + B\,c\,S}{n\,\beta}, \frac{B\,(2N + 4HLd_hS)}{n\,\phi}\right)` with the weights
    read :math:`W`, the cache a token takes :math:`c`, the bandwidth :math:`\beta` and throughput :math:`\phi` of each of
    :math:`n` accelerators.

    Examples
    --------
    >>> from analysis.inference import models, systems
    >>> float(decode_step_s(models.get("llama-3.1-405b"), systems.get("8xH100"), 1, 0) * 1e3).__round__(1)
    15.1
    """
    sequences = checks.require_positive("batch", batch, "Give the sequences that are served at once, such as 32.")
    done = work.decode(model, sequences, context, weights=weights, kv=kv, tokens=tokens, shared=shared, streams=streams, expert_weights=expert_weights)
    options = {"weights": weights, "compute": compute, "expert_weights": expert_weights, "expert_compute": expert_compute, "method": method, "layout": layout}
    return _step_s(done, model, system, sequences, "decode", **options)


def prefill_s(
    model, system, prompt_tokens, *, batch=1.0, cached_tokens=0.0, weights="fp8", kv="bf16", compute="bf16", method="roofline", layout=None,
    expert_weights=None, expert_compute=None,
):  # fmt: skip
    """Return the time to read prompts.

    Parameters
    ----------
    model, system, weights, kv, compute, method, layout, expert_weights, expert_compute
        See `decode_step_s`.
    prompt_tokens : array_like, token
        Length of each prompt, what is already cached included.
    batch : array_like, 1
        Prompts read together.
    cached_tokens : array_like, token
        Leading tokens whose keys and values are at hand from before (prefix caching).

    Returns
    -------
    numpy.ndarray, s
    """
    prompts = checks.require_positive("batch", batch, "Give the prompts that are read together, such as 1.")
    done = work.prefill(model, prompt_tokens, batch=prompts, cached_tokens=cached_tokens, weights=weights, kv=kv, expert_weights=expert_weights)
    options = {"weights": weights, "compute": compute, "expert_weights": expert_weights, "expert_compute": expert_compute, "method": method, "layout": layout}
    return _step_s(done, model, system, prompts, "prefill", **options)


def _copies(model, layout) -> float:
    """Return how many times the cache of one sequence is held: replicas that tensor parallelism makes once it runs out of key-value heads."""
    return 1.0 if layout is None else layout.accelerators / per_op.spread(model, layout)


def _weight_memory(model, weights, expert_weights, layout) -> float:
    """Return the bytes of all copies of the weights: experts once, the rest once on every replica of the data."""
    routed = model.moe_layers * model.experts * expert_params(model) if model.is_sparse else 0
    experts = float(routed * bits_per_weight(weights if expert_weights is None else expert_weights)) / 8.0
    rest = float(weight_bytes(model, weights)) - float(routed * bits_per_weight(weights)) / 8.0
    replicas = 1 if layout is None else layout.data
    return experts * (1 if layout is None or layout.expert > 1 else replicas) + replicas * rest


def free_memory_bytes(model, system, *, weights="fp8", usable=USABLE, expert_weights=None, layout=None):
    """Return what a system has left for the cache once the weights are in.

    Parameters
    ----------
    model, system, weights, expert_weights, layout
        See `decode_step_s`.
    usable : array_like, 1
        Share of the memory that weights and cache may fill.

    Returns
    -------
    numpy.ndarray, byte
        Below zero where the weights do not fit.
    """
    share = checks.require_between("usable", usable, 0, 1, low_open=True, remedy="Give the share of memory for weights and cache, such as 0.9.")
    return share * system.memory_bytes - _weight_memory(model, weights, expert_weights, layout)


def memory_batch(model, system, context, *, weights="fp8", kv="bf16", usable=USABLE, shared=0.0, streams=1.0, expert_weights=None, layout=None, strict=True):
    """Return how many sequences of a length the memory holds (not rounded).

    Parameters
    ----------
    context : array_like, token
        Tokens each sequence holds at its longest.
    strict : bool
        Raise when the weights alone do not fit; otherwise return 0 there.
    model, system, weights, kv, usable, shared, streams, expert_weights, layout
        See `decode_step_s` and `free_memory_bytes`.

    Returns
    -------
    numpy.ndarray, 1

    Raises
    ------
    OutOfMemory
        Saying by how much the weights exceed the memory and how many accelerators, or which precision, would do.
    """
    width = work.kv_bytes_per_value(kv)
    length = checks.require_non_negative("context", context)
    common = checks.require_non_negative("shared", shared)
    group = checks.require_between("streams", streams, 1, 1e6)
    free = free_memory_bytes(model, system, weights=weights, usable=usable, expert_weights=expert_weights, layout=layout)
    if strict and np.any(free <= 0):
        raise OutOfMemory(_does_not_fit(model, system, weights, float(np.min(np.asarray(usable))), float(np.min(free))))
    each = kv_cache.kv_cache_bytes(model, 1.0, length, width)
    if np.any(common > 0):
        each = each - kv_cache.kv_cache_bytes(model, 1.0, common, width, width) * (1.0 - 1.0 / group)
    with np.errstate(over="ignore"):  # sequences that hold nothing yet: memory is no limit
        return np.where(free > 0, np.maximum(free, 0.0) / (_copies(model, layout) * np.maximum(each, 1e-300)), 0.0)


def _does_not_fit(model, system, weights, usable, free) -> str:
    need = float(weight_bytes(model, weights))
    each = usable * system.accelerator.memory_bytes
    count = int(np.floor(need / each)) + 1
    kinds = [name for name in ("fp8", "nvfp4") if float(weight_bytes(model, name)) < usable * system.memory_bytes]
    other = f", or {kinds[0]} weights ({float(weight_bytes(model, kinds[0])) / 1e9:.0f} GB)" if kinds else ""
    return (
        f"{model.model} in {weights} takes {need / 1e9:.0f} GB, {-free / 1e9:.0f} GB more than the {usable:.0%} of {system.memory_bytes / 1e9:.0f} GB that {system.system} offers. "
        f"Use {count} or more {system.accelerator.name}{other}."
    )


def batch_limits(
    model, system, context, interactivity_tok_s_user, *, weights="fp8", kv="bf16", compute="bf16", method="roofline", usable=USABLE, layout=None,
    expert_weights=None, expert_compute=None,
):  # fmt: skip
    """Return the largest batch that each limit allows on its own, not rounded.

    Parameters
    ----------
    model, system, weights, kv, compute, method, layout, expert_weights, expert_compute
        See `decode_step_s`.
    context : array_like, token
    interactivity_tok_s_user : array_like, token/s
        Tokens a second that each user is to get.
    usable : array_like, 1
        See `free_memory_bytes`.

    Returns
    -------
    dict of str to numpy.ndarray
        ``memory``; and for the whole-step roofline ``bandwidth`` and ``compute``, for the others ``speed``. 0 where not one fits.
    """
    length = checks.require_non_negative("context", context)
    speed = checks.require_positive("interactivity_tok_s_user", interactivity_tok_s_user, "Give tokens a second for each user, such as 30.")
    limits = {"memory": memory_batch(model, system, length, weights=weights, kv=kv, usable=usable, expert_weights=expert_weights, layout=layout)}
    budget = 1.0 / speed
    if _method(method) != "roofline":
        options = {"weights": weights, "kv": kv, "compute": compute, "method": method, "layout": layout, "expert_weights": expert_weights, "expert_compute": expert_compute}

        def too_slow(batch):
            return decode_step_s(model, system, batch, length, **options) - budget

        return limits | {"speed": _largest(too_slow, np.broadcast_shapes(length.shape, speed.shape), limits["memory"])}
    def moved(batch):
        return work.decode(model, batch, length, weights=weights, kv=kv, expert_weights=expert_weights).bytes_moved / system.memory_bandwidth_bytes_per_s - budget

    one = work.decode(model, 1.0, length, weights=weights, kv=kv, expert_weights=expert_weights)
    if model.is_sparse:
        bandwidth = _largest(moved, np.broadcast_shapes(length.shape, speed.shape), limits["memory"])
    else:
        each = one.cache_bytes + one.state_bytes
        spare = budget * system.memory_bandwidth_bytes_per_s - (one.bytes_moved - each)
        with np.errstate(divide="ignore", invalid="ignore"):
            bandwidth = np.where(spare > 0, np.where(each > 0, spare / np.where(each > 0, each, 1.0), np.inf), 0.0)
    endless = dataclasses.replace(system, accelerator=dataclasses.replace(system.accelerator, memory_bandwidth_bytes_per_s=np.inf))
    alone = {"weights": weights, "kv": kv, "compute": compute, "expert_weights": expert_weights, "expert_compute": expert_compute}
    return limits | {"bandwidth": bandwidth, "compute": budget / decode_step_s(model, endless, 1.0, length, **alone)}


def last_within(fits, low, high, halvings, geometric=False):
    """Return the largest value at which a condition holds that holds up to some value and not beyond.

    Parameters
    ----------
    fits : callable
        Takes values with one axis before those of the bounds, and says where the condition holds.
    low, high : array_like
        Bounds, of one shape; the condition is taken to hold at the lower.
    halvings : int
        The bracket ends at :math:`2^{-h}` of its width.
    geometric : bool
        Halve ratios instead of differences; both bounds are then positive.

    Returns
    -------
    numpy.ndarray
        The upper bound where the condition holds there.

    Notes
    -----
    Four halvings are done at once: fifteen values a bracket cost a vectorised model hardly more than one.
    """
    ways = 16
    low, high = (np.asarray(x, dtype=float) for x in (low, high))
    top = high
    share = np.arange(1, ways).reshape(-1, *(1,) * low.ndim) / ways
    for _ in range(-(-halvings // 4)):
        inner = low * (high / low) ** share if geometric else low + (high - low) * share
        grid = np.concatenate([low[None], inner, high[None]])
        held = np.logical_and.accumulate(fits(inner), axis=0).sum(axis=0)[None]
        low, high = (np.take_along_axis(grid, held + step, axis=0)[0] for step in (0, 1))
    return np.where(fits(top[None])[0], top, low)


def _largest(too_slow, shape, ceiling):
    """Return the largest batch within the budget: a step's time rises with the batch."""
    top = np.maximum(np.broadcast_to(ceiling, np.broadcast_shapes(shape, np.shape(ceiling))), 1.0)
    return last_within(lambda batch: too_slow(batch) <= 0, np.zeros(top.shape), top, halvings=60)


def max_batch(model, system, context, interactivity_tok_s_user, **options):
    """Return the largest whole number of users that a system serves at a speed.

    Parameters
    ----------
    model, system, context, interactivity_tok_s_user, **options
        See `batch_limits`.

    Returns
    -------
    numpy.ndarray, 1
        0 where even one user cannot have that speed.

    Raises
    ------
    OutOfMemory
        Where the weights do not fit.
    """
    limits = batch_limits(model, system, context, interactivity_tok_s_user, **options)
    # A batch that is whole but for rounding counts as whole.
    return np.floor(np.minimum.reduce(np.broadcast_arrays(*limits.values())) * (1.0 + 1e-12))


def binding(model, system, context, interactivity_tok_s_user, **options):
    """Return the name of the limit that `max_batch` runs into (see `batch_limits`).

    Returns
    -------
    numpy.ndarray of str
    """
    limits = batch_limits(model, system, context, interactivity_tok_s_user, **options)
    names = list(limits)
    return np.array(names)[np.argmin(np.stack(np.broadcast_arrays(*limits.values())), axis=0)]


@dataclass(frozen=True)
class Workload:
    """A server in steady state, always `batch` sequences in flight; arrays broadcast.

    Attributes
    ----------
    output_tok_s : ndarray, token/s
        Output of the whole system.
    request_s : ndarray, s
        From a request's start to its last token, without waiting for a place.
    ttft_s : ndarray, s
        Reading of the prompt and the first token, without waiting.
    interactivity_tok_s_user : ndarray, token/s
        Output a second of one sequence after its first token, interruptions by others' prompts included.
    prefill_share : ndarray, 1
        Share of the system's time that goes to prompts.
    accelerator_seconds_per_request : ndarray, s
        Time of all accelerators together that one request takes up: what it costs.
    prefill_accelerator_seconds, decode_accelerator_seconds : ndarray, s
        Its two parts.
    """

    output_tok_s: np.ndarray
    request_s: np.ndarray
    ttft_s: np.ndarray
    interactivity_tok_s_user: np.ndarray
    prefill_share: np.ndarray
    accelerator_seconds_per_request: np.ndarray
    prefill_accelerator_seconds: np.ndarray
    decode_accelerator_seconds: np.ndarray


def workload(
    model, system, prompt_tokens, answer_tokens, batch, *, cached_tokens=0.0, streams=1.0, share_prefix=True, disaggregated=False, chunk_tokens=8192.0,
    weights="fp8", kv="bf16", compute="bf16", method="roofline", layout=None, expert_weights=None, expert_compute=None,
):  # fmt: skip
    r"""Return throughput, speed and cost of a server that always holds `batch` sequences.

    Parameters
    ----------
    model, system, weights, kv, compute, method, layout, expert_weights, expert_compute
        See `decode_step_s`.
    prompt_tokens, answer_tokens : array_like, token
        Of one request; an answer includes hidden thought.
    batch : array_like, 1
        Sequences in flight, streams counted singly.
    cached_tokens : array_like, token
        Prompt tokens at hand from earlier requests.
    streams : array_like, 1
        Answers drawn for each prompt (voting). The prompt is read once and, if `share_prefix`, held and read once for all.
    share_prefix : bool
    disaggregated : bool
        Prompts are read on other machines of the same kind: users are not interrupted by others' prompts; the seconds
        that a request costs stay.
    chunk_tokens : float
        Prompt tokens read together, of one prompt or several, so that the weights are read once for them.

    Returns
    -------
    Workload
        `accelerator_seconds_per_request` counts all streams of a request.

    Notes
    -----
    With the prompt's time :math:`p`, the step's :math:`t` at the mean context :math:`P + A/2`, an answer of :math:`A` tokens
    takes the system :math:`p + A\,t/B`, and each user waits :math:`t + B\,p/A` a token, since :math:`B/A` prompts arrive a step.
    """
    prompt = checks.require_non_negative("prompt_tokens", prompt_tokens)
    answer = checks.require_positive("answer_tokens", answer_tokens)
    sequences = checks.require_positive("batch", batch)
    draws = checks.require_between("streams", streams, 1, 1e6)
    shared = prompt if share_prefix else 0.0 * prompt
    common = {"weights": weights, "kv": kv, "compute": compute, "method": method, "layout": layout, "expert_weights": expert_weights, "expert_compute": expert_compute}
    with np.errstate(divide="ignore"):
        together = np.maximum(chunk_tokens / np.maximum(prompt - np.asarray(cached_tokens, dtype=float), 1.0), 1.0)
    read = prefill_s(model, system, prompt, batch=together, cached_tokens=cached_tokens, **common) / together
    alone = prefill_s(model, system, prompt, batch=1.0, cached_tokens=cached_tokens, **common)
    sharing = {"shared": shared, "streams": draws} if np.any(draws > 1) else {}
    step = decode_step_s(model, system, sequences, prompt + answer / 2.0, **common, **sharing)
    per_stream = read / draws
    decode_time = answer * step / sequences
    per_token = step + (0.0 if disaggregated else sequences * per_stream / answer)
    total = per_stream + decode_time
    count = system.accelerators
    return Workload(
        output_tok_s=answer / total,
        request_s=alone + answer * per_token,
        ttft_s=alone + step,
        interactivity_tok_s_user=1.0 / per_token,
        prefill_share=per_stream / total,
        accelerator_seconds_per_request=count * draws * total,
        prefill_accelerator_seconds=count * read + 0.0 * total,
        decode_accelerator_seconds=count * draws * decode_time,
    )


def speculative_tokens(acceptance, guessed):
    r"""Return the expected tokens a step yields when `guessed` tokens are checked at once.

    Parameters
    ----------
    acceptance : array_like, 1
        Probability that a guess is right, each apart from the others, in [0, 1].
    guessed : array_like, token

    Returns
    -------
    numpy.ndarray, token
        :math:`(1 - \alpha^{\gamma+1})/(1 - \alpha)`, which is :math:`\gamma + 1` for certain guesses (Leviathan et al. 2023).
        The step then has `tokens` = `guessed` + 1.
    """
    right = checks.require_between("acceptance", acceptance, 0, 1)
    ahead = checks.require_non_negative("guessed", guessed)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(right == 1, ahead + 1.0, (1.0 - right ** (ahead + 1.0)) / np.where(right == 1, 1.0, 1.0 - right))
