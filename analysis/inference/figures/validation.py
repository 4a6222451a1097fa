"""Figures of the validation page: errors by method, by model and accelerator, residuals, the fitted shares, other tools, points nobody had seen, another maker."""

from __future__ import annotations

import altair as alt

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.inference.results import validation as results

__all__ = ["by_method", "scatter", "by_group", "residuals", "shares", "tools", "spread", "unseen", "other_maker"]

_PAGE = "inference/validation"
_SOURCES = ("nvidia2025trtllm10", "nvidia2026trtllm", "nvidia2026aiconfigurator")
_MEASURED = ("inference/measured_throughput", "inference/measured_latency", "inference/serving_predictions")
_AS_OF = "2026-04-27"
_METHOD = {"Whole-step roofline": theme.GREY, "Per-operation roofline": theme.OCHRE, "Calibrated model": theme.BLUE}


def _colour(field: str, named: dict[str, str], narrow: bool = False, columns: int = 4) -> alt.Color:
    return alt.Color(f"{field}:N", scale=alt.Scale(domain=list(named), range=list(named.values())), legend=alt.Legend(symbolOpacity=1, columns=1 if narrow else columns))


@figure(
    id="INF-57",
    slug="serving-model-error-by-method",
    title="On servers it never saw, the calibrated model is typically {calibrated_dense_throughput:2} off in throughput for dense models and {calibrated_sparse_throughput:2} for sparse ones",
    question="How far off is each way of reckoning a server’s speed?",
    alt="Dots with ranges of the median error by method. For throughput the calibrated model is {calibrated_dense_throughput:range2} off on dense and {calibrated_sparse_throughput:range2} on sparse models, the per-operation roofline {per_op_dense_throughput:2} and {per_op_sparse_throughput:2}, "
    "the whole-step roofline {roofline_dense_throughput:2} and {roofline_sparse_throughput:2}. For one user’s time per token the calibrated model is {calibrated_dense_time:2} and {calibrated_sparse_time:2} off, the rooflines more than half.",
    caption="Median of the absolute error over {points_judged:number} measured points that no coefficient was fitted to: whole models, a whole accelerator and single configurations, chosen by a rule that looks at names only, before any fit. Ranges: bootstrap over models and accelerators. "
    "Throughput: all requests at once, vendor’s tables. Time: a fixed number of requests in flight, several engines. The axis is logarithmic.",
    columns={
        "quantity": ("text", "Throughput of a server, or time of one user’s token"), "kind": ("text", "Dense or sparse models"), "method": ("text", "Way of reckoning"),
        "off_percent": ("percent", "Median absolute error"), "low_percent": ("percent", "5 % point of the median"), "high_percent": ("percent", "95 % point of the median"), "points": ("1", "Measured points"),
    },
    sources=_SOURCES, tables=(*_MEASURED, "inference/calibration"), grade="measured", as_of=_AS_OF, notebook=_PAGE, facts=(results.facts,),
)  # fmt: skip
def by_method():
    return results.medians()


@by_method.draw
def _(frame, narrow):
    names = {"throughput": "throughput", "time": "time per token"}
    frame = frame.assign(row=frame["quantity"].map(names) + ", " + frame["kind"])
    order = [f"{q}, {k}" for q in names.values() for k in ("dense", "sparse")]
    y = named_rows.rows("row", order, narrow)
    x = alt.X("off_percent:Q", title="Median error (%, log scale)", scale=alt.Scale(type="log", domain=[2, 400], nice=False), axis=alt.Axis(values=[2, 5, 10, 20, 50, 100, 200, 400], grid=True))
    base = alt.Chart(frame).encode(y=y, color=_colour("method", _METHOD, narrow))
    layers = [base.mark_rule(strokeWidth=3, opacity=0.6).encode(x=alt.X("low_percent:Q"), x2="high_percent:Q"), base.mark_point(size=90, filled=True).encode(x=x)]
    ours = alt.Chart(frame[frame["method"] == "Calibrated model"]).encode(x=x, y=y)
    layers.append(ours.mark_text(dy=12 if narrow else -12, fontWeight="bold", color=theme.BLUE).encode(text=alt.Text("off_percent:Q", format=".0f")))
    return alt.layer(*layers, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 44))


