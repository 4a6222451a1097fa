"""Let Sphinx render the executed book, with execution off and warnings as errors; runs in a process of its own."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

__all__ = ["render", "main"]


def render(source: Path, out: Path, doctrees: Path, config: Path, export: Path, jobs: int = 1, site_url: str = "", repository: str = "", wait: bool = False) -> int:
    """Render the pages.

    Parameters
    ----------
    source : Path
        The book with its notebooks executed.
    out, doctrees : Path
        Both empty, so that nothing is left of an earlier build.
    config : Path
        ``_config.yml``.
    export : Path
        The figures' export.
    jobs : int, optional
        Pages written at once.
    site_url, repository : str, optional
        The site's address and the repository's, when known.
    wait : bool, optional
        Get ready, then read nothing of the book or the export before a line has come on standard input.

    Returns
    -------
    int
        0 when there was neither error nor warning.
    """
    import analysis.publish.light  # noqa: F401, I001  first: see there
    from jupyter_book.sphinx import build_sphinx

    over = {
        "nb_execution_mode": "off",
        "latex_individualpages": False,  # jupyter-book asks for it
        "nitpicky": True,
        "wtt_export": str(export),
        "wtt_repository": repository,
        "wtt_jobs": jobs,
        "wtt_wait": wait,
        "html_baseurl": site_url.rstrip("/") + "/" if site_url else "",
    }
    state = build_sphinx(source, out, doctreedir=doctrees, noconfig=True, path_config=config, confoverrides=over, quiet=True, warningiserror=True, keep_going=True, freshenv=True)
    return state if isinstance(state, int) else 1


def main(arguments: list[str]) -> int:
    """Render from a command line, when told to on standard input: source, output, doctrees, configuration, export, jobs, site address, repository."""
    source, out, doctrees, config, export, jobs, site_url, repository = arguments
    gc.disable()  # a minute's work in less than a gigabyte; going through its millions of nodes again and again takes an eighth of it
    return render(Path(source), Path(out), Path(doctrees), Path(config), Path(export), int(jobs), site_url, repository, wait=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
