"""The product of training and inference compute: exchange rates by setting, what inference can make up for, and who stays ahead."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis import checks, tables
from analysis.governance import product_formula as model
from analysis.quantities import Quantity

__all__ = [
    "KINDS", "fits", "rates", "rates_frame", "iso_frame", "worth", "worth_frame", "sampled_frame", "pairs", "facts", "kind_draws", "explorer_grid", "lift_table", "thinking_sizes",
]  # fmt: skip

_DRAWS = 4000
_SEED = 20261126
_TASKS_UNKNOWN = 100.0  # questions taken where a source gives none: few, so that the score weighs little
_TASKS_MANY = 500.0  # the other way of reading it, for the test of what it changes
_VOTES_SHOWN = 100.0  # a vote over more adds next to nothing; the fit is of the part that rises
_REFERENCE = 1e25
_DECADE = 10.0
LITERAL = 1.0  # the exponent of the formula as written
CHECKED, VOTED, VOTED_2022, COMMON = "Mathematics, with a check", "Mathematics, by vote", "Mathematics of 2022, by vote", "Common sense of 2022, by vote"
KINDS = ("picked by a check", "put to a vote", "most language tasks", "solved step by step")
_SMALL, _LARGE = "Llama-3-8B-Instruct", "Llama-3-70B-Instruct"
_GRID = (1.0, 10.0, 100.0, 1000.0, 10_000.0)


@cache
def _trained() -> pd.DataFrame:
    frame = tables.load("governance/sampled_models")
    return frame.assign(flop=6.0 * frame["params"] * frame["tokens"])


@cache
def _points() -> dict[str, pd.DataFrame]:
    """Points of each setting that we fit: training compute, multiple of inference, share solved."""
    trained = _trained()[["model", "family", "flop"]]
    many = tables.load("scaling/coverage_points").query("task == 'MATH'").merge(trained, on="model")
    many = many.assign(multiple=many["samples"].clip(lower=1.0), success=many["solved_percent"] / 100.0, tasks=many["problems"].astype(float))
    votes = tables.load("scaling/voting_gains").merge(trained, on="model")
    keep = ["model", "family", "kind", "flop", "multiple", "success", "tasks"]
    votes = votes.assign(family=votes["task"], tasks=_TASKS_UNKNOWN)
    long = pd.concat([votes.assign(multiple=1.0, success=votes["single_percent"] / 100.0), votes.assign(multiple=votes["streams"].astype(float), success=votes["vote_percent"] / 100.0)])
    many = many.assign(kind="mathematics")
    return {
        CHECKED: many[many["selector"] == "any sample right"][keep],
        VOTED: many[(many["selector"] == "majority vote") & (many["multiple"] <= _VOTES_SHOWN)][keep],
        VOTED_2022: long[long["kind"] == "mathematics"][keep],
        COMMON: long[long["kind"] == "commonsense"][keep],
    }


@cache
def fits() -> dict[str, model.ProductFit]:
    """Return the fit of both exponents in each of our settings."""
    return {
        name: model.fit_product(p["flop"], p["multiple"], p["success"], p["tasks"], list(p["model"]), list(p["family"]), draws=_DRAWS, seed=_SEED)
        for name, p in _points().items()
    }  # fmt: skip


@cache
def rates() -> dict[str, np.ndarray]:
    """Return draws of the exchange rate by setting: ours from the fits, others' from the ends of what they state."""
    rng = np.random.default_rng(_SEED)
    out = {}
    for r in tables.load("governance/compute_trades").itertuples():
        low, high = r.training_decades / r.inference_decades_high, r.training_decades / r.inference_decades_low
        out[r.setting] = rng.uniform(low, high, _DRAWS)
    return out | {name: fit.rates() for name, fit in fits().items()}


@cache
def _counted() -> list[str]:
    trades = tables.load("governance/compute_trades")
    return [*trades.loc[trades["counted"], "setting"], *fits()]


@cache
def pooled() -> np.ndarray:
    """Return draws of the rate in a setting drawn at random among those counted."""
    return np.concatenate([rates()[name] for name in _counted()])


def _three(samples):
    return np.quantile(samples, (0.05, 0.5, 0.95), method="closest_observation")


