"""Figures of the coverage page: models against thresholds, counts, estimates on record, the imputation's test, compute against capability."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import coverage as results

_COMMON = {"as_of": "2026-07-15", "notebook": "governance/coverage", "facts": (results.facts,), "claims": ("E1",)}
_INFERRED = ("governance/covered_models", "governance/imputation_fit", "governance/imputation_covariance", "governance/estimate_errors")
_NAMED = (*_INFERRED, "scaling/notable_models", "governance/compute_parts")
_COUNTED = (*_NAMED, "governance/other_observed", "governance/other_imputed")
_STATUS = alt.Scale(domain=["observed", "imputed"], range=[theme.BLUE, theme.ORANGE])
_FLOP = alt.Scale(type="log", domain=[1e24, 1e28])
_TICKS = alt.Axis(format=".0e", values=[1e24, 1e25, 1e26, 1e27, 1e28])


def _limits():
    return pd.DataFrame({"limit": [results.LINE, results.HIGH_LINE], "t": ["1e25 (EU)", "1e26 (US states, Korea)"]})


@figure(
    id="GOV-16",
    slug="models-and-thresholds",
    title="By mid-July 2026 {above_25:range} notable models stand above {line_25} and {above_26:range} above {line_26}, most of them without a published estimate",
    question="Which models lie above the thresholds?",
    alt="Scatter of notable models by date of release and training compute on a logarithmic scale, with lines at {line_25} and {line_26}. Models with an estimate, {observed_25} of them above the lower line, thin out after 2024; models whose compute we infer, with vertical bars of some two powers of ten, fill the upper right.",
    caption="Dots: Epoch AI's estimate where there is one, our median where there is none; bars: 5–95 % interval of the latter. Only models above {named_from} are drawn; smaller ones are counted, not named. What is counted is pre-training. A model with a bar across a line is above it with the probability that the table below gives.",
    columns={"status": ("text", "Estimate"), "year": ("year", "Date of release"), "model": ("text", "Model"), "flop": ("FLOP", "Training compute"), "low_flop": ("FLOP", "5 % point"), "high_flop": ("FLOP", "95 % point")},
    sources=("epochai2026models", "epochai2025models"),
    tables=_COUNTED,
    grade="modelled",
    **_COMMON,
)
def scatter():
    return results.releases_frame()


@scatter.draw
def _(frame, narrow):
    x = alt.X("year:Q", title="Date of release", scale=alt.Scale(domain=[2022, 2026.7]), axis=alt.Axis(format="d", values=[2022, 2023, 2024, 2025, 2026]))
    y = alt.Y("flop:Q", title="Training compute (FLOP)", scale=_FLOP, axis=_TICKS)
    colour = alt.Color("status:N", scale=_STATUS, legend=alt.Legend(symbolOpacity=1))
    dim = frame[frame["status"] == "imputed"].assign(low_flop=lambda f: f["low_flop"].clip(1e24), high_flop=lambda f: f["high_flop"].clip(None, 1e28))
    bars = alt.Chart(dim).mark_rule(opacity=0.25, clip=True, color=theme.ORANGE).encode(x=x, y=alt.Y("low_flop:Q", scale=_FLOP), y2="high_flop:Q")
    dots = alt.Chart(frame).mark_point(filled=True, size=38, opacity=0.85).encode(x=x, y=y, color=colour)
    lines = alt.Chart(_limits()).mark_rule(strokeDash=[4, 3], color=theme.INK).encode(y=alt.Y("limit:Q", scale=_FLOP))
    words = alt.Chart(_limits()).mark_text(align="left", dx=4, dy=-7, fontSize=11).encode(x=alt.value(0), y=alt.Y("limit:Q", scale=_FLOP), text="t:N")
    return alt.layer(bars, dots, lines, *named_rows.over_lines(words)).properties(width=theme.width(narrow), height=360)


@figure(
    id="GOV-17",
    slug="models-above-thresholds-by-year",
    title="Counting published estimates alone finds {observed_26} models above {line_26}; with the rest modelled it is {above_26:range}",
    question="How many models lie above each threshold, year by year?",
    alt="Lines of the number of notable models above {line_23}, {line_24}, {line_25}, {line_26} and {line_27} at the end of each year from 2022 to mid-2026 on a logarithmic scale, each with a band; dashed lines of published estimates alone fall further and further below. At the end: {above_23:2}, {above_24:2}, {above_25:2}, {above_26:2} and {above_27:2} against {observed_23}, {observed_24}, {observed_25}, {observed_26} and {observed_27}.",
    caption="Models released since 2022, cumulative. Full lines: median over the draws, which infer the compute of models without an estimate and let estimates err; bands: 5–95 % interval. Dashed: models whose published estimate is above the line. Nothing above {line_28} is on record, and {above_28:range} expected. Variants of one model that appear as models of their own count as such.",
    columns={"threshold_flop": ("FLOP", "Threshold"), "on": ("text", "Released up to"), "observed": ("1", "With an estimate above"), "imputed": ("1", "Expected among those without"), "median": ("1", "Median of the sum"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=("epochai2026models",),
    tables=_COUNTED,
    grade="modelled",
    **_COMMON,
)
def counts():
    return results.counts_frame()


@counts.draw
def _(frame, narrow):
    frame = frame[(frame["threshold_flop"] < 5e27) & (frame["median"] > 0)]
    names = ["1e23", "1e24", "1e25", "1e26", "1e27"]
    frame = frame.assign(t=frame["threshold_flop"].map(dict(zip(results.THRESHOLDS, names, strict=False))))
    x = alt.X("on:T", title="Released up to", axis=alt.Axis(format="%Y", tickCount=5), scale=alt.Scale(domain=["2022-10-01", "2027-01-15"]))
    scale = alt.Scale(type="log", domain=[1, 400])
    colour = alt.Color("t:N", sort=names, scale=alt.Scale(domain=names, range=[theme.GREY, theme.GREEN, theme.BLUE, theme.ORANGE, theme.PURPLE]), legend=None)
    base = alt.Chart(frame.assign(low=frame["low"].clip(1))).encode(x=x, color=colour)
    band = base.mark_area(opacity=0.18, clip=True).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q")
    line = base.mark_line(clip=True).encode(y=alt.Y("median:Q", title="Notable models", scale=scale, axis=alt.Axis(values=[1, 3, 10, 30, 100, 300])))
    dashed = alt.Chart(frame[frame["observed"] > 0]).mark_line(strokeDash=[4, 3], clip=True).encode(x=x, color=colour, y=alt.Y("observed:Q", scale=scale))
    ends = frame[frame["on"] == frame["on"].max()]
    words = alt.Chart(ends).mark_text(align="left", dx=6, fontWeight="bold").encode(x=x, y=alt.Y("median:Q", scale=scale), text="t:N", color=colour)
    return alt.layer(band, line, dashed, words).properties(width=theme.width(narrow), height=340)


@figure(
    id="GOV-18",
    slug="share-with-an-estimate",
    title="Fewer and fewer notable models have an estimate: {share_2022:2} of those of 2022, {share_2025:2} of 2025, {share_2026:2} of 2026",
    question="For how many models is training compute known?",
    alt="Bars by year of publication from 2018 to 2026: share of notable models with an estimate of training compute in the copy of July 2026. The share rises to 2021, is {share_2022:2} in 2022, then falls to {share_2025:2} in 2025 and {share_2026:2} in 2026.",
    caption="Epoch AI's copy of mid-July 2026. The year 2026 is not over, and some of its models will get an estimate later. Estimates also go: of {of_2024_old} models of 2024 that the copy of February 2025 put above {line_25}, the later copy keeps {of_2024_new}.",
    columns={"year": ("year", "Year of publication"), "notable": ("1", "Notable models"), "estimated": ("1", "With an estimate"), "share_percent": ("percent", "Share with an estimate")},
    sources=("epochai2026models", "epochai2025models"),
    tables=("governance/vintage_counts",),
    grade="measured",
    **_COMMON,
)
def known():
    frame = results.known_frame()
    return frame[frame["vintage"] == frame["vintage"].max()].drop(columns="vintage").reset_index(drop=True)


@known.draw
def _(frame, narrow):
    x = alt.X("year:O", title="Year of publication", axis=alt.Axis(labelAngle=0))
    y = alt.Y("share_percent:Q", title="Share of notable models with an estimate (%)", scale=alt.Scale(domain=[0, 100]))
    base = alt.Chart(frame).encode(x=x, y=y)
    return alt.layer(base.mark_bar(), base.mark_text(dy=-8).encode(text=alt.Text("share_percent:Q", format=".0f"))).properties(width=theme.width(narrow), height=260)


@figure(
    id="GOV-19",
    slug="imputation-on-known-models",
    title="Held out, {tested_inside:2} of {tested} known models fall inside the 5–95 % interval, and all {bench} that were estimated from benchmarks",
    question="Can the compute of a model be inferred from what is known of it?",
    alt="Dots of inferred against published training compute on logarithmic scales, along the diagonal: the means of {tested} known models held out of the fit, by power of ten, with bars of a power of ten or more to either side, above the diagonal for the smallest models; and {bench} single models that Epoch AI estimated from benchmarks, which lie close to the diagonal at the upper end.",
    caption="Each known model is inferred by a regression that has not seen it (a tenth held out at a time). Dots: means of the models of one power of ten; bars: 5–95 % of what was inferred for them. Typical error: a factor of {tested_error:2} over all, {served_error:2} for the {served_tested} language models that are only served, which are the kind that goes unpublished. The smallest are inferred too large: none of the models without an estimate that matter for a line is near them. Orange: models without an estimate in the table for which a note gives one from benchmark scores; no fit saw those.",
    columns={"kind": ("text", "Test"), "models": ("1", "Number of models"), "model": ("text", "Model, if one"), "known_flop": ("FLOP", "Published estimate, geometric mean"), "foretold_flop": ("FLOP", "Inferred without it, geometric mean"), "low_flop": ("FLOP", "5 % point of the inferred"), "high_flop": ("FLOP", "95 % point of the inferred")},
    sources=("epochai2026models",),
    tables=("governance/imputation_test", "governance/covered_models", "governance/imputation_fit", "governance/imputation_covariance"),
    grade="modelled",
    **_COMMON,
)
def tested():
    return results.held_out_frame()


@tested.draw
def _(frame, narrow):
    scale = alt.Scale(type="log", domain=[1e16, 1e28])
    axis = alt.Axis(format=".0e", values=[1e16, 1e20, 1e24, 1e28] if narrow else [1e16, 1e18, 1e20, 1e22, 1e24, 1e26, 1e28])
    x = alt.X("known_flop:Q", title="Published estimate (FLOP)", scale=scale, axis=axis)
    y = alt.Y("foretold_flop:Q", title="Inferred without it (FLOP)", scale=scale, axis=axis)
    one = alt.Chart(pd.DataFrame({"a": [1e16, 1e28]})).mark_line(strokeDash=[3, 3], color=theme.MUTED, strokeWidth=1.2).encode(x=alt.X("a:Q", scale=scale), y=alt.Y("a:Q", scale=scale))
    kinds = list(dict.fromkeys(frame["kind"]))[::-1]
    colour = alt.Color("kind:N", sort=kinds, scale=alt.Scale(domain=kinds, range=[theme.ORANGE, theme.BLUE, theme.GREY]), legend=alt.Legend(columns=1, symbolOpacity=1, labelLimit=300))
    bars = alt.Chart(frame[frame["models"] > 1]).mark_rule(strokeWidth=3, opacity=0.35, clip=True).encode(x=x, y=alt.Y("low_flop:Q", scale=scale), y2="high_flop:Q", color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=48, opacity=0.85, clip=True).encode(x=x, y=y, color=colour)
    return alt.layer(one, bars, dots).properties(width=theme.width(narrow), height=360)


@figure(
    id="GOV-20",
    slug="compute-and-capability",
    title="Compute and capability go together, but a model of {best_below_flop:2} scores {best_below}, one of {large_above_flop:2} {large_above}",
    question="Does more training compute mean more capability?",
    alt="Scatter of the Epoch Capabilities Index against training compute for {scored} models, rising from lower left to upper right. Models that think first lie above the others; several just left of the line at {line_25} score higher than most of those to its right.",
    caption="Index: scores on many benchmarks, brought to one scale. Only models with a published estimate of compute can stand here, which leaves out most of the frontier since 2025. A line of equal capability tilts: newer models need less compute.",
    columns={"kind": ("text", "How it answers"), "model": ("text", "Model"), "year": ("year", "Year of release"), "training_flop": ("FLOP", "Training compute"), "index_score": ("1", "Epoch Capabilities Index")},
    sources=("epochai2026hub",),
    tables=("governance/capability_index",),
    grade="measured",
    **_COMMON,
)
def capability():
    return results.capability_frame()


@capability.draw
def _(frame, narrow):
    scale = alt.Scale(type="log", domain=[1e21, 1e27])
    x = alt.X("training_flop:Q", title="Training compute (FLOP)", scale=scale, axis=alt.Axis(format=".0e", values=[1e21, 1e22, 1e23, 1e24, 1e25, 1e26]))
    y = alt.Y("index_score:Q", title="Epoch Capabilities Index", scale=alt.Scale(domain=[60, 155]))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["answers at once", "thinks first"], range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(symbolOpacity=1))
    dots = alt.Chart(frame).mark_point(filled=True, size=55, opacity=0.8).encode(x=x, y=y, color=colour)
    lines = alt.Chart(pd.DataFrame({"limit": [results.LINE, results.HIGH_LINE], "t": ["1e25", "1e26"]}))
    rules = lines.mark_rule(strokeDash=[4, 3], color=theme.INK).encode(x=alt.X("limit:Q", scale=scale))
    words = lines.mark_text(align="left", dx=4, dy=6, fontSize=11).encode(x=alt.X("limit:Q", scale=scale), y=alt.value(0), text="t:N")
    named = frame[frame["model"].isin(["GPT-4.5", "DeepSeek-V3.2", "DeepSeek-R1", *([] if narrow else ["GPT-5"])])].assign(side=lambda f: f["model"].map({"GPT-4.5": 1}).fillna(-1))
    names = [alt.Chart(named[named["side"] == s]).mark_text(align="center" if s > 0 else "right", dx=0 if s > 0 else -8, dy=14 if s > 0 else 0, fontSize=11).encode(x=x, y=y, text="model:N") for s in (1, -1)]
    return alt.layer(rules, words, dots, *names).properties(width=theme.width(narrow), height=360)


@figure(
    id="GOV-21",
    slug="rank-correlation-by-year",
    title="The rank correlation of compute with capability is {rank_within:range2} inside years, but {rank_2025:range2} in 2025",
    question="Do thresholds still single out the most capable models of their time?",
    alt="Rows with dots and bars: rank correlation among all models {rank_all:2}, inside years on average {rank_within:2}, in 2023 {rank_2023:2}, in 2024 in between, in 2025 {rank_2025:2} with a bar that crosses zero, and {rank_silent:2} with the silent models of 2025.",
    caption="Spearman's rank correlation of training compute with the Epoch Capabilities Index; bars: 5–95 % interval from drawing models anew and letting compute and index err. Inside years: the mean over years, so that progress with time does not count. The {scored_2025} models of 2025 are those that publish enough: most are open and of like size, which lowers the correlation. Last row: {scored_silent} models of 2025, with the compute of those without an estimate drawn from our inference.",
    columns={"models": ("text", "Models"), "count": ("1", "Number"), "correlation": ("1", "Rank correlation"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=("epochai2026hub", "epochai2026models"),
    tables=("governance/capability_index", *_INFERRED),
    grade="modelled",
    **_COMMON,
)
def correlation():
    return results.correlation_frame()


@correlation.draw
def _(frame, narrow):
    y = named_rows.rows("models", list(frame["models"]), narrow)
    scale = alt.Scale(domain=[-0.3, 1])
    x = alt.X("correlation:Q", title="Rank correlation of compute with capability", scale=scale, axis=alt.Axis(grid=True, values=[-0.2, 0, 0.2, 0.4, 0.6, 0.8, 1]))
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    bars = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.35, color=theme.BLUE).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=90, color=theme.BLUE).encode(x=x, y=y)
    return alt.layer(zero, bars, dots, *named_rows.names(frame, "models", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))
