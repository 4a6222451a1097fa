"""Long contexts: what windows, states and choosing tokens save against the same model with full attention, and what scores say."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.inference import attention, kv_cache, layouts, models, published, ring_attention, systems, variants
from analysis.quantities import Quantity

__all__ = ["METHOD", "LONG", "SHOWN", "LOCAL_GLOBAL", "HYBRIDS", "savings", "served_costs", "half_cost_context", "exponents", "score_changes", "small_part", "facts"]

METHOD = "calibrated"
LONG = 131_072  # tokens that makers call 128k
_SHORT = 8192
FAR = 2.0**30  # a context at which only the fastest growing term is left
SHOWN = {
    "gemma-3-27b": "Gemma 3 27B: windows", "gpt-oss-120b": "gpt-oss-120b: windows", "jamba-v0.1": "Jamba: hybrid", "qwen3.5-397b-a17b": "Qwen3.5 397B: hybrid",
    "deepseek-v3.2": "DeepSeek-V3.2: chooses tokens",
}  # fmt: skip
LOCAL_GLOBAL = ("gemma-3-27b", "gpt-oss-20b", "gpt-oss-120b", "llama-4-scout", "llama-4-maverick", "mimo-v2-flash")
_FAMILY = {"gpt-oss-20b": "gpt-oss, both sizes", "gpt-oss-120b": "gpt-oss, both sizes", "llama-4-scout": "Llama 4, both", "llama-4-maverick": "Llama 4, both"}  # one curve each
HYBRIDS = ("jamba-v0.1", "nemotron-h-56b", "nemotron-3-nano", "nemotron-3-super", "qwen3.5-27b", "qwen3.5-35b-a3b", "qwen3.5-397b-a17b")
_GRID = 2.0 ** np.arange(9, 20.01, 0.25)
_FAR_GRID = 2.0 ** np.arange(9, 23.01, 0.25)
_SERVER = "8xH200"
_ANSWER = 1000.0


@cache
def savings() -> pd.DataFrame:
    """Return, by model and context, operations of reading a prompt and memory of a sequence in percent of the full-attention twin's."""
    rows = []
    for name, words in SHOWN.items():
        model = models.get(name)
        twin = variants.full_attention(model)
        work = 100.0 * attention.prefill_flop(model, _GRID) / attention.prefill_flop(twin, _GRID)
        memory = 100.0 * kv_cache.kv_cache_bytes(model, 1.0, _GRID) / kv_cache.kv_cache_bytes(twin, 1.0, _GRID)
        for measure, values in (("Operations to read a prompt, % of twin", work), ("Memory of one sequence, % of twin", memory)):
            rows.append(pd.DataFrame({"model": words, "measure": measure, "context": _GRID, "percent_of_twin": values}))
    return pd.concat(rows, ignore_index=True)


def _cost(model, system, prompt, cached, method):
    return layouts.request_seconds(model, system, prompt, _ANSWER, cached_tokens=cached, compute="weights", method=method)


@cache
def served_costs(method: str = METHOD) -> pd.DataFrame:
    """Return what a request with a long prompt costs on each hybrid of the catalogue, over the full-attention twin, by share of prompt already read."""
    system, rows = systems.get(_SERVER), []
    for name in HYBRIDS:
        model = models.get(name)
        twin = variants.full_attention(model)
        for case, prompt, cached in (("8k", float(_SHORT), 0.0), ("128k", LONG, 0.0), ("128k, prompt kept", LONG, LONG)):
            ratio = float(_cost(model, system, prompt, cached, method) / _cost(twin, system, prompt, cached, method))
            rows.append({"model": model.name, "case": case, "cost_ratio": ratio})
    return pd.DataFrame(rows)


@cache
def half_cost_context() -> pd.Series:
    """Return, by hybrid, the prompt from which a request costs at most half of its twin's (infinite where none up to eight million does)."""
    system, out = systems.get(_SERVER), {}
    for name in HYBRIDS:
        model = models.get(name)
        ratio = _cost(model, system, _FAR_GRID, 0.0, METHOD) / _cost(variants.full_attention(model), system, _FAR_GRID, 0.0, METHOD)
        below = _FAR_GRID[ratio <= published.CHEAPER]
        out[model.name] = float(below.min()) if below.size else np.inf
    return pd.Series(out)


def _slope(model, context):
    return np.log2(attention.prefill_sdpa_flop(model, 2.0 * context) / attention.prefill_sdpa_flop(model, context))


