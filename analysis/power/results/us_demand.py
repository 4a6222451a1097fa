"""US data-centre electricity: vintages, shares, growth, a projection, and what AI servers did to it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.parameters import Parameter
from analysis.power import us_demand as model
from analysis.quantities import Quantity

__all__ = [
    "LABELS", "printed", "growth_printed", "history", "shares", "growth_periods", "band", "projected", "projected_share", "share_frame", "projection_frame", "probability_inside_lbnl",
    "decomposition", "contributions", "condition_a3", "accelerates", "facts", "flat",
]  # fmt: skip

LABELS = {
    "epa-2007": "EPA/LBNL 2007",
    "koomey-2011": "Koomey 2011",
    "lbnl-2016": "LBNL 2016",
    "lbnl-2024": "LBNL 2024",
    "lbnl-2026": "LBNL 2026 update",
    "iea-2024": "IEA 2024",
    "iea-2025": "IEA 2025",
    "epri-2024": "EPRI 2024",
    "epri-2026": "EPRI 2026",
    "mckinsey-2024": "McKinsey 2024",
    "koomey-2026": "Koomey and GridLab 2026",
}
BASE, END = 2024, 2030
_ENERGY = ("us_energy_2024", "us_energy_growth", "us_overhead_2030")


def flat(name: str, unit: str, bottom: float, top: float) -> Parameter:
    """Return a flat prior between two printed figures, in the form the sampler takes (5 and 95 % points inside)."""
    bottom, top = sorted((float(bottom), float(top)))
    width = top - bottom
    return Parameter(name, unit, (bottom + top) / 2, bottom + 0.05 * width, top - 0.05 * width, "uniform", part="power")


@cache
def _demand() -> pd.DataFrame:
    return tables.load("power/us_demand")


def printed(vintage: str, scenario: str, year: int, column: str = "energy_twh") -> float:
    """Return one figure as its source prints it."""
    frame = _demand()
    row = frame[(frame["vintage"] == vintage) & (frame["scenario"] == scenario) & (frame["year"] == year)]
    if len(row) != 1 or pd.isna(row[column].iloc[0]):
        raise KeyError(f"us_demand has no single printed {column} for {vintage}, {scenario}, {year}.")
    return float(row[column].iloc[0])


@cache
def _growth() -> pd.DataFrame:
    return tables.load("power/us_growth")


def growth_printed(vintage: str, start: int, end: int, column: str = "annual_percent") -> float:
    """Return one growth figure as its source prints it."""
    frame = _growth()
    row = frame[(frame["vintage"] == vintage) & (frame["start_year"] == start) & (frame["end_year"] == end)]
    if len(row) != 1 or pd.isna(row[column].iloc[0]):
        raise KeyError(f"us_growth has no single printed {column} for {vintage}, {start}–{end}.")
    return float(row[column].iloc[0])


@cache
def _us_total() -> pd.Series:
    return tables.load("power/us_electricity").set_index("year")["end_use_twh"]


@cache
def history() -> pd.DataFrame:
    """Return the three LBNL reports and their forerunner, one row a year and scenario.

    Figures that a report gives only as growth from another year are computed here and marked.
    """
    frame = _demand()
    chosen = frame[frame["vintage"].isin(["epa-2007", "lbnl-2016", "lbnl-2024", "lbnl-2026"])]
    rows = [
        {
            "vintage": LABELS[r.vintage],
            "year": int(r.year),
            "energy_twh": r.energy_twh,
            "low_twh": r.energy_low_twh,
            "high_twh": r.energy_high_twh,
            "scenario": r.scenario,
            "status": "past" if r.is_history else "forecast",
            "basis": "printed",
        }
        for r in chosen.itertuples()
    ]

    def add(vintage, year, value, status, scenario="history"):
        rows.append(
            {
                "vintage": LABELS[vintage], "year": year, "energy_twh": float(value), "low_twh": np.nan, "high_twh": np.nan,
                "scenario": scenario, "status": status, "basis": "computed from printed growth",
            }
        )  # fmt: skip

    at = 2014
    value = printed("lbnl-2016", "history", at)
    for before in (2010, 2005, 2000):
        value = model.value_before(value, growth_printed("lbnl-2016", before, at, "total_percent"))
        add("lbnl-2016", before, value, "past")
        at = before
    newest = printed("lbnl-2026", "history", BASE)
    add("lbnl-2026", 2023, model.value_before(newest, growth_printed("lbnl-2026", 2023, BASE)), "past")
    at_2025 = model.grow(newest, growth_printed("lbnl-2026", BASE, 2025), 1)
    add("lbnl-2026", 2025, at_2025, "forecast", "reference")
    add("lbnl-2026", 2026, model.grow(at_2025, growth_printed("lbnl-2026", 2025, 2026), 1), "forecast", "reference")
    return pd.DataFrame(rows).sort_values(["vintage", "year", "scenario"], kind="stable", ignore_index=True)


def _computed(vintage: str, year: int) -> float:
    frame = history()
    return float(frame[(frame["vintage"] == LABELS[vintage]) & (frame["year"] == year) & frame["basis"].str.startswith("computed")]["energy_twh"].iloc[0])


@cache
def shares() -> pd.DataFrame:
    """Return the share of US electricity: printed energies over EIA's end use, beside the share the source prints."""
    frame = _demand()
    past = frame[frame["is_history"] & frame["energy_twh"].notna() & frame["year"].isin(_us_total().index)].copy()
    past["computed_percent"] = model.share_percent(past["energy_twh"], past["year"].map(_us_total()).astype(float))
    past["institution"] = past["vintage"].map(LABELS)
    return past[["institution", "vintage", "year", "energy_twh", "computed_percent", "share_percent"]].reset_index(drop=True)


