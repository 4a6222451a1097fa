"""Run the book's notebooks and export what stands on them, a few pages at a time, and again only what can have changed.

A page is its notebook with its figures and explorers: all rest on the same results, which one process works out once.
What it made is used again only if the notebook's code, the lock file, the interpreter and every repository file that
the process opened, listed or imported are what they were. Each page gets a process of its own, forked from a server
that has imported the heavy third-party packages already: a fresh state without the seconds that those imports take.
"""

from __future__ import annotations

import hashlib
import importlib.machinery
import importlib.util
import json
import marshal
import multiprocessing
import os
import re
import sys
import sysconfig
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from analysis import ROOT

__all__ = ["NotebookError", "run_all", "execute", "page", "whole_book", "begin", "in_a_process", "fresh_processes", "notebooks", "code_cells", "default_jobs", "write_whole", "kernel_environment", "command"]

TIMEOUT = 600  # seconds for one notebook
PRELOAD = [
    "analysis.publish.light", "ipykernel.inprocess.manager", "ipykernel.zmqshell", "ipykernel.debugger", "sqlite3", "numpy", "pandas", "scipy.special", "scipy.stats", "scipy.optimize",
    "yaml", "pybtex.database.input.bibtex", "pybtex.backends.plaintext", "pandera.errors", "pandera.pandas", "pandera.strategies.pandas_strategies", "altair",
]  # fmt: skip
_NOT_OURS = {"_build", ".git", ".venv", "__pycache__", ".ipynb_checkpoints", ".pytest_cache", ".hypothesis"}
_INSTALLED = tuple({sysconfig.get_paths()[name] + os.sep for name in ("stdlib", "purelib", "platlib")})
_LISTED = {"analysis", "data"}  # elsewhere a listing is a search for modules or plugins, not something that is read
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class NotebookError(RuntimeError):
    """A cell of a notebook raised."""


def default_jobs() -> int:
    """Return how many things to do at once: the environment's ``JOBS``, or one for each processor up to four."""
    asked = os.environ.get("JOBS", "")
    if asked and (not asked.isdigit() or int(asked) < 1):
        raise ValueError(f"JOBS={asked} is not a whole number from 1 on. Set JOBS=2, or leave it unset.")
    return int(asked) if asked else min(4, os.cpu_count() or 1)


def kernel_environment(root: Path = ROOT) -> dict[str, str]:
    """Return the environment of a build's notebooks: nothing outside the repository may change a result."""
    env = {k: v for k, v in os.environ.items() if k not in ("ANALYSIS_DATA_MIRROR", "PYTHONSTARTUP")}
    return env | {
        "PYTHONPATH": os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "WTT_BUILD": "1",
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_MMAP_THRESHOLD_": "268435456",  # arrays of draws come and go: keep their memory
        "MALLOC_TRIM_THRESHOLD_": "536870912",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "120",
        "XDG_CACHE_HOME": str(root / "_build" / "cache" / "no-outside-data"),
    }


def notebooks(book: Path) -> list[Path]:
    """List a book's notebooks, by path."""
    return sorted(p for p in book.rglob("*.ipynb") if not _NOT_OURS & set(p.relative_to(book).parts))


def _read(path: Path) -> dict:
    """Read a notebook; one that is none, or only a part of one, is a `NotebookError`."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        if notebook["nbformat"] < 4 or not all(cell["cell_type"] and isinstance(cell["source"], (str, list)) for cell in notebook["cells"]):
            raise ValueError("it has no cells of format 4")
    except (ValueError, KeyError, TypeError) as error:
        raise NotebookError(f"{path.parent.name}/{path.name} is not a whole notebook: {error}. Take it from git again, or mend it by hand.") from None
    return notebook


def code_cells(notebook: dict) -> list[dict]:
    """Return the code cells of a notebook."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _source(cell: dict) -> str:
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])


def _tags(cell: dict) -> list[str]:
    return cell.get("metadata", {}).get("tags", [])


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and leave an unchanged one untouched."""
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)


# --- what a result came from ----------------------------------------------------------------------------------------


def digest(path: Path) -> str:
    """Return what a dependency is now: a file's content, or the names in a folder."""
    if path.is_dir():
        names = sorted(p.name for p in path.iterdir() if p.name not in _NOT_OURS and not p.name.startswith("."))
        return hashlib.sha256("\n".join(names).encode()).hexdigest()
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "absent"


