"""Search with and without backtracking: AlphaGeometry's published ablation, and a stated model of work and of the chance within a budget."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, statistics, tables
from analysis.quantities import Quantity
from analysis.scaling import search as model
from analysis.scaling.results.choosing import kinds, priors

__all__ = ["LENGTHS", "MULTIPLES", "ablation", "work_frame", "chance_frame", "noticed_frame", "kinds_table", "share_ahead", "shares", "facts"]

LENGTHS = (4, 8, 16, 32)  # steps of a solution
MULTIPLES = (1.5, 3.0, 10.0, 30.0)  # budgets, in lengths of a solution
SHOWN = 16
BUDGET = 3.0  # of the chances spoken of, in lengths of a solution
_DRAWS = 200
_CREDIBLE = 20_000


def _central(*names):
    return [parameters.get(n, part="scaling").central for n in names]


@cache
def ablation() -> pd.DataFrame:
    """Return the published settings with the 5 % and 95 % points of the rate at which such problems are solved, by a flat prior."""
    frame = tables.load("scaling/alphageometry_ablation").copy()
    frame["solved_percent"] = 100 * frame["solved"] / frame["problems"]
    frame["low_percent"], frame["high_percent"] = (100 * end for end in statistics.share_interval(frame["solved"], frame["problems"], prior=1.0))
    return frame.sort_values("solved", ascending=False, kind="stable", ignore_index=True)


@cache
def work_frame() -> pd.DataFrame:
    """Return the expected work over the length of the solution, against that length, for each way of searching."""
    q, d, f = _central("choosing_step_right", "search_noticed", "search_false_alarm")
    rows = [
        {"way": way, "steps": n, "work_over_length": float(model.expected_work(q, n, d, f, way)) / n}
        for way in model.WAYS
        for n in (1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64)
    ]
    return pd.DataFrame(rows)


@cache
def chance_frame() -> pd.DataFrame:
    """Return the chance of having found a solution against the steps drawn, in lengths of the solution."""
    q, d, f = _central("choosing_step_right", "search_noticed", "search_false_alarm")
    most = 40 * SHOWN
    whole = SHOWN * np.arange(1, most // SHOWN + 1)  # where the search that never gives up may finish
    at = np.unique(np.concatenate([np.round(np.geomspace(SHOWN, most, 60)).astype(int), whole]))
    return pd.concat(
        [pd.DataFrame({"way": way, "budget": at / SHOWN, "found_percent": 100 * model.chance_within(most, q, SHOWN, d, f, way)[at]}) for way in model.WAYS],
        ignore_index=True,
    )


@cache
def noticed_frame() -> pd.DataFrame:
    """Return how many times less work a search takes that goes back, against how surely dead ends are noticed, by false alarms."""
    (q,) = _central("choosing_step_right")
    d = np.linspace(0.02, 1.0, 50)
    rows = []
    for f in (0.0, 0.1, 0.2):
        for rival in model.WAYS[:2]:
            ratio = model.expected_work(q, SHOWN, d, f, rival) / model.expected_work(q, SHOWN, d, f)
            rows.append(pd.DataFrame({"against": f"rival {rival}", "false_alarm": f"{100 * f:g} % false alarms", "noticed_percent": 100 * d, "times_less": ratio}))
    return pd.concat(rows, ignore_index=True)


@cache
def kinds_table() -> pd.DataFrame:
    """Return work and chance of success for the kinds of questions of the illustration of votes, a solution being right with the odds given there."""
    d, f = _central("search_noticed", "search_false_alarm")
    rows = []
    for kind in kinds().itertuples():
        q = float(kind.right ** (1 / SHOWN))
        chance = {way: 100 * float(model.chance_within(int(BUDGET * SHOWN), q, SHOWN, d, f, way)[-1]) for way in model.WAYS}
        rows.append(
            {
                "Questions": kind.Index, "One solution is right, %": 100 * kind.right, "A step is sound, %": 100 * q,
                **{f"Work over length, {way}": float(model.expected_work(q, SHOWN, d, f, way)) / SHOWN for way in model.WAYS},
                **{f"Found within the budget, {way}, %": chance[way] for way in model.WAYS},
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows).set_index("Questions")
    frame.loc["the mix"] = frame.mul(kinds()["weight"], axis=0).sum()
    frame.loc["the mix", "A step is sound, %"] = np.nan  # a mean of steps stands for no question
    return frame.reset_index()


def share_ahead(gap) -> float:
    """Return the share of gaps above zero among those that tell: both certain, or both hopeless, tells nothing."""
    gap = np.asarray(gap)
    tells = np.abs(gap) > 1e-6
    return float(np.mean(gap[tells] > 0))


@cache
def shares() -> dict[str, float]:
    """Return in which share of settings going back is likelier to succeed within the same work than each rival, and by how much."""
    names = ("choosing_step_right", "search_noticed", "search_false_alarm")
    drawn = parameters.sample(parameters.select(*names, part="scaling"), draws=_DRAWS)
    q, d, f = (np.clip(drawn[n], 1e-6, 1 - 1e-6) for n in names)
    gaps = {way: [] for way in model.WAYS[:2]}
    for steps in LENGTHS:
        at = np.round(np.array(MULTIPLES) * steps).astype(int)
        for i in range(_DRAWS):
            back = model.chance_within(at[-1], q[i], steps, d[i], f[i])[at]
            for way in gaps:
                gaps[way].append(back - model.chance_within(at[-1], q[i], steps, d[i], f[i], way)[at])
    out = {}
    for way, gap in gaps.items():
        gap = np.array(gap)
        each = [share_ahead(g) for g in np.split(gap, len(LENGTHS))]
        out[way], out[f"{way}, points"] = share_ahead(gap), float(100 * np.mean(gap))
        out[f"{way}, least"], out[f"{way}, most"] = min(each), max(each)
    return out


_q = Quantity.of


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    rows = tables.load("scaling/alphageometry_ablation").set_index("setting")
    full, beam, depth = (rows.loc[n] for n in ("AlphaGeometry", "a 64th of the beam", "an eighth of the depth"))
    rng = np.random.default_rng(parameters.SEED)
    rate = {n: rng.beta(r["solved"] + 1, r["problems"] - r["solved"] + 1, _CREDIBLE) for n, r in (("full", full), ("less", beam))}
    q, d, f = _central("choosing_step_right", "search_noticed", "search_false_alarm")
    work = {way: float(model.expected_work(q, SHOWN, d, f, way)) / SHOWN for way in model.WAYS}
    drawn = parameters.sample(parameters.select("choosing_step_right", "search_noticed", "search_false_alarm", part="scaling"), draws=4000)
    dq, dd, df = (np.clip(drawn[n], 1e-3, 1 - 1e-3) for n in ("choosing_step_right", "search_noticed", "search_false_alarm"))
    back = model.expected_work(dq, SHOWN, dd, df)
    less = {way: np.quantile(model.expected_work(dq, SHOWN, dd, df, way) / back, (0.05, 0.5, 0.95)) for way in model.WAYS[:2]}
    chance = chance_frame().set_index(["way", "budget"])["found_percent"].xs(BUDGET, level="budget")
    s, prior = shares(), priors()
    never, over, goes = model.WAYS
    settings = _DRAWS * len(LENGTHS) * len(MULTIPLES)
    each = kinds_table().set_index("Questions")
    return {
        "solved_full": _q(full["solved"], grade="measured"),
        "solved_beam": _q(beam["solved"], grade="measured"),
        "solved_depth": _q(depth["solved"], grade="measured"),
        "problems": _q(full["problems"], grade="measured"),
        "solved_engine": _q(rows.at["no constructions: deduction and algebra", "solved"], grade="measured"),
        "solved_rules": _q(rows.at["constructions by hand-written rules", "solved"], grade="measured"),
        "solved_before": _q(rows.at["previous best: algebra", "solved"], grade="measured"),
        "solved_fifth": _q(rows.at["a fifth of the training data", "solved"], grade="measured"),
        "beam_full": _q(full["beam"], grade="measured"),
        "beam_less": _q(beam["beam"], grade="measured"),
        "beam_ratio": _q(full["beam"] / beam["beam"], grade="measured"),
        "depth_full": _q(full["depth"], grade="measured"),
        "depth_less": _q(depth["depth"], grade="measured"),
        "per_doubling": _q((full["solved"] - beam["solved"]) / np.log2(full["beam"] / beam["beam"]), label="Further problems solved for each doubling of AlphaGeometry’s beam", grade="measured", driver="which problems are asked", low=np.quantile(30 * (rate["full"] - rate["less"]), 0.05) / 6, high=np.quantile(30 * (rate["full"] - rate["less"]), 0.95) / 6),
        "more_helps": _q(100 * np.mean(rate["full"] > rate["less"]), "percent"),
        "step_right": _q(100 * q, "percent"),
        "noticed": _q(100 * d, "percent"),
        "false_alarm": _q(100 * f, "percent"),
        "steps": _q(SHOWN),
        "work_never": _q(work[never]), "work_over": _q(work[over]), "work_back": _q(work[goes]),
        "less_never": _q(less[never][1], "1", less[never][0], less[never][2], "Times less work by going back than by never giving up", "guessed", "odds of a step"),
        "less_over": _q(less[over][1], "1", less[over][0], less[over][2], "Times less work by going back than by starting over", "guessed", "odds of a step"),
        "less_unnoticed": _q(float(model.expected_work(q, SHOWN, 0.0, 0.0, never) / model.expected_work(q, SHOWN, 0.0, 0.0))),
        "two": _q(2),
        **{f"{kind}_{label}": _q(each.at[kind, f"Work over length, {way}"]) for kind in ("hard", "adversarial") for label, way in (("back", goes), ("never", never))},
        "budget": _q(BUDGET),
        "chance_never": _q(chance[never], "percent"),
        "chance_over": _q(chance[over], "percent"),
        "chance_back": _q(chance[goes], "percent"),
        "helps": _q(s[never], "1", s[f"{never}, least"], s[f"{never}, most"], "Share of settings in which going back raises the chance of success at equal work; range over lengths of the solution", "guessed", "false alarms"),
        "helps_percent": _q(100 * s[never], "percent", 100 * s[f"{never}, least"], 100 * s[f"{never}, most"], grade="guessed"),
        "helps_over": _q(100 * s[over], "percent", 100 * s[f"{over}, least"], 100 * s[f"{over}, most"], grade="guessed"),
        "points_never": _q(s[f"{never}, points"], "percentage_point"), "points_over": _q(s[f"{over}, points"], "percentage_point"),
        "settings": _q(settings),
        "shorter_found": _q(0.0, "1", 0.0, prior["C8 shorter"], grade="guessed"),
        "shorter_prior": _q(100 * prior["C8 shorter"], "percent", grade="guessed"),
        "dead_prior": _q(100 * prior["C8 backtracking"], "percent", grade="guessed"),
        "q_star": _q(prior["C8 q_star"], "1", label="Probability, by judgement, that Q* combined search with generation", grade="guessed", driver="reports of 2023 and 2024"),
        "q_star_percent": _q(100 * prior["C8 q_star"], "percent", grade="guessed"),
        "holds": _q(1.0, grade="guessed"),
    }  # fmt: skip
