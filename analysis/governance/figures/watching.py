"""Figures of watching people: per megawatt and dollar by modality, a state's need against its chips, and what a filter changes."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.governance.results import watching as results

__all__ = ["modalities", "state", "filters"]

_COMMON = {"as_of": "2026-11-26", "notebook": "governance/watching-people", "facts": (results.facts,), "claims": ("E7",)}
_TOKENS = ("messages_per_person_day", "tokens_per_message", "spoken_words_per_day", "spoken_words_per_minute", "audio_tokens_per_second", "video_tokens_per_second", "watch_written_share")
_SOURCES = ("google2026tokens", "nddhq2025video", "isc2019cameras", "entefy2020words", "ecoatm2023texts")


def _colour(narrow):
    return alt.Color("model:N", sort=None, scale=alt.Scale(domain=[m for _, m in results.MODELS.values()], range=[theme.GREEN, theme.BLUE, theme.PURPLE]), legend=alt.Legend(columns=2 if narrow else 3, symbolOpacity=1))


def _rows(narrow):
    return alt.Y("model:N", sort=[m for _, m in results.MODELS.values()], title=None, axis=None)


def _facet(drawn, narrow):
    row = alt.Row("modality:N", sort=list(results.MODALITIES.values()), title=None, header=alt.Header(labelOrient="top", labelAnchor="start"))
    return drawn.properties(width=300 if narrow else 590, height=48).facet(row=row)


@figure(
    id="GOV-54",
    slug="people-watched-per-megawatt",
    title="A megawatt watches {mw_text_small:2} by what they write and {mw_video_small:2} by a camera on each, with a small model; a large one {mw_video_large:2}",
    question="How many people does a megawatt watch?",
    alt="Dots with ranges on a logarithmic scale, modalities by models. With a small model: writing {mw_text_small:range2}, speech {mw_speech_small:range2}, the cameras that stand {mw_cameras_small:range2}, a camera on everybody {mw_video_small:range2}. A large model watches about {ratio_models:2} times fewer in each.",
    caption="A model reads all that a person writes, all that they say as sound, or video at a picture a second, and writes notes. Power is the facility’s, H100, at the use of a serving fleet. Small, middling and large: “Llama 3.1 8B”, “Llama 3.1 70B” and “Llama 3.1 405B” as servers of text; turning pictures into tokens costs more on top. Ranges: 5–95 %.",
    columns={"modality": ("text", "What is watched"), "model": ("text", "Model"), "measure": ("text", "Measure"), "people": ("person", "People watched"), "low": ("person", "5 %"), "high": ("person", "95 %")},
    sources=_SOURCES,
    tables=("governance/cameras", "inference/models", "inference/accelerators"),
    parameters=(*_TOKENS, "it_kw_per_gpu", "pue_ai_facility", "fleet_peak_use", "fleet_peak_to_mean"),
    grade="modelled",
    **_COMMON,
)
def modalities():
    return results.modality_frame()


@modalities.draw
def _(frame, narrow):
    frame = frame[frame["measure"] == "for each megawatt"]
    scale = alt.Scale(type="log", domain=[300, 1e11])
    x = alt.X("people:Q", title="People watched by a megawatt", scale=scale, axis=alt.Axis(values=[1e3, 1e5, 1e7, 1e9, 1e11], labelExpr=theme.COUNTS, grid=True))
    base = alt.Chart(frame)
    bars = base.mark_rule(strokeWidth=4, opacity=0.5).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=_rows(narrow), color=_colour(narrow))
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(x=x, y=_rows(narrow), color=_colour(narrow))
    return _facet(alt.layer(bars, dots), narrow)


@figure(
    id="GOV-55",
    slug="chips-to-watch-a-state",
    title="To watch China by its cameras takes {need_cameras_small:2} chips with a small model and {need_cameras_large:2} with a large one; compute like {stock:2} stands there",
    question="Has a state the chips to watch everybody?",
    alt="Dots with ranges of H100 needed on a logarithmic scale, modalities by models, with broken lines at the compute that stands in China, {stock:2}, and at all of the world’s, {world:2}. Writing lies far left of both for every model. Speech lies left of China’s line with a small model, up to it with a middling one and right of it with a large one. Of the cameras that stand, a small model’s range lies across China’s line and the others’ right of it; a camera on every person lies right of it with every model, with the middling and the large right of the world’s too.",
    caption="Accelerators for {population:2}, every picture read. Broken lines: compute in China, {stock_share:range2} of the world’s by two counts that disagree, and in the world, in H100 equivalents, end of 2025. Foreign chips counted with buyers in China are {counted:2} of it. Whatever else those chips do is left undone. Ranges: 5–95 %.",
    columns={"modality": ("text", "What is watched"), "model": ("text", "Model"), "accelerators": ("1", "H100 needed"), "low": ("1", "5 %"), "high": ("1", "95 %")},
    sources=(*_SOURCES, "epochai2026chips", "epochai2026owners", "epochai2025clusters", "cia2025china"),
    tables=("governance/cameras", "power/chip_owners", "power/chip_stocks"),
    parameters=(*_TOKENS, "fleet_peak_use", "fleet_peak_to_mean", "china_sited_share", "china_owned_share"),
    grade="guessed",
    **_COMMON,
)
def state():
    return results.state_frame()


@state.draw
def _(frame, narrow):
    f = results.facts()
    scale = alt.Scale(type="log", domain=[10, 1e10])
    x = alt.X("accelerators:Q", title="H100 needed", scale=scale, axis=alt.Axis(values=[1e2, 1e4, 1e6, 1e8, 1e10], labelExpr=theme.COUNTS, grid=True))
    frame = frame.assign(china=f["stock"].value, world=f["world"].value)
    base = alt.Chart(frame)
    china = base.mark_rule(strokeDash=[4, 3], color=theme.ORANGE, strokeWidth=2).encode(x=alt.X("china:Q", scale=scale))
    world = base.mark_rule(strokeDash=[2, 3], color=theme.MUTED, strokeWidth=2).encode(x=alt.X("world:Q", scale=scale))
    first = alt.datum.modality == results.MODALITIES["text"]
    words = [
        base.transform_filter(first & (alt.datum.model == results.MODELS["small"][1])).mark_text(align=align, dx=dx, fontSize=11, color=colour, text=word).encode(x=alt.X(f"{column}:Q", scale=scale), y=alt.value(6))
        for column, word, align, dx, colour in (("china", "China", "right", -4, theme.ORANGE), ("world", "world", "left", 4, theme.MUTED))
    ]
    bars = base.mark_rule(strokeWidth=4, opacity=0.5).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=_rows(narrow), color=_colour(narrow))
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(x=x, y=_rows(narrow), color=_colour(narrow))
    return _facet(alt.layer(china, world, *words, bars, dots), narrow)


@figure(
    id="GOV-56",
    slug="watching-behind-a-filter",
    title="Watching everybody is out of reach with {bounded_percent:2} probability; a filter that passes {share_small:2} of pictures makes it even odds for a small model",
    question="What would bring a whole population within reach?",
    alt="Rising curves of the probability that chips or budget do not suffice against the share of pictures that the model is shown, on a logarithmic scale. The small model’s rises near {share_small:2}, the middling one’s near {share_middling:2}, the large one’s near {share_large:2}; where everything is read the small model’s ends at {small_cameras_percent:2}, the others’ close to certainty. A shaded band marks our range for a filter, {passed:interval2}.",
    caption="The cameras that stand in China, the compute there and its budget for public security. The probability of the title is over readings of the claim that were weighted beforehand. Shaded: the share of pictures that we took a filter to pass before computing, 5–95 %. Where a curve is low, compute does not protect.",
    columns={"model": ("text", "Model"), "passed_percent": ("percent", "Pictures that the model is shown"), "bounded_percent": ("percent", "Probability that chips or budget do not suffice")},
    sources=("heim2024inference", "isc2019cameras", "epochai2026chips", "epochai2026owners", "epochai2025clusters", "ccas2018security", "batkhela2012security"),
    tables=("governance/cameras", "governance/watching_priors", "power/chip_owners"),
    parameters=("watch_passed_share", "security_budget_usd", "china_sited_share", *_TOKENS[-2:]),
    grade="guessed",
    **_COMMON,
)
def filters():
    return results.passed_frame()


@filters.draw
def _(frame, narrow):
    p = results.facts()["passed"]
    scale = alt.Scale(type="log", domain=[0.1, 100])
    x = alt.X("passed_percent:Q", title="Pictures that the model is shown (%)", scale=scale, axis=alt.Axis(values=[0.1, 1, 10, 100], format="~g"))
    y = alt.Y("bounded_percent:Q", title="Probability out of reach (%)", scale=alt.Scale(domain=[0, 100]))
    band = alt.Chart(pd.DataFrame({"a": [p.low], "b": [p.high]})).mark_rect(opacity=0.18, color=theme.GREY).encode(x=alt.X("a:Q", scale=scale), x2="b:Q")
    return alt.layer(band, alt.Chart(frame).mark_line().encode(x=x, y=y, color=_colour(narrow))).properties(width=theme.width(narrow), height=300)
