"""Diffusion of a capability: observed lags, what makes them, who reaches it when, how far the frontier is by then, and attack against defence."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.dates import DAYS_A_YEAR, decimal_year
from analysis.governance import diffusion as model
from analysis.quantities import Quantity
from analysis.scaling import trends
from analysis.scaling.results import trends as growth

__all__ = ["SMALLER", "RATES", "index", "replications", "actors_frame", "factors", "spread", "errors_frame", "years_frame", "budget_table", "frontier_frame", "studies_frame", "settings_frame", "explorer_grid", "facts"]

SMALLER = (1.0, 10.0, 100.0, 1000.0, 10000.0)
RATES = {"published": "progress as published", "index": "progress as the index implies"}
DRAWS = 20_000
FIRST_THINKER = "2024-09-12"  # release of o1-preview: models before it are those without trained reasoning
CLAIM_END = "2024-09-30"  # claim E3: September 2024
REACH_YEARS = 3.0  # after so long the explorer tells how small a budget suffices
BUDGETS_USD = (1e7, 1e6, 1e5)  # budgets at which the dates of arrival at GPT-4's level are told
AHEAD_AT = 100.0  # the actor by whose arrival the frontier's lead is told
_SEEDS = {"spread": 11, "before": 12, "index": 13, "wait": 14, "growth": 15, "all": 16}
_BOUND = {"at most": model.AT_MOST, "exact": model.EXACT, "at least": model.AT_LEAST}


def _years(first, second) -> np.ndarray:
    return (pd.to_datetime(second) - pd.to_datetime(first)).dt.days.to_numpy() / DAYS_A_YEAR


@cache
def index() -> pd.DataFrame:
    """Return every model with an index in the book's two copies: organisation, day and score."""
    first = tables.load("governance/capability_index")[["model", "organisation", "release_date", "index_score"]]
    second = tables.load("scaling/capability_index").query("measure == 'ECI'").rename(columns={"released": "release_date", "score": "index_score"})[list(first)]
    both = pd.concat([first, second], ignore_index=True)
    both["organisation"] = both["organisation"].replace({"Google DeepMind": "Google", "Meta AI": "Meta", "Microsoft Research": "Microsoft", "Z.ai (Zhipu AI)": "Zhipu AI"})
    both["release_date"] = pd.to_datetime(both["release_date"])
    return both.sort_values(["release_date", "model"], ignore_index=True)


@cache
def replications() -> pd.DataFrame:
    """Return the table of replications with lags in years; the announcement without an index left out."""
    frame = tables.load("governance/replications").query("used_for != 'announced'").reset_index(drop=True)
    frame["years"] = _years(frame["milestone_released"], frame["replica_released"])
    frame["reached"] = frame["bound"] != "at least"
    every, best = index(), []
    for row in frame.itertuples():
        others = every[(every["organisation"] != row.organisation) & (every["release_date"] < pd.Timestamp(row.replica_released)) & (every["release_date"] >= pd.Timestamp(row.milestone_released))]
        best.append(others["index_score"].max())
    frame["frontier_points"] = np.array(best) - frame["milestone_score"]
    return frame


@cache
def actors_frame() -> pd.DataFrame:
    """Return how many other organisations had matched each milestone by the number of months since its release."""
    rows = []
    for name, part in replications()[replications()["reached"]].groupby("milestone", sort=False):
        lags = np.sort(part["years"].to_numpy())
        rows += [(name, 0.0, 0)] + [(name, lag, i + 1) for i, lag in enumerate(lags)]
    return pd.DataFrame(rows, columns=["milestone", "years", "organisations"]).assign(months=lambda d: 12 * d["years"])[["milestone", "months", "organisations"]]


