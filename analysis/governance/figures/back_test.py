"""Figures of the back-test: forecasts against what came, coverage by horizon, the copy of February 2025, and the end of 2025."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import back_test as results
from analysis.governance.results.forecast import OWN, THEIRS

__all__ = ["against", "coverage", "old_copy", "end_of_2025"]

_COMMON = {"as_of": "2026-11-26", "notebook": "governance/back-test", "facts": (results.facts,), "claims": ("E1",)}
_TABLES = ("governance/compute_by_year", "governance/counts_by_year", "governance/relative_sizes", "governance/kumar_manning_inputs")
_SOURCES = ("epochai2025models", "epochai2026models", "kumar2025trends", "kumar2025code")
_PARAMETERS = ("forecast_trend_weight", "training_stock_growth")
_SCALE = alt.Scale(type="symlog", constant=1, domain=[0, 500])
_TICKS = [0, 1, 3, 10, 30, 100, 300]


@figure(
    id="GOV-35",
    slug="forecasts-against-what-came",
    title="Made to forecast from earlier years, our intervals hold {coverage_own:2} of what came and Kumar and Manning’s {coverage_km:2}, not {nominal}",
    question="Would the forecasts have been right?",
    alt="Two panels of forecast against counted models, on scales that stretch small counts, with a diagonal. Our medians lie mostly on or below the diagonal, the further the longer ago the forecast was made: too few models in {too_few_own:2} of cells, too many in {too_many_own:2}. Those of Kumar and Manning’s method scatter on both sides: too few in {too_few_km:2}, too many in {too_many_km:2}.",
    caption="Each dot is a threshold (from {t22} to {t26}) and a year to 2025, forecast from the end of a year from 2018 to 2024; bars: 5–95 %. Models with an estimate that came out after the origin. Both methods see only the years up to the origin, in the copy of July 2026; their bounds and forms were chosen knowing what came, so that this flatters them. Kumar and Manning’s growth is the past growth at the origin, since their second source is of 2025.",
    columns={"method": ("text", "Method"), "origin": ("year", "Last year seen"), "year": ("year", "Year forecast"), "level": ("1", "Decimal logarithm of the threshold"), "low": ("1", "5 % point"), "predicted": ("1", "Median forecast"), "high": ("1", "95 % point"), "observed": ("1", "Counted"), "hit": ("text", "Inside the interval")},
    sources=_SOURCES,
    tables=_TABLES,
    parameters=_PARAMETERS,
    grade="measured",
    **_COMMON,
)
def against():
    frame = results.rolling()
    return frame.assign(hit=frame["inside"].map({True: "inside the interval", False: "outside"}))[["method", "origin", "year", "level", "low", "predicted", "high", "observed", "hit"]]


@against.draw
def _(frame, narrow):
    colour = alt.Color("hit:N", scale=alt.Scale(domain=["inside the interval", "outside"], range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=2))
    base = alt.Chart(frame)
    x = alt.X("observed:Q", title="Counted", scale=_SCALE, axis=alt.Axis(values=_TICKS))
    y = alt.Y("predicted:Q", title="Forecast", scale=_SCALE, axis=alt.Axis(values=_TICKS))
    bars = base.mark_rule(strokeWidth=1.5, opacity=0.3).encode(x=x, y=alt.Y("low:Q", scale=_SCALE, title="Forecast", axis=alt.Axis(values=_TICKS)), y2="high:Q", color=colour)
    dots = base.mark_point(filled=True, size=36, opacity=0.8).encode(x=x, y=y, color=colour)
    diagonal = base.transform_calculate(at="datum.observed").mark_line(color=theme.MUTED, strokeWidth=1.25, strokeDash=[4, 3]).encode(x=x, y=alt.Y("at:Q", scale=_SCALE))
    wide = theme.width(narrow) if narrow else theme.width(narrow) / 2
    each = alt.layer(bars, diagonal, dots).properties(width=wide - (56 if narrow else 34), height=260)
    return each.facet(facet=alt.Facet("method:N", sort=[OWN, THEIRS], title=None, header=alt.Header(labelPadding=20)), columns=1 if narrow else 2)


@figure(
    id="GOV-36",
    slug="interval-coverage-by-horizon",
    title="One year ahead our intervals hold {coverage_own_1:2}, {far} years ahead {coverage_own_5:2}; Kumar and Manning’s {coverage_km_1:2} and {coverage_km_5:2}",
    question="How far ahead can the intervals be trusted?",
    alt="Two lines of the share of counts inside the {nominal} interval against years ahead. Ours starts at {coverage_own_1:2} and falls to {coverage_own_5:2} at {far} years; Kumar and Manning’s starts at {coverage_km_1:2} and ends near {coverage_km_5:2}. A dashed line marks {nominal}.",
    caption="Share of cells inside the 5–95 % interval by years ahead, over the origins from 2018 to 2024 and the thresholds of the figure above. Bars: 5–95 % over origins drawn again as wholes (no bar where one origin is left). The longer the horizon, the fewer and the more alike the cells.",
    columns={"method": ("text", "Method"), "horizon": ("1", "Years ahead"), "cells": ("1", "Cells"), "coverage": ("percent", "Inside the 90 % interval"), "low": ("percent", "5 % point"), "high": ("percent", "95 % point"), "factor": ("1", "Median factor off")},
    sources=_SOURCES,
    tables=_TABLES,
    parameters=_PARAMETERS,
    grade="measured",
    **_COMMON,
)
def coverage():
    return results.scores_by("horizon")[["method", "horizon", "cells", "coverage", "low", "high", "factor"]]


@coverage.draw
def _(frame, narrow):
    colour = alt.Color("method:N", scale=alt.Scale(domain=[OWN, THEIRS], range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 2))
    frame = frame.assign(at=frame["horizon"] + frame["method"].map({OWN: -0.06, THEIRS: 0.06}))
    x = alt.X("at:Q", title="Years ahead", scale=alt.Scale(domain=[0.7, 7.3]), axis=alt.Axis(values=list(range(1, 8)), format="d"))
    scale = alt.Scale(domain=[0, 100])
    line = alt.Chart(frame).mark_line(point=True).encode(x=x, y=alt.Y("coverage:Q", scale=scale, title="Inside the 90 % interval (%)"), color=colour)
    bars = alt.Chart(frame[frame["high"] > frame["low"]]).mark_rule(strokeWidth=2, opacity=0.6).encode(x=x, y=alt.Y("low:Q", scale=scale, title="Inside the 90 % interval (%)"), y2="high:Q", color=colour)
    nominal = alt.Chart(pd.DataFrame({"v": [90.0]})).mark_rule(strokeDash=[4, 3]).encode(y=alt.Y("v:Q", scale=scale))
    return alt.layer(nominal, bars, line).properties(width=theme.width(narrow), height=300)


@figure(
    id="GOV-37",
    slug="forecast-from-the-copy-of-february-2025",
    title="From the copy of February 2025, our forecast of {copy_own_known_1e25:range} new models with an estimate above {t25} met {came_known_1e25}; Kumar and Manning’s {copy_km_known_1e25:range} did not",
    question="What would have been said in February 2025, and what came?",
    alt="Rows of thresholds from {t23} to {t26} with three intervals each, for models of 2024 and 2025: our forecast of models with an estimate, of all models, and Kumar and Manning’s. Filled dots mark what was counted with an estimate, rings what it comes to with the others added. Above {t25}: {came_known_1e25} and {came_all_1e25:range}.",
    caption="Models released in 2024 and 2025, forecast from the years to 2023 in the copy of February 2025; the count is that of July 2026. Kumar and Manning’s method is scored as its authors use it, on models with an estimate; its median of {copy_km_known_1e25} comes close to the count with the others added. Theirs without the count of 2024 that they put in by hand.",
    columns={"threshold": ("text", "Threshold, FLOP"), "what": ("text", "Forecast or count"), "low": ("1", "5 % point"), "models": ("1", "Models, median or count"), "high": ("1", "95 % point")},
    sources=_SOURCES,
    tables=_TABLES,
    parameters=_PARAMETERS,
    grade="measured",
    **_COMMON,
)
def old_copy():
    frame = results.copies()
    frame = frame[frame["year"] == 2025]
    names = {(OWN, "known"): "ours, with an estimate", (OWN, "all"): "ours, all", (THEIRS, "known"): "Kumar and Manning's method"}
    rows = [{"threshold": f"1e{r.level:.0f}", "what": names[(r.method, r.basis)], "low": r.low, "models": r.predicted, "high": r.high} for r in frame.itertuples()]
    for r in frame[(frame["method"] == OWN) & (frame["basis"] == "all")].itertuples():
        rows.append({"threshold": f"1e{r.level:.0f}", "what": "counted, with an estimate", "low": r.observed_known, "models": r.observed_known, "high": r.observed_known})
        rows.append({"threshold": f"1e{r.level:.0f}", "what": "counted, the others estimated", "low": r.observed_low, "models": r.observed_all, "high": r.observed_high})
    return pd.DataFrame(rows)


@old_copy.draw
def _(frame, narrow):
    kinds = ["ours, with an estimate", "counted, with an estimate", "Kumar and Manning's method", "ours, all", "counted, the others estimated"]
    return _intervals(frame, "threshold", kinds, [theme.BLUE, theme.INK, theme.ORANGE, theme.PURPLE, theme.GREEN], "Models of 2024 and 2025", narrow)


def _intervals(frame, row, kinds, colours, title, narrow):
    floor = 0.8
    frame = frame.assign(low=frame["low"].clip(lower=floor), models=frame["models"].clip(lower=floor))
    y = alt.Y(f"{row}:N", sort=list(frame[row].drop_duplicates()), title=None, axis=alt.Axis(grid=False))
    offset = alt.YOffset("what:N", sort=kinds)
    scale = alt.Scale(type="log", domain=[floor, 300])
    colour = alt.Color("what:N", scale=alt.Scale(domain=kinds, range=colours), legend=alt.Legend(columns=1 if narrow else 3))
    x = alt.X("models:Q", title=title, scale=scale, axis=alt.Axis(grid=True, values=[1, 3, 10, 30, 100, 300]))
    bars = alt.Chart(frame).mark_rule(strokeWidth=5, opacity=0.45).encode(y=y, yOffset=offset, x=alt.X("low:Q", scale=scale), x2="high:Q", color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=75).encode(y=y, yOffset=offset, x=x, color=colour)
    return alt.layer(bars, dots).properties(width=theme.width(narrow), height=alt.Step(15))


@figure(
    id="GOV-38",
    slug="end-of-2025-as-forecast-and-as-counted",
    title="For the end of 2025 forecasts gave {end_2025_km_1e26} to {end_2025_own_all_1e26} models above {t26}; {end_2025_counted_1e26} have an estimate, {end_2025_estimated_1e26:range} with the others",
    question="How do the published forecasts stand at the end of 2025?",
    alt="Rows of sources for two thresholds. Above {t25}: our forecasts {end_2025_own_known_1e25} and {end_2025_own_all_1e25}, Kumar and Manning’s method {end_2025_km_1e25}, counted {end_2025_counted_1e25}, with the others {end_2025_estimated_1e25}. Above {t26}: {end_2025_own_known_1e26}, {end_2025_own_all_1e26}, {end_2025_km_1e26}, Cottier and Owen {end_2025_epoch_1e26}, counted {end_2025_counted_1e26}, with the others {end_2025_estimated_1e26}.",
    caption="Cumulative, by the end of 2025. Bars: 5–95 %. Ours from the copy of February 2025; Kumar and Manning’s as they would print it, with their count of 2024; Cottier and Owen: their median for the start of 2026, of May 2025, of models with an estimate. Which forecast was right depends on models that nobody outside has measured.",
    columns={"threshold": ("text", "Threshold"), "who": ("text", "Forecast or count"), "low": ("1", "5 % point"), "models": ("1", "Models, median or count"), "high": ("1", "95 % point")},
    sources=(*_SOURCES, "cottier2025counts"),
    tables=(*_TABLES, "governance/published_forecasts"),
    parameters=_PARAMETERS,
    grade="measured",
    **_COMMON,
)
def end_of_2025():
    return results.against_published()


@end_of_2025.draw
def _(frame, narrow):
    frame = frame.assign(row=frame["threshold"].str.replace(" FLOP", "") + ": " + frame["who"])
    y = named_rows.rows("row", list(frame["row"]), narrow)
    scale = alt.Scale(type="log", domain=[1, 100])
    kind = frame["who"].str.startswith("Counted").map({True: "counted", False: "forecast"})
    frame = frame.assign(kind=kind)
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["forecast", "counted"], range=[theme.BLUE, theme.GREEN]), legend=named_rows.legend(narrow))
    x = alt.X("models:Q", title="Models by the end of 2025", scale=scale, axis=alt.Axis(grid=True, values=[1, 3, 10, 30, 100]))
    bars = alt.Chart(frame[frame["high"] > frame["low"]]).mark_rule(strokeWidth=5, opacity=0.45).encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q", color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(y=y, x=x, color=colour)
    return alt.layer(bars, dots, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow))
