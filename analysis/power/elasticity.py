"""Does spending rise when the price of a token falls? Elasticities from volumes and prices. Pure."""

from __future__ import annotations

import numpy as np

from analysis import checks

__all__ = ["log_growth", "two_point", "spending_ratio", "trend", "elasticity_of_trends", "ratio_draws", "autonomous_growth_at", "blended_price"]


def log_growth(start, end, years):
    """Return growth per year on the logarithmic scale: :math:`\\ln(x_1/x_0)/t`.

    Parameters
    ----------
    start, end : array_like
        Above zero.
    years : array_like
        Above zero.

    Returns
    -------
    numpy.ndarray
    """
    first, last, span = (checks.require_positive(n, v) for n, v in (("start", start), ("end", end), ("years", years)))
    return np.log(last / first) / span


def two_point(quantity_start, quantity_end, price_start, price_end):
    """Return the arc elasticity between two points, as a positive number where demand rises when the price falls.

    :math:`-\\ln(q_1/q_0)/\\ln(p_1/p_0)`. It holds the whole growth of demand to be the price's doing, so it is an upper
    bound of the price elasticity while demand would have grown anyway.

    Raises
    ------
    ValueError
        When the price did not change: no elasticity can be read from it.
    """
    change = np.log(checks.require_positive("price_end", price_end) / checks.require_positive("price_start", price_start))
    if np.any(change == 0):
        raise ValueError("price_end = price_start: a price that does not move says nothing of elasticity. Give two prices that differ.")
    return -np.log(checks.require_positive("quantity_end", quantity_end) / checks.require_positive("quantity_start", quantity_start)) / change


def spending_ratio(price_ratio, elasticity, autonomous=1.0):
    """Return spending after over spending before a change of price.

    Parameters
    ----------
    price_ratio : array_like
        Price after over price before, above zero.
    elasticity : array_like
        Positive number: percent more volume for a price one percent lower (constant elasticity).
    autonomous : array_like, optional
        Factor by which demand grows at an unchanged price.

    Returns
    -------
    numpy.ndarray
        :math:`a\\,r^{1-e}`: for a falling price spending rises exactly when :math:`e>1` if nothing else grows.
    """
    ratio = checks.require_positive("price_ratio", price_ratio)
    return checks.require_positive("autonomous", autonomous) * ratio ** (1.0 - checks.as_numbers("elasticity", elasticity))


def trend(years, values):
    """Fit exponential growth: ordinary least squares of the logarithm on time.

    Parameters
    ----------
    years, values : array_like, shape (n,)
        At least three points, values above zero.

    Returns
    -------
    tuple of float
        Growth per year on the logarithmic scale, its standard error, degrees of freedom.

    Raises
    ------
    ValueError
    """
    t = checks.as_numbers("years", years)
    y = np.log(checks.require_positive("values", values))
    if t.ndim != 1 or t.shape != y.shape or t.size < 3 or np.ptp(t) == 0:
        raise ValueError(f"years and values have shapes {t.shape} and {y.shape}: a trend needs three points in time or more, one value each.")
    centred = t - t.mean()
    slope = float(centred @ y / (centred @ centred))
    residual = y - y.mean() - slope * centred
    dof = t.size - 2
    return slope, float(np.sqrt(residual @ residual / dof / (centred @ centred))), dof


def elasticity_of_trends(volume_growth, price_growth, autonomous_growth=0.0):
    """Return the elasticity that turns a price trend into a volume trend.

    Parameters
    ----------
    volume_growth, price_growth, autonomous_growth : array_like
        Growth per year on the logarithmic scale; the last is what demand would do at an unchanged price.

    Returns
    -------
    numpy.ndarray
        :math:`(g_q-a)/(-g_p)`; NaN where the price does not fall.
    """
    q, p, a = (checks.as_numbers(n, v) for n, v in (("volume_growth", volume_growth), ("price_growth", price_growth), ("autonomous_growth", autonomous_growth)))
    return np.where(p < 0, (q - a) / np.where(p < 0, -p, 1.0), np.nan)


def ratio_draws(volume_fit, price_fit, t_volume, t_price):
    """Return draws of the elasticity from two fitted trends.

    Parameters
    ----------
    volume_fit, price_fit : tuple
        From `trend`.
    t_volume, t_price : array_like, shape (draws,)
        Deviates of Student's t with the fits' degrees of freedom.

    Returns
    -------
    numpy.ndarray, shape (draws,)
    """
    return elasticity_of_trends(volume_fit[0] + volume_fit[1] * np.asarray(t_volume), price_fit[0] + price_fit[1] * np.asarray(t_price))


def autonomous_growth_at(elasticity, volume_growth, price_growth):
    """Return the growth at an unchanged price that leaves a given elasticity: :math:`a=g_q+e\\,g_p`.

    At an elasticity of one this is the growth of spending itself: the tipping value.
    """
    return checks.as_numbers("volume_growth", volume_growth) + checks.as_numbers("elasticity", elasticity) * checks.as_numbers("price_growth", price_growth)


def blended_price(input_usd, output_usd, input_share=0.75):
    """Return the price of a mix of input and output tokens, USD per million (three to one by default, as Epoch AI blends)."""
    share = checks.require_between("input_share", input_share, 0.0, 1.0)
    return share * checks.require_non_negative("input_usd", input_usd) + (1.0 - share) * checks.require_non_negative("output_usd", output_usd)