@figure(
    id="INF-58",
    slug="predicted-against-measured-throughput",
    title="A bare roofline promises {too_fast:2} times the throughput that servers reach; the calibrated model is within {fifth} for {within_fifth:2} of them",
    question="Do predicted and measured throughput agree, point by point?",
    alt="Scatter of predicted against measured output tokens a second of one accelerator, both logarithmic, with the line of equality. Points of the whole-step roofline lie above the line, by {too_fast:range2} times; those of the calibrated model lie along it.",
    caption="Validation points only: output of one accelerator with all requests queued at once. Grey: all bytes over all bandwidth or all operations over all throughput, without losses. Blue: calibrated model.",
    columns={
        "method": ("text", "Way of reckoning"), "kind": ("text", "Dense or sparse"), "model": ("text", "Model"), "hardware": ("text", "Accelerator"), "prompt_tokens": ("token", "Prompt"), "answer_tokens": ("token", "Answer"),
        "measured_tok_s": ("token/s", "Measured, one accelerator"), "predicted_tok_s": ("token/s", "Predicted, one accelerator"),
    },
    sources=_SOURCES[:2], tables=_MEASURED, grade="measured", as_of=_AS_OF, notebook=_PAGE, facts=(results.facts,),
)  # fmt: skip
def scatter():
    return results.scatter()


@scatter.draw
def _(frame, narrow):
    ends = alt.Data(values=[{"a": 60, "b": 60}, {"a": 200_000, "b": 200_000}])
    ticks = alt.Axis(values=[100, 1000, 10_000, 100_000], format="~s", grid=True)
    scale = alt.Scale(type="log", domain=[60, 200_000], nice=False)
    x = alt.X("measured_tok_s:Q", title="Measured (tokens a second of one accelerator, log scale)" if not narrow else "Measured (tokens a second, log scale)", scale=scale, axis=ticks)
    y = alt.Y("predicted_tok_s:Q", title="Predicted (tokens a second, log scale)", scale=scale, axis=ticks)
    named = {k: v for k, v in _METHOD.items() if k in ("Whole-step roofline", "Calibrated model")}
    line = alt.Chart(ends).mark_line(color=theme.INK, strokeWidth=1, strokeDash=[4, 3]).encode(x=alt.X("a:Q", scale=scale), y=alt.Y("b:Q", scale=scale))
    dots = alt.Chart(frame).mark_point(filled=True, size=26, opacity=0.7, clip=True).encode(x=x, y=y, color=_colour("method", named, narrow), shape=alt.Shape("method:N", legend=None))
    return alt.layer(line, dots).properties(width=theme.width(narrow), height=320 if narrow else 420)


@figure(
    id="INF-59",
    slug="serving-model-error-by-model-and-accelerator",
    title="Left out of the fit, a model is typically {without_model_throughput:2} off in throughput, an accelerator {without_hardware_throughput:2}; gpt-oss-120b answers faster than reckoned",
    question="For which models and accelerators is the model too fast or too slow?",
    alt="Dots with ranges of the signed error of time by accelerator and by model, for points kept from the fit and for groups left out in turn. Most lie within a fifth of zero. The model reckons gpt-oss-120b’s time per token {oss_slow:2} too long, and that of GLM-5, with its indexer, too short.",
    caption="Predicted over measured time less one: above zero the model is too slow. Blue: validation points. Orange: calibration points of a group, from a fit without it. Bars are 5–95 % of the points. Throughput and time per token together.",
    columns={
        "by": ("text", "Grouped by"), "group": ("text", "Model or accelerator"), "how": ("text", "Kept from the fit, or left out in turn"), "points": ("1", "Measured points"),
        "error_percent": ("percent", "Median error of time"), "low_percent": ("percent", "5 % point"), "high_percent": ("percent", "95 % point"),
    },
    sources=_SOURCES, tables=_MEASURED, grade="measured", as_of=_AS_OF, notebook=_PAGE, facts=(results.facts,),
)  # fmt: skip
def by_group():
    return results.by_group()


