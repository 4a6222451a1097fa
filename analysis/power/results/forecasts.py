"""Everyone's forecasts on the same axes, and how the earlier ones have done so far."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables
from analysis.power import capacity as capacity_model
from analysis.power import forecasts as model
from analysis.power import us_demand as demand_model
from analysis.power.results import us_demand
from analysis.quantities import Quantity

__all__ = ["everyone", "chart_frame", "outcomes", "scored", "score_frame", "by_method", "revisions", "comparability", "in_gigawatts", "spread_2030", "facts"]

_SHORT = {
    "iea-2026": "IEA 2026",
    "gartner-2025": "Gartner 2025",
    "gartner-2026": "Gartner 2026",
    "deloitte-2024": "Deloitte 2024",
    "goldman-2026": "Goldman Sachs 2026",
    "sp-2025": "S&P Global 2025",
    "koomey-2008": "Koomey 2008",
    "bcg-2025": "BCG 2025",
    "eia-2026": "EIA 2026",
    "masanet-2020": "Masanet et al. 2020",
}


def _label(vintage: str) -> str:
    return us_demand.LABELS.get(vintage) or _SHORT.get(vintage, vintage)


@cache
def everyone() -> pd.DataFrame:
    """Return all forecasts of energy, US and world: one row a vintage, scenario and target year, ranges as printed.

    Not merged and not averaged: methods and scopes stand beside each figure.
    """
    ours = tables.load("power/us_demand")
    ours = ours[~ours["is_history"]].assign(geography="US", target_year=lambda f: f["year"])
    other = tables.load("power/forecasts")
    other = other[~other["is_history"]]
    keep = ["vintage", "institution", "published_year", "geography", "scenario", "target_year", "energy_twh", "energy_low_twh", "energy_high_twh", "method", "scope"]
    frame = pd.concat([ours[keep], other[keep]], ignore_index=True)
    frame = frame[frame[["energy_twh", "energy_low_twh", "energy_high_twh"]].notna().any(axis=1)].copy()
    frame["label"] = frame["vintage"].map(_label)
    return frame.sort_values(["geography", "vintage", "scenario", "target_year"], kind="stable", ignore_index=True)


@cache
def chart_frame() -> pd.DataFrame:
    """Return forecasts for the US in 2028 and 2030 and the world in 2030, one row a report: central figure and printed range."""
    frame = everyone()
    frame = frame[frame["vintage"] != "bcg-2025"]
    rows = []
    for geography, year in (("US", 2028), ("US", 2030), ("World", 2030)):
        part = frame[(frame["geography"] == geography) & (frame["target_year"] == year)]
        for vintage, one in part.groupby("vintage", sort=False):
            central = one[one["scenario"].isin(["reference", "medium", "base", "forecast"])]
            ends = one[one["scenario"].isin(["scenario range", "compounded uncertainty", "low", "high", "base"])]
            low, high = ends[["energy_twh", "energy_low_twh"]].min(axis=1).min(), ends[["energy_twh", "energy_high_twh"]].max(axis=1).max()
            if not high > low:
                low = high = np.nan
            value = central["energy_twh"].iloc[0] if len(central) else np.nan
            first = one.iloc[0]
            rows.append((f"{geography} {year}: {_label(vintage)}", geography, year, value, low, high, first["method"], first["scope"]))
    out = pd.DataFrame(rows, columns=["row", "geography", "target_year", "energy_twh", "low_twh", "high_twh", "method", "scope"])
    size = out["energy_twh"].fillna((out["low_twh"] + out["high_twh"]) / 2)
    return out.assign(size=size).sort_values(["geography", "target_year", "size"], kind="stable", ignore_index=True).drop(columns="size")


# --- how earlier forecasts have done --------------------------------------------------------------------------------


@cache
def outcomes() -> pd.DataFrame:
    """Return what later reports say happened: one row a report, year and geography, printed or computed from it."""
    frame = tables.load("power/us_demand")
    past = frame[frame["is_history"] & frame["energy_twh"].notna()]
    rows = [(r.vintage, "US", int(r.year), float(r.energy_twh), "printed", r.scope, int(r.published_year)) for r in past.itertuples()]
    scope = dict(zip(frame["vintage"], frame["scope"]))
    year = dict(zip(frame["vintage"], frame["published_year"].astype(int)))
    history = us_demand.history()
    for vintage in ("lbnl-2016", "lbnl-2026"):
        computed = history[(history["vintage"] == us_demand.LABELS[vintage]) & (history["status"] == "past") & history["basis"].str.startswith("computed")]
        rows += [(vintage, "US", int(r.year), float(r.energy_twh), "from printed growth", scope[vintage], year[vintage]) for r in computed.itertuples()]
    share = frame[frame["is_history"] & frame["energy_twh"].isna() & frame["share_percent"].notna() & (frame["vintage"] == "koomey-2026")]
    total = tables.load("power/us_electricity").set_index("year")["end_use_twh"]
    rows += [
        (r.vintage, "US", int(r.year), float(r.share_percent) / 100 * float(total[int(r.year)]), "from printed share", r.scope, int(r.published_year))
        for r in share.itertuples()
    ]
    world = tables.load("power/forecasts")
    world = world[world["is_history"] & (world["geography"] == "World") & world["energy_twh"].notna()]
    rows += [(r.vintage, "World", int(r.target_year), float(r.energy_twh), "printed", r.scope, int(r.published_year)) for r in world.itertuples()]
    return pd.DataFrame(rows, columns=["vintage", "geography", "year", "energy_twh", "basis", "scope", "published_year"])


def _at(vintage: str, geography: str, year: int) -> tuple[float, str] | None:
    """Return one report's account of a past year: printed, or at constant growth between two years it prints."""
    frame = outcomes()
    frame = frame[(frame["vintage"] == vintage) & (frame["geography"] == geography)].sort_values("year")
    hit = frame[frame["year"] == year]
    if len(hit):
        return float(hit["energy_twh"].iloc[0]), hit["basis"].iloc[0]
    before, after = frame[frame["year"] < year], frame[frame["year"] > year]
    if len(before) and len(after):
        b, a = before.iloc[-1], after.iloc[0]
        return float(demand_model.interpolate_log(year, b["year"], b["energy_twh"], a["year"], a["energy_twh"])), "between two printed years"
    return None


