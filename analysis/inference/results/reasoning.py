"""Why reasoning costs more: bills of December 2024, the puzzle, what of the price is cost, and several streams of one request."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.inference import inversion_grid, models, reasoning, serving, systems, work
from analysis.inference.inversion_grid import Grid
from analysis.inference.parallel import Layout
from analysis.inference.results import hour_cost, validation
from analysis.inference.results import inversion as search
from analysis.quantities import Quantity

__all__ = [
    "METHOD", "PUZZLE", "TARGET", "price", "answered", "bills", "flagship_search", "mini_search", "mini_frame", "puzzle_frame", "measured_pairs",
    "Draws", "draws", "factor_frame", "price_and_cost", "voting_curves", "facts",
]  # fmt: skip

METHOD = "calibrated"  # of answers about real servers; "pure theory" stays with the whole-step roofline
PUZZLE, TARGET = "1 + 2 * 3 + 4 * 5 + 6 * 7 + 8 * 9", 479
PROMPT = 50.0  # tokens of the puzzle, counted by hand; see the option of that name in inference/inversion_priors
STREAMS = 5.0
CLAIMED_PREVIEW, CLAIMED_MINI = 57, 24
CLAIMED_TOKEN = 368 / 72  # what a token of the long answer costs more by the batches of claim D3
NODE, MODEL = "8xH100", "llama-3.1-405b"
TAKEN = 0.6  # a service asks no more than this share of the speed that one user alone could have
SETS = 2000
REAL = {"method": METHOD, "compute": "weights"}
THEORY = {"method": "roofline", "compute": "weights"}

_LATER = "o1-mini, later price"
# Names of claim D6 to rows of power/token_prices and inference/list_prices: model, first day of the price (None: the row without one)
_ROWS = {
    "GPT-4o": ("power/token_prices", "GPT-4o-2024-08-06", "2024-08-06"),
    "GPT-4o at its first price": ("power/token_prices", "GPT-4o-2024-05-13", "2024-05-13"),
    "GPT-4o mini": ("power/token_prices", "GPT-4o mini", "2024-07-18"),
    "o1-preview": ("power/token_prices", "o1-preview", "2024-09-12"),
    "o1": ("inference/list_prices", "o1", "2024-12-17"),
    "o1-mini": ("inference/list_prices", "o1-mini", "2024-09-12"),
    _LATER: ("inference/list_prices", "o1-mini", None),
}


@cache
def price(name: str) -> tuple[float, float]:
    """Return the list price of input and output tokens of a model of claim D6, USD a million."""
    table, model, day = _ROWS[name]
    frame = tables.load(table)
    mine = frame[(frame["provider"] == "OpenAI") & (frame["model"] == model)]
    mine = mine[mine["effective_from"].isna()] if day is None else mine[pd.to_datetime(mine["effective_from"]) == pd.Timestamp(day)]
    if len(mine) != 1:
        raise KeyError(f"{table} has {len(mine)} rows for {name} ({model}, {day}).")
    columns = ("input_usd_per_mtoken", "output_usd_per_mtoken") if table.startswith("power") else ("input_usd_per_mtok", "output_usd_per_mtok")
    return tuple(float(mine[c].iloc[0]) for c in columns)


@cache
def answered(model: str, counted: str) -> float:
    """Return one count of ``inference/puzzle_answers``."""
    frame = tables.load("inference/puzzle_answers").set_index(["model", "counted"])
    return float(frame.loc[(model, counted), "value"])


def _long() -> float:
    return answered("o1-preview", "output tokens")


def _short() -> float:
    return answered("GPT-4o", "tokens")


@cache
def bills() -> pd.DataFrame:
    """Return the bill of the puzzle with o1-preview over that with GPT-4o, and the factors of tokens and price behind it."""
    rows = []
    for prompt, name in ((0.0, "output alone"), (PROMPT, "with the puzzle as input")):
        thinking, now = reasoning.bill_usd(prompt, _long(), *price("o1-preview")), reasoning.bill_usd(prompt, _short(), *price("GPT-4o"))
        rows.append({"bill": name, "thinking_usd": float(thinking), "immediate_usd": float(now), "ratio": float(thinking / now)})
    return pd.DataFrame(rows)


@cache
def flagship_search() -> dict[str, object]:
    """Return which readings of the bill give the printed factor of o1-preview."""
    axes = tuple(search.axis("D6", n) for n in ("flagship", "prompt_tokens", "counts"))
    grid = Grid(axes)
    cost_in, cost_out = (grid.along("flagship", {n: price(n)[i] for n in axes[0].options}) for i in (0, 1))
    prompt = grid.along("prompt_tokens", {o: float(o) for o in axes[1].options})
    inside = prompt * grid.along("counts", {"output alone": 0.0, "prompt included": 1.0})
    top = reasoning.bill_usd(prompt, _long() - inside, *price("o1-preview"))
    ratio = np.broadcast_to(top / reasoning.bill_usd(prompt, _short() - inside, cost_in, cost_out), grid.shape)
    whole = np.rint(ratio).astype(int)
    masks = [whole == CLAIMED_PREVIEW]
    return {
        "sets": grid.size,
        "luck": inversion_grid.luck([whole], [grid.weights], CLAIMED_PREVIEW),
        "likeliest": inversion_grid.likeliest([grid], masks, 3),
        "prior": inversion_grid.prior_share([grid], masks),
        "near_prior": inversion_grid.prior_share([grid], [inversion_grid.near(ratio, CLAIMED_PREVIEW)]),
        "low": float(ratio.min()),
        "high": float(ratio.max()),
        "spread": inversion_grid.weighted_quantiles([ratio], [grid.weights], (0.05, 0.5, 0.95)),
    }


@cache
def preview_prompt() -> tuple[float, float]:
    """Return the prompts between which the bill rounds to the printed factor, all else as printed."""

    def ratio(prompt):
        return reasoning.bill_usd(prompt, _long(), *price("o1-preview")) / reasoning.bill_usd(prompt, _short(), *price("GPT-4o"))

    return tuple(uncertainty.tipping(ratio, CLAIMED_PREVIEW + d, 0.0, 5000.0) for d in (0.5, -0.5))


@cache
def mini_search() -> dict[str, object]:
    """Return which counterpart gives the printed factor of o1-mini, whose tokens are not printed, and how many tokens it would need."""
    axes = tuple(search.axis("D6", n) for n in ("counterpart", "o1_mini_price", "prompt_tokens", "counterpart_tokens"))
    grid = Grid(axes)
    cost_in, cost_out = (grid.along("counterpart", {n: price(n)[i] for n in axes[0].options}) for i in (0, 1))
    own = {"launch": "o1-mini", "later": _LATER}
    own_in, own_out = (grid.along("o1_mini_price", {o: price(n)[i] for o, n in own.items()}) for i in (0, 1))
    prompt = grid.along("prompt_tokens", {o: float(o) for o in axes[2].options})
    other = reasoning.bill_usd(prompt, grid.along("counterpart_tokens", {o: float(o) for o in axes[3].options}), cost_in, cost_out)
    tokens = parameters.get("o1_mini_puzzle_tokens", part="inference")

    def chance(ratio):
        ends = [reasoning.tokens_for_ratio(ratio + d, other, prompt, own_in, own_out) for d in (-0.5, 0.5)]
        return np.broadcast_to(_below(tokens, ends[1]) - _below(tokens, ends[0]), grid.shape)

    hit = chance(CLAIMED_MINI)
    weight = grid.weights * hit
    elsewhere = [float((grid.weights * chance(r)).sum()) for r in range(CLAIMED_MINI // 2, 2 * CLAIMED_MINI + 1) if r != CLAIMED_MINI]
    scale = np.array([1.0 / r for r in range(CLAIMED_MINI // 2, 2 * CLAIMED_MINI + 1) if r != CLAIMED_MINI])
    by = weight.sum(axis=(1, 2, 3))
    needed = {n: float(reasoning.tokens_for_ratio(CLAIMED_MINI, reasoning.bill_usd(PROMPT, _short(), *price(n)), PROMPT, *price("o1-mini"))) for n in axes[0].options}
    return {
        "sets": grid.size,
        "prior": float(weight.sum()),
        "elsewhere": float(np.average(elsewhere, weights=scale)),
        "posterior": {n: float(w / by.sum()) for n, w in zip(axes[0].options, by, strict=True)},
        "needed": needed,
        "central": {n: float(reasoning.bill_usd(PROMPT, tokens.central, *price("o1-mini")) / reasoning.bill_usd(PROMPT, _short(), *price(n))) for n in axes[0].options},
    }


def _below(parameter, value) -> np.ndarray:
    """Return the probability that a lognormal parameter lies below a value."""
    from scipy.special import ndtr

    with np.errstate(divide="ignore"):
        away = np.log(np.maximum(value, 1e-12)) - np.log(parameter.central)
    width = np.where(away >= 0, np.log(parameter.high / parameter.central), np.log(parameter.central / parameter.low)) / parameters.Z95
    return ndtr(away / width)


@cache
def mini_frame() -> pd.DataFrame:
    """Return o1-mini's bill on the puzzle over each counterpart's, against the tokens that it would have written."""
    grid = np.geomspace(300, 40000, 60)
    rows = [
        pd.DataFrame({"counterpart": n, "tokens": grid, "ratio": reasoning.bill_usd(PROMPT, grid, *price("o1-mini")) / reasoning.bill_usd(PROMPT, _short(), *price(n))})
        for n in search.axis("D6", "counterpart").options
    ]
    return pd.concat(rows, ignore_index=True)


@cache
def puzzle_frame() -> pd.DataFrame:
    """Return the value of every placement of one pair of parentheses."""
    rows = [{"expression": p.replace("*", "×"), "value": reasoning.evaluate(p)} for p in reasoning.placements(PUZZLE)]
    frame = pd.DataFrame(rows)
    frame["kind"] = np.where(frame["value"] == TARGET, "the asked value", "another value")
    return frame.sort_values(["value", "expression"], ignore_index=True)


@cache
def measured_pairs() -> pd.DataFrame:
    """Return bills of whole benchmarks, thinking over immediate, that others paid, beside the claim's and ours."""
    frame = tables.load("inference/thinking_pairs")
    paid = frame[frame["thinking_usd"].notna()].copy()
    rows = [
        {
            "pair": f"{r.immediate}, thought on / off" if r.same_weights else f"{r.thinking.replace(' (high)', '').replace(' (thinking)', '')} / {r.immediate}",
            "kind": "paid for a benchmark",
            "ratio": r.thinking_usd / r.immediate_usd,
        }
        for r in paid.itertuples()
    ]
    mini = mini_search()["central"]
    rows += [
        {"pair": "o1-preview / GPT-4o, the puzzle", "kind": "claimed", "ratio": float(CLAIMED_PREVIEW)},
        {"pair": "o1-preview / GPT-4o, the puzzle", "kind": "list price × tokens", "ratio": float(bills()["ratio"].iloc[1])},
        {"pair": "o1-mini / GPT-4o mini, the puzzle", "kind": "claimed", "ratio": float(CLAIMED_MINI)},
        {"pair": "o1-mini / GPT-4o mini, the puzzle", "kind": "list price × tokens", "ratio": mini["GPT-4o mini"]},
    ]
    out = pd.DataFrame(rows)
    order = out.groupby("pair")["ratio"].transform("max")
    return out.assign(order=order).sort_values(["order", "pair"], ascending=[False, True], kind="stable").drop(columns="order").reset_index(drop=True)


