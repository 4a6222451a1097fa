"""Figures of a streamed world: the memory of a minute, the search, the record, an hour's cost."""

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.inference.results import streamed_world as results

NOTEBOOK = "inference/streamed-world"
MODEL_SOURCES = ("skr2025genie", "decart2024openoasis", "wan2025config", "wan2025wan22", "robbyant2026lingbot", "skywork2026matrixgame3")


@figure(
    id="INF-53",
    slug="memory-of-a-minute",
    title="A minute of world with its whole past kept takes {gb_minute:2} in a large open model; ten minutes take {gb_ten:2}",
    question="How much memory does a minute of drawn world take?",
    alt="Rising lines of memory against minutes of world, both on log scales, for published world models that keep their whole past. At one minute they lie between {gb_minute:low2} and {gb_minute:high2}, at ten between {gb_ten:low2} and {gb_ten:high2}. "
    "Level lines mark the memory of one H100 ({chip_gb:2}), of a server of eight ({server_gb:2}) and of a rack of GB200 ({rack_gb:2}).",
    caption="Weights, keys and values in BF16, with a tenth of memory kept for all else. The past grows by the tokens of each latent frame, times layers and width; nothing is compressed or dropped. "
    "Check: for LingBot-World-Fast and {gb_check_seconds:2} of world the formula gives {gb_check:2}, NVIDIA's guide states about {gb_stated:2}.",
    columns={"series": ("text", "World model, or hardware"), "kind": ("text", "world or hardware"), "minutes": ("minute", "Length of world kept"), "memory_gb": ("GB", "Memory")},
    sources=(*MODEL_SOURCES, "nvidia2026flashdreams", "nvidia2026aiconfigurator"),
    tables=("inference/world_models", "inference/world_prices", "inference/systems"),
    claims=("C16",),
    grade="modelled",
    as_of="2026-07-09",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def memory_of_a_minute():
    return results.growth_frame()


@memory_of_a_minute.draw
def _(frame, narrow):
    worlds, hardware = frame[frame["kind"] == "world"], frame[frame["kind"] == "hardware"]
    order = list(worlds["series"].drop_duplicates())
    x = alt.X("minutes:Q", title="Minutes of world kept (log scale)", scale=alt.Scale(type="log", domain=[0.1, 30], nice=False), axis=alt.Axis(values=[0.1, 0.3, 1, 3, 10, 30]))
    y = alt.Y("memory_gb:Q", title="Memory (GB, log scale)", scale=alt.Scale(type="log", domain=[1, 30_000], nice=False), axis=alt.Axis(values=[1, 10, 100, 1000, 10_000], format="~s"))
    colour = alt.Color("series:N", sort=order, scale=alt.Scale(domain=order, range=[theme.BLUE, theme.OCHRE, theme.GREEN, theme.ORANGE, theme.PURPLE]), legend=alt.Legend(columns=2 if narrow else 5))
    lines = alt.Chart(worlds).mark_line(clip=True).encode(x, y, colour)
    level = alt.Chart(hardware).mark_line(color=theme.GREY, strokeDash=[5, 4], strokeWidth=1.5).encode(x, y, detail="series:N")
    one = hardware["series"].eq("one H100")
    left = alt.Chart(hardware[~one].drop_duplicates("series")).mark_text(align="left", dx=4, dy=-8, color=theme.MUTED).encode(x, y, text="series:N")
    right = alt.Chart(hardware[one].drop_duplicates("series", keep="last")).mark_text(align="right", dx=-4, dy=12, color=theme.MUTED).encode(x, y, text="series:N")
    return (level + lines + left + right).properties(width=theme.width(narrow), height=340)


@figure(
    id="INF-54",
    slug="what-a-minute-can-rest-on",
    title="{mass_minute:2} of the prior weight gives a minute, limited by memory in {minute_by_memory:2} of it and by training length in {minute_by_training:2}",
    question="Which assumptions about “Genie 2” give a minute, and which give ten?",
    alt="Stacked bars of prior weight by the length of world that a set of assumptions allows, from under a second to over half an hour, coloured by what limits it: memory, arithmetic, bandwidth or the length it was trained with. "
    "Sets that give a minute hold {mass_minute:2} of the weight, longer ones {mass_more:2}, ten minutes and more {mass_ten:2}.",
    caption="{sets:number} sets: how many tokens a second of video takes, the model's shape, attention, precision of the cache, hardware, whether it keeps pace with time, and the length it was trained with; weights written down before the search. "
    "{hits:number} sets ({hit_share:2}) fall within half a minute of one minute; if lengths were spread evenly on a log scale, {chance:2} would. So the hit itself proves nothing.",
    columns={"length": ("text", "Length of world that the set allows"), "limit": ("text", "What limits it"), "weight_percent": ("percent", "Prior weight")},
    sources=(*MODEL_SOURCES, "engadget2024genie2", "nvidia2026aiconfigurator", "epochai2026models"),
    tables=("inference/world_priors", "inference/world_models", "inference/models", "inference/systems"),
    parameters=("world_flop_share", "world_bandwidth_share"),
    claims=("C16",),
    grade="guessed",
    as_of="2026-11-26",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def what_a_minute_can_rest_on():
    return results.histogram()


@what_a_minute_can_rest_on.draw
def _(frame, narrow):
    order = list(frame["length"].drop_duplicates())
    limits = ["memory", "training", "arithmetic", "bandwidth"]
    shown = {"memory": "memory", "training": "length trained with", "arithmetic": "arithmetic in time", "bandwidth": "bandwidth in time"}
    frame = frame.assign(what=frame["limit"].map(shown), rank=frame["limit"].map({n: i for i, n in enumerate(limits)}))
    y = alt.Y("length:N", sort=order, title=None)
    x = alt.X("weight_percent:Q", title="Prior weight (%)", stack="zero")
    colour = alt.Color("what:N", sort=list(shown[n] for n in limits), scale=alt.Scale(domain=[shown[n] for n in limits], range=[theme.BLUE, theme.GREEN, theme.ORANGE, theme.PURPLE]), legend=alt.Legend(columns=2 if narrow else 4))
    bars = alt.Chart(frame).mark_bar().encode(x=x, y=y, color=colour, order="rank:Q")
    totals = frame.groupby("length", sort=False)["weight_percent"].sum().reset_index()
    text = alt.Chart(totals).mark_text(align="left", dx=5).encode(x=alt.X("weight_percent:Q"), y=y, text=alt.Text("weight_percent:Q", format=".2~r"))
    return (bars + text).properties(width=theme.width(narrow), height=300)


@figure(
    id="INF-55",
    slug="how-long-worlds-hold",
    title="Genie went from {genie1_seconds:2} to a minute and to “{genie3_words}”; no published Genie has reached ten minutes",
    question="How long do drawn worlds hold, as stated?",
    alt="Dots of stated length against date on a log scale. The Genie line: {genie1_seconds:2} in February 2024, up to a minute in December 2024 with usual examples of {typical:interval2}, “{genie3_words}” in August 2025, and about {genie3_later:2} by DeepMind’s words of March 2026. "
    "Others state memory of up to a minute, or picture quality for five minutes. A dashed line at ten minutes is not reached.",
    caption="As stated by makers, or as reported of them; nobody has measured all by one method. A line through a dot is the span of the words (“{genie3_words}” read as {genie3_low:number}–{genie3_high}). A stable stream keeps the picture's quality; it does not say that a place looks the same when one returns. "
    "One open model claims an “unbounded interaction horizon” for quality and states no length of memory; it has no dot.",
    columns={
        "name": ("text", "Model"), "date": ("date", "Day of the statement"), "group": ("text", "Genie line or others"), "measure": ("text", "What is said to last"),
        "seconds": ("s", "Length; middle of the words on a log scale"), "seconds_low": ("s", "Low end of the words"), "seconds_high": ("s", "High end of the words"),
    },
    sources=("skr2025genie", "engadget2024genie2", "deepmind2025genie3", "beebom2025genie3", "megaton2026projectgenie", "gamefile2026genie3", "valevski2024gamengen", "whatthefuture2025odyssey", "hong2025relic", "robbyant2026lingbot", "skywork2026matrixgame3", "robbyant2026infinity"),
    tables=("inference/world_durations",),
    claims=("C16",),
    grade="modelled",
    as_of="2026-07-08",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def how_long_worlds_hold():
    return results.record()


@how_long_worlds_hold.draw
def _(frame, narrow):
    x = alt.X("date:T", title=None, scale=alt.Scale(domain=["2024-01-01", "2026-12-31"]), axis=alt.Axis(format="%Y", tickCount="year", grid=False))
    y = alt.Y("seconds:Q", title="Seconds, as stated (log scale)", scale=alt.Scale(type="log", domain=[1, 1500], nice=False), axis=alt.Axis(values=[1, 10, 60, 300, 600]))
    measures = ["consistency", "memory", "typical", "stable stream", "product limit"]
    colour = alt.Color("group:N", scale=alt.Scale(domain=["Genie line", "others"], range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=2))
    shape = alt.Shape("measure:N", scale=alt.Scale(domain=measures, range=["circle", "square", "triangle-down", "diamond", "cross"]), legend=alt.Legend(columns=2 if narrow else 5, orient="bottom" if narrow else "top", offset=8 if narrow else 24, symbolFillColor=theme.GREY, symbolStrokeColor=theme.GREY))
    ten = alt.Chart(pd.DataFrame({"seconds": [600], "date": ["2024-01-20"], "t": ["ten minutes"]}))
    rule = ten.mark_rule(strokeDash=[5, 4], color=theme.GREY).encode(y=y)
    word = ten.mark_text(align="left", dy=-8, color=theme.MUTED).encode(x=x, y=y, text="t:N")
    spans = alt.Chart(frame[frame["seconds_low"] < frame["seconds_high"]]).mark_rule(strokeWidth=3, opacity=0.5).encode(x=x, y=alt.Y("seconds_low:Q", scale=alt.Scale(type="log")), y2="seconds_high:Q", color=colour)
    dots = alt.Chart(frame).mark_point(size=85).encode(x=x, y=y, color=colour, shape=shape)
    named = frame[frame["name"].isin(["Genie 1", "Genie 2", "Genie 3"]) & frame["measure"].isin(["consistency", "memory"]) & ~((frame["name"] == "Genie 3") & (frame["measure"] == "memory"))]
    names = alt.Chart(named).mark_text(align="left", dx=9, dy=-9).encode(x=x, y=y, text="name:N", color=colour)
    return (rule + word + spans + dots + names).properties(width=theme.width(narrow), height=330)


@figure(
    id="INF-56",
    slug="an-hour-of-world",
    title="An hour of one world costs {chip_usd:2} on one H100, {server_usd:2} on a server of eight, {rack_usd:2} on a rack; a seller asks {list_hour:2}",
    question="What does an hour of a drawn world take in money and electricity?",
    alt="Dots with ranges for an hour in which one system draws one world. Dollars: {chip_usd:range2} on one H100, {server_usd:range2} on a server of eight, {rack_usd:range2} on a rack of GB200; {oasis3} is listed at {list_hour:2} an hour. "
    "Electricity: {chip_kwh:range2}, {server_kwh:range2} and {rack_kwh:range2}.",
    caption="Rent of the accelerators (an H100's, scaled for GB200 by the ratio of both in an analyst's list) and electricity with facility overhead and the load of a busy fleet. One user holds the whole system, the costliest way; users that share weights share some of it. Lines are 5–95 %; the list price is as stated. Log scale.",
    columns={"what": ("text", "Hardware, or list price"), "measure": ("text", "usd or kwh"), "value": ("1", "Median, US$ or kWh an hour"), "low": ("1", "5 % point"), "high": ("1", "95 % point")},
    sources=("aitechconnect2026h100", "mercatus2026gpu", "semianalysis2026inferencex", "newkirk2025", "decart2026oasis3"),
    tables=("inference/world_prices", "inference/accelerator_hour_costs"),
    parameters=("gpu_hour_usd", "it_kw_per_gpu", "pue_ai_facility", "fleet_load_factor"),
    claims=("C16",),
    grade="modelled",
    as_of="2026-05-01",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def an_hour_of_world():
    return results.hour_frame()


@an_hour_of_world.draw
def _(frame, narrow):
    order = list(frame["what"].drop_duplicates())
    panels = []
    for measure, title in (("usd", "US$ an hour (log scale)"), ("kwh", "kWh an hour (log scale)")):
        part = frame[frame["measure"] == measure]
        y = named_rows.rows("what", [o for o in order if o in set(part["what"])], narrow)
        x = alt.X("value:Q", title=title, scale=alt.Scale(type="log", domain=[0.5, 1000], nice=False), axis=alt.Axis(values=[1, 10, 100, 1000]))
        colour = theme.BLUE if measure == "usd" else theme.GREEN
        rule = alt.Chart(part).mark_rule(strokeWidth=3, color=colour).encode(alt.X("low:Q", title=title), alt.X2("high:Q"), y)
        dots = alt.Chart(part).mark_point(size=90, color=colour).encode(x, y)
        text = alt.Chart(part).mark_text(dy=12 if narrow else -12).encode(x, y, text=alt.Text("value:Q", format=".2~r"))
        panels.append(alt.layer(rule, dots, text, *named_rows.names(part, "what", y, narrow)).properties(width=250 if narrow else 400, height=alt.Step(44 if narrow else 34)))
    return alt.vconcat(*panels, spacing=16)