@cache
def rates_frame() -> pd.DataFrame:
    """Return the exchange rate by setting with its range, and whose it is."""
    rows = []
    for name, draws in rates().items():
        low, mid, high = _three(draws)
        rows.append({"setting": name, "rate": mid, "low": low, "high": high, "whose": "fitted here" if name in fits() else "as published", "counted": name in _counted()})
    return pd.DataFrame(rows).sort_values("rate", ascending=False, ignore_index=True)


@cache
def vote_limit() -> np.ndarray:
    """Return draws of the most factors of ten of training that a vote makes up for: the small model's best vote against its single answer."""
    rows = tables.load("scaling/coverage_points").query("task == 'MATH' and selector == 'majority vote' and model == @_SMALL").sort_values("samples")
    solved = rows["solved_percent"].to_numpy() / 100.0
    tasks = float(rows["problems"].iloc[0])
    gain = model.log_odds(solved.max(), tasks) - model.log_odds(solved[0], tasks)
    a = fits()[VOTED].draws[:, 0]
    return np.maximum(gain / np.where(a > 0, a, np.nan), 0.0)


@cache
def kind_draws() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return draws of rate and of the most decades of training made up for, by how answers are chosen or tasks solved."""
    rng = np.random.default_rng(_SEED + 1)
    trades = tables.load("governance/compute_trades").set_index("trade")
    checked, voted, limit = fits()[CHECKED].rates(), fits()[VOTED].rates(), vote_limit()
    good = np.isfinite(checked) & (checked > 0)
    also = np.isfinite(voted) & (voted > 0) & np.isfinite(limit)
    seen = np.log10(_points()[CHECKED]["multiple"].max())

    def stated(name):
        r = trades.loc[name]
        return rates()[r["setting"]], rng.uniform(r["most_decades_low"], r["most_decades_high"], _DRAWS)

    return {
        KINDS[0]: (checked[good], np.minimum(seen * checked[good], stated("cheap check")[1][good])),
        KINDS[1]: (voted[also], limit[also]),
        KINDS[2]: stated("language"),
        KINDS[3]: stated("steps"),
    }


@cache
def iso_frame() -> pd.DataFrame:
    """Return lines of equal performance through a model of the reference compute that answers once, by kind, and the literal formula."""
    ratio = np.logspace(0, 3, 121)
    rows = []
    for name, (rate, most) in kind_draws().items():
        r, limit = float(np.median(rate)), float(np.median(most))
        need = model.inference_for(ratio, r, limit)
        keep = np.isfinite(need) & (need <= 1e4)
        rows.append(pd.DataFrame({"kind": name, "training_flop": _REFERENCE / ratio[keep], "inference_multiple": need[keep]}))
    need = model.inference_for(ratio, LITERAL)
    rows.append(pd.DataFrame({"kind": "the formula as written", "training_flop": _REFERENCE / ratio, "inference_multiple": need}))
    return pd.concat(rows, ignore_index=True)


@cache
def thinking_sizes() -> pd.DataFrame:
    """Return the dense models of Qwen3 with thinking on and off, with training compute and questions."""
    frame = tables.load("governance/thinking_sizes")
    frame = frame[(frame["family"] == "Qwen3") & (frame["params"] == frame["active_params"])]
    return frame.assign(flop=6.0 * frame["params"] * frame["tokens"], questions=frame["tasks"].astype(float).fillna(_TASKS_UNKNOWN))


@cache
def worth() -> dict[str, np.ndarray]:
    """Return draws, by kind of task, of the factors of ten of training that thinking was worth: mean gain over mean slope in size."""
    out = {}
    for kind, group in thinking_sizes().groupby("kind", sort=False):
        slopes, gains = [], []
        for i, (_, g) in enumerate(group.groupby("benchmark", sort=False)):
            n = g["questions"].to_numpy()
            off, on = g["immediate_percent"].to_numpy() / 100.0, g["thinking_percent"].to_numpy() / 100.0
            slopes.append(model.family_slope(g["params"], off, n, draws=_DRAWS, seed=_SEED + i)[1])
            gain = model.log_odds(on, n) - model.log_odds(off, n)
            gains.append(gain.mean() + gain.std(ddof=1) / np.sqrt(len(gain)) * np.random.default_rng(_SEED + 100 + i).standard_t(len(gain) - 1, size=_DRAWS))
        slope = np.mean(slopes, axis=0)
        out[kind] = np.where(slope > 0, np.mean(gains, axis=0) / np.where(slope > 0, slope, 1.0), np.inf)
    return out


@cache
def worth_frame() -> pd.DataFrame:
    """Return what thinking was worth by kind of task as a multiple of training compute, with its range."""
    rows = []
    for name, draws in worth().items():
        low, mid, high = 10 ** _three(draws)
        rows.append({"kind": name, "benchmarks": int(thinking_sizes().query("kind == @name")["benchmark"].nunique()), "times": mid, "low": low, "high": high})
    return pd.DataFrame(rows).sort_values("times", ascending=False, ignore_index=True)


@cache
def sampled_frame() -> pd.DataFrame:
    """Return the share solved against samples of a smaller and a larger sibling, by how the answer is picked."""
    rows = tables.load("scaling/coverage_points").query("task == 'MATH' and model in [@_SMALL, @_LARGE]")
    names = {_SMALL: "smaller", _LARGE: "larger"}
    how = {"any sample right": "check", "majority vote": "vote"}
    return pd.DataFrame({"line": rows["model"].map(names) + ", " + rows["selector"].map(how), "samples": rows["samples"].clip(lower=1.0), "solved_percent": rows["solved_percent"]}).reset_index(drop=True)


def _at(name, samples):
    line = sampled_frame().query("line == @name").sort_values("samples")
    return float(np.interp(np.log(samples), np.log(line["samples"]), line["solved_percent"]))


def _samples_to(name, percent):
    line = sampled_frame().query("line == @name").sort_values("samples")
    solved = np.maximum.accumulate(line["solved_percent"].to_numpy())
    if percent > solved.max():
        return np.inf
    return float(np.exp(np.interp(percent, solved, np.log(line["samples"]))))


@cache
def pairs(questions: float = _TASKS_UNKNOWN) -> pd.DataFrame:
    """Return pairs of models that share task and technique, with the chance that the one trained with more compute scores higher.

    `questions` stands in for the number of questions of a test where the source gives none.
    """
    rows = []

    def add(source, task, low, high, n):
        p, q = (np.clip(x, 0.5 / n, 1 - 0.5 / n) for x in (low, high))
        rows.append({"source": source, "task": task, "z": float((q - p) / np.sqrt((p * (1 - p) + q * (1 - q)) / n))})

    for selector, group in tables.load("scaling/coverage_points").query("task == 'MATH'").merge(_trained()[["model", "family", "flop"]], on="model").groupby("selector"):
        for family, g in group.groupby("family"):
            curves = [(c["flop"].iloc[0], c.sort_values("samples")) for _, c in g.groupby("model")]
            curves = [(f, np.log(c["samples"].clip(lower=1.0).to_numpy()), c["solved_percent"].to_numpy() / 100.0, float(c["problems"].iloc[0])) for f, c in sorted(curves, key=lambda x: x[0])]
            for i, (_, x, y, n) in enumerate(curves):
                for _, u, v, _n in curves[i + 1 :]:
                    for k in _GRID:
                        add("samples", f"{family}: {selector}", np.interp(np.log(k), x, y), np.interp(np.log(k), u, v), n)
    votes = tables.load("scaling/voting_gains").merge(_trained()[["model", "flop"]], on="model").sort_values("flop")
    for task, g in votes.groupby("task"):
        solved = g["vote_percent"].to_numpy() / 100.0
        for i in range(len(solved)):
            for j in range(i + 1, len(solved)):
                add("votes", task, solved[i], solved[j], questions)
    for name, g in thinking_sizes().sort_values("params").groupby("benchmark", sort=False):
        on, n = g["thinking_percent"].to_numpy() / 100.0, float(g["tasks"].fillna(questions).iloc[0])
        for i in range(len(on)):
            for j in range(i + 1, len(on)):
                add("thinking", name, on[i], on[j], n)
    return pd.DataFrame(rows).assign(chance=lambda d: norm.cdf(d["z"])).drop(columns="z")


@cache
def lift_table() -> pd.DataFrame:
    """Return the multiple of inference that lifts a model three, ten, a hundred and a thousand times below a threshold, by kind."""
    rows = []
    for kind, (rate, most) in kind_draws().items():
        row = {"Answers": kind}
        for ratio in (3.0, 10.0, 100.0, 1000.0):
            need = model.inference_for(ratio, rate, most)
            reach = np.isfinite(need)
            chance = reach.mean()
            q = Quantity(float(np.median(need[reach])), "1", *(float(x) for x in np.quantile(need[reach], (0.05, 0.95))), "modelled") if chance >= 0.5 else None
            row[f"{ratio:.0f} times below"] = f"{q:range2}" if q is not None else "not reached"
        rows.append(row)
    return pd.DataFrame(rows)


def explorer_grid(training_flop, threshold_flop, kind, inference_multiple):
    """Compute the explorer's outputs for every grid point."""
    checks.require_positive("training_flop", training_flop)
    times, chance = [np.empty(len(kind)) for _ in range(3)], np.empty(len(kind))
    for name in KINDS:
        at = np.asarray(kind) == name
        rate, most = (x[:800, None] for x in kind_draws()[name])
        got = model.training_worth(np.asarray(inference_multiple, float)[at][None, :], rate, most)
        for out, q in zip(times, np.quantile(got, (0.05, 0.5, 0.95), axis=0), strict=True):
            out[at] = q
        chance[at] = 100.0 * (got * np.asarray(training_flop)[at] >= np.asarray(threshold_flop)[at] * (1 - 1e-9)).mean(axis=0)
    return {"times": tuple(times), "flop": tuple(t * training_flop for t in times), "chance_percent": chance}