class Draws(dict):
    """Arrays by name, one entry a draw, over stand-ins, nodes, lengths, speeds and money."""


@cache
def draws() -> Draws:
    """Draw stand-ins and conditions of service and return what tokens cost with and without thought, and what five streams do.

    Each draw takes one stand-in model on one node; both kinds of answer are served at the same speed.
    """
    rng = np.random.default_rng([parameters.SEED, 7])
    stand, node = search.axis("D6", "stand_in"), search.axis("D6", "node")
    chosen = parameters.sample(parameters.select("thinking_answer_tokens", "thinking_length_ratio", "prompt_over_answer", "served_speed_tok_s_user", part="inference"), SETS)
    which, where = rng.choice(len(stand.options), SETS, p=stand.weights), rng.choice(len(node.options), SETS, p=node.weights)
    answer = chosen["thinking_answer_tokens"]
    prompt = answer * chosen["prompt_over_answer"]
    now = np.maximum(answer / chosen["thinking_length_ratio"], 1.0)
    out = Draws({k: np.zeros(SETS) for k in ("thinking_usd", "immediate_usd", "speed", "batch", "idle", "memory_bound", "five", "five_half", "whole", "context_longer")})
    out |= {"prompt": prompt, "answer": answer, "immediate": now, "stand_in": np.array(stand.options)[which], "node": np.array(node.options)[where], "shared_of_sequence": prompt / (prompt + answer)}
    out["node"] = np.where(out["stand_in"] == "deepseek-v3", "8xH200", out["node"])
    for name in stand.options:
        model = models.get(name)
        for place in node.options:
            here = np.flatnonzero((out["stand_in"] == name) & (out["node"] == place))
            if here.size:
                _fill(out, here, model, systems.get(place), chosen["served_speed_tok_s_user"][here])
    return out


