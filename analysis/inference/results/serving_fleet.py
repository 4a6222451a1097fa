"""Users, tokens and chips of a serving fleet, DeepSeek's day as the check, a shortage, and the evidence on the end of 2024."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy.interpolate import RegularGridInterpolator

from analysis import parameters, tables, uncertainty
from analysis.inference import models, serving, systems
from analysis.inference import serving_fleet as model
from analysis.inference.parallel import Layout
from analysis.inference.results import validation
from analysis.inference.weights import weight_bytes
from analysis.power.results import fleets as power_fleets
from analysis.quantities import Quantity

__all__ = [
    "METHOD", "PROFILES", "place", "at_speed", "surface", "message", "needed", "served", "users_per_accelerator", "users_per_gw", "fleet_tokens", "volumes", "day", "day_frame",
    "speeds", "priors", "search", "tally", "histogram", "shortage", "shortage_frame", "evidence", "probability", "evidence_frame", "usage", "profile_frame", "token_frame", "parameters_quantity", "facts",
]  # fmt: skip

METHOD = "calibrated"  # how the serving model turns work into time

KNEE = 0.5  # a service offers no more than this share of what a lone user would get: there one step takes twice the shortest

PROFILES = {
    "large": ("llama-3.1-405b", "H100", "a large dense model on H100"),
    "sparse": ("deepseek-v3", "H200", "a large sparse model on H200"),
    "small": ("gpt-oss-120b", "H100", "a middling sparse model on H100"),
    "new": ("llama-3.1-405b", "GB200", "a large dense model on GB200"),
}
_LENGTHS = (np.geomspace(100.0, 32_000.0, 8), np.geomspace(30.0, 20_000.0, 8), np.geomspace(5.0, 250.0, 9))  # prompt, answer, speed
_USAGE = ("message_prompt_tokens", "message_answer_tokens", "served_speed_tok_s_user")
_LOAD = ("fleet_peak_to_mean", "fleet_peak_use")


@cache
def place(model_name: str, accelerator: str, weights: str = "fp8") -> systems.System:
    """Return the fewest servers of eight accelerators whose memory the weights fill to at most six tenths."""
    each = 0.6 * systems.accelerator(accelerator).memory_bytes * 8
    return systems.get(f"{8 * int(np.ceil(float(weight_bytes(models.get(model_name), weights)) / each))}x{accelerator}")


def _layout(m, system) -> Layout:
    """Return experts spread over all accelerators for a sparse model, else matrices cut over each eight and layers over the eights."""
    if m.is_sparse:
        return Layout.experts(system)
    return Layout(tensor=min(system.accelerators, 8), pipeline=max(system.accelerators // 8, 1))


def at_speed(model_name: str, system: systems.System, prompt_tokens, answer_tokens, speed_tok_s, weights: str = "fp8", at_most: float = 1.0, method: str = METHOD):
    """Return the largest batch at which each user gets the speed, and the server's steady state with it.

    Parameters
    ----------
    prompt_tokens, answer_tokens, speed_tok_s : array_like
        Broadcast against each other.
    weights : str
        Their precision.
    at_most : float, 1
        Where more than this share of a lone user's speed is asked, this share is given.
    method : str
        See `analysis.inference.serving.decode_step_s`.

    Returns
    -------
    batch : numpy.ndarray, 1
        At least 1: where even one user is slower than asked, that one.
    kept : numpy.ndarray of bool
        Whether the speed is reached.
    load : analysis.inference.serving.Workload
    """
    m = models.get(model_name)
    layout = _layout(m, system)
    p, a, v = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (prompt_tokens, answer_tokens, speed_tok_s)))
    top = np.maximum(serving.memory_batch(m, system, p + a, weights=weights, layout=layout, strict=False), 1.0)

    def state(batch):
        return serving.workload(m, system, p, a, batch, weights=weights, compute="weights", layout=layout, method=method)

    if at_most < 1.0:
        v = np.minimum(v, at_most * state(np.ones(p.shape)).interactivity_tok_s_user)
    batch = serving.last_within(lambda b: state(b).interactivity_tok_s_user >= v, np.ones(p.shape), top, halvings=36, geometric=True)
    load = state(batch)
    return batch, load.interactivity_tok_s_user >= v * (1 - 1e-6), load


@cache
def surface(profile: str) -> RegularGridInterpolator:
    """Return the accelerator-seconds of a request against prompt, answer and speed, all on log scales."""
    name, accelerator, _ = PROFILES[profile]
    grid = np.meshgrid(*_LENGTHS, indexing="ij")
    _, _, load = at_speed(name, place(name, accelerator), *grid, at_most=KNEE)
    return RegularGridInterpolator([np.log(x) for x in _LENGTHS], np.log(load.accelerator_seconds_per_request))


def message(profile: str, message_prompt_tokens, message_answer_tokens, served_speed_tok_s_user, serving_time_error=1.0):
    """Return the accelerator-seconds of one message; lengths beyond the grid count as its ends.

    Parameters
    ----------
    profile : str
        A key of `PROFILES`.
    message_prompt_tokens, message_answer_tokens, served_speed_tok_s_user : array_like
    serving_time_error : array_like, 1
        Factor by which real time differs from the serving model's.

    Returns
    -------
    numpy.ndarray, s
    """
    values = np.broadcast_arrays(message_prompt_tokens, message_answer_tokens, served_speed_tok_s_user, serving_time_error)
    points = np.stack([np.log(np.clip(x, grid[0], grid[-1])) for x, grid in zip(values[:3], _LENGTHS, strict=True)], axis=-1)
    return values[3] * np.exp(surface(profile)(points)).reshape(values[0].shape)


def _chosen(*names):
    return parameters.select(*names, part="inference")


def _lengths(profile: str, *more: str):
    """Return the parameters of a message and what else is named, with the error of the serving model for this kind of model."""
    sparse = models.get(PROFILES[profile][0]).is_sparse
    return {**_chosen(*_USAGE, *more), "serving_time_error": validation.time_error(sparse)}


@cache
def _seconds(profile: str) -> uncertainty.Propagation:
    return uncertainty.propagate(lambda **draws: message(profile, **draws), _lengths(profile))


@cache
def usage() -> pd.Series:
    """Return the usage figures by name."""
    return tables.load("inference/fleet_usage").set_index("statement")["value"]


@cache
def needed(profile: str, per_day: float) -> uncertainty.Propagation:
    """Return the accelerators that a day's messages need."""

    def run(fleet_peak_to_mean, fleet_peak_use, **lengths):
        return model.accelerators_needed(per_day, message(profile, **lengths), np.maximum(fleet_peak_to_mean, 1.0), fleet_peak_use)

    return uncertainty.propagate(run, _lengths(profile, *_LOAD))