def _paths() -> list[dict]:
    """List forecasts whose year has come: central value, printed or on the constant-growth path to what is printed."""
    d, printed = us_demand, us_demand.printed
    world = tables.load("power/forecasts")

    def w(vintage, year, column="energy_twh"):
        row = world[(world["vintage"] == vintage) & (world["geography"] == "World") & (world["target_year"] == year) & ~world["is_history"]]
        return float(row[column].iloc[0])

    def path(year, y0, e0, y1, e1):
        return float(demand_model.interpolate_log(year, y0, e0, y1, e1))

    def middle(low, high):
        return float(np.sqrt(low * high))

    low28, high28 = (printed("lbnl-2024", "scenario range", 2028, f"energy_{e}_twh") for e in ("low", "high"))
    epri = [d._growth()[(d._growth()["vintage"] == "epri-2024") & (d._growth()["scenario"] == s)]["annual_percent"].iloc[0] for s in ("low", "higher")]
    at_epri = [float(demand_model.grow(printed("epri-2024", "history", 2023), g, 1)) for g in epri]
    base16, base24 = printed("lbnl-2016", "history", 2014), printed("lbnl-2024", "history", 2023)
    ends = [path(2024, 2023, base24, 2028, e) for e in (low28, high28)]
    rows = [
        ("epa-2007", "US", 2006, 2010, path(2010, 2006, printed("epa-2007", "history", 2006), 2011, printed("epa-2007", "current trends", 2011)), "on the path"),
        ("epa-2007", "US", 2006, 2011, printed("epa-2007", "current trends", 2011), "printed"),
        ("lbnl-2016", "US", 2014, 2018, path(2018, 2014, base16, 2020, printed("lbnl-2016", "current trends", 2020)), "on the path"),
        ("lbnl-2016", "US", 2014, 2020, printed("lbnl-2016", "current trends", 2020), "printed"),
        ("iea-2024", "US", 2022, 2024, path(2024, 2022, printed("iea-2024", "history", 2022), 2026, printed("iea-2024", "base", 2026)), "on the path"),
        ("epri-2024", "US", 2023, 2024, middle(*at_epri), "middle of the scenarios"),
        ("mckinsey-2024", "US", 2023, 2024, printed("mckinsey-2024", "medium", 2024), "printed"),
        ("lbnl-2024", "US", 2023, 2024, middle(*ends), "middle of the scenarios"),
        ("iea-2024", "World", 2022, 2024, path(2024, 2022, w("iea-2024", 2026, "base_energy_twh"), 2026, w("iea-2024", 2026)), "on the path"),
        ("iea-2024", "World", 2022, 2025, path(2025, 2022, w("iea-2024", 2026, "base_energy_twh"), 2026, w("iea-2024", 2026)), "on the path"),
        ("deloitte-2024", "World", 2024, 2025, w("deloitte-2024", 2025), "printed"),
        ("iea-2025", "World", 2024, 2025, path(2025, 2024, w("iea-2025", 2030, "base_energy_twh"), 2030, w("iea-2025", 2030)), "on the path"),
        ("gartner-2025", "World", 2024, 2025, w("gartner-2025", 2025), "printed"),
    ]
    return [dict(zip(("vintage", "geography", "base_year", "year", "forecast_twh", "forecast_basis"), r)) for r in rows]


