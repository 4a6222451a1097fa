"""Which hardware wins for whom: measured frontiers, dollars a token, Trainium2 beside H100, a model of undisclosed size."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.inference import cost, models, serving, systems
from analysis.inference import hardware as model
from analysis.inference.results import hour_cost
from analysis.quantities import Quantity

__all__ = [
    "METHODS", "WORKLOADS", "points", "frontiers", "frontier_frame", "b200_shares", "modelled", "pairs", "cost_frame", "long_chain", "audited", "audited_frame", "audited_saving", "trainium", "tpu", "rents_above",
    "orion", "orion_frame", "orion_list_price", "facts",
]  # fmt: skip

METHODS = {"calibrated": "calibrated model", "roofline": "bare roofline"}
# Systems on sale in February 2025 other than B200's own; GB200 carries the same chip and is told apart.
EARLY_2025 = ("H100", "H200", "MI300X", "MI325X")
SHOWN = ("B200", "GB200", "H100", "H200", "MI300X", "MI325X", "MI355X")
WORKLOADS = {"1,024 in, 1,024 out": (1024, 1024), "8,192 in, 1,024 out": (8192, 1024), "1,024 in, 8,192 out": (1024, 8192)}
_TIMES = 2  # accelerators of the larger group of a pair over those of the smaller
_GRID = np.arange(5.0, 150.0, 1.0)
_COUNTS = np.array([8.0, 16.0, 32.0, 64.0, 72.0, 128.0, 256.0])


@cache
def points() -> pd.DataFrame:
    """Return the measured points of DeepSeek-R1, with the name of their lengths."""
    frame = tables.load("inference/frontier_points")
    names = {lengths: name for name, lengths in WORKLOADS.items()}
    frame["workload"] = [names[pair] for pair in zip(frame["prompt_tokens"], frame["answer_tokens"], strict=True)]
    return frame


def _chosen(hardware: str, workload: str, drafts: bool | None, weights: str | None = None) -> pd.DataFrame:
    frame = points()
    keep = (frame["hardware"] == hardware) & (frame["workload"] == workload)
    if drafts is not None:
        keep &= frame["drafts"] == drafts
    if weights is not None:
        keep &= frame["weights"] == weights
    return frame[keep]


@cache
def _at(hardware: str, workload: str, drafts: bool | None, weights: str | None = None) -> np.ndarray:
    chosen = _chosen(hardware, workload, drafts, weights)
    if chosen.empty:
        return np.zeros_like(_GRID)
    return model.throughput_at(chosen["interactivity_tok_s_user"], chosen["throughput_tok_s_per_gpu"], _GRID)


@cache
def frontiers(drafts: bool | None = None) -> pd.DataFrame:
    """Return the best throughput of an accelerator by hardware, lengths and speed for each user, over all precisions and engines."""
    rows = []
    for workload in WORKLOADS:
        for hardware in sorted(points()["hardware"].unique()):
            best = _at(hardware, workload, drafts)
            reached = best > 0
            rows.append(pd.DataFrame({"workload": workload, "hardware": hardware, "interactivity_tok_s_user": _GRID[reached], "throughput_tok_s_per_gpu": best[reached]}))
    return pd.concat(rows, ignore_index=True)


@cache
def frontier_frame() -> pd.DataFrame:
    """Return measured points on each system's frontier, for the chart."""
    rows = []
    for workload in ("1,024 in, 1,024 out", "8,192 in, 1,024 out"):
        for hardware in SHOWN:
            chosen = _chosen(hardware, workload, None)
            if chosen.empty:
                continue
            best = chosen[model.on_frontier(chosen["interactivity_tok_s_user"], chosen["throughput_tok_s_per_gpu"])]
            rows.append(best.sort_values("interactivity_tok_s_user")[["workload", "hardware", "weights", "drafts", "interactivity_tok_s_user", "throughput_tok_s_per_gpu"]])
    return pd.concat(rows, ignore_index=True)


