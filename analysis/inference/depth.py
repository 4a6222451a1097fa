"""Mixture-of-Depths: every second block works on the few tokens that a router picks, the others pass it by.

After Raposo et al. (2024), arXiv:2404.02258. The capacity is the share of a sequence's tokens that a routed block takes;
attention inside it runs among those tokens only.
"""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.inference.attention import linear_flop_per_token, prefill_sdpa_flop
from analysis.inference.kv_cache import kv_bytes_per_token
from analysis.inference.parameters_count import active_matmul_params, embedding_params, head_params, require_model
from analysis.inference.weights import bits_per_weight

__all__ = ["forward_flop", "flop_share", "decode_bytes", "decode_share"]


def _plain(model):
    require_model(model)
    if model.is_sparse or model.local_layers or model.state_layers or not model.heads:
        raise ValueError(f"{model.model} is not a dense model with full attention. Routed depth is worked out for those only.")
    return model


def _routing(capacity, every):
    share = checks.require_between("capacity", capacity, 0.0, 1.0, remedy="Give the share of tokens that a routed block takes, such as 0.125.")
    return share, 1.0 / checks.require_between("every", every, 1.0, np.inf, remedy="Give 2 for every second block.")


def forward_flop(model, sequence, capacity, every=2.0):
    r"""Return the operations of one forward pass over a sequence.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
        Dense, with full attention.
    sequence : array_like, token
    capacity : array_like, 1
        Share of tokens that a routed block takes.
    every : array_like, 1
        One block in so many is routed: 2 for every second one, as in the paper’s best models.

    Returns
    -------
    numpy.ndarray, FLOP

    Notes
    -----
    With a share :math:`r` of routed blocks, capacity :math:`\kappa`, products with weights :math:`W` and attention :math:`A`:
    :math:`(1-r)(W+A) + r(\kappa W + \kappa^2 A)`, and the head for every token. The router's own operations are left out: one
    product with a vector a token and block.
    """
    _plain(model)
    length = checks.require_non_negative("sequence", sequence)
    share, routed = _routing(capacity, every)
    head = linear_flop_per_token(model) - linear_flop_per_token(model, head=False)
    blocks = linear_flop_per_token(model, head=False) * length
    inside = (1.0 - routed) * (blocks + prefill_sdpa_flop(model, length)) + routed * (share * blocks + prefill_sdpa_flop(model, share * length))
    return inside + head * length


def flop_share(model, sequence, capacity, every=2.0):
    """Return the operations of the routed model over those of a uniform one of the same shape."""
    return forward_flop(model, sequence, capacity, every) / forward_flop(model, sequence, 1.0, every)


def decode_bytes(model, batch, context, capacity, every=2.0, weights="bf16", kv_bytes_per_value=2.0):
    r"""Return the bytes of weights and cache that one decoding step reads.

    Parameters
    ----------
    model, capacity, every
        See `forward_flop`.
    batch : array_like, 1
        Sequences, each with one new token.
    context : array_like, token
    weights : str or float
        Precision of the weights.
    kv_bytes_per_value : array_like, byte

    Returns
    -------
    numpy.ndarray, byte
        A routed block is read unless no token of the batch picks it, :math:`1-(1-\kappa)^B`; its cache holds
        :math:`\kappa S` tokens and is read for :math:`\kappa B` of the sequences.
    """
    _plain(model)
    sequences = checks.require_non_negative("batch", batch)
    length = checks.require_non_negative("context", context)
    share, routed = _routing(capacity, every)
    head = head_params(model) or embedding_params(model)
    width = bits_per_weight(weights) / 8.0
    blocks = (active_matmul_params(model) - head) * width
    with np.errstate(divide="ignore", invalid="ignore"):
        awake = np.where(share < 1.0, 1.0 - (1.0 - share) ** sequences, np.where(sequences > 0, 1.0, 0.0))
    cache = kv_bytes_per_token(model, kv_bytes_per_value) * sequences * length
    return blocks * (1.0 - routed + routed * awake) + head * width + cache * (1.0 - routed + routed * share**2)


def decode_share(model, batch, context, capacity, every=2.0, weights="bf16", kv_bytes_per_value=2.0):
    """Return the bytes a decoding step reads over those of a uniform model of the same shape (see `decode_bytes`)."""
    options = {"every": every, "weights": weights, "kv_bytes_per_value": kv_bytes_per_value}
    return decode_bytes(model, batch, context, capacity, **options) / decode_bytes(model, batch, context, 1.0, **options)
