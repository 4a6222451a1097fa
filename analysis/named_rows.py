"""Charts with one named row a mark: names beside the rows on a wide page, above them on a phone."""

from __future__ import annotations

import altair as alt

from analysis import theme

__all__ = ["rows", "names", "height", "legend", "over_lines"]


def over_lines(text: alt.Chart) -> list[alt.Chart]:
    """Return a layer of text and, beneath it, its outline in the ground's colour, so that no line runs through a letter."""
    outline = text.copy(deep=True)
    outline.mark = alt.MarkDef(**{**text.mark.to_dict(), "color": theme.GROUND["light"], "stroke": theme.GROUND["light"], "strokeWidth": 3, "strokeJoin": "round", "aria": False})
    outline.encoding.color = alt.Undefined
    return [outline, text]


def rows(column: str, order: list[str], narrow: bool) -> alt.Y:
    """Return the row axis: labelled when wide, bare when narrow."""
    axis = None if narrow else alt.Axis(grid=False)
    return alt.Y(f"{column}:N", sort=order, title=None, axis=axis)


def names(frame, column: str, y: alt.Y, narrow: bool) -> list[alt.Chart]:
    """Return the layers that write each row's name above it on a phone, clear of the chart's lines, or nothing."""
    if not narrow:
        return []
    once = frame.drop_duplicates(column)[[column]]
    return over_lines(alt.Chart(once).mark_text(align="left", dy=-15, fontSize=11).encode(x=alt.value(0), y=y, text=f"{column}:N"))


def height(narrow: bool, wide: int = 26) -> alt.Step:
    """Return the height of one row."""
    return alt.Step(38 if narrow else wide)


def legend(narrow: bool, columns: int = 3) -> alt.Legend:
    """Return a legend that fits beside long row names."""
    return alt.Legend(symbolOpacity=1, columns=2 if narrow else columns)
