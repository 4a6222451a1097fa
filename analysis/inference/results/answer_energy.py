"""Energy, carbon and water of an answer: the serving model's seconds through `analysis.inference.energy`, beside what others measured and published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.inference import energy as model
from analysis.inference import models, serving, systems, work
from analysis.inference.parallel import Layout
from analysis.inference.weights import weight_bytes
from analysis.parameters import Parameter
from analysis.power.results import carbon_water
from analysis.quantities import Quantity

__all__ = [
    "METHOD", "MODELS", "HARDWARE", "LENGTHS", "PROMPT", "setup", "groups", "precision", "curve", "measured", "errors", "error_frame", "coverage", "server_power", "implied", "implied_table", "production", "operating_points", "Answer",
    "answer", "answer_run", "lengths", "speeds", "speed_frame", "published", "same_case", "pairs", "gains", "energy_pairs", "same_task_energy", "thinking_frame", "table_of_answers", "table_of_errors", "footprint", "at_speed", "facts",
]  # fmt: skip

METHOD = "calibrated"

MODELS = {
    "llama-3.1-8b": "Llama 3.1 8B", "gpt-oss-120b": "gpt-oss-120b", "llama-3.1-70b": "Llama 3.1 70B", "qwen3-235b-a22b": "Qwen3 235B-A22B",
    "deepseek-r1": "DeepSeek-R1", "llama-3.1-405b": "Llama 3.1 405B",
}  # fmt: skip
HARDWARE = ("H100", "H200", "B200", "GB200")
LENGTHS = (100, 300, 1_000, 3_000, 10_000, 30_000)
PROMPT, SHORT, LONG = 500, 500, 10_000  # tokens of the prompt, of an answer at once and of a long thought in the page's headlines
BILLION = 1e9
BATCHES = 48
CHUNK = 8192.0  # prompt tokens read together
FEWEST = 8.0  # sequences at once on a group: no measured run had fewer
SERVER = 8  # accelerators of a server
FULL = 0.7  # weights fill at most this part of the memory that serving may use: the rest is for the cache
_COUNTS = (1, 2, 4, 8, 16, 32, 64)


def precision(name: str, weights: str = "fp8") -> dict[str, object]:
    """Return the serving options of a model's weights: gpt-oss keeps its experts in 4 bits and the rest in 16."""
    if name.startswith("gpt-oss"):
        return {"weights": "bf16", "expert_weights": "mxfp4", "compute": "weights"}
    return {"weights": weights, "compute": "weights"}


def _held_bytes(name: str) -> float:
    """Return the memory of the weights as served."""
    m = models.get(name)
    options = precision(name)
    if "expert_weights" not in options:
        return float(weight_bytes(m, options["weights"]))
    mixed = work.decode(m, 1e9, 0.0, weights="bf16", expert_weights="mxfp4")  # a batch so large that all experts are read
    return float(mixed.dense_bytes + mixed.head_bytes + mixed.expert_bytes)


@cache
def setup(name: str, hardware: str) -> systems.System:
    """Return the smallest group of accelerators (a power of two) whose memory the weights leave room in."""
    each = serving.USABLE * systems.accelerator(hardware).memory_bytes
    count = next(n for n in _COUNTS if _held_bytes(name) <= FULL * n * each)
    return systems.get(f"{count}x{hardware}")


def groups(name: str, hardware: str) -> list[tuple[systems.System, Layout]]:
    """Return what an operator chooses from: the smallest group that holds the model up to a server of eight, every matrix cut; and for
    experts spread over the group, with attention on copies, up to four times the smallest."""
    least = setup(name, hardware).accelerators
    sizes = [systems.get(f"{n}x{hardware}") for n in _COUNTS if least <= n <= max(SERVER, 4 * least)]
    found = [(s, Layout.of(s)) for s in sizes if s.accelerators <= max(SERVER, least)]
    if models.get(name).is_sparse:
        found += [(s, Layout.experts(s)) for s in sizes if s.accelerators > 1]
    return found


# --- power of an accelerator under load ------------------------------------------------------------------------------


def _uses(done, seconds, system, options):
    peak = system.flop_per_s(serving.compute_precision(options["compute"], options["weights"]))
    return model.use_of_peak(done.bytes_moved, seconds, system.memory_bandwidth_bytes_per_s), model.use_of_peak(done.flop, seconds, peak)


def _prompt() -> float:
    return parameters.get("benchmark_prompt_tokens", part="inference").central


@cache
def measured() -> pd.DataFrame:
    """Measured runs with the use of memory and arithmetic that their throughput implies, and the share of rated power they drew."""
    frame = tables.load("inference/measured_energy")
    rows = []
    for r in frame.itertuples():
        system, m, options = systems.get(f"{r.accelerators}x{r.hardware}"), models.get(r.model), precision(r.model, r.weights)
        some = {k: v for k, v in options.items() if k != "compute"}
        done = work.decode(m, r.batch, _prompt() + r.answer_tokens / 2.0, **some)
        b, f = _uses(done, r.batch / r.throughput_tok_s, system, options)
        rows.append((float(b), float(f), r.power_w / (r.accelerators * system.accelerator.tdp_w)))
    return frame.assign(**dict(zip(("bandwidth_use", "compute_use", "power_share"), np.array(rows).T, strict=True)))


@cache
def curve() -> model.PowerCurve:
    """The power of an accelerator under load, fitted to the calibration rows alone."""
    frame = measured()
    frame = frame[frame["split"] == "calibration"]
    return model.fit_power_curve(frame["bandwidth_use"], frame["compute_use"], frame["power_share"])


