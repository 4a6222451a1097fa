"""Figures on Meta's redesign and on power per rack."""

import altair as alt

from analysis import theme
from analysis.figures import figure
from analysis.power.results import racks as results

NOTEBOOK = "power/racks-and-counts"


@figure(
    id="PWR-26",
    slug="meta-redesign-dates",
    title="Meta had paused and razed its Texas site {pause_to_gb200:number} and {demolition_to_gb200:number} days before GB200 was announced",
    question="Did Meta tear down a half-built data centre in May 2023 to fit GB200?",
    alt="Timeline. Meta stops Odense on {date_odense_stopped}, pauses Temple on {date_temple_paused}, and has demolished it by {date_temple_demolished}; it shows its new design on {date_design_public}. "
    "NVIDIA announces GB200 on {date_gb200_announced} and releases it on {date_gb200_release}. Temple is in operation on {date_temple_operational}.",
    caption="Dated events from satellite images read by Epoch AI, local and trade press. The essay dates the demolition to May 2023, the month in which Meta showed its new design; the building was gone on the satellite image of {date_temple_demolished}. None of {reports:number} dated reports that give a reason names GB200; they name AI or a new design.",
    columns={
        "date": ("date", "Date; the first day where only the month is known"),
        "actor": ("text", "Meta, NVIDIA or the essay"),
        "label": ("text", "Event"),
        "what": ("text", "What happened"),
    },
    sources=("epochai2026datacenters", "kwtx2022", "silicon2022odense", "bigtechwire2023", "hyperstack2024"),
    tables=("power/events",),
    claims=("A10",),
    grade="measured",
    as_of="2026-08-03",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def meta_redesign_dates():
    frame = results.events().dropna(subset=["label"])
    return frame.assign(date=frame["date"].dt.strftime("%Y-%m-%d"))[["date", "actor", "label", "what"]]


@meta_redesign_dates.draw
def _(frame, narrow):
    frame = frame.assign(actor=frame["actor"].replace({"claim": "the essay"}))
    actors = ["Meta", "NVIDIA", "the essay"]
    x = alt.X("date:T", title="Date", scale=alt.Scale(domain=["2022-01-01", "2026-06-30"]), axis=alt.Axis(format="%Y", tickCount="year"))
    y = alt.Y("label:N", sort=list(frame["label"]), title=None, axis=None)
    tone = alt.Color("actor:N", scale=alt.Scale(domain=actors, range=[theme.BLUE, theme.GREEN, theme.ORANGE]), legend=alt.Legend(columns=3))
    dots = alt.Chart(frame).mark_point(size=80).encode(x, y, tone, shape=alt.Shape("actor:N", scale=alt.Scale(domain=actors, range=["circle", "square", "diamond"]), legend=None))
    early, late = frame[frame["date"] < "2024-01-01"], frame[frame["date"] >= "2024-01-01"]
    after = alt.Chart(early).mark_text(align="left", dx=9).encode(x, y, text="label:N")
    before = alt.Chart(late).mark_text(align="right", dx=-9).encode(x, y, text="label:N")
    return (dots + after + before).properties(width=theme.width(narrow), height=330)


@figure(
    id="PWR-27",
    slug="power-per-rack",
    title="A GB200 rack draws {nvl72_kw:interval}, {denser:interval2} times what a conventional hall was laid out for",
    question="How far do AI racks outrun the halls they go into?",
    alt="Dots and ranges of power per rack on a log scale, from a conventional hall of about 2015 at {hall_2015_kw:interval} and a survey average of {fleet_2024_kw} in 2024 to GB200 NVL72 at {nvl72_kw:interval} and the announced Kyber rack at {kyber_kw}.",
    caption="Rated or surveyed power per rack as published; ranges are the ends that sources print. Averages of surveys are of whole fleets, AI systems are single racks: the two are not the same statistic, which is the point. The axis is logarithmic.",
    columns={
        "item": ("text", "System, survey or hall"),
        "year": ("year", "Year"),
        "kind": ("text", "Kind of value"),
        "rack_kw": ("kW", "Power per rack, or its lower end"),
        "rack_kw_high": ("kW", "Upper end"),
    },
    sources=("nvidiasuperpodgb200", "tomshardware2025kyber", "afcom2024", "uptime2025", "dcf2024catalina", "midas"),
    tables=("power/rack_density",),
    claims=("A10",),
    grade="guessed",
    as_of="2026-06-30",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def power_per_rack():
    return results.density()[["item", "year", "kind", "rack_kw", "rack_kw_high"]]


@power_per_rack.draw
def _(frame, narrow):
    groups = {"fleet average": "survey", "rack band in growth": "survey", "design value": "hall", "hall limit": "hall", "AI system": "AI system", "AI system, announced": "AI system"}
    frame = frame.assign(group=frame["kind"].map(groups), top=frame["rack_kw_high"].fillna(frame["rack_kw"]))
    x = alt.X("rack_kw:Q", title="kW per rack (log scale)", scale=alt.Scale(type="log", domain=[3, 900], nice=False), axis=alt.Axis(values=[5, 20, 100, 500] if narrow else [5, 10, 20, 50, 100, 200, 500]))
    y = alt.Y("item:N", sort=alt.EncodingSortField("rack_kw", order="ascending"), title=None, axis=alt.Axis(labelLimit=165 if narrow else 300))
    tone = alt.Color("group:N", scale=alt.Scale(domain=["hall", "survey", "AI system"], range=[theme.GREY, theme.OCHRE, theme.BLUE]), legend=alt.Legend(columns=1 if narrow else 3))
    rule = alt.Chart(frame).mark_rule(strokeWidth=4).encode(x, alt.X2("top:Q"), y, tone)
    dots = alt.Chart(frame).mark_point(size=50).encode(x, y, tone)
    ends = alt.Chart(frame).mark_point(size=50).encode(alt.X("top:Q"), y, tone)
    return (rule + dots + ends).properties(width=theme.width(narrow), height=460 if narrow else 420)
