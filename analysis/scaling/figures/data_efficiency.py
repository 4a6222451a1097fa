"""Figures of data efficiency: shares of the gain, gain against examples, and reasoning without human feedback."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import data_efficiency as results

__all__ = ["share", "gain", "zero"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/data-efficiency", "facts": (results.facts,), "claims": ("C15",)}


@figure(
    id="SCL-98",
    slug="share-of-the-reasoning-gain",
    title="s1’s {s1_examples} examples give {s1_share:range2} of the gain of {large_examples}; a thousand at random {random_share:2}",
    question="How much of a reasoning model’s gain does a small set of examples give?",
    alt="Rows of training sets with their share of the gain of the largest set and its range. LIMO’s {limo_examples} examples {limo_share:2}, Bespoke {bespoke_share:2}, s1 {s1_share:2}, s1 without budget forcing {plain_share:2}, Sky-T1 {sky_share:2}, a random thousand {random_share:2}; a hundred thousand short solutions {short_share:2}.",
    caption="Gain in points over the untuned model, summed over AIME 2024, MATH-500 and GPQA Diamond, over that of the model tuned on {large_examples} examples by DeepSeek-R1. All tuned models have the same size. Bars: 5–95 % if the problems were drawn anew, models moving together as s1’s paired intervals imply. Dashed: the mark for most of the gain. Picked one by one: for quality, difficulty and variety. LIMO’s authors tuned the rows LIMO, OpenThoughts and NuminaMath, and measure a lower start.",
    columns={"set": ("text", "Training set"), "examples": ("1", "Worked examples"), "share_percent": ("percent", "Share of the gain"), "low": ("percent", "5 % point"), "high": ("percent", "95 % point"), "over_half": ("1", "Probability of over half"), "picked": ("text", "How the examples were chosen")},
    sources=("muennighoff2025s1", "ye2025limo", "deepseek2025r1"),
    tables=("scaling/distilled_sets",),
    grade="modelled",
    **_COMMON,
)
def share():
    frame = results.share_frame()
    return frame.assign(picked=frame["picked"].map(results.PICKED))


@share.draw
def _(frame, narrow):
    y = named_rows.rows("set", list(frame["set"]), narrow)
    scale = alt.Scale(domain=[-90, 130])
    colour = alt.Color("picked:N", scale=alt.Scale(domain=list(results.PICKED.values()), range=[theme.BLUE, theme.ORANGE, theme.PURPLE]), legend=named_rows.legend(narrow))
    x = alt.X("share_percent:Q", title="Share of the gain (%)", scale=scale, axis=alt.Axis(grid=True, values=[-75, -50, -25, 0, 25, 50, 75, 100, 125]))
    mark = alt.Chart(pd.DataFrame({"x": [100 * results.HALF]})).mark_rule(strokeDash=[4, 3]).encode(x=alt.X("x:Q", scale=scale))
    bars = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.35).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    return alt.layer(mark, bars, dots, *named_rows.names(frame, "set", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 26))


@figure(
    id="SCL-99",
    slug="gain-against-examples",
    title="More examples do not mean more gain: {limo_examples} picked ones gain more than {large_examples}, {short_examples} short ones lose",
    question="Does the number of examples decide the gain?",
    alt="Dots of mean gain over three tests against worked examples on a logarithmic axis. Among the smallest sets dots spread from a few points to the highest of all, LIMO. At {short_examples} the short solutions lie far below zero. The largest set, {large_examples}, lies below LIMO.",
    caption="Mean gain in points over AIME 2024, MATH-500 and GPQA Diamond against the untuned model as each author measures it; LIMO’s authors measure a lower start, which lifts their gains. Bars: 5–95 % if the problems were drawn anew. Teachers differ; only s1’s thousands and the pool they were taken from share one.",
    columns={"set": ("text", "Training set"), "examples": ("1", "Worked examples"), "gain_points": ("percentage_point", "Mean gain over three tests"), "low": ("percentage_point", "5 % point"), "high": ("percentage_point", "95 % point"), "kind": ("text", "How the examples were chosen")},
    sources=("muennighoff2025s1", "ye2025limo", "deepseek2025r1"),
    tables=("scaling/distilled_sets",),
    grade="modelled",
    **_COMMON,
)
def gain():
    return results.gain_frame()


@gain.draw
def _(frame, narrow):
    kinds = [*results.PICKED.values(), "the largest set"]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[theme.BLUE, theme.ORANGE, theme.PURPLE, theme.GREEN]), legend=named_rows.legend(narrow))
    x = alt.X("examples:Q", title="Worked examples", scale=alt.Scale(type="log", domain=[500, 2e6]), axis=alt.Axis(values=[1e3, 1e4, 1e5, 1e6], format="~s"))
    scale = alt.Scale(domain=[-25, 35])
    y = alt.Y("gain_points:Q", title="Mean gain (points)", scale=scale)
    zero = alt.Chart(pd.DataFrame({"y": [0.0]})).mark_rule(strokeDash=[3, 3]).encode(y=alt.Y("y:Q", scale=scale))
    bars = alt.Chart(frame).mark_rule(strokeWidth=3, opacity=0.3).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q", color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    named = frame[frame["set"].isin(["LIMO", "s1-32B", "1K at random", "Sky-T1", "Bespoke-32B", "59K, all", "OpenThoughts-114k", "NuminaMath-100k", results.REFERENCE])]
    named = named.assign(t=named["set"].replace({results.REFERENCE: "R1-Distill", "OpenThoughts-114k": "OpenThoughts", "NuminaMath-100k": "NuminaMath"}))
    left = named["set"].isin([results.REFERENCE, "NuminaMath-100k"] if narrow else [])
    above = named["set"].isin(["Bespoke-32B"] if narrow else [])  # beside its dot stands another
    sides = ((named[~left & ~above], "left", 9, 0), (named[left], "right", -9, 0), (named[above], "left", -22, -28))
    texts = [alt.Chart(part).mark_text(align=side, dx=dx, dy=dy, fontSize=11).encode(x=x, y=y, text="t:N") for part, side, dx, dy in sides if len(part)]
    return alt.layer(zero, bars, dots, *(layer for text in texts for layer in named_rows.over_lines(text))).properties(width=theme.width(narrow), height=340)


@figure(
    id="SCL-100",
    slug="reasoning-without-human-feedback",
    title="Reasoning has been learnt without human feedback: R1-Zero from {zero_before} to {zero_after}, and from a model of 2021",
    question="Can reasoning be learnt where no model taught by human feedback came first?",
    alt="Rows of runs with two dots, before and after training without human feedback. STaR from GPT-J rises from {star_before:2} to {star_after:2} on CommonsenseQA and from {star_maths_before:2} to {star_maths_after:2} on GSM8K; R1-Zero from {zero_before:2} to {zero_after:2} on AIME 2024; four runs of SimpleRL-Zoo rise as well, the first from {zoo_before:2} to {zoo_after:2}.",
    caption="Open dots before, full dots after. In none of these runs was a model or a reward taught by human preferences; answers were checked by rule. Colour: whether the text on which the base model was trained can hold answers by models taught with human feedback. It is older for GPT-J, whose gain in mathematics is small; for the others it is newer and may hold some. People still chose the problems and knew the answers.",
    columns={"run": ("text", "Run, base model and test"), "before_percent": ("percent", "Score before"), "after_percent": ("percent", "Score after"), "text": ("text", "Text of the base model")},
    sources=("zelikman2022star", "deepseek2025r1paper", "zeng2025simplerl", "eleutherai2021gptj"),
    tables=("scaling/zero_runs",),
    grade="measured",
    **_COMMON,
)
def zero():
    return results.zero_frame()


@zero.draw
def _(frame, narrow):
    y = named_rows.rows("run", list(frame["run"]), narrow)
    scale = alt.Scale(domain=[0, 100])
    kinds = [k for k in ("older than such models", "may hold some of their answers", "holds their answers") if k in set(frame["text"])]
    colour = alt.Color("text:N", scale=alt.Scale(domain=kinds, range=[theme.GREEN, theme.BLUE, theme.ORANGE][: len(kinds)]), legend=alt.Legend(columns=1, symbolOpacity=1, labelLimit=300))
    x = alt.X("after_percent:Q", title="Score (%)", scale=scale, axis=alt.Axis(grid=True))
    bars = alt.Chart(frame).mark_rule(strokeWidth=3, opacity=0.4).encode(x=alt.X("before_percent:Q", scale=scale), x2="after_percent:Q", y=y, color=colour)
    rings = alt.Chart(frame).mark_point(filled=False, size=80).encode(x=alt.X("before_percent:Q", scale=scale), y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    return alt.layer(bars, rings, dots, *named_rows.names(frame, "run", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))
