"""The whole book, built cold and built again: the same bytes whatever the folder, the time zone, the locale or the jobs.

Takes minutes: runs in .ci/run, not in `make test`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

import pytest

from analysis import ROOT

pytestmark = pytest.mark.slow

NOT_OURS = shutil.ignore_patterns(".git", ".venv", "_build", "__pycache__", "*.egg-info", ".pytest_cache", ".hypothesis", ".ruff_cache", ".import_linter_cache")


def build(root, *arguments, **environment):
    """Build a copy of the repository; return the bytes of every file of its site, and the seconds it took."""
    env = {**os.environ, "PYTHONPATH": str(root), **environment}
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "analysis.publish.build", *arguments], cwd=root, env=env, capture_output=True, text=True, timeout=1500)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert done.stdout.rstrip().endswith(str(root / "_build/html/index.html"))
    site = root / "_build" / "html"
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}, time.monotonic() - start


def differing(one, other):
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def change_formula(root):
    path = root / "analysis" / "power" / "capacity.py"
    old = path.read_text(encoding="utf-8")
    assert "8760.0" in old
    path.write_text(old.replace("8760.0", "8766.0"), encoding="utf-8")


def change_table(root):
    table = root / "data" / "power" / "us_electricity.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    for number in range(len(lines) - 1, 0, -1):
        cells = lines[number].rstrip("\n").split(",")
        where = next((i for i, c in enumerate(cells) if c.replace(".", "", 1).isdigit() and float(c) > 2100), None)
        if where is not None:
            cells[where] = str(round(float(cells[where]) * 1.01, 1))
            lines[number] = ",".join(cells) + "\n"
            break
    else:
        pytest.fail("data/power/us_electricity.csv holds no number to change; choose another table.")
    table.write_text("".join(lines), encoding="utf-8")


def test_builds_are_byte_identical_and_an_incremental_one_equals_a_cold_one(tmp_path):
    """One repository is built cold, changed and built again step by step; the other has all the changes when it is built cold, elsewhere.

    The table comes last: no later step can work out again what that step left stale, and the pages that the formula
    reaches are far more than the table's.
    """
    here, there = tmp_path / "here", tmp_path / "another folder"
    for folder in (here, there):
        shutil.copytree(ROOT, folder, ignore=NOT_OURS, symlinks=True)
    first, cold = build(here, "--cold", JOBS="2", TZ="UTC", LC_ALL="C.UTF-8")
    again, nothing = build(here)
    assert differing(first, again) == []

    change_formula(here)
    formula, one_formula = build(here)
    by_formula = differing(first, formula)
    change_table(here)
    table, one_table = build(here)
    by_table = differing(formula, table)
    assert by_table and set(by_formula) - set(by_table), "both changes must show, and the formula's not only where the table's do"

    change_formula(there)
    change_table(there)
    whole, other = build(there, "--cold", JOBS="1", TZ="Asia/Kathmandu", LC_ALL="C", LANG="de_DE.UTF-8", PYTHONHASHSEED="7")
    assert differing(table, whole) == []
    print(f"\ncold {cold:.0f} s, with one job {other:.0f} s, nothing changed {nothing:.0f} s, one formula {one_formula:.0f} s, one table {one_table:.0f} s")
