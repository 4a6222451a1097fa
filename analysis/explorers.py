"""What an explorer is: a few sliders over a grid that the tested model computed, so that a page can answer other assumptions.

The page's script only looks numbers up: no model is written twice, and what it shows was formatted by the same hand as
the rest of the book.
"""

from __future__ import annotations

import html
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from analysis import PARTS, checks, room
from analysis.figures import PREFIXES
from analysis.quantities import GRADES, Quantity

__all__ = ["Control", "Output", "Explorer", "explorer", "get", "every", "MIME", "LARGEST", "TEXT"]

TEXT = "text"  # unit of an output that is words
MIME = "application/vnd.wtt.explorer+json"
LARGEST = 20_000  # grid points that a page can load without a wait
_REGISTRY: dict[str, Explorer] = {}


@dataclass(frozen=True)
class Control:
    """One slider: the values it can take, in the order it takes them, and where it starts."""

    name: str
    label: str
    values: tuple[float | str, ...]
    start: float | str
    unit: str = "1"
    digits: int = 3

    def __post_init__(self):
        if len(self.values) < 2 or len(set(self.values)) != len(self.values):
            raise ValueError(f"control {self.name!r} needs at least two values, all different.")
        if self.start not in self.values:
            raise ValueError(f"control {self.name!r}: start = {self.start!r} is not one of its values.")

    @property
    def texts(self) -> list[str]:
        """The values as a reader sees them."""
        return [v if isinstance(v, str) else format(Quantity(float(v), self.unit), f"value{self.digits}") for v in self.values]


@dataclass(frozen=True)
class Output:
    """One number that the explorer shows; with the unit `TEXT` it is words instead, names for example."""

    name: str
    label: str
    unit: str


