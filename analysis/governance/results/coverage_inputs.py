"""The committed tables behind the coverage page, derived anew from the outside copies (only tests and an update call this)."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from scipy.special import ndtr

from analysis import outside, parameters
from analysis.dates import decimal_year
from analysis.governance import coverage as model
from analysis.governance import imputation
from analysis.governance.results.coverage import THRESHOLDS

__all__ = ["VINTAGES", "releases_from_epoch", "vintage_counts", "copied", "refit", "named", "covered_models", "other_observed", "other_imputed", "imputation_fit", "imputation_covariance", "held_out", "imputation_test", "from_copies"]

VINTAGES = ("2025-02-24", "2026-07-15")
FIRST_DAY = "2022-01-01"
LEADING = ("OpenAI", "Google", "DeepMind", "Anthropic", "Meta", "Facebook", "xAI", "Microsoft")
_SMALL = re.compile(r"(?<![a-z])(?:mini|nano|flash|lite|small|haiku|tiny|instant|edge|air|embed|ocr|tts)(?![a-z])", re.I)
_COUNTRIES = {"United States of America": "US", "China": "CN", "United Kingdom of Great Britain and Northern Ireland": "GB", "Korea (Republic of)": "KR", "France": "FR", "Saudi Arabia": "SA", "Canada": "CA", "Singapore": "SG", "Israel": "IL", "Japan": "JP", "Germany": "DE", "United Arab Emirates": "AE", "Netherlands": "NL", "Switzerland": "CH", "Finland": "FI", "Hong Kong": "HK", "Australia": "AU"}
_TERMS = ("constant", "year", "leading", "academic", "language", "science", "small", "continues", "leading x language", "year x language", "year x leading", "served language", "open weights", "year x served language", "log10 parameters")


def releases_from_epoch(new: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Sort Epoch AI's notable models into the kinds that the imputation knows.

    Parameters
    ----------
    new, old : pandas.DataFrame
        The dated copies of July 2026 and February 2025, as published.

    Returns
    -------
    pandas.DataFrame
        One row a model dated from 2022 on, oldest first: name, developer, country, day, kinds, size, estimate with its confidence, and the
        estimate of February 2025 where the later copy has none.
    """
    frame = new.assign(date=pd.to_datetime(new["Publication date"]), Model=new["Model"].str.strip())
    frame = frame[frame["date"] >= FIRST_DAY].sort_values(["date", "Model"], kind="stable")
    text = {c: frame[c].fillna("") for c in ("Organization", "Domain", "Task", "Organization categorization", "Model accessibility", "Country (of organization)")}
    organisation = text["Organization"].str.split(",").str[0].str.strip()
    kind = text["Organization categorization"]
    words = text["Domain"].str.contains("Language|Multimodal") | text["Task"].str.contains("Language modeling|Chat|Code generation")
    words &= ~text["Domain"].str.contains("Robotics|Biology")
    flop = frame["Training compute (FLOP)"]
    earlier = old.assign(Model=old["Model"].str.strip()).drop_duplicates("Model").set_index("Model")["Training compute (FLOP)"]
    return pd.DataFrame(
        {
            "model": frame["Model"],
            "organisation": organisation,
            "country": text["Country (of organization)"].str.split(",").str[0],
            "release_date": frame["Publication date"],
            "developer": np.where(organisation.str.startswith(LEADING), "leading", np.where(kind.str.contains("Industry") & ~kind.str.startswith("Academia"), "industry", "academic")),
            "field": np.where(words, "language", np.where(text["Domain"].str.contains("Image|Video|Audio|Speech|Vision"), "media", "science")),
            "access": np.where(text["Model accessibility"].str.contains("API|Hosted"), "service", np.where(text["Model accessibility"].str.contains("Open weights"), "open weights", "other")),
            "small": frame["Model"].str.contains(_SMALL),
            "continues": frame["Base model"].notna(),
            "parameters": frame["Parameters"],
            "training_flop": flop,
            "confidence": frame["Confidence"].str.lower().where(flop.notna()),
            "earlier_flop": frame["Model"].map(earlier).where(flop.isna()),
        }
    ).reset_index(drop=True)


