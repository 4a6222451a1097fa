"""Memory: results against servers' logs and printed sizes, parameters against their notes, the inversion by hand, claims D1 and D2."""

import numpy as np
import pytest

from analysis import claims, explorers, parameters, tables
from analysis.inference import kv_cache, models
from analysis.inference.results import memory as results


# --- logs and parameters ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("log_id", "tolerance"), [("sglang-qwen3-235b-4", 0.001), ("vllm-qwen3-235b-4", 0.015)])
def test_servers_caches_are_of_the_size_we_expect(log_id, tolerance):
    # vLLM issue 21348: 16.46 binary GB on each of four accelerators for 367,404 tokens, and 8.11 for 178,880
    row = results.server_log(log_id)
    assert row["bytes_per_token"] == pytest.approx(row["expected_per_token"], rel=tolerance)
    assert row["printed_per_token"] == pytest.approx(row["expected_per_token"] / 2)


def test_16_bit_weights_are_stored_at_two_bytes_each_and_the_8_bit_file_is_larger():
    assert results.server_log("vllm-llama-3-8b-1")["overhead"] == pytest.approx(1, abs=0.001)
    assert results.server_log("vllm-llama-3.1-405b-8")["overhead"] == pytest.approx(1.222, abs=0.001)


def test_a_log_without_its_cache_line_uses_what_the_setting_leaves():
    whole, cut = results.server_log("vllm-llama-3-8b-1"), results.server_log("vllm-llama-3-8b-2")
    assert whole["share"] == pytest.approx((14.96 + 53.29) * 2**30 / 80e9, abs=2e-4)
    assert cut["share"] == pytest.approx((0.9 * 79.22 - 3.58 - 1.26) * 2**30 / 80e9)


def test_parameters_are_what_their_notes_say():
    share = parameters.get("usable_memory_share", part="inference")
    seen = results.logs()[results.logs()["in_range"]]["share"]
    assert len(seen) == 6
    assert share.central == pytest.approx(seen.median(), abs=0.005) and share.low == pytest.approx(seen.min(), abs=0.005)
    assert share.high == pytest.approx(0.93 * 79.22 * 2**30 / 80e9, abs=0.005)
    for name, log_id in (("weight_overhead_8bit", "vllm-llama-3.1-405b-8"), ("weight_overhead_4bit", "vllm-gpt-oss-20b-1")):
        p = parameters.get(name, part="inference")
        assert p.high == pytest.approx(results.server_log(log_id)["overhead"], abs=0.005)
        assert p.low == 1 and p.central == pytest.approx(p.high**0.5, abs=0.01)


# --- D1 ---------------------------------------------------------------------------------------------------------------


def test_the_ratio_is_that_of_head_widths_for_every_grouped_query_model():
    frame = results.printed_against_counted()
    grouped = frame[frame["attention"] == "gqa"]
    assert len(grouped) == 15
    np.testing.assert_allclose(grouped["ratio"] * grouped["head_width_over_formula"], 1, rtol=1e-12)


def test_latents_are_overstated_by_heads_over_latent():
    # DeepSeek-V3: 128 key-value heads of 7168 / 128 and twice that, against a latent of 512 + 64
    row = results.printed_against_counted().set_index("key").loc["deepseek-v3"]
    assert row["ratio"] == pytest.approx(2 * 7168 / 576)


def test_rows_of_the_chart_hold_every_model_once():
    assert results.ratio_frame()["count"].sum() == len(results.printed_against_counted()) == len([m for m in models.every() if m.heads])


def test_exponents_are_one_where_nothing_but_keys_and_values_is_kept():
    frame = results.exponents()
    np.testing.assert_allclose(frame["batch"], 1, atol=1e-9)
    plain = frame["attention"].isin(["mha", "gqa", "mqa", "mla"])
    np.testing.assert_allclose(frame[plain]["sequence"], 1, atol=1e-9)
    assert (frame[frame["attention"].isin(["local-global", "hybrid"])]["sequence"] < 0.985).all()
    np.testing.assert_allclose(frame[frame["attention"] == "ssm"]["sequence"], 0, atol=1e-9)


def test_d1_holds_where_heads_are_hidden_over_heads_wide():
    ledger = claims.ledger("inference").set_index("id")
    assert ledger.loc["D1", "verdict"] == "reproduced under"
    f = results.facts()
    assert (f["models_hold"].value, f["models_fail"].value) == (10, 5)
    assert f["grouped_before"].value == f["hold_before"].value > 0
    assert f["ratio_worst"].value == 0.5 and f["ratio_held"].value == pytest.approx(1)


