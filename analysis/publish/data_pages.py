"""The sceptic's path on the site: a page for each table with every row and its source, one for parameters, one for sources.

Bodies of pages as HTML, from the committed files and the figures' metadata alone: no Sphinx here, and no clock. Values
are shown as they are typed in the CSV; only the grouping of digits is ours.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from scipy.special import ndtr

from analysis import DATA, bibliography, checks, tables
from analysis.parameters import Parameter
from analysis.publish import datapackage

__all__ = [
    "Book", "Table", "read", "value_html", "index_html", "table_html", "parameters_html", "sources_html", "initial_html", "strip", "files", "page_names", "page",
    "table_href", "parameter_href", "source_href", "anchor", "PARAMETERS",
]  # fmt: skip

PARAMETERS = "parameters"
PARTS = {"power": "Power", "scaling": "Scaling", "inference": "Inference", "governance": "Governance", "": "Shared by all parts"}
KINDS = {
    "transcribed": "typed from a source",
    "curated": "put together from several sources",
    "derived": "computed by us from a data set that stays outside the repository",
    "register": "a list the book itself keeps",
}
SEEN = {
    "primary": "we read it in the producer’s own text, data file, release or abstract",
    "secondary": "somebody else quotes it, and that is where we read it",
}
SHAPES = {
    "normal": "normal, each side with its own width",
    "lognormal": "lognormal, each side with its own width",
    "logitnormal": "logit-normal, each side with its own width",
    "uniform": "uniform",
    "fixed": "fixed by definition",
}
_LICENCES = {"CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")}
_CLAIM_COLUMNS = {"claims": ("id",), "claim_numbers": ("claim",), "claim_quotes": ("claim",)}
_RESERVED = {"about", "columns", "rows", "figures", "files", "main-content", "searchbox", "top"}
_NARROW = "\u202f"
_LONG = 36  # characters from which a cell gets room to wrap
_UNITS_UNSAID = ("1", "year")


@dataclass(frozen=True)
class Table:
    """A table as it is committed: what its sidecar says, and every cell as text."""

    name: str
    meta: Mapping
    rows: tuple[Mapping[str, str], ...]

    @property
    def part(self) -> str:
        """The folder it is in; empty for those that all parts share."""
        return self.name.rpartition("/")[0]

    @property
    def fields(self) -> list[dict]:
        """The columns, in order."""
        return self.meta["schema"]["fields"]

    @property
    def key(self) -> list[str]:
        """The columns that together name a row."""
        key = self.meta["schema"].get("primaryKey") or []
        return [key] if isinstance(key, str) else list(key)

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        """One address per row, made of its key, so that it stays when rows are added or sorted.

        Two keys that come to the same words (``A+`` and ``A-``) keep apart by a short checksum of the later one.
        """
        taken = _RESERVED | {f"column-{f['name']}" for f in self.fields}
        out = []
        for row in self.rows:
            words = [row[c] for c in self.key or list(row)]
            plain = anchor(*words)
            if not plain or plain in taken:
                plain = f"{plain or 'row'}-{zlib.crc32('|'.join(words).encode()):08x}"
            taken.add(plain)
            out.append(plain)
        return tuple(out)


@dataclass(frozen=True)
class Book:
    """All tables, and what is known of the figures that use them."""

    tables: Mapping[str, Table]
    figures: tuple[Mapping, ...] = ()
    keys: tuple[str, ...] = field(default_factory=lambda: tuple(bibliography.keys()))

    def by_part(self) -> Iterator[tuple[str, list[Table]]]:
        """Yield each part with its tables, parts in the book's order, tables by title."""
        order = [*PARTS, *sorted({t.part for t in self.tables.values()} - set(PARTS))]
        for part in order:
            found = sorted((t for t in self.tables.values() if t.part == part and t.name != PARAMETERS), key=lambda t: t.meta["title"])
            if found:
                yield part, found

    def figures_of(self, kind: str, name: str, part: str = "") -> list[Mapping]:
        """List the figures whose metadata names a table, a source, or a parameter (of one part)."""
        checks.require_known("kind of use", kind, self._uses)
        used = self._uses[kind]
        if kind != "parameters":
            return list(used.get(name, {}).values())
        bare = {id: f for id, f in used.get(name, {}).items() if f["part"] == part or (f["part"], name) not in self._parameters}
        return [f for _, f in sorted({**bare, **used.get(f"{part}/{name}", {})}.items())]

    @cached_property
    def _uses(self) -> dict[str, dict[str, dict[str, Mapping]]]:
        """For each kind of use the figures, by id, that name a thing; a parameter goes by its name, or by part and name."""
        out: dict[str, dict[str, dict[str, Mapping]]] = {"tables": {}, "sources": {}, "parameters": {}}
        for figure in self.figures:
            for kind, used in out.items():
                for named in figure.get(kind, ()):
                    name = named if isinstance(named, str) else named.get("name", named.get("key"))
                    used.setdefault("/".join(name.split("/")[:2]) if kind == "parameters" else name, {})[figure["id"]] = figure
        return out

    @cached_property
    def _parameters(self) -> set[tuple[str, str]]:
        return {(r["part"], r["name"]) for r in self.tables[PARAMETERS].rows}

    @cached_property
    def resting(self) -> dict[str, dict[str, list[int]]]:
        """For each source the tables and rows that rest on it; a key without an entry is an error."""
        rests: dict[str, dict[str, list[int]]] = {}
        for name, table in sorted(self.tables.items(), key=lambda item: item[1].meta["title"]):
            for number, row in enumerate(table.rows):
                for key in _keys(row.get("source", "")):
                    rests.setdefault(key, {}).setdefault(name, []).append(number)
        if unknown := sorted(set(rests) - set(self.keys)):
            name = next(iter(rests[unknown[0]]))
            raise KeyError(f"data/{name}.csv names the source {unknown[0]!r}, which is not in book/references.bib. Add it there, or mend the key.")
        return rests

    @cached_property
    def by_initial(self) -> dict[str, list[str]]:
        """The sources under each initial, in their order."""
        letters: dict[str, list[str]] = {}
        for key in sorted(self.keys, key=lambda k: (anchor(bibliography.text(k)), k)):
            letters.setdefault(bibliography.initial(key), []).append(key)
        return letters


