"""What a token costs: open models on four kinds of hardware, split by what the time goes to, beside hosts' list prices of the same models."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import checks, parameters, tables, uncertainty
from analysis.inference import models, serving, systems
from analysis.inference import token_cost as model
from analysis.inference.parallel import Layout
from analysis.inference.results import calibration, hour_cost
from analysis.quantities import Quantity

__all__ = [
    "METHOD", "MODELS", "CANDIDATES", "SPEED", "PROMPT", "ANSWER", "slowdown", "best", "by_model", "parts", "by_mix", "by_speed", "named", "shown", "mix_shown", "speeds", "explorer_grid", "host_prices", "against_hosts", "deepseek_day", "facts",
]  # fmt: skip

METHOD = "calibrated"
MODELS = (
    "llama-3.1-8b", "llama-3.1-70b", "llama-3.1-405b", "qwen3-32b", "qwen3-30b-a3b", "qwen3-235b-a22b", "gpt-oss-20b", "gpt-oss-120b", "deepseek-v3", "glm-5",
    "minimax-m2.5", "llama-4-maverick",
)  # fmt: skip
CANDIDATES = {
    "H100": ("1xH100", "2xH100", "4xH100", "8xH100", "16xH100"),
    "H200": ("1xH200", "2xH200", "4xH200", "8xH200", "16xH200"),
    "B200": ("1xB200", "2xB200", "4xB200", "8xB200"),
    "GB200": ("1xGB200", "2xGB200", "4xGB200", "72xGB200"),
}
SPEED, PROMPT, ANSWER = 30.0, 3000.0, 1000.0  # tokens a second for each user; tokens of a request, three read for each written
BUSY = 32  # requests in flight from which a measured point says something of cheap serving
_PART_NAMES = {"weights_usd": "Reading weights", "cache_usd": "Reading the cache", "compute_usd": "Arithmetic", "losses_usd": "Losses", "prompt_usd": "Reading the prompt"}


def _layouts(name: str, system) -> tuple[Layout, ...]:
    """Ways to spread a model: matrices cut over at most a server of eight, experts over all accelerators or over none."""
    n = system.accelerators
    cut = min(n, 8)
    plain = Layout(tensor=cut, data=n // cut)
    if not models.get(name).is_sparse or n == 1:
        return (plain,)
    return (Layout(tensor=n), Layout.experts(system), *((Layout(tensor=8, data=n // 8, expert=n),) if n > 8 else ()))


def _options(name: str, system, method: str, layout: Layout) -> dict:
    """Precisions as the measured servers use them: 8-bit weights, for gpt-oss the 4-bit experts it is published in."""
    rule = calibration.recipe(name, "fp4" if name.startswith("gpt-oss") else "fp8", "TensorRT-LLM", not np.isnan(system.accelerator.fp4_flop_per_s))
    return {n: rule[n] for n in ("weights", "kv", "compute", "expert_weights", "expert_compute")} | {"method": method, "layout": layout}


@cache
def slowdown(sparse: bool, method: str | None = None) -> parameters.Parameter:
    """Return measured over computed time of busy servers, as a parameter made from points that no fit has seen.

    Parameters
    ----------
    sparse : bool
        For mixtures of experts, else for dense models.
    method : str, optional
        The serving model's; `METHOD` by default.

    Returns
    -------
    Parameter
        Median and 5 and 95 % points over the validation points with `BUSY` requests in flight or more.
    """
    frame = tables.load("inference/serving_predictions")
    frame = frame[(frame["split"] == "validation") & (frame["sparse"] == sparse) & (frame["concurrency"] >= BUSY)]
    computed = frame[(method or METHOD).replace("-", "_")]
    ratio = np.where(frame["quantity"] == "time", frame["measured"] / computed, computed / frame["measured"])
    low, middle, high = np.quantile(ratio, uncertainty.LEVELS)
    return parameters.Parameter("slowdown", "1", float(middle), float(low), float(high), "lognormal", part="inference", note=f"{len(ratio)} measured points")


@cache
def _cost(name: str, system_name: str, prompt: float, answer: float, speed: float, hour: float, method: str, cached: float = 0.0):
    system = systems.get(system_name)
    lag = slowdown(bool(models.get(name).is_sparse), method).central
    found = []
    for layout in _layouts(name, system):
        try:
            found.append(model.cheapest(models.get(name), system, hour, prompt, answer, speed, slowdown=lag, cached_tokens=cached, **_options(name, system, method, layout)))
        except serving.OutOfMemory:
            continue
    found = [c for c in found if np.isfinite(c.request_usd)]
    return min(found, key=lambda c: float(c.request_usd)) if found else None


@cache
def best(name: str, accelerator: str, prompt: float = PROMPT, answer: float = ANSWER, speed: float = SPEED, method: str | None = None, hour: float | None = None, cached: float = 0.0):
    """Return the cheapest way to serve a model on one kind of accelerator.

    Parameters
    ----------
    name : str
        Model of the catalogue.
    accelerator : str
        One of `CANDIDATES`.
    prompt, answer : float, token
    speed : float, token/s
        For each user at least.
    method : str, optional
        The serving model's; `METHOD` by default.
    hour : float, optional
        USD an hour; the median of a paid hour by default.
    cached : float, token, optional
        Of the prompt, at hand from earlier requests.

    Returns
    -------
    tuple of (str, analysis.inference.token_cost.TokenCost) or None
        System and cost; None where nothing fits or nothing is fast enough.
    """
    checks.require_known("accelerator", accelerator, CANDIDATES)
    price = hour_cost.usd_per_hour(accelerator).quantity("USD/hour", driver="").value if hour is None else float(hour)
    found = [(s, c) for s in CANDIDATES[accelerator] if (c := _cost(name, s, prompt, answer, speed, price, method or METHOD, cached)) is not None]
    return min(found, key=lambda pair: float(pair[1].request_usd)) if found else None


def _draws(name: str, accelerator: str, method: str) -> np.ndarray:
    """Cost over its central value: draws of the hour and of measured over computed time, at an unchanged operating point."""
    hour = hour_cost.usd_per_hour(accelerator)
    lag = slowdown(bool(models.get(name).is_sparse), method)
    z = np.random.default_rng([parameters.SEED, 41]).standard_normal(hour.samples.size)
    return hour.samples / np.median(hour.samples) * lag.from_normal(z) / lag.central


@cache
def _spread(sparse: bool, accelerator: str, method: str) -> tuple[float, float]:
    name = next(m for m in MODELS if bool(models.get(m).is_sparse) == sparse)
    low, _, high = np.quantile(_draws(name, accelerator, method), uncertainty.LEVELS)
    return float(low), float(high)


@cache
def by_model(method: str | None = None) -> pd.DataFrame:
    """Return dollars per million tokens, read and written, by model and accelerator, with 5 and 95 % points."""
    chosen = method or METHOD
    rows = []
    for name in MODELS:
        for accelerator in CANDIDATES:
            found = best(name, accelerator, method=chosen)
            if found is None:
                continue
            system, c = found
            low, high = _spread(bool(models.get(name).is_sparse), accelerator, chosen)
            blend = float(c.request_usd) * 1e6 / (PROMPT + ANSWER)
            rows.append(
                {
                    "model": name, "accelerator": accelerator, "system": system, "batch": float(c.batch), "interactivity": float(c.interactivity_tok_s_user),
                    "tok_s_accelerator": float(c.tokens_per_s_accelerator), "input": float(c.input_usd_per_mtok), "output": float(c.output_usd_per_mtok), "blended": blend,
                    "blended_low": blend * low, "blended_high": blend * high, "output_low": float(c.output_usd_per_mtok) * low, "output_high": float(c.output_usd_per_mtok) * high,
                    "input_low": float(c.input_usd_per_mtok) * low, "input_high": float(c.input_usd_per_mtok) * high,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def parts(accelerator: str = "H200", method: str | None = None) -> pd.DataFrame:
    """Return what a request's dollars go to, in dollars per million output tokens, by model."""
    rows = []
    for name in MODELS:
        found = best(name, accelerator, method=method)
        if found is None:
            continue
        c = found[1]
        for field, words in _PART_NAMES.items():
            value = float(c.input_usd_per_mtok) * PROMPT / ANSWER if field == "prompt_usd" else float(getattr(c, field))
            rows.append({"model": name, "part": words, "usd_per_mtok": value})
    frame = pd.DataFrame(rows)
    frame["share_percent"] = 100.0 * frame["usd_per_mtok"] / frame.groupby("model")["usd_per_mtok"].transform("sum")
    return frame


