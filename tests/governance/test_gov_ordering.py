"""Ordering: rank correlations inside groups, pairs, matches below a line, bad input."""

import numpy as np
import pytest
from scipy import stats

from analysis.governance import ordering
from analysis.statistics import rank_correlation

def test_inside_groups_time_does_not_count():
    x = np.array([1, 2, 3, 11, 12, 13.0])
    y = np.array([3, 2, 1, 13, 12, 11.0])
    groups = [2023] * 3 + [2024] * 3
    assert rank_correlation(x, y) > 0.5 and ordering.within(x, y, groups) == -1
    assert ordering.within(x, x, [*groups[:4], 2025, 2026]) == 1  # groups of one are left out
    mixed = ordering.within(np.r_[x, 1, 2, 3, 4, 5, 6], np.r_[y, 1, 2, 3, 4, 5, 6], [*groups, *[2025] * 6])
    assert mixed == pytest.approx(0)  # six models at -1, six at 1


def test_pairs():
    assert ordering.pair_share([True, True, False], [3, 2, 1]) == 1
    assert ordering.pair_share([True, False], [1, 1]) == 0.5
    assert np.isnan(ordering.pair_share([True, True], [1, 2]))
    rng = np.random.default_rng(2)
    above, score = rng.random(40) < 0.4, rng.random(40)
    u = stats.mannwhitneyu(score[above], score[~above]).statistic
    assert ordering.pair_share(above, score) == pytest.approx(u / (above.sum() * (~above).sum()))


def test_matches_below_a_line():
    flop = np.array([23.5, 24.5, 24.5, 24.5, 25.2, 25.4, 25.6])
    score = np.array([150, 150, 139, 150, 130, 140, 145.0])
    years = np.array([2025, 2025, 2025, 2021, 2025, 2025, 2025.0])
    enhanced = np.array([True] * 4 + [True] * 3)
    found = ordering.matches(flop, score, years, enhanced, 1e25)
    assert found.tolist() == [False, True, False, False, False, False, False]  # too small, a match, too weak, nothing near in time, above
    assert not ordering.matches(flop, score, years, ~enhanced, 1e25).any()
    assert ordering.matches(flop, score, years, enhanced, 1e25, decades=2)[0]
    both = ordering.matches(np.stack([flop, flop + 1]), score, years, enhanced, 1e25)
    assert both[0].tolist() == found.tolist() and not both[1, 1]


def test_bad_input():
    with pytest.raises(ValueError, match="no group holds three models"):
        ordering.within([1, 2, 3], [1, 2, 3], [1, 2, 3])
    with pytest.raises(ValueError, match="threshold_flop = 0 is outside"):
        ordering.matches([25.0], [1.0], [2025.0], [True], 0)
