"""The grid as planners meet it: tables and parameters put through `analysis.power.grid`, as named numbers and frames."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.dates import DAYS_A_YEAR
from analysis.power import grid as model
from analysis.quantities import Quantity

__all__ = [
    "facts", "load_factors", "headroom", "needed_curtailment", "added_peak", "firm_capacity", "stages", "texas_series",
    "texas_2030", "reach", "reach_curves", "pipelines", "capacity_prices", "queue", "expected_from_queue", "lead_time",
    "credit_table", "tracked_sites",
]  # fmt: skip

_NOW = 2026 + 326 / 365  # 22 November 2026
_TARGET_YEAR = 2030
_SLOWER, _FASTER = 0.5, 2.0  # how far past rates are stretched where no source gives a range


def _lbnl(year: int, scenario: str) -> float:
    frame = tables.load("power/us_demand")
    row = frame[(frame["vintage"] == "lbnl-2026") & (frame["scenario"] == scenario) & (frame["year"] == year)]
    return float(row["energy_twh"].iloc[0])


@cache
def _base_and_target() -> tuple[float, float]:
    return _lbnl(2024, "history"), _lbnl(_TARGET_YEAR, "reference")


# --- peak and average -----------------------------------------------------------------------------------------------


@cache
def load_factors() -> pd.DataFrame:
    """What a year's average load is of the highest load, or of the connection: systems and data centres side by side."""
    frame = tables.load("power/load_factors")
    rows = []

    def add(name, of, share, grade):
        rows.append({"what": name, "of": of, "share_percent": 100.0 * float(share), "grade": grade})

    us = frame[(frame["entity"] == "US, all") & (frame["year"] == 2025)].iloc[0]
    add("US system, 2025", "its peak", model.load_factor(us["energy_twh"], us["peak_gw"]), "measured")
    printed = frame.set_index("entity")["load_factor"]
    add("Regional system, highest", "its peak", printed["22 balancing authorities, highest"], "measured")
    add("Regional system, lowest", "its peak", printed["22 balancing authorities, lowest"], "measured")
    epri = frame[(frame["entity"] == "US data centres (EPRI)") & (frame["scenario"] == "Medium") & (frame["year"] == 2030)].iloc[0]
    add("Data centres, EPRI for 2030", "its peak", model.load_factor(epri["energy_twh"], epri["peak_gw"]), "modelled")
    add("Data centres, EPRI for 2030 ", "its connection", model.load_factor(epri["energy_twh"], epri["nominal_gw"]), "modelled")
    add("Data centres, LBNL assumption", "its connection", printed["US data centres (LBNL)"], "guessed")
    add("Data centres, LBNL alternative", "its connection", printed["US data centres (LBNL), high"], "guessed")
    texas = _texas_ratio()
    add("Large loads in Texas, monthly peak", "its connection", texas["share"].iloc[-1], "measured")
    return pd.DataFrame(rows)


@cache
def _texas_ratio() -> pd.DataFrame:
    frame = tables.load("power/large_load_realisation").sort_values("as_of")
    return frame.assign(share=frame["observed_gw"] / frame["approved_gw"])


@cache
def added_peak() -> uncertainty.Propagation:
    """Peak that data centres add between 2024 and 2030 in LBNL's reference and its range, GW."""
    base, _ = _base_and_target()
    chosen = parameters.select("us_energy_2030_lbnl", "own_peak_load_factor", part="power")
    return uncertainty.propagate(
        lambda us_energy_2030_lbnl, own_peak_load_factor: model.peak_gw(np.maximum(us_energy_2030_lbnl - base, 0.0), own_peak_load_factor), chosen
    )


@cache
def firm_capacity() -> uncertainty.Propagation:
    """Plants of average dependability that the added peak calls for, reserve included, GW."""
    base, _ = _base_and_target()
    chosen = parameters.select("us_energy_2030_lbnl", "own_peak_load_factor", "reserve_margin_target", part="power")
    return uncertainty.propagate(
        lambda us_energy_2030_lbnl, own_peak_load_factor, reserve_margin_target: model.installed_capacity_gw(
            model.peak_gw(np.maximum(us_energy_2030_lbnl - base, 0.0), own_peak_load_factor), reserve_margin_target
        ),
        chosen,
    )


