"""What stolen weights are worth: the score lost without scaffolding, the server that holds the model, and what exploiting it takes by scale."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.governance import exploitation as model
from analysis.inference import serving as engine
from analysis.inference import systems
from analysis.inference.results import hour_cost, validation
from analysis.inference.results import serving_fleet as serving
from analysis.quantities import Quantity

__all__ = [
    "STAND_INS", "KINDS", "MATERIAL_PERCENT", "SITE_MW", "SCALES", "SERVERS", "losses", "loss_frame", "loss_table", "by_model", "by_pair", "per_task", "mix", "power_frame", "scale_frame", "scale_table",
    "server_frame", "fits", "facts",
]  # fmt: skip

STAND_INS = ("large", "sparse", "small")  # of `serving.PROFILES`; no stolen model's size is public, so that each is as likely as the others
KINDS = {
    "tools": "Tools taken away",
    "loop": "Agent’s loop taken away",
    "best loop": "Plain public loop, not the best",
    "thinking": "Thought switched off",
    "more tries": "One try, not eight",
}
SCAFFOLD = ("tools", "loop")  # what claim E10 calls scaffolding
MATERIAL_PERCENT = 10.0  # the tenth that the register names
SITE_MW = 1.0  # claim E10: a data centre of megawatts
SCALES = {1: "One task: help to one person", 1_000: "A thousand: a campaign, one agent a target", 1_000_000: "A million: labour, or one agent a victim"}  # illustrations
SERVERS = ("H100", "H200", "B200", "B300")
_TASK = ("worker_prompt_tokens", "worker_answer_tokens", "task_writing_share")
_SERVICE = ("served_speed_tok_s_user", "fleet_peak_use")


# --- the score that is lost -------------------------------------------------------------------------------------------


@cache
def losses() -> pd.DataFrame:
    """Return every pair of scores with the share that the lesser set-up loses, thought on and off of the same weights among them."""
    pairs = tables.load("governance/scaffold_pairs")[["model", "benchmark", "kind", "score_without", "score_with"]]
    thought = tables.load("inference/thinking_pairs")
    thought = thought[thought["same_weights"]]
    thought = pd.DataFrame({"model": thought["immediate"], "benchmark": thought["benchmark"], "kind": "thinking", "score_without": thought["immediate_score"], "score_with": thought["thinking_score"]})
    frame = pd.concat([pairs, thought], ignore_index=True)
    frame["loss_percent"] = model.loss_percent(frame["score_without"].to_numpy(), frame["score_with"].to_numpy())
    return frame


@cache
def loss_frame() -> pd.DataFrame:
    """Return the losses by what is missing, named, with the middle of each kind."""
    frame = losses().assign(missing=losses()["kind"].map(KINDS))
    frame["middle"] = frame.groupby("missing")["loss_percent"].transform("median")
    return frame[["missing", "model", "benchmark", "score_without", "score_with", "loss_percent", "middle"]]


@cache
def loss_table() -> pd.DataFrame:
    """Return the middle and the ends of each kind's and benchmark's losses, with how many pairs there are."""
    rows = []
    for (kind, benchmark), g in losses().groupby(["kind", "benchmark"], sort=False):
        x = g["loss_percent"]
        rows.append({"Missing": KINDS[kind], "Benchmark": benchmark, "Models": str(len(g)), "Score lost, median": _q(x.median(), "percent"), "Least": _q(x.min(), "percent"), "Most": _q(x.max(), "percent")})
    order = {name: k for k, name in enumerate(KINDS.values())}
    return pd.DataFrame(rows).sort_values("Missing", key=lambda s: s.map(order), kind="stable", ignore_index=True)


@cache
def by_model() -> pd.Series:
    """Return each model's mean loss without scaffolding over its benchmarks: one model, one vote."""
    frame = losses()
    return frame[frame["kind"].isin(SCAFFOLD)].groupby("model")["loss_percent"].mean()


