"""Roll-out sites: processors beside accelerators, what checks take of them, what hosts cost, and links against data-parallel training."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.inference.results import hour_cost
from analysis.quantities import Quantity
from analysis.scaling import demo, reasoner
from analysis.scaling import roll_out as model
from analysis.scaling.results import low_communication
from analysis.scaling.results import reasoner as training

__all__ = [
    "KINDS", "SHOWN", "platforms", "ratios_frame", "needed", "binds", "binds_frame", "needs_frame", "tipping_s", "core_hour", "hosts_frame",
    "frontier", "links", "link_ratio", "links_frame", "sendings_frame", "roll_outs_elsewhere", "site_not_needed", "throughput_table", "facts",
]  # fmt: skip

KINDS = {"light": ("trajectory_rate", "light_check_core_s"), "heavy": ("software_trajectory_rate", "heavy_check_core_s")}
NAMES = {"light": "mathematics and short programs", "heavy": "software with its tests"}
SHOWN = ("DGX H100", "Trn2", "GB200 NVL72")  # the three that the document names
REFERENCE = "H100"  # rates were measured on accelerators of its class
FAR_LESS = 0.1  # the tenth that the register names
_PRICED = {"H100": "p5.48xlarge", "Trainium2": "trn2.48xlarge"}


# --- processors -------------------------------------------------------------------------------------------------------


@cache
def platforms() -> pd.DataFrame:
    """Return the platforms with accelerators a socket, cores an accelerator, and memory bandwidth over an H100's."""
    f = tables.load("scaling/platform_processors").set_index("platform")
    speed = tables.load("inference/accelerators").set_index("accelerator")["memory_bandwidth_gb_s"]
    f["per_socket"] = f["accelerators"] / f["sockets"]
    f["cores_each"] = f["cores"] / f["accelerators"]
    f["speed"] = speed.loc[f["accelerator"]].to_numpy() / speed[REFERENCE]
    return f


@cache
def ratios_frame() -> pd.DataFrame:
    """Return accelerators for each socket and cores for each accelerator, by platform."""
    f = platforms().sort_values("cores_each").reset_index()
    return pd.concat([
        pd.DataFrame({"platform": f["platform"], "measure": "accelerators for each socket", "value": f["per_socket"]}),
        pd.DataFrame({"platform": f["platform"], "measure": "cores for each accelerator", "value": f["cores_each"]}),
    ], ignore_index=True)  # fmt: skip


def _sample(*names):
    return parameters.sample(parameters.select(*names, part="scaling"))


@cache
def needed(platform: str, kind: str) -> np.ndarray:
    """Return draws of the cores that checks take up for each accelerator of a platform.

    Answers come faster in proportion to memory bandwidth, which is what generating one token after the other waits for.
    """
    d = _sample(*KINDS[kind])
    rate, seconds = (d[n] for n in KINDS[kind])
    return model.cores_needed(rate * platforms().at[platform, "speed"], seconds)


@cache
def binds(platform: str, kind: str) -> float:
    """Return the probability that checks take up more cores than the node can spare."""
    free = _sample("free_core_share")["free_core_share"] * platforms().at[platform, "cores_each"]
    return float(np.mean(needed(platform, kind) > free))


@cache
def binds_frame() -> pd.DataFrame:
    """Return by platform and kind of check the cores needed and spared for each accelerator, and the chance that they do not suffice."""
    rows = []
    free = parameters.get("free_core_share", part="scaling").central
    for platform in SHOWN:
        for kind, name in NAMES.items():
            low, middle, high = np.quantile(needed(platform, kind), uncertainty.LEVELS)
            rows.append((f"{platform}: {name}", platform, name, middle, low, high, free * platforms().at[platform, "cores_each"], 100 * binds(platform, kind)))
    return pd.DataFrame(rows, columns=["row", "platform", "kind", "cores", "low", "high", "spare", "chance_percent"])


@cache
def _check_seconds() -> pd.DataFrame:
    f = tables.load("scaling/sandbox_checks")
    f["core_s"] = f["cores"] * f["seconds"] / f["tasks"]
    return f


@cache
def needs_frame() -> pd.DataFrame:
    """Return cores for each accelerator against core time of a check, at three rates of answers."""
    seconds = np.logspace(-1, 3.5, 46)
    rate = parameters.get("trajectory_rate", part="scaling")
    rates = {"generating only, at served speed": rate.high, "DeepSeek-R1-Zero, training included": rate.central, "software tasks of NeMo Gym": rate.low}
    return pd.concat([pd.DataFrame({"rate": n, "core_s": seconds, "cores": model.cores_needed(r, seconds)}) for n, r in rates.items()], ignore_index=True)


