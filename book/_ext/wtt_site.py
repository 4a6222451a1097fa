"""Sphinx extension: what the theme does not do by itself.

Formulae become MathML when the book is built, so that no script is needed to read them; the thebe integration, which
jupyter-book always loads and which throws an error on every page, is detached; each notebook page says how to run it.
"""

from __future__ import annotations

from latex2mathml.converter import convert
from sphinx.application import Sphinx


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
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("builder-inited", detach_thebe, priority=1)
    app.connect("html-page-context", run_this)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