@cache
def credit_table() -> pd.DataFrame:
    """Capacity of one kind of plant for the added peak, by the capacity credit that kind is given."""
    installed = firm_capacity().quantity("GW").value
    fleet = parameters.get("accreditation_fraction", part="power").central
    credit = np.linspace(0.1, 1.0, 10)
    return pd.DataFrame({"credit_percent": 100.0 * credit, "capacity_gw": model.capacity_of_kind_gw(installed, fleet, credit)})


# --- flexibility ----------------------------------------------------------------------------------------------------


@cache
def _points() -> tuple[np.ndarray, np.ndarray]:
    frame = tables.load("power/flexibility").sort_values("curtailment_percent")
    return frame["curtailment_percent"].to_numpy(), frame["headroom_gw"].to_numpy()


@cache
def headroom() -> pd.DataFrame:
    """Headroom against curtailment: the published points and the curve through them."""
    x, y = _points()
    curve = np.unique(np.concatenate([np.geomspace(x[0], x[-1], 41), x]))
    curve = curve[(curve >= x[0]) & (curve <= x[-1])]
    frame = pd.DataFrame({"curtailment_percent": curve, "headroom_gw": model.headroom_gw(curve, x, y)})
    return frame.assign(published=np.isin(frame["curtailment_percent"], x))


@cache
def needed_curtailment() -> uncertainty.Propagation:
    """Share of its energy the added load must give up to fit under today's peaks, percent (bounded below by the study)."""
    x, y = _points()
    base, _ = _base_and_target()
    chosen = parameters.select("us_energy_2030_lbnl", "utilisation", part="power")

    def run(us_energy_2030_lbnl, utilisation):
        return model.curtailment_percent(model.peak_gw(np.maximum(us_energy_2030_lbnl - base, 1e-6), utilisation), x, y)

    return uncertainty.propagate(lambda **kw: np.nan_to_num(run(**kw), nan=x[-1]), chosen)


# --- the pipeline ---------------------------------------------------------------------------------------------------

_STAGES = {
    "no studies submitted": "Asked for, no studies",
    "under ERCOT review": "Under review",
    "planning studies approved": "Studies approved",
    "approved to energise, not operational": "May switch on",
    "observed energised": "Has drawn power",
}


def _snapshot(as_of: str, through: int) -> pd.Series:
    frame = tables.load("power/pipeline_status")
    chosen = frame[(frame["source_set"] == "ERCOT large loads") & (frame["as_of"] == as_of) & (frame["through_year"] == through)]
    return chosen.set_index("stage")["power_gw"].astype(float)


@cache
def stages() -> pd.DataFrame:
    """Texas, July 2026: gigawatts asked for by 2033 at each stage, and what the approved sites drew in that month."""
    stock = _snapshot("2026-07-31", 2033)
    rows = [{"stage": label, "power_gw": float(stock[key]), "grade": "measured"} for key, label in _STAGES.items()]
    drawn = _texas_ratio().set_index("as_of").loc["2026-07-31", "observed_gw"]
    rows.append({"stage": "Drawn at the month's peak", "power_gw": float(drawn), "grade": "measured"})
    return pd.DataFrame(rows)


@cache
def texas_series() -> pd.DataFrame:
    """Texas by date: asked for, approved to energise, drawn at the month's peak."""
    queue = tables.load("power/grid_queues")
    queue = queue[queue["queue"] == "large_load"]

    def end(text):
        return pd.Period(text, "M").end_time.normalize() if len(text) == 7 else pd.Timestamp(text)

    parts = []
    for status, name in (("tracked", "Asked for"), ("approved_to_energise", "Approved to energise")):
        part = queue[queue["status"] == status]
        parts.append(pd.DataFrame({"date": [end(d) for d in part["as_of"]], "series": name, "power_gw": part["power_gw"].to_numpy()}))
    drawn = _texas_ratio()
    parts.append(
        pd.DataFrame(
            {"date": pd.to_datetime(drawn["as_of"]).to_numpy(), "series": "Drawn at the month's peak", "power_gw": drawn["observed_gw"].to_numpy()}
        )
    )
    frame = pd.concat(parts, ignore_index=True).sort_values(["series", "date"], ignore_index=True)
    return frame.assign(date=frame["date"].dt.strftime("%Y-%m-%d"))


