"""A table is loaded typed and checked, and each way of being wrong gives one sentence that names the offender."""

import pandas as pd
import pytest

from analysis import tables


def test_types_units_and_order(data_folder):
    root, _ = data_folder
    frame = tables.load("power/demand", root)
    assert list(frame.columns) == ["vintage", "year", "energy_twh", "history", "published", "source"]
    assert frame["year"].dtype == "int64" and frame["energy_twh"].dtype == "float64" and frame["history"].dtype == bool
    assert frame["published"].iloc[0] == pd.Timestamp("2024-12-20")
    assert pd.isna(frame["energy_twh"].iloc[2])
    assert frame.attrs["units"]["energy_twh"] == "TWh" == tables.unit_of("power/demand", "energy_twh", root)


def test_a_copy_is_handed_out(data_folder):
    root, _ = data_folder
    mine = tables.load("power/demand", root)
    mine.loc[0, "energy_twh"] = -1
    assert tables.load("power/demand", root)["energy_twh"].iloc[0] == 76


@pytest.mark.parametrize(
    ("replace", "message"),
    [
        (("new,2018,80", "new,2018,1760"), "data/power/demand.csv row 5: energy_twh = 1760 is outside 0–1500 TWh. Check value and unit"),
        (("old,2018,76", "old,2018,-3"), "row 2: energy_twh = -3 is outside 0–1500 TWh"),
        (("176.5", "176,5"), "row 3 has 7 cells where the header has 6"),
        (("176.5", "~176"), "row 3: energy_twh = ~176 is not a number"),
        (("old,2023", "old,2023.5"), "row 3: year = 2023.5 is not an integer"),
        (("old,2023", "old,"), "row 3: year is empty. Fill the cell, or drop the row"),
        (("old,2023", "old,2018"), "row 3 repeats the key of row 2 (vintage = old, year = 2018)"),
        (("new,2018", "newest,2018"), "row 5: vintage = newest is not one of old, new"),
        (("true,2026-06-18", "yes,2026-06-18"), "row 5: history = yes is not a boolean (true or false)"),
        (("true,2026-06-18", "true,18/06/2026"), "row 5: published = 18/06/2026 is not a date (YYYY-MM-DD)"),
        ((",lbnl2026", ","), "row 5: source is empty. Name the source of the row"),
        (("energy_twh", "energy_gwh"), "columns do not match the sidecar (missing: energy_twh; not in the schema: energy_gwh)"),
        (("vintage,year", "year,vintage"), "columns do not match the sidecar (another order)"),
        (("lbnl2026\n", "lbnl20"), "ends in the middle of a line: it looks truncated"),
        (("new,2018,80,true", "new,2018,inf,true"), "row 5: energy_twh = inf is not a number"),
    ],
)
def test_each_fault_is_named(data_folder, replace, message):
    root, write = data_folder
    write(replace=replace)
    with pytest.raises(tables.TableError) as error:
        tables.load("power/demand", root)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_empty_missing_and_not_text(data_folder):
    root, write = data_folder
    write("")
    with pytest.raises(tables.TableError, match="is empty. Restore it"):
        tables.load("power/demand", root)
    (root / "power" / "demand.csv").write_bytes(b"vintage\xff\n")
    with pytest.raises(tables.TableError, match="is not UTF-8"):
        tables.load("power/demand", root)
    (root / "power" / "demand.csv").unlink()
    with pytest.raises(tables.TableError, match="does not exist"):
        tables.load("power/demand", root)


def test_unknown_table_and_column_name_the_nearest(data_folder):
    root, _ = data_folder
    with pytest.raises(KeyError, match="did you mean power/demand"):
        tables.load("power/demands", root)
    with pytest.raises(KeyError, match="did you mean energy_twh"):
        tables.unit_of("power/demand", "energy_twhs", root)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("licence: CC-BY-4.0\n", "", "lacks licence"),
        ("kind: curated", "kind: guessed", "kind = 'guessed' is not one of"),
        ("type: number", "type: float", "column energy_twh has type 'float'"),
        ("schema:", "schema: [", "is not valid YAML"),
    ],
)
def test_a_bad_sidecar_is_named(data_folder, old, new, message):
    root, _ = data_folder
    path = root / "power" / "demand.yml"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(tables.TableError, match=message):
        tables.sidecar("power/demand", root)


def test_several_faults_are_counted(data_folder):
    root, write = data_folder
    write("vintage,year,energy_twh,history,published,source\nold,1066,76,true,2024-12-20,a\nold,1067,9999,true,2024-12-20,a\n")
    with pytest.raises(tables.TableError, match=r"row 2: year = 1066 is outside 1990–2060\..*2 more faults"):
        tables.load("power/demand", root)
