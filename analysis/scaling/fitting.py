"""Fitting the additive law: Huber loss of log residuals, Newton steps with the exact Hessian, many starts and many draws at once.

The objective is that of Hoffmann et al. 2022, eq. 3: :math:`\\sum_i H_\\delta(\\log\\hat L_i-\\log L_i)`, a sum and not a
mean. With :math:`z_1=a-\\alpha x`, :math:`z_2=b-\\beta y`, :math:`z_3=e` for centred logarithms :math:`x, y` of parameters
and tokens, :math:`\\log\\hat L=\\log\\sum_k e^{z_k}`; gradient and Hessian follow from the shares :math:`p_k`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from analysis import checks
from analysis.scaling.law_forms import AdditiveLaw

__all__ = ["CONSTANTS", "Bootstrap", "Fit", "bootstrap", "fit", "huber_objective", "profile"]

CONSTANTS = ("A", "B", "E", "alpha", "beta")
_PATH = (30.0, 8.0, 2.5, 1.0)  # widths of the Huber zone, as multiples of delta, through which a start is led
_BLOCK = 256


def huber_objective(law: AdditiveLaw, params, tokens, loss, delta: float = 1e-3) -> float:
    """Return the sum of Huber losses of a law's log residuals.

    Parameters
    ----------
    law : AdditiveLaw
    params, tokens, loss : array_like, shape (n,)
    delta : float, optional
        Where the loss turns from square to straight, in log units.

    Returns
    -------
    float
    """
    residual = np.abs(np.log(law.loss(params, tokens)) - np.log(checks.require_positive("loss", loss)))
    return float(np.sum(np.where(residual <= delta, 0.5 * residual**2, delta * (residual - 0.5 * delta))))


@dataclass(frozen=True)
class Fit:
    """A fitted law.

    Attributes
    ----------
    law : AdditiveLaw
    objective : float
        Sum of Huber losses of the log residuals.
    covariance : numpy.ndarray, shape (5, 5)
        Of A, B, E, alpha, beta, in this order: the sandwich :math:`H^{-1}(\\sum\\psi_i^2 g_ig_i^T)H^{-1}`.
    gradient : float
        Largest entry of the objective's gradient over delta, where the search ended: how well it converged.
    basins : int
        How many different ends the starts came to.
    """

    law: AdditiveLaw
    objective: float
    covariance: np.ndarray = field(repr=False)
    gradient: float = 0.0
    basins: int = 1

    @property
    def standard_errors(self) -> dict[str, float]:
        """Root of the covariance's diagonal, by constant."""
        return dict(zip(CONSTANTS, np.sqrt(np.diag(self.covariance)), strict=True))


@dataclass(frozen=True)
class Bootstrap:
    """Constants of many refits.

    Attributes
    ----------
    draws : numpy.ndarray, shape (draws, 5)
        A, B, E, alpha, beta of each refit.
    unconverged : int
        Refits whose gradient had not vanished.
    """

    draws: np.ndarray = field(repr=False)
    unconverged: int = 0

    @property
    def standard_errors(self) -> dict[str, float]:
        """Standard deviation over the refits, by constant."""
        return dict(zip(CONSTANTS, self.draws.std(axis=0, ddof=1), strict=True))

    def column(self, constant: str) -> np.ndarray:
        """Return one constant over the refits."""
        return self.draws[:, CONSTANTS.index(checks.require_known("constant", constant, CONSTANTS))]


