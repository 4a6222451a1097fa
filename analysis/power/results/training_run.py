"""Training runs and serving fleets: what they draw, how fast that grows, and what it is a share of."""

from __future__ import annotations

import zlib
from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.dates import decimal_year
from analysis.parameters import Parameter
from analysis.power import fleets, training_run as model
from analysis.quantities import Quantity

__all__ = [
    "runs",
    "growth_fit",
    "growth",
    "deviates",
    "efficiency_growth",
    "largest_so_far",
    "backtest",
    "overhead_factor",
    "forecast",
    "run_in",
    "closed_form_check",
    "chip_ratings",
    "run_of",
    "energy_of",
    "largest_under",
    "installed_chips",
    "installed_power",
    "serving_growth",
    "serving_frame",
    "power_frame",
    "ai_server_energy_2025",
    "largest_sites",
    "site_shares",
    "power_first",
    "facts",
]

SINCE = "2018-01-01"  # two years before GPT-3: long enough for a slope, all of it after the first GPU ramp
CHIP = "NVIDIA GB200"  # hardware of the runs that are carried forward


@cache
def runs() -> pd.DataFrame:
    """Return the runs with a power estimate, with their decimal year, oldest first."""
    frame = tables.load("power/training_runs").dropna(subset=["epoch_power_mw"]).copy()
    frame["decimal_year"] = decimal_year(frame["release_date"])
    return frame.sort_values("decimal_year", kind="stable", ignore_index=True)


@cache
def growth_fit(since: str = SINCE) -> model.GrowthFit:
    """Fit the power of frontier runs (ten largest by compute when released) against time."""
    frame = runs()
    frame = frame[frame["frontier"].astype(bool) & (pd.to_datetime(frame["release_date"]) >= since)]
    return model.fit_growth(frame["decimal_year"], frame["epoch_power_mw"])


@cache
def deviates(draws: int = parameters.DRAWS) -> np.ndarray:
    """Return the standard normal deviates behind draws of the fitted growth."""
    return np.random.default_rng([parameters.SEED, zlib.crc32(b"power/training_power_growth")]).standard_normal(draws)


@cache
def growth() -> Parameter:
    """Return the yearly factor of training power as a parameter of our own, from the fit."""
    fit = growth_fit()
    low, high = fit.growth_interval()
    return Parameter("training_power_growth", "1", fit.growth, low, high, "lognormal", part="power", label="growth of the power of training runs", note="fit to frontier runs since 2018")


@cache
def efficiency_growth() -> Quantity:
    """Return how much 16-bit throughput per rated watt grows a year, by chip release."""
    chips = tables.load("power/chips")
    fit = model.fit_growth(decimal_year(chips["release_date"]), chips["bf16_flop_per_s"] / chips["tdp_w"])
    return Quantity(fit.growth, "1", *fit.growth_interval(), grade="modelled", label="Chip throughput per watt, factor a year")


@cache
def largest_so_far() -> pd.Series:
    """Return the run with the highest power estimate."""
    return runs().loc[runs()["epoch_power_mw"].idxmax()]


def _carried(training_power_growth, years, start):
    return start * training_power_growth**years


@cache
def run_in(year: float) -> uncertainty.Propagation:
    """Carry the largest run's power forward to a decimal year (GW)."""
    last = largest_so_far()
    return uncertainty.propagate(_carried, {"training_power_growth": growth()}, years=year - last["decimal_year"], start=last["epoch_power_mw"] / 1e3)


@cache
def backtest(until: str = "2023-01-01") -> dict[str, float]:
    """Return what the same method, fitted to runs before a date, would have said of the largest run since (GW)."""
    frame = runs()
    known = frame[frame["frontier"].astype(bool) & frame["release_date"].pipe(pd.to_datetime).between(SINCE, until, inclusive="left")]
    fit, start, target = model.fit_growth(known["decimal_year"], known["epoch_power_mw"]), known.loc[known["epoch_power_mw"].idxmax()], largest_so_far()
    years = target["decimal_year"] - start["decimal_year"]
    low, middle, high = np.quantile(start["epoch_power_mw"] * fit.growth_draws(deviates()) ** years / 1e3, uncertainty.LEVELS)
    return {"low": float(low), "middle": float(middle), "high": float(high), "observed": float(target["epoch_power_mw"]) / 1e3, "growth": fit.growth, "n": fit.n}


