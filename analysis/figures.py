"""What a figure is, and the single list of them.

A figure is two functions: one returns a tidy frame from results, the other draws it. Between the two the registry
rounds every value once, to six significant digits, so that the chart, the CSV and its fingerprint show the same data.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from analysis import checks, room, theme
from analysis.quantities import GRADES, fill, merge

__all__ = ["FigureSpec", "Figure", "figure", "get", "ids", "every", "MIME", "round_significant", "PREFIXES"]

MIME = "application/vnd.wtt.figure+json"
PREFIXES = {"PWR": "power", "SCL": "scaling", "INF": "inference", "GOV": "governance"}
_REGISTRY: dict[str, Figure] = {}


@dataclass(frozen=True)
class FigureSpec:
    """What is known of a figure beside its data.

    Attributes
    ----------
    id : str
        Short, stable, never used again: ``PWR-03``.
    slug : str
        For file names.
    title, alt, caption : str
        Templates over `facts`: the finding; what a person who cannot see the chart is told; the method and what to
        mind. No number is typed into them.
    question : str
        The one question the figure answers.
    columns : mapping of str to (str, str)
        For each column of the frame its unit and meaning.
    sources, tables, parameters, claims : tuple of str
        Source keys, data tables, parameter names, claim ids.
    grade : {"measured", "modelled", "guessed"}
        The weakest grade among what carries the finding.
    as_of : str
        Date of the newest data in it (ISO).
    notebook : str
        The page it stands on, as a document name: ``power/us-demand``.
    first_edition : str
    facts : tuple of callables
        Each returns a mapping of names to quantities.
    """

    id: str
    slug: str
    title: str
    question: str
    alt: str
    caption: str
    columns: Mapping[str, tuple[str, str]]
    sources: tuple[str, ...]
    tables: tuple[str, ...]
    grade: str
    as_of: str
    notebook: str
    facts: tuple[Callable[[], Mapping[str, object]], ...] = ()
    parameters: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    first_edition: str = "2026.11"

    @property
    def part(self) -> str:
        return PREFIXES[self.id.split("-")[0]]

    def __post_init__(self):
        prefix, _, number = self.id.partition("-")
        if prefix not in PREFIXES or not number.isdigit():
            raise ValueError(f"figure id {self.id!r} is not of the form PWR-01 ({', '.join(PREFIXES)}).")
        if self.grade not in GRADES:
            raise ValueError(f"figure {self.id}: grade = {self.grade!r} is not one of {', '.join(GRADES)}.")
        for name in ("title", "question", "alt", "caption", "sources", "tables", "columns"):
            if not getattr(self, name):
                raise ValueError(f"figure {self.id} has no {name}. Every figure needs one.")


def round_significant(frame: pd.DataFrame, digits: int = 6) -> pd.DataFrame:
    """Round every float of a frame to a number of significant digits.

    Raw floats differ in the last places between processors; what is published must not.
    """
    out = frame.copy()
    for name in out.columns:
        if pd.api.types.is_float_dtype(out[name]):
            values = out[name].to_numpy(dtype=float)
            size = np.where((values == 0) | ~np.isfinite(values), 1.0, np.abs(values))
            places = digits - 1 - np.floor(np.log10(size)).astype(int)
            out[name] = [v if not np.isfinite(v) else round(v, int(p)) for v, p in zip(values.tolist(), places, strict=True)]
    return out


@dataclass
class Figure:
    """A figure: its spec, its frame, its chart, and the forms in which a notebook shows it."""

    spec: FigureSpec
    make: Callable[[], pd.DataFrame]
    _draw: Callable | None = field(default=None, repr=False)

    def draw(self, function: Callable) -> Callable:
        """Register the drawing function: it takes the rounded frame and ``narrow``, and returns an Altair chart."""
        self._draw = function
        return function

    @cached_property
    def _frame(self) -> pd.DataFrame:
        frame = self.make().reset_index(drop=True)
        if list(frame.columns) != list(self.spec.columns):
            raise ValueError(f"figure {self.spec.id}: columns are {list(frame.columns)}, its spec names {list(self.spec.columns)}. Make the two agree.")
        return round_significant(frame)

    def frame(self) -> pd.DataFrame:
        """Return the tidy frame behind the chart, rounded to six significant digits."""
        return self._frame.copy()

    def chart(self, narrow: bool = False):
        """Return the Altair chart, in its wide or its narrow form."""
        if self._draw is None:
            raise ValueError(f"figure {self.spec.id} has no drawing function. Decorate one with @{self.make.__name__}.draw.")
        chart = self._draw(self.frame(), narrow)
        return chart.properties(description=self.alt).configure(**theme.config(narrow))

    @cached_property
    def facts(self) -> dict[str, object]:
        return merge(*(make() for make in self.spec.facts))

    @cached_property
    def title(self) -> str:
        return fill(self.spec.title, self.facts)

    @cached_property
    def alt(self) -> str:
        return fill(self.spec.alt, self.facts)

    @cached_property
    def caption(self) -> str:
        return fill(self.spec.caption, self.facts)

    @cached_property
    def csv(self) -> bytes:
        """The published CSV: UTF-8, LF, shortest decimals, no index."""
        return self._frame.to_csv(index=False, lineterminator="\n").encode()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the published CSV; anyone can check it with ``sha256sum``."""
        return hashlib.sha256(self.csv).hexdigest()

    def __repr__(self) -> str:
        shown = self._frame.head(4).to_string(index=False, max_colwidth=28)
        return f"Figure {self.spec.id}: {self.title}\n{len(self._frame)} rows, sha256 {self.fingerprint[:16]}\n{shown}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        bundle = {"text/plain": repr(self), MIME: {"id": self.spec.id}}
        if not os.environ.get("WTT_BUILD"):  # the book draws from the export; Jupyter needs a picture here and now
            from analysis.render import svg

            bundle["image/svg+xml"] = svg(self.chart())
        return bundle


def figure(**spec) -> Callable[[Callable[[], pd.DataFrame]], Figure]:
    """Register a figure; decorates the function that returns its frame.

    Parameters
    ----------
    **spec
        The fields of `FigureSpec`.

    Raises
    ------
    ValueError
        When the id is taken.
    """
    made = FigureSpec(**spec)

    def wrap(function: Callable[[], pd.DataFrame]) -> Figure:
        known = _REGISTRY.get(made.id)
        if known is not None and (known.make.__module__, known.make.__name__) != (function.__module__, function.__name__):
            raise ValueError(f"figure id {made.id} is used twice ({known.make.__module__} and {function.__module__}). Ids are never shared.")
        _REGISTRY[made.id] = Figure(made, function)
        return _REGISTRY[made.id]

    return wrap


def every(part: str | None = None) -> list[Figure]:
    """List all figures, or those of one part, by id."""
    for each in PREFIXES.values():
        if part in (None, each):
            room(each, "figures")
    return [f for _, f in sorted(_REGISTRY.items()) if part in (None, f.spec.part)]


def ids() -> list[str]:
    """List all figure ids."""
    return [f.spec.id for f in every()]


def get(id: str) -> Figure:
    """Look a figure up.

    Parameters
    ----------
    id : str
        For example ``"PWR-01"``.

    Returns
    -------
    Figure
        With ``.spec``, ``.frame()`` and ``.chart()``.

    Raises
    ------
    KeyError
        For an unknown id, with the nearest ones.
    """
    prefix = str(id).split("-")[0]
    if id not in _REGISTRY:
        room(PREFIXES[prefix], "figures") if prefix in PREFIXES else every()
    if id not in _REGISTRY:
        checks.require_known("figure", id, ids())
    return _REGISTRY[id]