@cache
def _hazards() -> np.ndarray:
    """Monthly chances of passing: review to studies approved, to approval to energise, to having drawn power."""
    queue = tables.load("power/grid_queues")
    wide = queue[queue["as_of"].str.fullmatch(r"\d{4}-\d{2}") & (queue["queue"] == "large_load")].pivot(
        index="as_of", columns="status", values="power_gw"
    )
    wide = wide.dropna(subset=["planning_studies_approved", "approved_to_energise"]).sort_index()
    months = len(wide) - 1
    approved, studied = wide["approved_to_energise"], wide["planning_studies_approved"]
    energised_flow = approved.iloc[-1] - approved.iloc[0]
    studied_flow = studied.iloc[-1] - studied.iloc[0] + energised_flow
    march = _snapshot("2026-03-13", _TARGET_YEAR)
    seen = [_snapshot("2026-03-13", year)["observed energised"] for year in (2024, 2025)]
    return np.array(
        [
            model.hazard(studied_flow, march["under ERCOT review"], months),
            model.hazard(energised_flow, studied.iloc[:-1].mean(), months),
            model.hazard(seen[1] - seen[0], march["approved to energise, not operational"], 12),
        ],
        dtype=float,
    )


def _chain(scale: float) -> float:
    stock = _snapshot("2026-07-31", _TARGET_YEAR)
    h = np.clip(_hazards() * scale, 0.0, 1.0)
    months = 53  # end of July 2026 to the end of 2030
    shares = [model.chain_share(h[i:], months) for i in range(3)] + [1.0]
    return float(model.energised_from_stages_gw(stock[list(_STAGES)[1:]].to_numpy(), np.array(shares)))


@cache
def _funnel() -> uncertainty.Propagation:
    stock = _snapshot("2026-07-31", _TARGET_YEAR)
    chosen = parameters.select("realisation_agreement", "realisation_application", "realisation_inquiry", part="power")
    return uncertainty.propagate(
        lambda realisation_agreement, realisation_application, realisation_inquiry: model.funnel_gw(
            stock["observed energised"] + stock["approved to energise, not operational"],
            stock["planning studies approved"],
            stock["under ERCOT review"],
            stock["no studies submitted"],
            realisation_agreement,
            realisation_application,
            realisation_inquiry,
        ),
        chosen,
    )


@cache
def _pace() -> tuple[float, float]:
    """Approved stock, and its yearly growth over the months on record, GW."""
    frame = texas_series()
    frame = frame[frame["series"] == "Approved to energise"].assign(date=lambda f: pd.to_datetime(f["date"])).sort_values("date")
    years = (frame["date"].iloc[-1] - frame["date"].iloc[0]).days / DAYS_A_YEAR
    return float(frame["power_gw"].iloc[-1]), float((frame["power_gw"].iloc[-1] - frame["power_gw"].iloc[0]) / years)


@cache
def texas_2030() -> pd.DataFrame:
    """Texas at the end of 2030 by four ways of reading the same queue: connections, GW, with ends."""
    stock, pace = _pace()
    years = 2031 - (2026 + 8 / 12)
    total = float(_snapshot("2026-07-31", _TARGET_YEAR).sum())
    funnel = _funnel().quantity("GW")
    rows = [
        ("All that is asked for", total, total, total),
        ("Staff confidence by stage", funnel.value, funnel.low, funnel.high),
        ("Stages passed at the observed rate", _chain(1.0), _chain(_SLOWER), _chain(_FASTER)),
        ("Approvals at the pace so far", *(float(model.pace_gw(stock, pace * k, years)) for k in (1.0, _SLOWER, _FASTER))),
    ]
    return pd.DataFrame(rows, columns=["method", "power_gw", "low_gw", "high_gw"])