@cache
def by_mix(name: str = "deepseek-v3", accelerator: str = "H200", method: str | None = None) -> pd.DataFrame:
    """Return dollars per million output tokens over prompt and answer lengths: what a longer context does."""
    rows = []
    for prompt in (300.0, 1000.0, 3000.0, 10_000.0, 30_000.0, 100_000.0):
        for answer in (300.0, 1000.0, 3000.0, 10_000.0, 30_000.0):
            found = best(name, accelerator, prompt, answer, method=method)
            if found is not None:
                c = found[1]
                rows.append({"prompt_tokens": prompt, "answer_tokens": answer, "input": float(c.input_usd_per_mtok), "output": float(c.output_usd_per_mtok), "request_usd": float(c.request_usd)})
    return pd.DataFrame(rows)


@cache
def by_speed(name: str = "llama-3.1-70b", method: str | None = None) -> pd.DataFrame:
    """Return dollars per million tokens against the speed that each user is given, by accelerator; a speed out of reach has no row."""
    rows = []
    for accelerator in CANDIDATES:
        for speed in (10.0, 15.0, 20.0, 30.0, 40.0, 60.0, 80.0, 100.0, 130.0, 160.0, 200.0):
            found = best(name, accelerator, speed=speed, method=method)
            if found is not None:
                rows.append({"model": name, "accelerator": accelerator, "speed": speed, "blended": float(found[1].request_usd) * 1e6 / (PROMPT + ANSWER), "output": float(found[1].output_usd_per_mtok)})
    return pd.DataFrame(rows)


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with its models called as the page calls them."""
    return frame.assign(model=frame["model"].map(lambda n: models.get(n).name))


def shown() -> pd.DataFrame:
    """Return the table of the page: each model on its cheapest hardware."""
    frame = by_model()
    frame = frame.loc[frame.groupby("model")["blended"].idxmin()].sort_values("blended")
    return pd.DataFrame(
        {
            "Model": frame["model"].map(lambda n: models.get(n).name), "System": frame["system"], "Requests in flight": frame["batch"].astype(int), "Read": frame["input"], "Written": frame["output"],
            "5 %": frame["output_low"], "95 %": frame["output_high"], "Mixed": frame["blended"],
        }
    )  # fmt: skip


def mix_shown() -> pd.DataFrame:
    """Return the page's table of lengths: prompts down, answers across."""
    frame = by_mix("deepseek-v3", "B200").pivot_table(index="prompt_tokens", columns="answer_tokens", values="output")
    frame.columns = [f"{int(c):,}" for c in frame.columns]
    return frame.reset_index().assign(prompt_tokens=lambda d: d["prompt_tokens"].map(lambda v: f"{int(v):,}")).rename(columns={"prompt_tokens": "Tokens read"})


