"""The computing half of *Watts, Tokens, Thresholds*: tables → models → results → figures and claims."""

import importlib.util
from pathlib import Path

__all__ = ["ROOT", "DATA", "BOOK", "PARTS", "room"]

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
BOOK = ROOT / "book"

PARTS = ("power", "scaling", "inference", "governance")


def room(part: str, name: str):
    """Import one room of a part (its figures, claims, explorers or results); None where the part does not have it yet."""
    full = f"analysis.{part}.{name}"
    if importlib.util.find_spec(f"analysis.{part}") is None or importlib.util.find_spec(full) is None:
        return None
    return importlib.import_module(full)
