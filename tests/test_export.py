"""What the site serves of a figure is whole, agrees with itself, and is the same however it is written."""

import hashlib
import json

import pandas as pd
import pytest

from analysis import claims, figures
from analysis.publish import export
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


def test_one_job_or_two_and_again_give_the_same_bytes(written, tmp_path):
    export.export(tmp_path, jobs=1)

    def content(folder):
        return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}

    first = content(written)
    assert content(tmp_path) == first
    stamps = {p: p.stat().st_mtime_ns for p in written.rglob("data.csv")}
    export.export(written, jobs=2)
    assert content(written) == first and all(p.stat().st_mtime_ns == t for p, t in stamps.items())


def test_what_left_the_registry_leaves_the_export(written, tmp_path):
    gone = tmp_path / "figures" / "PWR-98"
    gone.mkdir(parents=True)
    export.export(tmp_path, jobs=2)
    assert not gone.exists()