@cache
def scored() -> pd.DataFrame:
    """Return every pair of an earlier forecast and a later account of the same year.

    ``same_scope`` is false where one counts cryptocurrency and the other does not; ``own`` where the later account is the
    same institution's.
    """
    listed = everyone().drop_duplicates("vintage").set_index("vintage")
    later = outcomes().drop_duplicates(["vintage", "geography"])
    rows = []
    for p in _paths():
        first = listed.loc[p["vintage"]] if p["vintage"] in listed.index else None
        if first is None:  # EPRI 2024 prints shares and growth, no energy
            frame = tables.load("power/us_demand")
            first = frame[frame["vintage"] == p["vintage"]].iloc[0]
        for o in later[(later["geography"] == p["geography"]) & (later["published_year"] > int(first["published_year"]))].itertuples():
            found = _at(o.vintage, p["geography"], p["year"])
            if found is None or o.vintage == p["vintage"]:
                continue
            rows.append(
                {
                    "forecast": _label(p["vintage"]), "geography": p["geography"], "method": first["method"], "year": p["year"],
                    "horizon": p["year"] - p["base_year"], "forecast_twh": p["forecast_twh"], "forecast_basis": p["forecast_basis"],
                    "outcome": _label(o.vintage), "outcome_twh": found[0], "outcome_basis": found[1],
                    "error_percent": float(model.percent_error(p["forecast_twh"], found[0])),
                    "log_error": float(model.log_error(p["forecast_twh"], found[0])),
                    "same_scope": ("with cryptocurrency" in first["scope"] or "and cryptocurrency" in first["scope"])
                    == ("with cryptocurrency" in o.scope or "and cryptocurrency" in o.scope),
                    "own": first["institution"].split()[0] == _label(o.vintage).split()[0],
                }
            )  # fmt: skip
    koomey = tables.load("power/forecasts")
    growth = {r.vintage: 1 + r.growth_from_base_percent / 100 for r in koomey[koomey["vintage"].isin(["koomey-2008", "koomey-2011"])].itertuples()}
    e = float(model.log_error(growth["koomey-2008"], growth["koomey-2011"]))
    rows.append(
        {
            "forecast": _label("koomey-2008"), "geography": "World", "method": "bottom-up shipments", "year": 2010, "horizon": 5, "forecast_twh": np.nan,
            "forecast_basis": "growth from 2005", "outcome": _label("koomey-2011"), "outcome_twh": np.nan, "outcome_basis": "growth from 2005",
            "error_percent": float(100 * np.expm1(e)), "log_error": e, "same_scope": True, "own": True,
        }
    )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def score_frame() -> pd.DataFrame:
    """Return the pairs for the chart, oldest year first."""
    frame = scored().sort_values(["year", "geography", "forecast"], kind="stable")
    row = frame["forecast"] + ", " + frame["geography"].replace({"World": "world"}) + " " + frame["year"].astype(str)
    match = np.where(frame["same_scope"], "same", "different")
    return frame.assign(row=row, scope_match=match)[["row", "geography", "year", "outcome", "error_percent", "method", "scope_match"]].reset_index(drop=True)


