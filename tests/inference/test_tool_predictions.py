"""The comparison with other tools: complete, joinable to what was measured, and in the order that is known of it."""

import numpy as np
import pandas as pd
import pytest

from analysis import tables
from analysis.inference import models
from analysis.inference.results import calibration

KEY = ["model", "hardware", "accelerators", "engine", "parallelism", "prompt_tokens", "answer_tokens"]
TOOLS = {"genz-llm", "llm-analysis", "llm-flops", "aiconfigurator"}


def _all():
    return pd.concat([tables.load(f"inference/{name}_predictions") for name in ("tool", "unseen", "other_maker")], ignore_index=True)


def _predictions(measured_table):
    frame = _all()
    return frame[frame["measured_table"] == measured_table]


def test_every_measured_maximum_has_one_row_for_each_tool():
    measured = tables.load("inference/measured_throughput")
    measured = measured[measured["scenario"].eq("most throughput") & measured["prompt_tokens"].notna() & measured["answer_tokens"].notna()]
    predictions = _predictions("measured_throughput")
    assert set(predictions["tool"]) == TOOLS
    for _, rows in predictions.groupby("tool"):
        joined = measured.merge(rows, on=KEY, how="outer", indicator=True)
        assert (joined["_merge"] == "both").all() and len(joined) == len(measured)


@pytest.mark.parametrize("table", ["measured_latency", "unseen_latency"])
def test_every_measured_time_per_token_has_one_row_for_each_tool(table):
    measured = tables.load(f"inference/{table}")
    predictions = _predictions(table)
    assert set(predictions["tool"]) == TOOLS
    key = ["model", "hardware", "accelerators", "weights", "engine", "prompt_tokens", "answer_tokens", "concurrency"]
    for tool, rows in predictions.groupby("tool"):
        joined = measured.merge(rows, on=key, how="outer", indicator=True)
        assert (joined["_merge"] == "both").all() and len(joined) == len(measured), tool


def test_every_point_on_another_maker_s_accelerator_has_one_row_for_each_tool():
    measured = calibration.other_maker()
    predictions = tables.load("inference/other_maker_predictions")
    assert set(predictions["tool"]) == TOOLS and set(predictions["measured_table"]) == {"other_maker_points", "frontier_points"}
    key = ["model", "hardware", "accelerators", "weights", "engine", "parallelism", "prompt_tokens", "answer_tokens", "concurrency"]
    for tool, rows in predictions.groupby("tool"):
        joined = measured.merge(rows, on=key, how="outer", indicator=True)
        assert (joined["_merge"] == "both").all() and len(joined) == len(measured), tool
        assert (joined["quantity_x"].eq("time") == joined["quantity_y"].eq("tpot_ms")).all()
    assert predictions.query("tool == 'aiconfigurator'")["predicted"].isna().all()  # it has no data on AMD


def test_a_row_has_a_prediction_or_a_reason_never_both():
    frame = _all()
    predicted, reason = frame["predicted"].notna(), frame["why_missing"].fillna("").ne("")
    assert (predicted ^ reason).all()
    assert frame.loc[predicted, "batch"].notna().all()
    latency = frame["quantity"] == "tpot_ms"
    assert (frame.loc[latency & predicted, "batch"] == frame.loc[latency & predicted, "concurrency"]).all()


def test_tools_refuse_what_they_say_they_cannot_express():
    frame = _all()
    latent = frame["model"].map(lambda name: models.get(name).kv_lora_rank > 0)
    states = frame["model"].map(lambda name: models.get(name).state_layers > 0)
    rooflines = frame["tool"] != "aiconfigurator"
    assert frame.loc[latent & frame["tool"].isin(["genz-llm", "llm-analysis"]), "predicted"].isna().all()
    assert frame.loc[states & rooflines, "predicted"].isna().all()


@pytest.mark.parametrize(("tool", "low", "high"), [("genz-llm", 1.9, 5.0), ("llm-flops", 1.2, 4.0), ("aiconfigurator", 0.85, 1.2)])
def test_published_rooflines_are_far_too_fast_and_the_measured_kernels_are_not(tool, low, high):
    """The project's brief: a simulator on measured kernels is about a tenth off on vendors' maxima, published rooflines a factor of two."""
    measured = tables.load("inference/measured_throughput")
    rows = _predictions("measured_throughput").query("tool == @tool").astype({"prompt_tokens": float, "answer_tokens": float})
    rows = rows.merge(measured[[*KEY, "throughput_tok_s"]], on=KEY)
    ratio = (rows["predicted"] / rows["throughput_tok_s"]).dropna()
    assert len(ratio) > 150
    assert low < float(np.median(ratio)) < high


def test_nobody_predicts_more_than_the_memory_moves():
    """No tool may write a token faster than the active weights of a lone request are read; slack for what tools leave out."""
    from analysis.inference import systems
    from analysis.inference.weights import bits_per_weight

    frame = _all()
    rows = frame.query("quantity == 'tpot_ms' and tool == 'aiconfigurator' and predicted == predicted")
    for row in rows.itertuples():
        model, chip = models.get(row.model), systems.accelerator(row.hardware)
        bits = float(bits_per_weight({"fp4": "fp4", "int4": "int4", "fp8": "fp8", "bf16": "bf16"}[row.weights]))
        least_ms = 1e3 * model.params_active_matmul * bits / 8 / (row.accelerators * chip.memory_bandwidth_bytes_per_s)
        assert row.predicted > least_ms, (row.model, row.hardware, row.accelerators)
