"""The fit: a planted truth comes back, committed coefficients are those of the fit, and what was left out was left out."""

import dataclasses

import numpy as np
import pytest

from analysis import tables
from analysis.inference import calibrated, calibration, coefficients, models, per_op, serving, systems, work
from analysis.inference.calibrated import Coefficients
from analysis.inference.parallel import Layout
from analysis.inference.results import calibration as results
from analysis.inference.results import validation
from analysis.publish import calibrate

CALIBRATION = results.points()["split"].eq("calibration").to_numpy()


def _said(c):
    return calibration.predict(results.cases(), lambda now: calibrated.step_s(now, c))


def test_a_planted_truth_is_found_again():
    """Points made from known coefficients with a tenth of noise, fitted from elsewhere: the well-determined ones come back, and all predictions do."""
    centre, log_sd = coefficients.prior()
    truth = dataclasses.replace(centre, weight_bandwidth=0.7, cache_bandwidth=0.55, fp8_throughput=0.5, layer_s=4e-5, sequence_s=6e-6)
    clean = _said(truth)
    noisy = clean * np.exp(0.1 * np.random.default_rng(7).standard_normal(len(clean)))
    planted = dataclasses.replace(results.cases(), measured=noisy).take(CALIBRATION)
    found = calibration.fit(planted, centre, log_sd)
    off = {n: np.log(getattr(found.coefficients, n) / getattr(truth, n)) for n in Coefficients.names()}
    error = dict(zip(Coefficients.names(), np.sqrt(np.diag(found.covariance)), strict=True))
    sharp = [n for n, e in error.items() if e < 0.07]
    assert {"cache_bandwidth", "expert_bandwidth", "fp8_throughput"} <= set(sharp)
    assert all(abs(off[n]) < 0.12 for n in (*sharp, "weight_bandwidth"))
    # The fixed times of layers, exchanges and steps trade against each other: each only within its own error.
    assert all(abs(off[n]) < 2.5 * error[n] for n in off)
    again = _said(found.coefficients)
    assert np.median(np.abs(np.log(again / clean))) < 0.03 < np.median(np.abs(np.log(_said(centre) / clean)))


def test_the_committed_coefficients_are_those_of_the_fit():
    committed = tables.load("inference/calibration").set_index("coefficient")
    made = results.calibration_table().set_index("coefficient")
    assert list(committed.index) == list(made.index) == list(Coefficients.names())
    for column in ("central", "low", "high"):
        np.testing.assert_allclose(committed[column], made[column], rtol=2e-4)
    assert (committed["low"] < committed["central"]).all() and (committed["central"] < committed["high"]).all()


def test_the_committed_predictions_are_those_of_the_models():
    committed = tables.load("inference/serving_predictions")
    np.testing.assert_allclose(committed["calibrated"], _said(coefficients.get()), rtol=1e-3)
    for column, method in (("roofline", "roofline"), ("per_op", "per-op")):
        np.testing.assert_allclose(committed[column], results.by_roofline(method), rtol=1e-5)
    without = CALIBRATION & ~results.points()["model"].eq("llama-3.1-405b").to_numpy()
    chosen = CALIBRATION & ~without
    refit = results._fit(without).coefficients
    np.testing.assert_allclose(committed.loc[chosen, "without_model"], _said(refit)[chosen], rtol=1e-3)
    assert committed.loc[~CALIBRATION, ["without_model", "without_hardware"]].isna().all().all()


def test_no_validation_point_enters_the_fit():
    cases = results.cases()
    spoilt = dataclasses.replace(cases, measured=np.where(CALIBRATION, cases.measured, 1e9))
    centre, log_sd = coefficients.prior()
    assert calibration.fit(spoilt.take(CALIBRATION), centre, log_sd).coefficients == results.fitted().coefficients


def test_the_calibrated_model_beats_the_rooflines_on_points_it_never_saw():
    frame = validation.errors().query("split == 'validation'")
    off = frame.groupby(["quantity", "kind", "method"])["off_percent"].median().unstack()
    assert (off["calibrated"] < 0.5 * off["per_op"]).all() and (off["per_op"] < off["roofline"]).all()
    # What the issue asked for: a tenth on dense and a fifth on sparse models, for throughput.
    assert off.loc[("throughput", "dense"), "calibrated"] < 10 and off.loc[("throughput", "sparse"), "calibrated"] < 20


def test_the_error_to_draw_from_holds_nine_in_ten():
    frame = validation.errors().query("split == 'validation' and method == 'calibrated' and quantity == 'throughput' and kind == 'dense'")
    p = validation.time_error(False)
    inside = np.mean((np.exp(frame["log_error"]) >= p.low) & (np.exp(frame["log_error"]) <= p.high))
    assert inside == pytest.approx(0.9, abs=0.02) and p.low == pytest.approx(1 / p.high, rel=1e-4)


