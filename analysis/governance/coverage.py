"""Which models a compute threshold covers: those with an estimate, and those without one whose compute we infer.

A model is *observed* where Epoch AI's copy of July 2026 holds an estimate, *imputed* where it holds none and a regression
on what is known of the model fills the gap (`analysis.governance.imputation`). The two are never added up silently.

Models that matter for a threshold in force or proposed are *named*: an estimate, or without one a mean of the regression, of `NAMED_FROM`
or more, or a chance of `NAMED_CHANCE` or more of `NAMED_LINE`. The rest is only *counted*, from a table of how many lie where by quarter. Regression and
counts are derived from the copies, which are not part of the book (`analysis.governance.results.coverage_inputs`).

Four rules say what is counted. Each one adds to the one before: the compute of pre-training; reinforcement learning and
other training after it; the inference that wrote synthetic training data; the inference of deployment over a model's life.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis import checks, tables
from analysis.dates import decimal_year
from analysis.governance import imputation

__all__ = [
    "RULES", "DRAWS", "NAMED_LINE", "NAMED_FROM", "NAMED_CHANCE", "FITS", "BANDS", "releases", "rest", "everyone", "first_day", "last_day", "through", "evidence", "disclosed", "matrices",
    "served_language", "developers", "fits", "imputed", "estimate_spread", "log10_draws", "log10_draws_of_all", "above", "models_above", "counts_above", "infer", "band_column",
]  # fmt: skip

RULES = ("pretraining", "plus-rl", "plus-synthetic-data", "plus-deployment")
_PARTS = ("rl", "synthetic data", "deployment")  # what each rule after the first adds
DRAWS = 4000
_SEED = 20261126
_Z95 = float(ndtri(0.95))
NAMED_LINE = 1e25  # the lowest line of a law that singles models out by name
NAMED_FROM = 1e24  # a buffer of ten below that line, about what enhancements ask for, and more than any counting rule adds
NAMED_CHANCE = 0.05
FITS = {False: "size unknown", True: "size known"}
BANDS = (1e20, 1e21, 1e22 / 3, 1e22, 1e23 / 3, 1e23, 1e24 / 3)  # levels at which governance/other_observed counts: powers of ten, and their thirds, which buffers ask for
_FIELDS = {"language": "language", "multimodal": "language", "image": "media", "video": "media", "vision": "media", "speech": "media", "biology": "science", "games": "science"}
_SPELT = {"Meta": "Meta AI", "Zhipu AI": "Z.ai (Zhipu AI)", "Meituan": "Meituan Inc", "Xiaomi": "Xiaomi Corp"}  # as the rows without an estimate spell the same developer
_KEPT = ["model", "organisation", "country", "release_date", "field", "training_flop", "confidence"]


@cache
def releases() -> pd.DataFrame:
    """Return the named models with their decimal year, oldest first.

    An estimate that the book's table of large models holds stands there alone; those rows are observed and lack what only the
    regression asks for.
    """
    large = tables.load("scaling/notable_models")
    large = large[(large["release_date"] >= first_day()) & (large["training_flop"] >= NAMED_FROM * (1 - 1e-9))]
    large = large.assign(organisation=large["organisation"].str.split(",").str[0].replace(_SPELT), field=large["domain"].map(_FIELDS))[_KEPT]
    frame = pd.concat([tables.load("governance/covered_models"), large], ignore_index=True).sort_values(["release_date", "model"], kind="stable", ignore_index=True)
    frame["years"] = decimal_year(frame["release_date"])
    frame["observed"] = frame["training_flop"].notna()
    return frame


def _days(quarter: str, models: int) -> pd.DatetimeIndex:
    """Spread models evenly over a quarter, in an order that makes early in it no sign of small."""
    start, end = pd.Period(quarter).start_time.normalize(), min(pd.Period(quarter).end_time.normalize(), last_day())
    turn = np.argsort(np.argsort(np.arange(1, models + 1) * 0.618034 % 1))
    return start + pd.to_timedelta(np.floor((turn + 0.5) / models * ((end - start).days + 1)), unit="D")


def _quantiles(models: int) -> np.ndarray:
    """Return that many standard normal quantiles, with a standard deviation of one."""
    z = ndtri((np.arange(models) + 0.5) / models)
    return z / z.std() if models > 1 else z


@cache
def rest() -> pd.DataFrame:
    """Return the models that are counted without a name, each with a place in its quarter and in compute.

    Those with an estimate are spread evenly over the band in which they were counted, the others as a normal distribution of the
    mean and spread of their cell.

    Returns
    -------
    pandas.DataFrame
        ``release_date, years, field`` (language or other), ``observed, log10_flop`` (estimate or mean of the regression),
        ``error_decades`` of that, and ``common_decades``, the part of it that all models of a ``fit`` share.
    """
    edges = np.log10([BANDS[0] / 10, *BANDS, NAMED_FROM])
    parts = []
    for row in tables.load("governance/other_observed").itertuples():
        inside = -np.diff([row.models, *(getattr(row, band_column(b)) for b in BANDS), 0])
        place = np.concatenate([low + (np.arange(n) + 0.5) / n * (high - low) for low, high, n in zip(edges[:-1], edges[1:], inside, strict=True) if n])
        parts.append(pd.DataFrame({"release_date": _days(row.quarter, row.models), "field": row.field, "observed": True, "fit": "", "log10_flop": place, "error_decades": row.error_decades, "common_decades": 0.0}))
    for row in tables.load("governance/other_imputed").itertuples():
        place = row.mean_log10_flop + row.spread_decades * _quantiles(row.models)
        parts.append(pd.DataFrame({"release_date": _days(row.quarter, row.models), "field": row.field, "observed": False, "fit": row.fit, "log10_flop": place, "error_decades": row.error_decades, "common_decades": row.common_decades}))
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(years=decimal_year(frame["release_date"]))


def band_column(flop: float) -> str:
    """Return the column of ``governance/other_observed`` that counts models from a level on."""
    return f"above_{flop:.0e}".replace("+", "")


@cache
def everyone() -> pd.DataFrame:
    """Return `releases` and below it `rest`: ``model`` (empty without a name), ``release_date, years, field, observed``, ``log10_flop`` where observed."""
    named = releases().assign(log10_flop=lambda f: np.log10(f["training_flop"].astype(float)))
    columns = ["model", "release_date", "years", "field", "observed", "log10_flop"]
    unnamed = rest().assign(model="", log10_flop=lambda f: f["log10_flop"].where(f["observed"]))
    return pd.concat([named[columns], unnamed[columns]], ignore_index=True)


@cache
def first_day() -> pd.Timestamp:
    """Return the first day that the tables cover."""
    return pd.Period(tables.load("governance/other_observed")["quarter"].min()).start_time.normalize()


@cache
def last_day() -> pd.Timestamp:
    """Return the day of the newest copy of the outside table."""
    return pd.Timestamp(tables.sidecar("governance/covered_models")["vintage"])


def through(on) -> pd.Timestamp:
    """Return the day that `on` means: a date, or a year, which means its last day.

    Raises
    ------
    ValueError
        When it is no date, or lies before the data or after the year in which they end.
    """
    first, last = first_day(), last_day()
    if isinstance(on, (int, float, np.integer, np.floating)) and not isinstance(on, bool):
        if not (np.isfinite(on) and float(on).is_integer() and 1 <= on <= 9999):
            raise ValueError(f"on = {on!r} is not a year. Give a year such as 2025 or a date such as '2025-06-30'.")
        day = pd.Timestamp(int(on), 12, 31)
    else:
        try:
            day = pd.Timestamp(on)
        except (TypeError, ValueError):
            raise ValueError(f"on = {on!r} is not a date. Give a year such as 2025 or a date such as '2025-06-30'.") from None
    if pd.isna(day) or day < first:
        raise ValueError(f"on = {on!s} is before the data, which begin on {first:%Y-%m-%d}. Ask for a later date.")
    if day.year > last.year:
        raise ValueError(f"on = {on!s} is after the data, which end on {last:%Y-%m-%d}. Later years are a forecast: analysis.governance.forecast.")
    return day


def evidence() -> pd.DataFrame:
    """Return how much compute beyond pre-training models are known or assumed to take, over that of pre-training."""
    return tables.load("governance/compute_parts")


def matrices(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the covariates of models without and with the published size, and which models have one."""
    columns = {
        "years": frame["years"], "leading": frame["developer"] == "leading", "academic": frame["developer"] == "academic", "language": frame["field"] == "language",
        "science": frame["field"] == "science", "small": frame["small"], "continues": frame["continues"], "service": frame["access"] == "service", "open_weights": frame["access"] == "open weights",
    }  # fmt: skip
    columns = {n: np.asarray(x, dtype=float) for n, x in columns.items()}
    sized = frame["parameters"].notna().to_numpy()
    size = np.log10(frame["parameters"].fillna(1e10).to_numpy(dtype=float))
    return imputation.design(columns), imputation.design(columns, size), sized


