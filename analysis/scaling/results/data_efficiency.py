"""Data efficiency: what small sets of worked examples give, which examples, and reasoning learnt without human feedback."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.quantities import Quantity
from analysis.scaling import data_efficiency as model

__all__ = ["fact", "correlations", "shares", "share_frame", "gain_frame", "zero_frame", "claimed_dependence", "table_frame", "facts"]

DRAWS = 20_000
SEED = 20261127
REFERENCE, TEACHER = "R1-Distill-Qwen-32B", "DeepSeek-R1"
S1, S1_PLAIN, S1_POOL, S1_RANDOM, S1_ALL = "s1-32B", "s1-32B without budget forcing", "s1 data, 1K", "1K at random", "59K, all"
PICKED = {"yes": "picked one by one", "no": "not picked so", "not said": "not said"}
HALF = 0.5  # the register's reading of “most”


@cache
def fact(name: str) -> float:
    """Return a figure of the table of single figures by its name."""
    return float(tables.load("scaling/distillation_facts").set_index("fact").at[name, "value"])


@cache
def _sets() -> pd.DataFrame:
    return tables.load("scaling/distilled_sets")


@cache
def _tests() -> tuple[str, ...]:
    return tuple(_sets()["test"].drop_duplicates())


@cache
def _row(name: str, column: str = "score_percent") -> np.ndarray:
    frame = _sets()
    return frame[frame["model"] == name].set_index("test").loc[list(_tests()), column].to_numpy(dtype=float)


@cache
def _problems() -> np.ndarray:
    return _row(S1, "problems")


@cache
def correlations() -> np.ndarray:
    """Return, for each test, the mean correlation between models' scores that s1's published paired intervals imply."""
    rows = []
    for name in (S1_RANDOM, "1K most diverse", "1K longest", S1_ALL):
        width = (_row(name, "paired_high_points") - _row(name, "paired_low_points")) / 100
        rows.append(model.paired_correlation(_row(S1_POOL) / 100, _row(name) / 100, _problems(), width))
    return np.clip(np.mean(rows, axis=0), 0, 1)


@cache
def _draws(names: tuple[str, ...], seed: int) -> np.ndarray:
    """Draws of the base of the first model, then of each model, in percent."""
    scores = np.vstack([_row(names[0], "base_percent"), *(_row(n) for n in names)]) / 100
    return 100 * model.draw_scores(scores, _problems(), correlations(), DRAWS, seed)


@cache
def shares(name: str, reference: str = REFERENCE) -> np.ndarray:
    """Return draws of the share of the reference's gain that a set gives, over the base that its authors measured."""
    d = _draws((name, reference), SEED + sum(map(ord, name + reference)))
    whole = np.sum(d[:, 2] - d[:, 0], axis=-1)
    return model.gain_share(d[whole > 0, 0], d[whole > 0, 1], d[whole > 0, 2])


@cache
def _point(name: str, reference: str = REFERENCE) -> float:
    return float(model.gain_share(_row(name, "base_percent"), _row(name), _row(reference)))


@cache
def _examples(name: str) -> float:
    return float(_row(name, "examples")[0])


@cache
def share_frame() -> pd.DataFrame:
    """Return each set's share of the gain of the largest distilled set, with its range and the probability that it is over half."""
    frame = _sets().drop_duplicates("model")
    names = [n for n, role in zip(frame["model"], frame["role"], strict=True) if role != "teacher" and n != REFERENCE]
    rows = []
    for name in names:
        low, high = np.quantile(shares(name), (0.05, 0.95))
        rows.append({"set": name, "examples": _examples(name), "share_percent": 100 * _point(name), "low": 100 * low, "high": 100 * high, "over_half": float(np.mean(shares(name) > HALF)), "picked": frame.set_index("model").at[name, "picked"]})
    return pd.DataFrame(rows).sort_values("share_percent", ascending=False, ignore_index=True)


@cache
def gain_frame() -> pd.DataFrame:
    """Return the mean gain over three tests against the number of examples."""
    frame = _sets()
    rows = []
    for name, role in frame.drop_duplicates("model")[["model", "role"]].itertuples(index=False):
        if role == "teacher":
            continue
        d = _draws((name,), SEED + 7)
        gain = np.mean(d[:, 1] - d[:, 0], axis=-1)
        low, high = np.quantile(gain, (0.05, 0.95))
        kind = "the largest set" if name == REFERENCE else PICKED[frame.set_index("model")["picked"].loc[[name]].iloc[0]]
        rows.append({"set": name, "examples": _examples(name), "gain_points": float(np.mean(_row(name) - _row(name, "base_percent"))), "low": low, "high": high, "kind": kind})
    return pd.DataFrame(rows)