# --- one answer -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """What one answer takes at each speed on a grid, served by the group of accelerators that takes least; arrays of one length.

    Attributes
    ----------
    speed_tok_s : numpy.ndarray, token/s
        Speed that each user gets, rising.
    accelerators, batch : numpy.ndarray
        Of the group chosen.
    seconds : numpy.ndarray, s
        Accelerator-seconds of one answer.
    chip_j, floor_j, prompt_j : numpy.ndarray, J
        Energy of the accelerators at work; of memory reads and arithmetic alone; what of the first goes to reading the prompt.
    rated_w : float
        Rated power of one accelerator.
    slowest, fastest : float
        Ends of what the memory and the hardware allow, token/s.
    """

    speed_tok_s: np.ndarray
    accelerators: np.ndarray
    batch: np.ndarray
    seconds: np.ndarray
    chip_j: np.ndarray
    floor_j: np.ndarray
    prompt_j: np.ndarray
    rated_w: float
    slowest: float
    fastest: float

    def at(self, column: str, speed):
        """Return a column at a speed; beyond what is possible, at the ends."""
        within = np.clip(speed, self.slowest, self.fastest)
        return np.exp(np.interp(np.log(within), np.log(self.speed_tok_s), np.log(getattr(self, column))))


@cache
def _j_per_flop(precision_name: str) -> float:
    """Energy of an operation by the best rating in the catalogue: no accelerator promises less."""
    best = np.inf
    for name in systems.accelerators():
        one = systems.accelerator(name)
        best = min(best, one.tdp_w / one.flop_per_s(precision_name)) if one.tdp_w > 0 and one.flop_per_s(precision_name) > 0 else best
    return float(best)


def _chip_j(m, system, layout, prompt, answer_tokens, batch, options, method=None, cached=0.0):
    """Energy of the accelerators for one answer, J: of the prompt and of the tokens; with seconds and speed."""
    method = METHOD if method is None else method
    some = {k: v for k, v in options.items() if k != "compute"}
    load = serving.workload(m, system, prompt, answer_tokens, batch, cached_tokens=cached * prompt, method=method, layout=layout, disaggregated=True, **options)
    step = serving.decode_step_s(m, system, batch, prompt + answer_tokens / 2.0, method=method, layout=layout, **options)
    decode = work.decode(m, batch, prompt + answer_tokens / 2.0, **some)
    together = max(CHUNK / max(prompt * (1.0 - cached), 1.0), 1.0)  # prompts read at once, as the serving model does
    reading = work.prefill(m, prompt, batch=together, cached_tokens=cached * prompt, **some)
    read_s = serving.prefill_s(m, system, prompt, batch=together, cached_tokens=cached * prompt, method=method, layout=layout, **options)
    shares = [curve().share(*_uses(done, seconds, system, options)) for done, seconds in ((reading, read_s), (decode, step))]
    rated = system.accelerator.tdp_w
    parts = [
        model.energy_j(seconds, rated, share, boundary="accelerators")
        for seconds, share in zip((load.prefill_accelerator_seconds, load.decode_accelerator_seconds), shares, strict=True)
    ]
    return parts, load, (reading.flop / together, decode)


@cache
def operating_points(name: str, hardware: str, prompt: float, answer_tokens: float, cached: float = 0.0, method: str | None = None) -> Answer:
    """Run a model from the fewest users up to a full memory on every group it may be served by, and keep the least energy at each speed.

    Parameters
    ----------
    name, hardware : str
        A model of the catalogue and an accelerator; see `groups` for how many.
    prompt, answer_tokens : float
        Tokens.
    cached : float, optional
        Share of the prompt that is at hand from earlier requests.
    method : str, optional
        Of the serving model; `METHOD` unless given.

    Returns
    -------
    Answer
    """
    m, options = models.get(name), precision(name)
    some = {k: v for k, v in options.items() if k != "compute"}
    pj = parameters.get("hbm_energy_pj_per_bit", part="inference").central
    each = _j_per_flop(serving.compute_precision(options["compute"], options["weights"]))
    found, reads = [], []
    for system, layout in groups(name, hardware):
        most = float(serving.memory_batch(m, system, prompt + answer_tokens, layout=layout, strict=False, **some))
        if most < FEWEST and found:
            continue
        batch = np.geomspace(FEWEST, max(most, FEWEST * 1.0001), BATCHES)
        (read_j, write_j), load, (read_flop, decode) = _chip_j(m, system, layout, prompt, answer_tokens, batch, options, method, cached)
        floor = model.floor_j(0.0, read_flop, pj, each) + answer_tokens / batch * model.floor_j(decode.bytes_moved, decode.flop, pj, each)
        reads.append((float(np.ravel(read_j)[0]), float(np.ravel(load.prefill_accelerator_seconds)[0])))
        columns = (np.full(BATCHES, float(system.accelerators)), batch, load.decode_accelerator_seconds, write_j, floor)
        speed = np.broadcast_to(load.interactivity_tok_s_user, batch.shape)
        found.append((speed[::-1], [np.broadcast_to(c, batch.shape)[::-1] for c in columns], system.accelerator.tdp_w))
    read_j, read_s = min(reads)  # prompts are read on machines of their own, on the group that takes least for them
    slowest, fastest = min(f[0][0] for f in found), max(f[0][-1] for f in found)
    grid = np.geomspace(slowest, fastest, 2 * BATCHES)
    chosen = np.full((6, grid.size), np.inf)
    for speed, columns, _ in found:
        # below a group's slowest its memory is full: it serves faster than asked; above its fastest it cannot serve
        here = np.array([np.exp(np.interp(np.log(np.maximum(grid, speed[0])), np.log(speed), np.log(c))) for c in columns])
        energy = np.where(grid <= speed[-1] * (1 + 1e-12), here[3], np.inf)
        better = energy < chosen[5]
        chosen[:5, better], chosen[5, better] = here[:, better], energy[better]
    count, batch, seconds, write_j, floor, _ = chosen
    return Answer(grid, count, batch, seconds + read_s, write_j + read_j, floor, np.full(grid.size, read_j), found[0][2], float(slowest), float(fastest))


def _facility_wh(chip_j, seconds, rated_w, model_error, host_power_share, idle_machine_share, pue_ai_facility, boundary="facility"):
    share = chip_j / (seconds * rated_w)
    more = {"host_power_share": host_power_share, "idle_machine_share": idle_machine_share, "pue": pue_ai_facility, "boundary": boundary}
    return model_error * model.wh(model.energy_j(seconds, rated_w, share, **more))


@cache
def _error_parameter() -> Parameter:
    """How far the accelerators' energy lies from the model's, as a factor: from the calibration rows."""
    e = errors()["calibration"]
    middle = 1.0 / e.ratio
    return Parameter("model_error", "1", middle, min(e.low, 0.999 * middle), max(e.high, 1.001 * middle), "lognormal", part="inference", label="error of the energy model", note="measured over predicted energy of a token, calibration rows")


@cache
def _chosen(speed: bool = True) -> dict[str, Parameter]:
    names = ("served_speed_tok_s_user",) if speed else ()
    return {
        **parameters.select(*names, "host_power_share", "idle_machine_share", part="inference"),
        "pue_ai_facility": parameters.get("pue_ai_facility", part="power"),
        "model_error": _error_parameter(),
    }


@cache
def answer_run(name: str, hardware: str, prompt: float, answer_tokens: float, boundary: str = "facility") -> uncertainty.Propagation:
    """Propagate speed, overheads and the model's own error to the watt-hours of an answer."""
    points = operating_points(name, hardware, prompt, answer_tokens)

    def run(served_speed_tok_s_user, host_power_share, idle_machine_share, pue_ai_facility, model_error):
        at = {c: points.at(c, served_speed_tok_s_user) for c in ("chip_j", "seconds")}
        return _facility_wh(at["chip_j"], at["seconds"], points.rated_w, model_error, host_power_share, idle_machine_share, pue_ai_facility, boundary)

    return uncertainty.propagate(run, _chosen())


