"""What else loads the US grid after 2028: data centres beside vehicles, hydrogen, industry and buildings."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import checks, parameters, tables, uncertainty
from analysis.power import other_loads as model
from analysis.power import us_demand as demand
from analysis.power.results import us_demand as us
from analysis.power.results import world
from analysis.quantities import Quantity

__all__ = [
    "LOADS", "SINCE", "YEARS", "HORIZONS", "printed", "additions", "bands", "order", "outlooks", "scenarios", "scenario_pairs", "growth_paths", "rest_growth_paths", "spreads",
    "share_spread_widens", "growth_grid", "tipping_growth", "overtaking", "world_additions", "facts",
]  # fmt: skip

LOADS = {
    "data centres": "Data centres",
    "vehicles": "Electric vehicles",
    "hydrogen": "Hydrogen",
    "industry": "Industry, reshored plants included",
    "buildings": "Homes and commerce",
}
SINCE, BASE, TURN = 2028, 2024, 2030
YEARS = np.arange(SINCE + 1, 2051)
HORIZONS = (2030, 2035, 2040, 2050)
_KNOTS = (2024, 2030, 2040, 2050)
_NAMED = ("vehicles", "hydrogen", "industry", "buildings")


@cache
def _table() -> pd.DataFrame:
    return tables.load("power/other_loads")


def printed(vintage: str, load: str, year: int, column: str, scenario: str | None = None, geography: str = "United States") -> float:
    """Return one figure as its source prints it."""
    frame = _table()
    chosen = frame[(frame["vintage"] == vintage) & (frame["load"] == load) & (frame["year"] == year) & (frame["geography"] == geography)]
    if scenario is not None:
        chosen = chosen[chosen["scenario"] == scenario]
    if len(chosen) != 1 or pd.isna(chosen[column].iloc[0]):
        raise KeyError(f"other_loads has no single printed {column} for {vintage}, {scenario or 'any scenario'}, {load}, {year}, {geography}.")
    return float(chosen[column].iloc[0])


@cache
def rest_2024() -> float:
    """Return US electricity outside data centres in 2024, TWh."""
    total = tables.load("power/us_electricity").set_index("year")["end_use_twh"]
    return float(total[BASE]) - us.printed("lbnl-2026", "history", BASE)


# --- draws ----------------------------------------------------------------------------------------------------------


@cache
def _parameters() -> dict[str, parameters.Parameter]:
    rates = parameters.select("us_energy_growth_after_2030", "rest_of_us_electricity_growth", "us_other_growth_after_2028", part="power")
    named = {
        f"{load} by {year}": parameters.get(f"us_added_{load}_twh", part="power", year=year) for load in _NAMED for year in _KNOTS[1:]
    }
    return {**rates, **named}


@cache
def _draws() -> dict[str, np.ndarray]:
    return parameters.sample(_parameters())


@cache
def _data_centres(year: int) -> np.ndarray:
    """Draws of data-centre electricity in one year, TWh: the demand page's projection to 2030, one growth rate after it."""
    if year <= TURN:
        return us.projected(year).samples
    return demand.grow(us.projected(TURN).samples, _draws()["us_energy_growth_after_2030"], float(year - TURN))


def _rest(year: int, growth=None) -> np.ndarray:
    draw = _draws()
    after = draw["us_other_growth_after_2028"] if growth is None else growth
    return model.two_phase_added_twh(rest_2024(), draw["rest_of_us_electricity_growth"], after, float(year), SINCE, BASE, SINCE)


@cache
def additions(year: int) -> dict[str, np.ndarray]:
    """Return draws of what each load adds between 2028 and a year, TWh.

    Returns
    -------
    dict
        The five loads, ``named`` (the four beside data centres together) and ``everything else`` (all demand outside
        data centres, net of efficiency).
    """
    draw = _draws()
    out = {"data centres": _data_centres(year) - _data_centres(SINCE)}
    for load in _NAMED:
        out[load] = model.added_between_twh(float(year), float(SINCE), _KNOTS, *(draw[f"{load} by {y}"] for y in _KNOTS[1:]))
    out["named"] = sum(out[load] for load in _NAMED)
    out["everything else"] = _rest(year)
    return out