def tipping_s(platform: str, rate: float) -> float:
    """Return the core time of a check at which a platform's spare cores are all taken, at answers a second of an H100."""
    p = platforms().loc[platform]
    return float(parameters.get("free_core_share", part="scaling").central * p["cores_each"] / (rate * p["speed"]))


@cache
def core_hour() -> tuple[float, float]:
    """Return dollars for an hour of one rented core: spare capacity and on demand."""
    f = tables.load("scaling/processor_hosts").set_index("terms")
    price = f["usd_per_hour"] / (f["vcpus"] / f["threads_per_core"])
    return float(price["spare capacity"]), float(price["on demand"])


@cache
def _accelerator_hour(accelerator: str) -> float:
    if accelerator in _PRICED:
        f = tables.load("inference/cloud_instance_prices").sort_values("date").drop_duplicates("instance", keep="last").set_index("instance").loc[_PRICED[accelerator]]
        return float(f["usd_per_hour"] / f["accelerators"])
    return hour_cost.usd_per_hour(accelerator).quantity("USD/hour", driver="").value


@cache
def _host_share(platform: str, kind: str) -> np.ndarray:
    low, high = core_hour()
    price = np.sqrt(low * high)
    drawn = parameters.sample([parameters.Parameter("core_hour", "USD/hour", price, low, high, "lognormal", part="scaling")])["core_hour"]
    return 100 * model.hosts_usd_per_hour(needed(platform, kind), drawn) / _accelerator_hour(platforms().at[platform, "accelerator"])


@cache
def hosts_frame() -> pd.DataFrame:
    """Return what hosts elsewhere for all checks cost, percent of the accelerators, by platform and kind of check."""
    rows = []
    for platform in SHOWN:
        for kind, name in NAMES.items():
            low, middle, high = np.quantile(_host_share(platform, kind), uncertainty.LEVELS)
            rows.append((f"{platform}: {name}", name, middle, low, high))
    return pd.DataFrame(rows, columns=["row", "kind", "cost_percent", "low", "high"])


@cache
def throughput_table() -> pd.DataFrame:
    """Return what each platform's spare cores can check in a second, by kind of check, for the page."""
    free = parameters.get("free_core_share", part="scaling").central
    rows = []
    for name, p in platforms().iterrows():
        row = {"Platform": name, "Accelerators": float(p["accelerators"]), "Sockets": float(p["sockets"]), "Cores": float(p["cores"]), "Cores for each accelerator": float(p["cores_each"])}
        for kind in KINDS:
            seconds = parameters.get(KINDS[kind][1], part="scaling").central
            row[f"Checks a second: {NAMES[kind]}"] = float(model.checks_per_s(p["cores"], free, seconds))
        rows.append(row)
    return pd.DataFrame(rows)


# --- links ------------------------------------------------------------------------------------------------------------


@cache
def frontier() -> dict[str, float]:
    """Return the largest known run as the page on slow links has it: parameters, tokens, sites."""
    flop = float(low_communication.largest_run()["training_flop"])
    params, tokens = low_communication._frontier_run(flop)
    return {"flop": flop, "params": params, "tokens": tokens, "sites": float(low_communication._sites(flop)[1])}


@cache
def _site_accelerators() -> float:
    """Accelerators of a site of the size that the page on slow links takes, at a DGX H100's rated power."""
    server = tables.load("power/systems").set_index("system").loc["DGX H100"]
    return float(1e3 * low_communication.SITE_MW / (server["it_power_kw"] / server["accelerators"]))


@cache
def links() -> dict[str, np.ndarray]:
    """Return draws of the link that a site needs: data-parallel pre-training, plain and hidden, and roll-outs with both ways apart."""
    p = frontier()
    d = _sample("sync_interval_s", "weight_bits", "bytes_per_token_back", "trajectory_rate", "berry_tokens_each", "batch_mtoken", "site_latency_ms")
    days = parameters.sample(parameters.select("training_days", part="power"))["training_days"]
    compute = low_communication._compute_s(p["tokens"], d["batch_mtoken"], days)
    plain, hidden = (
        demo.link_needed_bit_s(low_communication.LOSS, compute, p["params"], sites=p["sites"], latency_s=d["site_latency_ms"] / 1e3, **low_communication._method(name)) for name in ("Data-parallel", "Data-parallel, hidden")
    )
    speed = _site_accelerators() * d["trajectory_rate"] * d["berry_tokens_each"]
    return {
        "plain": plain,
        "hidden": hidden,
        "weights": model.broadcast_link_bit_s(p["params"], d["weight_bits"], d["sync_interval_s"]),
        "back": model.return_link_bit_s(speed, d["bytes_per_token_back"]),
        "roll_out": model.roll_out_link_bit_s(p["params"], d["weight_bits"], d["sync_interval_s"], speed, d["bytes_per_token_back"]),
    }


