"""A streamed world: closed forms, a published memory need, properties, the search, the record, the claim."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import claims, parameters
from analysis.inference import streamed_world as model
from analysis.inference.results import streamed_world as results

positive = st.floats(0.1, 1e4)


def test_a_14b_video_transformer_adds_6240_tokens_a_second_at_480p():
    # Wan2.1: 4 frames a latent, 480x832 over 16x16 pixels a token, 16 frames a second; 40 layers of 5120, 16 bits
    rate = model.tokens_per_s(30 * 52, 4, 16)
    assert rate == 6240
    assert model.cache_bytes(1, rate, 2 * 40 * 5120, 2) == pytest.approx(6240 * 819_200)


def test_lingbot_memory_as_nvidia_states_it():
    # FlashDreams: 21 blocks of 3 latent frames at 464x832 with the whole cache kept want about 120 GB (text encoder included)
    rate = model.tokens_per_s(29 * 52, 4, 16)
    need = model.memory_needed_bytes(63 / 4, rate, 2 * 40 * 5120, 14e9 * 2, 2, reserve=0.1)
    assert need == pytest.approx(120e9, rel=0.05)


@given(seconds=positive, rate=positive, values=positive, weights=st.floats(0, 1e9), width=st.sampled_from([1.0, 2.0]), reserve=st.floats(0, 0.9))
def test_memory_needed_is_the_inverse(seconds, rate, values, weights, width, reserve):
    need = model.memory_needed_bytes(seconds, rate, values, weights, width, reserve)
    kept = model.cache_bytes(model.memory_s(need, weights, rate, values, width, reserve), rate, values, width)
    assert kept == pytest.approx(model.cache_bytes(seconds, rate, values, width), abs=1e-12 * (need + 1))


def test_weights_that_do_not_fit_leave_nothing():
    assert model.memory_s(80e9, 140e9, 1000, 1000) == 0


@pytest.mark.parametrize("factorised", [False, True])
def test_arithmetic_solves_its_equation(factorised):
    n, k, f, passes, params, pair, speed = 880, 4, 24, 4, 5e9, 4 * 30 * 3072, 4e14
    seconds = model.arithmetic_s(speed, params, pair, n, k, f, passes, factorised)
    past = seconds * model.tokens_per_s(n, k, f)
    seen = n + past / n if factorised else past
    assert passes * n * (2 * params + pair * seen) == pytest.approx(speed * k / f)


def test_bandwidth_solves_its_equation():
    n, k, f, passes = 880, 4, 24, 4
    seconds = model.bandwidth_s(2.7e12, 10e9, 184_320, 2, n, k, f, passes)
    assert passes * (10e9 + 2 * 184_320 * seconds * model.tokens_per_s(n, k, f)) == pytest.approx(2.7e12 * k / f)


def test_a_world_that_need_not_keep_pace_is_not_paced():
    assert np.isinf(model.arithmetic_s(1e12, 1e12, 1e6, 880, 4, 24, 0))
    assert np.isinf(model.bandwidth_s(1e9, 1e12, 1e6, 2, 880, 4, 24, 0))
    assert model.arithmetic_s(1e12, 1e12, 1e6, 880, 4, 24, 1) == 0  # too slow for its own weights
    assert np.isinf(model.window_s(0, 100)) and model.window_s(131_072, 131_072 / 60) == pytest.approx(60)


@given(memory=st.floats(1e9, 1e13), weights=st.floats(0, 1e11), rate=positive, values=st.floats(1e3, 1e6), more=st.floats(1, 10))
def test_more_memory_never_shortens_and_more_tokens_never_lengthen(memory, weights, rate, values, more):
    base = model.memory_s(memory, weights, rate, values)
    assert model.memory_s(memory * more, weights, rate, values) >= base
    assert model.memory_s(memory, weights, rate * more, values) <= base


@given(st.lists(st.floats(0, 1e6), min_size=4, max_size=4))
def test_the_limit_named_is_the_one_that_binds(lengths):
    seconds, limit = model.lookback_s(**dict(zip(model.LIMITS, lengths, strict=True)))
    assert seconds == min(lengths) == lengths[int(limit)]


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: model.tokens_per_s(0, 4, 16), "tokens_per_latent = 0"),
        (lambda: model.tokens_per_s(10, 4, -1), "frames_per_s = -1"),
        (lambda: model.memory_s(1e9, 0, 10, 10, reserve=1.0), "reserve = 1"),
        (lambda: model.memory_s(float("nan"), 0, 10, 10), "memory_bytes"),
        (lambda: model.arithmetic_s(1e12, 1e9, 1e6, 880, 4, 24, -1), "passes = -1"),
        (lambda: model.lookback_s(memory=-1, arithmetic=1, bandwidth=1, training=1), "negative"),
    ],
)
def test_bad_input_is_named(call, match):
    with pytest.raises(ValueError, match=match):
        call()


def test_weights_of_every_dimension_add_to_one_and_the_sets_to_their_product():
    frame = results.priors()
    sums = frame[frame["dimension"].isin(results.DIMENSIONS)].groupby("dimension")["weight"].sum()
    assert set(sums.index) == set(results.DIMENSIONS) and np.allclose(sums, 1)
    found = results.search()
    assert len(found) == np.prod([(frame["dimension"] == d).sum() for d in results.DIMENSIONS])
    assert found["weight"].sum() == pytest.approx(1)
    assert not found.duplicated(list(results.DIMENSIONS)).any()


def test_the_search_is_the_formula_at_one_set_worked_by_hand():
    found = results.search()
    chosen = {"latent": "880/4", "frames_per_s": "24", "model": "lingbot-world-fast", "attention": "full", "cache_bytes": "2", "system": "8xH100", "passes": "0", "window_tokens": "0"}
    row = found[np.logical_and.reduce([found[k] == v for k, v in chosen.items()])]
    # (0.9 x 640 GB - 28 GB) over 5,280 tokens a second of 819,200 bytes
    assert len(row) == 1 and row["limit"].iloc[0] == "memory"
    assert row["seconds"].iloc[0] == pytest.approx((0.9 * 640e9 - 28e9) / (880 * 24 / 4 * 2 * 40 * 5120 * 2))
    trained = found[np.logical_and.reduce([found[k] == v for k, v in {**chosen, "window_tokens": "131072"}.items()])]
    assert trained["limit"].iloc[0] == "training" and trained["seconds"].iloc[0] == pytest.approx(131072 / 5280)


def test_shapes_agree_with_the_catalogue_and_the_published_counts():
    shape = results.shapes()
    assert shape.at["llama-3.1-8b", "values_per_token"] == 65_536
    assert shape.at["lingbot-world-fast", "values_per_token"] == 2 * 40 * 5120
    assert (shape["pair_flop"] >= 2 * shape["values_per_token"] - 1e-6).all()  # shared heads are read by several queries


def test_more_hardware_never_shortens_a_world():
    small, large = results.search(system="1xH100"), results.search(system="72xGB200")
    assert (large["seconds"] >= small["seconds"] - 1e-9).all()


def test_the_tally_is_whole():
    for end in ("low", "central", "high"):
        t = results.tally(end)
        assert t["mass_less"] + t["mass_minute"] + t["mass_more"] == pytest.approx(1)
        assert sum(t[f"minute_by_{name}"] for name in model.LIMITS) == pytest.approx(1)
        assert t["mass_ten"] < t["mass_more"] and t["hits"] <= t["near_hits"] <= t["sets"]
    assert results.histogram()["weight_percent"].sum() == pytest.approx(100)


def test_genie_1_tokens_follow_from_its_training_totals():
    # Bruce et al. 2024 as transcribed: about 942 billion tokens in 125,000 steps of 512 clips of 16 frames
    assert 942e9 / (125_000 * 512 * 16) == pytest.approx(results.world_models().set_index("model").at["genie-1", "tokens_per_latent"], rel=0.001)


def test_parameters_are_what_their_notes_say():
    now, step = parameters.get("genie_consistent_min", part="inference"), parameters.get("genie_step_factor", part="inference")
    said = results.durations().set_index(["model", "measure"])["seconds_high"]
    assert now.low * 60 == said["genie-3-2026", "consistency"] and now.high * 60 == said["genie-3", "consistency"]
    assert now.central == pytest.approx(np.sqrt(now.low * now.high), abs=0.05)
    assert step.high == pytest.approx(said["genie-2", "consistency"] / said["genie-1", "memory"])
    assert step.central == pytest.approx(np.sqrt(step.high * now.central), abs=0.05)


def test_an_hour_of_a_server_is_eight_of_an_accelerator():
    for measure in ("usd", "kwh"):
        assert results.hour("8xH100")[measure].quantity("1").value == pytest.approx(8 * results.hour("1xH100")[measure].quantity("1").value)


def test_c16_the_minute_is_stated_and_ten_minutes_need_one_more_generation():
    row = claims.ledger("inference").set_index("id").loc["C16"]
    assert row["verdict"] == "reproduced under" and row["computed"] == 1
    f = results.facts()
    assert f["ten_now"].value < 5 and f["ten_next"].value > 50
    assert claims.get("C16").conditions[0].plausibility.value == 50