@cache
def bands() -> pd.DataFrame:
    """Return what each load adds since 2028, year by year: median and 5–95 % range."""
    rows = []
    for year in YEARS:
        for load, samples in additions(int(year)).items():
            q = uncertainty.summarise(samples, "TWh")
            rows.append({"year": int(year), "load": load, "added_twh": q.value, "low_twh": q.low, "high_twh": q.high})
    return pd.DataFrame(rows)


@cache
def order() -> pd.DataFrame:
    """Return, year by year, how probable it is that data centres are the largest new load, and that the others together add more."""
    rows = []
    for year in YEARS:
        a = additions(int(year))
        largest = model.probability_largest([a[load] for load in LOADS])
        rows.append(
            {
                "year": int(year),
                **{f"largest: {load}": float(p) for load, p in zip(LOADS, largest, strict=True)},
                "named larger": float(model.probability_larger(a["named"], a["data centres"])),
                "named twice": float(model.probability_larger(a["named"], 2 * a["data centres"])),
                "rest larger": float(model.probability_larger(a["everything else"], a["data centres"])),
            }
        )
    return pd.DataFrame(rows)


@cache
def overtaking() -> np.ndarray:
    """Return draws of the year from which the four other loads together stay ahead of data centres (infinite: not by 2050)."""
    named = np.stack([additions(int(y))["named"] for y in YEARS])
    centres = np.stack([additions(int(y))["data centres"] for y in YEARS])
    return model.overtaking_year(YEARS.astype(float), named, centres)


@cache
def growth_grid(year: int = 2050) -> dict[str, np.ndarray]:
    """Return, on a grid of growth rates, how probable it is that the other loads are ahead.

    Returns
    -------
    dict
        ``growth`` (% a year); ``data centres`` and ``data centres, net``: the probability where data centres grow so after
        2030, against the four named loads and against all other demand; ``everything else``: the probability where all
        other demand grows so after 2028.
    """
    grid = np.round(np.arange(-2.0, 10.01, 0.1), 1)
    base, then, a = us.projected(TURN).samples, _data_centres(SINCE), additions(year)
    added = [demand.grow(base, g, float(year - TURN)) - then for g in grid]
    return {
        "growth": grid,
        "data centres": np.array([float(model.probability_larger(a["named"], x)) for x in added]),
        "data centres, net": np.array([float(model.probability_larger(a["everything else"], x)) for x in added]),
        "everything else": np.array([float(model.probability_larger(_rest(year, g), a["data centres"])) for g in grid]),
    }


def tipping_growth(level: float, which: str = "data centres") -> float:
    """Return the growth rate at which the other loads are ahead in 2050 with a given probability.

    Parameters
    ----------
    level : float
        Probability between 0 and 1.
    which : {"data centres", "data centres, net", "everything else"}
        See `growth_grid`.

    Returns
    -------
    float
        Percent per year, interpolated on a grid of a tenth of a point.

    Raises
    ------
    ValueError
        For a level that no rate of the grid reaches.
    """
    grid = growth_grid()
    checks.require_known("curve", which, [name for name in grid if name != "growth"])
    least, most = float(grid[which].min()), float(grid[which].max())
    checks.require_between("level", level, least, most, remedy=f"Give a probability such as 0.75: growth of {grid['growth'][0]:g} to {grid['growth'][-1]:g} % a year gives {least:.2f} to {most:.2f}.")
    sign = 1.0 if which == "everything else" else -1.0
    return float(np.interp(sign * level, sign * grid[which], grid["growth"]))