# --- D2 ---------------------------------------------------------------------------------------------------------------


def test_priors_are_whole_and_sourced():
    frame = tables.load("inference/inversion_priors")
    np.testing.assert_allclose(frame.groupby(["claim_group", "assumption"])["weight"].sum(), 1, atol=1e-9)
    assert set(results.priors("D2")) == {"batch", "kv_bits", "kv_heads", "weight_bits", "weight_count", "memory_unit", "usable_share", "reserve_gb"}
    with pytest.raises(KeyError, match="no rows for D99"):
        results.priors("D99")


def test_the_search_tries_every_set_once():
    frame = results.inversion_sets()
    assert len(frame) == 512 * 3 * 2 * 3 * 3 * 3 * 2 * 2
    assert frame["prior"].sum() == pytest.approx(1)
    assert not frame[["batch", "kv_bits", "kv_heads", "weight_bits", "weight_count", "memory_unit", "usable_share", "reserve_gb"]].duplicated().any()


def one(**chosen):
    frame = results.inversion_sets()
    plain = dict(batch=32, kv_bits=16, kv_heads=8, weight_bits=8, weight_count="nominal", memory_unit="decimal", usable_share=1.0, reserve_gb=0.0) | chosen
    for name, value in plain.items():
        frame = frame[frame[name] == value]
    (row,) = frame.to_dict("records")
    return row


PER_TOKEN = 2 * 126 * 8 * 128  # numbers a token adds to Llama 3.1 405B's cache


@pytest.mark.parametrize(
    ("chosen", "fill", "limit", "left"),
    [
        ({}, 640e9 / (32 * 2 * PER_TOKEN), 235e9 / (32 * 2 * PER_TOKEN), 235),
        ({"batch": 64, "kv_bits": 8}, 640e9 / (64 * PER_TOKEN), 235e9 / (64 * PER_TOKEN), 235),
        ({"batch": 16, "kv_heads": 16}, 640e9 / (16 * 4 * PER_TOKEN), 235e9 / (16 * 4 * PER_TOKEN), 235),
        ({"memory_unit": "binary axis"}, 640 * 2**30 / (64 * PER_TOKEN), 235 * 2**30 / (64 * PER_TOKEN), 235),
        ({"memory_unit": "binary memory"}, 640 * 2**30 / (64 * PER_TOKEN), (640 * 2**30 - 405e9) / (64 * PER_TOKEN), 640 * 1.073741824 - 405),
        ({"weight_count": "counted"}, 640e9 / (64 * PER_TOKEN), (640e9 - 405_853_388_800) / (64 * PER_TOKEN), 640 - 405.8533888),
        ({"weight_count": "stored"}, 640e9 / (64 * PER_TOKEN), (640e9 - 8 * 57.752 * 2**30) / (64 * PER_TOKEN), 640 - 8 * 57.752 * 1.073741824),
        ({"weight_bits": 16}, 640e9 / (64 * PER_TOKEN), 0, -170),
        ({"usable_share": 0.9, "reserve_gb": 6.5}, 576e9 / (64 * PER_TOKEN), (576e9 - 405e9 - 52e9) / (64 * PER_TOKEN), 576 - 405 - 52),
    ],
)
def test_single_sets_by_hand(chosen, fill, limit, left):
    row = one(**chosen)
    assert (row["fill_sequence"], row["limit_sequence"], row["kv_left"]) == (pytest.approx(fill), pytest.approx(limit), pytest.approx(left))


def test_no_power_of_two_gives_both_lengths():
    frame = results.inversion_sets()
    both = frame[frame["both_hit"]]
    assert len(both) and (np.log2(both["batch"]) % 1 != 0).all()
    assert set(frame[frame["fill_hit"] & (np.log2(frame["batch"]) % 1 == 0)]["bytes_per_token"]) == {32 * 2.0 * PER_TOKEN}


def test_chance_sums_over_the_sets_that_could_hit():
    s = results.inversion_summary()
    assert 0 < s["both_expected"] < s["fill_expected"] < s["limit_expected"] < s["tried"]
    assert s["ladder_chance"] == pytest.approx(7 * np.log((1 + 500 / 39000) / (1 - 500 / 39000)) / np.log(131.072), rel=1e-6)  # seven lengths of the ladder lie between 1,000 and 131,072
    assert s["fill_mass"] > 10 * s["fill_mass_expected"]
    assert s["best_share"] > 0.99


