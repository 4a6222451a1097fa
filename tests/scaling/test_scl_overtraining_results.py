"""Over-training: results against the law, the fleet's arithmetic by hand, the explorer, and claim B4."""

import numpy as np
import pytest

from analysis import claims, explorers, parameters, tables
from analysis.scaling import lifetime
from analysis.scaling import overtraining as model
from analysis.scaling.results import chinchilla
from analysis.scaling.results import overtraining as results


def test_the_limit_follows_from_the_exponents_alone():
    f = results.facts()
    law = chinchilla.chosen()
    assert f["wall"].low < (1 + law.alpha / law.beta) ** (1 / law.alpha) < f["wall"].high
    assert f["wall"].high < results.CLAIMED_SHRINK and f["chance_tenth"].value == 0
    assert f["printed_tenth"].value == pytest.approx(0.1 * ((0.62 - 0.28 * 10**0.34) / 0.34) ** (-1 / 0.28))


def test_a_tenth_at_a_hundredfold_by_hand():
    law = chinchilla.chosen()
    n, d = law.optimal(2.1e25, extrapolate=True)
    small = law.loss(n / 10, d * 1000)
    excess = float((small - law.E) / (law.loss(n, d) - law.E))
    f = results.facts()
    assert f["excess"].low < 100 * (excess - 1) < f["excess"].high


def test_data_wanted_by_hand():
    law = chinchilla.chosen()
    n, d = law.optimal(parameters.get("served_training_flop", part="scaling").central, extrapolate=True)
    s = model.shrink_at(law, 100.0)
    frame = results.data_frame().set_index("flop_multiple")
    assert frame.loc[100.0, "tokens"] == pytest.approx(float(d * s * 100), rel=0.02)
    f = results.facts()
    stock = parameters.get("overtraining_text_stock", part="scaling")
    assert f["of_stock"].low < frame.loc[100.0, "tokens"] / stock.central < f["of_stock"].high
    reached = f["stock_reached"].value
    assert float(d * model.shrink_at(law, reached) * reached) == pytest.approx(stock.central, rel=0.05)


def test_the_fleet_by_hand():
    f = results.fleet()
    peak = 989.4e12
    i = 17
    assert f["base"][i] == pytest.approx(f["flop"][i] / (peak * f["mfu"][i] * 365 * 86400))
    assert f["net"][i] == pytest.approx(f["saved"][i] - f["cost"][i])
    assert f["cost"][i] == pytest.approx(99 * f["base"][i])
    assert (np.diff(f["pays"]) <= 0).all()
    assert np.all(f["best_multiple"] >= 1.5) and np.all(f["best_share"] < 1)


def test_a_model_that_is_not_over_trained_stands_at_one():
    frame = results.runs_frame().set_index("model")
    assert frame.loc["Chinchilla", "shrink"] == pytest.approx(1, abs=0.1)
    assert frame.loc["GPT-3", "shrink"] < 0.5 < 2 < frame.loc["Llama 3 70B", "shrink"]
    assert frame["flop_multiple"].max() < 10 and frame["flop_multiple"].idxmax() == "Llama 3 8B"


def test_over_a_life_the_best_size_falls_with_service():
    frame = results.life_frame()
    assert (np.diff(frame["shrink"]) > 0).all() and (np.diff(frame["saving_percent"]) > 0).all()
    assert frame["shrink"].max() < model.max_shrink(chinchilla.chosen())


def test_the_explorer_agrees_with_the_formula():
    got = explorers.get("SCL-X1").at(training_flop=1e25, flop_multiple=10.0, served_tokens=1e15)
    law = chinchilla.chosen()
    n, d = law.optimal(1e25, extrapolate=True)
    s = float(model.shrink_at(law, 10.0))
    assert got["shrink"].low < s < got["shrink"].high
    saved = 1 - lifetime.total_flop(n / s, d * s * 10, 1e15) / lifetime.total_flop(n, d, 1e15)
    assert got["saved_percent"].low - 1 < 100 * float(saved) < got["saved_percent"].high + 1
    none = explorers.get("SCL-X1").at(training_flop=1e25, flop_multiple=1.0, served_tokens=1e11)
    assert none["shrink"].value == pytest.approx(1, abs=1e-6) and none["saved_percent"].value == pytest.approx(0, abs=1e-6)


def test_b4_one_order_for_two_is_near_but_out_of_reach():
    f = results.facts()
    assert 5 < f["shrink_hundred"].value < 7
    priors = tables.load("scaling/law_priors")
    weight = priors[(priors["claim"] == "B4") & (priors["assumption"] == "quality")]["weight"].item()
    assert f["prior_scores"].value == pytest.approx(100 * (1 - weight))
    row = claims.ledger("scaling").set_index("id").loc["B4"]
    assert row["verdict"] == "not reproduced" and 3.16 < row["computed"] < 31.6
