"""Runs over sites below a limit: what one site trains, what many train together, and where a limit would bite."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.governance import distributed as model
from analysis.governance import thresholds
from analysis.inference import systems
from analysis.power import training_run as power_model
from analysis.quantities import Quantity
from analysis.scaling.results import low_communication
from analysis.scaling.training_laws import LAWS

__all__ = ["CHIPS", "limits", "stated", "one_site", "one_site_frame", "kept", "best_method", "kept_frame", "together_frame", "limit_frame", "tipping_limit", "explorer_grid", "facts"]

CHIPS = ("A100", "H100", "GB200")
CHIP = "H100"
LAW = "besiroglu-2024"
LAW_LIMIT, NODE_LIMIT = "us-eo14110-cluster", "node"
RUNS = {"eu": "eu-ai-act-systemic-risk", "us": "ca-sb53-training"}
HALF = 0.5  # the register's words: a loss of under a half
DRAWS_OF_A_CURVE = 2000  # enough for a band; headline numbers take all draws


@cache
def stated(key: str) -> float:
    """Return a figure that a source prints."""
    return float(tables.load("governance/distributed_statements").set_index("key").loc[key, "value"])


def _counted(chip: str) -> float:
    """The fastest dense arithmetic of a chip, integer or floating-point: what the order's limit counts."""
    a = systems.accelerator(chip)
    return max(x for x in (a.bf16_flop_per_s, a.fp8_flop_per_s, a.fp4_flop_per_s, a.int8_op_per_s) if x == x)


def _trained_share(chip: str) -> float:
    return systems.accelerator(chip).flop_per_s("bf16") / _counted(chip)


@cache
def limits() -> dict[str, float]:
    """Return the limits on a site, FLOP/s as counted: the only one that law has had, and the strictest that was proposed."""
    return {LAW_LIMIT: thresholds.get(LAW_LIMIT).value, NODE_LIMIT: stated("scher_node_h100") * _counted(CHIP)}


@cache
def _chosen() -> dict[str, parameters.Parameter]:
    return (
        parameters.select("mfu_frontier", "training_days", part="power")
        | parameters.select("site_link_gbit_s", "node_link_mbit_s", "node_latency_ms", "training_state_bytes", part="governance")
        | parameters.select("site_latency_ms", "batch_mtoken", "cost_of_eight_nodes", part="scaling")
    )


def _between(value: float, node, site):
    """How sites of a size are joined: from a few servers' business lines to a large site's wavelengths, evenly on logarithms."""
    low, high = limits()[NODE_LIMIT], limits()[LAW_LIMIT]
    weight = np.clip(np.log(value / low) / np.log(high / low), 0.0, 1.0)
    return node ** (1.0 - weight) * site**weight


@cache
def _methods() -> dict[str, dict]:
    columns = ["bits_per_param", "every_steps", "gather", "overlap"]
    return {name: dict(zip(("bits_per_param", "every", "gather", "overlap"), row, strict=True)) for name, row in low_communication.methods()[columns].iterrows()}


@cache
def one_site(limit: str, chip: str = CHIP) -> uncertainty.Propagation:
    """Propagate what one site at a limit trains in a frontier run's time (FLOP)."""

    def flop(mfu_frontier, training_days, value, share):
        return model.site_flop(value, share, mfu_frontier, training_days)

    return uncertainty.propagate(flop, parameters.select("mfu_frontier", "training_days", part="power"), value=limits()[limit], share=_trained_share(chip))


@cache
def one_site_frame() -> pd.DataFrame:
    """Return what one site trains, by limit and chip, with its chips and megawatts."""
    rows = []
    for limit in limits():
        for chip in CHIPS:
            low, middle, high = np.quantile(one_site(limit, chip).samples, uncertainty.LEVELS)
            chips = float(model.chips_at(limits()[limit], _counted(chip)))
            rows.append((_LABEL[limit], chip, middle, low, high, chips, _mw(chip, chips)[1]))
    return pd.DataFrame(rows, columns=["limit", "chip", "training_flop", "low", "high", "chips", "power_mw"])


_LABEL = {LAW_LIMIT: "order of 2023", NODE_LIMIT: "proposed agreement"}


