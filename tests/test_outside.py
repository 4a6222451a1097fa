"""Outside data: the right bytes or a clear refusal; and a planted difference comes back whole."""

import hashlib

import pandas as pd
import pytest

from analysis import outside, tables


@pytest.fixture
def pinned(tmp_path, monkeypatch):
    """A data folder that pins two vintages of a small set, with a mirror that holds both."""
    root, mirror = tmp_path / "data", tmp_path / "mirror"
    root.mkdir(), mirror.mkdir()
    texts = {"2025-01-01": "Model,Date,FLOP\na,x,1\nb,x,2\nb,x,3\nc,x,\n", "2026-01-01": "Model,Date,FLOP,New\na,x,1\nb,x,4\nb,x,3\nd,x,9\n"}
    lines = ["name,vintage,file,url,sha256,bytes,key,licence,source,locator,seen,note"]
    for vintage, text in texts.items():
        (mirror / f"set_{vintage}.csv").write_text(text)
        lines.append(f"set,{vintage},set_{vintage}.csv,http://127.0.0.1:9/x.csv,{hashlib.sha256(text.encode()).hexdigest()},{len(text)},Model|Date,CC-BY-4.0,k,l,primary,")
    (root / "outside.csv").write_text("\n".join(lines) + "\n")
    (root / "outside.yml").write_text((tables.DATA / "outside.yml").read_text())
    monkeypatch.setenv(outside.MIRROR, str(mirror))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return root, mirror


def test_the_newest_vintage_is_the_default_and_a_vintage_an_argument(pinned):
    root, _ = pinned
    assert outside.vintages("set", root) == ["2025-01-01", "2026-01-01"]
    assert "d" in set(outside.load("set", root=root)["Model"]) and "c" in set(outside.load("set", "2025-01-01", root=root)["Model"])


def test_a_planted_difference_comes_back(pinned):
    root, _ = pinned
    report = outside.refresh("set", root=root)
    d = report["difference"]
    assert (d["added"], d["removed"], d["columns_added"]) == (["d | x"], ["c | x"], ["New"])
    assert d["moved"] == {"FLOP": {"changed": 1, "appeared": 0, "vanished": 0, "median_ratio": 2.0}}
    text = outside.describe(report)
    assert "4 → 4 rows, 1 added, 1 removed" in text and "FLOP: 1 changed" in text and "columns added: New" in text
    assert "no earlier vintage" in outside.describe(outside.refresh("set", vintage="2025-01-01", root=root))


def test_a_wrong_checksum_is_refused(pinned):
    root, mirror = pinned
    (mirror / "set_2026-01-01.csv").write_text("Model\nforged\n")
    with pytest.raises(outside.OutsideError, match="has SHA-256 .* pinned is"):
        outside.path("set", root=root)
    assert not outside.available("set", root=root) and outside.available("set", "2025-01-01", root=root)


def test_absent_files_unknown_names_and_no_network(pinned, monkeypatch):
    root, mirror = pinned
    (mirror / "set_2026-01-01.csv").unlink()
    with pytest.raises(outside.OutsideError, match="is not in ANALYSIS_DATA_MIRROR"):
        outside.path("set", root=root)
    with pytest.raises(KeyError, match="did you mean set"):
        outside.path("sets", root=root)
    with pytest.raises(KeyError, match="unknown vintage of set"):
        outside.path("set", "1999-01-01", root=root)
    monkeypatch.delenv(outside.MIRROR)
    with pytest.raises(outside.OutsideError, match="is not at hand. Run python -m analysis refresh set"):
        outside.path("set", download=False, root=root)
    with pytest.raises(outside.OutsideError, match="could not be reached"):
        outside.path("set", root=root)
    assert not list((root.parent / "cache").rglob("*.csv"))


def test_a_download_that_is_not_the_pinned_file_is_not_kept(pinned, monkeypatch, tmp_path):
    import http.server
    import threading

    root, _ = pinned
    served = tmp_path / "served"
    served.mkdir()
    (served / "x.csv").write_text("something else\n")
    handler = lambda *a, **k: http.server.SimpleHTTPRequestHandler(*a, directory=str(served), **k)  # noqa: E731
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        text = (root / "outside.csv").read_text().replace("127.0.0.1:9", f"127.0.0.1:{server.server_port}")
        (root / "outside.csv").write_text(text)
        tables._load.cache_clear()
        monkeypatch.delenv(outside.MIRROR)
        with pytest.raises(outside.OutsideError, match="is not the pinned file"):
            outside.path("set", root=root)
        assert not outside.available("set", root=root)
    finally:
        server.shutdown()


@pytest.mark.parametrize("row", [r for r in tables.load("outside").to_dict("records")], ids=lambda r: f"{r['name']}-{r['vintage']}")
def test_pinned_sets_that_are_at_hand_are_the_pinned_ones(row):
    if not outside.available(row["name"], row["vintage"]):
        pytest.skip(f"{row['name']} {row['vintage']} is not at hand; set {outside.MIRROR} to a folder that holds it")
    frame = outside.load(row["name"], row["vintage"], download=False)
    assert set(row["key"].split("|")) <= set(frame.columns) and len(frame) > 100
