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
    truth = dataclasses.replace(centre, weight_bandwidth=0.7, cache_bandwidth=0.55, fp8_throughput=0.5, layer_s=4e-5, sequence_s=6e-6, group_exponent=0.6, cache_fp4_ratio=0.9, latent_layer_s=2e-5)
    clean = _said(truth)
    noisy = clean * np.exp(0.1 * np.random.default_rng(7).standard_normal(len(clean)))
    planted = dataclasses.replace(results.cases(), measured=noisy).take(CALIBRATION)
    found = calibration.fit(planted, centre, log_sd)
    off = {n: np.log(getattr(found.coefficients, n) / getattr(truth, n)) for n in Coefficients.names()}
    error = dict(zip(Coefficients.names(), np.sqrt(np.diag(found.covariance)), strict=True))
    sharp = [n for n, e in error.items() if e < 0.07]
    # The cache's share is read from two generations and several groups of heads: alone it is known less well than with them.
    assert {"expert_bandwidth", "fp8_throughput", "expert_fp4_ratio"} <= set(sharp)
    assert abs(off["group_exponent"]) < 0.12 and abs(off["cache_bandwidth"] + off["cache_fp4_ratio"]) < 0.12
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
    np.testing.assert_allclose(committed["first_form"], _said(results.fitted("first").coefficients), rtol=1e-3)
    for column, method in (("roofline", "roofline"), ("per_op", "per-op")):
        np.testing.assert_allclose(committed[column], results.by_roofline(method), rtol=1e-5)
    without = CALIBRATION & ~results.points()["model"].eq("llama-3.1-405b").to_numpy()
    chosen = CALIBRATION & ~without
    refit = results._fit(without).coefficients
    np.testing.assert_allclose(committed.loc[chosen, "without_model"], _said(refit)[chosen], rtol=1e-3)
    assert committed.loc[~CALIBRATION, ["without_model", "without_hardware"]].isna().all().all()


def test_the_first_form_stands_as_it_was_judged():
    """Coefficients of the form judged first, as committed with its judgement; it is the present one with six coefficients held and no shared weight."""
    first = results.fitted("first").coefficients
    for name, value in (("weight_bandwidth", 0.763561), ("cache_bandwidth", 0.857851), ("sparse_layer_s", 5.28326e-05), ("sharpness", 1.56841), ("indexer_factor", 7.46054)):
        assert getattr(first, name) == pytest.approx(value, rel=2e-4)
    assert (first.cache_fp4_ratio, first.expert_fp4_ratio, first.group_exponent, first.shared_layer_s, first.latent_layer_s, first.state_layer_s) == (1, 1, 0, 0, 0, 0)


def test_what_is_held_is_not_fitted():
    centre, log_sd = coefficients.prior()
    chosen = results.cases().take(CALIBRATION)
    found = calibration.fit(chosen, centre, log_sd, held={"group_exponent": 0.0, "weight_bandwidth": 0.7})
    assert found.coefficients.group_exponent == 0.0 and found.coefficients.weight_bandwidth == 0.7
    place = Coefficients.names().index("weight_bandwidth")
    assert not found.covariance[place].any() and not found.covariance[:, place].any()
    assert found.cost > calibration.fit(chosen, centre, log_sd).cost


def test_points_of_a_cell_share_their_weight():
    weight, frame = results.weights(CALIBRATION), results.points()[CALIBRATION]
    total = frame.assign(weight=weight).groupby(["model", "hardware", "quantity"])["weight"].agg(["sum", "size"])
    np.testing.assert_allclose(total["sum"], np.minimum(total["size"], results.CELL_POINTS))
    assert (total["size"] > results.CELL_POINTS).any() and (total["size"] < results.CELL_POINTS).any()
    # A point counted twice over is as good as two of the same.
    centre, log_sd = coefficients.prior()
    some = np.flatnonzero(CALIBRATION)[::3]
    twice = calibration.fit(results.cases().take(np.concatenate([some, some])), centre, log_sd)
    np.testing.assert_allclose(calibration.fit(results.cases().take(some), centre, log_sd, weight=2.0).coefficients.fp8_throughput, twice.coefficients.fp8_throughput, rtol=1e-4)


def test_more_query_heads_read_the_cache_more_slowly_and_never_above_the_rated_speed():
    c, node = coefficients.get(), systems.get("1xH100")
    base = models.get("llama-3.1-8b")
    alone = {n: 0.0 for n in Coefficients.names() if n.endswith("_s")} | {"activation_passes": 0.0, "routed_activation_passes": 0.0, "decode_attention_throughput": 1e9}
    only = dataclasses.replace(c, **alone)

    def share(heads, kv_heads):
        model = dataclasses.replace(base, heads=heads, kv_heads=kv_heads)
        done = dataclasses.replace(work.decode(model, 256, 4000, kv="fp8"), dense_bytes=0.0, dense_flop=0.0, head_bytes=0.0, head_flop=0.0)
        load = calibrated.load(done, model, node, Layout.of(node), "fp8", "fp8", sequences=256, kind="decode")
        return float(done.cache_bytes / node.memory_bandwidth_bytes_per_s / calibrated.step_s(load, only))

    reached = [share(h, 8) for h in (8, 32, 64, 128, 256)]
    assert all(a >= b for a, b in zip(reached, reached[1:], strict=False)) and reached[2] > reached[3]
    assert reached[0] == pytest.approx(1.0) and reached[2] == pytest.approx(c.cache_bandwidth) and reached[3] == pytest.approx(c.cache_bandwidth * 2**-c.group_exponent)
    assert calibrated.query_group(models.get("deepseek-v3")) == calibrated.query_group(models.get("mamba-2.8b")) == calibrated.GROUP and calibrated.query_group(base) == 4