@cache
def overhead_factor() -> tuple[float, float, float]:
    """Return the 5 %, 50 % and 95 % points of server overhead times facility overhead, which scales every power alike."""
    drawn = parameters.sample(parameters.select("server_overhead", "pue_ai_facility", part="power"))
    return tuple(float(x) for x in np.quantile(_at_least_one(drawn["server_overhead"]) * drawn["pue_ai_facility"], uncertainty.LEVELS))


@cache
def forecast() -> pd.DataFrame:
    """Return the trend of the largest run, median and 5–95 %, by year (GW)."""
    last = largest_so_far()
    rows = [{"year": float(last["decimal_year"]), "low_gw": last["epoch_power_mw"] / 1e3, "power_gw": last["epoch_power_mw"] / 1e3, "high_gw": last["epoch_power_mw"] / 1e3}]
    for year in np.arange(2025.5, 2031.0, 0.5):
        low, middle, high = np.quantile(run_in(float(year)).samples, uncertainty.LEVELS)
        rows.append({"year": float(year), "low_gw": low, "power_gw": middle, "high_gw": high})
    return pd.DataFrame(rows)


@cache
def closed_form_check() -> pd.DataFrame:
    """Compare the power of well-documented runs: Epoch AI's estimate, ours from the chips, ours from the compute alone (MW, peak)."""
    chips = tables.load("power/chips").set_index("chip")
    overhead, pue = (parameters.get(n).central for n in ("server_overhead", "pue_ai_facility"))
    frame = runs()
    whole = frame["base_model"].isna() & frame["chips"].notna() & frame["training_days"].notna() & (frame["training_flop"] >= 1e24)
    frame = frame[frame["chip"].isin(chips.index) & whole].drop_duplicates(["organization", "training_flop", "chips"]).copy()
    tdp = chips.loc[frame["chip"], "tdp_w"].to_numpy()
    speed = chips.loc[frame["chip"], "bf16_flop_per_s"].to_numpy()
    used = frame["mfu"].fillna(parameters.get("mfu_frontier").central).to_numpy()
    frame["from_chips_mw"] = model.power_of_chips_mw(frame["chips"].to_numpy(), tdp, overhead, pue)
    frame["from_flop_mw"] = model.training_power_mw(frame["training_flop"].to_numpy(), frame["training_days"].to_numpy(), speed, used, tdp, overhead, pue)
    frame["energy_gwh"] = model.training_energy_gwh(
        frame["training_flop"].to_numpy(), speed, used, tdp, overhead, pue, parameters.get("training_power_share").central
    )
    return frame.sort_values("training_flop", ascending=False, kind="stable", ignore_index=True)


def _at_least_one(ratio):
    """Cut the far tail of a lognormal ratio where it would say that a server draws less than its chips."""
    return np.maximum(ratio, 1.0)


def _run_power(training_flop, mfu_frontier, training_days, server_overhead, pue_ai_facility, speed, tdp, training_power_share=1.0):
    return model.training_power_mw(training_flop, training_days, speed, mfu_frontier, tdp, _at_least_one(server_overhead), pue_ai_facility, training_power_share) / 1e3


def _run_energy(training_flop, mfu_frontier, server_overhead, pue_ai_facility, training_power_share, speed, tdp):
    return model.training_energy_gwh(training_flop, speed, mfu_frontier, tdp, _at_least_one(server_overhead), pue_ai_facility, training_power_share)


@cache
def chip_ratings() -> dict[str, dict[str, float]]:
    """Return each chip's dense 16-bit throughput (FLOP/s) and rated power (W)."""
    frame = tables.load("power/chips").set_index("chip")
    return {name: {"speed": float(row["bf16_flop_per_s"]), "tdp": float(row["tdp_w"])} for name, row in frame.iterrows()}


def _chip(name: str) -> dict:
    return chip_ratings()[name]


@cache
def run_of(training_flop: float, chip: str = CHIP) -> uncertainty.Propagation:
    """Return the facility power (GW, peak) of a run of given compute on one kind of chip."""
    chosen = parameters.select("mfu_frontier", "training_days", "server_overhead", "pue_ai_facility", part="power")
    return uncertainty.propagate(_run_power, chosen, training_flop=training_flop, **_chip(chip))