@cache
def exponents() -> pd.DataFrame:
    """Return the local exponent of attention's operations over a prompt (from a length to twice that length), by model and context."""
    rows = {}
    for name in LOCAL_GLOBAL:
        model = models.get(name)
        label = _FAMILY.get(name, model.name)
        half = np.isclose(_FAR_GRID, 2.0 ** np.floor(np.log2(model.context_length) - 1))
        own = half if label not in rows else half | rows[label]["own_limit"].to_numpy(bool)
        rows[label] = pd.DataFrame({"model": label, "context": _FAR_GRID, "exponent": _slope(model, _FAR_GRID), "own_limit": own})
    full = models.get("llama-3.1-405b")
    rows["full"] = pd.DataFrame({"model": "full attention", "context": _FAR_GRID, "exponent": _slope(full, _FAR_GRID), "own_limit": False})
    return pd.concat(rows.values(), ignore_index=True)


@cache
def score_changes() -> pd.DataFrame:
    """Return the published comparisons of hybrids and of sparse attention with full attention: difference in points, and whether it is a visible loss."""
    hybrid = tables.load("inference/hybrid_scores")
    sparse = tables.load("inference/sparse_attention_scores").rename(columns={"comparison": "hybrid", "share_kept": "attention_share"}).assign(tests_of="short", reference="full attention")
    frame = pd.concat([hybrid.assign(kind="hybrid"), sparse.assign(kind="chosen tokens")], ignore_index=True)
    frame["points"] = frame["score"] - frame["reference_score"]
    frame["visible_loss"] = published.is_visible_loss(frame["score"], frame["reference_score"])
    return frame[["study", "kind", "hybrid", "reference", "tests_of", "attention_share", "points", "visible_loss", "tests"]]


def _share(frame: pd.DataFrame, label: str) -> Quantity:
    value, low, high = published.share_with_range(~frame["visible_loss"].to_numpy(bool), frame["study"])
    return Quantity(value, "1", low, high, "modelled", label, "few studies")


@cache
def small_part() -> Quantity:
    """Return the share of comparisons in which attention to at most a quarter of what full attention sees lost nothing visible."""
    frame = score_changes()
    return _share(frame[frame["attention_share"] <= published.SMALL_PART + 1e-9], "Comparisons in which a quarter of attention or less lost nothing visible")


def _percent(value) -> Quantity:
    return Quantity(100.0 * float(value), "percent")


