"""Score against size: closed forms, planted truth, coverage, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from analysis.scaling import data_quality as model

SIZES = np.array([1e9, 2e9, 7e9, 1.3e10, 3.4e10, 7e10])


def planted(sizes, slope, level, noise=0.0, floor=0.0, rng=None):
    odds = level + slope * (np.log10(sizes) - 10) + (0 if rng is None else noise * rng.standard_normal(np.shape(sizes)))
    return floor + (100 - floor) * expit(odds)


def test_planted_line_without_noise_comes_back():
    line = model.fit_line(SIZES, planted(SIZES, 0.9, 0.3))
    assert line.slope == pytest.approx(0.9, rel=1e-9)
    assert line.level + line.slope * (10 - line.centre) == pytest.approx(0.3, rel=1e-9)
    assert line.residual == pytest.approx(0, abs=1e-9)
    assert line.freedom == 4 and line.smallest == pytest.approx(1e9) and line.largest == pytest.approx(7e10)


def test_a_floor_is_taken_off():
    line = model.fit_line(SIZES, planted(SIZES, 0.7, -0.2, floor=25), floor=25)
    assert line.slope == pytest.approx(0.7, rel=1e-9)
    assert line.score(1e10) == pytest.approx(25 + 75 * expit(-0.2), rel=1e-9)


def test_three_points_by_hand():
    # log-odds 0, 1, 3 at decades 9, 10, 11: slope 1.5, level 4/3, residuals 1/6, -1/3, 1/6
    line = model.fit_line([1e9, 1e10, 1e11], 100 * expit(np.array([0.0, 1.0, 3.0])))
    assert (line.slope, line.level) == (pytest.approx(1.5), pytest.approx(4 / 3))
    assert line.residual == pytest.approx(np.sqrt(1 / 36 + 1 / 9 + 1 / 36))
    assert line.slope_variance == pytest.approx(line.residual**2 / 2)
    assert line.level_variance == pytest.approx(line.residual**2 / 3)


@given(size=st.floats(1e8, 1e13), slope=st.floats(0.1, 2), level=st.floats(-2, 2))
def test_size_inverts_score(size, slope, level):
    line = model.ScoreLine(slope, level, 10.0, 0.0, 0.0, 0.0, 4, 0.0, 1e9, 1e11)
    score = float(line.score(size))
    if 0.01 < score < 99.99:
        assert line.size(score) == pytest.approx(size, rel=1e-6)


def test_a_certain_line_gives_one_size():
    line = model.fit_line(SIZES, planted(SIZES, 0.9, 0.3))
    got = model.equivalent_size(line, float(planted(2e10, 0.9, 0.3)), draws=100).quantile([0.05, 0.5, 0.95])
    np.testing.assert_allclose(got, 2e10, rtol=1e-6)


def test_the_interval_covers_a_planted_size_as_often_as_it_says():
    rng = np.random.default_rng(20261126)
    sizes = 10 ** rng.uniform(9, 11, 14)
    truth, hits = 3e10, 0
    target = float(planted(truth, 0.8, 0.0))
    for trial in range(300):
        line = model.fit_line(sizes, planted(sizes, 0.8, 0.0, 0.3, rng=rng))
        low, high = model.equivalent_size(line, target, draws=2000, seed=trial).quantile([0.05, 0.95])
        hits += low <= truth <= high
    assert abs(hits / 300 - 0.9) < 3 * np.sqrt(0.09 / 300)  # three Monte Carlo standard errors


def test_few_problems_widen_the_range():
    rng = np.random.default_rng(1)
    line = model.fit_line(SIZES, planted(SIZES, 0.8, 0.0, 0.2, rng=rng))
    sure = np.ptp(np.log10(model.equivalent_size(line, 50.0).quantile([0.05, 0.95])))
    luck = np.ptp(np.log10(model.equivalent_size(line, 50.0, problems=50).quantile([0.05, 0.95])))
    assert luck > sure


def test_a_line_that_may_not_rise_says_that_no_size_is_enough():
    rng = np.random.default_rng(2)
    line = model.fit_line([1e9, 2e9, 3e9, 4e9], planted(np.array([1e9, 2e9, 3e9, 4e9]), 0.0, -1.0, 0.5, rng=rng))
    sizes = model.equivalent_size(line, 90.0)
    assert np.isinf(sizes.quantile(0.95)) and sizes.quantile(0.95, cap=1e15) == pytest.approx(1e15)


@settings(max_examples=20, deadline=None)
@given(score=st.floats(20, 80))
def test_a_higher_score_needs_a_larger_model(score):
    rng = np.random.default_rng(3)
    line = model.fit_line(SIZES, planted(SIZES, 0.9, 0.0, 0.1, rng=rng))
    assert model.equivalent_size(line, score + 5).quantile(0.5) > model.equivalent_size(line, score).quantile(0.5)


def test_shares_epochs_and_operations():
    assert model.share_of(400e9, 3.28e12) == pytest.approx(12.195, abs=1e-3)
    assert model.epochs(10e12, 40, 290e9) == pytest.approx(13.8, abs=0.05)  # Phi-4 report, Table 5
    assert model.training_flop(14e9, 9.8e12) == pytest.approx(8.232e23)


@pytest.mark.parametrize("call, words", [
    (lambda: model.fit_line([1e9, 1e10], [30, 40]), "at least 3"),
    (lambda: model.fit_line([1e9] * 3, [30, 40, 50]), "one size"),
    (lambda: model.fit_line([1e9, 1e10, 1e11], [20, 40, 50], floor=25), "score"),
    (lambda: model.fit_line([1e9, 1e10, 1e11], [30, 40, 100]), "score"),
    (lambda: model.fit_line([1e9, -1, 1e11], [30, 40, 50]), "size"),
    (lambda: model.fit_line([1e9, 1e10, 1e11], [30, 40]), "one score per model"),
    (lambda: model.share_of(-1, 10), "parts"),
    (lambda: model.epochs(1e12, 140, 1e9), "share"),
    (lambda: model.training_flop(0, 1e9), "params"),
])  # fmt: skip
def test_bad_input_gets_a_clear_answer(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_the_luck_of_a_test_is_that_of_its_problems():
    # a certain line: the range of sizes is the binomial one of the score, 2 x 1.645 x sqrt(p(1-p)/n) in log-odds p(1-p) units
    line = model.ScoreLine(1.0, 0.0, 10.0, 0.0, 0.0, 0.0, 4, 0.0, 1e9, 1e11)
    low, middle, high = np.log10(model.equivalent_size(line, 20.0, problems=400, draws=200_000).quantile([0.05, 0.5, 0.95]))
    assert middle == pytest.approx(10 + np.log(0.2 / 0.8), abs=0.01)
    assert high - low == pytest.approx(2 * 1.645 / np.sqrt(400 * 0.2 * 0.8), rel=0.03)
