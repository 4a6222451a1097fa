"""Figures of the deployment screen: levels, scores against training compute, and the closest thresholds."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import deployment_screen as results

__all__ = ["levels", "against_training", "closest"]

_COMMON = {"as_of": "2026-11-26", "notebook": "governance/deployment-screen", "facts": (results.facts,), "claims": ("E11",), "grade": "guessed"}
_TABLES = ("governance/deployments", "governance/screen_levels", "governance/judgement_rules")
_SOURCES = ("heim2024inference", "epochai2026models", "euaiact2024", "eudsa2022", "wtt2026judgement")
_FACTORS = ["scale", "data", "access", "autonomy"]


@figure(
    id="GOV-11",
    slug="four-factors-of-deployments",
    title="The screen flags {flagged} of {deployments} worked deployments, {small} of them on models below the EU’s threshold",
    question="Which deployments does a screen of four factors flag?",
    alt="Grid of deployments by four factors, with a larger dot for a higher level, in the order of their score. At the top are a caller that sells by telephone and robots among people, on a small model; at the bottom search in a law firm’s files and protein design. A chat assistant for everyone, with the most users, falls just below the cut.",
    caption="Levels run from none to the highest as the table on this page says; they, the equal weights and the cut at {cut} of the highest score were written down before any score was computed. Orange: flagged. Deployments are illustrations on real models.",
    columns={"name": ("text", "Deployment"), "factor": ("text", "Factor"), "level": ("1", "Level"), "score": ("1", "Score"), "flagged": ("text", "Flagged")},
    sources=_SOURCES,
    tables=_TABLES,
    **_COMMON,
)
def levels():
    flags = results.scores_frame().set_index("name")["flagged"].map({True: "flagged", False: "not flagged"})
    frame = results.ratings_frame()
    return frame.assign(flagged=frame["name"].map(flags))[["name", "factor", "level", "score", "flagged"]]


@levels.draw
def _(frame, narrow):
    order = list(frame.sort_values(["score", "name"], ascending=[False, True], kind="stable")["name"].drop_duplicates())
    y = alt.Y("name:N", sort=order, title=None, axis=None if narrow else alt.Axis(labelLimit=330, grid=False))
    x = alt.X("factor:N", sort=_FACTORS, title=None, axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False))
    size = alt.Size("level:Q", scale=alt.Scale(domain=[0, 3], range=[8, 300]), legend=None)
    colour = alt.Color("flagged:N", scale=alt.Scale(domain=["flagged", "not flagged"], range=[theme.ORANGE, theme.GREY]), legend=alt.Legend(columns=2, symbolOpacity=1))
    dots = alt.Chart(frame).mark_point(filled=True).encode(x=x, y=y, size=size, color=colour)
    return alt.layer(dots, *named_rows.names(frame, "name", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 26))


@figure(
    id="GOV-12",
    slug="score-against-training-compute",
    title="Score and training compute go apart: rank correlation {rank_training:2}, and the two lists share {overlap_eu} of their members",
    question="Would a threshold on training compute pick the same deployments?",
    alt="Dots of deployments: score against the training compute of the model, with the cut and the EU’s threshold as lines. {small} dots lie above the cut and left of the threshold, among them a telephone caller and robots on a small model; {large_unflagged} lie right of the threshold and below the cut, among them search in a law firm’s files and a tutor for schools.",
    caption="Bars: 5–95 % of the score when weights are drawn about equal shares (each {weight:interval}) and each level may be one off with {slip} probability. Upright line: the EU’s {systemic}; level line: the cut. Upper left: flagged without a large model. Lower right: a large model without a flag.",
    columns={"name": ("text", "Deployment"), "model": ("text", "Model"), "training_flop": ("FLOP", "Training compute"), "score": ("1", "Score"), "low": ("1", "5 % point"), "high": ("1", "95 % point"), "flagged": ("text", "Flagged")},
    sources=_SOURCES,
    tables=(*_TABLES, "governance/thresholds"),
    **_COMMON,
)
def against_training():
    frame = results.scores_frame()
    return frame.assign(flagged=frame["flagged"].map({True: "flagged", False: "not flagged"}))[["name", "model", "training_flop", "score", "low", "high", "flagged"]]


@against_training.draw
def _(frame, narrow):
    f = results.facts()
    x = alt.X("training_flop:Q", title="Training compute of the model (FLOP)", scale=alt.Scale(type="log", domain=[1e21, 2e27]), axis=alt.Axis(format="~e", values=[10.0**k for k in range(21, 28)]))
    y = alt.Y("score:Q", title="Score of the deployment", scale=alt.Scale(domain=[-0.02, 1]))
    colour = alt.Color("flagged:N", scale=alt.Scale(domain=["flagged", "not flagged"], range=[theme.ORANGE, theme.GREY]), legend=alt.Legend(columns=2, symbolOpacity=1))
    bars = alt.Chart(frame).mark_rule(strokeWidth=3, opacity=0.25).encode(x=x, y=alt.Y("low:Q", title="Score of the deployment"), y2="high:Q", color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=70).encode(x=x, y=y, color=colour)
    upright = alt.Chart(pd.DataFrame({"x": [f["systemic"].value]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q"))
    level = alt.Chart(pd.DataFrame({"y": [f["cut"].value / 100]})).mark_rule(strokeDash=[3, 3]).encode(y=alt.Y("y:Q"))
    words = {"Caller that sells by telephone": ("telephone caller", -10, "right"), "Chat assistant for everyone": ("chat for everyone", -8, "right"), "Search in a law firm’s files": ("law-firm search", 10, "left"), "Assistant for protein design": ("protein design", 10, "left"), "Research agent used inside a laboratory only": ("internal research", 10, "left")}
    named = frame[frame["name"].isin(words)]
    texts = [alt.Chart(named[named["name"] == n].assign(t=t)).mark_text(align=a, dx=dx, dy=8 if n.startswith("Chat") else -6, fontSize=11).encode(x=x, y=y, text="t:N") for n, (t, dx, a) in words.items() if not narrow or n in ("Caller that sells by telephone", "Assistant for protein design")]
    return alt.layer(upright, level, bars, dots, *(layer for text in texts for layer in named_rows.over_lines(text))).properties(width=theme.width(narrow), height=340)


@figure(
    id="GOV-13",
    slug="closest-thresholds",
    title="Even the closest threshold on training compute classes {closest_training} of {deployments} deployments otherwise, the closest on use {closest_use}",
    question="Can any threshold on compute stand in for the screen?",
    alt="Bars with ranges: deployments classed otherwise by the closest threshold on training compute ({closest_training:range}), on compute of use ({closest_use:range}), on either ({closest_either:range}) and on both together ({closest_both:range}). A line marks {material}, a quarter of them.",
    caption="For each draw of weights and levels the threshold, or pair of thresholds, is set where it agrees best with the screen; no number set beforehand could do as well. Dots: mean; bars: 5–95 %. Line: {material_share} of the deployments, which we held to be a material difference beforehand. Use: operations of a year’s tokens, known to a factor of {usage_error}.",
    columns={"measure": ("text", "Threshold on"), "otherwise": ("1", "Deployments classed otherwise"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=_SOURCES,
    tables=_TABLES,
    **_COMMON,
)
def closest():
    return results.closest_frame()


@closest.draw
def _(frame, narrow):
    y = named_rows.rows("measure", list(frame["measure"]), narrow)
    scale = alt.Scale(domain=[0, 8])
    x = alt.X("otherwise:Q", title="Deployments classed otherwise than by the screen", scale=scale, axis=alt.Axis(grid=True, values=list(range(9)), format="d"))
    bars = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.35, color=theme.BLUE).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=90, color=theme.BLUE).encode(x=x, y=y)
    line = alt.Chart(pd.DataFrame({"x": [results.facts()["material"].value]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    return alt.layer(line, bars, dots, *named_rows.names(frame, "measure", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 34))
