"""Cheaper tokens against rising demand: volumes, prices, power and spending as stated, and the elasticities they imply."""

from __future__ import annotations

import zlib
from functools import cache

import numpy as np
import pandas as pd

from analysis import tables, uncertainty
from analysis.dates import DAYS_A_YEAR
from analysis.parameters import DRAWS, SEED
from analysis.power import elasticity as model
from analysis.power.results import hundred_billion
from analysis.quantities import Quantity

__all__ = ["SERIES", "volumes", "prices", "volume_fit", "price_fit", "elasticities", "spending", "capex", "openai", "steps", "facts"]

SERIES = {"Google, all surfaces": "Google", "China, all models": "China", "OpenAI, API": "OpenAI", "OpenRouter": "OpenRouter"}
_TIERS = {"flagship": "flagship list price", "small": "small-model list price"}
_FIXED = "cheapest model of a fixed capability (best of 2023)"
_FROM = pd.Timestamp("2023-01-01")


def _years(dates) -> np.ndarray:
    return (pd.to_datetime(dates) - pd.Timestamp("2020-01-01")).dt.days.to_numpy() / DAYS_A_YEAR


@cache
def volumes() -> pd.DataFrame:
    """Return tokens a day by series and date, and each series over its first point."""
    frame = tables.load("power/token_volumes").copy()
    frame["date"] = pd.to_datetime(frame["date"])
    frame["tokens_trillion_per_day"] = frame["tokens_trillion"] / frame["period_days"]
    frame = frame.sort_values(["series", "date"], ignore_index=True)
    frame["over_first"] = frame["tokens_trillion_per_day"] / frame.groupby("series")["tokens_trillion_per_day"].transform("first")
    return frame[["series", "date", "tokens_trillion_per_day", "over_first"]]


@cache
def prices() -> pd.DataFrame:
    """Return OpenAI's list prices since 2023 by tier, blended three to one."""
    frame = tables.load("power/token_prices").copy()
    frame["date"] = pd.to_datetime(frame["effective_from"])
    frame = frame[(frame["provider"] == "OpenAI") & (frame["date"] >= _FROM) & frame["tier"].isin(list(_TIERS))]
    frame["blended_usd_per_mtoken"] = model.blended_price(frame["input_usd_per_mtoken"], frame["output_usd_per_mtoken"])
    return frame[["tier", "model", "date", "blended_usd_per_mtoken"]].sort_values(["tier", "date"], ignore_index=True)


@cache
def volume_fit(series: str) -> tuple[float, float, int]:
    """Return the fitted growth of a series of volumes per year, logarithmic, with standard error and degrees of freedom."""
    part = volumes().query("series == @series")
    return model.trend(_years(part["date"]), part["tokens_trillion_per_day"].to_numpy())


@cache
def price_fit(measure: str) -> tuple[float, float, int]:
    """Return the fitted or stated growth of a price per year, logarithmic; a stated one carries no standard error."""
    if measure in _TIERS:
        part = prices().query("tier == @measure")
        return model.trend(_years(part["date"]), part["blended_usd_per_mtoken"].to_numpy())
    row = tables.load("power/price_declines").set_index("measure").loc[measure]
    span = (pd.Timestamp(row["end"]) - pd.Timestamp(row["start"])).days / DAYS_A_YEAR
    return float(model.log_growth(1.0, row["factor"], span)), 0.0, 1


def _t(name: str, dof: int) -> np.ndarray:
    return np.random.default_rng([SEED, zlib.crc32(name.encode())]).standard_t(dof, DRAWS)


@cache
def _draws(series: str, measure: str) -> np.ndarray:
    volume, price = volume_fit(series), price_fit(measure)
    t_price = np.zeros(DRAWS) if price[1] == 0 else _t(f"price {measure}", price[2])
    return model.ratio_draws(volume, price, _t(f"volume {series}", volume[2]), t_price)


