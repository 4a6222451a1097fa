"""Reliability: chains against length, error rate, self-correction and voting; silent corruption of a fleet; saving a training run."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.power.results import fleets
from analysis.quantities import Quantity
from analysis.scaling import capability
from analysis.scaling import reliability as model

__all__ = [
    "ERROR_RATE", "failures", "evidence", "chains_frame", "simulated_frame", "ways_frame", "rates_table", "lengths_frame", "context_frame", "fleet", "fleet_frame", "run_frame",
    "interval_frame", "methods_table", "run_points", "explorer_grid", "facts",
]  # fmt: skip

ERROR_RATE = 0.01  # the example: one step in a hundred is wrong
STREAMS = 5  # as in the essay's account of o1 pro
LONG_CHAIN, SHORT_CHAIN = 100, 30
SCATTER = 20  # wrong answers among which failures scatter, where they do
PLAYED = 40  # runs played for each dot
RUN_DEVICES, RUN_DAYS = 16_384, 54  # the Llama 3 run, which the published records describe
LARGER_RUN = 100_000
_RATES = (0.001, 0.003, 0.01, 0.03)
_STEPS = np.array([1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000])
_SIZES = np.array([1_000, 2_000, 4_000, 8_000, 16_384, 32_768, 65_536, 100_000, 131_072, 262_144, 524_288, 1_000_000])
_FLEETS = np.array([1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000])
_DRAWS = 20_000


@cache
def failures() -> pd.DataFrame:
    """Return the published records, by key."""
    return tables.load("scaling/fleet_failures").set_index("key")


@cache
def evidence() -> pd.DataFrame:
    """Return the findings on self-correction and on mistakes in the context, by key."""
    return tables.load("scaling/correction_evidence").set_index("key")


def _corrects() -> tuple[float, float]:
    """Return the share of its own errors that a model corrects, left to itself and when prompted, beside others' text."""
    e = evidence()["with_percent"] / 100
    return float(1 - e["blind_spot"]), float(1 - e["blind_spot"] * (1 - e["blind_spot_wait"]))


@cache
def ways_frame() -> pd.DataFrame:
    """Return what each way of making a long chain reliable does and costs, at the example's error rate.

    The check of a step is taken to cost as much as writing it, and a step found wrong is written again.
    """
    unaided, prompted = _corrects()
    rows = []
    for name, mends, streams, options in (
        ("one chain", 0.0, 1, 1),
        ("vote, failures agree", 0.0, STREAMS, 1),
        ("vote, failures scatter", 0.0, STREAMS, SCATTER),
        ("corrects itself, unprompted", unaided, 1, 1),
        ("corrects itself, prompted", prompted, 1, 1),
    ):
        left = model.corrected_error(ERROR_RATE, mends, 1.0)
        success = model.voted_success(model.chain_success(left, LONG_CHAIN), streams, wrong_options=options)
        tokens = streams * (1.0 if mends == 0 else 2.0 + ERROR_RATE * mends)
        rows.append({"way": name, "mends": mends, "streams": streams, "options": options, "success_percent": 100 * float(success), "compute": tokens, "half_steps": float(model.steps_at(left)) if streams == 1 else np.nan})
    return pd.DataFrame(rows)


@cache
def rates_table() -> pd.DataFrame:
    """Return success of the long chain by way and by error rate of a step, percent, for the page."""
    rows = []
    for way in ways_frame().to_dict("records"):
        left = model.corrected_error(np.array(_RATES), way["mends"], 1.0)
        success = 100 * model.voted_success(model.chain_success(left, LONG_CHAIN), way["streams"], wrong_options=way["options"])
        rows.append({"Way": way["way"], "Tokens, times one chain": way["compute"], **{f"{100 * e:g} % of steps wrong": float(s) for e, s in zip(_RATES, success, strict=True)}})
    return pd.DataFrame(rows)


@cache
def chains_frame() -> pd.DataFrame:
    """Return success against the number of steps for each way, at the example's error rate."""
    rows = []
    for way in ways_frame().to_dict("records"):
        left = model.corrected_error(ERROR_RATE, way["mends"], 1.0)
        rows.append(pd.DataFrame({"way": way["way"], "steps": _STEPS, "success_percent": 100 * model.voted_success(model.chain_success(left, _STEPS), way["streams"], wrong_options=way["options"])}))
    return pd.concat(rows, ignore_index=True)


