"""An explorer shows exactly what the model says at each of its points, in the book's own words."""

import numpy as np
import pytest

from analysis import explorers
from analysis.explorers import Control, Explorer, Output

SPEC = dict(id="PWR-X9", title="t", question="q", note="n", outputs=(Output("y", "Y", "GW"),), grade="modelled", notebook="power/x")


def test_the_grid_is_in_the_order_the_script_reads_it():
    a, b = Control("a", "A", (1.0, 2.0, 3.0), 2.0), Control("b", "B", (10.0, 20.0), 10.0, "GW")
    item = Explorer(**SPEC, controls=(a, b), compute=lambda a, b: {"y": (a + b - 1, a + b, a + b + 1)})
    payload = item.payload()
    for i, x in enumerate(a.values):
        for j, y in enumerate(b.values):
            assert payload["outputs"][0]["texts"][i * 2 + j] == str(item.at(a=x, b=y)["y"]) == f"{x + y:.0f}\u202fGW ({x + y - 1:.0f}–{x + y + 1:.0f})"
    assert payload["controls"][1]["texts"] == ["10\u202fGW", "20\u202fGW"]
    assert "12\u202fGW (11–13)" in item.static_html() and "<th scope" in item.static_html()


def test_bad_explorers_say_why():
    good = Control("a", "A", (1.0, 2.0), 1.0)
    with pytest.raises(ValueError, match="start = 3.0 is not one of its values"):
        Control("a", "A", (1.0, 2.0), 3.0)
    with pytest.raises(ValueError, match="at least two values"):
        Control("a", "A", (1.0,), 1.0)
    with pytest.raises(ValueError, match="not of the form"):
        Explorer(**{**SPEC, "id": "PWR-9"}, controls=(good,))
    with pytest.raises(ValueError, match="40,000 grid points"):
        Explorer(**SPEC, controls=[Control(n, n, tuple(float(x) for x in range(200)), 0.0) for n in "ab"])
    item = Explorer(**SPEC, controls=(good,), compute=lambda a: {"y": a})
    with pytest.raises(ValueError, match="a = 7.0 is not on the slider; it takes 1.0, 2.0"):
        item.at(a=7.0)
    with pytest.raises(KeyError, match="unknown control"):
        item.at(b=1.0)
    with pytest.raises(ValueError, match="not a finite number"):
        Explorer(**SPEC, controls=(good,), compute=lambda a: {"y": a * np.nan}).at()
    with pytest.raises(KeyError, match="unknown explorer 'PWR-X99'; did you mean PWR-X"):
        explorers.get("PWR-X99")


@pytest.mark.parametrize("item", explorers.every(), ids=lambda e: e.id)
def test_every_explorer_is_whole(item):
    assert len(item.points) == np.prod([len(c.values) for c in item.controls]) <= explorers.LARGEST
    for column in item.answers.values():
        assert len(column) == len(item.points)
    assert item.title and item.question and len(item.note) > 40
    assert item.id in repr(item)


def test_the_capacity_explorer_says_what_the_formula_says():
    from analysis.power.capacity import capacity_gw

    item = explorers.get("PWR-X1")
    got = item.at(energy_twh=580.0, utilisation_percent=70.0)
    assert got["capacity_gw"].value == pytest.approx(float(capacity_gw(580.0, 0.7)))


def test_the_budget_explorer_agrees_with_the_page_s_own_headline():
    from analysis.power.results import hundred_billion

    x = hundred_billion.per_dollar("GB200", 36742.0)  # the median price; the page draws the price too, so its range is wider
    q = hundred_billion.power("GB200").quantity("GW")
    assert hundred_billion.budget() * x["power_gw"][1] == pytest.approx(q.value, rel=0.01)
    assert q.low < hundred_billion.budget() * x["power_gw"][0] < q.value
    low, high = explorers.get("PWR-X2").at(budget_usd=1e10), explorers.get("PWR-X2").at(budget_usd=1e11)
    assert high["chips"].value == pytest.approx(10 * low["chips"].value)
