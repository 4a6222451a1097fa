"""The computing half of *Watts, Tokens, Thresholds*: tables → models → results → figures and claims."""

from pathlib import Path

__all__ = ["ROOT", "DATA", "BOOK", "PARTS"]

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
BOOK = ROOT / "book"

PARTS = ("power", "scaling", "inference", "governance")
