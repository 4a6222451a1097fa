"""Sphinx extension: what the theme does not do by itself.

Formulae become MathML when the book is built, so that no script is needed to read them; the thebe integration, which
jupyter-book always loads and which throws an error on every page, is detached; each notebook page says how to run it.
What is the same for many pages, or asked for many times, is made once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from typing import TypeVar

import pybtex.plugin
from latex2mathml.converter import convert
from pybtex.backends.plaintext import Backend as PlainText
from pybtex_docutils import Backend as Docutils
from pydata_sphinx_theme.toctree import add_toctree_functions
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.parallel import ParallelTasks

from analysis import bibliography

T = TypeVar("T")
_menus: dict[tuple, str] = {}
_share = (0, 1)


def _inline(self, node) -> None:
    from docutils.nodes import SkipNode

    self.body.append(convert(node.astext()))
    raise SkipNode


def _block(self, node) -> None:
    from docutils.nodes import SkipNode

    self.body.append(self.starttag(node, "div", CLASS="math", tabindex="0", role="region", **{"aria-label": "Formula"}))
    self.body.append(convert(node.astext(), display="block"))
    if node.get("number"):
        self.body.append(f'<span class="eqno">({node["number"]})</span>')
    self.body.append("</div>\n")
    raise SkipNode


def detach_thebe(app: Sphinx) -> None:
    for listeners in app.events.listeners.values():
        listeners[:] = [x for x in listeners if not x.handler.__module__.startswith("sphinx_thebe")]


def wait(app: Sphinx) -> None:
    """Go on when told: all that was done so far needs no more of the book than the names of its pages, and its sources."""
    if not app.config.wtt_wait:
        return
    for key in bibliography.keys():
        bibliography.text(key)  # what the pages of sources and tables ask for
    if not sys.stdin.readline():
        raise ExtensionError("The notebooks did not come to their end; nothing is rendered.")


def search_elsewhere(app: Sphinx) -> None:
    """Pagefind indexes the finished pages; Sphinx need not stem every word of them first."""
    app.builder.search = False


def search_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Tell the theme that there is a search page all the same: it is one of `html_additional_pages`."""
    has = context["hasdoc"]
    context["hasdoc"] = lambda name: name == "search" or has(name)


def one_menu(app: Sphinx) -> None:
    """Make the menu once for all pages of a folder that are in no menu themselves: those of figures and tables."""

    def kept(give):
        def handler(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
            give(app, pagename, templatename, context, doctree)
            if doctree is not None:
                return
            make, folder = context["generate_toctree_html"], pagename.rpartition("/")[0]

            def menu(*words, **options) -> str:
                key = (folder, *words, *sorted(options.items()))
                if key not in _menus:
                    _menus[key] = str(make(*words, **options))  # as text: it would be written out anew for each page, twice
                return _menus[key]

            context["generate_toctree_html"] = menu

        return handler

    listeners = app.events.listeners["html-page-context"]
    listeners[:] = [x._replace(handler=kept(x.handler)) if x.handler is add_toctree_functions else x for x in listeners]


def write_together(app: Sphinx, env) -> None:
    """From here on write pages in as many processes as there are jobs; reading stays in one, since not all extensions can do it in more."""
    jobs = app.config.wtt_jobs
    if jobs > 1 and sys.platform == "linux":  # elsewhere a fork is not safe
        app.parallel = jobs + 1  # one of them only hands out
        app.builder.gen_pages_from_extensions = partial(_pages_from_extensions, app.builder, jobs)


def _pages_from_extensions(builder, jobs: int) -> None:
    tasks = ParallelTasks(jobs)
    for number in range(jobs):
        tasks.add_task(partial(_share_of_pages, builder, jobs), number)
    tasks.join()


def _share_of_pages(builder, jobs: int, number: int) -> None:
    global _share
    _share = (number, jobs)
    builder.__class__.gen_pages_from_extensions(builder)


def share(names: Iterable[T]) -> list[T]:
    """Return which of the pages that no document stands for are for this process to write."""
    number, of = _share
    return list(names)[number::of]


def run_this(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """End each notebook page with how to get it and run it."""
    if doctree is None or "body" not in context:
        return
    if not str(app.env.doc2path(pagename)).endswith(".ipynb"):
        return
    up, name = "../" * pagename.count("/"), pagename.rsplit("/", 1)[-1]
    repository = app.config.wtt_repository.rstrip("/")
    binder = ""
    if repository.startswith("https://github.com/"):
        slug = repository.removeprefix("https://github.com/")
        binder = f' · <a href="https://mybinder.org/v2/gh/{slug}/HEAD?urlpath=lab/tree/book/{pagename}.ipynb">run it on Binder</a>'
    context["body"] += (
        f'<aside class="wtt-run" aria-label="This page as a notebook">This page is a notebook: '
        f'<a href="{up}_sources/{pagename}.ipynb" download="{name}.ipynb">download it</a>{binder}, or run <code>make lab</code> in a clone.</aside>'
    )


def setup(app: Sphinx) -> dict:
    app.add_config_value("wtt_repository", "", "")
    app.add_config_value("wtt_jobs", 1, "")
    app.add_config_value("wtt_wait", False, "")
    for name, backend in (("plaintext", PlainText), ("docutils", Docutils)):  # else each citation searches all installed packages for it
        pybtex.plugin.register_plugin("pybtex.backends", name, backend, force=True)
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("builder-inited", wait, priority=0)
    app.connect("builder-inited", detach_thebe, priority=1)
    app.connect("builder-inited", search_elsewhere)
    app.connect("builder-inited", one_menu)
    app.connect("html-page-context", search_page)
    app.connect("env-updated", write_together)
    app.connect("html-page-context", run_this)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