def code_key(notebooks: Sequence[dict], root: Path, *more: str) -> str:
    """Return what a run depends on beside the files it opens."""
    code = [[[_source(cell), _tags(cell)] for cell in code_cells(notebook)] for notebook in notebooks]
    return hashlib.sha256(json.dumps([sys.version, digest(root / "requirements.txt"), code, more]).encode()).hexdigest()


class Audit:
    """Notes every file of the repository that this process and its forks open or list, but for `notebooks`, whose code is in the key; modules are added at the end."""

    def __init__(self, root: Path, notebooks: Iterable[Path] = ()):
        self.prefix = os.path.realpath(root) + os.sep
        self._seen: set[str] = {os.path.realpath(path)[len(self.prefix) :].replace(os.sep, "/") for path in notebooks}
        self._met: set[tuple[str, bool]] = set()
        self._log = os.open(tempfile.gettempdir(), os.O_TMPFILE | os.O_RDWR) if hasattr(os, "O_TMPFILE") else tempfile.mkstemp()[0]
        sys.addaudithook(self._hook)

    def _note(self, name: str, listed: bool = False) -> None:
        absolute = os.path.abspath(name)
        if (absolute, listed) in self._met or absolute.startswith(_INSTALLED):
            return  # resolving links takes longer than all the rest, and thousands of files are opened more than once
        self._met.add((absolute, listed))
        path = os.path.realpath(absolute)
        if not path.startswith(self.prefix):
            return
        parts = path[len(self.prefix) :].split(os.sep)
        if parts[-1].endswith(".pyc") and len(parts) > 1 and parts[-2] == "__pycache__":
            parts = [*parts[:-2], parts[-1].split(".")[0] + ".py"]
        if listed and parts[0] not in _LISTED:
            return
        relative = "/".join(parts)
        if relative not in self._seen and not _NOT_OURS & set(parts):
            self._seen.add(relative)
            os.write(self._log, relative.encode() + b"\n")  # one short write: forks share the file, not the set

    def _hook(self, event: str, args: tuple) -> None:
        if event in ("open", "os.listdir", "os.scandir") and isinstance(args[0], (str, bytes, os.PathLike)):
            self._note(os.fsdecode(args[0]), listed=event != "open")

    def result(self) -> list[str]:
        """Return the paths below the root, sorted."""
        for module in list(sys.modules.values()):
            if isinstance(name := getattr(module, "__file__", None), str):
                self._note(name)
        os.lseek(self._log, 0, os.SEEK_SET)
        with os.fdopen(os.dup(self._log), "rb") as log:
            return sorted(set(log.read().decode().split("\n")) - {""})


# --- one notebook ---------------------------------------------------------------------------------------------------


def execute(path: Path, root: Path = ROOT, audit: Audit | None = None) -> dict:
    """Run one notebook in this process, which must not have run one before.

    Parameters
    ----------
    path : Path
    root : Path, optional
    audit : Audit, optional
        One that has been noting since before the notebook.

    Returns
    -------
    dict
        ``outputs``: for each code cell its list of outputs; ``counts``: its execution count; ``opened``: the
        repository's files that the run depends on.

    Raises
    ------
    NotebookError
        When a cell raises and is not tagged ``raises-exception``.
    """
    notebook = _read(path)
    audit = audit or Audit(root, [path])
    os.chdir(path.parent)
    from ipykernel.inprocess.manager import InProcessKernelManager
    from nbformat.v4 import output_from_msg

    if "pandas" in sys.modules:  # imported before there was a kernel, it takes this for a terminal and leaves columns out
        sys.modules["pandas"].set_option("display.max_columns", 20)
    manager = InProcessKernelManager()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    outputs, counts = [], []
    for number, cell in enumerate(code_cells(notebook), start=1):
        shown: list[dict] = []
        outputs.append(shown)
        if "skip-execution" in _tags(cell) or not _source(cell).strip():
            counts.append(None)
            continue
        client.execute(_source(cell), store_history=True, allow_stdin=False)
        reply = client.get_shell_msg(timeout=TIMEOUT)["content"]
        counts.append(reply.get("execution_count"))
        while client.iopub_channel.msg_ready():
            message = client.get_iopub_msg(timeout=10)
            if message["msg_type"] in ("stream", "display_data", "execute_result", "error"):
                _append(shown, json.loads(json.dumps(output_from_msg(message))))
        if reply["status"] != "ok" and "raises-exception" not in _tags(cell):
            trace = _ANSI.sub("", "\n".join(reply.get("traceback", [])))
            name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
            raise NotebookError(f"{name}, code cell {number}: {reply.get('ename')}: {reply.get('evalue')}\n{trace}")
    return {"outputs": outputs, "counts": counts, "opened": audit.result(), "seconds": round(time.process_time(), 1)}


