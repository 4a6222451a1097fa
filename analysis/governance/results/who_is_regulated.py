"""Who the limits reach: developers by revenue, modifiers by what a third costs, chips by performance, and the runs that remain possible."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.governance import coverage, thresholds
from analysis.governance import regulated as model
from analysis.inference import systems
from analysis.quantities import Quantity, format_number

__all__ = ["developers_frame", "modifier_frame", "modified_frame", "chips_frame", "reach_frame", "costs_table", "covered_table", "facts"]

_EU, _STATES, _REVENUE = "eu-ai-act-systemic-risk", "ca-sb53-training", "ca-sb53-revenue"
_ORIGINALS = ("Llama 3.1-405B", "DeepSeek-V4-Pro", "Kimi K2.5", "gpt-oss-120b", "Qwen3-235B-A22B", "DeepSeek-V3")
_REFERENCE = "H100"
_DRAWS = 50_000
RUN_DAYS = 100.0  # a long run, for numbers of chips
_SHOWN = ("A100", "H100", "H200", "H20", "H800", "B200", "GB300", "MI300X", "MI325X", "MI355X", "Gaudi3", "TPU v6e", "TPU v7", "Trainium2")
_ON_ANOTHERS = ("Composer 2", "Composer 2.5", "Llama-3.1-Nemotron-70B-Instruct")  # continue another developer's model


def _limit(key: str) -> float:
    return thresholds.get(key).value


@cache
def developers_frame() -> pd.DataFrame:
    """Return revenue and the largest model of each developer, and whether the limits of the US states reach it."""
    revenue = tables.load("governance/developers")
    models = coverage.models_above(coverage.NAMED_FROM, coverage.last_day(), rule="plus-rl")  # later training counts in the laws that use it
    rows = []
    for row in revenue.itertuples():
        mine = models[models["organisation"].isin(row.organisations.split(";"))]
        best = mine.loc[mine["flop"].idxmax()] if len(mine) else None
        flop = float(best["flop"]) if best is not None else np.nan
        over = row.basis == "reported above" or (row.revenue_usd == row.revenue_usd and row.revenue_usd > _limit(_REVENUE))
        rows.append(
            {
                "developer": row.developer, "revenue_usd": row.revenue_usd, "basis": row.basis, "flop": flop,
                "low": float(best["low_flop"]) if best is not None else np.nan, "high": float(best["high_flop"]) if best is not None else np.nan,
                "status": best["status"] if best is not None else "not found", "over_revenue": bool(over), "over_states": bool(flop > _limit(_STATES)), "over_eu": bool(flop > _limit(_EU)),
                "observed_over_states": bool((mine["status"].eq("observed") & (mine["flop"] > _limit(_STATES))).any()),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@cache
def _inputs() -> dict[str, np.ndarray]:
    chosen = {"training_chip_hour": parameters.get("training_chip_hour", part="governance", hardware=_REFERENCE), **parameters.select("mfu_frontier", part="power")}
    return parameters.sample(chosen, draws=_DRAWS)


@cache
def _peak() -> float:
    return systems.accelerator(_REFERENCE).bf16_flop_per_s


def _cost(original_flop: float, share: float) -> np.ndarray:
    x = _inputs()
    return model.modifier_cost_usd(original_flop, share, _peak(), x["mfu_frontier"], x["training_chip_hour"])


def _triple(samples) -> tuple[float, float, float]:
    return tuple(float(q) for q in np.quantile(samples, (0.05, 0.5, 0.95)))


@cache
def modifier_frame() -> pd.DataFrame:
    """Return what a modification that makes its author a provider costs, by original model."""
    known = tables.load("scaling/notable_models").set_index("model")["training_flop"]
    share = _limit("eu-gpai-modifier")
    cases = [(name, known[name] * share) for name in _ORIGINALS]
    cases += [("unknown original with systemic risk", _limit("eu-gpai-modifier-systemic")), ("unknown original, any other", _limit("eu-gpai-modifier-other"))]
    rows = []
    for name, flop in cases:
        low, mid, high = _triple(_cost(flop, 1.0))
        rows.append({"original": name, "modification_flop": flop, "cost_usd": mid, "low": low, "high": high})
    return pd.DataFrame(rows).sort_values("cost_usd", ascending=False, ignore_index=True)


@cache
def modified_frame() -> pd.DataFrame:
    """Return known compute of reinforcement learning over that of the model under it, against a third."""
    frame = tables.load("governance/compute_parts")
    frame = frame[(frame["part"] == "rl") & (frame["scope"] == "model")]
    return pd.DataFrame({"model": frame["name"], "ratio": frame["central"], "whose": frame["name"].isin(_ON_ANOTHERS).map({True: "on another’s model", False: "on one’s own"}), "over": frame["central"] > _limit("eu-gpai-modifier")}).sort_values("ratio", ascending=False, ignore_index=True)


@cache
def chips_frame() -> pd.DataFrame:
    """Return performance and memory bandwidth of accelerators, and how the US export rules treat them for China."""
    rows = []
    for name in _SHOWN:
        a = systems.accelerator(name)
        tpp = float(model.total_processing_performance(bf16=a.bf16_flop_per_s, fp8=a.fp8_flop_per_s, int8=a.int8_op_per_s, fp4=a.fp4_flop_per_s))
        bandwidth = a.memory_bandwidth_bytes_per_s / 1e9
        controlled = bool(thresholds.is_above("us-3a090a-tpp", tpp))
        case = controlled and bool(thresholds.is_above("us-h200-tpp", tpp)) and bandwidth == bandwidth and bool(thresholds.is_above("us-h200-bandwidth", bandwidth))
        rows.append({"chip": name, "designer": a.designer, "tpp": tpp, "bandwidth_gb_s": bandwidth, "treatment": "below the limit" if not controlled else "case by case" if case else "denied"})
    return pd.DataFrame(rows).sort_values("tpp", ignore_index=True)


@cache
def _china() -> pd.Series:
    frame = tables.load("power/chip_owners")
    frame = frame[(frame["owner"] == "China") & (frame["designer"] == "NVIDIA")]
    return frame.loc[frame["end_date"].idxmax()]


@cache
def _caps() -> pd.Series:
    return tables.load("power/export_rules").set_index(["rule", "tier"])["chips"]


@cache
def reach_frame() -> pd.DataFrame:
    """Return the days that a run at the states' and at the EU's threshold takes on several stocks of chips."""
    caps = _caps()
    small = float(caps[("AI Diffusion framework", "shipment a year without a licence")])
    large = float(caps[("AI Diffusion framework", "cap for a country of the second tier")])
    china = _china()
    stocks = [
        ("small shipment, rule given up in 2025", small, small, small),
        ("a tenth of NVIDIA chips in China", china["h100e"] / 10, china["h100e_p5"] / 10, china["h100e_p95"] / 10),
        ("country cap, rule given up in 2025", large, large, large),
        ("all NVIDIA chips in China", china["h100e"], china["h100e_p5"], china["h100e_p95"]),
    ]
    mfu = _inputs()["mfu_frontier"]
    rng = np.random.default_rng(20261126)
    rows = []
    for name, mid, low, high in stocks:
        spread = np.log(high / low) / (2 * 1.6448536269514722)
        chips = mid * np.exp(rng.standard_normal(len(mfu)) * spread)
        for label, key in (("US states’ threshold", _STATES), ("EU’s threshold", _EU)):
            p5, p50, p95 = _triple(model.run_days(_limit(key), chips, _peak(), mfu))
            rows.append({"stock": name, "chips": mid, "run": label, "days": p50, "low": p5, "high": p95})
    return pd.DataFrame(rows)


@cache
def costs_table() -> pd.DataFrame:
    """Return published amounts on compliance as a page shows them."""
    frame = tables.load("governance/compliance_costs")
    write = {"USD": lambda a: "US$" + format_number(a), "EUR": lambda a: "€" + format_number(a), "turnover": lambda a: f"{format_number(100 * a)} % of a year’s worldwide turnover"}
    return pd.DataFrame({"What": frame["item"], "What the amount is": frame["kind"], "Amount": [write[c](a) for c, a in zip(frame["currency"], frame["amount"], strict=True)]})


@cache
def covered_table() -> pd.DataFrame:
    """Return developers with revenue, their largest model and which limits reach them."""
    frame = developers_frame()
    words = {True: "yes", False: "no"}
    return pd.DataFrame(
        {
            "Developer": frame["developer"], "Revenue": ["not found" if x != x else "US$" + format_number(x) for x in frame["revenue_usd"]], "Basis": frame["basis"],
            "Largest model (FLOP)": ["not found" if x != x else format_number(x, 2, "FLOP") for x in frame["flop"]], "Estimate of that model": frame["status"],
            "Revenue above the US states’ limit": frame["over_revenue"].map(words), "Model above theirs": frame["over_states"].map(words), "Model above the EU’s": frame["over_eu"].map(words),
        }
    )  # fmt: skip


_q = Quantity.of


def _span(samples, unit, label="", driver=""):
    low, mid, high = _triple(samples)
    return _q(mid, unit, low, high, label, "modelled", driver)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    d, chips, reach, mod = developers_frame(), chips_frame(), reach_frame(), modifier_frame().set_index("original")
    x = _inputs()
    cost = lambda flop: _span(_cost(flop, 1.0), "USD", driver="utilisation")  # noqa: E731
    drives = uncertainty.drivers(_cost(1e26, 1.0), x)["parameter"].iloc[0]
    day = reach.set_index(["stock", "run"])
    at = lambda stock, run: _q(day.loc[(stock, run), "days"], "day", day.loc[(stock, run), "low"], day.loc[(stock, run), "high"], driver="utilisation")  # noqa: E731
    h20, h100 = systems.accelerator("H20").bf16_flop_per_s, _peak()
    eu_only = d[d["over_eu"]]
    costs = tables.load("governance/compliance_costs")
    penalties = costs.query("kind == 'highest penalty' and currency == 'USD'")["amount"]
    fines = costs[costs["item"].str.startswith("EU AI Act, provider")].set_index("currency")["amount"]
    openai = d.set_index("developer").loc["OpenAI", "revenue_usd"]
    modified = modified_frame()
    kimi = mod.loc["Kimi K2.5"]
    china = _china()
    run = cost(_limit(_STATES))
    return {
        "developers": _q(len(d)),
        "revenue": _q(_limit(_REVENUE), "USD"),
        "revenue_very_large": _q(_limit("us-frontier-very-large"), "USD"),
        "revenue_small": _q(_limit("us-gaaia-revenue-small"), "USD"),
        "over_revenue": _q(d["over_revenue"].sum()),
        "over_states": _q(d["over_states"].sum(), label="Developers in our list with a model above the US states’ threshold, observed or inferred"),
        "over_states_observed": _q(d["observed_over_states"].sum(), label="The same by models with an estimate of their own"),
        "both": _q((d["over_states"] & d["over_revenue"]).sum(), label="Of these, above the revenue limit"),
        "over_eu": _q(d["over_eu"].sum(), label="Developers in our list with a model above the EU’s threshold"),
        "eu_small": _q((eu_only["revenue_usd"] <= _limit(_REVENUE)).sum(), label="Of these, at or below the US states’ revenue limit"),
        "between": _q(((d["revenue_usd"] > _limit("us-gaaia-revenue-small")) & (d["revenue_usd"] <= _limit(_REVENUE))).sum(), label="Developers between the federal draft’s two revenue limits"),
        "share": _q(100 * _limit("eu-gpai-modifier"), "percent"),
        "third_405b": _q(mod.loc["Llama 3.1-405B", "cost_usd"], "USD", mod.loc["Llama 3.1-405B", "low"], mod.loc["Llama 3.1-405B", "high"], "Chip hours of a modification of Llama 3.1-405B with a third of its compute", driver=drives),
        "third_kimi": _q(kimi["cost_usd"], "USD", kimi["low"], kimi["high"], "The same of Kimi K2.5", driver=drives),
        "third_systemic": _span(_cost(_limit("eu-gpai-modifier-systemic"), 1.0), "USD", "The same of a model with systemic risk whose compute is not known", drives),
        "third_other": _span(_cost(_limit("eu-gpai-modifier-other"), 1.0), "USD", "The same of any other model whose compute is not known", drives),
        "modified": _q(len(modified)),
        "downstream": _q((modified["whose"] == "on another’s model").sum()),
        "downstream_over": _q((modified["over"] & (modified["whose"] == "on another’s model")).sum(), label="Known modifications of another’s model above a third of its compute"),
        "composer_cost": cost(tables.load("scaling/notable_models").set_index("model").loc["Kimi K2.5", "training_flop"] * modified.set_index("model").loc["Composer 2.5", "ratio"]),
        "r1_share": _q(100 * modified.set_index("model").loc["DeepSeek-R1", "ratio"], "percent"),
        "composer_times": _q(modified.set_index("model").loc["Composer 2.5", "ratio"] / _limit("eu-gpai-modifier")),
        "run_cost": Quantity(run.value, "USD", run.low, run.high, "modelled", "Chip hours of a run at the US states’ threshold", drives),
        "hour": _q(np.median(x["training_chip_hour"]), "USD", *np.quantile(x["training_chip_hour"], (0.05, 0.95))),
        "penalty_high": _q(penalties.max(), "USD"),
        "penalty_share": _q(100 * penalties.max() / run.value, "percent", 100 * penalties.max() / run.high, 100 * penalties.max() / run.low, "Highest penalty for one violation in a US state over the chip hours of such a run", "modelled", drives),
        "fine_floor": _q(fines["EUR"], "EUR"),
        "fine_share": _q(100 * fines["turnover"], "percent"),
        "fine_openai": _q(fines["turnover"] * openai, "USD", label="The EU’s share of turnover for OpenAI, of its revenue in 2025", grade="modelled"),
        "tpp_limit": _q(_limit("us-3a090a-tpp")),
        "tpp_case": _q(_limit("us-h200-tpp")),
        "bandwidth_case": _q(_limit("us-h200-bandwidth"), "GB/s"),
        "chips": _q(len(chips)),
        "chips_below": _q((chips["treatment"] == "below the limit").sum(), label="Accelerators below the limit of ECCN 3A090.a"),
        "chips_case": _q((chips["treatment"] == "case by case").sum(), label="Accelerators that may be licensed for China case by case"),
        "chips_denied": _q((chips["treatment"] == "denied").sum(), label="Accelerators above the limits for a licence"),
        "h20_tpp": _q(chips.set_index("chip").loc["H20", "tpp"]),
        "h20_needed": _span(model.chips_needed(_limit(_STATES), RUN_DAYS, h20, x["mfu_frontier"]), "chip", "H20 chips for a run at the US states’ threshold in a hundred days", "utilisation"),
        "h100_needed": _span(model.chips_needed(_limit(_STATES), RUN_DAYS, h100, x["mfu_frontier"]), "chip", "H100 chips for the same", "utilisation"),
        "run_days": _q(RUN_DAYS, "day"),
        "china_chips": _q(china["h100e"], "chip", china["h100e_p5"], china["h100e_p95"], "NVIDIA chips in China at the end of 2025, in H100", driver="Epoch AI’s model"),
        "china_days": Quantity(at("all NVIDIA chips in China", "US states’ threshold").value, "day", at("all NVIDIA chips in China", "US states’ threshold").low, at("all NVIDIA chips in China", "US states’ threshold").high, "modelled", "Days on all of them for a run at the US states’ threshold", "utilisation"),
        "china_tenth_days": Quantity(at("a tenth of NVIDIA chips in China", "US states’ threshold").value, "day", at("a tenth of NVIDIA chips in China", "US states’ threshold").low, at("a tenth of NVIDIA chips in China", "US states’ threshold").high, "modelled", "Days on a tenth of them", "utilisation"),
        "cap_days": at("country cap, rule given up in 2025", "US states’ threshold"),
        "small_days_eu": at("small shipment, rule given up in 2025", "EU’s threshold"),
        "cap_chips": _q(_caps()[("AI Diffusion framework", "cap for a country of the second tier")], "chip"),
        "small_chips": _q(_caps()[("AI Diffusion framework", "shipment a year without a licence")], "chip"),
        "cluster_h100": _q(_limit("us-eo14110-cluster") / h100, "chip", _limit("us-eo14110-cluster") / systems.accelerator(_REFERENCE).fp8_flop_per_s, _limit("us-eo14110-cluster") / h100, "H100 chips that made a cluster reportable in 2024 (range: at FP8 or BF16)", driver="precision"),
        "systemic": _q(_limit(_EU), "FLOP"),
        "frontier": _q(_limit(_STATES), "FLOP"),
    }  # fmt: skip
