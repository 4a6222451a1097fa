"""Weights of few bits: products by addition, what is left to multiply, bytes of a step, and the saving that reaches the whole.

How the last number of claim B7 is counted was written down before it was computed: of all cases of a dense model of the
catalogue, 1 to 256 users in powers of two and 1,024 to 32,768 tokens of context, the share that one ordinary processor
would serve at `READING_TOK_S` a user if it lost no time on arithmetic (`fits_bandwidth`).
"""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.inference import attention, work
from analysis.inference.parameters_count import active_matmul_params, embedding_params, head_params
from analysis.inference.weights import bits_per_weight

__all__ = ["READING_TOK_S", "USERS", "CONTEXTS", "ternary_product", "amdahl", "additions_share", "step_bytes", "effective_bandwidth", "fits_bandwidth"]

READING_TOK_S = 5.0  # tokens a second that Microsoft calls comparable to human reading: the lower of its 5–7
USERS = tuple(2**k for k in range(9))
CONTEXTS = tuple(2**k for k in range(10, 16))


def ternary_product(weights, activations):
    """Multiply a matrix of -1, 0 and 1 with activations by additions and subtractions alone.

    Parameters
    ----------
    weights : array_like of int, shape (out, in)
    activations : array_like, shape (in,)

    Returns
    -------
    numpy.ndarray, shape (out,)
        The sum of what stands at a 1 less the sum of what stands at a -1; equal to the matrix product.

    Raises
    ------
    ValueError
        For another weight.

    Examples
    --------
    >>> ternary_product([[1, 0, -1], [0, 1, 1]], [5, 7, 2])
    array([3., 9.])
    """
    matrix = checks.as_numbers("weights", weights)
    if not np.all(np.isin(matrix, (-1.0, 0.0, 1.0))):
        raise ValueError("weights hold a number that is not -1, 0 or 1. Quantise them first.")
    given = checks.as_numbers("activations", activations)
    if given.shape[-1:] != matrix.shape[-1:]:
        raise ValueError(f"weights have shape {matrix.shape} and activations {given.shape}: give one activation for each column.")
    values = np.broadcast_to(given, matrix.shape)
    return np.add.reduce(values, axis=-1, where=matrix > 0) - np.add.reduce(values, axis=-1, where=matrix < 0)


def amdahl(shares, factors):
    """Return the saving of the whole when parts are made cheaper.

    Parameters
    ----------
    shares : array_like, shape (n, …)
        Shares of the cost before, that sum to one along the first axis.
    factors : array_like, shape (n, …)
        By how much each part gets cheaper; 1 leaves it.

    Returns
    -------
    numpy.ndarray
        Cost before over cost after: :math:`1/\\sum s_i/f_i`.

    Examples
    --------
    >>> float(amdahl([0.9, 0.1], [10.0, 1.0]).round(2))
    5.26
    """
    parts = checks.require_between("shares", shares, 0.0, 1.0)
    if not np.allclose(parts.sum(axis=0), 1.0, atol=1e-9):
        raise ValueError(f"shares add up to {float(np.max(np.atleast_1d(parts.sum(axis=0)))):g}, not 1. Name the whole cost.")
    return 1.0 / np.sum(parts / checks.require_positive("factors", factors), axis=0)


def _head(model) -> float:
    return float(head_params(model) or embedding_params(model))


def additions_share(model, context):
    """Return the share of a decoding pass's products that ternary weights turn into additions.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    context : array_like, token

    Returns
    -------
    numpy.ndarray, 1
        Products with the layers' weights over all products. Attention multiplies activations with activations, and the
        head stays at sixteen bits, as in BitNet.
    """
    layers = attention.linear_flop_per_token(model) - 2.0 * _head(model)
    return layers / attention.decode_flop_per_token(model, context)


def step_bytes(model, batch, context, weights="ternary", kv="int8"):
    """Return the bytes that one decoding step reads, the head at sixteen bits.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
        Dense.
    batch : array_like, 1
    context : array_like, token
    weights : str or float
        Precision of the layers' weights.
    kv : str or float
        Precision of the cache.

    Returns
    -------
    numpy.ndarray, byte
    """
    if model.is_sparse:
        raise ValueError(f"{model.model} is sparse. Give a dense model.")
    done = work.decode(model, batch, context, weights="bf16", kv=kv)
    layers = (active_matmul_params(model) - _head(model)) * bits_per_weight(weights) / 8.0
    return layers + 2.0 * _head(model) + done.cache_bytes + done.state_bytes


def effective_bandwidth(params, tok_s, weights="ternary"):
    """Return the bytes a second that a published speed implies when each token reads all weights once.

    Parameters
    ----------
    params : array_like, 1
    tok_s : array_like, token/s
    weights : str or float

    Returns
    -------
    numpy.ndarray, byte/s
    """
    return checks.require_positive("params", params) * bits_per_weight(weights) / 8.0 * checks.require_positive("tok_s", tok_s)


def fits_bandwidth(model, batch, context, bandwidth_bytes_per_s, tok_s=READING_TOK_S, weights="ternary", kv="int8"):
    """Tell whether a bandwidth serves all users at a speed, arithmetic aside.

    Parameters
    ----------
    model, batch, context, weights, kv
        See `step_bytes`.
    bandwidth_bytes_per_s : array_like, byte/s
    tok_s : array_like, token/s
        Tokens a second for each user.

    Returns
    -------
    numpy.ndarray of bool
    """
    need = step_bytes(model, batch, context, weights, kv) * checks.require_positive("tok_s", tok_s)
    return need <= checks.require_positive("bandwidth_bytes_per_s", bandwidth_bytes_per_s)