@cache
def speeds(method: str | None = None) -> pd.DataFrame:
    """Return `by_speed` of a dense and of a sparse model, by their names."""
    frame = pd.concat([by_speed(name, method) for name in ("llama-3.1-70b", "deepseek-v3")], ignore_index=True)
    return named(frame)


@cache
def _grid(name: str, accelerator: str, prompts: tuple, answers: tuple, wanted: tuple) -> dict[str, np.ndarray]:
    """Cost of a token at a dollar an hour, over prompts × answers × speeds; where a speed is out of reach, at the fastest there is."""
    prompt, answer, speed = np.meshgrid(prompts, answers, wanted, indexing="ij")
    lag = slowdown(bool(models.get(name).is_sparse)).central
    best_price, fastest = np.full(prompt.shape, np.inf), np.zeros(prompt.shape)
    found = {key: np.full(prompt.shape, np.nan) for key in ("input", "output", "speed")}
    fallback = {key: np.full(prompt.shape, np.nan) for key in found}
    for system_name in CANDIDATES[accelerator]:
        system = systems.get(system_name)
        for layout in _layouts(name, system):
            options = _options(name, system, METHOD, layout)
            try:
                c = model.cheapest(models.get(name), system, 1.0, prompt, answer, speed, slowdown=lag, **options)
            except serving.OutOfMemory:
                continue
            alone = model.at_batch(models.get(name), system, 1.0, prompt, answer, np.ones(prompt.shape), slowdown=lag, **options)
            better = np.nan_to_num(c.request_usd, nan=np.inf) < best_price
            best_price = np.where(better, c.request_usd, best_price)
            quicker = alone.interactivity_tok_s_user > fastest
            fastest = np.maximum(fastest, alone.interactivity_tok_s_user)
            for key, field in (("input", "input_usd_per_mtok"), ("output", "output_usd_per_mtok"), ("speed", "interactivity_tok_s_user")):
                found[key] = np.where(better, getattr(c, field), found[key])
                fallback[key] = np.where(quicker, getattr(alone, field), fallback[key])
    return {key: np.where(np.isfinite(best_price), found[key], fallback[key]) for key in found}


