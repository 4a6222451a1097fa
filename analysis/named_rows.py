"""Charts with one named row a mark: names beside the rows on a wide page, above them on a phone."""

from __future__ import annotations

import altair as alt

__all__ = ["rows", "names", "height", "legend"]


def rows(column: str, order: list[str], narrow: bool) -> alt.Y:
    """Return the row axis: labelled when wide, bare when narrow."""
    axis = None if narrow else alt.Axis(grid=False)
    return alt.Y(f"{column}:N", sort=order, title=None, axis=axis)


def names(frame, column: str, y: alt.Y, narrow: bool) -> list[alt.Chart]:
    """Return the layer that writes each row's name above it on a phone, or nothing."""
    if not narrow:
        return []
    once = frame.drop_duplicates(column)[[column]]
    return [alt.Chart(once).mark_text(align="left", dy=-13, fontSize=11).encode(x=alt.value(0), y=y, text=f"{column}:N")]


def height(narrow: bool, wide: int = 26) -> alt.Step:
    """Return the height of one row."""
    return alt.Step(38 if narrow else wide)


def legend(narrow: bool, columns: int = 3) -> alt.Legend:
    """Return a legend that fits beside long row names."""
    return alt.Legend(symbolOpacity=1, columns=2 if narrow else columns)
