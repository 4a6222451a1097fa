"""Words around numbers: paragraphs whose numbers come from facts, tables a page can show, and the lint for typed numbers."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis import parameters
from analysis.quantities import Quantity, fill, format_number, merge

__all__ = ["say", "table", "headlines", "typed_numerals", "read_off", "Prose", "Table"]


@dataclass(frozen=True)
class Prose:
    """A paragraph that shows itself as Markdown in a notebook and on the page."""

    markdown: str

    def _repr_markdown_(self) -> str:
        return self.markdown.replace("US$", "US\\$")  # two dollar amounts in a paragraph would be read as a formula between them

    def __repr__(self) -> str:
        return self.markdown


def say(template: str, *facts: Mapping[str, object], **more: object) -> Prose:
    """Write a paragraph: Markdown in which every number is a fact's name in braces.

    Parameters
    ----------
    template : str
        For example ``"US data centres used **{us_2024:range}** in 2024."``; see `Quantity` for the forms.
    *facts : mapping of str to Quantity
        Usually ``results.<topic>.facts()``.
    **more
        Further facts by name.

    Returns
    -------
    Prose

    Raises
    ------
    KeyError
        For an unknown fact, with the nearest names.
    ValueError
        When the template holds a typed number.
    """
    if typed := typed_numerals(template):
        raise ValueError(f"prose holds a typed number: {typed[0]!r}. Make it a fact, or quote it in “…” if it is somebody's words.")
    return Prose(fill(template.strip(), merge(*facts, more)))


@dataclass(frozen=True)
class Table:
    """A table that shows itself as HTML (headers scoped, numbers aligned) and as text."""

    frame: pd.DataFrame
    caption: str
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{html.escape(str(c))}</th>' for c in self.frame.columns)
        rows = []
        for i, record in enumerate(self.frame.itertuples(index=False)):
            shown = [self._linked(i, name, _cell(v)) for name, v in zip(self.frame.columns, record, strict=True)]
            cells = [f'<th scope="row">{shown[0]}</th>', *(f"<td{_class(v)}>{text}</td>" for v, text in zip(record[1:], shown[1:], strict=True))]
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return (
            f'<div class="wtt-table" role="region" tabindex="0" aria-label="{html.escape(self.caption, quote=True)}"><table>'
            f"<caption>{html.escape(self.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        )

    def _linked(self, row: int, column: str, text: str) -> str:
        return f'<a href="{html.escape(self.links[column][row], quote=True)}">{text}</a>' if column in self.links and self.links[column][row] else text

    def __repr__(self) -> str:
        shown = self.frame.map(lambda v: re.sub(r"<[^>]+>", "", html.unescape(_cell(v))))
        return f"{self.caption}\n{shown.to_string(index=False, max_colwidth=90)}"


def _class(value) -> str:
    return ' class="num"' if isinstance(value, (int, float, np.number, Quantity)) else ""


def _cell(value) -> str:
    if isinstance(value, Quantity):
        return html.escape(str(value))
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return "–"
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return str(value) if 1900 <= value <= 2100 else format_number(value, 6)
    if isinstance(value, (float, np.floating)):
        return format_number(float(value))
    return html.escape(str(value))


def table(frame: pd.DataFrame, caption: str, links: Mapping[str, tuple[str, ...]] | None = None) -> Table:
    """Show a frame on the page; the first column heads the rows. A column of whole years stays unformatted.

    `links` gives, for a column, the address that each of its cells leads to, or an empty text where one leads nowhere.

    Raises
    ------
    ValueError
        For links of a column that the frame lacks, or of another length than the frame.
    """
    for name, addresses in (links or {}).items():
        if name not in frame or len(addresses) != len(frame):
            raise ValueError(f"links[{name!r}] has {len(addresses)} addresses for {len(frame)} rows of {', '.join(map(str, frame.columns))}. Give one address a row of a column that is there.")
    return Table(frame.reset_index(drop=True), caption, dict(links or {}))


def headlines(*facts: Mapping[str, object], only: tuple[str, ...] = (), caption: str = "Headline numbers; ranges are 5–95 % unless the name says otherwise") -> Table:
    """Show named numbers with their 5–95 % ranges, their grade and what drives them.

    Parameters
    ----------
    *facts : mapping of str to Quantity
    only : tuple of str, optional
        Names to show, in this order; by default all that have a label.

    Raises
    ------
    ValueError
        When a driver is a name in snake case that is no parameter's: a page has no words for it.
    """
    joined = merge(*facts)
    chosen = only or [name for name, q in joined.items() if isinstance(q, Quantity) and q.label]
    rows = [joined[name] for name in chosen]
    drivers = [_driver(q) for q in rows]
    frame = pd.DataFrame(
        {
            "Number": [q.label for q in rows],
            "Central": [format(q) for q in rows],
            "Range": [format(q, "interval") if q.low is not None else "–" for q in rows],
            "Grade": [q.grade for q in rows],
            "Driven most by": [shown or "–" for shown, _ in drivers],
        }
    )
    return Table(frame, caption, {"Driven most by": tuple(f"../{address}" if address else "" for _, address in drivers)})


def _driver(q: Quantity) -> tuple[str, str]:
    """What drives a number in plain words, with the address of the parameter whose name it is."""
    shown, address = parameters.words(q.driver)
    if not shown and "_" in q.driver:
        raise ValueError(f"driver {q.driver!r} of {q.label!r} is no parameter's name. Say what it is in words.")
    return shown or q.driver, address


# --- the lint -------------------------------------------------------------------------------------------------------

_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|「[^」]*」|`[^`]*`|\$\$.*?\$\$|\$[^$\n]+\$|\]\([^)]*\)|\{[^{}]*\}(?:`[^`]*`)?|<[^>]+>", re.S)
_NAMES = re.compile(
    r"5–95\s?%|\b[A-Za-z][\w.+-]*\d[\w.+-]*|\b\d+x[A-Z]\w*"
    r"|\b(?:19[5-9]\d|20\d\d|2100)(?:[–/-](?:20)?\d\d)?s?\b|^\s*\d+\.\s",
    re.M,
)
_WORD = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    "hundred|thousand|million|billion|trillion|half|third|quarter|fifth|tenth|dozen|double|triple|quadruple"
)
_UNIT = (
    "[kMGT]W(?:h|\\b)|[kMGT]?watts?|watt-hours?|percent|per cent|%|times|fold|years?|months?|days?|hours?|dollars?|USD|euros?|tonnes?|Mt|litres?|"
    "FLOP|tokens?|chips?|GPUs?|models?|centres?|billion|million|trillion|GB|MB|as much|as many|as large|of the"
)
_DIGITS = re.compile(r"(?<![\w.,])\d[\d,.]*\w*")
_WORDED = re.compile(rf"\b(?:{_WORD})(?:[ -](?:{_WORD}|a))*[ -](?:{_UNIT})\b|\b(?:doubl|trebl|tripl|quadrupl|halv)(?:e|es|ed|ing)\b|\b\w*(?:{_WORD})fold\b|\btwice\b|\bhalf of\b|\b(?:one|two|three|four)[ -](?:thirds?|quarters?|fifths?|tenths?)\b", re.I)


def typed_numerals(text: str) -> list[str]:
    """Find numbers typed into prose: digits, and number words that carry a unit.

    Braced facts, quotations in “…”, code, formulae, links and names that hold digits (GB200, PWR-01, GPT-4, B6) do not
    count, nor do years and the phrase 5–95 %.

    Returns
    -------
    list of str
        Each offending passage, in order.
    """
    bare = _NAMES.sub(" ", _QUOTED.sub(" ", text))
    found = [(m.start(), m[0].strip()) for pattern in (_DIGITS, _WORDED) for m in pattern.finditer(bare)]
    return [passage for _, passage in sorted(found)]


_ROUND = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|trillion"
_READ_OFF = re.compile(
    r"\b(?:about|around|some|nearly|almost|roughly|over|above|below|beyond|past|under|near|to|between)\s+"
    rf"(?:(?:a|one|two|three|four|five|six|seven|eight|nine|ten)\s+)?(?:{_ROUND})\b|\b(?:{_ROUND})-(?:some|odd)\b"
    rf"|\b(?:{_ROUND})(?:\s+and\s+\w+)?\s+(?:(?:percentage )?points?|per cent|(?:giga|tera|mega)(?:bits?|bytes?|watts?))\b",
    re.I,
)


def read_off(text: str) -> list[str]:
    """Find round numbers in words that were read off a chart: “rises to about ninety”, “thirty-odd models”, “some twenty points”.

    For titles, alt texts and captions, which describe a chart that changes with its data; `typed_numerals` finds the rest.

    Returns
    -------
    list of str
        Each offending passage, in order.
    """
    return [m[0] for m in _READ_OFF.finditer(_NAMES.sub(" ", _QUOTED.sub(" ", text)))]
