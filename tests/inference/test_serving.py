"""The serving model: closed forms, limits, properties, bad input."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.inference import attention, kv_cache, models, per_op, serving, systems, weights, work
from analysis.inference.parallel import Layout

LLAMA, NODE = models.get("llama-3.1-405b"), systems.get("8xH100")
MODELS = [models.get(n) for n in ("llama-3.1-8b", "llama-3.1-405b", "deepseek-v3", "gpt-oss-120b", "qwen3.5-397b-a17b", "mamba-2.8b", "glm-5")]
METHODS = serving.METHODS
any_model, any_method = st.sampled_from(MODELS), st.sampled_from(METHODS)
batches, contexts = st.floats(1, 2000), st.floats(1, 200_000)


def test_one_user_without_context_waits_for_the_weights():
    assert serving.decode_step_s(LLAMA, NODE, 1, 0, weights="fp8") == pytest.approx(LLAMA.params_active_matmul / (8 * 3.35e12), rel=1e-3)


def test_a_huge_batch_waits_for_the_arithmetic():
    batch = 1e6
    flop = batch * attention.decode_flop_per_token(LLAMA, 10)
    assert serving.decode_step_s(LLAMA, NODE, batch, 10, kv="fp8") == pytest.approx(flop / NODE.flop_per_s("bf16"))
    assert serving.decode_step_s(LLAMA, NODE, batch, 10, kv="fp8", compute="weights") == pytest.approx(flop / NODE.flop_per_s("fp8"))


def test_a_prompt_costs_its_arithmetic_and_a_cached_part_only_its_attention():
    whole = serving.prefill_s(LLAMA, NODE, 8192)
    assert whole == pytest.approx(attention.prefill_flop(LLAMA, 8192) / NODE.flop_per_s("bf16"))
    rest = serving.prefill_s(LLAMA, NODE, 8192, cached_tokens=4096)
    assert whole / 2 < rest < whole  # the second half attends to the first
    assert serving.prefill_s(LLAMA, NODE, 4096) < rest


def test_work_adds_up_to_the_counts_it_is_made_of():
    for model in MODELS:
        done = work.decode(model, 7, 3000, weights="bf16", kv="bf16")
        assert done.flop == pytest.approx(7 * attention.decode_flop_per_token(model, 3000))
        assert done.dense_bytes + done.head_bytes + done.expert_bytes == pytest.approx(weights.weight_bytes_read(model, 7, "bf16"))
        if not model.indexer_topk:
            assert done.cache_bytes + done.state_bytes / 2 == pytest.approx(kv_cache.kv_cache_bytes(model, 7, 3000, 2))
        assert work.prefill(model, 3000).flop == pytest.approx(attention.prefill_flop(model, 3000))


def test_an_indexer_reads_less_than_it_holds():
    model = models.get("glm-5")
    # Of every token the indexer's key, of the chosen ones the latent and the rotary key, two bytes a number.
    chosen, keys = model.indexer_topk * (model.kv_lora_rank + model.qk_rope_head_dim), 100_000 * model.indexer_head_dim
    assert work.decode(model, 1, 100_000).cache_bytes == pytest.approx(2.0 * model.global_layers * (chosen + keys))
    assert work.decode(model, 1, 100_000).cache_bytes < 0.5 * kv_cache.kv_cache_bytes(model, 1, 100_000, 2)


def test_streams_that_share_everything_read_the_cache_once():
    alone = work.decode(LLAMA, 1, 5000)
    shared = work.decode(LLAMA, 5, 5000, shared=5000, streams=5)
    assert shared.cache_bytes == pytest.approx(alone.cache_bytes) and shared.attention_flop == pytest.approx(5 * alone.attention_flop)
    apart = work.decode(LLAMA, 5, 5000, shared=0, streams=5)
    assert apart.cache_bytes == pytest.approx(5 * alone.cache_bytes)


@pytest.mark.parametrize("method", METHODS)
def test_the_largest_batch_keeps_the_speed_and_one_more_does_not(method):
    for context in (775, 7661, 60_000):
        batch = float(serving.max_batch(LLAMA, NODE, context, 30, method=method, usable=1.0))
        limit = str(serving.binding(LLAMA, NODE, context, 30, method=method, usable=1.0))
        assert serving.decode_step_s(LLAMA, NODE, batch, context, method=method) <= 1 / 30 * (1 + 1e-9)
        over = serving.decode_step_s(LLAMA, NODE, batch + 1, context, method=method) > 1 / 30
        full = batch + 1 > serving.memory_batch(LLAMA, NODE, context, usable=1.0)
        assert over or full
        assert (limit == "memory") == (full and not over) or (over and full)


def test_a_limit_that_is_named_as_binding_binds():
    loose = {"memory": dict(usable=1.0), "bandwidth": {}, "compute": {}}
    fat = dataclasses.replace(NODE.accelerator, memory_bytes=1e13)
    base = dataclasses.replace(NODE, accelerator=fat)
    for context in (200, 2000, 50_000):
        name = str(serving.binding(LLAMA, base, context, 30))
        limits = serving.batch_limits(LLAMA, base, context, 30)
        eased = {
            "memory": dataclasses.replace(fat, memory_bytes=2e13),
            "bandwidth": dataclasses.replace(fat, memory_bandwidth_bytes_per_s=2 * fat.memory_bandwidth_bytes_per_s),
            "compute": dataclasses.replace(fat, bf16_flop_per_s=2 * fat.bf16_flop_per_s),
        }
        for other, chip in eased.items():
            more = serving.max_batch(LLAMA, dataclasses.replace(base, accelerator=chip), context, 30) > serving.max_batch(LLAMA, base, context, 30)
            assert more == (other == name), (context, name, other)
        assert limits[name] == min(limits.values()) and set(limits) == set(loose)


@settings(max_examples=60, deadline=None)
@given(any_model, any_method, batches, contexts, st.floats(1.01, 10))
def test_time_rises_with_context_and_batch_and_never_with_bandwidth(model, method, batch, context, factor):
    base = serving.decode_step_s(model, NODE, batch, context, method=method)
    assert base > 0 and np.isfinite(base)
    assert serving.decode_step_s(model, NODE, batch, context * factor, method=method) >= base * (1 - 1e-12)
    assert serving.decode_step_s(model, NODE, batch * factor, context, method=method) >= base * (1 - 1e-12)
    faster = dataclasses.replace(NODE, accelerator=dataclasses.replace(NODE.accelerator, memory_bandwidth_bytes_per_s=NODE.accelerator.memory_bandwidth_bytes_per_s * factor))
    assert serving.decode_step_s(model, faster, batch, context, method=method) <= base * (1 + 1e-12)


@settings(max_examples=40, deadline=None)
@given(any_model, batches, contexts)
def test_by_operation_never_faster_than_the_whole_step(model, batch, context):
    assert serving.decode_step_s(model, NODE, batch, context, method="per-op") >= serving.decode_step_s(model, NODE, batch, context) * (1 - 1e-12)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([m for m in MODELS if not m.local_layers]), batches, contexts)
def test_memory_is_linear_in_batch(model, batch, context):
    fits = serving.memory_batch(model, systems.get("16xB200"), context)
    width = kv_cache.kv_cache_bytes(model, 1, context, 2)
    assert fits * width == pytest.approx(float(serving.free_memory_bytes(model, systems.get("16xB200"))), rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(any_model, any_method, st.floats(1, 5000), st.floats(1, 5000), st.floats(1, 500))
def test_a_workload_conserves_time(model, method, prompt, answer, batch):
    w = serving.workload(model, NODE, prompt, answer, batch, method=method)
    assert w.accelerator_seconds_per_request == pytest.approx(float(w.prefill_accelerator_seconds + w.decode_accelerator_seconds))
    assert w.output_tok_s * w.accelerator_seconds_per_request == pytest.approx(8 * answer)
    assert 0 <= w.prefill_share <= 1
    apart = serving.workload(model, NODE, prompt, answer, batch, method=method, disaggregated=True)
    assert apart.interactivity_tok_s_user >= w.interactivity_tok_s_user
    assert apart.output_tok_s == pytest.approx(float(w.output_tok_s))
    # All users together get what the server puts out.
    assert batch * w.interactivity_tok_s_user == pytest.approx(float(w.output_tok_s), rel=1e-9)


def test_a_request_takes_its_prompt_and_then_a_turn_for_each_token():
    w = serving.workload(LLAMA, NODE, 4000, 700, 24)
    prompt, step = float(serving.prefill_s(LLAMA, NODE, 4000)), float(serving.decode_step_s(LLAMA, NODE, 24, 4350))
    assert w.ttft_s == pytest.approx(prompt + step)
    assert w.request_s == pytest.approx(prompt + 700 / float(w.interactivity_tok_s_user))
    alone = serving.workload(LLAMA, NODE, 4000, 700, 24, disaggregated=True)
    assert alone.interactivity_tok_s_user == pytest.approx(1 / step)


def test_messages_in_closed_form():
    """A ring sum sends 2(t-1)/t of the activations, twice a layer (Shoeybi et al. 2019); an exchange sends each token's copies there and back."""
    width = 2.0 * LLAMA.hidden_size
    assert per_op.message_bytes(LLAMA, Layout(tensor=8), 10) == pytest.approx(2 * LLAMA.layers * 2 * 7 / 8 * 10 * width)
    assert per_op.message_bytes(LLAMA, Layout(), 10) == 0
    assert per_op.message_bytes(LLAMA, Layout(pipeline=2), 10) == pytest.approx(10 * width / 2)
    model = models.get("qwen3-235b-a22b")  # every layer has experts, so nothing is summed
    apart = per_op.message_bytes(model, Layout(data=4, expert=4), 100)
    assert apart == pytest.approx(2 * model.moe_layers * 4 * 3 / 4 * 25 * 2.0 * model.hidden_size + 0.0)
    assert per_op.message_rounds(LLAMA, Layout(tensor=8)) == 2 * LLAMA.layers and per_op.message_rounds(LLAMA, Layout()) == 0