def answer(name: str, hardware: str, prompt: float, answer_tokens: float, boundary: str = "facility", label: str = "") -> Quantity:
    """Return the watt-hours of an answer with their range."""
    return answer_run(name, hardware, float(prompt), float(answer_tokens), boundary).quantity("Wh", label=label)


@cache
def _overheads(draws: int = 4000) -> dict[str, np.ndarray]:
    drawn = parameters.sample(_chosen(speed=False), draws=draws)
    return drawn


def at_speed(name: str, hardware: str, prompt: float, answer_tokens: float, speed: float) -> dict[str, tuple[float, float, float] | float]:
    """Return watt-hours, grams and millilitres of an answer at a speed of the reader's: 5 %, 50 % and 95 %, and the speed reached."""
    points = operating_points(name, hardware, float(prompt), float(answer_tokens))
    drawn = _overheads()
    wh = _facility_wh(points.at("chip_j", speed), points.at("seconds", speed), points.rated_w, **drawn)
    grid, water = (x[: len(wh)] for x in (_grid().samples, _water()))
    triple = lambda x: tuple(float(q) for q in np.quantile(x, uncertainty.LEVELS))  # noqa: E731
    reached = float(np.clip(speed, points.slowest, points.fastest))
    return {"energy_wh": triple(wh), "carbon_g": triple(model.carbon_g(wh, grid)), "water_ml": triple(model.water_ml(wh, water)), "speed_tok_s": reached}


# --- carbon and water ------------------------------------------------------------------------------------------------


@cache
def _grid() -> uncertainty.Propagation:
    """Life-cycle intensity of the US grid where data centres stand, g/kWh."""
    mix = tables.load("power/generation_mix")
    latest = int(mix.loc[mix["region"] == "United States", "year"].max())
    base = carbon_water.intensity("United States", latest)
    siting = parameters.get("siting_factor", part="power")
    return uncertainty.Propagation(base.model, base.parameters, base.fixed, base.inputs, base.samples * parameters.sample({"siting_factor": siting})["siting_factor"])


@cache
def _water() -> np.ndarray:
    """Litres per kWh at the site and at the plants, reservoirs by the power part's range."""
    site = parameters.sample({"site": parameters.get("wue_l_per_kwh", part="power", year=2023)})["site"]
    return site + carbon_water.indirect_water().samples


@cache
def footprint(name: str, hardware: str, prompt: float, answer_tokens: float) -> dict[str, Quantity]:
    """Return grams of CO2 equivalent and millilitres of water of an answer, on the US grid."""
    wh = answer_run(name, hardware, float(prompt), float(answer_tokens)).samples
    return {
        "carbon": uncertainty.summarise(model.carbon_g(wh, _grid().samples), "g", label="", driver=""),
        "water": uncertainty.summarise(model.water_ml(wh, _water()), "mL"),
        "site_water": uncertainty.summarise(model.water_ml(wh, _water() - carbon_water.indirect_water().samples), "mL"),
    }


# --- beside measurements ----------------------------------------------------------------------------------------------


@cache
def error_frame() -> pd.DataFrame:
    """Energy of a token of the accelerators, predicted from the model's own step times and measured."""
    frame = measured()
    predicted = []
    for r in frame.itertuples():
        system, m, options = systems.get(f"{r.accelerators}x{r.hardware}"), models.get(r.model), precision(r.model, r.weights)
        layout = Layout.experts(system) if r.parallelism.startswith("EP") else Layout.of(system)
        parts, _, _ = _chip_j(m, system, layout, _prompt(), r.answer_tokens, r.batch, options)
        predicted.append(float(sum(parts)) / r.answer_tokens)
    power = curve().share(frame["bandwidth_use"].to_numpy(), frame["compute_use"].to_numpy())
    return frame.assign(
        predicted_j_per_token=predicted,
        predicted_power_share=power,
        speed_tok_s=frame["throughput_tok_s"] / frame["batch"],
    )


@cache
def errors() -> dict[str, model.ErrorSummary]:
    """How predicted energy a token, and predicted power alone, sit beside the measurements, by split."""
    frame = error_frame()
    found = {}
    for split, group in (*frame.groupby("split"), *frame.groupby("hardware"), ("all", frame)):
        found[split] = model.error_summary(group["predicted_j_per_token"], group["energy_j_per_token"])
        found[f"power, {split}"] = model.error_summary(group["predicted_power_share"], group["power_share"])
    return found


