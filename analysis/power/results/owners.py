"""Who holds the compute: NVIDIA's revenue by customer, fleets with custom chips, the gap between the first two."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.parameters import DRAWS, Parameter
from analysis.power import owners as model
from analysis.quantities import Quantity

__all__ = ["FOUR", "YEARS", "LOADING", "stock_draws", "nvidia_total", "fleets", "leads", "pairwise", "revenue_shares", "revenue_draws", "by_designer", "filings", "statements", "purchases", "missing_tpus", "facts"]

FOUR = ("Microsoft", "Meta", "Amazon", "Google")  # in the essay's order
YEARS = (2022, 2023, 2024, 2025)
LOADING = 0.7  # our judgement: one revenue model lies behind all owners' stocks of a designer; leads and shares barely move with it
_FISCAL = {2023: ("FY24Q1", "FY24Q2", "FY24Q3", "FY24Q4"), 2024: ("FY25Q1", "FY25Q2", "FY25Q3", "FY25Q4"), 2025: ("FY26Q1", "FY26Q2", "FY26Q3", "FY26Q4")}
_TPU_V4 = "Google TPU v4"


@cache
def _stocks() -> pd.DataFrame:
    frame = tables.load("power/chip_owners").copy()
    frame["year"] = pd.to_datetime(frame["end_date"]).dt.year
    return frame


@cache
def _shipments() -> pd.DataFrame:
    frame = tables.load("power/chip_stocks").copy()
    frame["end_date"] = pd.to_datetime(frame["end_date"])
    return frame[(frame["end_date"].dt.month == 12)].assign(year=lambda f: f["end_date"].dt.year)


@cache
def stock_draws(owner: str, year: int, designer: str | None = None, loading: float = LOADING, tied: bool = True) -> np.ndarray:
    """Return draws of an owner's cumulative stock, H100 equivalents, all designers or one.

    The deviate belongs to owner and designer, not to the year: an owner's error is the same mistake every year, unless
    `tied` is False.
    """
    rows = _stocks()
    rows = rows[(rows["owner"] == owner) & (rows["year"] == year)]
    if designer:
        rows = rows[rows["designer"] == designer]
    total = np.zeros(DRAWS)
    for r in rows.itertuples():
        p = Parameter(f"h100e of {owner}" + ("" if tied else f" in {year}"), "1", r.h100e, r.h100e_p5, r.h100e_p95, "lognormal", part="power", hardware=r.designer, group=f"stocks {r.designer}", loading=loading)
        total = total + parameters.sample({p.name: p})[p.name]
    return total


@cache
def nvidia_total(year: int) -> np.ndarray:
    """Return draws of all NVIDIA chips shipped by the end of a year, H100 equivalents."""
    row = _shipments().query("designer == 'NVIDIA' and year == @year").iloc[0]
    p = Parameter("h100e of all", "1", row["h100e"], row["h100e"] * row["units_p5"] / row["units"], row["h100e"] * row["units_p95"] / row["units"],
                  "lognormal", part="power", hardware="NVIDIA", group="stocks NVIDIA", loading=1.0)  # fmt: skip
    return parameters.sample({p.name: p})[p.name]


@cache
def fleets() -> pd.DataFrame:
    """Return each owner's cumulative stock at year ends, millions of H100 equivalents, with range."""
    rows = []
    for year in YEARS:
        for owner in (*FOUR, "Oracle"):
            q = uncertainty.summarise(stock_draws(owner, year) / 1e6, "1")
            rows.append({"year": year, "owner": owner, "h100e_million_low": q.low, "h100e_million": q.value, "h100e_million_high": q.high})
    return pd.DataFrame(rows)


@cache
def by_designer() -> pd.DataFrame:
    """Return the four's stock at the end of the last year by whose chips it is, millions of H100 equivalents (medians)."""
    frame = _stocks()
    frame = frame[(frame["year"] == YEARS[-1]) & frame["owner"].isin(FOUR)]
    return frame.assign(h100e_million=frame["h100e"] / 1e6)[["owner", "designer", "h100e_million"]].sort_values(["owner", "designer"], ignore_index=True)


@cache
def leads(loading: float = LOADING) -> pd.DataFrame:
    """Return Google's stock over the largest of the other three, by year, and the chance that it is the largest."""
    rows = []
    for year in YEARS[1:]:  # the counts of TPUs begin in 2023
        draws = np.stack([stock_draws(o, year, loading=loading) for o in FOUR])
        ratio = model.lead(draws, FOUR.index("Google"))
        q = uncertainty.summarise(ratio, "1")
        largest = [o for o in FOUR if o != "Google"][int(np.argmax([np.median(d) for d in draws[:3]]))]
        rows.append({"year": year, "next_largest": largest, "lead_low": q.low, "lead": q.value, "lead_high": q.high,
                     "probability_largest": model.probability_first(draws, FOUR.index("Google"))})  # fmt: skip
    return pd.DataFrame(rows)


