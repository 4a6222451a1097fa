"""How many configurations a second each serving model evaluates, on one core: ``PYTHONPATH=. python benchmarks/serving_speed.py``.

A benchmark, not a test: it prints, it never fails. A configuration is one batch and one context of one model on one system,
and its answer the time of a decoding step. Ours are asked for many at once, as arrays; the other tools take one at a time.
genz-llm and llm-analysis are timed in the same run where they can be imported (see ``benchmarks/requirements-tools.in``).
"""

from __future__ import annotations

import os

for _library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_library] = "1"  # one core: read when NumPy is first imported

import contextlib
import importlib.util
import io
import logging
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.inference import models, serving, systems  # noqa: E402

TARGETS = {"roofline": 1_000_000, "calibrated": 300_000}
MODELS = ("llama-3.1-70b", "deepseek-v3")
SYSTEM = "8xH200"
COUNT = 200_000
SECONDS = 1.0


def rate(call: Callable[[], object], count: int, seconds: float = SECONDS) -> float:
    """Return configurations a second: the best of repeated calls, so that what else the machine does counts least."""
    call()  # caches and imports
    best, begin = np.inf, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return count / best


def ours(method: str, model_name: str) -> float:
    """Return the rate of one of our methods over random batches and contexts."""
    rng = np.random.default_rng(1)
    batch, context = rng.integers(1, 512, COUNT).astype(float), rng.integers(128, 32_768, COUNT).astype(float)
    model, system = models.get(model_name), systems.get(SYSTEM)
    return rate(lambda: serving.decode_step_s(model, system, batch, context, weights="fp8", kv="fp8", method=method), COUNT)


def others() -> dict[str, float]:
    """Return the rates of the other tools that can be imported, for the dense model."""
    import compare_tools

    case = {"model": MODELS[0], "hardware": "H200", "weights": "fp8", "tp": 8}
    found = {}
    if importlib.util.find_spec("GenZ"):
        from GenZ.LLM_inference import decode_moddeling

        model = compare_tools._genz_model(case["model"])
        flops, memory, bandwidth, link = compare_tools._genz_system(case["hardware"])
        device = {"Flops": flops, "Memory_size": memory, "Memory_BW": bandwidth, "ICN": link, "real_values": True}
        found["genz-llm"] = rate(
            lambda: decode_moddeling(model=model, batch_size=64, input_tokens=1024, output_tokens=512, Bb=1, bits="fp8", tensor_parallel=8, system_name=device,
                                     parallelism_heirarchy="TP{8}_EP{1}_PP{1}"), 1
        )  # fmt: skip
    if importlib.util.find_spec("llm_analysis"):
        analysis = compare_tools._llm_analysis(case["model"], case["hardware"], case["weights"], case["tp"])
        found["llm-analysis"] = rate(lambda: analysis.inference(batch_size_per_gpu=64, seq_len=1024, num_tokens_to_generate=512, kv_cache_dtype_bytes=1), 1)
    return found


def main() -> None:
    """Print configurations a second of every method and tool, and the ratios of ours to theirs."""
    with contextlib.suppress(AttributeError):
        os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    logging.disable(logging.WARNING)
    warnings.filterwarnings("ignore")
    mine = {(method, model): ours(method, model) for method in serving.METHODS for model in MODELS}
    for (method, model), value in mine.items():
        target = TARGETS.get(method)
        says = "" if target is None else f"   target {target:,}: {'met' if value >= target else 'missed'}"
        print(f"{method:<12} {model:<15} {value:>14,.0f} configurations a second{says}")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        theirs = others()
    for tool, value in theirs.items():
        ratios = ", ".join(f"{method} {mine[method, MODELS[0]] / value:,.0f} times" for method in serving.METHODS)
        print(f"{tool:<12} {MODELS[0]:<15} {value:>14,.1f} configurations a second   ours: {ratios}")
    if not theirs:
        print("neither genz-llm nor llm-analysis can be imported here: see benchmarks/requirements-tools.in")


if __name__ == "__main__":
    main()
