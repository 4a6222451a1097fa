"""Smaller models, trained longer: the trade at equal loss, its limit, the data it takes, and when it pays over a served life."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.power.results import fleets
from analysis.quantities import Quantity
from analysis.scaling import lifetime
from analysis.scaling import overtraining as model
from analysis.scaling.results import chinchilla
from analysis.scaling.training_laws import LAWS, labels

__all__ = ["LAWS_COMPARED", "curve_frame", "wall_frame", "runs_frame", "data_frame", "life_frame", "fleet", "table_at", "explorer_grid", "facts"]

LAWS_COMPARED = ("kaplan-2020-joint", "besiroglu-2024", "muennighoff-2023", "hoffmann-2022", "krajewski-2024-dense")
_SHRINKS = np.round(np.concatenate([np.linspace(1, 12, 221), np.linspace(12.2, 60, 240)]), 3)
CLAIMED_MULTIPLE, CLAIMED_SHRINK = 100.0, 10.0  # claim B4: two orders of magnitude for one
_MULTIPLES = np.round(np.logspace(0, 4, 81), 4)
_FLEET_DRAWS = 20_000
YEAR_S = 365.0 * 86400.0


def _powers():
    c = chinchilla.law_draws()
    return c["alpha"], c["beta"]


@cache
def curve_frame() -> pd.DataFrame:
    """Return training compute at equal loss against how many times smaller the model is, by law and over our refits."""
    a, b = _powers()
    rows = []
    for name in LAWS_COMPARED:
        multiple = model.flop_multiple(LAWS[name], _SHRINKS)
        keep = np.isfinite(multiple) & (multiple <= 1e5)
        rows.append(pd.DataFrame({"law": labels()[name], "shrink": _SHRINKS[keep], "flop_multiple": multiple[keep], "low": np.nan, "high": np.nan}))
    grid = np.logspace(0, 5, 101)
    shrink = model.shrink_at_of(a[:, None], b[:, None], grid[None, :])
    low, mid, high = np.quantile(shrink, (0.05, 0.5, 0.95), axis=0)
    rows.append(pd.DataFrame({"law": "our refits", "shrink": mid, "flop_multiple": grid, "low": low, "high": high}))
    return pd.concat(rows, ignore_index=True)


@cache
def wall_frame() -> pd.DataFrame:
    """Return how many times smaller a model can be at all, by law, and at a hundred times the compute."""
    a, b = _powers()
    rows = []
    for name in (*LAWS_COMPARED, "hoffmann-2022-unrounded", "krajewski-2024"):
        law = LAWS[name]
        rows.append({"law": labels()[name], "limit": model.max_shrink(law), "at_hundred": float(model.shrink_at(law, CLAIMED_MULTIPLE)), "low": np.nan, "high": np.nan})
    wall = model.max_shrink_of(a, b)
    rows.append({"law": "our refits", "limit": float(np.median(wall)), "at_hundred": float(np.median(model.shrink_at_of(a, b, CLAIMED_MULTIPLE))), "low": float(np.quantile(wall, 0.05)), "high": float(np.quantile(wall, 0.95))})
    return pd.DataFrame(rows).sort_values("limit", ignore_index=True)


@cache
def runs_frame() -> pd.DataFrame:
    """Return how over-trained published dense models are by our fit: shrink, multiple, tokens for each parameter."""
    frame = tables.load("scaling/trained_models")
    shrink, multiple = model.of_run(chinchilla.chosen(), frame["params"].to_numpy(), frame["tokens"].to_numpy())
    return pd.DataFrame({"model": frame["model"], "released": frame["release_date"], "tokens_per_param": frame["tokens"] / frame["params"], "shrink": shrink, "flop_multiple": multiple})


@cache
def _base():
    """The best split at the training compute of the model that a large fleet serves."""
    flop = parameters.get("served_training_flop", part="scaling").central
    n, d = chinchilla.chosen().optimal(flop, extrapolate=True)
    return flop, float(n), float(d)


@cache
def data_frame() -> pd.DataFrame:
    """Return the different tokens that an over-trained model of the served class wants, over the refits."""
    a, b = _powers()
    _, _, tokens = _base()
    shrink = model.shrink_at_of(a[:, None], b[:, None], _MULTIPLES[None, :])
    wanted = tokens * shrink * _MULTIPLES
    low, mid, high = np.quantile(wanted, (0.05, 0.5, 0.95), axis=0)
    return pd.DataFrame({"flop_multiple": _MULTIPLES, "tokens": mid, "low": low, "high": high})


@cache
def life_frame() -> pd.DataFrame:
    """Return the best size over a served life against tokens served for each training token of the best split."""
    law = chinchilla.chosen()
    _, params, tokens = _base()
    loss = float(law.loss(params, tokens))
    ratio = np.logspace(-1, 4, 101)
    n, d = lifetime.optimal(law, loss, ratio * tokens)
    return pd.DataFrame(
        {
            "served_per_trained": ratio,
            "shrink": params / n,
            "flop_multiple": n * d / (params * tokens),
            "saving_percent": 100 * lifetime.saving(law, loss, ratio * tokens),
        }
    )


@cache
def fleet() -> dict[str, np.ndarray]:
    """Return, draw by draw, what over-training costs and saves a fleet as large as claim A8's, in GPU-years.

    The same service with a model s times smaller takes 1/s of the GPUs; training takes the multiple less one of the
    base run on the same GPUs at the utilisation of frontier training.
    """
    gpus = fleets.serving_gpus().samples[:_FLEET_DRAWS]
    chosen = parameters.sample({**parameters.select("served_life", "served_training_flop", part="scaling"), **parameters.select("mfu_frontier", part="power")}, draws=_FLEET_DRAWS)
    pick = np.arange(_FLEET_DRAWS) % chinchilla.DRAWS
    a, b = (x[pick] for x in _powers())
    chips = tables.load("power/chips").set_index("chip")
    peak = float(chips.at["NVIDIA H100 SXM5 80GB", "bf16_flop_per_s"])
    base = chosen["served_training_flop"] / (peak * chosen["mfu_frontier"] * YEAR_S)
    service = gpus * chosen["served_life"]
    at = np.array([1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 1000])
    shrink = model.shrink_at_of(a[:, None], b[:, None], at[None, :])
    net = service[:, None] * (1 - 1 / shrink) - base[:, None] * (at - 1)[None, :]
    k = int(np.flatnonzero(at == CLAIMED_MULTIPLE)[0])
    best = np.argmax(net, axis=1)
    rows = np.arange(_FLEET_DRAWS)
    return {
        "base": base, "service": service, "gpus": gpus, "life": chosen["served_life"], "flop": chosen["served_training_flop"], "mfu": chosen["mfu_frontier"],
        "net_tenth": service * (1 - 1 / CLAIMED_SHRINK) - base * (CLAIMED_MULTIPLE - 1),
        "cost": base * (CLAIMED_MULTIPLE - 1), "saved": service * (1 - 1 / shrink[:, k]), "net": net[:, k], "best_multiple": at[best], "best_shrink": shrink[rows, best],
        "best_share": net[rows, best] / (service + base), "grid": at, "pays": np.mean(net > 0, axis=0),
    }  # fmt: skip


@cache
def pays_frame() -> pd.DataFrame:
    """Return how probable it is that a multiple of compute pays for the fleet."""
    f = fleet()
    return pd.DataFrame({"flop_multiple": f["grid"], "probability_percent": 100 * f["pays"]})


@cache
def table_at() -> pd.DataFrame:
    """Return shrink and tokens over the best split at round multiples of compute, over our refits."""
    a, b = _powers()
    rows = []
    for m in (2, 5, 10, 30, 100, 1000):
        s = model.shrink_at_of(a, b, float(m))
        rows.append({"Training compute over the least": m, "Model this many times smaller": _span(s), "Tokens over the best split": _span(s * m)})
    return pd.DataFrame(rows)


def explorer_grid(training_flop, flop_multiple, served_tokens):
    """Compute the explorer's outputs for every grid point, with ranges over a part of the refits."""
    law, (a, b) = chinchilla.chosen(), _powers()
    a, b = a[:200, None], b[:200, None]
    n, d = law.optimal(training_flop, extrapolate=True)
    m = np.maximum(flop_multiple, 1.0)
    shrink = model.shrink_at_of(a, b, m[None, :])
    base = lifetime.total_flop(n, d, served_tokens)
    small = n / shrink
    saved = 100 * (1 - (small * (6 * d * shrink * m + lifetime.FLOP_PER_SERVED * served_tokens)) / base)

    def triple(x):
        return tuple(np.quantile(x, q, axis=0) for q in (0.05, 0.5, 0.95))

    return {"shrink": triple(shrink), "params": triple(small), "tokens": triple(d * shrink * m), "saved_percent": triple(saved)}