@cache
def by_pair() -> pd.Series:
    """Return the losses without scaffolding, each pair a vote."""
    frame = losses()
    return frame[frame["kind"].isin(SCAFFOLD)]["loss_percent"]


# --- accelerators, power and money by scale ---------------------------------------------------------------------------


def _inputs(profile: str) -> dict:
    sparse = serving.models.get(serving.PROFILES[profile][0]).is_sparse
    return {**parameters.select(*_TASK, part="governance"), **parameters.select(*_SERVICE, part="inference"), "serving_time_error": validation.time_error(sparse)}


@cache
def per_task(profile: str) -> uncertainty.Propagation:
    """Return the accelerators that one of very many tasks running at once needs."""

    def run(worker_prompt_tokens, worker_answer_tokens, task_writing_share, served_speed_tok_s_user, fleet_peak_use, serving_time_error):
        seconds = serving.message(profile, worker_prompt_tokens, worker_answer_tokens, served_speed_tok_s_user, serving_time_error)
        return model.accelerators_for(1.0, seconds, worker_answer_tokens, served_speed_tok_s_user, task_writing_share, fleet_peak_use)

    return uncertainty.propagate(run, _inputs(profile))


@cache
def _each(profile: str) -> dict[str, np.ndarray]:
    """Return, draw by draw, what a profile's accelerator draws and costs, and how many a server that holds the model has at least."""
    name, accelerator, _ = serving.PROFILES[profile]
    part = hour_cost.ACCELERATORS[accelerator]
    drawn = parameters.sample({**parameters.select(("it_kw_per_gpu", {"hardware": accelerator}), part=part), **parameters.select("pue_ai_facility", part="power")})
    return {
        "kw": drawn["it_kw_per_gpu"], "pue": np.maximum(drawn["pue_ai_facility"], 1.0), "usd_per_hour": hour_cost.usd_per_hour(accelerator, "owned").samples,
        "least": float(serving.place(name, accelerator).accelerators),
    }  # fmt: skip


def _at(profile: str, tasks: float) -> dict[str, np.ndarray]:
    """Return accelerators, megawatts and dollars a year for tasks at once, at least one place that holds the model."""
    each = _each(profile)
    count = np.maximum(tasks * per_task(profile).samples, each["least"])
    return {"accelerators": count, "mw": model.power_mw(count, each["kw"], each["pue"]), "usd_per_year": model.usd_per_year(count, each["usd_per_hour"])}


@cache
def _pick() -> np.ndarray:
    return np.random.default_rng([parameters.SEED, 10]).integers(len(STAND_INS), size=parameters.DRAWS)


@cache
def mix(tasks: float) -> dict[str, np.ndarray]:
    """Return what `_at` gives, each stand-in as likely as the others."""
    found = [_at(p, tasks) for p in STAND_INS]
    return {k: np.choose(_pick(), [f[k] for f in found]) for k in found[0]}


@cache
def _mix_drivers() -> dict[str, np.ndarray]:
    middle = np.array([np.median(per_task(p).samples) for p in STAND_INS])
    return {"which model": middle[_pick()], **{n: x for n, x in per_task(STAND_INS[0]).inputs.items() if n != "serving_time_error"}}


@cache
def power_frame() -> pd.DataFrame:
    """Return facility power against tasks at once, by stand-in."""
    rows = []
    for profile in STAND_INS:
        for tasks in np.logspace(0, 6, 25):
            low, mid, high = np.quantile(_at(profile, tasks)["mw"], uncertainty.LEVELS)
            rows.append({"model": _name(profile), "tasks": tasks, "power_mw": mid, "low": low, "high": high})
    return pd.DataFrame(rows)


def _name(profile: str) -> str:
    label = serving.PROFILES[profile][2]
    return label.removeprefix("a ")[0].upper() + label.removeprefix("a ")[1:]


@cache
def scale_frame() -> pd.DataFrame:
    """Return what a year of exploitation costs by scale and stand-in."""
    rows = []
    for tasks, label in SCALES.items():
        for profile in STAND_INS:
            low, mid, high = np.quantile(_at(profile, tasks)["usd_per_year"], uncertainty.LEVELS)
            rows.append({"scale": label, "model": _name(profile), "usd_per_year": mid, "low": low, "high": high})
    return pd.DataFrame(rows)


