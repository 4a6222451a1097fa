"""Figures of step and outcome rewards: published selection, roll-out labels, their accuracy, what labels tell, labellers, and cost."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import rewards as results

__all__ = ["published", "estimates", "accuracy", "selection", "labellers", "cost"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/rewards", "facts": (results.facts,)}


@figure(
    id="SCL-92",
    slug="process-against-outcome-selection",
    title="A process reward model picks better by {prm_gain:range2} in OpenAI’s paper; over {compared} comparisons it leads in {ahead}, mostly by less",
    question="Does a model that judges steps pick better solutions than one that judges outcomes?",
    alt="Rows of published comparisons with the difference in problems solved and its range. Lightman et al. on MATH {prm_gain:2}, on other exams {exam_gain:2}. Rows of Wang et al. lie between about zero and {shepherd_gain:high}; most ranges include zero. The last row, a generator trained against the reward model, is slightly below zero.",
    caption="Problems solved when the best of many solutions is picked by a process reward model, less when by an outcome reward model. Dots: as published. Bars: 5–95 %, from the number of problems alone and as if on separate samples, so rather too wide. Orange: the generator had been trained against the process model. Lightman et al. used step labels by people, Wang et al. by roll-outs.",
    columns={"comparison": ("text", "Report, generator and test"), "gain_points": ("percentage_point", "Process less outcome model"), "low": ("percentage_point", "5 % point"), "high": ("percentage_point", "95 % point"), "trained_against": ("text", "Whether the generator was trained against the process model")},
    sources=("lightman2023verify", "wang2023mathshepherd"),
    tables=("scaling/reward_comparisons",),
    claims=("C11",),
    grade="measured",
    **_COMMON,
)
def published():
    frame = results.comparisons()[["comparison", "gain_points", "low", "high", "trained_against"]]
    return frame.assign(trained_against=frame["trained_against"].map({True: "yes", False: "no"}))


@published.draw
def _(frame, narrow):
    y = named_rows.rows("comparison", list(frame["comparison"]), narrow)
    scale = alt.Scale(domain=[-7, 18])
    colour = alt.Color("trained_against:N", scale=alt.Scale(domain=["no", "yes"], range=[theme.BLUE, theme.ORANGE]), legend=None)
    x = alt.X("gain_points:Q", title="Percentage points", scale=scale, axis=alt.Axis(grid=True))
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    bars = alt.Chart(frame).mark_rule(strokeWidth=5, opacity=0.35).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    return alt.layer(zero, bars, dots, *named_rows.names(frame, "comparison", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 26))


@figure(
    id="SCL-93",
    slug="hard-and-soft-step-labels",
    title="With {rollouts} roll-outs the hard label calls {weak_hard:2} of steps good that succeed {weak} of the time; the soft label is right on average",
    question="Do roll-out labels of a step estimate its chance of success without bias?",
    alt="Mean label against the true chance of success. The soft label lies on the diagonal. Hard labels lie above it: the more roll-outs, the sooner the curve reaches the top. At a true chance of {weak}, {rollouts} roll-outs give {weak_hard:2} and {many} give {weak_hard_many:2}. Dots of a simulation lie on the curves.",
    caption="Lines: closed form. Dots: means of simulated labels. A step’s chance of success is that of the model that completes it. One roll-out makes the two labels the same. Larger numbers of roll-outs make the soft label more precise and the hard one more biased.",
    columns={"rollouts": ("1", "Roll-outs"), "success": ("1", "True chance of success after the step"), "hard": ("1", "Mean hard label"), "soft": ("1", "Mean soft label"), "soft_sd": ("1", "Standard error of the soft label"), "simulated": ("text", "Closed form or simulation")},
    sources=("wang2023mathshepherd",),
    tables=("scaling/reward_facts",),
    claims=("C12",),
    grade="modelled",
    **_COMMON,
)
def estimates():
    frame = results.estimate_frame()
    return frame.assign(simulated=frame["simulated"].map({True: "simulated", False: "closed form"}))


@estimates.draw
def _(frame, narrow):
    frame = frame.assign(name=frame["rollouts"].map(lambda n: f"hard, {n:.0f}" if n > 1 else "soft, any number"))
    order = [f"hard, {n}" for n in results.ROLLOUTS[:0:-1]] + ["soft, any number"]
    colour = alt.Color("name:N", scale=alt.Scale(domain=order, range=[theme.ORANGE, theme.PURPLE, theme.OCHRE, theme.BLUE]), legend=alt.Legend(columns=2 if narrow else 4, symbolOpacity=1))
    x = alt.X("success:Q", title="True chance of success after the step", scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("hard:Q", title="Mean label", scale=alt.Scale(domain=[0, 1]))
    lines = alt.Chart(frame[frame["simulated"] == "closed form"]).mark_line().encode(x=x, y=y, color=colour)
    dots = alt.Chart(frame[frame["simulated"] == "simulated"]).mark_point(filled=True, size=45).encode(x=x, y=y, color=colour)
    return alt.layer(lines, dots).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-94",
    slug="accuracy-of-hard-labels",
    title="Hard labels are best at {peak} roll-outs, {peak_accuracy:range2} right, and then get worse: more tries find a lucky path from a bad step",
    question="How many roll-outs make the best label, and with which threshold?",
    alt="Curves of the accuracy of step labels against roll-outs. For one right roll-out the curve peaks at {peak} with {peak_accuracy:2} and falls to {accuracy_most:2} at {most}. If a larger share must be right it rises and levels off; if as many as not, it stays near {half_most:2}.",
    caption="Agreement of the label with whether the step is sound. The completer is fitted to two published facts, the accuracy and the number of roll-outs at which it peaks (the dot); all else follows from the model, in which success varies over steps by a Beta distribution. Band of the first curve: lowest and highest over readings of the sampling error, the share of sound steps and the spread. An illustration of why, not a measurement.",
    columns={"label": ("text", "When a step is labelled good"), "rollouts": ("1", "Roll-outs"), "accuracy_percent": ("percent", "Agreement with soundness"), "low": ("percent", "Lowest over readings"), "high": ("percent", "Highest over readings")},
    sources=("wang2023mathshepherd", "lightman2023verify"),
    tables=("scaling/reward_facts",),
    claims=("C12",),
    grade="guessed",
    **_COMMON,
)
def accuracy():
    return results.accuracy_frame()


@accuracy.draw
def _(frame, narrow):
    names = list(frame["label"].drop_duplicates())
    colour = alt.Color("label:N", scale=alt.Scale(domain=names, range=[theme.ORANGE, theme.GREEN, theme.BLUE]), legend=alt.Legend(columns=1 if narrow else 3, symbolOpacity=1))
    x = alt.X("rollouts:Q", title="Roll-outs for each step", scale=alt.Scale(type="log", base=2, domain=[1, 256]), axis=alt.Axis(values=[1, 2, 4, 8, 16, 32, 64, 128, 256]))
    y = alt.Y("accuracy_percent:Q", title="Labels that are right (%)", scale=alt.Scale(domain=[60, 100]))
    band = alt.Chart(frame[frame["label"] == names[0]]).mark_area(opacity=0.18, color=theme.ORANGE).encode(x=x, y=alt.Y("low:Q", scale=alt.Scale(domain=[60, 100])), y2="high:Q")
    lines = alt.Chart(frame).mark_line().encode(x=x, y=y, color=colour)
    f = results.facts()
    seen = pd.DataFrame({"rollouts": [f["peak"].value], "accuracy_percent": [f["peak_accuracy"].value], "t": ["published"]})
    dot = alt.Chart(seen).mark_point(filled=True, size=110, color=theme.INK).encode(x=x, y=y)
    text = alt.Chart(seen).mark_text(dy=-14, fontWeight="bold").encode(x=x, y=y, text="t:N")
    return alt.layer(band, lines, dot, text).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-95",
    slug="step-labels-against-outcome-labels",
    title="In a world of known truth one solution with labelled steps teaches selection as much as {world_worth:2} with labelled outcomes",
    question="How much more does a label on steps tell than a label on the outcome?",
    alt="Two rising curves of problems solved against labelled solutions. With labels on steps selection solves {world_process:2} after {world_labelled} solutions; with labels on outcomes {world_outcome:2}. Both approach the ceiling of {world_ceiling:2}; picking at random solves {world_right:2}.",
    caption="Each solution has {world_steps} steps; a step is sound with a chance that depends on features the judge sees, and a solution is right if all are. Both judges have the same form and pick among {world_candidates} solutions; only the labels differ: steps up to the first unsound one, or right and wrong. Bands: lowest and highest of repeated trials. Dashed: the ceiling, a judge who knows the truth, and picking at random. An illustration; the closed form for faint features says {worth:range2}.",
    columns={"labels": ("text", "What was labelled"), "solutions": ("1", "Labelled solutions"), "solved_percent": ("percent", "Problems solved by selection"), "low": ("percent", "Lowest of the trials"), "high": ("percent", "Highest of the trials")},
    sources=("lightman2023verify", "uesato2022process"),
    tables=("scaling/reward_facts",),
    claims=("C11",),
    grade="modelled",
    **_COMMON,
)
def selection():
    return results.selection_frame()


@selection.draw
def _(frame, narrow):
    f = results.facts()
    names = list(frame["labels"].drop_duplicates())
    colour = alt.Color("labels:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 2, symbolOpacity=1))
    x = alt.X("solutions:Q", title="Labelled solutions", scale=alt.Scale(type="log", domain=[45, 1700]), axis=alt.Axis(values=[50, 100, 200, 400, 800, 1600]))
    scale = alt.Scale(domain=[25, 90])
    y = alt.Y("solved_percent:Q", title="Problems solved by selection (%)", scale=scale)
    band = alt.Chart(frame).mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q", color=colour)
    lines = alt.Chart(frame).mark_line(point=True).encode(x=x, y=y, color=colour)
    ends = pd.DataFrame({"y": [f["world_ceiling"].value, f["world_right"].value], "x": [46.0, 46.0], "t": ["knows the truth", "picks at random"]})
    rules = alt.Chart(ends).mark_rule(strokeDash=[4, 3]).encode(y=alt.Y("y:Q", scale=scale))
    text = alt.Chart(ends).mark_text(align="left", dx=4, dy=-8).encode(x=alt.X("x:Q", scale=alt.Scale(type="log", domain=[45, 1700])), y=alt.Y("y:Q", scale=scale), text="t:N")
    return alt.layer(rules, band, lines, text).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-96",
    slug="what-labellers-accuracy-does",
    title="Labellers who solve {score_low:2} to {score_high:2} of such problems still give labels that keep {kept_low:2} to {kept_high:2} of their information",
    question="What do people’s mistakes do to step labels?",
    alt="Two rising curves of information kept in a label against accuracy. If the accuracy is that of solving whole problems, the label keeps {kept_low:2} at {score_low:2} and {kept_high:2} at {score_high:2}. If it is that of judging a step, it keeps nothing at one in two, {screen_kept:2} at the screening mark of {screen}, and rises steeply after. Ticks mark the six scores of the test.",
    caption="Fisher information of a step label that is wrong now and then, over that of a perfect one, where {correct_steps} of steps are right as in PRM800K. Upper curve: a person who solves a share of problems of {steps_per_solution:3} steps makes each step right with that root of it. Lower curve: the same number taken as accuracy on steps. Ticks: six university students, {test_problems} problems in an hour. Labellers had no clock, knew the final answer, and had to agree with {screen} of gold labels.",
    columns={"reading": ("text", "How the accuracy is read"), "accuracy_percent": ("percent", "Accuracy of the labeller"), "kept_percent": ("percent", "Information kept")},
    sources=("hendrycks2021math", "lightman2023verify"),
    tables=("scaling/human_math_test", "scaling/reward_facts"),
    claims=("C11",),
    grade="modelled",
    **_COMMON,
)
def labellers():
    return results.human_frame()


@labellers.draw
def _(frame, narrow):
    names = list(frame["reading"].drop_duplicates())
    colour = alt.Color("reading:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1, symbolOpacity=1, labelLimit=320))
    x = alt.X("accuracy_percent:Q", title="Accuracy of the labeller (%)", scale=alt.Scale(domain=[38, 100]))
    y = alt.Y("kept_percent:Q", title="Information kept (%)", scale=alt.Scale(domain=[0, 100]))
    lines = alt.Chart(frame).mark_line().encode(x=x, y=y, color=colour)
    ticks = alt.Chart(results.people_frame()).mark_tick(thickness=3, size=14, color=theme.INK).encode(x=x, y=alt.Y("y:Q", scale=alt.Scale(domain=[0, 100])))
    return alt.layer(lines, ticks).properties(width=theme.width(narrow), height=300)


@figure(
    id="SCL-97",
    slug="what-step-labels-cost",
    title="Wages behind PRM800K come to some {collected_cost:range2}; a label by roll-outs is about {cheaper:1} times cheaper",
    question="What do step labels cost?",
    alt="Rows of four labelled sets with cost and range in dollars on a logarithmic scale. PRM800K by hand {collected_cost:2}; a set as large as the outcome model’s by hand {orm_sized_cost:2}; Math-Shepherd’s by roll-outs {rollout_cost:2}; and the larger set by roll-outs {orm_sized_rolled:2}.",
    caption="An outcome-sized set has as many solutions as the outcome model of the same paper was trained on. By hand: solutions times time per solution times pay; the time rests on the one example that the makers show, with a factor of two either way, the pay on what one of these labellers earned at most and what general trainers earned. What a platform adds is not in it. By roll-outs: {rollouts} for each step, tokens at list prices of a model as small as the completer. Bars: 5–95 %.",
    columns={"set": ("text", "Labelled set"), "method": ("text", "How it is labelled"), "cost_usd": ("USD", "Cost"), "low": ("USD", "5 % point"), "high": ("USD", "95 % point")},
    sources=("lightman2023verify", "openai2023prm800k", "wang2023mathshepherd", "wired2024experts", "iguru2023trainer", "litellm2026"),
    tables=("scaling/reward_facts",),
    parameters=("label_time_per_solution", "label_wage", "rollout_solution_length", "rollout_token_price"),
    claims=("C11",),
    grade="guessed",
    **_COMMON,
)
def cost():
    return results.cost_frame()


@cost.draw
def _(frame, narrow):
    y = named_rows.rows("set", list(frame["set"]), narrow)
    scale = alt.Scale(type="log", domain=[50, 2e7])
    colour = alt.Color("method:N", scale=alt.Scale(domain=["by hand", "by roll-outs"], range=[theme.ORANGE, theme.BLUE]), legend=named_rows.legend(narrow))
    x = alt.X("cost_usd:Q", title="Cost (US$)", scale=scale, axis=alt.Axis(grid=True, format="~s", values=[100, 1e3, 1e4, 1e5, 1e6, 1e7]))
    bars = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.35).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=90).encode(x=x, y=y, color=colour)
    return alt.layer(bars, dots, *named_rows.names(frame, "set", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 34))
