"""Figures on who is regulated: developers, modifiers, chips and the runs within reach."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import who_is_regulated as results

__all__ = ["developers", "third", "modified", "chips", "reach"]

_COMMON = {"as_of": "2026-11-26", "notebook": "governance/who-is-regulated", "facts": (results.facts,), "claims": ()}


@figure(
    id="GOV-06",
    slug="developers-and-limits",
    title="All {over_states} developers with a model above {frontier} are above the revenue limit too; of {over_eu} above the EU’s threshold {eu_small} are not",
    question="Which developers do the limits reach?",
    alt="Dots of developers: revenue against training compute of the largest model, both on logarithmic scales, with the states’ two limits and the EU’s threshold as lines. OpenAI, Anthropic, Google and Meta lie beyond both limits of the states; Alibaba and Cursor beyond the revenue limit and the EU’s threshold; Mistral, Moonshot and Zhipu beyond the EU’s threshold only; MiniMax beyond none.",
    caption="Full dots: models with an estimate of their own; rings: inferred from what is known of the model, at even odds or better. Later training is counted. Revenue: of the year 2025, of the group, or a month’s sales times twelve. xAI, of which no figure was found, is reported to be above both limits and is not drawn.",
    columns={"developer": ("text", "Developer"), "revenue_usd": ("USD", "Revenue a year"), "flop": ("FLOP", "Training compute of the largest model"), "low": ("FLOP", "5 % point"), "high": ("FLOP", "95 % point"), "status": ("text", "Estimate")},
    sources=("stationx2026openai", "ttm2026anthropic", "dqindia2026alphabet", "punchng2026bigtech", "sb53faq2025", "digg2026zhipu", "getmanthan2026cursor", "itiger2026mistral", "gogoai2026moonshot", "epochai2026models"),
    tables=("governance/developers", "governance/thresholds", "governance/covered_models", "scaling/notable_models", "governance/imputation_fit", "governance/imputation_covariance"),
    grade="modelled",
    **_COMMON,
)
def developers():
    frame = results.developers_frame()
    return frame.dropna(subset=["revenue_usd", "flop"])[["developer", "revenue_usd", "flop", "low", "high", "status"]].reset_index(drop=True)


@developers.draw
def _(frame, narrow):
    f = results.facts()
    x = alt.X("flop:Q", title="Training compute of the largest model (FLOP)", scale=alt.Scale(type="log", domain=[1e24, 2e28]), axis=alt.Axis(format="~e", values=[10.0**k for k in range(24, 29)]))
    y = alt.Y("revenue_usd:Q", title="Revenue a year (US$)", scale=alt.Scale(type="log", domain=[3e7, 2e12]), axis=alt.Axis(values=[1e8, 1e9, 1e10, 1e11, 1e12], labelExpr="datum.value >= 1e12 ? '1 trillion' : datum.value >= 1e9 ? datum.value / 1e9 + ' billion' : datum.value / 1e6 + ' million'"))
    lines = alt.Chart(pd.DataFrame({"x": [f["systemic"].value, f["frontier"].value], "t": ["EU", "US states"]}))
    upright = lines.mark_rule(strokeDash=[3, 3]).encode(x="x:Q")
    tags = lines.mark_text(align="left", dx=4, dy=4, baseline="top", fontSize=11).encode(x="x:Q", y=alt.value(0), text="t:N")
    level = alt.Chart(pd.DataFrame({"y": [f["revenue"].value]})).mark_rule(strokeDash=[3, 3]).encode(y="y:Q")
    limit = alt.Chart(pd.DataFrame({"y": [f["revenue"].value], "t": ["revenue limit"]})).mark_text(align="right", dx=-2, dy=9, fontSize=11).encode(x=alt.value("width"), y="y:Q", text="t:N")
    bars = alt.Chart(frame).mark_rule(strokeWidth=3, opacity=0.25, color=theme.BLUE, clip=True).encode(x=alt.X("low:Q"), x2="high:Q", y=y)
    seen, inferred = frame[frame["status"] == "observed"], frame[frame["status"] != "observed"]
    dots = alt.Chart(seen).mark_point(filled=True, size=80, color=theme.BLUE).encode(x=x, y=y)
    rings = alt.Chart(inferred).mark_point(filled=False, size=80, color=theme.BLUE).encode(x=x, y=y)
    place = {"Alibaba": ("left", 9, -8), "Google": ("left", 9, -8), "Zhipu AI": ("left", 9, 8), "MiniMax": ("right", -4, 12), "Moonshot": ("left", 9, 5), "Mistral AI": ("left", 9, 0)}
    named = [alt.Chart(frame[frame["developer"] == d]).mark_text(align=a, dx=dx, dy=dy, fontSize=11).encode(x=x, y=y, text="developer:N") for d in frame["developer"] for a, dx, dy in (place.get(d, ("left", 9, 7)),)]
    names = [layer for text in named for layer in named_rows.over_lines(text)]
    return alt.layer(upright, level, tags, limit, bars, dots, rings, *names).properties(width=theme.width(narrow), height=360)


@figure(
    id="GOV-07",
    slug="what-a-third-costs",
    title="To become a provider by modifying a model takes {third_other:2} of chip hours for an unknown small one, {third_405b:2} for “Llama 3.1-405B”",
    question="What does the EU’s third mean in money?",
    alt="Rows of original models with the cost of a third of their training compute on a logarithmic scale, with ranges: “Llama 3.1-405B” {third_405b:range}, an unknown model with systemic risk {third_systemic:range}, Kimi K2.5 {third_kimi:range}, an unknown other model {third_other:range}.",
    caption="Chip hours alone, on rented H100 at {hour:range} an hour and the utilisation of large runs; no staff, no failed runs, no data. Bars: 5–95 %. Where the original’s compute is known the limit is a third of it; where it cannot be known, the same share is taken of the threshold.",
    columns={"original": ("text", "Original model"), "modification_flop": ("FLOP", "A third of its compute"), "cost_usd": ("USD", "Chip hours of the modification"), "low": ("USD", "5 % point"), "high": ("USD", "95 % point")},
    sources=("ecgpai2025", "epochai2026models", "aitechconnect2026h100", "aimultiple2026index", "semianalysis2026inferencex"),
    tables=("governance/thresholds", "scaling/notable_models"),
    parameters=("training_chip_hour", "mfu_frontier"),
    grade="modelled",
    **_COMMON,
)
def third():
    return results.modifier_frame()


@third.draw
def _(frame, narrow):
    y = named_rows.rows("original", list(frame["original"]), narrow)
    scale = alt.Scale(type="log", domain=[2e4, 6e7])
    x = alt.X("cost_usd:Q", title="Chip hours of the modification (US$)", scale=scale, axis=alt.Axis(grid=True, values=[1e5, 1e6, 1e7], labelExpr="datum.value >= 1e6 ? datum.value / 1e6 + ' million' : datum.value / 1e3 + ',000'"))
    bars = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.35, color=theme.BLUE).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=80, color=theme.BLUE).encode(x=x, y=y)
    return alt.layer(bars, dots, *named_rows.names(frame, "original", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))


@figure(
    id="GOV-08",
    slug="modifications-against-a-third",
    title="{downstream_over} of {downstream} known modifications of another’s model pass a third of its compute; DeepSeek’s R1 took {r1_share:2} of its own",
    question="Do real modifications reach a third?",
    alt="Dots of models: compute of later training over that of the model under it, on a logarithmic scale, with a line at a third. Cursor’s Composer models, built on another’s, lie far beyond it; “Grok 4”, on xAI’s own, beyond; the others below.",
    caption="Only a downstream actor becomes a provider in this way; a developer’s later training of its own model counts towards that model. From developers’ statements and Epoch AI’s notes; most say nothing.",
    columns={"model": ("text", "Model"), "ratio": ("1", "Later training over the model under it"), "whose": ("text", "Whose model")},
    sources=("ecgpai2025", "epochai2026models"),
    tables=("governance/thresholds", "governance/compute_parts"),
    grade="modelled",
    **_COMMON,
)
def modified():
    return results.modified_frame()[["model", "ratio", "whose"]]


@modified.draw
def _(frame, narrow):
    y = named_rows.rows("model", list(frame["model"]), narrow)
    scale = alt.Scale(type="log", domain=[1e-5, 10])
    x = alt.X("ratio:Q", title="Later training over the model under it (times)", scale=scale, axis=alt.Axis(grid=True, values=[1e-5, 1e-3, 0.1, 1, 10], format="~g"))
    colour = alt.Color("whose:N", scale=alt.Scale(domain=["on another’s model", "on one’s own"], range=[theme.ORANGE, theme.GREY]), legend=alt.Legend(columns=2, symbolOpacity=1))
    line = alt.Chart(pd.DataFrame({"x": [results.facts()["share"].value / 100], "t": ["a third"]}))
    rule = line.mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    return alt.layer(rule, dots, *named_rows.names(frame, "model", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))


@figure(
    id="GOV-09",
    slug="chips-and-export-limits",
    title="Of {chips} accelerators {chips_below} lies below the US export limit, {chips_case} may be licensed for China case by case and {chips_denied} are denied",
    question="Which chips do the export limits reach?",
    alt="Dots of accelerators: total processing performance against memory bandwidth, with the limit of {tpp_limit} and the box of {tpp_case} and {bandwidth_case} in which licences for China are possible since January 2026. The H20 lies below the limit; A100, H100, H200, MI300X and MI325X inside the box; Gaudi3, B200, TPU v7, MI355X and GB300 outside.",
    caption="Total processing performance: tera-operations a second times bits, dense, the highest over precisions. A second limit, on performance for each area of silicon, is not drawn, since our table has no areas. ‘Case by case’ also asks for supply, tests and a cap on volume; below the limit a letter can still ask for a licence, as for the H20 in 2025.",
    columns={"chip": ("text", "Accelerator"), "designer": ("text", "Designer"), "tpp": ("1", "Total processing performance"), "bandwidth_gb_s": ("GB/s", "Memory bandwidth"), "treatment": ("text", "Treatment for China")},
    sources=("ear3a090", "bis2026h200", "tomshardware2026h200", "epochai2026hardware", "smarti2025h20"),
    tables=("governance/thresholds", "inference/accelerators", "power/chips"),
    grade="modelled",
    **_COMMON,
)
def chips():
    return results.chips_frame()


@chips.draw
def _(frame, narrow):
    f = results.facts()
    x = alt.X("tpp:Q", title="Total processing performance", scale=alt.Scale(type="log", domain=[1500, 110000]), axis=alt.Axis(values=[2000, 10000, 50000] if narrow else [2000, 5000, 10000, 20000, 50000], format=",d"))
    y = alt.Y("bandwidth_gb_s:Q", title="Memory bandwidth (GB/s)", scale=alt.Scale(domain=[0, 9000]))
    colour = alt.Color("treatment:N", scale=alt.Scale(domain=["below the limit", "case by case", "denied"], range=[theme.BLUE, theme.OCHRE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 3, symbolOpacity=1))
    box = alt.Chart(pd.DataFrame({"a": [f["tpp_limit"].value], "b": [f["tpp_case"].value], "c": [0.0], "d": [f["bandwidth_case"].value]})).mark_rect(opacity=0.12, color=theme.OCHRE).encode(x=alt.X("a:Q"), x2="b:Q", y=alt.Y("c:Q"), y2="d:Q")
    line = alt.Chart(pd.DataFrame({"x": [f["tpp_limit"].value]})).mark_rule(strokeDash=[3, 3]).encode(x="x:Q")
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    frame = frame.assign(label=frame["chip"].replace({"H100": "H100, H800"}))
    apart = {"H100": (-8, -8, "right"), "MI355X": (0, -13, "center"), "MI300X": (-8, -6, "right"), "MI325X": (-8, -6, "right"), "TPU v7": (8, 10, "left"), "B200": (-9, 0, "right"), "GB300": (8, 0, "left")}
    shown = frame[frame["chip"] != "H800"] if not narrow else frame[frame["chip"].isin(["H20", "A100", "H200", "MI325X", "GB300", "Gaudi3", "TPU v6e"])]
    names = [alt.Chart(shown[shown["chip"] == c]).mark_text(align=apart.get(c, (8, 0, "left"))[2], dx=apart.get(c, (8, 0, "left"))[0], dy=apart.get(c, (8, 0, "left"))[1], fontSize=11).encode(x=x, y=y, text="label:N") for c in shown["chip"]]
    return alt.layer(box, line, dots, *(layer for text in names for layer in named_rows.over_lines(text))).properties(width=theme.width(narrow), height=340)


@figure(
    id="GOV-10",
    slug="runs-within-reach",
    title="All NVIDIA chips in China could train a model at {frontier} in {china_days:2}, a tenth of them in {china_tenth_days:2}",
    question="Which runs remain within reach under limits on chips?",
    alt="Rows of stocks of chips with the days of a run on a logarithmic scale: a run at the states’ threshold takes {china_days:range} on all NVIDIA chips in China, {china_tenth_days:range} on a tenth of them, {cap_days:range} on the {cap_chips} of a country cap given up in 2025. On {small_chips} even a run at the EU’s threshold takes {small_days_eu:range}.",
    caption="H100 or their equivalent at the utilisation of large runs, all on one run, which no country does. Stock: Epoch AI’s estimate of NVIDIA chips in China at the end of 2025, {china_chips:range} in H100; chips of other makers, rented and smuggled ones beyond it are left out. Bars: 5–95 %. Dashed: {run_days}.",
    columns={"stock": ("text", "Stock of chips"), "chips": ("chip", "Chips, in H100"), "run": ("text", "Run"), "days": ("day", "Days"), "low": ("day", "5 % point"), "high": ("day", "95 % point")},
    sources=("epochai2026chips", "tomshardware2025diffusion", "epochai2026models"),
    tables=("power/chip_owners", "power/export_rules", "governance/thresholds"),
    parameters=("mfu_frontier",),
    grade="modelled",
    **_COMMON,
)
def reach():
    return results.reach_frame()


@reach.draw
def _(frame, narrow):
    order = list(frame["stock"].drop_duplicates())
    y = named_rows.rows("stock", order, narrow)
    runs = list(frame["run"].drop_duplicates())
    scale = alt.Scale(type="log", domain=[0.3, 10000])
    x = alt.X("days:Q", title="Days of the run", scale=scale, axis=alt.Axis(grid=True, values=[1, 10, 100, 1000, 10000], format=",d"))
    offset = alt.YOffset("run:N", sort=runs, scale=alt.Scale(domain=runs, paddingOuter=0.6))
    colour = alt.Color("run:N", sort=runs, scale=alt.Scale(domain=runs, range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 2, symbolOpacity=1))
    line = alt.Chart(pd.DataFrame({"x": [results.RUN_DAYS]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    bars = alt.Chart(frame).mark_rule(strokeWidth=5, opacity=0.35).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, yOffset=offset, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, yOffset=offset, color=colour)
    names = [alt.Chart(frame.drop_duplicates("stock")).mark_text(align="left", dy=-24, fontSize=11).encode(x=alt.value(0), y=y, text="stock:N")] if narrow else []
    return alt.layer(line, bars, dots, *names).properties(width=theme.width(narrow), height=300 if narrow else 230)
