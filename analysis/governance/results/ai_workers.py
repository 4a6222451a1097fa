"""AI workers of a fleet: instances at once by its size and by its chips, and the working years that they come to."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.dates import HOURS_A_YEAR
from analysis.governance import workers as model
from analysis.inference import serving_fleet as fleet_model
from analysis.inference.results import serving_fleet as serving
from analysis.inference.results import validation
from analysis.parameters import Parameter
from analysis.power.results import fleets as power_fleets
from analysis.quantities import Quantity

__all__ = [
    "PROFILES", "CHIPS", "CHIP_MODELS", "SPEEDS", "SIZES", "FLEETS", "READINGS", "per_accelerator", "growth_frame", "exponents", "chip_frame", "chip_exponents", "more_flop_pairs", "running", "year_tokens", "equivalents",
    "workers_frame", "published", "facts",
]  # fmt: skip

PROFILES = ("large", "sparse", "small")  # models of `serving.PROFILES` on chips of the Hopper generation
CHIPS = ("A100", "H100", "H200", "B200", "GB200")
CHIP_MODELS = {"llama-3.1-70b": "Llama 3.1 70B", "llama-3.1-405b": "Llama 3.1 405B", "deepseek-v3": "DeepSeek-V3", "gpt-oss-120b": "gpt-oss-120b"}
SPEEDS = (12.0, 24.0, 45.0)  # the range of served speeds
SIZES = np.geomspace(1e3, 1e7, 17)
FLEETS = {
    "gpt_2024": "GPT models’ chips, end of 2024",
    "openai_2025": "OpenAI’s chips at inference, 2025",
    "gigawatt": "One gigawatt of H100",
    "all_2025": "All chips counted, end of 2025",
}
READINGS = {"task": "tokens for an hour’s task", "thought": "pace of thought", "typed": "pace of typing"}
_WORK = ("worker_prompt_tokens", "worker_answer_tokens")
_PACE = {"task": ("task_tokens_per_hour",), "thought": ("thought_words_per_minute", "tokens_per_word"), "typed": ("typed_words_per_minute", "tokens_per_word")}


def _inputs(profile: str) -> dict[str, Parameter]:
    sparse = serving.models.get(serving.PROFILES[profile][0]).is_sparse
    return {
        **parameters.select(*_WORK, part="governance"),
        **parameters.select("served_speed_tok_s_user", "fleet_peak_to_mean", "fleet_peak_use", part="inference"),
        "serving_time_error": validation.time_error(sparse),
    }


def _places(profile, worker_prompt_tokens, worker_answer_tokens, served_speed_tok_s_user, serving_time_error=1.0, accelerators=1.0, in_use=1.0):
    seconds = serving.message(profile, worker_prompt_tokens, worker_answer_tokens, served_speed_tok_s_user, serving_time_error)
    return model.instances(accelerators, seconds, worker_answer_tokens, served_speed_tok_s_user, in_use)


@cache
def per_accelerator(profile: str) -> uncertainty.Propagation:
    """Return the instances that one accelerator runs at once when it is full."""
    chosen = {n: p for n, p in _inputs(profile).items() if not n.startswith("fleet_")}
    return uncertainty.propagate(lambda **drawn: _places(profile, **drawn), chosen)


@cache
def growth_frame() -> pd.DataFrame:
    """Return instances against the accelerators of a fleet, by model, with the places kept free for requests that come in bunches."""
    rows = []
    for profile in (*PROFILES, "new"):
        low, middle, high = np.quantile(per_accelerator(profile).samples, uncertainty.LEVELS)
        for name, each in (("low", low), ("instances", middle), ("high", high)):
            rows.append(pd.DataFrame({"model": serving.PROFILES[profile][2], "accelerators": SIZES, "end": name, "count": model.served_places(each * SIZES)}))
    frame = pd.concat(rows).pivot_table(index=["model", "accelerators"], columns="end", values="count", sort=False).reset_index()
    d = serving.day()
    measured = pd.DataFrame({"model": ["DeepSeek’s day, as published"], "accelerators": [d["gpus"]], "instances": [d["streams"]], "low": [np.nan], "high": [np.nan]})
    return pd.concat([frame[["model", "accelerators", "instances", "low", "high"]], measured], ignore_index=True)


@cache
def exponents() -> np.ndarray:
    """Return the power with which instances grow with accelerators of one kind, over draws of all models: first waiting, then the fit."""
    rng = np.random.default_rng(parameters.SEED)
    some = np.concatenate([rng.choice(per_accelerator(p).samples, 500) for p in (*PROFILES, "new")])
    return model.exponent(SIZES, model.served_places(some[:, None] * SIZES))


@cache
def chip_frame() -> pd.DataFrame:
    """Return instances for each accelerator by chip, model and speed, with the chip's rated arithmetic; out of reach has none."""
    prompt, answer = (parameters.get(n, part="governance").central for n in _WORK)
    rows = []
    for name, title in CHIP_MODELS.items():
        for chip in CHIPS:
            system = serving.place(name, chip)
            batch, kept, _ = serving.at_speed(name, system, prompt, answer, np.array(SPEEDS))
            rows.append(
                pd.DataFrame(
                    {
                        "model": title, "chip": chip, "flop_per_s": system.accelerator.flop_per_s("bf16"), "bandwidth_tb_s": system.accelerator.memory_bandwidth_bytes_per_s / 1e12,
                        "speed_tok_s": SPEEDS, "instances": np.where(kept, batch / system.accelerators, np.nan),
                    }
                )
            )  # fmt: skip
    frame = pd.concat(rows, ignore_index=True).dropna(ignore_index=True)
    start = frame[(frame["chip"] == "H100") & (frame["speed_tok_s"] == SPEEDS[1])].set_index("model")
    return frame.assign(equal=frame["model"].map(start["instances"]) * frame["flop_per_s"] / frame["model"].map(start["flop_per_s"]))


