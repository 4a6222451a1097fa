"""Figure of the joint saving: alone, multiplied, promised and together, against the growth of demand."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.inference.results import joint_saving as results

__all__ = ["joint"]


@figure(
    id="INF-29",
    slug="joint-saving",
    title="All four together save a factor of {joint_span:interval2}, not the {promise:2} of their headlines; Google’s tokens grew by {tokens_growth:2}",
    question="What do mixtures of experts, low-bit weights, hybrids and ring attention save together?",
    alt="Rows of saving factors on a logarithmic axis, for prompts of {prompt_short}, {prompt_middle} and {prompt_long} tokens. Alone, experts save {save_experts_32k:range2} at {prompt_middle}, ternary weights {save_bits_32k:range2}, the hybrid {save_hybrid_32k:range2}, the ring nothing. Together they save {save_joint_32k:range2}. "
    "The factors that the words promise multiply to {promise:2}; a line marks the growth of Google’s tokens from May 2024 to May 2026, {tokens_growth:2}.",
    caption="Accelerator time of a request with an answer of {answer_tokens} on eight B200, by the calibrated serving model, at the cheapest layout and the largest batch that gives each user {speeds:low} to {speeds:high}. Base: a dense model with full attention and sixteen-bit weights of the quality of Qwen3.5-397B-A17B. Ranges: speeds, and what dense model equals a sparse one. "
    "Each step cheapens what the others leave dear: the joint saving is {complement:range2} times the product of the single ones. It is the headline factors (all weights over active ones, bits over bits, layers over layers) that count the same cost several times over. A ring moves memory; it saves no work.",
    columns={
        "prompt": ("text", "Tokens of the prompt"),
        "saving_of": ("text", "Which saving"),
        "factor": ("1", "Cost before over cost after"),
        "low": ("1", "Lowest over speeds and exponents"),
        "high": ("1", "Highest over speeds and exponents"),
    },
    sources=("nvidia2026aiconfigurator", "sglang2026qwen35", "dai2024deepseekmoe", "liu2023ring"),
    tables=("inference/models", "inference/accelerators", "inference/calibration", "inference/sparse_dense_ratios", "power/token_volumes"),
    parameters=("sparse_dense_exponent",),
    claims=("A12",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/architecture",
    facts=(results.facts,),
)
def joint():
    return results.central()


@joint.draw
def _(frame, narrow):
    words = {"multiplied": "single savings, multiplied", "together": "all four together"}
    frame = frame.assign(row=frame["saving_of"].replace(words))
    order = ["mixture of experts", "ternary weights", "hybrid attention", "ring attention", "single savings, multiplied", "all four together", "as the words promise"]
    y = named_rows.rows("row", order, narrow)
    off = alt.YOffset("prompt:N", sort=["2k", "32k", "128k"], scale=alt.Scale(paddingOuter=1.0 if narrow else 0.3))
    domain = [0.15, 1500]
    x = alt.X("factor:Q", title="Cost before over cost after, logarithmic", scale=alt.Scale(type="log", domain=domain, nice=False), axis=alt.Axis(values=[0.3, 1, 3, 10, 30, 100, 300, 1000], format="~g", grid=True))
    colour = alt.Color("prompt:N", scale=alt.Scale(domain=["2k", "32k", "128k"], range=[theme.GREEN, theme.BLUE, theme.ORANGE]), legend=named_rows.legend(narrow))
    bars = alt.Chart(frame.dropna(subset="low")).mark_rule(strokeWidth=4, opacity=0.45).encode(x=alt.X("low:Q", scale=alt.Scale(type="log", domain=domain, nice=False)), x2="high:Q", y=y, yOffset=off, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=50).encode(x=x, y=y, yOffset=off, color=colour)
    growth = results.facts()["tokens_growth"].value
    rule = alt.Chart(pd.DataFrame({"at": [growth]})).mark_rule(strokeDash=[5, 3], strokeWidth=1.5).encode(x="at:Q")
    text = alt.Chart(pd.DataFrame({"at": [growth], "t": ["Google’s tokens, two years"]})).mark_text(align="right", dx=-6, baseline="top").encode(x="at:Q", y=alt.value(4), text="t:N")
    names = alt.Chart(frame.drop_duplicates("row")[["row"]]).mark_text(align="left", dy=-28, fontSize=11).encode(x=alt.value(0), y=y, text="row:N")
    return alt.layer(rule, bars, dots, names if narrow else text).properties(width=theme.width(narrow), height=alt.Step(76 if narrow else 42, **{"for": "position"}))
