"""Ranges around a model: run it once on all draws, summarise, rank what drives it, find where the answer tips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import optimize

from analysis import checks
from analysis.parameters import DRAWS, SEED, Parameter, sample
from analysis.quantities import Quantity

__all__ = ["LEVELS", "Propagation", "propagate", "summarise", "drivers", "tipping", "variance_shares"]

LEVELS = (0.05, 0.5, 0.95)


def summarise(samples, unit: str = "1", label: str = "", grade: str = "modelled", driver: str = "") -> Quantity:
    """Turn draws into a named number: the median and the 5 % and 95 % points.

    Parameters
    ----------
    samples : array_like, shape (draws,)
    unit : str, optional
        The unit of the draws.
    label, grade, driver : str, optional
        See `Quantity`.

    Returns
    -------
    Quantity

    Raises
    ------
    ValueError
        When a draw is not finite: a model that fails on some draws has no range.
    """
    values = checks.as_numbers(f"draws of {label or 'a quantity'}", samples, "Mend the model or its limits.")
    low, middle, high = np.quantile(values, LEVELS)
    return Quantity(float(middle), unit, float(low), float(high), grade, label, driver)


@dataclass(frozen=True)
class Propagation:
    """A model run on every draw: its inputs, its answers, and what can be asked of both."""

    model: Callable
    parameters: Mapping[str, Parameter]
    fixed: Mapping[str, object]
    inputs: Mapping[str, np.ndarray]
    samples: np.ndarray = field(repr=False)

    def quantity(self, unit: str, *, grade: str = "modelled", label: str = "", driver: str | None = None) -> Quantity:
        """Summarise; unless one is given, the driver is the parameter with the strongest rank correlation."""
        if driver is None:
            driver = self.drivers()["parameter"].iloc[0] if len(self._varying()) else ""
            if p := self.parameters.get(driver):  # a row of the table goes by its name there, one made from results by its words
                driver = p.name if p.source else p.label or driver
        return summarise(self.samples, unit, grade=grade, label=label, driver=driver)

    def _varying(self) -> dict[str, np.ndarray]:
        return {n: x for n, x in self.inputs.items() if np.ptp(x) > 0}

    def drivers(self) -> pd.DataFrame:
        """Rank the parameters (see `drivers`), with the answer at each one's low and high end, the others central."""
        frame = drivers(self.samples, self._varying())
        centre = {n: p.central for n, p in self.parameters.items()}
        for end in ("low", "high"):
            frame[f"result_at_{end}"] = [
                float(self.model(**{**self.fixed, **centre, n: getattr(self.parameters[n], end)})) for n in frame["parameter"]
            ]
        return frame

    def tipping(self, name: str, target: float, bounds: tuple[float, float] | None = None) -> float:
        """Return the value of one parameter at which the answer is `target`, the others central (NaN when none does)."""
        checks.require_known("parameter of this model", name, self.parameters)
        p = self.parameters[name]
        low, high = bounds or (float(p.from_normal(-4.0)), float(p.from_normal(4.0)))
        centre = {n: q.central for n, q in self.parameters.items()}
        return tipping(lambda x: self.model(**{**self.fixed, **centre, name: x}), target, low, high)


def propagate(
    model: Callable,
    parameters: Mapping[str, Parameter],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    **fixed,
) -> Propagation:
    """Run a model once on all draws of its parameters.

    Parameters
    ----------
    model : callable
        Broadcasts over arrays; its keyword arguments carry the parameters' names.
    parameters : mapping of str to Parameter
        From `analysis.parameters.select`.
    draws, seed : int, optional
    **fixed
        Further arguments of the model, which do not vary.

    Returns
    -------
    Propagation

    Raises
    ------
    ValueError
        When the model does not return one value per draw.
    """
    inputs = sample(parameters, draws, seed)
    samples = np.asarray(model(**fixed, **inputs), dtype=float)
    if samples.shape != (draws,):
        raise ValueError(f"the model returned shape {samples.shape} for {draws} draws: it must broadcast over its parameters.")
    return Propagation(model, dict(parameters), dict(fixed), inputs, samples)


def _ranks(values) -> np.ndarray:
    """Ranks with ties shared (scipy.stats does the same, and takes a second to load)."""
    values = np.asarray(values, dtype=float)
    order = np.argsort(values)
    ordered = values[order]
    if (ordered[1:] != ordered[:-1]).all():  # draws hardly ever tie
        ranks = np.empty(len(values))
        ranks[order] = np.arange(1.0, len(values) + 1)
        return ranks
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def drivers(samples, inputs: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Rank what drives a result by rank correlation.

    Parameters
    ----------
    samples : array_like, shape (draws,)
    inputs : mapping of str to array_like, shape (draws,)

    Returns
    -------
    pandas.DataFrame
        Columns ``parameter``, ``rank_correlation`` (Spearman), ``share`` (its square over the sum of squares),
        strongest first.
    """
    ranks = _ranks(samples)
    rho = {n: float(np.corrcoef(_ranks(x), ranks)[0, 1]) for n, x in inputs.items()}
    frame = pd.DataFrame({"parameter": list(rho), "rank_correlation": list(rho.values())})
    squares = frame["rank_correlation"] ** 2
    frame["share"] = squares / squares.sum() if len(frame) else squares
    return frame.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def tipping(function: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Return where a monotone function reaches `target` on [low, high]; NaN when it does not (Brent's method)."""

    def gap(x):
        return float(function(x)) - target

    if gap(low) * gap(high) > 0:
        return float("nan")
    return float(optimize.brentq(gap, low, high, xtol=1e-12, rtol=1e-12))


def variance_shares(run: Propagation, base: int = 1024, seed: int = SEED) -> pd.DataFrame:
    """Share the variance of a result out among independent parameters: Sobol' indices (Saltelli's estimator, SALib).

    Parameters
    ----------
    run : Propagation
    base : int, optional
        Base sample, a power of two; the model runs ``base * (k + 2)`` times, in one call.
    seed : int, optional

    Returns
    -------
    pandas.DataFrame
        ``parameter``, ``first_order``, ``total``, strongest first.

    Raises
    ------
    ValueError
        When parameters are correlated: Sobol' indices suppose independence.
    """
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as design

    chosen = {n: p for n, p in run.parameters.items() if p.distribution != "fixed"}
    if any(p.group and p.loading for p in chosen.values()):
        raise ValueError("Sobol' indices need independent parameters; use drivers() where a group correlates them.")
    problem = {"num_vars": len(chosen), "names": list(chosen), "bounds": [[1e-9, 1 - 1e-9]] * len(chosen)}
    points = design.sample(problem, base, calc_second_order=False, seed=seed)
    inputs = {n: p.quantile(points[:, i]) for i, (n, p) in enumerate(chosen.items())}
    rest = {n: p.central for n, p in run.parameters.items() if n not in chosen}
    answer = analyse.analyze(problem, np.asarray(run.model(**run.fixed, **rest, **inputs), dtype=float), calc_second_order=False, seed=seed)
    frame = pd.DataFrame({"parameter": list(chosen), "first_order": answer["S1"], "total": answer["ST"]})
    return frame.sort_values("total", ascending=False, kind="stable", ignore_index=True)
