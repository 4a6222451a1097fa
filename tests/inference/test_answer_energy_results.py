"""Energy of an answer: the measured table and its split, the fitted curve, results against published figures, and claim D11."""

import numpy as np
import pytest

from analysis import claims, explorers, parameters, tables
from analysis.inference import models, parameters_count, split, systems
from analysis.inference.results import answer_energy as results

MEASURED = tables.load("inference/measured_energy")


def test_the_split_is_the_rules_and_every_name_resolves():
    for row in MEASURED.to_dict("records"):
        configuration = "|".join(str(row[c]) for c in ("accelerators", "weights", "parallelism", "task", "concurrency"))
        why = split.held_out_by(row["model"], row["hardware"], configuration)
        assert (row["held_out_by"] or "") == why, row["locator"]
        assert row["split"] == ("validation" if why else "calibration")
        models.get(row["model"]), systems.accelerator(row["hardware"])


def test_energy_of_a_token_is_power_over_throughput():
    """The table's own arithmetic: a slip between one accelerator and the group would be a factor of 2 to 8."""
    ratio = MEASURED["energy_j_per_token"] * MEASURED["throughput_tok_s"] / MEASURED["power_w"]
    assert ratio.between(0.9, 1.1).all()
    assert (MEASURED["batch"] <= MEASURED["concurrency"] * 1.001).all()


def test_no_accelerator_draws_more_than_its_rating():
    assert results.measured()["power_share"].between(0.25, 1.0).all()


def test_ml_energys_own_summary():
    # arXiv:2601.22076: thought makes about ten times the tokens of conversation and about 25 times the energy on B200
    f = results.energy_pairs()
    f = f[f["hardware"] == "B200"]
    assert f["token_times"].mean() == pytest.approx(10, rel=0.1)
    assert f["times"].mean() == pytest.approx(25, rel=0.15)


def test_the_curve_knows_the_calibration_rows_alone():
    frame = results.measured()
    fitted = frame[frame["split"] == "calibration"]
    assert 40 < len(fitted) < len(frame) / 2
    design = np.column_stack([np.ones(len(fitted)), fitted["bandwidth_use"], np.sqrt(fitted["compute_use"])])
    plain, *_ = np.linalg.lstsq(design, fitted["power_share"], rcond=None)
    curve = results.curve()
    assert (plain > 0).all()
    np.testing.assert_allclose([curve.idle, curve.memory, curve.compute], plain, rtol=1e-6)


def test_power_is_predicted_on_the_held_out_rows():
    errors = results.errors()
    assert errors["power, validation"].error < 0.2 and errors["power, validation"].count > 80
    assert errors["power, validation"].within_two == 1.0


def test_energy_of_held_out_runs_lies_mostly_in_the_range():
    assert results.coverage() > 0.75
    assert results.errors()["all"].count == len(MEASURED)


def test_metered_servers_lie_in_the_range_of_the_rest_of_the_server():
    """MLPerf Inference 5.1, Lenovo: five of six within the range of the host's power, none off by a third."""
    frame = results.server_power()
    assert len(frame) == 6
    assert (abs(frame["modelled_w"] / frame["metered_w"] - 1) < 1 / 3).all()
    assert frame["j_per_token"].min() == pytest.approx(0.064, abs=0.0005) and frame["j_per_token"].max() == pytest.approx(7.66, abs=0.005)


def test_the_rest_of_a_server_is_what_its_note_says():
    p = parameters.get("host_power_share", part="inference")
    assert p.central == pytest.approx(0.76 * 10.2 / 5.6 - 1, abs=0.001)
    assert p.low == pytest.approx(10401 / 8000 - 1, abs=0.001)
    assert p.high == pytest.approx(10401 / 8000 - 0.7, abs=0.001)
    parts = tables.load("inference/energy_breakdown").set_index("part")["share_percent"]
    assert p.low < parts["host processors and memory"] / parts["accelerators at work"] < p.high
    idle = parameters.get("idle_machine_share", part="inference")
    assert idle.low < parts["idle machines"] / (parts["host processors and memory"] + parts["accelerators at work"]) < idle.high
    speed = parameters.get("served_speed_tok_s_user", part="inference")
    assert (speed.low, speed.central) == (12, np.median([12, 15, 24, 35, 28, 35, 21]))


@pytest.mark.parametrize("hardware", results.HARDWARE)
def test_every_model_has_room_on_its_group(hardware):
    for name in results.MODELS:
        found = results.groups(name, hardware)
        assert all(results._held_bytes(name) <= 0.7 * 0.9 * system.memory_bytes for system, _ in found)
        assert all(layout.accelerators == system.accelerators for system, layout in found)
        assert any(layout.expert > 1 for _, layout in found) == models.get(name).is_sparse


def test_gpt_oss_keeps_its_experts_in_four_bits_and_the_rest_in_sixteen():
    m = models.get("gpt-oss-120b")
    experts = m.moe_layers * m.experts * parameters_count.expert_params(m)
    rest = parameters_count.active_matmul_params(m) - m.moe_layers * m.experts_per_token * parameters_count.expert_params(m)
    assert results._held_bytes("gpt-oss-120b") == pytest.approx(experts * 4.25 / 8 + rest * 2, rel=1e-9)