def test_voting_over_a_shared_prompt_costs_less_than_as_many_requests():
    one = serving.workload(LLAMA, NODE, 8000, 1000, 40)
    five = serving.workload(LLAMA, NODE, 8000, 1000, 40, streams=5)
    assert 1 < five.accelerator_seconds_per_request / one.accelerator_seconds_per_request < 5
    apart = serving.workload(LLAMA, NODE, 8000, 1000, 40, streams=5, share_prefix=False)
    assert five.accelerator_seconds_per_request < apart.accelerator_seconds_per_request


def test_a_model_that_does_not_fit_is_told_by_how_much_and_what_would_do():
    with pytest.raises(serving.OutOfMemory, match=r"deepseek-v3 in fp8 takes 671 GB, 95 GB more than the 90% of 640 GB that 8xH100 offers. Use 10 or more H100, or nvfp4 weights \(377 GB\)"):
        serving.memory_batch(models.get("deepseek-v3"), NODE, 1000)
    assert serving.memory_batch(models.get("deepseek-v3"), NODE, 1000, strict=False) == 0
    assert serving.memory_batch(models.get("deepseek-v3"), systems.get("10xH100"), 1000) > 0


def test_a_cache_held_more_than_once_leaves_room_for_fewer():
    model, node = models.get("deepseek-v3"), systems.get("8xH200")
    ideal, cut = serving.memory_batch(model, node, 5000), serving.memory_batch(model, node, 5000, layout=Layout.of(node))
    assert ideal / cut == pytest.approx(8)
    apart = serving.free_memory_bytes(model, node, layout=Layout.experts(node))
    assert apart < serving.free_memory_bytes(model, node)


