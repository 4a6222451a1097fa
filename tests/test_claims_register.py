"""The register: every claim is there once, and what decides it is complete, legal and fixed in advance."""

import re
from pathlib import Path

import pandas as pd
import pint
import pytest

DATA = Path(__file__).resolve().parents[1] / "data"
SIZES = {"A": 12, "B": 21, "C": 20, "D": 14, "E": 16}
IDS = [f"{letter}{number}" for letter, size in SIZES.items() for number in range(1, size + 1)]
PARTS = {"power", "scaling", "inference", "governance"}
# The register answers these in another part than the rest of their section.
MOVED = {"B6", "B7", "B8", "B9", "B10", "C16"}
HOME = {"A": "power", "B": "scaling", "C": "scaling", "D": "inference", "E": "governance"}
SOURCES = {
    "IA": "clark2024importai395", "SG": "stargate2024essay", "SA": "semianalysis2024o1pro",
    "SA-news": "ngpt2024news", "PT": "pt2025ldpc", "HE": "heim2024inference",
}  # fmt: skip


@pytest.fixture(scope="module")
def claims():
    return pd.read_csv(DATA / "claims.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def numbers():
    kinds = {"claim": str, "key": str, "unit": str, "tolerance_reason": str, "statement": str, "headline": str}
    return pd.read_csv(DATA / "claim_numbers.csv", dtype=kinds, keep_default_na=False, na_values={
        column: [""] for column in ("claimed", "claimed_low", "claimed_high", "tolerance")})  # fmt: skip


def faulty(frame, bad):
    """Name the offending rows, so that a failure says where to look."""
    return [tuple(row) for row in frame.loc[bad, [c for c in ("claim", "key", "id") if c in frame]].itertuples(index=False)]


def test_every_claim_of_the_register_once_and_in_order(claims):
    assert list(claims["id"]) == IDS


def test_every_claim_has_numbers_and_one_headline(numbers):
    assert set(numbers["claim"]) == set(IDS)
    assert set(numbers["headline"]) == {"true", "false"}
    headlines = numbers[numbers["headline"] == "true"].groupby("claim").size().reindex(IDS, fill_value=0)
    assert headlines[headlines != 1].to_dict() == {}


def test_keys_are_unique_snake_case(numbers):
    assert faulty(numbers, numbers.duplicated(["claim", "key"])) == []
    assert faulty(numbers, ~numbers["key"].str.fullmatch(r"[a-z][a-z0-9_]*")) == []


def test_parts_are_those_of_the_register(claims):
    home = claims["id"].str[0].map(HOME).mask(claims["id"].isin(MOVED), "inference")
    assert faulty(claims, claims["part"] != home) == []
    contributors = claims["answered_by"].str.split()
    assert faulty(claims, contributors.str[0] != claims["part"]) == []
    assert set(contributors.explode()) <= PARTS
    assert faulty(claims, contributors.map(lambda parts: len(parts) != len(set(parts)))) == []


def test_sources_follow_the_documents(claims):
    expected = claims["documents"].map(lambda documents: " ".join(SOURCES[key] for key in documents.split()))
    assert faulty(claims, claims["source"] != expected) == []
    bib = (DATA.parent / "book" / "references.bib").read_text(encoding="utf-8")
    for key in SOURCES.values():
        assert len(re.findall(rf"@\w+\{{{key},", bib)) == 1, key


@pytest.mark.parametrize("column", ["documents", "where", "paraphrase", "strongest_reading", "kind", "locator"])
def test_claims_are_filled_in(claims, column):
    assert faulty(claims, claims[column].str.strip() == "") == []


def test_relations_are_legal_and_have_what_they_need(numbers):
    relation = numbers["relation"]
    assert faulty(numbers, ~relation.isin(["equals", "at_least", "at_most", "within", "is_true"])) == []
    span = relation == "within"
    assert faulty(numbers, span & (numbers["claimed"].notna() | ~(numbers["claimed_low"] < numbers["claimed_high"]))) == []
    assert faulty(numbers, ~span & (numbers["claimed"].isna() | numbers["claimed_low"].notna() | numbers["claimed_high"].notna())) == []
    truth = relation == "is_true"
    assert faulty(numbers, truth & ((numbers["claimed"] != 1) | (numbers["unit"] != "1"))) == []
    assert faulty(numbers, truth & ~numbers["tolerance"].between(0, 0.5, inclusive="right")) == []


def test_tolerances_are_stated_with_their_reason(numbers):
    assert faulty(numbers, ~(numbers["tolerance"] >= 0)) == []
    assert faulty(numbers, ~numbers["tolerance_kind"].isin(["absolute", "relative"])) == []
    assert faulty(numbers, (numbers["tolerance_kind"] == "relative") & ~(numbers["tolerance"] < 1)) == []
    assert faulty(numbers, numbers["tolerance_reason"].str.strip() == "") == []
    assert faulty(numbers, numbers["statement"].str.strip() == "") == []


def test_half_the_last_digit_is_half_a_decimal_place(numbers):
    """Where that reason is given, the tolerance is 5 of a place, and the claimed number is a multiple of the place."""
    rows = numbers[(numbers["tolerance_reason"] == "Half the last digit the document prints.") & (numbers["relation"] == "equals")]
    place = rows["tolerance"] * 2
    assert faulty(rows, ~place.map(lambda p: f"{p:.0e}"[0] == "1" and abs(p / float(f"{p:.0e}") - 1) < 1e-9)) == []
    assert faulty(rows, ((rows["claimed"] / place).round() * place - rows["claimed"]).abs() > 1e-6 * rows["claimed"]) == []


def test_units_parse(numbers):
    registry = pint.UnitRegistry()
    for name in ("FLOP", "token", "USD"):
        registry.define(f"{name} = [{name}]")
    for unit in numbers["unit"].unique():
        registry.parse_units(unit)
