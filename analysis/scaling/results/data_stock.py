"""When the text runs out: stock, growth of data sets, and the year in which one meets the other."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import outside, parameters, tables, uncertainty
from analysis.dates import decimal_year
from analysis.parameters import DRAWS, SEED, Parameter
from analysis.quantities import Quantity
from analysis.scaling import data_stock as model
from analysis.scaling.results import data_quality

__all__ = ["derive", "frontier", "growth", "fact", "stock", "stocks", "now", "baseline", "scenarios", "scenario_draws", "trend_frame", "year_curves", "repetition", "probability_by", "years_at", "facts"]

_SOURCES = {"2025-02-24": "epochai2025models", "2026-07-15": "epochai2026models"}
RANK, FIRST = 5, "2020-01-01"


def derive(vintage: str) -> pd.DataFrame:
    """Return the language models that were among the five largest by data at their release, from Epoch's table.

    A model of a maker that had used a data set of that very size before does not count: it is the same data again.
    Needs the outside data set; ``data/scaling/frontier_tokens.csv`` holds what it returned.
    """
    frame = outside.load("epoch-notable-models", vintage)
    column = next(c for c in frame.columns if c.startswith("Training dataset size"))
    frame = frame.assign(tokens=pd.to_numeric(frame[column], errors="coerce"), date=pd.to_datetime(frame["Publication date"], errors="coerce"))
    frame = frame[(frame["tokens"] > 0) & frame["Domain"].fillna("").str.contains("Language") & frame["date"].notna()]
    frame = frame.sort_values(["date", "Model"], kind="stable")
    frame = frame[~frame.duplicated(["Organization", "tokens"])]
    frame = frame[model.frontier(frame["tokens"], RANK)]
    frame = frame[frame["date"] >= FIRST]
    return pd.DataFrame(
        {
            "vintage": vintage, "model": frame["Model"].str.strip(), "date": frame["date"].dt.strftime("%Y-%m-%d"), "tokens": frame["tokens"].map("{:.4g}".format), "confidence": frame["Confidence"].fillna("unknown"),
            "source": _SOURCES[vintage], "locator": "row of the model, column " + column, "seen": "primary", "note": "",
        }
    )  # fmt: skip


_NEWEST, _OLDER = "2026-07-15", "2025-02-24"
_LONG, _RECENT = 2020, 2024  # first years of the two trends that share the weight
_STOCK_YEAR = 2024.5  # the estimates are of mid-2024
_HORIZON, _CLAIM_DATE = 2031.0, 2025.12  # end of 2030; February 2025


@cache
def frontier(vintage: str = _NEWEST) -> pd.DataFrame:
    """Return the committed table of models with the largest data sets of their time, with decimal years."""
    frame = tables.load("scaling/frontier_tokens")
    frame = frame[frame["vintage"] == vintage].reset_index(drop=True)
    frame["year"] = decimal_year(frame["date"])
    return frame


@cache
def growth(first: int = _LONG, vintage: str = _NEWEST) -> model.Growth:
    """Return the growth of the largest data sets since a year."""
    frame = frontier(vintage)
    frame = frame[frame["year"] >= first]
    return model.fit_growth(frame["year"], frame["tokens"])


@cache
def fact(name: str) -> float:
    """Return one figure of the table of single figures."""
    return float(tables.load("scaling/data_facts").set_index("fact").loc[name, "value"])


@cache
def stocks() -> pd.DataFrame:
    """Return the table of stocks."""
    return tables.load("scaling/text_stocks")


def stock(name: str, column: str = "tokens") -> float:
    """Return one figure of the table of stocks, tokens."""
    return float(stocks().set_index("stock").loc[name, column])


@cache
def now() -> float:
    """Return the date of the newest model of the table as a decimal year."""
    return float(frontier()["year"].max())


@cache
def _growth_draws() -> np.ndarray:
    """Return yearly factors: the trend since 2020 and the one since 2024, equal weight."""
    half = DRAWS // 2
    return np.concatenate([growth(_LONG).draws(half, [SEED, 1]), growth(_RECENT).draws(half, [SEED, 2])])


@cache
def _inputs() -> dict[str, Parameter]:
    """Return the four uncertain inputs; growth and today's largest run come from the table of models."""
    low, middle, high = np.quantile(_growth_draws(), [0.05, 0.5, 0.95])
    sizes = np.sort(frontier()["tokens"].unique())
    unseen = float(np.exp(parameters.Z95 * growth(_RECENT).residual))  # how far an undisclosed run may lie above
    return parameters.select("text_stock", "text_stock_growth", part="scaling") | {
        "token_growth": Parameter("token_growth", "1", float(middle), float(low), float(high), "lognormal", part="scaling"),
        "tokens_now": Parameter("tokens_now", "token", float(sizes[-1]), float(sizes[-2]), float(sizes[-1] * unseen), "lognormal", part="scaling"),
    }


