"""Meta's redesign against the dates of GB200, and racks against halls."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.power import racks as model
from analysis.quantities import Quantity

__all__ = ["events", "density", "reasons", "facts"]


@cache
def events() -> pd.DataFrame:
    """Return the dated events, oldest first."""
    frame = tables.load("power/events").copy()
    frame["date"] = pd.to_datetime(frame["date"])
    return frame.sort_values("date", kind="stable", ignore_index=True)


@cache
def density() -> pd.DataFrame:
    """Return published power per rack, by year."""
    return tables.load("power/rack_density").sort_values(["year", "rack_kw"], kind="stable", ignore_index=True)


@cache
def reasons() -> pd.DataFrame:
    """Return the dated reports of Meta's redesign that give a reason."""
    return events().dropna(subset=["reason"]).reset_index(drop=True)


def _day(event: str):
    return events().set_index("event").at[event, "date"].date()


def _days(first: str, second: str, label: str = "") -> Quantity:
    return Quantity(float(model.days_between(_day(first), _day(second))), "day", grade="measured", label=label)


@cache
def facts() -> dict[str, object]:
    """Return the topic's named numbers; dates come as text."""
    why = reasons()
    named = float(np.mean(why["names_gb200"].astype(bool)))
    design = why[why["reason"].eq("AI") & why["event"].str.startswith("design")]
    cooling = float(np.mean(design["names_cooling"].astype(bool)))
    built, gone = _day("temple_building"), _day("temple_demolished")
    record = events().set_index("event")
    out: dict[str, object] = {
        "pause_to_gb200": _days("temple_paused", "gb200_announced", "Days from Meta's pause at Temple to the announcement of GB200"),
        "demolition_to_gb200": _days("temple_demolished", "gb200_announced", "Days from the demolition at Temple to the announcement of GB200"),
        "design_to_gb200": _days("design_public", "gb200_announced", "Days from Meta's public redesign to the announcement of GB200"),
        "pause_to_demolition": _days("temple_paused", "temple_demolished"),
        "announce_to_release": _days("gb200_announced", "gb200_release", "Days from the announcement of GB200 to its release"),
        "demolition_to_operation": _days("temple_demolished", "temple_operational", "Days from the demolition at Temple to the first new building in operation"),
        "reports": Quantity(len(why), "1"),
        "reports_gb200": Quantity(int(why["names_gb200"].astype(bool).sum()), "1"),
        "names_gb200": Quantity(named, "1", grade="measured", label="Share of the dated reports on the redesign that name GB200 as its reason"),
        "names_cooling": Quantity(cooling, "1", grade="measured", label="Share of the descriptions of the new design that name liquid cooling"),
        "in_may": Quantity(float(model.days_between("2023-05-01", gone) >= 0 and model.days_between(gone, "2023-05-31") >= 0), "1", grade="measured", label="Whether the record puts the demolition in May 2023"),
    }
    for name in ("odense_stopped", "temple_paused", "temple_building", "temple_demolished", "design_public", "gb200_announced", "gb200_release", "temple_operational", "claim_published"):
        out[f"date_{name}"] = f"{record.at[name, 'date']:%-d %B %Y}"
    out["date_temple_demolished"] = f"{gone:%B %Y}"
    assert built < gone
    rack = density().set_index("item")
    nvl, limit = rack.loc["GB200 NVL72"], rack.loc["Meta air-cooled hall"]
    out["nvl72_kw"] = Quantity((nvl["rack_kw"] + nvl["rack_kw_high"]) / 2, "kW", nvl["rack_kw"], nvl["rack_kw_high"], "measured", "Power of a GB200 NVL72 rack")
    hall = rack.loc["conventional hall, about 2015"]
    out["hall_2015_kw"] = Quantity((hall["rack_kw"] + hall["rack_kw_high"]) / 2, "kW", hall["rack_kw"], hall["rack_kw_high"], "guessed", "Design power per rack of a conventional hall of about 2015")
    out["denser"] = Quantity(
        float(model.times_denser(out["nvl72_kw"].value, out["hall_2015_kw"].value)),
        "1",
        float(model.times_denser(out["nvl72_kw"].low, out["hall_2015_kw"].high)),
        float(model.times_denser(out["nvl72_kw"].high, out["hall_2015_kw"].low)),
        "guessed",
        "How many times the power of a conventional rack an NVL72 draws",
        "hall design",
    )
    out["hall_limit_kw"] = Quantity(limit["rack_kw"], "kW", grade="measured")
    out["positions"] = Quantity(float(model.positions_needed(nvl["rack_kw"], limit["rack_kw"])), "1", grade="modelled", label="Rack positions of an air-cooled hall that one NVL72's power takes up")
    out["fleet_2016_kw"] = Quantity(rack.at["fleet average, AFCOM 2016", "rack_kw"], "kW", grade="measured")
    out["fleet_2024_kw"] = Quantity(rack.at["fleet average, AFCOM 2024", "rack_kw"], "kW", grade="measured", label="Average power per rack, AFCOM survey of 2024")
    out["h100_rack_kw"] = Quantity(rack.at["DGX H100 SuperPOD rack", "rack_kw"], "kW", grade="modelled")
    out["kyber_kw"] = Quantity(rack.at["Rubin Ultra NVL576 (Kyber)", "rack_kw"], "kW", grade="guessed")
    out["racks_per_mw_nvl72"] = Quantity(float(model.racks_per_mw(out["nvl72_kw"].value)), "1", float(model.racks_per_mw(out["nvl72_kw"].high)), float(model.racks_per_mw(out["nvl72_kw"].low)), "modelled", "NVL72 racks that one megawatt of IT power feeds", "")
    out["racks_per_mw_2015"] = Quantity(float(model.racks_per_mw(out["hall_2015_kw"].value)), "1", float(model.racks_per_mw(out["hall_2015_kw"].high)), float(model.racks_per_mw(out["hall_2015_kw"].low)), "guessed")
    return out
