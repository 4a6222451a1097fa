"""Figures of the stock of text: how much there is, what runs use, when the two meet, and what repetition is worth."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import data_stock as results

__all__ = ["stocks", "trend", "years", "repetition", "assumptions"]

_PAGE = "scaling/data-stock"
_T = "datum.value / 1e12"


def _tokens(title, domain, values):
    return alt.X("tokens:Q", title=title, scale=alt.Scale(type="log", domain=domain), axis=alt.Axis(values=values, labelExpr=f"format({_T}, ',')", grid=True))


@figure(
    id="SCL-28",
    slug="stocks-of-text",
    title="Usable text is put at {stock:interval}; the largest known data set has {largest}",
    question="How much text is there to train on?",
    alt="Ranges of the stock of text on a logarithmic axis in trillions of tokens: raw text of the whole web about {whole_web:number}, of the indexed web {raw_stock:number}, the effective stock {stock:number}, clean text for one pass {clean_stock:number}, open collections from {dclm} to {redpajama}. A line marks the largest known data set, {largest}.",
    caption="Dashed line: the largest known data set. Central estimates and ranges as their sources print them; “95 %” ranges for the raw stocks, “90 %” for the effective one. Raw text is not usable text: most of it is thrown away for its quality. The effective stock counts clean text several times over, since it can be repeated. The ranges overlap and are not to be added. Images and video are point estimates of what they would be worth as text.",
    columns={"label": ("text", "What is counted"), "kind": ("text", "Kind of count"), "tokens": ("token", "Central estimate"), "low": ("token", "Lower end"), "high": ("token", "Upper end"), "largest": ("token", "Largest known data set")},
    sources=("villalobos2024data", "epochai2024data", "cummins2024text", "huggingface2024fineweb", "dclm2024baseline", "together2023redpajama2", "epochai2026models"),
    tables=("scaling/text_stocks", "scaling/frontier_tokens"),
    claims=("B19",),
    grade="modelled",
    as_of="2026-07-15",
    notebook=_PAGE,
    facts=(results.facts,),
)
def stocks():
    frame = results.stocks().sort_values("tokens", ascending=False, kind="stable")
    return frame.assign(largest=results.facts()["largest"].value)[["label", "kind", "tokens", "low", "high", "largest"]].reset_index(drop=True)


@stocks.draw
def _(frame, narrow):
    y = named_rows.rows("label", list(frame["label"]), narrow)
    kinds = ["raw text", "clean text", "effective text", "open set", "other media"]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[theme.GREY, theme.GREEN, theme.BLUE, theme.PURPLE, theme.OCHRE]), legend=alt.Legend(orient="top", columns=2 if narrow else 3, symbolOpacity=1))
    domain, values = [2e12, 8e15], [1e13, 1e14, 1e15]
    x = _tokens("Tokens (trillion, logarithmic)", domain, values)
    bars = alt.Chart(frame[frame["low"].notna()]).mark_rule(strokeWidth=4, opacity=0.5).encode(x=alt.X("low:Q", scale=alt.Scale(type="log", domain=domain)), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    line = alt.Chart(frame.head(1)).mark_rule(color=theme.ORANGE, strokeDash=[5, 4], strokeWidth=2).encode(x=alt.X("largest:Q", scale=alt.Scale(type="log", domain=domain)))
    return alt.layer(line, bars, dots, *named_rows.names(frame, "label", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 25))


@figure(
    id="SCL-29",
    slug="data-sets-against-the-stock",
    title="The largest data sets grow {growth_long:2} times a year, {growth_recent:2} since 2024, and meet the stock about {year}",
    question="How fast do data sets grow towards the stock of text?",
    alt="Dots of the largest data sets from 2020 to 2026 on a logarithmic axis, from small beginnings to {largest}, with two trend lines carried to 2032. A band for the stock of text, {stock:interval}, rises slowly; the lines enter it before 2030 and cross its middle about {year}.",
    caption="Models among the five largest by data at their release in Epoch AI’s table of July 2026; a maker’s further models on the same data are left out. Several makers no longer say what they train on: an undisclosed run may lie higher. Growth in the copy of February 2025 was {growth_old_vintage:range2}; the paper used {paper_growth:2}. Band: the published range of the effective stock, growing at {stock_growth:2} a year.",
    columns={"year": ("year", "Date as a decimal year"), "tokens": ("token", "Data set, trend or stock"), "model": ("text", "Model or line"), "kind": ("text", "What the row is"), "low": ("token", "Lower end of the stock"), "high": ("token", "Upper end of the stock")},
    sources=("epochai2026models", "epochai2025models", "epochai2024data", "villalobos2024data"),
    tables=("scaling/frontier_tokens",),
    parameters=("text_stock", "text_stock_growth"),
    claims=("B19",),
    grade="modelled",
    as_of="2026-07-15",
    notebook=_PAGE,
    facts=(results.facts,),
)
def trend():
    return results.trend_frame()


@trend.draw
def _(frame, narrow):
    x = alt.X("year:Q", title="Year", scale=alt.Scale(domain=[2020, 2032]), axis=alt.Axis(format="d", tickCount=5 if narrow else 12))
    scale = alt.Scale(type="log", domain=[1e11, 4e15])
    y = alt.Y("tokens:Q", title="Tokens (trillion)", scale=scale, axis=alt.Axis(values=[1e11, 1e12, 1e13, 1e14, 1e15], labelExpr=f"format({_T}, ',')"))
    stock = frame[frame["kind"] == "stock"]
    band = alt.Chart(stock).mark_area(opacity=0.18, color=theme.BLUE).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q")
    middle = alt.Chart(stock).mark_line(color=theme.BLUE).encode(x=x, y=y)
    long = alt.Chart(frame[frame["kind"] == "trend since 2020"]).mark_line(color=theme.GREY, clip=True).encode(x=x, y=y)
    recent = alt.Chart(frame[frame["kind"] == "trend since 2024"]).mark_line(color=theme.GREEN, strokeDash=[6, 4], clip=True).encode(x=x, y=y)
    dots = alt.Chart(frame[frame["kind"] == "model"]).mark_point(filled=True, size=45, color=theme.ORANGE).encode(x=x, y=y)
    notes = pd.DataFrame({"year": [2020.2, 2027.0 if narrow else 2028.0, 2027.0 if narrow else 2028.0], "tokens": [3.6e14, 2.2e13, 1.0e13], "t": ["stock of text", "solid: since 2020", "dashed: since 2024"], "c": ["s", "l", "r"]})
    colour = alt.Color("c:N", scale=alt.Scale(domain=["s", "l", "r"], range=[theme.BLUE, theme.GREY, theme.GREEN]), legend=None)
    text = alt.Chart(notes).mark_text(align="left", fontSize=11, fontWeight="bold").encode(x=x, y=y, text="t:N", color=colour)
    return alt.layer(band, middle, long, recent, dots, text).properties(width=theme.width(narrow), height=340)


@figure(
    id="SCL-30",
    slug="year-of-exhaustion",
    title="The largest run takes the whole stock by the end of 2030 with a chance of {by_2030:2}; the middle of the range is {year:range}",
    question="When does the largest run need as much text as there is?",
    alt="Rising curves of the chance that the stock has been reached, by year from 2025 to 2040, under five assumptions. With the published stock it passes one half in {year} and is {by_2030:2} at the end of 2030; one pass over clean text comes first, about {year_clean}, and images and video last, about {year_media}.",
    caption="A hundred thousand draws of the stock, its growth, the largest run of today and the growth of runs; growth gives equal weight to the trends since 2020 and since 2024. Each curve changes one thing: clean text used once; many more tokens per parameter; {synthetic_share:2} of the mix written by models, as in Phi-4 with its rewritten pages; images and video counted as text. The stock drives most of the spread.",
    columns={"assumption": ("text", "What is assumed"), "year": ("year", "Beginning of the half-year, decimal"), "chance": ("percent", "Chance that the stock has been reached")},
    sources=("epochai2024data", "villalobos2024data", "epochai2026models", "abdin2024phi4"),
    tables=("scaling/frontier_tokens", "scaling/text_stocks", "scaling/data_facts", "scaling/phi4_mix"),
    parameters=("text_stock", "text_stock_growth", "clean_text_stock"),
    claims=("B19",),
    grade="modelled",
    as_of="2026-07-15",
    notebook=_PAGE,
    facts=(results.facts,),
)
def years():
    return results.year_curves()


@years.draw
def _(frame, narrow):
    names = list(frame["assumption"].drop_duplicates())
    colour = alt.Color("assumption:N", sort=names, scale=alt.Scale(domain=names, range=[theme.GREEN, theme.BLUE, theme.PURPLE, theme.ORANGE, theme.OCHRE]), legend=alt.Legend(orient="top", columns=1 if narrow else 2, symbolOpacity=1, labelLimit=300))
    x = alt.X("year:Q", title="Year", scale=alt.Scale(domain=[2025, 2040]), axis=alt.Axis(format="d", tickCount=5 if narrow else 8))
    y = alt.Y("chance:Q", title="Chance that the stock has been reached (%)", scale=alt.Scale(domain=[0, 100]))
    end = alt.Chart(pd.DataFrame({"year": [2031]})).mark_rule(color=theme.MUTED, strokeDash=[4, 4]).encode(x=x)
    lines = alt.Chart(frame).mark_line(strokeWidth=2.5).encode(x=x, y=y, color=colour, strokeDash=alt.condition("datum.assumption == 'stock as published'", alt.value([1, 0]), alt.value([6, 3])))
    text = alt.Chart(pd.DataFrame({"year": [2031], "chance": [4], "t": ["end of 2030"]})).mark_text(align="left", dx=5, color=theme.MUTED, fontSize=11).encode(x=x, y=y, text="t:N")
    return alt.layer(end, lines, *named_rows.over_lines(text)).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-31",
    slug="worth-of-repetition",
    title="With {usual_epochs} passes text is worth {worth_four:2} times its unique tokens; no number of passes makes it more than {worth_limit:high}",
    question="How far does repeating text stretch it?",
    alt="Curves of what repeated text is worth against the number of passes on a logarithmic axis. Up to about {usual_epochs} passes repeated text is almost as good as fresh; then the curve flattens towards {worth_limit:high} times the unique tokens, or towards {worth_limit:low} under another fit of the same runs.",
    caption="The published formula with its fitted constant (blue), and with the constant that the authors’ table gives when only the decay of data is fitted (orange), which explains the runs hardly less well. The effective stock of the other figures already holds a stretch of three to five: that takes {epochs_for_three:2} passes or more. The runs behind the fit were of small models.",
    columns={"epochs": ("1", "Passes over the text"), "worth": ("1", "Worth in unique tokens, times"), "fit": ("text", "Which constant")},
    sources=("muennighoff2023scaling",),
    tables=("scaling/data_facts",),
    claims=("B19",),
    grade="modelled",
    as_of="2023-05-25",
    notebook=_PAGE,
    facts=(results.facts,),
)
def repetition():
    return results.repetition()


@repetition.draw
def _(frame, narrow):
    names = ["both decays fitted", "decay of data alone", "as good as fresh"]
    colour = alt.Color("fit:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.ORANGE, theme.GREY]), legend=alt.Legend(orient="top", columns=1 if narrow else 3, symbolOpacity=1))
    x = alt.X("epochs:Q", title="Passes over the text (logarithmic)", scale=alt.Scale(type="log", domain=[1, 100]), axis=alt.Axis(values=[1, 2, 4, 10, 20, 40, 100], format="d"))
    y = alt.Y("worth:Q", title="Worth, times the unique tokens", scale=alt.Scale(domain=[0, 20]))
    return alt.Chart(frame).mark_line(strokeWidth=2.5).encode(x=x, y=y, color=colour).properties(width=theme.width(narrow), height=300)


@figure(
    id="SCL-32",
    slug="year-by-assumption",
    title="Over-training brings the year forward by {advance_over:2} years, a mix like Phi-4’s puts it off by {delay_synthetic:2}: nothing here moves it far",
    question="What do repetition, over-training, synthetic and other data do to the year?",
    alt="Horizontal ranges of the year in which the largest run takes the whole stock, for ten assumptions. Medians run from {year_clean} for one pass over clean text to {year_media} with images and video; with the published stock it is {year:range}.",
    caption="Median and 5–95 % of the year under one change each, and in figures the chance by the end of 2030. Repeating clean text without end is the formula’s limit, not a practice. Synthetic text counts as needing no human text, which is generous: it is written from human seeds. Because data sets grow {growth_used:2} times a year, even a stock of an order of magnitude more lasts only {years_tenfold:2} years longer.",
    columns={"assumption": ("text", "What is assumed"), "year": ("year", "Median, decimal year"), "low": ("year", "5 % point"), "high": ("year", "95 % point"), "by_2030": ("percent", "Chance by the end of 2030")},
    sources=("epochai2024data", "villalobos2024data", "muennighoff2023scaling", "epochai2026models", "abdin2024phi4"),
    tables=("scaling/frontier_tokens", "scaling/text_stocks", "scaling/data_facts", "scaling/phi4_mix"),
    parameters=("text_stock", "text_stock_growth", "clean_text_stock"),
    claims=("B19",),
    grade="modelled",
    as_of="2026-07-15",
    notebook=_PAGE,
    facts=(results.facts,),
)
def assumptions():
    return results.scenarios().sort_values("year", kind="stable", ignore_index=True)


@assumptions.draw
def _(frame, narrow):
    y = named_rows.rows("assumption", list(frame["assumption"]), narrow)
    x = alt.X("year:Q", title="Year", scale=alt.Scale(domain=[2025, 2038]), axis=alt.Axis(format="d", tickCount=6, grid=True))
    colour = alt.condition("datum.assumption == 'stock as published'", alt.value(theme.ORANGE), alt.value(theme.BLUE))
    bars = alt.Chart(frame).mark_rule(strokeWidth=4, opacity=0.5).encode(x=alt.X("low:Q", scale=alt.Scale(domain=[2025, 2038])), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    chance = alt.Chart(frame).transform_calculate(t="format(datum.by_2030, '.0f') + ' %'").mark_text(align="left", dx=6, fontSize=11, color=theme.MUTED).encode(x=alt.X("high:Q"), y=y, text="t:N")
    return alt.layer(bars, dots, chance, *named_rows.names(frame, "assumption", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 27))
