"""Fit the scaling law to the outside points and write what comes of it to ``data/scaling/``."""

from __future__ import annotations

from pathlib import Path

from analysis import DATA
from analysis.publish.calibrate import text
from analysis.publish.run import write_whole
from analysis.scaling.results import chinchilla

__all__ = ["TABLES", "write"]

TABLES = {
    "scaling/chinchilla_refits": chinchilla.refits_table,
    "scaling/chinchilla_fits": chinchilla.fits_table,
    "scaling/chinchilla_standard_errors": chinchilla.standard_errors_table,
    "scaling/chinchilla_traps": chinchilla.traps_table,
    "scaling/chinchilla_profiles": chinchilla.profiles_table,
    "scaling/chinchilla_residuals": chinchilla.residuals_table,
}


def write(root: Path = DATA) -> list[str]:
    """Fit, then write the derived tables (the outside set chinchilla-points has to be at hand).

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
