"""How many users a server holds at a speed: Llama 3.1 405B on eight H100, other systems, and claims D3 and D4."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis.inference import inversion_grid, models, serving, systems
from analysis.inference.results import inversion as search
from analysis.inference.results import validation
from analysis.quantities import Quantity

__all__ = [
    "METHOD", "SYSTEMS", "limits_by_context", "by_speed", "on_a_real_server", "real_ratio", "by_system", "plain", "plain_interactivity_limit", "found_pairs", "pair_map", "sixteen", "interactivity_falls", "ratios", "likeliest_table", "facts",
]  # fmt: skip

METHOD = "calibrated"  # of answers about real servers; the claims are pure theory and stay with the whole-step roofline
METHODS_SHOWN = ("roofline", "per-op", "calibrated")
SYSTEM = "8xH100"
SYSTEMS = ("8xA100", "8xH100", "8xH200", "8xB200", "72xGB200")
CLAIMED = (72, 368)
SIXTEEN = 16
EIGHT = 8  # all printed batches are multiples of it
THEORY = {"weights": "fp8", "kv": "bf16", "usable": 1.0}  # nothing lost, all memory used
REAL = {"weights": "fp8", "kv": "bf16", "compute": "weights"}  # as servers do: products in the weights' precision where the hardware has it


def _model():
    return models.get(search.MODEL)


def _node(name: str = SYSTEM):
    return systems.get(name)


@cache
def limits_by_context() -> pd.DataFrame:
    """Return the largest batch at 30 tokens a second that memory, bandwidth and arithmetic allow, against context; nothing lost."""
    context = np.unique(np.round(np.geomspace(300, 131072, 61)))
    found = serving.batch_limits(_model(), _node(), context, search.SPEED, **THEORY)
    names = {"memory": "memory to hold the cache", "bandwidth": "bandwidth to read it", "compute": "arithmetic, 16-bit"}
    rows = [pd.DataFrame({"limit": names[k], "context": context, "users": np.broadcast_to(v, context.shape)}) for k, v in found.items()]
    wide = serving.batch_limits(_model(), _node(), context, search.SPEED, compute="weights", **THEORY)["compute"]
    rows.append(pd.DataFrame({"limit": "arithmetic, 8-bit", "context": context, "users": np.broadcast_to(wide, context.shape)}))
    return pd.concat(rows, ignore_index=True)


@cache
def by_speed() -> pd.DataFrame:
    """Return the largest batch against the speed for each user, by context and method; memory with the share that servers use."""
    speed = np.geomspace(5, 62, 60)
    rows = []
    for context in (search.SHORT, search.LONG, 39000.0, 131072.0):
        for method in ("roofline", METHOD):
            users = serving.max_batch(_model(), _node(), context, speed, method=method, **REAL)
            rows.append(pd.DataFrame({"context": f"{context:,.0f} tokens", "method": _METHODS[method], "speed": speed, "users": users}))
    frame = pd.concat(rows, ignore_index=True)
    return frame[frame["users"] >= 1].reset_index(drop=True)


_METHODS = {"roofline": "whole step, no losses", "per-op": "by operation, with messages", "calibrated": "calibrated on measurements"}


@cache
def on_a_real_server(context: float, system: str = SYSTEM) -> Quantity:
    """Return users at 30 tokens a second by the calibrated model, with the range of its error on points that no fit saw."""
    error = validation.time_error(_model().is_sparse, "time")
    slow, middle, fast = (float(serving.max_batch(_model(), _node(system), context, search.SPEED * e, method=METHOD, **REAL)) for e in (error.high, error.central, error.low))
    return Quantity(middle, "1", slow, fast, "modelled", f"Users at {context:,.0f} tokens and 30 tokens/s on a real server ({_node(system).name})", "error of the serving model")


@cache
def real_ratio() -> Quantity:
    """Return what a token of the long answer costs more on a real server at equal speed, where at least one long user has it at all."""
    error = validation.time_error(_model().is_sparse, "time")
    factors = np.concatenate([np.linspace(error.low, error.high, 31), [error.central]])
    short, long = (
        np.minimum(serving.batch_limits(_model(), _node(), c, search.SPEED * factors, method=METHOD, **REAL)["speed"], float(serving.memory_batch(_model(), _node(), c)))
        for c in (search.SHORT, search.LONG)
    )
    ratio = short[long >= 1.0] / long[long >= 1.0]
    return Quantity(float(ratio[-1]), "1", float(ratio.min()), float(ratio.max()), "modelled", "What a token of the long sequence costs more on a real server, at equal speed", "error of the serving model")


@cache
def by_system() -> pd.DataFrame:
    """Return users at 30 tokens a second on other systems, at both lengths, and each accelerator's output."""
    rows = []
    for name in SYSTEMS:
        node = _node(name)
        if float(serving.free_memory_bytes(_model(), node)) <= 0:
            continue
        for method in METHODS_SHOWN:
            short, long = (float(serving.max_batch(_model(), node, c, search.SPEED, method=method, **REAL)) for c in (search.SHORT, search.LONG))
            rows.append({"system": name, "method": _METHODS[method], "short": short, "long": long, "ratio": short / long if long else np.nan, "tok_s_accelerator": long * search.SPEED / node.accelerators})
    return pd.DataFrame(rows)


