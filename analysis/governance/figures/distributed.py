"""Figures of runs over sites below a limit: one site, what methods keep, many sites, and where a limit would bite."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import distributed as results

__all__ = ["one_site", "together", "methods", "limit"]

_COMMON = {"as_of": "2026-11-26", "notebook": "governance/distributed-training", "facts": (results.facts,), "grade": "modelled"}
_PARAMETERS = ("mfu_frontier", "training_days", "site_link_gbit_s", "node_link_mbit_s", "node_latency_ms", "site_latency_ms", "training_state_bytes", "batch_mtoken", "cost_of_eight_nodes")
_METHODS = {"Data-parallel": theme.ORANGE, "Data-parallel, hidden": theme.OCHRE, "DeMo": theme.BLUE, "DiLoCo": theme.GREY, "INTELLECT-1": theme.GREEN, "Streaming DiLoCo": theme.PURPLE, "SparseLoCo": theme.INK}
_LIMITS = {"order of 2023": theme.BLUE, "proposed agreement": theme.ORANGE}
_RUNS = {"EU threshold": theme.GREEN, "US threshold": theme.BLUE, "largest known run": theme.PURPLE}


def _colour(column, colours, narrow, columns):
    return alt.Color(f"{column}:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=alt.Legend(columns=2 if narrow else columns))


def _thresholds():
    f = results.facts()
    lines = pd.DataFrame({"flop": [f[k].value for k in ("eu_threshold", "us_threshold", "largest_run")], "name": ["EU threshold", "US threshold", "largest known run"]})
    rule = alt.Chart(lines).mark_rule(strokeDash=[4, 3])
    return rule, lines


@figure(
    id="GOV-73",
    slug="what-one-site-below-a-limit-trains",
    title="One site below the only limit that law has had trains {one_law:2} in {days:2}: more than the US threshold with {over_us:2} probability",
    question="What can the largest site that need not be reported train alone?",
    alt="Dots with ranges of training compute on a logarithmic scale, by chip and by limit. At the order’s limit H100 reach {one_law:range2} and GB200 {one_law_gb200:range2}, on either side of the US threshold of {us_threshold}. At the proposed agreement’s limit H100 reach {one_node:range2}, far below the EU threshold of {eu_threshold}.",
    caption="Order of 2023: {law_limit} in one data centre, at the fastest arithmetic of the chip; revoked, and nothing has taken its place. Proposed agreement: {node_h100} H100, the strictest limit in print. "
    "A run computes in BF16, more slowly than the rating that is counted. Ranges: utilisation and length of frontier runs. Broken lines: thresholds on the run itself and the largest known run.",
    columns={
        "limit": ("text", "Limit on a site"), "chip": ("text", "Chip"), "training_flop": ("FLOP", "Training compute of one site, median"), "low": ("FLOP", "5 %"), "high": ("FLOP", "95 %"),
        "chips": ("chip", "Chips that the site may hold"), "power_mw": ("MW", "Power of the site"),
    },
    sources=("eo14110", "scher2025agreement", "epochai2026hardware", "epochai2026models"),
    tables=("governance/thresholds", "governance/distributed_statements", "inference/accelerators"),
    parameters=("mfu_frontier", "training_days", "server_overhead", "pue_ai_facility"),
    **_COMMON,
)
def one_site():
    return results.one_site_frame()


@one_site.draw
def _(frame, narrow):
    frame = frame.assign(row=frame["limit"].str.capitalize() + ", " + frame["chip"])
    y = named_rows.rows("row", list(frame["row"]), narrow)
    x = alt.X("training_flop:Q", title="Training compute (FLOP)", scale=alt.Scale(type="log", domain=[1e22, 2e27], nice=False), axis=alt.Axis(values=[1e22, 1e23, 1e24, 1e25, 1e26, 1e27], format=".0e", grid=True))
    colour = _colour("limit", _LIMITS, narrow, 2)
    rule, lines = _thresholds()
    marks = rule.encode(x=alt.X("flop:Q", scale=alt.Scale(type="log")), color=alt.value(theme.MUTED))
    short = alt.Chart(lines.assign(name=["EU", "US", "largest run"])).mark_text(align="left", dx=3, color=theme.MUTED, fontSize=11).encode(x="flop:Q", y=alt.value(-5), text="name:N")
    bars = alt.Chart(frame).mark_rule(strokeWidth=4, opacity=0.5).encode(x=alt.X("low:Q"), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(size=70).encode(x=x, y=y, color=colour)
    return alt.layer(dots, marks, short, bars, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="GOV-74",
    slug="what-sites-below-a-limit-train-together",
    title="{match_law_largest:2} sites at the order’s limit are worth the largest known run; nodes of {node_h100} chips together do no more than {node_most:2} in the same time",
    question="What do n sites train together, each of them below a limit?",
    alt="Two rising curves of training compute against the number of sites, both scales logarithmic, with bands. Sites at the order’s limit start above the US threshold and pass the largest known run at {match_law_largest:2}. Nodes at the proposed limit start at {one_node:2}, rise ever more slowly than the straight line without losses, and level off at {node_most:2}.",
    caption="What the sites’ compute is worth in one place, by the published method that keeps most; thin lines: without losses. Lost to links, to exchanging seldom, and to models that one site’s memory can hold. Runs last {days:2}. Bands: 5–95 %. H100.",
    columns={
        "limit": ("text", "Limit on a site"), "sites": ("1", "Sites at hand"), "training_flop": ("FLOP", "Compute in one place of the same worth, all or fewer of them used"), "low": ("FLOP", "5 %"), "high": ("FLOP", "95 %"), "without_losses": ("FLOP", "The same without losses"),
    },
    sources=("eo14110", "scher2025agreement", "epochai2025decentralized", "besiroglu2024chinchilla"),
    tables=("scaling/low_communication_methods", "scaling/training_laws"),
    parameters=_PARAMETERS,
    claims=("E12",),
    **_COMMON,
)
def together():
    return results.together_frame()


@together.draw
def _(frame, narrow):
    x = alt.X("sites:Q", title="Sites", scale=alt.Scale(type="log", domain=[1, 1e4], nice=False), axis=alt.Axis(values=[1, 10, 100, 1000, 10000], format="~s"))
    y = alt.Y("training_flop:Q", title="Training compute of the same worth (FLOP)", scale=alt.Scale(type="log", domain=[1e22, 3e28], nice=False), axis=alt.Axis(values=[10.0**e for e in range(22, 29)], format=".0e"))
    colour = _colour("limit", _LIMITS, narrow, 2)
    base = alt.Chart(frame)
    rule, lines = _thresholds()
    marks = rule.encode(y=alt.Y("flop:Q", scale=alt.Scale(type="log")), color=alt.value(theme.MUTED))
    names = alt.Chart(lines.assign(sites=9000)).mark_text(align="right", dy=-6, color=theme.MUTED, fontSize=11).encode(x="sites:Q", y="flop:Q", text="name:N")
    band = base.mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour)
    thin = base.mark_line(strokeWidth=1, opacity=0.7).encode(x=x, y="without_losses:Q", color=colour)
    return alt.layer(base.mark_line().encode(x=x, y=y, color=colour), band, thin, marks, *named_rows.over_lines(names)).properties(width=theme.width(narrow), height=340)


@figure(
    id="GOV-75",
    slug="what-methods-keep-over-many-sites",
    title="Few large sites keep most of their compute; at hundreds of small ones every published method loses most of it",
    question="What share of its compute does a spread run keep, by method?",
    alt="Two panels of the share of compute kept against the number of sites, one line a method. At the order’s limit the best methods keep most of it over a few sites, while exchanging whole gradients at each step keeps next to nothing. At the proposed limit all lines fall from near the whole to next to nothing at hundreds of nodes.",
    caption="Medians; H100. Methods at their published settings, which nobody has tried on hundreds of slow nodes; an evader would tune them. Methods that exchange seldom also pay in compute for the same loss, {cost_eight:range2} times at eight sites and the same factor again each time their number grows as much.",
    columns={"limit": ("text", "Limit on a site"), "method": ("text", "Method"), "sites": ("1", "Sites"), "kept_percent": ("percent", "Compute that counts")},
    sources=("epochai2025decentralized", "douillard2025streaming", "lidin2026covenant", "jaghouar2024intellect1", "peng2024democode"),
    tables=("scaling/low_communication_methods",),
    parameters=_PARAMETERS,
    **_COMMON,
)
def methods():
    return results.kept_frame()


@methods.draw
def _(frame, narrow):
    frame = frame.assign(panel="Compute that counts (%), " + frame["limit"])
    x = alt.X("sites:Q", title="Sites", scale=alt.Scale(type="log"), axis=alt.Axis(values=[1, 10, 100, 1000, 10000], format="~s"))
    y = alt.Y("kept_percent:Q", title=None, scale=alt.Scale(domain=[0, 100]))
    lines = alt.Chart(frame).mark_line().encode(x=x, y=y, color=_colour("method", _METHODS, narrow, 4))
    return lines.properties(width=theme.width(narrow) - 60 if narrow else 255, height=240).facet(facet=alt.Facet("panel:N", title=None, sort=None), columns=1 if narrow else 2).resolve_scale(x="independent")


@figure(
    id="GOV-76",
    slug="where-a-limit-on-sites-would-bite",
    title="A limit makes spreading a run at the US threshold costly only at {tipping_us:2} or less, {tipping_h100_us:2} H100",
    question="How low must a limit on a site be to make spreading a run costly?",
    alt="Three rising curves of the share of compute kept against the limit on a site, on a logarithmic scale, with bands: for a run at the EU threshold, at the US threshold and of the largest known size. They pass the middle level at {tipping_eu:2}, {tipping_us:2} and {tipping_largest:2}. A vertical line marks the order’s limit of {law_limit}, where all three keep most.",
    caption="As many sites as the run takes, H100, {days:2}, the method that keeps most on average. Links grow from business lines at a few servers to rented wavelengths at tens of thousands of chips. Bands: 5–95 %. The bands are wide where the links decide.",
    columns={
        "run": ("text", "Size of the run"), "training_flop": ("FLOP", "Training compute"), "limit_flop_per_s": ("FLOP/s", "Limit on a site, as counted"),
        "kept_percent": ("percent", "Compute that counts"), "low": ("percent", "5 %"), "high": ("percent", "95 %"),
    },
    sources=("eo14110", "epochai2025decentralized", "besiroglu2024chinchilla", "rcrwireless2025waves", "rahman2026distributed"),
    tables=("scaling/low_communication_methods", "governance/thresholds"),
    parameters=_PARAMETERS,
    claims=("E12",),
    **_COMMON,
)
def limit():
    return results.limit_frame()


@limit.draw
def _(frame, narrow):
    x = alt.X("limit_flop_per_s:Q", title="Limit on a site (FLOP/s, as counted)", scale=alt.Scale(type="log", domain=[3e16, 3.2e20], nice=False), axis=alt.Axis(values=[1e17, 1e18, 1e19, 1e20], format=".0e"))
    y = alt.Y("kept_percent:Q", title="Compute that counts (%)", scale=alt.Scale(domain=[0, 100]))
    colour = _colour("run", _RUNS, narrow, 3)
    base = alt.Chart(frame)
    f = results.facts()
    half = alt.Chart(pd.DataFrame({"kept_percent": [50.0]})).mark_rule(strokeDash=[4, 3]).encode(y="kept_percent:Q")
    law = pd.DataFrame({"limit_flop_per_s": [f["law_limit"].value], "kept_percent": [8.0], "name": ["order of 2023"]})
    mark = alt.Chart(law).mark_rule(strokeDash=[4, 3]).encode(x="limit_flop_per_s:Q")
    name = alt.Chart(law).mark_text(align="right", dx=-5, color=theme.MUTED).encode(x="limit_flop_per_s:Q", y="kept_percent:Q", text="name:N")
    band = base.mark_area(opacity=0.16).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour)
    return alt.layer(base.mark_line().encode(x=x, y=y, color=colour), band, half, mark, name).properties(width=theme.width(narrow), height=320)
