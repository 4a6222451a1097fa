"""A step's time on a real server: per operation, at shares of the rated speeds, with fixed times of layers, messages and steps.

The coefficients are fitted to measured systems (`analysis.inference.calibration`); this module only applies them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from analysis.inference import per_op

__all__ = ["Coefficients", "Load", "PRECISIONS", "GROUP", "effective_precision", "query_group", "cache_share", "load", "stack", "step_s"]

PRECISIONS = ("bf16", "fp8", "fp4")
GROUP = 8.0  # query heads on a key-value head to which `cache_bandwidth` refers


@dataclass(frozen=True)
class Coefficients:
    """What the fit finds; each is positive.

    Attributes
    ----------
    weight_bandwidth, expert_bandwidth, cache_bandwidth : float, 1
        Share of the rated memory bandwidth at which weights, experts and the cache are read.
    bf16_throughput, fp8_throughput, fp4_throughput : float, 1
        Share of the rated arithmetic by precision in products with weights.
    expert_throughput : float, 1
        Further share for routed experts.
    decode_attention_throughput, prompt_attention_throughput : float, 1
        Share of the rated 16-bit arithmetic in attention itself.
    expert_tile_rows : float, 1
        Rows to which an expert's share of the tokens is filled up.
    activation_passes, routed_activation_passes : float, 1
        How often a layer moves its activations through memory, and those sent to experts.
    layer_s, layer_fp4_s : float, s
        Fixed time of a layer, on accelerators without and with 4-bit arithmetic (Hopper and before; Blackwell and after).
    sparse_layer_s : float, s
        Further fixed time of a layer with experts.
    round_s, round_fp4_s : float, s
        Fixed time of an exchange of messages, on either kind.
    link_bandwidth : float, 1
        Share of the rated speed of links.
    step_s : float, s
        Fixed time of a step.
    sequence_s : float, s
        Time of a step for each sequence in it (scheduling, sampling).
    sharpness : float, 1
        How nearly the longer of reading and computing hides the other: 1 adds them, infinity hides fully.
    indexer_factor : float, 1
        Time of sparse attention with an indexer over what its work suggests.
    cache_fp4_ratio, expert_fp4_ratio : float, 1
        Share at which the cache and experts are read on accelerators with 4-bit arithmetic, over that on those without.
    group_exponent : float, 1
        How the cache's share falls with the query heads that work on each key-value head: 0 if reading alone counts, 1 if
        the work of each head does.
    shared_layer_s, latent_layer_s, state_layer_s : float, s
        Further fixed time of a layer with shared experts, with latent attention, with a state instead of a cache.
    """

    weight_bandwidth: float
    expert_bandwidth: float
    cache_bandwidth: float
    bf16_throughput: float
    fp8_throughput: float
    fp4_throughput: float
    expert_throughput: float
    decode_attention_throughput: float
    prompt_attention_throughput: float
    expert_tile_rows: float
    activation_passes: float
    routed_activation_passes: float
    layer_s: float
    layer_fp4_s: float
    sparse_layer_s: float
    round_s: float
    round_fp4_s: float
    link_bandwidth: float
    step_s: float
    sequence_s: float
    sharpness: float
    indexer_factor: float
    cache_fp4_ratio: float
    expert_fp4_ratio: float
    group_exponent: float
    shared_layer_s: float
    latent_layer_s: float
    state_layer_s: float

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the coefficients' names in order."""
        return tuple(f.name for f in fields(cls))


@dataclass(frozen=True)
class Load:
    """What the accelerator with most to do has to do in one step, and how fast it is rated; every entry broadcasts."""

    dense_bytes: np.ndarray
    dense_flop: np.ndarray
    head_bytes: np.ndarray
    head_flop: np.ndarray
    expert_bytes: np.ndarray
    expert_flop: np.ndarray
    expert_rows: np.ndarray
    cache_bytes: np.ndarray
    attention_flop: np.ndarray
    state_bytes: np.ndarray
    state_flop: np.ndarray
    activation_bytes: np.ndarray
    routed_bytes: np.ndarray
    message_bytes: np.ndarray
    rounds: np.ndarray
    layers: np.ndarray
    sparse_layers: np.ndarray
    shared_layers: np.ndarray
    latent_layers: np.ndarray
    state_layers: np.ndarray
    group: np.ndarray
    sequences: np.ndarray
    decoding: np.ndarray
    indexed: np.ndarray
    has_fp4: np.ndarray
    bandwidth: np.ndarray
    link: np.ndarray
    bf16_rated: np.ndarray
    dense_rated: np.ndarray
    dense_precision: np.ndarray
    expert_rated: np.ndarray
    expert_precision: np.ndarray


