"""From energy to capacity: what utilisation does to the gigawatts behind 2028 and 2030."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.power import capacity as model
from analysis.power.results import us_demand
from analysis.quantities import Quantity

__all__ = ["statements", "stated", "implied", "curves", "curve_frame", "implied_frame", "capacities", "capacity", "probabilities", "facts"]


@cache
def statements() -> pd.DataFrame:
    """Return the table of capacity statements with the utilisation each implies.

    Where a source prints energy and gigawatts, ``utilisation`` is computed from the two; else it is the one it states.
    """
    frame = tables.load("power/capacity_statements")
    both = frame["energy_twh"].notna() & frame["power_gw"].notna()
    computed = np.full(len(frame), np.nan)
    computed[both.to_numpy()] = model.implied_utilisation(frame.loc[both, "energy_twh"], frame.loc[both, "power_gw"])
    frame["implied"] = np.where(both, computed, frame["utilisation"])
    frame["basis"] = np.where(both & frame["utilisation"].isna(), "energy over capacity", "stated")
    return frame


def stated(vintage: str, column: str, year: int, kind: str | None = None, scenario: str | None = None) -> float:
    """Return one figure of the table as its source prints it."""
    frame = statements()
    row = frame[(frame["vintage"] == vintage) & (frame["year"] == year)]
    for name, wanted in (("capacity_kind", kind), ("scenario", scenario)):
        row = row if wanted is None else row[row[name] == wanted]
    if len(row) != 1 or pd.isna(row[column].iloc[0]):
        raise KeyError(f"capacity_statements has no single {column} for {vintage}, {year}, {kind}, {scenario}.")
    return float(row[column].iloc[0])


@cache
def implied() -> pd.DataFrame:
    """Return implied and stated utilisation by institution, kind of capacity and year."""
    frame = statements()
    return frame[frame["implied"].notna()][["institution", "geography", "capacity_kind", "scenario", "year", "implied", "basis", "is_history"]].reset_index(drop=True)


@cache
def _energies() -> dict[str, float]:
    return {
        "2028, lower end (LBNL 2024)": us_demand.printed("lbnl-2024", "scenario range", 2028, "energy_low_twh"),
        "2028, upper end (LBNL 2024)": us_demand.printed("lbnl-2024", "scenario range", 2028, "energy_high_twh"),
        "2030, reference (LBNL 2026 update)": us_demand.printed("lbnl-2026", "reference", 2030),
    }


@cache
def curves() -> pd.DataFrame:
    """Return gigawatts against utilisation for the three printed energies."""
    grid = np.round(np.linspace(0.3, 1.0, 71), 2)
    rows = [pd.DataFrame({"energy": name, "utilisation": grid, "power_gw": model.capacity_gw(e, grid)}) for name, e in _energies().items()]
    return pd.concat(rows, ignore_index=True)


@cache
def curve_frame() -> pd.DataFrame:
    """Return the curves, the printed points on them and the ends of the range of use, with utilisation in percent."""
    lines = curves().assign(kind="curve")
    half = stated("lbnl-2024", "utilisation", 2028)
    u = parameters.get("utilisation", part="power")
    rows = [(r.energy, half, r.printed_gw, "printed") for r in capacities().itertuples()]
    rows += [(name, end, float(model.capacity_gw(e, end)), "range of use") for name, e in _energies().items() for end in (u.low, u.high)]
    frame = pd.concat([lines, pd.DataFrame(rows, columns=["energy", "utilisation", "power_gw", "kind"])], ignore_index=True)
    frame.insert(1, "utilisation_percent", 100.0 * frame.pop("utilisation"))
    return frame


_KINDS = {
    ("LBNL", "interconnection"): "LBNL 2026, grid connection",
    ("LBNL", "power demand"): "LBNL 2024, power demand",
    ("Gartner", "power demand"): "Gartner, world, power demand",
    ("ERCOT", "requested load"): "ERCOT, peak of request",
    ("Norris", "connected capacity"): "Norris, many sites",
    ("S&P Global 451 Research", "utility power"): "S&P Global, utility power",
    ("E3", "load factor"): "E3, load factor",
    ("Resources for the Future", "load factor"): "RFF, load factor",
    ("ARES Wealth Management", "load factor"): "ARES, load factor",
    ("US EPA with LBNL", "peak load"): "EPA/LBNL 2007, peak load",
}


@cache
def implied_frame() -> pd.DataFrame:
    """Return utilisation by source for the chart: of capacity first, then of peak load."""
    frame = implied()
    epri = {(s, k): f"EPRI {'past' if s == 'history' else s}, {'nominal size' if k == 'nominal' else 'peak load'}" for s in ("history", "low", "medium", "high") for k in ("nominal", "peak load")}
    frame["source"] = [epri.get((r.scenario, r.capacity_kind)) if r.institution == "EPRI" else _KINDS[r.institution, r.capacity_kind] for r in frame.itertuples()]
    frame["group"] = np.where(frame["capacity_kind"].isin(["peak load", "load factor"]), "of peak load", "of capacity")
    dropped = (frame["institution"] == "EPRI") & (frame["capacity_kind"] == "peak load") & frame["scenario"].isin(["low", "high"])
    frame = frame[~dropped]
    frame["utilisation_percent"] = 100.0 * frame["implied"]
    order = frame.groupby("source")["utilisation_percent"].transform("mean")
    frame = frame.assign(order=order).sort_values(["group", "order", "source", "year"], kind="stable", ignore_index=True)
    return frame[["source", "group", "year", "utilisation_percent", "basis"]]


@cache
def capacity(energy_twh: float) -> uncertainty.Propagation:
    """Propagate utilisation to the gigawatts behind one energy."""
    return uncertainty.propagate(model.capacity_gw, parameters.select("utilisation", part="power"), energy_twh=float(energy_twh))


def _from_projection(us_energy_2024, us_energy_growth, us_overhead_2030, utilisation, years, overhead_reference):
    from analysis.power.us_demand import projected_energy_twh

    return model.capacity_gw(projected_energy_twh(us_energy_2024, us_energy_growth, us_overhead_2030, years, overhead_reference), utilisation)


@cache
def projected_capacity(year: int) -> uncertainty.Propagation:
    """Propagate our own projection and utilisation together to gigawatts."""
    chosen = parameters.select("us_energy_2024", "us_energy_growth", "us_overhead_2030", "utilisation", part="power")
    return uncertainty.propagate(_from_projection, chosen, years=float(year - us_demand.BASE), overhead_reference=chosen["us_overhead_2030"].central)


@cache
def capacities() -> pd.DataFrame:
    """Return gigawatts behind each printed energy: as printed, with utilisation as a range, and at full use."""
    printed = {
        "2028, lower end (LBNL 2024)": stated("lbnl-2024", "power_low_gw", 2028),
        "2028, upper end (LBNL 2024)": stated("lbnl-2024", "power_high_gw", 2028),
        "2030, reference (LBNL 2026 update)": stated("lbnl-2026", "power_gw", 2030),
    }
    rows = []
    for name, energy in _energies().items():
        q = capacity(energy).quantity("GW")
        rows.append(
            {
                "energy": name, "energy_twh": energy, "printed_gw": printed[name], "average_load_gw": float(model.average_load_gw(energy)),
                "power_gw": q.value, "low_gw": q.low, "high_gw": q.high,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def probabilities() -> dict[str, float]:
    """Return how probable the printed gigawatts are as a floor, over utilisation and over our projection."""
    low, high = stated("lbnl-2024", "power_low_gw", 2028), stated("lbnl-2024", "power_high_gw", 2028)
    top = stated("lbnl-2026", "power_gw", 2030)
    in_2028, in_2030 = projected_capacity(2028).samples, projected_capacity(2030).samples
    return {
        "inside_2028": float(np.mean((in_2028 >= low) & (in_2028 <= high))),
        "below_2028": float(np.mean(in_2028 < low)),
        "above_2030": float(np.mean(in_2030 >= top)),
    }


def _q(value, unit="GW", *more, **named):
    return Quantity.of(value, unit, *more, **named)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    names = list(_energies())
    low28, high28, ref30 = _energies().values()
    gw_low, gw_high = stated("lbnl-2024", "power_low_gw", 2028), stated("lbnl-2024", "power_high_gw", 2028)
    gw_30 = stated("lbnl-2026", "power_gw", 2030)
    half = stated("lbnl-2024", "utilisation", 2028)
    agree = model.printed_ends_agree(low28, high28, gw_low, gw_high)
    u = parameters.get("utilisation", part="power")
    table = capacities().set_index("energy")
    used = statements()
    epri = used[(used["institution"] == "EPRI") & (used["capacity_kind"] == "nominal")]
    medium = epri[epri["scenario"] == "medium"].set_index("year")["implied"]
    past = epri[epri["scenario"] == "history"].set_index("year")["implied"]
    peak = used[(used["institution"] == "EPRI") & (used["capacity_kind"] == "peak load") & (used["implied"] <= 1)]["implied"]  # 2021 is above the possible
    chance = probabilities()
    run28, run30 = projected_capacity(2028), projected_capacity(2030)
    newer = us_demand.printed("lbnl-2026", "reference", 2028)
    return {
        "energy_low": _q(low28, "TWh"),
        "energy_high": _q(high28, "TWh"),
        "energy_2030": _q(ref30, "TWh"),
        "energy_2028_reference": _q(newer, "TWh"),
        "half": _q(100 * half, "percent"),
        "printed_low": _q(gw_low),
        "printed_high": _q(gw_high),
        "printed_2030": _q(gw_30),
        "capacity_low": _q(model.capacity_gw(low28, half)),
        "capacity_high": _q(model.capacity_gw(high28, half)),
        "capacity_2030_half": _q(model.capacity_gw(ref30, half)),
        "capacity_2028_reference": _q(model.capacity_gw(newer, half)),
        "load_low": _q(model.average_load_gw(low28)),
        "load_high": _q(model.average_load_gw(high28)),
        "load_2030": _q(model.average_load_gw(ref30)),
        "load_2028": _q(model.average_load_gw((low28 + high28) / 2), "GW", model.average_load_gw(low28), model.average_load_gw(high28), "Average load in 2028 behind LBNL's range", driver="energy"),
        "utilisation_low_end": _q(100 * model.implied_utilisation(low28, gw_low), "percent", *(100 * x for x in model.utilisation_interval(low28, gw_low))),
        "utilisation_high_end": _q(100 * model.implied_utilisation(high28, gw_high), "percent", *(100 * x for x in model.utilisation_interval(high28, gw_high))),
        "utilisation_both": _q(50 * sum(agree), "percent", 100 * agree[0], 100 * agree[1]),
        "utilisation_2030": _q(100 * model.implied_utilisation(ref30, gw_30), "percent", *(100 * x for x in model.utilisation_interval(ref30, gw_30))),
        "utilisation": Quantity(100 * u.central, "percent", 100 * u.low, 100 * u.high, "guessed", "Utilisation of capacity, over institutions"),
        "range_low": capacity(low28).quantity("GW", grade="guessed", label="Capacity behind the lower 2028 energy"),
        "range_high": capacity(high28).quantity("GW", grade="guessed", label="Capacity behind the upper 2028 energy"),
        "range_2030": capacity(ref30).quantity("GW", grade="guessed", label="Capacity behind LBNL's 2030 reference"),
        "projected_2028": run28.quantity("GW", grade="guessed", label="Our projection of capacity in 2028"),
        "projected_2030": run30.quantity("GW", grade="guessed", label="Our projection of capacity in 2030"),
        "tipping_low": _q(100 * run28.tipping("utilisation", gw_low, (0.05, 1.0)), "percent"),
        "tipping_high": _q(100 * run28.tipping("utilisation", gw_high, (0.05, 1.0)), "percent"),
        "tipping_2030": _q(100 * run30.tipping("utilisation", gw_30, (0.05, 1.0)), "percent"),
        "inside_2028": _q(100 * chance["inside_2028"], "percent", grade="guessed"),
        "below_2028": _q(100 * chance["below_2028"], "percent", grade="guessed"),
        "above_2030": _q(100 * chance["above_2030"], "percent", grade="guessed"),
        "per_point_2030": _q(model.capacity_gw(ref30, half) - model.capacity_gw(ref30, half + 0.01)),
        "full_2030": _q(table.loc[names[2], "average_load_gw"]),
        "epri_2024": _q(100 * past[2024], "percent"),
        "epri_2021": _q(100 * past[2021], "percent"),
        "epri_2030": _q(100 * medium[2030], "percent"),
        "epri_nominal_2030": _q(stated("epri-2026", "power_gw", 2030, "nominal", "medium")),
        "epri_peak_2030": _q(stated("epri-2026", "power_gw", 2030, "peak load", "medium")),
        "epri_nominal_2030_high": _q(stated("epri-2026", "power_gw", 2030, "nominal", "high")),
        **{
            f"epri_2028_{end}_{name}": _q(factor * stated("epri-2026", column, 2028, "nominal", end), unit)
            for end in ("low", "high")
            for name, column, unit, factor in (("energy", "energy_twh", "TWh", 1), ("gw", "power_gw", "GW", 1), ("use", "implied", "percent", 100))
        },
        "epri_peak_factor": _q(100 * peak.median(), "percent", 100 * peak.min(), 100 * peak.max()),
        "sp_2030": _q(100 * stated("sp-2025", "implied", 2030), "percent"),
        "gartner_2030": _q(100 * stated("gartner-2026", "implied", 2030), "percent"),
        "ercot": _q(100 * stated("ercot-2025", "utilisation", 2025), "percent"),
    }  # fmt: skip
