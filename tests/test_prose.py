"""Prose takes its numbers from facts; the lint finds the ones that were typed, in digits or in words."""

import pandas as pd
import pytest

from analysis import parameters, prose
from analysis.prose import headlines, read_off, say, table, typed_numerals
from analysis.quantities import Quantity

FACTS = {"use": Quantity(192, "TWh", 180, 210, label="Use", driver="pue_ai_facility"), "cost": Quantity(5, "USD", label="Cost", driver="which price")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("it grew 3.4 times", ["3.4"]),
        ("176TWh in 2023", ["176TWh"]),
        ("over 5× and about 40 %", ["5", "40"]),
        ("the 66th economy", ["66th"]),
        ("three times as large", ["three times"]),
        ("It doubled, then halved", ["doubled", "halved"]),
        ("a hundred billion dollars", ["hundred billion dollars"]),
        ("twice as much", ["twice"]),
        ("a tenfold rise", ["tenfold"]),
        ("two thirds of the load", ["two thirds"]),
        ("half of it", ["half of"]),
    ],
)
def test_typed_numbers_are_found(text, found):
    assert typed_numerals(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "used {use:range} in 2024, PWR-01, B6, GB200 NVL72, GPT-4 and o3, at 5–95 %",
        "“40 % of NVIDIA's revenue”, it says, and 「1000億」",
        "`x = 3`, $y = 2x$ and [a link](page-2.html)",
        "one of the parts; two sources disagree; in 2024–25 and the 2030s",
        "8xH100 and LBNL-2001637",
    ],
)
def test_names_years_quotations_and_facts_are_not_numbers(text):
    assert typed_numerals(text) == []


def test_round_numbers_read_off_a_chart_are_found_and_others_are_not():
    assert read_off("The chance rises to a hundred, picking by a check to about ninety.") == ["to a hundred", "about ninety"]
    assert read_off("between sixty and ninety-some per cent, some twenty points, to three hundred terabits, thirty-odd models") == ["between sixty", "ninety-some", "some twenty", "to three hundred", "thirty-odd"]
    assert read_off("gains of forty per cent and eighty gigawatts") == ["forty per cent", "eighty gigawatts"]
    assert read_off("dollars a million, hundreds of nodes, points of a hundred, rises to {mix:2}, “about ninety”, a model of a billion parameters") == []


def test_say_fills_and_refuses():
    shown = say("US data centres used **{use:range}** {{cite:p}}`lbnl2026`.", FACTS)
    assert shown._repr_markdown_() == repr(shown) == "US data centres used **192\u202fTWh (180–210)** {cite:p}`lbnl2026`."
    with pytest.raises(ValueError, match="typed number: '192'"):
        say("They used 192 TWh.", FACTS)
    with pytest.raises(KeyError, match="did you mean use"):
        say("{used}", FACTS)


def test_headline_table_shows_range_grade_and_driver():
    html = headlines(FACTS)._repr_html_()
    assert '<th scope="row">Use</th>' in html and "180–210" in html and "modelled" in html
    assert repr(headlines(FACTS)).startswith("Headline numbers; ranges are 5–95 %")


def test_a_driver_reads_as_words_and_leads_to_the_parameter_whose_name_it_is():
    label = parameters.get("pue_ai_facility", part="power").label
    html = headlines(FACTS)._repr_html_()
    assert f'<td><a href="../data/parameters.html#power-pue-ai-facility">{label}</a></td>' in html and "<td>which price</td>" in html
    assert label in repr(headlines(FACTS)) and "pue_ai" not in repr(headlines(FACTS))
    with pytest.raises(ValueError, match="driver 'no_such' of 'X' is no parameter's name"):
        headlines({"x": Quantity(1, "1", label="X", driver="no_such")})


def test_a_table_escapes_and_marks_gaps():
    html = table(pd.DataFrame({"what": ["a<b"], "year": [2024], "n": [1234567], "x": [float("nan")]}), "A & B")._repr_html_()
    assert "a&lt;b" in html and ">2024<" in html and "1.23457 million" in html and "–" in html and "A &amp; B" in html


def test_a_column_of_a_table_may_lead_somewhere_and_as_text_shows_its_words():
    shown = table(pd.DataFrame({"what": ["a", "b"], "where": ["Article 1", "Article 2"]}), "Rows", links={"where": ("x.html#a", 'y.html#"b')})
    assert '<td><a href="x.html#a">Article 1</a></td>' in shown._repr_html_() and "y.html#&quot;b" in shown._repr_html_() and "href" not in repr(shown)
    for wrong in ({"where": ("x",)}, {"there": ("x", "y")}):
        with pytest.raises(ValueError, match="Give one address a row"):
            table(pd.DataFrame({"what": ["a", "b"], "where": ["c", "d"]}), "Rows", links=wrong)


def test_every_template_of_every_figure_and_claim_is_free_of_typed_numbers():
    from analysis import claims, figures

    for figure in figures.every():
        for name in ("title", "alt", "caption"):
            assert typed_numerals(getattr(figure.spec, name)) + read_off(getattr(figure.spec, name)) == [], f"{figure.spec.id} {name}"
    for id, answer in claims.answers().items():
        assert typed_numerals(answer().reason) == [], id


def test_prose_of_every_page_is_free_of_typed_numbers():
    import nbformat

    from analysis import BOOK

    for path in sorted(BOOK.rglob("*.ipynb")):
        for cell in nbformat.read(path, 4).cells:
            if cell.cell_type == "markdown":
                assert prose.typed_numerals(cell.source) == [], f"{path.relative_to(BOOK)}: {cell.source[:80]}"
    for path in sorted(BOOK.rglob("*.md")):
        assert prose.typed_numerals(path.read_text()) == [], path.relative_to(BOOK)


def test_money_is_not_read_as_a_formula():
    paragraph = say("It cost {a} and then {b}.", {"a": Quantity(5e9, "USD"), "b": Quantity(9e9, "USD")})
    assert paragraph._repr_markdown_() == "It cost US\\$5 billion and then US\\$9 billion." and "\\" not in repr(paragraph)