@by_group.draw
def _(frame, narrow):
    order = [*sorted(frame.loc[frame["by"] == "hardware", "group"].unique()), *sorted(frame.loc[frame["by"] == "model", "group"].unique())]
    named = {"kept from the fit": theme.BLUE, "left out in turn": theme.ORANGE}
    y = named_rows.rows("group", order, narrow)
    shift = alt.YOffset("how:N", scale=alt.Scale(domain=list(named), paddingOuter=0.5))
    x = alt.X("error_percent:Q", title="Predicted over measured time, less one (%)", scale=alt.Scale(domain=[-60, 65], nice=False), axis=alt.Axis(grid=True, values=[-60, -40, -20, 0, 20, 40, 60]))
    base = alt.Chart(frame).encode(y=y, yOffset=shift, color=_colour("how", named, narrow))
    zero = alt.Chart(alt.Data(values=[{"z": 0}])).mark_rule(color=theme.INK, strokeWidth=1).encode(x=alt.X("z:Q"))
    layers = [zero, base.mark_rule(strokeWidth=2, opacity=0.6).encode(x="low_percent:Q", x2="high_percent:Q"), base.mark_point(filled=True, size=60).encode(x=x)]
    return alt.layer(*layers, *named_rows.names(frame, "group", y, narrow)).properties(width=theme.width(narrow), height=len(order) * (40 if narrow else 24))


@figure(
    id="INF-60",
    slug="serving-model-residuals-by-batch",
    title="Errors do not grow with the batch: small batches and large scatter alike around zero",
    question="Is the model’s error a matter of how full the server is?",
    alt="Scatter of the signed error of time against the sequences of a step for each accelerator, logarithmic, for throughput and for time per token. Both clouds lie around zero over four orders of size; time per token scatters more and leans above zero where gpt-oss-120b is measured.",
    caption="Validation points, calibrated model. A drift with the batch would say that a term of the model is wrong; the lean of the orange cloud is one model, gpt-oss-120b, on small batches.",
    columns={
        "quantity": ("text", "Throughput, or time of one user’s token"), "kind": ("text", "Dense or sparse"), "model": ("text", "Model"), "hardware": ("text", "Accelerator"), "engine": ("text", "Software"),
        "prompt_tokens": ("token", "Prompt"), "answer_tokens": ("token", "Answer"), "per_accelerator": ("1", "Sequences of a step for each accelerator"), "error_percent": ("percent", "Predicted over measured time, less one"),
    },
    sources=_SOURCES, tables=_MEASURED, grade="measured", as_of=_AS_OF, notebook=_PAGE, facts=(results.facts,),
)  # fmt: skip
def residuals():
    return results.residuals()


@residuals.draw
def _(frame, narrow):
    named = {"throughput": theme.BLUE, "time": theme.ORANGE}
    x = alt.X("per_accelerator:Q", title="Sequences in a step for each accelerator (log scale)", scale=alt.Scale(type="log", domain=[0.1, 8000], nice=False), axis=alt.Axis(values=[0.1, 1, 10, 100, 1000], format="~g"))
    y = alt.Y("error_percent:Q", title="Predicted over measured time, less one (%)", scale=alt.Scale(domain=[-70, 150], nice=False), axis=alt.Axis(grid=True))
    zero = alt.Chart(alt.Data(values=[{"z": 0}])).mark_rule(color=theme.INK, strokeWidth=1).encode(y=alt.Y("z:Q"))
    dots = alt.Chart(frame).mark_point(filled=True, size=24, opacity=0.65, clip=True).encode(x=x, y=y, color=_colour("quantity", named), shape=alt.Shape("quantity:N", legend=None))
    return alt.layer(zero, dots).properties(width=theme.width(narrow), height=320)