def vintage_counts(frame: pd.DataFrame, vintage: str) -> pd.DataFrame:
    """Count a dated copy's notable models by year of publication: all, with an estimate, and above thresholds.

    Parameters
    ----------
    frame : pandas.DataFrame
        A copy as published.
    vintage : str
        Its date.

    Returns
    -------
    pandas.DataFrame
        The counts of ``data/governance/vintage_counts.csv``.
    """
    year = pd.to_datetime(frame["Publication date"]).dt.year
    flop = frame["Training compute (FLOP)"]
    rows = []
    for y in range(2018, int(vintage[:4]) + 1):
        mine = flop[year == y]
        rows.append({"vintage": vintage, "year": y, "notable": len(mine), "estimated": int(mine.notna().sum()), **{f"above_1e{e}": int((mine >= t).sum()) for e, t in zip(range(23, 29), THRESHOLDS, strict=True)}})
    return pd.DataFrame(rows)


def copied() -> pd.DataFrame:
    """Return every notable model since 2022 as the copies have it, with its decimal year and whether it has an estimate."""
    new, old = (outside.load("epoch-notable-models", v, download=False) for v in VINTAGES[::-1])
    frame = releases_from_epoch(new, old)
    frame["country"] = frame["country"].map(_COUNTRIES)
    frame["release_date"] = pd.to_datetime(frame["release_date"])
    return frame.assign(years=decimal_year(frame["release_date"]), observed=frame["training_flop"].notna())


def _log10(frame: pd.DataFrame) -> np.ndarray:
    return np.log10(frame["training_flop"].fillna(1.0).to_numpy(dtype=float))


def refit(frame: pd.DataFrame) -> dict[bool, imputation.Fit]:
    """Fit the two regressions to the observed models: with a published size (True), and without."""
    plain, with_size, sized = model.matrices(frame)
    y, groups, level, names = _log10(frame), frame["organisation"].to_numpy(), model.served_language(frame), model.developers(frame)
    out = {}
    for with_parameters, x in ((False, plain), (True, with_size)):
        pick = frame["observed"].to_numpy() & (sized if with_parameters else True)
        out[with_parameters] = imputation.fit(x[pick], y[pick], groups[pick], level[pick], names)
    return out


def named(frame: pd.DataFrame, inferred: pd.DataFrame) -> np.ndarray:
    """Mark the models that matter: an estimate or mean from `coverage.NAMED_FROM` on, or without an estimate a chance of the line."""
    chance = 1 - ndtr((np.log10(model.NAMED_LINE) - inferred["mean"]) / inferred["sd"])
    seen = frame["observed"].to_numpy()
    return np.where(seen, frame["training_flop"].fillna(0.0) >= model.NAMED_FROM * (1 - 1e-9), (chance >= model.NAMED_CHANCE) | (inferred["mean"] >= np.log10(model.NAMED_FROM)))


def covered_models(frame: pd.DataFrame, pick: np.ndarray, large: pd.DataFrame) -> pd.DataFrame:
    """Return the named models that the table of large models (`large`) lacks, in the columns that follow by rule."""
    there = frame["model"].isin(large.loc[large["training_flop"].notna(), "model"]) & frame["observed"]
    return frame.loc[pick & ~there, ["model", "organisation", "country", "release_date", "developer", "field", "access", "small", "continues", "parameters", "training_flop", "confidence", "earlier_flop"]].reset_index(drop=True)


def _common(fitted: dict[bool, imputation.Fit], unnamed: pd.DataFrame, named: pd.DataFrame) -> tuple[float, float]:
    """Return how far the coefficients of a regression may shift the mean of its unnamed models, and how that goes with the mean of its named ones."""
    which = bool(unnamed["parameters"].notna().all())
    f = fitted[which]
    a, b = (imputation.mean_weights(f, model.matrices(g)[int(which)], g["organisation"].to_numpy()) for g in (unnamed, named))
    sd, other = np.sqrt(a @ f.covariance @ a), np.sqrt(b @ f.covariance @ b)
    return float(sd), float(a @ f.covariance @ b / (sd * other))


