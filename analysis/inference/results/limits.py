"""What limits a token of Llama 3.1 405B: bytes and operations by kind, the ridge of each system, and claim D5's search."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import uncertainty
from analysis.inference import attention, inversion_grid, limits, models, serving, systems, work
from analysis.inference.results import inversion as search
from analysis.quantities import Quantity

__all__ = ["SYSTEMS", "byte_split", "flop_split", "intensities", "ridges", "checked_count", "exponents", "flop_limit_curves", "flop_limit_batches", "flop_limit_sets", "facts"]

SYSTEM = "8xH100"
SYSTEMS = ("8xA100", "8xH100", "8xH200", "8xB200", "8xMI300X", "72xGB200")
BATCHES = (1.0, 16.0, 64.0)
CLAIMED = 4096.0


def _model():
    return models.get(search.MODEL)


def _system():
    return systems.get(SYSTEM)


@cache
def byte_split() -> pd.DataFrame:
    """Return the bytes moved for each generated token, of weights and of cache, against context and batch."""
    context = np.unique(np.round(np.geomspace(250, 131072, 46)))
    rows = []
    for batch in BATCHES:
        read = work.decode(_model(), batch, 0.0).bytes_moved / batch
        name = f"weights, shared by {batch:.0f} users" if batch > 1 else "weights, for 1 user"
        rows.append(pd.DataFrame({"line": name, "context": context, "gb_per_token": read / 1e9}))
    rows.append(pd.DataFrame({"line": "cache", "context": context, "gb_per_token": work.decode(_model(), 1.0, context).cache_bytes / 1e9}))
    return pd.concat(rows, ignore_index=True)


@cache
def flop_split() -> pd.DataFrame:
    """Return the operations of a generated token: products with weights, and attention, against context."""
    context = np.unique(np.round(np.geomspace(250, 131072, 46)))
    done = work.decode(_model(), 1.0, context)
    parts = {"weights": done.dense_flop + done.head_flop, "attention": done.attention_flop}
    return pd.concat([pd.DataFrame({"context": context, "kind": kind, "gflop_per_token": value / 1e9}) for kind, value in parts.items()], ignore_index=True)


@cache
def intensities() -> pd.DataFrame:
    """Return operations a byte of a decoding step against batch, for several contexts."""
    batch = np.geomspace(1, 1024, 41)
    rows = [pd.DataFrame({"batch": batch, "context": f"{c:,.0f} tokens" if c else "none yet", "flop_per_byte": limits.intensity(_model(), batch, c)}) for c in (0.0, 775.0, 7661.0, 39000.0)]
    return pd.concat(rows, ignore_index=True)


@cache
def ridges() -> pd.DataFrame:
    """Return the operations that each system can do while it moves a byte, and the batch that this asks for."""
    rows = []
    for name in SYSTEMS:
        system = systems.get(name)
        for precision in ("bf16", "fp8"):
            if precision == "fp8" and np.isnan(system.accelerator.fp8_flop_per_s):
                continue
            rows.append(
                {
                    "system": name,
                    "precision": "16-bit" if precision == "bf16" else "8-bit",
                    "flop_per_byte": limits.ridge(system, precision),
                    "batch": float(limits.batch_at_ridge(_model(), system, search.SHORT, compute=precision)),
                    "longest_context": limits.context_without_flop_limit(_model(), system, compute=precision),
                }
            )
    return pd.DataFrame(rows)


@cache
def checked_count() -> pd.DataFrame:
    """Return the attention operations of a token by claim D5's formula and by the count over matrices, for the dense models."""
    rows = []
    for model in models.every():
        if model.attention != "gqa" or model.is_sparse or model.state_layers or model.local_layers or model.value_dim != model.head_dim:
            continue
        for length in (1024, 4096, 32768):
            counted = limits.count(limits.products_of_token(model, length))
            formula = 4.0 * model.heads * model.layers * model.head_dim * length
            rows.append({"model": model.model, "context": length, "ratio": formula / counted["attention"], "linear_ratio": attention.linear_flop_per_token(model) / counted["linear"]})
    return pd.DataFrame(rows)


