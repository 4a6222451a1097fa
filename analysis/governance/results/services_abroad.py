"""Services abroad: users served for each gigawatt, and what a hundred million foreign users free of charge cost whoever pays."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.governance import exploitation
from analysis.governance import services_abroad as model
from analysis.governance.results import ai_workers
from analysis.inference.results import hour_cost
from analysis.inference.results import serving_fleet as serving
from analysis.quantities import Quantity

__all__ = ["WAYS", "USERS", "BUDGET_USD", "NEAR_ONE", "users_frame", "cost", "mix", "cost_frame", "use_frame", "way_table", "affordable", "as_spent", "scales", "facts"]

WAYS = ("large", "sparse", "small", "new")  # of `serving.PROFILES`, each as likely as the others
USERS = 1e8  # claim E8: a hundred million foreign users
BUDGET_USD = 1e10  # claim E8: ten billion dollars a year
NEAR_ONE = 0.1  # how far from one the power may lie for users to count as growing with compute
_MULTIPLES = np.logspace(-1, 4, 41)


def _name(way: str) -> str:
    label = serving.PROFILES[way][2].removeprefix("a ")
    return label[0].upper() + label[1:]


def _range(samples) -> dict[str, float]:
    low, mid, high = np.quantile(samples, uncertainty.LEVELS)
    return {"low": low, "mid": mid, "high": high}


@cache
def users_frame() -> pd.DataFrame:
    """Return weekly users for each gigawatt of facility power, by way of serving."""
    rows = []
    for way in WAYS:
        r = _range(serving.users_per_gw(way).samples)
        rows.append({"way": _name(way), "users_per_gw": r["mid"], "low": r["low"], "high": r["high"]})
    return pd.DataFrame(rows)


@cache
def cost(way: str) -> dict[str, np.ndarray]:
    """Return accelerators, gigawatts and dollars a year for `USERS` weekly users at ChatGPT's use of December 2024."""
    accelerator = serving.PROFILES[way][1]
    count = model.accelerators_for_users(USERS, serving.served(way).samples)
    dollars = exploitation.usd_per_year(count, hour_cost.usd_per_hour(accelerator, "owned").samples)
    return {"accelerators": count, "gw": USERS / serving.users_per_gw(way).samples, "usd": dollars, "usd_per_user": dollars / USERS}


@cache
def _pick() -> np.ndarray:
    return np.random.default_rng([parameters.SEED, 8]).integers(len(WAYS), size=parameters.DRAWS)


@cache
def mix() -> dict[str, np.ndarray]:
    """Return what `cost` gives and the users of a gigawatt, each way of serving as likely as the others."""
    found = [{**cost(w), "users_per_gw": serving.users_per_gw(w).samples} for w in WAYS]
    return {k: np.choose(_pick(), [f[k] for f in found]) for k in found[0]}


@cache
def _driver(of: str) -> str:
    middle = np.array([np.median(cost(w)["usd"]) for w in WAYS])
    inputs = {n: x for n, x in serving.served(WAYS[0]).inputs.items() if n != "serving_time_error"}
    return uncertainty.drivers(mix()[of], {"way of serving": middle[_pick()], **inputs})["parameter"].iloc[0]


@cache
def cost_frame() -> pd.DataFrame:
    """Return the yearly cost of a hundred million users by way of serving, in billions of dollars."""
    rows = []
    for way in WAYS:
        r = _range(cost(way)["usd"])
        rows.append({"way": _name(way), "usd_per_year": r["mid"], "low": r["low"], "high": r["high"], "affordable_percent": 100 * np.mean(cost(way)["usd"] < BUDGET_USD)})
    return pd.DataFrame(rows)


@cache
def use_frame() -> pd.DataFrame:
    """Return how probable it is that the subsidy stays below the register's mark, against use over that of December 2024."""
    rows = []
    for way in WAYS:
        room = model.use_multiple(BUDGET_USD, cost(way)["usd"])
        rows.append(pd.DataFrame({"way": _name(way), "use_multiple": _MULTIPLES, "probability_percent": 100 * np.mean(room[:, None] > _MULTIPLES, axis=0)}))
    return pd.concat(rows, ignore_index=True)


@cache
def way_table() -> pd.DataFrame:
    """Return accelerators, power and money for a hundred million users, by way of serving."""
    rows = []
    for way in WAYS:
        c = cost(way)
        rows.append({"Served": _name(way), "Accelerators": _span(c["accelerators"]), "Power": _span(c["gw"], "GW"), "Cost of a year": _span(c["usd"], "USD"), "A user and year": _span(c["usd_per_user"], "USD")})
    return pd.DataFrame(rows)


@cache
def affordable() -> float:
    """Return the probability that the subsidy stays below the register's mark."""
    return float(np.mean(mix()["usd"] < BUDGET_USD))