def explorer_grid(names, accelerators, prompts, answers, wanted, hours) -> dict[str, object]:
    """Return costs and the speed obtained at every point of the explorer, costs with 5 and 95 % points of measured over computed time.

    Parameters
    ----------
    names, accelerators : array_like of str
        Models as they are called on the page; accelerators of `CANDIDATES`.
    prompts, answers, wanted, hours : array_like
        Tokens, tokens, tokens a second, USD an hour; one entry per point.
    """
    by_name = {models.get(n).name: n for n in MODELS}
    axes = [np.unique(np.asarray(a, dtype=float)) for a in (prompts, answers, wanted)]
    place = tuple(np.searchsorted(axis, np.asarray(a, dtype=float)) for axis, a in zip(axes, (prompts, answers, wanted), strict=True))
    out = {key: np.empty(len(names)) for key in ("input", "output", "speed")}
    low, high = np.empty(len(names)), np.empty(len(names))
    pairs = np.array([f"{n}|{a}" for n, a in zip(names, accelerators, strict=True)])
    for pair in np.unique(pairs):
        here = pairs == pair
        title, accelerator = pair.split("|")
        grid = _grid(by_name[title], accelerator, *(tuple(axis) for axis in axes))
        lag = slowdown(bool(models.get(by_name[title]).is_sparse))
        low[here], high[here] = lag.low / lag.central, lag.high / lag.central
        for key in out:
            out[key][here] = grid[key][tuple(p[here] for p in place)]
    money = np.asarray(hours, dtype=float)
    return {key: (out[key] * money * low, out[key] * money, out[key] * money * high) for key in ("input", "output")} | {"speed": out["speed"]}


@cache
def host_prices() -> pd.DataFrame:
    """Return third parties' list prices of open models in 2026, and their developers', latest per host and architecture."""
    frame = tables.load("inference/list_prices").copy()
    frame = frame[frame["catalogue_model"].notna() & (frame["tier"] == "host")]
    frame["date"] = pd.to_datetime(frame["effective_from"].fillna(frame["listed_on"]))
    frame = frame[frame["date"] >= pd.Timestamp("2026-01-01")].sort_values("date")
    frame["architecture"] = frame["catalogue_model"].replace({"deepseek-r1": "deepseek-v3"})
    frame["blended"] = 0.75 * frame["input_usd_per_mtok"] + 0.25 * frame["output_usd_per_mtok"]
    return frame[["provider", "model", "architecture", "date", "input_usd_per_mtok", "output_usd_per_mtok", "blended"]].reset_index(drop=True)


