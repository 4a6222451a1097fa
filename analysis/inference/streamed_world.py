"""How long a drawn world can look back: what memory, arithmetic, bandwidth and training leave of its past.

A world model draws one latent frame after another and looks at keys and values of what it drew. How far back it can look
is the shortest of four lengths: what fits the memory, what the arithmetic and the bandwidth of a frame's time allow, and the
length it was trained with.
"""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["LIMITS", "tokens_per_s", "cache_bytes", "memory_s", "arithmetic_s", "bandwidth_s", "window_s", "lookback_s", "memory_needed_bytes"]

LIMITS = ("memory", "arithmetic", "bandwidth", "training")


def tokens_per_s(tokens_per_latent, frames_per_latent, frames_per_s):
    r"""Return the tokens that a second of the world adds.

    Parameters
    ----------
    tokens_per_latent : array_like, token
        Tokens of one latent frame.
    frames_per_latent : array_like, 1
        Video frames that it stands for.
    frames_per_s : array_like, 1/s

    Returns
    -------
    numpy.ndarray, token/s
        :math:`n\, f / k`.

    Examples
    --------
    >>> float(tokens_per_s(1560, 4, 16))
    6240.0
    """
    n = checks.require_positive("tokens_per_latent", tokens_per_latent)
    return n * checks.require_positive("frames_per_s", frames_per_s) / checks.require_positive("frames_per_latent", frames_per_latent)


def cache_bytes(seconds, rate_tok_s, values_per_token, bytes_per_value=2.0):
    """Return the keys and values of so many seconds of world.

    Parameters
    ----------
    seconds : array_like, s
    rate_tok_s : array_like, token/s
        See `tokens_per_s`.
    values_per_token : array_like, 1
        Numbers that a token adds over all layers: twice layers times width for a key and a value of every head.
    bytes_per_value : array_like, byte

    Returns
    -------
    numpy.ndarray, byte
    """
    time = checks.require_non_negative("seconds", seconds)
    rate = checks.require_positive("rate_tok_s", rate_tok_s)
    return time * rate * checks.require_positive("values_per_token", values_per_token) * checks.require_positive("bytes_per_value", bytes_per_value)


def memory_needed_bytes(seconds, rate_tok_s, values_per_token, weight_bytes, bytes_per_value=2.0, reserve=0.1):
    """Return the memory in which a world of that length fits beside its weights (inverse of `memory_s`)."""
    free = 1.0 - checks.require_between("reserve", reserve, 0, 1, high_open=True, remedy="Give the share kept for all else, such as 0.1.")
    return (checks.require_non_negative("weight_bytes", weight_bytes) + cache_bytes(seconds, rate_tok_s, values_per_token, bytes_per_value)) / free


def memory_s(memory_bytes, weight_bytes, rate_tok_s, values_per_token, bytes_per_value=2.0, reserve=0.1):
    r"""Return the seconds whose keys and values fit the memory.

    Parameters
    ----------
    memory_bytes : array_like, byte
        Memory of all accelerators that serve the one world.
    weight_bytes : array_like, byte
    rate_tok_s, values_per_token, bytes_per_value
        See `cache_bytes`.
    reserve : array_like, 1
        Share of memory for all else: activations, the autoencoder, the text encoder.

    Returns
    -------
    numpy.ndarray, s
        :math:`\max(0, (1-\rho) M - W) / (r\, v\, b)`; 0 where the weights do not fit.
    """
    free = 1.0 - checks.require_between("reserve", reserve, 0, 1, high_open=True, remedy="Give the share kept for all else, such as 0.1.")
    left = np.maximum(free * checks.require_non_negative("memory_bytes", memory_bytes) - checks.require_non_negative("weight_bytes", weight_bytes), 0.0)
    return left / cache_bytes(1.0, rate_tok_s, values_per_token, bytes_per_value)


def _latent_time(frames_per_latent, frames_per_s):
    return checks.require_positive("frames_per_latent", frames_per_latent) / checks.require_positive("frames_per_s", frames_per_s)


def _where_paced(passes, seconds):
    return np.where(passes > 0, np.maximum(seconds, 0.0), np.inf)


