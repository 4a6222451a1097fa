"""Training a reasoner: the ledger of passes by hand, limits, published counts, properties, bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.scaling import reasoner as model

kept = st.floats(0.001, 1.0)
scored = st.floats(0.0, 20.0)
tokens = st.floats(1e6, 1e18)


def test_the_products():
    assert float(model.trajectories(1e7, 3e3)) == 3e10
    assert float(model.generated_tokens(1e7, 3e3, 5e3)) == 1.5e14
    assert model.generated_tokens([1e7, 1e6], 1e3, 1e3).tolist() == [1e13, 1e12]


def test_deepseeks_answers():
    # Guo et al. 2025, Methods: 32 questions of 16 samples a step, 10,400 steps, 1.6 epochs
    assert float(model.trajectories(32 * 10_400 / 1.6, 16 * 1.6)) == pytest.approx(5_324_800)


def test_passes_by_hand():
    # everything kept, nothing scored: generate, forward again, back once
    assert float(model.pass_ratio(1.0)) == 2.0 and float(model.flop_ratio(1.0)) == 1.0
    # a fifth kept, reference and old policy: (1 + 2 + 0.2) / 0.2
    assert float(model.pass_ratio(0.2, 2.0)) == pytest.approx(16.0)
    assert float(model.flop_ratio(0.2, 2.0)) == pytest.approx(8.0)


def test_compute_by_hand():
    # 10 tokens, 3 weights, half kept, one scoring pass: 2*3*10*(1 + 1 + 0.5) forward and 4*3*5 backward
    assert float(model.post_training_flop(3.0, 10.0, 0.5, 1.0)) == pytest.approx(150 + 60)
    assert float(model.inference_part(0.5, 1.0)) == pytest.approx(120 / 210)


@given(k=kept, s=scored, t=tokens, n=st.floats(1, 1e12))
def test_forward_and_backward_make_the_whole(k, s, t, n):
    backward = model.BACKWARD_FLOP * n * t * k
    forward = backward * float(model.flop_ratio(k, s))
    assert forward + backward == pytest.approx(float(model.post_training_flop(n, t, k, s)), rel=1e-12)


@given(k=kept, s=scored)
def test_two_passes_at_least_and_never_less_forward_than_backward(k, s):
    assert float(model.pass_ratio(k, s)) >= 2.0
    assert float(model.flop_ratio(k, s)) >= 1.0
    assert float(model.pass_ratio(k, s + 1)) > float(model.pass_ratio(k, s))


@given(d=tokens, k=kept, s=scored)
def test_the_match_is_where_the_ratio_is_one(d, k, s):
    t = model.tokens_to_match(d, k, s)
    assert float(model.post_over_pre(t, d, k, s)) == pytest.approx(1.0)
    assert float(t) == pytest.approx(3 * d / (1 + s + 3 * k))


def test_training_on_all_of_as_many_tokens_costs_a_third_more():
    # 2 + 2 + 4 against 2 + 4 operations for each weight and token
    assert float(model.post_over_pre(1e13, 1e13, 1.0)) == pytest.approx(8 / 6)


@given(r=st.floats(0, 100), part=st.floats(0, 1))
def test_the_share_of_inference(r, part):
    share = float(model.inference_share(r, part))
    assert 0 <= share <= part + 1e-12
    assert float(model.inference_share(1.0, 1.0)) == 0.5


def test_a_teacher_by_hand():
    # teacher five times as large, student as good as three times its size, 100 tokens written, read 10: 5*(200 + 60) / (2*2)
    assert float(model.teacher_pays_after(5.0, 3.0, 100.0, 10.0)) == pytest.approx(325.0)
    assert float(model.teacher_pays_after(5.0, 3.0, 100.0)) == pytest.approx(250.0)
    assert float(model.teacher_pays_after(5.0, 3.0, 0.0)) == 0.0  # a teacher that writes nothing and is there anyway costs nothing


@given(m=st.floats(1.01, 50), r=st.floats(0.1, 50))
def test_at_that_point_both_ways_cost_the_same(m, r):
    served = float(model.teacher_pays_after(r, m, 1e12, 1e13))
    assert 2 * served + r * (2e12 + 6e13) == pytest.approx(2 * m * served, rel=1e-9)


def test_the_chance_of_the_next():
    assert float(model.chance_of_next(5, 5)) == pytest.approx(5.5 / 6)
    assert float(model.chance_of_next(0, 0)) == 0.5
    assert np.all(np.diff(model.chance_of_next([0, 1, 2, 3], 3)) > 0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: model.pass_ratio(0.0), "Something has to be trained on"),
        (lambda: model.pass_ratio(1.2), "kept_share = 1.2"),
        (lambda: model.pass_ratio(0.5, -1), "scoring_passes = -1"),
        (lambda: model.trajectories(0, 5), "problems = 0"),
        (lambda: model.trajectories(5, 0), "trajectories_each = 0"),
        (lambda: model.generated_tokens(5, 5, 0), "tokens_each = 0"),
        (lambda: model.post_training_flop(1, 0, 0.5), "tokens = 0"),
        (lambda: model.teacher_pays_after(0, 2, 1), "teacher_ratio = 0"),
        (lambda: model.post_training_flop(0, 1, 0.5), "active_params = 0"),
        (lambda: model.post_over_pre(1, 0, 0.5), "pretraining_tokens = 0"),
        (lambda: model.inference_share(-1, 0.5), "ratio = -1"),
        (lambda: model.inference_share(1, 1.5), "part = 1.5"),
        (lambda: model.teacher_pays_after(5, 1.0, 1), "saves nothing"),
        (lambda: model.chance_of_next(4, 3), "above trials"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
