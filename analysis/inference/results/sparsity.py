"""Mixtures of experts: Mixtral's counts, what a sparse model costs to serve beside dense ones, why DeepSeek-V3 was cheap to train."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters, tables, uncertainty
from analysis.inference import layouts, models, published, sparsity, systems, variants
from analysis.inference.parameters_count import active_matmul_params, expert_params
from analysis.quantities import Quantity

__all__ = ["METHOD", "MODEL", "counts", "equal_quality", "serving_costs", "training", "decomposition", "explained", "facts"]

METHOD = "calibrated"
MODEL = "mixtral-8x7b"
_V3, _DENSE = "deepseek-v3", "llama-3.1-405b"
_SERVER, _CONTEXT = "8xH100", 2048.0
_BATCHES = 2.0 ** np.arange(0, 10)


@cache
def counts() -> dict[str, float]:
    """Return Mixtral's weights by several ways to count."""
    m = models.get(MODEL)
    routed = m.moe_layers * expert_params(m)
    return {
        "total": float(m.params_total), "active": float(m.params_active), "experts_alone": float(m.experts * routed), "active_experts_alone": float(m.experts_per_token * routed),
        "name": float(m.experts) * 7e9,
    }  # fmt: skip


@cache
def equal_quality() -> pd.DataFrame:
    """Return published pairs of equal quality with the exponent that each implies: ratio of operations = (total over active) to that power."""
    frame = tables.load("inference/sparse_dense_ratios")
    frame["exponent"] = np.log(frame["compute_ratio"]) / np.log(frame["total_b"] / frame["active_b"])
    return frame


def _multiple(model, exponent):
    return (model.params_total / model.params_active) ** np.asarray(exponent, dtype=float)


@cache
def serving_costs(method: str = METHOD) -> pd.DataFrame:
    """Return the accelerator time of a token by batch: Mixtral, dense with its active weights, dense of its quality, dense with all its weights."""
    model, system = models.get(MODEL), systems.get(_SERVER)
    p = parameters.get("sparse_dense_exponent", part="inference")
    kinds = {
        "Mixtral 8x7B": model,
        "dense, same active weights": variants.dense(model),
        "dense, same quality": variants.dense(model, float(_multiple(model, p.central))),
        "dense, same total weights": variants.dense(model, model.params_total / model.params_active),
    }
    rows = []
    for name, m in kinds.items():
        step = layouts.decode_step_s(m, system, _BATCHES, _CONTEXT, weights="bf16", method=method)
        rows.append(pd.DataFrame({"model": name, "batch": _BATCHES, "gpu_ms_per_token": 1e3 * system.accelerators * step / _BATCHES}))
    return pd.concat(rows, ignore_index=True)


@cache
def training() -> pd.DataFrame:
    """Return the two training runs as stated, with operations for each token and what each GPU achieved."""
    frame = tables.load("inference/sparse_training").set_index("model")
    active = np.array([float(active_matmul_params(models.get(n))) for n in frame["catalogue"]])
    frame["active_params"] = active
    frame["training_flop"] = 6.0 * active * frame["tokens_t"] * 1e12
    frame["achieved_tflop_per_s"] = sparsity.achieved_flop_per_s(active, frame["tokens_t"] * 1e12, frame["pretraining_gpu_hours_m"] * 1e6) / 1e12
    return frame


def _ratio() -> float:
    t = training()["gpu_hours_m"]
    return float(t["Llama 3.1 405B"] / t["DeepSeek-V3"])


def _factors(sparse_dense_exponent):
    """Return the saving of sparsity, and how much larger the compared dense model is than one of equal quality."""
    v3, dense = models.get(_V3), models.get(_DENSE)
    sparse = _multiple(v3, sparse_dense_exponent)
    return sparse, active_matmul_params(dense) / (sparse * active_matmul_params(v3))


def _explained(sparse_dense_exponent, fp8_training_gain):
    return sparsity.log_share(_ratio(), _factors(sparse_dense_exponent)[0], fp8_training_gain)


@cache
def explained() -> uncertainty.Propagation:
    """Propagate the two parameters to the share of the logarithm of the ratio of hours that sparsity and eight bits explain together."""
    return uncertainty.propagate(_explained, parameters.select("sparse_dense_exponent", "fp8_training_gain", part="inference"))


@cache
def decomposition() -> pd.DataFrame:
    """Return the factors behind the ratio of hours, central and with their ranges; their product is the ratio."""
    run = explained()
    sparse, larger = _factors(run.inputs["sparse_dense_exponent"])
    gain = run.inputs["fp8_training_gain"]
    t = training()
    tokens = np.full(sparse.shape, float(t.loc["Llama 3.1 405B", "tokens_t"] / t.loc["DeepSeek-V3", "tokens_t"]))
    rest = sparsity.unexplained_factor(_ratio(), sparse, larger, gain, tokens)
    parts = {"mixture of experts": sparse, "eight-bit training": gain, "dense model larger than needed": larger, "fewer tokens": tokens, "rest: hours lost or gained on the hardware": rest}
    rows = [{"factor": name, **dict(zip(("low", "value", "high"), np.quantile(x, uncertainty.LEVELS), strict=True))} for name, x in parts.items()]
    return pd.DataFrame(rows)[["factor", "value", "low", "high"]]


