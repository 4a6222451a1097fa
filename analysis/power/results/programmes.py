"""Announced programmes outside the United States: money, chips and power on one scale, and how far each has come."""

from __future__ import annotations

from functools import cache

import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.power import programmes as model
from analysis.quantities import Quantity

__all__ = ["LISTED", "CUTOFF", "entries", "power_of", "chips_of", "comparable", "announced_by", "siam", "shells", "rules", "facts"]

LISTED = {"France": "France", "Siam AI": "Siam AI", "GDS / DayOne": "GDS in Malaysia and Singapore", "IndiaAI Mission": "India", "Project Transcendence": "Middle East"}
CUTOFF = pd.Timestamp("2025-02-17")  # the forum post
_HARDWARE = "GB200"
_COSTS = ("system_cost_factor", "shell_usd_per_w_it", ("it_kw_per_gpu", {"hardware": _HARDWARE}), ("chip_price_usd", {"hardware": _HARDWARE}), "pue_ai_facility")
_POWER = (("it_kw_per_gpu", {"hardware": _HARDWARE}), "pue_ai_facility")
_TRACKED = {"DayOne Nusajaya": "GDS / DayOne", "OpenAI Stargate UAE": "Stargate UAE"}


@cache
def entries() -> pd.DataFrame:
    """Return the table of statements with amounts in US dollars where an exchange rate is given."""
    frame = tables.load("power/programmes").copy()
    frame["date"] = pd.to_datetime(frame["date"])
    rate = frame["usd_per_unit"].where(frame["currency"] != "USD", 1.0)
    for end in ("_low", "", "_high"):
        frame[f"money_usd{end}"] = 1e9 * frame[f"amount_bn{end}"] * rate
    return frame


@cache
def power_of(money_usd: float):
    """Return the facility power that a sum builds if it pays for everything, MW, as a propagation."""
    return uncertainty.propagate(model.power_of_money_mw, parameters.select(*_COSTS, part="power"), money_usd=money_usd)


@cache
def _power_of_shell(money_usd: float):
    return uncertainty.propagate(model.power_of_shell_mw, parameters.select("shell_usd_per_w_it", "pue_ai_facility", part="power"), money_usd=money_usd)


@cache
def chips_of(power_mw: float):
    """Return the accelerators that a facility's power feeds, as a propagation."""
    return uncertainty.propagate(model.chips_on_power, parameters.select(*_POWER, part="power"), power_mw=power_mw)


@cache
def _power_of_chips(chips: float, hardware: str = _HARDWARE):
    chosen = parameters.select(("it_kw_per_gpu", {"hardware": hardware}), "pue_ai_facility", part="power")
    return uncertainty.propagate(model.power_of_chips_mw, chosen, chips=chips)


@cache
def _running() -> pd.Series:
    frame = tables.load("power/large_sites")
    frame = frame[frame["status"] == "past"]
    frame = frame[frame["snapshot_date"] == frame["snapshot_date"].max()]
    return frame.assign(programme=frame["site"].map(_TRACKED)).dropna(subset="programme").groupby("programme")["facility_power_mw"].sum()


@cache
def comparable() -> pd.DataFrame:
    """Return one row per programme and stage: power in MW as stated, or as the money or the chips amount to.

    Money is converted by this book's cost of a watt (of the building alone where it pays for that), chips by their power; the column ``basis`` says which.
    A programme's stage takes stated power where there is any, else chips, else money.
    """
    rows = []
    counted = entries()[entries()["in_sum"]]
    for (programme, stage), part in counted.groupby(["programme", "stage"], sort=False):
        if part["power_mw"].notna().any():
            mw, basis = float(part["power_mw"].sum()), "stated power"
            low = high = mw
        elif part["chips"].notna().any():
            run = _power_of_chips(float(part["chips"].sum())).quantity("MW", driver="")
            mw, low, high, basis = run.value, run.low, run.high, "chips"
        elif part["money_usd"].notna().any():
            shell = bool((part.loc[part["money_usd"].notna(), "scope"] == "shell").all())
            run = (_power_of_shell if shell else power_of)(float(part["money_usd"].sum())).quantity("MW", driver="")
            mw, low, high, basis = run.value, run.low, run.high, "money for buildings" if shell else "money for everything"
        else:
            continue
        rows.append({"programme": programme, "stage": stage, "basis": basis, "power_mw_low": low, "power_mw": mw, "power_mw_high": high})
    for programme, mw in _running().items():
        rows.append({"programme": programme, "stage": "energised", "basis": "satellite pictures", "power_mw_low": mw, "power_mw": mw, "power_mw_high": mw})
    order = {s: i for i, s in enumerate(("announced", "financed", "licensed", "building", "energised"))}
    frame = pd.DataFrame(rows)
    return frame.sort_values(["programme", "stage"], key=lambda c: c.map(order) if c.name == "stage" else c, ignore_index=True)


