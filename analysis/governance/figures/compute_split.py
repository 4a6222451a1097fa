"""Figures of inference's share of computing: statements and estimate by year, labs' spending by use, and what the rise rests on."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import compute_split as results

__all__ = ["by_year", "labs", "rests_on"]

_COMMON = {"as_of": "2026-11-26", "notebook": "governance/compute-split", "facts": (results.facts,), "grade": "guessed"}
_SOURCES = ("deloitte2025compute", "maestro2024nvidia", "bqprime2023energy", "rivista2024bernstein", "uncapped2024barclays", "zodf2025barclays", "se25greenai", "epochai2025openaispend")
_TABLES = ("governance/compute_shares", "governance/compute_spend", "governance/compute_share_priors", "inference/lab_accounts")
_BASES = {"Compute": theme.BLUE, "Money": theme.ORANGE}
_USES = {"Research and trials": theme.GREEN, "Final training": theme.PURPLE, "Research and training": theme.GREY, "Inference": theme.BLUE}


@figure(
    id="GOV-69",
    slug="inference-share-by-year",
    title="Statements about compute have inference’s share rise to {compute_2026:range2} in 2026; those about money show no rise",
    question="What share of AI computing is inference, year by year?",
    alt="Two panels over 2023 to 2026. Compute: a rising line from {compute_2023:range2} to {compute_2026:range2} with a wide band, through Deloitte’s {deloitte_2023:2}, {deloitte_2025:2} and {deloitte_2026:2}. Money: a line that falls slightly from {money_2023:range2} to {money_2026:range2}, with statements from {bernstein} to {amazon} around it.",
    caption="Points: one statement or one lab’s accounts; upright lines: the range it leaves. Line and band: pooled estimate and 5–95 %, with weights written down before it was computed. Figures of 2026 are forecasts. Money is what is paid for chips, services or runs.",
    columns={"basis": ("text", "Share of what"), "mark": ("text", "Statement or pooled estimate"), "who": ("text", "Maker, or lab"), "year": ("year", "Calendar year"), "share_percent": ("percent", "Inference’s share"), "low": ("percent", "Low"), "high": ("percent", "High")},
    sources=_SOURCES,
    tables=_TABLES,
    parameters=(),
    claims=("E16",),
    **_COMMON,
)
def by_year():
    return results.trend_frame()


@by_year.draw
def _(frame, narrow):
    frame = frame.assign(panel="Inference’s share of " + frame["basis"].str.lower() + " (%)")
    x = alt.X("year:Q", title="Year", scale=alt.Scale(domain=[2022.8, 2027.1], nice=False), axis=alt.Axis(format="d", values=list(results.YEARS)))
    y = alt.Y("share_percent:Q", title=None, scale=alt.Scale(domain=[0, 100]))
    colour = alt.Color("basis:N", scale=alt.Scale(domain=list(_BASES), range=list(_BASES.values())), legend=None)
    base = alt.Chart(frame)
    pooled, stated = base.transform_filter("datum.mark == 'pooled'"), base.transform_filter("datum.mark == 'statement'")
    line = pooled.mark_line().encode(x=x, y=y, color=colour)
    band = pooled.mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", title=None), y2="high:Q", color=colour)
    ends = stated.mark_rule(strokeWidth=3, opacity=0.6).encode(x=x, y=alt.Y("low:Q", title=None), y2="high:Q", color=colour)
    dots = stated.mark_point(size=60, filled=True, opacity=1).encode(x=x, y=y, color=colour)
    lower = "datum.who == 'Anthropic' || datum.who == 'NVIDIA' || (datum.who == 'Deloitte' && datum.year > 2023) || (datum.who == 'OpenAI' && datum.year < 2025)"
    above = stated.transform_filter(f"!({lower})").mark_text(align="left", dx=6, dy=-7, fontSize=11, color=theme.INK).encode(x=x, y=y, text="who:N")
    below = stated.transform_filter(f"({lower}) && datum.who != 'Anthropic'").mark_text(align="left", dx=6, dy=14, fontSize=11, color=theme.INK).encode(x=x, y=y, text="who:N")
    under = stated.transform_filter("datum.who == 'Anthropic'").mark_text(align="left", dx=6, dy=26, fontSize=11, color=theme.INK).encode(x=x, y=y, text="who:N")  # clear of the line
    layers = alt.layer(band, line, ends, dots, above, below, under).properties(width=theme.width(narrow) - 60 if narrow else 255, height=240)
    return layers.facet(facet=alt.Facet("panel:N", title=None), columns=1 if narrow else 2)


@figure(
    id="GOV-70",
    slug="labs-compute-spending-by-use",
    title="In labs’ accounts inference takes {openai_reported:2} to {anthropic_2025:2} of spending on compute; final training runs took {openai_final:2} at OpenAI",
    question="What do labs spend their computing on?",
    alt="Three stacked bars of spending on compute. OpenAI in 2024: research and trials {openai_research:2}, final training runs {openai_final:2}, inference the rest. OpenAI in 2025: inference {openai_2025:range2}. Anthropic in 2025: inference {anthropic_2025:2}. The rest of the last two is research and training together.",
    caption="Money, not operations. OpenAI 2024 as first reported; leaked bills of its host would raise inference, {openai_2024:interval}. OpenAI 2025 is the middle of {openai_2025:interval}: research includes pay at one end, and payments to Microsoft include a share of revenue at the other. Anthropic: its expected cost of serving over Epoch AI’s estimate of all compute.",
    columns={"lab": ("text", "Lab and year"), "use": ("text", "Use"), "share_percent": ("percent", "Share of spending on compute")},
    sources=("epochai2025openaispend", "epochai2026rd", "longbridge2026compute", "promptgenius2026openai", "ttm2026anthropic"),
    tables=("inference/lab_accounts", "governance/compute_spend"),
    parameters=(),
    **_COMMON,
)
def labs():
    return results.labs_frame()


@labs.draw
def _(frame, narrow):
    order = list(dict.fromkeys(frame["lab"]))
    frame = frame.assign(place=frame["use"].map({use: i for i, use in enumerate(_USES)}))
    y = named_rows.rows("lab", order, narrow)
    colour = alt.Color("use:N", scale=alt.Scale(domain=list(_USES), range=list(_USES.values())), legend=alt.Legend(title=None, columns=2 if narrow else 4))
    x = alt.X("share_percent:Q", title="Share of spending on compute (%)", stack="zero", scale=alt.Scale(domain=[0, 100]))
    bars = alt.Chart(frame).mark_bar(height=14 if narrow else 20).encode(x=x, y=y, color=colour, order=alt.Order("place:Q"))
    return alt.layer(bars, *named_rows.names(frame, "lab", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 34))


@figure(
    id="GOV-71",
    slug="what-the-rise-of-inference-rests-on",
    title="A rise has {rises:2} probability on all statements, {without_deloitte:2} without Deloitte’s",
    question="Whose figures carry the finding that inference’s share rises?",
    alt="Dots of the probability that inference’s share rose between 2023 and 2026. All statements: {rises:2}. Compute alone: {rises_compute:2}. Money alone: {rises_money:2}. Leaving out one maker at a time gives {rises_least:2} to {rises_most:2}; the lowest is without Deloitte. A line marks even odds.",
    caption="Each row estimates the trend anew from the statements named. The prior is even between a rise and a fall (broken line).",
    columns={"rests_on": ("text", "Statements used"), "probability": ("percent", "Probability that the share rises")},
    sources=_SOURCES,
    tables=_TABLES,
    parameters=(),
    claims=("E16",),
    **_COMMON,
)
def rests_on():
    return results.without_frame()


@rests_on.draw
def _(frame, narrow):
    y = named_rows.rows("rests_on", list(frame["rests_on"]), narrow)
    x = alt.X("probability:Q", title="Probability of a rise, 2023 to 2026 (%)", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(grid=True))
    dots = alt.Chart(frame).mark_point(size=80, filled=True, opacity=1, color=theme.BLUE).encode(x=x, y=y)
    even = alt.Chart(pd.DataFrame({"even": [50.0]})).mark_rule(strokeDash=[4, 3], color=theme.MUTED).encode(x="even:Q")
    return alt.layer(dots, even, *named_rows.names(frame, "rests_on", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 26))
