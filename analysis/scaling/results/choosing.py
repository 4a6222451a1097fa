"""Choosing among answers: votes, verifiers and roll-outs, with published gains, where they stop helping, and what the streams cost."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy import optimize

from analysis import parameters, tables
from analysis.inference import models, serving, systems
from analysis.inference import reasoning as streams_model
from analysis.inference.results import reasoning as one_request
from analysis.quantities import Quantity
from analysis.scaling import best_of_n, rollouts, voting

__all__ = [
    "STREAMS", "kinds", "vote_frame", "published", "fit", "predicted", "verifier_frame", "fooled_frame", "fooled_at_peak", "rollout_frame", "WAYS", "by_kind", "cost_of", "cost_frame",
    "shares", "doubling_table", "explorer_grid", "priors", "facts",
]  # fmt: skip

WRONG = 6  # wrong answers to a free question in the model; more change little
STREAMS = np.array([1, 2, 3, 5, 8, 13, 21, 34, 64, 100])
FITTED = "GSM8K"
VERIFIER = {"true_positive": 0.9, "false_positive": 0.1}  # of the illustrations
PLAN = {"steps": 8, "branches": 4, "completions": 8}
MANY = 64  # streams of the longest votes that are spoken of
WAYS = ("one answer", "vote", "check", "check blind to the commonest error", "steps by roll-outs")
_POINTS = 24
_DRAWS = 1000
_MANY = np.unique(np.round(np.geomspace(1, 10_000, 121)))


@cache
def kinds(mix: str = "vote") -> pd.DataFrame:
    """Return the kinds of questions of one illustration, by name."""
    frame = tables.load("scaling/question_kinds")
    return frame[frame["mix"] == mix].set_index("kind")


def _kind(name: str):
    row = kinds().loc[name]
    return voting.answer_probabilities(row["right"], WRONG, row["evenness"])


def _over(mix: str, function):
    """Return the mean over a mix of what a function makes of each kind's single odds."""
    return sum(row.weight * function(row.right) for row in kinds(mix).itertuples())


def _mix_votes(streams):
    return sum(row.weight * voting.majority_vote(_kind(row.Index), streams) for row in kinds().itertuples())


@cache
def vote_frame() -> pd.DataFrame:
    """Return the score of a vote against streams for each kind of question and for the mix of all."""
    rows = [pd.DataFrame({"questions": name, "streams": STREAMS, "right_percent": 100 * voting.majority_vote(_kind(name), STREAMS)}) for name in kinds().index]
    rows.append(pd.DataFrame({"questions": "the mix", "streams": STREAMS, "right_percent": 100 * _mix_votes(STREAMS)}))
    return pd.concat(rows, ignore_index=True)


@cache
def published() -> pd.DataFrame:
    """Return every published pair of a single answer's score and a vote's."""
    frame = tables.load("scaling/voting_gains").copy()
    frame["gain"] = frame["vote_percent"] - frame["single_percent"]
    return frame


@cache
def fit() -> tuple[float, float]:
    """Return the concentration of difficulty fitted to the gains on GSM8K, and the root mean square miss in points."""
    mine = published().query("task == @FITTED")
    single, vote = mine["single_percent"].to_numpy() / 100, mine["vote_percent"].to_numpy()

    def miss(x):
        return np.sqrt(np.mean((100 * voting.of_mix(single, np.exp(x), WRONG, 1.0, 40, _POINTS) - vote) ** 2))

    got = optimize.minimize_scalar(miss, bounds=(np.log(0.2), np.log(5.0)), method="bounded", options={"xatol": 3e-3})
    x = round(float(got.x), 4)  # finer than the search; what processors do differently lies below
    return float(np.exp(x)), float(miss(x))


