"""Inference's share of computing and of the money for it, by year: statements, labs' accounts, and the pooled estimate."""

from __future__ import annotations

from functools import cache

import pandas as pd

from analysis import tables, uncertainty
from analysis.governance import compute_split as model
from analysis.quantities import Quantity

__all__ = ["YEARS", "priors", "spent", "statements", "trend", "trend_frame", "labs_frame", "without_frame", "facts"]

YEARS = (2023, 2024, 2025, 2026)
BASES = {"compute": "Compute", "money": "Money"}


@cache
def priors() -> dict[str, float]:
    """Return the weights and widths that were written down before the estimate."""
    return tables.load("governance/compute_share_priors").set_index("key")["value"].astype(float).to_dict()


@cache
def spent(key: str) -> float:
    """Return a figure about a lab's spending, in the unit of its row."""
    return float(tables.load("governance/compute_spend").set_index("key").loc[key, "value"])


@cache
def _account(company: str, period: str, quantity: str, basis: str) -> float:
    return float(tables.load("inference/lab_accounts").set_index(["company", "period", "quantity", "basis"]).loc[(company, period, quantity, basis), "usd"])


@cache
def _lab_shares() -> pd.DataFrame:
    """Labs' shares from their accounts; the ends are the readings that the accounts allow."""
    research = _account("OpenAI", "2024", "training_compute", "reported")
    inference = _account("OpenAI", "2025", "inference", "reported")
    served = _account("Anthropic", "2025", "revenue", "expected") - _account("Anthropic", "2025", "gross_profit", "expected")
    rows = [
        ("OpenAI", 2024, model.share_of(_account("OpenAI", "2024", "inference", "reported"), research), model.share_of(_account("OpenAI", "2024", "inference", "leaked"), research)),
        ("OpenAI", 2025, model.share_of(inference, _account("OpenAI", "2025", "research_and_development", "leaked")), inference / _account("OpenAI", "2025", "paid_to_microsoft", "leaked")),
        ("Anthropic", 2025, *[served / spent("anthropic_compute_2025")] * 2),
    ]
    frame = pd.DataFrame(rows, columns=["who", "year", "low", "high"]).astype({"low": float, "high": float})
    return frame.assign(share=model.between(frame["low"], frame["high"]), basis="money", kind="accounts")


@cache
def statements() -> pd.DataFrame:
    """Return the statements that enter the estimate, with their weights and the deviation of their log-odds (shares as fractions)."""
    table = tables.load("governance/compute_shares").query("fitted == 'yes'")
    low, high = table["low"].fillna(table["central"]) / 100, table["high"].fillna(table["central"]) / 100
    stated = table[["who", "year", "basis", "kind"]].assign(low=low, high=high, share=model.between(low, high))
    frame = pd.concat([stated, _lab_shares()], ignore_index=True)
    frame["weight"] = [priors()[f"weight_{kind}"] for kind in frame["kind"]]
    frame["sd"] = model.statement_sd(frame["low"], frame["high"], priors()["noise_sd"], frame["weight"])
    return frame


@cache
def trend(basis: str = "", without: str = "") -> model.Trend:
    """Return the pooled estimate, of all statements, of those on one basis, or without one maker's; a maker's statements on two bases are two sources."""
    frame = statements()
    frame = frame[(frame["who"] != without) & ((frame["basis"] == basis) | (basis == ""))]
    p = priors()
    return model.fit(frame["year"], frame["share"], frame["sd"], frame["who"] + " " + frame["basis"], p["level_sd"], p["slope_sd"], p["source_sd"], p["source_slope_sd"])


@cache
def trend_frame() -> pd.DataFrame:
    """Return statements and the pooled share by year with its range, by basis (percent)."""
    pooled = [
        pd.DataFrame({"basis": name, "mark": "pooled", "who": "", "year": YEARS, "share_percent": 100 * trend(basis).share(YEARS), "low": 100 * trend(basis).share(YEARS, 0.05), "high": 100 * trend(basis).share(YEARS, 0.95)})
        for basis, name in BASES.items()
    ]
    s = statements()
    stated = pd.DataFrame({"basis": s["basis"].map(BASES), "mark": "statement", "who": s["who"], "year": s["year"], "share_percent": 100 * s["share"], "low": 100 * s["low"], "high": 100 * s["high"]})
    return pd.concat([*pooled, stated], ignore_index=True)