def _summary(frame: pd.DataFrame) -> dict:
    errors, voices = frame["log_error"].to_numpy(), frame["forecast"].to_numpy()
    low, high = model.mean_interval_percent(errors, voices)
    return {
        "forecasts": len(set(voices)),
        "pairs": len(frame),
        "bias_percent": model.bias_percent(errors, voices),
        "bias_low_percent": low,
        "bias_high_percent": high,
        "typical_error_percent": model.mean_absolute_percent(errors, voices),
        "chance": model.sign_probability(errors, voices),
    }


@cache
def by_method() -> pd.DataFrame:
    """Return bias and typical error by method, each forecaster counted once, and for all with and without unequal scopes."""
    frame = scored()
    rows = [{"group": method, **_summary(part)} for method, part in frame.groupby("method", sort=True)]
    rows.append({"group": "all", **_summary(frame)})
    rows.append({"group": "all of equal scope", **_summary(frame[frame["same_scope"]])})
    recent = frame["year"] >= 2023
    rows.append({"group": "years since 2023", **_summary(frame[recent & frame["same_scope"]])})
    rows.append({"group": "years before 2023", **_summary(frame[~recent & frame["same_scope"]])})
    return pd.DataFrame(rows)


@cache
def revisions() -> pd.DataFrame:
    """Return what the same house said earlier and later of the same year, and by how much it moved."""
    world, ours = tables.load("power/forecasts"), tables.load("power/us_demand")

    def f(vintage, geography, target, column):
        row = world[(world["vintage"] == vintage) & (world["geography"] == geography) & (world["target_year"] == target)]
        return float(row[column].iloc[0])

    def u(vintage, scenario, year, column="energy_twh"):
        row = ours[(ours["vintage"] == vintage) & (ours["scenario"] == scenario) & (ours["year"] == year)]
        return float(row[column].iloc[0])

    low28, high28 = u("lbnl-2024", "scenario range", 2028, "energy_low_twh"), u("lbnl-2024", "scenario range", 2028, "energy_high_twh")
    rows = [
        ("IEA", "World 2030", "TWh", f("iea-2025", "World", 2030, "energy_twh"), f("iea-2026", "World", 2030, "energy_twh"), 2025, 2026),
        ("LBNL", "US 2028, middle of the range", "TWh", float(np.sqrt(low28 * high28)), u("lbnl-2026", "reference", 2028), 2024, 2026),
        ("Goldman Sachs", "World 2030, times 2023", "1", 1 + f("goldman-2025a", "World", 2030, "growth_from_base_percent") / 100, 1 + f("goldman-2026", "World", 2030, "growth_from_base_percent") / 100, 2025, 2026),
        ("McKinsey", "US 2030, share", "percent", u("mckinsey-2024", "medium", 2030, "share_percent"), f("mckinsey-2025", "US", 2030, "share_percent"), 2024, 2025),
        ("Gartner", "World 2030", "TWh", f("gartner-2025", "World", 2030, "energy_twh"), f("gartner-2026", "World", 2030, "energy_twh"), 2025, 2026),
        ("BloombergNEF", "US 2035", "GW", f("bnef-2025a", "US", 2035, "power_gw"), f("bnef-2025b", "US", 2035, "power_gw"), 2025, 2025),
        ("EPRI", "US 2030, highest share", "percent", u("epri-2024", "higher", 2030, "share_percent"), u("epri-2026", "range", 2030, "share_high_percent"), 2024, 2026),
        ("EPRI", "US 2030, lowest share", "percent", u("epri-2024", "low", 2030, "share_percent"), u("epri-2026", "range", 2030, "share_low_percent"), 2024, 2026),
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["institution", "target", "unit", "earlier", "later", "earlier_year", "later_year"])
    frame["change_percent"] = model.percent_error(frame["later"], frame["earlier"])
    return frame.sort_values("change_percent", kind="stable", ignore_index=True)


