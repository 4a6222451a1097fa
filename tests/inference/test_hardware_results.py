"""The hardware page's results against what was measured, the claims' verdicts, and what would change them."""

import numpy as np
import pytest

from analysis import claims, tables
from analysis.inference import hardware as model
from analysis.inference.results import hardware as results
from analysis.inference.results import hour_cost


def _verdict(claim):
    rows = tables.load("claim_numbers")
    return claims.verdict(rows[rows["claim"] == claim], claims.answers()[claim]())


def test_d8_b200_beats_other_chips_and_not_its_own_rack():
    shares = results.b200_shares().set_index(["against", "counted", "workload"])["share"]
    for other in ("H100", "H200", "MI300X", "MI325X"):
        assert (shares.loc[other] == 1.0).all()
    assert 0.3 < results._share("server of eight") < 0.9 < results._share("chip")
    assert _verdict("D8") == "reproduced under"


def test_d9_long_chains_are_cheaper_and_orion_is_not_uneconomic():
    draws = results.long_chain(25.0, against="H200")
    assert np.mean(draws < 1) > 0.99
    assert results.orion("H100")["uneconomic"] < 0.5 < results.orion("H100", one_server=True)["uneconomic"]
    assert _verdict("D9") == "reproduced under"


def test_a_long_chains_price_tips_where_the_hours_do():
    """Were GB200's hour dearer than H200's by the ratio of their throughputs, a token would cost the same."""
    f = results.facts()
    ratio = np.median(results.long_chain(25.0, against="H200"))
    hours = np.median(results.hour_cost.usd_per_hour("GB200").samples / results.hour_cost.usd_per_hour("H200").samples)
    assert f["nvl72_tipping"].value * ratio == pytest.approx(hours, rel=0.02)


def test_points_on_the_chart_are_measured_and_unbeaten():
    frame, measured = results.frontier_frame(), results.points()
    assert len(frame.merge(measured, on=["workload", "hardware", "interactivity_tok_s_user", "throughput_tok_s_per_gpu"])) >= len(frame)
    for (workload, hardware), rows in frame.groupby(["workload", "hardware"]):
        mine = measured[(measured["workload"] == workload) & (measured["hardware"] == hardware)]
        keep = model.on_frontier(mine["interactivity_tok_s_user"], mine["throughput_tok_s_per_gpu"])
        assert keep.sum() == len(rows)


def test_the_calibrated_model_is_near_points_it_was_not_fitted_to_and_the_roofline_is_not():
    """The project's brief: published rooflines are a factor of two to eight off; the calibrated one is to be within a fifth on sparse models."""
    f = results.facts()
    assert f["calibrated_off"].value < 20.0
    for chip in ("b200", "h200"):
        assert 0.75 < f[f"calibrated_{chip}"].value < 1.25 and f[f"roofline_{chip}"].value > 2.0


def test_trainium2_by_hand():
    """16 chips for 35.76 and 8 H100 for 55.04 USD an hour; 96 and 80 GB (the tables' rows)."""
    f = results.facts()
    assert f["trn2_capacity"].value == pytest.approx((96 / (35.76 / 16)) / (80 / (55.04 / 8)), rel=1e-6)
    assert f["trn2_capacity_rents"].value > f["trn2_flop_rents"].value


def test_orion_cost_grows_with_size_and_falls_with_the_chip():
    frame = results.orion_frame().pivot_table(index="active_billion", columns="chip", values="usd_per_mtok")
    assert (frame.diff().iloc[1:] > 0).all().all()
    assert (frame["GB200"] < frame["H100"]).all() and (frame["B200"] < frame["H200"]).all()
    assert frame["H100"].max() < results.orion_list_price()


def test_priors_sum_to_one():
    frame = tables.load("inference/inversion_priors").query("claim_group in ['D8', 'D9']")
    assert np.allclose(frame.groupby(["claim_group", "assumption"])["weight"].sum(), 1.0) and frame["assumption"].nunique() == 3


def test_the_tpu_wins_by_its_hour():
    """SemiAnalysis, September 2026: 9,364 against 8,903 tokens a second, 50.4 % more tokens a dollar, 0.181 against 0.222 dollars."""
    row = results.tpu().set_index("hardware").loc["Ironwood"]
    assert row["tokens_20"] == pytest.approx(9364 / 8903) and row["price_100"] == pytest.approx(0.181 / 0.222)
    assert row["hour"] == pytest.approx(0.70, abs=0.005) and row["tokens_100"] < 1 < row["tokens_20"]
    b300 = results.tpu().set_index("hardware").loc["B300"]
    assert row["per_usd_20"] / b300["per_usd_20"] == pytest.approx(1.96, abs=0.005)


