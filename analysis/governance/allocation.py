"""Compute allocated over model sizes: Kumar and Manning's way from a year's training compute to a count of models.

A year's training compute :math:`C` is shared out so that models of relative size up to :math:`m` (one is the largest) get

.. math:: A(m) = m^k ,

with gradient :math:`k`; the largest model takes the share :math:`s` of :math:`C`. The range from the smallest to the largest size
is cut into bins of equal logarithmic width, and each bin is filled with models of uniformly drawn size until its compute is
used up, the last one taking what is left [kumar2025trends]_. Written anew from the paper's text.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis import checks

__all__ = ["BINS", "share_up_to", "models_per_bin", "fits", "fill_bins", "counts_above", "near_frontier_counts"]

BINS = 19  # intervals between the 20 sizes that the paper's configuration names


def share_up_to(relative_size, gradient):
    """Return the share of a year's training compute that goes to models up to a relative size.

    Parameters
    ----------
    relative_size : array_like
        Size over that of the year's largest model, 0 to 1.
    gradient : array_like
        :math:`k`, above 0: a model ten times as large draws :math:`10^k` times the compute to its size class.

    Returns
    -------
    numpy.ndarray
    """
    m = checks.require_between("relative_size", relative_size, 0, 1, remedy="Divide by the largest model's training compute.")
    k = checks.require_positive("gradient", gradient)
    return m**k


def models_per_bin(largest_share, gradient, width_oom, position=0.0):
    """Return roughly how many models a bin holds: its compute over its mean size.

    Parameters
    ----------
    largest_share : array_like
        Share of the year's training compute that its largest model takes, 0 to 1.
    gradient : array_like
    width_oom : array_like
        Width of the bin in orders of magnitude.
    position : array_like, optional
        Orders of magnitude from the largest model down to the bin's upper end.

    Returns
    -------
    numpy.ndarray
        For :math:`k=1` the same at every position: the method spreads models evenly over the orders of magnitude.
    """
    s = checks.require_between("largest_share", largest_share, 0, 1, low_open=True, remedy="Give a share such as 0.2.")
    k = checks.require_positive("gradient", gradient)
    r = 10.0 ** -checks.require_positive("width_oom", width_oom)
    u = 10.0 ** -checks.require_non_negative("position", position)
    return u ** (k - 1) * (1 - r**k) / s / ((1 + r) / 2)


def fits(largest_share, gradient, smallest) -> np.ndarray:
    """Tell whether every bin's compute exceeds the largest model that it may hold (draws that fail are drawn again).

    Parameters
    ----------
    largest_share, gradient, smallest : array_like
        Share of the largest model, gradient, and the smallest relative size.

    Returns
    -------
    numpy.ndarray of bool
    """
    s, k, m = np.broadcast_arrays(*(np.asarray(x, dtype=float) for x in (largest_share, gradient, smallest)))
    r = m ** (1 / BINS)
    lowest = np.minimum(1.0, (m / r) ** (k - 1))  # of u^(k-1) over the upper ends u of the bins, in which it is monotone
    return lowest * (1 - r**k) > s


def fill_bins(rng: np.random.Generator, largest_flop, largest_share, gradient, smallest, floor_flop: float) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Fill the bins of many draws at once, from the largest sizes down to a floor.

    Parameters
    ----------
    rng : numpy.random.Generator
    largest_flop, largest_share, gradient, smallest : numpy.ndarray, shape (draws,)
        The largest model, its share of the year's training compute, the gradient, the smallest relative size.
    floor_flop : float
        Bins whose upper end lies below it are left empty.

    Yields
    ------
    draws : numpy.ndarray of int
        Which draws got one more model.
    training_flop : numpy.ndarray
        Its training compute.
    """
    r = smallest ** (1 / BINS)
    for j in range(BINS):
        upper = largest_flop * r**j
        active = np.flatnonzero(upper >= floor_flop)
        if not len(active):
            return
        ratio, scale = r[active], upper[active]
        left = r[active] ** (j * (gradient[active] - 1)) * (1 - r[active] ** gradient[active]) / largest_share[active]  # in units of the upper end
        while len(active):
            size = ratio + (1 - ratio) * rng.random(len(active))
            full = size >= left
            size = np.where(full, left, size)
            yield active, size * scale
            go = ~full
            active, ratio, scale, left = active[go], ratio[go], scale[go], (left - size)[go]


def counts_above(rng: np.random.Generator, thresholds_flop, largest_flop, largest_share, gradient, smallest) -> np.ndarray:
    """Count a year's models at or above thresholds.

    The same process as `fill_bins`, arranged for speed: draws with a like largest model go together in blocks that fit a core's cache,
    several sizes are drawn at a time, and they meet a threshold only where one lies inside the bin.

    Parameters
    ----------
    rng : numpy.random.Generator
    thresholds_flop : array_like, shape (thresholds,)
        In rising order.
    largest_flop, largest_share, gradient, smallest : numpy.ndarray, shape (draws,)

    Returns
    -------
    numpy.ndarray of int, shape (thresholds, draws)
    """
    thresholds = np.asarray(thresholds_flop, dtype=float)
    # draws whose largest model is set tie but for rounding, which differs from processor to processor; ties keep their order
    order = np.argsort(np.round(np.log(largest_flop), 10), kind="stable")
    out = np.zeros((len(thresholds), len(largest_flop)), dtype=np.int32)
    for start in range(0, len(order), _BLOCK):
        block = order[start : start + _BLOCK]
        out[:, block] = _block_counts(rng, thresholds, *(x[block] for x in (largest_flop, largest_share, gradient, smallest)))
    return out


