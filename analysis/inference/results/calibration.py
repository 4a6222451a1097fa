"""The serving model against measured systems: each point with the steps that explain it, the fit, and who was left out."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.inference import calibrated, calibration, coefficients, models, serving, systems, work
from analysis.inference.parallel import Layout
from analysis.parameters import Z95

__all__ = ["CHUNK", "CELL_POINTS", "FORMS", "WAYS", "recipe", "points", "unseen", "other_maker", "POINTS", "groups", "weights", "cases", "fitted", "by_committed", "by_roofline", "left_out", "calibration_table", "forms_table", "predictions_table"]

CHUNK = 8192.0  # prompt tokens read together, the engines' usual limit of tokens in a step
CELL_POINTS = 8.0  # points of one model on one accelerator count whole up to so many; more of them share that weight, since they err together

_ALIKE = {"cache_fp4_ratio": 1.0, "expert_fp4_ratio": 1.0}
_ONE_KIND = {"shared_layer_s": 0.0, "latent_layer_s": 0.0, "state_layer_s": 0.0}
_UNGROUPED = {"group_exponent": 0.0}

# Steps from the form that was judged first to the one in use: what each holds fixed, and whether points of a cell share their weight.
FORMS = {
    "first": (_ALIKE | _ONE_KIND | _UNGROUPED, False),
    "points of a cell share weight": (_ALIKE | _ONE_KIND | _UNGROUPED, True),
    "bandwidth by generation": (_ONE_KIND | _UNGROUPED, True),
    "kinds of layers": (_UNGROUPED, True),
    "query heads": ({}, True),
}
LAST = "query heads"

WAYS = ("model", "hardware", "engine", "cell")


@cache
def _rules() -> tuple[dict, ...]:
    return tuple(tables.load("inference/serving_recipes").sort_values("rule").to_dict("records"))


def recipe(model: str, label: str, engine: str, has_fp4: bool) -> dict:
    """Return the first rule of ``inference/serving_recipes`` that fits a measured point.

    Raises
    ------
    KeyError
        When none does.
    """
    for rule in _rules():
        arithmetic = rule["arithmetic"] == "any" or (rule["arithmetic"] == "4-bit") == has_fp4
        if arithmetic and rule["models"] in ("any", model[: len(rule["models"])]) and rule["label"] in ("any", label) and rule["engine"] in ("any", engine[: len(rule["engine"])]):
            return rule
    raise KeyError(f"no rule of inference/serving_recipes fits {model}, {label}, {engine}. Add one.")


@cache
def points() -> pd.DataFrame:
    """Return all measured points with stated lengths in one form, throughput first, in the order of their tables."""
    runs = tables.load("inference/measured_throughput")
    runs = runs[runs["scenario"] == "most throughput"].copy()
    runs["measured"] = runs["throughput_tok_s"] * np.where(runs["per"] == "accelerator", runs["accelerators"], 1)
    asked = tables.load("inference/vendor_requests")
    edition = np.where(runs["engine"].str.contains("later"), "later edition", "1.0")
    keyed = asked.set_index(["edition", "prompt_tokens", "answer_tokens"])["requests"]
    runs["concurrency"] = [int(keyed[e, int(p), int(a)]) for e, p, a in zip(edition, runs["prompt_tokens"], runs["answer_tokens"], strict=True)]
    users = tables.load("inference/measured_latency")
    users = users[users["excluded"].isna()].copy()
    users["measured"] = users["tpot_ms"] / 1e3
    users["parallelism"] = "TP" + users["accelerators"].astype(str)
    columns = ["model", "hardware", "accelerators", "weights", "engine", "parallelism", "prompt_tokens", "answer_tokens", "concurrency", "split", "held_out_by", "measured"]
    both = pd.concat([runs[columns].assign(quantity="throughput"), users[columns].assign(quantity="time")], ignore_index=True)
    both[["prompt_tokens", "answer_tokens"]] = both[["prompt_tokens", "answer_tokens"]].astype(int)
    both["sparse"] = [models.get(m).is_sparse for m in both["model"]]
    return both


@cache
def unseen() -> pd.DataFrame:
    """Return the times per token that neither a fit nor a choice of form had to do with, as `points` has the others."""
    frame = tables.load("inference/unseen_latency")
    keys = ["model", "hardware", "accelerators", "weights", "engine", "prompt_tokens", "answer_tokens", "concurrency"]
    frame = frame[keys].assign(parallelism="TP" + frame["accelerators"].astype(str), measured=frame["tpot_ms"] / 1e3, quantity="time")
    return frame.assign(sparse=[models.get(m).is_sparse for m in frame["model"]])


@cache
def other_maker() -> pd.DataFrame:
    """Return the points on accelerators of AMD, none of which any fit knows, as `points` has the others.

    The time of a batch is taken as the throughput it amounts to, since its prompts are read before its answers begin.
    """
    frame = tables.load("inference/other_maker_points")
    batch = frame["requests"] * frame["answer_tokens"] / frame["latency_s"]
    dense = frame.rename(columns={"requests": "concurrency"}).assign(quantity="throughput", measured=frame["throughput_tok_s"].fillna(batch), per_user=frame["latency_s"].notna())
    runs = tables.load("inference/frontier_points")
    sparse = runs[runs["hardware"].str.startswith("MI") & runs["parallelism"].str.fullmatch(r"TP\d+") & ~runs["drafts"].astype(bool)]
    sparse = sparse.assign(quantity="time", measured=1.0 / sparse["interactivity_tok_s_user"], per_user=True)
    keys = ["model", "hardware", "accelerators", "weights", "engine", "prompt_tokens", "answer_tokens", "concurrency", "quantity", "measured", "per_user"]
    both = pd.concat([dense[keys], sparse[keys]], ignore_index=True)
    return both.assign(parallelism="TP" + both["accelerators"].astype(str), sparse=[models.get(m).is_sparse for m in both["model"]])


# Whose points are meant: those that were fitted to or kept back, or those of a later test.
POINTS = {"known": points, "unseen": unseen, "other maker": other_maker}


def _layout(point, system, model) -> Layout:
    """Return how a point was spread: by the vendor's tables, sparse models keep attention on copies of the data and spread experts."""
    spread = point.quantity == "throughput" and model.is_sparse and system.accelerators > 1
    return Layout.experts(system) if spread or point.parallelism.startswith("DEP") else Layout.of(system)


