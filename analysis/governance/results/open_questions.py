"""Where three open questions of 2024 stand: hidden chains of thought, what evaluators see, the compute of reinforcement learning."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.governance import coverage, thresholds
from analysis.inference.results import reasoning
from analysis.quantities import Quantity

__all__ = ["QUESTIONS", "answers", "share", "answers_frame", "learning_frame", "moves_table", "facts"]

QUESTIONS = {
    "chains_hidden": "raw chains hidden from users",
    "evaluators_see": "outside evaluators given them",
    "rl_compute": "compute of learning disclosed",
}  # fmt: skip
_PART_WORDS = ("summary shown", "given to METR")  # answers that a strict reader would count as part only
_EU, _STATES = "eu-ai-act-systemic-risk", "ca-sb53-training"


@cache
def answers() -> pd.DataFrame:
    """Return worth and words of each lab's answer to each question."""
    return tables.load("governance/open_questions")


@cache
def _partial() -> float:
    frame = tables.load("governance/judgement_rules")
    return float(frame[(frame["claim"] == "E15") & (frame["name"] == "partial")]["value"].iloc[0])


@cache
def share(question: str) -> tuple[float, float, float]:
    """Return the share of labs for which a question is answered yes: as counted, read strictly, and read kindly.

    Strictly: a summary in place of a hidden chain, or a chain given to one evaluator once, counts as part. Kindly: an
    answer that was not found counts as yes.
    """
    frame = answers()[answers()["question"] == question]
    worth = frame["worth"].to_numpy()
    strict = np.where(frame["status"].isin(_PART_WORDS), np.minimum(worth, _partial()), worth)
    kind = np.where(frame["status"] == "not found", 1.0, worth)
    return float(worth.mean()), float(strict.mean()), float(kind.mean())


@cache
def answers_frame() -> pd.DataFrame:
    """Return the answers as a grid shows them."""
    frame = answers()
    return pd.DataFrame({"lab": frame["lab"], "question": frame["question"].map(QUESTIONS), "worth": frame["worth"], "status": frame["status"]})


@cache
def learning_frame() -> pd.DataFrame:
    """Return reinforcement learning over pre-training for the models of which somebody says it."""
    frame = tables.load("governance/compute_parts")
    frame = frame[(frame["part"] == "rl") & (frame["scope"] == "model")]
    low, high = frame["low"].to_numpy(), frame["high"].to_numpy()
    return pd.DataFrame({"model": frame["name"], "year": frame["year"], "ratio": frame["central"], "low": low, "high": high}).sort_values("ratio", ascending=False, ignore_index=True)


@cache
def _above(key: str, rule: str, label: str = "") -> Quantity:
    """Return how many models stand above a threshold by the coverage page's count: the median over what silent models may be."""
    count = coverage.counts_above(thresholds.get(key).value, coverage.last_day(), rule).iloc[0]
    return _q(count["median"], "1", count["low"], count["high"], label, "modelled", "compute of models without an estimate")


@cache
def _evidence() -> pd.Series:
    return tables.load("governance/question_evidence").set_index("name")["value"]


@cache
def _near(key: str, multiple: float = 2.0) -> int:
    """Return how many models with an estimate lie below a threshold by less than a multiple."""
    flop = coverage.releases()["training_flop"].dropna()
    limit = thresholds.get(key).value
    return int(((flop <= limit) & (flop * multiple > limit)).sum())


@cache
def moves_table() -> pd.DataFrame:
    """Return, for each question, the number of this book that an answer would move, and its width today."""
    f, r = facts(), reasoning.facts()
    return pd.DataFrame(
        {
            "Question": ["Should chains be hidden?", "Do evaluators see them?", "How much compute is learning?"],
            "Number that would move": ["Bill of the puzzle, o1-mini over GPT-4o mini", "Time horizon of one model, in hours", "Models above the EU’s threshold, July 2026"],
            "Page": ["Reasoning", "Pace", "Coverage"],
            "As it stands": [format(r["mini_central_mini"], "range"), f"{f['horizon_failures']:number} to more than {f['horizon_successes']:number}", f"{f['above_pretraining']:number} without learning, {f['above_rl']:number} with it"],
            "Why": ["the tokens of the hidden chain are unknown", "whether a success was a cheat is read in the chain", "learning is disclosed for few models and guessed for the rest"],
        }
    )  # fmt: skip


def _q(value, unit="1", low=None, high=None, label="", grade="measured", driver=""):
    return Quantity.of(value, unit, low, high, label, grade, driver)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    e, learning = _evidence(), learning_frame()
    hidden, seen, known = (share(q) for q in QUESTIONS)
    best = answers()[answers()["question"] == "rl_compute"]["worth"].max()
    unsure = answers()["seen"].eq("secondary").sum()
    r = reasoning.facts()
    spread = r["mini_central_mini"]
    return {
        "labs": _q(answers()["lab"].nunique()),
        "questions": _q(len(QUESTIONS)),
        "chains_hidden": _q(hidden[0], "1", hidden[1], max(hidden[2], hidden[0]), "Share of leading labs that hide raw chains of thought", "guessed", "how a summary is counted"),
        "evaluators_see": _q(seen[0], "1", seen[1], seen[2], "Share of leading labs whose chains outside evaluators have been given whole", "guessed", "whether one evaluator, once, is enough"),
        "rl_compute_known": _q(best, label="The compute of learning is disclosed for some reasoning model (one: true)"),
        "rl_share": _q(known[0], "1", known[1], known[2], "Mean worth of disclosure of learning’s compute, over the labs", "guessed", "what was not found"),
        "hidden_labs": _q((answers().query("question == 'chains_hidden'")["worth"] == 1).sum()),
        "seen_labs": _q((answers().query("question == 'evaluators_see'")["worth"] == 1).sum()),
        "secondary": _q(unsure),
        "answers": _q(len(answers())),
        "learning_models": _q(len(learning)),
        "learning_low": _q(learning["ratio"].min()),
        "learning_high": _q(learning["ratio"].max()),
        "learning_median": _q(learning["ratio"].median(), "1", *learning["ratio"].quantile([0.05, 0.95]), "Learning over pre-training, middle of the models of which it is said", "guessed", "which models are spoken of"),
        "r1_hours": _q(e["r1_gpu_hours"] + e["r1_zero_gpu_hours"], "hour", label="GPU-hours of DeepSeek’s two runs of learning, as disclosed"),
        "r1_cost": _q(e["r1_cost"], "USD"),
        "horizon_failures": _q(e["horizon_failures"], "hour"),
        "horizon_discarded": _q(e["horizon_discarded"], "hour"),
        "horizon_successes": _q(e["horizon_successes"], "hour"),
        "horizon_ratio": _q(e["horizon_successes"] / e["horizon_failures"], label="Time horizon with cheats as successes over cheats as failures (at least)"),
        "bill_ratio": Quantity(spread.value, "1", spread.low, spread.high, spread.grade, "", spread.driver),
        "bill_width": _q(spread.high / spread.low),
        "above_pretraining": _above(_EU, "pretraining", "Models above the EU’s threshold by pre-training, July 2026"),
        "above_rl": _above(_EU, "plus-rl", "The same with learning counted"),
        "above_states_pretraining": _above(_STATES, "pretraining"),
        "above_states_rl": _above(_STATES, "plus-rl"),
        "near_eu": _q(_near(_EU), label="Models with an estimate that learning as large as pre-training would lift over the EU’s threshold"),
        "systemic": _q(thresholds.get(_EU).value, "FLOP"),
        "partial": _q(_partial()),
    }  # fmt: skip