@cache
def link_ratio() -> np.ndarray:
    """Return draws of the roll-out link over that of data-parallel pre-training with half the computing over the exchange, the cheaper of the two."""
    x = links()
    return np.where(np.isfinite(x["hidden"]), x["roll_out"] / np.where(np.isfinite(x["hidden"]), x["hidden"], 1.0), 0.0)


@cache
def links_frame() -> pd.DataFrame:
    """Return the link of each site by what crosses it, Gbit/s."""
    x = links()
    rows = []
    for name, key, kind in (
        ("Data-parallel", "plain", "pre-training"), ("Data-parallel, half hidden", "hidden", "pre-training"),
        ("Roll-outs: weights out", "weights", "roll-outs"), ("Roll-outs: tokens back", "back", "roll-outs"),
    ):  # fmt: skip
        low, middle, high = np.quantile(x[key], uncertainty.LEVELS) / 1e9
        rows.append((name, kind, middle, low, high))
    sites = low_communication.sites_frame()
    now = sites[sites["training_flop"] == frontier()["flop"]].set_index("method")
    for method in ("SparseLoCo", "INTELLECT-1", "DeMo"):
        rows.insert(2, (f"{method}, pre-training", "pre-training", 1e3 * now.at[method, "link_tbit_s"], np.nan, np.nan))
    return pd.DataFrame(rows, columns=["what", "kind", "link_gbit_s", "low", "high"])


@cache
def _sent() -> pd.DataFrame:
    f = tables.load("scaling/weight_broadcasts").copy()
    bits = 8 * f["bytes"].fillna(f["params"] * parameters.get("weight_bits", part="scaling").central / 8)
    f["link_gbit_s"] = f["bit_s"].fillna(bits / f["seconds"]) / 1e9
    f["minutes"] = f["seconds"] / 60
    return f


@cache
def sendings_frame() -> pd.DataFrame:
    """Return minutes to send a model's weights against the link, by size, with the published transfers."""
    bits = parameters.get("weight_bits", part="scaling").central
    link = np.logspace(-1, 4, 51)
    rows = []
    for name, params in (("32 billion", 3.2e10), ("1 trillion", 1e12), ("largest known run", frontier()["params"])):
        rows.append(pd.DataFrame({"kind": name, "run": "", "link_gbit_s": link, "minutes": model.broadcast_s(params * bits / 8, link * 1e9) / 60}))
    s = _sent()
    rows.append(pd.DataFrame({"kind": "published", "run": s["run"], "link_gbit_s": s["link_gbit_s"], "minutes": s["minutes"]}))
    return pd.concat(rows, ignore_index=True)


@cache
def roll_outs_elsewhere() -> np.ndarray:
    """Return draws of whether an owner's links carry roll-outs elsewhere at no more than a tenth of the generators' time."""
    have = _sample("link_between_sites_tbit_s")["link_between_sites_tbit_s"] * 1e12
    return model.idle_share(have, links()["roll_out"]) <= low_communication.LOSS


@cache
def site_not_needed() -> tuple[float, float, float]:
    """Return the chance that one connected site is not needed: both readings weighed, and each alone."""
    stays = float(np.mean(roll_outs_elsewhere()))
    table = low_communication.possible().set_index("method")
    spread = float(table["chance_percent"].max()) / 100
    w = training.prior("C18", "trainer")
    return w * stays + (1 - w) * spread, stays, spread


# --- facts ------------------------------------------------------------------------------------------------------------


_q = Quantity.of


def _span(samples, unit="1", label="", grade="modelled", driver=""):
    low, mid, high = np.quantile(samples, uncertainty.LEVELS)  # not `summarise`: where latency alone costs more, no link is fast enough
    return _q(mid, unit, low, high, label, grade, driver)