@cache
def facts() -> dict[str, Quantity]:
    """Return the topic's named numbers."""
    full = models.get("llama-3.1-405b")
    twice = 2.0 * LONG
    out = {
        "long_k": f"{LONG // 1024}k tokens",
        "short_k": f"{_SHORT // 1024}k tokens",
        "long_context": Quantity(float(LONG), "token"),
        "attention_factor": Quantity(float(attention.prefill_sdpa_flop(full, twice) / attention.prefill_sdpa_flop(full, LONG)), "1", grade="modelled", label="Attention's operations when the prompt doubles, factor"),
        "cache_factor": Quantity(float(kv_cache.kv_cache_bytes(full, 1, twice) / kv_cache.kv_cache_bytes(full, 1, LONG)), "1", label="Memory of keys and values when the sequence doubles, factor"),
        "matrix_factor": Quantity(float(ring_attention.score_matrix_bytes(full.heads, twice) / ring_attention.score_matrix_bytes(full.heads, LONG)), "1"),
        "whole_factor": Quantity(float(attention.prefill_flop(full, 16384.0) / attention.prefill_flop(full, 8192.0)), "1"),
        "matrix_gb": Quantity(float(ring_attention.score_matrix_bytes(full.heads, LONG)) / 1e9, "GB"),
        "cache_gb": Quantity(float(kv_cache.kv_cache_bytes(full, 1, LONG)) / 1e9, "GB"),
        "scores_stored_prior": Quantity(100.0 * published.PRIOR_SCORES_STORED, "percent", grade="guessed"),
    }
    costs = served_costs()
    for case, key in (("8k", "short"), ("128k", "long"), ("128k, prompt kept", "kept")):
        part = costs.loc[costs["case"] == case, "cost_ratio"]
        out[f"hybrid_cost_{key}"] = Quantity(100 * float(part.median()), "percent", 100 * float(part.min()), 100 * float(part.max()), "modelled", {"long": "Cost of a request with 128k tokens on a hybrid, of its full-attention twin’s; range over seven hybrids", "kept": "The same when the prompt is at hand from before"}.get(key, ""), "model")
    long_costs = costs.loc[costs["case"] == "128k", "cost_ratio"].to_numpy()
    kept_costs = costs.loc[costs["case"] == "128k, prompt kept", "cost_ratio"].to_numpy()
    share = float(np.mean(long_costs <= published.CHEAPER))
    plain = served_costs("roofline").query("case == '128k'")["cost_ratio"].to_numpy()
    out["cheaper_plain"] = Quantity(float(np.sum(plain <= published.CHEAPER)), "1")
    out["cheaper_count"] = Quantity(float(np.sum(long_costs <= published.CHEAPER)), "1")
    out["cheaper_kept"] = Quantity(float(np.sum(kept_costs <= published.CHEAPER)), "1")
    reach = half_cost_context()
    out["half_context"] = Quantity(float(reach.median()), "token", float(reach.min()), float(reach.max()), "modelled", "Prompt from which a hybrid’s request costs half of its twin’s or less; range over seven", "model")
    out["cheaper_share"] = Quantity(share, "1", min(share, float(np.mean(kept_costs <= published.CHEAPER))), max(share, float(np.mean(kept_costs <= published.CHEAPER))), "modelled", "Hybrids that cost at most one part in two of their twin at 128k (range: prompt read, prompt kept)", "whether the prompt is kept")
    out["hybrids"] = Quantity(float(len(HYBRIDS)), "1")
    frame = score_changes()
    hybrids = frame[frame["kind"] == "hybrid"]
    out["matches_share"] = _share(hybrids, "Published comparisons in which a hybrid lost nothing visible")
    out["matches_percent"] = Quantity(100 * out["matches_share"].value, "percent", 100 * out["matches_share"].low, 100 * out["matches_share"].high)
    out["comparisons"] = Quantity(float(len(hybrids)), "1")
    out["studies"] = Quantity(float(hybrids["study"].nunique()), "1")
    out["nvidia_points"] = Quantity(float(hybrids.loc[hybrids["study"] == "NVIDIA 8B", "points"].iloc[0]), "1", grade="measured")
    out["worst_points"] = Quantity(-float(hybrids["points"].min()), "1", grade="measured")
    out["best_points"] = Quantity(float(hybrids["points"].max()), "1", grade="measured")
    out["small_part"] = small_part()
    out["small_part_percent"] = Quantity(100 * small_part().value, "percent", 100 * small_part().low, 100 * small_part().high)
    out["visible_points"] = Quantity(published.VISIBLE_POINTS, "1", grade="guessed")
    out["cheaper_limit"] = _percent(published.CHEAPER)
    out["small_part_limit"] = _percent(published.SMALL_PART)
    at_own = [float(_slope(models.get(n), models.get(n).context_length / 2.0)) for n in LOCAL_GLOBAL]
    out["exponent"] = Quantity(float(np.median(at_own)), "1", min(at_own), max(at_own), "modelled", "Exponent of attention’s operations at each local-global model’s own longest context; range over six", "window and share of full layers")
    far = [float(_slope(models.get(n), FAR)) for n in LOCAL_GLOBAL]
    out["exponent_far"] = Quantity(float(np.median(far)), "1", min(far), max(far))
    lowest = exponents().groupby("model")["exponent"].min().drop("full attention")
    out["exponent_lowest"] = Quantity(float(lowest.min()), "1")
    out["lowest_model"] = lowest.idxmin()
    table = exponents()
    out["lowest_context"] = Quantity(float(table.loc[table[table["model"] == lowest.idxmin()]["exponent"].idxmin(), "context"]), "token")
    ratio = [float(attention.prefill_sdpa_flop(models.get(n), FAR) / attention.prefill_sdpa_flop(variants.full_attention(models.get(n)), FAR)) for n in LOCAL_GLOBAL]
    out["constant"] = Quantity(100 * float(np.median(ratio)), "percent", 100 * min(ratio), 100 * max(ratio), "modelled", "Attention’s operations of a local-global model, of full attention’s, in the limit; range over six", "share of full layers")
    out["constant_smaller"] = Quantity(float(np.mean(np.array(ratio) < 1.0)), "1")
    out["indexer_constant"] = _percent(attention.prefill_sdpa_flop(models.get("deepseek-v3.2"), FAR) / attention.prefill_sdpa_flop(variants.full_attention(models.get("deepseek-v3.2")), FAR))
    state = []
    for name in HYBRIDS:
        model = models.get(name)
        own, theirs = (sum(kv_cache.values_per_token(m)) for m in (model, variants.full_attention(model)))
        state.append(kv_cache.state_values(model) / (theirs - own))
    out["crossing"] = Quantity(float(np.median(state)), "token", float(min(state)), float(max(state)), "modelled", "Context above which a hybrid’s sequence takes less memory than its twin’s; range over seven", "size of the states")
    return out
