"""Figures on training runs, serving fleets and the sites that hold them."""

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.power.results import training_run as results

NOTEBOOK = "power/training-run"


@figure(
    id="PWR-20",
    slug="training-run-power",
    title="Carried on, the trend takes the largest training run to {run_2030:2} in mid-2030, {run_2030:interval2} with its uncertainty",
    question="How much power does the largest training run draw, and where does the trend lead?",
    alt="Scatter of training runs since 2018 on a log scale, rising by a factor of {power_growth:number} a year to {largest_run_mw:2} in 2025. A fan "
    "continues the rise to {run_2028:range2} in mid-2028 and {run_2030:range2} in mid-2030. A bar shows the published forecast of {epoch_2030:interval} for 2030; "
    "a stepped line shows the largest tracked site, {largest_site_now:2} now and {largest_site_2028:2} scheduled for the end of 2028, below the trend.",
    caption="Points: power of the ten largest runs by compute at their release, as estimated by Epoch AI from chips, servers and facility (a rating, not a meter reading). "
    "The fan carries the highest estimate forward at the fitted yearly factor, {power_growth:range}, whose 5–95 % range comes from the scatter of {fit_runs} runs. "
    "Bars: the forecast of Epoch AI and EPRI. Steps: the largest single site that Epoch AI tracks, scheduled after August 2026. The power axis is logarithmic: each grid line is a power of ten. Very small runs of 2019 and 2020 lie under the axis; they are in the table and in the fit.",
    columns={
        "series": ("text", "What the row is"),
        "year": ("year", "Decimal year"),
        "power_gw": ("GW", "Facility power"),
        "low_gw": ("GW", "5 % point, or lower published end"),
        "high_gw": ("GW", "95 % point, or upper published end"),
        "label": ("text", "Name of the run or site"),
    },
    sources=("epochai2026models", "epoch2025power", "epochai2026datacenters"),
    tables=("power/training_runs", "power/training_power_trends", "power/large_sites"),
    claims=("A5",),
    grade="modelled",
    as_of="2026-08-03",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def training_run_power():
    return results.power_frame()


@training_run_power.draw
def _(frame, narrow):
    x = alt.X("year:Q", title="Year", scale=alt.Scale(domain=[2018, 2031.2], nice=False), axis=alt.Axis(format="d", tickCount=4 if narrow else 7))
    y = alt.Y("power_gw:Q", title="Facility power (GW, log scale)", scale=alt.Scale(type="log", domain=[0.00005, 60], nice=False), axis=alt.Axis(values=[0.0001, 0.001, 0.01, 0.1, 1, 10], format="~g"))
    part = {name: frame[frame["series"] == name] for name in frame["series"].unique()}
    runs, trend, published, site = (part[k] for k in ("training run", "trend carried on", "published forecast", "largest site"))
    band = alt.Chart(trend).mark_area(opacity=0.18, color=theme.BLUE).encode(x, alt.Y("low_gw:Q"), alt.Y2("high_gw:Q"))
    line = alt.Chart(trend).mark_line(color=theme.BLUE, strokeDash=[5, 3]).encode(x, y)
    points = alt.Chart(runs).mark_point(color=theme.BLUE, size=38, clip=True).encode(x, y, tooltip=["label:N", alt.Tooltip("power_gw:Q", format=".3g")])
    bars = alt.Chart(published).mark_rule(color=theme.ORANGE, strokeWidth=6).encode(x, alt.Y("low_gw:Q"), alt.Y2("high_gw:Q"))
    steps = alt.Chart(site).mark_line(color=theme.GREEN, interpolate="step-after").encode(x, y)
    notes = pd.DataFrame(
        [
            {"year": 2018.2, "power_gw": 30.0, "text": "Trend carried on", "tone": theme.BLUE},
            {"year": 2018.2, "power_gw": 11.0, "text": "Published forecast", "tone": theme.ORANGE},
            {"year": 2018.2, "power_gw": 4.0, "text": "Largest tracked site", "tone": theme.GREEN},
        ]
    )
    keys = alt.layer(*(alt.Chart(notes[notes["tone"] == tone]).mark_text(align="left", color=tone, fontWeight="bold").encode(x, y, text="text:N") for tone in notes["tone"]))
    named = runs[runs["label"].isin(["Grok 3", "GPT-3 175B (davinci)", "GPT-4 (Mar 2023)"])].assign(name=lambda d: d["label"].str.replace(r" \(.*| 175B.*", "", regex=True))
    left = alt.Chart(named[named["name"] != "Grok 3"]).mark_text(align="right", dx=-7, dy=-6).encode(x, y, text="name:N")
    right = alt.Chart(named[named["name"] == "Grok 3"]).mark_text(align="left", dx=8, dy=6).encode(x, y, text="name:N")
    return (band + line + points + steps + bars + keys + left + right).properties(width=theme.width(narrow), height=380)


@figure(
    id="PWR-22",
    slug="installed-ai-power",
    title="AI chips shipped by the end of 2025 need {fleet_2025:2} when all run at their rating; tracked sites account for {sites_2025:2}",
    question="How much power do the chips need that train and serve?",
    alt="Line chart of gigawatts from 2023 to 2028. All AI chips shipped rise from {fleet_2023:range2} at the end of 2023 to {fleet_2024:range2} and {fleet_2025:range2} at the end of 2025. "
    "Tracked sites rise from {sites_2024:2} at the end of 2024 to {sites_now:2} in August 2026 and {sites_2028:2} as scheduled for the end of 2028.",
    caption="Chips: cumulative shipments of four designers as estimated by Epoch AI, times rated power, server overhead and facility overhead, with the 5–95 % range of all of them; "
    "chips not yet installed or already retired are counted, so it is an upper view. Tracked sites: the sum of facility power in operation at the sites that Epoch AI follows, a lower view; dashed where scheduled.",
    columns={
        "date": ("date", "Date"),
        "series": ("text", "Chips shipped, or tracked sites"),
        "status": ("text", "past or scheduled"),
        "power_gw": ("GW", "Facility power"),
        "low_gw": ("GW", "5 % point"),
        "high_gw": ("GW", "95 % point"),
    },
    sources=("epochai2026chips", "epochai2026datacenters", "epochai2025superpower", "lbnl2026"),
    tables=("power/chip_stocks", "power/large_sites"),
    parameters=("server_overhead", "pue_ai_facility"),
    claims=("A5",),
    grade="modelled",
    as_of="2026-08-03",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def installed_ai_power():
    return results.serving_frame()


@installed_ai_power.draw
def _(frame, narrow):
    x = alt.X("date:T", title="Date", scale=alt.Scale(domain=["2023-09-01", "2029-06-30"]), axis=alt.Axis(format="%Y", tickCount="year"))
    y = alt.Y("power_gw:Q", title="Facility power (GW)", scale=alt.Scale(domain=[0, 48]))
    chips, tracked = frame[frame["series"] == "all AI chips shipped"], frame[frame["series"] == "tracked sites"]
    band = alt.Chart(chips).mark_area(opacity=0.18, color=theme.BLUE).encode(x, alt.Y("low_gw:Q"), alt.Y2("high_gw:Q"))
    upper = alt.Chart(chips).mark_line(color=theme.BLUE, point={"color": theme.BLUE}).encode(x, y)
    past = alt.Chart(tracked[tracked["status"] == "past"]).mark_line(color=theme.GREEN, point={"color": theme.GREEN}).encode(x, y)
    last = tracked[tracked["status"] == "past"].tail(1)
    planned = alt.Chart(pd.concat([last, tracked[tracked["status"] == "scheduled"]])).mark_line(color=theme.GREEN, strokeDash=[5, 3], point={"color": theme.GREEN}).encode(x, y)
    label = alt.Chart(chips.tail(1)).mark_text(align="right", dx=-14, dy=-34, color=theme.BLUE, fontWeight="bold", text="AI chips shipped").encode(x, y)
    other = alt.Chart(tracked.tail(1)).mark_text(align="right", dx=-12, dy=-4, color=theme.GREEN, fontWeight="bold", text="Tracked sites, scheduled").encode(x, y)
    return (band + upper + past + planned + label + other).properties(width=theme.width(narrow), height=320)


@figure(
    id="PWR-23",
    slug="site-share-of-state",
    title="One campus already equals {top_share_now:2} of its state's average load; by the end of 2028 another is to equal {top_share_2028:2}",
    question="How large is a single AI site against the electricity of its state?",
    alt="Bar chart of the largest AI sites as a share of their state's average electricity load, in August 2026 and as scheduled for the end of 2028. The largest share is {top_share_now:2} now and {top_share_2028:2} in 2028.",
    caption="Peak facility power of a site in operation (Epoch AI) over the state's average load in the latest year at hand (sales to ultimate customers, EIA: 2025 for Indiana, Ohio, Wisconsin and Michigan, 2021 for Tennessee, Texas and Louisiana, whose loads have grown since). "
    "A peak over an average: the site's own average is lower, and part of the power may be generated on site or across the state line.",
    columns={
        "site": ("text", "Site"),
        "region": ("text", "State"),
        "date": ("date", "Date"),
        "status": ("text", "In operation, or scheduled"),
        "facility_power_mw": ("MW", "Facility power"),
        "share_percent": ("percent", "Share of the state's average load"),
    },
    sources=("epochai2026datacenters", "eia2026epm", "eia2022profiles"),
    tables=("power/large_sites", "power/region_supply", "power/site_regions"),
    claims=("A5",),
    grade="modelled",
    as_of="2026-08-03",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def site_share_of_state():
    frame = results.site_shares()
    frame = frame.assign(status=frame["status"].map({"past": "in operation, August 2026", "scheduled": "scheduled, end of 2028"}))
    return frame.rename(columns={"snapshot_date": "date"})[["site", "region", "date", "status", "facility_power_mw", "share_percent"]]


@site_share_of_state.draw
def _(frame, narrow):
    bare = frame["site"].str.replace(r"Anthropic-Amazon |Microsoft |OpenAI |Meta | Wisconsin| Michigan", "", regex=True)
    frame = frame.assign(row=bare + ", " + frame["region"])
    y = alt.Y("row:N", title=None, sort=alt.EncodingSortField("share_percent", op="max", order="descending"), axis=alt.Axis(labelLimit=150 if narrow else 260))
    x = alt.X("share_percent:Q", title="Share of average load (%)", scale=alt.Scale(domain=[0, 40]))
    tone = alt.Color("status:N", scale=alt.Scale(domain=["in operation, August 2026", "scheduled, end of 2028"], range=[theme.BLUE, theme.GREY]), legend=alt.Legend(columns=1 if narrow else 2))
    bars = alt.Chart(frame).mark_bar().encode(x=x, y=y, yOffset=alt.YOffset("status:N", sort=["in operation, August 2026", "scheduled, end of 2028"]), color=tone)
    text = alt.Chart(frame).mark_text(align="left", dx=4).encode(x=x, y=y, yOffset=alt.YOffset("status:N", sort=["in operation, August 2026", "scheduled, end of 2028"]), text=alt.Text("share_percent:Q", format=".0f"))
    return (bars + text).properties(width=theme.width(narrow), height=400)
