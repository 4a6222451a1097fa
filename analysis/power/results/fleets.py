"""Fleets of a million and of some hundreds of thousands of GPUs: power, electricity, cost, and how far the plan has come."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.parameters import Parameter
from analysis.power import fleets as model
from analysis.quantities import Quantity

__all__ = ["HARDWARE", "statements", "power", "energy", "capex", "chips", "annual_cost", "by_hardware", "openai_gpus", "serving_gpus", "xai_progress", "fleet_frame", "checks_against_sites", "facts"]

HARDWARE = ("A100", "H100", "GB200", "GB300")


@cache
def statements() -> pd.DataFrame:
    """Return the dated statements about the size of fleets, oldest first."""
    frame = tables.load("power/fleet_statements").copy()
    frame["date"] = pd.to_datetime(frame["date"])
    return frame.sort_values("date", kind="stable", ignore_index=True)


def _said(statement: str, column: str = "gpus") -> float:
    return float(statements().set_index("statement").at[statement, column])


def _chosen(hardware: str, *names: str) -> dict[str, Parameter]:
    keyed = {"it_kw_per_gpu", "chip_price_usd"}
    return parameters.select(*((n, {"hardware": hardware}) if n in keyed else n for n in names), part="power")


def _power(it_kw_per_gpu, pue_ai_facility, gpus):
    return model.fleet_power_gw(gpus, it_kw_per_gpu, pue_ai_facility)


def _energy(it_kw_per_gpu, pue_ai_facility, fleet_load_factor, gpus):
    return model.fleet_energy_twh(gpus, it_kw_per_gpu, pue_ai_facility, fleet_load_factor)


def _capex(it_kw_per_gpu, pue_ai_facility, ai_capex_usd_per_w, gpus):
    return model.fleet_capex_usd(_power(it_kw_per_gpu, pue_ai_facility, gpus), ai_capex_usd_per_w)


def _annual(it_kw_per_gpu, pue_ai_facility, fleet_load_factor, ai_capex_usd_per_w, it_lifetime_years, electricity_usd_per_mwh, gpus):
    return model.annual_cost_usd(
        _capex(it_kw_per_gpu, pue_ai_facility, ai_capex_usd_per_w, gpus),
        it_lifetime_years,
        _energy(it_kw_per_gpu, pue_ai_facility, fleet_load_factor, gpus),
        electricity_usd_per_mwh,
    )


@cache
def power(gpus: float, hardware: str) -> uncertainty.Propagation:
    """Return the facility power of a fleet (GW, at its rating)."""
    return uncertainty.propagate(_power, _chosen(hardware, "it_kw_per_gpu", "pue_ai_facility"), gpus=gpus)


@cache
def energy(gpus: float, hardware: str) -> uncertainty.Propagation:
    """Return a fleet's electricity in a year (TWh)."""
    return uncertainty.propagate(_energy, _chosen(hardware, "it_kw_per_gpu", "pue_ai_facility", "fleet_load_factor"), gpus=gpus)


@cache
def capex(gpus: float, hardware: str) -> uncertainty.Propagation:
    """Return what the fleet and its building cost (USD of 2025)."""
    return uncertainty.propagate(_capex, _chosen(hardware, "it_kw_per_gpu", "pue_ai_facility", "ai_capex_usd_per_w"), gpus=gpus)


@cache
def chips(gpus: float, hardware: str) -> uncertainty.Propagation:
    """Return what the accelerators alone cost (USD of the price's year)."""
    return uncertainty.propagate(lambda chip_price_usd, gpus: model.chip_cost_usd(gpus, chip_price_usd), _chosen(hardware, "chip_price_usd"), gpus=gpus)


@cache
def annual_cost(gpus: float, hardware: str) -> uncertainty.Propagation:
    """Return a year's cost of the fleet: capital over its life, and electricity (USD of 2025)."""
    names = ("it_kw_per_gpu", "pue_ai_facility", "fleet_load_factor", "ai_capex_usd_per_w", "it_lifetime_years", "electricity_usd_per_mwh")
    return uncertainty.propagate(_annual, _chosen(hardware, *names), gpus=gpus)


@cache
def by_hardware(gpus: float = 1e6) -> pd.DataFrame:
    """Return power, yearly electricity and cost of a fleet by hardware, with 5–95 % ends."""
    rows = []
    for hardware in HARDWARE:
        measures = [("facility power (GW)", power(gpus, hardware), "GW", 1.0), ("electricity (TWh a year)", energy(gpus, hardware), "TWh", 1.0)]
        if hardware in ("H100", "GB200", "GB300"):  # the capital cost per watt is that of sites built in 2025
            measures.append(("cost (billion US$ a year)", annual_cost(gpus, hardware), "USD", 1e-9))
        for measure, run, unit, scale in measures:
            q = run.quantity(unit)
            rows.append({"hardware": hardware, "measure": measure, "value": q.value * scale, "low": q.low * scale, "high": q.high * scale})
    return pd.DataFrame(rows)