class _Points:
    """The data in centred logarithms, and the products of them that a Hessian sums."""

    def __init__(self, params, tokens, loss):
        n, d, losses = (np.atleast_1d(checks.require_positive(k, v, "Drop runs without it.")) for k, v in (("params", params), ("tokens", tokens), ("loss", loss)))
        if not n.shape == d.shape == losses.shape or n.ndim != 1:
            raise ValueError(f"params, tokens and loss have shapes {n.shape}, {d.shape}, {losses.shape}. Give three lists of equal length.")
        if len(n) < 6:
            raise ValueError(f"{len(n)} points cannot settle five constants. Give at least six runs.")
        x, y = np.log(n), np.log(d)
        self.shift_x, self.shift_y = x.mean(), y.mean()
        self.x, self.y, self.target = x - self.shift_x, y - self.shift_y, np.log(losses)
        if min(len(np.unique(n)), len(np.unique(d))) < 2:
            raise ValueError("all runs share one size or one number of tokens. Give runs that differ in both.")
        one = np.ones_like(x)
        x, y = self.x, self.y
        self.sums = {"11": np.column_stack([one, -x, x * x]), "12": np.column_stack([one, -x, -y, x * y]), "22": np.column_stack([one, -y, y * y])}
        self.gx, self.gy, self.g1 = np.column_stack([one, -x]), np.column_stack([one, -y]), one[:, None]

    def to_constants(self, theta):
        """Centred log form to A, B, E, alpha, beta."""
        a, b, e, alpha, beta = np.moveaxis(theta, -1, 0)
        return np.stack([np.exp(a + alpha * self.shift_x), np.exp(b + beta * self.shift_y), np.exp(e), alpha, beta], axis=-1)

    def parts(self, theta):
        z1 = theta[:, :1] - theta[:, 3:4] * self.x
        z2 = theta[:, 1:2] - theta[:, 4:5] * self.y
        z3 = theta[:, 2:3]
        top = np.maximum(np.maximum(z1, z2), z3)
        e1, e2, e3 = np.exp(z1 - top), np.exp(z2 - top), np.exp(z3 - top)
        total = e1 + e2 + e3
        return top + np.log(total) - self.target, e1 / total, e2 / total, e3 / total

    def objective(self, theta, weights, delta):
        residual = np.abs(self.parts(theta)[0])
        return np.einsum("ij,ij->i", np.where(residual <= delta, 0.5 * residual**2, delta * (residual - 0.5 * delta)), weights)

    def derivatives(self, theta, weights, delta):
        """Objective, gradient and Hessian of every row of theta."""
        r, p1, p2, p3 = self.parts(theta)
        size = np.abs(r)
        inside = size <= delta
        value = np.einsum("ij,ij->i", np.where(inside, 0.5 * r * r, delta * (size - 0.5 * delta)), weights)
        psi = np.clip(r, -delta, delta) * weights
        q = inside * weights - psi  # weight of p pᵀ; psi stands on the diagonal
        s1, s2, s3 = psi * p1, psi * p2, psi * p3
        v1, v2, v3 = s1 @ self.gx, s2 @ self.gy, s3 @ self.g1
        grad = np.stack([v1[:, 0], v2[:, 0], v3[:, 0], v1[:, 1], v2[:, 1]], axis=-1)
        k1, k2 = q * p1, q * p2
        h11, h22 = (k1 * p1 + s1) @ self.sums["11"], (k2 * p2 + s2) @ self.sums["22"]
        h12 = (k1 * p2) @ self.sums["12"]
        h13, h23, h33 = (k1 * p3) @ self.gx, (k2 * p3) @ self.gy, (q * p3 * p3 + s3).sum(axis=1)
        hess = np.empty((len(theta), 5, 5))
        upper = {
            (0, 0): h11[:, 0], (0, 1): h12[:, 0], (0, 2): h13[:, 0], (0, 3): h11[:, 1], (0, 4): h12[:, 2],
            (1, 1): h22[:, 0], (1, 2): h23[:, 0], (1, 3): h12[:, 1], (1, 4): h22[:, 1],
            (2, 2): h33, (2, 3): h13[:, 1], (2, 4): h23[:, 1], (3, 3): h11[:, 2], (3, 4): h12[:, 3], (4, 4): h22[:, 2],
        }  # fmt: skip
        for (i, j), values in upper.items():
            hess[:, i, j] = hess[:, j, i] = values
        return value, grad, hess