def _per_user_day(when: str = "2024_12") -> float:
    return float(usage()[f"chatgpt_messages_{when}"] / usage()[f"chatgpt_weekly_{when}"])


@cache
def served(profile: str, accelerators: float = 1.0) -> uncertainty.Propagation:
    """Return the weekly users that accelerators serve, each sending as many messages as ChatGPT's did in December 2024."""

    def run(fleet_peak_to_mean, fleet_peak_use, **lengths):
        return model.users_served(accelerators, message(profile, **lengths), _per_user_day(), np.maximum(fleet_peak_to_mean, 1.0), fleet_peak_use)

    return uncertainty.propagate(run, _lengths(profile, *_LOAD))


def users_per_accelerator(profile: str) -> uncertainty.Propagation:
    """Return weekly users per accelerator (see `served`)."""
    return served(profile, 1.0)


@cache
def users_per_gw(profile: str) -> uncertainty.Propagation:
    """Return weekly users per gigawatt of facility power."""
    accelerator = PROFILES[profile][1]
    part = "power" if accelerator in ("A100", "H100", "GB200", "GB300") else "inference"
    chosen = _lengths(profile, *_LOAD) | parameters.select(("it_kw_per_gpu", {"hardware": accelerator}), part=part) | parameters.select("pue_ai_facility", part="power")

    def run(fleet_peak_to_mean, fleet_peak_use, it_kw_per_gpu, pue_ai_facility, **lengths):
        fleet = model.accelerators_per_gw(it_kw_per_gpu, np.maximum(pue_ai_facility, 1.0))
        return model.users_served(fleet, message(profile, **lengths), _per_user_day(), np.maximum(fleet_peak_to_mean, 1.0), fleet_peak_use)

    return uncertainty.propagate(run, chosen)


