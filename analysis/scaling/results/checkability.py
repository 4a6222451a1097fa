"""Gains of thought by subject against checkability: published pairs, agreement with the order written down before, preferences, and the model of a check."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy.special import ndtr

from analysis import parameters, tables
from analysis.quantities import Quantity
from analysis.scaling import checkability as model
from analysis.scaling.results.choosing import priors

__all__ = ["SUBJECT", "HEADLINE", "levels", "levels_table", "tests", "subjects", "agreements", "turned", "preference_frame", "prompted_frame", "model_frame", "model_tests", "facts"]

# Benchmarks of inference/thinking_pairs by subject; FRAMES has none in the order and stays out
SUBJECT = {
    "AIME 2024": "mathematics", "MATH-500": "mathematics", "CNMO 2024": "mathematics", "LiveCodeBench": "programming", "SWE Verified": "programming", "Aider polyglot": "programming",
    "GPQA-Diamond": "several sciences", "MMLU": "several sciences", "MMLU-Redux": "several sciences", "MMLU-Pro": "several sciences", "C-Eval": "several sciences",
    "DROP": "reading", "CLUEWSC": "reading", "IF-Eval": "following instructions", "SimpleQA": "simple facts", "C-SimpleQA": "simple facts",
}  # fmt: skip
HEADLINE, OPEN = "o1 / GPT-4o", "R1 / V3"
_PAIRS = {"o1 (December 2024)": HEADLINE, "o1 (high)": HEADLINE, "DeepSeek-R1": OPEN, "DeepSeek-R1-0528": OPEN}
ATTEMPTS = 8  # of the illustration
_DRAWS = 4000


@cache
def levels() -> dict[str, int]:
    """Return the level of checkability of each subject, as written down before."""
    return tables.load("scaling/checkability").set_index("subject")["level"].astype(int).to_dict()


@cache
def levels_table() -> pd.DataFrame:
    """Return the subjects at each level, for the page."""
    frame = tables.load("scaling/checkability").sort_values("level", ascending=False, kind="stable")
    return pd.DataFrame([{"Level": int(k), "Subjects": ", ".join(part["subject"])} for k, part in frame.groupby("level", sort=False)])


@cache
def tests() -> pd.DataFrame:
    """Return every test with two scores: the pair, its subject and level, and the share of errors removed."""
    own = tables.load("scaling/subject_gains").query("measure == 'score'")[["pair", "test", "subject", "thinking_percent", "immediate_percent"]]
    other = tables.load("inference/thinking_pairs")
    other = other[other["benchmark"].isin(SUBJECT) & other["thinking_score"].notna() & other["thinking"].isin(_PAIRS)]
    more = pd.DataFrame({"pair": other["thinking"].map(_PAIRS), "test": other["benchmark"], "subject": other["benchmark"].map(SUBJECT), "thinking_percent": other["thinking_score"], "immediate_percent": other["immediate_score"]})
    frame = pd.concat([own, more], ignore_index=True)
    frame["level"] = frame["subject"].map(levels())
    frame["errors_removed_percent"] = 100 * model.errors_removed(frame["thinking_percent"].to_numpy() / 100, frame["immediate_percent"].to_numpy() / 100)
    return frame


@cache
def subjects() -> pd.DataFrame:
    """Return the mean share of errors removed by pair and subject, with the lowest and highest test."""
    out = tests().groupby(["pair", "subject", "level"], sort=False)["errors_removed_percent"].agg(["mean", "min", "max", "count"]).reset_index()
    return out.rename(columns={"mean": "errors_removed_percent", "min": "low_percent", "max": "high_percent", "count": "tests"}).sort_values(["pair", "level", "subject"], ascending=[True, False, True], ignore_index=True)


@cache
def agreements() -> dict[str, dict[str, float]]:
    """Return, for each pair of models, rank agreement of gain and level, and how probable it is that it is positive.

    Each draw takes the subjects anew with replacement, one test of each at random, and moves each subject's level by one with
    the probability written down before.
    """
    off = priors()["C17 level_error"]
    out = {}
    for pair, frame in tests().groupby("pair", sort=False):
        rng = np.random.default_rng([parameters.SEED, len(frame)])
        names = list(frame["subject"].unique())
        each = [frame.loc[frame["subject"] == s, "errors_removed_percent"].to_numpy() for s in names]
        level = np.array([levels()[s] for s in names], dtype=float)
        pick = rng.integers(0, len(names), (_DRAWS, len(names)))
        one = np.stack([g[rng.integers(0, len(g), _DRAWS)] for g in each], axis=1)
        step = rng.choice([-1.0, 0.0, 1.0], p=[off / 2, 1 - off, off / 2], size=(_DRAWS, len(names)))
        moved = np.clip(level + step, 1, 5)
        rows = np.arange(_DRAWS)[:, None]
        drawn = model.agreement(moved[rows, pick], one[rows, pick])
        plain = float(model.agreement(level, np.array([g.mean() for g in each])))
        low, high = np.quantile(drawn, (0.05, 0.95))
        out[pair] = {"tau": plain, "low": float(low), "high": float(high), "positive": float(np.mean(drawn > 0)), "subjects": len(names), "tests": len(frame)}
    return out


@cache
def turned() -> dict[str, float]:
    """Return how the headline's agreement turns out otherwise: facts held quick to check, gains in points, or one subject left out."""
    mine = tests().query("pair == @HEADLINE")
    mean = mine.assign(points=mine["thinking_percent"] - mine["immediate_percent"]).groupby("subject")[["level", "errors_removed_percent", "points"]].mean()
    looked_up = mean["level"].where(mean.index != "simple facts", 5)
    without = [float(model.agreement(rest["level"], rest["errors_removed_percent"])) for rest in (mean.drop(s) for s in mean.index)]
    return {
        "facts_at_top": float(model.agreement(looked_up, mean["errors_removed_percent"])),
        "in_points": float(model.agreement(mean["level"], mean["points"])),
        "least_without": min(without), "most_without": max(without),
    }  # fmt: skip