@cache
def against_hosts(method: str | None = None) -> pd.DataFrame:
    """Return, by model, our cheapest cost of a mixed token beside the lowest, middle and highest price of its hosts, and the margins they leave.

    Revenue is per hour of one accelerator at the host's price and our speed; the margin is the share of it above our cost.
    """
    ours = by_model(method)
    ours = ours.loc[ours.groupby("model")["blended"].idxmin()].set_index("model")
    prices = host_prices()
    rows = []
    for name in MODELS:
        here = prices[prices["architecture"] == name]
        if name not in ours.index or not len(here):
            continue
        o = ours.loc[name]
        price = here["blended"].quantile([0, 0.5, 1], interpolation="linear").to_numpy()
        hour = hour_cost.usd_per_hour(o["accelerator"]).quantity("USD/hour", driver="").value
        revenue = hour * price / o["blended"]
        rows.append(
            {
                "model": name, "system": o["system"], "accelerator": o["accelerator"], "cost": o["blended"], "cost_low": o["blended_low"], "cost_high": o["blended_high"],
                "price_low": price[0], "price": price[1], "price_high": price[2], "hosts": len(here), "hour": hour, "revenue_low": revenue[0], "revenue": revenue[1],
                "revenue_high": revenue[2], "margin": 1 - o["blended"] / price[1], "margin_low": 1 - o["blended_high"] / price[1], "margin_high": 1 - o["blended_low"] / price[1],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def deepseek_day(method: str | None = None) -> dict[str, float]:
    """Return what a mixed token cost on DeepSeek's published day and what it costs by the model on eight H200, at its rent, mix, cache and speed.

    The day prints totals and the mean context while writing; prompt and answer follow: context = prompt + answer / 2, answer over prompt as the totals.
    """
    day = tables.load("inference/published_day").set_index("quantity")["value"]
    ratio = day["output_tokens"] / day["input_tokens"]
    prompt = float(day["mean_cache_length"] / (1 + ratio / 2))
    answer, cached = prompt * float(ratio), prompt * float(day["cached_input_tokens"] / day["input_tokens"])
    speed = float((day["output_speed_low"] + day["output_speed_high"]) / 2)
    c = _cost("deepseek-v3", "8xH200", prompt, answer, speed, float(day["rental_usd_per_accelerator_hour"]), method or METHOD, cached)
    return {
        "published": float(day["cost_usd"] / (day["input_tokens"] + day["output_tokens"]) * 1e6),
        "ours": float(c.request_usd) * 1e6 / (prompt + answer),
        "prompt": prompt,
        "answer": answer,
    }


def _q(value, unit="USD/Mtoken", *more, **named):
    return Quantity.of(value, unit, *more, **named)


@cache
def _driver(name: str) -> str:
    """What spreads a model's cost most: what moves the hour, or measured over computed time."""
    hour = hour_cost.usd_per_hour("B200")
    lag = slowdown(bool(models.get(name).is_sparse))
    return hour.drivers()["parameter"].iloc[0] if np.std(np.log(hour.samples)) > np.log(lag.high / lag.low) / (2 * parameters.Z95) else "measured over computed time"


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    frame = by_model().set_index(["model", "accelerator"])
    hosts = against_hosts()
    split = parts("B200").pivot_table(index="model", columns="part", values="share_percent")
    cheapest = by_model()
    cheapest = cheapest.loc[cheapest.groupby("model")["blended"].idxmin()].set_index("model")
    bottom, top = cheapest["blended"].idxmin(), cheapest["blended"].idxmax()
    gain = by_model().pivot_table(index="model", columns="accelerator", values="blended")
    gain = gain["H100"] / gain.min(axis=1)
    fast = by_speed().set_index(["accelerator", "speed"])["blended"]["B200"]
    slow_speed, fast_speed = float(fast.index.min()), 100.0
    mix = by_mix("deepseek-v3", "B200").set_index(["prompt_tokens", "answer_tokens"])
    out = {}
    for name, key in (("llama-3.1-8b", "llama8b"), ("llama-3.1-70b", "llama70b"), ("llama-3.1-405b", "llama405b"), ("deepseek-v3", "deepseek"), ("gpt-oss-120b", "gptoss")):
        rows = frame.loc[name]
        r = rows.loc[rows["blended"].idxmin()]
        title = models.get(name).name
        out[f"{key}_input"] = _q(r["input"], low=r["input_low"], high=r["input_high"], label=f"{title}, input", driver=_driver(name))
        out[f"{key}_output"] = _q(r["output"], low=r["output_low"], high=r["output_high"], label=f"{title}, output", driver=_driver(name))
        out[f"{key}_ratio"] = _q(r["output"] / r["input"], "1")
    return out | {
        "speed": _q(SPEED, "token/s"),
        "prompt": _q(PROMPT, "token"),
        "answer": _q(ANSWER, "token"),
        "slowdown_dense": _q(slowdown(False).central, "1", slowdown(False).low, slowdown(False).high, driver="batch size"),
        "slowdown_sparse": _q(slowdown(True).central, "1", slowdown(True).low, slowdown(True).high, driver="batch size"),
        "models_counted": _q(len(cheapest), "1"),
        "day_published": _q(deepseek_day()["published"], "USD", grade="measured", label="DeepSeek’s published day, a million mixed tokens"),
        "day_ours": _q(deepseek_day()["ours"], "USD"),
        "day_ratio": _q(deepseek_day()["ours"] / deepseek_day()["published"], "1"),
        "llama70b_name": models.get("llama-3.1-70b").name,
        "deepseek_name": models.get("deepseek-v3").name,
        "cheapest_name": models.get(bottom).name,
        "dearest_name": models.get(top).name,
        "cheapest_cost": _q(cheapest.at[bottom, "blended"], "USD", cheapest.at[bottom, "blended_low"], cheapest.at[bottom, "blended_high"]),
        "dearest_cost": _q(cheapest.at[top, "blended"], "USD", cheapest.at[top, "blended_low"], cheapest.at[top, "blended_high"]),
        "generation_gain": _q(gain.median(), "1", gain.min(), gain.max()),
        "slow_speed": _q(slow_speed, "token/s"),
        "fast_speed": _q(fast_speed, "token/s"),
        "speed_factor": _q(fast[fast_speed] / fast[slow_speed], "1"),
        "short_output": _q(mix.at[(1000.0, 1000.0), "output"], "USD"),
        "long_output": _q(mix.at[(100_000.0, 1000.0), "output"], "USD"),
        "short_input": _q(mix.at[(1000.0, 1000.0), "input"], "USD"),
        "long_input": _q(mix.at[(100_000.0, 1000.0), "input"], "USD"),
        "long_prompt": _q(100_000, "token"),
        "models_counted_hosts": _q(len(hosts), "1"),
        "price_over_cost": _q((hosts["price"] / hosts["cost"]).median(), "1", (hosts["price"] / hosts["cost"]).min(), (hosts["price"] / hosts["cost"]).max(), "Hosts’ middle list price over our cost", driver="which model"),
        "low_price_over_cost": _q((hosts["price_low"] / hosts["cost"]).median(), "1", (hosts["price_low"] / hosts["cost"]).min(), (hosts["price_low"] / hosts["cost"]).max(), "Hosts’ lowest list price over our cost", driver="which model"),
        "inside_range": _q(float(((hosts["price_low"] >= hosts["cost_low"])).sum()), "1"),
        "models_below_price": _q(float((hosts["cost"] < hosts["price"]).sum()), "1"),
        "models_compared": _q(len(hosts), "1"),
        "median_margin": _q(100 * hosts["margin"].median(), "percent", 100 * hosts["margin"].min(), 100 * hosts["margin"].max()),
        "cost_over_price": _q((hosts["cost"] / hosts["price"]).median(), "1", (hosts["cost"] / hosts["price"]).min(), (hosts["cost"] / hosts["price"]).max()),
        "weights_share": _q(split["Reading weights"].median(), "percent", split["Reading weights"].min(), split["Reading weights"].max()),
        "cache_share": _q(split["Reading the cache"].median(), "percent", split["Reading the cache"].min(), split["Reading the cache"].max()),
        "losses_share": _q(split["Losses"].median(), "percent", split["Losses"].min(), split["Losses"].max()),
        "compute_share": _q(split["Arithmetic"].median(), "percent", split["Arithmetic"].min(), split["Arithmetic"].max()),
        "prompt_share": _q(split["Reading the prompt"].median(), "percent", split["Reading the prompt"].min(), split["Reading the prompt"].max()),
    }