@cache
def openai_gpus() -> uncertainty.Propagation:
    """Return the GPUs that OpenAI's inference bill of 2024 rented around the clock (Microsoft's own come on top)."""
    chosen = parameters.select("openai_inference_2024_usd", "gpu_hour_usd", part="power")
    return uncertainty.propagate(lambda openai_inference_2024_usd, gpu_hour_usd: model.gpus_behind_bill(openai_inference_2024_usd, gpu_hour_usd), chosen)


@cache
def serving_gpus() -> uncertainty.Propagation:
    """Return the GPUs on which OpenAI and Microsoft served GPT models at the end of 2024.

    OpenAI's part follows from its bill. Nothing public says how many of Microsoft's other GPUs served GPT models; every
    share of them is taken as equally likely, which is a statement of ignorance.
    """
    row = statements().set_index("statement").loc["epoch_microsoft_2024"]
    own = parameters.select("openai_inference_2024_usd", "gpu_hour_usd", part="power")
    own["microsoft_gpus"] = Parameter("microsoft_gpus", "1", row["gpus"], row["gpus_low"], row["gpus_high"], "lognormal", part="power", label="GPUs of Microsoft")
    own["microsoft_serving_share"] = Parameter("microsoft_serving_share", "1", 0.5, 0.05, 0.95, "uniform", part="power", label="share of Microsoft's GPUs that serves GPT models", note="ignorance: any share")

    def total(openai_inference_2024_usd, gpu_hour_usd, microsoft_gpus, microsoft_serving_share):
        openai = model.gpus_behind_bill(openai_inference_2024_usd, gpu_hour_usd)
        return openai + microsoft_serving_share * np.maximum(microsoft_gpus - openai, 0)

    return uncertainty.propagate(total, own)


@cache
def xai_progress() -> pd.DataFrame:
    """Return xAI's GPUs by date, both sites together; estimated where the filing gives a phase and Epoch AI its date."""
    frame = statements()
    frame = frame[(frame["holder"] == "xAI") & (frame["kind"] == "had")]
    first = frame[~frame["statement"].str.contains("colossus2")]
    second = frame[frame["statement"].str.contains("colossus2")]
    rows = []
    for date in sorted(set(frame["date"])):
        total = sum(int(part.loc[part["date"] <= date, "gpus"].iloc[-1]) for part in (first, second) if (part["date"] <= date).any())
        dated = second[second["date"] == date]["locator"].str.contains("timing is Epoch").any()
        rows.append({"date": date, "gpus": total, "kind": "estimated" if dated else "stated"})
    return pd.DataFrame(rows)


@cache
def fleet_frame() -> pd.DataFrame:
    """Return stated and estimated fleets, one row each, in the order in which a chart shows them."""
    rows = [{"row": "xAI plan, December 2024", "kind": "plan", "gpus": _said("xai_plan_2024")}]
    rows += [{"row": f"xAI, {d:%B %Y}", "kind": kind, "gpus": float(n)} for d, n, kind in xai_progress().itertuples(index=False)]
    rows.append({"row": "OpenAI plan for end of 2025", "kind": "plan", "gpus": _said("openai_2025")})
    for name, label in (("epoch_microsoft_2023", "Microsoft, end of 2023"), ("epoch_microsoft_2024", "Microsoft, end of 2024")):
        rows.append({"row": label, "kind": "estimated", "gpus": _said(name), "low": _said(name, "gpus_low"), "high": _said(name, "gpus_high")})
    for label, run in (("OpenAI's inference bill, 2024", openai_gpus()), ("GPT inference, end of 2024", serving_gpus())):
        q = run.quantity("1")
        rows.append({"row": label, "kind": "estimated", "gpus": q.value, "low": q.low, "high": q.high})
    return pd.DataFrame(rows)[["row", "kind", "gpus", "low", "high"]]


@cache
def checks_against_sites() -> pd.DataFrame:
    """Return kilowatts per GPU as disclosed, planned or estimated for whole clusters, beside our parameter."""
    frame = tables.load("power/systems")
    frame = frame[frame["accelerators"] >= 256].copy()
    frame["kw_per_gpu"] = frame["it_power_kw"] / frame["accelerators"]
    return frame[["system", "basis", "accelerators", "kw_per_gpu"]].sort_values("kw_per_gpu", ignore_index=True)


