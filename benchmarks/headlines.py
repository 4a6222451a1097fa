"""Time every uncertain headline of the book at 100,000 draws: ``python benchmarks/headlines.py``.

A benchmark, not a test: it prints, it never fails. Caches are emptied before each timing, tables excepted.
"""

from __future__ import annotations

import importlib
import pkgutil
import time

from analysis import PARTS, uncertainty
from analysis.parameters import DRAWS
from analysis.uncertainty import Propagation


def main() -> None:
    rows = []
    for part in PARTS:
        try:
            package = importlib.import_module(f"analysis.{part}.results")
        except ModuleNotFoundError:
            continue
        for info in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{info.name}")
            for name, function in list(vars(module).items()):
                if not hasattr(function, "cache_clear") or getattr(function, "__module__", "") != module.__name__ or name.startswith("_"):
                    continue
                try:
                    value = function()
                except TypeError:  # takes arguments: timed through those that call it
                    continue
                runs = [v for v in (value.values() if isinstance(value, dict) else [value]) if isinstance(v, Propagation)]
                if not runs:
                    continue
                for run in runs:
                    begin = time.perf_counter()
                    again = uncertainty.propagate(run.model, run.parameters, draws=DRAWS, **run.fixed)
                    uncertainty.summarise(again.samples, "1")
                    rows.append((time.perf_counter() - begin, f"{part}.{info.name}.{name}", len(run.parameters)))
    for seconds, name, count in sorted(rows, reverse=True):
        print(f"{seconds * 1000:8.1f} ms  {count:2d} parameters  {name}")
    print(f"{len(rows)} propagated results, {DRAWS:,} draws each; slowest {max(rows)[0]:.3f} s" if rows else "no propagated results yet")


if __name__ == "__main__":
    main()