@cache
def preference_frame() -> pd.DataFrame:
    """Return people's preference for the thinking model by domain, with the range of reading and sampling."""
    frame = tables.load("scaling/subject_gains").query("measure == 'preference'").copy()
    error = parameters.get("preference_error", part="scaling")
    frame["domain"] = frame["test"].str.removeprefix("people’s preference: ")
    frame["level"] = frame["subject"].map(levels())
    frame["win_percent"], frame["low_percent"], frame["high_percent"] = frame["thinking_percent"], frame["thinking_percent"] + error.low, frame["thinking_percent"] + error.high
    return frame[["domain", "level", "win_percent", "low_percent", "high_percent"]].sort_values("win_percent", ascending=False, ignore_index=True)


@cache
def prompted_frame() -> pd.DataFrame:
    """Return what prompted thought gained in the literature, by kind of task."""
    frame = tables.load("scaling/subject_gains").query("measure == 'points'").copy()
    frame["level"] = frame["subject"].map(levels())
    return frame[["test", "level", "gain_points"]].reset_index(drop=True)


@cache
def model_frame() -> pd.DataFrame:
    """Return the share of errors removed that a check predicts, against the odds of one answer, by level."""
    p = np.round(np.linspace(0.01, 0.98, 98), 4)
    return pd.concat([pd.DataFrame({"level": f"level {k}", "immediate_percent": 100 * p, "errors_removed_percent": 100 * model.predicted(p, k, ATTEMPTS)}) for k in (1, 2, 3, 4, 5)], ignore_index=True)


@cache
def model_tests() -> pd.DataFrame:
    """Return the tests of the two chief pairs in the columns of `model_frame`."""
    frame = tests()
    frame = frame[frame["pair"].isin([HEADLINE, OPEN])]
    return pd.DataFrame({"level": [f"level {k}" for k in frame["level"]], "immediate_percent": frame["immediate_percent"], "errors_removed_percent": frame["errors_removed_percent"]})


