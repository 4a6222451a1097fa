"""Figure of the page on national programmes: announced, financed, building, energised on one scale."""

from __future__ import annotations

import altair as alt

from analysis import theme
from analysis.figures import figure
from analysis.power.results import programmes as results


@figure(
    id="PWR-34", slug="ai-programmes-announced-to-energised",
    title="Of {all_announced:2} in the programmes listed, {all_running:2} was found in operation",
    question="How far has each announced programme come?",
    alt="Dots on a logarithmic axis of megawatts, one row a programme, for what is announced, financed, licensed, building and in operation. France: announced worth {france_power:2}, in operation {france_running}. DayOne in Johor: in operation {johor_running}. Humain and Stargate UAE: announced {gulf_planned}, none found in operation. Siam AI lies far to the left.",
    caption="Facility power, logarithmic axis. Stated power where there is any; else chips at their power, or money at this book’s cost of a watt, of the building alone where the money pays for that. In operation means found reported or seen in satellite pictures by August 2026; absence is weak evidence. India’s chips on offer count as in operation. Bars: 5–95 % of the conversion, where there is one. Exact bases and ranges are in the data.",
    columns={"programme": ("text", "Programme"), "stage": ("text", "Stage"), "basis": ("text", "What the megawatts are made from"), "power_mw_low": ("MW", "Low end"), "power_mw": ("MW", "Facility power"), "power_mw_high": ("MW", "High end")},
    sources=("devdiscourse2025france", "motsactu2025datacenters", "gridreport2026france", "wochenblitz2025boi", "samena2025thai", "caeled2025dayone", "idcnova2025dayone", "epochai2026datacenters", "pibtracker2026indiaai", "lokmat2025adani", "investing2025humain", "zawya2025uae", "arabpress2025xai"),
    tables=("power/programmes", "power/large_sites"), parameters=("chip_price_usd", "system_cost_factor", "it_kw_per_gpu", "shell_usd_per_w_it", "pue_ai_facility"),
    claims=("A11",), grade="guessed", as_of="2026-08-03", notebook="power/programmes", facts=(results.facts,),
)  # fmt: skip
def stages():
    return results.comparable()


@stages.draw
def _(frame, narrow):
    order = frame.groupby("programme")["power_mw"].max().sort_values(ascending=False).index.tolist()
    shapes = ["announced", "financed", "licensed", "building", "energised"]
    y = alt.Y("programme:N", sort=order, title=None, axis=alt.Axis(grid=True, labelLimit=120 if narrow else 200))
    scale = alt.Scale(type="log", domain=[1, 6000])
    axis = alt.Axis(values=[1, 10, 100, 1000], format=",d")
    base = alt.Chart(frame)
    colour = alt.Color("stage:N", sort=shapes, scale=alt.Scale(domain=shapes, range=[theme.GREY, theme.OCHRE, theme.PURPLE, theme.BLUE, theme.GREEN]))
    rule = base.mark_rule(strokeWidth=6, opacity=0.25).encode(y=y, x=alt.X("power_mw_low:Q", scale=scale, axis=axis, title="Facility power (MW), logarithmic"), x2="power_mw_high:Q", color=colour)
    points = base.mark_point(size=85).encode(
        y=y, x=alt.X("power_mw:Q", scale=scale), color=colour,
        shape=alt.Shape("stage:N", sort=shapes, scale=alt.Scale(domain=shapes, range=["circle", "square", "diamond", "triangle-up", "cross"])),
    )  # fmt: skip
    return (rule + points).properties(width=theme.width(narrow), height=alt.Step(34))
