"""The validation page's results: medians and their ranges, groups, other tools on the same points, one published day."""

import numpy as np
import pytest

from analysis import tables
from analysis.inference import models, published_day, serving, systems
from analysis.inference.results import calibration, validation


def test_the_published_day_agrees_with_itself():
    """DeepSeek's totals: 87,072 dollars at 2 dollars an hour for 226.75 nodes of 8; a mark-up of 545 % (day 6 of its open-source week)."""
    d = validation.day()
    assert d["rent_usd"] == pytest.approx(87_072, abs=0.5) == d["cost_usd"]
    assert d["markup"] == pytest.approx(5.45, abs=0.01) and d["margin"] == pytest.approx(0.845, abs=0.001)
    assert d["nodes"] == pytest.approx(d["average_nodes"], rel=0.005)


def test_nodes_and_rent_in_closed_form():
    assert published_day.nodes_behind_rate(86_400 * 50, 10) == 5 and published_day.nodes_behind_rate(600, 10, seconds=60) == 1
    assert published_day.rental_usd(2, 8, 3, seconds=3600) == 48
    with pytest.raises(ValueError, match="tokens_per_s_per_node = 0"):
        published_day.nodes_behind_rate(1, 0)


def test_a_median_s_range_is_that_of_groups_not_of_points():
    rng = np.random.default_rng(3)
    centres = rng.normal(10, 3, 20)
    values = np.concatenate([c + rng.normal(0, 0.1, 30) for c in centres])
    value, low, high = validation._median_range(values, np.repeat([f"g{i}" for i in range(20)], 30))
    assert value == pytest.approx(np.median(values)) and low < value < high
    _, near_low, near_high = validation._median_range(values, np.array([f"p{i}" for i in range(600)]))
    assert high - low > 1.5 * (near_high - near_low)  # as if all points were independent
    assert validation._median_range(np.full(9, 4.0), np.array(list("aaabbbccc"))) == (4.0, 4.0, 4.0)


def test_errors_of_throughput_and_of_time_share_a_sign():
    frame = validation.errors().query("method == 'calibrated'")
    fast, slow = frame[frame["quantity"] == "throughput"], frame[frame["quantity"] == "time"]
    assert ((fast["predicted"] > fast["measured"]) == (fast["log_error"] < 0)).all()
    assert ((slow["predicted"] > slow["measured"]) == (slow["log_error"] > 0)).all()


def test_what_was_kept_back_is_what_is_judged():
    counts = validation.facts()
    assert counts["points_fitted"].value + counts["points_judged"].value == len(tables.load("inference/serving_predictions"))
    kept = validation.by_group().query("how == 'kept from the fit' and by == 'hardware'")["points"].sum()
    assert kept == counts["points_judged"].value


def test_tools_are_compared_on_their_own_points_in_their_own_units():
    """A prediction equal to the measurement is no error, whichever unit the measured row has."""
    compared = validation._compared()
    said = tables.load("inference/tool_predictions")
    runs = tables.load("inference/measured_throughput")
    row = compared[(compared["quantity"] == "throughput") & (compared["per"] == "accelerator") & (compared["accelerators"] > 1)].iloc[0]
    raw = said[(said["tool"] == row["tool"]) & (said["model"] == row["model"]) & (said["hardware"] == row["hardware"]) & (said["engine"] == row["engine"]) & (said["prompt_tokens"] == row["prompt_tokens"]) & (said["answer_tokens"] == row["answer_tokens"])]
    assert row["predicted"] == pytest.approx(float(raw["predicted"].iloc[0]) * row["accelerators"])
    assert len(compared.drop_duplicates(["tool", "quantity", "model", "hardware", "accelerators", "weights", "engine", "parallelism", "prompt_tokens", "answer_tokens", "concurrency"])) == len(compared)
    assert set(validation.tools()["tool"]) >= {"aiconfigurator", "GenZ", "llm-analysis"} and (runs["per"] == "accelerator").any()
    assert (compared.query("quantity == 'time'")["predicted"] < 10).all()  # seconds, not milliseconds


def test_over_all_points_no_compared_tool_is_closer():
    f = validation.facts()
    assert f["beside_aiconfigurator_all"].value < f["aiconfigurator_all"].value
    for row in validation.tools().query("tool != 'aiconfigurator'").itertuples():
        assert row.ours_percent < row.theirs_percent


