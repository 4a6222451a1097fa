"""Share of open releases that are sparse or hybrid, by period, and the forecast of spring 2024 scored (B21)."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.quantities import Quantity
from analysis.scaling import release_shares as model

__all__ = ["SPRING", "releases", "after", "periods", "attention", "forecast", "facts"]

LEAST_PARAMETERS = 20e9  # the table's limit
SPRING = "2024-04-01"  # the essay's spring: what is dated from here on is later
_PERIODS = (("2023", "2023-01-01"), ("to March 2024", "2024-01-01"), ("April–December 2024", SPRING), ("2025", "2025-01-01"), ("2026, to July", "2026-01-01"))


@cache
def releases() -> pd.DataFrame:
    """Return the releases with their period."""
    frame = tables.load("scaling/release_architecture")
    frame["release_date"] = pd.to_datetime(frame["release_date"])
    starts = pd.to_datetime([start for _, start in _PERIODS])
    frame["period"] = [_PERIODS[i - 1][0] for i in np.searchsorted(starts, frame["release_date"], side="right")]
    return frame.sort_values("release_date", kind="stable", ignore_index=True)


@cache
def after() -> pd.DataFrame:
    """Return the releases after the essay."""
    frame = releases()
    return frame[frame["release_date"] >= SPRING]


@cache
def periods() -> pd.DataFrame:
    """Return the share of sparse releases by period with Wilson's interval, and the share of those that keep a state."""
    rows = []
    for name, _ in _PERIODS:
        mine = releases()[releases()["period"] == name]
        for kind, k in (("sparse", mine["sparse"].sum()), ("hybrid", (mine["attention"] == "state").sum())):
            share, low, high = model.wilson(k, len(mine))
            rows.append({"period": name, "kind": kind, "count": len(mine), "with_it": int(k), "percent": 100 * float(share), "low_percent": 100 * float(low), "high_percent": 100 * float(high)})
    return pd.DataFrame(rows)


@cache
def attention() -> pd.DataFrame:
    """Return releases after the essay by period and kind of attention."""
    names = {"full": "all layers attend to all", "windows": "some layers see a part", "state": "some layers keep a state"}
    frame = after().assign(kind=after()["attention"].map(names).fillna("not known to us"))
    return frame.groupby(["period", "kind"]).size().rename("releases").reset_index()


def forecast() -> float:
    """Return the chance that the essay's sentence gives a later release of being sparse, as the register reads it."""
    rows = tables.load("claim_numbers")
    return float(rows[(rows["claim"] == "B21") & (rows["key"] == "moe_share")]["claimed"].iloc[0]) / 100


def _share(k, n, label="") -> Quantity:
    share, low, high = (100 * float(x) for x in model.wilson(k, n))
    return Quantity(share, "percent", low, high, "measured", label, "number of releases" if label else "")


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    late, early = after(), releases()[releases()["release_date"] < SPRING]
    known = late[late["attention"].notna()]
    by = periods().set_index(["period", "kind"])

    def period(name, kind):
        row = by.loc[(name, kind)]
        return _share(row["with_it"], row["count"])

    state, some = (late["attention"] == "state").sum(), late["attention"].isin(["state", "windows"]).sum()
    last = late[late["period"] == _PERIODS[-1][0]]
    last_known = last[last["attention"].notna()]
    sparse = late["sparse"].astype(float)
    return {
        "releases": Quantity(len(releases()), "1", grade="measured"),
        "late": Quantity(len(late), "1", grade="measured"),
        "early": Quantity(len(early), "1", grade="measured"),
        "sparse_late_count": Quantity(float(sparse.sum()), "1", grade="measured"),
        "sparse_late": _share(sparse.sum(), len(late), "Open releases after spring 2024 that are sparse"),
        "sparse_before": _share(early["sparse"].sum(), len(early), "Open releases before that are sparse"),
        "sparse_2023": period("2023", "sparse"),
        "sparse_2024": period("April–December 2024", "sparse"),
        "sparse_2025": period("2025", "sparse"),
        "sparse_2026": period("2026, to July", "sparse"),
        "dense_2026": Quantity(float((~last["sparse"].astype(bool)).sum()), "1", grade="measured"),
        "hybrid_late": _share(state, len(late), "Open releases after spring 2024 known to keep a state (hybrids)"),
        "hybrid_known": _share(state, len(known), "Hybrids among later open releases whose attention is known"),
        "hybrid_most": _share(state + (len(late) - len(known)), len(late)),
        "hybrid_2026": period("2026, to July", "hybrid"),
        "hybrid_2026_known": _share((last_known["attention"] == "state").sum(), len(last_known)),
        "hybrid_2025": period("2025", "hybrid"),
        "broad_known": _share(some, len(known), "Layers that keep a state or see a part, of those known"),
        "broad_2026_known": _share(last_known["attention"].isin(["state", "windows"]).sum(), len(last_known)),
        "unknown": Quantity(float(len(late) - len(known)), "1", grade="measured"),
        "full_known": Quantity(float((known["attention"] == "full").sum()), "1", grade="measured"),
        "dense_largest": Quantity(1e9 * float(late[(late["release_date"] >= "2025") & ~late["sparse"].astype(bool)]["parameters_b"].max()), "1", grade="measured"),
        "sparse_largest": Quantity(1e9 * float(late[(late["release_date"] >= "2025") & late["sparse"].astype(bool)]["parameters_b"].max()), "1", grade="measured"),
        "brier": Quantity(model.brier_score(forecast(), sparse), "1", grade="measured"),
        "brier_base": Quantity(model.brier_score(float(early["sparse"].mean()), sparse), "1", grade="measured"),
        "brier_coin": Quantity(0.5**2, "1", grade="measured"),
        "brier_hybrid": Quantity(model.brier_score(1.0, (known["attention"] == "state").astype(float)), "1", grade="measured"),
        "forecast": Quantity(100 * forecast(), "percent", grade="measured"),
        "smallest": Quantity(LEAST_PARAMETERS, "1", grade="measured"),
    }  # fmt: skip