@cache
def simulated_frame(runs: int = 4_000) -> pd.DataFrame:
    """Return the same success from chains played step by step, at some lengths."""
    rows = []
    for way in ways_frame().to_dict("records"):
        for steps in (10, 50, 150):
            got = model.simulate_chain(ERROR_RATE, steps, detection=way["mends"], repair=1.0, streams=int(way["streams"]), wrong_options=int(way["options"]), runs=runs, seed=steps)
            rows.append({"way": way["way"], "steps": steps, "simulated_percent": 100 * got})
    return pd.DataFrame(rows)


@cache
def lengths_frame() -> pd.DataFrame:
    """Return, for each model that METR measured, the two lengths, their ratio and the shape of the fall."""
    frame = tables.load("scaling/horizon_pairs")
    frame["released"] = pd.to_datetime(frame["released"]).dt.strftime("%Y-%m-%d")
    ratio = frame["eighty_minutes"] / frame["half_minutes"]
    return frame.assign(ratio=ratio, shape=model.length_shape(frame["half_minutes"], frame["eighty_minutes"]))[["model", "released", "half_minutes", "eighty_minutes", "ratio", "shape"]]


@cache
def context_frame() -> pd.DataFrame:
    """Return accuracy with and without mistakes in the context."""
    e = evidence()
    rows = [
        ("does not think", "no earlier turn wrong", e.at["turn100_half", "without_percent"]),
        ("does not think", "half of them wrong", e.at["turn100_half", "with_percent"]),
        ("does not think", "all of them wrong", e.at["turn100_all", "with_percent"]),
        ("thinks first", "no earlier turn wrong", e.at["turn100_thinking", "without_percent"]),
        ("thinks first", "all of them wrong", e.at["turn100_thinking", "with_percent"]),
    ]
    return pd.DataFrame(rows, columns=["kind", "context", "accuracy_percent"])


@cache
def _silent_rate() -> np.ndarray:
    row = failures().loc["llama3_silent"]
    return model.rate_interval(row["value"], row["devices"] * row["days"])


@cache
def fleet() -> dict[str, np.ndarray]:
    """Return, draw by draw, the silent corruption of the fleet that served GPT models at the end of 2024."""
    row = failures().loc["llama3_silent"]
    gpus = fleets.serving_gpus().samples[:_DRAWS]
    days = parameters.sample(parameters.select("corruption_days_undetected", part="scaling"), draws=_DRAWS)["corruption_days_undetected"]
    rate = np.random.default_rng(parameters.SEED).gamma(row["value"] + 0.5, 1.0 / (row["devices"] * row["days"]), _DRAWS)
    at_fault = model.devices_at_fault(gpus, rate, days)
    return {"serving_gpus": gpus, "corruption_days_undetected": days, "silent_rate": rate, "a_day": gpus * rate, "at_fault": at_fault, "new_any": model.chance_of_any(gpus * rate), "any": model.chance_of_any(at_fault)}


def _prevalence() -> float:
    return float(failures().at["meta_prevalence", "value"]) / 1000  # printed for each thousand devices


@cache
def fleet_frame() -> pd.DataFrame:
    """Return devices that corrupt silently at a time against the size of a fleet, by noticed faults and by a published share, and the chance of a new one each day."""
    f = fleet()
    at = np.quantile(f["silent_rate"][:, None] * f["corruption_days_undetected"][:, None] * _FLEETS[None, :], (0.05, 0.5, 0.95), axis=0)
    new = model.chance_of_any(f["silent_rate"][:, None] * _FLEETS[None, :]).mean(axis=0)
    return pd.DataFrame({"devices": _FLEETS, "at_fault": at[1], "low": at[0], "high": at[2], "by_share": _FLEETS * _prevalence(), "new_percent": 100 * new})


def _run(devices):
    chosen = parameters.sample(parameters.select("device_failures_per_day", "checkpoint_save_s", "checkpoint_restart_s", part="scaling"), draws=_DRAWS)
    between = model.time_between_failures_s(np.asarray(devices, dtype=float)[..., None], chosen["device_failures_per_day"])
    return chosen, between, chosen["checkpoint_save_s"], chosen["checkpoint_restart_s"]


def _lost(devices, method="exact"):
    _, between, save, restart = _run(devices)
    return model.loss_shares(model.checkpoint_interval_s(save, between, method), save, between, restart)