@cache
def condition(level: float = 0.9) -> dict[str, float]:
    """Invert the claim: the fastest growth of data centres after 2030 under which the other loads are ahead in 2050 with `level`."""
    most = tipping_growth(level)
    growth = _draws()["us_energy_growth_after_2030"]
    a = additions(2050)
    kept = growth <= most
    return {
        "growth": most,
        "probability": level,
        "plausibility": float(np.mean(kept)),
        "probability_within": float(model.probability_larger(a["named"][kept], a["data centres"][kept])),
    }


# --- published outlooks ---------------------------------------------------------------------------------------------


def _overhead() -> float:
    return 1.0 + parameters.get("us_overhead_2030", part="power").central


@cache
def servers_2025() -> float:
    """Return EIA's servers in 2025, TWh: their printed share of commercial electricity."""
    return printed("aeo-2026", "servers", 2025, "share_percent") / 100 * printed("eia-steo-2025-12", "commerce", 2025, "energy_twh")


@cache
def outlooks() -> pd.DataFrame:
    """Return published outlooks on one axis: what everything else adds for each unit that data centres add.

    Every row is one source's own pair, or a source's total with its own data-centre figure; where a level is missing it
    is computed from what the source prints, and the note says how.
    """
    rows = []

    def add(label, start, end, centres, others, unit, scope, source, note):
        rows.append(
            {
                "outlook": label, "period": f"{start}–{end}", "end_year": end, "region": scope, "data_centres_added": centres, "others_added": others,
                "unit": unit, "ratio": others / centres, "source": source, "note": note,
            }
        )  # fmt: skip

    both = "all else"
    p = printed
    grid24 = p("gridstrategies-2024", "all uses", 2029, "added_gw")
    for scenario, name in (("utility forecasts", "utilities"), ("market view", "market view")):
        dc = p("gridstrategies-2024", "data centres", 2029, "added_gw", scenario)
        add(f"Grid Strategies 2024, {name}", 2024, 2029, dc, grid24 - dc, "GW", "United States", "gridstrategies2024", both)
    forecasts = tables.load("power/forecasts")
    dc25 = float(forecasts[(forecasts["vintage"] == "gridstrategies-2025") & (forecasts["scenario"] == "utility forecasts")]["power_gw"].iloc[0])
    add("Grid Strategies 2025, utilities", 2025, 2030, dc25, p("gridstrategies-2025", "all uses", 2030, "added_gw") - dc25, "GW", "United States", "gridstrategies2025", both)
    lbnl = us.printed("lbnl-2026", "reference", TURN) - us.printed("lbnl-2026", "history", BASE)
    add("LBNL 2026 beside NERC", 2024, 2030, lbnl, p("nerc-2025", "all uses", 2030, "added_twh") - lbnl, "TWh", "United States", "lbnl2026", both)
    rystad = p("rystad-2024", "transport", 2030, "energy_twh") - p("rystad-2024", "transport", 2030, "base_energy_twh")
    add("Rystad 2024", 2023, 2030, p("rystad-2024", "data centres", 2030, "added_twh"), rystad, "TWh", "United States", "rystad2024ev", "vehicles only")
    half = p("iea-electricity-2026", "data centres", 2030, "share_of_growth_percent")
    add("IEA 2026", 2026, 2030, half, 100 - half, "percent", "United States", "iea2026electricity", both)
    bnef = p("bnef-2025us", "data centres", 2035, "share_of_growth_percent")
    add("BloombergNEF 2025", 2025, 2035, bnef, 100 - bnef, "percent", "United States", "bnef2025grid", both)
    nema = p("nema-2026", "data centres", 2037, "share_of_growth_percent")
    add("NEMA 2026", 2024, 2037, nema, 100 - nema, "percent", "United States", "nema2026", both)
    centres = us.printed("mckinsey-2024", "medium", 2025)
    dc = float(demand.grow(centres, p("mckinsey-2025", "data centres", 2040, "growth_annual_percent"), 15)) - centres
    total = float(tables.load("power/us_electricity").set_index("year")["end_use_twh"][2025])
    whole = float(demand.grow(total, p("mckinsey-2025", "all uses", 2040, "growth_annual_percent"), 15)) - total
    add("McKinsey 2025", 2025, 2040, dc, whole - dc, "TWh", "United States", "mckinsey2025watts", both)
    growth = p("aeo-2026", "all uses", 2050, "energy_twh", "Counterfactual Baseline") - p("aeo-2026", "all uses", 2025, "energy_twh", "Counterfactual Baseline")
    low = _overhead() * (p("aeo-2026", "servers", 2050, "energy_twh", "Counterfactual Baseline") - servers_2025())
    high = _overhead() * (p("aeo-2026", "servers", 2050, "energy_twh", "High Electricity Demand") - servers_2025())
    add("EIA 2026, baseline", 2025, 2050, low, growth - low, "TWh", "United States", "eia2026aeo", both)
    add("EIA 2026, high demand", 2025, 2050, high, growth - low, "TWh", "United States", "eia2026aeo", both)
    for label, end, dc, others in world.outlook_pairs():
        add(label, BASE, end, dc, others, "TWh", "World", "iea2025weo", both)
    return pd.DataFrame(rows).sort_values(["region", "end_year", "ratio"], kind="stable", ignore_index=True)


