"""Figures of the product formula: exchange rates, lines of equal performance, what thinking was worth, siblings against samples."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.governance.results import product_formula as results

_COMMON = {"as_of": "2025-05-14", "notebook": "governance/product-formula", "facts": (results.facts,), "claims": ("E2",)}
_FITTED = ("governance/sampled_models", "scaling/coverage_points", "scaling/voting_gains")
_FIT_SOURCES = ("brown2024monkeys", "wang2023selfconsistency", "ellismohr2025theory")


@figure(
    id="GOV-39",
    slug="exchange-rate-of-inference-and-training",
    title="Inference rarely exchanges FLOP for FLOP against training: the rate is {rate:range2}, and hangs on how an answer is picked",
    question="How does inference compute exchange against training compute?",
    alt="Dots with ranges of the exchange rate by setting on a logarithmic scale, with a line at {literal}. Mathematics with the right answer picked by a check lies at {checked:2}, a board game at {hex:2}, Epoch AI's judgements between {language:2} and {steps:2}, votes at {voted:2} and below, down to {common:2}.",
    caption="Exponent of inference compute over that of training compute at equal performance; the formula as written has {literal} (dashed). Published: ends of what the source states. Fitted here: log-odds of success on both kinds of compute within families of models, 5–95 % of a bootstrap over curves. Hollow: rows of Epoch AI that its own judgements sum up, shown and not counted. Inference is counted in multiples of a single answer of the same model.",
    columns={"setting": ("text", "Setting"), "rate": ("1", "Exchange rate"), "low": ("1", "5 % point"), "high": ("1", "95 % point"), "whose": ("text", "Whose"), "counted": ("text", "Counted in the pooled rate")},
    sources=("jones2021hex", "villalobos2023trading", *_FIT_SOURCES),
    tables=("governance/compute_trades", *_FITTED),
    grade="modelled",
    **_COMMON,
)
def exchange():
    return results.rates_frame()


@exchange.draw
def _(frame, narrow):
    order = frame["setting"].tolist()
    scale = alt.Scale(type="log", domain=[0.06, 7])
    axis = alt.Axis(values=[0.1, 0.2, 0.5, 1, 2, 5], format="~g")
    x = alt.X("rate:Q", title="Exchange rate (1: FLOP for FLOP)", scale=scale, axis=axis)
    y = alt.Y("setting:N", sort=order, title=None, axis=alt.Axis(labels=False, ticks=False))
    colour = alt.Color("whose:N", scale=alt.Scale(domain=["as published", "fitted here"], range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(title=None, orient="top"))
    bars = alt.Chart(frame).mark_rule(strokeWidth=3, opacity=0.5).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    dots = [alt.Chart(frame[frame["counted"] == counted]).mark_point(filled=counted, size=70, opacity=1).encode(x=x, y=y, color=colour) for counted in (True, False)]
    names = alt.Chart(frame).mark_text(align="left", dy=-12, fontSize=11).encode(x=alt.value(2), y=y, text="setting:N")
    line = alt.Chart(pd.DataFrame({"x": [results.LITERAL]})).mark_rule(strokeDash=[4, 3], color=theme.INK).encode(x=alt.X("x:Q", scale=scale))
    return alt.layer(line, bars, *dots, names).properties(width=theme.width(narrow), height=430)


_LINES = alt.Scale(domain=["the formula as written", *results.KINDS], range=[theme.INK, theme.ORANGE, theme.BLUE, theme.GREEN, theme.PURPLE])


@figure(
    id="GOV-40",
    slug="lines-of-equal-performance",
    title="To stand in for {decade} times less training takes {ten_checked:range2} times the inference with a check, {ten_language:range2} times in most language tasks; a vote rarely gets there",
    question="How much inference lifts a model below a threshold to one above it?",
    alt="Lines of equal performance on logarithmic scales: inference in multiples of a single answer against training compute from far below {reference} up to it. The formula as written rises at the same pace as training falls; the line with a check rises more slowly; lines for language and stepwise tasks rise faster and end at {language_most} and {steps_most} times less training; the line of a vote ends before either.",
    caption="Every point of a line performs like a model of {reference} that gives a single answer; medians of rate and limit. A line ends, with a dot, where the technique makes up for no more: a vote at {vote_limit:range2} times the training, most language tasks at {language_most} times, tasks solved step by step at {steps_most} times (the last two as Epoch AI judges). The line of a check leaves the picture: no end was seen within {most_samples} samples; Epoch AI puts it at {check_most_low} to {check_most_high} times.",
    columns={"kind": ("text", "Answers"), "training_flop": ("FLOP", "Training compute"), "inference_multiple": ("1", "Inference over a single answer")},
    sources=("villalobos2023trading", *_FIT_SOURCES),
    tables=("governance/compute_trades", *_FITTED),
    grade="modelled",
    **_COMMON,
)
def iso():
    return results.iso_frame()


@iso.draw
def _(frame, narrow):
    x = alt.X("training_flop:Q", title="Training compute (FLOP)", scale=alt.Scale(type="log", domain=[1e22, 1e25]), axis=alt.Axis(format=".0e", values=[1e22, 1e23, 1e24, 1e25]))
    y = alt.Y("inference_multiple:Q", title="Inference over a single answer (times)", scale=alt.Scale(type="log", domain=[1, 1e4]), axis=alt.Axis(format="~s", values=[1, 10, 100, 1000, 10000]))
    legend = alt.Legend(title=None, orient="top", columns=1 if narrow else 3, labelLimit=300)
    dash = alt.StrokeDash("kind:N", scale=alt.Scale(domain=["the formula as written", *results.KINDS], range=[[4, 3], [1, 0], [1, 0], [1, 0], [1, 0]]), legend=None)
    lines = alt.Chart(frame).mark_line(strokeWidth=2.5).encode(x=x, y=y, color=alt.Color("kind:N", scale=_LINES, legend=legend), strokeDash=dash)
    ends = frame[frame["kind"] != "the formula as written"].sort_values("training_flop").groupby("kind", as_index=False).first()
    ends = ends[ends["training_flop"] > 1.01e22]  # a line that leaves the picture has not ended
    stops = alt.Chart(ends).mark_point(filled=True, size=70, opacity=1).encode(x=x, y=y, color=alt.Color("kind:N", scale=_LINES, legend=None))
    return alt.layer(lines, stops).properties(width=theme.width(narrow), height=340)


@figure(
    id="GOV-41",
    slug="what-thinking-is-worth-in-training",
    title="Thinking was worth {worth_mathematics:range2} times the training compute in mathematics, {worth_knowledge:range2} times on tests of knowledge",
    question="Where is inference no substitute for training?",
    alt="Dots with ranges of what thinking was worth in multiples of training compute, by kind of task, on a logarithmic scale: mathematics {worth_mathematics:2}, logic {worth_logic:2}, then programming, tools and science, knowledge {worth_knowledge:2}, instructions {worth_instructions:2}.",
    caption="Qwen3, {sizes} dense models from the same tokens, with thinking on and off: mean gain in log-odds over the slope of log-odds in training compute with thinking off, by kind of task over {benchmarks} benchmarks; 5–95 % of the scatter over sizes. The worth is that of all the thinking the model did; the tokens are not in the report. The smaller models were taught by the largest, so part of what they gained was paid for in its training.",
    columns={"kind": ("text", "Kind of task"), "benchmarks": ("1", "Benchmarks"), "times": ("1", "Worth in training compute"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=("yang2025qwen3",),
    tables=("governance/thinking_sizes",),
    grade="modelled",
    **_COMMON,
)
def thinking():
    return results.worth_frame()


@thinking.draw
def _(frame, narrow):
    scale = alt.Scale(type="log", domain=[1, 200])
    x = alt.X("times:Q", title="Worth in training compute (times)", scale=scale, axis=alt.Axis(values=[1, 2, 5, 10, 20, 50, 100]))
    y = alt.Y("kind:N", sort=frame["kind"].tolist(), title=None)
    bars = alt.Chart(frame).mark_rule(strokeWidth=3, opacity=0.5, color=theme.BLUE).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=75, opacity=1, color=theme.BLUE).encode(x=x, y=y)
    return alt.layer(bars, dots).properties(width=theme.width(narrow), height=270)


@figure(
    id="GOV-42",
    slug="smaller-sibling-with-samples",
    title="With a check, {samples_checked:2} answers of a small model equal a single one of a sibling with {sibling_ratio:2} times the training; with a vote no number does",
    question="Can a smaller model with more answers replace a larger one?",
    alt="Lines of the share of problems solved against samples on a logarithmic scale. With a check both rise towards all of them, the smaller model passing the larger model's single answer ({single_large:2}) within a handful of samples. With a vote the smaller levels off at {best_vote:2}, below that line, which is dashed.",
    caption="Smaller and larger model of “Llama 3 Instruct” on problems of MATH, read off a published figure. Check: a problem counts if any answer is right. Vote: the most frequent answer counts. The larger was trained with {sibling_ratio:2} times the compute. Dashed: a single answer of the larger.",
    columns={"line": ("text", "Model, and how an answer is picked"), "samples": ("1", "Answers to each problem"), "solved_percent": ("percent", "Problems solved")},
    sources=("brown2024monkeys", "ellismohr2025theory"),
    tables=("scaling/coverage_points", "governance/sampled_models"),
    grade="measured",
    **_COMMON,
)
def siblings():
    return results.sampled_frame()


@siblings.draw
def _(frame, narrow):
    x = alt.X("samples:Q", title="Answers to each problem", scale=alt.Scale(type="log", domain=[1, 12000]), axis=alt.Axis(format="~s", values=[1, 10, 100, 1000, 10000]))
    y = alt.Y("solved_percent:Q", title="Problems solved (%)", scale=alt.Scale(domain=[0, 100]))
    names = ["larger, check", "smaller, check", "larger, vote", "smaller, vote"]
    colour = alt.Color("line:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.GREEN, theme.ORANGE, theme.PURPLE]), legend=alt.Legend(title=None, orient="top", columns=2 if narrow else 4))
    lines = alt.Chart(frame).mark_line(point=True).encode(x=x, y=y, color=colour)
    single = frame[(frame["line"] == "larger, check")].nsmallest(1, "samples")
    rule = alt.Chart(single).mark_rule(strokeDash=[4, 3], color=theme.INK).encode(y=y)
    return alt.layer(rule, lines).properties(width=theme.width(narrow), height=330)
