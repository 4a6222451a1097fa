"""How many models will lie at or above a training-compute threshold, by year, with a range.

``models_above(threshold_flop, year, method="own", draws=100_000, seed=SEED, basis="all")`` returns a `Forecast`:

>>> from analysis.governance import forecast                                             # doctest: +SKIP
>>> f = forecast.models_above(1e25, 2028)                                                # doctest: +SKIP
>>> f.median                       # cumulative: released by the end of 2028             # doctest: +SKIP
>>> low, high = f.interval(0.9)    # the 5 % and 95 % points                             # doctest: +SKIP
>>> forecast.models_above([[1e25], [1e26]], [2026, 2028, 2030]).median.shape             # doctest: +SKIP
(2, 3)

Threshold and year broadcast against each other. Two methods:

``"own"``
    Our model (`analysis.governance.frontier_counts`) on the copy of July 2026; years 2026 to 2030. ``basis="all"`` adds the
    models that have no compute estimate; ``basis="known"`` counts those with one only, as the tables do.
``"kumar-manning-2025"``
    Kumar and Manning's method, written anew (`analysis.governance.allocation`) with the inputs of their paper; years 2024 to 2030
    (they stop at 2028; after it the training share of 2028 stays). Its median and interval are theirs: sums over the years of each
    year's quantiles, which makes the interval wider than that of the sum; ``joint=True`` in `Forecast.interval` gives the latter.

`near_frontier` counts the models of a year within some orders of magnitude of the largest before them.
A catalogue: it reads ``data/governance/`` and a few rows of ``data/parameters.csv``, lazily.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, cached_property

import numpy as np

from analysis import checks, tables
from analysis.governance import allocation, frontier_counts
from analysis.governance.frontier_counts import Record, YearRecord
from analysis.parameters import SEED, sample
from analysis.parameters import select as assumptions

__all__ = ["METHODS", "VINTAGES", "LAST_YEAR", "WINDOW", "Forecast", "KumarManning", "models_above", "near_frontier", "record", "kumar_manning", "kumar_manning_flows", "own_flows"]

METHODS = ("own", "kumar-manning-2025")
VINTAGES = ("2025-02-24", "2026-07-15")
LAST_YEAR = 2030
WINDOW = 7  # years of the trend: as many as Kumar and Manning fit
LAST_WHOLE = {"2025-02-24": 2023, "2026-07-15": 2025}  # last year that the copy holds whole; the newest always fills in late
LOWEST_FLOP, HIGHEST_FLOP = 1e21, 1e30
_BANDS_OOM = np.arange(0, 4, 0.25)  # upper ends of the bands of governance/relative_sizes, empty ones among them
_FAR_OOM = 9.0  # models further below their year's largest than the table's bands are all within this


@dataclass(frozen=True, eq=False)
class Forecast:
    """A forecast count of models at or above a threshold, released by the end of a year.

    Attributes
    ----------
    threshold_flop, year : numpy.ndarray
        As asked, broadcast.
    method : str
    start : numpy.ndarray, shape (thresholds, draws) or (thresholds, 1)
        Models out before the first forecast year.
    flows : numpy.ndarray, shape (thresholds, years, draws)
        Models that each forecast year adds.
    """

    threshold_flop: np.ndarray
    year: np.ndarray
    method: str
    start: np.ndarray = field(repr=False)
    flows: np.ndarray = field(repr=False)
    _t: np.ndarray = field(repr=False)
    _y: np.ndarray = field(repr=False)

    def _shape(self, values: np.ndarray):
        out = values[self._t, self._y]
        return float(out) if out.ndim == 0 else out

    @cached_property
    def cumulative(self) -> np.ndarray:
        """Draws of the cumulative count, shape (thresholds, years, draws), at each distinct threshold and every forecast year."""
        return self.start[:, None, :] + self.flows.cumsum(axis=1)

    @property
    def samples(self) -> np.ndarray:
        """Draws of the cumulative count, of the asked shape with the draws last."""
        return self.cumulative[self._t, self._y]

    def quantile(self, probability: float, joint: bool | None = None):
        """Return a quantile of the cumulative count.

        Parameters
        ----------
        probability : float
            Between 0 and 1.
        joint : bool, optional
            Quantile of the sum over the years (True), or sum of each year's quantiles (False, as Kumar and Manning do).
            By default what the method does.

        Returns
        -------
        float or numpy.ndarray
        """
        p = float(checks.require_between("probability", probability, 0, 1))
        if joint if joint is not None else self.method == "own":
            return self._shape(_quantile(self.cumulative, p))
        return self._shape(_quantile(self.start, p)[:, None] + _quantile(self.flows, p).cumsum(axis=1))

    @property
    def median(self):
        """The median cumulative count."""
        return self.quantile(0.5)

    def interval(self, level: float = 0.9, joint: bool | None = None):
        """Return the ends of the central interval of a level, for example 0.9.

        Parameters
        ----------
        level : float, optional
            Above 0 and below 1.
        joint : bool, optional
            See `quantile`.

        Returns
        -------
        tuple of (float or numpy.ndarray)
        """
        level = float(checks.require_between("level", level, 0, 1, low_open=True, high_open=True, remedy="Give a level such as 0.9."))
        return self.quantile((1 - level) / 2, joint), self.quantile((1 + level) / 2, joint)


def _quantile(values: np.ndarray, p: float) -> np.ndarray:
    return np.quantile(values, p, axis=-1)


@cache
def record(vintage: str = VINTAGES[-1]) -> Record:
    """Return a dated copy's years, the last incomplete one left out.

    Parameters
    ----------
    vintage : str, optional

    Returns
    -------
    frontier_counts.Record
    """
    checks.require_known("vintage", vintage, VINTAGES)
    compute, counts, sizes = (tables.load(f"governance/{name}") for name in ("compute_by_year", "counts_by_year", "relative_sizes"))
    compute, counts, sizes = (frame[frame["vintage"] == vintage] for frame in (compute, counts, sizes))
    grid = np.sort(counts["log10_threshold"].unique())
    years = []
    for row in compute[compute["year"] <= _last_listed(vintage)].itertuples():
        mine = counts[counts["year"] == row.year].set_index("log10_threshold").reindex(grid, fill_value=0)
        bands = sizes[sizes["year"] == row.year].set_index("oom_below")["models"].reindex(_BANDS_OOM, fill_value=0)
        edges = np.concatenate([[0.0], _BANDS_OOM + _BANDS_OOM[1], [_FAR_OOM]])
        within = np.concatenate([[1.0], bands.cumsum(), [row.with_estimate]])
        years.append(YearRecord(int(row.year), row.total_flop, row.largest_flop, edges, within, *(mine[c].to_numpy(float) for c in ("above", "past_known", "past_unknown"))))
    return Record(grid, tuple(years))


def _last_listed(vintage: str) -> int:
    return int(vintage[:4]) - 1


@dataclass(frozen=True)
class KumarManning:
    """The inputs of Kumar and Manning's method.

    Attributes
    ----------
    last_year : int
        Year of the last known total.
    total_flop : float
        Training compute of that year's models.
    growth, growth_sd : float
        Median factor a year of all AI compute, and the normal deviation around it (one draw for all years).
    past_training_share : float
        Training's share of AI compute up to the last known year.
    training_share : dict of int to float
        Its share in later years; the last one stays.
    largest_share : tuple of float
        Bounds of the largest model's share of a year's training compute.
    lognormal : bool
        Whether that share is lognormal between the bounds (published) or uniform (draft).
    gradient, smallest : tuple of float
        Bounds of the allocation gradient and of the smallest relative size.
    largest_flop, fixed_share : dict
        Years in which the largest model, or its share, is set.
    released : dict of (int, float) to float
        Counts put in place of drawn ones, by year and threshold.
    """

    last_year: int
    total_flop: float
    growth: float
    growth_sd: float
    past_training_share: float
    training_share: dict
    largest_share: tuple
    lognormal: bool
    gradient: tuple
    smallest: tuple
    largest_flop: dict = field(default_factory=dict)
    fixed_share: dict = field(default_factory=dict)
    released: dict = field(default_factory=dict)

    def training_flop(self, years, noise) -> np.ndarray:
        """Return the training compute of years, shape (years, draws), for growth off by `noise`."""
        years = np.asarray(years)
        share = np.array([self.training_share.get(int(y), self.training_share[max(self.training_share)]) for y in years])
        growth = np.maximum(self.growth + np.asarray(noise, dtype=float), 1e-3)
        return self.total_flop / self.past_training_share * growth ** (years - self.last_year)[:, None] * share[:, None]

    def draw_shares(self, rng: np.random.Generator, training_flop: np.ndarray, year: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Draw largest share, gradient and smallest size for one year, again until every bin can be filled."""
        draws = len(training_flop)
        share, gradient, smallest = np.empty(draws), np.empty(draws), np.empty(draws)
        todo = np.arange(draws)
        for _ in range(10_000):
            if not len(todo):
                return share, gradient, smallest
            n = len(todo)
            k = rng.uniform(*self.gradient, n)
            m = np.exp(rng.uniform(*np.log(self.smallest), n))
            if year in self.largest_flop:
                s = self.largest_flop[year] / training_flop[todo]
            elif year in self.fixed_share:
                s = np.full(n, self.fixed_share[year])
            else:
                s = self._largest_share(rng, n)
            ok = allocation.fits(s, k, m)
            share[todo[ok]], gradient[todo[ok]], smallest[todo[ok]] = s[ok], k[ok], m[ok]
            todo = todo[~ok]
        raise ValueError(f"the bins of {year} cannot be filled: the largest model is set to more than the gradient leaves it. Lower it.")

    def _largest_share(self, rng: np.random.Generator, n: int) -> np.ndarray:
        low, high = self.largest_share
        if not self.lognormal:
            return rng.uniform(low, high, n)
        middle, width = np.log(low * high) / 2, np.log(high / low) / 4
        deviate = rng.standard_normal(n)
        while np.any(out := np.abs(deviate) > 2):  # the bounds lie two deviations off
            deviate[out] = rng.standard_normal(int(out.sum()))
        return np.exp(middle + width * deviate)


