"""Figures of the carbon and water page: intensity by region, totals, water by rule and by region."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.power.results import carbon_water as results

_PAGE = "power/carbon-water"


def _rows(field: str, order: list[str], narrow: bool) -> alt.Y:
    """A row per name: named at the axis when wide, above its mark when narrow."""
    axis = None if narrow else alt.Axis(labelLimit=250, domain=False, ticks=False)
    return alt.Y(f"{field}:N", sort=order, title=None, axis=axis, scale=alt.Scale(paddingInner=0.55) if narrow else alt.Undefined)


def _names(base: alt.Chart, field: str, narrow: bool, dy: int = -19) -> list[alt.Chart]:
    return [base.mark_text(align="left", dy=dy).encode(x=alt.datum(0), text=f"{field}:N", color=alt.value(theme.MUTED))] if narrow else []


@figure(
    id="PWR-46",
    slug="grid-intensity-by-region",
    title="The same kilowatt-hour carries {france:2} in France and {india:2} in India; the US grid is at {us_ours:2}",
    question="How much greenhouse gas comes with a kilowatt-hour, by place?",
    alt=(
        "Dot chart with ranges: life-cycle greenhouse gases per kilowatt-hour by region, from {france:range2} in France to {india:range2} in India, with PJM at "
        "{pjm:range2} and the US at {us_ours:range2}. Against Ember and Electricity Maps our values differ by "
        "{check_median:2} in the median."
    ),
    caption=(
        "Dot and bar: our value and its 5–95 % range, from each region's latest mix and the IPCC's life-cycle factors. Other marks: Ember and Electricity "
        "Maps for the same year. Ours is lower where old plants burn more than the IPCC's median plant. US market regions, and countries from Electricity Maps, "
        "follow what is consumed, imports traced; the US, the EU, China and the world follow what is generated."
    ),
    columns={
        "region": ("text", "Region"),
        "year": ("year", "Year of the mix"),
        "ours_g_per_kwh": ("g/kWh", "From mix and factors"),
        "low_g_per_kwh": ("g/kWh", "Low end"),
        "high_g_per_kwh": ("g/kWh", "High end"),
        "ember_g_per_kwh": ("g/kWh", "Ember"),
        "electricity_maps_g_per_kwh": ("g/kWh", "Electricity Maps"),
    },
    sources=("owid2026energy", "electricitymaps2026", "ember2025yearly", "ipcc2014annex3", "unece2022lca"),
    tables=("power/generation_mix", "power/grid_intensity"),
    parameters=("emission_factor_lifecycle",),
    grade="modelled",
    as_of="2025-12-31",
    notebook=_PAGE,
    facts=(results.facts,),
)
def intensities():
    return results.intensities()


@intensities.draw
def _(frame, narrow):
    order = frame["region"].tolist()
    y = alt.Y("region:N", sort=order, title=None, axis=alt.Axis(labelLimit=110 if narrow else 200, domain=False, ticks=False))
    scale = alt.Scale(domain=[0, 800], nice=False)
    points = (
        frame.rename(columns={"ours_g_per_kwh": "Mix and factors", "ember_g_per_kwh": "Ember", "electricity_maps_g_per_kwh": "Electricity Maps"})
        .melt(id_vars="region", value_vars=["Mix and factors", "Ember", "Electricity Maps"], var_name="estimate", value_name="g")
        .dropna()
    )
    kinds = ["Mix and factors", "Ember", "Electricity Maps"]
    colour = alt.Color(
        "estimate:N",
        sort=kinds,
        title=None,
        scale=alt.Scale(domain=kinds, range=[theme.BLUE, theme.ORANGE, theme.GREEN]),
        legend=alt.Legend(columns=2 if narrow else 3),
    )
    shape = alt.Shape("estimate:N", sort=kinds, title=None, scale=alt.Scale(domain=kinds, range=["circle", "diamond", "triangle-up"]))
    x = alt.X("g:Q", title="Greenhouse gases (g per kWh, life cycle)", scale=scale)
    return (
        alt.Chart(frame)
        .mark_rule(strokeWidth=7, opacity=0.22, color=theme.BLUE)
        .encode(y=y, x=alt.X("low_g_per_kwh:Q", scale=scale), x2="high_g_per_kwh:Q")
        + alt.Chart(points).mark_point(size=75).encode(y=y, x=x, color=colour, shape=shape)
    ).properties(width=theme.width(narrow), height=460)


@figure(
    id="PWR-47",
    slug="data-centre-emissions",
    title="US data centres would emit {growth:2} times as much in 2030 as in 2023; to hold the total takes a grid at {goal:2}",
    question="How much greenhouse gas do US data centres cause, and will they?",
    alt=(
        "Dot chart with ranges of yearly greenhouse gases from the electricity of US data centres: LBNL {lbnl_mt} for 2023, Guidi and others {guidi_mt} for "
        "2023/24, our life-cycle value {mt_2023:range2} for 2023, and {mt_2030:range2} for 2030."
    ),
    caption=(
        "The two published totals rest on different intensities: {lbnl_g} with LBNL, at the stack, and {guidi_g} with "
        "Guidi and others. Ours multiplies LBNL's energy by Ember's life-cycle intensity and a siting factor that spans the two; 2030 takes LBNL's update and, at the grid's recent pace, lets "
        "the grid change by {pace:range2}. Bars: 5–95 %. Nothing bought or generated behind the meter is counted."
    ),
    columns={
        "what": ("text", "Estimate"),
        "emissions_mt": ("megatonne", "Greenhouse gases in the year"),
        "low_mt": ("megatonne", "Low end"),
        "high_mt": ("megatonne", "High end"),
        "kind": ("text", "Published or computed here"),
    },
    sources=("lbnl2024", "lbnl2026", "guidi2024", "owid2026energy", "epa2025egrid2023"),
    tables=("power/carbon_totals", "power/us_demand", "power/grid_intensity"),
    parameters=("siting_factor", "us_energy_2030_lbnl", "us_intensity_change"),
    grade="modelled",
    as_of="2026-06-18",
    notebook=_PAGE,
    facts=(results.facts,),
)
def totals():
    return results.totals()


@totals.draw
def _(frame, narrow):
    base = alt.Chart(frame).encode(y=_rows("what", frame["what"].tolist(), narrow))
    scale = alt.Scale(domain=[0, 460], nice=False)
    colour = alt.Color(
        "kind:N", title=None, scale=alt.Scale(domain=["published", "computed"], range=[theme.ORANGE, theme.BLUE]), legend=alt.Legend(symbolOpacity=1)
    )
    ranged = alt.Chart(frame.dropna(subset=["low_mt"])).encode(y=_rows("what", frame["what"].tolist(), narrow))
    end = frame.assign(end=frame["high_mt"].fillna(frame["emissions_mt"]))
    return alt.layer(
        ranged.mark_rule(strokeWidth=8, opacity=0.22, color=theme.BLUE).encode(x=alt.X("low_mt:Q", scale=scale), x2="high_mt:Q"),
        base.mark_point(size=110).encode(
            x=alt.X("emissions_mt:Q", title="Greenhouse gases (Mt of CO2 equivalent a year)", scale=scale), color=colour
        ),
        alt.Chart(end)
        .mark_text(align="left", dx=12)
        .encode(y=_rows("what", frame["what"].tolist(), narrow), x=alt.X("end:Q", scale=scale), text=alt.Text("emissions_mt:Q", format=".0f")),
        *_names(base, "what", narrow, dy=-14),
    ).properties(width=theme.width(narrow), height=270 if narrow else 230)


@figure(
    id="PWR-48",
    slug="data-centre-water",
    title="Water at the power plants is {indirect_dry:number2} or {indirect_wet:2}, by how reservoirs are counted; LBNL prints {indirect_lbnl:number}",
    question="How much water do US data centres consume?",
    alt=(
        "Bar chart of the water of US data centres in 2023: at the sites {direct_lbnl} by LBNL and {direct_ours:range2} by ours; at the power plants "
        "{indirect_dry:range2} without reservoirs, {indirect_wet:range2} with all evaporation of reservoirs, and {indirect_lbnl} by LBNL."
    ),
    caption=(
        "Consumption: water that evaporates or is otherwise lost. Ours multiplies LBNL's energy of 2023 by litres per kilowatt-hour: at the site by type of "
        "centre, at the plants by the US mix and the median of each kind of plant, averaged over cooling (bar: mean; ends: driest and wettest cooling, and at the site hyperscale and AI-specialised centres). LBNL's "
        "total would need {hydro_needed:2} of hydropower, {hydro_ratio:2} times the factor used here."
    ),
    columns={
        "what": ("text", "Estimate"),
        "water_bl": ("gigaliter", "Water in the year"),
        "low_bl": ("gigaliter", "Low end"),
        "high_bl": ("gigaliter", "High end"),
        "scope": ("text", "At the site or at power plants"),
    },
    sources=("lbnl2024", "macknick2012", "owid2026energy"),
    tables=("power/water_use", "power/water_factors", "power/generation_mix", "power/us_demand"),
    parameters=("wue_l_per_kwh",),
    grade="modelled",
    as_of="2024-12-20",
    notebook=_PAGE,
    facts=(results.facts,),
)
def water():
    return results.water_totals()


@water.draw
def _(frame, narrow):
    order = frame["what"].tolist()
    base = alt.Chart(frame).encode(y=_rows("what", order, narrow))
    scale = alt.Scale(domain=[0, 900], nice=False)
    colour = alt.Color(
        "scope:N", title=None, scale=alt.Scale(domain=["direct", "indirect"], range=[theme.GREEN, theme.BLUE]), legend=alt.Legend(symbolOpacity=1)
    )
    end = frame.assign(end=frame["high_bl"].fillna(frame["water_bl"]))
    ranged = frame.dropna(subset=["low_bl"])
    return alt.layer(
        base.mark_bar().encode(x=alt.X("water_bl:Q", title="Water consumed (billion litres in 2023)", scale=scale), color=colour),
        alt.Chart(ranged)
        .mark_rule(strokeWidth=2, color=theme.INK)
        .encode(y=_rows("what", order, narrow), x=alt.X("low_bl:Q", scale=scale), x2="high_bl:Q"),
        alt.Chart(end)
        .mark_text(align="left", dx=6)
        .encode(y=_rows("what", order, narrow), x=alt.X("end:Q", scale=scale), text=alt.Text("water_bl:Q", format=".0f")),
        *_names(base, "what", narrow),
    ).properties(width=theme.width(narrow), height=310 if narrow else 230)


@figure(
    id="PWR-49",
    slug="water-per-kilowatt-hour",
    title="What cools the power plant outweighs what cools the data centre almost everywhere",
    question="How much water comes with a kilowatt-hour, by place?",
    alt=(
        "Stacked bars of litres of water per kilowatt-hour by region: at the site, at thermal and other power plants, and from reservoirs if all their "
        "evaporation is given to power. Norway is far ahead by reservoirs alone; without them coal and nuclear systems lead."
    ),
    caption=(
        "At the site: LBNL's US average of {wue_2023:range}, the same everywhere. At power plants: each region's latest mix and the mean over cooling types of the "
        "median factors for US plants. Reservoirs: {hydro_nrel} of hydropower if all evaporation is given to power, the highest rule, since lakes also hold "
        "back floods and water fields. US factors stand in for all regions."
    ),
    columns={
        "region": ("text", "Region"),
        "year": ("year", "Year of the mix"),
        "where": ("text", "Where the water goes"),
        "litres_per_kwh": ("liter/kWh", "Water"),
    },
    sources=("macknick2012", "lbnl2024", "owid2026energy", "electricitymaps2026"),
    tables=("power/water_factors", "power/generation_mix"),
    parameters=("wue_l_per_kwh", "reservoir_evaporation_share"),
    grade="modelled",
    as_of="2025-12-31",
    notebook=_PAGE,
    facts=(results.facts,),
)
def water_by_region():
    frame = results.water_intensities()
    keep = ["US", "World", "China", "EU", "PJM", "ERCOT", "CAISO", "France", "Ireland", "India", "Malaysia", "Norway", "Singapore"]
    return frame[frame["region"].isin(keep)]


@water_by_region.draw
def _(frame, narrow):
    kinds = ["At the site", "At power plants", "From reservoirs, if all is counted"]
    dry = frame[frame["where"] != kinds[2]].groupby("region")["litres_per_kwh"].sum().sort_values(ascending=False).index.tolist()
    frame = frame.assign(order=pd.Categorical(frame["where"], kinds).codes)
    return (
        alt.Chart(frame)
        .mark_bar(clip=True)
        .encode(
            y=alt.Y("region:N", sort=dry, title=None, axis=alt.Axis(domain=False, ticks=False)),
            x=alt.X("litres_per_kwh:Q", title="Water (litres per kWh, axis cut at 6)", scale=alt.Scale(domain=[0, 6], nice=False)),
            color=alt.Color(
                "where:N",
                sort=kinds,
                title=None,
                scale=alt.Scale(domain=kinds, range=[theme.GREEN, theme.BLUE, theme.OCHRE]),
                legend=alt.Legend(columns=1 if narrow else 3),
            ),
            order="order:Q",
        )
        .properties(width=theme.width(narrow), height=390 if narrow else 360)
    )