def read(figures: Iterable[Mapping] = (), root: Path = DATA) -> Book:
    """Read every table as it stands.

    Parameters
    ----------
    figures : iterable of mapping
        Each figure's metadata: ``id``, ``title``, ``part``, ``tables``, ``sources``, ``parameters``, ``notebook``.
    root : pathlib.Path, optional
        Another data folder, for tests.

    Returns
    -------
    Book

    Raises
    ------
    analysis.tables.TableError
        When a sidecar is incomplete or a CSV does not have the columns that its sidecar names.
    """
    found = {}
    for name in tables.names(root):
        meta = tables.sidecar(name, root)
        path = root / f"{name}.csv"
        if not path.exists():
            raise tables.TableError(f"{root.name}/{name}.csv does not exist, though its sidecar does. Add the table or remove the sidecar.")
        head, *body = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
        columns = [f["name"] for f in meta["schema"]["fields"]]
        if head != columns or any(len(r) != len(head) for r in body):
            raise tables.TableError(f"{root.name}/{name}.csv does not have the columns of its sidecar in every row. `python -m analysis data` says where.")
        found[name] = Table(name, meta, tuple(dict(zip(head, (c.strip() for c in r), strict=True)) for r in body))
    return Book(found, tuple(sorted(figures, key=lambda f: f["id"])))


# --- addresses ------------------------------------------------------------------------------------------------------