def _append(shown: list[dict], output: dict) -> None:
    """Add an output; pieces of one stream become one, as a notebook server stores them."""
    last = shown[-1] if shown else None
    if last and output["output_type"] == "stream" == last["output_type"] and last["name"] == output["name"]:
        last["text"] += output["text"]
    else:
        shown.append(output)


def page(book: Path, name: str, root: Path = ROOT, site_url: str = "", exporting: bool = True) -> dict:
    """Work out one page in this process, which must be a fresh one: its figures and explorers first, which no cell can have touched, then its notebook.

    Parameters
    ----------
    book : Path
    name : str
        The notebook below it: ``power/us-demand.ipynb``.
    root : Path, optional
    site_url : str, optional
    exporting : bool, optional
        Without it only the notebook is run.

    Returns
    -------
    dict
        What `execute` returns, under ``notebooks`` by name; ``figures`` and ``explorers``; ``known``, the numbers behind them; ``opened``; ``seconds``.
    """
    audit, made = Audit(root, [book / name]), {}
    if exporting:
        from analysis.publish import export, known

        made = export.page(name.removesuffix(".ipynb"), site_url)
        made["known"] = known.gather()
    ran = execute(book / name, root, audit)
    return {**made, "notebooks": {name: ran}, "opened": ran.pop("opened"), "seconds": ran.pop("seconds")}


def whole_book(book: Path, own: Sequence[str], others: Sequence[str], known: Sequence[str] = (), root: Path = ROOT, site_url: str = "") -> dict:
    """Work out what is said of the whole book: its lists, and the notebooks that speak of all claims, in forks that know them already.

    Parameters
    ----------
    book : Path
    own : sequence of str
        The notebooks meant: those in the book's own folder.
    others : sequence of str
        The notebooks that get a process each.
    known : sequence of str, optional
        What those found, so that it is not worked out again.
    root : Path, optional
    site_url : str, optional

    Returns
    -------
    dict
        As `page` does, with ``texts`` and ``head`` of `analysis.publish.export.book` beside them.
    """
    audit = Audit(root, [book / name for name in own])
    from analysis.publish import export
    from analysis.publish import known as handed

    handed.adopt(known)
    made = export.book([name.removesuffix(".ipynb") for name in others], site_url)
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")  # elsewhere a fork is not safe
    begun = {name: begin(partial(execute, book / name, root), name, root, context) for name in own}
    ran = {name: answer() for name, answer in begun.items()}
    opened = {*audit.result(), *(path for answer in ran.values() for path in answer.pop("opened"))}
    return {**made, "notebooks": ran, "opened": sorted(opened), "seconds": round(time.process_time() + sum(answer.pop("seconds") for answer in ran.values()), 1)}


def keep_compiled(root: Path, store: Path) -> None:
    """Let this process compile a module of the repository only if no process of the same interpreter has compiled the same text before.

    Python's own bytecode files go by time and size, which an edit within the same second defeats; these go by content.

    Parameters
    ----------
    root : Path
    store : Path
        Where compiled modules are kept, each under the digest of what it came from.
    """

    class Loader(importlib.machinery.SourceFileLoader):
        def source_to_code(self, data, path, *, _optimize=-1):
            if not isinstance(data, bytes):
                return super().source_to_code(data, path, _optimize=_optimize)
            kept = store / hashlib.sha256(b"\0".join([importlib.util.MAGIC_NUMBER, sys.version.encode(), str(_optimize).encode(), str(path).encode(), data])).hexdigest()
            if kept.exists():
                return marshal.loads(kept.read_bytes())
            code = super().source_to_code(data, path, _optimize=_optimize)
            write_whole(kept, marshal.dumps(code))
            return code

    inside = os.path.realpath(root / "analysis")

    def hook(folder: str):
        if not f"{os.path.realpath(folder)}{os.sep}".startswith(inside + os.sep):
            raise ImportError(f"{folder} is not the repository's", path=folder)
        return importlib.machinery.FileFinder(folder, (Loader, importlib.machinery.SOURCE_SUFFIXES))

    sys.dont_write_bytecode = True
    sys.pycache_prefix = str(store / "none")  # what lies beside the sources is not looked at
    sys.path_hooks.insert(0, hook)
    for folder in [f for f in sys.path_importer_cache if f"{os.path.realpath(f)}{os.sep}".startswith(inside + os.sep)]:
        del sys.path_importer_cache[folder]