@cache
def b200_shares() -> pd.DataFrame:
    """Return the share of speeds at which B200 gives at least as much as each other system and all of them, by lengths.

    ``chip`` counts GB200's accelerators as B200s; ``same precision`` compares at eight bits, where all have points.
    """
    rows = []
    for workload in WORKLOADS:
        mine = _at("B200", workload, None)
        with_gb200 = np.maximum(mine, _at("GB200", workload, None))
        eight = np.maximum(_at("B200", workload, None, "fp8"), _at("GB200", workload, None, "fp8"))
        others = np.stack([_at(name, workload, None) for name in EARLY_2025])
        others_eight = np.stack([_at(name, workload, None, "fp8") for name in EARLY_2025])
        for name in (*EARLY_2025, "GB200", "MI355X", "B300", "GB300"):
            rows.append({"workload": workload, "against": name, "counted": "server of eight", "share": float(model.share_above(mine, _at(name, workload, None)))})
        rows.append({"workload": workload, "against": "all of early 2025", "counted": "server of eight", "share": float(model.share_above(mine, np.vstack([others, _at("GB200", workload, None)])))})
        rows.append({"workload": workload, "against": "all of early 2025", "counted": "chip", "share": float(model.share_above(with_gb200, others))})
        rows.append({"workload": workload, "against": "all of early 2025", "counted": "server, GB200 aside", "share": float(model.share_above(mine, others))})
        rows.append({"workload": workload, "against": "all of early 2025", "counted": "chip, same precision", "share": float(model.share_above(eight, others_eight))})
    return pd.DataFrame(rows)


def _share(counted: str, against: str = "all of early 2025") -> float:
    """Return the mean over lengths of a share of `b200_shares`."""
    frame = b200_shares()
    return float(frame[(frame["against"] == against) & (frame["counted"] == counted)]["share"].mean())


@cache
def pairs() -> pd.DataFrame:
    """Return measured pairs alike in all but the number of accelerators, one twice the other: how much shorter a token takes.

    At a fixed number of requests a shorter time per token is more speed for each user and more tokens at once.
    """
    frame = tables.load("inference/measured_latency")
    key = ["model", "hardware", "weights", "engine", "prompt_tokens", "answer_tokens", "concurrency"]
    small = frame[[*key, "accelerators", "tpot_ms"]]
    large = small.rename(columns={"tpot_ms": "tpot_ms_double"}).assign(accelerators=lambda x: x["accelerators"] / _TIMES)
    both = small.astype({"accelerators": float}).merge(large, on=[*key, "accelerators"])
    return both.assign(ratio=both["tpot_ms"] / both["tpot_ms_double"])


@cache
def modelled(workload: str = "8,192 in, 1,024 out") -> pd.DataFrame:
    """Return our model's throughput and speed beside the measured points of servers of eight without guessed tokens.

    Lengths are nine tenths of the nominal ones, the mean of what was sent. ``new`` tells points at numbers of requests at which
    nothing on this system was fitted; the others are runs much like those of the calibration.
    """
    language_model = models.get("deepseek-r1")
    prompt, answer = (0.9 * tokens for tokens in WORKLOADS[workload])
    rows = []
    for hardware, weights, precision in (("B200", "fp4", "nvfp4"), ("H200", "fp8", "fp8")):
        measured = _chosen(hardware, workload, False, weights).query("accelerators == 8 and ~parallelism.str.startswith('prefill')")
        system = systems.get(f"8x{hardware}")
        batch = np.geomspace(1.0, float(measured["concurrency"].max()), 40)
        label = f"{hardware}, {weights.upper()}"
        fitted = tables.load("inference/measured_latency").query("split == 'calibration' and model == 'deepseek-r1' and hardware == @hardware and accelerators == 8")["concurrency"]
        points_here = measured.assign(system=label, kind="measured", new=~measured["concurrency"].isin(fitted))
        for method, kind in METHODS.items():
            options = {"weights": precision, "kv": "fp8", "compute": "weights", "method": method}
            ours = serving.workload(language_model, system, prompt, answer, batch, **options)
            line = {"system": label, "kind": kind, "interactivity_tok_s_user": ours.interactivity_tok_s_user, "throughput_tok_s_per_gpu": ours.output_tok_s / system.accelerators}
            rows.append(pd.DataFrame(line))
            at = serving.workload(language_model, system, prompt, answer, measured["concurrency"].to_numpy(dtype=float), **options)
            points_here[f"ratio_{method}"] = at.output_tok_s / system.accelerators / measured["throughput_tok_s_per_gpu"].to_numpy()
        rows.append(points_here[["system", "kind", "interactivity_tok_s_user", "throughput_tok_s_per_gpu", "new", *(f"ratio_{method}" for method in METHODS)]])
    return pd.concat(rows, ignore_index=True)