def _fill(out: Draws, here, model, system, speed) -> None:
    real = REAL | ({"layout": Layout.experts(system)} if model.is_sparse else {})  # as sparse models are served for many users at once
    prompt, answer, now = out["prompt"][here], out["answer"][here], out["immediate"][here]
    error = parameters.sample({"error": validation.time_error(model.is_sparse)}, SETS)["error"][here]
    alone = 1.0 / serving.decode_step_s(model, system, 1.0, prompt + answer / 2.0, **real)
    pace = np.minimum(speed, TAKEN * alone)
    hour = hour_cost.usd_per_hour(system.accelerator.name).samples[:SETS][here]
    usd = hour / 3600.0 * error
    seconds = {k: reasoning.phase_seconds(model, system, prompt + a / 2.0, a, pace, **real) / a for k, a in (("thinking", answer), ("immediate", now))}
    one = reasoning.voting_seconds(model, system, prompt, answer, pace, **real)
    single = reasoning.voting_seconds(model, system, prompt, now, pace, **real)
    out["thinking_usd"][here], out["immediate_usd"][here] = (1e6 * seconds[k] * usd for k in ("thinking", "immediate"))
    out["whole"][here] = one / single
    out["five"][here] = reasoning.voting_seconds(model, system, prompt, answer, pace, streams=STREAMS, **real) / one
    out["five_half"][here] = reasoning.voting_seconds(model, system, prompt, answer, pace, streams=STREAMS, common_start=0.5, **real) / one
    batch = reasoning.batch_at_speed(model, system, prompt + answer / 2.0, pace, **real)
    done = work.decode(model, batch, prompt + answer / 2.0)
    moved = done.bytes_moved / system.memory_bandwidth_bytes_per_s
    computed = done.flop / system.flop_per_s("fp8")
    out["speed"][here], out["batch"][here] = pace, batch
    out["memory_bound"][here] = moved > computed
    out["idle"][here] = 1.0 - computed / np.maximum(moved, computed)


