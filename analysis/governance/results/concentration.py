"""How concentrated AI compute is: by owner, by country, by designer and by foundry, at year ends."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.governance import concentration as model
from analysis.power.results import owners
from analysis.quantities import Quantity

__all__ = ["YEARS", "NAMED", "LAST", "owner_draws", "designer_draws", "country_draws", "standing_in", "all_draws", "foundry_draws", "owner_frame", "level_frame", "index_frame", "trend_frame", "tipping_chinese", "facts"]

YEARS = (2023, 2024, 2025)  # the counts of TPUs begin in 2023
LAST = YEARS[-1]
NAMED = (*owners.FOUR, "Oracle")
CHINESE, REST = "Chinese designs", "All others"
MOST = 0.9  # the register's words: more than nine tenths
HALF = 0.5


@cache
def _parameters() -> dict[str, np.ndarray]:
    return parameters.sample(parameters.select("china_owned_share", "tsmc_share_chinese_designs", "china_sited_share", "us_share_outside_china", part="governance"))


@cache
def _counted_by_designer(year: int) -> dict[str, np.ndarray]:
    """Draws of the stock of each designer whose chips are counted, H100 equivalents; no less than the owners have."""
    amd = tables.load("power/chip_owners").query("designer == 'AMD'")["owner"].unique()
    allotted = sum(owners.stock_draws(o, year, "NVIDIA") for o in (*NAMED, "China"))
    return {
        "NVIDIA": np.maximum(owners.nvidia_total(year), allotted),
        "Google": owners.stock_draws("Google", year, "Google"),
        "AMD": sum(owners.stock_draws(str(o), year, "AMD") for o in amd),
        "Amazon": owners.stock_draws("Amazon", year, "Amazon"),
    }


@cache
def _chinese_designs() -> np.ndarray:
    """Draws of Chinese designs in use at the end of the last year: what Chinese owners hold beyond counted chips."""
    share = _parameters()["china_owned_share"]
    bought = owners.stock_draws("China", LAST)
    elsewhere = sum(_counted_by_designer(LAST).values()) - bought
    return np.maximum(elsewhere * share / (1 - share) - bought, 0.0)


@cache
def designer_draws(year: int = LAST) -> dict[str, np.ndarray]:
    """Return draws of the stock by designer, H100 equivalents; Chinese designs in the last year only."""
    return _counted_by_designer(year) | ({CHINESE: _chinese_designs()} if year == LAST else {})


@cache
def _total(year: int) -> np.ndarray:
    return sum(designer_draws(year).values())


@cache
def owner_draws(year: int = LAST) -> dict[str, np.ndarray]:
    """Return draws of the stock of the five named owners and of all others, H100 equivalents."""
    held = {o: owners.stock_draws(o, year) for o in NAMED}
    return held | {REST: np.maximum(_total(year) - sum(held.values()), 0.0)}


@cache
def country_draws() -> dict[str, np.ndarray]:
    """Return draws of the share of compute by where it stands."""
    p = _parameters()
    us = (1 - p["china_sited_share"]) * p["us_share_outside_china"]
    return {"United States": us, "China": p["china_sited_share"], "Elsewhere": 1 - us - p["china_sited_share"]}


@cache
def all_draws() -> np.ndarray:
    """Return draws of all compute at the end of the last year, H100 equivalents, Chinese designs included."""
    return _total(LAST)


@cache
def standing_in(country: str) -> np.ndarray:
    """Return draws of the compute that stands in a country at the end of the last year, H100 equivalents."""
    return country_draws()[country] * all_draws()


@cache
def foundry_draws() -> dict[str, np.ndarray]:
    """Return draws of the stock by foundry, H100 equivalents."""
    made = tables.load("governance/foundries").query("foundry == 'TSMC'").set_index("designer")["share"]
    draws = designer_draws()
    tsmc = sum(draws[d] * made[d] for d in made.index) + draws[CHINESE] * _parameters()["tsmc_share_chinese_designs"]
    return {"TSMC": tsmc, "Other foundries": _total(LAST) - tsmc}


def _percent(draws: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    whole = sum(draws.values())
    return {name: 100 * x / whole for name, x in draws.items()}


def _rows(draws: dict[str, np.ndarray], **more) -> list[dict]:
    rows = []
    for name, x in _percent(draws).items():
        low, middle, high = np.quantile(x, uncertainty.LEVELS)
        rows.append(more | {"holder": name, "share": middle, "low": low, "high": high})
    return rows


@cache
def owner_frame() -> pd.DataFrame:
    """Return the shares of owners, percent, the largest first and all others last."""
    frame = pd.DataFrame(_rows(owner_draws()))
    return frame.assign(last=frame["holder"] == REST).sort_values(["last", "share"], ascending=[True, False], ignore_index=True).drop(columns="last")


@cache
def level_frame() -> pd.DataFrame:
    """Return the shares of countries, designers and foundries, percent."""
    rows = _rows(country_draws(), level="Country") + _rows(designer_draws(), level="Designer") + _rows(foundry_draws(), level="Foundry")
    return pd.DataFrame(rows)


@cache
def _indices() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Lowest and highest index of each level, draw by draw; equal where every holder is named."""
    named = np.stack([owner_draws()[o] for o in NAMED])
    places = np.stack([country_draws()[c] for c in ("United States", "China")])
    designer, foundry = (model.hhi(np.stack(list(d.values()))) for d in (designer_draws(), foundry_draws()))
    return {
        "Owner": model.hhi_bounds(named, named.sum(axis=0) + owner_draws()[REST], named.min(axis=0)),
        "Country": model.hhi_bounds(places, 1.0, places[1]),
        "Designer": (designer, designer),
        "Foundry": (foundry, foundry),
    }


