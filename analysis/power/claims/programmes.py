"""A11: France, Siam AI, GDS, India and the Middle East build AI compute."""

from __future__ import annotations

from analysis.claims import Answer, Conflict, claim
from analysis.power.results import programmes as results


@claim("A11")
def a11() -> Answer:
    f = results.facts()
    return Answer(
        numbers={"siam_ai": f["siam_further"], "all_announced": f["announced_share"]},
        reason="All {listed} projects listed had been announced by February 2025. The currency decides the rest: read as US dollars, Siam AI’s “2B” would be {siam_factor:2} times its whole project as Thailand’s Board of Investment approved it that January "
        "({siam_board}); read as baht it is {siam_thb}, some {siam_chips_thb:2} with all they need.",
        facts=(f,),
        figures=("PWR-34",),
        notebook="power/programmes",
        test="tests/power/test_programmes.py::test_a11_currency_and_announcements",
        conflicts=(Conflict("siam_ai", f["siam_board"], "wochenblitz2025boi", "second paragraph: 3.25 billion baht approved for Chonburi and Pathum Thani"),),
    )
