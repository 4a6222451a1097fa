"""Our table of notable models, two dated copies of Epoch AI's, and the published estimates of progress: rates with intervals."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import outside, parameters, tables, uncertainty
from analysis.dates import decimal_year
from analysis.parameters import Parameter
from analysis.power.results import training_run
from analysis.quantities import Quantity
from analysis.scaling import training_laws, trends as model

__all__ = [
    "models", "frontier", "compute_fit", "record_fit", "cost_fit", "chips_fit", "length_fit", "band", "breaks", "strongest", "vintage_fits", "from_copies", "growth_frame",
    "drivers_frame", "estimates", "estimate", "progress", "readings", "effective", "effective_frame", "gains_frame", "allocation", "tilt", "tilt_votes", "size_decides",
    "hardware_frame", "cost_growth", "hardware_growth", "facts",
]  # fmt: skip

_BY, _TO = 2 / 3, 1 / 3  # compute still needed after a year, as "by a third" and as "to a third" would have it
COUNT = 10  # largest models of each year that make the frontier
VINTAGES = ("2025-02-24", "2026-07-15")


@cache
def models() -> pd.DataFrame:
    """Return our table of notable models with the decimal year, oldest first; ``whole`` marks those that continue no other."""
    frame = tables.load("scaling/notable_models")
    frame["decimal_year"] = decimal_year(frame["release_date"])
    frame["calendar_year"] = pd.to_datetime(frame["release_date"]).dt.year
    frame["whole"] = frame["base_model"].isna()
    return frame.sort_values("decimal_year", kind="stable", ignore_index=True)


@cache
def frontier(count: int = COUNT) -> pd.DataFrame:
    """Return the largest models of each year by training compute, those that continue another one left out."""
    frame = models()
    frame = frame[frame["whole"] & frame["training_flop"].notna()]
    return frame[model.largest_each_year(frame["calendar_year"], frame["training_flop"], count)].reset_index(drop=True)


@cache
def compute_fit(count: int = COUNT, confidence: tuple[str, ...] = ("confident", "likely", "speculative"), until: int = 2026) -> model.GrowthFit:
    """Fit the growth of frontier training compute."""
    frame = frontier(count)
    frame = frame[frame["confidence"].isin(confidence) & (frame["calendar_year"] <= until)]
    return model.fit_growth(frame["decimal_year"], frame["training_flop"])


@cache
def record_fit() -> model.GrowthFit:
    """Fit the growth of records: models larger than every one before them in the table."""
    frame = models()
    frame = frame[frame["whole"] & frame["training_flop"].notna()]
    frame = frame[frame["training_flop"] > frame["training_flop"].cummax().shift(fill_value=0.0)]
    return model.fit_growth(frame["decimal_year"], frame["training_flop"])


def _column_fit(column: str) -> model.GrowthFit:
    frame = frontier().dropna(subset=[column])
    return model.fit_growth(frame["decimal_year"], frame[column])


@cache
def cost_fit() -> model.GrowthFit:
    """Fit the growth of the cost of the largest runs of each year, where an estimate exists."""
    return _column_fit("cost_usd_2023")


@cache
def chips_fit() -> model.GrowthFit:
    """Fit the growth of the number of chips of the largest runs of each year, where it is on record."""
    return _column_fit("chips")


@cache
def length_fit() -> model.GrowthFit:
    """Fit the growth of the length of the largest runs of each year, where it is on record."""
    return _column_fit("run_days")


@cache
def band() -> pd.DataFrame:
    """Return models and the fitted line with its 90 % band, for the chart."""
    fit = compute_fit()
    grid = np.round(np.linspace(2018.0, 2026.6, 44), 3)
    low, high = fit.band(grid)
    line = pd.DataFrame({"kind": "line", "year": grid, "training_flop": fit.at(grid), "low_flop": low, "high_flop": high})
    inside = set(frontier()["model"])
    points = models().dropna(subset=["training_flop"])
    dots = pd.DataFrame(
        {"kind": np.where(points["model"].isin(inside), "ten largest of the year", "other"), "year": points["decimal_year"], "training_flop": points["training_flop"], "model": points["model"], "confidence": points["confidence"]}
    )
    both = pd.concat([dots, line], ignore_index=True)[["kind", "year", "model", "confidence", "training_flop", "low_flop", "high_flop"]]
    return both.fillna({"model": "", "confidence": ""})


@cache
def breaks() -> pd.DataFrame:
    """Return the yearly factor before and after each candidate date, with intervals and the F statistic."""
    frame = frontier()
    return pd.DataFrame([model.break_at(frame["decimal_year"], frame["training_flop"], at)._asdict() for at in np.arange(2020.0, 2025.5, 0.5)])


@cache
def strongest() -> model.Break:
    """Return the strongest break and how often noise alone gives one as strong."""
    frame = frontier()
    return model.strongest_break(frame["decimal_year"], frame["training_flop"], np.arange(2020.0, 2025.5, 0.5), draws=2000, seed=parameters.SEED)


# --- two dated copies -----------------------------------------------------------------------------------------------


@cache
def vintage_fits() -> pd.DataFrame:
    """Return what was derived from the dated copies: counts, growth by selection, and how estimates moved between them."""
    return tables.load("scaling/vintage_fits")


def _fit_row(vintage, selection, fit):
    low, high = fit.growth_interval()
    return {"vintage": vintage, "selection": selection, "models": fit.n, "growth": fit.growth, "growth_low": low, "growth_high": high}


def from_copies() -> pd.DataFrame:
    """Derive the table of `vintage_fits` anew from the outside copies (only tests and an update call this)."""
    rows, both = [], {}
    for vintage in VINTAGES:
        frame = outside.load("epoch-notable-models", vintage, download=False)
        date, flop = pd.to_datetime(frame["Publication date"], errors="coerce"), pd.to_numeric(frame["Training compute (FLOP)"], errors="coerce")
        keep = date.notna() & flop.gt(0)
        frame, date, flop = frame[keep], date[keep], flop[keep]
        year = decimal_year(date)
        both[vintage] = pd.Series(flop.to_numpy(), index=frame["Model"].str.strip()).groupby(level=0).first()
        since = year >= 2010
        rows.append(_fit_row(vintage, "all since 2010", model.fit_growth(year[since], flop[since])))
        whole = (year >= 2018) & frame["Base model"].isna()
        ten = model.largest_each_year(date.dt.year[whole], flop[whole], COUNT)
        rows.append(_fit_row(vintage, "ten largest of each year since 2018", model.fit_growth(year[whole][ten], flop[whole][ten])))
        early = ten & (year[whole] < 2025).to_numpy()
        rows.append(_fit_row(vintage, "ten largest of each year 2018-2024", model.fit_growth(year[whole][early], flop[whole][early])))
        language = whole & frame["Domain"].fillna("").str.contains("Language")
        rows.append(_fit_row(vintage, "language models since 2018", model.fit_growth(year[language], flop[language])))
    shared = both[VINTAGES[0]].index.intersection(both[VINTAGES[1]].index)
    ratio = both[VINTAGES[1]][shared] / both[VINTAGES[0]][shared]
    moved = ratio[(ratio - 1).abs() > 0.05]
    low, high = np.quantile(moved, [0.05, 0.95])
    rows.append({"vintage": VINTAGES[1], "selection": "estimates that moved by over 5 % between the copies: ratio", "models": len(moved), "growth": moved.median(), "growth_low": low, "growth_high": high})
    rows.append({"vintage": VINTAGES[1], "selection": "models with an estimate in both copies", "models": len(shared), "growth": np.nan, "growth_low": np.nan, "growth_high": np.nan})
    hardware = outside.load("epoch-ml-hardware", download=False)
    date, price = pd.to_datetime(hardware["Release date"], errors="coerce"), pd.to_numeric(hardware["Release price (USD)"], errors="coerce")
    speed = pd.to_numeric(hardware["Tensor-FP16/BF16 performance (FLOP/s)"], errors="coerce")
    keep = date.notna() & price.gt(0) & speed.gt(0)
    rows.append(_fit_row("2026-07-23", "16-bit tensor throughput per dollar at release", model.fit_growth(decimal_year(date[keep]), (speed / price)[keep])))
    return pd.DataFrame(rows)


def _derived(selection: str, vintage: str = VINTAGES[1]) -> Quantity:
    row = vintage_fits().set_index(["vintage", "selection"]).loc[(vintage, selection)]
    return Quantity(float(row["growth"]), "1", float(row["growth_low"]), float(row["growth_high"]), "modelled")


def _published(series: str) -> Quantity:
    row = tables.load("scaling/published_growth").set_index("series").loc[series]
    convert = model.factor_from_doubling_years if row["quantity"].startswith("doubling") else (lambda x: x)
    value = float(convert(row["value"]))
    if pd.isna(row["low"]):
        return Quantity(value, "1", grade="modelled")
    ends = sorted(float(convert(x)) for x in model.interval_points(row["low"], row["high"], row["interval_percent"], row["value"]))
    return Quantity(value, "1", *ends, "modelled")


def _of(fit: model.GrowthFit, label: str = "") -> Quantity:
    return Quantity(fit.growth, "1", *fit.growth_interval(), grade="modelled", label=label)


@cache
def growth_frame() -> pd.DataFrame:
    """Return the yearly factor of training compute by selection and vintage, with 90 % intervals."""
    items = [
        ("Our table, ten largest of each year", "ours", _of(compute_fit())),
        ("Our table, five largest of each year", "ours", _of(compute_fit(5))),
        ("Our table, without speculative estimates", "ours", _of(compute_fit(confidence=("confident", "likely")))),
        ("Our table, until 2024", "ours", _of(compute_fit(until=2024))),
        ("Our table, records only", "ours", _of(record_fit())),
    ]
    names = {"ten largest of each year since 2018": "ten largest of each year", "ten largest of each year 2018-2024": "the same until 2024", "language models since 2018": "language models since 2018", "all since 2010": "all since 2010"}
    for selection, name in names.items():
        for vintage in VINTAGES:
            items.append((f"Copy of {vintage[:7]}, {name}", f"copy of {vintage[:7]}", _derived(selection, vintage)))
    items.append(("Epoch AI, page of 2025, all since 2010", "published", _published("Training compute, notable models since 2010")))
    return pd.DataFrame([(n, g, q.value, q.low if q.low else np.nan, q.high if q.high else np.nan) for n, g, q in items], columns=["selection", "source", "growth", "growth_low", "growth_high"])


@cache
def hardware_growth() -> Parameter:
    """Return the yearly factor of throughput per dollar as a parameter: all GPUs as published."""
    return parameters.get("hardware_price_performance_growth", part="scaling")


@cache
def cost_growth() -> Parameter:
    """Return the yearly factor of the cost of frontier runs as a parameter."""
    return parameters.get("training_cost_growth", part="scaling")


@cache
def progress() -> Parameter:
    """Return the halving time of the compute for a fixed result, months, as a parameter."""
    return parameters.get("algorithmic_halving_months", part="scaling")


@cache
def drivers_frame() -> pd.DataFrame:
    """Return yearly factors side by side: what grew with training, and what algorithms saved."""
    algorithms = uncertainty.propagate(lambda algorithmic_halving_months: model.factor_from_halving(algorithmic_halving_months), {"algorithmic_halving_months": progress()}).quantity("1")
    power, hardware = training_run.growth(), hardware_growth()
    items = [
        ("Training compute", _of(compute_fit()), "our table"),
        ("Cost of a run", _of(cost_fit()), "our table"),
        ("Chips of a run", _of(chips_fit()), "our table"),
        ("Power of a run", Quantity(power.central, "1", power.low, power.high), "power part"),
        ("Length of a run", _of(length_fit()), "our table"),
        ("Throughput per dollar", Quantity(hardware.central, "1", hardware.low, hardware.high), "published"),
        ("Compute saved by algorithms", algorithms, "published"),
    ]
    return pd.DataFrame([(n, q.value, q.low, q.high, s) for n, q, s in items], columns=["what", "growth", "growth_low", "growth_high", "source"])


# --- algorithmic progress --------------------------------------------------------------------------------------------


@cache
def estimates() -> pd.DataFrame:
    """Return published estimates as yearly factors and as the share of compute that remains after a year (percent).

    Intervals printed at another level are brought to 5–95 %; those of unknown level and bare ranges stand as printed.
    """
    frame = tables.load("scaling/progress_estimates")

    def factor(row, x):
        if pd.isna(x):
            return np.nan
        if row["published"].startswith("halving"):
            return float(model.factor_from_halving(x))
        return float(x) if row["published"] == "factor a year" else float(model.yearly_from_total(x, row["end_year"] - row["start_year"]))

    out = []
    for row in frame.to_dict("records"):
        ends = [row["low"], row["high"]]
        if pd.notna(row["interval_percent"]):
            ends = [float(x) for x in model.interval_points(*ends, row["interval_percent"], row["value"])]
        ends = sorted(factor(row, x) for x in ends)
        value = factor(row, row["value"])
        out.append({**row, "factor": value if pd.notna(value) else float(np.sqrt(ends[0] * ends[1])), "factor_low": ends[0], "factor_high": ends[1]})
    frame = pd.DataFrame(out)
    frame["remaining_percent"] = 100 * model.remaining_share(frame["factor"])
    frame["remaining_low"], frame["remaining_high"] = 100 / frame["factor_high"], 100 / frame["factor_low"]
    return frame


def estimate(key: str) -> pd.Series:
    """Return one published estimate by its key."""
    return estimates().set_index("estimate").loc[key]


def _remaining(algorithmic_halving_months):
    return model.remaining_share(model.factor_from_halving(algorithmic_halving_months))


@cache
def readings() -> uncertainty.Propagation:
    """Propagate the halving time to the share of compute that is still needed after a year."""
    return uncertainty.propagate(_remaining, {"algorithmic_halving_months": progress()})


@cache
def revised() -> Parameter:
    """Return the same halving time with the wider interval that the study printed in its conference version."""
    return parameters.get("algorithmic_halving_months_revised", part="scaling")


@cache
def readings_revised() -> uncertainty.Propagation:
    """Propagate the wider halving time to the share of compute that is still needed after a year."""
    return uncertainty.propagate(_remaining, {"algorithmic_halving_months": revised()})


def _by_a_third(share) -> float:
    """Percent of draws in which a year leaves two thirds of the compute, within a tenth of a third, or more."""
    return float(100 * np.mean(share >= _BY - 0.1 * _TO))


def _effective(compute_growth, algorithmic_halving_months):
    return model.effective_growth(compute_growth, model.factor_from_halving(algorithmic_halving_months))


@cache
def effective() -> uncertainty.Propagation:
    """Propagate the growth of physical compute and of algorithms to that of effective compute."""
    fit = compute_fit()
    low, high = fit.growth_interval()
    growth = Parameter("compute_growth", "1", fit.growth, low, high, "lognormal", part="scaling", note="fit to the ten largest models of each year")
    return uncertainty.propagate(_effective, {"compute_growth": growth, "algorithmic_halving_months": progress()})


@cache
def effective_frame() -> pd.DataFrame:
    """Return growth since 2018 along the two trends: physical compute, and effective compute with its 5–95 % range."""
    run, fit = effective(), compute_fit()
    rows = []
    for year in np.arange(2018.0, 2026.6, 0.5):
        span = year - 2018.0
        low, middle, high = np.quantile(run.samples**span, uncertainty.LEVELS)
        rows += [("physical compute", year, fit.growth**span, np.nan, np.nan), ("effective compute", year, middle, low, high)]
    return pd.DataFrame(rows, columns=["series", "year", "multiple", "low", "high"])


# --- tilt or shift ---------------------------------------------------------------------------------------------------


@cache
def _gains() -> pd.DataFrame:
    return tables.load("scaling/scale_gains")


@cache
def tilt(innovation: str = "LSTM to transformer") -> float:
    """Return by which power of training compute the gain of an innovation grows, from its two printed points."""
    rows = _gains()[_gains()["innovation"] == innovation].sort_values("training_flop")
    low, high = rows.iloc[0], rows.iloc[-1]
    return float(model.tilt_exponent(low["training_flop"], low["gain"], high["training_flop"], high["gain"]))


@cache
def allocation() -> pd.DataFrame:
    """Return what the newer split saves at each training compute, by two loss laws and the older rule's two sets of constants."""
    grid = np.array([1e20, 1e21, 1e22, 2e23, 1e24])
    rows = []
    for law in ("hoffmann-2022", "besiroglu-2024"):
        for rule in ("kaplan-2020", "kaplan-2020-joint"):
            chosen, _ = training_laws.LAWS[rule].optimal(grid, extrapolate=True)
            rows += [(law, rule, c, g) for c, g in zip(grid, model.allocation_gain(training_laws.LAWS[law], chosen, grid), strict=True)]
    return pd.DataFrame(rows, columns=["law", "rule", "training_flop", "gain"])