@cache
def cost_frame() -> pd.DataFrame:
    """Return dollars per million answer tokens by hardware and speed, at a paid hour of the owner, over the range of the hour's cost."""
    rows = []
    for name in SHOWN:
        chosen = _chosen(name, "8,192 in, 1,024 out", None)
        best = chosen[model.on_frontier(chosen["interactivity_tok_s_user"], chosen["throughput_tok_s_per_gpu"])].sort_values("interactivity_tok_s_user")
        hour = hour_cost.usd_per_hour(name).quantity("USD/hour")
        for r in best.itertuples():
            low, middle, high = (float(cost.usd_per_mtok(h, 1, r.throughput_tok_s_per_gpu)) for h in (hour.low, hour.value, hour.high))
            rows.append({"hardware": name, "interactivity_tok_s_user": r.interactivity_tok_s_user, "usd_per_mtok": middle, "low": low, "high": high})
    return pd.DataFrame(rows)


@cache
def long_chain(speed: float = 20.0, hardware: str = "GB200", against: str = "H100", workload: str = "1,024 in, 8,192 out", weights: str | None = None) -> np.ndarray:
    """Return draws of how many times a token of a long chain costs on one system what it costs on another, at a speed.

    Common assumptions (electricity, life, interest) are drawn once for both. Without `weights` each system runs at the
    precision that serves it best.
    """
    mine, theirs = (_at(name, workload, None, weights)[np.searchsorted(_GRID, speed)] for name in (hardware, against))
    if min(mine, theirs) <= 0:
        raise ValueError(f"no measured point of {hardware} or {against} gives {speed:g} tokens a second to each user in {workload}.")
    return (hour_cost.usd_per_hour(hardware).samples / mine) / (hour_cost.usd_per_hour(against).samples / theirs)


@cache
def audited() -> pd.DataFrame:
    """Return the best MLPerf submission of every round, accelerator and scenario, by tokens a second of one accelerator, oldest round first."""
    frame = tables.load("inference/mlperf_runs")
    frame["throughput_tok_s_per_gpu"] = frame["throughput_tok_s"] / frame["accelerators"]
    return frame.sort_values(["hardware", "scenario", "round"], ignore_index=True)


@cache
def audited_frame() -> pd.DataFrame:
    """Return the newest round of `audited` of each accelerator and scenario, with dollars per million answer tokens where the hour's cost is known, prompts included."""
    newest = audited().groupby(["hardware", "scenario"], as_index=False).last()
    rows = []
    for r in newest.itertuples():
        ends = (np.nan,) * 3
        if r.hardware in hour_cost.ACCELERATORS:
            hour = hour_cost.usd_per_hour(r.hardware).quantity("USD/hour")
            ends = tuple(float(cost.usd_per_mtok(h, 1, r.throughput_tok_s_per_gpu)) for h in (hour.low, hour.value, hour.high))
        rows.append({
            "hardware": r.hardware, "scenario": r.scenario, "limit_tpot_ms": r.limit_tpot_ms, "round": r.round, "published": r.published, "submitter": r.submitter, "accelerators": r.accelerators, "weights": r.weights,
            "submissions": r.submissions, "throughput_tok_s_per_gpu": r.throughput_tok_s_per_gpu, "usd_per_mtok": ends[1], "low": ends[0], "high": ends[2],
        })  # fmt: skip
    return pd.DataFrame(rows)


def _audited(hardware: str, scenario: str, number: str | None = None) -> float:
    frame = audited()
    frame = frame[(frame["hardware"] == hardware) & (frame["scenario"] == scenario)]
    return float((frame if number is None else frame[frame["round"] == number])["throughput_tok_s_per_gpu"].iloc[-1])


@cache
def audited_saving(hardware: str, against: str, scenario: str) -> np.ndarray:
    """Return draws of how many times a token costs on one accelerator what it costs on another, by their newest MLPerf rounds; common assumptions are drawn once."""
    return (hour_cost.usd_per_hour(hardware).samples / _audited(hardware, scenario)) / (hour_cost.usd_per_hour(against).samples / _audited(against, scenario))


