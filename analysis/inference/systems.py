"""Accelerators, and systems of several, by name: ``get("8xH100").memory_bytes``.

Sizes come from ``data/inference/accelerators.csv`` and ``systems.csv``, joined with what ``data/power/chips.csv`` and
``systems.csv`` hold of the same chips; all are read on first use. Where a figure is not published the field is NaN.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis import checks, tables

__all__ = ["Accelerator", "System", "get", "accelerator", "names", "accelerators"]

_NAN = math.nan
_WIDER = {"bf16": ("bf16",), "int8": ("int8", "fp8", "bf16"), "fp8": ("fp8", "bf16"), "fp4": ("fp4", "fp8", "bf16")}


@dataclass(frozen=True)
class Accelerator:
    """One accelerator: dense throughput, memory, bandwidth, power and links, in bytes, FLOP and watts."""

    name: str
    chip: str
    designer: str
    bf16_flop_per_s: float
    fp8_flop_per_s: float
    fp4_flop_per_s: float
    int8_op_per_s: float
    memory_bytes: float
    memory_bandwidth_bytes_per_s: float
    tdp_w: float
    link_bytes_per_s: float
    link_domain: int
    network_bytes_per_s: float

    def precision_used(self, precision: str) -> str:
        """Return the precision in which this accelerator multiplies when asked for one: the next wider where it lacks the hardware.

        Parameters
        ----------
        precision : str
            ``"bf16"``, ``"fp8"``, ``"int8"`` or ``"fp4"``.

        Raises
        ------
        KeyError
            For another precision.
        """
        chain = _WIDER[checks.require_known("precision", precision, _WIDER)]
        return next((step for step in chain if not math.isnan(self._rated(step))), "bf16")

    def _rated(self, precision: str) -> float:
        return {"bf16": self.bf16_flop_per_s, "fp8": self.fp8_flop_per_s, "fp4": self.fp4_flop_per_s, "int8": self.int8_op_per_s}[precision]

    def flop_per_s(self, precision: str = "bf16") -> float:
        """Return dense throughput at a precision; one without hardware of its own runs at the next wider one.

        Parameters
        ----------
        precision : str
            ``"bf16"``, ``"fp8"``, ``"int8"`` or ``"fp4"``.

        Raises
        ------
        KeyError
            For another precision.
        """
        return self._rated(self.precision_used(precision))


@dataclass(frozen=True)
class System:
    """Several accelerators of one kind that serve together."""

    system: str
    name: str
    accelerator: Accelerator
    accelerators: int
    rated_power_w: float

    @property
    def memory_bytes(self) -> float:
        """Memory of all accelerators."""
        return self.accelerators * self.accelerator.memory_bytes

    @property
    def memory_bandwidth_bytes_per_s(self) -> float:
        """Memory bandwidth of all accelerators."""
        return self.accelerators * self.accelerator.memory_bandwidth_bytes_per_s

    @property
    def power_w(self) -> float:
        """Rated power of the server or rack; where it is not published, that of the accelerators alone."""
        return self.accelerators * self.accelerator.tdp_w if math.isnan(self.rated_power_w) else self.rated_power_w

    def flop_per_s(self, precision: str = "bf16") -> float:
        """Return the dense throughput of all accelerators (see `Accelerator.flop_per_s`)."""
        return self.accelerators * self.accelerator.flop_per_s(precision)


def _number(*cells) -> float:
    """Return the first cell that holds a number."""
    return next((float(cell) for cell in cells if cell is not None and not pd.isna(cell)), _NAN)


@cache
def _accelerators() -> dict[str, Accelerator]:
    chips = tables.load("power/chips").set_index("chip")
    found = {}
    for row in tables.load("inference/accelerators").to_dict("records"):
        shared = chips.loc[row["chip"]].to_dict() if row["chip"] in chips.index else {}
        found[row["accelerator"]] = Accelerator(
            name=row["accelerator"],
            chip=row["chip"],
            designer=row["designer"],
            bf16_flop_per_s=_number(shared.get("bf16_flop_per_s"), row["bf16_flop_per_s"]),
            fp8_flop_per_s=_number(shared.get("fp8_flop_per_s"), row["fp8_flop_per_s"]),
            fp4_flop_per_s=_number(row["fp4_flop_per_s"]),
            int8_op_per_s=_number(row["int8_op_per_s"]),
            memory_bytes=_number(shared.get("memory_gb"), row["memory_gb"]) * 1e9,
            memory_bandwidth_bytes_per_s=_number(row["memory_bandwidth_gb_s"]) * 1e9,
            tdp_w=_number(shared.get("tdp_w"), row["tdp_w"]),
            link_bytes_per_s=_number(row["link_gb_s"]) * 1e9,
            link_domain=1 if pd.isna(row["link_domain"]) else int(row["link_domain"]),
            network_bytes_per_s=_number(row["network_gb_s"]) * 1e9,
        )
    return found


@cache
def _listed() -> dict[str, System]:
    power = tables.load("power/systems").set_index("system")["it_power_kw"]
    return {
        row["system"]: System(
            system=row["system"],
            name=row["name"],
            accelerator=accelerator(row["accelerator"]),
            accelerators=int(row["accelerators"]),
            rated_power_w=1e3 * float(power.loc[row["power_system"]]) if row["power_system"] else _NAN,
        )
        for row in tables.load("inference/systems").to_dict("records")
    }


def accelerators() -> list[str]:
    """List the accelerators known by name."""
    return list(_accelerators())


def names() -> list[str]:
    """List the systems that are sold or described as a whole; `get` also takes any other number of a known accelerator."""
    return list(_listed())


def accelerator(name: str) -> Accelerator:
    """Return one accelerator by name, for example ``"H100"``; an unknown name raises KeyError with the nearest ones."""
    return _accelerators()[checks.require_known("accelerator", name, _accelerators())]


def get(name: str) -> System:
    """Return a system by name: a number of accelerators of one kind.

    Parameters
    ----------
    name : str
        For example ``"8xH100"``, ``"72xGB200"``, ``"1xMI300X"``; the systems of `names` also have a rated power.

    Returns
    -------
    System

    Raises
    ------
    KeyError
        For an unknown accelerator or another form of name, with the nearest known ones.
    ValueError
        For no accelerators.

    Examples
    --------
    >>> get("8xH100").memory_bytes / 1e9
    640.0
    """
    if name in _listed():
        return _listed()[name]
    form = re.fullmatch(r"(\d+)x(.+)", str(name))
    if form is None or form[2] not in _accelerators():
        checks.require_known("system", name, [*_listed(), *(f"{form[1] if form else 1}x{chip}" for chip in _accelerators())])
    count = int(checks.require_between("accelerators", int(form[1]), 1, 1e6, remedy="Give a number such as 8, as in 8xH100."))
    return System(system=name, name=f"{count} × {form[2]}", accelerator=accelerator(form[2]), accelerators=count, rated_power_w=_NAN)