def served_language(frame: pd.DataFrame) -> np.ndarray:
    """Mark language models that are only served: they vary less, and most of what goes unpublished is of this kind."""
    return ((frame["access"] == "service") & (frame["field"] == "language")).to_numpy()


@cache
def fits() -> dict[bool, imputation.Fit]:
    """Return the two regressions on all observed models, as derived from the copy: with a published size (True), and without.

    Of the developers with an effect of their own, those of named models without an estimate are kept.
    """
    table, pairs = tables.load("governance/imputation_fit"), tables.load("governance/imputation_covariance")
    out = {}
    for sized, name in FITS.items():
        mine = table[table["fit"] == name]
        weights = mine[mine["kind"].isin(("coefficient", "developer"))].reset_index(drop=True)
        at = pd.Series(range(len(weights)), index=weights["term"])
        covariance = np.diag(weights["sd"].to_numpy(dtype=float) ** 2)
        between = pairs[pairs["fit"] == name]
        i, j = at[between["first"]].to_numpy(), at[between["second"]].to_numpy()
        covariance[i, j] = covariance[j, i] = between["covariance"]
        whole = mine[mine["kind"] == "spread"].set_index("term")["value"]
        developers = tuple(weights.loc[weights["kind"] == "developer", "term"])
        out[sized] = imputation.Fit(weights["value"].to_numpy(dtype=float), covariance, float(whole["offset"]), float(whole["between developers"]), (float(whole["noise"]), float(whole["noise, served language models"])), developers)
    return out


