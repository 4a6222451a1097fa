"""A serving fleet: results against published figures, the search, the evidence, and claims D13, D14 and A8."""

import numpy as np
import pytest

from analysis import claims, explorers, parameters
from analysis.inference import serving_fleet as model
from analysis.inference.results import serving_fleet as results


def test_deepseeks_day_is_given_back_by_its_own_rates():
    # DeepSeek (2025), day 6: 608B in, 168B out, 226.75 nodes of 8 on average; 73.7k in and 14.8k out a second per node
    d = results.day()
    assert d["gpus"] == 226.75 * 8
    assert d["nodes_from_rates"] == pytest.approx(226.75, rel=0.005)
    assert d["output_tok_s_gpu"] == pytest.approx(168e9 / 86_400 / 1814)
    assert d["streams_per_gpu"] == pytest.approx(d["output_tok_s_gpu"] / 21)
    assert d["roofline_nodes"] < d["nodes"] < d["model_nodes"] < 10 * d["roofline_nodes"]  # between no losses and all messages charged in full
    assert results.day_frame().groupby("basis")["nodes"].sum()["from its published rates"] == pytest.approx(d["nodes_from_rates"])


def test_a_batch_keeps_the_speed_and_one_more_does_not():
    name, accelerator, _ = results.PROFILES["large"]
    system = results.place(name, accelerator)
    batch, kept, load = results.at_speed(name, system, 1155.0, 211.0, np.array([10.0, 20.0, 5000.0]))
    assert list(kept) == [True, True, False] and batch[2] == 1
    np.testing.assert_allclose(load.interactivity_tok_s_user[:2], [10, 20], rtol=1e-3)


def test_the_surface_meets_the_model_at_a_point_of_its_own():
    seconds = results.message("large", 1000.0, 250.0, 40.0)
    name, accelerator, _ = results.PROFILES["large"]
    _, _, load = results.at_speed(name, results.place(name, accelerator), 1000.0, 250.0, 40.0, at_most=results.KNEE)
    assert seconds == pytest.approx(float(load.accelerator_seconds_per_request), rel=0.1)


def test_no_more_than_the_knee_is_offered():
    name, accelerator, _ = results.PROFILES["large"]
    system = results.place(name, accelerator)
    lone, _, alone = results.at_speed(name, system, 1000.0, 300.0, 1e4)
    batch, _, load = results.at_speed(name, system, 1000.0, 300.0, 1e4, at_most=results.KNEE)
    assert lone == 1 and batch > 1
    assert float(load.interactivity_tok_s_user) == pytest.approx(results.KNEE * float(alone.interactivity_tok_s_user), rel=1e-3)


def test_longer_and_faster_costs_more():
    base = results.message("large", 1000.0, 300.0, 40.0)
    assert results.message("large", 4000.0, 300.0, 40.0) > base and results.message("large", 1000.0, 900.0, 40.0) > base
    assert results.message("small", 1000.0, 300.0, 80.0) > results.message("small", 1000.0, 300.0, 20.0)
    assert results.message("large", 1000.0, 300.0, 40.0, 1.2) == pytest.approx(1.2 * base)


def test_users_need_the_chips_that_serve_them():
    need, have = results.needed("large", 1e9), results.users_per_accelerator("large")
    np.testing.assert_allclose(need.samples * have.samples * 1e9 / 3e8, 1e9, rtol=1e-9)  # 3.33 messages a user and day
    assert results.facts()["messages_per_user"].value == pytest.approx(1e9 / 3e8)


def test_weights_add_to_one_and_the_search_is_whole():
    frame = results.priors()
    dims = [d for d in frame["dimension"].unique() if d not in ("heavy_use", "document_counts")]
    assert np.allclose(frame[frame["dimension"].isin(dims)].groupby("dimension")["weight"].sum(), 1)
    found = results.search()
    assert len(found) == np.prod([(frame["dimension"] == d).sum() for d in dims]) and found["weight"].sum() == pytest.approx(1)
    slow = found.groupby("speed_tok_s")["users_per_chip"].mean()
    assert (slow.diff().dropna() < 0).all()  # faster for each, fewer at once
    assert results.histogram()["weight_percent"].sum() == pytest.approx(100)


def test_a_weighted_median_of_equal_weights_is_the_median():
    values = np.arange(1.0, 102.0)
    assert results._weighted(values, np.ones(101))[1] == pytest.approx(np.median(values))


def test_parameters_are_what_their_notes_say():
    p = parameters.get("fleet_peak_to_mean", part="inference")
    assert p.low == pytest.approx(278 / 226.75, abs=0.005) and p.central == pytest.approx((p.low + p.high) / 2)
    u = results.usage()
    assert parameters.get("message_prompt_tokens", part="inference").central == pytest.approx(u["azure_conversation_prompt"], abs=0.5)
    assert parameters.get("message_answer_tokens", part="inference").central == pytest.approx(1.5 * u["azure_conversation_answer"], rel=0.06)


def test_a_shortage_bites_at_the_peak_only():
    f = results.facts()
    assert 0 < f["refused_tenth"].value < 10 and f["refused_quarter"].value < 25 and f["refused_half"].value < 50
    frame = results.shortage_frame()
    assert (frame[frame["case"] == "level day"]["refused_percent"] - frame[frame["case"] == "level day"]["missing_percent"]).abs().max() < 1e-9


def test_a_witness_counts_once_on_each_side_with_its_strongest_word():
    frame = results.evidence()
    counted = frame[frame["counts"]]
    assert not counted.duplicated(["subject", "direction", "witness"]).any() and not counted["kind"].eq("document").any()
    openai = counted[(counted["witness"] == "OpenAI") & (counted["subject"] == "shortage")]
    assert list(openai["kind"]) == ["notice"]  # the notice outranks the statement


def test_probabilities_follow_from_the_ratios():
    r = {k: parameters.get(f"evidence_{k}", part="inference").central for k in ("notice", "statement", "report", "indirect")}
    by_hand = {
        "shortage": model.posterior([r["notice"], *[r["statement"]] * 3], [r["indirect"]]),
        "sora_closed": model.posterior([r["notice"], r["report"]], [r["indirect"]]),
        "copilot_held": model.posterior([r["indirect"]] * 3, [r["indirect"]]),
    }
    for subject, value in by_hand.items():
        run = results.probability(subject)
        assert float(run.model(**{n: p.central for n, p in run.parameters.items()})) == pytest.approx(float(value))
    assert results.probability("copilot_held", True).samples.mean() > results.probability("copilot_held").samples.mean()


def test_d13_follows_from_the_witnesses():
    f = results.facts()
    row = claims.ledger("inference").set_index("id").loc["D13"]
    assert f["p_shortage"].value > 90 and f["p_sora_closed"].value > 90 and f["p_copilot_held"].value < 75
    assert row["verdict"] == "reproduced under"


def test_d14_holds_to_a_decade():
    row = claims.ledger("inference").set_index("id").loc["D14"]
    f = results.facts()
    assert 0.1 <= row["computed"] <= 10 and row["verdict"] in ("reproduced", "reproduced under")
    assert f["users_heavy"].value < f["users_per_chip"].value < f["day_streams_per_gpu"].value
    assert f["chips"].value * f["users_per_chip"].value == pytest.approx(np.sqrt(1000 * 10_000))


def test_the_explorer_agrees_with_the_model():
    found = explorers.get("INF-X6").at()
    assert found["seconds"].value == pytest.approx(float(results.message("large", 1000.0, 300.0, 50.0)), rel=0.01)
    assert found["users_per_chip"].low < found["users_per_chip"].value < found["users_per_chip"].high
