"""Coverage of compute thresholds: counts, names, checks of the imputation, and compute against capability."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
from scipy.special import ndtr

from analysis import parameters, tables, uncertainty
from analysis.dates import decimal_year
from analysis.governance import coverage as model
from analysis.governance import ordering, thresholds
from analysis.governance.imputation import FOLDS
from analysis.quantities import Quantity
from analysis.statistics import rank_correlation

__all__ = [
    "THRESHOLDS", "releases_frame", "counts_frame", "known_frame", "test_frame", "held_out_frame", "capability", "capability_frame",
    "correlation_frame", "above_table", "law_frame", "law_table", "facts",
]  # fmt: skip

THRESHOLDS = (1e23, 1e24, 1e25, 1e26, 1e27, 1e28)
LINE, HIGH_LINE = 1e25, 1e26  # the lines of the European Union and of the American states
_BOOTSTRAP = 2000
_WITH_SILENT = "2025, silent ones inferred"
_DECADES = 1.0  # how far below a line a model may lie to be set against those above
_SEED = 20261126


@cache
def releases_frame() -> pd.DataFrame:
    """Return the named models from `coverage.NAMED_FROM` on, with compute and range."""
    frame = model.releases()
    low, middle, high = np.quantile(model.log10_draws(), (0.05, 0.5, 0.95), axis=1)
    flop = np.where(frame["observed"], frame["training_flop"].fillna(1.0), 10**middle)
    out = pd.DataFrame({"status": np.where(frame["observed"], "observed", "imputed"), "year": frame["years"], "model": frame["model"], "flop": flop, "low_flop": 10**low, "high_flop": 10**high})
    return out[out["flop"] >= model.NAMED_FROM * (1 - 1e-9)].sort_values(["status", "year"], ascending=[False, True], ignore_index=True)


@cache
def counts_frame() -> pd.DataFrame:
    """Return models above each threshold by the end of each year (of the data, for the last), observed and in all."""
    days = [*(f"{y}-12-31" for y in range(model.first_day().year, model.last_day().year)), f"{model.last_day():%Y-%m-%d}"]
    return model.counts_above(THRESHOLDS, days)


@cache
def known_frame() -> pd.DataFrame:
    """Return how many notable models of a year have an estimate, in either dated copy."""
    return tables.load("governance/vintage_counts")[["vintage", "year", "notable", "estimated"]].assign(share_percent=lambda f: 100 * f["estimated"] / f["notable"])


SERVED = "served language"


@cache
def test_frame() -> pd.DataFrame:
    """Return how the regressions did on models with an estimate, a tenth at a time held out of the fit, by kind and power of ten."""
    return tables.load("governance/imputation_test")


def _tested(frame: pd.DataFrame) -> tuple[int, float, float]:
    """Return the number of models held out, the share of them inside the 90 % interval, and the root mean square of the error in decades."""
    n = frame["models"].sum()
    return int(n), float(frame["inside"].sum() / n), float(np.sqrt((frame["models"] * frame["rms_error"] ** 2).sum() / n))


@cache
def unseen() -> pd.DataFrame:
    """Return models without an estimate for which the producer prints one from benchmarks or withdrew one, beside ours."""
    frame = model.releases().join(model.imputed())
    kinds = (("from benchmark scores", "benchmark_flop"), ("withdrawn", "earlier_flop"))
    parts = [frame[frame[c].notna()].assign(kind=k, theirs=lambda f, c=c: np.log10(f[c])) for k, c in kinds]
    out = pd.concat(parts)[["kind", "model", "theirs", "mean", "sd"]]
    return out.assign(inside=np.abs(out["theirs"] - out["mean"]) <= parameters.Z95 * out["sd"]).reset_index(drop=True)


@cache
def judged() -> pd.DataFrame:
    """Return the models that the producer judges above or below 1e25 in words, with our probability that they are above."""
    frame = model.releases().join(model.imputed())
    frame = frame[frame["judged"].notna()]
    return pd.DataFrame({"judged": frame["judged"], "model": frame["model"], "probability": ndtr((frame["mean"] - np.log10(LINE)) / frame["sd"])}).sort_values(["judged", "probability"], ignore_index=True)


@cache
def held_out_frame() -> pd.DataFrame:
    """Return known or printed compute against what the regressions foretell without it: means of models held out, and models with an estimate from benchmarks."""
    known = test_frame()
    middle = known["mean_log10_flop"]
    a = pd.DataFrame({
        "kind": np.where(known["kind"] == SERVED, "held out: language models only served", "held out: all others"), "models": known["models"], "model": "", "known_flop": 10**middle,
        "foretold_flop": 10 ** (middle + known["mean_error"]), "low_flop": 10 ** (middle + known["low_error"]), "high_flop": 10 ** (middle + known["high_error"]),
    })  # fmt: skip
    other = unseen()
    other = other[other["kind"] == "from benchmark scores"]
    foretold = 10 ** other["mean"]
    b = pd.DataFrame({"kind": "estimated from benchmarks", "models": 1, "model": other["model"], "known_flop": 10 ** other["theirs"], "foretold_flop": foretold, "low_flop": foretold, "high_flop": foretold})
    return pd.concat([a, b], ignore_index=True)


@cache
def capability() -> pd.DataFrame:
    """Return the models with an index of capability and an estimate of compute."""
    frame = _scored()
    return frame[frame["training_flop"].notna()].astype({"thinks_first": bool}).reset_index(drop=True)


@cache
def _scored() -> pd.DataFrame:
    frame = tables.load("governance/capability_index")
    date = pd.to_datetime(frame["release_date"])
    return frame.assign(years=decimal_year(date), year=date.dt.year)


def silent() -> pd.DataFrame:
    """Return the named models with an index of capability and without an estimate of compute beside it or in the list, with their row among the named models."""
    frame, named = _scored(), model.releases()
    row = pd.Series(range(len(named)), index=named["model"])[~named["observed"].to_numpy()]
    frame = frame[frame["training_flop"].isna() & frame["model"].isin(row.index)]
    return frame.assign(row=frame["model"].map(row).astype(int)).reset_index(drop=True)


def capability_frame() -> pd.DataFrame:
    """Return compute against capability, with how each model answers."""
    frame = capability()
    return pd.DataFrame({"kind": np.where(frame["thinks_first"], "thinks first", "answers at once"), "model": frame["model"], "year": frame["year"], "training_flop": frame["training_flop"], "index_score": frame["index_score"]})


def index_error() -> float:
    """Return the standard error of an index score: two versions of one model (GPT-4 of March and June 2023) should agree."""
    score = capability().set_index("model")["index_score"]
    return float(abs(score["GPT-4 (Mar 2023)"] - score["GPT-4 (Jun 2023)"]) / np.sqrt(2))


@cache
def capability_draws() -> tuple[np.ndarray, np.ndarray]:
    """Draw the logarithm of compute and the index score with their errors, one row a draw."""
    frame = capability()
    rng = np.random.default_rng(_SEED)
    flop = np.log10(frame["training_flop"].to_numpy(dtype=float)) + model.estimate_spread(frame["confidence"]) * rng.standard_normal((_BOOTSTRAP, len(frame)))
    return flop, frame["index_score"].to_numpy(dtype=float) + index_error() * rng.standard_normal((_BOOTSTRAP, len(frame)))


@cache
def correlations() -> dict[str, np.ndarray]:
    """Return bootstrap draws of the rank correlation of compute with capability: of all models, inside years on average, and by year.

    Models are drawn anew with replacement inside their year, and both quantities carry their errors.
    """
    frame, (flop, score) = capability(), capability_draws()
    year = frame["year"].to_numpy()
    rng = np.random.default_rng(_SEED + 1)
    pick = np.empty(flop.shape, dtype=int)
    for y in np.unique(year):
        mine = np.flatnonzero(year == y)
        pick[:, mine] = mine[rng.integers(len(mine), size=(_BOOTSTRAP, len(mine)))]
    x, s = np.take_along_axis(flop, pick, axis=1), np.take_along_axis(score, pick, axis=1)
    out = {"all models": rank_correlation(x, s), "inside years": ordering.within(x, s, year)}
    for y in np.unique(year):
        out[str(y)] = rank_correlation(x[:, year == y], s[:, year == y])
    out[_WITH_SILENT] = _with_silent(int(np.unique(year)[-1]))
    return out


def _with_silent(year: int) -> np.ndarray:
    """Return the same for one year with the models whose compute we infer, each with a draw of it."""
    frame, (flop, score), more = capability(), capability_draws(), silent()
    more = more[more["year"] == year]
    rng = np.random.default_rng(_SEED + 2)
    theirs = more["index_score"].to_numpy(dtype=float) + index_error() * rng.standard_normal((_BOOTSTRAP, len(more)))
    mine = (frame["year"] == year).to_numpy()
    x = np.concatenate([flop[:, mine], model.log10_draws()[more["row"].to_numpy(), :_BOOTSTRAP].T], axis=1)
    s = np.concatenate([score[:, mine], theirs], axis=1)
    pick = rng.integers(x.shape[1], size=x.shape)
    return rank_correlation(np.take_along_axis(x, pick, axis=1), np.take_along_axis(s, pick, axis=1))


@cache
def correlation_frame() -> pd.DataFrame:
    """Return the rank correlations with their 90 % intervals and the number of models."""
    frame = capability()
    sizes = {"all models": len(frame), "inside years": len(frame), **{str(y): int(n) for y, n in frame["year"].value_counts().items()}}
    point = {"all models": rank_correlation(frame["training_flop"], frame["index_score"]), "inside years": ordering.within(frame["training_flop"], frame["index_score"], frame["year"])}
    for y, mine in frame.groupby("year"):
        point[str(y)] = rank_correlation(mine["training_flop"], mine["index_score"])
    more = silent()
    sizes[_WITH_SILENT] = sizes["2025"] + int((more["year"] == 2025).sum())
    point[_WITH_SILENT] = float(np.median(correlations()[_WITH_SILENT]))
    rows = [(k, sizes[k], float(point[k]), *np.quantile(v, (0.05, 0.95))) for k, v in correlations().items()]
    return pd.DataFrame(rows, columns=["models", "count", "correlation", "low", "high"])


@cache
def matched(threshold_flop: float = LINE) -> np.ndarray:
    """Return draws in which each model below the threshold matches the middle of those above it."""
    frame, (flop, score) = capability(), capability_draws()
    return ordering.matches(flop, score, frame["years"], frame["thinks_first"], threshold_flop, _DECADES)


@cache
def above_table(threshold_flop: float = HIGH_LINE) -> pd.DataFrame:
    """Return the named models above a threshold as a page shows them."""
    found = model.models_above(threshold_flop, f"{model.last_day():%Y-%m-%d}")
    q = [Quantity(a, "FLOP", b, c) for a, b, c in zip(found["flop"], found["low_flop"], found["high_flop"], strict=True)]
    return pd.DataFrame(
        {"Model": found["model"], "Developer": found["organisation"], "Released": found["release_date"].astype(str).str[:10], "Estimate": found["status"], "Compute of pre-training": [format(x, "range2") for x in q], "Probability": [format(Quantity(100 * p, "percent"), "value2") for p in found["probability"]]}
    )


def law_rule(counted: str, counts_later_training: str) -> str:
    """Return the counting rule that comes nearest to what an instrument counts.

    Parameters
    ----------
    counted, counts_later_training : str
        Columns of ``data/governance/thresholds.csv``.

    Returns
    -------
    str
        One of `analysis.governance.coverage.RULES`.
    """
    if "synthetic data that" in counted:
        return "plus-synthetic-data"
    return "plus-rl" if counts_later_training == "yes" else "pretraining"


@cache
def law_frame() -> pd.DataFrame:
    """Return the lines on training compute in force at the date of the table of laws, with the models above each by its own count."""
    law = thresholds.in_force(tables.sidecar("governance/thresholds")["retrieved"], "training compute")
    law = law[~law["key"].str.contains("modifier")]
    rows = []
    for row in law.itertuples():
        rule = law_rule(row.counted, row.counts_later_training)
        got = model.counts_above(float(row.value), f"{model.last_day():%Y-%m-%d}", rule).iloc[0]
        rows.append({"key": row.key, "instrument": row.short, "threshold_flop": float(row.value), "rule": rule, "observed": got["observed"], "median": got["median"], "low": got["low"], "high": got["high"]})
    return pd.DataFrame(rows)


@cache
def law_table() -> pd.DataFrame:
    """Return the same as a page shows it."""
    words = {"pretraining": "pre-training", "plus-rl": "with later training", "plus-synthetic-data": "with later training and synthetic data"}
    frame = law_frame()
    return pd.DataFrame(
        {
            "Instrument": frame["instrument"], "Line": [format(Quantity(t, "FLOP")) for t in frame["threshold_flop"]], "Counted here as": frame["rule"].map(words), "Models on record": frame["observed"],
            "Models in all": [format(Quantity(m, "1", lo, hi), "range") for m, lo, hi in zip(frame["median"], frame["low"], frame["high"], strict=True)],
        }
    )  # fmt: skip


def shifted(threshold_flop: float, decades: float) -> float:
    """Return the median count above a threshold if every model without an estimate is smaller by `decades`."""
    frame, draws = model.everyone(), model.log10_draws_of_all()
    lowered = draws - np.where(frame["observed"], 0.0, decades)[:, None]
    return float(np.median((lowered >= np.log10(threshold_flop)).sum(axis=0)))


_q = Quantity.of
_span = uncertainty.summarise


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    counts = counts_frame()
    last = counts[counts["on"] == counts["on"].max()].set_index("threshold_flop")
    known = known_frame()
    new = known[known["vintage"] == known["vintage"].max()].set_index("year")
    since = new[new.index >= model.first_day().year]
    driver = "compute of served language models without an estimate"
    out: dict[str, Quantity] = {}
    for threshold in THRESHOLDS:
        e, row = round(np.log10(threshold)), last.loc[threshold]
        out[f"observed_{e}"] = _q(row["observed"], grade="modelled")
        out[f"imputed_{e}"] = _q(row["imputed"])
        out[f"above_{e}"] = _q(row["median"], "1", row["low"], row["high"], f"Notable models above 10{str(e).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))} FLOP by mid-July 2026" if e in (23, 25, 26, 27) else "", "modelled", driver)
        out[f"line_{e}"] = _q(threshold, "FLOP")
    mid = model.counts_above(LINE, "2025-06-30").iloc[0]
    other, words, tried = unseen(), judged(), test_frame()
    tested, tested_inside, tested_error = _tested(tried)
    served, served_inside, served_error = _tested(tried[tried["kind"] == SERVED])
    bench, gone = other[other["kind"] == "from benchmark scores"], other[other["kind"] == "withdrawn"]
    old = tables.load("governance/vintage_counts").set_index(["vintage", "year"])
    vintages = sorted(known["vintage"].unique())
    cor, rows = correlations(), correlation_frame().set_index("models")
    cap = capability()
    last_year = cap[cap["year"] == cap["year"].max()]
    hit, hit_high = matched(), matched(HIGH_LINE)
    often = cap.assign(chance=hit.mean(axis=0)).sort_values("chance", ascending=False)
    above_score = cap[cap["training_flop"] >= LINE]
    best = cap[(cap["training_flop"] < LINE) & (cap["training_flop"] >= LINE / 10**_DECADES)].sort_values("index_score").iloc[-1]
    large = cap[cap["training_flop"] >= HIGH_LINE].sort_values("index_score").iloc[0]
    flop, score = capability_draws()
    in_year = (cap["year"] == cap["year"].max()).to_numpy()
    pairs = ordering.pair_share(flop[:, in_year] >= np.log10(LINE), score[:, in_year])
    all_pairs = ordering.pair_share(flop >= np.log10(LINE), score)
    out |= {
        "models": _q(int(since["notable"].sum())),
        "with_estimate": _q(int(since["estimated"].sum())),
        "without_estimate": _q(int((since["notable"] - since["estimated"]).sum())),
        "named": _q(len(model.releases())),
        "named_silent": _q(int((~model.releases()["observed"]).sum())),
        "named_from": _q(model.NAMED_FROM, "FLOP"),
        "named_chance": _q(100 * model.NAMED_CHANCE, "percent"),
        "share_2022": _q(new.at[2022, "share_percent"], "percent"),
        "share_2025": _q(new.at[2025, "share_percent"], "percent", label="Notable models of 2025 with an estimate of compute", grade="measured"),
        "share_2026": _q(new.at[2026, "share_percent"], "percent"),
        "june_2025": _q(mid["median"], "1", mid["low"], mid["high"]),
        "june_2025_published": _q(30),
        "tested": _q(tested),
        "tested_inside": _q(100 * tested_inside, "percent", label="Held-out known models inside their 90 % interval"),
        "tested_error": _q(10**tested_error),
        "served_tested": _q(served),
        "served_error": _q(10**served_error),
        "served_inside": _q(100 * served_inside, "percent"),
        "bench": _q(len(bench)),
        "bench_inside": _q(int(bench["inside"].sum())),
        "bench_lower": _q(10 ** np.mean(bench["theirs"] - bench["mean"]), label="Compute from benchmarks over ours, geometric mean"),
        "withdrawn": _q(len(gone)),
        "judged_above": _q(int((words["judged"] == "above 1e25").sum())),
        "judged_above_chance": _q(100 * words.loc[words["judged"] == "above 1e25", "probability"].mean(), "percent"),
        "judged_below": _q(int((words["judged"] == "below 1e25").sum())),
        "judged_below_chance": _q(100 * words.loc[words["judged"] == "below 1e25", "probability"].mean(), "percent"),
        "of_2024_old": _q(old.at[(vintages[0], 2024), "above_1e25"]),
        "of_2024_new": _q(old.at[(vintages[1], 2024), "above_1e25"]),
        "decade": _q(10.0**_DECADES),
        "held_share": _q(100.0 / FOLDS, "percent"),
        "half_share": _q(50, "percent"),
        "fifth_share": _q(20, "percent"),
        "above_26_half": _q(shifted(HIGH_LINE, np.log10(2))),
        "above_25_half": _q(shifted(LINE, np.log10(2))),
        "above_26_fifth": _q(shifted(HIGH_LINE, np.log10(5))),
        "above_25_fifth": _q(shifted(LINE, np.log10(5))),
        "scored": _q(len(cap)),
        "rank_all": _q(rows.at["all models", "correlation"], "1", rows.at["all models", "low"], rows.at["all models", "high"], "Rank correlation of training compute with capability, all years", driver="which models are scored"),
        "rank_within": _q(rows.at["inside years", "correlation"], "1", rows.at["inside years", "low"], rows.at["inside years", "high"], "The same among models of one year", driver="which models are scored"),
        "rank_2023": _q(rows.at["2023", "correlation"], "1", rows.at["2023", "low"], rows.at["2023", "high"]),
        "rank_2025": _q(rows.at["2025", "correlation"], "1", rows.at["2025", "low"], rows.at["2025", "high"], "The same among models of 2025", driver="which models are scored"),
        "rank_silent": _q(rows.at[_WITH_SILENT, "correlation"], "1", rows.at[_WITH_SILENT, "low"], rows.at[_WITH_SILENT, "high"], "The same with the compute of silent models of 2025 inferred", driver="which models are scored"),
        "scored_silent": _q(rows.at[_WITH_SILENT, "count"]),
        "positive_silent": _q(100 * np.mean(cor[_WITH_SILENT] > 0), "percent"),
        "positive": _q(np.mean(cor["inside years"] > 0), label="Probability that the rank correlation inside years is positive"),
        "positive_2025": _q(100 * np.mean(cor["2025"] > 0), "percent"),
        "pairs_2025": _span(100 * pairs[np.isfinite(pairs)], "percent", "Pairs of 2025 in which the model above 10²⁵ outscores the one below", driver="which models are scored"),
        "pairs_all": _span(100 * all_pairs, "percent"),
        "scored_2025": _q(len(last_year)),
        "index_error": _q(index_error()),
        "matched": _q(np.mean(hit.any(axis=1)), label="Probability that some model within a factor of ten below 10²⁵ matches the middle of those above"),
        "matched_count": _span(hit.sum(axis=1), "1", "Models that do", driver="error of the index"),
        "matched_high": _q(np.mean(hit_high.any(axis=1))),
        "most_sure": _q(100 * often["chance"].iloc[0], "percent"),
        "best_below": _q(best["index_score"]),
        "best_below_flop": _q(best["training_flop"], "FLOP"),
        "large_above": _q(large["index_score"]),
        "large_above_flop": _q(large["training_flop"], "FLOP"),
        "above_scored": _q(len(above_score)),
    }
    for row in law_frame().itertuples():
        out["law_" + row.key.replace("-", "_")] = _q(row.median, "1", row.low, row.high)
    return out
