r"""Large grids of unstated assumptions behind a printed number: every combination of options tried, hits counted, luck allowed for.

A document prints a result and leaves its assumptions unstated. An axis is one such assumption with its options and their
prior weights, a grid the product of some axes. What a hit is worth depends on how many other numbers the same grid could
have hit: `luck` and `pair_luck` say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis import checks

__all__ = [
    "Axis",
    "Grid",
    "ROUNDINGS",
    "rounded",
    "largest_batch",
    "sequence_at_flop_limit",
    "prompt_at_flop_limit",
    "exact",
    "near",
    "likeliest",
    "posterior",
    "prior_share",
    "Luck",
    "luck",
    "pair_luck",
    "near_luck",
    "weighted_quantiles",
    "main_effects",
]


@dataclass(frozen=True)
class Axis:
    """One unstated assumption.

    Attributes
    ----------
    name : str
    options : tuple of str
        The readings of it that are tried.
    weights : tuple of float
        How plausible each is, before the search; they sum to one.
    """

    name: str
    options: tuple[str, ...]
    weights: tuple[float, ...]

    def __post_init__(self):
        if len(self.options) != len(self.weights) or not self.options or len(set(self.options)) != len(self.options):
            raise ValueError(f"axis {self.name!r} needs one weight for each option, and options that differ.")
        checks.require_non_negative(f"weights of {self.name}", self.weights)
        if abs(sum(self.weights) - 1.0) > 1e-9:
            raise ValueError(f"axis {self.name!r}: weights sum to {sum(self.weights):g}, not 1.")


@dataclass(frozen=True)
class Grid:
    """Every combination of the options of some axes.

    Attributes
    ----------
    axes : tuple of Axis
    fixed : mapping of str to str
        Assumptions that hold on the whole grid, where a search is made of several grids.
    weight : float
        Prior weight of what is fixed.
    """

    axes: tuple[Axis, ...]
    fixed: Mapping[str, str] = None
    weight: float = 1.0

    @property
    def shape(self) -> tuple[int, ...]:
        """Options along each axis."""
        return tuple(len(a.options) for a in self.axes)

    @property
    def size(self) -> int:
        """Assumption sets."""
        return int(np.prod(self.shape))

    def along(self, name: str, values: Mapping[str, float]) -> np.ndarray:
        """Return a number for each option of one axis, shaped to broadcast over the grid.

        Parameters
        ----------
        name : str
        values : mapping of str to float
            By option; more than the axis has do no harm.
        """
        names = [a.name for a in self.axes]
        i = names.index(checks.require_known("axis", name, names))
        numbers = np.array([values[checks.require_known(f"option of {name}", o, values)] for o in self.axes[i].options], dtype=float)
        return numbers.reshape([-1 if j == i else 1 for j in range(len(names))])

    @cached_property
    def weights(self) -> np.ndarray:
        """Prior weight of every set: the product over its options (single precision, since grids are large)."""
        out = np.full((), self.weight, dtype=np.float32)
        for axis in self.axes:
            out = np.multiply.outer(out, np.array(axis.weights, dtype=np.float32))
        return out

    def options_at(self, index: int) -> dict[str, str]:
        """Return the options of one set, by its place in the flattened grid."""
        where = np.unravel_index(int(index), self.shape)
        return {**(self.fixed or {}), **{a.name: a.options[int(i)] for a, i in zip(self.axes, where, strict=True)}}


ROUNDINGS = {"down": 1, "nearest": 0, "down to a multiple of eight": 8, "down to a power of two": 2}


def rounded(values, rule: str) -> np.ndarray:
    """Return whole numbers.

    Parameters
    ----------
    values : array_like, 1
        Not below zero.
    rule : str
        One of `ROUNDINGS`.

    Returns
    -------
    numpy.ndarray of int

    Examples
    --------
    >>> [int(rounded(79.6, rule)) for rule in ROUNDINGS]
    [79, 80, 72, 64]
    """
    checks.require_known("rounding", rule, ROUNDINGS)
    number = np.minimum(np.asarray(values, dtype=float) * (1.0 + 1e-12), 2.0**30)
    if rule == "nearest":
        return np.floor(number + 0.5).astype(np.int32)
    if rule == "down to a power of two":
        return np.ldexp(1.0, np.frexp(number)[1] - 1).astype(np.int32)  # none stays none: half of one, cut off
    step = ROUNDINGS[rule]
    return number.astype(np.int32) // step * step


def largest_batch(
    limits, *, weight_bytes_read, weight_bytes_held, cache_bytes_per_token, flop_per_token, context, interactivity_tok_s_user, bandwidth_bytes_per_s, throughput_flop_per_s, memory_bytes, together=False
):  # fmt: skip
    r"""Return the largest batch of a dense model at a speed, from bare numbers, under the limits that are named.

    Parameters
    ----------
    limits : str
        Words of ``memory``, ``bandwidth`` and ``arithmetic``, in any order.
    weight_bytes_read, weight_bytes_held : array_like, byte
        Weights that a step reads; weights in memory.
    cache_bytes_per_token : array_like, byte
    flop_per_token : array_like, FLOP
    context : array_like, token
    interactivity_tok_s_user : array_like, token/s
    bandwidth_bytes_per_s, throughput_flop_per_s, memory_bytes : array_like
        Of the whole system, after whatever losses are assumed.
    together : bool
        Add the times of bandwidth and arithmetic instead of taking the longer one.

    Returns
    -------
    numpy.ndarray, 1
        Not rounded; 0 where not even the weights can be read in time, or held.

    Notes
    -----
    Bandwidth: :math:`(\beta/v - W)/(cS)`; arithmetic: :math:`\phi/(vF)`; memory: :math:`(M - W)/(cS)`; the first two
    together: :math:`(1/v - W/\beta)/(cS/\beta + F/\phi)`.
    """
    each = cache_bytes_per_token * context
    budget = 1.0 / checks.require_positive("interactivity_tok_s_user", interactivity_tok_s_user)
    found = []
    if "memory" in limits:
        found.append(np.maximum(memory_bytes - weight_bytes_held, 0.0) / each)
    if together and "bandwidth" in limits and "arithmetic" in limits:
        spare = np.maximum(budget - weight_bytes_read / bandwidth_bytes_per_s, 0.0)
        found.append(spare / (each / bandwidth_bytes_per_s + flop_per_token / throughput_flop_per_s))
    else:
        if "bandwidth" in limits:
            found.append(np.maximum(budget * bandwidth_bytes_per_s - weight_bytes_read, 0.0) / each)
        if "arithmetic" in limits:
            found.append(budget * throughput_flop_per_s / flop_per_token)
    if not found:
        raise ValueError(f"limits = {limits!r} names none of memory, bandwidth, arithmetic.")
    smallest = found[0]
    for other in found[1:]:
        smallest = np.minimum(smallest, other)
    return smallest


def sequence_at_flop_limit(batch, interactivity_tok_s_user, throughput_flop_per_s, linear_flop, attention_flop_per_token_seen):
    r"""Return the context at which decoding meets the system's throughput.

    Parameters
    ----------
    batch : array_like, 1
    interactivity_tok_s_user : array_like, token/s
    throughput_flop_per_s : array_like, FLOP/s
    linear_flop : array_like, FLOP/token
        Products with weights; 0 to leave them out.
    attention_flop_per_token_seen : array_like, FLOP
        :math:`4HLd_h` in claim D5's terms.

    Returns
    -------
    numpy.ndarray, token
        :math:`(\phi/(Bv) - 2N)/(4HLd_h)`; 0 where weights alone exceed the limit.
    """
    each = throughput_flop_per_s / (np.asarray(batch, dtype=float) * interactivity_tok_s_user)
    return np.maximum(each - linear_flop, 0.0) / attention_flop_per_token_seen


def prompt_at_flop_limit(batch, seconds, throughput_flop_per_s, linear_flop, attention_flop_per_token_seen):
    r"""Return the longest prompts that a system reads in a given time when arithmetic is all that counts.

    Parameters
    ----------
    batch : array_like, 1
        Prompts at once.
    seconds : array_like, s
    throughput_flop_per_s, linear_flop, attention_flop_per_token_seen
        See `sequence_at_flop_limit`.

    Returns
    -------
    numpy.ndarray, token
        The positive root of :math:`B(2N S + \tfrac{1}{2} 4HLd_h S^2) = \phi T`.
    """
    room = throughput_flop_per_s * seconds / np.asarray(batch, dtype=float)
    half = 0.5 * attention_flop_per_token_seen
    return 2.0 * room / (linear_flop + np.sqrt(np.square(linear_flop) + 4.0 * half * room))


def exact(values, printed) -> np.ndarray:
    """Tell which rounded results are the claimed number itself."""
    return np.asarray(values) == printed


def near(values, printed, share=0.1) -> np.ndarray:
    """Tell which results lie within a share of the claimed number."""
    return np.abs(np.asarray(values, dtype=float) - printed) <= share * abs(printed) * (1 + 1e-9)


def likeliest(grids: Sequence[Grid], masks: Sequence[np.ndarray], count: int = 1) -> list[dict]:
    """Return the sets of a mask with the largest prior weight.

    Parameters
    ----------
    grids : sequence of Grid
    masks : sequence of ndarray of bool
        One a grid, of its shape.
    count : int

    Returns
    -------
    list of dict
        Options by name, and ``weight`` (prior) and ``share`` (of the mask's whole weight), largest first; empty where the
        mask is.
    """
    total = prior_share(grids, masks)
    best = []
    for grid, mask in zip(grids, masks, strict=True):
        flat = np.flatnonzero(np.broadcast_to(mask, grid.shape))
        weights = grid.weights.ravel()[flat]
        order = np.argsort(-weights, kind="stable")[:count]
        best += [grid.options_at(flat[i]) | {"weight": float(weights[i]), "share": float(weights[i]) / total} for i in order]
    return sorted(best, key=lambda one: -one["weight"])[:count]


def prior_share(grids: Sequence[Grid], masks: Sequence[np.ndarray]) -> float:
    """Return the prior weight of all sets of a mask."""
    return float(sum(np.sum(grid.weights, where=np.broadcast_to(mask, grid.shape), dtype=float) for grid, mask in zip(grids, masks, strict=True)))


def posterior(grids: Sequence[Grid], masks: Sequence[np.ndarray], name: str) -> dict[str, float]:
    """Return how a mask's weight divides among the options of one assumption (NaN where the mask is empty).

    A grid that lacks the assumption, since it does not matter there, counts as ``not used``.
    """
    found: dict[str, float] = {}
    for grid, mask in zip(grids, masks, strict=True):
        weights = np.where(mask, grid.weights, np.float32(0))
        names = [a.name for a in grid.axes]
        if name in names:
            i = names.index(name)
            for option, weight in zip(grid.axes[i].options, weights.sum(axis=tuple(j for j in range(len(names)) if j != i), dtype=float), strict=True):
                found[option] = found.get(option, 0.0) + float(weight)
        else:
            option = (grid.fixed or {}).get(name, "not used")
            found[option] = found.get(option, 0.0) + float(weights.sum(dtype=float))
    total = sum(found.values())
    return {option: weight / total if total else float("nan") for option, weight in found.items()}


@dataclass(frozen=True)
class Luck:
    """What a hit is worth.

    Attributes
    ----------
    hits : int
        Sets that give the printed number.
    expected : float
        Sets that give another number of the same order, on average: the hits to expect by luck.
    reach : float
        Share of those other numbers that at least one set gives.
    prior : float
        Prior weight of the sets that give the printed number.
    prior_elsewhere : float
        The same for another number, on average. Above it, the assumptions foretell the print better than chance does.
    """

    hits: int
    expected: float
    reach: float
    prior: float
    prior_elsewhere: float


def _scale(printed: int, factor: float, step: int) -> np.ndarray:
    """Return the whole numbers within a factor of the printed one that are multiples of a step."""
    first = int(np.ceil(printed / factor / step)) * step
    return np.arange(max(first, step), int(np.floor(printed * factor)) + 1, step)


def luck(values: Sequence[np.ndarray], weights: Sequence[np.ndarray], printed: int, factor: float = 2.0, step: int = 1) -> Luck:
    """Compare the hits of a printed whole number with those of its neighbours.

    Parameters
    ----------
    values : sequence of ndarray of int
        Rounded results, one array a grid.
    weights : sequence of ndarray
        Prior weights of the same shapes.
    printed : int
    factor : float
        Neighbours lie within this factor either way; each counts in proportion to its share of the logarithmic scale.
    step : int
        Only multiples of it are neighbours: a number that is one is easily hit by sets that give nothing else.

    Returns
    -------
    Luck
    """
    others = _scale(printed, factor, step)
    length = int(others[-1]) + 1
    hits, mass = np.zeros(length), np.zeros(length)
    for v, w in zip(values, weights, strict=True):
        inside = (v >= others[0]) & (v < length)
        hits += np.bincount(v[inside], minlength=length)
        mass += np.bincount(v[inside], weights=w[inside], minlength=length)
    others = others[others != printed]
    scale = (1.0 / others) / np.sum(1.0 / others)
    return Luck(int(hits[printed]), float(hits[others] @ scale), float((hits[others] > 0) @ scale), float(mass[printed]), float(mass[others] @ scale))


def pair_luck(first: Sequence[np.ndarray], second: Sequence[np.ndarray], weights: Sequence[np.ndarray], printed: tuple[int, int], factor: float = 2.0, step: int = 1) -> Luck:
    """Compare the hits of two printed numbers by one and the same set with those of neighbouring pairs.

    Parameters
    ----------
    first, second : sequence of ndarray of int
        Rounded results of the two cases, one array a grid.
    weights, factor, step
        See `luck`.
    printed : tuple of int

    Returns
    -------
    Luck
        Neighbours are all pairs within the factor of the printed ones in both numbers, on logarithmic scales.
    """
    scales = [_scale(p, factor, step) for p in printed]
    lows, shape = [int(x[0]) for x in scales], tuple(len(x) for x in scales)
    hits, mass = np.zeros(shape), np.zeros(shape)
    for a, b, w in zip(first, second, weights, strict=True):
        inside = (a >= lows[0]) & (a <= scales[0][-1]) & (b >= lows[1]) & (b <= scales[1][-1])
        x, y, share = a[inside] - lows[0], b[inside] - lows[1], w[inside]
        if step > 1:
            fits = (x % step == 0) & (y % step == 0)
            x, y, share = x[fits] // step, y[fits] // step, share[fits]
        key = x * shape[1] + y
        hits += np.bincount(key, minlength=hits.size).reshape(shape)
        mass += np.bincount(key, weights=share, minlength=hits.size).reshape(shape)
    scale = np.multiply.outer(1.0 / scales[0], 1.0 / scales[1])
    here = (printed[0] - lows[0]) // step, (printed[1] - lows[1]) // step
    scale[here] = 0.0
    scale /= scale.sum()
    return Luck(int(hits[here]), float(np.sum(hits * scale)), float(np.sum((hits > 0) * scale)), float(mass[here]), float(np.sum(mass * scale)))


def near_luck(values: Sequence[np.ndarray], weights: Sequence[np.ndarray], printed: float, share: float = 0.1, factor: float = 4.0, points: int = 41) -> Luck:
    """Compare how many sets come near a printed number with how many come as near to others of its order.

    Parameters
    ----------
    values : sequence of ndarray
        Results, not rounded.
    weights : sequence of ndarray
    printed : float
    share : float
        What counts as near (see `near`).
    factor : float
        Neighbours lie within this factor either way, evenly on the logarithmic scale; those nearer than `share` do not count.
    points : int

    Returns
    -------
    Luck
    """
    targets = printed * np.geomspace(1.0 / factor, factor, points)
    targets = targets[~near(targets, printed, share)]
    order = [np.argsort(v, axis=None) for v in values]
    sizes = [np.ravel(v)[o] for v, o in zip(values, order, strict=True)]
    sums = [np.concatenate([[0.0], np.cumsum(np.ravel(w)[o], dtype=float)]) for w, o in zip(weights, order, strict=True)]

    def inside(target):
        ends = [(np.searchsorted(v, target * (1 - share), "left"), np.searchsorted(v, target * (1 + share), "right")) for v in sizes]
        return sum(b - a for a, b in ends), sum(s[b] - s[a] for s, (a, b) in zip(sums, ends, strict=True))

    hits, mass = inside(printed)
    others = np.array([inside(t) for t in targets], dtype=float)
    return Luck(int(hits), float(others[:, 0].mean()), float((others[:, 0] > 0).mean()), float(mass), float(others[:, 1].mean()))


def weighted_quantiles(values: Sequence[np.ndarray], weights: Sequence[np.ndarray], levels) -> list[float]:
    """Return quantiles of results under the prior: the smallest result at or below which so much of the weight lies.

    Parameters
    ----------
    values, weights : sequence of ndarray
        One array a grid.
    levels : sequence of float

    Returns
    -------
    list of float
    """
    flat = np.concatenate([np.ravel(v) for v in values])
    mass = np.concatenate([np.ravel(w) for w in weights]).astype(float)
    order = np.argsort(flat, kind="stable")
    cumulative = np.cumsum(mass[order])
    places = np.searchsorted(cumulative, np.asarray(levels) * cumulative[-1] * (1.0 - 1e-12))
    return [float(flat[order[min(i, len(flat) - 1)]]) for i in places]


def main_effects(grids: Sequence[Grid], values: Sequence[np.ndarray]) -> dict[str, float]:
    """Return how much of the prior's spread of a result each assumption carries by itself.

    Parameters
    ----------
    grids : sequence of Grid
    values : sequence of ndarray
        Results above zero; others are left out.

    Returns
    -------
    dict of str to float
        Variance of the mean logarithm over an assumption's options, as a share of all variance; largest first. A grid on
        which an assumption plays no part counts as an option of its own.
    """
    total = first = second = 0.0
    sums: dict[str, dict[str, list[float]]] = {}
    every = {a.name for g in grids for a in g.axes} | {n for g in grids for n in (g.fixed or {})}
    for grid, value in zip(grids, values, strict=True):
        good = np.broadcast_to(value, grid.shape) > 0
        weight = np.where(good, grid.weights, np.float32(0)).astype(float)
        size = np.log(np.where(good, value, 1.0))
        product = weight * size
        total, first, second = total + weight.sum(), first + product.sum(), second + (product * size).sum()
        names = [a.name for a in grid.axes]
        for name in every:
            into = sums.setdefault(name, {})
            if name in names:
                i = names.index(name)
                rest = tuple(j for j in range(len(names)) if j != i)
                parts = zip(grid.axes[i].options, weight.sum(axis=rest), product.sum(axis=rest), strict=True)
            else:
                parts = [((grid.fixed or {}).get(name, "not used"), weight.sum(), product.sum())]
            for option, w, p in parts:
                into.setdefault(option, [0.0, 0.0])
                into[option][0] += float(w)
                into[option][1] += float(p)
    mean = first / total
    spread = second / total - mean**2
    shares = {n: sum(w * (p / w - mean) ** 2 for w, p in options.values() if w > 0) / total / spread for n, options in sums.items()}
    return dict(sorted(shares.items(), key=lambda one: -one[1]))
