"""Which thresholds exist, when each applied, what each counts, and how far the largest models stood from them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.governance import thresholds
from analysis.quantities import Quantity, format_number

__all__ = ["TODAY", "MAIN", "timeline_frame", "largest_by", "lines_frame", "steps_frame", "headroom_frame", "bare_days", "list_table", "row_links", "sources", "facts"]

TODAY = pd.Timestamp("2026-11-26")
MAIN = ("eu-gpai-guidelines", "eu-ai-act-systemic-risk", "us-eo14110-training", "ca-sb53-training", "kr-ai-basic-act", "ct-sb5-training", "ny-raise-training", "il-sb315-training")
_SHOWN = ("training compute", "cluster capacity")
_GROUP = {
    "applies": "applies", "guidance in use": "applies", "enacted, applies later": "enacted, applies later",
    "proposed": "proposed", "draft": "proposed", "vetoed": "ended", "revoked": "ended", "superseded": "ended", "not enforced": "ended",
}  # fmt: skip
_COUNT_WORDS = {"yes": "yes", "no": "no", "part": "in part", "not stated": "not stated", "not applicable": "–"}


def _first(row: pd.Series, *columns: str) -> pd.Timestamp:
    """Return the first date that a row has among some columns."""
    return next((row[c] for c in columns if pd.notna(row[c])), pd.NaT)


@cache
def timeline_frame() -> pd.DataFrame:
    """Return one or two stretches for each limb on training compute or clusters: proposed or signed, and applying."""
    rows = thresholds.all_rows()
    out = []
    for row in rows[rows["kind"].isin(_SHOWN)].to_dict("records"):
        row = pd.Series(row)
        start = _first(row, "proposed", "signed", "passed", "in_force", "ended")
        stop = row["ended"] if pd.notna(row["ended"]) else thresholds.LAST_DAY
        base = {"threshold": row["short"], "value": row["value"], "group": _GROUP[row["status"]], "ended": row["ended_how"] or ""}
        # a duty that ended before it began has only the first stretch
        begun = pd.notna(row["applies"]) and row["applies"] < pd.Timestamp(stop)
        out.append({**base, "stage": "on its way", "start": start, "end": row["applies"] if begun else pd.Timestamp(stop) if pd.notna(row["ended"]) else TODAY})
        if begun:
            out.append({**base, "stage": "duty applies", "start": row["applies"], "end": pd.Timestamp(stop)})
    frame = pd.DataFrame(out)
    return frame.sort_values(["value", "start", "threshold"], kind="stable", ignore_index=True)


@cache
def _models() -> pd.DataFrame:
    frame = tables.load("scaling/notable_models").dropna(subset=["training_flop"])
    return frame.sort_values(["release_date", "training_flop"], ignore_index=True)


@cache
def _record() -> pd.DataFrame:
    """Return the models that were the largest with an estimate when they came out."""
    frame = _models()
    best = frame["training_flop"].cummax()
    return frame[best > best.shift(fill_value=0)].reset_index(drop=True)


def largest_by(day) -> pd.Series:
    """Return the largest model with an estimate on a day.

    Raises
    ------
    ValueError
        For a day before the first model of the table.
    """
    known = _record()[_record()["release_date"] <= pd.Timestamp(day)]
    if known.empty:
        raise ValueError(f"day = {day} is before the first model of scaling/notable_models ({_record()['release_date'].min():%Y-%m-%d}). Give a later day.")
    return known.iloc[-1]


@cache
def errors() -> pd.Series:
    """Return the factor within which an estimate lies with 90 % probability, by Epoch AI's word for its confidence."""
    return tables.load("governance/estimate_errors").set_index("confidence")["factor_90"]


@cache
def lines_frame() -> pd.DataFrame:
    """Return large models by release date, and whether each was the largest known then."""
    frame = _models()
    frame = frame[(frame["release_date"] >= "2020-01-01") & (frame["training_flop"] >= 1e22)]
    record = set(_record()["model"])
    return pd.DataFrame({"model": frame["model"], "released": frame["release_date"], "training_flop": frame["training_flop"], "record": frame["model"].isin(record)}).reset_index(drop=True)


@cache
def steps_frame() -> pd.DataFrame:
    """Return the stretches in which each number of FLOP for models in general was law or guidance somewhere."""
    frame = timeline_frame()
    rows = thresholds.all_rows().set_index("short")
    main = frame["threshold"].map(rows["kind"]).eq("training compute") & (frame["stage"] == "duty applies") & ~frame["threshold"].str.contains("modifier|biology")
    return frame.loc[main, ["threshold", "value", "start", "end"]].reset_index(drop=True)


