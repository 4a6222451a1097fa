"""Our own count: planted trends, shares from few models, rates, and what a record says."""

import numpy as np
import pytest

from analysis.governance import frontier_counts as model


def _year(year, total=1e26, largest=2e25, above=(9, 4, 1), known=(10, 6, 2), unknown=(8, 5, 3)):
    return model.YearRecord(year, total, largest, np.array([0.0, 1.0, 2.0, 9.0]), np.array([1.0, 5.0, 11.0, 15.0]), *(np.array(x, float) for x in (above, known, unknown)))


def _record(count=7):
    return model.Record(np.array([23.0, 24.0, 25.0]), tuple(_year(2019 + i, 10.0 ** (23 + 0.5 * i), 10.0 ** (22.5 + 0.5 * i)) for i in range(count)))


def test_a_planted_growth_comes_back():
    trend = model.fit_trend(range(2019, 2026), 3e23 * 4.0 ** np.arange(7))
    assert np.exp(trend.log_growth) == pytest.approx(4)
    assert np.exp(trend.log_last) == pytest.approx(3e23 * 4**6)
    assert trend.sigma == pytest.approx(0, abs=1e-9)
    level, growth = model.draw_trend(np.random.default_rng(0), trend, 5)
    assert np.exp(growth) == pytest.approx([4] * 5)
    assert np.exp(level) == pytest.approx([3e23 * 4**6] * 5)


def test_the_drawn_trend_has_the_errors_of_least_squares():
    rng = np.random.default_rng(5)
    x = np.arange(2015, 2026)
    trend = model.fit_trend(x, np.exp(50 + 1.3 * (x - 2015) + 0.4 * rng.standard_normal(len(x))))
    level, growth = model.draw_trend(np.random.default_rng(1), trend, 200_000)
    inflate = trend.degrees / (trend.degrees - 2)  # variance of Student's t
    assert growth.var() == pytest.approx(inflate * trend.sigma**2 / trend.spread, rel=0.03)
    half = (len(x) - 1) / 2
    assert level.var() == pytest.approx(inflate * trend.sigma**2 * (1 / len(x) + half**2 / trend.spread), rel=0.03)
    assert np.median(level) == pytest.approx(trend.log_last, abs=0.01)


def test_the_largest_run_is_the_trend_times_the_share_of_a_past_year():
    record = _record().latest(7)
    trend = model.fit_trend([y.year for y in record], [y.total_flop for y in record])
    largest, resembled = model.largest_runs(np.random.default_rng(0), trend, np.full(100, trend.log_last), np.full(100, np.log(2.0)), [2026, 2028], record)
    share = np.array([y.largest_flop / y.total_flop for y in record])[resembled]
    assert largest == pytest.approx(np.exp(trend.log_last) * share * np.array([[2.0], [8.0]]))
    assert set(np.unique(resembled)) == set(range(7))


def test_a_future_year_takes_over_how_far_a_past_one_lay_from_the_trend():
    totals = np.array([1.0, 5.0, 3.0, 60.0, 80.0]) * 1e24
    record = tuple(_year(2021 + i, t, t / 4) for i, t in enumerate(totals))
    trend = model.fit_trend(range(2021, 2026), totals)
    largest, resembled = model.largest_runs(np.random.default_rng(0), trend, np.full(50, trend.log_last), np.zeros(50), [2026], record)
    fitted = trend.log_last + trend.log_growth * np.arange(-4, 1)
    assert largest[0] == pytest.approx(np.exp(trend.log_last) * (totals / np.exp(fitted))[resembled[0]] / 4)


