"""Figures of the scaling laws: loss by budget, the best split, what is straight, what seems to leap, and what is misprinted."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.scaling.results import laws as results

__all__ = ["loss_by_budget", "split", "shape", "emergence", "printed"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/laws", "facts": (results.facts,), "claims": ("B1",)}
_LAWS = ("scaling/training_laws", "scaling/training_law_names")
_FLOP = alt.Axis(format=".0e", values=[1e18, 1e20, 1e22, 1e24, 1e26])


def _flop(title="Training compute (FLOP, each step a hundredfold)"):
    return alt.X("training_flop:Q", title=title, scale=alt.Scale(type="log", domain=[1e18, 1e27]), axis=_FLOP)


def _colour(names, narrow, colours=(theme.GREY, theme.OCHRE, theme.ORANGE, theme.BLUE, theme.GREEN, theme.PURPLE)):
    return alt.Color("law:N", scale=alt.Scale(domain=list(names), range=list(colours)[: len(names)]), legend=alt.Legend(columns=1 if narrow else 3, symbolOpacity=1))


@figure(
    id="SCL-01",
    slug="loss-by-training-compute",
    title="Every law falls with compute; {ten} times as much takes {per_tenfold:range2} off the loss above the floor",
    question="How does the loss fall with training compute?",
    alt="Six falling curves of loss against training compute from {flop_18} to {flop_27}, each at its own best size. All fall all the way; those with a floor flatten towards it, near {floor:range} nats a token in our refits, those of Kaplan head for zero.",
    caption="Loss, in nats a token, of a model of the best size at each budget. Full lines: budgets that the law’s own runs covered; broken: beyond them, or not stated. Levels compare with care: each law was fitted to other texts with other tokens, and Kaplan counts parameters without embeddings. "
    "The fits end at {fit_high} at most; everything to the right is extrapolated.",
    columns={"law": ("text", "Law"), "training_flop": ("FLOP", "Training compute"), "loss": ("1", "Loss, nats a token"), "within": ("text", "fitted, extrapolated or not stated")},
    sources=("kaplan2020scaling", "hoffmann2022training", "besiroglu2024chinchilla", "muennighoff2023datablations", "krajewski2024moe"),
    tables=(*_LAWS, "scaling/chinchilla_refits"),
    grade="modelled",
    **_COMMON,
)
def loss_by_budget():
    return results.loss_frame()


@loss_by_budget.draw
def _(frame, narrow):
    names = list(frame["law"].drop_duplicates())
    y = alt.Y("loss:Q", title="Loss (nats a token)", scale=alt.Scale(domain=[1.0, 4.2]))
    lines = []
    for kind, dash in (("fitted", [1, 0]), ("extrapolated", [5, 4]), ("not stated", [5, 4])):
        part = frame[frame["within"] == kind] if kind != "extrapolated" else frame[frame["within"] != "not stated"]
        mark = alt.Chart(part).mark_line(strokeDash=dash, strokeWidth=3 if kind == "fitted" else 1.6, clip=True)
        lines.append(mark.encode(x=_flop("Training compute (FLOP)"), y=y, color=_colour(names, narrow), detail="law:N"))
    return alt.layer(*lines).properties(width=theme.width(narrow), height=340)


@figure(
    id="SCL-02",
    slug="best-tokens-per-parameter",
    title="At Gopher’s budget the sound fits want {ratio_lowest:2}–{ratio_highest:2} tokens for each parameter; Kaplan’s wants {kaplan_ratio:2}, the printed constants {printed_ratio:2}",
    question="How many tokens should a model be trained on for each of its parameters?",
    alt="Lines of best tokens for each parameter against compute on logarithmic scales. Kaplan’s falls from many to far below one. DeepSeek’s, Hoffmann’s first approach and the refit run nearly level and stand between {ratio_lowest:2} and {ratio_highest:2} at {gopher}; the printed constants of the third approach rise and stand at {printed_ratio:2} there. A band shows our refits: {ratio_gopher:interval2} at {gopher}, {ratio_1e26:interval2} at {flop_26}.",
    caption="Tokens over parameters at the split of least loss. Band: 5–95 % of our refits to resampled runs. Where exponents of size and data are equal the line is level; two rounded digits of an exponent are enough to tilt it. DeepSeek’s size is FLOP a token over six. Vertical line: the budget of Gopher and Chinchilla.",
    columns={"law": ("text", "Law"), "training_flop": ("FLOP", "Training compute"), "tokens_per_param": ("1", "Tokens for each parameter"), "low": ("1", "5 % point of our refits"), "high": ("1", "95 % point of our refits")},
    sources=("kaplan2020scaling", "hoffmann2022training", "besiroglu2024chinchilla", "deepseek2024llm", "llama2024herd"),
    tables=(*_LAWS, "scaling/hoffmann_optima", "scaling/chinchilla_refits"),
    grade="modelled",
    **_COMMON,
)
def split():
    return results.split_frame()


@split.draw
def _(frame, narrow):
    names = list(frame["law"].drop_duplicates())
    colours = (theme.GREY, theme.OCHRE, theme.ORANGE, theme.BLUE, theme.GREEN, theme.PURPLE, theme.INK)
    y = alt.Y("tokens_per_param:Q", title="Tokens for each parameter", scale=alt.Scale(type="log", domain=[0.001, 1000]), axis=alt.Axis(values=[0.001, 0.01, 0.1, 1, 10, 100, 1000]))
    ours = frame[frame["law"] == "our refits"]
    band = alt.Chart(ours).mark_area(opacity=0.18, color=theme.BLUE).encode(x=_flop("Training compute (FLOP)"), y=alt.Y("low:Q", scale=alt.Scale(type="log", domain=[0.001, 1000])), y2="high:Q")
    lines = alt.Chart(frame[frame["law"] != "our refits"]).mark_line(clip=True).encode(x=_flop("Training compute (FLOP)"), y=y, color=_colour(names[:-1], narrow, colours))
    rule = alt.Chart(pd.DataFrame({"training_flop": [5.76e23]})).mark_rule(strokeDash=[3, 3]).encode(x="training_flop:Q")
    label = alt.Chart(pd.DataFrame({"training_flop": [5.76e23], "y": [600], "t": ["Gopher’s budget"]})).mark_text(align="left", dx=5, color=theme.MUTED).encode(x="training_flop:Q", y=alt.Y("y:Q", scale=alt.Scale(type="log", domain=[0.001, 1000])), text="t:N")
    return alt.layer(band, lines, rule, label).properties(width=theme.width(narrow), height=340)


@figure(
    id="SCL-03",
    slug="straight-only-in-logarithms",
    title="A line straight in logarithms accounts for {straight_logs:2} of the fall of the loss, one straight in size for {straight_plain:2}",
    question="Is the relation between size and loss linear?",
    alt="Loss above the floor against parameters along the best split, with three curves. The law is a bent curve, steep at first and then flat. The straight line in size cuts through it and goes below zero; the line straight in logarithms lies on the law.",
    caption="The refit of Besiroglu et al. over the budgets it was fitted on, {fit_low} to {fit_high}, at the best size for each. Plain scales on both axes: every equal step in size brings less than the step before. What is equal is the share that each equal multiple takes away.",
    columns={"params_billion": ("1", "Parameters, billion"), "excess": ("1", "Loss above the floor, nats a token"), "line": ("text", "Which curve")},
    sources=("besiroglu2024chinchilla",),
    tables=_LAWS,
    grade="modelled",
    **_COMMON,
)
def shape():
    return results.shape_frame()


@shape.draw
def _(frame, narrow):
    names = ["the law", "straight in size", "straight in logarithms"]
    colour = alt.Color("line:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.ORANGE, theme.GREEN]), legend=alt.Legend(columns=1 if narrow else 3))
    dash = alt.StrokeDash("line:N", scale=alt.Scale(domain=names, range=[[1, 0], [1, 0], [4, 6]]), legend=None)
    width = alt.StrokeWidth("line:N", scale=alt.Scale(domain=names, range=[5, 2, 2]), legend=None)
    x = alt.X("params_billion:Q", title="Parameters (billion)")
    y = alt.Y("excess:Q", title="Loss above the floor (nats a token)")
    return alt.Chart(frame).mark_line().encode(x=x, y=y, color=colour, strokeDash=dash, strokeWidth=width).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-04",
    slug="one-smooth-loss-and-a-leap",
    title="One smooth loss, and answers of {answer_long} still seem to leap: {long_1e24:2} right at {flop_24}, {long_1e27:2} at {flop_27}",
    question="Do abilities emerge abruptly with size?",
    alt="Three rising curves of the share of answers that are wholly right against compute. For one token the share rises steadily, {short_1e18:2} at {flop_18} and {short_1e24:2} at {flop_24}. For {answer_long} it stays near nothing to {gopher} and beyond, and then rises.",
    caption="A computed illustration, not a measurement: each token is right with probability e to the minus loss above the floor, and an answer counts only if all its tokens are right. The loss is that of the refit at the best size. The curve that leaps and the curve that creeps are the same model; the score makes the difference.",
    columns={"training_flop": ("FLOP", "Training compute"), "answer": ("text", "Length of the answer"), "right_percent": ("percent", "Answers wholly right")},
    sources=("schaeffer2023mirage", "wei2022emergent", "besiroglu2024chinchilla"),
    tables=(*_LAWS, "scaling/emergence_findings"),
    grade="guessed",
    **_COMMON,
)
def emergence():
    return results.emergence_frame()


@emergence.draw
def _(frame, narrow):
    names = list(frame["answer"].drop_duplicates())
    colour = alt.Color("answer:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.GREEN, theme.ORANGE]), legend=alt.Legend() if narrow else None)
    y = alt.Y("right_percent:Q", title="Answers wholly right (%)", scale=alt.Scale(domain=[0, 100]))
    layers = [alt.Chart(frame).mark_line().encode(x=_flop("Training compute (FLOP)"), y=y, color=colour)]
    if not narrow:
        for name, at, dx in zip(names, (1e21, 1e23, 1e25), (-8, -8, -8), strict=True):
            one = frame[(frame["answer"] == name) & (frame["training_flop"].between(at * 0.9, at * 1.1))]
            layers.append(alt.Chart(one).mark_text(align="right", dx=dx, dy=-4, fontWeight="bold").encode(x=_flop("Training compute (FLOP)"), y=y, text="answer:N", color=colour))
    return alt.layer(*layers).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-05",
    slug="printed-constants-against-printed-tables",
    title="Two rounded digits cost a factor: Hoffmann’s printed constants ask for {rounding_smallest:2}–{rounding_largest:2} times the tokens of the same paper’s table",
    question="Do the published constants reproduce the published tables?",
    alt="Dots of computed over printed tokens against model size over nine sizes. Approaches one and two stay near one with a dip at Gopher’s best size; the third approach with unrounded constants lies a little above one, with the printed constants it rises from {rounding_smallest:2} to {rounding_largest:2}.",
    caption="Best tokens for each size from the law over those printed in “tables 3 and A3” of Hoffmann et al. “Approaches 1 and 2” are power laws through the printed rows, since no constants are printed; some tokens are printed to no more than two digits. The unrounded constants are those in the paper’s typesetting source, as the replication has them.",
    columns={"law": ("text", "Law"), "params": ("1", "Parameters"), "printed_tokens": ("token", "Tokens as printed"), "computed_tokens": ("token", "Tokens by the law"), "ratio": ("1", "Computed over printed")},
    sources=("hoffmann2022training", "epoch2024analyzing"),
    tables=("scaling/hoffmann_optima", *_LAWS),
    grade="modelled",
    **_COMMON,
)
def printed():
    return results.printed_frame()


@printed.draw
def _(frame, narrow):
    names = list(frame["law"].drop_duplicates())
    colour = alt.Color("law:N", scale=alt.Scale(domain=names, range=[theme.ORANGE, theme.BLUE, theme.OCHRE, theme.GREEN]), legend=alt.Legend(columns=1 if narrow else 2))
    x = alt.X("params:Q", title="Parameters", scale=alt.Scale(type="log", domain=[3e8, 1.5e13]), axis=alt.Axis(format=".0e", values=[1e9, 1e10, 1e11, 1e12, 1e13]))
    y = alt.Y("ratio:Q", title="Computed over printed tokens", scale=alt.Scale(domain=[0.8, 2.4]))
    base = alt.Chart(frame).encode(x=x, y=y, color=colour)
    one = alt.Chart(pd.DataFrame({"y": [1.0]})).mark_rule(strokeDash=[3, 3]).encode(y=alt.Y("y:Q", scale=alt.Scale(domain=[0.8, 2.4])))
    return alt.layer(one, base.mark_line(strokeWidth=1.5), base.mark_point(filled=True)).properties(width=theme.width(narrow), height=320)
