"""nGPT: gain in steps and in time, by context length, and what it would do to trends (B15)."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.quantities import Quantity
from analysis.scaling import faster_training as model

__all__ = ["studies", "row", "gains", "pooled", "fractions", "years", "facts"]

CONTEXTS = (1024, 4096, 8192)
_WHO = {False: "authors", True: "replication"}


@cache
def studies() -> pd.DataFrame:
    """Return the table of reports on nGPT."""
    return tables.load("scaling/faster_steps")


def row(study: str) -> pd.Series:
    """Return one report."""
    return studies().set_index("study").loc[study]


@cache
def gains() -> pd.DataFrame:
    """Return gains in steps, and in time where a step was timed, of the reports that measured one.

    The authors timed no step at 1k; their time gain there stays empty.
    """
    frame = studies()
    frame = frame[frame["step_gain"].notna()]
    out = []
    for r in frame.itertuples():
        who, context = _WHO[bool(r.independent)], int(r.context_tokens)
        out.append((r.study, who, context, "steps", float(r.step_gain)))
        if pd.notna(r.step_time_ratio):
            out.append((r.study, who, context, "time", float(model.time_gain(r.step_gain, r.step_time_ratio))))
    return pd.DataFrame(out, columns=["study", "who", "context_tokens", "counted_in", "gain"])


def authors_gain(context: int) -> float:
    """Return the authors' gain in steps at one context length."""
    frame = studies()
    return float(frame[~frame["independent"] & (frame["context_tokens"] == context)]["step_gain"].iloc[0])


def _fraction(ngpt_gain_share, ngpt_step_time, authors_gain):
    return model.time_fraction(ngpt_gain_share * authors_gain, ngpt_step_time)


@cache
def pooled(context: int) -> uncertainty.Propagation:
    """Propagate both ranges to the fraction of the baseline's time at one context length."""
    return uncertainty.propagate(_fraction, parameters.select("ngpt_gain_share", "ngpt_step_time", part="scaling"), authors_gain=authors_gain(context))


@cache
def fractions() -> pd.DataFrame:
    """Return the fraction of the baseline's time by context length: in steps as announced, by report, and with our range."""
    rows = []
    for context in CONTEXTS:
        q = pooled(context).quantity("1")
        rows.append({"context_tokens": context, "kind": "our range", "percent": 100 * q.value, "low_percent": 100 * q.low, "high_percent": 100 * q.high})
        rows.append({"context_tokens": context, "kind": "authors, steps", "percent": 100 / authors_gain(context)})
    for r in gains()[gains()["counted_in"] == "time"].itertuples():
        rows.append({"context_tokens": r.context_tokens, "kind": f"{r.who}, time", "percent": 100 / r.gain})
    return pd.DataFrame(rows)


def _years(ngpt_gain_share, ngpt_step_time, growth, authors_gain):
    return model.years_saved(ngpt_gain_share * authors_gain / ngpt_step_time, growth)


def _years_compute(ngpt_gain_share, compute_trend, authors_gain):
    return model.years_saved(model.compute_gain(ngpt_gain_share * authors_gain), compute_trend)


def _years_cost(ngpt_gain_share, ngpt_step_time, training_cost_growth, authors_gain):
    return _years(ngpt_gain_share, ngpt_step_time, training_cost_growth, authors_gain)


@cache
def years(context: int, trend: str) -> uncertainty.Propagation:
    """Propagate to the years of the trend in training compute or in training cost that the gain is worth, once."""
    chosen = parameters.select("ngpt_gain_share", part="scaling")
    if trend == "compute":
        return uncertainty.propagate(_years_compute, chosen | parameters.select("compute_trend", part="scaling"), authors_gain=authors_gain(context))
    chosen = chosen | parameters.select("ngpt_step_time", part="scaling") | parameters.select("training_cost_growth", part="inference")
    return uncertainty.propagate(_years_cost, chosen, authors_gain=authors_gain(context))


@cache
def years_frame() -> pd.DataFrame:
    """Return the years of either trend by context length."""
    rows = []
    for trend, name in (("compute", "training compute, counted in steps"), ("cost", "training cost, counted in time")):
        for context in CONTEXTS:
            q = years(context, trend).quantity("year")
            rows.append({"trend": name, "context_tokens": context, "years": q.value, "low_years": q.low, "high_years": q.high})
    return pd.DataFrame(rows)