@cache
def baseline() -> uncertainty.Propagation:
    """Propagate stock, its growth, today's largest run and the growth of runs to the year in which they meet."""
    return uncertainty.propagate(model.exhaustion_year, _inputs(), stock_year=_STOCK_YEAR, now=now())


_SCENARIOS = ("stock as published", "clean text, one pass", "clean text, four passes", "clean text, repeated without end", "growth as since 2024", "growth as since 2020", "tokens per parameter times five", "mixed as Phi-4 was", "with images and video", "whole web, cleaned alike")


@cache
def scenario_draws(name: str) -> np.ndarray:
    """Return draws of the year in which the largest run takes the whole stock, under one assumption."""
    base = dict(baseline().inputs)
    clean = parameters.sample(parameters.select("clean_text_stock", part="scaling"))["clean_text_stock"]
    constant = fact("repeat_constant")
    changed = {
        "stock as published": {},
        "clean text, one pass": {"text_stock": clean},
        "clean text, four passes": {"text_stock": model.effective_tokens(clean, fact("usual_epochs"), constant)},
        "clean text, repeated without end": {"text_stock": model.effective_tokens(clean, 1e6, constant)},
        "growth as since 2024": {"token_growth": growth(_RECENT).draws(DRAWS, [SEED, 3])},
        "growth as since 2020": {"token_growth": growth(_LONG).draws(DRAWS, [SEED, 4])},
        "tokens per parameter times five": {"overtraining": fact("paper_overtraining")},
        "mixed as Phi-4 was": {"human_share": 1.0 - data_quality.facts()["mix_share_rewrites"].value / 100.0},
        "with images and video": {"text_stock": base["text_stock"] + stock("images") + stock("video")},
        "whole web, cleaned alike": {"text_stock": base["text_stock"] * stock("whole-web") / stock("indexed-web")},
    }[name]
    return model.exhaustion_year(**{**base, **changed}, stock_year=_STOCK_YEAR, now=now())


@cache
def scenarios() -> pd.DataFrame:
    """Return median, 5 and 95 % year and the chance by the end of 2030, per assumption."""
    rows = []
    for name in _SCENARIOS:
        draws = scenario_draws(name)
        low, middle, high = np.quantile(draws, [0.05, 0.5, 0.95])
        rows.append({"assumption": name, "year": middle, "low": low, "high": high, "by_2030": 100.0 * float(np.mean(draws < _HORIZON))})
    return pd.DataFrame(rows)


def probability_by(year: float, name: str = "stock as published") -> float:
    """Return the chance that the stock is reached before a decimal year."""
    return float(np.mean(scenario_draws(name) < year))


@cache
def _used_up() -> tuple[float, float]:
    """Return the chance that the largest run known by February 2025 was as large as the stock: effective, and clean for one pass."""
    frame = frontier()
    largest = frame.loc[frame["year"] <= _CLAIM_DATE, "tokens"].max()
    effective = baseline().inputs["text_stock"]
    clean = parameters.sample(parameters.select("clean_text_stock", part="scaling"))["clean_text_stock"]
    return float(np.mean(effective <= largest)), float(np.mean(clean <= largest))