def _driver(samples, *names):
    return uncertainty.drivers(samples, _sample(*names))["parameter"].iloc[0]


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    p, x, run = platforms(), links(), frontier()
    most = p.loc[list(SHOWN), "per_socket"].idxmax()
    d = _sample("trajectory_rate", "software_trajectory_rate", "light_check_core_s", "heavy_check_core_s", "free_core_share", "kept_share", "scoring_passes")
    heavy, light = binds(most, "heavy"), binds(most, "light")
    w = training.prior("C13", "checks")
    rate = parameters.get("trajectory_rate", part="scaling")
    checks_ = _check_seconds()
    spare, demand = core_hour()
    ratio = link_ratio()
    both, stays, spread = site_not_needed()
    sent = _sent().set_index("run")
    trainer = 100 - 100 * _sample("roll_out_gpu_share")["roll_out_gpu_share"]
    flops = reasoner.flop_ratio(d["kept_share"], d["scoring_passes"])
    have = parameters.get("link_between_sites_tbit_s", part="scaling")
    minutes = model.broadcast_s(run["params"] * _sample("weight_bits")["weight_bits"] / 8, 1e9) / 60
    step = _sample("sync_interval_s")["sync_interval_s"]
    return {
        "hgx_ratio": _q(p.at["DGX H100", "per_socket"], grade="measured", label="Accelerators for each processor socket, DGX H100"),
        "nvl72_ratio": _q(p.at["GB200 NVL72", "per_socket"], grade="measured", label="The same, GB200 NVL72"),
        "trn2_ratio": _q(p.at["Trn2", "per_socket"], grade="measured", label="The same, Trn2"),
        "hgx_cores": _q(p.at["DGX H100", "cores_each"], grade="measured", label="Cores for each accelerator, DGX H100"),
        "nvl72_cores": _q(p.at["GB200 NVL72", "cores_each"], grade="measured", label="The same, GB200 NVL72"),
        "trn2_cores": _q(p.at["Trn2", "cores_each"], grade="measured", label="The same, Trn2"),
        "socket_gap": _q(p.at["Trn2", "per_socket"] / p.at["GB200 NVL72", "per_socket"]),
        "core_gap": _q(p.at["GB200 NVL72", "cores_each"] / p.at["Trn2", "cores_each"]),
        "trn2_speed": _q(p.at["Trn2", "speed"]),
        "nvl72_speed": _q(p.at["GB200 NVL72", "speed"]),
        "free": _q(100 * parameters.get("free_core_share", part="scaling").central, "percent", 100 * np.quantile(d["free_core_share"], 0.05), 100 * np.quantile(d["free_core_share"], 0.95), grade="guessed"),
        "light_s": _span(d["light_check_core_s"], "s"),
        "heavy_s": _span(d["heavy_check_core_s"], "s"),
        "lean_s": _q(checks_.set_index("engine").at["Kimina Lean Server", "core_s"], "s", grade="measured"),
        "rate": _q(rate.central, "1", rate.low, rate.high),
        "need_light": _span(needed("Trn2", "light"), "1", "Cores that checks take for each Trainium2: mathematics and short programs", "guessed", _driver(needed("Trn2", "light"), *KINDS["light"])),
        "need_heavy": _span(needed("Trn2", "heavy"), "1", "The same: software with its tests", "guessed", _driver(needed("Trn2", "heavy"), *KINDS["heavy"])),
        "need_nvl72": _span(needed("GB200 NVL72", "heavy"), grade="guessed"),
        "bind_light": _q(100 * light, "percent", grade="guessed"),
        "bind_heavy": _q(100 * heavy, "percent", label="Chance that Trn2’s cores do not suffice for software checks", grade="guessed", driver=_driver(needed("Trn2", "heavy"), *KINDS["heavy"])),
        "bind_heavy_hgx": _q(100 * binds("DGX H100", "heavy"), "percent", grade="guessed"),
        "bind_heavy_nvl72": _q(100 * binds("GB200 NVL72", "heavy"), "percent", grade="guessed"),
        "bind": _q(w * heavy + (1 - w) * light, "1", label="The same, kinds of check weighed by the prior", grade="guessed", driver="kind of check"),
        "bind_percent": _q(100 * (w * heavy + (1 - w) * light), "percent", grade="guessed"),
        "bind_heavy_one": _q(heavy, "1", grade="guessed"),
        "prior_heavy": _q(100 * w, "percent", grade="guessed"),
        "prior_place": _q(100 * training.prior("C13", "place"), "percent", grade="guessed"),
        "tip_rate": _q(tipping_s("Trn2", rate.central), "s", label="Core time of a check at which Trn2’s spare cores are taken, at DeepSeek-R1-Zero’s rate", grade="guessed", driver="free_core_share"),
        "tip_software": _q(tipping_s("Trn2", rate.low), "s", grade="guessed"),
        "tip_served": _q(tipping_s("Trn2", rate.high), "s", grade="guessed"),
        "core_hour": _q(np.sqrt(spare * demand), "USD/hour", spare, demand, label="Price of a rented core"),
        "host_light": _span(_host_share("Trn2", "light"), "percent", "Hosts for all checks over the price of the accelerators, Trn2: mathematics and short programs", "guessed", "trajectory_rate"),
        "host_heavy": _span(_host_share("Trn2", "heavy"), "percent", "The same: software with its tests", "guessed", "heavy_check_core_s"),
        "run_flop": _q(run["flop"], "FLOP"),
        "run_params": _q(run["params"]),
        "run_sites": _q(run["sites"]),
        "site_mw": _q(low_communication.SITE_MW, "MW"),
        "site_chips": _q(_site_accelerators(), "chip"),
        "interval": _span(step / 60, "minute", grade="guessed"),
        "link_plain": _span(x["plain"] / 1e12, "terabit/s", grade="guessed"),
        "link_hidden": _span(x["hidden"] / 1e12, "terabit/s", "Link of each site for data-parallel pre-training of the largest run, half hidden", "guessed", "batch_mtoken"),
        "link_weights": _span(x["weights"] / 1e9, "gigabit/s", "Link of each site for its roll-outs: weights out", "guessed", _driver(x["weights"], "sync_interval_s", "weight_bits")),
        "link_back": _span(x["back"] / 1e9, "gigabit/s", "The same: tokens back", "guessed", "trajectory_rate"),
        "link_ratio": _span(ratio, "1", "Roll-out link over that of data-parallel pre-training", "guessed", "sync_interval_s"),
        "link_times": _span(1 / np.maximum(ratio, 1e-9), "1", grade="guessed"),
        "link_lower": _q(np.mean(ratio < FAR_LESS), "1", label="Chance that it is under a tenth", grade="guessed", driver="sync_interval_s"),
        "link_lower_percent": _q(100 * np.mean(ratio < FAR_LESS), "percent", grade="guessed"),
        "tenth": _q(100 * FAR_LESS, "percent"),
        "have": _q(have.central, "terabit/s", have.low, have.high, grade="guessed"),
        "stays_percent": _q(100 * stays, "percent", grade="guessed"),
        "spread_percent": _q(100 * spread, "percent", grade="guessed"),
        "site_not_needed": _q(both, "1", label="Chance that reasoning training needs no single connected site", grade="guessed", driver="which reading"),
        "site_percent": _q(100 * both, "percent", grade="guessed"),
        "prior_trainer": _q(100 * training.prior("C18", "trainer"), "percent", grade="guessed"),
        "forward_dominates": _q(np.mean(flops > 1.0), "1", label="Chance that forward FLOP exceed backward FLOP in reasoning training", driver="kept_share"),
        "flops": _span(flops, "1", grade="guessed"),
        "trainer_share": _span(trainer, "percent", "Share of accelerators that has to stay with the trainer", "guessed", "roll_out_gpu_share"),
        "intellect_minutes": _q(sent.at["INTELLECT-2", "minutes"], "minute", grade="measured"),
        "intellect_link": _q(sent.at["INTELLECT-2", "link_gbit_s"], "gigabit/s", grade="measured"),
        "intellect_size": _q(sent.at["INTELLECT-2", "bytes"] / 1e9, "GB", grade="measured"),
        "intellect_computed": _q(model.broadcast_s(sent.at["INTELLECT-2", "bytes"], sent.at["INTELLECT-2", "bit_s"]) / 60, "minute"),
        "kimi_seconds": _q(sent.at["Kimi K2, checkpoint-engine", "seconds"], "s", grade="measured"),
        "kimi_before": _q(sent.at["Kimi K2, before", "minutes"], "minute", grade="measured"),
        "direct_seconds": _q(sent.at["Kimi K2 weights, direct writes", "seconds"], "s", grade="measured"),
        "gbit": _q(1.0, "gigabit/s"),
        "gbit_hours": _span(minutes / 60, "hour"),
        "swe_cores": _q(512 / 128),
    }  # fmt: skip
