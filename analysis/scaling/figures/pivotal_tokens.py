"""Figures of Pivotal Token Search: one solution, its cost, its errors, and how much few tokens carry."""

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.scaling.results import pivotal_tokens as results

__all__ = ["example", "cost", "errors", "carried"]

_COMMON = dict(
    sources=("abdin2024phi4", "codelion2025pts"), tables=("scaling/pivotal_priors",), parameters=(), claims=("B12",),
    as_of="2026-11-26", notebook="scaling/pivotal-tokens", facts=(results.facts,),
)  # fmt: skip


@figure(
    id="SCL-40",
    slug="pivotal-tokens-of-a-solution",
    title="Bisection finds some tokens that decide a solution and passes over others",
    question="What does the search see of one solution?",
    alt="Step line of the true probability of success along one solution of {length}, which moves up and down at a few tokens. Marks show tokens found to be pivotal, pivotal tokens that were missed, and the prefixes at which the search sampled.",
    caption="A solution chosen because it shows both cases. The process and its probabilities are known; the search sampled {samples} completions at each open circle and nowhere else. "
    "It misses a token where rises and falls within a segment cancel to less than {gap}; with sampling it may also take a smaller change for a pivotal one.",
    columns={
        "token": ("token", "Tokens written so far"),
        "success_percent": ("percent", "True probability of success"),
        "estimate_percent": ("percent", "Probability as estimated by the search; empty where it did not look"),
        "status": ("text", "Whether the token just written was found or missed"),
    },
    grade="modelled",
    **_COMMON,
)
def example():
    return results.example()


@example.draw
def _(frame, narrow):
    x = alt.X("token:Q", title="Tokens written so far", scale=alt.Scale(domain=[0, 256], nice=False))
    y = alt.Y("success_percent:Q", title="Probability of success (%)", scale=alt.Scale(domain=[0, 100]))
    domain, colours = ["found", "missed", "found, not pivotal"], [theme.BLUE, theme.ORANGE, theme.PURPLE]
    line = alt.Chart(frame).mark_line(interpolate="step-after", strokeWidth=1.75, color=theme.GREY).encode(x=x, y=y)
    seen = alt.Chart(frame[frame["estimate_percent"].notna()]).mark_point(filled=False, size=70, color=theme.GREY).encode(x=x, y=alt.Y("estimate_percent:Q"))
    marks = alt.Chart(frame[frame["status"] != ""]).mark_point(filled=True, size=110).encode(
        x=x, y=y, color=alt.Color("status:N", scale=alt.Scale(domain=domain, range=colours), legend=alt.Legend(columns=1 if narrow else 3)),
        shape=alt.Shape("status:N", scale=alt.Scale(domain=domain, range=["circle", "triangle-down", "square"])),
    )  # fmt: skip
    return (line + seen + marks).properties(width=theme.width(narrow), height=300)


@figure(
    id="SCL-41",
    slug="pivotal-search-cost",
    title="Bisection looks at {prefixes:2} prefixes of a solution, {saving:2} times fewer than looking at all",
    question="How many sampled completions does the search cost?",
    alt="Prefixes estimated per solution against its length on logarithmic scales. Looking at every prefix grows in step with length; bisection goes from {prefixes_short:2} at {length_short} to {prefixes_long:2} at {length_long}.",
    caption="Mean of {solutions} solutions, with as many decisions at every length. Each prefix costs {samples} completions, each of which writes the rest of the solution: {sampled_tokens:2} for a solution of {length}.",
    columns={"search": ("text", "Way of looking"), "tokens": ("token", "Length of the solution"), "prefixes": ("1", "Prefixes estimated per solution"), "sampled_tokens": ("token", "Tokens sampled per solution")},
    grade="modelled",
    **_COMMON,
)
def cost():
    return results.by_length()[["search", "tokens", "prefixes", "sampled_tokens"]]


@cost.draw
def _(frame, narrow):
    values = sorted(frame["tokens"].unique())
    x = alt.X("tokens:Q", title="Length of the solution (tokens)", scale=alt.Scale(type="log", base=2, domain=[values[0], values[-1] * 1.05], nice=False), axis=alt.Axis(values=values))
    y = alt.Y("prefixes:Q", title="Prefixes estimated per solution", scale=alt.Scale(type="log", domain=[5, 2000]), axis=alt.Axis(values=[10, 100, 1000]))
    colour = alt.Color("search:N", scale=alt.Scale(domain=["bisection", "every prefix"], range=[theme.BLUE, theme.ORANGE]), legend=None)
    base = alt.Chart(frame).encode(x=x, y=y, color=colour)
    label = alt.Chart(frame[frame["tokens"] == values[1]]).mark_text(align="left", dx=8, dy=14, fontWeight="bold").encode(x=x, y=y, color=colour, text="search:N")
    return (base.mark_line() + base.mark_point() + label).properties(width=theme.width(narrow), height=280)