@cache
def facts() -> dict[str, Quantity]:
    """Return the topic's named numbers."""
    c, m = counts(), models.get(MODEL)
    run, t = explained(), training()
    stated = tables.load("inference/models").set_index("model").loc[MODEL]
    parts = decomposition().set_index("factor")
    gain = parameters.get("fp8_training_gain", part="inference")
    p = parameters.get("sparse_dense_exponent", part="inference")

    def factor(name, label="", driver=""):
        row = parts.loc[name]
        return Quantity(float(row["value"]), "1", float(row["low"]), float(row["high"]), "modelled", label, driver)

    cost = serving_costs().pivot(index="batch", columns="model", values="gpu_ms_per_token")
    against = cost["Mixtral 8x7B"] / cost["dense, same active weights"]
    quality = 100.0 * (1.0 - cost["Mixtral 8x7B"] / cost["dense, same quality"])
    plain = serving_costs("roofline").pivot(index="batch", columns="model", values="gpu_ms_per_token")
    ideal = 100.0 * (1.0 - plain["Mixtral 8x7B"] / plain["dense, same quality"])
    share = run.samples
    return {
        "mixtral_active": Quantity(c["active"], "1", grade="measured", label="Mixtral’s active weights for a token, counted from its architecture"),
        "mixtral_total": Quantity(c["total"], "1", grade="measured", label="All of Mixtral’s weights"),
        "mixtral_experts_alone": Quantity(c["experts_alone"], "1", grade="measured"),
        "mixtral_active_experts_alone": Quantity(c["active_experts_alone"], "1", grade="measured"),
        "mixtral_stated": Quantity(1e9 * float(stated["published_params_active_b"]), "1", grade="measured"),
        "mixtral_top": Quantity(float(m.experts_per_token), "1", grade="measured"),
        "mixtral_experts": Quantity(float(m.experts), "1", grade="measured"),
        "mixtral_quality": Quantity(float(_multiple(m, p.central)), "1", float(_multiple(m, p.low)), float(_multiple(m, p.high)), "modelled", "Dense weights that equal one of Mixtral’s active weights", "published pairs"),
        "batch_one_cost": Quantity(float(against.iloc[0]), "1"),
        "batch_worst_cost": Quantity(float(against.max()), "1", label="Mixtral’s cost of a token over a dense model with its active weights, at the least favourable batch"),
        "batch_worst": Quantity(float(against.idxmax()), "1"),
        "batch_last_cost": Quantity(float(against.iloc[-1]), "1"),
        "batch_last": Quantity(float(cost.index[-1]), "1"),
        "serve_saving": Quantity(float(quality.iloc[0]), "percent", float(quality.min()), float(quality.max()), "modelled", "What Mixtral saves a token of one user against a dense model of its quality; range over batches of 1 to 512", "batch"),
        "serve_ideal": Quantity(float(ideal.iloc[0]), "percent", float(ideal.min()), float(ideal.max())),
        "serve_dearer": Quantity(-float(quality.min()), "percent"),
        "serve_dearer_batch": Quantity(float(quality.idxmin()), "1"),
        "serve_last": Quantity(float(quality.iloc[-1]), "percent"),
        "hours_v3": Quantity(1e6 * float(t.loc["DeepSeek-V3", "gpu_hours_m"]), "1", grade="measured", label="GPU-hours of DeepSeek-V3’s final training run"),
        "hours_dense": Quantity(1e6 * float(t.loc["Llama 3.1 405B", "gpu_hours_m"]), "1", grade="measured"),
        "dollars_v3": Quantity(1e6 * float(t.loc["DeepSeek-V3", "gpu_hours_m"] * t.loc["DeepSeek-V3", "usd_per_gpu_hour"]), "USD", grade="measured"),
        "hours_ratio": Quantity(_ratio(), "1", grade="measured", label="Hours of Llama 3.1 405B over hours of DeepSeek-V3"),
        "sparse_factor": factor("mixture of experts", "Part of that ratio due to the mixture of experts, factor", "published pairs"),
        "fp8_factor": Quantity(gain.central, "1", gain.low, gain.high, "modelled", "Part due to training at eight bits, factor", "size of the model"),
        "larger_factor": factor("dense model larger than needed"),
        "rest_factor": factor("rest: hours lost or gained on the hardware"),
        "explained": Quantity(100 * float(np.median(share)), "percent", 100 * float(np.quantile(share, 0.05)), 100 * float(np.quantile(share, 0.95)), "modelled", "Of the logarithm of that ratio, explained by sparsity and eight bits together", run.drivers()["parameter"].iloc[0]),
        "explained_most": Quantity(float(np.mean(share > published.MOST)), "1", grade="modelled", label="Chance that the two explain most of it"),
        "explained_most_percent": Quantity(100 * float(np.mean(share > published.MOST)), "percent"),
        "fp8_alone": Quantity(100 * float(sparsity.log_share(_ratio(), gain.central)), "percent", 100 * float(sparsity.log_share(_ratio(), gain.low)), 100 * float(sparsity.log_share(_ratio(), gain.high))),
        "exponent_tipping": Quantity(float(run.tipping("sparse_dense_exponent", published.MOST, (0.05, 1.0))), "1"),
        "exponent_pairs": Quantity(p.central, "1", p.low, p.high, "modelled", "Exponent: dense over sparse operations against total over active weights", "published pairs"),
        "achieved_v3": Quantity(float(t.loc["DeepSeek-V3", "achieved_tflop_per_s"]), "TFLOP/s", grade="measured"),
        "achieved_dense": Quantity(float(t.loc["Llama 3.1 405B", "achieved_tflop_per_s"]), "TFLOP/s", grade="measured"),
    }  # fmt: skip
