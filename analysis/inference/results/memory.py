"""What fills a server's memory: caches by model, the printed formula, the inversion of the claim's lengths, users that fit."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.inference import inversion, kv_cache, memory, models, systems, weights
from analysis.quantities import Quantity

__all__ = [
    "KINDS", "CONTEXTS", "growth", "printed_against_counted", "ratio_frame", "exponents", "logs", "server_log", "priors", "inversion_sets", "inversion_summary",
    "best_set", "lengths_by_batch", "room", "users", "users_frame", "systems_table", "users_table", "fit_table", "explorer_grid", "facts",
]  # fmt: skip

GB, GIB = 1e9, 2.0**30
CONTEXTS = (1_000, 8_000, 32_000, 128_000)
KV_BYTES = {"16-bit": 2.0, "8-bit": 1.0, "4-bit": 0.5}
LARGEST_BATCH = 512
NAMED_BILLIONS = 405.0  # weights that the name of Llama 3.1 405B promises
SHORTEST = 1_000  # tokens: lower end of the lengths that chance is taken to print
KINDS = {
    "mha": "every head", "gqa": "grouped heads", "mqa": "one head", "mla": "latent",
    "local-global": "windows", "hybrid": "mostly states", "ssm": "states only",
}  # fmt: skip
SHOWN = ("llama-2-7b", "llama-3.1-405b", "deepseek-v3", "gpt-oss-120b", "gemma-3-27b", "qwen3.5-397b-a17b", "mamba-2.8b")
SERVED = ("llama-3.1-8b", "llama-3.1-70b", "llama-3.1-405b", "gpt-oss-120b", "gemma-3-27b", "qwen3-235b-a22b", "qwen3.5-397b-a17b", "llama-4-maverick", "deepseek-v3", "kimi-k2")
SERVERS = ("8xA100", "8xH100", "8xH200", "8xB200", "8xB300", "72xGB200", "72xGB300")
NAMES = {
    "llama405": "llama-3.1-405b", "llama70": "llama-3.1-70b", "llama7": "llama-2-7b", "gemma": "gemma-3-27b", "qwen35": "qwen3.5-397b-a17b", "qwen3": "qwen3-235b-a22b", "mamba": "mamba-2.8b",
}  # fmt: skip
OVERHEAD = {16: None, 8: "weight_overhead_8bit", 4: "weight_overhead_4bit"}
WEIGHTS = {"16-bit": ("bf16", 16), "8-bit": ("fp8", 8), "4-bit": ("nvfp4", 4)}


@cache
def growth() -> pd.DataFrame:
    """Return the cache of one user against the context, at 16 bits, for one or two models of each kind."""
    length = np.unique(np.round(np.geomspace(500, 200_000, 60)))
    rows = []
    for name in SHOWN:
        m = models.get(name)
        size = kv_cache.kv_cache_bytes(m, 1, length, 2.0) / GB
        rows.append(pd.DataFrame({"model": m.name, "kind": KINDS[m.attention], "context_tokens": length, "cache_gb": size}))
    return pd.concat(rows, ignore_index=True)


@cache
def printed_against_counted(context: int = 32_000) -> pd.DataFrame:
    """Return, per model with attention, the printed formula's cache over the one counted from tensor shapes at a context."""
    dates = tables.load("inference/models").set_index("model")["release_date"]
    rows = []
    for m in models.every():
        if not m.heads:
            continue
        printed, counted = float(memory.printed_cache_bytes(m, 1, context)), memory.counted_cache_bytes(m, 1, context)
        rows.append(
            {
                "model": m.name, "key": m.model, "attention": m.attention, "kind": KINDS[m.attention], "ratio": printed / counted, "counted_gb": counted / GB,
                "head_width_over_formula": m.head_dim * m.heads / m.hidden_size, "released": dates[m.model],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def ratio_frame() -> pd.DataFrame:
    """Return the ratios for the chart, models of one kind and one ratio (to three figures) on one row."""
    frame = printed_against_counted()
    frame = frame.assign(ratio=frame["ratio"].map(lambda x: float(f"{x:.3g}")))
    rows = []
    for (kind, ratio), mine in frame.groupby(["kind", "ratio"], sort=False):
        names = list(mine["model"])
        name = " and ".join(names) if len(names) <= 2 else f"{names[0]} and {len(names) - 1} more"
        rows.append({"models": name, "kind": kind, "count": len(names), "ratio": ratio})
    order = {name: i for i, name in enumerate(KINDS.values())}
    return pd.DataFrame(rows).sort_values(["kind", "ratio"], key=lambda c: c.map(order) if c.name == "kind" else c, kind="stable", ignore_index=True)


@cache
def exponents() -> pd.DataFrame:
    """Return, per model, the exponents of the counted cache in context and in batch, fitted from 1,000 to 128,000 tokens and 1 to 256 users."""
    lengths, batches = np.array([1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000]), np.array([1, 4, 16, 64, 256])
    rows = []
    for m in models.every():
        by_length = [memory.counted_cache_bytes(m, 1, int(s)) for s in lengths]
        by_batch = [memory.counted_cache_bytes(m, int(b), 8000) for b in batches]
        rows.append({"model": m.name, "attention": m.attention, "sequence": memory.power_law_exponent(lengths, by_length), "batch": memory.power_law_exponent(batches, by_batch)})
    return pd.DataFrame(rows)


@cache
def logs() -> pd.DataFrame:
    """Return the servers' logs with what follows from them.

    ``share`` is weights and cache over the memory as sold, ``bytes_per_token`` the cache's bytes on all accelerators over
    its tokens, ``expected_per_token`` ours and ``printed_per_token`` the printed formula's, ``overhead`` the weights as
    stored over the weights at their nominal precision.
    """
    frame = tables.load("inference/server_memory")
    rows = []
    for r in frame.to_dict("records"):
        m = models.get(r["catalogue_model"]) if r["catalogue_model"] else None
        kv = weights.bits_per_weight(r["kv"]) / 8.0
        sold = systems.accelerator(r["hardware"]).memory_bytes
        nominal = float(weights.weight_bytes(m, r["weights"])) / r["accelerators"] if m else np.nan
        each = float(kv_cache.kv_bytes_per_token(m, kv)) if m else np.nan
        loaded = r["weights_gib"] * GIB if pd.notna(r["weights_gib"]) else nominal
        tokens = float(r["cache_tokens"]) if pd.notna(r["cache_tokens"]) else np.nan
        cached = r["cache_gib"] * GIB if pd.notna(r["cache_gib"]) else tokens * each / r["accelerators"]
        if r["engine"] == "SGLang" and pd.notna(r["memory_gib"]):  # its setting is weights and cache alone
            taken = r["setting"] * r["memory_gib"] * GIB
        elif pd.notna(r["activation_gib"]):
            taken = (r["setting"] * r["memory_gib"] - r["other_gib"] - r["activation_gib"]) * GIB
        else:
            taken = loaded + cached
        rows.append(
            {
                **{k: r[k] for k in ("log_id", "engine", "model", "hardware", "accelerators", "in_range")},
                "share": taken / sold,
                "bytes_per_token": r["cache_gib"] * GIB * r["accelerators"] / tokens,
                "expected_per_token": each,
                "printed_per_token": float(memory.printed_cache_bytes(m, 1, 1, kv)) if m and m.heads else np.nan,
                "overhead": r["weights_gib"] * GIB / nominal,
                "stored_gb": r["weights_gib"] * GIB * r["accelerators"] / GB,
            }
        )
    return pd.DataFrame(rows)


def server_log(log_id: str) -> pd.Series:
    """Return one server's log by its name."""
    return logs().set_index("log_id").loc[log_id]


# --- the claim's lengths, inverted ----------------------------------------------------------------------------------


@cache
def priors(group: str) -> dict[str, dict[str, float]]:
    """Return the priors of one claim: per assumption its options and their weights, as committed before the search."""
    frame = tables.load("inference/inversion_priors")
    mine = frame[frame["claim_group"].str.split().map(lambda names: group in names)]
    if mine.empty:
        raise KeyError(f"inversion_priors has no rows for {group}.")
    return {name: dict(zip(rows["option"], rows["weight"], strict=True)) for name, rows in mine.groupby("assumption", sort=False)}


@cache
def _claimed() -> pd.DataFrame:
    return tables.load("claim_numbers").query("claim == 'D2'").set_index("key")


def _claim(key: str) -> float:
    return float(_claimed().loc[key, "claimed"])


def _slack(key: str) -> float:
    row = _claimed().loc[key]
    return float(row["tolerance"]) * (abs(float(row["claimed"])) if row["tolerance_kind"] == "relative" else 1.0)


@cache
def inversion_sets() -> pd.DataFrame:
    """Return every set of assumptions for the two lengths of claim D2, its prior weight, its numbers and which of them agree.

    The lengths are those at which the cache of all sequences fills the memory of eight H100, and what 8-bit weights leave of it.
    """
    model, system = models.get("llama-3.1-405b"), systems.get("8xH100")
    given = {k: {float(o) if o.replace(".", "").isdigit() else o: w for o, w in options.items()} for k, options in priors("D2").items()}
    given["batch"] = inversion.batch_weights(priors("D2")["batch"], LARGEST_BATCH)
    sets, prior = inversion.option_sets(given)
    frame = pd.DataFrame(sets).assign(prior=prior)
    unit = np.where(frame["memory_unit"] == "decimal", GB, GIB)  # bytes in the unit of the memory
    sold = system.memory_bytes / GB * frame["usable_share"]  # as printed: eight times eighty
    billions = frame["weight_count"].map({"nominal": NAMED_BILLIONS, "counted": model.params_total / 1e9, "stored": server_log("vllm-llama-3.1-405b-8")["stored_gb"]})
    weight_gb = billions * frame["weight_bits"] / 8.0  # as printed; decimal unless the whole axis is binary
    weight_bytes = weight_gb * np.where(frame["memory_unit"] == "binary axis", GIB, GB)
    reserve = frame["reserve_gb"] * system.accelerators * GB
    values = model.global_layers * frame["kv_heads"] * (model.head_dim + model.value_dim)
    per_token = values * frame["kv_bits"] / 8.0
    left = memory.room_bytes(sold * unit, weight_bytes, reserve_bytes=reserve)
    frame["bytes_per_token"] = per_token * frame["batch"]
    frame["hbm"], frame["weights"] = sold, weight_gb
    frame["kv_left"] = left / np.where(frame["memory_unit"] == "binary axis", GIB, GB)
    frame["fill_sequence"] = memory.sequence_that_fills(sold * unit, per_token, frame["batch"])
    frame["limit_sequence"] = memory.sequence_that_fills(left, per_token, frame["batch"])
    for key in ("hbm", "weights", "kv_left", "fill_sequence", "limit_sequence"):
        frame[f"{key}_agrees"] = (frame[key] - _claim(key)).abs() <= _slack(key) + 1e-9
    printed = frame[["hbm_agrees", "weights_agrees", "kv_left_agrees"]].all(axis=1)
    frame["fill_hit"] = printed & frame["fill_sequence_agrees"]
    frame["limit_hit"] = printed & frame["limit_sequence_agrees"]
    frame["both_hit"] = frame["fill_hit"] & frame["limit_hit"]
    frame["lengths_hit"] = frame["fill_sequence_agrees"] & frame["limit_sequence_agrees"]
    return frame


@cache
def inversion_summary() -> dict[str, float]:
    """Return how many sets were tried, how many hit, how many chance would hit, and what the hits say of the batch.

    Chance is a printed length with nothing to do with memory: log-uniform between 1,000 tokens and the model's longest context.
    """
    frame = inversion_sets()
    top = models.get("llama-3.1-405b").context_length
    slack = {k: _slack(k) / _claim(k) for k in ("fill_sequence", "limit_sequence")}
    able = frame[["hbm_agrees", "weights_agrees", "kv_left_agrees"]].all(axis=1)
    fill = np.where(able, inversion.chance_of_hit(frame["fill_sequence"], slack["fill_sequence"], SHORTEST, top), 0.0)
    limit = np.where(able, inversion.chance_of_hit(frame["limit_sequence"], slack["limit_sequence"], SHORTEST, top), 0.0)
    plain = frame[(frame["memory_unit"] == "decimal") & (frame["weight_count"] == "nominal") & (frame["usable_share"] == 1) & (frame["reserve_gb"] == 0) & (frame["weight_bits"] == 8)]
    round_sizes = plain[np.log2(plain["batch"]) % 1 == 0]
    ladder = np.unique(np.round(round_sizes["fill_sequence"], 6))
    believed = inversion.posterior(frame["prior"], frame["fill_hit"])
    best = frame.loc[int(np.argmax(believed))]
    same = np.isclose(frame["bytes_per_token"], best["bytes_per_token"]) & (frame["memory_unit"] == best["memory_unit"])
    return {
        "tried": len(frame), "fill_hits": int(frame["fill_hit"].sum()), "limit_hits": int(frame["limit_hit"].sum()), "both_hits": int(frame["both_hit"].sum()),
        "fill_expected": float(fill.sum()), "limit_expected": float(limit.sum()), "both_expected": float((fill * limit).sum()),
        "fill_mass": float(frame["prior"][frame["fill_hit"]].sum()), "limit_mass": float(frame["prior"][frame["limit_hit"]].sum()), "both_mass": float(frame["prior"][frame["both_hit"]].sum()),
        "fill_mass_expected": float((frame["prior"] * fill).sum()),
        "ladder_chance": float(inversion.chance_of_hit(ladder, slack["fill_sequence"], SHORTEST, top).sum()),
        "best_batch": float(best["batch"]), "best_bits": float(best["kv_bits"]), "best_fill": float(best["fill_sequence"]), "best_limit": float(best["limit_sequence"]),
        "best_share": float(believed[same].sum()),
    }  # fmt: skip


@cache
def best_set() -> pd.Series:
    """Return the most plausible set of assumptions for which the first length agrees, with all its numbers."""
    frame = inversion_sets()
    return frame.loc[int(np.argmax(inversion.posterior(frame["prior"], frame["fill_hit"])))]


@cache
def lengths_by_batch() -> pd.DataFrame:
    """Return the length that fills the whole memory, and what weights leave, against the batch at 16 bits; and the claimed lengths."""
    model = models.get("llama-3.1-405b")
    each = float(kv_cache.kv_bytes_per_token(model, 2.0))
    size = np.arange(8, 129)
    rows = []
    for key, name in (("hbm", "whole memory"), ("kv_left", "what weights leave")):
        tokens = memory.sequence_that_fills(_claim(key) * GB, each, size)
        rows.append(pd.DataFrame({"memory": name, "batch": size, "tokens": tokens, "low": np.nan, "high": np.nan, "kind": np.where(np.log2(size) % 1 == 0, "power of two", "computed")}))
    for key, name in (("fill_sequence", "whole memory"), ("limit_sequence", "what weights leave")):
        claimed, slack = _claim(key), _slack(key)
        rows.append(pd.DataFrame({"memory": name, "batch": size[[0, -1]], "tokens": claimed, "low": claimed - slack, "high": claimed + slack, "kind": "claimed"}))
    return pd.concat(rows, ignore_index=True)


# --- what weights leave, and the users that fit ----------------------------------------------------------------------


def _room(memory_bytes, weight_bytes, usable_memory_share, **overhead):
    return memory.room_bytes(memory_bytes, weight_bytes, usable_memory_share, next(iter(overhead.values()), 1.0))


def _users(memory_bytes, weight_bytes, cache_bytes, usable_memory_share, **overhead):
    return memory.users_that_fit(_room(memory_bytes, weight_bytes, usable_memory_share, **overhead), cache_bytes)


@cache
def _chosen(bits: int) -> dict[str, parameters.Parameter]:
    overhead = OVERHEAD[bits]
    return parameters.select("usable_memory_share", *([overhead] if overhead else []), part="inference")


def _sizes(model: str, system: str, weights_as: str) -> tuple[float, float, int]:
    precision, bits = WEIGHTS[weights_as]
    return systems.get(system).memory_bytes, float(weights.weight_bytes(models.get(model), precision)), bits


@cache
def room(model: str, system: str, weights_as: str = "8-bit") -> uncertainty.Propagation:
    """Propagate the usable share of memory, and the weights' overhead, to what is left for the cache, in bytes."""
    total, loaded, bits = _sizes(model, system, weights_as)
    return uncertainty.propagate(_room, _chosen(bits), memory_bytes=total, weight_bytes=loaded)


@cache
def users(model: str, system: str, context: int, weights_as: str = "8-bit", kv: str = "16-bit") -> uncertainty.Propagation:
    """Propagate the same to the users whose caches of `context` tokens fit at once."""
    total, loaded, bits = _sizes(model, system, weights_as)
    each = float(kv_cache.kv_cache_bytes(models.get(model), 1, context, KV_BYTES[kv]))
    return uncertainty.propagate(_users, _chosen(bits), memory_bytes=total, weight_bytes=loaded, cache_bytes=each)


def _gb(run: uncertainty.Propagation, label: str = "", grade: str = "modelled") -> Quantity:
    driver = run.drivers()["parameter"].iloc[0]
    return uncertainty.summarise(run.samples / GB, "GB", grade=grade, label=label, driver=driver)


@cache
def users_frame(system: str = "8xH100", contexts: tuple[int, ...] = (8_000, 128_000)) -> pd.DataFrame:
    """Return users that fit on one system by model and context, with ranges, and what a model lacks that does not fit."""
    rows = []
    for name in SERVED:
        m = models.get(name)
        left = _gb(room(name, system))
        for context in contexts:
            q = users(name, system, context).quantity("1", driver="")
            beyond = context > m.context_length
            rows.append(
                {
                    "model": m.name, "context_tokens": context, "users": np.nan if beyond else q.value, "users_low": np.nan if beyond else q.low, "users_high": np.nan if beyond else q.high,
                    "lacks_gb": max(-left.value, 0.0),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def systems_table(weights_as: str = "8-bit") -> pd.DataFrame:
    """Return, per model and system, the gigabytes left for the cache (median); below zero, what is lacking."""
    rows = []
    for name in SERVED:
        m = models.get(name)
        row = {"Model": m.name, "Weights, GB": float(weights.weight_bytes(m, WEIGHTS[weights_as][0])) / GB}
        for system in SERVERS:
            row[systems.get(system).name] = float(np.median(room(name, system, weights_as).samples)) / GB
        rows.append(row)
    return pd.DataFrame(rows)


@cache
def users_table(system: str = "8xH200") -> pd.DataFrame:
    """Return, per model, the users that fit at four contexts, with ranges; nothing where the model's own limit is shorter."""
    rows = []
    for name in SERVED:
        m = models.get(name)
        row = {"Model": m.name, "Cache, KB a token": float(kv_cache.kv_bytes_per_token(m, 2.0)) / 1e3}
        for context in CONTEXTS:
            row[f"{context // 1000}k tokens"] = users(name, system, context).quantity("1", grade="guessed", driver="") if context <= m.context_length else None
        rows.append(row)
    return pd.DataFrame(rows)


@cache
def fit_table() -> pd.DataFrame:
    """Return, per model, the fewest H100 whose usable memory holds the weights at 16, 8 and 4 bits, at central assumptions."""
    each = systems.accelerator("H100").memory_bytes
    rows = []
    for name in SERVED:
        row = {"Model": models.get(name).name}
        for label, (precision, bits) in WEIGHTS.items():
            chosen = {k: p.central for k, p in _chosen(bits).items()}
            row[label] = int(memory.accelerators_for(weights.weight_bytes(models.get(name), precision), each, chosen.pop("usable_memory_share"), next(iter(chosen.values()), 1.0)))
        rows.append(row)
    return pd.DataFrame(rows)


@cache
def _room_ends() -> dict[tuple[str, str, str], np.ndarray]:
    drawn = parameters.sample({**_chosen(8), **_chosen(4)})
    out = {}
    for name in SERVED:
        for system in SERVERS:
            for label, (_, bits) in WEIGHTS.items():
                total, loaded, _ = _sizes(name, system, label)
                factor = drawn[OVERHEAD[bits]] if OVERHEAD[bits] else 1.0
                out[name, system, label] = np.quantile(memory.room_bytes(total, loaded, drawn["usable_memory_share"], factor), uncertainty.LEVELS)
    return out


def explorer_grid(model, system, weights_as, kv, context) -> dict[str, object]:
    """Return users, room and cache per user at many points: arrays of names and contexts of one length.

    Users never fall when room grows, so that their 5 %, 50 % and 95 % points are those of the room.
    """
    by_name = {models.get(n).name: n for n in SERVED} | {systems.get(s).name: s for s in SERVERS}
    ends = np.array([_room_ends()[by_name[str(m)], by_name[str(s)], str(w)] for m, s, w in zip(model, system, weights_as, strict=True)])
    width = np.array([KV_BYTES[str(k)] for k in kv])
    length, each = np.asarray(context, dtype=float), np.zeros(len(width))
    for name in SERVED:
        mine = np.asarray(model) == models.get(name).name
        each[mine] = kv_cache.kv_cache_bytes(models.get(name), 1, length[mine], width[mine])
    fit = memory.users_that_fit(ends, each[:, None])
    return {"users": tuple(fit.T), "room_gb": tuple(ends.T / GB), "cache_gb": each / GB}


# --- named numbers ---------------------------------------------------------------------------------------------------


def _q(value, unit="GB", *more, **named):
    return Quantity.of(value, unit, *more, **named)


def _cache_gb(model: str, context: int, width: float = 2.0) -> float:
    return float(kv_cache.kv_cache_bytes(models.get(model), 1, context, width)) / GB


@cache
def facts() -> dict[str, Quantity | str]:
    """Return the page's named numbers, and the names of models that hold digits."""
    big, deep = models.get("llama-3.1-405b"), models.get("deepseek-v3")
    table = printed_against_counted()
    grouped = table[table["attention"] == "gqa"]
    holds = (grouped["ratio"] - 1).abs() <= 0.01
    before = grouped["released"] <= pd.Timestamp(2024, 12, 31)
    fitted = exponents()
    of_grouped = fitted[fitted["attention"] == "gqa"]
    kinds = table.groupby("attention")["ratio"]
    inverted, best = inversion_summary(), best_set()
    stored = server_log("vllm-llama-3.1-405b-8")
    sglang, vllm = server_log("sglang-qwen3-235b-4"), server_log("vllm-qwen3-235b-4")
    shares = logs()[logs()["in_range"]]["share"]
    share = _chosen(16)["usable_memory_share"]
    h100 = systems.get("8xH100")
    left = room("llama-3.1-405b", "8xH100")
    lacking = room("deepseek-v3", "8xH100")
    ratio = (_claim("fill_sequence") / _claim("limit_sequence")) / (_claim("hbm") / _claim("kv_left"))
    claimed_left = _claim("kv_left")
    real_left = _claim("hbm") - stored["stored_gb"]
    each = float(kv_cache.kv_bytes_per_token(big, 2.0))
    out = {
        "context_short": _q(8_000, "token"), "context_mid": _q(32_000, "token"), "context_long": _q(128_000, "token"),
        "cache_mha": _q(_cache_gb("llama-2-7b", 32_000)), "cache_gqa": _q(_cache_gb("llama-3.1-405b", 32_000)), "cache_mla": _q(_cache_gb("deepseek-v3", 32_000)),
        "cache_local": _q(_cache_gb("gpt-oss-120b", 32_000)), "cache_gemma": _q(_cache_gb("gemma-3-27b", 32_000)), "cache_hybrid": _q(_cache_gb("qwen3.5-397b-a17b", 32_000)), "cache_ssm": _q(_cache_gb("mamba-2.8b", 32_000)),
        "cache_gqa_long": _q(_cache_gb("llama-3.1-405b", 128_000), label="Cache of one user of Llama 3.1 405B at the longest context, 16-bit; range: 8-bit to 16-bit", low=_cache_gb("llama-3.1-405b", 128_000, 1.0), high=_cache_gb("llama-3.1-405b", 128_000), driver="cache precision"),
        "cache_mla_long": _q(_cache_gb("deepseek-v3", 128_000), label="The same for DeepSeek-V3", low=_cache_gb("deepseek-v3", 128_000, 1.0), high=_cache_gb("deepseek-v3", 128_000), driver="cache precision"),
        "gqa_over_mla": _q(each / float(kv_cache.kv_bytes_per_token(deep, 2.0)), "1"),
        "spread": _q(_cache_gb("llama-2-7b", 32_000) / _cache_gb("mamba-2.8b", 32_000), "1"),
        "per_token_405b": _q(each / 1e3, "kB"),
        # D1
        "models_grouped": _q(len(grouped), "1"), "models_hold": _q(holds.sum(), "1"), "models_fail": _q((~holds).sum(), "1"),
        "share_hold": _q(100 * holds.mean(), "percent"),
        "hold_before": _q((holds & before).sum(), "1"), "grouped_before": _q(before.sum(), "1"),
        "ratio_worst": _q(grouped["ratio"].min(), "1", grouped["ratio"].min(), grouped["ratio"].max()),
        "ratio_held": _q(grouped["ratio"][holds].median(), "1", grouped["ratio"][holds].min(), grouped["ratio"][holds].max()),
        "ratio_failed": _q(100 * grouped["ratio"][~holds].median(), "percent", 100 * grouped["ratio"][~holds].min(), 100 * grouped["ratio"][~holds].max()),
        "ratio_mla": _q(kinds.median()["mla"], "1", kinds.min()["mla"], kinds.max()["mla"]),
        "ratio_local": _q(kinds.median()["local-global"], "1", kinds.min()["local-global"], kinds.max()["local-global"]),
        "ratio_hybrid": _q(kinds.median()["hybrid"], "1", kinds.min()["hybrid"], kinds.max()["hybrid"]),
        "prior_head_width": _q(100 * priors("D1")["head_width"]["hidden over heads"], "percent", grade="guessed"),
        "sequence_exponent": _q(of_grouped["sequence"].median(), "1", of_grouped["sequence"].min(), of_grouped["sequence"].max()),
        "batch_exponent": _q(of_grouped["batch"].median(), "1", of_grouped["batch"].min(), of_grouped["batch"].max()),
        "exponent_local": _q(fitted[fitted["attention"] == "local-global"]["sequence"].median(), "1", *fitted[fitted["attention"] == "local-global"]["sequence"].agg(["min", "max"])),
        "exponent_hybrid": _q(fitted[fitted["attention"] == "hybrid"]["sequence"].median(), "1", *fitted[fitted["attention"] == "hybrid"]["sequence"].agg(["min", "max"])),
        "log_per_token": _q(sglang["bytes_per_token"] / 1e3, "kB", grade="measured"), "log_expected": _q(sglang["expected_per_token"] / 1e3, "kB"), "log_printed": _q(sglang["printed_per_token"] / 1e3, "kB"),
        "log_vllm": _q(vllm["bytes_per_token"] / 1e3, "kB", grade="measured"),
        # D2
        "claimed_fill": _q(_claim("fill_sequence"), "token"), "claimed_limit": _q(_claim("limit_sequence"), "token"), "claimed_left": _q(claimed_left), "claimed_weights": _q(_claim("weights")), "claimed_hbm": _q(_claim("hbm")),
        "one_sequence_fills": _q(memory.sequence_that_fills(_claim("hbm") * GB, each), "token"),
        "one_claimed": _q(_claim("fill_sequence") * each / GB),
        "batch_16": _q(inverted["best_batch"], "1"), "batch_8": _q(2 * inverted["best_batch"], "1"), "batch_4": _q(4 * inverted["best_batch"], "1"), "batch_doubled": _q(inverted["best_batch"] / 2, "1"),
        "fill": _q(inverted["best_fill"], "token"), "limit": _q(inverted["best_limit"], "token"),
        "limit_short": _q(100 * (1 - inverted["best_limit"] / _claim("limit_sequence")), "percent"), "limit_allowed": _q(100 * _slack("limit_sequence") / _claim("limit_sequence"), "percent"),
        "length_ratio": _q(ratio, "1"), "ratio_gap": _q(100 * (1 - ratio), "percent"),
        "lengths_over": _q(_claim("fill_sequence") / _claim("limit_sequence"), "1"), "memories_over": _q(_claim("hbm") / claimed_left, "1"),
        "hbm": _q(best["hbm"]), "weights_nominal": _q(best["weights"]), "kv_left": _q(best["kv_left"]),
        "weights_counted": _q(big.params_total / 1e9), "left_counted": _q(_claim("hbm") - big.params_total / 1e9),
        "sets_tried": _q(inverted["tried"], "1"), "fill_hits": _q(inverted["fill_hits"], "1"), "limit_hits": _q(inverted["limit_hits"], "1"), "both_hits": _q(inverted["both_hits"], "1"),
        "fill_expected": _q(inverted["fill_expected"], "1"), "limit_expected": _q(inverted["limit_expected"], "1"), "both_expected": _q(inverted["both_expected"], "1"),
        "fill_mass": _q(100 * inverted["fill_mass"], "percent", grade="guessed"), "both_mass": _q(100 * inverted["both_mass"], "percent", grade="guessed"), "limit_mass": _q(100 * inverted["limit_mass"], "percent", grade="guessed"),
        "fill_mass_expected": _q(100 * inverted["fill_mass_expected"], "percent", grade="guessed"), "fill_odds": _q(inverted["fill_mass"] / inverted["fill_mass_expected"], "1", grade="guessed"),
        "ladder_chance": _q(100 * inverted["ladder_chance"], "percent"), "best_share": _q(100 * inverted["best_share"], "percent", grade="guessed"),
        "stored": _q(stored["stored_gb"], grade="measured"), "stored_over": _q(100 * (stored["overhead"] - 1), "percent", grade="measured"), "stored_left": _q(real_left, grade="measured"),
        "stored_limit": _q(memory.sequence_that_fills(real_left * GB, each, inverted["best_batch"]), "token"),
        # users
        "share": _q(100 * share.central, "percent", 100 * share.low, 100 * share.high, "Share of the memory as sold that weights and cache get", "guessed", "software and settings"),
        "share_logs": _q(100 * shares.median(), "percent", 100 * shares.min(), 100 * shares.max(), grade="measured"),
        "room_405b": _gb(left, "Left for the cache on 8 H100, Llama 3.1 405B at 8 bits", "guessed"),
        "lacks_deepseek": _q(*(x / GB for x in (-np.median(lacking.samples),)), "GB", -np.quantile(lacking.samples, 0.95) / GB, -np.quantile(lacking.samples, 0.05) / GB, "What DeepSeek-V3 at 8 bits lacks on 8 H100", "guessed", lacking.drivers()["parameter"].iloc[0]),
        "sold": _q(systems.accelerator("H100").memory_bytes / GB),
        "reported": _q(float(tables.load("inference/server_memory").set_index("log_id").loc["vllm-llama-3-8b-1", "memory_gib"]) * GIB / GB, grade="measured"),
        "tipping_share": _q(100 * left.tipping("usable_memory_share", 0.0, (0.3, 1.0)), "percent"),
        "tipping_overhead": _q(left.tipping("weight_overhead_8bit", 0.0, (0.8, 2.0)), "1"),
        "tipping_deepseek": _q(lacking.tipping("weight_overhead_8bit", 0.0, (0.5, 2.0)), "1"),
        "h100_memory": _q(h100.memory_bytes / GB), "h200_memory": _q(systems.get("8xH200").memory_bytes / GB), "weights_deepseek": _q(deep.params_total / 1e9),
        "copies_mla": _q(memory.copies_of_the_cache(deep, 8), "1"), "copies_qwen": _q(memory.copies_of_the_cache(models.get("qwen3-235b-a22b"), 8), "1"),
    }  # fmt: skip
    for short, model, system in (("405b", "llama-3.1-405b", "8xH100"), ("deepseek", "deepseek-v3", "8xH200"), ("405b_h200", "llama-3.1-405b", "8xH200"), ("70b", "llama-3.1-70b", "8xH100")):
        for context in CONTEXTS:
            name, where = models.get(model).name, systems.get(system).name
            label = f"Users of {name} that fit on {where}, {context // 1000}k tokens each" if short in ("405b", "deepseek") and context != 1_000 else ""
            out[f"users_{short}_{context // 1000}k"] = users(model, system, context).quantity("1", grade="guessed", label=label)
    out |= {key: models.get(name).name for key, name in NAMES.items()}
    out["users_405b_8k_kv8"] = users("llama-3.1-405b", "8xH100", 8_000, kv="8-bit").quantity("1", grade="guessed")
    out["users_405b_8k_w4"] = users("llama-3.1-405b", "8xH100", 8_000, "4-bit").quantity("1", grade="guessed")
    return out
