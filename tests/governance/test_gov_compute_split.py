"""Inference's share pooled: closed forms, limits, a planted truth, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.governance import compute_split as model

WIDTHS = {"level_sd": 1.0, "slope_sd": 0.5, "source_sd": 0.8, "source_slope_sd": 0.25}
WIDE = {"level_sd": 1e3, "slope_sd": 1e3, "source_sd": 0.0, "source_slope_sd": 0.0}
share = st.floats(0.02, 0.98)


def fit(year, shares, sd=0.3, source=None, **widths):
    return model.fit(year, shares, np.full(len(shares), sd), list(map(str, range(len(shares)))) if source is None else source, **(WIDTHS | widths))


def test_share_of_by_hand():
    assert model.share_of(2.0, 5.0) == pytest.approx(2 / 7)
    assert model.share_of(2.0, 0.0) == 1


def test_the_middle_of_a_share_and_its_complement_is_a_half():
    assert model.between(0.2, 0.8) == pytest.approx(0.5)
    assert model.between(0.3, 0.3) == pytest.approx(0.3)
    assert model.between(0.2, 0.5) == pytest.approx(1 / 3)  # odds of 1/4 and 1: geometric mean 1/2


def test_a_range_is_read_as_five_and_ninety_five_percent():
    low, high = 1 / (1 + np.exp(1.6448536)), 1 / (1 + np.exp(-1.6448536))
    assert model.statement_sd(low, high, 1e-9, 1.0) == pytest.approx(1.0)
    assert model.statement_sd(0.4, 0.4, 0.3, 1.0) == pytest.approx(0.3)


def test_a_quarter_of_the_weight_doubles_the_deviation():
    assert model.statement_sd(0.4, 0.5, 0.3, 0.25) == pytest.approx(2 * model.statement_sd(0.4, 0.5, 0.3, 1.0))


def test_no_departures_and_flat_priors_give_least_squares():
    years, shares = np.array([2023, 2024, 2025, 2026.0]), np.array([0.3, 0.5, 0.45, 0.7])
    slope, level = np.polyfit(years - 2024.5, np.log(shares / (1 - shares)), 1)
    trend = fit(years, shares, **WIDE)
    assert trend.mean == pytest.approx([level, slope], rel=1e-4)
    assert trend.covariance[1, 1] == pytest.approx(0.3**2 / np.sum((years - 2024.5) ** 2), rel=1e-4)


def test_one_statement_at_the_middle_year_shrinks_as_the_textbook_says():
    trend = fit([2024.5], [0.8], source_slope_sd=0.0)
    spread = 0.3**2 + 0.8**2
    assert trend.mean[0] == pytest.approx(np.log(4) / (1 + spread))
    assert trend.covariance == pytest.approx(np.diag([spread / (1 + spread), 0.25]))
    assert trend.rises() == 0.5


def test_the_closed_form_is_that_of_all_unknowns_written_out():
    year, shares, source = np.array([2023, 2026, 2024, 2025.0]), np.array([0.3, 0.6, 0.4, 0.35]), ["a", "a", "b", "b"]
    t, own = year - 2024.5, np.array([[1, 0], [1, 0], [0, 1], [0, 1.0]])
    design = np.column_stack([np.ones(4), t, own, own * t[:, None]])
    prior = np.diag(np.array([1.0, 0.5, 0.8, 0.8, 0.25, 0.25]) ** -2)
    covariance = np.linalg.inv(design.T @ design / 0.3**2 + prior)
    mean = covariance @ design.T @ np.log(shares / (1 - shares)) / 0.3**2
    trend = fit(year, shares, source=source)
    assert trend.mean == pytest.approx(mean[:2]) and trend.covariance == pytest.approx(covariance[:2, :2])


def test_a_planted_trend_is_found_and_its_range_holds_it_as_often_as_it_says():
    rng = np.random.default_rng(7)
    inside, found = [], []
    for _ in range(600):  # truths drawn from the prior itself: 90 % of ranges must hold them
        a, b = rng.normal(0, [1.0, 0.5])
        source = np.repeat(np.arange(6), 3)
        year = rng.integers(2023, 2027, 18)
        y = a + rng.normal(0, 0.8, 6)[source] + (b + rng.normal(0, 0.25, 6)[source]) * (year - 2024.5) + rng.normal(0, 0.3, 18)
        trend = fit(year, 1 / (1 + np.exp(-y)), source=source)
        low, high = np.log(trend.odds_growth(0.05)), np.log(trend.odds_growth(0.95))
        inside.append(low <= b <= high)
        found.append((trend.mean[1], b))
    assert np.mean(inside) == pytest.approx(0.9, abs=4 * np.sqrt(0.09 / 600))
    assert np.corrcoef(np.transpose(found))[0, 1] > 0.9


def test_levels_of_different_sources_are_no_trend():
    """Two sources that stay put at different levels, the higher one later: no rise within either."""
    year, source = [2023, 2024, 2025, 2026], ["a", "a", "b", "b"]
    assert fit(year, [0.3, 0.3, 0.6, 0.6], source=source).mean[1] < 0.5 * fit(year, [0.3, 0.3, 0.6, 0.6], source=source, source_sd=0.0).mean[1]


@given(st.lists(share, min_size=2, max_size=5))
def test_turning_inference_and_the_rest_around_turns_the_trend_around(shares):
    year = 2023 + np.arange(len(shares)) % 4
    there, back = fit(year, shares), fit(year, [1 - s for s in shares])
    assert there.rises() == pytest.approx(1 - back.rises(), abs=1e-9)
    assert there.share(2026, 0.05) == pytest.approx(1 - back.share(2026, 0.95))


@given(share, st.floats(0.001, 0.01))
def test_a_higher_last_share_makes_a_rise_likelier(last, more):
    assert fit([2023, 2026], [0.4, last + more], source=["a", "a"]).rises() > fit([2023, 2026], [0.4, last], source=["a", "a"]).rises()


@given(st.floats(2020, 2030), st.floats(0.05, 0.9))
def test_quantiles_are_shares_and_rise(year, level):
    trend = fit([2023, 2025], [0.3, 0.5])
    assert 0 < trend.share(year, level) < trend.share(year, level + 0.05) < 1


def test_without_statements_that_differ_in_year_only_the_prior_speaks_of_a_trend():
    assert fit([2024.5, 2024.5], [0.2, 0.9]).rises() == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: model.share_of(0.0, 1.0), "part = 0"),
        (lambda: model.share_of(1.0, -1.0), "rest = -1"),
        (lambda: model.log_odds(1.0), "share = 1"),
        (lambda: model.statement_sd(0.5, 0.4, 0.3, 1.0), "high lies below low"),
        (lambda: model.statement_sd(0.4, 0.5, 0.3, 0.0), "Leave a statement out"),
        (lambda: model.statement_sd(0.4, 0.5, 0.0, 1.0), "noise_sd = 0"),
        (lambda: fit([2023, 2024], [0.4, 40.0]), "share = 40"),
        (lambda: fit([2023], [0.4, 0.5]), "do not match"),
        (lambda: fit([2023], [0.4], sd=0.0), "sd = 0"),
        (lambda: fit([2023], [0.4], slope_sd=0.0), "slope_sd = 0"),
        (lambda: fit([2023], [0.4], source_sd=-1.0), "source_sd = -1"),
        (lambda: fit([2023], [0.4]).share(2024, 1.0), "level = 1"),
        (lambda: fit([2023], [0.4]).odds_growth(0.0), "level = 0"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_what_a_posterior_says_of_a_year_by_hand():
    trend = model.Trend(np.array([0.3, 0.4]), np.array([[0.04, 0.01], [0.01, 0.0225]]), 2024.5)
    sd = np.sqrt(0.04 + 2 * 2.0 * 0.01 + 2.0**2 * 0.0225)  # two years on
    for level, z in ((0.05, -1.6448536), (0.5, 0.0), (0.95, 1.6448536)):
        assert trend.share(2026.5, level) == pytest.approx(1 / (1 + np.exp(-(0.3 + 0.4 * 2.0 + z * sd))), rel=1e-6)
    assert trend.rises() == pytest.approx(0.9961695)  # the normal integral up to 0.4 / 0.15
    assert trend.odds_growth(0.95) == pytest.approx(np.exp(0.4 + 1.6448536 * 0.15), rel=1e-6)
