"""Figures of training a reasoner: tokens, passes, post-training by model, where it passes pre-training, inference, teachers."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import reasoner as results

__all__ = ["tokens", "passes", "ratios", "match", "inference", "gains", "pays"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/training-a-reasoner", "facts": (results.facts,)}
_COUNTS = ("berry_problems", "berry_trajectories", "berry_tokens_each")
_TOKENS = "datum.value >= 1e12 ? format(datum.value / 1e12, ',') : format(datum.value / 1e12, '~r')"  # in trillions: powers of ten say little to most readers
_KINDS = {"counted by the developer": theme.BLUE, "estimated by others": theme.ORANGE, "no reasoning model": theme.GREY}


@figure(
    id="SCL-101",
    slug="tokens-of-a-reasoner",
    title="The printed counts make {tokens:range2}, some {answers_ratio:2} times the answers of the largest run that prints its own",
    question="How many tokens does training a reasoner generate?",
    alt="Four horizontal ranges of tokens on a logarithmic scale. The document’s counts: {tokens:range2}. A tenth of OpenAI’s compute budget of 2024 would buy {tenth_buys:range2}. Pre-training sets of 2024: {pre_set:range2}. DeepSeek-R1-Zero: {r1_tokens:range2}, far to the left.",
    caption="The document prints about {problems:2} problems, thousands of answers to each and thousands of tokens in each; ranges are the decades of those words. Shaded: the “hundreds of trillions” that it prints as their product. DeepSeek-R1-Zero prints {r1_answers:3} answers but not their mean length; the bar ends at the length they were cut off at. The budget is OpenAI’s spending on all training and research compute in 2024, at the serving model’s {usd_mtoken:range2} for open models of about o1’s size.",
    columns={"what": ("text", "What"), "tokens": ("token", "Tokens"), "low": ("token", "Low end"), "high": ("token", "High end")},
    sources=("semianalysis2024o1pro", "guo2025nature", "epochai2025openaispend", "epochai2025models"),
    tables=("scaling/roll_out_runs", "inference/lab_accounts"),
    parameters=(*_COUNTS, "pretraining_set_2024"),
    claims=("C10",),
    grade="guessed",
    **_COMMON,
)
def tokens():
    return results.budget_frame()


@tokens.draw
def _(frame, narrow):
    y = named_rows.rows("what", list(frame["what"]), narrow)
    scale = alt.Scale(type="log", domain=[1e9, 1e16])
    x = alt.X("tokens:Q", title="Tokens (trillion)", scale=scale, axis=alt.Axis(grid=True, labelExpr=_TOKENS, values=[1e9, 1e11, 1e13, 1e15] if narrow else [10.0**k for k in range(9, 16)]))
    bar = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.35, color=theme.BLUE).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=80, color=theme.BLUE).encode(x=x, y=y)
    claim = pd.DataFrame([dict(zip(("low", "high"), results.claimed_tokens(), strict=True))])
    area = alt.Chart(claim).mark_rect(opacity=0.18, color=theme.ORANGE).encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
    return alt.layer(area, bar, dots, *named_rows.names(frame, "what", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 38))


@figure(
    id="SCL-102",
    slug="forward-passes-of-post-training",
    title="Post-training runs {passes:range2} forward passes for each backward one; pre-training runs {pre_passes}",
    question="How many forward passes does post-training run for each backward pass?",
    alt="Falling lines on logarithmic scales: forward passes for each backward pass against the share of generated tokens that is trained on, for three ways of scoring. With everything kept and only rules the line ends at {passes_least}; with little kept and several model verifiers it starts in the hundreds. A dashed line marks pre-training at {pre_passes}.",
    caption="Each generated token is one forward pass; scoring adds those of a reference model, the policy before the update, reward models and verifiers; what is kept is passed through once more forward and once backward. A backward pass costs as much as {passes_least} forward ones, so that in FLOP all lines lie half as high.",
    columns={"scored": ("text", "Scored by"), "kept_percent": ("percent", "Share trained on"), "passes": ("1", "Forward passes for each backward pass"), "flop": ("1", "Forward over backward FLOP")},
    sources=("semianalysis2024o1pro", "guo2025nature"),
    tables=("scaling/roll_out_runs",),
    parameters=("kept_share", "scoring_passes"),
    claims=("C19", "C18"),
    grade="modelled",
    **_COMMON,
)
def passes():
    return results.passes_frame()


@passes.draw
def _(frame, narrow):
    colour = alt.Color("scored:N", scale=alt.Scale(domain=list(results.SCORING), range=[theme.GREEN, theme.BLUE, theme.ORANGE]), legend=alt.Legend(title="Scored by", columns=1 if narrow else 3))
    x = alt.X("kept_percent:Q", title="Generated tokens that are trained on (%)", scale=alt.Scale(type="log", domain=[1, 100]), axis=alt.Axis(values=[1, 2, 5, 10, 20, 50, 100]))
    y = alt.Y("passes:Q", title="Forward passes for each backward pass", scale=alt.Scale(type="log", domain=[1, 1000]), axis=alt.Axis(values=[1, 3, 10, 30, 100, 300, 1000]))
    one = pd.DataFrame({"y": [1.0], "x": [1.1], "t": ["pre-training"]})
    rule = alt.Chart(one).mark_rule(strokeDash=[4, 4]).encode(y=alt.Y("y:Q"))
    text = alt.Chart(one).mark_text(align="left", dy=-8).encode(x=alt.X("x:Q"), y="y:Q", text="t:N")
    return alt.layer(rule, text, alt.Chart(frame).mark_line().encode(x=x, y=y, color=colour)).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-103",
    slug="post-training-over-pre-training",
    title="Post-training takes {ratio:range2} of pre-training’s compute in the {models} reasoning models for which anybody gives a number",
    question="Has post-training passed pre-training?",
    alt="One row a model by release, on a logarithmic scale of percent: o1 at {o1_ratio:2}, o3 at {o3_ratio:2}, DeepSeek-V3 without reasoning at {v3_ratio:2}, DeepSeek-R1 at {r1_ratio:2}, “Grok 4” at {grok4_ratio:range2}, DeepSeek-V3.2 at {v32_ratio:2} or more, “Olmo 3.1” at {olmo_ratio:2}. Only the upper end of “Grok 4” touches the dashed line of equality.",
    caption="Blue: both sides counted by the developer, in GPU time or FLOP. Orange: estimates and assumptions, most by Epoch AI. GPU time favours post-training, since generating uses accelerators less fully: in FLOP the ratios would be lower. For models built on another’s answers the teacher’s compute is not counted.",
    columns={"model": ("text", "Model"), "date": ("date", "Release"), "kind": ("text", "How it is known"), "ratio_percent": ("percent", "Post-training over pre-training"), "low": ("percent", "Low end"), "high": ("percent", "High end")},
    sources=("guo2025nature", "deepseek2024v3", "deepseek2025v32", "olmo2025report", "lambert2026rlhf", "epochai2026models", "epochai2025reasoning", "decoder2025reasoning"),
    tables=("scaling/post_training_ratios",),
    claims=("C19",),
    grade="guessed",
    **_COMMON,
)
def ratios():
    return results.ratios_frame()


@ratios.draw
def _(frame, narrow):
    y = named_rows.rows("model", list(frame["model"]), narrow)
    scale = alt.Scale(type="log", domain=[0.1, 200])
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(_KINDS), range=list(_KINDS.values())), legend=named_rows.legend(narrow))
    x = alt.X("ratio_percent:Q", title="Post-training over pre-training (%)", scale=scale, axis=alt.Axis(grid=True, values=[0.1, 1, 10, 100] if narrow else [0.1, 0.3, 1, 3, 10, 30, 100]))
    bar = alt.Chart(frame).mark_rule(strokeWidth=5, opacity=0.35).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    line = alt.Chart(pd.DataFrame({"x": [100.0]})).mark_rule(strokeDash=[4, 4]).encode(x=alt.X("x:Q", scale=scale))
    return alt.layer(line, bar, dots, *named_rows.names(frame, "model", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 26))


@figure(
    id="SCL-104",
    slug="where-post-training-passes",
    title="Post-training equals pre-training at {match:range2} generated; the printed counts lie {over_pre:range2} times as high",
    question="At how many generated tokens does post-training pass pre-training?",
    alt="Rising band on logarithmic scales: post-training over pre-training FLOP against generated tokens, crossing one at {match:2}. A shaded stretch to the right marks the document’s counts, where the ratio is {over_pre:2}; a second one far to the left marks DeepSeek-R1-Zero.",
    caption="For one and the same model, whose size cancels, against a pre-training set of {pre_set:range2}. Band: 5–95 % over what is kept and scored. With helpers larger than the policy the band would rise; a longer pre-training lowers it.",
    columns={"tokens": ("token", "Tokens generated"), "ratio": ("1", "Post-training over pre-training FLOP"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=("semianalysis2024o1pro", "guo2025nature", "epochai2025models"),
    tables=("scaling/roll_out_runs",),
    parameters=(*_COUNTS, "kept_share", "scoring_passes", "pretraining_set_2024"),
    claims=("C10", "C19"),
    grade="guessed",
    **_COMMON,
)
def match():
    return results.match_frame()


@match.draw
def _(frame, narrow):
    f = results.facts()
    xs, ys = alt.Scale(type="log", domain=[1e10, 1e16]), alt.Scale(type="log", domain=[1e-4, 1e4])
    x = alt.X("tokens:Q", title="Tokens generated (trillion)", scale=xs, axis=alt.Axis(labelExpr=_TOKENS, values=[1e10, 1e12, 1e14, 1e16] if narrow else [10.0**k for k in range(10, 17)]))
    y = alt.Y("ratio:Q", title="Post-training over pre-training FLOP", scale=ys, axis=alt.Axis(values=[1e-4, 1e-2, 1, 100, 1e4]))
    marks = pd.DataFrame({
        "low": [max(f["r1_tokens"].low, 1e10), f["tokens"].low], "high": [f["r1_tokens"].high, f["tokens"].high],
        "t": ["R1-Zero", "the document"], "bottom": [1e-4, 1e-4], "top": [1e4, 1e4], "where": [3e3, 3e3],
    })  # fmt: skip
    area = alt.Chart(marks).mark_rect(opacity=0.18, color=theme.ORANGE).encode(x=alt.X("low:Q", scale=xs), x2="high:Q", y=alt.Y("bottom:Q", scale=ys), y2="top:Q")
    names = alt.Chart(marks).mark_text(align="left", dx=3, color=theme.ORANGE, fontWeight="bold").encode(x=alt.X("low:Q", scale=xs), y=alt.Y("where:Q", scale=ys), text="t:N")
    one = alt.Chart(pd.DataFrame({"y": [1.0]})).mark_rule(strokeDash=[4, 4]).encode(y=alt.Y("y:Q", scale=ys))
    band = alt.Chart(frame).mark_area(opacity=0.25, color=theme.BLUE, clip=True).encode(x=x, y=alt.Y("low:Q", scale=ys), y2="high:Q")
    line = alt.Chart(frame).mark_line(color=theme.BLUE, clip=True).encode(x=x, y=y)
    return alt.layer(area, one, band, line, names).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-105",
    slug="inference-in-training",
    title="Inference makes up {inference:range2} of a reasoning model’s training so far; over a tenth with {blurred_percent:2} probability",
    question="How much of a reasoning model’s training is inference?",
    alt="One row a reasoning model: share of all training compute that goes into generating, percent. o1 and the models trained on others’ answers near zero, DeepSeek-R1 at {inference_r1:2}, “Grok 4” at {inference_grok4:range2}. A dashed line marks a tenth.",
    caption="Post-training’s share times the part of it that generates, {part:range2} of accelerator time: “Olmo 3” gives {part_olmo:2} of its nodes to generating, INTELLECT-3 {part_intellect:2}. Synthetic text in pre-training and the answers of other models are not counted; both are inference too, but hardly anybody prints them.",
    columns={"model": ("text", "Model"), "share_percent": ("percent", "Share of training that is inference"), "low": ("percent", "5 % point"), "high": ("percent", "95 % point"), "chance_percent": ("percent", "Chance that it is over a tenth")},
    sources=("olmo2025report", "prime2025intellect3", "guo2025nature", "epochai2026models", "heim2024inference"),
    tables=("scaling/post_training_ratios", "scaling/roll_out_runs"),
    parameters=("roll_out_gpu_share",),
    claims=("C14",),
    grade="guessed",
    **_COMMON,
)
def inference():
    return results.shares_frame()


@inference.draw
def _(frame, narrow):
    y = named_rows.rows("model", list(frame["model"]), narrow)
    scale = alt.Scale(domain=[0, 40])
    x = alt.X("share_percent:Q", title="Share of all training that is inference (%)", scale=scale, axis=alt.Axis(grid=True, values=[0, 10, 20, 30, 40]))
    bar = alt.Chart(frame).mark_rule(strokeWidth=5, opacity=0.35, color=theme.BLUE).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=80, color=theme.BLUE).encode(x=x, y=y)
    line = alt.Chart(pd.DataFrame({"x": [100 * results.MATERIAL]})).mark_rule(strokeDash=[4, 4]).encode(x=alt.X("x:Q", scale=scale))
    return alt.layer(line, bar, dots, *named_rows.names(frame, "model", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 26))


@figure(
    id="SCL-106",
    slug="students-with-a-teacher",
    title="All {compared} students compared at their own size gain from a larger teacher; against larger models {rows_larger_ahead} of {rows_larger} scores are ahead",
    question="Does learning from a larger model raise quality at the same size?",
    alt="Rows of pairs of dots joined by lines: score without and with a teacher. “Qwen2.5-32B” on AIME 2024 rises from {aime_without} to {aime_with}, “Gemma 2 2B” from {gemma_without} to {gemma_with}. Against the larger QwQ-32B the “14B” student is ahead on every benchmark, the “7B” student behind on the last pair of rows.",
    caption="Ring: the model without a teacher; dot: the student. Blue: the same size, trained otherwise; orange: a larger model. Three smaller students of Gemma’s, measured in perplexity, gain too and are not drawn. Distillation is not better at any length of training: with enough tokens of its own a student catches up, and too strong a teacher can hurt.",
    columns={"row": ("text", "Student and benchmark"), "compared": ("text", "Compared with"), "without": ("percent", "Score without a teacher"), "with_teacher": ("percent", "Score of the student")},
    sources=("deepseek2025r1", "guo2025nature", "gemma2024two", "busbridge2025distillation"),
    tables=("scaling/distillation_gains",),
    claims=("C14",),
    grade="measured",
    **_COMMON,
)
def gains():
    return results.gains_frame()


@gains.draw
def _(frame, narrow):
    y = named_rows.rows("row", list(frame["row"]), narrow)
    scale = alt.Scale(domain=[30, 100])
    colour = alt.Color("compared:N", scale=alt.Scale(domain=["the same size", "a larger model"], range=[theme.BLUE, theme.ORANGE]), legend=named_rows.legend(narrow))
    x = alt.X("with_teacher:Q", title="Score (%)", scale=scale, axis=alt.Axis(grid=True))
    link = alt.Chart(frame).mark_rule(strokeWidth=2, opacity=0.6).encode(x=alt.X("without:Q", scale=scale), x2="with_teacher:Q", y=y, color=colour)
    rings = alt.Chart(frame).mark_point(filled=False, size=80).encode(x=alt.X("without:Q", scale=scale), y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    return alt.layer(link, rings, dots, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 25))


@figure(
    id="SCL-107",
    slug="when-a-teacher-pays",
    title="A teacher kept inside has paid after {pays_anew:range2} served, some {pays_days:2} of a large API",
    question="When does a larger model that is never served pay?",
    alt="Two falling curves, one with a band: compute with a teacher over that of serving the larger model it replaces, against served tokens on a logarithmic scale. Both cross one, near {pays_anyway:2} if the teacher is there anyway and {pays_anew:2} if it is trained for this, and level off at about a third.",
    caption="Band: 5–95 % if the teacher is trained for it. The student does the work of a model {multiple:range2} times its size. The teacher has {teacher_ratio:range2} times the student’s active weights, reads a pre-training set of 2024 and writes as many tokens as the document prints for Berry training; a smaller output makes it pay sooner. A large API: OpenAI’s in October 2025, {day_tokens:2} a day.",
    columns={"kind": ("text", "Teacher"), "served": ("token", "Tokens served"), "relative": ("1", "Compute over serving the larger model"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=("deepseek2025r1", "semianalysis2024o1pro", "anthropic2024claude3", "notion2025tokens"),
    tables=("scaling/distillation_gains", "power/token_volumes"),
    parameters=("teacher_size_ratio", "distilled_size_multiple", "pretraining_set_2024", *_COUNTS),
    claims=("C14",),
    grade="guessed",
    **_COMMON,
)
def pays():
    return results.pays_frame()


@pays.draw
def _(frame, narrow):
    xs, ys = alt.Scale(type="log", domain=[3.16e13, 3.16e16]), alt.Scale(domain=[0, 3])
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["teacher there anyway", "teacher trained for it"], range=[theme.BLUE, theme.ORANGE]), legend=named_rows.legend(narrow, 2))
    x = alt.X("served:Q", title="Tokens served (trillion)", scale=xs, axis=alt.Axis(labelExpr=_TOKENS, values=[1e14, 1e15, 1e16]))
    y = alt.Y("relative:Q", title="Compute over serving the larger model", scale=ys)
    band = alt.Chart(frame[frame["kind"] == "teacher trained for it"]).mark_area(opacity=0.18, clip=True, color=theme.ORANGE).encode(x=x, y=alt.Y("low:Q", scale=ys), y2="high:Q")
    line = alt.Chart(frame).mark_line(clip=True).encode(x=x, y=y, color=colour)
    one = alt.Chart(pd.DataFrame({"y": [1.0]})).mark_rule(strokeDash=[4, 4]).encode(y=alt.Y("y:Q", scale=ys))
    return alt.layer(one, band, line).properties(width=theme.width(narrow), height=320)
