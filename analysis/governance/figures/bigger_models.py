"""Figures of larger models and the same enhancement: gain from thinking, recall of facts and wrong answers, by size."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.governance.results import bigger_models as results

_COMMON = {"as_of": "2025-08-01", "notebook": "governance/bigger-models", "facts": (results.facts,), "claims": ("E13",), "grade": "measured"}
_SIZES = [0.5, 1, 2, 5, 10, 20, 40]


@figure(
    id="GOV-43",
    slug="gain-from-thinking-by-size",
    title="Thinking adds {gain_small:2} below {billion} parameters, {gain_middle:2} from there to {ten_billion} and {gain_big:2} above",
    question="Do larger models gain more from the same enhancement?",
    alt="Lines of the points that thinking adds against size on a logarithmic scale, by kind of task. Mathematics and programming rise steeply from the smallest model and are level from {middle_size} parameters on; logic is high throughout; science wavers; knowledge and instructions stay low and fall gently.",
    caption="Qwen3, {sizes} dense models with thinking on and off, mean over the benchmarks of a kind, as the maker reports. The models up to {taught_size} parameters learnt to think from the largest. Near the top of an easy test no points are left to gain: on MATH-500 the smallest gains {easy_small:2}, the largest {easy_big:2}.",
    columns={"kind": ("text", "Kind of task"), "model": ("text", "Model"), "points": ("percentage_point", "Points that thinking adds"), "billion": ("1", "Parameters (billions)")},
    sources=("yang2025qwen3",),
    tables=("governance/thinking_sizes",),
    **_COMMON,
)
def gain():
    return results.gain_frame()


@gain.draw
def _(frame, narrow):
    x = alt.X("billion:Q", title="Parameters (billions)", scale=alt.Scale(type="log", domain=[0.5, 40]), axis=alt.Axis(values=_SIZES, format="~g"))
    y = alt.Y("points:Q", title="Points that thinking adds", scale=alt.Scale(domain=[0, 40]))
    colours = [theme.BLUE, theme.OCHRE, theme.ORANGE, theme.GREEN, theme.PURPLE, theme.GREY]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(results.SHOWN), range=colours), legend=alt.Legend(title=None, orient="top", columns=3))
    return alt.Chart(frame).mark_line(point=True, strokeWidth=2.5).encode(x=x, y=y, color=colour).properties(width=theme.width(narrow), height=330)


@figure(
    id="GOV-44",
    slug="recall-of-facts-by-size",
    title="Recall of facts rises with size: {gemma_small} to {gemma_big} of rare facts and {trivia_small:2} to {trivia_big:2} of common ones over {gemma_ratio} times the parameters",
    question="Do small models know less?",
    alt="Lines of the share of factual questions answered rightly against size on logarithmic scales. TriviaQA and Natural Questions of the pre-trained models lie high, SimpleQA of the tuned ones low; all rise at every step.",
    caption="Share answered rightly without looking anything up, families with published sizes. SimpleQA asks for rare facts, chosen because models of the time failed on them. In {recall_pairs} pairs, with those whose size is only ranked, the larger recalls more with a chance of {know_less:2}.",
    columns={"line": ("text", "Family and test"), "billion": ("1", "Parameters (billions)"), "right_percent": ("percent", "Answered rightly")},
    sources=("gemma2025three",),
    tables=("governance/fact_recall",),
    **_COMMON,
)
def recall():
    return results.recall_frame()


@recall.draw
def _(frame, narrow):
    x = alt.X("billion:Q", title="Parameters (billions)", scale=alt.Scale(type="log", domain=[0.8, 32]), axis=alt.Axis(values=[1, 2, 5, 10, 20], format="~g"))
    y = alt.Y("right_percent:Q", title="Answered rightly (%)", scale=alt.Scale(type="log", domain=[1.5, 100]), axis=alt.Axis(values=[2, 5, 10, 20, 50, 100]))
    names = sorted(frame["line"].unique())
    colour = alt.Color("line:N", scale=alt.Scale(domain=names, range=[theme.GREEN, theme.PURPLE, theme.BLUE, theme.ORANGE][: len(names)]), legend=alt.Legend(title=None, orient="top", columns=1 if narrow else 2, labelLimit=300))
    return alt.Chart(frame).mark_line(point=True, strokeWidth=2.5).encode(x=x, y=y, color=colour).properties(width=theme.width(narrow), height=320)


@figure(
    id="GOV-45",
    slug="wrong-answers-by-size",
    title="The smaller of a pair gives more wrong answers with {all_percent:2} chance, but of what it does not know with only {unknown_percent:2}",
    question="Do small models hallucinate more?",
    alt="Pairs of dots, smaller and larger model, for wrong answers in either measure. Of all questions the smaller model is wrong more often in all pairs but that of Claude, where Haiku is wrong on {haiku_all:2} and Sonnet on {sonnet_all:2}. Of questions not answered rightly the larger is wrong more often in most pairs.",
    caption="Above: wrong answers of all questions; below: of those not answered rightly, which leaves knowing less aside. A model that says it does not know is not wrong. Makers' own tests; PersonQA is unpublished. The pair of Claude spans a generation.",
    columns={"pair": ("text", "Test, smaller and larger model"), "measure": ("text", "Measure"), "size": ("text", "Size"), "percent": ("percent", "Wrong answers"), "other": ("percent", "Wrong answers of the other")},
    sources=("wei2024simpleqa", "openai2024o1card", "openai2025o3card"),
    tables=("governance/fact_recall",),
    **_COMMON,
)
def wrong():
    return results.wrong_frame()


@wrong.draw
def _(frame, narrow):
    order = frame.drop_duplicates("pair")["pair"].tolist()
    measures = frame.drop_duplicates("measure")["measure"].tolist()
    x = alt.X("percent:Q", title="Wrong answers (%)", scale=alt.Scale(domain=[0, 102]), axis=alt.Axis(values=[0, 20, 40, 60, 80, 100]))
    y = alt.Y("pair:N", sort=order, title=None, axis=alt.Axis(labels=False, ticks=False))
    colour = alt.Color("size:N", scale=alt.Scale(domain=["smaller", "larger"], range=[theme.ORANGE, theme.BLUE]), legend=alt.Legend(title=None, orient="top"))
    rule = alt.Chart().transform_filter(alt.datum.size == "smaller").mark_rule(strokeWidth=2, opacity=0.5, color=theme.GREY).encode(x=x, x2="other:Q", y=y)
    dots = alt.Chart().mark_point(filled=True, size=70, opacity=1).encode(x=x, y=y, color=colour)
    names = alt.Chart().transform_filter(alt.datum.size == "smaller").mark_text(align="left", dy=-12, fontSize=11).encode(x=alt.value(2), y=y, text="pair:N")
    layers = alt.layer(rule, dots, names, data=pd.DataFrame(frame)).properties(width=theme.width(narrow) - 20, height=230)
    return layers.facet(facet=alt.Facet("measure:N", title=None, sort=measures, header=alt.Header(labelPadding=12)), columns=1)