def test_both_judged_forms_are_told_and_the_title_holds():
    f, frame = validation.facts(), validation.errors().query("split == 'validation'")
    for kind in ("dense", "sparse"):
        for quantity in ("throughput", "time"):
            part = frame.query("method == 'first_form' and kind == @kind and quantity == @quantity")
            assert f[f"first_{kind}_{quantity}"].value == pytest.approx(part["off_percent"].median())
    # As judged before the second form was thought of.
    assert f["first_dense_throughput"].value == pytest.approx(8.294, abs=0.002) and f["first_sparse_time"].value == pytest.approx(28.73, abs=0.01)
    # INF-62's title and the page: nearest in throughput of both kinds; the other tool is nearer in time per token of dense models.
    assert all(f[f"beside_aiconfigurator_{k}"].value < f[f"aiconfigurator_{k}"].value for k in ("dense", "sparse", "all"))
    assert f["beside_aiconfigurator_dense_time"].value > f["aiconfigurator_dense_time"].value and f["closer_dense_time"].value < 20


def test_forms_are_steps_to_the_one_in_use():
    forms = validation.forms()
    left = tables.load("inference/serving_forms").query("form == 'first' and quantity == 'time' and sparse")["median_off"]
    assert forms.iloc[0]["time", "sparse"] == pytest.approx(100 * left.mean()) and list(forms["points"]).count("kept back") == 2
    f = validation.facts()
    assert forms.iloc[-1]["throughput", "dense"] == f["calibrated_dense_throughput"].value
    # What the rule of the choice asked for (inference/form_rule).
    assert f["left_out_present_dense_throughput"].value <= (1 - f["rule_fall"].value / 100) * f["left_out_first_dense_throughput"].value
    mean = tables.load("inference/serving_forms").groupby(["form", "quantity", "sparse"])["mean_log"].mean().unstack([1, 2])
    assert (mean.loc["query heads"] <= (1 + f["rule_rise"].value / 100) * mean.loc["first"]).all()


def test_which_of_two_is_closer_counts_resamplings_of_whole_groups():
    groups = np.repeat(list("abcdef"), 5)
    better, worse = np.tile(np.arange(5.0), 6), np.tile(np.arange(5.0), 6) + 1
    assert validation._closer(better, worse, groups) == 1.0 and validation._closer(worse, better, groups) == 0.0
    split = np.where(np.isin(groups, list("abc")), 0.0, 2.0)  # better in half of the groups
    assert 0.2 < validation._closer(split, np.ones(30), groups) < 0.8


@pytest.mark.parametrize(("name", "method"), [("Calibrated model", "calibrated"), ("Whole-step roofline", "roofline")])
@pytest.mark.parametrize(("weights", "kv", "requests"), [("fp8", "fp8", 10), ("bf16", "bf16", 1)])
def test_an_unseen_time_is_a_step_and_its_share_of_prompts(name, method, weights, kv, requests):
    """In closed form: one decoding step of all requests, and for each token of an answer the prompts of others read meanwhile."""
    model, system = models.get("llama-3.1-8b"), systems.get("1xH100")
    common = {"weights": weights, "kv": kv, "compute": weights, "method": method}
    step = serving.decode_step_s(model, system, requests, 200 + 500, **common)
    together = 8192 / 200
    prompt = serving.prefill_s(model, system, 200, batch=together, **common) / together
    expected = 1e3 * float(step + requests * prompt / 1000)
    row = validation.unseen().query("method == @name and model == 'llama-3.1-8b' and hardware == 'H100' and accelerators == 1 and weights == @weights and prompt_tokens == 200 and concurrency == @requests").iloc[0]
    assert row["predicted_ms"] == pytest.approx(expected, rel=1e-6)
    assert row["error_percent"] == pytest.approx(100 * (expected / row["measured_ms"] - 1), rel=1e-6)


def test_unseen_points_are_judged_once_each_in_milliseconds():
    long = validation.unseen()
    assert set(long["method"]) == {"Calibrated model", "Whole-step roofline", *validation.TOOLS.values()}
    key = ["method", "model", "hardware", "accelerators", "weights", "engine", "prompt_tokens", "answer_tokens", "concurrency"]
    assert not long.duplicated(key).any() and (long.groupby("method").size() == len(tables.load("inference/unseen_latency"))).all()
    raw = tables.load("inference/unseen_predictions").query("tool == 'genz-llm'")["predicted"]
    assert sorted(long.query("method == 'GenZ'")["predicted_ms"]) == pytest.approx(sorted(raw))
    assert sorted(long.query("method == 'GenZ'")["measured_ms"]) == pytest.approx(sorted(tables.load("inference/unseen_latency")["tpot_ms"]))
    assert len(calibration.points()) == len(tables.load("inference/serving_predictions"))  # they are no part of what is fitted or kept
    with pytest.raises(KeyError):
        calibration.cases("those of another day")