@cache
def headroom_frame() -> pd.DataFrame:
    """Return the largest model's compute over the threshold, when the number was adopted, when the duty applied, and at the data's end."""
    rows = thresholds.all_rows().set_index("key")
    end = _models()["release_date"].max()
    out = []
    for key in MAIN:
        row = rows.loc[key]
        wanted = {"adopted": _first(row, "passed", "signed", "proposed"), "duty applied": row["applies"], "newest data": end}
        for stage, day in wanted.items():
            if pd.isna(day) or day > end and stage != "newest data":
                continue
            model = largest_by(day)
            factor = errors()[model["confidence"]]
            ratio = model["training_flop"] / row["value"]
            out.append({"threshold": row["short"], "stage": stage, "day": day, "model": model["model"], "ratio": ratio, "low": ratio / factor, "high": ratio * factor})
    return pd.DataFrame(out)


@cache
def bare_days() -> pd.DatetimeIndex:
    """Return the days from the first duty on until today on which no threshold on training compute applied anywhere in the table."""
    rows = thresholds.all_rows()
    rows = rows[(rows["kind"] == "training compute") & rows["applies"].notna()]
    days = pd.date_range(rows["applies"].min(), TODAY)
    applies = (days.to_numpy()[:, None] >= rows["applies"].to_numpy()) & ~(days.to_numpy()[:, None] >= rows["ended"].to_numpy())
    return days[~applies.any(axis=1)]


def _number(row: pd.Series) -> str:
    if not row["value"] == row["value"]:
        return "no number"
    unit = {"1": "", "TPP/mm2": "TPP/mm²"}.get(row["value_unit"], row["value_unit"])
    kind = row["value_unit"] if row["value_unit"].startswith("FLOP") else "USD" if row["value_unit"] == "USD" else "1"
    text = format_number(row["value"], 3, kind)
    if row["kind"] == "modifier share":
        text = "a third"
    return f"{row['comparison']} " + (f"US${text}" if unit == "USD" else f"{text} {unit}".strip())


def _quoted(rows: pd.DataFrame) -> pd.Series:
    """Tell which limbs' operative words we have verbatim, but in somebody else's account."""
    return (rows["confirmation"] == "text seen") & (rows["seen"] == "secondary")


@cache
def _listed() -> pd.DataFrame:
    rows = thresholds.all_rows()
    rows["_order"] = rows["kind"].map({k: i for i, k in enumerate(thresholds.KINDS)})
    return rows.sort_values(["_order", "value", "jurisdiction"], kind="stable")


def row_links() -> dict[str, tuple[str, ...]]:
    """Return the address of each row of `list_table` among the data of the book, where its words, dates and sources stand."""
    return {"Where in the text": tuple(f"../data/{thresholds.TABLE}.html#{key}" for key in _listed()["key"])}


@cache
def list_table() -> pd.DataFrame:
    """Return all rows as a page shows them: number, what counts, dates, status and where in the text."""
    rows = _listed()
    days = lambda c: rows[c].dt.strftime("%Y-%m-%d").fillna("–")  # noqa: E731
    status = rows["status"].where(rows["ended"].isna(), rows["status"] + " " + days("ended"))
    mark = rows["confirmation"].where(~_quoted(rows), "quoted").map({"text seen": "", "quoted": " (as quoted)", "reported": " (as reported)", "sources conflict": " (sources conflict)", "unconfirmed": " (unconfirmed)"})
    return pd.DataFrame(
        {
            "Threshold": rows["short"], "Measures": rows["kind"], "Number": [_number(r) for _, r in rows.iterrows()], "Later training counts": rows["counts_later_training"].map(_COUNT_WORDS),
            "Applies from": days("applies"), "Status in November 2026": status + mark, "Where in the text": rows["citation"],
        }
    ).reset_index(drop=True)  # fmt: skip


def sources() -> tuple[str, ...]:
    """Return the keys of all sources of the table, each once."""
    return tuple(dict.fromkeys(k for cell in thresholds.all_rows()["source"] for k in cell.split()))


def _q(value, unit="1", low=None, high=None, label="", grade="measured", driver=""):
    return Quantity.of(value, unit, low, high, label, grade, driver)