@cache
def predicted() -> pd.DataFrame:
    """Return published gains beside those that the fit to GSM8K predicts from the single answer's score and the answers on offer."""
    concentration, _ = fit()
    frame = published().query("0 < single_percent < 100").copy()
    frame["model_percent"] = np.nan
    for options, part in frame.groupby(frame["options"].fillna(WRONG + 1), sort=False):
        got = voting.of_mix(part["single_percent"].to_numpy() / 100, concentration, int(options) - 1, 1.0, part["streams"].to_numpy(), _POINTS)
        frame.loc[part.index, "model_percent"] = 100 * got
    frame["model_gain"] = frame["model_percent"] - frame["single_percent"]
    frame["used"] = np.where(frame["task"] == FITTED, "fitted", "predicted")
    return frame.reset_index(drop=True)


@cache
def verifier_frame() -> pd.DataFrame:
    """Return the success of best-of-N on a hard question, by how often wrong answers pass, beside the chance that any answer is right."""
    p = float(kinds().at["hard", "right"])
    rows = [pd.DataFrame({"false_positive": f"{100 * f:g} % of wrong answers pass", "answers": _MANY, "right_percent": 100 * best_of_n.success(p, _MANY, VERIFIER["true_positive"], f)}) for f in (0.01, 0.1, 0.3)]
    rows.append(pd.DataFrame({"false_positive": "any answer is right", "answers": _MANY, "right_percent": 100 * best_of_n.success(p, _MANY, 1.0, 0.0)}))
    return pd.concat(rows, ignore_index=True)


def _mix_value(n, wrong_cost):
    return _over("check", lambda right: best_of_n.value(right, n, **VERIFIER, wrong_cost=wrong_cost))


@cache
def fooled_frame() -> pd.DataFrame:
    """Return two ways to fall: a score that some wrong answers fool, and answers whose errors cost as much as right ones bring."""
    p = float(kinds().at["hard", "right"])
    s = parameters.get("choosing_separation", part="scaling").central
    rows = [pd.DataFrame({"case": f"a score fooled by {100 * g:g} % of wrong answers", "answers": _MANY, "result_percent": 100 * best_of_n.best_score(p, _MANY, s, g)}) for g in (0.0001, 0.001, 0.01)]
    rows.append(pd.DataFrame({"case": "right less wrong answers, a check", "answers": _MANY, "result_percent": 100 * _mix_value(_MANY, 1.0)}))
    return pd.concat(rows, ignore_index=True)


def fooled_at_peak(p, separation, answers):
    """Return the share of convincing wrong answers at which success by a score peaks at so many answers.

    More of them move the peak to fewer answers; the peak is where a tenth more and a tenth fewer succeed alike.
    """
    p, s, n = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (p, separation, answers)))
    low, high = np.full(p.shape, np.log(1e-7)), np.full(p.shape, np.log(0.5))
    for _ in range(26):
        middle = 0.5 * (low + high)
        falling = best_of_n.best_score(p, 1.1 * n, s, np.exp(middle)) < best_of_n.best_score(p, n / 1.1, s, np.exp(middle))
        low, high = np.where(falling, low, middle), np.where(falling, middle, high)
    return np.exp(low)


@cache
def _peak_published() -> np.ndarray:
    """Draws of the share of convincing wrong answers that puts the peak where the published one is."""
    frame = tables.load("scaling/selection_points").set_index("way")
    chosen = parameters.sample(parameters.select("choosing_p", "choosing_separation", part="scaling"), draws=200)
    return fooled_at_peak(np.clip(chosen["choosing_p"], 0.02, 0.9), chosen["choosing_separation"], frame.at["answers at which success peaks", "result"])


@cache
def _draws() -> dict[str, np.ndarray]:
    names = ("p", "true_positive", "false_positive", "step_right", "luck", "separation", "fooled", "answers")
    got = parameters.sample(parameters.select(*(f"choosing_{n}" for n in names), part="scaling"), draws=_DRAWS)
    return {n: got[f"choosing_{n}"] for n in names}