@cache
def exponents() -> dict[str, float]:
    """Return the exponents in the sequence's length, fitted to counts over matrices: attention a token, attention in total, all a token."""
    lengths = 2 ** np.arange(10, 18)
    token = [limits.count(limits.products_of_token(_model(), n)) for n in lengths]
    prompt = [limits.count(limits.products_of_prompt(_model(), n)) for n in lengths]
    return {
        "per_token": limits.slope(lengths, [t["attention"] for t in token]),
        "total": limits.slope(lengths, [t["attention"] for t in prompt]),
        "generated": limits.slope(lengths, attention.prefill_sdpa_flop(_model(), lengths)),  # token by token, each seeing what came before
        "whole_token": limits.slope(lengths, [t["attention"] + t["linear"] for t in token]),
    }


@cache
def flop_limit_curves() -> pd.DataFrame:
    """Return the context at which decoding meets the throughput of the node at 30 tokens a second, against the batch."""
    batch = np.unique(np.concatenate([np.geomspace(16, 1100, 90), np.linspace(300, 330, 31), np.linspace(600, 660, 31)]))
    each = float(attention.sdpa_flop_per_token(_model(), 1.0))
    linear = attention.linear_flop_per_token(_model())
    rows = []
    for precision, name in (("bf16", "16-bit"), ("fp8", "8-bit")):
        for counted, what in ((linear, "weights and attention"), (0.0, "attention alone")):
            sequence = inversion_grid.sequence_at_flop_limit(batch, search.SPEED, _system().flop_per_s(precision), counted, each)
            rows.append(pd.DataFrame({"batch": batch, "precision": name, "counted": what, "sequence": sequence}))
    frame = pd.concat(rows, ignore_index=True)
    return frame[frame["sequence"] >= 100].reset_index(drop=True)


@cache
def flop_limit_batches() -> dict[str, float]:
    """Return the batch at which the limit lies at 4,096 tokens, and the batches that move it by the register's tolerance."""
    out = {}
    each, linear = float(attention.sdpa_flop_per_token(_model(), 1.0)), attention.linear_flop_per_token(_model())
    for precision in ("bf16", "fp8"):
        rate = _system().flop_per_s(precision) / search.SPEED
        for name, length in (("", CLAIMED), ("_low", 1.1 * CLAIMED), ("_high", 0.9 * CLAIMED)):
            out[precision + name] = rate / (linear + each * length)
        out[precision + "_attention"] = rate / (each * CLAIMED)
    return out


@cache
def flop_limit_sets() -> dict[str, object]:
    """Return what claim D5's search found: near hits, what luck would give, and the likeliest set."""
    found = search.flop_limit()
    values = [r[0] for r in found.raw]
    masks = [inversion_grid.near(v, CLAIMED) for v in values]
    return {
        "sets": found.sets,
        "luck": inversion_grid.near_luck(values, found.weights, CLAIMED),
        "likeliest": inversion_grid.likeliest(found.grids, masks, 5),
        "decode": inversion_grid.likeliest(found.grids[:1], masks[:1], 3),
        "phase": inversion_grid.posterior(found.grids, masks, "phase"),
        "linear": inversion_grid.posterior(found.grids, masks, "linear_flop"),
        "exact": sum(int(np.sum(w[0] == CLAIMED)) for w in found.whole),
        "spread": inversion_grid.weighted_quantiles(values, found.weights, (0.05, 0.5, 0.95)),
        "all": found,
        "masks": masks,
    }


_q = Quantity.of