@figure(
    id="SCL-42",
    slug="pivotal-search-errors",
    title="With {samples} completions a prefix, bisection finds {recall:2} of the pivotal tokens; {precision:2} of its finds are pivotal",
    question="How often is the search right, and how many samples does that take?",
    alt="Two panels against completions per prefix. Found share of pivotal tokens: bisection stays between {recall_few:2} and {recall_many:2}, looking at every prefix between higher values. Share of finds that are pivotal: bisection rises from {precision_few:2} to {precision_many:2}, every prefix from {every_precision_few:2} to {every_precision_many:2}.",
    caption="Over {solutions} solutions to {questions} planted questions, threshold {gap}. With exact probabilities bisection finds {recall_exact:range2}: what it then still misses is lost by cancelling within segments, not by noise. "
    "An open implementation takes {samples_few} completions by default; the report gives none for its search. Looking at every prefix finds more and is wrong far more often, since every token is a chance to be fooled.",
    columns={"search": ("text", "Way of looking"), "samples": ("1", "Completions per prefix"), "measure": ("text", "Which share"), "percent": ("percent", "Share")},
    grade="modelled",
    **_COMMON,
)
def errors():
    frame = results.by_samples().melt(["search", "samples"], ["recall", "precision"], "measure", "share")
    frame["percent"] = 100.0 * frame.pop("share")
    frame["measure"] = frame["measure"].map({"recall": "Pivotal tokens that were found (%)", "precision": "Found tokens that are pivotal (%)"})
    return frame[["search", "samples", "measure", "percent"]]


@errors.draw
def _(frame, narrow):
    x = alt.X("samples:Q", title="Completions per prefix", scale=alt.Scale(type="log", domain=[4, 1200], nice=False), axis=alt.Axis(values=[5, 20, 100, 500]))
    y = alt.Y("percent:Q", title=None, scale=alt.Scale(domain=[0, 100]))
    colour = alt.Color("search:N", scale=alt.Scale(domain=["bisection", "every prefix"], range=[theme.BLUE, theme.ORANGE]))
    base = alt.Chart(frame).encode(x=x, y=y, color=colour)
    each = (base.mark_line() + base.mark_point()).properties(width=(theme.WIDE - 110) / 2 if not narrow else theme.NARROW - 60, height=220)
    return each.facet(alt.Facet("measure:N", sort=["Pivotal tokens that were found (%)", "Found tokens that are pivotal (%)"], title=None), columns=1 if narrow else 2)


@figure(
    id="SCL-43",
    slug="change-carried-by-few-tokens",
    title="A few tokens carry most of the change only if at least {few_from:2} of what decides sits in decisions",
    question="Do a few tokens carry most of the change of success?",
    alt="Share of all squared change of the success probability against the share of variance planted in decisions. The largest {few} of tokens rise from {few_even:2} to all; tokens above {gap} from {pivotal_carry_even:2} to {pivotal_carry:2} and more. The former passes the middle at {few_from:2}.",
    caption="Processes of {length} with {decisions} decisions among small choices; from left to right the weight moves from the small choices to the decisions. How concentrated real solutions are, nothing published says: our prior was even over the whole range, written down before the runs, so that the chance is {few_probability:2}.",
    columns={"concentration_percent": ("percent", "Share of the variance of the evidence in decisions"), "tokens": ("text", "Which tokens"), "percent": ("percent", "Share of all squared change that they carry")},
    grade="guessed",
    **_COMMON,
)
def carried():
    frame = results.by_concentration()
    frame = frame.assign(concentration_percent=100.0 * frame["concentration"]).melt(["concentration_percent"], ["share_of_few", "share_of_change"], "tokens", "share")
    frame["percent"] = 100.0 * frame.pop("share")
    frame["tokens"] = frame["tokens"].map({"share_of_few": "the largest few", "share_of_change": "above the threshold"})
    return frame


@carried.draw
def _(frame, narrow):
    x = alt.X("concentration_percent:Q", title="Variance that sits in decisions (%)", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5))
    y = alt.Y("percent:Q", title="Share of all squared change (%)", scale=alt.Scale(domain=[0, 100]))
    colour = alt.Color("tokens:N", scale=alt.Scale(domain=["the largest few", "above the threshold"], range=[theme.BLUE, theme.ORANGE]), legend=None)
    base = alt.Chart(frame).encode(x=x, y=y, color=colour)
    rule = alt.Chart(pd.DataFrame({"percent": [50.0]})).mark_rule(strokeDash=[4, 4]).encode(y="percent:Q")
    first = 4 if narrow else 6  # further left on a phone, where the label would leave the plot
    at = frame.iloc[[first, len(frame) // 2 + first]]
    label = alt.Chart(at).mark_text(align="left", dx=8, dy=26, fontWeight="bold").encode(x=x, y=y, color=colour, text="tokens:N")
    return (rule + base.mark_line() + base.mark_point() + label).properties(width=theme.width(narrow), height=300)