_q = Quantity.of


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    agree, prior, all_tests = agreements(), priors(), tests()
    mean = subjects().set_index(["pair", "subject"])["errors_removed_percent"]
    head, second, early = agree[HEADLINE], agree[OPEN], agree["o1-preview / GPT-4o"]
    little = prior["C17 little"]
    facts_tests = all_tests[all_tests["subject"] == "simple facts"]
    ratio = [g / mean[p, "mathematics"] for p, g in zip(facts_tests["pair"], facts_tests["errors_removed_percent"], strict=True)]
    wins = preference_frame().set_index("domain")
    both_hard = wins[wins["level"] == 1]
    judged = tables.load("scaling/subject_gains").query("measure == 'judged'").set_index("test")
    sd = parameters.get("preference_error", part="scaling").high / parameters.Z95
    below = ndtr((50 - both_hard["win_percent"].mean()) / (sd / np.sqrt(len(both_hard))))
    each_below = ndtr((50 - both_hard["win_percent"].to_numpy()) / sd)
    prompted = prompted_frame().set_index("test")["gain_points"]
    mine = all_tests[all_tests["pair"].isin([HEADLINE, OPEN])]
    expected = model.predicted(mine["immediate_percent"].to_numpy() / 100, mine["level"].to_numpy(), ATTEMPTS)
    by_model = float(model.agreement(expected, mine["errors_removed_percent"].to_numpy()))
    by_level = float(model.agreement(mine["level"].to_numpy(), mine["errors_removed_percent"].to_numpy()))
    by_room = float(model.agreement(-mine["immediate_percent"].to_numpy(), mine["errors_removed_percent"].to_numpy()))
    return {
        "tau": _q(head["tau"], "1", head["low"], head["high"], "Rank agreement of o1’s gain over GPT-4o with checkability", "measured", "which subjects are tested"),
        "positive": _q(head["positive"], "1", min(a["positive"] for a in agree.values()), max(a["positive"] for a in agree.values()), "Probability that gain rises with checkability, o1 over GPT-4o; range over pairs of models", "measured", "which subjects are tested"),
        "positive_percent": _q(100 * head["positive"], "percent"),
        "head_subjects": _q(head["subjects"]), "head_tests": _q(head["tests"]),
        "tau_open": _q(second["tau"], "1", second["low"], second["high"], "Rank agreement of R1’s gain over V3 with checkability", "measured", "which subjects are tested"),
        "positive_open": _q(100 * second["positive"], "percent"), "open_subjects": _q(second["subjects"]), "open_tests": _q(second["tests"]),
        "tau_preview": _q(early["tau"], "1", early["low"], early["high"]), "positive_preview": _q(100 * early["positive"], "percent"),
        "math_head": _q(mean[HEADLINE, "mathematics"], "percent", grade="measured"), "physics_head": _q(mean[HEADLINE, "physics"], "percent", grade="measured"),
        "chemistry_head": _q(mean[HEADLINE, "chemistry"], "percent", grade="measured"), "biology_head": _q(mean[HEADLINE, "biology"], "percent", grade="measured"),
        "facts_head": _q(mean[HEADLINE, "simple facts"], "percent", grade="measured"), "reading_head": _q(mean[HEADLINE, "reading"], "percent", grade="measured"),
        "programming_head": _q(mean[HEADLINE, "programming"], "percent", grade="measured"),
        "math_open": _q(mean[OPEN, "mathematics"], "percent", grade="measured"), "facts_open": _q(mean[OPEN, "simple facts"], "percent", grade="measured"),
        "instructions_open": _q(mean[OPEN, "following instructions"], "percent", grade="measured"), "programming_open": _q(mean[OPEN, "programming"], "percent", grade="measured"),
        "little_mark": _q(100 * little, "percent"),
        "facts_ratio": _q(100 * max(ratio), "percent", 100 * min(ratio), 100 * max(ratio), grade="measured"),
        "no_gain": _q(np.mean(np.array(ratio) < little), "1", label="Share of tests of simple facts in which the gain is little beside that in mathematics", grade="measured", driver="pair of models", low=0.0 if max(ratio) > little else 1.0, high=1.0),
        "facts_tests": _q(len(ratio)),
        "worse": _q(below, "1", each_below.min(), max(below, each_below.max()), "Probability that people prefer the immediate model in writing and editing; range: each domain", "guessed", "error of the chart’s reading"),
        "worse_percent": _q(100 * below, "percent", 100 * each_below.min(), 100 * max(below, each_below.max()), grade="guessed"),
        "win_writing": _q(wins.at["personal writing", "win_percent"], "percent", grade="measured"), "win_editing": _q(wins.at["editing text", "win_percent"], "percent", grade="measured"),
        "win_programming": _q(wins.at["computer programming", "win_percent"], "percent", grade="measured"), "win_data": _q(wins.at["data analysis", "win_percent"], "percent", grade="measured"),
        "win_math": _q(wins.at["mathematical calculation", "win_percent"], "percent", grade="measured"),
        "win_error": _q(parameters.get("preference_error", part="scaling").high, "percentage_point"),
        "alpaca_thinking": _q(judged.at["AlpacaEval 2.0", "thinking_percent"], "percent", grade="measured"), "alpaca_immediate": _q(judged.at["AlpacaEval 2.0", "immediate_percent"], "percent", grade="measured"),
        "prompt_symbols": _q(prompted["110 papers: symbolic reasoning"], "percentage_point", grade="measured"), "prompt_math": _q(prompted["110 papers: mathematics"], "percentage_point", grade="measured"),
        "prompt_logic": _q(prompted["110 papers: logical reasoning"], "percentage_point", grade="measured"), "prompt_other": _q(prompted["110 papers: all other kinds"], "percentage_point", grade="measured"),
        "prompt_papers": _q(110),
        "attempts": _q(ATTEMPTS), "keenest": _q(100 * model.KEENEST, "percent"),
        "model_hard": _q(100 * float(model.predicted(0.2, 5, ATTEMPTS)), "percent"), "model_hard_at": _q(20, "percent"),
        "model_coin": _q(100 * float(model.predicted(0.2, 1, ATTEMPTS)), "percent"), "model_middle": _q(100 * float(model.predicted(0.2, 3, ATTEMPTS)), "percent"),
        "model_points_easy": _q(100 * float(model.predicted(0.95, 5, ATTEMPTS)) * 0.05, "percentage_point"), "model_easy_at": _q(95, "percent"),
        "model_points_hard": _q(100 * float(model.predicted(0.2, 5, ATTEMPTS)) * 0.8, "percentage_point"),
        "by_model": _q(by_model), "by_level": _q(by_level), "by_room": _q(by_room), "all_tests": _q(len(mine)),
        **{f"tau_{k}": _q(v) for k, v in turned().items()},
        "level_error": _q(100 * prior["C17 level_error"], "percent", grade="guessed"),
        "worse_prior": _q(100 * prior["C17 worse"], "percent", grade="guessed"),
        "holds": _q(1.0, grade="guessed"),
    }  # fmt: skip
