"""The sources: keys of ``book/references.bib``, and each as one line of text with its address."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from analysis import BOOK, checks

__all__ = ["keys", "entry", "text", "url", "short", "initial"]

PATH = BOOK / "references.bib"


_START = re.compile(r"^@\w+\s*\{\s*([^,\s]+)\s*,", re.M)


@cache
def _sources(path: Path) -> dict[str, str]:
    """Each entry as it stands in the file, unread: a page cites a few of them, and reading all takes longer than its figures."""
    whole = path.read_text(encoding="utf-8")
    starts = list(_START.finditer(whole))
    found: dict[str, str] = {}
    for start, after in zip(starts, [*(m.start() for m in starts[1:]), len(whole)], strict=True):
        if start[1] in found:
            raise ValueError(f"{path.name} names the source {start[1]} twice. Keep one of the two.")
        found[start[1]] = whole[start.start() : after]
    return found


@cache
def _read(key: str, path: Path):
    from pybtex.database.input.bibtex import Parser

    # `parse_string` would look for the reader among all installed packages, each time
    return Parser().parse_string(_sources(path)[key]).entries[key]


def keys(path: Path = PATH) -> list[str]:
    """List every source key."""
    return list(_sources(path))


def entry(key: str, path: Path = PATH):
    """Return one BibTeX entry; an unknown key raises KeyError with the nearest ones."""
    return _read(checks.require_known("source", key, _sources(path)), path)


@cache
def _backend():
    from pybtex.backends.plaintext import Backend

    return Backend()


_AS_IT_STANDS = re.compile(r"(?:[^\W_]|[\s.,:;()/+?!’–]|-(?!-))*")  # nothing that LaTeX would read otherwise


def _plain(latex: str) -> str:
    if _AS_IT_STANDS.fullmatch(latex):
        return re.sub(r"\s+", " ", latex).strip()
    from pybtex.richtext import Text

    # `render_as("text")` would look for the backend among all installed packages, each time
    return re.sub(r"\s+", " ", Text.from_latex(latex).render(_backend())).strip()


def _people(item) -> str:
    names = [_plain(" ".join([*p.prelast_names, *p.last_names]) or str(p)) for p in item.persons.get("author", [])]
    if not names:
        return _plain(item.fields.get("institution", item.fields.get("organization", item.fields.get("publisher", ""))))
    return names[0] if len(names) == 1 else f"{names[0]} and {names[1]}" if len(names) == 2 else f"{names[0]} et al."


@cache
def short(key: str, path: Path = PATH) -> str:
    """Return a source as ``Author (year)``, for a source line."""
    item = entry(key, path)
    year = item.fields.get("year", "no date")
    return f"{_people(item) or key} ({year})"


def text(key: str, path: Path = PATH) -> str:
    """Return a source as one line: authors, year, title, where it appeared."""
    return _text(key, path)


@cache
def _text(key: str, path: Path) -> str:
    item = entry(key, path)
    f = {name: _plain(value) for name, value in item.fields.items() if name.lower() not in ("url", "doi", "urldate")}
    where = f.get("journal") or f.get("howpublished") or f.get("institution") or f.get("publisher") or ""
    return ". ".join(part for part in (f"{_people(item) or key} ({f.get('year', 'no date')})", f.get("title", ""), where) if part) + "."


def url(key: str, path: Path = PATH) -> str:
    """Return a source's address, or an empty string."""
    fields = entry(key, path).fields
    address = fields.get("url", "") or (f"https://doi.org/{fields['doi']}" if "doi" in fields else "")
    return address.replace("\\", "")


@cache
def initial(key: str, path: Path = PATH) -> str:
    """Return the letter under which a source is listed, in lower case; ``digit`` where it begins with a digit or with neither."""
    plain = unicodedata.normalize("NFKD", text(key, path)).encode("ascii", "ignore").decode().lower()
    first = re.search("[a-z0-9]", plain)
    return first[0] if first and first[0].isalpha() else "digit"