@pytest.mark.parametrize(
    "given_, words",
    [
        (dict(batch=-1, context=10), "batch = -1 is outside"),
        (dict(batch=0, context=10), "batch = 0 is outside .*such as 32"),
        (dict(batch=[8.0, 0.0], context=10), "batch = 0 is outside"),
        (dict(batch=float("nan"), context=10), "batch = nan is not a finite number"),
        (dict(batch=1, context=float("inf")), "context = inf is not a finite number"),
        (dict(batch=1, context=10, kv=0), "kv = 0 is outside"),
        (dict(batch=1, context=10, shared=20, streams=2), "shared = 20 tokens exceeds the context"),
    ],
)
def test_impossible_input_is_named(given_, words):
    with pytest.raises(ValueError, match=words):
        serving.decode_step_s(LLAMA, NODE, **given_)


def test_prompts_are_at_least_some():
    with pytest.raises(ValueError, match="batch = 0 is outside .*such as 1"):
        serving.prefill_s(LLAMA, NODE, 100, batch=0)


@pytest.mark.filterwarnings("error")
def test_sequences_that_hold_nothing_yet_fill_no_memory():
    assert serving.memory_batch(LLAMA, NODE, 0) == np.inf
    assert np.isfinite(serving.max_batch(LLAMA, NODE, 0, 30))


