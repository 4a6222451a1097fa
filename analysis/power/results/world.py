"""The world and its regions: data-centre electricity by scenario, who adds it, and where it weighs."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.power import other_loads as loads
from analysis.power import us_demand as demand
from analysis.power import world as model
from analysis.power.results import us_demand as us
from analysis.quantities import Quantity

__all__ = ["REGIONS", "PLACES", "printed", "forecast_points", "paths", "regions", "us_share_2030", "world_2030", "places", "uses", "additions", "outlook_pairs", "facts"]

REGIONS = ("United States", "China", "Europe", "Asia Pacific without China", "Rest of the world")
PLACES = ("Ireland", "Virginia", "Netherlands", "Singapore")
_SCENARIOS = ("Current Policies", "Stated Policies", "Net Zero")


@cache
def _demand() -> pd.DataFrame:
    return tables.load("power/world_demand")


def printed(vintage: str, scenario: str, year: int, column: str = "energy_twh") -> float:
    """Return one figure as its source prints it."""
    frame = _demand()
    row = frame[(frame["vintage"] == vintage) & (frame["scenario"] == scenario) & (frame["year"] == year)]
    if len(row) != 1 or pd.isna(row[column].iloc[0]):
        raise KeyError(f"world_demand has no single printed {column} for {vintage}, {scenario}, {year}.")
    return float(row[column].iloc[0])


@cache
def _forecasts() -> pd.DataFrame:
    frame = tables.load("power/forecasts")
    return frame[(frame["geography"] == "World") & frame["energy_twh"].notna() & (frame["published_year"] >= 2024)]


@cache
def forecast_points() -> pd.DataFrame:
    """Return the scenarios of this page's own table that are no history: institution, year, energy."""
    frame = _demand()
    return frame[~frame["is_history"]][["institution", "year", "energy_twh"]].reset_index(drop=True)


@cache
def paths() -> pd.DataFrame:
    """Return world data-centre electricity by institution and scenario, past and forecast, since 2024."""
    rows = [
        {"series": f"{r['institution']} {r['vintage'][-4:]}, {r['scenario']}", "institution": r["institution"], "scenario": r["scenario"], "year": int(r["year"]), "energy_twh": r["energy_twh"], "status": "past" if r["is_history"] else "forecast"}
        for r in _demand().to_dict("records")
    ]  # fmt: skip
    for r in _forecasts().to_dict("records"):
        if r["institution"] == "IEA" or r["target_year"] < 2024:
            continue
        scenario = "history" if r["is_history"] else r["scenario"]
        rows.append({"series": f"{r['institution']} {int(r['published_year'])}", "institution": r["institution"], "scenario": scenario, "year": int(r["target_year"]), "energy_twh": r["energy_twh"], "status": "past" if r["is_history"] else "forecast"})  # fmt: skip
    return pd.DataFrame(rows).drop_duplicates(["series", "year"]).sort_values(["institution", "scenario", "year"], kind="stable", ignore_index=True)


@cache
def _regions() -> pd.DataFrame:
    return tables.load("power/regions")


@cache
def regions() -> pd.DataFrame:
    """Return the IEA's regions: 2024, 2030 with the range of its scenarios, addition, share of growth, growth per year."""
    frame = _regions()[_regions()["vintage"] == "iea-2025"].set_index(["region", "year"])["energy_twh"]
    start, end = (np.array([frame[r, y] for r in REGIONS]) for y in (2024, 2030))
    p = parameters.get("world_scenario_factor_2030", part="power")
    return pd.DataFrame(
        {
            "region": REGIONS, "energy_2024_twh": start, "energy_2030_twh": end, "low_2030_twh": end * p.low, "high_2030_twh": end * p.high, "added_twh": end - start,
            "share_2024_percent": 100 * start / start.sum(), "share_2030_percent": 100 * end / end.sum(),
            "share_of_growth_percent": model.growth_contributions_percent(start, end), "growth_percent": demand.compound_growth(start, end, 6),
        }
    )  # fmt: skip


@cache
def _both_2030() -> tuple[np.ndarray, np.ndarray]:
    """Draws of US and other data centres in 2030, TWh: the demand page's projection, and the IEA's figures with its scenarios' range."""
    elsewhere = float(regions().set_index("region")["energy_2030_twh"].drop("United States").sum())
    factor = parameters.sample(parameters.select("world_scenario_factor_2030", part="power"))["world_scenario_factor_2030"]
    return us.projected(2030).samples, elsewhere * factor


