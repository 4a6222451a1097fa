"""List prices since 2021, how fast they fall and how sure that is, margins, and whether inference pays for training."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.inference import cost
from analysis.inference import prices as model
from analysis.inference.results import hour_cost, token_cost
from analysis.quantities import Quantity

__all__ = [
    "history", "tier_declines", "refits", "thresholds", "window_range", "published", "day", "day_margin", "margins", "coverage", "loop", "probabilities", "facts",
]  # fmt: skip

SCORES = {
    "MMLU": "mmlu_percent", "GPQA Diamond": "gpqa_percent", "MATH-500": "math500_percent", "MATH 5": "math5_percent", "HumanEval": "humaneval_percent",
    "LMSys Chatbot Arena ELO": "arena_elo",
}  # fmt: skip
TIERS = {"flagship": "Flagship", "middle": "Middle", "small": "Small", "reasoning": "Billed reasoning", "premium": "Premium"}
LONG = 1.5  # years from which a fit is called long: Epoch AI's fits span half a year to three


def _years(dates) -> np.ndarray:
    return np.array([pd.Timestamp(d).toordinal() for d in dates]) / model.DAYS_PER_YEAR


@cache
def history() -> pd.DataFrame:
    """Return every list price of a model's own provider, both tables together: blended three to one, with whether its first day is known."""
    ours = tables.load("inference/list_prices")
    ours = ours[ours["tier"] != "host"].rename(columns={"input_usd_per_mtok": "input", "output_usd_per_mtok": "output"})
    theirs = tables.load("power/token_prices").rename(columns={"input_usd_per_mtoken": "input", "output_usd_per_mtoken": "output"})
    columns = ["provider", "model", "tier", "date", "dated", "input", "output"]
    ours = ours.assign(date=pd.to_datetime(ours["effective_from"].fillna(ours["listed_on"])), dated=ours["effective_from"].notna())
    theirs = theirs.assign(date=pd.to_datetime(theirs["effective_from"]), dated=True)
    frame = pd.concat([ours[columns], theirs[columns]], ignore_index=True)
    frame["blended"] = cost.blended_usd_per_mtok(frame["input"], frame["output"])
    return frame.sort_values(["date", "provider", "model"], ignore_index=True)


@cache
def tier_declines() -> pd.DataFrame:
    """Return the fall a year of list prices within providers, by tier and for all tiers: each provider and tier has a level of its own."""
    frame = history()
    frame = frame[frame["dated"] & (frame["date"] >= pd.Timestamp("2022-01-01"))]
    rows = []
    for tier, words in {**TIERS, "all": "All tiers"}.items():
        part = frame if tier == "all" else frame[frame["tier"] == tier]
        series = part["provider"] + " " + part["tier"]
        try:
            t = model.within_groups(_years(part["date"]), part["blended"], series.to_numpy())
        except ValueError:  # a tier that only one provider has priced twice
            continue
        kept = series.value_counts()
        if (kept > 1).sum() < 3:  # two series hardly tell a spread
            continue
        rows.append({"tier": words, "factor": t.factor, "low": t.low, "high": t.high, "prices": t.points, "series": int((kept > 1).sum()), "falls": t.probability_of_fall})
    return pd.DataFrame(rows)


@cache
def _scored() -> tuple[pd.DataFrame, np.ndarray]:
    frame = tables.load("inference/price_scores")
    frame = frame[~frame["reasoning"]].reset_index(drop=True)
    return frame, np.array([pd.Timestamp(d).toordinal() for d in frame["date"]], dtype=float)


def _frontier(benchmark: str, threshold: float) -> pd.DataFrame:
    frame, days = _scored()
    chosen = model.lowest_so_far(days, frame["blended_usd_per_mtok"], frame[SCORES[benchmark]], threshold)
    return frame.iloc[chosen].assign(year=days[chosen] / model.DAYS_PER_YEAR)


