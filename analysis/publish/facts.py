"""Every named number of the book in one list: what prose, titles and verdicts are filled from."""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path

from analysis import PARTS, ROOT, room
from analysis.publish.run import write_whole
from analysis.quantities import Quantity

__all__ = ["collect", "write", "COMMITTED"]

COMMITTED = ROOT / "tests" / "facts.json"


def collect() -> dict[str, dict]:
    """Return every fact of every topic at full precision.

    Returns
    -------
    dict
        ``"power/us_demand/us_2024"`` → ``{value, low, high, unit, grade, label}``, in order of the names.
    """
    out = {}
    for part in PARTS:
        package = room(part, "results")
        if package is None:
            continue
        for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name):
            facts = getattr(importlib.import_module(f"{package.__name__}.{info.name}"), "facts", None)
            for name, q in (facts() if facts else {}).items():
                if isinstance(q, Quantity):
                    key = f"{part}/{info.name}/{name}"
                    out[key] = {"value": float(q.value), "low": _number(q.low), "high": _number(q.high), "unit": q.unit, "grade": q.grade, "label": q.label}
    return dict(sorted(out.items()))


def _number(x) -> float | None:
    return None if x is None else float(x)


def write(path: Path = COMMITTED) -> list[str]:
    """Write the list that the tests compare with; returns the names whose value moved by more than a part in a billion."""
    new = collect()
    old = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    text = "{\n" + ",\n".join(f" {json.dumps(k)}: {json.dumps(v, ensure_ascii=False, sort_keys=True)}" for k, v in new.items()) + "\n}\n"
    write_whole(path, text.encode())
    return [k for k in sorted({*new, *old}) if k not in old or k not in new or not same(old[k], new[k])]


def same(a: dict, b: dict, rel: float = 1e-9) -> bool:
    """Tell whether two facts are the same number, to a part in a billion."""

    def close(x, y):
        if x is None or y is None:
            return x is y
        return abs(x - y) <= rel * max(abs(x), abs(y), 1e-300)

    return a["unit"] == b["unit"] and all(close(a[k], b[k]) for k in ("value", "low", "high"))
