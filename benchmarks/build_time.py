"""Time the build of one part of the book alone, cold and after one changed table: ``python benchmarks/build_time.py``.

A benchmark, not a test: it prints, it never fails for being slow. It copies the repository into a temporary folder,
takes out the pages, figures, explorers and claims of the other parts, and builds what is left as a reader would: front
page, ledger, the part's pages and those of the tables that they open (a first build, not timed, tells which). Links to
pages that are not there become text; claims of other parts are open. The changed table gets one number of its first
row raised by a thousandth.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
import yaml

from analysis import PARTS, ROOT
from analysis.figures import PREFIXES
from analysis.publish import run

_LEFT_OUT = shutil.ignore_patterns("_build", ".git", ".venv", "__pycache__", ".pytest_cache", ".hypothesis", ".ruff_cache")
SPIN = 20_000_000  # turns of an empty loop: how fast this machine is just now


def only(part: str, root: Path) -> None:
    """Take the other parts' pages, figures, explorers and claims out of a copy of the repository."""
    others = [other for other in PARTS if other != part]
    there = "|".join(others)
    link = re.compile(rf"\]\((?:\.\./)?(?:{there})/[^)]*\)")
    foreign = re.compile(rf',? ?"(?:{"|".join(p for p, of in PREFIXES.items() if of != part)})-\d+"')
    for other in others:
        shutil.rmtree(root / "book" / other)
    package = root / "analysis/__init__.py"
    alone = re.sub(r"(?m)^PARTS = .*$", f'PARTS = ("{part}",)', package.read_text())
    package.write_text(alone.replace("    full = ", "    if part not in PARTS:\n        return None\n    full = "))
    contents = yaml.safe_load((root / "book/_toc.yml").read_text())
    for section in contents["parts"]:
        section["chapters"] = [page for page in section["chapters"] if page["file"].split("/")[0] not in others]
    contents["parts"] = [section for section in contents["parts"] if section["chapters"]]
    (root / "book/_toc.yml").write_text(yaml.safe_dump(contents))
    for path in (root / "analysis" / part / "claims").glob("*.py"):
        path.write_text(foreign.sub("", path.read_text()))
    for path in (root / "book").rglob("*.ipynb"):
        notebook = json.loads(path.read_text())
        if path.name == "index.ipynb":
            notebook["cells"] = [cell for cell in map(_without(others), notebook["cells"]) if cell]
        for cell in notebook["cells"]:
            cell["source"] = link.sub("]", "".join(cell["source"]))
        path.write_text(json.dumps(notebook))
    for path in (root / "book").glob("*.md"):
        path.write_text(link.sub("]", path.read_text()))


def opened_only(part: str, root: Path) -> None:
    """Take out the other parts' tables that no page opened when the copy was built."""
    stored = (root / "_build/cache/pages").rglob("*.json")
    opened = {name for path in stored for name in json.loads(path.read_text())["came_from"]}
    for other in PARTS:
        for path in (root / "data" / other).glob("*"):
            if other != part and path.relative_to(root).as_posix() not in opened:
                path.unlink()


def _without(others: list[str]):
    """Return what keeps a cell of the front page as far as it speaks of no other part."""
    imports = re.compile(rf"(?m)^from analysis\.({'|'.join(others)})\..*$\n?")

    def kept(cell: dict) -> dict | None:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and any(f"]({other}/" in source for other in others):
            return None
        return {**cell, "source": imports.sub("", source)}

    return kept


def change(table: Path) -> str:
    """Raise the first positive number of a table by a thousandth, and say which."""
    schema = yaml.safe_load(table.with_suffix(".yml").read_text())
    frame = pd.read_csv(table, dtype=str, keep_default_na=False)
    for field in schema["schema"]["fields"]:
        value = pd.to_numeric(frame[field["name"]], errors="coerce").iloc[0]
        if field["type"] == "number" and value > 0:
            frame.loc[0, field["name"]] = repr(float(value) * 1.001)
            frame.to_csv(table, index=False)
            return field["name"]
    raise SystemExit(f"{table.name} has no positive number in its first row. Name another table.")


def timed(root: Path, *arguments: str) -> float:
    """Build a copy; return the seconds by the clock. A failed build ends the benchmark with what it printed."""
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "analysis.publish.build", *arguments], cwd=root, env=run.kernel_environment(root) | {"PYTHONPATH": str(root)}, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout[-3000:] + done.stderr[-3000:])
    return time.perf_counter() - begin


def spin() -> float:
    """Return the seconds that an empty loop takes."""
    begin = time.perf_counter()
    for _ in range(SPIN):
        pass
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--part", choices=PARTS, default="power")
    parser.add_argument("--table", default="power/us_electricity")
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "book"
        shutil.copytree(ROOT, root, ignore=_LEFT_OUT)
        only(asked.part, root)
        timed(root, "--jobs", asked.jobs)
        opened_only(asked.part, root)
        for number in range(asked.runs):
            speed = spin()
            cold = timed(root, "--cold", "--jobs", asked.jobs)
            column = change(root / "data" / f"{asked.table}.csv")
            again = timed(root, "--jobs", asked.jobs)
            print(f"run {number + 1}: cold {cold:.1f} s, after {asked.table} ({column}) changed {again:.1f} s; an empty loop of {SPIN:,} turns took {speed:.2f} s", flush=True)


if __name__ == "__main__":
    main()