@cache
def us_share_2030() -> np.ndarray:
    """Return draws of the US share of the world's data-centre electricity in 2030, percent."""
    own, elsewhere = _both_2030()
    return demand.share_percent(own, own + elsewhere)


@cache
def world_2030() -> np.ndarray:
    """Return draws of the world's data-centre electricity in 2030 with the demand page's US projection, TWh."""
    return sum(_both_2030())


def _driver(samples: np.ndarray) -> str:
    """Return which of the two parts moves a result of 2030 most."""
    own, elsewhere = _both_2030()
    return uncertainty.drivers(samples, {"US data centres in 2030": own, "scenario outside the United States": elsewhere})["parameter"].iloc[0]


@cache
def places() -> pd.DataFrame:
    """Return the share of electricity in countries and a state where it is known, by year, with how it is known."""
    frame = _regions()[_regions()["region"].isin(PLACES) & _regions()["share_percent"].notna()]
    out = frame[["region", "year", "scenario", "share_percent", "energy_twh", "method"]].copy()
    return out.sort_values(["region", "year", "share_percent"], kind="stable", ignore_index=True)


def _place(region: str, year: int, column: str, scenario: str = "history") -> float:
    frame = _regions()
    return float(frame[(frame["region"] == region) & (frame["year"] == year) & (frame["scenario"] == scenario)][column].iloc[0])


# --- all electricity ------------------------------------------------------------------------------------------------


@cache
def _outlook() -> pd.DataFrame:
    return tables.load("power/electricity_demand").set_index(["region", "use", "scenario", "year"])


def uses(use: str, scenario: str, year: int, region: str = "World") -> float:
    """Return electricity of one use in the World Energy Outlook, TWh (electrolysis at the book's rate)."""
    row = _outlook().loc[(region, use, scenario, year)]
    if use == "electrolysis":
        return float(loads.electrolysis_twh(row["hydrogen_mt"], parameters.get("electrolysis_kwh_per_kg", part="power").central))
    return float(row["energy_twh"]) if pd.notna(row["energy_twh"]) else float(model.ej_to_twh(row["energy_ej"]))


@cache
def data_centres() -> dict[int, tuple[float, float, float]]:
    """Return the world's data centres in 2035 and 2050, TWh: low, central, high.

    2035 are the IEA's Headwinds, Base and Lift-Off. 2050 is BloombergNEF's one published figure, with the IEA's two
    other scenarios grown at the same rate from 2035 as its range.
    """
    low, base, high = (printed("iea-2025", s, 2035) for s in ("Headwinds", "Base", "Lift-Off"))
    factor = printed("bnef-2025", "Economic Transition", 2050) / printed("bnef-2025", "Economic Transition", 2035)
    return {2035: (low, base, high), 2050: (low * factor, printed("bnef-2025", "Economic Transition", 2050), high * factor)}


@cache
def additions() -> pd.DataFrame:
    """Return what each use adds in the world since 2024, TWh, by scenario and year; data centres are taken out of buildings."""
    start_dc = printed("iea-2025", "history", 2024)
    rows = []
    for year, (low, centre, high) in data_centres().items():
        for scenario in _SCENARIOS:
            added = {use: uses(use, scenario, year) - uses(use, "history", 2024) for use in ("transport", "industry", "buildings", "electrolysis")}
            for use, label in (("transport", "Electric vehicles and rail"), ("industry", "Industry"), ("electrolysis", "Hydrogen"), ("buildings", "Buildings without data centres")):
                value = added[use] - (centre - start_dc if use == "buildings" else 0.0)
                rows.append({"year": year, "scenario": scenario, "use": label, "added_twh": value, "low_twh": np.nan, "high_twh": np.nan})
            rows.append({"year": year, "scenario": scenario, "use": "Data centres", "added_twh": centre - start_dc, "low_twh": low - start_dc, "high_twh": high - start_dc})
    return pd.DataFrame(rows)