@cache
def kumar_manning(edition: str = "published") -> KumarManning:
    """Return the inputs of the published forecast, or of the authors' draft.

    Parameters
    ----------
    edition : {"published", "draft"}, optional

    Returns
    -------
    KumarManning
    """
    frame = tables.load("governance/kumar_manning_inputs")
    checks.require_known("edition", edition, frame["edition"].unique())
    x = frame[frame["edition"] == edition].set_index("name")["value"].to_dict()
    w = x["past_growth_weight"]
    return KumarManning(
        2023, x["total_training_flop_2023"], w * x["past_growth"] + (1 - w) * x["capacity_growth"] * x["usage_growth"], x["growth_sd"], x["past_training_share"],
        {int(n[-4:]): v for n, v in x.items() if n.startswith("training_share_")}, (x["largest_share_low"], x["largest_share_high"]), edition == "published",
        (x["gradient_low"], x["gradient_high"]), (x["smallest_low"], x["smallest_high"]),
        largest_flop={2024: x["largest_flop_2024"]} if "largest_flop_2024" in x else {},
        fixed_share={2024: x["largest_share_2024"]} if "largest_share_2024" in x else {},
        released={(2024, 1e25): x["released_2024_above_1e25"]} if "released_2024_above_1e25" in x else {},
    )  # fmt: skip


