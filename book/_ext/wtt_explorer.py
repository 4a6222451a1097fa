"""Sphinx extension: explorers. Sliders on the page, the grid in a script of its own that loads on first use.

A notebook shows one as ``application/vnd.wtt.explorer+json`` (``{"id": "PWR-X1"}``). Without scripts a table stands in
its place.
"""

from __future__ import annotations

import html
import json
from pathlib import Path

import myst_nb.core.render as myst_render
from docutils import nodes
from sphinx.application import Sphinx

from analysis import explorers

_shown: set[str] = set()


def explorer_html(item: explorers.Explorer, up: str) -> str:
    """The explorer as a page shows it."""
    rows = []
    for c in item.controls:
        at = c.values.index(c.start)
        rows.append(
            f'<div class="wtt-control"><label for="{item.id}-{c.name}">{html.escape(c.label)}</label>'
            f'<input type="range" id="{item.id}-{c.name}" name="{c.name}" min="0" max="{len(c.values) - 1}" step="1" value="{at}" aria-valuetext="{html.escape(c.texts[at])}">'
            f'<output for="{item.id}-{c.name}">{html.escape(c.texts[at])}</output></div>'
        )
    answers = item.at()
    results = "".join(
        f'<div><dt>{html.escape(o.label)}</dt><dd data-output="{o.name}">{html.escape(str(answers[o.name]))}</dd></div>' for o in item.outputs
    )
    return (
        f'<section class="wtt-explorer" id="{item.id}" aria-labelledby="{item.id}-title" data-grid="{up}explorers/{item.id}.js">'
        f'<p class="wtt-explorer-title" id="{item.id}-title"><span class="wtt-number">Explorer {item.id}.</span> {html.escape(item.title)}</p>'
        f"<p>{html.escape(item.question)}</p>"
        f'<form hidden><fieldset><legend class="visually-hidden">Assumptions</legend>{"".join(rows)}</fieldset>'
        f'<dl class="wtt-answers" aria-live="polite">{results}</dl>'
        '<p class="wtt-label"><a class="wtt-state" href="">Link to this choice</a></p></form>'
        f'<div class="wtt-explorer-static">{item.static_html()}</div>'
        f'<p class="wtt-source">{html.escape(item.note)}</p></section>'
    )


class ExplorerMime:
    """Renders the explorer mime type in notebooks' outputs."""

    mime_priority_overrides = [("*", explorers.MIME, 1)]

    @staticmethod
    def handle_mime(renderer, data, inline):
        if data.mime_type != explorers.MIME:
            return None
        content = data.content if isinstance(data.content, dict) else json.loads(data.content)
        env = renderer.renderer.sphinx_env
        item = explorers.get(content["id"])
        if env.app.builder.format != "html":
            return [nodes.paragraph(text=f"Explorer {item.id}. {item.title}")]
        _shown.add(item.id)
        return [nodes.raw(text=explorer_html(item, "../" * env.docname.count("/")), format="html")]


_others = myst_render.load_mime_renders


def _renders():
    return [ExplorerMime, *_others()]


def serve(app: Sphinx, error: Exception | None) -> None:
    """Write the grid of every explorer that a page shows."""
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "explorers"
    for item in explorers.every():
        if item.id in _shown:
            folder.mkdir(exist_ok=True)
            grid = json.dumps(item.payload(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            (folder / f"{item.id}.js").write_text(f'(window.wttGrids=window.wttGrids||{{}})["{item.id}"]={grid};\n', encoding="utf-8")


def setup(app: Sphinx) -> dict:
    myst_render.load_mime_renders = _renders
    app.connect("build-finished", serve)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
