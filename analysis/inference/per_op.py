"""A step operation by operation: each is bound by bandwidth or by throughput, and parallel work adds messages and copies.

Messages of tensor parallelism are sums over all parts, twice a layer (Shoeybi et al. 2019); those of expert parallelism are
exchanges of all with all, twice a sparse layer. Nothing overlaps: an upper bound of the messages' cost, at rated speeds.
"""

from __future__ import annotations

import math

import numpy as np

__all__ = ["ACTIVATION_BYTES", "spread", "message_bytes", "message_rounds", "link_bytes_per_s", "step_s"]

ACTIVATION_BYTES = 2.0  # activations travel in 16 bit


def spread(model, layout) -> float:
    """Return over how many accelerators the cache of one step is spread: fewer than all where tensor parallelism holds copies."""
    heads = 1 if model.attention == "mla" else (model.kv_heads or layout.tensor)
    return layout.data * layout.pipeline * min(layout.tensor, heads)


def message_bytes(model, layout, rows):
    r"""Return what one accelerator sends in a step.

    Parameters
    ----------
    model : analysis.inference.models.LanguageModel
    layout : analysis.inference.parallel.Layout
    rows : array_like, 1
        Tokens of the step on all replicas.

    Returns
    -------
    numpy.ndarray, byte
        Sums over :math:`t` parts: :math:`2L \cdot 2\frac{t-1}{t}` activations a token of the replica; exchanges over
        :math:`e` accelerators: :math:`2L_{moe} k \frac{e-1}{e}` a token, shared by the :math:`e`; hand-overs between stages.
    """
    width = ACTIVATION_BYTES * model.hidden_size
    own = np.asarray(rows, dtype=float) / layout.data
    sparse = model.moe_layers if layout.expert > 1 else 0
    sums = 2.0 * model.layers - sparse
    tensor = sums * 2.0 * (layout.tensor - 1) / layout.tensor * own * width / layout.pipeline
    chosen = min(model.experts_per_token, layout.expert) if sparse else 0
    exchange = 2.0 * sparse * chosen * (layout.expert - 1) / layout.expert * np.asarray(rows, dtype=float) / layout.expert * width / layout.pipeline
    return tensor + exchange + (layout.pipeline - 1) / layout.pipeline * own * width


def message_rounds(model, layout) -> float:
    """Return how often a step waits for messages: twice a layer where anything is parallel, once between stages."""
    parallel = layout.tensor > 1 or layout.expert > 1
    return (2.0 * model.layers if parallel else 0.0) + (layout.pipeline - 1)


def link_bytes_per_s(system) -> float:
    """Return the speed at which one accelerator sends to the others: of the links inside a domain, of the network beyond it.

    Raises
    ------
    ValueError
        Where several accelerators work together and the table has no speed for their links.
    """
    accelerator = system.accelerator
    if system.accelerators == 1:
        return math.inf
    speed = accelerator.link_bytes_per_s if system.accelerators <= accelerator.link_domain else accelerator.network_bytes_per_s
    if math.isnan(speed):
        raise ValueError(f"{system.system}: the speed of {accelerator.name}'s links is not in data/inference/accelerators.csv. Use method='roofline', or an accelerator whose links are known.")
    return speed


def step_s(done, model, system, layout, precision, expert_precision):
    r"""Return the time of a step at rated speeds.

    Parameters
    ----------
    done : analysis.inference.work.Work
    model : analysis.inference.models.LanguageModel
    system : analysis.inference.systems.System
    layout : analysis.inference.parallel.Layout
    precision, expert_precision : str
        Of the multiplications by weights, and by those of routed experts; attention works in 16 bit.

    Returns
    -------
    numpy.ndarray, s
        :math:`\sum_{op} \max(bytes/\beta, FLOP/\phi)` of the accelerator with most to do, plus messages over the links' speed.
    """
    count = layout.accelerators
    chip = system.accelerator
    bandwidth, fast, plain = chip.memory_bandwidth_bytes_per_s, chip.flop_per_s(precision), chip.flop_per_s("bf16")
    copies = count if layout.data == 1 else layout.tensor * layout.pipeline  # parts among which weights that are not experts are cut
    holders = spread(model, layout)

    def bound(moved, flop, over_bytes, over_flop, speed):
        return np.maximum(moved / (over_bytes * bandwidth), flop / (over_flop * speed))

    total = bound(done.dense_bytes, done.dense_flop, copies, count, fast)
    total = total + bound(done.head_bytes, done.head_flop, copies, count, plain)
    total = total + bound(done.expert_bytes, done.expert_flop, count, count, chip.flop_per_s(expert_precision))
    total = total + bound(done.cache_bytes, done.attention_flop, holders, count, plain)
    total = total + bound(done.state_bytes, done.state_flop, count, count, plain)
    return total + message_bytes(model, layout, done.rows) / link_bytes_per_s(system)
