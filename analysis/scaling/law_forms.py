"""What a scaling law is: the loss of a training run, and the best split of a budget into parameters and tokens. Pure."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from analysis import checks

__all__ = [
    "FLOP_PER_PARAMETER_TOKEN", "PF_DAY", "OutsideFitWarning", "AdditiveLaw", "JointPowerLaw", "SeparatePowerLaws", "AllocationLaw", "RepeatedDataLaw", "GranularLaw",
    "power_law_through", "whole_answer_right", "effective_params",
]  # fmt: skip

FLOP_PER_PARAMETER_TOKEN = 6.0  # forward 2, backward 4: Kaplan et al. 2020, section 2.1
PF_DAY = 1e15 * 86400.0

_COUNT = "Give a count above 0, such as 7e10."


class OutsideFitWarning(UserWarning):
    """A law was asked about a budget that its fit did not cover."""


def _positive(name, value):
    return checks.require_positive(name, value, _COUNT)


def _pair(params, tokens):
    return _positive("params", params), _positive("tokens", tokens)


@dataclass(frozen=True)
class _Law:
    """What all laws share: a name, and the budgets between which they were fitted."""

    def _budget(self, training_flop, extrapolate):
        flop = _positive("training_flop", training_flop)
        low, high = self.flop_low, self.flop_high
        if not extrapolate and low is not None and high is not None and np.any((flop < low) | (flop > high)):
            warnings.warn(
                f"{self.name or 'this law'}: training_flop outside the {low:g}–{high:g} it was fitted on. Read the answer as an extrapolation, or pass extrapolate=True.",
                OutsideFitWarning,
                stacklevel=3,
            )
        return flop


@dataclass(frozen=True)
class AdditiveLaw(_Law):
    """Loss as a floor and two power laws: :math:`L = E + A N^{-\\alpha} + B D^{-\\beta}` (Hoffmann et al. 2022, eq. 2).

    Attributes
    ----------
    E : float
        The loss that no size and no amount of data gets below, nats a token.
    A, alpha : float
        What too few parameters cost.
    B, beta : float
        What too few tokens cost.
    name : str
    flop_low, flop_high : float or None
        Training budgets that the fit covers.
    """

    E: float
    A: float
    B: float
    alpha: float
    beta: float
    name: str = ""
    flop_low: float | None = None
    flop_high: float | None = None

    def __post_init__(self):
        for field in ("A", "B", "alpha", "beta"):
            checks.require_positive(f"{self.name or 'law'} {field}", getattr(self, field))
        checks.require_non_negative(f"{self.name or 'law'} E", self.E)

    def loss(self, params, tokens):
        """Return the loss of a model of `params` trained on `tokens`, nats a token.

        Parameters
        ----------
        params, tokens : array_like
            Above zero.

        Returns
        -------
        numpy.ndarray
            Broadcast shape.

        Raises
        ------
        ValueError
            For zero, negative, infinite or non-numeric input.
        """
        n, d = _pair(params, tokens)
        return self.E + self.A * n**-self.alpha + self.B * d**-self.beta

    @property
    def exponents(self) -> tuple[float, float]:
        """Exponents of the budget in the best parameters and the best tokens."""
        total = self.alpha + self.beta
        return self.beta / total, self.alpha / total

    def optimal(self, training_flop, *, extrapolate: bool = False):
        """Return the parameters and tokens of least loss at a budget of :math:`6ND` (Hoffmann et al. 2022, eq. 4).

        Parameters
        ----------
        training_flop : array_like
        extrapolate : bool, optional
            Do not warn about budgets outside the fit.

        Returns
        -------
        tuple of numpy.ndarray
            Parameters and tokens.

        Warns
        -----
        OutsideFitWarning
            When a budget lies outside the fit.
        """
        share = self._budget(training_flop, extrapolate) / FLOP_PER_PARAMETER_TOKEN
        a, b = self.exponents
        ratio = (self.alpha * self.A / (self.beta * self.B)) ** (1.0 / (self.alpha + self.beta))
        return ratio * share**a, share**b / ratio

    def optimal_for_loss(self, loss):
        """Return the parameters and tokens that reach a loss with least training compute.

        At the optimum the two excesses stand as :math:`\\alpha A N^{-\\alpha} = \\beta B D^{-\\beta}`.

        Raises
        ------
        ValueError
            For a loss at or below the floor, which nothing reaches.
        """
        excess = self._excess(loss)
        n = (excess * self.beta / ((self.alpha + self.beta) * self.A)) ** (-1.0 / self.alpha)
        d = (excess * self.alpha / ((self.alpha + self.beta) * self.B)) ** (-1.0 / self.beta)
        return n, d

    def tokens_for(self, params, loss):
        """Return the tokens with which a model of `params` reaches `loss`; infinite where it never does.

        Raises
        ------
        ValueError
            For a loss at or below the floor.
        """
        n = _positive("params", params)
        left = self._excess(loss) - self.A * n**-self.alpha
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(left > 0, (np.where(left > 0, left, np.nan) / self.B) ** (-1.0 / self.beta), np.inf)

    def _excess(self, loss):
        return (
            checks.require_between("loss", loss, self.E, np.inf, low_open=True, remedy=f"The law's floor is {self.E:g} nats a token: no model gets below it.")
            - self.E
        )


@dataclass(frozen=True)
class JointPowerLaw(_Law):
    """Kaplan's joint law: :math:`L = [(N_c/N)^{\\alpha_N/\\alpha_D} + D_c/D]^{\\alpha_D}` (Kaplan et al. 2020, eq. 1.5).

    Parameters are counted without embeddings. It has no floor: the loss goes to zero.
    """

    N_c: float
    D_c: float
    alpha_N: float
    alpha_D: float
    name: str = ""
    flop_low: float | None = None
    flop_high: float | None = None

    def loss(self, params, tokens):
        """Return the loss, nats a token; `params` without embeddings."""
        n, d = _pair(params, tokens)
        return ((self.N_c / n) ** (self.alpha_N / self.alpha_D) + self.D_c / d) ** self.alpha_D

    @property
    def exponents(self) -> tuple[float, float]:
        """Exponents of the budget in the best parameters and the best tokens."""
        total = self.alpha_N + self.alpha_D
        return self.alpha_D / total, self.alpha_N / total

    def optimal(self, training_flop, *, extrapolate: bool = False):
        """Return the parameters and tokens of least loss under :math:`6ND`.

        This law is of runs stopped early on limited data. Kaplan's advice for a compute budget came from other fits;
        it is in `SeparatePowerLaws.optimal`.
        """
        share = self._budget(training_flop, extrapolate) / FLOP_PER_PARAMETER_TOKEN
        r = self.alpha_N / self.alpha_D
        n = (r * self.N_c**r * share / self.D_c) ** (1.0 / (1.0 + r))
        return n, share / n


@dataclass(frozen=True)
class SeparatePowerLaws(_Law):
    """Kaplan's separate laws of size and of data, and his advice for a compute budget (Kaplan et al. 2020, eq. 1.1, 1.2, 6.1)."""

    N_c: float
    alpha_N: float
    D_c: float
    alpha_D: float
    N_per_pf_day: float
    compute_exponent: float
    name: str = ""
    flop_low: float | None = None
    flop_high: float | None = None

    def loss_of_params(self, params):
        """Return the loss with tokens without limit: :math:`(N_c/N)^{\\alpha_N}`; `params` without embeddings."""
        return (self.N_c / _positive("params", params)) ** self.alpha_N

    def loss_of_tokens(self, tokens):
        """Return the loss with parameters without limit: :math:`(D_c/D)^{\\alpha_D}`."""
        return (self.D_c / _positive("tokens", tokens)) ** self.alpha_D

    def loss(self, params, tokens):
        """Return the larger of the two losses: a bound, since each law holds with the other quantity unlimited."""
        return np.maximum(self.loss_of_params(params), self.loss_of_tokens(tokens))

    @property
    def exponents(self) -> tuple[float, float]:
        """Exponents of the budget in the best parameters and the best tokens."""
        return self.compute_exponent, 1.0 - self.compute_exponent

    def optimal(self, training_flop, *, extrapolate: bool = False):
        """Return Kaplan's parameters for a budget, and the tokens that :math:`6ND` leaves."""
        flop = self._budget(training_flop, extrapolate)
        n = self.N_per_pf_day * (flop / PF_DAY) ** self.compute_exponent
        return n, flop / (FLOP_PER_PARAMETER_TOKEN * n)


