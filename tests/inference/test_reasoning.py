"""Bills, the puzzle, factors of cost, several streams: closed forms, limits, properties, bad input."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.inference import models, reasoning, serving, systems

LLAMA, NODE = models.get("llama-3.1-405b"), systems.get("8xH100")
REAL = {"method": "calibrated", "compute": "weights"}


def test_a_bill_by_hand():
    assert reasoning.bill_usd(50, 7661, 15, 60) == pytest.approx((50 * 15 + 7661 * 60) / 1e6)
    np.testing.assert_allclose(reasoning.bill_usd([0, 100], 10, 1, 2), [2e-5, 1.2e-4])


@given(st.floats(0.1, 100), st.floats(0, 500), st.floats(0.1, 20), st.floats(0.5, 100))
def test_tokens_for_a_ratio_give_the_ratio(ratio, prompt, price_in, price_out):
    other = reasoning.bill_usd(prompt, 775, 2.5, 10)
    tokens = reasoning.tokens_for_ratio(ratio, other, prompt, price_in, price_out)
    if tokens > 0:
        assert reasoning.bill_usd(prompt, tokens, price_in, price_out) == pytest.approx(ratio * other)


@pytest.mark.parametrize("bad", [dict(prompt_tokens=-1), dict(output_tokens=float("nan")), dict(input_usd_per_mtok=-2)])
def test_bills_that_cannot_be(bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        reasoning.bill_usd(**{"prompt_tokens": 1, "output_tokens": 1, "input_usd_per_mtok": 1, "output_usd_per_mtok": 1} | bad)


@pytest.mark.parametrize("expression, value", [("7", 7), ("2*3+4", 10), ("2*(3+4)", 14), ("((1 + 2)) * 3", 9), ("1 + 2*3 + 4*5 + 6*7 + 8*9", 141), ("12*(3)", 36)])
def test_values_by_hand(expression, value):
    assert reasoning.evaluate(expression) == value


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8), st.data())
def test_the_evaluator_agrees_with_sums_of_products(numbers, data):
    signs = [data.draw(st.sampled_from("+*")) for _ in numbers[1:]]
    text = str(numbers[0]) + "".join(f" {s} {n}" for s, n in zip(signs, numbers[1:], strict=True))
    groups, group = [], numbers[0]
    for sign, n in zip(signs, numbers[1:], strict=True):
        groups, group = (groups, group * n) if sign == "*" else ([*groups, group], n)
    assert reasoning.evaluate(text) == sum([*groups, group])


@pytest.mark.parametrize("bad", ["", "1 +", "(1", "1)", "1 2", "2 ** 3", "()", "+ 1", "1 + (2 * )"])
def test_expressions_that_are_none(bad):
    with pytest.raises(ValueError, match="not a well-formed expression"):
        reasoning.evaluate(bad)


@pytest.mark.parametrize("bad", ["1 - 2", "__import__", "1.5 + 2", "a + 1"])
def test_nothing_but_numbers_and_signs_is_understood(bad):
    with pytest.raises(ValueError, match="Only whole numbers"):
        reasoning.evaluate(bad)


def test_placements_are_all_pairs_of_numbers():
    ways = reasoning.placements("1 + 2 * 3")
    assert ways == ["(1 + 2) * 3", "(1 + 2 * 3)", "1 + (2 * 3)"]
    many = reasoning.placements("1 + 2 * 3 + 4 * 5 + 6 * 7 + 8 * 9")
    assert len(many) == len(set(many)) == 9 * 8 // 2


def test_the_puzzle_has_one_solution():
    assert reasoning.solutions("1 + 2*3 + 4*5 + 6*7 + 8*9", 479) == ["1 + 2 * (3 + 4 * 5 + 6) * 7 + 8 * 9"]
    assert 1 + 2 * (3 + 4 * 5 + 6) * 7 + 8 * 9 == 479
    assert reasoning.solutions("1 + 2 * 3", 1000) == []


@pytest.mark.parametrize("options", [{"method": "roofline"}, REAL])
def test_factors_multiply_to_the_ratio_of_costs(options):
    speed = 20.0
    f = reasoning.factors(LLAMA, NODE, 200.0, 775.0, 7661.0, speed, **options)
    cost = [reasoning.voting_seconds(LLAMA, NODE, 200.0, a, speed, **options) for a in (7661.0, 775.0)]
    assert f.whole == pytest.approx(float(cost[0] / cost[1]), rel=1e-6)
    assert f.length == pytest.approx(7661 / 775) and f.context > 1 and f.batch > 1 and f.prompt <= 1


def test_equal_answers_have_no_factors():
    f = reasoning.factors(LLAMA, NODE, 200.0, 3000.0, 3000.0, 20.0)
    assert (float(f.length), float(f.context), float(f.batch), float(f.prompt)) == pytest.approx((1, 1, 1, 1))


@pytest.mark.parametrize("options", [{"method": "roofline"}, REAL])
def test_the_batch_keeps_speed_and_memory(options):
    for context, speed in ((775.0, 20.0), (7661.0, 25.0), (60000.0, 5.0)):
        batch = float(reasoning.batch_at_speed(LLAMA, NODE, context, speed, **options))
        room = float(serving.memory_batch(LLAMA, NODE, context))
        assert 1 <= batch <= room * (1 + 1e-9)
        assert serving.decode_step_s(LLAMA, NODE, batch, context, **options) <= 1 / speed * (1 + 1e-6)
        assert batch == pytest.approx(room, rel=1e-6) or serving.decode_step_s(LLAMA, NODE, 1.01 * batch, context, **options) > 1 / speed


def test_where_memory_limits_the_batch_is_what_it_holds():
    assert reasoning.batch_at_speed(LLAMA, NODE, 60000.0, 1.0) == float(serving.memory_batch(LLAMA, NODE, 60000.0))


def test_a_shared_prompt_is_held_and_read_once():
    prompt, answer, speed = 8000.0, 1000.0, 20.0
    five = float(reasoning.voting_seconds(LLAMA, NODE, prompt, answer, speed, streams=5, **REAL))
    read = 8 * float(reasoning._read_s(LLAMA, NODE, prompt, **REAL))
    apart = 5 * float(reasoning.phase_seconds(LLAMA, NODE, prompt + answer / 2, answer, speed, **REAL))
    together = 5 * float(reasoning.phase_seconds(LLAMA, NODE, prompt + answer / 2, answer, speed, shared=prompt, streams=5.0, **REAL))
    assert five == pytest.approx(read + together) and together < 0.8 * apart


def test_a_speed_that_nobody_can_have_leaves_one_user():
    assert reasoning.batch_at_speed(LLAMA, NODE, 1000.0, 1000.0) == 1.0


def test_one_stream_is_a_request_and_separate_streams_are_as_many():
    speed, prompt, answer = 20.0, 1000.0, 4000.0
    one = float(reasoning.voting_seconds(LLAMA, NODE, prompt, answer, speed, **REAL))
    batch = reasoning.batch_at_speed(LLAMA, NODE, prompt + answer / 2, speed, **REAL)
    theirs = serving.workload(LLAMA, NODE, prompt, answer, batch, **REAL)
    assert one == pytest.approx(float(theirs.accelerator_seconds_per_request), rel=1e-6)
    nothing_shared = float(reasoning.voting_seconds(LLAMA, NODE, 0.0, answer, speed, streams=5, **REAL))
    alone, read = float(reasoning.voting_seconds(LLAMA, NODE, 0.0, answer, speed, **REAL)), 8 * float(reasoning._read_s(LLAMA, NODE, 0.0, **REAL))
    assert nothing_shared == pytest.approx(5 * alone - 4 * read)  # an empty prompt, too, is read once


@settings(max_examples=15, deadline=None)
@given(st.floats(50, 20000), st.floats(100, 20000), st.sampled_from([2.0, 5.0, 10.0]), st.floats(0, 0.9), st.sampled_from([{"method": "roofline"}, REAL]))
def test_streams_cost_more_than_one_and_less_than_as_many(prompt, answer, streams, start, options):
    one = float(reasoning.voting_seconds(LLAMA, NODE, prompt, answer, 15.0, **options))
    more = float(reasoning.voting_seconds(LLAMA, NODE, prompt, answer, 15.0, streams=streams, **options))
    assert one * (1 - 1e-9) <= more <= streams * one * (1 + 1e-6)
    parted = float(reasoning.voting_seconds(LLAMA, NODE, prompt, answer, 15.0, streams=streams, common_start=start, **options))
    assert parted <= more * (1 + 0.02)


def test_tokens_of_streams():
    assert reasoning.voting_tokens(1000, 5) == 5000
    assert reasoning.voting_tokens(1000, 5, 0.5) == 3000 and reasoning.voting_tokens(1000, 5, 1.0) == 1000
    with pytest.raises(ValueError, match="common_start = 1.5"):
        reasoning.voting_tokens(1000, 5, 1.5)


def test_more_streams_never_cost_less():
    cost = [float(reasoning.voting_seconds(LLAMA, NODE, 2000.0, 3000.0, 20.0, streams=n, **REAL)) for n in (1, 2, 5, 10)]
    assert all(a < b for a, b in itertools.pairwise(cost))
