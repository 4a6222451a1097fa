"""Figures of what limits a token: bytes, operations, their ratio, and where arithmetic binds."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.inference.results import limits as results

__all__ = ["bytes_of_a_token", "operations_of_a_token", "operations_a_byte", "where_arithmetic_binds"]

_CONTEXT = alt.X("context:Q", title="Context (tokens)", scale=alt.Scale(type="log", nice=False), axis=alt.Axis(values=[300, 1000, 3000, 10000, 30000, 100000], format="~s"))


@figure(
    id="INF-05",
    slug="bytes-of-a-token",
    title="Shared by many users the weights shrink to little; at {long} of context the cache is {cache_share_long:2} of what is moved for {plain_batch:number} users",
    question="What does a server read from memory for each token it writes?",
    alt="Gigabytes moved for each generated token against context, on logarithmic axes. Three level lines are the weights, {weights_gb} shared by one, by a few and by {plain_batch:number} users; a rising line is the cache, the same for all. With {plain_batch:number} users the cache is {cache_share_short:2} of the sum at {short} and {cache_share_long:2} at {long}.",
    caption="Llama-3.1-405B with eight-bit weights and a sixteen-bit cache. Weights are read once a step for all users together; each user's cache, the keys and values of the tokens so far, is read for that user alone.",
    columns={"line": ("text", "Weights, by how many users share them, or cache"), "context": ("token", "Tokens that each user holds"), "gb_per_token": ("GB", "Bytes moved for one token of one user")},
    sources=("nvidia2026aiconfigurator",),
    tables=("inference/models",),
    claims=("D5",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/limits",
    facts=(results.facts,),
)
def bytes_of_a_token():
    return results.byte_split()


@bytes_of_a_token.draw
def _(frame, narrow):
    y = alt.Y("gb_per_token:Q", title="GB moved for each token", scale=alt.Scale(type="log", domain=[0.1, 600], nice=False), axis=alt.Axis(values=[0.1, 1, 10, 100], format="~g"))
    order = list(frame["line"].drop_duplicates())
    colour = alt.Color("line:N", scale=alt.Scale(domain=order, range=[theme.GREY] * (len(order) - 1) + [theme.BLUE]), legend=None)
    lines = alt.Chart(frame).mark_line().encode(x=_CONTEXT, y=y, color=colour, detail="line:N")
    start = frame[frame["context"] == frame["context"].min()]
    weights = alt.Chart(start[start["line"] != order[-1]]).mark_text(align="left", dx=4, dy=-9, fontWeight="bold").encode(x=_CONTEXT, y=y, text="line:N", color=colour)
    cache = alt.Chart(frame[(frame["line"] == order[-1]) & (frame["context"] == frame["context"].unique()[12])]).mark_text(align="left", dx=10, dy=10, fontWeight="bold")
    return alt.layer(lines, *named_rows.over_lines(weights), cache.encode(x=_CONTEXT, y=y, text="line:N", color=colour)).properties(width=theme.width(narrow), height=320)


@figure(
    id="INF-06",
    slug="operations-of-a-token",
    title="Attention is {attention_share_4096:2} of a token's operations at {claimed_sequence} and overtakes the weights only at {attention_half:2}",
    question="What share of a token's arithmetic is attention?",
    alt="Operations for each token against context on logarithmic axes: products with weights stay level, attention rises in proportion to context. Attention is {attention_share_4096:2} of the sum at {claimed_sequence}; the two cross at {attention_half:2}.",
    caption="Llama-3.1-405B, one generated token. Weights: two operations for each weight multiplied with. Attention: the claimed formula, which agrees with a count over all matrices.",
    columns={"context": ("token", "Tokens attended to"), "kind": ("text", "Products with weights, or attention"), "gflop_per_token": ("GFLOP", "Operations for one token, thousand millions")},
    sources=("nvidia2026aiconfigurator", "semianalysis2024o1pro"),
    tables=("inference/models",),
    claims=("D5",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/limits",
    facts=(results.facts,),
)
def operations_of_a_token():
    return results.flop_split()


@operations_of_a_token.draw
def _(frame, narrow):
    y = alt.Y("gflop_per_token:Q", title="Operations a token (GFLOP)", scale=alt.Scale(type="log", domain=[2, 1600], nice=False), axis=alt.Axis(values=[10, 100, 1000], format=","))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["weights", "attention"], range=[theme.GREY, theme.BLUE]), legend=None)
    lines = alt.Chart(frame).mark_line().encode(x=_CONTEXT, y=y, color=colour)
    marked = frame[(frame["context"] == frame["context"].unique()[10])]
    text = alt.Chart(marked).mark_text(align="left", dx=8, dy=11, fontWeight="bold").encode(x=_CONTEXT, y=y, text="kind:N", color=colour)
    rule = alt.Chart(pd.DataFrame({"context": [results.CLAIMED], "gflop_per_token": [3.0], "text": ["sequence of the claim"]}))
    at = rule.mark_rule(strokeDash=[4, 3]).encode(x=_CONTEXT)
    name = rule.mark_text(align="left", dx=5, color=theme.MUTED).encode(x=_CONTEXT, y=y, text="text:N")
    return alt.layer(lines, at, *named_rows.over_lines(text), name).properties(width=theme.width(narrow), height=300)


@figure(
    id="INF-07",
    slug="operations-a-byte",
    title="Alone, a user keeps {idle_alone:3} of the arithmetic idle; long contexts keep a large batch below the ridge",
    question="When does memory, and when does arithmetic limit a step?",
    alt="Operations for each byte moved against users at once, for four contexts. Without context the line rises in proportion and crosses the ridge of the node in sixteen bits, {ridge}; at {short} it crosses at {batch_ridge:number} users; at {long} it flattens out below.",
    caption="Below a horizontal line, the node could do more operations in the time it takes to move the bytes: memory limits. Above it arithmetic does. X. Cached keys and values serve one user only and get {cache_flop_per_byte:number2} operations a byte, however many users there are.",
    columns={"batch": ("1", "Users at once"), "context": ("text", "Tokens that each user holds"), "flop_per_byte": ("FLOP/byte", "Operations for each byte moved")},
    sources=("epochai2026hardware", "nvidia2026aiconfigurator"),
    tables=("inference/models", "inference/accelerators", "power/chips"),
    claims=("D5", "D7"),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/limits",
    facts=(results.facts,),
)
def operations_a_byte():
    frame = results.intensities().assign(kind="step")
    ridge = results.ridges().query("system == '8xH100'")
    ends = [{"batch": b, "context": f"{r.precision} ridge", "flop_per_byte": r.flop_per_byte, "kind": "ridge"} for r in ridge.itertuples() for b in (1.0, 1024.0)]
    return pd.concat([frame, pd.DataFrame(ends)], ignore_index=True)[["batch", "context", "flop_per_byte"]]


@operations_a_byte.draw
def _(frame, narrow):
    ridge = frame[frame["context"].str.endswith("ridge")]
    steps = frame[~frame["context"].str.endswith("ridge")]
    order = list(steps["context"].drop_duplicates())
    x = alt.X("batch:Q", title="Users at once", scale=alt.Scale(type="log", domain=[1, 1024], nice=False), axis=alt.Axis(values=[1, 4, 16, 64, 256, 1024], format="d"))
    y = alt.Y("flop_per_byte:Q", title="Operations a byte", scale=alt.Scale(type="log", domain=[1, 2200], nice=False), axis=alt.Axis(values=[1, 10, 100, 1000], format="d"))
    colour = alt.Color("context:N", sort=order, scale=alt.Scale(domain=order, range=[theme.GREY, theme.GREEN, theme.BLUE, theme.ORANGE]), legend=alt.Legend(title="Context", columns=2 if narrow else 4))
    lines = alt.Chart(steps).mark_line().encode(x=x, y=y, color=colour)
    rules = alt.Chart(ridge).mark_line(strokeDash=[5, 4], color=theme.INK).encode(x=x, y=y, detail="context:N")
    names = alt.Chart(ridge[ridge["batch"] == 1]).mark_text(align="left", dx=4, dy=-8).encode(x=x, y=y, text="context:N")
    return alt.layer(lines, rules, names).properties(width=theme.width(narrow), height=320)


@figure(
    id="INF-08",
    slug="where-arithmetic-binds",
    title="The batch, not the sequence, decides where arithmetic binds: near {claimed_sequence} it takes {batch_4096:interval} users in sixteen bits",
    question="At which sequence does decoding meet the limit of arithmetic?",
    alt="Sequence at which arithmetic binds against users at once, at {speed} each. The curves with weights counted fall almost straight down, through {claimed_sequence} at {batch_4096:number} users in sixteen bits and {batch_4096_fp8:number} in eight bits; those with attention alone fall slowly and pass far above.",
    caption="Decoding on an eight-H100 node at {speed} for each user, no losses. Left of a curve there is arithmetic to spare at any shorter sequence. Dashed: attention alone, as the claimed formula counts; it would take {batch_4096_attention:2} users in sixteen bits. "
    "Memory and bandwidth are left out here; both bind earlier at such batches.",
    columns={"batch": ("1", "Users at once"), "precision": ("text", "Precision of the products"), "counted": ("text", "Which operations count"), "sequence": ("token", "Sequence at which arithmetic binds")},
    sources=("semianalysis2024o1pro", "epochai2026hardware"),
    tables=("inference/models", "inference/accelerators", "power/chips"),
    claims=("D5",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/limits",
    facts=(results.facts,),
)
def where_arithmetic_binds():
    return results.flop_limit_curves()


@where_arithmetic_binds.draw
def _(frame, narrow):
    x = alt.X("batch:Q", title="Users at once", scale=alt.Scale(type="log", domain=[16, 1100], nice=False), axis=alt.Axis(values=[16, 32, 64, 128, 256, 512, 1024], format="d"))
    y = alt.Y("sequence:Q", title="Sequence where arithmetic binds (tokens)", scale=alt.Scale(type="log", domain=[100, 1e7], nice=False), axis=alt.Axis(values=[100, 1000, 10000, 100000, 1000000], format="~s"))
    colour = alt.Color("precision:N", scale=alt.Scale(domain=["16-bit", "8-bit"], range=[theme.ORANGE, theme.BLUE]))
    dash = alt.StrokeDash("counted:N", scale=alt.Scale(domain=["weights and attention", "attention alone"], range=[[1, 0], [5, 4]]), legend=alt.Legend(columns=1 if narrow else 2))
    lines = alt.Chart(frame).mark_line(clip=True).encode(x=x, y=y, color=colour, strokeDash=dash)
    at = alt.Chart(pd.DataFrame({"sequence": [results.CLAIMED], "batch": [17], "text": ["the sequence of the claim"]}))
    rule = at.mark_rule(color=theme.MUTED).encode(y=y)
    name = at.mark_text(align="left", dy=-8, color=theme.MUTED).encode(x=x, y=y, text="text:N")
    return alt.layer(rule, lines, name).properties(width=theme.width(narrow), height=330)