def _cells(frame: pd.DataFrame, pick: np.ndarray) -> pd.DataFrame:
    """Return the models without a name with the quarter and kind under which they are counted."""
    quarter = pd.PeriodIndex(frame["release_date"], freq="Q").astype(str).str.replace("Q", "-Q")
    return frame.assign(quarter=quarter, kind=np.where(frame["field"] == "language", "language", "other"))[~pick]


def other_observed(frame: pd.DataFrame, pick: np.ndarray) -> pd.DataFrame:
    """Count the models with an estimate and without a name by quarter, kind and band of compute (of pre-training alone, where the rest is on record)."""
    cells = _cells(frame, pick)
    cells = cells[cells["observed"]]
    cells = cells.assign(centre=_log10(cells) - np.log10(1 + model.disclosed("rl", cells)), variance=model.estimate_spread(cells["confidence"]) ** 2)
    rows = []
    for (quarter, kind), cell in cells.groupby(["quarter", "kind"]):
        reached = {model.band_column(b): int((cell["centre"] >= np.log10(b) - 1e-9).sum()) for b in model.BANDS}
        rows.append({"quarter": quarter, "field": kind, "models": len(cell), **reached, "error_decades": np.sqrt(cell["variance"].mean())})
    return pd.DataFrame(rows)


def other_imputed(frame: pd.DataFrame, pick: np.ndarray, fitted: dict[bool, imputation.Fit], inferred: pd.DataFrame) -> pd.DataFrame:
    """Sum up the models without an estimate and without a name by quarter, kind and regression: how many, where, and how sure."""
    cells = _cells(frame, pick).join(inferred)
    cells = cells[~cells["observed"]]
    cells = cells.assign(fit=cells["parameters"].notna().map(model.FITS))
    silent = frame[pick & ~frame["observed"]]
    common = {fit: _common(fitted, group, silent[silent["parameters"].notna().map(model.FITS) == fit]) for fit, group in cells.groupby("fit")}
    rows = []
    for (quarter, kind, fit), cell in cells.groupby(["quarter", "kind", "fit"]):
        rows.append({"quarter": quarter, "field": kind, "fit": fit, "models": len(cell), "mean_log10_flop": cell["mean"].mean(), "spread_decades": cell["mean"].std(ddof=0), "error_decades": np.sqrt((cell["sd"] ** 2).mean()), "common_decades": common[fit][0], "common_correlation": common[fit][1]})
    return pd.DataFrame(rows)


def _kept(fitted: imputation.Fit, terms: int, developers) -> tuple[list[int], list[str]]:
    """Return where the coefficients stand that named models need, and their names."""
    also = [terms + i for i, g in enumerate(fitted.groups) if g in set(developers)]
    return [*range(terms), *also], [*_TERMS[:terms], *(fitted.groups[i - terms] for i in also)]


def _fits(frame: pd.DataFrame, pick: np.ndarray, fitted: dict[bool, imputation.Fit]):
    silent = frame[pick & ~frame["observed"]]
    sized = silent["parameters"].notna()
    for with_parameters, name in model.FITS.items():
        terms = len(_TERMS) - (not with_parameters)
        yield name, terms, fitted[with_parameters], *_kept(fitted[with_parameters], terms, silent.loc[sized == with_parameters, "organisation"])


