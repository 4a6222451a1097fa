"""How right the serving model is: its error on points that no fit saw, by model and by hardware, beside rooflines and other tools."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.inference import calibrated, coefficients, cost, models, published_day, serving, systems
from analysis.inference.parallel import Layout
from analysis.inference.results import calibration
from analysis.parameters import SEED, Z95, Parameter
from analysis.quantities import Quantity

__all__ = ["METHODS", "TOOLS", "errors", "time_error", "medians", "by_group", "scatter", "residuals", "coefficient_frame", "tools", "whole", "spread", "unseen", "unseen_medians", "other_maker", "other_maker_frame", "other_maker_medians", "forms", "day", "facts"]

METHODS = {"roofline": "Whole-step roofline", "per_op": "Per-operation roofline", "calibrated": "Calibrated model"}
TOOLS = {"aiconfigurator": "aiconfigurator", "llm-analysis": "llm-analysis", "llm-flops": "llm-flops", "genz-llm": "GenZ"}
_KINDS = {True: "sparse", False: "dense"}
_RESAMPLES = 2000
_FAR = 50.0  # percent beyond which an error counts as large


@cache
def errors() -> pd.DataFrame:
    """Return every measured point with the logarithm of predicted over measured *time* for each method, long form.

    A throughput that is predicted too high is a time predicted too short, so that the two quantities share one sign.
    """
    wide = tables.load("inference/serving_predictions")
    sign = np.where(wide["quantity"] == "time", 1.0, -1.0)
    wide["kind"] = wide["sparse"].map(_KINDS)
    columns = [*METHODS, "first_form", "without_model", "without_hardware"]
    keys = ["quantity", "model", "hardware", "accelerators", "weights", "engine", "parallelism", "prompt_tokens", "answer_tokens", "concurrency", "batch", "kind", "split", "held_out_by", "measured"]
    long = wide.melt(id_vars=keys, value_vars=columns, var_name="method", value_name="predicted")
    long["log_error"] = np.tile(sign, len(columns)) * np.log(long["predicted"] / long["measured"])
    long["off_percent"] = 100.0 * np.abs(long["predicted"] / long["measured"] - 1.0)
    return long


@cache
def time_error(sparse: bool, quantity: str = "throughput") -> Parameter:
    """Return the factor by which real time differs from the calibrated model's, as a parameter to draw from.

    Parameters
    ----------
    sparse : bool
        Whether the model has experts.
    quantity : {"throughput", "time"}
        Whether time of the whole server (cost, energy) or of one user's token (speed) is meant.

    Returns
    -------
    analysis.parameters.Parameter
        Lognormal around 1; its ends hold nine in ten of the errors on validation points.
    """
    frame = errors()
    chosen = frame[(frame["method"] == "calibrated") & (frame["split"] == "validation") & (frame["kind"] == _KINDS[sparse]) & (frame["quantity"] == quantity)]
    width = float(np.exp(np.quantile(np.abs(chosen["log_error"]), 0.9)))
    return Parameter(
        name=f"serving_time_error_{_KINDS[sparse]}_{quantity}", unit="1", central=1.0, low=float(f"{1 / width:.6g}"), high=float(f"{width:.6g}"), distribution="lognormal", part="inference",
        source="nvidia2025trtllm10 nvidia2026trtllm nvidia2026aiconfigurator", locator="table inference/serving_predictions, rows with split = validation", seen="primary",
        note="ends hold nine in ten of the absolute log errors on points that no fit saw",
    )  # fmt: skip


def _median_range(values: np.ndarray, groups: np.ndarray) -> tuple[float, float, float]:
    """Return a median with the 5 and 95 % points of a bootstrap that draws whole groups: points of one model on one accelerator err together."""
    names, place = np.unique(groups, return_inverse=True)
    drawn = np.random.default_rng([SEED, len(values)]).integers(0, len(names), (_RESAMPLES, len(names)))
    weight = np.stack([np.bincount(row, minlength=len(names)) for row in drawn])[:, place]
    order = np.argsort(values, kind="stable")
    running = np.cumsum(weight[:, order], axis=1)
    half = np.argmax(running >= 0.5 * running[:, -1:], axis=1)
    low, high = np.quantile(values[order][half], [0.05, 0.95])
    return float(np.median(values)), float(low), float(high)


@cache
def medians() -> pd.DataFrame:
    """Return how far off each method typically is on validation points, in percent, by quantity and kind of model."""
    frame = errors()
    frame = frame[(frame["split"] == "validation") & frame["method"].isin(list(METHODS))]
    rows = []
    for (quantity, kind, method), part in frame.groupby(["quantity", "kind", "method"]):
        value, low, high = _median_range(part["off_percent"].to_numpy(), (part["model"] + "|" + part["hardware"]).to_numpy())
        rows.append({"quantity": quantity, "kind": kind, "method": METHODS[method], "off_percent": value, "low_percent": low, "high_percent": high, "points": len(part)})
    return pd.DataFrame(rows)


def _signed(log_error):
    return 100.0 * (np.exp(log_error) - 1.0)


@cache
def by_group() -> pd.DataFrame:
    """Return the calibrated model's signed error of time by model and by accelerator: on validation points, and on calibration points when the group was left out of the fit."""
    frame = errors()
    rows = []
    for column, left_out in (("model", "without_model"), ("hardware", "without_hardware")):
        parts = (("kept from the fit", frame[(frame["split"] == "validation") & (frame["method"] == "calibrated")]), ("left out in turn", frame[(frame["split"] == "calibration") & (frame["method"] == left_out)]))
        for how, part in parts:
            for group, inside in part.groupby(column):
                middle, low, high = np.quantile(inside["log_error"], [0.5, 0.05, 0.95])
                name = models.get(group).name if column == "model" else group
                rows.append({"by": column, "group": name, "how": how, "points": len(inside), "error_percent": _signed(middle), "low_percent": _signed(low), "high_percent": _signed(high)})
    return pd.DataFrame(rows).sort_values(["by", "group", "how"], ignore_index=True)


