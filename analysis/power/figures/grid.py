"""Figures of the grid page: peak and average, headroom, the Texas queue, the pipeline against 2030, capacity prices."""

from __future__ import annotations

import altair as alt

from analysis import theme
from analysis.figures import figure
from analysis.power.results import grid as results

_PAGE = "power/grid"
_ERCOT = "ercot2026largeload"


def _rows(field: str, order: list[str], narrow: bool) -> alt.Y:
    """A row per name: named at the axis when wide, above its mark (see `_names`) when narrow."""
    axis = None if narrow else alt.Axis(labelLimit=240, domain=False, ticks=False)
    return alt.Y(f"{field}:N", sort=order, title=None, axis=axis, scale=alt.Scale(paddingInner=0.55) if narrow else alt.Undefined)


def _names(base: alt.Chart, field: str, narrow: bool, left: float, dy: int = -13) -> list[alt.Chart]:
    """The names of the rows, over the marks, for the narrow form."""
    if not narrow:
        return []
    return [base.mark_text(align="left", dy=dy, color=theme.MUTED).encode(x=alt.datum(left), text=f"{field}:N", color=alt.value(theme.MUTED))]


@figure(
    id="PWR-40",
    slug="average-load-over-peak",
    title="Data centres average {dc_lf_own:2} of their own peak; large loads in Texas peak at {texas_ratio:2} of what they were granted",
    question="How far is average load below the peak, and the peak below the connection?",
    alt=(
        "Dot chart of load as a share of a ceiling. Over their own peak: data centres in EPRI's forecast {dc_lf_own:2}, the US system {us_load_factor:2}, "
        "regional systems {region_lf_low} to {region_lf_high}. Over the grid connection: EPRI {dc_lf_connection:2}, LBNL's assumption {lbnl_utilisation}, "
        "and the measured highest load of approved large loads in Texas {texas_ratio:2}."
    ),
    caption=(
        "Blue: average load over the highest load of the year. Orange: load over the grid connection; for Texas it is the highest load of the month, "
        "not the average, and of large loads of all kinds, most of them data centres. The US factor divides demand with losses by the peak of the contiguous states; regions are those of the Duke study, whose "
        "factors are lower because a region's own peak is sharper than the country's. EPRI's numbers are modelled, LBNL's are assumptions."
    ),
    columns={
        "what": ("text", "Load"),
        "of": ("text", "Ceiling"),
        "share_percent": ("percent", "Load over ceiling"),
        "grade": ("text", "Measured, modelled or guessed"),
    },
    sources=("eia2025peak", "owid2026energy", "norris2025rethinking", "epri2026", "lbnl2026", _ERCOT),
    tables=("power/load_factors", "power/large_load_realisation"),
    parameters=("own_peak_load_factor", "observed_over_approved"),
    claims=("A2",),
    grade="modelled",
    as_of="2026-08-31",
    notebook=_PAGE,
    facts=(results.facts,),
)
def load_factors():
    frame = results.load_factors()
    return frame.assign(what=frame["what"].str.strip())


@load_factors.draw
def _(frame, narrow):
    frame = frame.assign(what=frame["what"] + frame["of"].map({"its connection": " ", "its peak": ""}))
    base = alt.Chart(frame).encode(y=_rows("what", frame["what"].tolist(), narrow))
    colour = alt.Color(
        "of:N",
        title=None,
        scale=alt.Scale(domain=["its peak", "its connection"], range=[theme.BLUE, theme.ORANGE]),
        legend=alt.Legend(symbolOpacity=1),
    )
    x = alt.X("share_percent:Q", title="Load over its ceiling (%)", scale=alt.Scale(domain=[0, 110], nice=False))
    return alt.layer(
        base.mark_bar(height=3, opacity=0.5).encode(x=x, color=colour),
        base.mark_point(size=90, filled=True).encode(x=x, color=colour),
        base.mark_text(align="left", dx=9).encode(x=x, text=alt.Text("share_percent:Q", format=".0f")),
        *_names(base, "what", narrow, 0),
    ).properties(width=theme.width(narrow), height=340 if narrow else 290)