@cache
def fleet_tokens(profile: str, fleet: str) -> uncertainty.Propagation:
    """Return the tokens that a fleet serves in a day, prompts and answers together.

    Parameters
    ----------
    profile : str
    fleet : {"million", "serving"}
        A million accelerators, or the GPUs that served GPT models at the end of 2024.
    """
    chosen = _lengths(profile, *_LOAD)
    if fleet == "serving":
        chosen = chosen | dict(power_fleets.serving_gpus().parameters)

    def run(fleet_peak_to_mean, fleet_peak_use, message_prompt_tokens, message_answer_tokens, served_speed_tok_s_user, serving_time_error, **gpus):
        count = power_fleets.serving_gpus().model(**gpus) if gpus else 1e6
        seconds = message(profile, message_prompt_tokens, message_answer_tokens, served_speed_tok_s_user, serving_time_error)
        requests = model.requests_per_day(count, seconds, np.maximum(fleet_peak_to_mean, 1.0), fleet_peak_use)
        return requests * (message_prompt_tokens + message_answer_tokens)

    return uncertainty.propagate(run, chosen)


@cache
def volumes() -> pd.DataFrame:
    """Return published volumes of tokens as a day's, and ChatGPT's messages at our lengths."""
    frame = tables.load("power/token_volumes")
    rows = []
    for series, date, label in (("Google, all surfaces", "2025-10-01", "Google, all surfaces, October 2025"), ("OpenAI, API", "2025-10-15", "OpenAI, API, October 2025"), ("OpenRouter", "2025-12-01", "OpenRouter, December 2025")):
        row = frame[(frame["series"] == series) & (frame["date"].astype(str) == date)].iloc[0]
        rows.append((label, float(row["tokens_trillion"]) * 1e12 / float(row["period_days"]), np.nan, np.nan))
    drawn = parameters.sample(_chosen("message_prompt_tokens", "message_answer_tokens"))
    tokens = drawn["message_prompt_tokens"] + drawn["message_answer_tokens"]
    q = uncertainty.summarise(tokens * usage()["chatgpt_messages_2024_12"], "token")
    rows.append(("ChatGPT, December 2024, our lengths", q.value, q.low, q.high))
    made = day()
    rows.append(("DeepSeek's day, February 2025", made["input_tokens"] + made["output_tokens"], np.nan, np.nan))
    return pd.DataFrame(rows, columns=["what", "tokens_per_day", "low", "high"])


# --- DeepSeek's published day ---------------------------------------------------------------------------------------


def _nodes(method: str, output_tok_s: float, input_tok_s: float, speed: float, context: float, cached_share: float) -> tuple[float, float]:
    """Return the nodes of eight that a method needs to read prompts and to write answers, in units as DeepSeek describes them."""
    m, unit, reading = models.get("deepseek-v3"), systems.get("144xH100"), systems.get("32xH100")  # for H800: the same chip, and between machines the same network
    spread = Layout.experts(unit)
    low, high = 1.0, float(serving.memory_batch(m, unit, context, layout=spread))
    for _ in range(60):
        middle = np.sqrt(low * high)
        fits = float(serving.decode_step_s(m, unit, middle, context, compute="weights", layout=spread, method=method)) <= 1.0 / speed
        low, high = (middle, high) if fits else (low, middle)
    prompts = 4.0 * reading.accelerators
    read = float(serving.prefill_s(m, reading, context, batch=prompts, cached_tokens=cached_share * context, compute="weights", layout=Layout.experts(reading), method=method))
    return input_tok_s / (prompts * context / read) * reading.accelerators / 8, output_tok_s / (low * speed) * unit.accelerators / 8


@cache
def day() -> dict[str, float]:
    """Return DeepSeek's day: what it published, what follows, and what the serving model needs for the same work."""
    said = tables.load("inference/published_day").set_index("quantity")["value"]
    rows = tables.load("inference/measured_throughput")
    rows = rows[(rows["source"] == "deepseek2025day6")].set_index("scenario")["throughput_tok_s"]
    gpus = float(said["average_nodes"] * said["accelerators_per_node"])
    speed = float(said["output_speed_low"] + said["output_speed_high"]) / 2
    output_s = float(said["output_tokens"]) / model.DAY_S
    streams = float(model.concurrency(output_s / 1.0, 1.0 / speed))
    prefill_nodes = float(said["input_tokens"]) / model.DAY_S / float(rows["production prefill"])
    decode_nodes = output_s / float(rows["production decode"])
    share = float(said["cached_input_tokens"] / said["input_tokens"])
    need = {method: _nodes(method, output_s, float(said["input_tokens"]) / model.DAY_S, speed, float(said["mean_cache_length"]), share) for method in ("roofline", METHOD)}
    return {
        "gpus": gpus, "peak_gpus": float(said["peak_nodes"] * said["accelerators_per_node"]), "peak_to_mean": float(said["peak_nodes"] / said["average_nodes"]), "speed": speed,
        "input_tokens": float(said["input_tokens"]), "output_tokens": float(said["output_tokens"]), "output_tok_s_gpu": output_s / gpus, "total_tok_s_gpu": float(said["input_tokens"] + said["output_tokens"]) / model.DAY_S / gpus,
        "streams": streams, "streams_per_gpu": streams / gpus, "prefill_nodes": prefill_nodes, "decode_nodes": decode_nodes, "nodes": float(said["average_nodes"]),
        "nodes_from_rates": prefill_nodes + decode_nodes, "model_nodes": sum(need[METHOD]), "roofline_nodes": sum(need["roofline"]),
        "model_prefill_nodes": need[METHOD][0], "model_decode_nodes": need[METHOD][1], "roofline_prefill_nodes": need["roofline"][0], "roofline_decode_nodes": need["roofline"][1],
    }  # fmt: skip


