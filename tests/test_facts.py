"""Every named number is the committed one to a part in a billion, on every Python; and each has what a reader needs."""

import json

import pytest

from analysis.publish import facts
from analysis.quantities import GRADES

NOW = facts.collect()


def test_no_number_moved_unnoticed():
    committed = json.loads(facts.COMMITTED.read_text())
    moved = [k for k in sorted({*NOW, *committed}) if k not in NOW or k not in committed or not facts.same(NOW[k], committed[k])]
    assert not moved, f"{len(moved)} facts moved, such as {moved[:5]}. If that is meant: python -m analysis facts --write, and a line in CHANGELOG.md"


def test_every_fact_has_a_unit_a_grade_and_an_ordered_range():
    from analysis import units

    for name, fact in NOW.items():
        units.parse(fact["unit"])
        assert fact["grade"] in GRADES, name
        if fact["low"] is not None:
            assert fact["low"] <= fact["value"] <= fact["high"], f"{name}: {fact}"


def test_a_moved_fact_is_reported(tmp_path):
    path = tmp_path / "facts.json"
    assert facts.write(path) == sorted(NOW)
    assert facts.write(path) == []
    stored = json.loads(path.read_text())
    name = next(iter(stored))
    stored[name]["value"] *= 1 + 1e-6
    path.write_text(json.dumps(stored))
    assert facts.write(path) == [name]


@pytest.mark.parametrize(("a", "b", "expected"), [(1.0, 1.0 + 5e-10, True), (1.0, 1.0 + 5e-9, False), (0.0, 0.0, True)])
def test_same_to_a_part_in_a_billion(a, b, expected):
    make = lambda v: {"value": v, "low": None, "high": None, "unit": "GW"}  # noqa: E731
    assert facts.same(make(a), make(b)) is expected