@cache
def pairwise() -> pd.DataFrame:
    """Return the chance, in percent, that Google's stock exceeds each of the other three's, by year."""
    rows = []
    for year in YEARS[1:]:
        mine = stock_draws("Google", year)
        rows.append({"year": year, **{o: 100 * float(np.mean(mine > stock_draws(o, year))) for o in FOUR if o != "Google"}})
    return pd.DataFrame(rows)


def _lead_draws(year: int, tied: bool) -> np.ndarray:
    return model.lead(np.stack([stock_draws(o, year, tied=tied) for o in FOUR]), FOUR.index("Google"))


@cache
def revenue_draws(year: int) -> dict[str, np.ndarray]:
    """Return draws of each of the four's share of NVIDIA's total revenue in the fiscal year next to a calendar year, percent.

    A customer's share of data-centre revenue is taken as its share of the H100 equivalents that NVIDIA shipped in the
    calendar year; networking is shared out alike; the other segments count as bought by others.
    """
    revenue = tables.load("power/nvidia_revenue").set_index("period").loc[list(_FISCAL[year])]
    data_centre = float(revenue["data_center_usd_bn"].sum() / revenue["total_usd_bn"].sum())
    shipped = model.flow(nvidia_total(year - 1), nvidia_total(year))
    return {o: 100 * data_centre * model.flow(stock_draws(o, year - 1, "NVIDIA"), stock_draws(o, year, "NVIDIA")) / shipped for o in FOUR}


@cache
def revenue_shares() -> pd.DataFrame:
    """Return the four's shares of NVIDIA's total revenue by year, percent, with ranges, and their sum."""
    rows = []
    for year in _FISCAL:
        draws = revenue_draws(year)
        for owner, values in {**draws, "the four": sum(draws.values())}.items():
            q = uncertainty.summarise(values, "percent")
            rows.append({"year": year, "owner": owner, "share_low": q.low, "share": q.value, "share_high": q.high})
    return pd.DataFrame(rows)


@cache
def filings() -> dict[str, float]:
    """Return the joint share that the filing for fiscal 2024 allows the four, if its 19 % customer is one of them."""
    rows = tables.load("power/nvidia_customers").set_index("entry_id")
    low, high = model.share_interval(rows.loc["fy24-indirect", "share"], rows.loc["fy23-none", "share_high"], len(FOUR) - 1)
    return {"low": float(low), "high": float(high)}


@cache
def statements() -> pd.DataFrame:
    """Return what is said of shares of NVIDIA's revenue, in order of time, with our estimate and the filing's interval."""
    rows = tables.load("power/nvidia_customers")
    keep = {
        "fy24-indirect": "10-K FY2024: one indirect customer",
        "fy24-four": "Press, spring 2024: the four",
        "fy25q2-direct": "10-Q Q2 FY2025: four direct customers",
        "fy25q4-half": "Analyst FY2025: a handful",
        "fy26q3-direct": "10-Q Q3 FY2026: four direct customers",
    }
    out = [{"statement": keep[r.entry_id], "kind": "stated", "share_low": r.share, "share": r.share, "share_high": r.share} for r in rows.itertuples() if r.entry_id in keep]
    span = filings()
    out.append({"statement": "10-K FY2024: what it allows the four", "kind": "filing allows", "share_low": span["low"], "share": np.nan, "share_high": span["high"]})
    for r in revenue_shares().query("owner == 'the four'").itertuples():
        out.append({"statement": f"This book, calendar {r.year}: the four", "kind": "computed", "share_low": r.share_low, "share": r.share, "share_high": r.share_high})
    return pd.DataFrame(out)


@cache
def purchases() -> pd.DataFrame:
    """Return Omdia's counts of NVIDIA GPUs bought, thousands."""
    frame = tables.load("power/hopper_purchases")
    return frame.assign(chips_thousand=frame["chips"] / 1e3)[["year", "buyer", "chips_thousand"]]


