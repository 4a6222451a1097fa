"""Figures of the page on 100 billion dollars: what the sum builds, what moves it, its rank among economies, Stargate's stages."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.power.results import hundred_billion as results

_NOTEBOOK = "power/hundred-billion"
_COSTS = ("chip_price_usd", "system_cost_factor", "it_kw_per_gpu", "shell_usd_per_w_it", "pue_ai_facility")


@figure(
    id="PWR-30", slug="what-100-billion-dollars-builds",
    title="{cost_reported} builds {power_gb200:2} of data centre, far less than the {power_reported} reported beside it",
    question="How much power does the reported sum build?",
    alt="Horizontal ranges, one a row: the gigawatts that the sum would build at the cost stated by Bernstein, Epoch AI, McKinsey, NVIDIA and the Stargate partners, and as this book computes from chip prices. They lie between {stated_power:low} and {stated_power:high}; this book has {power_gb200:range2} for GB200. A line marks the {power_reported} of the report of 2024.",
    caption="Each row divides the sum by one statement of the all-in cost of a gigawatt; a range where the statement is one. Blue rows are computed here from chip price, servers and network per chip, power per chip, building and the ratio of facility to IT power, with their 5–95 % ranges. Statements seldom say whether their gigawatts are of the facility or of its IT.",
    columns={"who": ("text", "Whose cost of a gigawatt"), "date": ("date", "Date of the statement, or year of prices"), "basis": ("text", "stated or computed"),
             "power_gw_low": ("GW", "Low end"), "power_gw": ("GW", "Power that the sum builds"), "power_gw_high": ("GW", "High end")},
    sources=("bernstein2025", "mint2025gigawatt", "gridreadiness2026huang", "futurum2025mckinsey", "trendpulse2025mckinsey", "capacity2025stargate", "seveninch2025stargate", "allweather2025argentina", "epochai2026datacenters", "epochai2026chips", "multiplatform2024stargate"),
    tables=("power/capex_statements", "power/stargate", "power/chip_prices"), parameters=_COSTS, claims=("A6",),
    grade="modelled", as_of="2026-08-03", notebook=_NOTEBOOK, facts=(results.facts,),
)  # fmt: skip
def builds():
    frame = results.statements().copy()
    frame["date"] = pd.to_datetime(frame["date"]).dt.strftime("%Y-%m-%d")
    return frame


@builds.draw
def _(frame, narrow):
    rows = [str(w) for w in frame["who"]]
    reported = float(results.facts()["power_reported"].value)
    y = alt.Y("who:N", sort=rows, title=None, axis=alt.Axis(labelLimit=150 if narrow else 260, labelFontSize=11 if narrow else 12))
    colour = alt.Color("basis:N", scale=alt.Scale(domain=["stated", "computed"], range=[theme.GREY, theme.BLUE]), legend=None)
    base = alt.Chart(frame)
    x = alt.Scale(domain=[0, 5.5])
    bars = base.mark_rule(strokeWidth=7, opacity=0.35).encode(y=y, x=alt.X("power_gw_low:Q", scale=x, title="Facility power (GW)"), x2="power_gw_high:Q", color=colour)
    points = base.mark_point(size=60).encode(y=y, x=alt.X("power_gw:Q", scale=x), color=colour)
    mark = pd.DataFrame({"power_gw": [reported], "label": ["reported, 2024"]})
    rule = alt.Chart(mark).mark_rule(strokeDash=[5, 4], color=theme.ORANGE, strokeWidth=2).encode(x="power_gw:Q")
    text = alt.Chart(mark).mark_text(align="right", dx=-6, color=theme.ORANGE, baseline="middle").encode(x="power_gw:Q", y=alt.value(26 * (len(rows) - 0.5)), text="label:N")
    return (rule + bars + points + text).properties(width=theme.width(narrow), height=alt.Step(26))


@figure(
    id="PWR-31", slug="what-moves-the-power-of-100-billion-dollars",
    title="What stands around a chip moves the answer more than the chip’s own price",
    question="Which assumption decides how much power the sum builds?",
    alt="Bars, one an assumption, from the power at its low end to the power at its high end with the others at their medians. The widest is servers and network per chip, then chip price, building and power, power of a chip, and the ratio of facility to IT power. The median answer is {power_gb200:2}.",
    caption="GB200 at prices of 2025. Ends are those of each assumption’s 5–95 % range; the dashed line is the answer with every assumption at its median, which lies a little above the median of all draws. Where all costs and the chip’s draw move together the range is {power_tied:interval2} in place of {power_untied:interval2} where none does.",
    columns={"assumption": ("text", "Assumption"), "end": ("text", "low or high end"), "value": ("1", "The assumption at that end, in its own unit"), "power_gw": ("GW", "Power that the sum builds"), "power_gw_central": ("GW", "The same with every assumption at its median"), "rank_correlation": ("1", "Rank correlation with the answer")},
    sources=("epochai2026chips", "bernstein2025", "mixedtimes2025abilene", "cushman2025cost", "marketscreener2026goldman"),
    tables=("power/stargate",), parameters=_COSTS, claims=("A6",), grade="modelled", as_of="2026-08-03", notebook=_NOTEBOOK, facts=(results.facts,),
)  # fmt: skip
def moves():
    return results.drivers()


@moves.draw
def _(frame, narrow):
    wide = frame.pivot(index="assumption", columns="end", values="power_gw").reset_index()
    wide["left"], wide["right"] = wide[["low", "high"]].min(axis=1), wide[["low", "high"]].max(axis=1)
    order = wide.assign(span=wide["right"] - wide["left"]).sort_values("span", ascending=False)["assumption"].tolist()
    y = alt.Y("assumption:N", sort=order, title=None, axis=alt.Axis(labelLimit=150 if narrow else 260))
    scale = alt.Scale(domain=[1.5, 3.8])
    bars = alt.Chart(wide).mark_bar(height=16, color=theme.BLUE, opacity=0.75).encode(y=y, x=alt.X("left:Q", scale=scale, title="Facility power (GW)"), x2="right:Q")
    ends = alt.Chart(frame).encode(y=y, x=alt.X("power_gw:Q", scale=scale))
    points = ends.mark_point(size=45, color=theme.INK).encode(shape=alt.Shape("end:N", scale=alt.Scale(domain=["low", "high"], range=["circle", "square"]), legend=alt.Legend(title=None, symbolFillColor=theme.INK)))
    rule = alt.Chart(frame.head(1)).mark_rule(strokeDash=[4, 4], color=theme.MUTED).encode(x=alt.X("power_gw_central:Q", scale=scale))
    return (bars + rule + points).properties(width=theme.width(narrow), height=alt.Step(34))


@figure(
    id="PWR-32", slug="stargate-announced-and-running",
    title="Of the {plan_power} announced for Stargate, {running_power} operated in August 2026",
    question="How much of what was announced as Stargate runs?",
    alt="Stacked bars of gigawatts by site and date. At the end of 2025 and in August 2026 only Abilene operates, {running_power} at the latter. Scheduled are {scheduled_2026} for the end of 2026 and {scheduled_2028} for the end of 2028 over seven sites. A line marks the {plan_power} announced in January 2025.",
    caption="The announcement is the sponsors’ word. Facility power in operation, estimated from satellite pictures and permits, and as scheduled by the same source (paler). The announced {plan_power} are for the United States; the schedule for 2028 holds the United Arab Emirates too. The dropped expansion at Abilene ({dropped_power}) is left out.",
    columns={"site": ("text", "Site"), "snapshot_date": ("date", "Date"), "status": ("text", "past or scheduled"), "power_gw": ("GW", "Facility power"), "capital_cost_usd_bn": ("GUSD", "Capital cost, US dollars of 2025")},
    sources=("epochai2026datacenters", "capacity2025stargate", "tomshardware2026abilene"), tables=("power/large_sites", "power/stargate"), claims=("A6",),
    grade="guessed", as_of="2026-08-03", notebook=_NOTEBOOK, facts=(results.facts,),
)  # fmt: skip
def running():
    frame = results.sites().copy()
    frame["snapshot_date"] = pd.to_datetime(frame["snapshot_date"]).dt.strftime("%Y-%m-%d")
    return frame


@running.draw
def _(frame, narrow):
    order = frame.groupby("site")["power_gw"].max().sort_values(ascending=False).index.tolist()
    order = ["Abilene", *[s for s in order if s != "Abilene"]]
    frame["when"] = pd.to_datetime(frame["snapshot_date"]).dt.strftime("%b %Y")
    frame["rank"] = frame["site"].map({s: i for i, s in enumerate(order)})
    times = frame.drop_duplicates("snapshot_date").sort_values("snapshot_date")["when"].tolist()
    colours = [theme.BLUE, theme.ORANGE, theme.GREEN, theme.PURPLE, theme.OCHRE, theme.GREY, theme.INK]
    bars = alt.Chart(frame).mark_bar().encode(
        x=alt.X("when:O", sort=times, title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("power_gw:Q", title="Facility power (GW)", axis=alt.Axis(grid=False)),
        color=alt.Color("site:N", sort=order, scale=alt.Scale(domain=order, range=colours[: len(order)])),
        order=alt.Order("rank:Q"),
        opacity=alt.Opacity("status:N", scale=alt.Scale(domain=["past", "scheduled"], range=[1, 0.55]), legend=None),
    )  # fmt: skip
    sums = frame.groupby(["when", "status"], as_index=False)["power_gw"].sum()
    text = alt.Chart(sums).mark_text(dy=-8).encode(x=alt.X("when:O", sort=times), y="power_gw:Q", text=alt.Text("power_gw:Q", format=".1f"))
    mark = pd.DataFrame({"power_gw": [results.facts()["plan_power"].value], "label": ["announced, January 2025"]})
    rule = alt.Chart(mark).mark_rule(strokeDash=[5, 4], color=theme.INK).encode(y="power_gw:Q")
    label = alt.Chart(mark).mark_text(align="left", baseline="bottom", dy=-3).encode(y="power_gw:Q", x=alt.value(2), text="label:N")
    return (bars + rule + text + label).properties(width=theme.width(narrow), height=320)


@figure(
    id="PWR-33", slug="rank-of-100-billion-dollars-among-economies",
    title="An economy of {cost_reported} ranks between {gdp_rank:low} and {gdp_rank:high}, depending on year and edition",
    question="Which rank would an economy of that size have?",
    alt="Lines of GDP against rank, one a year from 2019 to 2023, falling from left to right and crossing {cost_reported} between ranks {gdp_rank:low} and {gdp_rank:high}. The economy of rank {claimed_rank} had between {gdp_claimed_rank:low} and {gdp_claimed_rank:high}.",
    caption="World Bank, current US dollars at market exchange rates, edition of February 2026; ranks among the economies with a value. The document names neither year nor list; 2023 is the last full year before it. The same rank in an edition of July 2021 for 2020 had {gdp_claimed_rank:low}.",
    columns={"year": ("year", "Year"), "rank": ("1", "Rank"), "economy": ("text", "Economy"), "gdp_usd_bn": ("GUSD", "GDP in current US dollars")},
    sources=("worldbank2026gdp", "worldbank2021ranking", "statisticstimes2024gdp"), tables=("power/gdp_ranks",), claims=("A6",),
    grade="measured", as_of="2026-02-24", notebook=_NOTEBOOK, facts=(results.facts,),
)  # fmt: skip
def rank():
    frame = results.gdp()
    frame = frame[(frame["edition"] == results.GDP_EDITION) & frame["rank"].between(56, 76)]
    return frame[["year", "rank", "economy", "gdp_usd_bn"]]


@rank.draw
def _(frame, narrow):
    claimed = float(results.facts()["claimed_rank"].value)
    frame["label"] = frame["year"].astype(str)
    x = alt.X("rank:Q", title="Rank by GDP", scale=alt.Scale(domain=[55.5, 76.5], nice=False), axis=alt.Axis(tickMinStep=2))
    y = alt.Y("gdp_usd_bn:Q", title="GDP (billion US$)", scale=alt.Scale(domain=[55, 190]))
    colour = alt.Color("label:N", scale=alt.Scale(domain=["2019", "2020", "2021", "2022", "2023"], range=[theme.GREY, theme.OCHRE, theme.GREEN, theme.PURPLE, theme.BLUE]))
    lines = alt.Chart(frame).mark_line().encode(x=x, y=y, color=colour)
    at = frame[frame["rank"] == claimed]
    points = alt.Chart(at).mark_point(size=70).encode(x=x, y=y, color=colour)
    sum_rule = alt.Chart(pd.DataFrame({"gdp_usd_bn": [results.budget() / 1e9], "label": ["the sum"]}))
    rule = sum_rule.mark_rule(strokeDash=[5, 4], color=theme.ORANGE, strokeWidth=2).encode(y=y)
    text = sum_rule.mark_text(align="left", dx=4, dy=-8, color=theme.ORANGE).encode(y=y, x=alt.value(0), text="label:N")
    line = alt.Chart(pd.DataFrame({"rank": [claimed]})).mark_rule(strokeDash=[2, 3], color=theme.MUTED).encode(x=x)
    return alt.layer(rule, line, lines, points, *named_rows.over_lines(text)).properties(width=theme.width(narrow), height=300)