@cache
def trend_frame() -> pd.DataFrame:
    """Return models, both trends carried to 2032 and the stock with its range, for a chart."""
    points = frontier()[["year", "tokens", "model"]].assign(kind="model", low=np.nan, high=np.nan)
    years = np.round(np.arange(2020.0, 2032.01, 0.5), 2)
    rows = [points]
    for first, name in ((_LONG, "trend since 2020"), (_RECENT, "trend since 2024")):
        ahead = years[years >= first]
        rows.append(pd.DataFrame({"year": ahead, "tokens": growth(first).tokens(ahead), "model": name, "kind": name, "low": np.nan, "high": np.nan}))
    s = parameters.get("text_stock", part="scaling")
    pace = parameters.get("text_stock_growth", part="scaling").central
    ends = {end: model.stock_in(years, getattr(s, end), pace, _STOCK_YEAR) for end in ("central", "low", "high")}
    rows.append(pd.DataFrame({"year": years, "tokens": ends["central"], "model": "stock", "kind": "stock", "low": ends["low"], "high": ends["high"]}))
    return pd.concat(rows, ignore_index=True)


@cache
def year_curves() -> pd.DataFrame:
    """Return the chance that the stock has been reached, by year and assumption."""
    years = np.arange(2025.0, 2040.01, 0.5)
    shown = ("clean text, one pass", "stock as published", "tokens per parameter times five", "mixed as Phi-4 was", "with images and video")
    return pd.concat([pd.DataFrame({"assumption": name, "year": years, "chance": [100.0 * float(np.mean(scenario_draws(name) < y)) for y in years]}) for name in shown], ignore_index=True)


@cache
def repetition() -> pd.DataFrame:
    """Return what repeated text is worth by passes, under both fits of the constant and as if fresh."""
    passes = np.unique(np.round(np.geomspace(1, 100, 60), 2))
    rows = [pd.DataFrame({"epochs": passes, "worth": model.effective_tokens(1.0, passes, fact(key)), "fit": name}) for key, name in (("repeat_constant", "both decays fitted"), ("repeat_constant_alone", "decay of data alone"))]
    rows.append(pd.DataFrame({"epochs": passes, "worth": passes, "fit": "as good as fresh"}))
    frame = pd.concat(rows, ignore_index=True)
    return frame[frame["worth"] <= 20]