@cache
def scatter() -> pd.DataFrame:
    """Return predicted against measured throughput of one accelerator, validation points."""
    frame = errors()
    frame = frame[(frame["split"] == "validation") & (frame["quantity"] == "throughput") & frame["method"].isin(["roofline", "calibrated"])].copy()
    frame["method"] = frame["method"].map(METHODS)
    frame["measured_tok_s"] = frame["measured"] / frame["accelerators"]
    frame["predicted_tok_s"] = frame["predicted"] / frame["accelerators"]
    return frame[["method", "kind", "model", "hardware", "prompt_tokens", "answer_tokens", "measured_tok_s", "predicted_tok_s"]].reset_index(drop=True)


@cache
def residuals() -> pd.DataFrame:
    """Return the calibrated model's signed error of time against the sequences in a step, validation points."""
    frame = errors()
    frame = frame[(frame["split"] == "validation") & (frame["method"] == "calibrated")].copy()
    frame["error_percent"] = _signed(frame["log_error"])
    frame["per_accelerator"] = frame["batch"] / frame["accelerators"]
    return frame[["quantity", "kind", "model", "hardware", "engine", "prompt_tokens", "answer_tokens", "per_accelerator", "error_percent"]].reset_index(drop=True)


_SHARES = {
    "weight_bandwidth": "Bandwidth, weights", "expert_bandwidth": "Bandwidth, experts", "cache_bandwidth": "Bandwidth, cache", "bf16_throughput": "Arithmetic, 16 bit",
    "fp8_throughput": "Arithmetic, 8 bit", "fp4_throughput": "Arithmetic, 4 bit", "expert_throughput": "further share, experts", "decode_attention_throughput": "Attention, answers",
    "prompt_attention_throughput": "Attention, prompts", "link_bandwidth": "Links",
}  # fmt: skip


@cache
def coefficient_frame() -> pd.DataFrame:
    """Return the shares of rated speeds: what was thought plausible before, and what the fit found."""
    fitted = tables.load("inference/calibration").set_index("coefficient")
    prior = tables.load("inference/calibration_priors").set_index("coefficient")
    rows = []
    for name, label in _SHARES.items():
        centre, spread = float(prior.at[name, "central"]), np.exp(Z95 * float(prior.at[name, "log_sd"]))
        rows.append({"share": label, "when": "before the fit", "percent": 100 * centre, "low_percent": 100 * centre / spread, "high_percent": 100 * centre * spread})
        rows.append({"share": label, "when": "fitted", **{k: 100 * float(fitted.at[name, c]) for k, c in (("percent", "central"), ("low_percent", "low"), ("high_percent", "high"))}})
    return pd.DataFrame(rows)


@cache
def _compared() -> pd.DataFrame:
    """Return the points that other tools predict, with what they and the calibrated model say."""
    said = tables.load("inference/tool_predictions")
    said = said[said["predicted"].notna()]
    ours = tables.load("inference/serving_predictions")
    key = ["model", "hardware", "accelerators", "weights", "engine", "prompt_tokens", "answer_tokens"]
    runs = tables.load("inference/measured_throughput")
    per = runs[runs["scenario"] == "most throughput"][[*key, "parallelism", "per"]].astype({"prompt_tokens": int, "answer_tokens": int})
    fast = said[said["measured_table"] == "measured_throughput"].merge(per, on=[*key, "parallelism"])
    fast["predicted"] *= np.where(fast["per"] == "accelerator", fast["accelerators"], 1)
    fast = fast.drop(columns="concurrency").merge(ours[ours["quantity"] == "throughput"], on=[*key, "parallelism"], suffixes=("", "_ours"))
    slow = said[said["measured_table"] == "measured_latency"].drop(columns="parallelism").merge(ours[ours["quantity"] == "time"], on=[*key, "concurrency"], suffixes=("", "_ours"))
    slow["predicted"] /= 1e3
    both = pd.concat([fast, slow], ignore_index=True)
    both["kind"] = both["sparse"].map(_KINDS)
    both["quantity"] = both["quantity_ours"]
    return both[both["split"] == "validation"]


