"""Assumptions with judgement in them: central, low, high, distribution, source; sampled with their correlation.

`central` is the median, `low` and `high` the 5 % and 95 % points. Each parameter draws from a stream of its own, so
that adding one to the table moves no other number.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import expit, logit, ndtr, ndtri

from analysis import DATA, checks, tables

__all__ = ["SEED", "DRAWS", "Z95", "Parameter", "get", "select", "words", "sample", "DISTRIBUTIONS"]

SEED = 20261122
DRAWS = 100_000
Z95 = float(ndtri(0.95))  # standard normal deviate of the 95 % point
DISTRIBUTIONS = ("normal", "lognormal", "logitnormal", "uniform", "fixed")


@dataclass(frozen=True)
class Parameter:
    """One assumption, as a row of ``data/parameters.csv`` states it.

    A distribution is fixed by its three points. ``normal``, ``lognormal`` and ``logitnormal`` are normal on the
    plain, logarithmic and log-odds scale with a width of its own on either side of the median, so that the three
    points are met exactly: :math:`T(Q(u)) = T(c) + z_u\\,(T(h)-T(c))/z_{0.95}` above the median, with :math:`T(c)-T(l)`
    below. ``uniform`` puts 5 % beyond either point; ``fixed`` does not vary.
    """

    name: str
    unit: str
    central: float
    low: float
    high: float
    distribution: str
    part: str = ""
    year: int | None = None
    hardware: str | None = None
    group: str | None = None
    loading: float = 0.0
    source: str = ""
    locator: str = ""
    seen: str = ""
    note: str = ""
    currency_year: int | None = None
    label: str = ""

    def __post_init__(self):
        where = f"parameter {self.name!r}"
        if self.distribution not in DISTRIBUTIONS:
            raise ValueError(f"{where}: distribution = {self.distribution!r} is not one of {', '.join(DISTRIBUTIONS)}.")
        if not self.low <= self.central <= self.high:
            raise ValueError(f"{where}: low, central, high = {self.low:g}, {self.central:g}, {self.high:g} are not in order.")
        if self.distribution == "fixed":
            if not self.low == self.central == self.high:
                raise ValueError(f"{where} is fixed but has a range. Give it a distribution, or one value.")
        elif not self.low < self.central < self.high:
            raise ValueError(f"{where} has no width on one side; use 'fixed' for a definition, or source its range.")
        if self.distribution == "lognormal" and self.low <= 0:
            raise ValueError(f"{where}: low = {self.low:g} of a lognormal must be above 0.")
        if self.distribution == "logitnormal" and not (0 < self.low and self.high < 1):
            raise ValueError(f"{where}: {self.low:g}–{self.high:g} of a logitnormal must lie inside (0, 1).")
        if self.distribution == "uniform" and not np.isclose(self.central, (self.low + self.high) / 2, rtol=1e-9):
            raise ValueError(f"{where}: central = {self.central:g} of a uniform must be the middle of {self.low:g}–{self.high:g}.")
        if not -1 <= self.loading <= 1:
            raise ValueError(f"{where}: loading = {self.loading:g} is outside [-1, 1].")

    @property
    def key(self) -> str:
        """The parameter's full name, which also names its random stream."""
        return "/".join(str(part) for part in (self.part, self.name, self.year, self.hardware) if part not in (None, ""))

    def from_normal(self, z) -> np.ndarray:
        """Turn standard normal deviates into draws of the parameter.

        Parameters
        ----------
        z : array_like
            Deviates of any shape.

        Returns
        -------
        numpy.ndarray
            Same shape, in the parameter's unit.
        """
        z = np.asarray(z, dtype=float)
        if self.distribution == "fixed":
            return np.full(z.shape, self.central)
        if self.distribution == "uniform":
            half = (self.high - self.low) / 1.8  # 90 % of the width lies between the two points
            return self.central - half + 2 * half * ndtr(z)
        forward, back = {
            "normal": (lambda x: x, lambda x: x),
            "lognormal": (np.log, np.exp),
            "logitnormal": (logit, expit),
        }[self.distribution]
        low, centre, high = (forward(x) for x in (self.low, self.central, self.high))
        width = np.where(z >= 0, high - centre, centre - low) / Z95
        return back(centre + z * width)

    def quantile(self, probability) -> np.ndarray:
        """Return the parameter's quantile at `probability` (open interval 0–1)."""
        p = checks.require_between("probability", probability, 0, 1, low_open=True, high_open=True)
        return self.from_normal(ndtri(p))

    def fixed_at(self, value: float) -> Parameter:
        """Return the parameter pinned to one value, for a reader's own assumption."""
        return replace(self, central=value, low=value, high=value, distribution="fixed")


