"""Pivotal Token Search on processes whose success probabilities are known: recall, cost, and what it misses (B12)."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.parameters import SEED
from analysis.quantities import Quantity
from analysis.scaling import pivotal_tokens as model

__all__ = ["prior", "problems", "pooled", "by_samples", "by_length", "by_concentration", "by_gap", "complete_share", "pairs_right", "few_from", "example", "example_found", "recovery", "facts"]

PROBLEMS, SOLUTIONS = 40, 25
SAMPLE_GRID = (5, 10, 20, 50, 100, 200, 500, 1000)
LENGTHS = (128, 256, 512, 1024)
CONCENTRATIONS = tuple(np.round(np.linspace(0.0, 1.0, 11), 2))


@cache
def _priors() -> pd.DataFrame:
    return tables.load("scaling/pivotal_priors").set_index("name")


def prior(name: str, column: str = "value") -> float:
    """Return one number of the table of choices."""
    return float(_priors().loc[name, column])


@cache
def problems(length: int, decisions: int, drifts: int, decision_steps: int) -> tuple[model.Solutions, ...]:
    """Plant questions with starts over the range that the authors keep, and let the process write solutions to each."""
    starts = np.linspace(prior("start_low"), prior("start_high"), PROBLEMS)
    made = (model.plant(length, decisions, drifts, decision_steps, p, SEED + i) for i, p in enumerate(starts))
    return tuple(p.sample(SOLUTIONS, SEED + 1000 + i) for i, p in enumerate(made))


@cache
def _base(length: int = 0) -> tuple[model.Solutions, ...]:
    return problems(length or int(prior("solution_tokens")), int(prior("decisions")), int(prior("drifts")), int(prior("decision_steps")))


def pooled(chosen) -> tuple[np.ndarray, np.ndarray]:
    """Return true success by prefix and surprise by token of all solutions."""
    return np.concatenate([s.success for s in chosen]), np.concatenate([s.surprise for s in chosen])


@cache
def by_samples() -> pd.DataFrame:
    """Return recall, precision and error of both searches by completions per prefix."""
    success, surprise = pooled(_base())
    gap, rows = prior("probability_gap"), []
    for n in SAMPLE_GRID:
        for name, found in (
            ("bisection", model.search(success, gap, n, SEED + n, surprise)),
            ("every prefix", model.exhaustive(success, gap, n, SEED + n)),
        ):
            rows.append({"search": name, "samples": n, **model.score(found, success, gap), "completions": float(found.completions.mean()), "sampled_tokens": float(found.sampled_tokens.mean())})
    return pd.DataFrame(rows)


@cache
def by_length() -> pd.DataFrame:
    """Return prefixes estimated per solution by its length, with as many decisions and drifts at every length."""
    gap, n, rows = prior("probability_gap"), int(prior("samples")), []
    for length in LENGTHS:
        success, surprise = pooled(_base(length))
        for name, found in (("bisection", model.search(success, gap, n, SEED, surprise)), ("every prefix", model.exhaustive(success, gap, n, SEED))):
            rows.append({"search": name, "tokens": length, "prefixes": float(found.prefixes.mean()), "completions": float(found.completions.mean()), "sampled_tokens": float(found.sampled_tokens.mean())})
    return pd.DataFrame(rows)


@cache
def by_concentration() -> pd.DataFrame:
    """Return what pivotal tokens carry, and what bisection recovers, as the variance moves from drifts to decisions."""
    gap, n = prior("probability_gap"), int(prior("samples"))
    decisions, length = int(prior("decisions")), int(prior("solution_tokens"))
    drifts = length - decisions  # every other token drifts a little
    rows = []
    for share in CONCENTRATIONS:
        small = 0 if share == 1 else drifts
        steps = 1 if share == 0 else max(1, round(float(np.sqrt(share / max(1 - share, 1e-9) * drifts / decisions)))) if small else int(prior("decision_steps"))
        chosen = problems(length, decisions, small, steps)
        success, surprise = pooled(chosen)
        change = np.diff(success, axis=1)
        truth = model.pivotal(success, gap)
        exact = model.score(model.search(success, gap, None, SEED, surprise), success, gap)
        sampled = model.score(model.search(success, gap, n, SEED, surprise), success, gap)
        rows.append(
            {
                "concentration": float(model.concentration(decisions, small, steps)), "pivots": float(truth.sum(axis=1).mean()), "share_of_tokens": float(truth.mean()),
                "share_of_change": float((change**2)[truth].sum() / (change**2).sum()), "share_of_few": model.share_of_largest(success, prior("few")),
                "recall_exact": exact["recall"], "recall_sampled": sampled["recall"], "precision_sampled": sampled["precision"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def by_gap() -> pd.DataFrame:
    """Return pivotal tokens per solution and recall by the threshold."""
    success, surprise = pooled(_base())
    n, rows = int(prior("samples")), []
    for gap in (prior("probability_gap", "low"), prior("probability_gap"), prior("probability_gap", "high")):
        exact, sampled = (model.score(model.search(success, gap, k, SEED, surprise), success, gap) for k in (None, n))
        rows.append(
            {
                "gap": gap, "pivots": float(model.pivotal(success, gap).sum(axis=1).mean()), "most": float(model.most_pivots(success[:, 0], gap).mean()),
                "recall_exact": exact["recall"], "recall_sampled": sampled["recall"], "precision_sampled": sampled["precision"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def complete_share() -> float:
    """Return the share of solutions with a pivotal token of which bisection with exact probabilities misses none."""
    success, surprise = pooled(_base())
    gap = prior("probability_gap")
    return float(model.complete(model.search(success, gap, None, SEED, surprise), success, gap).mean())


@cache
def pairs_right() -> float:
    """Return the share of preference pairs whose accepted token is the better one in truth."""
    gap, n = prior("probability_gap"), int(prior("samples"))
    right = made = 0
    for i, s in enumerate(_base()):
        found = model.search(s.success, gap, n, SEED + i, s.surprise)
        pairs = model.preference_pairs(s, found, n, SEED + i)
        steps = s.process.effects[found.position]
        chosen = pairs[:, 0] >= 0
        better = np.take_along_axis(steps[chosen], pairs[chosen], axis=1)
        right, made = right + int((better[:, 0] > better[:, 1]).sum()), made + int(chosen.sum())
    return right / made


@cache
def few_from() -> float:
    """Return the concentration from which the few largest tokens carry over half of the squared change."""
    frame = by_concentration()
    return float(np.interp(0.5, frame["share_of_few"], frame["concentration"]))


@cache
def example_found() -> tuple[model.Solutions, int, model.Found]:
    """Return the first solution whose decisions partly undo each other, with what bisection finds in it."""
    gap, n = prior("probability_gap"), int(prior("samples"))
    best = None
    for s in _base():
        found = model.search(s.success, gap, n, SEED, s.surprise)
        truth = model.pivotal(s.success, gap)
        missed = (truth & ~found.mask).sum(axis=1)
        hit = (truth & found.mask).sum(axis=1)
        fit = np.nonzero((missed == 2) & (hit >= 2))[0]
        if len(fit) and best is None:
            best = (s, int(fit[0]), found)
    if best is None:
        raise ValueError("no solution of the base process shows two missed decisions beside two found.")
    return best


@cache
def example() -> pd.DataFrame:
    """Return the true and estimated success along that solution."""
    s, row, found = example_found()
    truth = model.pivotal(s.success, prior("probability_gap"))[row]
    mine = found.mask[row]
    status = np.where(truth & mine, "found", np.where(truth, "missed", np.where(mine, "found, not pivotal", "")))
    return pd.DataFrame(
        {"token": np.arange(len(truth) + 1), "success_percent": 100 * s.success[row], "estimate_percent": 100 * found.estimates[row], "status": np.concatenate([[""], status])}
    )


@cache
def recovery() -> dict[str, dict[str, float]]:
    """Return the scores of bisection with exact and with sampled probabilities, over problems as a range."""
    gap, n = prior("probability_gap"), int(prior("samples"))
    out = {}
    for name, samples in (("exact", None), ("sampled", n)):
        per = pd.DataFrame([model.score(model.search(s.success, gap, samples, SEED + i, s.surprise), s.success, gap) for i, s in enumerate(_base())])
        out[name] = {f"{c}_{q}": float(per[c].quantile(x)) for c in ("recall", "precision", "weight") for q, x in (("low", 0.05), ("high", 0.95))}
        success, surprise = pooled(_base())
        out[name] |= model.score(model.search(success, gap, samples, SEED, surprise), success, gap)
    return out


def _q(value, unit="percent", low=None, high=None, label="", driver="", grade="modelled"):
    return Quantity.of(value, unit, low, high, label, grade, driver)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    gap, n = prior("probability_gap"), int(prior("samples"))
    success, surprise = pooled(_base())
    truth = model.pivotal(success, gap)
    found = model.search(success, gap, n, SEED, surprise)
    every = model.exhaustive(success, gap, n, SEED)
    got, grid, gaps, mix = recovery(), by_samples().set_index(["search", "samples"]), by_gap().set_index("gap"), by_concentration()
    length = by_length().set_index(["search", "tokens"])["prefixes"]
    low, high = np.quantile(found.prefixes, [0.05, 0.95])

    def ranged(kind, column, label=""):
        g = got[kind]
        return _q(100 * g[column], "percent", 100 * g[f"{column}_low"], 100 * g[f"{column}_high"], label, "how far the solution turns back")

    return {
        "gap": _q(100 * gap, "percentage_point"),
        "gap_low": _q(100 * prior("probability_gap", "low"), "percentage_point"),
        "gap_high": _q(100 * prior("probability_gap", "high"), "percentage_point"),
        "samples": _q(n, "1"),
        "samples_few": _q(prior("samples", "low"), "1"),
        "samples_many": _q(prior("samples", "high"), "1"),
        "length": _q(prior("solution_tokens"), "token"),
        "decisions": _q(prior("decisions"), "1"),
        "drifts": _q(prior("drifts"), "1"),
        "steps": _q(prior("decision_steps"), "1"),
        "solutions": _q(len(success), "1"),
        "questions": _q(PROBLEMS, "1"),
        "start_low": _q(100 * prior("start_low")),
        "start_high": _q(100 * prior("start_high")),
        "few": _q(100 * prior("few")),
        "pivots": _q(truth.sum(axis=1).mean(), "1", *np.quantile(truth.sum(axis=1), [0.05, 0.95]), "Pivotal tokens in a solution, in truth", "where decisions fall"),
        "pivots_most": _q(model.most_pivots(success[:, 0], gap).mean(), "1", model.most_pivots(success[:, 0].min(), gap), model.most_pivots(0.5, gap), "Most pivotal tokens a solution can have on average", "start"),
        "pivots_limit": _q(model.most_pivots(0.5, gap), "1"),
        "none": _q(100 * (~truth.any(axis=1)).mean()),
        "token_share": _q(100 * truth.mean()),
        "recall_exact": ranged("exact", "recall", "Pivotal tokens found by bisection, exact probabilities"),
        "recall": ranged("sampled", "recall", "Pivotal tokens found by bisection, sampled probabilities"),
        "precision": ranged("sampled", "precision", "Found tokens that are pivotal"),
        "weight": ranged("sampled", "weight"),
        "error": _q(100 * got["sampled"]["error"], "percentage_point"),
        "recall_few": _q(100 * grid.loc[("bisection", 10), "recall"]),
        "precision_few": _q(100 * grid.loc[("bisection", 10), "precision"]),
        "recall_many": _q(100 * grid.loc[("bisection", 1000), "recall"]),
        "precision_many": _q(100 * grid.loc[("bisection", 1000), "precision"]),
        "every_recall": _q(100 * grid.loc[("every prefix", n), "recall"]),
        "every_precision": _q(100 * grid.loc[("every prefix", n), "precision"]),
        "every_precision_few": _q(100 * grid.loc[("every prefix", 10), "precision"]),
        "every_recall_many": _q(100 * grid.loc[("every prefix", 1000), "recall"]),
        "every_precision_many": _q(100 * grid.loc[("every prefix", 1000), "precision"]),
        "recall_gap_low": _q(100 * gaps.loc[prior("probability_gap", "low"), "recall_exact"]),
        "recall_gap_high": _q(100 * gaps.loc[prior("probability_gap", "high"), "recall_exact"]),
        "pivots_gap_low": _q(gaps.loc[prior("probability_gap", "low"), "pivots"], "1"),
        "pivots_gap_high": _q(gaps.loc[prior("probability_gap", "high"), "pivots"], "1"),
        "prefixes": _q(found.prefixes.mean(), "1", low, high, "Prefixes estimated per solution by bisection", "pivotal tokens found"),
        "every_prefixes": _q(every.prefixes.mean(), "1"),
        "saving": _q(every.prefixes.mean() / found.prefixes.mean(), "1", every.prefixes.mean() / high, every.prefixes.mean() / low, "Prefixes of an exhaustive search over those of bisection", "pivotal tokens found"),
        "prefixes_short": _q(length["bisection", LENGTHS[0]], "1"),
        "prefixes_long": _q(length["bisection", LENGTHS[-1]], "1"),
        "length_short": _q(LENGTHS[0], "token"),
        "length_long": _q(LENGTHS[-1], "token"),
        "length_ratio": _q(LENGTHS[-1] / LENGTHS[0], "1"),
        "completions": _q(found.completions.mean(), "1"),
        "sampled_tokens": _q(found.sampled_tokens.mean(), "token", *np.quantile(found.sampled_tokens, [0.05, 0.95]), "Tokens sampled per solution searched", "samples"),
        "tokens_per_pivot": _q(found.sampled_tokens.sum() / (truth & found.mask).sum(), "token"),
        "pairs": _q(100 * pairs_right()),
        "concentration_base": _q(100 * model.concentration(prior("decisions"), prior("drifts"), prior("decision_steps"))),
        "few_base": _q(100 * model.share_of_largest(success, prior("few"))),
        "few_even": _q(100 * mix["share_of_few"].iloc[0]),
        "few_from": _q(100 * few_from()),
        "few_probability": _q(100 * (1 - few_from()), grade="guessed", label="Chance that the largest few tokens carry most of the change", driver="concentration"),
        "pivotal_carry": _q(100 * (np.diff(success, axis=1) ** 2)[truth].sum() / (np.diff(success, axis=1) ** 2).sum()),
        "pivotal_carry_even": _q(100 * mix["share_of_change"].iloc[0]),
        "complete": _q(100 * complete_share(), label="Solutions of which bisection with exact probabilities misses no pivotal token"),
        "plausibility": _q(complete_share() * (1 - few_from()), "1", grade="guessed"),
    }  # fmt: skip