@cache
def scenarios() -> pd.DataFrame:
    """Return what published scenarios add in the United States since 2028, TWh, by horizon.

    Data centres: each of the published growth rates after 2030, on the demand page's median of 2028 and 2030. All other
    demand: past growth; EIA's baseline less its servers; McKinsey's total less its data centres (to 2040); NREL's High
    electrification, which holds no surge of data centres.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``scenario`` and one column a horizon.
    """
    rows = []
    start, turn = float(np.median(_data_centres(SINCE))), float(np.median(_data_centres(TURN)))
    for path, rate in growth_paths().itertuples(index=False):
        rows.append({"group": "data centres", "scenario": path, **{y: float(demand.grow(turn, rate, float(y - TURN))) - start for y in HORIZONS}})
    p = printed
    past = rest_growth_paths()["past"]
    at_2028 = float(demand.grow(rest_2024(), past, SINCE - BASE))
    rows.append({"group": "all other demand", "scenario": "as 2014–2024", **{y: float(demand.grow(at_2028, past, float(y - SINCE))) - at_2028 for y in HORIZONS}})

    def eia(year):
        servers = float(demand.interpolate_log(float(year), 2025.0, servers_2025(), 2050.0, p("aeo-2026", "servers", 2050, "energy_twh", "Counterfactual Baseline")))
        return p("aeo-2026", "all uses", year, "energy_twh", "Counterfactual Baseline") - _overhead() * servers

    rows.append({"group": "all other demand", "scenario": "EIA 2026 baseline without servers", **{y: eia(y) - eia(SINCE) for y in HORIZONS}})
    total, centres = float(tables.load("power/us_electricity").set_index("year")["end_use_twh"][2025]), us.printed("mckinsey-2024", "medium", 2025)

    def mckinsey(year):
        whole, part = (p("mckinsey-2025", use, 2040, "growth_annual_percent") for use in ("all uses", "data centres"))
        return float(demand.grow(total, whole, year - 2025) - demand.grow(centres, part, year - 2025))

    rows.append({"group": "all other demand", "scenario": "McKinsey 2025", **{y: mckinsey(y) - mckinsey(SINCE) if y <= 2040 else np.nan for y in HORIZONS}})

    def nrel(year):
        return p("efs-2018", "all uses", year, "energy_twh", "High")

    rows.append({"group": "all other demand", "scenario": "NREL High electrification (2018)", **{y: nrel(y) - nrel(SINCE) for y in HORIZONS}})
    return pd.DataFrame(rows)