@cache
def energy_of(training_flop: float, chip: str = CHIP) -> uncertainty.Propagation:
    """Return the electricity (GWh) of a run of given compute on one kind of chip."""
    chosen = parameters.select("mfu_frontier", "server_overhead", "pue_ai_facility", "training_power_share", part="power")
    return uncertainty.propagate(_run_energy, chosen, training_flop=training_flop, **_chip(chip))


def _reach(mfu_frontier, training_days, server_overhead, pue_ai_facility, power_mw, speed, tdp):
    return model.largest_flop(power_mw, training_days, speed, mfu_frontier, tdp, _at_least_one(server_overhead), pue_ai_facility)


@cache
def largest_under(power_mw: float, chip: str = CHIP) -> uncertainty.Propagation:
    """Return the largest run (FLOP) that a facility of given peak power can train."""
    chosen = parameters.select("mfu_frontier", "training_days", "server_overhead", "pue_ai_facility", part="power")
    return uncertainty.propagate(_reach, chosen, power_mw=power_mw, **_chip(chip))


# --- the chips that serve ---------------------------------------------------------------------------------------------


def _stock(end: str) -> dict[str, Parameter]:
    frame = tables.load("power/chip_stocks")
    frame = frame[pd.to_datetime(frame["end_date"]) == end]
    return {
        f"chips_{row['designer'].lower()}": Parameter(
            f"chips_{row['designer'].lower()}_{end}", "MW", row["chip_power_mw"], row["chip_power_mw_p5"], row["chip_power_mw_p95"], "lognormal", part="power", label=f"{row['designer']}’s chips"
        )
        for row in frame.to_dict("records")
    }


def _sum_gw(server_overhead=1.0, pue_ai_facility=1.0, **chips):
    return sum(chips.values()) * server_overhead * pue_ai_facility / 1e3


@cache
def installed_chips(year: int) -> uncertainty.Propagation:
    """Return the rated power of all chips shipped up to a year's end (GW, chips alone)."""
    return uncertainty.propagate(_sum_gw, _stock(f"{year}-12-31"))


@cache
def installed_power(year: int) -> uncertainty.Propagation:
    """Return the facility power that these chips need when all run at their rating (GW)."""
    return uncertainty.propagate(_sum_gw, _stock(f"{year}-12-31") | parameters.select("server_overhead", "pue_ai_facility", part="power"))


@cache
def serving_growth() -> tuple[Quantity, Quantity]:
    """Return the yearly factor of installed chip power 2023–2025 and the probability that it rose in both years."""
    stock = {y: installed_chips(y).samples for y in (2023, 2024, 2025)}
    factor = uncertainty.summarise((stock[2025] / stock[2023]) ** 0.5, "1", label="Installed AI chip power, factor a year, 2023–2025")
    rose = float(np.mean((stock[2024] > stock[2023]) & (stock[2025] > stock[2024])))
    return factor, Quantity(rose, "1", grade="modelled", label="Probability that installed AI chip power rose in 2024 and in 2025")


@cache
def ai_server_energy_2025() -> Quantity:
    """Return the electricity of the AI servers in 2025 (TWh, without cooling), from the mean of both year ends."""
    chosen = parameters.select("server_overhead", "fleet_load_factor", part="power")
    drawn = parameters.sample(chosen)
    mean = (installed_chips(2024).samples + installed_chips(2025).samples) / 2
    energy = mean * drawn["server_overhead"] * drawn["fleet_load_factor"] * fleets.HOURS_PER_YEAR / 1e3
    return uncertainty.summarise(energy, "TWh", label="Electricity of AI servers in 2025, from the chips shipped", driver="fleet_load_factor")


@cache
def serving_frame() -> pd.DataFrame:
    """Return installed facility power by year end (GW) beside the tracked sites."""
    rows = []
    for year in (2023, 2024, 2025):
        q = installed_power(year).quantity("GW")
        rows.append({"date": f"{year}-12-31", "series": "all AI chips shipped", "status": "past", "power_gw": q.value, "low_gw": q.low, "high_gw": q.high})
    status = sites().drop_duplicates("snapshot_date").set_index("snapshot_date")["status"]
    for date, total in sites_total().items():
        rows.append({"date": date, "series": "tracked sites", "status": status[date], "power_gw": total, "low_gw": np.nan, "high_gw": np.nan})
    return pd.DataFrame(rows)