@cache
def announced_by() -> pd.DataFrame:
    """Return, for each country or firm that the post lists, its first entry in the table and whether the post could know it."""
    rows = []
    for programme, listed in LISTED.items():
        part = entries()[(entries()["programme"] == programme) & entries()["source"].ne("pt2025ldpc")]
        places = ("Malaysia", "Singapore") if "Singapore" in listed else (None,)
        for place in places:
            chosen = part[part["country"] == place] if place else part
            first = chosen.sort_values("date").iloc[0]
            rows.append({"listed": f"GDS in {place}" if place else listed, "first": first["date"], "sponsor": first["sponsor"], "by_the_post": bool(first["date"] <= CUTOFF)})
    return pd.DataFrame(rows)


@cache
def siam() -> pd.DataFrame:
    """Return both readings of the 2B and the approved project: dollars, MW and chips that they would be if they paid for all."""
    names = {"th-siam-2b-usd": "2B read as US dollars", "th-siam-boi": "Approved by Thailand’s board, January 2025", "th-siam-2b-thb": "2B read as baht"}
    rows = []
    for key, name in names.items():
        money = float(entries().set_index("entry_id").loc[key, "money_usd"])
        mw = power_of(money)
        chips = chips_of(1.0).samples * mw.samples
        q, c = mw.quantity("MW", driver=""), uncertainty.summarise(chips, "chip")
        rows.append({"reading": name, "money_usd_million": money / 1e6, "power_mw_low": q.low, "power_mw": q.value, "power_mw_high": q.high, "chips_low": c.low, "chips": c.value, "chips_high": c.high})
    return pd.DataFrame(rows)


@cache
def shells() -> pd.DataFrame:
    """Return what approved projects state per watt: money that pays for a building and not for chips."""
    frame = entries()
    frame = frame[frame["money_usd"].notna() & frame["power_mw"].notna()].copy()
    frame["usd_per_w"] = frame["money_usd"] / frame["power_mw"] / 1e6
    return frame[["programme", "country", "sponsor", "date", "stage", "usd_per_w"]].sort_values("usd_per_w", ignore_index=True)


