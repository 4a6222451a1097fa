"""Outside data sets: pinned by address and SHA-256, brought on request, compared between vintages, never committed.

``data/outside.csv`` lists each vintage with the address its bytes were seen at and their hash. Nothing in the book
depends on them being at hand: pages use committed tables, and tests recompute those wherever a set is present.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import DATA, checks, tables

__all__ = ["OutsideError", "vintages", "path", "load", "available", "difference", "refresh", "describe", "MIRROR"]

MIRROR = "ANALYSIS_DATA_MIRROR"


class OutsideError(OSError):
    """An outside data set cannot be had, or is not the one that was pinned."""


def _row(name: str, vintage: str | None, root: Path) -> pd.Series:
    frame = tables.load("outside", root)
    checks.require_known("outside data set", name, frame["name"].unique())
    mine = frame[frame["name"] == name].sort_values("vintage")
    if vintage is None:
        return mine.iloc[-1]
    return mine.set_index("vintage", drop=False).loc[checks.require_known(f"vintage of {name}", vintage, mine["vintage"])]


def vintages(name: str, root: Path = DATA) -> list[str]:
    """List the pinned vintages of an outside data set, oldest first."""
    _row(name, None, root)
    frame = tables.load("outside", root)
    return sorted(frame.loc[frame["name"] == name, "vintage"])


def path(name: str, vintage: str | None = None, *, download: bool = True, root: Path = DATA) -> Path:
    """Return where the bytes of a vintage are on this machine, bringing them if need be.

    Parameters
    ----------
    name : str
        For example ``"epoch-notable-models"``.
    vintage : str, optional
        A dated vintage; the newest pinned one by default.
    download : bool, optional
        Whether the network may be asked. A folder named by the environment variable ``ANALYSIS_DATA_MIRROR`` is
        looked at first.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    OutsideError
        When the file is absent, or its SHA-256 is not the pinned one. A file that fails the check is not kept.
    """
    import pooch

    row = _row(name, vintage, root)
    label = f"{name} {row['vintage']}"
    if mirror := os.environ.get(MIRROR):
        local = Path(mirror) / row["file"]
        if not local.exists():
            raise OutsideError(f"{label}: {row['file']} is not in {MIRROR}={mirror}. Put it there, or unset the variable to download.")
        if (seen := pooch.file_hash(str(local))) != row["sha256"]:
            raise OutsideError(f"{label}: {local} has SHA-256 {seen[:16]}…, pinned is {row['sha256'][:16]}…. Fetch it again, or pin the new file as a vintage of its own.")
        return local
    cache = Path(pooch.os_cache("watts-tokens-thresholds"))
    local = cache / row["file"]
    if local.exists() and pooch.file_hash(str(local)) == row["sha256"]:
        return local
    if not download:
        raise OutsideError(f"{label} is not at hand. Run python -m analysis refresh {name}, or set {MIRROR} to a folder that holds {row['file']}.")
    try:
        return Path(pooch.retrieve(row["url"], f"sha256:{row['sha256']}", fname=row["file"], path=cache, progressbar=False))
    except ValueError as error:
        raise OutsideError(f"{label}: what {row['url']} serves is not the pinned file ({error}). It was not kept; pin it as a new vintage if it is one.") from None
    except Exception as error:  # requests has many ways to fail, and none of them is ours to handle
        raise OutsideError(f"{label}: {row['url']} could not be reached ({type(error).__name__}). Try again, or set {MIRROR} to a folder that holds {row['file']}.") from None


def available(name: str, vintage: str | None = None, root: Path = DATA) -> bool:
    """Tell whether a vintage is at hand without asking the network."""
    try:
        path(name, vintage, download=False, root=root)
    except OutsideError:
        return False
    return True


def load(name: str, vintage: str | None = None, *, download: bool = True, root: Path = DATA) -> pd.DataFrame:
    """Load a vintage as its producer published it, columns and all (see `path`)."""
    return pd.read_csv(path(name, vintage, download=download, root=root))


def difference(old: pd.DataFrame, new: pd.DataFrame, key: list[str], rel: float = 1e-9) -> dict:
    """Say what changed between two vintages.

    Parameters
    ----------
    old, new : pandas.DataFrame
    key : list of str
        Columns that name a row. A key that occurs more than once is numbered by its order.
    rel : float, optional
        Numbers closer than this are the same.

    Returns
    -------
    dict
        ``added``, ``removed`` (keys), ``moved`` (per shared column: how many values differ, appeared or vanished, and the
        median ratio of those numbers that moved), ``columns_added``, ``columns_removed``, ``rows_old``, ``rows_new``.
    """
    for label, frame in (("old", old), ("new", new)):
        for column in key:
            checks.require_known(f"column of the {label} vintage", column, frame.columns)

    def indexed(frame):
        named = frame.assign(**{c: frame[c].fillna("").astype(str).str.strip() for c in key})
        named = named.assign(_nth=named.groupby(key).cumcount())
        return named.set_index([*key, "_nth"])

    a, b = indexed(old), indexed(new)
    both = a.index.intersection(b.index)
    moved = {}
    for column in [c for c in a.columns if c in b.columns]:
        left, right = a.loc[both, column], b.loc[both, column]
        x, y = pd.to_numeric(left, errors="coerce"), pd.to_numeric(right, errors="coerce")
        numeric = x.notna() & y.notna()
        differ = numeric & ~np.isclose(x, y, rtol=rel, atol=0) | (~numeric & left.notna() & right.notna() & (left.astype(str) != right.astype(str)))
        appeared, vanished = int((left.isna() & right.notna()).sum()), int((left.notna() & right.isna()).sum())
        if differ.any() or appeared or vanished:
            ratio = (y[differ & numeric & (x != 0)] / x[differ & numeric & (x != 0)]).median()
            moved[column] = {"changed": int(differ.sum()), "appeared": appeared, "vanished": vanished, "median_ratio": None if pd.isna(ratio) else float(ratio)}
    names = lambda index: sorted(" | ".join(map(str, k[:-1])) for k in index)  # noqa: E731
    return {
        "rows_old": len(old),
        "rows_new": len(new),
        "added": names(b.index.difference(a.index)),
        "removed": names(a.index.difference(b.index)),
        "moved": moved,
        "columns_added": [c for c in new.columns if c not in old.columns],
        "columns_removed": [c for c in old.columns if c not in new.columns],
    }


def refresh(name: str, *, vintage: str | None = None, against: str | None = None, root: Path = DATA) -> dict:
    """Bring a vintage and, where there is an earlier one, say what changed since.

    Returns
    -------
    dict
        ``name, vintage, path, sha256, licence`` and, with an earlier vintage, ``against`` and ``difference``.
    """
    row = _row(name, vintage, root)
    got = path(name, row["vintage"], root=root)
    report = {"name": name, "vintage": row["vintage"], "path": str(got), "sha256": row["sha256"], "licence": row["licence"]}
    earlier = [v for v in vintages(name, root) if v < row["vintage"]]
    against = against or (earlier[-1] if earlier else None)
    if against:
        key = row["key"].split("|")
        report["against"] = against
        report["difference"] = difference(load(name, against, root=root), load(name, row["vintage"], root=root), key)
    return report


def describe(report: dict) -> str:
    """Put a refresh report into lines for a terminal."""
    lines = [f"{report['name']} {report['vintage']} is at {report['path']} (sha256 {report['sha256'][:16]}…, {report['licence']})"]
    if "difference" not in report:
        return "\n".join([*lines, "There is no earlier vintage to compare with."])
    d = report["difference"]
    lines.append(f"Against {report['against']}: {d['rows_old']} → {d['rows_new']} rows, {len(d['added'])} added, {len(d['removed'])} removed")
    for what in ("added", "removed"):
        lines += [f"  {what}: {name}" for name in d[what][:12]] + ([f"  … and {len(d[what]) - 12} more {what}"] if len(d[what]) > 12 else [])
    for column, m in d["moved"].items():
        ratio = f", median ratio {m['median_ratio']:.3g}" if m["median_ratio"] else ""
        lines.append(f"  {column}: {m['changed']} changed, {m['appeared']} appeared, {m['vanished']} vanished{ratio}")
    for what in ("columns_added", "columns_removed"):
        if d[what]:
            lines.append(f"  {what.replace('_', ' ')}: {', '.join(d[what])}")
    return "\n".join(lines)