@cache
def refits() -> pd.DataFrame:
    """Return Epoch AI's published fits refitted, each with its span, and the lowest and highest factor with one price left out."""
    rows = []
    for r in tables.load("inference/price_decline_fits").itertuples():
        f = _frontier(r.benchmark, r.threshold)
        t = model.fit(f["year"], f["blended_usd_per_mtok"])
        left = model.leave_one_out(f["year"], f["blended_usd_per_mtok"])
        worst = int(np.argmax(np.abs(np.log(left) - np.log(t.factor))))
        rows.append(
            {
                "benchmark": r.benchmark.replace("LMSys Chatbot Arena ELO", "Chatbot Arena"), "threshold_model": r.threshold_model, "points": t.points, "span_years": float(np.ptp(f["year"])),
                "factor": t.factor, "low": t.low, "high": t.high, "published": r.factor_per_year, "published_low": r.factor_low, "published_high": r.factor_high,
                "left_low": float(left.min()), "left_high": float(left.max()), "carrier": f["model"].iloc[worst],
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def thresholds(benchmark: str = "GPQA Diamond") -> pd.DataFrame:
    """Return the fall a year at a fixed score for every threshold that leaves four prices or more."""
    frame, _ = _scored()
    rows = []
    for level in sorted(frame[SCORES[benchmark]].dropna().unique()):
        f = _frontier(benchmark, float(level))
        if len(f) >= 4:
            t = model.fit(f["year"], f["blended_usd_per_mtok"])
            rows.append({"benchmark": benchmark, "threshold": float(level), "points": t.points, "span_years": float(np.ptp(f["year"])), "factor": t.factor, "low": t.low, "high": t.high})
    return pd.DataFrame(rows)


@cache
def published() -> pd.DataFrame:
    """Return published statements of the fall of the price of a fixed capability, as factors a year, beside the long records here."""
    rows = []
    for r in tables.load("inference/published_declines").itertuples():
        if r.per_year:
            span = f"{r.start.year}–{r.end.year}" if pd.notna(r.start) else ("2021–2025" if r.source == "epochai2025pricetrends" else "not stated")
            rows.append({"Statement": r.statement, "Counted": r.measure, "Span": span, "Factor a year": r.factor, "from": r.factor_low, "to": r.factor_high})
            continue
        span = (pd.Timestamp(r.end) - pd.Timestamp(r.start)).days / model.DAYS_PER_YEAR
        rows.append({"Statement": r.statement, "Counted": r.measure, "Span": f"{r.start.year}–{r.end.year}", "Factor a year": r.factor ** (1 / span), "from": np.nan, "to": np.nan})
    study = tables.load("power/price_declines").set_index("measure").loc["cheapest model of a fixed capability (best of 2023)"]
    span = (pd.Timestamp(study["end"]) - pd.Timestamp(study["start"])).days / model.DAYS_PER_YEAR
    rows.append({"Statement": "Demirer et al.", "Counted": "cheapest model of a fixed capability", "Span": f"{pd.Timestamp(study['start']).year}–{pd.Timestamp(study['end']).year}", "Factor a year": float(study["factor"]) ** (-1 / span), "from": np.nan, "to": np.nan})
    fits = refits()
    long = fits.loc[fits["span_years"] >= LONG, "factor"]
    rows.append({"Statement": "Epoch AI’s fits, long records only (here)", "Counted": "cheapest model of a fixed score", "Span": "2021–2025", "Factor a year": float(long.median()), "from": float(long.min()), "to": float(long.max())})
    return pd.DataFrame(rows)


@cache
def window_range() -> tuple[float, float]:
    """Return the 5 and 95 % points of the factor over all windows of four or more consecutive prices of all fits."""
    every = []
    for r in tables.load("inference/price_decline_fits").itertuples():
        f = _frontier(r.benchmark, r.threshold)
        every.append(model.windows(f["year"], f["blended_usd_per_mtok"])[2])
    low, high = np.quantile(np.concatenate(every), (0.05, 0.95))
    return float(low), float(high)


@cache
def day() -> pd.Series:
    """Return DeepSeek's published day by quantity."""
    return tables.load("inference/published_day").set_index("quantity")["value"]


@cache
def day_margin() -> uncertainty.Propagation:
    """Return the margin of DeepSeek's day with an hour of H800 as it costs us instead of the rent it assumes, percent.

    An owned hour: the day counts only machines at work, so that idle ones are left out as in its own sum.
    """
    d = day()
    hours = d["cost_usd"] / d["rental_usd_per_accelerator_hour"]
    run = hour_cost.usd_per_hour("H800", "owned")

    def share(**inputs):
        return 100.0 * cost.margin(d["revenue_at_list_usd"], hours * run.model(**inputs))

    return uncertainty.Propagation(share, run.parameters, {}, run.inputs, 100.0 * cost.margin(d["revenue_at_list_usd"], hours * run.samples))


@cache
def margins() -> pd.DataFrame:
    """Return stated margins by company and date, oldest first."""
    frame = tables.load("inference/margins").copy()
    frame["date"] = pd.to_datetime(frame["date"])
    return frame.sort_values(["company", "date"], ignore_index=True)[["company", "date", "measure", "percent"]]


def _revenue(year: int) -> float:
    frame = tables.load("power/openai_scale")
    row = frame[(frame["year"] == year) & (frame["basis"] == "audited")]
    return 1e9 * float(row["revenue_usd_bn"].iloc[0])


@cache
def _money() -> dict[str, np.ndarray]:
    chosen = {
        "serving_2024": parameters.get("openai_inference_usd", part="inference", year=2024),
        "serving_2025": parameters.get("openai_serving_cost_usd", part="inference", year=2025),
        "training_2024": parameters.get("openai_training_usd", part="inference", year=2024),
        "training_2025": parameters.get("openai_training_usd", part="inference", year=2025),
        "growth": parameters.get("training_cost_growth", part="inference"),
        "overrun": parameters.get("serving_cost_overrun", part="inference"),
    }
    return parameters.sample(chosen)


@cache
def coverage() -> dict[str, np.ndarray]:
    """Return draws of the share of a rise in training spending that gross profit pays, by reading (`data/inference/loop_readings`)."""
    x = _money()
    profit_2024 = model.gross_profit_usd(_revenue(2024), x["serving_2024"])
    profit_2025 = model.gross_profit_usd(_revenue(2025), x["serving_2025"])
    accounts = tables.load("inference/lab_accounts").set_index(["company", "period", "quantity"])["usd"]
    # a quarter with an operating profit has covered all of its spending, training included; the projection errs as the last year's did
    revenue, left = accounts["Anthropic", "2026 Q2", "revenue"], accounts["Anthropic", "2026 Q2", "operating_profit"]
    serving = (1.0 - accounts["Anthropic", "2025", "gross_profit"] / accounts["Anthropic", "2025", "revenue"]) * revenue
    return {
        "next year": model.growth_covered(profit_2024, x["training_2024"], x["training_2025"]),
        "same year": model.growth_covered(profit_2025, x["training_2024"], x["training_2025"]),
        "same quarter": 1.0 + (left - serving * (x["overrun"] - 1.0)) / revenue,
    }


@cache
def loop() -> pd.DataFrame:
    """Return the sums of the loop by year: revenue, serving, what is left, research and training, with 5 and 95 % points, billions of dollars."""
    x = _money()
    rows = []
    for year, serving in ((2024, x["serving_2024"]), (2025, x["serving_2025"])):
        profit = model.gross_profit_usd(_revenue(year), serving)
        for name, draws in (("Revenue", np.full(profit.size, _revenue(year))), ("Cost of serving", serving), ("Gross profit", profit), ("Research and training", x[f"training_{year}"])):
            low, middle, high = np.quantile(draws, uncertainty.LEVELS) / 1e9
            rows.append({"year": year, "sum": name, "usd_bn": middle, "low": low, "high": high})
    rise = (x["training_2025"] - x["training_2024"]) / 1e9
    low, middle, high = np.quantile(rise, uncertainty.LEVELS)
    rows.append({"year": 2025, "sum": "Rise of training", "usd_bn": middle, "low": low, "high": high})
    return pd.DataFrame(rows)


@cache
def probabilities() -> dict[str, float]:
    """Return how probable it is that gross profit covers the rise of training spending, by reading and weighted by the readings' prior."""
    draws = coverage()
    each = {name: float(np.mean(x >= 1.0)) for name, x in draws.items()}
    weight = tables.load("inference/loop_readings").set_index("reading")["weight"]
    return each | {"weighted": float(sum(weight[name] * p for name, p in each.items()))}


@cache
def revenue_rises() -> float:
    """Return the probability that revenue from inference rises while prices fall: it rose in the accounts, so it is that of falling prices at a fixed score, over Epoch AI's fits."""
    rose = _revenue(2025) > _revenue(2024)
    falls = [model.fit((f := _frontier(r.benchmark, r.threshold))["year"], f["blended_usd_per_mtok"]).probability_of_fall for r in tables.load("inference/price_decline_fits").itertuples()]
    return float(rose) * float(np.mean(falls))


_q = Quantity.of


def _draws(values, unit, label="", driver="", grade="modelled"):
    low, middle, high = np.quantile(values, uncertainty.LEVELS)
    return _q(middle, unit, low, high, label, grade, driver)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    fits = refits()
    tiers = tier_declines().set_index("tier")
    prices = history()
    top, bottom = fits.loc[fits["factor"].idxmax()], fits.loc[fits["factor"].idxmin()]
    long = fits[fits["span_years"] >= LONG]
    short = fits[fits["span_years"] < 1]
    sweep = thresholds()
    said = tables.load("inference/published_declines").set_index("statement")
    span = {k: (pd.Timestamp(said.at[k, "end"]) - pd.Timestamp(said.at[k, "start"])).days / model.DAYS_PER_YEAR for k in ("a16z MMLU 42", "a16z MMLU 83")}
    d = day()
    chance = probabilities()
    x = _money()
    profit = {2024: model.gross_profit_usd(_revenue(2024), x["serving_2024"]), 2025: model.gross_profit_usd(_revenue(2025), x["serving_2025"])}
    hosts = token_cost.against_hosts()
    cover = coverage()
    return {
        "prices_counted": _q(len(prices), "1"),
        "prices_dated": _q(prices["dated"].sum(), "1"),
        "providers": _q(prices["provider"].nunique(), "1"),
        "flagship_fall": _q(tiers.at["Flagship", "factor"], "1", tiers.at["Flagship", "low"], tiers.at["Flagship", "high"], "List price of flagships, fall a year", driver="which provider"),
        "small_fall": _q(tiers.at["Small", "factor"], "1", tiers.at["Small", "low"], tiers.at["Small", "high"], "List price of small models, fall a year", driver="which provider"),
        "all_fall": _q(tiers.at["All tiers", "factor"], "1", tiers.at["All tiers", "low"], tiers.at["All tiers", "high"], "List price within a provider and tier, fall a year", driver="which provider"),
        "all_fall_sure": _q(100 * tiers.at["All tiers", "falls"], "percent"),
        "fits": _q(len(fits), "1"),
        "top_factor": _q(top["factor"], "1", top["low"], top["high"], "Largest published fall at a fixed score, a year", driver="one price"),
        "top_points": _q(top["points"], "1"),
        "top_span_months": _q(12 * top["span_years"], "1"),
        "top_left_low": _q(top["left_low"], "1"),
        "top_left_high": _q(top["left_high"], "1"),
        "bottom_factor": _q(bottom["factor"], "1", bottom["low"], bottom["high"]),
        "long_span": _q(LONG, "1"),
        "long_fits": _q(len(long), "1"),
        "long_factor": _q(long["factor"].median(), "1", long["factor"].min(), long["factor"].max(), "Fall at a fixed score in fits over the long span, a year", driver="benchmark and threshold"),
        "short_fits": _q(len(short), "1"),
        "short_factor": _q(short["factor"].median(), "1", short["factor"].min(), short["factor"].max()),
        "all_factor": _q(fits["factor"].median(), "1", fits["factor"].min(), fits["factor"].max(), "Fall at a fixed score over all published fits, a year", driver="length of the record"),
        "window_factor": _q(fits["factor"].median(), "1", *window_range()),
        "unsure_fits": _q((fits["high"] / fits["low"] > 100).sum(), "1"),
        "sweep_low": _q(sweep.iloc[0]["factor"], "1"),
        "sweep_high": _q(sweep["factor"].max(), "1"),
        "sweep_threshold_low": _q(sweep.iloc[0]["threshold"], "percent"),
        "sweep_threshold_high": _q(sweep.loc[sweep["factor"].idxmax(), "threshold"], "percent"),
        "a16z_42": _q(said.at["a16z MMLU 42", "factor"] ** (1 / span["a16z MMLU 42"]), "1"),
        "a16z_83": _q(said.at["a16z MMLU 83", "factor"] ** (1 / span["a16z MMLU 83"]), "1"),
        "demirer": _q(published().set_index("Statement").at["Demirer et al.", "Factor a year"], "1"),
        "benchmark_run": _q(np.sqrt(said.at["Gundlach et al.", "factor_low"] * said.at["Gundlach et al.", "factor_high"]), "1", said.at["Gundlach et al.", "factor_low"], said.at["Gundlach et al.", "factor_high"]),
        "index_same": _q(said.at["Price index, same models", "factor"], "1"),
        "index_quality": _q(said.at["Price index, quality held", "factor"], "1"),
        "epoch_low": _q(said.at["Epoch AI range", "factor_low"], "1"),
        "epoch_high": _q(said.at["Epoch AI range", "factor_high"], "1"),
        "day_cost": _q(d["cost_usd"], "USD", grade="measured"),
        "day_revenue": _q(d["revenue_at_list_usd"], "USD"),
        "day_markup": _q(100 * cost.markup(d["revenue_at_list_usd"], d["cost_usd"]), "percent"),
        "day_margin": _q(100 * cost.margin(d["revenue_at_list_usd"], d["cost_usd"]), "percent"),
        "day_margin_ours": day_margin().quantity("percent", label="Margin of DeepSeek's day at our cost of an hour"),
        "day_break_even": _q(100 * d["cost_usd"] / d["revenue_at_list_usd"], "percent"),
        "day_revenue_hour": _q(d["revenue_at_list_usd"] / (d["cost_usd"] / d["rental_usd_per_accelerator_hour"]), "USD/hour"),
        "host_revenue_hour": _q(hosts["revenue"].median(), "USD/hour", hosts["revenue"].min(), hosts["revenue"].max(), "Revenue of an accelerator's hour at hosts' list prices", driver="which model"),
        "host_hour": _q(hosts["hour"].median(), "USD/hour"),
        "host_margin": _q(100 * hosts["margin"].median(), "percent", 100 * hosts["margin"].min(), 100 * hosts["margin"].max(), "Margin of hosts at list price, by our cost", driver="which model"),
        "hosts_models": _q(len(hosts), "1"),
        "revenue_2024": _q(_revenue(2024), "USD", grade="measured"),
        "revenue_2025": _q(_revenue(2025), "USD", grade="measured"),
        "revenue_factor": _q(_revenue(2025) / _revenue(2024), "1"),
        "profit_2024": _draws(profit[2024], "USD", "OpenAI's gross profit from serving, 2024", "cost of serving"),
        "profit_2025": _draws(profit[2025], "USD", "OpenAI's gross profit from serving, 2025", "cost of serving"),
        "training_2024": _draws(x["training_2024"], "USD"),
        "training_2025": _draws(x["training_2025"], "USD", "OpenAI's research and training compute, 2025", "what the accounts do not split", "guessed"),
        "training_rise": _draws(x["training_2025"] - x["training_2024"], "USD", grade="guessed"),
        "cover_next": _draws(100 * cover["next year"], "percent", "Rise of training paid by the year before's profit", "training spending of 2025", "guessed"),
        "cover_same": _draws(100 * cover["same year"], "percent", "Rise of training paid by the same year's profit", "training spending of 2025", "guessed"),
        "self_funded": _draws(model.self_funded_growth(profit[2025], x["training_2025"]), "1", "Growth of training that 2025's profit alone allows", "training spending of 2025", "guessed"),
        "training_growth": _draws(x["growth"], "1"),
        "loop_next": _q(100 * chance["next year"], "percent", grade="guessed"),
        "loop_same": _q(100 * chance["same year"], "percent", grade="guessed"),
        "loop_quarter": _q(100 * chance["same quarter"], "percent", grade="guessed"),
        "loop_weighted": _q(100 * chance["weighted"], "percent", grade="guessed"),
        "loop_closes": _q(chance["weighted"], "1", min(v for k, v in chance.items() if k != "weighted"), max(v for k, v in chance.items() if k != "weighted"), grade="guessed"),
        "revenue_rises": _q(revenue_rises(), "1"),
        "margin_openai_first": _q(margins().query("company == 'OpenAI' and measure == 'compute margin of paying users'")["percent"].iloc[0], "percent"),
        "margin_openai_last": _q(margins().query("company == 'OpenAI' and measure == 'compute margin of paying users'")["percent"].iloc[-1], "percent"),
        "margin_openai_gross": _q(margins().query("company == 'OpenAI' and measure == 'gross margin'")["percent"].iloc[-1], "percent"),
        "margin_anthropic_gross": _q(margins().query("company == 'Anthropic' and measure == 'gross margin'")["percent"].iloc[-1], "percent"),
        "tipping_training": _q(_revenue(2025) - np.median(x["serving_2025"]) + np.median(x["training_2024"]), "USD"),
    }  # fmt: skip
