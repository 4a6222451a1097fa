"""Figures of ring attention and of Mixture-of-Depths."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.inference.results import ring_and_depth as results

__all__ = ["ring", "depth"]


def _panels(charts, narrow):
    return alt.vconcat(*charts, spacing=26) if narrow else alt.hconcat(*charts, spacing=24)


def _width(narrow):
    return theme.width(narrow) - 60 if narrow else (theme.width(narrow) - 124) // 2


@figure(
    id="INF-27",
    slug="ring-attention",
    title="A ring of {ring_devices:number} holds {ring_gain:number} times the sequence of one device; reading it takes {ring_minutes_most:2} instead of {ring_minutes_one:2}",
    question="Does spreading a sequence over devices remove the memory wall?",
    alt="Two panels against the number of devices, both axes logarithmic. The longest sequence that fits rises in proportion, from {ring_one:2} on one H100 to {ring_most:2} on {ring_devices:number}. The time to read it also rises in proportion, from {ring_minutes_one:2} to {ring_minutes_most:2}, since the work is quadratic and the devices are not.",
    caption="Llama-3.1-8B at sixteen bits on H100, all weights on each device, nine tenths of the memory used; keys and values of all layers and the blocks of the layer at work are spread. Time: all operations at the full dense throughput of all devices, so a lower end. "
    "Sending hides behind computing once a device has {ring_block_net:interval2} of the sequence, over a network between servers, with keys in groups (range over A100, H100, B200). A causal ring of contiguous blocks uses {ring_efficiency:2} of its time; stripes gain up to a factor of {striped_gain:2}. What the model can do with such a length is another question.",
    columns={"measure": ("text", "What"), "devices": ("1", "Devices in the ring"), "value": ("1", "In the unit that the measure names")},
    sources=("liu2023ring", "brandon2023striped", "epochai2026hardware", "nvidia2026aiconfigurator"),
    tables=("inference/models", "inference/accelerators"),
    claims=("B9",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/architecture",
    facts=(results.facts,),
)
def ring():
    return results.rings()


@ring.draw
def _(frame, narrow):
    x = alt.X("devices:Q", title="Devices in the ring", scale=alt.Scale(type="log", base=2, domain=[1, 256]), axis=alt.Axis(values=[1, 4, 16, 64, 256], format="d"))
    charts = []
    for (measure, part), colour in zip(frame.groupby("measure", sort=False), (theme.BLUE, theme.ORANGE), strict=True):
        y = alt.Y("value:Q", title=measure, scale=alt.Scale(type="log", domain=[0.3, 200]), axis=alt.Axis(format="~g", values=[0.3, 1, 3, 10, 30, 100]))
        base = alt.Chart(part)
        charts.append((base.mark_line(color=colour).encode(x=x, y=y) + base.mark_point(color=colour, filled=True).encode(x=x, y=y)).properties(width=_width(narrow), height=230))
    return _panels(charts, narrow)


@figure(
    id="INF-28",
    slug="routed-depth",
    title="Routing {depth_capacity} of tokens through every second block saves {depth_saved_short:2} of a pass’s operations; a decoding step of {depth_users_least:number} users saves {depth_bytes_least:2} of its bytes",
    question="What does Mixture-of-Depths save, and where?",
    alt="Two panels. Operations of a pass fall in a nearly straight line as the routed blocks take fewer tokens, to {depth_saved_short:2} less at {depth_capacity} for {depth_short_k} and {depth_saved_long:2} less for {depth_long_k}. Bytes that a decoding step reads, by users at once: at one user the saving is {depth_bytes_one:2} for short contexts; the saving shrinks to {depth_bytes_least:2} at {depth_users_least:number} users, when nearly every block is picked by somebody, and grows again as the cache takes over.",
    caption="Llama-3.1-8B with every second block routed, as in the paper’s best models; sixteen bits. Against a uniform model of the same shape. That quality is equal is the authors’ finding: {depth_studies:number} studies print savings of {depth_printed:interval2} with score changes down to −{depth_worst}, of which {depth_language:number} is of a language model. "
    "A block is read in decoding unless no user’s token picks it, so that the saving in bytes of weights shrinks with the batch.",
    columns={"panel": ("text", "Panel"), "line": ("text", "Tokens in the context"), "x": ("1", "Tokens that a routed block takes (%), or users at once"), "percent": ("percent", "Of the uniform model")},
    sources=("raposo2024depth", "luo2025gammamod", "zhang2024pmod"),
    tables=("inference/models", "inference/routed_depth"),
    claims=("B10",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/architecture",
    facts=(results.facts,),
)
def depth():
    return results.routed()


@depth.draw
def _(frame, narrow):
    names = list(frame["line"].drop_duplicates())
    colour = alt.Color("line:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.GREEN, theme.ORANGE]), legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=3))
    charts = []
    for panel, part in frame.groupby("panel", sort=False):
        users = panel.startswith("Bytes")
        title = "Users at once, capacity as marked" if users else "Tokens that a routed block takes (%)"
        x = alt.X("x:Q", title=title, scale=alt.Scale(type="log", base=2, domain=[1, 256]) if users else alt.Scale(domain=[0, 100]), axis=alt.Axis(format="d", values=[1, 4, 16, 64, 256]) if users else alt.Axis(tickCount=5))
        y = alt.Y("percent:Q", title=panel, scale=alt.Scale(domain=[40, 100]))
        layers = [alt.Chart(part).mark_line().encode(x=x, y=y, color=colour)]
        if not users:
            at = 100 * results.CAPACITY
            layers.append(alt.Chart(pd.DataFrame({"x": [at]})).mark_rule(strokeDash=[4, 3]).encode(x=x))
            layers.append(alt.Chart(part[part["x"] == at]).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour))
        charts.append(alt.layer(*layers).properties(width=_width(narrow), height=230))
    return _panels(charts, narrow)