@dataclass
class Explorer:
    """Sliders, what they drive, and the model behind them.

    Attributes
    ----------
    id : str
        ``PWR-X1``: stable, like a figure's.
    title, question, note : str
        What a reader can ask of it, and what it holds fixed.
    controls : sequence of Control
    outputs : sequence of Output
    compute : callable
        Takes one array per control (all grid points at once) and returns, per output, either an array or a triple
        (low, middle, high) of arrays: the 5 %, 50 % and 95 % points. For an output of words, one string per grid point.
    grade : str
    notebook : str
    """

    id: str
    title: str
    question: str
    note: str
    controls: Sequence[Control]
    outputs: Sequence[Output]
    grade: str
    notebook: str
    compute: Callable[..., Mapping[str, object]] = field(repr=False, default=None)

    def __post_init__(self):
        prefix, _, number = self.id.partition("-X")
        if prefix not in PREFIXES or not number.isdigit():
            raise ValueError(f"explorer id {self.id!r} is not of the form PWR-X1.")
        if self.grade not in GRADES:
            raise ValueError(f"explorer {self.id}: grade = {self.grade!r} is not one of {', '.join(GRADES)}.")
        if (size := int(np.prod([len(c.values) for c in self.controls]))) > LARGEST:
            raise ValueError(f"explorer {self.id} has {size:,} grid points, above {LARGEST:,}. Give its sliders fewer values.")

    @property
    def part(self) -> str:
        return PREFIXES[self.id.split("-")[0]]

    @cached_property
    def points(self) -> list[tuple]:
        """Every combination of values, the last control fastest."""
        return list(itertools.product(*(c.values for c in self.controls)))

    @cached_property
    def answers(self) -> dict[str, list[Quantity | str]]:
        """Per output one quantity, or one text, per grid point."""
        columns = {c.name: np.array(column) for c, column in zip(self.controls, zip(*self.points, strict=True), strict=True)}
        got = self.compute(**columns)
        out = {}
        for output in self.outputs:
            value = got[output.name]
            if output.unit == TEXT:
                if len(value) != len(self.points) or not all(isinstance(v, str) and v for v in value):
                    raise ValueError(f"explorer {self.id}: {output.name} is not one text for each of {len(self.points):,} grid points. Say 'none' where there is nothing to name.")
                out[output.name] = list(value)
                continue
            triple = value if isinstance(value, tuple) else (None, value, None)
            low, middle, high = (None if x is None else np.broadcast_to(checks.as_numbers(output.name, x), (len(self.points),)) for x in triple)
            out[output.name] = [
                Quantity(float(middle[i]), output.unit, None if low is None else float(low[i]), None if high is None else float(high[i]), self.grade, output.label)
                for i in range(len(self.points))
            ]
        return out

    def at(self, **chosen) -> dict[str, Quantity | str]:
        """Return the answers at one combination of values; controls left out stay where they start."""
        for name in chosen:
            checks.require_known(f"control of {self.id}", name, [c.name for c in self.controls])
        wanted = tuple(chosen.get(c.name, c.start) for c in self.controls)
        if wanted not in self.points:
            bad = next(c for c, v in zip(self.controls, wanted, strict=True) if v not in c.values)
            raise ValueError(f"{bad.name} = {chosen[bad.name]!r} is not on the slider; it takes {', '.join(map(str, bad.values))}.")
        i = self.points.index(wanted)
        return {name: column[i] for name, column in self.answers.items()}

    def payload(self) -> dict:
        """Return what the page's script looks up: the sliders' texts and, per output, one text per grid point."""
        return {
            "id": self.id,
            "controls": [{"name": c.name, "values": [v if isinstance(v, str) else float(v) for v in c.values], "texts": c.texts} for c in self.controls],
            "outputs": [{"name": o.name, "texts": [str(q) for q in self.answers[o.name]]} for o in self.outputs],
        }

    def __repr__(self) -> str:
        start = "; ".join(f"{c.label}: {c.texts[c.values.index(c.start)]}" for c in self.controls)
        answers = "\n".join(f"  {o.label}: {self.at()[o.name]!s}" for o in self.outputs)
        return f"Explorer {self.id}: {self.title}\nAt {start}\n{answers}"

    def static_html(self) -> str:
        """What stands there without a script: the answers along the first slider, the others where they start."""
        first = self.controls[0]
        head = "".join(f'<th scope="col">{html.escape(x)}</th>' for x in (first.label, *(o.label for o in self.outputs)))
        step = max(1, len(first.values) // 8)
        rows = []
        for value, text in list(zip(first.values, first.texts, strict=True))[::step]:
            answers = self.at(**{first.name: value})
            rows.append(f'<tr><th scope="row">{html.escape(text)}</th>{"".join(f"<td>{html.escape(str(answers[o.name]))}</td>" for o in self.outputs)}</tr>')
        others = "; ".join(f"{c.label}: {c.texts[c.values.index(c.start)]}" for c in self.controls[1:])
        caption = html.escape(f"{self.title}{f' ({others})' if others else ''}")
        return (
            f'<div class="wtt-table" role="region" tabindex="0" aria-label="{caption}"><table><caption>{caption}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": repr(self), "text/html": self.static_html(), MIME: {"id": self.id}}


def explorer(**spec) -> Callable:
    """Register an explorer; decorates the function that computes its grid."""

    def wrap(function: Callable[..., Mapping[str, object]]) -> Explorer:
        made = Explorer(**spec, compute=function)
        known = _REGISTRY.get(made.id)
        if known is not None and known.compute.__module__ != function.__module__:
            raise ValueError(f"explorer id {made.id} is used twice.")
        _REGISTRY[made.id] = made
        return made

    return wrap


def every(part: str | None = None) -> list[Explorer]:
    """List all explorers, or those of one part, by id."""
    for each in PARTS:
        if part in (None, each):
            room(each, "explorers")
    return [e for _, e in sorted(_REGISTRY.items()) if part in (None, e.part)]


def get(id: str) -> Explorer:
    """Look an explorer up; an unknown id raises KeyError with the nearest ones."""
    known = {e.id: e for e in every()}
    return known[checks.require_known("explorer", id, known)]