@cache
def day_frame() -> pd.DataFrame:
    """Return nodes of DeepSeek's day three ways, split into reading prompts and writing answers where that is known."""
    d = day()
    rows = [
        ("as published", "both", d["nodes"]),
        ("from its published rates", "reading prompts", d["prefill_nodes"]),
        ("from its published rates", "writing answers", d["decode_nodes"]),
        ("whole-step roofline", "reading prompts", d["roofline_prefill_nodes"]),
        ("whole-step roofline", "writing answers", d["roofline_decode_nodes"]),
        ("calibrated model", "reading prompts", d["model_prefill_nodes"]),
        ("calibrated model", "writing answers", d["model_decode_nodes"]),
    ]
    return pd.DataFrame(rows, columns=["basis", "work", "nodes"])


# --- users per chip -------------------------------------------------------------------------------------------------


@cache
def speeds() -> pd.DataFrame:
    """Return answers in progress per accelerator against the speed each user gets, for the lengths of Azure's trace."""
    u = usage()
    grid = np.round(np.geomspace(5.0, 200.0, 61), 3)
    rows = []
    for profile, (name, accelerator, label) in PROFILES.items():
        system = place(name, accelerator)
        batch, kept, _ = at_speed(name, system, float(u["azure_conversation_prompt"]), float(u["azure_conversation_answer"]), grid)
        rows.append(pd.DataFrame({"profile": label, "speed_tok_s": grid, "users_per_accelerator": np.where(kept, batch / system.accelerators, np.nan)}))
    frame = pd.concat(rows, ignore_index=True).dropna()
    d = day()
    return pd.concat([frame.assign(kind="model"), pd.DataFrame({"profile": ["DeepSeek's day, as published"], "speed_tok_s": [d["speed"]], "users_per_accelerator": [d["streams_per_gpu"]], "kind": ["measured"]})], ignore_index=True)


@cache
def priors() -> pd.DataFrame:
    """Return the options for serving a popular model of 2024, with the weights written down before the search."""
    return tables.load("inference/fleet_priors")


def _options(dimension: str) -> pd.DataFrame:
    frame = priors()
    return frame[frame["dimension"] == dimension]


@cache
def search(method: str = METHOD) -> pd.DataFrame:
    """Return users in the act per chip for every set of assumptions; a set whose speed is out of reach has none."""
    numbers = [_options(d) for d in ("prompt_tokens", "answer_tokens", "speed_tok_s", "filled")]
    values = [f["option"].astype(float).to_numpy() for f in numbers]
    p, a, v, filled = (x.ravel() for x in np.meshgrid(*values, indexing="ij"))
    weight = np.prod(np.meshgrid(*(f["weight"].to_numpy() for f in numbers), indexing="ij"), axis=0).ravel()
    rows = []
    for m in _options("model").itertuples():
        for c in _options("accelerator").itertuples():
            for w in _options("weights").itertuples():
                system = place(m.option, c.option, w.option)
                batch, kept, _ = at_speed(m.option, system, p, a, v, w.option, method=method)
                users = np.where(kept, batch * filled / system.accelerators, 0.0)
                rows.append(pd.DataFrame({"model": m.option, "accelerator": c.option, "weights": w.option, "prompt_tokens": p, "answer_tokens": a, "speed_tok_s": v, "filled": filled, "users_per_chip": users, "weight": weight * m.weight * c.weight * w.weight}))
    return pd.concat(rows, ignore_index=True)