@figure(
    id="PWR-41",
    slug="headroom-against-curtailment",
    title="Loads that can step back for {curtail_half} of their energy find {headroom_half} of room; the growth to 2030 needs {need:2}",
    question="How much new load fits under today's peaks if it can step back?",
    alt=(
        "Rising curve of headroom against curtailment, both on logarithmic scales, through the published points {headroom_quarter} at {curtail_quarter}, "
        "{headroom_half} at {curtail_half}, {headroom_one} at {curtail_one} and {headroom_five} at {curtail_five}. A band marks the connections that LBNL's "
        "growth to 2030 asks for, {need_connection:range2}; it crosses the curve at {need:range2}."
    ),
    caption=(
        "Points: Duke University, how much constant new load the largest balancing authorities could carry without a higher peak, if it gives up that "
        "share of its yearly energy. Line: monotone interpolation in the logarithms; nothing is extrapolated. Band: connection capacity of the growth "
        "2024 to 2030 in LBNL's update, with its range and that of utilisation. Both axes are logarithmic. The study adds regions up and leaves out wires."
    ),
    columns={
        "curtailment_percent": ("percent", "Energy given up in the year"),
        "headroom_gw": ("GW", "New load that fits"),
        "published": ("text", "Whether the study prints the point"),
    },
    sources=("norris2025rethinking", "lbnl2026"),
    tables=("power/flexibility", "power/us_demand"),
    parameters=("us_energy_2030_lbnl", "utilisation"),
    grade="modelled",
    as_of="2026-06-18",
    notebook=_PAGE,
    facts=(results.facts,),
)
def headroom():
    return results.headroom()


@headroom.draw
def _(frame, narrow):
    need = results.facts()["need_connection"]
    band = alt.Chart(alt.Data(values=[{"low": need.low, "high": need.high, "mid": need.value, "x": 5.8, "text": "Growth to 2030"}]))
    y = alt.Y(
        "headroom_gw:Q",
        title="New load that fits (GW, log scale)",
        scale=alt.Scale(type="log", domain=[50, 260], nice=False),
        axis=alt.Axis(values=[50, 75, 100, 150, 200]),
    )
    x = alt.X(
        "curtailment_percent:Q",
        title="Energy given up in a year (%, log scale)",
        scale=alt.Scale(type="log", domain=[0.2, 6], nice=False),
        axis=alt.Axis(values=[0.25, 0.5, 1, 2, 5], format="~g"),
    )
    base = alt.Chart(frame).encode(x=x, y=y)
    points = alt.Chart(frame[frame["published"]]).encode(x=x, y=y)
    return (
        band.mark_rect(opacity=0.18, color=theme.ORANGE).encode(y=alt.Y("low:Q"), y2="high:Q")
        + band.mark_rule(color=theme.ORANGE, strokeDash=[4, 3]).encode(y="mid:Q")
        + band.mark_text(color=theme.ORANGE, align="right", dy=14).encode(y="mid:Q", x=alt.X("x:Q"), text="text:N")
        + base.mark_line()
        + points.mark_point(size=80)
        + points.mark_text(align="right", dx=-8, dy=-10).encode(text=alt.Text("headroom_gw:Q", format=".0f"))
    ).properties(width=theme.width(narrow), height=320)


@figure(
    id="PWR-42",
    slug="texas-queue-by-stage",
    title="Texas is asked for {texas_asked} of large loads; in July 2026 the approved ones drew {texas_drawn:2}",
    question="How much of what is asked for draws power?",
    alt=(
        "Bar chart of gigawatts in the Texas large-load queue by stage in July 2026: {texas_no_studies} without studies, then under review, {texas_studied} with "
        "studies approved, a few that may switch on, {texas_energised} that have drawn power, and {texas_drawn:2} drawn at the month's peak."
    ),
    caption=(
        "Large loads, due by 2033, by stage as ERCOT counts them at the end of July 2026; most of them data centres. ‘Has drawn "
        "power’ adds each site's own highest load so far; the last bar is the highest load of the month. The whole system has peaked at {texas_peak}."
    ),
    columns={"stage": ("text", "Stage"), "power_gw": ("GW", "Power"), "grade": ("text", "Measured, modelled or guessed")},
    sources=(_ERCOT,),
    tables=("power/pipeline_status", "power/large_load_realisation", "power/us_peak"),
    grade="measured",
    as_of="2026-07-31",
    notebook=_PAGE,
    facts=(results.facts,),
)
def texas_stages():
    return results.stages()


@texas_stages.draw
def _(frame, narrow):
    base = alt.Chart(frame).encode(y=_rows("stage", frame["stage"].tolist(), narrow))
    x = alt.X("power_gw:Q", title="Power (GW)", scale=alt.Scale(domain=[0, 290], nice=False))
    return alt.layer(
        base.mark_bar(color=theme.BLUE).encode(x=x),
        base.mark_text(align="left", dx=5).encode(x=x, text=alt.Text("power_gw:Q", format=".3~g")),
        *_names(base, "stage", narrow, 0, dy=-19),
    ).properties(width=theme.width(narrow), height=320 if narrow else 240)


