"""Figures of the forecast: models above the thresholds of law, above every threshold, the re-implementation, what is unseen, drivers, relative thresholds."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import forecast as results

__all__ = ["above", "every_threshold", "agreement", "unseen", "drivers", "relative"]

_COMMON = {"as_of": "2026-11-26", "notebook": "governance/forecast", "facts": (results.facts,), "claims": ("E1",)}
_TABLES = ("governance/compute_by_year", "governance/counts_by_year", "governance/relative_sizes")
_THEIRS = ("governance/kumar_manning_inputs", "governance/kumar_manning_results")
_PARAMETERS = ("forecast_trend_weight", "training_stock_growth")
_RANGE = {"low": ("1", "5 % point"), "models": ("1", "Models, median or count"), "high": ("1", "95 % point")}


@figure(
    id="GOV-29",
    slug="models-above-thresholds-forecast",
    title="By the end of 2028 {own_1e25_2028:range} notable models lie above {t25}, {own_1e26_2028:range} above {t26}",
    question="How many models will lie above the thresholds of law?",
    alt="Two panels, for {t25} and {t26}, of models against year to 2030. Our forecast rises from {own_1e25_2026} in 2026 to {own_1e25_2030} in 2030 above {t25}, and from {own_1e26_2026} to {own_1e26_2030} above {t26}. Kumar and Manning’s method runs lower: {km_1e25_2030} and {km_1e26_2030} in 2030, with a wider band. Counts to 2025 lie lower still, at {stock_known_1e25} and {stock_known_1e26}; with models without an estimate added they are {stock_all_1e25} and {stock_all_1e26}.",
    caption="Cumulative, by the end of each year. Bands: 5–95 %. Ours: all notable models, those without a compute estimate included. Kumar and Manning: their method written anew with their inputs; the years after 2028 are our continuation. Filled dots: models with an estimate in the copy of July 2026. Rings: our estimate of the others added. Diamonds: what Epoch AI published; its forecast for {t26} (Cottier and Owen) is of models with an estimate, its count for {t25} of all models announced.",
    columns={"threshold": ("text", "Threshold"), "method": ("text", "Source of the number"), "year": ("year", "End of the calendar year"), **_RANGE},
    sources=("epochai2026models", "epochai2025models", "kumar2025trends", "kumar2025code", "cottier2025counts", "epochai2025over1e25", "epochai2026chips"),
    tables=(*_TABLES, *_THEIRS, "governance/published_forecasts"),
    parameters=_PARAMETERS,
    grade="modelled",
    **_COMMON,
)
def above():
    return results.cumulative_frame()


@above.draw
def _(frame, narrow):
    names = [results.OWN, results.THEIRS, "Counted, with an estimate", "Counted, the others estimated", "Epoch AI, published"]
    colours = [theme.BLUE, theme.ORANGE, theme.INK, theme.GREEN, theme.PURPLE]
    colour = alt.Color("method:N", scale=alt.Scale(domain=names, range=colours), legend=alt.Legend(columns=1 if narrow else 2, labelLimit=300))
    x = alt.X("year:Q", title="End of year", scale=alt.Scale(domain=[2022.7, 2030.3]), axis=alt.Axis(format="d", values=[2024, 2026, 2028, 2030]))
    y = alt.Y("models:Q", title="Models", axis=alt.Axis(tickCount=5))
    base = alt.Chart(frame)
    forecasts = base.transform_filter(alt.FieldOneOfPredicate("method", names[:2]))
    band = forecasts.mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", title="Models"), y2="high:Q", color=colour)
    line = forecasts.mark_line().encode(x=x, y=y, color=colour)
    counted = base.transform_filter(alt.FieldEqualPredicate(field="method", equal=names[2])).mark_point(filled=True, size=60).encode(x=x, y=y, color=colour)
    estimated = base.transform_filter(alt.FieldEqualPredicate(field="method", equal=names[3]))
    whisker = estimated.mark_rule(strokeWidth=2).encode(x=x, y=alt.Y("low:Q", title="Models"), y2="high:Q", color=colour)
    ring = estimated.mark_point(filled=False, size=70, strokeWidth=2).encode(x=x, y=y, color=colour)
    other = base.transform_filter(alt.FieldEqualPredicate(field="method", equal=names[4])).mark_point(shape="diamond", filled=True, size=90).encode(x=x, y=y, color=colour)
    wide = theme.width(narrow) if narrow else theme.width(narrow) / 2
    each = alt.layer(band, line, whisker, ring, counted, other).properties(width=wide - (56 if narrow else 34), height=240)
    return each.facet(facet=alt.Facet("threshold:N", title=None, header=alt.Header(labelPadding=20)), columns=1 if narrow else 2).resolve_scale(y="independent")


@figure(
    id="GOV-30",
    slug="models-above-every-threshold",
    title="Models above {t26} grow {rise_26:2}-fold from 2026 to 2030, those above {t23} {rise_23:2}-fold",
    question="How fast does each threshold fill?",
    alt="Lines of the number of models against year, 2026 to 2030, on a logarithmic scale, one for each power of ten from {t23} to {t28}. The higher the threshold, the lower and steeper the line: {t23} goes from {own_1e23_2026} to {own_1e23_2030}, {t26} from {own_1e26_2026} to {own_1e26_2030}, {t28} from near none to {own_1e28_2030}.",
    caption="Our forecast of all notable models, cumulative by the end of each year, median and 5–95 %. Thresholds far below the largest runs fill at the pace at which notable models come out, about the same each year, so that they grow by a steady number; thresholds near the largest runs also move down the distribution. Medians below one model are not drawn.",
    columns={"threshold": ("text", "Threshold, FLOP"), "year": ("year", "End of the calendar year"), **_RANGE},
    sources=("epochai2026models", "epochai2026chips"),
    tables=_TABLES,
    parameters=_PARAMETERS,
    grade="modelled",
    **_COMMON,
)
def every_threshold():
    return results.own_frame()


@every_threshold.draw
def _(frame, narrow):
    frame = frame[frame["models"] >= 1].assign(low=lambda f: f["low"].clip(lower=0.8))
    order = list(frame["threshold"].drop_duplicates())
    colour = alt.Color("threshold:N", sort=order, scale=alt.Scale(domain=order, range=[theme.GREY, theme.OCHRE, theme.BLUE, theme.ORANGE, theme.GREEN, theme.PURPLE]), legend=None)
    x = alt.X("year:Q", title="End of year", scale=alt.Scale(domain=[2025.9, 2030.6 if not narrow else 2030.9]), axis=alt.Axis(format="d", values=[2026, 2027, 2028, 2029, 2030]))
    scale = alt.Scale(type="log", domain=[0.8, 1000])
    axis = alt.Axis(values=[1, 3, 10, 30, 100, 300, 1000])
    band = alt.Chart(frame).mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", scale=scale, axis=axis, title="Models (at or above the threshold)"), y2="high:Q", color=colour)
    line = alt.Chart(frame).mark_line(point=True).encode(x=x, y=alt.Y("models:Q", scale=scale, axis=axis, title="Models (at or above the threshold)"), color=colour)
    labels = [alt.Chart(frame[(frame["year"] == 2030) & (frame["threshold"] == name)]).mark_text(align="left", dx=7, dy=-7 if name == order[0] else 3, fontWeight="bold").encode(x=x, y=alt.Y("models:Q", scale=scale), text="threshold:N", color=colour) for name in order]
    return alt.layer(band, line, *labels).properties(width=theme.width(narrow), height=400)


@figure(
    id="GOV-31",
    slug="kumar-manning-written-anew",
    title="Written anew from its inputs, Kumar and Manning’s method meets {medians_strict} of {medians} printed medians within {share_tolerance}",
    question="Does the re-implementation give the published numbers?",
    alt="Rows of printed cells, by threshold and year, with three marks each, ours over theirs: the lower point, the median and the upper point. Nearly all marks lie within a few percent of one; the worst median is off by {worst_median:2}, the worst ends by {worst_p5:2} and {worst_p95:2}, inside the shaded {end_tolerance}.",
    caption="Ours over theirs for every printed number that is not tiny: the two cells of the paper’s abstract, and the table of the draft of April 2025 with its own inputs (the paper’s full table could not be read). Shaded: {end_tolerance} either side, asked for beforehand; dashed: {share_tolerance}. Nothing was tuned. The growth is that of the authors’ configuration; the draft’s text states a slightly larger one.",
    columns={"edition": ("text", "Edition"), "kind": ("text", "Table"), "level": ("1", "Decimal logarithm of the threshold"), "year": ("year", "Year"), "end": ("text", "Quantile"), "printed": ("1", "Printed"), "ours": ("1", "Ours"), "stated": ("1", "Ours with the growth that the draft states"), "strict": ("text", "Within the tolerance"), "within_rounding": ("text", "Within it or the rounding of the print"), "ratio": ("1", "Ours over theirs"), "cell": ("text", "Cell"), "what": ("text", "Quantile in words")},
    sources=("kumar2025trends", "kumar2025code"),
    tables=_THEIRS,
    grade="measured",
    **_COMMON,
)
def agreement():
    frame = results.agreement_frame()
    return frame.assign(**{c: frame[c].map({True: "yes", False: "no"}) for c in ("strict", "within_rounding")}, cell=frame["edition"].map({"published": "paper", "draft": "draft"}) + ": " + frame["cell"])


@agreement.draw
def _(frame, narrow):
    order = list(frame["cell"].drop_duplicates())
    y = named_rows.rows("cell", order, narrow)
    scale = alt.Scale(domain=[0.75, 1.25])
    x = alt.X("ratio:Q", title="Ours over theirs", scale=scale, axis=alt.Axis(grid=True, values=[0.8, 0.9, 1.0, 1.1, 1.2]))
    box = alt.Chart(pd.DataFrame({"a": [0.8], "b": [1.2]})).mark_rect(opacity=0.18, color=theme.GREEN).encode(x=alt.X("a:Q", scale=scale), x2="b:Q")
    lines = alt.Chart(pd.DataFrame({"v": [0.9, 1.1]})).mark_rule(strokeDash=[4, 3]).encode(x=alt.X("v:Q", scale=scale))
    one = alt.Chart(pd.DataFrame({"v": [1.0]})).mark_rule().encode(x=alt.X("v:Q", scale=scale))
    what = ["5 % point", "median", "95 % point"]
    marks = alt.Chart(frame).mark_point(filled=True, size=75).encode(
        x=x, y=y,
        color=alt.Color("what:N", scale=alt.Scale(domain=what, range=[theme.ORANGE, theme.BLUE, theme.PURPLE]), legend=named_rows.legend(narrow)),
        shape=alt.Shape("what:N", scale=alt.Scale(domain=what, range=["triangle-left", "circle", "triangle-right"])),
    )  # fmt: skip
    return alt.layer(box, lines, one, marks, *named_rows.names(frame, "cell", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow))


@figure(
    id="GOV-32",
    slug="models-without-an-estimate",
    title="Counting only models with a compute estimate sees {known_1e26_2028} instead of {own_1e26_2028} above {t26} in 2028",
    question="How much hangs on the models whose compute nobody has estimated?",
    alt="Rows of thresholds with three intervals each for the end of 2028: models with an estimate only, all notable models, and Kumar and Manning’s method. Above {t25} the medians are {known_1e25_2028}, {own_1e25_2028} and {km_1e25_2028}; above {t26} {known_1e26_2028}, {own_1e26_2028} and {km_1e26_2028}.",
    caption="Dot: median; bar: 5–95 %. Only {estimated_share_2025:2} of the notable models of 2025 have an estimate, against {estimated_share_2022:2} of those of 2022, and most of the others come from developers who have trained above the threshold before. All notable models: the same share of a developer’s unseen models lies above the threshold as of its seen ones, with their sampling error. Thresholds with a median of none are left out on the logarithmic scale.",
    columns={"threshold": ("text", "Threshold, FLOP"), "what": ("text", "What is counted"), **_RANGE},
    sources=("epochai2026models", "kumar2025trends", "kumar2025code", "epochai2026chips"),
    tables=(*_TABLES, *_THEIRS),
    parameters=_PARAMETERS,
    grade="modelled",
    **_COMMON,
)
def unseen():
    return results.basis_frame()


@unseen.draw
def _(frame, narrow):
    frame = frame[frame["models"] >= 1].assign(low=lambda f: f["low"].clip(lower=0.8))
    order = list(frame["threshold"].drop_duplicates())
    kinds = list(frame["what"].drop_duplicates())
    y = alt.Y("threshold:N", sort=order, title=None, axis=alt.Axis(grid=False))
    offset = alt.YOffset("what:N", sort=kinds)
    scale = alt.Scale(type="log", domain=[0.8, 1000])
    colour = alt.Color("what:N", scale=alt.Scale(domain=kinds, range=[theme.GREEN, theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 3))
    x = alt.X("models:Q", title="Models at or above the threshold by the end of 2028", scale=scale, axis=alt.Axis(grid=True, values=[1, 3, 10, 30, 100, 300, 1000]))
    bars = alt.Chart(frame).mark_rule(strokeWidth=5, opacity=0.45).encode(y=y, yOffset=offset, x=alt.X("low:Q", scale=scale), x2="high:Q", color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=75).encode(y=y, yOffset=offset, x=x, color=colour)
    return alt.layer(bars, dots).properties(width=theme.width(narrow), height=alt.Step(17))


@figure(
    id="GOV-33",
    slug="what-drives-the-forecast",
    title="Unseen models move the forecast above {t26} in 2028 from {unseen_low_1e26} to {unseen_high_1e26}, and where the trend stands moves it as much",
    question="What would change the forecast most?",
    alt="Horizontal bars, one for each input: the median number of models above {t26} by the end of 2028 where the input is lowest and where it is highest. The share of unseen models that are large moves it from {unseen_low_1e26} to {unseen_high_1e26}; where the trend stands from {level_low_1e26} to {level_high_1e26}; the weight of the past trend from {weight_low_1e26} to {weight_high_1e26}.",
    caption="Our forecast of all notable models above {t26} by the end of 2028, among the draws in which one input is in its lowest or highest tenth. The vertical line is the median. Inputs are ordered by the share of the rank correlation; what is left is chance and which past years the coming ones resemble.",
    columns={"threshold": ("text", "Threshold, FLOP"), "input": ("text", "Input"), "share": ("1", "Share of the squared rank correlations"), "at_low": ("1", "Median in the input's lowest tenth"), "at_high": ("1", "Median in its highest tenth")},
    sources=("epochai2026models", "epochai2026chips"),
    tables=_TABLES,
    parameters=_PARAMETERS,
    grade="modelled",
    **_COMMON,
)
def drivers():
    return results.drivers_frame(26.0)


@drivers.draw
def _(frame, narrow):
    y = named_rows.rows("input", list(frame["input"]), narrow)
    low, high = frame[["at_low", "at_high"]].min(axis=1).min(), frame[["at_low", "at_high"]].max(axis=1).max()
    scale = alt.Scale(domain=[0.85 * low, 1.1 * high], nice=True)
    bars = alt.Chart(frame).mark_rule(strokeWidth=9, opacity=0.45, color=theme.BLUE).encode(y=y, x=alt.X("at_low:Q", scale=scale, title="Models above the threshold by the end of 2028", axis=alt.Axis(grid=True, tickCount=5)), x2="at_high:Q")
    ends = [alt.Chart(frame).mark_text(dx=dx, align=side).encode(y=y, x=alt.X(f"{field}:Q", scale=scale), text=alt.Text(f"{field}:Q", format=".0f")) for field, dx, side in (("at_low", -6, "right"), ("at_high", 6, "left"))]
    middle = alt.Chart(pd.DataFrame({"v": [results.facts()["own_1e26_2028"].value]})).mark_rule(strokeDash=[4, 3]).encode(x=alt.X("v:Q", scale=scale))
    return alt.layer(middle, bars, *ends, *named_rows.names(frame, "input", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="GOV-34",
    slug="fixed-against-relative-thresholds",
    title="A fixed {t26} catches {flow_1e26_2026} models with an estimate in 2026 and {flow_1e26_2030} in 2030; one tied to the largest run stays near {near_own}",
    question="Would a threshold tied to the largest run keep the number of models steady?",
    alt="Three lines of models a year from 2019 to 2030, counts to 2025 and forecasts with bands from 2026. Within one order of magnitude of the largest model: between {near_2025} and {near_2021} a year since 2021 with no trend, and {near_own:range} ahead. Above {t25} none before 2023 and above {t26} none before 2025, then rising, to {flow_1e26_2030} a year above {t26} in 2030.",
    caption="Models with an estimate that come out in each year. Relative: no more than {oom} order of magnitude below the largest model that existed when the quarter began, or above it. Its forecast lends each coming year the count of one of the last seven. Fixed: our forecast of models with an estimate, median and 5–95 %.",
    columns={"rule": ("text", "Threshold"), "method": ("text", "Counted or forecast"), "year": ("year", "Calendar year"), "low": ("1", "5 % point"), "models": ("1", "Models that came out in the year"), "high": ("1", "95 % point")},
    sources=("epochai2026models", "epochai2026chips"),
    tables=(*_TABLES, "governance/near_frontier"),
    parameters=_PARAMETERS,
    grade="modelled",
    **_COMMON,
)
def relative():
    return results.near_frame()


@relative.draw
def _(frame, narrow):
    rules = list(frame["rule"].drop_duplicates())
    colour = alt.Color("rule:N", scale=alt.Scale(domain=rules, range=[theme.GREEN, theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 3))
    x = alt.X("year:Q", title="Year", scale=alt.Scale(domain=[2018.8, 2030.2]), axis=alt.Axis(format="d", values=[2020, 2022, 2024, 2026, 2028, 2030]))
    ahead = frame[frame["method"] == "forecast"]
    band = alt.Chart(ahead).mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", title="Models that come out in the year"), y2="high:Q", color=colour)
    past = alt.Chart(frame[frame["method"] == "counted"]).mark_line(point=True).encode(x=x, y=alt.Y("models:Q", title="Models that come out in the year"), color=colour)
    dashed = alt.Chart(ahead).mark_line(strokeDash=[5, 3]).encode(x=x, y="models:Q", color=colour)
    now = alt.Chart(pd.DataFrame({"v": [2025.5]})).mark_rule(strokeDash=[2, 3]).encode(x=alt.X("v:Q"))
    return alt.layer(band, now, past, dashed).properties(width=theme.width(narrow), height=320)
