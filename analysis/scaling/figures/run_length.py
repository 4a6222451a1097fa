"""Figures of run length: runs on record, shares by selection, the longest run worth starting, what a run of a length yields."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import run_length as results

__all__ = ["lengths", "shares", "scenarios", "curve"]

_COMMON = {"as_of": "2026-07-15", "notebook": "scaling/run-length", "facts": (results.facts,)}


@figure(
    id="SCL-24",
    slug="run-length-by-model",
    title="Large runs get longer by {year_stretch:2} a year; until 2024 the median is {median:2}",
    question="How long do large training runs last?",
    alt="Scatter of run length in months by release date for {n_later:number} large runs from 2019 to 2026 with a slowly rising line, {trend:2} times a year. Most points lie below {three}; a band of points lies between {three:number} and {longest_on_record:1}.",
    caption="Runs of at least {threshold} that continue no other model and whose wall-clock length is on record: reported by the developers, computed from their chips and hours, or speculated by others. Line and 5–95 % band: least squares on logarithms. "
    "Length grew {trend:range2} times a year, which is {length_share:1} of the growth of compute to 2024.",
    columns={"kind": ("text", "reported, computed, speculated, or fitted line"), "year": ("1", "Decimal year of release"), "model": ("text", "Model"), "run_months": ("month", "Length of the run"), "low": ("month", "5 % end"), "high": ("month", "95 % end")},
    sources=("epochai2026models", "deepseek2024v3", "meta2024llama31"),
    tables=("scaling/notable_models",),
    claims=("B5",),
    grade="modelled",
    **_COMMON,
)
def lengths():
    return results.trend_frame()


@lengths.draw
def _(frame, narrow):
    x = alt.X("year:Q", title="Release", axis=alt.Axis(format="d", tickCount=5), scale=alt.Scale(domain=[2019.5, 2026.3], nice=False))
    scale = alt.Scale(type="log", domain=[0.15, 8], nice=False)
    axis = alt.Axis(values=[0.25, 0.5, 1, 2, 3, 6], format="~g", grid=True)
    title = "Length of the run (months)"
    line, dots = frame[frame["kind"] == "line"], frame[frame["kind"] != "line"]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["reported", "computed", "speculated"], range=[theme.BLUE, theme.GREEN, theme.ORANGE]), legend=alt.Legend(symbolOpacity=1, columns=3))
    layers = [
        alt.Chart(line).mark_area(opacity=0.18, color=theme.GREY).encode(x=x, y=alt.Y("low:Q", scale=scale, axis=axis, title=title), y2="high:Q"),
        alt.Chart(line).mark_line(color=theme.GREY).encode(x=x, y=alt.Y("run_months:Q", scale=scale, axis=axis, title=title)),
        alt.Chart(dots).mark_point(filled=True, size=55).encode(x=x, y=alt.Y("run_months:Q", scale=scale, axis=axis, title=title), color=colour),
    ]
    if not narrow:
        named = dots[dots["model"].isin(["GPT-4.5", "Falcon-180B", "BLOOM-176B"])]
        layers.append(alt.Chart(named).mark_text(align="right", dx=-7, dy=-6, fontSize=11).encode(x=x, y=alt.Y("run_months:Q", scale=scale), text="model:N"))
    return alt.layer(*layers).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-25",
    slug="share-of-long-runs",
    title="The median of large runs to 2024 is {median:2}, but {over_three:range2} took over {three}",
    question="How rare are long training runs?",
    alt="Dots with intervals of the share of runs over {three}, by selection: {over_three:2} of all large runs to 2024, {over_three_sure:2} without speculated lengths, {over_three_big:2} of runs from {big}, {over_three_late:2} of those of 2023 and 2024.",
    caption="Share of runs longer than {three} with 5–95 % interval (Jeffreys), by selection. A dashed line marks one run in ten, as ‘rarely’ is read. Only a part of all runs has a known length; whoever boasts of a short run says so, and slow runs of academic groups are reported more often than those of the largest developers.",
    columns={"selection": ("text", "Which runs"), "runs": ("1", "Count"), "over_three_percent": ("percent", "Share over three months"), "over_low": ("percent", "5 % end"), "over_high": ("percent", "95 % end")},
    sources=("epochai2026models",),
    tables=("scaling/notable_models",),
    claims=("B5",),
    grade="measured",
    **_COMMON,
)
def shares():
    return results.shares_frame()[["selection", "runs", "over_three_percent", "over_low", "over_high"]]


@shares.draw
def _(frame, narrow):
    frame = frame.assign(name=[f"{s} ({n})" for s, n in zip(frame["selection"], frame["runs"], strict=True)])
    y = named_rows.rows("name", list(frame["name"]), narrow)
    x = lambda c: alt.X(f"{c}:Q", title="Share of runs over three months (%)", scale=alt.Scale(domain=[0, 95], nice=False), axis=alt.Axis(grid=True, tickCount=5))  # noqa: E731
    bars = alt.Chart(frame).mark_rule(strokeWidth=4, opacity=0.45, color=theme.BLUE).encode(y=y, x=x("over_low"), x2="over_high:Q")
    dots = alt.Chart(frame).mark_point(filled=True, size=70, color=theme.BLUE).encode(y=y, x=x("over_three_percent"))
    text = alt.Chart(frame).mark_text(align="left", dx=7, fontSize=11).encode(y=y, x=x("over_high"), text=alt.Text("over_three_percent:Q", format=".0f"))
    line = alt.Chart(pd.DataFrame({"at": [10]})).mark_rule(strokeDash=[4, 3]).encode(x="at:Q")
    return alt.layer(line, bars, dots, text, *named_rows.names(frame, "name", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 34))


@figure(
    id="SCL-26",
    slug="longest-run-worth-starting",
    title="A later start beats any run longer than {longest:range2}; without progress in algorithms, than {longest_plain:2}",
    question="What is the longest training run worth starting?",
    alt="Dots with ranges of the longest run worth starting in four scenarios on a logarithmic axis: hardware only {longest_hardware:2}, with software {longest_software:2}, with investment {longest_plain:2}, with all three {longest:2}; beside them the published values.",
    caption="A run keeps the hardware, method and yearly budget of its start; begun too early it is beaten by one that starts later and ends on the same day. The best length is one over the sum of the yearly growth rates. Ranges 5–95 %; rings: the published calculation. "
    "The rate of algorithms drives the result: the printed lengths rest on a slower one.",
    columns={"scenario": ("text", "What improves"), "months": ("month", "Longest run worth starting"), "low": ("month", "5 % end"), "high": ("month", "95 % end"), "published_months": ("month", "As published")},
    sources=("sevilla2022longest", "ho2024progress", "hobbhahn2022gpu", "cottier2024rising"),
    tables=("scaling/longest_run_published",),
    parameters=("algorithmic_halving_months", "hardware_price_performance_growth", "training_cost_growth"),
    claims=("B3", "B5"),
    grade="modelled",
    **{**_COMMON, "as_of": "2026-11-26"},
)
def scenarios():
    return results.scenario_frame()


@scenarios.draw
def _(frame, narrow):
    y = named_rows.rows("scenario", list(frame["scenario"]), narrow)
    x = lambda c: alt.X(f"{c}:Q", title="Longest run worth starting (months)", scale=alt.Scale(type="log", domain=[3, 80], nice=False), axis=alt.Axis(values=[3, 6, 12, 24, 48], grid=True))  # noqa: E731
    bars = alt.Chart(frame).mark_rule(strokeWidth=4, opacity=0.45, color=theme.BLUE).encode(y=y, x=x("low"), x2="high:Q")
    dots = alt.Chart(frame).mark_point(filled=True, size=70, color=theme.BLUE).encode(y=y, x=x("months"))
    rings = alt.Chart(frame).mark_point(filled=False, size=110, strokeWidth=2, color=theme.ORANGE).encode(y=y, x=x("published_months"))
    text = alt.Chart(frame).mark_text(dy=12, fontSize=11).encode(y=y, x=x("months"), text=alt.Text("months:Q", format=".1f"))  # below its dot: beside the ring it would be read as the ring's
    return alt.layer(bars, dots, rings, text, *named_rows.names(frame, "scenario", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 38))


@figure(
    id="SCL-27",
    slug="yield-of-a-run-by-length",
    title="A run of {three} already yields {three_months_yield:range2} of the best possible by its end date",
    question="What does a run lose by being shorter or longer than the best length?",
    alt="Two curves of the result of a run against its length, in percent of the best. With progress in algorithms the curve peaks at {longest:2} and falls after; without it the peak lies at {longest_plain:2}. The curve is flat around its peak.",
    caption="Result of a run that ends on a fixed day, in percent of the best length’s, by length; bands 5–95 %. The curve is flat near its top, so that {two} still yield {two_months_yield:2} and {three} {three_months_yield:2}. That chips can do other work in the meantime, that a late start risks the date, and that hardware can be swapped during a run is left out.",
    columns={"case": ("text", "With or without progress in algorithms"), "run_months": ("month", "Length"), "percent": ("percent", "Of the best"), "low": ("percent", "Lower end"), "high": ("percent", "Upper end")},
    sources=("sevilla2022longest", "ho2024progress"),
    tables=("scaling/progress_estimates",),
    parameters=("algorithmic_halving_months", "hardware_price_performance_growth", "training_cost_growth"),
    claims=("B3", "B5"),
    grade="modelled",
    **{**_COMMON, "as_of": "2026-11-26"},
)
def curve():
    return results.curve_frame()


@curve.draw
def _(frame, narrow):
    x = alt.X("run_months:Q", title="Length of the run (months)", scale=alt.Scale(domain=[0, 18], nice=False), axis=alt.Axis(values=[0, 3, 6, 9, 12, 15, 18]))
    names = ["with progress in algorithms", "without it"]
    colour = alt.Color("case:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 2, symbolOpacity=1))
    scale = alt.Scale(domain=[0, 105], nice=False)
    area = alt.Chart(frame).mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", title="Result, percent of the best", scale=scale), y2="high:Q", color=colour)
    line = alt.Chart(frame).mark_line().encode(x=x, y=alt.Y("percent:Q", title="Result, percent of the best", scale=scale), color=colour)
    return alt.layer(area, line).properties(width=theme.width(narrow), height=300)
