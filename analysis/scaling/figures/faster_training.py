"""Figures of faster training: gain by context length, time left, and what it is worth against trends."""

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.scaling.results import faster_training as results

__all__ = ["gain", "time_left", "trend"]

_CONTEXT = {1024: "1k", 4096: "4k", 8192: "8k"}
_ORDER = ["1k", "4k", "8k"]
_COMMON = dict(claims=("B15",), as_of="2026-11-26", notebook="scaling/faster-training", facts=(results.facts,))


@figure(
    id="SCL-56",
    slug="ngpt-gain-by-context",
    title="Announced as {steps_1k} to {steps_8k} times: a replication finds {li_steps_1k:interval} at {c1k:number} and {li_steps_4k} at {c4k:number}, less in time",
    question="How many times fewer steps, and how many times less time?",
    alt="Points by context length on a logarithmic scale. Authors, steps: {steps_1k}, {steps_4k} and {steps_8k}; authors, time: {time_4k:3} at {c4k:number} and {time_8k:3} at {c8k:number}. Replication, steps: {li_steps_1k} and {li_steps_4k}; in time {li_time_1k:3} and {li_time_4k:3}.",
    caption="Baseline over nGPT to the same validation loss, models of {parameters} parameters on OpenWebText. The authors' code takes {overhead_4k:2} more time a step at {c4k:number} and {overhead_8k:2} at {c8k:number}, and gives no time at {c1k:number}; the replication's takes {li_overhead_1k:2} and {li_overhead_4k:2} more. "
    "The replication keeps parameters in full precision and trains for fewer tokens; the author reads his factors off curves.",
    columns={"context": ("text", "Context length in training"), "series": ("text", "Who, and counted in what"), "gain": ("1", "Baseline over nGPT")},
    sources=("loshchilov2024ngpt", "li2025ngpt"),
    tables=("scaling/faster_steps",),
    grade="measured",
    **_COMMON,
)
def gain():
    frame = results.gains()
    return frame.assign(context=frame["context_tokens"].map(_CONTEXT), series=frame["who"] + ", " + frame["counted_in"])[["context", "series", "gain"]]


@gain.draw
def _(frame, narrow):
    series = ["authors, steps", "authors, time", "replication, steps", "replication, time"]
    x = alt.X("context:N", title="Context length in training (tokens)", sort=_ORDER, axis=alt.Axis(labelAngle=0), scale=alt.Scale(paddingOuter=0.4, paddingInner=0.4))
    y = alt.Y("gain:Q", title="Times fewer steps, or less time", scale=alt.Scale(type="log", domain=[1, 25], nice=False), axis=alt.Axis(values=[1, 2, 4, 10, 20]))
    colour = alt.Color("series:N", scale=alt.Scale(domain=series, range=[theme.BLUE, theme.BLUE, theme.ORANGE, theme.ORANGE]))
    shape = alt.Shape("series:N", scale=alt.Scale(domain=series, range=["circle", "triangle-down", "circle", "triangle-down"]))
    shift = alt.XOffset("series:N", sort=series)
    dots = alt.Chart(frame).mark_point(filled=True, size=120).encode(x=x, y=y, color=colour, shape=shape, xOffset=shift)
    layers = [dots]
    for one_of, dx, dy in (("authors, steps", 0, -13), ("replication, steps", 0, -13), ("authors, time", -10 if narrow else 0, 14), ("replication, time", 0, 14)):
        one = alt.Chart(frame[frame["series"] == one_of]).mark_text(dx=dx, dy=dy, fontSize=11)
        layers.append(one.encode(x=x, y=y, xOffset=shift, text=alt.Text("gain:Q", format=".3~r"), color=colour))
    return alt.layer(*layers).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-57",
    slug="ngpt-time-left",
    title="We expect {fraction_1k:range2} of the time at {c1k:number}, {fraction_4k:range2} at {c4k:number}, {fraction_8k:range2} at {c8k:number} tokens of context",
    question="Does training take a quarter to a twentieth of the time?",
    alt="Our range of training time over the baseline's by context length: {fraction_1k:range2}, {fraction_4k:range2} and {fraction_8k:range2}. A band marks the {claimed_low} to {claimed_high} of the news. At {c1k:number} the whole range lies above the band.",
    caption="Bars: median and range from the authors' gain in steps, times the share of it that others find ({gain_share:range2}), and the time of a step ({step_time:range2}). Band: the news, a quarter to a twentieth. Nobody but the authors has measured at {c8k:number}: there the share is carried over from shorter contexts.",
    columns={"context": ("text", "Context length"), "percent": ("percent", "Time over the baseline's, median"), "low_percent": ("percent", "Low end"), "high_percent": ("percent", "High end")},
    sources=("loshchilov2024ngpt", "li2025ngpt", "ngpt2024news"),
    tables=("scaling/faster_steps",),
    parameters=("ngpt_gain_share", "ngpt_step_time"),
    grade="modelled",
    **_COMMON,
)
def time_left():
    frame = results.fractions()
    frame = frame[frame["kind"] == "our range"]
    return frame.assign(context=frame["context_tokens"].map(_CONTEXT))[["context", "percent", "low_percent", "high_percent"]]


