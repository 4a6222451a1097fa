"""Pace: intervals between generations by kind, gain a month, a break at o1 and its power, calendar years, and forecasts of 2025."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy import stats

from analysis import parameters, tables, uncertainty
from analysis.dates import DAYS_A_MONTH, decimal_year
from analysis.quantities import Quantity
from analysis.scaling import capability as capability_model
from analysis.scaling import pace as model
from analysis.scaling.results import capability

__all__ = ["BREAK_DAY", "MEASURES", "generations", "interval_frame", "series", "leaders", "index_frame", "break_from", "breaks", "starts_frame", "starts_table", "gain_frame", "year_frame", "year_shares", "power_frame", "extension", "faster_by_leaders", "forecast_frame", "people", "priors", "facts"]

BREAK_DAY = "2024-09-12"  # announcement of o1-preview
UNBOUNDED, BOUNDED = ("index", "length of tasks"), ("WeirdML",)
MEASURES = (*UNBOUNDED, *BOUNDED)
TOP = 3  # a release counts while among the three best so far
FROM_GPT4 = "from GPT-4 on"
# Nobody wrote down beforehand where the line should start, and the break hangs on it: all three are computed, and none is preferred
STARTS = {"from the first model listed": 0.0, FROM_GPT4: 2023.15, "after GPT-4": 2023.21}
_DRAWS = 20_000
_TIMES = np.array([1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0])


def _year(day) -> np.ndarray:
    return np.asarray(decimal_year(day), dtype=float)


AT = float(_year([BREAK_DAY])[0])


@cache
def generations() -> pd.DataFrame:
    """Return the dated releases with the days since the one before in the same line, among all and among numbered ones."""
    frame = tables.load("scaling/model_generations")
    day = pd.to_datetime(frame["released"])
    number = (day - pd.Timestamp("1970-01-01")).dt.days.to_numpy(dtype=float)
    frame = frame.assign(released=day, gap=model.gaps(frame["line"], number), whole=np.nan)
    numbered = frame["numbered"].to_numpy(dtype=bool)
    frame.loc[numbered, "whole"] = model.gaps(frame.loc[numbered, "line"], number[numbered])
    return frame


@cache
def interval_frame() -> pd.DataFrame:
    """Return every interval in months, by kind and line, with whether it lies between whole generations."""
    frame = generations()
    rows = []
    for column, between in (("whole", "numbered generations"), ("gap", "all releases")):
        part = frame.dropna(subset=[column])
        rows.append(pd.DataFrame({"kind": part["kind"], "line": part["line"], "model": part["model"], "released": part["released"].dt.strftime("%Y-%m-%d"), "between": between, "months": part[column] / DAYS_A_MONTH}))
    return pd.concat(rows, ignore_index=True)


def _months(kind, between):
    frame = interval_frame()
    return frame[(frame["kind"] == kind) & (frame["between"] == between)]["months"].to_numpy()


def _median(values) -> np.ndarray:
    """Return bootstrap draws of the median."""
    pick = np.random.default_rng(parameters.SEED).integers(len(values), size=(4_000, len(values)))
    return np.median(np.asarray(values)[pick], axis=1)


@cache
def series(measure: str, start: str = FROM_GPT4) -> pd.DataFrame:
    """Return one measure's releases from a start on, oldest first: date, value on a scale for straight lines, kind, and whether it led."""
    since = STARTS[start]
    if measure == "length of tasks":
        frame = capability.series("METR horizon")
        frame = frame[(frame["score"] <= capability.RELIABLE_MIN) & (frame["year"] > since)]
        frame = pd.DataFrame({"model": frame["model"], "released": frame["released"], "thinks_first": frame["thinks_first"].astype(bool), "value": np.log2(frame["score"])})
    else:
        frame = tables.load("scaling/capability_index")
        frame = frame[frame["measure"] == {"index": "ECI", "WeirdML": "WeirdML"}[measure]].assign(released=lambda f: pd.to_datetime(f["released"]))
        frame = frame.assign(value=frame["score"] if measure == "index" else capability_model.log_odds(frame["score"]), thinks_first=frame["thinks_first"].astype(bool))
    frame = frame.assign(year=_year(frame["released"]))
    frame = frame[frame["year"] > since].sort_values(["year", "model"], kind="stable", ignore_index=True)
    return frame.assign(leads=model.leading(frame["year"], frame["value"], TOP))[["model", "released", "year", "thinks_first", "value", "leads"]]