@cache
def scenario_pairs() -> dict[int, tuple[int, int]]:
    """Return, by horizon, in how many pairs of a scenario of other demand and one of data centres the other demand adds more, of how many."""
    frame = scenarios()
    out = {}
    for year in HORIZONS:
        others = frame[frame["group"] == "all other demand"][year].dropna().to_numpy()
        centres = frame[frame["group"] == "data centres"][year].to_numpy()
        out[year] = (int((others[:, None] > centres[None, :]).sum()), others.size * centres.size)
    return out


@cache
def growth_paths() -> pd.DataFrame:
    """Return the published long paths of data centres as growth per year after 2030 (they make the prior's range)."""
    at_2030 = float(demand.grow(parameters.get("us_energy_2024", part="power").central, parameters.get("us_energy_growth", part="power").central, TURN - BASE))
    p, w = printed, world.printed
    paths = {
        "EIA 2026 baseline, to 2050": demand.compound_growth(at_2030, _overhead() * p("aeo-2026", "servers", 2050, "energy_twh", "Counterfactual Baseline"), 20),
        "IEA Headwinds, world 2030–2035": demand.compound_growth(w("iea-2025", "Headwinds", 2030), w("iea-2025", "Headwinds", 2035), 5),
        "EIA 2026 high demand, to 2050": demand.compound_growth(at_2030, _overhead() * p("aeo-2026", "servers", 2050, "energy_twh", "High Electricity Demand"), 20),
        "NEMA 2025, to 2035": demand.compound_growth(
            at_2030, parameters.get("us_energy_2024", part="power").central * (1 + p("nema-2025", "data centres", 2035, "growth_total_percent") / 100), 5
        ),
        "IEA Base, world 2030–2035": demand.compound_growth(w("iea-2025", "Base", 2030), w("iea-2025", "Base", 2035), 5),
        "McKinsey, 2030–2040": demand.compound_growth(
            us.printed("mckinsey-2024", "medium", 2030),
            demand.grow(us.printed("mckinsey-2024", "medium", 2025), p("mckinsey-2025", "data centres", 2040, "growth_annual_percent"), 15),
            10,
        ),
        "IEA Lift-Off, world 2030–2035": demand.compound_growth(w("iea-2025", "Lift-Off", 2030), w("iea-2025", "Lift-Off", 2035), 5),
        "BloombergNEF, world 2035–2050": demand.compound_growth(w("bnef-2025", "Economic Transition", 2035), w("bnef-2025", "Economic Transition", 2050), 15),
    }
    return pd.DataFrame({"path": list(paths), "growth_percent": [float(v) for v in paths.values()]})


@cache
def rest_growth_paths() -> dict[str, float]:
    """Return the three growth rates of all other US demand that make the prior's range, percent per year."""
    total = tables.load("power/us_electricity").set_index("year")["end_use_twh"]
    early = float(total[2014]) - us.printed("lbnl-2024", "history", 2014)
    p = printed
    start = p("aeo-2026", "all uses", 2025, "energy_twh", "Counterfactual Baseline") - _overhead() * servers_2025()
    end = p("aeo-2026", "all uses", 2050, "energy_twh", "Counterfactual Baseline") - _overhead() * p("aeo-2026", "servers", 2050, "energy_twh", "Counterfactual Baseline")
    return {
        "past": float(demand.compound_growth(early, rest_2024(), 10)),
        "baseline": float(demand.compound_growth(start, end, 25)),
        "high": float(demand.compound_growth(rest_2024(), p("efs-2018", "all uses", 2050, "energy_twh", "High"), 26)),
    }


# --- do forecasts spread more after 2028? ---------------------------------------------------------------------------


