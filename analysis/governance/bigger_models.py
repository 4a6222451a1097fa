"""Whether larger models gain more from the same enhancement, know more and invent less: slopes in size and pairs in a family. Pure."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm, t

from analysis import checks
from analysis.governance.product_formula import log_odds

__all__ = ["gain", "slope_chance", "ahead_chance", "wrong_of_unknown"]


def gain(with_share, without_share, tasks=None, measure: str = "points"):
    """Return what an enhancement adds, in percentage points or in log-odds.

    Parameters
    ----------
    with_share, without_share : array_like
        Shares solved.
    tasks : array_like, optional
        Questions of the test; needed in log-odds where none or all are solved.
    measure : {"points", "odds"}
    """
    checks.require_known("measure", measure, ("points", "odds"))
    if measure == "points":
        a = checks.require_between("with_share", with_share, 0.0, 1.0, remedy="Give a share such as 0.4, not a percentage.")
        b = checks.require_between("without_share", without_share, 0.0, 1.0, remedy="Give a share such as 0.4, not a percentage.")
        return 100.0 * (a - b)
    return log_odds(with_share, tasks) - log_odds(without_share, tasks)


def slope_chance(params, value):
    """Return the slope of a value for ten times the size, its standard error, and the chance that it is above zero.

    Least squares on the logarithm of size; the chance is Student's, from the scatter about the line.

    Raises
    ------
    ValueError
        With fewer than three models, or only one size.
    """
    x = np.log10(checks.require_positive("params", params))
    y = checks.as_numbers("value", value)
    if len(x) < 3 or np.ptp(x) <= 0:
        raise ValueError("A slope with its scatter needs three models of different size. Add a size.")
    centred = x - x.mean()
    slope = centred @ y / (centred @ centred)
    left = y - y.mean() - slope * centred
    error = np.sqrt(left @ left / (len(x) - 2) / (centred @ centred))
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = t.cdf(slope / error, len(x) - 2) if error > 0 else float(0.5 * (1 + np.sign(slope)))
    return float(slope), float(error), float(chance)


def ahead_chance(share, other_share, questions):
    """Return the chance that a share lies above another, after the error of tests of so many questions each; broadcasts."""
    n = checks.require_positive("questions", questions)
    p = checks.require_between("share", share, 0.0, 1.0, remedy="Give a share such as 0.4, not a percentage.")
    q = checks.require_between("other_share", other_share, 0.0, 1.0, remedy="Give a share such as 0.4, not a percentage.")
    p, q = np.clip(p, 0.5 / n, 1 - 0.5 / n), np.clip(q, 0.5 / n, 1 - 0.5 / n)
    return norm.cdf((p - q) / np.sqrt((p * (1 - p) + q * (1 - q)) / n))


def wrong_of_unknown(right, wrong):
    """Return the share of the questions not answered rightly that were answered wrongly.

    Raises
    ------
    ValueError
        If right and wrong exceed the whole, or nothing is left unknown.
    """
    r = checks.require_between("right", right, 0.0, 1.0, remedy="Give a share such as 0.4, not a percentage.")
    w = checks.require_between("wrong", wrong, 0.0, 1.0, remedy="Give a share such as 0.4, not a percentage.")
    if np.any(r + w > 1 + 1e-9):
        raise ValueError("right and wrong sum to more than 1. Give shares of all questions.")
    if np.any(r >= 1):
        raise ValueError("right = 1 leaves nothing unknown, so there is no share of it.")
    return w / (1.0 - r)
