"""What other open tools predict for the points that were measured: ``PYTHONPATH=. python benchmarks/compare_tools.py``.

A development extra: the book never imports this file nor the tools. It runs in an environment made from
``benchmarks/requirements-tools.in`` (Python 3.11) and writes ``tool_predictions``, ``unseen_predictions`` and ``other_maker_predictions``
in ``data/inference``, one row for each measured point and tool, with a prediction or the reason why there is none. ``--tool NAME`` computes one tool and keeps
the rows of the others; ``--summary`` prints errors without computing anything. A full run takes about half an hour.

Choices, the same for every tool unless said otherwise
------------------------------------------------------
- *Models* are given by the sizes in our table, through the tool's own configuration class; where the tool then counts a
  number of weights more than a tenth off ours, or cannot express the layers at all, there is no prediction. Tools that
  know no local attention get full attention. aiconfigurator knows the models by name and takes the published configuration.
- *Accelerators* are given by our table too, so that the tools are compared and not their tables; aiconfigurator works
  from its own measured kernels.
- *Throughput* (all requests queued at once): the batch of best throughput among those that fit by the tool's own account
  of memory (for the three rooflines that is the largest). Every request holds prompt + answer/2 tokens on average while
  its answer is written. Prompts are read by the same accelerators: the time of a batch is the time to read its prompts
  plus, for each token of the answer, one decode step.
- *Time of a batch* (other_maker_points): as throughput, with no more requests held than the batch has.
- *Time per token*: one decode step with as many requests as are in flight, each holding prompt + answer/2 tokens. Only
  aiconfigurator counts the prompts of others read in between.
- *Precision*: weights as measured; keys and values at 8 bits where weights are at 8 or 4, else at 16 (as NVIDIA's
  quantised checkpoints are configured). GenZ has one precision for everything.
- *Parallelism*: tensor parallel as measured. ``DEP`` (attention on copies of the data, experts spread) only where the
  tool has it.
- *Efficiencies*: each tool's default; for llm-analysis, whose default is a bound and not an estimate by its own words,
  the shares its documentation suggests where one has to assume (0.7 of FLOP/s, 0.9 of bandwidth).
"""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import math
import os
import re
import sys
import warnings
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis import DATA, tables  # noqa: E402
from analysis.inference import models, systems  # noqa: E402
from analysis.inference.results import calibration  # noqa: E402

OUTPUTS = {name: DATA / "inference" / f"{name}.csv" for name in ("tool_predictions", "unseen_predictions", "other_maker_predictions")}
_OUTPUT_OF = {"unseen_latency": "unseen_predictions", "other_maker_points": "other_maker_predictions", "frontier_points": "other_maker_predictions"}
KEY = [
    "measured_table", "model", "hardware", "accelerators", "weights", "engine", "parallelism",
    "prompt_tokens", "answer_tokens", "concurrency",
]  # fmt: skip
COLUMNS = [*KEY, "tool", "quantity", "predicted", "batch", "why_missing", "source", "locator", "seen", "note"]
TIMES = ["measured_latency", "unseen_latency", "frontier_points"]  # tables of times per token at so many requests in flight
LARGEST_BATCH = 8192  # where a tool knows no other limit than memory
CHUNK_TOKENS = 8192  # prompts are read this many tokens at a time where a tool's reading is not proportional to the batch


class Missing(Exception):
    """The tool cannot express the case; the message says why."""


@dataclass(frozen=True)
class Prediction:
    """A tool's answer: tokens a second of one copy of the model, or milliseconds per token; and how it was got."""

    value: float
    batch: float
    function: str
    note: str = ""


def cases() -> pd.DataFrame:
    """List the measured points with known prompt and answer, of all tables, under one set of key columns."""
    throughput = tables.load("inference/measured_throughput").query("scenario == 'most throughput'").assign(measured_table="measured_throughput")
    latency = [tables.load(f"inference/{name}").assign(measured_table=name) for name in ("measured_latency", "unseen_latency")]
    other = calibration.other_maker()
    is_time = other["quantity"] == "time"
    other = other.assign(
        measured_table=np.where(is_time, "frontier_points", "other_maker_points"), per="system",
        tpot_ms=np.where(is_time, 1e3 * other["measured"], np.nan), throughput_tok_s=np.where(is_time, np.nan, other["measured"]), split="other maker",
    ).drop(columns=["quantity", "measured"])  # fmt: skip
    every = pd.concat([throughput, *latency, other], ignore_index=True)
    every["split"] = every["split"].fillna("unseen")
    return every[every["prompt_tokens"].notna() & every["answer_tokens"].notna()].reset_index(drop=True)