@cache
def scale_table() -> pd.DataFrame:
    """Return accelerators, power and money by scale of harm, stand-ins mixed."""
    rows = []
    for tasks, label in SCALES.items():
        m = mix(tasks)
        rows.append({"Tasks at once, an illustration": label, "Accelerators": _span(m["accelerators"]), "Power": _span(m["mw"], "MW"), "Cost of a year": _span(m["usd_per_year"], "USD")})
    return pd.DataFrame(rows)


# --- one server -------------------------------------------------------------------------------------------------------


def _memory(accelerator: str) -> float:
    return float(systems.get(f"8x{accelerator}").memory_bytes)


@cache
def server_frame() -> pd.DataFrame:
    """Return the largest model that a server of eight holds, by accelerator, at eight and at four bits a weight."""
    p = parameters.get("stolen_bytes_per_weight", part="governance")
    rows = []
    for accelerator in SERVERS:
        for bits, bytes_each in (("eight bits a weight", p.high), ("four bits a weight", p.low)):
            rows.append({"server": f"Eight {accelerator}", "precision": bits, "weights": float(model.largest_weights(_memory(accelerator), bytes_each, engine.USABLE))})
    return pd.DataFrame(rows)


@cache
def fits(accelerator: str) -> np.ndarray:
    """Return, draw by draw, whether a stolen frontier model fits a server of eight."""
    drawn = parameters.sample(parameters.select("stolen_weights_count", "stolen_bytes_per_weight", part="governance"))
    return drawn["stolen_weights_count"] <= model.largest_weights(_memory(accelerator), drawn["stolen_bytes_per_weight"], engine.USABLE)


# --- facts ------------------------------------------------------------------------------------------------------------


_q = Quantity.of


def _span(samples, unit="1", label="", grade="guessed", driver=""):
    return uncertainty.summarise(samples, unit, label, grade, driver)


def _kind(kind: str, label: str = "") -> Quantity:
    x = losses().query("kind == @kind")["loss_percent"]
    return _q(x.median(), "percent", x.quantile(0.05), x.quantile(0.95), label, "measured", "which model")


