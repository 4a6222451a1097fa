r"""What a site below a limit on its computing capacity can train, and what many such sites can train together.

A limit counts a site's fastest arithmetic; a run uses a slower one and a part of it:

.. math:: F_1 = \frac{L\,r\,u\,t}{1}, \qquad F_n = n F_1 \cdot (1-\ell_n)\,/\,(c_n\, m_n)

with the limit :math:`L` (FLOP/s), the share :math:`r` of the counted rating at which a run computes, the utilisation
:math:`u`, the time :math:`t`, the share :math:`\ell_n` of speed that links take, the factor :math:`c_n` of compute that
seldom exchange costs, and the factor :math:`m_n` that a model costs which is smaller than the best because it has to
fit into one site's memory.
"""

from __future__ import annotations

import numpy as np

from analysis import checks
from analysis.power.training_run import SECONDS_PER_DAY
from analysis.scaling import demo, overtraining
from analysis.scaling.law_forms import FLOP_PER_PARAMETER_TOKEN

__all__ = ["chips_at", "site_flop", "sites_needed", "params_that_fit", "kept_share", "effective_flop"]


def chips_at(limit_flop_per_s, counted_flop_per_s):
    """Return the chips that a site may hold.

    Parameters
    ----------
    limit_flop_per_s : array_like, FLOP/s
    counted_flop_per_s : array_like, FLOP/s
        Rating of one chip as the limit counts it.

    Returns
    -------
    numpy.ndarray
        Not rounded.
    """
    return checks.require_positive("limit_flop_per_s", limit_flop_per_s) / checks.require_positive("counted_flop_per_s", counted_flop_per_s)


def site_flop(limit_flop_per_s, trained_share, utilisation, days):
    """Return the training compute of one site at the limit.

    Parameters
    ----------
    limit_flop_per_s : array_like, FLOP/s
    trained_share : array_like, 1
        Rating of the arithmetic that the run uses over the one that the limit counts, above 0 to 1.
    utilisation : array_like, 1
        Useful operations over that rating.
    days : array_like, day

    Returns
    -------
    numpy.ndarray, FLOP
    """
    limit = checks.require_positive("limit_flop_per_s", limit_flop_per_s)
    share = checks.require_between("trained_share", trained_share, 0, 1, low_open=True, remedy="Give the rating of training over the counted one, such as 0.5.")
    used = checks.require_between("utilisation", utilisation, 0, 1, low_open=True, remedy="Give a fraction such as 0.4.")
    return limit * share * used * checks.require_positive("days", days) * SECONDS_PER_DAY


def sites_needed(training_flop, one_site_flop):
    """Return the sites whose compute adds up to a run, losses left out; a whole number, at least 1."""
    need = checks.require_positive("training_flop", training_flop) / checks.require_positive("one_site_flop", one_site_flop)
    return np.maximum(np.ceil(need * (1 - 1e-12)), 1.0)


def params_that_fit(memory_bytes, state_bytes):
    """Return the largest model whose weights, gradients and optimiser states fit into a site's memory.

    Parameters
    ----------
    memory_bytes : array_like, byte
    state_bytes : array_like, byte
        Bytes that each parameter takes in training (16 with mixed precision and Adam, Rajbhandari et al. 2020).
    """
    return checks.require_positive("memory_bytes", memory_bytes) / checks.require_positive("state_bytes", state_bytes)


def kept_share(law, sites, one_site_flop, fits_params, days, batch_mtoken, link_bit_s, latency_s, cost_of_eight, bits_per_param, every, gather, overlap):
    """Return the share of the sites' compute that counts, against the same compute in one place.

    Parameters
    ----------
    law : analysis.scaling.law_forms.AdditiveLaw
        Sets the best size, and what a smaller one costs.
    sites : array_like
        At least 1; a single site has no links.
    one_site_flop : array_like, FLOP
    fits_params : array_like
        Largest model that one site holds.
    days : array_like, day
    batch_mtoken : array_like, Mtoken
        Tokens of one step of all sites together.
    link_bit_s : array_like, bit/s
    latency_s : array_like, s
    cost_of_eight : array_like
        See `analysis.scaling.demo.exchange_cost`; applies where `every` is above 1.
    bits_per_param, every, gather, overlap
        See `analysis.scaling.demo.step_time_s`.

    Returns
    -------
    numpy.ndarray, 1
    """
    n = checks.require_between("sites", sites, 1, np.inf)
    total = n * checks.require_positive("one_site_flop", one_site_flop)
    best, _ = law.optimal(total, extrapolate=True)
    params = np.minimum(best, checks.require_positive("fits_params", fits_params))
    tokens = total / (FLOP_PER_PARAMETER_TOKEN * params)
    step_s = checks.require_positive("days", days) * SECONDS_PER_DAY * checks.require_positive("batch_mtoken", batch_mtoken) * 1e6 / tokens
    many = n > 1
    lost = np.where(many, demo.slowdown(step_s, params, bits_per_param, every, gather, overlap, np.maximum(n, 2.0), link_bit_s, latency_s), 0.0)
    apart = np.where(np.asarray(every) > 1, demo.exchange_cost(cost_of_eight, n), 1.0)
    _, smaller = overtraining.of_run(law, params, tokens)
    return (1.0 - lost) / (apart * np.maximum(smaller, 1.0))


def effective_flop(sites, one_site_flop, kept):
    """Return the compute in one place that would do as well: sites times theirs times the share that counts."""
    return checks.require_between("sites", sites, 1, np.inf) * checks.require_positive("one_site_flop", one_site_flop) * checks.require_between("kept", kept, 0, 1)
