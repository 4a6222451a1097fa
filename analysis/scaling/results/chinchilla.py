"""Our fit of the points read off a figure of Hoffmann et al.: what is written to ``data/scaling/`` and what is read from there.

The points themselves are an outside data set. Functions ending in ``_table`` need them and are run by
``python -m analysis refit``; the others read what those wrote.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis import outside, tables
from analysis.scaling import fitting
from analysis.scaling.law_forms import FLOP_PER_PARAMETER_TOKEN, AdditiveLaw
from analysis.scaling.training_laws import LAWS

__all__ = ["DRAWS", "EXCLUDED", "points", "refits", "fits", "chosen", "law_draws", "standard_errors", "traps", "profiles", "residuals", "refits_table", "fits_table", "standard_errors_table", "traps_table", "profiles_table", "residuals_table"]  # fmt: skip

EXCLUDED = 5  # highest losses that the replication leaves out
DRAWS = 1000
SEEDS = 8
_SOURCE = {"source": "besiroglu2024chinchilla", "locator": "our fit of outside data set chinchilla-points 2024-05-14", "seen": "primary", "note": ""}
_ORDER = list(fitting.CONSTANTS)
_DELTAS = (1e-4, 1e-3, 1e-2, 10.0)


def points(excluded: int = EXCLUDED, download: bool = False) -> pd.DataFrame:
    """Return the points as ``params``, ``tokens``, ``loss`` without so many of the highest losses (outside data)."""
    raw = outside.load("chinchilla-points", download=download)
    frame = pd.DataFrame({"params": raw["Model Size"], "loss": raw["loss"]})
    frame.insert(1, "tokens", raw["Training FLOP"] / (FLOP_PER_PARAMETER_TOKEN * raw["Model Size"]))
    return frame[frame["loss"].rank(ascending=False, method="first") > excluded].reset_index(drop=True)


def _columns(frame):
    return frame["params"].to_numpy(), frame["tokens"].to_numpy(), frame["loss"].to_numpy()


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    numbers = frame.select_dtypes("float").columns
    for name in numbers:  # objectives of rival fits differ in the ninth digit
        frame[name] = [float(f"{x:.{12 if 'objective' in name else 6}g}") for x in frame[name]]
    return frame.assign(**_SOURCE)


def refits_table() -> pd.DataFrame:
    """Refit resampled points: one row a draw."""
    draws = fitting.bootstrap(*_columns(points()), draws=DRAWS, seed=1).draws
    frame = pd.DataFrame(draws, columns=_ORDER)
    frame.insert(0, "draw", np.arange(len(frame)))
    return _rounded(frame)


def fits_table() -> pd.DataFrame:
    """Fit with other exclusions and other Huber widths: one row a choice."""
    rows = []
    for excluded, delta in [(k, 1e-3) for k in (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20)] + [(EXCLUDED, d) for d in _DELTAS if d != 1e-3] + [(0, 10.0)]:
        got = fitting.fit(*_columns(points(excluded)), delta=delta)
        law = got.law
        rows.append(
            {"excluded": excluded, "delta": delta, "runs": len(points(excluded)), **{k: float(getattr(law, k)) for k in _ORDER}, "objective": got.objective, "basins": got.basins}
            | {f"se_{k}": float(v) for k, v in got.standard_errors.items()}
        )
    return _rounded(pd.DataFrame(rows))


def published_counts(n: int, draws: int) -> np.ndarray:
    """Return the resamples of the replication: its seed, its generator, its order."""
    stream = np.random.RandomState(42)
    return np.stack([np.bincount(stream.choice(np.arange(n), size=n, replace=True), minlength=n) for _ in range(draws)])


def standard_errors_table() -> pd.DataFrame:
    """Bootstrap standard errors at 4,000 draws: several seeds of ours, and the replication's own resamples."""
    data = _columns(points())
    runs = {f"seed {s}": fitting.bootstrap(*data, draws=4000, seed=s) for s in range(SEEDS)}
    runs["the replication’s resamples"] = fitting.bootstrap(*data, counts=published_counts(len(data[0]), 4000))
    return _rounded(pd.DataFrame([{"run": name, "draws": len(b.draws), "unconverged": b.unconverged} | {f"se_{k}": float(v) for k, v in b.standard_errors.items()} for name, b in runs.items()]))


def _tool_objective(theta, log_n, log_d, log_l, delta, reduce):
    a, b, e, alpha, beta = theta
    z = np.stack([a - alpha * log_n, b - beta * log_d, np.full_like(log_n, e)])
    r = np.logaddexp.reduce(z, axis=0) - log_l
    return float(reduce(np.where(np.abs(r) <= delta, 0.5 * r * r, delta * (np.abs(r) - 0.5 * delta))))


