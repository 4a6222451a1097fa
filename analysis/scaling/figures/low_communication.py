"""Figures of training over slow links: what is sent, how it learns, what links cost, which sites a run needs, who has done it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.figures import figure
from analysis.scaling.results import low_communication as results

__all__ = ["payload", "loss_by_step", "loss_by_bytes", "received", "slowdown", "sites", "runs"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/low-communication", "facts": (results.facts,)}
_SETTINGS = {"AdamW": theme.ORANGE, "Momentum": theme.OCHRE, "DeMo, 256 of a chunk": theme.GREEN, "DeMo, 32 of a chunk": theme.BLUE, "DeMo, 4 of a chunk": theme.PURPLE, "DeMo, 1 of a chunk": theme.GREY}
_METHODS = {"Data-parallel": theme.ORANGE, "Data-parallel, hidden": theme.OCHRE, "DeMo": theme.BLUE, "DiLoCo": theme.GREY, "INTELLECT-1": theme.GREEN, "Streaming DiLoCo": theme.PURPLE, "SparseLoCo": theme.INK}


def _colour(column, colours, narrow, columns=3):
    short = {"labelExpr": "replace(datum.label, ' of a chunk', ' kept')"} if narrow else {}  # so that two fit side by side in any face
    return alt.Color(f"{column}:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())), legend=alt.Legend(columns=2 if narrow else columns, symbolOpacity=1, **short))


@figure(
    id="SCL-44",
    slug="demo-bytes-per-step",
    title="DeMo’s setting of {topk_paper} sends {reduction:2} times less than the gradient; {topk_least} of a chunk would send {reduction_most:2} times less",
    question="How many bytes does a device send a step, by how much is kept?",
    alt="Two rising straight lines of megabytes a step against coefficients kept of a chunk, both scales logarithmic. For the larger model the line passes {sent_least} and {sent_paper} with the printed figures on it. "
    "Level lines far above mark the gradient, {gradient_1b} and {gradient_small}; the printed figures for AdamW lie beside them, at {printed_adamw} and {printed_adamw_small}.",
    caption="Lines: from the configuration files, {chunk_size} numbers a chunk, a position of eight bytes and a value of four. Points: as printed in two versions of the paper. DeMo’s figures come out within {worst_payload:2}. "
    "AdamW’s do not: the gradient in bf16 is {gradient_1b} and {gradient_small}, printed are {printed_adamw} and {printed_adamw_small}, once above and once below.",
    columns={"model": ("text", "Model"), "kind": ("text", "computed or printed"), "topk": ("1", "Coefficients kept of a chunk"), "mb": ("MB", "Data a device hands in a step")},
    sources=("peng2024democode", "peng2024demo", "clark2024importai395"),
    tables=("scaling/olmo_configurations", "scaling/demo_payloads"),
    claims=("B13",),
    grade="modelled",
    **_COMMON,
)
def payload():
    return results.payload_frame()


@payload.draw
def _(frame, narrow):
    colours = {"OLMo 1B": theme.BLUE, "OLMo 300M": theme.GREEN}
    x = alt.X("topk:Q", title="Coefficients kept of a chunk", scale=alt.Scale(type="log", base=2, domain=[0.8, 80], nice=False), axis=alt.Axis(values=[1, 2, 4, 8, 16, 32, 64], format="d"))
    y = alt.Y("mb:Q", title="Data handed in by a device each step (MB)", scale=alt.Scale(type="log", domain=[0.5, 5000]), axis=alt.Axis(values=[1, 10, 100, 1000]))
    c = _colour("model", colours, narrow)
    lines = alt.Chart(frame[frame["kind"] == "DeMo, computed"]).mark_line().encode(x=x, y=y, color=c)
    level = alt.Chart(frame[frame["kind"].str.startswith("gradient")]).mark_line(strokeDash=[5, 4]).encode(x=x, y=y, color=c)
    dots = alt.Chart(frame[frame["kind"].str.endswith("printed")]).mark_point(filled=True, size=75).encode(x=x, y=y, color=c, shape=alt.Shape("kind:N", scale=alt.Scale(domain=["DeMo, printed", "AdamW, printed"], range=["circle", "diamond"]), legend=alt.Legend(columns=1 if narrow else 2)))
    note = alt.Chart(pd.DataFrame({"topk": [1.08], "mb": [1250.0], "t": ["broken: the gradient in 16 bits"]})).mark_text(align="left", color=theme.MUTED).encode(x=x, y=y, text="t:N")
    return (lines + level + dots + note).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-45",
    slug="demo-loss-by-step",
    title="On a small real task DeMo ends at {loss_demo:2} nats where AdamW ends at {loss_adamw:2}: slower a step",
    question="Does sending less slow learning a step?",
    alt="Falling curves of held-out loss against step for AdamW, momentum and four settings of DeMo. AdamW and momentum end lowest, at {loss_adamw:2} and {loss_momentum:2}; DeMo’s curves stack above them, the more is kept the lower: {loss_demo_256:2}, {loss_demo:2} and, with the least, {loss_demo_1:2}.",
    caption="Next character of the book’s own prose, {small_params} parameters, {workers_small} simulated workers, {seeds} seeds (bands: lowest to highest), learning rate chosen for each setting on a further seed. Plain NumPy. "
    "A model this small and a run this short say how the algorithm behaves, not how a language model of a billion parameters does; its authors report comparable loss there.",
    columns={"setting": ("text", "Optimiser and setting"), "step": ("1", "Step"), "loss": ("1", "Held-out loss, nats a character"), "low": ("1", "Lowest seed"), "high": ("1", "Highest seed")},
    sources=("wtt2026prose", "peng2024demo"),
    tables=("scaling/optimiser_runs", "scaling/optimiser_text", "scaling/optimiser_tuning"),
    claims=("B13",),
    grade="measured",
    **_COMMON,
)
def loss_by_step():
    return results.loss_frame()


@loss_by_step.draw
def _(frame, narrow):
    x = alt.X("step:Q", title="Step")
    y = alt.Y("loss:Q", title="Held-out loss (nats a character)", scale=alt.Scale(zero=False))
    c = _colour("setting", _SETTINGS, narrow)
    band = alt.Chart(frame).mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", scale=alt.Scale(zero=False), title="Held-out loss (nats a character)"), y2="high:Q", color=c)
    return (band + alt.Chart(frame).mark_line().encode(x=x, y=y, color=c)).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-46",
    slug="demo-loss-by-bytes",
    title="Counted in bytes DeMo is far ahead: its setting of {topk_paper} sends {small_reduction:2} times less a step",
    question="What loss does a byte buy?",
    alt="Held-out loss against megabytes sent by each worker, logarithmic. From left to right lie DeMo’s curves, the least kept first, then AdamW’s and momentum’s. Each falls; the further right, the lower it ends: {loss_demo_1:2}, {loss_demo:2} and {loss_demo_256:2} for DeMo, {loss_adamw:2} for AdamW.",
    caption="The same runs as in the figure of loss by step. AdamW and momentum hand in the gradient in fp32; DeMo hands in positions and values as in the published code.",
    columns={"setting": ("text", "Optimiser and setting"), "mb_sent": ("MB", "Sent by a worker so far"), "loss": ("1", "Held-out loss, nats a character"), "step": ("1", "Step")},
    sources=("wtt2026prose", "peng2024democode"),
    tables=("scaling/optimiser_runs", "scaling/optimiser_text"),
    claims=("B13",),
    grade="measured",
    **_COMMON,
)
def loss_by_bytes():
    return results.loss_bytes_frame()


@loss_by_bytes.draw
def _(frame, narrow):
    x = alt.X("mb_sent:Q", title="Sent by each worker so far (MB)", scale=alt.Scale(type="log"), axis=alt.Axis(values=[0.001, 0.01, 0.1, 1, 10], format="~g"))
    y = alt.Y("loss:Q", title="Held-out loss (nats a character)", scale=alt.Scale(zero=False))
    return alt.Chart(frame).mark_line(point=alt.OverlayMarkDef(size=22)).encode(x=x, y=y, order="step:Q", color=_colour("setting", _SETTINGS, narrow)).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-47",
    slug="demo-received-by-workers",
    title="What a worker receives grows with their number: beyond {break_even:2} workers DeMo’s setting takes in more than a ring all-reduce",
    question="How much does each worker receive, by how many take part?",
    alt="Megabytes received a step against workers, both logarithmic. AdamW’s ring is nearly level. DeMo’s three lines rise steadily; the one with {topk_paper} of a chunk crosses the ring at {break_even:2} workers, the one with {topk_least} at {break_even_least:2}.",
    caption="Every DeMo worker gets everybody’s coefficients; a ring hands on sums, so that its traffic hardly depends on the number. With the {workers_paper} devices of the published runs a device receives {received_64:2} by DeMo and {received_ring_64:2} by the ring. "
    "The printed saving is of what is sent. Between sites, which can add up within before they send, the number that counts is of sites.",
    columns={"method": ("text", "Method"), "workers": ("1", "Workers"), "mb": ("MB", "Received by one worker a step")},
    sources=("peng2024democode",),
    tables=("scaling/olmo_configurations", "scaling/low_communication_statements"),
    claims=("B13",),
    grade="modelled",
    **_COMMON,
)
def received():
    return results.received_frame()


@received.draw
def _(frame, narrow):
    colours = dict(zip(frame["method"].drop_duplicates(), (theme.ORANGE, theme.PURPLE, theme.GREEN, theme.BLUE), strict=True))
    x = alt.X("workers:Q", title="Workers", scale=alt.Scale(type="log"), axis=alt.Axis(values=[2, 8, 32, 128, 512], format="d"))
    y = alt.Y("mb:Q", title="Received by one worker each step (MB)", scale=alt.Scale(type="log"), axis=alt.Axis(values=[10, 100, 1000, 10000, 100000], format="~s"))
    return alt.Chart(frame).mark_line().encode(x=x, y=y, color=_colour("method", colours, narrow, 4)).properties(width=theme.width(narrow), height=300)


@figure(
    id="SCL-48",
    slug="speed-lost-by-link",
    title="At {gbit} plain data-parallel training loses {gbit_ddp:2} of its speed; exchanging seldom loses {gbit_intellect:2} or less",
    question="How much speed does a link cost, by method?",
    alt="Falling curves of speed lost against link bandwidth by method, on a logarithmic scale. Data-parallel needs links thousands of times faster than those that exchange every hundred steps in few bits; at {gbit} the losses are {gbit_ddp:2}, {gbit_demo:2} for DeMo, {gbit_intellect:2} for INTELLECT-1’s settings and {gbit_sparse:2} for SparseLoCo’s.",
    caption="{wan_sites} sites, {wan_params} parameters, {wan_compute:2} of computing a step, published settings. Time alone: what seldom exchange costs in learning is not in it. “Hidden” means that part of the computing goes on during the exchange, our assumption. Latency sets the floor on the right.",
    columns={"method": ("text", "Method"), "link_gbit_s": ("gigabit/s", "Link of each site"), "lost_percent": ("percent", "Share of speed lost")},
    sources=("peng2024democode", "jaghouar2024intellect1", "douillard2025streaming", "lidin2026covenant", "nvidia2025longhaul"),
    tables=("scaling/low_communication_methods", "scaling/decentralised_runs"),
    parameters=("site_latency_ms", "batch_mtoken", "training_days"),
    claims=("B14",),
    grade="modelled",
    **_COMMON,
)
def slowdown():
    return results.slowdown_frame()


@slowdown.draw
def _(frame, narrow):
    x = alt.X("link_gbit_s:Q", title="Link of each site (Gbit/s)", scale=alt.Scale(type="log"), axis=alt.Axis(values=[0.1, 10, 1000, 100000] if narrow else [0.1, 1, 10, 100, 1000, 10000, 100000], format=",~g"))
    y = alt.Y("lost_percent:Q", title="Speed lost (%)", scale=alt.Scale(domain=[0, 100]))
    return alt.Chart(frame).mark_line().encode(x=x, y=y, color=_colour("method", _METHODS, narrow, 4)).properties(width=theme.width(narrow), height=320)


@figure(
    id="SCL-49",
    slug="links-for-a-run-over-sites",
    title="Spread over {sites_now} sites, the largest known run needs {link_ddp:2} a site data-parallel, {link_intellect:2} with seldom exchange",
    question="Which links, sites and megawatts does a given run need, by method?",
    alt="Rising lines of the link each site needs to lose a tenth of its speed against training compute, logarithmic, by method. A band marks links between sites that can be had, {link_have:interval}. For the largest known run data-parallel needs {link_ddp:2}, with half the computing hidden {link_hidden:2}, DeMo {link_demo:2}; the others need gigabits.",
    caption="Sites of {site_mw} each, as many as the run’s median power needs and at least two: {power_now:range2} and {sites_now} sites for the largest known run ({link_run}). Model and text as our refit of the Chinchilla points advises. A link marked as needed costs {tenth} of the speed; what seldom exchange costs in learning comes on top. "
    "Where a line is missing no link is fast enough. The band’s middle and lower end are our judgement.",
    columns={"method": ("text", "Method"), "training_flop": ("FLOP", "Training compute"), "power_mw": ("MW", "Facility power, median"), "sites": ("1", "Sites"), "link_tbit_s": ("terabit/s", "Link each site needs")},
    sources=("peng2024democode", "jaghouar2024intellect1", "lidin2026covenant", "epochai2025tengigawatts", "epochai2026models", "besiroglu2024chinchilla"),
    tables=("scaling/low_communication_methods", "power/training_runs"),
    parameters=("link_between_sites_tbit_s", "site_latency_ms", "batch_mtoken", "training_days", "mfu_frontier"),
    claims=("B14",),
    grade="guessed",
    **_COMMON,
)
def sites():
    return results.sites_frame().replace({"link_tbit_s": {float("inf"): float("nan")}})


@sites.draw
def _(frame, narrow):
    from analysis import parameters

    have = parameters.get("link_between_sites_tbit_s", part="scaling")
    x = alt.X("training_flop:Q", title="Training compute (FLOP)", scale=alt.Scale(type="log", domain=[7e24, 1.4e28], nice=False), axis=alt.Axis(values=[1e25, 1e26, 1e27, 1e28], format=".0e"))
    y = alt.Y("link_tbit_s:Q", title="Link needed at each site (Tbit/s)", scale=alt.Scale(type="log"), axis=alt.Axis(values=[1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000], format="~g"))
    band = alt.Chart(pd.DataFrame({"low": [have.low], "high": [have.high]})).mark_rect(opacity=0.18, color=theme.GREY).encode(y=alt.Y("low:Q", scale=alt.Scale(type="log"), title="Link needed at each site (Tbit/s)"), y2="high:Q")
    lines = alt.Chart(frame.dropna()).mark_line(point=True).encode(x=x, y=y, color=_colour("method", _METHODS, narrow, 4))
    return (band + lines).properties(width=theme.width(narrow), height=340)


@figure(
    id="SCL-50",
    slug="decentralised-runs-and-the-frontier",
    title="The largest run over the internet is {gap:2} times below the largest known, and growing as now the gap does not close by 2030",
    question="Are runs over the internet catching up with the frontier?",
    alt="Two sets of dots by year on a logarithmic scale of training compute. The frontier rises to {largest_anywhere} in 2025; runs over the internet rise from the smallest in 2022 to {largest_internet} in 2026. Carried on with their ranges to the end of 2030, the lower path’s wide band crosses the line at {target} but hardly meets the upper path.",
    caption="Compute follows from parameters and tokens by the usual rule; runs whose tokens were not found are left out and stand in the page’s table. Frontier: Epoch AI’s copy of July 2026, which knows only what labs disclose, so the gap is a lower bound. Paths: growth of {growth:interval2} times a year over the internet, up to a ceiling, and of some {growth_frontier:2} times for the frontier. "
    "Bands are 5–95 %. The frontier’s path knows no limit of power or money.",
    columns={"kind": ("text", "Runs"), "run": ("text", "Name"), "year": ("year", "Date as a decimal year"), "training_flop": ("FLOP", "Training compute"), "low": ("FLOP", "5 % point"), "high": ("FLOP", "95 % point")},
    sources=("lidin2026covenant", "jaghouar2024intellect1", "pluralis2026agora", "modelstable2025distro", "together2022gptjt", "epochai2026models", "clark2026importai439"),
    tables=("scaling/decentralised_runs", "power/training_runs", "scaling/low_communication_statements"),
    parameters=("decentralised_growth", "frontier_compute_growth", "decentralised_room"),
    claims=("B20",),
    grade="guessed",
    **_COMMON,
)
def runs():
    return results.runs_frame()


@runs.draw
def _(frame, narrow):
    colours = {"over the internet": theme.BLUE, "largest anywhere": theme.ORANGE}
    frame = frame.assign(who=frame["kind"].str.replace(", carried on", ""))
    x = alt.X("year:Q", title="Year", scale=alt.Scale(domain=[2020, 2031]), axis=alt.Axis(format="d"))
    y = alt.Y("training_flop:Q", title="Training compute (FLOP)", scale=alt.Scale(type="log", domain=[1e19, 1e32]), axis=alt.Axis(format=".0e", values=[1e20, 1e22, 1e24, 1e26, 1e28, 1e30]))
    c = _colour("who", colours, narrow)
    path = frame[frame["low"].notna()]
    band = alt.Chart(path).mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", scale=alt.Scale(type="log", domain=[1e19, 1e32]), title="Training compute (FLOP)"), y2="high:Q", color=c)
    line = alt.Chart(path).mark_line(strokeDash=[5, 4]).encode(x=x, y=y, color=c)
    dots = alt.Chart(frame[frame["low"].isna()]).mark_point(filled=True).encode(x=x, y=y, color=c)
    shown = frame[frame["run"].isin(["GPT-JT 6B", "INTELLECT-1", "Covenant-72B"])]
    labels = alt.Chart(shown).mark_text(align="right", dx=-8, dy=-4).encode(x=x, y=y, text="run:N", color=c)
    rule = alt.Chart(pd.DataFrame({"y": [results.TARGET]})).mark_rule(strokeDash=[2, 3]).encode(y=alt.Y("y:Q", scale=alt.Scale(type="log", domain=[1e19, 1e32])))
    return (band + line + dots + labels + rule).properties(width=theme.width(narrow), height=340)