@cache
def elasticities() -> pd.DataFrame:
    """Return the elasticity implied by each pair of volume and price, and the published ones, with the chance that it exceeds one."""
    rows = []
    for measure, words in {**_TIERS, _FIXED: "price of 2023’s best capability"}.items():
        for series, name in SERIES.items():
            draws = _draws(series, measure)
            kept = draws[np.isfinite(draws)]  # a draw whose price does not fall says nothing
            low, middle, high = np.quantile(kept, uncertainty.LEVELS)
            rows.append({"volume": name, "price": words, "kind": "implied, upper bound", "elasticity_low": low, "elasticity": middle, "elasticity_high": high,
                         "probability_above_one": float(np.mean(kept > 1)), "price_falls": float(kept.size / draws.size)})  # fmt: skip
    for r in tables.load("power/demand_elasticities").itertuples():
        low = r.elasticity if np.isnan(r.elasticity_low) else r.elasticity_low
        high = r.elasticity if np.isnan(r.elasticity_high) else r.elasticity_high
        middle = float(np.sqrt(low * high)) if np.isnan(r.elasticity) else r.elasticity
        rows.append({"volume": r.study, "price": "published", "kind": "published", "elasticity_low": low, "elasticity": middle, "elasticity_high": high,
                     "probability_above_one": np.nan, "price_falls": np.nan})  # fmt: skip
    return pd.DataFrame(rows)


@cache
def spending() -> pd.DataFrame:
    """Return yearly spending on AI compute by three measures, billions of US dollars."""
    revenue = tables.load("power/nvidia_revenue")
    rows = []
    for fiscal in (2023, 2024, 2025, 2026):
        quarters = revenue[revenue["period"].str.startswith(f"FY{fiscal - 2000}Q")]
        whole = revenue[revenue["period"] == f"FY{fiscal - 2000}"]
        value = float((whole if len(whole) else quarters)["data_center_usd_bn"].sum())
        rows.append({"measure": "NVIDIA data-centre revenue", "year": fiscal - 1, "usd_bn": value, "kind": "actual"})
    for r in capex().itertuples():
        rows.append({"measure": "Capital spending of the four", "year": r.year, "usd_bn": r.usd_bn, "kind": r.kind})
    for r in openai().itertuples():
        rows.append({"measure": "OpenAI’s revenue", "year": r.year, "usd_bn": r.revenue_usd_bn, "kind": "actual"})
    return pd.DataFrame(rows)


@cache
def capex() -> pd.DataFrame:
    """Return the four's capital expenditure by year, billions of US dollars; Microsoft's fiscal years until a calendar one is known."""
    frame = tables.load("power/hyperscaler_capex")
    rows = []
    for year in (2022, 2023, 2024, 2025, 2026):
        part = frame[frame["year"] == year]
        kind = "guidance" if (part["kind"] == "guidance").all() else "actual"
        part = part[part["kind"] == kind]
        part = part.sort_values(["year_kind", "vintage"]).groupby("company").apply(
            lambda g: g[g["year_kind"] == "calendar"].iloc[-1] if (g["year_kind"] == "calendar").any() else g.iloc[-1], include_groups=False
        )
        rows.append({"year": year, "usd_bn": float(part["capex_usd_bn"].sum()), "companies": len(part), "kind": kind})
    return pd.DataFrame(rows)


def _openai(basis: str) -> pd.DataFrame:
    frame = tables.load("power/openai_scale")
    return frame[frame["basis"] == basis].sort_values("year", ignore_index=True)


@cache
def openai() -> pd.DataFrame:
    """Return OpenAI’s power, annualised revenue at the end of the year, and that revenue per watt and year."""
    frame = _openai("annualised")
    return frame.assign(usd_per_w=frame["revenue_usd_bn"] / frame["compute_gw"])[["year", "compute_gw", "revenue_usd_bn", "usd_per_w"]]


