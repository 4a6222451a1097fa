"""A streamed world: the search over assumptions about Genie 2, the record since, and what an hour of it takes."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.inference import attention, kv_cache, models, systems
from analysis.inference import streamed_world as model
from analysis.quantities import Quantity

__all__ = ["DIMENSIONS", "RACK", "world_models", "durations", "priors", "shapes", "search", "tally", "histogram", "growth", "growth_frame", "record", "hour", "hour_frame", "now", "next_generation", "facts"]

DIMENSIONS = ("latent", "frames_per_s", "model", "attention", "cache_bytes", "system", "passes", "window_tokens")
RACK = "72xGB200"  # what came to be sold in the year after Genie 2
_RESERVE = 0.1
_MINUTE = 60.0


@cache
def world_models() -> pd.DataFrame:
    """Return the published shapes of world models."""
    return tables.load("inference/world_models")


@cache
def durations() -> pd.DataFrame:
    """Return the statements about how long a drawn world holds, oldest first."""
    frame = tables.load("inference/world_durations").copy()
    frame["date"] = pd.to_datetime(frame["date"])
    return frame.sort_values("date", kind="stable", ignore_index=True)


@cache
def priors() -> pd.DataFrame:
    """Return the options of each assumption with the weight written down before the search."""
    return tables.load("inference/world_priors")


@cache
def shapes() -> pd.DataFrame:
    """Return, for every model of the search, its weights, the numbers a token adds and attention's work for a pair of tokens."""
    own = world_models().set_index("model")
    rows = []
    for name in _options("model"):
        if name in own.index:
            row = own.loc[name]
            width = float(row["layers"]) * float(row["cached_width"])
            rows.append((name, row["name"], row["params_b"] * 1e9, row["params_b"] * 1e9, 2.0 * width, 4.0 * width))
        else:
            m = models.get(name)
            rows.append((name, m.name, float(m.params_total), float(m.params_active_matmul), float(sum(kv_cache.values_per_token(m))), float(attention.sdpa_flop_per_token(m, 1.0))))
    return pd.DataFrame(rows, columns=["model", "name", "params", "params_active", "values_per_token", "pair_flop"]).set_index("model")


def _options(dimension: str) -> list[str]:
    frame = priors()
    return list(frame.loc[frame["dimension"] == dimension, "option"])


def _weights(dimension: str) -> np.ndarray:
    frame = priors()
    return frame.loc[frame["dimension"] == dimension, "weight"].to_numpy(dtype=float)


@cache
def _grid() -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return, for every set, the position of its option in each dimension, and its prior weight."""
    indices = np.indices([len(_options(d)) for d in DIMENSIONS]).reshape(len(DIMENSIONS), -1)
    weight = np.prod([_weights(d)[i] for d, i in zip(DIMENSIONS, indices, strict=True)], axis=0)
    return dict(zip(DIMENSIONS, indices, strict=True)), weight


def _lookback(hardware: str | None, flop_share: float, bandwidth_share: float):
    """Run the formula on all sets; returns seconds and the index of the limit."""
    at, _ = _grid()

    def column(dimension, get=float):
        return np.array([get(option) for option in _options(dimension)])[at[dimension]]

    def of_system(get):
        return column("system", lambda name: get(systems.get(name))) if hardware is None else get(systems.get(hardware))

    def of_shape(name):
        return shapes()[name].to_numpy()[at["model"]]

    n, k = (column("latent", lambda option: float(option.split("/")[i])) for i in (0, 1))
    f, width, passes = column("frames_per_s"), column("cache_bytes"), column("passes")
    rate, weights, values = model.tokens_per_s(n, k, f), 2.0 * of_shape("params"), of_shape("values_per_token")
    factorised = column("attention", lambda option: option == "factorised")
    speed, bandwidth = of_system(lambda s: s.flop_per_s("bf16")) * flop_share, of_system(lambda s: s.memory_bandwidth_bytes_per_s) * bandwidth_share
    return model.lookback_s(
        memory=model.memory_s(of_system(lambda s: s.memory_bytes), weights, rate, values, width, _RESERVE),
        arithmetic=model.arithmetic_s(speed, of_shape("params_active"), of_shape("pair_flop"), n, k, f, passes, factorised),
        bandwidth=model.bandwidth_s(bandwidth, weights, values, width, n, k, f, passes),
        training=model.window_s(column("window_tokens"), rate),
    )


@cache
def search(end: str = "central", system: str | None = None) -> pd.DataFrame:
    """Return every set of assumptions with the seconds it can look back, what limits it and its prior weight.

    Parameters
    ----------
    end : {"low", "central", "high"}
        Which point of the shares of arithmetic and bandwidth reached.
    system : str, optional
        Replace every set's hardware by this one.
    """
    at, weight = _grid()
    shares = [getattr(parameters.get(name, part="inference"), end) for name in ("world_flop_share", "world_bandwidth_share")]
    seconds, limit = _lookback(system, *shares)
    columns = {d: pd.Categorical.from_codes(i, _options(d)) for d, i in at.items()}
    return pd.DataFrame({**columns, "seconds": seconds, "limit": pd.Categorical.from_codes(limit, list(model.LIMITS)), "weight": weight})


def _claimed() -> tuple[float, float]:
    """Return the seconds that agree with the claim: its minute with the register's tolerance."""
    row = tables.load("claim_numbers").set_index(["claim", "key"]).loc[("C16", "consistent_time")]
    return _MINUTE * (row["claimed"] - row["tolerance"]), _MINUTE * (row["claimed"] + row["tolerance"])