def anchor(*words: str) -> str:
    """Make an address of words: ``anchor("lbnl-2026", "reference", "2030")`` is ``lbnl-2026-reference-2030``."""
    plain = unicodedata.normalize("NFKD", " ".join(w for w in words if w)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def table_href(name: str, up: str = "", row: str = "") -> str:
    """Return the address of a table's page, or of one row of it."""
    return f"{up}data/{name}.html{'#' + row if row else ''}"


def source_href(key: str, up: str = "") -> str:
    """Return the address of a source's entry, on the page of its initial; an unknown one leads to the list."""
    return f"{up}sources/{bibliography.initial(key)}.html#{key}" if key in bibliography.keys() else f"{up}sources.html"


def parameter_href(name: str, part: str = "", up: str = "") -> str:
    """Return the address of a parameter, all its years and kinds of hardware included.

    One that `part` does not have is another part's.
    """
    words = name.split("/") if "/" in name else [part, name]
    homes = _homes().get(words[1], ())
    home = words[0] if words[0] in homes or not homes else homes[0]
    return f"{up}data/{PARAMETERS}.html#{anchor(home, words[1])}"


@cache
def _homes(root: Path = DATA) -> dict[str, tuple[str, ...]]:
    """For each parameter's name the parts that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(io.StringIO((root / f"{PARAMETERS}.csv").read_text(encoding="utf-8"))):
        found[row["name"]] = tuple(dict.fromkeys((*found.get(row["name"], ()), row["part"])))
    return found


def _escape(text: object) -> str:
    return html.escape(str(text), quote=True)


def _flat(text: object) -> str:
    return re.sub(r"\s+", " ", str(text)).strip()


def _link(href: str, text: str, **more: str) -> str:
    """A link; `text` is HTML already."""
    attributes = "".join(f' {name}="{_escape(value)}"' for name, value in {"href": href, **more}.items())
    return f"<a{attributes}>{text}</a>"


def _unseen(text: str) -> str:
    """Words for those who listen, not look."""
    return f'<span class="visually-hidden">{_escape(text)}</span>'


# --- values ---------------------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"([+-]?)(\d+)(\.\d+)?(?:[eE]([+-]?\d+))?")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+")
_ENDS = ".,;:!?'’]}"  # they end a sentence, not an address
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def _number(text: str, unit: str) -> str:
    """Group the digits of a number as typed; no digit is added or dropped."""
    match = _NUMBER.fullmatch(text)
    if not match or unit == "year":
        return _escape(text)
    sign, whole, rest, power = match[1].replace("-", "−").replace("+", ""), match[2], match[3] or "", match[4]
    grouped = f"{int(whole):,}" if len(whole) > 4 else whole
    if power is None:
        return f"{sign}{grouped}{rest}"
    ten = f"10{str(int(power)).translate(_SUPERSCRIPT)}"
    return f"{sign}{ten}" if whole + rest in ("1", "1.0") else f"{sign}{grouped}{rest}{_NARROW}×{_NARROW}{ten}"


def _prose(text: str) -> str:
    """Escape a text and make links of the addresses in it."""
    out, at = [], 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_ENDS)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_ENDS)
        out += [_escape(text[at : match.start()]), _link(address, _escape(address))]
        at = match.start() + len(address)
    return "".join([*out, _escape(text[at:])])


def _described(text: object) -> str:
    """A sidecar's own words, in which names may stand between backquotes."""
    return re.sub(r"`([^`<>]+)`", r"<code>\1</code>", _prose(_flat(text)))


def _sources(text: str, up: str, known: Sequence[str]) -> str:
    return " ".join(_link(source_href(k, up), f"<code>{_escape(k)}</code>") if k in known else f"<code>{_escape(k)}</code>" for k in _keys(text))


def _keys(text: str) -> list[str]:
    return [k for k in re.split(r"[\s;,]+", text) if k]


def _badge(seen: str) -> str:
    return f'<span class="wtt-seen wtt-{_escape(seen)}" title="{_escape(SEEN.get(seen, ""))}">{_escape(seen)}</span>'


def value_html(text: str, column: Mapping, up: str, known: Sequence[str] = (), table: str = "") -> str:
    """Render one cell: the only place where a value of a table becomes HTML.

    Parameters
    ----------
    text : str
        The cell as the CSV has it.
    column : mapping
        Its field of the schema: ``name``, ``type``, ``unit``.
    up : str
        The way from the page to the site's root, such as ``"../../"``.
    known : sequence of str, optional
        The source keys that have an entry.
    table : str, optional
        The table's name: its claim ids link to the ledger.

    Returns
    -------
    str
        HTML; an empty cell is a dash.
    """
    name = column["name"]
    if text == "":
        return "–"
    if name == "seen" or name.endswith("_seen"):
        return _badge(text)
    if name == "source" or name.endswith("_source"):
        return _sources(text, up, known)
    if name in _CLAIM_COLUMNS.get(table, ()):
        return _link(f"{up}ledger.html#{text}", _escape(text))
    if column["type"] in ("number", "integer"):
        return _number(text, column.get("unit", "1"))
    if name == "unit" or name == "fingerprint" or name == "sha256":
        return f"<code>{_escape(text)}</code>"
    return _prose(text)


def _cell(text: str, column: Mapping, up: str, known: Sequence[str], table: str) -> str:
    number = column["type"] in ("number", "integer")
    kind = ' class="num"' if number else ' class="long"' if len(text) > _LONG else ""
    return f"<td{kind}>{value_html(text, column, up, known, table)}</td>"


# --- pieces of pages ------------------------------------------------------------------------------------------------


def _region(label: str, head: Sequence[str], body: Iterable[str], caption: str = "", kind: str = "", numbers: Sequence[int] = ()) -> str:
    """A table that scrolls within itself; heads and rows are HTML already."""
    right = ' class="num"'
    heads = "".join(f'<th scope="col"{right if at in numbers else ""}>{h}</th>' for at, h in enumerate(head))
    return (
        f'<div class="wtt-table{" " + kind if kind else ""}" role="region" tabindex="0" aria-label="{_escape(label)}"><table>'
        f"<caption>{caption or _escape(label)}</caption><thead><tr>{heads}</tr></thead><tbody>\n" + "\n".join(body) + "\n</tbody></table></div>"
    )


def _about(items: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in items if value)
    return f'<dl class="wtt-about">{rows}</dl>'


def _licence(name: str) -> str:
    if name in _LICENCES:
        text, address = _LICENCES[name]
        return _link(address, text, rel="license")
    return _escape(name)


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _figure(figure: Mapping, up: str, before: str = "") -> str:
    return _link(f"{up}figures/{figure['id']}.html", before + _escape(figure["id"]))


def _figures(found: Sequence[Mapping], up: str) -> str:
    items = "".join(f"<li>{_figure(f, up, 'Figure ')}. {_escape(f['title'])}</li>" for f in found)
    return f'<ul class="wtt-list">{items}</ul>'


def _figure_ids(found: Sequence[Mapping], up: str) -> str:
    return ", ".join(_figure(f, up) for f in found)


def _limits(column: Mapping) -> str:
    """Say in words what a column may hold."""
    c = column.get("constraints", {})
    low, high = (None if c.get(k) is None else _number(f"{c[k]:g}" if isinstance(c[k], float) else str(c[k]), column.get("unit", "1")) for k in ("minimum", "maximum"))
    parts = []
    if low is not None or high is not None:
        parts.append(f"{low} to {high}" if None not in (low, high) else f"at least {low}" if high is None else f"at most {high}")
    if "enum" in c:
        parts.append("one of " + ", ".join(_escape(v) for v in c["enum"]))
    if "pattern" in c:
        parts.append(f"<code>{_escape(c['pattern'])}</code>")
    if "maxLength" in c:
        parts.append(f"at most {c['maxLength']} characters")
    if c.get("required"):
        parts.append("never empty")
    return "; ".join(parts) or "–"


def _provenance(table: Table, up: str) -> list[tuple[str, str]]:
    meta, name = table.meta, table.name
    seen = [r.get("seen", "") for r in table.rows]
    stem = name.rpartition("/")[2]
    files = (
        f"{_link(f'{up}data/{name}.csv', 'CSV', download=f'{stem}.csv')} · {_link(f'{up}data/{name}.yml', 'its description (YAML)', download=f'{stem}.yml')}"
        f" · {_link(f'{up}data/datapackage.json', 'all tables as a data package')}"
    )
    count = "; ".join(f"{seen.count(kind):,} {_badge(kind)}" for kind in SEEN if kind in seen)
    return [
        ("Producer", _prose(meta["producer"])),
        ("Citation", _prose(str(meta["citation"]).strip())),
        ("Address", _link(meta["url"], _escape(meta["url"]))),
        ("Vintage", _escape(meta["vintage"])),
        ("Retrieved", _escape(meta["retrieved"])),
        ("Kind", f"{_escape(meta['kind'])}: {KINDS[meta['kind']]}"),
        ("Rows", f"{len(table.rows):,}{f' ({count})' if count else ''}"),
        ("Licence", f"{_licence(meta['licence'])} for this table"),
        ("Files", files),
    ]


def _columns(table: Table) -> str:
    rows = []
    for f in table.fields:
        unit = f.get("unit", "")
        unit = f"<code>{_escape(unit)}</code>" if unit and unit not in _UNITS_UNSAID else {"year": "year", "1": "a number"}.get(unit, _escape(f["type"]).replace("string", "text"))
        key = ' <span class="wtt-unit">key</span>' if f["name"] in table.key else ""
        rows.append(
            f'<tr id="column-{_escape(f["name"])}"><th scope="row" class="wtt-nowrap"><code>{_escape(f["name"])}</code>{key}</th><td class="wtt-nowrap">{unit}</td>'
            f'<td class="long">{_described(f.get("description", ""))}</td><td>{_limits(f)}</td></tr>'
        )
    return _region("What the columns hold", ["Column", "Unit", "Meaning", "Limits"], rows)


def _seen_words() -> str:
    return f'<p class="wtt-aside">{_badge("primary")} {SEEN["primary"]}. {_badge("secondary")} {SEEN["secondary"]}.</p>'


def _rows(book: Book, table: Table, up: str) -> str:
    heads = ['<abbr title="As a spreadsheet counts: the header is row 1">Row</abbr>']
    for f in table.fields:
        unit = f.get("unit", "")
        shown = f'<br><span class="wtt-unit">{_escape(unit)}</span>' if unit and unit not in _UNITS_UNSAID else ""
        heads.append(_link(f"#column-{f['name']}", _breakable(f["name"])) + shown)
    body = []
    for number, (row, at) in enumerate(zip(table.rows, table.anchors, strict=True), start=2):
        named = _unseen(": " + ", ".join(row[c] for c in table.key if row[c]))
        cells = "".join(_cell(row[f["name"]], f, up, book.keys, table.name) for f in table.fields)
        body.append(f'<tr id="{at}"><th scope="row">{_link(f"#{at}", str(number) + named)}</th>{cells}</tr>')
    caption = f"{_count(len(table.rows), 'row')}, as typed. A dash is an empty cell. A row’s number is its own address."
    return _region(f"Rows of {table.meta['title']}", heads, body, caption, "wtt-rows", [i for i, f in enumerate(table.fields, start=1) if f["type"] in ("number", "integer")])


def _back(up: str) -> str:
    return f'<p>{_link(f"{up}data/index.html", "All tables")} · {_link(f"{up}data/{PARAMETERS}.html", "Parameters")} · {_link(f"{up}sources.html", "Sources")}</p>'


# --- pages ----------------------------------------------------------------------------------------------------------


def index_html(book: Book, up: str = "../") -> str:
    """Return the body below the title of ``data/index.html``: all tables by part.

    Parameters
    ----------
    book : Book
    up : str, optional
        The way from the page to the site's root.

    Returns
    -------
    str
    """
    total = sum(len(t.rows) for t in book.tables.values())
    assumptions = book.tables.get(PARAMETERS)
    out = [
        f"<p>{_count(len(book.tables), 'table')} with {_count(total, 'row')}. {_tally(book)} For programs: "
        f"{_link(f'{up}data/datapackage.json', 'datapackage.json')} (Frictionless) describes every table and column.</p>"
    ]
    if assumptions:
        out.append(
            f"<p>{_link(f'{up}data/{PARAMETERS}.html', 'Parameters')}: the {len(assumptions.rows):,} assumptions with judgement in them, each with its range. "
            f"{_link(f'{up}sources.html', 'Sources')}: what rests on each of the {len(book.keys):,} works cited.</p>"
        )
    for part, found in book.by_part():
        rows = []
        for t in found:
            stem = t.name.rpartition("/")[2]
            rows.append(
                f'<tr><th scope="row" class="long">{_link(table_href(t.name, up), _escape(t.meta["title"]))}<br><span class="wtt-aside">{_described(_sentence(t.meta["description"]))}</span></th>'
                f'<td class="num">{len(t.rows):,}</td><td class="wtt-nowrap">{_escape(t.meta["vintage"])}</td><td>{_escape(t.meta["kind"])}</td>'
                f"<td class=\"wtt-nowrap\">{_licence(t.meta['licence'])}</td><td>{_link(f'{up}data/{t.name}.csv', 'CSV' + _unseen(f' of {stem}'), download=f'{stem}.csv')}</td></tr>"
            )
        title = PARTS.get(part, part.capitalize())
        out.append(f'<h2 id="{part or "shared"}">{_escape(title)}</h2>')
        label = f"Tables of the {part} part" if part else "Tables that all parts share"
        out.append(_region(label, ["Table, and what a row is", "Rows", "Vintage", "Kind", "Licence", "File"], rows, _count(len(found), "table"), numbers=(1,)))
    kinds = "".join(f"<div><dt>{k}</dt><dd>{v}</dd></div>" for k, v in KINDS.items())
    out.append(f'<h2 id="kinds">Kinds of table</h2><dl class="wtt-about">{kinds}</dl>')
    return "\n".join(out)


def _sentence(text: str) -> str:
    """The first sentence of a description: what a row is."""
    return re.split(r"(?<=[a-z0-9)’”][.!?]) (?=[A-Z‘“])", _flat(text), maxsplit=1)[0]


def _tally(book: Book) -> str:
    """Say how many rows were read where."""
    seen = [r["seen"] for t in book.tables.values() for r in t.rows if r.get("seen")]
    if not seen:
        return ""
    primary, secondary = seen.count("primary"), seen.count("secondary")
    return (
        f"Of the {len(seen):,} rows that state a fact from outside, {primary:,} ({100 * primary / len(seen):.0f}{_NARROW}%) are {_badge('primary')} "
        f"({SEEN['primary']}) and {secondary:,} are {_badge('secondary')} ({SEEN['secondary']})."
    )


def table_html(book: Book, name: str, up: str) -> str:
    """Return the page of one table: where it is from, its columns, every row with its source, the figures that use it.

    Parameters
    ----------
    book : Book
    name : str
        For example ``"power/us_demand"``.
    up : str
        The way from the page to the site's root.

    Returns
    -------
    str

    Raises
    ------
    KeyError
        For an unknown table, with the nearest names.
    """
    table = book.tables[checks.require_known("table", name, book.tables)]
    used = book.figures_of("tables", name)
    jump = [("about", "Where it is from"), ("rows", _count(len(table.rows), "row")), ("columns", _count(len(table.fields), "column"))]
    jump += [("figures", _count(len(used), "figure"))] if used else []
    return "\n".join(
        [
            f'<section class="wtt-page wtt-data-page"><h1>{_escape(table.meta["title"])}</h1>',
            f"<p>{_described(table.meta['description'])}</p>",
            f'<nav class="wtt-jump" aria-label="On this page">{"".join(_link(f"#{at}", text) for at, text in jump)}</nav>',
            f'<h2 id="about">Where it is from</h2>{_about([("Table", f"<code>data/{_escape(name)}.csv</code>"), *_provenance(table, up)])}',
            f'<h2 id="rows">Rows</h2>{_seen_words() if any(r.get("seen") for r in table.rows) else ""}{_rows(book, table, up)}',
            f'<h2 id="columns">Columns</h2>{_columns(table)}',
            *([f'<h2 id="figures">Figures made from it</h2>{_figures(used, up)}'] if used else []),
            f"{_back(up)}</section>",
        ]
    )


def strip(parameter: Parameter) -> str:
    """Draw a distribution as a strip: its density, its 5–95 % range as a bar, its median as a tick.

    Parameters
    ----------
    parameter : Parameter

    Returns
    -------
    str
        An inline SVG in the colour of the text around it, hidden from screen readers: the numbers stand beside it.
        The scale is its own, from the 1 % to the 99 % point; logarithmic where high is 20 times low or more.
    """
    width, base, top = 120, 22, 2
    ticks = []
    if parameter.distribution == "fixed":
        shape, bar = "", ""
        ticks.append(width / 2)
    else:
        z = np.linspace(-2.326, 2.326, 49)
        log = _is_log(parameter)
        t = np.log10(parameter.from_normal(z)) if log else parameter.from_normal(z)
        x = (t - t[0]) / (t[-1] - t[0]) * width
        height = np.diff(ndtr(z)) / np.diff(x)
        y = base - height / height.max() * (base - top)
        points = [(x[0], base), *((a, h) for left, right, h in zip(x[:-1], x[1:], y, strict=True) for a in (left, right)), (x[-1], base)]
        path = "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in points) + "Z"
        shape = f'<path d="{path}" fill="currentColor" fill-opacity="0.22"/>'
        ends = [(np.log10(v) if log else v) for v in (parameter.low, parameter.high, parameter.central)]
        low, high, middle = ((e - t[0]) / (t[-1] - t[0]) * width for e in ends)
        bar = f'<path d="M{low:.1f} 25H{high:.1f}" stroke="currentColor" stroke-width="2"/>'
        ticks.append(middle)
    marks = "".join(f'<path d="M{at:.1f} 2V28" stroke="currentColor" stroke-width="2"/>' for at in ticks)
    return f'<svg class="wtt-strip" viewBox="0 0 {width} 30" width="{width}" height="30" aria-hidden="true" focusable="false">{shape}{bar}{marks}</svg>'


def _is_log(parameter: Parameter) -> bool:
    return parameter.low > 0 and parameter.high / parameter.low >= 20


def _parameter(row: Mapping[str, str]) -> Parameter:
    return Parameter(
        name=row["name"], part=row["part"], unit=row["unit"], distribution=row["distribution"],
        **{k: float(row[k]) for k in ("central", "low", "high")},
        year=int(row["year"]) if row["year"] else None, hardware=row["hardware"] or None, group=row["group"] or None, loading=float(row["loading"] or 0),
    )  # fmt: skip


def _named(name: str) -> str:
    return f"<code>{_breakable(name)}</code>"


def _breakable(name: str) -> str:
    """A name in snake case that may break after its underscores."""
    return _escape(name).replace("_", "_<wbr>")


def parameters_html(book: Book, up: str = "../") -> str:
    """Return the page of all parameters: by part a table to look down, then each one whole.

    Parameters
    ----------
    book : Book
    up : str, optional
        The way from the page to the site's root.

    Returns
    -------
    str
    """
    table = book.tables[PARAMETERS]
    fields = {f["name"]: f for f in table.fields}
    at = dict(zip(map(id, table.rows), table.anchors, strict=True))

    def value(row: Mapping[str, str], column: str) -> str:
        return value_html(row[column], fields[column], up, book.keys, PARAMETERS)

    def varies(row: Mapping[str, str]) -> str:
        return ", ".join(x for x in (row["year"], row["hardware"]) if x)

    out = [
        f'<section class="wtt-page wtt-data-page"><h1>Parameters</h1><p>{_described(table.meta["description"])}</p>',
        '<p>The strip draws each distribution on a scale of its own, from its 1 % to its 99 % point: the shaded shape is the density, the line below it the 5–95 % range, '
        "the upright the median. Where the upper end is at least 20 times the lower, the scale is logarithmic, and the row says so.</p>",
    ]
    for part in [p for p in PARTS if any(r["part"] == p for r in table.rows)]:
        rows = [r for r in table.rows if r["part"] == part]
        names = sorted(dict.fromkeys(r["name"] for r in rows))
        body, whole = [], []
        for name in names:
            own = [r for r in rows if r["name"] == name]
            used = book.figures_of("parameters", name, part)
            group_at = anchor(part, name)
            items = []
            for r in own:
                p = _parameter(r)
                drawn = strip(p) + ('<br><span class="wtt-aside">log scale</span>' if p.distribution != "fixed" and _is_log(p) else "")
                label = _link(f"#{at[id(r)]}", _named(name)) + (f' <span class="wtt-unit">{_escape(varies(r))}</span>' if varies(r) else "")
                span = f"{value(r, 'low')}–{value(r, 'high')}" if p.distribution != "fixed" else "fixed"
                body.append(
                    f'<tr><th scope="row" class="wtt-name">{label}</th><td class="num">{value(r, "central")}</td><td class="num">{span}</td>'
                    f'<td class="wtt-nowrap">{value(r, "unit") if r["unit"] != "1" else "–"}</td><td>{drawn}</td></tr>'
                )
                items.append(_card(book, r, p, at[id(r)] if at[id(r)] != group_at else "", varies(r), value, up))
            note = f'<p class="wtt-aside">Figures that use it: {_figure_ids(used, up)}</p>' if used else ""
            whole.append(f'<section class="wtt-parameter" id="{group_at}"><h3>{_link(f"#{group_at}", _named(name))}</h3><p class="wtt-aside">{_escape(own[0]["label"][0].upper() + own[0]["label"][1:])}</p>{"".join(items)}{note}</section>')
        title = PARTS[part]
        out.append(f'<h2 id="part-{part}">{title}</h2>')
        out.append(_region(f"Parameters of the {part} part", ["Parameter", "Median", "5–95 %", "Unit", "Distribution"], body, _count(len(rows), "parameter"), numbers=(1, 2)))
        out += whole
    out.append(f'<h2 id="about">The table</h2>{_about([("Table", f"<code>data/{PARAMETERS}.csv</code>"), *_provenance(table, up)])}{_columns(table)}{_back(up)}</section>')
    return "\n".join(out)


def _card(book: Book, row: Mapping[str, str], p: Parameter, at: str, varies: str, value, up: str) -> str:
    """One row of the parameters, whole."""
    unit = f"{_NARROW}<code>{_escape(row['unit'])}</code>" if row["unit"] != "1" else ""
    money = f", money of {_escape(row['currency_year'])}" if row["currency_year"] else ""
    median = f"{value(row, 'central')}{unit}"
    span = f"; 5–95 %: {value(row, 'low')}–{value(row, 'high')}{unit}" if p.distribution != "fixed" else ""
    others = [
        _link(f"#{anchor(r['part'], r['name'])}", _named(r["name"]))
        for r in {r["name"]: r for r in book.tables[PARAMETERS].rows if row["group"] and r["group"] == row["group"] and r["name"] != row["name"]}.values()
    ]
    together = f"{_named(row['group'])} (loading {value(row, 'loading')})" + (f", with {', '.join(others)}" if others else "") if row["group"] else ""
    items = _about(
        [
            ("Median", f"{median}{span}{money}"),
            ("Shape", f"{SHAPES[p.distribution]}"),
            ("Moves with", together),
            ("Source", f"{value(row, 'source')} {_badge(row['seen'])}"),
            ("Where in it", value(row, "locator")),
            ("How the range was made", value(row, "note") if row["note"] else ""),
        ]
    )
    head = f'<h4 id="{at}">{_link(f"#{at}", _escape(varies))}</h4>' if at else (f"<h4>{_escape(varies)}</h4>" if varies else "")
    return head + items


def _letter(initial: str) -> str:
    return "0–9" if initial == "digit" else initial.upper()


def sources_html(book: Book, up: str = "") -> str:
    """Return the body below the title of ``sources.html``: every source, with a link to what rests on it.

    Parameters
    ----------
    book : Book
    up : str, optional
        The way from the page to the site's root.

    Returns
    -------
    str
    """
    _ = book.resting  # a key without an entry is told here, too
    letters = book.by_initial
    jump = " ".join(_link(f"#letter-{i}", _letter(i)) for i in letters)
    out = [f"<p>{_count(len(book.keys), 'source')}. {_tally(book)}</p>", f'<nav class="wtt-jump" aria-label="Sources by initial">{jump}</nav>']
    for initial, found in letters.items():
        items = "".join(f"<li>{_link(source_href(key, up), _escape(bibliography.text(key)))}</li>" for key in found)
        out.append(f'<h2 id="letter-{initial}">{_letter(initial)}</h2><ul class="wtt-list">{items}</ul>')
    return "\n".join(out)


def initial_html(book: Book, initial: str, up: str = "../") -> str:
    """Return the body of the page of one initial: each of its sources with what rests on it.

    Parameters
    ----------
    book : Book
    initial : str
        See `analysis.bibliography.initial`.
    up : str, optional

    Returns
    -------
    str
    """
    rests, letters = book.resting, book.by_initial
    checks.require_known("initial", initial, letters)
    jump = " ".join(f"<strong>{_letter(i)}</strong>" if i == initial else _link(f"{up}sources/{i}.html", _letter(i)) for i in letters)
    out = [f"<h1>Sources: {_letter(initial)}</h1>", f'<p>{_link(f"{up}sources.html", "All sources")}, and what rests on those under {_letter(initial)}.</p>', f'<nav class="wtt-jump" aria-label="Sources by initial">{jump}</nav>']
    return "\n".join([*out, *(_source(book, key, rests.get(key, {}), up) for key in letters[initial])])


def _source(book: Book, key: str, rests: Mapping[str, list[int]], up: str) -> str:
    address, read_on = bibliography.url(key), bibliography.entry(key).fields.get("urldate", "")
    items = []
    for name, numbers in rests.items():
        table = book.tables[name]
        if name == PARAMETERS:
            linked = dict.fromkeys((table.rows[n]["part"], table.rows[n]["name"]) for n in numbers)
            shown = ", ".join(_link(parameter_href(n, part, up), _named(n)) for part, n in linked)
            items.append(f"<li>{'Parameter' if len(linked) == 1 else 'Parameters'}: {shown}{_counts(table, numbers)}</li>")
        else:
            first = table.anchors[numbers[0]]
            items.append(f"<li>{_link(table_href(name, up, first), _escape(table.meta['title']))}: {_count(len(numbers), 'row')}{_counts(table, numbers)}</li>")
    used = book.figures_of("sources", key)
    if used:
        items.append(f"<li>{'Figure' if len(used) == 1 else 'Figures'}: {_figure_ids(used, up)}</li>")
    what = f'<ul class="wtt-list">{"".join(items)}</ul>' if items else '<p class="wtt-aside">No row of a table and no figure rests on it.</p>'
    where = f" {_link(address, _escape(address))}." if address else ""
    dated = f' <span class="wtt-aside">Read on {_escape(read_on)}.</span>' if read_on else ""
    return f'<article class="wtt-entry" id="{_escape(key)}"><p>{_escape(bibliography.text(key))}{where}{dated} {_link(f"#{key}", f"<code>{_escape(key)}</code>")}</p>{what}</article>'


def _counts(table: Table, numbers: Sequence[int]) -> str:
    seen = [table.rows[n].get("seen", "") for n in numbers]
    parts = [f"{seen.count(kind):,} {_badge(kind)}" for kind in SEEN if kind in seen]
    return f" ({', '.join(parts)})" if parts else ""


# --- what the site needs --------------------------------------------------------------------------------------------


def page_names(book: Book) -> list[str]:
    """List the pages that no document of the book stands for: ``data/power/us_demand``, ``sources/a``."""
    return [f"data/{name}" for name in sorted(book.tables)] + [f"sources/{initial}" for initial in book.by_initial]


def page(book: Book, name: str) -> tuple[str, str, str]:
    """Return title, description and body of one of the pages that `page_names` lists.

    Raises
    ------
    KeyError
        For an unknown page, with the nearest names.
    """
    kind, _, rest = name.partition("/")
    if kind == "sources":
        return f"Sources: {_letter(rest)}", f"Works cited under {_letter(rest)}, and what rests on each.", initial_html(book, rest)
    table, up = book.tables[checks.require_known("table", rest, book.tables)], "../" * (1 + rest.count("/"))
    body = parameters_html(book, up) if rest == PARAMETERS else table_html(book, rest, up)
    title = "Parameters" if rest == PARAMETERS else f"Table: {table.meta['title']}"
    return title, _sentence(table.meta["description"]), body


def files(root: Path = DATA) -> Iterator[tuple[str, bytes]]:
    """Yield what stands beside the pages: every table, its sidecar, and the data package that describes them all.

    Parameters
    ----------
    root : pathlib.Path, optional
        Another data folder, for tests.

    Yields
    ------
    tuple of (str, bytes)
        Path below the site's root, and content.
    """
    for name in tables.names(root):
        for suffix in (".csv", ".yml"):
            yield f"data/{name}{suffix}", (root / f"{name}{suffix}").read_bytes()
    yield "data/datapackage.json", (json.dumps(datapackage.build(root), indent=1, ensure_ascii=False, default=str) + "\n").encode()