@cache
def factor_frame() -> pd.DataFrame:
    """Return what multiplies the cost of the puzzle's answer: length, longer context, smaller batch; in theory and on real servers."""
    cases = (
        ("Pure theory, eight H100", "8xH100", {"method": "roofline"} | {"compute": "weights"}, search.SPEED, 1.0),
        ("Real, eight H100", "8xH100", REAL, None, serving.USABLE),
        ("Real, eight H200", "8xH200", REAL, None, serving.USABLE),
        ("Real, eight B200", "8xB200", REAL, None, serving.USABLE),
    )
    rows = []
    model = models.get(MODEL)
    for name, place, options, speed, usable in cases:
        node = systems.get(place)
        pace = speed or TAKEN / float(serving.decode_step_s(model, node, 1.0, PROMPT + _long() / 2.0, **options))
        f = reasoning.factors(model, node, PROMPT, _short(), _long(), pace, usable=usable, **options)
        parts = (("more tokens", f.length), ("longer context, same batch", f.context), ("smaller batch, same speed", f.batch))
        rows += [{"case": name, "factor": part, "value": float(v), "speed": float(pace), "whole": float(f.whole)} for part, v in parts]
    return pd.DataFrame(rows)


@cache
def price_and_cost() -> pd.DataFrame:
    """Return what a million output tokens cost on each stand-in, with and without thought, beside the list prices."""
    d = draws()
    rows = []
    for name in search.axis("D6", "stand_in").options:
        mine = d["stand_in"] == name
        for kind, key in (("with thought", "thinking_usd"), ("immediate", "immediate_usd")):
            low, middle, high = np.quantile(d[key][mine], uncertainty.LEVELS)
            rows.append({"model": models.get(name).name, "kind": kind, "usd_per_mtok": middle, "low": low, "high": high})
    for kind, key in (("with thought", "o1"), ("immediate", "GPT-4o")):
        rows.append({"model": "List price", "kind": kind, "usd_per_mtok": price(key)[1], "low": np.nan, "high": np.nan})
    return pd.DataFrame(rows)


