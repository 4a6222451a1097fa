"""The best size for a model's whole served life: training and serving at equal quality (Sardana et al. 2024, eq. 3). Pure."""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.scaling.law_forms import AdditiveLaw, RepeatedDataLaw

__all__ = ["FLOP_PER_SERVED", "total_flop", "optimal", "saving"]

FLOP_PER_SERVED = 2.0  # forward pass, for each parameter and token


def _law(law) -> AdditiveLaw:
    law = law.base if isinstance(law, RepeatedDataLaw) else law
    if not isinstance(law, AdditiveLaw):
        raise ValueError(f"{getattr(law, 'name', law)!r} has no floor and two powers. Use an additive law, such as besiroglu-2024.")
    return law


def total_flop(params, tokens, served_tokens, serving_weight=1.0):
    """Return compute of a model's life: :math:`6ND + 2w\\,N T`.

    Parameters
    ----------
    params, tokens : array_like
        Parameters and training tokens.
    served_tokens : array_like
        Tokens read and written in service, over the whole life.
    serving_weight : array_like, optional
        What a FLOP in service costs against one in training.

    Returns
    -------
    numpy.ndarray
    """
    n, d = checks.require_positive("params", params), checks.require_positive("tokens", tokens)
    served = checks.require_non_negative("served_tokens", served_tokens, "Give tokens over the whole life.")
    weight = checks.require_positive("serving_weight", serving_weight)
    return n * (6.0 * d + FLOP_PER_SERVED * weight * served)


def optimal(law, loss, served_tokens, serving_weight=1.0):
    """Return the parameters and training tokens that reach a loss with least compute over a model's life.

    Parameters
    ----------
    law : AdditiveLaw or RepeatedDataLaw
    loss : array_like
        Nats a token, above the law's floor.
    served_tokens : array_like
        Tokens over the whole life; 0 gives the best split of training alone.
    serving_weight : array_like, optional
        What a FLOP in service costs against one in training.

    Returns
    -------
    tuple of numpy.ndarray
        Parameters and training tokens.

    Raises
    ------
    ValueError
        For a loss at or below the floor, or a law without one.

    Notes
    -----
    With :math:`x = A N^{-\\alpha}` and :math:`R = L - E` the least is where
    :math:`6D\\,[\\alpha x/(\\beta(R-x)) - 1] = 2wT`, whose left side rises with :math:`x`; bisection finds it.
    """
    own = _law(law)
    loss = checks.require_between("loss", loss, own.E, np.inf, low_open=True, remedy=f"The law's floor is {own.E:g} nats a token.")
    served = checks.require_non_negative("served_tokens", served_tokens, "Give tokens over the whole life.")
    weight = checks.require_positive("serving_weight", serving_weight)
    excess, wanted = np.broadcast_arrays(loss - own.E, FLOP_PER_SERVED * weight * served)
    low = np.full(excess.shape, own.beta / (own.alpha + own.beta))  # share of the excess that is due to size
    high = np.full(excess.shape, 1.0 - 1e-15)
    for _ in range(100):
        share = 0.5 * (low + high)
        tokens = (excess * (1.0 - share) / own.B) ** (-1.0 / own.beta)
        short = 6.0 * tokens * (own.alpha * share / (own.beta * (1.0 - share)) - 1.0) < wanted
        low, high = np.where(short, share, low), np.where(short, high, share)
    share = np.where(wanted > 0, 0.5 * (low + high), own.beta / (own.alpha + own.beta))
    return (excess * share / own.A) ** (-1.0 / own.alpha), (excess * (1.0 - share) / own.B) ** (-1.0 / own.beta)


def saving(law, loss, served_tokens, serving_weight=1.0):
    """Return the share of a life's compute that the best size saves against the best split of training alone."""
    own = _law(law)
    n, d = own.optimal_for_loss(loss)
    best = optimal(own, loss, served_tokens, serving_weight)
    return 1.0 - total_flop(*best, served_tokens, serving_weight) / total_flop(n, d, served_tokens, serving_weight)