@cache
def _situations(which: str = "known") -> tuple[dict, ...]:
    """Return for each point its model, system, layout, recipe and the batches of its waves."""
    out = []
    for point in POINTS[which]().itertuples():
        model, system = models.get(point.model), systems.get(f"{point.accelerators}x{point.hardware}")
        layout = _layout(point, system, model)
        rule = recipe(point.model, point.weights, point.engine, not np.isnan(system.accelerator.fp4_flop_per_s))
        holds = dataclasses.replace(model, global_layers=model.layers, local_layers=0) if rule["window_held_in_full"] else model
        kept = {"weights": rule["weights"], "kv": rule["kv"], "expert_weights": rule["expert_weights"]}
        room = float(serving.memory_batch(holds, system, point.prompt_tokens + point.answer_tokens, layout=layout, strict=False, **kept))
        batch = max(min(room, point.concurrency), 1.0)
        waves = np.floor(point.concurrency / batch) if point.quantity == "throughput" else 1.0
        out.append({
            "point": point, "model": model, "system": system, "layout": layout, "rule": rule, "kept": kept, "batch": batch, "waves": waves,
            "tail": point.concurrency - waves * batch if point.quantity == "throughput" else 0.0,
            "context": point.prompt_tokens + point.answer_tokens / 2.0, "prompts": max(CHUNK / point.prompt_tokens, 1.0),
        })  # fmt: skip
    return tuple(out)


def _steps(s: dict):
    """Return the works of a point: a full decoding step, one of the last wave, and the reading of prompts."""
    decode = [work.decode(s["model"], b, s["context"], **s["kept"]) for b in (s["batch"], max(s["tail"], 1.0))]
    return [(decode[0], s["batch"], "decode"), (decode[1], max(s["tail"], 1.0), "decode"), (work.prefill(s["model"], s["point"].prompt_tokens, batch=s["prompts"], **s["kept"]), s["prompts"], "prefill")]