def test_each_kind_of_layer_takes_its_own_fixed_time():
    c = coefficients.get()
    for name, layers in (("deepseek-v3", ("shared_layer_s", 58)), ("deepseek-v3", ("latent_layer_s", 61)), ("qwen3.5-397b-a17b", ("state_layer_s", 45)), ("gpt-oss-120b", ("shared_layer_s", 0)), ("llama-3.1-70b", ("latent_layer_s", 0))):
        model, node = models.get(name), systems.get("8xB200")
        load = calibrated.load(work.decode(model, 4, 1000), model, node, Layout.of(node), "fp8", "fp8", sequences=4, kind="decode")
        coefficient, count = layers
        more = calibrated.step_s(load, dataclasses.replace(c, **{coefficient: getattr(c, coefficient) + 1e-6})) - calibrated.step_s(load, c)
        assert float(more) == pytest.approx(count * 1e-6, abs=1e-12)


def test_the_committed_errors_of_forms_are_those_of_their_fits():
    """Whole tables take minutes: one group left out, of two forms, is fitted again; and the form in use is the best of the steps on dense throughput."""
    committed = tables.load("inference/serving_forms")
    assert list(committed["form"].drop_duplicates()) == list(results.FORMS) and (committed.groupby("form").size() == len(results.WAYS) * 4).all()
    frame, dense = results.points(), None
    for form in ("first", results.LAST):
        error = np.full(len(frame), np.nan)
        for one in ("llama-3.1-405b", "llama-3.1-8b"):  # the two dense models with throughput on the calibration side
            chosen = CALIBRATION & frame["model"].eq(one).to_numpy()
            c = results._fit(CALIBRATION & ~chosen, form).coefficients
            error[chosen] = np.log(_said(c)[chosen] / frame["measured"].to_numpy()[chosen])
        dense = CALIBRATION & frame["quantity"].eq("throughput").to_numpy() & ~frame["sparse"].to_numpy()
        row = committed.query("form == @form and left_out == 'model' and quantity == 'throughput' and not sparse").iloc[0]
        assert row["points"] == dense.sum() and row["mean_log"] == pytest.approx(np.mean(np.abs(error[dense])), rel=2e-3)
    mean = committed.query("quantity == 'throughput' and not sparse").groupby("form")["median_off"].mean()
    assert mean.idxmin() == results.LAST and mean[results.LAST] < 0.9 * mean["first"]


def test_groups_that_are_left_out():
    engines = set(results.groups("engine"))
    assert engines == {"throughput|TensorRT-LLM 1.0", "throughput|TensorRT-LLM, later edition", "time|SGLang", "time|TensorRT-LLM", "time|vLLM"}
    assert len(set(results.groups("cell"))) == len(results.points()[["model", "hardware"]].drop_duplicates())


def test_no_validation_point_enters_the_fit():
    cases = results.cases()
    spoilt = dataclasses.replace(cases, measured=np.where(CALIBRATION, cases.measured, 1e9))
    centre, log_sd = coefficients.prior()
    assert calibration.fit(spoilt.take(CALIBRATION), centre, log_sd, weight=results.weights(CALIBRATION)).coefficients == results.fitted().coefficients


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
    ideal = dataclasses.replace(ideal, activation_passes=0.0, routed_activation_passes=0.0, expert_tile_rows=0.0, sharpness=200.0, group_exponent=0.0)
    for name, system in (("llama-3.1-70b", "8xH100"), ("deepseek-v3", "8xH200"), ("qwen3.5-397b-a17b", "8xB200")):
        model, node = models.get(name), systems.get(system)
        layout = Layout.of(node)
        for kind, done in (("decode", work.decode(model, 64, 4000)), ("prefill", work.prefill(model, 4000))):
            load = calibrated.load(done, model, node, layout, "fp8", "fp8", sequences=64, kind=kind)
            assert calibrated.step_s(load, ideal) == pytest.approx(float(per_op.step_s(done, model, node, layout, "fp8", "fp8")), rel=0.02)


def test_every_coefficient_matters_and_in_the_right_direction():
    model, node = models.get("glm-5"), systems.get("8xB200")
    sooner = {"weight_bandwidth", "expert_bandwidth", "cache_bandwidth", "bf16_throughput", "fp8_throughput", "expert_throughput", "decode_attention_throughput", "link_bandwidth", "cache_fp4_ratio", "expert_fp4_ratio"}
    c = coefficients.get()
    load = calibrated.load(work.decode(model, 64, 4000), model, node, Layout.of(node), "fp8", "fp8", sequences=64, kind="decode")
    for name in Coefficients.names():
        more = float(calibrated.step_s(load, dataclasses.replace(c, **{name: 1.5 * getattr(c, name)})) - calibrated.step_s(load, c))
        # Of other precisions, steps and accelerators, and of attention with key-value heads or states.
        unused = {"fp4_throughput", "prompt_attention_throughput", "layer_s", "round_s", "group_exponent", "state_layer_s"}
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