def _descend(points: _Points, theta, weights, delta: float, *, steps: int = 80, tolerance: float = 1e-7, pinned: int | None = None):
    """Take damped Newton steps from every row of `theta` until the gradient over delta vanishes; return theta, value, gradient."""
    theta = np.array(theta, dtype=float)
    rows = np.arange(len(theta))
    value, grad, hess = points.derivatives(theta, weights, delta)
    damping = np.full(len(theta), 1e-3)
    scale = delta * weights.sum(axis=1)
    diagonal = np.arange(5)

    def settled(g, among):
        return np.abs(g).max(axis=1) / scale[among] < tolerance

    if pinned is not None:
        grad[:, pinned], hess[:, pinned, :], hess[:, :, pinned], hess[:, pinned, pinned] = 0.0, 0.0, 0.0, 1.0
    open_ = ~settled(grad, rows)
    for _ in range(steps):
        live = rows[open_]
        if not len(live):
            break
        matrix = hess[live].copy()
        size = np.abs(matrix[:, diagonal, diagonal])
        matrix[:, diagonal, diagonal] += damping[live, None] * (size + 1e-3 * size.max(axis=1, keepdims=True))
        try:
            move = -np.linalg.solve(matrix, grad[live][..., None])[..., 0]
        except np.linalg.LinAlgError:
            damping[live] *= 10.0
            continue
        move *= np.minimum(1.0, 2.0 / np.maximum(np.abs(move).max(axis=1, keepdims=True), 1e-300))
        downhill = np.einsum("ij,ij->i", move, grad[live]) < 0
        trial = theta[live] + move
        trial_value, trial_grad, trial_hess = points.derivatives(trial, weights[live], delta)
        if pinned is not None:
            trial_grad[:, pinned], trial_hess[:, pinned, :], trial_hess[:, :, pinned], trial_hess[:, pinned, pinned] = 0.0, 0.0, 0.0, 1.0
        better = downhill & (trial_value < value[live]) & (trial[:, 3] > 0) & (trial[:, 4] > 0)
        won, lost = live[better], live[~better]
        theta[won], value[won], grad[won], hess[won] = trial[better], trial_value[better], trial_grad[better], trial_hess[better]
        damping[won] *= 0.2
        damping[lost] *= 6.0
        open_[live] = ~settled(grad[live], live) & (damping[live] < 1e9)
    return theta, value, np.abs(grad).max(axis=1) / scale


def _starts(points: _Points, weights) -> np.ndarray:
    """Return a start per pair of exponents: given them, the other three follow from linear least squares (variable projection)."""
    exponents = np.linspace(0.1, 1.0, 10)
    alpha, beta = (g.ravel() for g in np.meshgrid(exponents, exponents, indexing="ij"))
    u, v = np.exp(-alpha[:, None] * points.x), np.exp(-beta[:, None] * points.y)
    design = np.stack([u, v, np.ones_like(u)], axis=-1) / np.exp(points.target)[None, :, None] * np.sqrt(weights)[None, :, None]
    normal = np.einsum("kij,kil->kjl", design, design) + 1e-10 * np.eye(3)
    linear = np.linalg.solve(normal, np.einsum("kij,i->kj", design, np.sqrt(weights))[..., None])[..., 0]
    floor = np.exp(points.target.min())
    linear = np.clip(linear, [1e-3 * floor, 1e-3 * floor, 1e-2 * floor], None)
    return np.column_stack([np.log(linear), alpha, beta])


def _search(points: _Points, weights, delta: float):
    """Lead the best starts through narrowing Huber zones; return all ends, best first."""
    theta = _starts(points, weights)
    wide = _PATH[0] * delta
    keep = np.argsort(points.objective(theta, np.broadcast_to(weights, (len(theta), len(weights))), wide))[:24]
    theta = theta[keep]
    many = np.broadcast_to(weights, (len(theta), len(weights)))
    for width in _PATH:
        theta, value, gradient = _descend(points, theta, many, width * delta, steps=60 if width > 1 else 200, tolerance=1e-5 if width > 1 else 1e-9)
    order = np.argsort(value, kind="stable")
    return theta[order], value[order], gradient[order]


def _delta(value) -> float:
    return float(checks.require_positive("delta", value, "Where the loss turns straight, in log units, such as 1e-3."))


