"""Counting rules and buffers: what published gains ask for, what a buffer costs, what each rule counts, and what an operation is worth."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.governance import buffer as model
from analysis.governance import coverage, forecast, ordering
from analysis.governance.results import coverage as cover
from analysis.quantities import Quantity, format_number

__all__ = [
    "slopes", "gains", "gains_frame", "population", "gain_draws", "rates_frame", "needed", "if_even", "needed_frame", "covered_frame", "rules_frame", "rule_changes", "worth_frame", "ranking_frame", "explorer_grid", "facts",
]  # fmt: skip

LINE, HIGH_LINE = cover.LINE, cover.HIGH_LINE
_DRAWS = 4000
_SEED = 20261126
_NAMED = 8  # models that the explorer names
_BIN = 0.05  # decades of compute
DRAWS_A_MODEL = coverage.DRAWS
MANY, FEW, ALIKE = 10.0, 2.0, 2.0  # a tenth of the training compute; twice the compute; twice as much an operation (claims E4 and E5)
CHEAP = 1 / MANY
_MULTIPLES = np.round(np.logspace(0, 3, 61), 4)
_MISS = np.round(np.linspace(0.02, 0.5, 25), 4)
SHOWN = (1.0, 3.0, 10.0, 30.0, 100.0)
RULE_WORDS = {"pretraining": "pre-training only", "plus-rl": "and reinforcement learning", "plus-synthetic-data": "and synthetic data", "plus-deployment": "and deployment"}


@cache
def slopes() -> np.ndarray:
    """Return bootstrap draws of the points of the index that ten times the compute is worth, date and thinking held fixed."""
    frame = cover.capability()
    x = np.stack([np.ones(len(frame)), np.log10(frame["training_flop"]), frame["years"] - 2024, frame["thinks_first"].astype(float)], axis=1)
    y = frame["index_score"].to_numpy(dtype=float)
    pick = np.random.default_rng(_SEED).integers(len(frame), size=(_DRAWS, len(frame)))
    xs, ys = x[pick], y[pick]
    gram = np.einsum("dij,dik->djk", xs, xs) + 1e-9 * np.eye(x.shape[1])
    return np.linalg.solve(gram, np.einsum("dij,di->dj", xs, ys)[..., None])[:, 1, 0]


@cache
def gains() -> tuple[pd.DataFrame, np.ndarray]:
    """Return the published gains and draws of the decimal logarithm of each, one row a gain.

    A printed gain stands as it is; one from two scores carries the error of both and of the slope.
    """
    frame = tables.load("governance/enhancement_gains")
    rng = np.random.default_rng(_SEED + 1)
    slope = np.clip(slopes(), 2.0, None)
    out = np.empty((len(frame), _DRAWS))
    for i, row in enumerate(frame.itertuples()):
        if pd.notna(row.gain):
            z = rng.standard_normal(_DRAWS)
            up, down = (np.abs(np.log10(end / row.gain)) / parameters.Z95 if pd.notna(end) else 0.0 for end in (row.gain_high, row.gain_low))
            out[i] = np.log10(row.gain) + z * np.where(z > 0, up, down)
        else:
            noise = cover.index_error() * rng.standard_normal((2, _DRAWS))
            out[i] = np.log10(model.gain_from_scores(row.base_score + noise[0], row.enhanced_score + noise[1], slope))
    return frame, out


@cache
def gains_frame() -> pd.DataFrame:
    """Return each published gain with its range, largest first."""
    frame, draws = gains()
    low, mid, high = np.quantile(10**draws, (0.05, 0.5, 0.95), axis=1)
    out = pd.DataFrame({"enhancement": frame["enhancement"], "kind": frame["kind"], "bound": frame["bound"], "gain": mid, "low": low, "high": high})
    return out.sort_values("gain", ascending=False, kind="stable", ignore_index=True)


@cache
def gain_draws() -> dict[str, np.ndarray]:
    """Return draws of the median gain that a model gets and of its spread: published gains drawn anew, each with its error.

    The error of a gain widens the draws of the median; it is taken out of the spread, which is that of the gains themselves. A model
    gets several enhancements: with ``stacked_kinds`` of them the logarithm of the median grows as their number, the spread as its root.
    ``single_median`` and ``single_decades`` are those of one enhancement.
    """
    _, draws = gains()
    rng = np.random.default_rng(_SEED + 2)
    pick = rng.integers(len(draws), size=(_DRAWS, len(draws)))
    chosen = draws[pick, np.arange(_DRAWS)[:, None]]
    error = draws.var(axis=1)[pick].mean(axis=1)
    spread = np.sqrt(np.maximum(chosen.var(axis=1, ddof=1) - error, 0.15**2))
    more = parameters.sample(parameters.select("gain_compute_correlation", "tolerated_miss", "stacked_kinds", part="governance"), draws=_DRAWS)
    single, kinds = np.median(chosen, axis=1), more["stacked_kinds"]
    return {
        "gain_median": 10 ** (kinds * single), "gain_decades": np.sqrt(kinds) * spread, "single_median": 10**single, "single_decades": spread, "stacked_kinds": kinds,
        "correlation": np.clip(more["gain_compute_correlation"], -0.9, 0.9), "tolerated_miss": more["tolerated_miss"],
    }  # fmt: skip


@cache
def population(threshold_flop: float = LINE) -> tuple[np.ndarray, np.ndarray]:
    """Return where language models of the newest two years lie, as decimal logarithm of compute over a threshold, and how many at each place.

    Each model counts over all its draws, so that one without an estimate is spread over what it may be.
    """
    frame = coverage.everyone()
    pick = ((frame["field"] == "language") & (frame["years"] >= coverage.last_day().year - 1)).to_numpy()
    x = (coverage.log10_draws_of_all()[pick] - np.log10(threshold_flop)).ravel()
    edges = np.arange(-6.0, 4.0 + 1e-9, _BIN)
    count = np.histogram(np.clip(x, edges[0] + _BIN / 2, edges[-1] - _BIN / 2), bins=edges)[0]
    return 0.5 * (edges[:-1] + edges[1:]), count / DRAWS_A_MODEL


def _rates(multiple, threshold_flop: float = LINE, kind: str = "gain") -> model.Rates:
    d = gain_draws()
    thin = slice(None, None, 4)
    return model.rates_over(np.asarray(multiple, dtype=float)[:, None], *population(threshold_flop), d[f"{kind}_median"][thin], d[f"{kind}_decades"][thin], d["correlation"][thin])


@cache
def rates_frame() -> pd.DataFrame:
    """Return false negatives, and needless cover, against the buffer with their ranges."""
    got = _rates(_MULTIPLES)
    parts = []
    for name, values in (("missed, of all models that concern the rule", got.false_negative), ("missed, of those below the threshold", got.escaped), ("needless, of models covered", got.needless)):
        low, mid, high = 100 * np.quantile(values, (0.05, 0.5, 0.95), axis=1)
        parts.append(pd.DataFrame({"error": name, "buffer_multiple": _MULTIPLES, "share_percent": mid, "low": low, "high": high}))
    return pd.concat(parts, ignore_index=True)


@cache
def needed(kind: str = "gain") -> np.ndarray:
    """Return draws of the buffer that holds what escapes to the tolerated share, for all that is done to a model or one enhancement (``single``)."""
    d = gain_draws()
    return model.needed_over(d["tolerated_miss"], *population(), d[f"{kind}_median"], d[f"{kind}_decades"], d["correlation"])


def _window(samples) -> float:
    """Return how probable it is that a quantity lies in a window of a factor of ten about its median."""
    x = np.log10(samples)
    return float(np.mean(np.abs(x - np.median(x)) <= 0.5 * np.log10(MANY)))


@cache
def if_even() -> tuple[np.ndarray, np.ndarray]:
    """Return draws of the needed buffer, and of what escapes a buffer of `MANY`, if language models were as many at every size.

    The table holds notable models, which crowd at the top; small ones that nobody notes are many more. The even population says how
    much of the answer is the selection.
    """
    d, (place, count) = gain_draws(), population()
    thin = slice(None, None, 4)
    gain = (d["gain_median"][thin], d["gain_decades"][thin], d["correlation"][thin])
    even = np.ones_like(count)
    return model.needed_over(d["tolerated_miss"][thin], place, even, *gain), model.rates_over(MANY, place, even, *gain).escaped


@cache
def cheap(bare: bool = False) -> np.ndarray:
    """Return draws of the middle gain of enhancements whose cost is on record and below a tenth of the training compute.

    With `bare` a printed gain stands without the error that its source gives.
    """
    frame, draws = gains()
    if bare:
        draws = np.where(frame["gain"].notna().to_numpy()[:, None], np.log10(frame["gain"].to_numpy(dtype=float))[:, None], draws)
    pick = (frame["cost_share"] < CHEAP).to_numpy()
    chosen = np.random.default_rng(_SEED + 5).integers(pick.sum(), size=(_DRAWS, int(pick.sum())))
    return np.median(draws[pick][chosen, np.arange(_DRAWS)[:, None]], axis=1)


def _mark(claim: str, key: str) -> float:
    rows = tables.load("claim_numbers")
    return float(rows[(rows["claim"] == claim) & (rows["key"] == key)]["tolerance"].iloc[0])


@cache
def priors() -> dict[str, float]:
    """Return the weights given beforehand to readings of E4 and E5."""
    return tables.load("governance/counting_priors").set_index("claim")["weight"].to_dict()


@cache
def needed_frame() -> pd.DataFrame:
    """Return the needed buffer against the tolerated share of misses."""
    d = gain_draws()
    thin = slice(None, None, 4)
    got = model.needed_over(_MISS[:, None], *population(), d["gain_median"][thin], d["gain_decades"][thin], d["correlation"][thin])
    low, mid, high = np.quantile(got, (0.05, 0.5, 0.95), axis=1)
    return pd.DataFrame({"miss_percent": 100 * _MISS, "buffer_multiple": mid, "low": low, "high": high})


@cache
def covered_frame() -> pd.DataFrame:
    """Return how many notable models a threshold with a buffer covers by the last day of the data."""
    day = f"{coverage.last_day():%Y-%m-%d}"
    parts = []
    for line, name in ((LINE, "1e25"), (HIGH_LINE, "1e26")):
        got = coverage.counts_above([line / b for b in SHOWN], day)
        parts.append(pd.DataFrame({"threshold": name, "buffer_multiple": SHOWN, "observed": got["observed"], "median": got["median"], "low": got["low"], "high": got["high"]}))
    return pd.concat(parts, ignore_index=True)


@cache
def rules_frame() -> pd.DataFrame:
    """Return models above two thresholds under each counting rule."""
    day = f"{coverage.last_day():%Y-%m-%d}"
    rows = []
    for rule in coverage.RULES:
        for line, name in ((LINE, "1e25"), (HIGH_LINE, "1e26")):
            got = coverage.counts_above(line, day, rule).iloc[0]
            rows.append({"rule": RULE_WORDS[rule], "threshold": name, "observed": got["observed"], "median": got["median"], "low": got["low"], "high": got["high"]})
    return pd.DataFrame(rows)


@cache
def rule_changes() -> pd.DataFrame:
    """Name the models with an estimate that each rule adds to those above a threshold."""
    day = f"{coverage.last_day():%Y-%m-%d}"
    rows = []
    for line in (LINE, HIGH_LINE):
        before: set[str] = set()
        for rule in coverage.RULES:
            found = coverage.models_above(line, day, rule)
            now = [m for m in found.loc[found["status"] == "observed", "model"] if m not in before]
            rows.append({"Threshold": f"{format_number(line, 3, 'FLOP')} FLOP", "What is counted": RULE_WORDS[rule], "Models with an estimate that it adds": ", ".join(now) or "none"})
            before |= set(now)
    return pd.DataFrame(rows)


@cache
def worths() -> dict[str, np.ndarray]:
    """Return draws of what an operation is worth in operations of pre-training: reinforcement learning by model, and inference.

    Inference: a search that lets a model match one larger by the printed factor, at as many operations for each answer, saves the training of
    the larger one and costs its inference; what the model serves over its life over its training is the deployment ratio of the counting rules.
    """
    frame, draws = gains()
    out = {}
    at = {name: i for i, name in enumerate(frame["enhancement"])}
    parts = tables.load("governance/compute_parts")
    rl = parts[(parts["part"] == "rl") & (parts["scope"] == "model")].set_index("name")
    rng = np.random.default_rng(_SEED + 3)
    for name in ("DeepSeek-R1", "DeepSeek-R1 (May 2025)", "Grok 4"):
        low, mid, high = (float(rl.at[name, c]) for c in ("low", "central", "high"))
        z = rng.standard_normal(_DRAWS)
        cost = mid * np.exp(z * np.where(z > 0, np.log(high / mid), np.log(mid / low)) / parameters.Z95)
        out[f"RL: {name}"] = model.worth_of_a_flop(10 ** draws[at[name]], cost)
    share = parts[(parts["part"] == "deployment") & (parts["year"] == 2024)].iloc[0]
    z = rng.standard_normal(_DRAWS)
    ratio = share["central"] * np.exp(z * np.where(z > 0, np.log(share["high"] / share["central"]), np.log(share["central"] / share["low"])) / parameters.Z95)
    times = 10 ** draws[at["best split of inference compute"]]
    out["inference: best split"] = model.worth_of_a_flop(times, (times - 1) * ratio)
    return out


@cache
def worth_frame() -> pd.DataFrame:
    """Return what an operation of each kind is worth, pre-training being one."""
    rows = [{"kind": "pre-training", "worth": 1.0, "low": 1.0, "high": 1.0}]
    for name, w in worths().items():
        low, mid, high = np.quantile(w, (0.05, 0.5, 0.95))
        rows.append({"kind": name, "worth": mid, "low": low, "high": high})
    return pd.DataFrame(rows)


@cache
def rankings() -> dict[str, np.ndarray]:
    """Return draws of the rank correlation inside years of each rule's compute with capability, over the same models and draws.

    Models that think first take the share of reinforcement learning on record, or that of their year; the others that of the year before
    reasoning models. Deployment draws from its range, each model on its own.
    """
    frame = cover.capability()
    flop, score = cover.capability_draws()
    table = coverage.evidence()
    named = table[table["scope"] == "model"].set_index(["part", "name"])
    general = table[table["scope"] == "year"].set_index(["part", "year"])
    rng = np.random.default_rng(_SEED + 4)

    def ratio(part):
        out = np.empty(flop.shape)
        for j, row in enumerate(frame.itertuples()):
            year = int(row.year) if part != "rl" or row.thinks_first else min(int(row.year), 2024)
            at = named.loc[(part, row.model)] if (part, row.model) in named.index else general.loc[(part, max(year, 2022))]
            z = rng.standard_normal(len(flop))
            low, mid, high = float(at["low"]), float(at["central"]), float(at["high"])
            out[:, j] = mid * np.exp(z * np.where(z > 0, np.log(high / mid), np.log(mid / low)) / parameters.Z95)
        return out

    held = frame["model"].map(table[(table["part"] == "rl") & (table["scope"] == "model") & table["in_estimate"]].set_index("name")["central"]).fillna(0.0).to_numpy(dtype=float)
    base = flop - np.log10(1 + held)
    rl, synthetic, deployment = ratio("rl"), ratio("synthetic data"), ratio("deployment")
    totals = (0.0, rl, rl + synthetic, rl + synthetic + deployment)
    return {rule: ordering.within(base + np.log10(1 + t), score, frame["year"]) for rule, t in zip(coverage.RULES, totals, strict=True)}


@cache
def ranking_frame() -> pd.DataFrame:
    """Return the rank correlation under each rule with its range."""
    rows = []
    for rule, r in rankings().items():
        low, mid, high = np.quantile(r, (0.05, 0.5, 0.95))
        rows.append({"rule": RULE_WORDS[rule], "correlation": mid, "low": low, "high": high})
    return pd.DataFrame(rows)


_q = Quantity.of
_span = uncertainty.summarise


def _driver(samples):
    d = gain_draws()
    inputs = {"gain of one enhancement": d["single_median"], "spread between enhancements": d["single_decades"], "stacked_kinds": d["stacked_kinds"], "gain_compute_correlation": d["correlation"], "tolerated_miss": d["tolerated_miss"]}
    inputs = {k: v[:: len(v) // len(samples)] for k, v in inputs.items()}
    if np.ptp(samples) == 0:
        return ""
    return uncertainty.drivers(samples, inputs)["parameter"].iloc[0]


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    d, frame = gain_draws(), gains_frame()
    need, single = needed(), needed("single")
    even, escaped_even = if_even()
    got = _rates([1.0, 3.0, 10.0, 30.0, 100.0])
    covered = covered_frame().set_index(["threshold", "buffer_multiple"])
    rules = rules_frame().set_index(["rule", "threshold"])
    words = list(RULE_WORDS.values())
    worth = worths()
    rl = np.median([w for k, w in worth.items() if k.startswith("RL")], axis=0)
    inference = worth["inference: best split"]
    apart = model.largest_ratio(1.0, rl, inference)
    ranks = rankings()
    first = ranks["pretraining"]
    no_better = {r: float(np.mean(ranks[r] <= first)) for r in coverage.RULES[1:]}
    weight = priors()["E5"]
    place, count = population()
    mean = float(np.average(place, weights=count))
    normal = model.rates(MANY, float(np.median(d["gain_median"])), float(np.median(d["gain_decades"])), mean, float(np.sqrt(np.average((place - mean) ** 2, weights=count))))
    low_cost = 10 ** cheap()
    out = {f"{n}_{round(b)}": _span(np.round(100 * v[i], 2), "percent", driver=_driver(v[i])) for n, v in (("missed", got.false_negative), ("escaped", got.escaped), ("needless", got.needless), ("false_positive", got.false_positive)) for i, b in enumerate(SHOWN)}
    out |= {
        "gains": _q(len(frame)),
        "gain_least": _q(frame["gain"].min()),
        "gain_most": _q(frame["gain"].max()),
        "single_gain": _span(d["single_median"], "1", "Training compute that one enhancement is worth, times", driver="which enhancements are published"),
        "total_gain": _span(d["gain_median"], "1", "The same for all that is done to one model", "guessed", _driver(d["gain_median"])),
        "stacked": _span(d["stacked_kinds"], grade="guessed"),
        "slope": _span(slopes()),
        "need": _span(need, "1", "Buffer that lets the tolerated share escape, times below the threshold", "guessed", _driver(need)),
        "need_single": _span(single, "1", "The same for one enhancement at a time", "guessed", _driver(single)),
        "need_even": _span(even, "1", "The same if models were as many at every size, not only the notable ones", "guessed", "stacked_kinds"),
        "decided_even": _q(_window(even), grade="guessed"),
        "escaped_even": _span(100 * escaped_even, "percent", grade="guessed"),
        "tolerated": _span(100 * d["tolerated_miss"], "percent", grade="guessed"),
        "decided": _q(_window(need), label="Probability that the needed buffer lies in a window of a factor of ten", grade="guessed", driver="stacked_kinds"),
        "decided_percent": _q(100 * _window(need), "percent"),
        "decided_single": _q(_window(single), grade="guessed"),
        "cheap_gain": _span(low_cost, "1", "Middle gain of enhancements below a tenth of the training compute", driver="which enhancements are published"),
        "cheap": _q(np.mean(low_cost >= FEW), label="Probability that it is two or more"),
        "few": _q(FEW),
        "cheap_bare": _q(np.mean(10 ** cheap(bare=True) >= FEW)),
        "cheap_mark": _q(1 - _mark("E4", "cheap_gain")),
        "cheap_count": _q(int((tables.load("governance/enhancement_gains")["cost_share"] < CHEAP).sum())),
        "cheap_limit": _q(100 * CHEAP, "percent"),
        "prior_single": _q(priors()["E4"]),
        "prior_made": _q(weight),
        "prior_use": _q(1 - weight),
        "many": _q(MANY),
        "escaped_if_normal": _q(100 * normal.escaped, "percent"),
        "models_now": _q(covered.at[("1e25", 1.0), "median"], "1", covered.at[("1e25", 1.0), "low"], covered.at[("1e25", 1.0), "high"]),
        "models_buffered": _q(covered.at[("1e25", 10.0), "median"], "1", covered.at[("1e25", 10.0), "low"], covered.at[("1e25", 10.0), "high"], "Notable models above 10²⁵ with a buffer of ten", driver="compute of served language models without an estimate"),
        "models_now_26": _q(covered.at[("1e26", 1.0), "median"], "1", covered.at[("1e26", 1.0), "low"], covered.at[("1e26", 1.0), "high"]),
        "models_buffered_26": _q(covered.at[("1e26", 10.0), "median"], "1", covered.at[("1e26", 10.0), "low"], covered.at[("1e26", 10.0), "high"]),
        "line_25": _q(LINE, "FLOP"),
        "line_26": _q(HIGH_LINE, "FLOP"),
        "worth_rl": _span(rl, "1", "Operations of pre-training that one of reinforcement learning stands for", "guessed", "error of the index"),
        "worth_r1": _span(worth["RL: DeepSeek-R1"]),
        "worth_inference": _span(inference, "1", "The same for one of inference", "guessed", "use over a model's life"),
        "not_alike": _q(np.mean(apart >= ALIKE), label="Probability that kinds of compute differ by two or more in what an operation is worth", grade="guessed"),
        "not_alike_percent": _q(100 * np.mean(apart >= ALIKE), "percent"),
        "alike": _q(ALIKE),
        "rank_pretraining": _span(first),
        "rank_rl": _span(ranks["plus-rl"]),
        "rank_made": _span(ranks["plus-synthetic-data"], "1", "Rank correlation inside years, all that made the model counted", driver="which models are scored"),
        "rank_used": _span(ranks["plus-deployment"], "1", "Rank correlation inside years, use counted as well", "guessed", "use over a model's life"),
        "no_better_made": _q(no_better["plus-synthetic-data"]),
        "no_better_used": _q(no_better["plus-deployment"]),
        "misleads": _q(weight * no_better["plus-synthetic-data"] + (1 - weight) * no_better["plus-deployment"], label="Probability that adding them ranks models no better, over both readings", grade="guessed"),
    }
    for key, rule in zip(("pre", "rl", "synthetic", "use"), words, strict=True):
        for name in ("1e25", "1e26"):
            row = rules.loc[(rule, name)]
            out[f"rule_{key}_{name[-2:]}"] = _q(row["median"], "1", row["low"], row["high"])
            out[f"seen_{key}_{name[-2:]}"] = _q(row["observed"])
    out["added_rl_25"] = _q(out["seen_rl_25"].value - out["seen_pre_25"].value)
    return out


def _listed(names: list[str], total: int) -> str:
    shown = names[-_NAMED:][::-1]
    if not total:
        return "none"
    if not shown:
        return f"{total} smaller ones"
    return ", ".join(shown) + (f" and {total - len(shown)} more" if total > len(shown) else "")


def explorer_grid(threshold_flop, rule, buffer_multiple, year):
    """Compute the explorer's answers for every grid point: models covered, named, and the forecast.

    A forecast counts pre-training; under another rule its threshold is divided by what the rule counts over pre-training, at the central
    ratios of the newest year.
    """
    ratios = coverage.evidence()
    ratios = ratios[(ratios["scope"] == "year") & (ratios["year"] == coverage.last_day().year)].set_index("part")["central"]
    parts = ("rl", "synthetic data", "deployment")
    times = {word: 1.0 + sum(ratios[p] for p in parts[:i]) for i, word in enumerate(RULE_WORDS.values())}
    names = {word: r for r, word in RULE_WORDS.items()}
    line = np.asarray(threshold_flop, dtype=float) / np.asarray(buffer_multiple, dtype=float)
    asked, years = np.round(line / np.array([times[r] for r in rule]), -15), np.asarray(year).astype(int)
    ahead = [y for y in np.unique(years) if y >= coverage.last_day().year]
    levels, at = np.unique(asked, return_inverse=True)
    foretold = forecast.models_above(levels[:, None], np.array(ahead)[None, :], draws=10_000)
    middle, (low, high) = foretold.median, foretold.interval(0.9)
    days = tuple(sorted({min(pd.Timestamp(int(y), 12, 31), coverage.last_day()) for y in years}))
    out: dict[str, list] = {k: [] for k in ("observed", "low", "median", "high", "newest", "inferred", "forecast")}
    for i, (r, y) in enumerate(zip(rule, years, strict=True)):
        day = days.index(min(pd.Timestamp(int(y), 12, 31), coverage.last_day()))
        for key, value in _covered_on(names[r], float(line[i]), days)[day].items():
            out[key].append(value)
        if y in ahead:
            k = ahead.index(y)
            q = Quantity(middle[at[i], k], "1", low[at[i], k], high[at[i], k])
            out["forecast"].append(f"{q:range2} by the end of {y}")
        else:
            out["forecast"].append("the year is over")
    return {"observed": np.array(out["observed"]), "covered": tuple(np.array(out[k]) for k in ("low", "median", "high")), "newest": out["newest"], "inferred": out["inferred"], "forecast": out["forecast"]}


@cache
def _covered_on(rule: str, line: float, days: tuple[pd.Timestamp, ...]) -> list[dict]:
    """Return, for each day, the models above a line: how many on record and in all, and the newest by name (from `coverage.NAMED_FROM` on)."""
    frame = coverage.everyone()
    date = pd.to_datetime(frame["release_date"]).to_numpy()
    order = np.argsort(date, kind="stable")
    middle, drawn = coverage.above(line, rule)
    middle, drawn, seen, date = middle[order], drawn[order], frame["observed"].to_numpy()[order], date[order]
    found = coverage.models_above(max(line, coverage.NAMED_FROM), coverage.last_day(), rule)
    cuts = np.searchsorted(date, np.array(days, dtype="datetime64[ns]"), side="right")
    totals = np.cumsum([drawn[a:b].sum(axis=0, dtype=np.int32) for a, b in zip((0, *cuts[:-1]), cuts, strict=True)], axis=0)
    out = []
    for day, cut, total in zip(days, cuts, totals, strict=True):
        now = found[found["release_date"] <= day]
        low, median, high = np.quantile(total, (0.05, 0.5, 0.95))
        names = [list(now.loc[now["status"] == status, "model"]) for status in ("observed", "imputed")]
        on_record, inferred = (int((middle & kind)[:cut].sum()) for kind in (seen, ~seen))
        out.append({"observed": on_record, "low": low, "median": median, "high": high, "newest": _listed(names[0], on_record), "inferred": _listed(names[1], inferred)})
    return out