@cache
def tracked_sites() -> pd.DataFrame:
    """Power of the tracked AI sites at each date, past and scheduled (sum over sites; a lower bound of the world's)."""
    frame = tables.load("power/large_sites")
    frame = frame[frame["vintage"] == frame["vintage"].max()]
    out = frame.groupby(["snapshot_date", "status"], as_index=False)["facility_power_mw"].sum()
    return out.assign(power_gw=out["facility_power_mw"] / 1000.0).drop(columns="facility_power_mw").sort_values("snapshot_date", ignore_index=True)


@cache
def pipelines() -> pd.DataFrame:
    """Three counts of what is to be added in the US, by how firm they are, GW."""
    frame = tables.load("power/pipeline_status").set_index(["source_set", "as_of", "stage"])["power_gw"]
    rows = [
        ("Whole pipeline", float(frame[("Wood Mackenzie", "2025-12", "pipeline")])),
        ("Committed by utilities", float(frame[("Wood Mackenzie utilities", "2025-10", "committed or under construction")])),
        ("Expected by 2030", float(frame.loc[("Wood Mackenzie utilities", "2025-10", "expected in operation")].iloc[0])),
    ]
    return pd.DataFrame(rows, columns=["pipeline", "power_gw"])


@cache
def reach() -> dict[str, uncertainty.Propagation]:
    """Share of each pipeline that can stop before LBNL's 2030 reference is out of reach (fraction; below 0: already)."""
    base, target = _base_and_target()
    chosen = parameters.select("utilisation", part="power")
    return {
        row.pipeline: uncertainty.propagate(lambda utilisation, gw=row.power_gw: model.stopped_share_at(target, base, gw, utilisation), chosen)
        for row in pipelines().itertuples()
    }


@cache
def reach_curves() -> pd.DataFrame:
    """Energy in 2030 against the share of a pipeline that stops, TWh, with the range of utilisation."""
    base, _ = _base_and_target()
    u = parameters.get("utilisation", part="power")
    stopped = np.linspace(0.0, 1.0, 21)
    rows = []
    for row in pipelines().itertuples():
        low, mid, high = (model.reachable_energy_twh(base, row.power_gw, stopped, x) for x in (u.low, u.central, u.high))
        rows.append(pd.DataFrame({"pipeline": row.pipeline, "stopped_percent": 100 * stopped, "energy_twh": mid, "low_twh": low, "high_twh": high}))
    return pd.concat(rows, ignore_index=True)


# --- queues, prices, lead times -------------------------------------------------------------------------------------


@cache
def queue() -> pd.DataFrame:
    """Share of requested capacity that was built, by technology (requests of 2000–2018)."""
    frame = tables.load("power/queue_completion")
    frame = frame[(frame["vintage"] == "2024") & (frame["basis"] == "capacity")]
    return frame[["technology", "completed_percent"]].reset_index(drop=True)


@cache
def expected_from_queue() -> uncertainty.Propagation:
    """What of the capacity waiting at the end of 2025 would be built at the past rate, GW."""
    frame = tables.load("power/grid_queues")
    waiting = float(frame[(frame["as_of"] == "2025-12") & (frame["technology"] == "all") & (frame["status"] == "active")]["power_gw"].iloc[0])
    chosen = parameters.select("queue_completion_fraction", part="power")
    return uncertainty.propagate(lambda queue_completion_fraction: waiting * queue_completion_fraction, chosen)


@cache
def capacity_prices() -> pd.DataFrame:
    """Capacity price of the whole PJM market by delivery year, as cleared and without the cap."""
    frame = tables.load("power/capacity_prices")
    frame = frame[(frame["market"] == "PJM") & (frame["zone"] == "RTO")].sort_values("start_year")
    return frame[
        [
            "delivery_year",
            "start_year",
            "price_usd_per_mw_day",
            "uncapped_usd_per_mw_day",
            "reserve_margin_percent",
            "target_margin_percent",
            "shortfall_gw",
            "cost_busd",
            "data_centre_busd",
        ]
    ].reset_index(drop=True)


