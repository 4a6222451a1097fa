"""Figures of sparse and hybrid models: share by period, attention of later releases, and every release by date."""

import altair as alt

from analysis import theme
from analysis.figures import figure
from analysis.scaling.results import release_shares as results

__all__ = ["shares", "attention", "timeline"]

_COMMON = dict(
    sources=("epochai2026models", "nvidia2026aiconfigurator", "jianyuh2025architecture"), tables=("scaling/release_architecture",), parameters=(),
    claims=("B21",), as_of="2026-07-15", notebook="scaling/sparse-and-hybrid", grade="measured", facts=(results.facts,),
)  # fmt: skip
# two lines at most: a line for each word ran into the next row's label and the axis
_PERIOD = "split(replace(replace(datum.label, ', ', ',|'), ' 2024', '|2024'), '|')"
_PERIOD_NARROW = "split(replace(replace(replace(replace(datum.label, 'December', 'Dec'), 'April', 'Apr'), ', ', ',|'), ' 2024', '|2024'), '|')"


@figure(
    id="SCL-59",
    slug="sparse-and-hybrid-by-period",
    title="Sparse releases went from {sparse_2023:2} in 2023 to {sparse_2026:2} in 2026; hybrids are still {hybrid_2026:2}",
    question="Which share of notable open releases is sparse, and which is hybrid?",
    alt="Points with intervals by period. Sparse: {sparse_2023:range2} in 2023, {sparse_2024:range2} in the rest of 2024, {sparse_2025:range2} in 2025, {sparse_2026:range2} in 2026. Hybrid: none before, then {hybrid_2025:range2} in 2025 and {hybrid_2026:range2} in 2026.",
    caption="Open-weight language models of at least {smallest} parameters in Epoch AI's table of notable models, without continued ones. Bars: Wilson's interval, 5–95 %. Hybrid: known to mix attention with layers that keep a state of fixed size; what is not known counts as not.",
    columns={
        "period": ("text", "Period of publication"), "kind": ("text", "sparse: mixture of experts; hybrid: some layers keep a state"), "count": ("1", "Releases"),
        "with_it": ("1", "Releases with it"), "percent": ("percent", "Share"), "low_percent": ("percent", "Low end"), "high_percent": ("percent", "High end"),
    },
    **_COMMON,
)  # fmt: skip
def shares():
    return results.periods()


@shares.draw
def _(frame, narrow):
    order = list(frame["period"].drop_duplicates())
    x = alt.X("period:N", title=None, sort=order, axis=alt.Axis(labelAngle=0, labelExpr=_PERIOD_NARROW if narrow else _PERIOD), scale=alt.Scale(paddingInner=0.3, paddingOuter=0.2))
    y = alt.Y("percent:Q", title="Share of releases (%)", scale=alt.Scale(domain=[0, 100]))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["sparse", "hybrid"], range=[theme.BLUE, theme.ORANGE]))
    shift = alt.XOffset("kind:N", sort=["sparse", "hybrid"])
    bars = alt.Chart(frame).mark_rule(strokeWidth=5, opacity=0.4).encode(x=x, xOffset=shift, y=alt.Y("low_percent:Q"), y2="high_percent:Q", color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=100).encode(x=x, xOffset=shift, y=y, color=colour)
    return (bars + dots).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-60",
    slug="attention-of-later-releases",
    title="Of later releases with known attention {hybrid_known:2} keep a state; {broad_known:2} limit attention in some way",
    question="Did all new models become hybrids?",
    alt="Stacked bars of releases by period and kind of attention since April 2024: all layers attend to all, some layers see a part, some layers keep a state, not known to us. Over all periods {full_known} attend fully and {unknown} are not known.",
    caption="Windows, selected tokens and states all make attention cheaper than quadratic; only a state is what the essay calls a hybrid. If every release not known to us were one, the share would be {hybrid_most:2}.",
    columns={"period": ("text", "Period of publication"), "kind": ("text", "Kind of attention"), "releases": ("1", "Releases")},
    **_COMMON,
)
def attention():
    return results.attention()


@attention.draw
def _(frame, narrow):
    kinds = ["some layers keep a state", "some layers see a part", "all layers attend to all", "not known to us"]
    order = ["April–December 2024", "2025", "2026, to July"]
    y = alt.Y("period:N", sort=order, title=None, axis=alt.Axis(labelExpr=_PERIOD_NARROW if narrow else _PERIOD))
    x = alt.X("releases:Q", title="Releases", axis=alt.Axis(tickMinStep=1))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[theme.ORANGE, theme.PURPLE, theme.BLUE, theme.GREY]), legend=alt.Legend(columns=1 if narrow else 2))
    return alt.Chart(frame.assign(rank=frame["kind"].map(kinds.index))).mark_bar().encode(x=x, y=y, color=colour, order="rank:Q").properties(width=theme.width(narrow), height=alt.Step(52))


@figure(
    id="SCL-61",
    slug="releases-by-size-and-kind",
    title="Since 2025 no dense open release has had more than {dense_largest} parameters; sparse ones reach {sparse_largest}",
    question="When did sparse models prevail, and at which size?",
    alt="Dots of releases by date and total parameters on a logarithmic scale, dense, sparse, and sparse with a state. Dense models up to hundreds of billions appear until late 2024; later dense dots lie near the lower edge, sparse ones reach up to {sparse_largest}.",
    caption="All {releases} releases. A sparse model's total is not what a token uses. Closed models do not say what they are and are absent.",
    columns={"model": ("text", "Model"), "release_date": ("date", "Publication"), "parameters_b": ("1", "Parameters, billions"), "kind": ("text", "dense, sparse, or sparse and hybrid")},
    **_COMMON,
)
def timeline():
    frame = results.releases()
    kind = frame["sparse"].map({True: "sparse", False: "dense"}).where(frame["attention"] != "state", "sparse and hybrid")
    return frame.assign(kind=kind, release_date=frame["release_date"].dt.strftime("%Y-%m-%d"))[["model", "release_date", "parameters_b", "kind"]]


@timeline.draw
def _(frame, narrow):
    x = alt.X("release_date:T", title="Publication", axis=alt.Axis(format="%Y", tickCount=4))
    y = alt.Y("parameters_b:Q", title="Parameters (billions)", scale=alt.Scale(type="log", domain=[20, 2000]), axis=alt.Axis(values=[20, 50, 100, 200, 500, 1000, 2000]))
    kinds = ["dense", "sparse", "sparse and hybrid"]
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[theme.GREY, theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=3))
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["square", "circle", "diamond"]))
    return alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour, shape=shape).properties(width=theme.width(narrow), height=320)