@figure(
    id="PWR-43",
    slug="texas-2030-by-method",
    title="The same Texas queue gives {texas_paper:number2} or {texas_steady:2} of connections in 2030, by how it is read",
    question="What does a queue say about the year it is for?",
    alt=(
        "Dot chart with ranges, logarithmic scale: connections of large loads in Texas at the end of 2030. All that is asked for by then; {texas_paper:range2} by "
        "planners' confidence for each stage; {texas_rates:range2} if projects pass the stages at the rate seen in the past year; {texas_steady:range2} if "
        "approvals go on at their pace."
    ),
    caption=(
        "Logarithmic scale. Confidence by stage: the levels that California's energy commission gives signed agreements, applications and inquiries, put on "
        "the Texas stages; the bar is its 5–95 % range. Observed rate: a chain of monthly chances from May 2025 to March 2026, nothing cancelled; ends: "
        "{scale_low} and {scale_high} of those rates. Pace: approvals to energise since May 2025, straight on; ends: {scale_low} and {scale_high} of it. Guesses, shown for their spread."
    ),
    columns={
        "method": ("text", "How the queue is read"),
        "power_gw": ("GW", "Connections at the end of 2030"),
        "low_gw": ("GW", "Low end"),
        "high_gw": ("GW", "High end"),
    },
    sources=(_ERCOT, "cec2026confidence"),
    tables=("power/pipeline_status", "power/grid_queues"),
    parameters=("realisation_agreement", "realisation_application", "realisation_inquiry"),
    grade="guessed",
    as_of="2026-08-31",
    notebook=_PAGE,
    facts=(results.facts,),
)
def texas_2030():
    return results.texas_2030()


@texas_2030.draw
def _(frame, narrow):
    base = alt.Chart(frame).encode(y=_rows("method", frame["method"].tolist(), narrow))
    scale = alt.Scale(type="log", domain=[8, 900], nice=False)
    x = alt.X("power_gw:Q", title="Connections in 2030 (GW, log scale)", scale=scale, axis=alt.Axis(values=[10, 20, 50, 100, 200, 500]))
    return alt.layer(
        base.mark_rule(strokeWidth=8, opacity=0.25, color=theme.BLUE).encode(x=alt.X("low_gw:Q"), x2="high_gw:Q"),
        base.mark_point(size=110).encode(x=x),
        base.mark_text(align="left", dx=12).encode(x=alt.X("high_gw:Q"), text=alt.Text("power_gw:Q", format=".0f")),
        *_names(base, "method", narrow, 8),
    ).properties(width=theme.width(narrow), height=260 if narrow else 220)


@figure(
    id="PWR-44",
    slug="pipeline-against-2030",
    title="LBNL's {target_twh} survive the loss of {stop_all:2} of the US pipeline, but not if only what utilities expect by 2030 comes",
    question="How much of the pipeline can stop before the 2030 forecast is out of reach?",
    alt=(
        "Falling lines of data-centre energy in 2030 against the share of a pipeline that is stopped or late. With the whole pipeline of {pipe_all} the reference of "
        "{target_twh} is met until {stop_all:range2} stops; with the {pipe_committed} that utilities have committed to until {stop_committed:range2}; with the "
        "{pipe_expected} they expect by 2030 never: it gives {expected_energy:range2}."
    ),
    caption=(
        "Each line adds one count of coming connections to the {base_twh} of 2024, less the share that is cancelled or late, at the median utilisation "
        "(band: 5–95 % of the utilisation). The dashed line is LBNL's reference for 2030. Wood Mackenzie counts all large loads at utilities, and data centres in the whole "
        "pipeline; the sets overlap and must not be added."
    ),
    columns={
        "pipeline": ("text", "Which pipeline"),
        "stopped_percent": ("percent", "Share cancelled or late"),
        "energy_twh": ("TWh", "Energy in 2030"),
        "low_twh": ("TWh", "At low utilisation"),
        "high_twh": ("TWh", "At high utilisation"),
    },
    sources=("woodmac2026", "woodmac2025utilities", "lbnl2026"),
    tables=("power/pipeline_status", "power/us_demand"),
    parameters=("utilisation",),
    claims=("A2",),
    grade="modelled",
    as_of="2026-06-18",
    notebook=_PAGE,
    facts=(results.facts,),
)
def pipeline_reach():
    return results.reach_curves()


