"""Figures of why reasoning costs more: bills, the puzzle, what multiplies cost, cost against price, several streams."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.inference.results import reasoning as results

__all__ = ["bills", "mini", "puzzle", "factors", "price_and_cost", "voting"]


@figure(
    id="INF-16",
    slug="bills-with-and-without-thought",
    title="On the puzzle list prices make the bill with thought {bill_ratio:2} times as high; for whole benchmarks others paid {paid:interval2} times as much",
    question="How much higher is the bill when a model thinks first?",
    alt="Dots of the bill with thought over the bill without, one row a pair of models. On the puzzle the claim has {claimed_preview:number} for o1-preview and list prices give {bill_ratio:number}; for o1-mini the claim has {claimed_mini:number}. Pairs that ran whole benchmarks lie between {paid:low} and {paid:high}: {paid_o1:3} for o1, {paid_o1_mini:3} for o1-mini, little where a model of the same price can think or not.",
    caption="List prices of December 2024 times printed tokens for the puzzle, {prompt} of prompt included; o1-mini's tokens are not printed, so that its computed dot supposes those of o1-preview. Benchmarks: what others paid for the same tasks with both models.",
    columns={"pair": ("text", "Model with thought / model without, and on what"), "kind": ("text", "Claimed, list price times tokens, or paid"), "ratio": ("1", "Bill with thought over bill without")},
    sources=("semianalysis2024o1pro", "pydantic2026genaiprices", "aider2026polyglot"),
    tables=("power/token_prices", "inference/list_prices", "inference/puzzle_answers", "inference/thinking_pairs"),
    parameters=("o1_mini_puzzle_tokens",),
    claims=("D6",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/reasoning",
    facts=(results.facts,),
)
def bills():
    return results.measured_pairs()


@bills.draw
def _(frame, narrow):
    order = list(frame["pair"].drop_duplicates())
    kinds = ["claimed", "list price × tokens", "paid for a benchmark"]
    y = named_rows.rows("pair", order, narrow)
    x = alt.X("ratio:Q", title="Bill with thought over bill without", scale=alt.Scale(type="log", domain=[0.8, 250], nice=False), axis=alt.Axis(grid=True, values=[1, 2, 5, 10, 20, 50, 100, 200], format="d"))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[theme.ORANGE, theme.BLUE, theme.GREY]), legend=named_rows.legend(narrow))
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["diamond", "circle", "square"]), legend=None)
    dots = alt.Chart(frame).mark_point(filled=True, size=80).encode(x=x, y=y, color=colour, shape=shape)
    return alt.layer(dots, *named_rows.names(frame, "pair", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 24))


@figure(
    id="INF-17",
    slug="which-comparison-gives-24",
    title="A factor of {claimed_mini:number} needs {mini_needed_4o} of o1-mini beside GPT-4o, but only {mini_needed_mini:3} beside GPT-4o mini",
    question="Against which model is a query of o1-mini as much dearer as claimed?",
    alt="Bill of o1-mini over that of a counterpart against the tokens that o1-mini writes, on logarithmic axes, one line a counterpart. The line of GPT-4o mini reaches {claimed_mini:number} at {mini_needed_mini}, that of GPT-4o at {mini_needed_4o}. A band marks what was thought plausible before, around {long}.",
    caption="List prices of December 2024; the counterpart writes {short} and {prompt} are read. Band: the prior for o1-mini's tokens, which are not printed. By it the counterpart is GPT-4o with {mini_belief_4o:2} and GPT-4o mini with {mini_belief_mini:2}.",
    columns={"counterpart": ("text", "Model without thought"), "tokens": ("token", "Tokens that o1-mini writes"), "ratio": ("1", "Bill of o1-mini over the counterpart's")},
    sources=("semianalysis2024o1pro", "pydantic2026genaiprices", "kunishou2024cost", "tokencost2025"),
    tables=("power/token_prices", "inference/list_prices", "inference/puzzle_answers", "inference/inversion_priors"),
    parameters=("o1_mini_puzzle_tokens",),
    claims=("D6",),
    grade="guessed",
    as_of="2026-11-26",
    notebook="inference/reasoning",
    facts=(results.facts,),
)
def mini():
    return results.mini_frame()


@mini.draw
def _(frame, narrow):
    from analysis import parameters

    order = list(frame["counterpart"].drop_duplicates())
    x = alt.X("tokens:Q", title="Tokens that o1-mini writes", scale=alt.Scale(type="log", domain=[300, 40000], nice=False), axis=alt.Axis(values=[300, 1000, 3000, 10000, 30000], format="~s"))
    y = alt.Y("ratio:Q", title="Bill of o1-mini over the other’s", scale=alt.Scale(type="log", domain=[0.5, 1000], nice=False), axis=alt.Axis(values=[1, 10, 100, 1000], format="d"))
    colour = alt.Color("counterpart:N", scale=alt.Scale(domain=order, range=[theme.BLUE, theme.GREEN, theme.OCHRE]), legend=alt.Legend(columns=1 if narrow else 3))
    p = parameters.get("o1_mini_puzzle_tokens", part="inference")
    band = alt.Chart(pd.DataFrame({"tokens": [float(p.low)], "end": [float(p.high)]})).mark_rect(opacity=0.18, color=theme.GREY).encode(x=x, x2="end:Q")
    rule = alt.Chart(pd.DataFrame({"ratio": [results.CLAIMED_MINI], "tokens": [320.0], "text": ["as claimed"]}))
    lines = alt.Chart(frame).mark_line(clip=True).encode(x=x, y=y, color=colour)
    return alt.layer(band, rule.mark_rule(strokeDash=[4, 3]).encode(y=y), rule.mark_text(align="left", dy=-8, color=theme.MUTED).encode(x=x, y=y, text="text:N"), lines).properties(width=theme.width(narrow), height=320)


@figure(
    id="INF-18",
    slug="parenthesis-puzzle",
    title="Of {puzzle_ways:number} ways to add one pair of parentheses {puzzle_solutions:number} gives {puzzle_value:number}",
    question="How hard is the puzzle that took thousands of tokens?",
    alt="Strip of the values that the expression takes with one pair of parentheses in each of {puzzle_ways:number} places, on a logarithmic axis. Without parentheses it is {puzzle_plain:number}; a single mark stands at {puzzle_value:number}.",
    caption="All placements that enclose at least two numbers; {puzzle_distinct:number} different values. Found by trying them all, which takes a computer no time; o1-preview wrote {long} and QwQ {words_qwq:number} words.",
    columns={"expression": ("text", "Expression with the parentheses added"), "value": ("1", "Its value"), "kind": ("text", "Whether it is the asked value")},
    sources=("semianalysis2024o1pro", "qwen2024qwq"),
    tables=("inference/puzzle_answers",),
    claims=("D6",),
    grade="measured",
    as_of="2026-11-26",
    notebook="inference/reasoning",
    facts=(results.facts,),
)
def puzzle():
    return results.puzzle_frame()[["expression", "value", "kind"]]


@puzzle.draw
def _(frame, narrow):
    x = alt.X("value:Q", title="Value of the expression", scale=alt.Scale(type="log", domain=[120, 8000], nice=False), axis=alt.Axis(values=[150, 300, 500, 1000, 2000, 5000], format="d"))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["the asked value", "another value"], range=[theme.ORANGE, theme.GREY]), legend=alt.Legend(columns=2))
    y = alt.Y("level:Q", scale=alt.Scale(domain=[-1, 1.6], nice=False), axis=None)
    marks = alt.Chart(frame.assign(level=0)).mark_tick(orient="vertical", thickness=2.5, size=52, opacity=0.8).encode(x=x, y=y, color=colour)
    asked = alt.Chart(frame[frame["kind"] == "the asked value"].assign(level=0)).mark_tick(orient="vertical", thickness=4, size=70).encode(x=x, y=y, color=colour)
    found = alt.Chart(frame[frame["kind"] == "the asked value"].assign(level=1.2)).mark_text(fontWeight="bold", fontSize=12).encode(x=x, y=y, text="expression:N", color=colour)
    return alt.layer(marks, asked, found).properties(width=theme.width(narrow), height=230)


@figure(
    id="INF-19",
    slug="what-multiplies-the-cost",
    title="Most of the extra cost is more tokens: the puzzle's answer costs {puzzle_whole:2} times as much on real servers, {factor_length:2} of it length",
    question="Why does an answer with thought cost more to make?",
    alt="Bars of three factors that multiply the cost of the long answer to the puzzle, for pure theory and three real nodes. More tokens: {factor_length:2} everywhere. Longer context at the same batch: {factor_context_theory:2} in theory, {factor_context:2} on real H100. Smaller batch to keep the speed: {factor_batch_theory:2} in theory, {factor_batch:2} on real H100.",
    caption="Llama-3.1-405B, {short} against {long} after the same prompt. Factors multiply to {puzzle_whole_theory:2} in theory at {speed}, and to {puzzle_whole:2} on real H100 at {factor_speed:2}, {taken} of what one user alone would get. "
    "Reading the prompt, the same for both, is left out of the bars.",
    columns={"case": ("text", "Method and node"), "factor": ("text", "What multiplies the cost"), "value": ("1", "By how much")},
    sources=("semianalysis2024o1pro", "nvidia2026aiconfigurator", "nvidia2025trtllm10"),
    tables=("inference/models", "inference/accelerators", "inference/calibration", "inference/puzzle_answers"),
    claims=("D6", "D3"),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/reasoning",
    facts=(results.facts,),
)
def factors():
    return results.factor_frame()[["case", "factor", "value"]]


@factors.draw
def _(frame, narrow):
    order, kinds = list(frame["case"].drop_duplicates()), list(frame["factor"].drop_duplicates())
    frame = frame.assign(rank=frame["factor"].map(kinds.index))
    frame["end"] = frame.groupby("case")["value"].cumprod()
    frame["start"] = frame["end"] / frame["value"]
    y = named_rows.rows("case", order, narrow)
    scale = alt.Scale(type="log", domain=[1, 60], nice=False)
    colour = alt.Color("factor:N", sort=kinds, scale=alt.Scale(domain=kinds, range=[theme.BLUE, theme.ORANGE, theme.GREEN]), legend=alt.Legend(columns=1 if narrow else 3))
    x = alt.X("start:Q", title="Cost over that of the immediate answer (logarithmic)", scale=scale, axis=alt.Axis(values=[1, 2, 5, 10, 20, 50], format="d", grid=True))
    bars = alt.Chart(frame).mark_bar(height=16).encode(x=x, x2="end:Q", y=y, color=colour)
    text = alt.Chart(frame.assign(middle=(frame["start"] * frame["end"]) ** 0.5)[frame["value"] > 1.15]).mark_text(dy=15, fontSize=11, fontWeight="bold")
    labels = [] if narrow else [text.encode(x=alt.X("middle:Q", scale=scale), y=y, color=colour, text=alt.Text("value:Q", format=".2~r"))]  # no room on a phone
    return alt.layer(bars, *labels, *named_rows.names(frame, "case", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 40))


@figure(
    id="INF-20",
    slug="price-and-cost-of-thought",
    title="Cost of serving explains {cost_of_gap:range2} of the price gap between o1 and GPT-4o",
    question="Is a token with thought dearer because it costs more to make?",
    alt="Ranges of the cost of a million output tokens with and without thought, for five open models that stand in for the closed ones, beside list prices of {price_o1_usd:number} and {price_4o_usd:number} dollars. Costs with thought are {cost_thinking:range2} in all, without {cost_immediate:range2}; they hardly differ, and lie far below the prices.",
    caption="Dots: median; lines: 5–95 %, over lengths, speeds, nodes, the price of an accelerator's hour and the error of the serving model. Size and architecture of the closed models are not disclosed. Cost of serving only: research, training and idle capacity beyond that of a usual fleet are not in it.",
    columns={"model": ("text", "Open model that stands in, or list price"), "kind": ("text", "With or without thought"), "usd_per_mtok": ("USD/Mtoken", "Median cost, or price"), "low": ("USD/Mtoken", "5 %"), "high": ("USD/Mtoken", "95 %")},
    sources=("pydantic2026genaiprices", "kunishou2024cost", "abacha2024medec", "nvidia2025trtllm10"),
    tables=("inference/inversion_priors", "inference/list_prices", "power/token_prices", "inference/calibration"),
    parameters=("thinking_answer_tokens", "thinking_length_ratio", "prompt_over_answer", "served_speed_tok_s_user"),
    claims=("D6",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/reasoning",
    facts=(results.facts,),
)
def price_and_cost():
    return results.price_and_cost()


@price_and_cost.draw
def _(frame, narrow):
    order = ["List price", *[m for m in frame["model"].drop_duplicates() if m != "List price"]]
    kinds = ["with thought", "immediate"]
    frame = frame.assign(shift=frame["kind"].map({"with thought": -5, "immediate": 5}))
    y = named_rows.rows("model", order, narrow)
    scale = alt.Scale(type="log", domain=[0.05, 100], nice=False)
    x = alt.X("usd_per_mtok:Q", title="US$ per million output tokens", scale=scale, axis=alt.Axis(values=[0.1, 1, 10, 100], format="~g", grid=True))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[theme.ORANGE, theme.BLUE]), legend=named_rows.legend(narrow))
    layers = []
    for kind, dy in (("with thought", -4), ("immediate", 4)):
        one = alt.Chart(frame[frame["kind"] == kind])
        layers.append(one.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=2, yOffset=dy).encode(x=alt.X("low:Q", scale=scale, title="US$ per million output tokens"), x2="high:Q", y=y, color=colour))
        layers.append(one.mark_point(filled=True, size=70, yOffset=dy).encode(x=x, y=y, color=colour))
    return alt.layer(*layers, *named_rows.names(frame, "model", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="INF-21",
    slug="cost-of-five-streams",
    title="With a short prompt {streams:number} streams cost {five_puzzle:2} times one; to bring that to {half_streams:number}, the prompt has to be {half_share:2} of the sequence",
    question="What does voting over several answers cost?",
    alt="Cost of {streams:number} streams over one against the share of the sequence that they have in common, for a real server and pure theory. A shared prompt takes the ratio from {five_puzzle:2} at almost nothing shared down by half at {half_share:2}; a start of thought that is written once takes it down faster, since fewer tokens are written.",
    caption="Solid: real server; dashed: pure theory. Llama-3.1-405B on eight H100, {long} and a prompt in all, each stream at {taken} of the speed that one alone would get. Five separate requests would cost {streams:number}, the price of the plan rises by {plan_ratio:number}. "
    "Where thought is shared, fewer than {voting_tokens:number} times the tokens are written, against the claim's own count.",
    columns={"shared_percent": ("percent", "Share of the sequence in common"), "what": ("text", "What is in common"), "method": ("text", "Real server or pure theory"), "ratio": ("1", "Cost over that of one stream")},
    sources=("semianalysis2024o1pro", "nvidia2026aiconfigurator", "nvidia2025trtllm10", "nesyona2026plus"),
    tables=("inference/models", "inference/accelerators", "inference/calibration", "inference/subscription_prices"),
    claims=("D7",),
    grade="modelled",
    as_of="2026-11-26",
    notebook="inference/reasoning",
    facts=(results.facts,),
)
def voting():
    return results.voting_curves()


@voting.draw
def _(frame, narrow):
    kinds, methods = ["a prompt, read once", "a start of thought, written once"], ["real server", "pure theory"]
    x = alt.X("shared_percent:Q", title="Share of the sequence in common (%)", scale=alt.Scale(domain=[0, 100], nice=False), axis=alt.Axis(values=[0, 25, 50, 75, 100]))
    y = alt.Y("ratio:Q", title="Cost over that of one stream", scale=alt.Scale(domain=[0, 5.3], nice=False), axis=alt.Axis(values=[0, 1, 2, 3, 4, 5]))
    colour = alt.Color("what:N", scale=alt.Scale(domain=kinds, range=[theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 2))
    dash = alt.StrokeDash("method:N", scale=alt.Scale(domain=methods, range=[[1, 0], [5, 4]]), legend=None)
    rule = alt.Chart(pd.DataFrame({"ratio": [results.STREAMS], "shared_percent": [98], "text": ["separate requests"]}))
    return alt.layer(
        rule.mark_rule(color=theme.MUTED).encode(y=y), rule.mark_text(align="right", dy=-8, color=theme.MUTED).encode(x=x, y=y, text="text:N"), alt.Chart(frame).mark_line().encode(x=x, y=y, color=colour, strokeDash=dash)
    ).properties(width=theme.width(narrow), height=320)