@figure(
    id="INF-61",
    slug="shares-of-rated-speed",
    title="Servers reach {weight_bandwidth:2} of the rated bandwidth for weights, {fp8_throughput:2} of the rated FP8 arithmetic and {fp4_throughput:2} of FP4",
    question="How much of an accelerator’s rated speed does serving reach?",
    alt="Dots with ranges of shares of rated speed, before the fit and fitted. Fitted: bandwidth for weights {weight_bandwidth:range2}, for the cache {cache_bandwidth:range2}; arithmetic in sixteen bits {bf16_throughput:range2}, eight {fp8_throughput:range2}, four {fp4_throughput:range2}.",
    caption="Grey: what was thought plausible before any fit (judgement, written down first). Blue: fitted, with the 5–95 % range from the curvature at the optimum, each coefficient on its own. Shares of the cache and of experts are those of accelerators without four-bit arithmetic, the cache’s with eight query heads on a key-value head. "
    "Shares of arithmetic and attention trade against each other and are known less well than their effect together. Arithmetic of experts reaches the share shown of the share of its precision.",
    columns={
        "share": ("text", "Share of which rated speed"), "when": ("text", "Before the fit, or fitted"), "percent": ("percent", "Share"), "low_percent": ("percent", "5 % point"), "high_percent": ("percent", "95 % point"),
    },
    sources=(*_SOURCES, "wtt2026judgement"), tables=("inference/calibration", "inference/calibration_priors"), grade="modelled", as_of=_AS_OF, notebook=_PAGE, facts=(results.facts,),
)  # fmt: skip
def shares():
    return results.coefficient_frame()


@shares.draw
def _(frame, narrow):
    named = {"before the fit": theme.GREY, "fitted": theme.BLUE}
    y = named_rows.rows("share", list(frame["share"].drop_duplicates()), narrow)
    shift = alt.YOffset("when:N", scale=alt.Scale(domain=list(named), paddingOuter=0.5))
    x = alt.X("percent:Q", title="Share of the rated speed (%)", scale=alt.Scale(domain=[0, 130], nice=False), axis=alt.Axis(grid=True))
    base = alt.Chart(frame).encode(y=y, yOffset=shift, color=_colour("when", named))
    layers = [base.mark_rule(strokeWidth=2, opacity=0.6).encode(x="low_percent:Q", x2="high_percent:Q"), base.mark_point(filled=True, size=60).encode(x=x)]
    return alt.layer(*layers, *named_rows.names(frame, "share", y, narrow)).properties(width=theme.width(narrow), height=frame["share"].nunique() * (40 if narrow else 28))


@figure(
    id="INF-62",
    slug="serving-model-beside-other-tools",
    title="Over all held-out throughput points the calibrated model is {beside_aiconfigurator_all:2} off, the best other tool {aiconfigurator_all:2}; in time per token of dense models that tool is closer",
    question="How right are other open tools on the same points?",
    alt="Pairs of dots by tool and kind of model: the tool’s median error and the calibrated model’s on the same points. For throughput of dense models: aiconfigurator {aiconfigurator_dense:2}, of sparse ones {aiconfigurator_sparse:2}, against {beside_aiconfigurator_dense:2} and {beside_aiconfigurator_sparse:2} for the calibrated model. Dense again: GenZ {genz_dense:2}, llm-flops {llm_flops_dense:2}, llm-analysis {llm_analysis_dense:2}.",
    caption="Median absolute error on the validation points that a tool can express. Each tool was given our models and accelerators and its own defaults otherwise; what it cannot express is listed with the reason in the table. aiconfigurator works from NVIDIA’s own measurements of every kernel on these accelerators, so that its hardware is not held out; the times per token are samples that its own package carries. The axis is logarithmic.",
    columns={
        "tool": ("text", "Tool"), "quantity": ("text", "Throughput, or time of one user’s token"), "kind": ("text", "Dense or sparse"), "points": ("1", "Points it can express"),
        "theirs_percent": ("percent", "Its median error"), "theirs_low": ("percent", "5 % point"), "theirs_high": ("percent", "95 % point"), "ours_percent": ("percent", "The calibrated model’s, same points"), "ours_low": ("percent", "5 % point"), "ours_high": ("percent", "95 % point"), "ratio": ("1", "Its median prediction over measurement"),
    },
    sources=("bambhaniya2025genz", "li2023llmanalysis", "basak2026llmflops", "nvidia2026aiconfigurator012", *_SOURCES), tables=("inference/tool_predictions", "inference/serving_predictions"), grade="measured", as_of="2026-11-26", notebook=_PAGE, facts=(results.facts,),
)  # fmt: skip
def tools():
    return results.tools()


