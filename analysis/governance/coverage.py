"""Which models a compute threshold covers: those with an estimate, and those without one whose compute we infer.

A model is *observed* where Epoch AI's copy of July 2026 holds an estimate, *imputed* where it holds none and a regression
on what is known of the model fills the gap (`analysis.governance.imputation`). The two are never added up silently.

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

__all__ = ["RULES", "DRAWS", "releases", "first_day", "last_day", "through", "evidence", "matrices", "served_language", "developers", "fits", "imputed", "estimate_spread", "log10_draws", "models_above", "counts_above"]

RULES = ("pretraining", "plus-rl", "plus-synthetic-data", "plus-deployment")
_PARTS = ("rl", "synthetic data", "deployment")  # what each rule after the first adds
DRAWS = 4000
_SEED = 20261126
_Z95 = float(ndtri(0.95))
LISTED = 0.5  # a model is named when it is above the threshold at even odds or better


@cache
def releases() -> pd.DataFrame:
    """Return notable models since 2022 with their decimal year, oldest first."""
    frame = tables.load("governance/notable_releases")
    frame["years"] = decimal_year(frame["release_date"])
    frame["observed"] = frame["training_flop"].notna()
    return frame


@cache
def first_day() -> pd.Timestamp:
    """Return the first day that the table covers."""
    return pd.Timestamp(int(releases()["years"].min()), 1, 1)


@cache
def last_day() -> pd.Timestamp:
    """Return the day of the newest copy of the outside table."""
    return pd.Timestamp(tables.sidecar("governance/notable_releases")["vintage"])


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


@cache
def matrices() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the covariates of `releases` without and with the published size, and which models have one."""
    frame = releases()
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
    """Return the two regressions on the observed models: with a published size (True), and without."""
    frame, (plain, with_size, sized) = releases(), matrices()
    seen = frame["observed"].to_numpy()
    y = np.log10(frame["training_flop"].fillna(1.0).to_numpy(dtype=float))
    groups, level = frame["organisation"].to_numpy(), served_language(frame)
    names = developers()
    return {
        False: imputation.fit(plain[seen], y[seen], groups[seen], level[seen], names),
        True: imputation.fit(with_size[seen & sized], y[seen & sized], groups[seen & sized], level[seen & sized], names),
    }


@cache
def developers() -> tuple[str, ...]:
    """Return the developers with three models or more, which have an effect of their own."""
    counts = releases()["organisation"].value_counts()
    return tuple(sorted(counts.index[counts >= 3]))


@cache
def imputed() -> pd.DataFrame:
    """Return mean and standard deviation of the decimal logarithm of compute by the regressions, for every model."""
    frame, (plain, with_size, sized) = releases(), matrices()
    groups, level = frame["organisation"].to_numpy(), served_language(frame)
    mean, sd = imputation.predict(fits()[False], plain, groups, level)
    mean_size, sd_size = imputation.predict(fits()[True], with_size, groups, level)
    return pd.DataFrame({"mean": np.where(sized, mean_size, mean), "sd": np.where(sized, sd_size, sd)})


def estimate_spread(confidence: pd.Series) -> np.ndarray:
    """Return the standard deviation of an estimate's decimal logarithm from the producer's word for its confidence."""
    table = tables.load("governance/estimate_errors").set_index("confidence")["factor_90"]
    return np.log10(confidence.map(table).astype(float).to_numpy()) / _Z95


@cache
def _base_draws() -> np.ndarray:
    """Draw the logarithm of the compute of pre-training, one row a model."""
    frame, (plain, with_size, sized) = releases(), matrices()
    groups, level, seen = frame["organisation"].to_numpy(), served_language(frame), frame["observed"].to_numpy()
    out = np.empty((len(frame), DRAWS))
    for with_parameters, x in ((False, plain), (True, with_size)):
        pick = ~seen & (sized == with_parameters)
        out[pick] = imputation.draws(fits()[with_parameters], x[pick], groups[pick], level[pick], DRAWS, _SEED + with_parameters)
    rng = np.random.default_rng(_SEED + 2)
    out[seen] = np.log10(frame.loc[seen, "training_flop"].to_numpy(dtype=float))[:, None] + estimate_spread(frame.loc[seen, "confidence"])[:, None] * rng.standard_normal((int(seen.sum()), DRAWS))
    return out - np.log10(1 + _disclosed("rl"))[:, None]


