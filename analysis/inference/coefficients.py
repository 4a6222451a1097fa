"""The calibrated serving model's coefficients by name: what was fitted, and what was thought plausible before."""

from __future__ import annotations

from functools import cache

from analysis import tables
from analysis.inference.calibrated import Coefficients

__all__ = ["get", "prior"]


def _column(table: str, column: str) -> Coefficients:
    frame = tables.load(table).set_index("coefficient")
    return Coefficients(**{name: float(frame.at[name, column]) for name in Coefficients.names()})


@cache
def get(which: str = "central") -> Coefficients:
    """Return the fitted coefficients: ``central``, or the ``low`` or ``high`` ends of each on its own (5 and 95 %)."""
    return _column("inference/calibration", which)


@cache
def prior() -> tuple[Coefficients, Coefficients]:
    """Return the median of each coefficient before any measured point, and the standard deviation of its logarithm."""
    return _column("inference/calibration_priors", "central"), _column("inference/calibration_priors", "log_sd")