def test_gains_at_equal_precision_are_smaller_than_at_the_best():
    """InferenceX, copy of 2026: at 50 tokens a second to each user B200 writes 3,555.8 with four-bit and 809.76 with eight-bit weights, H200 330.83 with eight."""
    f = results.facts()
    assert f["b200_over_h200"].value == pytest.approx(3555.8 / 330.83, rel=1e-4)
    assert f["b200_over_h200_fp8"].value == pytest.approx(809.76 / 330.83, rel=1e-4)
    assert 1 < f["nvl72_saving_fp8"].low < f["nvl72_saving_fp8"].value < f["nvl72_saving"].low


def test_audited_runs_keep_their_limits_and_are_the_best_of_their_round():
    frame = tables.load("inference/mlperf_runs")
    assert (frame["p99_tpot_ms"] <= frame["limit_tpot_ms"]).all()
    assert frame.groupby("scenario")[["limit_tpot_ms", "limit_ttft_ms"]].nunique().eq(1).all(axis=None)
    assert (frame["scenario"] == "Server").eq(frame["limit_tpot_ms"] == 200).all()
    each = frame["throughput_tok_s"] / frame["accelerators"]
    # NVIDIA's and Lenovo's own submissions of the same rounds, transcribed apart, are no better.
    others = tables.load("inference/measured_throughput").query("model == 'llama-2-70b' and scenario == 'MLPerf server'")
    for row in frame.assign(each=each).query("scenario == 'Server'").itertuples():
        same = others[(others["hardware"] == row.hardware) & others["engine"].str.endswith(row.round + ")")]
        assert (same["throughput_tok_s"] / same["accelerators"] <= row.each + 1e-6).all(), row
    # A log that was misread would show: no accelerator loses by waiting longer.
    wide = frame.assign(each=each).pivot(index=["round", "hardware"], columns="scenario", values="each").dropna()
    assert len(wide) == 11 and (wide["Interactive"] < wide["Server"]).all()


def test_audited_numbers_by_hand():
    f, frame = results.facts(), results.audited_frame().set_index(["hardware", "scenario"])
    assert f["audited_b200_h200_loose"].value == pytest.approx((101_610.58 / 8) / (34_193.81 / 8)) and f["audited_b200_h200_tight"].value == pytest.approx(62_851.20 / 23_079.95)
    assert f["audited_mi355x_loose"].value == pytest.approx(100_282.36 / 103_635.32) and f["audited_mi355x_tight"].value == pytest.approx(73_608.25 / 61_644.72)
    assert frame.at[("GB300", "Interactive"), "throughput_tok_s_per_gpu"] == pytest.approx(814_127.85 / 72) and frame.at[("MI300X", "Server"), "round"] == "6.0"
    assert f["audited_kept_mi300x"].value == pytest.approx(100 * 8840.42 / 24_860.48)  # of one round
    assert f["audited_gain_h100"].value == pytest.approx(100 * ((122_273.72 / 32) / (23_699.66 / 8) - 1))
    hour = hour_cost.usd_per_hour("B200").quantity("USD/hour")
    row = frame.loc[("B200", "Server")]
    assert row["usd_per_mtok"] == pytest.approx(hour.value / 3600 / (103_635.32 / 8) * 1e6) and row["low"] < row["usd_per_mtok"] < row["high"]
    assert frame.loc["MI350X", "usd_per_mtok"].isna().all()  # no sourced price
    saving = results.audited_saving("MI355X", "B200", "Server")
    ratio = hour_cost.usd_per_hour("MI355X").samples / hour_cost.usd_per_hour("B200").samples
    assert saving == pytest.approx(ratio * 103_635.32 / 100_282.36)


def test_what_the_page_says_of_audited_runs_holds():
    f, frame = results.facts(), results.audited_frame()
    loose = frame[frame["scenario"] == "Server"].set_index("hardware")["throughput_tok_s_per_gpu"]
    newer, older = ["B200", "B300", "GB200", "GB300", "MI350X", "MI355X"], ["H100", "H200", "GH200", "MI300X", "MI325X"]
    assert loose[newer].min() > 2 * loose[older].max()  # generations matter more than makers
    tight = frame[frame["scenario"] == "Interactive"].set_index("hardware")["throughput_tok_s_per_gpu"]
    assert set(tight.nlargest(2).index) == {"GB200", "GB300"} and tight.idxmin() == "MI300X"
    assert (tight / loose).dropna().idxmin() == "MI300X" and f["audited_kept_gb300"].value > 90 > f["audited_kept_b200"].value
    assert f["audited_b200_h200_tight"].value < f["audited_b200_h200_loose"].value < f["b200_over_h200_tight"].value < f["b200_over_h200"].value
    assert f["audited_mi355x_loose"].value < 1 < f["audited_mi355x_tight"].value and f["audited_mi355x_cost_tight"].value < f["audited_mi355x_cost_loose"].value < 1
    four_bits = frame.groupby("hardware")["weights"].first()
    assert (four_bits[newer] == "fp4").all() and (four_bits[older] == "fp8").all()