@cache
def coverage() -> float:
    """Share of held-out runs whose energy lies inside the range taken from the calibration rows."""
    frame = error_frame()
    frame = frame[frame["split"] == "validation"]
    factor = frame["energy_j_per_token"] / frame["predicted_j_per_token"]
    p = _error_parameter()
    return float(np.mean((factor >= p.low) & (factor <= p.high)))


@cache
def server_power() -> pd.DataFrame:
    """Power of whole servers in MLPerf: metered, and by the curve plus the rest of the server at measured throughput."""
    frame = tables.load("inference/measured_throughput")
    frame = frame[frame["power_w"].notna() & frame["hardware"].isin(systems.accelerators())]
    chosen = parameters.get("host_power_share", part="inference")
    rows = []
    for r in frame.itertuples():
        system, m, options = systems.get(f"{r.accelerators}x{r.hardware}"), models.get(r.model), precision(r.model, "nvfp4")
        some = {k: v for k, v in options.items() if k != "compute"}
        length = _prompt() + (0.0 if pd.isna(r.answer_tokens) else r.answer_tokens) / 2.0
        batch = float(serving.memory_batch(m, system, 2 * length, **some))
        b, f = _uses(work.decode(m, batch, length, **some), batch / r.throughput_tok_s, system, options)
        rated = r.accelerators * system.accelerator.tdp_w
        ends = [rated * (float(curve().share(b, f)) + h) for h in (chosen.low, chosen.central, chosen.high)]
        rows.append((models.get(r.model).name, r.scenario.replace("MLPerf ", ""), r.hardware, r.power_w, *ends, float(model.joules_per_token(r.power_w, r.throughput_tok_s))))
    return pd.DataFrame(rows, columns=["model", "scenario", "hardware", "metered_w", "low_w", "modelled_w", "high_w", "j_per_token"])


@cache
def implied() -> pd.DataFrame:
    """Energy of an output token that measured throughput implies: power by the curve, at the best measured run of each model and accelerator."""
    frame = tables.load("inference/measured_throughput")
    frame = frame[(frame["tokens_counted"] == "output") & frame["prompt_tokens"].notna() & frame["answer_tokens"].notna() & frame["hardware"].isin(HARDWARE) & frame["weights"].notna()]
    frame = frame.assign(each=frame["throughput_tok_s"] / np.where(frame["per"] == "system", frame["accelerators"], 1.0))
    chosen = parameters.get("host_power_share", part="inference").central, parameters.get("idle_machine_share", part="inference").central, parameters.get("pue_ai_facility", part="power").central
    rows = []
    for r in frame.loc[frame.groupby(["model", "hardware"])["each"].idxmax()].itertuples():
        system, m = systems.get(f"{int(r.accelerators)}x{r.hardware}"), models.get(r.model)
        options = precision(r.model, {"fp4": "nvfp4"}.get(r.weights, r.weights))
        some = {k: v for k, v in options.items() if k != "compute"}
        batch = float(serving.memory_batch(m, system, r.prompt_tokens + r.answer_tokens, strict=False, **some))
        if batch < 1:
            continue
        step = batch / (r.each * system.accelerators)
        b, f = _uses(work.decode(m, batch, r.prompt_tokens + r.answer_tokens / 2.0, **some), step, system, options)
        rated = system.accelerator.tdp_w
        more = dict(zip(("host_power_share", "idle_machine_share", "pue"), chosen, strict=True))
        share = float(curve().share(b, f))
        rows.append((m.name, r.hardware, r.weights, int(r.prompt_tokens), int(r.answer_tokens), r.each, rated * share / r.each, float(model.energy_j(1.0 / r.each, rated, share, **more))))
    return pd.DataFrame(rows, columns=["model", "hardware", "weights", "prompt_tokens", "answer_tokens", "tok_s_accelerator", "chip_j_per_token", "facility_j_per_token"]).sort_values("facility_j_per_token", ignore_index=True)


@cache
def implied_table() -> pd.DataFrame:
    """Joules a token at the facility that the best measured throughput implies, by model and accelerator, for the page."""
    frame = implied()
    wide = frame[frame["model"].isin(MODELS.values())].pivot(index="model", columns="hardware", values="facility_j_per_token")
    return wide.loc[[m for m in MODELS.values() if m in wide.index], list(HARDWARE)].reset_index().rename(columns={"model": "Model"})


@cache
def production() -> dict[str, Quantity]:
    """DeepSeek's published day: joules an output token, from its nodes and tokens, and from our model at its speed and lengths."""
    day = tables.load("inference/published_day").set_index("quantity")["value"]
    accelerator = systems.accelerator("H800")
    accelerators = day["average_nodes"] * day["accelerators_per_node"]
    seconds = accelerators * 86_400.0 / day["output_tokens"]  # accelerator-seconds an output token, prompts' included
    ratio = day["input_tokens"] / day["output_tokens"]
    tokens = day["mean_cache_length"] / (ratio + 0.5)  # prompt plus half the answer is what a sequence holds on average
    measured_shares = measured()["power_share"]
    p = parameters.select("host_power_share", part="inference") | {"pue_ai_facility": parameters.get("pue_ai_facility", part="power")}
    share = Parameter("power_share", "1", float(measured_shares.median()), float(measured_shares.quantile(0.05)), float(measured_shares.quantile(0.95)), "logitnormal", part="inference", label="share of rated power drawn", note="share of rated power in the measured runs")

    def run(power_share, host_power_share, pue_ai_facility):
        return model.energy_j(seconds, accelerator.tdp_w, power_share, host_power_share=host_power_share, pue=pue_ai_facility)

    found = uncertainty.propagate(run, {**p, "power_share": share})
    speed = 0.5 * (day["output_speed_low"] + day["output_speed_high"])
    points = operating_points("deepseek-r1", "H100", ratio * tokens, tokens, cached=day["cache_hit_percent"] / 100.0)  # the H800's memory and bandwidth
    drawn = {**_overheads(parameters.DRAWS), "idle_machine_share": 0.0}  # the day counts machines at work alone
    ours = _facility_wh(points.at("chip_j", speed), points.at("seconds", speed), points.rated_w, **drawn) * model.JOULES_PER_WH / tokens
    return {
        "day_j": found.quantity("J/token"),
        "day_ours": uncertainty.summarise(ours, "J/token"),
        "day_tokens": _q(tokens, "token"),
        "day_ratio": _q(ratio, "1", grade="measured"),
        "day_answer": uncertainty.summarise(found.samples * SHORT / model.JOULES_PER_WH, "Wh"),
    }