def effective_precision(accelerator, precision: str) -> str:
    """Return the precision whose share of the rated arithmetic applies; products of 8-bit integers count as FP8."""
    return accelerator.precision_used("fp8" if precision == "int8" else precision)


def query_group(model) -> float:
    """Return how many query heads work on each key-value head; `GROUP` where the question does not arise (latent attention, states alone)."""
    return GROUP if model.attention == "mla" or not model.kv_heads else model.heads / model.kv_heads


def load(done, model, system, layout, precision, expert_precision, *, sequences, kind) -> Load:
    """Return the load of one accelerator.

    Parameters
    ----------
    done : analysis.inference.work.Work
    model : analysis.inference.models.LanguageModel
    system : analysis.inference.systems.System
    layout : analysis.inference.parallel.Layout
    precision, expert_precision : str
        Of the multiplications by weights, and by those of routed experts.
    sequences : array_like, 1
    kind : {"decode", "prefill"}

    Returns
    -------
    Load
    """
    chip, count = system.accelerator, layout.accelerators
    copies = count if layout.data == 1 else layout.tensor * layout.pipeline
    holders = per_op.spread(model, layout)
    dense, expert = effective_precision(chip, precision), effective_precision(chip, expert_precision)
    width = per_op.ACTIVATION_BYTES * model.hidden_size
    awake = np.maximum(done.experts_awake, 1e-9)
    return Load(
        dense_bytes=done.dense_bytes / copies,
        dense_flop=done.dense_flop / count,
        head_bytes=done.head_bytes / copies,
        head_flop=done.head_flop / count,
        expert_bytes=done.expert_bytes / count,
        expert_flop=done.expert_flop / count,
        expert_rows=done.rows * model.experts_per_token / awake,
        cache_bytes=done.cache_bytes / holders,
        attention_flop=done.attention_flop / count,
        state_bytes=done.state_bytes / count,
        state_flop=done.state_flop / count,
        activation_bytes=done.rows * model.layers * width / layout.data,
        routed_bytes=done.rows * model.moe_layers * model.experts_per_token * width / count,
        message_bytes=per_op.message_bytes(model, layout, done.rows),
        rounds=per_op.message_rounds(model, layout),
        layers=model.layers,
        sparse_layers=model.moe_layers,
        shared_layers=model.moe_layers if model.shared_experts else 0,
        latent_layers=model.layers if model.attention == "mla" else 0,
        state_layers=model.state_layers,
        group=query_group(model),
        sequences=sequences,
        decoding=kind == "decode",
        indexed=model.indexer_topk > 0,
        has_fp4=not np.isnan(chip.fp4_flop_per_s),
        bandwidth=chip.memory_bandwidth_bytes_per_s,
        link=per_op.link_bytes_per_s(system),
        bf16_rated=chip.flop_per_s("bf16"),
        dense_rated=chip.flop_per_s(dense),
        dense_precision=PRECISIONS.index(dense),
        expert_rated=chip.flop_per_s(expert),
        expert_precision=PRECISIONS.index(expert),
    )


def stack(loads) -> Load:
    """Return several loads of single steps as one whose entries are arrays."""
    loads = list(loads)
    return Load(**{f.name: np.array([np.asarray(getattr(one, f.name), dtype=float).item() for one in loads]) for f in fields(Load)})


def _overlap(first, second, sharpness):
    r"""Return :math:`(a^q + b^q)^{1/q}`: the longer of the two, plus what it fails to hide of the other."""
    longer, shorter = np.maximum(first, second), np.minimum(first, second)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(longer > 0, shorter / np.where(longer > 0, longer, 1.0), 0.0)
    return longer * (1.0 + ratio**sharpness) ** (1.0 / sharpness)


