"""Figures of how many users a server holds: the limits, the speed, and where unstated assumptions put the claim."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.inference.results import users as results

__all__ = ["users_by_context", "users_by_speed", "assumption_sets"]


@figure(
    id="INF-09",
    slug="users-by-context",
    title="At {speed} a node holds {plain_short:number} users with short answers, {plain_long:number} with long ones; the claim says {claimed_short:number} and {claimed_long:number}",
    question="How many users can one node serve at a given speed, and what stops it?",
    alt="Largest number of users at {speed} against context, by limit. Memory and bandwidth fall in inverse proportion to context, arithmetic hardly moves. At {long} memory allows {long_memory:2}, bandwidth {long_bandwidth:3}; at {short} {short_memory:3} and more. Two points mark the claim, {claimed_short:number} at {short} and {claimed_long:number} at {long}.",
    caption="Llama-3.1-405B on eight H100, eight-bit weights, sixteen-bit cache, rated speeds, all memory used. The lowest line at a context is the limit. Points: as claimed.",
    columns={"limit": ("text", "What limits, or the claim"), "context": ("token", "Tokens that each user holds"), "users": ("1", "Largest number of users")},
    sources=("semianalysis2024o1pro", "epochai2026hardware", "nvidia2026aiconfigurator"),
    tables=("inference/models", "inference/accelerators", "power/chips"),
    claims=("D3",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/users",
    facts=(results.facts,),
)
def users_by_context():
    claim = [{"limit": "as claimed", "context": c, "users": float(u)} for c, u in zip((results.search.LONG, results.search.SHORT), results.CLAIMED, strict=True)]
    return pd.concat([results.limits_by_context(), pd.DataFrame(claim)], ignore_index=True)


@users_by_context.draw
def _(frame, narrow):
    order = ["memory to hold the cache", "bandwidth to read it", "arithmetic, 16-bit", "arithmetic, 8-bit"]
    x = alt.X("context:Q", title="Context (tokens)", scale=alt.Scale(type="log", nice=False), axis=alt.Axis(values=[300, 1000, 3000, 10000, 30000, 100000], format="~s"))
    y = alt.Y("users:Q", title="Users at once", scale=alt.Scale(type="log", domain=[3, 2000], nice=False), axis=alt.Axis(values=[3, 10, 30, 100, 300, 1000], format=","))
    colour = alt.Color("limit:N", scale=alt.Scale(domain=order, range=[theme.BLUE, theme.GREEN, theme.ORANGE, theme.OCHRE]), legend=alt.Legend(columns=1 if narrow else 4))
    lines = alt.Chart(frame[frame["limit"].isin(order)]).mark_line(clip=True).encode(x=x, y=y, color=colour)
    claim = alt.Chart(frame[frame["limit"] == "as claimed"])
    dots = claim.mark_point(filled=True, size=90, color=theme.INK).encode(x=x, y=y)
    text = claim.mark_text(align="right", dx=-9, dy=10, fontWeight="bold").encode(x=x, y=y, text=alt.Text("users:Q", format="d"))
    return alt.layer(lines, dots, text).properties(width=theme.width(narrow), height=340)


@figure(
    id="INF-10",
    slug="users-by-speed",
    title="Speed is bought with users: a real node at {speed} each holds {real_short} short conversations or {real_long} long ones",
    question="How does the speed for each user change how many a server holds?",
    alt="Number of users against speed for each, for four contexts and two methods. In pure theory all curves fall to nothing near {alone_speed:2}, the fastest that one user can have; on a real server near {real_alone:2}. At {speed} the calibrated curve for {short} stands at {real_short:range} users, that for {long} at {real_long:range}.",
    caption="Llama-3.1-405B on eight H100, eight-bit weights and products, sixteen-bit cache, nine tenths of the memory used, as servers do. Solid: the model calibrated on measured servers; dashed: the whole step at once, without losses. Flat parts: memory is full. Rule: the {claimed_sixteen:number} users to which the claim says a long sequence limits the batch.",
    columns={"context": ("text", "Tokens that each user holds"), "method": ("text", "How work becomes time"), "speed": ("token/s", "Speed for each user"), "users": ("1", "Largest number of users")},
    sources=("semianalysis2024o1pro", "epochai2026hardware", "nvidia2026aiconfigurator", "nvidia2025trtllm10"),
    tables=("inference/models", "inference/accelerators", "power/chips", "inference/calibration"),
    claims=("D4",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/users",
    facts=(results.facts,),
)
def users_by_speed():
    return results.by_speed()


@users_by_speed.draw
def _(frame, narrow):
    order, methods = list(frame["context"].drop_duplicates()), list(frame["method"].drop_duplicates())
    x = alt.X("speed:Q", title="Speed for each user (tokens a second)", scale=alt.Scale(domain=[0, 65], nice=False), axis=alt.Axis(values=[0, 10, 20, 30, 40, 50, 60]))
    y = alt.Y("users:Q", title="Users at once", scale=alt.Scale(type="log", domain=[1, 1500], nice=False), axis=alt.Axis(values=[1, 3, 10, 30, 100, 300, 1000], format=","))
    colour = alt.Color("context:N", sort=order, scale=alt.Scale(domain=order, range=[theme.GREEN, theme.BLUE, theme.ORANGE, theme.PURPLE]), legend=alt.Legend(columns=2 if narrow else 4))
    dash = alt.StrokeDash("method:N", scale=alt.Scale(domain=methods, range=[[5, 4], [1, 0]][: len(methods)]), legend=None)
    lines = alt.Chart(frame).mark_line(clip=True).encode(x=x, y=y, color=colour, strokeDash=dash)
    rule = alt.Chart(pd.DataFrame({"users": [results.SIXTEEN]})).mark_rule(color=theme.MUTED).encode(y=y)
    return alt.layer(rule, lines).properties(width=theme.width(narrow), height=340)


@figure(
    id="INF-11",
    slug="assumption-sets",
    title="The assumptions that give {claimed_long:number} and {claimed_short:number} are no likelier than those of a random pair: {both_prior} against {both_prior_elsewhere} of the prior",
    question="Which unstated assumptions lie behind the two numbers of the claim?",
    alt="Map of users with the long answer against users with the short one, shaded by how plausible the assumptions that lead there are. Most weight lies along two ridges: equal numbers, where arithmetic limits both, and {length_ratio:2} times as many short ones, where cache limits both. The claim lies between them, at a ratio of {claimed_ratio}.",
    caption="Each set names a system, precisions, shares of bandwidth and arithmetic reached, prompt, limits and rounding. Shade: prior weight, committed before the search, before rounding. Cross: the claim, which {both_hits:2} of {sets:2} sets give exactly. "
    "Another pair of multiples of eight within a factor of two is given by {both_luck:2} sets on average; of such pairs, {both_reach:2} are given by at least one set.",
    columns={
        "long_low": ("1", "Users with the long answer, from"), "long_high": ("1", "to"), "short_low": ("1", "Users with the short answer, from"), "short_high": ("1", "to"),
        "prior_percent": ("percent", "Prior weight of the assumption sets that lead there"),
    },
    sources=("semianalysis2024o1pro", "vllm2026engine", "klockwood2026h100"),
    tables=("inference/inversion_priors", "inference/models", "inference/accelerators"),
    claims=("D3",),
    grade="guessed",
    as_of="2026-11-26",
    notebook="inference/users",
    facts=(results.facts,),
)
def assumption_sets():
    return results.pair_map()


@assumption_sets.draw
def _(frame, narrow):
    scale_x, scale_y = alt.Scale(type="log", domain=[8, 1024], nice=False), alt.Scale(type="log", domain=[32, 4096], nice=False)
    x = alt.X("long_low:Q", title="Users with the long answer", scale=scale_x, axis=alt.Axis(values=[8, 16, 32, 64, 128, 256, 512, 1024], format="d"))
    y = alt.Y("short_low:Q", title="Users with the short answer", scale=scale_y, axis=alt.Axis(values=[32, 64, 128, 256, 512, 1024, 2048, 4096], format="d"))
    shade = alt.Opacity("prior_percent:Q", scale=alt.Scale(type="pow", exponent=0.4, domain=[0, float(frame["prior_percent"].max())], range=[0.06, 1]), legend=None)
    cells = alt.Chart(frame).mark_rect(color=theme.BLUE).encode(x=x, x2="long_high:Q", y=y, y2="short_high:Q", opacity=shade)
    claim = alt.Chart(pd.DataFrame({"long_low": [results.CLAIMED[0]], "short_low": [results.CLAIMED[1]], "text": ["the claim"]}))
    cross = claim.mark_point(shape="cross", filled=True, size=140, color=theme.ORANGE).encode(x=x, y=y)
    name = claim.mark_text(align="right", dx=-10, dy=-4, fontWeight="bold", color=theme.ORANGE).encode(x=x, y=y, text="text:N")
    return alt.layer(cells, cross, name).properties(width=theme.width(narrow), height=380)