def tensor_parallel(case) -> int:
    """Return the tensor parallel degree of a case; expert parallelism over copies of the data is no such degree."""
    if isinstance(case.parallelism, str) and not case.parallelism.startswith("TP"):
        raise Missing(f"{case.parallelism}: attention on copies of the data with experts spread is not modelled")
    return int(case.accelerators)


def context(case) -> float:
    """Return the tokens that a request holds on average while its answer is written."""
    return case.prompt_tokens + case.answer_tokens / 2


def most_requests(case, fits: float) -> int:
    """Return how many requests are held at once: what fits, what a tool can be asked for, and for a batch no more than it has."""
    asked = case.concurrency if case.measured_table == "other_maker_points" else math.inf
    return int(min(fits, LARGEST_BATCH, asked))


def kv_bytes(case) -> float:
    """Return bytes of one stored key or value."""
    return 1.0 if case.weights in ("fp8", "fp4") else 2.0


def same_size(tool_params: float, model) -> None:
    """Refuse a model whose weights, as the tool counts them, are more than a tenth off ours."""
    if abs(tool_params / model.params_total - 1) > 0.1:
        raise Missing(f"its configuration cannot express the layers: {tool_params / 1e9:.1f}e9 weights against {model.params_total / 1e9:.1f}e9")


def plain_transformer(model, latent: bool = False) -> None:
    """Refuse layers that none of the three rooflines has."""
    if model.state_layers:
        raise Missing("layers with a state instead of attention are not modelled")
    if model.indexer_heads:
        raise Missing("sparse attention by an indexer is not modelled")
    if model.kv_lora_rank and not latent:
        raise Missing("latent attention is not modelled")


# GenZ ----------------------------------------------------------------------------------------------------------------


@cache
def _genz_model(name: str):
    from GenZ.Models import ModelConfig

    model = models.get(name)
    plain_transformer(model)
    sizes = dict(
        model=model.model, vocab_size=model.vocab_size, max_model_len=model.context_length, hidden_size=model.hidden_size,
        num_ffi=2 if model.gated_mlp else 1, num_decoder_layers=model.layers, num_attention_heads=model.heads,
        num_key_value_heads=model.kv_heads, head_dim=model.head_dim,
    )  # fmt: skip
    if not model.moe_layers:
        return ModelConfig(intermediate_size=model.intermediate_size, **sizes)
    if model.dense_layers:
        raise Missing("dense and sparse layers of different width are not modelled")
    if model.shared_experts and model.shared_intermediate_size != model.expert_intermediate_size:
        raise Missing("a shared expert of another size is not modelled")
    return ModelConfig(
        intermediate_size=model.expert_intermediate_size, num_experts=model.experts + model.shared_experts,
        expert_top_k=model.experts_per_token + model.shared_experts, **sizes,
    )  # fmt: skip


@cache
def _genz_system(hardware: str) -> tuple:
    chip = systems.accelerator(hardware)
    return (chip.flop_per_s("bf16") / 1e12, chip.memory_bytes / 1e9, chip.memory_bandwidth_bytes_per_s / 1e9, chip.link_bytes_per_s / 1e9)


@cache
def _genz_call(name: str, model: str, hardware: str, weights: str, tp: int, batch: int, **options):
    import GenZ.LLM_inference as genz_inference

    flops, memory, bandwidth, link = _genz_system(hardware)
    return getattr(genz_inference, name)(
        model=_genz_model(model), batch_size=batch, bits=weights, tensor_parallel=tp, parallelism_heirarchy=f"TP{{{tp}}}_EP{{1}}_PP{{1}}",
        system_name={"Flops": flops, "Memory_size": memory, "Memory_BW": bandwidth, "ICN": link, "real_values": True}, **options,
    )  # fmt: skip


