"""Figures of the world page: the IEA's scenarios, the regions, and where data centres weigh in the grid."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.power.results import world as results

_TITLES = {"history": "Past", "Base": "Base", "Headwinds": "Headwinds", "Lift-Off": "Lift-Off", "High Efficiency": "High Efficiency"}


@figure(
    id="PWR-10",
    slug="world-data-centre-electricity",
    title="The IEA puts the world’s data centres at {world_2030:interval2} in 2030; others go up to {forecasts_2030:high2}",
    question="How much electricity will the world’s data centres use?",
    alt=(
        "Line chart of the world’s data-centre electricity from {world_2024} in 2024. The IEA’s Base case reaches {world_2030} in 2030 and {world_2035} in 2035; "
        "its Headwinds and Lift-Off cases span {world_2035:interval} in 2035. Dots for other institutions in 2030 lie between the Base case and {forecasts_2030:high}."
    ),
    caption=(
        "Lines: the four scenarios of the IEA’s report of 2025, and its estimate for 2025 made a year later. Dots: other institutions’ forecasts, of differing scope; the highest, S&P Global’s, reached us second-hand. "
        "The band is a span of scenarios, not a probability."
    ),
    columns={
        "series": ("text", "Institution and scenario"),
        "scenario": ("text", "Scenario of the IEA; other institutions are marked as such"),
        "year": ("year", "Calendar year"),
        "energy_twh": ("TWh", "Electricity used by data centres"),
    },
    sources=("iea2025energyai", "iea2026keyquestions", "gartner2025", "gartner2026", "deloitte2024tmt", "goldman2026", "sp2025", "bnef2025neo"),
    tables=("power/world_demand", "power/forecasts"),
    grade="modelled",
    as_of="2026-06-10",
    notebook="power/world",
    facts=(results.facts,),
)
def world_paths():
    frame = results.paths()
    frame = frame[frame["year"] <= 2035]
    start = frame[frame["series"] == "IEA 2025, history"]
    own = frame[(frame["institution"] == "IEA") & frame["series"].str.startswith("IEA 2025") & (frame["scenario"] != "history")]
    lines = pd.concat([own, *(start.assign(series=s, scenario=c) for s, c in own[["series", "scenario"]].drop_duplicates().itertuples(index=False))])
    late = frame[(frame["series"] == "IEA 2026, history")].assign(series="IEA 2026, estimate", scenario="estimate")
    others = frame[(frame["institution"] != "IEA") & (frame["status"] == "forecast")].assign(scenario="other institutions")
    return pd.concat([lines, late, others])[["series", "scenario", "year", "energy_twh"]].sort_values(["scenario", "series", "year"], kind="stable")


@world_paths.draw
def _(frame, narrow):
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", values=[2024, 2026, 2028, 2030, 2032, 2034]), scale=alt.Scale(domain=[2024, 2040.2 if narrow else 2037.5], nice=False))
    y = alt.Y("energy_twh:Q", title="Electricity (TWh a year)", scale=alt.Scale(domain=[0, 1800]))
    wide = frame[frame["scenario"].isin(["Headwinds", "Lift-Off"])].pivot(index="year", columns="scenario", values="energy_twh").reset_index()
    wide.columns = ["year", "low", "high"]
    band = alt.Chart(wide).mark_area(opacity=0.18, color=theme.BLUE).encode(x=x, y=alt.Y("low:Q", scale=alt.Scale(domain=[0, 1800]), title="Electricity (TWh a year)"), y2="high:Q")
    scenarios = ["Base", "Headwinds", "Lift-Off", "High Efficiency"]
    own = frame[frame["scenario"].isin(scenarios)]
    lines = (
        alt.Chart(own)
        .mark_line()
        .encode(
            x=x,
            y=y,
            detail="scenario:N",
            strokeWidth=alt.condition("datum.scenario == 'Base'", alt.value(3), alt.value(1.5)),
            strokeDash=alt.condition("datum.scenario == 'High Efficiency'", alt.value([5, 4]), alt.value([1, 0])),
        )
    )
    ends = alt.Chart(own[own["year"] == 2035]).mark_text(align="left", dx=6, color=theme.BLUE).encode(x=x, y=y, text="scenario:N")
    estimate = alt.Chart(frame[frame["scenario"] == "estimate"]).mark_point(color=theme.BLUE, size=70).encode(x=x, y=y)
    others = frame[frame["scenario"] == "other institutions"]
    dots = alt.Chart(others).mark_point(color=theme.ORANGE, size=60, shape="diamond").encode(x=x, y=y, tooltip=["series", "year", "energy_twh"])
    note = alt.Chart(pd.DataFrame({"year": [2029.6], "energy_twh": [1640], "t": ["other institutions"]})).mark_text(align="right", color=theme.ORANGE).encode(x=x, y=y, text="t:N")
    return (band + lines + ends + estimate + dots + note).properties(width=theme.width(narrow), height=320)


@figure(
    id="PWR-11",
    slug="data-centre-electricity-by-region",
    title="The United States and China make up {two_of_growth:2} of the growth to 2030 in the IEA’s Base case",
    question="Which regions add data-centre electricity?",
    alt=(
        "Bars of data-centre electricity in 2030 for five regions with ticks for 2024. The United States grows from {us_2024} to {us_2030} and China by {china_added}; "
        "Europe adds {europe_added}. Lines show the span of the IEA’s scenarios."
    ),
    caption=(
        "Bars: 2030, Base case; ticks: 2024; percentages: share of the growth; thin lines: the Base case times the IEA’s Headwinds and Lift-Off cases for the world, since regions are not printed for these. The regions were read from a news agency’s copy of the IEA’s chart. "
        "The Berkeley Lab’s later figure for the United States alone is {us_lbnl_2030}."
    ),
    columns={
        "region": ("text", "Region"),
        "energy_2024_twh": ("TWh", "Data-centre electricity in 2024"),
        "energy_2030_twh": ("TWh", "Data-centre electricity in 2030, Base case"),
        "low_2030_twh": ("TWh", "The same in Headwinds, scaled from the world"),
        "high_2030_twh": ("TWh", "The same in Lift-Off, scaled from the world"),
        "share_of_growth_percent": ("percent", "Share of the growth of the five"),
    },
    sources=("iea2025energyai",),
    tables=("power/regions", "power/world_demand"),
    parameters=("world_scenario_factor_2030",),
    grade="modelled",
    as_of="2025-04-10",
    notebook="power/world",
    facts=(results.facts,),
)
def regions():
    return results.regions()[["region", "energy_2024_twh", "energy_2030_twh", "low_2030_twh", "high_2030_twh", "share_of_growth_percent"]]


@regions.draw
def _(frame, narrow):
    short = {"Asia Pacific without China": "Other Asia Pacific"} if narrow else {}
    frame = frame.assign(region=frame["region"].replace(short), text=frame["share_of_growth_percent"].map(lambda v: f"{v:.0f} %" if narrow else f"{v:.0f} % of growth"))
    order = list(frame["region"])
    y = alt.Y("region:N", sort=order, title=None)
    x = alt.X("energy_2030_twh:Q", title="Electricity (TWh a year)", scale=alt.Scale(domain=[0, 700], nice=False), axis=alt.Axis(values=[0, 200, 400, 600]))
    bars = alt.Chart(frame).mark_bar(color=theme.BLUE, opacity=0.75, height=16).encode(x=x, y=y)
    rules = alt.Chart(frame).mark_rule(color=theme.INK).encode(x="low_2030_twh:Q", x2="high_2030_twh:Q", y=y)
    ticks = alt.Chart(frame).mark_tick(color=theme.ORANGE, thickness=3, height=22).encode(x="energy_2024_twh:Q", y=y)
    words = alt.Chart(frame).mark_text(align="left", dx=6).encode(x="high_2030_twh:Q", y=y, text="text:N")
    key = alt.Chart(frame.head(1)).mark_text(align="center", dy=-20, color=theme.ORANGE).encode(x="energy_2024_twh:Q", y=y, text=alt.value("2024"))
    return (bars + rules + ticks + words + key).properties(width=theme.width(narrow), height=260)


@figure(
    id="PWR-12",
    slug="where-data-centres-weigh",
    title="In Ireland data centres take {ireland_2025:2} of metered electricity; in Virginia EPRI expects {virginia_2030:interval} by 2030",
    question="Where do data centres already weigh in the grid?",
    alt=(
        "Line chart of the share of electricity used by data centres: Ireland, metered, from {ireland_2015} in 2015 to {ireland_2025} in 2025; the Netherlands, metered, {netherlands_2024} in 2024; "
        "Singapore {singapore}; Virginia about {virginia_2024} in 2024 and {virginia_2030:interval} in EPRI’s scenarios for 2030."
    ),
    caption="Ireland and the Netherlands are metered (Ireland’s release for 2025 reached us second-hand); Singapore is a minister’s figure; Virginia is EPRI’s estimate, and its range runs from EPRI’s low to its high scenario. Shares are of each place’s own electricity, as its source defines it.",
    columns={
        "region": ("text", "Country or state"),
        "year": ("year", "Calendar year"),
        "scenario": ("text", "Past, or the scenario’s name"),
        "share_percent": ("percent", "Share of electricity used by data centres"),
        "method": ("text", "Metered, estimated or projected"),
    },
    sources=("cso2025", "cbs2025", "epri2026", "imda2024"),
    tables=("power/regions",),
    grade="modelled",
    as_of="2026-08-19",
    notebook="power/world",
    facts=(results.facts,),
)
def places():
    return results.places()[["region", "year", "scenario", "share_percent", "method"]]


@places.draw
def _(frame, narrow):
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=5 if narrow else 8), scale=alt.Scale(domain=[2015, 2033.5 if narrow else 2032]))
    y = alt.Y("share_percent:Q", title="Share of electricity (%)", scale=alt.Scale(domain=[0, 62]))
    colours = alt.Color("region:N", legend=None, scale=alt.Scale(domain=["Ireland", "Virginia", "Netherlands", "Singapore"], range=[theme.BLUE, theme.ORANGE, theme.GREEN, theme.PURPLE]))
    past = frame[frame["method"] != "projected"]
    lines = alt.Chart(past).mark_line().encode(x=x, y=y, color=colours)
    points = alt.Chart(past).mark_point().encode(x=x, y=y, color=colours, tooltip=["region", "year", "share_percent", "method"])
    start = past[past["region"] == "Virginia"]
    ahead = frame[frame["method"] == "projected"]
    rays = pd.concat([start.assign(scenario=s) for s in ahead["scenario"]] + [ahead])
    fan = alt.Chart(rays).mark_line(strokeDash=[5, 4]).encode(x=x, y=y, color=colours, detail="scenario:N")
    tips = alt.Chart(ahead).mark_text(align="left", dx=6).encode(x=x, y=y, color=colours, text="scenario:N")
    last = past.sort_values("year").groupby("region").tail(1)
    place = {"Virginia": ("right", -8, -8), "Ireland": ("left", 8, 0), "Singapore": ("left", 8, -6), "Netherlands": ("left", 8, 5)}
    names = [
        alt.Chart(last[last["region"] == region]).mark_text(align=align, dx=dx, dy=dy).encode(x=x, y=y, color=colours, text="region:N")
        for region, (align, dx, dy) in place.items()
    ]
    return alt.layer(lines, fan, points, tips, *names).properties(width=theme.width(narrow), height=320)
