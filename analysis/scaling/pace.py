"""The pace of progress: who led at each release, slopes, a break at a given date, and how well such a break could be seen. Pure.

A series that grows along one line is held against one whose level and slope both change at a given date. With residual
sums of squares :math:`S_0` and :math:`S_1` over :math:`n` points, :math:`F = \\frac{(S_0-S_1)/2}{S_1/(n-4)}` (Chow), and the
Bayesian information criterion weighs the two by :math:`n\\ln(S_0/S_1) - 2\\ln n`.
"""

from __future__ import annotations

import numpy as np
from scipy import special, stats

from analysis import checks

__all__ = ["leading", "gaps", "trend", "probability_steeper", "break_test", "probability_no_break", "serial_p_value", "power", "extended", "year_gain"]


def leading(day, score, top=3):
    """Return which releases were among the `top` best of all released up to their day.

    Parameters
    ----------
    day, score : array_like, shape (n,)
        Any scale on which a later day is larger and a better score higher.
    top : int, optional

    Returns
    -------
    numpy.ndarray of bool, shape (n,)
        Releases of one day compete with each other; equals share a rank.
    """
    t, s = checks.as_numbers("day", day), checks.as_numbers("score", score)
    if checks.require_positive("top", top) < 1:
        raise ValueError(f"top = {top} keeps nobody. Give a whole number such as 3.")
    better = (t[None, :] <= t[:, None]) & (s[None, :] > s[:, None])
    return better.sum(axis=1) < top


def gaps(line, day):
    """Return the days from each release to the one before it in its line; the first of a line has none (NaN)."""
    line, t = np.asarray(line), checks.as_numbers("day", day)
    out = np.full(len(t), np.nan)
    for name in np.unique(line):
        here = np.flatnonzero(line == name)
        here = here[np.argsort(t[here], kind="stable")]
        out[here[1:]] = np.diff(t[here])
    return out


def _series(x, y, least):
    x, y = checks.as_numbers("x", x), checks.as_numbers("y", y)
    if x.shape != y.shape or x.ndim != 1 or len(x) < least:
        raise ValueError(f"a series of {x.shape} dates and {y.shape} values is too short or uneven. Give at least {least} points.")
    return x, y


def trend(x, y):
    """Return slope, its standard error and the degrees of freedom of a straight line."""
    x, y = _series(x, y, 3)
    fit = stats.linregress(x, y)
    return float(fit.slope), float(fit.stderr), len(x) - 2


def probability_steeper(x1, y1, x2, y2):
    """Return the probability that the second series is steeper than the first, from both slopes' standard errors (Welch)."""
    (a, sa, na), (b, sb, nb) = trend(x1, y1), trend(x2, y2)
    variance = sa**2 + sb**2
    if variance == 0:
        return float(b > a) if a != b else 0.5
    freedom = variance**2 / (sa**4 / na + sb**4 / nb)
    return float(stats.t.cdf((b - a) / np.sqrt(variance), freedom))


def _designs(x, at):
    after = (x >= at).astype(float)
    if min(after.sum(), (1 - after).sum()) < 2:
        raise ValueError(f"a break at {at:g} leaves fewer than two points on one side. Choose a date inside the series.")
    one = np.column_stack([np.ones_like(x), x - at])
    return one, np.column_stack([one, after, after * (x - at)])


def _residual(design, y):
    """Return residual sums of squares of many series (last axis) on one design."""
    q, _ = np.linalg.qr(design)
    return np.maximum(np.sum(y**2, axis=-1) - np.sum((y @ q) ** 2, axis=-1), 0.0)


def _f(x, y, at):
    one, two = _designs(x, at)
    size = np.sum(y**2, axis=-1)
    y = y - y.mean(axis=-1, keepdims=True)
    s0, s1 = (_residual(design, y) for design in (one, two))
    nothing = 1e-13 * np.sum(y**2, axis=-1) + 1e-26 * size  # what rounding leaves of a line that fits exactly
    s0, s1 = (np.where(s <= nothing, 0.0, s) for s in (s0, s1))
    with np.errstate(divide="ignore", invalid="ignore"):
        f = np.where(s0 > s1, (s0 - s1) / 2 / (s1 / (len(x) - 4)), 0.0)
    return f, s0, s1