@cache
def comparability() -> pd.DataFrame:
    """Return US forecasts for 2030 with what each counts: beside each other, not on one error bar."""
    frame = everyone()
    frame = frame[(frame["geography"] == "US") & (frame["target_year"] == 2030)].copy()
    frame.loc[frame["vintage"] == "bcg-2025", "scenario"] = "cited by others, no public text found"
    return frame[["label", "scenario", "method", "scope", "energy_twh", "energy_low_twh", "energy_high_twh"]].reset_index(drop=True)


@cache
def in_gigawatts() -> pd.DataFrame:
    """Return forecasts printed in gigawatts, with the energy they would be over our range of utilisation."""
    frame = tables.load("power/forecasts")
    frame = frame[~frame["is_history"] & frame["energy_twh"].isna() & frame[["power_gw", "power_low_gw"]].notna().any(axis=1)].copy()
    u = parameters.get("utilisation", part="power")
    middle = frame["power_gw"].fillna((frame["power_low_gw"] + frame["power_high_gw"]) / 2)
    frame["energy_if_used"] = [
        Quantity(*(float(capacity_model.energy_twh(gw, x)) for x in (u.central,)), "TWh", *(float(capacity_model.energy_twh(gw, x)) for x in (u.low, u.high)), "guessed")
        for gw in middle
    ]
    return frame[["institution", "geography", "scenario", "target_year", "power_gw", "power_low_gw", "power_high_gw", "power_is_additional", "scope", "energy_if_used"]].reset_index(drop=True)


@cache
def spread_2030() -> pd.DataFrame:
    """Return the lowest and highest US energy for 2030 by method, printed ranges included (BCG left out: no public text)."""
    frame = comparability()
    frame = frame[frame["label"] != "BCG 2025"]
    low = frame[["energy_twh", "energy_low_twh"]].min(axis=1)
    high = frame[["energy_twh", "energy_high_twh"]].max(axis=1)
    return frame.assign(low_twh=low, high_twh=high).groupby("method", as_index=False).agg(low_twh=("low_twh", "min"), high_twh=("high_twh", "max"), figures=("label", "size"))


# --- named numbers --------------------------------------------------------------------------------------------------


