"""Ring attention and Mixture-of-Depths: what a ring holds, what it has to hide, how long it takes; what a router saves where."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import tables
from analysis.inference import attention, depth, models, published, ring_attention, systems, weights
from analysis.quantities import Quantity

__all__ = ["MODEL", "CAPACITY", "rings", "overlaps", "routed", "published_savings", "facts"]

MODEL = "llama-3.1-8b"
_CHIP = "H100"
_USABLE = 0.9
_RINGS = 2.0 ** np.arange(0, 9)
CAPACITY = 0.125  # the share of tokens that a routed block takes in the paper's best models
_CONTEXTS = (2048.0, 32_768.0, 131_072.0)
_LINKED = ("A100", "H100", "B200")
_ATTENDING = {"llama-2-7b": "keys for every head", "llama-3.1-8b": "keys in groups", "deepseek-v3": "latent keys"}


def _holds(devices):
    model, chip = models.get(MODEL), systems.accelerator(_CHIP)
    return ring_attention.longest_sequence(model, devices, _USABLE * chip.memory_bytes, weights.weight_bytes(model, "bf16"), weights_shared=False)


@cache
def rings() -> pd.DataFrame:
    """Return, by number of devices, the longest sequence that a ring holds, and the time it takes all devices to read it at full speed."""
    model, chip = models.get(MODEL), systems.accelerator(_CHIP)
    longest = _holds(_RINGS)
    seconds = attention.prefill_flop(model, longest) / (_RINGS * chip.flop_per_s("bf16"))
    frames = [
        pd.DataFrame({"measure": "Longest sequence (million tokens)", "devices": _RINGS, "value": longest / 1e6}),
        pd.DataFrame({"measure": "Time to read it at full speed (minutes)", "devices": _RINGS, "value": seconds / 60.0}),
    ]
    return pd.concat(frames, ignore_index=True)


@cache
def overlaps() -> pd.DataFrame:
    """Return the shortest block per device at which a ring hides its sending, by chip, kind of link and kind of keys."""
    rows = []
    for name in _LINKED:
        chip = systems.accelerator(name)
        for link, speed in (("links in the server", chip.link_bytes_per_s), ("network between servers", chip.network_bytes_per_s)):
            for model, words in _ATTENDING.items():
                m = models.get(model)
                block = ring_attention.overlap_block_tokens(ring_attention.pair_flop(m), ring_attention.layer_kv_values(m), chip.flop_per_s("bf16"), speed)
                rows.append({"chip": name, "link": link, "keys": words, "block_tokens": float(block)})
    return pd.DataFrame(rows)


@cache
def routed() -> pd.DataFrame:
    """Return, with every second block routed, operations by capacity and context, and bytes of a decoding step by batch, in percent of the uniform model's."""
    model = models.get(MODEL)
    capacity = np.linspace(0.0, 1.0, 41)
    rows = [
        pd.DataFrame({"panel": "Operations of a pass, % of uniform", "line": f"{int(c / 1024)}k tokens", "x": 100.0 * capacity, "percent": 100.0 * depth.flop_share(model, c, capacity)})
        for c in _CONTEXTS
    ]
    batch = 2.0 ** np.arange(0, 9)
    rows += [
        pd.DataFrame({"panel": "Bytes a decoding step reads, % of uniform", "line": f"{int(c / 1024)}k tokens", "x": batch, "percent": 100.0 * depth.decode_share(model, batch, c, CAPACITY)})
        for c in _CONTEXTS
    ]
    return pd.concat(rows, ignore_index=True)


@cache
def published_savings() -> pd.DataFrame:
    """Return the published comparisons of routed depth, with whether the score fell visibly."""
    frame = tables.load("inference/routed_depth")
    frame["visible_loss"] = published.is_visible_loss(frame["score_change"], 0.0)
    return frame


def _uniform_share() -> float:
    """Return the share of the catalogue's models whose tokens all pass every layer and a fixed number of experts."""
    fixed = [m.layers >= m.global_layers + m.local_layers + m.state_layers and (m.experts_per_token > 0) == m.is_sparse for m in models.every()]
    return float(np.mean(fixed))


