"""Numbers become words in one place, the same way everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.quantities import Quantity, fill, format_number, merge

THIN = "\u202f"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (649, "TWh", f"649{THIN}TWh"),
        (4.4, "percent", f"4.4{THIN}%"),
        (1e11, "USD", "US$100 billion"),
        (-2.5e9, "USD", "−US$2.5 billion"),
        (2868, "1", "2,868"),
        (2031.0, "year", "2031"),
        (5e26, "FLOP", f"5{THIN}×{THIN}10²⁶{THIN}FLOP"),
        (1e26, "FLOP", f"10²⁶{THIN}FLOP"),
        (9.9996e25, "FLOP", f"10²⁶{THIN}FLOP"),
        (3.2e-7, "1", f"3.2{THIN}×{THIN}10⁻⁷"),
        (999.7, "TWh", f"1,000{THIN}TWh"),
        (1_234_567, "token", f"1.23 million{THIN}tokens"),
        (0, "GW", f"0{THIN}GW"),
        (-3.25, "GW", f"−3.25{THIN}GW"),
        (12, "hour", "12 hours"),
        (1, "hour", "1 hour"),
        (1, "month", "1 month"),
        (1, "percentage_point", "1 percentage point"),
        (1.25, "minute", "1.25 minutes"),
    ],
)
def test_forms_of_a_number(value, unit, text):
    assert format(Quantity(value, unit)) == text


def test_an_interval_from_below_zero_says_to():
    assert format(Quantity(-2.16, "percent/year", -3.29, 0.16), "range2") == f"−2.2{THIN}% a year (−3.3 to 0.16)"
    assert format(Quantity(-2.0, "1", -3.0, -1.0), "interval") == "−3 to −1"


def test_forms_of_a_range():
    q = Quantity(649, "TWh", 521, 843)
    assert f"{q:range}" == str(q) == f"649{THIN}TWh (521–843)"
    assert f"{q:interval}" == f"521–843{THIN}TWh"
    assert f"{q:number}" == "649" and f"{q:low}" == f"521{THIN}TWh" and f"{q:2}" == f"650{THIN}TWh" and f"{q:signed}" == f"+649{THIN}TWh"
    assert f"{Quantity(2e6, 'chip', 1.5e6, 2.2e6):interval}" == f"1.5–2.2 million{THIN}chips"
    assert str(Quantity(2868)) == "2,868"


def test_bad_quantities_and_formats():
    with pytest.raises(ValueError, match="one end of its range only"):
        Quantity(1, "GW", low=0.5)
    with pytest.raises(ValueError, match="low = 3 is above high = 2"):
        Quantity(1, "GW", 3, 2)
    with pytest.raises(ValueError, match="grade = 'sure'"):
        Quantity(1, grade="sure")
    with pytest.raises(ValueError, match="format 'twice'"):
        format(Quantity(1), "twice")
    with pytest.raises(ValueError, match="has no range"):
        format(Quantity(1), "interval")


def test_templates_name_the_nearest_fact():
    assert fill("{a:number} and {{cite:p}}`x`", {"a": Quantity(3)}) == "3 and {cite:p}`x`"
    with pytest.raises(KeyError, match="did you mean us_2024"):
        fill("{us_2042}", {"us_2024": Quantity(3)})
    with pytest.raises(KeyError, match="given twice with different values"):
        merge({"a": Quantity(3)}, {"a": Quantity(4)})
    assert merge({"a": Quantity(3)}, {"a": Quantity(3)}) == {"a": Quantity(3)}


@given(st.floats(1e-3, 9.99e5), st.integers(2, 6))
def test_what_is_printed_is_within_half_a_digit(value, digits):
    printed = float(format_number(value, digits).replace(",", ""))
    assert printed == pytest.approx(value, rel=0.5 * 10 ** (1 - digits) * 1.0001)


def test_a_quantity_of_array_numbers_is_plain():
    import numpy as np

    got = Quantity.of(np.float32(2), "GW", np.int64(1), np.float64(3), "Power", "guessed", "chips")
    assert got == Quantity(2.0, "GW", 1.0, 3.0, "guessed", "Power", "chips")
    assert all(type(x) is float for x in (got.value, got.low, got.high)) and Quantity.of(5).low is None


def test_a_share_in_percent_keeps_its_range_and_leaves_its_label():
    share = Quantity(0.9, "1", 0.88, 0.91, "guessed", "Share", "what moves it")
    told = share.in_percent()
    assert format(told, "range2") == f"90{THIN}% (88–91)" and (told.grade, told.label, told.driver) == ("guessed", "", "what moves it")
    assert Quantity(0.5).in_percent().low is None
    with pytest.raises(ValueError, match="only a share of unit 1"):
        told.in_percent()
