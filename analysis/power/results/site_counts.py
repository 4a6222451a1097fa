"""Counts of data centres against each other, and against power."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import checks, tables
from analysis.power import site_counts as model
from analysis.quantities import Quantity

__all__ = ["counts", "count_frame", "sizes", "concentration", "states", "facts"]

COUNTED = ("listed facilities of all sizes", "data centres, not further defined")
_EUROPE = (
    "United Kingdom", "Germany", "France", "Italy", "Spain", "Netherlands", "Ireland", "Switzerland", "Sweden", "Poland", "Finland", "Norway",
    "Denmark", "Romania", "Czech Republic", "Austria", "Belgium", "Portugal", "Bulgaria", "Greece", "Latvia", "Slovenia", "Lithuania",
)  # fmt: skip


@cache
def counts() -> pd.DataFrame:
    """Return counts for the United States and Europe by counter; shares of a world count are turned into sites."""
    frame = tables.load("power/site_counts")
    rows = []
    for row in frame.to_dict("records"):
        sites = row["sites"]
        if pd.isna(sites) and not pd.isna(row["share"]):
            world = frame[(frame["counter"] == row["counter"]) & (frame["date"] == row["date"]) & (frame["region"] == "World")]["sites"]
            sites = float(world.iloc[0]) * row["share"] if len(world) and not pd.isna(world.iloc[0]) else np.nan
        again = row["region"] == "United States" and row["counter"].endswith("PWSHub")  # repeats Cloudscene's number
        if row["region"] in ("United States", "Europe", "European Union") and not pd.isna(sites) and not again:
            rows.append({"region": row["region"], "counter": row["counter"], "date": row["date"], "definition": row["definition"], "sites": float(sites)})
    listed = frame[(frame["counter"] == "Data Center Map") & frame["region"].isin(_EUROPE)]
    rows.append({"region": "Europe", "counter": "Data Center Map, sum of countries", "date": "2026-02", "definition": COUNTED[0], "sites": float(listed["sites"].sum())})
    return pd.DataFrame(rows)


_SHORT = {
    "Data Center Map, sum of countries": "Data Center Map",
    "Cloudscene via PWSHub": "Cloudscene",
    "EU reporting database": "EU database",
    "Data Center Map via Statista": "Data Center Map",
    "IEA Electricity 2024": "IEA",
    "forum essay (the claim)": "Essay (the claim)",
}


@cache
def count_frame() -> pd.DataFrame:
    """Return the counts of all sizes, and the EU's, with short names; the essay's Europe as the middle of its span."""
    frame = counts()
    frame = frame[~frame["counter"].str.startswith("Synergy")].copy()
    frame["counter"] = frame["counter"].replace(_SHORT) + ", " + frame["date"].str[:4]
    frame["region"] = frame["region"].replace({"European Union": "Europe"})
    register = tables.load("claim_numbers")
    row = register[(register["claim"] == "A9") & (register["key"] == "europe_count")].iloc[0]
    essay = {"region": "Europe", "counter": "Essay (the claim), 2025", "sites": (row["claimed_low"] + row["claimed_high"]) / 2}
    return pd.concat([frame, pd.DataFrame([essay])])[["region", "counter", "sites"]].reset_index(drop=True)


@cache
def sizes(date: str = "2026-08-03") -> np.ndarray:
    """Return the facility power of the tracked sites in operation at a date (MW)."""
    frame = tables.load("power/large_sites")
    dates = pd.to_datetime(frame["snapshot_date"]).dt.strftime("%Y-%m-%d")
    checks.require_known("date of the tracked sites", date, sorted(set(dates)))
    return frame.loc[dates == date, "facility_power_mw"].to_numpy(dtype=float)


@cache
def concentration() -> pd.DataFrame:
    """Return the Lorenz curves of the tracked sites, today and as scheduled."""
    rows = []
    for date, label in (("2024-12-31", "end of 2024"), ("2026-08-03", "August 2026"), ("2028-12-31", "end of 2028, as scheduled")):
        x, y = model.lorenz(sizes(date))
        rows += [{"date": label, "sites_percent": 100 * a, "power_percent": 100 * b} for a, b in zip(x, y, strict=True)]
    return pd.DataFrame(rows)


@cache
def states() -> pd.DataFrame:
    """Return listed data centres and their electricity by US state."""
    frame = tables.load("power/state_sites").copy()
    frame["gwh_per_site"] = frame["energy_twh"] * 1e3 / frame["sites"]
    return frame.sort_values("sites", ascending=False, ignore_index=True)


@cache
def facts() -> dict[str, Quantity]:
    """Return the topic's named numbers."""
    every, state = counts(), states()
    us = every[(every["region"] == "United States") & every["definition"].isin(COUNTED)]["sites"]
    europe = every[every["region"].isin(["Europe", "European Union"]) & every["definition"].isin(COUNTED)]["sites"]
    table = tables.load("power/site_counts")

    def one(region, counter, date=None):
        row = table[(table["region"] == region) & (table["counter"] == counter) & ((table["date"] == date) if date else True)]
        return float(row["sites"].iloc[0])

    now, later = sizes(), sizes("2028-12-31")
    low, high = model.rank_correlation_interval(state["sites"], state["energy_twh"])
    log_fit = np.corrcoef(np.log(state["sites"]), np.log(state["energy_twh"]))[0, 1] ** 2
    energy = tables.load("power/region_dc_energy").set_index("region")["energy_twh"]
    us_2025, europe_2025 = one("United States", "Data Center Map via Statista"), one("Europe", "Data Center Map via Statista")
    return {
        "us_count": Quantity(float(np.median(us)), "1", float(us.min()), float(us.max()), "measured", "Data centres in the United States: median and ends of the lists", "who counts"),
        "europe_count": Quantity(float(np.median(europe)), "1", float(europe.min()), float(europe.max()), "measured", "Data centres in Europe (or the EU): median and ends of the lists", "who counts"),
        "lists_us": Quantity(len(us), "1"),
        "us_spread": Quantity(float(us.max() / us.min()), "1"),
        "claim_us": Quantity(one("United States", "forum essay (the claim)"), "1"),
        "iea_us": Quantity(float(us[every["counter"] == "IEA Electricity 2024"].iloc[0]), "1", grade="modelled"),
        "cloudscene_us": Quantity(one("United States", "Cloudscene", "2024-03"), "1", grade="measured"),
        "cloudscene_eu": Quantity(one("European Union", "Cloudscene via PWSHub"), "1", grade="measured"),
        "dcm_us": Quantity(one("United States", "Data Center Map"), "1", grade="measured"),
        "dcm_europe": Quantity(float(europe[every["counter"] == "Data Center Map, sum of countries"].iloc[0]), "1", grade="measured"),
        "france": Quantity(one("France", "Cloudscene", "2024-03"), "1", grade="measured"),
        "eu_reported": Quantity(one("European Union", "EU reporting database"), "1", grade="measured", label="Data centres of 500 kW and more that reported to the EU"),
        "hyperscale": Quantity(one("World", "Synergy Research", "2024-12"), "1", grade="measured"),
        "large_world": Quantity(one("World", "Pilz and Heim, large"), "1"),
        "tracked": Quantity(float(now.size), "1", grade="measured", label="Tracked AI sites in operation, August 2026"),
        "median_mw": Quantity(float(np.median(now)), "MW", float(np.quantile(now, 0.05)), float(np.quantile(now, 0.95)), "modelled", "Facility power of a tracked site: median and 5–95 % of the sites", "size of the site"),
        "mean_mw": Quantity(float(now.mean()), "MW", grade="modelled"),
        "gini_now": Quantity(model.gini(now), "1", grade="modelled", label="Gini coefficient of power among the tracked sites, August 2026"),
        "gini_2028": Quantity(model.gini(later), "1", grade="guessed"),
        "top10_now": Quantity(100 * model.top_share(now, 10), "percent", grade="modelled", label="Share of the tracked power at the ten largest sites"),
        "sites_half": Quantity(float(model.sites_for_share(now, 0.5)), "1", grade="modelled", label="Tracked sites that hold half of the tracked power"),
        "sites_half_share": Quantity(100 * model.top_share(now, model.sites_for_share(now, 0.5)), "percent", grade="modelled"),
        "sites_half_percent": Quantity(100 * model.sites_for_share(now, 0.5) / now.size, "percent", grade="modelled"),
        "largest_over_median": Quantity(float(now.max() / np.median(now)), "1", grade="modelled"),
        "rho": Quantity(model.rank_correlation(state["sites"], state["energy_twh"]), "1", low, high, "modelled", "Rank correlation of count and electricity over US states", "which states"),
        "states": Quantity(len(state), "1"),
        "r2": Quantity(100 * float(log_fit), "percent", grade="modelled"),
        "gwh_min": Quantity(float(state["gwh_per_site"].min()), "GWh", grade="modelled"),
        "gwh_max": Quantity(float(state["gwh_per_site"].max()), "GWh", grade="modelled"),
        "gwh_spread": Quantity(float(state["gwh_per_site"].max() / state["gwh_per_site"].min()), "1", grade="modelled", label="Electricity per listed site, highest over lowest of the US states"),
        "gwh_us": Quantity(energy["United States"] * 1e3 / us_2025, "GWh", grade="modelled", label="Electricity per listed site, United States"),
        "gwh_europe": Quantity(energy["Europe"] * 1e3 / europe_2025, "GWh", grade="modelled", label="Electricity per listed site, Europe"),
        "per_site_ratio": Quantity((energy["United States"] / us_2025) / (energy["Europe"] / europe_2025), "1", grade="modelled"),
        "count_ratio": Quantity(us_2025 / europe_2025, "1", grade="measured"),
        "energy_ratio": Quantity(float(energy["United States"] / energy["Europe"]), "1", grade="modelled"),
    }