@cache
def voting_curves() -> pd.DataFrame:
    """Return what five streams cost over one, against the share of the sequence that they have in common."""
    model, node = models.get(MODEL), systems.get(NODE)
    total = PROMPT + _long()
    share = np.linspace(0.01, 0.95, 48)
    rows = []
    for options, method in ((REAL, "real server"), (THEORY, "pure theory")):
        pace = TAKEN / float(serving.decode_step_s(model, node, 1.0, total, **options))
        prompt, answer = share * total, (1.0 - share) * total
        one = reasoning.voting_seconds(model, node, prompt, answer, pace, **options)
        five = reasoning.voting_seconds(model, node, prompt, answer, pace, streams=STREAMS, **options)
        rows.append(pd.DataFrame({"shared_percent": 100 * share, "what": "a prompt, read once", "method": method, "ratio": five / one}))
        start = np.clip((share * total - PROMPT) / _long(), 0, 1)
        one = reasoning.voting_seconds(model, node, PROMPT, _long(), pace, **options)
        five = reasoning.voting_seconds(model, node, PROMPT, _long(), pace, streams=STREAMS, common_start=start, **options)
        rows.append(pd.DataFrame({"shared_percent": 100 * share, "what": "a start of thought, written once", "method": method, "ratio": five / one}))
    return pd.concat(rows, ignore_index=True)


@cache
def _plan(name: str) -> float:
    frame = tables.load("inference/subscription_prices").set_index("plan")
    return float(frame.loc[name, "usd_per_month"])


_q = Quantity.of