def _disclosed(part: str) -> np.ndarray:
    """Return the ratio to pre-training that is on record for a part, already in the estimate; zero where none is."""
    table = evidence()
    table = table[(table["part"] == part) & (table["scope"] == "model") & table["in_estimate"]].set_index("name")["central"]
    return releases()["model"].map(table).fillna(0.0).to_numpy(dtype=float)


@cache
def _ratios(part: str) -> tuple[np.ndarray, np.ndarray]:
    """Return draws of a part's compute over that of pre-training, one row a model, and the central ratio.

    What is on record for a model is taken; the other models draw from the range of their kind and year, each on its own.
    """
    frame, table = releases(), evidence()
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
def log10_draws(rule: str = "pretraining") -> np.ndarray:
    """Return draws of the decimal logarithm of what a rule counts, one row a model of `releases`."""
    parts = _PARTS[: RULES.index(_rule(rule))]
    total = 1.0 + sum((_ratios(p)[0] for p in parts), np.zeros((1, 1)))
    return _base_draws() + np.log10(total)


@cache
def _middle(rule: str) -> np.ndarray:
    """Return the central value of what a rule counts: the estimate as it stands, times central ratios."""
    frame = releases()
    central = 1.0 + sum((_ratios(p)[1] for p in _PARTS[: RULES.index(rule)]), np.zeros(len(frame)))
    point = np.log10(frame["training_flop"].fillna(1.0).to_numpy(dtype=float) / (1 + _disclosed("rl"))) + np.log10(central)
    return np.where(frame["observed"], point, np.median(log10_draws(rule), axis=1))


@cache
def _table(rule: str) -> pd.DataFrame:
    frame = releases()
    low, high = np.quantile(log10_draws(rule), (0.05, 0.95), axis=1)
    return pd.DataFrame(
        {
            "model": frame["model"], "organisation": frame["organisation"], "country": frame["country"], "release_date": frame["release_date"], "status": np.where(frame["observed"], "observed", "imputed"),
            "flop": 10 ** _middle(rule), "low_flop": 10**low, "high_flop": 10**high,
        }
    )  # fmt: skip


def _asked(threshold_flop, on) -> tuple[np.ndarray, list[pd.Timestamp]]:
    limits = np.atleast_1d(checks.require_positive("threshold_flop", threshold_flop, "Give a number of operations such as 1e25."))
    days = [through(x) for x in (on if isinstance(on, (list, tuple, np.ndarray, pd.Series, pd.Index)) else [on])]
    return limits, days


def models_above(threshold_flop, on, rule: str = "pretraining") -> pd.DataFrame:
    """Name the models above a threshold on a day.

    Parameters
    ----------
    threshold_flop : float or array_like
        Operations; above zero.
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
        For a threshold that is not above zero and a day outside the data.
    KeyError
        For an unknown rule, with the nearest names.
    """
    table, draws = _table(_rule(rule)), log10_draws(rule)
    limits, days = _asked(threshold_flop, on)
    date = pd.to_datetime(table["release_date"]).to_numpy()
    out = []
    for limit in limits:
        chance = np.mean(draws >= np.log10(limit), axis=1)
        above = table["flop"].to_numpy() >= limit * (1 - 1e-9)
        for day in days:
            pick = above & (date <= np.datetime64(day))
            found = table[pick].assign(probability=chance[pick])
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
    threshold_flop, on, rule
        As in `models_above`; arrays give every combination.
    since : str, date or int, optional
        Leave out models released on or before this day.

    Returns
    -------
    pandas.DataFrame
        ``threshold_flop, on, observed`` (by their estimates), ``imputed`` (expected number of the others), and ``median, low, high``
        of the sum over the draws, in which the error of estimates counts too.
    """
    table, draws = _table(_rule(rule)), log10_draws(rule)
    limits, days = _asked(threshold_flop, on)
    date = pd.to_datetime(table["release_date"]).to_numpy()
    after = np.ones(len(table), dtype=bool) if since is None else date > np.datetime64(through(since))
    seen = (table["status"] == "observed").to_numpy()
    rows = []
    for limit in limits:
        above = draws >= np.log10(limit)
        point = seen & (table["flop"].to_numpy() >= limit * (1 - 1e-9))
        for day in days:
            pick = after & (date <= np.datetime64(day))
            total = above[pick].sum(axis=0)
            low, median, high = np.quantile(total, (0.05, 0.5, 0.95))
            rows.append((limit, f"{day:%Y-%m-%d}", int((point & pick).sum()), float(above[pick & ~seen].sum(axis=0).mean()), median, low, high))
    return pd.DataFrame(rows, columns=["threshold_flop", "on", "observed", "imputed", "median", "low", "high"])