def _q(value, unit="1", low=None, high=None, label="", driver="", grade="modelled"):
    return Quantity.of(value, unit, low, high, label, grade, driver)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    all_, done = studies(), gains()
    time = done[done["counted_in"] == "time"].set_index("study")["gain"]
    others = all_[all_["independent"]]
    tasks = all_[all_["tasks_kept"].notna()]
    li1, li4, own4, own8 = row("li-1k"), row("li-4k"), row("loshchilov-4k"), row("loshchilov-8k")
    by = {c: pooled(c) for c in CONTEXTS}
    names = {1024: "1k", 4096: "4k", 8192: "8k"}
    out = {f"steps_{names[c]}": _q(authors_gain(c)) for c in CONTEXTS}
    for c in CONTEXTS:
        q = by[c].quantity("1")
        out[f"fraction_{names[c]}"] = _q(100 * q.value, "percent", 100 * q.low, 100 * q.high, f"Time of nGPT over the baseline's at {c:,} tokens of context", q.driver)
        g = uncertainty.summarise(1 / by[c].samples, "1")
        out[f"gain_{names[c]}"] = _q(g.value, "1", g.low, g.high, f"Gain in time at {c:,} tokens of context", q.driver)
        for trend in ("compute", "cost"):
            out[f"years_{trend}_{names[c]}"] = _q(years(c, trend).quantity("1").value * 12, "month", *(12 * x for x in np.quantile(years(c, trend).samples, [0.05, 0.95])), label=f"Months of the trend in training {trend}, at {c:,} tokens of context" if c == 4096 else "", driver=years(c, trend).quantity("1").driver)
    share, step = parameters.get("ngpt_gain_share", part="scaling"), parameters.get("ngpt_step_time", part="scaling")
    return out | {
        **{f"c{names[c]}": _q(c, "token") for c in CONTEXTS},
        "claimed_low": _q(100 / out["steps_8k"].value, "percent"),
        "claimed_high": _q(100 / out["steps_1k"].value, "percent"),
        "time_4k": _q(time["loshchilov-4k"]),
        "time_8k": _q(time["loshchilov-8k"]),
        "time_fraction_4k": _q(100 / time["loshchilov-4k"], "percent"),
        "time_fraction_8k": _q(100 / time["loshchilov-8k"], "percent"),
        "overhead_4k": _q(100 * (own4["step_time_ratio"] - 1), "percent"),
        "overhead_8k": _q(100 * (own8["step_time_ratio"] - 1), "percent"),
        "li_steps_1k": _q(li1["step_gain"], "1", li1["step_gain_low"], li1["step_gain_high"]),
        "li_steps_4k": _q(li4["step_gain"]),
        "li_time_1k": _q(time["li-1k"], "1", *(float(model.time_gain(li1[c], li1["step_time_ratio"])) for c in ("step_gain_low", "step_gain_high"))),
        "li_time_4k": _q(time["li-4k"]),
        "li_overhead_1k": _q(100 * (li1["step_time_ratio"] - 1), "percent"),
        "li_overhead_4k": _q(100 * (li4["step_time_ratio"] - 1), "percent"),
        "li_fraction_1k": _q(100 / time["li-1k"], "percent"),
        "li_fraction_4k": _q(100 / time["li-4k"], "percent"),
        "parameters": _q(row("li-4k")["parameters_m"] * 1e6),
        "independent": _q(others["source"].nunique()),
        "independent_measured": _q(others[others["step_gain"].notna()]["source"].nunique()),
        "tasks_kept": _q(tasks["tasks_kept"].astype(float).mean()),
        "tasks_sources": _q(tasks["source"].nunique()),
        "gain_share": _q(100 * share.central, "percent", 100 * share.low, 100 * share.high),
        "step_time": _q(step.central, "1", step.low, step.high),
        "tipping_share_1k": _q(100 * by[1024].tipping("ngpt_gain_share", 0.25, (0.05, 3.0)), "percent"),
        "tipping_share_4k": _q(100 * by[4096].tipping("ngpt_gain_share", 0.25, (0.05, 3.0)), "percent"),
        "in_claim_1k": _q(100 * np.mean(by[1024].samples <= 0.25), "percent", grade="guessed"),
        "in_claim_4k": _q(100 * np.mean(by[4096].samples <= 0.25), "percent", grade="guessed"),
        "compute_trend": _q(parameters.get("compute_trend", part="scaling").central),
        "cost_trend": _q(parameters.get("training_cost_growth", part="inference").central),
    }  # fmt: skip