@time_left.draw
def _(frame, narrow):
    f = results.facts()
    x = alt.X("context:N", title="Context length in training (tokens)", sort=_ORDER, axis=alt.Axis(labelAngle=0))
    y = alt.Y("percent:Q", title="Training time over the baseline’s (%)", scale=alt.Scale(domain=[0, 100]))
    band = alt.Chart(pd.DataFrame({"low": [f["claimed_low"].value], "high": [f["claimed_high"].value]})).mark_rect(opacity=0.18, color=theme.GREY).encode(y=alt.Y("low:Q", scale=alt.Scale(domain=[0, 100])), y2="high:Q")
    bars = alt.Chart(frame).mark_rule(strokeWidth=5, color=theme.BLUE, opacity=0.5).encode(x=x, y=alt.Y("low_percent:Q"), y2="high_percent:Q")
    dots = alt.Chart(frame).mark_point(filled=True, size=120, color=theme.BLUE).encode(x=x, y=y)
    text = alt.Chart(frame).mark_text(align="left", dx=10, fontWeight="bold", color=theme.BLUE).encode(x=x, y=y, text=alt.Text("percent:Q", format=".0f"))
    note = alt.Chart(pd.DataFrame({"percent": [f["claimed_high"].value]})).mark_text(color=theme.MUTED, align="left", dx=4, dy=12).encode(x=alt.value(0), y=y, text=alt.value("what the news says"))
    return (band + bars + dots + text + note).properties(width=theme.width(narrow), height=300)


@figure(
    id="SCL-58",
    slug="ngpt-against-trends",
    title="At {c4k:number} such a gain is worth {years_compute_4k:range2} of the trend in compute, once",
    question="What would such a gain do to compute and cost trends?",
    alt="Ranges of months by context length. In training compute, counted in steps, from {years_compute_1k:range2} at {c1k:number} to {years_compute_8k:range2} at {c8k:number}; in training cost, counted in time, from {years_cost_1k:range2} to {years_cost_8k:range2}.",
    caption="Logarithm of the gain over that of the yearly growth: {compute_trend} times a year for the training compute of notable models, {cost_trend} for the cost of the largest runs. It is a one-off step, not a new slope; and it holds only if the gain carries over from {parameters} parameters to the frontier, which nobody has shown.",
    columns={"trend": ("text", "Which trend"), "context": ("text", "Context length"), "months": ("month", "Months of the trend, median"), "low_months": ("month", "Low end"), "high_months": ("month", "High end")},
    sources=("loshchilov2024ngpt", "li2025ngpt", "epochai2025computetrend", "cottier2024rising"),
    tables=("scaling/faster_steps",),
    parameters=("ngpt_gain_share", "ngpt_step_time", "compute_trend", "training_cost_growth"),
    grade="modelled",
    **_COMMON,
)
def trend():
    frame = results.years_frame()
    out = frame.assign(context=frame["context_tokens"].map(_CONTEXT))
    for name in ("years", "low_years", "high_years"):
        out[name.replace("years", "months")] = 12 * out[name]
    return out[["trend", "context", "months", "low_months", "high_months"]]


@trend.draw
def _(frame, narrow):
    names = list(frame["trend"].drop_duplicates())
    x = alt.X("context:N", title="Context length in training (tokens)", sort=_ORDER, axis=alt.Axis(labelAngle=0), scale=alt.Scale(paddingOuter=0.3, paddingInner=0.3))
    y = alt.Y("months:Q", title="Months of the trend", scale=alt.Scale(domain=[0, 48]), axis=alt.Axis(values=[0, 12, 24, 36, 48]))
    colour = alt.Color("trend:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1))
    shift = alt.XOffset("trend:N", sort=names)
    bars = alt.Chart(frame).mark_rule(strokeWidth=5, opacity=0.5).encode(x=x, xOffset=shift, y=alt.Y("low_months:Q"), y2="high_months:Q", color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=110).encode(x=x, xOffset=shift, y=y, color=colour)
    return (bars + dots).properties(width=theme.width(narrow), height=300)