@cache
def plain() -> dict[str, float]:
    """Return the batches under the likeliest reading of every assumption of D3, before any search; nothing lost."""
    chosen = search.modes("D3", "system", "weights", "kv", "compute", "limits", "usable_share", "prompt_tokens", "counted_at", "rounding", "overlap", "kv_heads", "bandwidth_share", "flop_share")
    usual = {"limits": "memory, bandwidth and arithmetic", "counted_at": "end", "rounding": "down", "overlap": "longer of the two", "kv_heads": "8", "bandwidth_share": "1.0", "flop_share": "1.0"}
    if any(chosen[k] != v for k, v in usual.items()):
        raise ValueError("the prior's likeliest reading of D3 is no longer that of serving.max_batch: mend this function.")
    options = {"weights": chosen["weights"], "kv": chosen["kv"], "compute": chosen["compute"].split()[0], "usable": float(chosen["usable_share"])}
    node, more = _node(chosen["system"]), float(chosen["prompt_tokens"])
    out = {}
    for name, length in (("long", search.LONG), ("short", search.SHORT)):
        out[name] = float(serving.max_batch(_model(), node, length + more, search.SPEED, **options))
        out |= {f"{name}_{k}": float(v) for k, v in serving.batch_limits(_model(), node, length + more, search.SPEED, **options).items()}
        out[f"{name}_16bit"] = float(serving.max_batch(_model(), node, length + more, search.SPEED, **options | {"compute": "bf16"}))
    return out


@cache
def found_pairs() -> dict[str, object]:
    """Return what claim D3's search found: hits of 72, of 368 and of both by one set, what luck would give, and the likeliest sets."""
    found = search.users()
    bare = found.unrounded
    long, short = ([w[k] for w in found.whole] for k in (0, 1))
    both = [(a == CLAIMED[0]) & (b == CLAIMED[1]) for a, b in zip(long, short, strict=True)]
    close = [inversion_grid.near(a, CLAIMED[0]) & inversion_grid.near(b, CLAIMED[1]) for a, b in zip(long, short, strict=True)]
    return {
        "sets": found.sets,
        "long": inversion_grid.luck(long, found.weights, CLAIMED[0], step=EIGHT),
        "short": inversion_grid.luck(short, found.weights, CLAIMED[1], step=EIGHT),
        "both": inversion_grid.pair_luck(long, short, found.weights, CLAIMED, step=EIGHT),
        "both_any": inversion_grid.pair_luck(long, short, found.weights, CLAIMED),
        "near_sets": sum(int(m.sum()) for m in close),
        "near_prior": inversion_grid.prior_share(found.grids, close),
        "likeliest": inversion_grid.likeliest(found.grids, both, 5),
        "likeliest_near": inversion_grid.likeliest(found.grids, close, 3),
        "likeliest_long": inversion_grid.likeliest(found.grids, [inversion_grid.exact(a, CLAIMED[0]) for a in long], 1),
        "likeliest_short": inversion_grid.likeliest(found.grids, [inversion_grid.exact(b, CLAIMED[1]) for b in short], 1),
        "posterior": {name: inversion_grid.posterior(found.grids, both, name) for name in ("limits", "kv", "rounding", "prompt_tokens", "usable_share")},
        "spread_long": inversion_grid.weighted_quantiles([r[0] for r in bare.raw], bare.weights, (0.05, 0.5, 0.95)),
        "spread_short": inversion_grid.weighted_quantiles([r[1] for r in bare.raw], bare.weights, (0.05, 0.5, 0.95)),
        "effects": inversion_grid.main_effects(bare.grids, [r[0] for r in bare.raw]),
    }


