"""A figure is rounded once, says the same in chart, CSV and fingerprint, and cannot be registered carelessly."""

import hashlib
import importlib.util
import io
import re
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd
import pytest
from fontTools.agl import AGL2UV

from analysis import bibliography, claims, figures, named_rows, render, tables, theme, units
from analysis.figures import FigureSpec, round_significant

EVERY = figures.every()
SPEC = dict(
    id="PWR-99", slug="s", title="t", question="q", alt="a", caption="c", columns={"x": ("TWh", "x")},
    sources=("lbnl2024",), tables=("parameters",), grade="measured", as_of="2026-01-01", notebook="power/x",
)  # fmt: skip


def test_rounding_to_six_significant_digits():
    frame = pd.DataFrame({"x": [176.123456789, 1.23456789e-9, -1234567.89, 0.0, np.nan, np.inf], "n": [1, 2, 3, 4, 5, 6], "t": list("abcdef")})
    out = round_significant(frame)
    assert out["x"].tolist()[:4] == [176.123, 1.23457e-9, -1234570.0, 0.0]
    assert np.isnan(out["x"].iloc[4]) and np.isinf(out["x"].iloc[5])
    assert out[["n", "t"]].equals(frame[["n", "t"]])
    pd.testing.assert_frame_equal(round_significant(out), out)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "POW-1"}, "not of the form PWR-01"),
        ({"grade": "certain"}, "grade = 'certain'"),
        ({"alt": ""}, "has no alt"),
    ],
)
def test_a_careless_spec_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        FigureSpec(**{**SPEC, **change})


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(KeyError, match="unknown figure 'PWR-1'; did you mean PWR-"):
        figures.get("PWR-1")


def test_a_frame_that_differs_from_its_columns_is_refused():
    figure = figures.Figure(FigureSpec(**SPEC), lambda: pd.DataFrame({"y": [1.0]}))
    with pytest.raises(ValueError, match=r"columns are \['y'\], its spec names \['x'\]"):
        figure.frame()
    with pytest.raises(ValueError, match="has no drawing function"):
        figures.Figure(FigureSpec(**SPEC), lambda: pd.DataFrame({"x": [1.0]})).chart()


@pytest.mark.parametrize("figure", EVERY, ids=lambda f: f.spec.id)
def test_every_figure_is_whole(figure):
    spec, frame = figure.spec, figure.frame()
    assert len(frame) and not frame.columns.duplicated().any()
    assert figure.fingerprint == hashlib.sha256(figure.csv).hexdigest()
    back = pd.read_csv(io.BytesIO(figure.csv), keep_default_na=False, na_values=[""])
    assert list(back.columns) == list(frame.columns) and len(back) == len(frame)
    assert 20 < len(figure.title) < 180 and 60 < len(figure.alt) and 60 < len(figure.caption)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", spec.as_of)
    for key in spec.sources:
        assert bibliography.text(key)
    for name in spec.tables:
        assert tables.sidecar(name)["title"]
    for unit, meaning in spec.columns.values():
        assert meaning and (unit in ("text", "date") or units.parse(unit) is not None)
    for id in spec.claims:
        assert id in set(claims.ledger()["id"])


@pytest.mark.parametrize("figure", EVERY, ids=lambda f: f.spec.id)
def test_every_figure_draws_wide_and_narrow_in_colours_that_have_a_dark_partner(figure):
    for narrow in (False, True):
        svg = render.svg(figure.chart(narrow))
        width = float(re.search(r'width="([\d.]+)"', svg)[1])
        assert width <= theme.width(narrow) + 60, f"{figure.spec.id} is {width} px wide"
        colours = {c.lower() for c in re.findall(r'(?:fill|stroke)="(#[0-9a-fA-F]{6})"', svg)}
        assert colours <= set(theme.DARK), f"{figure.spec.id}: {colours - set(theme.DARK)} have no dark partner"
        sizes = [float(s) for s in re.findall(r'font-size="([\d.]+)px"', svg)]
        assert min(sizes) >= 10, f"{figure.spec.id}: text of {min(sizes)} px"
        loose = re.findall(r"<text(?![^>]*textLength)[^>]*>([^<]{2,})</text>", svg)
        assert not loose, f"{figure.spec.id}: {loose[0]!r} would take another width in another face; give its letters their widths in analysis.render"


def test_widths_of_letters_are_as_adobe_published_them():
    afm = Path(importlib.util.find_spec("matplotlib").origin).parent / "mpl-data" / "fonts" / "afm"
    for bold, name in ((False, "phvr8a"), (True, "phvb8a")):
        rows = re.findall(r"WX (\d+) ; N (\w+)", (afm / f"{name}.afm").read_text())
        published = {chr(AGL2UV[glyph]): int(width) for width, glyph in rows if glyph in AGL2UV}
        for letter in {chr(c) for c in range(32, 127)} | set("’‘“”–—−×÷·…°é½¼¾"):
            assert render.set_width(letter, 1000, bold) == published[letter], (letter, name)
    assert render.set_width("Sent by each worker so far (MB)", 12) == pytest.approx(172.1, abs=0.1)  # as Chromium measures it in Liberation Sans, less kerning
    assert render.set_width("語", 12) is None


def test_texts_are_held_to_the_width_they_were_laid_out_for():
    svg = render.svg(alt.Chart(pd.DataFrame({"x": [1], "t": ["a & b"]})).mark_text(fontSize=20).encode(text="t"))
    assert f'textLength="{render.set_width("a & b", 20):.1f}" lengthAdjust="spacingAndGlyphs">a &amp; b</text>' in svg


def test_a_name_over_a_line_is_outlined_in_the_ground_beneath_itself():
    name = alt.Chart(pd.DataFrame({"x": [1], "t": ["a name"]})).mark_text(dy=-3).encode(text="t", color=alt.value(theme.BLUE))
    outline, text = re.findall(r"<text[^>]*>a name</text>", render.svg(alt.layer(*named_rows.over_lines(name))))
    assert theme.GROUND["light"] in outline and "stroke-width" in outline and theme.BLUE not in outline
    assert theme.BLUE in text and "stroke" not in text
    assert re.search(r'transform="[^"]*"', outline)[0] == re.search(r'transform="[^"]*"', text)[0]


def test_ids_are_unique_and_an_svg_is_the_same_twice():
    ids = [f.spec.id for f in EVERY]
    assert len(ids) == len(set(ids)) == len({f.spec.slug for f in EVERY})
    assert render.svg(EVERY[0].chart()) == render.svg(EVERY[0].chart())