@tools.draw
def _(frame, narrow):
    frame = frame.assign(row=frame["tool"] + ": " + frame["quantity"].map({"throughput": "throughput", "time": "time"}) + ", " + frame["kind"])
    order = list(frame.sort_values(["quantity", "kind", "theirs_percent"])["row"])
    long = frame.melt(id_vars=["row"], value_vars=["theirs_percent", "ours_percent"], var_name="whose", value_name="off_percent")
    long["whose"] = long["whose"].map({"theirs_percent": "the tool", "ours_percent": "calibrated model"})
    y = named_rows.rows("row", order, narrow)
    x = alt.X("off_percent:Q", title="Median error on the same points (%, log scale)", scale=alt.Scale(type="log", domain=[4, 500], nice=False), axis=alt.Axis(values=[5, 10, 20, 50, 100, 200, 400], grid=True))
    named = {"the tool": theme.ORANGE, "calibrated model": theme.BLUE}
    rule = alt.Chart(frame).mark_rule(color=theme.GREY, opacity=0.5).encode(y=y, x=alt.X("theirs_percent:Q"), x2="ours_percent:Q")
    dots = alt.Chart(long).mark_point(filled=True, size=80).encode(y=y, x=x, color=_colour("whose", named))
    return alt.layer(rule, dots, *named_rows.names(long, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 26))


@figure(
    id="INF-64",
    slug="spread-of-serving-model-errors",
    first_edition="2026.12.1",
    title="aiconfigurator’s typical error in time is the smaller, its large errors are larger: one point in ten is more than {whole_aiconfigurator_time_nine:2} off, against {whole_calibrated_time_nine:2}",
    question="How often are the model and the best other tool badly wrong?",
    alt="Two panels of curves: the share of held-out points, upwards, that lie within so many percent of what was measured, along a logarithmic axis. For throughput the calibrated model’s curve is left of aiconfigurator’s throughout; for time per token aiconfigurator’s is left up to {whole_crossing:2} of the points and right of it beyond. "
    "A bare roofline lies far to the right in both: its median over both is {whole_roofline_both:2}.",
    caption="All {whole_points_both:number} held-out points that aiconfigurator can express, dense and sparse models together. Errors count by the factor between predicted and measured, so that as many times too high and too low are alike.",
    columns={
        "quantity": ("text", "Throughput of a server, or time of one user’s token"), "method": ("text", "Model or tool"),
        "share_percent": ("percent", "Share of the points"), "within_percent": ("percent", "So much or less is the larger of predicted and measured above the smaller"),
    },
    sources=("nvidia2026aiconfigurator012", *_SOURCES), tables=("inference/tool_predictions", "inference/serving_predictions"), grade="measured", as_of="2026-11-26", notebook=_PAGE, facts=(results.facts,),
)  # fmt: skip
def spread():
    return results.spread()