@cache
def _points() -> pd.DataFrame:
    """All forecasts in TWh made since 2024 whose scope is all data centres, ends of printed ranges included."""
    rows = []
    own = tables.load("power/us_demand")
    for r in own[~own["is_history"] & (own["published_year"] >= 2024)].to_dict("records"):
        rows += [("United States", r["institution"], int(r["year"]), r[c]) for c in ("energy_twh", "energy_low_twh", "energy_high_twh") if pd.notna(r[c])]
    other = tables.load("power/forecasts")
    other = other[~other["is_history"] & (other["published_year"] >= 2024) & other["scope"].str.startswith("data centres") & (other["vintage"] != "bcg-2025")]
    for r in other.to_dict("records"):
        region = {"US": "United States"}.get(r["geography"], r["geography"])
        rows += [(region, r["institution"], int(r["target_year"]), r[c]) for c in ("energy_twh", "energy_low_twh", "energy_high_twh") if pd.notna(r[c])]
    eia = _table()[(_table()["vintage"] == "aeo-2026") & (_table()["load"] == "servers") & _table()["energy_twh"].notna()]
    rows += [("United States", "US EIA", int(r["year"]), r["energy_twh"]) for r in eia.to_dict("records")]
    rows += [("World", r["institution"], int(r["year"]), r["energy_twh"]) for r in world.forecast_points().to_dict("records")]
    return pd.DataFrame(rows, columns=["region", "institution", "year", "energy_twh"]).drop_duplicates(ignore_index=True)


@cache
def spreads() -> pd.DataFrame:
    """Return the relative spread of forecasts by region and target year (highest over lowest, at least two forecasts)."""
    return _spreads_of(_points())


