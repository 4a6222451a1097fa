"""Explorers of the power part (PWR-X…)."""

from __future__ import annotations

import numpy as np

from analysis.explorers import Control, Output, explorer
from analysis.power import capacity, training_run
from analysis.power.results import hundred_billion as money
from analysis.power.results import training_run as training_results


@explorer(
    id="PWR-X1",
    title="From a year's energy to the capacity behind it",
    question="How many gigawatts stand behind an amount of electricity, at the utilisation you believe?",
    note="Pure arithmetic over the hours of a year: no range, since nothing but the two sliders enters. Which capacity is meant (grid connection, nameplate, peak) follows from which utilisation you choose.",
    controls=(
        Control("energy_twh", "Electricity used in a year", tuple(float(e) for e in range(50, 1251, 10)), 650.0, "TWh", 4),
        Control("utilisation_percent", "Utilisation: average load over capacity", tuple(float(u) for u in range(20, 101, 5)), 50.0, "percent"),
    ),
    outputs=(Output("capacity_gw", "Capacity", "GW"), Output("load_gw", "Average load", "GW")),
    grade="modelled",
    notebook="power/capacity",
)
def capacity_of_energy(energy_twh, utilisation_percent):
    """Energy and utilisation to capacity and average load."""
    return {
        "capacity_gw": capacity.capacity_gw(energy_twh, np.asarray(utilisation_percent) / 100.0),
        "load_gw": capacity.average_load_gw(energy_twh),
    }


@explorer(
    id="PWR-X2",
    title="From a budget to power, chips and operations",
    question="What does a sum build, at the budget, chip and chip price you believe?",
    note="Everything is paid from the sum: chips, servers, network, building, power and cooling. The range is that of all other assumptions (equipment per chip, building cost, power per chip, overhead, utilisation); budget, chip and its price are yours. Operations are dense 16-bit at the utilisation of frontier training.",
    controls=(
        Control("budget_usd", "Budget", tuple(m * 10.0**e for e in (9, 10, 11) for m in (1, 2, 3, 5, 7)) + (1e12,), 1e11, "USD"),
        Control("chip", "Chip", ("H100", "GB200"), "GB200"),
        Control("chip_price_usd", "Price of the chip", tuple(float(p) for p in range(10_000, 60_001, 2_500)), 35_000.0, "USD"),
    ),
    outputs=(Output("power_gw", "Facility power", "GW"), Output("chips", "Chips", "1"), Output("flop_per_year", "Operations", "FLOP/year")),
    grade="modelled",
    notebook="power/hundred-billion",
)
def budget_to_power(budget_usd, chip, chip_price_usd):
    """Budget, chip and price to power, chips and operations."""
    made = {key: money.per_dollar(*key) for key in {(str(c), float(p)) for c, p in zip(chip, chip_price_usd, strict=True)}}
    budget = np.asarray(budget_usd, dtype=float)
    return {
        name: tuple(budget * np.array([made[str(c), float(p)][name][end] for c, p in zip(chip, chip_price_usd, strict=True)]) for end in range(3))
        for name in ("power_gw", "chips", "flop_per_year")
    }


_CHIPS = {"A100": "NVIDIA A100 SXM4 80 GB", "H100": "NVIDIA H100 SXM5 80GB", "TPU v7": "Google TPU v7 Ironwood", "GB200": "NVIDIA GB200", "GB300": "NVIDIA GB300 (Blackwell Ultra)"}


@explorer(
    id="PWR-X3",
    title="From a training run's compute to its power",
    question="What power does a run need, at the compute, length, chip and utilisation you believe?",
    note="Peak facility power. The range is that of server and facility overhead; compute, length, chip and utilisation are yours. Throughput is the dense 16-bit rating of the chip.",
    controls=(
        Control("training_flop", "Training compute", (1e24, 1e25, 3e25, 1e26, 3e26, 5e26, 1e27, 3e27, 1e28, 3e28, 1e29, 3e29), 5e26, "FLOP"),
        Control("days", "Length of the run", (30.0, 60.0, 95.0, 125.0, 180.0), 95.0, "day"),
        Control("chip", "Chip", tuple(_CHIPS), "GB200"),
        Control("utilisation_percent", "Utilisation of the chips", (20.0, 30.0, 40.0, 50.0, 60.0), 40.0, "percent"),
    ),
    outputs=(Output("power_gw", "Facility power", "GW"), Output("chips", "Chips", "1"), Output("energy_gwh", "Electricity if drawn at that rating", "GWh")),
    grade="modelled",
    notebook="power/training-run",
)
def power_of_run(training_flop, days, chip, utilisation_percent):
    """Compute, length, chip and utilisation to power, chips and electricity."""
    rated = training_results.chip_ratings()
    speed, tdp = (np.array([rated[_CHIPS[c]][k] for c in chip]) for k in ("speed", "tdp"))
    used = np.asarray(utilisation_percent) / 100.0
    bare = training_run.training_power_mw(training_flop, days, speed, used, tdp) / 1e3
    power = tuple(bare * factor for factor in training_results.overhead_factor())
    return {
        "power_gw": power,
        "chips": training_run.chips_needed(training_flop, days, speed, used),
        "energy_gwh": tuple(p * np.asarray(days) * 24.0 for p in power),
    }
