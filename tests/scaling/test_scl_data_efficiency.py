"""Data efficiency: shares by hand, correlations planted and found, draws against their moments, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scaling import data_efficiency as model

score = st.floats(0.1, 0.9)


def test_a_share_by_hand():
    assert float(model.gain_share([20, 50], [40, 60], [60, 70])) == pytest.approx(30 / 60)
    assert model.gain_share([[0.0], [0.0]], [[1.0], [3.0]], [[2.0], [2.0]]).tolist() == [0.5, 1.5]


@given(b=score, gain=st.floats(0.01, 0.5))
def test_the_reference_has_the_whole_gain_and_the_base_none(b, gain):
    assert float(model.gain_share([b], [b + gain], [b + gain])) == pytest.approx(1)
    assert float(model.gain_share([b], [b], [b + gain])) == 0


@given(a=score, b=score, n=st.integers(10, 1000), rho=st.floats(-0.9, 0.99))
def test_a_planted_correlation_is_found_from_the_width(a, b, n, rho):
    va, vb = a * (1 - a) / n, b * (1 - b) / n
    width = 2 * 1.959963984540054 * np.sqrt(va + vb - 2 * rho * np.sqrt(va * vb))
    if width > 0:
        assert float(model.paired_correlation(a, b, n, width)) == pytest.approx(rho, abs=1e-6)


def test_s1s_printed_interval_by_hand():
    # s1, table 2: 59K-full against s1K on AIME 2024, -13.3 to 20.0 points, 53.3 and 50.0 of 30 problems
    sd = (0.333 / 2) / 1.96
    want = (0.25 / 30 + 0.533 * 0.467 / 30 - sd**2) / (2 * np.sqrt(0.25 * 0.533 * 0.467) / 30)
    assert float(model.paired_correlation(0.5, 0.533, 30, 0.333)) == pytest.approx(want, abs=1e-3)


def test_draws_have_the_scores_their_spread_and_their_correlation():
    p, n, rho = np.array([[0.4, 0.6], [0.5, 0.7]]), np.array([200, 400]), np.array([0.6, 0.0])
    d = model.draw_scores(p, n, rho, draws=40_000, seed=3)
    assert d.shape == (40_000, 2, 2)
    assert np.abs(d.mean(0) - p).max() < 4 * 0.035 / np.sqrt(40_000)
    assert np.allclose(d.std(0), np.sqrt(p * (1 - p) / n), rtol=0.03)
    assert np.corrcoef(d[:, 0, 0], d[:, 1, 0])[0, 1] == pytest.approx(0.6, abs=0.02)
    assert abs(np.corrcoef(d[:, 0, 1], d[:, 1, 1])[0, 1]) < 0.02 and abs(np.corrcoef(d[:, 0, 0], d[:, 0, 1])[0, 1]) < 0.02


def test_draws_stay_shares_and_repeat_with_the_seed():
    a = model.draw_scores([[0.02], [0.99]], [30], [0.5], draws=1000, seed=1)
    assert a.min() >= 0 and a.max() <= 1
    assert np.array_equal(a, model.draw_scores([[0.02], [0.99]], [30], [0.5], draws=1000, seed=1))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_all_depend_is_no_likelier_than_the_least_likely(chances):
    alone, together = float(model.all_depend(chances)), float(model.all_depend(chances, together=True))
    assert alone <= together + 1e-12 and together == min(chances)
    assert float(model.all_depend([*chances, 0.0])) == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: model.gain_share([50], [60], [50]), "the reference gains 0 over the base. Give a reference"),
        (lambda: model.paired_correlation(1.0, 0.5, 30, 0.3), "no variance"),
        (lambda: model.paired_correlation(0.4, 0.5, 30, 0.0), "width = 0 is outside"),
        (lambda: model.draw_scores([[1.2]], [30], [0.5]), r"scores = 1.2 is outside \[0, 1\]"),
        (lambda: model.draw_scores([[0.2]], [30], [-0.5]), r"correlation = -0.5 is outside \[0, 1\]"),
        (lambda: model.all_depend([]), "chances is empty"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
