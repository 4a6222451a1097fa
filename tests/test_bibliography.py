"""Sources are read one at a time, as pybtex reads the whole file."""

import re

import pytest
from pybtex.database import parse_file

from analysis import bibliography


def test_each_entry_is_what_the_whole_file_holds():
    whole = parse_file(str(bibliography.PATH), bib_format="bibtex").entries
    assert bibliography.keys() == list(whole)
    for key in whole:
        mine = bibliography.entry(key)
        assert (mine.type, dict(mine.fields), mine.persons) == (whole[key].type, dict(whole[key].fields), whole[key].persons), key


def test_a_key_that_stands_twice_is_named(tmp_path):
    path = tmp_path / "references.bib"
    path.write_text("@misc{one,\n  title = {A}\n}\n\n@misc{two,\n  title = {B}\n}\n\n@misc{one,\n  title = {C}\n}\n")
    with pytest.raises(ValueError, match=r"references\.bib names the source one twice"):
        bibliography.keys(path)


def test_a_damaged_entry_is_not_passed_over(tmp_path):
    path = tmp_path / "references.bib"
    path.write_text("@misc{one,\n  title = {A\n}\n")
    with pytest.raises(Exception, match="one|title|syntax"):
        bibliography.entry("one", path)


def test_what_needs_no_decoding_reads_as_if_it_were_decoded(monkeypatch):
    quick = {key: (bibliography.text(key), bibliography.short(key)) for key in bibliography.keys()}
    bibliography._text.cache_clear(), bibliography.short.cache_clear()
    monkeypatch.setattr(bibliography, "_AS_IT_STANDS", re.compile("(?!)"))
    assert quick == {key: (bibliography.text(key), bibliography.short(key)) for key in bibliography.keys()}