@cache
def tools() -> pd.DataFrame:
    """Return how far off other open tools are on validation points, and the calibrated model on the same points."""
    rows = []
    for (tool, quantity, kind), part in _compared().groupby(["tool", "quantity", "kind"]):
        groups = (part["model"] + "|" + part["hardware"]).to_numpy()
        row = {"tool": TOOLS[tool], "quantity": quantity, "kind": kind, "points": len(part)}
        for name, column in (("theirs", "predicted"), ("ours", "calibrated")):
            value, low, high = _median_range((100.0 * (part[column] / part["measured"] - 1.0).abs()).to_numpy(), groups)
            row |= {f"{name}_percent": value, f"{name}_low": low, f"{name}_high": high}
        rows.append(row | {"ratio": float((part["predicted"] / part["measured"]).median())})
    return pd.DataFrame(rows)


def _closer(ours: np.ndarray, theirs: np.ndarray, groups: np.ndarray) -> float:
    """Return in what share of resamplings of whole groups the median of one error is below the other's, points paired."""
    names, place = np.unique(groups, return_inverse=True)
    rng = np.random.default_rng([SEED, len(ours)])
    parts = [np.flatnonzero(place == k) for k in range(len(names))]
    drawn = np.sort([rng.integers(0, len(names), len(names)) for _ in range(_RESAMPLES)], axis=1)
    different, times = np.unique(drawn, axis=0, return_counts=True)  # few groups are drawn alike again and again
    chosen = [np.concatenate([parts[k] for k in row]) for row in different]
    return float(np.average([np.median(ours[d]) < np.median(theirs[d]) for d in chosen], weights=times))


_QUANTITIES = {"throughput": ["throughput"], "time": ["time"], "both": ["throughput", "time"]}
_BESIDE = {"calibrated": METHODS["calibrated"], "predicted": TOOLS["aiconfigurator"], "roofline": METHODS["roofline"]}


def _factor_off(predicted, measured):
    """Return by how much the larger of two exceeds the smaller, in percent: twice and half are alike 100 % off."""
    return 100.0 * (np.exp(np.abs(np.log(predicted / measured))) - 1.0)


@cache
def whole() -> pd.DataFrame:
    """Return how far off the model, aiconfigurator and a bare roofline are over all validation points that the tool can express, dense and sparse together.

    Errors count by the factor between predicted and measured (`_factor_off`), so that a median over both quantities has a
    meaning and a prediction of a third is as wrong as one of three times.
    """
    points = _compared().query("tool == 'aiconfigurator'")
    rows = []
    for quantity, members in _QUANTITIES.items():
        part = points[points["quantity"].isin(members)]
        groups = (part["model"] + "|" + part["hardware"]).to_numpy()
        off = {column: _factor_off(part[column], part["measured"]).to_numpy() for column in _BESIDE}
        for column, method in _BESIDE.items():
            value, low, high = _median_range(off[column], groups)
            same = column == "calibrated"
            rows.append({
                "quantity": quantity, "method": method, "points": len(part), "off_percent": value, "low_percent": low, "high_percent": high, "mean_percent": float(off[column].mean()),
                "nine_in_ten_percent": float(np.quantile(off[column], 0.9)), "beyond_half_percent": float(100 * np.mean(off[column] > _FAR)),
                "closer_percent": np.nan if same else 100 * _closer(off["calibrated"], off[column], groups), "closer_points_percent": np.nan if same else float(100 * np.mean(off["calibrated"] < off[column])),
            })  # fmt: skip
    return pd.DataFrame(rows)


@cache
def spread() -> pd.DataFrame:
    """Return within how much of the measured value each share of the points of `whole` lies, by quantity: the quantiles of its errors at every percent."""
    points = _compared().query("tool == 'aiconfigurator'")
    share = np.arange(1.0, 100.0)
    parts = []
    for quantity in ("throughput", "time"):
        part = points[points["quantity"] == quantity]
        for column, method in _BESIDE.items():
            within = np.quantile(_factor_off(part[column], part["measured"]), share / 100.0)
            parts.append(pd.DataFrame({"quantity": quantity, "method": method, "share_percent": share, "within_percent": within}))
    return pd.concat(parts, ignore_index=True)


