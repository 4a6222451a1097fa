"""Figures of pace: intervals by kind, the index and its break, gain by kind, calendar years, power, forecasts."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import pace as results

__all__ = ["intervals", "index", "gains", "years", "power", "forecasts"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/pace", "facts": (results.facts,)}
_KINDS = alt.Scale(domain=["pre-trained", "reasoning"], range=[theme.ORANGE, theme.BLUE])
_INDEX = ("scaling/capability_index", "scaling/frontier_scores")
_SOURCES = ("epochai2026benchmarks", "metr2026horizon11")
_MEASURES = ["index", "length of tasks", "WeirdML"]


@figure(
    id="SCL-120",
    slug="intervals-between-generations",
    title="Numbered pre-trained generations came {pre_months:range2} apart, reasoning ones {reasoning_months:range2}",
    question="How long is it from one generation to the next, by kind of model?",
    alt="Rows of model lines with dots for intervals in months. Pre-trained lines spread from {pre_shortest:2} to {pre_longest:2}, the longest from GPT-3 to GPT-4; reasoning lines lie left, o1 to o3 at {o1_to_o3:2}. Vertical lines mark the medians.",
    caption="Full dots: between whole generations by the makers’ numbers; open dots: between any releases of a line. Medians with 5–95 % by bootstrap over intervals, for whole generations. {releases} dated releases. o3 counts from its announcement; its release came {o1_to_o3_released:2} after o1. What counts as a generation is the maker’s choice of number.",
    columns={"kind": ("text", "Kind"), "line": ("text", "Line"), "model": ("text", "Later model"), "released": ("text", "Its day"), "between": ("text", "Between which releases"), "months": ("month", "Interval")},
    sources=("epochai2026models",),
    tables=("scaling/model_generations",),
    claims=("C3",),
    grade="measured",
    **_COMMON,
)
def intervals():
    return results.interval_frame()


@intervals.draw
def _(frame, narrow):
    order = list(frame[frame["kind"] == "pre-trained"]["line"].drop_duplicates()) + list(frame[frame["kind"] == "reasoning"]["line"].drop_duplicates())
    y = named_rows.rows("line", order, narrow)
    scale = alt.Scale(domain=[0, 36])
    x = alt.X("months:Q", title="Months since the one before", scale=scale, axis=alt.Axis(grid=True, values=[0, 6, 12, 18, 24, 30, 36]))
    colour = alt.Color("kind:N", scale=_KINDS, legend=named_rows.legend(narrow))
    whole, every = frame[frame["between"] == "numbered generations"], frame[frame["between"] != "numbered generations"]
    dots = alt.Chart(whole).mark_point(filled=True, size=75).encode(x=x, y=y, color=colour)
    every = every[~every["model"].isin(whole["model"])]
    rings = alt.Chart(every).mark_point(filled=False, size=75).encode(x=x, y=y, color=colour)
    medians = whole.groupby("kind", as_index=False)["months"].median()
    rules = alt.Chart(medians).mark_rule(strokeDash=[4, 3], strokeWidth=2).encode(x=alt.X("months:Q", scale=scale), color=colour)
    return alt.layer(rules, rings, dots, *named_rows.names(frame, "line", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow))


@figure(
    id="SCL-121",
    slug="a-break-at-o1",
    title="The index rose {index_before:range2} points a year before o1 and {index_after:2} since; how sharp the break is hangs on where the line starts",
    question="Did the trend of capability break in September 2024?",
    alt="Dots of models on an index of capability from 2023 to 2026, pre-trained in one colour, reasoning in another. A line rises to September 2024, flattest if it starts at GPT-4, steeper if it starts a model earlier or later; there it steps up by {index_jump:range2} points and rises faster. A dashed straight line runs steeper than all before and close to the line after.",
    caption="Epoch’s index of many tests, in points, for models among the best of all or of their kind. Lines are fitted to the {top} best so far at each release: full, level and slope free to change at the announcement of o1-preview; dashed, one straight line; both from GPT-4 on. Thin: the line before o1 if it starts one model earlier or after GPT-4. Without a break so large a gain in fit would come with a probability of {index_p:2} from GPT-4 on and {index_p_most:2} after it, correlation of neighbours allowed for.",
    columns={"model": ("text", "Model"), "released": ("text", "Day of release"), "kind": ("text", "Kind"), "points": ("1", "Index, points"), "leads": ("text", "Among the best so far"), "broken": ("1", "Line with a break"), "broken_first": ("1", "The same from the first model listed, before the break"), "broken_later": ("1", "The same after GPT-4, before the break"), "straight": ("1", "Straight line")},
    sources=("epochai2026benchmarks",),
    tables=("scaling/capability_index",),
    claims=("C20",),
    grade="modelled",
    **_COMMON,
)
def index():
    frame = results.index_frame()
    return frame.assign(leads=frame["leads"].map({True: "yes", False: "no"}))


@index.draw
def _(frame, narrow):
    x = alt.X("released:T", title=None, scale=alt.Scale(domain=["2023-01-01", "2026-06-30"]), axis=alt.Axis(format="%Y", tickCount="year"))
    scale = alt.Scale(domain=[115, 162])
    colour = alt.Color("kind:N", scale=_KINDS, legend=named_rows.legend(narrow))
    y = alt.Y("points:Q", title="Epoch Capabilities Index (points)", scale=scale)
    dots = alt.Chart(frame).mark_point(filled=True, size=50).encode(x=x, y=y, color=colour)
    before, after = (frame[(frame["released"] < results.BREAK_DAY) == s] for s in (True, False))
    lines = [alt.Chart(part).mark_line(color=theme.INK, strokeWidth=2.5).encode(x=x, y=alt.Y("broken:Q", scale=scale)) for part in (before, after)]
    others = [alt.Chart(frame.dropna(subset=[c])).mark_line(color=theme.INK, strokeWidth=1).encode(x=x, y=alt.Y(f"{c}:Q", scale=scale)) for c in ("broken_first", "broken_later")]
    straight = alt.Chart(frame).mark_line(color=theme.GREY, strokeDash=[5, 4], strokeWidth=1.5).encode(x=x, y=alt.Y("straight:Q", scale=scale))
    at = alt.Chart(pd.DataFrame({"x": [results.BREAK_DAY], "t": ["o1-preview"]}))
    rule = at.mark_rule(strokeDash=[2, 3]).encode(x=alt.X("x:T"))
    text = at.mark_text(align="right", dx=-6, fontWeight="bold").encode(x=alt.X("x:T"), y=alt.value(12), text="t:N")
    return alt.layer(straight, rule, *others, *lines, dots, text).properties(width=theme.width(narrow), height=340)


@figure(
    id="SCL-122",
    slug="gain-a-month-by-kind",
    title="Reasoning models gained {gain_ratio:range2} times as much a month as pre-trained ones on the index; side by side since 2024, {gain_ratio_late:range2}",
    question="Is more capability gained per month along the reasoning line?",
    alt="Rows with a dot and a bar for the ratio of gain a month, on a logarithmic axis with a line at one. Index {gain_ratio:2}, length of tasks {gain_ratio_length:2} with a wide bar, WeirdML {gain_ratio_weird:2}, and the index with both kinds since summer 2024 {gain_ratio_late:2}.",
    caption="Slope of the best reasoning models over that of the best pre-trained ones, each fitted to the {top} best of its kind at each release; bars 5–95 %. The pre-trained line runs from GPT-4 on, the reasoning line from o1: part of the difference is the date. The last row takes only pre-trained models since summer 2024, whose makers had reasoning models to learn from. Length of tasks is METR’s, counted in doublings; WeirdML in log odds.",
    columns={"row": ("text", "Measure"), "pre_trained": ("1/year", "Gain a year, pre-trained"), "reasoning": ("1/year", "Gain a year, reasoning"), "ratio": ("1", "Reasoning over pre-trained"), "low": ("1", "5 % point"), "high": ("1", "95 % point"), "steeper": ("1", "Probability that reasoning is steeper")},
    sources=_SOURCES,
    tables=_INDEX,
    claims=("C3",),
    grade="modelled",
    **_COMMON,
)
def gains():
    return results.gain_frame()


@gains.draw
def _(frame, narrow):
    y = named_rows.rows("row", list(frame["row"]), narrow)
    scale = alt.Scale(type="log", domain=[0.4, 16])
    x = alt.X("ratio:Q", title="Gain a month, reasoning over pre-trained", scale=scale, axis=alt.Axis(grid=True, values=[0.5, 1, 2, 5, 10]))
    one = alt.Chart(pd.DataFrame({"x": [1.0]})).mark_rule(strokeDash=[4, 3]).encode(x=alt.X("x:Q", scale=scale))
    bars = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.35, color=theme.BLUE).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=90, color=theme.BLUE).encode(x=x, y=y)
    text = alt.Chart(frame).mark_text(align="left", dx=6, fontSize=11).encode(x=alt.X("high:Q", scale=scale), y=y, text=alt.Text("ratio:Q", format=".1f"))
    return alt.layer(one, bars, dots, text, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 34))


@figure(
    id="SCL-123",
    slug="2025-against-2024",
    title="2025 was not faster than 2024: the index rose {gain_2025:2} points after {gain_2024:2}, the length of tasks {doublings_2025:2} doublings after {doublings_2024:2}",
    question="Did capability rise faster in 2025 than in 2024?",
    alt="Rows of measures, each with 2024 and 2025: slope within the year with a bar and gain between records as a ring, both relative to the slope of 2024. For every measure the dot of 2025 lies left of that of 2024.",
    caption="Dots and bars: slope within the calendar year of the {top} best at each release, 5–95 %; rings: gain of the best score within the year. All as multiples of the slope of 2024 on the same measure. The probability that 2025 was steeper is {faster_index:2} on the index, {faster_length:2} on the length of tasks, {faster_weird:2} on WeirdML. 2024 holds o1 itself, released in its last quarter.",
    columns={"row": ("text", "Measure and year"), "measure": ("text", "Measure"), "year": ("year", "Year"), "slope": ("1/year", "Slope within the year"), "gain": ("1", "Gain of the best within the year"), "relative": ("1", "Slope over that of 2024"), "low_relative": ("1", "5 % point"), "high_relative": ("1", "95 % point"), "gain_relative": ("1", "Gain over the slope of 2024")},
    sources=_SOURCES,
    tables=_INDEX,
    claims=("C20",),
    grade="modelled",
    **_COMMON,
)
def years():
    return results.year_shares()


@years.draw
def _(frame, narrow):
    y = named_rows.rows("row", list(frame["row"]), narrow)
    scale = alt.Scale(domain=[0, 1.8])
    colour = alt.Color("year:N", scale=alt.Scale(domain=[2024, 2025], range=[theme.GREY, theme.GREEN]), legend=named_rows.legend(narrow))
    x = alt.X("relative:Q", title="Multiple of the slope of 2024", scale=scale, axis=alt.Axis(grid=True, values=[0, 0.5, 1, 1.5]))
    bars = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.35).encode(x=alt.X("low_relative:Q", scale=scale), x2="high_relative:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=85).encode(x=x, y=y, color=colour)
    rings = alt.Chart(frame).mark_point(filled=False, size=85).encode(x=alt.X("gain_relative:Q", scale=scale), y=y, color=colour)
    return alt.layer(bars, dots, rings, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow))


@figure(
    id="SCL-124",
    slug="power-of-the-break-test",
    title="A slope {two_times} times as steep from September 2024 on would have been seen with {power_index:2} chance on the index, {power_length:2} on the length of tasks",
    question="Could the test have seen a break if there was one?",
    alt="Rising curves of the chance to find a planted break against how many times steeper the slope becomes. At one, all lie near the false-alarm rate; the index and WeirdML reach near certainty by {three_times} times, the length of tasks later.",
    caption="Series made on the real dates with the measured noise and a planted change of slope, no step, lines from GPT-4 on; share in which the test finds it at a threshold that gives a false alarm in {power_false:2} of series without a break. So the absence of a break on WeirdML means something; on the length of tasks only a large one could be seen.",
    columns={"measure": ("text", "Measure"), "times": ("1", "Times steeper after the date"), "power_percent": ("percent", "Chance of finding it")},
    sources=_SOURCES,
    tables=_INDEX,
    claims=("C20",),
    grade="modelled",
    **_COMMON,
)
def power():
    return results.power_frame()


@power.draw
def _(frame, narrow):
    colour = alt.Color("measure:N", scale=alt.Scale(domain=_MEASURES, range=[theme.BLUE, theme.GREEN, theme.PURPLE]), legend=named_rows.legend(narrow))
    x = alt.X("times:Q", title="Times steeper after September 2024", scale=alt.Scale(domain=[1, 5]), axis=alt.Axis(values=[1, 2, 3, 4, 5]))
    y = alt.Y("power_percent:Q", title="Chance of finding the break (%)", scale=alt.Scale(domain=[0, 100]))
    base = alt.Chart(frame).encode(x=x, y=y, color=colour)
    return alt.layer(base.mark_line(), base.mark_point(filled=True, size=45)).properties(width=theme.width(narrow), height=290)


@figure(
    id="SCL-125",
    slug="forecasts-of-2025",
    title="Forecasts of the end of 2024 missed on both sides: {people:range2} is the probability that one fell short",
    question="Did forecasters underestimate 2025?",
    alt="Rows of forecasts as a percentage of the outcome, with a line at the outcome. Most survey answers lie left of it, OSWorld furthest; SWE-bench lies right, as do the two forecasts of early 2025, of which AI 2027’s pace is furthest.",
    caption="Each forecast over its outcome; left of the line reality went further. Five answers of one respondent of the AI 2025 survey, who published them with the outcomes; its {respondents} respondents were “mostly right about benchmarks”, by its analyst. The forecasts of early 2025 came after o3 and are not counted in the verdict. Percentages of tests end at a hundred, so a miss upwards is bounded.",
    columns={"row": ("text", "Forecast"), "who": ("text", "Who"), "forecast": ("1", "Forecast"), "outcome": ("1", "Outcome"), "percent": ("percent", "Forecast over outcome"), "kind": ("text", "When made")},
    sources=("lucassen2026predictions", "aidigest2026results", "pimpale2025forecasting", "aifutures2026grading"),
    tables=("scaling/forecasts_2025",),
    claims=("C20",),
    grade="guessed",
    **_COMMON,
)
def forecasts():
    return results.forecast_frame()


@forecasts.draw
def _(frame, narrow):
    y = named_rows.rows("row", list(frame["row"]), narrow)
    scale = alt.Scale(domain=[60, 160])
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["forecast by end of 2024", "forecast of early 2025"], range=[theme.BLUE, theme.GREY]), legend=named_rows.legend(narrow, 2) if not narrow else alt.Legend(columns=1, symbolOpacity=1))
    x = alt.X("percent:Q", title="Forecast, % of the outcome", scale=scale, axis=alt.Axis(grid=True, values=[60, 80, 100, 120, 140, 160]))
    one = alt.Chart(pd.DataFrame({"x": [100.0]})).mark_rule(strokeDash=[4, 3]).encode(x=alt.X("x:Q", scale=scale))
    stems = alt.Chart(frame.assign(one=100.0)).mark_rule(strokeWidth=2, opacity=0.5).encode(x=x, x2="one:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=90).encode(x=x, y=y, color=colour)
    return alt.layer(one, stems, dots, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))