@cache
def lead_time() -> uncertainty.Propagation:
    """Chance (per draw 0 or 1) that a plant ordered now runs before the end of 2030."""
    chosen = parameters.select("gas_lead_time_years", part="power")
    return uncertainty.propagate(lambda gas_lead_time_years: model.done_by(_NOW, gas_lead_time_years, _TARGET_YEAR), chosen)


@cache
def facts() -> dict[str, Quantity]:
    """The page's named numbers."""
    base, target = _base_and_target()
    lf = load_factors().set_index("what")["share_percent"]
    peaks = tables.load("power/us_peak").set_index(["region", "year", "quantity"])["power_gw"]
    us_peak = float(peaks[("US lower 48", 2025, "observed peak")])
    x, y = _points()
    slope = model.power_law(x, y)[1]
    stage = stages().set_index("stage")["power_gw"]
    ratio = _texas_ratio()
    texas = texas_2030().set_index("method")
    prices = capacity_prices().set_index("delivery_year")
    pipe = pipelines().set_index("pipeline")["power_gw"]
    share = {name: run.quantity("1") for name, run in reach().items()}
    sites = tracked_sites().set_index("snapshot_date")["power_gw"]
    status = tables.load("power/pipeline_status")

    def of(source, stage, column):
        return float(status[(status["source_set"] == source) & (status["stage"] == stage)][column].iloc[0])

    q = tables.load("power/grid_queues").set_index(["as_of", "technology", "status"])["power_gw"]
    done = queue().set_index("technology")["completed_percent"]
    months = tables.load("power/queue_completion").set_index(["vintage", "cohort"])["months_to_operation"]
    newest = tables.load("power/queue_completion").set_index(["vintage", "cohort", "basis"]).loc[("2026", "2000-2020", "capacity")]
    leads = parameters.get("gas_lead_time_years", part="power")
    delay = parameters.get("project_delay_share", part="power")
    ratio_p = parameters.get("observed_over_approved", part="power")
    own = parameters.get("own_peak_load_factor", part="power")
    backlog = tables.load("power/supply_lead_times").set_index(["item", "vintage", "quantity"])["value"]
    added, firm, need = added_peak(), firm_capacity(), needed_curtailment()
    texas_peak = float(peaks[("ERCOT", 2023, "observed peak")])
    asked = float(stage[list(_STAGES.values())].sum())
    latest = prices.iloc[-1]
    total_2030 = uncertainty.propagate(
        lambda us_energy_2030_lbnl, own_peak_load_factor: 100 * model.peak_gw(us_energy_2030_lbnl, own_peak_load_factor) / us_peak,
        parameters.select("us_energy_2030_lbnl", "own_peak_load_factor", part="power"),
    )
    pct = "percent"
    u = parameters.get("utilisation", part="power")
    expected = {end: float(model.reachable_energy_twh(base, pipe["Expected by 2030"], 0.0, getattr(u, end))) for end in ("low", "central", "high")}

    def percent(quantity: Quantity, **kw) -> Quantity:
        return Quantity(100 * quantity.value, pct, 100 * quantity.low, 100 * quantity.high, quantity.grade, kw.get("label", ""), quantity.driver)

    return {
        # peak and average
        "us_peak": Quantity(us_peak, "GW", grade="measured", label="Highest load of the contiguous US, July 2025"),
        "us_load_factor": Quantity(float(lf["US system, 2025"]), pct, grade="measured", label="Average over peak load, US system 2025"),
        "region_lf_low": Quantity(float(lf["Regional system, lowest"]), pct, grade="measured"),
        "region_lf_high": Quantity(float(lf["Regional system, highest"]), pct, grade="measured"),
        "dc_lf_own": Quantity(100 * own.central, pct, 100 * own.low, 100 * own.high, "modelled", "Average over own peak, data centres"),
        "dc_lf_connection": Quantity(float(lf["Data centres, EPRI for 2030 "]), pct, grade="modelled"),
        "lbnl_utilisation": Quantity(float(lf["Data centres, LBNL assumption"]), pct, grade="guessed"),
        "base_twh": Quantity(base, "TWh", grade="modelled"),
        "target_twh": Quantity(target, "TWh", grade="modelled"),
        "added_peak": added.quantity("GW", label="Peak that data centres add, 2024 to 2030"),
        "peak_share_2030": total_2030.quantity(pct, label="All US data centres in 2030 over the peak of 2025"),
        "firm": firm.quantity("GW", label="Plants that this peak calls for, reserve included"),
        "reserve": Quantity(100 * parameters.get("reserve_margin_target", part="power").central, pct, grade="measured"),
        # flexibility
        "headroom_quarter": Quantity(float(y[0]), "GW", grade="modelled"),
        "headroom_half": Quantity(float(y[1]), "GW", grade="modelled", label="Headroom of the US system at the middle curtailment of the study"),
        "headroom_one": Quantity(float(y[2]), "GW", grade="modelled"),
        "headroom_five": Quantity(float(y[3]), "GW", grade="modelled"),
        "curtail_quarter": Quantity(float(x[0]), pct, grade="modelled"),
        "curtail_half": Quantity(float(x[1]), pct, grade="modelled"),
        "curtail_one": Quantity(float(x[2]), pct, grade="modelled"),
        "curtail_five": Quantity(float(x[3]), pct, grade="modelled"),
        "hours_half": Quantity(float(model.full_load_hours(x[1])), "hour", grade="modelled"),
        "headroom_doubling": Quantity(
            100 * (2**slope - 1), pct, grade="modelled", label="Headroom gained when the curtailment allowed is twice as large"
        ),
        "need": need.quantity(pct, label="Energy that the growth to 2030 must give up to fit, measured at its connections"),
        "need_connection": uncertainty.propagate(
            lambda us_energy_2030_lbnl, utilisation: model.peak_gw(np.maximum(us_energy_2030_lbnl - base, 0.0), utilisation),
            parameters.select("us_energy_2030_lbnl", "utilisation", part="power"),
        ).quantity("GW"),
        "scale_low": Quantity(100 * _SLOWER, pct, grade="guessed"),
        "scale_high": Quantity(100 * _FASTER, pct, grade="guessed"),
        # Texas
        "texas_asked": Quantity(asked, "GW", grade="measured", label="Asked for in Texas by 2033, July 2026"),
        "texas_no_studies": Quantity(float(stage["Asked for, no studies"]), "GW", grade="measured"),
        "texas_studied": Quantity(float(stage["Studies approved"]), "GW", grade="measured"),
        "texas_energised": Quantity(float(stage["Has drawn power"]), "GW", grade="measured"),
        "texas_drawn": Quantity(float(stage["Drawn at the month's peak"]), "GW", grade="measured", label="Drawn in Texas at the peak of July 2026"),
        "texas_approved": Quantity(float(ratio["approved_gw"].iloc[-1]), "GW", grade="measured"),
        "texas_ratio": Quantity(
            100 * ratio_p.central, pct, 100 * ratio_p.low, 100 * ratio_p.high, "measured", "Highest load over approved connection, Texas (high end: EPRI's forecast)"
        ),
        "texas_multiple": Quantity(asked / texas_peak, "1", grade="measured"),
        "texas_peak": Quantity(texas_peak, "GW", grade="measured"),
        "texas_drawn_share": Quantity(100 * float(stage["Drawn at the month's peak"]) / asked, pct, grade="measured"),
        "texas_first": Quantity(float(texas_series().query("series == 'Asked for'")["power_gw"].iloc[0]), "GW", grade="measured"),
        "texas_pace": Quantity(_pace()[1], "GW/year", grade="measured", label="Approvals to energise in Texas"),
        "texas_paper": Quantity(
            texas.loc["Staff confidence by stage", "power_gw"],
            "GW",
            texas.loc["Staff confidence by stage", "low_gw"],
            texas.loc["Staff confidence by stage", "high_gw"],
            "guessed",
            "Texas connections in 2030, planners' confidence by stage",
            _funnel().drivers()["parameter"].iloc[0],
        ),
        "texas_rates": Quantity(
            texas.loc["Stages passed at the observed rate", "power_gw"],
            "GW",
            texas.loc["Stages passed at the observed rate", "low_gw"],
            texas.loc["Stages passed at the observed rate", "high_gw"],
            "guessed",
            "Texas connections in 2030, stages passed at the observed rate (ends: half and twice the rate)",
            "rates of passing",
        ),
        "texas_steady": Quantity(
            texas.loc["Approvals at the pace so far", "power_gw"],
            "GW",
            texas.loc["Approvals at the pace so far", "low_gw"],
            texas.loc["Approvals at the pace so far", "high_gw"],
            "guessed",
            "Texas connections in 2030, approvals at the pace so far (ends: half and twice the pace)",
            "pace",
        ),
        "texas_spread": Quantity(
            texas.loc["Staff confidence by stage", "power_gw"] / texas.loc["Approvals at the pace so far", "power_gw"], "1", grade="guessed"
        ),
        # pipeline against 2030
        "pipe_all": Quantity(float(pipe["Whole pipeline"]), "GW", grade="measured", label="US data-centre pipeline, end of 2025"),
        "pipe_committed": Quantity(float(pipe["Committed by utilities"]), "GW", grade="measured"),
        "pipe_expected": Quantity(float(pipe["Expected by 2030"]), "GW", grade="modelled"),
        "stop_all": percent(share["Whole pipeline"], label="Share of the whole pipeline that can stop before the 2030 reference is out of reach"),
        "stop_committed": percent(share["Committed by utilities"], label="The same for what utilities have committed to"),
        "stop_expected": percent(share["Expected by 2030"]),
        "expected_energy": Quantity(
            expected["central"],
            "TWh",
            expected["low"],
            expected["high"],
            "modelled",
            "Energy in 2030 if only what utilities expect is built",
            "utilisation",
        ),
        "active_share": Quantity(of("Wood Mackenzie", "under active development", "share_percent"), pct, grade="measured"),
        "delay": Quantity(100 * delay.central, pct, 100 * delay.low, 100 * delay.high, "guessed", "Projects due in 2026 expected to be late"),
        "late_2025": Quantity(
            of("Sightline Climate", "due in 2025 and delayed", "share_percent")
            + of("Sightline Climate", "due in 2025 and moved without notice", "share_percent"),
            pct,
            grade="measured",
        ),
        "due_2026": Quantity(of("Sightline Climate", "due in 2026", "power_gw"), "GW", grade="measured"),
        "building_2026": Quantity(of("Sightline Climate", "due in 2026 and under construction", "power_gw"), "GW", grade="measured"),
        "cancelled_2025": Quantity(
            of("Heatmap Pro", "cancelled in 2025 after local opposition", "power_gw"),
            "GW",
            grade="measured",
            label="Cancelled in 2025 after local opposition, US, at least",
        ),
        "cancelled_share": Quantity(
            100 * of("Heatmap Pro", "cancelled in 2025 after local opposition", "power_gw") / float(pipe["Whole pipeline"]), pct, grade="measured"
        ),
        "contested_lost": Quantity(of("Heatmap Pro", "contested and in the end cancelled", "share_percent"), pct, grade="measured"),
        "blocked_value": Quantity(1e9 * of("Data Center Watch", "blocked or delayed, first quarter of 2026", "value_busd"), "USD", grade="measured"),
        "pjm_requested": Quantity(of("PJM load adjustments", "requested by utilities", "power_gw"), "GW", grade="measured"),
        "pjm_counted": Quantity(
            of("PJM load adjustments", "firm", "power_gw") + of("PJM load adjustments", "non-firm, counted at half", "power_gw"),
            "GW",
            grade="guessed",
        ),
        "dominion_contracted": Quantity(
            float(tables.load("power/pipeline_status").query("source_set == 'Dominion data centres' and as_of == '2026-03'")["power_gw"].sum()),
            "GW",
            grade="measured",
            label="Under contract with Dominion in Virginia, March 2026",
        ),
        "dominion_connected": Quantity(of("Dominion data centres", "connected since tracking began", "power_gw"), "GW", grade="measured"),
        "tracked_now": Quantity(
            float(sites.loc["2026-08-03"]), "GW", grade="modelled", label="AI sites tracked from the air, in operation, August 2026"
        ),
        "tracked_2028": Quantity(float(sites.loc["2028-12-31"]), "GW", grade="guessed", label="The same sites as scheduled for the end of 2028"),
        # supply
        "queue_waiting": Quantity(float(q[("2025-12", "all", "active")]), "GW", grade="measured", label="Plants waiting for the grid, end of 2025"),
        "queue_waiting_2024": Quantity(float(q[("2024-12", "all", "active")]), "GW", grade="measured"),
        "queue_gas_2024": Quantity(float(q[("2024-12", "gas", "active")]), "GW", grade="measured"),
        "queue_built_2020": Quantity(float(newest["completed_percent"]), pct, grade="measured"),
        "queue_gas": Quantity(float(q[("2025-12", "gas", "active")]), "GW", grade="measured"),
        "queue_withdrawn": Quantity(float(q[("2025-12", "all", "withdrawn_in_year")]), "GW", grade="measured"),
        "queue_built": Quantity(
            float(done["all"]), pct, float(done.min()), float(done.max()), "measured", "Requested plant capacity that was built (by technology)"
        ),
        "queue_gas_built": Quantity(float(done["gas"]), pct, grade="measured"),
        "queue_storage_built": Quantity(float(done["storage"]), pct, grade="measured"),
        "queue_months": Quantity(float(months[("2026", "in operation 2025")]), "month", grade="measured"),
        "queue_expected": expected_from_queue().quantity("GW", grade="guessed", label="Plants to come from the queue of 2025 at the past rate"),
        "lead": Quantity(leads.central, "year", leads.low, leads.high, "guessed"),
        "lead_years": Quantity(leads.central, "1", leads.low, leads.high, "guessed", "Years from order to operation, gas plant"),
        "by_2030": Quantity(
            100 * float(lead_time().samples.mean()), pct, grade="guessed", label="Chance that a gas plant ordered now runs before 2031"
        ),
        "backlog": Quantity(float(backlog[("GE Vernova gas turbines", "2026-07", "backlog_gw")]), "GW", grade="measured"),
        "backlog_firm": Quantity(float(backlog[("GE Vernova gas turbines", "2026-07", "firm_backlog_gw")]), "GW", grade="measured"),
        # prices
        "price_first": Quantity(float(prices["price_usd_per_mw_day"].iloc[0]), "USD", grade="measured"),
        "price_last": Quantity(
            float(latest["price_usd_per_mw_day"]), "USD", grade="measured", label="PJM capacity price 2028/2029, US$ per MW and day"
        ),
        "price_uncapped": Quantity(float(latest["uncapped_usd_per_mw_day"]), "USD", grade="modelled"),
        "price_multiple": Quantity(float(latest["price_usd_per_mw_day"] / prices["price_usd_per_mw_day"].iloc[0]), "1", grade="measured"),
        "pjm_data_centres": Quantity(
            100 * float(latest["data_centre_busd"] / latest["cost_busd"]), pct, grade="guessed", label="Part of PJM's capacity bill for 2028/2029 that its monitor puts down to data centres"
        ),
        "pjm_short": Quantity(float(latest["shortfall_gw"]), "GW", grade="measured", label="Short of what PJM wanted for 2028/2029"),
        "pjm_margin": Quantity(float(latest["reserve_margin_percent"]), pct, grade="measured"),
        "pjm_target": Quantity(float(latest["target_margin_percent"]), pct, grade="measured"),
        "capacity_per_mwh": Quantity(
            float(model.capacity_cost_usd_per_mwh(latest["price_usd_per_mw_day"], own.central)),
            "USD/MWh",
            float(model.capacity_cost_usd_per_mwh(latest["price_usd_per_mw_day"], own.high)),
            float(model.capacity_cost_usd_per_mwh(latest["price_usd_per_mw_day"], own.low)),
            "modelled",
            "Capacity in the price of a data centre's electricity, PJM 2028/2029",
            "own_peak_load_factor",
        ),
    }
