"""Weights of few bits: what they lose on published tests, what they save, and whether they make GPUs less needed."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.inference import attention, layouts, models, precision, published, systems, weights
from analysis.quantities import Quantity

__all__ = ["METHOD", "GROUPS", "losses", "group_shares", "savings", "cases", "served", "facts"]

METHOD = "calibrated"
GROUPS = ("8 bits", "4–6 bits, converted", "3–4.5 bits, trained", "1–2 bits, trained")
_DENSE = tuple(m.model for m in models.every() if not m.is_sparse and m.attention in ("gqa", "mha", "mqa"))
_SERVER, _MODEL, _CONTEXT = "8xH100", "llama-3.1-70b", 2048.0
_BATCHES = 2.0 ** np.arange(0, 10)


def _group(bits, how) -> str:
    if bits >= 8:
        return GROUPS[0]
    if how == "converted":
        return GROUPS[1]
    return GROUPS[2] if bits >= 3 else GROUPS[3]


@cache
def losses() -> pd.DataFrame:
    """Return the published comparisons of low precision: difference in points, whether it is a visible loss, and the group."""
    frame = tables.load("inference/low_bit_models")
    frame["points"] = frame["score"] - frame["reference_score"]
    frame["visible_loss"] = published.is_visible_loss(frame["score"], frame["reference_score"])
    frame["group"] = [_group(b, h) for b, h in zip(frame["bits"], frame["how"], strict=True)]
    return frame


def _share(frame: pd.DataFrame, unit: str = "1", label: str = "") -> Quantity:
    value, low, high = published.share_with_range(~frame["visible_loss"].to_numpy(bool), frame["study"])
    scale = 100.0 if unit == "percent" else 1.0
    return Quantity(scale * value, unit, scale * low, scale * high, "modelled", label, "how few the bits and how small the model")


@cache
def group_shares() -> pd.DataFrame:
    """Return the share of comparisons without a visible loss by group."""
    rows = []
    for group in GROUPS:
        part = losses().query("group == @group")
        value, low, high = published.share_with_range(~part["visible_loss"].to_numpy(bool), part["study"])
        rows.append({"group": group, "share": value, "low": low, "high": high, "comparisons": len(part), "studies": part["study"].nunique()})
    return pd.DataFrame(rows)


@cache
def savings() -> pd.DataFrame:
    """Return the published savings by size and measure."""
    return tables.load("inference/low_bit_savings")


@cache
def _cpu_bandwidth() -> tuple[float, float, float]:
    row = tables.load("inference/cpu_speeds").iloc[0]
    return tuple(float(precision.effective_bandwidth(1e9 * row["params_b"], row[c])) for c in ("tok_s_low", "tok_s", "tok_s_high"))


@cache
def cases() -> pd.DataFrame:
    """Return, by dense model of the catalogue, users and context, whether one processor of the published speed serves them with ternary weights."""
    rows = []
    for name in _DENSE:
        users, context = np.meshgrid(precision.USERS, precision.CONTEXTS, indexing="ij")
        fits = [precision.fits_bandwidth(models.get(name), users, context, b) for b in _cpu_bandwidth()]
        rows.append(pd.DataFrame({"model": name, "users": users.ravel(), "context": context.ravel(), "low": fits[0].ravel(), "fits": fits[1].ravel(), "high": fits[2].ravel()}))
    return pd.concat(rows, ignore_index=True)


@cache
def served(method: str = METHOD) -> pd.DataFrame:
    """Return accelerator time of a token by precision of the weights and batch, over sixteen bits: how many times cheaper."""
    model, system = models.get(_MODEL), systems.get(_SERVER)
    base = layouts.decode_step_s(model, system, _BATCHES, _CONTEXT, weights="bf16", method=method)
    rows = []
    for bits, compute in (("fp8", "fp8"), ("int4", "bf16"), ("ternary", "int8")):
        step = layouts.decode_step_s(model, system, _BATCHES, _CONTEXT, weights=bits, compute=compute, method=method)
        name = {"fp8": "8 bits", "int4": "4 bits", "ternary": "ternary (1.58 bits)"}[bits]
        rows.append(pd.DataFrame({"weights": name, "batch": _BATCHES, "saving": base / step, "bits_saving": float(16.0 / weights.bits_per_weight(bits))}))
    return pd.concat(rows, ignore_index=True)


@cache
def facts() -> dict[str, Quantity]:
    """Return the topic's named numbers."""
    frame, shares = losses(), group_shares().set_index("group")
    out = {
        "low_bit_rows": Quantity(float(len(frame)), "1"),
        "low_bit_studies": Quantity(float(frame["study"].nunique()), "1"),
        "no_loss": _share(frame, label="Published comparisons in which low precision lost nothing visible"),
        "no_loss_percent": _share(frame, "percent"),
    }
    for group, key in zip(GROUPS, ("eight", "converted", "trained", "ternary"), strict=True):
        s = shares.loc[group]
        out[f"no_loss_{key}"] = Quantity(100 * float(s["share"]), "percent", 100 * float(s["low"]), 100 * float(s["high"]), "modelled", f"The same, {group}", "model size")
    few = frame[frame["group"] == GROUPS[3]]
    native = few[few["study"].str.startswith("BitNet")]
    ends = native.groupby("params_b")["points"].agg(["min", "max"])
    out["ternary_smallest"] = Quantity(1e9 * float(ends.index.min()), "1")
    out["ternary_smallest_points"] = Quantity(float(ends["min"].iloc[0]), "1", grade="measured")
    out["ternary_largest"] = Quantity(1e9 * float(ends.index.max()), "1", grade="measured", label="Largest model for which a ternary and a 16-bit twin were found")
    out["ternary_largest_points"] = Quantity(float(ends["max"].iloc[-1]), "1", grade="measured")
    pareto = few[few["study"] == "ParetoQ"]
    t158 = pareto[pareto["bits"] == 1.58]["points"]
    out["pareto_points"] = Quantity(float(t158.median()), "1", float(t158.min()), float(t158.max()), "measured", "Points lost by ternary MobileLLM models; range over sizes", "model size")
    auto = frame[(frame["study"] == "AutoRound") & (frame["bits"] == 4)]["points"]
    out["four_bit_points"] = Quantity(float(auto.median()), "1", float(auto.min()), float(auto.max()), "measured")
    out["four_bit_points_lost"] = Quantity(-float(auto.min()), "1", grade="measured")
    out["pareto_points_lost"] = Quantity(-float(t158.median()), "1", -float(t158.max()), -float(t158.min()), "measured")
    s = savings().set_index(["study", "params_b", "measure"])["factor"]
    for measure in ("memory", "latency", "throughput", "energy", "arithmetic energy"):
        out[f"saves_{measure.split()[0]}" if measure != "energy" else "saves_energy"] = Quantity(float(s["BitNet b1.58", 70.0, measure]), "1", grade="measured")
    latency = savings().query("measure == 'latency'")
    out["saves_latency"] = Quantity(float(s["BitNet b1.58", 70.0, "latency"]), "1", float(latency["factor"].min()), float(latency["factor"].max()), "measured", "Faster for one user with few-bit weights, factor at 70 billion weights; range over sizes", "model size")
    out["saves_arithmetic"] = Quantity(float(s["BitNet b1.58", 70.0, "arithmetic energy"]), "1", grade="modelled", label="Less energy for the arithmetic itself, factor (estimated by its authors)")
    for context, key in ((2048.0, "short"), (131_072.0, "long")):
        out[f"bits_{key}_k"] = f"{int(context // 1024)}k tokens"
        m = models.get(_MODEL)
        out[f"additions_{key}"] = Quantity(100 * float(precision.additions_share(m, context)), "percent", label=f"Products of a decoding pass of Llama 3.1 70B that ternary weights turn into additions, {'2k' if key == 'short' else '128k'} tokens")
    rng = np.random.default_rng([20261126])
    matrix, vector = rng.integers(-1, 2, (64, 256)), rng.integers(-127, 128, 256)
    out["additions_exact"] = Quantity(float(np.mean(precision.ternary_product(matrix, vector) == matrix @ vector)), "1", float(precision.additions_share(models.get(_MODEL), 131_072.0)), 1.0, "modelled")
    out["bytes_standard"] = Quantity(float(weights.bits_per_weight("bf16")) / 8.0, "byte", grade="measured")
    grid = cases()
    out["cpu_share"] = Quantity(float(grid["fits"].mean()), "1", float(grid["low"].mean()), float(grid["high"].mean()), "modelled", "Cases that one ordinary processor could serve with ternary weights", "users at once")
    out["cpu_share_percent"] = Quantity(100 * float(grid["fits"].mean()), "percent", 100 * float(grid["low"].mean()), 100 * float(grid["high"].mean()))
    one = grid[grid["users"] == 1]
    out["cpu_one_user"] = Quantity(100 * float(one["fits"].mean()), "percent", 100 * float(one["low"].mean()), 100 * float(one["high"].mean()), "modelled", "The same with one user", "size of the model")
    many = grid[grid["users"] == 64]
    out["cpu_many"] = Quantity(100 * float(many["fits"].mean()), "percent", 100 * float(many["low"].mean()), 100 * float(many["high"].mean()))
    out["cpu_many_users"] = Quantity(64.0, "1")
    out["cpu_bandwidth"] = Quantity(_cpu_bandwidth()[1] / 1e9, "GB/s", _cpu_bandwidth()[0] / 1e9, _cpu_bandwidth()[2] / 1e9)
    out["gpu_bandwidth"] = Quantity(systems.accelerator("H100").memory_bandwidth_bytes_per_s / 1e9, "GB/s", grade="measured")
    table = served().pivot(index="batch", columns="weights", values="saving")
    ternary = table["ternary (1.58 bits)"]
    out["ternary_served"] = Quantity(float(ternary.loc[64.0]), "1", float(ternary.min()), float(ternary.max()), "modelled", "Fewer GPU-seconds a token with ternary weights, factor at 64 users; range over 1 to 512", "batch")
    plain = served("roofline").query("weights == 'ternary (1.58 bits)'").set_index("batch")["saving"]
    out["ternary_ideal"] = Quantity(float(plain.loc[64.0]), "1", float(plain.min()), float(plain.max()))
    out["ternary_bits"] = Quantity(float(16.0 / weights.bits_per_weight("ternary")), "1", label="The same if the number of bits were all")
    out["eight_served"] = Quantity(float(table["8 bits"].loc[64.0]), "1", float(table["8 bits"].min()), float(table["8 bits"].max()))
    out["long_attention"] = Quantity(100 * float(attention.sdpa_flop_per_token(models.get(_MODEL), 131_072) / attention.decode_flop_per_token(models.get(_MODEL), 131_072)), "percent")
    return out