@cache
def ratios() -> dict[str, object]:
    """Return the short answer's batch over the long one's, over all sets: at one speed, what a token costs more."""
    found = search.users().unrounded
    values = [np.where(r[0] > 0, r[1] / np.where(r[0] > 0, r[0], 1.0), 0.0) for r in found.raw]
    held = [r[0] > 0 for r in found.raw]
    above = [v > 5.0 for v in values]
    return {
        "above": inversion_grid.prior_share(found.grids, above) / inversion_grid.prior_share(found.grids, held),
        "spread": inversion_grid.weighted_quantiles(values, [np.where(h, w, 0.0) for h, w in zip(held, found.weights, strict=True)], (0.05, 0.5, 0.95)),
        "effects": inversion_grid.main_effects(found.grids, values),
    }


@cache
def pair_map() -> pd.DataFrame:
    """Return where the prior's weight lies: batch at 7,661 tokens against batch at 775, in cells of equal ratio."""
    found = search.users().unrounded
    edges = [np.geomspace(8, 1024, 29), np.geomspace(32, 4096, 29)]
    total = np.zeros((28, 28))
    for raw, grid in zip(found.raw, found.grids, strict=True):
        long, short = (np.broadcast_to(r, grid.shape) for r in raw)
        keep = (long >= edges[0][0]) & (long < edges[0][-1]) & (short >= edges[1][0]) & (short < edges[1][-1])
        x = np.searchsorted(edges[0], long[keep], "right") - 1
        y = np.searchsorted(edges[1], short[keep], "right") - 1
        total += np.bincount(x * 28 + y, weights=grid.weights[keep], minlength=28 * 28).reshape(28, 28)
    i, j = np.nonzero(total > 1e-6)
    return pd.DataFrame({"long_low": edges[0][i], "long_high": edges[0][i + 1], "short_low": edges[1][j], "short_high": edges[1][j + 1], "prior_percent": 100.0 * total[i, j]})


@cache
def sixteen() -> dict[str, object]:
    """Return what claim D4's search found: hits of 16, what luck would give, and the likeliest sets."""
    found = search.interactivity_limit()
    bare = found.unrounded
    values = [w[0] for w in found.whole]
    masks = [inversion_grid.exact(v, SIXTEEN) for v in values]
    close = [inversion_grid.near(r[0], SIXTEEN) for r in bare.raw]
    return {
        "sets": found.sets,
        "luck": inversion_grid.luck(values, found.weights, SIXTEEN, step=EIGHT),
        "luck_any": inversion_grid.luck(values, found.weights, SIXTEEN),
        "near_prior": inversion_grid.prior_share(bare.grids, close),
        "likeliest": inversion_grid.likeliest(found.grids, masks, 5),
        "spread": inversion_grid.weighted_quantiles([r[0] for r in bare.raw], bare.weights, (0.05, 0.5, 0.95)),
        "effects": inversion_grid.main_effects(bare.grids, [r[0] for r in bare.raw]),
    }