def leaders(measure: str, thinks: bool | None = None, start: str = FROM_GPT4) -> tuple[np.ndarray, np.ndarray]:
    """Return dates and values of the releases that led, of all or of one kind."""
    frame = series(measure, start)
    if thinks is not None:
        frame = frame[frame["thinks_first"] == thinks]
        frame = frame.assign(leads=model.leading(frame["year"], frame["value"], TOP))
    frame = frame[frame["leads"]]
    return frame["year"].to_numpy(), frame["value"].to_numpy()


@cache
def break_from(measure: str, start: str = FROM_GPT4) -> dict:
    """Return the test for a break at o1 on a line with a given start, with the weight left for none."""
    x, y = leaders(measure, start=start)
    found = model.break_test(x, y, AT)
    found["serial_p"] = model.serial_p_value(x, found["f"], AT, found["rho"])
    found["none"] = float(model.probability_no_break(found["bic_gain"], priors()["no break of level or slope at 12 September 2024"]))
    return found


@cache
def breaks() -> dict[str, dict]:
    """Return the test for a break at o1 on each measure, with lines from GPT-4 on."""
    return {measure: break_from(measure) for measure in MEASURES}


@cache
def starts_frame() -> pd.DataFrame:
    """Return slopes, step and the weight left for no break by measure and by where the line starts."""
    rows = []
    for measure in UNBOUNDED:
        for start in STARTS:
            found, (x, y) = break_from(measure, start), leaders(measure, start=start)
            slope, error, freedom = model.trend(x[x < AT], y[x < AT])
            rows.append({"measure": measure, "start": start, "before": slope, "error": error, "freedom": freedom, "after": found["after"], "jump": found["jump"], "serial_p": found["serial_p"], "none": found["none"]})
    return pd.DataFrame(rows)


@cache
def starts_table() -> pd.DataFrame:
    """Return the same for the page, growth of the length of tasks in times a year."""
    rows = []
    for r in starts_frame().itertuples():
        times = r.measure == "length of tasks"
        slopes = [2**v if times else v for v in (r.before, r.after)]
        rows.append({"Measure and start": f"{r.measure}, {r.start}", "A year before": slopes[0], "A year since": slopes[1], "In": "times" if times else "points", "So large a gain in fit by chance": r.serial_p, "Probability of no break": r.none})
    return pd.DataFrame(rows)


@cache
def priors() -> dict[str, float]:
    """Return the weights given to readings of C20 before the indices were tested."""
    return tables.load("scaling/pace_priors").set_index("option")["weight"].to_dict()


@cache
def index_frame() -> pd.DataFrame:
    """Return the index by release and kind, with the broken line and the straight line beside it."""
    frame = series("index")
    x, y = leaders("index")
    found = breaks()["index"]
    straight = np.polyfit(x - AT, y, 1)
    level = np.linalg.lstsq(np.column_stack([np.ones_like(x), x - AT, x >= AT, (x >= AT) * (x - AT)]), y, rcond=None)[0]
    after = frame["year"] >= AT
    broken = level[0] + found["before"] * (frame["year"] - AT) + after * (level[2] + level[3] * (frame["year"] - AT))
    others = {}
    for name, start in zip(("broken_first", "broken_later"), (s for s in STARTS if s != FROM_GPT4), strict=True):
        x0, y0 = leaders("index", start=start)
        fit = np.polyfit(x0[x0 < AT] - AT, y0[x0 < AT], 1)
        others[name] = np.where(after | (frame["year"] <= STARTS[start]), np.nan, np.polyval(fit, frame["year"] - AT))
    return pd.DataFrame({"model": frame["model"], "released": frame["released"].dt.strftime("%Y-%m-%d"), "kind": np.where(frame["thinks_first"], "reasoning", "pre-trained"), "points": frame["value"], "leads": frame["leads"], "broken": broken, **others, "straight": np.polyval(straight, frame["year"] - AT)})