def years_at(text_stock, token_growth, human_share, overtraining) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return 5, 50 and 95 % years at chosen values; the stock's growth and today's largest run stay uncertain."""
    base = baseline().inputs
    thin = slice(None, None, 50)
    draws = model.exhaustion_year(
        np.asarray(text_stock, dtype=float)[:, None], base["text_stock_growth"][thin], base["tokens_now"][thin], np.asarray(token_growth, dtype=float)[:, None],
        stock_year=_STOCK_YEAR, now=now(), human_share=np.asarray(human_share, dtype=float)[:, None], overtraining=np.asarray(overtraining, dtype=float)[:, None],
    )  # fmt: skip
    return tuple(np.quantile(draws, [0.05, 0.5, 0.95], axis=1))


_q = Quantity.of


def _factor(first: int, vintage: str = _NEWEST, label: str = "") -> Quantity:
    g = growth(first, vintage)
    low, high = np.quantile(g.draws(DRAWS, [SEED, 5]), [0.05, 0.95])
    return _q(g.per_year, "1", low, high, label, driver="which years" if label else "")


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    run = baseline()
    table = scenarios().set_index("assumption")
    effective, clean = _used_up()
    s = parameters.get("text_stock", part="scaling")
    c = parameters.get("clean_text_stock", part="scaling")
    largest = frontier().sort_values("tokens").iloc[-1]
    by_claim = frontier()[frontier()["year"] <= _CLAIM_DATE].sort_values("tokens").iloc[-1]
    mixture = np.quantile(_growth_draws(), [0.05, 0.5, 0.95])

    def year(name: str, label: str = "") -> Quantity:
        row = table.loc[name]
        return _q(row["year"], "year", row["low"], row["high"], label, driver="stock of text" if label else "")

    return {
        "stock": _q(s.central, "token", s.low, s.high, "Effective stock of public text, published", "modelled", "quality filter and repetition"),
        "clean_stock": _q(c.central, "token", c.low, c.high),
        "raw_stock": _q(stock("indexed-web"), "token", stock("indexed-web", "low"), stock("indexed-web", "high")),
        "whole_web": _q(stock("whole-web"), "token", stock("whole-web", "low"), stock("whole-web", "high")),
        "fineweb": _q(stock("fineweb"), "token", grade="measured"),
        "redpajama": _q(stock("redpajama-2"), "token", grade="measured"),
        "dclm": _q(stock("dclm"), "token", grade="measured"),
        "media": _q(stock("images") + stock("video"), "token"),
        "largest": _q(largest["tokens"], "token", grade="measured"),
        "largest_2025": _q(by_claim["tokens"], "token", grade="measured"),
        "share_used": _q(100 * largest["tokens"] / s.central, "percent", 100 * largest["tokens"] / s.high, 100 * largest["tokens"] / s.low, "Largest known data set over the stock, July 2026", driver="stock of text"),
        "share_used_2025": _q(100 * by_claim["tokens"] / s.central, "percent", 100 * by_claim["tokens"] / s.high, 100 * by_claim["tokens"] / s.low),
        "times_fineweb": _q(by_claim["tokens"] / stock("fineweb")),
        "growth_long": _factor(_LONG, label="Yearly growth of the largest data sets since 2020"),
        "growth_recent": _factor(_RECENT, label="Yearly growth of the largest data sets since 2024"),
        "growth_old_vintage": _factor(_LONG, _OLDER),
        "growth_used": _q(mixture[1], "1", mixture[0], mixture[2]),
        "year": run.quantity("year", label="Year in which the largest run takes the whole stock"),
        "by_2030": _q(100 * probability_by(_HORIZON), "percent", label="Chance that it does so by the end of 2030", driver=run.drivers()["parameter"].iloc[0]),
        "by_2028": _q(100 * probability_by(2029.0), "percent"),
        "by_2032": _q(100 * probability_by(2033.0), "percent"),
        "suffices": _q(100 * (1 - probability_by(_HORIZON)), "percent"),
        "may_not_suffice": _q(probability_by(_HORIZON)),
        "used_up": _q(effective),
        "used_up_percent": _q(100 * effective, "percent"),
        "used_up_clean": _q(100 * clean, "percent"),
        "year_clean": year("clean text, one pass", "The same, clean text in one pass"),
        "by_2030_clean": _q(table.loc["clean text, one pass", "by_2030"], "percent"),
        "year_repeat": year("clean text, repeated without end"),
        "year_recent": year("growth as since 2024"),
        "by_2030_recent": _q(table.loc["growth as since 2024", "by_2030"], "percent"),
        "year_over": year("tokens per parameter times five", "The same, with five times the tokens per parameter"),
        "year_synthetic": year("mixed as Phi-4 was", "The same, mixed as Phi-4 was"),
        "year_media": year("with images and video", "The same, with images and video as text tokens"),
        "year_web": year("whole web, cleaned alike"),
        "synthetic_share": data_quality.facts()["mix_share_rewrites"],
        "delay_synthetic": _q(table.loc["mixed as Phi-4 was", "year"] - table.loc["stock as published", "year"], "1"),
        "advance_over": _q(table.loc["stock as published", "year"] - table.loc["tokens per parameter times five", "year"], "1"),
        "years_tenfold": _q(np.log(10.0) / (np.log(mixture[1]) - np.log1p(parameters.get("text_stock_growth", part="scaling").central))),
        "stock_growth": _q(100 * parameters.get("text_stock_growth", part="scaling").central, "percent"),
        "overtraining": _q(fact("paper_overtraining")),
        "overtraining_data": _q(model.overtraining_factor(fact("paper_overtraining"))),
        "usual_epochs": _q(fact("usual_epochs")),
        "worth_four": _q(model.effective_tokens(1.0, fact("usual_epochs"), fact("repeat_constant"))),
        "worth_four_alone": _q(model.effective_tokens(1.0, fact("usual_epochs"), fact("repeat_constant_alone"))),
        "worth_limit": _q(1 + fact("repeat_constant"), "1", 1 + fact("repeat_constant_alone"), 1 + fact("repeat_constant"), "Most that repetition can make of text, times its unique tokens", driver="which decays are fitted"),
        "epochs_for_three": _q(model.epochs_for(3.0, fact("repeat_constant"))),
        "paper_year": _q(fact("paper_year"), "year", fact("paper_first"), fact("paper_last")),
        "paper_growth": _q(fact("paper_growth")),
        "insight_growth": _q(fact("insight_growth"), "1", fact("insight_growth_later"), fact("insight_growth")),
        "tipping_growth": _q(run.tipping("token_growth", _HORIZON, (1.1, 6.0))),
        "tipping_stock": _q(run.tipping("text_stock", _HORIZON, (1e13, 1e17)), "token"),
    }  # fmt: skip
