"""From an Altair chart to SVG and PNG, the same bytes each time."""

from __future__ import annotations

import json
import re

from analysis import theme

__all__ = ["VEGALITE", "spec_json", "svg", "png", "svg_png", "preview"]

VEGALITE = "6.4"


def spec_json(chart, validate: bool = True) -> str:
    """Return a chart's Vega-Lite specification as compact JSON with sorted keys; what is JSON already is returned as it is."""
    if isinstance(chart, str):
        return chart
    return json.dumps(chart.to_dict(validate=validate), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def svg(chart) -> str:
    """Draw a chart, or its specification as JSON, as SVG with its dark colours inside.

    The converter numbers clip paths and gradients by a counter that runs on through the process: they are numbered anew.
    """
    import vl_convert

    text = vl_convert.vegalite_to_svg(spec_json(chart), vl_version=VEGALITE)
    numbers: dict[str, str] = {}
    text = re.sub(r"\b(?:clip|gradient_)\d+\b", lambda m: numbers.setdefault(m[0], f"c{len(numbers)}"), text)
    return theme.darken(text)


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