def _weighted(values: np.ndarray, weight: np.ndarray, levels=uncertainty.LEVELS) -> np.ndarray:
    order = np.argsort(values, kind="stable")
    cumulative = np.cumsum(weight[order]) / weight.sum()
    return values[order][np.minimum(np.searchsorted(cumulative, levels), len(values) - 1)]


def _register(key: str) -> pd.Series:
    return tables.load("claim_numbers").set_index(["claim", "key"]).loc[("D14", key)]


@cache
def tally(method: str = METHOD) -> dict[str, object]:
    """Return the distribution of users per chip over all sets that reach their speed, and over heavy use alone."""
    frame = search(method)
    frame = frame[frame["users_per_chip"] > 0]
    heavy = frame[(frame["answer_tokens"] >= 10_000) | (frame["prompt_tokens"] >= 16_000)]
    row = _register("users_per_chip")
    out: dict[str, object] = {"sets": float(len(search(method))), "reached": float(frame["weight"].sum())}
    for name, part in (("all", frame), ("heavy", heavy)):
        users, weight = part["users_per_chip"].to_numpy(), part["weight"].to_numpy()
        out[f"quantiles_{name}"] = _weighted(users, weight)
        inside = (users >= row["claimed_low"]) & (users <= row["claimed_high"])
        out[f"inside_{name}"] = float(weight[inside].sum() / weight.sum())
        if name == "all":
            out["hits"] = float(inside.sum())
    return out


_BINS = (0.0, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, np.inf)
_BIN_NAMES = ("under 0.1", "0.1–0.3", "0.3–1", "1–3", "3–10", "10–30", "30–100", "100–300", "over 300")


@cache
def histogram() -> pd.DataFrame:
    """Return prior weight by users per chip, heavy use and other use apart, in percent of the sets that reach their speed."""
    frame = search()
    frame = frame[frame["users_per_chip"] > 0]
    heavy = (frame["answer_tokens"] >= 10_000) | (frame["prompt_tokens"] >= 16_000)
    cut = pd.cut(frame["users_per_chip"], list(_BINS), right=False, labels=list(_BIN_NAMES))
    table = frame.assign(users=cut, use=np.where(heavy, "heavy use", "other use")).groupby(["users", "use"], observed=False)["weight"].sum().reset_index()
    table["weight_percent"] = 100.0 * table.pop("weight") / frame["weight"].sum()
    table["users"] = table["users"].astype(str)
    return table[["users", "use", "weight_percent"]]


# --- a shortage -----------------------------------------------------------------------------------------------------


@cache
def shortage() -> dict[str, uncertainty.Propagation]:
    """Return the share of a day's requests turned away when a tenth, a quarter or a half of the accelerators is missing."""
    chosen = _chosen("fleet_peak_to_mean")
    return {
        name: uncertainty.propagate(lambda fleet_peak_to_mean, missing: model.refused(missing, np.clip(fleet_peak_to_mean, 1.0, 2.0)), chosen, missing=missing)
        for name, missing in (("tenth", 0.1), ("quarter", 0.25), ("half", 0.5))
    }


@cache
def shortage_frame() -> pd.DataFrame:
    """Return requests turned away against accelerators missing: by a level day, by days with a peak, and by small fleets."""
    missing = np.round(np.linspace(0.0, 0.6, 61), 3)
    p = parameters.get("fleet_peak_to_mean", part="inference")
    rows = [pd.DataFrame({"case": "level day", "missing_percent": 100 * missing, "refused_percent": 100 * model.turned_away_fluid(1.0, 1.0 - missing)})]
    rows += [pd.DataFrame({"case": f"peak {r:.2g} times the mean", "missing_percent": 100 * missing, "refused_percent": 100 * model.refused(missing, r)}) for r in (p.low, p.central)]
    name, accelerator, _ = PROFILES["large"]
    places = float(at_speed(name, place(name, accelerator), 1155.0, 300.0, parameters.get("served_speed_tok_s_user", part="inference").central, at_most=KNEE)[0])
    rows.append(pd.DataFrame({"case": "one server, level day, chance", "missing_percent": 100 * missing, "refused_percent": 100 * model.erlang_b(places, places * (1.0 - missing))}))
    return pd.concat(rows, ignore_index=True)


# --- the evidence on the end of 2024 --------------------------------------------------------------------------------


