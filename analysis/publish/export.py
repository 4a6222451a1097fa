"""Write what the site serves of each figure: data, pictures, specification, metadata, citations; and the catalogue."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import multiprocessing
import re
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from analysis import bibliography, claims, figures, render, tables, theme
from analysis.publish import cite, facts
from analysis.publish.run import write_whole

__all__ = ["export", "metadata", "catalogue", "FILES"]

FILES = (
    "data.csv", "chart.svg", "chart-narrow.svg", "figure.svg", "figure.png", "chart.vl.json", "chart-narrow.vl.json",
    "metadata.json",
    "cite.txt", "cite.bib", "cite.ris", "cite.csl.json",
)  # fmt: skip
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
    verdicts = _verdicts()
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
        "claims": [{"id": id, "verdict": verdicts.get(id, "open")} for id in spec.claims],
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


@cache
def _verdicts() -> dict[str, str]:
    frame = claims.ledger()
    return dict(zip(frame["id"], frame["verdict"], strict=True))


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


def _content_key(figure: figures.Figure, charts: tuple[str, ...], meta: str) -> str:
    parts = [importlib.metadata.version("vl-convert-python"), render.VEGALITE, json.dumps(theme.DARK), *charts, meta, Path(__file__).read_text(), Path(render.__file__).read_text(), Path(theme.__file__).read_text()]
    return hashlib.sha256("\0".join(parts).encode() + figure.csv).hexdigest()


def _one(id: str, folder: str, site_url: str) -> str:
    """Write one figure's folder whole, or leave it as it was."""
    figure, target = figures.get(id), Path(folder) / id
    wide, narrow = render.spec_json(figure.chart()), render.spec_json(figure.chart(narrow=True))
    alone = _standalone(figure, wide)
    meta = json.dumps(metadata(figure, site_url), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    key = _content_key(figure, (wide, narrow, alone), meta)
    stamp = target.parent / f".{id}.key"
    if stamp.exists() and stamp.read_text() == key and all((target / name).exists() for name in FILES):
        return id
    work = target.parent / f".{id}.partial"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    (work / "data.csv").write_bytes(figure.csv)
    (work / "chart.svg").write_text(render.svg(wide), encoding="utf-8")
    (work / "chart-narrow.svg").write_text(render.svg(narrow), encoding="utf-8")
    picture = re.sub(r"<style>@media.*?</style>", "", render.svg(alone))
    (work / "figure.svg").write_text(picture, encoding="utf-8")
    (work / "figure.png").write_bytes(render.svg_png(picture))
    (work / "chart.vl.json").write_text(wide + "\n", encoding="utf-8")
    (work / "chart-narrow.vl.json").write_text(narrow + "\n", encoding="utf-8")
    (work / "metadata.json").write_text(meta, encoding="utf-8")
    for name, style in _STYLE_FILES.items():
        (work / name).write_bytes(cite.cite(figure, style, site_url).encode())
    shutil.rmtree(target, ignore_errors=True)
    work.replace(target)
    stamp.write_text(key)
    return id


def catalogue(folder: Path) -> dict:
    """Return the list of all exported figures, which other programs read as ``figures.json``.

    Parameters
    ----------
    folder : Path
        The export's ``figures`` folder; each figure's own metadata is read back from it.
    """
    keep = ("id", "slug", "part", "title", "question", "grade", "as_of", "claims", "notebook", "first_edition", "fingerprint", "rows", "columns", "licence")
    entries = []
    for id in figures.ids():
        meta = json.loads((folder / id / "metadata.json").read_text(encoding="utf-8"))
        files = {name: f"figures/{id}/{name}" for name in FILES}
        entries.append({**{k: meta[k] for k in keep}, "page": f"figures/{id}.html", "files": files})
    return {"book": cite.BOOK_TITLE, "edition": cite.EDITION, "licence": LICENCE, "figures": entries}


def export(outdir: Path | str, jobs: int = 2, site_url: str = "") -> list[str]:
    """Write every figure's files and the catalogue.

    Parameters
    ----------
    outdir : path
        ``figures/<ID>/…``, ``figures.json``, ``claims.csv``, ``claims.json`` and ``facts.json`` appear below it. A figure whose content has not changed is left alone;
        one that is gone from the registry is removed.
    jobs : int, optional
        Processes.
    site_url : str, optional

    Returns
    -------
    list of str
        The figures' ids.
    """
    folder = Path(outdir) / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    ids = figures.ids()
    if jobs > 1:
        # the converter keeps threads, and a fork of a process that has drawn would wait for them for ever; a fresh one forks,
        # so that its workers start at once and the build sees which files they open
        kind = "fork" if "fork" in multiprocessing.get_all_start_methods() and "vl_convert" not in sys.modules else "spawn"
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context(kind)) as pool:
            list(pool.map(_one, ids, [str(folder)] * len(ids), [site_url] * len(ids)))
    else:
        for id in ids:
            _one(id, str(folder), site_url)
    for path in folder.iterdir():
        if path.is_dir() and path.name.lstrip(".").removesuffix(".partial") not in ids:
            shutil.rmtree(path)
    numbers = claims.numbers()
    ledger = claims.ledger()
    texts = {
        "figures.json": json.dumps(catalogue(folder), indent=1, ensure_ascii=False, sort_keys=True) + "\n",
        "claims.csv": figures.round_significant(ledger).to_csv(index=False, lineterminator="\n"),
        "facts.json": json.dumps(facts.collect(), indent=1, ensure_ascii=False, sort_keys=True) + "\n",
        "claims.json": json.dumps(_records(ledger, numbers), indent=1, ensure_ascii=False, sort_keys=True) + "\n",
    }
    for name, text in texts.items():
        write_whole(Path(outdir) / name, text.encode())
    return ids


def _records(ledger, numbers) -> list[dict]:
    """The ledger as a program reads it: each claim with all of its numbers."""
    by_claim = {id: json.loads(rows.drop(columns="claim").to_json(orient="records")) for id, rows in figures.round_significant(numbers).groupby("claim")}
    return [{**row, "numbers": by_claim[row["id"]]} for row in json.loads(figures.round_significant(ledger).to_json(orient="records"))]
