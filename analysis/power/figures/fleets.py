"""Figures on fleets of a million and of hundreds of thousands of GPUs."""

import altair as alt

from analysis import theme
from analysis.figures import figure
from analysis.power.results import fleets as results

NOTEBOOK = "power/fleets"


@figure(
    id="PWR-24",
    slug="fleet-by-hardware",
    title="{planned_gpus:number} GPUs need {million_gw_h100:2} as H100 and {million_gw_gb200:2} as GB200, and cost {million_cost_gb200:2} a year as GB200",
    question="What power, electricity and money does a fleet of a million GPUs take?",
    alt="Dots with ranges for {planned_gpus:number} GPUs of each kind, in three panels. Facility power: A100 {million_gw_a100:range2}, H100 {million_gw_h100:range2}, GB200 {million_gw_gb200:range2}, GB300 {million_gw_gb300:range2}. "
    "Electricity a year: from {million_twh_a100:range2} for A100 to {million_twh_gb300:range2} for GB300. Cost a year: {million_cost_h100:range2} for H100 and {million_cost_gb200:range2} for GB200.",
    caption="Rated IT power per GPU with its share of server and network, times facility overhead; electricity with the fleet's load factor; cost is capital in equal parts over the life of servers (US$ per watt of AI sites, 2025 money) and electricity: buildings are written off as fast as servers, and interest, staff and repairs are left out. "
    "Dots are medians, lines the 5–95 % range of all parameters together. The A100 has no cost, since the price per watt is that of sites built in 2025.",
    columns={
        "hardware": ("text", "GPU"),
        "measure": ("text", "Power, electricity or cost"),
        "value": ("1", "Median, in the measure's unit"),
        "low": ("1", "5 % point"),
        "high": ("1", "95 % point"),
    },
    sources=("newkirk2025", "spacex2026s1", "lbnl2026", "bernstein2025", "eia2025prices"),
    tables=("power/systems", "power/fleet_statements"),
    parameters=("it_kw_per_gpu", "pue_ai_facility", "fleet_load_factor", "ai_capex_usd_per_w", "it_lifetime_years", "electricity_usd_per_mwh"),
    claims=("A8",),
    grade="modelled",
    as_of="2026-06-18",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def fleet_by_hardware():
    return results.by_hardware()


@fleet_by_hardware.draw
def _(frame, narrow):
    order = ["A100", "H100", "GB200", "GB300"]
    panels = []
    for measure, limit, title in (
        ("facility power (GW)", 3.2, "Facility power (GW)"),
        ("electricity (TWh a year)", 22, "Electricity (TWh a year)"),
        ("cost (billion US$ a year)", 36, "Cost (billion US$ a year)"),
    ):
        part = frame[frame["measure"] == measure]
        x = alt.X("value:Q", title=title, scale=alt.Scale(domain=[0, limit]), axis=alt.Axis(tickCount=4))
        y = alt.Y("hardware:N", sort=order, scale=alt.Scale(domain=order), title=None)
        rule = alt.Chart(part).mark_rule(color=theme.BLUE, strokeWidth=3).encode(alt.X("low:Q", title=title), alt.X2("high:Q"), y)
        dots = alt.Chart(part).mark_point(color=theme.BLUE, size=90).encode(x, y)
        text = alt.Chart(part).mark_text(dy=-13).encode(x, y, text=alt.Text("value:Q", format=".2~g"))
        panels.append((rule + dots + text).properties(width=240 if narrow else 150, height=150))
    return alt.vconcat(*panels, spacing=14) if narrow else alt.hconcat(*panels, spacing=14)


@figure(
    id="PWR-25",
    slug="fleets-stated",
    title="xAI had come to about {xai_reached_share:2} of its announced {planned_gpus:number} GPUs by mid-2026; GPT inference ran on about {serving_gpus:2} at the end of 2024",
    question="How many GPUs do the fleets hold that the essay names?",
    alt="Dots on a log scale for stated and estimated fleets. xAI rises from {xai_had:number} GPUs in December 2024 to {xai_filed:number} in {xai_filed_date}, as filed, and an estimated {xai_reached:number} in July 2026, against an announced {planned_gpus:number}. "
    "Microsoft held {microsoft_gpus:range2} at the end of 2024. OpenAI's own bill of 2024 rents {openai_gpus:range2}; OpenAI and Microsoft together served GPT models on {serving_gpus:range2}.",
    caption="Circles: numbers stated by companies or read from their filings; squares: estimates, with their 5–95 % interval where there is one (xAI in July 2026 is a phase of its filing that Epoch AI dates from satellite images). The serving fleet adds to OpenAI's rented GPUs any share of Microsoft's, all shares being taken as equally likely because nothing public says. The axis is logarithmic.",
    columns={
        "row": ("text", "Fleet and date"),
        "kind": ("text", "plan, stated or estimated"),
        "gpus": ("1", "GPUs"),
        "low": ("1", "5 % point"),
        "high": ("1", "95 % point"),
    },
    sources=("reuters2024xai", "spacex2026s1", "epochai2026chips", "thetradable2025openai"),
    tables=("power/fleet_statements",),
    parameters=("openai_inference_2024_usd", "gpu_hour_usd"),
    claims=("A8",),
    grade="guessed",
    as_of="2026-08-03",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def fleets_stated():
    return results.fleet_frame()


@fleets_stated.draw
def _(frame, narrow):
    x = alt.X("gpus:Q", title="GPUs (log scale)", scale=alt.Scale(type="log", domain=[50_000, 2_500_000], nice=False), axis=alt.Axis(values=[100_000, 300_000, 1_000_000], format="~s"))
    y = alt.Y("row:N", sort=list(frame["row"]), title=None, axis=alt.Axis(labelLimit=165 if narrow else 320))
    kinds = ["plan", "stated", "estimated"]
    tone = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[theme.ORANGE, theme.BLUE, theme.PURPLE]), legend=alt.Legend(columns=1 if narrow else 3))
    rule = alt.Chart(frame.dropna(subset=["low"])).mark_rule(strokeWidth=3).encode(alt.X("low:Q"), alt.X2("high:Q"), y, tone)
    dots = alt.Chart(frame).mark_point(size=80).encode(x, y, tone, shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["diamond", "circle", "square"]), legend=None))
    return (rule + dots).properties(width=theme.width(narrow), height=340 if narrow else 300)
