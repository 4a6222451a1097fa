"""Write ``data/datapackage.json`` (Frictionless) from the sidecars; CI fails when the committed file is not current."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from analysis import DATA, tables
from analysis.publish.cite import BOOK_TITLE, EDITION
from analysis.publish.run import write_whole

__all__ = ["build", "write"]


def build(root: Path = DATA) -> dict:
    """Return the package descriptor: one resource per table, with its schema, provenance and hash."""
    resources = []
    for name in tables.names(root):
        meta, path = tables.sidecar(name, root), root / f"{name}.csv"
        resources.append(
            {
                "name": name.replace("/", "-").replace("_", "-"),
                "path": f"{name}.csv",
                "title": meta["title"],
                "description": meta["description"].strip(),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": path.stat().st_size,
                "hash": f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}",
                "licenses": [{"name": meta["licence"]}],
                "sources": [{"title": meta["citation"].strip(), "path": meta["url"]}],
                "version": str(meta["vintage"]),
                "kind": meta["kind"],
                "schema": {**meta["schema"], "missingValues": [""]},
            }
        )
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "watts-tokens-thresholds",
        "title": f"{BOOK_TITLE}: data tables",
        "version": EDITION,
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": resources,
    }


def write(root: Path = DATA, check: bool = False) -> int:
    """Write the descriptor, or with `check` only compare; returns an exit code."""
    text = json.dumps(build(root), indent=1, ensure_ascii=False, default=str) + "\n"
    path = root / "datapackage.json"
    current = path.exists() and path.read_text(encoding="utf-8") == text
    if check:
        print(f"{root.name}/datapackage.json is {'current' if current else 'stale: run python -m analysis datapackage'}")
        return 0 if current else 1
    if not current:
        write_whole(path, text.encode())
    return 0