@cache
def evidence() -> pd.DataFrame:
    """Return the events with the name of their ratio; those of one witness on one side count once, at the strongest kind."""
    frame = tables.load("inference/capacity_events").copy()
    strength = {"notice": 3, "statement": 2, "report": 1, "indirect": 0, "document": -1}
    frame["rank"] = frame["kind"].map(strength)
    frame = frame.sort_values(["subject", "direction", "witness", "rank"], ascending=[True, True, True, False], kind="stable")
    frame["counts"] = ~frame.duplicated(["subject", "direction", "witness"]) & frame["kind"].ne("document")
    return frame.drop(columns="rank").reset_index(drop=True)


@cache
def probability(subject: str, with_document: bool = False) -> uncertainty.Propagation:
    """Return how probable a statement is after the evidence, over the ranges of the ratios; even odds before it.

    Parameters
    ----------
    subject : {"shortage", "sora_closed", "copilot_held"}
    with_document : bool
        Whether the judged document's own word counts as a report.
    """
    frame = evidence()
    frame = frame[(frame["subject"] == subject) & (frame["counts"] | (frame["kind"].eq("document") & with_document))]
    kinds = {side: ["report" if k == "document" else k for k in frame.loc[frame["direction"] == side, "kind"]] for side in ("for", "against")}
    names = sorted({f"evidence_{k}" for side in kinds.values() for k in side})

    def run(**ratios):
        return model.posterior(*([ratios[f"evidence_{k}"] for k in kinds[side]] for side in ("for", "against")))

    return uncertainty.propagate(run, _chosen(*names))


_SUBJECTS = {"shortage": "Demand exceeded capacity", "sora_closed": "Sora's sign-ups closed for lack of it", "copilot_held": "Copilot features held back for lack of it"}


@cache
def evidence_frame() -> pd.DataFrame:
    """Return the probability of each statement with its range, the pieces of evidence for and against, and what the register asks."""
    need = tables.load("claim_numbers").query("claim == 'D13'").set_index("key")["tolerance"]
    rows = []
    for subject, label in _SUBJECTS.items():
        q = probability(subject).quantity("1")
        part = evidence().query("subject == @subject and counts")
        rows.append((label, 100 * q.value, 100 * q.low, 100 * q.high, 100 * (1 - float(need[subject])), float((part["direction"] == "for").sum()), float((part["direction"] == "against").sum())))
    return pd.DataFrame(rows, columns=["statement", "probability_percent", "low", "high", "asked_percent", "for", "against"])


# --- frames and facts -----------------------------------------------------------------------------------------------


@cache
def profile_frame() -> pd.DataFrame:
    """Return, for each way of serving, accelerator-seconds of a message, weekly users per accelerator and per gigawatt, and accelerators for ChatGPT of December 2024."""
    rows = []
    for profile, (_, _, label) in PROFILES.items():
        rows.append(
            {
                "Served": label[0].upper() + label[1:],
                "Accelerator-seconds a message": _seconds(profile).quantity("s"),
                "Weekly users per accelerator": users_per_accelerator(profile).quantity("1"),
                "Weekly users per gigawatt": users_per_gw(profile).quantity("person"),
                "Accelerators for ChatGPT, December 2024": needed(profile, float(usage()["chatgpt_messages_2024_12"])).quantity("1"),
            }
        )
    return pd.DataFrame(rows)


@cache
def token_frame() -> pd.DataFrame:
    """Return tokens a day of fleets by way of serving, and published volumes."""
    rows = []
    for fleet, profiles, label in (("serving", ("large", "sparse", "small"), "GPT fleet of 2024"), ("million", ("new",), "A million GB200")):
        for profile in profiles:
            q = fleet_tokens(profile, fleet).quantity("token")
            what = {"large": "large dense model", "sparse": "large sparse model", "small": "middling sparse model", "new": "large dense model"}[profile]
            rows.append((f"{label}: {what}", "could serve", q.value, q.low, q.high))
    rows += [(r.what, "served", r.tokens_per_day, r.low, r.high) for r in volumes().itertuples()]
    return pd.DataFrame(rows, columns=["what", "kind", "tokens_per_day", "low", "high"])


def _pct(value, low=None, high=None, label="", grade="guessed", driver=""):
    return Quantity(100.0 * value, "percent", None if low is None else 100.0 * low, None if high is None else 100.0 * high, grade, label, driver)