@cache
def _genz_memory(model: str, weights: str, tp: int) -> tuple[float, float]:
    """Return megabytes a device of the weights and of one token held, by its own account, which is linear in tokens."""
    tokens = 4096
    _, summary = _genz_call("decode_moddeling", model, "GB300", weights, tp, 1, input_tokens=tokens, output_tokens=0, Bb=1, model_profilling=True)
    return float(summary["Total Weights (MB)"].iloc[0]), float(summary["KV Cache (MB)"].iloc[0]) / tokens


def genz(case) -> Prediction:
    """GenZ (genz-llm): each operator on its own roofline, with a ring all-reduce."""
    tp = tensor_parallel(case)
    weights, token = _genz_memory(case.model, case.weights, tp)
    bits = {"fp4": 0.5, "int4": 0.5, "fp8": 1.0, "bf16": 2.0}[case.weights]
    same_size(weights * 2**20 * tp / bits, models.get(case.model))
    fits = math.floor((_genz_system(case.hardware)[1] * 1024 - weights) / (token * (case.prompt_tokens + case.answer_tokens)))
    if fits < 1:
        raise Missing("does not fit by its account of memory")
    at = (case.model, case.hardware, case.weights, tp)
    step = dict(input_tokens=int(case.prompt_tokens), output_tokens=int(case.answer_tokens / 2), Bb=1)
    if case.measured_table in TIMES:
        batch = int(case.concurrency)
        if batch > fits:
            raise Missing(f"does not fit by its account of memory ({fits} requests do)")
        return Prediction(float(_genz_call("decode_moddeling", *at, batch, **step)["Latency"]), batch, "GenZ.LLM_inference.decode_moddeling")
    batch = most_requests(case, fits)
    decode_s = float(_genz_call("decode_moddeling", *at, batch, **step)["Latency"]) / 1e3
    chunk = max(1, min(batch, round(CHUNK_TOKENS / case.prompt_tokens)))
    prefill_s = float(_genz_call("prefill_moddeling", *at, chunk, input_tokens=int(case.prompt_tokens))["Latency"]) / 1e3 * batch / chunk
    value = batch * case.answer_tokens / (prefill_s + case.answer_tokens * decode_s)
    return Prediction(value, batch, "GenZ.LLM_inference.decode_moddeling and prefill_moddeling")


# llm-analysis ---------------------------------------------------------------------------------------------------------


@cache
def _llm_analysis(model_name: str, hardware: str, weights: str, tp: int):
    from llm_analysis.analysis import LLMAnalysis
    from llm_analysis.config import DtypeConfig, GPUConfig, ModelConfig, ParallelismConfig

    model, chip = models.get(model_name), systems.accelerator(hardware)
    plain_transformer(model)
    if model.head_dim * model.heads != model.hidden_size:
        raise Missing("takes the width of a head to be the model's width over its heads")
    width = model.intermediate_size
    experts, active = 1, 1
    if model.moe_layers:
        if model.dense_layers:
            raise Missing("dense and sparse layers side by side are not modelled")
        width, experts, active = model.expert_intermediate_size, model.experts + model.shared_experts, model.experts_per_token + model.shared_experts
        if model.shared_experts and model.shared_intermediate_size != model.expert_intermediate_size:
            raise Missing("a shared expert of another size is not modelled")
    bits = {"fp8": (8, 8), "fp4": (4, 4), "bf16": (16, 16), "int4": (4, 16)}[weights]
    analysis = LLMAnalysis(
        ModelConfig(
            name=model.model, num_layers=model.layers, n_head=model.heads, hidden_dim=model.hidden_size, vocab_size=model.vocab_size,
            max_seq_len=model.context_length, num_key_value_heads=model.kv_heads,
            # two matrices are modelled; a gated layer has three
            ffn_embed_dim=int(width * 1.5) if model.gated_mlp else width, expansion_ratio=1, moe_num_experts=experts, moe_top_k=active,
        ),
        GPUConfig(
            name=hardware, mem_per_GPU_in_GB=chip.memory_bytes / 2**30, hbm_bandwidth_in_GB_per_sec=chip.memory_bandwidth_bytes_per_s / 1e9,
            intra_node_bandwidth_in_GB_per_sec=chip.link_bytes_per_s / 1e9, intra_node_min_message_latency=8e-6,
            peak_fp16_TFLOPS=chip.flop_per_s("bf16") / 1e12, peak_i8_TFLOPS=chip.flop_per_s("fp8") / 1e12, peak_i4_TFLOPS=chip.flop_per_s("fp4") / 1e12,
        ),
        DtypeConfig(name=weights, weight_bits=bits[0], activation_bits=bits[1], embedding_bits=16),
        ParallelismConfig(tp_size=tp, pp_size=1, dp_size=1, sp_size=tp),
        flops_efficiency=0.7, hbm_memory_efficiency=0.9,
    )  # fmt: skip
    same_size(analysis.get_num_params_total(), model)
    return analysis


