"""Dates as decimal years."""

import pandas as pd
import pytest

from analysis.dates import DAYS_A_MONTH, DAYS_A_YEAR, HOURS_A_YEAR, decimal_year


def test_a_year_begins_whole_and_never_reaches_the_next():
    assert decimal_year("2024-01-01") == 2024.0
    assert 2024.997 < decimal_year("2024-12-31") < 2025.0
    assert decimal_year("2023-07-02") == pytest.approx(2023 + 182 / 365.25)


def test_a_series_keeps_its_rows_and_a_list_its_order():
    dates = pd.Series(["2024-01-01", "2025-01-01"], index=[7, 3])
    assert decimal_year(dates).to_dict() == {7: 2024.0, 3: 2025.0}
    assert list(decimal_year(["2025-01-01", "2024-01-01"])) == [2025.0, 2024.0]


def test_lengths_agree():
    assert HOURS_A_YEAR == 8766.0 and DAYS_A_MONTH * 12 == DAYS_A_YEAR
