"""Step and outcome rewards: results against the tables and by hand, and claims C11 and C12."""

import numpy as np
import pytest

from analysis import claims, parameters, tables
from analysis.scaling import rewards as model
from analysis.scaling.results import rewards as results


def test_the_counts_add_up():
    f = results.facts()
    assert f["problems"].value == 7500 + 4500  # Lightman et al., appendix C
    assert f["orm_solutions"].value == 100 * 12_000 and f["orm_ratio"].value == 16
    assert f["steps_per_solution"].value == pytest.approx(800 / 75)
    assert f["score_low"].value == 40 and f["score_high"].value == 90 and f["top_people"].value == 2
    assert f["test_minutes"].value == 3


def test_published_selection_is_as_printed():
    # Lightman et al., section 3: 78.2, 72.4, 69.6 of 500; Wang et al., table 1: 44.5 and 40.4 for LLaMA2-70B on MATH
    c = results.comparisons().set_index("comparison")
    first = c.loc["Lightman 2023, MATH"]
    assert (first["prm_percent"], first["orm_percent"], first["majority_percent"]) == (78.2, 72.4, 69.6)
    assert c.loc["Wang 2023, LLaMA2-70B, MATH", "gain_points"] == pytest.approx(4.1)
    assert (c["low"] < c["gain_points"]).all() and (c["gain_points"] < c["high"]).all()
    assert results.facts()["ahead"].value == (c["gain_points"] > 0).sum() == len(c) - 1
    assert c.loc[c["trained_against"], "gain_points"].min() < 0


def test_the_range_of_the_lead_is_that_of_two_binomials():
    sd = 100 * np.sqrt((0.782 * 0.218 + 0.724 * 0.276) / 500)
    q = results.facts()["prm_gain"]
    assert q.high - q.low == pytest.approx(2 * parameters.Z95 * sd, rel=0.03)


def test_simulated_labels_lie_on_the_closed_form():
    frame = results.estimate_frame()
    dots = frame[frame["simulated"]]
    assert np.abs(dots["hard"] - model.hard_expected(dots["success"].to_numpy(), dots["rollouts"].to_numpy())).max() < 4 * 0.5 / np.sqrt(4000)
    assert np.abs(dots["soft"] - dots["success"]).max() < 4 * 0.5 / np.sqrt(4000)


def test_the_accuracy_curve_passes_through_the_published_point_and_falls():
    frame = results.accuracy_frame()
    curve = frame[frame["label"] == "any roll-out right"].set_index("rollouts")
    assert curve.at[4.0, "accuracy_percent"] == pytest.approx(86, abs=1e-4) and curve["accuracy_percent"].idxmax() == 4
    assert curve.at[256.0, "accuracy_percent"] < 80 and (curve["low"] <= curve["accuracy_percent"]).all() and (curve["accuracy_percent"] <= curve["high"]).all()
    quarter = frame[frame["label"] == "a quarter of them right"]["accuracy_percent"]
    assert (np.diff(quarter) > -1e-9).all()


def test_step_labels_select_better_at_every_size():
    frame = results.selection_frame().pivot(index="solutions", columns="labels", values="solved_percent")
    assert (frame["labels on steps"] > frame["labels on outcomes"]).all()
    f = results.facts()
    assert f["world_right"].value < frame.min().min() and frame.max().max() < f["world_ceiling"].value + 2
    assert 2 < f["world_worth"].value < 16


def test_what_a_label_tells_by_hand():
    length = 800 / 75
    q = 0.5 ** (1 / length)
    steps, outcome = q * 0.5, length * (1 - q) ** 2  # half the solutions right: Q/(1-Q) = 1
    f = results.facts()
    assert f["worth"].value == pytest.approx(steps / outcome)
    assert f["alike_percent"].value == pytest.approx(100 * length * outcome / steps)
    assert f["balance"].value == pytest.approx(2.6 * steps / outcome / 16)


def test_labellers_by_hand():
    f = results.facts()
    assert f["step_low"].value == pytest.approx(100 * 0.4 ** (75 / 800))
    seen = 0.731 * 0.75 + 0.269 * 0.25
    assert f["screen_kept"].value == pytest.approx(100 * 0.25 * 0.731 * 0.269 / (seen * (1 - seen)))
    assert f["screen_whole"].value == pytest.approx(100 * 0.75 ** (800 / 75))


def test_cost_at_the_central_values():
    p = {n: parameters.get(n, part="scaling").central for n in ("label_time_per_solution", "label_wage", "rollout_solution_length", "rollout_token_price")}
    f = results.facts()
    assert f["collected_cost"].value == pytest.approx(101_599 * p["label_time_per_solution"] / 3600 * p["label_wage"], rel=0.02)
    tokens = 440_000 * 8 * p["rollout_solution_length"] * (800 / 75 - 1) / 2
    run = results.costs()["shepherd"]
    assert float(run.model(**{n: q.central for n, q in run.parameters.items()}, **run.fixed)) == pytest.approx(tokens * p["rollout_token_price"] / 1e6)
    assert f["rollout_cost"].low < tokens * p["rollout_token_price"] / 1e6 < f["rollout_cost"].high
    assert f["cheaper"].low > 100
    assert f["orm_sized_cost"].value / f["collected_cost"].value == pytest.approx(1_200_000 / 101_599, rel=0.01)


def test_the_roll_out_price_is_what_the_price_list_says():
    prices = tables.load("inference/list_prices")
    small = prices[prices["catalogue_model"] == "llama-3.1-8b"]["output_usd_per_mtok"]
    p = parameters.get("rollout_token_price", part="scaling")
    assert (p.central, p.low, p.high) == pytest.approx((small.median(), small.min(), small.max()))


def test_c11_counts_are_as_printed_and_the_process_model_picks_better():
    answer = claims.get("C11")
    assert claims.verdict_of("C11") == "reproduced"
    assert answer.numbers["prm_beats_orm"].value == pytest.approx(0.983, abs=0.005)
    assert "16 times as many" in answer.text


def test_c12_the_soft_label_is_unbiased_and_the_hard_one_overrates():
    assert claims.verdict_of("C12") == "reproduced"
    assert results.unbiased() == {"soft": 1.0, "hard": 1.0}
    assert results.facts()["weak_hard"].value == pytest.approx(100 * (1 - 0.9**8))