def llm_analysis(case) -> Prediction:
    """llm-analysis: attention and feed-forward parts each on a roofline, with an all-reduce."""
    analysis = _llm_analysis(case.model, case.hardware, case.weights, tensor_parallel(case))

    def run(batch: int, prompt: float, answer: float) -> dict:
        return analysis.inference(
            batch_size_per_gpu=int(batch), seq_len=int(prompt), num_tokens_to_generate=int(answer), kv_cache_dtype_bytes=kv_bytes(case)
        )

    function = "llm_analysis.analysis.LLMAnalysis.inference"
    try:
        one = run(1, case.prompt_tokens, case.answer_tokens)
    except AssertionError as error:
        raise Missing(f"does not fit by its account of memory ({str(error).split(' (')[0]})") from None
    fits = int(min(one["prefill_max_batch_size_per_gpu"], one["decode_max_batch_size_per_gpu"], LARGEST_BATCH))
    half = case.answer_tokens / 2  # it charges every step with the cache at its longest
    if case.measured_table in TIMES:
        if case.concurrency > one["decode_max_batch_size_per_gpu"]:
            raise Missing(f"does not fit by its account of memory ({one['decode_max_batch_size_per_gpu']} requests do)")
        value = None
        try:
            value = run(case.concurrency, case.prompt_tokens, half)["decode_latency"]
        except AssertionError:  # all prompts read at once would not fit: the decode step is asked for with a short prompt and a long answer
            value = run(case.concurrency, 1, context(case) - 1)["decode_latency"]
        return Prediction(1e3 * value, int(case.concurrency), function)
    batch = most_requests(case, fits)
    while batch >= 1:
        try:
            timed = run(batch, case.prompt_tokens, half)
            break
        except AssertionError:
            batch = min(batch - 1, int(batch * 0.98))
    else:
        raise Missing("does not fit by its account of memory")
    value = batch * case.answer_tokens / (timed["prefill_latency"] + case.answer_tokens * timed["decode_latency"])
    return Prediction(value, batch, function)


# llm-flops ------------------------------------------------------------------------------------------------------------


@cache
def _llm_flops_parts(model_name: str, hardware: str):
    from llmflops import GPUSpec, ModelConfig
    from llmflops.memory import parameter_count

    model, chip = models.get(model_name), systems.accelerator(hardware)
    plain_transformer(model, latent=True)
    sizes = dict(
        name=model.model, hidden_size=model.hidden_size, num_layers=model.layers, num_attention_heads=model.heads, vocab_size=model.vocab_size,
        intermediate_size=model.intermediate_size or model.expert_intermediate_size, num_key_value_heads=model.kv_heads, head_dim=model.head_dim,
        max_position_embeddings=model.context_length, mlp_type="gated" if model.gated_mlp else "standard", tie_word_embeddings=model.tied_embeddings,
    )  # fmt: skip
    if model.moe_layers:
        if model.shared_experts and model.shared_intermediate_size != model.expert_intermediate_size:
            raise Missing("a shared expert of another size is not modelled")
        sizes.update(
            num_experts=model.experts, num_experts_per_tok=model.experts_per_token, moe_intermediate_size=model.expert_intermediate_size,
            num_shared_experts=model.shared_experts, dense_layers=model.dense_layers,
        )  # fmt: skip
    if model.kv_lora_rank:
        sizes.update(attention_type="mla", kv_lora_rank=model.kv_lora_rank, qk_rope_head_dim=model.qk_rope_head_dim)
    config = ModelConfig(**sizes)
    same_size(parameter_count(config).total, model)
    peaks = {"bf16": "bf16", "fp8": "fp8", "int4": "fp4", "fp16": "bf16"}  # it knows four bits as int4
    gpu = GPUSpec(
        name=hardware, memory_gb=chip.memory_bytes / 1e9, memory_bandwidth_gbps=chip.memory_bandwidth_bytes_per_s / 1e9,
        tdp_watts=chip.tdp_w, peak_tflops={key: chip.flop_per_s(value) / 1e12 for key, value in peaks.items()},
    )  # fmt: skip
    return config, gpu