def break_test(x, y, at):
    """Test whether level or slope of a series changes at a date given beforehand (Chow).

    Parameters
    ----------
    x, y : array_like, shape (n,)
    at : float
        Points on the date itself count as after it.

    Returns
    -------
    dict
        ``f``, ``p``, ``jump`` (change of level at the date), ``before`` and ``after`` (slopes), ``sigma`` (spread about the
        broken line), ``rho`` (correlation of neighbouring residuals about one line), ``bic_gain`` (for the break if above zero).
    """
    x, y = _series(x, y, 6)
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    f, s0, s1 = _f(x, y, at)
    n = len(x)
    one, two = _designs(x, at)
    level, slope, jump, bend = np.linalg.lstsq(two, y, rcond=None)[0]
    residual = y - one @ np.linalg.lstsq(one, y, rcond=None)[0]
    broken = y - two @ np.array([level, slope, jump, bend])
    rho = float(np.clip(np.corrcoef(broken[:-1], broken[1:])[0, 1], -0.95, 0.95)) if np.ptp(broken) > 0 else 0.0
    return {
        "f": float(f), "p": float(stats.f.sf(f, 2, n - 4)), "jump": float(jump), "before": float(slope), "after": float(slope + bend),
        "sigma": float(np.sqrt(s1 / (n - 4))), "sigma_one": float(np.std(residual, ddof=2)), "rho": rho, "bic_gain": float(n * np.log(s0 / s1) - 2 * np.log(n)) if s1 > 0 else np.inf if s0 > 0 else float(-2 * np.log(n)),
    }  # fmt: skip


def probability_no_break(bic_gain, prior=0.5):
    """Return the probability that there is no break, from the gain in fit and the weight given to it beforehand."""
    p = checks.require_between("prior", prior, 0, 1, low_open=True, high_open=True, remedy="Give a weight such as 0.5.")
    return special.expit(special.logit(p) - np.asarray(bic_gain, dtype=float) / 2.0)


def _noise(rng, shape, rho):
    """Return noise of unit spread whose neighbours correlate by `rho`."""
    fresh = rng.standard_normal(shape)
    out = fresh.copy()
    for i in range(1, shape[-1]):
        out[..., i] = rho * out[..., i - 1] + np.sqrt(1 - rho**2) * fresh[..., i]
    return out


def serial_p_value(x, f, at, rho, draws=4_000, seed=0):
    """Return the probability of so large an F without a break if neighbours are correlated, by simulation.

    Parameters
    ----------
    x : array_like, shape (n,)
    f : float
        As `break_test` gives it.
    at, rho : float
    draws, seed : int, optional
    """
    x = np.sort(checks.as_numbers("x", x))
    r = float(checks.require_between("rho", rho, -1, 1, low_open=True, high_open=True))
    null, _, _ = _f(x, _noise(np.random.default_rng(seed), (draws, len(x)), r), at)
    return float((np.sum(null >= f) + 1) / (draws + 1))


def power(x, at, sigma, jump=0.0, bend=0.0, rho=0.0, level=0.05, draws=4_000, seed=0):
    """Return how often the test finds a planted break, at a threshold that finds one in `level` of series without.

    Parameters
    ----------
    x : array_like, shape (n,)
        The dates one has.
    at, sigma, rho : float
        The date, and the spread and correlation of the noise.
    jump, bend : array_like
        Change of level and of slope at the date.
    level : float, optional
    draws, seed : int, optional

    Returns
    -------
    numpy.ndarray
        Shape of `jump` and `bend`.
    """
    x = np.sort(checks.as_numbers("x", x))
    s = float(checks.require_positive("sigma", sigma))
    r = float(checks.require_between("rho", rho, -1, 1, low_open=True, high_open=True))
    jump, bend = np.broadcast_arrays(checks.as_numbers("jump", jump), checks.as_numbers("bend", bend))
    rng = np.random.default_rng(seed)
    threshold = np.quantile(_f(x, _noise(rng, (draws, len(x)), r), at)[0], 1 - level)
    noise, after = s * _noise(rng, (draws, len(x)), r), x >= at
    out = [np.mean(_f(x, noise + after * (j + b * (x - at)), at)[0] > threshold) for j, b in zip(jump.ravel(), bend.ravel(), strict=True)]
    return np.reshape(out, jump.shape)


def extended(x, y, until, to):
    """Extend the straight line of the points up to a date, and return its value, standard error and freedom at a later one.

    Parameters
    ----------
    x, y : array_like, shape (n,)
    until, to : float

    Returns
    -------
    value, error, freedom : float
        The error is that of a new point about the line.
    """
    x, y = _series(x, y, 3)
    keep = x <= until
    if keep.sum() < 3:
        raise ValueError(f"only {int(keep.sum())} points up to {until:g}. A line with its doubt needs three.")
    x, y = x[keep], y[keep]
    fit = stats.linregress(x, y)
    spread = np.sqrt(np.sum((y - fit.intercept - fit.slope * x) ** 2) / (len(x) - 2))
    error = spread * np.sqrt(1 + 1 / len(x) + (to - x.mean()) ** 2 / np.sum((x - x.mean()) ** 2))
    return float(fit.intercept + fit.slope * to), float(error), float(len(x) - 2)


def year_gain(x, y, year):
    """Return how much the best score rose within a calendar year.

    Raises
    ------
    ValueError
        When there is no score before the year.
    """
    x, y = _series(x, y, 2)
    if not (x < year).any():
        raise ValueError(f"no score before {year:g}: its gain cannot be told.")
    return float(y[x < year + 1].max() - y[x < year].max())
