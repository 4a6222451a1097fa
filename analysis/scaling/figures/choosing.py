"""Figures of choosing among answers: votes by kind of question, published gains, verifiers that plateau and fall, roll-outs, and cost."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import choosing as results

__all__ = ["votes", "gains", "predicted", "verifiers", "falls", "rollouts", "ways", "cost"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/choosing", "facts": (results.facts,)}
_PERCENT = {"right_percent": ("percent", "Questions answered right")}



@figure(
    id="SCL-78",
    slug="votes-by-kind-of-question",
    title="Voting lifts hard questions from {hard_one:2} to {hard_many:2} and ruins adversarial ones, from {adversarial_one:2} to {adversarial_many:2}",
    question="When does a majority vote help?",
    alt="Lines of questions answered right against the number of streams on a logarithmic axis. Easy questions rise from {easy_one:2} to nearly all, hard ones from {hard_one:2} to {hard_many:2}, adversarial ones fall from {adversarial_one:2} to {adversarial_many:2}. The mix rises from {mix_one:2} to {mix_many:2} and levels off.",
    caption="Illustration, computed exactly, ties broken by lot. Easy: the right answer comes up in {easy_one:2} of streams. Hard: in {hard_one:2}, with errors spread over many answers. Adversarial: in {adversarial_one:2}, while one wrong answer comes up more often. The mix holds {adversarial_weight:2} adversarial questions; no vote gets past the rest.",
    columns={"questions": ("text", "Kind of question"), "streams": ("1", "Streams that vote"), **_PERCENT},
    sources=("wang2023selfconsistency",),
    tables=("scaling/question_kinds",),
    claims=("C5",),
    grade="modelled",
    **_COMMON,
)
def votes():
    return results.vote_frame()


@votes.draw
def _(frame, narrow):
    x = alt.X("streams:Q", title="Streams that vote", scale=alt.Scale(type="log", domain=[1, 100]), axis=alt.Axis(values=[1, 2, 5, 10, 20, 50, 100]))
    y = alt.Y("right_percent:Q", title="Questions answered right (%)", scale=alt.Scale(domain=[0, 100]))
    names = list(frame["questions"].drop_duplicates())
    colour = alt.Color("questions:N", sort=names, scale=alt.Scale(domain=names, range=[theme.GREEN, theme.BLUE, theme.ORANGE, theme.GREY]), legend=alt.Legend(columns=2 if narrow else 4))
    base = alt.Chart(frame).encode(x=x, y=y, color=colour)
    return (base.mark_line() + base.mark_point(filled=True, size=30)).properties(width=theme.width(narrow), height=310)


@figure(
    id="SCL-79",
    slug="published-gains-of-voting",
    title="A vote beat one answer in {helps_percent:2} of {pairs} published comparisons, by {gain_median:2} in the middle",
    question="What have votes gained in published tests?",
    alt="Dots of published comparisons: points gained by a vote against the score of one answer. Gains are small where one answer is nearly never or nearly always right and reach {gain_most:2} between. On mathematics they are largest. OpenAI’s models lie among the others; o1 on biology lies just below zero.",
    caption="Wang et al.: {palm_streams} streams against the likeliest answer, {fit_models} models on tasks of arithmetic, common sense and symbols. OpenAI: {o1_streams} streams against the mean of one, on AIME and the subjects of GPQA. All measured by the makers. The {no_gain} at or below zero: letters joined by two weak models, and o1 on biology.",
    columns={"model": ("text", "Model"), "task": ("text", "Task"), "kind": ("text", "What is asked"), "single_percent": ("percent", "One answer"), "vote_percent": ("percent", "Vote"), "streams": ("1", "Streams"), "gain": ("percentage_point", "Points gained")},
    sources=("wang2023selfconsistency", "openai2024learning"),
    tables=("scaling/voting_gains",),
    claims=("C5",),
    grade="measured",
    **_COMMON,
)
def gains():
    return results.published()[["model", "task", "kind", "single_percent", "vote_percent", "streams", "gain"]]


@gains.draw
def _(frame, narrow):
    x = alt.X("single_percent:Q", title="Score of one answer (%)", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 20, 40, 60, 80, 100]))
    y = alt.Y("gain:Q", title="Points gained by the vote", scale=alt.Scale(domain=[-5, 25], nice=False))
    kinds = ["mathematics", "commonsense", "symbolic puzzles", "science"]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[theme.BLUE, theme.ORANGE, theme.GREEN, theme.PURPLE]))
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["circle", "square", "triangle-up", "diamond"]))
    zero = alt.Chart(pd.DataFrame({"y": [0]})).mark_rule(strokeDash=[3, 3]).encode(y=alt.Y("y:Q", scale=alt.Scale(domain=[-5, 25], nice=False)))
    dots = alt.Chart(frame).mark_point(filled=True, size=60).encode(x=x, y=y, color=colour, shape=shape)
    named = frame[((frame["model"] == "o1") & frame["task"].isin(["AIME 2024", "GPQA biology"])) | ((frame["model"] == "PaLM-540B") & (frame["task"] == "GSM8K"))].copy()
    named["label"] = named["model"].str.replace("-540B", "") + ", " + named["task"].str.replace("AIME 2024", "AIME").str.replace("GPQA ", "")
    places = {"PaLM, GSM8K": ("right", -8, 0), "o1, AIME": ("left", 16, -7), "o1, biology": ("left", 6, 12)}
    labels = [alt.Chart(named[named["label"] == n]).mark_text(align=side, dx=dx, dy=dy, fontSize=11).encode(x=x, y=y, text="label:N") for n, (side, dx, dy) in places.items()]
    return alt.layer(zero, dots, *labels).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-80",
    slug="voting-model-against-published-gains",
    title="One number for difficulty explains {fit_models} published gains to {fit_miss:2}, and others only to {predicted_miss:2}",
    question="Does the model of a vote give the published gains?",
    alt="Dots of the gain computed against the gain published, around a diagonal. The fitted tests on GSM8K lie on it; most others lie above, where the model promises too much.",
    caption="Model: questions differ in difficulty by a Beta distribution, errors on a free question spread over {fit_wrong} answers. Its concentration is fitted to GSM8K alone, where it comes to {fit_concentration:2}: many questions are nearly always right or nearly always wrong. All other tasks are predicted with the same number, by {predicted_bias:range2} too much: on multiple choice and common sense errors agree with each other more than here.",
    columns={"model": ("text", "Model"), "task": ("text", "Task"), "used": ("text", "Fitted or predicted"), "gain": ("percentage_point", "Gain published"), "model_gain": ("percentage_point", "Gain computed")},
    sources=("wang2023selfconsistency", "openai2024learning"),
    tables=("scaling/voting_gains",),
    claims=("C5",),
    grade="modelled",
    **_COMMON,
)
def predicted():
    return results.predicted()[["model", "task", "used", "gain", "model_gain"]]


@predicted.draw
def _(frame, narrow):
    scale, axis = alt.Scale(domain=[-5, 30], nice=False), alt.Axis(values=[-5, 0, 5, 10, 15, 20, 25, 30])
    x, y = alt.X("gain:Q", title="Points gained, as published", scale=scale, axis=axis), alt.Y("model_gain:Q", title="Points gained, as computed", scale=scale, axis=axis)
    line = alt.Chart(pd.DataFrame({"gain": [-5, 30], "model_gain": [-5, 30]})).mark_line(strokeDash=[4, 4], color=theme.GREY).encode(x=x, y=y)
    colour = alt.Color("used:N", scale=alt.Scale(domain=["fitted", "predicted"], range=[theme.ORANGE, theme.BLUE]))
    shape = alt.Shape("used:N", scale=alt.Scale(domain=["fitted", "predicted"], range=["square", "circle"]))
    dots = alt.Chart(frame).mark_point(filled=True, size=60).encode(x=x, y=y, color=colour, shape=shape)
    return (line + dots).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-81",
    slug="best-of-n-with-an-imperfect-check",
    title="A check that passes {fp_middle} of wrong answers stops at {ceiling_middle:2}, one that passes {fp_high} at {ceiling_high:2}, however many are drawn",
    question="What does a verifier that errs do to best-of-N?",
    alt="Lines of success against answers drawn on a logarithmic axis. The chance that any answer is right goes to certainty. With a check success rises in the first ten answers or so and then stays flat: at {ceiling_low:2}, {ceiling_middle:2} and {ceiling_high:2}, the lower the more wrong answers pass.",
    caption="A question that one answer gets right in {hard_right:2} of cases; the check passes {verifier_accepts:2} of right answers, and one of the passed is taken at random. The level is the share of right answers among those passed; it is reached to a hundredth with {reach} answers at {fp_middle}.",
    columns={"false_positive": ("text", "Check"), "answers": ("1", "Answers drawn"), **_PERCENT},
    sources=("stroebl2024limits", "brown2024monkeys"),
    tables=("scaling/question_kinds",),
    claims=("C6",),
    grade="modelled",
    **_COMMON,
)
def verifiers():
    return results.verifier_frame()


def _answers():
    return alt.X("answers:Q", title="Answers drawn", scale=alt.Scale(type="log", domain=[1, 10000]), axis=alt.Axis(values=[1, 10, 100, 1000, 10000], format="~s"))


@verifiers.draw
def _(frame, narrow):
    names = ["any answer is right", *[n for n in frame["false_positive"].drop_duplicates() if n != "any answer is right"]]
    colour = alt.Color("false_positive:N", sort=names, scale=alt.Scale(domain=names, range=[theme.GREY, theme.GREEN, theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 2))
    y = alt.Y("right_percent:Q", title="Answered right (%)", scale=alt.Scale(domain=[0, 100]))
    return alt.Chart(frame).mark_line().encode(x=_answers(), y=y, color=colour).properties(width=theme.width(narrow), height=300)


@figure(
    id="SCL-82",
    slug="where-best-of-n-falls",
    title="More answers make it worse where a score can be fooled, after {score_peak:2} here, or where errors cost, after {value_peak}",
    question="Where does drawing more answers do harm?",
    alt="Lines against answers drawn. Picking by a score rises to a peak and falls towards nothing; the rarer the convincing wrong answers, the later the peak. Right less wrong answers, with a check that may decline, peaks at {value_peak} answers and falls from {value_best:2} to {value_last:2}.",
    caption="Score: right answers score higher on average, but a share of wrong ones convinces entirely; with {score_fooled} of them success peaks at {score_peak:2} answers with {score_best:2}. On grade-school mathematics a trained verifier peaked at {cobbe_peak}, which in this model means one convincing answer in {cobbe_fooled:range2} wrong ones. Right less wrong: {hopeless} of the questions are beyond the model, so that whatever passes there is wrong; Stroebl et al. find the best number often below {stroebl_most} on code.",
    columns={"case": ("text", "Case"), "answers": ("1", "Answers drawn"), "result_percent": ("percent", "Right answers, or right less wrong")},
    sources=("cobbe2021verifiers", "stroebl2024limits"),
    tables=("scaling/selection_points", "scaling/question_kinds"),
    parameters=("choosing_separation", "choosing_p"),
    claims=("C6",),
    grade="modelled",
    **_COMMON,
)
def falls():
    return results.fooled_frame()


@falls.draw
def _(frame, narrow):
    names = list(frame["case"].drop_duplicates())
    colour = alt.Color("case:N", sort=names, scale=alt.Scale(domain=names, range=[theme.GREEN, theme.BLUE, theme.ORANGE, theme.PURPLE]), legend=alt.Legend(columns=1 if narrow else 2))
    y = alt.Y("result_percent:Q", title="Right, or right less wrong (% of questions)", scale=alt.Scale(domain=[0, 100]))
    return alt.Chart(frame).mark_line().encode(x=_answers(), y=y, color=colour).properties(width=theme.width(narrow), height=310)


@figure(
    id="SCL-83",
    slug="roll-outs-against-whole-solutions",
    title="For the samples of {plan_cost:2} solutions, roll-outs reach {plan_right:2}; the same check on whole solutions {plan_whole:2}; one solution {plan_one:2}",
    question="Does judging steps by completing them pay?",
    alt="Success against samples, counted in whole solutions, on a logarithmic axis. Dots of step-by-step choice by roll-outs rise with the samples spent, from {rolled_least:2} to {rolled_most:2}. The line of whole solutions picked by the same check rises fast and stays flat at {plan_whole:2}. The line of one solution is flat at {plan_one:2}.",
    caption="A solution of {plan_steps} steps, each sound in most cases; a check of the end errs both ways. Each dot is a number of candidates and of completions for each. Whole solutions win when few samples are to be had: their check meets finished answers. Roll-outs win when many are, since an error of the check is averaged away. Over the settings in the table of assumptions roll-outs beat whole solutions in {rollouts_strict:2}.",
    columns={"way": ("text", "Way to choose"), "solutions": ("1", "Samples, in whole solutions"), **_PERCENT},
    sources=("lightman2023verify", "semianalysis2024o1pro"),
    tables=("scaling/question_kinds",),
    parameters=("choosing_step_right", "choosing_luck"),
    claims=("C6",),
    grade="modelled",
    **_COMMON,
)
def rollouts():
    return results.rollout_frame()


@rollouts.draw
def _(frame, narrow):
    names = ["steps by roll-outs", "whole solutions, checked", "one solution"]
    colour = alt.Color("way:N", sort=names, scale=alt.Scale(domain=names, range=[theme.BLUE, theme.ORANGE, theme.GREY]), legend=alt.Legend(columns=1 if narrow else 3))
    x = alt.X("solutions:Q", title="Samples drawn, in whole solutions", scale=alt.Scale(type="log", domain=[1, 500]), axis=alt.Axis(values=[1, 3, 10, 30, 100, 300]))
    y = alt.Y("right_percent:Q", title="Ends right (%)", scale=alt.Scale(domain=[0, 100]))
    dots = alt.Chart(frame[frame["way"] == names[0]]).mark_point(filled=True, size=60).encode(x=x, y=y, color=colour)
    lines = alt.Chart(frame[frame["way"] != names[0]]).mark_line().encode(x=x, y=y, color=colour)
    return (lines + dots).properties(width=theme.width(narrow), height=310)


@figure(
    id="SCL-131",
    slug="which-way-helps-which-question",
    title="A vote takes hard questions to {hard_many:2} and adversarial ones to {adversarial_many:2}; a check takes them to {hard_check:2} and {adversarial_check:2}, unless it shares the error",
    question="Which way of choosing helps which kind of question?",
    alt="Four rows, easy, hard and adversarial questions and their mix, with five dots each for what is answered right. On easy questions all ways but one answer lie at {easy_blind:2} and above. On hard ones the vote is highest at {hard_many:2} and a check blind to the commonest error lowest but for one answer, at {hard_blind:2}. On adversarial ones the vote lies at {adversarial_many:2}, far left of one answer at {adversarial_one:2}; a check reaches {adversarial_check:2}, roll-outs {adversarial_rolled:2}, the blind check {adversarial_blind:2}.",
    caption="Illustration, computed exactly: the questions of SCL-78, each way with the samples of {many} whole answers. Check: passes {verifier_accepts:2} of right answers and {fp_middle} of wrong ones, each judged anew. Blind to the commonest error: the check has one verdict for each distinct answer, and the commonest wrong one always passes. Roll-outs: the best numbers of candidates and completions, {plan_steps} steps, each as likely sound as the odds of one answer imply. The checks themselves are taken as free.",
    columns={"questions": ("text", "Kind of question"), "way": ("text", "Way to choose"), **_PERCENT},
    sources=("wang2023selfconsistency", "stroebl2024limits"),
    tables=("scaling/question_kinds",),
    claims=("C5", "C6"),
    grade="modelled",
    **_COMMON,
)
def ways():
    return results.by_kind()


@ways.draw
def _(frame, narrow):
    kinds = list(frame["questions"].drop_duplicates())
    y = named_rows.rows("questions", kinds, narrow)
    colour = alt.Color("way:N", sort=list(results.WAYS), scale=alt.Scale(domain=list(results.WAYS), range=[theme.GREY, theme.BLUE, theme.GREEN, theme.PURPLE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 3, symbolOpacity=1))
    shape = alt.Shape("way:N", sort=list(results.WAYS), scale=alt.Scale(domain=list(results.WAYS), range=["circle", "square", "triangle-up", "cross", "diamond"]))
    x = alt.X("right_percent:Q", title="Questions answered right (%)", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 20, 40, 60, 80, 100]))
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, yOffset=alt.YOffset("way:N", sort=list(results.WAYS)), color=colour, shape=shape)
    names = alt.Chart(frame.drop_duplicates("questions")).mark_text(align="left", dy=-30, fontSize=11).encode(x=alt.value(0), y=y, text="questions:N")  # above the rows of five dots
    return alt.layer(dots, *([names] if narrow else [])).properties(width=theme.width(narrow), height=alt.Step(72 if narrow else 56, **{"for": "position"}))


@figure(
    id="SCL-84",
    slug="what-choosing-costs",
    title="Sharing the prompt saves little: {five_streams} streams cost {cost_five:range2} times one, and {many} of them {cost_many:2} times",
    question="What does a point of accuracy cost when streams are paid for?",
    alt="Questions of the mix answered right against cost over one stream, on a logarithmic axis. With {many} streams the chance that any of them is right is {any_many:2}, picking by a check gets {picked_many:2} and a vote {mix_many:2}; all gain most in the first few multiples of cost.",
    caption="The mix of SCL-78. Cost is accelerator time of an answer with thought and n streams over one, prompt read and held in common, on the model and server that the inference part uses; the check itself is taken as free. If a common start made up {half_common} of the thought, {many} streams would cost {cost_many_half:2} times one. The range of {five_streams} streams is the inference part’s.",
    columns={"way": ("text", "Way to choose"), "cost": ("1", "Cost over one stream"), "streams": ("1", "Streams"), **_PERCENT},
    sources=("semianalysis2024o1pro", "wang2023selfconsistency"),
    tables=("scaling/question_kinds",),
    claims=("C5", "C6"),
    grade="modelled",
    **_COMMON,
)
def cost():
    return results.cost_frame()


@cost.draw
def _(frame, narrow):
    names = list(frame["way"].drop_duplicates())
    colour = alt.Color("way:N", sort=names, scale=alt.Scale(domain=names, range=[theme.GREY, theme.GREEN, theme.BLUE]), legend=alt.Legend(columns=1 if narrow else 3))
    x = alt.X("cost:Q", title="Cost over one stream (times)", scale=alt.Scale(type="log", domain=[1, 100]), axis=alt.Axis(values=[1, 2, 5, 10, 20, 50, 100]))
    y = alt.Y("right_percent:Q", title="Questions answered right (%)", scale=alt.Scale(domain=[40, 100]))
    base = alt.Chart(frame).encode(x=x, y=y, color=colour)
    return (base.mark_line() + base.mark_point(filled=True, size=30)).properties(width=theme.width(narrow), height=300)