def llm_flops(case) -> Prediction:
    """llm-flops: active weights and cache over bandwidth for decode; FLOP over FLOP/s for prompts."""
    from llmflops import estimate
    from llmflops.parallelism import ParallelConfig
    from llmflops.serving import throughput

    config, gpu = _llm_flops_parts(case.model, case.hardware)
    copies, spread, tp = 1, 1, int(case.accelerators)
    if isinstance(case.parallelism, str) and not case.parallelism.startswith("TP"):
        copies, spread, tp = int(case.accelerators), int(case.accelerators), 1
    layout = ParallelConfig(
        tensor_parallel=tp, data_parallel=copies, expert_parallel=spread, interconnect_gbps=systems.accelerator(case.hardware).link_bytes_per_s / 1e9
    )
    precision = "int4" if case.weights == "fp4" else case.weights
    shared = dict(gpu=gpu, precision=precision, parallelism=layout, kv_cache_precision="fp8" if kv_bytes(case) == 1 else "bf16", allow_hf_fetch=False)
    largest = throughput(config, sequence_length=int(case.prompt_tokens), output_tokens=int(case.answer_tokens), **shared)["max_concurrent_batch"]
    if largest < 1:
        raise Missing("does not fit by its account of memory")
    at = dict(sequence_length=int(case.prompt_tokens), output_tokens=int(case.answer_tokens / 2))
    if case.measured_table in TIMES:
        batch = int(case.concurrency)
        if batch > largest:
            raise Missing(f"does not fit by its account of memory ({largest} requests do)")
        return Prediction(throughput(config, max_batch=batch, **at, **shared)["decode_step_ms"], batch, "llmflops.serving.throughput")
    batch = most_requests(case, largest)
    step_s = throughput(config, max_batch=batch, **at, **shared)["decode_step_ms"] / 1e3
    one = estimate(config, batch_size=1, sequence_length=int(case.prompt_tokens), include_backward=False, causal=True, **shared)
    prompts_s = batch * float(one["details"]["parallelism"]["prefill_latency_s"])
    value = copies * batch * case.answer_tokens / (prompts_s + case.answer_tokens * step_s)
    return Prediction(value, batch * copies, "llmflops.serving.throughput and estimate")


# aiconfigurator -------------------------------------------------------------------------------------------------------

