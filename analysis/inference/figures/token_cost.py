"""Figures of what a token costs."""

from __future__ import annotations

import altair as alt

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.inference.results import token_cost as results

__all__ = ["by_model", "parts", "by_speed", "hosts"]

_AS_OF = "2026-11-26"
_SYSTEMS = ("H100", "H200", "B200", "GB200")
_COLOURS = [theme.GREY, theme.ORANGE, theme.BLUE, theme.GREEN]


@figure(
    id="INF-12",
    slug="token-cost-by-model",
    title="A million mixed tokens cost {cheapest_cost:2} on {cheapest_name} and {dearest_cost:2} on {dearest_name}, on the cheapest hardware for each",
    question="What do tokens of an open model cost to serve?",
    alt="Dots of the cost of mixed tokens, dollars a million, for {models_counted} open models on H100, H200, B200 and GB200, on a logarithmic scale. The cheapest is {cheapest_name} at {cheapest_cost:range2}, the dearest {dearest_name} at {dearest_cost:range2}. "
    "From H100 to the cheapest of the four the cost falls by a factor of {generation_gain:range2}.",
    caption="The cheapest batch and spread at which every user gets {speed}, prompts of {prompt}, answers of {answer}, weights as fp8 (experts of gpt-oss as mxfp4), time by the calibrated serving model, hours of paid work. "
    "Line: 5–95 % on the cheapest hardware, from the cost of the hour and from measured over computed time of servers the fit has not seen ({slowdown_sparse:range2} for sparse models, {slowdown_dense:range2} for dense ones).",
    columns={
        "model": ("text", "Open model"),
        "accelerator": ("text", "Accelerator"),
        "system": ("text", "System"),
        "batch": ("1", "Requests in flight"),
        "blended": ("USD/Mtoken", "Cost of a mixed token"),
        "blended_low": ("USD/Mtoken", "5 % point"),
        "blended_high": ("USD/Mtoken", "95 % point"),
        "input": ("USD/Mtoken", "Cost of a token read"),
        "output": ("USD/Mtoken", "Cost of a token written"),
    },
    sources=("nvidia2026trtllm", "nvidia2026aiconfigurator", "epochai2026chips", "bernstein2025"),
    tables=("inference/models", "inference/serving_predictions"),
    parameters=("chip_price_usd", "system_cost_factor", "busy_share", "interest"),
    grade="modelled",
    as_of=_AS_OF,
    notebook="inference/token-cost",
    facts=(results.facts,),
)
def by_model():
    frame = results.named(results.by_model())
    order = frame.groupby("model")["blended"].transform("min")
    return frame.assign(order=order).sort_values(["order", "blended"], ignore_index=True)[["model", "accelerator", "system", "batch", "blended", "blended_low", "blended_high", "input", "output"]]


@by_model.draw
def _(frame, narrow):
    y = named_rows.rows("model", list(frame["model"].drop_duplicates()), narrow)
    x = alt.X("blended:Q", title="US$ per million tokens, three read for each written", scale=alt.Scale(type="log", domain=[0.008, 10]), axis=alt.Axis(grid=True, values=[0.01, 0.1, 1, 10], format="~g"))
    colour = alt.Color("accelerator:N", scale=alt.Scale(domain=list(_SYSTEMS), range=_COLOURS))
    cheapest = frame.loc[frame.groupby("model")["blended"].idxmin()]
    rules = alt.Chart(cheapest).mark_rule(strokeWidth=5, opacity=0.3, color=theme.BLUE).encode(x=alt.X("blended_low:Q"), x2="blended_high:Q", y=y)
    dots = alt.Chart(frame).mark_point(filled=True, size=60).encode(x=x, y=y, color=colour)
    return alt.layer(rules, dots, *named_rows.names(frame, "model", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 27))


