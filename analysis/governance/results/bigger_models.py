"""Larger models and the same enhancement: gains from thinking by size, recall of facts by size, wrong answers by size."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.governance import bigger_models as model
from analysis.quantities import Quantity

__all__ = ["gains", "slopes", "gain_frame", "kind_table", "recall_frame", "recall_pairs", "wrong_pairs", "wrong_frame", "matching", "facts"]

_TASKS_UNKNOWN = 100.0  # questions taken where a source gives none: few, so that the score weighs little
_SEED = 20261126
_DRAWS = 4000
FAMILY, TAUGHT = "Qwen3", "Qwen2.5, taught by DeepSeek-R1"
SHOWN = ("mathematics", "logic", "programming", "science", "knowledge", "instructions")
_BILLION = 1e9
_REASONING = ("mathematics", "logic", "programming", "science")


@cache
def gains() -> pd.DataFrame:
    """Return the gain from thinking of every dense model on every benchmark, in points and in log-odds."""
    frame = tables.load("governance/thinking_sizes")
    frame = frame[frame["params"] == frame["active_params"]]
    n = frame["tasks"].astype(float).fillna(_TASKS_UNKNOWN).to_numpy()
    on, off = frame["thinking_percent"].to_numpy() / 100.0, frame["immediate_percent"].to_numpy() / 100.0
    return frame.assign(points=model.gain(on, off), odds=model.gain(on, off, n, "odds")).sort_values(["family", "benchmark", "params"], ignore_index=True)


@cache
def slopes() -> pd.DataFrame:
    """Return the slope of the gain in size by family and benchmark, in both measures, with the chance that it is above zero."""
    rows = []
    for (family, benchmark), g in gains().groupby(["family", "benchmark"]):
        for measure in ("points", "odds"):
            slope, error, chance = model.slope_chance(g["params"], g[measure].to_numpy())
            rows.append({"family": family, "benchmark": benchmark, "kind": g["kind"].iloc[0], "measure": measure, "slope": slope, "error": error, "chance": chance})
    return pd.DataFrame(rows)


@cache
def _chance(measure: str) -> float:
    """Mean over families of the mean chance over benchmarks."""
    return float(slopes().query("measure == @measure").groupby("family")["chance"].mean().mean())


@cache
def _weights(assumption: str) -> dict[str, float]:
    rows = tables.load("governance/product_priors").query("claim == 'E13' and assumption == @assumption")
    return {option.split(":")[0]: weight for option, weight in zip(rows["option"], rows["weight"], strict=True)}


@cache
def gain_frame() -> pd.DataFrame:
    """Return the mean gain in points by size and kind of task in the first family."""
    g = gains().query("family == @FAMILY and kind in @SHOWN")
    return g.groupby(["kind", "model", "params"], as_index=False)["points"].mean().assign(billion=lambda d: d["params"] / _BILLION).drop(columns="params").sort_values(["kind", "billion"], ignore_index=True)


@cache
def kind_table() -> pd.DataFrame:
    """Return, by kind of task, the slope of the gain for ten times the size and the chance that it is above zero, in both measures and families."""
    s = slopes()
    rows = []
    for kind in dict.fromkeys([*SHOWN, *s["kind"]]):
        row = {"Kind of task": kind}
        for family, short in ((FAMILY, "Qwen3"), (TAUGHT, "taught by R1")):
            for measure, word in (("points", "points"), ("odds", "log-odds")):
                g = s.query("family == @family and measure == @measure and kind == @kind")
                row[f"{short}, {word}"] = f"{g['slope'].mean():+.{1 if measure == 'points' else 2}f} ({100 * g['chance'].mean():.0f} %)"
        rows.append(row)
    return pd.DataFrame(rows)


@cache
def matching() -> pd.DataFrame:
    """Return, by benchmark, the smallest model that with thinking reaches the largest without, and how many times smaller it is."""
    rows = []
    for benchmark, g in gains().query("family == @FAMILY").groupby("benchmark"):
        largest = g.loc[g["params"].idxmax()]
        reach = g[g["thinking_percent"] >= largest["immediate_percent"]]
        rows.append({"benchmark": benchmark, "kind": largest["kind"], "times_smaller": largest["params"] / reach["params"].min()})
    return pd.DataFrame(rows)


@cache
def recall_frame() -> pd.DataFrame:
    """Return recall of facts against published size."""
    frame = tables.load("governance/fact_recall").dropna(subset=["params"])
    return pd.DataFrame({"line": frame["family"] + ": " + frame["benchmark"], "billion": frame["params"] / _BILLION, "right_percent": frame["right_percent"]}).sort_values(["line", "billion"], ignore_index=True)


def _family_pairs(frame):
    for (family, benchmark), g in frame.sort_values("rank").groupby(["family", "benchmark"], sort=True):
        rows = list(g.itertuples())
        for i, small in enumerate(rows):
            for large in rows[i + 1 :]:
                yield family, benchmark, small, large


@cache
def recall_pairs() -> pd.DataFrame:
    """Return pairs of one family with the chance that the larger recalls more."""
    rows = []
    for family, benchmark, small, large in _family_pairs(tables.load("governance/fact_recall")):
        n = float(small.questions) if pd.notna(small.questions) else _TASKS_UNKNOWN
        chance = model.ahead_chance(large.right_percent / 100.0, small.right_percent / 100.0, n)
        rows.append({"family": family, "benchmark": benchmark, "smaller": small.model, "larger": large.model, "chance": float(chance)})
    return pd.DataFrame(rows)


@cache
def wrong_pairs() -> pd.DataFrame:
    """Return pairs with wrong answers of all questions and of those not answered rightly, and the chance that the smaller gives more."""
    rows = []
    for family, benchmark, small, large in _family_pairs(tables.load("governance/fact_recall").dropna(subset=["wrong_percent"])):
        n = float(small.questions) if pd.notna(small.questions) else _TASKS_UNKNOWN
        shares = [(m.right_percent / 100.0, m.wrong_percent / 100.0) for m in (small, large)]
        unknown = [float(model.wrong_of_unknown(r, w)) for r, w in shares]
        left = n * min(1 - r for r, _ in shares)
        rows.append(
            {
                "pair": f"{benchmark}: {small.model}, {large.model}", "small_all": 100 * shares[0][1], "large_all": 100 * shares[1][1], "small_unknown": 100 * unknown[0], "large_unknown": 100 * unknown[1],
                "chance_all": float(model.ahead_chance(shares[0][1], shares[1][1], n)), "chance_unknown": float(model.ahead_chance(unknown[0], unknown[1], left)),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def wrong_frame() -> pd.DataFrame:
    """Return wrong answers of the smaller and the larger of each pair, in both measures, long."""
    rows = []
    for r in wrong_pairs().itertuples():
        for measure, small, large in (("of all questions", r.small_all, r.large_all), ("of questions not answered rightly", r.small_unknown, r.large_unknown)):
            rows += [{"pair": r.pair, "measure": measure, "size": "smaller", "percent": small, "other": large}, {"pair": r.pair, "measure": measure, "size": "larger", "percent": large, "other": small}]
    return pd.DataFrame(rows)


_q = Quantity.of


def _mean_range(values, unit="1", scale=1.0, label=""):
    """Mean over items with the 5–95 % range of drawing the items again."""
    v = scale * np.asarray(values, dtype=float)
    again = np.random.default_rng(_SEED).choice(v, (_DRAWS, len(v))).mean(axis=1)
    return _q(v.mean(), unit, *np.quantile(again, (0.05, 0.95)), label=label)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    s, g, w, r, m = slopes(), gains(), wrong_pairs(), recall_pairs(), matching()
    first = g.query("family == @FAMILY")
    larger, halluc = _weights("larger_gain_more"), _weights("small_hallucinate")
    points, odds = _chance("points"), _chance("odds")
    both = [larger["points"] * a + larger["odds"] * b for a, b in zip(s.query("measure == 'points'")["chance"], s.query("measure == 'odds'")["chance"], strict=True)]
    spread = np.random.default_rng(_SEED).choice(both, (_DRAWS, len(both))).mean(axis=1)
    mixed = halluc["of all questions"] * w["chance_all"] + halluc["of unknown ones"] * w["chance_unknown"]
    aime = first.query("benchmark == 'AIME 2024'").set_index("model")["points"]
    easy = first.query("benchmark == 'MATH-500'").set_index("model")["points"]
    gemma = tables.load("governance/fact_recall").query("family == 'Gemma 3'").sort_values("params")
    trivia = tables.load("governance/fact_recall").query("family == 'Gemma 3 pre-trained' and benchmark == 'TriviaQA'").sort_values("params")
    claude = w[w["pair"].str.contains("Haiku")].iloc[0]
    gpt = w[w["pair"].str.contains("SimpleQA: GPT-4o mini")].iloc[0]
    kind = {k: s.query("family == @FAMILY and measure == 'odds' and kind == @k")["chance"].mean() for k in SHOWN}
    small = first[first["params"] < 1e9]["points"]
    middle = first[(first["params"] > 1e9) & (first["params"] < 10e9)]["points"]
    big = first[first["params"] > 10e9]["points"]
    out = {
        "larger_gain": _q(larger["points"] * points + larger["odds"] * odds, "1", *np.quantile(spread, (0.05, 0.95)), label="Chance that larger models gain more from thinking, points and log-odds weighed", driver="which benchmarks"),
        "larger_points": _mean_range(s.query("measure == 'points'")["chance"], label="The same in percentage points"),
        "larger_odds": _mean_range(s.query("measure == 'odds'")["chance"], label="The same in log-odds"),
        "own_points": _q(s.query("family == @FAMILY and measure == 'points'")["chance"].mean()),
        "own_odds": _q(s.query("family == @FAMILY and measure == 'odds'")["chance"].mean()),
        "taught_points": _q(s.query("family == @TAUGHT and measure == 'points'")["chance"].mean()),
        "taught_odds": _q(s.query("family == @TAUGHT and measure == 'odds'")["chance"].mean()),
        "weight_points": _q(larger["points"]),
        "odds_mathematics": _q(kind["mathematics"]),
        "odds_knowledge": _q(kind["knowledge"]),
        "benchmarks": _q(first["benchmark"].nunique(), grade="measured"),
        "sizes": _q(first["model"].nunique(), grade="measured"),
        "families": _q(g["family"].nunique(), grade="measured"),
        "taught_sizes": _q(g.query("family == @TAUGHT")["model"].nunique(), grade="measured"),
        "gain_small": _q(small.mean(), "percentage_point", grade="measured", label="Mean gain from thinking below a billion parameters"),
        "gain_middle": _q(middle.mean(), "percentage_point", grade="measured", label="Mean gain from one to ten billion"),
        "gain_big": _q(big.mean(), "percentage_point", grade="measured", label="Mean gain above ten billion"),
        "billion": _q(_BILLION),
        "ten_billion": _q(10 * _BILLION),
        "middle_size": _q(first[first["params"] > 2e9]["params"].min(), grade="measured"),
        "taught_size": _q(first[first["params"] < 2e10]["params"].max(), grade="measured"),
        "aime_small": _q(aime["Qwen3-0.6B"], "percentage_point", grade="measured"),
        "aime_middle": _q(aime["Qwen3-4B"], "percentage_point", grade="measured"),
        "aime_big": _q(aime["Qwen3-32B"], "percentage_point", grade="measured"),
        "easy_small": _q(easy["Qwen3-0.6B"], "percentage_point", grade="measured"),
        "easy_big": _q(easy["Qwen3-32B"], "percentage_point", grade="measured"),
        "matching_reasoning": _q(np.median(m[m["kind"].isin(_REASONING)]["times_smaller"]), grade="measured", label="Times smaller that a model may be and, thinking, match the largest at once: reasoning, median of benchmarks"),
        "matching_knowledge": _q(np.median(m[m["kind"] == "knowledge"]["times_smaller"]), grade="measured", label="The same, tests of knowledge"),
        "know_less": _mean_range(r["chance"], label="Chance that the larger of a pair recalls more"),
        "recall_pairs": _q(len(r), grade="measured"),
        "gemma_small": _q(gemma["right_percent"].iloc[0], "percent", grade="measured"),
        "gemma_big": _q(gemma["right_percent"].iloc[-1], "percent", grade="measured"),
        "gemma_ratio": _q(gemma["params"].iloc[-1] / gemma["params"].iloc[0], grade="measured"),
        "trivia_small": _q(trivia["right_percent"].iloc[0], "percent", grade="measured"),
        "trivia_big": _q(trivia["right_percent"].iloc[-1], "percent", grade="measured"),
        "hallucinate": _mean_range(mixed, label="Chance that the smaller of a pair invents more, both measures weighed"),
        "hallucinate_all": _mean_range(w["chance_all"], label="The same, of all questions"),
        "hallucinate_unknown": _mean_range(w["chance_unknown"], label="The same, of questions not answered rightly"),
        "all_percent": _q(100 * w["chance_all"].mean(), "percent"),
        "unknown_percent": _q(100 * w["chance_unknown"].mean(), "percent"),
        "wrong_pairs": _q(len(w), grade="measured"),
        "haiku_all": _q(claude["small_all"], "percent", grade="measured"),
        "sonnet_all": _q(claude["large_all"], "percent", grade="measured"),
        "mini_all": _q(gpt["small_all"], "percent", grade="measured"),
        "gpt_all": _q(gpt["large_all"], "percent", grade="measured"),
        "mini_unknown": _q(gpt["small_unknown"], "percent", grade="measured"),
        "gpt_unknown": _q(gpt["large_unknown"], "percent", grade="measured"),
        "questions": _q(_TASKS_UNKNOWN),
    }  # fmt: skip
    shares = ("larger_gain", "larger_points", "larger_odds", "own_points", "own_odds", "taught_points", "taught_odds", "know_less", "hallucinate", "hallucinate_unknown")
    return out | {f"{name}_percent": out[name].in_percent() for name in shares}
