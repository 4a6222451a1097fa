"""Claim A4: what else loads the grid after 2028."""

from __future__ import annotations

from analysis.claims import Answer, Condition, claim
from analysis.power.results import other_loads as results
from analysis.quantities import Quantity, fill


@claim("A4")
def a4():
    f = results.facts()
    order = results.order().set_index("year")
    both = order.loc[[2040, 2050], ["named larger", "rest larger"]].to_numpy()
    found = results.condition()
    return Answer(
        numbers={
            "other_loads_larger": Quantity(float(order.loc[2050, "named larger"]), "1", float(both.min()), float(both.max()), grade="guessed"),
            "uncertainty_widens": Quantity(results.share_spread_widens()["share"], "1", grade="modelled"),
        },
        reason=(
            "Between 2028 and 2050 US data centres add {dc_2050:range2}, and vehicles, hydrogen, industry and buildings together {named_2050:range2}: the others are ahead in {p_named_2050:2} of draws, "
            "in {p_named_2030:2} if one stops in 2030. The {n_long} US outlooks to 2035 or later that print both all put the others ahead, {ratio_long:interval2} to one: EIA with fewer data centres, McKinsey with far more of the others. "
            "Forecasts do spread more after 2028: by a factor of {spread_2028:2} for 2028 and {spread_2030:2} for 2030."
        ),
        facts=(f,),
        figures=("PWR-16", "PWR-15", "PWR-14", "PWR-17"),
        notebook="power/other-loads",
        test="tests/power/test_other_loads.py::test_a4_others_lead_after_2028_but_not_nine_times_in_ten",
        conditions=(
            Condition(
                assumption=fill("US data-centre electricity grows by no more than {tip_dc_growth:2} after 2030, about what EIA’s high case implies.", f),
                numbers={"other_loads_larger": Quantity(found["probability_within"], "1", found["probability"], 1.0, grade="guessed")},
                plausibility=Quantity(100 * found["plausibility"], "percent", grade="guessed"),
                prior="The range of eight published paths for growth after 2030, entered in data/parameters.csv before the claim was computed.",
            ),
        ),
    )