@cache
def index_frame() -> pd.DataFrame:
    """Return the index by level with its range and the number of equal holders that would have it."""
    rows = []
    for level, (least, most) in _indices().items():
        middle, low, high = np.median((least + most) / 2), np.quantile(least, 0.05), np.quantile(most, 0.95)
        rows.append({"level": level, "hhi": middle, "low": low, "high": high, "equal_holders": float(model.effective_number(middle))})
    return pd.DataFrame(rows)


def _top(year: int, n: int, counted: bool = False) -> np.ndarray:
    named = np.stack([owner_draws(year)[o] for o in NAMED])
    return model.top_share(named, n, sum(_counted_by_designer(year).values()) if counted else named.sum(axis=0) + owner_draws(year)[REST])


@cache
def trend_frame() -> pd.DataFrame:
    """Return shares of the four largest owners and of the largest designer by year, percent of the four designers' counted chips."""
    rows = []
    for year in YEARS:
        chips = _counted_by_designer(year)
        for what, x in (("Four largest owners", _top(year, 4, counted=True)), ("NVIDIA’s chips", chips["NVIDIA"] / sum(chips.values()))):
            low, middle, high = 100 * np.quantile(x, uncertainty.LEVELS)
            rows.append({"series": what, "year": year, "share": middle, "low": low, "high": high})
    return pd.DataFrame(rows)


@cache
def tipping_chinese() -> float:
    """Return how many times the median Chinese designs would have to be, all made elsewhere, for one foundry to make under nine tenths."""
    counted = float(np.median(sum(_counted_by_designer(LAST).values())))
    return counted * (1 - MOST) / MOST / float(np.median(_chinese_designs()))


def _range(samples, unit="percent", **more) -> Quantity:
    return uncertainty.summarise(samples, unit, **more)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    total, designers, foundry, country = _total(LAST), designer_draws(), foundry_draws(), country_draws()
    tsmc, nvidia = foundry["TSMC"] / total, designers["NVIDIA"] / total
    rest = "chips of owners that are not named"
    out = {
        "total": _range(total / 1e6, "1", label="AI chips in use, millions of H100 equivalents, end of the last year counted", driver="NVIDIA’s chips"),
        "top4": _range(100 * _top(LAST, 4), label="Share of the four largest owners", driver=rest),
        "top5": _range(100 * _top(LAST, 5), label="Share of the five largest owners", driver=rest),
        "top1": _range(100 * _top(LAST, 1), label="Share of the largest owner", driver=rest),
        "nvidia": _range(100 * nvidia, label="Share of NVIDIA’s chips", driver="NVIDIA’s chips against Google’s"),
        "tsmc": _range(100 * tsmc, label="Share made by TSMC", driver="Chinese designs in use"),
        "us": _range(100 * country["United States"], label="Share that stands in the United States", driver="share of the US outside China", grade="guessed"),
        "china": _range(100 * country["China"], label="Share that stands in China", driver="which of two counts is right", grade="guessed"),
        "elsewhere": _range(100 * country["Elsewhere"], grade="guessed"),
        "chinese": _range(100 * designers[CHINESE] / total, label="Share of Chinese designs", driver="what Chinese companies own"),
        "china_owned": _range(100 * _parameters()["china_owned_share"]),
        "few_owners": Quantity(float(np.mean(_top(LAST, 4) > HALF)), "1"),
        "one_designer": Quantity(float(np.mean(nvidia > HALF)), "1"),
        "one_foundry": Quantity(float(np.mean(tsmc > MOST)), "1"),
        "most": Quantity(100 * MOST, "percent"),
        "tipping_chinese": Quantity(tipping_chinese(), "1", label="Times that Chinese designs would have to grow, all made elsewhere, for TSMC’s share to fall below nine tenths"),
    }
    out["google"] = _range(100 * owner_draws()["Google"] / total)
    for r in index_frame().itertuples():
        key = r.level.lower()
        out[f"hhi_{key}"] = Quantity(r.hhi, "1", r.low, r.high, "guessed" if key == "country" else "modelled", f"HHI of AI compute by {key}", rest if key == "owner" else "")
        out[f"equal_{key}"] = Quantity(r.equal_holders, "1", float(model.effective_number(r.high)), float(model.effective_number(r.low)))
    for r in trend_frame().query("year == @YEARS[0]").itertuples():
        out["top4_first" if r.series.startswith("Four") else "nvidia_first"] = Quantity(r.share, "percent", r.low, r.high)
    for r in trend_frame().query("year == @LAST").itertuples():
        out["top4_last" if r.series.startswith("Four") else "nvidia_last"] = Quantity(r.share, "percent", r.low, r.high)
    return out
