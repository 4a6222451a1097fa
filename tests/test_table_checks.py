"""The constraints that pandera is given are those its own reader of Frictionless schemas makes of a sidecar."""

import pytest
from pandera.io.pandas_io import from_frictionless_schema

from analysis import tables


def theirs(fields):
    plain = [{k: f[k] for k in ("name", "type", "constraints") if k in f} for f in fields]
    return from_frictionless_schema({"fields": plain}).columns


def said(column):
    return sorted(str(check) for check in column.checks), column.nullable, column.unique, column.required


@pytest.mark.parametrize("name", tables.names())
def test_every_column_of_every_table_is_held_to_the_same(name):
    fields = tables.sidecar(name)["schema"]["fields"]
    reference = theirs(fields)
    assert {f["name"]: said(tables._column(f, name)) for f in fields} == {n: said(c) for n, c in reference.items()}


@pytest.mark.parametrize(
    ("kind", "constraints"),
    [
        ("number", {"minimum": 1, "maximum": 5}),
        ("number", {"minimum": 0}),
        ("integer", {"maximum": 9, "required": True}),
        ("string", {"minLength": 2}),
        ("string", {"maxLength": 3, "unique": True}),
        ("string", {"minLength": 0, "maxLength": 3}),
        ("string", {"pattern": "[a-z]+", "enum": ["a", "b"]}),
        ("boolean", {}),
    ],
)
def test_each_constraint_is_the_same_check(kind, constraints):
    field = {"name": "x", "type": kind, "constraints": constraints}
    assert said(tables._column(field, "data/t.yml")) == said(theirs([field])["x"])


def test_a_misspelt_constraint_is_named(data_folder):
    root, _ = data_folder
    path = root / "power" / "demand.yml"
    path.write_text(path.read_text().replace("{minimum: 0,", "{minimun: 0,"))
    with pytest.raises(tables.TableError, match=r"column energy_twh has the constraint 'minimun', not one of required, unique, .*Choose one"):
        tables.load("power/demand", root)