@cache
def as_spent(basis: str = "reported") -> float:
    """Return the dollars a year for `USERS`, at what OpenAI is ``"reported"`` or ``"leaked"`` to have spent on inference in 2024 for each weekly user of that December."""
    accounts = tables.load("inference/lab_accounts")
    row = accounts[(accounts["company"] == "OpenAI") & (accounts["period"].astype(str) == "2024") & (accounts["quantity"] == "inference") & (accounts["basis"] == basis)]
    return float(row["usd"].iloc[0]) / float(serving.usage()["chatgpt_weekly_2024_12"]) * USERS


@cache
def scales() -> float:
    """Return the probability that users grow with accelerators of one kind with a power within a tenth of one."""
    return float(np.mean(np.abs(ai_workers.exponents() - 1.0) <= NEAR_ONE))


def _q(value, unit="1", low=None, high=None, label="", grade="guessed", driver=""):
    return Quantity.of(value, unit, low, high, label, grade, driver)


def _span(samples, unit="1", label="", driver=""):
    r = _range(samples)
    return _q(r["mid"], unit, r["low"], r["high"], label, "guessed", driver)


@cache
def facts() -> dict[str, object]:
    """Return the page's named numbers."""
    m, by_way = mix(), {w: cost(w) for w in WAYS}
    dearest, cheapest = (f(WAYS, key=lambda w: np.median(by_way[w]["usd"])) for f in (max, min))
    price = tables.load("inference/subscription_prices").set_index("plan").at["ChatGPT Plus", "usd_per_month"]
    usage = serving.usage()
    users = float(usage["chatgpt_weekly_2024_12"])
    room = model.use_multiple(BUDGET_USD, m["usd"])
    lost = serving.shortage()["half"].samples
    power = ai_workers.exponents()
    return {
        "users": _q(USERS, "person"), "budget": _q(BUDGET_USD, "USD"), "one_gw": _q(1, "GW"),
        "per_gw": _span(m["users_per_gw"], "person", "Weekly users that a gigawatt has room for, chat as in December 2024", _driver("users_per_gw")),
        "per_gw_large": _span(serving.users_per_gw("large").samples, "person"), "per_gw_small": _span(serving.users_per_gw("small").samples, "person"),
        "accelerators": _span(m["accelerators"], "1", "Accelerators for a hundred million foreign users", _driver("accelerators")),
        "gw": _span(m["gw"], "GW", "Power for a hundred million foreign users", _driver("gw")), "mw": _span(1000 * m["gw"], "MW"),
        "usd": _span(m["usd"], "USD", "Subsidy a year for a hundred million foreign users", _driver("usd")),
        "usd_per_user": _span(m["usd_per_user"], "USD", "Subsidy a user and year", _driver("usd")),
        "dearest": _name(dearest)[0].lower() + _name(dearest)[1:], "cheapest": _name(cheapest)[0].lower() + _name(cheapest)[1:],
        "usd_dearest": _span(by_way[dearest]["usd"], "USD"), "usd_cheapest": _span(by_way[cheapest]["usd"], "USD"),
        "affordable": _q(affordable(), label="Probability that the subsidy stays below ten billion dollars a year", driver=_driver("usd")),
        "affordable_percent": _q(100 * affordable(), "percent"),
        "use_room": _span(room, "1", "Times the use of December 2024 that ten billion dollars a year pay for", _driver("usd")),
        "room_dearest": _span(model.use_multiple(BUDGET_USD, by_way[dearest]["usd"])),
        "ten_times": _q(10), "affordable_ten": _q(100 * np.mean(room > 10), "percent"), "hundred_times": _q(100), "affordable_hundred": _q(100 * np.mean(room > 100), "percent"),
        "within": _span(model.users_within(BUDGET_USD, m["usd_per_user"]), "person", "Users that ten billion dollars a year have room for", _driver("usd")),
        "plus_year": _q(12 * price, "USD", grade="measured"), "of_price": _span(100 * m["usd_per_user"] / (12 * price), "percent"),
        "as_spent": _q(as_spent(), "USD", grade="measured"), "as_leaked": _q(as_spent("leaked"), "USD", grade="measured"),
        "spent": _q(as_spent() * users / USERS, "USD", grade="measured"), "leaked": _q(as_spent("leaked") * users / USERS, "USD", grade="measured"),
        "leaked_over": _q(as_spent("leaked") / np.median(m["usd"])), "dearer": _q(BUDGET_USD / as_spent("leaked")),
        "messages": _q(usage["chatgpt_messages_2024_12"] / usage["chatgpt_weekly_2024_12"], grade="measured"),
        "scales": _q(scales(), label="Probability that users grow with compute, a power within a tenth of one", grade="modelled", driver="places kept free"),
        "power": _q(np.median(power), "1", np.quantile(power, 0.05), np.quantile(power, 0.95), "Power with which users grow with accelerators of one kind", "modelled", "places kept free"),
        "half": _q(50, "percent"), "lost_half": _span(100 * lost, "percent"),
        "spread": _q(np.median(serving.users_per_gw("small").samples) / np.median(serving.users_per_gw("large").samples)),
    }  # fmt: skip
