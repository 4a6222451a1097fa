"""Figures of AI workers: instances by fleet size, instances by chip, worker-equivalents of fleets."""

from __future__ import annotations

import altair as alt

from analysis import theme
from analysis.figures import figure
from analysis.governance.results import ai_workers as results

__all__ = ["growth", "chips", "workers"]

_COMMON = {"as_of": "2026-11-26", "notebook": "governance/ai-workers", "facts": (results.facts,)}
_WORK = ("worker_prompt_tokens", "worker_answer_tokens", "served_speed_tok_s_user")
_COLOURS = (theme.BLUE, theme.GREEN, theme.PURPLE, theme.ORANGE, theme.INK)


@figure(
    id="GOV-51",
    slug="instances-by-fleet",
    title="Instances grow in proportion to chips, to the power {exponent:2}; a chip runs from {each_large:2} to {each_small:2} of them by the model",
    question="How does the number of instances grow with a fleet?",
    alt="Parallel straight lines of instances at once against accelerators, both logarithmic, with bands. From the top: a middling sparse model, {each_small:2} instances for each H100; a large dense model on GB200, {each_new:2}; a large sparse model, {each_sparse:2}; a large dense model on H100, {each_large:2}. A point for DeepSeek’s day, {day_instances:2} answers on {day_gpus} GPUs, lies above its line.",
    caption="Calibrated serving model, each instance holding a prompt and writing an answer at a served speed; no more than {waiting} of the requests wait. Bands: 5–95 % over prompt, answer, speed and the serving model’s error. Same chips, same model along a line. The point is measured: prompts there are shorter and mostly cached.",
    columns={"model": ("text", "Model and chip"), "accelerators": ("1", "Accelerators"), "instances": ("1", "Instances at once"), "low": ("1", "5 %"), "high": ("1", "95 %")},
    sources=("deepseek2025day6", "nvidia2025trtllm10"),
    tables=("inference/models", "inference/accelerators", "inference/published_day"),
    parameters=_WORK,
    claims=("E6",),
    grade="modelled",
    **_COMMON,
)
def growth():
    return results.growth_frame()


@growth.draw
def _(frame, narrow):
    names = list(frame["model"].drop_duplicates())
    colour = alt.Color("model:N", scale=alt.Scale(domain=names, range=list(_COLOURS)), legend=alt.Legend(columns=1 if narrow else 2, symbolOpacity=1, labelLimit=300))
    x = alt.X("accelerators:Q", title="Accelerators", scale=alt.Scale(type="log", domain=[1e3, 1e7]), axis=alt.Axis(values=[1e3, 1e5, 1e7] if narrow else [1e3, 1e4, 1e5, 1e6, 1e7], labelExpr=theme.COUNTS))
    scale = alt.Scale(type="log", domain=[1e2, 1e10])
    y = alt.Y("instances:Q", title="Instances at once", scale=scale, axis=alt.Axis(values=[1e2, 1e4, 1e6, 1e8, 1e10], labelExpr=theme.COUNTS))
    lines = frame.dropna()
    point = frame[frame["low"].isna()]
    band = alt.Chart(lines).mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", scale=scale), y2="high:Q", color=colour)
    return alt.layer(band, alt.Chart(lines).mark_line().encode(x=x, y=y, color=colour), alt.Chart(point).mark_point(shape="diamond", size=120, filled=True, opacity=1).encode(x=x, y=y, color=colour)).properties(width=theme.width(narrow), height=340)


@figure(
    id="GOV-52",
    slug="instances-by-chip",
    title="From chip to chip it is not linear in arithmetic: the power is {chip_exponent:range2}, and an H200 runs {twin_ratio:2} times an H100 at equal arithmetic",
    question="Is the number of instances linear in FLOP/s?",
    alt="Panels, each a model: instances for each chip against its rated arithmetic, logarithmic, a line for each speed. All rise from A100 to GB200. The large models rise more steeply than the dashed line of equal shares, most of all at {speed_fast}; the smaller ones about as steeply or less. H100 and H200 stand above each other.",
    caption="Same model, same speed, on the fewest servers that hold it; A100, H100, H200, B200, GB200 from left to right. Memory and its bandwidth bind before arithmetic does, so that chips with more of either run more instances for each operation. Dashed: in proportion to arithmetic, from the H100 at {speed}. Prompts and answers at their middle values.",
    columns={"model": ("text", "Model"), "chip": ("text", "Chip"), "flop_per_s": ("FLOP/s", "Rated 16-bit arithmetic"), "speed_tok_s": ("token/s", "Speed of each instance"), "instances": ("1", "Instances for each chip"), "equal": ("1", "In proportion to arithmetic, from the H100")},
    sources=("epochai2026hardware", "nvidia2025trtllm10"),
    tables=("inference/models", "inference/accelerators"),
    parameters=_WORK[:2],
    claims=("E6",),
    grade="modelled",
    **_COMMON,
)
def chips():
    return results.chip_frame()[["model", "chip", "flop_per_s", "speed_tok_s", "instances", "equal"]]


