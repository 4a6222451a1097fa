"""The back-test: scores against closed forms, a forecast that knows how sure it is, no look into the future, and the numbers of the page."""

import numpy as np
import pytest

from analysis.governance import back_test as model
from analysis.governance import forecast
from analysis.governance.frontier_counts import Record, YearRecord
from analysis.governance.results import back_test as results
from analysis.governance.results.forecast import OWN, THEIRS


def test_inside_counts_the_ends():
    assert model.inside([1, 2, 3, 4], 2, 3).tolist() == [False, True, True, False]


def test_log_error_is_symmetric_and_knows_zero():
    assert model.log_error(9.5, 4.5) == pytest.approx(np.log(2))
    assert model.log_error(4.5, 9.5) == pytest.approx(-np.log(2))
    assert model.log_error(0, 0) == 0


def test_ranks_of_a_forecast_that_knows_how_sure_it_is_are_even():
    rng = np.random.default_rng(0)
    centre = rng.normal(0, 3, (2_000, 1))
    ranks = model.rank_of(centre[:, 0] + rng.standard_normal(2_000), centre + rng.standard_normal((2_000, 400)))
    assert np.histogram(ranks, bins=5, range=(0, 1))[0] / 2_000 == pytest.approx([0.2] * 5, abs=0.03)
    assert model.rank_of(3, [3, 3, 3]) == 0.5


def test_ranked_probability_score_has_its_closed_form():
    draws = np.random.default_rng(1).standard_normal(200_000)
    assert model.ranked_probability_score(0.0, draws) == pytest.approx(2 / np.sqrt(2 * np.pi) - 1 / np.sqrt(np.pi), abs=0.003)
    assert model.ranked_probability_score(5.0, [2.0, 2.0]) == pytest.approx(3)
    assert model.ranked_probability_score([1.0, 4.0], [[1.0, 1.0], [2.0, 2.0]]) == pytest.approx([0, 2])


def test_coverage_range_draws_groups_as_wholes():
    assert model.coverage_range([[True, True], [True]]) == (1.0, 1.0)
    low, high = model.coverage_range([[True] * 10, [False] * 10] * 5)
    assert low < 0.3
    assert high > 0.7


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="low end is above its high end"):
        model.inside(1, 3, 2)
    with pytest.raises(ValueError, match="observed = -1"):
        model.log_error(1, -1)
    with pytest.raises(ValueError, match="predicted = -1"):
        model.log_error(-1, 1)
    with pytest.raises(ValueError, match="group of cells is empty"):
        model.coverage_range([[]])


def test_a_forecast_sees_no_year_after_its_origin():
    rec = forecast.record()
    spoilt = Record(rec.log10_grid, tuple(y if y.year <= 2021 else YearRecord(y.year, 1e35, 1e34, y.within_oom, 50 * y.models_within, 50 * y.above, y.past_known, y.past_unknown) for y in rec.years))
    for basis in ("known", "all"):
        honest, other = (forecast.own_flows(r.until(2021), [1e24, 1e25], range(2022, 2026), 300, 1, basis)[1] for r in (rec, spoilt))
        assert np.array_equal(honest, other)
    assert results._their_inputs(rec, 2021) == results._their_inputs(spoilt, 2021)


def test_their_growth_at_an_origin_is_that_of_the_six_years_before():
    rec = forecast.record()
    total = {y.year: y.total_flop for y in rec.years}
    inputs = results._their_inputs(rec, 2020)
    assert inputs.growth == pytest.approx((total[2020] / total[2014]) ** (1 / 6))
    assert inputs.training_flop([2021], np.zeros(1))[0, 0] == pytest.approx(total[2020] * inputs.growth)


def test_cells_are_shared_by_the_methods_and_counted_from_the_table():
    frame = results.rolling()
    assert (frame.groupby("method").size() == len(frame) / 2).all()
    row = frame[(frame["origin"] == 2023) & (frame["year"] == 2025) & (frame["level"] == 25.0)]
    assert (row["observed"] == 16).all()  # eight in 2024, eight in 2025
    assert ((frame["observed"] >= frame["low"]) & (frame["observed"] <= frame["high"])).equals(frame["inside"])
    assert set(frame["origin"]) == set(results.ORIGINS)


def test_scores_add_up():
    for row in results.scores().itertuples():
        assert row.coverage + row.too_many + row.too_few == pytest.approx(100)
        assert row.low <= row.coverage <= row.high
        assert row.factor >= 1
    by = results.scores_by("horizon")
    for name, frame in by.groupby("method"):
        mean = np.average(frame["coverage"], weights=frame["cells"])
        assert mean == pytest.approx(results.scores().set_index("method").loc[name, "coverage"])
    assert results.rank_frame().groupby("method")["share_percent"].sum().to_numpy() == pytest.approx([100, 100])


def test_neither_method_reaches_its_nominal_coverage():
    # what the page's title says; it has to be rewritten when a copy changes it
    f = results.facts()
    assert f["coverage_own"].value < 90
    assert f["coverage_km"].value < f["coverage_own"].value
    assert f["coverage_own_1"].value > f["coverage_own_5"].value


def test_the_copy_of_february_2025():
    f = results.facts()
    assert f["came_known_1e25"].value == 16
    assert f["copy_own_known_1e25"].low <= 16 <= f["copy_own_known_1e25"].high
    assert f["copy_km_known_1e25"].low > 16
    assert f["drift_old"].value == 12  # models of 2024 at or above 1e25 in February 2025
    assert f["drift_new"].value == 8
    assert f["end_2025_counted_1e26"].value == 3
    assert f["end_2025_epoch_1e26"].value == 10
    frame = results.copies()
    assert set(frame["method"]) == {OWN, THEIRS}
    assert (frame["observed_all"] >= frame["observed_known"]).all()


def test_the_first_half_of_2026():
    known, everything = results.first_half()
    assert known.value == 2
    assert everything.low > 2
    assert everything.high <= 2 + 24
