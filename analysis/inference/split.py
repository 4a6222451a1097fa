"""Which measured points may be fitted to and which are kept for judging the fit: a rule frozen before any fit.

The rule looks at what was measured, never at the measurement. Ranked by the SHA-256 of their names, the first dense model,
the first two sparse models and the first accelerator among those in the tables on 22 November 2026 are kept back whole.
What was not in the tables on that day is kept back too, and so is any point without stated prompt and answer lengths, and
of the rest every fifth configuration by its hash.
"""

from __future__ import annotations

import hashlib

__all__ = ["MODEL_GROUPS", "DENSE", "SPARSE", "HARDWARE", "HELD_OUT", "held_out_by", "split_of"]

# Models of one architecture go together.
MODEL_GROUPS = {"deepseek-r1": "deepseek-v3"}

DENSE = ("llama-3.1-8b", "llama-3.1-70b", "llama-3.1-405b", "qwen3-32b")
SPARSE = (
    "llama-4-scout",
    "llama-4-maverick",
    "qwen3-235b-a22b",
    "qwen3-30b-a3b",
    "qwen3.5-397b-a17b",
    "gpt-oss-120b",
    "gpt-oss-20b",
    "deepseek-v3",
    "minimax-m2.5",
    "kimi-k2",
    "glm-5",
)
HARDWARE = ("H100", "H200", "B200", "GB200", "B300")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _first(what: str, names: tuple[str, ...], count: int) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: _hash(f"{what} {name}"))[:count])


HELD_OUT = {"model": _first("model", DENSE, 1) + _first("model", SPARSE, 2), "hardware": _first("hardware", HARDWARE, 1)}


def held_out_by(model: str, hardware: str, configuration: str, lengths_stated: bool = True) -> str:
    """Return why a point is kept for validation, or an empty string if it may be fitted to.

    Parameters
    ----------
    model : str
        Name in the catalogue of models.
    hardware : str
        Name of the accelerator.
    configuration : str
        Everything else that tells the point from others, joined by bars.
    lengths_stated : bool
        Whether prompt and answer lengths are stated.

    Returns
    -------
    str
        ``model``, ``hardware``, ``model and hardware``, ``lengths``, ``configuration`` or nothing.

    Examples
    --------
    >>> HELD_OUT["model"], HELD_OUT["hardware"]
    (('llama-3.1-70b', 'qwen3-235b-a22b', 'gpt-oss-120b'), ('GB200',))
    """
    group = MODEL_GROUPS.get(model, model)
    whole = []
    if group in HELD_OUT["model"] or group not in DENSE + SPARSE:
        whole.append("model")
    if hardware in HELD_OUT["hardware"] or hardware not in HARDWARE:
        whole.append("hardware")
    if whole:
        return " and ".join(whole)
    if not lengths_stated:
        return "lengths"
    return "configuration" if int(_hash(f"configuration {group}|{hardware}|{configuration}")[:8], 16) % 5 == 0 else ""


def split_of(model: str, hardware: str, configuration: str, lengths_stated: bool = True) -> str:
    """Return ``validation`` or ``calibration`` (see `held_out_by`)."""
    return "validation" if held_out_by(model, hardware, configuration, lengths_stated) else "calibration"
