"""Figures of US data-centre electricity: vintages, growth, AI servers, share, projection."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.power.results import us_demand as results

__all__ = ["us_demand", "growth", "ai_growth", "share", "projection"]

_COLOURS = {"EPA/LBNL 2007": theme.GREY, "LBNL 2016": theme.OCHRE, "LBNL 2024": theme.ORANGE, "LBNL 2026 update": theme.BLUE}
_SCALE = alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values()))


@figure(
    id="PWR-01",
    slug="us-data-centre-electricity",
    title="US data centres used {us_2024:range} in 2024; each report has redrawn both the past and the future",
    question="How much electricity do US data centres use, and what did each Berkeley Lab report say?",
    alt="Line chart of four reports. EPA/LBNL 2007 rises steeply to 2011. LBNL 2016 is flat at about {us_2014_lbnl_2016} and forecasts little growth to 2020. "
    "LBNL 2024 starts lower, at {us_2014} in 2014, reaches {us_2018} in 2018 and {us_2023:value} in 2023, and forecasts {lbnl_2028:interval} for 2028. The 2026 update has "
    "{us_2024:value} in 2024 and a reference of {lbnl_2030:value} in 2030, with a range of {lbnl_2030:interval}.",
    caption="Each line is one report and stays as it was printed; lines are never joined. Solid: what the report takes for the past; dashed: its forecast; bars: its printed range. "
    "Open points are computed from growth that the report prints instead of the value. All are models of shipped equipment; nobody meters the sum. "
    "LBNL’s reports leave cryptocurrency out. The range beside the figure for 2024 runs from EPRI’s low case to LBNL’s own figure: it is the distance between institutions, not a statistical error.",
    columns={
        "vintage": ("text", "Report"),
        "year": ("year", "Calendar year"),
        "energy_twh": ("TWh", "Electricity of all US data centres"),
        "low_twh": ("TWh", "Lower end of a printed range"),
        "high_twh": ("TWh", "Upper end of a printed range"),
        "scenario": ("text", "Scenario in the report"),
        "status": ("text", "past or forecast, as the report sees it"),
        "basis": ("text", "Printed, or computed from printed growth"),
    },
    sources=("lbnl2026", "lbnl2024", "lbnl2016", "epa2007"),
    tables=("power/us_demand", "power/us_growth"),
    claims=("A1",),
    grade="modelled",
    as_of="2026-06-18",
    notebook="power/us-demand",
    facts=(results.facts,),
)
def us_demand():
    frame = results.history()
    shown = ["history", "current trends", "reference", "scenario range", "compounded uncertainty"]
    return frame[frame["scenario"].isin(shown)][["vintage", "year", "energy_twh", "low_twh", "high_twh", "scenario", "status", "basis"]]


@us_demand.draw
def _(frame, narrow):
    points = frame[frame["energy_twh"].notna()]
    last_past = points[points["status"] == "past"].groupby("vintage").tail(1).assign(status="forecast")  # the dashed line starts where the solid one ends
    lines = pd.concat([points, last_past[last_past["vintage"].isin(points[points["status"] == "forecast"]["vintage"])]])
    x = alt.X("year:Q", title=None, scale=alt.Scale(domain=[1999.5, 2031], nice=False), axis=alt.Axis(format="d", values=[2000, 2005, 2010, 2015, 2020, 2025, 2030]))
    y = alt.Y("energy_twh:Q", title="Electricity (TWh a year)", scale=alt.Scale(domain=[0, 900]))
    colour = alt.Color("vintage:N", scale=_SCALE, legend=alt.Legend(symbolOpacity=1) if narrow else None)
    line = alt.Chart(lines).mark_line().encode(x=x, y=y, color=colour, strokeDash=alt.StrokeDash("status:N", scale=alt.Scale(domain=["past", "forecast"], range=[[1, 0], [5, 4]]), legend=None))
    dots = alt.Chart(points[points["basis"] == "printed"]).mark_point(filled=True).encode(x=x, y=y, color=colour)
    rings = alt.Chart(points[points["basis"] != "printed"]).mark_point(filled=False, strokeWidth=1.5).encode(x=x, y=y, color=colour)
    ranges = alt.Chart(frame[frame["low_twh"].notna()]).mark_bar(width=9, opacity=0.4).encode(x=x, y=alt.Y("low_twh:Q"), y2="high_twh:Q", color=colour)
    layers = [ranges, line, dots, rings]
    if not narrow:
        ends = points.sort_values("year").groupby("vintage").tail(1).copy()
        place = {"EPA/LBNL 2007": (2011.5, 122), "LBNL 2016": (2013, 30), "LBNL 2024": (2017.3, 150), "LBNL 2026 update": (2023.2, 680)}
        ends["x"], ends["y"] = [place[v][0] for v in ends["vintage"]], [place[v][1] for v in ends["vintage"]]
        layers.append(alt.Chart(ends).mark_text(align="left", fontWeight="bold").encode(x="x:Q", y="y:Q", text="vintage:N", color=colour))
    return alt.layer(*layers).properties(width=theme.width(narrow), height=340)


@figure(
    id="PWR-02",
    slug="us-growth-by-period",
    title="Growth went from {growth_2010_2014:1} in 2010–2014 to {growth_2018_2023:2} in 2018–2023",
    question="How fast has the electricity of US data centres grown, period by period?",
    alt="Bars of compound growth per year. Past periods: a fast start of the century, {growth_2010_2014:1} in 2010–2014, {growth_2014_2018:1} in 2014–2018, {growth_2018_2023:2} in 2018–2023 and "
    "{growth_2023_2024:2} in 2023–2024. Forecasts: LBNL’s two reports for 2023–2028 and 2024–2030, the latter {growth_2024_2030:range2}.",
    caption="Compound growth per year, computed from the energies of one report at a time, so that no revision passes for growth. Ranges are those of the printed scenarios. "
    "The year after 2023 was slower than the five before it; LBNL’s reference to 2030 needs growth to speed up again, the lower end of its older range does not.",
    columns={
        "vintage": ("text", "Report"),
        "period": ("text", "Period"),
        "status": ("text", "past or forecast, as the report sees it"),
        "growth_percent": ("percent/year", "Compound growth"),
        "low_percent": ("percent/year", "Lower end of the printed scenarios"),
        "high_percent": ("percent/year", "Upper end of the printed scenarios"),
    },
    sources=("lbnl2016", "lbnl2024", "lbnl2026"),
    tables=("power/us_demand", "power/us_growth"),
    claims=("A1",),
    grade="modelled",
    as_of="2026-06-18",
    notebook="power/us-demand",
    facts=(results.facts,),
)
def growth():
    return results.growth_periods()[["vintage", "period", "status", "growth_percent", "low_percent", "high_percent"]]


@growth.draw
def _(frame, narrow):
    frame = frame.assign(row=frame["period"] if narrow else frame["vintage"] + ": " + frame["period"])
    order = list(frame["row"])
    y = alt.Y("row:N", sort=order, title=None)
    x = alt.X("growth_percent:Q", title="Growth (% a year)", scale=alt.Scale(domain=[0, 30], nice=False), axis=alt.Axis(grid=True, values=[0, 5, 10, 15, 20, 25, 30]))
    colour = alt.Color("status:N", scale=alt.Scale(domain=["past", "forecast"], range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(symbolOpacity=1))
    point = frame[frame["growth_percent"].notna()]
    bars = alt.Chart(point[point["status"] == "past"]).mark_bar(height=14).encode(x=x, y=y, color=colour)
    ranges = alt.Chart(frame[frame["low_percent"].notna()]).mark_bar(height=8, opacity=0.45).encode(x=alt.X("low_percent:Q"), x2="high_percent:Q", y=y, color=colour)
    middle = alt.Chart(point[point["status"] == "forecast"]).mark_tick(thickness=3, height=18, color=theme.ORANGE).encode(x=x, y=y)
    values = alt.Chart(point[point["status"] == "past"]).mark_text(align="left", dx=5).encode(x=x, y=y, text=alt.Text("growth_percent:Q", format=".0f"))
    return alt.layer(ranges, bars, middle, values).properties(width=theme.width(narrow), height=alt.Step(27))


@figure(
    id="PWR-03",
    slug="ai-servers-in-growth",
    title="AI servers and their cooling gave {ai_growth_share:range2} of the growth of 2017–2023",
    question="How much of the growth comes from AI servers?",
    alt="Bars with ranges. From 2017 to 2023 AI servers, the cooling they need and everything else shared the growth; AI with its cooling took {ai_growth_share:range2}. "
    "From 2023 to 2030, in LBNL’s reference case, AI with its cooling takes {ai_growth_share_late:range2}.",
    caption="LBNL prints bounds only: AI servers used less than {ai_bound_2017} in 2017 and more than {ai_bound_2023} in 2023. Between the bounds every value counts as equally likely, which is a guess; the upper one comes from the IEA’s world figure. "
    "From the bounds alone the share of servers, without cooling, lies somewhere in {ai_bounds:interval2}. Bars: medians; lines: 5–95 %. The later period follows LBNL’s reference, in which AI servers are "
    "{ai_share_2030} of all data-centre electricity in 2030.",
    columns={
        "period": ("text", "Period"),
        "part": ("text", "What grew"),
        "growth_twh": ("TWh", "Growth over the period"),
        "low_twh": ("TWh", "5 % point"),
        "high_twh": ("TWh", "95 % point"),
    },
    sources=("lbnl2024", "lbnl2026", "iea2025energyai"),
    tables=("power/us_demand", "power/ai_servers"),
    parameters=("ai_server_energy_2017", "ai_server_energy_2023", "us_energy_2017", "us_energy_2023", "ai_server_overhead", "ai_share_2030", "pue_ai_facility"),
    claims=("A3",),
    grade="guessed",
    as_of="2026-06-18",
    notebook="power/us-demand",
    facts=(results.facts,),
)
def ai_growth():
    return results.contributions()


@ai_growth.draw
def _(frame, narrow):
    short = {"AI servers": "AI servers", "cooling and losses of AI servers": "their cooling", "everything else": "everything else"}
    frame = frame.assign(years=frame["period"].str.slice(0, 9), thing=frame["part"].map(short))
    frame["row"] = frame["years"] + ": " + frame["thing"]
    y = named_rows.rows("row", list(frame["row"]), narrow)
    x = alt.X("growth_twh:Q", title="Growth over the period (TWh)", scale=alt.Scale(domain=[0, 420], nice=False), axis=alt.Axis(grid=True, values=[0, 100, 200, 300, 400]))
    colour = alt.Color("thing:N", scale=alt.Scale(domain=list(short.values()), range=[theme.BLUE, theme.GREEN, theme.GREY]), legend=None)
    bars = alt.Chart(frame).mark_bar(height=14).encode(x=x, y=y, color=colour)
    lines = alt.Chart(frame).mark_rule(strokeWidth=2, color=theme.INK).encode(x=alt.X("low_twh:Q"), x2="high_twh:Q", y=y)
    text = alt.Chart(frame).mark_text(align="left", dx=6).encode(x=alt.X("high_twh:Q"), y=y, text=alt.Text("growth_twh:Q", format=".0f"))
    return alt.layer(bars, lines, text, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="PWR-04",
    slug="us-share",
    title="Data centres took {share_2024:range2} of US electricity in 2024; we project {share_2028_projected:range2} for 2028",
    question="Which share of US electricity goes to data centres, and where is it heading?",
    alt="Points of the share of US electricity by institution, from {share_2018} in 2018 to {share_2024:2} in 2024, followed by a widening band that reaches {share_2028_projected:range2} in 2028 and "
    "{share_2030_projected:range2} in 2030. Bars mark the ranges that LBNL printed for 2028 and 2030.",
    caption="Points: each institution’s energy over EIA’s electricity end use. Band: 5–95 % of our projection, in which data centres and all other use grow at rates of their own. Bars: LBNL’s printed ranges, over "
    "its own totals, which suppose that all US electricity grows by {whole_growth_implied:2} from 2023; in 2023–2025 it grew by {whole_growth_observed:2}.",
    columns={
        "series": ("text", "Institution, or our projection"),
        "year": ("year", "Calendar year"),
        "share_percent": ("percent", "Share of US electricity"),
        "low_percent": ("percent", "Lower end"),
        "high_percent": ("percent", "Upper end"),
        "kind": ("text", "estimate, projection or printed range"),
    },
    sources=("lbnl2024", "lbnl2026", "epri2026", "iea2025energyai", "mckinsey2024sate", "eia2026mer"),
    tables=("power/us_demand", "power/us_electricity"),
    parameters=("us_energy_2024", "us_energy_growth", "us_overhead_2030", "rest_of_us_electricity_growth"),
    claims=("A1",),
    grade="modelled",
    as_of="2026-09-28",
    notebook="power/us-demand",
    facts=(results.facts,),
)
def share():
    return results.share_frame()


_WHO = {"LBNL 2016": theme.OCHRE, "LBNL 2024": theme.ORANGE, "LBNL 2026 update": theme.BLUE, "EPRI": theme.PURPLE, "IEA, McKinsey": theme.GREY, "our projection": theme.GREEN}


@share.draw
def _(frame, narrow):
    group = {"EPRI 2024": "EPRI", "EPRI 2026": "EPRI", "IEA 2025": "IEA, McKinsey", "McKinsey 2024": "IEA, McKinsey"}
    frame = frame.assign(who=frame["series"].replace(group))
    x = alt.X("year:Q", title=None, scale=alt.Scale(domain=[2013.5, 2030.8], nice=False), axis=alt.Axis(format="d", values=[2014, 2018, 2022, 2026, 2030]))
    y = alt.Y("share_percent:Q", title="Share of US electricity (%)", scale=alt.Scale(domain=[0, 16]))
    colour = alt.Color("who:N", scale=alt.Scale(domain=list(_WHO), range=list(_WHO.values())), legend=alt.Legend(symbolOpacity=1))
    ours = frame[frame["kind"] == "projection"]
    band = alt.Chart(ours).mark_area(opacity=0.18, color=theme.GREEN).encode(x=x, y=alt.Y("low_percent:Q"), y2="high_percent:Q")
    line = alt.Chart(ours).mark_line().encode(x=x, y=y, color=colour)
    bars = alt.Chart(frame[frame["kind"] == "printed range"]).mark_bar(width=8, opacity=0.45).encode(x=x, y=alt.Y("low_percent:Q"), y2="high_percent:Q", color=colour)
    dots = alt.Chart(frame[frame["kind"] == "estimate"]).mark_point(filled=True).encode(x=x, y=y, color=colour)
    return alt.layer(band, bars, line, dots).properties(width=theme.width(narrow), height=320)


@figure(
    id="PWR-09",
    slug="us-projection",
    title="From 2024 we project {projection_2030:range2} for 2030, against LBNL’s {lbnl_2030:range}",
    question="Where does US data-centre electricity go by 2030, and how does that compare with LBNL’s range?",
    alt="A line with a widening band from {us_2024:value} or a little less in 2024 to {projection_2030:range2} in 2030, beside a bar for LBNL’s range {lbnl_2030:interval} and points for EPRI, IEA, McKinsey and S&P Global.",
    caption="Growth at a constant rate from the newest past year: its range runs over the scenarios of EPRI and LBNL, the base year over three institutions, and the facility overhead over LBNL’s, which falls when AI grows faster. "
    "{inside_lbnl:2} of our draws for 2030 lie inside LBNL’s range. Points are other institutions’ printed figures, of other methods and scopes.",
    columns={
        "series": ("text", "Our projection, or an institution"),
        "year": ("year", "Calendar year"),
        "energy_twh": ("TWh", "Electricity of all US data centres"),
        "low_twh": ("TWh", "Lower end"),
        "high_twh": ("TWh", "Upper end"),
        "kind": ("text", "projection or printed"),
    },
    sources=("lbnl2026", "epri2026", "iea2025energyai", "mckinsey2024sate", "sp2025"),
    tables=("power/us_demand", "power/forecasts"),
    parameters=("us_energy_2024", "us_energy_growth", "us_overhead_2030"),
    claims=("A1",),
    grade="modelled",
    as_of="2026-08-19",
    notebook="power/us-demand",
    facts=(results.facts,),
)
def projection():
    return results.projection_frame()


@projection.draw
def _(frame, narrow):
    x = alt.X("year:Q", title=None, scale=alt.Scale(domain=[2023.8, 2032.6 if not narrow else 2033.4], nice=False), axis=alt.Axis(format="d", values=list(range(2024, 2031, 2 if narrow else 1))))
    y = alt.Y("energy_twh:Q", title="Electricity (TWh a year)", scale=alt.Scale(domain=[0, 900]))
    ours, others = frame[frame["kind"] == "projection"], frame[frame["kind"] == "printed"]
    band = alt.Chart(ours).mark_area(opacity=0.18, color=theme.GREEN).encode(x=x, y=alt.Y("low_twh:Q"), y2="high_twh:Q")
    line = alt.Chart(ours).mark_line(color=theme.GREEN).encode(x=x, y=y)
    bars = alt.Chart(others[others["low_twh"].notna()]).mark_bar(width=8, opacity=0.45, color=theme.BLUE).encode(x=x, y=alt.Y("low_twh:Q"), y2="high_twh:Q")
    dots = alt.Chart(others[others["energy_twh"].notna()]).mark_point(filled=True, color=theme.BLUE).encode(x=x, y=y)
    names = others[others["energy_twh"].notna()]
    nudged = names["energy_twh"] + names["series"].map({"LBNL reference": 22, "McKinsey": 12, "EPRI medium": -24}).fillna(0)  # room between labels
    text = alt.Chart(names.assign(at=nudged)).mark_text(align="left", dx=8).encode(x=x, y="at:Q", text="series:N")
    label = alt.Chart(ours[ours["year"] == 2027]).mark_text(align="right", dx=-6, dy=-22, fontWeight="bold", color=theme.GREEN, text="our projection").encode(x=x, y=y)
    return alt.layer(band, bars, line, dots, text, label).properties(width=theme.width(narrow), height=340)
