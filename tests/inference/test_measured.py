"""The measured points: units that agree where two editions overlap, names that resolve, and a split that no one can move."""

import pytest

from analysis import tables
from analysis.inference import models, split, systems, weights

THROUGHPUT = tables.load("inference/measured_throughput")
LATENCY = tables.load("inference/measured_latency")
UNSEEN = tables.load("inference/unseen_latency")
OTHER = tables.load("inference/other_maker_points")


def _configuration(row):
    cells = [row[c] for c in ("accelerators", "weights", "engine", "parallelism", "scenario", "prompt_tokens", "answer_tokens")]
    shown = ["" if c is None or c != c else c for c in cells]
    return "|".join(str(int(c)) if isinstance(c, float) and c.is_integer() else str(c) for c in shown)


def _per_accelerator(row):
    return row["throughput_tok_s"] / (row["accelerators"] if row["per"] == "system" else 1)


def test_every_model_is_in_the_catalogue():
    assert set(THROUGHPUT["model"]) | set(LATENCY["model"]) <= set(models.names())
    assert set(LATENCY["hardware"]) <= set(systems.accelerators())


@pytest.mark.parametrize("row", THROUGHPUT.to_dict("records"), ids=lambda r: f"{r['model']}-{r['hardware']}-{r['prompt_tokens']}-{r['answer_tokens']}")
def test_the_split_is_the_rules(row):
    stated = row["prompt_tokens"] == row["prompt_tokens"] and row["answer_tokens"] == row["answer_tokens"]
    why = split.held_out_by(row["model"], row["hardware"], _configuration(row), stated)
    assert (row["held_out_by"] or "") == why
    assert row["split"] == split.split_of(row["model"], row["hardware"], _configuration(row), stated)


def test_the_split_of_operating_points_is_the_rules():
    for row in LATENCY.to_dict("records"):
        configuration = "|".join(str(row[c]) for c in ("accelerators", "weights", "engine", "prompt_tokens", "answer_tokens"))
        why = split.held_out_by(row["model"], row["hardware"], configuration)
        assert (row["held_out_by"] or "") == why, row["locator"]
        assert row["split"] == ("validation" if why else "calibration")


@pytest.mark.parametrize(("points", "most"), [(LATENCY, 60), (UNSEEN, 90)], ids=["measured", "unseen"])
def test_no_operating_point_is_faster_than_reading_its_weights_once(points, most):
    """A step reads the active weights at least once; a faster one would mean guessed tokens or a wrong unit, precision or count."""
    bits = {"fp8": 8, "fp4": 4, "int4": 4, "bf16": 16}
    slower = []
    for row in points.to_dict("records"):
        chip = systems.accelerator(row["hardware"])
        read = weights.weight_bytes_read(models.get(row["model"]), row["concurrency"], bits[row["weights"]])
        slower.append(row["tpot_ms"] / (1e3 * read / (row["accelerators"] * chip.memory_bandwidth_bytes_per_s)))
    assert min(slower) > 1.2
    assert max(slower) < most


def test_more_requests_in_flight_slow_each_one():
    key = ["model", "hardware", "accelerators", "weights", "engine", "prompt_tokens", "answer_tokens"]
    for _, group in LATENCY[LATENCY["prompt_tokens"] == 8192].groupby(key):
        few, many = group.sort_values("concurrency").iloc[[0, -1]]["tpot_ms"]
        assert many >= 0.95 * few
    for _, group in UNSEEN.groupby(key):
        assert group.sort_values("concurrency")["tpot_ms"].is_monotonic_increasing  # a mistyped row would stand out


def test_the_unseen_points_are_those_of_their_rule():
    """The rule of the table's description, which looks at no prediction: lengths, requests in flight, no queueing."""
    assert len(UNSEEN) == 84 and not any(models.get(m).is_sparse for m in UNSEEN["model"])
    course, page = UNSEEN[UNSEEN["source"] == "nvidia2024sizing"], UNSEEN[UNSEEN["source"] == "nvidia2025nim"]
    assert set(zip(course["prompt_tokens"], course["answer_tokens"], strict=True)) == {(200, 1000), (7000, 1000)} and set(course["concurrency"]) == {1, 10, 50, 250}
    servers = course.groupby(["model", "hardware", "accelerators", "weights"])
    assert servers.ngroups == 12 and len(course) + 15 + 2 == 12 * 2 * 4 and len(page) == 5  # fifteen queue, two are not in the file
    assert all({1, 10, 50} <= set(part["concurrency"]) for _, part in course[course["prompt_tokens"] == 200].groupby(["model", "hardware", "accelerators", "weights"]))
    whole_ms = UNSEEN["ttft_ms"] + (UNSEEN["answer_tokens"] - 1) * UNSEEN["tpot_ms"]
    assert (UNSEEN["ttft_ms"] <= 0.1 * whole_ms).all()
    assert course["locator"].is_unique and not course["locator"].str.contains("nim.csv, row [01]$").any()


def test_nothing_is_fitted_to_the_unseen_points():
    key = ["model", "hardware", "accelerators", "weights", "prompt_tokens", "answer_tokens", "concurrency"]
    assert UNSEEN.merge(LATENCY, on=key).empty
    assert "A100" not in {*LATENCY["hardware"], *THROUGHPUT["hardware"]}