@cache
def plain_interactivity_limit() -> float:
    """Return the batch under the likeliest reading of every assumption of D4, before any search."""
    chosen = search.modes("D4", "system", "weights", "kv", "compute", "limits", "interactivity", "sequence", "rounding")
    if chosen["rounding"] != "down" or "memory" in chosen["limits"]:
        raise ValueError("the prior's likeliest reading of D4 has changed: mend this function.")
    options = {"weights": chosen["weights"], "kv": chosen["kv"], "compute": chosen["compute"].split()[0], "usable": 1.0}
    found = serving.batch_limits(_model(), _node(chosen["system"]), float(chosen["sequence"]), float(chosen["interactivity"]), **options)
    return float(np.floor(min(float(found["bandwidth"]), float(found["compute"]))))


@cache
def interactivity_falls() -> float:
    """Return the share of steps up in context that lower the speed of each user at a constant batch, over batches, methods and cache widths."""
    batch, context = np.geomspace(1, 512, 19)[:, None], np.geomspace(500, 131072, 33)
    falls = []
    for method in serving.METHODS:
        for kv in ("bf16", "fp8"):
            step = serving.decode_step_s(_model(), _node(), batch, context, kv=kv, method=method)
            falls.append(np.diff(step, axis=1) > 0)
    return float(np.mean(falls))


def likeliest_table(kind: str) -> pd.DataFrame:
    """Return the likeliest sets of a search in words: ``both`` for D3, ``sixteen`` for D4."""
    sets = {"both": lambda: found_pairs()["likeliest"], "near": lambda: found_pairs()["likeliest_near"], "sixteen": lambda: sixteen()["likeliest"]}[kind]()
    rows = []
    for one in sets:
        limits = one["limits"] + ("" if one["overlap"] in ("not used", "longer of the two") else f" ({one['overlap']})")
        row = {"Limits": limits, "System": one["system"], "Cache": one["kv"], "Multiplied in": one.get("compute", "–"), "Memory used": one.get("usable_share", "–"), "Bandwidth reached": one.get("bandwidth_share", "–")}
        row |= {"Prompt": one["prompt_tokens"], "Counted at": one["counted_at"]} if "prompt_tokens" in one else {"Sequence": one["sequence"], "Speed": one["interactivity"]}
        rows.append(row | {"Rounding": one["rounding"], "Prior, %": 100.0 * one["weight"], "Share of hits, %": 100.0 * one["share"]})
    return pd.DataFrame(rows)


_q = Quantity.of


def _around(value, spread, **more):
    """Return a plain reading with the prior's 5 and 95 % points around it; a reading beyond them is its own end."""
    return _q(value, low=min(spread[0], value), high=max(spread[2], value), **more)


