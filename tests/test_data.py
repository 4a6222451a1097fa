"""The committed data as a whole: every table loads, every source resolves, every unit parses, nothing is from memory."""

import re

import pytest

from analysis import DATA, bibliography, parameters, tables, units
from analysis.publish import datapackage

NAMES = tables.names()


@pytest.mark.parametrize("name", NAMES)
def test_every_table_is_sound(name):
    meta, frame = tables.sidecar(name), tables.load(name)
    assert meta["name"] == name.split("/")[-1]
    assert len(frame) or name == "editions"
    assert meta["redistribution"] is True and re.fullmatch(r"\d{4}-\d\d-\d\d", str(meta["retrieved"]))
    for field in meta["schema"]["fields"]:
        assert field.get("description"), f"{name}.{field['name']} has no meaning"
        if field["type"] in ("number", "integer"):
            limits = field.get("constraints", {})
            assert "unit" in field and {"minimum", "maximum"} <= set(limits), f"{name}.{field['name']}"
        if "unit" in field:
            units.parse(field["unit"])


@pytest.mark.parametrize("name", NAMES)
def test_every_row_names_a_source_that_resolves_and_a_place_in_it(name):
    frame = tables.load(name)
    if "source" not in frame:
        assert tables.sidecar(name)["kind"] == "register"
        return
    known = set(bibliography.keys())
    for row, (keys, locator) in enumerate(zip(frame["source"], frame["locator"], strict=True), start=2):
        for key in str(keys).split():
            assert key in known, f"{name} row {row}: {key} is not in book/references.bib"
        assert isinstance(locator, str) and len(locator) >= 3, f"{name} row {row} has no locator"
    if "seen" in frame:
        assert frame["seen"].isin(["primary", "secondary"]).all()


def test_no_row_points_at_a_private_place():
    forbidden = re.compile(r"find_string|read_file|/work/|\bfarm-|memory-unverified|\.mirror")
    for path in sorted(DATA.rglob("*.csv")) + sorted(DATA.rglob("*.yml")):
        hit = forbidden.search(path.read_text(encoding="utf-8"))
        assert hit is None, f"{path.name}: {hit[0]}"


def test_money_carries_its_year():
    for row in tables.load("parameters").to_dict("records"):
        if "USD" in row["unit"] or "EUR" in row["unit"]:
            assert row["currency_year"] > 1990, f"{row['part']}/{row['name']} has no currency year"


def test_every_parameter_is_one():
    for row in tables.load("parameters").to_dict("records"):
        got = parameters.get(row["name"], part=row["part"], **{k: row[k] for k in ("year", "hardware") if row[k] == row[k] and row[k] is not None})
        units.parse(got.unit)
        assert got.note, f"{got.key}: the note does not say how the range was made"


def test_every_source_is_whole():
    for key in bibliography.keys():
        fields = bibliography.entry(key).fields
        assert fields.get("title") and fields.get("year"), key
        assert bibliography.url(key).startswith(("http", "")), key


def test_the_data_package_is_current():
    assert datapackage.write(check=True) == 0, "run python -m analysis datapackage and commit data/datapackage.json"


def test_a_private_source_key_is_refused():
    with pytest.raises(KeyError, match="unknown source"):
        bibliography.entry("nobody1900")
