"""InferenceX's points of DeepSeek-R1: throughput, speed and requests in flight agree with each other, and units with what was measured elsewhere."""

import numpy as np

from analysis import tables
from analysis.inference import models, systems

POINTS = tables.load("inference/frontier_points")
MEAN_LENGTH = 0.9  # lengths are drawn evenly between 0.8 and 1 of the nominal one


def test_littles_law_bounds_throughput():
    """Requests in flight × tokens each ÷ time each: what is left of it is the time after the last and before the first request."""
    tokens = MEAN_LENGTH * POINTS["answer_tokens"]
    request_s = POINTS["ttft_s"] + tokens / POINTS["interactivity_tok_s_user"]
    ratio = POINTS["throughput_tok_s_per_gpu"] * POINTS["accelerators"] * request_s / (POINTS["concurrency"] * tokens)
    assert ratio.quantile(0.99) < 1.35 and ratio.max() < 3
    assert 0.8 < ratio.median() < 1.05


def test_more_requests_are_slower_for_each():
    groups = POINTS.groupby(["hardware", "accelerators", "weights", "engine", "parallelism", "drafts", "prompt_tokens", "answer_tokens", "date"])
    tried, slower = 0, 0
    for _, rows in groups:
        rows = rows.sort_values("concurrency")
        steps = np.diff(rows["interactivity_tok_s_user"])
        tried, slower = tried + len(steps), slower + int(np.sum(steps < 0))
    assert tried > 100 and slower / tried > 0.9


def test_no_point_is_faster_than_its_memory():
    """Without guessed tokens each token reads the active weights at least once from all accelerators of the group."""
    model = models.get("deepseek-r1")
    plain = POINTS[~POINTS["drafts"]]
    for row in plain.itertuples():
        bytes_each = {"fp8": 1.0, "fp4": 0.5}[row.weights]
        chip = systems.accelerator(row.hardware)
        assert row.interactivity_tok_s_user < row.accelerators * chip.memory_bandwidth_bytes_per_s / (bytes_each * model.params_active_matmul)


def test_the_same_runs_as_in_the_other_collection_agree():
    """Some operating points are in both tables; a token takes the reciprocal of a user's speed."""
    other = tables.load("inference/measured_latency").query("model == 'deepseek-r1'")
    mine = POINTS[~POINTS["drafts"] & POINTS["parallelism"].str.fullmatch(r"TP\d+")].assign(measured=POINTS["date"])
    both = mine.merge(other, on=["model", "hardware", "accelerators", "weights", "prompt_tokens", "answer_tokens", "concurrency"], suffixes=("", "_other"))
    both = both[both["engine_other"].str.split().str[0] == both["engine"].str.split().str[0]]
    ratio = 1e3 / both["interactivity_tok_s_user"] / both["tpot_ms"]
    assert len(both) > 10 and 0.6 < ratio.median() < 1.15


def test_groups_with_separate_reading_are_marked_in_the_other_collection():
    """Found by this table: records of 2025 give all accelerators of a disaggregated group as one tensor parallel degree."""
    other = tables.load("inference/measured_latency")
    wide = other[other["accelerators"] > 8]
    assert len(wide) == 6 and wide["note"].str.contains("not one tensor parallel group").all()
    same = POINTS.merge(wide, on=["model", "hardware", "accelerators", "weights", "prompt_tokens", "answer_tokens", "concurrency"], suffixes=("", "_other"))
    assert len(same) and same["parallelism"].str.startswith("prefill").all()
