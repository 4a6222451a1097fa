"""The deployment screen: scores and thresholds in closed form, properties, the results by hand, claim E11 and bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import claims, tables
from analysis.governance import screen as model
from analysis.governance.results import deployment_screen as results

EDGES = [0.0, 1e4, 1e6, 4.5e7]
FLAGS = st.lists(st.booleans(), min_size=1, max_size=12)


def test_levels_begin_at_their_edges():
    assert model.level_of([0, 9_999, 10_000, 999_999, 1e6, 4.5e7, 8e9], EDGES).tolist() == [0, 0, 1, 1, 2, 3, 3]


def test_score_in_closed_form():
    equal = [0.25] * 4
    assert model.score([0, 0, 0, 0], equal) == 0 and model.score([3, 3, 3, 3], equal) == pytest.approx(1)
    assert model.score([3, 0, 0, 0], equal) == pytest.approx(0.25)
    assert model.score([1, 2, 0, 3], [0.5, 0.25, 0.25, 0]) == pytest.approx((0.5 + 0.5) / 3)
    assert model.flagged([0.49, 0.5, 1.5 / 3], 0.5).tolist() == [False, True, True]


def test_slips_move_one_level_at_most_and_stay_in_range():
    levels = np.array([0, 1, 2, 3])
    assert model.slipped(levels, 0.2, 0.05).tolist() == [0, 0, 1, 2]
    assert model.slipped(levels, 0.2, 0.95).tolist() == [1, 2, 3, 3]
    assert model.slipped(levels, 0.2, 0.5).tolist() == [0, 1, 2, 3]
    rng = np.random.default_rng(5)
    moved = model.slipped(np.full(200_000, 1), 0.2, rng.random(200_000)) - 1
    assert np.mean(moved == 1) == pytest.approx(0.1, abs=0.003) and np.mean(moved == -1) == pytest.approx(0.1, abs=0.003)


def test_the_closest_threshold_by_hand():
    flags = np.array([True, False, True, False])
    measure = np.array([4.0, 3.0, 2.0, 1.0])
    assert model.disagreements(flags, measure).tolist() == [2, 1, 2, 1, 2]
    assert model.least_disagreement(flags, measure) == 1
    assert model.least_disagreement(flags, -measure) == 2
    # the flagged are the highest by one measure or by another: only a pair finds both
    assert model.least_disagreement_of_two(flags, measure, [1.0, 2.0, 4.0, 3.0], "any") == 0
    assert model.least_disagreement_of_two([True, False, True], [3.0, 2.0, 1.0], [1.0, 2.0, 3.0], "all") == 1
    assert model.least_disagreement_of_two([False, True, False], [3.0, 2.0, 1.0], [1.0, 2.0, 3.0], "all") == 0


def test_overlap_by_hand():
    assert model.overlap([True, True, False], [True, False, True]) == pytest.approx(1 / 3)
    assert model.overlap([False, False], [False, False]) == 1


@given(FLAGS)
def test_a_measure_in_the_order_of_the_flags_agrees_wholly(flags):
    assert model.least_disagreement(flags, np.asarray(flags, dtype=float)) == 0


@settings(deadline=None)
@given(FLAGS, st.randoms(use_true_random=False))
def test_a_pair_is_never_farther_than_either_alone_and_a_threshold_never_than_none(flags, random):
    n = len(flags)
    first, second = [random.random() for _ in range(n)], [random.random() for _ in range(n)]
    alone = min(model.least_disagreement(flags, first), model.least_disagreement(flags, second))
    for rule in ("any", "all"):
        assert model.least_disagreement_of_two(flags, first, second, rule) <= alone
    assert alone <= min(sum(flags), n - sum(flags))


def test_results_by_hand():
    d = results.deployments().set_index("key")
    assert d.loc["public-chat", "scale"] == 3 and d.loc["trading-agent", "scale"] == 0
    assert d.loc["public-chat", "use_flop"] == pytest.approx(2 * 1e11 * 3.4e12 * 365)
    frame = results.scores_frame().set_index("name")
    caller = frame.loc["Caller that sells by telephone"]
    assert caller["score"] == pytest.approx((2 + 3 + 3 + 2) / 12) and caller["flagged"]
    assert not frame.loc["Chat assistant for everyone", "flagged"]
    f = results.facts()
    assert f["flagged"].value == (frame["score"] >= 0.5 - 1e-9).sum()
    assert f["small"].value == (frame["flagged"] & (frame["training_flop"] <= 1e25)).sum()
    assert f["small"].value + f["in_both_eu"].value == f["flagged"].value
    assert f["large_unflagged"].value + f["in_both_eu"].value == f["flagged_eu"].value
    many = results.draws()
    assert (many["either"] <= many["training"][: len(many["either"])]).all() and (many["both"] <= many["use"][: len(many["both"])]).all()
    assert np.allclose(many["weights"].sum(axis=1), 1) and many["weights"].mean(axis=0) == pytest.approx([0.25] * 4, abs=0.005)


def test_models_have_the_training_compute_of_our_table():
    known = tables.load("scaling/notable_models").set_index("model")["training_flop"]
    for row in results.deployments().itertuples():
        if row.model in known.index:
            assert row.training_flop == pytest.approx(known[row.model], rel=0.01), row.model
        else:
            assert row.model == "Llama 3-8B" and row.training_flop == pytest.approx(6 * 8e9 * 1.5e13)


def test_e11_another_set_than_compute_alone():
    f = results.facts()
    assert f["differs"].value == min(np.mean(results.draws()[k] >= 4) for k in ("training", "use"))
    assert f["differs"].value >= 0.75 and f["factors"].value == 4 and f["not_in_order"].value == 1
    assert claims.verdict_of("E11") == "reproduced"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: model.level_of(5, [10, 100]), r"amount = 5 is outside \[10"),
        (lambda: model.level_of(5, [0, 0, 1]), "do not rise"),
        (lambda: model.score([4, 0, 0, 0], [0.25] * 4), r"levels = 4 is outside \[0, 3\]"),
        (lambda: model.score([1, 0, 0, 0], [0.5] * 4), "weights add up to 2, not to 1"),
        (lambda: model.score([1, 0, 0], [0.25] * 4), "one value for each factor: scale, data, access, autonomy"),
        (lambda: model.score(1, [0.25] * 4), "one value for each factor"),
        (lambda: model.flagged([0.2], 50), "cut = 50"),
        (lambda: model.slipped([1], 1.2, 0.5), "probability = 1.2"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_an_unknown_rule_is_refused():
    with pytest.raises(KeyError, match="unknown rule"):
        model.least_disagreement_of_two([True], [1.0], [1.0], "some")