def test_medians_of_unseen_points_are_those_of_points_both_can_predict(monkeypatch):
    whole = validation.unseen()
    short = whole[~((whole["method"] == "GenZ") & (whole["hardware"] == "A100"))]
    monkeypatch.setattr(validation, "unseen", lambda: short)
    found = validation.unseen_medians.__wrapped__().set_index("method")
    ours = short[(short["method"] == "Calibrated model") & (short["hardware"] == "H100")]["error_percent"].abs()
    assert found.at["GenZ", "points"] == len(ours) < found.at["llm-flops", "points"] and found.at["GenZ", "ours_percent"] == pytest.approx(ours.median())
    assert found.at["Calibrated model", "off_percent"] == pytest.approx(whole[whole["method"] == "Calibrated model"]["error_percent"].abs().median())
    assert np.isnan(found.at["Calibrated model", "closer_percent"])


def test_what_the_page_says_of_unseen_points_holds():
    f = validation.facts()
    assert f["unseen_calibrated"].value < f["unseen_aiconfigurator"].value < f["unseen_llm_analysis"].value < f["unseen_llm_flops"].value < f["unseen_genz"].value < f["unseen_roofline"].value
    assert 50 < f["unseen_closer"].value < 95 and f["unseen_groups"].value == 4  # a lean, not a lead
    assert f["unseen_calibrated"].value > 1.5 * f["calibrated_dense_time"].value and f["unseen_within"].value < 90
    assert f["unseen_ratio_calibrated"].value < 1 > f["unseen_ratio_aiconfigurator"].value and f["unseen_too_fast"].value > 90
    assert f["unseen_later_calibrated"].value > 0 < f["unseen_later_aiconfigurator"].value
    assert abs(f["unseen_apart_calibrated"].value - f["unseen_apart_aiconfigurator"].value) < 1
    assert f["unseen_closer_servers"].value < f["unseen_servers"].value == 13
    off = validation.unseen().pivot(index=["model", "hardware", "accelerators", "weights", "engine", "prompt_tokens", "concurrency"], columns="method", values="error_percent").abs()
    assert f["unseen_closer_points"].value == pytest.approx(100 * (off["Calibrated model"] < off["aiconfigurator"]).mean())
    for method, part in validation.unseen().groupby("method"):
        assert (part["median_percent"] == part["error_percent"].median()).all(), method


def test_an_error_by_factor_does_not_care_which_is_the_larger():
    assert validation._factor_off(np.array([2.0, 0.5, 1.0]), 1.0) == pytest.approx([100, 100, 0])
    assert validation._factor_off(3.0, 2.0) == pytest.approx(50)


def test_over_all_points_together_errors_are_counted_once_each():
    table = validation.whole().set_index(["quantity", "method"])
    points = validation._compared().query("tool == 'aiconfigurator'")
    assert table.loc["both", "points"].eq(len(points)).all() and table.at[("throughput", "aiconfigurator"), "points"] + table.at[("time", "aiconfigurator"), "points"] == len(points)
    ours = np.exp(np.abs(np.log(points["calibrated"] / points["measured"]))) - 1
    assert table.at[("both", "Calibrated model"), "off_percent"] == pytest.approx(100 * ours.median()) and table.at[("both", "Calibrated model"), "mean_percent"] == pytest.approx(100 * ours.mean())
    assert table.at[("both", "Calibrated model"), "beyond_half_percent"] == pytest.approx(100 * (ours > 0.5).mean())
    for (quantity, method), part in validation.spread().groupby(["quantity", "method"]):
        assert part["within_percent"].is_monotonic_increasing and len(part) == 99
        assert part.set_index("share_percent").at[50, "within_percent"] == pytest.approx(table.at[(quantity, method), "off_percent"])
        assert part.set_index("share_percent").at[90, "within_percent"] == pytest.approx(table.at[(quantity, method), "nine_in_ten_percent"])


def test_what_the_page_says_of_large_errors_holds():
    f, curve = validation.facts(), validation.spread().pivot(index="share_percent", columns=["quantity", "method"], values="within_percent")
    # INF-64's title and alt text: nearer throughout in throughput; in time behind to about three quarters of the points, ahead beyond.
    assert (curve["throughput", "Calibrated model"] <= curve["throughput", "aiconfigurator"]).all()
    ahead = curve["time", "Calibrated model"] < curve["time", "aiconfigurator"]
    crossing = f["whole_crossing"].value
    assert 50 < crossing < 90 and not ahead.loc[5:crossing].any() and ahead.loc[crossing + 1 :].all()
    assert (curve["time", "Whole-step roofline"] > curve["time", "Calibrated model"]).all()
    # The page: the tool's median over everything is the smaller, ours is nearer at more points, by the mean and in the tails.
    assert f["whole_aiconfigurator_both"].value < f["whole_calibrated_both"].value and f["whole_closer_points_aiconfigurator_both"].value > 50
    for what in ("mean", "nine", "beyond"):
        assert all(f[f"whole_calibrated_{q}_{what}"].value < f[f"whole_aiconfigurator_{q}_{what}"].value for q in ("throughput", "time", "both"))
    assert f["whole_calibrated_throughput"].value < f["whole_aiconfigurator_throughput"].value and f["whole_closer_points_aiconfigurator_throughput"].value > 50


