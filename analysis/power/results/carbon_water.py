"""Carbon and water of data centres: tables and parameters put through `analysis.power.carbon_water`."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.power import carbon_water as model
from analysis.quantities import Quantity

__all__ = [
    "TECHNOLOGIES", "FOSSIL", "facts", "shares", "intensity", "intensities", "next_mix", "bottom_up_check", "totals", "total_2023", "total_2030",
    "water_factor", "water_intensities", "water_totals", "indirect_water", "sites", "methods", "books", "per_kwh", "with_mix",
]  # fmt: skip

TECHNOLOGIES = ("coal", "gas", "oil", "nuclear", "hydro", "wind", "solar", "bioenergy", "other")
FOSSIL = ("coal", "gas", "oil")
_NAMES = {"European Union": "EU", "United Arab Emirates": "UAE", "United States": "US", "Duke Energy Carolinas": "Carolinas (Duke)"}


# --- the mix and what it emits --------------------------------------------------------------------------------------


@cache
def _mix() -> pd.DataFrame:
    frame = tables.load("power/generation_mix")
    return frame.pivot(index=["region", "year"], columns="technology", values="share_percent")[list(TECHNOLOGIES)]


def shares(region: str, year: int) -> np.ndarray:
    """Return the shares of the nine technologies in a region's electricity, percent, in the order of `TECHNOLOGIES`."""
    return _mix().loc[(region, year)].to_numpy(dtype=float)


@cache
def _factors() -> dict[str, parameters.Parameter]:
    return {f"factor_{t}": parameters.get("emission_factor_lifecycle", part="power", hardware=t) for t in TECHNOLOGIES}


def _central() -> np.ndarray:
    return np.array([p.central for p in _factors().values()])


@cache
def intensity(region: str, year: int) -> uncertainty.Propagation:
    """Life-cycle intensity of a region's electricity from its mix and the factors' ranges, g/kWh."""
    s = shares(region, year)

    def run(**factors):
        stacked = np.stack(np.broadcast_arrays(*(factors[f"factor_{t}"] for t in TECHNOLOGIES)), axis=-1)
        return model.mix_intensity(s, stacked)

    return uncertainty.propagate(run, _factors())


@cache
def next_mix() -> dict[str, Quantity]:
    """The US intensity of a coming year, g/kWh: with the mix scattered as from year to year, with the factors, with both."""
    years = _mix().loc["United States"]
    loose = model.dirichlet_concentration(years.to_numpy())
    mixes = model.dirichlet_shares(shares("United States", int(years.index.max())), loose, parameters.DRAWS, parameters.SEED)
    drawn = parameters.sample(_factors())
    factors = np.stack([drawn[f"factor_{t}"] for t in TECHNOLOGIES], axis=-1)
    return {
        "mix": uncertainty.summarise(model.mix_intensity(mixes, _central()), "g/kWh"),
        "both": uncertainty.summarise(model.mix_intensity(mixes, factors), "g/kWh"),
    }


@cache
def _published(estimate: str) -> dict[tuple[str, int], float]:
    frame = tables.load("power/grid_intensity")
    frame = frame[frame["estimate"] == estimate]
    return {(r.region, int(r.year)): float(r.intensity_g_per_kwh) for r in frame.itertuples()}


@cache
def intensities() -> pd.DataFrame:
    """Each region's latest mix: our intensity with its range, and Ember's and Electricity Maps' for the same year."""
    rows = []
    latest = _mix().reset_index().groupby("region")["year"].max()
    ember, maps = _published("Ember"), _published("Electricity Maps")
    for region, year in latest.items():
        q = intensity(region, int(year)).quantity("g/kWh")
        key = (region, int(year))
        alias = ("United Kingdom", int(year)) if region == "Great Britain" else key
        rows.append((_NAMES.get(region, region), int(year), q.value, q.low, q.high, ember.get(alias, np.nan), maps.get(key, np.nan)))
    frame = pd.DataFrame(
        rows, columns=["region", "year", "ours_g_per_kwh", "low_g_per_kwh", "high_g_per_kwh", "ember_g_per_kwh", "electricity_maps_g_per_kwh"]
    )
    return frame.sort_values("ours_g_per_kwh", ignore_index=True)


