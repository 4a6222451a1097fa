"""Build the book: run what changed, export the figures, render, lean, index, check, and only then put it in place.

``python -m analysis.publish.build`` from anywhere. A build that fails leaves the last good site where it was.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

from analysis import ROOT
from analysis.publish import run

__all__ = ["BuildError", "build", "main"]

GO = "go\n"
_COPY_NOT = {"__pycache__", ".ipynb_checkpoints", "_build", "conftest.py"}


class BuildError(RuntimeError):
    """A step of the build failed; what it printed says why."""


class _Step:
    """A step in a process of its own, whose lines are passed on as they come; one that `waits` prepares itself and goes on when told."""

    def __init__(self, name: str, command: Sequence[str], env: dict[str, str], cwd: Path, waits: bool = False):
        self.name = name
        self.process = subprocess.Popen(command, env=env, cwd=cwd, stdin=subprocess.PIPE if waits else subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace")

    def finish(self) -> None:
        """Let it go on, and wait for its end."""
        if self.process.stdin and self.process.poll() is None:
            with contextlib.suppress(BrokenPipeError):  # it has ended since; what it printed says why
                self.process.stdin.write(GO)
                self.process.stdin.close()
        for line in self.process.stdout:
            if line.strip():
                print(line.rstrip(), flush=True)
        if self.process.wait() != 0:
            raise BuildError(f"{self.name} failed.")

    def stop(self) -> None:
        """End it, if it has not ended."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def _call(name: str, command: Sequence[str], env: dict[str, str], cwd: Path) -> None:
    """Run a step in a process of its own."""
    _Step(name, command, env, cwd).finish()


def _together(*steps) -> None:
    """Run steps at the same time; raise the first error when all have ended."""
    errors: list[BaseException] = []

    def guarded(step):
        try:
            step()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def _mirror(source: Path, target: Path) -> None:
    """Copy a book; its notebooks stand there until they come executed, so that all of its pages are known from the start."""
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source)
        if path.is_file() and not _COPY_NOT & set(relative.parts):
            run.write_whole(target / relative, path.read_bytes())


def sitemap(site: Path, site_url: str) -> None:
    """List the pages for search engines; no dates, which a build does not know."""
    base = site_url.rstrip("/") + "/"
    names = sorted(p.relative_to(site).as_posix() for p in site.rglob("*.html"))
    urls = "".join(f"<url><loc>{base}{quote(name)}</loc></url>\n" for name in names if name != "search.html")
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    (site / "sitemap.xml").write_text(text, encoding="utf-8")
    (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n", encoding="utf-8")


class _Clock:
    def __init__(self, steps: int):
        self.steps, self.step, self.start = steps, 0, time.monotonic()

    def say(self, what: str) -> None:
        self.step += 1
        print(f"[{self.step}/{self.steps}] {what}  ({time.monotonic() - self.start:.0f} s)", flush=True)


def build(root: Path = ROOT, *, cold: bool = False, jobs: int | None = None, site_url: str = "", repository: str = "", checks: bool = True) -> Path:
    """Build the book of a repository.

    Parameters
    ----------
    root : Path, optional
    cold : bool, optional
        Forget what earlier builds left.
    jobs : int, optional
        Things done at once.
    site_url, repository : str, optional
        Addresses of the published site and of the repository; without them every link is relative.
    checks : bool, optional
        Whether the result is checked; off only in tests of the earlier steps.

    Returns
    -------
    Path
        The page to open.

    Raises
    ------
    BuildError
        When a step fails. The site of the last good build is untouched.
    """
    jobs = jobs or run.default_jobs()
    folder = root / "_build"
    work, cache, final = folder / "work", folder / "cache", folder / "html"
    env = run.kernel_environment(root)
    shutil.rmtree(work, ignore_errors=True)
    if cold:
        shutil.rmtree(cache, ignore_errors=True)
    work.mkdir(parents=True)
    source, site, export = work / "src", work / "html", cache / "export"
    clock = _Clock(4)
    rendering = None
    try:
        clock.say(f"running notebooks and exporting figures, {jobs} at a time")
        _mirror(root / "book", source)
        arguments = [str(p) for p in (source, site, work / "doctrees", root / "_config.yml", export, jobs)]
        rendering = _Step("Rendering", [sys.executable, "-X", "frozen_modules=off", "-W", "ignore", "-m", "analysis.publish.pages", *arguments, site_url, repository], env, root, waits=True)
        _call("Running the notebooks", run.command(root / "book", source, cache, jobs, site_url), env, root)
        clock.say("rendering pages")
        rendering.finish()
        clock.say("leaning pages")
        from analysis.publish import lean

        for notebook in run.notebooks(root / "book"):  # what a reader downloads is what is committed
            relative = notebook.relative_to(root / "book")
            if (site / "_sources" / relative).exists():
                run.write_whole(site / "_sources" / relative, notebook.read_bytes())
        lean.lean(site)
        if site_url:
            sitemap(site, site_url)
        clock.say("indexing for search, and checking the result")
        index = work / "pagefind"
        found: list[str] = []

        def look() -> None:
            from analysis.publish import check

            found.extend(check.problems(site, root))

        search = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-path", str(index), "--force-language", "en", "--quiet"]
        _together(partial(_call, "Indexing", search, env, root), *([look] if checks else []))
        if found:
            raise BuildError("The result is not fit to publish:\n" + "\n".join(f"  {p}" for p in found[:60]) + (f"\n  … and {len(found) - 60} more" if len(found) > 60 else ""))
        if index.exists():
            index.replace(site / "pagefind")
        old = folder / f".old-{os.getpid()}"
        if final.exists():
            final.replace(old)
        site.replace(final)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        if rendering:
            rendering.stop()
        shutil.rmtree(work, ignore_errors=True)
    print(f"Built in {time.monotonic() - clock.start:.1f} s. Open {final / 'index.html'}", flush=True)
    return final / "index.html"


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: ``--cold`` forgets earlier results; ``--jobs`` or ``JOBS``; ``SITE_URL`` and ``REPOSITORY_URL`` from the environment."""
    parser = argparse.ArgumentParser(prog="python -m analysis build", description="Build the book into _build/html.")
    parser.add_argument("--cold", action="store_true", help="run every notebook and draw every figure again")
    parser.add_argument("--jobs", type=int, default=None, help="things done at once (default: the environment's JOBS, or one per processor)")
    parser.add_argument("--site-url", default=os.environ.get("SITE_URL", ""), help="the published site's address (default: SITE_URL)")
    asked = parser.parse_args(arguments)
    try:
        build(cold=asked.cold, jobs=asked.jobs, site_url=asked.site_url, repository=os.environ.get("REPOSITORY_URL", ""))
    except (BuildError, ValueError) as error:
        print(f"\n{error}\nThe last good build, if there was one, is untouched.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
