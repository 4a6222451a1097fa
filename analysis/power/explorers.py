"""Explorers of the power part (PWR-X…)."""

from __future__ import annotations

import numpy as np

from analysis.explorers import Control, Output, explorer
from analysis.power import capacity


@explorer(
    id="PWR-X1",
    title="From a year's energy to the capacity behind it",
    question="How many gigawatts stand behind an amount of electricity, at the utilisation you believe?",
    note="Pure arithmetic over the hours of a year: no range, since nothing but the two sliders enters. Which capacity is meant (grid connection, nameplate, peak) follows from which utilisation you choose.",
    controls=(
        Control("energy_twh", "Electricity used in a year", (50.0, 76.0, 100.0, 150.0, 192.0, 250.0, 325.0, 400.0, 464.0, 521.0, 580.0, 649.0, 750.0, 843.0, 1000.0, 1200.0), 649.0, "TWh", 4),
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
