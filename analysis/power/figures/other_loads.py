"""Figures on what else loads the grid: outlooks side by side, additions since 2028, who is ahead, and how forecasts spread."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.power.results import other_loads as results
from analysis.power.results import world

_PARAMETERS = (
    "us_energy_2024", "us_energy_growth", "us_overhead_2030", "us_energy_growth_after_2030", "rest_of_us_electricity_growth", "us_other_growth_after_2028",
    "us_added_vehicles_twh", "us_added_hydrogen_twh", "us_added_industry_twh", "us_added_buildings_twh",
)  # fmt: skip
_SOURCES = ("lbnl2026", "epri2026", "eia2026aeo", "iea2025weo", "iea2025gevo", "mckinsey2025watts", "nema2025", "bnef2025neo", "nlr2026reeds", "rystad2024ev", "eia2025steo", "epri2023reindustrialization")  # fmt: skip
_TABLES = ("power/other_loads", "power/electricity_demand", "power/us_demand", "power/world_demand")


@figure(
    id="PWR-13",
    slug="world-electricity-added-by-use",
    title="In the world, data centres add {added_dc_2035:2} by 2035; industry, buildings and vehicles each add more",
    question="What adds electricity demand in the world?",
    alt=(
        "Dots for five uses of electricity in three scenarios of the World Energy Outlook, 2024 to 2035. In Stated Policies buildings add {added_buildings_2035:2}, industry {added_industry_2035:2}, "
        "vehicles and rail {added_vehicles_2035:2}, data centres {added_dc_2035:2} with a span of {added_dc_2035:interval2}, and hydrogen {added_hydrogen_2035:2}."
    ),
    caption=(
        "Scenarios of the IEA’s World Energy Outlook 2025. Data centres are the IEA’s Base case of 2025 in every scenario, with Headwinds and Lift-Off as their span, and are taken out of buildings. "
        "Hydrogen is the IEA’s electrolysis times the electricity it takes. By 2050 the others add {added_others_2050:2} in Stated Policies, data centres {added_dc_2050:2} by BloombergNEF’s figure."
    ),
    columns={
        "use": ("text", "Use of electricity"),
        "scenario": ("text", "Scenario of the World Energy Outlook"),
        "added_twh": ("TWh", "Electricity added 2024–2035"),
        "low_twh": ("TWh", "The same in the IEA’s Headwinds case (data centres)"),
        "high_twh": ("TWh", "The same in the IEA’s Lift-Off case (data centres)"),
    },
    sources=("iea2025weo", "iea2025energyai", "eer2024spp", "bnef2025neo"),
    tables=("power/electricity_demand", "power/world_demand"),
    parameters=("electrolysis_kwh_per_kg",),
    claims=("A4",),
    grade="modelled",
    as_of="2025-11-12",
    notebook="power/other-loads",
    facts=(world.facts,),
)
def world_uses():
    frame = world.additions()
    return frame[frame["year"] == 2035][["use", "scenario", "added_twh", "low_twh", "high_twh"]]


@world_uses.draw
def _(frame, narrow):
    order = ["Buildings without data centres", "Industry", "Electric vehicles and rail", "Data centres", "Hydrogen"]
    if narrow:
        short = {"Buildings without data centres": "Other buildings", "Electric vehicles and rail": "Vehicles, rail"}
        frame, order = frame.assign(use=frame["use"].replace(short)), [short.get(u, u) for u in order]
    y = alt.Y("use:N", sort=order, title=None)
    x = alt.X("added_twh:Q", title="Electricity added 2024–2035 (TWh a year)", scale=alt.Scale(domain=[0, 5600]), axis=alt.Axis(tickCount=4 if narrow else 6))
    colour = alt.Color("scenario:N", scale=alt.Scale(domain=["Current Policies", "Stated Policies", "Net Zero"], range=[theme.GREY, theme.BLUE, theme.GREEN]))
    span = frame[frame["low_twh"].notna()].head(1)
    rules = alt.Chart(span).mark_rule(color=theme.ORANGE, strokeWidth=5, opacity=0.6).encode(x="low_twh:Q", x2="high_twh:Q", y=y)
    centre = alt.Chart(span).mark_point(size=110, shape="diamond", color=theme.ORANGE).encode(x=x, y=y)
    others = frame[frame["use"] != "Data centres"]
    dots = alt.Chart(others).mark_point(size=90).encode(x=x, y=y, color=colour, shape=alt.Shape("scenario:N", scale=alt.Scale(domain=["Current Policies", "Stated Policies", "Net Zero"])), tooltip=["use", "scenario", "added_twh"])
    return (rules + centre + dots).properties(width=theme.width(narrow), height=250)


@figure(
    id="PWR-14",
    slug="outlooks-others-over-data-centres",
    title="US outlooks to 2030 give data centres {dc_part_short:interval2} of growth; those to 2035 or later {dc_part_long:interval2}",
    question="What do published outlooks add beside data centres?",
    alt=(
        "Dot chart on a logarithmic axis of what everything else adds for each unit that data centres add, in published outlooks. US outlooks to 2029 or 2030 lie at {ratio_short:interval2}; "
        "US outlooks to 2035 or later at {ratio_long:interval2}; the world at {ratio_world:interval2}. A line marks one to one."
    ),
    caption=(
        "Each dot is one source’s own pair: what everything else adds over what data centres add in the same period, in TWh, GW or shares of growth. Where a source prints growth rates or shares, levels are computed "
        "from them; Rystad counts vehicles only; EIA’s servers carry an overhead; BloombergNEF’s shares, the lowest, reach us second-hand. A range runs from the lowest to the highest outlook. The axis is logarithmic: equal steps are equal factors."
    ),
    columns={
        "outlook": ("text", "Source and scenario"),
        "period": ("text", "Period"),
        "region": ("text", "Region"),
        "data_centres_added": ("1", "Added by data centres, in the source’s unit"),
        "others_added": ("1", "Added by everything else, in the source’s unit"),
        "unit": ("text", "TWh, GW of peak, or percent of growth"),
        "ratio": ("1", "Everything else over data centres"),
    },
    sources=("gridstrategies2024", "gridstrategies2025", "lbnl2026", "rystad2024ev", "iea2026electricity", "bnef2025grid", "nema2026", "mckinsey2025watts", "eia2026aeo", "iea2025weo"),
    tables=_TABLES,
    parameters=("us_overhead_2030",),
    claims=("A4",),
    grade="modelled",
    as_of="2026-05-19",
    notebook="power/other-loads",
    facts=(results.facts,),
)
def outlooks():
    frame = results.outlooks()
    return frame[["outlook", "period", "region", "data_centres_added", "others_added", "unit", "ratio"]]


@outlooks.draw
def _(frame, narrow):
    late = frame["period"].str[-4:].astype(int) > 2030
    group = pd.Series("US to 2030", index=frame.index).mask(late, "US later").mask(frame["region"] == "World", "World")
    short = {
        "Grid Strategies 2024, utilities": "Utilities", "Grid Strategies 2024, market view": "Market view", "Rystad 2024": "Rystad", "Grid Strategies 2025, utilities": "Utilities",
        "LBNL 2026 beside NERC": "LBNL, NERC", "BloombergNEF 2025": "BloombergNEF", "EIA 2026, high demand": "EIA high", "EIA 2026, baseline": "EIA baseline",
        "IEA 2025, Current Policies": "IEA Current", "IEA 2025, Stated Policies": "IEA Stated",
    }  # fmt: skip
    label = frame["outlook"].replace(short) if narrow else frame["outlook"]
    frame = frame.assign(group=group, label=label + " · " + frame["period"].str[-4:])
    y = alt.Y("label:N", sort=None, title=None)
    x = alt.X("ratio:Q", title="Ratio (log scale)" if narrow else "Everything else over data centres (log scale)", scale=alt.Scale(type="log", base=2, domain=[0.35, 16]), axis=alt.Axis(values=[0.5, 1, 2, 4, 8, 16], format="~g"))
    colour = alt.Color("group:N", scale=alt.Scale(domain=["US to 2030", "US later", "World"], range=[theme.ORANGE, theme.BLUE, theme.GREEN]))
    even = alt.Chart(pd.DataFrame({"x": [1.0]})).mark_rule(color=theme.INK, strokeDash=[4, 3]).encode(x=alt.X("x:Q", scale=alt.Scale(type="log", base=2, domain=[0.35, 16])))
    stems = alt.Chart(frame.assign(one=1.0)).mark_rule(strokeWidth=2, opacity=0.6).encode(x=x, x2="one:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(size=90).encode(x=x, y=y, color=colour, tooltip=["outlook", "period", "ratio"])
    return (even + stems + dots).properties(width=theme.width(narrow), height=390)


@figure(
    id="PWR-15",
    slug="us-electricity-added-since-2028",
    title="After 2028 the ranges overlap: US data centres add {dc_2050:range2} by 2050, the four other loads {named_2050:range2}",
    question="What do data centres and the other loads add in the United States after 2028?",
    alt=(
        "Line chart with bands of electricity added in the United States since 2028. Data centres add {dc_2030:range2} by 2030 and {dc_2050:range2} by 2050; vehicles, hydrogen, industry and buildings together "
        "{named_2030:range2} by 2030 and {named_2050:range2} by 2050. The medians cross in the mid-thirties and the bands overlap throughout."
    ),
    caption=(
        "Medians and 5–95 % ranges. Data centres follow the demand page’s projection to 2030 and a growth rate after it whose range is that of eight published paths; each other load lies between two published extremes. "
        "The dashed line is all demand outside data centres, net of efficiency."
    ),
    columns={
        "year": ("year", "Calendar year"),
        "load": ("text", "Load"),
        "added_twh": ("TWh", "Electricity added since 2028, median"),
        "low_twh": ("TWh", "Lower end of the 5–95 % range"),
        "high_twh": ("TWh", "Upper end of the 5–95 % range"),
    },
    sources=_SOURCES,
    tables=_TABLES,
    parameters=_PARAMETERS,
    claims=("A4",),
    grade="guessed",
    as_of="2026-06-18",
    notebook="power/other-loads",
    facts=(results.facts,),
)
def us_additions():
    frame = results.bands()
    return frame[frame["load"].isin(["data centres", "named", "everything else"])].replace({"load": {"named": "four other loads", "everything else": "all else, net"}})


@us_additions.draw
def _(frame, narrow):
    domain, colours = ["data centres", "four other loads", "all else, net"], [theme.BLUE, theme.ORANGE, theme.GREY]
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", values=[2030, 2035, 2040, 2045, 2050]), scale=alt.Scale(domain=[2029, 2061 if narrow else 2056]))
    scale = alt.Scale(domain=[0, 3200], clamp=True)
    colour = alt.Color("load:N", legend=None, scale=alt.Scale(domain=domain, range=colours))
    shown = frame[frame["load"] != "all else, net"]
    band = alt.Chart(shown).mark_area(opacity=0.18).encode(x=x, y=alt.Y("low_twh:Q", scale=scale, title="Added since 2028 (TWh a year)"), y2="high_twh:Q", color=colour)
    y = alt.Y("added_twh:Q", scale=scale, title="Added since 2028 (TWh a year)")
    lines = alt.Chart(shown).mark_line().encode(x=x, y=y, color=colour)
    net = alt.Chart(frame[frame["load"] == "all else, net"]).mark_line(strokeDash=[5, 4]).encode(x=x, y=y, color=colour)
    last = frame[frame["year"] == frame["year"].max()]
    shift = {"four other loads": -9, "all else, net": 6, "data centres": 10}
    names = [alt.Chart(last[last["load"] == load]).mark_text(align="left", dx=6, dy=shift[load]).encode(x=x, y=y, color=colour, text="load:N") for load in domain]
    return alt.layer(band, lines, net, *names).properties(width=theme.width(narrow), height=330)


@figure(
    id="PWR-16",
    slug="who-adds-most-after-2028",
    title="Data centres are the largest single new US load; the chance that four others together add more goes from {p_named_2030:2} by 2030 to {p_named_2050:2} by 2050",
    question="How probable is it that other loads add more than data centres after 2028?",
    alt=(
        "Line chart of probabilities by year from 2029 to 2050. That data centres are the largest single new load falls from {p_largest_2030} in 2030 to {p_largest_2050:2} in 2050. That the four other loads together add more "
        "rises from {p_named_2030:2} to {p_named_2050:2}; that they add “twice as much” reaches {p_twice_2050:2}."
    ),
    caption="Shares of draws of the ranges in the preceding figure; the loads are drawn independently of each other. They inherit its judgement: read them as how the published numbers weigh, not as odds.",
    columns={"year": ("year", "Calendar year"), "statement": ("text", "What is probable"), "probability_percent": ("percent", "Probability")},
    sources=_SOURCES,
    tables=_TABLES,
    parameters=_PARAMETERS,
    claims=("A4",),
    grade="guessed",
    as_of="2026-06-18",
    notebook="power/other-loads",
    facts=(results.facts,),
)
def order():
    names = {"largest: data centres": "data centres are the largest single load", "named larger": "the four others together add more", "rest larger": "all else, net, adds more", "named twice": "the four add twice as much"}
    frame = results.order().melt("year", list(names), "statement", "probability_percent").replace({"statement": names})
    return frame.assign(probability_percent=100 * frame["probability_percent"])


@order.draw
def _(frame, narrow):
    domain = list(dict.fromkeys(frame["statement"]))
    colour = alt.Color("statement:N", scale=alt.Scale(domain=domain, range=[theme.BLUE, theme.ORANGE, theme.GREY, theme.PURPLE]), legend=alt.Legend(columns=1 if narrow else 2))
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=5), scale=alt.Scale(domain=[2029, 2050]))
    y = alt.Y("probability_percent:Q", title="Probability (%)", scale=alt.Scale(domain=[0, 100]))
    dash = alt.condition("datum.statement == 'all else, net, adds more'", alt.value([5, 4]), alt.value([1, 0]))
    even = alt.Chart(pd.DataFrame({"y": [50.0]})).mark_rule(color=theme.MUTED, strokeDash=[2, 3]).encode(y="y:Q")
    lines = alt.Chart(frame).mark_line().encode(x=x, y=y, color=colour, strokeDash=dash)
    return (even + lines).properties(width=theme.width(narrow), height=300)


@figure(
    id="PWR-17",
    slug="spread-of-forecasts-by-target-year",
    title="Forecasts for 2028 differ by a factor of {spread_2028:2}, those for 2030 by {spread_2030:2}",
    question="Does forecasting data-centre demand get harder after 2028?",
    alt=(
        "Line chart of the ratio of the highest to the lowest forecast by target year. For the United States it rises from {spread_2025:2} for 2025 to {spread_2028:2} for 2028 and {spread_2030:2} for 2030; "
        "for the world from {spread_world_2026:2} for 2026 to {spread_world_2035:2} for 2035."
    ),
    caption=(
        "Highest over lowest of all forecasts in TWh made since 2024 for all data centres, ends of printed ranges included; EIA’s two cases stand alone in 2050. More forecasts exist for round years, which widens a spread; "
        "the finding holds with each institution left out in turn. The Berkeley Lab’s own range is an exception: {lbnl_spread_2028} for 2028 in its older report, {lbnl_spread_2030} for 2030 in its newer one."
    ),
    columns={
        "region": ("text", "Region"),
        "year": ("year", "Target year"),
        "lowest_twh": ("TWh", "Lowest forecast"),
        "highest_twh": ("TWh", "Highest forecast"),
        "forecasts": ("1", "Number of forecasts"),
        "spread": ("1", "Highest over lowest"),
    },
    sources=("lbnl2024", "lbnl2026", "epri2026", "mckinsey2024sate", "iea2024electricity", "iea2025energyai", "iea2026keyquestions", "gartner2026", "deloitte2024tmt", "goldman2026", "sp2025", "eia2026aeo"),
    tables=("power/us_demand", "power/forecasts", "power/world_demand", "power/other_loads"),
    claims=("A4",),
    grade="modelled",
    as_of="2026-08-19",
    notebook="power/other-loads",
    facts=(results.facts,),
)
def spreads():
    return results.spreads()[["region", "year", "lowest_twh", "highest_twh", "forecasts", "spread"]]


@spreads.draw
def _(frame, narrow):
    near = frame[frame["year"] <= 2035]
    x = alt.X("year:Q", title="Target year", axis=alt.Axis(format="d", values=[2024, 2026, 2028, 2030, 2032, 2034]), scale=alt.Scale(domain=[2024, 2036.5]))
    y = alt.Y("spread:Q", title="Highest over lowest forecast", scale=alt.Scale(domain=[1, 2.6]))
    colour = alt.Color("region:N", legend=None, scale=alt.Scale(domain=["United States", "World"], range=[theme.BLUE, theme.ORANGE]))
    rule = alt.Chart(pd.DataFrame({"year": [2028.5]})).mark_rule(color=theme.MUTED, strokeDash=[4, 3]).encode(x=x)
    lines = alt.Chart(near).mark_line().encode(x=x, y=y, color=colour)
    points = alt.Chart(near).mark_point().encode(x=x, y=y, color=colour, tooltip=["region", "year", "forecasts", "spread"])
    names = alt.Chart(pd.DataFrame({"region": ["United States", "World"], "year": [2030.3, 2035.0], "spread": [2.13, 2.43]})).mark_text(align="left", dx=4, dy=10).encode(x=x, y=y, color=colour, text="region:N")
    names = names.transform_filter("datum.region == 'United States'") + alt.Chart(pd.DataFrame({"region": ["World"], "year": [2034.8], "spread": [2.43]})).mark_text(align="right", dy=-12).encode(x=x, y=y, color=colour, text="region:N")
    return (rule + lines + points + names).properties(width=theme.width(narrow), height=280)


@figure(
    id="PWR-18",
    slug="us-loads-added-2028-to-2050",
    title="No single other load is put as high as data centres, but hydrogen’s range alone reaches {hydrogen_2050:high2}",
    question="How much does each load add in the United States between 2028 and 2050?",
    alt=(
        "Range chart for five loads, United States, added 2028 to 2050: data centres {dc_2050:range2}, homes and commerce {buildings_2050:range2}, vehicles {vehicles_2050:range2}, industry {industry_2050:2} and up to {industry_2050:high2}, hydrogen {hydrogen_2050:2} and up to {hydrogen_2050:high2}."
    ),
    caption="Dots are medians, bars 5–95 % ranges, made from published extremes: for hydrogen from “it does not come” to the IEA’s Net Zero scenario. The former US aim for hydrogen would take {aim_hydrogen:2} if all were made by electrolysis.",
    columns={
        "year": ("year", "End of the period that begins in 2028"),
        "load": ("text", "Load"),
        "added_twh": ("TWh", "Electricity added since 2028, median"),
        "low_twh": ("TWh", "Lower end of the 5–95 % range"),
        "high_twh": ("TWh", "Upper end of the 5–95 % range"),
    },
    sources=_SOURCES,
    tables=_TABLES,
    parameters=_PARAMETERS,
    claims=("A4",),
    grade="guessed",
    as_of="2026-06-18",
    notebook="power/other-loads",
    facts=(results.facts,),
)
def us_loads():
    frame = results.bands()
    chosen = frame[frame["load"].isin(results.LOADS) & frame["year"].isin([2035, 2050])]
    return chosen.replace({"load": results.LOADS})


@us_loads.draw
def _(frame, narrow):
    frame = frame.assign(period="2028–" + frame["year"].astype(str), load=frame["load"].replace({"Industry, reshored plants included": "Industry, reshoring"}))
    order = ["Data centres", "Homes and commerce", "Electric vehicles", "Industry, reshoring", "Hydrogen"]
    y, offset = alt.Y("load:N", sort=order, title=None, scale=alt.Scale(paddingInner=0.35)), alt.YOffset("period:N")
    colour = alt.Color("period:N", scale=alt.Scale(domain=["2028–2035", "2028–2050"], range=[theme.OCHRE, theme.BLUE]))
    scale = alt.Scale(domain=[0, 2500], clamp=True)
    base = alt.Chart(frame)
    axis = alt.Axis(tickCount=4)
    rules = base.mark_rule(strokeWidth=5, opacity=0.5).encode(x=alt.X("low_twh:Q", scale=scale, title="Electricity added (TWh a year)", axis=axis), x2="high_twh:Q", y=y, yOffset=offset, color=colour)
    dots = base.mark_point(size=80).encode(x=alt.X("added_twh:Q", scale=scale), y=y, yOffset=offset, color=colour)
    return (rules + dots).properties(width=theme.width(narrow), height=280)