@dataclass(frozen=True)
class AllocationLaw(_Law):
    """A law that says how to split a budget and no more: :math:`D = k\\,C^{b}`, :math:`N = C/(6D)`."""

    coefficient: float
    exponent: float
    name: str = ""
    flop_low: float | None = None
    flop_high: float | None = None

    def loss(self, params, tokens):
        """Refuse: the source publishes how to split a budget, not the loss that results."""
        raise ValueError(f"{self.name or 'this law'} publishes how to split a budget, not a loss. Use another law, such as besiroglu-2024, for the loss.")

    @property
    def exponents(self) -> tuple[float, float]:
        """Exponents of the budget in the best parameters and the best tokens."""
        return 1.0 - self.exponent, self.exponent

    def optimal(self, training_flop, *, extrapolate: bool = False):
        """Return parameters and tokens at a budget."""
        flop = self._budget(training_flop, extrapolate)
        d = self.coefficient * flop**self.exponent
        return flop / (FLOP_PER_PARAMETER_TOKEN * d), d


@dataclass(frozen=True)
class RepeatedDataLaw(_Law):
    """The additive law on what repeated tokens and surplus parameters are still worth (Muennighoff et al. 2023).

    Unique tokens :math:`U_D` seen in :math:`1+R_D` passes count as :math:`D' = U_D + U_D R_D^*(1-e^{-R_D/R_D^*})`;
    parameters beyond those that the unique tokens call for, likewise with :math:`R_N^*`.
    """

    base: AdditiveLaw
    repeat_decay: float
    surplus_decay: float
    name: str = ""
    flop_low: float | None = None
    flop_high: float | None = None

    def effective_tokens(self, tokens, unique_tokens):
        """Return the fresh tokens that as many repeated ones are worth.

        Parameters
        ----------
        tokens : array_like
            Tokens seen in training, all passes together.
        unique_tokens : array_like
            Different tokens among them, not more than `tokens`.

        Raises
        ------
        ValueError
            When there are more unique tokens than tokens.
        """
        d, u = _positive("tokens", tokens), _positive("unique_tokens", unique_tokens)
        if np.any(u > d * (1 + 1e-12)):
            raise ValueError("unique_tokens exceeds tokens. Give at most as many different tokens as are trained on.")
        repeats = d / u - 1.0
        return u + u * self.repeat_decay * -np.expm1(-repeats / self.repeat_decay)

    def loss(self, params, tokens, unique_tokens=None):
        """Return the loss, nats a token; every token is fresh unless `unique_tokens` says otherwise."""
        n, d = _pair(params, tokens)
        u = d if unique_tokens is None else _positive("unique_tokens", unique_tokens)
        fresh = self.effective_tokens(d, u)
        wanted, _ = self.base.optimal(FLOP_PER_PARAMETER_TOKEN * self._params_for(u) * u, extrapolate=True)
        own = np.minimum(n, wanted)
        surplus = n / own - 1.0
        worth = own + own * self.surplus_decay * -np.expm1(-surplus / self.surplus_decay)
        return self.base.loss(worth, fresh)

    def _params_for(self, tokens):
        """Parameters for which `tokens` would be the best amount of data."""
        a, b = self.base.exponents
        ratio = (self.base.alpha * self.base.A / (self.base.beta * self.base.B)) ** (1.0 / (self.base.alpha + self.base.beta))
        return ratio * (tokens * ratio) ** (a / b)

    @property
    def exponents(self) -> tuple[float, float]:
        """Exponents of the budget where no data are repeated."""
        return self.base.exponents

    def optimal(self, training_flop, unique_tokens=None, *, extrapolate: bool = False):
        """Return parameters and tokens at a budget, with fresh data or with so many unique tokens to repeat."""
        flop = self._budget(training_flop, extrapolate)
        n, d = self.base.optimal(flop, extrapolate=True)
        if unique_tokens is None:
            return n, d
        unique = _positive("unique_tokens", unique_tokens)
        flop, unique, n = np.broadcast_arrays(flop, unique, n)
        spread = np.linspace(np.log(1e-3), np.log(1e3), 4001)
        for _ in range(3):  # a grid, twice refined: no gradient is needed and nothing can get stuck
            trial = n[..., None] * np.exp(spread)
            tokens = flop[..., None] / (FLOP_PER_PARAMETER_TOKEN * trial)
            losses = self.loss(trial, tokens, np.minimum(unique[..., None], tokens))
            best = np.argmin(losses, axis=-1)
            n = np.take_along_axis(trial, best[..., None], -1)[..., 0]
            spread = spread / 500.0
        return n, flop / (FLOP_PER_PARAMETER_TOKEN * n)