def test_d2_the_first_length_is_a_batch_of_32_and_the_second_misses():
    rows = claims.numbers("inference").query("claim == 'D2'").set_index("key")
    assert rows.loc["fill_sequence", "computed"] == pytest.approx(38_752, abs=1) and rows.loc["fill_sequence", "agrees"]
    assert rows.loc["limit_sequence", "computed"] == pytest.approx(14_229, abs=1) and not rows.loc["limit_sequence", "agrees"]
    assert rows.loc["length_ratio_to_memory_ratio", "computed"] == pytest.approx((39 / 16) / (640 / 235))
    assert rows.loc[["hbm", "weights", "kv_left"], "agrees"].all()
    assert claims.ledger("inference").set_index("id").loc["D2", "verdict"] == "not reproduced"
    assert results.facts()["batch_16"].value == 32


# --- users ------------------------------------------------------------------------------------------------------------


def test_users_at_central_assumptions_by_hand():
    left = 0.93 * 640e9 - 1.1 * 405_853_388_800
    run = results.users("llama-3.1-405b", "8xH100", 8_000)
    centre = {n: p.central for n, p in run.parameters.items()}
    assert float(run.model(**run.fixed, **centre)) == left // (8_000 * 516_096)
    assert run.quantity("1").value == pytest.approx(left // (8_000 * 516_096), abs=1)


def test_tipping_values_leave_nothing():
    f = results.facts()
    assert f["tipping_share"].value / 100 * 640e9 == pytest.approx(1.1 * 405_853_388_800, rel=1e-6)
    assert f["tipping_overhead"].value * 405_853_388_800 == pytest.approx(0.93 * 640e9, rel=1e-6)


def test_users_fall_with_context_and_rise_with_memory():
    for model in ("llama-3.1-70b", "gemma-3-27b", "deepseek-v3"):
        by_context = [np.median(results.users(model, "8xH200", c).samples) for c in results.CONTEXTS]
        assert sorted(by_context, reverse=True) == by_context
        by_system = [np.median(results.users(model, s, 8_000).samples) for s in ("8xH100", "8xH200", "8xB200", "72xGB200")]
        assert sorted(by_system) == by_system


def test_a_model_that_does_not_fit_is_told_by_how_much():
    frame = results.users_frame().set_index("model")
    assert (frame.loc["Kimi K2", "users"] == 0).all() and (frame.loc["Kimi K2", "lacks_gb"] > 500).all()
    assert results.facts()["lacks_deepseek"].value == pytest.approx(1.1 * 671.026 - 0.93 * 640, abs=10)
    assert frame.loc["Qwen3 235B-A22B", "users"].isna().sum() == 1  # its own limit is below 128,000 tokens


def test_the_explorer_says_what_the_propagation_says():
    item = explorers.get("INF-X1")
    got = item.at(model="DeepSeek-V3", system="DGX H200", context=3.2e4)
    want = results.users("deepseek-v3", "8xH200", 32_000).quantity("1")
    assert (got["users"].low, got["users"].value, got["users"].high) == (want.low, want.value, want.high)
    four = item.at(model="Llama 3.1 405B", weights_as="4-bit", kv="8-bit")
    assert four["cache_gb"].value == pytest.approx(float(kv_cache.kv_cache_bytes(models.get("llama-3.1-405b"), 1, 8_000, 1.0)) / 1e9)
    assert item.at(model="Kimi K2")["room_gb"].value < 0


@pytest.mark.parametrize(("model", "system"), [("llama-3.1-405b", "8xH100"), ("gemma-3-27b", "8xH200"), ("deepseek-v3", "8xB200"), ("qwen3.5-397b-a17b", "8xH200")])
def test_the_serving_model_fits_the_same_users(model, system):
    # two ways to the same count: the serving model's batch that memory holds, and room over cache here
    from analysis.inference import memory, serving, systems, weights

    m, s = models.get(model), systems.get(system)
    left = memory.room_bytes(s.memory_bytes, weights.weight_bytes(m, "fp8"), 0.9)
    for context in results.CONTEXTS:
        here = memory.users_that_fit(left, memory.counted_cache_bytes(m, 1, context))
        assert np.floor(serving.memory_batch(m, s, context, usable=0.9)) == here