@pytest.mark.parametrize("name", ["llama-3.1-8b", "deepseek-r1"])
def test_more_speed_never_saves_energy_and_the_floor_lies_below(name):
    points = results.operating_points(name, "H200", 500.0, 1000.0)
    assert (np.diff(points.chip_j) >= -1e-6 * points.chip_j[:-1]).all()
    assert (points.floor_j < points.chip_j).all()
    assert (points.prompt_j < points.chip_j).all()
    assert (points.chip_j <= points.seconds * points.rated_w * (1 + 1e-9)).all()


def test_longer_answers_and_prompts_take_more():
    speed = 52.0
    energy = [results.operating_points("deepseek-r1", "H200", 500.0, float(n)).at("chip_j", speed) for n in results.LENGTHS]
    assert (np.diff(energy) > 0).all()
    prompts = [results.operating_points("deepseek-r1", "H200", p, 500.0).at("chip_j", speed) for p in (100.0, 1000.0, 10_000.0)]
    assert (np.diff(prompts) > 0).all()


def test_boundaries_are_ordered_and_the_model_of_googles_size_brackets_its_figure():
    f = results.facts()
    assert f["r1_chips"].value < f["r1_short"].value
    assert f["facility_times"].low < f["google_times"].value < f["facility_times"].high
    assert f["small_short"].low < f["google"].value < f["dense_short"].high


def test_the_calibrated_model_is_used_and_beats_the_roofline():
    assert results.METHOD == "calibrated"
    got = [results.operating_points("deepseek-r1", "B200", 200.0, 850.0, method=m) for m in ("roofline", "calibrated")]
    measured = MEASURED[MEASURED["release"].eq("DeepSeek V3.1") & MEASURED["concurrency"].eq(512)].iloc[0]
    off = [abs(np.log(p.at("chip_j", measured["throughput_tok_s"] / measured["batch"]) / measured["answer_tokens"] / measured["energy_j_per_token"])) for p in got]
    assert off[1] < off[0]


def test_production_energy_agrees_with_a_count_by_hand():
    # 226.75 nodes of 8 H800 in a day for 168e9 tokens: 0.933 accelerator-seconds a token
    f = results.production()
    seconds = 226.75 * 8 * 86400 / 168e9
    assert f["day_j"].low < seconds * 1275 * 0.76 < f["day_j"].high  # a server of H100 at 76 % of its rating, without the building
    assert f["day_j"].high < seconds * 1730
    assert f["day_ratio"].value == pytest.approx(608 / 168)


def test_implied_energy_falls_from_h100_to_b200():
    frame = results.implied().set_index(["model", "hardware"])["facility_j_per_token"]
    for name in ("Llama 3.1 405B", "gpt-oss-120b", "Qwen3 235B-A22B"):
        assert frame[(name, "B200")] < frame[(name, "H100")]


def test_carbon_and_water_are_those_of_the_grid():
    f, mark = results.facts(), results.footprint("deepseek-r1", "H200", results.PROMPT, results.SHORT)
    assert mark["carbon"].value == pytest.approx(f["r1_short"].value * f["grid"].value / 1000, rel=0.1)
    assert mark["site_water"].value < mark["water"].value


def test_the_tipping_speed_gives_googles_figure_back():
    f = results.facts()
    run = results.answer_run("deepseek-r1", "H200", float(results.PROMPT), float(results.SHORT))
    centre = {n: p.central for n, p in run.parameters.items()} | {"served_speed_tok_s_user": f["tipping_speed"].value}
    assert float(run.model(**centre)) == pytest.approx(f["google"].value, rel=1e-3)


def test_the_explorer_asks_the_same_model():
    got = explorers.get("INF-X5").at()
    low, middle, high = results.at_speed("deepseek-r1", "H200", 500.0, 500.0, 50.0)["energy_wh"]
    assert (got["energy_wh"].low, got["energy_wh"].value, got["energy_wh"].high) == (low, middle, high)
    fast = explorers.get("INF-X5").at(speed_tok_s=150.0)
    assert fast["energy_wh"].value > got["energy_wh"].value and fast["reached_tok_s"].value <= 150.0


def test_bills_of_pairs():
    # Aider's polyglot benchmark: 186.50 against 6.74 dollars; Artificial Analysis: 2,767.05 against 108.85
    frame = results.pairs().set_index(["thinking", "immediate"])["times"]
    assert frame[("o1 (high)", "GPT-4o (November 2024)")] == pytest.approx(27.7, abs=0.05)
    assert frame[("o1", "GPT-4o (May 2024)")] == pytest.approx(25.4, abs=0.05)
    assert frame.min() == pytest.approx(65.75 / 68.63, rel=1e-3)


def test_same_tasks_take_less_than_the_tokens_say():
    f = results.facts()
    assert 1 < f["same_task_times"].value < f["same_task_tokens"].value * 1.2


def test_d11_dollars_and_energy_of_thought():
    f = results.facts()
    bills, energy = results.pairs()["times"], results.energy_pairs()["times"]
    assert f["dollar_share"].value == pytest.approx(100 * (bills >= 10).mean())
    assert f["energy_share"].value == pytest.approx(100 * (energy >= 10).mean())
    assert f["expensive"].value == pytest.approx(min((bills >= 10).mean(), (energy >= 10).mean()))
    assert f["early_times"].low > 10 > f["same_times"].high
    assert f["gain_hard"].value > 50 > f["gain_other"].value
    assert claims.ledger("inference").set_index("id").loc["D11", "verdict"] == "not reproduced"
