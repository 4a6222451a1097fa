"""Years as numbers: how long one is, and a date as a decimal year."""

from __future__ import annotations

import pandas as pd

__all__ = ["DAYS_A_YEAR", "DAYS_A_MONTH", "HOURS_A_YEAR", "decimal_year"]

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
HOURS_A_YEAR = 24 * DAYS_A_YEAR


def decimal_year(dates):
    """Return dates as years with a fraction: 1 January 2024 is 2024.0.

    Parameters
    ----------
    dates : pandas.Series, array_like or one date
        Whatever `pandas.to_datetime` reads.

    Returns
    -------
    pandas.Series for a series, pandas.Index for a list, float for one date
    """
    day = pd.to_datetime(dates)
    part = day.dt if isinstance(day, pd.Series) else day
    return part.year + (part.day_of_year - 1) / DAYS_A_YEAR