# --- frames for the figures -------------------------------------------------------------------------------------------


@cache
def lengths(hardware: str = "H200") -> pd.DataFrame:
    """Watt-hours by model and length of the answer, at the facility."""
    rows = []
    for name, shown in MODELS.items():
        for tokens in LENGTHS:
            q = uncertainty.summarise(answer_run(name, hardware, float(PROMPT), float(tokens)).samples, "Wh")
            rows.append((shown, tokens, q.value, q.low, q.high))
    return pd.DataFrame(rows, columns=["model", "answer_tokens", "energy_wh", "low_wh", "high_wh"])


@cache
def speeds(name: str, hardware: str, prompt: float, answer_tokens: float) -> pd.DataFrame:
    """Joules a token at the facility against the speed that each user gets, other assumptions central."""
    points = operating_points(name, hardware, float(prompt), float(answer_tokens))
    centre = {n: p.central for n, p in _chosen(speed=False).items()}
    wh = _facility_wh(points.chip_j, points.seconds, points.rated_w, **centre)
    chips = centre["model_error"] * points.chip_j
    return pd.DataFrame(
        {
            "speed_tok_s": points.speed_tok_s, "batch": points.batch, "facility_j_per_token": wh * model.JOULES_PER_WH / answer_tokens,
            "chip_j_per_token": chips / answer_tokens, "floor_j_per_token": points.floor_j / answer_tokens,
        }
    )  # fmt: skip


@cache
def speed_frame() -> pd.DataFrame:
    """Energy of a token against speed: our lines by hardware for DeepSeek-R1, and measured runs of the same architecture."""
    rows = []
    for hardware in HARDWARE:
        f = speeds("deepseek-r1", hardware, PROMPT, 1_000)
        f = f[(f["speed_tok_s"] >= 8) & (f["speed_tok_s"] <= 250)]
        rows += [(hardware, "ours, accelerators", s, j) for s, j in zip(f["speed_tok_s"], f["chip_j_per_token"], strict=True)]
    frame = error_frame()
    frame = frame[frame["model"].isin(["deepseek-v3", "deepseek-r1"]) & (frame["task"] == "conversation")]
    rows += [(r.hardware, "measured, accelerators", r.speed_tok_s, r.energy_j_per_token) for r in frame.itertuples()]
    return pd.DataFrame(rows, columns=["hardware", "kind", "speed_tok_s", "j_per_token"])


_POINTS = {
    ("Gemini Apps", "median text prompt, accelerators alone"): "Google: median prompt, accelerators",
    ("Gemini Apps", "median text prompt"): "Google: median prompt",
    ("ChatGPT (GPT-4o)", "typical"): "Epoch AI: GPT-4o, typical",
    ("ChatGPT (GPT-4o)", "long answer"): "Epoch AI: GPT-4o, long answer",
    ("ChatGPT (GPT-4o)", "long prompt"): "Epoch AI: GPT-4o, long prompt",
    ("ChatGPT", "average"): "Altman: ChatGPT, average",
    ("ChatGPT", "older estimate"): "Older estimate: ChatGPT",
    ("Models over 200 billion parameters", "typical"): "Oviedo et al.: large model, typical",
    ("Models over 200 billion parameters", "thought of fifteen times the length"): "Oviedo et al.: large model, long thought",
    ("GPT-4o", "short query"): "Jegham et al.: GPT-4o, short",
    ("Most energy-intensive of 30 models", "long prompt"): "Jegham et al.: costliest model, long prompt",
}  # fmt: skip


@cache
def _estimates() -> pd.DataFrame:
    return tables.load("inference/energy_points").set_index(["service", "case"])


@cache
def published() -> pd.DataFrame:
    """Published watt-hours of an answer beside ours, by what is counted and how it was found."""
    frame = _estimates()
    rows = [(label, frame.loc[key, "scope"], frame.loc[key, "energy_wh"], np.nan, np.nan, frame.loc[key, "basis"]) for key, label in _POINTS.items()]
    low, high = (frame.loc[("GPT-4o", f"400 tokens, {end} end"), "energy_wh"] for end in ("low", "high"))
    rows.append(("EcoLogits: GPT-4o, 400 tokens", "facility", (low * high) ** 0.5, low, high, "estimated"))
    ours = (
        ("Ours: DeepSeek-R1 at once, accelerators", "accelerators", ("deepseek-r1", SHORT, "accelerators")),
        ("Ours: DeepSeek-R1, at once", "facility", ("deepseek-r1", SHORT, "facility")),
        ("Ours: Llama 3.1 405B, at once", "facility", ("llama-3.1-405b", SHORT, "facility")),
        ("Ours: DeepSeek-R1, long thought", "facility", ("deepseek-r1", LONG, "facility")),
    )
    for label, scope, (name, tokens, boundary) in ours:
        q = uncertainty.summarise(answer_run(name, "H200", float(PROMPT), float(tokens), boundary).samples, "Wh")
        rows.append((label, scope, q.value, q.low, q.high, "ours"))
    out = pd.DataFrame(rows, columns=["what", "scope", "energy_wh", "low_wh", "high_wh", "basis"])
    return out.sort_values("energy_wh", ignore_index=True)


