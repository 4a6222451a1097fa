"""Figures of the fit: what is left out, how far each law is from the runs, where tools stop, errors and intervals."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import fit as results

__all__ = ["exclusions", "residuals", "traps", "errors", "intervals"]

_COMMON = {"as_of": "2024-05-14", "notebook": "scaling/fit", "facts": (results.facts,), "claims": ()}


@figure(
    id="SCL-06",
    slug="exponents-by-runs-left-out",
    title="Leaving out the {left_out} highest losses moves the exponent of data from {beta_all:2} to {beta_five:2}; leaving out {twenty} moves it to {beta_twenty:2}",
    question="What does the choice of runs do to the law?",
    alt="Two lines with bands against the number of highest losses left out. The exponent of size stays near {alpha_all:2} throughout. The exponent of data falls from {beta_all:2} with all runs to {beta_five:2} with {left_out} left out and {beta_twenty:2} with {twenty}, and does not level off.",
    caption="Each point is a fit of its own. Bands: 5–95 % by the curvature of the objective, which is ragged where few runs lie within the Huber zone. The replication leaves out {left_out} runs (dotted line) that lie far off any law of this form: very large models with very few tokens. That the exponent of data goes on falling says that the form fits the far corner badly.",
    columns={"constant": ("text", "Exponent"), "excluded": ("1", "Highest losses left out"), "value": ("1", "Fitted exponent"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=("besiroglu2024chinchilla", "hoffmann2022training"),
    tables=("scaling/chinchilla_fits",),
    grade="modelled",
    **_COMMON,
)
def exclusions():
    return results.exclusion_frame()


@exclusions.draw
def _(frame, narrow):
    names = list(frame["constant"].drop_duplicates())
    colour = alt.Color("constant:N", scale=alt.Scale(domain=names, range=[theme.ORANGE, theme.BLUE]), legend=alt.Legend())
    x = alt.X("excluded:Q", title="Highest losses left out", scale=alt.Scale(domain=[0, 20]))
    scale = alt.Scale(domain=[0.25, 0.55])
    band = alt.Chart(frame).mark_area(opacity=0.18, clip=True).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q", color=colour)
    lines = alt.Chart(frame).mark_line(point=True).encode(x=x, y=alt.Y("value:Q", title="Exponent", scale=scale), color=colour)
    rule = alt.Chart(pd.DataFrame({"x": [5]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=alt.Scale(domain=[0, 20])))
    return alt.layer(rule, band, lines).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-07",
    slug="laws-against-the-runs",
    title="The printed constants overshoot the runs by {miss_printed:2} of the loss, {printed_times:2} times our objective; nine in ten runs lie within about {spread_ours:2} of our fit",
    question="How well does each law fit the runs it is about?",
    alt="Rows of laws with bars of the difference between law and run. Our fit and the replication’s lie around nought. Hoffmann’s constants with all digits lie a little below, the printed ones {miss_printed:2} above, as does the law of Muennighoff, which was fitted to another text.",
    caption="Loss by the law over loss of the run, less one, for {runs} runs read off a figure of Hoffmann et al.. Thin bar: nine in ten runs; thick bar: the middle half; dot: median. Muennighoff’s law is of another text and tokeniser, and is shown to say that levels do not carry over.",
    columns={"law": ("text", "Law"), "low": ("percent", "5 % point"), "quarter": ("percent", "25 % point"), "middle": ("percent", "Median"), "three_quarters": ("percent", "75 % point"), "high": ("percent", "95 % point"), "objective": ("1", "Sum of Huber losses")},
    sources=("besiroglu2024chinchilla", "hoffmann2022training", "muennighoff2023datablations"),
    tables=("scaling/chinchilla_residuals", "scaling/training_law_names"),
    grade="modelled",
    **_COMMON,
)
def residuals():
    return results.residual_frame()


@residuals.draw
def _(frame, narrow):
    y = named_rows.rows("law", list(frame["law"]), narrow)
    scale = alt.Scale(domain=[-2, 4])
    x = alt.X("middle:Q", title="Law above the run (% of the loss)", scale=scale, axis=alt.Axis(grid=True))
    nought = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule().encode(x=alt.X("x:Q", scale=scale))
    thin = alt.Chart(frame).mark_rule(strokeWidth=2, color=theme.BLUE).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    thick = alt.Chart(frame).mark_rule(strokeWidth=7, opacity=0.6, color=theme.BLUE).encode(x=alt.X("quarter:Q", scale=scale), x2="three_quarters:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=70, color=theme.INK).encode(x=x, y=y)
    return alt.layer(nought, thin, thick, dots, *named_rows.names(frame, "law", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="SCL-08",
    slug="where-optimisers-stop",
    title="A common optimiser stops {stopped_above:2} above the least and reports success; from a grid of {gridded_starts} starts it still misses by {gridded_above:2} if the losses are averaged",
    question="Do the usual tools find the best fit?",
    alt="Rows of ways to fit, with how far above the least sum of losses each ends. L-BFGS-B from the printed constants stops {stopped_above:2} above, whether it takes the mean or the sum; a grid of starts with the mean {gridded_above:2}. BFGS, Nelder–Mead and ours end at the least.",
    caption="The same {runs} runs, SciPy’s optimisers at their defaults, gradients by differences. All {ways} ways report success. L-BFGS-B ends when a step gains less than a tiny share of the larger of the objective and one; an objective of a thousandth looks flat to it long before it is. Ends at the least are drawn at the left edge. From the median start of the grid it ends {median_above:2} above.",
    columns={"way": ("text", "Optimiser, what it minimises, where it starts"), "above_percent": ("percent", "Best end above the least"), "median_percent": ("percent", "Median end above the least"), "claims_success": ("text", "Whether it reports success"), "beta": ("1", "Exponent of data it reports"), "starts": ("1", "Starts")},
    sources=("besiroglu2024chinchilla", "epoch2024analyzing"),
    tables=("scaling/chinchilla_traps",),
    grade="modelled",
    **_COMMON,
)
def traps():
    frame = results.trap_frame()
    return frame.assign(claims_success=frame["claims_success"].map({True: "yes", False: "no"}))


@traps.draw
def _(frame, narrow):
    y = named_rows.rows("way", list(frame["way"]), narrow)
    scale = alt.Scale(type="log", domain=[3e-5, 300])
    x = alt.X("above_percent:Q", title="End above the least sum of losses (%)", scale=scale, axis=alt.Axis(grid=True, values=[0.001, 0.01, 0.1, 1, 10, 100]))
    dots = alt.Chart(frame).mark_point(filled=True, size=90, color=theme.BLUE).encode(x=x, y=y)
    label = alt.Chart(frame).transform_calculate(t="'β ' + format(datum.beta, '.3f')").mark_text(align="left", dx=9, fontSize=11).encode(x=x, y=y, text="t:N")
    return alt.layer(dots, label, *named_rows.names(frame, "way", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))


@figure(
    id="SCL-09",
    slug="standard-errors-against-the-replication",
    title="On the replication’s own resamples our standard errors are its own to within {own_ratio_worst:2}; other resamples differ by chance alone",
    question="Are the published standard errors right?",
    alt="Dots of our bootstrap standard errors over the published ones, by constant. Those on the replication’s own resamples lie on one; those of {seeds} other seeds scatter around it by a few percent.",
    caption="Standard deviation over {refits_each} refits, divided by that which the replication’s notebook prints. Its resamples follow from its seed. The largest gap of the published error from the mean of our seeds is {seeds_away:2} standard deviations between seeds.",
    columns={"constant": ("text", "Constant"), "run": ("text", "Seed, or whose resamples"), "kind": ("text", "Ours or its own"), "ratio": ("1", "Our standard error over the published")},
    sources=("epoch2024analyzing", "besiroglu2024chinchilla"),
    tables=("scaling/chinchilla_standard_errors", "scaling/chinchilla_published"),
    grade="modelled",
    **_COMMON,
)
def errors():
    return results.error_frame()


@errors.draw
def _(frame, narrow):
    names = ["our seeds", "its own resamples"]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend())
    scale = alt.Scale(domain=[0.9, 1.15])
    x = alt.X("constant:N", title="Constant", sort=["A", "B", "E", "α", "β"], axis=alt.Axis(labelAngle=0))
    one = alt.Chart(pd.DataFrame({"y": [1.0]})).mark_rule(strokeDash=[3, 3]).encode(y=alt.Y("y:Q", scale=scale))
    size = alt.Size("kind:N", scale=alt.Scale(domain=names, range=[45, 120]), legend=None)
    dots = alt.Chart(frame).mark_point(filled=True).encode(x=x, y=alt.Y("ratio:Q", title="Our standard error over the published", scale=scale), color=colour, size=size)
    return alt.layer(one, dots).properties(width=theme.width(narrow), height=300)


@figure(
    id="SCL-10",
    slug="intervals-of-the-exponents",
    title="Hoffmann’s exponent of data lies outside every interval of ours; to know the split as well as printed would take {runs_needed:2} runs",
    question="How sure are the exponents?",
    alt="Intervals of the two exponents by refits, curvature, profile and as the replication prints. Those of size, near {alpha:2}, include Hoffmann’s value; those of data, near {beta:2}, do not: his lies at {stopped_beta:2}.",
    caption="5–95 %. Refits: runs drawn with replacement. Curvature: the sandwich of slopes around the optimum. Profile: the other constants fitted anew at each value; it is the narrowest, since it takes the runs’ spread as it would be under the Huber loss. The exponent of the budget in the best size is {share:range} over refits, printed {share_printed:interval}.",
    columns={"constant": ("text", "Exponent"), "way": ("text", "How the interval is made"), "value": ("1", "Value"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=("besiroglu2024chinchilla", "epoch2024analyzing", "hoffmann2022training"),
    tables=("scaling/chinchilla_refits", "scaling/chinchilla_fits", "scaling/chinchilla_profiles", "scaling/chinchilla_published", "scaling/training_laws"),
    grade="modelled",
    **_COMMON,
)
def intervals():
    return results.interval_frame()


@intervals.draw
def _(frame, narrow):
    frame = frame.assign(row=frame["constant"].str[:1] + ": " + frame["way"])
    names = list(frame["constant"].drop_duplicates())
    y = named_rows.rows("row", list(frame["row"]), narrow)
    scale = alt.Scale(domain=[0.26, 0.42])
    colour = alt.Color("constant:N", scale=alt.Scale(domain=names, range=[theme.ORANGE, theme.BLUE]), legend=named_rows.legend(narrow))
    bars = alt.Chart(frame.dropna()).mark_rule(strokeWidth=4, opacity=0.55).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=70).encode(x=alt.X("value:Q", title="Exponent", scale=scale, axis=alt.Axis(grid=True)), y=y, color=colour)
    return alt.layer(bars, dots, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 26))
