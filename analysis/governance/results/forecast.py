"""What the copies of the model table say, year by year; forecasts of the number of models; how both agree with what is published."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import outside

__all__ = ["from_copies"]

VINTAGES = ("2025-02-24", "2026-07-15")
OUTLIERS = ("AlphaGo Master", "AlphaGo Zero", "AlphaZero")  # left out by the paper, and by us
FIRST_YEAR = 2017
BAND_OOM, BANDS = 0.25, 16
GRID = np.arange(21.0, 27.01, 0.5)
WIDTHS_OOM = (0.5, 1.0, 1.5)


def _developers(cell) -> set[str]:
    return {part.strip() for part in str(cell).split(",") if part.strip()} if isinstance(cell, str) else set()


def _copy(vintage: str) -> pd.DataFrame:
    raw = outside.load("epoch-notable-models", vintage, download=False)
    frame = pd.DataFrame({
        "date": pd.to_datetime(raw["Publication date"], errors="coerce"),
        "flop": pd.to_numeric(raw["Training compute (FLOP)"], errors="coerce"),
        "developers": raw["Organization"].map(_developers),
    })
    frame = frame[frame["date"].notna() & ~raw["Model"].isin(OUTLIERS)].copy()
    frame["year"] = frame["date"].dt.year
    return frame


def from_copies() -> dict[str, pd.DataFrame]:
    """Derive the four tables of yearly facts anew from the outside copies (only tests and an update call this)."""
    compute, counts, sizes, near = [], [], [], []
    for vintage in VINTAGES:
        frame = _copy(vintage)
        for year in range(FIRST_YEAR, frame["year"].max() + 1):
            this, so_far = frame[frame["year"] == year], frame[frame["year"] <= year]
            known = this[this["flop"].notna()]
            compute.append({"vintage": vintage, "year": year, "models": len(this), "with_estimate": len(known), "total_flop": float(f"{known['flop'].sum():.6g}"), "largest_flop": float(f"{known['flop'].max():.6g}")})
            for log10 in GRID:
                past = set().union(*so_far.loc[so_far["flop"] >= 10**log10, "developers"])
                if not past:
                    continue
                theirs = this["developers"].map(lambda who, past=past: bool(who & past))
                counts.append({"vintage": vintage, "year": year, "log10_threshold": log10, "above": int((this["flop"] >= 10**log10).sum()),
                               "past_known": int((theirs & this["flop"].notna()).sum()), "past_unknown": int((theirs & this["flop"].isna()).sum())})  # fmt: skip
            below = np.log10(known["flop"].max() / known["flop"])
            for band in range(BANDS):
                inside = int(((below >= band * BAND_OOM) & (below < (band + 1) * BAND_OOM)).sum())
                if inside:
                    sizes.append({"vintage": vintage, "year": year, "oom_below": band * BAND_OOM, "models": inside})
            quarter = this["date"].dt.quarter
            for width in WIDTHS_OOM:
                inside = 0
                for q in range(1, 5):
                    start = pd.Timestamp(year, 3 * q - 2, 1)
                    inside += int((this.loc[quarter == q, "flop"] >= frame.loc[frame["date"] < start, "flop"].max() / 10**width).sum())
                near.append({"vintage": vintage, "year": year, "width_oom": width, "models": inside})
    return {"compute_by_year": pd.DataFrame(compute), "counts_by_year": pd.DataFrame(counts), "relative_sizes": pd.DataFrame(sizes), "near_frontier": pd.DataFrame(near)}