def developers(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the developers with three models or more, which have an effect of their own."""
    counts = frame["organisation"].value_counts()
    return tuple(sorted(counts.index[counts >= 3]))


def infer(fitted: dict[bool, imputation.Fit], frame: pd.DataFrame) -> pd.DataFrame:
    """Return mean and standard deviation of the decimal logarithm of compute for models by the regression that their data allow."""
    plain, with_size, sized = matrices(frame)
    groups, level = frame["organisation"].to_numpy(), served_language(frame)
    mean, sd = imputation.predict(fitted[False], plain, groups, level)
    mean_size, sd_size = imputation.predict(fitted[True], with_size, groups, level)
    return pd.DataFrame({"mean": np.where(sized, mean_size, mean), "sd": np.where(sized, sd_size, sd)}, index=frame.index)


@cache
def imputed() -> pd.DataFrame:
    """Return mean and standard deviation of the decimal logarithm of compute by the regressions, for named models without an estimate."""
    frame = releases()
    return infer(fits(), frame[~frame["observed"]])


def estimate_spread(confidence: pd.Series) -> np.ndarray:
    """Return the standard deviation of an estimate's decimal logarithm from the producer's word for its confidence."""
    table = tables.load("governance/estimate_errors").set_index("confidence")["factor_90"]
    return np.log10(confidence.map(table).astype(float).to_numpy()) / _Z95


@cache
def _base_draws() -> np.ndarray:
    """Draw the logarithm of the compute of pre-training, one row a model of `everyone`."""
    frame = releases()
    silent = frame[~frame["observed"]]
    plain, with_size, sized = matrices(silent)
    groups, level, seen = silent["organisation"].to_numpy(), served_language(silent), frame["observed"].to_numpy()
    guessed, shared, rng = np.empty((len(silent), DRAWS)), {"": np.zeros(DRAWS)}, np.random.default_rng(_SEED + 3)
    tie = tables.load("governance/other_imputed").groupby("fit")["common_correlation"].first()
    for with_parameters, x in ((False, plain), (True, with_size)):
        pick = sized == with_parameters
        fitted, name = fits()[with_parameters], FITS[with_parameters]
        guessed[pick] = imputation.draws(fitted, x[pick], groups[pick], level[pick], DRAWS, _SEED + with_parameters)
        of_named = imputation.mean_weights(fitted, x[pick], groups[pick]) @ imputation.coefficient_errors(fitted, DRAWS, _SEED + with_parameters)
        shared[name] = tie[name] * of_named / of_named.std() + np.sqrt(1 - tie[name] ** 2) * rng.standard_normal(DRAWS)
    out = np.empty((len(frame), DRAWS))
    out[~seen] = guessed
    rng = np.random.default_rng(_SEED + 2)
    out[seen] = np.log10(frame.loc[seen, "training_flop"].to_numpy(dtype=float))[:, None] + estimate_spread(frame.loc[seen, "confidence"])[:, None] * rng.standard_normal((int(seen.sum()), DRAWS))
    out -= np.log10(1 + disclosed("rl", frame))[:, None]
    more, rng = rest(), np.random.default_rng(_SEED + 4)
    centre, common, whole = (more[c].to_numpy(dtype=float)[:, None] for c in ("log10_flop", "common_decades", "error_decades"))
    together = np.stack([shared[name] for name in more["fit"]])
    return np.concatenate([out, centre + common * together + np.sqrt(whole**2 - common**2) * rng.standard_normal((len(more), DRAWS))])


def disclosed(part: str, frame: pd.DataFrame) -> np.ndarray:
    """Return the ratio to pre-training that is on record for a part, already in the estimate; zero where none is."""
    table = evidence()
    table = table[(table["part"] == part) & (table["scope"] == "model") & table["in_estimate"]].set_index("name")["central"]
    return frame["model"].map(table).fillna(0.0).to_numpy(dtype=float)


@cache
def _ratios(part: str) -> tuple[np.ndarray, np.ndarray]:
    """Return draws of a part's compute over that of pre-training, one row a model of `everyone`, and the central ratio.

    What is on record for a model is taken; the other models draw from the range of their kind and year, each on its own.
    """
    frame, table = everyone(), evidence()
    table = table[table["part"] == part]
    general = table[table["scope"] == "year"].set_index("year")
    named = table[table["scope"] == "model"].drop_duplicates("name").set_index("name")
    year = frame["years"].astype(int).to_numpy()
    language = (frame["field"] == "language").to_numpy()
    low, central, high = (np.where(language, general[c].reindex(year).to_numpy(dtype=float), 0.0) for c in ("low", "central", "high"))
    for column, store in (("low", low), ("central", central), ("high", high)):
        known = frame["model"].map(named[column]).to_numpy(dtype=float)
        store[:] = np.where(np.isfinite(known), known, store)
    z = np.random.default_rng(_SEED + 10 + _PARTS.index(part)).standard_normal((len(frame), DRAWS))
    with np.errstate(divide="ignore", invalid="ignore"):
        up, down = np.log(high / central) / _Z95, np.log(central / low) / _Z95
    ratio = central[:, None] * np.exp(z * np.where(z > 0, np.nan_to_num(up)[:, None], np.nan_to_num(down)[:, None]))
    return ratio, central


def _rule(rule: str) -> str:
    return checks.require_known("counting rule", rule, RULES)


@cache
def log10_draws_of_all(rule: str = "pretraining") -> np.ndarray:
    """Return draws of the decimal logarithm of what a rule counts, one row a model of `everyone`."""
    parts = _PARTS[: RULES.index(_rule(rule))]
    total = 1.0 + sum((_ratios(p)[0] for p in parts), np.zeros((1, 1)))
    return _base_draws() + np.log10(total)


def log10_draws(rule: str = "pretraining") -> np.ndarray:
    """Return the same for the named models, one row a model of `releases`."""
    return log10_draws_of_all(_rule(rule))[: len(releases())]


@cache
def _middle(rule: str) -> np.ndarray:
    """Return the central value of what a rule counts: the estimate as it stands, times central ratios."""
    frame = everyone()
    central = 1.0 + sum((_ratios(p)[1] for p in _PARTS[: RULES.index(rule)]), np.zeros(len(frame)))
    point = frame["log10_flop"] - np.log10(1 + disclosed("rl", frame)) + np.log10(central)
    return np.where(frame["observed"], point, np.median(log10_draws_of_all(rule), axis=1))


@cache
def _table(rule: str) -> pd.DataFrame:
    frame, named = everyone(), releases()
    low, high = np.quantile(log10_draws_of_all(rule), (0.05, 0.95), axis=1)
    return pd.DataFrame(
        {
            "model": frame["model"], "organisation": named["organisation"].reindex(frame.index, fill_value=""), "country": named["country"].reindex(frame.index, fill_value=""),
            "release_date": frame["release_date"], "status": np.where(frame["observed"], "observed", "imputed"), "flop": 10 ** _middle(rule), "low_flop": 10**low, "high_flop": 10**high,
        }
    )  # fmt: skip


def above(threshold_flop: float, rule: str = "pretraining") -> tuple[np.ndarray, np.ndarray]:
    """Tell which models of `everyone` are above a threshold: by their middle (the estimate, where there is one), and in each draw."""
    return 10 ** _middle(_rule(rule)) >= threshold_flop * (1 - 1e-9), log10_draws_of_all(rule) >= np.log10(threshold_flop)


def _asked(threshold_flop, on) -> tuple[np.ndarray, list[pd.Timestamp]]:
    limits = np.atleast_1d(checks.require_positive("threshold_flop", threshold_flop, "Give a number of operations such as 1e25."))
    days = [through(x) for x in (on if isinstance(on, (list, tuple, np.ndarray, pd.Series, pd.Index)) else [on])]
    return limits, days


def models_above(threshold_flop, on, rule: str = "pretraining") -> pd.DataFrame:
    """Name the models above a threshold on a day.

    Parameters
    ----------
    threshold_flop : float or array_like
        Operations; above zero. Below `NAMED_FROM` there are models that the book only counts: their rows have no name, and their
        place in a quarter and in compute is spread evenly over what was counted there (`rest`).
    on : str, date, int, or a list of these
        Models released up to this day count; a year means its last day.
    rule : str, optional
        What is counted, one of `RULES`.

    Returns
    -------
    pandas.DataFrame
        One row a model that is above at even odds or better, by threshold, day and release: ``threshold_flop, on, model,
        organisation, country, release_date, status`` (observed or imputed), ``flop`` with its 90 % interval
        ``low_flop, high_flop``, and ``probability`` that it is above. An observed model is judged by its estimate.

    Raises
    ------
    ValueError
        For a threshold that is not above zero, and a day outside the data.
    KeyError
        For an unknown rule, with the nearest names.
    """
    table = _table(_rule(rule))
    limits, days = _asked(threshold_flop, on)
    date, named = pd.to_datetime(table["release_date"]).to_numpy(), (table["model"] != "").to_numpy()
    out = []
    for limit in limits:
        point, drawn = above(limit, rule)
        reached = point & named if limit >= NAMED_FROM * (1 - 1e-9) else point
        for day in days:
            pick = reached & (date <= np.datetime64(day))
            found = table[pick].assign(probability=drawn[pick].mean(axis=1))
            found.insert(0, "on", f"{day:%Y-%m-%d}")
            found.insert(0, "threshold_flop", limit)
            out.append(found.sort_values(["release_date", "model"], kind="stable"))
    found = pd.concat(out, ignore_index=True)
    found.attrs["data_to"] = f"{last_day():%Y-%m-%d}"
    return found


def counts_above(threshold_flop, on, rule: str = "pretraining", since=None) -> pd.DataFrame:
    """Count the models above thresholds on days: with an estimate, and with the models without one.

    Parameters
    ----------
    threshold_flop : float or array_like
        Operations; above zero. Below `NAMED_FROM` a level between those of `BANDS` is interpolated, and a day inside a quarter takes its
        share of the quarter; below 1e21 the counts are rough.
    on, rule
        As in `models_above`; arrays give every combination.
    since : str, date or int, optional
        Leave out models released on or before this day.

    Returns
    -------
    pandas.DataFrame
        ``threshold_flop, on, observed`` (by their estimates), ``imputed`` (expected number of the others), and ``median, low, high``
        of the sum over the draws, in which the error of estimates counts too.
    """
    frame = everyone()
    _rule(rule)
    limits, days = _asked(threshold_flop, on)
    date = pd.to_datetime(frame["release_date"]).to_numpy()
    after = np.ones(len(frame), dtype=bool) if since is None else date > np.datetime64(through(since))
    seen = frame["observed"].to_numpy()
    rows = []
    for limit in limits:
        point, drawn = above(limit, rule)
        for day in days:
            pick = after & (date <= np.datetime64(day))
            total = drawn[pick].sum(axis=0)
            low, median, high = np.quantile(total, (0.05, 0.5, 0.95))
            rows.append((limit, f"{day:%Y-%m-%d}", int((point & pick & seen).sum()), float(drawn[pick & ~seen].sum(axis=0).mean()), median, low, high))
    return pd.DataFrame(rows, columns=["threshold_flop", "on", "observed", "imputed", "median", "low", "high"])