def _slopes(measure, thinks, since=-np.inf):
    x, y = leaders(measure, thinks)
    return model.trend(x[x >= since], y[x >= since])


@cache
def gain_frame() -> pd.DataFrame:
    """Return gain a year of the pre-trained and of the reasoning line on each measure, their ratio, and which is steeper."""
    rng = np.random.default_rng(parameters.SEED)
    rows = []
    for measure, since in ((MEASURES[0], -np.inf), (MEASURES[1], -np.inf), (MEASURES[2], -np.inf), (MEASURES[0], AT - 0.1)):
        (a, sa, na), (b, sb, nb) = _slopes(measure, False, since), _slopes(measure, True)
        x, y = leaders(measure, False)
        ratio = (b + sb * rng.standard_t(nb, _DRAWS)) / np.maximum(a + sa * rng.standard_t(na, _DRAWS), 1e-6)
        low, mid, high = np.quantile(ratio, (0.05, 0.5, 0.95))
        steeper = model.probability_steeper(x[x >= since], y[x >= since], *leaders(measure, True))
        rows.append({"row": measure if since < 0 else f"{measure}, both since summer 2024", "pre_trained": a, "reasoning": b, "ratio": mid, "low": low, "high": high, "steeper": steeper})
    return pd.DataFrame(rows)


@cache
def steeper_from(measure: str, start: str) -> float:
    """Return the probability that the reasoning line is steeper than the pre-trained one with a given start."""
    return model.probability_steeper(*leaders(measure, False, start), *leaders(measure, True, start))


@cache
def year_frame() -> pd.DataFrame:
    """Return slope and gain between records by calendar year on each measure."""
    rows = []
    for measure in MEASURES:
        x, y = leaders(measure)
        for year in (2024, 2025):
            here = (x >= year) & (x < year + 1)
            slope, error, freedom = model.trend(x[here], y[here])
            reach = float(stats.t.ppf(0.95, freedom)) * error
            rows.append({"measure": measure, "year": year, "slope": slope, "low": slope - reach, "high": slope + reach, "gain": model.year_gain(*_all(measure), year), "releases": int(here.sum())})
    return pd.DataFrame(rows)


@cache
def year_shares() -> pd.DataFrame:
    """Return the same by measure and year as multiples of the slope of 2024."""
    frame = year_frame()
    base = frame["measure"].map(frame[frame["year"] == 2024].set_index("measure")["slope"])
    out = frame.assign(row=frame["measure"] + ", " + frame["year"].astype(str), relative=frame["slope"] / base, low_relative=frame["low"] / base, high_relative=frame["high"] / base, gain_relative=frame["gain"] / base)
    return out[["row", "measure", "year", "slope", "gain", "relative", "low_relative", "high_relative", "gain_relative"]]


def _all(measure):
    frame = series(measure)
    return frame["year"].to_numpy(), frame["value"].to_numpy()


def _faster(measure, top: int = TOP) -> float:
    frame = series(measure)
    x, y = (frame.loc[model.leading(frame["year"], frame["value"], top), c].to_numpy() for c in ("year", "value"))
    old, new = (x >= 2024) & (x < 2025), (x >= 2025) & (x < 2026)
    return model.probability_steeper(x[old], y[old], x[new], y[new])


@cache
def power_frame() -> pd.DataFrame:
    """Return how often the test would find a planted change of slope, by measure and by how many times steeper."""
    rows = []
    for measure in MEASURES:
        x, _ = leaders(measure)
        found = breaks()[measure]
        found_power = model.power(x, AT, found["sigma"], 0.0, (_TIMES - 1) * found["before"], max(found["rho"], 0.0), draws=1_500)
        rows.append(pd.DataFrame({"measure": measure, "times": _TIMES, "power_percent": 100 * found_power}))
    return pd.concat(rows, ignore_index=True)


