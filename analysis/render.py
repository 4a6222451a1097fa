"""From an Altair chart to SVG and PNG, the same bytes each time."""

from __future__ import annotations

import html
import json
import re

from analysis import theme

__all__ = ["VEGALITE", "spec_json", "svg", "png", "svg_png", "preview"]

VEGALITE = "6.4"

# How wide a letter of the faces named in theme.FONT is, in thousandths of the font's size (Adobe's metrics of Helvetica, which Arial
# and its likes share; Greek letters as in Liberation Sans), by the letters of that width.
_ADVANCES = {
    False: {191: "'", 222: "ijl‘’", 260: "|", 278: " !,./:;I[\\]ft·", 333: "()-`r“”²", 334: "{}", 355: '"', 389: "*", 400: "°", 469: "^", 500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopquéü–", 575: "β", 578: "α", 584: "+<=>~×÷−", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 834: "¼½¾", 889: "%", 944: "W", 1000: "—…", 1015: "@"},
    True: {238: "'", 278: " ,./I\\ijl‘’·", 280: "|", 333: "!()-:;[]`ft²", 389: "*r{}", 400: "°", 474: '"', 500: "z“”", 556: "#$0123456789J_aceksvxyé–", 584: "+<=>^~×÷−", 610: "β", 611: "?FLTZbdghnopquü", 615: "α", 667: "EPSVXY", 722: "&ABCDHKNRU", 778: "GOQw", 833: "M", 834: "¼½¾", 889: "%m", 944: "W", 975: "@", 1000: "—…"},
}  # fmt: skip
_WIDTHS = {bold: {letter: width for width, letters in by_width.items() for letter in letters} for bold, by_width in _ADVANCES.items()}


def spec_json(chart, validate: bool = True) -> str:
    """Return a chart's Vega-Lite specification as compact JSON with sorted keys; what is JSON already is returned as it is."""
    if isinstance(chart, str):
        return chart
    return json.dumps(chart.to_dict(validate=validate), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def set_width(text: str, size: float, bold: bool = False) -> float | None:
    """Return how many pixels a line of text takes in Arial and the faces of its width, or None where a letter's width is not known here."""
    widths = [_WIDTHS[bold].get(letter) for letter in text]
    return None if None in widths else sum(widths) * size / 1000


def _hold_widths(svg: str) -> str:
    """Hold every text of an SVG to the width it was laid out for, whatever face it is drawn in.

    Legends and margins are reckoned in Arial. A machine without it may draw a face a sixth wider, which then ran into the next
    legend entry or out of the picture.
    """

    def held(match: re.Match) -> str:
        attributes, content = match.groups()
        size = re.search(r'font-size="([\d.]+)px"', attributes)
        width = size and len(content) > 1 and set_width(html.unescape(content), float(size[1]), 'font-weight="bold"' in attributes)
        return f'<text{attributes} textLength="{width:.1f}" lengthAdjust="spacingAndGlyphs">{content}</text>' if width else match[0]

    return re.sub(r"<text([^>]*)>([^<]*)</text>", held, svg)


def svg(chart) -> str:
    """Draw a chart, or its specification as JSON, as SVG with its dark colours inside and its texts held to their widths.

    The converter numbers clip paths and gradients by a counter that runs on through the process: they are numbered anew.
    """
    import vl_convert

    text = vl_convert.vegalite_to_svg(spec_json(chart), vl_version=VEGALITE)
    numbers: dict[str, str] = {}
    text = re.sub(r"\b(?:clip|gradient_)\d+\b", lambda m: numbers.setdefault(m[0], f"c{len(numbers)}"), text)
    return theme.darken(_hold_widths(text))


def png(chart, scale: float = 2.0) -> bytes:
    """Draw a chart, or its specification as JSON, as PNG on white."""
    import vl_convert

    spec = json.loads(spec_json(chart)) | {"background": theme.GROUND["light"]}
    return vl_convert.vegalite_to_png(json.dumps(spec), vl_version=VEGALITE, scale=scale)


def svg_png(svg: str, scale: float = 2.0) -> bytes:
    """Turn an SVG that this module drew into a PNG; its ground is the SVG's own."""
    import vl_convert

    return vl_convert.svg_to_png(svg, scale=scale)


def preview(figure, folder: str) -> None:
    """Write a figure's wide, narrow and dark forms as PNG, to look at while drawing.

    Parameters
    ----------
    figure : Figure
        From `analysis.figures.get`.
    folder : str
    """
    from pathlib import Path

    import vl_convert

    out, id = Path(folder), figure.spec.id
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{id}-wide.png").write_bytes(png(figure.chart()))
    (out / f"{id}-narrow.png").write_bytes(png(figure.chart(narrow=True)))
    dark = spec_json(figure.chart())
    for light, other in theme.DARK.items():
        dark = re.sub(light, other, dark, flags=re.I)
    dark = json.dumps(json.loads(dark) | {"background": theme.GROUND["dark"]})
    (out / f"{id}-dark.png").write_bytes(vl_convert.vegalite_to_png(dark, vl_version=VEGALITE, scale=2.0))
