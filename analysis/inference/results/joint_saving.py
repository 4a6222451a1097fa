"""What a mixture of experts, low-bit weights, a hybrid and ring attention save together, without counting anything more than once."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import parameters
from analysis.inference import layouts, models, systems, variants, weights
from analysis.power.results import elasticity
from analysis.quantities import Quantity

__all__ = ["METHOD", "MODEL", "STEPS", "joint", "nominal", "central", "facts"]

METHOD = "calibrated"
MODEL = "qwen3.5-397b-a17b"  # the catalogue's largest model that is both sparse and hybrid
STEPS = ("mixture of experts", "ternary weights", "hybrid attention", "ring attention")
_SERVER = "8xB200"
_PROMPTS = {"2k": 2048.0, "32k": 32_768.0, "128k": 131_072.0}
_SPEEDS = (15.0, 30.0, 60.0)  # tokens a second for each user
_ANSWER = 1000.0


def _variant(sparse: bool, hybrid: bool, exponent: float):
    model = models.get(MODEL)
    multiple = (model.params_total / model.params_active) ** exponent
    model = model if hybrid else variants.full_attention(model)
    return model if sparse else variants.dense(model, multiple)


def _costs(model, ternary: bool) -> np.ndarray:
    """Return the accelerator-seconds of a request by prompt and speed, at the largest batch that gives each user the speed and fits."""
    system = systems.get(_SERVER)
    options = {"weights": "ternary", "compute": "int8"} if ternary else {"weights": "bf16", "compute": "bf16"}
    prompt, speed = np.meshgrid(list(_PROMPTS.values()), _SPEEDS, indexing="ij")
    return layouts.request_seconds(model, system, prompt, _ANSWER, speed_tok_s=speed, method=METHOD, **options)


@cache
def joint() -> pd.DataFrame:
    """Return, by prompt, speed and exponent of equal quality, the saving of each step alone, of all together, and the product of the single ones."""
    p = parameters.get("sparse_dense_exponent", part="inference")
    prompt, speed = np.meshgrid(list(_PROMPTS), _SPEEDS, indexing="ij")
    frames = []
    for exponent in (p.low, p.central, p.high):
        base = _costs(_variant(False, False, exponent), False)
        alone = {
            STEPS[0]: base / _costs(_variant(True, False, exponent), False),
            STEPS[1]: base / _costs(_variant(False, False, exponent), True),
            STEPS[2]: base / _costs(_variant(False, True, exponent), False),
            STEPS[3]: np.ones(base.shape),  # a ring moves the same bytes of cache and does the same operations, elsewhere
        }
        together = base / _costs(_variant(True, True, exponent), True)
        columns = {"prompt": prompt, "speed": speed, "exponent": np.full(base.shape, exponent), **alone, "multiplied": np.prod(list(alone.values()), axis=0), "together": together}
        frames.append(pd.DataFrame({name: values.ravel() for name, values in columns.items()}))
    return pd.concat(frames, ignore_index=True)


@cache
def nominal() -> dict[str, float]:
    """Return the factors that the words promise: all weights over active ones, bits over bits, mixing layers over those with full attention, none for a ring."""
    m = models.get(MODEL)
    layers = m.global_layers + m.local_layers + m.state_layers
    return {STEPS[0]: m.params_total / m.params_active, STEPS[1]: float(weights.bits_per_weight("bf16") / weights.bits_per_weight("ternary")), STEPS[2]: layers / m.global_layers, STEPS[3]: 1.0}


@cache
def central() -> pd.DataFrame:
    """Return the savings at the central exponent and middle speed with their ranges over speeds and exponents, long form."""
    frame = joint()
    p = parameters.get("sparse_dense_exponent", part="inference")
    rows = []
    for prompt in _PROMPTS:
        part = frame[frame["prompt"] == prompt]
        middle = part[(part["exponent"] == p.central) & (part["speed"] == _SPEEDS[1])].iloc[0]
        rows.append({"prompt": prompt, "saving_of": "as the words promise", "factor": float(np.prod(list(nominal().values()))), "low": np.nan, "high": np.nan})
        for name in (*STEPS, "multiplied", "together"):
            rows.append({"prompt": prompt, "saving_of": name, "factor": float(middle[name]), "low": float(part[name].min()), "high": float(part[name].max())})
    return pd.DataFrame(rows)


@cache
def facts() -> dict[str, Quantity]:
    """Return the topic's named numbers."""
    table = central().set_index(["saving_of", "prompt"])
    demand = elasticity.facts()["google_factor"]
    keys = {STEPS[0]: "experts", STEPS[1]: "bits", STEPS[2]: "hybrid", STEPS[3]: "ring", "multiplied": "product", "together": "joint"}
    out = {}
    for name, key in keys.items():
        for prompt in _PROMPTS:
            row = table.loc[name, prompt]
            label = {("joint", "32k"): "All four together, saving of a request with 32k tokens of prompt, factor; range over speeds and equal quality", ("product", "32k"): "The savings of each alone, multiplied"}.get((key, prompt), "")
            out[f"save_{key}_{prompt}"] = Quantity(float(row["factor"]), "1", float(row["low"]), float(row["high"]), "modelled", label, "equal quality of sparse and dense")
    every = joint()
    out["joint_span"] = Quantity(float(every["together"].median()), "1", float(every["together"].min()), float(every["together"].max()), "modelled", "All four together over all prompts, speeds and exponents, factor", "prompt")
    words = nominal()
    for name, key in list(keys.items())[:3]:
        out[f"promise_{key}"] = Quantity(float(words[name]), "1")
    promised = float(np.prod(list(words.values())))
    out["promise"] = Quantity(promised, "1", label="The factors that the words promise, multiplied")
    ratio = promised / every["together"]
    out["counted_twice"] = Quantity(float(ratio.median()), "1", float(ratio.min()), float(ratio.max()), "modelled", "By how much that product overstates the joint saving, factor", "prompt")
    gain = every["together"] / every["multiplied"]
    out["complement"] = Quantity(float(gain.median()), "1", float(gain.min()), float(gain.max()))
    out["prompt_short"], out["prompt_middle"], out["prompt_long"] = (f"{int(p // 1024)}k" for p in _PROMPTS.values())
    out["answer_tokens"] = Quantity(_ANSWER, "token")
    out["speeds"] = Quantity(_SPEEDS[1], "token/s", _SPEEDS[0], _SPEEDS[-1])
    out["tokens_growth"] = Quantity(demand.value, "1", grade=demand.grade)
    out["joint_against_demand"] = Quantity(100 * out["joint_span"].value / demand.value, "percent", 100 * out["joint_span"].low / demand.value, 100 * out["joint_span"].high / demand.value, "modelled", "Joint saving over the growth of Google’s tokens from May 2024 to May 2026", "prompt")
    out["joint_covers"] = Quantity(float(np.mean(every["together"] >= demand.value)), "1", grade="modelled", label="Cases in which the joint saving outweighs that growth")
    out["joint_covers_percent"] = Quantity(100 * out["joint_covers"].value, "percent")
    return out