@cache
def chip_exponents() -> pd.DataFrame:
    """Return the power with which instances grow with rated arithmetic and with memory bandwidth from chip to chip, by model and speed."""
    rows = []
    for (name, speed), group in chip_frame().groupby(["model", "speed_tok_s"], sort=False):
        if len(group) > 2:
            rows.append((name, speed, *(float(model.exponent(group[c].to_numpy(), group["instances"].to_numpy())) for c in ("flop_per_s", "bandwidth_tb_s"))))
    return pd.DataFrame(rows, columns=["model", "speed_tok_s", "by_flop", "by_bandwidth"])


@cache
def more_flop_pairs() -> tuple[int, int]:
    """Return how many pairs of chips with unlike arithmetic (by a twentieth or more) there are, and in how many the faster runs more instances."""
    pairs = hits = 0
    for _, g in chip_frame().groupby(["model", "speed_tok_s"]):
        f, n = g["flop_per_s"].to_numpy(), g["instances"].to_numpy()
        faster = f[:, None] > 1.05 * f[None, :]
        pairs += int(faster.sum())
        hits += int((faster & (n[:, None] > n[None, :])).sum())
    return pairs, hits


# --- fleets and workers ---------------------------------------------------------------------------------------------


@cache
def published() -> pd.DataFrame:
    """Return published counts of AI workers by statement."""
    return tables.load("governance/worker_counts").set_index("statement")


@cache
def _stock_2025() -> Parameter:
    """All accelerators counted by the end of 2025 in H100 equivalents, ends as if all designers' errors went together."""
    frame = tables.load("power/chip_stocks")
    frame = frame[(frame["vintage"].astype(str) == frame["vintage"].astype(str).max()) & (frame["end_date"].astype(str) == "2025-12-31")]
    ends = [float((frame["h100e"] * frame[c] / frame["units"]).sum()) for c in ("units", "units_p5", "units_p95")]
    return Parameter("stock_2025", "1", ends[0], ends[1], ends[2], "lognormal", part="governance")


@cache
def _accelerators(fleet: str) -> np.ndarray:
    if fleet == "gpt_2024":
        return power_fleets.serving_gpus().samples
    if fleet == "openai_2025":
        return np.full(parameters.DRAWS, float(published().at["epoch_openai_2025", "accelerators"]))
    if fleet == "all_2025":
        return parameters.sample({"stock": _stock_2025()})["stock"]
    drawn = parameters.sample(parameters.select(("it_kw_per_gpu", {"hardware": "H100"}), "pue_ai_facility", part="power"))
    return fleet_model.accelerators_per_gw(drawn["it_kw_per_gpu"], np.maximum(drawn["pue_ai_facility"], 1.0))