def traps_table() -> pd.DataFrame:
    """Run the common ways of fitting on the same points: one row a way, with the sum of Huber losses it ends at."""
    from itertools import product

    from scipy import optimize

    n, d, loss = _columns(points())
    args = (np.log(n), np.log(d), np.log(loss), 1e-3)
    starts = {
        "printed constants": [np.array([np.log(406.4), np.log(410.7), np.log(1.69), 0.34, 0.28])],
        "a grid of starts": [np.array([a, b, e, x, y]) for a, b, e, x, y in product((0.0, 10.0, 20.0), (0.0, 10.0, 20.0), (-1.0, 0.0, 1.0), (0.0, 0.5, 1.0), (0.0, 0.5, 1.0))],
    }
    ways = [("mean of the Huber losses", np.mean, "L-BFGS-B", "printed constants"), ("sum of the Huber losses", np.sum, "L-BFGS-B", "printed constants"), ("sum of the Huber losses", np.sum, "BFGS", "printed constants"),
            ("sum of the Huber losses", np.sum, "Nelder-Mead", "printed constants"), ("mean of the Huber losses", np.mean, "L-BFGS-B", "a grid of starts"), ("sum of the Huber losses", np.sum, "L-BFGS-B", "a grid of starts")]  # fmt: skip
    rows = []
    for what, reduce, method, start in ways:
        ends = [optimize.minimize(_tool_objective, s, args=(*args, reduce), method=method) for s in starts[start]]
        values = [_tool_objective(end.x, *args, np.sum) for end in ends]
        best = int(np.argmin(values))
        a, b, e, alpha, beta = ends[best].x
        rows.append(
            {"minimised": what, "method": method, "start": start, "starts": len(ends), "objective": values[best], "median_objective": float(np.median(values)), "claims_success": bool(ends[best].success), "evaluations": int(np.sum([x.nfev for x in ends]))}
            | dict(zip(_ORDER, map(float, (np.exp(a), np.exp(b), np.exp(e), alpha, beta)), strict=True))
        )  # fmt: skip
    got = fitting.fit(n, d, loss)
    rows.append({"minimised": "sum of the Huber losses", "method": "ours", "start": "none needed", "starts": 1, "objective": got.objective, "median_objective": got.objective, "claims_success": True, "evaluations": 0} | {k: float(getattr(got.law, k)) for k in _ORDER})
    return _rounded(pd.DataFrame(rows))


def profiles_table() -> pd.DataFrame:
    """Least objective with one constant held, as a likelihood-ratio statistic: one row a value."""
    data = _columns(points())
    got = fitting.fit(*data)
    r = np.log(got.law.loss(data[0], data[1])) - np.log(data[2])
    inside = np.abs(r) <= 1e-3
    dispersion = np.mean(np.clip(r, -1e-3, 1e-3) ** 2) / np.mean(inside)
    rows = []
    for constant, span in (("E", 0.1), ("alpha", 0.075), ("beta", 0.11)):
        centre = getattr(got.law, constant)
        values = centre + np.linspace(-span, span, 41)
        found = fitting.profile(*data, constant, values)
        rows += [{"constant": constant, "value": float(v), "objective": float(o), "statistic": float(2 * (o - got.objective) / dispersion)} for v, o in zip(values, found, strict=True)]
    return _rounded(pd.DataFrame(rows))


def residuals_table() -> pd.DataFrame:
    """How far each published law is from the points: one row a law and quantile of the residual, in percent of the loss."""
    n, d, loss = _columns(points())
    ours = fitting.fit(n, d, loss).law
    rows = []
    for name, law in {"our fit": ours, **{k: LAWS[k] for k in ("besiroglu-2024", "hoffmann-2022-unrounded", "hoffmann-2022", "muennighoff-2023")}}.items():
        off = 100 * np.expm1(np.log(law.loss(n, d)) - np.log(loss))
        low, q1, middle, q3, high = np.quantile(off, (0.05, 0.25, 0.5, 0.75, 0.95))
        objective = fitting.huber_objective(law, n, d, loss)
        rows.append({"law": name, "low": low, "quarter": q1, "middle": middle, "three_quarters": q3, "high": high, "objective": objective})
    return _rounded(pd.DataFrame(rows))


# --- what was written -----------------------------------------------------------------------------------------------


@cache
def refits() -> pd.DataFrame:
    """Return the committed refits."""
    return tables.load("scaling/chinchilla_refits")


@cache
def fits() -> pd.DataFrame:
    """Return the committed fits by exclusion and Huber width."""
    return tables.load("scaling/chinchilla_fits")


@cache
def standard_errors() -> pd.DataFrame:
    """Return the committed bootstrap standard errors."""
    return tables.load("scaling/chinchilla_standard_errors")


@cache
def traps() -> pd.DataFrame:
    """Return the committed ends of the common ways of fitting."""
    return tables.load("scaling/chinchilla_traps")


@cache
def profiles() -> pd.DataFrame:
    """Return the committed profiles."""
    return tables.load("scaling/chinchilla_profiles")


@cache
def residuals() -> pd.DataFrame:
    """Return the committed residuals by law."""
    return tables.load("scaling/chinchilla_residuals")


@cache
def chosen() -> AdditiveLaw:
    """Return our fit: five points left out, Huber width as published."""
    frame = fits()
    row = frame[(frame["excluded"] == EXCLUDED) & np.isclose(frame["delta"], 1e-3)].iloc[0]
    return AdditiveLaw(**{k: float(row[k]) for k in _ORDER}, name="our fit", flop_low=LAWS["besiroglu-2024"].flop_low, flop_high=LAWS["besiroglu-2024"].flop_high)


@cache
def law_draws() -> dict[str, np.ndarray]:
    """Return the constants of the refits as columns, for formulae that broadcast over them."""
    return {k: refits()[k].to_numpy(dtype=float) for k in _ORDER}
