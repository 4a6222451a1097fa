"""Figures of roll-out sites: processors by platform, what checks take and cost, links, and sending weights."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.scaling.results import roll_out as results

__all__ = ["processors", "cores", "binds", "hosts", "links", "sendings"]

_COMMON = {"as_of": "2026-11-26", "notebook": "scaling/roll-out-sites", "facts": (results.facts,)}
_RATES = ("trajectory_rate", "software_trajectory_rate", "light_check_core_s", "heavy_check_core_s", "free_core_share")
_CHECKS = ("guo2025nature", "nvidia2026swerl", "icipcas2026scalebox", "leanprover2025repl84", "epochai2025swebench")
_KIND_COLOURS = {"mathematics and short programs": theme.BLUE, "software with its tests": theme.ORANGE}


@figure(
    id="SCL-108",
    slug="processors-beside-accelerators",
    title="A Trainium2 has {trn2_cores} processor cores beside it, an H100 {hgx_cores}, a GB200 {nvl72_cores}",
    question="How many processors stand beside the accelerators?",
    alt="Rows of platforms with two dots, for accelerators for each processor socket and for cores for each accelerator. Trn2 {trn2_ratio} and {trn2_cores}, the H100 server {hgx_ratio} and {hgx_cores}, the GB200 rack {nvl72_ratio} and {nvl72_cores}.",
    caption="Sockets differ {socket_gap} times between the two ends, cores {core_gap} times, since Grace has more cores than the processors beside Trainium2. A GB200’s cores run one thread each, those of the others two. The HGX H100 board itself holds no processor; servers built on it carry two sockets as a rule.",
    columns={"platform": ("text", "Platform"), "measure": ("text", "What is counted"), "value": ("1", "Count")},
    sources=("semianalysis2024o1pro", "klockwood2025trainium2", "nvidia2023dgxh100", "nvidia2024dgxb200", "nvidia2026gb200specs"),
    tables=("scaling/platform_processors",),
    parameters=(),
    claims=("C13",),
    grade="measured",
    **_COMMON,
)
def processors():
    return results.ratios_frame()


@processors.draw
def _(frame, narrow):
    y = named_rows.rows("platform", list(frame["platform"].drop_duplicates()), narrow)
    scale = alt.Scale(type="log", domain=[1, 50])
    x = alt.X("value:Q", title="Count", scale=scale, axis=alt.Axis(grid=True, values=[1, 2, 5, 10, 20, 50]))
    domain = ["accelerators for each socket", "cores for each accelerator"]
    legend = named_rows.legend(narrow, 2) if not narrow else alt.Legend(symbolOpacity=1, columns=1)
    colour = alt.Color("measure:N", scale=alt.Scale(domain=domain, range=[theme.ORANGE, theme.BLUE]), legend=legend)
    dots = alt.Chart(frame).mark_point(filled=True, size=90).encode(x=x, y=y, color=colour)
    return alt.layer(dots, *named_rows.names(frame, "platform", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="SCL-109",
    slug="cores-that-checks-take",
    title="At the rate of DeepSeek-R1-Zero a check may take {tip_rate:2} of core time before Trn2’s own processors are all busy",
    question="When do checks use up a node’s processors?",
    alt="Rising lines on logarithmic scales: cores needed for each accelerator against core time of a check, for three rates of answers. Horizontal dashed lines mark the spare cores of Trn2, the H100 server and the GB200 rack. Shaded: short checks around {light_s:2}, software tasks around {heavy_s:2}. Only the fastest rate meets Trn2’s line before the software tasks.",
    caption="Lines: answers a second for each H100, as measured in training by DeepSeek-R1-Zero and by NeMo Gym, and as an H800 would finish answers of the usual length if it did nothing but serve. Shaded: core time of the measured checks; the software tasks hold waiting for the model. Spare: {free:2} of a node’s cores. Other accelerators generate faster or slower, by memory bandwidth {trn2_speed:2} times for Trainium2 and {nvl72_speed:2} for a GB200.",
    columns={"rate": ("text", "Answers a second"), "core_s": ("s", "Core time of a check"), "cores": ("1", "Cores for each accelerator")},
    sources=(*_CHECKS, "deepseek2025day6"),
    tables=("scaling/sandbox_checks", "scaling/platform_processors", "scaling/roll_out_runs"),
    parameters=_RATES,
    claims=("C13",),
    grade="guessed",
    **_COMMON,
)
def cores():
    return results.needs_frame()


@cores.draw
def _(frame, narrow):
    f = results.facts()
    xs, ys = alt.Scale(type="log", domain=[0.1, 3000]), alt.Scale(type="log", domain=[0.001, 1000])
    names = list(frame["rate"].drop_duplicates())
    colour = alt.Color("rate:N", scale=alt.Scale(domain=names, range=[theme.PURPLE, theme.BLUE, theme.GREEN]), legend=alt.Legend(columns=1, title=None))
    x = alt.X("core_s:Q", title="Core time of a check (s)", scale=xs, axis=alt.Axis(values=[0.1, 1, 10, 100, 1000]))
    y = alt.Y("cores:Q", title="Cores for each accelerator", scale=ys, axis=alt.Axis(values=[0.001, 0.01, 0.1, 1, 10, 100, 1000]))
    free = f["free"].value / 100
    spare = pd.DataFrame({"cores": [free * f[k].value for k in ("trn2_cores", "hgx_cores", "nvl72_cores")], "t": ["Trn2", "DGX H100", "GB200"], "x": [0.12, 0.5, 2.5] if not narrow else [0.12, 0.6, 20.0]})
    rules = alt.Chart(spare).mark_rule(strokeDash=[4, 4]).encode(y=alt.Y("cores:Q", scale=ys))
    texts = alt.Chart(spare).mark_text(align="left", dy=-7).encode(x=alt.X("x:Q", scale=xs), y=alt.Y("cores:Q", scale=ys), text="t:N")
    kinds = pd.DataFrame({"low": [f["light_s"].low, f["heavy_s"].low], "high": [f["light_s"].high, f["heavy_s"].high], "t": ["short checks", "software"], "y": [0.002, 0.002], "bottom": [0.001, 0.001], "top": [1000.0, 1000.0]})
    area = alt.Chart(kinds).mark_rect(opacity=0.15, color=theme.ORANGE).encode(x=alt.X("low:Q", scale=xs), x2="high:Q", y=alt.Y("bottom:Q", scale=ys), y2="top:Q")
    labels = alt.Chart(kinds).mark_text(align="left", dx=3, color=theme.ORANGE, fontWeight="bold").encode(x=alt.X("low:Q", scale=xs), y=alt.Y("y:Q", scale=ys), text="t:N")
    lines = alt.Chart(frame).mark_line(clip=True).encode(x=x, y=y, color=colour)
    return alt.layer(area, rules, lines, texts, *named_rows.over_lines(labels)).properties(width=theme.width(narrow), height=360)


@figure(
    id="SCL-110",
    slug="do-a-nodes-processors-suffice",
    title="Trn2’s own processors fall short with {bind_heavy:2} probability for software checks, {bind_light:2} for short ones",
    question="Do a node’s own processors limit the checks?",
    alt="Rows of platforms and kinds of check: range of cores needed for each accelerator, on a logarithmic scale, with a tick for the spare cores. Needs for short checks lie far below the ticks everywhere; for software the upper ends pass them: {need_heavy:range2} cores for Trn2 against {trn2_cores} in all.",
    caption="Bars: 5–95 % of the cores that checks take up for each accelerator; ticks: {free:2} of the cores there are. The rates are those of published runs, whose accelerators train for part of the time and wait for another; engines that generate without pause would move the bars to the right. The range of software checks holds the waiting for the model.",
    columns={
        "row": ("text", "Platform and check"), "platform": ("text", "Platform"), "kind": ("text", "Kind of check"), "cores": ("1", "Cores needed for each accelerator"), "low": ("1", "5 % point"), "high": ("1", "95 % point"),
        "spare": ("1", "Spare cores for each accelerator"), "chance_percent": ("percent", "Chance that they do not suffice"),
    },
    sources=_CHECKS,
    tables=("scaling/sandbox_checks", "scaling/platform_processors", "scaling/roll_out_runs"),
    parameters=_RATES,
    claims=("C13",),
    grade="guessed",
    **_COMMON,
)  # fmt: skip
def binds():
    return results.binds_frame()


@binds.draw
def _(frame, narrow):
    y = named_rows.rows("row", list(frame["row"]), narrow)
    scale = alt.Scale(type="log", domain=[0.003, 100])
    x = alt.X("cores:Q", title="Cores for each accelerator", scale=scale, axis=alt.Axis(grid=True, values=[0.01, 0.1, 1, 10, 100]))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(_KIND_COLOURS), range=list(_KIND_COLOURS.values())), legend=None)
    bar = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.35).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    ticks = alt.Chart(frame).mark_tick(thickness=3, size=18).encode(x=alt.X("spare:Q", scale=scale), y=y)
    return alt.layer(bar, dots, ticks, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="SCL-111",
    slug="price-of-hosts-for-checks",
    title="Renting every core for checks elsewhere adds {host_heavy:range2} to Trn2’s price for software, {host_light:2} for short checks",
    question="What do processors elsewhere cost?",
    alt="Rows of platforms and kinds of check: cost of rented cores in percent of the price of the accelerators, on a logarithmic scale. Short checks far under one percent; software checks {host_heavy:range2} for Trn2, more for the faster GB200.",
    caption="A rented core at {core_hour:range2}, spare capacity and on demand, in a user guide’s example; accelerators at list prices for the H100 and Trainium2 and at our paid hour for the GB200. No processor of the node is used. The cost rises with the speed of an accelerator, since it generates more to be checked.",
    columns={"row": ("text", "Platform and check"), "kind": ("text", "Kind of check"), "cost_percent": ("percent", "Hosts over accelerators"), "low": ("percent", "5 % point"), "high": ("percent", "95 % point")},
    sources=("aws2026spotexample", "tsaol2025awsgpu", *_CHECKS),
    tables=("scaling/processor_hosts", "inference/cloud_instance_prices", "scaling/sandbox_checks"),
    parameters=_RATES,
    claims=("C13",),
    grade="guessed",
    **_COMMON,
)
def hosts():
    return results.hosts_frame()


@hosts.draw
def _(frame, narrow):
    y = named_rows.rows("row", list(frame["row"]), narrow)
    scale = alt.Scale(type="log", domain=[0.003, 100])
    x = alt.X("cost_percent:Q", title="Hosts over accelerators (%)", scale=scale, axis=alt.Axis(grid=True, values=[0.01, 0.1, 1, 10, 100]))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(_KIND_COLOURS), range=list(_KIND_COLOURS.values())), legend=None)
    bar = alt.Chart(frame).mark_rule(strokeWidth=6, opacity=0.35).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    return alt.layer(bar, dots, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="SCL-112",
    slug="links-of-roll-out-sites",
    title="A roll-out site needs {link_weights:range2}, some {link_times:2} times less than data-parallel pre-training over sites",
    question="How fast a link does a roll-out site need?",
    alt="Rows on a logarithmic scale of gigabits a second. Pre-training: data-parallel in the hundreds of thousands, half hidden {link_hidden:2}, with DeMo somewhat less, INTELLECT-1’s and SparseLoCo’s methods in the thousand and hundreds. Roll-outs: weights out {link_weights:2}, tokens back {link_back:2}.",
    caption="For the largest known run, {run_flop} and {run_params:2} parameters at the best split, over {run_sites:2} sites. Pre-training may lose {tenth} of its speed; roll-outs get new weights every {interval:range2} and go on with the old ones meanwhile. Points without a bar: methods that exchange less, from the page on slow links.",
    columns={"what": ("text", "What crosses the link"), "kind": ("text", "Stage"), "link_gbit_s": ("gigabit/s", "Link of each site"), "low": ("gigabit/s", "5 % point"), "high": ("gigabit/s", "95 % point")},
    sources=("semianalysis2024o1pro", "guo2025nature", "nvidia2026swerl", "prime2025intellect2", "peng2024democode", "jaghouar2024intellect1", "lidin2026covenant"),
    tables=("scaling/low_communication_methods", "scaling/roll_out_runs"),
    parameters=("sync_interval_s", "weight_bits", "bytes_per_token_back", "trajectory_rate", "batch_mtoken", "site_latency_ms", "training_days"),
    claims=("C18",),
    grade="guessed",
    **_COMMON,
)
def links():
    return results.links_frame()


@links.draw
def _(frame, narrow):
    y = named_rows.rows("what", list(frame["what"]), narrow)
    scale = alt.Scale(type="log", domain=[0.01, 1e7])
    x = alt.X("link_gbit_s:Q", title="Link of each site (Gbit/s)", scale=scale, axis=alt.Axis(grid=True, labelExpr="datum.value < 1 ? '0.01' : format(datum.value, ',')", values=[0.01, 1, 100, 1e4, 1e6]))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["pre-training", "roll-outs"], range=[theme.ORANGE, theme.BLUE]), legend=named_rows.legend(narrow))
    bar = alt.Chart(frame.dropna()).mark_rule(strokeWidth=6, opacity=0.35).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour)
    return alt.layer(bar, dots, *named_rows.names(frame, "what", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))


@figure(
    id="SCL-113",
    slug="sending-new-weights",
    title="INTELLECT-2 sent its weights over the internet in {intellect_minutes:2}; inside one site it takes seconds",
    question="How long does sending new weights take?",
    alt="Falling straight lines on logarithmic scales: minutes to send a model’s weights against the link, for three sizes. Points: INTELLECT-2 at {intellect_link:2} and {intellect_minutes:2}, Kimi K2 inside one site at {kimi_before:2}, {kimi_seconds:2} and {direct_seconds:2}. A shaded band marks the usual time between two sendings, {interval:range2}.",
    caption="Lines: eight bits for each parameter; INTELLECT-2 sent sixteen. Points: published transfers; where no rate is printed the link is weights over time, so that those points lie on the lines by construction. Below the band weights arrive before the next are due.",
    columns={"kind": ("text", "Parameters"), "run": ("text", "Published transfer"), "link_gbit_s": ("gigabit/s", "Link"), "minutes": ("minute", "Time to send")},
    sources=("prime2025intellect2", "moonshot2025checkpoint", "weighttransfer2026rl"),
    tables=("scaling/weight_broadcasts",),
    parameters=("weight_bits", "sync_interval_s"),
    claims=("C18",),
    grade="measured",
    **_COMMON,
)
def sendings():
    return results.sendings_frame()


@sendings.draw
def _(frame, narrow):
    f = results.facts()
    xs, ys = alt.Scale(type="log", domain=[0.1, 1e4]), alt.Scale(type="log", domain=[0.003, 1e4], nice=False)
    x = alt.X("link_gbit_s:Q", title="Link (Gbit/s)", scale=xs, axis=alt.Axis(values=[0.1, 10, 1000] if narrow else [0.1, 1, 10, 100, 1000, 10000]))
    y = alt.Y("minutes:Q", title="Time to send (minutes)", scale=ys, axis=alt.Axis(values=[0.01, 0.1, 1, 10, 100, 1000, 10000]))
    lines = frame[frame["kind"] != "published"]
    names = list(lines["kind"].drop_duplicates())
    colour = alt.Color("kind:N", scale=alt.Scale(domain=names, range=[theme.GREEN, theme.BLUE, theme.ORANGE]), legend=alt.Legend(title="Parameters", columns=1 if narrow else 3))
    band = pd.DataFrame({"low": [f["interval"].low], "high": [f["interval"].high], "x": [0.1], "x2": [1e4]})
    area = alt.Chart(band).mark_rect(opacity=0.15, color=theme.GREY).encode(x=alt.X("x:Q", scale=xs), x2="x2:Q", y=alt.Y("low:Q", scale=ys), y2="high:Q")
    drawn = alt.Chart(lines).mark_line(clip=True).encode(x=x, y=y, color=colour)
    points = frame[frame["kind"] == "published"].assign(t=lambda d: d["run"].str.replace("Kimi K2 weights, ", "").str.replace("Kimi K2, ", "K2, "))
    dots = alt.Chart(points).mark_point(filled=True, size=90, color=theme.INK).encode(x=x, y=y)
    slow, fast = points[points["run"] == "INTELLECT-2"], points[points["run"] != "INTELLECT-2"]
    places = ((slow, "left", -22 if narrow else 6, -12 if narrow else -9), (fast, "right", -7, 9))
    texts = [layer for part, side, dx, dy in places for layer in named_rows.over_lines(alt.Chart(part).mark_text(align=side, dx=dx, dy=dy, fontSize=11).encode(x=x, y=y, text="t:N"))]
    return alt.layer(area, drawn, dots, *texts).properties(width=theme.width(narrow), height=340)
