"""The searches behind claims D3, D4 and D5: which unstated assumptions give 72 and 368, 16, and 4,096.

Options and their weights are rows of ``data/inference/inversion_priors.csv``, committed before any of these searches ran.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pandas as pd

from analysis import tables
from analysis.inference import attention, inversion_grid, kv_cache, models, systems
from analysis.inference.inversion_grid import Axis, Grid

__all__ = ["MODEL", "LONG", "SHORT", "SPEED", "Search", "axis", "users", "interactivity_limit", "flop_limit", "modes"]

MODEL = "llama-3.1-405b"
LONG, SHORT = 7661.0, 775.0  # tokens of the two answers in claim D3
SPEED = 30.0  # tokens a second for each user in claim D3

_WIDTH = {"bf16": 2.0, "fp8": 1.0, "fp4": 0.5}


@dataclass(frozen=True)
class Search:
    """Several grids and what each of their sets gives, rounded and not."""

    grids: tuple[Grid, ...]
    raw: tuple[tuple[np.ndarray, ...], ...]
    whole: tuple[tuple[np.ndarray, ...], ...]

    @property
    def sets(self) -> int:
        """Assumption sets tried."""
        return sum(g.size for g in self.grids)

    @property
    def weights(self) -> list[np.ndarray]:
        """Prior weights, one array a grid."""
        return [g.weights for g in self.grids]

    @cached_property
    def unrounded(self) -> Search:
        """The same search without the rules of rounding, whose axis is the last."""
        grids = tuple(Grid(g.axes[:-1], g.fixed, g.weight) for g in self.grids)
        return Search(grids, tuple(tuple(one[..., 0] for one in r) for r in self.raw), ())


@cache
def _priors() -> pd.DataFrame:
    return tables.load("inference/inversion_priors")


def axis(claim: str, assumption: str) -> Axis:
    """Return one assumption of a claim's search as the table has it."""
    frame = _priors()
    mine = frame[frame["claim_group"].str.split().map(lambda g: claim in g) & (frame["assumption"] == assumption)]
    if mine.empty:
        known = sorted(frame.loc[frame["claim_group"].str.split().map(lambda g: claim in g), "assumption"].unique())
        raise KeyError(f"inversion_priors has no {assumption!r} for {claim}; it has {', '.join(known)}.")
    return Axis(assumption, tuple(mine["option"]), tuple(float(w) for w in mine["weight"]))


def modes(claim: str, *assumptions: str) -> dict[str, str]:
    """Return the likeliest option of each assumption, before any search."""
    found = {}
    for name in assumptions:
        one = axis(claim, name)
        found[name] = one.options[int(np.argmax(one.weights))]
    return found


def _numbers(one: Axis) -> dict[str, float]:
    return {o: float(o) for o in one.options}


@cache
def _hardware() -> dict[str, dict[str, float]]:
    """Return memory, bandwidth and throughput by option of ``system``; sparse throughput is the dense one doubled."""
    every = {o: systems.get(o) for o in axis("D3", "system").options}
    rates = {f"{p} {kind}": {o: s.flop_per_s(p) * (2.0 if kind == "sparse" else 1.0) for o, s in every.items()} for p in ("bf16", "fp8") for kind in ("dense", "sparse")}
    return {"memory": {o: s.memory_bytes for o, s in every.items()}, "bandwidth": {o: s.memory_bandwidth_bytes_per_s for o, s in every.items()}} | rates


def _throughput(grid: Grid) -> np.ndarray:
    """Return throughput for each system and precision of multiplication, after the share that is reached."""
    rates = _hardware()
    compute = next(a for a in grid.axes if a.name == "compute")
    total = 0.0
    for option in compute.options:
        chosen = grid.along("compute", {o: float(o == option) for o in compute.options})
        total = total + chosen * grid.along("system", rates[option])
    return total * grid.along("flop_share", _numbers(next(a for a in grid.axes if a.name == "flop_share")))


def _work(grid: Grid, model) -> dict[str, np.ndarray]:
    """Return weights and operations for the axes that a grid has."""
    names = [a.name for a in grid.axes]
    counts = {"nominal": 405e9, "multiplied": float(model.params_active_matmul)}
    held = {"nominal": 405e9, "multiplied": float(model.params_total)}
    out = {"linear_flop": 2.0 * grid.along("weight_count", counts)}
    if "weights" in names:
        out["read"] = grid.along("weight_count", counts) * grid.along("weights", _WIDTH)
        out["held"] = grid.along("weight_count", held) * grid.along("weights", _WIDTH)
    if "kv" in names:
        values = float(kv_cache.kv_bytes_per_token(model, 1.0)) / model.kv_heads
        out["cache"] = values * grid.along("kv_heads", {"8": 8.0, "16": 16.0}) * grid.along("kv", _WIDTH)
    if "attention_flop" in names:
        out["attention"] = grid.along("attention_flop", {"counted": float(attention.sdpa_flop_per_token(model, 1.0)), "left out": 0.0})
    return out


# Which assumptions matter under which limits; leaving out the others keeps sets that differ in name only from being counted apart.
_MATTERS = {
    "memory": ("weights", "weight_count", "kv", "kv_heads", "usable_share"),
    "bandwidth": ("weights", "weight_count", "kv", "kv_heads", "bandwidth_share"),
    "arithmetic": ("weight_count", "compute", "flop_share", "attention_flop"),
}