@dataclass(frozen=True)
class GranularLaw(_Law):
    """Sparse experts cut finer: :math:`L = c + (g G^{-\\gamma} + a) N^{-\\alpha} + b D^{-\\beta}` (Krajewski et al. 2024, eq. 9).

    :math:`N` is all parameters without embeddings, :math:`G` how many times finer an expert is than a dense layer. The
    fit is for `expansion` = 64 times the feed-forward parameters that work on a token. Attention, a third of a dense
    layer, is not multiplied, so that a model holds :math:`(1+2\\cdot64)/3 = 43` times its active parameters.
    """

    c: float
    a: float
    alpha: float
    b: float
    beta: float
    g: float
    gamma: float
    expansion: float
    name: str = ""
    flop_low: float | None = None
    flop_high: float | None = None

    @property
    def total_per_active(self) -> float:
        """All parameters over those that work on a token."""
        return (1.0 + 2.0 * self.expansion) / 3.0

    def loss(self, params, tokens, granularity=1.0):
        """Return the loss, nats a token; `params` counts all experts."""
        n, d = _pair(params, tokens)
        fine = checks.require_between("granularity", granularity, 1.0, np.inf, remedy="1 is an expert as wide as the dense layer.")
        return self.c + (self.g * fine**-self.gamma + self.a) * n**-self.alpha + self.b * d**-self.beta

    @property
    def exponents(self) -> tuple[float, float]:
        """Exponents of the budget in the best parameters and the best tokens."""
        total = self.alpha + self.beta
        return self.beta / total, self.alpha / total

    def optimal(self, training_flop, granularity=1.0, *, extrapolate: bool = False):
        """Return all parameters and tokens of least loss, with 6 FLOP a token for each *active* parameter; routing is not counted."""
        share = self._budget(training_flop, extrapolate) * self.total_per_active / FLOP_PER_PARAMETER_TOKEN
        fine = checks.require_between("granularity", granularity, 1.0, np.inf)
        as_dense = (self.alpha * (self.g * fine**-self.gamma + self.a) / (self.beta * self.b)) ** (1.0 / (self.alpha + self.beta))
        a, b = self.exponents
        return as_dense * share**a, share**b / as_dense