@cache
def shares() -> dict[str, float]:
    """Return in which share of settings, drawn from the table of assumptions, each way of choosing beats its rival."""
    d = _draws()
    n = np.maximum(np.round(d["answers"]), 2)
    p = np.clip(d["p"], 1e-6, 1 - 1e-6)
    checked = best_of_n.success(p, n, d["true_positive"], d["false_positive"])
    scored = best_of_n.best_score(p, n, d["separation"], d["fooled"])
    better, stricter, voted = [], [], []
    q = np.clip(d["step_right"], 0, 1 - 1e-9)
    for steps in (4, 8, 16):
        for branches in (2, 4, 8):
            for completions in (1, 4, 16):
                got = rollouts.success(q, steps, branches, completions, d["true_positive"], d["false_positive"], d["luck"])
                blind = rollouts.blind_success(q, steps, d["luck"])
                whole = np.floor(rollouts.cost_steps(steps, branches, completions) / steps)
                rival = best_of_n.success(blind, whole, d["true_positive"], d["false_positive"])
                better.append(np.mean(got > blind))
                stricter.append(np.mean(got > rival))
                voted.append(np.mean(got - rival))
    return {
        "best_of_n": float(np.mean(checked > p + 1e-12)), "score": float(np.mean(scored > p)),
        "rollouts": float(np.mean(better)), "rollouts_strict": float(np.mean(stricter)), "rollouts_edge": float(np.mean(voted)),
    }  # fmt: skip


@cache
def rollout_frame() -> pd.DataFrame:
    """Return the success of step-by-step choice by roll-outs, of whole solutions picked by the same check, and of one solution, against the samples they take."""
    q, luck = (parameters.get(name, part="scaling").central for name in ("choosing_step_right", "choosing_luck"))
    steps = PLAN["steps"]
    blind = float(rollouts.blind_success(q, steps, luck))
    rows = []
    for branches in (2, 3, 4, 6, 8):
        for completions in (1, 2, 4, 8, 16):
            cost = float(rollouts.cost_steps(steps, branches, completions)) / steps
            rows.append({"way": "steps by roll-outs", "solutions": cost, "right_percent": 100 * float(rollouts.success(q, steps, branches, completions, **VERIFIER, luck=luck))})
    whole = np.unique(np.round(np.geomspace(1, 500, 60)))
    rows += [{"way": "whole solutions, checked", "solutions": n, "right_percent": 100 * float(best_of_n.success(blind, n, **VERIFIER))} for n in whole]
    rows += [{"way": "one solution", "solutions": n, "right_percent": 100 * blind} for n in (1.0, 500.0)]
    return pd.DataFrame(rows)


def _best_plan(right: float, solutions: float) -> float:
    """Return the best success of roll-outs that take no more samples than so many whole solutions, one of which is right with a probability."""
    steps = PLAN["steps"]
    branches, completions = (np.array(x, dtype=float) for x in ((2, 3, 4, 6, 8), (1, 2, 4, 8, 16)))
    plans = rollouts.success(right ** (1 / steps), steps, branches[:, None], completions, **VERIFIER)
    return float(plans[rollouts.cost_steps(steps, branches[:, None], completions) <= solutions * steps].max())


@cache
def by_kind() -> pd.DataFrame:
    """Return what each way of choosing makes of each kind of question, and of their mix, with the samples of as many whole answers."""
    rows = []
    for row in kinds().itertuples():
        odds = _kind(row.Index)
        right = (row.right, voting.majority_vote(odds, MANY), best_of_n.success(row.right, MANY, **VERIFIER), best_of_n.success_by_answer(odds, MANY, **VERIFIER, commonest_passes=1.0), _best_plan(row.right, MANY))
        rows.append(pd.DataFrame({"questions": row.Index, "way": WAYS, "right_percent": 100 * np.array([float(x) for x in right])}))
    frame = pd.concat(rows, ignore_index=True)
    mix = frame.assign(weighed=frame["right_percent"] * frame["questions"].map(kinds()["weight"])).groupby("way", sort=False)["weighed"].sum()
    return pd.concat([frame, pd.DataFrame({"questions": "the mix", "way": WAYS, "right_percent": mix.loc[list(WAYS)].to_numpy()})], ignore_index=True)


