"""Seconds for 100,000 draws of both forecasts, all thresholds and years: ``PYTHONPATH=. python benchmarks/governance_forecast.py``.

A benchmark, not a test: it prints, it never fails. Six thresholds (1e23 to 1e28 FLOP); 2026 to 2030 for our method, 2024 to 2030 for
Kumar and Manning's, whose years are shared by two threads. Draws, medians and 90 % intervals are timed together, with the tables
read beforehand; the best of five runs counts, so that what else the machine does counts least;
processor time tells when it does much.
"""

from __future__ import annotations

import os

for _library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_library] = "1"

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.governance import forecast  # noqa: E402
from analysis.parameters import SEED  # noqa: E402

DRAWS, TARGET_S, RUNS = 100_000, 3.0, 5
THRESHOLDS = 10.0 ** np.arange(23, 29)[:, None]
YEARS = {"own": np.arange(2026, 2031), "kumar-manning-2025": np.arange(2024, 2031)}


def seconds(method: str, seed: int) -> tuple[float, float]:
    """Return wall-clock and processor time of one forecast with a seed of its own, so that no cache answers."""
    wall, processor = time.perf_counter(), time.process_time()
    run = forecast.models_above(THRESHOLDS, YEARS[method], method, DRAWS, seed)
    run.median, run.interval(0.9)
    return time.perf_counter() - wall, time.process_time() - processor


def main() -> None:
    """Print the best of the runs for each method, and both together, beside the target."""
    total = 0.0
    for method, years in YEARS.items():
        forecast.models_above(1e25, int(years[-1]), method, 10)  # imports and tables
        best, processor = min(seconds(method, SEED + 1 + run) for run in range(RUNS))
        total += best
        print(f"{method:20s} {DRAWS:,} draws, {len(THRESHOLDS)} thresholds x {len(years)} years: {best:.2f} s ({processor:.2f} s of processors)")
    print(f"{'both':20s} {total:.2f} s (target: under {TARGET_S:.0f} s on two cores)")


if __name__ == "__main__":
    main()