@cache
def _full() -> dict[str, np.ndarray]:
    """Return, draw by draw, a full accelerator's instances, each of the models as likely as the others, with what went in."""
    drawn = {n: x for n, x in parameters.sample(_inputs(PROFILES[0])).items() if n != "serving_time_error"}
    pick = np.random.default_rng([parameters.SEED, 6]).integers(len(PROFILES), size=parameters.DRAWS)
    each, middle = np.empty(parameters.DRAWS), np.empty(parameters.DRAWS)
    for k, profile in enumerate(PROFILES):
        run = per_accelerator(profile).samples
        each[pick == k], middle[pick == k] = run[pick == k], np.median(run)
    in_use = np.clip(drawn["fleet_peak_use"] / np.maximum(drawn["fleet_peak_to_mean"], 1.0), 0.0, 1.0)
    return {"each": each, "which model": middle, "in_use": in_use, **drawn}


@cache
def running(fleet: str) -> np.ndarray:
    """Return draws of the instances at work on average on a fleet of `FLEETS`."""
    full = _full()
    return _accelerators(fleet) * full["each"] * full["in_use"]


@cache
def year_tokens(reading: str) -> uncertainty.Propagation:
    """Return the tokens of a person's working year by a reading of `READINGS`."""
    chosen = parameters.select(*_PACE[reading], "worker_hours_year", part="governance")

    def run(worker_hours_year, task_tokens_per_hour=None, tokens_per_word=None, **pace):
        hour = task_tokens_per_hour if task_tokens_per_hour is not None else model.tokens_per_hour(next(iter(pace.values())), tokens_per_word)
        return model.working_year_tokens(hour, worker_hours_year)

    return uncertainty.propagate(run, chosen)


@cache
def equivalents(fleet: str, reading: str) -> np.ndarray:
    """Return draws of the working years that a fleet's instances come to in a year; a task counts what is read as well as what is written."""
    full = _full()
    counted = 1.0 + full["worker_prompt_tokens"] / full["worker_answer_tokens"] if reading == "task" else 1.0
    return model.worker_equivalents(running(fleet), full["served_speed_tok_s_user"], year_tokens(reading).samples, counted)


@cache
def workers_frame() -> pd.DataFrame:
    """Return worker-equivalents by fleet and reading of a working year, with Epoch AI's count of OpenAI's fleet."""
    rows = []
    for fleet, label in FLEETS.items():
        for reading, words in READINGS.items():
            q = uncertainty.summarise(equivalents(fleet, reading), "1")
            rows.append((label, words, q.value, q.low, q.high))
    said = published().loc["epoch_openai_2025"]
    rows.append((FLEETS["openai_2025"], "Epoch AI’s estimate", said["workers"], said["workers_low"], said["workers_high"]))
    return pd.DataFrame(rows, columns=["fleet", "reading", "workers", "low", "high"])


def _driver(samples, fleet: str, reading: str | None = None) -> str:
    full = {n: x for n, x in _full().items() if n not in ("each", "in_use")}
    more = dict(year_tokens(reading).inputs) if reading else {}
    size = _accelerators(fleet)
    inputs = {**full, **more} | ({"accelerators": size} if np.ptp(size) > 0 else {})
    return str(uncertainty.drivers(samples, inputs)["parameter"].iloc[0])