@cache
def rules() -> pd.DataFrame:
    """Return the numbers of the export rules beside what the programmes would need."""
    frame = tables.load("power/export_rules")
    return frame[["rule", "status", "tier", "chips"]]


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    frame = entries().set_index("entry_id")
    out: dict[str, Quantity] = {}
    money = float(frame.loc["fr-109", "money_usd"])
    out["france_eur"] = Quantity(1e9 * float(frame.loc["fr-109", "amount_bn"]), "EUR", grade="guessed", label="France, announced February 2025")
    out["france_power"] = _gw(power_of(money).quantity("MW", label="What that sum would build if it paid for everything"))
    out["france_confirmed"] = Quantity(1e9 * float(frame.loc["fr-choose-2025", "amount_bn"]), "EUR", grade="guessed", label="France, called confirmed by May 2025")
    out["france_confirmed_share"] = Quantity(100 * float(frame.loc["fr-choose-2025", "amount_bn"] / frame.loc["fr-109", "amount_bn"]), "percent")
    out["france_running"] = Quantity(float(frame.loc["fr-mistral", "power_mw"]), "MW", grade="measured", label="France, in operation for AI as found, June 2026")
    out["france_loan_chips"] = Quantity(float(frame.loc["fr-mistral-loan", "chips"]), "chip", grade="guessed")
    out["france_running_chips"] = Quantity(float(frame.loc["fr-mistral", "chips"]), "chip", grade="measured")
    out["france_running_share"] = Quantity(100 * out["france_running"].value / (1e3 * out["france_power"].value), "percent", 100 * out["france_running"].value / (1e3 * out["france_power"].high), 100 * out["france_running"].value / (1e3 * out["france_power"].low))
    out["campus_first"] = Quantity(1e9 * float(frame.loc["fr-fouju", "amount_bn"]), "EUR", grade="guessed")
    out["campus_first_power"] = Quantity(float(frame.loc["fr-fouju", "power_mw"]) / 1e3, "GW", grade="guessed")
    out["campus_usd_per_w"] = Quantity(float(frame.loc["fr-fouju", "money_usd"] / frame.loc["fr-fouju", "power_mw"] / 1e6), "USD/W", grade="guessed")
    for key, name in (("siam_usd", "th-siam-2b-usd"), ("siam_thb", "th-siam-2b-thb"), ("siam_board", "th-siam-boi")):
        out[key] = Quantity(float(frame.loc[name, "money_usd"]), "USD", grade="guessed")
    out["siam_board"] = out["siam_board"].named("Siam AI’s project as approved in January 2025")
    out["siam_further"] = Quantity(out["siam_thb"].value, "USD", out["siam_thb"].value, out["siam_board"].value, "guessed", "Siam AI’s further 2B, read as baht, up to all that was approved", "the currency")
    out["siam_factor"] = Quantity(out["siam_usd"].value / out["siam_board"].value, "1", grade="guessed")
    for key, row in zip(("usd", "board", "thb"), siam().itertuples(), strict=True):
        out[f"siam_chips_{key}"] = Quantity(row.chips, "chip", row.chips_low, row.chips_high)
    first = announced_by()
    out["announced_share"] = Quantity(float(first["by_the_post"].mean()), "1", grade="measured", label="Share of the projects listed that were announced by the post")
    out["listed"] = Quantity(float(len(first)), "1", grade="measured")
    table = comparable().set_index(["programme", "stage"])["power_mw"]
    out["johor_running"] = Quantity(float(table["GDS / DayOne", "energised"]), "MW", grade="modelled", label="DayOne at Nusajaya, in operation, August 2026")
    out["johor_first_plan"] = Quantity(float(frame.loc["my-gds-2021", "power_mw"]), "MW", grade="guessed")
    out["johor_factor"] = Quantity(float(model.stage_share(out["johor_running"].value, out["johor_first_plan"].value)), "1")
    out["india_chips"] = Quantity(float(frame.loc["in-mission-2026", "chips"]), "chip", grade="measured", label="IndiaAI Mission, chips on offer, March 2026")
    out["india_power"] = _power_of_chips(out["india_chips"].value).quantity("MW", label="Facility power of those chips if they were GB200")
    out["india_planned"] = Quantity(float(frame.loc["in-mission", "chips"]), "chip", grade="guessed")
    out["gulf_planned"] = Quantity(float(table["Humain", "announced"] + table["Stargate UAE", "announced"]) / 1e3, "GW", grade="guessed", label="Gulf: Humain and Stargate UAE, announced")
    out["gulf_building"] = Quantity(float(table["Humain", "building"] + table["Stargate UAE", "building"]), "MW", grade="guessed", label="Gulf: under construction as first phases")
    both, each = float(frame.loc["gulf-licence", "chips"]), float(frame.loc["gulf-licence-each", "chips"])
    reading = "whether for both firms or for each"
    out["gulf_licensed"] = Quantity(both, "chip", both, each, "measured", "Gulf: chips licensed for export in November 2025", reading)
    joint, several = (_power_of_chips(n).quantity("MW") for n in (both, each))
    out["gulf_licensed_power"] = Quantity(joint.value, "MW", joint.low, several.high, "modelled", "Facility power of the licensed chips", reading)
    out["gulf_licensed_share"] = Quantity(100 * out["gulf_licensed_power"].value / (1e3 * out["gulf_planned"].value), "percent", 100 * out["gulf_licensed_power"].low / (1e3 * out["gulf_planned"].value), 100 * out["gulf_licensed_power"].high / (1e3 * out["gulf_planned"].value))
    whole = comparable()
    stated = float(whole.loc[whole["stage"] == "announced", "power_mw"].sum())
    running = float(whole.loc[whole["stage"] == "energised", "power_mw"].sum())
    # the ends of converted rows are added: one cost of a watt, and one power of a chip, moves them all
    ends = whole.groupby("stage")[["power_mw_low", "power_mw_high"]].sum() / 1e3
    (least, most), (few, many) = ends.loc["announced"], ends.loc["energised"]
    out["all_announced"] = Quantity(stated / 1e3, "GW", least, most, "guessed", "All programmes of the page, announced", "what France’s sum would build")
    out["all_running"] = Quantity(running / 1e3, "GW", few, many, "modelled", "All programmes of the page, in operation as found", "power of India’s chips")
    out["all_share"] = Quantity(100 * running / stated, "percent", 100 * few / most, 100 * many / least, "guessed", "Share of the announced power that operates", "what France’s sum would build")
    cap = tables.load("power/export_rules").set_index("tier")["chips"]
    out["cap"] = Quantity(float(cap["cap for a country of the second tier"]), "chip", grade="measured")
    out["cap_power"] = _power_of_chips(out["cap"].value, "H100").quantity("MW", label="Facility power of the rescinded cap for a second-tier country, in H100")
    out["deal_cluster"] = Quantity(float(cap["cluster that needs a deal between governments and investment in the US"]), "chip", grade="measured")
    out["deal_cluster_power"] = _power_of_chips(out["deal_cluster"].value).quantity("MW", label="Facility power of the cluster that would need a deal between governments")
    out["gulf_chips_needed"] = uncertainty.summarise(chips_of(1e3 * out["gulf_planned"].value).samples, "chip", label="GB200 that the Gulf’s announced power would hold", driver="it_kw_per_gpu")
    dear, cheap = shells()["usd_per_w"].max(), shells()["usd_per_w"].min()
    out["usd_per_w_stated"] = Quantity(float(shells()["usd_per_w"].median()), "USD/W", float(cheap), float(dear), "guessed", "Stated money per watt where a programme gives both", "whether chips are in it")
    return out


def _gw(q: Quantity) -> Quantity:
    return Quantity(q.value / 1e3, "GW", q.low / 1e3, q.high / 1e3, q.grade, q.label, q.driver)


