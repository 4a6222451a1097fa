"""Say what the site serves of each figure and explorer, and of the book as a whole: data, specifications, metadata, citations, lists.

What is said is plain text, made wherever the numbers are at hand; `analysis.publish.draw` turns it into files.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from altair.utils.schemapi import debug_mode

from analysis import bibliography, claims, explorers, figures, render, tables, theme
from analysis.publish import cite, draw, facts

__all__ = ["export", "metadata", "content", "explorer_content", "page", "book", "FILES"]

FILES = draw.FILES
LICENCE = "CC-BY-4.0"
_STYLE_FILES = {"cite.txt": "text", "cite.bib": "bibtex", "cite.ris": "ris", "cite.csl.json": "csl-json"}


def metadata(figure: figures.Figure, site_url: str = "") -> dict:
    """Return all that is known of a figure, as the site and other programs read it.

    Parameters
    ----------
    figure : Figure
    site_url : str, optional

    Returns
    -------
    dict
        JSON-able; ``json_ld`` holds a schema.org ``Dataset``.
    """
    spec = figure.spec
    sources = [{"key": key, "text": bibliography.text(key), "short": bibliography.short(key), "url": bibliography.url(key)} for key in spec.sources]
    out = {
        "id": spec.id,
        "slug": spec.slug,
        "part": spec.part,
        "title": figure.title,
        "question": spec.question,
        "alt": figure.alt,
        "caption": figure.caption,
        "grade": spec.grade,
        "as_of": spec.as_of,
        "sources": sources,
        "tables": [{"name": name, "title": tables.sidecar(name)["title"], "vintage": tables.sidecar(name)["vintage"]} for name in spec.tables],
        "parameters": list(spec.parameters),
        "claims": [{"id": id, "verdict": claims.verdict_of(id)} for id in spec.claims],
        "notebook": spec.notebook,
        "first_edition": spec.first_edition,
        "edition": cite.EDITION,
        "history": _history(spec.id),
        "fingerprint": figure.fingerprint,
        "rows": len(figure.frame()),
        "columns": [{"name": name, "unit": unit, "description": what} for name, (unit, what) in spec.columns.items()],
        "licence": LICENCE,
        "citations": {style: cite.cite(figure, style, site_url) for style in cite.STYLES},
    }
    base = f"{site_url.rstrip('/')}/figures/{spec.id}" if site_url else ""
    out["json_ld"] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "identifier": spec.id,
        "name": figure.title,
        "description": f"{spec.question} {figure.caption}"[:4900],
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "creator": {"@type": "Organization", "name": cite.AUTHOR},
        "isPartOf": {"@type": "Book", "name": cite.BOOK_TITLE, "bookEdition": cite.EDITION},
        "temporalCoverage": f"../{spec.as_of}",
        "citation": [s["text"] for s in sources],
        "variableMeasured": [{"@type": "PropertyValue", "name": c["name"], "unitText": c["unit"], "description": c["description"]} for c in out["columns"]],
        "distribution": [{"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": f"{base}/data.csv" if base else f"{spec.id}/data.csv"}],
        **({"url": f"{base}.html"} if base else {}),
    }
    return out


def _history(id: str) -> list[dict[str, str]]:
    frame = tables.load("editions")
    return frame.loc[frame["figure"] == id, ["edition", "fingerprint"]].to_dict("records")


def _standalone(figure: figures.Figure, spec: str) -> str:
    """The chart's specification as a downloaded picture needs it: with its title, where it came from, and a ground of its own."""
    words, lines = figure.title.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 74:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    sources = "; ".join(bibliography.short(key) for key in figure.spec.sources[:4])
    under = [f"Figure {figure.spec.id} · {cite.BOOK_TITLE}, edition {cite.EDITION} · CC BY 4.0", f"Sources: {sources}{' and others' if len(figure.spec.sources) > 4 else ''}"]
    title = {"text": lines, "subtitle": under, "subtitleFontSize": 11, "subtitlePadding": 6}
    whole = json.loads(spec)
    whole["config"] = {**whole.get("config", {}), "background": theme.GROUND["light"]}
    return json.dumps(whole | {"title": title}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content(figure: figures.Figure, site_url: str = "") -> dict:
    """Return all that a figure's files are made of.

    Parameters
    ----------
    figure : Figure
    site_url : str, optional

    Returns
    -------
    dict
        JSON-able, for `analysis.publish.draw.figure`: ``id``; the specifications ``wide``, ``narrow`` and ``standalone``;
        ``texts``, the files that need no drawing.
    """
    with debug_mode(False):  # a test validates every chart; here it would take as long as all the rest of a page
        wide, narrow = (render.spec_json(figure.chart(narrow), validate=False) for narrow in (False, True))
    return {
        "id": figure.spec.id,
        "wide": wide,
        "narrow": narrow,
        "standalone": _standalone(figure, wide),
        "texts": {
            "data.csv": figure.csv.decode(),
            "metadata.json": json.dumps(metadata(figure, site_url), indent=1, ensure_ascii=False, sort_keys=True) + "\n",
            **{name: cite.cite(figure, style, site_url) for name, style in _STYLE_FILES.items()},
        },
    }


def explorer_content(item: explorers.Explorer) -> dict:
    """Return all that an explorer's files are made of, for `analysis.publish.draw.explorer`."""
    grid = json.dumps(item.payload(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    answers = item.at()
    shown = {
        "id": item.id,
        "title": item.title,
        "question": item.question,
        "note": item.note,
        "controls": [{"name": c.name, "label": c.label, "texts": c.texts, "start": c.values.index(c.start)} for c in item.controls],
        "outputs": [{"name": o.name, "label": o.label, "text": str(answers[o.name])} for o in item.outputs],
        "static": item.static_html(),
    }
    return {
        "id": item.id,
        "texts": {
            "grid.js": f'(window.wttGrids=window.wttGrids||{{}})["{item.id}"]={grid};\n',
            "page.json": json.dumps(shown, indent=1, ensure_ascii=False, sort_keys=True) + "\n",
        },
    }


def page(name: str, site_url: str = "") -> dict[str, list[dict]]:
    """Return the contents of the figures and explorers that stand on one page, named as a document: ``power/us-demand``.

    Only the page's own part is imported, so that the page does not rest on the code of the others.
    """
    part = name.partition("/")[0]
    return {
        "figures": [content(f, site_url) for f in figures.every(part) if f.spec.notebook == name],
        "explorers": [explorer_content(e) for e in explorers.every(part) if e.notebook == name],
    }


def book(pages: Collection[str] = (), site_url: str = "") -> dict:
    """Return the lists of the whole book, and the contents of what stands on none of the `pages`.

    Parameters
    ----------
    pages : collection of str
        Documents for which `page` is called.
    site_url : str, optional

    Returns
    -------
    dict
        ``texts``: the ledger and the named numbers as files; ``head`` of the catalogue; ``figures`` and ``explorers`` as in `page`.
    """

    def elsewhere(notebook: str, part: str) -> bool:
        return notebook not in pages or notebook.partition("/")[0] != part

    numbers, ledger = claims.numbers(), claims.ledger()
    return {
        "texts": {
            "claims.csv": figures.round_significant(ledger).to_csv(index=False, lineterminator="\n"),
            "claims.json": json.dumps(_records(ledger, numbers), indent=1, ensure_ascii=False, sort_keys=True) + "\n",
            "facts.json": json.dumps(facts.collect(), indent=1, ensure_ascii=False, sort_keys=True) + "\n",
        },
        "head": {"book": cite.BOOK_TITLE, "edition": cite.EDITION, "licence": LICENCE},
        "figures": [content(f, site_url) for f in figures.every() if elsewhere(f.spec.notebook, f.spec.part)],
        "explorers": [explorer_content(e) for e in explorers.every() if elsewhere(e.notebook, e.part)],
    }


def _one(id: str, folder: str, site_url: str) -> None:
    draw.figure(content(figures.get(id), site_url), Path(folder))


def export(outdir: Path | str, jobs: int = 2, site_url: str = "") -> list[str]:
    """Write the files of every figure and explorer, the catalogue and the lists, without running a notebook.

    Parameters
    ----------
    outdir : path
        ``figures/<ID>/…``, ``explorers/<ID>/…``, ``figures.json``, ``claims.csv``, ``claims.json`` and ``facts.json`` appear below it. A figure whose
        content has not changed is left alone; one that is gone from the registry is removed.
    jobs : int, optional
        Processes.
    site_url : str, optional

    Returns
    -------
    list of str
        The figures' ids.
    """
    folder = Path(outdir)
    ids, items = figures.ids(), explorers.every()
    lists = book([f.spec.notebook for f in figures.every()] + [e.notebook for e in items], site_url)
    if jobs > 1:
        # the converter keeps threads, and a fork of a process that has drawn would wait for them for ever; a fresh one forks,
        # so that its workers start at once and know the numbers that the lists needed
        kind = "fork" if "fork" in multiprocessing.get_all_start_methods() and "vl_convert" not in sys.modules else "spawn"
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context(kind)) as pool:
            list(pool.map(_one, ids, [str(folder)] * len(ids), [site_url] * len(ids)))
    else:
        for id in ids:
            _one(id, str(folder), site_url)
    for item in items:
        draw.explorer(explorer_content(item), folder)
    draw.finish(folder, lists, ids, [e.id for e in items])
    return ids


def _records(ledger, numbers) -> list[dict]:
    """The ledger as a program reads it: each claim with all of its numbers."""
    by_claim = {id: json.loads(rows.drop(columns="claim").to_json(orient="records")) for id, rows in figures.round_significant(numbers).groupby("claim")}
    return [{**row, "numbers": by_claim[row["id"]]} for row in json.loads(figures.round_significant(ledger).to_json(orient="records"))]