def _spreads_of(points: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for (region, year), group in points.groupby(["region", "year"]):
        if len(group) > 1:
            values = group["energy_twh"].to_numpy()
            rows.append(
                {
                    "region": region, "year": int(year), "lowest_twh": values.min(), "highest_twh": values.max(), "forecasts": len(group),
                    "institutions": group["institution"].nunique(), "spread": model.highest_over_lowest(values),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def share_spread_widens() -> dict[str, float]:
    """Return in which share of comparisons forecasts spread more after 2028 than up to it, each institution left out in turn.

    Returns
    -------
    dict
        ``share`` (all, and all without one institution, pooled), ``worst`` (the least of them), ``everyone`` (none left out).
    """
    points = _points()
    shares = {}
    for left_out in [None, *sorted(points["institution"].unique())]:
        kept = _spreads_of(points[points["institution"] != left_out])
        pairs = []
        for _, group in kept.groupby("region"):
            before, after = group[group["year"] <= SINCE]["spread"], group[group["year"] > SINCE]["spread"]
            if len(before) and len(after):
                pairs.append((len(before) * len(after), model.share_wider(before, after)))
        shares[left_out] = sum(n * s for n, s in pairs) / sum(n for n, _ in pairs)
    return {"share": float(np.mean(list(shares.values()))), "worst": float(min(shares.values())), "everyone": float(shares[None])}


@cache
def world_additions() -> pd.DataFrame:
    """Return what each use adds in the world since 2024 by scenario (from the world page's results)."""
    return world.additions()


# --- named numbers --------------------------------------------------------------------------------------------------


def _probability(value: float, *others: float, label: str = "") -> Quantity:
    """A probability in percent; further readings of the same question make its range."""
    every = [100 * value, *(100 * o for o in others)]
    return Quantity(100 * value, "percent", *((min(every), max(every)) if others else (None, None)), grade="guessed", label=label)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    q, o = uncertainty.summarise, order().set_index("year")
    out: dict[str, Quantity] = {}
    for year in HORIZONS:
        a = additions(year)
        inputs = {k: v for k, v in _draws().items()} | {"growth of data centres to 2030": us.projected(TURN).samples}
        last = year == 2050
        driver = {name: uncertainty.drivers(a[name], inputs)["parameter"].iloc[0] for name in ("data centres", "named", "everything else")} if last else {}
        words = {"us_energy_growth_after_2030": "growth of data centres after 2030", "us_other_growth_after_2028": "growth of other demand after 2028"}
        for name, key in (("data centres", "dc"), ("named", "named"), ("everything else", "rest")):
            label = {
                "dc": f"Added by US data centres 2028–{year}",
                "named": f"Added by vehicles, hydrogen, industry and buildings together 2028–{year}",
                "rest": f"Added by all other US demand, net, 2028–{year}",
            }[key]
            d = driver.get(name, "")
            out[f"{key}_{year}"] = q(a[name], "TWh", grade="guessed" if year > TURN else "modelled", label=label if last else "", driver=words.get(d, d))
        for load in _NAMED:
            out[f"{load}_{year}"] = q(a[load], "TWh", grade="guessed")
        out[f"p_largest_{year}"] = _probability(
            o.loc[year, "largest: data centres"],
            *(o.loc[y, "largest: data centres"] for y in HORIZONS if last),
            label="Probability that data centres are the largest single new load to 2050 (range: to any earlier horizon)" if last else "",
        )
        out[f"p_named_{year}"] = _probability(
            o.loc[year, "named larger"],
            o.loc[year, "rest larger"],
            label=f"Probability that the other loads together add more 2028–{year} (range: or all other demand, net)" if year in (TURN, 2050) else "",
        )
        out[f"p_rest_{year}"] = _probability(o.loc[year, "rest larger"])
        out[f"p_twice_{year}"] = _probability(o.loc[year, "named twice"])
    years = overtaking()
    finite = np.isfinite(years)
    out["never"] = _probability(float(np.mean(~finite)))
    ranks = np.quantile(years, [0.05, 0.25, 0.5], method="lower")
    out["overtake_early"], out["overtake_quarter"], out["overtake_median"] = (Quantity(float(y), "year") for y in ranks)
    c = condition()
    for name, level, words in (("tip_dc_growth", c["probability"], "nearly always ahead"), ("tip_dc_even", 0.5, "ahead as often as not")):
        ends = sorted((tipping_growth(level), tipping_growth(level, "data centres, net")))
        out[name] = Quantity(tipping_growth(level), "percent/year", *ends, grade="guessed", label=f"Growth of data centres after 2030 at which the other loads are {words} in 2050 (range: or all other demand, net)")
    out["tip_dc_plausible"] = _probability(c["plausibility"])
    out["tip_rest_even"] = Quantity(tipping_growth(0.5, "everything else"), "percent/year", grade="guessed")
    out["tip_rest_sure"] = Quantity(tipping_growth(0.9, "everything else"), "percent/year", grade="guessed")
    level_2050 = _data_centres(2050)
    out["dc_level_2050"] = q(level_2050, "TWh", grade="guessed", label="Electricity of US data centres in 2050", driver="growth of data centres after 2030")
    out["eia_dc_low"], out["eia_dc_high"] = (
        Quantity(_overhead() * printed("aeo-2026", "servers", 2050, "energy_twh", s), "TWh") for s in ("Counterfactual Baseline", "High Electricity Demand")
    )
    paths = growth_paths()["growth_percent"]
    out["path_low"], out["path_high"] = Quantity(float(paths.min()), "percent/year"), Quantity(float(paths.max()), "percent/year")
    out["path_median"] = Quantity(float(paths.median()), "percent/year")
    rest = rest_growth_paths()
    out["rest_past"], out["rest_baseline"], out["rest_high"] = (Quantity(rest[k], "percent/year") for k in ("past", "baseline", "high"))
    table = outlooks()
    mine = table[table["region"] == "United States"]
    short, long = mine[mine["end_year"] <= TURN], mine[mine["end_year"] > TURN]
    out["ratio_short"] = Quantity(float(short["ratio"].median()), "1", float(short["ratio"].min()), float(short["ratio"].max()), label="Others over data centres in US outlooks to 2029 or 2030")
    out["ratio_long"] = Quantity(float(long["ratio"].median()), "1", float(long["ratio"].min()), float(long["ratio"].max()), label="Others over data centres in US outlooks to 2035 or later")
    for key, some in (("short", short), ("long", long)):
        part = 100 * some["data_centres_added"] / (some["data_centres_added"] + some["others_added"])
        out[f"dc_part_{key}"] = Quantity(float(part.median()), "percent", float(part.min()), float(part.max()))
    planet = table[table["region"] == "World"]
    out["ratio_world"] = Quantity(float(planet["ratio"].median()), "1", float(planet["ratio"].min()), float(planet["ratio"].max()), label="Others over data centres in the world, all scenarios")
    eia = mine.set_index("outlook")
    out["mckinsey_others"], out["mckinsey_dc"] = (Quantity(float(eia.loc["McKinsey 2025", c]), "TWh") for c in ("others_added", "data_centres_added"))
    out["ratio_eia_low"], out["ratio_eia_high"] = (Quantity(float(eia.loc[k, "ratio"]), "1") for k in ("EIA 2026, baseline", "EIA 2026, high demand"))
    out["n_short"], out["n_long"] = Quantity(len(short), "1"), Quantity(len(long), "1")
    out["n_long_others"] = Quantity(int((long["ratio"] > 1).sum()), "1")
    for year, (ahead, pairs) in scenario_pairs().items():
        out[f"pairs_{year}"] = Quantity(100 * ahead / pairs, "percent", label=f"Pairs of published scenarios in which all other demand adds more 2028–{year}" if year in (TURN, 2050) else "")
    s = spreads().set_index(["region", "year"])["spread"]
    out["spread_2025"], out["spread_2028"], out["spread_2030"] = (Quantity(float(s["United States", y]), "1") for y in (2025, 2028, 2030))
    out["spread_world_2026"], out["spread_world_2030"], out["spread_world_2035"] = (Quantity(float(s["World", y]), "1") for y in (2026, 2030, 2035))
    w = share_spread_widens()
    out["widens"], out["widens_worst"] = (
        Quantity(100 * w["share"], "percent", 100 * w["worst"], 100 * w["everyone"], grade="modelled", label="Comparisons in which forecasts spread more after 2028 (least, with one institution left out)"),
        Quantity(100 * w["worst"], "percent"),
    )
    out["lbnl_spread_2028"], out["lbnl_spread_2030"] = (
        Quantity(us.printed(v, sc, y, "energy_high_twh") / us.printed(v, sc, y, "energy_low_twh"), "1")
        for v, sc, y in (("lbnl-2024", "scenario range", 2028), ("lbnl-2026", "compounded uncertainty", 2030))
    )
    gevo = [printed("iea-gevo-2025", "road vehicles", y, "share_percent") for y in (2024, 2030)]
    out["ev_share_2024"], out["ev_share_2030"] = (Quantity(v, "percent") for v in gevo)
    out["grid_dc"], out["grid_industry"], out["grid_electrification"] = (
        Quantity(printed("gridstrategies-2024", load, 2029, "added_gw", "utility forecasts"), "GW") for load in ("data centres", "industry", "electrification and other")
    )
    out["mckinsey_industry"] = Quantity(printed("mckinsey-2025", "industry", 2040, "growth_annual_percent"), "percent/year")
    out["reshoring_announced"] = Quantity(printed("epri-2023", "industry", 2023, "growth_total_percent"), "percent")
    out["aim_hydrogen"] = Quantity(
        float(model.electrolysis_twh(printed("doe-h2-2023", "hydrogen", 2050, "hydrogen_mt"), parameters.get("electrolysis_kwh_per_kg", part="power").central)), "TWh"
    )
    out["efs_high"], out["efs_reference"] = (Quantity(printed("efs-2018", "all uses", 2050, "energy_twh", s), "TWh") for s in ("High", "Reference"))
    return out
