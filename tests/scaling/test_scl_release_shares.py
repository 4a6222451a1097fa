"""Sparse and hybrid releases: intervals, scores, counts, claim B21."""

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis import DATA, claims, tables
from analysis.scaling import release_shares as model
from analysis.scaling.results import release_shares as results


def test_wilson_against_published_values():
    # Newcombe 1998 (Statistics in Medicine 17), table I, method 3, 95 %: 81 of 263 is 0.2553-0.3662; 0 of 20 is 0-0.1611
    _, low, high = model.wilson(81, 263, 0.95)
    assert (float(low), float(high)) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))
    _, low, high = model.wilson(0, 20, 0.95)
    assert low == 0 and float(high) == pytest.approx(0.1611, abs=5e-5)


@given(st.integers(1, 500), st.floats(0, 1))
def test_wilson_holds_the_share_and_is_symmetric(n, x):
    k = round(x * n)
    share, low, high = model.wilson(k, n)
    assert 0 <= low <= share <= high <= 1
    _, other_low, other_high = model.wilson(n - k, n)
    assert float(low) == pytest.approx(1 - float(other_high)) and float(high) == pytest.approx(1 - float(other_low))


def test_wilson_narrows_to_the_normal_interval():
    _, low, high = model.wilson(300_000, 1_000_000)
    assert float(high - low) == pytest.approx(2 * 1.6449 * np.sqrt(0.3 * 0.7 / 1e6), rel=1e-3)


def test_scores_by_hand():
    assert model.brier_score(0.9, [1, 1, 0]) == pytest.approx((0.01 + 0.01 + 0.81) / 3)
    assert model.log_score(0.5, [1, 0]) == 1
    assert model.log_score(1.0, [1, 1]) == 0 and model.log_score(1.0, [1, 0]) == np.inf
    assert model.log_score([0.25], [1]) == 2


@pytest.mark.parametrize("call", [lambda: model.wilson(3, 2), lambda: model.wilson(0, 0), lambda: model.wilson(1, 2, 1.0), lambda: model.brier_score(1.2, 1), lambda: model.log_score(0.5, -1)])
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError):
        call()


def test_every_release_has_one_period_and_a_release_on_the_day_counts_as_later():
    frame = results.releases()
    assert frame["period"].notna().all() and not frame["model"].duplicated().any()
    assert (frame[frame["period"] == "April–December 2024"]["release_date"].dt.year == 2024).all()
    assert results.after()["release_date"].min() >= pd.Timestamp(results.SPRING)
    assert results.periods().groupby("kind")["count"].sum().eq(len(frame)).all()


def test_the_limit_is_the_table_s():
    sidecar = yaml.safe_load((DATA / "scaling" / "release_architecture.yml").read_text())
    field = next(f for f in sidecar["schema"]["fields"] if f["name"] == "parameters_b")
    assert 1e9 * field["constraints"]["minimum"] == results.LEAST_PARAMETERS


def test_attention_agrees_with_the_configurations_at_hand():
    known = tables.load("inference/models").set_index("name")["attention"]
    kinds = {"hybrid": "state", "gqa": "full", "mha": "full", "mla": "full", "local-global": "windows"}
    mine = results.releases().set_index("model")["attention"]
    for here, there in {"Qwen2.5-72B": "Qwen2.5 72B", "Mixtral 8x7B": "Mixtral 8x7B", "DeepSeek-V3": "DeepSeek-V3", "Kimi K2": "Kimi K2", "gpt-oss-120b": "gpt-oss-120b", "Llama 3.1-405B": "Llama 3.1 405B", "Qwen3-235B-A22B": "Qwen3 235B-A22B", "Llama 4 Maverick": "Llama 4 Maverick", "Qwen3.5 397B-A17B": "Qwen3.5 397B-A17B"}.items():
        assert mine[here] == kinds[known[there]], here


def test_hybrids_are_all_of_those_that_keep_a_state():
    f = results.facts()
    assert f["hybrid_late"].value < f["hybrid_known"].value < f["hybrid_most"].value < 95
    assert f["full_known"].value + f["unknown"].value + results.after()["attention"].isin(["state", "windows"]).sum() == f["late"].value


def test_b21_early_for_sparse_and_wrong_for_hybrid():
    f = results.facts()
    assert f["sparse_2024"].value < 50 < f["sparse_2025"].low
    assert f["sparse_late"].high < 90
    assert claims.verdict_of("B21") == "not reproduced"
