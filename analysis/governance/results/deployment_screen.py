"""The screen of four factors on worked deployments, against thresholds on training compute and on use."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.governance import screen as model
from analysis.governance import thresholds
from analysis.quantities import Quantity
from analysis.scaling import lifetime

__all__ = ["rules", "deployments", "draws", "ratings_frame", "scores_frame", "closest_frame", "factors_table", "facts"]

DRAWS = 20_000
_PAIR_DRAWS = 1_000
_SEED = 20261126
_DAYS = 365.0
_Z95 = 1.6448536269514722
_EU, _STATES = "eu-ai-act-systemic-risk", "ca-sb53-training"


@cache
def rules() -> dict[str, float]:
    """Return the numbers of the rule for E11, written down beforehand."""
    frame = tables.load("governance/judgement_rules")
    return frame[frame["claim"] == "E11"].set_index("name")["value"].to_dict()


@cache
def deployments() -> pd.DataFrame:
    """Return the worked deployments with their levels and their compute of a year's use."""
    frame = tables.load("governance/deployments")
    edges = tables.load("governance/screen_levels").query("factor == 'scale'").sort_values("level")["users_from"].to_numpy()
    frame["scale"] = model.level_of(frame["users"], edges)
    frame["use_flop"] = lifetime.FLOP_PER_SERVED * frame["active_params"] * frame["tokens_per_day"] * _DAYS
    return frame


def _levels() -> np.ndarray:
    return deployments()[list(model.FACTORS)].to_numpy(dtype=float)


@cache
def _weights() -> np.ndarray:
    r = rules()
    return np.array([r[f"weight_{name}"] for name in model.FACTORS])


@cache
def draws() -> dict[str, np.ndarray]:
    """Return flags over draws of weights, slips of a level and errors of use; and how far the closest thresholds are from them."""
    r, rng = rules(), np.random.default_rng(_SEED)
    levels = _levels()
    weights = rng.dirichlet(r["concentration"] * _weights(), size=DRAWS)
    noisy = model.slipped(levels, r["level_slip"], rng.random((DRAWS, *levels.shape)))
    scores = model.score(noisy, weights[:, None, :])
    flags = model.flagged(scores, r["cut"])
    d = deployments()
    use = d["use_flop"].to_numpy() * np.exp(rng.standard_normal((DRAWS, len(d))) * np.log(r["usage_error"]) / _Z95)
    training = d["training_flop"].to_numpy()
    part = slice(0, _PAIR_DRAWS)
    others = rng.integers(0, len(d), size=flags.shape)  # the same number of deployments, drawn again from ours
    again = [np.take_along_axis(x, others, axis=-1) for x in (flags, np.broadcast_to(training, flags.shape), use)]
    return {
        "flags": flags, "scores": scores, "weights": weights,
        "other_training": model.least_disagreement(again[0], again[1]), "other_use": model.least_disagreement(again[0], again[2]),
        "training": model.least_disagreement(flags, training), "use": model.least_disagreement(flags, use),
        "either": model.least_disagreement_of_two(flags[part], training, use[part], "any"), "both": model.least_disagreement_of_two(flags[part], training, use[part], "all"),
    }  # fmt: skip


@cache
def _central() -> tuple[np.ndarray, np.ndarray]:
    scores = model.score(_levels(), _weights())
    return scores, model.flagged(scores, rules()["cut"])


@cache
def ratings_frame() -> pd.DataFrame:
    """Return each deployment's level on each factor, by score."""
    scores, _ = _central()
    frame = deployments().assign(score=scores).sort_values(["score", "key"], ascending=[False, True], kind="stable")
    return frame.melt(id_vars=["name", "score"], value_vars=list(model.FACTORS), var_name="factor", value_name="level").reset_index(drop=True)


@cache
def scores_frame() -> pd.DataFrame:
    """Return score with its range, probability of a flag, and compute of each deployment."""
    scores, flags = _central()
    d, many = deployments(), draws()
    low, high = np.quantile(many["scores"], (0.05, 0.95), axis=0)
    frame = pd.DataFrame(
        {
            "name": d["name"], "model": d["model"], "training_flop": d["training_flop"], "use_flop": d["use_flop"], "score": scores, "low": low, "high": high,
            "flag_percent": 100 * many["flags"].mean(axis=0), "flagged": flags,
        }
    )  # fmt: skip
    return frame.sort_values(["score", "name"], ascending=[False, True], kind="stable", ignore_index=True)


_MEASURES = {
    "training": "training compute", "use": "compute of a year’s use", "either": "either of the two", "both": "both of the two",
}  # fmt: skip


@cache
def closest_frame() -> pd.DataFrame:
    """Return how many deployments the closest threshold on each measure classes otherwise than the screen."""
    many = draws()
    rows = []
    for key, label in _MEASURES.items():
        low, high = np.quantile(many[key], (0.05, 0.95))
        rows.append({"measure": label, "otherwise": float(np.mean(many[key])), "low": low, "high": high})
    return pd.DataFrame(rows)


