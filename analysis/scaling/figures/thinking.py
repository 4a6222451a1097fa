"""Figures of thinking longer: curves, gains for a doubling, gains by kind of task, o3's ratios, dollars for one more task, spread of answers."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import thinking as results

__all__ = ["curves", "doublings", "kinds", "ratios", "dollars", "spread"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/thinking-curves", "facts": (results.facts,)}
_TABLES = ("scaling/thinking_points", "inference/thinking_pairs", "scaling/coverage_points")
_SOURCES = ("openai2024learning", "arcprize2024o3", "ellismohr2025theory", "aider2026polyglot", "brown2024monkeys", "openai2025simpleevals")


@figure(
    id="SCL-72",
    slug="accuracy-against-thinking",
    title="Accuracy rises with inference compute on {rises_percent:2} of {reasoning_curves} curves; a law in the logarithm of compute fits {law_held} of the {law_curves} long ones",
    question="Is there a scaling curve for inference?",
    alt="Six rising curves of accuracy against compute over the least setting, on a logarithmic scale. Claude climbs from {claude_first} to {claude_last} within {claude_ratio:2} times the compute; o1 from {o1_first} to {o1_last} over {o1_ratio} times; o3’s two lines end at {semi_last} and {public_last}; a vote over Llama’s samples flattens early.",
    caption="Dots: published settings. Lines: a straight line in the logarithm of compute or, where that misses by more than {fit_limit:1}, a logistic with a ceiling; bands 5–95 % from the number of tasks. Dashed: the same law beyond the last point, an extrapolation that nobody has tested. Compute is thinking tokens, or samples for o1 and the vote, or tokens over many samples for o3, over the least setting of the same curve; the curves are on different tasks and cannot be compared in height.",
    columns={"curve": ("text", "Model and tasks"), "part": ("text", "Published, fitted or extrapolated"), "relative_compute": ("1", "Compute over the least setting"), "accuracy_percent": ("percent", "Tasks solved"), "low": ("percent", "5 % point of the fit"), "high": ("percent", "95 % point of the fit")},
    sources=_SOURCES,
    tables=_TABLES,
    grade="measured",
    claims=("C1",),
    **_COMMON,
)
def curves():
    return results.curve_frame()


@curves.draw
def _(frame, narrow):
    names = list(frame["curve"].drop_duplicates())
    colour = alt.Color("curve:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.ORANGE, theme.GREEN, theme.PURPLE, theme.OCHRE, theme.GREY]), legend=alt.Legend(columns=1 if narrow else 2, symbolOpacity=1))
    x = alt.X("relative_compute:Q", title="Compute over the least setting (times)", scale=alt.Scale(type="log", domain=[1, 50000]), axis=alt.Axis(values=[1, 10, 100, 1000, 10000], format=",d"))
    y = alt.Y("accuracy_percent:Q", title="Tasks solved (%)", scale=alt.Scale(domain=[20, 100]))
    band = alt.Chart(frame[frame["part"] != "published"]).mark_area(opacity=0.08, clip=True).encode(x=x, y=alt.Y("low:Q", scale=alt.Scale(domain=[20, 100])), y2="high:Q", color=colour, detail="part:N")
    fit = alt.Chart(frame[frame["part"] == "fit"]).mark_line(strokeWidth=1.75).encode(x=x, y=y, color=colour)
    beyond = alt.Chart(frame[frame["part"] == "beyond the points"]).mark_line(strokeWidth=1.5, strokeDash=[3, 3]).encode(x=x, y=y, color=colour)
    dots = alt.Chart(frame[frame["part"] == "published"]).mark_point(filled=True, size=50).encode(x=x, y=y, color=colour)
    return alt.layer(band, fit, beyond, dots).properties(width=theme.width(narrow), height=340)


@figure(
    id="SCL-73",
    slug="gain-for-a-doubling",
    title="{double} times the thinking adds {per_doubling:range2} on average, {double} times the samples {per_doubling_samples:range2}",
    question="What does twice the compute bring?",
    alt="Rows of curves with dots and bars, gain each time compute is multiplied by {double}. Claude on AIME stands highest at {claude_slope:2}; most programming curves in between; o3 on ARC-AGI at {semi_doubling:2} and {public_doubling:2}; votes near one; one curve, with thinking forced far too long, below zero. The means are {per_doubling:2} and {per_doubling_samples:2}.",
    caption="Straight-line gain in percentage points each time compute is multiplied by {double}, over the published range of each curve on reasoning tasks whose compute is known; bars 5–95 %, from the number of tasks alone. Means by random effects, since curves differ: another curve like these would lie at {per_doubling_another:range2}. Where the source gives no number of tasks a hundred are taken.",
    columns={"curve": ("text", "Model and tasks"), "what": ("text", "What is doubled"), "slope": ("percentage_point", "Gain for a doubling"), "low": ("percentage_point", "5 % point"), "high": ("percentage_point", "95 % point")},
    sources=(*_SOURCES, "deepseek2025r1", "ghosal2025thinking"),
    tables=_TABLES,
    grade="modelled",
    claims=("C1",),
    **_COMMON,
)
def doublings():
    return results.slope_frame()


@doublings.draw
def _(frame, narrow):
    y = named_rows.rows("curve", list(frame["curve"]), narrow)
    scale = alt.Scale(domain=[-8, 15])
    colour = alt.Color("what:N", scale=alt.Scale(domain=["more thinking", "more samples, one picked"], range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 2, symbolOpacity=1))
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    bars = alt.Chart(frame).mark_rule(strokeWidth=4, opacity=0.35).encode(x=alt.X("low:Q", scale=scale, title="Percentage points for each doubling"), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=75).encode(x=alt.X("slope:Q", scale=scale), y=y, color=colour)
    return alt.layer(zero, bars, dots, *named_rows.names(frame, "curve", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 24))


@figure(
    id="SCL-74",
    slug="gain-by-kind-of-task",
    title="From the least to the most thought, reasoning tasks gain {gain_reasoning:range2}, knowledge and language {gain_other:range2}",
    question="On which tasks does thinking help?",
    alt="Strips of dots by kind of task, gain in percentage points from the least to the most compute. Mathematics, programming, science and puzzles lie to the right of zero, up to {best_gain:2}, but for one at {worst_gain:2}; knowledge and language crowd near zero.",
    caption="One dot a curve, from its least to its most compute: effort settings of OpenAI’s models, thought off and on with the same weights, budgets, and votes over samples. Of {reasoning_curves} curves on reasoning tasks {falling} ends lower: thinking forced {worst_ratio:2} times longer takes accuracy from {worst_first} to {worst_last}. Where scores are near the top there is little left to gain.",
    columns={"curve": ("text", "Model and tasks"), "kind": ("text", "Kind of task"), "family": ("text", "What is varied"), "group": ("text", "Group of tasks"), "first": ("percent", "Score at the least compute"), "last": ("percent", "Score at the most compute"), "gain": ("percentage_point", "Gain")},
    sources=(*_SOURCES, "ghosal2025thinking", "muennighoff2025s1", "deepseek2025v31"),
    tables=_TABLES,
    grade="measured",
    claims=("C1",),
    **_COMMON,
)
def kinds():
    return results.rises_frame()


@kinds.draw
def _(frame, narrow):
    order = ["mathematics", "programming", "science", "puzzles", "knowledge", "language"]
    y = named_rows.rows("kind", order, narrow)
    scale = alt.Scale(domain=[-40 if narrow else -20, 30])
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    families = ["a setting of one model", "thought off and on", "votes or picks among samples"]
    colour = alt.Color("family:N", scale=alt.Scale(domain=families, range=[theme.BLUE, theme.GREEN, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 3, symbolOpacity=1))
    dots = alt.Chart(frame).mark_point(filled=True, size=60, opacity=0.8).encode(x=alt.X("gain:Q", scale=scale, title="Gain (percentage points)" if narrow else "Gain from the least to the most compute (percentage points)"), y=y, yOffset=alt.YOffset("family:N", sort=families), color=colour)
    return alt.layer(zero, dots, *named_rows.names(frame.drop_duplicates("kind"), "kind", y, narrow)).properties(width=theme.width(narrow), height=340 if narrow else 290)


@figure(
    id="SCL-75",
    slug="o3-compute-ratios",
    title="o3’s dear setting wrote {semi_ratio:3} times the tokens of its cheap one on the semi-private set, {public_ratio:3} times on the public set",
    question="How much more compute did o3’s best setting use?",
    alt="Five bars of the ratio of the dear setting to the cheap one: tokens on the semi-private set {semi_ratio:3}, samples {sample_ratio:3}, tokens on the public set {public_ratio:3}; ARC Prize says {stated_ratio}, the essay {claimed_ratio}.",
    caption="ARC-AGI-1, December 2024, totals of each set as published. ARC Prize gives one ratio for both sets; by the tokens it fits the semi-private set alone. On the public set samples multiply as much, but each was shorter in the dear setting.",
    columns={"what": ("text", "What is compared"), "kind": ("text", "Counted or said"), "ratio": ("1", "Dear setting over cheap setting")},
    sources=("arcprize2024o3", "clark2024importai395"),
    tables=("scaling/thinking_points", "scaling/o3_facts", "claim_numbers"),
    grade="measured",
    claims=("C2",),
    **_COMMON,
)
def ratios():
    return results.arc_frame()


@ratios.draw
def _(frame, narrow):
    y = named_rows.rows("what", list(frame["what"]), narrow)
    x = alt.X("ratio:Q", title="Dear setting over cheap setting (times)", scale=alt.Scale(domain=[0, 200]), axis=alt.Axis(values=[0, 50, 100, 150, 200]))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["counted", "said"], range=[theme.BLUE, theme.GREY]), legend=named_rows.legend(narrow))
    bars = alt.Chart(frame).mark_bar(size=14).encode(x=x, y=y, color=colour)
    labels = alt.Chart(frame).mark_text(align="left", dx=5).encode(x=x, y=y, text=alt.Text("ratio:Q", format=".1f"))
    return alt.layer(bars, labels, *named_rows.names(frame, "what", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="SCL-76",
    slug="dollars-for-one-more-task",
    title="One more task solved by thinking longer costs {bills_more:range2} where bills are known; o3’s dear setting paid some {semi_more:range2}",
    question="What does one more solved task cost?",
    alt="Dots on a logarithmic scale of dollars. Programming with effort settings or thought switched on lies between cents and a few dollars; o3 on ARC-AGI at {public_more:2} on the public and {semi_more:2} on the semi-private set, with bars up to {price_spread:2} times that.",
    caption="Extra bill over extra tasks solved between the least and the most thought of one model. Blue: both bills published, at the prices of 2025. Orange: o3 in December 2024, whose dear bill was withheld; it is taken as the cheap one times the ratio of tokens. Bars: the same run at the prices that ARC Prize has put on it since, highest by o1-pro’s. The range in the title holds the number of tasks besides. The sets differ in difficulty and the last tasks of a set are its hardest.",
    columns={"curve": ("text", "Model and tasks"), "what": ("text", "Where the bill comes from"), "usd": ("USD", "Dollars for one more task solved"), "low": ("USD", "At the lowest price put on the run"), "high": ("USD", "At the highest price put on the run")},
    sources=("aider2026polyglot", "arcprize2024o3", "kamradt2025arcagi2"),
    tables=("scaling/thinking_points", "inference/thinking_pairs", "scaling/o3_facts"),
    grade="modelled",
    claims=("C2",),
    **_COMMON,
)
def dollars():
    return results.dollars_frame()


@dollars.draw
def _(frame, narrow):
    y = named_rows.rows("curve", list(frame["curve"]), narrow)
    scale = alt.Scale(type="log", domain=[0.02, 1000000])
    colour = alt.Color("what:N", scale=alt.Scale(domain=["bills published", "dear bill by ratio of tokens"], range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 2, symbolOpacity=1))
    x = alt.X("usd:Q", title="US$ for one more task solved", scale=scale, axis=alt.Axis(values=[0.1, 1, 10, 100, 1000, 10000, 100000], labelExpr="datum.value < 1 ? format(datum.value, '~g') : format(datum.value, '~s')", grid=True))
    bars = alt.Chart(frame[frame["high"] > frame["low"]]).mark_rule(strokeWidth=4, opacity=0.35).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    return alt.layer(bars, dots, *named_rows.names(frame, "curve", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 24))


@figure(
    id="SCL-77",
    slug="spread-of-answers",
    title="A reasoning model’s answers scatter more in tokens ({absolute_percent:range2} of comparisons) but less for their mean ({relative_percent:range2})",
    question="Is the cost of a task harder to foretell when a model thinks?",
    alt="Two panels of rising curves, clients by percentile. Relative to the mean, DeepSeek-R1’s curve lies left of the models that answer at once over most of its length. In tokens it lies far to the right of them all.",
    caption="Output tokens of requests on Alibaba Cloud, client by client, each counted by its requests. Left of another curve means less scatter. Compared in the title: a client of DeepSeek-R1 with one of M-large, the model that answers at once whose answers are longest. Ranges: clients whose file is missing from the copy we read, {missing:2} of M-large’s requests, taken as all less or all more varied. A client’s requests are of one kind only roughly.",
    columns={"model": ("text", "Model"), "kind": ("text", "Thinks first or answers at once"), "measure": ("text", "Measure of scatter"), "percentile": ("percent", "Percentile of clients, by requests"), "spread": ("1", "Scatter: a ratio, or tokens")},
    sources=("alibaba2025servegen", "clark2024importai395"),
    tables=("scaling/client_spread", "scaling/answer_spread", "scaling/thinking_priors"),
    grade="measured",
    claims=("C2",),
    **_COMMON,
)
def spread():
    return results.spread_frame()


@spread.draw
def _(frame, narrow):
    names = ["DeepSeek-R1", "M-large", "M-mid", "M-small"]
    colour = alt.Color("model:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.ORANGE, theme.GREEN, theme.GREY]), legend=alt.Legend(columns=2 if narrow else 4, symbolOpacity=1, symbolType="stroke"))
    panels = []
    for measure, domain, values, title in (
        ("relative: standard deviation over mean", [0.1, 15], [0.1, 0.3, 1, 3, 10], "Standard deviation over mean"),
        ("absolute: standard deviation in tokens", [0.5, 10000], [1, 10, 100, 1000, 10000], "Standard deviation (tokens)"),
    ):
        part = frame[frame["measure"] == measure]
        x = alt.X("spread:Q", title=title, scale=alt.Scale(type="log", domain=domain), axis=alt.Axis(values=values, format="~g"))
        y = alt.Y("percentile:Q", title="Clients with less scatter (%)", scale=alt.Scale(domain=[0, 100]))
        panels.append(alt.Chart(part).mark_line(clip=True).encode(x=x, y=y, color=colour, order="percentile:Q").properties(width=theme.width(narrow) - 70 if narrow else (theme.width(narrow) - 110) / 2, height=230))
    return (alt.vconcat if narrow else alt.hconcat)(*panels)