def _child(work: Callable[[], dict], what: str, root: str, pipe) -> None:
    os.environ.update(kernel_environment(Path(root)))
    os.environ.pop("ANALYSIS_DATA_MIRROR", None)
    keep_compiled(Path(root), Path(root, "_build", "cache", "compiled"))
    try:
        pipe.send(("done", work()))
    except NotebookError as error:
        pipe.send(("failed", str(error)))
    except BaseException:
        pipe.send(("failed", f"{what}: {traceback.format_exc()}"))
    finally:
        pipe.close()
        sys.stdout.flush()
        os._exit(0)  # an in-process kernel leaves threads behind; nothing of them matters any more


def begin(work: Callable[[], dict], what: str, root: Path, context) -> Callable[[], dict]:
    """Begin a piece of work, such as ``partial(execute, path)``, in a process of its own; return what waits for its answer. A failure is a `NotebookError`."""
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(work, what, str(root), send))
    process.start()
    send.close()

    def answer() -> dict:
        try:
            if not receive.poll(TIMEOUT):
                raise NotebookError(f"{what} did not finish within {TIMEOUT} seconds.")
            state, answer = receive.recv()
        except EOFError:
            raise NotebookError(f"{what}: its process ended without an answer (out of memory?).") from None
        finally:
            process.join(5)
            if process.is_alive():
                process.kill()
        if state == "failed":
            raise NotebookError(answer)
        return answer

    return answer


def in_a_process(work: Callable[[], dict], what: str, root: Path, context) -> dict:
    """Do a piece of work in a process of its own and return its answer; see `begin`."""
    return begin(work, what, root, context)()


def fresh_processes():
    """Return the `multiprocessing` context whose processes begin without anything of the book; where it can, a server has the heavy packages at hand for them."""
    kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(kind)
    if kind == "forkserver":
        os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # the server is begun with this environment, and its debugger would warn
        context.set_forkserver_preload(PRELOAD)
    return context


# --- all of them ----------------------------------------------------------------------------------------------------


def recall(stored: Path, key: str, root: Path) -> dict | None:
    """Return a stored result, if nothing it came from has changed."""
    try:
        old = json.loads(stored.read_text(encoding="utf-8"))
        fresh = old["key"] == key and all(digest(root / name) == was for name, was in old["came_from"].items())
    except (OSError, ValueError, KeyError):
        return None
    return old if fresh else None


def remember(stored: Path, key: str, root: Path, opened: list[str], began: float, **result) -> dict:
    """Store a result with what it came from, unless that changed while it was being made."""
    whole = {"key": key, "came_from": {name: digest(root / name) for name in opened}, **result}
    if not any((root / name).is_file() and (root / name).stat().st_mtime >= began for name in opened):
        write_whole(stored, json.dumps(whole, indent=1).encode())
    return whole