_q = Quantity.of


def _span(samples, unit="1", label="", grade="modelled", driver=""):
    low, mid, high = _three(samples)
    return _q(mid, unit, low, high, label, grade, driver)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    f, all_rates, kinds = fits(), rates(), kind_draws()
    trades = tables.load("governance/compute_trades").set_index("trade")
    priors = tables.load("governance/product_priors")
    both = [np.mean((x.draws > 0).all(axis=1)) for x in f.values()]
    effort = tables.load("scaling/thinking_points").query("benchmark == 'SimpleQA'").sort_values("step")
    recall = effort.groupby("model")["accuracy_percent"].agg(lambda s: s.iloc[-1] - s.iloc[0])
    p = pairs()
    by = p.groupby("source")["chance"].mean()
    rng = np.random.default_rng(_SEED)
    ahead = rng.choice(p["chance"].to_numpy(), (2000, len(p))).mean(axis=1)
    single, best_vote = _at("larger, check", 1.0), sampled_frame().query("line == 'smaller, vote'")["solved_percent"].max()
    flop = _trained().set_index("model")["flop"]
    ten = {k: model.inference_for(_DECADE, *kinds[k]) for k in KINDS}
    settings = rates_frame()
    own = settings[settings["counted"]]
    params = _trained().set_index("model")["params"]
    out = {
        "rate": _span(pooled(), label="Exchange rate: exponent of inference over that of training, over settings", driver="how the answer is picked"),
        "literal": _q(LITERAL),
        "below_one": _q(100 * np.mean(pooled() < LITERAL), "percent", label="Chance that the rate of a setting is below one"),
        "settings": _q(len(own), grade="measured"),
        "published": _q(int(trades["counted"].sum()), grade="measured"),
        "fitted": _q(len(f), grade="measured"),
        "checked": _span(all_rates[CHECKED], label="Exchange rate, mathematics, right answer picked by a check"),
        "voted": _span(all_rates[VOTED], label="Exchange rate, mathematics, put to a vote"),
        "voted_2022": _span(all_rates[VOTED_2022], label="Exchange rate, mathematics with models of 2022, put to a vote"),
        "common": _span(all_rates[COMMON], label="Exchange rate, common sense with models of 2022, put to a vote"),
        "hex": _span(all_rates[trades.at["hex", "setting"]], label="Exchange rate in a board game", grade="measured"),
        "language": _span(all_rates[trades.at["language", "setting"]], label="Exchange rate in most language tasks, as Epoch AI judges"),
        "steps": _span(all_rates[trades.at["steps", "setting"]], label="Exchange rate in tasks solved step by step, as Epoch AI judges"),
        "cheap_check": _span(all_rates[trades.at["cheap check", "setting"]]),
        "hex_fifteen": _q(10 ** trades.at["hex", "inference_decades_low"], grade="measured"),
        "decade": _q(_DECADE),
        "both_raise": _q(np.mean([*both, *[1.0] * int(trades["counted"].sum())]), label="Probability that both kinds of compute raise performance, over settings"),
        "ahead": _q(p["chance"].mean(), "1", *np.quantile(ahead, (0.05, 0.95)), label="Chance that more training stays ahead with the same technique"),
        "questions": _q(_TASKS_UNKNOWN),
        "many_questions": _q(_TASKS_MANY),
        "ahead_many": _q(pairs(_TASKS_MANY)["chance"].mean(), label="The same if tests of unknown length had five times the questions"),
        "ahead_samples": _q(100 * by["samples"], "percent"),
        "ahead_votes": _q(100 * by["votes"], "percent"),
        "ahead_thinking": _q(100 * by["thinking"], "percent"),
        "pairs": _q(len(p), grade="measured"),
        "sibling_ratio": _q(flop[_LARGE] / flop[_SMALL], grade="measured"),
        "single_large": _q(single, "percent", grade="measured"),
        "single_small": _q(_at("smaller, check", 1.0), "percent", grade="measured"),
        "best_vote": _q(best_vote, "percent", grade="measured"),
        "samples_checked": _q(_samples_to("smaller, check", single), grade="measured", label="Samples with which the smaller sibling, checked, equals one answer of the larger"),
        "answers_flop": _q(100 * _samples_to("smaller, check", single) * params[_SMALL] / params[_LARGE], "percent", label="Their FLOP over those of the larger’s answer, answers of equal length"),
        "most_samples": _q(sampled_frame().query("line == 'smaller, check'")["samples"].max(), grade="measured"),
        "vote_limit": _span(10 ** kinds[KINDS[1]][1], label="Most that a vote makes up for, in times the training compute"),
        "ten_checked": _span(ten[KINDS[0]], label="Inference that makes up for ten times less training, right answer picked by a check"),
        "ten_language": _span(ten[KINDS[2]], label="The same, most language tasks"),
        "ten_steps": _span(ten[KINDS[3]], label="The same, solved step by step"),
        "vote_reaches_ten": _q(100 * np.isfinite(ten[KINDS[1]]).mean(), "percent", label="Chance that a vote makes up for ten times less training at all"),
        "language_most": _q(_DECADE ** trades.at["language", "most_decades_low"]),
        "check_most_low": _q(_DECADE ** trades.at["cheap check", "most_decades_low"]),
        "check_most_high": _q(_DECADE ** trades.at["cheap check", "most_decades_high"]),
        "steps_most": _q(_DECADE ** trades.at["steps", "most_decades_low"]),
        "worth_mathematics": _span(10 ** worth()["mathematics"], label="What thinking was worth in mathematics, in times the training compute"),
        "worth_logic": _span(10 ** worth()["logic"]),
        "worth_knowledge": _span(10 ** worth()["knowledge"], label="What thinking was worth on tests of knowledge, in times the training compute"),
        "worth_instructions": _span(10 ** worth()["instructions"]),
        "recall_most": _q(recall.abs().max(), "percentage_point", grade="measured", label="Largest change in recall of facts from least to most thinking effort, three models"),
        "recall_models": _q(len(recall), grade="measured"),
        "prior_literal": _q(priors.query("claim == 'E2' and assumption == 'literal'")["weight"].iloc[0]),
        "reference": _q(_REFERENCE, "FLOP"),
        "sizes": _q(thinking_sizes()["model"].nunique(), grade="measured"),
        "benchmarks": _q(thinking_sizes()["benchmark"].nunique(), grade="measured"),
    }  # fmt: skip
    return out | {f"{name}_percent": out[name].in_percent() for name in ("ahead", "ahead_many", "prior_literal")}
