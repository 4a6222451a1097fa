"""Step and outcome rewards: roll-out labels against truth, what labels tell, selection in a known world, published selection, cost."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.quantities import Quantity
from analysis.scaling import rewards as model

__all__ = ["fact", "comparisons", "estimate_frame", "accuracy_frame", "selection_frame", "human_frame", "people_frame", "cost_frame", "costs", "facts"]

ROLLOUTS = (1, 4, 8, 32)
_GRID = np.round(np.linspace(0, 1, 101), 2)
_CONCENTRATIONS = (1.0, 2.0, 5.0)
_SHARES = (0.6, 0.731, 0.8)
_LABEL_THRESHOLDS = ((1, "any roll-out right"), (0.25, "a quarter of them right"), (0.5, "as many right as wrong"))
_SIZES = (50, 100, 200, 400, 800, 1600)
_REPEATS, _PROBLEMS, _CANDIDATES = 6, 250, 64
_AT = 200  # labelled solutions at which the two kinds of label are compared
SEED = 20261126


@cache
def fact(name: str) -> float:
    """Return a figure of the table of single figures by its name."""
    return float(tables.load("scaling/reward_facts").set_index("fact").at[name, "value"])


@cache
def steps_per_solution() -> float:
    """Return labelled steps for each labelled solution of PRM800K."""
    return fact("prm800k_steps") / fact("prm800k_solutions")


@cache
def comparisons() -> pd.DataFrame:
    """Return published selection by process and outcome reward models, with the difference and its 5–95 % range."""
    frame = tables.load("scaling/reward_comparisons")
    rows = []
    for i, r in enumerate(frame.to_dict("records")):
        d = 100 * model.beats(r["prm_percent"] / 100, r["orm_percent"] / 100, r["problems"], seed=SEED + i)
        name = f"{r['study']}, {r['test']}" if r["test"] in ("GSM8K", "MATH") else r["study"]
        rows.append({"comparison": name, "study": r["study"].split(",")[0], "prm_percent": r["prm_percent"], "orm_percent": r["orm_percent"], "majority_percent": r["majority_percent"],
                     "gain_points": r["prm_percent"] - r["orm_percent"], "low": np.quantile(d, 0.05), "high": np.quantile(d, 0.95), "probability": np.mean(d > 0), "trained_against": bool(r["trained_against"])})  # fmt: skip
    return pd.DataFrame(rows)


@cache
def estimate_frame() -> pd.DataFrame:
    """Return the mean hard label against the true success probability, in closed form and as simulated."""
    sparse = np.linspace(0.05, 0.95, 10)
    rows = []
    for n in ROLLOUTS:
        rows.append(pd.DataFrame({"rollouts": n, "success": _GRID, "hard": model.hard_expected(_GRID, n), "soft": model.soft_expected(_GRID, n), "soft_sd": model.soft_error(_GRID, n), "simulated": False}))
        soft, hard = (x.mean(axis=0) for x in model.simulate(sparse, n, trials=4000, seed=SEED + n))
        rows.append(pd.DataFrame({"rollouts": n, "success": sparse, "hard": hard, "soft": soft, "soft_sd": model.soft_error(sparse, n), "simulated": True}))
    return pd.concat(rows, ignore_index=True)


@cache
def _peak() -> tuple[float, float]:
    """The published accuracy at the peak, and half the width of its 5–95 % range over the steps checked by hand."""
    share = fact("shepherd_accuracy") / 100
    return share, float(parameters.Z95 * np.sqrt(share * (1 - share) / fact("shepherd_checked_steps")))


@cache
def _completers() -> tuple[tuple[float, float, float, float], ...]:
    """Share of sound steps, concentration, and the two fitted means, over the readings of the published peak; the central one first."""
    centre, half = _peak()
    readings = [(centre, fact("correct_steps") / 100, 2.0), *product((centre - half, centre, centre + half), _SHARES, _CONCENTRATIONS)]
    return tuple((share, c, *model.fit_completer(a, fact("shepherd_peak"), share, c)) for a, share, c in readings)


@cache
def accuracy_frame() -> pd.DataFrame:
    """Return how often the hard label agrees with the soundness of a step against roll-outs, for three thresholds."""
    n = np.unique(np.round(np.logspace(0, 8, 33, base=2)))
    share_sound, concentration, sound, unsound = np.array(_completers()).T
    rows = []
    for share, name in _LABEL_THRESHOLDS:
        some = n if share == 1 else n[(n * share) % 1 == 0]
        each = np.stack([model.label_accuracy(share_sound, sound, unsound, concentration, k, int(k * share) if share < 1 else 1) for k in some], axis=1)
        rows.append(pd.DataFrame({"label": name, "rollouts": some, "accuracy_percent": 100 * each[0], "low": 100 * each.min(axis=0), "high": 100 * each.max(axis=0)}))
    return pd.concat(rows, ignore_index=True)


@cache
def world() -> model.World:
    """Return the world of the selection experiment: eleven steps, 24 features, about a third of solutions right."""
    return model.World(np.r_[3.5, np.full(24, 2 / np.sqrt(24))], 11)


@cache
def _trial() -> dict[str, object]:
    w, rng = world(), np.random.default_rng(SEED)
    x, sound = w.draw(_PROBLEMS * _CANDIDATES, rng)
    x, right = x.reshape(_PROBLEMS, _CANDIDATES, w.steps, -1), sound.all(axis=1).reshape(_PROBLEMS, _CANDIDATES)
    got = {"process": np.empty((len(_SIZES), _REPEATS)), "outcome": np.empty((len(_SIZES), _REPEATS))}
    for i, n in enumerate(_SIZES):
        for j in range(_REPEATS):
            features, labels = w.draw(n, rng)
            got["process"][i, j] = model.selected(model.fit_step_labels(features, labels), x, right)
            got["outcome"][i, j] = model.selected(model.fit_outcome_labels(features, labels.all(axis=1)), x, right)
    return {**got, "ceiling": model.selected(w.weights, x, right), "random": float(right.mean())}


@cache
def selection_frame() -> pd.DataFrame:
    """Return the share of problems solved by selection against labelled solutions, for labels on steps and on outcomes."""
    t = _trial()
    rows = [pd.DataFrame({"labels": name, "solutions": _SIZES, "solved_percent": 100 * t[kind].mean(axis=1), "low": 100 * t[kind].min(axis=1), "high": 100 * t[kind].max(axis=1)})
            for kind, name in (("process", "labels on steps"), ("outcome", "labels on outcomes"))]  # fmt: skip
    return pd.concat(rows, ignore_index=True)


@cache
def _worth() -> float:
    """How many outcome-labelled solutions select as well as one with labelled steps in the known world."""
    t = _trial()
    target = t["process"].mean(axis=1)[_SIZES.index(_AT)]
    curve = np.maximum.accumulate(t["outcome"].mean(axis=1))
    return float(np.exp(np.interp(target, curve, np.log(_SIZES)))) / _AT


@cache
def human_frame() -> pd.DataFrame:
    """Return the information a label keeps against how accurate the labeller is, read in two ways."""
    q = fact("correct_steps") / 100
    share = np.round(np.linspace(0.4, 0.98, 59), 3)
    rows = [pd.DataFrame({"reading": "a labeller who solves that share of problems", "accuracy_percent": 100 * share, "kept_percent": 100 * model.information_kept(q, 1 - model.step_accuracy(share, steps_per_solution()))})]
    rows.append(pd.DataFrame({"reading": "a labeller who is right on that share of steps", "accuracy_percent": 100 * share, "kept_percent": 100 * model.information_kept(q, 1 - share)}))
    return pd.concat(rows, ignore_index=True)


@cache
def people_frame() -> pd.DataFrame:
    """Return the scores of the six people who took the test, at the foot of a chart."""
    people = tables.load("scaling/human_math_test")
    return pd.DataFrame({"accuracy_percent": 100 * people["correct"] / people["problems"], "y": 1.5})


@cache
def costs() -> dict[str, uncertainty.Propagation]:
    """Return the cost of labels in dollars: PRM800K as collected, an outcome-sized set by hand, and both by roll-outs."""
    human = parameters.select("label_time_per_solution", "label_wage", part="scaling")
    rolled = parameters.select("rollout_solution_length", "rollout_token_price", part="scaling")
    orm_solutions = fact("orm_samples_per_problem") * fact("prm800k_problems")

    def by_hand(label_time_per_solution, label_wage, solutions):
        return solutions * label_time_per_solution / 3600 * label_wage

    def by_rollouts(rollout_solution_length, rollout_token_price, solutions):
        return solutions * model.rollout_tokens(rollout_solution_length, steps_per_solution(), fact("shepherd_rollouts")) * rollout_token_price / 1e6

    return {
        "collected": uncertainty.propagate(by_hand, human, solutions=fact("collected_solutions")),
        "orm_sized": uncertainty.propagate(by_hand, human, solutions=orm_solutions),
        "shepherd": uncertainty.propagate(by_rollouts, rolled, solutions=fact("shepherd_solutions")),
        "orm_sized_rollouts": uncertainty.propagate(by_rollouts, rolled, solutions=orm_solutions),
    }


@cache
def cost_frame() -> pd.DataFrame:
    """Return the cost of four labelled sets, with ranges."""
    names = {"collected": "PRM800K, by hand, all that was collected", "orm_sized": "an outcome-sized set, by hand", "shepherd": "Math-Shepherd’s set, by roll-outs", "orm_sized_rollouts": "an outcome-sized set, by roll-outs"}
    rows = []
    for key, name in names.items():
        low, mid, high = np.quantile(costs()[key].samples, (0.05, 0.5, 0.95))
        rows.append({"set": name, "method": "by roll-outs" if "roll-outs" in name else "by hand", "cost_usd": mid, "low": low, "high": high})
    return pd.DataFrame(rows)


_q = Quantity.of


def _measured(value, unit="1", label=""):
    return _q(value, unit, label=label, grade="measured")


def _score(correct, problems, label=""):
    """A share with the 5–95 % range of a flat prior."""
    rng = np.random.default_rng(SEED)
    low, high = np.quantile(rng.beta(correct + 1, problems - correct + 1, 20_000), (0.05, 0.95))
    return _q(100 * correct / problems, "percent", 100 * low, 100 * high, label, "measured", "problems in the test")


@cache
def unbiased() -> dict[str, float]:
    """Return the share of success probabilities for which the soft label is unbiased and for which the hard one overrates a step that can fail."""
    p = _GRID[1:-1]
    n = np.arange(2, 65)[:, None]
    return {"soft": float(np.mean(np.abs(model.soft_expected(p, n) - p) < 1e-12)), "hard": float(np.mean(model.hard_expected(p, n) > p))}


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    c = comparisons()
    first, exams = c.iloc[0], c.iloc[1]
    shepherd = c[c["study"] == "Wang 2023"]
    fresh = shepherd[~shepherd["trained_against"]]
    after = shepherd[shepherd["trained_against"]]
    tied = after.loc[after["gain_points"].idxmin()]
    people = tables.load("scaling/human_math_test").sort_values("correct")
    low, top = people.iloc[0], people[people["imo_golds"] > 0].iloc[0]
    problems, solutions, steps = fact("prm800k_problems"), fact("prm800k_solutions"), fact("prm800k_steps")
    orm = fact("orm_samples_per_problem") * problems
    length, q = steps_per_solution(), fact("correct_steps") / 100
    sound_half = 0.5 ** (1 / length)
    worth = model.information_of_steps(sound_half, length) / model.information_of_outcome(sound_half, length)
    hard_case, easy_case = 0.1 ** (1 / length), 0.9 ** (1 / length)
    worth_hard = model.information_of_steps(hard_case, length) / model.information_of_outcome(hard_case, length)
    worth_easy = model.information_of_steps(easy_case, length) / model.information_of_outcome(easy_case, length)
    alike = model.information_of_outcome(sound_half, length, alike=True) / model.information_of_steps(sound_half, length)
    acc = accuracy_frame()
    any_right = acc[acc["label"] == _LABEL_THRESHOLDS[0][1]].set_index("rollouts")
    half = acc[acc["label"] == _LABEL_THRESHOLDS[2][1]].set_index("rollouts")
    lucky = [u for *_, u in _completers()]
    sel = selection_frame().set_index(["labels", "solutions"])["solved_percent"]
    cost = costs()
    ratio = cost["collected"].samples / fact("collected_steps") / (cost["shepherd"].samples / (fact("shepherd_solutions") * length))
    kept = {h: 100 * float(model.information_kept(q, 1 - model.step_accuracy(h, length))) for h in (low["correct"] / low["problems"], top["correct"] / top["problems"])}
    screen = fact("screening_agreement") / 100
    hours = cost["orm_sized"].inputs["label_time_per_solution"] / 3600 * orm
    rollouts = fact("shepherd_rollouts")
    peak_share, peak_half = _peak()
    openai = tables.load("inference/lab_accounts")
    training = float(openai[(openai["company"] == "OpenAI") & (openai["quantity"] == "training_compute") & (openai["period"].astype(str) == "2024")]["usd"].iloc[0])
    return {
        "steps": _measured(steps, label="Labelled steps of PRM800K"),
        "solutions": _measured(solutions, label="Labelled solutions"),
        "problems": _measured(problems, label="Problems"),
        "collected_steps": _measured(fact("collected_steps")),
        "collected_solutions": _measured(fact("collected_solutions")),
        "steps_per_solution": _measured(length, label="Labelled steps for each solution"),
        "solutions_per_problem": _measured(solutions / problems),
        "correct_steps": _measured(fact("correct_steps"), "percent"),
        "correct_solutions": _measured(fact("correct_solutions"), "percent"),
        "orm_solutions": _measured(orm),
        "orm_ratio": _measured(orm / solutions, label="Solutions behind the outcome model over those behind the process model"),
        "orm_label_ratio": _measured(orm / steps),
        "score_low": _score(low["correct"], low["problems"], "Lowest of six scores on twenty problems of MATH"),
        "score_high": _score(top["correct"], top["problems"], "Score of the three-time gold medallist"),
        "people": _measured(len(people)),
        "top_people": _measured((people["correct"] == people["correct"].max()).sum()),
        "score_median": _measured(100 * (people["correct"] / people["problems"]).median(), "percent"),
        "test_problems": _measured(low["problems"]),
        "test_time": _measured(fact("math_test_time"), "hour"),
        "test_minutes": _measured(60 * fact("math_test_time") / low["problems"]),
        "golds": _measured(top["imo_golds"]),
        "prm": _measured(first["prm_percent"], "percent"),
        "orm": _measured(first["orm_percent"], "percent"),
        "majority": _measured(first["majority_percent"], "percent"),
        "prm_gain": _q(first["gain_points"], "percentage_point", first["low"], first["high"], "Process over outcome model, best of 1,860, MATH", "measured", "problems in the test"),
        "exam_gain": _q(exams["gain_points"], "percentage_point", exams["low"], exams["high"], "The same on other exams", "measured", "problems in the test"),
        "prm_wins": _q(first["probability"], grade="measured"),
        "prm_wins_percent": _q(100 * first["probability"], "percent", label="Probability that the process model selects better, MATH", grade="measured", driver="problems in the test"),
        "exam_wins_percent": _q(100 * exams["probability"], "percent", grade="measured"),
        "compared": _measured(len(c)),
        "ahead": _measured((c["gain_points"] > 0).sum()),
        "shepherd_gain": _q(fresh["gain_points"].mean(), "percentage_point", fresh["gain_points"].min(), fresh["gain_points"].max(), "Process over outcome model with roll-out labels, mean of eight; lowest and highest as range", "measured", "test"),
        "after_loss": _measured(-tied["gain_points"], "percentage_point"),
        "soft_unbiased": _q(unbiased()["soft"]),
        "hard_overrates": _q(unbiased()["hard"]),
        "rollouts": _measured(rollouts),
        "weak": _q(10, "percent"),
        "weak_hard": _q(100 * model.hard_expected(0.1, rollouts), "percent", label="Steps that succeed one time in ten, labelled good by eight roll-outs"),
        "weak_hard_many": _q(100 * model.hard_expected(0.1, 32), "percent"),
        "many": _q(32),
        "even_sd": _q(100 * model.soft_error(0.5, rollouts), "percentage_point", label="Standard error of the soft label of an even step, eight roll-outs"),
        "even_hard_error": _q(100 * model.hard_error(0.5, rollouts), "percentage_point"),
        "peak": _measured(fact("shepherd_peak")),
        "peak_accuracy": _q(fact("shepherd_accuracy"), "percent", 100 * (peak_share - peak_half), 100 * (peak_share + peak_half), "Accuracy of hard labels at four roll-outs, checked by hand", "measured", "160 steps"),
        "lucky": _q(100 * lucky[0], "percent", 100 * min(lucky), 100 * max(lucky), "Roll-outs that end right after an unsound step, by the fit", "guessed", "share of sound steps"),
        "accuracy_eight": _q(any_right.at[8.0, "accuracy_percent"], "percent", any_right.at[8.0, "low"], any_right.at[8.0, "high"]),
        "accuracy_most": _q(any_right.at[256.0, "accuracy_percent"], "percent", any_right.at[256.0, "low"], any_right.at[256.0, "high"], "Accuracy of hard labels at 256 roll-outs, by the fit", "guessed", "concentration of success over steps"),
        "half_most": _q(half.at[256.0, "accuracy_percent"], "percent", half.at[256.0, "low"], half.at[256.0, "high"]),
        "most": _q(256),
        "worth": _q(worth, "1", min(worth_easy, worth_hard), max(worth_easy, worth_hard), "Outcome labels as informative as one solution with labelled steps, about which step fails; solutions 90 % and 10 % right as range", "modelled", "share of solutions right"),
        "worth_hard": _q(worth_hard),
        "worth_easy": _q(worth_easy),
        "alike_percent": _q(100 * alike, "percent"),
        "active": _measured(fact("active_learning_gain")),
        "worth_active": _q(worth * fact("active_learning_gain")),
        "balance": _q(worth * fact("active_learning_gain") / (orm / solutions)),
        "balance_world": _q(_worth() * fact("active_learning_gain") / (orm / solutions)),
        "world_right": _q(100 * _trial()["random"], "percent"),
        "world_ceiling": _q(100 * _trial()["ceiling"], "percent"),
        "world_process": _q(sel["labels on steps", _AT], "percent"),
        "world_outcome": _q(sel["labels on outcomes", _AT], "percent"),
        "world_worth": _q(_worth(), label="Outcome labels that select as well as one solution with labelled steps, known world", driver="the world chosen"),
        "world_labelled": _q(_AT),
        "world_steps": _q(world().steps),
        "world_candidates": _q(_CANDIDATES),
        "kept_low": _q(min(kept.values()), "percent"),
        "kept_high": _q(max(kept.values()), "percent"),
        "step_low": _q(100 * model.step_accuracy(low["correct"] / low["problems"], length), "percent"),
        "step_high": _q(100 * model.step_accuracy(top["correct"] / top["problems"], length), "percent"),
        "screen": _measured(fact("screening_agreement"), "percent"),
        "screen_kept": _q(100 * model.information_kept(q, 1 - screen), "percent", label="Information left in a step label that is right three times in four"),
        "screen_whole": _q(100 * screen**length, "percent"),
        "collected_cost": cost["collected"].quantity("USD", grade="guessed", label="Wages behind PRM800K, all that was collected"),
        "label_cost": uncertainty.summarise(cost["collected"].samples / fact("collected_steps"), "USD", grade="guessed", label="Wages for one labelled step", driver="label_time_per_solution"),
        "orm_sized_cost": cost["orm_sized"].quantity("USD", grade="guessed", label="Wages for steps of as many solutions as the outcome set"),
        "example_time": _measured(fact("example_seconds") / 60, "minute"),
        "orm_sized_hours": uncertainty.summarise(hours, "hour", grade="guessed"),
        "rollout_cost": cost["shepherd"].quantity("USD", grade="guessed", label="The same by roll-outs, Math-Shepherd's set"),
        "orm_sized_rolled": cost["orm_sized_rollouts"].quantity("USD", grade="guessed"),
        "rollout_label": uncertainty.summarise(cost["shepherd"].samples / (fact("shepherd_solutions") * length), "USD", grade="guessed"),
        "cheaper": uncertainty.summarise(ratio, "1", grade="guessed", label="Times cheaper a label by roll-outs than by hand", driver="label_time_per_solution"),
        "rollout_tokens": _q(model.rollout_tokens(1.0, length, rollouts)),
        "openai_training": _measured(training, "USD"),
        "orm_sized_share": uncertainty.summarise(100 * cost["orm_sized"].samples / training, "percent", grade="guessed"),
    }  # fmt: skip