@cache
def factors_table() -> pd.DataFrame:
    """Return the levels of the four factors as a page shows them."""
    frame = tables.load("governance/screen_levels").pivot(index="level", columns="factor", values="meaning")[list(model.FACTORS)]
    frame.columns = [c.capitalize() for c in frame.columns]
    return frame.reset_index().rename(columns={"level": "Level"})


def _q(value, unit="1", low=None, high=None, label="", grade="guessed", driver=""):
    return Quantity.of(value, unit, low, high, label, grade, driver)


def _span(samples, label="", driver=""):
    low, high = np.quantile(samples, (0.05, 0.95))
    return _q(np.median(samples), "1", low, high, label, "guessed", driver)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    d, many, r = deployments(), draws(), rules()
    scores, flags = _central()
    n = len(d)
    material = r["material_share"] * n
    eu, states = thresholds.is_above(_EU, d["training_flop"]), thresholds.is_above(_STATES, d["training_flop"])
    order = thresholds.all_rows()
    order = order[order["instrument"] == "Executive Order 14110"]
    on_deployment = ~order["kind"].isin(["training compute", "cluster capacity"])
    both = {k: np.mean(many[k] >= material) for k in _MEASURES}
    small = flags & ~eu
    by_weight = {name: np.corrcoef(many["weights"][:, i], many["training"])[0, 1] for i, name in enumerate(model.FACTORS)}
    driver = "weight of " + max(by_weight, key=lambda k: abs(by_weight[k]))
    counts = many["flags"].sum(axis=1)
    sure = np.maximum(many["flags"].mean(axis=0), 1 - many["flags"].mean(axis=0)) >= 0.9
    return {
        "deployments": _q(n),
        "factors": _q(len(tables.load("governance/screen_levels")["factor"].unique()), label="Factors of the screen", grade="measured"),
        "cut": _q(100 * r["cut"], "percent"),
        "weight": _q(100 * _weights()[0], "percent", *(100 * np.quantile(many["weights"], (0.05, 0.95)))),
        "flagged": _q(flags.sum(), "1", *np.quantile(counts, (0.05, 0.95)), "Deployments that the screen flags", driver="levels of the deployments"),
        "flagged_eu": _q(eu.sum(), label="Deployments on models above the EU’s threshold", grade="modelled"),
        "flagged_states": _q(states.sum(), label="Deployments on models above the US states’ threshold", grade="modelled"),
        "in_both_eu": _q((flags & eu).sum()),
        "small": _q(small.sum(), label="Flagged deployments on models below the EU’s threshold"),
        "large_unflagged": _q((~flags & eu).sum(), label="Deployments above the EU’s threshold that the screen leaves out"),
        "overlap_eu": _q(100 * model.overlap(flags, eu), "percent", *np.quantile(100 * model.overlap(many["flags"], eu), (0.05, 0.95)), "Overlap of the two lists (EU’s threshold)", driver="levels of the deployments"),
        "closest_training": _span(many["training"], "Deployments that the closest training threshold classes otherwise", driver),
        "closest_use": _span(many["use"], "The same for a threshold on use", "levels of the deployments"),
        "closest_either": _span(many["either"], "The same for either of the two", "levels of the deployments"),
        "closest_both": _span(many["both"], "The same for both together", "levels of the deployments"),
        "central_training": _q(model.least_disagreement(flags, d["training_flop"])),
        "material": _q(material),
        "material_share": _q(100 * r["material_share"], "percent"),
        "differs": _q(min(both["training"], both["use"]), label="Probability that the screen differs by a quarter of deployments from the closest threshold on training or on use", driver="levels of the deployments"),
        "differs_other": _q(min(np.mean(many["other_training"] >= material), np.mean(many["other_use"] >= material)), label="The same with deployments drawn again from ours, some twice"),
        "differs_training": _q(both["training"]),
        "differs_use": _q(both["use"]),
        "differs_pair": _q(min(both["either"], both["both"]), label="The same for the closest pair of thresholds", driver="levels of the deployments"),
        "any_difference": _q(np.mean(np.minimum(many["training"], many["use"]) > 0), label="Probability of any difference from either"),
        "rank_training": _q(pd.Series(scores).corr(d["training_flop"], method="spearman"), label="Rank correlation of score and training compute"),
        "rank_use": _q(pd.Series(scores).corr(d["use_flop"], method="spearman"), label="Rank correlation of score and compute of use"),
        "sure": _q(sure.sum(), label="Deployments classed the same in nine draws of ten"),
        "order_limbs": _q(len(order), grade="measured"),
        "not_in_order": _q(float(not on_deployment.any()), label="The order of 2023 had no threshold on deployment (one: true)", grade="measured"),
        "slip": _q(100 * r["level_slip"], "percent"),
        "users_eu": _q(thresholds.get("eu-ai-act-business-users").value, "person"),
        "users_top": _q(tables.load("governance/screen_levels")["users_from"].max(), "person"),
        "systemic": _q(thresholds.get(_EU).value, "FLOP"),
        "usage_error": _q(r["usage_error"]),
    }  # fmt: skip