@spread.draw
def _(frame, narrow):
    named = {"Calibrated model": theme.BLUE, "aiconfigurator": theme.ORANGE, "Whole-step roofline": theme.GREY}
    dashes = alt.StrokeDash("method:N", scale=alt.Scale(domain=list(named), range=[[1, 0], [6, 3], [2, 2]]), legend=None)
    x = alt.X("within_percent:Q", title="Off by at most (%, log scale)", scale=alt.Scale(type="log", domain=[1, 1000], nice=False, clamp=True), axis=alt.Axis(values=[1, 10, 100, 1000], grid=True))
    y = alt.Y("share_percent:Q", title="Share of the points (%)", scale=alt.Scale(domain=[0, 100], nice=False), axis=alt.Axis(values=[0, 25, 50, 75, 90, 100], grid=True))
    parts = []
    for quantity, heading in (("throughput", "Throughput of a server"), ("time", "Time of one user’s token")):
        part = alt.Chart(frame[frame["quantity"] == quantity]).mark_line(strokeWidth=2.5, clip=True).encode(x=x, y=y, color=_colour("method", named, narrow), strokeDash=dashes, order="share_percent:Q")
        parts.append(part.properties(width=theme.width(narrow) if narrow else theme.width(narrow) / 2 - 30, height=260, title=alt.TitleParams(heading, anchor="start")))
    return alt.vconcat(*parts) if narrow else alt.hconcat(*parts)


@figure(
    id="INF-63",
    slug="time-per-token-on-unseen-points",
    first_edition="2026.12",
    title="On {unseen_points:number} points nobody had seen, the calibrated model’s time per token is typically {unseen_calibrated:2} off, aiconfigurator’s {unseen_aiconfigurator:2}: both too fast",
    question="How right are the model and the tools on points that nobody had looked at?",
    alt="Rows of ticks, one a measured point, of predicted over measured time per token less one, with the median. The calibrated model’s median prediction is {unseen_ratio_calibrated:2} of the measured time, aiconfigurator’s {unseen_ratio_aiconfigurator:2}, with much the same spread; "
    "llm-analysis says {unseen_ratio_llm_analysis:2}, llm-flops {unseen_ratio_llm_flops:2}, GenZ {unseen_ratio_genz:2} and a bare roofline {unseen_ratio_roofline:2}.",
    caption="Two sizes of Llama on A100 and H100, one to eight of them, in sixteen or eight bits, from one request in flight to a few hundred, measured by NVIDIA with its own serving software of 2024 and 2025. The points were chosen by a rule and committed before anything was predicted; nothing was fitted to them. "
    "Below zero a prediction is too fast. A dot is the median.",
    columns={
        "method": ("text", "Model or tool"), "model": ("text", "Model"), "hardware": ("text", "Accelerator"), "accelerators": ("1", "Accelerators of the group"), "weights": ("text", "Precision of weights"), "engine": ("text", "Software"),
        "prompt_tokens": ("token", "Prompt"), "answer_tokens": ("token", "Answer"), "concurrency": ("1", "Requests in flight"), "measured_ms": ("ms", "Measured time per token"), "predicted_ms": ("ms", "Predicted"), "error_percent": ("percent", "Predicted over measured time, less one"), "median_percent": ("percent", "Its median over the points of the row’s method"),
    },
    sources=("nvidia2024sizing", "nvidia2025nim", "bambhaniya2025genz", "li2023llmanalysis", "basak2026llmflops", "nvidia2026aiconfigurator012"), tables=("inference/unseen_latency", "inference/unseen_predictions", "inference/calibration"), grade="measured", as_of="2026-11-27", notebook=_PAGE, facts=(results.facts,),
)  # fmt: skip
def unseen():
    return results.unseen()


@unseen.draw
def _(frame, narrow):
    middles = frame.drop_duplicates("method").sort_values("median_percent", ascending=False)
    order = list(middles["method"])
    named = {name: {"Calibrated model": theme.BLUE, "aiconfigurator": theme.ORANGE}.get(name, theme.GREY) for name in order}
    y = named_rows.rows("method", order, narrow)
    x = alt.X("error_percent:Q", title="Predicted over measured time, less one (%)", scale=alt.Scale(domain=[-90, 30], nice=False), axis=alt.Axis(grid=True, values=[-80, -60, -40, -20, 0, 20]))
    colour = alt.Color("method:N", scale=alt.Scale(domain=list(named), range=list(named.values())), legend=None)
    zero = alt.Chart(alt.Data(values=[{"z": 0}])).mark_rule(color=theme.INK, strokeWidth=1).encode(x=alt.X("z:Q"))
    ticks = alt.Chart(frame).mark_tick(thickness=1.5, size=14 if narrow else 20, opacity=0.45, clip=True).encode(x=x, y=y, color=colour)
    dots = alt.Chart(middles).mark_point(filled=True, size=110, opacity=1).encode(x=alt.X("median_percent:Q"), y=y, color=colour)
    return alt.layer(zero, ticks, dots, *named_rows.names(frame, "method", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 40))