@cache
def bottom_up_check() -> pd.DataFrame:
    """How our bottom-up intensities sit beside the published ones: ratio, region by region."""
    frame = intensities()
    long = frame.melt(
        id_vars=["region", "ours_g_per_kwh"], value_vars=["ember_g_per_kwh", "electricity_maps_g_per_kwh"], value_name="published"
    ).dropna()
    return long.assign(ratio=long["ours_g_per_kwh"] / long["published"])


@cache
def _direct_us_2023() -> float:
    """Stack emissions of the US mix of 2023 by eGRID's factors for PJM (coal, gas, oil), g/kWh."""
    frame = tables.load("power/emission_factors")
    direct = frame[(frame["basis"] == "direct") & (frame["estimate"] == "eGRID 2023, PJM")].set_index("technology")["central_g_per_kwh"]
    factors = np.array([float(direct.get(t, 0.0)) for t in TECHNOLOGIES])
    return float(model.mix_intensity(shares("United States", 2023), factors))


# --- totals of data centres -----------------------------------------------------------------------------------------


def _energy(vintage: str, scenario: str, year: int) -> float:
    frame = tables.load("power/us_demand")
    row = frame[(frame["vintage"] == vintage) & (frame["scenario"] == scenario) & (frame["year"] == year)]
    return float(row["energy_twh"].iloc[0])


def _us_intensity(year: int) -> float:
    return _published("Ember")[("United States", year)]


@cache
def total_2023() -> uncertainty.Propagation:
    """Life-cycle emissions of US data centres in 2023, Mt: LBNL's energy, Ember's grid, the siting range."""
    energy, grid = _energy("lbnl-2024", "history", 2023), _us_intensity(2023)
    chosen = parameters.select("siting_factor", part="power")
    return uncertainty.propagate(lambda siting_factor: model.emissions_mt(energy, grid * siting_factor), chosen)


@cache
def total_2030() -> uncertainty.Propagation:
    """The same in 2030: LBNL's update and its range, the grid at its recent pace, the siting range."""
    grid = _us_intensity(2025)
    chosen = parameters.select("us_energy_2030_lbnl", "us_intensity_change", "siting_factor", part="power")
    return uncertainty.propagate(
        lambda us_energy_2030_lbnl, us_intensity_change, siting_factor: model.emissions_mt(
            us_energy_2030_lbnl, siting_factor * model.grown_intensity(grid, us_intensity_change, 5)
        ),
        chosen,
    )


@cache
def totals() -> pd.DataFrame:
    """Published totals and ours, Mt."""
    frame = tables.load("power/carbon_totals").set_index(["vintage", "year", "scenario"])
    rows = [
        ("LBNL, 2023", float(frame.loc[("lbnl-2024", 2023, "history"), "emissions_mt"]), np.nan, np.nan, "published"),
        ("Guidi et al., 2023/24", float(frame.loc[("guidi-2024", 2024, "history"), "emissions_mt"]), np.nan, np.nan, "published"),
    ]
    for label, run in (("Ours, 2023", total_2023()), ("Ours, 2030", total_2030())):
        q = run.quantity("Mt")
        rows.append((label, q.value, q.low, q.high, "computed"))
    return pd.DataFrame(rows, columns=["what", "emissions_mt", "low_mt", "high_mt", "kind"])


