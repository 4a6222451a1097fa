"""Units parse with the book's own base dimensions and refuse what means nothing."""

import pytest

from analysis import units


@pytest.mark.parametrize("unit", ["TWh", "GW", "USD/Mtoken", "FLOP/s/W", "percent", "1", "gigaliter", "g/kWh", "USD/kW/year", "chip", "year"])
def test_units_parse(unit):
    units.parse(unit)


@pytest.mark.parametrize("unit", ["TeraWattz", "money"])
def test_nonsense_does_not(unit):
    with pytest.raises(ValueError, match="cannot be parsed"):
        units.parse(unit)


def test_dimensions():
    assert units.same_dimension("TWh", "J") and units.same_dimension("USD/Mtoken", "USD/token")
    assert not units.same_dimension("USD", "token") and not units.same_dimension("FLOP", "1") and not units.same_dimension("GW", "GWh")