@chips.draw
def _(frame, narrow):
    frame = frame.assign(speed=frame["speed_tok_s"].map(lambda v: f"{v:.0f} tokens/s"))
    each = 310 if narrow else 260
    x = alt.X("flop_per_s:Q", title="Rated arithmetic (FLOP/s)", scale=alt.Scale(type="log", domain=[2.5e14, 3.2e15]), axis=alt.Axis(values=[3e14, 1e15, 3e15], format=".0e"))
    y = alt.Y("instances:Q", title="Instances per chip", scale=alt.Scale(type="log", domain=[0.02, 500]), axis=alt.Axis(values=[0.1, 1, 10, 100], format="~g"))
    colour = alt.Color("speed:N", sort=None, scale=alt.Scale(range=[theme.BLUE, theme.GREEN, theme.ORANGE]), legend=alt.Legend(title=None, orient="top"))
    base = alt.Chart(frame)
    dashed = base.mark_line(strokeDash=[4, 3], color=theme.MUTED).encode(x=x, y=alt.Y("equal:Q", scale=alt.Scale(type="log", domain=[0.02, 500])))
    first = base.transform_filter((alt.datum.model == next(iter(results.CHIP_MODELS.values()))) & (alt.datum.speed_tok_s == results.SPEEDS[0]))
    named = [  # chips of like arithmetic share a name, over the one that stands higher
        first.transform_filter(alt.datum.chip == chip).mark_text(align=align, dx=dx, dy=-11, fontSize=11, color=theme.MUTED, text=word).encode(x=x, y=y)
        for chip, word, align, dx in (("A100", "A100", "left", -6), ("H200", "H100, H200", "right", 10), ("GB200", "B200, GB200", "right", 12))
    ]
    drawn = alt.layer(dashed, base.mark_line().encode(x=x, y=y, color=colour), base.mark_point(filled=True, size=50).encode(x=x, y=y, color=colour), *named)
    return drawn.properties(width=each - 60, height=170).facet(facet=alt.Facet("model:N", title=None, sort=list(results.CHIP_MODELS.values()), header=alt.Header(labelAnchor="end")), columns=1 if narrow else 2)


@figure(
    id="GOV-53",
    slug="worker-equivalents",
    title="OpenAI’s chips of 2025 come to {workers_openai_2025_task:range2} workers by the tokens tasks take; the measure of a worker moves that up to {gap_measures:2} times",
    question="How many workers is a fleet?",
    alt="Dots with long bars on a logarithmic scale, fleets by measures of a working year. By tasks: GPT models’ chips {workers_gpt_2024_task:range2}, OpenAI’s {workers_openai_2025_task:range2}, a gigawatt {workers_gigawatt_task:range2}, all chips {workers_all_2025_task:range2}. By pace of thought and of typing there are more, up to {gap_measures:2} times as many. Epoch AI’s {epoch:range2} for OpenAI overlaps.",
    caption="Instances at work times their tokens in a year, over the tokens of a person’s working year. Task: tokens a model takes for what a person does in an hour, reading included. Thought and typing: words a minute, written tokens alone. Bars: 5–95 %; each of {profiles} models as likely. A count of tokens: whether the work is as good is another question. All chips: if every chip counted did nothing else.",
    columns={"fleet": ("text", "Fleet"), "reading": ("text", "Measure of a working year"), "workers": ("1", "Worker-equivalents"), "low": ("1", "5 %"), "high": ("1", "95 %")},
    sources=("epochai2025workers", "besthub2025workers", "epochai2026chips", "maptheory2025hours", "wikipedia2024wpm"),
    tables=("governance/worker_counts", "power/chip_stocks"),
    parameters=(*_WORK, "worker_hours_year", "tokens_per_word", "typed_words_per_minute", "thought_words_per_minute", "task_tokens_per_hour", "fleet_peak_use", "fleet_peak_to_mean"),
    claims=("E6",),
    grade="guessed",
    **_COMMON,
)
def workers():
    return results.workers_frame()


@workers.draw
def _(frame, narrow):
    readings = list(frame["reading"].drop_duplicates())
    colour = alt.Color("reading:N", scale=alt.Scale(domain=readings, range=[theme.BLUE, theme.GREEN, theme.PURPLE, theme.ORANGE]), legend=alt.Legend(columns=2 if narrow else 4, symbolOpacity=1))
    scale = alt.Scale(type="log", domain=[3e5, 6e11])
    x = alt.X("workers:Q", title="Worker-equivalents", scale=scale, axis=alt.Axis(values=[1e6, 1e8, 1e10], labelExpr=theme.COUNTS, grid=True))
    y = alt.Y("reading:N", sort=readings, title=None, axis=None, scale=alt.Scale(domain=readings))
    base = alt.Chart(frame)
    bars = base.mark_rule(strokeWidth=4, opacity=0.5).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(x=x, y=y, color=colour)
    return alt.layer(bars, dots).properties(width=300 if narrow else 590, height=62).facet(row=alt.Row("fleet:N", sort=list(results.FLEETS.values()), title=None, header=alt.Header(labelOrient="top", labelAnchor="start")))
