"""Figures of services abroad: users for each gigawatt, the subsidy, and how much more use it bears."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import services_abroad as results

__all__ = ["users", "subsidy", "use"]

_WAYS = {"Large dense model on H100": theme.BLUE, "Large sparse model on H200": theme.ORANGE, "Middling sparse model on H100": theme.GREEN, "Large dense model on GB200": theme.PURPLE}
_COMMON = {
    "as_of": "2026-11-26", "notebook": "governance/services-abroad", "facts": (results.facts,), "grade": "guessed", "claims": ("E8",), "tables": ("inference/fleet_usage", "inference/models", "inference/accelerators"),
    "sources": ("phoneworld2025chatgpt", "itc2025chatgpt", "azure2023trace", "wtt2026judgement"),
}  # fmt: skip
_USE = ("message_prompt_tokens", "message_answer_tokens", "served_speed_tok_s_user", "fleet_peak_to_mean", "fleet_peak_use", "it_kw_per_gpu", "pue_ai_facility")


def _dots(frame, value, x, narrow):
    y = named_rows.rows("way", list(frame["way"]), narrow)
    colour = alt.Color("way:N", scale=alt.Scale(domain=list(_WAYS), range=list(_WAYS.values())), legend=None)
    bars = alt.Chart(frame).mark_rule(strokeWidth=4, opacity=0.5).encode(x=alt.X("low:Q"), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(size=70).encode(x=x, y=y, color=colour)
    return [dots, bars, *named_rows.names(frame, "way", y, narrow)]


@figure(
    id="GOV-57",
    slug="users-abroad-for-each-gigawatt",
    title="A gigawatt has room for {per_gw:2} a week; the model in use moves that {spread:2}-fold",
    question="How many people abroad does a gigawatt of inference serve?",
    alt="Dots with ranges of weekly users for each gigawatt on a logarithmic scale, by way of serving. A large dense model on H100 serves {per_gw_large:range2}, a middling sparse model {per_gw_small:range2}; the others lie between.",
    caption="Chat as of December 2024, {messages:2} messages a weekly user and day. Ranges: 5–95 %. Where they pass the number of people alive, read them as capacity. A model’s result on published use.",
    columns={"way": ("text", "Way of serving"), "users_per_gw": ("person", "Weekly users for each gigawatt of the facility"), "low": ("person", "5 %"), "high": ("person", "95 %")},
    parameters=_USE,
    **_COMMON,
)
def users():
    return results.users_frame()


@users.draw
def _(frame, narrow):
    x = alt.X("users_per_gw:Q", title="Weekly users for each gigawatt (million)", scale=alt.Scale(type="log", domain=[1e8, 5e11], nice=False), axis=alt.Axis(values=[1e8, 1e9, 1e10, 1e11], labelExpr="format(datum.value / 1e6, ',d')"))
    return alt.layer(*_dots(frame, "users_per_gw", x, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 36))


@figure(
    id="GOV-58",
    slug="subsidy-for-a-hundred-million-users",
    title="Serving {users} free of charge costs {usd:2} a year, less than {budget} with {affordable_percent:4} probability",
    question="What does it cost a state to serve a hundred million foreign users free of charge?",
    alt="Dots with ranges of the cost of a year on a logarithmic scale, by way of serving, all left of a broken line at {budget}. The dearest, a {dearest}, costs {usd_dearest:range2}; the cheapest, a {cheapest}, {usd_cheapest:range2}.",
    caption="What whoever owns the accelerators pays for them, their servers, buildings and electricity; salaries of developers and training are not in it. Chat as of December 2024. Broken line: the mark that we set for what a state can easily pay. Ranges: 5–95 %. A model’s result.",
    columns={
        "way": ("text", "Way of serving"), "usd_per_year": ("USD", "Cost of a year, median"), "low": ("USD", "5 %"), "high": ("USD", "95 %"), "affordable_percent": ("percent", "Probability of less than the mark"),
    },
    parameters=(*_USE, "chip_price_usd", "electricity_usd_per_mwh"),
    **_COMMON,
)
def subsidy():
    return results.cost_frame()


@subsidy.draw
def _(frame, narrow):
    x = alt.X("usd_per_year:Q", title="Cost of a year (million USD)", scale=alt.Scale(type="log", domain=[1e6, 2e11], nice=False), axis=alt.Axis(values=[1e6, 1e7, 1e8, 1e9, 1e10, 1e11], labelExpr="format(datum.value / 1e6, ',d')"))
    mark = alt.Chart(pd.DataFrame({"usd_per_year": [results.BUDGET_USD]})).mark_rule(strokeDash=[4, 3]).encode(x="usd_per_year:Q")
    return alt.layer(*_dots(frame, "usd_per_year", x, narrow), mark).properties(width=theme.width(narrow), height=named_rows.height(narrow, 36))


@figure(
    id="GOV-59",
    slug="how-much-more-use-a-subsidy-bears",
    title="With {ten_times:2} times the use the cost stays below {budget} with {affordable_ten:2} probability, with {hundred_times:2} times with {affordable_hundred:2}",
    question="How much more may each user use before the subsidy is out of reach?",
    alt="Four falling curves of the probability that a year costs less than {budget}, against use over that of December 2024 on a logarithmic scale, one for each way of serving. The large dense model on H100 falls first, the middling sparse model last, about two orders of magnitude later.",
    caption="Use: accelerator time a user, be it from more messages, longer ones or thought before the answer. {users}.",
    columns={"way": ("text", "Way of serving"), "use_multiple": ("1", "Use over that of December 2024"), "probability_percent": ("percent", "Probability of less than the mark")},
    parameters=(*_USE, "chip_price_usd", "electricity_usd_per_mwh"),
    **_COMMON,
)
def use():
    return results.use_frame()


@use.draw
def _(frame, narrow):
    x = alt.X("use_multiple:Q", title="Use over that of December 2024", scale=alt.Scale(type="log", domain=[0.1, 10_000], nice=False), axis=alt.Axis(values=[0.1, 10, 1000] if narrow else [0.1, 1, 10, 100, 1000, 10_000], format=",~g"))
    y = alt.Y("probability_percent:Q", title="Probability that a year costs less (%)", scale=alt.Scale(domain=[0, 100]))
    colour = alt.Color("way:N", scale=alt.Scale(domain=list(_WAYS), range=list(_WAYS.values())), legend=alt.Legend(columns=1 if narrow else 2, labelLimit=300))
    return alt.Chart(frame).mark_line().encode(x=x, y=y, color=colour).properties(width=theme.width(narrow), height=300)