@cache
def facts() -> dict[str, object]:
    """Return the page's named numbers."""
    u, d, t = usage(), day(), tally()
    low, middle, high = t["quantiles_all"]
    heavy_low, heavy_middle, heavy_high = t["quantiles_heavy"]
    ideal = float(tally("roofline")["quantiles_all"][1])
    some = _register("chips")
    thousands = float(np.sqrt(some["claimed_low"] * some["claimed_high"]))
    big = speeds()
    big = big[big["profile"] == PROFILES["large"][2]]
    slow = 20.0
    messages = float(u["chatgpt_messages_2024_12"])
    serving_fleet = power_fleets.serving_gpus().quantity("1")
    enough = {p: needed(p, messages) for p in PROFILES}
    per_gpu = uncertainty.propagate(lambda fleet_peak_to_mean, fleet_peak_use, **lengths: model.requests_per_day(1.0, message("large", **lengths), np.maximum(fleet_peak_to_mean, 1.0), fleet_peak_use), _lengths("large", *_LOAD))
    one = float(np.interp(-1.0, -big["users_per_accelerator"].to_numpy(), big["speed_tok_s"].to_numpy()))
    prior = priors().set_index("dimension")["weight"]
    out = {
        "weekly_2024": Quantity(u["chatgpt_weekly_2024_12"], "person", grade="measured"), "messages_2024": Quantity(messages, "1", grade="measured"),
        "weekly_2025": Quantity(u["chatgpt_weekly_2025_07"], "person", grade="measured"), "messages_2025": Quantity(u["chatgpt_messages_2025_07"], "1", grade="measured"),
        "messages_per_user": Quantity(_per_user_day(), "1"),
        "prompt": parameters_quantity("message_prompt_tokens", "token"), "answer": parameters_quantity("message_answer_tokens", "token"), "speed": parameters_quantity("served_speed_tok_s_user", "token/s"),
        "peak_to_mean": parameters_quantity("fleet_peak_to_mean", "1"),
        "seconds_large": _seconds("large").quantity("s", label="Accelerator-seconds of a message, large dense model on H100"),
        "seconds_small": _seconds("small").quantity("s"),
        "users_large": users_per_accelerator("large").quantity("1", label="Weekly users per H100, large dense model, ChatGPT's use of December 2024"),
        "users_sparse": users_per_accelerator("sparse").quantity("1", label="Weekly users per H200, large sparse model"),
        "users_small": users_per_accelerator("small").quantity("1", label="Weekly users per H100, middling sparse model"),
        "gw_large": users_per_gw("large").quantity("person", label="Weekly users per gigawatt, large dense model on H100"),
        "gw_small": users_per_gw("small").quantity("person", label="Weekly users per gigawatt, middling sparse model on H100"),
        "gw_new": users_per_gw("new").quantity("person", label="Weekly users per gigawatt, large dense model on GB200"),
        "needed_large": enough["large"].quantity("1", label="H100 that ChatGPT's messages of December 2024 need, as a large dense model"),
        "needed_sparse": enough["sparse"].quantity("1"), "needed_small": enough["small"].quantity("1"),
        "needed_large_2025": needed("large", float(u["chatgpt_messages_2025_07"])).quantity("1"),
        "serving_gpus": serving_fleet, "openai_gpus": power_fleets.openai_gpus().quantity("1"),
        "tokens_serving": fleet_tokens("large", "serving").quantity("token", label="Tokens a day that the GPT fleet of 2024 could serve, large dense model", grade="guessed"),
        "tokens_serving_small": fleet_tokens("small", "serving").quantity("token", grade="guessed"),
        "tokens_million": fleet_tokens("new", "million").quantity("token", label="Tokens a day that a million GB200 could serve, large dense model"),
        "tokens_chatgpt": uncertainty.summarise(sum(parameters.sample(_chosen("message_prompt_tokens", "message_answer_tokens")).values()) * messages, "token", label="Tokens of ChatGPT's messages a day, December 2024", driver="message_prompt_tokens"),
        "tokens_google": Quantity(float(volumes().iloc[0]["tokens_per_day"]), "token", grade="measured"),
        "day_gpus": Quantity(d["gpus"], "1", grade="measured"), "day_nodes": Quantity(d["nodes"], "1", grade="measured"), "day_nodes_rates": Quantity(d["nodes_from_rates"], "1"),
        "day_rate": Quantity(d["output_tok_s_gpu"], "token/s", grade="measured", label="Answer tokens a second per GPU on DeepSeek's day"),
        "day_total_rate": Quantity(d["total_tok_s_gpu"], "token/s", grade="measured"), "day_speed": Quantity(d["speed"], "token/s", grade="measured"),
        "day_streams": Quantity(d["streams"], "1", grade="measured", label="Answers in progress at once on DeepSeek's day"),
        "day_streams_per_gpu": Quantity(d["streams_per_gpu"], "1", grade="measured", label="Answers in progress per GPU on DeepSeek's day"),
        "day_peak": Quantity(d["peak_to_mean"], "1", grade="measured"), "day_model_nodes": Quantity(d["model_nodes"], "1", label="Nodes that the calibrated serving model would need for DeepSeek's day"), "day_roofline_nodes": Quantity(d["roofline_nodes"], "1", label="Nodes that the bare roofline would need for it"),
        "day_ratio": Quantity(d["model_nodes"] / d["nodes"], "1"), "day_roofline_ratio": Quantity(d["nodes"] / d["roofline_nodes"], "1"),
        "sets": Quantity(t["sets"], "1", label="Sets of assumptions on users per chip"), "set_hits": Quantity(t["hits"], "1"), "reached": _pct(t["reached"]),
        "users_per_chip": Quantity(middle, "1", low, high, "guessed", "Users in the act per chip, popular model of 2024", "speed, length and model"),
        "inside": _pct(t["inside_all"], label="Prior weight within a decade of one user per chip"),
        "users_heavy": Quantity(heavy_middle, "1", heavy_low, heavy_high, "guessed", "The same with reasoning answers or long documents"), "inside_heavy": _pct(t["inside_heavy"]),
        "thousands": Quantity(thousands, "person"), "chips": Quantity(thousands / middle, "1", thousands / high, thousands / low, "guessed", "Chips for some thousands of users in the act"),
        "users_ideal": Quantity(ideal, "1", label="Users in the act per chip by a bare roofline", grade="guessed"), "chips_ideal": Quantity(thousands / ideal, "1"),
        "chips_heavy": Quantity(thousands / heavy_middle, "1", thousands / heavy_high, thousands / heavy_low, "guessed"),
        "at_slow": Quantity(float(np.interp(slow, big["speed_tok_s"], big["users_per_accelerator"])), "1"), "one_speed": Quantity(one, "token/s"), "slow_speed": Quantity(slow, "token/s"), "top_speed": Quantity(float(big["speed_tok_s"].max()), "token/s"),
        "knee": _pct(KNEE, grade="modelled"),
        "heavy_prior": _pct(float(prior["heavy_use"])), "document_prior": _pct(float(prior["document_counts"])),
        **{f"refused_{k}": uncertainty.summarise(100 * run.samples, "percent", grade="guessed", driver="fleet_peak_to_mean", label=f"Requests of a day turned away, accelerators missing: {k}") for k, run in shortage().items()},
        "tenth": _pct(0.1, grade="modelled"), "quarter": _pct(0.25, grade="modelled"), "half": _pct(0.5, grade="modelled"),
        "per_gpu_day": per_gpu.quantity("1", label="Messages a day per H100, large dense model"),
        "gpus_short": Quantity(50_000.0, "1"), "messages_short": uncertainty.summarise(50_000.0 * per_gpu.samples, "1", grade="modelled", driver=per_gpu.drivers()["parameter"].iloc[0], label="Messages a day that fifty thousand missing H100 would have served, large dense model"),
        "users_short": served("large", 50_000.0).quantity("person"),
        "one_server_loss": _pct(float(shortage_frame().query("case == 'one server, level day, chance' and missing_percent == 0")["refused_percent"].iloc[0]) / 100, grade="modelled"),
    }  # fmt: skip
    for subject in _SUBJECTS:
        q = probability(subject).quantity("1", grade="guessed")
        out[f"p_{subject}"] = _pct(q.value, q.low, q.high, {"shortage": "Probability that demand exceeded capacity at the end of 2024", "sora_closed": "Probability that Sora's sign-ups were closed for lack of capacity", "copilot_held": "Probability that Copilot features were held back for lack of capacity"}[subject], driver=q.driver)
    both = probability("copilot_held", True).quantity("1", grade="guessed")
    out["p_copilot_document"] = _pct(both.value, both.low, both.high)
    counted = evidence().query("counts")
    out["witnesses"] = Quantity(float(counted.query("subject == 'shortage' and direction == 'for'")["witness"].nunique()), "1")
    return out


def parameters_quantity(name: str, unit: str) -> Quantity:
    """Return a parameter of the inference part as a number with its range."""
    p = parameters.get(name, part="inference")
    return Quantity(p.central, unit, p.low, p.high, "guessed")
