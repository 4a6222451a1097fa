"""Reliability: results against the records by hand, the figure's dots, the explorer, and claim C9."""

import numpy as np
import pytest

from analysis import claims, explorers, parameters, tables
from analysis.scaling import reliability as model
from analysis.scaling.results import reliability as results


def test_the_failure_rates_follow_from_the_counts():
    f = results.failures()
    p = parameters.get("device_failures_per_day", part="scaling")
    days = f.at["llama3_interruptions", "devices"] * f.at["llama3_interruptions", "days"]
    assert p.central == pytest.approx(419 / days, rel=1e-3)
    assert p.low == pytest.approx((148 + 72 + 19 + 17 + 6 + 6) / days, rel=1e-3)
    assert p.high == pytest.approx(6.5e-3 / 8)
    restart = parameters.get("checkpoint_restart_s", part="scaling")
    assert restart.high == pytest.approx(0.1 * 54 * 86400 / (419 + 47), rel=0.01)
    save = parameters.get("checkpoint_save_s", part="scaling")
    assert save.low == pytest.approx(16_384 * 4e9 / 7e12, rel=0.01)


def test_the_ways_by_hand():
    ways = results.ways_frame().set_index("way")
    assert ways.at["one chain", "success_percent"] == pytest.approx(100 * 0.99**100)
    mended = 1 - 0.645 * (1 - 0.893)
    assert ways.at["corrects itself, prompted", "success_percent"] == pytest.approx(100 * (1 - 0.01 * (1 - mended)) ** 100)
    p = 0.99**100
    assert ways.at["vote, failures agree", "success_percent"] == pytest.approx(100 * sum(np.array([10, 5, 1]) * p ** np.array([3, 4, 5]) * (1 - p) ** np.array([2, 1, 0])))
    assert ways.at["vote, failures scatter", "success_percent"] > ways.at["one chain", "success_percent"] > ways.at["vote, failures agree", "success_percent"]


def test_the_dots_lie_on_the_curves():
    both = results.simulated_frame().merge(results.chains_frame(), on=["way", "steps"])
    p = both["success_percent"] / 100
    assert (np.abs(both["simulated_percent"] - both["success_percent"]) < 100 * 4 * np.sqrt(p * (1 - p) / 4_000) + 0.05).all()
    played = results.interval_frame().dropna()
    assert (np.abs(played["played_percent"] - played["lost_percent"]) < 1.5).all()


def test_every_measured_model_falls_more_slowly_than_one_rate():
    frame = results.lengths_frame()
    assert (frame["shape"] < 1).all() and (frame["eighty_minutes"] < frame["half_minutes"]).all()
    raw = tables.load("scaling/horizon_pairs").set_index("model")
    k = np.log(np.log(0.8) / np.log(0.5)) / np.log(raw.at["o3", "eighty_minutes"] / raw.at["o3", "half_minutes"])
    assert frame.set_index("model").at["o3", "shape"] == pytest.approx(k)


def test_the_fleet_by_hand():
    f = results.fleet()
    i = 23
    assert f["a_day"][i] == pytest.approx(f["serving_gpus"][i] * f["silent_rate"][i])
    assert f["at_fault"][i] == pytest.approx(f["a_day"][i] * f["corruption_days_undetected"][i])
    assert np.mean(f["silent_rate"]) == pytest.approx(6.5 / (16_384 * 54), rel=0.02)
    frame = results.fleet_frame()
    assert frame["by_share"].to_numpy() == pytest.approx(frame["devices"].to_numpy() / 1000) and (frame["by_share"] > frame["high"]).all()
    assert results.facts()["at_fault_by_share"].value == pytest.approx(results.facts()["gpus"].value / 1000)
    assert np.allclose(frame["at_fault"] / frame["devices"], frame["at_fault"].iloc[0] / 1_000)


def test_larger_runs_fail_more_often_and_lose_more():
    frame = results.run_frame()
    assert (np.diff(frame["lost_percent"]) > 0).all() and (np.diff(frame["interval_minutes"]) < 0).all()
    llama = frame.set_index("devices").loc[16_384]
    assert llama["low"] < 100 - results.failures().at["llama3_effective", "value"] < llama["high"]
    f = results.facts()
    assert f["lost"].value == pytest.approx(f["lost_saving"].value + f["lost_repeated"].value + f["lost_restart"].value, abs=1.0)
    assert f["run_hours"].value == pytest.approx(3.093, abs=0.001) and f["projected_hours"].value == pytest.approx(f["printed_hours"].value, rel=0.01)


def test_the_explorer_agrees_with_the_formula():
    got = explorers.get("SCL-X8").at(devices=16_384.0, failures_per_thousand_days=0.5, save_s=40.0, restart_s=500.0)
    between = 86_400 / (16_384 * 5e-4)
    best = model.checkpoint_interval_s(40.0, between)
    assert got["between_hours"].value == pytest.approx(between / 3600) and got["interval_minutes"].value == pytest.approx(best / 60)
    assert got["lost_percent"].value == pytest.approx(100 * (1 - 1 / model.run_time_factor(best, 40.0, between, 500.0)))


def test_c9_each_sentence():
    answer = claims.get("C9")
    assert answer.numbers["errors_accumulate"].value == 1
    origin = results.evidence().query("kind == 'origin'")
    yes = int(origin["supports"].astype(bool).sum())
    assert answer.numbers["correction_emerged"].value == pytest.approx((yes + 0.5) / (len(origin) + 1))
    assert answer.numbers["fleet_exposed"].value > 0.9 and answer.numbers["checkpoints_help"].value == 1
    assert claims.verdict_of("C9") == "reproduced"


def test_the_table_of_rates_holds_the_example_and_falls():
    table = results.rates_table().set_index("Way")
    ways = results.ways_frame().set_index("way")
    assert table["1 % of steps wrong"].to_dict() == pytest.approx(ways["success_percent"].to_dict())
    assert table.at["one chain", "0.1 % of steps wrong"] == pytest.approx(100 * 0.999**100)
    assert (np.diff(table.filter(like="steps wrong").to_numpy(), axis=1) < 0).all()


def test_the_three_intervals_by_hand():
    table = results.methods_table().set_index("GPUs")
    between = 24 * 54 / 419
    row = table.loc[16_384]
    assert row["Hours between failures"] == pytest.approx(between, rel=2e-3)
    assert row["Young, min"] == pytest.approx(np.sqrt(2 * 40 / 60 * between * 60), rel=2e-3)
    assert (table["Young, min"] > table["exact, min"]).all() and (abs(table["Daly, min"] / table["exact, min"] - 1) < 1e-4).all()
    assert (table["More with Young’s, seconds a day"] > 0).all() and (np.diff(table["More with Young’s, seconds a day"]) > 0).all()