_SERVER = ["model", "hardware", "accelerators", "weights"]
_POINT = [*_SERVER, "engine", "prompt_tokens", "answer_tokens", "concurrency"]


def _said(which: str, predictions: str, keys: list[str]) -> pd.DataFrame:
    """Return what the model, a bare roofline and each tool say of a later test's points, long form: predicted in the unit of what was measured."""
    frame = calibration.POINTS[which]()
    own = {METHODS["calibrated"]: calibration.by_committed(which), METHODS["roofline"]: calibration.by_roofline("roofline", which)}
    parts = [frame[[*keys, "measured"]].assign(method=name, predicted=value) for name, value in own.items()]
    theirs = tables.load(f"inference/{predictions}").dropna(subset="predicted")
    theirs = theirs[[*_POINT, "tool", "quantity", "predicted"]].rename(columns={"quantity": "unit"})
    theirs["predicted"] *= np.where(theirs.pop("unit") == "tpot_ms", 1e-3, 1.0)
    parts.append(frame[[*keys, "measured"]].merge(theirs, on=_POINT).assign(method=lambda both: both.pop("tool").map(TOOLS)))
    return pd.concat(parts, ignore_index=True)


def _tested(long: pd.DataFrame) -> pd.DataFrame:
    """Return how far off each method is on a later test's points, nearest first, with the calibrated model on the points that both can predict, and how often that is nearer."""
    wide = long.pivot(index=_POINT, columns="method", values="error_percent").reset_index()
    rows = []
    for method in long["method"].unique():
        both = wide.dropna(subset=[method, METHODS["calibrated"]])
        groups = (both["model"] + "|" + both["hardware"]).to_numpy()
        theirs, ours = (both[name].abs().to_numpy() for name in (method, METHODS["calibrated"]))
        value, low, high = _median_range(theirs, groups)
        ratio = 1.0 + both[method] / 100.0
        servers = both.assign(theirs=theirs, ours=ours).groupby(_SERVER)[["theirs", "ours"]].median()
        same = method == METHODS["calibrated"]
        rows.append({
            "method": method, "points": len(both), "off_percent": value, "low_percent": low, "high_percent": high, "ours_percent": float(np.median(ours)),
            "ratio": float(ratio.median()), "low_ratio": float(ratio.quantile(0.05)), "high_ratio": float(ratio.quantile(0.95)), "apart_percent": float(100 * np.median(np.abs(ratio / ratio.median() - 1.0))),
            "closer_percent": np.nan if same else 100 * _closer(ours, theirs, groups), "closer_points_percent": np.nan if same else float(100 * np.mean(ours < theirs)),
            "closer_servers": np.nan if same else float((servers["ours"] < servers["theirs"]).sum()), "servers": len(servers),
        })  # fmt: skip
    return pd.DataFrame(rows).sort_values("off_percent", ignore_index=True)


@cache
def unseen() -> pd.DataFrame:
    """Return what the model, a bare roofline and each tool say of the times per token that nobody had looked at, long form."""
    long = _said("unseen", "unseen_predictions", _POINT)
    long["measured_ms"], long["predicted_ms"] = 1e3 * long.pop("measured"), 1e3 * long.pop("predicted")
    long["error_percent"] = 100.0 * (long["predicted_ms"] / long["measured_ms"] - 1.0)
    long["median_percent"] = long.groupby("method")["error_percent"].transform("median")
    return long[["method", *_POINT, "measured_ms", "predicted_ms", "error_percent", "median_percent"]]


@cache
def unseen_medians() -> pd.DataFrame:
    """Return how far off each method is on the points of `unseen` (see `_tested`)."""
    return _tested(unseen())


@cache
def other_maker() -> pd.DataFrame:
    """Return what the model, a bare roofline and the tools say of points on AMD's accelerators, long form, errors as errors of time."""
    long = _said("other maker", "other_maker_predictions", [*_POINT, "quantity", "per_user", "sparse"])
    is_time = long["quantity"] == "time"
    for name in ("measured", "predicted"):  # tokens a second of all requests amount to a time per token of each
        long[f"{name}_ms"] = 1e3 * np.where(is_time, long[name], long["concurrency"] / long[name])
    long["error_percent"] = 100.0 * (long["predicted_ms"] / long["measured_ms"] - 1.0)
    long["kind"] = long["sparse"].map(_KINDS)
    return long[["method", "kind", "per_user", *_POINT, "measured_ms", "predicted_ms", "error_percent"]]