def cache_share(c: Coefficients, group, has_fp4):
    r"""Return the share of the rated bandwidth at which the cache is read: :math:`\min(s\,(g/8)^{-\gamma}, 1)`, for a share :math:`s` below one.

    Parameters
    ----------
    c : Coefficients
    group : array_like, 1
        Query heads that work on each key-value head.
    has_fp4 : array_like of bool
        Whether the accelerator has 4-bit arithmetic.

    Returns
    -------
    numpy.ndarray, 1
    """
    share = c.cache_bandwidth * np.where(has_fp4, c.cache_fp4_ratio, 1.0)
    return np.minimum(share * (group / GROUP) ** -c.group_exponent, np.maximum(share, 1.0))


def step_s(now: Load, c: Coefficients):
    r"""Return the time of a step.

    Parameters
    ----------
    now : Load
    c : Coefficients

    Returns
    -------
    numpy.ndarray, s

    Notes
    -----
    .. math:: t = \sum_{op} \left[\left(\tfrac{bytes}{s_b\beta}\right)^q + \left(\tfrac{FLOP}{s_f\phi}\right)^q\right]^{1/q}
        + \tfrac{a_1 \mathrm{activations} + a_2 \mathrm{routed}}{\beta} + \tfrac{\mathrm{messages}}{s_l\lambda}
        + L\,t_L + L_{moe}\,t_m + R\,t_R + t_0 + B\,t_B

    with the shares :math:`s`. An expert's rows are filled up to tiles: its arithmetic rises by
    :math:`\sqrt{1 + (m/rows)^2}`. The cache is read at the share :math:`\min(s_c (g/8)^{-\gamma}, 1)` for :math:`g` query
    heads on a key-value head.
    """
    shares = (c.bf16_throughput, c.fp8_throughput, c.fp4_throughput)

    def share_of(precision):
        if np.ndim(precision) == 0:
            return shares[int(precision)]
        return np.array(shares)[np.asarray(precision).astype(int)]

    q = c.sharpness
    read = now.bandwidth * c.weight_bandwidth
    total = _overlap(now.dense_bytes / read, now.dense_flop / (now.dense_rated * share_of(now.dense_precision)), q)
    total = total + _overlap(now.head_bytes / read, now.head_flop / (now.bf16_rated * c.bf16_throughput), q)
    if np.any(now.sparse_layers):
        filled = np.sqrt(1.0 + (c.expert_tile_rows / np.maximum(now.expert_rows, 1e-9)) ** 2)
        arithmetic = now.expert_flop * filled / (now.expert_rated * share_of(now.expert_precision) * c.expert_throughput)
        routed = now.bandwidth * c.expert_bandwidth * np.where(now.has_fp4, c.expert_fp4_ratio, 1.0)
        total = total + _overlap(now.expert_bytes / routed, arithmetic, q)
    plain = now.bf16_rated * np.where(now.decoding, c.decode_attention_throughput, c.prompt_attention_throughput)
    attending = _overlap(now.cache_bytes / (now.bandwidth * cache_share(c, now.group, now.has_fp4)), now.attention_flop / plain, q)
    total = total + attending * np.where(now.indexed, c.indexer_factor, 1.0)
    if np.any(now.state_flop):
        total = total + _overlap(now.state_bytes / (now.bandwidth * cache_share(c, GROUP, now.has_fp4)), now.state_flop / plain, q)
    total = total + (c.activation_passes * now.activation_bytes + c.routed_activation_passes * now.routed_bytes) / now.bandwidth
    total = total + now.message_bytes / (now.link * c.link_bandwidth)
    fixed = np.where(now.has_fp4, c.layer_fp4_s, c.layer_s) * now.layers + c.sparse_layer_s * now.sparse_layers
    fixed = fixed + c.shared_layer_s * now.shared_layers + c.latent_layer_s * now.latent_layers + c.state_layer_s * now.state_layers
    fixed = fixed + np.where(now.has_fp4, c.round_fp4_s, c.round_s) * now.rounds + c.step_s
    return total + fixed + np.where(now.decoding, c.sequence_s, 0.0) * now.sequences
