"""The verdict rule, on made-up claims whose verdict is plain; and the real ledger's promises."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import ROOT, claims, figures
from analysis.claims import Answer, Condition, Conflict, Untestable, holds, verdict
from analysis.quantities import Quantity

ROWS = pd.DataFrame(
    {
        "claim": ["X1", "X1"],
        "key": ["share", "span"],
        "relation": ["equals", "within"],
        "claimed": [4.4, float("nan")],
        "claimed_low": [float("nan"), 74.0],
        "claimed_high": [float("nan"), 132.0],
        "tolerance": [0.05, 0.5],
        "tolerance_kind": ["absolute", "absolute"],
    }
)


def answer(share=4.42, span=100.0, **more):
    numbers = {"share": Quantity(share, "percent"), "span": Quantity(span, "GW")}
    return Answer(numbers=numbers, reason="r", figures=(), notebook="n", test="t", **more)


def condition(share):
    return Condition("if", {"share": Quantity(share, "percent")}, Quantity(0.2), "uniform")


def test_the_rule_in_its_order():
    conflict = Conflict("share", Quantity(5.0, "percent"), "iea2025", "p. 1")
    assert verdict(ROWS, answer()) == "reproduced"
    assert verdict(ROWS, answer(share=4.6)) == "not reproduced"
    assert verdict(ROWS, answer(share=4.6, conditions=(condition(4.4),))) == "reproduced under"
    assert verdict(ROWS, answer(share=4.6, span=10.0, conditions=(condition(4.4),))) == "not reproduced"
    assert verdict(ROWS, answer(share=4.6, conflicts=(conflict,))) == "conflicts with"
    assert verdict(ROWS, answer(span=10.0, conflicts=(conflict,))) == "not reproduced"
    assert verdict(ROWS, answer(share=4.6, conditions=(condition(4.4),), conflicts=(conflict,))) == "reproduced under"
    assert verdict(ROWS, answer(untestable=Untestable("w", "t", "e"))) == "not testable"


def test_an_answer_must_hold_every_number_of_the_register_and_no_other():
    with pytest.raises(KeyError, match="unknown answered number 'span'"):
        verdict(ROWS, Answer({"share": Quantity(4.4)}, "r", (), "n", "t"))
    with pytest.raises(KeyError, match="unknown number of this claim 'shares'; did you mean share"):
        verdict(ROWS, Answer({"shares": Quantity(4.4)}, "r", (), "n", "t"))


@pytest.mark.parametrize(
    ("relation", "value", "more", "expected"),
    [
        ("equals", 4.45, dict(claimed=4.4, tolerance=0.05), True),
        ("equals", 4.4501, dict(claimed=4.4, tolerance=0.05), False),
        ("equals", 44, dict(claimed=40, tolerance=0.1, kind="relative"), True),
        ("equals", 44.1, dict(claimed=40, tolerance=0.1, kind="relative"), False),
        ("at_least", 4.9, dict(claimed=5, tolerance=0.1), True),
        ("at_least", 4.89, dict(claimed=5, tolerance=0.1), False),
        ("at_most", 5.1, dict(claimed=5, tolerance=0.1), True),
        ("at_most", 5.2, dict(claimed=5, tolerance=0.1), False),
        ("within", 6.65, dict(low=6.7, high=12, tolerance=0.05), True),
        ("within", 12.2, dict(low=6.7, high=12, tolerance=0.05), False),
        ("is_true", 0.9, dict(tolerance=0.1), True),
        ("is_true", 0.89, dict(tolerance=0.1), False),
    ],
)
def test_each_relation_at_its_limit(relation, value, more, expected):
    assert bool(holds(relation, value, **more)) is expected


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(0, 1e3), st.floats(0, 1e3))
def test_a_wider_tolerance_never_loses_a_number(value, claimed, narrow, more):
    for relation in ("equals", "at_least", "at_most"):
        if holds(relation, value, claimed=claimed, tolerance=narrow):
            assert holds(relation, value, claimed=claimed, tolerance=narrow + more)


def test_unknown_relation_and_claim():
    with pytest.raises(KeyError, match="unknown relation"):
        holds("about", 1.0)
    with pytest.raises(KeyError, match="unknown claim 'A99'"):
        claims.get("A99")


def test_the_ledger_holds_every_claim_and_hides_none():
    ledger = claims.ledger()
    expected = [f"{letter}{i}" for letter, n in (("A", 12), ("B", 21), ("C", 20), ("D", 14), ("E", 16)) for i in range(1, n + 1)]
    assert sorted(ledger["id"]) == sorted(expected)
    assert set(ledger["verdict"]) <= set(claims.VERDICTS)
    with pytest.raises(KeyError, match="unknown claim 'A99'"):
        claims.verdict_of("A99")
    assert list(ledger.columns[:5]) == ["id", "part", "documents", "paraphrase", "verdict"]
    assert {"claimed", "computed", "low", "high", "unit"} <= set(ledger.columns)


def test_the_power_part_answers_all_of_its_claims():
    ledger = claims.ledger("power")
    assert len(ledger) == 12 and "open" not in set(ledger["verdict"])


def test_the_inference_part_answers_all_of_its_claims_and_what_power_left_to_it():
    ledger = claims.ledger("inference")
    assert len(ledger) == 20 and "open" not in set(ledger["verdict"])
    assert not claims.get("A8").remaining and not claims.get("A12").remaining


@pytest.mark.parametrize("id", sorted(claims.answers()))
def test_every_answer_leads_to_its_figure_page_and_test(id):
    got = claims.get(id)
    assert got.text and got.figures
    for figure in got.figures:
        assert id in figures.get(figure).spec.claims, f"{figure} does not name {id}"
    assert (ROOT / "book" / f"{got.notebook}.ipynb").exists()
    file, _, name = got.test.partition("::")
    assert f"def {name}(" in (ROOT / file).read_text()
    for quantity in got.numbers.values():
        assert quantity.unit
    if got.untestable:
        assert got.untestable.why and got.untestable.tried and got.untestable.evidence


def test_answers_are_given_in_the_register_s_units():
    from analysis import units

    rows = claims.numbers()
    units_of = rows.set_index(["claim", "key"])["unit"]
    for id, make in claims.answers().items():
        for key, quantity in make().numbers.items():
            wanted = units_of[(id, key)]
            assert units.parse(quantity.unit) == units.parse(wanted), f"{id} {key}: {quantity.unit} against {wanted}"
