"""Every claim is quoted from every document it cites, in that document's own words, and translated."""

from __future__ import annotations

import re

import pytest

from analysis import DATA, tables

LONGEST_ORIGINAL = 110  # characters of Chinese, digits and Latin letters included
LONGEST_ENGLISH = 25  # words: a quotation, not a copy
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def quotes():
    return tables.load("claim_quotes").fillna("")


def cited():
    claims = tables.load("claims")
    return [(row.id, document) for row in claims.itertuples() for document in row.documents.split()]


@pytest.mark.parametrize(("claim", "document"), cited())
def test_every_claim_is_quoted_from_every_document_it_cites(quotes, claim, document):
    found = quotes[(quotes["claim"] == claim) & (quotes["document"] == document)]
    assert len(found), f"data/claim_quotes.csv has no passage of {document} for {claim}. Add one."
    assert list(found["passage"]) == list(range(1, len(found) + 1)), f"{claim}, {document}: number the passages from 1."


def test_no_quotation_without_a_claim(quotes):
    loose = set(zip(quotes["claim"], quotes["document"], strict=True)) - set(cited())
    assert not loose, f"quoted, but not cited in data/claims.csv: {sorted(loose)}"


def test_originals_are_short_chinese_and_not_blank(quotes):
    for row in quotes.itertuples():
        assert HAN.search(row.quote_original), f"{row.claim}, {row.document}: not the document's own script"
        assert len(row.quote_original) <= LONGEST_ORIGINAL, f"{row.claim}, {row.document}: {len(row.quote_original)} characters"


def test_translations_are_english_and_not_blank(quotes):
    for row in quotes.itertuples():
        assert len(row.quote_translation.split()) >= 3, f"{row.claim}, {row.document}: no translation"
        assert not HAN.search(row.quote_translation), f"{row.claim}, {row.document}: untranslated characters"


def test_numbers_survive_translation(quotes):
    """Digits of the passage stand in the translation, apart from Chinese myriads (万, 亿), which change them."""
    for row in quotes.itertuples():
        if re.search(r"\d\s*[万亿億萬]", row.quote_original):
            continue
        wanted = set(re.findall(r"\d+(?:\.\d+)?", row.quote_original.replace(",", "")))
        given = set(re.findall(r"\d+(?:\.\d+)?", row.quote_translation.replace(",", "")))
        assert wanted <= given, f"{row.claim}, {row.document}: {sorted(wanted - given)} lost in translation"


def test_english_wording_is_short_and_says_where_it_was_read(quotes):
    for row in quotes.itertuples():
        where = (row.english_source, row.english_locator, row.english_seen)
        if row.quote_english:
            assert all(where), f"{row.claim}, {row.document}: an English wording needs source, locator and how it was seen"
            words = len(row.quote_english.split())
            assert words <= LONGEST_ENGLISH, f"{row.claim}, {row.document}: {words} words quoted"
        else:
            assert not any(where), f"{row.claim}, {row.document}: a source for an English wording that is not there"


def test_the_forum_essay_has_no_english_original(quotes):
    assert not quotes.loc[quotes["document"] == "PT", "quote_english"].any()


def test_missing_english_is_explained(quotes):
    silent = quotes[(quotes["quote_english"] == "") & (quotes["translation_note"] == "")]
    assert silent.empty, f"say why no English wording is given: {list(zip(silent['claim'], silent['document'], strict=True))}"


def test_every_source_is_in_the_bibliography(quotes):
    text = (DATA.parent / "book" / "references.bib").read_text(encoding="utf-8")
    keys = set(re.findall(r"^@\w+\{([^,\s]+),", text, flags=re.MULTILINE))
    used = set(quotes["source"]) | (set(quotes["english_source"]) - {""})
    assert used <= keys, f"not in book/references.bib: {sorted(used - keys)}"
