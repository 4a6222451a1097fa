"""Figures of a server's memory: cache by model, the printed formula by model, the claim's two lengths, users that fit."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.inference.results import memory as results

__all__ = ["growth", "printed_formula", "lengths", "users"]

_LINES = {
    "Llama 2 7B": (theme.GREY, -9), "Llama 3.1 405B": (theme.BLUE, 9), "Gemma 3 27B": (theme.PURPLE, -8), "DeepSeek-V3": (theme.ORANGE, 4),
    "gpt-oss-120b": (theme.GREEN, 3), "Qwen3.5 397B-A17B": (theme.OCHRE, 14), "Mamba 2.8B": (theme.INK, -9),
}  # fmt: skip


@figure(
    id="INF-01",
    slug="cache-by-model-and-context",
    title="At {context_mid} one user’s cache takes {cache_gqa} in {llama405}, {cache_mla} in DeepSeek-V3 and {cache_hybrid} in {qwen35}",
    question="How much memory does one user’s context take, by kind of attention?",
    alt="Lines of gigabytes against tokens of context, both logarithmic. {llama7} with a key and value for every head and {llama405} with grouped heads run together, {cache_mha} and {cache_gqa} at {context_mid}. "
    "{gemma} bends when its windows are full and takes {cache_gemma}; DeepSeek-V3 takes {cache_mla}, gpt-oss-120b {cache_local}, {qwen35} {cache_hybrid}. {mamba} stays flat at {cache_ssm}.",
    caption="Bytes of keys, values, latents and states of one sequence, every number at sixteen bits. Computed from each model’s configuration, whatever the longest context it was trained for; checked against a count over tensor shapes and against servers’ logs. "
    "Other precisions scale all lines alike.",
    columns={
        "model": ("text", "Model"),
        "kind": ("text", "What is kept: every head, grouped heads, a latent, windows, states"),
        "context_tokens": ("token", "Tokens of context"),
        "cache_gb": ("GB", "Cache of one user at 16 bits"),
    },
    sources=("nvidia2026aiconfigurator", "huggingface2026transformers"),
    tables=("inference/models",),
    claims=("D1",),
    grade="modelled",
    as_of="2026-08-21",
    notebook="inference/memory",
    facts=(results.facts,),
)
def growth():
    return results.growth()


@growth.draw
def _(frame, narrow):
    colour = alt.Color("model:N", scale=alt.Scale(domain=list(_LINES), range=[c for c, _ in _LINES.values()]), legend=alt.Legend(symbolOpacity=1) if narrow else None)
    end = float(frame["context_tokens"].max()) * (1.1 if narrow else 9)
    x = alt.X("context_tokens:Q", title="Context (tokens)", scale=alt.Scale(type="log", domain=[500, end], nice=False), axis=alt.Axis(values=[1e3, 1e4, 1e5], format="~s"))
    y = alt.Y("cache_gb:Q", title="Cache of one user at 16 bits (GB)", scale=alt.Scale(type="log", domain=[0.008, 200], nice=False), axis=alt.Axis(values=[0.01, 0.1, 1, 10, 100], format="~g"))
    layers = [alt.Chart(frame).mark_line(clip=True).encode(x=x, y=y, color=colour)]
    if not narrow:
        last = frame[frame["context_tokens"] == frame["context_tokens"].max()]
        for name, (_, dy) in _LINES.items():
            layers.append(alt.Chart(last[last["model"] == name]).mark_text(align="left", dx=6, dy=dy, fontWeight="bold").encode(x=x, y=y, text="model:N", color=colour))
    return alt.layer(*layers).properties(width=theme.width(narrow), height=360)


@figure(
    id="INF-02",
    slug="printed-cache-formula-by-model",
    title="The printed formula holds for {models_hold} of {models_grouped} grouped-query models; it gives others half, and newer kinds up to {ratio_mla:high} times too much",
    question="For which models does the printed formula give the cache’s size?",
    alt="Dots of the printed formula’s cache over the counted one, on a logarithmic scale, by model. One for {models_hold} of {models_grouped} grouped-query models; between {ratio_worst} and below one for the {models_fail} whose heads are wider than the formula takes. "
    "Above one for windows ({ratio_local:interval2}), for hybrids ({ratio_hybrid:interval2}) and for latents ({ratio_mla:interval2}).",
    caption="“Batch × length × 2 × layers × (width ÷ heads × key-value heads) × bytes”, applied to each model as printed, over the sum of all tensors kept, at {context_mid}. Models of one kind and ratio share a row. Mamba has no heads to apply it to. "
    "Left of one: the model’s heads are wider than width ÷ heads. Right of one: layers that keep a window, a state or a compressed latent instead.",
    columns={
        "models": ("text", "Models"),
        "kind": ("text", "Kind of attention"),
        "count": ("1", "Models on the row"),
        "ratio": ("1", "Printed formula over counted cache"),
    },
    sources=("nvidia2026aiconfigurator", "semianalysis2024o1pro"),
    tables=("inference/models",),
    claims=("D1",),
    grade="modelled",
    as_of="2026-08-21",
    notebook="inference/memory",
    facts=(results.facts,),
)
def printed_formula():
    return results.ratio_frame()


@printed_formula.draw
def _(frame, narrow):
    y = named_rows.rows("models", list(frame["models"]), narrow)
    x = alt.X("ratio:Q", title="Printed formula over counted cache", scale=alt.Scale(type="log", domain=[0.3, 45], nice=False), axis=alt.Axis(grid=True, values=[0.5, 1, 2, 5, 10, 20], format="~g"))
    kinds = list(frame["kind"].drop_duplicates())
    colours = dict(zip(results.KINDS.values(), (theme.GREY, theme.BLUE, theme.INK, theme.ORANGE, theme.GREEN, theme.OCHRE, theme.PURPLE), strict=True))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[colours[k] for k in kinds]), legend=named_rows.legend(narrow))
    one = [] if narrow else [alt.Chart(pd.DataFrame({"x": [1.0]})).mark_rule(strokeDash=[4, 3]).encode(x="x:Q")]
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    texts = [
        alt.Chart(frame[side]).mark_text(align=align, dx=dx).encode(x=x, y=y, text=alt.Text("ratio:Q", format=".3~g"))
        for side, align, dx in ((frame["ratio"] < 1, "right", -9), (frame["ratio"] >= 1, "left", 9))
    ]
    return alt.layer(*one, dots, *texts, *named_rows.names(frame, "models", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 25))


@figure(
    id="INF-03",
    slug="batch-behind-the-claimed-lengths",
    title="{claimed_fill} fill {claimed_hbm} at a batch of {batch_16} and a sixteen-bit cache; what weights leave is then full at {limit}, not near {claimed_limit}",
    question="Which batch makes the two claimed lengths come out?",
    alt="Two falling lines of tokens against batch at sixteen bits, both logarithmic: the length that fills {claimed_hbm}, and the one that fills the {claimed_left} that weights leave. Dots mark powers of two. "
    "The first line crosses the claimed {claimed_fill} at a batch of {batch_16}; there the second is at {limit}, below the band around {claimed_limit}.",
    caption="{llama405} on eight H100. Bands: the claimed lengths with the tolerance fixed beforehand. With an eight-bit cache the same lengths belong to a batch of {batch_8}, with a four-bit one to {batch_4}. "
    "The two claimed lengths stand as {lengths_over} to one, the two memories as {memories_over}: one batch and precision cannot give both more closely than {ratio_gap}.",
    columns={
        "memory": ("text", "Memory to fill"),
        "batch": ("1", "Sequences held at once, 16-bit cache"),
        "tokens": ("token", "Tokens of each sequence that fill it"),
        "low": ("token", "Claimed length less its tolerance"),
        "high": ("token", "Claimed length plus its tolerance"),
        "kind": ("text", "computed, power of two, or claimed"),
    },
    sources=("semianalysis2024o1pro", "nvidia2026aiconfigurator", "huggingface2024llama31"),
    tables=("inference/models", "inference/inversion_priors", "claim_numbers"),
    claims=("D2",),
    grade="modelled",
    as_of="2026-08-21",
    notebook="inference/memory",
    facts=(results.facts,),
)
def lengths():
    return results.lengths_by_batch()


@lengths.draw
def _(frame, narrow):
    names = list(frame["memory"].drop_duplicates())
    colour = alt.Color("memory:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(symbolOpacity=1))
    x = alt.X("batch:Q", title="Sequences held at once (16-bit cache)", scale=alt.Scale(type="log", base=2, domain=[8, 128], nice=False), axis=alt.Axis(values=[8, 16, 32, 64, 128], grid=True))
    y = alt.Y("tokens:Q", title="Tokens of each sequence", scale=alt.Scale(type="log", domain=[3000, 200_000], nice=False), axis=alt.Axis(values=[5000, 10_000, 20_000, 50_000, 100_000], format="~s"))
    claimed = frame[frame["kind"] == "claimed"]
    lines = frame[frame["kind"] != "claimed"]
    band = alt.Chart(claimed).mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", scale=alt.Scale(type="log", domain=[3000, 200_000], nice=False)), y2="high:Q", color=colour)
    rules = alt.Chart(claimed).mark_line(strokeDash=[4, 3], strokeWidth=1).encode(x=x, y=y, color=colour)
    drawn = alt.Chart(lines).mark_line().encode(x=x, y=y, color=colour)
    dots = alt.Chart(lines[lines["kind"] == "power of two"]).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    hit = lines[(lines["kind"] == "power of two") & (lines["batch"] == 32)]
    says = claimed.assign(says=lambda f: f["tokens"].map("claimed {:,.0f}".format))
    texts = []
    for name, align, dx, dy, at in ((names[0], "left", 8, -10, 128), (names[1], "right", -8, 12, 8)):
        texts.append(alt.Chart(hit[hit["memory"] == name]).mark_text(align=align, dx=dx, dy=dy, fontWeight="bold").encode(x=x, y=y, text=alt.Text("tokens:Q", format=",.0f"), color=colour))
        mine = says[(says["memory"] == name) & (says["batch"] == at)]
        texts.append(alt.Chart(mine).mark_text(align="left" if align == "right" else "right", dx=-0.8 * dx, dy=-11 if dy < 0 else 21).encode(x=x, y=y, text="says:N", color=colour))
    return alt.layer(band, rules, drawn, dots, *texts).properties(width=theme.width(narrow), height=340)


@figure(
    id="INF-04",
    slug="users-that-fit",
    title="Eight H100 hold {users_405b_8k:interval2} users of {llama405} at {context_short}, {users_405b_128k:interval} at {context_long}, and lack {lacks_deepseek} for DeepSeek-V3",
    question="How many users’ contexts fit on one server beside the weights?",
    alt="Dots with ranges of users that fit on eight H100, by model, for {context_short} and {context_long} of context, on a scale that shows zero. {llama405} {users_405b_8k:range} and {users_405b_128k:range}, {llama70} {users_70b_8k:range} and {users_70b_128k:range}. "
    "DeepSeek-V3 and Kimi K2 do not fit; the first lacks {lacks_deepseek:range}.",
    caption="Weights at eight bits, cache at sixteen. Range: the share of memory that software gives to weights and cache, {share:range2}, and weights that stay wide in a file of eight bits. Whole users; each number stored once. "
    "{qwen3} is shown at {context_short} only, its own limit is below {context_long}. Memory alone: speed may allow fewer.",
    columns={
        "model": ("text", "Model"),
        "context_tokens": ("token", "Tokens each user holds"),
        "users": ("1", "Users that fit, median"),
        "users_low": ("1", "5 %"),
        "users_high": ("1", "95 %"),
        "lacks_gb": ("GB", "Memory lacking for the weights alone, median"),
    },
    sources=("nvidia2026aiconfigurator", "epochai2026hardware", "vllm2024pr10511", "vllm2024issue6746"),
    tables=("inference/models", "inference/accelerators", "inference/systems", "inference/server_memory"),
    parameters=("usable_memory_share", "weight_overhead_8bit"),
    claims=("D2",),
    grade="guessed",
    as_of="2026-08-21",
    notebook="inference/memory",
    facts=(results.facts,),
)
def users():
    return results.users_frame()


@users.draw
def _(frame, narrow):
    names = list(frame["model"].drop_duplicates())
    frame = frame.dropna(subset=["users"]).assign(context=lambda f: f["context_tokens"].map("{:,.0f} tokens".format))
    y = named_rows.rows("model", names, narrow)
    scale = alt.Scale(type="symlog", constant=1, domain=[0, 3000], nice=False)
    x = alt.X("users:Q", title="Users that fit on eight H100", scale=scale, axis=alt.Axis(grid=True, values=[0, 1, 10, 100, 1000]))
    labels = list(frame["context"].drop_duplicates())
    colour = alt.Color("context:N", sort=None, scale=alt.Scale(domain=labels, range=[theme.BLUE, theme.ORANGE]), legend=named_rows.legend(narrow))
    fits = frame[frame["lacks_gb"] == 0]
    ranges = alt.Chart(fits).mark_rule(strokeWidth=5, opacity=0.3).encode(x=alt.X("users_low:Q", scale=scale), x2="users_high:Q", y=y, color=colour)
    dots = alt.Chart(fits).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    short = frame[frame["lacks_gb"] > 0].drop_duplicates("model").assign(says=lambda f: f["lacks_gb"].map("does not fit: lacks {:,.0f} GB".format))
    words = alt.Chart(short).mark_text(align="left", dx=4).encode(x=x, y=y, text="says:N")
    return alt.layer(ranges, dots, words, *named_rows.names(frame, "model", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))