def arithmetic_s(flop_per_s, params_active, pair_flop, tokens_per_latent, frames_per_latent, frames_per_s, passes, factorised=False):
    r"""Return the seconds of past that the arithmetic of a frame's time lets the model look at.

    Parameters
    ----------
    flop_per_s : array_like, FLOP/s
        Throughput reached, not rated.
    params_active : array_like, 1
        Weights multiplied with for one token.
    pair_flop : array_like, FLOP
        Attention's operations for one token and one token seen, over all layers: :math:`4 L H d`.
    tokens_per_latent, frames_per_latent, frames_per_s
        See `tokens_per_s`.
    passes : array_like, 1
        Passes through the model for one latent frame; 0 for a world that need not keep pace, which has no such limit.
    factorised : array_like of bool
        Whether a token sees only its own frame and its own place in earlier ones.

    Returns
    -------
    numpy.ndarray, s
        The :math:`S` of :math:`p\,n\,(2N + a S) = F k/f`, over the rate; with :math:`n + S/n` for :math:`S` where
        factorised. Infinite without passes, 0 where not even the weights' work fits.
    """
    n = checks.require_positive("tokens_per_latent", tokens_per_latent)
    passes = checks.require_non_negative("passes", passes)
    work = checks.require_positive("flop_per_s", flop_per_s) * _latent_time(frames_per_latent, frames_per_s) / (np.maximum(passes, 1e-30) * n)
    pair = checks.require_positive("pair_flop", pair_flop)
    each = np.where(factorised, pair / n, pair)
    own = np.where(factorised, pair * n, 0.0)
    seen = (work - 2.0 * checks.require_positive("params_active", params_active) - own) / each
    return _where_paced(passes, seen / tokens_per_s(n, frames_per_latent, frames_per_s))


def bandwidth_s(bytes_per_s, weight_bytes, values_per_token, bytes_per_value, tokens_per_latent, frames_per_latent, frames_per_s, passes):
    r"""Return the seconds of past that can be read from memory in a frame's time, weights first.

    Parameters
    ----------
    bytes_per_s : array_like, byte/s
        Bandwidth reached, not rated.
    weight_bytes, values_per_token, bytes_per_value, tokens_per_latent, frames_per_latent, frames_per_s, passes
        See `arithmetic_s` and `cache_bytes`.

    Returns
    -------
    numpy.ndarray, s
        The :math:`S` of :math:`p\,(W + v b S) = B k/f`, over the rate; infinite without passes.
    """
    passes = checks.require_non_negative("passes", passes)
    moved = checks.require_positive("bytes_per_s", bytes_per_s) * _latent_time(frames_per_latent, frames_per_s) / np.maximum(passes, 1e-30)
    left = moved - checks.require_non_negative("weight_bytes", weight_bytes)
    rate = tokens_per_s(tokens_per_latent, frames_per_latent, frames_per_s)
    return _where_paced(passes, left / cache_bytes(1.0, rate, values_per_token, bytes_per_value))


def window_s(window_tokens, rate_tok_s):
    """Return the seconds in the longest context it was trained with; a window of 0 stands for none, which is no limit."""
    window = checks.require_non_negative("window_tokens", window_tokens)
    return np.where(window > 0, window / checks.require_positive("rate_tok_s", rate_tok_s), np.inf)


def lookback_s(*, memory, arithmetic, bandwidth, training):
    """Return the shortest of four lengths and which it is.

    Parameters
    ----------
    memory, arithmetic, bandwidth, training : array_like, s
        From `memory_s`, `arithmetic_s`, `bandwidth_s`, `window_s`.

    Returns
    -------
    seconds : numpy.ndarray, s
    limit : numpy.ndarray of int
        Index into `LIMITS`; of equals the first.
    """
    lengths = np.stack(np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (memory, arithmetic, bandwidth, training))))
    if np.any(np.isnan(lengths)) or np.any(lengths < 0):
        raise ValueError("a length is negative or not a number. Give seconds, infinite where nothing limits.")
    return lengths.min(axis=0), lengths.argmin(axis=0)
