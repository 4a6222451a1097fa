"""Figures of prices, costs and margins."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.inference.results import hour_cost, prices, token_cost

__all__ = ["list_prices", "fits", "thresholds", "hours", "rents", "revenue", "loop"]

_AS_OF = "2026-11-26"
_COLOURS = [theme.BLUE, theme.GREEN, theme.ORANGE, theme.PURPLE, theme.GREY]


@figure(
    id="INF-35",
    slug="list-prices",
    title="Within a provider’s tier list prices fall by a factor of {all_fall:2} a year, far slower than at a fixed score",
    question="How have list prices of tokens moved?",
    alt="Scatter of {prices_counted} list prices of {providers} providers since 2021, on a logarithmic scale, by tier. The field spreads downwards: flagships stay between about the prices of their predecessors, falling by a factor of {flagship_fall:range2} a year "
    "within a provider, small models by {small_fall:range2}.",
    caption="Input and output blended three to one. {prices_dated} of the {prices_counted} prices have a known first day; the others stand at the day they were seen. Diamonds bill their hidden reasoning as output; crosses are sold above the flagship. "
    "The fall a year is fitted within providers and tiers, with errors that go together within a series; it says what a buyer of “the flagship” pays, while what that flagship can do has risen.",
    columns={
        "provider": ("text", "Who sells the tokens"),
        "model": ("text", "Model"),
        "tier": ("text", "Place in the provider’s range"),
        "date": ("date", "First day of the price, or day it was seen"),
        "blended": ("USD/Mtoken", "Input and output, three to one"),
    },
    sources=("pydantic2026genaiprices", "tokencost2025", "epoch2025benchmarkefficiency", "epochai2026models", "promptfuel2026prices"),
    tables=("inference/list_prices", "power/token_prices"),
    claims=("D10",),
    grade="measured",
    as_of=_AS_OF,
    notebook="inference/prices",
    facts=(prices.facts,),
)
def list_prices():
    frame = prices.history()
    return frame.assign(date=frame["date"].dt.strftime("%Y-%m-%d"), tier=frame["tier"].map(prices.TIERS))[["provider", "model", "tier", "date", "blended"]]


@list_prices.draw
def _(frame, narrow):
    order = list(prices.TIERS.values())
    colour = alt.Color("tier:N", scale=alt.Scale(domain=order, range=[theme.BLUE, theme.GREEN, theme.ORANGE, theme.PURPLE, theme.GREY]), legend=alt.Legend(columns=2 if narrow else 5))
    shape = alt.Shape("tier:N", scale=alt.Scale(domain=order, range=["circle", "square", "triangle-up", "diamond", "cross"]), legend=alt.Legend(columns=2 if narrow else 5))
    x = alt.X("date:T", title="First day of the price", axis=alt.Axis(format="%Y", tickCount="year"))
    y = alt.Y("blended:Q", title="US$ per million tokens, three read for one written", scale=alt.Scale(type="log", domain=[0.05, 400]), axis=alt.Axis(values=[0.1, 1, 10, 100], format="~g"))
    points = alt.Chart(frame).mark_point(filled=True, size=45, opacity=0.85).encode(x=x, y=y, color=colour, shape=shape)
    marks = {"GPT-3 davinci": (8, "left"), "GPT-4-0314": (8, "left"), "GPT-4o mini": (8, "left"), "o1-pro": (-8, "right")}
    named = frame[frame["model"].isin(marks)].sort_values("date").drop_duplicates("model")
    layers = [points]
    for name, (dx, align) in marks.items():
        if narrow and name == "GPT-3 davinci":  # a mark of another tier lies under it
            continue
        layers.append(alt.Chart(named[named["model"] == name]).mark_text(align=align, dx=dx, dy=-7, fontSize=11).encode(x=x, y=y, text="model:N"))
    return alt.layer(*layers).properties(width=theme.width(narrow), height=360)


@figure(
    id="INF-36",
    slug="price-decline-fits",
    title="The steepest falls come from the shortest records: {top_factor:value} times a year rests on {top_points} prices in {top_span_months:1} months",
    question="How sure is the fall of prices at a fixed score?",
    alt="Each of {fits} published fits as a point: factor a year, on a logarithmic scale, against the years its prices span, with a line from the lowest to the highest factor when one price is left out. Fits over {long_span} years and more lie between "
    "{long_factor:low2} and {long_factor:high2}; those under a year between {short_factor:low2} and {short_factor:high2}.",
    caption="The lowest price of a model at or above a score, refitted from Epoch AI’s data; all {fits} fits come out as published. Lines: the range when one price is left out. For the steepest, its own interval is {top_factor:interval}; "
    "without one model it is {top_left_low:2}. Fits of {long_span} years or more have a median of {long_factor:value}.",
    columns={
        "benchmark": ("text", "Benchmark"),
        "threshold_model": ("text", "Model whose score is the threshold"),
        "points": ("1", "Prices in the fit"),
        "span_years": ("year", "Years from first to last price"),
        "factor": ("1", "Factor a year"),
        "low": ("1", "5 % point"),
        "high": ("1", "95 % point"),
        "left_low": ("1", "Lowest factor with one price left out"),
        "left_high": ("1", "Highest factor with one price left out"),
        "carrier": ("text", "Model that moves it most when left out"),
    },
    sources=("epoch2025benchmarkefficiency", "epochai2025pricetrends"),
    tables=("inference/price_scores", "inference/price_decline_fits"),
    claims=("D10",),
    grade="modelled",
    as_of=_AS_OF,
    notebook="inference/prices",
    facts=(prices.facts,),
)
def fits():
    return prices.refits()[["benchmark", "threshold_model", "points", "span_years", "factor", "low", "high", "left_low", "left_high", "carrier"]]


@fits.draw
def _(frame, narrow):
    names = list(frame["benchmark"].drop_duplicates())
    colour = alt.Color("benchmark:N", scale=alt.Scale(domain=names, range=list(theme.SERIES)), legend=alt.Legend(columns=2 if narrow else 6))
    x = alt.X("span_years:Q", title="Years from the first price to the last", scale=alt.Scale(domain=[0.4, 3.05]))
    axis = alt.Axis(values=[1, 10, 100, 1000, 10000], format="~s")
    y = alt.Y("left_low:Q", title="Fall of the price, times a year", scale=alt.Scale(type="log", domain=[3, 80000]), axis=axis)
    rules = alt.Chart(frame).mark_rule(strokeWidth=2, opacity=0.55).encode(x=x, y=y, y2="left_high:Q", color=colour)
    dots = alt.Chart(frame).mark_point(filled=True, size=70).encode(x=x, y=alt.Y("factor:Q"), color=colour)
    top = frame[frame["factor"] == frame["factor"].max()]
    text = alt.Chart(top).mark_text(align="left", dx=9, dy=-4, fontWeight="bold").encode(x=x, y="factor:Q", text=alt.Text("factor:Q", format=".0f"))
    return alt.layer(rules, dots, *named_rows.over_lines(text)).properties(width=theme.width(narrow), height=340)


@figure(
    id="INF-37",
    slug="price-decline-by-threshold",
    title="On one benchmark the fall goes from {sweep_low:2} to {sweep_high:2} times a year as the required score rises",
    question="What does the choice of score do to the fall of prices?",
    alt="Line of the fall a year against the score required on GPQA Diamond, with its 5–95 % interval as a band, on a logarithmic scale: {sweep_low:2} times at {sweep_threshold_low}, up to {sweep_high:2} at {sweep_threshold_high}, where the record is shortest and the band widest.",
    caption="All scores at which four prices or more are left. The same prices, one method; only the score that a model must reach differs. Higher scores were first reached late, so their records are short: part of the rise is the record’s length, part may be real.",
    columns={
        "benchmark": ("text", "Benchmark"),
        "threshold": ("percent", "Score required"),
        "points": ("1", "Prices in the fit"),
        "span_years": ("year", "Years from first to last price"),
        "factor": ("1", "Factor a year"),
        "low": ("1", "5 % point"),
        "high": ("1", "95 % point"),
    },
    sources=("epoch2025benchmarkefficiency",),
    tables=("inference/price_scores",),
    claims=("D10",),
    grade="modelled",
    as_of=_AS_OF,
    notebook="inference/prices",
    facts=(prices.facts,),
)
def thresholds():
    return prices.thresholds()


@thresholds.draw
def _(frame, narrow):
    x = alt.X("threshold:Q", title="Score required on GPQA Diamond (%)", scale=alt.Scale(domain=[5, 57], nice=False))
    scale = alt.Scale(type="log", domain=[1, 100000], clamp=True)
    y = alt.Y("low:Q", title="Fall of the price, times a year", scale=scale, axis=alt.Axis(values=[1, 10, 100, 1000, 10000], format="~s"))
    band = alt.Chart(frame).mark_area(opacity=0.18, color=theme.BLUE).encode(x=x, y=y, y2="high:Q")
    line = alt.Chart(frame).mark_line(color=theme.BLUE, point=alt.OverlayMarkDef(color=theme.BLUE, size=35)).encode(x=x, y=alt.Y("factor:Q", scale=scale))
    ends = frame[frame["factor"].isin([frame["factor"].iloc[0], frame["factor"].max()])]
    text = alt.Chart(ends).mark_text(dy=-12, fontWeight="bold").encode(x=x, y=alt.Y("factor:Q", scale=scale), text=alt.Text("factor:Q", format=".0f"))
    return alt.layer(band, line, text).properties(width=theme.width(narrow), height=320)


@figure(
    id="INF-38",
    slug="accelerator-hour-cost",
    title="An owned hour of an H100 costs {hour_h100_owned:range2}: {hour_share_capital:2} of it the machines, {hour_share_electricity:1} electricity",
    question="What does an hour of an accelerator cost its owner?",
    alt="Stacked bars of what an owned hour is paid for, by accelerator: the accelerator, its server and network, the building, electricity and running it. H100 {hour_h100_owned:2}, H200 {hour_h200_owned:2}, B200 {hour_b200_owned:2}, GB200 {hour_gb200_owned:2}. "
    "Ticks mark an analyst’s costs of ownership, which ours meet within a quarter: the median ratio is {hour_over_analyst:2}.",
    caption="Central assumptions; ranges in the table below. Capital is paid back with interest over the life of machine and building. Ticks: SemiAnalysis’s costs for a large and for a specialist cloud, which were not used. "
    "Epoch AI’s gigawatt site, without interest, comes to {hour_gb200_epoch} for GB200, ours to {hour_gb200_interest_free}. TPU and Trainium are missing: what their servers cost is not public.",
    columns={
        "accelerator": ("text", "Accelerator"),
        "paid_for": ("text", "What it is paid for, or whose figure"),
        "usd_per_hour": ("USD/hour", "Cost of an owned hour"),
        "kind": ("text", "ours or published"),
    },
    sources=("epochai2026chips", "bernstein2025", "cushman2025cost", "eia2025prices", "semianalysis2026inferencex", "epochai2026ownership", "coreweave2025debt"),
    tables=("inference/accelerator_hour_costs", "inference/site_costs"),
    parameters=("chip_price_usd", "system_cost_factor", "it_kw_per_gpu", "shell_usd_per_w_it", "interest", "it_lifetime_years", "shell_lifetime_years", "operations_share"),
    grade="modelled",
    as_of=_AS_OF,
    notebook="inference/prices",
    facts=(hour_cost.facts,),
)
def hours():
    ours = hour_cost.by_accelerator()[["accelerator", "paid_for", "usd_per_hour"]].assign(kind="ours")
    theirs = hour_cost.beside()
    theirs = theirs[theirs["whose"].isin(["SemiAnalysis, large cloud", "SemiAnalysis, specialist"])].rename(columns={"whose": "paid_for"})
    return pd.concat([ours, theirs[["accelerator", "paid_for", "usd_per_hour"]].assign(kind="published")], ignore_index=True)


@hours.draw
def _(frame, narrow):
    order = list(frame["accelerator"].drop_duplicates())
    y = named_rows.rows("accelerator", order, narrow)
    names = list(hour_cost.PARTS.values())
    bars = frame[frame["kind"] == "ours"].assign(order=lambda f: f["paid_for"].map({n: i for i, n in enumerate(names)}))
    colour = alt.Color("paid_for:N", scale=alt.Scale(domain=names, range=[theme.BLUE, theme.GREEN, theme.GREY, theme.ORANGE, theme.PURPLE]), legend=named_rows.legend(narrow, 3))
    x = alt.X("usd_per_hour:Q", title="US$ for an owned hour", axis=alt.Axis(grid=True))
    drawn = alt.Chart(bars).mark_bar(height=14).encode(x=x, y=y, color=colour, order="order:Q")
    ticks = alt.Chart(frame[frame["kind"] == "published"]).mark_tick(thickness=3, size=20, color=theme.INK).encode(x=x, y=y)
    return alt.layer(drawn, ticks, *named_rows.names(bars, "accelerator", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 28))


@figure(
    id="INF-39",
    slug="h100-rent",
    title="An H100 rented for {rent_h100_peak:number} dollars an hour in 2023, {rent_h100_trough:number} at the trough and {rent_h100_latest:number} since; owning one costs {hour_h100_owned:number}",
    question="What does renting an H100 cost, and how does that compare with owning one?",
    alt="Dots of published rents of an H100 from 2023 to 2026, by kind of price, from {rent_h100_peak:number} dollars an hour in 2023 through {rent_h100_trough:number} for a year’s contract in October 2025 to {rent_h100_latest:number} in March 2026; lists of 2026 run from {rent_h100_low:number} to {rent_h100_high:number}. "
    "A band marks what an owned hour costs, {hour_h100_owned:interval2}.",
    caption="Band: our cost of an owned hour, 5–95 %, at prices of 2024. Contracts stand near it; lists on demand lie above, since a landlord’s idle hours are paid for by the busy ones: at {busy_tipping:2} busy the hour costs what the latest contract pays. Lists of large clouds are rarely what large customers pay.",
    columns={
        "date": ("date", "Day of the price"),
        "basis": ("text", "Kind of price"),
        "middle": ("USD/hour", "Price, or middle of a printed range"),
        "low": ("USD/hour", "Lower end"),
        "high": ("USD/hour", "Upper end"),
    },
    sources=("chaincatcher2024h100", "register2024gpus", "techreader2026h100", "mercatus2026gpu", "aimultiple2026index", "kael2026gpu", "neighborhood2026h100", "aitechconnect2026h100"),
    tables=("inference/rental_prices",),
    parameters=("chip_price_usd", "interest", "busy_share"),
    grade="measured",
    as_of=_AS_OF,
    notebook="inference/prices",
    facts=(hour_cost.facts,),
)
def rents():
    frame = hour_cost.rental_prices()
    frame = frame[frame["accelerator"] == "H100"].assign(date=lambda f: f["date"].dt.strftime("%Y-%m-%d"))[["date", "basis", "middle", "low", "high"]]
    q = hour_cost.usd_per_hour("H100", "owned").quantity("USD/hour", driver="")
    own = pd.DataFrame([{"date": d, "basis": "our cost", "middle": q.value, "low": q.low, "high": q.high} for d in ("2023-01-01", "2026-07-01")])
    return pd.concat([frame, own], ignore_index=True)


@rents.draw
def _(frame, narrow):
    x = alt.X("date:T", title="Day of the price", axis=alt.Axis(format="%Y", tickCount="year"))
    y = alt.Y("middle:Q", title="US$ for an hour of one H100", scale=alt.Scale(domain=[0, 13]))
    own, paid = frame[frame["basis"] == "our cost"], frame[frame["basis"] != "our cost"]
    group = {"market": "Market", "contract, one year": "Contract, one year"}
    paid = paid.assign(kind=paid["basis"].map(group).fillna("List, on demand"))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["List, on demand", "Market", "Contract, one year"], range=[theme.ORANGE, theme.GREY, theme.BLUE]))
    band = alt.Chart(own).mark_area(opacity=0.18, color=theme.GREEN).encode(x=x, y=alt.Y("low:Q"), y2="high:Q")
    rules = alt.Chart(paid).mark_rule(strokeWidth=2, opacity=0.5).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour)
    dots = alt.Chart(paid).mark_point(filled=True, size=70).encode(x=x, y=y, color=colour)
    label = alt.Chart(own.iloc[:1]).mark_text(align="left", dx=4, dy=10, color=theme.GREEN, fontWeight="bold").encode(x=x, y="middle:Q", text=alt.value("owning one"))
    return alt.layer(band, label, rules, dots).properties(width=theme.width(narrow), height=320)


@figure(
    id="INF-40",
    slug="revenue-per-accelerator-hour",
    title="At hosts’ list prices a fully used accelerator earns {host_revenue_hour:number2} dollars an hour at the median of {hosts_models} open models",
    question="What does an accelerator earn at list price, and what does its hour cost?",
    alt="For each of {hosts_models} open models the dollars that an hour of one accelerator earns at the lowest, middle and highest list price of hosts in 2026, on a logarithmic scale, from {host_revenue_hour:low2} to {host_revenue_hour:high2} at the middle price, beside the cost of a paid hour, {host_hour:2}.",
    caption="Prompts of {prompt}, answers of {answer}, {speed} for each user, the cheapest of four kinds of accelerator, time by the serving model times measured over computed time. Rule: what a paid hour costs. An empty or half-filled batch earns far less: the revenue is that of a server that always holds its cheapest batch, which few hosts reach. "
    "The margin at the middle price is {host_margin:range2}.",
    columns={
        "model": ("text", "Open model"),
        "system": ("text", "System that serves it most cheaply"),
        "revenue_low": ("USD/hour", "Revenue at the lowest list price"),
        "revenue": ("USD/hour", "Revenue at the middle list price"),
        "revenue_high": ("USD/hour", "Revenue at the highest list price"),
        "hour": ("USD/hour", "Cost of a paid hour"),
    },
    sources=("litellm2026", "pydantic2026genaiprices", "nvidia2026aiconfigurator"),
    tables=("inference/list_prices", "inference/measured_latency"),
    parameters=("busy_share", "interest"),
    claims=("D10",),
    grade="modelled",
    as_of=_AS_OF,
    notebook="inference/prices",
    facts=(prices.facts, token_cost.facts),
)
def revenue():
    return token_cost.named(token_cost.against_hosts()).sort_values("revenue", ignore_index=True)[["model", "system", "revenue_low", "revenue", "revenue_high", "hour"]]


@revenue.draw
def _(frame, narrow):
    y = named_rows.rows("model", list(frame["model"]), narrow)
    x = alt.X("revenue_low:Q", title="US$ for an hour of one accelerator", scale=alt.Scale(type="log", domain=[1, 300]), axis=alt.Axis(grid=True, values=[1, 3, 10, 30, 100, 300], format="~g"))
    rules = alt.Chart(frame).mark_rule(strokeWidth=5, opacity=0.35, color=theme.BLUE).encode(x=x, x2="revenue_high:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=75, color=theme.BLUE).encode(x="revenue:Q", y=y)
    costs = alt.Chart(frame).mark_tick(thickness=3, size=18, color=theme.ORANGE).encode(x="hour:Q", y=y)
    first = frame.iloc[:1]
    text = alt.Chart(first).mark_text(color=theme.ORANGE, align="right", dx=-7, fontWeight="bold").encode(x="hour:Q", y=y, text=alt.value("cost"))
    return alt.layer(rules, dots, costs, *named_rows.over_lines(text), *named_rows.names(frame, "model", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 27))


@figure(
    id="INF-41",
    slug="inference-pays-for-training",
    title="Profit of one year paid {cover_next:2} of the rise of training in the next; that of the same year {cover_same:2}",
    question="Does gross profit from inference pay for the growth of training?",
    alt="Bars of OpenAI’s sums in 2024 and 2025 with their ranges: revenue {revenue_2024:2} and {revenue_2025:3}, gross profit {profit_2024:range2} and {profit_2025:range2}, research and training {training_2024:2} and {training_2025:range2}, a rise of {training_rise:range2}.",
    caption="Revenue and cost of serving from accounts as leaked and reported, none of them published. Research and training of 2025 is what the accounts leave open: payments to Microsoft less cost of serving, up to all research and development. "
    "If training grew as the costliest runs have since 2016, {training_growth:range2} times a year, profit alone would pay for {self_funded:range2} times the year’s spending.",
    columns={
        "year": ("year", "Year"),
        "sum": ("text", "Which sum"),
        "usd_bn": ("gigaUSD", "Median"),
        "low": ("gigaUSD", "5 % point"),
        "high": ("gigaUSD", "95 % point"),
    },
    sources=("stationx2026openai", "leaknotes2026openai", "epochai2025openaispend", "mindstream2025openai", "qwe2026openai", "aiworldtoday2026openai", "cottier2024rising"),
    tables=("power/openai_scale", "inference/lab_accounts"),
    parameters=("openai_inference_usd", "openai_serving_cost_usd", "openai_training_usd", "training_cost_growth"),
    claims=("D10",),
    grade="guessed",
    as_of=_AS_OF,
    notebook="inference/prices",
    facts=(prices.facts,),
)
def loop():
    return prices.loop()


@loop.draw
def _(frame, narrow):
    frame = frame.assign(row=frame["sum"] + ", " + frame["year"].astype(str))
    order = [f"{name}, {year}" for name in ("Revenue", "Cost of serving", "Gross profit", "Research and training", "Rise of training") for year in (2024, 2025)]
    frame = frame[frame["row"].isin(order)]
    y = named_rows.rows("row", [name for name in order if name in set(frame["row"])], narrow)
    colour = alt.Color("sum:N", scale=alt.Scale(domain=["Revenue", "Cost of serving", "Gross profit", "Research and training", "Rise of training"], range=[theme.GREY, theme.OCHRE, theme.GREEN, theme.BLUE, theme.PURPLE]), legend=None)
    x = alt.X("usd_bn:Q", title="Billions of US$", scale=alt.Scale(domain=[-1, 20]), axis=alt.Axis(grid=True))
    bars = alt.Chart(frame).mark_bar(height=12).encode(x=x, y=y, color=colour)
    rules = alt.Chart(frame).mark_rule(strokeWidth=2, color=theme.INK).encode(x=alt.X("low:Q"), x2="high:Q", y=y)
    return alt.layer(bars, rules, *named_rows.names(frame, "row", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 27))