def cases(which: str = "known") -> calibration.Cases:
    """Return all points as the fit takes them.

    Parameters
    ----------
    which : {"known", "unseen", "other maker"}
        `points`, `unseen`, or `other_maker`.
    """
    return _cases(which)  # so that a name left out and the same name given are kept as one


@cache
def _cases(which: str) -> calibration.Cases:
    loads = [[], [], []]
    for s in _situations(which):
        for place, (done, sequences, kind) in enumerate(_steps(s)):
            loads[place].append(calibrated.load(done, s["model"], s["system"], s["layout"], s["rule"]["compute"], s["rule"]["expert_compute"], sequences=sequences, kind=kind))
    decode, tail, prompt = (calibrated.stack(x) for x in loads)
    frame = POINTS[which]()
    column = {k: np.array([s[k] for s in _situations(which)], dtype=float) for k in ("batch", "waves", "tail", "prompts")}
    return calibration.Cases(
        decode, tail, prompt, column["prompts"], frame["answer_tokens"].to_numpy(float), column["batch"], column["waves"], np.where(column["tail"] >= 0.5, column["tail"], 0.0),
        frame["concurrency"].to_numpy(float), frame["quantity"].eq("throughput").to_numpy(), frame["measured"].to_numpy(float),
    )  # fmt: skip


@cache
def groups(way: str) -> np.ndarray:
    """Return the group of each point that is left out together.

    Parameters
    ----------
    way : {"model", "hardware", "engine", "cell"}
        ``engine``: the three engines of the times per token and the two editions of the vendor's benchmark; ``cell``: a
        model on an accelerator.
    """
    frame = points()
    if way == "cell":
        return (frame["model"] + "|" + frame["hardware"]).to_numpy()
    if way == "engine":
        return (frame["quantity"] + "|" + np.where(frame["quantity"] == "throughput", frame["engine"], frame["engine"].str.split().str[0])).to_numpy()
    return frame[way].to_numpy()


def weights(mask) -> np.ndarray:
    """Return what each point of a mask counts: those of one model, accelerator and quantity together no more than `CELL_POINTS`."""
    cell = groups("cell")[mask] + points()["quantity"].to_numpy()[mask]
    _, place, count = np.unique(cell, return_inverse=True, return_counts=True)
    return np.minimum(1.0, CELL_POINTS / count[place])


def _fit(mask, form: str = LAST) -> calibration.Fit:
    centre, log_sd = coefficients.prior()
    held, shared = FORMS[form]
    return calibration.fit(cases().take(mask), centre, log_sd, weight=weights(mask) if shared else 1.0, held=held)


@cache
def fitted(form: str = LAST) -> calibration.Fit:
    """Return the fit of a form to all calibration points."""
    return _fit(points()["split"].eq("calibration").to_numpy(), form)


def by_committed(which: str = "known") -> np.ndarray:
    """Return what the model says of each point with the coefficients that are committed, fitting nothing (see `cases`)."""
    c = coefficients.get()
    return calibration.predict(cases(which), lambda now: calibrated.step_s(now, c))


def by_roofline(method: str, which: str = "known") -> np.ndarray:
    """Return what the whole-step (``"roofline"``) or the per-operation roofline (``"per-op"``) says of each point (see `cases`)."""
    situations = _situations(which)
    times = np.empty((3, len(situations)))
    for place, s in enumerate(situations):
        common = {"compute": s["rule"]["compute"], "expert_compute": s["rule"]["expert_compute"], "method": method, "layout": s["layout"], **s["kept"]}
        times[0, place] = serving.prefill_s(s["model"], s["system"], s["point"].prompt_tokens, batch=s["prompts"], **common) / s["prompts"]
        times[1:, place] = serving.decode_step_s(s["model"], s["system"], np.array([s["batch"], max(s["tail"], 1.0)]), s["context"], **common)
    return calibration.outcome(cases(which), *times)