@cache
def other_maker_frame() -> pd.DataFrame:
    """Return the errors of a user's time per token on AMD's accelerators for the model and a bare roofline, each server's with its median."""
    long = other_maker()
    long = long[long["per_user"] & long["method"].isin([METHODS["calibrated"], METHODS["roofline"]])].drop(columns="per_user")
    name = long["model"].map(lambda m: models.get(m).name)
    long.insert(1, "server", name + " on " + long["hardware"] + ", " + long["weights"].str.upper())
    long["median_percent"] = long.groupby(["method", "server"])["error_percent"].transform("median")
    return long.reset_index(drop=True)


@cache
def other_maker_medians() -> pd.DataFrame:
    """Return how far off each method is in a user's time per token on AMD's accelerators, by kind of model (see `_tested`)."""
    long = other_maker().query("per_user")
    return pd.concat([_tested(part).assign(kind=kind) for kind, part in long.groupby("kind")], ignore_index=True)


def _newer(frame: pd.DataFrame) -> list[bool]:
    """Say of each point whether its accelerator has 4-bit arithmetic."""
    return [not np.isnan(systems.get(f"1x{h}").accelerator.fp4_flop_per_s) for h in frame["hardware"]]


_STEPS = {
    "first": "First form", "points of a cell share weight": "and points of a model on an accelerator share weight", "bandwidth by generation": "and bandwidth by generation",
    "kinds of layers": "and kinds of layers", "query heads": "and query heads: the form in use",
}  # fmt: skip


@cache
def forms() -> pd.DataFrame:
    """Return the median error of each step from the first form to the present one, in percent: on fitted points left out in turn (mean of four ways), and on kept points for the two that were judged."""
    left = tables.load("inference/serving_forms")
    left = left.assign(kind=left["sparse"].map(_KINDS)).groupby(["form", "quantity", "kind"], sort=False)["median_off"].mean().mul(100)
    rows = [{"form": label, "points": "left out in turn", **{(q, k): left[name, q, k] for q in ("throughput", "time") for k in ("dense", "sparse")}} for name, label in _STEPS.items()]
    kept = errors().query("split == 'validation'").groupby(["method", "quantity", "kind"])["off_percent"].median()
    rows += [{"form": label, "points": "kept back", **{(q, k): kept[method, q, k] for q in ("throughput", "time") for k in ("dense", "sparse")}} for method, label in (("first_form", "First form"), ("calibrated", "The form in use"))]
    return pd.DataFrame(rows)


@cache
def day() -> dict[str, float]:
    """Return the totals of DeepSeek's published day and what they imply."""
    printed = tables.load("inference/published_day").set_index("quantity")["value"].astype(float)
    rates = tables.load("inference/measured_throughput")
    rates = rates[rates["engine"] == "DeepSeek in-house"].set_index("scenario")["throughput_tok_s"]
    decode, prompts = float(rates["production decode"]), float(rates["production prefill"])
    nodes = {"decode": published_day.nodes_behind_rate(printed["output_tokens"], decode), "prefill": published_day.nodes_behind_rate(printed["input_tokens"], prompts)}
    rent = published_day.rental_usd(printed["average_nodes"], printed["accelerators_per_node"], printed["rental_usd_per_accelerator_hour"])
    gain = float(cost.markup(printed["revenue_at_list_usd"], printed["cost_usd"]))
    speed = (printed["output_speed_low"] + printed["output_speed_high"]) / 2
    unit = systems.get("144xH800")
    options = {"weights": "fp8", "kv": "fp8", "compute": "weights", "layout": Layout.experts(unit)}
    users = decode * unit.accelerators / printed["accelerators_per_node"] / speed
    step = {m: float(serving.decode_step_s(models.get("deepseek-v3"), unit, users, printed["mean_cache_length"], method=m, **options)) for m in serving.METHODS}
    return {
        **printed.to_dict(), **{f"nodes_{k}": float(v) for k, v in nodes.items()}, "nodes": float(sum(nodes.values())), "rent_usd": float(rent), "markup": gain, "margin": float(cost.margin_of_markup(gain)),
        "decode_per_node": decode, "prefill_per_node": prompts, "users_per_accelerator": users / unit.accelerators, "step_s": 1.0 / speed, **{f"step_{k}": v for k, v in step.items()},
    }  # fmt: skip