@cache
def power_frame() -> pd.DataFrame:
    """Return runs, trend, published forecasts and the largest site in one tidy frame (GW)."""
    points = runs()
    points = points[points["frontier"].astype(bool) & (pd.to_datetime(points["release_date"]) >= SINCE)]
    rows = [{"series": "training run", "year": r["decimal_year"], "power_gw": r["epoch_power_mw"] / 1e3, "label": r["model"]} for r in points.to_dict("records")]
    rows += [{"series": "trend carried on", "label": "", **r} for r in forecast().to_dict("records")]
    published = tables.load("power/training_power_trends")
    for r in published[published["item"].isin(["epoch_run_2028", "epoch_run_2030"])].to_dict("records"):
        rows.append({"series": "published forecast", "year": r["year"] + 0.5, "power_gw": (r["low"] * r["high"]) ** 0.5, "low_gw": r["low"], "high_gw": r["high"], "label": "Epoch AI and EPRI"})
    site = largest_sites()
    rows += [{"series": "largest site", "year": y, "power_gw": mw / 1e3, "label": name} for y, mw, name in zip(decimal_year(site["snapshot_date"]), site["facility_power_mw"], site["site"], strict=True)]
    return pd.DataFrame(rows)[["series", "year", "power_gw", "low_gw", "high_gw", "label"]]


# --- sites ------------------------------------------------------------------------------------------------------------


@cache
def sites() -> pd.DataFrame:
    """Return the tracked sites by date."""
    frame = tables.load("power/large_sites").copy()
    frame["snapshot_date"] = pd.to_datetime(frame["snapshot_date"]).dt.strftime("%Y-%m-%d")
    return frame


@cache
def sites_total() -> dict[str, float]:
    """Return the sum of tracked facility power by date (GW)."""
    return (sites().groupby("snapshot_date")["facility_power_mw"].sum() / 1e3).to_dict()


@cache
def largest_sites() -> pd.DataFrame:
    """Return the largest site at each date."""
    frame = sites().sort_values("facility_power_mw", ascending=False).drop_duplicates("snapshot_date").sort_values("snapshot_date")
    return frame[["snapshot_date", "status", "site", "facility_power_mw", "h100_equivalents"]].reset_index(drop=True)


@cache
def site_shares() -> pd.DataFrame:
    """Return large sites as a share of their state's average load, now and as scheduled for the end of 2028 (percent)."""
    supply = tables.load("power/region_supply").set_index("region")["electricity_twh"]
    frame = sites().merge(tables.load("power/site_regions")[["site", "region"]], on="site")
    frame = frame[frame["snapshot_date"].isin(["2026-08-03", "2028-12-31"])].copy()
    frame["share_percent"] = 100 * model.share_of_average_load(frame["facility_power_mw"].to_numpy(), supply[frame["region"]].to_numpy())
    return frame.sort_values(["snapshot_date", "share_percent"], ascending=[True, False], ignore_index=True)


# --- what binds first -------------------------------------------------------------------------------------------------


@cache
def power_first(one_campus: bool = False) -> Quantity:
    """Return the probability that power allows less compute in 2030 than chips and data do."""
    gw = "run2030_campus_gw" if one_campus else "run2030_distributed_gw"
    drawn = parameters.sample(parameters.select(gw, "run2030_flop_per_gw", "run2030_flop_chips", "run2030_flop_data", part="power"))
    by_power = drawn[gw] * drawn["run2030_flop_per_gw"]
    first = (by_power < drawn["run2030_flop_chips"]) & (by_power < drawn["run2030_flop_data"])
    where = "on one campus" if one_campus else "over several sites"
    return Quantity(float(first.mean()), "1", grade="guessed", label=f"Probability that power binds first in 2030, run {where}")


def _percent(quantity: Quantity, label: str) -> Quantity:
    return Quantity(100 * quantity.value, "percent", grade=quantity.grade, label=label)


