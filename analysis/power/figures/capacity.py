"""Figures of capacity: gigawatts against utilisation, and what utilisation the sources imply."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.power.results import capacity as results

__all__ = ["capacity", "utilisation"]


@figure(
    id="PWR-05",
    slug="capacity-against-utilisation",
    title="At {half} use {energy_low:number}–{energy_high} are {printed_low:number}–{printed_high}; over the sources’ range of use the upper end is {range_high:interval2}",
    question="What does utilisation do to the gigawatts behind a year’s energy?",
    alt="Three falling curves of gigawatts against utilisation, for the two ends of LBNL’s 2028 range and its 2030 reference. At {half} they pass through {printed_low}, {printed_high} and {printed_2030}, "
    "the printed figures; at full use they fall to {load_low}, {load_high} and {load_2030}. A band marks the utilisations that institutions imply, {utilisation:interval2}.",
    caption="Capacity is energy over hours and utilisation. Points: the figures LBNL prints, {printed_low} and {printed_high} in 2024, {printed_2030} in 2026, all at {half}. Band: {utilisation:interval2}, from lowest to highest implied by LBNL, EPRI, S&P Global "
    "and Gartner for 2028–2030; to take them for one range is a guess, since they count different capacities. Around {half} a percentage point of use is worth {per_point_2030:2} in 2030.",
    columns={
        "energy": ("text", "Which energy"),
        "utilisation_percent": ("percent", "Average load over capacity"),
        "power_gw": ("GW", "Capacity"),
        "kind": ("text", "computed curve or printed point"),
    },
    sources=("lbnl2024", "lbnl2026", "epri2026", "sp2025", "gartner2026"),
    tables=("power/us_demand", "power/capacity_statements"),
    parameters=("utilisation",),
    claims=("A2",),
    grade="guessed",
    as_of="2026-08-19",
    notebook="power/capacity",
    facts=(results.facts,),
)
def capacity():
    return results.curve_frame()


@capacity.draw
def _(frame, narrow):
    names = list(frame["energy"].drop_duplicates())
    short = dict(zip(names, ("2028, lower end", "2028, upper end", "2030, reference")))
    frame = frame.assign(line=frame["energy"].map(short))
    colour = alt.Color("line:N", scale=alt.Scale(domain=list(short.values()), range=[theme.GREEN, theme.ORANGE, theme.BLUE]), legend=alt.Legend(symbolOpacity=1) if narrow else None)
    x = alt.X("utilisation_percent:Q", title="Utilisation: average load over capacity (%)", scale=alt.Scale(domain=[30, 100]))
    y = alt.Y("power_gw:Q", title="Capacity (GW)", scale=alt.Scale(domain=[0, 250]))
    band_ends = frame[frame["kind"] == "range of use"]
    band = alt.Chart(pd.DataFrame({"low": [band_ends["utilisation_percent"].min()], "high": [band_ends["utilisation_percent"].max()]})).mark_rect(opacity=0.18, color=theme.GREY).encode(
        x=alt.X("low:Q", scale=alt.Scale(domain=[30, 100])), x2="high:Q"
    )  # fmt: skip
    lines = alt.Chart(frame[frame["kind"] == "curve"]).mark_line(clip=True).encode(x=x, y=y, color=colour)
    printed = frame[frame["kind"] == "printed"]
    dots = alt.Chart(printed).mark_point(filled=True, size=90).encode(x=x, y=y, color=colour)
    layers = [band, lines, dots]
    for name, side, dx, dy in (("2028, lower end", "left", 8, -9), ("2028, upper end", "right", -8, 10), ("2030, reference", "left", 8, -9)):
        one = alt.Chart(printed[printed["line"] == name]).mark_text(align=side, dx=dx, dy=dy, fontWeight="bold")
        layers.append(one.encode(x=x, y=y, text=alt.Text("power_gw:Q", format=".0f"), color=colour))
    if not narrow:
        at = frame[(frame["kind"] == "curve") & (frame["utilisation_percent"] == 88)].assign(dy=0)
        for name, dy in zip(short.values(), (15, 15, -14), strict=True):
            layers.append(alt.Chart(at[at["line"] == name]).mark_text(dy=dy, fontWeight="bold").encode(x=x, y=y, text="line:N", color=colour))
        layers.append(alt.Chart(pd.DataFrame({"x": [band_ends["utilisation_percent"].max()], "y": [238], "t": ["what institutions imply"]})).mark_text(align="right", dx=-6, color=theme.MUTED).encode(x="x:Q", y="y:Q", text="t:N"))
    return alt.layer(*layers).properties(width=theme.width(narrow), height=340)


@figure(
    id="PWR-06",
    slug="implied-utilisation",
    title="Sources imply that {utilisation:interval2} of capacity is used; of peak load, nearly all",
    question="Which utilisation do published energies and capacities imply?",
    alt="Dots of utilisation by source and kind of capacity. LBNL assumes {half} of grid connection, Gartner’s figures imply {gartner_2030:2}, S&P Global’s {sp_2030:2}; EPRI’s nominal capacity goes from {epri_2021:2} in 2021 "
    "through {epri_2024:2} in 2024 to {epri_2030:2} in 2030. Against peak load instead, EPRI’s figures are near {epri_peak_factor:2}.",
    caption="Energy over hours and gigawatts where a source prints both, else the utilisation it states. The denominators differ: grid connection, nominal size, power on request, peak load. "
    "Load factors (average over peak) say nothing of how much of a connection is used. Of the load requested in Texas, ERCOT saw {ercot:2} at its peak. EPRI’s values for 2021 lie at or above the possible: in its export Texas used more energy in that year than its printed peak load could draw. They are shown but enter no range.",
    columns={
        "source": ("text", "Institution and kind of capacity"),
        "group": ("text", "capacity or peak load in the denominator"),
        "year": ("year", "Year of the figure"),
        "utilisation_percent": ("percent", "Average load over that capacity"),
        "basis": ("text", "Stated, or energy over capacity"),
    },
    sources=("lbnl2024", "lbnl2026", "epri2026", "sp2025", "gartner2026", "ercot2025", "norris2025", "e32024", "epa2007"),
    tables=("power/capacity_statements",),
    claims=("A2",),
    grade="modelled",
    as_of="2026-08-19",
    notebook="power/capacity",
    facts=(results.facts,),
)
def utilisation():
    return results.implied_frame()


@utilisation.draw
def _(frame, narrow):
    order = list(frame["source"].drop_duplicates())
    y = named_rows.rows("source", order, narrow)
    x = alt.X("utilisation_percent:Q", title="Utilisation (%)", scale=alt.Scale(domain=[40, 104], nice=False), axis=alt.Axis(grid=True, tickCount=5))
    colour = alt.Color("group:N", scale=alt.Scale(domain=["of capacity", "of peak load"], range=[theme.BLUE, theme.ORANGE]), legend=named_rows.legend(narrow))
    lines = alt.Chart(frame).mark_line(strokeWidth=1.5, opacity=0.5).encode(x=x, y=y, detail="source:N", order="year:Q", color=colour)
    dots = alt.Chart(frame).mark_point(filled=True).encode(x=x, y=y, color=colour)
    layers = [lines, dots]
    ends = frame[frame["source"].eq("EPRI medium, nominal size") & frame["year"].isin([2024, 2030]) | frame["source"].eq("EPRI past, nominal size") & frame["year"].isin([2021, 2024])]
    layers.append(alt.Chart(ends).mark_text(dy=12, fontSize=11).encode(x=x, y=y, text=alt.Text("year:Q", format="d")))
    return alt.layer(*layers, *named_rows.names(frame, "source", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))
