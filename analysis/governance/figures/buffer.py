"""Figures of counting rules and buffers: published gains, what a buffer misses and covers, what each rule counts, what an operation is worth."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import buffer as results

_COMMON = {"as_of": "2026-07-15", "notebook": "governance/counting-and-buffers", "facts": (results.facts,)}
_GAINS = ("davidson2023enhancements", "epochai2025reasoninggain", "metr2024elicitation", "snell2024scaling", "epochai2026hub")
_COUNTED = ("governance/covered_models", "scaling/notable_models", "governance/other_observed", "governance/other_imputed", "governance/imputation_fit", "governance/imputation_covariance")
_BUFFER = {"tables": ("governance/enhancement_gains", "governance/capability_index", *_COUNTED), "parameters": ("stacked_kinds", "gain_compute_correlation", "tolerated_miss"), "claims": ("E4", "E1")}
_ERRORS = ["missed, of those below the threshold", "missed, of all models that concern the rule", "needless, of models covered"]


@figure(
    id="GOV-22",
    slug="missed-and-needless-by-buffer",
    title="Without a buffer {missed_1:2} of the models that concern the rule are missed; a buffer of {many} misses {missed_10:range2} at {needless_10:range2} of needless cover",
    question="What does a buffer catch, and what does it cost?",
    alt="Three curves against the buffer on a logarithmic scale, with bands. Misses among the models below the threshold fall from all of them to {escaped_10:2} at {many}; misses among all that concern the rule fall from {missed_1:2} to {missed_10:2}; needless cover rises from nothing to {needless_10:2} at {many} and {needless_100:2} at a hundred.",
    caption="A model concerns the rule when, with all that is done to it after training, it equals a plain model at the threshold. Population: notable language models of 2025 and 2026, inferred ones spread over what they may be; with as many models at every size a buffer of {many} would let {escaped_even:2} of those below the threshold escape. Bands: 5–95 % over gains drawn anew, how many stack and their correlation with compute. Needless is judged by compute-equivalents alone; a model that does not concern the rule by this measure may do so by another.",
    columns={"error": ("text", "Error"), "buffer_multiple": ("1", "Threshold divided by"), "share_percent": ("percent", "Share"), "low": ("percent", "5 % point"), "high": ("percent", "95 % point")},
    sources=(*_GAINS, "epochai2026models"),
    grade="guessed",
    **_BUFFER,
    **_COMMON,
)
def errors():
    return results.rates_frame()


@errors.draw
def _(frame, narrow):
    x = alt.X("buffer_multiple:Q", title="Buffer: the threshold is divided by", scale=alt.Scale(type="log", domain=[1, 300]), axis=alt.Axis(values=[1, 3, 10, 30, 100, 300]))
    colour = alt.Color("error:N", sort=_ERRORS, scale=alt.Scale(domain=_ERRORS, range=[theme.BLUE, theme.GREEN, theme.ORANGE]), legend=alt.Legend(columns=1, symbolOpacity=1, labelLimit=300))
    y = alt.Y("share_percent:Q", title="Share (%)", scale=alt.Scale(domain=[0, 100]))
    base = alt.Chart(frame[frame["buffer_multiple"] <= 300]).encode(x=x, color=colour)
    return alt.layer(base.mark_area(opacity=0.18).encode(y=alt.Y("low:Q"), y2="high:Q"), base.mark_line().encode(y=y)).properties(width=theme.width(narrow), height=320)


@figure(
    id="GOV-23",
    slug="gains-after-training",
    title="What is done to a model after training is worth {gain_least:2} to {gain_most:2} times its training compute; the middle of {gains} gains is {single_gain:range2}",
    question="How much compute would it take to gain as much by training?",
    alt="Rows of {gains} published gains on a logarithmic scale from {gain_least:2} to {gain_most:2} times, by kind: reasoning training, search at inference, tools and prompts, post-training. Gains from two index scores carry wide bars.",
    caption="Compute-equivalent gain: how many times the training compute would have raised the score as much. Those marked ‘or more’ are lower bounds. Bars: 5–95 %, from the error of the index ({slope:range2} points a power of ten of compute) where a gain follows from two scores, or of the printed numbers; no bar where the source lets none be drawn. Benchmarks favour some gains: on factual questions there is hardly any.",
    columns={"enhancement": ("text", "Enhancement"), "kind": ("text", "Kind"), "bound": ("text", "Bound"), "gain": ("1", "Compute-equivalent gain"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=_GAINS,
    grade="modelled",
    tables=("governance/enhancement_gains", "governance/capability_index"),
    claims=("E4",),
    **_COMMON,
)
def gains():
    return results.gains_frame()


@gains.draw
def _(frame, narrow):
    y = named_rows.rows("enhancement", list(frame["enhancement"]), narrow)
    scale = alt.Scale(type="log", domain=[0.8, 300])
    x = alt.X("gain:Q", title="Worth this many times the training compute", scale=scale, axis=alt.Axis(grid=True, values=[1, 3, 10, 30, 100, 300]))
    kinds = ["tools, prompts, data", "post-training", "reasoning training", "search at inference"]
    colour = alt.Color("kind:N", sort=kinds, scale=alt.Scale(domain=kinds, range=[theme.GREY, theme.GREEN, theme.BLUE, theme.ORANGE]), legend=named_rows.legend(narrow, 2))
    bars = alt.Chart(frame[frame["high"] > frame["low"] * 1.001]).mark_rule(strokeWidth=5, opacity=0.35, clip=True).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=85).encode(x=x, y=y, color=colour)
    least = alt.Chart(frame[frame["bound"] == "at least"]).mark_text(align="left", dx=9, fontSize=11).encode(x=x, y=y, text=alt.value("or more"))
    return alt.layer(bars, dots, least, *named_rows.names(frame, "enhancement", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 26))


@figure(
    id="GOV-24",
    slug="buffer-by-tolerated-miss",
    title="A buffer of {need:range2} lets {tolerated:2} of the enhanced models below the line escape; for one enhancement at a time {need_single:range2}",
    question="How large must the buffer be?",
    alt="Falling curve of the buffer on a logarithmic scale against the tolerated share of misses, with a band of about half a power of ten either way: some {need:2} at {tolerated:2}, less as more misses are tolerated.",
    caption="Smallest buffer that lets at most this share escape of the models below the threshold that concern the rule, among notable language models of 2025 and 2026; with as many at every size it would be {need_even:range2} at {tolerated:2}. Band: 5–95 % over gains drawn anew, how many stack on one model ({stacked:range2}, judgement) and their correlation with compute. What share may escape is for the lawmaker: no instrument states one.",
    columns={"miss_percent": ("percent", "Tolerated share of misses"), "buffer_multiple": ("1", "Buffer"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=(*_GAINS, "epochai2026models"),
    grade="guessed",
    **_BUFFER,
    **_COMMON,
)
def needed():
    return results.needed_frame()


@needed.draw
def _(frame, narrow):
    x = alt.X("miss_percent:Q", title="Tolerated misses among enhanced models below the threshold (%)" if not narrow else "Tolerated misses below the line (%)", scale=alt.Scale(domain=[0, 50]))
    scale = alt.Scale(type="log", domain=[1, 100])
    axis = alt.Axis(values=[1, 3, 10, 30, 100])
    base = alt.Chart(frame).encode(x=x)
    band = base.mark_area(opacity=0.18, clip=True, color=theme.BLUE).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q")
    return alt.layer(band, base.mark_line(color=theme.BLUE).encode(y=alt.Y("buffer_multiple:Q", title="Buffer (times below the threshold)", scale=scale, axis=axis))).properties(width=theme.width(narrow), height=290)


@figure(
    id="GOV-25",
    slug="models-covered-with-a-buffer",
    title="A buffer of {many} takes the models above {line_25} from {models_now:range} to {models_buffered:range}, and those above {line_26} from {models_now_26:range} to {models_buffered_26:range}",
    question="How many more models does a buffer cover?",
    alt="Bars for buffers of one, three, ten, thirty and a hundred, for two thresholds: notable models covered by mid-July 2026, rising from {models_now} to {models_buffered} at ten for {line_25} and from {models_now_26} to {models_buffered_26} for {line_26}, with 5–95 % bars and the part with a published estimate.",
    caption="Notable models since 2022, pre-training only. Dark: models with a published estimate above the line; light: median with the others; bars: 5–95 %. A buffer of ten on {line_26} is a threshold of {line_25}.",
    columns={"threshold": ("text", "Threshold"), "buffer_multiple": ("1", "Buffer"), "observed": ("1", "With an estimate above"), "median": ("1", "Median of all"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=("epochai2026models",),
    grade="modelled",
    tables=(*_COUNTED, "governance/estimate_errors", "governance/compute_parts"),
    claims=("E4",),
    **_COMMON,
)
def covered():
    return results.covered_frame()


def _pairs(frame, column, narrow, order=None):
    y = alt.Y(f"{column}:N", sort=order or list(dict.fromkeys(frame[column])), title=None, axis=alt.Axis(grid=False, labelLimit=160))
    colour = alt.Color("threshold:N", scale=alt.Scale(domain=["1e25", "1e26"], range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(symbolOpacity=1, columns=1 if narrow else 2, labelExpr="'above ' + datum.label + ' FLOP'"))
    off = alt.YOffset("threshold:N", sort=["1e25", "1e26"])
    x = alt.X("median:Q", title="Notable models covered", axis=alt.Axis(grid=True))
    base = alt.Chart(frame).encode(y=y, yOffset=off)
    light = base.mark_bar(opacity=0.4).encode(x=x, color=colour)
    dark = base.mark_bar().encode(x=alt.X("observed:Q"), color=colour)
    rule = base.mark_rule(color=theme.INK, strokeWidth=1.5).encode(x="low:Q", x2="high:Q")
    return alt.layer(light, dark, rule).properties(width=theme.width(narrow), height=alt.Step(20))


@covered.draw
def _(frame, narrow):
    frame = frame.assign(buffer=frame["buffer_multiple"].map(lambda b: "no buffer" if b == 1 else f"buffer of {b:.0f}"))
    return _pairs(frame, "buffer", narrow)


@figure(
    id="GOV-26",
    slug="models-covered-by-counting-rule",
    title="Counting reinforcement learning takes the models on record above {line_25} from {seen_pre_25} to {seen_rl_25}; counting use as well takes them to {seen_use_25}, and all models from {rule_pre_25} to {rule_use_25:range}",
    question="What does each counting rule do to the list?",
    alt="Bars for four counting rules and two thresholds. Above {line_25}: pre-training only {rule_pre_25}, with reinforcement learning {rule_rl_25}, with synthetic data {rule_synthetic_25}, with deployment {rule_use_25}. Above {line_26}: {rule_pre_26}, {rule_rl_26}, {rule_synthetic_26} and {rule_use_26}.",
    caption="Each rule adds to the one before. Dark: models with a published estimate; light: median with the others; bars: 5–95 %. Reinforcement learning is on record for few models; the rest draw from the range of their year, as all do for synthetic data (but one) and for deployment over a model’s life, which is judgement.",
    columns={"rule": ("text", "What is counted"), "threshold": ("text", "Threshold"), "observed": ("1", "With an estimate above"), "median": ("1", "Median of all"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=("epochai2026models", "abdin2024phi4", "epochai2025openaispend", "davidson2023enhancements"),
    grade="guessed",
    tables=(*_COUNTED, "governance/compute_parts"),
    claims=("E5",),
    **_COMMON,
)
def rules():
    return results.rules_frame()


@rules.draw
def _(frame, narrow):
    return _pairs(frame, "rule", narrow)


@figure(
    id="GOV-27",
    slug="worth-of-an-operation",
    title="An operation of reinforcement learning stands for {worth_rl:range2} of pre-training, one of inference for {worth_inference:range2}",
    question="Is a FLOP a FLOP?",
    alt="Rows with dots and bars on a logarithmic scale: pre-training at one; reinforcement learning by model from about ten to {worth_r1:2} times; inference about {worth_inference:2}, with a bar over two powers of ten.",
    caption="Operations of pre-training that would have raised performance as much. Reinforcement learning: gain of the index as compute, less one, over its cost on record. Inference: a search that matches a much larger model saves that model’s training; what it costs depends on how much the model serves over its life, so that this row is an illustration. Bars: 5–95 %; ends below the axis mean that the gain itself is in doubt.",
    columns={"kind": ("text", "Kind of compute"), "worth": ("1", "Operations of pre-training"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=("epochai2026hub", "epochai2026models", "snell2024scaling", "epochai2025openaispend"),
    grade="guessed",
    tables=("governance/enhancement_gains", "governance/compute_parts", "governance/capability_index"),
    claims=("E5",),
    **_COMMON,
)
def worth():
    return results.worth_frame()


@worth.draw
def _(frame, narrow):
    y = named_rows.rows("kind", list(frame["kind"]), narrow)
    scale = alt.Scale(type="log", domain=[0.05, 1000])
    x = alt.X("worth:Q", title="Operations of pre-training that one stands for", scale=scale, axis=alt.Axis(grid=True, values=[0.1, 1, 10, 100, 1000]))
    one = alt.Chart(pd.DataFrame({"x": [1.0]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    bars = alt.Chart(frame.assign(low=frame["low"].clip(0.05))).mark_rule(strokeWidth=6, opacity=0.35, color=theme.BLUE, clip=True).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=90, color=theme.BLUE).encode(x=x, y=y)
    return alt.layer(one, bars, dots, *named_rows.names(frame, "kind", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="GOV-28",
    slug="ranking-by-counting-rule",
    title="Counting all that made a model ranks models about as well as pre-training ({rank_made:2} against {rank_pretraining:2}); counting its use ranks them worse ({rank_used:2})",
    question="Does counting more order models better by capability?",
    alt="Rows with dots and bars of the rank correlation inside years under four rules: pre-training only {rank_pretraining:2}, with reinforcement learning {rank_rl:2}, with synthetic data {rank_made:2}, with deployment {rank_used:2}.",
    caption="Rank correlation inside years of what each rule counts with the Epoch Capabilities Index, median and 5–95 % over the errors of compute and index and the ranges of what is not on record. The drop with deployment follows from its range, which is drawn without regard to capability: much-used models may well be the better ones.",
    columns={"rule": ("text", "What is counted"), "correlation": ("1", "Rank correlation"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=("epochai2026hub", "epochai2026models"),
    grade="guessed",
    tables=("governance/capability_index", "governance/compute_parts", "governance/estimate_errors"),
    claims=("E5",),
    **_COMMON,
)
def ranking():
    return results.ranking_frame()


@ranking.draw
def _(frame, narrow):
    y = named_rows.rows("rule", list(frame["rule"]), narrow)
    scale = alt.Scale(domain=[0, 1])
    x = alt.X("correlation:Q", title="Rank correlation with capability, inside years", scale=scale, axis=alt.Axis(grid=True))
    bars = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.35, color=theme.BLUE).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=90, color=theme.BLUE).encode(x=x, y=y)
    return alt.layer(bars, dots, *named_rows.names(frame, "rule", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))
