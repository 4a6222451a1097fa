"""Compute allocated over model sizes: the paper's own small tables, conservation, and the fast count against the plain one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.governance import allocation as model


def _inputs(draws, seed=0, largest=1e27, share=None):
    rng = np.random.default_rng(seed)
    share = rng.uniform(0.05, 0.3, draws) if share is None else np.full(draws, share)
    gradient, smallest = rng.uniform(0.9, 1.0, draws), 10 ** rng.uniform(-8, -6, draws)
    return np.full(draws, float(largest)), share, gradient, smallest


def test_ten_times_the_size_draws_ten_to_the_gradient_times_the_compute():
    # draft of April 2025, table I.1, row k = 1: 90 % within one order of magnitude, 9 % in the next; k = 0.5: 68 and 22 %
    edges = np.array([1.0, 0.1, 0.01, 0.001])
    assert -np.diff(model.share_up_to(edges, 1.0)) == pytest.approx([0.9, 0.09, 0.009])
    assert -np.diff(model.share_up_to(edges, 0.5))[:2] == pytest.approx([0.68, 0.22], abs=0.005)
    steps = -np.diff(model.share_up_to(edges, 1.1))
    assert steps[0] / steps[1] == pytest.approx(10**1.1)


def test_models_per_bin_is_the_same_everywhere_at_gradient_one_and_inverse_in_the_largest_share():
    assert model.models_per_bin(0.05, 1.0, 1.0, [0, 1, 3]) == pytest.approx([0.9 / 0.05 / 0.55] * 3)
    # appendix F.2: a largest share ten times smaller gives ten times the models (56 against 5 by their geometric mean)
    assert model.models_per_bin(0.05, 1.0, 1.0) / model.models_per_bin(0.5, 1.0, 1.0) == pytest.approx(10)


def test_the_bins_spend_exactly_what_they_are_given():
    largest, share, gradient, smallest = _inputs(300)
    spent = np.zeros(300)
    for draw, flop in model.fill_bins(np.random.default_rng(1), largest, share, gradient, smallest, 0.0):
        np.add.at(spent, draw, flop)
    assert spent * share / largest == pytest.approx(1 - smallest**gradient)


def test_no_model_exceeds_the_largest():
    largest, share, gradient, smallest = _inputs(200)
    assert max(flop.max() for _, flop in model.fill_bins(np.random.default_rng(1), largest, share, gradient, smallest, 0.0)) <= largest[0]


def test_the_fast_count_is_the_plain_one_within_monte_carlo_error():
    draws, thresholds = 12_000, np.array([1e23, 1e24, 3e25, 1e26, 6e26])
    largest, share, gradient, smallest = _inputs(draws)
    largest = largest * np.random.default_rng(9).lognormal(0, 1, draws)  # so that blocks differ
    fast = model.counts_above(np.random.default_rng(2), thresholds, largest, share, gradient, smallest)
    plain = np.zeros((len(thresholds), draws))
    for draw, flop in model.fill_bins(np.random.default_rng(3), largest, share, gradient, smallest, thresholds[0]):
        for t, threshold in enumerate(thresholds):
            plain[t, draw[flop >= threshold]] += 1
    error = np.sqrt(((fast - plain).var(axis=1)) / draws)
    assert np.all(np.abs(fast.mean(axis=1) - plain.mean(axis=1)) < 4 * error)
    assert fast.std(axis=1) == pytest.approx(plain.std(axis=1), rel=0.05)


def test_a_draw_keeps_its_place_although_blocks_are_sorted():
    largest = np.array([1e27, 1e22, 1e26])
    out = model.counts_above(np.random.default_rng(0), [1e25], largest, np.full(3, 0.1), np.ones(3), np.full(3, 1e-7))
    assert out[0, 1] == 0
    assert out[0, 0] > out[0, 2] > 0


@settings(max_examples=20, deadline=None)
@given(st.floats(0.05, 0.5), st.floats(24, 28), st.integers(0, 99))
def test_more_models_above_a_lower_threshold(share, log10_largest, seed):
    inputs = _inputs(50, seed, 10**log10_largest, share)
    counts = model.counts_above(np.random.default_rng(seed), 10.0 ** np.arange(22, 29), *inputs)
    assert np.all(np.diff(counts, axis=0) <= 0)
    assert np.all(counts[10.0 ** np.arange(22, 29) > inputs[0][0]] == 0)


def test_fits_is_every_bin_above_its_upper_end():
    rng = np.random.default_rng(4)
    share, gradient, smallest = rng.uniform(0.05, 0.5, 400), rng.uniform(0.8, 1.2, 400), 10 ** rng.uniform(-8, -6, 400)
    edges = smallest[:, None] ** (np.arange(model.BINS + 1) / model.BINS)  # 1 down to the smallest
    spend = (edges[:, :-1] ** gradient[:, None] - edges[:, 1:] ** gradient[:, None]) / share[:, None]
    brute = np.all(spend > edges[:, :-1], axis=1) & (smallest**gradient / share > smallest)
    assert np.array_equal(model.fits(share, gradient, smallest), brute)
    assert 0.2 < brute.mean() < 0.9


def test_near_the_frontier_counts_records_and_what_lies_below_them():
    inputs = [np.stack([x, x]) for x in _inputs(400, largest=1e27, share=0.1)]
    inputs[0][1] *= 4
    written = model.near_frontier_counts(np.random.default_rng(0), [1e-9, 1.0, 2.0], *inputs, before_flop=1e26)
    coded = model.near_frontier_counts(np.random.default_rng(0), [1e-9, 1.0, 2.0], *inputs, before_flop=1e26, inclusive=True)
    assert np.all(np.diff(written, axis=0) >= 0)
    assert np.all(coded <= written)
    assert np.all(coded[0] == 0)  # the largest of its quarter does not count, and nothing equals it
    assert written[0].mean() > 1  # records count
    once = model.near_frontier_counts(np.random.default_rng(0), [0.5, 1.5], *(x[:1] for x in inputs), before_flop=1e26, periods=1)[:, 0]
    fixed = model.counts_above(np.random.default_rng(1), [10**24.5, 10**25.5], *(x[0] for x in inputs))  # one period: the same as a fixed threshold
    assert once.mean(axis=1) == pytest.approx(fixed[::-1].mean(axis=1), rel=0.02)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="relative_size = 2"):
        model.share_up_to(2.0, 1.0)
    with pytest.raises(ValueError, match="largest_share = 0"):
        model.models_per_bin(0.0, 1.0, 1.0)
    with pytest.raises(ValueError, match="before_flop = 0"):
        model.near_frontier_counts(np.random.default_rng(0), [1.0], *(np.ones((1, 1)),) * 4, before_flop=0.0)
    with pytest.raises(ValueError, match="gradient"):
        model.share_up_to(0.5, 0.0)


def test_rounding_among_equal_largest_models_draws_no_other_sample():
    # 10,000 draws lie in two blocks; where the largest model is set, a last digit must not decide who lies in which
    largest, share, gradient, smallest = _inputs(10_000, share=0.1)
    ends = np.nextafter(largest, np.where(np.arange(10_000) % 2, np.inf, 0))
    one, other = (model.counts_above(np.random.default_rng(5), [1e24, 1e25], x, share, gradient, smallest) for x in (largest, ends))
    assert np.array_equal(one, other)
