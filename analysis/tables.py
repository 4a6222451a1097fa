"""Load a data table: its schema, units and provenance are checked on the way in, and a fault is named in full.

A table is a CSV beside a YAML sidecar of the same name, a Frictionless resource with the book's extras (who made the
facts, when, under which licence). Row numbers in messages are those a spreadsheet shows: the header is row 1.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

import pandas as pd
import yaml

from analysis import DATA, checks

__all__ = ["TableError", "load", "sidecar", "names", "unit_of", "SIDECAR_KEYS", "KINDS"]

SIDECAR_KEYS = (
    "name", "title", "description", "producer", "citation", "url", "vintage", "retrieved",
    "licence", "redistribution", "kind", "schema",
)  # fmt: skip
KINDS = ("transcribed", "curated", "derived", "register")
_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times as fast, where PyYAML was built with it
_TYPES = ("string", "integer", "number", "boolean", "date")
_CONSTRAINTS = ("required", "unique", "enum", "minimum", "maximum", "minLength", "maxLength", "pattern")


class TableError(ValueError):
    """A table that cannot be trusted: the message names file, row, column, value, limit and remedy."""


def names(root: Path = DATA) -> list[str]:
    """List every table as ``part/table`` (or ``table`` for those that all parts share)."""
    return sorted(str(path.relative_to(root).with_suffix("")) for path in root.rglob("*.yml"))


def _paths(name: str, root: Path) -> tuple[Path, Path]:
    if not (root / f"{name}.yml").is_file():  # the list of all is read only to tell which names come near
        checks.require_known("table", name, names(root))
    return root / f"{name}.csv", root / f"{name}.yml"


def _label(path: Path, root: Path) -> str:
    return f"{root.name}/{path.relative_to(root)}"


def sidecar(name: str, root: Path = DATA) -> dict:
    """Return a table's sidecar: title, producer, licence, vintage and the schema of its columns.

    Parameters
    ----------
    name : str
        For example ``"power/us_demand"``.
    root : pathlib.Path, optional
        Another data folder, for tests.

    Returns
    -------
    dict

    Raises
    ------
    KeyError
        For an unknown table.
    TableError
        When a required key is missing or the schema is not one.
    """
    _, path = _paths(name, root)
    label = _label(path, root)
    try:
        meta = yaml.load(path.read_text(encoding="utf-8"), Loader=_YAML)
    except yaml.YAMLError as error:
        raise TableError(f"{label} is not valid YAML: {error}. Mend the line named.") from None
    missing = [key for key in SIDECAR_KEYS if key not in (meta or {})]
    if missing:
        raise TableError(f"{label} lacks {', '.join(missing)}. Add what is missing; see CONTRIBUTING.md, 'A table'.")
    if meta["kind"] not in KINDS:
        raise TableError(f"{label}: kind = {meta['kind']!r} is not one of {', '.join(KINDS)}. Choose one of them.")
    for field in meta["schema"]["fields"]:
        if field.get("type") not in _TYPES:
            raise TableError(
                f"{label}: column {field.get('name')} has type {field.get('type')!r}, not one of {', '.join(_TYPES)}. Choose one of them."
            )
    return meta


def unit_of(name: str, column: str, root: Path = DATA) -> str:
    """Return the unit of one column of a table, as its sidecar states it."""
    fields = {field["name"]: field for field in sidecar(name, root)["schema"]["fields"]}
    checks.require_known(f"column of {name}", column, fields)
    return fields[column].get("unit", "1")


def load(name: str, root: Path = DATA) -> pd.DataFrame:
    """Load a table, checked.

    Parameters
    ----------
    name : str
        For example ``"power/us_demand"``.
    root : pathlib.Path, optional
        Another data folder, for tests.

    Returns
    -------
    pandas.DataFrame
        Columns in the order of the schema: strings, floats, integers (nullable where a cell is empty), booleans,
        dates as datetime64. A copy: changing it changes nothing else. ``attrs`` carries ``name`` and ``units``.

    Raises
    ------
    KeyError
        For an unknown table, with the nearest names.
    TableError
        For a wrong type, a value outside its limits, a missing cell or source, a duplicate key, a column too many or
        too few, or a truncated file.

    Examples
    --------
    >>> load("parameters").columns[0]
    'part'
    """
    frame = _load(name, root)
    copy = frame.copy()
    copy.attrs = dict(frame.attrs)
    return copy


class _Units(dict):
    """Units by column; pandas copies a frame's `attrs` deeply in almost every step, which these survive as they are."""

    def __deepcopy__(self, memo):
        return self


