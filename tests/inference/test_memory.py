"""Memory and inversion: the count over shapes against closed forms and published sizes, room and users, sets of assumptions, bad input."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.inference import inversion, kv_cache, memory, models

EVERY = models.every()
GIB = 2.0**30


# --- the cache counted from shapes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", EVERY, ids=lambda m: m.model)
@pytest.mark.parametrize("length", [0, 1, 127, 1024, 9000, 40_000])
def test_the_count_over_shapes_agrees_with_the_closed_form(model, length):
    for batch in (1, 7):
        assert memory.counted_cache_bytes(model, batch, length, 1, 4) == kv_cache.kv_cache_bytes(model, batch, length, 1, 4)


def test_shapes_of_each_kind_of_layer():
    every = memory.cache_tensors(models.get("gemma-3-27b"), 2, 5000)
    assert len(every) == 2 * 62
    assert every[0].shape == (2, 16, 5000, 128) and every[-1].shape == (2, 16, 1024, 128)
    latent = memory.cache_tensors(models.get("deepseek-v3.2"), 1, 10)[:3]
    assert [(t.holds, t.shape) for t in latent] == [("latent", (1, 10, 512)), ("position key", (1, 10, 64)), ("index key", (1, 10, 128))]
    unequal = memory.cache_tensors(models.get("mimo-v2-flash"), 1, 10)
    assert unequal[0].shape == (1, 4, 10, 192) and unequal[1].shape == (1, 4, 10, 128) and unequal[-1].shape == (1, 8, 10, 128)
    states = memory.cache_tensors(models.get("mamba-2.8b"), 3, 10**6)
    assert {t.shape for t in states} == {(3, 5120, 16), (3, 5120, 4)} and all(t.is_state for t in states)


@pytest.mark.parametrize(
    ("name", "printed", "heads"),
    [("llama-3.1-8b", 15.62, 1), ("llama-3.1-70b", 39.06, 1), ("llama-3.1-405b", 123.05, 2)],
)
def test_published_caches_at_128_000_tokens(name, printed, heads):
    # huggingface/blog@0551785, llama31.md, table of cache sizes at 16 bits, in binary gigabytes; its row 405B holds each key-value head twice
    assert heads * memory.counted_cache_bytes(models.get(name), 1, 128_000) / GIB == pytest.approx(printed, abs=0.01)


def test_the_printed_formula_on_the_model_it_was_written_with():
    assert memory.printed_cache_bytes(models.get("llama-3.1-405b"), 1, 1, 2) == 516_096
    assert memory.printed_cache_bytes(models.get("llama-3.1-405b"), 32, 1000, 1) == 32 * 1000 * 516_096 / 2


def test_the_printed_formula_counts_all_layers_alike():
    # Gemma 3 27B: 62 layers of 16 key-value heads, 5,376 wide with 32 heads, whatever they see
    assert memory.printed_cache_bytes(models.get("gemma-3-27b"), 3, 5000, 2) == 3 * 5000 * 2 * 62 * (5376 / 32 * 16) * 2


def test_the_printed_formula_takes_a_head_for_hidden_over_heads():
    wide = models.get("qwen3-32b")  # 64 heads of 128 in a width of 5,120
    assert memory.printed_cache_bytes(wide, 1, 100) / memory.counted_cache_bytes(wide, 1, 100) == pytest.approx(5120 / 64 / 128)


@given(st.sampled_from([m for m in EVERY if m.heads]), st.integers(1, 300), st.integers(1, 10**6))
def test_the_printed_formula_is_linear(model, batch, length):
    assert memory.printed_cache_bytes(model, batch, length) == pytest.approx(batch * length * memory.printed_cache_bytes(model, 1, 1), rel=1e-12)


@given(st.floats(-3, 3), st.floats(0.01, 100), st.lists(st.floats(0.1, 1e6), min_size=2, max_size=20, unique=True))
def test_a_planted_exponent_is_found(exponent, factor, points):
    x = np.array(points)
    if np.ptp(np.log(x)) > 1e-3:
        assert memory.power_law_exponent(x, factor * x**exponent) == pytest.approx(exponent, abs=1e-6)


def test_an_exponent_is_that_of_least_squares():
    x, y = np.array([1.0, 10.0, 100.0]), np.array([1.0, 5.0, 400.0])
    assert memory.power_law_exponent(x, y) == pytest.approx(np.polyfit(np.log(x), np.log(y), 1)[0])


# --- room and users ---------------------------------------------------------------------------------------------------


def test_the_claims_arithmetic():
    # SemiAnalysis on Llama 3.1 405B: 640 GB less 405 GB are 235 GB
    assert memory.room_bytes(640e9, 405e9) == 235e9
    assert memory.room_bytes(640e9, 405e9, 0.9, 1.1, 1e9) == pytest.approx(0.9 * 640e9 - 1.1 * 405e9 - 1e9)


def test_what_is_lacking_is_negative_and_holds_no_user():
    lacking = memory.room_bytes(640e9, 671e9)
    assert lacking == -31e9
    assert memory.users_that_fit(lacking, 1e9) == 0
    assert memory.sequence_that_fills(lacking, 1e6) == 0


@given(st.floats(0, 1e13), st.floats(1, 1e11))
def test_users_are_whole_and_the_next_one_does_not_fit(room, each):
    n = float(memory.users_that_fit(room, each))
    assert n == int(n) and n * each <= room * (1 + 1e-12)
    assert (n + 1) * each > room * (1 - 1e-12)


@given(st.floats(1e9, 1e13), st.floats(1e3, 1e7), st.floats(1, 512))
def test_a_sequence_that_fills_fills(size, each, batch):
    assert memory.sequence_that_fills(size, each, batch) * each * batch == pytest.approx(size)


@given(st.floats(1e9, 1e13), st.floats(1e9, 3e11), st.floats(0.5, 1), st.floats(1, 1.5))
def test_the_fewest_accelerators_hold_the_weights_and_one_less_does_not(size, each, share, overhead):
    n = float(memory.accelerators_for(size, each, share, overhead))
    assert n * each * share >= size * overhead * (1 - 1e-12)
    assert (n - 1) * each * share < size * overhead


def test_copies_where_there_are_more_accelerators_than_heads():
    np.testing.assert_array_equal(memory.copies_of_the_cache(models.get("llama-3.1-405b"), [4, 8, 16]), [1, 1, 2])
    assert memory.copies_of_the_cache(models.get("deepseek-v3"), 8) == 8  # a latent has no heads to share out
    assert memory.copies_of_the_cache(models.get("qwen3-235b-a22b"), 8) == 2
    assert memory.copies_of_the_cache(models.get("mamba-2.8b"), 8) == 1  # a state is shared out by channels


def test_everything_broadcasts():
    assert memory.room_bytes(np.ones((3, 1)) * 1e9, np.ones(4)).shape == (3, 4)
    assert memory.users_that_fit(np.ones((3, 1)), np.ones(4)).shape == (3, 4)
    assert memory.sequence_that_fills(np.ones((3, 1)), np.ones(4)).shape == (3, 4)
    assert memory.printed_cache_bytes(models.get("qwen3-8b"), np.ones((3, 1)), np.ones(4)).shape == (3, 4)


@pytest.mark.parametrize("bad", [-1, 1.5, float("nan"), "many"])
def test_a_shape_needs_whole_counts(bad):
    with pytest.raises(ValueError, match="batch"):
        memory.cache_tensors(models.get("qwen3-8b"), bad, 10)
    with pytest.raises(ValueError, match="seq_len"):
        memory.cache_tensors(models.get("qwen3-8b"), 1, bad)


def test_bad_input_is_named():
    qwen = models.get("qwen3-8b")
    for call in (lambda: memory.counted_cache_bytes(qwen, 1, 1, 0), lambda: memory.printed_cache_bytes(qwen, 1, 1, 0)):
        with pytest.raises(ValueError, match="bytes_per_value"):
            call()
    with pytest.raises(ValueError, match="no attention heads"):
        memory.printed_cache_bytes(models.get("mamba-2.8b"), 1, 1)
    with pytest.raises(TypeError, match="models.get"):
        memory.cache_tensors("qwen3-8b", 1, 1)
    with pytest.raises(ValueError, match="usable_memory_share = 1.5"):
        memory.room_bytes(1, 1, 1.5)
    with pytest.raises(ValueError, match="weight_overhead"):
        memory.room_bytes(1, 1, 1, 0)
    with pytest.raises(ValueError, match="cache_bytes_per_user"):
        memory.users_that_fit(1, 0)
    for x, y in (([1, 1], [1, 2]), ([1], [1]), ([1, 2], [1, 2, 3])):
        with pytest.raises(ValueError, match="two or more different points"):
            memory.power_law_exponent(x, y)


# --- sets of assumptions ----------------------------------------------------------------------------------------------


def test_every_set_once_with_the_product_of_its_weights():
    sets, weights = inversion.option_sets({"a": {1.0: 0.25, 2.0: 0.75}, "b": {"x": 0.5, "y": 0.3, "z": 0.2}})
    assert list(zip(sets["a"], sets["b"])) == [(1, "x"), (1, "y"), (1, "z"), (2, "x"), (2, "y"), (2, "z")]
    np.testing.assert_allclose(weights, [0.125, 0.075, 0.05, 0.375, 0.225, 0.15])


@given(st.integers(8, 600), st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 1)))
def test_batch_weights_sum_to_one_and_members_share_evenly(largest, raw):
    total = sum(raw)
    got = inversion.batch_weights(dict(zip(("power of two", "multiple of eight", "other number"), (r / total for r in raw))), largest)
    assert list(got) == list(range(1, largest + 1))
    if largest >= 24:  # from there on every class has members
        assert math.fsum(got.values()) == pytest.approx(1)
    assert got[1] == got[8] and got[3] == got[5]


def test_each_size_is_in_one_class():
    got = inversion.batch_weights({"power of two": 0.5, "multiple of eight": 0.3, "other number": 0.2}, 32)
    assert {b for b, w in got.items() if w == got[1]} == {1, 2, 4, 8, 16, 32}
    assert {b for b, w in got.items() if w == got[24]} == {24}
    assert got[12] == got[3] == pytest.approx(0.2 / 25)


@pytest.mark.parametrize(("value", "expected"), [(100.0, math.log(1.1 / 0.9)), (1.0, math.log(1 / 0.9)), (10_000.0, math.log(1.1)), (0.0, 0.0), (0.8, 0.0), (20_000.0, 0.0)])
def test_chance_of_a_hit_is_the_width_of_the_window(value, expected):
    assert inversion.chance_of_hit(value, 0.1, 1, 10_000) == pytest.approx(expected / math.log(10_000), abs=1e-12)


def test_chance_of_a_hit_against_draws():
    drawn = np.exp(np.random.default_rng(7).uniform(np.log(1000), np.log(131072), 400_000))
    for value in (1010.0, 5000.0, 130_000.0):
        assert inversion.chance_of_hit(value, 0.05, 1000, 131072) == pytest.approx(np.mean(np.abs(value / drawn - 1) <= 0.05), abs=5e-4)


def test_a_posterior_is_the_prior_where_it_hits():
    np.testing.assert_allclose(inversion.posterior([0.5, 0.3, 0.2], [True, False, True]), [5 / 7, 0, 2 / 7])
    with pytest.raises(ValueError, match="no set of assumptions hits"):
        inversion.posterior([0.5, 0.5], [False, False])


def test_bad_priors_are_named():
    with pytest.raises(ValueError, match="weights of a sum to 0.9"):
        inversion.option_sets({"a": {1: 0.5, 2: 0.4}})
    with pytest.raises(ValueError, match="no assumption"):
        inversion.option_sets({})
    with pytest.raises(KeyError, match="unknown class of batch sizes 'even'"):
        inversion.batch_weights({"even": 1.0}, 8)
    with pytest.raises(ValueError, match="no range of positive numbers"):
        inversion.chance_of_hit(1, 0.1, 5, 5)
    with pytest.raises(ValueError, match="relative_tolerance"):
        inversion.chance_of_hit(1, 1.0, 1, 5)
