"""Sphinx extension: the data behind the book. A page per table with every row, the parameters, the sources, and the files.

What the pages say is made in `analysis.publish.data_pages`; which figures use a table comes from the figures' export.
"""

from __future__ import annotations

import html
from pathlib import Path

import wtt_figures
import wtt_site
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from analysis.publish import data_pages

_book: data_pages.Book | None = None


class DataIndex(SphinxDirective):
    """``{data-index}``: all tables, by part."""

    make = staticmethod(data_pages.index_html)

    def run(self):
        self.env.note_reread()  # it says what the tables hold now, whatever became of this page's text
        return [nodes.raw(text=self.make(_book, wtt_figures._up(self.env.docname)), format="html")]


class SourceIndex(DataIndex):
    """``{source-index}``: all sources, each with what rests on it."""

    make = staticmethod(data_pages.sources_html)


def prepare(app: Sphinx) -> None:
    """Read the tables once, after the figures' export is at hand."""
    global _book
    _book = data_pages.read(wtt_figures._catalogue.meta(id) for id in wtt_figures._catalogue.ids())


def pages(app: Sphinx):
    """Yield the page of every table."""
    for name in wtt_site.share(data_pages.page_names(_book)):
        title, description, body = data_pages.page(_book, name)
        meta = f'<meta name="description" content="{html.escape(description, quote=True)}">'
        yield name, {"title": html.escape(title), "body": body, "metatags": meta, "meta": {}}, "page.html"


def serve(app: Sphinx, error: Exception | None) -> None:
    """Put the tables themselves beside the pages."""
    if error or app.builder.format != "html":
        return
    for name, content in data_pages.files():
        path = Path(app.outdir) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def setup(app: Sphinx) -> dict:
    app.setup_extension("wtt_figures")
    app.add_directive("data-index", DataIndex)
    app.add_directive("source-index", SourceIndex)
    app.connect("builder-inited", prepare, priority=600)
    app.connect("html-collect-pages", pages)
    app.connect("build-finished", serve)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