@cache
def run_frame() -> pd.DataFrame:
    """Return the best interval and the share of a run lost against the number of devices."""
    _, between, save, _ = _run(_SIZES)
    interval = model.checkpoint_interval_s(save, between)
    shares = _lost(_SIZES)
    low, mid, high = 100 * np.quantile(shares["lost"], (0.05, 0.5, 0.95), axis=-1)
    minutes = np.median(interval, axis=-1) / 60
    return pd.DataFrame({"devices": _SIZES, "lost_percent": mid, "low": low, "high": high, "saving_percent": 100 * np.median(shares["saving"], axis=-1), "restart_percent": 100 * np.median(shares["restart"], axis=-1), "interval_minutes": minutes, "failure_hours": np.median(between, axis=-1) / 3600})


@cache
def run_points() -> pd.DataFrame:
    """Return the published shares lost in large runs."""
    f = failures()
    rows = [("Llama 3, at most", f.at["llama3_effective", "devices"], 100 - f.at["llama3_effective", "value"]), ("ByteRobust", f.at["byterobust_effective", "devices"], 100 - f.at["byterobust_effective", "value"])]
    return pd.DataFrame(rows, columns=["run", "devices", "lost_percent"])


def _central():
    p = parameters.select("device_failures_per_day", "checkpoint_save_s", "checkpoint_restart_s", part="scaling")
    return float(model.time_between_failures_s(RUN_DEVICES, p["device_failures_per_day"].central)), p["checkpoint_save_s"].central, p["checkpoint_restart_s"].central


@cache
def interval_frame() -> pd.DataFrame:
    """Return the share lost against the interval for a run of the example's size, by formula and played."""
    between, save, restart = _central()
    minutes = np.array([1, 2, 3, 4, 6, 8, 10, 12, 15, 20, 30, 45, 60, 90, 120, 180])
    lost = 100 * model.loss_shares(60.0 * minutes, save, between, restart)["lost"]
    played = np.full(len(minutes), np.nan)
    for i in (0, 3, 7, 10, 12, 14):
        step = 60.0 * minutes[i]
        work = step * round(7 * model.SECONDS_PER_DAY / step)
        played[i] = 100 * (1 - work / model.simulate_run(work, step, save, between, restart, runs=PLAYED, seed=int(minutes[i])).mean())
    return pd.DataFrame({"interval_minutes": minutes.astype(float), "lost_percent": lost, "played_percent": played})


@cache
def methods_table() -> pd.DataFrame:
    """Return the interval between saves by Young, by Daly and exactly, and what a run of each size loses with it, at central values."""
    _, save, restart = _central()
    p = parameters.get("device_failures_per_day", part="scaling").central
    rows = []
    for devices in (1_000, RUN_DEVICES, LARGER_RUN):
        between = float(model.time_between_failures_s(devices, p))
        row = {"GPUs": float(devices), "Hours between failures": between / 3600}
        tau = {m: float(model.checkpoint_interval_s(save, between, m)) for m in ("young", "daly", "exact")}
        row |= {f"{n}, min": tau[m] / 60 for n, m in (("Young", "young"), ("Daly", "daly"), ("exact", "exact"))}
        lost = {m: 100 * float(model.loss_shares(tau[m], save, between, restart)["lost"]) for m in ("young", "exact")}
        rows.append(row | {"Lost with the exact one, %": lost["exact"], "More with Young’s, seconds a day": (lost["young"] - lost["exact"]) / 100 * model.SECONDS_PER_DAY})
    return pd.DataFrame(rows)


def explorer_grid(devices, failures_per_thousand_days, save_s, restart_s):
    """Compute the explorer's outputs for every grid point."""
    between = model.time_between_failures_s(devices, failures_per_thousand_days / 1000.0)
    interval = model.checkpoint_interval_s(save_s, between)
    shares = model.loss_shares(interval, save_s, between, restart_s)
    return {"between_hours": between / 3600.0, "interval_minutes": interval / 60.0, "lost_percent": 100 * shares["lost"], "young_minutes": model.checkpoint_interval_s(save_s, between, "young") / 60.0}


_q = Quantity.of
_span = uncertainty.summarise


_FLEET = "size of the serving fleet"


def _driver(samples, inputs):
    return uncertainty.drivers(samples, inputs)["parameter"].iloc[0]