_q = Quantity.of


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    chips, by_chip = chip_frame(), chip_exponents()
    pairs, hits = more_flop_pairs()
    twins = chips[(chips["speed_tok_s"] == SPEEDS[1]) & chips["chip"].isin(["H100", "H200"])].pivot_table(index="model", columns="chip", values="instances")
    ratio = twins["H200"] / twins["H100"]
    short, long = (float(np.median(_places("large", w, parameters.get(_WORK[1], part="governance").central, SPEEDS[1]))) for w in (parameters.get(_WORK[0], part="governance").low, parameters.get(_WORK[0], part="governance").high))
    said, d = published(), serving.day()

    out = {
        "exponent": uncertainty.summarise(exponents(), "1", label="Power of instances in accelerators of one kind", driver="instances per accelerator"),
        "chip_exponent": _q(by_chip["by_flop"].median(), "1", by_chip["by_flop"].min(), by_chip["by_flop"].max(), "Power of instances in rated arithmetic, from chip to chip", driver="speed and model"),
        "bandwidth_exponent": _q(by_chip["by_bandwidth"].median(), "1", by_chip["by_bandwidth"].min(), by_chip["by_bandwidth"].max(), "Power of instances in memory bandwidth, from chip to chip", driver="speed and model"),
        "more_instances": _q(hits / pairs, "1", label="Share of pairs of chips in which more arithmetic runs more instances"),
        "pairs": _q(pairs), "hits": _q(hits), "combinations": _q(len(by_chip)),
        "twin_ratio": _q(ratio.median(), "1", ratio.min(), ratio.max(), "Instances of an H200 over an H100, equal arithmetic", driver="model"),
        "speed_slow": _q(SPEEDS[0], "token/s"), "speed": _q(SPEEDS[1], "token/s"), "speed_fast": _q(SPEEDS[2], "token/s"),
        "size_low": _q(SIZES[0]), "size_high": _q(SIZES[-1]), "waiting": _q(1.0, "percent"),
        "context_cost": _q(short / long, "1", label="Instances lost when each holds the longest context, large dense model"),
        "prompt": _param("worker_prompt_tokens", "token"), "answer": _param("worker_answer_tokens", "token"), "hours": _param("worker_hours_year", "hour"),
        "typed_pace": _param("typed_words_per_minute", "1"), "thought_pace": _param("thought_words_per_minute", "1"), "task_tokens": _param("task_tokens_per_hour", "token"),
        "day_instances": _q(d["streams"], grade="measured", label="Answers in progress at once on DeepSeek’s day"), "day_gpus": _q(d["gpus"], grade="measured"),
        "openai_chips": _q(_accelerators("openai_2025")[0]), "epoch": _q(said.at["epoch_openai_2025", "workers"], "1", said.at["epoch_openai_2025", "workers_low"], said.at["epoch_openai_2025", "workers_high"], "Epoch AI’s estimate for OpenAI", "guessed"),
        "milkweed": _q(said.at["milkweed_all_2024", "workers"]), "milkweed_chips": _q(said.at["milkweed_all_2024", "accelerators"]),
        "milkweed_workers": _q(said.at["milkweed_all_2024", "workers"] * HOURS_A_YEAR / parameters.get("worker_hours_year", part="governance").central),
        "models_compared": _q(len(CHIP_MODELS)), "profiles": _q(len(PROFILES)), "chips_compared": _q(len(CHIPS)),
    }  # fmt: skip
    for profile in (*PROFILES, "new"):
        out[f"each_{profile}"] = per_accelerator(profile).quantity("1", label=f"Instances at once per accelerator, {serving.PROFILES[profile][2]}")
    for fleet, label in FLEETS.items():
        size = _accelerators(fleet)
        out[f"size_{fleet}"] = uncertainty.summarise(size, "1") if np.ptp(size) > 0 else _q(size[0])
        out[f"running_{fleet}"] = uncertainty.summarise(running(fleet), "1", grade="guessed", label=f"Instances at work: {label}", driver=_driver(running(fleet), fleet))
        for reading, words in READINGS.items():
            draws = equivalents(fleet, reading)
            out[f"workers_{fleet}_{reading}"] = uncertainty.summarise(draws, "1", grade="guessed", label=f"Worker-equivalents by {words}: {label}", driver=_driver(draws, fleet, reading) if fleet != "all_2025" else "")
    for reading, words in READINGS.items():
        out[f"year_{reading}"] = year_tokens(reading).quantity("token", grade="guessed", label=f"Tokens of a working year by {words}")
    out["year_gap"] = _q(out["year_task"].value / out["year_typed"].value)
    out["gap_measures"] = _q(out["workers_openai_2025_typed"].value / out["workers_openai_2025_task"].value, label="Workers by the pace of typing over workers by tasks")
    out["gap_openai"] = _q(out["workers_openai_2025_task"].value / out["epoch"].value)
    return out


def _param(name: str, unit: str) -> Quantity:
    p = parameters.get(name, part="governance")
    return Quantity(p.central, unit, p.low, p.high, "guessed")
