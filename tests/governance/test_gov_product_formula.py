"""The product formula: closed forms and limits, planted truths, published trades, the results by hand, claim E2 and bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims, explorers, tables
from analysis.governance import product_formula as model
from analysis.governance.results import product_formula as results

RATES = st.floats(0.05, 3)
RATIOS = st.floats(1, 1e6)


def _planted(a=1.1, b=0.6, spread=0.0, tilt=0.0, seed=0, tasks=1e6):
    rng = np.random.default_rng(seed)
    rows = []
    for family, constant in (("x", -24.0), ("y", -26.0)):
        for i, flop in enumerate((1e21, 1e22, 1e23)):
            off, slope = rng.normal(0, spread), b + rng.normal(0, tilt)
            for m in (1.0, 10.0, 100.0):
                y = constant + a * np.log10(flop) + slope * np.log10(m) + off
                rows.append((flop, m, 1 / (1 + np.exp(-y)), tasks, f"{family}{i}", family))
    return [list(c) for c in zip(*rows, strict=True)]


def test_taken_literally_a_factor_of_inference_is_the_same_factor_of_training():
    assert model.training_worth([1.0, 10.0, 300.0], 1.0) == pytest.approx([1, 10, 300])
    assert model.inference_for([1.0, 10.0, 300.0], 1.0) == pytest.approx([1, 10, 300])


def test_rate_of_a_half_squares_the_inference():
    assert model.inference_for(10.0, 0.5) == pytest.approx(100)
    assert model.training_worth(100.0, 0.5) == pytest.approx(10)


def test_beyond_the_limit_no_inference_is_enough_and_more_is_worth_no_more():
    assert model.inference_for(100.0, 0.5, 1.0) == np.inf and np.isfinite(model.inference_for(10.0, 0.5, 1.0))
    assert model.training_worth([1e2, 1e4, 1e8], 0.5, 1.0) == pytest.approx([10, 10, 10])


@given(RATES, RATIOS)
def test_inference_for_undoes_worth(rate, ratio):
    assert model.training_worth(model.inference_for(ratio, rate), rate) == pytest.approx(ratio, rel=1e-6)


@given(RATES, RATIOS, st.floats(0.5, 2))
def test_points_of_an_iso_line_perform_alike(rate, ratio, a):
    whole = model.performance(1e25, 1.0, a, rate * a, -20.0)
    assert model.performance(1e25 / ratio, model.inference_for(ratio, rate), a, rate * a, -20.0) == pytest.approx(whole, rel=1e-6)


@given(st.floats(1.1, 10), st.floats(0.2, 2), st.floats(0.05, 2))
def test_an_efficiency_is_worth_as_much_as_the_compute_it_stands_for(times, a, b):
    known = {"training_exponent": a, "inference_exponent": b, "constant": -20.0}
    assert model.performance(1e24, 3.0, **known, training_efficiency=times) == pytest.approx(model.performance(times * 1e24, 3.0, **known), rel=1e-6)
    assert model.performance(1e24, 3.0, **known, inference_efficiency=times) == pytest.approx(model.performance(1e24, 3.0 * times, **known), rel=1e-6)
    # Heim's product as written: with one exponent for both, any of the four factors may carry the same multiple
    alike = {"training_exponent": a, "inference_exponent": a, "constant": -20.0}
    assert model.performance(1e24, 3.0, **alike, training_efficiency=times) == pytest.approx(model.performance(1e24, 3.0 * times, **alike), rel=1e-6)


def test_flop_of_the_smaller_siblings_answers_by_hand():
    # 8 billion parameters a token against 70 billion, answers of equal length
    f = results.facts()
    assert f["answers_flop"].value == pytest.approx(100 * f["samples_checked"].value * 8 / 70)


def test_published_trade_of_the_board_game():
    """Jones 2021, section IV-C: ten times the training for about fifteen times the search; the slope of Figure 9 is 1.2."""
    rate = results.rates()["Board game (Hex), tree search"]
    assert np.all((rate >= 1 / 1.2 - 1e-9) & (rate <= 1 / 1.176 + 1e-9))
    assert model.inference_for(10.0, np.median(rate)) == pytest.approx(15, rel=0.05)


def test_log_odds_by_hand_and_kept_finite():
    assert model.log_odds(0.5) == 0 and model.log_odds(0.8) == pytest.approx(np.log(4))
    assert model.log_odds(1.0, 10) == pytest.approx(np.log(10.5 / 0.5)) and model.log_odds(0.0, 10) == pytest.approx(-np.log(10.5 / 0.5))


def test_a_planted_truth_is_found_exactly_whatever_the_families_efficiencies():
    fit = model.fit_product(*_planted())
    assert (fit.training_exponent, fit.inference_exponent) == pytest.approx((1.1, 0.6), abs=2e-3)
    assert fit.rate == pytest.approx(0.6 / 1.1, abs=2e-3) and fit.level_spread < 0.01 and fit.slope_spread < 0.01


def test_the_interval_holds_the_planted_rate_nine_times_in_ten():
    inside = []
    for seed in range(150):
        fit = model.fit_product(*_planted(spread=0.3, tilt=0.1, seed=seed), draws=600, seed=seed)
        low, high = np.quantile(fit.rates(), (0.05, 0.95))
        inside.append(low <= 0.6 / 1.1 <= high)
    assert np.mean(inside) == pytest.approx(0.9, abs=0.08)


def test_the_spreads_planted_are_found():
    fits = [model.fit_product(*_planted(spread=0.4, tilt=0.2, seed=s), draws=10) for s in range(120)]
    assert np.sqrt(np.mean([f.level_spread**2 for f in fits])) == pytest.approx(0.4, abs=0.06)
    assert np.sqrt(np.mean([f.slope_spread**2 for f in fits])) == pytest.approx(0.2, abs=0.03)


def test_finite_tests_spread_the_draws():
    few, many = (model.fit_product(*_planted(tasks=n)) for n in (30, 3000))
    assert np.std(few.draws[:, 0]) > 5 * np.std(many.draws[:, 0])


def test_rates_are_infinite_where_more_training_did_not_help():
    fit = model.ProductFit(1.0, 1.0, np.array([[1.0, 0.5], [-0.1, 0.5]]), 0.0, 0.0)
    assert fit.rates().tolist() == [0.5, np.inf]


def test_family_slope_of_a_planted_line_and_its_scatter():
    x = np.array([1e9, 1e10, 1e11, 1e12])
    y = -10 + 0.9 * np.log10(x)
    slope, draws = model.family_slope(x, 1 / (1 + np.exp(-y)), 1e7)
    assert slope == pytest.approx(0.9, abs=1e-4) and np.std(draws) < 1e-4
    rng = np.random.default_rng(1)
    inside = []
    for seed in range(300):
        _, d = model.family_slope(x, 1 / (1 + np.exp(-(y + rng.normal(0, 0.3, 4)))), 1e7, draws=800, seed=seed)
        low, high = np.quantile(d, (0.05, 0.95))
        inside.append(low <= 0.9 <= high)
    assert np.mean(inside) == pytest.approx(0.9, abs=0.05)


def test_the_smaller_sibling_by_hand():
    """Large Language Monkeys' curves: 8B passes 70B's single answer within a handful when checked, and never by vote."""
    f = results.facts()
    rows = tables.load("scaling/coverage_points").query("task == 'MATH' and model == 'Llama-3-8B-Instruct' and selector == 'any sample right'").sort_values("samples")
    below, above = (rows[(rows["solved_percent"] < f["single_large"].value) == side]["samples"] for side in (True, False))
    assert below.max() <= f["samples_checked"].value <= above.min()
    assert f["best_vote"].value < f["single_large"].value
    assert f["sibling_ratio"].value == pytest.approx(70 / 8)


def test_worth_of_thinking_by_hand_for_one_kind():
    g = results.thinking_sizes().query("kind == 'programming'").sort_values("params")
    off, on = (model.log_odds(g[c].to_numpy() / 100, 100.0) for c in ("immediate_percent", "thinking_percent"))
    slope = np.polyfit(np.log10(g["flop"]), off, 1)[0]
    assert np.median(results.worth()["programming"]) == pytest.approx((on - off).mean() / slope, rel=0.06)


def test_worth_falls_from_reasoning_to_knowledge():
    f = results.facts()
    assert f["worth_mathematics"].low > f["worth_knowledge"].high > f["worth_instructions"].high > 1
    assert f["recall_most"].value == pytest.approx(0.9)  # SimpleQA, o3-mini, o4-mini and o3 of openai/simple-evals


def test_lines_of_equal_performance_meet_at_the_reference_and_end_at_their_limits():
    lines = results.iso_frame().groupby("kind")
    for _, g in lines:
        assert g.loc[g["training_flop"].idxmax(), "inference_multiple"] == pytest.approx(1)
    span = (1e25 / lines["training_flop"].min()).to_dict()
    assert span["the formula as written"] == pytest.approx(1000)
    assert span["most language tasks"] == pytest.approx(10, rel=0.06) and span["solved step by step"] == pytest.approx(100, rel=0.06)
    assert span["put to a vote"] < 10


def test_explorer_agrees_with_the_model_and_grows_with_inference():
    e = explorers.get("GOV-X2")
    at = e.at(training_flop=1e24, threshold_flop=1e25, kind=results.KINDS[2], inference_multiple=10_000.0)
    assert at["times"].value == pytest.approx(10) and at["flop"].value == pytest.approx(1e25) and at["chance_percent"].value == pytest.approx(100)
    one = e.at(training_flop=1e24, threshold_flop=1e25, kind=results.KINDS[0], inference_multiple=1.0)
    assert one["times"].value == pytest.approx(1) and one["chance_percent"].value == 0
    chances = [e.at(training_flop=1e24, threshold_flop=1e25, kind=results.KINDS[0], inference_multiple=m)["chance_percent"].value for m in (1.0, 3.0, 10.0, 100.0, 10_000.0)]
    assert chances == sorted(chances) and chances[-1] > 99


def test_pairs_put_the_better_trained_second():
    p = results.pairs()
    assert p["chance"].between(0, 1).all() and set(p["source"]) == {"samples", "votes", "thinking"}
    assert results.pairs(1e4)["chance"].mean() > p["chance"].mean()


def test_e2_the_rate_is_below_one_and_both_kinds_help():
    f = results.facts()
    assert claims.verdict_of("E2") == "conflicts with"
    assert f["rate"].value == pytest.approx(np.median(results.pooled()), abs=0.01) and f["rate"].value < 0.9
    assert f["both_raise"].value > 0.9 and 0.85 < f["ahead"].value < 0.95
    assert f["voted"].high < f["checked"].value


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: model.training_worth(0.5, 1.0), "1 is one answer"),
        (lambda: model.training_worth(2.0, 0.0), "no rate"),
        (lambda: model.inference_for(0.1, 1.0), "threshold over training"),
        (lambda: model.inference_for(10.0, 1.0, -1.0), "most_decades"),
        (lambda: model.log_odds(1.0), "number of tasks"),
        (lambda: model.log_odds(40.0), "not a percentage"),
        (lambda: model.performance(0.0, 1.0, 1.0, 1.0), "training_flop"),
        (lambda: model.performance(1.0, 1.0, 1.0, 1.0, training_efficiency=0.0), "training_efficiency"),
        (lambda: model.fit_product([1e22, 1e22], [1, 10], [0.2, 0.4], [100, 100], ["a", "a"], ["f", "f"]), "smaller or larger sibling"),
        (lambda: model.fit_product([1e22, 1e23], [1, 1], [0.2, 0.4], [100, 100], ["a", "b"], ["f", "f"]), "different multiples"),
        (lambda: model.family_slope([1e9, 1e9, 1e9], [0.1, 0.2, 0.3], 100), "three models of different size"),
        (lambda: model.family_slope([1e9, 1e10], [0.1, 0.2], 100), "three models"),
    ],
)
def test_bad_input_is_refused_with_a_remedy(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_spread_of_the_family_slope_is_the_textbook_error():
    """Draws are Student's with the standard error of least squares: their 5 and 95 % points follow."""
    from scipy.stats import linregress, t

    x, p = np.array([1e9, 1e10, 1e11, 1e12, 1e13]), np.array([0.1, 0.35, 0.3, 0.7, 0.8])
    fit = linregress(np.log10(x), model.log_odds(p, 1e6))
    _, draws = model.family_slope(x, p, 1e6, draws=200_000)
    assert np.quantile(draws, (0.05, 0.95)) == pytest.approx(fit.slope + fit.stderr * t.ppf([0.05, 0.95], 3), rel=0.02)


def test_the_limit_of_a_vote_by_hand():
    rows = tables.load("scaling/coverage_points").query("task == 'MATH' and selector == 'majority vote' and model == 'Llama-3-8B-Instruct'").sort_values("samples")
    gain = np.diff(model.log_odds(rows["solved_percent"].to_numpy()[[0, -1]] / 100, 128))[0]
    assert np.nanmedian(results.vote_limit()) == pytest.approx(gain / results.fits()[results.VOTED].training_exponent, rel=0.1)