def kumar_manning_flows(inputs: KumarManning, thresholds_flop, years, draws: int, seed: int) -> np.ndarray:
    """Draw the models that each year adds at or above thresholds, by Kumar and Manning's method.

    Parameters
    ----------
    inputs : KumarManning
    thresholds_flop : array_like
        In rising order.
    years : array_like of int
    draws, seed : int

    Returns
    -------
    numpy.ndarray of int, shape (thresholds, years, draws)
    """
    thresholds = np.asarray(thresholds_flop, dtype=float)
    noise = inputs.growth_sd * np.random.default_rng([seed, 0]).standard_normal(draws)
    flows = np.zeros((len(thresholds), len(years), draws), dtype=np.int32)
    training = inputs.training_flop(years, noise)

    def fill(y: int) -> None:  # a year draws from a stream of its own, so that years can go side by side
        rng = np.random.default_rng([seed, int(years[y])])
        share, gradient, smallest = inputs.draw_shares(rng, training[y], int(years[y]))
        flows[:, y] = allocation.counts_above(rng, thresholds, share * training[y], share, gradient, smallest)

    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(fill, range(len(years))))
    for y, year in enumerate(years):
        for t, threshold in enumerate(thresholds):
            if (int(year), float(threshold)) in inputs.released:
                flows[t, y] = inputs.released[(int(year), float(threshold))]
    return flows