@cache
def _scored(before: str | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    frame = tables.load("governance/capability_index").dropna(subset=["training_flop"])
    date = pd.to_datetime(frame["release_date"])
    frame, date = (frame, date) if before is None else (frame[date < before], date[date < before])
    return frame["index_score"].to_numpy(), frame["training_flop"].to_numpy(), decimal_year(date).to_numpy()


@cache
def factors() -> dict[str, np.ndarray]:
    """Return draws of the yearly factor by which compute for a fixed result falls: as published, by the index before o1-preview, by the whole index."""
    halving = parameters.sample({"halving": growth.progress()}, draws=DRAWS)["halving"]
    return {
        "published": trends.factor_from_halving(halving),
        "before": model.efficiency_draws(*_scored(FIRST_THINKER), draws=DRAWS, seed=_SEEDS["before"]).factor,
        "index": model.efficiency_draws(*_scored(None), draws=DRAWS, seed=_SEEDS["index"]).factor,
    }


@cache
def spread(used_for: str | None = None) -> dict[str, np.ndarray]:
    """Return draws of the time in which a technique spreads: of its median, and for one more actor.

    From organisations whose run was no smaller than half of GPT-4's, and from those whose run is not on record: for the
    others money may have been what they waited for.
    """
    frame = replications()
    frame = frame if used_for is None else frame[frame["used_for"] == used_for]
    frame = frame[frame["replica_flop"].isna() | (frame["replica_flop"] >= _stand_in() / 2)]
    mean, deviation = model.lag_posterior(frame["years"], frame["bound"].map(_BOUND), draws=DRAWS, seed=_SEEDS["spread"])
    noise = np.random.default_rng(_SEEDS["wait"]).standard_normal(DRAWS)
    return {"median": np.exp(mean), "actor": np.exp(mean + deviation * noise), "lags": np.array([len(frame)])}


@cache
def _stand_in() -> float:
    """Return GPT-4's training compute, which stands in where a milestone's is not known."""
    return float(replications().query("milestone == 'GPT-4'")["milestone_flop"].iloc[0])


@cache
def errors_frame() -> pd.DataFrame:
    """Return predicted and observed lags, months: spread from GPT-4's replications, progress from models before o1-preview, nothing from the test set."""
    frame = replications().query("bound == 'exact'").reset_index(drop=True)
    first = frame["milestone_flop"].fillna(_stand_in()).to_numpy()
    smaller = np.where(frame["replica_flop"].isna(), 1.0, first / frame["replica_flop"].fillna(1.0).to_numpy())
    actor, factor = spread("calibration")["actor"], np.maximum(factors()["before"], 1.01)
    lag = model.year_reached(0.0, smaller[:, None], actor, factor)
    frame["smaller"], frame["months"] = smaller, 12 * frame["years"]
    frame["low"], frame["predicted"], frame["high"] = np.quantile(12 * lag, uncertainty.LEVELS, axis=1)
    return frame[["milestone", "organisation", "replica", "used_for", "months", "smaller", "predicted", "low", "high"]]


@cache
def _waits() -> dict[tuple[str, float], np.ndarray]:
    """Draws of years until an actor with a constant, so many times smaller budget reaches a capability."""
    hardware = parameters.sample({"hardware": growth.hardware_growth()}, draws=DRAWS)["hardware"]
    actor = spread()["actor"]
    return {(rate, r): model.year_reached(0.0, r, actor, factors()[rate], hardware) for rate in RATES for r in SMALLER}


@cache
def years_frame() -> pd.DataFrame:
    """Return months until an actor reaches a capability, by how many times smaller its budget is and by the rate of progress."""
    rows = [(RATES[rate], r, *np.quantile(12 * wait, uncertainty.LEVELS)) for (rate, r), wait in _waits().items()]
    return pd.DataFrame(rows, columns=["rate", "smaller", "low", "months", "high"])[["rate", "smaller", "months", "low", "high"]]


@cache
def _first_cost_usd() -> float:
    """Return what the run of GPT-4 cost, in dollars of 2023."""
    models = tables.load("scaling/notable_models").set_index("model")
    return float(models.at["GPT-4 (Mar 2023)", "cost_usd_2023"])


@cache
def budget_table() -> pd.DataFrame:
    """Return the year in which an actor with a constant budget reaches GPT-4's level, by rate of progress, in words."""
    start = float(decimal_year(replications().query("milestone == 'GPT-4'")["milestone_released"].iloc[0]))
    hardware, actor = parameters.sample({"hardware": growth.hardware_growth()}, draws=DRAWS)["hardware"], spread()["actor"]
    rows = []
    for budget in BUDGETS_USD:
        row = {"Budget for the run": f"{Quantity(budget, 'USD')}", "Times smaller than the first": f"{Quantity(_first_cost_usd() / budget):2}"}
        for rate, title in RATES.items():
            low, mid, high = np.floor(np.quantile(model.year_reached(start, _first_cost_usd() / budget, actor, factors()[rate], hardware), uncertainty.LEVELS))  # the year it falls in
            row[title[0].upper() + title[1:]] = f"{Quantity(mid, 'year', low, high):range}"
        rows.append(row)
    return pd.DataFrame(rows)


@cache
def _compute_growth() -> np.ndarray:
    fit = growth.compute_fit()
    low, high = fit.growth_interval()
    return parameters.sample({"frontier": parameters.Parameter("diffusion_frontier_growth", "1", fit.growth, low, high, "lognormal")}, draws=DRAWS)["frontier"]


@cache
def frontier_frame() -> pd.DataFrame:
    """Return replications that reached their milestone, with the best index of others on the day before."""
    frame = replications()
    return frame[frame["reached"]].assign(months=12 * frame["years"])[["milestone", "organisation", "replica", "months", "frontier_points"]].reset_index(drop=True)


@cache
def settings_frame() -> pd.DataFrame:
    """Return published settings of attack and defence."""
    return tables.load("governance/attack_defence")


@cache
def studies_frame() -> pd.DataFrame:
    """Return, per study and side, in how many of its settings more inference helped the side that spent it."""
    out = settings_frame().groupby(["study", "side"], sort=False).agg(settings=("helps", "size"), helped=("helps", "sum")).reset_index()
    return out.assign(share_percent=100.0 * out["helped"] / out["settings"])


def explorer_grid(smaller, halving_months, spread_years, budget_growth, frontier_growth):
    """Compute the explorer's outputs for every grid point, with the range of computation per dollar."""
    hardware = growth.hardware_growth()
    factor = trends.factor_from_halving(halving_months)
    years = [model.year_reached(0.0, smaller, spread_years, factor, h, budget_growth) for h in (hardware.high, hardware.central, hardware.low)]
    lead = [model.frontier_multiple(y, frontier_growth, factor) for y in years]
    reach = [model.smaller_within_reach(REACH_YEARS, spread_years, factor, h, budget_growth) for h in (hardware.low, hardware.central, hardware.high)]
    return {"months": tuple(12 * y for y in years), "lead": tuple(lead), "reach": tuple(reach)}


def _q(value, unit="1", low=None, high=None, label="", grade="measured", driver=""):
    return Quantity.of(value, unit, low, high, label, grade, driver)


def _span(samples, unit="1", label="", driver=""):
    return uncertainty.summarise(samples, unit, grade="modelled", label=label, driver=driver)


def _driver(samples, rate: str) -> str:
    names = {"time in which it spreads": spread()["actor"], "algorithmic progress": factors()[rate]}
    return uncertainty.drivers(samples, names)["parameter"].iloc[0]


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    reps, errors, f, waits = replications(), errors_frame(), factors(), _waits()
    reached = reps[reps["reached"]]
    moved = reached["frontier_points"] > 0
    ratio = errors["predicted"] / errors["months"]
    inside = (errors["months"] >= errors["low"]) & (errors["months"] <= errors["high"])
    groups = {u: errors["used_for"] == u for u in ("calibration", "test")}
    on_record = errors["smaller"] > 2
    announced = tables.load("governance/replications").query("used_for == 'announced'")
    o1 = tables.load("governance/replications").query("milestone == 'o1-preview' and bound != 'at least'")
    o1_days = pd.to_datetime(o1["replica_released"])
    settings = settings_frame()
    by_study = settings.groupby("study")["helps"].mean()
    picks = np.random.default_rng(_SEEDS["all"]).integers(0, len(by_study), (DRAWS, len(by_study)))
    boot = by_study.to_numpy(dtype=float)[picks].mean(axis=1)
    age = (pd.Timestamp(index()["release_date"].max()) - pd.Timestamp(reps["milestone_released"].min())).days / DAYS_A_YEAR
    hardware = growth.hardware_growth().central
    actor = spread()["actor"]
    grows = {rate: np.mean(model.smaller_within_reach(age, actor, f[rate], hardware) > model.smaller_within_reach(age, actor, 1.0, hardware)) for rate in RATES}
    gpt4, first_o1 = reps.query("milestone == 'GPT-4'"), reps.query("milestone == 'o1-preview' and bound == 'exact'")
    lead = model.frontier_multiple(waits["published", AHEAD_AT], _compute_growth(), f["published"])
    tight = growth.progress()
    least = errors[groups["calibration"]].sort_values("smaller").iloc[-1]
    arrives = {rate: 12 * model.year_reached(0.0, least["smaller"], actor, f[rate]) for rate in RATES}
    out = {
        "first_cost": _q(_first_cost_usd(), "USD", grade="modelled"), "least_smaller": _q(least["smaller"]), "least_months": _q(least["months"], "month"), "least_published": _span(arrives["published"], "month"), "least_index": _span(arrives["index"], "month"),
        "n_spread_alone": _q((errors[groups["test"]]["smaller"] <= 1).sum()),
        "n_reached": _q(len(reached)), "n_exact": _q(len(errors)), "n_milestones": _q(reps["milestone"].nunique()), "n_organisations": _q(reps["organisation"].nunique()), "n_scored": _q(len(_scored(None)[0])),
        "gpt4_first": _q(gpt4["years"].min() * 12, "month"), "o1_first": _q(first_o1["years"].min() * 12, "month"),
        "o1_announced": _q(_years(announced["milestone_released"], announced["replica_released"])[0] * 12, "month", label="First announced match of o1-preview after its release"),
        "gpt4_lag": _q(gpt4.query("bound == 'exact'")["years"].median() * 12, "month", label="Lag behind GPT-4, median of exact ones"),
        "o1_lag": _q(first_o1["years"].median() * 12, "month", label="Lag behind o1-preview, median of exact ones"),
        "gpt4_actors": _q(gpt4["reached"].sum()), "gpt4_actors_early": _q((gpt4["reached"] & (gpt4["years"] <= 1)).sum()), "gpt4_age": _q(12 * age, "month"),
        "spread": _span(spread()["median"] * 12, "month", "Time in which a technique spreads, median of actors", "which milestone"),
        "spread_gpt4": _span(spread("calibration")["median"] * 12, "month"),
        "spread_actor": _span(actor * 12, "month"),
        "published": _span(f["published"], label="Fall of compute for a fixed result, factor a year, as published", driver="algorithmic_halving_months"),
        "before": _span(f["before"], label="The same from the index, models before o1-preview", driver="which models"),
        "index": _span(f["index"], label="The same from the whole index", driver="which models"),
        "hardware": _q(hardware, "1", growth.hardware_growth().low, growth.hardware_growth().high, grade="modelled"),
        "halving": _q(tight.central, "month", tight.low, tight.high, grade="modelled"),
        "off_calibration": _q(np.exp(np.median(np.abs(np.log(ratio[groups["calibration"]])))), grade="modelled"),
        "off_test": _q(np.exp(np.median(np.abs(np.log(ratio[groups["test"]])))), grade="modelled", label="Median miss of predicted lags, test set, factor"),
        "over_test": _q(ratio[groups["test"]].median(), grade="modelled", label="Predicted over observed lag, test set, median"),
        "over_small": _q(ratio[groups["test"] & on_record].median(), grade="modelled"),
        "cover_calibration": _q(100 * inside[groups["calibration"]].mean(), "percent", grade="modelled"),
        "cover_test": _q(100 * inside[groups["test"]].mean(), "percent", grade="modelled", label="Test lags inside the predicted 90 %"),
        "n_test": _q(groups["test"].sum()), "n_calibration": _q(groups["calibration"].sum()), "n_spread": _q(spread()["lags"][0]),
        "moved_share": _q(100 * moved.mean(), "percent", label="Replications by which somebody else was already further"),
        "moved": _q(moved.mean(), "1"), "n_moved": _q(moved.sum()), "points_ahead": _q(reached["frontier_points"].median(), low=reached["frontier_points"].quantile(0.05), high=reached["frontier_points"].quantile(0.95)),
        "access": _q(min(min(grows.values()), np.mean(f["before"] > 1)), "1", grade="modelled"),
        "index_above_one": _q(100 * np.mean(f["before"] > 1), "percent", grade="modelled"),
        "not_spread": _q(np.mean(o1_days > CLAIM_END), "1"),
        "compute_growth": _span(_compute_growth(), driver="which models"),
        "lead": _span(lead, label="Growth of the frontier’s effective compute by the time that an actor with a hundredth arrives", driver=uncertainty.drivers(lead, {"algorithmic progress": f["published"], "time in which it spreads": actor, "growth of the largest runs": _compute_growth()})["parameter"].iloc[0]),
        "edge": _q(by_study.mean(), "1", np.quantile(boot, 0.05), np.quantile(boot, 0.95), grade="modelled"),
        "edge_percent": _q(100 * by_study.mean(), "percent", 100 * np.quantile(boot, 0.05), 100 * np.quantile(boot, 0.95), grade="modelled", label="Published settings in which more inference helped, studies weighing the same", driver="which study"),
        "n_settings": _q(len(settings)), "n_studies": _q(settings["study"].nunique()), "n_helped": _q(settings["helps"].sum()), "n_both": _q(settings["both_vary"].sum()),
        "n_defender": _q((settings["side"] == "defender").sum()), "n_defender_helped": _q(settings[settings["side"] == "defender"]["helps"].sum()),
        "n_attacker": _q((settings["side"] == "attacker").sum()), "n_attacker_helped": _q(settings[settings["side"] == "attacker"]["helps"].sum()), 
    }  # fmt: skip
    out["ten"], out["hundred"] = _q(SMALLER[1]), _q(AHEAD_AT)
    names = {10.0: "tenth", 100.0: "hundredth", 1000.0: "thousandth", 10000.0: "ten_thousandth"}
    for r, word in names.items():
        for rate in RATES:
            label = f"Until an actor with a {word} of the first run’s budget arrives, {RATES[rate]}" if r in (10.0, 100.0) else ""
            out[f"{word}_{rate}"] = _span(12 * waits[rate, r], "month", label, _driver(waits[rate, r], rate))
    return out
