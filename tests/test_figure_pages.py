"""The Sphinx extension stops a build in which a figure is unknown, half exported or without alt text."""

import importlib.util
import io
import json
import sys
from types import SimpleNamespace

import pytest
from sphinx.errors import ExtensionError
from sphinx.events import EventListener

from analysis import BOOK, explorers
from analysis.publish import draw
from analysis.publish.export import explorer_content


def extension(name):
    spec = importlib.util.spec_from_file_location(name, BOOK / "_ext" / f"{name}.py")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


wtt_site = extension("wtt_site")
wtt_figures = extension("wtt_figures")
wtt_explorer = extension("wtt_explorer")

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
        'id="PWR-01"', "A &lt;finding&gt;", 'alt="A line “rises”"', "chart-narrow.svg", 'width="620" height="300"', "<strong>bold</strong>", 'sources.html',
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


def test_an_explorer_comes_from_the_export_and_stops_the_build_when_it_is_not_there(exported):
    _, catalogue = exported
    with pytest.raises(ExtensionError, match=r"explorer PWR-X1: page\.json not found"):
        wtt_explorer.read("PWR-X1")
    item = explorers.get("PWR-X1")
    draw.explorer(explorer_content(item), catalogue.folder)
    text = wtt_explorer.explorer_html(wtt_explorer.read("PWR-X1"), "../")
    for control in item.controls:
        at = control.values.index(control.start)
        assert f'name="{control.name}" min="0" max="{len(control.values) - 1}" step="1" value="{at}" aria-valuetext="{control.texts[at]}"' in text
    for output in item.outputs:
        assert f'<dd data-output="{output.name}">{item.at()[output.name]}</dd>' in text
    assert item.static_html() in text and 'data-grid="../explorers/PWR-X1.js"' in text
    assert json.dumps(item.payload(), ensure_ascii=False, separators=(",", ":"), sort_keys=True) in (catalogue.folder / "explorers/PWR-X1/grid.js").read_text()


def test_processes_share_the_pages_between_them_and_one_alone_has_all(monkeypatch):
    names = [f"figures/{n}" for n in range(7)]
    assert wtt_site.share(names) == names
    shares = []
    for number in range(3):
        monkeypatch.setattr(wtt_site, "_share", (number, 3))
        shares.append(wtt_site.share(iter(names)))
    assert sorted(sum(shares, [])) == names and len({len(s) for s in shares}) == 2


def test_rendering_that_waits_stops_when_the_notebooks_never_come(monkeypatch):
    app = SimpleNamespace(config=SimpleNamespace(wtt_wait=True))
    monkeypatch.setattr(sys, "stdin", io.StringIO("go\n"))
    wtt_site.wait(app)
    with pytest.raises(ExtensionError, match="notebooks did not come to their end"):
        wtt_site.wait(app)
    wtt_site.wait(SimpleNamespace(config=SimpleNamespace(wtt_wait=False)))


def test_the_menu_of_pages_that_stand_in_none_is_made_once_a_folder():
    made = []

    def give(app, pagename, templatename, context, doctree):
        context["generate_toctree_html"] = lambda *words, **options: made.append(pagename) or f"<ul>{pagename} {options}</ul>"

    monkey = wtt_site.add_toctree_functions
    wtt_site.add_toctree_functions = give
    try:
        app = SimpleNamespace(events=SimpleNamespace(listeners={"html-page-context": [EventListener(1, give, 500), EventListener(2, print, 500)]}))
        wtt_site.one_menu(app)
    finally:
        wtt_site.add_toctree_functions = monkey
    first, other = app.events.listeners["html-page-context"]
    assert other.handler is print and first.priority == 500

    def menu(page, doctree=None, **options):
        context = {}
        first.handler(app, page, "page.html", context, doctree)
        return context["generate_toctree_html"](kind="sidebar", **options)

    assert menu("figures/A") == menu("figures/B") and made == ["figures/A"]
    assert menu("figures/B", startdepth=1) != menu("figures/A") and menu("data/x") != menu("figures/A")
    assert menu("figures/index", doctree=object()) != menu("figures/A"), "a page of the menu marks itself there"
    wtt_site._menus.clear()