@figure(
    id="INF-13",
    slug="what-a-token-pays-for",
    title="Reading the prompt takes {prompt_share:2} of the money, weights {weights_share:2}, the cache {cache_share:2}; losses take {losses_share:2}",
    question="What does the cost of a token go to?",
    alt="Stacked bars of shares of cost by open model on B200: reading the prompt {prompt_share:range2}, reading weights {weights_share:range2}, reading the cache {cache_share:range2}, arithmetic beyond that {compute_share:range2}, and losses against the bare roofline {losses_share:range2}; medians and extremes over models.",
    caption="Of a request of {prompt} read and {answer} written, on the cheapest system of B200 at {speed} a user. Reading weights and cache: their bytes at rated bandwidth. Losses: everything the calibrated model adds to the bare roofline while writing: messages between accelerators, fixed times of layers and steps, bandwidth not reached. "
    "The prompt’s share holds its own losses. Ranges in the title’s order are over models, not errors.",
    columns={
        "model": ("text", "Open model"),
        "part": ("text", "What it goes to"),
        "usd_per_mtok": ("USD/Mtoken", "Dollars per million tokens written"),
        "share_percent": ("percent", "Share of a request’s cost"),
    },
    sources=("nvidia2026trtllm", "nvidia2026aiconfigurator"),
    tables=("inference/models", "inference/serving_predictions"),
    parameters=("busy_share",),
    grade="modelled",
    as_of=_AS_OF,
    notebook="inference/token-cost",
    facts=(results.facts,),
)
def parts():
    return results.named(results.parts("B200"))


@parts.draw
def _(frame, narrow):
    y = named_rows.rows("model", list(frame["model"].drop_duplicates()), narrow)
    order = ["Reading the prompt", "Reading weights", "Reading the cache", "Arithmetic", "Losses"]
    frame = frame.assign(order=frame["part"].map({n: i for i, n in enumerate(order)}))
    colour = alt.Color("part:N", scale=alt.Scale(domain=order, range=[theme.PURPLE, theme.BLUE, theme.GREEN, theme.ORANGE, theme.GREY]), legend=named_rows.legend(narrow, 3))
    x = alt.X("share_percent:Q", title="Share of a request’s cost (%)", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(grid=True))
    bars = alt.Chart(frame).mark_bar(height=14).encode(x=x, y=y, color=colour, order="order:Q")
    return alt.layer(bars, *named_rows.names(frame, "model", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 27))


@figure(
    id="INF-14",
    slug="token-cost-against-speed",
    title="Speed is what a token costs: {slow_speed:number} to {fast_speed} for each user makes {llama70b_name} {speed_factor:2} times as dear on B200",
    question="What does a faster answer cost?",
    alt="Lines of the cost of mixed tokens, dollars a million, against the tokens a second that each user gets, for {llama70b_name} and DeepSeek-V3 on four kinds of accelerator, on logarithmic scales. All rise; on B200 {llama70b_name} rises by a factor of {speed_factor:2} from {slow_speed} to {fast_speed}, and hardware runs out one after the other.",
    caption="Each point is the cheapest number of accelerators, spread and batch that gives the speed; a line ends where even one user cannot have more. Slow is cheap because a larger batch shares the reading of weights.",
    columns={
        "model": ("text", "Open model"),
        "accelerator": ("text", "Accelerator"),
        "speed": ("token/s", "Tokens a second for each user"),
        "blended": ("USD/Mtoken", "Cost of a mixed token"),
        "output": ("USD/Mtoken", "Cost of a token written"),
    },
    sources=("nvidia2026trtllm", "nvidia2026aiconfigurator"),
    tables=("inference/models", "inference/serving_predictions"),
    parameters=("busy_share",),
    grade="modelled",
    as_of=_AS_OF,
    notebook="inference/token-cost",
    facts=(results.facts,),
)
def by_speed():
    return results.speeds()


@by_speed.draw
def _(frame, narrow):
    frame = frame.assign(panel=frame["model"] + ", US$ per million mixed tokens")
    colour = alt.Color("accelerator:N", scale=alt.Scale(domain=list(_SYSTEMS), range=_COLOURS))
    x = alt.X("speed:Q", title="Tokens a second for each user", scale=alt.Scale(type="log", domain=[9, 250]), axis=alt.Axis(values=[10, 20, 50, 100, 200]))
    y = alt.Y("blended:Q", title=None, scale=alt.Scale(type="log", domain=[0.05, 20]), axis=alt.Axis(values=[0.1, 1, 10], format="~g"))
    lines = alt.Chart(frame).mark_line(point=alt.OverlayMarkDef(size=30)).encode(x=x, y=y, color=colour)
    return lines.properties(width=260 if not narrow else 270, height=230).facet(facet=alt.Facet("panel:N", title=None), columns=1 if narrow else 2)


