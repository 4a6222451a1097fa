"""Figures of long contexts: cost and memory against the full-attention twin, published scores, and the exponent."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.inference.results import long_context as results

__all__ = ["savings", "scores", "exponents"]

_COLOURS = [theme.ORANGE, theme.OCHRE, theme.BLUE, theme.GREEN, theme.PURPLE]


def _context(narrow, top=20):
    values = [2**k for k in ((10, 13, 17, top) if narrow else (10, 12, 14, 17, 20) + (() if top == 20 else (top,)))]
    return alt.X(
        "context:Q", title="Context (tokens)", scale=alt.Scale(type="log", base=2, domain=[512, 2**top], nice=False),
        axis=alt.Axis(values=values, labelExpr="datum.value >= 1048576 ? datum.value / 1048576 + 'M' : datum.value / 1024 + 'k'"),
    )  # fmt: skip


@figure(
    id="INF-22",
    slug="cost-against-full-attention",
    title="At {long_k} a hybrid takes {hybrid_cost_long:interval2} of what the same model with full attention costs; at {short_k} it takes {hybrid_cost_short:interval2}",
    question="What do windows, states and choosing tokens save as the context grows?",
    alt="Two panels of falling curves against context, in percent of the same model with full attention in every layer. Operations to read a prompt start near the twin’s and fall only at long context, beyond what a chat takes; "
    "memory of a sequence falls much earlier, towards the share of layers that still see everything. Hybrids hold a fixed state, so that below {crossing:interval2} they take more memory than their twins.",
    caption="Each model is compared with its twin: the same widths, experts and head, full attention in every mixing layer, dense layers adjusted so that the weights stay. Computed from the architecture, caches at sixteen bits. "
    "Costs in the title: accelerator time of a request of {long_context:2} and a long answer on eight H200 at the largest batch that fits and the cheapest layout, by the calibrated serving model, over {hybrids} hybrids. The saving is real at long context and small at short.",
    columns={
        "model": ("text", "Model and what replaces full attention"),
        "measure": ("text", "Operations or memory"),
        "context": ("token", "Tokens in the context"),
        "percent_of_twin": ("percent", "Of the full-attention twin"),
    },
    sources=("nvidia2026aiconfigurator", "lightning2026litgpt", "ai21jamba2024"),
    tables=("inference/models", "inference/accelerators", "inference/systems", "inference/calibration"),
    claims=("B8",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/architecture",
    facts=(results.facts,),
)
def savings():
    return results.savings()


@savings.draw
def _(frame, narrow):
    names = list(results.SHOWN.values())
    colour = alt.Color("model:N", scale=alt.Scale(domain=names, range=_COLOURS), legend=alt.Legend(columns=1 if narrow else 2, symbolType="stroke", symbolStrokeWidth=3))
    y = alt.Y("percent_of_twin:Q", title=None, scale=alt.Scale(domain=[0, 140]))
    line = alt.Chart(frame).mark_line(clip=True).encode(x=_context(narrow), y=y, color=colour)
    width = (theme.width(narrow) - (70 if narrow else 110)) // (1 if narrow else 2)
    return line.properties(width=width, height=220 if narrow else 260).facet(facet=alt.Facet("measure:N", title=None, sort=["Operations to read a prompt, % of twin", "Memory of one sequence, % of twin"]), columns=1 if narrow else 2)


@figure(
    id="INF-23",
    slug="hybrid-scores",
    title="Hybrids lose nothing visible in {matches_percent:2} of published comparisons; the worst loses {worst_points:2} points",
    question="Do hybrids score like transformers of the same size?",
    alt="Dots of score differences in points of a hundred, hybrid or sparse attention minus full attention, one row a comparison. Most lie between one point below and three above zero; a band marks losses of less than {visible_points:2} point, which are not visible. One Ring-linear model lies below it, at −{worst_points:2}.",
    caption="Average over the tests that a study prints for both sides. A loss is called visible above {visible_points} point, about two standard errors of an average over many tests, a limit set before the table was made. Each study has the same say: {matches_percent:range2} over {studies} studies of hybrids. "
    "Most of the studies are by the makers of the hybrids; what did not work is less likely to be printed. Jamba and Mixtral were not trained on the same data.",
    columns={
        "comparison": ("text", "Study and model"),
        "kind": ("text", "Hybrid, or attention to chosen tokens"),
        "points": ("1", "Score minus that of full attention, points of 100"),
        "tests_of": ("text", "Short or long contexts"),
        "attention_share": ("1", "Share of layers or pairs with full attention"),
    },
    sources=("waleffe2024mamba", "lieber2024jamba", "kimi2025linear", "lingteam2025ringlinear", "minimax2025text01", "yuan2025nsa", "deepseek2025v32exp"),
    tables=("inference/hybrid_scores", "inference/sparse_attention_scores"),
    claims=("B8",),
    grade="modelled",
    as_of="2025-10-30",
    notebook="inference/architecture",
    facts=(results.facts,),
)
def scores():
    frame = results.score_changes()
    short = {
        "Mamba-2-Hybrid 8B": "NVIDIA, Mamba-2 hybrid 8B", "Jamba v0.1": "Jamba against Mixtral", "attention and Mamba, 7B, 50 billion tokens": "Jamba’s trial, 7B",
        "Kimi Linear 48B-A3B": "Kimi Linear 48B", "Gated DeltaNet hybrid 48B-A3B": "Kimi’s trial, Gated DeltaNet", "Ring-mini-linear-2.0": "Ring-linear 16B", "Ring-flash-linear-2.0": "Ring-linear 104B",
        "hybrid lightning attention, 28B-A5B": "MiniMax’s trial, 28B", "27B, full attention replaced at 8k": "Native sparse attention 27B", "27B, LongBench": "Native sparse attention, LongBench", "V3.2-Exp against V3.1-Terminus": "DeepSeek-V3.2-Exp",
    }  # fmt: skip
    frame["comparison"] = frame["hybrid"].map(short) + frame["tests_of"].map({"short": "", "long": ", long context"})
    return frame.sort_values(["kind", "points"], ascending=[False, False], kind="stable")[["comparison", "kind", "points", "tests_of", "attention_share"]]


@scores.draw
def _(frame, narrow):
    order = list(frame["comparison"])
    y = named_rows.rows("comparison", order, narrow)
    x = alt.X("points:Q", title="Difference of the average score (points of 100)", scale=alt.Scale(domain=[-3, 4]), axis=alt.Axis(grid=True, tickCount=7))
    limit = results.facts()["visible_points"].value
    band = alt.Chart(pd.DataFrame({"low": [-limit], "high": [0.0]})).mark_rect(color=theme.GREY, opacity=0.18).encode(x=alt.X("low:Q", scale=alt.Scale(domain=[-3, 4])), x2="high:Q")
    zero = alt.Chart(pd.DataFrame({"at": [0.0]})).mark_rule(strokeWidth=1.5).encode(x="at:Q")
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["hybrid", "chosen tokens"], range=[theme.BLUE, theme.ORANGE]), legend=named_rows.legend(narrow))
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    return alt.layer(band, zero, dots, *named_rows.names(frame, "comparison", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow))


@figure(
    id="INF-24",
    slug="exponent-of-attention",
    title="Windows change the constant, to {constant:interval2} of full attention, not the exponent: at their own limits {exponent:interval2}",
    question="Is attention still quadratic when most layers see a window only?",
    alt="Curves of the local exponent against context for six local-global models. Each starts at two, falls as its window fills, to {exponent_lowest:2} for {lowest_model} near {lowest_context:2}, and climbs back to two; full attention stays at two. Dots mark the longest context each model is made for.",
    caption="The exponent is the binary logarithm of the factor by which attention’s operations over a prompt grow from the context shown to one as long again. Dots: the last such step, up to each model’s longest context. "
    "In practice a local-global model spends part of its range well below two: the claim is right about the limit. An exponent of attention alone; the whole cost grows slower, since weights take most of it at short context.",
    columns={
        "model": ("text", "Model"),
        "context": ("token", "Tokens in the prompt before it doubles"),
        "exponent": ("1", "Local exponent of attention’s operations"),
        "own_limit": ("text", "Whether this is half of the model’s longest context"),
    },
    sources=("nvidia2026aiconfigurator", "lightning2026litgpt", "semianalysis2024o1pro"),
    tables=("inference/models",),
    claims=("D12",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/architecture",
    facts=(results.facts,),
)
def exponents():
    return results.exponents()


@exponents.draw
def _(frame, narrow):
    order = [m for m in frame["model"].drop_duplicates() if m != "full attention"] + ["full attention"]
    colours = [theme.BLUE, theme.OCHRE, theme.PURPLE, theme.GREEN, theme.GREY]
    colour = alt.Color("model:N", scale=alt.Scale(domain=order, range=colours), legend=alt.Legend(columns=2 if narrow else 4, symbolType="stroke", symbolStrokeWidth=3))
    y = alt.Y("exponent:Q", title="Local exponent of attention’s operations", scale=alt.Scale(domain=[1.3, 2.05]))
    x = _context(narrow, 23)
    lines = alt.Chart(frame).mark_line().encode(x=x, y=y, color=colour)
    dots = alt.Chart(frame[frame["own_limit"]]).mark_point(filled=True, size=90).encode(x=x, y=y, color=colour)
    return alt.layer(lines, dots).properties(width=theme.width(narrow), height=300)