# Coarser than its own schedule, which ends at 512 unless told otherwise, and on to the sizes that the measured runs allowed.
AICONFIGURATOR_BATCHES = [8, 16, 32, 64, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096]
_SYSTEM = {"A100": "a100_sxm", "H100": "h100_sxm", "H200": "h200_sxm", "B200": "b200_sxm", "B300": "b300_sxm", "GB200": "gb200", "GB300": "gb300"}
# Published configurations whose quantisation is read from the checkpoint's own files; modes where there is none.
_CHECKPOINT = {
    ("llama-3.1-8b", "bf16"): ("meta-llama/Meta-Llama-3.1-8B", ""),
    ("llama-3.1-8b", "fp8"): ("meta-llama/Meta-Llama-3.1-8B", "fp8"),
    ("llama-3.1-70b", "bf16"): ("meta-llama/Meta-Llama-3.1-70B", ""),
    ("llama-3.1-70b", "fp8"): ("nvidia/Llama-3.1-70B-Instruct-FP8", ""),
    ("llama-3.1-70b", "fp4"): ("meta-llama/Meta-Llama-3.1-70B", "nvfp4"),
    ("llama-3.1-405b", "fp8"): ("meta-llama/Meta-Llama-3.1-405B", "fp8"),
    ("llama-3.1-405b", "fp4"): ("meta-llama/Meta-Llama-3.1-405B", "nvfp4"),
    ("llama-4-scout", "fp8"): ("meta-llama/Llama-4-Scout-17B-16E-Instruct", "fp8"),
    ("llama-4-scout", "fp4"): ("meta-llama/Llama-4-Scout-17B-16E-Instruct", "nvfp4"),
    ("llama-4-maverick", "fp8"): ("meta-llama/Llama-4-Maverick-17B-128E-Instruct", "fp8"),
    ("llama-4-maverick", "fp4"): ("meta-llama/Llama-4-Maverick-17B-128E-Instruct", "nvfp4"),
    ("deepseek-r1", "fp8"): ("deepseek-ai/DeepSeek-R1", ""),
    ("deepseek-r1", "fp4"): ("nvidia/DeepSeek-V3.1-NVFP4", ""),
    ("gpt-oss-120b", "fp8"): ("openai/gpt-oss-120b", ""),
    ("gpt-oss-120b", "fp4"): ("openai/gpt-oss-120b", ""),
    ("gpt-oss-20b", "fp8"): ("openai/gpt-oss-20b", ""),
    ("gpt-oss-20b", "fp4"): ("openai/gpt-oss-20b", ""),
    ("qwen3-32b", "fp8"): ("Qwen/Qwen3-32B-FP8", ""),
    ("qwen3-30b-a3b", "fp8"): ("Qwen/Qwen3-30B-A3B-FP8", ""),
    ("qwen3-30b-a3b", "fp4"): ("Qwen/Qwen3-30B-A3B", "nvfp4"),
    ("qwen3-235b-a22b", "fp8"): ("Qwen/Qwen3-235B-A22B-FP8", ""),
    ("qwen3-235b-a22b", "fp4"): ("nvidia/Qwen3-235B-A22B-NVFP4", ""),
    ("glm-5", "fp8"): ("zai-org/GLM-5-FP8", ""),
    ("glm-5", "fp4"): ("nvidia/GLM-5-NVFP4", ""),
    ("kimi-k2", "fp4"): ("nvidia/Kimi-K2.5-NVFP4", ""),
    ("kimi-k2", "int4"): ("moonshotai/Kimi-K2.5", ""),
    ("minimax-m2.5", "fp8"): ("MiniMaxAI/MiniMax-M2.5", ""),
    ("minimax-m2.5", "fp4"): ("nvidia/MiniMax-M2.5-NVFP4", ""),
    ("qwen3.5-397b-a17b", "bf16"): ("Qwen/Qwen3.5-397B-A17B", ""),
    ("qwen3.5-397b-a17b", "fp8"): ("Qwen/Qwen3.5-397B-A17B", "fp8_block"),
    ("qwen3.5-397b-a17b", "fp4"): ("nvidia/Qwen3.5-397B-A17B-NVFP4", ""),
}


def _checkpoint(case) -> tuple[str, str]:
    found = _CHECKPOINT.get((case.model, case.weights))
    if found is None or case.hardware not in _SYSTEM:
        raise Missing("model, precision or accelerator not in its data")
    return found


def aiconfigurator(case) -> Prediction:
    """aiconfigurator: NVIDIA's simulator of continuous batching over a database of measured kernels."""
    mode_note = ""
    for mode in ("SILICON", "HYBRID"):
        try:
            made = _aiconfigurator_sweep(case, mode) if case.measured_table not in TIMES else _aiconfigurator_point(case, mode)
            return Prediction(*made, note=mode_note)
        except Missing:
            raise
        except Exception as error:  # noqa: BLE001 - the tool raises many kinds; the reason is recorded
            mode_note = "kernels not measured; its HYBRID mode estimates them"
            reason = re.sub(r"/\S+", "…", f"{type(error).__name__}: {error}")
    raise Missing(reason[:160])