@cache
def forecast_frame() -> pd.DataFrame:
    """Return forecasts and outcomes as shares of the outcome, with the straight line to the end of 2024 extended."""
    table = tables.load("scaling/forecasts_2025")
    made = table[table["forecast"].notna() & ~table["question"].str.contains("probability")]
    rows = [{"row": f"{q.split(',')[0]}", "who": w, "forecast": f, "outcome": o, "percent": 100 * f / o, "kind": "forecast by end of 2024" if e else "forecast of early 2025"} for q, w, f, o, e in made[["question", "forecaster", "forecast", "outcome", "end_2024"]].itertuples(index=False)]
    return pd.DataFrame(rows).replace({"row": {"SWE-bench Verified with the best agents by the start of 2026": "SWE-bench Verified, by a model", "Pace of quantitative progress": "AI 2027, pace"}})


@cache
def people(end_2024_only: bool = True) -> tuple[float, float, float]:
    """Return the probability that a published forecast fell short of 2025, with its range; one that did neither counts half."""
    table = tables.load("scaling/forecasts_2025")
    if end_2024_only:
        table = table[table["end_2024"].astype(bool)]
    under = float((table["sign"] == "under").sum() + 0.5 * (table["sign"] == "neither").sum())
    return capability_model.share_of_records(under, len(table))


@cache
def extension() -> pd.DataFrame:
    """Return where straight lines up to the end of 2024 would have led by the last record of 2025, by where they start, the record, and the chance of a new point so high."""
    rows = []
    for measure in UNBOUNDED:
        allx, ally = _all(measure)
        past = allx < 2026
        record = ally[past].max()
        to = float(allx[past][ally[past].argmax()])
        for start in STARTS:
            value, error, freedom = model.extended(*leaders(measure, start=start), 2025.0, to)
            rows.append({"measure": measure, "start": start, "line": value, "error": error, "record": record, "reached": float(stats.t.sf((record - value) / error, freedom))})
    return pd.DataFrame(rows)


@cache
def faster_by_leaders() -> dict[int, float]:
    """Return the largest probability over the measures that 2025 was faster than 2024, by how many of the best count."""
    return {top: max(_faster(measure, top) for measure in MEASURES) for top in (1, 2, TOP, 5)}


_q = Quantity.of
_span = uncertainty.summarise


def _mean(values, label="", grade="modelled", driver=""):
    values = [float(v) for v in values]
    return _q(np.mean(values), "1", min(values), max(values), label, grade, driver)


def _side(measure, after, label=""):
    """Return the slope a year on one side of the break with its range."""
    x, y = leaders(measure)
    slope, error, freedom = model.trend(x[(x >= AT) == after], y[(x >= AT) == after])
    reach = float(stats.t.ppf(0.95, freedom)) * error
    return _q(slope, "1", slope - reach, slope + reach, label, driver="which models lead" if label else "")