@cache
def same_case() -> pd.DataFrame:
    """Published estimates that state model and lengths, beside ours over hardware and speeds."""
    frame = tables.load("inference/energy_points")
    frame = frame[frame["model"].notna() & (frame["model"] != "")]
    rows = []
    for (prompt, tokens), group in frame.groupby(["prompt_tokens", "answer_tokens"]):
        runs = np.concatenate([answer_run("deepseek-r1", h, float(prompt), float(tokens)).samples for h in ("H200", "B200", "GB200")])
        low, middle, high = np.quantile(runs, uncertainty.LEVELS)
        rows.append((f"{int(prompt):,} tokens in, {int(tokens):,} out", float(group["energy_wh"].min()), float(group["energy_wh"].max()), low, middle, high))
    return pd.DataFrame(rows, columns=["case", "published_low_wh", "published_high_wh", "low_wh", "energy_wh", "high_wh"])


# --- thinking against answering at once -------------------------------------------------------------------------------

TIMES = 10.0  # "at least ten times", the register's reading
POINTS = 10.0  # percentage points that we call a marked improvement


@cache
def pairs() -> pd.DataFrame:
    """Pairs with bills: how many times the dollars (and tokens, where counted) thought takes on the same tasks."""
    frame = tables.load("inference/thinking_pairs")
    frame = frame[frame["thinking_usd"].notna()]
    return frame.assign(
        times=frame["thinking_usd"] / frame["immediate_usd"],
        token_times=frame["thinking_tokens"] / frame["immediate_tokens"],
        gain=frame["thinking_score"] - frame["immediate_score"],
    ).reset_index(drop=True)


@cache
def gains() -> pd.DataFrame:
    """Pairs with scores: percentage points gained and what part of the unsolved tasks is solved, by kind of task."""
    frame = tables.load("inference/thinking_pairs")
    frame = frame[frame["thinking_score"].notna()]
    gain = frame["thinking_score"] - frame["immediate_score"]
    return frame.assign(gain=gain, cut=gain / (100.0 - frame["immediate_score"])).reset_index(drop=True)


_SAME = {
    "DeepSeek V3.1": ("DeepSeek V3.1", "DeepSeek V3.1"), "Qwen3 8B": ("Qwen 3 8B", "Qwen 3 8B"), "Qwen3 32B": ("Qwen 3 32B", "Qwen 3 32B"),
    "Qwen3 30B-A3B": ("Qwen 3 30B A3B Thinking", "Qwen 3 30B A3B Instruct"), "Qwen3 235B-A22B": ("Qwen 3 235B A22B Thinking", "Qwen 3 235B A22B Instruct"),
}  # fmt: skip


@cache
def energy_pairs() -> pd.DataFrame:
    """Measured energy of an answer with thought (science questions) over one without (conversation), each run as its operator saves most."""
    frame = tables.load("inference/measured_energy")
    frame = frame.assign(answer_j=frame["energy_j_per_token"] * frame["answer_tokens"])
    best = frame.loc[frame.groupby(["release", "task", "hardware", "weights"])["energy_j_per_token"].idxmin()].set_index(["release", "task", "hardware", "weights"])
    rows = []
    for shown, (thinking, plain) in _SAME.items():
        for hardware, weights in sorted({(h, w) for r, t, h, w in best.index if r == thinking and t == "science questions"}):
            key = (plain, "conversation", hardware, weights)
            if key in best.index:
                a, b = best.loc[(thinking, "science questions", hardware, weights)], best.loc[key]
                rows.append((shown, hardware, weights, a["answer_tokens"] / b["answer_tokens"], a["energy_j_per_token"] / b["energy_j_per_token"], a["answer_j"] / b["answer_j"]))
    return pd.DataFrame(rows, columns=["model", "hardware", "weights", "token_times", "per_token_times", "times"])


@cache
def same_task_energy() -> dict[str, Quantity]:
    """Our energy of one task of the same benchmark with thought and at once, where tokens are counted and the weights are open."""
    row = pairs().set_index("thinking").loc["DeepSeek-V3.2-Exp (thinking)"]
    ends = [answer_run("deepseek-v3.2", "H200", row[f"{k}_prompt_tokens"] / row["tasks"], row[f"{k}_tokens"] / row["tasks"]) for k in ("thinking", "immediate")]
    return {
        "thinking": ends[0].quantity("Wh"),
        "immediate": ends[1].quantity("Wh"),
        "times": uncertainty.summarise(ends[0].samples / ends[1].samples, "1"),  # the same draws in both: what they share cancels
    }


@cache
def thinking_frame() -> pd.DataFrame:
    """What thought multiplies: dollars on the same tasks, and measured energy of a thought-through question against a chat answer."""
    rows = []
    for r in pairs().itertuples():
        shown = r.immediate if r.same_weights else f"{r.thinking} / {r.immediate}"
        for long, short in ((" (November 2024)", ""), (" (May 2024)", ""), (" (high)", ""), (" (thinking)", "")):
            shown = shown.replace(long, short)
        rows.append((f"{shown}, AA" if "seven" in r.benchmark else shown, "dollars, one model" if r.same_weights else "dollars, two models", r.times))
    rows += [(f"{r.model}, {r.hardware}, {r.weights}", "energy, one model", r.times) for r in energy_pairs().itertuples()]
    frame = pd.DataFrame(rows, columns=["pair", "what", "times"])
    kinds = {"dollars, two models": 0, "dollars, one model": 1, "energy, one model": 2}
    return frame.assign(order=frame["what"].map(kinds)).sort_values(["order", "times"], ascending=[True, False], ignore_index=True).drop(columns="order")


# --- tables and facts -------------------------------------------------------------------------------------------------


@cache
def table_of_answers() -> pd.DataFrame:
    """Watt-hours by model, at once and after a long thought, with grams and millilitres."""
    rows = []
    for name, shown in MODELS.items():
        short, long = (uncertainty.summarise(answer_run(name, "H200", float(PROMPT), float(n)).samples, "Wh") for n in (SHORT, LONG))
        f = footprint(name, "H200", PROMPT, SHORT)
        rows.append({"Model": shown, "Answer at once": short, "Long thought": long, "CO2 equivalent, at once": f["carbon"], "Water, at once": f["water"]})
    return pd.DataFrame(rows)