@cache
def tally(end: str = "central") -> dict[str, float]:
    """Count the sets, by number and by prior weight, that give a minute, nearly, more, less, and ten minutes."""
    frame = search(end)
    low, high = _claimed()
    seconds, weight = frame["seconds"].to_numpy(), frame["weight"].to_numpy()
    minute = (seconds >= low) & (seconds < high)
    near = (seconds >= _MINUTE / 3) & (seconds < _MINUTE * 3)
    ten = seconds >= 10 * _MINUTE
    moved = search(end, RACK)
    rack = moved["seconds"].to_numpy() >= 10 * _MINUTE
    not_memory = (moved["limit"] != "memory").to_numpy()
    finite = seconds[(seconds > 0) & np.isfinite(seconds)]
    out = {
        "sets": float(len(frame)), "hits": float(minute.sum()), "near_hits": float(near.sum()), "mass_minute": float(weight[minute].sum()), "mass_near": float(weight[near].sum()),
        "mass_less": float(weight[seconds < low].sum()), "mass_more": float(weight[seconds >= high].sum()), "mass_ten": float(weight[ten].sum()), "mass_nothing": float(weight[seconds <= 0].sum()),
        "chance": float(np.log(high / low) / np.log(finite.max() / finite.min())),
        "ten_rack_given_minute": float(weight[minute & rack].sum() / weight[minute].sum()),
        "rack_held": float(weight[minute & ~rack & not_memory].sum() / weight[minute & ~rack].sum()),
    }  # fmt: skip
    for name in model.LIMITS:
        out[f"minute_by_{name}"] = float(weight[minute & (frame["limit"] == name).to_numpy()].sum() / weight[minute].sum())
    return out


_BINS = (0.0, 1.0, 3.0, 10.0, 30.0, 90.0, 300.0, 600.0, 1800.0, np.inf)
_BIN_NAMES = ("under 1 s", "1–3 s", "3–10 s", "10–30 s", "½–1½ min", "1½–5 min", "5–10 min", "10–30 min", "over 30 min")


@cache
def histogram() -> pd.DataFrame:
    """Return prior weight by length and by what limits it, in percent."""
    frame = search()
    order = pd.cut(frame["seconds"], list(_BINS), right=False, labels=list(_BIN_NAMES))
    table = frame.assign(length=order).groupby(["length", "limit"], observed=False)["weight"].sum().reset_index()
    table["weight_percent"] = 100.0 * table.pop("weight")
    table["length"], table["limit"] = table["length"].astype(str), table["limit"].astype(str)
    return table[["length", "limit", "weight_percent"]]


