"""Smaller models, trained longer: what it takes to reach the same loss with fewer parameters. Pure.

For a law with a power of parameters and a power of tokens, let :math:`N^*, D^*` reach a loss with least compute. At
:math:`N = N^*/s` the same loss needs

.. math:: \\frac{D}{D^*} = \\left[\\frac{\\alpha + \\beta - \\beta s^{\\alpha}}{\\alpha}\\right]^{-1/\\beta},
          \\qquad m(s) = \\frac{1}{s}\\frac{D}{D^*},

whatever the loss and whatever the floor: only the two exponents count. The bracket vanishes at
:math:`s_{max} = (1 + \\alpha/\\beta)^{1/\\alpha}`: no amount of data makes up for a model smaller than that.
"""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.scaling import law_forms as forms

__all__ = ["exponents", "max_shrink", "max_shrink_of", "flop_multiple", "flop_multiple_of", "token_multiple_of", "shrink_at", "shrink_at_of", "excess_at_of", "of_run"]


def exponents(law) -> tuple[float, float]:
    """Return the powers of parameters and of tokens that trade against each other in a law.

    Raises
    ------
    ValueError
        For a law that publishes no loss, or whose two quantities do not trade.
    """
    if isinstance(law, forms.RepeatedDataLaw):
        return law.base.alpha, law.base.beta
    if isinstance(law, forms.JointPowerLaw):
        return law.alpha_N / law.alpha_D, 1.0
    if isinstance(law, (forms.AdditiveLaw, forms.GranularLaw)):
        return law.alpha, law.beta
    raise ValueError(f"{getattr(law, 'name', law)!r} does not say how parameters and tokens trade at equal loss. Use an additive law, such as besiroglu-2024.")


def _powers(alpha, beta):
    return checks.require_positive("alpha", alpha), checks.require_positive("beta", beta)


def max_shrink_of(alpha, beta):
    """Return how many times smaller a model can be at equal loss, given the two exponents: :math:`(1+\\alpha/\\beta)^{1/\\alpha}`."""
    a, b = _powers(alpha, beta)
    return (1.0 + a / b) ** (1.0 / a)


def token_multiple_of(alpha, beta, shrink):
    """Return tokens over those of the best split at equal loss; infinite where the size cannot reach it."""
    a, b = _powers(alpha, beta)
    s = checks.require_positive("shrink", shrink, "Give how many times smaller, such as 4.")
    left = (a + b - b * s**a) / a
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(left > 0, np.where(left > 0, left, np.nan) ** (-1.0 / b), np.inf)


def flop_multiple_of(alpha, beta, shrink):
    """Return training compute over the least at equal loss, given the two exponents."""
    return token_multiple_of(alpha, beta, shrink) / np.asarray(shrink, dtype=float)


def shrink_at_of(alpha, beta, flop_multiple):
    """Return how many times smaller a model is that reaches the same loss with `flop_multiple` times the least compute.

    Raises
    ------
    ValueError
        For a multiple below 1: the best split is the least.
    """
    a, b = _powers(alpha, beta)
    m = checks.require_between("flop_multiple", flop_multiple, 1.0, np.inf, remedy="1 is the best split; nothing reaches the loss for less.")
    a, b, m = np.broadcast_arrays(a, b, m)
    low, high = np.zeros(m.shape), np.log(max_shrink_of(a, b))
    for _ in range(70):
        middle = 0.5 * (low + high)
        below = flop_multiple_of(a, b, np.exp(middle)) < m
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return np.exp(low)


def excess_at_of(alpha, beta, shrink, flop_multiple):
    """Return the loss above the floor, over that of the best split, of a smaller model with a given multiple of its compute."""
    a, b = _powers(alpha, beta)
    s, m = checks.require_positive("shrink", shrink), checks.require_positive("flop_multiple", flop_multiple)
    return (b * s**a + a * (s * m) ** -b) / (a + b)


def max_shrink(law) -> float:
    """Return how many times smaller than the best size a model can be and still reach its loss."""
    return float(max_shrink_of(*exponents(law)))


def flop_multiple(law, shrink):
    """Return training compute, over the least, for the same loss with a model `shrink` times smaller than the best.

    Parameters
    ----------
    law : AdditiveLaw, RepeatedDataLaw, JointPowerLaw or GranularLaw
    shrink : array_like
        Above 0; below 1 is a model larger than the best.

    Returns
    -------
    numpy.ndarray
        Infinite where no amount of data is enough.
    """
    return flop_multiple_of(*exponents(law), shrink)


def shrink_at(law, flop_multiple):
    """Return how many times smaller a model can be at equal loss with `flop_multiple` times the least compute (see `shrink_at_of`)."""
    return shrink_at_of(*exponents(law), flop_multiple)


def of_run(law, params, tokens):
    """Return how over-trained a run is: its shrink and its multiple against the best split for its own loss.

    Parameters
    ----------
    law : AdditiveLaw
    params, tokens : array_like

    Returns
    -------
    tuple of numpy.ndarray
        Best parameters over `params`, and compute over the least.
    """
    n, d = law.optimal_for_loss(law.loss(params, tokens))
    return n / params, np.asarray(params) * np.asarray(tokens) / (n * d)