def test_unseen_models_never_rise_with_the_threshold():
    odd = _year(2025, largest=1e25, above=(2, 1, 1), known=(20, 1, 1), unknown=(5, 5, 5))  # the share above jumps where few are known
    record = model.Record(np.array([23.0, 24.0, 25.0]), (odd,))
    out = model.unknown_released(np.random.default_rng(0), record, [1e23, 1e24], np.full((1, 20_000), 1e25), np.zeros(20_000), recent=1)
    assert out[0].mean() == pytest.approx(out[1].mean())
    assert out[1].mean() == pytest.approx(5 * 0.75, rel=0.02)


def test_known_models_follow_the_distance_and_nest():
    record = (_year(2025),)
    largest = np.full((1, 40_000), 1e26)
    out = model.known_released(np.random.default_rng(0), [1e20, 1e24, 1e25, 1e26, 2e26], largest, np.zeros((1, 40_000), int), record)
    mean = out[:, 0].mean(axis=1)
    assert mean[1] == pytest.approx(11, rel=0.02)  # within two orders of magnitude
    assert mean[2] == pytest.approx(5, rel=0.02)
    assert mean[3] == pytest.approx(1)  # the largest itself
    assert np.all(out[4] == 0)
    assert np.all(np.diff(out, axis=0) <= 0)
    assert (out[2, 0] - 1).var() == pytest.approx(4, rel=0.05)  # Poisson around the largest


def test_a_share_from_few_models():
    assert model.share_above(3, 6, 0.0) == pytest.approx(0.5)
    assert model.share_above(0, 0, 0.0) == pytest.approx(0.5)
    assert model.share_above(8, 23, 0.0) == pytest.approx(8.5 / 24)
    odds = np.log(8.5 / 15.5)
    assert model.share_above(8, 23, 1.0) == pytest.approx(1 / (1 + np.exp(-(odds + np.sqrt(1 / 8.5 + 1 / 15.5)))))


def test_unseen_models_in_stock_have_the_mean_and_variance_of_their_years():
    record = _record(3)
    drawn = model.unknown_in_stock(np.random.default_rng(0), record, [1e24, 1e25, 1e29], np.zeros(60_000))
    p = 4.5 / 7
    assert drawn[0].mean() == pytest.approx(3 * 5 * p, rel=0.01)
    assert drawn[0].var() == pytest.approx(3 * 5 * p * (1 - p), rel=0.03)
    assert np.all(drawn[2] == 0)  # nobody is past a threshold above the grid


def test_unseen_models_ahead_lie_as_far_below_the_largest_as_before():
    record = _record(3)
    last = record.years[-1]  # largest 10^23.5: the grid lies 0.5 below it, 0.5 and 1.5 above it
    shifted = model.unknown_released(np.random.default_rng(0), record, [1e25, 1e26], np.full((1, 60_000), last.largest_flop * 100), np.zeros(60_000), recent=1)
    p = 9.5 / 11
    assert shifted[0, 0].mean() == pytest.approx(8 * p, rel=0.02)  # 1e25 is now 0.5 below the largest, where 1e23 was
    assert np.all(np.diff(shifted, axis=0) <= 0)


def test_a_record_is_cut_and_asked():
    record = _record()
    assert [y.year for y in record.until(2021).years] == [2019, 2020, 2021]
    assert [y.year for y in record.latest(2)] == [2024, 2025]
    assert record.at(np.array([9.0, 4.0, 1.0]), [1e23, 10**23.5, 1e27]) == pytest.approx([9, 6.5, 0])
    with pytest.raises(ValueError, match="holds 3 years, 7 are needed"):
        _record(3).latest(7)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="at least four years"):
        model.fit_trend([2020, 2021], [1e25, 2e25])
    with pytest.raises(ValueError, match="total_flop = 0"):
        model.fit_trend([2020, 2021, 2022, 2023], [0, 1, 1, 1])
    trend = model.fit_trend(range(2019, 2026), 4.0 ** np.arange(7))
    with pytest.raises(ValueError, match="2025 is not after the trend's last year"):
        model.largest_runs(np.random.default_rng(0), trend, np.zeros(2), np.zeros(2), [2025], _record().years)