@cache
def per_kwh() -> dict[str, Quantity]:
    """Intensity of data-centre electricity by the two methods that disagree, g/kWh."""
    frame = tables.load("power/grid_intensity").set_index(["region", "year", "estimate"])["intensity_g_per_kwh"]
    return {
        "lbnl": Quantity(float(frame[("US data centres", 2023, "LBNL 2024")]), "g/kWh", grade="modelled"),
        "guidi": Quantity(float(frame[("US data centres", 2024, "Guidi et al. 2024")]), "g/kWh", grade="modelled"),
        "egrid": Quantity(float(frame[("United States", 2023, "eGRID")]), "g/kWh", grade="measured"),
        "virginia": Quantity(float(frame[("Virginia", 2024, "Low-Carbon Power")]), "g/kWh", grade="modelled"),
    }


@cache
def sites() -> pd.DataFrame:
    """A gigawatt of data centre at full load for a year: its emissions by where it stands (latest mixes, our factors)."""
    frame = intensities()
    energy = 8.76
    return pd.DataFrame(
        {
            "region": frame["region"],
            "emissions_mt": model.emissions_mt(energy, frame["ours_g_per_kwh"].to_numpy()),
            "low_mt": model.emissions_mt(energy, frame["low_g_per_kwh"].to_numpy()),
            "high_mt": model.emissions_mt(energy, frame["high_g_per_kwh"].to_numpy()),
        }
    )


@cache
def methods() -> pd.DataFrame:
    """Microsoft's purchased electricity by location and by market, tonnes per million dollars of revenue."""
    frame = tables.load("power/scope2_methods").dropna(subset=["location_t_per_musd"])
    return frame.assign(left_percent=100 * model.market_based_share(frame["location_t_per_musd"], frame["market_t_per_musd"]))[
        ["period", "location_t_per_musd", "market_t_per_musd", "left_percent"]
    ].reset_index(drop=True)


@cache
def books() -> pd.DataFrame:
    """Purchased electricity of companies by location and by market, million tonnes, and the second as a part of the first."""
    frame = tables.load("power/scope2_methods").dropna(subset=["location_mt"])
    return frame.assign(left_percent=100 * model.market_based_share(frame["location_mt"], frame["market_mt"]))[
        ["company", "period", "location_mt", "market_mt", "left_percent"]
    ].reset_index(drop=True)


def with_mix(**percent: float) -> Quantity:
    """Return the intensity of a mix of your own, in percent by technology; parts are taken of their sum.

    Parameters
    ----------
    **percent : float
        For example ``coal=10, gas=40, nuclear=50``.

    Returns
    -------
    Quantity
        g/kWh with its range.

    Raises
    ------
    KeyError
        For a technology that is not one of `TECHNOLOGIES`.
    """
    from analysis import checks

    for name in percent:
        checks.require_known("technology", name, TECHNOLOGIES)
    s = np.array([percent.get(t, 0.0) for t in TECHNOLOGIES], dtype=float)
    draws = parameters.sample(_factors())
    stacked = np.stack([draws[f"factor_{t}"] for t in TECHNOLOGIES], axis=-1)
    return uncertainty.summarise(model.mix_intensity(s, stacked), "g/kWh")


# --- water ----------------------------------------------------------------------------------------------------------


@cache
def water_factor() -> pd.DataFrame:
    """Water lost at the plant by technology: lowest, mean and highest over plants and cooling, litres per kWh."""
    frame = tables.load("power/water_factors")
    frame = frame.assign(l_per_kwh=model.litres_per_kwh(frame["consumption_gal_per_mwh"].to_numpy()))
    out = frame.groupby("technology")["l_per_kwh"].agg(low="min", central="mean", high="max")
    out.loc["oil"] = out.loc["gas"]  # steam and turbine plants like the gas fleet's; under one per cent of any mix
    return out.loc[list(TECHNOLOGIES)]


def _water_per_kwh(region: str, year: int, end: str, reservoir: float) -> float:
    factor = water_factor()[end].copy()
    factor["hydro"] = reservoir * water_factor().loc["hydro", "central"]
    return float(model.mix_intensity(shares(region, year), factor.to_numpy()))