@cache
def trainium() -> pd.DataFrame:
    """Return what a dollar buys on Trainium2 over what it buys on H100 and H200, at one cloud's list prices of late 2025."""
    prices = tables.load("inference/cloud_instance_prices")
    prices = prices[prices["date"] >= pd.Timestamp("2025-01-01")]
    hour = (prices.set_index("accelerator")["usd_per_hour"] / prices.set_index("accelerator")["accelerators"]).to_dict()
    mine, rows = systems.accelerator("Trainium2"), []
    for name in ("H100", "H200"):
        other = systems.accelerator(name)
        for what, a, b in (
            ("16-bit FLOP/s", mine.bf16_flop_per_s, other.bf16_flop_per_s),
            ("8-bit FLOP/s", mine.fp8_flop_per_s, other.fp8_flop_per_s),
            ("Memory bandwidth", mine.memory_bandwidth_bytes_per_s, other.memory_bandwidth_bytes_per_s),
            ("Memory", mine.memory_bytes, other.memory_bytes),
        ):
            rows.append(
                {
                    "against": name, "quantity": what, "ratio": float(model.per_dollar_ratio(a, hour["Trainium2"], b, hour[name])),
                    "break_even_usd_per_hour": float(model.break_even_price(a, hour["Trainium2"], b)), "usd_per_hour": hour["Trainium2"], "other_usd_per_hour": hour[name],
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def rents_above(quantity: str, against: str = "H100") -> float:
    """Return the share of published rents since 2025 of another accelerator above which Trainium2's list price is the cheaper for a quantity."""
    rents = hour_cost.rental_prices()
    rents = rents[(rents["accelerator"] == against) & ~rents["bound"] & (rents["date"] >= pd.Timestamp("2025-01-01"))]
    row = trainium().query("against == @against and quantity == @quantity").iloc[0]
    published = np.append(rents["middle"].to_numpy(), row["other_usd_per_hour"])
    return float(np.mean(published > row["break_even_usd_per_hour"]))


def _orion_chip(name: str) -> dict[str, float]:
    chip = systems.accelerator(name)
    blackwell = name in ("B200", "GB200", "B300", "GB300")
    return {
        "memory_bytes": chip.memory_bytes, "bandwidth_bytes_per_s": chip.memory_bandwidth_bytes_per_s, "flop_per_s": chip.flop_per_s("fp4" if blackwell else "fp8"),
        "weight_bytes_each": 9.0 / 16.0 if blackwell else 1.0,  # four bits and a scale of eight for sixteen weights
    }  # fmt: skip


def _kv_bytes_per_token(active_params):
    """Keys and values of a token at eight bits, for layers and heads that grow with the cube root of size from Llama 3.1 405B's."""
    known = models.get("llama-3.1-405b")
    return 2.0 * known.kv_heads * known.head_dim * known.layers * np.cbrt(active_params / known.params_total)


def _orion_usd(hour_usd, chip, counts, orion_active_params, orion_total_over_active, orion_speed_tok_s_user, orion_prompt_tokens, orion_answer_tokens, orion_bandwidth_share, orion_flop_share):
    """Return dollars of a request on the number of accelerators that serves it most cheaply."""
    spread = [np.expand_dims(np.asarray(x, dtype=float), -1) for x in (
        orion_active_params, np.maximum(orion_total_over_active, 1.0), orion_speed_tok_s_user, orion_prompt_tokens, orion_answer_tokens, orion_bandwidth_share, orion_flop_share)]  # fmt: skip
    took = model.sized_request(*spread, accelerators=np.asarray(counts, dtype=float), kv_bytes_per_token=_kv_bytes_per_token(spread[0]), **_orion_chip(chip))
    return hour_usd / 3600.0 * took.accelerator_seconds.min(axis=-1)


@cache
def _orion_draws(chip: str, one_server: bool = False) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return draws of the cost of a request to a model of Orion's size, USD, and of its input and output tokens."""
    names = ("orion_active_params", "orion_total_over_active", "orion_speed_tok_s_user", "orion_prompt_tokens", "orion_answer_tokens", "orion_bandwidth_share", "orion_flop_share")
    drawn = parameters.sample(parameters.select(*names, part="inference"))
    usd = _orion_usd(hour_cost.usd_per_hour(chip).samples, chip, _COUNTS[:1] if one_server else _COUNTS, **drawn)
    return usd, {"input": drawn["orion_prompt_tokens"], "output": drawn["orion_answer_tokens"]}


@cache
def _list_price(name: str) -> dict[str, float]:
    rows = tables.load("inference/list_prices").query("model == @name")
    return {"input": float(rows["input_usd_per_mtok"].iloc[0]), "output": float(rows["output_usd_per_mtok"].iloc[0])}


@cache
def orion(chip: str, one_server: bool = False, price: str = "GPT-4.5 preview") -> dict[str, float]:
    """Return how a model of Orion's size does on a chip: share of draws whose cost a list price does not recover, and cost over price.

    Parameters
    ----------
    chip : str
    one_server : bool
        Whether eight accelerators have to hold it; otherwise as many as serve most cheaply.
    price : str
        Model whose list price is asked.
    """
    usd, tokens = _orion_draws(chip, one_server)
    listed = _list_price(price)
    paid = sum(tokens[kind] * listed[kind] for kind in listed) / 1e6
    served = np.isfinite(usd)
    low, middle, high = np.quantile(usd[served] / paid[served], uncertainty.LEVELS) if np.any(served) else (np.nan,) * 3
    return {"uneconomic": float(np.mean(usd > paid)), "not_served": float(np.mean(~served)), "cost_over_price": middle, "low": low, "high": high}


@cache
def orion_frame() -> pd.DataFrame:
    """Return dollars per million answer tokens, prompts included, by assumed active size on Hopper and Blackwell, the rest central."""
    names = ("orion_total_over_active", "orion_speed_tok_s_user", "orion_prompt_tokens", "orion_answer_tokens", "orion_bandwidth_share", "orion_flop_share")
    central = {n: p.central for n, p in parameters.select(*names, part="inference").items()}
    size = parameters.get("orion_active_params", part="inference")
    active = np.geomspace(size.low, size.high, 25)
    rows = []
    for chip in ("H100", "H200", "B200", "GB200"):
        hour = hour_cost.usd_per_hour(chip).quantity("USD/hour")
        for end, usd in (("usd_per_mtok", hour.value), ("low", hour.low), ("high", hour.high)):
            made = 1e6 / central["orion_answer_tokens"] * _orion_usd(usd, chip, _COUNTS, active, **central)
            rows.append(pd.DataFrame({"chip": chip, "active_billion": active / 1e9, "end": end, "value": made}))
    frame = pd.concat(rows).pivot_table(index=["chip", "active_billion"], columns="end", values="value").reset_index()
    return frame[np.isfinite(frame["usd_per_mtok"])][["chip", "active_billion", "usd_per_mtok", "low", "high"]].reset_index(drop=True)


@cache
def orion_list_price() -> float:
    """Return what GPT-4.5's list price brings in by million answer tokens, prompts of central length included, USD."""
    listed = _list_price("GPT-4.5 preview")
    prompt, answer = (parameters.get(f"orion_{kind}_tokens", part="inference").central for kind in ("prompt", "answer"))
    return float((prompt * listed["input"] + answer * listed["output"]) / answer)


@cache
def _gpt4o() -> str:
    return tables.load("inference/list_prices").query("model.str.startswith('GPT-4o-')")["model"].iloc[0]


_q = Quantity.of


def _speed(hardware: str, workload: str, speed: float, weights: str | None = None) -> float:
    return float(_at(hardware, workload, None, weights)[np.searchsorted(_GRID, speed)])


def _orion_facts() -> dict[str, Quantity]:
    size, ratio = (parameters.get(f"orion_{name}", part="inference") for name in ("active_params", "total_over_active"))
    listed = _list_price("GPT-4.5 preview")
    out = {
        "orion_active": _q(size.central, "1", size.low, size.high, grade="guessed", label="Active weights of a model of Orion’s size, a guess"),
        "orion_span": _q(size.high / size.low, grade="guessed"),
        "orion_most": _q(_COUNTS[-1]),
        "orion_ratio": _q(ratio.central, "1", ratio.low, ratio.high, grade="guessed"),
        "orion_price_input": _q(listed["input"], "USD/Mtoken"),
        "orion_price_output": _q(listed["output"], "USD/Mtoken"),
    }
    for chip in ("H100", "H200", "B200", "GB200"):
        key = chip.lower()
        many, one, cheap = orion(chip), orion(chip, True), orion(chip, price=_gpt4o())
        out |= {
            f"orion_{key}": _q(100 * many["uneconomic"], "percent", grade="guessed", label=f"Chance that GPT-4.5’s price does not pay for a model of Orion’s size on {chip}" if chip in ("H100", "GB200") else ""),
            f"orion_{key}_one_server": _q(100 * one["uneconomic"], "percent", grade="guessed"),
            f"orion_{key}_cost": _q(100 * many["cost_over_price"], "percent", 100 * many["low"], 100 * many["high"], grade="guessed", driver="orion_active_params"),
            f"orion_{key}_cheap": _q(100 * cheap["uneconomic"], "percent", grade="guessed"),
        }
    usd = {chip: _orion_draws(chip)[0] for chip in ("H100", "GB200")}
    both = np.isfinite(usd["H100"]) & np.isfinite(usd["GB200"])
    low, middle, high = np.quantile(usd["H100"][both] / usd["GB200"][both], uncertainty.LEVELS)
    out["orion_saving"] = _q(middle, "1", low, high, grade="guessed", label="Cost of a model of Orion’s size on H100 over that on GB200", driver="orion_total_over_active")
    return out


def _audited_facts() -> dict[str, Quantity]:
    frame, newest = audited(), audited_frame()
    out = {
        "audited_rounds": _q(frame["round"].nunique(), grade="measured"), "audited_hardware": _q(newest["hardware"].nunique(), grade="measured"), "audited_submissions": _q(frame["submissions"].sum(), grade="measured"),
        "audited_loose": _q(frame.loc[frame["scenario"] == "Server", "limit_tpot_ms"].iloc[0], "ms", grade="measured"), "audited_tight": _q(frame.loc[frame["scenario"] == "Interactive", "limit_tpot_ms"].iloc[0], "ms", grade="measured"),
        "audited_b200_h200_loose": _q(_audited("B200", "Server", "5.1") / _audited("H200", "Server", "5.1"), grade="measured", label="Tokens of a B200 over those of an H200 on Llama 2 70B, 200 ms a token (MLPerf)"),
        "audited_b200_h200_tight": _q(_audited("B200", "Interactive", "5.1") / _audited("H200", "Interactive", "5.1"), grade="measured"),
        "b200_over_h200_tight": _q(_speed("B200", next(iter(WORKLOADS)), 25.0) / _speed("H200", next(iter(WORKLOADS)), 25.0), grade="measured"),  # 25 tokens a second: the tight limit's 40 ms a token
    }  # fmt: skip
    for key, scenario in (("loose", "Server"), ("tight", "Interactive")):
        limit = f"{out[f'audited_{key}'].value:.0f} ms a token (MLPerf)"
        out[f"audited_mi355x_{key}"] = _q(_audited("MI355X", scenario) / _audited("B200", scenario), grade="measured", label=f"Tokens of an MI355X over those of a B200 on Llama 2 70B, {limit}")
        low, middle, high = np.quantile(audited_saving("MI355X", "B200", scenario), uncertainty.LEVELS)
        out[f"audited_mi355x_cost_{key}"] = _q(middle, "1", low, high, label=f"Cost of a token on MI355X over that on B200, {limit}", driver="chip_price_usd")
        out[f"audited_mi355x_cheaper_{key}"] = _q(100 * np.mean(audited_saving("MI355X", "B200", scenario) < 1), "percent")
    both = frame.pivot(index=["hardware", "round"], columns="scenario", values="throughput_tok_s_per_gpu").dropna().groupby("hardware").last()
    for name in ("B200", "H200", "MI355X", "MI300X", "GB300"):
        out[f"audited_kept_{name.lower()}"] = _q(100 * both.at[name, "Interactive"] / both.at[name, "Server"], "percent", grade="measured")
    out |= {f"audited_least_{key}": _q(newest.loc[newest["scenario"] == scenario, "throughput_tok_s_per_gpu"].min(), "token/s", grade="measured") for key, scenario in (("loose", "Server"), ("tight", "Interactive"))}
    out |= {f"audited_most_{key}": _q(newest.loc[newest["scenario"] == scenario, "throughput_tok_s_per_gpu"].max(), "token/s", grade="measured") for key, scenario in (("loose", "Server"), ("tight", "Interactive"))}
    for name in ("H100", "H200", "MI300X", "B200"):
        out[f"audited_gain_{name.lower()}"] = _q(100 * (_audited(name, "Server", "5.1") / _audited(name, "Server", "4.1") - 1), "percent", grade="measured")
    return out


@cache
def tpu() -> pd.DataFrame:
    """Return the printed points of a TPU (Ironwood) and Blackwell, and what they imply, all over B200.

    Returns
    -------
    pandas.DataFrame
        At 20 tokens a second to each user: tokens a chip and tokens a dollar, both printed, and the hour's price which they
        imply; at 100: cost of a token, printed, and the tokens a chip which that and the hour imply.
    """
    frame = tables.load("inference/tpu_points").set_index(["interactivity_tok_s_user", "hardware"])
    slow, fast = frame.loc[20.0], frame.loc[100.0]
    tokens = slow["total_tok_s_per_chip"] / slow.at["B200", "total_tok_s_per_chip"]
    hour = tokens / slow["tokens_per_usd_over_b200"]
    price = fast["usd_per_mtok_total"] / fast.at["B200", "usd_per_mtok_total"]
    return pd.DataFrame({"tokens_20": tokens, "per_usd_20": slow["tokens_per_usd_over_b200"], "hour": hour, "price_100": price, "tokens_100": hour / price}).reset_index()


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    ironwood = tpu().set_index("hardware").loc["Ironwood"]
    shares = b200_shares().set_index(["against", "counted", "workload"])["share"]
    one, other, long = WORKLOADS
    doubled = pairs()["ratio"]
    rents = hour_cost.rental_prices()
    trn = trainium().set_index(["against", "quantity"])
    gb200, h100, h200 = (_speed(name, long, 25.0) for name in ("GB200", "H100", "H200"))
    against_h100, against_h200 = long_chain(25.0), long_chain(25.0, against="H200")
    low, middle, high = np.quantile(1.0 / against_h200, uncertainty.LEVELS)
    fp8 = np.quantile(1.0 / long_chain(25.0, against="H200", weights="fp8"), uncertainty.LEVELS)
    fit = modelled()
    errors = {(name, method): fit[(fit["kind"] == "measured") & (fit["system"].str.startswith(name))][f"ratio_{method}"] for name in ("B200", "H200") for method in METHODS}
    unseen = fit[(fit["kind"] == "measured") & fit["new"].eq(True)]
    top = {name: float(points().query("hardware == @name")["interactivity_tok_s_user"].max()) for name in ("B200", "GB200", "H200", "MI355X")}
    out = {
        "points": _q(len(points()), grade="measured"),
        "hardware_count": _q(points()["hardware"].nunique(), grade="measured"),
        "b200_server": _q(100 * _share("server of eight"), "percent", grade="measured", label="Share of speeds at which B200 beats all of early 2025, GB200 among them"),
        "b200_chip": _q(100 * _share("chip"), "percent", grade="measured", label="The same with GB200’s accelerators counted as B200s"),
        "b200_server_fraction": _q(_share("server of eight"), grade="measured"),
        "b200_chip_fraction": _q(_share("chip"), grade="measured"),
        "b200_same_precision": _q(100 * _share("chip, same precision"), "percent", grade="measured"),
        "b200_gb200_short": _q(100 * shares["GB200", "server of eight", one], "percent", grade="measured"),
        "b200_gb200_read": _q(100 * shares["GB200", "server of eight", other], "percent", grade="measured"),
        "b200_mi355x_short": _q(100 * shares["MI355X", "server of eight", one], "percent", grade="measured"),
        "b200_mi355x_read": _q(100 * shares["MI355X", "server of eight", other], "percent", grade="measured"),
        **{f"at50_{name.lower()}": _q(_speed(name, one, 50.0), "token/s", grade="measured") for name in ("B200", "GB200", "H200", "MI355X")},
        **{f"top_{name.lower()}": _q(value, "token/s", grade="measured") for name, value in top.items()},
        "tpu_tokens_20": Quantity(float(ironwood["tokens_20"]), "1", grade="measured", label="Tokens of an Ironwood TPU over a B200, eight-bit weights, 20 tokens/s for each user"),
        "tpu_tokens_100": Quantity(float(ironwood["tokens_100"]), "1", grade="modelled", label="The same at 100 tokens/s, from printed costs"),
        "tpu_hour": Quantity(float(ironwood["hour"]), "1", grade="guessed", label="Hour of an Ironwood over that of a B200 in the analysts' costs"),
        "tpu_price_100": Quantity(float(ironwood["price_100"]), "1", grade="guessed"),
        "tpu_per_usd_20": Quantity(float(ironwood["per_usd_20"]), "1", grade="guessed"),
        "speed_20": Quantity(20.0, "token/s"),
        "speed_100": Quantity(100.0, "token/s"),
        "speed_50": _q(50.0, "token/s"),
        "speed_25": _q(25.0, "token/s"),
        "b200_over_h200": _q(_speed("B200", one, 50.0) / _speed("H200", one, 50.0), grade="measured", label="Tokens of a B200 over those of an H200 at the same speed for each user"),
        "b200_over_h200_fp8": _q(_speed("B200", one, 50.0, "fp8") / _speed("H200", one, 50.0, "fp8"), grade="measured", label="Tokens of a B200 over those of an H200, eight-bit weights on both"),
        "pairs": _q(len(doubled), grade="measured"),
        "pairs_times": _q(_TIMES),
        "pairs_faster": _q(100 * np.mean(doubled > 1), "percent", grade="measured", label="Pairs in which the larger group was faster for each user"),
        "pairs_faster_fraction": _q(np.mean(doubled > 1), grade="measured"),
        "pairs_ratio": _q(doubled.median(), "1", *np.quantile(doubled, [0.05, 0.95]), grade="measured"),
        "long_gb200": _q(gb200, "token/s", grade="measured"),
        "long_h100": _q(h100, "token/s", grade="measured"),
        "long_h200": _q(h200, "token/s", grade="measured"),
        "nvl72_cheaper": _q(100 * np.mean(against_h100 < 1), "percent"),
        "nvl72_cheaper_fraction": _q(np.mean(against_h100 < 1)),
        "nvl72_saving": _q(middle, "1", low, high, label="Cost of a long chain’s token on H200 over that on GB200", driver="chip_price_usd"),
        "nvl72_saving_fp8": _q(fp8[1], "1", fp8[0], fp8[2], label="Cost of a long chain’s token on H200 over that on GB200, eight-bit weights on both", driver="chip_price_usd"),
        "nvl72_saving_h100": _q(np.median(1.0 / against_h100), "1", *np.quantile(1.0 / against_h100, [0.05, 0.95])),
        "nvl72_tipping": _q(gb200 / h200, "1"),
        "trn2_hour": _q(trn.loc[("H100", "Memory"), "usd_per_hour"], "USD/hour"),
        "h100_list": _q(trn.loc[("H100", "Memory"), "other_usd_per_hour"], "USD/hour"),
        **{
            f"trn2_{key}": _q(trn.loc[("H100", name), "ratio"], "1", label=f"What a dollar buys on Trainium2 over H100, at one cloud’s list: {name}")
            for key, name in (("flop", "16-bit FLOP/s"), ("flop8", "8-bit FLOP/s"), ("bandwidth", "Memory bandwidth"), ("capacity", "Memory"))
        },
        **{
            f"trn2_{key}_even": _q(trn.loc[("H100", name), "break_even_usd_per_hour"], "USD/hour")
            for key, name in (("flop", "16-bit FLOP/s"), ("bandwidth", "Memory bandwidth"), ("capacity", "Memory"))
        },
        **{
            f"trn2_{key}_rents": _q(100 * rents_above(name), "percent")
            for key, name in (("flop", "16-bit FLOP/s"), ("bandwidth", "Memory bandwidth"), ("capacity", "Memory"))
        },
        "rents_counted": _q(1 + len(rents[(rents["accelerator"] == "H100") & ~rents["bound"] & (rents["date"] >= pd.Timestamp("2025-01-01"))]), grade="measured"),
        **{f"{method}_{name.lower()}": _q(ratio.median(), "1", ratio.min(), ratio.max()) for (name, method), ratio in errors.items()},
        "calibrated_off": _q(100 * np.median(np.abs(unseen["ratio_calibrated"].astype(float) - 1)), "percent", label="Median error of the calibrated model at numbers of requests it was not fitted at"),
        "calibrated_points": _q(len(unseen), grade="measured"),
    }  # fmt: skip
    return out | _audited_facts() | _orion_facts()
