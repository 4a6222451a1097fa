"""Figures of the page on whether the money is needed: tokens and spending, elasticities against one."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.power.results import elasticity as results

_NOTEBOOK = "power/is-it-needed"


@figure(
    id="PWR-38", slug="tokens-and-spending",
    title="Spending rose in {steps_up:number} of {steps:number} yearly steps filed since 2023, while list prices ended far below where they began",
    question="What did tokens, prices and spending do while models got cheaper?",
    alt="Three panels over time on logarithmic axes. Tokens a day rise steeply: Google’s by a factor of {google_factor} from May 2024 to May 2026. List prices of OpenAI’s flagship and small models fall and partly rise again. Spending rises: NVIDIA’s data-centre revenue from {nvidia_2022} to {nvidia_2025}, capital spending of the four from {capex_2023} in 2023 to {capex_2025} in 2025 and an outlook of {capex_2026} for 2026, OpenAI’s revenue from {openai_money_first} to {openai_money_last}.",
    caption="Logarithmic axes. The steps counted are those of NVIDIA’s and the four’s filings; OpenAI’s revenue is annualised, as the company states it for the end of the year, and is drawn there; the others’ years are drawn at their middle, where the CSV has all. Volumes are as companies and China’s data administration state them; series count different things and may be compared in growth only. Prices blend three parts of input with one of output. Capital spending is that of Microsoft (fiscal years to June until 2024), Meta, Amazon (warehouses included) and Alphabet; 2026 is the companies’ outlook of July 2026; Microsoft’s counts finance leases, which its earlier years leave out.",
    columns={"panel": ("text", "Panel"), "series": ("text", "Series"), "date": ("date", "Date; for a number of a whole year its middle"), "value": ("1", "Value in the panel’s unit")},
    sources=("gigazine2026google", "tunguz2025trillion", "digitalphablet2026china", "notion2025tokens", "devlery2026openai", "briefly2026openrouter", "promptfuel2026prices", "kunishou2024cost", "stockanalysis2026msft", "buntz2026capex", "platformonomics2026capex", "benzinga2026msft", "epochai2026chips", "neowin2026openai"),
    tables=("power/token_volumes", "power/token_prices", "power/nvidia_revenue", "power/hyperscaler_capex", "power/openai_scale"), claims=("A12",),
    grade="measured", as_of="2026-09-22", notebook=_NOTEBOOK, facts=(results.facts,),
)  # fmt: skip
def tokens():
    volume = results.volumes()
    volume = volume[volume["series"].isin(list(results.SERIES))]
    volume = pd.DataFrame({"panel": "Tokens a day (trillion)", "series": volume["series"].map(results.SERIES), "date": volume["date"], "value": volume["tokens_trillion_per_day"]})
    price = results.prices()
    price = pd.DataFrame({"panel": "List price (US$ per million tokens)", "series": price["tier"].map({"flagship": "flagship", "small": "small model"}), "date": price["date"], "value": price["blended_usd_per_mtoken"]})
    money = results.spending()
    money = pd.DataFrame({"panel": "Spending (billion US$ a year)", "series": money["measure"], "date": pd.to_datetime(money["year"].astype(str) + "-07-01"), "value": money["usd_bn"]})
    frame = pd.concat([volume, price, money], ignore_index=True)
    frame["date"] = frame["date"].dt.strftime("%Y-%m-%d")
    return frame


@tokens.draw
def _(frame, narrow):
    short = {"NVIDIA data-centre revenue": "NVIDIA", "Capital spending of the four": "the four", "OpenAI’s revenue": "OpenAI"}
    frame["label"] = frame["series"].replace(short)
    frame.loc[frame["series"] == "OpenAI’s revenue", "date"] = frame["date"].str[:4] + "-12-31"  # a rate at the end of the year, which the table keeps by year
    names = ["Google", "China", "OpenAI", "OpenRouter", "flagship", "small model", "NVIDIA", "the four"]
    colours = [theme.ORANGE, theme.PURPLE, theme.BLUE, theme.GREY, theme.BLUE, theme.GREEN, theme.GREEN, theme.OCHRE]
    colour = alt.Color("label:N", scale=alt.Scale(domain=names, range=colours), legend=None)
    x = alt.X("date:T", title=None, scale=alt.Scale(domain=[{"year": 2022, "month": 3}, {"year": 2028 if narrow else 2027, "month": 9}]), axis=alt.Axis(format="%Y", tickCount="year", values=[{"year": y} for y in (2023, 2024, 2025, 2026, 2027)]))
    rows = []
    for panel, part in frame.groupby("panel", sort=False):
        y = alt.Y("value:Q", title=f"{panel}, logarithmic", scale=alt.Scale(type="log"), axis=alt.Axis(values=[0.1, 1, 10, 100, 1000], format="~g"))
        base = alt.Chart(part)
        last = part.sort_values("date").groupby("label").tail(1)
        shift = {"China": -9, "Google": 7}
        text = alt.layer(*(alt.Chart(one).mark_text(align="left", dx=6, dy=shift.get(name, 0)).encode(x=x, y=y, text="label:N", color=colour) for name, one in last.groupby("label")))
        rows.append((base.mark_line().encode(x=x, y=y, color=colour) + base.mark_point(size=35).encode(x=x, y=y, color=colour) + text).properties(width=theme.width(narrow) - 60, height=170))
    return alt.vconcat(*rows, spacing=26)


@figure(
    id="PWR-39", slug="elasticity-of-demand-for-tokens",
    title="Whether demand is elastic depends on which price fell: {elasticity_fixed:2} to {elasticity_flagship:2} from the same tokens",
    question="Does a lower price raise spending?",
    alt="Ranges of elasticities on a logarithmic axis, with a line at one above which a lower price raises spending. Against flagship list prices the implied values lie far above one; against the price of 2023’s best capability they lie around one, with the lowest at {elasticity_least:range2}. Published estimates are {elasticity_paper} and {elasticity_report:interval}.",
    caption="Implied: growth of tokens over fall of price, both fitted on a logarithmic scale, with 5–95 % ranges of the two fits; logarithmic axis. It holds all growth to be the price’s doing, so it is an upper bound of the price elasticity. Draws in which the price does not fall are left out. Published: as their authors or a reader sum them up.",
    columns={"volume": ("text", "Whose tokens, or whose estimate"), "price": ("text", "Which price"), "kind": ("text", "implied or published"), "elasticity_low": ("1", "Low end"), "elasticity": ("1", "Elasticity, as a positive number"), "elasticity_high": ("1", "High end"), "probability_above_one": ("1", "Chance that it exceeds one"), "price_falls": ("1", "Share of draws in which the price falls")},
    sources=("gigazine2026google", "digitalphablet2026china", "notion2025tokens", "briefly2026openrouter", "promptfuel2026prices", "okx2025demirer", "aicostestimator2026elasticity"),
    tables=("power/token_volumes", "power/token_prices", "power/price_declines", "power/demand_elasticities"), claims=("A12",),
    grade="modelled", as_of="2026-09-22", notebook=_NOTEBOOK, facts=(results.facts,),
)  # fmt: skip
def elastic():
    return results.elasticities()


@elastic.draw
def _(frame, narrow):
    short = {"flagship list price": "flagship price", "small-model list price": "small-model price", "price of 2023’s best capability": "2023 capability", "published": "published"}
    frame["row"] = frame["price"].map(short) + ": " + frame["volume"].str.replace("Demirer, Fradkin, Tadelis and Peng", "Demirer et al.", regex=False).str.replace("State of the AI Economy 2026", "AI Economy 2026", regex=False)
    rows = frame["row"].tolist()
    y = alt.Y("row:N", sort=rows, title=None, axis=alt.Axis(labelLimit=180 if narrow else 260, labelFontSize=11))
    scale = alt.Scale(type="log", domain=[0.3, 50])
    axis = alt.Axis(values=[0.3, 1, 3, 10, 30])
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["implied, upper bound", "published"], range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 2))
    base = alt.Chart(frame)
    x = alt.X("elasticity:Q", scale=scale, axis=axis, title="Elasticity, logarithmic")
    bars = base.mark_rule(strokeWidth=7, opacity=0.35).encode(y=y, x=alt.X("elasticity_low:Q", scale=scale, axis=axis, title="Elasticity, logarithmic"), x2="elasticity_high:Q", color=colour)
    points = base.mark_point(size=55).encode(y=y, x=x, color=colour)
    one = alt.Chart(pd.DataFrame({"elasticity": [1.0]})).mark_rule(strokeDash=[5, 4], color=theme.INK).encode(x=x)
    return (one + bars + points).properties(width=theme.width(narrow), height=alt.Step(25))
