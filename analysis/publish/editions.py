"""The record of what each edition published: figure ids and their fingerprints, for those who cited one."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from analysis import DATA, figures, tables
from analysis.publish.cite import EDITION
from analysis.publish.run import write_whole

__all__ = ["record", "changed"]


def changed(root: Path = DATA) -> list[str]:
    """List the figures whose data are no longer what the current edition recorded; empty when it recorded none."""
    frame = tables.load("editions", root)
    recorded = dict(frame.loc[frame["edition"] == EDITION, ["figure", "fingerprint"]].itertuples(index=False))
    if not recorded:
        return []
    now = {f.spec.id: f.fingerprint for f in figures.every()}
    return sorted(id for id in {*recorded, *now} if recorded.get(id) != now.get(id))


def record(root: Path = DATA) -> int:
    """Write the current fingerprints as those of the current edition; rows of earlier editions stay.

    Returns
    -------
    int
        How many figures were recorded.
    """
    frame = tables.load("editions", root)
    rows = [tuple(r) for r in frame[frame["edition"] != EDITION][["edition", "figure", "fingerprint"]].itertuples(index=False)]
    rows += [(EDITION, f.spec.id, f.fingerprint) for f in figures.every()]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("edition", "figure", "fingerprint"))
    writer.writerows(rows)
    write_whole(root / "editions.csv", text.getvalue().encode())
    tables._load.cache_clear()
    return sum(edition == EDITION for edition, _, _ in rows)