@cache
def labs_frame() -> pd.DataFrame:
    """Return labs' spending on compute by use (percent of it)."""
    whole = _account("OpenAI", "2024", "training_compute", "reported") + _account("OpenAI", "2024", "inference", "reported")
    final = spent("openai_final_2024") / whole
    inference = {(r.who, r.year): float(r.share) for r in _lab_shares().itertuples()}
    first = _account("OpenAI", "2024", "inference", "reported") / whole
    rows = [("OpenAI 2024", "Research and trials", 1 - first - final), ("OpenAI 2024", "Final training", final), ("OpenAI 2024", "Inference", first)]
    for who, year in (("OpenAI", 2025), ("Anthropic", 2025)):
        rows += [(f"{who} {year}", "Research and training", 1 - inference[who, year]), (f"{who} {year}", "Inference", inference[who, year])]
    frame = pd.DataFrame(rows, columns=["lab", "use", "share"])
    return frame.assign(share_percent=100 * frame["share"]).drop(columns="share")


@cache
def without_frame() -> pd.DataFrame:
    """Return the probability of a rise by what the estimate rests on (percent)."""
    rows = [("All statements", trend().rises()), ("Compute alone", trend("compute").rises()), ("Money alone", trend("money").rises())]
    rows += [(f"Without {who}", trend(without=who).rises()) for who in dict.fromkeys(statements()["who"])]
    return pd.DataFrame(rows, columns=["rests_on", "probability"]).assign(probability=lambda f: 100 * f["probability"])


def _share(source: model.Trend, year: int, label: str) -> Quantity:
    low, middle, high = (100 * float(source.share(year, q)) for q in uncertainty.LEVELS)
    return Quantity(middle, "percent", low, high, "guessed", label, "which statements are believed")


@cache
def facts() -> dict[str, Quantity]:
    """Return the named numbers of the page."""
    out = {f"share_{year}": _share(trend(), year, f"Inference’s share, all statements, {year}") for year in YEARS}
    for basis in BASES:
        for year in (YEARS[0], YEARS[-1]):
            out[f"{basis}_{year}"] = _share(trend(basis), year, f"Inference’s share of {basis}, {year}")
        out[f"rises_{basis}"] = Quantity(100 * trend(basis).rises(), "percent", grade="guessed", label=f"Probability that the share of {basis} rises")
    out["share_rises"] = Quantity(trend().rises(), "1", grade="guessed")
    out["rises"] = Quantity(100 * trend().rises(), "percent", grade="guessed", label="Probability that inference’s share rises, 2023 to 2026")
    growth = [float(trend().odds_growth(q)) for q in uncertainty.LEVELS]
    out["odds_growth"] = Quantity(growth[1], "1", growth[0], growth[2], "guessed", "Yearly growth of inference’s odds", "which statements are believed")
    frame = without_frame()
    dropped = frame[frame["rests_on"].str.startswith("Without")]
    out["rises_least"] = Quantity(float(dropped["probability"].min()), "percent", grade="guessed")
    out["rises_most"] = Quantity(float(dropped["probability"].max()), "percent", grade="guessed")
    out["without_deloitte"] = Quantity(100 * trend(without="Deloitte").rises(), "percent", grade="guessed", label="The same without Deloitte’s figures")
    out["statements"] = Quantity(len(statements()))
    out["makers"] = Quantity(statements()["who"].nunique())
    table = tables.load("governance/compute_shares").set_index(["who", "year"])
    for key, row in {"deloitte_2023": ("Deloitte", 2023), "deloitte_2025": ("Deloitte", 2025), "deloitte_2026": ("Deloitte", 2026), "nvidia": ("NVIDIA", 2023), "bernstein": ("Bernstein", 2024), "amazon": ("Amazon", 2023), "barclays": ("Barclays", 2024), "barclays_2026": ("Barclays", 2026), "google": ("Google", 2020), "meta": ("Meta", 2021)}.items():
        out[key] = Quantity(float(table.loc[row, "central"]), "percent")
    labs = _lab_shares().set_index(["who", "year"])
    for key, row in {"openai_2024": ("OpenAI", 2024), "openai_2025": ("OpenAI", 2025)}.items():
        r = labs.loc[row]
        out[key] = Quantity(100 * r["share"], "percent", 100 * r["low"], 100 * r["high"], label=f"Inference’s share of OpenAI’s compute spending, {row[1]}", driver="how the accounts are read")
    out["anthropic_2025"] = Quantity(100 * labs.loc[("Anthropic", 2025), "share"], "percent")
    split = labs_frame().set_index(["lab", "use"])["share_percent"]
    out["openai_final"] = Quantity(float(split["OpenAI 2024", "Final training"]), "percent", label="Final training runs’ share of OpenAI’s compute spending, 2024")
    out["openai_reported"] = Quantity(float(split["OpenAI 2024", "Inference"]), "percent")
    out["openai_research"] = Quantity(float(split["OpenAI 2024", "Research and trials"]), "percent")
    out["zai_most"] = Quantity(100 * (1 - spent("zai_research_2025") / spent("compute_most_2025")), "percent")
    out["openai_compute_2026"] = Quantity(spent("openai_compute_2026"), "USD")
    return out