def _grids(claim: str, extra: tuple[str, ...], held: tuple[str, ...] = ()) -> list[Grid]:
    """Return one grid for each way in which limits work together; assumptions that are `held` keep their likeliest option."""
    limits, overlap = axis(claim, "limits"), axis(claim, "overlap")
    grids = []
    for option, weight in zip(limits.options, limits.weights, strict=True):
        named = [kind for kind in _MATTERS if kind in option]
        wanted = ["system", *dict.fromkeys(name for kind in named for name in _MATTERS[kind]), *extra]
        axes = tuple(Axis(name, tuple(modes(claim, name).values()), (1.0,)) if name in held else axis(claim, name) for name in wanted)
        both = {"bandwidth", "arithmetic"} <= set(named)
        for how, part in zip(overlap.options, overlap.weights, strict=True) if both else [("not used", 1.0)]:
            grids.append(Grid(axes, {"limits": option, "overlap": how}, weight * part))
    return grids


def _batches(grid: Grid, model, lengths, speed) -> list[np.ndarray]:
    """Return the largest batch at each length, before rounding, for every set of a grid."""
    names = {a.name: a for a in grid.axes}
    work, option = _work(grid, model), grid.fixed["limits"]
    common = {"weight_bytes_read": work.get("read", 0.0), "weight_bytes_held": work.get("held", 0.0), "cache_bytes_per_token": work.get("cache", 1.0)}
    common["bandwidth_bytes_per_s"] = grid.along("system", _hardware()["bandwidth"]) * grid.along("bandwidth_share", _numbers(names["bandwidth_share"])) if "bandwidth_share" in names else 1.0
    common["memory_bytes"] = grid.along("system", _hardware()["memory"]) * grid.along("usable_share", _numbers(names["usable_share"])) if "usable_share" in names else 1.0
    common["throughput_flop_per_s"] = _throughput(grid) if "compute" in names else 1.0
    found = []
    for length in lengths:
        flop = work["linear_flop"] + work["attention"] * length if "attention" in work else work["linear_flop"]
        together = grid.fixed["overlap"] == "sum of the two"
        one = inversion_grid.largest_batch(option, flop_per_token=flop, context=length, interactivity_tok_s_user=speed, together=together, **common)
        found.append(np.broadcast_to(one, grid.shape))
    return found


def _whole(grid: Grid, raw: np.ndarray) -> np.ndarray:
    """Return rounded batches by the rule of each set; the rounding is the last axis."""
    rules = grid.axes[-1].options
    return np.stack([inversion_grid.rounded(raw[..., 0], rule) for rule in rules], axis=-1)


@cache
def users() -> Search:
    """Search claim D3: the largest batch at both lengths and the same speed, by one set of assumptions."""
    model = models.get(MODEL)
    grids = _grids("D3", ("prompt_tokens", "counted_at", "rounding"))
    raw, whole = [], []
    for grid in grids:
        prompt = grid.along("prompt_tokens", _numbers(axis("D3", "prompt_tokens")))
        part = grid.along("counted_at", {"end": 1.0, "mean": 0.5})
        both = _batches(grid, model, [prompt + part * LONG, prompt + part * SHORT], SPEED)
        raw.append(tuple(both))
        whole.append(tuple(_whole(grid, one) for one in both))
    return Search(tuple(grids), tuple(raw), tuple(whole))


@cache
def interactivity_limit() -> Search:
    """Search claim D4: the largest batch at the lowest speed that is accepted and the longest sequence."""
    model = models.get(MODEL)
    grids = _grids("D4", ("interactivity", "sequence", "rounding"), held=("weight_count",))  # which moves nothing by a percent
    raw, whole = [], []
    for grid in grids:
        length, speed = grid.along("sequence", _numbers(axis("D4", "sequence"))), grid.along("interactivity", _numbers(axis("D4", "interactivity")))
        one = _batches(grid, model, [length], speed)[0]
        raw.append((one,))
        whole.append((_whole(grid, one),))
    return Search(tuple(grids), tuple(raw), tuple(whole))


@cache
def flop_limit() -> Search:
    """Search claim D5: the sequence at which arithmetic binds, in decoding at a speed and in reading prompts in a time."""
    model = models.get(MODEL)
    phase = axis("D5", "phase")
    shared = ("system", "weight_count", "compute", "flop_share", "linear_flop", "batch")
    grids, raw = [], []
    for option, weight in zip(phase.options, phase.weights, strict=True):
        last = "interactivity" if option == "decode" else "prefill_seconds"
        grid = Grid(tuple(axis("D5", name) for name in (*shared, last)), {"phase": option}, weight)
        linear = 2.0 * grid.along("weight_count", {"nominal": 405e9, "multiplied": float(model.params_active_matmul)}) * grid.along("linear_flop", {"counted": 1.0, "left out": 0.0})
        batch, pace = grid.along("batch", _numbers(axis("D5", "batch"))), grid.along(last, _numbers(axis("D5", last)))
        formula = inversion_grid.sequence_at_flop_limit if option == "decode" else inversion_grid.prompt_at_flop_limit
        found = formula(batch, pace, _throughput(grid), linear, float(attention.sdpa_flop_per_token(model, 1.0)))
        grids.append(grid)
        raw.append((np.broadcast_to(found, grid.shape),))
    return Search(tuple(grids), tuple(raw), tuple((np.rint(np.minimum(r[0], 1e9)).astype(np.int32),) for r in raw))
