"""Sphinx extension: what the theme does not do by itself.

Formulae become MathML when the book is built, so that no script is needed to read them; the thebe integration, which
jupyter-book always loads and which throws an error on every page, is detached; each notebook page says how to run it.
What is the same for many pages, or asked for many times, is made once.
"""

from __future__ import annotations

import pybtex.plugin
from latex2mathml.converter import convert
from pybtex.backends.plaintext import Backend as PlainText
from pybtex_docutils import Backend as Docutils
from sphinx.application import Sphinx

_menus: dict[tuple, str] = {}


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


def search_elsewhere(app: Sphinx) -> None:
    """Pagefind indexes the finished pages; Sphinx need not stem every word of them first."""
    app.builder.search = False


def search_page(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Tell the theme that there is a search page all the same: it is one of `html_additional_pages`."""
    has = context["hasdoc"]
    context["hasdoc"] = lambda name: name == "search" or has(name)


def one_menu(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Make the menu once for all pages of a folder that are in no menu themselves: those of figures and tables."""
    if doctree is not None:
        return
    make, folder = context["toctree"], pagename.rpartition("/")[0]

    def toctree(**options) -> str:
        key = (folder, *sorted(options.items()))
        if key not in _menus:
            _menus[key] = make(**options)
        return _menus[key]

    context["toctree"] = toctree


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
    for name, backend in (("plaintext", PlainText), ("docutils", Docutils)):  # else each citation searches all installed packages for it
        pybtex.plugin.register_plugin("pybtex.backends", name, backend, force=True)
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("builder-inited", detach_thebe, priority=1)
    app.connect("builder-inited", search_elsewhere)
    app.connect("html-page-context", search_page)
    app.connect("html-page-context", one_menu, priority=400)  # before the theme asks for the menu
    app.connect("html-page-context", run_this)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