@cache
def cost_of() -> pd.DataFrame:
    """Return what n streams of one request cost over one, on the stand-in and node of the inference part: prompt shared, and half of the thought too."""
    model, node = models.get(one_request.MODEL), systems.get(one_request.NODE)
    answer = one_request.answered("o1-preview", "output tokens")
    pace = one_request.TAKEN / float(serving.decode_step_s(model, node, 1.0, one_request.PROMPT + answer / 2.0, **one_request.REAL))
    rows = []
    base = None
    for n in (1, 2, 4, 8, 16, 32, 64, 100):
        cost = [float(streams_model.voting_seconds(model, node, one_request.PROMPT, answer, pace, streams=n, common_start=c, **one_request.REAL)) for c in (0.0, 0.5)]
        base = base or cost[0]
        rows.append({"streams": n, "cost": cost[0] / base, "cost_half_common": cost[1] / base})
    return pd.DataFrame(rows)


def _cost(streams):
    frame = cost_of()
    return np.exp(np.interp(np.log(streams), np.log(frame["streams"]), np.log(frame["cost"])))


@cache
def cost_frame() -> pd.DataFrame:
    """Return the score on the mix of questions against cost over one stream, for a vote, a check and the chance that any stream is right."""
    cost = _cost(STREAMS)
    any_right = _over("vote", lambda right: best_of_n.success(right, STREAMS, 1.0, 0.0))
    checked = _over("vote", lambda right: best_of_n.success(right, STREAMS, **VERIFIER))
    parts = {"any stream is right": any_right, "picked by a check": checked, "vote": _mix_votes(STREAMS)}
    return pd.concat([pd.DataFrame({"way": k, "cost": cost, "streams": STREAMS, "right_percent": 100 * v}) for k, v in parts.items()], ignore_index=True)


@cache
def doubling_table() -> pd.DataFrame:
    """Return points gained by each doubling of the streams on the mix, and for each unit of cost."""
    n = np.array([1, 2, 4, 8, 16, 32])
    vote, cost = 100 * _mix_votes(n), _cost(n)
    checked = 100 * _over("vote", lambda right: best_of_n.success(right, n, **VERIFIER))
    return pd.DataFrame(
        {
            "From": n[:-1], "to streams": n[1:], "Cost over one stream": cost[1:], "Points by a vote": np.diff(vote).round(1), "Points by a check": np.diff(checked).round(1),
            "Points by a vote for each further stream’s cost": (np.diff(vote) / np.diff(cost)).round(2), "Points by a check for each further stream’s cost": (np.diff(checked) / np.diff(cost)).round(2),
        }
    )  # fmt: skip


def explorer_grid(right, evenness, streams, true_positive, false_positive):
    """Compute the explorer's outputs for every grid point."""
    n = np.asarray(streams)
    vote = np.empty(len(n))
    key = np.stack([right, evenness, n])
    unique, back = np.unique(key, axis=1, return_inverse=True)
    vote = voting.majority_vote(voting.answer_probabilities(unique[0], WRONG, unique[1]), unique[2].astype(int))[np.ravel(back)]
    return {
        "vote": 100 * vote,
        "picked": 100 * best_of_n.success(right, n, true_positive, false_positive),
        "ceiling": 100 * best_of_n.ceiling(right, true_positive, false_positive),
        "cost": _cost(n),
    }


@cache
def priors() -> dict[str, float]:
    """Return the weights and marks written down before C5, C6, C8 and C17 were computed."""
    frame = tables.load("scaling/choosing_priors")
    return {f"{c} {a}": float(w) for c, a, w in zip(frame["claim"], frame["assumption"], frame["weight"], strict=True)}


_q = Quantity.of


