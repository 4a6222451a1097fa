"""Time the unbiased pass@k beside the product form of the human-eval estimator, in the same run.

``python benchmarks/test_time.py [--triples N] [--reference N]``. Seconds of the processor are given beside those of the
clock, which on a shared machine hold other people's work as well. The product form is rewritten here from its formula, one
triple at a time as it is published. A benchmark, not a test: it prints, it never fails.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from analysis.scaling.test_time import coverage_beta, pass_at_k


def product_form(n: int, c: int, k: int) -> float:
    """Return pass@k as a product over the wrong samples (Chen et al. 2021, section 2.1)."""
    if n - c < k:
        return 1.0
    return 1.0 - float(np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def _triples(rng, size: int, most: int):
    n = rng.integers(1, most + 1, size)
    return n, (rng.random(size) * (n + 1)).astype(int), 1 + (rng.random(size) * n).astype(int)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=10_000_000, help="(n, c, k) triples for ours")
    parser.add_argument("--reference", type=int, default=20_000, help="triples for the product form, which is slow")
    chosen = parser.parse_args()
    rng = np.random.default_rng(20261126)
    for most in (200, 10_000, 1_000_000):
        n, c, k = _triples(rng, chosen.triples, most)
        begin, at_work = time.perf_counter(), time.process_time()
        pass_at_k(n, c, k)
        ours, worked = time.perf_counter() - begin, time.process_time() - at_work
        few = slice(0, chosen.reference if most < 1_000_000 else chosen.reference // 20)
        begin = time.process_time()
        reference = np.array([product_form(*t) for t in zip(n[few].tolist(), c[few].tolist(), k[few].tolist(), strict=True)])
        spent = time.process_time() - begin
        gap = np.abs(pass_at_k(n[few], c[few], k[few]) - reference).max()
        each = spent / len(reference)
        print(f"n up to {most:>9,}: ours {worked:5.2f} s of one processor ({ours:.2f} s by the clock) for {len(n):,} triples, {1e9 * worked / len(n):.0f} ns each; product form {1e6 * each:.1f} µs each, {each * len(n) / worked:,.0f} times as long; largest difference {gap:.1e}")
    k = np.logspace(0, 6, chosen.triples // 10)
    begin = time.perf_counter()
    coverage_beta(k, 0.3, 3.0)
    print(f"coverage under a Beta: {time.perf_counter() - begin:.2f} s for {len(k):,} values of k")


if __name__ == "__main__":
    main()
