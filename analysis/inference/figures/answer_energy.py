"""Figures of the energy page: by length, by speed, against measurements, beside published figures, and what thought multiplies."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.inference.results import answer_energy as results

_PAGE = "inference/answer-energy"
_PARAMETERS = ("served_speed_tok_s_user", "host_power_share", "idle_machine_share", "pue_ai_facility")


@figure(
    id="INF-42",
    slug="energy-by-model-and-length",
    title="A short answer takes {small_short:2} to {dense_short:2}; a long thought {long_times:2} times as much from the same model",
    question="How much electricity does an answer take, by model and length?",
    alt="Rising lines of watt-hours against tokens of the answer for six open models on H200. At {short} they lie between {small_short:2} for Llama-3.1-8B and {dense_short:2} for Llama-3.1-405B; DeepSeek-R1 goes from "
    "{r1_short:range2} to {r1_long:range2} at {long}.",
    caption="Electricity at the facility’s meter for a prompt of {prompt}: accelerators, their servers, machines that stand ready and the building. Lines: medians; band: the 5–95 % range for DeepSeek-R1, over the speed users get, overheads and the model’s own error. "
    "Each model runs on the group of H200 that takes least at that speed. Tokens are pieces of words; hidden thought counts.",
    columns={"model": ("text", "Model"), "answer_tokens": ("token", "Tokens of the answer, thought included"), "energy_wh": ("Wh", "Electricity"), "low_wh": ("Wh", "Low end"), "high_wh": ("Wh", "High end")},
    sources=("nvidia2026aiconfigurator", "mlenergy2026leaderboard", "lbnl2026", "google2025prompt"),
    tables=("inference/models", "inference/accelerators", "inference/measured_energy"),
    parameters=_PARAMETERS,
    claims=("D11",),
    grade="modelled",
    as_of="2026-11-26",
    notebook=_PAGE,
    facts=(results.facts,),
)
def lengths():
    return results.lengths()


_COLOURS = {
    "Llama 3.1 8B": theme.GREEN, "gpt-oss-120b": theme.OCHRE, "Llama 3.1 70B": theme.PURPLE, "Qwen3 235B-A22B": theme.GREY, "DeepSeek-R1": theme.BLUE,
    "Llama 3.1 405B": theme.ORANGE,
}  # fmt: skip


@lengths.draw
def _(frame, narrow):
    x = alt.X("answer_tokens:Q", title="Tokens of the answer, thought included", scale=alt.Scale(type="log", domain=[85, 32_000] if narrow else [85, 130_000], nice=False), axis=alt.Axis(values=[100, 1000, 10000], format=",d"))
    scale = alt.Scale(type="log", domain=[0.001, 100])
    y = alt.Y("energy_wh:Q", title="Electricity of an answer (Wh)", scale=scale, axis=alt.Axis(values=[0.001, 0.01, 0.1, 1, 10, 100], format="~g"))
    colour = alt.Color("model:N", scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())), legend=alt.Legend(columns=2) if narrow else None)
    band = alt.Chart(frame[frame["model"] == "DeepSeek-R1"]).mark_area(opacity=0.18, color=theme.BLUE).encode(x=x, y=alt.Y("low_wh:Q", scale=scale), y2="high_wh:Q")
    lines = alt.Chart(frame).mark_line(point=True).encode(x=x, y=y, color=colour)
    layers = [band, lines]
    if not narrow:
        last = frame[frame["answer_tokens"] == frame["answer_tokens"].max()].sort_values("energy_wh").reset_index(drop=True)
        place, below = [], 0.0
        for value in last["energy_wh"]:  # labels keep a line's height apart
            below = max(value, below * 1.55)
            place.append(below)
        layers.append(alt.Chart(last.assign(place=place)).mark_text(align="left", dx=8, fontWeight="bold").encode(x=x, y=alt.Y("place:Q", scale=scale), text="model:N", color=colour))
    return alt.layer(*layers).properties(width=theme.width(narrow), height=360)


@figure(
    id="INF-43",
    slug="energy-by-speed",
    title="Serving each user {speed_high:number} tokens a second instead of {speed_low:number} takes {speed_times:2} times the energy",
    question="What does speed cost in energy?",
    alt="Lines of joules a token against tokens a second for each user, for DeepSeek-R1 on four accelerators, rising to the right. Measured runs of the same architecture on B200 lie beside them. An answer of {short} takes {slow_wh:2} at {speed_low:number} tokens a second and {fast_wh:2} at {speed_high:number}.",
    caption="Energy of the accelerators alone for each token of an answer. Lines: our model for DeepSeek-R1, a prompt of {prompt}; an operator who gives each user more speed holds fewer users at once, so that each bears more of the weights’ reading. Dots: measured runs of DeepSeek-V3.1, "
    "the same architecture, in conversation; with them our model is furthest off. Over all measured models the energy of a token at few requests exceeds that at most requests {measured_spread:2} times in the median ({measured_spread:interval2}).",
    columns={"hardware": ("text", "Accelerator"), "kind": ("text", "Ours or measured"), "speed_tok_s": ("token/s", "Speed for each user"), "j_per_token": ("J/token", "Energy of the accelerators")},
    sources=("mlenergy2026leaderboard", "deepseek2025day6"),
    tables=("inference/measured_energy", "inference/models", "inference/accelerators"),
    parameters=("benchmark_prompt_tokens",),
    grade="modelled",
    as_of="2026-11-26",
    notebook=_PAGE,
    facts=(results.facts,),
)
def speed():
    return results.speed_frame()


_HARDWARE = {"H100": theme.OCHRE, "H200": theme.BLUE, "B200": theme.GREEN, "GB200": theme.PURPLE}


@speed.draw
def _(frame, narrow):
    x = alt.X("speed_tok_s:Q", title="Speed for each user (tokens a second)", scale=alt.Scale(type="log", domain=[2, 300]), axis=alt.Axis(values=[2, 5, 10, 20, 50, 100, 200]))
    y = alt.Y("j_per_token:Q", title="Energy of the accelerators (J a token)", scale=alt.Scale(type="log", domain=[0.05, 20]), axis=alt.Axis(values=[0.1, 0.3, 1, 3, 10], format="~g"))
    colour = alt.Color("hardware:N", scale=alt.Scale(domain=list(_HARDWARE), range=list(_HARDWARE.values())), legend=alt.Legend(columns=4))
    lines = alt.Chart(frame[frame["kind"].str.startswith("ours")]).mark_line(clip=True).encode(x=x, y=y, color=colour)
    dots = alt.Chart(frame[frame["kind"].str.startswith("measured")]).mark_point(size=80).encode(x=x, y=y, color=colour)
    layers = [lines, dots]
    if len(measured := frame[frame["kind"].str.startswith("measured")]):
        note = measured.nsmallest(1, "speed_tok_s").assign(t="measured")
        layers.append(alt.Chart(note).mark_text(align="left", dy=16).encode(x=x, y=y, text="t:N", color=colour))
    return alt.layer(*layers).properties(width=theme.width(narrow), height=340)


@figure(
    id="INF-44",
    slug="energy-predicted-and-measured",
    title="Energy of a token is predicted within {error_held:2} in the median of {runs_held} runs kept back",
    question="How right is the energy model?",
    alt="Scatter plot on two logarithmic axes of predicted against measured joules a token for {runs} runs on H100 and B200, with the diagonal. The median ratio of the runs held out is {bias_held:2}; {within_two:2} lie within a factor of two.",
    caption="Each dot is one run: a model on a group of accelerators at a fixed number of requests. Predicted: step times of the serving model, given the batch, times the power of an accelerator under load, which was fitted to the power of the calibration runs. Measured: accelerators alone, "
    "ML.ENERGY with vLLM. Diagonal: perfect. The length of the prompts is not published and is assumed. Power alone is off by {power_error:2} in the median of the runs held out.",
    columns={
        "release": ("text", "Model"), "hardware": ("text", "Accelerator"), "split": ("text", "Power fitted to, or held out"), "measured_j": ("J/token", "Measured"), "predicted_j": ("J/token", "Predicted"),
    },
    sources=("mlenergy2026leaderboard",),
    tables=("inference/measured_energy",),
    parameters=("benchmark_prompt_tokens",),
    grade="measured",
    as_of="2026-02-27",
    notebook=_PAGE,
    facts=(results.facts,),
)  # fmt: skip
def errors():
    frame = results.error_frame().rename(columns={"energy_j_per_token": "measured_j", "predicted_j_per_token": "predicted_j"})
    frame = frame.assign(split=frame["split"].map({"calibration": "power fitted to", "validation": "held out"}))
    return frame[["release", "hardware", "split", "measured_j", "predicted_j"]]


@errors.draw
def _(frame, narrow):
    domain = [0.01, 30]
    axis = alt.Axis(values=[0.01, 0.1, 1, 10], format="~g", grid=True)
    x = alt.X("measured_j:Q", title="Measured (J a token)", scale=alt.Scale(type="log", domain=domain), axis=axis)
    y = alt.Y("predicted_j:Q", title="Predicted (J a token)", scale=alt.Scale(type="log", domain=domain), axis=axis)
    colour = alt.Color("hardware:N", scale=alt.Scale(domain=["H100", "B200"], range=[theme.ORANGE, theme.BLUE]))
    shape = alt.Shape("split:N", scale=alt.Scale(domain=["power fitted to", "held out"], range=["circle", "triangle-up"]))
    ends = pd.DataFrame({"measured_j": domain, "predicted_j": domain})
    twice = pd.concat([pd.DataFrame({"measured_j": domain, "predicted_j": [d * k for d in domain], "k": str(k)}) for k in (0.5, 2.0)])
    diagonal = alt.Chart(ends).mark_line(color=theme.INK, strokeWidth=1.2).encode(x=x, y=y)
    factor = alt.Chart(twice).mark_line(color=theme.GREY, strokeWidth=1, strokeDash=[4, 4], clip=True).encode(x=x, y=y, detail="k:N")
    dots = alt.Chart(frame).mark_point(filled=False, size=55, strokeWidth=1.6).encode(x=x, y=y, color=colour, shape=shape)
    return alt.layer(diagonal, factor, dots).properties(width=theme.width(narrow), height=300 if narrow else 420)


_SCOPES = {"accelerators": theme.GREEN, "facility": theme.BLUE, "not stated": theme.GREY}


@figure(
    id="INF-45",
    slug="published-energy-of-an-answer",
    title="Published figures run from {google_chips} to {jegham_long}; what is counted and how long the answer is explain most of it",
    question="How do published figures compare with ours?",
    alt="Rows of watt-hours on a logarithmic axis. Google’s median prompt is {google_chips} for accelerators and {google} for the facility; Epoch AI {epoch}, Oviedo and others {oviedo}, Altman {altman}, Jegham and others {jegham}; ours for DeepSeek-R1 at once {r1_short:range2}. Long answers and prompts lie above {oviedo_long:2}.",
    caption="Colour says what is counted: accelerators alone, or servers, idle machines and building as well. Diamonds: metered; circles: computed from assumptions; triangle: stated. Ours (squares; bars: 5–95 %) are for a prompt of {prompt} and an answer of {short}, or a thought of {long}, on H200. Services do not publish model, length or speed, so no row is a test of another. "
    "Google’s figures are metered, medians of May 2025; Altman’s comes without a method; the others are computed from assumptions.",
    columns={"what": ("text", "Figure"), "scope": ("text", "What is counted"), "energy_wh": ("Wh", "Electricity of an answer"), "low_wh": ("Wh", "Low end"), "high_wh": ("Wh", "High end"), "basis": ("text", "Measured, estimated, stated or ours")},
    sources=("google2025prompt", "epochai2025chatgptenergy", "oviedo2026efficiency", "altman2025gentle", "jegham2025hungry", "ecologits2026package"),
    tables=("inference/energy_points",),
    parameters=_PARAMETERS,
    claims=("D11",),
    grade="modelled",
    as_of="2026-11-26",
    notebook=_PAGE,
    facts=(results.facts,),
)
def published():
    return results.published()


@published.draw
def _(frame, narrow):
    order = list(frame["what"])
    y = named_rows.rows("what", order, narrow)
    x = alt.X("energy_wh:Q", title="Electricity of an answer (Wh)", scale=alt.Scale(type="log", domain=[0.005, 50]), axis=alt.Axis(values=[0.01, 0.1, 1, 10], format="~g", grid=True))
    colour = alt.Color("scope:N", scale=alt.Scale(domain=list(_SCOPES), range=list(_SCOPES.values())), legend=named_rows.legend(narrow))
    shape = alt.Shape("basis:N", scale=alt.Scale(domain=["measured", "estimated", "stated", "ours"], range=["diamond", "circle", "triangle-up", "square"]), legend=None)
    bars = alt.Chart(frame.dropna(subset=["low_wh"])).mark_rule(strokeWidth=7, opacity=0.25).encode(x=alt.X("low_wh:Q", scale=alt.Scale(type="log", domain=[0.005, 50])), x2="high_wh:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(size=80).encode(x=x, y=y, color=colour, shape=shape)
    return alt.layer(bars, dots, *named_rows.names(frame, "what", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 24))


@figure(
    id="INF-46",
    slug="what-thought-multiplies",
    title="Thought takes {times:number} times the dollars or more in {dollar_share:2} of pairs; a hard question thought through takes {energy_times:2} times the energy of a chat answer",
    question="How many times as much does a thinking answer cost?",
    alt="Rows of multiples on a logarithmic axis with a rule at {times}. Dollars on the same tasks run from {dollar_times:low} to {dollar_times:high} over {dollar_pairs} pairs; measured energy of a hard question with thought over a chat answer from {energy_times:low} to {energy_times:high} over {energy_pairs} pairs.",
    caption="Dollars: bills of the same benchmark with a model that thinks and with its maker’s immediate one, at the prices of the day. With one and the same model, thought switched on and off, they are {same_times:range2} times; with thinking models on sale by January 2025 {early_times:range2}. "
    "Energy: measured, accelerators alone, each run as its operator saves most; science questions with thought against conversation without, hence different questions: tokens are {token_times:2} times and the energy of each {per_token_times:2} times. AA: seven benchmarks of Artificial Analysis; other bills: Aider’s programming tasks.",
    columns={"pair": ("text", "Pair"), "what": ("text", "What is compared, and whether it is one model or two"), "times": ("1", "With thought over at once")},
    sources=("aider2026polyglot", "techcrunch2025benchmarking", "mlenergy2026leaderboard"),
    tables=("inference/thinking_pairs", "inference/measured_energy"),
    claims=("D11",),
    grade="measured",
    as_of="2026-05-22",
    notebook=_PAGE,
    facts=(results.facts,),
)
def thinking():
    return results.thinking_frame()


@thinking.draw
def _(frame, narrow):
    order = list(frame["pair"])
    y = named_rows.rows("pair", order, narrow)
    scale = alt.Scale(type="log", domain=[0.8, 80])
    x = alt.X("times:Q", title="With thought over at once (times)", scale=scale, axis=alt.Axis(values=[1, 2, 5, 10, 20, 50], grid=True))
    kinds = list(frame["what"].drop_duplicates())
    colour = alt.Color("what:N", scale=alt.Scale(domain=kinds, range=[theme.ORANGE, theme.PURPLE, theme.BLUE]), legend=named_rows.legend(narrow))
    rule = alt.Chart(pd.DataFrame({"times": [results.TIMES]})).mark_rule(color=theme.INK, strokeDash=[4, 4]).encode(x=x)
    dots = alt.Chart(frame).mark_point(size=80).encode(x=x, y=y, color=colour)
    return alt.layer(rule, dots, *named_rows.names(frame, "pair", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 22))
