"""Figures of the open questions: where each stands at five labs, and how much of training is learning."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import open_questions as results

__all__ = ["grid", "learning"]

_COMMON = {"as_of": "2026-11-26", "notebook": "governance/open-questions", "facts": (results.facts,), "claims": ("E15",)}


@figure(
    id="GOV-14",
    slug="open-questions-by-lab",
    title="{hidden_labs} of {labs} leading labs hide raw chains from users; for {seen_labs} outside evaluators have read them",
    question="Where do the open questions of 2024 stand in 2026?",
    alt="Grid of {labs} labs by {questions} questions. Raw chains are hidden, or shown as a summary, at OpenAI, Anthropic, Google DeepMind and xAI, and shown at DeepSeek. Outside evaluators have been given them at OpenAI, Anthropic and Google DeepMind, and anyone has them at DeepSeek; for xAI it was not found. The compute of reinforcement learning is disclosed by DeepSeek alone.",
    caption="Full dots: yes; a ring: no, or not found; between: in part, by a rule written down before the answers were looked up. The words are the answer. {secondary} of {answers} answers rest on somebody else’s account, and for some labs sources conflict on what users see.",
    columns={"lab": ("text", "Lab"), "question": ("text", "Question"), "worth": ("1", "How far the answer is yes"), "status": ("text", "Answer")},
    sources=("openrouter2026reasoning", "tracker2026hidden", "hndistilled2026thinking", "anthropic2026thinking", "google2026thinking", "xai2026reasoning", "deepseek2026reasoning", "teleo2026gpt5", "ninzaverse2026metr", "resultsense2026caisi", "epochai2026models", "hyperai2025r1"),
    tables=("governance/open_questions", "governance/judgement_rules"),
    grade="guessed",
    **_COMMON,
)
def grid():
    return results.answers_frame()


@grid.draw
def _(frame, narrow):
    questions = list(frame["question"].drop_duplicates())
    if narrow:
        labs = list(frame["lab"].drop_duplicates())
        order = [f"{lab}: {q}" for q in questions for lab in labs]
        frame = frame.assign(row=frame["lab"] + ": " + frame["question"])
        y = alt.Y("row:N", sort=order, title=None, axis=None)
        x = alt.value(10)
        head = alt.Chart(frame).mark_text(align="left", dy=-11, fontSize=11).encode(x=alt.value(0), y=y, text="row:N")
        words = alt.Chart(frame).mark_text(align="left", fontSize=11, dy=5, color=theme.MUTED).encode(x=alt.value(24), y=y, text="status:N")
        dots = alt.Chart(frame).mark_point(filled=True, size=90, dy=5, stroke=theme.BLUE, strokeWidth=1.5, yOffset=5).encode(x=x, y=y, fillOpacity=alt.FillOpacity("worth:Q", scale=alt.Scale(domain=[0, 1], range=[0, 1]), legend=None), fill=alt.value(theme.BLUE))
        return alt.layer(dots, head, words).properties(width=theme.width(narrow), height=alt.Step(40))
    y = alt.Y("lab:N", sort=list(frame["lab"].drop_duplicates()), title=None, axis=alt.Axis(grid=False))
    x = alt.X("question:N", sort=questions, title=None, axis=alt.Axis(orient="top", labelAngle=0, labelLimit=190, domain=False, ticks=False))
    dots = alt.Chart(frame).mark_point(filled=True, size=260, stroke=theme.BLUE, strokeWidth=1.5, yOffset=-8).encode(x=x, y=y, fillOpacity=alt.FillOpacity("worth:Q", scale=alt.Scale(domain=[0, 1], range=[0, 1]), legend=None), fill=alt.value(theme.BLUE))
    words = alt.Chart(frame).mark_text(dy=14, fontSize=11).encode(x=x, y=y, text="status:N")
    return alt.layer(dots, words).properties(width=theme.width(narrow), height=alt.Step(56))


@figure(
    id="GOV-15",
    slug="learning-over-pre-training",
    title="From next to nothing to {learning_high:2} times pre-training: what is said of reinforcement learning in {learning_models} models",
    question="How much compute goes into reinforcement learning?",
    alt="Dots of {learning_models} models on a logarithmic scale of compute after pre-training over pre-training, by model: “Composer 2.5” at {learning_high:2}, “Grok 4” between a tenth and all, DeepSeek-R1 at a few hundredths, older models far less. A line marks as much as pre-training.",
    caption="Compute of fine-tuning and reinforcement learning over that of pre-training, from developers’ statements and Epoch AI’s notes on them; bars where a range is given. The Composer models continue another developer’s base. Those of which something is said may not be like the others.",
    columns={"model": ("text", "Model"), "year": ("year", "Year"), "ratio": ("1", "Learning over pre-training"), "low": ("1", "Low"), "high": ("1", "High")},
    sources=("epochai2026models", "hyperai2025r1"),
    tables=("governance/compute_parts",),
    grade="modelled",
    **_COMMON,
)
def learning():
    return results.learning_frame()


@learning.draw
def _(frame, narrow):
    y = named_rows.rows("model", list(frame["model"]), narrow)
    scale = alt.Scale(type="log", domain=[1e-5, 10])
    x = alt.X("ratio:Q", title="Learning over pre-training (times)", scale=scale, axis=alt.Axis(grid=True, values=[1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10], format="~g"))
    one = alt.Chart(pd.DataFrame({"x": [1.0]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    bars = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.35, color=theme.BLUE).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=80, color=theme.BLUE).encode(x=x, y=y)
    return alt.layer(one, bars, dots, *named_rows.names(frame, "model", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))
