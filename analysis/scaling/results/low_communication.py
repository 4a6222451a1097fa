"""Training over slow links: what DeMo sends, how it learns, how long steps take, what sites a run needs, and who has done it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.dates import decimal_year
from analysis.power.results import owners, training_run
from analysis.quantities import Quantity
from analysis.scaling import demo as model
from analysis.scaling.training_laws import LAWS

__all__ = [
    "configurations", "payloads", "payload_frame", "received_frame", "problem", "experiment", "loss_frame", "loss_bytes_frame", "short_run",
    "stated", "methods", "possible", "slowdown_frame", "sites_frame", "runs", "runs_frame", "spread", "coalition", "crossing", "explorer_grid", "run_table", "twins", "facts",
]  # fmt: skip

TOPKS = (1, 2, 4, 8, 16, 32, 64)
PAPER_TOPK, LEAST_TOPK, CHUNK = 32, 2, 64
SITE_MW = 50.0  # a site that many operators own; the page’s explorer moves the number of sites
LOSS = 0.1  # the tenth that the register names
FRONTIER_LAW = "besiroglu-2024"
TARGET = 1e25  # FLOP: the threshold of the EU's AI Act, which the issue asks about
HORIZON = 2031  # the end of the decade
SHORT = 40
WAN_SITES = 4


@cache
def stated(key: str) -> float:
    """Return a figure that a source prints."""
    return float(tables.load("scaling/low_communication_statements").set_index("key").loc[key, "value"])


# --- bytes ------------------------------------------------------------------------------------------------------------


@cache
def configurations() -> dict[str, dict[str, int]]:
    """Return the configurations of the paper's models."""
    frame = tables.load("scaling/olmo_configurations").set_index("model")
    return {name: {k: int(row[k]) for k in ("d_model", "n_layers", "mlp_ratio", "embedding_size")} for name, row in frame.iterrows()}


@cache
def payloads() -> pd.DataFrame:
    """Return every printed figure with ours beside it, MB; ``ratio`` is ours over the printed one."""
    frame = tables.load("scaling/demo_payloads")
    ours = []
    for r in frame.itertuples():
        config = configurations()[r.model]
        value = model.ddp_bytes_per_step(model.parameter_count(config)) if pd.isna(r.topk) else model.bytes_per_step(config, int(r.topk))
        ours.append(float(value) / 1e6)
    return frame.assign(computed_mb=ours, ratio=np.array(ours) / frame["printed_mb"])


@cache
def payload_frame() -> pd.DataFrame:
    """Return megabytes a step by model and coefficients kept, with what is printed and the gradient itself (``topk`` 0)."""
    rows = []
    for name, config in configurations().items():
        rows += [(name, "DeMo, computed", k, model.bytes_per_step(config, k) / 1e6) for k in TOPKS]
        rows += [(name, "gradient in 16 bits, computed", k, float(model.ddp_bytes_per_step(model.parameter_count(config))) / 1e6) for k in (TOPKS[0], TOPKS[-1])]
    for r in payloads().itertuples():
        rows.append((r.model, "DeMo, printed" if pd.notna(r.topk) else "AdamW, printed", int(r.topk) if pd.notna(r.topk) else TOPKS[-1], r.printed_mb))
    return pd.DataFrame(rows, columns=["model", "kind", "topk", "mb"])


@cache
def received_frame() -> pd.DataFrame:
    """Return megabytes received a step by one worker of the 1 B model, by workers, gather against ring."""
    config = configurations()["OLMo 1B"]
    n = np.unique(np.round(np.logspace(np.log10(2), np.log10(512), 40)))
    ring = model.received_bytes(model.ddp_bytes_per_step(model.parameter_count(config)), n, False) / 1e6
    rows = [pd.DataFrame({"method": "AdamW, ring all-reduce", "workers": n, "mb": ring})]
    rows += [pd.DataFrame({"method": f"DeMo, {k} of a chunk", "workers": n, "mb": model.received_bytes(model.bytes_per_step(config, k), n, True) / 1e6}) for k in (2, 8, 32)]
    return pd.concat(rows, ignore_index=True)