@cache
def outlook_pairs() -> tuple[tuple[str, int, float, float], ...]:
    """Return (label, end year, added by data centres, added by the rest) for the world, by scenario."""
    out = []
    frame = additions()
    for (year, scenario), group in frame.groupby(["year", "scenario"], sort=False):
        if scenario == "Net Zero":
            continue
        centres = float(group[group["use"] == "Data centres"]["added_twh"].iloc[0])
        others = float(group[group["use"] != "Data centres"]["added_twh"].sum())
        out.append((f"IEA 2025, {scenario}", int(year), centres, others))
    return tuple(out)


# --- named numbers --------------------------------------------------------------------------------------------------


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    w = printed
    r = regions().set_index("region")
    at_2030 = paths()[(paths()["status"] == "forecast") & (paths()["year"] == 2030)]
    low, high = float(at_2030["energy_twh"].min()), float(at_2030["energy_twh"].max())
    central = at_2030[~at_2030["scenario"].isin(["Headwinds", "Lift-Off"])]["energy_twh"]
    total = {(reg, y, s): uses("demand", s, y, reg) for reg in ("World", "United States") for s, y in (("history", 2024), ("Stated Policies", 2035))}
    world_growth = total["World", 2035, "Stated Policies"] - total["World", 2024, "history"]

    def of_growth(scenario):
        return 100 * (w("iea-2025", scenario, 2035) - w("iea-2025", "history", 2024)) / world_growth

    ireland = [_place("Ireland", y, "energy_twh") for y in (2015, 2024, 2025)]
    out = {
        "world_2024": Quantity(w("iea-2025", "history", 2024), "TWh", label="World data centres in 2024 (IEA)"),
        "world_2025": Quantity(w("iea-2026", "history", 2025), "TWh", label="World data centres in 2025 (IEA)"),
        "world_growth_2025": Quantity(w("iea-2026", "history", 2025, "growth_annual_percent"), "percent"),
        "world_share_2024": Quantity(w("iea-2025", "history", 2024, "share_percent"), "percent"),
        "world_2030": Quantity(w("iea-2025", "Base", 2030), "TWh", w("iea-2025", "Headwinds", 2030), w("iea-2025", "Lift-Off", 2030), label="World data centres in 2030 (IEA Base; Headwinds to Lift-Off)"),
        "world_2035": Quantity(w("iea-2025", "Base", 2035), "TWh", w("iea-2025", "Headwinds", 2035), w("iea-2025", "Lift-Off", 2035), label="World data centres in 2035 (IEA Base; Headwinds to Lift-Off)"),
        "world_2050": Quantity(w("bnef-2025", "Economic Transition", 2050), "TWh", data_centres()[2050][0], data_centres()[2050][2], grade="guessed", label="World data centres in 2050 (BloombergNEF; range grown from the IEA’s of 2035)"),
        "efficiency_2035": Quantity(w("iea-2025", "High Efficiency", 2035), "TWh"),
        "forecasts_2030": Quantity(float(central.median()), "TWh", low, high),
        "forecasts_2030_n": Quantity(int(central.size), "1"),
        "growth_2024_2030": Quantity(float(demand.compound_growth(w("iea-2025", "history", 2024), w("iea-2025", "Base", 2030), 6)), "percent/year", *(float(demand.compound_growth(w("iea-2025", "history", 2024), w("iea-2025", s, 2030), 6)) for s in ("Headwinds", "Lift-Off")), label="Growth of the world’s data centres 2024–2030"),
        "doubling": Quantity(float(model.doubling_years(demand.compound_growth(w("iea-2025", "history", 2024), w("iea-2025", "Base", 2030), 6))), "year"),
        "us_2024": Quantity(r.loc["United States", "energy_2024_twh"], "TWh"),
        "us_2030": Quantity(r.loc["United States", "energy_2030_twh"], "TWh"),
        "us_added": Quantity(r.loc["United States", "added_twh"], "TWh"),
        "china_added": Quantity(r.loc["China", "added_twh"], "TWh"),
        "europe_added": Quantity(r.loc["Europe", "added_twh"], "TWh"),
        "us_of_growth": Quantity(r.loc["United States", "share_of_growth_percent"], "percent", label="US share of the growth 2024–2030 (IEA)"),
        "china_of_growth": Quantity(r.loc["China", "share_of_growth_percent"], "percent", label="China’s share of the growth 2024–2030 (IEA)"),
        "two_of_growth": Quantity(r.loc[["United States", "China"], "share_of_growth_percent"].sum(), "percent"),
        "us_share_2024": Quantity(r.loc["United States", "share_2024_percent"], "percent"),
        "us_share_2030_iea": Quantity(r.loc["United States", "share_2030_percent"], "percent"),
        "us_share_2030": uncertainty.summarise(us_share_2030(), "percent", label="US share of the world in 2030, with this book’s US projection", driver=_driver(us_share_2030())),
        "world_2030_ours": uncertainty.summarise(world_2030(), "TWh", label="World data centres in 2030, with this book’s US projection", driver=_driver(world_2030())),
        "us_lbnl_2030": Quantity(us.printed("lbnl-2026", "reference", 2030), "TWh"),
        "us_growth": Quantity(parameters.get("us_energy_growth", part="power").central, "percent/year", parameters.get("us_energy_growth", part="power").low, parameters.get("us_energy_growth", part="power").high),
        "effective_2024": Quantity(float(model.effective_number(r["energy_2024_twh"].to_numpy())), "1"),
        "effective_2030": Quantity(float(model.effective_number(r["energy_2030_twh"].to_numpy())), "1"),
        "growth_share_2035": Quantity(of_growth("Base"), "percent", of_growth("Headwinds"), of_growth("Lift-Off"), label="Data centres’ share of the growth of world electricity 2024–2035"),
        "electricity_growth_2035": Quantity(world_growth, "TWh"),
        "us_electricity_growth_2035": Quantity(total["United States", 2035, "Stated Policies"] - total["United States", 2024, "history"], "TWh"),
        "ireland_2015": Quantity(_place("Ireland", 2015, "share_percent"), "percent", grade="measured"),
        "ireland_2025": Quantity(_place("Ireland", 2025, "share_percent"), "percent", grade="measured", label="Ireland: data centres’ share of metered electricity, 2025"),
        "ireland_twh": Quantity(ireland[2], "TWh", grade="measured"),
        "ireland_growth": Quantity(float(demand.compound_growth(ireland[0], ireland[2], 10)), "percent/year", grade="measured"),
        "ireland_last": Quantity(float(demand.compound_growth(ireland[1], ireland[2], 1)), "percent", grade="measured"),
        "netherlands_2024": Quantity(_place("Netherlands", 2024, "share_percent"), "percent", grade="measured", label="Netherlands: data centres’ share of electricity, 2024"),
        "netherlands_growth": Quantity(float(demand.compound_growth(_place("Netherlands", 2021, "energy_twh"), _place("Netherlands", 2024, "energy_twh"), 3)), "percent/year", grade="measured"),
        "virginia_2024": Quantity(_place("Virginia", 2024, "share_percent"), "percent", label="Virginia: data centres’ share of electricity, 2024 (EPRI)"),
        "virginia_2030": Quantity((_place("Virginia", 2030, "share_percent", "low") + _place("Virginia", 2030, "share_percent", "high")) / 2, "percent", _place("Virginia", 2030, "share_percent", "low"), _place("Virginia", 2030, "share_percent", "high")),
        "virginia_twh_2030": Quantity(_place("Virginia", 2030, "energy_twh", "medium"), "TWh", _place("Virginia", 2030, "energy_twh", "low"), _place("Virginia", 2030, "energy_twh", "high")),
        "singapore": Quantity(_place("Singapore", 2024, "share_percent"), "percent"),
    }  # fmt: skip
    s = additions()
    for year in (2035, 2050):
        chosen = s[(s["year"] == year) & (s["scenario"] == "Stated Policies")].set_index("use")
        out[f"added_dc_{year}"] = Quantity(chosen.loc["Data centres", "added_twh"], "TWh", chosen.loc["Data centres", "low_twh"], chosen.loc["Data centres", "high_twh"])
        out[f"added_vehicles_{year}"] = Quantity(chosen.loc["Electric vehicles and rail", "added_twh"], "TWh")
        out[f"added_industry_{year}"] = Quantity(chosen.loc["Industry", "added_twh"], "TWh")
        out[f"added_buildings_{year}"] = Quantity(chosen.loc["Buildings without data centres", "added_twh"], "TWh")
        out[f"added_hydrogen_{year}"] = Quantity(chosen.loc["Hydrogen", "added_twh"], "TWh")
        out[f"added_others_{year}"] = Quantity(chosen["added_twh"].drop("Data centres").sum(), "TWh")
    return out
