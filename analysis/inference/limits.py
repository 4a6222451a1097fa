r"""What a token of a dense model asks of the hardware: operations counted matrix by matrix, and how many there are a byte.

The count goes through the layers and adds up the products it meets, each by its shape. It shares nothing with the closed
form in `analysis.inference.attention`, so that one can be held against the other.
"""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.inference import work
from analysis.inference.parameters_count import require_model

__all__ = ["products_of_token", "products_of_prompt", "flop", "count", "intensity", "ridge", "batch_at_ridge", "context_without_flop_limit", "slope"]


def _require_plain(model):
    require_model(model)
    if model.attention not in ("mha", "gqa", "mqa", "local-global") or model.is_sparse or model.state_layers:
        raise ValueError(f"{model.model} is not a dense model with grouped queries, whose matrices this count knows. Use analysis.inference.attention.")
    return model


def flop(shape) -> float:
    """Return the operations of one product: an (m × k) times a (k × n) takes a multiplication and an addition for each of m·k·n."""
    m, k, n = (float(x) for x in shape)
    return 2.0 * m * k * n


def _layers(model, rows, seen):
    """Go through the layers and yield (kind, shape) of every product, heads one by one."""
    width, dim, value = model.hidden_size, model.head_dim, model.value_dim
    for layer in range(model.layers):
        local = layer < model.local_layers  # which come first makes no difference to a sum
        kv_heads = model.local_kv if local else model.kv_heads
        span = min(seen, model.sliding_window) if local else seen
        yield "linear", (rows, width, model.heads * dim)  # queries
        yield "linear", (rows, width, kv_heads * dim)  # keys
        yield "linear", (rows, width, kv_heads * value)  # values
        for _ in range(model.heads):
            yield "attention", (rows, dim, span)  # scores
            yield "attention", (rows, span, value)  # weighted values
        yield "linear", (rows, model.heads * value, width)  # output
        for _ in range(2 if model.gated_mlp else 1):
            yield "linear", (rows, width, model.intermediate_size)
        yield "linear", (rows, model.intermediate_size, width)


def products_of_token(model, seq_len):
    """Return the shape of every product in one decoding step of one sequence.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
        Dense, with grouped queries.
    seq_len : int, token
        Tokens attended to.

    Returns
    -------
    list of (str, tuple)
        ``linear`` or ``attention``, and (m, k, n).

    Raises
    ------
    ValueError
        For a sparse model, latent attention or state layers.
    """
    found = list(_layers(_require_plain(model), 1, int(checks.require_non_negative("seq_len", seq_len))))
    return [*found, ("linear", (1, model.hidden_size, model.vocab_size))]


def products_of_prompt(model, prompt_len):
    """Return the shape of every product when a prompt is read at once, scores in full before the mask blots out the future."""
    length = int(checks.require_non_negative("prompt_len", prompt_len))
    return [*_layers(_require_plain(model), length, length), ("linear", (1, model.hidden_size, model.vocab_size))]


def count(products) -> dict[str, float]:
    """Return the operations by kind, summed product by product."""
    total = {"linear": 0.0, "attention": 0.0}
    for kind, shape in products:
        total[kind] += flop(shape)
    return total


def slope(x, y) -> float:
    """Return the exponent of a power law through points: the least-squares slope on logarithmic scales."""
    return float(np.polyfit(np.log(checks.require_positive("x", x)), np.log(checks.require_positive("y", y)), 1)[0])


def intensity(model, batch, context, *, weights="fp8", kv="bf16"):
    """Return how many operations a decoding step does for each byte it moves.

    Parameters
    ----------
    model, batch, context, weights, kv
        See `analysis.inference.work.decode`.

    Returns
    -------
    numpy.ndarray, FLOP/byte
    """
    done = work.decode(model, batch, context, weights=weights, kv=kv)
    return done.flop / done.bytes_moved


def ridge(system, precision="bf16") -> float:
    """Return the operations a system can do while it moves a byte: below this intensity memory is the limit, above it arithmetic."""
    return system.flop_per_s(precision) / system.memory_bandwidth_bytes_per_s


def batch_at_ridge(model, system, context, *, weights="fp8", kv="bf16", compute="bf16"):
    r"""Return the batch above which arithmetic limits a dense model's step (infinite where it never does).

    Returns
    -------
    numpy.ndarray, 1
        From :math:`B\,F/\phi = (W + B\,c\,S)/\beta`: :math:`B = W/(F r^{-1} - cS)` with the ridge :math:`r = \phi/\beta`.
    """
    one, none = (work.decode(_require_plain(model), b, context, weights=weights, kv=kv) for b in (1.0, 0.0))
    spare = one.flop / ridge(system, compute) - one.cache_bytes
    with np.errstate(divide="ignore"):
        return np.where(spare > 0, none.bytes_moved / np.where(spare > 0, spare, 1.0), np.inf)


def context_without_flop_limit(model, system, *, kv="bf16", compute="bf16"):
    r"""Return the context from which on a dense model's step waits for memory however large the batch.

    Returns
    -------
    float, token
        :math:`2N/(rc - 4HLd_h)`, where reading one sequence's cache takes as long as all of its operations.
    """
    far = 1e6
    none, one = (work.decode(_require_plain(model), 1.0, s, kv=kv) for s in (0.0, far))
    slowing = ridge(system, compute) * one.cache_bytes / far - (one.attention_flop - none.attention_flop) / far
    return float(none.flop / slowing) if slowing > 0 else float("inf")
