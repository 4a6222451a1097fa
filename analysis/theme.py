"""How every chart looks: one palette that holds on light and dark ground, one set of sizes, one way to be narrow.

A chart is drawn in the light colours; `darken` maps them to their dark partners inside the SVG, so that one file
serves both. Contrast of both sets is tested: 4.5 for text and lines that carry labels, 3 for marks.
"""

from __future__ import annotations

import re

__all__ = [
    "BLUE", "ORANGE", "GREEN", "PURPLE", "OCHRE", "GREY", "INK", "MUTED", "GRID", "SERIES", "DARK", "GROUND",
    "COUNTS", "WIDE", "NARROW", "width", "config", "darken",
]  # fmt: skip

BLUE, ORANGE, GREEN, PURPLE, OCHRE, GREY = "#0063a6", "#b84a00", "#1f5c2e", "#9c3a78", "#7d5a00", "#5c6570"
INK, MUTED, GRID = "#1d2530", "#4a5462", "#d8dde3"
SERIES = (BLUE, ORANGE, GREEN, PURPLE, OCHRE, GREY)
GROUND = {"light": "#ffffff", "dark": "#14181e"}
DARK = {
    GROUND["light"]: GROUND["dark"],  # outlines that keep lines out of letters
    BLUE: "#6db8f2",
    ORANGE: "#ff9c5c",
    GREEN: "#4fcfa8",
    PURPLE: "#eb9aca",
    OCHRE: "#e0b64a",
    GREY: "#a9b3bf",
    INK: "#e7eaee",
    MUTED: "#b9c2cc",
    GRID: "#3a434e",
}

COUNTS = "datum.value >= 1e9 ? format(datum.value / 1e9, ',') + ' billion' : datum.value >= 1e6 ? format(datum.value / 1e6, ',') + ' million' : format(datum.value, ',')"  # labels of an axis of people or things

WIDE, NARROW = 620, 320
FONT = "Arial, Liberation Sans, Arimo, Helvetica, Nimbus Sans, Roboto, sans-serif"  # of one width, so that what was laid out in one fits in the others


def width(narrow: bool) -> int:
    """Return the plot's whole width in pixels, axes and labels included (charts use ``autosize: fit``)."""
    return NARROW if narrow else WIDE


def config(narrow: bool = False) -> dict:
    """Return the Vega-Lite config that every chart shares."""
    text = {"labelColor": MUTED, "titleColor": INK, "labelFont": FONT, "titleFont": FONT, "labelFontSize": 12, "titleFontSize": 12}
    return {
        "background": "transparent",
        "font": FONT,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 4, "right": 6, "top": 8, "bottom": 4},
        "view": {"stroke": None, "continuousWidth": width(narrow), "continuousHeight": 300, "discreteHeight": {"step": 24}},
        "axis": {
            **text,
            "titleFontWeight": "normal",
            "gridColor": GRID,
            "domainColor": MUTED,
            "tickColor": MUTED,
            "titlePadding": 8,
            "labelLimit": 150 if narrow else 260,
            "labelSeparation": 4,
        },
        "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "start", "titleY": -10, "titleX": 0, "domain": False, "ticks": False},
        "axisX": {"grid": False},
        "legend": {
            **text, "orient": "top", "offset": 24, "direction": "horizontal", "title": None, "columns": 2 if narrow else 4, "columnPadding": 10 if narrow else 14,
            "labelLimit": 280, "symbolSize": 90, "symbolOpacity": 1, "symbolBaseFillColor": INK, "symbolBaseStrokeColor": INK,
        },  # room between entries, since a machine without Arial may draw a wider face
        "header": {"labelColor": INK, "labelFont": FONT, "titleColor": INK, "titleFont": FONT, "labelFontSize": 12, "labelFontWeight": "bold", "title": None},
        "title": {"color": INK, "font": FONT, "anchor": "start", "fontSize": 15, "fontWeight": "bold", "subtitleColor": MUTED, "subtitleFont": FONT, "offset": 12},
        "text": {"color": INK, "font": FONT, "fontSize": 12},
        "line": {"strokeWidth": 2.25, "color": BLUE},
        "point": {"filled": True, "opacity": 1, "size": 55, "color": BLUE},
        "bar": {"color": BLUE},
        "area": {"color": BLUE},
        "rule": {"color": MUTED},
        "tick": {"color": INK},
        "range": {"category": list(SERIES), "ramp": ["#cfe3f3", BLUE], "heatmap": ["#cfe3f3", BLUE]},
    }


def darken(svg: str) -> str:
    """Give an SVG its dark colours, which the viewer's colour scheme turns on.

    Attribute selectors outrank presentation attributes, so that no mark needs to be rewritten.
    """
    rules = "".join(
        f'[{attribute}="{light}" i]{{{attribute}:{dark}}}' for light, dark in DARK.items() if re.search(light, svg, re.I) for attribute in ("fill", "stroke")
    )
    style = f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"
    return re.sub(r"(<svg[^>]*>)", lambda m: m[1] + style, svg, count=1)