def fit(params, tokens, loss, delta: float = 1e-3) -> Fit:
    """Fit the additive law to training runs.

    Parameters
    ----------
    params, tokens, loss : array_like, shape (n,)
        One entry a run; at least six runs that differ in size and in data.
    delta : float, optional
        Width of the Huber zone in log units; 1e-3 is that of Hoffmann et al.

    Returns
    -------
    Fit
        With ``.law``, ``.objective`` and ``.covariance``.

    Raises
    ------
    ValueError
        For fewer runs than constants, zero tokens, lists of unequal length.

    Notes
    -----
    Exponents on a grid, the linear constants by projection; the best of these starts are led by damped Newton steps
    through ever narrower Huber zones. No start is given by the user, and none is needed.
    """
    delta = _delta(delta)
    points = _Points(params, tokens, loss)
    weights = np.ones_like(points.x)
    theta, value, gradient = _search(points, weights, delta)
    best = theta[0]
    constants = points.to_constants(best)
    _, _, hess = points.derivatives(best[None], weights[None], delta)
    r, p1, p2, p3 = points.parts(best[None])
    psi = np.clip(r[0], -delta, delta)
    slopes = np.stack([p1[0], p2[0], p3[0], -points.x * p1[0], -points.y * p2[0]])
    middle = (slopes * psi**2) @ slopes.T
    inverse = np.linalg.pinv(hess[0], hermitian=True)
    chain = np.diag([constants[0], constants[1], constants[2], 1.0, 1.0])
    chain[0, 3], chain[1, 4] = constants[0] * points.shift_x, constants[1] * points.shift_y
    covariance = chain @ inverse @ middle @ inverse @ chain.T
    law = AdditiveLaw(E=float(constants[2]), A=float(constants[0]), B=float(constants[1]), alpha=float(constants[3]), beta=float(constants[4]), name="fit",
                      flop_low=float(6 * np.min(np.asarray(params, float) * np.asarray(tokens, float))), flop_high=float(6 * np.max(np.asarray(params, float) * np.asarray(tokens, float))))  # fmt: skip
    return Fit(law, float(value[0]), covariance, float(gradient[0]), int(np.sum(np.diff(np.concatenate([[-np.inf], np.sort(value)])) > 1e-6 * value[0] + 1e-18)))


def bootstrap(params, tokens, loss, draws: int = 4000, seed: int = 0, delta: float = 1e-3, *, counts=None) -> Bootstrap:
    """Refit on runs drawn with replacement.

    Parameters
    ----------
    params, tokens, loss : array_like, shape (n,)
    draws : int, optional
        Refits.
    seed : int, optional
    delta : float, optional
    counts : array_like, shape (draws, n), optional
        How often each run is drawn, to follow somebody else's draws.

    Returns
    -------
    Bootstrap
        Constants of each refit; all refits run as one, in blocks over the processor's cores.
    """
    delta = _delta(delta)
    points = _Points(params, tokens, loss)
    n = len(points.x)
    if counts is None:
        if int(draws) != draws or draws < 2:
            raise ValueError(f"draws = {draws} is not a whole number above 1.")
        counts = np.random.default_rng([seed, n]).multinomial(n, np.full(n, 1.0 / n), size=int(draws))
    weights = checks.require_non_negative("counts", counts).astype(float)
    if weights.ndim != 2 or weights.shape[1] != n:
        raise ValueError(f"counts has shape {weights.shape}; give one row a draw and {n} columns.")
    centre = _search(points, np.ones(n), delta)[0][0]

    def block(part):
        theta = np.broadcast_to(centre, (len(part), 5))
        for width in _PATH[1:]:
            theta, value, gradient = _descend(points, theta, part, width * delta, steps=40 if width > 1 else 120, tolerance=1e-4 if width > 1 else 1e-9)
        return theta, gradient

    parts = [weights[i : i + _BLOCK] for i in range(0, len(weights), _BLOCK)]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(block, parts))
    theta, gradient = (np.concatenate(part) for part in zip(*done, strict=True))
    return Bootstrap(points.to_constants(theta), int(np.sum(gradient > 1e-4)))


def profile(params, tokens, loss, constant: str, values, delta: float = 1e-3) -> np.ndarray:
    """Return the least objective with one constant held at each of `values` (E, alpha or beta)."""
    delta = _delta(delta)
    pinned = {"E": 2, "alpha": 3, "beta": 4}[checks.require_known("constant", constant, ("E", "alpha", "beta"))]
    held = checks.require_positive("values", values)
    points = _Points(params, tokens, loss)
    best = _search(points, np.ones_like(points.x), delta)[0][0]
    theta = np.tile(best, (len(held), 1))
    target = np.log(held) if pinned == 2 else held
    weights = np.ones((len(held), len(points.x)))
    for share in np.linspace(0.1, 1.0, 10):  # walk the held constant away from its best value, the others following
        theta[:, pinned] = best[pinned] + share * (target - best[pinned])
        for width in (8.0, 1.0):
            theta, value, _ = _descend(points, theta, weights, width * delta, steps=60, pinned=pinned)
    return value