@cache
def steps() -> pd.DataFrame:
    """Return, for each measure and step between years since the essay's year, whether spending rose (the price of capability fell in all)."""
    frame = spending()
    frame = frame[frame["year"] >= _FROM.year]
    frame = frame.sort_values(["measure", "year"])
    frame["factor"] = frame["usd_bn"] / frame.groupby("measure")["usd_bn"].shift()
    return frame.dropna(subset="factor")[["measure", "year", "factor", "kind"]].reset_index(drop=True)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    out: dict[str, Quantity] = {}
    for series, name in SERIES.items():
        g, se, dof = volume_fit(series)
        low, middle, high = np.exp(np.quantile(g + se * _t(f"volume {series}", dof), uncertainty.LEVELS))
        out[f"growth_{name.lower()}"] = Quantity(float(middle), "1", float(low), float(high), "modelled", f"Growth of tokens a year, factor: {series}", "few points")
    for tier, words in _TIERS.items():
        g, se, dof = price_fit(tier)
        low, middle, high = 100 * (np.exp(np.quantile(g + se * _t(f"price {tier}", dof), uncertainty.LEVELS)) - 1)
        out[f"price_{tier}"] = Quantity(float(middle), "percent/year", float(low), float(high), "modelled", f"Change of OpenAI’s {words} since 2023", "few price lists")
    stated = tables.load("power/price_declines").set_index("measure")["factor"]
    out["price_fixed_factor"] = Quantity(1 / float(stated[_FIXED]), "1", grade="guessed")
    table = elasticities()
    implied = table[table["kind"] != "published"]
    out["elasticity_flagship"] = _quantity(implied, "Google", "flagship list price", "Implied elasticity: Google’s tokens against the flagship price, upper bound")
    out["elasticity_fixed"] = _quantity(implied, "Google", "price of 2023’s best capability", "Implied elasticity: Google’s tokens against the price of 2023’s best capability")
    least = implied.loc[implied["elasticity"].idxmin()]
    out["elasticity_least"] = Quantity(float(least["elasticity"]), "1", float(least["elasticity_low"]), float(least["elasticity_high"]), "modelled", "Lowest of the implied elasticities", "which price")
    published = table[table["kind"] == "published"].set_index("volume")
    out["elasticity_paper"] = Quantity(float(published["elasticity"].iloc[0]), "1", grade="guessed")
    out["elasticity_report"] = Quantity(float(published["elasticity"].iloc[1]), "1", float(published["elasticity_low"].iloc[1]), float(published["elasticity_high"].iloc[1]), "guessed")
    volume, price = volume_fit("Google, all surfaces"), price_fit(_FIXED)
    tips = np.exp(np.quantile(model.autonomous_growth_at(1.0, volume[0] + volume[1] * _t("volume Google, all surfaces", volume[2]), price[0]), uncertainty.LEVELS))
    out["autonomous_tipping"] = Quantity(float(tips[1]), "1", float(tips[0]), float(tips[2]), "modelled", driver="few points", label="Growth at an unchanged price, factor a year, at which the elasticity is one (Google, price of 2023’s best capability)")
    money = spending().set_index(["measure", "year"])["usd_bn"]
    nvidia = "NVIDIA data-centre revenue"
    for year in (2022, 2023, 2024, 2025):
        out[f"nvidia_{year}"] = Quantity(1e9 * float(money[nvidia, year]), "USD", grade="measured", label=f"NVIDIA’s data-centre revenue, fiscal {year + 1}" if year in (2022, 2025) else "")
    for year in (2022, 2023, 2025, 2026):
        out[f"capex_{year}"] = Quantity(1e9 * float(money["Capital spending of the four", year]), "USD", grade="measured" if year < 2026 else "guessed", label=f"Capital spending of the four, {year}" if year in (2023, 2025, 2026) else "")
    own = tables.load("power/hyperscaler_capex").query("company == 'Microsoft' and year_kind == 'calendar'").sort_values("vintage").groupby("year")["capex_usd_bn"].last()
    out["capex_microsoft_2025"], out["capex_microsoft_2026"] = (Quantity(1e9 * float(own[y]), "USD", grade=g) for y, g in ((2025, "measured"), (2026, "guessed")))
    said = tables.load("power/hyperscaler_capex").query("company == 'Microsoft' and kind == 'guidance'").set_index("vintage")["capex_usd_bn"]
    out["capex_microsoft_leases"] = Quantity(1e9 * float(said["2026-04"] - said["2026-07"]), "USD", grade="guessed")
    quarter = float(tables.load("power/nvidia_revenue").set_index("period").loc["FY27Q2", "data_center_usd_bn"])
    out["nvidia_last_quarter"] = Quantity(1e9 * quarter, "USD", grade="measured")
    lab = openai().set_index("year")
    first, last = lab.index.min(), lab.index.max()
    out["openai_gw_first"], out["openai_gw_last"] = (Quantity(float(lab.loc[y, "compute_gw"]), "GW", grade="guessed") for y in (first, last))
    out["openai_money_first"], out["openai_money_last"] = (Quantity(1e9 * float(lab.loc[y, "revenue_usd_bn"]), "USD", grade="guessed") for y in (first, last))
    out["openai_per_watt"] = Quantity(float(lab["usd_per_w"].median()), "USD/W", float(lab["usd_per_w"].min()), float(lab["usd_per_w"].max()), "guessed", "OpenAI’s annualised revenue per watt, 2023–2025", "the year")
    audited = _openai("audited").set_index("year")["revenue_usd_bn"]
    out["openai_audited_first"], out["openai_audited_last"] = (Quantity(1e9 * float(audited.loc[y]), "USD", grade="guessed") for y in (audited.index.min(), audited.index.max()))
    per_watt = audited / lab.loc[audited.index, "compute_gw"]
    out["openai_audited_per_watt"] = Quantity(float(per_watt.median()), "USD/W", float(per_watt.min()), float(per_watt.max()), "guessed", "The same with the revenue of the whole year, from leaked accounts", "the year")
    part = volumes().query("series == 'OpenAI, API'").sort_values("date")
    two_years = part[part["date"] < "2026"]
    out["openai_tokens_factor"] = Quantity(float(two_years["tokens_trillion_per_day"].iloc[-1] / two_years["tokens_trillion_per_day"].iloc[0]), "1", grade="guessed")
    out["openai_money_factor"] = Quantity(float(lab.loc[last, "revenue_usd_bn"] / lab.loc[first, "revenue_usd_bn"]), "1", grade="guessed")
    rose = steps()
    rose = rose[(rose["kind"] == "actual") & (rose["measure"] != "OpenAI’s revenue")]  # what is filed: no outlook, no statement
    out["steps"] = Quantity(float(len(rose)), "1", grade="measured")
    out["steps_up"] = Quantity(float((rose["factor"] > 1).sum()), "1", grade="measured")
    out["share_up"] = Quantity(float((rose["factor"] > 1).mean()), "1", grade="measured", label="Share of yearly steps filed since 2023 in which spending rose while capability got cheaper")
    out["least_step"] = Quantity(float(rose["factor"].min()), "1", grade="measured")
    budget = hundred_billion.budget()
    out["asked_sum"] = Quantity(budget, "USD", grade="guessed")
    later = spending()
    later = later[(later["measure"] == nvidia) & (later["year"] > _FROM.year)]
    out["below_sum"] = Quantity(float((1e9 * later["usd_bn"] < budget).mean()), "1", grade="measured", label="Share of years since the essay in which one supplier’s sales stayed below that sum")
    out["capex_times"] = Quantity(out["capex_2025"].value / budget, "1", grade="measured")
    google = volumes().query("series == 'Google, all surfaces'")
    out["google_factor"] = Quantity(float(google["over_first"].iloc[-1]), "1", grade="guessed")
    out["saving_break_even"] = Quantity(float(1 - 1 / google["over_first"].iloc[-1]) * 100, "percent", grade="modelled", label="Saving per token that would have held the cost of Google’s tokens at its level of May 2024")
    return out


def _quantity(frame: pd.DataFrame, volume: str, price: str, label: str) -> Quantity:
    row = frame[(frame["volume"] == volume) & (frame["price"] == price)].iloc[0]
    return Quantity(float(row["elasticity"]), "1", float(row["elasticity_low"]), float(row["elasticity_high"]), "modelled", label, "how fast prices fell")