@cache
def zero_frame() -> pd.DataFrame:
    """Return base models before and after training without human feedback, with the standing of their text."""
    frame = tables.load("scaling/zero_runs")
    words = {"none": "older than such models", "possible": "may hold some of their answers", "stated": "holds their answers"}
    return pd.DataFrame({"run": frame["run"].str.removeprefix("DeepSeek-") + ", " + frame["base"] + ", " + frame["test"], "before_percent": frame["before_percent"], "after_percent": frame["after_percent"], "text": frame["corpus"].map(words)})


@cache
def _weights() -> dict[str, float]:
    frame = tables.load("scaling/reward_priors")
    return frame[frame["claim"] == "C15"].set_index("assumption")["weight"].to_dict()


@cache
def claimed_dependence() -> dict[str, float]:
    """Return the probability that all runs depend on models with human feedback: with and without the oldest base."""
    frame = tables.load("scaling/zero_runs")
    chance = frame["corpus"].map(lambda c: _weights()[f"dependence_{c}"])
    one_each = chance.groupby([frame["run"], frame["base"]]).max()
    newer = chance[frame["corpus"] != "none"].groupby([frame["run"], frame["base"]]).max()
    return {"all": float(model.all_depend(one_each.to_numpy())), "newer": float(model.all_depend(newer.to_numpy())), "newer_together": float(model.all_depend(newer.to_numpy(), together=True))}


@cache
def table_frame() -> pd.DataFrame:
    """Return the sets with their teachers, sizes, scores and shares, for a table."""
    frame = _sets().drop_duplicates("model").set_index("model")
    share = share_frame().set_index("set")
    rows = []
    for name in share.index:
        q = _q(share.at[name, "share_percent"], "percent", share.at[name, "low"], share.at[name, "high"])
        rows.append({"Set": name, "Examples": share.at[name, "examples"], "Written by": frame.at[name, "teacher"], **dict(zip(_tests(), _row(name), strict=True)), "Share of the gain": q})
    return pd.DataFrame(rows)


_q = Quantity.of


def _m(value, unit="1", label=""):
    return _q(value, unit, label=label, grade="measured")


