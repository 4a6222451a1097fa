"""Figures of reliability: chains against length, measured lengths, mistakes in the context, silent faults of a fleet, checkpoints."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import reliability as results

__all__ = ["chains", "lengths", "context", "fleet", "runs", "interval"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/reliability", "facts": (results.facts,), "claims": ("C9",)}
_RUN = {"tables": ("scaling/fleet_failures",), "parameters": ("device_failures_per_day", "checkpoint_save_s", "checkpoint_restart_s")}
_RUN_SOURCES = ("llama2024herd", "kokolis2025reliability", "bytedance2025byterobust", "bigscience2022chronicles", "wan2024bytecheckpoint", "daly2006checkpoint", "young1974checkpoint")
_WAYS = ("corrects itself, prompted", "corrects itself, unprompted", "one chain", "vote, failures scatter", "vote, failures agree")


@figure(
    id="SCL-114",
    slug="success-against-chain-length",
    title="With {error_percent} of steps wrong a chain of {long_chain} succeeds in {one_chain:2} of cases; mending most errors makes it {corrected_prompted:2}",
    question="How does success fall with the length of a chain, and what stops the fall?",
    alt="Falling curves of success against steps on a logarithmic scale. One chain falls to one in two at {half_steps:2} steps and to {one_chain:2} at {long_chain}. A vote of {streams} starts higher and falls below the single chain beyond that point when failures agree; when they scatter it stays above. A chain that corrects itself when prompted stays above {corrected_prompted:2} to {long_chain} steps.",
    caption="A model: each step is wrong with {error_percent} probability, independently. Unprompted, a model corrects {unaided_percent:2} of its errors, prompted {prompted_percent:2}: measured on errors put into the text, so an upper reading. Votes are of {streams} whole chains; failures either all agree on one wrong answer or scatter over {scatter}. Dots: the same chains played step by step.",
    columns={"way": ("text", "Way of reasoning"), "steps": ("1", "Steps in the chain"), "success_percent": ("percent", "Success by formula"), "simulated_percent": ("percent", "Success of chains played step by step")},
    sources=("tsui2025selfcorrection", "semianalysis2024o1pro"),
    tables=("scaling/correction_evidence",),
    grade="modelled",
    **_COMMON,
)
def chains():
    frame = results.chains_frame().merge(results.simulated_frame(), on=["way", "steps"], how="left")
    return frame[frame["steps"] <= 500]


@chains.draw
def _(frame, narrow):
    colour = alt.Color("way:N", scale=alt.Scale(domain=list(_WAYS), range=[theme.GREEN, theme.PURPLE, theme.INK, theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 3, symbolOpacity=1))
    x = alt.X("steps:Q", title="Steps in the chain", scale=alt.Scale(type="log", domain=[1, 500]), axis=alt.Axis(values=[1, 3, 10, 30, 100, 300]))
    y = alt.Y("success_percent:Q", title="Success (%)", scale=alt.Scale(domain=[0, 100]))
    lines = alt.Chart(frame).mark_line().encode(x=x, y=y, color=colour)
    dots = alt.Chart(frame.dropna()).mark_point(filled=True, size=60).encode(x=x, y=alt.Y("simulated_percent:Q", scale=alt.Scale(domain=[0, 100])), color=colour)
    return alt.layer(lines, dots).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-115",
    slug="measured-fall-with-length",
    title="Measured success falls earlier and then more slowly than one error rate says: shape {shape:range2} instead of one",
    question="Do real models fail at one rate for each minute of a task?",
    alt="Rows of {measured_models} models with a dot each: the length of tasks done in most cases over the length done in every second try. Dots lie between {ratio_percent:interval2}; a vertical line at {ratio_constant:2} shows where one error rate would put them. All dots lie to its left.",
    caption="For each model METR gives the length of tasks, in a person’s minutes, at which it succeeds in “50 %” and in “80 %” of tries. A single error rate for every minute would make the second {ratio_constant:2} of the first. A smaller ratio means that short tasks fail too often and long ones not often enough for one rate, as when tasks differ in difficulty. METR fits a logistic curve; its choice shapes the ratio.",
    columns={"model": ("text", "Model"), "released": ("text", "Day of release"), "half_minutes": ("minute", "Length of tasks done in half of the tries"), "eighty_minutes": ("minute", "Length of tasks done in 80 % of the tries"), "ratio": ("1", "The second over the first"), "shape": ("1", "Shape of the fall")},
    sources=("epochai2026benchmarks", "metr2026horizon11"),
    tables=("scaling/horizon_pairs",),
    grade="measured",
    **_COMMON,
)
def lengths():
    return results.lengths_frame()


@lengths.draw
def _(frame, narrow):
    frame = frame.assign(percent=100 * frame["ratio"])
    y = named_rows.rows("model", list(frame["model"]), narrow)
    scale = alt.Scale(domain=[0, 40])
    one = float(results.facts()["ratio_constant"].value)
    line = alt.Chart(pd.DataFrame({"x": [one], "t": ["one error rate"]}))
    x = alt.X("percent:Q", title="“80 %” length over “50 %” length (%)", scale=scale, axis=alt.Axis(grid=True, values=[0, 10, 20, 30, 40]))
    dots = alt.Chart(frame).mark_point(filled=True, size=80, color=theme.BLUE).encode(x=x, y=y)
    rule = line.mark_rule(strokeDash=[4, 3], color=theme.ORANGE, strokeWidth=2).encode(x=alt.X("x:Q", scale=scale))
    text = line.mark_text(align="left", dx=5, dy=10, color=theme.ORANGE, fontWeight="bold", fontSize=11).encode(x=alt.X("x:Q", scale=scale), y=alt.value(0), text="t:N")
    layers = [rule, dots, text] if not narrow else [rule, dots]
    return alt.layer(*layers, *named_rows.names(frame, "model", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 24))


@figure(
    id="SCL-116",
    slug="mistakes-in-the-context",
    title="Earlier mistakes left in the context cut accuracy from {context_none} to {context_all}, but hardly in a model that thinks first",
    question="Does what went wrong before make the next step worse?",
    alt="Bars of accuracy at the hundredth turn. A model that answers at once: {context_none} with no earlier turn wrong, {context_half} with every second one wrong, {context_all} with all wrong. A model that thinks first: {context_thinking_none} and {context_thinking}.",
    caption="Measured by Sinha et al.: models carry out a plan turn by turn; wrong answers are written into the earlier turns. Values are approximate and second-hand. The mistakes are wrong answers, not corrupted bits: what a model makes of a garbled token is not measured here.",
    columns={"kind": ("text", "Kind of model"), "context": ("text", "Earlier turns"), "accuracy_percent": ("percent", "Accuracy at turn 100")},
    sources=("sinha2025illusion",),
    tables=("scaling/correction_evidence",),
    grade="measured",
    **_COMMON,
)
def context():
    return results.context_frame()


@context.draw
def _(frame, narrow):
    frame = frame.assign(row=frame["kind"] + ", " + frame["context"])
    y = named_rows.rows("row", list(frame["row"]), narrow)
    x = alt.X("accuracy_percent:Q", title="Accuracy at the hundredth turn (%)", scale=alt.Scale(domain=[0, 110]), axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["does not think", "thinks first"], range=[theme.ORANGE, theme.BLUE]), legend=None)
    bars = alt.Chart(frame).mark_bar(height=12).encode(x=x, y=y, color=colour)
    text = alt.Chart(frame).mark_text(align="left", dx=4).encode(x=x, y=y, text=alt.Text("accuracy_percent:Q", format=".0f"))
    return alt.layer(bars, text, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))


@figure(
    id="SCL-117",
    slug="silent-faults-of-a-fleet",
    title="Of {gpus:2} GPUs {at_fault:range2} corrupt silently at a time by the faults noticed in training, {at_fault_by_share:2} by Meta’s share of faulty devices",
    question="How exposed is a serving fleet to corruption that nobody notices?",
    alt="Rising line with a wide band: GPUs that corrupt silently at a time against the size of the fleet, both logarithmic. At {larger_devices} GPUs some {at_hundred:2}; the fleet that served GPT models, marked by a vertical line, has {at_fault:2}. A dashed line of the same slope, Meta’s share of faulty devices, runs above the band and gives {at_fault_by_share:2} there.",
    caption="Rate of noticed silent corruption from one run: {silent_count} events on {run_devices} GPUs in {run_days}. A faulty GPU is taken to stay at work from a day to a month. The rate counts only what was traced, in training; serving raises no such alarm. Dashed: the share of faulty devices that Meta gives, {prevalence} for each million, without saying how many are found and taken out; this band is at {at_fault_share:interval2}. Vertical line: the fleet that served GPT models at the end of 2024.",
    columns={"devices": ("1", "GPUs in the fleet"), "at_fault": ("1", "GPUs that corrupt silently at a time"), "low": ("1", "5 % point"), "high": ("1", "95 % point"), "by_share": ("1", "By Meta’s share of faulty devices"), "new_percent": ("percent", "Chance of a new one on a day")},
    sources=("llama2024herd", "zheng2026sdcs", "dixit2025hardware"),
    tables=("scaling/fleet_failures",),
    parameters=("corruption_days_undetected",),
    grade="guessed",
    **_COMMON,
)
def fleet():
    return results.fleet_frame()


@fleet.draw
def _(frame, narrow):
    x = alt.X("devices:Q", title="GPUs in the fleet", scale=alt.Scale(type="log", domain=[1000, 1e6]), axis=alt.Axis(values=[1000, 10000, 100000, 1000000], format="~s"))
    scale = alt.Scale(type="log", domain=[0.003, 2000])
    y = alt.Y("at_fault:Q", title="GPUs that corrupt silently at a time", scale=scale, axis=alt.Axis(values=[0.01, 0.1, 1, 10, 100, 1000], format=",~g"))
    gpus = results.facts()["gpus"].value
    line = alt.Chart(pd.DataFrame({"x": [gpus], "t": ["GPT serving, 2024"]}))
    rule = line.mark_rule(strokeDash=[4, 3], color=theme.ORANGE).encode(x=alt.X("x:Q", scale=alt.Scale(type="log", domain=[1000, 1e6])))
    text = line.mark_text(align="right", dx=-6, color=theme.ORANGE, fontWeight="bold").encode(x=alt.X("x:Q", scale=alt.Scale(type="log", domain=[1000, 1e6])), y=alt.value(205), text="t:N")
    band = alt.Chart(frame).mark_area(opacity=0.18, color=theme.BLUE).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q")
    mid = alt.Chart(frame).mark_line(color=theme.BLUE).encode(x=x, y=y)
    share = alt.Chart(frame).mark_line(color=theme.GREEN, strokeDash=[5, 4]).encode(x=x, y=alt.Y("by_share:Q", scale=scale))
    named = alt.Chart(pd.DataFrame({"x": [1200.0], "y": [30.0], "t": ["Meta’s share"]})).mark_text(align="left", color=theme.GREEN, fontWeight="bold").encode(x=alt.X("x:Q", scale=alt.Scale(type="log", domain=[1000, 1e6])), y=alt.Y("y:Q", scale=scale), text="t:N")
    return alt.layer(band, rule, mid, share, text, named).properties(width=theme.width(narrow), height=300)


@figure(
    id="SCL-118",
    slug="compute-lost-against-cluster-size",
    title="Failures, saves and restarts take {lost:range2} of a run on {run_devices} GPUs, and {larger_lost:range2} on {larger_devices} if nothing else improves",
    question="What share of a training run is lost to failures when it is saved at the best interval?",
    alt="Rising line with a band: share of a run lost against the number of GPUs, logarithmic. {lost:2} at {run_devices} GPUs, {larger_lost:2} at {larger_devices}, {million_lost:2} at a million. Two dots lie below the line: “Llama 3” at most a tenth, ByteRobust a few percent.",
    caption="Any failure stops the whole run, which restarts from the last save; the interval is the best one. Failure rates from Meta’s two records, time of a save and of a restart with ranges. Dots: published shares, that of “Llama 3” printed as a bound. The right of the chart is what a larger cluster avoids by spare machines, saves to memory and restarts of a part: a warning, not a forecast.",
    columns={"devices": ("1", "GPUs in the run"), "lost_percent": ("percent", "Share of the run lost"), "low": ("percent", "5 % point"), "high": ("percent", "95 % point"), "saving_percent": ("percent", "Of which saves"), "restart_percent": ("percent", "Of which restarts"), "interval_minutes": ("minute", "Best interval between saves"), "failure_hours": ("hour", "Time between failures")},
    sources=_RUN_SOURCES,
    grade="modelled",
    **_RUN,
    **_COMMON,
)
def runs():
    return results.run_frame()


@runs.draw
def _(frame, narrow):
    domain = [1000, 1e6]
    x = alt.X("devices:Q", title="GPUs in the run", scale=alt.Scale(type="log", domain=domain), axis=alt.Axis(values=[1000, 10000, 100000, 1000000], format="~s"))
    scale = alt.Scale(domain=[0, 100])
    band = alt.Chart(frame).mark_area(opacity=0.18, color=theme.BLUE).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q")
    line = alt.Chart(frame).mark_line(color=theme.BLUE).encode(x=x, y=alt.Y("lost_percent:Q", title="Share of the run lost (%)", scale=scale))
    points = results.run_points()
    px = alt.X("devices:Q", scale=alt.Scale(type="log", domain=domain))
    dots = alt.Chart(points).mark_point(filled=True, size=90, color=theme.ORANGE).encode(x=px, y=alt.Y("lost_percent:Q", scale=scale))
    text = alt.Chart(points).mark_text(align="left", dx=9, dy=-1, color=theme.ORANGE, fontWeight="bold").encode(x=px, y=alt.Y("lost_percent:Q", scale=scale), text="run:N")
    return alt.layer(band, line, dots, text).properties(width=theme.width(narrow), height=310)


@figure(
    id="SCL-119",
    slug="how-often-to-save",
    title="On {run_devices} GPUs a save every {interval:range2} costs least; near it the choice matters little",
    question="How often should a training run be saved?",
    alt="Curve of the share of a run lost against minutes between saves, logarithmic: high at one minute, lowest near {interval_central:2}, rising again to the right. Dots of played runs lie on it. A vertical line marks the best interval.",
    caption="Central values: a failure every {run_hours:2}, saves and restarts as in the table of assumptions. Line: Daly’s expected run time; dots: {played} runs of a week played failure by failure. The exact best interval by Lambert’s W and Young’s square root differ by {young_loss:2} of the run here.",
    columns={"interval_minutes": ("minute", "Minutes between saves"), "lost_percent": ("percent", "Share of the run lost by formula"), "played_percent": ("percent", "Share lost in played runs")},
    sources=_RUN_SOURCES,
    grade="modelled",
    **_RUN,
    **_COMMON,
)
def interval():
    return results.interval_frame()


@interval.draw
def _(frame, narrow):
    xs = alt.Scale(type="log", domain=[1, 180])
    x = alt.X("interval_minutes:Q", title="Minutes between saves", scale=xs, axis=alt.Axis(values=[1, 2, 5, 10, 20, 50, 100]))
    scale = alt.Scale(domain=[0, 50])
    line = alt.Chart(frame).mark_line(color=theme.BLUE).encode(x=x, y=alt.Y("lost_percent:Q", title="Share of the run lost (%)", scale=scale))
    dots = alt.Chart(frame.dropna()).mark_point(filled=True, size=70, color=theme.ORANGE).encode(x=x, y=alt.Y("played_percent:Q", scale=scale))
    best = alt.Chart(pd.DataFrame({"x": [results.facts()["interval_central"].value], "t": ["best interval"]}))
    rule = best.mark_rule(strokeDash=[4, 3]).encode(x=alt.X("x:Q", scale=xs))
    text = best.mark_text(align="left", dx=5, fontWeight="bold").encode(x=alt.X("x:Q", scale=xs), y=alt.value(14), text="t:N")
    return alt.layer(rule, line, dots, text).properties(width=theme.width(narrow), height=300)
