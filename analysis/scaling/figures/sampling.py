"""Figures of sampling: coverage, what a vote keeps of it, equal dollars, forecasts, the power law, and a million samples."""

from __future__ import annotations

import altair as alt

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import sampling as results

__all__ = ["coverage", "gap", "dollars", "forecasts", "difficulty", "million"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/sampling", "facts": (results.facts,)}
_POINTS = ("scaling/coverage_points",)
_SOURCES = ("brown2024monkeys", "ellismohr2025theory", "semianalysis2024o1pro")
_TEN = [1, 10, 100, 1000, 10000]


@figure(
    id="SCL-66",
    slug="coverage-against-samples",
    title="More samples always cover more: a model right in {c8_first:2} of tries covers {c8_last:3} of the problems at {samples_last} samples",
    question="How does coverage grow with samples?",
    alt="Five rising curves of coverage against samples on a logarithmic scale from one to {samples_last}. Llama-3-70B-Instruct starts highest and ends at {c70_last}, Llama-3-8B-Instruct rises from {c8_first} to {c8_last}; Gemma-2B and Pythia-2.8B start lower and climb longer. Points lie close to the fitted lines.",
    caption="Dots: published coverage of {problems} problems of MATH, read off a figure. Lines: a Beta distribution of difficulty, two numbers for each model, fitted by least squares; bands: 5–95 %, which carry the sample of problems and the reading. The typical miss of a fit is {rms_lowest:2} to {rms_highest:2}.",
    columns={"model": ("text", "Model"), "kind": ("text", "Published point or fit"), "samples": ("1", "Samples drawn for each problem"), "solved_percent": ("percent", "Problems of which any sample is right"), "low": ("percent", "5 % point of the fit"), "high": ("percent", "95 % point of the fit")},
    sources=_SOURCES,
    tables=_POINTS,
    grade="measured",
    claims=("C4",),
    **_COMMON,
)
def coverage():
    return results.curve_frame()


@coverage.draw
def _(frame, narrow):
    names = list(frame["model"].drop_duplicates())[::-1]
    colour = alt.Color("model:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.GREEN, theme.ORANGE, theme.PURPLE, theme.GREY]), legend=alt.Legend(columns=1 if narrow else 3, symbolOpacity=1))
    x = alt.X("samples:Q", title="Samples drawn for each problem", scale=alt.Scale(type="log", domain=[1, 10000]), axis=alt.Axis(values=_TEN, format=",d"))
    y = alt.Y("solved_percent:Q", title="Problems covered (%)", scale=alt.Scale(domain=[0, 100]))
    fit, seen = frame[frame["kind"] == "fit"], frame[frame["kind"] == "published"]
    band = alt.Chart(fit).mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", scale=alt.Scale(domain=[0, 100])), y2="high:Q", color=colour)
    lines = alt.Chart(fit).mark_line(strokeWidth=1.5).encode(x=x, y=y, color=colour)
    dots = alt.Chart(seen).mark_point(filled=True, size=40).encode(x=x, y=y, color=colour)
    return alt.layer(band, lines, dots).properties(width=theme.width(narrow), height=340)


@figure(
    id="SCL-67",
    slug="what-a-vote-keeps",
    title="Without a checker {lost_8:2} of the gain is lost: a majority vote stops at {m8_last:2} while {c8_last:2} is covered",
    question="What does sampling bring when nobody can tell which answer is right?",
    alt="Two pairs of curves against samples. Coverage climbs to {c8_last:2} and {c70_last:2} for Llama-3-8B-Instruct and Llama-3-70B-Instruct; the majority vote of each flattens near {reward_samples} samples, at {m8_last:2} and {m70_last:2}.",
    caption="Coverage counts a problem when any sample is right, as a perfect checker would find it. The vote takes the most frequent answer. MATH, {problems} problems. Reward models flatten in the same way, at about {reward_samples} samples (an earlier version of the paper says several hundred). Lost: of the gain from the first sample to the last, {lost_8:range2} and {lost_70:range2}.",
    columns={"model": ("text", "Model"), "selector": ("text", "How an answer is picked"), "samples": ("1", "Samples drawn for each problem"), "solved_percent": ("percent", "Problems solved")},
    sources=_SOURCES,
    tables=_POINTS + ("scaling/sampling_facts",),
    grade="measured",
    claims=("C4",),
    **_COMMON,
)
def gap():
    return results.gap_frame()


@gap.draw
def _(frame, narrow):
    frame = frame.assign(line=frame["selector"].map({results.ANY: "any sample right", results.MAJORITY: "majority vote"}))
    x = alt.X("samples:Q", title="Samples drawn for each problem", scale=alt.Scale(type="log", domain=[1, 12000]), axis=alt.Axis(values=_TEN, format=",d"))
    y = alt.Y("solved_percent:Q", title="Problems solved (%)", scale=alt.Scale(domain=[0, 100]))
    colour = alt.Color("line:N", scale=alt.Scale(domain=["any sample right", "majority vote"], range=[theme.BLUE, theme.ORANGE]), legend=named_rows.legend(narrow))
    dash = alt.StrokeDash("model:N", scale=alt.Scale(domain=["Llama-3-8B-Instruct", "Llama-3-70B-Instruct"], range=[[1, 0], [5, 3]]), legend=None)
    lines = alt.Chart(frame).mark_line(point=alt.OverlayMarkDef(size=30, filled=True)).encode(x=x, y=y, color=colour, strokeDash=dash)
    here = (frame["selector"] == results.ANY) & frame["samples"].between(30, 60) | (frame["selector"] == results.MAJORITY) & frame["samples"].between(400, 1000)
    near = frame[here].drop_duplicates(["model", "selector"]).assign(size=lambda d: d["model"].str.extract(r"-(\d+B)-")[0] + " model")
    up, down = near[near["model"].str.contains("70B")], near[near["model"].str.contains("8B")]
    above = alt.Chart(up).mark_text(dy=-12, align="right").encode(x=x, y=y, text="size:N")
    below = alt.Chart(down).mark_text(dy=16, align="left").encode(x=x, y=y, text="size:N")
    return alt.layer(lines, above, below).properties(width=theme.width(narrow), height=330)


@figure(
    id="SCL-68",
    slug="equal-dollars",
    title="For the price of one try by GPT-4o, {attempts_gpt4o:2} tries of a cheap model cover {same_gpt4o:range2} of the issues against {gpt4o_once}",
    question="Is a small model sampled often cheaper and better?",
    alt="Rising curve of issues solved against dollars for DeepSeek-Coder-V2-Instruct, from {agent_once} at one attempt through {agent_five:3} at {agent_usd} to {agent_250} at the right end. GPT-4o stands below it at {gpt4o_once} and {gpt4o_usd}, “Claude 3.5 Sonnet” at {sonnet_once} and {sonnet_usd}.",
    caption="SWE-bench Lite, 2024: real issues of software, checked by unit tests, so that a right attempt is recognised. Dots: published. Line: Beta distribution of difficulty through the three published points; band 5–95 %. Dollars are for all issues together at the prices of July 2024. Where no test picks, the cheap model is worth its first try, {agent_once}.",
    columns={"model": ("text", "Model"), "kind": ("text", "Published point or fit"), "usd": ("USD", "Bill for all issues"), "attempts": ("1", "Attempts at each issue"), "solved_percent": ("percent", "Issues solved"), "low": ("percent", "5 % point of the fit"), "high": ("percent", "95 % point of the fit")},
    sources=("brown2024monkeys", "bzheng2025summaries", "semianalysis2024o1pro"),
    tables=_POINTS + ("scaling/equal_dollars",),
    grade="modelled",
    claims=("C4",),
    **_COMMON,
)
def dollars():
    return results.dollars_frame()


@dollars.draw
def _(frame, narrow):
    scale = alt.Scale(type="log", domain=[2, 700])
    x = alt.X("usd:Q", title="Bill for all issues (US$)", scale=scale, axis=alt.Axis(values=[2, 5, 10, 20, 50, 100, 200, 500]))
    y = alt.Y("solved_percent:Q", title="Issues solved (%)", scale=alt.Scale(domain=[0, 65]))
    fit, seen = frame[frame["kind"] == "fit"], frame[frame["kind"] == "published"]
    band = alt.Chart(fit).mark_area(opacity=0.18, color=theme.BLUE).encode(x=x, y=alt.Y("low:Q", scale=alt.Scale(domain=[0, 65])), y2="high:Q")
    line = alt.Chart(fit).mark_line(color=theme.BLUE).encode(x=x, y=y)
    colour = alt.Color("model:N", scale=alt.Scale(domain=[results.AGENT, "GPT-4o", "Claude 3.5 Sonnet"], range=[theme.BLUE, theme.ORANGE, theme.PURPLE]), legend=alt.Legend(columns=1 if narrow else 3, symbolOpacity=1))
    dots = alt.Chart(seen).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    tries = seen[seen["model"] == results.AGENT]
    first = alt.Chart(tries[tries["attempts"] == 1]).mark_text(text="one try", dy=16, align="left", dx=4).encode(x=x, y=y)
    counts = alt.Chart(tries[tries["attempts"] > 1]).transform_calculate(t="format(datum.attempts, 'd') + ' tries'").mark_text(dy=-14, align="right").encode(x=x, y=y, text="t:N")
    return alt.layer(band, line, dots, counts, first).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-69",
    slug="coverage-forecast-from-early-samples",
    title="Points of up to {early} samples forecast coverage at some {samples_last} to within {beta_worst:2}",
    question="Can coverage at many samples be foretold from few?",
    alt="For each of {long_curves} models four dots with bars, one for each form of the curve, beside a line for what was seen. The Beta is at most {beta_worst:2} away, the exponentiated power law {power_worst:2}, the Kumaraswamy with a cap {kumaraswamy_worst:2}.",
    caption="Each form sees only points of up to {early} samples. Dots: its forecast of the last published point; bars: 5–95 % for another {problems} problems. Black strokes: what was published. The scaled Beta adds a cap on the easiest problem; here it always puts the cap at one and gives the Beta’s answer.",
    columns={"model": ("text", "Model"), "form": ("text", "Form of the curve"), "samples": ("1", "Samples at the last published point"), "forecast": ("percent", "Forecast coverage"), "low": ("percent", "5 % point"), "high": ("percent", "95 % point"), "seen": ("percent", "Published coverage"), "rms": ("percentage_point", "Typical miss when fitted to all points")},
    sources=("brown2024monkeys", "ellismohr2025theory", "schaeffer2025monkeys"),
    tables=_POINTS,
    grade="modelled",
    claims=("C4",),
    **_COMMON,
)
def forecasts():
    return results.forecast_frame()


@forecasts.draw
def _(frame, narrow):
    order = list(frame["model"].drop_duplicates())
    y = named_rows.rows("model", order, narrow)
    scale = alt.Scale(domain=[72, 100])
    forms = ["power", "beta", "scaled beta", "scaled Kumaraswamy"]
    colour = alt.Color("form:N", scale=alt.Scale(domain=forms, range=[theme.GREY, theme.BLUE, theme.GREEN, theme.ORANGE]), legend=named_rows.legend(narrow, 4))
    off = alt.YOffset("form:N", sort=forms, scale=alt.Scale(paddingOuter=1 if narrow else 0.4))
    bars = alt.Chart(frame).mark_rule(strokeWidth=3, opacity=0.4).encode(x=alt.X("low:Q", scale=scale, title="Coverage at the last published point (%)"), x2="high:Q", y=y, yOffset=off, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=60).encode(x=alt.X("forecast:Q", scale=scale), y=y, yOffset=off, color=colour)
    seen = alt.Chart(frame.drop_duplicates("model")).mark_tick(thickness=3, size=30 if narrow else 36, color=theme.INK).encode(x=alt.X("seen:Q", scale=scale), y=y)
    return alt.layer(bars, dots, seen, *named_rows.names(frame, "model", y, narrow)).properties(width=theme.width(narrow), height=430 if narrow else 330)


@figure(
    id="SCL-70",
    slug="where-the-power-law-comes-from",
    title="What stays unsolved falls by a power of samples only because some problems are very hard: {decade} times the samples solve {tenfold:range2} of it",
    question="When does coverage follow a power law?",
    alt="Share not covered against samples, both on logarithmic scales. One problem falls off a cliff. A set with many hard problems tends to a straight line, its power law. A set in which no problem is very hard falls off as well, later.",
    caption="An illustration with a mean success of {shown_mean:2}: a Beta distribution with exponent near that of the published curves; its power law by the theorem of Schaeffer et al.; the same mean on one problem; and spread evenly above {shown_least:2}. A straight line at many samples shows that the density of difficulty goes as a power near zero. On the published curves the exponent is {exponent:range2}.",
    columns={"set": ("text", "Set of problems"), "samples": ("1", "Samples drawn for each problem"), "uncovered_percent": ("percent", "Problems not covered")},
    sources=("schaeffer2025monkeys", "brown2024monkeys"),
    tables=_POINTS,
    grade="modelled",
    claims=("C4",),
    **_COMMON,
)
def difficulty():
    return results.difficulty_frame()


@difficulty.draw
def _(frame, narrow):
    frame = frame[(frame["uncovered_percent"] >= 0.1) & (frame["uncovered_percent"] <= 100)]
    names = ["many hard problems", "its power law", "no problem harder than a twentieth", "one problem again and again"]
    x = alt.X("samples:Q", title="Samples drawn for each problem", scale=alt.Scale(type="log", domain=[1, 1e6]), axis=alt.Axis(values=[1, 10, 100, 1000, 10000, 100000, 1000000], format="~s"))
    y = alt.Y("uncovered_percent:Q", title="Problems not covered (%)", scale=alt.Scale(type="log", domain=[0.1, 100]), axis=alt.Axis(values=[0.1, 1, 10, 100], format="~g"))
    colour = alt.Color("set:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.GREY, theme.GREEN, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 2, symbolOpacity=1, symbolType="stroke"))
    dash = alt.StrokeDash("set:N", scale=alt.Scale(domain=names, range=[[1, 0], [4, 3], [1, 0], [1, 0]]), legend=None)
    return alt.Chart(frame).mark_line(clip=True).encode(x=x, y=y, color=colour, strokeDash=dash).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-71",
    slug="a-million-samples",
    title="A million programs for one problem cost {million_usd:range2}, some {times_paid:1} times what a user pays for an answer",
    question="Can a million samples be offered to everybody?",
    alt="Cost of a problem against samples, both on logarithmic scales: a rising band that reaches {million_usd:2} at a million samples. A level band marks what users pay for an answer, {paid:range2}; the two middles meet near {affordable:1} samples.",
    caption="Blue: a program of {tokens:range2} by open models of several sizes, taken in turn for Gemini Pro, whose size is not disclosed, served in large batches on rented H100s with the statement read once; band 5–95 %. Filtering by tests, clustering and ranking come on top. Orange: what a user pays for one answer, from a short answer of GPT-4o to a long one of o1-pro, with a month of {plus} spread over some ten answers a day between.",
    columns={"samples": ("1", "Samples drawn for one problem"), "usd": ("USD", "Cost"), "low": ("USD", "5 % point"), "high": ("USD", "95 % point"), "paid": ("USD", "What a user pays for an answer"), "paid_low": ("USD", "5 % point"), "paid_high": ("USD", "95 % point")},
    sources=("alphacode2team2023", "li2022alphacode", "stargate2024essay"),
    tables=("scaling/coverage_points", "scaling/sampling_facts", "inference/models"),
    parameters=("sample_program_tokens", "contest_prompt_tokens", "paid_usd_per_answer"),
    grade="guessed",
    claims=("C7",),
    **_COMMON,
)
def million():
    return results.cost_frame()


@million.draw
def _(frame, narrow):
    scale = alt.Scale(type="log", domain=[1e-5, 1000])
    x = alt.X("samples:Q", title="Samples drawn for one problem", scale=alt.Scale(type="log", domain=[1, 1e6]), axis=alt.Axis(values=[1, 10, 100, 1000, 10000, 100000, 1000000], format="~s"))
    y = alt.Y("usd:Q", title="US$ for one problem", scale=scale, axis=alt.Axis(values=[1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, 1000], format="~g"))
    band = alt.Chart(frame).mark_area(opacity=0.18, color=theme.BLUE).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q")
    line = alt.Chart(frame).mark_line(color=theme.BLUE).encode(x=x, y=y)
    level = alt.Chart(frame).mark_area(opacity=0.18, color=theme.ORANGE).encode(x=x, y=alt.Y("paid_low:Q", scale=scale), y2="paid_high:Q")
    rule = alt.Chart(frame).mark_line(color=theme.ORANGE, strokeDash=[4, 3]).encode(x=x, y=alt.Y("paid:Q", scale=scale))
    one = frame.iloc[[0]]
    paid = alt.Chart(one).mark_text(text="what a user pays", align="left", dx=6, dy=-9, color=theme.ORANGE, fontWeight="bold").encode(x=x, y=alt.Y("paid:Q", scale=scale))
    end = frame.iloc[[-1]]
    cost = alt.Chart(end).mark_text(text="samples", align="right", dx=-30, dy=-18, color=theme.BLUE, fontWeight="bold").encode(x=x, y=y)
    return alt.layer(band, line, level, rule, paid, cost).properties(width=theme.width(narrow), height=320)