@pytest.mark.parametrize(("name", "method"), [("Calibrated model", "calibrated"), ("Whole-step roofline", "roofline")])
@pytest.mark.parametrize("requests", [1, 64])
def test_a_batch_on_another_maker_s_accelerator_reads_its_prompts_and_then_writes(name, method, requests):
    """In closed form: the prompts of all requests, then a decoding step for each token of the answers, over those tokens."""
    model, system = models.get("llama-3.1-70b"), systems.get("8xMI300X")
    common = {"weights": "fp8", "kv": "bf16", "compute": "fp8", "method": method}
    together = 8192 / 2048
    prompt = serving.prefill_s(model, system, 2048, batch=together, **common) / together
    step = serving.decode_step_s(model, system, requests, 2048 + 1024, **common)
    expected = 1e3 * float(requests * prompt + 2048 * step) / 2048
    row = validation.other_maker().query("method == @name and model == 'llama-3.1-70b' and prompt_tokens == 2048 and concurrency == @requests").iloc[0]
    latency = tables.load("inference/other_maker_points").query("model == 'llama-3.1-70b' and prompt_tokens == 2048 and requests == @requests and quantity == 'time of a batch'")["latency_s"].iloc[0]
    assert row["predicted_ms"] == pytest.approx(expected, rel=1e-6) and row["measured_ms"] == pytest.approx(1e3 * latency / 2048, rel=1e-9)
    assert row["error_percent"] == pytest.approx(100 * (expected / row["measured_ms"] - 1), rel=1e-6)


def test_points_on_another_maker_s_accelerators_are_judged_once_each():
    long = validation.other_maker()
    key = ["method", "model", "hardware", "accelerators", "weights", "engine", "prompt_tokens", "answer_tokens", "concurrency"]
    assert not long.duplicated(key).any() and set(long["hardware"]) == {"MI300X", "MI325X", "MI355X"}
    runs = tables.load("inference/frontier_points")
    runs = runs[runs["hardware"].str.startswith("MI") & runs["parallelism"].isin(["TP4", "TP8"]) & ~runs["drafts"].astype(bool)]
    sparse = long.query("method == 'Calibrated model' and kind == 'sparse'")
    assert sorted(sparse["measured_ms"]) == pytest.approx(sorted(1e3 / runs["interactivity_tok_s_user"]))
    assert len(long.query("method == 'Calibrated model'")) == len(runs) + len(tables.load("inference/other_maker_points"))
    genz = tables.load("inference/other_maker_predictions").query("tool == 'genz-llm' and predicted == predicted")
    said = long.query("method == 'GenZ'")
    assert sorted(said["predicted_ms"]) == pytest.approx(sorted(1e3 * genz["concurrency"] / genz["predicted"]))
    flops = tables.load("inference/other_maker_predictions").query("tool == 'llm-flops' and quantity == 'tpot_ms'")["predicted"]
    assert sorted(long.query("method == 'llm-flops' and kind == 'sparse'")["predicted_ms"]) == pytest.approx(sorted(flops))


def test_what_the_page_says_of_another_maker_holds():
    f = validation.facts()
    for kind, others in (("dense", ("genz", "llm_analysis", "llm_flops", "roofline")), ("sparse", ("roofline", "llm_flops"))):
        assert all(f[f"other_calibrated_{kind}"].value < f[f"other_{other}_{kind}"].value for other in others)
        assert f[f"other_ratio_calibrated_{kind}"].value < 1 and f[f"other_within_{kind}"].value < 90
    assert f["other_genz_dense"].value < f["other_llm_analysis_dense"].value  # the best other tool that takes such chips
    assert f["other_too_fast"].value > 90 and 0 < f["other_slow_mi355x"].value < f["other_slow_mi300x"].value
    # "About as far as on servers it never saw": within a third of it.
    assert all(0.6 < f[f"other_calibrated_{k}"].value / f[f"calibrated_{k}_time"].value < 1.4 for k in ("dense", "sparse"))
    medians = validation.other_maker_frame().query("method == 'Calibrated model'").groupby("hardware")["median_percent"].max()
    assert (medians < 0).all() and medians["MI355X"] == medians.max()
    full = validation.other_maker().query("method == 'Calibrated model' and not per_user")["error_percent"]  # all four are promised faster than they were
    assert f["other_full_points"].value == 4 and f["other_full"].value == pytest.approx(-full.median()) and 0 < f["other_full"].low <= f["other_full"].value <= f["other_full"].high
    assert f["other_points"].value == f["other_points_dense"].value + f["other_points_sparse"].value and f["other_groups"].value == 5