@cache
def priors() -> dict[str, float]:
    """Return the weights given beforehand to readings of B4."""
    frame = tables.load("scaling/law_priors")
    return frame[frame["claim"] == "B4"].set_index("assumption")["weight"].to_dict()


_q = Quantity.of
_span = uncertainty.summarise


def _power_driver(samples):
    a, b = _powers()
    return uncertainty.drivers(samples, {"alpha": a, "beta": b})["parameter"].iloc[0]


def _fleet_driver(samples):
    f = fleet()
    names = {"size of the serving fleet": f["gpus"], "served_life": f["life"], "served_training_flop": f["flop"], "mfu_frontier": f["mfu"]}
    return uncertainty.drivers(samples, names)["parameter"].iloc[0]


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    a, b = _powers()
    at_hundred, wall = model.shrink_at_of(a, b, CLAIMED_MULTIPLE), model.max_shrink_of(a, b)
    excess = model.excess_at_of(a, b, CLAIMED_SHRINK, CLAIMED_MULTIPLE)
    flop, params, tokens = _base()
    law = chinchilla.chosen()
    loss = float(law.loss(params, tokens))
    f = fleet()
    stock = parameters.get("overtraining_text_stock", part="scaling")
    data, walls, runs = data_frame(), wall_frame().set_index("law"), runs_frame().set_index("model")
    of_stock = tokens * at_hundred * CLAIMED_MULTIPLE / parameters.sample({"s": stock}, draws=len(a))["s"]
    reaches = float(np.interp(np.log(stock.central), np.log(data["tokens"]), np.log(data["flop_multiple"])))
    printed = float(model.flop_multiple(LAWS["hoffmann-2022"], CLAIMED_SHRINK))
    unrounded = float(model.flop_multiple(LAWS["hoffmann-2022-unrounded"], CLAIMED_SHRINK))
    dense = float(model.flop_multiple(LAWS["krajewski-2024-dense"], CLAIMED_SHRINK))
    two, five = model.flop_multiple_of(a, b, 2.0), model.flop_multiple_of(a, b, 5.0)
    power = a * b / (a + b)
    life = life_frame()
    even = life.iloc[int(np.argmin(np.abs(life["served_per_trained"] - 1)))]
    hundredfold = life.iloc[int(np.argmin(np.abs(life["served_per_trained"] - 100)))]
    break_even = f["cost"] / (f["gpus"] * (1 - 1 / at_hundred[np.arange(len(f["gpus"])) % len(at_hundred)]))
    repeats = LAWS["muennighoff-2023"].repeat_decay + 1
    loss_percent = 100 * (excess - 1) * (loss - law.E) / loss
    return {
        "claimed_multiple": _q(CLAIMED_MULTIPLE),
        "claimed_shrink": _q(CLAIMED_SHRINK),
        "shrink_hundred": _span(at_hundred, label="Times smaller at equal loss with 100 times the compute", driver=_power_driver(at_hundred)),
        "wall": _span(wall, label="Times smaller at most, whatever the compute", driver=_power_driver(wall)),
        "wall_published": _q(model.max_shrink(LAWS["besiroglu-2024"])),
        "chance_tenth": _q(100 * np.mean(wall >= CLAIMED_SHRINK), "percent"),
        "two_smaller": _span(two, label="Compute for a model of half the size", driver=_power_driver(two)),
        "five_smaller": _span(np.where(np.isfinite(five), five, 1e9), label="Compute for a model of a fifth of the size", driver=_power_driver(np.where(np.isfinite(five), five, 1e9))),
        "printed_tenth": _q(printed),
        "unrounded_tenth": _q(unrounded),
        "dense_tenth": _q(dense),
        "training_factor": _q(printed, "1", dense, unrounded, "Compute for a tenth of the size by the printed law of 2022; others' laws as range", "guessed"),
        "wall_lowest": _q(walls["limit"].min()),
        "wall_highest": _q(walls["limit"].max()),
        "hundred_lowest": _q(walls["at_hundred"].min()),
        "hundred_highest": _q(walls["at_hundred"].max()),
        "wall_hoffmann": _q(model.max_shrink(LAWS["hoffmann-2022"])),
        "wall_krajewski": _q(model.max_shrink(LAWS["krajewski-2024-dense"])),
        "hundred_krajewski": _q(model.shrink_at(LAWS["krajewski-2024-dense"], CLAIMED_MULTIPLE)),
        "excess": _span(100 * (excess - 1), "percent", "Excess loss added by a tenth of the size at 100 times the compute", driver=_power_driver(excess)),
        "excess_of_loss": _span(loss_percent, "percent"),
        "excess_as_compute": _span(excess ** (1 / power)),
        "base_flop": _q(flop, "FLOP"),
        "base_params": _q(params),
        "base_tokens": _q(tokens, "token"),
        "wanted": _span(tokens * at_hundred * CLAIMED_MULTIPLE, "token", "Different tokens wanted at 100 times the compute of a GPT-4-class run", driver=_power_driver(at_hundred)),
        "stock": _q(stock.central, "token", stock.low, stock.high),
        "of_stock": _span(of_stock, "1", "The same over the stock of public text", grade="guessed", driver="overtraining_text_stock"),
        "stock_reached": _q(np.exp(reaches)),
        "repeat_ceiling": _q(repeats),
        "llama8_shrink": _q(runs.at["Llama 3 8B", "shrink"]),
        "llama8_multiple": _q(runs.at["Llama 3 8B", "flop_multiple"]),
        "llama8_ratio": _q(runs.at["Llama 3 8B", "tokens_per_param"]),
        "llama405_multiple": _q(runs.at["Llama 3.1 405B", "flop_multiple"]),
        "gpt3_shrink": _q(1 / runs.at["GPT-3", "shrink"]),
        "runs_most": _q(runs["flop_multiple"].max()),
        "runs": _q(len(runs)),
        "life_even_shrink": _q(even["shrink"]),
        "life_even_saving": _q(even["saving_percent"], "percent"),
        "life_hundred_shrink": _q(hundredfold["shrink"]),
        "life_hundred_multiple": _q(hundredfold["flop_multiple"]),
        "life_hundred_saving": _q(hundredfold["saving_percent"], "percent"),
        "served_hundred": _q(100),
        "gpus": _span(f["gpus"]),
        "life_months": _span(12 * f["life"], "1"),
        "base_gpu_years": _span(f["base"], "1"),
        "cost_gpu_years": _span(f["cost"], "1", "GPU-years that 99 more of a GPT-4-class run take", "guessed", _fleet_driver(f["cost"])),
        "saved_gpu_years": _span(f["saved"], "1", "GPU-years the smaller model saves the fleet over its life", "guessed", _fleet_driver(f["saved"])),
        "pays": _q(np.mean(f["net"] > 0), "1", label="Probability that 100 times the compute pays for such a fleet", grade="guessed", driver=_fleet_driver(f["net"])),
        "pays_percent": _q(100 * np.mean(f["net"] > 0), "percent"),
        "pays_thousand": _q(100 * f["pays"][-1], "percent"),
        "pays_ten": _q(100 * f["pays"][list(f["grid"]).index(10)], "percent"),
        "break_even_months": _span(12 * break_even, "1", "Months of service after which 100 times the compute has paid", "guessed", _fleet_driver(break_even)),
        "best_multiple": _span(f["best_multiple"], "1", "Multiple of compute that saves such a fleet most", "guessed", _fleet_driver(f["best_multiple"])),
        "best_shrink": _span(f["best_shrink"], "1"),
        "best_share": _span(100 * f["best_share"], "percent"),
        "training_cheaper": _q(np.mean(f["best_share"] > 0.1), "1", grade="guessed"),
        "prior_scores": _q(100 * (1 - priors()["quality"]), "percent", grade="guessed"),
        "pays_tenth": _q(np.mean(f["net_tenth"] > 0), "1", grade="guessed"),
    }  # fmt: skip