@cache
def table_of_errors() -> pd.DataFrame:
    """Energy of a token by model, predicted over measured, for the page."""
    frame = error_frame()
    rows = []
    for (release, hardware), group in frame.groupby(["release", "hardware"], sort=True):
        e = model.error_summary(group["predicted_j_per_token"], group["energy_j_per_token"])
        rows.append((release, hardware, e.count, e.ratio, 100 * e.error))
    return pd.DataFrame(rows, columns=["Model", "Accelerator", "Runs", "Predicted over measured, median", "Typical error, %"])


def _q(value, unit="Wh", *more, **named):
    return Quantity.of(value, unit, *more, **named)


def _share(values, threshold, label="", grade="measured"):
    share = model.share_at_least(values, threshold)
    low, high = model.share_interval(values, threshold)  # of none or of all, the interval leaves out the share itself
    return _q(100 * share, "percent", 100 * min(low, share), 100 * max(high, share), label, grade)


def _span(values, unit="1", label="", grade="measured"):
    return _q(np.median(values), unit, np.min(values), np.max(values), label, grade)


def _published_facts() -> dict[str, Quantity]:
    points = _estimates()["energy_wh"]
    other = tables.load("inference/footprint_points").set_index(["service", "quantity"])["value"]
    parts = tables.load("inference/energy_breakdown").set_index("part")["share_percent"]
    return {
        "google": _q(points[("Gemini Apps", "median text prompt")], grade="measured"),
        "google_chips": _q(points[("Gemini Apps", "median text prompt, accelerators alone")], grade="measured"),
        "google_times": _q(points[("Gemini Apps", "median text prompt")] / points[("Gemini Apps", "median text prompt, accelerators alone")], "1", grade="measured"),
        "google_accelerators": _q(parts["accelerators at work"], "percent", grade="measured"),
        "google_carbon": _q(other[("Gemini Apps", "carbon")], "g"),
        "google_water": _q(other[("Gemini Apps", "water")], "mL"),
        "mistral_carbon": _q(other[("Mistral Large 2", "carbon")], "g"),
        "mistral_water": _q(other[("Mistral Large 2", "water")], "mL"),
        "epoch": _q(points[("ChatGPT (GPT-4o)", "typical")]),
        "altman": _q(points[("ChatGPT", "average")], grade="guessed"),
        "older": _q(points[("ChatGPT", "older estimate")], grade="guessed"),
        "oviedo": _q(points[("Models over 200 billion parameters", "typical")]),
        "oviedo_long": _q(points[("Models over 200 billion parameters", "thought of fifteen times the length")]),
        "oviedo_times": _q(points[("Models over 200 billion parameters", "thought of fifteen times the length")] / points[("Models over 200 billion parameters", "typical")], "1"),
        "jegham": _q(points[("GPT-4o", "short query")]),
        "jegham_long": _q(points[("Most energy-intensive of 30 models", "long prompt")]),
        "ecologits": _q(np.sqrt(points[("GPT-4o", "400 tokens, low end")] * points[("GPT-4o", "400 tokens, high end")]), "Wh", points[("GPT-4o", "400 tokens, low end")], points[("GPT-4o", "400 tokens, high end")]),
    }  # fmt: skip


def _error_facts() -> dict[str, Quantity]:
    e = errors()
    held, fitted, power = e["validation"], e["calibration"], e["power, validation"]
    servers = server_power()
    off = model.error_summary(servers["modelled_w"], servers["metered_w"])
    c = curve()
    return {
        "runs": _q(len(measured()), "1", grade="measured"),
        "runs_held": _q(held.count, "1", grade="measured"),
        "error_held": _q(100 * held.error, "percent", label="Typical error of energy a token, runs held out"),
        "error_fitted": _q(100 * fitted.error, "percent"),
        "error_h100": _q(100 * e["H100"].error, "percent"),
        "error_b200": _q(100 * e["B200"].error, "percent"),
        "bias_held": _q(held.ratio, "1"),
        "within_two": _q(100 * held.within_two, "percent"),
        "coverage": _q(100 * coverage(), "percent"),
        "power_error": _q(100 * power.error, "percent", label="Typical error of an accelerator's power, runs held out"),
        "server_error": _q(100 * off.error, "percent"),
        "server_runs": _q(len(servers), "1", grade="measured"),
        "idle_share": _q(100 * c.idle, "percent"),
        "power_share": _span(100 * measured()["power_share"], "percent"),
        "measured_spread": _batch_spread(),
    }


def _batch_spread() -> Quantity:
    """How many times the energy of a token at few requests exceeds that at most, in the measured runs: median and ends over models."""
    frame = measured()
    each = frame.groupby(["release", "task", "hardware", "weights"])["energy_j_per_token"].agg(lambda x: x.max() / x.min())
    return _span(each)


