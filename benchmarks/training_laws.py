"""Time the fit of the scaling law beside PyPI's ``chinchilla`` on the same points, in the same run.

``python benchmarks/training_laws.py [--peer PYTHON] [--starts N]``, where PYTHON is the interpreter of an environment of its own in which
``pip install chinchilla`` was run: the package is no dependency of this book. It needs the outside set
``chinchilla-points``. A benchmark, not a test: it prints, it never fails.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from analysis.scaling.fitting import huber_objective
from analysis.scaling.law_forms import AdditiveLaw
from analysis.scaling.results import chinchilla
from analysis.scaling.training_laws import bootstrap, fit

PEER = """
import json, sys, tempfile, time
import numpy as np, pandas as pd
from chinchilla import Chinchilla
from chinchilla._metrics import log_huber
points = pd.read_csv(sys.argv[1])
many = int(sys.argv[2])
grid = dict(e=np.linspace(0.2, 0.8, many), a=np.linspace(4, 8, many), b=np.linspace(5, 9, many), alpha=np.linspace(0.25, 0.45, many), beta=np.linspace(0.25, 0.45, many))
with tempfile.TemporaryDirectory() as folder:
    tool = Chinchilla(folder, param_grid=grid, seed_ranges=dict(C=(1e18, 1e22), N_to_D=(1, 100)), loss_fn=lambda y, p: log_huber(y, p, delta=1e-3), log_level=40)
    for row in points.itertuples():
        tool.database.append(C=6.0 * row.params * row.tokens, N=row.params, D=row.tokens, loss=row.loss)
    begin = time.perf_counter()
    tool.visualizer.optim = lambda *a, **k: None
    tool.fit(parallel=True)
    spent = time.perf_counter() - begin
print(json.dumps(dict(seconds=spent, starts=many**5, law=[float(getattr(tool, k)) for k in ("E", "A", "B", "alpha", "beta")])))
"""


def _best(function, repeats):
    spent = []
    for _ in range(repeats):
        begin = time.perf_counter()
        got = function()
        spent.append(time.perf_counter() - begin)
    return min(spent), float(np.median(spent)), got


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", help="interpreter of an environment with PyPI's chinchilla")
    parser.add_argument("--starts", type=int, default=2, help="values on each axis of the peer's grid of starts (it takes the fifth power)")
    chosen = parser.parse_args()
    points = chinchilla.points(download=True)
    data = chinchilla._columns(points)

    least, middle, got = _best(lambda: fit(*data), 7)
    print(f"ours: one fit of {len(points)} runs       {least:8.3f} s at best, {middle:.3f} s median; sum of Huber losses {got.objective:.13f}")
    least, middle, draws = _best(lambda: bootstrap(*data, draws=4000, seed=0), 2)
    print(f"ours: 4,000 bootstrap refits       {least:8.3f} s at best, {middle:.3f} s median; {draws.unconverged} not settled")
    if not chosen.peer:
        print("peer: give --peer the interpreter of an environment with PyPI's chinchilla")
        return
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "points.csv"
        points.to_csv(table, index=False)
        done = subprocess.run([chosen.peer, "-c", PEER, str(table), str(chosen.starts)], capture_output=True, text=True, check=False)
    if done.returncode:
        print("peer failed:", done.stderr.strip().splitlines()[-1:])
        return
    answer = json.loads(done.stdout.strip().splitlines()[-1])
    e, a, b, alpha, beta = answer["law"]
    reached = huber_objective(AdditiveLaw(E=e, A=a, B=b, alpha=alpha, beta=beta), *data)
    print(f"chinchilla: one fit, {answer['starts']} starts     {answer['seconds']:8.3f} s; sum of Huber losses {reached:.13f}, {100 * (reached / got.objective - 1):.2g} % above ours")


if __name__ == "__main__":
    main()
