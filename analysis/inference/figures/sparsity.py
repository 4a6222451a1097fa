"""Figure of mixtures of experts: what made DeepSeek-V3 cheap to train, and what a sparse model costs to serve."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.inference.results import sparsity as results

__all__ = ["sparse"]

_SERVE = "Serving: GPU-milliseconds a token"
_TRAIN = "Training: factor of GPU-hours saved"


@figure(
    id="INF-25",
    slug="sparse-against-dense",
    title="DeepSeek-V3 took {hours_ratio:2} times fewer GPU-hours than Llama-3.1-405B: sparsity gives {sparse_factor:interval2}, eight bits {fp8_factor:interval2}",
    question="What does a mixture of experts save, in training and in serving?",
    alt="Two panels. Factors of GPU-hours, with ranges: mixture of experts {sparse_factor:range2}, eight-bit training {fp8_factor:range2}, a dense model larger than needed {larger_factor:range2}, hardware {rest_factor:range2}, below one because each GPU did fewer useful operations than its precision allows. "
    "GPU time a token against users at once: Mixtral starts at {batch_one_cost:2} times the cost of a dense model with its active weights, rises to {batch_worst_cost:2} times at {batch_worst:number} users, when all experts are awake, and comes back to {batch_last_cost:2} times at {batch_last:number}.",
    caption="Left: the factors multiply to the ratio of hours as stated. What dense model equals a sparse one is taken from published pairs (exponent {exponent_pairs:range2}), the gain of eight bits from one study. DeepSeek’s hours are of the final run alone. Right: calibrated serving model on eight H100 at the fastest layout, sixteen bits, short context; dense twins share Mixtral’s attention. "
    "The dense model of the same quality has {mixtral_quality:range2} times the active weights. Real routing wakes fewer experts than even routing does.",
    columns={
        "panel": ("text", "Training or serving"),
        "name": ("text", "Factor, or model"),
        "batch": ("1", "Users at once"),
        "value": ("1", "Factor, or GPU-milliseconds a token"),
        "low": ("1", "5 % point"),
        "high": ("1", "95 % point"),
    },
    sources=("deepseek2024v3", "meta2024llama31", "dai2024deepseekmoe", "muennighoff2024olmoe", "ling2025leverage", "peng2023fp8lm"),
    tables=("inference/models", "inference/sparse_training", "inference/sparse_dense_ratios", "inference/accelerators", "inference/calibration"),
    parameters=("sparse_dense_exponent", "fp8_training_gain"),
    claims=("B6",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/architecture",
    facts=(results.facts,),
)
def sparse():
    parts = results.decomposition().rename(columns={"factor": "name"}).assign(panel=_TRAIN, batch=float("nan"))
    serve = results.serving_costs().rename(columns={"model": "name", "gpu_ms_per_token": "value"}).assign(panel=_SERVE, low=float("nan"), high=float("nan"))
    return pd.concat([parts, serve], ignore_index=True)[["panel", "name", "batch", "value", "low", "high"]]


@sparse.draw
def _(frame, narrow):
    short = {"dense model larger than needed": "dense model too large", "rest: hours lost or gained on the hardware": "hardware and rest"}
    parts = frame[frame["panel"] == _TRAIN].assign(name=lambda d: d["name"].replace(short))
    order = list(parts["name"])
    width = theme.width(narrow) - 158 if narrow else (theme.width(narrow) - 220) // 2
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(grid=False, labelLimit=150))
    x = alt.X("value:Q", title="Factor of GPU-hours, logarithmic", scale=alt.Scale(type="log", domain=[0.5, 16], nice=False), axis=alt.Axis(values=[0.5, 1, 2, 4, 8, 16], format="~g", grid=True))
    one = alt.Chart(pd.DataFrame({"at": [1.0]})).mark_rule(strokeWidth=1.5).encode(x="at:Q")
    bars = alt.Chart(parts).mark_rule(strokeWidth=5, opacity=0.45, color=theme.BLUE).encode(x=alt.X("low:Q", scale=alt.Scale(type="log", domain=[0.5, 16], nice=False)), x2="high:Q", y=y)
    dots = alt.Chart(parts).mark_point(filled=True, size=80).encode(x=x, y=y)
    train = alt.layer(one, bars, dots).properties(width=width, height=250, title=alt.TitleParams("Training: what saved hours", fontSize=12))
    serve = frame[frame["panel"] == _SERVE]
    names = list(serve["name"].drop_duplicates())
    colour = alt.Color("name:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.GREEN, theme.ORANGE, theme.GREY]), legend=alt.Legend(columns=1 if narrow else 2, symbolType="stroke", symbolStrokeWidth=3))
    xs = alt.X("batch:Q", title="Users at once", scale=alt.Scale(type="log", base=2, domain=[1, 512], nice=False), axis=alt.Axis(values=[1, 4, 16, 64, 256], format="d"))
    ys = alt.Y("value:Q", title="GPU-ms a token, logarithmic" if narrow else "GPU-milliseconds a token, logarithmic", scale=alt.Scale(type="log", domain=[0.2, 80], nice=False), axis=alt.Axis(format="~g", values=[0.3, 1, 3, 10, 30]))
    lines = alt.Chart(serve).mark_line().encode(x=xs, y=ys, color=colour).properties(width=width if narrow else width + 30, height=250, title=alt.TitleParams("Serving: Mixtral and dense twins", fontSize=12))
    return alt.vconcat(train, lines, spacing=26) if narrow else alt.hconcat(train, lines, spacing=24)
