"""Figures of the thresholds: when each was law, the largest models against them, and how the gap moved."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.governance.results import thresholds as results

__all__ = ["timeline", "models", "headroom"]

_COMMON = {"as_of": "2026-11-26", "notebook": "governance/thresholds", "facts": (results.facts,), "claims": ()}
_GROUPS = ["applies", "enacted, applies later", "proposed", "ended"]
_COLOURS = [theme.BLUE, theme.GREEN, theme.GREY, theme.ORANGE]
_SPAN = ["2023-06-01", "2027-12-31"]


@figure(
    id="GOV-01",
    slug="thresholds-over-time",
    title="{apply_now} thresholds on training compute apply in November 2026 and {apply_2027} from January 2027; for {bare_days} in 2025 none did",
    question="Which compute thresholds exist, and when did each apply?",
    alt="Bars of time, one row a threshold, thin while it is on its way and thick while its duty applies. The US order of 2023 applied for {order_days} and was revoked in January 2025. California’s bill “SB 1047” was vetoed, the US rule on model weights given up before it applied. The EU’s thresholds apply from August 2025, California’s and South Korea’s from January 2026, Connecticut’s from October 2026, New York’s and Illinois’s from January 2027.",
    caption="Thresholds on training compute and on clusters, by their number. Thin: from first publication or signature until the duty begins. Thick: the duty applies (what is enacted is drawn to the end of 2027). A cross marks a veto, a revocation, a replacement or a rule given up. Bills and drafts stay thin. Dashed: November 2026. Several steps are known from reports only; the table on this page says which.",
    columns={"threshold": ("text", "Threshold"), "value": ("1", "Number, in FLOP or FLOP/s"), "group": ("text", "Where it stood in November 2026"), "ended": ("text", "How it ended"), "stage": ("text", "Stage"), "start": ("text", "From"), "end": ("text", "To")},
    sources=results.sources(),
    tables=("governance/thresholds",),
    grade="measured",
    **_COMMON,
)
def timeline():
    return results.timeline_frame()


@timeline.draw
def _(frame, narrow):
    frame = frame.assign(end=pd.to_datetime(frame["end"]).clip(upper=pd.Timestamp(_SPAN[1])), start=pd.to_datetime(frame["start"]))
    order = list(frame["threshold"].drop_duplicates())
    y = named_rows.rows("threshold", order, narrow)
    scale = alt.Scale(domain=_SPAN)
    x = alt.X("start:T", title=None, scale=scale, axis=alt.Axis(format="%Y", tickCount="year", grid=True))
    colour = alt.Color("group:N", scale=alt.Scale(domain=_GROUPS, range=_COLOURS), legend=alt.Legend(columns=1 if narrow else 4, symbolType="stroke", symbolStrokeWidth=7, symbolOpacity=1))
    thin = alt.Chart(frame[frame["stage"] == "on its way"]).mark_rule(strokeWidth=2.5, clip=True).encode(x=x, x2="end:T", y=y, color=colour)
    thick = alt.Chart(frame[frame["stage"] == "duty applies"]).mark_rule(strokeWidth=9, clip=True).encode(x=x, x2="end:T", y=y, color=colour)
    over = frame[frame["ended"].fillna("") != ""].sort_values("end").drop_duplicates("threshold", keep="last")
    crosses = alt.Chart(over).mark_point(shape="cross", angle=45, size=110, filled=True, color=theme.INK).encode(x=alt.X("end:T", scale=scale), y=y)
    late = over["end"] > results.TODAY - pd.DateOffset(years=1)  # to the right their words would run into the line of today
    words = [
        alt.Chart(part).mark_text(align=align, dx=dx, fontSize=11).encode(x=alt.X(f"{at}:T", scale=scale), y=y, text="ended:N")
        for part, at, align, dx in ((over[~late], "end", "left", 10), (over[late], "start", "right", -6))
    ]
    today = alt.Chart(pd.DataFrame({"t": [results.TODAY]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("t:T", scale=scale))
    return alt.layer(today, thin, thick, crosses, *words, *named_rows.names(frame, "threshold", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 24))


@figure(
    id="GOV-02",
    slug="largest-models-and-thresholds",
    title="When the first model passed {frontier} no law asked: the order had ended {wait_days} before",
    question="Where do the largest models stand against the thresholds?",
    alt="Dots of models by date of release and training compute on a logarithmic scale, the largest of their time filled; they rise from GPT-3, far below the EU’s number, to {largest} in 2025. Horizontal bars show when {general_purpose}, {systemic} and {frontier} were law or guidance: the highest in 2024, then none until August 2025.",
    caption="Each dot is a model with an estimate in our table; filled: the largest of its time. Bars: the times during which a number was law or guidance somewhere, darker where several did; dotted lines carry the number on. Estimates are good to a factor of {error_factor:2} at the top. The {above_all} models above {frontier} came out before any law with that number applied again.",
    columns={"name": ("text", "Model or threshold"), "date": ("text", "Date of release, or start"), "until": ("text", "End"), "flop": ("FLOP", "Training compute"), "kind": ("text", "What the row is")},
    sources=("epochai2026models", "euaiact2024", "ecgpai2025", "eo14110", "casb53cdt2026", "hunton2026ct", "donga2025decree"),
    tables=("governance/thresholds", "scaling/notable_models"),
    grade="modelled",
    **_COMMON,
)
def models():
    dots = results.lines_frame()
    bars = results.steps_frame()
    top = pd.DataFrame({"name": dots["model"], "date": dots["released"], "until": pd.NaT, "flop": dots["training_flop"], "kind": dots["record"].map({True: "largest of its time", False: "other model"})})
    low = pd.DataFrame({"name": bars["threshold"], "date": bars["start"], "until": bars["end"], "flop": bars["value"], "kind": "threshold"})
    return pd.concat([top, low], ignore_index=True)


@models.draw
def _(frame, narrow):
    frame = frame.assign(date=pd.to_datetime(frame["date"]), until=pd.to_datetime(frame["until"]).clip(upper=pd.Timestamp("2027-12-31")))
    bars, dots = frame[frame["kind"] == "threshold"], frame[frame["kind"] != "threshold"]
    xs = alt.Scale(domain=["2020-01-01", "2027-12-31"])
    x = alt.X("date:T", title=None, scale=xs, axis=alt.Axis(format="%Y", tickCount="year"))
    y = alt.Y("flop:Q", title="Training compute (FLOP)", scale=alt.Scale(type="log", domain=[1e22, 2e27]), axis=alt.Axis(format="~e", values=[10.0**k for k in range(22, 28)]))
    lines = alt.Chart(bars.drop_duplicates("flop")).mark_rule(strokeDash=[2, 4], strokeWidth=1).encode(y=y)
    spans = alt.Chart(bars).mark_rule(strokeWidth=7, color=theme.ORANGE, opacity=0.75).encode(x=x, x2="until:T", y=y)
    rest = alt.Chart(dots[dots["kind"] == "other model"]).mark_point(filled=False, color=theme.GREY, size=36).encode(x=x, y=y)
    best = alt.Chart(dots[dots["kind"] == "largest of its time"]).mark_point(filled=True, color=theme.BLUE, size=70).encode(x=x, y=y)
    named = dots[dots["name"].isin(["GPT-3 175B (davinci)", "GPT-4 (Mar 2023)", "Grok 3", "Grok 4"])].assign(name=lambda f: f["name"].str.replace(r" 175B \(davinci\)| \(Mar 2023\)", "", regex=True))
    right = named["name"].isin(["GPT-3", "Grok 4"])
    text = [alt.Chart(part).mark_text(align=side, dx=dx, dy=-11 if narrow else -4, fontSize=11).encode(x=x, y=y, text="name:N") for part, side, dx in ((named[right], "left", 8), (named[~right], "right", -8))]
    words = {1e23: "EU guidelines", 1e25: "EU AI Act", 1e26: "US order, then California, South Korea …"}
    labels = bars.drop_duplicates("flop").assign(at=pd.Timestamp("2020-03-20"), word=lambda f: f["flop"].map(words))
    notes = alt.Chart(labels).mark_text(align="left", dy=-8, fontSize=11, color=theme.ORANGE).encode(x=alt.X("at:T", scale=xs), y=y, text="word:N")
    return alt.layer(lines, spans, rest, best, *text, notes).properties(width=theme.width(narrow), height=360)


@figure(
    id="GOV-03",
    slug="from-far-above-to-far-below",
    title="The EU’s threshold lay {eu_ratio_adopted:2} times below the largest model when adopted, {eu_ratio_now:2} times by the newest data",
    question="How fast does a fixed threshold fall behind?",
    alt="Rows of thresholds with dots on a logarithmic scale: the largest model’s compute over the threshold when it was adopted, when the duty began, and by the newest data. The US order began with the largest model at {order_ratio_signed:2} of its number; the EU’s at {eu_ratio_adopted:2} times, now {eu_ratio_now:2}; the laws at {frontier} now stand at {frontier_ratio_now:2}.",
    caption="Left of the line no known model was covered. Bars: 5–95 % of the estimate. ‘Adopted’: passed or signed (South Korea: first draft of the decree). ‘Newest data’: July 2026. The order’s number was set {order_above_largest:range2} times above the largest model then known.",
    columns={"threshold": ("text", "Threshold"), "stage": ("text", "When"), "day": ("text", "Day"), "model": ("text", "Largest model then"), "ratio": ("1", "Largest model over threshold"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=("epochai2026models", "euaiact2024", "eo14110", "casb53cdt2026", "hunton2026ct", "nyraise2026act", "ilsb315act", "mk2025decree"),
    tables=("governance/thresholds", "scaling/notable_models", "governance/estimate_errors"),
    grade="modelled",
    **_COMMON,
)
def headroom():
    frame = results.headroom_frame()
    return frame[~frame["threshold"].str.contains("guidelines")].reset_index(drop=True)


@headroom.draw
def _(frame, narrow):
    stages = ["adopted", "duty applied", "newest data"]
    y = named_rows.rows("threshold", list(frame["threshold"].drop_duplicates()), narrow)
    scale = alt.Scale(type="log", domain=[0.05, 300])
    x = alt.X("ratio:Q", title="Largest model over the threshold (times)", scale=scale, axis=alt.Axis(grid=True, values=[0.1, 0.3, 1, 3, 10, 30, 100, 300], format="~g"))
    offset = alt.YOffset("stage:N", sort=stages, scale=alt.Scale(domain=stages, paddingOuter=0.4))
    colour = alt.Color("stage:N", sort=stages, scale=alt.Scale(domain=stages, range=[theme.GREY, theme.ORANGE, theme.BLUE]), legend=named_rows.legend(narrow))
    one = alt.Chart(pd.DataFrame({"x": [1.0]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q", scale=scale))
    names = [alt.Chart(frame.drop_duplicates("threshold")).mark_text(align="left", dy=-26, fontSize=11).encode(x=alt.value(0), y=y, text="threshold:N")] if narrow else []
    bars = alt.Chart(frame).mark_rule(strokeWidth=4, opacity=0.35).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, yOffset=offset, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=70).encode(x=x, y=y, yOffset=offset, color=colour)
    return alt.layer(one, bars, dots, *names).properties(width=theme.width(narrow), height=480 if narrow else 340)
