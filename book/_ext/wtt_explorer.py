"""Sphinx extension: explorers. Sliders on the page, the grid in a script of its own that loads on first use.

A notebook shows one as ``application/vnd.wtt.explorer+json`` (``{"id": "PWR-X1"}``); the rest comes from the export, as
for figures. Without scripts a table stands in its place.
"""

from __future__ import annotations

import html
import json
import shutil
from pathlib import Path

import myst_nb.core.render as myst_render
import wtt_figures
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

MIME = "application/vnd.wtt.explorer+json"
_shown: set[str] = set()


def _folder(id: str) -> Path:
    return wtt_figures._catalogue.folder / "explorers" / id


def read(id: str) -> dict:
    """What the export says of an explorer."""
    path = _folder(id) / "page.json"
    if not path.is_file():
        raise ExtensionError(f"explorer {id}: {path.name} not found below explorers/{id}. Is the id registered in analysis/*/explorers, and did the export run?")
    return json.loads(path.read_text(encoding="utf-8"))


def explorer_html(item: dict, up: str) -> str:
    """The explorer as a page shows it."""
    id = item["id"]
    rows = []
    for c in item["controls"]:
        start = html.escape(c["texts"][c["start"]])
        rows.append(
            f'<div class="wtt-control"><label for="{id}-{c["name"]}">{html.escape(c["label"])}</label>'
            f'<input type="range" id="{id}-{c["name"]}" name="{c["name"]}" min="0" max="{len(c["texts"]) - 1}" step="1" value="{c["start"]}" aria-valuetext="{start}">'
            f'<output for="{id}-{c["name"]}">{start}</output></div>'
        )
    results = "".join(f'<div><dt>{html.escape(o["label"])}</dt><dd data-output="{o["name"]}">{html.escape(o["text"])}</dd></div>' for o in item["outputs"])
    return (
        f'<section class="wtt-explorer" id="{id}" aria-labelledby="{id}-title" data-grid="{up}explorers/{id}.js">'
        f'<p class="wtt-explorer-title" id="{id}-title"><span class="wtt-number">Explorer {id}.</span> {html.escape(item["title"])}</p>'
        f"<p>{html.escape(item['question'])}</p>"
        f'<form hidden><fieldset><legend class="visually-hidden">Assumptions</legend>{"".join(rows)}</fieldset>'
        f'<dl class="wtt-answers" aria-live="polite">{results}</dl>'
        '<p class="wtt-label"><a class="wtt-state" href="">Link to this choice</a></p></form>'
        f'<div class="wtt-explorer-static">{item["static"]}</div>'
        f'<p class="wtt-source">{html.escape(item["note"])}</p></section>'
    )


class ExplorerMime:
    """Renders the explorer mime type in notebooks' outputs."""

    mime_priority_overrides = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer, data, inline):
        if data.mime_type != MIME:
            return None
        content = data.content if isinstance(data.content, dict) else json.loads(data.content)
        env = renderer.renderer.sphinx_env
        item = read(content["id"])
        if env.app.builder.format != "html":
            return [nodes.paragraph(text=f"Explorer {item['id']}. {item['title']}")]
        _shown.add(item["id"])
        return [nodes.raw(text=explorer_html(item, "../" * env.docname.count("/")), format="html")]


_others = myst_render.load_mime_renders


def _renders():
    return [ExplorerMime, *_others()]


def serve(app: Sphinx, error: Exception | None) -> None:
    """Write the grid of every explorer that a page shows."""
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "explorers"
    for id in sorted(_shown):
        folder.mkdir(exist_ok=True)
        shutil.copyfile(_folder(id) / "grid.js", folder / f"{id}.js")


def setup(app: Sphinx) -> dict:
    app.setup_extension("wtt_figures")
    myst_render.load_mime_renders = _renders
    app.connect("build-finished", serve)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
