"""Pivotal tokens: what the page says, and claim B12."""

import pytest

from analysis import claims
from analysis.scaling import pivotal_tokens as model
from analysis.scaling.results import pivotal_tokens as results


def test_solutions_start_where_the_authors_filter():
    success, _ = results.pooled(results._base())
    assert success[:, 0].min() >= 0.2 - 1e-9 and success[:, 0].max() <= 0.8 + 1e-9
    assert len(success) == results.PROBLEMS * results.SOLUTIONS


def test_exact_bisection_is_never_wrong_and_misses_some():
    got = results.recovery()["exact"]
    assert got["precision"] == 1
    assert 0.5 < got["recall"] < 0.8
    assert got["weight"] > got["recall"]  # what is missed is the smaller part


def test_every_prefix_finds_more_and_is_wrong_more_often():
    wide = results.by_samples().pivot(index="samples", columns="search", values=["recall", "precision"])
    assert (wide["recall"]["every prefix"] > wide["recall"]["bisection"]).all()
    assert (wide["precision"]["every prefix"] < wide["precision"]["bisection"]).all()


def test_bisection_grows_with_the_logarithm_of_length():
    p = results.by_length().pivot(index="tokens", columns="search", values="prefixes")
    assert (p["every prefix"] == p.index + 1).all()
    steps = p["bisection"].diff().dropna()
    assert (steps > 0).all() and (steps < 3).all()  # a few prefixes a doubling


def test_pivots_stay_below_the_bound_at_every_threshold():
    frame = results.by_gap()
    assert (frame["pivots"] < frame["most"]).all()


def test_few_tokens_carry_half_from_the_tipping_concentration_on():
    frame = results.by_concentration()
    assert frame["share_of_few"].is_monotonic_increasing
    tip = results.few_from()
    assert (frame[frame["concentration"] > tip]["share_of_few"] > 0.5).all()
    assert (frame[frame["concentration"] < tip]["share_of_few"] < 0.5).all()


def test_example_shows_found_and_missed_tokens():
    status = results.example()["status"].value_counts()
    assert status["missed"] == 2 and status["found"] >= 2


def test_pairs_point_the_right_way():
    assert results.pairs_right() > 0.98


def test_b12_bisection_misses_what_cancels():
    f = results.facts()
    assert f["recall"].value < f["recall_exact"].value < 90
    assert f["pivots_limit"].value == pytest.approx(model.most_pivots(0.5, 0.2))
    assert claims.verdict_of("B12") == "reproduced under"
    assert 0 < claims.get("B12").conditions[0].plausibility.value < 0.6