def _thinking_facts() -> dict[str, Quantity]:
    bills, energy, scores = pairs(), energy_pairs(), gains()
    early = bills[bills["until_2025_01"]]
    same = bills[bills["same_weights"]]
    dollars, joules = _share(bills["times"], TIMES), _share(energy["times"], TIMES)
    lesser = min((dollars, joules), key=lambda q: q.value)
    same_task = same_task_energy()
    hard = scores["kind"].isin(["mathematics", "programming", "science"])
    return {
        "expensive": _q(lesser.value / 100, "1", lesser.low / 100, lesser.high / 100, grade="measured"),
        "better": _q(model.share_at_least(scores["gain"], POINTS), "1", *model.share_interval(scores["gain"], POINTS), grade="measured"),
        "times": _q(TIMES, "1"),
        "points": _q(POINTS, "percentage_point"),
        "dollar_share": replace(dollars, label="Pairs in which thought takes ten times the dollars or more"),
        "energy_share": replace(joules, label="Pairs in which it takes ten times the energy or more, measured"),
        "dollar_pairs": _q(len(bills), "1", grade="measured"),
        "energy_pairs": _q(len(energy), "1", grade="measured"),
        "score_pairs": _q(len(scores), "1", grade="measured"),
        "dollar_times": _span(bills["times"], label="Dollars with thought over dollars at once, same tasks; ends are extremes"),
        "early_times": _span(early["times"]),
        "early_pairs": _q(len(early), "1", grade="measured"),
        "same_times": _span(same["times"]),
        "same_pairs": _q(len(same), "1", grade="measured"),
        "energy_times": _span(energy["times"], label="Measured energy of a hard question thought through over a chat answer; ends are extremes"),
        "token_times": _span(energy["token_times"]),
        "per_token_times": _span(energy["per_token_times"]),
        "same_task_times": same_task["times"],
        "same_task_tokens": _q(bills.set_index("thinking").loc["DeepSeek-V3.2-Exp (thinking)", "token_times"], "1", grade="measured"),
        "gain_share": _share(scores["gain"], POINTS),
        "gain_hard": _share(scores.loc[hard, "gain"], POINTS),
        "gain_other": _share(scores.loc[~hard, "gain"], POINTS),
        "gain_mathematics": _span(scores.loc[scores["kind"] == "mathematics", "gain"], "percentage_point"),
        "gain_knowledge": _span(scores.loc[~hard, "gain"], "percentage_point"),
        "gain_same": _span(same["gain"].dropna(), "percentage_point"),
    }


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    r1, long, dense, small = (answer_run(n, "H200", float(PROMPT), float(t)) for n, t in (("deepseek-r1", SHORT), ("deepseek-r1", LONG), ("llama-3.1-405b", SHORT), ("llama-3.1-8b", SHORT)))
    chips = answer_run("deepseek-r1", "H200", float(PROMPT), float(SHORT), "accelerators")
    heavy = answer_run("deepseek-r1", "H200", float(LONG), float(SHORT))
    newer = answer_run("deepseek-r1", "B200", float(PROMPT), float(SHORT))
    older = answer_run("deepseek-r1", "H100", float(PROMPT), float(SHORT))
    centre = {n: p.central for n, p in _chosen().items()}
    speed = parameters.get("served_speed_tok_s_user", part="inference")
    at = {end: float(r1.model(**{**centre, "served_speed_tok_s_user": s})) for end, s in (("low", speed.low), ("central", speed.central), ("high", speed.high))}
    points = operating_points("deepseek-r1", "H200", float(PROMPT), float(SHORT))
    mark = footprint("deepseek-r1", "H200", PROMPT, SHORT)
    whole = {t: float(answer_run("deepseek-r1", "H200", float(PROMPT), float(t)).model(**centre)) for t in (SHORT, LONG)}
    per_token = (whole[LONG] - whole[SHORT]) / (LONG - SHORT)
    ratio = uncertainty.summarise
    google = _estimates()["energy_wh"][("Gemini Apps", "median text prompt")]
    return {
        "prompt": _q(PROMPT, "token"),
        "short": _q(SHORT, "token"),
        "long": _q(LONG, "token"),
        "r1_short": r1.quantity("Wh", label="DeepSeek-R1, an answer at once, whole facility"),
        "r1_chips": chips.quantity("Wh", label="The same, accelerators alone"),
        "r1_long": long.quantity("Wh", label="DeepSeek-R1, a long thought"),
        "dense_short": dense.quantity("Wh", label="Llama-3.1-405B, an answer at once"),
        "small_short": small.quantity("Wh", label="Llama-3.1-8B, an answer at once"),
        "long_times": ratio(long.samples / r1.samples, "1", driver="served_speed_tok_s_user"),
        "model_times": ratio(dense.samples / small.samples, "1"),
        "facility_times": ratio(r1.samples / chips.samples, "1"),
        "prompt_times": ratio(heavy.samples / r1.samples, "1"),
        "newer_times": ratio(older.samples / newer.samples, "1"),
        "speed": Quantity(speed.central, "token/s", speed.low, speed.high, "modelled"),
        "speed_low": _q(speed.low, "token/s"),
        "speed_high": _q(speed.high, "token/s"),
        "speed_times": _q(at["high"] / at["low"], "1"),
        "slow_wh": _q(at["low"]),
        "fast_wh": _q(at["high"]),
        "floor_share": _q(100 * points.at("floor_j", speed.central) / points.at("chip_j", speed.central), "percent"),
        "carbon": replace(mark["carbon"], label="CO2 equivalent of that answer, US grid", driver="served_speed_tok_s_user"),
        "water": replace(mark["water"], label="Water of that answer, site and power plants", driver="served_speed_tok_s_user"),
        "site_water": mark["site_water"],
        "grid": uncertainty.summarise(_grid().samples, "g/kWh"),
        "grid_over_ember": Quantity(100 * (carbon_water.facts()["us_ember"].value / carbon_water.facts()["us_ours"].value - 1), "percent", grade="modelled"),
        "grid": ratio(_grid().samples, "g/kWh"),
        "billion_mw": _q(r1.quantity("Wh").value * BILLION / 24 / 1e6, "MW", r1.quantity("Wh").low * BILLION / 24 / 1e6, r1.quantity("Wh").high * BILLION / 24 / 1e6, "Average power of a billion such answers a day", driver="served_speed_tok_s_user"),
        "tipping_speed": _q(r1.tipping("served_speed_tok_s_user", google, (points.slowest, points.fastest)), "token/s"),
        "tipping_tokens": _q(model.break_even_tokens(per_token, 0.0, TIMES * whole[SHORT]), "token"),
        "model_error": Quantity(*(getattr(_error_parameter(), k) for k in ("central",)), "1", _error_parameter().low, _error_parameter().high),
        **production(),
        **_published_facts(),
        **_error_facts(),
        **_thinking_facts(),
    }  # fmt: skip
