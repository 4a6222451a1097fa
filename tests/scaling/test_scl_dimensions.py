"""The split of growth by dimension: exact sums, planted factors and growth, and claim B18."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import claims
from analysis.scaling import dimensions as model
from analysis.scaling.results import dimensions as results

_POSITIVE = st.lists(st.floats(0.01, 1e6), min_size=5, max_size=5)


@settings(max_examples=50, deadline=None)
@given(_POSITIVE, _POSITIVE)
def test_shares_add_up_to_the_whole(a, b):
    a, b = np.array(a), np.array(b)
    if np.isclose(np.log(b / a).sum(), 0, atol=1e-3):
        return
    shares = model.decompose(a, b)
    assert shares.sum() == pytest.approx(1, abs=1e-6)
    np.testing.assert_allclose(np.exp(shares * np.log(np.prod(b / a))), b / a, rtol=1e-6)


def test_planted_factors_are_found():
    # clock doubles, dies double, packages grow eightfold, the narrow format gives nothing: logarithms 1, 0, 1, 3, 0 of 5
    start = model.factors(1e9, 1, 8, 1e14, 1e14)
    end = model.factors(2e9, 2, 64, 4e14, 4e14)
    np.testing.assert_allclose(model.decompose(start, end), [0.2, 0, 0.2, 0.6, 0], atol=1e-12)
    assert model.flop_per_s(end) == pytest.approx(64 * 4e14)


def test_factors_multiply_back_to_the_printed_throughput():
    for r in results.accelerators().itertuples():
        parts = model.factors(1e6 * r.clock_mhz, r.dies, r.packages, r.flop_per_s_16bit, r.flop_per_s_best)
        assert model.flop_per_s(parts) == pytest.approx(r.packages * r.flop_per_s_best, rel=1e-12)


def test_h100_does_4096_operations_a_clock_and_multiprocessor():
    # 132 multiprocessors (NVIDIA, Hopper) at the boost clock: within a tenth of 4,096 FLOP a clock, as the tensor clock is a little lower
    row = results.accelerators().set_index("item").loc["NVIDIA H100 SXM5 80GB"]
    work = model.factors(1e6 * row.clock_mhz, row.dies, row.packages, row.flop_per_s_16bit, row.flop_per_s_best)[1]
    assert work / 132 == pytest.approx(4096, rel=0.1)


def test_planted_growth_is_recovered():
    rng = np.random.default_rng(7)
    year = np.linspace(2000, 2020, 41)
    inside = 0
    for _ in range(200):
        slope, error, freedom = model.growth(year, np.exp(0.3 * (year - 2000) + rng.normal(0, 0.2, year.size)))
        inside += 0.05 < model.probability_below(slope, error, freedom, 0.3) < 0.95
    assert 160 <= inside <= 195  # 180 expected, four standard errors
    exact = model.growth(year, np.exp(0.3 * (year - 2000)), np.arange(1, 42))
    assert exact[0] == pytest.approx(0.3) and exact[1] == pytest.approx(0, abs=1e-9)


def test_weights_count_as_repeats():
    year, value = np.array([0.0, 1, 2, 4]), np.array([1.0, 3, 4, 9])
    plain = model.growth(np.repeat(year, [1, 2, 3, 1]), np.repeat(value, [1, 2, 3, 1]))
    assert model.growth(year, value, [1, 2, 3, 1])[0] == pytest.approx(plain[0])


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="other endpoints"):
        model.decompose([1.0, 2.0], [2.0, 1.0])
    with pytest.raises(ValueError, match="three points"):
        model.growth([2000, 2001], [1, 2])
    with pytest.raises(ValueError):
        model.factors(0, 1, 8, 1e14, 1e14)


def test_ranges_hold_the_longest_span():
    frame = results.share_frame()
    assert frame["share_percent"].sum() == pytest.approx(100)
    assert (frame["low_percent"] <= frame["share_percent"]).all() and (frame["share_percent"] <= frame["high_percent"]).all()
    assert (results.pairs()[list(model.PARTS)].sum(axis=1) - 1).abs().max() < 1e-12


@pytest.mark.skipif("ANALYSIS_DATA_MIRROR" not in os.environ, reason="the outside copy of Epoch's hardware table is not at hand")
def test_fastest_accelerators_come_from_epochs_table():
    best = {}
    with (Path(os.environ["ANALYSIS_DATA_MIRROR"]) / "epoch_ml_hardware_2026-07.csv").open(newline="", encoding="utf-8") as file:
        for r in csv.DictReader(file):
            if r["Release date"] and r["FP32 (single precision) performance (FLOP/s)"]:
                year = int(r["Release date"][:4])
                best[year] = max(best.get(year, 0), float(r["FP32 (single precision) performance (FLOP/s)"]))
    mine = results.table()[results.table()["kind"] == "accelerator year"]
    assert {int(y): v for y, v in zip(mine["year"], mine["flop_per_s"])} == pytest.approx(best, rel=1e-3)


def test_b18_the_clock_stalled_and_the_rest_grew():
    f = results.facts()
    assert f["clock_after"].high < 5 < f["clock_before"].low
    assert f["cores_after"].low > 10 and f["accelerator_growth"].low > 20
    assert f["share_clock"].high < 10
    assert f["records_thinking"].value <= f["records"].value
    assert claims.ledger("scaling").set_index("id").loc["B18", "verdict"] == "reproduced"
