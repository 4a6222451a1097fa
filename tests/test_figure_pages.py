"""The Sphinx extension stops a build in which a figure is unknown, half exported or without alt text."""

import importlib.util
import json

import pytest
from sphinx.errors import ExtensionError

from analysis import BOOK

spec = importlib.util.spec_from_file_location("wtt_figures", BOOK / "_ext" / "wtt_figures.py")
wtt_figures = importlib.util.module_from_spec(spec)
spec.loader.exec_module(wtt_figures)

META = {
    "id": "PWR-01", "part": "power", "title": "A <finding>", "question": "What?", "alt": "A line “rises”", "caption": "How & why; **bold**.", "grade": "modelled",
    "as_of": "2026-06-18", "sources": [{"key": "a", "text": "A (2026).", "short": "A (2026)", "url": "https://example.org/x"}], "tables": [{"name": "power/x", "title": "X", "vintage": "2026"}],
    "parameters": ["pue"], "claims": [{"id": "A1", "verdict": "reproduced"}], "notebook": "power/us-demand", "first_edition": "2026.11", "edition": "2026.11", "history": [],
    "fingerprint": "ab" * 32, "rows": 40, "columns": [{"name": "year", "unit": "year", "description": "Year"}, {"name": "energy_twh", "unit": "TWh", "description": "Energy"}],
    "licence": "CC-BY-4.0", "citations": {"text": "T", "bibtex": "B", "ris": "R", "csl-json": "C"}, "json_ld": {},
}  # fmt: skip


@pytest.fixture
def exported(tmp_path, monkeypatch):
    folder = tmp_path / "figures" / "PWR-01"
    folder.mkdir(parents=True)
    for name in wtt_figures.REQUIRED:
        (folder / name).write_text('<svg xmlns="x" width="620" height="300">')
    (folder / "data.csv").write_text("year,energy_twh\n" + "".join(f"{y},{y / 10}\n" for y in range(2000, 2040)))
    (folder / "metadata.json").write_text(json.dumps(META))
    catalogue = wtt_figures.Catalogue(tmp_path)
    monkeypatch.setattr(wtt_figures, "_catalogue", catalogue)
    return folder, catalogue


def test_an_unknown_figure_a_missing_file_and_missing_alt_text_stop_the_build(exported):
    folder, catalogue = exported
    with pytest.raises(ExtensionError, match="figure PWR-77"):
        catalogue.meta("PWR-77")
    (folder / "chart.svg").unlink()
    with pytest.raises(ExtensionError, match=r"PWR-01: chart\.svg not found"):
        catalogue.meta("PWR-01")
    (folder / "chart.svg").write_text("<svg>")
    with pytest.raises(ExtensionError, match="states no width"):
        catalogue.size("PWR-01", "chart.svg")
    (folder / "metadata.json").write_text(json.dumps(META | {"alt": "  "}))
    with pytest.raises(ExtensionError, match="PWR-01 has no alt text"):
        catalogue.meta("PWR-01")


def test_a_chapter_shows_picture_caption_source_grade_date_data_and_one_row_of_actions(exported):
    _, catalogue = exported
    text = wtt_figures.figure_html(catalogue.meta("PWR-01"), "../", "")
    for part in (
        'id="PWR-01"', "A &lt;finding&gt;", 'alt="A line “rises”"', "chart-narrow.svg", 'width="620" height="300"', "<strong>bold</strong>", 'sources.html#a',
        "18 June 2026", "modelled", "computed from sourced inputs", "The 40 rows", "the rest is in the CSV", 'scope="row"', "Cite", "CSV", "SVG", "PNG", "Embed", "Permalink",
        "../figures/PWR-01.html", "../figures/PWR-01/data.csv",
    ):  # fmt: skip
        assert part in text, part
    assert text.count("<tr>") == 31 and "style=" not in text and "<script" not in text


def test_the_figures_page_has_four_citations_method_sources_licence_fingerprint_and_claims(exported):
    _, catalogue = exported
    text = wtt_figures.page_html(catalogue.meta("PWR-01"), "../", "https://example.org/book/")
    for part in ("Plain text", "BibTeX", "RIS", "CSL-JSON", "../power/us-demand.html#PWR-01", "A (2026).", "CC BY 4.0", "ab" * 32, "../ledger.html#A1", "reproduced", "pue", "https://example.org/book/figures/PWR-01"):
        assert part in text, part


def test_dates_are_written_the_same_in_every_locale():
    assert [wtt_figures.day(d) for d in ("2026-06-18", "2026-06", "2026")] == ["18 June 2026", "June 2026", "2026"]
