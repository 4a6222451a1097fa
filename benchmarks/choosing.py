"""Time exact votes beside a count of every combination of votes, and sweeps of best-of-N, in the same run.

``python benchmarks/choosing.py [--questions N] [--settings N]``. A benchmark, not a test: it prints, it never fails.
"""

from __future__ import annotations

import argparse
import itertools
import math
import time

import numpy as np

from analysis.scaling import best_of_n, voting


def every_combination(p, n: int) -> float:
    """Return the probability that the first option wins a vote, over all ways to share n votes out, ties by lot."""
    total = 0.0
    for cuts in itertools.combinations(range(n + len(p) - 1), len(p) - 1):
        votes = [b - a - 1 for a, b in itertools.pairwise((-1, *cuts, n + len(p) - 1))]
        if votes[0] == max(votes):
            ways = math.factorial(n) / math.prod(math.factorial(v) for v in votes)
            total += ways * math.prod(q**v for q, v in zip(p, votes, strict=True)) / votes.count(votes[0])
    return total


def main() -> None:
    """Print times and the largest difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=2000, help="questions of a vote sweep")
    parser.add_argument("--settings", type=int, default=10_000_000, help="settings of best-of-N")
    chosen = parser.parse_args()
    rng = np.random.default_rng(20261126)
    for options, n in ((4, 16), (4, 40), (7, 40), (7, 200)):
        p = rng.dirichlet(np.ones(options), chosen.questions)
        begin = time.perf_counter()
        ours = voting.majority_vote(p, n)
        spent = time.perf_counter() - begin
        line = f"{options} options, {n:>3} streams: {spent:6.2f} s for {len(p):,} questions ({1e6 * spent / len(p):.0f} µs each)"
        if math.comb(n + options - 1, options - 1) < 50_000:
            begin = time.perf_counter()
            reference = np.array([every_combination(q, n) for q in p[:5].tolist()])
            each = (time.perf_counter() - begin) / 5
            line += f"; every combination {1e3 * each:.1f} ms each, {each * len(p) / spent:,.0f} times as long; largest difference {np.abs(ours[:5] - reference).max():.1e}"
        print(line)
    p, t, f = rng.random((3, chosen.settings))
    begin = time.perf_counter()
    best_of_n.success(p, 64, t, f)
    print(f"best-of-N: {time.perf_counter() - begin:.2f} s for {chosen.settings:,} settings")


if __name__ == "__main__":
    main()
