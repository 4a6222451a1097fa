"""Run the notebooks again and accept what they print: their text outputs are written back, and what moved is shown.

A committed notebook carries text only: a figure's fingerprint, its first rows, the paragraphs with their numbers. Nothing
else of an output is kept, so that a change of a notebook reads as a change of numbers.
"""

from __future__ import annotations

import argparse
import difflib
import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis import BOOK, ROOT
from analysis.publish import run

__all__ = ["KEPT", "committed_form", "dump", "moved", "accept", "main"]

KEPT = ("text/plain", "text/markdown", "application/vnd.wtt.figure+json", "application/vnd.wtt.explorer+json")
_KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}


def _lines(text: str | list[str]) -> list[str]:
    return (text if isinstance(text, str) else "".join(text)).splitlines(keepends=True)


def committed_form(notebook: dict) -> dict:
    """Return a notebook as it is committed.

    Cells keep their id, tags, source and whether JupyterLab folds it; outputs their text; execution counts run from one; metadata are the same in
    every notebook.

    Parameters
    ----------
    notebook : dict
        As JSON holds it, executed.

    Returns
    -------
    dict
    """
    cells, count = [], 0
    for place, cell in enumerate(notebook["cells"]):
        metadata = {k: v for k, v in cell.get("metadata", {}).items() if k in ("tags", "jupyter")}
        new = {"cell_type": cell["cell_type"], "id": cell.get("id") or f"cell-{place}", "metadata": metadata, "source": _lines(cell["source"])}
        if cell["cell_type"] == "code":
            ran = bool("".join(_lines(cell["source"])).strip()) and "skip-execution" not in metadata.get("tags", [])
            count += ran
            new["execution_count"] = count if ran else None
            new["outputs"] = [kept for output in cell.get("outputs", []) if (kept := _output(output, count))]
        cells.append(new)
    return {"cells": cells, "metadata": _KERNEL, "nbformat": 4, "nbformat_minor": 5}


def _output(output: dict, count: int) -> dict | None:
    kind = output["output_type"]
    if kind == "stream":
        return {"name": output["name"], "output_type": kind, "text": _lines(output["text"])}
    if kind == "error":
        return {"ename": output["ename"], "evalue": output["evalue"], "output_type": kind, "traceback": []}
    data = {mime: output["data"][mime] if mime.endswith("json") else _lines(output["data"][mime]) for mime in KEPT if mime in output["data"]}
    if not data:
        return None
    return {"data": data, **({"execution_count": count} if kind == "execute_result" else {}), "metadata": {}, "output_type": kind}


def dump(notebook: dict) -> str:
    """Return a notebook as text, as JupyterLab would save it."""
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _text(notebook: dict) -> list[str]:
    """What the notebook prints, line by line, each with its cell."""
    out = []
    for cell in run.code_cells(notebook):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            text = output.get("text") or data.get("text/plain") or data.get("text/markdown") or []
            out += [f"{cell.get('id', '')}: {line}" for line in "".join(text).splitlines()]
    return out


def moved(old: dict, new: dict) -> list[str]:
    """List what changed between two runs of a notebook, as pairs of lines with − and +."""
    changes = difflib.unified_diff(_text(old), _text(new), lineterm="", n=0)
    return [line for line in changes if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def accept(paths: Sequence[Path], jobs: int = 2, root: Path = ROOT, say=print) -> int:
    """Run notebooks and write their committed form back.

    All of a book are run as a build runs them: pages that nothing has changed for are taken from its cache, and what one
    page computed the ledger need not compute again.

    Parameters
    ----------
    paths : sequence of Path
    jobs : int, optional
    root : Path, optional
    say : callable, optional
        Receives the lines to print.

    Returns
    -------
    int
        How many notebooks print something else than they did.

    Raises
    ------
    analysis.publish.run.NotebookError
        When one fails; the others are still written.
    """
    failed: list[str] = []
    work = _as_a_build if sorted(paths) == run.notebooks(root / "book") else _one_by_one
    executed = work(paths, jobs, root, failed)
    changes = [_written_back(path, executed[path]) if path in executed else [] for path in paths]
    count = 0
    for path, lines in zip(paths, changes, strict=True):
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        if lines:
            count += 1
            say(f"\n{name}")
            for line in lines:
                say(f"  {line[0]} {line[1:]}")
    if failed:
        raise run.NotebookError("\n\n".join(failed))
    say(f"\n{len(paths)} notebooks run, {count} print something else than before." + (" Say in CHANGELOG.md which numbers moved and why." if count else ""))
    return count


def _as_a_build(paths: Sequence[Path], jobs: int, root: Path, failed: list[str]) -> dict[Path, dict]:
    """Run all notebooks of the book; return those that ran, executed."""
    with TemporaryDirectory() as folder:
        done = subprocess.run(run.command(root / "book", Path(folder), root / "_build" / "cache", jobs), env=run.kernel_environment(root), cwd=root, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            failed.append(done.stderr.strip())
        made = {path: Path(folder, path.relative_to(root / "book")) for path in paths}
        return {path: json.loads(new.read_text(encoding="utf-8")) for path, new in made.items() if new.exists()}


def _one_by_one(paths: Sequence[Path], jobs: int, root: Path, failed: list[str]) -> dict[Path, dict]:
    """Run the notebooks named; return those that ran, executed."""
    context = run.fresh_processes()

    def one(path: Path) -> dict | None:
        try:
            result = run.in_a_process(partial(run.execute, path, root), path.name, root, context)
        except run.NotebookError as error:
            failed.append(str(error))
            return None
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell, outputs in zip(run.code_cells(notebook), result["outputs"], strict=True):
            cell["outputs"] = outputs
        return notebook

    with ThreadPoolExecutor(jobs) as pool:
        return {path: notebook for path, notebook in zip(paths, pool.map(one, paths), strict=True) if notebook}


def _written_back(path: Path, executed: dict) -> list[str]:
    """Write a notebook's committed form; return what moved."""
    old, new = json.loads(path.read_text(encoding="utf-8")), committed_form(executed)
    run.write_whole(path, dump(new).encode())
    return moved(old, new)


def main(arguments: Sequence[str] | None = None) -> int:
    """``python -m analysis accept [NOTEBOOK…]``; all notebooks without a name."""
    parser = argparse.ArgumentParser(prog="python -m analysis accept", description="Re-run notebooks and accept what they print.")
    parser.add_argument("notebooks", nargs="*", type=Path, help="paths of notebooks; all of the book's by default")
    parser.add_argument("--jobs", type=int, default=None)
    asked = parser.parse_args(arguments)
    paths = [p.resolve() for p in asked.notebooks] or run.notebooks(BOOK)
    if missing := [str(p) for p in paths if not p.is_file()]:
        print(f"error: {missing[0]} is not a notebook of this book.", file=sys.stderr)
        return 2
    try:
        accept(paths, asked.jobs or run.default_jobs())
    except run.NotebookError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
