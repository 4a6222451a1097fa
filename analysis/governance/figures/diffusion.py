"""Figures of diffusion: who matched whom, predicted and observed lags, arrival by budget, the frontier meanwhile, attack and defence."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import diffusion as results

__all__ = ["matched", "errors", "arrival", "frontier", "contest"]

_COMMON = {"as_of": "2026-11-26", "notebook": "governance/diffusion", "facts": (results.facts,)}
_INDEX = ("governance/replications", "governance/capability_index", "scaling/capability_index")
_EPOCH = ("epochai2026hub", "epochai2026benchmarks")
_MILESTONES = {"GPT-4": theme.ORANGE, "o1-preview": theme.BLUE, "o1": theme.GREEN, "o3": theme.PURPLE, "GPT-5": theme.GREY}
_RATES = {"progress as published": theme.ORANGE, "progress as the index implies": theme.BLUE}


def _colour(column, colours, narrow, columns):
    return alt.Color(f"{column}:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=alt.Legend(columns=1 if narrow and columns < 3 else min(columns, 3) if narrow else columns, symbolOpacity=1))


@figure(
    id="GOV-46", slug="who-matched-whom-when",
    title="GPT-4 stood alone for {gpt4_first:2}; o1-preview was matched in {o1_first:2}, and later leads were as short",
    question="How long does it take others to match a new capability?",
    alt="Rising steps of organisations that matched a milestone, against months since its release. The steps of GPT-4 begin at {gpt4_first:2} and reach {gpt4_actors} organisations. Those of o1-preview begin at {o1_first:2}; those of o1, o3 and GPT-5 begin between them and earlier.",
    caption="An organisation has matched a milestone when a model of its own has at least the milestone’s Epoch Capabilities Index. Dates are releases, not the ends of training; organisations that were first scored late count late. The lines end where the index does not tell. {n_reached} replications by {n_organisations} organisations.",
    columns={"milestone": ("text", "Milestone of OpenAI"), "months": ("month", "Months since its release"), "organisations": ("1", "Other organisations that had matched it")},
    sources=_EPOCH, tables=_INDEX, claims=("E3",), grade="measured", **_COMMON,
)  # fmt: skip
def matched():
    return results.actors_frame()


@matched.draw
def _(frame, narrow):
    x = alt.X("months:Q", title="Months since the milestone’s release", scale=alt.Scale(domain=[0, 34], nice=False))
    y = alt.Y("organisations:Q", title="Other organisations at or above it", axis=alt.Axis(tickMinStep=1))
    base = alt.Chart(frame).encode(x=x, y=y, color=_colour("milestone", _MILESTONES, narrow, 5))
    return alt.layer(base.mark_line(interpolate="step-after"), base.mark_point(filled=True, size=35)).properties(width=theme.width(narrow), height=300)


@figure(
    id="GOV-47", slug="predicted-and-observed-lags",
    title="Calibrated on GPT-4, the model expects later lags {over_test:2} times as long as they were; {cover_test:2} lie within its range",
    question="Does a model of cost and spread predict replication lags?",
    alt="Dots of observed against predicted lags on logarithmic scales, with bars of the predicted range and a diagonal. The {n_calibration} lags behind GPT-4 scatter about the diagonal. Nearly all of the {n_test} later ones lie below it: they were shorter than predicted.",
    caption="Predicted: the longer of the time in which a technique spreads, fitted to GPT-4’s replications, and the time until progress has made up for the replica’s smaller run, at the rate of models before o1-preview. Nothing is taken from the test set. GPT-4’s compute stands in for milestones whose own is not known. Bars: 5–95 %. Exact lags only.",
    columns={
        "milestone": ("text", "Milestone"), "organisation": ("text", "Organisation"), "replica": ("text", "Model"), "used_for": ("text", "Set"), "months": ("month", "Observed lag"),
        "smaller": ("1", "Milestone’s compute over the model’s"), "predicted": ("month", "Predicted lag, median"), "low": ("month", "5 %"), "high": ("month", "95 %"),
    },
    sources=_EPOCH, tables=_INDEX, grade="modelled", **_COMMON,
)  # fmt: skip
def errors():
    return results.errors_frame()


@errors.draw
def _(frame, narrow):
    scale = alt.Scale(type="log", domain=[2, 72], nice=False)
    axis = alt.Axis(values=[3, 6, 12, 24, 48])
    x = alt.X("predicted:Q", title="Predicted lag (months)", scale=scale, axis=axis)
    y = alt.Y("months:Q", title="Observed lag (months)", scale=scale, axis=axis)
    colour = _colour("used_for", {"calibration": theme.ORANGE, "test": theme.BLUE}, narrow, 2)
    line = alt.Chart(pd.DataFrame({"predicted": [2, 72], "months": [2, 72]})).mark_line(strokeDash=[4, 3], color=theme.MUTED).encode(x=x, y=y)
    bars = alt.Chart(frame).mark_rule(opacity=0.18, strokeWidth=3).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=60).encode(x=x, y=y, color=colour)
    return alt.layer(line, bars, dots).properties(width=theme.width(narrow), height=320)


@figure(
    id="GOV-48", slug="who-reaches-a-capability-when",
    title="With a budget {hundred} times smaller an actor arrives after {hundredth_published:2} by published progress, after {hundredth_index:2} by the index’s",
    question="Who reaches a fixed capability when?",
    alt="Two rising bands of months against how many times smaller an actor’s budget is. Both begin near {spread_actor:2} at equal budgets. With progress as published the line rises to {tenth_published:2} at {ten} times smaller, {hundredth_published:2} at {hundred} and {ten_thousandth_published:2} at the right end; with progress as the index implies to {tenth_index:2}, {hundredth_index:2} and {ten_thousandth_index:2}.",
    caption="Until the technique has spread, and until the price of the first run has fallen as far as the budget is smaller. Budgets stay constant. Price falls by algorithms and by computation per dollar, {hardware:range2} times a year. Progress as published: the compute for a fixed text loss has a half-life of {halving:range2}. As the index implies: {index:range2} times a year, training after the main run and the teaching of small models by large ones included. Bands: 5–95 %.",
    columns={"rate": ("text", "Rate of progress"), "smaller": ("1", "First run’s cost over the actor’s budget"), "months": ("month", "Months until the actor arrives"), "low": ("month", "5 %"), "high": ("month", "95 %")},
    sources=(*_EPOCH, "ho2024progress", "hobbhahn2022gpu", "pilz2023diffusion"), tables=_INDEX, parameters=("algorithmic_halving_months", "hardware_price_performance_growth"), claims=("E3",), grade="modelled", **_COMMON,
)  # fmt: skip
def arrival():
    return results.years_frame()


@arrival.draw
def _(frame, narrow):
    x = alt.X("smaller:Q", title="Budget, times smaller than the first run", scale=alt.Scale(type="log", domain=[1, 10000], nice=False), axis=alt.Axis(values=[1, 10, 100, 1000, 10000], format=",d"))
    colour = _colour("rate", _RATES, narrow, 2)
    y = alt.Y("months:Q", title="Months after the first model", scale=alt.Scale(domain=[0, 130]))
    base = alt.Chart(frame).encode(x=x, color=colour)
    band = base.mark_area(opacity=0.18).encode(y=alt.Y("low:Q", scale=alt.Scale(domain=[0, 130])), y2="high:Q")
    return alt.layer(band, base.mark_line().encode(y=y), base.mark_point(filled=True, size=45).encode(y=y)).properties(width=theme.width(narrow), height=300)


@figure(
    id="GOV-49", slug="where-the-frontier-was-meanwhile",
    title="By the time of {n_moved} of {n_reached} replications somebody else was already further, by {points_ahead:2} points in the middle case",
    question="Does the frontier move on meanwhile?",
    alt="Dots of the frontier’s lead over the milestone, in points of the index, against months since the milestone. The lead rises with the lag, from about nothing at the quickest replications to its largest at the slowest.",
    caption="At each replication: the best index that anybody but the replicating organisation had released before that day, less the milestone’s. The index is open-ended. Small leads are within the noise of the index.",
    columns={"milestone": ("text", "Milestone"), "organisation": ("text", "Organisation"), "replica": ("text", "Model"), "months": ("month", "Lag"), "frontier_points": ("1", "Frontier above the milestone, points")},
    sources=_EPOCH, tables=_INDEX, claims=("E3",), grade="measured", **_COMMON,
)  # fmt: skip
def frontier():
    return results.frontier_frame()


@frontier.draw
def _(frame, narrow):
    x = alt.X("months:Q", title="Months since the milestone’s release", scale=alt.Scale(domain=[0, 34], nice=False))
    y = alt.Y("frontier_points:Q", title="Frontier above the milestone (points)")
    return alt.Chart(frame).mark_point(filled=True, size=60, opacity=0.8).encode(x=x, y=y, color=_colour("milestone", _MILESTONES, narrow, 5)).properties(width=theme.width(narrow), height=300)


@figure(
    id="GOV-50", slug="attack-and-defence-against-inference",
    title="More inference helped in {n_attacker_helped} of {n_attacker} attacking and {n_defender_helped} of {n_defender} defending settings; no study set equal models against each other",
    question="Does the side with more inference win?",
    alt="Rows of published settings, each with a mark under “helped” or “did not help”. All {n_attacker} attacking settings helped. Of {n_defender} defending ones {n_defender_helped} helped; thinking did not help where attackers read the thoughts, see the model’s inner numbers, or where an image model had not been hardened.",
    caption="Each row is one setting of one study in which a side spends more inference; none varies the budgets of both sides on the same model, which the claim would need. Studies weighing the same, more inference helped in {edge_percent:range2}; the interval resamples the {n_studies} studies.",
    columns={"setting": ("text", "Our name"), "study": ("text", "Study"), "side": ("text", "Side that spends"), "what": ("text", "Setting"), "outcome": ("text", "More inference")},
    sources=("zaremba2025trading", "wu2025robustness", "mcdonald2025rich", "sharma2025classifiers", "jones2025rare", "aisi2026range", "aisi2026compute"), tables=("governance/attack_defence",), claims=("E9",), grade="measured", **_COMMON,
)  # fmt: skip
def contest():
    frame = results.settings_frame()
    return frame.assign(outcome=frame["helps"].map({True: "helped", False: "did not help"}))[["setting", "study", "side", "what", "outcome"]]


@contest.draw
def _(frame, narrow):
    y = alt.Y("what:N", sort=list(frame["what"]), title=None, axis=None if narrow else alt.Axis(grid=False, labelLimit=330))
    x = alt.X("outcome:N", title="More inference", sort=["did not help", "helped"], axis=alt.Axis(labelAngle=0))
    dots = alt.Chart(frame).mark_point(filled=True, size=110).encode(x=x, y=y, color=_colour("side", {"attacker": theme.ORANGE, "defender": theme.BLUE}, narrow, 2))
    return alt.layer(dots, *named_rows.names(frame, "what", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))