def _helps() -> tuple[float, float, float]:
    """Share of published pairs in which the vote scores higher, with a bootstrap over models."""
    frame = published()
    up = (frame["gain"] > 0).to_numpy()
    groups = [up[(frame["model"] == m).to_numpy()] for m in frame["model"].unique()]
    rng = np.random.default_rng(parameters.SEED)
    hit, size = np.array([g.sum() for g in groups]), np.array([len(g) for g in groups])
    pick = rng.integers(0, len(groups), (4000, len(groups)))
    drawn = hit[pick].sum(axis=1) / size[pick].sum(axis=1)
    return float(up.mean()), *(float(x) for x in np.quantile(drawn, (0.05, 0.95)))


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    pub, pred, chosen = published(), predicted(), tables.load("scaling/selection_points").set_index(["setting", "way"])
    points, drawn = chosen["result"], chosen["answers"]
    each = by_kind().set_index(["questions", "way"])["right_percent"]
    concentration, miss = fit()
    helps, helps_low, helps_high = _helps()
    out = pred[pred["used"] == "predicted"]
    error = out["model_percent"] - out["vote_percent"]
    removed = 100 * pub["gain"] / (100 - pub["single_percent"])
    kind = {name: 100 * voting.majority_vote(_kind(name), np.array([1, 5, MANY])) for name in kinds().index}
    mix = 100 * _mix_votes(np.array([1, 5, MANY]))
    at_many = cost_frame().set_index(["streams", "way"])["right_percent"].loc[MANY]
    s, p_hard, prior = shares(), float(kinds().at["hard", "right"]), priors()
    ceilings = {f: 100 * float(best_of_n.ceiling(p_hard, VERIFIER["true_positive"], f)) for f in (0.01, 0.1, 0.3)}
    reach = next(n for n in _MANY if best_of_n.success(p_hard, n, **VERIFIER) > 0.99 * ceilings[0.1] / 100)
    value = _mix_value(_MANY, 1.0)
    fooled = np.quantile(_peak_published(), (0.05, 0.5, 0.95))
    separation = parameters.get("choosing_separation", part="scaling").central
    score = {g: best_of_n.best_score(p_hard, _MANY, separation, g) for g in (0.001,)}
    gsm = pub[pub["task"] == FITTED].set_index("model")
    o1 = pub[(pub["task"] == "AIME 2024")].set_index("model")
    bio = pub[(pub["task"] == "GPQA biology")].set_index("model")
    palm = voting.of_mix(gsm.at["PaLM-540B", "single_percent"] / 100, concentration, WRONG, 1.0, np.array([5, 40]), _POINTS)
    right = voting.question_grid(gsm.at["PaLM-540B", "single_percent"] / 100, concentration, 1000)
    never = 100 * float(np.mean(voting.limit(voting.answer_probabilities(right, WRONG, 1.0)) < 1))
    costs, five = cost_of().set_index("streams"), one_request.facts()["five"]
    roll = rollout_frame()
    plan_cost = float(rollouts.cost_steps(**PLAN)) / PLAN["steps"]
    plan = roll[(roll["way"] == "steps by roll-outs") & np.isclose(roll["solutions"], plan_cost)]["right_percent"].iloc[0]
    whole = roll[roll["way"] == "whole solutions, checked"]
    whole_at = float(np.interp(np.log(plan_cost), np.log(whole["solutions"]), whole["right_percent"]))
    lv, monkeys, ioi = "PRM800K, MATH subset", "Llama-3-8B-Instruct, MATH", "o1-ioi, IOI 2024"
    gains = doubling_table()
    return {
        "pairs": _q(len(pub), grade="measured"),
        "pair_models": _q(pub["model"].nunique(), grade="measured"),
        "helps": _q(helps, "1", helps_low, helps_high, "Share of published comparisons in which a vote beats one answer", "measured", "which models are asked"),
        "helps_percent": _q(100 * helps, "percent", 100 * helps_low, 100 * helps_high, grade="measured"),
        "gain_median": _q(pub["gain"].median(), "percentage_point", pub["gain"].quantile(0.05), pub["gain"].quantile(0.95), "Points that a vote adds, over published comparisons", "measured", "score of one answer"),
        "removed_median": _q(removed.median(), "percent", removed.quantile(0.05), removed.quantile(0.95), grade="measured"),
        "gain_most": _q(pub["gain"].max(), "percentage_point", grade="measured"),
        "no_gain": _q(int((pub["gain"] <= 0).sum()), grade="measured"),
        "palm_single": _q(gsm.at["PaLM-540B", "single_percent"], "percent", grade="measured"),
        "palm_vote": _q(gsm.at["PaLM-540B", "vote_percent"], "percent", grade="measured"),
        "palm_streams": _q(gsm.at["PaLM-540B", "streams"], grade="measured"),
        "palm_limit": _q(100 - never, "percent"),
        "palm_never": _q(never, "percent"),
        "palm_first": _q(100 * (palm[0] - gsm.at["PaLM-540B", "single_percent"] / 100) / (palm[1] - gsm.at["PaLM-540B", "single_percent"] / 100), "percent"),
        "five_streams": _q(5),
        "o1_single": _q(o1.at["o1", "single_percent"], "percent", grade="measured"),
        "o1_vote": _q(o1.at["o1", "vote_percent"], "percent", grade="measured"),
        "o1_streams": _q(o1.at["o1", "streams"], grade="measured"),
        "o1_rerank": _q(points["o1, AIME 2024", "learnt score"], "percent", grade="measured"),
        "o1_rerank_answers": _q(drawn["o1, AIME 2024", "learnt score"], grade="measured"),
        "bio_single": _q(bio.at["o1", "single_percent"], "percent", grade="measured"),
        "bio_vote": _q(bio.at["o1", "vote_percent"], "percent", grade="measured"),
        "fit_concentration": _q(concentration),
        "fit_wrong": _q(WRONG),
        "fit_miss": _q(miss, "percentage_point"),
        "fit_models": _q(len(gsm)),
        "predicted_pairs": _q(len(out)),
        "predicted_miss": _q(np.sqrt(np.mean(error**2)), "percentage_point"),
        "predicted_bias": _q(np.mean(error), "percentage_point", *np.quantile(error, (0.05, 0.95))),
        **{f"{name}_{label}": _q(v, "percent") for name, values in kind.items() for label, v in zip(("one", "five", "many"), values, strict=True)},
        "mix_one": _q(mix[0], "percent"), "mix_five": _q(mix[1], "percent"), "mix_many": _q(mix[2], "percent"),
        "any_many": _q(at_many["any stream is right"], "percent"), "picked_many": _q(at_many["picked by a check"], "percent"),
        "many": _q(MANY),
        **{f"{name}_{label}": _q(each[kind_name, way], "percent") for kind_name, name in (("easy", "easy"), ("hard", "hard"), ("adversarial", "adversarial"), ("the mix", "mix")) for label, way in (("check", WAYS[2]), ("blind", WAYS[3]), ("rolled", WAYS[4]))},
        "half_common": _q(50, "percent"),
        "adversarial_weight": _q(100 * kinds().at["adversarial", "weight"], "percent"),
        "hard_right": _q(100 * p_hard, "percent"),
        "verifier_accepts": _q(100 * VERIFIER["true_positive"], "percent"),
        "fp_low": _q(1, "percent"), "fp_middle": _q(10, "percent"), "fp_high": _q(30, "percent"),
        "ceiling_low": _q(ceilings[0.01], "percent"), "ceiling_middle": _q(ceilings[0.1], "percent"), "ceiling_high": _q(ceilings[0.3], "percent"),
        "reach": _q(reach),
        "value_peak": _q(_MANY[int(np.argmax(value))]),
        "value_best": _q(100 * value.max(), "percent"), "value_last": _q(100 * value[-1], "percent"),
        "stroebl_most": _q(points["Stroebl et al., HumanEval and MBPP", "answers below which the best number often lies"], grade="measured"),
        "hopeless": _q(100 * kinds("check").at["hopeless", "weight"], "percent"),
        "score_peak": _q(_MANY[int(np.argmax(score[0.001]))]),
        "score_best": _q(100 * score[0.001].max(), "percent"), "score_last": _q(100 * score[0.001][-1], "percent"),
        "score_fooled": _q(0.1, "percent"),
        "cobbe_peak": _q(points["GPT-3 6B verifier, GSM8K", "answers at which success peaks"], grade="measured"),
        "cobbe_fooled": _q(1 / fooled[1], "1", 1 / fooled[2], 1 / fooled[0], "Wrong answers for each convincing one, for the peak where it was measured", "guessed", "separation of the scores"),
        "vote_1860": _q(points[lv, "majority vote"], "percent", grade="measured"),
        "orm_1860": _q(points[lv, "outcome reward model"], "percent", grade="measured"),
        "prm_1860": _q(points[lv, "process reward model"], "percent", grade="measured"),
        "answers_1860": _q(drawn[lv, "process reward model"], grade="measured"),
        "monkeys_any": _q(points[monkeys, "any right, at 10,000"], "percent", grade="measured"),
        "monkeys_chosen": _q(points[monkeys, "vote or reward model, at 10,000"], "percent", grade="measured"),
        "monkeys_chosen_100": _q(points[monkeys, "vote or reward model, at 100"], "percent", grade="measured"),
        "monkeys_any_100": _q(points[monkeys, "any right, at 100"], "percent", grade="measured"),
        "monkeys_few": _q(drawn[monkeys, "any right, at 100"], grade="measured"), "monkeys_many": _q(drawn[monkeys, "any right, at 10,000"], grade="measured"),
        "ioi_random": _q(points[ioi, "random choice"], grade="measured"), "ioi_chosen": _q(points[ioi, "selection"], grade="measured"),
        "best_of_n_helps": _q(s["best_of_n"], "1", min(s["score"], s["best_of_n"]), 1.0, "Share of settings in which picking by an informative check beats one answer; low end: by a score that can be fooled", "guessed", "share of convincing wrong answers"),
        "best_of_n_percent": _q(100 * s["best_of_n"], "percent"), "score_percent": _q(100 * s["score"], "percent"),
        "rollouts_help": _q(s["rollouts"], "1", s["rollouts_strict"], 1.0, "Share of settings in which choosing steps by roll-outs beats taking them as they come; low end: beats whole solutions for the same samples", "guessed", "what the rival does with the samples"),
        "rollouts_percent": _q(100 * s["rollouts"], "percent"), "rollouts_strict": _q(100 * s["rollouts_strict"], "percent", grade="guessed"),
        "rollouts_behind": _q(-100 * s["rollouts_edge"], "percentage_point", grade="guessed"),
        "plan_steps": _q(PLAN["steps"]), "plan_branches": _q(PLAN["branches"]), "plan_completions": _q(PLAN["completions"]),
        "plan_cost": _q(plan_cost), "plan_right": _q(plan, "percent"), "plan_whole": _q(whole_at, "percent"),
        "rolled_least": _q(roll[roll["way"] == "steps by roll-outs"]["right_percent"].min(), "percent"), "rolled_most": _q(roll[roll["way"] == "steps by roll-outs"]["right_percent"].max(), "percent"),
        "plan_one": _q(roll[roll["way"] == "one solution"]["right_percent"].iloc[0], "percent"),
        "cost_five": _q(five.value, "1", five.low, five.high, "Cost of five streams over one, the prompt shared", five.grade, five.driver),
        "cost_many": _q(costs.at[MANY, "cost"]), "cost_many_half": _q(costs.at[MANY, "cost_half_common"]),
        "first_doubling_check": _q(gains["Points by a check"].iloc[0], "percentage_point"),
        "third_doubling_check": _q(gains["Points by a check"].iloc[2], "percentage_point"),
        "o1_prior": _q(prior["C5 o1"], "1", grade="guessed"), "o1_pro_prior": _q(prior["C5 o1_pro"], "1", grade="guessed"),
        "report_prior": _q(100 * prior["C5 o1"] * prior["C5 o1_pro"], "percent", grade="guessed"),
        "holds": _q(1.0, "1", grade="guessed"),
        "benchmark_prior": _q(100 * prior["C5 voting"], "percent", grade="guessed"), "blind_prior": _q(100 * prior["C6 blind"], "percent", grade="guessed"),
    }  # fmt: skip