def _aiconfigurator_sweep(case, mode: str) -> tuple[float, float, str]:
    from aiconfigurator.sdk import common, sweep
    from aiconfigurator.sdk.task_v2 import Task

    sweep._DEFAULT_AGG_BATCH_SCHEDULE = AICONFIGURATOR_BATCHES

    path, quant = _checkpoint(case)
    count, sparse = int(case.accelerators), models.get(case.model).is_sparse
    spread = isinstance(case.parallelism, str) and case.parallelism.startswith("DEP")
    quantised = {}
    if quant:
        quantised = dict(gemm_quant_mode=common.GEMMQuantMode[quant], kvcache_quant_mode=common.KVCacheQuantMode["fp8"])
        if sparse:
            quantised["moe_quant_mode"] = common.MoEQuantMode[quant]
    ways = [(1, 1)] if not sparse else [(1, count)] if spread else sorted({(count, 1), (1, count)})
    best = None
    for moe_tp, moe_ep in ways:
        task = Task(
            serving_mode="agg", model_path=path, system_name=_SYSTEM[case.hardware], backend_name="trtllm", database_mode=mode, total_gpus=count,
            isl=int(case.prompt_tokens), osl=int(case.answer_tokens), ttft=1e9, tpot=1e9, pareto_sweep=False,
            agg_num_gpu_candidates=[count], agg_tp_candidates=[1 if spread else count], agg_pp_candidates=[1],
            agg_dp_candidates=[count if spread else 1], agg_moe_tp_candidates=[moe_tp], agg_moe_ep_candidates=[moe_ep], **quantised,
        )  # fmt: skip
        database = task._load_database(task.system_name, task.backend_name, task.backend_version)
        try:
            frame = sweep.sweep_agg(**task.sweep_agg_kwargs(database=database), max_batch_size=max(AICONFIGURATOR_BATCHES))
        except Exception:
            if (moe_tp, moe_ep) == ways[-1] and best is None:
                raise
            continue
        row = frame.sort_values("tokens/s/gpu").iloc[-1]
        if best is None or row["tokens/s/gpu"] > best[0]:
            best = (float(row["tokens/s/gpu"]), float(row["global_bs"]), str(row["version"]))
    return best[0] * count, best[1], f"aiconfigurator.sdk.sweep.sweep_agg, batches to {max(AICONFIGURATOR_BATCHES)}, trtllm {best[2]}"


