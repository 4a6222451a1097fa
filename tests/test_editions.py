"""A published figure does not change in silence: the edition's record is kept, and earlier editions are never touched."""

import shutil

import pytest

from analysis import DATA, figures, tables
from analysis.publish import editions
from analysis.publish.cite import EDITION


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "data"
    root.mkdir()
    shutil.copy(DATA / "editions.yml", root)
    (root / "editions.csv").write_text("edition,figure,fingerprint\n2020.01,PWR-01,aaaa\n")
    return root


def test_the_current_edition_still_says_what_it_recorded():
    gone = editions.changed()
    assert not gone, f"{gone} changed after edition {EDITION} was recorded: give data/edition.txt a new name, or run python -m analysis release before publishing"


def test_recording_keeps_the_past_and_is_the_same_twice(folder):
    assert editions.changed(folder) == []
    assert editions.record(folder) == len(figures.ids())
    first = (folder / "editions.csv").read_text()
    assert editions.record(folder) == len(figures.ids())
    assert (folder / "editions.csv").read_text() == first and "2020.01,PWR-01,aaaa\n" in first
    assert editions.changed(folder) == []


def test_a_changed_figure_is_named(folder):
    editions.record(folder)
    id = figures.ids()[0]
    path = folder / "editions.csv"
    path.write_text(path.read_text().replace(figures.get(id).fingerprint, "0" * 64))
    tables._load.cache_clear()
    assert editions.changed(folder) == [id]