@pipeline_reach.draw
def _(frame, narrow):
    names = frame["pipeline"].drop_duplicates().tolist()
    colour = alt.Color(
        "pipeline:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=[theme.BLUE, theme.GREEN, theme.ORANGE]),
        legend=alt.Legend(columns=1 if narrow else 3, symbolOpacity=1),
    )
    x = alt.X("stopped_percent:Q", title="Share of the pipeline stopped or late (%)", scale=alt.Scale(domain=[0, 100]))
    base = alt.Chart(frame).encode(x=x, color=colour)
    goal = alt.Chart(alt.Data(values=[{"y": results.facts()["target_twh"].value, "x": 99, "text": "LBNL reference"}]))
    return (
        base.mark_area(opacity=0.18).encode(y=alt.Y("low_twh:Q", title="Data-centre energy in 2030 (TWh)"), y2="high_twh:Q")
        + base.mark_line().encode(y="energy_twh:Q")
        + goal.mark_rule(strokeDash=[5, 4], color=theme.INK).encode(y="y:Q")
        + goal.mark_text(align="right", dy=-8, color=theme.INK).encode(y="y:Q", x="x:Q", text="text:N")
    ).properties(width=theme.width(narrow), height=340)


@figure(
    id="PWR-45",
    slug="pjm-capacity-price",
    title="The promise of a megawatt in PJM costs {price_multiple:2} times what it did for 2024/2025, and would cost {price_uncapped} uncapped",
    question="What does firm capacity cost where data centres grow?",
    alt=(
        "Bar chart of PJM capacity prices by delivery year, from {price_first} per megawatt and day in 2024/2025 to {price_last} in 2028/2029, with marks for "
        "the simulated price without the cap, last {price_uncapped}."
    ),
    caption=(
        "Clearing price of the base residual auctions for the whole market, in US dollars of the auction's year per megawatt and day. Ticks: the price "
        "without the cap, as the operator simulated it; for 2028/2029 as the trade press gives it. The last auction bought a reserve margin of {pjm_margin} against a target "
        "of {pjm_target} and fell {pjm_short} short, the second in a row to fall short."
    ),
    columns={
        "delivery_year": ("text", "Delivery year, June to May"),
        "price_usd_per_mw_day": ("USD/MW/day", "Clearing price"),
        "uncapped_usd_per_mw_day": ("USD/MW/day", "Price without the cap"),
    },
    sources=("pjm2024bra", "pjm2025bra2627", "pjm2025bra2728", "pjm2026bra2829"),
    tables=("power/capacity_prices",),
    grade="measured",
    as_of="2026-07-14",
    notebook=_PAGE,
    facts=(results.facts,),
)
def capacity_prices():
    return results.capacity_prices()[["delivery_year", "price_usd_per_mw_day", "uncapped_usd_per_mw_day"]]


@capacity_prices.draw
def _(frame, narrow):
    short = {"labelExpr": "slice(datum.label, 2, 5) + slice(datum.label, 7)"} if narrow else {}  # 28/29
    x = alt.X("delivery_year:N", title="Delivery year", axis=alt.Axis(labelAngle=0, **short))
    base = alt.Chart(frame).encode(x=x)
    tick = alt.Chart(frame.dropna(subset=["uncapped_usd_per_mw_day"])).encode(x=x)
    words = tick.transform_calculate(text="format(datum.uncapped_usd_per_mw_day, '.0f')" + ("" if narrow else " + ' uncapped'"))
    return (
        base.mark_bar(color=theme.BLUE, width={"band": 0.6}).encode(
            y=alt.Y("price_usd_per_mw_day:Q", title="Capacity price (US$ per MW and day)", scale=alt.Scale(domain=[0, 640]), axis=alt.Axis(values=[0, 100, 200, 300, 400, 500]))
        )
        + base.mark_text(dy=-8).encode(y="price_usd_per_mw_day:Q", text=alt.Text("price_usd_per_mw_day:Q", format=".0f"))
        + tick.mark_tick(color=theme.ORANGE, opacity=1, thickness=3, size=60 if not narrow else 36).encode(y="uncapped_usd_per_mw_day:Q")
        + words.mark_text(dy=-10, color=theme.ORANGE).encode(y="uncapped_usd_per_mw_day:Q", text="text:N")
    ).properties(width=theme.width(narrow), height=280)