def _aiconfigurator_point(case, mode: str) -> tuple[float, float, str]:
    from aiconfigurator.cli.api import cli_estimate

    path, quant = _checkpoint(case)
    backend = {"TensorRT-LLM": "trtllm", "SGLang": "sglang", "vLLM": "vllm"}.get(str(case.engine).split()[0])
    if backend is None:
        raise Missing(f"no data for the engine {case.engine}")
    count = int(case.accelerators)
    options = dict(gemm_quant_mode=quant, kvcache_quant_mode="fp8") if quant else {}
    if models.get(case.model).is_sparse:
        stated = re.search(r"_ep(\d+)_", str(case.locator))
        experts = int(stated[1]) if stated else 1
        options.update(moe_ep_size=experts, moe_tp_size=count // experts)
        if quant:
            options["moe_quant_mode"] = quant
    result = cli_estimate(
        path, _SYSTEM[case.hardware], mode="agg", backend_name=backend, database_mode=mode, isl=int(case.prompt_tokens), osl=int(case.answer_tokens),
        batch_size=int(case.concurrency), tp_size=count, **options,
    )  # fmt: skip
    return float(result.tpot), int(case.concurrency), f"aiconfigurator.cli.api.cli_estimate, {backend} {result.raw['version']}"


# The table ------------------------------------------------------------------------------------------------------------

TOOLS = {
    "genz-llm": (genz, "bambhaniya2025genz"),
    "llm-analysis": (llm_analysis, "li2023llmanalysis"),
    "llm-flops": (llm_flops, "basak2026llmflops"),
    "aiconfigurator": (aiconfigurator, "nvidia2026aiconfigurator012"),
}


def predict(tool: str, points: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each measured point: the tool's prediction, or why there is none."""
    function, source = TOOLS[tool]
    version = metadata.version(tool)
    rows = []
    for number, case in enumerate(points.itertuples(index=False)):
        row = {column: getattr(case, column, None) for column in KEY}
        measures_throughput = case.measured_table not in TIMES
        row.update(tool=tool, quantity="throughput_tok_s" if measures_throughput else "tpot_ms", source=source, seen="primary")
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                made = function(case)
            value = made.value
            if measures_throughput and case.per == "accelerator":
                value = value / case.accelerators
            row.update(predicted=float(f"{value:.4g}"), batch=made.batch, locator=f"version {version}, {made.function}", note=made.note)
        except Missing as reason:
            row.update(why_missing=str(reason), locator=f"version {version}")
        rows.append(row)
        if number % 50 == 49:
            print(f"{tool}: {number + 1} of {len(points)}", flush=True)
    return pd.DataFrame(rows, columns=COLUMNS)


def summary(predictions: pd.DataFrame, points: pd.DataFrame) -> pd.DataFrame:
    """Return median absolute error, bias (median predicted over measured) and number of points by tool, side and kind of model."""
    joined = predictions.merge(points[[*KEY, "split", "throughput_tok_s", "tpot_ms"]], on=KEY, how="left")
    joined["measured"] = joined["throughput_tok_s"].where(joined["quantity"] == "throughput_tok_s", joined["tpot_ms"])
    joined["ratio"] = joined["predicted"].astype(float) / joined["measured"].astype(float)
    joined["kind"] = np.where(joined["model"].map(lambda name: models.get(name).is_sparse), "sparse", "dense")
    grouped = joined.groupby(["quantity", "tool", "split", "kind"])
    return pd.DataFrame({
        "points": grouped.size(),
        "predicted": grouped["ratio"].count(),
        "median_abs_error_percent": 100 * grouped["ratio"].agg(lambda ratio: (ratio - 1).abs().median()),
        "median_ratio": grouped["ratio"].median(),
        "worst_tenth_abs_error_percent": 100 * grouped["ratio"].agg(lambda ratio: (ratio - 1).abs().quantile(0.9)),
    })  # fmt: skip


def committed() -> pd.DataFrame:
    """Return the rows of all tables of predictions as they stand."""
    there = [pd.read_csv(path) for path in OUTPUTS.values() if path.exists()]
    return pd.concat(there, ignore_index=True) if there else pd.DataFrame(columns=COLUMNS)


def main() -> None:
    """Compute the chosen tools' predictions, keep those of the others, write the tables and print the errors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool", action="append", choices=list(TOOLS), help="compute this tool only (may be repeated)")
    parser.add_argument("--table", choices=["measured_throughput", "other_maker_points", *TIMES], help="compute the points of this table only")
    parser.add_argument("--summary", action="store_true", help="print the errors of the committed tables")
    parser.add_argument("--sample", type=int, help="try so many random points and write nothing")
    chosen = parser.parse_args()
    logging.disable(logging.WARNING)
    warnings.filterwarnings("ignore")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    if hasattr(yaml, "CSafeLoader"):
        yaml.SafeLoader = yaml.CSafeLoader  # aiconfigurator reads hundreds of YAML files for each estimate: ten times as fast
    points = cases()
    if chosen.table:
        points = points[points["measured_table"] == chosen.table]
    if chosen.sample:
        points = points.sample(chosen.sample, random_state=1)
    if chosen.summary:
        kept = committed()
    else:
        wanted = chosen.tool or list(TOOLS)
        parts = [predict(tool, points) for tool in wanted]
        kept = committed()  # read late: another tool may have been written meanwhile
        replaced = kept["tool"].isin(wanted) & kept["measured_table"].isin(points["measured_table"])
        kept = pd.concat([part for part in [kept[~replaced], *parts] if len(part)], ignore_index=True)
        kept["tool"] = pd.Categorical(kept["tool"], list(TOOLS))
        kept = kept.sort_values(["measured_table", "tool", *KEY[1:]], kind="stable").astype({"tool": str})
        whole = ["accelerators", "prompt_tokens", "answer_tokens", "concurrency", "batch"]
        kept[whole] = kept[whole].astype(float).astype("Int64")
        if chosen.sample:
            print(kept[["model", "hardware", "weights", "parallelism", "tool", "predicted", "batch", "why_missing"]].to_string())
        else:
            plain = [f"{float(value):.10g}" if pd.notna(value) else "" for value in kept["predicted"]]  # whole numbers without a point, old rows and new
            output = kept["measured_table"].map(_OUTPUT_OF).fillna("tool_predictions")
            for name, path in OUTPUTS.items():
                kept.assign(predicted=plain)[output == name].to_csv(path, index=False, lineterminator="\n")
    with pd.option_context("display.width", 200):
        print(summary(kept, cases()).round(2).to_string())


if __name__ == "__main__":
    main()