@cache
def facts() -> dict[str, object]:
    """Return the topic's named numbers; a date comes as text."""
    planned = _said("xai_plan_2024")
    out = {
        "planned_gpus": Quantity(planned, "1", grade="measured", label="GPUs that xAI planned for Memphis, as announced on 4 December 2024"),
        "xai_had": Quantity(_said("xai_had_2024"), "1", grade="measured"),
    }
    progress = xai_progress()
    reached = float(progress["gpus"].iloc[-1])
    out["xai_reached"] = Quantity(reached, "1", grade="modelled", label=f"xAI's GPUs at both Memphis sites by {progress['date'].iloc[-1]:%B %Y}, the last phase dated by Epoch AI")
    filed = progress[progress["kind"] == "stated"].iloc[-1]
    out["xai_filed"] = Quantity(float(filed["gpus"]), "1", grade="measured", label=f"xAI's GPUs at both Memphis sites by {filed['date']:%B %Y}, as disclosed")
    out["xai_filed_date"] = f"{filed['date']:%B %Y}"
    out["xai_reached_share"] = Quantity(100 * reached / planned, "percent", grade="modelled")
    for hardware in HARDWARE:
        key = hardware.lower()
        out[f"million_gw_{key}"] = power(planned, hardware).quantity("GW", label=f"A million {hardware}: facility power")
        out[f"million_twh_{key}"] = energy(planned, hardware).quantity("TWh", label=f"A million {hardware}: electricity a year")
    for hardware in ("H100", "GB200"):
        key = hardware.lower()
        out[f"million_chips_{key}"] = chips(planned, hardware).quantity("USD", label=f"A million {hardware}: chips alone")
        out[f"million_cost_{key}"] = annual_cost(planned, hardware).quantity("USD", label=f"A million {hardware}: cost a year, capital and electricity")
    out["million_capex_gb200"] = capex(planned, "GB200").quantity("USD", label="A million GB200: chips, servers, buildings and power plant")
    bill = model.annual_cost_usd(0.0, 1.0, energy(planned, "GB200").samples, parameters.sample(parameters.select("electricity_usd_per_mwh", part="power"))["electricity_usd_per_mwh"])
    out["million_power_bill_gb200"] = uncertainty.summarise(bill, "USD", label="Of that, the electricity bill of a million GB200", driver="electricity_usd_per_mwh")
    out["bill_share"] = uncertainty.summarise(100 * bill / annual_cost(planned, "GB200").samples, "percent")
    low, high = 1e5, 1e6
    out["hundreds_low_gw"] = power(low, "H100").quantity("GW", label="A hundred thousand H100: facility power")
    out["hundreds_low_twh"] = energy(low, "H100").quantity("TWh")
    out["openai_gpus"] = openai_gpus().quantity("1", label="GPUs behind OpenAI's inference bill of 2024, Microsoft's own not counted", grade="guessed")
    out["hundreds_low"] = Quantity(low, "1")
    out["tip_price"] = Quantity(openai_gpus().tipping("gpu_hour_usd", low), "USD")
    serving = serving_gpus()
    out["serving_gpus"] = serving.quantity("1", label="GPUs serving GPT models at OpenAI and Microsoft, end of 2024", grade="guessed")
    out["serving_inside"] = Quantity(100 * float(np.mean((serving.samples >= low) & (serving.samples <= high))), "percent", grade="guessed")
    h100 = parameters.sample(_chosen("H100", "it_kw_per_gpu", "pue_ai_facility", "fleet_load_factor"))
    out["serving_gw"] = uncertainty.summarise(_power(h100["it_kw_per_gpu"], h100["pue_ai_facility"], serving.samples), "GW", grade="guessed", label="Facility power of that serving fleet, as H100", driver=out["serving_gpus"].driver)
    out["serving_twh"] = uncertainty.summarise(_energy(h100["it_kw_per_gpu"], h100["pue_ai_facility"], h100["fleet_load_factor"], serving.samples), "TWh", grade="guessed", label="Electricity of that serving fleet in a year, as H100", driver=out["serving_gpus"].driver)
    row = statements().set_index("statement").loc["epoch_microsoft_2024"]
    out["microsoft_gpus"] = Quantity(row["gpus"], "1", row["gpus_low"], row["gpus_high"], "modelled", "Microsoft's NVIDIA GPUs, end of 2024 (Epoch AI)", "")
    out["omdia_gpus"] = Quantity(_said("omdia_microsoft_2024"), "1", grade="modelled")
    out["openai_plan_2025"] = Quantity(_said("openai_2025"), "1")
    disclosed = checks_against_sites().set_index("system")["kw_per_gpu"]
    out["colossus1_kw"] = Quantity(disclosed["Colossus 1, leased"], "kW/chip", grade="measured")
    out["colossus2_kw"] = Quantity(disclosed["Colossus 2, first GB200 cluster"], "kW/chip", grade="measured")
    out["nvidia_unit_kw"] = Quantity(disclosed["DGX GB200 scalable unit"], "kW/chip", grade="measured")
    out["tip_gigawatt_h100"] = Quantity(1e6 / (parameters.get("it_kw_per_gpu", hardware="H100").central * parameters.get("pue_ai_facility").central), "1")
    return out
