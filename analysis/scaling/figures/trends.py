"""Figures of training trends: growth of compute and what goes with it, breaks, algorithmic progress, tilt against shift, hardware."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import trends as results

__all__ = ["compute", "growth", "drivers", "breaks", "progress", "effective", "gains", "hardware"]

_COMMON = {"as_of": "2026-07-15", "notebook": "scaling/trends", "facts": (results.facts,)}


def _power_axis(low, high, step=2):
    values = [10.0**k for k in range(low, high + 1, step)]
    return alt.Axis(values=values, labelExpr="'1e' + round(log(datum.value) / log(10))", grid=True)


@figure(
    id="SCL-16",
    slug="training-compute-by-model",
    title="The largest models’ training compute grew {growth:range2} times a year from 2018 to mid-2026",
    question="How fast does the training compute of the largest models grow?",
    alt="Scatter of training compute by release date from 2018 to July 2026 on a logarithmic axis, with a rising line of {growth:2} times a year through the {count} largest models of each year. "
    "Points of 2026 lie below the line.",
    caption="Each point is a model of our table ({n_models:number} models, {n_primary:number} checked at the developers’ own texts; estimates by Epoch AI). Line and 5–95 % band: least squares on logarithms through the {count:number} largest of each year that continue no other model. "
    "Since 2025 most of the largest developers publish nothing that allows an estimate, so that late points are a lower bound of what exists. Until 2024 the same fit gives {growth_2024:range2}.",
    columns={"kind": ("text", "ten largest of the year, other, or fitted line"), "year": ("1", "Decimal year"), "model": ("text", "Model"), "confidence": ("text", "Epoch AI's confidence"), "training_flop": ("FLOP", "Training compute"), "low_flop": ("FLOP", "5 % end"), "high_flop": ("FLOP", "95 % end")},
    sources=("epochai2026models",),
    tables=("scaling/notable_models",),
    claims=("B3",),
    grade="modelled",
    **_COMMON,
)
def compute():
    return results.band()


@compute.draw
def _(frame, narrow):
    x = alt.X("year:Q", title="Release", axis=alt.Axis(format="d", tickCount=5), scale=alt.Scale(domain=[2018, 2027]))
    y = alt.Y("training_flop:Q", title="Training compute (FLOP)", scale=alt.Scale(type="log", domain=[1e17, 3e27], clamp=True), axis=_power_axis(18, 27, 3))
    dots = frame[frame["kind"] != "line"]
    line = frame[frame["kind"] == "line"]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["ten largest of the year", "other"], range=[theme.BLUE, theme.GREY]), legend=alt.Legend(symbolOpacity=1))
    layers = [
        alt.Chart(line).mark_area(opacity=0.18, color=theme.BLUE).encode(x=x, y=alt.Y("low_flop:Q", scale=alt.Scale(type="log", domain=[1e17, 3e27], clamp=True), title="Training compute (FLOP)"), y2="high_flop:Q"),
        alt.Chart(line).mark_line(color=theme.BLUE).encode(x=x, y=y),
        alt.Chart(dots).mark_point(filled=True, size=40, opacity=0.8).encode(x=x, y=y, color=colour),
    ]
    if not narrow:
        named = dots[dots["model"].isin(["GPT-3 175B (davinci)", "GPT-4 (Mar 2023)", "Grok 4"])]
        layers.append(alt.Chart(named).mark_text(align="right", dx=-6, dy=-7, fontSize=11).encode(x=x, y=y, text="model:N"))
    return alt.layer(*layers).properties(width=theme.width(narrow), height=340)


def _rows_chart(frame, column, narrow, x, groups, low="growth_low", high="growth_high", value="growth", format=".2f", step=26):
    order = list(frame[column])
    y = named_rows.rows(column, order, narrow)
    colour = alt.Color("source:N", scale=alt.Scale(domain=list(groups), range=[theme.BLUE, theme.ORANGE, theme.GREEN, theme.PURPLE][: len(groups)]), legend=named_rows.legend(narrow))
    bars = alt.Chart(frame.dropna(subset=[low])).mark_rule(strokeWidth=4, opacity=0.45).encode(y=y, x=x(low), x2=f"{high}:Q", color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=70).encode(y=y, x=x(value), color=colour)
    ends = frame.assign(end=frame[high].fillna(frame[value]))
    text = alt.Chart(ends).mark_text(align="left", dx=7, fontSize=11).encode(y=y, x=x("end"), text=alt.Text(f"{value}:Q", format=format))
    return [bars, dots, text, *named_rows.names(frame, column, y, narrow)]


@figure(
    id="SCL-17",
    slug="growth-by-selection-and-vintage",
    title="The growth rate depends on whom one counts, and until when: {spread:low} to {spread:high} times a year",
    question="How sensitive is the growth of training compute to selection and vintage?",
    alt="Dots with intervals of the yearly factor of training compute by selection and dated copy, from {spread:low2} to {spread:high2}. The ten largest of each year give {growth:2}; until 2024 only, {growth_2024:2}; language models alone grew fastest.",
    caption="Yearly factor with its 5–95 % interval. Two dated copies of the same data set: {moved:2} of the {shared:number} estimates in both moved by more than a twentieth, one in ten of these by more than {moved_ratio:high2} or less than {moved_ratio:low2} times. "
    "Until 2024 the two copies agree ({copy_old:range2} and {copy_new:range2}); the rest of the difference is 2025 and 2026, of which few models have an estimate.",
    columns={"selection": ("text", "Which models"), "source": ("text", "Whose data"), "growth": ("1", "Factor a year"), "growth_low": ("1", "5 % end"), "growth_high": ("1", "95 % end")},
    sources=("epochai2025models", "epochai2026models", "epochai2025computetrend"),
    tables=("scaling/notable_models", "scaling/vintage_fits", "scaling/published_growth"),
    grade="modelled",
    **_COMMON,
)
def growth():
    return results.growth_frame()


@growth.draw
def _(frame, narrow):
    x = lambda c: alt.X(f"{c}:Q", title="Training compute, factor a year", scale=alt.Scale(type="log", domain=[2.5, 20], nice=False), axis=alt.Axis(values=[3, 4, 5, 6, 8, 10, 14], grid=True))  # noqa: E731
    return alt.layer(*_rows_chart(frame, "selection", narrow, x, ["ours", "copy of 2025-02", "copy of 2026-07", "published"], format=".1f")).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="SCL-18",
    slug="what-grew-with-training",
    title="Money, chips and longer runs carried the growth; hardware gave {hardware:2} times a year, algorithms {factor:2} on top",
    question="What grew with training compute?",
    alt="Dots with intervals of yearly factors: training compute {growth:2}, cost {cost:2}, chips {chips:2}, power {power:2}, run length {length:2}, throughput per dollar {hardware:2}, compute saved by algorithms {factor:2}.",
    caption="Yearly factors with 5–95 % ranges. Cost, chips and length: the largest models of each year for which they are on record, a smaller and changing set, so that the factors need not multiply up; the published growth of cost is lower, {cost_published:range2}. Power: the book’s power part. "
    "Throughput per dollar and algorithms: as published. All are trends of the past.",
    columns={"what": ("text", "What grew"), "growth": ("1", "Factor a year"), "growth_low": ("1", "5 % end"), "growth_high": ("1", "95 % end"), "source": ("text", "Whose fit")},
    sources=("epochai2026models", "hobbhahn2022gpu", "ho2024progress", "cottier2024rising"),
    tables=("scaling/notable_models", "power/training_runs"),
    parameters=("hardware_price_performance_growth", "algorithmic_halving_months", "training_cost_growth"),
    grade="modelled",
    **_COMMON,
)
def drivers():
    return results.drivers_frame()


@drivers.draw
def _(frame, narrow):
    x = lambda c: alt.X(f"{c}:Q", title="Factor a year", scale=alt.Scale(type="log", domain=[1, 7], nice=False), axis=alt.Axis(values=[1, 1.5, 2, 3, 4, 5, 6], grid=True))  # noqa: E731
    return alt.layer(*_rows_chart(frame, "what", narrow, x, ["our table", "power part", "published"])).properties(width=theme.width(narrow), height=named_rows.height(narrow, 34))


@figure(
    id="SCL-19",
    slug="break-in-growth",
    title="On record the growth breaks at {break_year}: a break of disclosure before anything else",
    question="Does the growth of training compute break?",
    alt="Two lines with bands of the yearly factor before and after each candidate date from 2020 to 2025. Before stays above {break_before:low2}; after falls from {after_2020:2} times a year to below one at {break_year}.",
    caption="A growth line that may change its slope at one date, fitted for each candidate date; yearly factors on either side with 5–95 % intervals. The strongest break is at {break_year} (F = {break_f:2}; noise alone gives one as strong in {break_p:2} of simulated series). After it the largest models with an estimate shrink, "
    "which says who still publishes: none of the models on record for 2026 comes from the developers that held the records of 2023–2025.",
    columns={"year": ("1", "Candidate date"), "before": ("1", "Factor a year before"), "before_low": ("1", "5 % end"), "before_high": ("1", "95 % end"), "after": ("1", "Factor a year after"), "after_low": ("1", "5 % end"), "after_high": ("1", "95 % end"), "f": ("1", "F statistic"), "p": ("1", "Chance of so large an F at a date fixed beforehand")},
    sources=("epochai2026models",),
    tables=("scaling/notable_models",),
    grade="modelled",
    **_COMMON,
)
def breaks():
    return results.breaks()


@breaks.draw
def _(frame, narrow):
    x = alt.X("year:Q", title="Date of the break", axis=alt.Axis(format="d", tickCount=6), scale=alt.Scale(domain=[2020, 2025], nice=False))
    scale = alt.Scale(type="log", domain=[0.05, 100])
    axis = alt.Axis(values=[0.1, 1, 10, 100], grid=True)
    layers = []
    for side, colour in (("before", theme.BLUE), ("after", theme.ORANGE)):
        layers.append(alt.Chart(frame).mark_area(opacity=0.18, color=colour).encode(x=x, y=alt.Y(f"{side}_low:Q", scale=scale, title="Training compute, factor a year", axis=axis), y2=f"{side}_high:Q"))
        layers.append(alt.Chart(frame).mark_line(color=colour, point={"filled": True, "color": colour, "size": 35}).encode(x=x, y=alt.Y(f"{side}:Q", scale=scale, title="Training compute, factor a year", axis=axis)))
        at = frame[frame["year"] == 2022.5].assign(t=f"{side} the date")
        layers.append(alt.Chart(at).mark_text(dy=-16 if side == "before" else 40, color=colour, fontWeight="bold").encode(x=x, y=alt.Y(f"{side}:Q", scale=scale), text="t:N"))
    layers.append(alt.Chart(pd.DataFrame({"y": [1.0]})).mark_rule(strokeDash=[4, 3]).encode(y=alt.Y("y:Q", scale=scale)))
    return alt.layer(*layers).properties(width=theme.width(narrow), height=300)


_SHORT = {"ho-abstract": "Ho 2024, abstract", "ho-preferred": "Ho 2024, preferred model", "ho-numerical": "Ho 2024, numerical", "ho-top-ten": "Ho 2024, ten best models", "epoch-trends": "Epoch AI, trends page", "erdil": "Erdil 2022, vision", "hernandez": "Hernandez 2020, vision", "gundlach-frontier": "Gundlach 2025, frontier", "gundlach-small": "Gundlach 2025, small (at least)", "han": "Patel and Han 2026, small", "scher": "Scher 2025, catch-up", "amodei": "Amodei 2025, statement", "gundlach-price": "Gundlach 2025, inference"}  # fmt: skip


@figure(
    id="SCL-20",
    slug="compute-left-after-a-year",
    title="Progress leaves {remaining:range2} of the compute needed after a year: near {to:2}, not {by:2}",
    question="How much of the compute for a fixed result is still needed a year later?",
    alt="Dots with intervals of the share of compute still needed after a year, by study. The estimates in print by 2024 lie around {remaining:2}, near the line at {to:2}; small-scale experiments of 2025 and 2026 lie near the line at {by:2}; a quick analysis of catch-up lies far below.",
    caption="Share still needed after a year for the same result; ranges 5–95 % (as printed where the level is not stated). Lines: a cut to a third and a cut by a third. “At least” marks a bound. The half-life of the compute needed would have to be {months_by:3} for the second; the abstract that was current has {halving:range2}. "
    "New controlled experiments at small scale find slow progress, estimates at frontier scale fast progress: the number depends on the scale, the period and what counts as progress.",
    columns={"study": ("text", "Study"), "source": ("text", "In print when the essay was written, or later"), "remaining_percent": ("percent", "Compute still needed after a year"), "remaining_low": ("percent", "Lower end"), "remaining_high": ("percent", "Upper end")},
    sources=("ho2024progress", "erdil2022progress", "hernandez2020efficiency", "epochai2024trends", "gundlach2025origin", "gundlach2025price", "han2026multipliers", "scher2025catchup", "byrnes2026progress"),
    tables=("scaling/progress_estimates",),
    parameters=("algorithmic_halving_months",),
    claims=("B3",),
    grade="modelled",
    **{**_COMMON, "as_of": "2026-11-26"},
)
def progress():
    frame = results.estimates()
    frame = frame.assign(study=frame["estimate"].map(_SHORT), source=frame["in_print_by_2024"].map({True: "in print by 2024", False: "later"}))
    return frame[["study", "source", "remaining_percent", "remaining_low", "remaining_high"]]


@progress.draw
def _(frame, narrow):
    x = lambda c: alt.X(f"{c}:Q", title="Compute still needed after a year (%)", scale=alt.Scale(domain=[0, 80], nice=False), axis=alt.Axis(grid=True, tickCount=5))  # noqa: E731
    layers = _rows_chart(frame, "study", narrow, x, ["in print by 2024", "later"], "remaining_low", "remaining_high", "remaining_percent", ".0f")
    lines = pd.DataFrame({"at": [100 / 3, 200 / 3]})
    return alt.layer(alt.Chart(lines).mark_rule(strokeDash=[4, 3]).encode(x="at:Q"), *layers).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="SCL-21",
    slug="effective-compute",
    title="Effective compute grew {effective:range2} times a year, if algorithms save the same at every scale",
    question="What do compute and algorithms come to together?",
    alt="Two rising lines from 2018 to mid-2026 on a logarithmic axis: physical compute at {growth:2} times a year, and above it effective compute at {effective:2} times a year with a widening band.",
    caption="Multiples of 2018 along the two trends. Effective compute is the compute that the methods of 2018 would have needed; it multiplies the trend of physical compute by the compute that algorithms save. Band: 5–95 %, driven by the half-life of the compute needed. "
    "Algorithms make {algorithm_part:2} of the growth, on the logarithm. If progress tilts the line instead, no single multiple describes it.",
    columns={"series": ("text", "Physical or effective compute"), "year": ("1", "Decimal year"), "multiple": ("1", "Multiple of 2018"), "low": ("1", "5 % end"), "high": ("1", "95 % end")},
    sources=("epochai2026models", "ho2024progress"),
    tables=("scaling/notable_models", "scaling/progress_estimates"),
    parameters=("algorithmic_halving_months",),
    claims=("B2", "B3"),
    grade="modelled",
    **_COMMON,
)
def effective():
    return results.effective_frame()


@effective.draw
def _(frame, narrow):
    x = alt.X("year:Q", title="Year", axis=alt.Axis(format="d", tickCount=5), scale=alt.Scale(domain=[2018, 2026.6], nice=False))
    scale = alt.Scale(type="log", domain=[1, 1e12])
    axis = _power_axis(0, 12, 3)
    title = "Multiple of 2018"
    band = frame[frame["series"] == "effective compute"]
    layers = [alt.Chart(band).mark_area(opacity=0.18, color=theme.ORANGE).encode(x=x, y=alt.Y("low:Q", scale=scale, axis=axis, title=title), y2="high:Q")]
    for name, colour, dy in (("physical compute", theme.BLUE, 28), ("effective compute", theme.ORANGE, -30)):
        part = frame[frame["series"] == name]
        layers.append(alt.Chart(part).mark_line(color=colour).encode(x=x, y=alt.Y("multiple:Q", scale=scale, axis=axis, title=title)))
        layers += named_rows.over_lines(alt.Chart(part[part["year"] == 2022.0]).mark_text(dy=dy, color=colour, fontWeight="bold").encode(x=x, y=alt.Y("multiple:Q", scale=scale), text="series:N"))
    return alt.layer(*layers).properties(width=theme.width(narrow), height=300)


@figure(
    id="SCL-22",
    slug="tilt-against-shift",
    title="Two innovations tilted the line; all others since 2017 shifted it by {shift_after_2017:2} times",
    question="Does progress change the slope of the scaling line or its level?",
    alt="Gain against training compute on logarithmic axes. The move from LSTM to transformer rises with scale, as does the newer split between parameters and data; a flat line at {shift_after_2017:2} stands for all other changes after 2017.",
    caption="Gain: compute needed before over compute needed after, for equal loss (one study’s experiments, read second-hand). A tilt gains more at larger scale: the transformer’s grows {tilt_tenfold:2} times for every factor of ten in compute between its two measured points; beyond them the line is carried on, and the paper, as quoted, speaks of still larger gains at the frontier. "
    "Rings: the newer split’s gain computed here from two loss laws. A shift gains the same everywhere. At the frontier the two tilts make {tilt_share:2} of that study’s total; the statistical study explains the same years without any tilt.",
    columns={"innovation": ("text", "What changed"), "kind": ("text", "tilt or shift"), "mark": ("text", "line, printed point, or computed here from the loss laws"), "training_flop": ("FLOP", "Training compute"), "gain": ("1", "Compute before over compute after")},
    sources=("gundlach2025origin", "ho2024progress"),
    tables=("scaling/scale_gains", "scaling/slope_evidence", "scaling/training_laws"),
    claims=("B2",),
    grade="modelled",
    **{**_COMMON, "as_of": "2026-11-26"},
)
def gains():
    return results.gains_frame()


@gains.draw
def _(frame, narrow):
    x = alt.X("training_flop:Q", title="Training compute (FLOP)", scale=alt.Scale(type="log", domain=[1e15, 1e24], nice=False), axis=alt.Axis(values=[1e15, 1e18, 1e21, 1e24], labelExpr="'1e' + round(log(datum.value) / log(10))"))
    y = alt.Y("gain:Q", title="Gain (times less compute)", scale=alt.Scale(type="log", domain=[0.8, 1e4], nice=False), axis=alt.Axis(values=[1, 10, 100, 1000, 10000], format=",d", grid=True))
    names = ["LSTM to transformer", "Kaplan to Chinchilla allocation", "All other changes after 2017"]
    colour = alt.Color("innovation:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.ORANGE, theme.GREEN]), legend=alt.Legend(columns=1 if narrow else 3, symbolOpacity=1))
    lines = alt.Chart(frame[frame["mark"] == "line"]).mark_line(clip=True).encode(x=x, y=y, color=colour)
    dots = alt.Chart(frame[frame["mark"] == "printed"]).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    rings = alt.Chart(frame[frame["mark"] == "computed here"]).mark_point(filled=False, size=60, strokeWidth=1.5).encode(x=x, y=y, color=colour)
    return alt.layer(lines, dots, rings).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-23",
    slug="hardware-price-performance",
    title="A dollar buys {hardware:2} times the throughput each year, {hardware_ml:2} in GPUs used for machine learning",
    question="How fast does throughput per dollar grow?",
    alt="Dots with intervals of the yearly factor of throughput per dollar by kind of hardware, between {hardware_derived:2} and {hardware_ml:2}.",
    caption="Yearly factor of operations per second and dollar of list price, 5–95 %. Published fits of GPUs released from 2006 to 2021; last row: our fit to the {hardware_n:number} accelerators with a price and a half-precision tensor throughput in the copy of July 2026. "
    "Prices at release differ from what large buyers pay.",
    columns={"series": ("text", "Hardware"), "source": ("text", "Whose fit"), "growth": ("1", "Factor a year"), "growth_low": ("1", "5 % end"), "growth_high": ("1", "95 % end")},
    sources=("hobbhahn2022gpu", "epochai2026hardware"),
    tables=("scaling/published_growth", "scaling/vintage_fits"),
    grade="modelled",
    **{**_COMMON, "as_of": "2026-07-23"},
)
def hardware():
    return results.hardware_frame()


@hardware.draw
def _(frame, narrow):
    x = lambda c: alt.X(f"{c}:Q", title="Throughput per dollar, factor a year", scale=alt.Scale(domain=[1.0, 1.7], nice=False), axis=alt.Axis(grid=True, tickCount=6))  # noqa: E731
    return alt.layer(*_rows_chart(frame, "series", narrow, x, ["published 2022", "derived"])).properties(width=theme.width(narrow), height=named_rows.height(narrow, 36))
