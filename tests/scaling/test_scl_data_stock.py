"""The stock of text: closed forms and limits, published values, planted growth, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scaling import data_stock as model

R = 15.387756  # Muennighoff et al. 2023, Appendix A


def test_one_pass_is_worth_itself_and_endless_passes_reach_the_limit():
    assert model.effective_tokens(7.0, 1, R) == 7.0
    assert model.effective_tokens(1.0, 1e9, R) == pytest.approx(1 + R)


def test_published_worth_of_repetition():
    # Muennighoff et al. 2023, section 6 and appendix: up to 4 passes repeated data are nearly as good as new; formula by hand
    assert model.effective_tokens(1.0, 4, R) == pytest.approx(1 + R * (1 - np.exp(-3 / R)))
    assert 3.7 < model.effective_tokens(1.0, 4, R) < 3.75
    # at R* repetitions they are worth on average 1 - 1/e of fresh ones
    assert (model.effective_tokens(1.0, 1 + R, R) - 1) / R == pytest.approx(1 - np.exp(-1))


def test_the_laws_module_and_this_one_agree_on_repeated_text():
    from analysis.scaling import training_laws

    name = next(n for n in training_laws.LAWS if n.startswith("muennighoff"))
    law = training_laws.LAWS[name]
    for passes in (1.0, 2.0, 4.0, 16.0, 60.0):
        assert float(law.effective_tokens(passes * 1e11, 1e11)) == pytest.approx(float(model.effective_tokens(1e11, passes, R)), rel=1e-3)


@given(multiple=st.floats(1.0, 15.0))
def test_epochs_for_inverts_the_worth(multiple):
    assert model.effective_tokens(1.0, model.epochs_for(multiple, R), R) == pytest.approx(multiple)


def test_what_repetition_cannot_reach_is_infinite():
    assert np.isinf(model.epochs_for(1 + R + 0.1, R))


@given(passes=st.floats(1, 500))
def test_repeated_text_is_never_worth_more_than_fresh(passes):
    assert model.effective_tokens(1.0, passes, R) <= passes * (1 + 1e-12)


def test_frontier_by_hand():
    assert list(model.frontier([1, 5, 3, 2, 4, 9], rank=2)) == [True, True, True, False, True, True]
    assert model.frontier([3, 2, 1], rank=5).all()


def test_planted_growth_comes_back():
    year = np.linspace(2020, 2026, 20)
    fit = model.fit_growth(year, 3e11 * 2.4 ** (year - 2020))
    assert fit.per_year == pytest.approx(2.4) and fit.residual == pytest.approx(0, abs=1e-9)
    assert fit.tokens(2030.0) == pytest.approx(3e11 * 2.4**10)


def test_the_interval_of_growth_covers_a_planted_one():
    rng = np.random.default_rng(20261126)
    year, hits = np.sort(rng.uniform(2020, 2026, 18)), 0
    for trial in range(300):
        fit = model.fit_growth(year, np.exp(np.log(2.4) * (year - 2020) + 0.4 * rng.standard_normal(18)))
        low, high = np.quantile(fit.draws(2000, trial), [0.05, 0.95])
        hits += low <= 2.4 <= high
    assert abs(hits / 300 - 0.9) < 3 * np.sqrt(0.09 / 300)  # three Monte Carlo standard errors


NOW = dict(stock_year=2024.5, now=2026.5)


@given(stock=st.floats(1e13, 1e16), pace=st.floats(0, 0.1), growth=st.floats(1.5, 4), share=st.floats(0.2, 1), over=st.floats(1, 20))
def test_in_the_year_found_demand_is_the_stock(stock, pace, growth, share, over):
    year = float(model.exhaustion_year(stock, pace, 4.5e13, growth, **NOW, human_share=share, overtraining=over, last=1e9))
    assert model.demand_in(year, 4.5e13, growth, 2026.5, share, over) == pytest.approx(model.stock_in(year, stock, pace, 2024.5), rel=1e-9)


def test_closed_form_by_hand():
    # ten times today's data at tenfold growth and a stock that stands still: one year
    assert model.exhaustion_year(4.5e14, 0.0, 4.5e13, 10.0, **NOW) == pytest.approx(2027.5)


def test_a_stock_that_grows_faster_is_never_reached():
    assert model.exhaustion_year(1e15, 0.5, 1e13, 1.2, **NOW, last=2100) == 2100
    assert model.exhaustion_year(1e12, 0.5, 1e13, 1.2, **NOW) == -np.inf


def test_overtraining_takes_the_root():
    assert model.overtraining_factor(25.0) == 5.0
    base, over = (float(model.exhaustion_year(3e14, 0.0, 4.5e13, 2.0, **NOW, overtraining=k)) for k in (1.0, 4.0))
    assert base - over == pytest.approx(1.0)  # a factor of two in data at doubling every year


@pytest.mark.parametrize("call, words", [
    (lambda: model.effective_tokens(1.0, 0.5, R), "epochs"),
    (lambda: model.effective_tokens(-1.0, 2, R), "unique_tokens"),
    (lambda: model.effective_tokens(1.0, 2, 0), "half_life"),
    (lambda: model.epochs_for(0.5, R), "multiple"),
    (lambda: model.fit_growth([2020, 2021], [1, 2]), "at least 3"),
    (lambda: model.fit_growth([2020] * 3, [1, 2, 3]), "one date"),
    (lambda: model.fit_growth([2020, 2021, 2022], [1, 0, 3]), "tokens"),
    (lambda: model.demand_in(2030, 1e13, 2.0, 2026, human_share=0), "human_share"),
    (lambda: model.stock_in(2030, 0, 0.05, 2024), "text_stock"),
    (lambda: model.demand_in(2030, 1e13, -2.0, 2026), "token_growth"),
    (lambda: model.frontier([1, 0]), "tokens"),
])  # fmt: skip
def test_bad_input_gets_a_clear_answer(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_three_points_of_growth_by_hand():
    # logarithms 0, 1, 3 in three years: slope 1.5, residuals 1/6, -1/3, 1/6 with one degree of freedom
    fit = model.fit_growth([2020, 2021, 2022], np.exp([0.0, 1.0, 3.0]))
    assert fit.log_slope == pytest.approx(1.5) and fit.freedom == 1
    assert fit.residual == pytest.approx(np.sqrt(1 / 6))
    assert fit.log_slope_error == pytest.approx(np.sqrt(1 / 6 / 2))
