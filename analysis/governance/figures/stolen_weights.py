"""Figures of stolen weights: the score lost without scaffolding, the server that holds a model, and power and money by scale."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import stolen_weights as results

__all__ = ["lost", "power", "money", "server"]

_COMMON = {"as_of": "2026-11-26", "notebook": "governance/stolen-weights", "facts": (results.facts,)}
_SCORES = ("moonshot2025k2thinking", "zai2026glm52", "swebench2025boards", "aider2026polyglot")
_SERVING = ("worker_prompt_tokens", "worker_answer_tokens", "task_writing_share", "served_speed_tok_s_user", "fleet_peak_use", "it_kw_per_gpu", "pue_ai_facility")
_MODELS = {"Large dense model on H100": theme.BLUE, "Large sparse model on H200": theme.ORANGE, "Middling sparse model on H100": theme.GREEN}
_BITS = {"eight bits a weight": theme.BLUE, "four bits a weight": theme.ORANGE}


def _models(narrow, legend=True):
    shown = alt.Legend(columns=1 if narrow else 3, labelLimit=300) if legend else None
    return alt.Color("model:N", scale=alt.Scale(domain=list(_MODELS), range=list(_MODELS.values())), legend=shown)


@figure(
    id="GOV-60",
    slug="score-lost-without-scaffolding",
    title="Without scaffolding {models_losing} of {models} models lose a tenth of their score or more; with a plain public loop the middle loss is {loss_plain:2}",
    question="How much of a model’s score lies in the set-up around it?",
    alt="Dots of the share of a score that is lost, one for each model and benchmark, in rows by what is missing. Without tools most dots lie between nothing and the middle of the scale, with two far below zero; without an agent’s loop they lie far to the right. A plain public loop costs {loss_plain:range2}, thought switched off {loss_thinking:2} in the middle, and one try in place of {tries} {loss_tries:2}.",
    caption="Same weights in both set-ups; measured by others. Ticks: medians. Broken line: a tenth. Below zero the lesser set-up scored more: one model got worse with Python. The best published agent is the best of several tried, which flatters it.",
    columns={
        "missing": ("text", "What is missing"), "model": ("text", "Model"), "benchmark": ("text", "Benchmark"), "score_without": ("percent", "Score without"), "score_with": ("percent", "Score with"),
        "loss_percent": ("percent", "Share of the score lost"), "middle": ("percent", "Median of the row"),
    },
    sources=_SCORES,
    tables=("governance/scaffold_pairs", "inference/thinking_pairs"),
    claims=("E10",),
    grade="measured",
    **_COMMON,
)
def lost():
    return results.loss_frame()


@lost.draw
def _(frame, narrow):
    y = named_rows.rows("missing", list(results.KINDS.values()), narrow)
    x = alt.X("loss_percent:Q", title="Share of the score lost (%)", scale=alt.Scale(domain=[-75, 100], nice=False))
    dots = alt.Chart(frame).mark_point(size=55, opacity=0.75).encode(x=x, y=y, color=alt.value(theme.BLUE))
    middles = frame.drop_duplicates("missing")
    ticks = alt.Chart(middles).mark_tick(thickness=3, size=22).encode(x="middle:Q", y=y, color=alt.value(theme.ORANGE))
    tenth = alt.Chart(pd.DataFrame({"loss_percent": [results.MATERIAL_PERCENT]})).mark_rule(strokeDash=[4, 3]).encode(x="loss_percent:Q")
    return alt.layer(dots, ticks, tenth, *named_rows.names(middles, "missing", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 44))


@figure(
    id="GOV-61",
    slug="power-to-exploit-a-stolen-model",
    title="A million tasks at once take {million_mw:2}, a thousand {thousand_mw:2}, and one task a single server or two",
    question="How much power does it take to exploit a stolen model, by scale?",
    alt="Three rising lines of facility power against tasks running at once, both scales logarithmic, with bands. All start flat at one or two servers, around {one_kw:2}. The large dense model leaves the floor first and reaches {million_large_mw:2} at a million tasks; the middling sparse one stays on one server for hundreds of tasks and reaches {million_small_mw:2}.",
    caption="Three open models of known size stand for the stolen one. Each task’s model writes at the speed of a public service and works for {writing_share:range} of the task’s time. Flat part: the fewest servers that hold the weights. Broken line: {site_mw}. Bands: 5–95 %. A model’s result.",
    columns={"model": ("text", "Stand-in for the stolen model"), "tasks": ("1", "Tasks running at once"), "power_mw": ("MW", "Power of the facility, median"), "low": ("MW", "5 %"), "high": ("MW", "95 %")},
    sources=("wtt2026judgement", "azure2023trace"),
    tables=("inference/models", "inference/accelerators"),
    parameters=_SERVING,
    claims=("E10",),
    grade="guessed",
    **_COMMON,
)
def power():
    return results.power_frame()


@power.draw
def _(frame, narrow):
    x = alt.X("tasks:Q", title="Tasks running at once", scale=alt.Scale(type="log", domain=[1, 1e6], nice=False), axis=alt.Axis(values=[1, 10, 100, 1000, 10_000, 100_000, 1_000_000], format="~s"))
    y = alt.Y("power_mw:Q", title="Power of the facility (MW)", scale=alt.Scale(type="log", domain=[0.005, 10_000], nice=False), axis=alt.Axis(values=[0.01, 0.1, 1, 10, 100, 1000, 10_000], format="~"))
    base = alt.Chart(frame)
    band = base.mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=_models(narrow))
    site = alt.Chart(pd.DataFrame({"power_mw": [results.SITE_MW]})).mark_rule(strokeDash=[4, 3]).encode(y="power_mw:Q")
    return alt.layer(base.mark_line().encode(x=x, y=y, color=_models(narrow)), band, site).properties(width=theme.width(narrow), height=320)


@figure(
    id="GOV-62",
    slug="money-to-exploit-a-stolen-model",
    title="A year of exploitation costs {one_usd:2} for one task, {thousand_usd:2} for a thousand and {million_usd:2} for a million",
    question="How much money does it take to exploit a stolen model, by scale?",
    alt="Dots with ranges of a year’s cost on a logarithmic scale, by scale of use and stand-in. One task costs about {one_usd:2} whatever the model. For a thousand tasks the models already differ by two orders of magnitude, around {thousand_usd:2}; for a million they lie around {million_usd:2}.",
    caption="What whoever owns the accelerators pays for them, their servers, building and electricity; a thief who rents pays the landlord’s margin too. The uses beside the scales are illustrations. Ranges: 5–95 %. A model’s result.",
    columns={"scale": ("text", "Tasks at once, with an illustration"), "model": ("text", "Stand-in for the stolen model"), "usd_per_year": ("USD", "Cost of a year, median"), "low": ("USD", "5 %"), "high": ("USD", "95 %")},
    sources=("wtt2026judgement", "azure2023trace"),
    tables=("inference/models", "inference/accelerators"),
    parameters=(*_SERVING, "chip_price_usd", "electricity_usd_per_mwh"),
    claims=("E10",),
    grade="guessed",
    **_COMMON,
)
def money():
    return results.scale_frame()


@money.draw
def _(frame, narrow):
    frame = frame.assign(row=frame["scale"].str.split(":").str[0] + ", " + frame["model"].str.replace(" model", "").str[:1].str.lower() + frame["model"].str.replace(" model", "").str[1:])
    y = named_rows.rows("row", list(frame["row"]), narrow)
    x = alt.X("usd_per_year:Q", title="Cost of a year (USD)", scale=alt.Scale(type="log", domain=[3e4, 2e11], nice=False), axis=alt.Axis(values=[1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11], labelExpr="datum.value >= 1e9 ? format(datum.value / 1e9, 'd') + ' bn' : datum.value >= 1e6 ? format(datum.value / 1e6, 'd') + ' m' : format(datum.value / 1e3, 'd') + ' k'"))
    bars = alt.Chart(frame).mark_rule(strokeWidth=4, opacity=0.5).encode(x=alt.X("low:Q"), x2="high:Q", y=y, color=_models(narrow, legend=False))
    dots = alt.Chart(frame).mark_point(size=70).encode(x=x, y=y, color=_models(narrow, legend=False))
    return alt.layer(dots, bars, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))


@figure(
    id="GOV-63",
    slug="server-that-holds-a-stolen-model",
    title="One server of eight B300 holds a frontier model with {fits_best_percent:2} probability, one of eight H100 with {fits_h100:2}",
    question="Does a stolen frontier model fit one server?",
    alt="Dots of the largest model that a server of eight accelerators holds, by accelerator and bits a weight, on a logarithmic scale, with a band for the size of a frontier model from {size:interval}. Eight H100 hold {largest_h100_8:2} weights at eight bits, short of the middle of the band; eight B300 hold {largest_best_8:2} at eight bits and {largest_best_4:2} at four, near and beyond its upper end.",
    caption="Weights alone; what the answers in progress need comes on top and is small for one task. Broken line and band: the size of a frontier model, median and 5–95 %, which no maker states. A model’s result.",
    columns={"server": ("text", "Server"), "precision": ("text", "Bits a weight"), "weights": ("1", "Weights of the largest model that fits")},
    sources=("epochai2026hardware", "moonshot2025k2thinking", "wtt2026judgement"),
    tables=("inference/accelerators",),
    parameters=("stolen_weights_count", "stolen_bytes_per_weight"),
    claims=("E10",),
    grade="guessed",
    **_COMMON,
)
def server():
    return results.server_frame()


@server.draw
def _(frame, narrow):
    size = results.facts()["size"]
    y = named_rows.rows("server", list(dict.fromkeys(frame["server"])), narrow)
    ticks = alt.Axis(values=[2e11, 5e11, 1e12, 2e12, 4e12], labelExpr="format(datum.value / 1e12, '.1f')")
    shown = {"title": "Weights (trillion)", "scale": alt.Scale(type="log", domain=[1.5e11, 5e12], nice=False), "axis": ticks}
    x = alt.X("weights:Q", **shown)
    band = alt.Chart(pd.DataFrame({"low": [size.low], "high": [size.high]})).mark_rect(opacity=0.18).encode(x=alt.X("low:Q", **shown), x2="high:Q", color=alt.value(theme.GREY))
    middle = alt.Chart(pd.DataFrame({"weights": [size.value]})).mark_rule(strokeDash=[4, 3]).encode(x="weights:Q")
    colour = alt.Color("precision:N", scale=alt.Scale(domain=list(_BITS), range=list(_BITS.values())), legend=alt.Legend(columns=2))
    dots = alt.Chart(frame).mark_point(size=80, filled=True).encode(x=x, y=y, color=colour)
    return alt.layer(band, middle, dots, *named_rows.names(frame.drop_duplicates("server"), "server", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 36))