# --- learning ---------------------------------------------------------------------------------------------------------

_NAMES = {"adamw": "AdamW", "momentum": "Momentum", "demo": "DeMo"}


@cache
def problem() -> model.Problem:
    """Return the small problem: next character of the book's own prose."""
    return model.character_problem("\n".join(tables.load("scaling/optimiser_text")["text"]))


@cache
def experiment(short: bool = False) -> pd.DataFrame:
    """Return the committed runs: held-out loss and bytes sent so far, by setting, seed and step."""
    frame = tables.load("scaling/optimiser_runs")
    frame = frame[(frame["steps"] == SHORT) == short].copy()
    kept = frame["topk"].astype("Int64")
    frame["setting"] = [_NAMES[m] if pd.isna(k) else f"DeMo, {k} of a chunk" for m, k in zip(frame["method"], kept, strict=True)]
    frame["mb_sent"] = frame["bytes_per_step"] * frame["step"] / 1e6
    return frame.reset_index(drop=True)


def short_run(method: str, topk: int | None, learning_rate: float) -> np.ndarray:
    """Train one of the short runs afresh and return its losses, for the test that the committed table is what the code gives."""
    return model.train(problem(), method, learning_rate=learning_rate, steps=SHORT, seed=1, topk=topk or PAPER_TOPK, every=SHORT // 2)["loss"]


@cache
def loss_frame() -> pd.DataFrame:
    """Return held-out loss by step and setting: mean over seeds with the lowest and the highest."""
    grouped = experiment().groupby(["setting", "step"], sort=False)["loss"]
    return pd.DataFrame({"loss": grouped.mean(), "low": grouped.min(), "high": grouped.max()}).reset_index()


@cache
def loss_bytes_frame() -> pd.DataFrame:
    """Return mean held-out loss against megabytes that each worker has sent."""
    return experiment().groupby(["setting", "step"], sort=False)[["mb_sent", "loss"]].mean().reset_index()[["setting", "mb_sent", "loss", "step"]]


def _final(setting: str) -> pd.Series:
    frame = experiment()
    return frame[(frame["setting"] == setting) & (frame["step"] == frame["steps"])].set_index("seed")["loss"]


def _steps_to(setting: str, target: float) -> float:
    curve = loss_frame().query("setting == @setting")
    below = curve[curve["loss"] <= target]
    return float(below["step"].iloc[0]) if len(below) else float("nan")


# --- links ------------------------------------------------------------------------------------------------------------


@cache
def methods() -> pd.DataFrame:
    """Return the methods with what they send, indexed by name."""
    return tables.load("scaling/low_communication_methods").set_index("method")


def _method(name: str) -> dict:
    row = methods().loc[name]
    return {"bits_per_param": float(row["bits_per_param"]), "every": float(row["every_steps"]), "gather": bool(row["gather"]), "overlap": float(row["overlap"])}


def _frontier_run(training_flop: float) -> tuple[float, float]:
    n, d = LAWS[FRONTIER_LAW].optimal(training_flop, extrapolate=True)
    return float(n), float(d)


def _compute_s(tokens, batch_mtoken, training_days):
    return training_days * training_run.model.SECONDS_PER_DAY * batch_mtoken * 1e6 / tokens


@cache
def largest_run() -> pd.Series:
    """Return the largest known run of any kind."""
    frame = tables.load("power/training_runs").dropna(subset=["training_flop"])
    return frame.loc[frame["training_flop"].idxmax()]


@cache
def slowdown_frame() -> pd.DataFrame:
    """Return the share of speed lost by method and link, for steps of INTELLECT-1's size over a few sites (percent)."""
    link = np.logspace(8, 14.5, 66)  # 100 Mbit/s to 300 Tbit/s
    step = _small_step()
    rows = []
    for name in methods().index:
        lost = model.slowdown(step["compute_s"], step["params"], sites=WAN_SITES, link_bit_s=link, latency_s=step["latency_s"], **_method(name))
        rows.append(pd.DataFrame({"method": name, "link_gbit_s": link / 1e9, "lost_percent": 100 * lost}))
    return pd.concat(rows, ignore_index=True)


@cache
def _small_step() -> dict[str, float]:
    """A step of INTELLECT-1's size: 10 billion parameters on the batch of the OLMo runs, paced to end in a frontier run's usual days."""
    run = runs().set_index("run").loc["INTELLECT-1"]
    days = parameters.get("training_days", part="power").central
    batch = parameters.get("batch_mtoken", part="scaling").low
    return {"params": float(run["params"]), "compute_s": float(_compute_s(run["tokens"], batch, days)), "latency_s": parameters.get("site_latency_ms", part="scaling").central / 1e3}


def _sites(training_flop: float) -> tuple[float, int]:
    power_gw = float(np.median(training_run.run_of(training_flop).samples))
    return power_gw, max(2, int(np.ceil(1e3 * power_gw / SITE_MW)))


@cache
def sites_frame() -> pd.DataFrame:
    """Return, by size of run and method, the megawatts, the sites of `SITE_MW` and the link that each needs to lose a tenth of its speed."""
    p = {n: parameters.get(n, part="scaling").central for n in ("batch_mtoken", "site_latency_ms")}
    days = parameters.get("training_days", part="power").central
    rows = []
    for flop in (1e25, 1e26, float(largest_run()["training_flop"]), 1e27, 1e28):
        power_gw, sites = _sites(flop)
        params, tokens = _frontier_run(flop)
        compute = _compute_s(tokens, p["batch_mtoken"], days)
        for name in methods().index:
            link = float(model.link_needed_bit_s(LOSS, compute, params, sites=sites, latency_s=p["site_latency_ms"] / 1e3, **_method(name)))
            rows.append((name, flop, 1e3 * power_gw, sites, link / 1e12))
    return pd.DataFrame(rows, columns=["method", "training_flop", "power_mw", "sites", "link_tbit_s"])


def _lost(link_between_sites_tbit_s, site_latency_ms, batch_mtoken, training_days, cost_of_eight_nodes, params, tokens, sites, bits_per_param, every, gather, overlap, infrequent):
    lost = model.slowdown(_compute_s(tokens, batch_mtoken, training_days), params, bits_per_param, every, gather, overlap, sites, link_between_sites_tbit_s * 1e12, site_latency_ms / 1e3)
    cost = model.exchange_cost(cost_of_eight_nodes, sites) if infrequent else 1.0
    return 1.0 - (1.0 - lost) / cost


@cache
def spread(method: str, sites: int | None = None) -> uncertainty.Propagation:
    """Propagate what the largest known run would lose over several sites by a method (share of speed).

    A method that exchanges less often than each step also pays in compute for the same loss: Epoch AI's factor at eight
    nodes, taken as a power of their number.
    """
    flop = float(largest_run()["training_flop"])
    params, tokens = _frontier_run(flop)
    chosen = parameters.select("link_between_sites_tbit_s", "site_latency_ms", "batch_mtoken", "cost_of_eight_nodes", part="scaling")
    chosen |= parameters.select("training_days", part="power")
    m = _method(method)
    return uncertainty.propagate(_lost, chosen, params=params, tokens=tokens, sites=float(sites or _sites(flop)[1]), infrequent=m["every"] > 1, **m)


@cache
def possible() -> pd.DataFrame:
    """Return by method the loss of the largest known run over several sites and the chance that it is under a tenth."""
    rows = []
    for name in methods().index:
        run = spread(name)
        low, middle, high = np.quantile(run.samples, uncertainty.LEVELS)
        rows.append((name, 100 * middle, 100 * low, 100 * high, 100 * float(np.mean(run.samples < LOSS))))
    return pd.DataFrame(rows, columns=["method", "lost_percent", "low", "high", "chance_percent"])


def _coalition(owners_in: tuple[str, ...], efficiency) -> np.ndarray:
    return sum(owners.stock_draws(o, 2025) for o in owners_in) * efficiency


@cache
def coalition() -> dict[str, float]:
    """Return the chance that owners who join over the internet match the largest, by who joins."""
    efficiency = parameters.sample(parameters.select("internet_efficiency", part="scaling"))["internet_efficiency"]
    largest = owners.stock_draws("Google", 2025)
    outside = ("Oracle", "China", "Other")
    rivals = ("Microsoft", "Amazon", "Meta")
    return {
        "all": float(np.mean(_coalition(outside + rivals, efficiency) >= largest)),
        "outside": float(np.mean(_coalition(outside, efficiency) >= largest)),
        "outside_share": float(np.median(_coalition(outside, efficiency) / largest)),
        "all_share": float(np.median(_coalition(outside + rivals, efficiency) / largest)),
    }


# --- who has done it --------------------------------------------------------------------------------------------------


@cache
def runs() -> pd.DataFrame:
    """Return the runs over the internet, with 6 FLOP per parameter and token where the tokens were found."""
    frame = tables.load("scaling/decentralised_runs")
    frame["training_flop"] = 6.0 * frame["params"] * frame["tokens"]
    frame["decimal_year"] = decimal_year(frame["date"])
    return frame.sort_values("decimal_year", ignore_index=True)


@cache
def frontier() -> pd.DataFrame:
    """Return the runs that were the largest of all when released."""
    frame = tables.load("power/training_runs").dropna(subset=["training_flop"]).sort_values("release_date")
    frame = frame[frame["training_flop"] >= frame["training_flop"].cummax()]
    frame["decimal_year"] = decimal_year(frame["release_date"])
    return frame[frame["decimal_year"] >= 2020].reset_index(drop=True)


@cache
def _paths() -> dict[str, np.ndarray]:
    p = parameters.sample(parameters.select("decentralised_growth", "frontier_compute_growth", "decentralised_room", part="scaling"))
    return {"growth": np.maximum(p["decentralised_growth"], 1.0001), "frontier": p["frontier_compute_growth"], "ceiling": stated("largest_2025") * p["decentralised_room"]}


def _start() -> pd.Series:
    return runs().loc[runs()["training_flop"].idxmax()]


def _top() -> pd.Series:
    return frontier().iloc[-1]


@cache
def paths_at(year: float) -> dict[str, np.ndarray]:
    """Return draws of the largest run over the internet and of the largest anywhere at a decimal year (FLOP)."""
    d, s, t = _paths(), _start(), _top()
    inside = np.minimum(s["training_flop"] * d["growth"] ** (year - s["decimal_year"]), np.maximum(d["ceiling"], s["training_flop"]))
    return {"internet": inside, "frontier": t["training_flop"] * d["frontier"] ** (year - t["decimal_year"])}


@cache
def crossing() -> np.ndarray:
    """Return draws of the year in which a run over the internet reaches `TARGET`; infinite where the ceiling lies below."""
    d, s = _paths(), _start()
    return model.first_crossing(s["decimal_year"], s["training_flop"], d["growth"], TARGET, np.maximum(d["ceiling"], s["training_flop"]))


@cache
def runs_frame() -> pd.DataFrame:
    """Return runs over the internet, the frontier, and both paths with their ranges to the end of the decade."""
    rows = [("over the internet", r.run, r.decimal_year, r.training_flop, np.nan, np.nan) for r in runs().dropna(subset=["training_flop"]).itertuples()]
    rows += [("largest anywhere", r.model, r.decimal_year, r.training_flop, np.nan, np.nan) for r in frontier().itertuples()]
    for kind, key, start in (("over the internet", "internet", _start()["decimal_year"]), ("largest anywhere", "frontier", _top()["decimal_year"])):
        for year in np.linspace(start, HORIZON, 24):
            low, middle, high = np.quantile(paths_at(float(year))[key], uncertainty.LEVELS)
            rows.append((f"{kind}, carried on", "", float(year), middle, low, high))
    return pd.DataFrame(rows, columns=["kind", "run", "year", "training_flop", "low", "high"])


@cache
def run_table() -> pd.DataFrame:
    """Return the runs as a table for the page."""
    frame = runs()
    return pd.DataFrame({
        "Run": frame["run"], "Led by": frame["organisation"], "Date": frame["date"], "Kind": frame["kind"], "Parameters": frame["params"],
        "Tokens": frame["tokens"], "FLOP": [None if pd.isna(x) else Quantity(x, "FLOP") for x in frame["training_flop"]],
    })  # fmt: skip


@cache
def twins() -> tuple[int, int, float]:
    """Return comparisons that found no loss, all comparisons, and the chance for a next one (rule of succession)."""
    matched = tables.load("scaling/low_communication_twins")["matched"].astype(bool)
    return int(matched.sum()), len(matched), float((matched.sum() + 1) / (len(matched) + 2))


def explorer_grid(method, params_b, sites, link_gbit_s, batch_mtoken, speed_h100) -> dict[str, object]:
    """Return what a step costs on the explorer's grid: bytes a step, share of speed lost and the link for a tenth."""
    chosen = {name: _method(name) for name in methods().index}
    m = {k: np.array([chosen[str(x)][k] for x in method]) for k in ("bits_per_param", "every", "gather", "overlap")}
    params = np.asarray(params_b, dtype=float) * 1e9
    chip = tables.load("power/chips").set_index("chip").loc["NVIDIA H100 SXM5 80GB", "bf16_flop_per_s"]
    used = parameters.get("mfu_frontier", part="power").central
    compute = 6.0 * params * np.asarray(batch_mtoken, dtype=float) * 1e6 / (np.asarray(speed_h100, dtype=float) * chip * used)
    latency = {n: getattr(parameters.get("site_latency_ms", part="scaling"), n) / 1e3 for n in ("low", "central", "high")}
    lost = tuple(100 * model.slowdown(compute, params, m["bits_per_param"], m["every"], m["gather"], m["overlap"], np.asarray(sites, float), np.asarray(link_gbit_s, float) * 1e9, latency[e]) for e in ("low", "central", "high"))
    payload = params * m["bits_per_param"] / 8e9 / m["every"]
    return {"lost": lost, "step_s": compute / (1 - lost[1] / 100), "sent_gb": payload}


# --- facts ------------------------------------------------------------------------------------------------------------


_q = Quantity.of


def _years(draws):
    reached = draws[np.isfinite(draws)]
    low, middle, high = np.quantile(reached, uncertainty.LEVELS)
    return float(middle), float(low), float(high)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    one, small = configurations()["OLMo 1B"], configurations()["OLMo 300M"]
    gradient = float(model.ddp_bytes_per_step(model.parameter_count(one)))
    sent = {k: model.bytes_per_step(one, k) for k in TOPKS}
    printed = payloads().set_index(["model", "topk"])["printed_mb"]
    adamw = payloads()[payloads()["topk"].isna()].set_index("model")
    demo_rows = payloads().dropna(subset=["topk"])
    final = {s: _final(s) for s in experiment()["setting"].unique()}
    paper = f"DeMo, {PAPER_TOPK} of a chunk"
    no_worse = float(np.mean(final[paper] <= final["AdamW"]))
    no_worse_momentum = float(np.mean(final[paper] <= final["Momentum"]))
    per_step = experiment().groupby("setting")["bytes_per_step"].first()
    target = float(final[paper].mean())
    table = possible().set_index("method")
    best = table["chance_percent"].idxmax()
    power = training_run.run_of(float(largest_run()["training_flop"]))
    low_gw, mid_gw, high_gw = np.quantile(power.samples, uncertainty.LEVELS)
    n_params, _ = _frontier_run(float(largest_run()["training_flop"]))
    frame = sites_frame()
    now = frame[frame["training_flop"] == float(largest_run()["training_flop"])].set_index("method")
    start, top = _start(), _top()
    at = paths_at(HORIZON)
    today = paths_at(2026.9)
    reach = crossing()
    mid, lo, hi = _years(reach)
    join = coalition()
    ok, n_twins, chance = twins()
    internet_start = float(start["training_flop"])
    ratio = np.quantile(at["frontier"] / at["internet"], uncertainty.LEVELS)
    gap_today = np.quantile(today["frontier"] / today["internet"], uncertainty.LEVELS)
    have = parameters.get("link_between_sites_tbit_s", part="scaling")
    kept = parameters.get("internet_efficiency", part="scaling")
    growth = parameters.get("decentralised_growth", part="scaling")
    needed = np.log(at["frontier"] / internet_start) / (HORIZON - start["decimal_year"])
    step = _small_step()
    slow = slowdown_frame()
    at_gbit = {m: float(g.iloc[(g["link_gbit_s"] - 1.0).abs().argmin()]["lost_percent"]) for m, g in slow.groupby("method")}
    return {
        "gradient_1b": _q(gradient / 1e6, "MB", label="Gradient of the 1 B model in 16 bits"),
        "printed_adamw": _q(adamw.loc["OLMo 1B", "printed_mb"], "MB", grade="measured"),
        "printed_adamw_small": _q(adamw.loc["OLMo 300M", "printed_mb"], "MB", grade="measured"),
        "gradient_small": _q(adamw.loc["OLMo 300M", "computed_mb"], "MB"),
        "adamw_ratio": _q(100 * (adamw.loc["OLMo 1B", "printed_mb"] / adamw.loc["OLMo 1B", "computed_mb"] - 1), "percent"),
        "adamw_ratio_small": _q(100 * (1 - adamw.loc["OLMo 300M", "printed_mb"] / adamw.loc["OLMo 300M", "computed_mb"]), "percent"),
        "sent_paper": _q(sent[PAPER_TOPK] / 1e6, "MB", label="What a DeMo worker sends a step, 1 B, 32 of a chunk"),
        "sent_least": _q(sent[LEAST_TOPK] / 1e6, "MB"),
        "printed_demo": _q(printed["OLMo 1B", PAPER_TOPK], "MB", grade="measured"),
        "worst_payload": _q(100 * float(np.abs(demo_rows["ratio"] - 1).max()), "percent"),
        "reduction": _q(gradient / sent[PAPER_TOPK], label="Less sent than the gradient, 1 B, 32 of a chunk"),
        "reduction_printed": _q(adamw.loc["OLMo 1B", "printed_mb"] / printed["OLMo 1B", PAPER_TOPK]),
        "reduction_most": _q(gradient / sent[LEAST_TOPK], label="The same with 2 of a chunk"),
        "reduction_85": _q(float(model.ddp_bytes_per_step(model.parameter_count(small))) / model.bytes_per_step(small, 8)),
        "orders_paper": _q(np.log10(gradient / sent[PAPER_TOPK])),
        "topk_paper": _q(PAPER_TOPK),
        "topk_least": _q(LEAST_TOPK),
        "chunk_size": _q(CHUNK**2),
        "break_even": _q(model.break_even_workers(sent[PAPER_TOPK], gradient), label="Workers from which DeMo’s gather receives more than a ring all-reduce"),
        "break_even_least": _q(model.break_even_workers(sent[LEAST_TOPK], gradient)),
        "workers_paper": _q(stated("workers_demo")),
        "received_64": _q(model.received_bytes(sent[PAPER_TOPK], stated("workers_demo"), True) / 1e9, "GB"),
        "received_ring_64": _q(model.received_bytes(gradient, stated("workers_demo"), False) / 1e9, "GB"),
        "seeds": _q(len(final[paper])),
        "steps": _q(float(experiment()["steps"].max())),
        "small_params": _q(model.parameter_count(problem().shapes.values())),
        "workers_small": _q(8),
        "loss_adamw": _q(final["AdamW"].mean(), "1", final["AdamW"].min(), final["AdamW"].max(), "Held-out loss of AdamW, small model", "measured", "seed"),
        "loss_momentum": _q(final["Momentum"].mean(), "1", final["Momentum"].min(), final["Momentum"].max(), "Held-out loss of momentum, small model", "measured", "seed"),
        "loss_demo": _q(final[paper].mean(), "1", final[paper].min(), final[paper].max(), "Held-out loss of DeMo, 32 of a chunk, small model", "measured", "seed"),
        "loss_demo_1": _q(final["DeMo, 1 of a chunk"].mean(), "1", final["DeMo, 1 of a chunk"].min(), final["DeMo, 1 of a chunk"].max(), "", "measured"),
        "loss_demo_256": _q(final["DeMo, 256 of a chunk"].mean(), "1", final["DeMo, 256 of a chunk"].min(), final["DeMo, 256 of a chunk"].max(), "", "measured"),
        "no_worse": _q(100 * no_worse, "percent", label="Seeds in which DeMo ends no higher than AdamW", grade="measured"),
        "no_worse_momentum": _q(100 * no_worse_momentum, "percent", grade="measured"),
        "small_reduction": _q(per_step["AdamW"] / per_step[paper]),
        "steps_adamw_to_demo": _q(100 * _steps_to("AdamW", target) / float(experiment()["steps"].max()), "percent"),
        "link_run": _q(float(largest_run()["training_flop"]), "FLOP"),
        "link_params": _q(n_params),
        "power_now": _q(1e3 * mid_gw, "MW", 1e3 * low_gw, 1e3 * high_gw, "Power of the largest known run", driver="training_days"),
        "site_mw": _q(SITE_MW, "MW"),
        "sites_now": _q(float(now["sites"].iloc[0])),
        "link_ddp": _q(now.loc["Data-parallel", "link_tbit_s"], "terabit/s"),
        "link_hidden": _q(now.loc["Data-parallel, hidden", "link_tbit_s"], "terabit/s"),
        "link_demo": _q(now.loc["DeMo", "link_tbit_s"], "terabit/s"),
        "link_intellect": _q(1e3 * now.loc["INTELLECT-1", "link_tbit_s"], "gigabit/s"),
        "link_streaming": _q(1e3 * now.loc["Streaming DiLoCo", "link_tbit_s"], "gigabit/s"),
        "link_sparse": _q(1e3 * now.loc["SparseLoCo", "link_tbit_s"], "gigabit/s"),
        "link_have": Quantity(have.central, "terabit/s", have.low, have.high, "guessed"),
        "lost_ddp": _q(table.loc["Data-parallel", "lost_percent"], "percent", table.loc["Data-parallel", "low"], table.loc["Data-parallel", "high"], "Speed that the largest run loses over sites, data-parallel", "guessed", "link between sites"),
        "lost_hidden": _q(table.loc["Data-parallel, hidden", "lost_percent"], "percent", table.loc["Data-parallel, hidden", "low"], table.loc["Data-parallel, hidden", "high"], "The same with half the computing over the exchange", "guessed", "link between sites"),
        "lost_demo": _q(table.loc["DeMo", "lost_percent"], "percent", table.loc["DeMo", "low"], table.loc["DeMo", "high"], "The same with DeMo", "guessed", "batch"),
        "lost_intellect": _q(table.loc["INTELLECT-1", "lost_percent"], "percent", table.loc["INTELLECT-1", "low"], table.loc["INTELLECT-1", "high"], "", "guessed", "cost_of_eight_nodes"),
        "chance_ddp": _q(table.loc["Data-parallel", "chance_percent"], "percent", grade="guessed"),
        "chance_hidden": _q(table.loc["Data-parallel, hidden", "chance_percent"], "percent", grade="guessed"),
        "chance_demo": _q(table.loc["DeMo", "chance_percent"], "percent", grade="guessed"),
        "chance_intellect": _q(table.loc["INTELLECT-1", "chance_percent"], "percent", grade="guessed"),
        "chance_spread": _q(table.loc[best, "chance_percent"], "percent", label="Chance that the largest run can be spread at the loss of a tenth", grade="guessed", driver=spread(best).drivers()["parameter"].iloc[0]),
        "no_single_site": _q(table.loc[best, "chance_percent"] / 100, grade="guessed"),
        "tenth": _q(100 * LOSS, "percent"),
        "nvidia_lost": _q(100 - stated("efficiency_two_sites"), "percent", grade="measured"),
        "coalition_all": _q(100 * join["all"], "percent", label="Chance that all other owners together match the largest", grade="guessed", driver="internet_efficiency"),
        "coalition_outside": _q(100 * join["outside"], "percent", label="The same without the other three of the largest four", grade="guessed", driver="internet_efficiency"),
        "coalition_share": _q(100 * join["outside_share"], "percent", grade="guessed"),
        "coalition_all_share": _q(100 * join["all_share"], "percent", grade="guessed"),
        "tipping_efficiency": _q(100 * kept.central / join["all_share"], "percent"),
        "efficiency": _q(100 * kept.central, "percent", 100 * kept.low, 100 * kept.high, grade="guessed"),
        "gap_epoch": _q(stated("gap_epoch")),
        "reduction_abstract": _q(stated("reduction_abstract"), grade="measured"),
        "largest_internet": _q(internet_start, "FLOP", label="Largest run found over the internet"),
        "nous_flop": _q(float(runs().set_index("run").loc["DisTrO 15B", "training_flop"]), "FLOP"),
        "nous_params": _q(float(runs().set_index("run").loc["DisTrO 15B", "params"])),
        "nous_mmlu": _q(stated("mmlu_distro_15b"), "percent", grade="measured"),
        "largest_anywhere": _q(float(top["training_flop"]), "FLOP"),
        "gap": _q(float(top["training_flop"]) / internet_start, label="Largest known run over the largest over the internet"),
        "gap_now": _q(gap_today[1], "1", gap_today[0], gap_today[2], "The same, both carried to late 2026", "guessed", "frontier growth"),
        "gap_2031": _q(ratio[1], "1", ratio[0], ratio[2], "The same at the end of 2030", "guessed", "decentralised_growth"),
        "growth": _q(growth.central, "1", growth.low, growth.high, grade="guessed"),
        "growth_frontier": _q(parameters.get("frontier_compute_growth", part="scaling").central),
        "growth_epoch": _q(stated("growth_epoch")),
        "target": _q(TARGET, "FLOP"),
        "crossed": _q(100 * float(np.mean(reach < HORIZON)), "percent", label="Chance that a run over the internet passes 10²⁵ FLOP by the end of 2030", grade="guessed", driver="decentralised_growth"),
        "crossing_year": _q(mid, "year", lo, hi, "Year of that, if it comes at all", "guessed", "decentralised_growth"),
        "never": _q(100 * float(np.mean(~np.isfinite(reach))), "percent", grade="guessed"),
        "reaches": _q(100 * float(np.mean(at["internet"] >= at["frontier"])), "percent", label="Chance that it has reached the frontier of its day by then", grade="guessed", driver="decentralised_growth"),
        "needed_growth": _q(float(np.median(np.exp(needed)))),
        "twins_ok": _q(ok),
        "twins_all": _q(n_twins),
        "par": _q(100 * chance, "percent", label="Chance that a next comparison finds no loss", grade="guessed"),
        "wan_sites": _q(WAN_SITES),
        "wan_params": _q(step["params"]),
        "wan_compute": _q(step["compute_s"], "s"),
        "gbit_ddp": _q(at_gbit["Data-parallel"], "percent"),
        "gbit_demo": _q(at_gbit["DeMo"], "percent"),
        "gbit_intellect": _q(at_gbit["INTELLECT-1"], "percent"),
        "gbit_sparse": _q(at_gbit["SparseLoCo"], "percent"),
        "gbit": _q(1, "gigabit/s"),
    }  # fmt: skip