def effective_params(params, weight_bits, weight_decay, activation_bits=16.0, activation_decay=None, cache_bits=16.0, cache_decay=None):
    """Return the parameters that a model trained at low precision is worth (Kumar et al. 2024).

    :math:`N' = N\\,(1-e^{-P_w/\\gamma_w})(1-e^{-P_a/\\gamma_a})(1-e^{-P_{kv}/\\gamma_{kv}})`; a part whose decay is None is left out.

    Parameters
    ----------
    params : array_like
    weight_bits, activation_bits, cache_bits : array_like
        Bits of weights, activations and cache during training.
    weight_decay, activation_decay, cache_decay : float or None
        The fitted scales, bits.

    Returns
    -------
    numpy.ndarray
    """
    worth = _positive("params", params)
    for name, bits, decay in (("weight_bits", weight_bits, weight_decay), ("activation_bits", activation_bits, activation_decay), ("cache_bits", cache_bits, cache_decay)):
        if decay is not None:
            worth = worth * -np.expm1(-checks.require_positive(name, bits, "Give bits, such as 8.") / checks.require_positive(f"{name} decay", decay))
    return worth


def power_law_through(x, y):
    """Return coefficient and exponent of the power law that fits points best in logarithms (least squares).

    Raises
    ------
    ValueError
        For fewer than two points.
    """
    x, y = _positive("x", x), _positive("y", y)
    if x.size < 2:
        raise ValueError("a power law needs at least two points.")
    exponent, intercept = np.polyfit(np.log(x), np.log(y), 1)
    return float(np.exp(intercept)), float(exponent)


def whole_answer_right(reducible_loss, answer_tokens):
    """Return how often a whole answer is right when each token is right with probability :math:`e^{-l}`.

    Parameters
    ----------
    reducible_loss : array_like
        Loss above the floor, nats a token.
    answer_tokens : array_like
        Tokens that all have to be right.

    Returns
    -------
    numpy.ndarray
        :math:`e^{-l k}`: the mechanism of Schaeffer et al. 2023, section 2, on the loss above the floor.
    """
    loss = checks.require_non_negative("reducible_loss", reducible_loss, "Give loss minus floor.")
    return np.exp(-loss * _positive("answer_tokens", answer_tokens))