@cache
def left_out(way: str, form: str = LAST) -> np.ndarray:
    """Return what the model says of each calibration point when fitted without its group; NaN elsewhere.

    Parameters
    ----------
    way : {"model", "hardware", "engine", "cell"}
        See `groups`.
    form : str
        A key of `FORMS`.
    """
    frame, out = points(), np.full(len(points()), np.nan)
    inside, group = frame["split"].eq("calibration").to_numpy(), groups(way)
    for one in np.unique(group[inside]):
        chosen = inside & (group == one)
        c = _fit(inside & ~chosen, form).coefficients
        out[chosen] = calibration.predict(cases().take(chosen), lambda now, c=c: calibrated.step_s(now, c))
    return out


def _six(values) -> list[float]:
    return [float(f"{v:.6g}") for v in np.asarray(values, dtype=float)]


def calibration_table() -> pd.DataFrame:
    """Return the rows of ``inference/calibration``."""
    names = calibrated.Coefficients.names()
    fit = fitted()
    low, high = fit.interval(Z95)
    return pd.DataFrame({
        "coefficient": names, "unit": ["s" if n.endswith("_s") else "1" for n in names],
        **{column: _six([getattr(c, n) for n in names]) for column, c in (("central", fit.coefficients), ("low", low), ("high", high))},
        "source": "nvidia2025trtllm10 nvidia2026trtllm nvidia2026aiconfigurator", "locator": "tables inference/measured_throughput and inference/measured_latency, rows with split = calibration",
        "seen": "primary", "note": "",
    })  # fmt: skip


def forms_table() -> pd.DataFrame:
    """Return the rows of ``inference/serving_forms``: how far each form is off on calibration points left out of its fit."""
    frame, rows = points(), []
    for form, (held, _) in FORMS.items():
        for way in WAYS:
            error = np.log(left_out(way, form) / frame["measured"].to_numpy())
            for (quantity, sparse), place in frame[frame["split"].eq("calibration")].groupby(["quantity", "sparse"]).groups.items():
                part = error[place]
                rows.append({
                    "form": form, "left_out": way, "quantity": quantity, "sparse": sparse, "points": len(part), "coefficients": len(calibrated.Coefficients.names()) - len(held),
                    "median_off": float(f"{np.median(np.abs(np.expm1(part))):.4g}"), "mean_log": float(f"{np.mean(np.abs(part)):.4g}"),
                })  # fmt: skip
    return pd.DataFrame(rows).assign(source="nvidia2025trtllm10 nvidia2026trtllm nvidia2026aiconfigurator", locator="tables inference/measured_throughput and inference/measured_latency, rows with split = calibration", seen="primary", note="")


def predictions_table() -> pd.DataFrame:
    """Return the rows of ``inference/serving_predictions``."""
    frame = points()
    c, first = fitted().coefficients, fitted("first").coefficients
    keys = ["quantity", "model", "hardware", "accelerators", "weights", "engine", "parallelism", "prompt_tokens", "answer_tokens", "concurrency"]
    said = {
        "roofline": by_roofline("roofline"), "per_op": by_roofline("per-op"), "calibrated": calibration.predict(cases(), lambda now: calibrated.step_s(now, c)),
        "first_form": calibration.predict(cases(), lambda now: calibrated.step_s(now, first)), "without_model": left_out("model"), "without_hardware": left_out("hardware"),
    }  # fmt: skip
    out = frame[keys].assign(batch=_six(cases().batch), sparse=frame["sparse"], split=frame["split"], held_out_by=frame["held_out_by"], measured=_six(frame["measured"]))
    out = out.assign(**{k: _six(v) for k, v in said.items()})
    source = np.where(frame["quantity"] == "time", "nvidia2026aiconfigurator", np.where(frame["engine"].str.contains("later"), "nvidia2026trtllm", "nvidia2025trtllm10"))
    table = np.where(frame["quantity"] == "time", "measured_latency", "measured_throughput")
    return out.assign(source=source, locator=[f"the row of inference/{t} with this key" for t in table], seen="primary", note="")