@figure(
    id="INF-15",
    slug="token-cost-against-hosts",
    title="Hosts list {models_counted_hosts} open models at {price_over_cost:2} times what they cost to serve, at the median; the lowest price of any is {low_price_over_cost:low2} times its cost",
    question="Does what we compute fit what third parties charge for the same models?",
    alt="For each of {models_counted_hosts} open models our cost of a mixed token with its 5–95 % range, and the lowest, middle and highest list price of its hosts in 2026, on a logarithmic scale. The middle price is {price_over_cost:range2} times our cost, the lowest price {low_price_over_cost:range2} times.",
    caption="Input and output three to one. Cost on the cheapest of four kinds of accelerator with full batches at {speed} a user, idle hours included as an average. List prices of 2026 from price tables; hosts may serve in fewer bits, from older machines, or at a loss. "
    "A price below our range would say that the model is too dear; the lowest lie at {low_price_over_cost:low2} times our median.",
    columns={
        "model": ("text", "Open model"),
        "cost": ("USD/Mtoken", "Our cost"),
        "cost_low": ("USD/Mtoken", "5 % point"),
        "cost_high": ("USD/Mtoken", "95 % point"),
        "price_low": ("USD/Mtoken", "Lowest list price"),
        "price": ("USD/Mtoken", "Middle list price"),
        "price_high": ("USD/Mtoken", "Highest list price"),
        "hosts": ("1", "List prices"),
    },
    sources=("litellm2026", "pydantic2026genaiprices"),
    tables=("inference/list_prices", "inference/serving_predictions"),
    parameters=("busy_share", "system_cost_factor"),
    claims=("D10",),
    grade="modelled",
    as_of=_AS_OF,
    notebook="inference/token-cost",
    facts=(results.facts,),
)
def hosts():
    return results.named(results.against_hosts()).sort_values("cost", ignore_index=True)[["model", "cost", "cost_low", "cost_high", "price_low", "price", "price_high", "hosts"]]


@hosts.draw
def _(frame, narrow):
    y = named_rows.rows("model", list(frame["model"]), narrow)
    x = alt.X("cost_low:Q", title="US$ per million tokens, three read for each written", scale=alt.Scale(type="log", domain=[0.005, 5]), axis=alt.Axis(grid=True, values=[0.01, 0.1, 1], format="~g"))
    cost = alt.Chart(frame).mark_rule(strokeWidth=7, opacity=0.3, color=theme.BLUE).encode(x=x, x2="cost_high:Q", y=y)
    mid = alt.Chart(frame).mark_point(filled=True, size=75, color=theme.BLUE).encode(x="cost:Q", y=y)
    span = alt.Chart(frame).mark_rule(strokeWidth=1.5, color=theme.ORANGE).encode(x=alt.X("price_low:Q"), x2="price_high:Q", y=y)
    ticks = [alt.Chart(frame).mark_tick(thickness=2.5, size=14, color=theme.ORANGE).encode(x=f"{column}:Q", y=y) for column in ("price_low", "price", "price_high")]
    last = frame.loc[[(frame["price_low"] / frame["cost"]).idxmax()]]
    words = [
        alt.Chart(last).mark_text(color=theme.BLUE, dy=15 if narrow else -12, fontWeight="bold").encode(x="cost:Q", y=y, text=alt.value("our cost")),
        alt.Chart(last).mark_text(color=theme.ORANGE, dy=15 if narrow else -12, fontWeight="bold").encode(x="price:Q", y=y, text=alt.value("list price")),
    ]
    return alt.layer(cost, mid, span, *ticks, *words, *named_rows.names(frame, "model", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 27))
