"""Which unstated assumptions make a printed number come out: every set of options, its prior weight, and what chance would hit.

Pure and for any claim: a claim's own arithmetic lives in its results.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis import checks

__all__ = ["option_sets", "chance_of_hit", "batch_weights", "posterior"]


def option_sets(priors: Mapping[str, Mapping[object, float]]) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """List every set of options, one an assumption, with its weight: the product of the options' weights.

    Parameters
    ----------
    priors : mapping of str to mapping of option to float
        Per assumption its options and their weights, which sum to one.

    Returns
    -------
    sets : dict of str to numpy.ndarray
        Per assumption one entry a set; the last assumption changes fastest.
    weights : numpy.ndarray
        Sum to one.

    Raises
    ------
    ValueError
        When an assumption's weights do not sum to one, or none is given.
    """
    if not priors:
        raise ValueError("there is no assumption to vary. Give at least one with its options.")
    for name, options in priors.items():
        total = float(np.sum(checks.require_non_negative(f"weights of {name}", list(options.values()))))
        if not np.isclose(total, 1.0, rtol=0, atol=1e-9):
            raise ValueError(f"weights of {name} sum to {total:g}, not to 1. Correct the table of priors.")
    shape = tuple(len(options) for options in priors.values())
    index = np.indices(shape).reshape(len(shape), -1)
    sets = {name: np.array(list(options))[i] for (name, options), i in zip(priors.items(), index, strict=True)}
    weights = np.array([1.0])
    for options in priors.values():
        weights = np.multiply.outer(weights, np.array(list(options.values()), dtype=float)).ravel()
    return sets, weights


def chance_of_hit(values, relative_tolerance: float, low: float, high: float) -> np.ndarray:
    r"""Return how probable it is that a number with nothing to do with `values` agrees with each of them.

    Parameters
    ----------
    values : array_like
        Above zero where they count; 0 never agrees.
    relative_tolerance : float
        How close is close enough, as a share of the number, below 1.
    low, high : float
        The number is taken as log-uniform between these.

    Returns
    -------
    numpy.ndarray
        :math:`P(|v/T - 1| \le t)` for :math:`\ln T` uniform on :math:`[\ln a, \ln b]`.
    """
    v = checks.require_non_negative("values", values)
    t = float(checks.require_between("relative_tolerance", relative_tolerance, 0, 1, high_open=True))
    if not 0 < low < high:
        raise ValueError(f"low = {low:g} and high = {high:g} are no range of positive numbers. Give 0 < low < high.")
    with np.errstate(divide="ignore"):
        left, right = np.log(np.maximum(v / (1 + t), low)), np.log(np.minimum(v / (1 - t), high))
    return np.clip(right - left, 0.0, None) / np.log(high / low)


def batch_weights(classes: Mapping[str, float], largest: int) -> dict[int, float]:
    """Spread the weights of three classes of batch sizes evenly over their members up to `largest`.

    Parameters
    ----------
    classes : mapping
        Weights of ``"power of two"``, ``"multiple of eight"`` (those that are no powers of two) and ``"other number"``.
    largest : int

    Returns
    -------
    dict of int to float
    """
    sizes = range(1, int(largest) + 1)
    kind = {b: "power of two" if b & (b - 1) == 0 else "multiple of eight" if b % 8 == 0 else "other number" for b in sizes}
    for name in classes:
        checks.require_known("class of batch sizes", name, ("power of two", "multiple of eight", "other number"))
    count = {name: sum(1 for b in sizes if kind[b] == name) for name in classes}
    return {b: classes[kind[b]] / count[kind[b]] for b in sizes}


def posterior(weights, hits) -> np.ndarray:
    """Return the weights of the sets that hit, summing to one.

    Raises
    ------
    ValueError
        When none hits: there is nothing to believe then.
    """
    w = checks.require_non_negative("weights", weights) * np.asarray(hits, dtype=bool)
    if w.sum() == 0:
        raise ValueError("no set of assumptions hits. Report that instead of a posterior.")
    return w / w.sum()