def _drawn(values, unit="1", label="", scale=1.0):
    """Summarise draws with the input that moves them most."""
    d = draws()
    inputs = {"length of the answer": d["answer"], "thinking_length_ratio": d["answer"] / d["immediate"], "prompt_over_answer": d["prompt"] / d["answer"], "served_speed_tok_s_user": d["speed"]}
    names = list(search.axis("D6", "stand_in").options)
    inputs["which open model stands in"] = np.array([np.median(values[d["stand_in"] == n]) for n in names])[[names.index(n) for n in d["stand_in"]]]
    driver = uncertainty.drivers(values, {k: v for k, v in inputs.items() if np.ptp(v) > 0})["parameter"].iloc[0]
    return uncertainty.summarise(scale * np.asarray(values), unit, label=label, driver=driver)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    d, mini, flagship, frame = draws(), mini_search(), flagship_search(), puzzle_frame()
    gap = price("o1")[1] - price("GPT-4o")[1]
    of_gap = (d["thinking_usd"] - d["immediate_usd"]) / gap
    ratio = d["thinking_usd"] / d["immediate_usd"]
    sizes = tables.load("inference/assumed_sizes").set_index("model")["params"]
    parts = factor_frame()
    theory, real = (parts[parts["case"] == c].set_index("factor")["value"] for c in ("Pure theory, eight H100", "Real, eight H100"))
    whole = parts.drop_duplicates("case").set_index("case")
    real_cases = whole[whole.index.str.startswith("Real")]
    same = parameters.get("o1_same_size", part="inference")
    pairs = measured_pairs()
    paid = pairs[pairs["kind"] == "paid for a benchmark"]["ratio"]
    prompts = preview_prompt()
    words = {r: answered("QwQ-32B-Preview", r) for r in ("words between spaces", "words and numbers", "words of letters")}
    curve = voting_curves()
    real_curve = curve[(curve["method"] == "real server") & (curve["what"] == "a prompt, read once")]
    half = float(np.interp(-0.5 * STREAMS, -real_curve["ratio"].to_numpy(), real_curve["shared_percent"].to_numpy()))
    puzzle_five = float(curve[(curve["method"] == "real server") & (curve["what"] == "a prompt, read once")]["ratio"].iloc[0])
    tipping = 0.5 * gap / np.median(d["thinking_usd"] - d["immediate_usd"])
    return {
        "long": _q(_long(), "token", grade="measured"),
        "short": _q(_short(), "token", grade="measured"),
        "length_ratio": _q(_long() / _short()),
        "price_o1": _q(price("o1")[1] / price("GPT-4o")[1], label="Price of a token, o1 over GPT-4o, December 2024", grade="measured"),
        "price_o1_mini": _q(price("o1-mini")[1] / price("GPT-4o mini")[1], label="Price of a token, o1-mini over GPT-4o mini, December 2024", grade="measured"),
        "price_o1_usd": _q(price("o1")[1], "USD/Mtoken", grade="measured"),
        "price_4o_usd": _q(price("GPT-4o")[1], "USD/Mtoken", grade="measured"),
        "price_mini_usd": _q(price("o1-mini")[1], "USD/Mtoken", grade="measured"),
        "price_4o_mini_usd": _q(price("GPT-4o mini")[1], "USD/Mtoken", grade="measured"),
        "price_mini_later_usd": _q(price(_LATER)[1], "USD/Mtoken", grade="measured"),
        "bill_long": _q(bills()["thinking_usd"].iloc[1], "USD"),
        "bill_short": _q(bills()["immediate_usd"].iloc[1], "USD"),
        "bill_ratio": _q(bills()["ratio"].iloc[1], "1", flagship["spread"][0], flagship["spread"][2], "Bill of the puzzle, o1-preview over GPT-4o (range: over readings of the bill)", driver="price of GPT-4o"),
        "bill_output_alone": _q(bills()["ratio"].iloc[0]),
        "claimed_preview": _q(CLAIMED_PREVIEW),
        "claimed_mini": _q(CLAIMED_MINI),
        "prompt": _q(PROMPT, "token", grade="guessed"),
        "preview_prompt": _q(np.mean(prompts), "token", *prompts),
        "preview_prior": _q(100 * flagship["prior"], "percent", grade="guessed"),
        "preview_near": _q(100 * flagship["near_prior"], "percent", grade="guessed"),
        "mini_needed_4o": _q(mini["needed"]["GPT-4o"], "token", label="Tokens of o1-mini at which the bill is 24 times GPT-4o's"),
        "mini_needed_mini": _q(mini["needed"]["GPT-4o mini"], "token", label="Tokens of o1-mini at which the bill is 24 times GPT-4o mini's"),
        "mini_belief_4o": _q(100 * mini["posterior"]["GPT-4o"], "percent", grade="guessed"),
        "mini_belief_mini": _q(100 * mini["posterior"]["GPT-4o mini"], "percent", grade="guessed"),
        "mini_central_4o": _q(mini["central"]["GPT-4o"]),
        "mini_central_mini": _q(mini["central"]["GPT-4o mini"], "1", *_mini_range("GPT-4o mini"), "Bill of the puzzle, o1-mini over GPT-4o mini (range: its unknown tokens)", "guessed", "tokens of o1-mini"),
        "mini_prior": _q(100 * mini["prior"], "percent", grade="guessed"),
        "mini_elsewhere": _q(100 * mini["elsewhere"], "percent", grade="guessed"),
        "mini_sets": _q(mini["sets"]),
        "paid": _q(paid.median(), "1", paid.min(), paid.max(), "Bill of a whole benchmark, with thought over without, as others paid", "measured"),
        "paid_o1": _q(pairs.loc[pairs["pair"].eq("o1 / GPT-4o (November 2024)"), "ratio"].iloc[0], grade="measured"),
        "paid_o1_mini": _q(pairs.loc[pairs["pair"].eq("o1-mini / GPT-4o mini"), "ratio"].iloc[0], grade="measured"),
        "puzzle_ways": _q(len(frame), grade="measured"),
        "puzzle_solutions": _q((frame["value"] == TARGET).sum(), grade="measured"),
        "puzzle_plain": _q(reasoning.evaluate(PUZZLE), grade="measured"),
        "puzzle_value": _q(frame.loc[frame["value"] == TARGET, "value"].iloc[0], grade="measured"),
        "puzzle_distinct": _q(frame["value"].nunique(), grade="measured"),
        "words_qwq": _q(words["words between spaces"], "1", words["words of letters"], words["words between spaces"], "Words of QwQ on the puzzle (range: rules of counting)", "measured", "rule of counting"),
        "words_numbers": _q(words["words and numbers"], grade="measured"),
        "same_size": _q(same.central, "1", same.low, same.high, grade="guessed"),
        "size_4o": _q(sizes["GPT-4o"] / 1e9, grade="guessed"),
        "size_o1": _q(sizes["o1-preview"] / 1e9, grade="guessed"),
        "cost_thinking": _drawn(d["thinking_usd"], "USD/Mtoken", "Cost of an output token with thought, open stand-ins"),
        "cost_immediate": _drawn(d["immediate_usd"], "USD/Mtoken", "Cost of an output token without thought, open stand-ins"),
        "cost_ratio": _drawn(ratio, "1", "What a token of a longer answer costs more to make, same model and speed"),
        "cost_of_gap": _drawn(of_gap, "percent", "Share of the price gap that is cost", 100.0),
        "cost_of_gap_claimed": _drawn(d["immediate_usd"] * (CLAIMED_TOKEN - 1.0) / gap, "percent", "Share of the price gap that is cost, with the claimed factor for a token", 100.0),
        "claimed_token": _q(CLAIMED_TOKEN),
        "mostly_cost": _q(np.mean(of_gap > 0.5), "1", label="Probability that more than half of the price gap is cost"),
        "proportion": _q(np.mean(np.log(ratio) > 0.5 * np.log(price("o1")[1] / price("GPT-4o")[1]))),
        "cost_tipping": _q(tipping),
        "gap_usd": _q(gap, "USD/Mtoken", grade="measured"),
        "whole": _drawn(d["whole"], "1", "What a whole answer with thought costs more to make, same model and speed"),
        "factor_length": _q(real["more tokens"]),
        "factor_context": _q(real["longer context, same batch"]),
        "factor_batch": _q(real["smaller batch, same speed"]),
        "factor_token": _q(real["longer context, same batch"] * real["smaller batch, same speed"]),
        "factor_context_theory": _q(theory["longer context, same batch"]),
        "factor_batch_theory": _q(theory["smaller batch, same speed"]),
        "puzzle_whole": _q(whole.loc["Real, eight H100", "whole"], "1", real_cases["whole"].min(), real_cases["whole"].max(), "What the puzzle's long answer costs more to make, real servers (range: nodes)", driver="node"),
        "puzzle_whole_theory": _q(whole.loc["Pure theory, eight H100", "whole"]),
        "factor_speed": _q(whole.loc["Real, eight H100", "speed"], "token/s"),
        "speed": _q(search.SPEED, "token/s"),
        "plan_plus": _q(_plan("ChatGPT Plus"), "USD", grade="measured"),
        "plan_pro": _q(_plan("ChatGPT Pro"), "USD", grade="measured"),
        "plan_ratio": _q(_plan("ChatGPT Pro") / _plan("ChatGPT Plus"), grade="measured"),
        "streams": _q(STREAMS),
        "voting_tokens": _q(float(reasoning.voting_tokens(1.0, STREAMS))),
        "five": _drawn(d["five"], "1", "Cost of five streams over one, the prompt shared"),
        "five_half": _drawn(d["five_half"], "1", "Cost of five streams over one, half of the answer in common too"),
        "five_below": _q(np.mean(d["five"] < 0.5 * _plan("ChatGPT Pro") / _plan("ChatGPT Plus")), label="Probability that five streams cost less than half of the price rise"),
        "five_puzzle": _q(puzzle_five),
        "half_share": _q(half, "percent"),
        "half_streams": _q(0.5 * STREAMS),
        "prefix_shared": _q(np.mean(d["shared_of_sequence"] > 0.5), label="Probability that the prompt is more than half of the sequence"),
        "shared_of_sequence": _drawn(d["shared_of_sequence"], "percent", "Prompt in the whole sequence", 100.0),
        "flops_to_spare": _q(np.mean(d["memory_bound"]), label="Probability that decoding leaves arithmetic to spare"),
        "idle": _drawn(d["idle"], "percent", "Arithmetic left idle while answers with thought are written", 100.0),
        "draws": _q(SETS),
        "taken": _q(100 * TAKEN, "percent", grade="guessed"),
    }  # fmt: skip


def _mini_range(name: str) -> tuple[float, float]:
    tokens = parameters.get("o1_mini_puzzle_tokens", part="inference")
    other = reasoning.bill_usd(PROMPT, _short(), *price(name))
    return tuple(float(reasoning.bill_usd(PROMPT, t, *price("o1-mini")) / other) for t in (tokens.low, tokens.high))