def test_ideal_coefficients_give_the_per_operation_roofline():
    """Shares of one, no fixed times, full overlap: nothing but the roofline is left."""
    ideal = Coefficients(*[1.0 if not n.endswith("_s") else 0.0 for n in Coefficients.names()])
    ideal = dataclasses.replace(ideal, activation_passes=0.0, routed_activation_passes=0.0, expert_tile_rows=0.0, sharpness=200.0)
    for name, system in (("llama-3.1-70b", "8xH100"), ("deepseek-v3", "8xH200"), ("qwen3.5-397b-a17b", "8xB200")):
        model, node = models.get(name), systems.get(system)
        layout = Layout.of(node)
        for kind, done in (("decode", work.decode(model, 64, 4000)), ("prefill", work.prefill(model, 4000))):
            load = calibrated.load(done, model, node, layout, "fp8", "fp8", sequences=64, kind=kind)
            assert calibrated.step_s(load, ideal) == pytest.approx(float(per_op.step_s(done, model, node, layout, "fp8", "fp8")), rel=0.02)


def test_every_coefficient_matters_and_in_the_right_direction():
    model, node = models.get("glm-5"), systems.get("8xB200")
    sooner = {"weight_bandwidth", "expert_bandwidth", "cache_bandwidth", "bf16_throughput", "fp8_throughput", "expert_throughput", "decode_attention_throughput", "link_bandwidth"}
    c = coefficients.get()
    load = calibrated.load(work.decode(model, 64, 4000), model, node, Layout.of(node), "fp8", "fp8", sequences=64, kind="decode")
    for name in Coefficients.names():
        more = float(calibrated.step_s(load, dataclasses.replace(c, **{name: 1.5 * getattr(c, name)})) - calibrated.step_s(load, c))
        unused = {"fp4_throughput", "prompt_attention_throughput", "layer_s", "round_s"}  # of other precisions, steps and accelerators
        assert (more == 0) if name in unused else (more < 0) == (name in sooner or name == "sharpness"), (name, more)


def test_recipes():
    assert results.recipe("gpt-oss-20b", "fp8", "TensorRT-LLM 1.0", False)["kv"] == "bf16" and results.recipe("gpt-oss-20b", "fp4", "vLLM", True)["expert_weights"] == "mxfp4"
    assert results.recipe("llama-4-scout", "fp8", "TensorRT-LLM 1.0", False)["window_held_in_full"] and not results.recipe("llama-3.1-8b", "fp8", "TensorRT-LLM 1.0", False)["window_held_in_full"]
    assert results.recipe("llama-3.1-8b", "fp8", "vLLM 0.1", False)["kv"] == "bf16" and results.recipe("llama-3.1-8b", "fp8", "TensorRT-LLM", False)["kv"] == "fp8"
    with pytest.raises(KeyError, match="no rule of inference/serving_recipes fits llama-3.1-8b, fp6"):
        results.recipe("llama-3.1-8b", "fp6", "vLLM", False)


def test_bad_measurements_are_refused():
    centre, log_sd = coefficients.prior()
    with pytest.raises(ValueError, match="measured values must be above 0"):
        calibration.fit(dataclasses.replace(results.cases(), measured=0 * results.cases().measured), centre, log_sd)


def test_a_run_of_one_wave_is_the_sum_of_its_parts():
    cases = results.cases()
    one = cases.take(np.array([int(np.argmax(cases.is_throughput & (cases.waves == 1) & (cases.tail_batch == 0)))]))
    c = coefficients.get()
    read, step = calibrated.step_s(one.prompt, c) / one.prompts, calibrated.step_s(one.decode, c)
    expected = one.requests * one.answer_tokens / (one.requests * read + one.answer_tokens * step)
    np.testing.assert_allclose(calibration.predict(one, lambda now: calibrated.step_s(now, c)), expected)


def test_writing_is_whole_and_repeats_itself(tmp_path, monkeypatch):
    (tmp_path / "inference").mkdir()
    small = {"inference/calibration": results.calibration_table, "inference/serving_predictions": lambda: tables.load("inference/serving_predictions").head(3)}
    monkeypatch.setattr(calibrate, "TABLES", small)
    assert calibrate.write(tmp_path) == ["inference/calibration.csv", "inference/serving_predictions.csv"]
    assert calibrate.write(tmp_path) == []
    assert "true" in (tmp_path / "inference/serving_predictions.csv").read_text()

    def broken():
        raise ValueError("no fit")

    monkeypatch.setattr(calibrate, "TABLES", {"inference/calibration": lambda: results.calibration_table().head(2), "inference/serving_predictions": broken})
    before = (tmp_path / "inference/calibration.csv").read_bytes()
    with pytest.raises(ValueError, match="no fit"):
        calibrate.write(tmp_path)
    assert (tmp_path / "inference/calibration.csv").read_bytes() == before


def test_calibrated_serving_uses_the_committed_coefficients():
    model, node = models.get("llama-3.1-70b"), systems.get("8xH100")
    done = work.decode(model, 16, 2000, weights="fp8", kv="fp8")
    load = calibrated.load(done, model, node, Layout.of(node), "fp8", "fp8", sequences=16, kind="decode")
    assert serving.decode_step_s(model, node, 16, 2000, kv="fp8", compute="weights", method="calibrated") == pytest.approx(float(calibrated.step_s(load, coefficients.get())))
