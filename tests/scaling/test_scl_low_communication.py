"""Training over slow links: committed runs computed again, payloads against print, what parameters' notes say, claims B13, B14, B20."""

import numpy as np
import pandas as pd
import pytest

from analysis import claims, explorers, parameters, tables
from analysis.scaling.results import low_communication as results


@pytest.mark.parametrize("method", ["adamw", "momentum", "demo"])
def test_the_committed_short_runs_are_what_the_code_gives(method):
    frame = results.experiment(short=True)
    frame = frame[frame["method"] == method]
    for kept in frame["topk"].drop_duplicates():
        rows = frame[frame["topk"].isna()] if pd.isna(kept) else frame[frame["topk"] == kept]
        got = results.short_run(method, None if pd.isna(kept) else int(kept), float(rows["learning_rate"].iloc[0]))
        np.testing.assert_allclose(got, rows["loss"], rtol=1e-4)


def test_each_setting_runs_at_the_best_rate_of_its_tuning():
    tuning = tables.load("scaling/optimiser_tuning")
    runs = results.experiment()
    assert not set(tuning["seed"]) & set(runs["seed"])
    for (method, kept), rows in tuning.groupby(["method", "topk"], dropna=False):
        used = runs[(runs["method"] == method) & (runs["topk"].isna() if pd.isna(kept) else runs["topk"] == kept)]["learning_rate"].unique()
        best = rows.loc[rows["loss"].idxmin(), "learning_rate"]
        assert list(used) == [best], method
        assert rows["learning_rate"].min() < best < rows["learning_rate"].max()  # the best is inside what was tried


def test_every_setting_saw_the_same_seeds():
    frame = results.experiment()
    seeds = frame.groupby("setting")["seed"].unique().map(sorted)
    assert all(s == seeds.iloc[0] for s in seeds) and len(seeds.iloc[0]) >= 6


def test_keeping_more_of_a_chunk_ends_lower():
    ends = [results._final(f"DeMo, {k} of a chunk").mean() for k in (1, 4, 32)]
    assert ends[0] > ends[1] > ends[2]


def test_a_model_that_knows_only_frequencies_is_beaten():
    p = results.problem()
    share = np.bincount(p.targets, minlength=p.symbols) + 1.0
    blind = float(-np.mean(np.log(share / share.sum())[p.held_targets]))
    assert max(results._final(s).max() for s in ("AdamW", "Momentum", "DeMo, 32 of a chunk")) < blind - 0.5


def test_parameters_are_what_their_notes_say():
    runs = results.runs().set_index("run")
    early, late = runs.loc["INTELLECT-1"], runs.loc["Covenant-72B"]
    rate = (late["training_flop"] / early["training_flop"]) ** (1 / (late["decimal_year"] - early["decimal_year"]))
    growth = parameters.get("decentralised_growth", part="scaling")
    assert growth.central == pytest.approx(rate, rel=0.01) and growth.high == results.stated("growth_epoch")
    assert parameters.get("link_between_sites_tbit_s", part="scaling").high == pytest.approx(6000 / 25)
    assert parameters.get("site_latency_ms", part="scaling").central == pytest.approx(220 / 23, abs=0.05)
    batch = parameters.get("batch_mtoken", part="scaling")
    assert batch.central == pytest.approx(2304 * 4096 / 1e6, abs=0.05) and batch.low == pytest.approx(2048 * 2048 / 1e6, abs=0.01)
    assert parameters.get("internet_efficiency", part="scaling").low == pytest.approx(1 / 6, abs=0.005)


def test_demo_bits_follow_from_its_setting():
    assert results.methods().loc["DeMo", "bits_per_param"] == pytest.approx(96 * 32 / 4096)
    assert results.methods().loc["SparseLoCo", "bits_per_param"] == pytest.approx(32 / 146, abs=0.0005)


def test_more_bandwidth_never_costs_speed():
    for _, rows in results.slowdown_frame().groupby("method"):
        assert (np.diff(rows["lost_percent"]) <= 1e-9).all()


def test_links_needed_grow_with_the_run():
    for _, rows in results.sites_frame().groupby("method"):
        assert (np.diff(rows["link_tbit_s"].replace(np.inf, 1e9)) > 0).all()


def test_more_sites_lose_more():
    assert np.median(results.spread("Data-parallel", 8).samples) > np.median(results.spread("Data-parallel", 2).samples)


def test_explorer_agrees_with_the_closed_form():
    e = explorers.get("SCL-X4")
    slow, fast = e.at(link_gbit_s=0.1, method="Data-parallel")["lost"].value, e.at(link_gbit_s=1e5, method="Data-parallel")["lost"].value
    assert slow > 99 and fast < 5
    assert e.at(method="DeMo", params_b=1.0)["sent_gb"].value == pytest.approx(0.75 / 8)  # bits a parameter, a billion of them


def test_b13_the_payload_comes_out_and_the_gradient_does_not():
    f = results.facts()
    assert f["sent_paper"].value == pytest.approx(110.32, abs=0.005)
    assert f["gradient_1b"].value == pytest.approx(2353.5, abs=0.05)
    numbers = claims.numbers("scaling").query("claim == 'B13'").set_index("key")["agrees"]
    assert numbers["reduction"] and numbers["demo_bytes"] and not numbers["adamw_bytes"]
    assert claims.ledger("scaling").set_index("id").loc["B13", "verdict"] == "not reproduced"


def test_b14_sites_links_and_coalitions():
    table = results.possible().set_index("method")["chance_percent"]
    assert claims.get("B14").numbers["no_single_site"].value == pytest.approx(table.max() / 100)
    assert table["Data-parallel"] < table["Data-parallel, hidden"]
    assert results.coalition()["outside"] < 0.05 < results.coalition()["all"]
    assert claims.ledger("scaling").set_index("id").loc["B14", "verdict"] == "not reproduced"


def test_b20_the_gap_and_the_crossing():
    f = results.facts()
    assert f["gap"].value == pytest.approx(results.stated("gap_epoch"), rel=0.1)  # as Epoch AI found at the end of 2025
    assert 2027 < f["crossing_year"].low < f["crossing_year"].high < 2031.5 or f["crossed"].value < 50
    assert f["reaches"].value < 50
    assert claims.ledger("scaling").set_index("id").loc["B20", "verdict"] == "not reproduced"
