"""Shared statistics: rank correlations against scipy and limits, intervals of a share against closed forms and scipy, bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis import statistics

numbers = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=4, max_size=30)


@settings(max_examples=60, deadline=None)
@given(numbers)
def test_it_is_spearman_s(pairs):
    x, y = np.array(pairs, dtype=float).T
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        assert statistics.rank_correlation(x, y) == 0 and np.isnan(statistics.rank_correlation(x, y, undefined=np.nan))
    else:
        assert statistics.rank_correlation(x, y) == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-12)
        assert statistics.rank_correlation(np.exp(x), y) == pytest.approx(statistics.rank_correlation(x, y))
        assert statistics.rank_correlation(-x, y) == pytest.approx(-statistics.rank_correlation(x, y))


def test_it_broadcasts_over_draws():
    rng = np.random.default_rng(1)
    x, y = rng.random((5, 12)), rng.random(12)
    np.testing.assert_allclose(statistics.rank_correlation(x, y), [stats.spearmanr(r, y).statistic for r in x])


def test_the_interval_of_a_share_has_closed_forms_where_nothing_or_all_was_hit():
    n, level = 12, 0.9
    low, high = statistics.share_interval([0, n], n, prior=1.0, level=level)  # Beta(1, n + 1): 1 − (1 − x)^(n + 1)
    assert low == pytest.approx([1 - 0.95 ** (1 / (n + 1)), 0.05 ** (1 / (n + 1))])
    assert high == pytest.approx([1 - 0.05 ** (1 / (n + 1)), 0.95 ** (1 / (n + 1))])


def test_the_interval_of_a_share_is_scipys_and_mirrors():
    low, high = statistics.share_interval(9, 33)
    assert (low, high) == pytest.approx(tuple(stats.beta.ppf([0.05, 0.95], 9.5, 24.5)))
    other = statistics.share_interval(24, 33)
    assert (1 - high, 1 - low) == pytest.approx(other)
    wide = statistics.share_interval(9, 33, level=0.99)
    assert wide[0] < low < high < wide[1]


def test_jeffreys_interval_covers():
    rng = np.random.default_rng(4)
    truth = rng.uniform(0, 1, 20_000)
    low, high = statistics.share_interval(rng.binomial(25, truth), 25)
    assert np.mean((low <= truth) & (truth <= high)) == pytest.approx(0.9, abs=0.015)


def test_settled_keeps_what_processors_agree_on():
    assert statistics.settled([0.123456749, 1.0]).tolist() == [0.1234567, 1.0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: statistics.rank_correlation([1, 2], [1, 2]), "2 pairs have no rank correlation"),
        (lambda: statistics.share_interval(5, 4), "above total"),
        (lambda: statistics.share_interval(-1, 4), "hits"),
        (lambda: statistics.share_interval(1, 4, prior=0), "prior"),
        (lambda: statistics.share_interval(1, 4, level=1), "level"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