@cache
def indirect_water(region: str = "United States", year: int = 2023) -> uncertainty.Propagation:
    """Water lost at the power plants per kWh of a region's electricity, litres; only the reservoir rule varies."""
    chosen = parameters.select("reservoir_evaporation_share", part="power")

    def run(reservoir_evaporation_share):
        dry = _water_per_kwh(region, year, "central", 0.0)
        wet = _water_per_kwh(region, year, "central", 1.0)
        return dry + (wet - dry) * np.clip(reservoir_evaporation_share, 0.0, 1.0)

    return uncertainty.propagate(run, chosen)


@cache
def water_intensities() -> pd.DataFrame:
    """Water per kWh by region, litres: at the plants without reservoirs, reservoirs, and at the site."""
    site = parameters.get("wue_l_per_kwh", part="power", year=2023)
    rows = []
    latest = _mix().reset_index().groupby("region")["year"].max()
    for region, year in latest.items():
        dry = _water_per_kwh(region, int(year), "central", 0.0)
        name = _NAMES.get(region, region)
        rows += [
            (name, int(year), "At the site", site.central),
            (name, int(year), "At power plants", dry),
            (name, int(year), "From reservoirs, if all is counted", _water_per_kwh(region, int(year), "central", 1.0) - dry),
        ]
    return pd.DataFrame(rows, columns=["region", "year", "where", "litres_per_kwh"])


@cache
def _us_water() -> dict[str, float]:
    frame = tables.load("power/water_use").set_index(["vintage", "year", "scope", "fleet"])
    energy = _energy("lbnl-2024", "history", 2023)
    other = _water_per_kwh("United States", 2023, "central", 0.0)
    s = shares("United States", 2023)
    hydro = float(s[TECHNOLOGIES.index("hydro")] / s.sum())
    lbnl = float(frame.loc[("lbnl-2024", 2023, "indirect", "all"), "litres_per_kwh"])
    needed = float(model.hydro_factor_for(lbnl, other, hydro))
    return {
        "energy": energy,
        "direct": float(frame.loc[("lbnl-2024", 2023, "direct", "all"), "water_bl"]),
        "indirect": float(frame.loc[("lbnl-2024", 2023, "indirect", "all"), "water_bl"]),
        "lbnl_per_kwh": lbnl,
        "green_grid": float(frame.loc[("greengrid-2011", 2011, "indirect", "all"), "litres_per_kwh"]),
        "other": other,
        "hydro_share": hydro,
        "needed": needed,
        "nrel_hydro": float(water_factor().loc["hydro", "central"]),
    }


@cache
def water_totals() -> pd.DataFrame:
    """Water of US data centres in 2023, billions of litres: published, and ours by the rule for reservoirs."""
    w = _us_water()
    site = parameters.get("wue_l_per_kwh", part="power", year=2023)
    dry = _water_per_kwh("United States", 2023, "central", 0.0)
    wet = _water_per_kwh("United States", 2023, "central", 1.0)
    rows = [
        ("At the sites, LBNL", w["direct"], np.nan, np.nan, "direct"),
        ("At the sites, ours", *(float(model.water_bl(w["energy"], x)) for x in (site.central, site.low, site.high)), "direct"),
        (
            "At power plants, no reservoirs, ours",
            float(model.water_bl(w["energy"], dry)),
            *(float(model.water_bl(w["energy"], _water_per_kwh("United States", 2023, end, 0.0))) for end in ("low", "high")),
            "indirect",
        ),
        (
            "With all reservoir evaporation, ours",
            float(model.water_bl(w["energy"], wet)),
            *(float(model.water_bl(w["energy"], _water_per_kwh("United States", 2023, end, 1.0))) for end in ("low", "high")),
            "indirect",
        ),
        ("At power plants, LBNL", w["indirect"], np.nan, np.nan, "indirect"),
    ]
    return pd.DataFrame(rows, columns=["what", "water_bl", "low_bl", "high_bl", "scope"])


# --- facts ----------------------------------------------------------------------------------------------------------