_BLOCK, _AT_A_TIME = 8_192, 4


def _block_counts(rng, thresholds, largest_flop, largest_share, gradient, smallest) -> np.ndarray:
    r = smallest ** (1 / BINS)
    filled = (1 - r**gradient) / largest_share
    counts = np.zeros((len(thresholds), len(r)), dtype=np.int32)
    for j in range(BINS):
        upper = largest_flop * r**j
        if upper.max() < thresholds[0]:
            break
        passed = int(np.searchsorted(thresholds, (upper * r).min(), side="right"))  # these lie below the whole bin, in every draw
        reached = int(np.searchsorted(thresholds, upper.max(), side="right"))
        left = (r ** (j * (gradient - 1)) * filled).astype(np.float32)  # compute to spend, in units of the bin's upper end
        cuts = (thresholds[passed:reached, None] / upper).astype(np.float32)
        whole, above, last = _fill_one(rng, r.astype(np.float32), left, cuts)
        counts[:passed] += whole
        counts[passed:reached] += above
        counts += last * upper >= thresholds[:, None]  # the model that takes what is left may be smaller than the bin
    return counts


def _fill_one(rng, ratio, left, cuts) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fill one bin of every draw: whole models, those of them at or above each cut, and the size of the last one."""
    draws = len(left)
    whole, above, last = np.zeros(draws, np.int32), np.zeros((len(cuts), draws), np.int32), np.zeros(draws, np.float32)
    at = np.arange(draws)
    while n := len(at):
        totals = rng.random((_AT_A_TIME, n), dtype=np.float32)
        span, number, here = 1 - ratio, np.zeros(n, np.int8), np.zeros((len(cuts), n), np.int8)
        for k, size in enumerate(totals):  # row by row: each becomes the running total
            size *= span
            size += ratio
            over = [size >= cut for cut in cuts]
            if k:
                size += totals[k - 1]
            within = size < left
            number += within.view(np.int8)
            for c, o in enumerate(over):
                here[c] += (o & within).view(np.int8)
        whole[at] += number
        above[:, at] += here
        left = left - np.where(number > 0, totals.ravel().take((number.astype(np.intp) - 1) * n + np.arange(n), mode="clip"), 0)
        full = number < _AT_A_TIME
        last[at.compress(full)] = left.compress(full)
        go = ~full
        at, ratio, left, cuts = at.compress(go), ratio.compress(go), left.compress(go), cuts.compress(go, axis=1)
    return whole, above, last


def near_frontier_counts(rng: np.random.Generator, widths_oom, largest_flop, largest_share, gradient, smallest, before_flop: float, periods: int = 4, inclusive: bool = False) -> np.ndarray:
    """Count, year by year, the models within some orders of magnitude of the largest model before their period began, or above it.

    Parameters
    ----------
    rng : numpy.random.Generator
    widths_oom : array_like, shape (widths,)
        For example 0.5, 1 and 1.5.
    largest_flop, largest_share, gradient, smallest : numpy.ndarray, shape (years, draws)
        Successive years.
    before_flop : float
        The largest model before the first year.
    periods : int, optional
        Parts of a year: models come out at random, and the largest one is taken anew at the start of each.
    inclusive : bool, optional
        Compare with the largest model at the period's end instead, which itself does not count then: what the paper's code does,
        where its text says what the default does.

    Returns
    -------
    numpy.ndarray of int, shape (widths, years, draws)
    """
    widths = np.asarray(widths_oom, dtype=float)
    years, draws = largest_flop.shape
    counts = np.zeros((len(widths), years, draws), dtype=np.int64)
    frontier = np.full(draws, float(checks.require_positive("before_flop", before_flop, remedy="Give the largest model so far.")))
    reach = 10.0 ** (widths.max() + 0.5)
    for y in range(years):
        seen_draw, seen_flop = [], []
        floor = float(np.minimum(largest_flop[y], frontier).min()) / reach
        for active, flop in fill_bins(rng, largest_flop[y], largest_share[y], gradient[y], smallest[y], floor):
            seen_draw.append(active)
            seen_flop.append(flop)
        draw, flop = np.concatenate(seen_draw), np.concatenate(seen_flop)
        period = rng.integers(0, periods, len(draw))
        for p in range(periods):
            now = period == p
            if inclusive:
                np.maximum.at(frontier, draw[now], flop[now])
            gap = np.log10(frontier[draw[now]]) - np.log10(flop[now])
            for w, width in enumerate(widths):
                near = gap <= width
                if inclusive:
                    near &= gap > 0
                counts[w, y] += np.bincount(draw[now][near], minlength=draws)
            np.maximum.at(frontier, draw[now], flop[now])
    return counts
