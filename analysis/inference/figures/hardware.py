"""Figures of hardware: throughput against speed by accelerator, our model beside it, dollars a token, an audited dense model, Trainium2, a model of Orion's size."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.inference.results import hardware as results

__all__ = ["frontier", "beside_model", "cost_by_speed", "audited", "trainium", "orion"]

_COLOUR = {
    "B200": theme.BLUE, "GB200": theme.PURPLE, "H200": theme.ORANGE, "H100": theme.OCHRE, "MI355X": theme.GREEN, "MI325X": theme.INK, "MI300X": theme.GREY,
}  # fmt: skip
_SPEED = "Speed for each user (tokens a second)"


def _colour(present, narrow: bool):
    names = [name for name in _COLOUR if name in set(present)]
    legend = alt.Legend(orient="bottom", columns=3 if narrow else 7, symbolOpacity=1, title=None, symbolStrokeWidth=3)
    return alt.Color("hardware:N", scale=alt.Scale(domain=names, range=[_COLOUR[name] for name in names]), legend=legend)


@figure(
    id="INF-30",
    slug="throughput-against-speed",
    title="B200 beats every other chip on sale in early 2025 at every speed, but GB200 racks beat servers of B200 at some",
    question="Which accelerator gives most tokens at a given speed for each user?",
    alt="Two charts of measured answer tokens a second of one accelerator against the speed each user gets, on a logarithmic scale, for DeepSeek-R1. All lines fall. With short prompts, at {speed_50} for each user, "
    "a B200 gives {at50_b200:2}, a GB200 {at50_gb200:2}, an MI355X {at50_mi355x:2} and an H200 {at50_h200:2}; H100, MI300X and MI325X lie below.",
    caption="{points} points measured by InferenceX between October 2025 and June 2026; shown are those that no other point of the same accelerator beats in both, joined as steps. All precisions, engines and group sizes; guessing ahead allowed. "
    "Tokens are divided by all accelerators of a group, those that read prompts included. The source keeps only a sample of its runs, so a line is a floor, for H100 and GB200 most. Software is a year newer than the claim.",
    columns={
        "workload": ("text", "Nominal tokens of prompt and answer"),
        "hardware": ("text", "Accelerator"),
        "weights": ("text", "Precision of the weights"),
        "drafts": ("text", "Whether tokens were guessed ahead"),
        "interactivity_tok_s_user": ("token/s", "Answer tokens a second for each user"),
        "throughput_tok_s_per_gpu": ("token/s", "Answer tokens a second of one accelerator"),
    },
    sources=("semianalysis2026runs",),
    tables=("inference/frontier_points",),
    parameters=(),
    claims=("D8",),
    grade="measured",
    as_of="2026-06-11",
    notebook="inference/hardware",
    facts=(results.facts,),
)
def frontier():
    return results.frontier_frame().assign(drafts=lambda frame: frame["drafts"].map({True: "yes", False: "no"}))


@frontier.draw
def _(frame, narrow):
    x = alt.X("interactivity_tok_s_user:Q", title=_SPEED, scale=alt.Scale(domain=[0, 220]))
    y = alt.Y("throughput_tok_s_per_gpu:Q", title="Tokens a second of one accelerator", scale=alt.Scale(type="log", domain=[10, 10000]))
    colour = _colour(frame["hardware"], narrow)
    base = alt.Chart().encode(x=x, y=y, color=colour)
    layers = alt.layer(base.mark_line(interpolate="step-before", strokeWidth=2, clip=True), base.mark_point(filled=True, size=22, clip=True), data=frame)
    wide = theme.width(narrow) if narrow else (theme.width(narrow) - 70) // 2
    return layers.properties(width=wide - (56 if narrow else 30), height=250).facet(facet=alt.Facet("workload:N", title=None, sort=list(results.WORKLOADS), header=alt.Header(labelPadding=24)), columns=1 if narrow else 2)


@figure(
    id="INF-31",
    slug="model-beside-frontier",
    title="The calibrated model is {calibrated_off:2} off between the points it was fitted at; the bare roofline is {roofline_h200:2} to {roofline_b200:2} times too fast",
    question="How near does our model come to these measured points?",
    alt="Two charts, for servers of eight B200 and eight H200, of tokens a second of one accelerator against speed for each user. The calibrated curve runs through the measured points; the bare roofline lies above all of them, by {roofline_b200:interval2} times on B200 and {roofline_h200:interval2} times on H200.",
    caption="Servers of eight without guessed tokens and without separate reading of prompts, at long prompts. Lines: our model at the mean lengths that were sent, calibrated on other points and bare. It was fitted to runs much like these; its error is printed for the {calibrated_points} points at numbers of requests at which nothing on these servers was fitted.",
    columns={
        "system": ("text", "Accelerator and precision"),
        "kind": ("text", "measured or computed"),
        "interactivity_tok_s_user": ("token/s", "Answer tokens a second for each user"),
        "throughput_tok_s_per_gpu": ("token/s", "Answer tokens a second of one accelerator"),
    },
    sources=("semianalysis2026runs",),
    tables=("inference/frontier_points",),
    parameters=(),
    claims=("D8",),
    grade="modelled",
    as_of="2026-06-11",
    notebook="inference/hardware",
    facts=(results.facts,),
)
def beside_model():
    return results.modelled()[["system", "kind", "interactivity_tok_s_user", "throughput_tok_s_per_gpu"]]


@beside_model.draw
def _(frame, narrow):
    x = alt.X("interactivity_tok_s_user:Q", title=_SPEED, scale=alt.Scale(type="log"), axis=alt.Axis(values=[10, 30, 100, 300, 1000, 3000], format=",d"))
    y = alt.Y("throughput_tok_s_per_gpu:Q", title="Tokens a second of one accelerator", scale=alt.Scale(type="log", domain=[10, 3000]))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["calibrated model", "bare roofline", "measured"], range=[theme.BLUE, theme.GREY, theme.ORANGE]), legend=alt.Legend(orient="bottom", title=None, symbolOpacity=1))
    base = alt.Chart().encode(x=x, y=y, color=colour)
    layers = alt.layer(
        base.transform_filter("datum.kind != 'measured'").mark_line(), base.transform_filter("datum.kind == 'measured'").mark_point(filled=True, size=55), data=frame
    )
    wide = theme.width(narrow) if narrow else (theme.width(narrow) - 70) // 2
    return layers.properties(width=wide - (56 if narrow else 30), height=220).facet(facet=alt.Facet("system:N", title=None, header=alt.Header(labelPadding=24)), columns=1 if narrow else 2)


@figure(
    id="INF-32",
    slug="cost-by-speed",
    title="Speed is what costs: on every accelerator a fast token costs many times a slow one",
    question="What do tokens cost, by accelerator and by speed for each user?",
    alt="Rising lines of US dollars per million answer tokens against speed for each user, on a logarithmic scale, one line for each accelerator, with bars for the range of the hour’s cost. Blackwell and MI355X lie lowest, H100, MI300X and MI325X highest.",
    caption="Measured throughput at long prompts and the cost of a paid hour to who owns the accelerator: capital, building, electricity, idle hours. Bars: the range of the hour’s cost. Reading the prompt is included.",
    columns={
        "hardware": ("text", "Accelerator"),
        "interactivity_tok_s_user": ("token/s", "Answer tokens a second for each user"),
        "usd_per_mtok": ("USD/Mtoken", "Cost of a million answer tokens, prompts included"),
        "low": ("USD/Mtoken", "at the 5 % point of the hour’s cost"),
        "high": ("USD/Mtoken", "at the 95 % point of the hour’s cost"),
    },
    sources=("semianalysis2026runs", "epochai2026chips"),
    tables=("inference/frontier_points",),
    parameters=("chip_price_usd", "busy_share"),
    claims=("D9",),
    grade="modelled",
    as_of="2026-06-11",
    notebook="inference/hardware",
    facts=(results.facts,),
)
def cost_by_speed():
    return results.cost_frame()


@cost_by_speed.draw
def _(frame, narrow):
    x = alt.X("interactivity_tok_s_user:Q", title=_SPEED, scale=alt.Scale(domain=[0, 160]))
    scale = alt.Scale(type="log", domain=[0.3, 100])
    colour = _colour(frame["hardware"], narrow)
    base = alt.Chart(frame[frame["usd_per_mtok"] < 100]).encode(x=x, color=colour)
    y = alt.Y("usd_per_mtok:Q", title="US dollars per million answer tokens", scale=scale)
    bars = base.mark_rule(opacity=0.3, strokeWidth=3, clip=True).encode(y=alt.Y("low:Q", scale=scale, title="US dollars per million answer tokens"), y2="high:Q")
    return alt.layer(bars, base.mark_line(strokeWidth=2, clip=True).encode(y=y), base.mark_point(filled=True, size=24, clip=True).encode(y=y)).properties(width=theme.width(narrow), height=360)


@figure(
    id="INF-66",
    slug="mlperf-tokens-of-a-dense-model",
    first_edition="2026.12.1",
    title="On a dense model a B200 writes {audited_b200_h200_tight:2} times as many tokens as an H200, on DeepSeek-R1 {b200_over_h200_tight:2}; an MI355X writes {audited_mi355x_loose:2} to {audited_mi355x_tight:2} times as many as a B200",
    question="How do accelerators compare on a dense model, in runs that others review?",
    alt="Pairs of dots by accelerator of output tokens a second of one accelerator on “Llama 2 70B”, on a logarithmic scale: one at the loose limit of {audited_loose} a token, one at the tight limit of {audited_tight}. At the loose one they run from {audited_least_loose:2} to {audited_most_loose:2}; "
    "NVIDIA’s Blackwell and AMD’s MI350X and MI355X lie close together, far above Hopper, MI300X and MI325X. At the tight limit racks of GB200 and GB300 lead and MI300X falls furthest.",
    caption="MLPerf Inference, closed division, benchmark “llama2-70b-99”: the same requests and accuracy for all, nearly all of them answered within the limits. For each accelerator and limit the best submission of its newest round between August 2024 and April 2026; GB200 and GB300 are whole racks. "
    "Precision is the submitter’s choice: FP4 on Blackwell, MI350X and MI355X, FP8 on the others. Software differs in age by the round.",
    columns={
        "hardware": ("text", "Accelerator"), "scenario": ("text", "Server: loose limit; Interactive: tight limit"), "limit_tpot_ms": ("ms", "Limit of a token’s time"), "round": ("text", "Round of MLPerf Inference"), "published": ("text", "Month of its results"),
        "submitter": ("text", "Submitter"), "accelerators": ("1", "Accelerators of the system"), "weights": ("text", "Precision of the weights"), "submissions": ("1", "Submissions among which it is the best"),
        "throughput_tok_s_per_gpu": ("token/s", "Output tokens a second of one accelerator"), "usd_per_mtok": ("USD/Mtoken", "Cost of a million of them at a paid hour of the owner, prompts included"),
        "low": ("USD/Mtoken", "at the 5 % point of the hour’s cost"), "high": ("USD/Mtoken", "at the 95 % point of the hour’s cost"),
    },
    sources=("mlcommons2026inference60", "mlcommons2025inference51", "mlcommons2024inference41"),
    tables=("inference/mlperf_runs",),
    parameters=(),
    claims=("D8",),
    grade="measured",
    as_of="2026-04-01",
    notebook="inference/hardware",
    facts=(results.facts,),
)
def audited():
    return results.audited_frame()


@audited.draw
def _(frame, narrow):
    limit_ms = frame.groupby("scenario")["limit_tpot_ms"].first()
    named = {scenario: f"{word} limit, {limit_ms[scenario]:.0f} ms a token" for scenario, word in (("Server", "loose"), ("Interactive", "tight"))}
    frame = frame.assign(limit=frame["scenario"].map(named))
    order = list(frame[frame["scenario"] == "Server"].sort_values("throughput_tok_s_per_gpu", ascending=False)["hardware"])
    y = named_rows.rows("hardware", order, narrow)
    x = alt.X("throughput_tok_s_per_gpu:Q", title="Output tokens a second of one accelerator (log scale)", scale=alt.Scale(type="log", domain=[1000, 20000], nice=False), axis=alt.Axis(values=[1000, 2000, 5000, 10000, 20000], format=",d", grid=True))
    colour = alt.Color("limit:N", scale=alt.Scale(domain=list(named.values()), range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(symbolOpacity=1, columns=1 if narrow else 2, title=None))
    ends = frame.groupby("hardware", as_index=False)["throughput_tok_s_per_gpu"].agg(["min", "max"])
    rule = alt.Chart(ends).mark_rule(color=theme.GREY, opacity=0.5).encode(y=y, x=alt.X("min:Q"), x2="max:Q")
    dots = alt.Chart(frame).mark_point(filled=True, size=90, opacity=1).encode(x=x, y=y, color=colour, shape=alt.Shape("limit:N", legend=None, scale=alt.Scale(domain=list(named.values()), range=["circle", "diamond"])))
    return alt.layer(rule, dots, *named_rows.names(frame, "hardware", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="INF-33",
    slug="trainium2-per-dollar",
    title="At one cloud’s list a dollar buys {trn2_flop:2} times the FLOP/s and {trn2_capacity:2} times the memory on Trainium2 that it buys on H100",
    question="Is Trainium2 cheaper than H100 by FLOP/s, bandwidth and memory?",
    alt="Dots of how many times as much a dollar buys on Trainium2 as on H100 and H200: FLOP/s {trn2_flop:2}, bandwidth {trn2_bandwidth:2} and memory {trn2_capacity:2} times against H100, all to the right of the line of equality.",
    caption="List prices on demand of one cloud in late 2025: {trn2_hour:3} an hour for a Trainium2, {h100_list:3} for an H100. Peak dense figures, not what programs reach. Elsewhere an H100 was let for less: below {trn2_flop_even:3} an hour it is the cheaper by FLOP/s, below {trn2_bandwidth_even:3} by bandwidth and below {trn2_capacity_even:3} by memory.",
    columns={
        "against": ("text", "Compared with"),
        "quantity": ("text", "What is bought"),
        "ratio": ("1", "What a dollar buys on Trainium2 over what it buys on the other"),
    },
    sources=("tsaol2025awsgpu", "epochai2026hardware"),
    tables=("inference/cloud_instance_prices", "inference/accelerators"),
    parameters=(),
    claims=("D9",),
    grade="modelled",
    as_of="2025-12-21",
    notebook="inference/hardware",
    facts=(results.facts,),
)
def trainium():
    return results.trainium()[["against", "quantity", "ratio"]]


@trainium.draw
def _(frame, narrow):
    order = ["16-bit FLOP/s", "8-bit FLOP/s", "Memory bandwidth", "Memory"]
    y = alt.Y("quantity:N", sort=order, title=None)
    x = alt.X("ratio:Q", title="Times as much per dollar", scale=alt.Scale(domain=[0, 4]), axis=alt.Axis(tickCount=5))
    colour = alt.Color("against:N", scale=alt.Scale(domain=["H100", "H200"], range=[theme.OCHRE, theme.ORANGE]), legend=alt.Legend(orient="bottom", title="against", symbolOpacity=1))
    even = alt.Chart(pd.DataFrame({"ratio": [1.0]})).mark_rule(color=theme.MUTED, strokeDash=[4, 3]).encode(x=x)
    dots = alt.Chart(frame).mark_point(filled=True, size=110).encode(x=x, y=y, color=colour, shape=alt.Shape("against:N", legend=None))
    text = alt.Chart(frame[frame["against"] == "H100"]).mark_text(dy=-13, fontWeight="bold").encode(x=x, y=y, text=alt.Text("ratio:Q", format=".1f"), color=colour)
    return alt.layer(even, dots, text).properties(width=theme.width(narrow), height=230)


@figure(
    id="INF-34",
    slug="orion-cost-by-size",
    title="A model of Orion’s size costs {orion_saving:2} times as much on H100 as on GB200, and on neither near its price",
    question="Could a model of Orion’s size be served at a profit before Blackwell?",
    alt="Lines of US dollars per million answer tokens against assumed active weights from {orion_active:low2} to {orion_active:high2}, on logarithmic scales. H100 and H200 lie above B200 and GB200; a dashed line far above all is what GPT-4.5’s list price brings in.",
    caption="The size is undisclosed: active weights are a guess between GPT-4’s rumoured size and {orion_span:2} times it, all weights {orion_ratio:2} times that. Weights of eight bits on Hopper, four on Blackwell; spread over as many accelerators, up to {orion_most:number}, as serve most cheaply; a line ends where these do not hold it. "
    "Bands: the range of the hour’s cost. Dashed: list price of a prompt and answer, by million answer tokens.",
    columns={
        "chip": ("text", "Accelerator"),
        "active_billion": ("1", "Assumed active weights, billions"),
        "usd_per_mtok": ("USD/Mtoken", "Cost of a million answer tokens, prompts included"),
        "low": ("USD/Mtoken", "at the 5 % point of the hour’s cost"),
        "high": ("USD/Mtoken", "at the 95 % point of the hour’s cost"),
    },
    sources=("epochai2026models", "openairesponses2025"),
    tables=("inference/list_prices", "inference/accelerators"),
    parameters=("orion_active_params", "orion_total_over_active", "orion_speed_tok_s_user", "orion_bandwidth_share", "orion_flop_share"),
    claims=("D9",),
    grade="guessed",
    as_of="2025-02-27",
    notebook="inference/hardware",
    facts=(results.facts,),
)
def orion():
    return results.orion_frame()


@orion.draw
def _(frame, narrow):
    names = ["H100", "H200", "B200", "GB200"]
    colour = alt.Color("chip:N", scale=alt.Scale(domain=names, range=[_COLOUR[name] for name in names]), legend=alt.Legend(orient="bottom", title=None, symbolOpacity=1, columns=4))
    x = alt.X("active_billion:Q", title="Assumed active weights (billions)", scale=alt.Scale(type="log", nice=False), axis=alt.Axis(values=[300, 500, 1000, 2000], format=",d"))
    scale = alt.Scale(type="log", domain=[0.3, 1000])
    y = alt.Y("usd_per_mtok:Q", title="US dollars per million answer tokens", scale=scale)
    shown = frame[frame["chip"].isin(["H100", "GB200"])]
    band = alt.Chart(shown).mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", scale=scale, title="US dollars per million answer tokens"), y2="high:Q", color=colour)
    lines = alt.Chart(frame).mark_line().encode(x=x, y=y, color=colour)
    paid = pd.DataFrame({"usd_per_mtok": [results.orion_list_price()], "t": ["what GPT-4.5’s list price brings in"], "active_billion": [frame["active_billion"].min()]})
    rule = alt.Chart(paid).mark_rule(color=theme.INK, strokeDash=[5, 3]).encode(y=y)
    word = alt.Chart(paid).mark_text(align="left", dx=4, dy=-9).encode(x=x, y=y, text="t:N")
    return alt.layer(band, lines, rule, word).properties(width=theme.width(narrow), height=330)
