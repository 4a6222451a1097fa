"""Explorer of checkpoints (SCL-X8)."""

from __future__ import annotations

from analysis.explorers import Control, Output, explorer
from analysis.scaling.results import reliability as results


@explorer(
    id="SCL-X8",
    title="How often to save a training run, and what is lost all the same",
    question="What does failure cost a run of the size, the hardware and the storage you believe?",
    note="Any failure stops the run, which restarts from its last save. The interval is the exact best one; Young’s square root stands beside it. Failures are independent and equally likely at all times.",
    controls=(
        Control("devices", "GPUs in the run", (1_000.0, 2_000.0, 4_000.0, 8_000.0, 16_384.0, 32_768.0, 65_536.0, 100_000.0, 200_000.0, 500_000.0), 16_384.0, "1"),
        Control("failures_per_thousand_days", "Failures for each thousand GPU-days", (0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.5, 3.0), 0.5, "1"),
        Control("save_s", "Seconds that training waits for a save", (1.0, 3.0, 10.0, 20.0, 40.0, 60.0, 120.0, 300.0), 40.0, "s"),
        Control("restart_s", "Seconds from failure to training", (10.0, 60.0, 180.0, 500.0, 1000.0, 1800.0), 500.0, "s"),
    ),
    outputs=(
        Output("between_hours", "Time between failures", "h"),
        Output("interval_minutes", "Best interval", "min"),
        Output("young_minutes", "Young’s interval", "min"),
        Output("lost_percent", "Share of the run lost", "percent"),
    ),
    grade="modelled",
    notebook="scaling/reliability",
)
def saving(devices, failures_per_thousand_days, save_s, restart_s):
    """Size, failure rate, save and restart to interval and loss."""
    return results.explorer_grid(devices, failures_per_thousand_days, save_s, restart_s)