def _q(value, unit="TWh", *more, **named):
    return Quantity.of(value, unit, *more, **named)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    frame, groups, moved, spread = scored(), by_method().set_index("group"), revisions(), spread_2030()
    every, equal, recent, before = groups.loc["all"], groups.loc["all of equal scope"], groups.loc["years since 2023"], groups.loc["years before 2023"]
    ships = groups.loc["bottom-up shipments"]

    def error(forecast, geography, year, outcome=None):
        rows = frame[(frame["forecast"] == forecast) & (frame["geography"] == geography) & (frame["year"] == year)]
        rows = rows if outcome is None else rows[rows["outcome"] == outcome]
        values = rows["error_percent"]
        ends = (values.min(), values.max()) if len(values) > 1 else (None, None)
        return _q(100 * np.expm1(rows["log_error"].mean()), "percent", *ends)

    up = int((moved["change_percent"] > 0).sum())
    us = spread.set_index("method")
    lowest, highest = spread["low_twh"].min(), spread["high_twh"].max()
    announced, shipped = us.loc["announced projects"], us.loc["bottom-up shipments"]
    return {
        "vintages_scored": _q(every["forecasts"], "1"),
        "pairs_scored": _q(every["pairs"], "1"),
        "bias_all": _q(every["bias_percent"], "percent", every["bias_low_percent"], every["bias_high_percent"]),
        "bias_equal": _q(equal["bias_percent"], "percent", equal["bias_low_percent"], equal["bias_high_percent"], "Bias of forecasts of equal scope (positive: too high)", driver="forecaster"),
        "typical_equal": _q(equal["typical_error_percent"], "percent", label="Typical error of forecasts of equal scope"),
        "chance_equal": _q(equal["chance"], "1"),
        "forecasts_equal": _q(equal["forecasts"], "1"),
        "bias_recent": _q(recent["bias_percent"], "percent", recent["bias_low_percent"], recent["bias_high_percent"], "Bias for years since 2023", driver="forecaster"),
        "forecasts_recent": _q(recent["forecasts"], "1"),
        "bias_before": _q(before["bias_percent"], "percent", before["bias_low_percent"], before["bias_high_percent"], "Bias for years before 2023", driver="forecaster"),
        "forecasts_before": _q(before["forecasts"], "1"),
        "bias_shipments": _q(ships["bias_percent"], "percent", ships["bias_low_percent"], ships["bias_high_percent"]),
        "typical_shipments": _q(ships["typical_error_percent"], "percent"),
        "forecasts_shipments": _q(ships["forecasts"], "1"),
        "error_epa": error("EPA/LBNL 2007", "US", 2011),
        "error_lbnl_2016": error("LBNL 2016", "US", 2020),
        "error_lbnl_2016_2018": error("LBNL 2016", "US", 2018),
        "error_lbnl_2024": error("LBNL 2024", "US", 2024, "LBNL 2026 update"),
        "error_mckinsey": error("McKinsey 2024", "US", 2024),
        "error_epri_2024": error("EPRI 2024", "US", 2024),
        "error_iea_2024": error("IEA 2024", "US", 2024),
        "error_iea_2024_world": error("IEA 2024", "World", 2025),
        "error_iea_2025": error("IEA 2025", "World", 2025),
        "error_deloitte": error("Deloitte 2024", "World", 2025),
        "revisions": _q(len(moved), "1"),
        "revisions_up": _q(up, "1"),
        "revision_largest": _q(moved["change_percent"].max(), "percent", label="Largest revision of one house's figure for the same year", driver="announced projects"),
        "revision_iea": _q(moved[moved["institution"] == "IEA"]["change_percent"].iloc[0], "percent"),
        "revision_lbnl": _q(moved[moved["institution"] == "LBNL"]["change_percent"].iloc[0], "percent"),
        "revision_gartner": _q(moved[moved["institution"] == "Gartner"]["change_percent"].iloc[0], "percent"),
        "spread_low": _q(lowest),
        "spread_high": _q(highest),
        "spread_ratio": _q(highest / lowest, "1"),
        "spread_2030": _q(np.sqrt(lowest * highest), "TWh", lowest, highest, "Printed US figures for 2030, lowest to highest (not one sample)", driver="method and scenario"),
        "shipped_2030": _q(np.sqrt(shipped["low_twh"] * shipped["high_twh"]), "TWh", shipped["low_twh"], shipped["high_twh"]),
        "announced_2030": _q(np.sqrt(announced["low_twh"] * announced["high_twh"]), "TWh", announced["low_twh"], announced["high_twh"]),
        "iea_us_2030": _q(us_demand.printed("iea-2025", "base", 2030)),
        "lbnl_us_2030": _q(us_demand.printed("lbnl-2026", "reference", 2030), "TWh", shipped["low_twh"], shipped["high_twh"]),
    }  # fmt: skip