@cache
def facts() -> dict[str, object]:
    """Return the page's named numbers."""
    votes, pairs, frame = by_model(), by_pair(), losses()
    contests = frame[frame["benchmark"].isin(("AIME 2025", "HMMT 2025")) & (frame["kind"] == "tools")]["loss_percent"]
    exam = frame[frame["benchmark"].str.startswith("Humanity") & (frame["kind"] == "tools")]["loss_percent"]
    plain = frame.query("kind == 'best loop'")["loss_percent"]
    one, thousand, million = (mix(n) for n in SCALES)
    driver = uncertainty.drivers(million["mw"], _mix_drivers())["parameter"].iloc[0]
    smallest = _at("small", 1e6)["mw"]
    per_mw = SITE_MW / (million["mw"] / 1e6)
    servers = server_frame().set_index(["server", "precision"])["weights"]
    size = parameters.get("stolen_weights_count", part="governance")
    thought = tables.load("inference/thinking_pairs").query("same_weights")
    return {
        "models": _q(len(votes)), "pairs": _q(len(pairs)),
        "material": _q(MATERIAL_PERCENT, "percent"),
        "share_models": _q(100 * np.mean(votes >= MATERIAL_PERCENT), "percent", label="Models that lose a tenth or more of their score without scaffolding", grade="measured", driver="which benchmark"),
        "share_pairs": _q(100 * np.mean(pairs >= MATERIAL_PERCENT), "percent"),
        "scaffolding_matters": _q(np.mean(votes >= MATERIAL_PERCENT), grade="measured"),
        "models_losing": _q(np.sum(votes >= MATERIAL_PERCENT)),
        "loss": _q(votes.median(), "percent", votes.quantile(0.05), votes.quantile(0.95), "Score lost without tools or loop, mean of a model’s benchmarks", "measured", "which model"),
        "loss_exam": _q(exam.median(), "percent", exam.min(), exam.max(), grade="measured"), "exams": _q(len(exam)),
        "loss_contests": _q(contests.median(), "percent", contests.min(), contests.max(), grade="measured"),
        "loss_loop": _kind("loop"),
        "loss_plain": _q(plain.median(), "percent", plain.min(), plain.max(), "Score lost with a plain public loop against the best published agent", "measured", "which model"),
        "loss_plain_most": _q(plain.max(), "percent", grade="measured"),
        "plain_models": _q(len(plain)), "plain_material": _q(np.sum(plain >= MATERIAL_PERCENT)), "share_plain": _q(100 * np.mean(plain >= MATERIAL_PERCENT), "percent"),
        "loss_thinking": _kind("thinking"),
        "loss_tries": _kind("more tries"),
        "tries": _q(8), "thinking_tokens": _q((thought["thinking_tokens"] / thought["immediate_tokens"]).median()),
        "tools_hurt": _q(np.sum(pairs < 0)),
        "one_accelerators": _span(one["accelerators"]), "one_kw": _span(1000 * one["mw"], "kW"),
        "one_usd": _span(one["usd_per_year"], "USD", "A year of one task, the smallest place that holds the model", driver="which model"),
        "thousand_accelerators": _span(thousand["accelerators"]), "thousand_mw": _span(thousand["mw"], "MW", "Power of a thousand tasks at once", driver=driver),
        "thousand_usd": _span(thousand["usd_per_year"], "USD", "A year of a thousand tasks at once", driver=driver),
        "million_accelerators": _span(million["accelerators"], "1", "Accelerators of a million tasks at once", driver=driver),
        "million_mw": _span(million["mw"], "MW", "Power of a million tasks at once", driver=driver),
        "million_usd": _span(million["usd_per_year"], "USD", "A year of a million tasks at once", driver=driver),
        "million_small_mw": _span(smallest, "MW"), "million_large_mw": _span(_at("large", 1e6)["mw"], "MW"),
        "site_mw": _q(SITE_MW, "MW"),
        "needs_site": _q(np.mean(million["mw"] >= SITE_MW), label="Probability that a million tasks at once need a megawatt or more", grade="guessed", driver=driver),
        "needs_ten": _q(100 * np.mean(million["mw"] >= 10 * SITE_MW), "percent"), "ten_mw": _q(10 * SITE_MW, "MW"),
        "needs_site_percent": _q(100 * np.mean(million["mw"] >= SITE_MW), "percent"),
        "thousand_needs_site": _q(100 * np.mean(thousand["mw"] >= SITE_MW), "percent"),
        "tasks_per_mw": _span(per_mw, "1", "Tasks at once that a megawatt runs", driver=driver),
        "cheaper_factor": _q(np.median(smallest) / SITE_MW, "1"),
        "fits_best": _q(np.mean(fits("B300")), label="Probability that a stolen frontier model fits one server of eight B300", grade="guessed", driver="size of the model"),
        "fits_best_percent": _q(100 * np.mean(fits("B300")), "percent"),
        "fits_h100": _q(100 * np.mean(fits("H100")), "percent"), "fits_h200": _q(100 * np.mean(fits("H200")), "percent"),
        "size": _q(size.central, "1", size.low, size.high, grade="guessed"),
        "largest_best_8": _q(servers["Eight B300", "eight bits a weight"]), "largest_best_4": _q(servers["Eight B300", "four bits a weight"]), "largest_h100_8": _q(servers["Eight H100", "eight bits a weight"]),
        "writing_share": _share(), "one_task": _q(1), "thousand": _q(1000), "million": _q(1e6),
    }  # fmt: skip


def _share() -> Quantity:
    p = parameters.get("task_writing_share", part="governance")
    return _q(100 * p.central, "percent", 100 * p.low, 100 * p.high, grade="guessed")