@cache
def gains_frame() -> pd.DataFrame:
    """Return gain against training compute: lines for tilts through their printed points and for shifts, and the points."""
    grid = np.logspace(15, 24, 37)
    rows = []
    for name in ("LSTM to transformer", "Kaplan to Chinchilla allocation"):
        first = _gains()[_gains()["innovation"] == name].sort_values("training_flop").iloc[0]
        inside = grid[grid >= first["training_flop"] * 0.999]
        for c in inside:
            rows.append((name, "tilt", "line", c, first["gain"] * float(model.tilt_gain(c, first["training_flop"], tilt(name)))))
    shift = _gains().set_index("innovation").loc["All scale-invariant changes after 2017"]
    rows += [("All other changes after 2017", "shift", "line", c, float(model.shift_gain(c, shift["gain"]))) for c in grid]
    for row in _gains().to_dict("records"):
        if row["innovation"] in ("LSTM to transformer", "Kaplan to Chinchilla allocation"):
            rows.append((row["innovation"], "tilt", "printed", row["training_flop"], row["gain"]))
    rows += [("Kaplan to Chinchilla allocation", "tilt", "computed here", r.training_flop, r.gain) for r in allocation().itertuples() if r.rule == "kaplan-2020"]
    return pd.DataFrame(rows, columns=["innovation", "kind", "mark", "training_flop", "gain"])