def own_flows(rec: Record, thresholds_flop, years, draws: int, seed: int, basis: str = "all", trend_weight: float | None = None) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Draw the models out at the end of a record, and those that each later year adds, by our model.

    Parameters
    ----------
    rec : frontier_counts.Record
        Its last year is the last one known.
    thresholds_flop : array_like
        In rising order.
    years : array_like of int
    draws, seed : int
    basis : {"all", "known"}, optional
    trend_weight : float, optional
        Weight of the past trend in future growth, 0 to 1, in place of the drawn ones: 0 lets training compute grow as the chips do.

    Returns
    -------
    start : numpy.ndarray, shape (thresholds, draws)
    flows : numpy.ndarray, shape (thresholds, years, draws)
    inputs : dict of str to numpy.ndarray
        What was drawn, shape (draws,), for the ranking of drivers; the largest runs as ``largest_flop``, shape (years, draws).
    """
    checks.require_known("basis", basis, ("all", "known"))
    thresholds = np.asarray(thresholds_flop, dtype=float)
    last = rec.latest(WINDOW)
    drawn = sample(assumptions("forecast_trend_weight", "training_stock_growth", part="governance"), draws, seed)
    weight, chips = drawn["forecast_trend_weight"], drawn["training_stock_growth"]
    if trend_weight is not None:
        weight = np.full(draws, float(checks.require_between("trend_weight", trend_weight, 0, 1, remedy="Give a weight such as 0.5.")))
    rng = np.random.default_rng([seed, 1])
    trend = frontier_counts.fit_trend([y.year for y in last], [y.total_flop for y in last])
    level, past = frontier_counts.draw_trend(rng, trend, draws)
    largest, resembled = frontier_counts.largest_runs(rng, trend, level, weight * past + (1 - weight) * np.log(chips), years, last)
    flows = frontier_counts.known_released(rng, thresholds, largest, resembled, last)
    start = np.sum([rec.at(y.above, thresholds) for y in rec.years], axis=0)[:, None] + np.zeros((1, draws))
    unseen = np.random.default_rng([seed, 5]).standard_normal(draws)
    if basis == "all":
        start = start + frontier_counts.unknown_in_stock(rng, rec, thresholds, unseen)
        flows = flows + frontier_counts.unknown_released(rng, rec, thresholds, largest, unseen)
    inputs = {"forecast_trend_weight": weight, "training_stock_growth": chips, "past_growth": np.exp(past), "level_of_the_trend": level, "unseen_models": unseen, "largest_flop": largest}
    return start, flows, inputs


@cache
def _grid(thresholds: tuple, years: tuple, method: str, draws: int, seed: int, basis: str) -> tuple[np.ndarray, np.ndarray]:
    if method == "own":
        return own_flows(record().until(LAST_WHOLE[VINTAGES[-1]]), thresholds, years, draws, seed, basis)[:2]
    inputs = kumar_manning()
    before = record(VINTAGES[0]).until(inputs.last_year)
    start = np.sum([before.at(y.above, thresholds) for y in before.years], axis=0)[:, None]
    return start, kumar_manning_flows(inputs, thresholds, years, draws, seed)


def _asked(threshold_flop, year, method: str, draws: int) -> tuple[np.ndarray, np.ndarray, int]:
    checks.require_known("method", method, METHODS)
    threshold = checks.require_positive("threshold_flop", threshold_flop, remedy="Give training compute in FLOP, such as 1e25.")
    threshold = checks.require_between("threshold_flop", threshold, LOWEST_FLOP, HIGHEST_FLOP, remedy="The table of models supports no other threshold.")
    first = (LAST_WHOLE[VINTAGES[-1]] if method == "own" else kumar_manning().last_year) + 1
    years = checks.require_between("year", year, first, LAST_YEAR, remedy=f"The method {method!r} forecasts {first} to {LAST_YEAR}; counts of earlier years are in analysis.governance.coverage.")
    if np.any(years != np.round(years)):
        raise ValueError(f"year = {year!r} is not a whole year: counts are by the end of a calendar year. Give one such as 2028.")
    if isinstance(draws, bool) or int(draws) != draws or draws < 1:
        raise ValueError(f"draws = {draws!r} is not a positive whole number. Give one such as 100_000.")
    return threshold, years.astype(int), first


def models_above(threshold_flop, year, method: str = "own", draws: int = 100_000, seed: int = SEED, *, basis: str = "all") -> Forecast:
    """Forecast how many models at or above a threshold will have been released by the end of a year.

    Parameters
    ----------
    threshold_flop : array_like
        Training compute, 1e21 to 1e30 FLOP.
    year : array_like of int
        Broadcasts with the thresholds: 2026 to 2030 for our own method, 2024 to 2030 for Kumar and Manning's.
    method : {"own", "kumar-manning-2025"}, optional
    draws : int, optional
    seed : int, optional
    basis : {"all", "known"}, optional
        Our own method only: with the models that have no compute estimate, or without.

    Returns
    -------
    Forecast
        ``.median``, ``.interval(0.9)``, ``.quantile(p)``, ``.samples``.

    Raises
    ------
    ValueError
        For a threshold of 0, a year before the data or after 2030.
    KeyError
        For a method that does not exist, with the nearest names.
    """
    threshold, years, first = _asked(threshold_flop, year, method, draws)
    checks.require_known("basis", basis, ("all", "known"))
    threshold, years = np.broadcast_arrays(threshold, years)
    distinct, t = np.unique(threshold, return_inverse=True)
    span = tuple(range(first, int(years.max()) + 1))
    start, flows = _grid(tuple(distinct.tolist()), span, method, int(draws), int(seed), basis)
    return Forecast(threshold, years, method, start, flows, t.reshape(threshold.shape), years - first)


def near_frontier(width_oom, year, method: str = "own", draws: int = 20_000, seed: int = SEED, *, edition: str = "published", inclusive: bool = False) -> np.ndarray:
    """Draw how many of a year's models come out near the frontier: no further than a width below the largest model at the start of their quarter.

    Parameters
    ----------
    width_oom : array_like, shape (widths,)
        Orders of magnitude, 0.1 to 3; our own method knows 0.5, 1 and 1.5.
    year : int
    method : {"own", "kumar-manning-2025"}, optional
        Our own lends each future year the count of a past one (models with an estimate), since that count has no trend to carry on.
    draws, seed : int, optional
    edition : {"published", "draft"}, optional
        Inputs of Kumar and Manning's method.
    inclusive : bool, optional
        Compare with the largest model at the end of the quarter, as their code does (see `allocation.near_frontier_counts`).

    Returns
    -------
    numpy.ndarray, shape (widths, draws)
    """
    _, years, first = _asked(1e25, year, method, draws)
    widths = np.atleast_1d(checks.require_between("width_oom", width_oom, 0.1, 3, remedy="Give orders of magnitude such as 1."))
    if method == "own":
        frame = tables.load("governance/near_frontier")
        frame = frame[(frame["vintage"] == VINTAGES[-1]) & (frame["year"] <= LAST_WHOLE[VINTAGES[-1]])].pivot(index="year", columns="width_oom", values="models").tail(WINDOW)
        for width in widths:
            if width not in frame.columns:
                raise ValueError(f"width_oom = {width:g} is not in the table of counts. Use one of {', '.join(f'{w:g}' for w in frame.columns)}.")
        pick = np.random.default_rng([seed, 2]).integers(0, len(frame), draws)
        return frame[widths].to_numpy(float)[pick].T
    span = tuple(range(first, max(int(years), 2028) + 1))  # the paper's years are drawn together
    return _near_frontier_years(tuple(widths.tolist()), span, int(draws), int(seed), edition, inclusive)[:, int(years) - first]


@cache
def _near_frontier_years(widths: tuple, years: tuple, draws: int, seed: int, edition: str, inclusive: bool) -> np.ndarray:
    inputs = kumar_manning(edition)
    noise = inputs.growth_sd * np.random.default_rng([seed, 0]).standard_normal(draws)
    training = inputs.training_flop(years, noise)
    rng = np.random.default_rng([seed, 3])
    share, gradient, smallest = (np.array(x) for x in zip(*(inputs.draw_shares(rng, c, y) for c, y in zip(training, years, strict=True)), strict=True))
    largest = max(y.largest_flop for y in record(VINTAGES[0]).until(inputs.last_year).years)
    return allocation.near_frontier_counts(rng, widths, share * training, share, gradient, smallest, before_flop=largest, inclusive=inclusive)