@cache
def growth() -> pd.DataFrame:
    """Return, for each published world model, gigabytes of a second, a minute and ten minutes of world with its whole past kept."""
    frame = world_models().dropna(subset=["layers"]).copy()
    rate = model.tokens_per_s(frame["tokens_per_latent"], frame["frames_per_latent"], frame["frames_per_s"])
    values = 2.0 * frame["layers"].astype(float) * frame["cached_width"].astype(float)
    out = pd.DataFrame({"model": frame["model"], "name": frame["name"], "rate_tok_s": rate, "values_per_token": values, "weight_gb": 2.0 * frame["params_b"]})
    for label, seconds in (("second", 1.0), ("minute", _MINUTE), ("ten", 10 * _MINUTE)):
        out[f"{label}_gb"] = model.memory_needed_bytes(seconds, rate, values, 2e9 * frame["params_b"], 2.0, _RESERVE) / 1e9
    return out.reset_index(drop=True)


_HARDWARE = (("1xH100", "one H100"), ("8xH100", "one server, 8 H100"), (RACK, "one rack, 72 GB200"))


@cache
def growth_frame() -> pd.DataFrame:
    """Return memory against the length of world for the chart, with the memory of an accelerator, a server and a rack."""
    minutes = np.geomspace(0.1, 30.0, 41)
    rows = []
    for row in growth().itertuples():
        need = model.memory_needed_bytes(minutes * 60.0, row.rate_tok_s, row.values_per_token, row.weight_gb * 1e9, 2.0, _RESERVE) / 1e9
        rows.append(pd.DataFrame({"series": row.name, "kind": "world", "minutes": minutes, "memory_gb": need}))
    for name, label in _HARDWARE:
        rows.append(pd.DataFrame({"series": label, "kind": "hardware", "minutes": minutes[[0, -1]], "memory_gb": systems.get(name).memory_bytes / 1e9}))
    return pd.concat(rows, ignore_index=True)


@cache
def record() -> pd.DataFrame:
    """Return the dated statements that carry a length, for the chart."""
    frame = durations().dropna(subset=["seconds_low"]).copy()
    frame["group"] = np.where(frame["line"], "Genie line", "others")
    frame["seconds"] = np.sqrt(frame["seconds_low"] * frame["seconds_high"])
    frame["date"] = frame["date"].dt.strftime("%Y-%m-%d")
    return frame[["name", "date", "group", "measure", "seconds", "seconds_low", "seconds_high"]].reset_index(drop=True)


def _chip_hours(system: str):
    costs = tables.load("inference/accelerator_hour_costs").groupby("accelerator")["usd_per_hour"].median()
    s = systems.get(system)
    return s, float(costs[s.accelerator.name] / costs["H100"])


@cache
def hour(system: str) -> dict[str, uncertainty.Propagation]:
    """Return dollars and kilowatt-hours of an hour in which a system draws one world.

    The price is that of a rented H100, scaled by the ratio of the two chips' costs in an analyst's list.
    """
    s, ratio = _chip_hours(system)
    money = parameters.select("gpu_hour_usd", part="power")
    power = parameters.select(("it_kw_per_gpu", {"hardware": s.accelerator.name}), "pue_ai_facility", "fleet_load_factor", part="power")
    return {
        "usd": uncertainty.propagate(lambda gpu_hour_usd, chips: chips * gpu_hour_usd, money, chips=s.accelerators * ratio),
        "kwh": uncertainty.propagate(lambda it_kw_per_gpu, pue_ai_facility, fleet_load_factor, chips: chips * it_kw_per_gpu * pue_ai_facility * fleet_load_factor, power, chips=s.accelerators),
    }