@cache
def facts() -> dict[str, Quantity]:
    """Return the topic's named numbers."""
    model, chip = models.get(MODEL), systems.accelerator(_CHIP)
    one, most = float(_holds(1.0)), float(_holds(_RINGS[-1]))
    held = ring_attention.device_memory_bytes(model, one, _RINGS)
    slope = float(np.polyfit(np.log(_RINGS), np.log(held), 1)[0])
    seconds = rings().query("measure.str.startswith('Time')", engine="python").set_index("devices")["value"]
    table = overlaps()
    grouped = table[(table["keys"] == "keys in groups")]
    net = grouped[grouped["link"] == "network between servers"]["block_tokens"]
    near = grouped[grouped["link"] == "links in the server"]["block_tokens"]
    every = table[(table["keys"] == "keys for every head") & (table["link"] == "network between servers")]["block_tokens"]
    linear = np.isclose(_holds(_RINGS), _RINGS * one, rtol=1e-9)
    pub = published_savings()
    share, low, high = published.share_with_range(~pub["visible_loss"].to_numpy(bool), pub["study"])
    out = {
        "ring_one": Quantity(one, "token", label="Longest sequence that one H100 holds beside Llama 3.1 8B"),
        "ring_devices": Quantity(float(_RINGS[-1]), "1"),
        "ring_most": Quantity(most, "token", label="Longest sequence that a ring of the size shown holds"),
        "ring_gain": Quantity(most / one, "1"),
        "ring_slope": Quantity(slope, "1"),
        "ring_linear": Quantity(float(linear.mean()), "1"),
        "ring_memory": Quantity(float(np.isclose(held * _RINGS, held[0], rtol=1e-9).mean()), "1"),
        "ring_minutes_one": Quantity(float(seconds.iloc[0]), "min"),
        "ring_minutes_most": Quantity(float(seconds.iloc[-1]), "min", label="Time to read it on that ring at full speed, at least"),
        "ring_block_net": Quantity(float(net.median()), "token", float(net.min()), float(net.max()), "modelled", "Shortest block per device that hides the ring’s sending over the network, grouped keys; range over three chips", "chip"),
        "ring_block_near": Quantity(float(near.median()), "token", float(near.min()), float(near.max())),
        "ring_block_every": Quantity(float(every.median()), "token", float(every.min()), float(every.max())),
        "ring_efficiency": Quantity(100 * float(ring_attention.causal_efficiency(_RINGS[-1])), "percent"),
        "striped_gain": Quantity(float(ring_attention.striped_gain(_RINGS[-1])), "1"),
        "uniform": Quantity(_uniform_share(), "1"),
        "uniform_models": Quantity(float(len(models.every())), "1"),
        "depth_short_k": f"{int(_CONTEXTS[0] // 1024)}k tokens",
        "depth_long_k": f"{int(_CONTEXTS[-1] // 1024)}k tokens",
        "depth_capacity": Quantity(100 * CAPACITY, "percent"),
        "depth_studies": Quantity(float(pub["study"].nunique()), "1"),
        "depth_language": Quantity(float((pub["kind"] == "language").sum()), "1"),
        "depth_saves": Quantity(share, "1", low, high, "modelled", "Published comparisons in which routed depth saved without a visible loss", "few studies"),
        "depth_saves_percent": Quantity(100 * share, "percent", 100 * low, 100 * high),
        "depth_printed": Quantity(float(pub["saving_percent"].median()), "percent", float(pub["saving_percent"].min()), float(pub["saving_percent"].max()), "measured"),
        "depth_worst": Quantity(-float(pub["score_change"].min()), "1", grade="measured"),
    }
    for context, key in zip(_CONTEXTS, ("short", "middle", "long"), strict=True):
        saved = 100.0 * (1.0 - float(depth.flop_share(model, context, CAPACITY)))
        out[f"depth_saved_{key}"] = Quantity(saved, "percent", label={"short": "Operations that routed depth saves a pass against the same shape, 2k tokens", "long": "The same at 128k tokens"}.get(key, ""))
    batches = 2.0 ** np.arange(0, 9)
    saved = {c: 100.0 * (1.0 - depth.decode_share(model, batches, c, CAPACITY)) for c in _CONTEXTS}
    short = saved[_CONTEXTS[0]]
    worst = int(np.argmin(short))
    out["depth_bytes_one"] = Quantity(float(short[0]), "percent", *sorted((float(short[0]), float(saved[_CONTEXTS[-1]][0]))))
    out["depth_bytes_least"] = Quantity(float(short[worst]), "percent", float(short[worst]), float(saved[_CONTEXTS[-1]][worst]), "modelled", "Bytes that routed depth saves a decoding step at the least favourable batch, 2k tokens; range to 128k", "context")
    out["depth_users_least"] = Quantity(float(batches[worst]), "1")
    return out