@cache
def _mw(chip: str, chips: float) -> tuple[float, float, float]:
    chosen = parameters.select("server_overhead", "pue_ai_facility", part="power")
    draws = parameters.sample(chosen)
    mw = power_model.power_of_chips_mw(chips, systems.accelerator(chip).tdp_w, np.maximum(draws["server_overhead"], 1.0), np.maximum(draws["pue_ai_facility"], 1.0))
    return tuple(float(x) for x in np.quantile(mw, uncertainty.LEVELS))


def _share(method: str, value: float, sites, draws: dict):
    """The share of compute that counts and the compute of one site, for a limit in FLOP/s; `sites` are given, or follow from one site's compute."""
    one = model.site_flop(value, _trained_share(CHIP), draws["mfu_frontier"], draws["training_days"])
    memory = model.chips_at(value, _counted(CHIP)) * systems.accelerator(CHIP).memory_bytes
    link = _between(value, draws["node_link_mbit_s"] * 1e6, draws["site_link_gbit_s"] * 1e9)
    latency = _between(value, draws["node_latency_ms"], draws["site_latency_ms"]) / 1e3
    counts = model.kept_share(
        LAWS[LAW], sites(one) if callable(sites) else sites, one, model.params_that_fit(memory, draws["training_state_bytes"]), draws["training_days"], draws["batch_mtoken"],
        link, latency, draws["cost_of_eight_nodes"], **_methods()[method],
    )  # fmt: skip
    return counts, one


def _over(training_flop: float):
    return lambda one: model.sites_needed(training_flop, one)


@cache
def _curve_draws() -> dict[str, np.ndarray]:
    return {name: x[:, None] for name, x in parameters.sample(_chosen(), draws=DRAWS_OF_A_CURVE).items()}


@cache
def best_method(limit: str, training_flop: float) -> str:
    """Return the method that keeps most on average."""
    return max(_methods(), key=lambda name: float(np.mean(_share(name, limits()[limit], _over(training_flop), _curve_draws())[0])))


@cache
def kept(limit: str, training_flop: float) -> uncertainty.Propagation:
    """Propagate the share of compute that counts when a run is spread by the best method over as many sites at a limit as it takes."""
    method = best_method(limit, training_flop)

    def share(**draws):
        return _share(method, limits()[limit], _over(training_flop), draws)[0]

    return uncertainty.propagate(share, _chosen())


@cache
def _sites(limit: str, training_flop: float) -> np.ndarray:
    return model.sites_needed(training_flop, one_site(limit).samples)


def _best(shares: list[np.ndarray]) -> np.ndarray:
    """Draws of the method that keeps most on average, point by point of a curve."""
    stacked = np.stack(shares)
    return np.take_along_axis(stacked, np.argmax(np.mean(stacked, axis=1), axis=0)[None, None, :], axis=0)[0]


def _counts(limit: str) -> np.ndarray:
    return np.unique(np.round(np.logspace(0, 4 if limit == NODE_LIMIT else 2, 25)))[None, :]


@cache
def _curves(limit: str) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    return {method: _share(method, limits()[limit], _counts(limit), _curve_draws()) for method in _methods()}


@cache
def kept_frame() -> pd.DataFrame:
    """Return the median share that each method keeps, by number of sites, at both limits (percent)."""
    rows = [
        pd.DataFrame({"limit": _LABEL[limit], "method": method, "sites": _counts(limit)[0], "kept_percent": 100 * np.median(share, axis=0)})
        for limit in limits()
        for method, (share, _) in _curves(limit).items()
    ]
    return pd.concat(rows, ignore_index=True)


@cache
def together_frame() -> pd.DataFrame:
    """Return what up to n sites train together by the best method, with 5–95 %, and what they would without losses (FLOP)."""
    rows = []
    for limit in limits():
        n, curves = _counts(limit), _curves(limit)
        one = next(iter(curves.values()))[1]
        effective = np.maximum.accumulate(model.effective_flop(n, one, _best([share for share, _ in curves.values()])), axis=1)  # nobody has to use all sites
        low, middle, high = np.quantile(effective, uncertainty.LEVELS, axis=0)
        rows.append(pd.DataFrame({"limit": _LABEL[limit], "sites": n[0], "training_flop": middle, "low": low, "high": high, "without_losses": np.median(n * one, axis=0)}))
    return pd.concat(rows, ignore_index=True)


def _at_limit(value: float, training_flop: float) -> np.ndarray:
    return _best([_share(method, value, _over(training_flop), _curve_draws())[0] for method in _methods()])[:, 0]