@cache
def _load(name: str, root: Path) -> pd.DataFrame:
    meta = sidecar(name, root)
    path, _ = _paths(name, root)
    label = _label(path, root)
    fields = meta["schema"]["fields"]
    raw = _read(path, label, [field["name"] for field in fields])
    frame = pd.DataFrame({field["name"]: _typed(raw[field["name"]], field, label) for field in fields})
    _check(frame, meta["schema"], label)
    frame.attrs = {"name": name, "units": _Units({f["name"]: f["unit"] for f in fields if "unit" in f})}
    return frame


def _read(path: Path, label: str, columns: list[str]) -> pd.DataFrame:
    if not path.exists():
        raise TableError(f"{label} does not exist, though its sidecar does. Add the table or remove the sidecar.")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TableError(f"{label} is not UTF-8 ({error.reason} at byte {error.start}). Save it as UTF-8.") from None
    if not text.strip():
        raise TableError(f"{label} is empty. Restore it from version control.")
    if not text.endswith("\n"):
        raise TableError(f"{label} ends in the middle of a line: it looks truncated. Restore it, or end it with a new line.")
    rows = list(csv.reader(io.StringIO(text)))
    header, body = rows[0], rows[1:]
    if header != columns:
        absent, extra = [c for c in columns if c not in header], [c for c in header if c not in columns]
        what = "; ".join(
            part for part in (absent and f"missing: {', '.join(absent)}", extra and f"not in the schema: {', '.join(extra)}") if part
        )
        raise TableError(f"{label}: columns do not match the sidecar ({what or 'another order'}). Make the two agree.")
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise TableError(
                f"{label} row {number} has {len(row)} cells where the header has {len(header)}: a comma too many or too few, "
                "or a truncated file. Quote text that holds commas."
            )
    return pd.DataFrame(body, columns=header, dtype=object)


def _typed(cells: pd.Series, field: dict, label: str) -> pd.Series:
    name, kind = field["name"], field["type"]
    text = cells.str.strip()
    empty = text == ""
    if kind == "string":
        return text.mask(empty, None).astype(object)
    if kind == "boolean":
        values, good = text.map({"true": True, "false": False}), text.isin(["true", "false"])
    elif kind == "date":
        values = pd.to_datetime(text.mask(empty), format="%Y-%m-%d", errors="coerce")
        good = values.notna()
    else:
        values = pd.to_numeric(text.mask(empty), errors="coerce").astype(float)
        good = values.notna() & values.abs().ne(float("inf"))
        if kind == "integer":
            good &= values.mod(1).eq(0)
    bad = ~good & ~empty
    if bad.any():
        row = int(bad.to_numpy().argmax())
        article = "an" if kind == "integer" else "a"
        hint = {"date": " (YYYY-MM-DD)", "boolean": " (true or false)"}.get(kind, "")
        raise TableError(
            f"{label} row {row + 2}: {name} = {text.iloc[row]} is not {article} {kind}{hint}. Correct the cell; "
            "a bound such as '<2' belongs in a low or high column."
        )
    if kind == "integer":
        return values.astype("Int64") if empty.any() else values.astype("int64")
    if kind == "boolean":
        return values.astype("boolean") if empty.any() else values.astype(bool)
    return values


