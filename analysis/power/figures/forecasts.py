"""Figures of forecasts: everyone's on the same axes, and how the earlier ones have done."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.power.results import forecasts as results

__all__ = ["everyone", "scored"]

_METHODS = {
    "bottom-up shipments": theme.BLUE,
    "announced projects": theme.ORANGE,
    "market analysis": theme.GREEN,
    "growth scenarios": theme.OCHRE,
    "agency outlook": theme.PURPLE,
}


@figure(
    id="PWR-07",
    slug="forecasts-by-method",
    title="For 2030 printed US figures run from {spread_low} to {spread_high}, and they do not count the same thing",
    question="What does everyone forecast, by which method, for what scope?",
    alt="Rows of forecasts with dots and printed ranges, coloured by method, for the US in 2028, the US in 2030 and the world in 2030. US 2030: EPRI’s announced projects span {announced_2030:interval}, "
    "LBNL’s shipments {shipped_2030:interval}, the IEA’s base case is {iea_us_2030}.",
    caption="Dots: central or only figure; bars: ranges as printed. LBNL counts equipment shipped, EPRI projects under construction and announced (with cryptocurrency), S&P Global hyperscale, leased and cryptocurrency sites "
    "without enterprise sites, the IEA data centres without cryptocurrency. They are different nouns and no one error bar spans them. A figure of BCG’s, cited by others, is left out: no public text behind it was found.",
    columns={
        "row": ("text", "Region, year and report"),
        "geography": ("text", "US or World"),
        "target_year": ("year", "Target year"),
        "energy_twh": ("TWh", "Central or only figure"),
        "low_twh": ("TWh", "Lower end of the printed range"),
        "high_twh": ("TWh", "Upper end of the printed range"),
        "method": ("text", "How the figure is made"),
        "scope": ("text", "What is counted"),
    },
    sources=("lbnl2024", "lbnl2026", "epri2026", "iea2025energyai", "iea2026keyquestions", "mckinsey2024sate", "sp2025", "gartner2025", "gartner2026", "deloitte2024tmt", "goldman2026"),
    tables=("power/us_demand", "power/forecasts"),
    claims=("A1",),
    grade="modelled",
    as_of="2026-08-19",
    notebook="power/forecasts",
    facts=(results.facts,),
)
def everyone():
    return results.chart_frame()


@everyone.draw
def _(frame, narrow):
    order = list(frame["row"])
    y = named_rows.rows("row", order, narrow)
    x = alt.X("energy_twh:Q", title="Electricity in the target year (TWh)", scale=alt.Scale(domain=[0, 1650], nice=False), axis=alt.Axis(grid=True, tickCount=4 if narrow else 7))
    colour = alt.Color("method:N", scale=alt.Scale(domain=[m for m in _METHODS if m in set(frame["method"])], range=[c for m, c in _METHODS.items() if m in set(frame["method"])]), legend=named_rows.legend(narrow))
    ranges = alt.Chart(frame[frame["low_twh"].notna()]).mark_bar(height=8, opacity=0.4).encode(x=alt.X("low_twh:Q"), x2="high_twh:Q", y=y, color=colour)
    dots = alt.Chart(frame[frame["energy_twh"].notna()]).mark_point(filled=True, size=70).encode(x=x, y=y, color=colour)
    return alt.layer(ranges, dots, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 25))


@figure(
    id="PWR-08",
    slug="forecasts-scored",
    title="Forecasts were off by {typical_equal:2} at a time, with no proven lean: bias {bias_equal:range2}",
    question="How have earlier forecasts done against what later reports say happened?",
    alt="Rows of earlier forecasts with dots for their error against each later account. EPA/LBNL 2007 was {error_epa:signed2} for 2011; LBNL 2016 {error_lbnl_2016:signed2} for 2020; LBNL 2024 {error_lbnl_2024:signed2} for 2024 by LBNL’s own update; "
    "McKinsey 2024 {error_mckinsey:signed2} and EPRI 2024 {error_epri_2024:signed2} for 2024; IEA 2024 {error_iea_2024_world:signed2} for the world in 2025, but it counted cryptocurrency and the later series do not.",
    caption="Each dot sets one forecast against one later account of the same year; later accounts are estimates too. Forecasts between printed years are taken at constant growth, scenario ranges at their geometric middle. "
    "Open dots: the two count cryptocurrency differently. Bias and typical error count each of {forecasts_equal:number} forecasters once, equal scope only; the interval is Student’s, on logarithms. Chance alone leans as much with a probability of {chance_equal:2}.",
    columns={
        "row": ("text", "Forecast, region and year"),
        "geography": ("text", "US or World"),
        "year": ("year", "Year scored"),
        "outcome": ("text", "Later account"),
        "error_percent": ("percent", "Forecast over later account, less one"),
        "method": ("text", "How the forecast was made"),
        "scope_match": ("text", "Whether both count the same things"),
    },
    sources=("epa2007", "lbnl2016", "lbnl2024", "lbnl2026", "epri2024", "epri2026", "iea2024electricity", "iea2025energyai", "iea2026keyquestions", "mckinsey2024sate", "gartner2025", "gartner2026", "deloitte2024tmt", "koomey2008", "koomey2011"),
    tables=("power/us_demand", "power/us_growth", "power/forecasts"),
    grade="modelled",
    as_of="2026-06-18",
    notebook="power/forecasts",
    facts=(results.facts,),
)
def scored():
    return results.score_frame()


@scored.draw
def _(frame, narrow):
    order = list(frame["row"].drop_duplicates())
    y = named_rows.rows("row", order, narrow)
    x = alt.X("error_percent:Q", title="Error (%): positive means too high", scale=alt.Scale(domain=[-40, 60]), axis=alt.Axis(grid=True, tickCount=5))
    present = [m for m in _METHODS if m in set(frame["method"])]
    colour = alt.Color("method:N", scale=alt.Scale(domain=present, range=[_METHODS[m] for m in present]), legend=named_rows.legend(narrow))
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(strokeWidth=1.5).encode(x="x:Q")
    same = alt.Chart(frame[frame["scope_match"] == "same"]).mark_point(filled=True, size=70).encode(x=x, y=y, color=colour)
    other = alt.Chart(frame[frame["scope_match"] != "same"]).mark_point(filled=False, strokeWidth=1.8, size=60).encode(x=x, y=y, color=colour)
    return alt.layer(zero, same, other, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow))
