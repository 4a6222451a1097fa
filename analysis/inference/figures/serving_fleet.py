"""Figures of a serving fleet: users per chip, tokens a day, a shortage, the evidence, DeepSeek's day."""

import altair as alt
import pandas as pd

from analysis import named_rows, theme
from analysis.figures import figure
from analysis.inference.results import serving_fleet as results

NOTEBOOK = "inference/serving-fleet"
SERVING = ("nvidia2026aiconfigurator", "azure2023trace", "deepseek2025day6")
PARAMETERS = ("message_prompt_tokens", "message_answer_tokens", "served_speed_tok_s_user", "fleet_peak_to_mean", "fleet_peak_use")


@figure(
    id="INF-47",
    slug="users-per-chip",
    title="A large dense model on H100 answers {at_slow:2} users at once per chip at {slow_speed:number} tokens a second each; on DeepSeek’s day it was {day_streams_per_gpu:2}",
    question="How many users does one chip serve at the same moment?",
    alt="Falling lines of users served at once per chip, on a log scale, against the tokens a second that each gets. A large dense model on H100 serves {at_slow:2} at {slow_speed:2}, one at {one_speed:2} and cannot give more than about {top_speed:2}; newer chips and sparse models serve more. "
    "A dot marks DeepSeek’s published day: {day_streams_per_gpu:2} users per chip at {day_speed:2}.",
    caption="Answers in progress per accelerator at the mean lengths of Azure’s conversation trace, weights in eight bits, from the calibrated serving model; lines end where even one user cannot have the speed. "
    "The dot is not modelled: DeepSeek’s answer tokens a second over the speed of a user and its GPUs; its contexts were longer. Each user counted is one who is being answered at that moment.",
    columns={"profile": ("text", "Model and accelerator"), "speed_tok_s": ("token/s", "Tokens a second for each user"), "users_per_accelerator": ("1", "Users served at once per accelerator"), "kind": ("text", "model or measured")},
    sources=SERVING,
    tables=("inference/fleet_usage", "inference/published_day", "inference/models", "inference/systems"),
    claims=("D14",),
    grade="modelled",
    as_of="2026-08-21",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def users_per_chip():
    return results.speeds()


@users_per_chip.draw
def _(frame, narrow):
    order = list(frame["profile"].drop_duplicates())
    x = alt.X("speed_tok_s:Q", title="Tokens a second for each user (log scale)", scale=alt.Scale(type="log", domain=[5, 200], nice=False), axis=alt.Axis(values=[5, 10, 20, 50, 100, 200]))
    y = alt.Y("users_per_accelerator:Q", title="Users served at once per accelerator (log scale)", scale=alt.Scale(type="log", domain=[0.1, 1000], nice=False), axis=alt.Axis(values=[0.1, 1, 10, 100, 1000], format="~g"))
    colour = alt.Color("profile:N", sort=order, scale=alt.Scale(domain=order, range=[theme.BLUE, theme.GREEN, theme.ORANGE, theme.PURPLE, theme.INK]), legend=alt.Legend(columns=1 if narrow else 2, labelLimit=300))
    lines = alt.Chart(frame[frame["kind"] == "model"]).mark_line(clip=True).encode(x, y, colour)
    dot = alt.Chart(frame[frame["kind"] == "measured"]).mark_point(size=110, shape="diamond").encode(x, y, colour)
    one = alt.Chart(pd.DataFrame({"users_per_accelerator": [1.0], "speed_tok_s": [5.0], "t": ["one user per chip"]}))
    rule = one.mark_rule(strokeDash=[5, 4], color=theme.GREY).encode(y=y)
    word = one.mark_text(align="left", dx=4, dy=11, color=theme.MUTED).encode(x=x, y=y, text="t:N")
    return (rule + word + lines + dot).properties(width=theme.width(narrow), height=360)


@figure(
    id="INF-48",
    slug="one-chip-a-user",
    title="“Thousands of chips for thousands of users” holds to a decade in {inside:2} of the prior weight; with heavy use in {inside_heavy:2}",
    question="Which ways of serving a popular model of 2024 come to about one chip a user?",
    alt="Stacked bars of prior weight by users per chip, from the fewest to the most, heavy use and other use apart. The median is {users_per_chip:2} users per chip, with heavy use {users_heavy:2}; {inside:2} lies between a tenth and ten.",
    caption="{sets:number} sets of model, accelerator, precision, lengths, speed and share of places taken, with weights written down before the search; sets whose speed no chip of theirs reaches are left out. Heavy use: answers of reasoning length or prompts of document length. "
    "Users are those being answered at the moment; people who are signed in and read, type or sleep are far more.",
    columns={"users": ("text", "Users in the act per chip"), "use": ("text", "heavy or other use"), "weight_percent": ("percent", "Prior weight")},
    sources=(*SERVING, "heim2024inference"),
    tables=("inference/fleet_priors", "inference/models", "inference/systems"),
    claims=("D14",),
    grade="guessed",
    as_of="2026-11-26",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def one_chip_a_user():
    return results.histogram()


@one_chip_a_user.draw
def _(frame, narrow):
    order = ["under 0.1", "0.1–0.3", "0.3–1", "1–3", "3–10", "10–30", "30–100", "100–300", "over 300"]
    totals = frame.groupby("users", sort=False)["weight_percent"].sum().reset_index()
    x = alt.X("weight_percent:Q", title="Prior weight (%)", stack="zero", scale=alt.Scale(domain=[0, 1.12 * totals["weight_percent"].max()], nice=False))
    y = alt.Y("users:N", sort=order, scale=alt.Scale(domain=order), title="Users in the act per chip")
    colour = alt.Color("use:N", scale=alt.Scale(domain=["heavy use", "other use"], range=[theme.ORANGE, theme.BLUE]), legend=alt.Legend(columns=2))
    bars = alt.Chart(frame).mark_bar().encode(x=x, y=y, color=colour, order="use:N")
    text = alt.Chart(totals).mark_text(align="left", dx=5).encode(x="weight_percent:Q", y=y, text=alt.Text("weight_percent:Q", format=".2~r"))
    return (bars + text).properties(width=theme.width(narrow), height=310)


@figure(
    id="INF-49",
    slug="tokens-of-a-fleet",
    title="As a large dense model the GPT fleet of 2024 could serve {tokens_serving:2} a day; ChatGPT’s messages came to about {tokens_chatgpt:2}",
    question="How many tokens does a fleet serve in a day, and how many are asked for?",
    alt="Dots with ranges on a log scale of tokens a day. What fleets could serve: {tokens_serving:range2} on the GPUs that served GPT models at the end of 2024 as a large dense model, {tokens_million:range2} on a million GB200. "
    "What was served: ChatGPT’s messages of December 2024 at our lengths {tokens_chatgpt:range2}, all of Google {tokens_google:2} in October 2025.",
    caption="Prompt and answer tokens together. A fleet’s tokens: its accelerators, the calibrated serving model’s accelerator-seconds for a message, a peak above the mean and some spare; no more than {knee} of a lone user’s speed is offered. The GPT fleet is OpenAI’s rented GPUs with any share of Microsoft’s (see the page on fleets); nobody says which model ran on them. "
    "Lines are 5–95 % where there is a range. Published volumes count cached and hidden tokens differently. Log scale.",
    columns={"what": ("text", "Fleet, or service and month"), "kind": ("text", "could serve or served"), "tokens_per_day": ("token", "Tokens a day"), "low": ("token", "5 % point"), "high": ("token", "95 % point")},
    sources=(*SERVING, "tunguz2025hyperscaler", "notion2025tokens", "a16z2025openrouter", "itc2025chatgpt"),
    tables=("power/token_volumes", "inference/fleet_usage", "power/fleet_statements", "inference/published_day"),
    parameters=PARAMETERS,
    claims=("A8",),
    grade="guessed",
    as_of="2025-12-01",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def tokens_of_a_fleet():
    return results.token_frame()


@tokens_of_a_fleet.draw
def _(frame, narrow):
    y = named_rows.rows("what", list(frame["what"]), narrow)
    x = alt.X("tokens_per_day:Q", title="Tokens a day (log scale)", scale=alt.Scale(type="log", domain=[3e11, 1e16], nice=False), axis=alt.Axis(values=[1e12, 1e13, 1e14, 1e15, 1e16], labelExpr="{'12':'1 trillion','13':'10','14':'100','15':'1,000','16':'10,000'}[format(log(datum.value)/log(10),'.0f')]"))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["could serve", "served"], range=[theme.BLUE, theme.ORANGE]), legend=named_rows.legend(narrow))
    rule = alt.Chart(frame.dropna(subset=["low"])).mark_rule(strokeWidth=3, opacity=0.6).encode(alt.X("low:Q"), alt.X2("high:Q"), y, colour)
    dots = alt.Chart(frame).mark_point(size=80).encode(x, y, colour)
    return alt.layer(rule, dots, *named_rows.names(frame, "what", y, narrow)).properties(width=theme.width(narrow), height=named_rows.height(narrow, 30))


@figure(
    id="INF-50",
    slug="a-shortage",
    title="With {tenth} of the chips missing {refused_tenth:2} of a day’s requests are turned away, with {quarter} {refused_quarter:2}, with {half} {refused_half:2}",
    question="What does a shortage of chips turn away?",
    alt="Rising curves of requests turned away against accelerators missing, in percent of what the peak needs. With the peak at {peak_to_mean:number} times the mean, {tenth:2} missing turn away {refused_tenth:2}, {half:2} missing {refused_half:2}. "
    "On a level day the shares are the same as those missing; a lone server turns away {one_server_loss:2} by chance even when none is missing.",
    caption="Chips are counted against what the peak needs; a shortage bites only in the hours above what is left. Curves: a day’s sine with its peak at two multiples of the mean, a level day, and one server whose requests come by chance (Erlang’s loss formula). All assume that a refused request leaves and is not sent again. In a queue nobody leaves but everybody waits.",
    columns={"case": ("text", "How the load runs"), "missing_percent": ("percent", "Accelerators missing, of what the peak needs"), "refused_percent": ("percent", "Requests of the day turned away")},
    sources=("deepseek2025day6", "azure2023trace"),
    tables=("inference/published_day", "inference/fleet_usage"),
    parameters=("fleet_peak_to_mean", "served_speed_tok_s_user"),
    claims=("D13",),
    grade="guessed",
    as_of="2025-02-28",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def a_shortage():
    return results.shortage_frame()


@a_shortage.draw
def _(frame, narrow):
    order = list(frame["case"].drop_duplicates())
    x = alt.X("missing_percent:Q", title="Accelerators missing (% of what the peak needs)", scale=alt.Scale(domain=[0, 60]))
    y = alt.Y("refused_percent:Q", title="Requests turned away (%)", scale=alt.Scale(domain=[0, 65]))
    colour = alt.Color("case:N", sort=order, scale=alt.Scale(domain=order, range=[theme.GREY, theme.GREEN, theme.BLUE, theme.ORANGE]), legend=alt.Legend(columns=1 if narrow else 2))
    dash = alt.StrokeDash("case:N", sort=order, scale=alt.Scale(domain=order, range=[[5, 4], [1, 0], [1, 0], [2, 2]]), legend=None)
    return alt.Chart(frame).mark_line(clip=True).encode(x, y, colour, dash).properties(width=theme.width(narrow), height=320)


@figure(
    id="INF-51",
    slug="evidence-of-a-shortage",
    title="That demand exceeded capacity at the end of 2024 is as good as certain; that Copilot features were held back for it is {p_copilot_held:2} likely",
    question="How sure is it that capacity was short at the end of 2024?",
    alt="Dots with ranges of probability for three statements, each with the mark that the register asks. Demand exceeded capacity: at least {p_shortage:low}. Sora’s sign-ups closed for lack of it: {p_sora_closed:range2}. Copilot features held back: {p_copilot_held:range2}, below its mark.",
    caption="Even odds before the evidence; each witness multiplies or divides the odds by a ratio for its kind (notice, executive’s statement, report, indirect), all fixed before any probability was computed. Lines are 5–95 % over the ranges of the ratios; ticks are what the register asks. The document’s own word is not counted; counted as a report it would lift Copilot to {p_copilot_document:2}.",
    columns={
        "statement": ("text", "Statement"), "probability_percent": ("percent", "Probability after the evidence"), "low": ("percent", "5 % point"), "high": ("percent", "95 % point"),
        "asked_percent": ("percent", "What the register asks"), "for": ("1", "Witnesses for"), "against": ("1", "Witnesses against"),
    },
    sources=("fierce2024microsoft", "ttmplan2025microsoft", "sherwood2025microsoft", "constructiondive2025google", "gadgets2024altman", "businesstoday2024sora", "techbasic2025microsoft", "bridge2024sora", "spacelab2024sora", "cybercareers2024copilot", "windowsforum2025copilot", "benzinga2025hood"),
    tables=("inference/capacity_events",),
    parameters=("evidence_notice", "evidence_statement", "evidence_report", "evidence_indirect"),
    claims=("D13",),
    grade="guessed",
    as_of="2025-10-29",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def evidence_of_a_shortage():
    return results.evidence_frame()


@evidence_of_a_shortage.draw
def _(frame, narrow):
    y = named_rows.rows("statement", list(frame["statement"]), narrow)
    x = alt.X("probability_percent:Q", title="Probability (%)", scale=alt.Scale(domain=[0, 103], nice=False))
    rule = alt.Chart(frame).mark_rule(strokeWidth=3, color=theme.BLUE, opacity=0.6).encode(alt.X("low:Q"), alt.X2("high:Q"), y)
    dots = alt.Chart(frame).mark_point(size=90, color=theme.BLUE).encode(x, y)
    asked = alt.Chart(frame).mark_tick(color=theme.ORANGE, thickness=3, size=20).encode(alt.X("asked_percent:Q"), y)
    word = alt.Chart(frame.tail(1).assign(t="asked")).mark_text(color=theme.ORANGE, dy=22).encode(alt.X("asked_percent:Q"), y, text="t:N")
    return alt.layer(rule, asked, dots, word, *named_rows.names(frame, "statement", y, narrow)).properties(width=theme.width(narrow), height=alt.Step(56))


@figure(
    id="INF-52",
    slug="deepseeks-day-in-nodes",
    title="DeepSeek’s published rates give back its {day_nodes:number} nodes; a roofline would do with {day_roofline_nodes:2}, our calibrated model would want {day_model_nodes:2}",
    question="Does the fleet model give back the one fleet that was published?",
    alt="Four stacked bars of nodes, each a server of GPUs. As published {day_nodes:3}; from the published rates for prompts and answers {day_nodes_rates:3}; from a whole-step roofline {day_roofline_nodes:2}; from our calibrated model {day_model_nodes:2}.",
    caption="The day’s prompt and answer tokens over the rates that DeepSeek publishes for a node at each work, and over those of the serving model at the same context length, cached share, speed and units of GPUs (H100 stand in for H800, whose links are slower). The published nodes are averages over the day. "
    "The roofline knows no losses. The calibrated model is fitted to one vendor’s engine on single servers and charges in full for messages between servers, which DeepSeek hides behind work.",
    columns={"basis": ("text", "Where the number comes from"), "work": ("text", "Reading prompts, writing answers, or both"), "nodes": ("1", "Nodes of eight GPUs")},
    sources=("deepseek2025day6", "nvidia2026aiconfigurator"),
    tables=("inference/published_day", "inference/measured_throughput"),
    claims=("A8", "D14"),
    grade="modelled",
    as_of="2025-02-28",
    notebook=NOTEBOOK,
    facts=(results.facts,),
)
def deepseeks_day_in_nodes():
    return results.day_frame()


@deepseeks_day_in_nodes.draw
def _(frame, narrow):
    order = list(frame["basis"].drop_duplicates())
    totals = frame.groupby("basis", sort=False)["nodes"].sum().reset_index()
    works = ["both", "reading prompts", "writing answers"]
    y = alt.Y("basis:N", sort=order, title=None, axis=alt.Axis(labelLimit=140 if narrow else 260))
    x = alt.X("nodes:Q", title="Nodes of eight GPUs", stack="zero", scale=alt.Scale(domain=[0, (1.3 if narrow else 1.12) * totals["nodes"].max()], nice=False))
    colour = alt.Color("work:N", sort=works, scale=alt.Scale(domain=works, range=[theme.GREY, theme.GREEN, theme.BLUE]), legend=alt.Legend(columns=1 if narrow else 3))
    bars = alt.Chart(frame).mark_bar().encode(x=x, y=y, color=colour, order="work:N")
    text = alt.Chart(totals).mark_text(align="left", dx=5).encode(x="nodes:Q", y=y, text=alt.Text("nodes:Q", format=".0f"))
    return (bars + text).properties(width=theme.width(narrow), height=alt.Step(44))
