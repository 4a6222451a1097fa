"""Figures of over-training: the trade at equal loss, its limit, where models stand, the data it takes, and a served life."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import overtraining as results

__all__ = ["trade", "walls", "runs", "data", "life"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/overtraining", "facts": (results.facts,), "claims": ("B4",)}
_LAWS = ("scaling/training_laws", "scaling/training_law_names", "scaling/chinchilla_refits")
_SOURCES = ("hoffmann2022training", "besiroglu2024chinchilla", "muennighoff2023datablations", "krajewski2024moe", "kaplan2020scaling", "semianalysis2024o1pro")


@figure(
    id="SCL-11",
    slug="compute-for-a-smaller-model",
    title="{claimed_multiple} times the compute buys a model {shrink_hundred:range2} times smaller, and no compute buys {claimed_shrink} times, by our refits",
    question="How much more training does a smaller model of the same quality take?",
    alt="Curves of training compute against how many times smaller a model of equal loss is. By our refits compute stays low at first, then climbs and turns vertical near {wall:2}. Kaplan’s joint law turns vertical near {wall_lowest:2}, Hoffmann’s printed constants near {wall_hoffmann:2}; Krajewski’s dense law climbs slowly to the right. A cross marks the essay’s {claimed_multiple} for {claimed_shrink}, which lies between.",
    caption="Compute over the least for the same loss, against parameters of the best split over those of the model. The curve depends on nothing but the two exponents of a law. Band: 5–95 % of our refits. Krajewski’s law has a far lower floor and flatter powers, fitted to small models near the best split: it shows how much rides on the form. Cross: the statement of claim B4.",
    columns={"law": ("text", "Law"), "shrink": ("1", "Times smaller than the best size"), "flop_multiple": ("1", "Training compute over the least"), "low": ("1", "5 % point of the shrink"), "high": ("1", "95 % point of the shrink")},
    sources=_SOURCES,
    tables=_LAWS,
    grade="modelled",
    **_COMMON,
)
def trade():
    return results.curve_frame()


@trade.draw
def _(frame, narrow):
    names = [n for n in frame["law"].drop_duplicates() if n != "Besiroglu 2024, refit"]
    colour = alt.Color("law:N", scale=alt.Scale(domain=names, range=[theme.GREY, theme.GREEN, theme.ORANGE, theme.PURPLE, theme.BLUE]), legend=alt.Legend(columns=1 if narrow else 3, symbolOpacity=1))
    x = alt.X("shrink:Q", title="Times smaller than the best size", scale=alt.Scale(domain=[1, 14]))
    y = alt.Y("flop_multiple:Q", title="Training compute over the least (times)", scale=alt.Scale(type="log", domain=[1, 10000]), axis=alt.Axis(values=[1, 10, 100, 1000, 10000]))
    shown = frame[(frame["shrink"] <= 14) & (frame["flop_multiple"] <= 10000)]
    ours = shown[shown["law"] == "our refits"]
    band = alt.Chart(ours).mark_area(opacity=0.18, color=theme.BLUE, clip=True).encode(y=y, x=alt.X("low:Q", scale=alt.Scale(domain=[1, 14])), x2="high:Q")
    lines = alt.Chart(shown[shown["law"] != "Besiroglu 2024, refit"]).mark_line(clip=True).encode(x=x, y=y, color=colour, order="flop_multiple:Q")
    claim = pd.DataFrame({"shrink": [results.CLAIMED_SHRINK], "flop_multiple": [results.CLAIMED_MULTIPLE], "t": ["the essay"]})
    cross = alt.Chart(claim).mark_point(shape="cross", size=160, color=theme.INK, filled=True).encode(x=x, y=y)
    label = alt.Chart(claim).mark_text(align="left", dx=10, fontWeight="bold").encode(x=x, y=y, text="t:N")
    return alt.layer(band, lines, cross, label).properties(width=theme.width(narrow), height=340)


@figure(
    id="SCL-12",
    slug="how-small-a-model-can-be",
    title="How small a model can be at all depends on the law: {wall:range2} times smaller by our refits, from {wall_lowest:2} to {wall_highest:2} by others",
    question="Is there a limit to over-training?",
    alt="Rows of laws with two dots each on a logarithmic scale: times smaller at {claimed_multiple} times the compute, and at most. Kaplan’s joint law {wall_lowest:2}, our refits {wall:2}, Hoffmann’s printed {wall_hoffmann:2}, Krajewski’s dense law {wall_krajewski:2}.",
    caption="Full dots: the limit, one plus the ratio of the exponents, to the power of one over the exponent of size; no amount of data makes up for a smaller model. Open dots: at {claimed_multiple} times the least compute. Bar: 5–95 % of our refits. The vertical line is the essay’s {claimed_shrink}.",
    columns={"law": ("text", "Law"), "limit": ("1", "Times smaller at most"), "at_hundred": ("1", "Times smaller at a hundred times the compute"), "low": ("1", "5 % point of the limit"), "high": ("1", "95 % point of the limit")},
    sources=_SOURCES,
    tables=_LAWS,
    grade="modelled",
    **_COMMON,
)
def walls():
    return results.wall_frame()


@walls.draw
def _(frame, narrow):
    y = named_rows.rows("law", list(frame["law"]), narrow)
    scale = alt.Scale(type="log", domain=[1, 400])
    x = alt.X("limit:Q", title="Times smaller than the best size", scale=scale, axis=alt.Axis(grid=True, values=[1, 2, 5, 10, 20, 50, 100, 200]))
    bar = alt.Chart(frame.dropna()).mark_rule(strokeWidth=6, opacity=0.35, color=theme.BLUE).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=80, color=theme.BLUE).encode(x=x, y=y)
    rings = alt.Chart(frame).mark_point(filled=False, size=80, color=theme.ORANGE).encode(x=alt.X("at_hundred:Q", scale=scale), y=y)
    claim = alt.Chart(pd.DataFrame({"x": [results.CLAIMED_SHRINK]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    return alt.layer(claim, bar, rings, dots, *named_rows.names(frame, "law", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))


@figure(
    id="SCL-13",
    slug="how-over-trained-models-are",
    title="The most over-trained of {runs} open models took {runs_most:2} times the least compute and is {llama8_shrink:2} times smaller",
    question="How far do real models go?",
    alt="Dots of models: how many times smaller than the best size against training compute over the least. “Llama 3 8B” stands at {llama8_shrink:2} and {llama8_multiple:2}; the larger Llamas and Qwen between one and three; Chinchilla near one. GPT-3, PaLM and Gopher lie on the other side, several times larger than best.",
    caption="Each model against the best split for its own computed loss by our fit. The numbers beside the dots are training compute over the least. Left of one: too large for its data. None goes near {claimed_multiple} times. Dense models with published size and tokens only; the law is that of 2022’s data and recipes, which are not those of every model here.",
    columns={"model": ("text", "Model"), "released": ("text", "Date of release"), "tokens_per_param": ("1", "Tokens for each parameter"), "shrink": ("1", "Times smaller than the best size"), "flop_multiple": ("1", "Training compute over the least")},
    sources=("epochai2026models", "llama2024herd", "besiroglu2024chinchilla"),
    tables=("scaling/trained_models", "scaling/chinchilla_fits"),
    grade="modelled",
    **_COMMON,
)
def runs():
    return results.runs_frame()


@runs.draw
def _(frame, narrow):
    frame = frame.sort_values("shrink", ignore_index=True)
    y = named_rows.rows("model", list(frame["model"]), narrow)
    scale = alt.Scale(type="log", domain=[0.06, 9])
    x = alt.X("shrink:Q", title="Times smaller than the best size for the same loss", scale=scale, axis=alt.Axis(grid=True, values=[0.1, 0.2, 0.5, 1, 2, 5]))
    one = alt.Chart(pd.DataFrame({"x": [1.0]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    bars = alt.Chart(frame.assign(one=1.0)).mark_rule(strokeWidth=2, opacity=0.5, color=theme.BLUE).encode(x=x, x2="one:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=80, color=theme.BLUE).encode(x=x, y=y)
    sides = ((frame[frame["shrink"] >= 1], "left", 8), (frame[frame["shrink"] < 1], "right", -8))
    texts = [alt.Chart(part).transform_calculate(t="format(datum.flop_multiple, '.2f') + '×'").mark_text(align=side, dx=dx, fontSize=11).encode(x=x, y=y, text="t:N") for part, side, dx in sides]
    return alt.layer(one, bars, dots, *texts, *named_rows.names(frame, "model", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 24))


@figure(
    id="SCL-14",
    slug="data-for-over-training",
    title="At {claimed_multiple} times the compute a GPT-4-class model would want {of_stock:range2} times the stock of public text",
    question="Is there enough data?",
    alt="Rising curve of tokens wanted against training compute over the least, on logarithmic scales, from {base_tokens:2} at the best split to {wanted:2} at {claimed_multiple} times. A band marks the stock of text, {stock:range2}; the curve enters it near {stock_reached:2} times.",
    caption="Tokens for the same loss with a smaller model, for a run of {base_flop} at the best split; band of the curve: 5–95 % of our refits. Shaded: the stock of public human text by Villalobos et al., with its printed interval. Repeating helps little: by Muennighoff et al. no number of passes is worth more than {repeat_ceiling:2} times the different tokens.",
    columns={"flop_multiple": ("1", "Training compute over the least"), "tokens": ("token", "Tokens wanted"), "low": ("token", "5 % point"), "high": ("token", "95 % point")},
    sources=("villalobos2024data", "muennighoff2023datablations", "besiroglu2024chinchilla"),
    tables=("scaling/chinchilla_refits", "scaling/chinchilla_fits"),
    parameters=("overtraining_text_stock", "served_training_flop"),
    grade="guessed",
    **_COMMON,
)
def data():
    return results.data_frame()


@data.draw
def _(frame, narrow):
    f = results.facts()
    frame = frame[frame["flop_multiple"] <= 1000]
    x = alt.X("flop_multiple:Q", title="Training compute over the least (times)", scale=alt.Scale(type="log", domain=[1, 1000]), axis=alt.Axis(values=[1, 3, 10, 30, 100, 300, 1000]))
    scale = alt.Scale(type="log", domain=[1e12, 1e17])
    y = alt.Y("tokens:Q", title="Tokens wanted", scale=scale, axis=alt.Axis(format=".0e", values=[1e12, 1e13, 1e14, 1e15, 1e16, 1e17]))
    stock = pd.DataFrame({"low": [f["stock"].low], "high": [f["stock"].high], "x": [1.0], "x2": [1000.0], "t": ["stock of public text"], "middle": [f["stock"].value]})
    area = alt.Chart(stock).mark_rect(opacity=0.18, color=theme.GREEN).encode(x=alt.X("x:Q", scale=alt.Scale(type="log", domain=[1, 1000])), x2="x2:Q", y=alt.Y("low:Q", scale=scale), y2="high:Q")
    label = alt.Chart(stock).mark_text(align="right", dx=-6, color=theme.GREEN, fontWeight="bold").encode(x=alt.X("x2:Q", scale=alt.Scale(type="log", domain=[1, 1000])), y=alt.Y("middle:Q", scale=scale), text="t:N")
    band = alt.Chart(frame).mark_area(opacity=0.25, color=theme.BLUE).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q")
    line = alt.Chart(frame).mark_line(color=theme.BLUE).encode(x=x, y=y)
    return alt.layer(area, band, line, label).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-15",
    slug="when-over-training-pays",
    title="For a fleet of {gpus:range2} GPUs {claimed_multiple} times the compute pays with {pays_percent:2} probability; {best_multiple:range2} times saves most",
    question="Does over-training pay over a model’s served life?",
    alt="Falling line of the probability that over-training pays against the multiple of training compute: near certain to {best_multiple:2} times, {pays_percent:2} at {claimed_multiple} times, and falling towards {pays_thousand:2} at the right end.",
    caption="Probability that the GPU time a smaller model saves in service exceeds the extra GPU time of its training, for the fleet of claim A8 over the life of a flagship, {life_months:range2} months. The base run is {base_flop} (range in the table of assumptions) at the utilisation of frontier training; the smaller model serves the same tokens on a share of the GPUs. That enough data exist is taken for granted here; SCL-14 says they do not.",
    columns={"flop_multiple": ("1", "Training compute over the least"), "probability_percent": ("percent", "Probability that it pays")},
    sources=("epochai2026models", "besiroglu2024chinchilla", "semianalysis2024o1pro"),
    tables=("scaling/chinchilla_refits", "power/chips"),
    parameters=("served_life", "served_training_flop", "mfu_frontier"),
    grade="guessed",
    **_COMMON,
)
def life():
    return results.pays_frame()


@life.draw
def _(frame, narrow):
    x = alt.X("flop_multiple:Q", title="Training compute over the least (times)", scale=alt.Scale(type="log", domain=[1.5, 1000]), axis=alt.Axis(values=[2, 5, 10, 30, 100, 300, 1000]))
    y = alt.Y("probability_percent:Q", title="Probability that it pays (%)", scale=alt.Scale(domain=[0, 100]))
    base = alt.Chart(frame).encode(x=x, y=y)
    at = frame[frame["flop_multiple"] == results.CLAIMED_MULTIPLE]
    label = alt.Chart(at).mark_text(align="left", dx=8, dy=-8, fontWeight="bold").encode(x=x, y=y, text=alt.Text("probability_percent:Q", format=".0f"))
    return alt.layer(base.mark_line(), base.mark_point(filled=True), label).properties(width=theme.width(narrow), height=300)
