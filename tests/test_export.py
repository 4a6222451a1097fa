"""What the site serves of a figure is whole, agrees with itself, and is the same however it is written."""

import hashlib
import json
import sys

import pandas as pd
import pytest

from analysis import claims, explorers, figures
from analysis.publish import draw, export, run
from analysis.publish.export import FILES


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    out = tmp_path_factory.mktemp("export")
    export.export(out, jobs=2)
    return out


def test_every_figure_has_every_file_and_the_fingerprint_is_that_of_the_csv(written):
    for id in figures.ids():
        folder = written / "figures" / id
        assert {p.name for p in folder.iterdir()} == set(FILES)
        meta = json.loads((folder / "metadata.json").read_text())
        assert hashlib.sha256((folder / "data.csv").read_bytes()).hexdigest() == meta["fingerprint"] == figures.get(id).fingerprint
        assert len(pd.read_csv(folder / "data.csv")) == meta["rows"]
        assert meta["alt"] and meta["sources"] and meta["json_ld"]["@type"] == "Dataset"
        assert (folder / "figure.png").read_bytes().startswith(b"\x89PNG")
        for name in ("chart.svg", "chart-narrow.svg", "figure.svg"):
            text = (folder / name).read_text()
            assert text.startswith("<svg") and "http" not in text.replace("http://www.w3.org", "")
        assert "prefers-color-scheme" in (folder / "chart.svg").read_text()
        assert id in (folder / "figure.svg").read_text()


def test_the_catalogue_and_the_ledger_are_served(written):
    catalogue = json.loads((written / "figures.json").read_text())
    assert [f["id"] for f in catalogue["figures"]] == figures.ids()
    for entry in catalogue["figures"]:
        assert all((written / path).exists() for path in entry["files"].values())
    ledger = json.loads((written / "claims.json").read_text())
    assert len(ledger) == len(claims.ledger()) == len(pd.read_csv(written / "claims.csv"))
    assert sum(len(c["numbers"]) for c in ledger) == len(claims.numbers())


def bytes_by_file(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_one_job_or_two_and_again_give_the_same_bytes_and_what_left_the_registry_goes(written, tmp_path):
    export.export(tmp_path, jobs=1)
    first = bytes_by_file(written)
    assert bytes_by_file(tmp_path) == first
    stamps = {p: p.stat().st_mtime_ns for p in written.rglob("data.csv")}
    gone = written / "figures" / "PWR-98"
    gone.mkdir()
    export.export(written, jobs=1)
    assert not gone.exists()
    assert bytes_by_file(written) == first and all(p.stat().st_mtime_ns == t for p, t in stamps.items())


def test_workers_that_begin_from_nothing_give_the_same_bytes(written, tmp_path, monkeypatch):
    few = figures.ids()[-2:]
    monkeypatch.setattr(figures, "ids", lambda: few)  # the workers know all of them: they are asked for these
    monkeypatch.setitem(sys.modules, "vl_convert", __import__("vl_convert"))
    assert export.export(tmp_path, jobs=2) == few
    for id in few:
        assert bytes_by_file(tmp_path / "figures" / id) == bytes_by_file(written / "figures" / id)


def test_pages_and_book_share_all_figures_and_explorers_out(monkeypatch):
    monkeypatch.setattr(export, "content", lambda figure, site_url: {"id": figure.spec.id})
    monkeypatch.setattr(export, "explorer_content", lambda item: {"id": item.id})
    pages = sorted({f.spec.notebook for f in figures.every()})
    gone = pages.pop()  # a page that figures name and the book does not have
    made = [export.page(name) for name in pages]
    rest = export.book(pages)
    for kind, every in (("figures", figures.ids()), ("explorers", [e.id for e in explorers.every()])):
        assert sorted(content["id"] for piece in [*made, rest] for content in piece[kind]) == every
    assert [content["id"] for content in rest["figures"]] == [f.spec.id for f in figures.every() if f.spec.notebook == gone]
    assert export.page("power/nothing") == {"figures": [], "explorers": []}


def test_the_metadata_names_the_ledger_s_verdicts(written):
    verdicts = dict(claims.ledger()[["id", "verdict"]].itertuples(index=False))
    for id in figures.ids():
        for claim in json.loads((written / "figures" / id / "metadata.json").read_text())["claims"]:
            assert claim["verdict"] == verdicts[claim["id"]]


@pytest.fixture
def content():
    spec = json.dumps({"data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": {"field": "x", "type": "quantitative"}}})
    entry = {name: "" for name in draw._IN_CATALOGUE} | {"id": "PWR-90"}
    texts = {"data.csv": "x\n1\n", "metadata.json": json.dumps(entry), **{name: "cited" for name in draw.FILES if name.startswith("cite")}}
    return {"id": "PWR-90", "wide": spec, "narrow": spec, "standalone": spec, "texts": texts}


def test_a_figure_is_drawn_again_when_a_word_of_it_changed_or_a_file_is_gone(content, tmp_path):
    assert draw.figure(content, tmp_path) and not draw.figure(content, tmp_path)
    folder = tmp_path / "figures" / "PWR-90"
    assert {p.name for p in folder.iterdir()} == set(draw.FILES) and (folder / "cite.txt").read_text() == "cited"
    content["texts"]["cite.txt"] = "cited otherwise"
    assert draw.figure(content, tmp_path) and (folder / "cite.txt").read_text() == "cited otherwise"
    (folder / "figure.png").unlink()
    assert draw.figure(content, tmp_path) and (folder / "figure.png").exists()


def test_a_failed_page_leaves_what_was_exported_and_a_whole_run_removes_what_is_gone(content, tmp_path):
    explorer = {"id": "PWR-X90", "texts": {"grid.js": "1", "page.json": "{}"}}
    book = {"figures": [], "explorers": [], "texts": {"claims.csv": "id\n"}, "head": {"edition": "1"}}
    page = {"figures": [content], "explorers": [explorer]}
    assert run._draw([page, book], tmp_path) == 1
    run._finish(tmp_path, [page, book])
    assert (tmp_path / "explorers/PWR-X90/grid.js").read_text() == "1"
    assert [f["id"] for f in json.loads((tmp_path / "figures.json").read_text())["figures"]] == ["PWR-90"]
    assert run._draw([None, None], tmp_path) == 0 and (tmp_path / "figures/PWR-90").exists()
    assert run._draw([book], tmp_path) == 0
    run._finish(tmp_path, [book])
    assert list((tmp_path / "figures").iterdir()) == list((tmp_path / "explorers").iterdir()) == []
    assert json.loads((tmp_path / "figures.json").read_text()) == {"edition": "1", "figures": []}