@cache
def facts() -> dict[str, Quantity]:
    """The page's named numbers."""
    g, mt, l_kwh, pct = "g/kWh", "Mt", "L/kWh", "percent"
    published = tables.load("power/carbon_totals").set_index(["vintage", "year", "scenario"])["emissions_mt"]
    one = per_kwh()
    lbnl_mt = float(published[("lbnl-2024", 2023, "history")])
    energy_2023 = _energy("lbnl-2024", "history", 2023)
    energy_2024, energy_2030 = _energy("lbnl-2026", "history", 2024), _energy("lbnl-2026", "reference", 2030)
    us_2023, us_2025 = _us_intensity(2023), _us_intensity(2025)
    goal = float(model.tipping_intensity(energy_2023, us_2023, energy_2030))
    change = parameters.get("us_intensity_change", part="power")
    check = bottom_up_check()
    us_run = intensity("United States", 2025)
    frame = intensities().set_index("region")
    s = shares("United States", 2025)
    fossil = float(sum(s[TECHNOLOGIES.index(t)] for t in FOSSIL) / s.sum())
    central = _central()
    fossil_g = float(model.mix_intensity([s[TECHNOLOGIES.index(t)] for t in FOSSIL], [central[TECHNOLOGIES.index(t)] for t in FOSSIL]))
    clean = [t for t in TECHNOLOGIES if t not in FOSSIL]
    clean_g = float(model.mix_intensity([s[TECHNOLOGIES.index(t)] for t in clean], [central[TECHNOLOGIES.index(t)] for t in clean]))
    # our factors are those of new plants: scale the goal by ours over Ember's, so that both sides use one yardstick
    scale = us_run.quantity(g).value / us_2025
    cut = float(model.fossil_cut_for(goal * scale, fossil, fossil_g, clean_g))
    w = _us_water()
    water = water_totals().set_index("what")
    site_2028 = parameters.get("wue_l_per_kwh", part="power", year=2028)
    way = methods()
    book = books().set_index(["company", "period"])["left_percent"]
    ratio = tables.load("power/scope2_methods")["ratio"].dropna().iloc[0]
    world = float(published[("iea-2025", 2024, "history")])
    world_energy = float(
        tables.load("power/carbon_totals").set_index(["vintage", "year", "scenario"]).loc[("iea-2025", 2024, "history"), "energy_twh"]
    )
    sited = sites().set_index("region")["emissions_mt"]
    total = uncertainty.propagate(
        lambda us_energy_2030_lbnl, us_intensity_change, siting_factor: (
            model.emissions_mt(us_energy_2030_lbnl, siting_factor * model.grown_intensity(us_2025, us_intensity_change, 5))
            / model.emissions_mt(energy_2023, us_2023 * siting_factor)
        ),
        parameters.select("us_energy_2030_lbnl", "us_intensity_change", "siting_factor", part="power"),
    )

    def span(value, low, high, unit, grade="modelled", label="", driver=""):
        return Quantity(float(value), unit, float(low), float(high), grade, label, driver)

    return {
        # intensities
        "us_ember": Quantity(us_2025, g, grade="modelled", label="US grid 2025, life cycle (Ember)"),
        "us_ember_2023": Quantity(us_2023, g, grade="modelled"),
        "us_ours": us_run.quantity(g, label="US grid 2025, from the mix and the IPCC's factors"),
        "us_next": next_mix()["both"].named("US grid in a coming year: mix and factors both drawn", "emission_factor_lifecycle"),
        "us_mix_only": next_mix()["mix"],
        "ours_over_ember": Quantity(100 * us_run.quantity(g).value / us_2025 - 100, pct, grade="modelled"),
        "check_low": Quantity(100 * float(check["ratio"].quantile(0.05)) - 100, pct, grade="modelled"),
        "check_high": Quantity(100 * float(check["ratio"].quantile(0.95)) - 100, pct, grade="modelled"),
        "check_median": Quantity(
            100 * float(check["ratio"].median()) - 100, pct, grade="modelled", label="Our bottom-up intensities against the published ones, median"
        ),
        "stack_ours": Quantity(_direct_us_2023(), g, grade="modelled"),
        "egrid": one["egrid"].named("US grid 2023, at the stack (eGRID)"),
        "lbnl_g": one["lbnl"].named("US data centres 2023 (LBNL)"),
        "guidi_g": one["guidi"].named("US data centres 2023/24 (Guidi et al.)"),
        "guidi_over_lbnl": Quantity(one["guidi"].value / one["lbnl"].value, "1", grade="modelled"),
        "virginia": one["virginia"],
        "france": Quantity(
            float(frame.loc["France", "ours_g_per_kwh"]),
            g,
            float(frame.loc["France", "low_g_per_kwh"]),
            float(frame.loc["France", "high_g_per_kwh"]),
            "modelled",
        ),
        "india": Quantity(
            float(frame.loc["India", "ours_g_per_kwh"]),
            g,
            float(frame.loc["India", "low_g_per_kwh"]),
            float(frame.loc["India", "high_g_per_kwh"]),
            "modelled",
        ),
        "pjm": Quantity(
            float(frame.loc["PJM", "ours_g_per_kwh"]),
            g,
            float(frame.loc["PJM", "low_g_per_kwh"]),
            float(frame.loc["PJM", "high_g_per_kwh"]),
            "modelled",
        ),
        "eu_ember": Quantity(_published("Ember")[("European Union", 2025)], g, grade="modelled"),
        "china_ember": Quantity(_published("Ember")[("China", 2025)], g, grade="modelled"),
        "world_ember": Quantity(_published("Ember")[("World", 2025)], g, grade="modelled"),
        # totals
        "lbnl_mt": Quantity(lbnl_mt, mt, grade="modelled", label="US data centres 2023, published (LBNL)"),
        "lbnl_check": Quantity(float(model.emissions_mt(energy_2023, one["lbnl"].value)), mt, grade="modelled"),
        "guidi_mt": Quantity(float(published[("guidi-2024", 2024, "history")]), mt, grade="modelled"),
        "energy_2023": Quantity(energy_2023, "TWh", grade="modelled"),
        "energy_2024": Quantity(energy_2024, "TWh", grade="modelled"),
        "energy_2030": Quantity(energy_2030, "TWh", grade="modelled"),
        "mt_2023": total_2023().quantity(mt, label="US data centres 2023, life cycle"),
        "mt_2030": total_2030().quantity(mt, label="US data centres 2030, life cycle, grid at its recent pace"),
        "growth": total.quantity("1", label="Emissions 2030 over 2023"),
        "world_mt": Quantity(world, mt, grade="modelled"),
        "world_g": Quantity(float(model.intensity_g_per_kwh(world, world_energy)), g, grade="modelled"),
        # tipping
        "goal": Quantity(goal, g, grade="modelled", label="Grid intensity that would hold 2030 at 2023's total"),
        "goal_fall": Quantity(100 * (1 - goal / us_2025), pct, grade="modelled"),
        "pace": span(change.central, change.low, change.high, "percent/year", "modelled", "Change of the US grid's intensity a year"),
        "goal_years": Quantity(float(model.years_to_intensity(us_2025, goal, change.central)), "1", grade="modelled"),
        "pace_needed": Quantity(100 * ((goal / us_2025) ** (1 / 5) - 1), "percent/year", grade="modelled"),
        "fossil": Quantity(100 * fossil, pct, grade="measured"),
        "fossil_left": Quantity(100 * cut * fossil, pct, grade="modelled"),
        # by place and by method
        "site_france": Quantity(float(sited["France"]), mt, grade="modelled"),
        "site_pjm": Quantity(float(sited["PJM"]), mt, grade="modelled"),
        "site_india": Quantity(float(sited["India"]), mt, grade="modelled"),
        "site_ratio": Quantity(float(sited["PJM"] / sited["France"]), "1", grade="modelled", label="The same data centre in PJM over one in France"),
        "ms_left_fy25": Quantity(float(book["Microsoft", "FY25"]), "percent", grade="measured", label="Microsoft's emissions by market over those by location, FY25"),
        "google_left": Quantity(float(book["Google", "2025"]), "percent", grade="measured", label="Google's, 2025"),
        "meta_left": Quantity(float(book["Meta", "2024"]), "percent", grade="measured", label="Meta's, 2024"),
        "ms_left": Quantity(
            float(way["left_percent"].iloc[-1]),
            pct,
            grade="measured",
            label="Microsoft's purchased electricity FY23: market-based over location-based",
        ),
        "guardian_ratio": Quantity(float(ratio), "1", grade="measured"),
        # water
        "direct_lbnl": Quantity(w["direct"], "gigaliter", grade="modelled", label="Water at US sites 2023 (LBNL)"),
        "indirect_lbnl": Quantity(w["indirect"], "gigaliter", grade="modelled", label="Water at power plants for US sites 2023 (LBNL)"),
        "direct_ours": span(
            water.loc["At the sites, ours", "water_bl"],
            water.loc["At the sites, ours", "low_bl"],
            water.loc["At the sites, ours", "high_bl"],
            "gigaliter",
            "modelled",
            "Water at US sites 2023, from litres per kWh",
            "wue_l_per_kwh",
        ),
        "wue_gap": Quantity(
            100 * (1 - float(model.water_bl(energy_2023, parameters.get("wue_l_per_kwh", part="power", year=2023).central)) / w["direct"]),
            pct,
            grade="modelled",
        ),
        "indirect_dry": span(
            water.loc["At power plants, no reservoirs, ours", "water_bl"],
            water.loc["At power plants, no reservoirs, ours", "low_bl"],
            water.loc["At power plants, no reservoirs, ours", "high_bl"],
            "gigaliter",
            "modelled",
            "Water at power plants 2023, reservoirs left out",
            "cooling",
        ),
        "indirect_wet": span(
            water.loc["With all reservoir evaporation, ours", "water_bl"],
            water.loc["With all reservoir evaporation, ours", "low_bl"],
            water.loc["With all reservoir evaporation, ours", "high_bl"],
            "gigaliter",
            "modelled",
            "Water at power plants 2023, all reservoir evaporation counted",
            "cooling",
        ),
        "water_ours": indirect_water().quantity(l_kwh, label="Water at power plants per kWh, US, by the rule for reservoirs"),
        "water_lbnl": Quantity(w["lbnl_per_kwh"], l_kwh, grade="modelled"),
        "water_green_grid": Quantity(w["green_grid"], l_kwh, grade="modelled"),
        "hydro_needed": Quantity(w["needed"], l_kwh, grade="modelled", label="Evaporation per kWh of hydropower that LBNL's total implies"),
        "hydro_nrel": Quantity(w["nrel_hydro"], l_kwh, grade="modelled"),
        "hydro_ratio": Quantity(w["needed"] / w["nrel_hydro"], "1", grade="modelled"),
        "hydro_share": Quantity(100 * w["hydro_share"], pct, grade="measured"),
        "direct_2030": uncertainty.propagate(
            lambda us_energy_2030_lbnl, wue_l_per_kwh: model.water_bl(us_energy_2030_lbnl, wue_l_per_kwh),
            parameters.select("us_energy_2030_lbnl", ("wue_l_per_kwh", {"year": 2028}), part="power"),
        ).quantity("gigaliter", label="Water at US sites 2030, if cooling is as forecast for 2028"),
        "wue_2028": span(site_2028.central, site_2028.low, site_2028.high, l_kwh),
        "wue_hold": Quantity(
            w["direct"] / energy_2030, l_kwh, grade="modelled", label="Litres per kWh at the site that would hold 2030 at 2023's total"
        ),
        "wue_2023": span(*(getattr(parameters.get("wue_l_per_kwh", part="power", year=2023), e) for e in ("central", "low", "high")), l_kwh),
    }