@cache
def hour_frame() -> pd.DataFrame:
    """Return dollars and kilowatt-hours of an hour of one world by hardware, beside a list price."""
    rows = []
    for name, label in _HARDWARE:
        for measure, unit in (("usd", "USD"), ("kwh", "kWh")):
            q = hour(name)[measure].quantity(unit)
            rows.append((label, measure, q.value, q.low, q.high))
    price = _stated("oasis3_usd_per_s") * 3600.0
    rows.append(("Oasis 3, list price", "usd", price, price, price))
    return pd.DataFrame(rows, columns=["what", "measure", "value", "low", "high"])


def _stated(statement: str) -> float:
    return float(tables.load("inference/world_prices").set_index("statement").at[statement, "value"])


@cache
def now() -> uncertainty.Propagation:
    """Return the longest consistent world of the line as of November 2026, minutes."""
    return uncertainty.propagate(lambda genie_consistent_min: genie_consistent_min, parameters.select("genie_consistent_min", part="inference"))


@cache
def next_generation() -> uncertainty.Propagation:
    """Return the longest consistent world of the next generation, if it lengthens as the earlier ones did, minutes."""
    chosen = parameters.select("genie_consistent_min", "genie_step_factor", part="inference")
    return uncertainty.propagate(lambda genie_consistent_min, genie_step_factor: genie_consistent_min * genie_step_factor, chosen)


def _percent(value, low=None, high=None, label="", grade="guessed", driver=""):
    ends = (None, None) if low is None else (100.0 * min(low, value, high), 100.0 * max(low, value, high))
    return Quantity(100.0 * value, "percent", *ends, grade, label, driver)


def _said(model_name: str, measure: str) -> pd.Series:
    return durations().set_index(["model", "measure"]).loc[(model_name, measure)]