@cache
def missing_tpus(factor: float = 2.0) -> float:
    """Return how many TPU v4, which the counts leave out before 2023, would make Google `factor` times the next at the end of 2023."""
    rows = tables.load("power/chips").set_index("chip")
    each = float(rows.loc[_TPU_V4, "bf16_flop_per_s"] / rows.loc["NVIDIA H100 SXM5 80GB", "bf16_flop_per_s"])
    draws = [float(np.median(stock_draws(o, 2023))) for o in FOUR]
    return float(model.extra_needed(draws[-1], max(draws[:-1]), factor)) / each


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    out: dict[str, Quantity] = {}
    rows = tables.load("power/nvidia_customers").set_index("entry_id")
    out["claimed_share"] = Quantity(float(rows.loc["fy24-four", "share"]), "percent", grade="guessed")
    out["named_customer"] = Quantity(float(rows.loc["fy24-indirect", "share"]), "percent", grade="measured", label="Largest end customer of NVIDIA, fiscal 2024, as it estimates")
    span = filings()
    out["filing_low"], out["filing_high"] = Quantity(span["low"], "percent", grade="measured"), Quantity(span["high"], "percent", grade="measured")
    words = {2023: "fiscal 2024", 2024: "fiscal 2025", 2025: "fiscal 2026"}
    for year in _FISCAL:
        draws = revenue_draws(year)
        out[f"four_{year}"] = uncertainty.summarise(sum(draws.values()), "percent", label=f"Share of the four in NVIDIA’s revenue, {words[year]}", driver="how chips are shared out among owners")
        for owner, values in draws.items():
            out[f"{owner.lower()}_{year}"] = uncertainty.summarise(values, "percent")
        stacked = np.stack([draws[o] for o in FOUR])
        out[f"order_{year}"] = Quantity(100 * model.probability_order(stacked), "percent", label=f"Chance of the essay’s order, {year}", driver="Amazon against Google")
        out[f"microsoft_first_{year}"] = Quantity(100 * model.probability_first(stacked, 0), "percent")
    for name in ("fy26q1", "fy26q4", "fy27q1"):  # an upper bound of the four: the class holds all of them, and others
        last = name == "fy27q1"
        out[f"hyperscale_{name}"] = Quantity(float(rows.loc[f"{name}-hyperscale", "share"]), "percent", grade="measured", label="Hyperscale customers in NVIDIA’s revenue, first quarter of fiscal 2027" if last else "")
    for name, row in (("fy26q2_recast", "fy26q2-hyperscale-recast"), ("fy27q1_recast", "fy27q1-hyperscale-recast"), ("fy27q2", "fy27q2-hyperscale")):
        last = name == "fy27q2"
        label = "Hyperscale customers in NVIDIA’s revenue as divided since August 2026, second quarter of fiscal 2027" if last else ""
        out[f"hyperscale_{name}"] = Quantity(float(rows.loc[row, "share"]), "percent", grade="measured", label=label)
    bought = tables.load("power/hopper_purchases").set_index(["year", "buyer"])["chips"]
    for owner in FOUR:
        out[f"omdia_{owner.lower()}_2024"] = Quantity(float(bought[2024, owner]), "chip", grade="guessed")
    for r in leads().itertuples():
        out[f"lead_{r.year}"] = Quantity(r.lead, "1", r.lead_low, r.lead_high, "modelled", f"Google’s chips over the next of the four, end of {r.year}", "Microsoft’s share of NVIDIA’s chips")
        out[f"largest_{r.year}"] = Quantity(100 * r.probability_largest, "percent", label=f"Chance that Google’s fleet was the largest of the four, end of {r.year}")
    grew = {tied: 100 * float(np.mean(_lead_draws(2025, tied) > _lead_draws(2023, tied))) for tied in (False, True)}
    out["gap_grew"] = Quantity(grew[False], "percent", min(grew.values()), max(grew.values()), label="Chance that Google’s lead grew from 2023 to 2025", driver="whether errors repeat from year to year")
    share = fleets().query("year == 2025").set_index("owner")
    for owner in FOUR:
        r = share.loc[owner]
        out[f"fleet_{owner.lower()}"] = Quantity(1e6 * r["h100e_million"], "1", 1e6 * r["h100e_million_low"], 1e6 * r["h100e_million_high"], "modelled", f"{owner}’s chips in H100 equivalents, end of 2025")
    tpu = stock_draws("Google", 2025, "Google") / stock_draws("Google", 2025)
    out["tpu_share"] = uncertainty.summarise(100 * tpu, "percent", label="Share of Google’s compute in its own chips, end of 2025")
    out["dwarf_factor"] = Quantity(2.0, "1", grade="guessed")
    out["missing_tpus"] = Quantity(missing_tpus(out["dwarf_factor"].value), "chip", grade="guessed", label="TPU v4 from before 2023 that would make Google’s stock that multiple of the next, end of 2023")
    ends = [leads(a)["probability_largest"].iloc[0] for a in (0.0, 0.95)]
    out["largest_2023_loadings"] = Quantity(out["largest_2023"].value, "percent", 100 * min(ends), 100 * max(ends))
    middle = {o: float(np.median(stock_draws(o, YEARS[-1]))) for o in FOUR}
    out["maia_needed"] = Quantity(float(model.extra_needed(middle["Microsoft"], middle["Google"], 1.0)), "1", grade="guessed", label="H100 equivalents of own chips that would bring Microsoft level, end of 2025")
    return out