@cache
def _evidence() -> pd.Series:
    return tables.load("scaling/slope_evidence").set_index("key")["value"]


@cache
def tilt_votes() -> pd.DataFrame:
    """Return, per study, which share of measured progress it books as a change of slope.

    The statistical study's preferred fit has constant exponents, and letting them change does not predict better: none.
    The experimental one books at the frontier what its two scale-dependent changes make up.
    """
    e = _evidence()
    return pd.DataFrame(
        [
            ("statistical (Ho et al. 2024)", 0.0 if e["r2_constant"] >= e["r2_varying_high"] else 1.0),
            ("experimental, frontier scale (Gundlach et al. 2025)", float(e["tilt_share_frontier"])),
        ],
        columns=["study", "slope_share"],
    )


@cache
def size_decides() -> dict[str, float]:
    """Return in how many comparisons within one family, on the same data, the larger model scores higher."""
    frame = tables.load("scaling/same_family_scores").pivot(index="benchmark", columns="parameters", values="score_percent").sort_index(axis=1)
    steps = np.diff(frame.to_numpy(), axis=1)
    return {"comparisons": float(steps.size), "larger_wins": float((steps > 0).sum()), "share": float((steps > 0).mean())}


@cache
def hardware_frame() -> pd.DataFrame:
    """Return yearly factors of throughput per dollar: as published by kind of GPU, and from the copy of July 2026."""
    names = ["All GPUs, 2006-2021", "All GPUs, 16-bit", "GPUs used for machine learning", "Fastest GPUs"]
    items = [(n, "published 2022", _published(n)) for n in names]
    items.append(("Accelerators with a price, copy of July 2026", "derived", _derived("16-bit tensor throughput per dollar at release", "2026-07-23")))
    return pd.DataFrame([(n, s, q.value, q.low, q.high) for n, s, q in items], columns=["series", "source", "growth", "growth_low", "growth_high"])