@cache
def facts() -> dict[str, object]:
    """Return the page's named numbers."""
    counts = {end: tally(end) for end in ("low", "central", "high")}

    def shared(key, label="", driver="world_flop_share"):
        return _percent(counts["central"][key], counts["low"][key], counts["high"][key], label, driver=driver)

    two, typical = _said("genie-2", "consistency"), _said("genie-2", "typical")
    grown = growth().set_index("model")
    price = _stated("oasis3_usd_per_s")
    check = model.memory_needed_bytes(
        _stated("lingbot_latents") * 4 / 16, model.tokens_per_s(_stated("lingbot_tokens"), 4, 16), grown.at["lingbot-world-fast", "values_per_token"], 1e9 * grown.at["lingbot-world-fast", "weight_gb"], 2.0, _RESERVE
    )
    best = search().assign(near=lambda f: (f["seconds"] >= _claimed()[0]) & (f["seconds"] < _claimed()[1])).query("near").sort_values(["weight", "seconds"], ascending=False, kind="stable").iloc[0]
    p_now, p_next = float(np.mean(now().samples >= 10)), float(np.mean(next_generation().samples >= 10))
    prior_next = float(_weights("next_generation")[0])
    out = {
        "g1": "Genie 1", "g2": "Genie 2", "g3": "Genie 3", "oasis3": "Oasis 3",
        "consistent_time": Quantity(two["seconds_high"] / 60, "minute", typical["seconds_low"] / 60, two["seconds_high"] / 60, "modelled", "Longest world of Genie 2 as DeepMind states it; low end: the shorter of its usual examples"),
        "typical": Quantity(float(np.sqrt(typical["seconds_low"] * typical["seconds_high"])), "s", typical["seconds_low"], typical["seconds_high"], "measured"),
        "sets": Quantity(counts["central"]["sets"], "1", label="Sets of assumptions tried"),
        "hits": Quantity(counts["central"]["hits"], "1", min(c["hits"] for c in counts.values()), max(c["hits"] for c in counts.values()), "modelled", "Of these, sets that give a minute", "world_flop_share"),
        "hit_share": _percent(counts["central"]["hits"] / counts["central"]["sets"], grade="modelled"),
        "near_hits": Quantity(counts["central"]["near_hits"], "1"),
        "minute_low": Quantity(_claimed()[0], "s"), "minute_high": Quantity(_claimed()[1], "s"),
        "chance": _percent(counts["central"]["chance"], grade="modelled"),
        "mass_minute": shared("mass_minute", "Prior weight of the sets that give a minute"),
        "mass_near": shared("mass_near"), "mass_less": shared("mass_less", "Prior weight of the sets that give less"), "mass_more": shared("mass_more"),
        "mass_nothing": shared("mass_nothing"),
        "mass_ten": shared("mass_ten", "Prior weight of the sets that give ten minutes or more"),
        "ten_rack_given_minute": shared("ten_rack_given_minute", "Of the sets that give a minute, those that give ten on a rack of 72 GB200"),
        "rack_held": shared("rack_held"),
        **{f"minute_by_{name}": shared(f"minute_by_{name}") for name in model.LIMITS},
        "paced": _percent(*(sum(counts[e][f"minute_by_{n}"] for n in ("arithmetic", "bandwidth")) for e in ("central", "low", "high"))),
        "best_seconds": Quantity(float(best["seconds"]), "s"), "best_limit": str(best["limit"]), "best_model": str(shapes().at[best["model"], "name"]), "best_system": str(best["system"]).replace("x", " ", 1), "best_pace": "without keeping pace" if best["passes"] == "0" else "keeping pace",
        "ten_now": _percent(p_now, label="Probability that a published Genie kept a world for ten minutes by November 2026", driver="genie_consistent_min"),
        "ten_next": _percent(p_next, label="Probability for one more generation that lengthens as the earlier ones did", driver="genie_step_factor"),
        "ten_next_factor": Quantity(10 / parameters.get("genie_consistent_min", part="inference").central, "1"),
        "prior_next": _percent(prior_next), "ten_by_2027": _percent(prior_next * p_next, label="Both: one more generation by the end of 2027, and ten minutes"),
        "now_min": now().quantity("min", grade="guessed", label="Longest consistent world of the line, November 2026"),
        "genie3_low": Quantity(_said("genie-3", "consistency")["seconds_low"] / 60, "min"), "genie3_high": Quantity(_said("genie-3", "consistency")["seconds_high"] / 60, "min"),
        "genie3_words": str(_said("genie-3", "consistency")["words"]), "genie3_later": Quantity(_said("genie-3-2026", "consistency")["seconds_high"], "s"),
        "genie1_seconds": Quantity(_said("genie-1", "memory")["seconds_high"], "s"),
        "gb_check": Quantity(check / 1e9, "GB"), "gb_stated": Quantity(_stated("lingbot_memory"), "GB", grade="measured"), "gb_check_seconds": Quantity(_stated("lingbot_latents") * 4 / 16, "s"),
        "gb_second": Quantity(float(model.cache_bytes(1.0, grown.at["lingbot-world-fast", "rate_tok_s"], grown.at["lingbot-world-fast", "values_per_token"])) / 1e9, "GB"),
        "gb_minute": Quantity(grown.at["lingbot-world-fast", "minute_gb"], "GB", grown["minute_gb"].min(), grown["minute_gb"].max(), "modelled", "Memory of a minute with the whole past kept, LingBot-World-Fast; range: published world models"),
        "gb_ten": Quantity(grown.at["lingbot-world-fast", "ten_gb"], "GB", grown["ten_gb"].min(), grown["ten_gb"].max(), "modelled", "The same for ten minutes"),
        "server_gb": Quantity(systems.get("8xH100").memory_bytes / 1e9, "GB"), "rack_gb": Quantity(systems.get(RACK).memory_bytes / 1e9, "GB"), "chip_gb": Quantity(systems.get("1xH100").memory_bytes / 1e9, "GB"),
        "list_hour": Quantity(3600 * price, "USD", grade="measured"),
    }  # fmt: skip
    for name, key, label in (("1xH100", "chip", "One hour of a world on one H100"), ("8xH100", "server", "One hour of a world on a server of 8 H100"), (RACK, "rack", "One hour of a world on a rack of 72 GB200")):
        out[f"{key}_usd"] = hour(name)["usd"].quantity("USD", label=f"{label}: dollars")
        out[f"{key}_kwh"] = hour(name)["kwh"].quantity("kWh", label=f"{label}: electricity")
    return out