@cache
def facts() -> dict[str, Quantity]:
    """Return the page's named numbers."""
    one, pairs, ratio, four = plain(), found_pairs(), ratios(), sixteen()
    systems_frame = by_system()
    bare = systems_frame[systems_frame["method"] == _METHODS["roofline"]].set_index("system")
    best = pairs["likeliest"][0]
    driver, driver_ratio, driver_four = (next(iter(e)) for e in (pairs["effects"], ratio["effects"], four["effects"]))
    alone = float(1.0 / serving.decode_step_s(_model(), _node(), 1.0, search.SHORT))
    return {
        "long": _q(search.LONG, "token", grade="measured"),
        "short": _q(search.SHORT, "token", grade="measured"),
        "speed": _q(search.SPEED, "token/s"),
        "claimed_long": _q(CLAIMED[0]),
        "claimed_short": _q(CLAIMED[1]),
        "claimed_ratio": _q(CLAIMED[1] / CLAIMED[0]),
        "claimed_sixteen": _q(SIXTEEN),
        "eight": _q(EIGHT),
        "plain_long": _around(one["long"], pairs["spread_long"], label="Users at 7,661 tokens and 30 tokens/s, pure theory (range: over the prior)", driver=driver),
        "plain_short": _around(one["short"], pairs["spread_short"], label="Users at 775 tokens and 30 tokens/s, pure theory (range: over the prior)", driver=driver),
        "plain_ratio": _around(one["short"] / one["long"], ratio["spread"], label="What a token of the long sequence costs more, pure theory (range: over the prior)", driver=driver_ratio),
        "short_16bit": _q(one["short_16bit"]),
        "ratio_16bit": _q(one["short_16bit"] / one["long_16bit"]),
        "length_ratio": _q(search.LONG / search.SHORT),
        "long_memory": _q(one["long_memory"]),
        "long_bandwidth": _q(one["long_bandwidth"]),
        "long_compute": _q(one["long_compute"]),
        "short_memory": _q(one["short_memory"]),
        "short_bandwidth": _q(one["short_bandwidth"]),
        "short_compute": _q(one["short_compute"]),
        "above_five": _q(100.0 * ratio["above"], "percent", label="Prior weight of assumption sets that make it more than fivefold"),
        "five": _q(5.0),
        "sets": _q(pairs["sets"]),
        "both_hits": _q(pairs["both"].hits, label="Assumption sets that give both 72 and 368"),
        "both_luck": _q(pairs["both"].expected, label="Sets that give another such pair of multiples of eight, on average"),
        "both_reach": _q(100.0 * pairs["both"].reach, "percent"),
        "both_reach_any": _q(100.0 * pairs["both_any"].reach, "percent"),
        "both_prior": _q(100.0 * pairs["both"].prior, "percent", label="Prior weight of the sets that give both"),
        "both_prior_elsewhere": _q(100.0 * pairs["both"].prior_elsewhere, "percent"),
        "long_hits": _q(pairs["long"].hits),
        "long_luck": _q(pairs["long"].expected),
        "short_hits": _q(pairs["short"].hits),
        "short_luck": _q(pairs["short"].expected),
        "near_sets": _q(pairs["near_sets"]),
        "near_prior": _q(100.0 * pairs["near_prior"], "percent"),
        "tolerance_near": _q(10.0, "percent"),
        "best_prompt": _q(float(best["prompt_tokens"]), "token"),
        "best_usable": _q(100.0 * float(best.get("usable_share", "1.0")), "percent"),
        "best_share": _q(100.0 * best["share"], "percent"),
        "multiple_share": _q(100.0 * pairs["posterior"]["rounding"].get("down to a multiple of eight", 0.0), "percent"),
        "plain_sixteen": _around(plain_interactivity_limit(), four["spread"], label="Users at the longest sequence and the lowest speed, pure theory (range: over the prior)", driver=driver_four),
        "sixteen_sets": _q(four["sets"]),
        "sixteen_hits": _q(four["luck"].hits),
        "sixteen_luck": _q(four["luck"].expected),
        "sixteen_prior": _q(100.0 * four["luck"].prior, "percent", label="Prior weight of the sets that give 16"),
        "sixteen_prior_elsewhere": _q(100.0 * four["luck"].prior_elsewhere, "percent"),
        "sixteen_sequence": _q(float(four["likeliest"][0]["sequence"]), "token"),
        "sixteen_speed": _q(float(four["likeliest"][0]["interactivity"]), "token/s"),
        "falls": _q(interactivity_falls(), "1"),
        "alone_speed": _q(alone, "token/s", label="Fastest that one user can be served on eight H100, pure theory"),
        "real_long": on_a_real_server(search.LONG),
        "real_short": on_a_real_server(search.SHORT),
        "real_ratio": real_ratio(),
        "h200_long": on_a_real_server(search.LONG, "8xH200"),
        "b200_long": on_a_real_server(search.LONG, "8xB200"),
        "bare_long": _q(bare.loc[SYSTEM, "long"]),
        "bare_short": _q(bare.loc[SYSTEM, "short"]),
        "real_alone": _q(1.0 / float(serving.decode_step_s(_model(), _node(), 1.0, search.SHORT, method=METHOD, compute="weights")), "token/s"),
    }  # fmt: skip
