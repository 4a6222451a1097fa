"""Figures of the page on who holds the compute: NVIDIA's revenue, the four fleets, the gap."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.power.results import owners as results

_NOTEBOOK = "power/who-holds-compute"
_COLOURS = {"Google": theme.ORANGE, "Microsoft": theme.BLUE, "Amazon": theme.GREEN, "Meta": theme.PURPLE, "Oracle": theme.GREY}


@figure(
    id="PWR-35", slug="nvidia-revenue-from-four-customers",
    title="Microsoft, Meta, Amazon and Google made {four_2023:2} of NVIDIA’s revenue in fiscal 2024 and about half since",
    question="How much of NVIDIA’s revenue comes from Microsoft, Meta, Amazon and Google?",
    alt="Ranges and points of shares of NVIDIA’s total revenue. The filing for fiscal 2024 allows the four between {filing_low} and {filing_high}. The press of spring 2024 says {claimed_share}. This book estimates {four_2023:range2} for fiscal 2024, {four_2024:range2} for the next and {four_2025:range2} for fiscal 2026. Later filings name direct customers, which are mostly builders of servers.",
    caption="Blue, with 5–95 % ranges: each owner’s share of the H100 equivalents that NVIDIA shipped in the calendar year, times the data centre’s share of revenue. Orange: what the annual filing allows if its named indirect customer is one of the four and none of the other three reached the limit from which it must be named. Grey: as stated; direct customers are not end customers.",
    columns={"statement": ("text", "Whose share, and who says so"), "kind": ("text", "stated, filing allows or computed"), "share_low": ("percent", "Low end"), "share": ("percent", "Share of NVIDIA’s total revenue"), "share_high": ("percent", "High end")},
    sources=("epochai2026chips", "nvidia2024tenk", "nasdaq2024customers", "qz2024nvidia", "fundalyst2026nvidia", "yahoo2025nvidia", "nvidia2026q1fy27", "nvidia2026q2fy27"),
    tables=("power/nvidia_customers", "power/nvidia_revenue", "power/chip_owners", "power/chip_stocks"), claims=("A7",),
    grade="modelled", as_of="2026-04-22", notebook=_NOTEBOOK, facts=(results.facts,),
)  # fmt: skip
def revenue():
    return results.statements()


@revenue.draw
def _(frame, narrow):
    rows = frame["statement"].tolist()
    if narrow:
        frame["lines"] = frame["statement"].str.replace(": ", ":|", regex=False)
    y = alt.Y("statement:N", sort=rows, title=None, axis=alt.Axis(labelLimit=190 if narrow else 280, labelFontSize=11, labelExpr="split(datum.label, ': ')" if narrow else "datum.label"))
    scale = alt.Scale(domain=[0, 70])
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["stated", "filing allows", "computed"], range=[theme.GREY, theme.ORANGE, theme.BLUE]))
    base = alt.Chart(frame)
    bars = base.mark_rule(strokeWidth=7, opacity=0.4).encode(y=y, x=alt.X("share_low:Q", scale=scale, title="Share of total revenue (%)"), x2="share_high:Q", color=colour)
    points = base.transform_filter("isValid(datum.share)").mark_point(size=60).encode(y=y, x=alt.X("share:Q", scale=scale), color=colour)
    return (bars + points).properties(width=theme.width(narrow), height=alt.Step(36 if narrow else 27))


@figure(
    id="PWR-36", slug="ai-chips-owned-by-company",
    title="Google holds the largest stock, {fleet_google:2} H100 equivalents at the end of 2025, mostly in its own chips",
    question="Who owns how much AI compute, custom chips included?",
    alt="Lines with ranges from the end of 2023 to the end of 2025 on a logarithmic axis, in millions of H100 equivalents. At the end of 2025 Google has {fleet_google:range2}, Microsoft {fleet_microsoft:range2}, Amazon {fleet_amazon:range2}, Meta {fleet_meta:range2}. Google and Microsoft are level at the end of 2023.",
    caption="Cumulative chips of NVIDIA, Google, Amazon and AMD by owner, medians and 5–95 % ranges; logarithmic axis. Counts of Google’s TPUs begin in 2023, those of Amazon’s Trainium and of AMD in 2024, so earlier stocks are lower bounds; Meta’s MTIA and Microsoft’s Maia are not counted. Owning is not using: laboratories rent.",
    columns={"year": ("year", "End of the year"), "owner": ("text", "Owner"), "h100e_million_low": ("1", "Low end, millions of H100 equivalents"), "h100e_million": ("1", "Median"), "h100e_million_high": ("1", "High end")},
    sources=("epochai2026chips",), tables=("power/chip_owners",), claims=("A7",), grade="modelled", as_of="2026-04-22", notebook=_NOTEBOOK, facts=(results.facts,),
)  # fmt: skip
def fleets():
    frame = results.fleets()
    return frame[frame["year"] > results.YEARS[0]]


@fleets.draw
def _(frame, narrow):
    x = alt.X("year:Q", title="End of year", axis=alt.Axis(format="d", values=[2023, 2024, 2025]), scale=alt.Scale(domain=[2022.95, 2025.9 if narrow else 2025.5], nice=False))
    y = alt.Y("h100e_million:Q", title="Million H100 equivalents, logarithmic", scale=alt.Scale(type="log", domain=[0.03, 8]), axis=alt.Axis(values=[0.03, 0.1, 0.3, 1, 3]))
    colour = alt.Color("owner:N", scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())), legend=None)
    base = alt.Chart(frame)
    band = base.mark_area(opacity=0.18).encode(x=x, y=alt.Y("h100e_million_low:Q", scale=alt.Scale(type="log", domain=[0.03, 8])), y2="h100e_million_high:Q", color=colour)
    line = base.mark_line().encode(x=x, y=y, color=colour)
    last = frame[frame["year"] == frame["year"].max()].copy()
    shift = {"Microsoft": -2, "Amazon": -3, "Meta": 8}
    labels = [alt.Chart(part).mark_text(align="left", dx=5, dy=shift.get(owner, 0)).encode(x=x, y=y, color=colour, text="owner:N") for owner, part in last.groupby("owner")]
    return alt.layer(band, line, *labels).properties(width=theme.width(narrow), height=330)


@figure(
    id="PWR-37", slug="google-lead-in-ai-chips",
    title="Level with the next in 2023, Google’s stock was {lead_2025:2} times it at the end of 2025",
    question="Does Google’s compute dwarf the others’, and has the gap grown?",
    alt="Points with ranges of Google’s stock over the largest other of the four: {lead_2023:range2} at the end of 2023, {lead_2024:range2} at the end of 2024, {lead_2025:range2} at the end of 2025. A line marks equality.",
    caption="Ratio of cumulative stocks, H100 equivalents, Google over the largest of Microsoft, Meta and Amazon, medians and 5–95 % ranges. The chance that Google’s is the largest is {largest_2023:2} at the end of 2023 and {largest_2025:2} at the end of 2025. Older TPUs are not in the count of 2023, custom chips of Microsoft and Meta in none.",
    columns={"year": ("year", "End of the year"), "next_largest": ("text", "Largest of the other three, by median"), "lead_low": ("1", "Low end"), "lead": ("1", "Google’s stock over it"), "lead_high": ("1", "High end"), "probability_largest": ("1", "Chance that Google’s stock is the largest")},
    sources=("epochai2026chips",), tables=("power/chip_owners",), claims=("A7",), grade="modelled", as_of="2026-04-22", notebook=_NOTEBOOK, facts=(results.facts,),
)  # fmt: skip
def gap():
    return results.leads()


@gap.draw
def _(frame, narrow):
    frame["when"] = "end of " + frame["year"].astype(str)
    frame["label"] = frame["probability_largest"].map(lambda p: f"{100 * p:.0f} % chance" + ("" if narrow else " of the lead"))
    y = alt.Y("when:N", sort=frame["when"].tolist(), title=None)
    scale = alt.Scale(domain=[0.6, 2.8] if narrow else [0.6, 2.6])
    x = alt.X("lead:Q", scale=scale, title="Google over the next (ratio)", axis=alt.Axis(values=[1, 1.5, 2, 2.5]))
    base = alt.Chart(frame)
    bars = base.mark_rule(strokeWidth=8, opacity=0.3, color=theme.ORANGE).encode(y=y, x=alt.X("lead_low:Q", scale=scale), x2="lead_high:Q")
    points = base.mark_point(size=75, color=theme.ORANGE).encode(y=y, x=x)
    text = base.mark_text(dx=8, align="left").encode(y=y, x=alt.X("lead_high:Q", scale=scale), text="label:N")
    one = alt.Chart(pd.DataFrame({"lead": [1.0]})).mark_rule(strokeDash=[5, 4], color=theme.MUTED).encode(x=x)
    return (one + bars + points + text).properties(width=theme.width(narrow), height=alt.Step(44))