def _q(value, unit="percent", low=None, high=None, label="", grade="measured", driver=""):
    return Quantity.of(value, unit, low, high, label, grade, driver)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    found = medians().set_index(["quantity", "kind", "method"])
    out = {}
    labels = {("throughput", "dense"): "Off in throughput, dense models", ("throughput", "sparse"): "Off in throughput, sparse models", ("time", "dense"): "Off in a user’s time per token, dense models", ("time", "sparse"): "Off in a user’s time per token, sparse models"}
    for (quantity, kind), label in labels.items():
        for method, name in METHODS.items():
            row = found.loc[(quantity, kind, name)]
            shown = f"{label} ({name.lower()}, median)" if method != "per_op" else ""
            out[f"{method}_{kind}_{quantity}"] = _q(row["off_percent"], low=row["low_percent"], high=row["high_percent"], label=shown, driver="which model on which accelerator")
    frame = errors()
    before = frame[(frame["split"] == "validation") & (frame["method"] == "first_form")]
    for (quantity, kind), part in before.groupby(["quantity", "kind"]):
        value, low, high = _median_range(part["off_percent"].to_numpy(), (part["model"] + "|" + part["hardware"]).to_numpy())
        out[f"first_{kind}_{quantity}"] = _q(value, low=low, high=high)
    steps = forms().query("points == 'left out in turn'").set_index("form")
    for name, label in (("first", _STEPS["first"]), ("present", _STEPS["query heads"])):
        out |= {f"left_out_{name}_{k}_{q}": _q(steps.at[label, (q, k)]) for q in ("throughput", "time") for k in _KINDS.values()}
    tried = tables.load("inference/serving_forms_tried")
    out["forms_tried"] = _q(int((~tried["form"].str.startswith("first form")).sum()) + 1, "1")  # and the one in use
    rule = tables.load("inference/form_rule").set_index("name")["value_percent"]
    out["rule_fall"], out["rule_rise"] = _q(rule["least_fall"], grade="modelled"), _q(rule["most_rise"], grade="modelled")
    few = frame[(frame["split"] == "calibration") & (frame["method"] == "calibrated") & (frame["quantity"] == "time") & (frame["kind"] == "dense")]
    out |= {"fitted_dense_time": _q(len(few), "1"), "fitted_dense_time_newer": _q(int(np.sum(_newer(few))), "1")}
    judged = frame[(frame["split"] == "validation") & (frame["method"] == "calibrated")]
    late = judged[(judged["quantity"] == "time") & (judged["kind"] == "dense")]
    out["judged_dense_time_newer"] = _q(100 * float(np.mean(_newer(late))))
    bare = frame[(frame["split"] == "validation") & (frame["method"] == "roofline") & (frame["quantity"] == "throughput")]
    ratio = np.exp(-bare["log_error"])
    quick = np.quantile(ratio, [0.5, 0.05, 0.95])
    out["too_fast"] = _q(quick[0], "1", quick[1], quick[2], "Bare roofline’s throughput over the measured one", driver="which model on which accelerator")
    counts = frame[frame["method"] == "calibrated"]["split"].value_counts()
    out |= {"points_fitted": _q(counts["calibration"], "1"), "points_judged": _q(counts["validation"], "1"), "coefficients": _q(len(calibrated.Coefficients.names()), "1", grade="modelled")}
    dropped = tables.load("inference/measured_latency")["excluded"].value_counts()
    out |= {"dropped_guessed": _q(dropped["guessed tokens"], "1"), "dropped_layout": _q(dropped["other layout"], "1")}
    out |= {f"held_{k}": _q(v, "1") for k, v in {"models": judged[judged["held_out_by"].fillna("").str.contains("model")]["model"].nunique(), "points": int(judged["held_out_by"].fillna("").str.contains("model|hardware").sum())}.items()}
    through = judged[judged["quantity"] == "throughput"]
    out["within_fifth"] = _q(100 * np.mean(through["off_percent"] <= 20))
    out["fifth"], out["half"] = _q(20, grade="modelled"), _q(_FAR, grade="modelled")
    out["beyond_half"] = _q(100 * np.mean(through["off_percent"] > _FAR))
    left = frame[(frame["split"] == "calibration")]
    for column in ("without_model", "without_hardware"):
        part = left[(left["method"] == column) & (left["quantity"] == "throughput")]
        value, low, high = _median_range(part["off_percent"].to_numpy(), (part["model"] + "|" + part["hardware"]).to_numpy())
        out[f"{column}_throughput"] = _q(value, low=low, high=high, label=f"Off in throughput when the {column[8:].replace('hardware', 'accelerator')} was left out of the fit (median)", driver="which model on which accelerator")
    oss = judged[(judged["model"] == "gpt-oss-120b") & (judged["quantity"] == "time")]["log_error"]
    out["oss_slow"] = _q(_signed(oss.median()), low=_signed(oss.quantile(0.05)), high=_signed(oss.quantile(0.95)))
    for kind in _KINDS.values():
        for quantity in ("throughput", "time"):
            p = time_error(kind == "sparse", quantity)
            out[f"spread_{kind}_{quantity}"] = _q(p.high, "1", p.low, p.high, grade="modelled")
    fit = tables.load("inference/calibration").set_index("coefficient")
    for name in ("weight_bandwidth", "fp8_throughput", "fp4_throughput", "bf16_throughput", "cache_bandwidth"):
        row = fit.loc[name]
        out[name] = _q(100 * row["central"], low=100 * row["low"], high=100 * row["high"], grade="modelled")
    c = coefficients.get()
    for name, heads in (("four", 4), ("sixteen", 16)):
        out[f"cache_{name}_heads"] = _q(100 * float(calibrated.cache_share(c, heads, False)), grade="modelled")
    out["layer_us"] = _q(1e6 * fit.at["layer_s", "central"], "us", 1e6 * fit.at["layer_s", "low"], 1e6 * fit.at["layer_s", "high"], grade="modelled")
    compared = tools()
    out["tools"] = _q(compared["tool"].nunique(), "1")
    for row in compared[compared["quantity"] == "throughput"].itertuples():
        key = row.tool.lower().replace("-", "_")
        out[f"{key}_{row.kind}"] = _q(row.theirs_percent, low=row.theirs_low, high=row.theirs_high)
        out[f"beside_{key}_{row.kind}"] = _q(row.ours_percent, low=row.ours_low, high=row.ours_high)
    for row in compared[(compared["quantity"] == "time") & (compared["tool"] == TOOLS["aiconfigurator"])].itertuples():
        out[f"aiconfigurator_{row.kind}_time"] = _q(row.theirs_percent, low=row.theirs_low, high=row.theirs_high)
        out[f"beside_aiconfigurator_{row.kind}_time"] = _q(row.ours_percent, low=row.ours_low, high=row.ours_high)
    best = _compared().query("tool == 'aiconfigurator' and quantity == 'throughput'")
    groups = (best["model"] + "|" + best["hardware"]).to_numpy()
    for name, column in (("aiconfigurator_all", "predicted"), ("beside_aiconfigurator_all", "calibrated")):
        value, low, high = _median_range((100.0 * (best[column] / best["measured"] - 1.0).abs()).to_numpy(), groups)
        out[name] = _q(value, low=low, high=high)
    for kind in _KINDS.values():
        for quantity in ("throughput", "time"):
            part = _compared().query("tool == 'aiconfigurator' and quantity == @quantity and kind == @kind")
            off = [(100.0 * (part[c] / part["measured"] - 1.0).abs()).to_numpy() for c in ("calibrated", "predicted")]
            out[f"closer_{kind}_{quantity}"] = _q(100 * _closer(*off, (part["model"] + "|" + part["hardware"]).to_numpy()))
    for row in whole().itertuples():
        key = {METHODS["calibrated"]: "calibrated", TOOLS["aiconfigurator"]: "aiconfigurator", METHODS["roofline"]: "roofline"}[row.method]
        shown = f"Off over all held-out points, either quantity ({row.method[0].lower() + row.method[1:]}, median)" if row.quantity == "both" and key != "roofline" else ""
        out[f"whole_{key}_{row.quantity}"] = _q(row.off_percent, low=row.low_percent, high=row.high_percent, label=shown, driver="which model on which accelerator")
        out |= {f"whole_{key}_{row.quantity}_{what}": _q(getattr(row, f"{column}_percent")) for what, column in (("mean", "mean"), ("nine", "nine_in_ten"), ("beyond", "beyond_half"))}
        if key != "calibrated":
            out |= {f"whole_closer_{key}_{row.quantity}": _q(row.closer_percent), f"whole_closer_points_{key}_{row.quantity}": _q(row.closer_points_percent)}
        out[f"whole_points_{row.quantity}"] = _q(row.points, "1")
    curve = spread().query("quantity == 'time'").pivot(index="share_percent", columns="method", values="within_percent")
    out["whole_crossing"] = _q(curve.index[curve[TOOLS["aiconfigurator"]] < curve[METHODS["calibrated"]]].max())
    inside = _compared().query("tool == 'aiconfigurator' and quantity == 'throughput' and kind == 'dense'")
    out["aiconfigurator_dense_points"] = _q(len(inside), "1")
    out["aiconfigurator_dense_kernels"] = _q(int((~inside["note"].fillna("").str.contains("not measured")).sum()), "1")
    fresh = unseen_medians().set_index("method")
    for key, name in {"calibrated": METHODS["calibrated"], "roofline": METHODS["roofline"], **{k.lower().replace("-", "_"): k for k in TOOLS.values()}}.items():
        row = fresh.loc[name]
        shown = f"Off in time per token on points nobody had seen ({name[0].lower() + name[1:]}, median)" if key in ("calibrated", "aiconfigurator") else ""
        out[f"unseen_{key}"] = _q(row["off_percent"], low=row["low_percent"], high=row["high_percent"], label=shown, driver="which model on which accelerator")
        out[f"unseen_ratio_{key}"] = _q(row["ratio"], "1", row["low_ratio"], row["high_ratio"])
    rival, ours = fresh.loc[TOOLS["aiconfigurator"]], fresh.loc[METHODS["calibrated"]]
    points = unseen()
    of_model = points[points["method"] == METHODS["calibrated"]]
    widest = time_error(False, "time").high
    out |= {
        "unseen_points": _q(ours["points"], "1"), "unseen_servers": _q(ours["servers"], "1"), "unseen_groups": _q(of_model.groupby(["model", "hardware"]).ngroups, "1"),
        "unseen_closer": _q(rival["closer_percent"]), "unseen_closer_points": _q(rival["closer_points_percent"]), "unseen_closer_servers": _q(rival["closer_servers"], "1"),
        "unseen_apart_calibrated": _q(ours["apart_percent"]), "unseen_apart_aiconfigurator": _q(rival["apart_percent"]),
        "unseen_too_fast": _q(100 * np.mean(of_model["error_percent"] < 0)),
        "unseen_within": _q(100 * np.mean(np.abs(np.log(1 + of_model["error_percent"] / 100)) <= np.log(widest))),
    }  # fmt: skip
    later = points[points["engine"].str.contains("1.8")].groupby("method")["error_percent"]
    out |= {"unseen_later_points": _q(later.size()[METHODS["calibrated"]], "1"), "unseen_later_calibrated": _q(later.median()[METHODS["calibrated"]]), "unseen_later_aiconfigurator": _q(-later.median()[TOOLS["aiconfigurator"]])}
    elsewhere = other_maker_medians().set_index(["kind", "method"])
    carried = other_maker().query("method == @METHODS['calibrated']")
    for (kind, method), row in elsewhere.iterrows():
        key = next((k for k, name in METHODS.items() if name == method), method.lower().replace("-", "_"))
        shown = f"Off in time per token on AMD’s accelerators, {kind} models ({method[0].lower() + method[1:]}, median)" if key == "calibrated" else ""
        out[f"other_{key}_{kind}"] = _q(row["off_percent"], low=row["low_percent"], high=row["high_percent"], label=shown, driver="which model on which accelerator")
        out[f"other_ratio_{key}_{kind}"] = _q(row["ratio"], "1", row["low_ratio"], row["high_ratio"])
    users = carried[carried["per_user"]]
    for kind, part in users.groupby("kind"):
        reach = np.log(time_error(kind == "sparse", "time").high)
        out |= {f"other_points_{kind}": _q(len(part), "1"), f"other_within_{kind}": _q(100 * np.mean(np.abs(np.log(1 + part["error_percent"] / 100)) <= reach))}
    full = carried[~carried["per_user"]]
    out |= {
        "other_points": _q(len(users), "1"), "other_groups": _q(users.groupby(["model", "hardware"]).ngroups, "1"), "other_too_fast": _q(100 * np.mean(users["error_percent"] < 0)), "other_full_points": _q(len(full), "1"),
        "other_full": _q(-full["error_percent"].median(), low=-full["error_percent"].max(), high=-full["error_percent"].min()),
    }  # fmt: skip
    for name, part in (("mi300x", users[(users["hardware"] == "MI300X")]), ("mi355x", users[users["hardware"] == "MI355X"])):
        out[f"other_slow_{name}"] = _q(100 * (1 / (1 + part["error_percent"].median() / 100) - 1))
    d = day()
    out |= {
        "day_cost": _q(d["cost_usd"], "USD"), "day_rent": _q(d["rent_usd"], "USD", grade="modelled"), "day_nodes": _q(d["average_nodes"], "1"), "day_nodes_from_rates": _q(d["nodes"], "1", grade="modelled"),
        "day_decode_nodes": _q(d["nodes_decode"], "1", grade="modelled"), "day_prefill_nodes": _q(d["nodes_prefill"], "1", grade="modelled"), "day_revenue": _q(d["revenue_at_list_usd"], "USD"),
        "day_markup": _q(100 * d["markup"], grade="modelled"), "day_margin": _q(100 * d["margin"], grade="modelled"), "day_markup_printed": _q(d["markup_percent"]),
        "day_step": _q(1e3 * d["step_s"], "ms", 1e3 / d["output_speed_high"], 1e3 / d["output_speed_low"]), "day_users": _q(d["users_per_accelerator"], "1", grade="modelled"),
        **{f"day_step_{m.replace('-', '_')}": _q(1e3 * d[f"step_{m}"], "ms", grade="modelled") for m in serving.METHODS},
        "day_step_ratio": _q(d["step_calibrated"] / d["step_s"], "1", grade="modelled"),
    }  # fmt: skip
    return out