def _share(name, label="", reference=REFERENCE):
    low, high = np.quantile(shares(name, reference), (0.05, 0.95))
    return _q(100 * _point(name, reference), "percent", 100 * low, 100 * high, label, "modelled", "problems in AIME 2024" if label else "")


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    zero = tables.load("scaling/zero_runs").set_index(["base", "test"])
    rest = (_draws((S1, TEACHER), SEED + 3)[:, 2] - _draws((S1, TEACHER), SEED + 3)[:, 1]).mean(axis=-1)
    gap = np.mean(_row(TEACHER) - _row(S1))
    dependence = claimed_dependence()
    over = share_frame().set_index("set")["over_half"]
    llava = fact("llava_conversations") + fact("llava_descriptions") + fact("llava_reasoning")
    return {
        "s1_examples": _m(_examples(S1), label="Worked examples of s1"),
        "s1_pool": _m(fact("s1_pool")),
        "s1_base_aime": _m(_row(S1, "base_percent")[0], "percent"),
        "s1_aime": _m(_row(S1)[0], "percent"),
        "s1_plain_aime": _m(_row(S1_PLAIN)[0], "percent"),
        "aime_problems": _m(_problems()[0]),
        "correlation_aime": _q(correlations()[0]),
        "correlation_math": _q(correlations()[1]),
        "large_examples": _m(_examples(REFERENCE)),
        "times_fewer": _m(_examples(REFERENCE) / _examples(S1)),
        "s1_share": _share(S1, "s1’s share of the gain of 800,000 examples"),
        "plain_share": _share(S1_PLAIN, "The same without budget forcing, fine-tuning alone"),
        "pool_share": _share(S1_POOL, "s1’s share of the gain of all 59,000 examples from the same teacher", S1_ALL),
        "pool_over_half": _q(np.mean(shares(S1_POOL, S1_ALL) > HALF)),
        "pool_over_half_percent": _q(100 * np.mean(shares(S1_POOL, S1_ALL) > HALF), "percent", label="Probability that s1’s thousand give over half of that", driver="problems in AIME 2024"),
        "random_share": _share(S1_RANDOM, "Share of the gain of 800,000 that a random thousand gives"),
        "limo_share": _share("LIMO", "LIMO’s share of the gain of 800,000 examples"),
        "sky_share": _share("Sky-T1"),
        "bespoke_share": _share("Bespoke-32B"),
        "open_share": _share("OpenThoughts-114k"),
        "short_share": _share("NuminaMath-100k"),
        "limo_examples": _m(_examples("LIMO")),
        "short_examples": _m(_examples("NuminaMath-100k")),
        "limo_aime": _m(_row("LIMO")[0], "percent"),
        "older_base": _m(fact("limo_older_base"), "percent"),
        "sky_examples": _m(_examples("Sky-T1")),
        "plain_over_half_percent": _q(100 * over[S1_PLAIN], "percent", label="Probability that s1’s fine-tuning alone gives over half of the gain of 800,000", driver="problems in AIME 2024"),
        "s1_over_half_percent": _q(100 * over[S1], "percent"),
        "limo_over_half_percent": _q(100 * over["LIMO"], "percent"),
        "random_over_half_percent": _q(100 * over[S1_RANDOM], "percent"),
        "r1_lead": _q(gap, "percentage_point", *np.quantile(rest, (0.05, 0.95)), "DeepSeek-R1 above s1, mean of three tests", "measured", "problems in AIME 2024"),
        "s1_below": _q(np.mean(rest > 0)),
        "s1_below_percent": _q(100 * np.mean(rest > 0), "percent"),
        "s1_sft": _m(fact("s1_by_fine_tuning_alone")),
        "gpu_hours": _m(fact("s1_gpu_hours"), "hour"),
        "pool_gpu_hours": _m(fact("s1_pool_gpu_hours"), "hour"),
        "correct_traces": _m(fact("s1_correct_traces"), "percent"),
        "llava_examples": _m(llava, label="Examples that LLaVA had made"),
        "llava_claimed": _m(tables.load("claim_numbers").set_index(["claim", "key"]).at[("C15", "llava_examples"), "claimed"]),
        "llava_captions": _m(fact("llava_captions")),
        "llava_score": _m(fact("llava_score"), "percent"),
        "llava_gain": _m(fact("llava_gain_floor"), "percentage_point"),
        "zero_before": _m(zero.at[("DeepSeek-V3-Base", "AIME 2024"), "before_percent"], "percent"),
        "zero_after": _m(zero.at[("DeepSeek-V3-Base", "AIME 2024"), "after_percent"], "percent", "R1-Zero on AIME 2024"),
        "star_before": _m(zero.at[("GPT-J 6B", "CommonsenseQA"), "before_percent"], "percent"),
        "star_after": _m(zero.at[("GPT-J 6B", "CommonsenseQA"), "after_percent"], "percent", "STaR on CommonsenseQA, from a model of 2021"),
        "star_maths_before": _m(zero.at[("GPT-J 6B", "GSM8K"), "before_percent"], "percent"),
        "star_maths_after": _m(zero.at[("GPT-J 6B", "GSM8K"), "after_percent"], "percent"),
        "star_direct": _m(fact("star_direct_common_sense"), "percent"),
        "star_maths_direct": _m(fact("star_direct_mathematics"), "percent"),
        "zoo_before": _m(zero.at[("Mistral-v0.1-7B", "GSM8K"), "before_percent"], "percent"),
        "zoo_after": _m(zero.at[("Mistral-v0.1-7B", "GSM8K"), "after_percent"], "percent"),
        "zero_bases": _m(zero.reset_index()["base"].nunique()),
        "dependence": _q(dependence["all"], "1", dependence["all"], dependence["newer_together"], "Probability that reasoning has come only from models with human feedback; without the oldest base as upper end", "guessed", "whether the oldest base counts"),
        "dependence_newer": _q(dependence["newer_together"], grade="guessed"),
        "prior_possible": _q(100 * _weights()["dependence_possible"], "percent", grade="guessed"),
        "prior_named": _q(100 * _weights()["sentence"], "percent", grade="guessed"),
        "r1_pairs": _m(fact("r1_preference_pairs")),
        "r1_safety": _m(fact("r1_safety_prompts")),
    }  # fmt: skip