@cache
def _lengthening() -> float:
    """Return the share of draws in which a chain twice as long succeeds less, over error rates and repair below certainty."""
    rng = np.random.default_rng(parameters.SEED)
    unaided, prompted = _corrects()
    error = 10 ** rng.uniform(-4, -0.7, _DRAWS)
    left = model.corrected_error(error, rng.uniform(unaided, prompted, _DRAWS), 1.0)
    steps = rng.integers(2, 500, _DRAWS)
    return float(np.mean(model.chain_success(left, 2 * steps) < model.chain_success(left, steps)))


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    f, e, run, ways, lengths = failures(), evidence(), run_frame().set_index("devices"), ways_frame().set_index("way"), lengths_frame()
    unaided, prompted = _corrects()
    chosen, between, save, restart = _run(RUN_DEVICES)
    inputs = {k: v for k, v in chosen.items()}
    interval = model.checkpoint_interval_s(save, between)
    shares = _lost(RUN_DEVICES)
    _, larger_between, _, _ = _run(LARGER_RUN)
    larger = _lost(LARGER_RUN)["lost"]
    young = model.loss_shares(model.checkpoint_interval_s(save, between, "young"), save, between, restart)["lost"]
    larger_young = _lost(LARGER_RUN, "young")["lost"]
    none = model.log10_time_without_checkpoints(RUN_DAYS * model.SECONDS_PER_DAY, between, restart)
    served = fleet()
    origin = e[e["kind"] == "origin"]
    undesigned = capability.share_of_records(int(origin["supports"].astype(bool).sum()), len(origin))
    outputs, choices, _ = model.later_outputs_changed()
    rate = _silent_rate()
    shape = lengths["shape"]
    hours = 24 * RUN_DAYS / f.at["llama3_interruptions", "value"]
    projected = 24 / (f.at["rsc1_mttf_16k", "devices"] / 8 * f.at["rsc1_failures", "value"] / 1000)
    return {
        "error_percent": _q(100 * ERROR_RATE, "percent"),
        "long_chain": _q(LONG_CHAIN),
        "streams": _q(STREAMS),
        "one_chain": _q(ways.at["one chain", "success_percent"], "percent", label="Success of a chain of the example’s length", grade="modelled"),
        "half_steps": _q(ways.at["one chain", "half_steps"]),
        "voted": _q(ways.at["vote, failures agree", "success_percent"], "percent"),
        "voted_scatter": _q(ways.at["vote, failures scatter", "success_percent"], "percent"),
        "voted_short": _q(100 * model.voted_success(model.chain_success(ERROR_RATE, SHORT_CHAIN), STREAMS), "percent"),
        "unvoted_short": _q(100 * model.chain_success(ERROR_RATE, SHORT_CHAIN), "percent"),
        "short_chain": _q(SHORT_CHAIN),
        "scatter": _q(SCATTER),
        "unaided_percent": _q(100 * unaided, "percent"),
        "prompted_percent": _q(100 * prompted, "percent"),
        "corrected_unaided": _q(ways.at["corrects itself, unprompted", "success_percent"], "percent"),
        "corrected_prompted": _q(ways.at["corrects itself, prompted", "success_percent"], "percent", label="The same when most errors are corrected"),
        "half_steps_prompted": _q(ways.at["corrects itself, prompted", "half_steps"]),
        "cost_prompted": _q(ways.at["corrects itself, prompted", "compute"]),
        "breaking": _q(100 * (e.at["huang_gpt4", "without_percent"] - e.at["huang_gpt4", "with_percent"]) / e.at["huang_gpt4", "without_percent"], "percent", grade="measured"),
        "huang_before": _q(e.at["huang_gpt4", "without_percent"], "percent", grade="measured"),
        "huang_after": _q(e.at["huang_gpt4", "with_percent"], "percent", grade="measured"),
        "plateau_recovery": _q(0.05),
        "plateau": _q(100 * model.recovering_success(ERROR_RATE, 0.05, 1e5), "percent"),
        "lengthening": _q(_lengthening()),
        "measured_models": _q(len(lengths), grade="measured"),
        "measured_fall": _q(np.mean(lengths["eighty_minutes"] < lengths["half_minutes"]), grade="measured"),
        "shape": _q(shape.median(), "1", shape.min(), shape.max(), "Shape of the fall of success with length (one error rate: 1)", "measured", "model"),
        "ratio_percent": _q(100 * lengths["ratio"].median(), "percent", 100 * lengths["ratio"].min(), 100 * lengths["ratio"].max(), grade="measured"),
        "ratio_constant": _q(100 * np.log(0.8) / np.log(0.5), "percent"),
        "context_none": _q(e.at["turn100_half", "without_percent"], "percent", grade="measured"),
        "context_half": _q(e.at["turn100_half", "with_percent"], "percent", grade="measured"),
        "context_all": _q(e.at["turn100_all", "with_percent"], "percent", grade="measured"),
        "context_thinking": _q(e.at["turn100_thinking", "with_percent"], "percent", grade="measured"),
        "context_thinking_none": _q(e.at["turn100_thinking", "without_percent"], "percent", grade="measured"),
        "outputs_changed": _q(outputs),
        "choices_changed": _q(100 * choices, "percent"),
        "bit_flip": _q(f.at["bit_flip_shows", "value"], "percent", grade="measured"),
        "undesigned": _q(undesigned[0], "1", undesigned[1], undesigned[2], grade="guessed"),
        "origin_for": _q(int(origin["supports"].astype(bool).sum())),
        "origin_all": _q(len(origin)),
        "million": _q(1e6),
        "silent_count": _q(f.at["llama3_silent", "value"], grade="measured"),
        "silent_rate": _q(1e6 * rate[1], "1", 1e6 * rate[0], 1e6 * rate[2], "Silent corruption noticed, for each million GPU-days", "measured", "count"),
        "gpus": _span(served["serving_gpus"]),
        "a_day": _span(served["a_day"], "1", "New silent faults a day in the fleet that served GPT models", "modelled", _driver(served["a_day"], {_FLEET: served["serving_gpus"], "rate of silent faults": served["silent_rate"]})),
        "new_any_percent": _q(100 * served["new_any"].mean(), "percent"),
        "at_fault": _span(served["at_fault"], "1", "GPUs of it that corrupt silently at a time", "guessed", _driver(served["at_fault"], {_FLEET: served["serving_gpus"], "rate of silent faults": served["silent_rate"], "corruption_days_undetected": served["corruption_days_undetected"]})),
        "exposed": _q(served["any"].mean(), "1", *np.quantile(served["any"], (0.05, 0.95)), grade="guessed"),
        "at_fault_share": _span(1e6 * served["at_fault"] / served["serving_gpus"]),
        "prevalence": _q(1e6 * _prevalence(), grade="measured"),
        "at_fault_by_share": _span(served["serving_gpus"] * _prevalence(), "1", "The same by Meta’s share of faulty devices", "guessed", _FLEET),
        "tests_miss": _q(f.at["tests_miss", "value"], "percent", grade="measured"),
        "interruptions": _q(f.at["llama3_interruptions", "value"], grade="measured"),
        "run_devices": _q(RUN_DEVICES),
        "run_days": _q(RUN_DAYS, "day"),
        "run_hours": _q(hours, "h", label="Time between unexpected interruptions of the Llama 3 run", grade="measured"),
        "projected_hours": _q(projected, "h"),
        "printed_hours": _q(f.at["rsc1_mttf_16k", "value"], "h", grade="measured"),
        "interval": _span(interval / 60, "min", "Best interval between saves on 16,384 GPUs", "modelled", _driver(interval, inputs)),
        "interval_central": _q(model.checkpoint_interval_s(_central()[1], _central()[0]) / 60, "min"),
        "played": _q(PLAYED),
        "at_hundred": _q(fleet_frame().set_index("devices").at[100_000, "at_fault"]),
        "lost": _span(100 * shares["lost"], "percent", "Share of that run lost to saves, failures and restarts", "modelled", _driver(shares["lost"], inputs)),
        "lost_saving": _span(100 * shares["saving"], "percent"),
        "lost_repeated": _span(100 * shares["repeated"], "percent"),
        "lost_restart": _span(100 * shares["restart"], "percent"),
        "larger_devices": _q(LARGER_RUN),
        "larger_minutes": _span(larger_between / 60, "min"),
        "larger_lost": _span(100 * larger, "percent", "The same on 100,000 GPUs", "modelled", _driver(larger, inputs)),
        "million_lost": _q(run.at[1_000_000, "lost_percent"], "percent", run.at[1_000_000, "low"], run.at[1_000_000, "high"]),
        "million_devices": _q(1_000_000),
        "young_loss": _span(100 * (young - shares["lost"]), "percentage_point"),
        "larger_young_loss": _span(100 * (larger_young - larger), "percentage_point"),
        "without_power": _span(none),
        "checkpoints_help": _q(np.mean(1 - shares["lost"] > 2 * 10.0 ** -none)),
        "llama_effective": _q(f.at["llama3_effective", "value"], "percent", grade="measured"),
        "byterobust_effective": _q(f.at["byterobust_effective", "value"], "percent", grade="measured"),
    }