@cache
def plain_flop_limit() -> float:
    """Return the context at which arithmetic binds under the likeliest reading of every assumption, before any search."""
    chosen = search.modes("D5", "system", "weight_count", "compute", "flop_share", "linear_flop", "batch", "phase", "interactivity")
    if chosen["phase"] != "decode" or chosen["linear_flop"] != "counted":
        raise ValueError("the prior's likeliest reading of D5 is no longer decoding with all operations: mend this function.")
    precision, kind = chosen["compute"].split()
    rate = systems.get(chosen["system"]).flop_per_s(precision) * (2.0 if kind == "sparse" else 1.0) * float(chosen["flop_share"])
    linear = 2.0 * 405e9 if chosen["weight_count"] == "nominal" else attention.linear_flop_per_token(_model())
    each = float(attention.sdpa_flop_per_token(_model(), 1.0))
    return float(inversion_grid.sequence_at_flop_limit(float(chosen["batch"]), float(chosen["interactivity"]), rate, linear, each))


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    model, node = _model(), _system()
    each, linear = float(attention.sdpa_flop_per_token(model, 1.0)), attention.linear_flop_per_token(model)
    ridge = ridges()
    h100 = ridge[ridge["system"] == SYSTEM].set_index("precision")
    narrow = work.decode(model, 64.0, np.array([search.SHORT, search.LONG]), kv="fp8")
    wide = work.decode(model, 64.0, np.array([search.SHORT, search.LONG]), kv="bf16")
    share = {n: 100.0 * d.cache_bytes / d.bytes_moved for n, d in (("fp8", narrow), ("bf16", wide))}
    sets, batches, powers = flop_limit_sets(), flop_limit_batches(), exponents()
    luck = sets["luck"]
    single = work.decode(model, 1.0, 0.0)
    half = linear / each
    at_4096 = 100.0 * each * CLAIMED / (linear + each * CLAIMED)
    per_cache_byte = each / (float(wide.cache_bytes[0]) / 64.0 / search.SHORT)
    free = {kv: limits.context_without_flop_limit(model, node, kv=kv) for kv in ("bf16", "fp8")}
    count = checked_count()
    lo, mid, hi = sets["spread"]
    crossing = {kv: _crossing(kv) for kv in ("bf16", "fp8")}
    return {
        "claimed_sequence": _q(CLAIMED, "token", grade="guessed"),
        "short": _q(search.SHORT, "token", grade="measured"),
        "long": _q(search.LONG, "token", grade="measured"),
        "weights_gb": _q(single.bytes_moved / 1e9, "GB", label="Weights that every step reads, 8-bit"),
        "alone_flop_per_byte": _q(single.flop / single.bytes_moved, "FLOP/byte"),
        "ridge": _q(h100.loc["16-bit", "flop_per_byte"], "FLOP/byte", ridge["flop_per_byte"].min(), ridge["flop_per_byte"].max(), "Operations an 8×H100 node can do while it moves a byte (range: other systems and precisions)", driver="precision"),
        "ridge_fp8": _q(h100.loc["8-bit", "flop_per_byte"], "FLOP/byte"),
        "idle_alone": _q(100.0 * (1.0 - single.flop / single.bytes_moved / h100.loc["16-bit", "flop_per_byte"]), "percent", label="Arithmetic left idle while one user is served"),
        "batch_ridge": _q(h100.loc["16-bit", "batch"], "1", label="Users at once above which arithmetic limits, at 775 tokens each"),
        "batch_ridge_fp8": _q(h100.loc["8-bit", "batch"]),
        "cache_share_short": _q(share["bf16"][0], "percent", share["fp8"][0], share["bf16"][0]),
        "cache_share_long": _q(share["bf16"][1], "percent", share["fp8"][1], share["bf16"][1], "Cache in the bytes moved, 64 users at 7,661 tokens (range: 8-bit and 16-bit cache)", driver="cache precision"),
        "attention_share_4096": _q(at_4096, "percent", label="Attention in the operations of a token at 4,096 tokens"),
        "attention_half": _q(half, "token", label="Context at which attention takes as many operations as the weights"),
        "cache_flop_per_byte": _q(per_cache_byte, "FLOP/byte", per_cache_byte, 2.0 * per_cache_byte, "Operations of attention for each byte of cache (range: 16-bit and 8-bit cache)"),
        "free_context": _q(free["bf16"], "token", free["bf16"], free["fp8"], "Context from which on memory limits whatever the batch (range: 16-bit and 8-bit cache)", driver="cache precision"),
        "crossing": _q(crossing["bf16"], "token", crossing["bf16"], crossing["fp8"], "Context at which bandwidth takes over from arithmetic at 30 tokens/s (range: 16-bit and 8-bit cache)", driver="cache precision"),
        "speed": _q(search.SPEED, "token/s"),
        "batch_4096": _q(batches["bf16"], "1", batches["bf16_low"], batches["bf16_high"]),
        "batch_4096_fp8": _q(batches["fp8"], "1", batches["fp8_low"], batches["fp8_high"]),
        "batch_4096_attention": _q(batches["bf16_attention"], "1"),
        "plain_limit": _q(plain_flop_limit(), "token", lo, hi, "Sequence at which arithmetic binds, likeliest reading (range: over the prior)", driver="batch"),
        "median_limit": _q(mid, "token", lo, hi),
        "plain_batch": _q(float(search.modes("D5", "batch")["batch"])),
        "sets": _q(sets["sets"]),
        "near_hits": _q(luck.hits),
        "near_luck": _q(luck.expected),
        "near_prior": _q(100.0 * luck.prior, "percent", label="Prior weight of the assumption sets that give 4,096 within a tenth"),
        "near_prior_elsewhere": _q(100.0 * luck.prior_elsewhere, "percent"),
        "near_reach": _q(100.0 * luck.reach, "percent"),
        "prefill_share": _q(100.0 * sets["phase"]["prefill"], "percent"),
        "attention_only_share": _q(100.0 * sets["linear"]["left out"], "percent"),
        "tolerance_near": _q(10.0, "percent"),
        "likeliest_sequence": _q(_sequence_of(sets["likeliest"][0]), "token"),
        "likeliest_batch": _q(float(sets["likeliest"][0]["batch"])),
        "likeliest_seconds": _q(float(sets["likeliest"][0].get("prefill_seconds", "nan")), "s"),
        "models_counted": _q(count["model"].nunique()),
        "formula_ratio": _q(count.loc[count["model"] == search.MODEL, "ratio"].median(), "1", count["ratio"].min(), count["ratio"].max(), "Claimed formula over operations counted from the matrices (range: dense models, lengths)"),
        "linear_ratio": _q(count.loc[count["model"] == search.MODEL, "linear_ratio"].median(), "1", count["linear_ratio"].min(), count["linear_ratio"].max()),
        "per_token_exponent": _q(powers["per_token"], "1", label="Exponent of a token's attention in the sequence's length"),
        "total_exponent": _q(powers["total"], "1", powers["generated"], powers["total"], "Exponent of all attention in the sequence's length (range: token by token, at once)"),
        "whole_token_exponent": _q(powers["whole_token"], "1"),
    }  # fmt: skip


def _crossing(kv: str) -> float:
    """Return the context at which the batch that bandwidth allows equals the batch that arithmetic allows, at 30 tokens a second."""
    def gap(context):
        found = serving.batch_limits(_model(), _system(), context, search.SPEED, kv=kv, usable=1.0)
        return float(found["bandwidth"] - found["compute"])

    return uncertainty.tipping(gap, 0.0, 100.0, 1e5)


def _sequence_of(chosen: dict) -> float:
    """Return the sequence that one set of claim D5's search gives."""
    found = flop_limit_sets()["all"]
    for grid, raw in zip(found.grids, found.raw, strict=True):
        if grid.fixed["phase"] == chosen["phase"]:
            place = tuple(a.options.index(chosen[a.name]) for a in grid.axes)
            return float(raw[0][place])
    raise KeyError(f"no grid of D5 is for {chosen['phase']}.")
