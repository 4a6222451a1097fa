"""Figure of low precision: points lost by bits and size."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.inference.results import precision as results

__all__ = ["losses"]


@figure(
    id="INF-26",
    slug="low-bit-losses",
    title="Few-bit models lose nothing visible in {no_loss_percent:2} of published comparisons; converted to four to six bits, in {no_loss_converted:2}",
    question="Do low-bit weights lose anything visible on published tests?",
    alt="Dots of score differences in points of a hundred against bits a weight. At eight bits nearly all lie within a point of zero. Converted models at four bits spread from zero to −{four_bit_points_lost:2}; models trained at low precision stay near zero down to three bits. "
    "Ternary models lose {pareto_points_lost:interval2} points in one study; in another they go from {ternary_smallest_points:2} at {ternary_smallest:2} weights to +{ternary_largest_points} at {ternary_largest:2}.",
    caption="Each dot is one published comparison of averages over several tests; references have sixteen bits, in one case eight. A loss is visible above one point, a limit set before the table was made; each of {low_bit_studies:number} studies has the same say: {no_loss_percent:range2}. "
    "No ternary model above {ternary_largest:2} weights with a sixteen-bit twin was found, so that parity at the frontier is untested. Published precision laws say that long training makes conversion harder.",
    columns={
        "study": ("text", "Study"),
        "model": ("text", "Model"),
        "params_b": ("1", "Weights, billions"),
        "bits": ("bit", "Bits a weight on average"),
        "how": ("text", "Trained at that precision, or converted"),
        "points": ("1", "Score minus that of the reference, points of 100"),
    },
    sources=("ma2024bitnet", "onebitllm2024", "liu2025paretoq", "neuralmagic2024cards", "intel2025autoround", "meta2024llama32", "nvidia2025nvfp4", "kumar2024precision"),
    tables=("inference/low_bit_models",),
    claims=("B7",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/architecture",
    facts=(results.facts,),
)
def losses():
    return results.losses()[["study", "model", "params_b", "bits", "how", "points"]]


@losses.draw
def _(frame, narrow):
    x = alt.X("bits:Q", title="Bits a weight, logarithmic", scale=alt.Scale(type="log", base=2, domain=[0.9, 9.5], nice=False), axis=alt.Axis(values=[1, 1.58, 2, 3, 4, 6, 8], format="~g", grid=False))
    y = alt.Y("points:Q", title="Difference of the average score (points of 100)", scale=alt.Scale(domain=[-9, 2]))
    band = alt.Chart(pd.DataFrame({"low": [-1.0], "high": [0.0]})).mark_rect(color=theme.GREY, opacity=0.18).encode(y=alt.Y("low:Q", scale=alt.Scale(domain=[-9, 2])), y2="high:Q")
    zero = alt.Chart(pd.DataFrame({"at": [0.0]})).mark_rule(strokeWidth=1.5).encode(y="at:Q")
    colour = alt.Color("how:N", scale=alt.Scale(domain=["trained", "converted"], range=[theme.BLUE, theme.ORANGE]))
    size = alt.Size("params_b:Q", title="Weights, billions", scale=alt.Scale(type="log", domain=[0.1, 100], range=[25, 260]), legend=None)
    dots = alt.Chart(frame).mark_point(filled=True, opacity=0.75).encode(x=x, y=y, color=colour, size=size)
    note = alt.Chart(pd.DataFrame({"x": [0.93], "y": [-0.5], "t": ["not visible"]})).mark_text(align="left", color=theme.MUTED, dx=4).encode(x="x:Q", y="y:Q", text="t:N")
    return alt.layer(band, zero, dots, *([] if narrow else [note])).properties(width=theme.width(narrow), height=340)
