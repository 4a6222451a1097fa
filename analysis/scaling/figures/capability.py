"""Figures of capability against time: tests that end at a hundred, the length of tasks, GPT-4 against Claude 3."""

from __future__ import annotations

import altair as alt

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import capability as results

__all__ = ["bounded", "horizon", "pair"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/capability-over-time", "facts": (results.facts,), "claims": ("B17",), "tables": ("scaling/frontier_scores",)}


@figure(
    id="SCL-62",
    slug="tests-that-end-at-a-hundred",
    title="Tests with a ceiling flatten: MMLU at {mmlu_best:2}, GPQA Diamond at {gpqa_best:2}",
    question="Do scores of leading models saturate?",
    alt="Scores against date of release for two tests. MMLU is at {mmlu_old:2} with GPT-4 and creeps to {mmlu_best:2}. GPQA Diamond is at {gpqa_old:2} with GPT-4, {gpqa_new:2} with “Claude 3 Opus”, jumps in late 2024 and flattens towards {gpqa_best:2}.",
    caption="Scores mostly by the makers themselves, under prompts that differ. Lines join records; other points are models that set none. A test that ends at a hundred must flatten, whatever becomes of the models.",
    columns={"model": ("text", "Model"), "date": ("text", "Release"), "benchmark": ("text", "Test"), "score": ("percent", "Right answers"), "record": ("text", "Whether a record"), "thinks_first": ("text", "Whether it thinks before it answers")},
    sources=("openai2025simpleevals", "anthropic2024claude3", "theaidaily2026gpqa", "bracai2025gpqa", "bommarito2025gpt5"),
    grade="measured",
    **_COMMON,
)
def bounded():
    return results.bounded_frame()


@bounded.draw
def _(frame, narrow):
    names = ["MMLU", "GPQA Diamond"]
    colour = alt.Color("benchmark:N", scale=alt.Scale(domain=names, range=[theme.ORANGE, theme.BLUE]), legend=alt.Legend(columns=2))
    x = alt.X("date:T", title="Release", axis=alt.Axis(format="%Y", tickCount="year"))
    y = alt.Y("score:Q", title="Right answers (%)", scale=alt.Scale(domain=[20, 100]))
    dots = alt.Chart(frame).mark_point(filled=True, size=36).encode(x=x, y=y, color=colour)
    lines = alt.Chart(frame[frame["record"]]).mark_line(interpolate="step-after").encode(x=x, y=y, color=colour)
    return (lines + dots).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-63",
    slug="length-of-tasks",
    title="The length of tasks stood still from GPT-4 to “Claude 3”, then grew {growth_after:2} times a year",
    question="Does a measure without a ceiling saturate?",
    alt="Length of tasks on a logarithmic scale against date of release, with intervals. It is near {horizon_old:2} for GPT-4 and {horizon_new:2} for “Claude 3 Opus” a year later, then climbs to {horizon_best:2} and beyond.",
    caption="How long a skilled person needs for tasks at which the model succeeds as often as not: METR’s estimate with its interval. Software and reasoning tasks only. The last point lies beyond what METR calls reliable; it enters no fit.",
    columns={"model": ("text", "Model"), "date": ("text", "Release"), "minutes": ("minute", "Length of tasks done half the time"), "low_minutes": ("minute", "Lower end"), "high_minutes": ("minute", "Upper end"), "record": ("text", "Whether a record")},
    sources=("metr2026horizon11",),
    grade="measured",
    **_COMMON,
)
def horizon():
    return results.horizon_frame()


@horizon.draw
def _(frame, narrow):
    x = alt.X("date:T", title="Release", axis=alt.Axis(format="%Y", tickCount="year"))
    scale = alt.Scale(type="log", domain=[0.2, 5000])
    y = alt.Y("minutes:Q", title="Length of tasks (minutes)", scale=scale, axis=alt.Axis(format="~g", values=[1, 10, 100, 1000]))
    rules = alt.Chart(frame).mark_rule(color=theme.BLUE, opacity=0.35).encode(x=x, y=alt.Y("low_minutes:Q", scale=scale), y2="high_minutes:Q")
    dots = alt.Chart(frame).mark_point(filled=True, size=50, color=theme.BLUE).encode(x=x, y=y)
    high = alt.Y("high_minutes:Q", scale=scale)
    marks = rules + dots
    for name, dy in (("GPT-4", -9), ("Claude 3 Opus", -24)):
        marks += alt.Chart(frame[frame["model"] == name]).mark_text(dy=dy, dx=6, align="right", fontSize=11).encode(x=x, y=high, text="model:N")
    return marks.properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-64",
    slug="gpt-4-against-claude-3",
    title="“Claude 3” is slightly better than GPT-4 on {slight_percent:2} of {tests} tests",
    question="Is Claude 3 only a little better than GPT-4?",
    alt="Rows of tests with two dots each, GPT-4 and “Claude 3 Opus”. On HellaSwag, ARC-Challenge and MMLU the dots coincide; on HumanEval, multilingual mathematics and GPQA Diamond “Claude 3” is far ahead. On HumanEval {human_eval_gone:2} of the errors are gone.",
    caption="As printed by Anthropic, whose model wins. Slightly better: at most {bar} of the errors gone; other readings give {slight_percent:range2}. GPT-4 is the version of March 2023; GPT-4 Turbo of late 2023 already scored higher.",
    columns={"benchmark": ("text", "Test"), "old_percent": ("percent", "GPT-4"), "new_percent": ("percent", "Claude 3 Opus"), "errors_gone_percent": ("percent", "Errors gone")},
    sources=("anthropic2024claude3",),
    grade="measured",
    **_COMMON,
)
def pair():
    return results.pair_frame()


@pair.draw
def _(frame, narrow):
    order = list(frame["benchmark"])
    y = named_rows.rows("benchmark", order, narrow)
    scale = alt.Scale(domain=[30, 100], nice=False)
    long = frame.melt(id_vars=["benchmark"], value_vars=["old_percent", "new_percent"], var_name="which", value_name="percent").replace({"old_percent": "GPT-4", "new_percent": "Claude 3 Opus"})
    colour = alt.Color("which:N", scale=alt.Scale(domain=["GPT-4", "Claude 3 Opus"], range=[theme.ORANGE, theme.BLUE]), legend=named_rows.legend(narrow))
    rule = alt.Chart(frame).mark_rule(opacity=0.4).encode(x=alt.X("old_percent:Q", scale=scale), x2="new_percent:Q", y=y)
    dots = alt.Chart(long).mark_point(filled=True, size=60).encode(x=alt.X("percent:Q", title="Right answers (%)", scale=scale), y=y, color=colour)
    return alt.layer(rule, dots, *named_rows.names(frame, "benchmark", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 26))