@cache
def facts() -> dict[str, Quantity]:
    """Return the topic's named numbers."""
    fit, last = growth_fit(), largest_so_far()
    low, high = fit.growth_interval()
    out = {
        "power_growth": Quantity(fit.growth, "1", low, high, "modelled", "Power of frontier training runs, factor a year since 2018", "scatter of the runs"),
        "fit_runs": Quantity(fit.n, "1"),
        "efficiency_growth": efficiency_growth(),
        "largest_run_mw": Quantity(last["epoch_power_mw"], "MW", grade="modelled", label=f"Highest published estimate of a run: {last['model']}"),
        "run_2027": run_in(2027.5).quantity("GW"),
        "run_2028": run_in(2028.5).quantity("GW", label="Largest training run in mid-2028, trend carried on"),
        "run_2030": run_in(2030.5).quantity("GW", label="Largest training run in mid-2030, trend carried on"),
    }
    published = tables.load("power/training_power_trends").set_index("item")
    out["epoch_2030"] = Quantity((published.at["epoch_run_2030", "low"] * published.at["epoch_run_2030", "high"]) ** 0.5, "GW", published.at["epoch_run_2030", "low"], published.at["epoch_run_2030", "high"])
    out["epoch_2028"] = Quantity((published.at["epoch_run_2028", "low"] * published.at["epoch_run_2028", "high"]) ** 0.5, "GW", published.at["epoch_run_2028", "low"], published.at["epoch_run_2028", "high"])
    out["epoch_growth"] = Quantity(published.at["epoch_power_growth", "value"], "1")
    samples = run_in(2030.5).samples
    inside = float(np.mean((samples >= out["epoch_2030"].low) & (samples <= out["epoch_2030"].high)))
    out["inside_epoch"] = Quantity(100 * inside, "percent", grade="modelled", label="Chance that our trend lands in the published span for 2030")
    span = 2030.5 - last["decimal_year"]
    out["tip_low"] = Quantity((out["epoch_2030"].low * 1e3 / last["epoch_power_mw"]) ** (1 / span), "1")
    out["tip_high"] = Quantity((out["epoch_2030"].high * 1e3 / last["epoch_power_mw"]) ** (1 / span), "1")

    us = float(tables.load("power/region_supply").set_index("region").at["United States", "electricity_twh"])
    out["us_average_gw"] = Quantity(us * 1e3 / fleets.HOURS_PER_YEAR, "GW", grade="measured")
    one = float(model.year_when_reached(last["decimal_year"], last["epoch_power_mw"], fit.growth, 0.01 * us * 1e6 / fleets.HOURS_PER_YEAR))
    early, late = (float(model.year_when_reached(last["decimal_year"], last["epoch_power_mw"], g, 0.01 * us * 1e6 / fleets.HOURS_PER_YEAR)) for g in (high, low))
    out["year_one_percent"] = Quantity(one, "year", early, late, "modelled", "Year in which the trend's largest run takes a hundredth of the average US load", growth().label)
    out["run_2030_share"] = Quantity(*(100 * model.share_of_average_load(x * 1e3, us) for x in (out["run_2030"].value,)), "percent", *(float(100 * model.share_of_average_load(x * 1e3, us)) for x in (out["run_2030"].low, out["run_2030"].high)))

    record = tables.load("power/training_runs").set_index("model").loc["Grok 4"]
    out["grok4_chips"] = Quantity(record["chips"], "1")
    out["grok4_gw"] = uncertainty.propagate(
        lambda server_overhead, pue_ai_facility, chips, tdp: model.power_of_chips_mw(chips, tdp, _at_least_one(server_overhead), pue_ai_facility) / 1e3,
        parameters.select("server_overhead", "pue_ai_facility", part="power"),
        chips=float(record["chips"]),
        tdp=_chip("NVIDIA H100 SXM5 80GB")["tdp"],
    ).quantity("GW", label="Facility power of the chips named for Grok 4, all of them as H100", grade="guessed")
    out["trend_mid_2025"] = run_in(2025.5).quantity("GW")
    energy, hours = (float(published.at[item, "value"]) for item in ("epoch_grok4_energy", "epoch_grok4_hours"))
    out["grok4_energy"], out["grok4_hours"] = Quantity(energy, "GWh", grade="modelled"), Quantity(1e6 * hours, "hour", grade="modelled")
    out["grok4_kw"] = Quantity(energy / hours, "kW", grade="modelled")  # GWh over a million hours is kW
    out["h100_training_kw"] = uncertainty.propagate(
        lambda server_overhead, pue_ai_facility, training_power_share, tdp: tdp * _at_least_one(server_overhead) * pue_ai_facility * training_power_share / 1e3,
        parameters.select("server_overhead", "pue_ai_facility", "training_power_share", part="power"),
        tdp=_chip("NVIDIA H100 SXM5 80GB")["tdp"],
    ).quantity("kW", label="Facility power of an H100 while it trains")
    out["grok4_days_all"] = Quantity(1e6 * hours / float(record["chips"]) / 24, "day", grade="modelled")
    out["grok4_gw_all"] = Quantity(out["grok4_kw"].value * float(record["chips"]) / 1e6, "GW", grade="modelled")
    servers = tables.load("power/ai_servers")
    gartner = servers[(servers["source"] == "gartner2025") & (servers["year"] == 2025)].iloc[0]
    out["gartner_2025"] = Quantity(float(gartner["energy_twh"]), "TWh", grade="modelled")
    frontier = float(tables.load("power/training_runs")["training_flop"].max())
    out["frontier_flop"] = Quantity(frontier, "FLOP", grade="modelled", label="Largest published compute estimate of a run")
    out["frontier_run_gw"] = run_of(frontier).quantity("GW", label="Facility power of that run done today on GB200")
    out["frontier_run_energy"] = energy_of(frontier).quantity("GWh", label="Electricity of that run on GB200")
    out["run_1e27_gw"] = run_of(1e27).quantity("GW", label="Facility power of a run of 1e27 FLOP on GB200")
    for name, year in (("chips_2023", 2023), ("chips_2024", 2024), ("chips_2025", 2025)):
        out[name] = installed_chips(year).quantity("GW", label=f"Rated power of AI chips shipped by end-{year}, chips alone")
        out[name.replace("chips", "fleet")] = installed_power(year).quantity("GW", label=f"Facility power that AI chips shipped by end-{year} need")
    out["fleet_growth"], out["fleet_rose"] = serving_growth()
    out["server_energy_2025"] = ai_server_energy_2025()
    totals, biggest = sites_total(), largest_sites().set_index("snapshot_date")
    for name, date in (("2024", "2024-12-31"), ("2025", "2025-12-31"), ("now", "2026-08-03"), ("2028", "2028-12-31")):
        out[f"sites_{name}"] = Quantity(totals[date], "GW", grade="modelled" if name != "2028" else "guessed", label=f"Tracked AI sites, sum of facility power, {date}")
        out[f"largest_site_{name}"] = Quantity(biggest.at[date, "facility_power_mw"] / 1e3, "GW", grade="modelled" if name != "2028" else "guessed")
    out["largest_site_flop"] = largest_under(float(biggest.at["2026-08-03", "facility_power_mw"])).quantity("FLOP", label="Largest run that the largest tracked site could train")
    out["site_over_frontier"] = Quantity(out["largest_site_flop"].value / frontier, "1", out["largest_site_flop"].low / frontier, out["largest_site_flop"].high / frontier)
    trend_2028 = run_in(2029.0).samples
    out["trend_over_site_2028"] = Quantity(100 * float(np.mean(trend_2028 > out["largest_site_2028"].value)), "percent", grade="modelled", label="Chance that the trend asks for more at the end of 2028 than the largest site then scheduled")
    shares = site_shares()
    for name, date in (("now", "2026-08-03"), ("2028", "2028-12-31")):
        top = shares[shares["snapshot_date"] == date].iloc[0]
        out[f"top_share_{name}"] = Quantity(top["share_percent"], "percent", grade="modelled" if name == "now" else "guessed", label=f"{top['site']}: share of {top['region']}'s average load, {date}")
    now = shares[(shares["snapshot_date"] == "2026-08-03")].set_index("site")
    out["colossus2_share"] = Quantity(now.at["Colossus 2", "share_percent"], "percent", grade="modelled")
    supply = tables.load("power/region_supply").set_index("region")["electricity_twh"]
    for state in ("Arizona", "Virginia"):
        share = 100 * float(model.share_of_average_load(1000.0, supply[state]))
        out[f"gigawatt_{state.lower()}"] = Quantity(share, "percent", grade="measured", label=f"One gigawatt as a share of {state}'s average load")
    past = backtest()
    out["backtest"] = Quantity(past["middle"], "GW", past["low"], past["high"], "modelled", "What the method would have said of the largest run since, from runs before 2023", growth().label)
    out["backtest_growth"] = Quantity(past["growth"], "1")
    out["power_first_any"] = power_first()
    out["power_first_campus"] = power_first(one_campus=True)
    out["power_first_any_pct"] = _percent(power_first(), "")
    out["power_first_campus_pct"] = _percent(power_first(one_campus=True), "")
    said = tables.load("power/binding_constraints")
    out["statements"] = Quantity(len(said), "1")
    out["statements_power"] = Quantity(int((said["constraint"] == "power").sum()), "1")
    return out