def imputation_fit(frame: pd.DataFrame, pick: np.ndarray, fitted: dict[bool, imputation.Fit]) -> pd.DataFrame:
    """Return the coefficients of both regressions, the effects of developers of named models, and the spreads."""
    rows = []
    for name, terms, f, at, names in _fits(frame, pick, fitted):
        sd = np.sqrt(np.diag(f.covariance))
        rows += [{"fit": name, "kind": "coefficient" if i < terms else "developer", "term": term, "value": f.mean[i], "sd": sd[i]} for i, term in zip(at, names, strict=True)]
        spreads = {"offset": f.offset, "between developers": f.group_sd, "noise": f.noise_sd[0], "noise, served language models": f.noise_sd[1]}
        rows += [{"fit": name, "kind": "spread", "term": term, "value": value, "sd": np.nan} for term, value in spreads.items()]
    return pd.DataFrame(rows)


def imputation_covariance(frame: pd.DataFrame, pick: np.ndarray, fitted: dict[bool, imputation.Fit]) -> pd.DataFrame:
    """Return the covariance of each pair of those coefficients and effects."""
    rows = []
    for name, _, f, at, names in _fits(frame, pick, fitted):
        rows += [{"fit": name, "first": names[a], "second": names[b], "covariance": f.covariance[at[a], at[b]]} for a in range(len(at)) for b in range(a + 1, len(at))]
    return pd.DataFrame(rows)


def held_out(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the observed models as the regressions foretell them when a tenth at a time is held out."""
    plain, with_size, sized = model.matrices(frame)
    seen = np.flatnonzero(frame["observed"])
    part = imputation.folds(len(seen))
    y, groups, level, names = _log10(frame), frame["organisation"].to_numpy(), model.served_language(frame), model.developers(frame)
    mean, sd = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
    for k in range(part.max() + 1):
        train, test = seen[part != k], seen[part == k]
        for with_parameters, x in ((False, plain), (True, with_size)):
            a = train[sized[train]] if with_parameters else train
            b = test[sized[test] == with_parameters]
            if len(b):
                mean[b], sd[b] = imputation.predict(imputation.fit(x[a], y[a], groups[a], level[a], names), x[b], groups[b], level[b])
    out = frame.loc[seen, ["model", "field", "access"]].assign(known=y[seen], foretold=mean[seen], sd=sd[seen], served=level[seen])
    return out.assign(inside=lambda f: np.abs(f["known"] - f["foretold"]) <= parameters.Z95 * f["sd"]).reset_index(drop=True)


def imputation_test(tested: pd.DataFrame) -> pd.DataFrame:
    """Sum up models held out (`held_out`) by kind and band of published compute, a decade each."""
    frame = tested.assign(kind=np.where(tested["served"], "served language", "other"), band=np.floor(tested["known"]).astype(int), error=tested["foretold"] - tested["known"])
    rows = []
    for (kind, band), cell in frame.groupby(["kind", "band"]):
        low, high = np.quantile(cell["error"], (0.05, 0.95))
        rows.append({"kind": kind, "log10_flop": band, "models": len(cell), "inside": int(cell["inside"].sum()), "mean_log10_flop": cell["known"].mean(), "mean_error": cell["error"].mean(), "rms_error": np.sqrt((cell["error"] ** 2).mean()), "low_error": low, "high_error": high})
    return pd.DataFrame(rows)


def from_copies(large: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Derive all tables of the page that rest on the copies.

    Parameters
    ----------
    large : pandas.DataFrame
        ``scaling/notable_models``: what it holds is not repeated.

    Returns
    -------
    dict of str to pandas.DataFrame
        By name of the table in ``data/governance``, numbers to six significant digits.
    """
    frame = copied()
    fitted = refit(frame)
    inferred = model.infer(fitted, frame)
    pick = named(frame, inferred)
    made = {
        "covered_models": covered_models(frame, pick, large),
        "other_observed": other_observed(frame, pick),
        "other_imputed": other_imputed(frame, pick, fitted, inferred),
        "imputation_fit": imputation_fit(frame, pick, fitted),
        "imputation_covariance": imputation_covariance(frame, pick, fitted),
        "imputation_test": imputation_test(held_out(frame)),
    }
    for table in made.values():
        for column in table.select_dtypes("float"):
            table[column] = [float(f"{v:.6g}") for v in table[column]]
    return made