def run_all(book: Path, into: Path, cache: Path, jobs: int = 2, root: Path = ROOT, say=print, export: Path | None = None, site_url: str = "") -> dict[str, int]:
    """Run every notebook of a book and write them with their outputs; export the figures, explorers and lists.

    Parameters
    ----------
    book : Path
        Where the notebooks are; never written to.
    into : Path
        Receives the executed notebooks under their own names.
    cache : Path
        Holds results between builds.
    jobs : int, optional
        Pages worked out at once.
    root : Path, optional
        The repository whose files count as dependencies.
    say : callable, optional
        Receives a line of progress.
    export : Path, optional
        Receives the export; without it nothing but the notebooks is run.
    site_url : str, optional

    Returns
    -------
    dict of str to int
        Notebooks ``run`` and ``reused``, figures ``drawn``.

    Raises
    ------
    NotebookError
        With every notebook that failed.
    """
    found = [path.relative_to(book).as_posix() for path in notebooks(book)]
    of_the_book = [name for name in found if "/" not in name] if export else []
    pages = [name for name in found if name not in of_the_book]
    ran: list[str] = []
    reused: list[str] = []
    failed: list[str] = []
    context = fresh_processes()

    def piece(stem: str, names: Sequence[str], work: Callable[[], dict], *more: str) -> dict | None:
        """Do what has changed since it was last done, and write the notebooks that it ran."""
        try:
            sources = {name: _read(book / name) for name in names}
        except NotebookError as error:
            failed.append(str(error))
            return None
        key, stored = code_key(list(sources.values()), root, site_url, *more), cache / f"{stem}.json"
        result = recall(stored, key, root)
        if result is None:
            start, began = time.monotonic(), time.time()
            try:
                answer = in_a_process(work, stem, root, context)
            except NotebookError as error:
                failed.append(str(error))
                say(f"  failed  {', '.join(names)}")
                return None
            opened, seconds = answer.pop("opened"), answer.pop("seconds")
            result = remember(stored, key, root, opened, began, **answer)
            ran.extend(names)
            say(f"  ran     {', '.join(names)}  ({time.monotonic() - start:.1f} s, {seconds} of them computing)")
        else:
            reused.extend(names)
        for name, notebook in sources.items():
            answer = result["notebooks"][name]
            for cell, outputs, number in zip(code_cells(notebook), answer["outputs"], answer["counts"], strict=True):
                cell["outputs"], cell["execution_count"] = outputs, number
            write_whole(into / name, json.dumps(notebook, indent=1, ensure_ascii=False).encode() + b"\n")
        return result

    def last(doing: Sequence[Future]) -> dict | None:
        """Do what speaks of the whole book, when all pages are done; they were begun before, so that none waits for this."""
        results = [done.result() for done in doing]
        if failed:
            return None
        known = [result["known"] for result in results]
        return piece("book", of_the_book, partial(whole_book, book, of_the_book, pages, known, root, site_url), *pages, *known)

    with ThreadPoolExecutor(max(jobs, 1)) as pool:
        doing = [pool.submit(piece, name, [name], partial(page, book, name, root, site_url, bool(export))) for name in pages]
        if export:
            doing.append(pool.submit(last, list(doing)))
            drawn = _draw((done.result() for done in doing), export)
        results = [done.result() for done in doing]  # raises what a thread raised
    if failed:
        raise NotebookError("\n\n".join(sorted(failed)))
    if export:
        _finish(export, results)
    return {"run": len(ran), "reused": len(reused), **({"drawn": drawn} if export else {})}


def _draw(results: Iterable[dict | None], export: Path) -> int:
    """Draw what each piece of work found, as it comes. Returns the number of figures drawn anew."""
    from analysis.publish import draw

    drawn = 0
    for result in results:
        if result is not None:
            drawn += sum([draw.figure(content, export) for content in result["figures"]])
            for content in result["explorers"]:
                draw.explorer(content, export)
    return drawn


def _finish(export: Path, results: Sequence[dict]) -> None:
    """Write the catalogue of all that was drawn, and the lists of the whole book, which the last result holds."""
    from analysis.publish import draw

    draw.finish(export, results[-1], *([content["id"] for result in results for content in result[kind]] for kind in ("figures", "explorers")))


def command(book: Path, into: Path, cache: Path, jobs: int, site_url: str = "") -> list[str]:
    """Return the command that runs a book's notebooks and keeps what they made, with the export, in `cache`; its environment is `kernel_environment`."""
    return [sys.executable, "-X", "frozen_modules=off", "-m", "analysis.publish.run", *map(str, (book, into, cache / "pages", cache / "export", jobs)), site_url]


def main(arguments: list[str]) -> int:
    """Run in a process of its own: ``python -m analysis.publish.run BOOK INTO CACHE EXPORT JOBS SITE_URL``."""
    book, into, cache, export, jobs, site_url = arguments
    try:
        count = run_all(Path(book), Path(into), Path(cache), int(jobs), say=lambda line: print(line, flush=True), export=Path(export), site_url=site_url)
    except NotebookError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    print(f"  {count['run']} notebooks run, {count['reused']} reused; {count['drawn']} figures drawn", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
