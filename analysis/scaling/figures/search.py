"""Figures of search: AlphaGeometry's ablation, work by length, chance within a budget, and how surely dead ends must be noticed."""

from __future__ import annotations

import altair as alt

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import search as results

__all__ = ["ablation", "work", "chance", "noticed"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/search-with-backtracking", "facts": (results.facts,), "claims": ("C8",)}
_PARAMETERS = ("choosing_step_right", "search_noticed", "search_false_alarm")
_WAYS = list(results.model.WAYS)
_COLOURS = [theme.GREY, theme.ORANGE, theme.BLUE]


@figure(
    id="SCL-85",
    slug="alphageometry-with-less-search",
    title="With a {beam_ratio}th of the beam AlphaGeometry solves {solved_beam} of {problems} problems instead of {solved_full}, without its search {solved_engine}",
    question="What does AlphaGeometry’s search buy?",
    alt="Rows of settings with the number of problems solved of {problems} and a bar for the range of the rate. AlphaGeometry {solved_full}; with less beam, less depth or less training data {solved_beam} each; hand-written rules {solved_rules}; deduction and algebra without constructions {solved_engine}; the previous best {solved_before}.",
    caption="Measured by the makers on {problems} problems of the Mathematical Olympiad, each setting once. Bars: 5–95 % of the rate at which such problems are solved, from the count alone and a flat prior. On so few problems a lead of four is not certain: with independent problems the larger beam is better with {more_helps:2} probability; on the same problems, as here, the evidence is stronger than that.",
    columns={"setting": ("text", "Setting"), "kind": ("text", "What differs"), "solved": ("1", "Problems solved"), "solved_percent": ("percent", "Share solved"), "low_percent": ("percent", "5 % point of the rate"), "high_percent": ("percent", "95 % point of the rate")},
    sources=("trinh2024alphageometry",),
    tables=("scaling/alphageometry_ablation",),
    grade="measured",
    **_COMMON,
)
def ablation():
    return results.ablation()[["setting", "kind", "solved", "solved_percent", "low_percent", "high_percent"]]


@ablation.draw
def _(frame, narrow):
    y = named_rows.rows("setting", list(frame["setting"]), narrow)
    scale = alt.Scale(domain=[0, 100])
    kinds = ["search", "training", "engine", "other"]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[theme.BLUE, theme.GREEN, theme.ORANGE, theme.GREY]), legend=named_rows.legend(narrow, 4))
    x = alt.X("solved_percent:Q", title="Problems solved (%)", scale=scale, axis=alt.Axis(grid=True))
    bars = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.3).encode(x=alt.X("low_percent:Q", scale=scale), x2="high_percent:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    counts = alt.Chart(frame).mark_text(align="left", dx=6, fontSize=12).encode(x=alt.X("high_percent:Q", scale=scale), y=y, text=alt.Text("solved:Q", format="d"))
    return alt.layer(bars, dots, counts, *named_rows.names(frame, "setting", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 32))


@figure(
    id="SCL-86",
    slug="work-with-and-without-backtracking",
    title="For {steps} steps a search that goes back draws {work_back:2} times the length, one that never gives up {work_never:2} times",
    question="How does the work of a search grow with the length of a solution?",
    alt="Lines of work over the length of the solution against that length, on a logarithmic axis. The search that goes back stays nearly flat. The one that never gives up and the one that starts over climb steeply; with false alarms starting over is the worst.",
    caption="Model: a step is sound in {step_right} of cases, a dead end is noticed at each step with {noticed} and at the end always, and {false_alarm} of sound steps are given up by mistake. Whoever starts over has to get every step right in a row; whoever goes back keeps what was sound. Closed forms, checked by simulation.",
    columns={"way": ("text", "Way of searching"), "steps": ("1", "Steps of a solution"), "work_over_length": ("1", "Steps drawn over the length")},
    sources=("stargate2024essay",),
    tables=("scaling/choosing_priors",),
    parameters=_PARAMETERS,
    grade="modelled",
    **_COMMON,
)
def work():
    return results.work_frame()


@work.draw
def _(frame, narrow):
    frame = frame[frame["work_over_length"] <= 1e4]
    colour = alt.Color("way:N", sort=_WAYS, scale=alt.Scale(domain=_WAYS, range=_COLOURS), legend=alt.Legend(columns=1 if narrow else 3))
    x = alt.X("steps:Q", title="Steps of a solution", scale=alt.Scale(type="log", domain=[1, 64]), axis=alt.Axis(values=[1, 2, 4, 8, 16, 32, 64]))
    y = alt.Y("work_over_length:Q", title="Steps drawn over the length (times)", scale=alt.Scale(type="log", domain=[1, 10000]), axis=alt.Axis(values=[1, 10, 100, 1000, 10000]))
    base = alt.Chart(frame).encode(x=x, y=y, color=colour)
    return (base.mark_line() + base.mark_point(filled=True, size=30)).properties(width=theme.width(narrow), height=300)


@figure(
    id="SCL-87",
    slug="chance-within-a-budget",
    title="Within {budget} times the length, going back finds a solution in {chance_back:2}, never giving up in {chance_never:2}, starting over in {chance_over:2}",
    question="Does backtracking raise the chance of success at equal work?",
    alt="Lines of the chance of having found a solution against steps drawn, in lengths of the solution. Going back is nearly sure to have found one within {budget} lengths. Never giving up rises in steps at whole lengths, to {chance_never:2} at {budget}; starting over stays below it.",
    caption="The case of SCL-86 for {steps} steps, exact distributions. A search that never gives up can only finish at whole lengths. Starting over is worse than never giving up here, because false alarms throw sound work away. Over {settings} settings of odds, alarms, lengths and budgets going back is ahead of never giving up in {helps_percent:range2}, and of starting over in {helps_over:2}.",
    columns={"way": ("text", "Way of searching"), "budget": ("1", "Steps drawn over the length"), "found_percent": ("percent", "Chance of a solution")},
    sources=("stargate2024essay",),
    tables=("scaling/choosing_priors",),
    parameters=_PARAMETERS,
    grade="modelled",
    **_COMMON,
)
def chance():
    return results.chance_frame()


@chance.draw
def _(frame, narrow):
    colour = alt.Color("way:N", sort=_WAYS, scale=alt.Scale(domain=_WAYS, range=_COLOURS), legend=alt.Legend(columns=1 if narrow else 3))
    x = alt.X("budget:Q", title="Steps drawn, in lengths of the solution", scale=alt.Scale(type="log", domain=[1, 40]), axis=alt.Axis(values=[1, 2, 3, 5, 10, 20, 40]))
    y = alt.Y("found_percent:Q", title="Chance of a solution (%)", scale=alt.Scale(domain=[0, 100]))
    return alt.Chart(frame).mark_line(interpolate="step-after").encode(x=x, y=y, color=colour).properties(width=theme.width(narrow), height=300)


@figure(
    id="SCL-88",
    slug="how-surely-dead-ends-must-be-noticed",
    title="Going back saves work however seldom dead ends are noticed, {less_never:range2} times less over the settings",
    question="How good must the sense for dead ends be?",
    alt="Lines of how many times less work going back takes, against the probability that a dead end is noticed at each step, for two rivals and three rates of false alarms. All lie above one. Against never giving up they rise as dead ends are noticed more surely and fall with false alarms; against starting over they are higher with more false alarms.",
    caption="For {steps} steps and {step_right} sound ones. Even where a dead end shows only at the end (left edge), going back to the place of the error keeps what came before: {less_unnoticed:2} times less work without false alarms. That the place is known once the branch is given up is the strong assumption of this model.",
    columns={"against": ("text", "Rival"), "false_alarm": ("text", "False alarms"), "noticed_percent": ("percent", "Dead ends noticed at each step"), "times_less": ("1", "Times less work")},
    sources=("stargate2024essay",),
    tables=("scaling/choosing_priors",),
    parameters=_PARAMETERS,
    grade="modelled",
    **_COMMON,
)
def noticed():
    return results.noticed_frame()


@noticed.draw
def _(frame, narrow):
    alarms, rivals = list(frame["false_alarm"].drop_duplicates()), list(frame["against"].drop_duplicates())
    colour = alt.Color("against:N", sort=rivals, scale=alt.Scale(domain=rivals, range=_COLOURS[:2]), legend=alt.Legend(columns=1))
    dash = alt.StrokeDash("false_alarm:N", sort=alarms, scale=alt.Scale(domain=alarms, range=[[1, 0], [6, 4], [2, 3]]), legend=alt.Legend(columns=1, symbolType="stroke"))
    x = alt.X("noticed_percent:Q", title="Dead ends noticed at each step (%)", scale=alt.Scale(domain=[0, 100]))
    y = alt.Y("times_less:Q", title="Times less work by going back", scale=alt.Scale(type="log", domain=[1, 100]), axis=alt.Axis(values=[1, 3, 10, 30, 100]))
    return alt.Chart(frame).mark_line().encode(x=x, y=y, color=colour, strokeDash=dash).properties(width=theme.width(narrow), height=300)