def _before(measure) -> np.ndarray:
    """Return draws of the slope a year before the break, each start of the line with the same weight."""
    rng = np.random.default_rng(parameters.SEED)
    rows = starts_frame().query("measure == @measure")
    return np.concatenate([r.before + r.error * rng.standard_t(r.freedom, _DRAWS) for r in rows.itertuples()])


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers; ranges of probabilities are over the two measures without a ceiling and, before o1, over where the line starts."""
    started = starts_frame().set_index(["measure", "start"])
    by_start = {m: started.loc[m] for m in UNBOUNDED}
    steeper = {m: [steeper_from(m, s) for s in STARTS] for m in UNBOUNDED}
    g, found, gains, years, ahead = generations().set_index("model"), breaks(), gain_frame().set_index("row"), year_frame().set_index(["measure", "year"]), extension().set_index(["measure", "start"])
    published = tables.load("scaling/pace_published").set_index("key")["value"]
    days = (g.at["o3", "released"] - g.at["o1-preview", "released"]).days
    released = (series("index").set_index("model").at["o3", "released"] - g.at["o1-preview", "released"]).days
    whole, thinking = _months("pre-trained", "numbered generations"), _months("reasoning", "numbered generations")
    every, every_thinking = _months("pre-trained", "all releases"), _months("reasoning", "all releases")
    median = _median(whole)
    index, length, weird = (found[m] for m in MEASURES)
    power = power_frame().set_index(["measure", "times"])["power_percent"]
    people_now, people_all = people(), people(False)
    index_gain, late = gains.loc["index"], gains.loc["index, both since summer 2024"]
    after = _side("length of tasks", True)
    return {
        "releases": _q(len(g), grade="measured"),
        "releases_pre": _q((g["kind"] == "pre-trained").sum(), grade="measured"),
        "releases_reasoning": _q((g["kind"] == "reasoning").sum(), grade="measured"),
        "o1_to_o3": _q(days / DAYS_A_MONTH, "month", days / DAYS_A_MONTH, released / DAYS_A_MONTH, "From o1 to o3, announced; high end: to its release", "measured", "announcement or release"),
        "o1_to_o3_released": _q(released / DAYS_A_MONTH, "month", grade="measured"),
        "pre_interval": _span(median / 12, "1", "Years between numbered pre-trained generations, median", "measured", "which numbers count as generations"),
        "pre_interval_years": _q(np.median(whole) / 12, "year", *np.quantile(median / 12, (0.05, 0.95)), grade="measured"),
        "pre_months": _q(np.median(whole), "month", *np.quantile(median, (0.05, 0.95)), label="The same in months", grade="measured", driver="which numbers count as generations"),
        "pre_shortest": _q(whole.min(), "month", grade="measured"),
        "pre_longest": _q(whole.max(), "month", grade="measured"),
        "gpt_months": _q(g.at["GPT-4", "whole"] / DAYS_A_MONTH, "month", grade="measured"),
        "reasoning_months": _q(np.median(thinking), "month", *np.quantile(_median(thinking), (0.05, 0.95)), label="Months between numbered reasoning generations, median", grade="measured", driver="which numbers count as generations"),
        "every_months": _q(np.median(every), "month", *np.quantile(_median(every), (0.05, 0.95)), grade="measured"),
        "every_reasoning_months": _q(np.median(every_thinking), "month", *np.quantile(_median(every_thinking), (0.05, 0.95)), label="Months between any reasoning releases of a line, median", grade="measured"),
        "faster_gain": _mean([p for m in UNBOUNDED for p in steeper[m]], driver="where the line starts"),
        "faster_gain_all": _q(np.mean([*(np.mean(steeper[m]) for m in UNBOUNDED), gains.at["WeirdML", "steeper"]])),
        "faster_gain_length_later": _q(steeper_from("length of tasks", "after GPT-4")),
        "gain_ratio": _q(index_gain["ratio"], "1", index_gain["low"], index_gain["high"], "Gain of reasoning over pre-trained models a month, on the index", "modelled", "which models lead"),
        "gain_pre": _q(index_gain["pre_trained"] / 12),
        "gain_reasoning": _q(index_gain["reasoning"] / 12),
        "gain_ratio_late": _q(late["ratio"], "1", late["low"], late["high"]),
        "gain_ratio_length": _q(gains.at["length of tasks", "ratio"], "1", gains.at["length of tasks", "low"], gains.at["length of tasks", "high"]),
        "gain_ratio_weird": _q(gains.at["WeirdML", "ratio"], "1", gains.at["WeirdML", "low"], gains.at["WeirdML", "high"]),
        "none": _mean(started["none"], "Probability of no break at o1, measures without a ceiling; mean and range over where the line starts", "modelled", "where the line starts"),
        "none_gpt4": _mean([found[m]["none"] for m in UNBOUNDED]),
        "none_index_later": _q(started.at[("index", "after GPT-4"), "none"]),
        "none_length_later": _q(started.at[("length of tasks", "after GPT-4"), "none"]),
        "none_weird": _q(weird["none"]),
        "index_before": _span(_before("index"), "1", "Points a year on the index before o1", driver="where the line starts"),
        "index_before_gpt4": _side("index", False),
        "index_after": _side("index", True, "Points a year on the index since o1"),
        "index_jump": _mean(by_start["index"]["jump"]),
        "index_p": _q(index["serial_p"]),
        "index_p_most": _q(by_start["index"]["serial_p"].max()),
        "length_p": _q(length["serial_p"]),
        "length_p_most": _q(by_start["length of tasks"]["serial_p"].max()),
        "weird_p": _q(weird["serial_p"]),
        "growth_before": _q(2 ** by_start["length of tasks"]["before"].mean(), "1", 2 ** by_start["length of tasks"]["before"].min(), 2 ** by_start["length of tasks"]["before"].max()),
        "growth_after": _q(2 ** length["after"]),
        "doubling_after": _q(12 / after.value, "month", 12 / after.high, 12 / after.low, "Doubling of the length of tasks since o1", driver="which models lead"),
        "faster": _mean([_faster(m) for m in UNBOUNDED], "Probability that 2025 was faster than 2024", "modelled", "which measure"),
        "faster_index": _q(_faster("index")),
        "faster_length": _q(_faster("length of tasks")),
        "faster_weird": _q(_faster("WeirdML")),
        "slope_2024": _q(years.at[("index", 2024), "slope"], "1", years.at[("index", 2024), "low"], years.at[("index", 2024), "high"]),
        "slope_2025": _q(years.at[("index", 2025), "slope"], "1", years.at[("index", 2025), "low"], years.at[("index", 2025), "high"]),
        "gain_2024": _q(years.at[("index", 2024), "gain"], grade="measured"),
        "gain_2025": _q(years.at[("index", 2025), "gain"], grade="measured"),
        "doublings_2024": _q(years.at[("length of tasks", 2024), "gain"], grade="measured"),
        "doublings_2025": _q(years.at[("length of tasks", 2025), "gain"], grade="measured"),
        "power_index": _q(power[("index", 2.0)], "percent", label="Chance of seeing a slope twice as steep, index"),
        "power_length": _q(power[("length of tasks", 2.0)], "percent"),
        "power_weird": _q(power[("WeirdML", 2.0)], "percent"),
        "power_false": _q(power[("index", 1.0)], "percent"),
        "power_weird_three": _q(power[("WeirdML", 3.0)], "percent"),
        "top": _q(TOP),
        "three_times": _q(3),
        "two_times": _q(2),
        "people": _q(people_now[0], "1", people_now[1], people_now[2], "Probability that a forecast of the end of 2024 fell short", "guessed", "which forecasts were published"),
        "people_all": _q(people_all[0], "1", people_all[1], people_all[2], grade="guessed"),
        **{f"reached_{k}": _q(100 * v.mean(), "percent", 100 * v.min(), 100 * v.max()) for k, v in (("index", ahead.loc["index", "reached"]), ("length", ahead.loc["length of tasks", "reached"]))},
        "line_index": _mean(ahead.loc["index", "line"]),
        "record_index": _q(ahead.loc["index", "record"].max(), grade="measured"),
        "faster_most": _q(max(faster_by_leaders().values())),
        "pace_share": _q(tables.load("scaling/forecasts_2025").set_index("key").at["ai2027_pace", "outcome"], "percent", grade="measured"),
        "respondents": _q(published["respondents"], grade="measured"),
        "epoch_before": _q(published["before"], grade="measured"),
        "epoch_after": _q(published["after"], grade="measured"),
        "epoch_none": _q(1 / (1 + published["bayes_factor"])),
        "epoch_faster": _q(published["metrics_faster"], grade="measured"),
        "epoch_all": _q(published["metrics_all"], grade="measured"),
    }