@cache
def limit_frame() -> pd.DataFrame:
    """Return the share that counts against the limit, for runs at both thresholds and the largest known one (percent)."""
    rows = []
    for label, flop in _run_sizes().items():
        for value in np.logspace(16.5, 20.5, 17):
            low, middle, high = np.quantile(_at_limit(float(value), flop), uncertainty.LEVELS)
            rows.append((label, flop, value, 100 * middle, 100 * low, 100 * high))
    return pd.DataFrame(rows, columns=["run", "training_flop", "limit_flop_per_s", "kept_percent", "low", "high"])


@cache
def _run_sizes() -> dict[str, float]:
    return {"EU threshold": thresholds.get(RUNS["eu"]).value, "US threshold": thresholds.get(RUNS["us"]).value, "largest known run": float(low_communication.largest_run()["training_flop"])}


@cache
def tipping_limit(label: str) -> float:
    """Return the limit at which the median run of a size keeps half (FLOP/s), between points of `limit_frame`."""
    curve = limit_frame().query("run == @label")
    return float(10 ** np.interp(100 * HALF, np.maximum.accumulate(curve["kept_percent"]), np.log10(curve["limit_flop_per_s"])))


def explorer_grid(limit_flop_per_s, sites, chip, days, link_gbit_s) -> dict[str, object]:
    """Return what sites at a limit train together on the explorer's grid, at central values and with the range of utilisation and exchange."""
    value, n, t, link = (np.asarray(x, dtype=float) for x in (limit_flop_per_s, sites, days, link_gbit_s))
    kinds, at = np.unique(np.asarray(chip).astype(str), return_inverse=True)
    rated = [(_counted(c), _trained_share(c), systems.accelerator(c).memory_bytes, systems.accelerator(c).tdp_w) for c in kinds]
    counted, share, memory, watts = np.array(rated)[at].T
    p = _chosen() | parameters.select("server_overhead", "pue_ai_facility", part="power")
    count = model.chips_at(value, counted)
    ends = []
    for utilisation, cost in (("low", "high"), ("central", "central"), ("high", "low")):
        one = model.site_flop(value, share, getattr(p["mfu_frontier"], utilisation), t)
        shares = [
            model.kept_share(
                LAWS[LAW], n, one, model.params_that_fit(count * memory, p["training_state_bytes"].central), t, p["batch_mtoken"].central, link * 1e9,
                p["node_latency_ms"].central / 1e3, getattr(p["cost_of_eight_nodes"], cost), **m,
            )
            for m in _methods().values()
        ]  # fmt: skip
        best = np.max(shares, axis=0)
        ends.append((model.effective_flop(n, one, best), 100 * best))
    power = power_model.power_of_chips_mw(count, watts, p["server_overhead"].central, p["pue_ai_facility"].central)
    trained, share_kept = (np.sort(np.stack([e[i] for e in ends]), axis=0) for i in (0, 1))
    return {"trained": tuple(trained), "kept": tuple(share_kept), "chips": count, "power_mw": power}


_q = Quantity.of
_DRIVERS = {
    "mfu_frontier": "utilisation of the chips", "training_days": "length of the run", "cost_of_eight_nodes": "what exchanging seldom costs", "batch_mtoken": "tokens of a step",
    "site_link_gbit_s": "link of a site", "node_link_mbit_s": "link of a node", "site_latency_ms": "delay between sites", "node_latency_ms": "delay between nodes", "training_state_bytes": "memory for each weight in training",
}  # fmt: skip