@figure(
    id="INF-65",
    slug="serving-model-on-another-makers-accelerators",
    first_edition="2026.12.1",
    title="On AMD’s accelerators, which no fit knows, the calibrated model is {other_calibrated_dense:2} off on dense and {other_calibrated_sparse:2} on sparse models, nearly always too fast",
    question="Does the model hold on the accelerators of another maker?",
    alt="Rows of ticks, one a measured point, of predicted over measured time per token less one, with the median of each server. The calibrated model lies a little below zero on all six servers, least so on MI355X; over dense models it says {other_ratio_calibrated_dense:2} of the measured time, over DeepSeek-R1 {other_ratio_calibrated_sparse:2}. "
    "A bare roofline says {other_ratio_roofline_dense:2} and {other_ratio_roofline_sparse:2}.",
    caption="Time of a user’s token on AMD’s accelerators: two Llamas as AMD measured them with vLLM of 2025, DeepSeek-R1 as InferenceX did with SGLang and ATOM in 2026. Every coefficient comes from NVIDIA hardware; only rated speeds are AMD’s. The points were chosen by a rule and committed before anything was predicted. Below zero a prediction is too fast. A dot is the median.",
    columns={
        "method": ("text", "Model, or bare roofline"), "server": ("text", "Model, accelerator and precision"), "kind": ("text", "Dense or sparse"), "model": ("text", "Model"), "hardware": ("text", "Accelerator"), "accelerators": ("1", "Accelerators of the group"),
        "weights": ("text", "Precision of weights"), "engine": ("text", "Software"), "prompt_tokens": ("token", "Prompt"), "answer_tokens": ("token", "Answer"), "concurrency": ("1", "Requests in flight, or of the batch"),
        "measured_ms": ("ms", "Measured time per token"), "predicted_ms": ("ms", "Predicted"), "error_percent": ("percent", "Predicted over measured time, less one"), "median_percent": ("percent", "Its median over the server’s points"),
    },
    sources=("amd2025vllm", "semianalysis2026runs", "semianalysis2026specs"), tables=("inference/other_maker_points", "inference/frontier_points", "inference/accelerators", "inference/calibration"), grade="measured", as_of="2026-11-27", notebook=_PAGE, facts=(results.facts,),
)  # fmt: skip
def other_maker():
    return results.other_maker_frame()


@other_maker.draw
def _(frame, narrow):
    named = {"Calibrated model": theme.BLUE, "Whole-step roofline": theme.GREY}
    middles = frame.drop_duplicates(["method", "server"])
    order = list(middles[middles["method"] == "Calibrated model"].sort_values("median_percent", ascending=False)["server"])
    y = named_rows.rows("server", order, narrow)
    x = alt.X("error_percent:Q", title="Predicted over measured time, less one (%)", scale=alt.Scale(domain=[-100, 20], nice=False), axis=alt.Axis(grid=True, values=[-100, -80, -60, -40, -20, 0, 20]))
    zero = alt.Chart(alt.Data(values=[{"z": 0}])).mark_rule(color=theme.INK, strokeWidth=1).encode(x=alt.X("z:Q"))
    ticks = alt.Chart(frame).mark_tick(thickness=1.5, size=14 if narrow else 20, opacity=0.5, clip=True).encode(x=x, y=y, color=_colour("method", named, narrow))
    dots = alt.Chart(middles).mark_point(filled=True, size=110, opacity=1).encode(x=alt.X("median_percent:Q"), y=y, color=_colour("method", named, narrow))
    return alt.layer(zero, ticks, dots, *named_rows.names(frame, "server", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 40))
