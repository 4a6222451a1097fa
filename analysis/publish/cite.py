"""How a figure is cited: plain text, BibTeX, RIS and CSL-JSON, from one set of fields."""

from __future__ import annotations

import json

from analysis import ROOT, checks
from analysis.figures import Figure

__all__ = ["STYLES", "EDITION", "BOOK_TITLE", "AUTHOR", "cite", "fields"]

BOOK_TITLE = "Watts, Tokens, Thresholds"
AUTHOR = "Watts, Tokens, Thresholds contributors"
EDITION = (ROOT / "data" / "edition.txt").read_text(encoding="utf-8").strip()
STYLES = ("text", "bibtex", "ris", "csl-json")


def fields(figure: Figure, site_url: str = "") -> dict[str, str]:
    """Return what every style draws on.

    Parameters
    ----------
    figure : Figure
    site_url : str, optional
        Where the site stands; without it a citation carries id, edition and fingerprint alone.

    Returns
    -------
    dict of str to str
    """
    spec = figure.spec
    return {
        "id": spec.id,
        "key": f"wtt{spec.id.replace('-', '').lower()}_{EDITION.replace('.', '_')}",
        "author": AUTHOR,
        "title": figure.title,
        "book": BOOK_TITLE,
        "edition": EDITION,
        "year": EDITION.split(".")[0],
        "url": f"{site_url.rstrip('/')}/figures/{spec.id}.html" if site_url else "",
        "fingerprint": figure.fingerprint,
    }


def cite(figure: Figure, style: str = "text", site_url: str = "") -> str:
    """Cite a figure.

    Parameters
    ----------
    figure : Figure
    style : {"text", "bibtex", "ris", "csl-json"}, optional
    site_url : str, optional

    Returns
    -------
    str
        Ends with a new line.

    Raises
    ------
    KeyError
        For an unknown style.
    """
    checks.require_known("citation style", style, STYLES)
    f = fields(figure, site_url)
    short = f["fingerprint"][:16]
    note = f"Figure {f['id']}, data fingerprint sha256 {short}, CC BY 4.0"
    if style == "text":
        return f"{f['author']} ({f['year']}). “{f['title']}”, Figure {f['id']} in {f['book']}, edition {f['edition']}. Data sha256 {short}. CC BY 4.0.{' ' + f['url'] if f['url'] else ''}\n"
    if style == "bibtex":
        title = f["title"].translate({ord(c): f"\\{c}" for c in "&%$#_"})
        lines = [
            f"@misc{{{f['key']},",
            f"  author = {{{{{f['author']}}}}},",
            f"  title = {{{{{title}}}}},",
            f"  howpublished = {{Figure {f['id']} in {f['book']}, edition {f['edition']}}},",
            f"  year = {{{f['year']}}},",
            *([f"  url = {{{f['url']}}},"] if f["url"] else []),
            f"  note = {{Data sha256 {short}, CC BY 4.0}}",
            "}",
        ]
        return "\n".join(lines) + "\n"
    if style == "ris":
        lines = ["TY  - CHAP", f"AU  - {f['author']}", f"TI  - {f['title']}", f"T2  - {f['book']}", f"ET  - {f['edition']}", f"PY  - {f['year']}"]
        lines += [f"UR  - {f['url']}"] if f["url"] else []
        return "\r\n".join([*lines, f"ID  - {f['key']}", f"N1  - {note}", "ER  - ", ""])
    item = {
        "id": f["key"],
        "type": "figure",
        "author": [{"literal": f["author"]}],
        "title": f["title"],
        "container-title": f["book"],
        "edition": f["edition"],
        "number": f["id"],
        "issued": {"date-parts": [[int(part) for part in f["edition"].split(".")]]},
        "note": note,
        **({"URL": f["url"]} if f["url"] else {}),
    }
    return json.dumps([item], indent=2, ensure_ascii=False) + "\n"