@cache
def _rows(root: Path) -> dict[str, list[dict]]:
    """The table's rows by name, an empty cell as None."""
    found: dict[str, list[dict]] = {}
    for row in tables.load("parameters", root).to_dict("records"):
        row = {k: (None if pd.isna(v) else v) for k, v in row.items()}
        for whole in ("year", "currency_year"):
            row[whole] = None if row[whole] is None else int(row[whole])
        found.setdefault(row["name"], []).append({**row, "loading": float(row["loading"] or 0.0), "note": row["note"] or ""})
    return found


def get(name: str, *, part: str | None = None, year: int | None = None, hardware: str | None = None, root: Path = DATA) -> Parameter:
    """Look one parameter up.

    Parameters
    ----------
    name : str
        For example ``"utilisation"``.
    part : str, optional
        Needed only where two parts use the same name.
    year, hardware : optional
        The keys of a parameter that varies by them.
    root : pathlib.Path, optional
        Another data folder, for tests.

    Returns
    -------
    Parameter

    Raises
    ------
    KeyError
        When no row or more than one row answers; the message lists what there is.
    """
    rows = _rows(root)
    checks.require_known("parameter", name, rows)
    wanted = {"part": part, "year": year, "hardware": hardware}
    found = [row for row in rows[name] if all(asked is None or row[key] == asked for key, asked in wanted.items())]
    if len(found) != 1:
        there = "; ".join(", ".join(f"{key}={row[key]}" for key in wanted if row[key] is not None) for row in rows[name])
        raise KeyError(f"parameter {name!r}: {len(found)} rows match part={part}, year={year}, hardware={hardware}. There are: {there}.")
    return Parameter(**found[0])


def words(name: str, root: Path = DATA) -> tuple[str, str]:
    """Return what a parameter is in plain words, and its address among the data of the book; two empty texts where no parameter has that name."""
    rows = _rows(root).get(name)
    return (rows[0]["label"], f"data/parameters.html#{rows[0]['part']}-{name.replace('_', '-')}") if rows else ("", "")


def select(*names, part: str | None = None, root: Path = DATA) -> dict[str, Parameter]:
    """Look several parameters up, in the form that `sample` and `uncertainty.propagate` take.

    Parameters
    ----------
    *names : str or tuple of (str, dict)
        A name, or a name with its keys: ``("chip_price_usd", {"hardware": "H100", "year": 2024})``.
    part : str, optional
        The part whose parameters are meant.

    Returns
    -------
    dict
        Parameter by name, in the order asked for.
    """
    chosen = {}
    for item in names:
        name, keys = (item, {}) if isinstance(item, str) else item
        chosen[name] = get(name, **{"part": part, "root": root, **keys})
    return chosen


def _stream(seed: int, name: str, draws: int) -> np.ndarray:
    return np.random.default_rng([seed, zlib.crc32(name.encode())]).standard_normal(draws)


@lru_cache(maxsize=64)
def _drawn(name: str, p: Parameter, draws: int, seed: int) -> np.ndarray:
    """One parameter's draws; read-only, since the results of a topic share them."""
    z = _stream(seed, name, draws)
    if p.group and p.loading:
        z = p.loading * _stream(seed, f"group:{p.group}", draws) + np.sqrt(1 - p.loading**2) * z
    out = p.from_normal(z)
    out.flags.writeable = False
    return out


def sample(parameters: Mapping[str, Parameter] | Iterable[Parameter], draws: int = DRAWS, seed: int = SEED) -> dict[str, np.ndarray]:
    """Draw parameters jointly.

    Parameters in the same group share a factor: :math:`z_i = a_i g + \\sqrt{1-a_i^2}\\,e_i`, so that two of them
    correlate by :math:`a_i a_j` on the normal scale. The others are independent.

    Parameters
    ----------
    parameters : mapping of str to Parameter, or iterable of Parameter
    draws : int, optional
    seed : int, optional

    Returns
    -------
    dict of str to numpy.ndarray
        One array of shape (draws,) per parameter, read-only.
    """
    if not isinstance(parameters, Mapping):
        parameters = {p.name: p for p in parameters}
    if int(draws) != draws or draws < 1:
        raise ValueError(f"draws = {draws} is not a positive whole number.")
    return {name: _drawn(p.key or name, p, int(draws), seed) for name, p in parameters.items()}