def _check(frame: pd.DataFrame, schema: dict, label: str) -> None:
    """Hand the constraints to pandera and put its first finding into one sentence."""
    import pandera.errors
    import pandera.pandas

    key = schema.get("primaryKey") or []
    key = [key] if isinstance(key, str) else list(key)
    # Keys may hold empty cells ("not split by hardware"), which Frictionless forbids and pandas' own test does not.
    if key and (twice := frame.duplicated(subset=key)).any():
        row = int(twice.to_numpy().argmax())
        first = int((frame[key].fillna("").astype(str) == frame[key].iloc[row].fillna("").astype(str)).all(axis=1).to_numpy().argmax())
        shown = ", ".join(f"{c} = {frame[c].iloc[row]}" for c in key)
        raise TableError(f"{label} row {row + 2} repeats the key of row {first + 2} ({shown}). Keep one, or give the other its own vintage.")

    # Types are settled by `_typed`; what goes to pandera are the constraints alone.
    columns = {field["name"]: _column(field, label) for field in schema["fields"]}
    try:
        pandera.pandas.DataFrameSchema(columns, strict=True).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases.sort_values(["index", "column"], kind="stable")
        case = cases.iloc[0]
        limits = {f["name"]: f for f in schema["fields"]}[case["column"]]
        more = f" ({len(cases) - 1} more fault{'s' if len(cases) > 2 else ''} in this table.)" if len(cases) > 1 else ""
        raise TableError(_sentence(label, case, limits) + more) from None


def _column(field: dict, label: str):
    """Turn a field's constraints into pandera's checks, as pandera's own reader of Frictionless schemas does.

    That reader needs Frictionless, which takes longer to import than every table to check.
    """
    from pandera.pandas import Check, Column

    given = field.get("constraints", {})
    for name in given:
        if name not in _CONSTRAINTS:
            raise TableError(f"{label}: column {field['name']} has the constraint {name!r}, not one of {', '.join(_CONSTRAINTS)}. Choose one of them.")
    low, high, short, long = (given.get(name) for name in ("minimum", "maximum", "minLength", "maxLength"))
    found = []
    if low is not None and high is not None:
        found.append(Check.in_range(low, high))
    elif high is not None:
        found.append(Check.less_than_or_equal_to(high))
    elif low is not None:
        found.append(Check.greater_than_or_equal_to(low))
    if short is not None or long is not None:
        found.append(Check.str_length(short, long))
    if "pattern" in given:
        found.append(Check.str_matches(f"^{given['pattern']}$"))
    if "enum" in given:
        found.append(Check.isin(given["enum"]))
    return Column(checks=found, nullable=not given.get("required", False), unique=given.get("unique", False))


def _sentence(label: str, case: pd.Series, field: dict) -> str:
    constraints, unit = field.get("constraints", {}), field.get("unit", "")
    where = f"{label} row {int(case['index']) + 2}: {field['name']}"
    if str(case["check"]).startswith("not_nullable"):
        what = "Name the source of the row" if field["name"] == "source" else "Fill the cell, or drop the row"
        return f"{where} is empty. {what}."
    value = case["failure_case"]
    shown = f"{value:g}" if isinstance(value, float) else value
    if "enum" in constraints:
        return f"{where} = {shown} is not one of {', '.join(map(str, constraints['enum']))}. Choose one of them."
    if "minimum" in constraints or "maximum" in constraints:
        low, high = constraints.get("minimum"), constraints.get("maximum")
        span = f"outside {low:g}–{high:g}" if None not in (low, high) else (f"below {low:g}" if high is None else f"above {high:g}")
        unit = "" if unit in ("1", "year") else f" {unit}"
        return f"{where} = {shown} is {span}{unit}. Check value and unit at the source; if the source is right, move the limit in the sidecar."
    return f"{where} = {shown} fails {case['check']}. Correct the cell, or the constraint in the sidecar."