@pytest.mark.parametrize("given_, words", [(dict(method="rooflin"), "did you mean roofline"), (dict(weights="fp9"), "did you mean"), (dict(kv="pf8"), "did you mean fp8"), (dict(compute="tf32"), "unknown precision")])
def test_unknown_names_list_the_nearest(given_, words):
    with pytest.raises(KeyError, match=words):
        serving.decode_step_s(LLAMA, NODE, 1, 10, **given_)
    with pytest.raises(ValueError, match="Give tokens a second for each user"):
        serving.max_batch(LLAMA, NODE, 10, 0)
    with pytest.raises(TypeError, match="language model"):
        serving.decode_step_s("llama", NODE, 1, 10)


def test_links_that_are_not_known_are_asked_for_only_where_they_matter():
    unknown = systems.get("8xGaudi3")
    assert serving.decode_step_s(LLAMA, unknown, 1, 10) > 0
    with pytest.raises(ValueError, match="the speed of Gaudi3's links is not in data/inference/accelerators.csv"):
        serving.decode_step_s(LLAMA, unknown, 1, 10, method="per-op")
    assert serving.decode_step_s(models.get("llama-3.1-8b"), systems.get("1xGaudi3"), 1, 10, method="per-op") > 0
    assert np.all(serving.decode_step_s(LLAMA, systems.get("8xMI300X"), [1, 8], 10, method="calibrated") > 0)


def test_layouts():
    assert Layout.of(NODE).accelerators == Layout.experts(NODE).accelerators == 8
    with pytest.raises(ValueError, match="takes 4 accelerators and 8xH100 has 8"):
        serving.decode_step_s(LLAMA, NODE, 1, 10, method="per-op", layout=Layout(tensor=4))
    with pytest.raises(ValueError, match="neither 1 nor tensor × data = 8"):
        Layout(tensor=8, expert=4)
    apart = serving.decode_step_s(models.get("deepseek-v3"), systems.get("8xH200"), 256, 5000, method="per-op", layout=Layout.experts(systems.get("8xH200")))
    cut = serving.decode_step_s(models.get("deepseek-v3"), systems.get("8xH200"), 256, 5000, method="per-op")
    assert apart < cut  # the latents are held once, not eight times


def test_guessed_tokens():
    assert serving.speculative_tokens(1.0, 4) == 5 and serving.speculative_tokens(0.0, 4) == 1
    assert serving.speculative_tokens(0.8, 3) == pytest.approx(1 + 0.8 + 0.64 + 0.512)  # Leviathan et al. 2023, equation 1
    one, four = serving.decode_step_s(LLAMA, NODE, 8, 1000), serving.decode_step_s(LLAMA, NODE, 8, 1000, tokens=4)
    assert one <= four < 1.1 * one  # memory-bound: checking is nearly free


@pytest.mark.parametrize("geometric", [False, True])
def test_the_last_value_within_a_limit_is_found_to_the_halvings_asked_for(geometric):
    target = np.array([[1.0, 2.5, 7.0], [0.5, 40.0, 3.0]])
    low, high = np.full(target.shape, 0.25), np.full(target.shape, 32.0)
    found = serving.last_within(lambda x: x <= target, low, high, 40, geometric=geometric)
    assert np.allclose(found, np.minimum(target, 32.0), rtol=1e-10, atol=0)
    assert (found <= target).all()
    assert found[1, 1] == 32.0  # fits at the upper bound
    nothing = serving.last_within(lambda x: np.zeros(x.shape, dtype=bool), np.ones(2), np.full(2, 8.0), 8, geometric=geometric)
    assert np.array_equal(nothing, np.ones(2))