def _range(samples, unit="1", label="", driver="", scale=1.0):
    return uncertainty.summarise(np.asarray(samples) * scale, unit, label=label, driver=driver)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    sizes, out = _run_sizes(), {}
    cost = parameters.get("cost_of_eight_nodes", part="scaling")
    table = one_site_frame().set_index(["limit", "chip"])
    out |= {
        "law_limit": _q(limits()[LAW_LIMIT], "FLOP/s"),
        "cost_eight": _q(cost.central, "1", cost.low, cost.high),
        "node_h100": _q(stated("scher_node_h100"), grade="measured"),
        "eu_threshold": _q(sizes["EU threshold"], "FLOP"),
        "us_threshold": _q(sizes["US threshold"], "FLOP"),
        "largest_run": _q(sizes["largest known run"], "FLOP"),
        "one_law": one_site(LAW_LIMIT).quantity("FLOP", label="One site at the order’s limit, H100, a frontier run’s time", driver=_DRIVERS["mfu_frontier"]),
        "one_law_a100": one_site(LAW_LIMIT, "A100").quantity("FLOP"),
        "one_law_gb200": one_site(LAW_LIMIT, "GB200").quantity("FLOP", label="The same with GB200", driver=_DRIVERS["mfu_frontier"]),
        "one_node": one_site(NODE_LIMIT).quantity("FLOP", label="One node of the proposed agreement’s limit, H100", driver=_DRIVERS["mfu_frontier"]),
        "over_us": _q(np.mean(one_site(LAW_LIMIT).samples > sizes["US threshold"]) * 100, "percent", label="Chance that one site at the order’s limit passes the US threshold"),
        "over_eu": _q(np.mean(one_site(LAW_LIMIT).samples > sizes["EU threshold"]) * 100, "percent"),
        "chips_law": _q(table.loc[(_LABEL[LAW_LIMIT], CHIP), "chips"], "chip"),
        "days": _q(parameters.get("training_days", part="power").central, "day"),
    }
    low, middle, high = _mw(CHIP, float(table.loc[(_LABEL[LAW_LIMIT], CHIP), "chips"]))
    out["mw_law"] = _q(middle, "MW", low, high, label="Power of a site at the order’s limit, H100", driver="what a server draws beyond its chips")
    low, middle, high = _mw(CHIP, stated("scher_node_h100"))
    out["kw_node"] = _q(1e3 * middle, "kW", 1e3 * low, 1e3 * high)
    for limit, tag in ((LAW_LIMIT, "law"), (NODE_LIMIT, "node")):
        for size, key in (("EU threshold", "eu"), ("US threshold", "us"), ("largest known run", "largest")):
            flop = sizes[size]
            run = kept(limit, flop)
            out[f"sites_{tag}_{key}"] = _range(_sites(limit, flop), label=f"Sites of the {_LABEL[limit]} for a run at the {size}" if key == "us" else "", driver=_DRIVERS["mfu_frontier"])
            out[f"kept_{tag}_{key}"] = _range(run.samples, "percent", scale=100, label=f"Share of compute that counts, {_LABEL[limit]}, {size}", driver=_DRIVERS[run.drivers()["parameter"].iloc[0]])
            out[f"half_{tag}_{key}"] = _q(100 * np.mean(run.samples > 1 - HALF), "percent")
    out["holds"] = _q(np.mean(kept(LAW_LIMIT, sizes["US threshold"]).samples > 1 - HALF))
    out["holds_node"] = _q(np.mean(kept(NODE_LIMIT, sizes["US threshold"]).samples > 1 - HALF))
    for size, key in (("EU threshold", "eu"), ("US threshold", "us"), ("largest known run", "largest")):
        out[f"tipping_{key}"] = _q(tipping_limit(size), "FLOP/s")
        out[f"tipping_h100_{key}"] = _q(tipping_limit(size) / _counted(CHIP), label=f"H100 a site below which a run keeps less than half, {size}" if key == "us" else "")
    sites = together_frame().query("limit == @_LABEL[@LAW_LIMIT] and training_flop >= @sizes['largest known run']")
    out["match_law_largest"] = _q(sites["sites"].min(), label="Sites at the order’s limit that are worth the largest known run")
    nodes = together_frame().query("limit == @_LABEL[@NODE_LIMIT]")
    peak = nodes.loc[nodes["training_flop"].idxmax()]
    out["node_most"] = _q(peak["training_flop"], "FLOP", peak["low"], peak["high"], label="Most that nodes of the proposed limit do together, whatever their number")
    price = parameters.get("chip_price_usd", part="power", hardware=CHIP).central
    out["node_cost_eu"] = _range(_sites(NODE_LIMIT, sizes["EU threshold"]) * stated("scher_node_h100") * price, "USD", label="Chips of nodes that spend the operations of the EU threshold in a frontier run’s time", driver=_DRIVERS["mfu_frontier"])
    link = parameters.get("node_link_mbit_s", part="governance")
    out["link_low"], out["link_high"] = _q(link.low, "megabit/s"), _q(link.high, "megabit/s")
    out["rahman_eu"] = _q(stated("rahman_eu_cost"), "USD")
    out["rahman_california"] = _q(stated("rahman_california_cost"), "USD")
    out["rahman_nodes"] = _q(stated("rahman_llama_nodes"))
    return out
