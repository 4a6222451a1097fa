"""The stock of text against what runs use: growth of data sets, the year in which the stock is reached, repetition. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis import checks

__all__ = ["effective_tokens", "epochs_for", "frontier", "Growth", "fit_growth", "exhaustion_year", "stock_in", "demand_in", "overtraining_factor"]


def effective_tokens(unique_tokens, epochs, half_life):
    """Return what repeated text is worth in unique tokens.

    Parameters
    ----------
    unique_tokens : array_like
        Unique tokens, above zero.
    epochs : array_like
        Passes over them, at least 1.
    half_life : array_like
        The constant :math:`R_D^*`: repetitions after which a further one is worth 1/e of fresh text.

    Returns
    -------
    numpy.ndarray
        :math:`U + U R^* (1 - e^{-(E-1)/R^*})` (Muennighoff et al. 2023, equation 5).

    Raises
    ------
    ValueError

    Examples
    --------
    >>> float(round(effective_tokens(1.0, 4, 15.387756), 2))
    3.73
    """
    unique = checks.require_positive("unique_tokens", unique_tokens)
    passes = checks.require_between("epochs", epochs, 1.0, np.inf, remedy="One pass over the text is 1.")
    constant = checks.require_positive("half_life", half_life)
    return unique + unique * constant * -np.expm1(-(passes - 1.0) / constant)


def epochs_for(multiple, half_life):
    """Return the passes after which repeated text is worth `multiple` times its unique tokens (infinite where never)."""
    wanted = checks.require_between("multiple", multiple, 1.0, np.inf)
    constant = checks.require_positive("half_life", half_life)
    left = 1.0 - (wanted - 1.0) / constant
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(left > 0, 1.0 - constant * np.log(np.where(left > 0, left, 1.0)), np.inf)


def frontier(tokens, rank=5):
    """Tell which models were among the largest at their release.

    Parameters
    ----------
    tokens : array_like
        Data set sizes in the order of release.
    rank : int, optional
        How many count as the frontier.

    Returns
    -------
    numpy.ndarray of bool
        True where fewer than `rank` earlier models had more.
    """
    size = np.atleast_1d(checks.require_positive("tokens", tokens))
    larger_before = np.array([np.count_nonzero(size[:i] > size[i]) for i in range(size.size)])
    return larger_before < rank


@dataclass(frozen=True)
class Growth:
    """A straight line through the logarithm of data set sizes.

    Attributes
    ----------
    per_year : float
        Factor a year.
    log_slope, log_slope_error : float
        Natural logarithm a year, and its standard error.
    log_level : float
        Natural logarithm of tokens at `year`.
    year : float
        Mean year of the models.
    freedom : int
    residual : float
        Standard deviation about the line, natural logarithm.
    """

    log_slope: float
    log_slope_error: float
    log_level: float
    year: float
    freedom: int
    residual: float

    @property
    def per_year(self) -> float:
        return float(np.exp(self.log_slope))

    def tokens(self, year):
        """Return the line's tokens in a year."""
        return np.exp(self.log_level + self.log_slope * (np.asarray(year, dtype=float) - self.year))

    def draws(self, count, seed):
        """Draw the yearly factor from its posterior under a flat prior (Student's t)."""
        return np.exp(self.log_slope + self.log_slope_error * np.random.default_rng(seed).standard_t(self.freedom, int(count)))


def fit_growth(year, tokens) -> Growth:
    """Fit exponential growth by least squares on logarithms.

    Raises
    ------
    ValueError
        For fewer than three models, one date, or tokens not above zero.
    """
    x = np.atleast_1d(checks.as_numbers("year", year))
    y = np.log(np.atleast_1d(checks.require_positive("tokens", tokens)))
    if x.shape != y.shape:
        raise ValueError(f"year and tokens have shapes {x.shape} and {y.shape}. Give one date per model.")
    if x.size < 3:
        raise ValueError(f"{x.size} models cannot carry a trend with a range. Give at least 3.")
    spread = float(np.sum((x - x.mean()) ** 2))
    if spread <= 1e-12:
        raise ValueError("all models have one date: there is no trend to fit.")
    slope = float(np.sum((x - x.mean()) * y) / spread)
    rest = y - y.mean() - slope * (x - x.mean())
    variance = float(np.sum(rest**2)) / (x.size - 2)
    return Growth(slope, float(np.sqrt(variance / spread)), float(y.mean()), float(x.mean()), int(x.size - 2), float(np.sqrt(variance)))


def stock_in(year, text_stock, text_stock_growth, stock_year):
    """Return the stock of text in a year, tokens."""
    stock = checks.require_positive("text_stock", text_stock)
    growth = checks.require_between("text_stock_growth", text_stock_growth, -1.0, np.inf, low_open=True)
    return stock * (1.0 + growth) ** (checks.as_numbers("year", year) - stock_year)


def demand_in(year, tokens_now, token_growth, now, human_share=1.0, overtraining=1.0):
    """Return the human text that the largest run of a year takes, tokens.

    Parameters
    ----------
    year : array_like
    tokens_now : array_like
        Data set of the largest run at `now`.
    token_growth : array_like
        Factor a year.
    now : float
    human_share : array_like, optional
        Share of the tokens that people wrote.
    overtraining : array_like, optional
        Tokens per parameter over those of today, at the same compute; see `overtraining_factor`.

    Returns
    -------
    numpy.ndarray
    """
    used = checks.require_positive("tokens_now", tokens_now)
    growth = checks.require_positive("token_growth", token_growth)
    share = checks.require_between("human_share", human_share, 0.0, 1.0, low_open=True)
    return used * share * overtraining_factor(overtraining) * growth ** (checks.as_numbers("year", year) - now)


def overtraining_factor(overtraining):
    """Return how much more data a run takes when tokens per parameter rise by a factor at the same compute: its root."""
    return np.sqrt(checks.require_positive("overtraining", overtraining))


def exhaustion_year(text_stock, text_stock_growth, tokens_now, token_growth, *, stock_year, now, human_share=1.0, overtraining=1.0, last=2100.0):
    """Return the year in which the largest run takes the whole stock.

    Parameters
    ----------
    text_stock : array_like
        Tokens at `stock_year`.
    text_stock_growth : array_like
        Fraction a year.
    tokens_now, token_growth, human_share, overtraining
        See `demand_in`.
    stock_year, now : float
    last : float, optional
        Years after it, and never, are given as this year.

    Returns
    -------
    numpy.ndarray
        Closed form of :math:`D_0 g^{t-t_0} = S_0 (1+s)^{t-t_s}`; earlier than `now` where the stock is already used.
    """
    stock_now = stock_in(now, text_stock, text_stock_growth, stock_year)
    gap = np.log(stock_now / demand_in(now, tokens_now, token_growth, now, human_share, overtraining))
    pace = np.log(checks.require_positive("token_growth", token_growth)) - np.log1p(text_stock_growth)
    with np.errstate(divide="ignore", invalid="ignore"):
        year = now + gap / pace
    year = np.where(pace > 0, year, np.where(gap > 0, np.inf, -np.inf))
    return np.minimum(year, last)