@cache
def growth_periods() -> pd.DataFrame:
    """Return compound growth by period, computed from energies, past and forecast apart."""

    def row(vintage, start, end, a, b, status, low=np.nan, high=np.nan):
        years = end - start
        return {
            "vintage": LABELS[vintage], "period": f"{start}–{end}", "start": start, "end": end, "status": status,
            "growth_percent": float(model.compound_growth(a, b, years)) if np.isfinite(b) else np.nan,
            "low_percent": float(model.compound_growth(a, low, years)) if np.isfinite(low) else np.nan,
            "high_percent": float(model.compound_growth(a, high, years)) if np.isfinite(high) else np.nan,
        }  # fmt: skip

    p16, p24, p26 = (lambda year, v=v: printed(v, "history", year) for v in ("lbnl-2016", "lbnl-2024", "lbnl-2026"))
    c16 = {y: _computed("lbnl-2016", y) for y in (2000, 2005, 2010)}
    reference = printed("lbnl-2026", "reference", END)
    rows = [
        row("lbnl-2016", 2000, 2005, c16[2000], c16[2005], "past"),
        row("lbnl-2016", 2005, 2010, c16[2005], c16[2010], "past"),
        row("lbnl-2016", 2010, 2014, c16[2010], p16(2014), "past"),
        row("lbnl-2024", 2014, 2018, p24(2014), p24(2018), "past"),
        row("lbnl-2024", 2018, 2023, p24(2018), p24(2023), "past"),
        row("lbnl-2026", 2023, 2024, _computed("lbnl-2026", 2023), p26(BASE), "past"),
        row("lbnl-2024", 2023, 2028, p24(2023), np.nan, "forecast", printed("lbnl-2024", "scenario range", 2028, "energy_low_twh"), printed("lbnl-2024", "scenario range", 2028, "energy_high_twh")),
        row("lbnl-2026", 2024, 2030, p26(BASE), reference, "forecast", printed("lbnl-2026", "compounded uncertainty", END, "energy_low_twh"), printed("lbnl-2026", "compounded uncertainty", END, "energy_high_twh")),
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _energy_parameters() -> dict[str, Parameter]:
    return parameters.select(*_ENERGY, part="power")


def _rest_2024() -> float:
    return float(_us_total()[BASE]) - printed("lbnl-2026", "history", BASE)


@cache
def projected(year: int, correlated: bool = True) -> uncertainty.Propagation:
    """Propagate the projection to one year, TWh (`correlated` False draws growth and overhead apart)."""
    chosen = _energy_parameters()
    if not correlated:
        from dataclasses import replace

        chosen = {n: replace(p, group=None, loading=0.0) for n, p in chosen.items()}
    return uncertainty.propagate(model.projected_energy_twh, chosen, years=float(year - BASE), overhead_reference=chosen["us_overhead_2030"].central, horizon=float(END - BASE))


@cache
def projected_share(year: int) -> uncertainty.Propagation:
    """Propagate the projected share of US electricity to one year, percent."""
    chosen = {**_energy_parameters(), **parameters.select("rest_of_us_electricity_growth", part="power")}
    return uncertainty.propagate(
        model.projected_share_percent, chosen, years=float(year - BASE), rest_2024_twh=_rest_2024(), overhead_reference=chosen["us_overhead_2030"].central, horizon=float(END - BASE)
    )  # fmt: skip


@cache
def band() -> pd.DataFrame:
    """Return the projection year by year: energy and share with their 5–95 % ranges."""
    rows = []
    for year in range(BASE, END + 1):
        energy, share = projected(year).quantity("TWh", driver=""), projected_share(year).quantity("percent", driver="")
        rows.append(
            {
                "year": year, "energy_twh": energy.value, "energy_low_twh": energy.low, "energy_high_twh": energy.high,
                "share_percent": share.value, "share_low_percent": share.low, "share_high_percent": share.high,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def share_frame() -> pd.DataFrame:
    """Return estimates since 2014, our projection and LBNL's printed ranges of the share of US electricity."""
    kept = ["lbnl-2016", "lbnl-2024", "lbnl-2026", "iea-2025", "epri-2024", "epri-2026", "mckinsey-2024"]
    past = shares()
    past = past[past["vintage"].isin(kept)]
    rows = [(r.institution, int(r.year), r.computed_percent, np.nan, np.nan, "estimate") for r in past.itertuples()]
    rows += [("our projection", int(r.year), r.share_percent, r.share_low_percent, r.share_high_percent, "projection") for r in band().itertuples()]
    for vintage, scenario, year in (("lbnl-2024", "scenario range", 2028), ("lbnl-2026", "compounded uncertainty", END)):
        low, high = (printed(vintage, scenario, year, f"share_{e}_percent") for e in ("low", "high"))
        rows.append((LABELS[vintage], year, np.nan, low, high, "printed range"))
    return pd.DataFrame(rows, columns=["series", "year", "share_percent", "low_percent", "high_percent", "kind"])


@cache
def projection_frame() -> pd.DataFrame:
    """Return our projection year by year, and what institutions print for 2030."""
    rows = [("our projection", int(r.year), r.energy_twh, r.energy_low_twh, r.energy_high_twh, "projection") for r in band().itertuples()]
    low, high = (printed("lbnl-2026", "compounded uncertainty", END, f"energy_{e}_twh") for e in ("low", "high"))
    rows.append(("LBNL reference", END, printed("lbnl-2026", "reference", END), low, high, "printed"))
    for vintage, scenario in (("epri-2026", "low"), ("epri-2026", "medium"), ("epri-2026", "high"), ("iea-2025", "base"), ("mckinsey-2024", "medium")):
        name = LABELS[vintage].rsplit(" ", 1)[0] + (f" {scenario}" if vintage == "epri-2026" else "")
        rows.append((name, END, printed(vintage, scenario, END), np.nan, np.nan, "printed"))
    other = tables.load("power/forecasts")
    sp = other[(other["vintage"] == "sp-2025") & (other["geography"] == "US") & (other["target_year"] == END)]["energy_twh"].iloc[0]
    rows.append(("S&P Global", END, float(sp), np.nan, np.nan, "printed"))
    return pd.DataFrame(rows, columns=["series", "year", "energy_twh", "low_twh", "high_twh", "kind"])


@cache
def probability_inside_lbnl() -> float:
    """Return how much of our projection for 2030 lies inside LBNL's compounded range."""
    samples = projected(END).samples
    low, high = (printed("lbnl-2026", "compounded uncertainty", END, f"energy_{e}_twh") for e in ("low", "high"))
    return float(np.mean((samples >= low) & (samples <= high)))


# --- growth and AI servers ------------------------------------------------------------------------------------------


@cache
def _ai() -> pd.DataFrame:
    return tables.load("power/ai_servers")


def ai_printed(vintage: str, year: int, column: str) -> float:
    """Return one figure for AI servers as its source prints it."""
    frame = _ai()
    return float(frame[(frame["vintage"] == vintage) & (frame["year"] == year)][column].iloc[0])


@cache
def bounds_2017_2023() -> tuple[float, float]:
    """Return the exact bounds of AI servers' share of growth 2017–2023, from what LBNL and the IEA print."""
    world = tables.load("power/forecasts")
    iea = world[(world["vintage"] == "iea-2025") & (world["geography"] == "World") & world["is_history"]]["energy_twh"].iloc[0]
    top = float(iea) * ai_printed("iea-2025", 2024, "share_percent") / 100.0
    return model.growth_share_bounds(
        (0.0, ai_printed("lbnl-2024", 2017, "energy_high_twh")),
        (ai_printed("lbnl-2024", 2023, "energy_low_twh"), top),
        (printed("lbnl-2024", "history", 2016), printed("lbnl-2024", "history", 2018)),
        (_computed("lbnl-2026", 2023), printed("lbnl-2024", "history", 2023)),
    )


def _early(ai_server_energy_2017, ai_server_energy_2023, us_energy_2017, us_energy_2023, ai_server_overhead=1.0):
    return model.growth_share(ai_server_energy_2017 * ai_server_overhead, ai_server_energy_2023 * ai_server_overhead, us_energy_2017, us_energy_2023)


def _late(ai_server_energy_2023, us_energy_2023, ai_share_2030, us_energy_2030, ai_server_overhead=1.0, pue_ai_facility=1.0):
    before, after = ai_server_energy_2023 * ai_server_overhead, ai_share_2030 * us_energy_2030 * pue_ai_facility
    return model.growth_share(before, after, us_energy_2023, us_energy_2030)


_EARLY = ("ai_server_energy_2017", "ai_server_energy_2023", "us_energy_2017", "us_energy_2023")
_LATE = ("ai_server_energy_2023", "us_energy_2023", "ai_share_2030")


@cache
def decomposition(period: str, overhead: bool) -> uncertainty.Propagation:
    """Propagate AI servers' share of growth, percent.

    Parameters
    ----------
    period : {"2017–2023", "2023–2030"}
        The later one follows LBNL's reference case.
    overhead : bool
        Count the cooling and power losses that AI servers cause, in every year alike. LBNL's 55 % of 2030 are servers
        alone: with 84 % of server energy they make servers 65 % of the total, which leaves room for storage and
        networks below the 74 % that a PUE of 1.36 leaves for all IT.
    """
    names, formula = (_EARLY, _early) if period == "2017–2023" else (_LATE, _late)
    extra = ("ai_server_overhead", *(("pue_ai_facility",) if period != "2017–2023" else ())) if overhead else ()
    chosen = parameters.select(*names, *extra, part="power")
    fixed = {} if period == "2017–2023" else {"us_energy_2030": printed("lbnl-2026", "reference", END)}
    return uncertainty.propagate(formula, chosen, **fixed)


@cache
def contributions() -> pd.DataFrame:
    """Return growth split into AI servers, the overhead they cause, and the rest, TWh, by period."""
    chosen = parameters.select(*_EARLY, "ai_server_overhead", "ai_share_2030", "pue_ai_facility", part="power")
    draw = parameters.sample(chosen)
    start, end = draw["us_energy_2017"], draw["us_energy_2023"]
    reference = printed("lbnl-2026", "reference", END)
    ai = draw["ai_server_energy_2023"] - draw["ai_server_energy_2017"]
    extra = ai * (draw["ai_server_overhead"] - 1)
    at_2030 = draw["ai_share_2030"] * reference
    later = at_2030 - draw["ai_server_energy_2023"]
    later_extra = at_2030 * (draw["pue_ai_facility"] - 1) - draw["ai_server_energy_2023"] * (draw["ai_server_overhead"] - 1)
    rows = []
    for period, part, samples in (
        ("2017–2023", "AI servers", ai),
        ("2017–2023", "cooling and losses of AI servers", extra),
        ("2017–2023", "everything else", end - start - ai - extra),
        ("2023–2030 (LBNL reference)", "AI servers", later),
        ("2023–2030 (LBNL reference)", "cooling and losses of AI servers", later_extra),
        ("2023–2030 (LBNL reference)", "everything else", reference - end - later - later_extra),
    ):
        q = uncertainty.summarise(samples, "TWh")
        rows.append({"period": period, "part": part, "growth_twh": q.value, "low_twh": q.low, "high_twh": q.high})
    return pd.DataFrame(rows)


@cache
def _joint() -> dict[str, np.ndarray]:
    """Return both shares on the same draws, so that one can be compared with the other."""
    chosen = parameters.select(*_EARLY, "ai_server_overhead", "ai_share_2030", "pue_ai_facility", part="power")
    d = parameters.sample(chosen)
    early = {k: d[k] for k in _EARLY}
    late = {k: d[k] for k in _LATE}
    reference = printed("lbnl-2026", "reference", END)
    return {
        **d,
        "early": _early(**early, ai_server_overhead=d["ai_server_overhead"]),
        "early_servers": _early(**early),
        "late": _late(**late, us_energy_2030=reference, ai_server_overhead=d["ai_server_overhead"], pue_ai_facility=d["pue_ai_facility"]),
        "late_servers": _late(**late, us_energy_2030=reference),
    }


@cache
def probability_lead(overhead: bool = True, at_least_twh: float = 0.0) -> float:
    """Return the prior probability that AI servers gave more than half of the growth 2017–2023.

    Parameters
    ----------
    overhead : bool, optional
        Count the cooling and losses they cause: the strongest reading.
    at_least_twh : float, optional
        Only among draws in which AI servers used at least this much in 2023.
    """
    joint = _joint()
    kept = joint["ai_server_energy_2023"] >= at_least_twh
    return float(np.mean(joint["early" if overhead else "early_servers"][kept] > 50.0))


@cache
def probability_later_larger(overhead: bool = True, at_least_twh: float = 0.0) -> float:
    """Return the prior probability that AI servers' share of growth is larger after 2023 than before (see `probability_lead`)."""
    joint = _joint()
    kept = joint["ai_server_energy_2023"] >= at_least_twh
    suffix = "" if overhead else "_servers"
    return float(np.mean(joint[f"late{suffix}"][kept] > joint[f"early{suffix}"][kept]))


@cache
def condition_a3(level: float = 0.9) -> dict[str, float]:
    """Search the assumptions under which both halves of claim A3 hold.

    The assumption is of one form: AI servers used at least so much in 2023, and LBNL's share for 2030 is reached or passed.

    Parameters
    ----------
    level : float, optional
        How probable each half has to be.

    Returns
    -------
    dict
        ``at_least_twh`` (the least energy in 2023 that does it), ``lead`` and ``later`` (probabilities then), ``plausibility``
        (prior probability of the assumption). All NaN when no energy does.
    """
    joint = _joint()
    enough = joint["ai_share_2030"] >= ai_printed("lbnl-2026", END, "share_percent") / 100.0
    for least in np.arange(ai_printed("lbnl-2024", 2023, "energy_low_twh"), 60.0, 0.5):
        kept = enough & (joint["ai_server_energy_2023"] >= least)
        lead, later = float(np.mean(joint["early"][kept] > 50.0)), float(np.mean(joint["late"][kept] > joint["early"][kept]))
        if lead >= level and later >= level:
            return {"at_least_twh": float(least), "lead": lead, "later": later, "plausibility": float(np.mean(kept))}
    return dict.fromkeys(("at_least_twh", "lead", "later", "plausibility"), float("nan"))


@cache
def accelerates() -> float:
    """Return the probability that growth was faster 2018–2023 than 2014–2018, over how far vintages and institutions differ.

    2014 lies between LBNL's two vintages, 2023 between the lowest and the highest institution, and 2018, which only one
    report prints, may be revised either way by as much as 2014 was.
    """
    revision = printed("lbnl-2016", "history", 2014) / printed("lbnl-2024", "history", 2014)
    at_2023 = _demand()[(_demand()["year"] == 2023) & _demand()["is_history"]]["energy_twh"].dropna()
    middle = printed("lbnl-2024", "history", 2018)
    chosen = [
        flat("first", "TWh", printed("lbnl-2024", "history", 2014), printed("lbnl-2016", "history", 2014)),
        flat("log_middle", "1", np.log(middle / revision), np.log(middle * revision)),
        flat("last", "TWh", at_2023.min(), at_2023.max()),
    ]
    draw = parameters.sample(chosen)
    return float(np.mean(model.growth_accelerates(draw["first"], np.exp(draw["log_middle"]), draw["last"], 4.0, 5.0)))


# --- named numbers --------------------------------------------------------------------------------------------------


def _stated(value, unit="TWh", low=None, high=None, label="", grade="modelled", driver=""):
    return Quantity.of(value, unit, low, high, label, grade, driver)


@cache
def lbnl_ranges() -> dict[str, Quantity]:
    """Return LBNL's printed ranges for 2028 and 2030."""
    low28, high28 = (printed("lbnl-2024", "scenario range", 2028, f"energy_{e}_twh") for e in ("low", "high"))
    low30, high30 = (printed("lbnl-2026", "compounded uncertainty", END, f"energy_{e}_twh") for e in ("low", "high"))
    return {
        "lbnl_2028": _stated((low28 + high28) / 2, low=low28, high=high28),
        "lbnl_2028_reference": _stated(printed("lbnl-2026", "reference", 2028)),
        "lbnl_2030": _stated(printed("lbnl-2026", "reference", END), low=low30, high=high30),
    }


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    total, demand = _us_total(), _demand()
    past_2024 = demand[(demand["year"] == 2024) & demand["energy_twh"].notna() & demand["vintage"].isin(["lbnl-2026", "iea-2025", "epri-2026"])]["energy_twh"]
    past_2023 = demand[(demand["year"] == 2023) & demand["is_history"]]["energy_twh"].dropna()
    periods = growth_periods().set_index(["vintage", "period"])
    low28, high28 = (printed("lbnl-2024", "scenario range", 2028, f"energy_{e}_twh") for e in ("low", "high"))
    shown_low, shown_high = (printed("lbnl-2024", "scenario range", 2028, f"share_{e}_percent") for e in ("low", "high"))
    whole_28 = float(model.implied_total_twh(high28, shown_high))
    whole_28_low = float(model.implied_total_twh(low28, shown_low))
    observed = float(model.compound_growth(total[2023], total[2025], 2))
    whole_28_observed = float(model.grow(total[2025], observed, 3))
    run28, run30 = projected(2028), projected(END)
    first_half, second_half = decomposition("2017–2023", True), decomposition("2023–2030", True)
    bottom, top = bounds_2017_2023()
    e26 = printed("lbnl-2026", "history", BASE)
    middle = float(model.tipping_middle_twh(printed("lbnl-2024", "history", 2014), past_2023.min(), 4.0, 5.0))
    growth30 = periods.loc[(LABELS["lbnl-2026"], "2024–2030")]
    out = {
        "us_2014": _stated(printed("lbnl-2024", "history", 2014)),
        "us_2014_lbnl_2016": _stated(printed("lbnl-2016", "history", 2014)),
        "us_2018": _stated(printed("lbnl-2024", "history", 2018)),
        "us_2023": _stated(printed("lbnl-2024", "history", 2023), low=past_2023.min(), high=past_2023.max()),
        "us_2023_revised": _stated(_computed("lbnl-2026", 2023)),
        "us_2024": _stated(e26, low=past_2024.min(), high=past_2024.max(), label="US data-centre electricity in 2024 (LBNL; range over institutions)", driver="institution"),
        "share_2018": _stated(model.share_percent(printed("lbnl-2024", "history", 2018), float(total[2018])), "percent"),
        "share_2023": _stated(
            model.share_percent(printed("lbnl-2024", "history", 2023), float(total[2023])), "percent",
            model.share_percent(past_2023.min(), float(total[2023])), model.share_percent(past_2023.max(), float(total[2023])),
        ),
        "share_2024": _stated(
            model.share_percent(e26, float(total[2024])), "percent", model.share_percent(past_2024.min(), float(total[2024])),
            model.share_percent(past_2024.max(), float(total[2024])), "Share of US electricity in 2024 (LBNL over EIA; range over institutions)", driver="institution",
        ),
        "share_2028_low": _stated(model.share_percent(low28, whole_28), "percent"),
        "share_2028_high": _stated(model.share_percent(high28, whole_28_low), "percent"),
        "share_2028_low_observed": _stated(model.share_percent(low28, whole_28_observed), "percent"),
        "share_2028_high_observed": _stated(model.share_percent(high28, whole_28_observed), "percent"),
        "whole_2028": _stated(whole_28),
        "whole_2025": _stated(float(total[2025]), grade="measured"),
        "whole_growth_implied": _stated(model.compound_growth(float(total[2023]), whole_28, 5), "percent/year"),
        "whole_growth_observed": _stated(observed, "percent/year", grade="measured"),
        "growth_2010_2014": _stated(periods.loc[(LABELS["lbnl-2016"], "2010–2014"), "growth_percent"], "percent/year"),
        "growth_2014_2018": _stated(periods.loc[(LABELS["lbnl-2024"], "2014–2018"), "growth_percent"], "percent/year"),
        "growth_2018_2023": _stated(periods.loc[(LABELS["lbnl-2024"], "2018–2023"), "growth_percent"], "percent/year", label="Growth 2018–2023 (LBNL 2024)"),
        "growth_2023_2024": _stated(growth_printed("lbnl-2026", 2023, BASE), "percent/year"),
        "growth_2024_2030": _stated(growth30["growth_percent"], "percent/year", growth30["low_percent"], growth30["high_percent"]),
        "projection_2028": run28.quantity("TWh", label="Our projection for 2028"),
        "projection_2030": run30.quantity("TWh", label="Our projection for 2030"),
        "projection_2030_uncorrelated": projected(END, False).quantity("TWh", driver=""),
        "share_2028_projected": projected_share(2028).quantity("percent", label="Our projected share of US electricity in 2028"),
        "share_2030_projected": projected_share(END).quantity("percent", label="Our projected share of US electricity in 2030"),
        "inside_lbnl": _stated(100 * probability_inside_lbnl(), "percent"),
        "tipping_growth_2028_low": _stated(run28.tipping("us_energy_growth", low28), "percent/year"),
        "tipping_growth_2028_high": _stated(run28.tipping("us_energy_growth", high28), "percent/year"),
        "tipping_growth_2030": _stated(run30.tipping("us_energy_growth", printed("lbnl-2026", "reference", END)), "percent/year"),
        "next_low": _stated(projected(2026).quantity("TWh", driver="").low),
        "next_high": _stated(projected(2026).quantity("TWh", driver="").high),
        "lbnl_2026_path": _stated(_computed("lbnl-2026", 2026)),
        "next_middle": projected(2026).quantity("TWh", driver=""),
        "ai_bound_2017": _stated(ai_printed("lbnl-2024", 2017, "energy_high_twh")),
        "ai_bound_2023": _stated(ai_printed("lbnl-2024", 2023, "energy_low_twh")),
        "ai_share_2030": _stated(ai_printed("lbnl-2026", 2030, "share_percent"), "percent"),
        "ai_bounds": _stated((bottom + top) / 2, "percent", bottom, top),
        "ai_growth_share_servers": decomposition("2017–2023", False).quantity("percent", grade="guessed", driver=""),
        "ai_growth_share": first_half.quantity("percent", grade="guessed", label="AI servers' share of growth 2017–2023, their cooling included"),
        "ai_growth_share_late": second_half.quantity("percent", grade="guessed", label="AI servers' share of growth 2023–2030 in LBNL's reference case"),
        "ai_lead_probability": _stated(probability_lead(True), "1", grade="guessed"),
        "ai_lead_probability_servers": _stated(probability_lead(False), "1", grade="guessed"),
        "ai_later_probability": _stated(probability_later_larger(True), "1", grade="guessed"),
        "ai_epri_share": _stated(
            (ai_printed("epri-2024", 2023, "share_low_percent") + ai_printed("epri-2024", 2023, "share_high_percent")) / 2, "percent",
            ai_printed("epri-2024", 2023, "share_low_percent"), ai_printed("epri-2024", 2023, "share_high_percent"),
        ),
        "ai_epri_2023": _stated(
            printed("epri-2024", "history", 2023) * (ai_printed("epri-2024", 2023, "share_low_percent") + ai_printed("epri-2024", 2023, "share_high_percent")) / 200, "TWh",
            *(printed("epri-2024", "history", 2023) * ai_printed("epri-2024", 2023, f"share_{e}_percent") / 100 for e in ("low", "high")),
        ),
        "ai_later_probability_servers": _stated(probability_later_larger(False), "1", grade="guessed"),
        "ai_condition_2023": _stated(condition_a3()["at_least_twh"], grade="guessed"),
        "ai_condition_plausibility": _stated(condition_a3()["plausibility"], "1", grade="guessed"),
        "ai_condition_lead": _stated(condition_a3()["lead"], "1", grade="guessed"),
        "ai_condition_later": _stated(condition_a3()["later"], "1", grade="guessed"),
        "ai_tipping_2023": _stated(first_half.tipping("ai_server_energy_2023", 50.0)),
        "accelerates_probability": _stated(accelerates(), "1", grade="guessed"),
        "tipping_2018": _stated(middle),
    }  # fmt: skip
    return {**out, **lbnl_ranges()}
