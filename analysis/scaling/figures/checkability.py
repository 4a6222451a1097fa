"""Figures of checkability: gains by subject, people's preference by domain, and what a check predicts."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import checkability as results

__all__ = ["subjects", "preference", "model"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/checkability", "facts": (results.facts,), "claims": ("C17",)}
_LEVELS = [f"level {k}" for k in (5, 4, 3, 2, 1)]


@figure(
    id="SCL-89",
    slug="gains-by-subject-and-checkability",
    title="o1 removes {math_head:2} of GPT-4o’s errors in mathematics and {facts_head:2} on simple facts; gain and checkability agree with {positive_percent:2} probability",
    question="Do reasoning models gain most where answers are easy to check?",
    alt="Rows of subjects, most checkable first, with dots for the share of errors that thought removes, one for each pair of models. Mathematics and physics stand far right, {math_head:2} and {physics_head:2} for o1. Chemistry, programming, reading and mixed sciences lie between; biology and simple facts at {biology_head:2} and {facts_head:2}; following instructions left of zero for R1.",
    caption="Share of errors removed, mean over the tests of a subject; thin bar: lowest and highest test. The number before a subject is its level of checkability, written down before the gains were gathered. Scores are the makers’ (OpenAI, DeepSeek) and Aider’s. Agreement is Kendall’s over subjects, {tau:range2} for o1; ranges take subjects and tests anew and move levels by one with {level_error} probability.",
    columns={"pair": ("text", "Pair of models"), "subject": ("text", "Subject"), "level": ("1", "Level of checkability"), "errors_removed_percent": ("percent", "Errors removed"), "low_percent": ("percent", "Lowest test"), "high_percent": ("percent", "Highest test"), "tests": ("1", "Tests")},
    sources=("openai2024learning", "deepseek2025r1", "aider2026polyglot"),
    tables=("scaling/checkability", "scaling/subject_gains", "inference/thinking_pairs"),
    grade="measured",
    **_COMMON,
)
def subjects():
    return results.subjects()


@subjects.draw
def _(frame, narrow):
    frame = frame.assign(row=frame["level"].astype(str) + "  " + frame["subject"])
    order = list(frame.sort_values(["level", "subject"], ascending=[False, True])["row"].drop_duplicates())
    y = named_rows.rows("row", order, narrow)
    pairs = ["o1 / GPT-4o", "o1-preview / GPT-4o", "R1 / V3"]
    colour = alt.Color("pair:N", scale=alt.Scale(domain=pairs, range=[theme.BLUE, theme.GREY, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 3))
    shape = alt.Shape("pair:N", scale=alt.Scale(domain=pairs, range=["circle", "triangle-up", "square"]))
    scale = alt.Scale(domain=[-30, 100], nice=False)
    x = alt.X("errors_removed_percent:Q", title="Errors removed by thought (%)", scale=scale, axis=alt.Axis(grid=True, values=[-20, 0, 20, 40, 60, 80, 100]))
    offset = alt.YOffset("pair:N", sort=pairs)
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    bars = alt.Chart(frame).mark_rule(strokeWidth=2, opacity=0.4).encode(x=alt.X("low_percent:Q", scale=scale), x2="high_percent:Q", y=y, yOffset=offset, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=60).encode(x=x, y=y, yOffset=offset, color=colour, shape=shape)
    return alt.layer(zero, bars, dots, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=alt.Step(46 if narrow else 34, **{"for": "position"}))


@figure(
    id="SCL-90",
    slug="peoples-preference-by-domain",
    title="People preferred o1-preview in mathematics, {win_math}, and hardly disfavoured it in writing, {win_writing}",
    question="Do reasoning models do worse where answers are hard to check and to produce?",
    alt="Rows of domains with the share of votes for o1-preview over GPT-4o: mathematical calculation {win_math}, data analysis {win_data}, computer programming {win_programming}, editing text {win_editing}, personal writing {win_writing}. The ranges of the last two cross the line at half.",
    caption="Votes of OpenAI’s trainers on open requests, September 2024. The values were read off the chart by somebody else; the range is {win_error:2} either way for reading and sampling, our judgement. OpenAI’s own words: “not preferred on some natural language tasks”. Taken with that range, writing and editing together lie below half with {worse_percent:2} probability.",
    columns={"domain": ("text", "Domain"), "level": ("1", "Level of checkability"), "win_percent": ("percent", "Votes for o1-preview"), "low_percent": ("percent", "Low end"), "high_percent": ("percent", "High end")},
    sources=("openai2024learning", "digitaladvantage2024o1"),
    tables=("scaling/subject_gains", "scaling/checkability"),
    parameters=("preference_error",),
    grade="measured",
    **_COMMON,
)
def preference():
    return results.preference_frame()


@preference.draw
def _(frame, narrow):
    y = named_rows.rows("domain", list(frame["domain"]), narrow)
    scale = alt.Scale(domain=[40, 75])
    x = alt.X("win_percent:Q", title="Votes for o1-preview over GPT-4o (%)", scale=scale, axis=alt.Axis(grid=True, values=[40, 50, 60, 70]))
    half = alt.Chart(pd.DataFrame({"x": [50]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    bars = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.3, color=theme.BLUE).encode(x=alt.X("low_percent:Q", scale=scale), x2="high_percent:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=80, color=theme.BLUE).encode(x=x, y=y)
    values = alt.Chart(frame).mark_text(align="left", dx=6, fontSize=12).encode(x=alt.X("high_percent:Q", scale=scale), y=y, text=alt.Text("win_percent:Q", format=".0f"))
    return alt.layer(half, bars, dots, values, *named_rows.names(frame, "domain", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 32))


@figure(
    id="SCL-91",
    slug="what-a-check-predicts-by-subject",
    title="A keen check removes {model_hard:2} of the errors on hard questions, a coin {model_coin:2}; tests scatter widely around the lines",
    question="What does the model of a verifier predict, and do the gains follow it?",
    alt="Lines of the share of errors removed against the score of one answer, one for each level of checkability: the highest level’s rises steeply and stays near the top, the lowest’s lies on zero. Dots are published tests in the same colours; those of level five lie mostly high, those of level two low, with much scatter.",
    caption="Lines: {attempts} attempts, picked by a check that tells right from wrong by chance at the lowest level and by {keenest:2} at the highest. Where one answer is nearly always right there is little to gain in points whatever the check: {model_points_easy:2} at {model_easy_at}, {model_points_hard:2} at {model_hard_at}. Dots: {all_tests} tests of o1 over GPT-4o and R1 over V3. Rank agreement with the lines is {by_model:2}, with the level alone {by_level:2}, with the room to gain alone {by_room:2}. The model cannot go below zero: for that a check must be worse than chance.",
    columns={"kind": ("text", "Model or published test"), "level": ("text", "Level of checkability"), "immediate_percent": ("percent", "Score of one answer"), "errors_removed_percent": ("percent", "Errors removed")},
    sources=("openai2024learning", "deepseek2025r1", "aider2026polyglot"),
    tables=("scaling/checkability", "scaling/subject_gains", "inference/thinking_pairs"),
    grade="modelled",
    **_COMMON,
)
def model():
    both = [results.model_frame().assign(kind="model"), results.model_tests().assign(kind="published test")]
    return pd.concat(both, ignore_index=True)[["kind", "level", "immediate_percent", "errors_removed_percent"]]


@model.draw
def _(frame, narrow):
    colour = alt.Color("level:N", sort=_LEVELS, scale=alt.Scale(domain=_LEVELS, range=[theme.BLUE, theme.GREEN, theme.OCHRE, theme.ORANGE, theme.GREY]), legend=alt.Legend(columns=3 if narrow else 5))
    x = alt.X("immediate_percent:Q", title="Score of one answer (%)", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 20, 40, 60, 80, 100]))
    y = alt.Y("errors_removed_percent:Q", title="Errors removed (%)", scale=alt.Scale(domain=[-30, 100], nice=False), axis=alt.Axis(values=[-20, 0, 20, 40, 60, 80, 100]))
    lines = alt.Chart(frame[frame["kind"] == "model"]).mark_line().encode(x=x, y=y, color=colour)
    dots = alt.Chart(frame[frame["kind"] != "model"]).mark_point(filled=True, size=70).encode(x=x, y=y, color=colour)
    return (lines + dots).properties(width=theme.width(narrow), height=330)
