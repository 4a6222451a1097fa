"""Put what is known of each figure and explorer where the site takes it from; a figure that has not changed is not drawn again.

Nothing here imports the book: what a figure says comes as text (`analysis.publish.export.content`), from whichever
process worked it out.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from analysis import render, theme
from analysis.publish.run import write_whole

__all__ = ["FILES", "figure", "explorer", "finish"]

FILES = (
    "data.csv", "chart.svg", "chart-narrow.svg", "figure.svg", "figure.png", "chart.vl.json", "chart-narrow.vl.json",
    "metadata.json",
    "cite.txt", "cite.bib", "cite.ris", "cite.csl.json",
)  # fmt: skip
_IN_CATALOGUE = ("id", "slug", "part", "title", "question", "grade", "as_of", "claims", "notebook", "first_edition", "fingerprint", "rows", "columns", "licence")


def _key(content: Mapping) -> str:
    """What a figure's files follow from: what is said of it, and how it is drawn."""
    drawn_by = [importlib.metadata.version("vl-convert-python"), render.VEGALITE, json.dumps(theme.DARK), *(Path(m).read_text(encoding="utf-8") for m in (__file__, render.__file__, theme.__file__))]
    return hashlib.sha256(json.dumps([content, drawn_by], sort_keys=True).encode()).hexdigest()


def figure(content: Mapping, folder: Path) -> bool:
    """Write one figure's folder whole, or leave it as it was.

    Parameters
    ----------
    content : mapping
        From `analysis.publish.export.content`.
    folder : Path
        The export; ``figures/<ID>`` appears below it.

    Returns
    -------
    bool
        Whether it had to be drawn.
    """
    id, figures = content["id"], folder / "figures"
    target, work, stamp, key = figures / id, figures / f".{id}.partial", figures / f".{id}.key", _key(content)
    if stamp.exists() and stamp.read_text() == key and all((target / name).exists() for name in FILES):
        return False
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    picture = re.sub(r"<style>@media.*?</style>", "", render.svg(content["standalone"]))
    texts = {
        **content["texts"],
        "chart.vl.json": content["wide"] + "\n",
        "chart-narrow.vl.json": content["narrow"] + "\n",
        "chart.svg": render.svg(content["wide"]),
        "chart-narrow.svg": render.svg(content["narrow"]),
        "figure.svg": picture,
    }
    for name, text in texts.items():
        (work / name).write_bytes(text.encode())
    (work / "figure.png").write_bytes(render.svg_png(picture))
    shutil.rmtree(target, ignore_errors=True)
    work.replace(target)
    stamp.write_text(key)
    return True


def explorer(content: Mapping, folder: Path) -> None:
    """Write an explorer's grid as the script that a page loads, and the rest of it for the page."""
    for name in ("grid.js", "page.json"):
        write_whole(folder / "explorers" / content["id"] / name, content["texts"][name].encode())


def finish(folder: Path, book: Mapping, figures: Iterable[str], explorers: Iterable[str]) -> None:
    """Write the catalogue and the lists of the whole book, and remove what is no longer in it.

    Parameters
    ----------
    folder : Path
        The export.
    book : mapping
        From `analysis.publish.export.book`.
    figures, explorers : iterable of str
        Ids of all there are.
    """
    figures, explorers = sorted(figures), sorted(explorers)
    for kind, ids in (("figures", figures), ("explorers", explorers)):
        for path in (folder / kind).glob("*"):
            if path.name.lstrip(".").removesuffix(".partial").removesuffix(".key") not in ids:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    entries = []
    for id in figures:
        meta = json.loads((folder / "figures" / id / "metadata.json").read_text(encoding="utf-8"))
        files = {name: f"figures/{id}/{name}" for name in FILES}
        entries.append({**{k: meta[k] for k in _IN_CATALOGUE}, "page": f"figures/{id}.html", "files": files})
    catalogue = json.dumps({**book["head"], "figures": entries}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    for name, text in {**book["texts"], "figures.json": catalogue}.items():
        write_whole(folder / name, text.encode())
