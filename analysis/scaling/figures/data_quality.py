"""Figures of data quality: Phi-4 against its peers, its mix, scores against size and compute, and what the multiples are."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import data_quality as results

__all__ = ["leads", "synthetic_share", "knowledge", "code", "multiples", "compute", "pruned"]

_PAGE = "scaling/data-quality"
_COLOURS = {"Phi line": theme.ORANGE, "Qwen2.5": theme.BLUE, "other": theme.GREY, "tuned": theme.PURPLE}


@figure(
    id="SCL-33",
    slug="phi4-against-peers",
    title="Phi-4 leads Qwen2.5-14B on {wins_14} of {tests} tests, Qwen2.5-72B on {wins_72} and GPT-4o on {wins_gpt4o}",
    question="On which tests does a model trained on selected and synthetic text do better than its peers?",
    alt="Dots of Phi-4’s lead in percentage points on {tests} tests against Qwen2.5-14B, Qwen2.5-72B and GPT-4o. The lead is largest on GPQA, {phi4_gpqa} against {qwen14_gpqa} of Qwen2.5-14B, and turns into a deficit on SimpleQA, DROP and IFEval; "
    "against GPT-4o SimpleQA is {simpleqa_gap} behind.",
    caption="Scores as the Phi-4 report prints them, its makers’ own runs. Right of zero Phi-4 is ahead. The first seven tests share one set of prompts, the others another: HumanEval+ has harder checks than HumanEval, and yet Qwen2.5-14B has {qwen14_humaneval_plus} on it and {qwen14_humaneval} on the easier one. The makers’ own test is left out.",
    columns={"benchmark": ("text", "Test"), "against": ("text", "Compared with"), "lead": ("percent", "Phi-4’s score less the other’s"), "phi4": ("percent", "Phi-4"), "other": ("percent", "The other model")},
    sources=("abdin2024phi4",),
    tables=("scaling/benchmark_scores",),
    claims=("B11",),
    grade="measured",
    as_of="2024-12-12",
    notebook=_PAGE,
    facts=(results.facts,),
)
def leads():
    return results.report_gaps()


@leads.draw
def _(frame, narrow):
    y = named_rows.rows("benchmark", list(frame["benchmark"].drop_duplicates()), narrow)
    colour = alt.Color("against:N", scale=alt.Scale(domain=["Qwen2.5-14B", "Qwen2.5-72B", "GPT-4o"], range=[theme.BLUE, theme.GREEN, theme.PURPLE]), legend=named_rows.legend(narrow))
    x = alt.X("lead:Q", title="Phi-4’s lead (percentage points)", scale=alt.Scale(domain=[-40, 20]), axis=alt.Axis(grid=True, tickCount=6))
    zero = alt.Chart(pd.DataFrame({"lead": [0]})).mark_rule(color=theme.INK).encode(x="lead:Q")
    dots = alt.Chart(frame).mark_point(filled=True, size=70).encode(x=x, y=y, color=colour, shape=alt.Shape("against:N", legend=None))
    return alt.layer(zero, dots, *named_rows.names(frame, "benchmark", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 24))


@figure(
    id="SCL-34",
    slug="synthetic-share-two-ways",
    title="Synthetic text is {unique_share:2} of Phi-4’s unique tokens and {mix_share} of what it saw: both sentences hold",
    question="Is synthetic text a small part of Phi-4’s data or the bulk of it?",
    alt="Paired bars for five kinds of data. Synthetic text proper has a small share of unique tokens and the largest share, {mix_share}, of the tokens seen, since it is passed over {synthetic_epochs} times; filtered web text has the largest share of unique tokens and is seen {web_epochs} times.",
    caption="“Table 5” of the report. Unique tokens add to {unique_tokens:2}. Rewritten web pages count as synthetic too in the report’s own words: with them the shares are {unique_share:high} and {mix_share_rewrites}. Code holds synthetic code of an amount not stated; only if it made up {code_tipping:2} of the code would the synthetic share of unique tokens reach a quarter. "
    "The report’s total of {synthetic_tokens} is less than its table’s {synthetic_table5} and {rewritten_table5} together.",
    columns={"data": ("text", "Kind of data"), "counted": ("text", "unique tokens or tokens seen"), "share": ("percent", "Share"), "epochs": ("1", "Passes")},
    sources=("abdin2024phi4",),
    tables=("scaling/phi4_mix",),
    claims=("B11",),
    grade="measured",
    as_of="2024-12-12",
    notebook=_PAGE,
    facts=(results.facts,),
)
def synthetic_share():
    frame = results.mix()
    unique = frame.assign(counted="unique tokens", share=frame["unique_share"])
    seen = frame.assign(counted="tokens seen")
    return pd.concat([seen, unique])[["data", "counted", "share", "epochs"]].reset_index(drop=True)


@synthetic_share.draw
def _(frame, narrow):
    order = ["Synthetic", "Web rewrites", "Filtered web", "Code", "Acquired sources"]
    y = named_rows.rows("data", order, narrow)
    colour = alt.Color("counted:N", scale=alt.Scale(domain=["unique tokens", "tokens seen"], range=[theme.GREY, theme.BLUE]), legend=named_rows.legend(narrow))
    x = alt.X("share:Q", title="Share (%)", scale=alt.Scale(domain=[0, 45]))
    wide = frame.pivot(index="data", columns="counted", values="share").reset_index()
    links = alt.Chart(wide).mark_rule(color=theme.MUTED, strokeWidth=2).encode(x=alt.X("unique tokens:Q", title="Share (%)"), x2="tokens seen:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=110).encode(x=x, y=y, color=colour)
    seen = frame[frame["counted"] == "tokens seen"]
    labels = alt.Chart(seen).transform_calculate(t="datum.epochs + ' passes'").mark_text(dy=14 if narrow else -13, fontSize=11).encode(x=x, y=y, text="t:N", color=alt.value(theme.BLUE))
    return alt.layer(links, dots, labels, *named_rows.names(frame, "data", y, narrow)).properties(width=theme.width(narrow), height=alt.Step(48) if narrow else named_rows.height(narrow, 38))


def _panel(frame, narrow, labels, domain, x_title="Parameters", height=270, x="params", ticks=(1e9, 1e10, 1e11)):
    base_x = alt.X(f"{x}:Q", title=x_title, scale=alt.Scale(type="log"), axis=alt.Axis(values=list(ticks), labelExpr="datum.value >= 1e12 ? format(datum.value, '.0e') : (datum.value / 1e9) + ' B'") if x == "params" else alt.Axis(format=".0e", values=list(ticks)))
    base_y = alt.Y("score:Q", title="Score (%)", scale=alt.Scale(domain=domain, zero=False))
    lines = frame[frame["kind"].isin(["line", "line of Qwen2.5"])]
    points = frame[~frame["kind"].isin(["line", "line of Qwen2.5"])]
    kinds = [k for k in _COLOURS if k in set(points["kind"])]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[_COLOURS[k] for k in kinds]), legend=alt.Legend(symbolOpacity=1, orient="top", columns=2 if narrow else 4))
    layers = [
        alt.Chart(lines[lines["kind"] == "line"]).mark_line(color=theme.GREY, strokeDash=[5, 4]).encode(x=base_x, y=base_y),
        alt.Chart(lines[lines["kind"] == "line of Qwen2.5"]).mark_line(color=theme.BLUE).encode(x=base_x, y=base_y),
        alt.Chart(points).mark_point(filled=True, size=60).encode(x=base_x, y=base_y, color=colour),
    ]
    for name, side, dx, dy in labels:
        one = points[points["model"] == name]
        layers += named_rows.over_lines(alt.Chart(one).mark_text(align=side, dx=dx, dy=dy, fontWeight="bold", fontSize=11).encode(x=base_x, y=base_y, text="model:N", color=alt.value(theme.ORANGE if (one["kind"] == "Phi line").all() else theme.PURPLE)))
    return alt.layer(*layers)


@figure(
    id="SCL-35",
    slug="fresh-questions-against-size",
    title="On fresh questions Phi-4 does as well as a Qwen2.5 of {phi4_times_fresh:2} times its size, Phi-3 mini as one of its own",
    question="How large is the ordinary model that knows as much, on questions not seen in training?",
    alt="Dots of the score on MMLU-CF against parameters on a logarithmic axis, a dashed line through all and a solid one through Qwen2.5. The Phi models lie above the dashed line by {fresh_all:interval2} times in size, and on or near the solid line, {fresh_qwen:interval2} times.",
    caption="MMLU-CF, five examples in the prompt: a set of questions of the kind of MMLU, written anew and kept closed by researchers at the company that makes Phi. Lines are least squares in the log-odds of the score over models of at least a billion parameters. Qwen2.5 came after Phi-3 and saw several times its tokens; models of the time lie lower. Which models count as ordinary decides the multiple.",
    columns={"benchmark": ("text", "Test"), "model": ("text", "Model or line"), "params": ("1", "Parameters, all or those of the name"), "score": ("percent", "Score"), "kind": ("text", "What the row is")},
    sources=("zhao2024mmlucf",),
    tables=("scaling/benchmark_scores",),
    claims=("B11", "B16"),
    grade="measured",
    as_of="2024-12-20",
    notebook=_PAGE,
    facts=(results.facts,),
)
def knowledge():
    return results.curves("MMLU-CF", "MMLU-CF")


@knowledge.draw
def _(frame, narrow):
    labels = (("Phi-4", "right", -8, -6), ("Phi-3 mini", "right", -8, -6)) + (() if narrow else (("Phi-3 medium", "left", 8, 8),))  # no room on a phone
    return _panel(frame, narrow, labels, [36, 76]).properties(width=theme.width(narrow), height=330)


@figure(
    id="SCL-36",
    slug="phi1-against-size",
    title="phi-1’s {phi1_humaneval} on HumanEval lies off the chart of untuned models; before tuning on exercises its {phi1_base} is worth {phi1_times_base:2} times its size",
    question="How large is the ordinary model of 2023 that programs as well as phi-1?",
    alt="Dots of HumanEval scores against parameters on a logarithmic axis. The line of untuned models rises slowly and stays below {phi1_humaneval} up to {largest_code_peer}. phi-1, with {phi1_params}, lies far above it; so do tuned models, WizardCoder with {wizard} above all.",
    caption="Scores as the phi-1 report collected them. phi-1 was tuned on exercises of the form of the test, and so lies among tuned models rather than beside base models. Without the exercises nearest to the test it falls to {phi1_pruned}. The line’s slope is uncertain: the size that would reach phi-1’s score is an extrapolation beyond every model of the time.",
    columns={"benchmark": ("text", "Test"), "model": ("text", "Model or line"), "params": ("1", "Parameters"), "score": ("percent", "Problems solved at the first try"), "kind": ("text", "What the row is")},
    sources=("gunasekar2023textbooks",),
    tables=("scaling/benchmark_scores",),
    claims=("B16",),
    grade="measured",
    as_of="2023-06-20",
    notebook=_PAGE,
    facts=(results.facts,),
)
def code():
    return results.curves("phi-1 report", "HumanEval")


@code.draw
def _(frame, narrow):
    labels = (("phi-1", "left", 8, -4), ("phi-1-base", "left", 8, 12), ("phi-1-small", "left", 8, -6), ("WizardCoder", "left", 8, 0))
    return _panel(frame[frame["model"] != "phi-1 on pruned exercises"], narrow, labels, [5, 62], ticks=(1e9, 1e10, 1e11, 5e11)).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-37",
    slug="multiples-by-test",
    title="What data quality is worth shrinks from {phi1_times_humaneval:2} times in size to {phi3_times_fresh:2}, the fresher the questions and the better the peers",
    question="By what factor in size do good data pay, test by test?",
    alt="Horizontal ranges of the multiple of a model’s own size at which an ordinary model does as well, on a logarithmic axis. phi-1 on HumanEval has {phi1_times_humaneval:2}, on new problems {phi1_times_new:2}; Phi-2 {phi2_times_mbpp_plus:2} to {phi2_times_humaneval_plus:2} on tests with harder checks; "
    "Phi-4 on MMLU-CF {phi4_times_fresh_all:2} against all models and {phi4_times_fresh:2} against Qwen2.5, Phi-3 mini {phi3_times_fresh:2}.",
    caption="Median and 5–95 % of the size at which the fitted line reaches the model’s score, over the model’s own size. Ranges hold the line’s uncertainty and, where the number of problems is known, the luck of the test; they do not hold what the choice of peers does, which is the difference between rows. Open dots lie beyond the largest peer; bars that end at the right edge go on.",
    columns={"row": ("text", "Model, test and peers"), "group": ("text", "How exposed the test was"), "multiple": ("1", "Equivalent size over own size"), "low": ("1", "5 % point, cut at the axis"), "high": ("1", "95 % point, cut at the axis"), "beyond": ("text", "Whether the median lies beyond the largest peer")},
    sources=("gunasekar2023textbooks", "evalplus2024leaderboard", "zhao2024mmlucf"),
    tables=("scaling/benchmark_scores",),
    claims=("B16",),
    grade="modelled",
    as_of="2024-12-20",
    notebook=_PAGE,
    facts=(results.facts,),
)
def multiples():
    return results.multiple_rows()


@multiples.draw
def _(frame, narrow):
    order = list(frame["row"])
    y = named_rows.rows("row", order, narrow)
    if not narrow:
        y = alt.Y("row:N", sort=order, title=None, axis=alt.Axis(grid=False, labelLimit=330))
    groups = ["public test", "harder checks or pruned", "new or closed questions"]
    colour = alt.Color("group:N", sort=groups, scale=alt.Scale(domain=groups, range=[theme.PURPLE, theme.GREEN, theme.ORANGE]), legend=alt.Legend(orient="top", columns=1 if narrow else 2, symbolOpacity=1))
    x = alt.X("multiple:Q", title="Multiple of own size (logarithmic)", scale=alt.Scale(type="log", domain=[0.1, 1e5]), axis=alt.Axis(values=[0.1, 1, 10, 100, 1e3, 1e4, 1e5], labelExpr="datum.value < 1000 ? datum.value : format(datum.value, ',')", grid=True))
    one = alt.Chart(pd.DataFrame({"multiple": [1]})).mark_rule(color=theme.INK).encode(x="multiple:Q")
    bars = alt.Chart(frame).mark_rule(strokeWidth=3, opacity=0.6, clip=True).encode(x=alt.X("low:Q", scale=alt.Scale(type="log", domain=[0.1, 1e5])), x2="high:Q", y=y, color=colour)
    shown = frame[frame["multiple"] <= 1e5]
    solid = alt.Chart(shown[shown["beyond"] == "no"]).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    hollow = alt.Chart(shown[shown["beyond"] == "yes"]).mark_point(filled=False, size=80, strokeWidth=2).encode(x=x, y=y, color=colour)
    return alt.layer(one, bars, solid, hollow, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 25))


@figure(
    id="SCL-38",
    slug="fresh-questions-against-compute",
    title="Per operation of training Phi-4 does as well as {phi4_times_compute:2} times its compute spent on other models",
    question="What do good data buy in training compute?",
    alt="Dots of the score on MMLU-CF against training operations, with a line through the models that are not of the Phi line. Phi-4, at {phi4_flop:2}, lies above it by a factor of {phi4_times_compute:interval2} in compute, Phi-3 mini by one of {phi3_times_compute:interval2}.",
    caption="Operations follow from parameters and tokens by the usual rule; only models whose tokens a public source states. Small models trained far beyond the point of least compute pull the line down, and the text that other models wrote for Phi-4 was not free: neither the compute of its teacher nor that of generating is counted.",
    columns={"model": ("text", "Model or line"), "training_flop": ("FLOP", "Operations of pretraining"), "score": ("percent", "Score on MMLU-CF"), "kind": ("text", "What the row is")},
    sources=("zhao2024mmlucf", "microsoft2024phi4card", "abdin2024phi3", "epochai2026models", "dclm2024baseline"),
    tables=("scaling/benchmark_scores",),
    claims=("B11",),
    grade="modelled",
    as_of="2024-12-20",
    notebook=_PAGE,
    facts=(results.facts,),
)
def compute():
    return results.compute_points()


@compute.draw
def _(frame, narrow):
    labels = (("Phi-4", "right", -8, -6), ("Phi-3 mini", "right", -8, -6), ("Phi-3 medium", "right", -8, -6))
    return _panel(frame, narrow, labels, [36, 76], "Training operations (FLOP)", x="training_flop", ticks=(1e23, 1e24, 1e25)).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-39",
    slug="phi1-unlike-its-exercises",
    title="On problems unlike its exercises phi-1, retrained without their like, solves {unlike_phi1:2}; StarCoder, with {starcoder_params} parameters, {unlike_starcoder:2}",
    question="Is phi-1 ahead only where the test resembles what it was tuned on?",
    alt="Two panels of bars by how strictly problems count as similar. On problems like its exercises phi-1 is ahead of StarCoder, {like_phi1:2} against {like_starcoder:2} at the strictest; on problems unlike them the models are level.",
    caption="The report’s own split of HumanEval by the rate at which a program of the exercises matches: a lower rate counts more problems as similar. At the lowest, {unlike_problems} problems are left in the unlike part, so that a few points are chance. Similar problems are also easier for models that never saw the exercises.",
    columns={"threshold": ("1", "Match rate from which programs count as similar"), "subset": ("text", "Which problems"), "problems": ("1", "Number of problems"), "model": ("text", "Model"), "score": ("percent", "Solved at the first try")},
    sources=("gunasekar2023textbooks",),
    tables=("scaling/phi1_pruning",),
    claims=("B16",),
    grade="measured",
    as_of="2023-06-20",
    notebook=_PAGE,
    facts=(results.facts,),
)
def pruned():
    return results.pruning()


@pruned.draw
def _(frame, narrow):
    models = list(frame["model"].drop_duplicates())
    panels = []
    for subset in ("similar", "not similar"):
        part = frame[frame["subset"] == subset]
        base = alt.Chart(part).encode(
            x=alt.X("threshold:O", title="Match rate that counts as similar", sort="descending", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("score:Q", title=f"Solved (%), problems {'like' if subset == 'similar' else 'unlike'} the exercises", scale=alt.Scale(domain=[0, 90])),
            color=alt.Color("model:N", sort=models, scale=alt.Scale(domain=models, range=[theme.ORANGE, theme.GREEN, theme.BLUE]), legend=alt.Legend(orient="top", columns=1 if narrow else 3, labelLimit=300)),
        )
        panels.append((base.mark_line() + base.mark_point(filled=True, size=60)).properties(width=theme.width(narrow) if narrow else 250, height=220))
    return alt.vconcat(*panels) if narrow else alt.hconcat(*panels)
