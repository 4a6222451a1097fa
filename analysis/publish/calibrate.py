"""Fit the serving model to the measured points and write its coefficients and predictions to ``data/inference/``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import DATA
from analysis.inference.results import calibration
from analysis.publish.run import write_whole

__all__ = ["TABLES", "text", "write"]

TABLES = {
    "inference/calibration": calibration.calibration_table,
    "inference/serving_forms": calibration.forms_table,
    "inference/serving_predictions": calibration.predictions_table,
}


def text(frame: pd.DataFrame) -> str:
    """Return a table as it is committed: booleans in small letters, empty cells for what is missing."""
    shown = frame.copy()
    for name in shown.columns:
        if shown[name].dtype == bool:
            shown[name] = shown[name].map({True: "true", False: "false"})
    return shown.to_csv(index=False, lineterminator="\n")


def write(root: Path = DATA) -> list[str]:
    """Fit, then write the derived tables; both are computed before either is written.

    Returns
    -------
    list of str
        The names of those that changed.
    """
    made = {root / f"{name}.csv": text(frame()).encode() for name, frame in TABLES.items()}
    changed = [path for path, content in made.items() if not path.exists() or path.read_bytes() != content]
    for path in changed:
        write_whole(path, made[path])
    return [path.relative_to(root).as_posix() for path in changed]