def _ratio(frame: pd.DataFrame, threshold: str, stage: str, label: str = "") -> Quantity:
    row = frame[(frame["threshold"] == threshold) & (frame["stage"] == stage)].iloc[0]
    return _q(row["ratio"], low=row["low"], high=row["high"], label=label, grade="modelled", driver="estimate of the model’s compute")


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    rows = thresholds.all_rows()
    compute = rows[rows["kind"] == "training compute"]
    statutes = compute[(compute["form"] == "statute")]
    now, later = thresholds.training_compute(TODAY), thresholds.training_compute("2027-01-01")
    whole = lambda frame: frame[~frame["key"].str.contains("modifier|biology")]  # noqa: E731
    head = headroom_frame()
    models = _models()
    above26 = models[models["training_flop"] >= 1e26]
    eo = thresholds.all_rows().set_index("key").loc["us-eo14110-training"]
    sb53 = thresholds.all_rows().set_index("key").loc["ca-sb53-training"]
    bare = bare_days()
    names = rows.set_index("key")["short"]
    eu, order = names["eu-ai-act-systemic-risk"], names["us-eo14110-training"]
    newest = largest_by(models["release_date"].max())
    factor = errors()[newest["confidence"]]
    f = {
        "rows": _q(len(rows), label="Thresholds in the table, limb by limb"),
        "instruments": _q(rows["instrument"].nunique()),
        "compute_limbs": _q(len(compute)),
        "apply_now": _q(len(whole(now)), label="Thresholds on training compute of a whole model that apply in November 2026"),
        "apply_2027": _q(len(whole(later)), label="The same on 1 January 2027, with New York and Illinois"),
        "places_now": _q(whole(now)["jurisdiction"].nunique()),
        "places_2027": _q(whole(later)["jurisdiction"].nunique()),
        "levels": _q(whole(later)["threshold_flop"].nunique()),
        "ended": _q((rows["ended"].notna()).sum(), label="Limbs revoked, vetoed, superseded or not enforced"),
        "pending": _q(rows["status"].isin(["proposed", "draft"]).sum(), label="Limbs of bills and drafts still open"),
        "not_read": _q((rows["confirmation"] != "text seen").sum(), label="Limbs whose operative words we have only as reported, or whose status is unclear"),
        "quoted": _q(_quoted(rows).sum(), label="Limbs whose operative words we have as somebody else quotes them"),
        "statute_limbs": _q(len(statutes)),
        "statutes_later": _q((statutes["counts_later_training"] == "yes").sum(), label="Compute limbs of statutes that count later training"),
        "general_purpose": _q(thresholds.get("eu-gpai-guidelines").value, "FLOP"),
        "systemic": _q(thresholds.get("eu-ai-act-systemic-risk").value, "FLOP"),
        "frontier": _q(thresholds.get("ca-sb53-training").value, "FLOP"),
        "cluster": _q(thresholds.get("us-eo14110-cluster").value, "FLOP/s"),
        "biology": _q(thresholds.get("us-eo14110-biology").value, "FLOP"),
        "revenue": _q(thresholds.get("ca-sb53-revenue").value, "USD"),
        "order_days": _q((eo["ended"] - eo["applies"]).days, "day", label="Days for which the order of 2023 applied"),
        "bare_days": _q(len(bare), "day", label="Days in 2025 on which no threshold on training compute applied anywhere in the table"),
        "wait_days": _q((above26["release_date"].min() - eo["ended"]).days, "day", label="Days from the order’s end to the first model above its number"),
        "above_before": _q((above26["release_date"] < sb53["applies"]).sum()),
        "above_all": _q(len(above26)),
        "eu_ratio_now": _ratio(head, eu, "newest data", "Largest model over the EU’s threshold, newest data"),
        "eu_ratio_adopted": _ratio(head, eu, "adopted", "Largest model over the EU’s threshold when it was adopted"),
        "eu_ratio_applied": _ratio(head, eu, "duty applied", "Largest model over the EU’s threshold when the duty began"),
        "order_ratio_signed": _ratio(head, order, "adopted", "Largest model over the order’s threshold when it was signed"),
        "frontier_ratio_now": _ratio(head, names["ca-sb53-training"], "newest data", "Largest model over California’s threshold, newest data"),
        "largest": _q(newest["training_flop"], "FLOP", newest["training_flop"] / factor, newest["training_flop"] * factor, "Largest training run with an estimate, to July 2026", "modelled", "estimate of the model’s compute"),
        "error_factor": _q(factor),
        "models": _q(len(models)),
    }  # fmt: skip
    f["order_above_largest"] = _q(1 / f["order_ratio_signed"].value, low=1 / f["order_ratio_signed"].high, high=1 / f["order_ratio_signed"].low, grade="modelled")
    f["above_worst"] = _q(np.sum(above26["training_flop"] / above26["confidence"].map(errors()) >= 1e26))
    return f