# --- named numbers -----------------------------------------------------------------------------------------------------


_q = Quantity.of


def _allocation_range(flop: float) -> Quantity:
    found = allocation().loc[allocation()["training_flop"] == flop, "gain"]
    return Quantity(float(found.median()), "1", float(found.min()), float(found.max()), "modelled")


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    fit, cost = compute_fit(), cost_fit()
    low, high = fit.growth_interval()
    top, e, rows, table = strongest(), _evidence(), vintage_fits(), models()
    moved = rows[rows["selection"].str.startswith("estimates that moved")].iloc[0]
    shared = int(rows.loc[rows["selection"] == "models with an estimate in both copies", "models"].iloc[0])
    remaining = readings()
    draws = remaining.samples
    growth = growth_frame().set_index("selection")
    sides = breaks().set_index("year").loc[top.year]
    halving, hardware, spend = progress(), hardware_growth(), cost_growth()
    prefer, origin, small, han, scher = (estimate(k) for k in ("ho-preferred", "gundlach-frontier", "gundlach-small", "han", "scher"))
    lstm, allocation = tilt(), tilt("Kaplan to Chinchilla allocation")
    votes, size = tilt_votes()["slope_share"], size_decides()
    derived = _derived("16-bit tensor throughput per dollar at release", "2026-07-23")
    known = frontier()["cost_usd_2023"].notna().groupby(frontier()["calendar_year"]).sum()
    return {
        "n_models": _q(len(table), grade="measured"),
        "n_primary": _q((table["seen"] == "primary").sum(), grade="measured"),
        "n_frontier": _q(fit.n, grade="measured"),
        "count": _q(COUNT, grade="measured"),
        "growth": _of(fit, "Training compute of each year's ten largest models, factor a year"),
        "doubling": _q(model.doubling_months(fit.growth), "month", model.doubling_months(high), model.doubling_months(low), "Time in which it grows by a factor of two"),
        "growth_five": _of(compute_fit(5)),
        "growth_sure": _of(compute_fit(confidence=("confident", "likely"))),
        "growth_2024": _of(compute_fit(until=2024)),
        "growth_records": _of(record_fit()),
        "n_records": _q(record_fit().n, grade="measured"),
        "copy_old": _derived("ten largest of each year 2018-2024", VINTAGES[0]),
        "copy_new": _derived("ten largest of each year 2018-2024"),
        "copy_all_old": _derived("all since 2010", VINTAGES[0]),
        "copy_all_new": _derived("all since 2010"),
        "copy_ten": _derived("ten largest of each year since 2018"),
        "spread": _q(growth["growth"].median(), low=growth["growth"].min(), high=growth["growth"].max(), label="The same over selections and dated copies, lowest to highest"),
        "published": _published("Training compute, notable models since 2010"),
        "moved": _q(100 * int(moved["models"]) / shared, "percent", grade="measured"),
        "shared": _q(shared, grade="measured"),
        "moved_ratio": _q(moved["growth"], low=moved["growth_low"], high=moved["growth_high"], grade="measured"),
        "cost": _of(cost, "Cost of those runs, factor a year (our fit)"),
        "cost_published": _q(spend.central, low=spend.low, high=spend.high, label="Cost of frontier runs, factor a year, as published"),
        "cost_until": _q(max(known[known > 0].index), "year", grade="measured"),
        "chips": _of(chips_fit()),
        "power": _q(training_run.growth().central, low=training_run.growth().low, high=training_run.growth().high),
        "length": _of(length_fit()),
        "hardware": _q(hardware.central, low=hardware.low, high=hardware.high, label="Throughput per dollar, factor a year"),
        "hardware_doubling": _q(np.log(2) / np.log(hardware.central), "1", np.log(2) / np.log(hardware.high), np.log(2) / np.log(hardware.low)),
        "hardware_derived": derived,
        "hardware_ml": _published("GPUs used for machine learning"),
        "hardware_n": _q(rows.loc[rows["vintage"] == "2026-07-23", "models"].iloc[0], grade="measured"),
        "break_year": _q(np.floor(top.year), "year"),
        "break_p": _q(100 * top.p, "percent"),
        "break_f": _q(top.f),
        "break_before": _q(top.before, low=top.before_low, high=top.before_high),
        "break_after": _q(top.after, low=top.after_low, high=top.after_high),
        "after_2020": _q(breaks()["after"].iloc[0]),
        "break_change": _q(sides["after"] / sides["before"]),
        "halving": _q(halving.central, "month", halving.low, halving.high, "Half-life of the compute for a fixed result"),
        "remaining": _q(100 * float(_remaining(halving.central)), "percent", *(100 * x for x in np.quantile(draws, [0.05, 0.95])), "Compute still needed after a year", driver="algorithmic_halving_months"),
        "fall": _q(100 - 100 * float(_remaining(halving.central)), "percent", *(100 - 100 * x for x in np.quantile(draws, [0.95, 0.05]))),
        "remaining_preferred": _q(prefer["remaining_percent"], "percent", prefer["remaining_low"], prefer["remaining_high"]),
        "factor": _q(model.factor_from_halving(halving.central), "1", model.factor_from_halving(halving.high), model.factor_from_halving(halving.low), "Compute saved by algorithms, factor a year"),
        "p_by": _q(_by_a_third(draws), "percent", grade="modelled"),
        "p_by_revised": _q(_by_a_third(readings_revised().samples), "percent", grade="modelled", label="Probability of 'by a third' with the interval of the conference version"),
        "halving_revised": _q(revised().central, "month", revised().low, revised().high),
        "remaining_revised": _q(100 * float(_remaining(revised().central)), "percent", *(100 * x for x in np.quantile(readings_revised().samples, [0.05, 0.95]))),
        "p_to": _q(100 * np.mean(np.abs(draws - _TO) <= 0.1 * _TO), "percent", grade="modelled"),
        "p_closer_to": _q(100 * np.mean(np.abs(draws - _TO) < np.abs(draws - _BY)), "percent", label="Probability that 'to a third' is nearer than 'by a third'"),
        "by": _q(100 * _BY, "percent", grade="measured"),
        "to": _q(100 * _TO, "percent", grade="measured"),
        "months_by": _q(-12 * np.log(2) / np.log(_BY), "month"),
        "months_to": _q(-12 * np.log(2) / np.log(_TO), "month"),
        "frontier_factor": _q(origin["factor"]),
        "small_factor": _q(small["factor"]),
        "small_remaining": _q(small["remaining_percent"], "percent"),
        "han_factor": _q(han["factor"], low=han["factor_low"], high=han["factor_high"]),
        "han_remaining": _q(han["remaining_percent"], "percent", han["remaining_low"], han["remaining_high"]),
        "scher": _q(scher["factor"], low=scher["factor_low"], high=scher["factor_high"]),
        "vision_remaining": _q(estimate("erdil")["remaining_percent"], "percent", estimate("erdil")["remaining_low"], estimate("erdil")["remaining_high"]),
        "n_estimates": _q(len(estimates()), grade="measured"),
        "effective": effective().quantity("1", label="Effective compute, factor a year, if progress is a shift"),
        "effective_since_2018": _q(*(np.median(effective().samples ** 8), "1", *np.quantile(effective().samples ** 8, [0.05, 0.95]))),
        "algorithm_part": _q(100 * np.log(model.factor_from_halving(halving.central)) / np.log(fit.growth * model.factor_from_halving(halving.central)), "percent"),
        "tilt": _q(lstm),
        "tilt_tenfold": _q(10**lstm),
        "tilt_allocation": _q(allocation),
        "tilted": _q(model.tilted_growth(fit.growth, lstm), low=model.tilted_growth(low, lstm), high=model.tilted_growth(high, lstm)),
        "tilt_share": _q(100 * e["tilt_share_frontier"], "percent"),
        "shift_after_2017": _q(_gains().set_index("innovation").loc["All scale-invariant changes after 2017", "gain"]),
        "r2_constant": _q(e["r2_constant"]),
        "r2_varying": _q((e["r2_varying_low"] + e["r2_varying_high"]) / 2, low=e["r2_varying_low"], high=e["r2_varying_high"]),
        "varying_models": _q(e["time_varying_models"], grade="measured"),
        "all_models": _q(e["all_models"], grade="measured"),
        "allocation_gain": _q((e["allocation_gain_low"] + e["allocation_gain_high"]) / 2, low=e["allocation_gain_low"], high=e["allocation_gain_high"]),
        "allocation_at": _q(2e23, "FLOP", grade="measured"),
        "allocation_from": _q(1e20, "FLOP", grade="measured"),
        "allocation_small": _allocation_range(1e20),
        "allocation_large": _allocation_range(2e23),
        "looped": _q(e["looped_gain"]),
        "replication": _q(1e21, "FLOP", grade="guessed"),
        "slope_probability": _q(100 * votes.mean(), "percent", 100 * votes.min(), 100 * votes.max(), "Share of measured progress that is a change of slope", "guessed", "which study"),
        "size_share": _q(100 * size["share"], "percent", grade="measured"),
        "size_comparisons": _q(size["comparisons"], grade="measured"),
    }  # fmt: skip