def test_the_points_on_another_maker_s_accelerators_are_those_of_their_rule():
    """All 32 latencies of the page's table, and of its throughputs those with so few prompt tokens that counting them hardly matters."""
    batches, full = OTHER[OTHER["quantity"] == "time of a batch"], OTHER[OTHER["quantity"] == "throughput"]
    grid = {(m, p, b) for m in ("llama-3.1-70b", "llama-3.1-405b") for p in (128, 2048) for b in (1, 2, 4, 8, 16, 32, 64, 128)}
    assert set(zip(batches["model"], batches["prompt_tokens"], batches["requests"], strict=True)) == grid and len(batches) == 32
    assert len(full) == 4 and (full["prompt_tokens"] / (full["prompt_tokens"] + full["answer_tokens"]) < 0.1).all()
    assert batches["latency_s"].notna().all() and batches["throughput_tok_s"].isna().all() and full["throughput_tok_s"].notna().all() and full["latency_s"].isna().all()
    for _, group in batches.groupby(["model", "prompt_tokens"]):
        assert group.sort_values("requests")["latency_s"].is_monotonic_increasing or group["model"].iloc[0] == "llama-3.1-405b"
    longer = batches.pivot(index=["model", "requests"], columns="prompt_tokens", values="latency_s")
    assert (longer[2048] > 0.99 * longer[128]).all()  # a mistyped row would stand out
    assert not {*OTHER["hardware"]} & {*LATENCY["hardware"], *THROUGHPUT[THROUGHPUT["split"] == "calibration"]["hardware"]}


def test_a_batch_takes_longer_than_reading_its_weights_for_each_token():
    for row in OTHER[OTHER["quantity"] == "time of a batch"].to_dict("records"):
        read = weights.weight_bytes_read(models.get(row["model"]), row["requests"], 8)
        least = row["answer_tokens"] * read / (row["accelerators"] * systems.accelerator(row["hardware"]).memory_bandwidth_bytes_per_s)
        slower = row["latency_s"] / least
        assert slower > 2 and (slower < 10 or row["requests"] > 16)  # beyond, the cache and arithmetic count as well


def test_what_the_rule_keeps_back():
    assert split.HELD_OUT == {"model": ("llama-3.1-70b", "qwen3-235b-a22b", "gpt-oss-120b"), "hardware": ("GB200",)}
    assert split.held_out_by("a-model-of-2027", "B200", "x") == "model"
    assert split.held_out_by("llama-3.1-8b", "R100", "x") == "hardware"
    assert split.held_out_by("deepseek-r1", "H200", "x") == split.held_out_by("deepseek-v3", "H200", "x")
    fitted = THROUGHPUT[THROUGHPUT["split"] == "calibration"]
    assert not set(fitted["model"]) & set(split.HELD_OUT["model"]) and "GB200" not in set(fitted["hardware"])
    assert set(fitted["hardware"]) == {"H100", "H200", "B200"} and len(fitted) > 100


def test_the_two_editions_agree_per_accelerator():
    """One prints tokens a second of the whole system, the other per accelerator; read so, they differ by a third at most."""
    old = THROUGHPUT[THROUGHPUT["source"] == "nvidia2025trtllm10"]
    new = THROUGHPUT[THROUGHPUT["source"] == "nvidia2026trtllm"]
    key = ["model", "hardware", "prompt_tokens", "answer_tokens"]
    both = old.assign(one=old.apply(_per_accelerator, axis=1)).merge(new.assign(one=new.apply(_per_accelerator, axis=1)), on=key)
    assert len(both) == 11
    ratio = both["one_y"] / both["one_x"]
    assert ratio.between(0.85, 1.35).all()
    assert 1.0 < ratio.median() < 1.2  # a slip between system and accelerator would be a factor of 2 to 8


def test_more_answer_for_the_same_prompt_is_never_free():
    """Twice the prompt at the same answer lowers output throughput in every column of the tables."""
    table = THROUGHPUT[THROUGHPUT["source"] == "nvidia2025trtllm10"].set_index(["model", "hardware", "parallelism", "prompt_tokens", "answer_tokens"])
    tokens = table["throughput_tok_s"].sort_index()
    for column in {index[:3] for index in tokens.index}:
        here = tokens.loc[column]
        if (2048, 2048) in here.index and (128, 2048) in here.index:
            assert here.loc[(128, 2048)] > here.loc[(2048, 2048)]


def test_measured_power_is_that_of_eight_accelerators_and_their_server():
    metered = THROUGHPUT[THROUGHPUT["power_w"].notna()]
    assert len(metered) == 10
    assert (metered["power_w"] / metered["accelerators"]).between(700, 1400).all()


def test_deepseeks_node_counts_follow_from_its_totals():
    """168 and 608 billion tokens in a day, 14.8 and 73.7 thousand a second and node: 226.75 nodes on average (day 6 of its open-source week)."""
    day = tables.load("inference/published_day").set_index("quantity")["value"]
    rows = THROUGHPUT[THROUGHPUT["source"] == "deepseek2025day6"].set_index("tokens_counted")["throughput_tok_s"]
    prefill = day["input_tokens"] / 86_400 / rows["input"]
    decode = day["output_tokens"] / 86_400 / rows["output"]
    assert prefill + decode == pytest.approx(day["average_nodes"], rel=0.005)
    assert day["average_nodes"] * day["accelerators_per_node"] * 24 * day["rental_usd_per_accelerator_hour"] == pytest.approx(day["cost_usd"], rel=1e-6)
    assert day["cached_input_tokens"] / day["input_tokens"] == pytest.approx(day["cache_hit_percent"] / 100, abs=0.001)
