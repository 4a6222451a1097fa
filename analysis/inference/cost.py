"""Money: what an accelerator costs an hour, what a token costs on it, and what is earned at a list price. Pure.

An hour of an accelerator is paid for by spreading what was bought over its life, with interest, and adding electricity
and running costs; the whole is then borne by the hours in which it does paid work.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis import checks

__all__ = [
    "HOURS",
    "HourCost",
    "capital_recovery_factor",
    "hour_cost",
    "usd_per_accelerator_hour",
    "usd_per_mtok",
    "split_usd_per_mtok",
    "blended_usd_per_mtok",
    "revenue_usd",
    "revenue_per_accelerator_hour",
    "markup",
    "margin",
    "margin_of_markup",
    "markup_of_margin",
    "break_even_tokens_per_s",
]

HOURS = 8760.0  # hours in a year of 365 days
_SECONDS = 3600.0  # seconds in an hour
_MILLION = 1e6

_FRACTION = "Give a fraction such as 0.6, above 0 and at most 1."


class HourCost(NamedTuple):
    """What one accelerator costs for each hour of paid work, USD, by what it is paid for."""

    accelerator: np.ndarray
    server_network: np.ndarray
    building: np.ndarray
    electricity: np.ndarray
    operations: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """The sum of the parts."""
        return self.accelerator + self.server_network + self.building + self.electricity + self.operations


def capital_recovery_factor(interest, years):
    r"""Return the yearly payment that pays one dollar back over a life, with interest.

    Parameters
    ----------
    interest : array_like
        Interest a year as a fraction, not below zero.
    years : array_like
        Life, above zero.

    Returns
    -------
    numpy.ndarray
        Payment a year per dollar: :math:`i/(1-(1+i)^{-n})`, which goes to :math:`1/n` as the interest goes to zero.

    Raises
    ------
    ValueError
        For an interest above 1 (a percentage given as a number), below zero, or a life that is not above zero.

    Notes
    -----
    The annuity formula; evaluated through ``expm1`` and ``log1p``, so that small interest loses no digits.

    Examples
    --------
    >>> round(float(capital_recovery_factor(0.1, 5)), 4)
    0.2638
    """
    rate = checks.require_between("interest", interest, 0.0, 1.0, remedy="Give a fraction a year, such as 0.1 for 10 %.")
    life = checks.require_positive("years", years, "Give the life in years.")
    rate, life = np.broadcast_arrays(rate, life)
    plain = rate > 1e-9  # below it the first two terms of the series are exact to the last digit
    safe = np.where(plain, rate, 1.0)
    return np.where(plain, safe / -np.expm1(-life * np.log1p(safe)), (1.0 + rate * (life + 1.0) / 2.0) / life)


def hour_cost(
    chip_price_usd,
    system_cost_factor,
    it_kw_per_gpu,
    shell_usd_per_w_it,
    pue,
    electricity_usd_per_mwh,
    interest,
    it_lifetime_years,
    shell_lifetime_years,
    load_factor,
    operations_share,
    utilisation=1.0,
) -> HourCost:
    r"""Return what one accelerator costs for each hour of paid work, by what it is paid for.

    Parameters
    ----------
    chip_price_usd : array_like, USD
        Price of the accelerator alone.
    system_cost_factor : array_like, 1
        Accelerator with its share of server, network and storage, over the accelerator alone; at least 1.
    it_kw_per_gpu : array_like, kW
        Rated IT power per accelerator with its share of server and network.
    shell_usd_per_w_it : array_like, USD/W
        Building, power and cooling per watt of IT.
    pue : array_like, 1
        Facility over IT energy, at least 1.
    electricity_usd_per_mwh : array_like, USD/MWh
        Price of electricity.
    interest : array_like, 1
        Cost of capital a year, as a fraction.
    it_lifetime_years, shell_lifetime_years : array_like, year
        Over how long the computers and the building are paid back; nothing is left at the end.
    load_factor : array_like, 1
        Average power drawn over rated power, in (0, 1].
    operations_share : array_like, 1
        Running costs (staff, repairs, insurance, software) a year over the price of the computers.
    utilisation : array_like, 1, optional
        Share of the hours in which the accelerator does paid work, in (0, 1]; 1 gives the cost of an owned hour.

    Returns
    -------
    HourCost
        Five arrays in USD an hour, broadcast shape, with their ``total``.

    Raises
    ------
    ValueError
        For negative, zero or absurd inputs, with what to give instead.

    Notes
    -----
    With :math:`\mathrm{CRF}` the capital recovery factor, :math:`c` the chip's price, :math:`s` the system factor,
    :math:`w` the IT power, :math:`b` the building per watt, :math:`H` the hours of a year and :math:`u` the utilisation

    .. math:: h = \frac{1}{u}\left[\frac{(s\,\mathrm{CRF}(i,n) + o\,s)\,c + 1000\,b\,w\,\mathrm{CRF}(i,m)}{H}
              + \frac{w\,\ell\,\mathrm{PUE}\,p}{1000}\right].

    Electricity is charged for the idle hours as for the busy ones (`load_factor` is an average over all of them).
    """
    price = checks.require_positive("chip_price_usd", chip_price_usd, "Give the price of one accelerator in dollars.")
    factor = checks.require_between("system_cost_factor", system_cost_factor, 1.0, np.inf, remedy="A system costs at least what its accelerators cost.")
    kw = checks.require_positive("it_kw_per_gpu", it_kw_per_gpu, "Give kW for each accelerator.")
    shell = checks.require_non_negative("shell_usd_per_w_it", shell_usd_per_w_it, "Give dollars per watt of IT.")
    overhead = checks.require_between("pue", pue, 1.0, np.inf, remedy="A facility draws at least what its IT equipment draws.")
    energy_price = checks.require_non_negative("electricity_usd_per_mwh", electricity_usd_per_mwh, "Give dollars per MWh.")
    load = checks.require_between("load_factor", load_factor, 0.0, 1.0, low_open=True, remedy=_FRACTION)
    running = checks.require_non_negative("operations_share", operations_share, "Give a fraction of the computers' price a year.")
    used = checks.require_between("utilisation", utilisation, 0.0, 1.0, low_open=True, remedy=_FRACTION)
    per_hour = capital_recovery_factor(interest, it_lifetime_years) / HOURS
    parts = (
        price * per_hour / used,
        price * (factor - 1.0) * per_hour / used,
        1000.0 * kw * shell * capital_recovery_factor(interest, shell_lifetime_years) / HOURS / used,
        kw * load * overhead * energy_price / 1000.0 / used,
        price * factor * running / HOURS / used,
    )
    return HourCost(*np.broadcast_arrays(*parts))


def usd_per_accelerator_hour(*args, **kwargs):
    """Return what one accelerator costs for each hour of paid work, USD: the total of `hour_cost`, same arguments."""
    return hour_cost(*args, **kwargs).total


def usd_per_mtok(usd_per_accelerator_hour, accelerators, tokens_per_s):
    r"""Return the cost of a million tokens.

    Parameters
    ----------
    usd_per_accelerator_hour : array_like, USD/hour
        What one accelerator costs an hour.
    accelerators : array_like, 1
        How many serve together.
    tokens_per_s : array_like, token/s
        What they make, all together.

    Returns
    -------
    numpy.ndarray
        USD per million tokens, broadcast shape: :math:`10^6\,h\,n/(3600\,r)`.

    Raises
    ------
    ValueError
        For no accelerators, no tokens, a negative cost or what is not a number.

    Examples
    --------
    >>> float(usd_per_mtok(1.8, 8, 4000))
    1.0
    """
    hour = checks.require_non_negative("usd_per_accelerator_hour", usd_per_accelerator_hour, "Give dollars an hour for one accelerator.")
    count = checks.require_positive("accelerators", accelerators, "Give a number such as 8.")
    rate = checks.require_positive("tokens_per_s", tokens_per_s, "Give the tokens a second of the whole system.")
    return _MILLION * hour * count / (_SECONDS * rate)


def split_usd_per_mtok(usd_per_accelerator_hour, accelerator_seconds_per_request, prompt_tokens, answer_tokens, prefill_share):
    """Return what a million input and a million output tokens cost, each by the time it takes.

    Parameters
    ----------
    usd_per_accelerator_hour : array_like, USD/hour
    accelerator_seconds_per_request : array_like, s
        Time of one accelerator that a whole request takes (reading the prompt and writing the answer).
    prompt_tokens, answer_tokens : array_like, token
        Tokens of one request, both above zero.
    prefill_share : array_like, 1
        Share of that time spent on reading the prompt, in [0, 1].

    Returns
    -------
    tuple of numpy.ndarray
        USD per million input tokens, USD per million output tokens. Weighted by the tokens they add up to the cost of
        the request.

    Raises
    ------
    ValueError
    """
    hour = checks.require_non_negative("usd_per_accelerator_hour", usd_per_accelerator_hour, "Give dollars an hour for one accelerator.")
    seconds = checks.require_positive("accelerator_seconds_per_request", accelerator_seconds_per_request)
    read = checks.require_positive("prompt_tokens", prompt_tokens, "Give at least one token.")
    written = checks.require_positive("answer_tokens", answer_tokens, "Give at least one token.")
    share = checks.require_between("prefill_share", prefill_share, 0.0, 1.0, remedy="Give a fraction such as 0.2.")
    request = _MILLION * hour * seconds / _SECONDS
    return request * share / read, request * (1.0 - share) / written


def blended_usd_per_mtok(input_usd_per_mtok, output_usd_per_mtok, input_share=0.75):
    """Return the price of a mix of input and output tokens, USD per million.

    Parameters
    ----------
    input_usd_per_mtok, output_usd_per_mtok : array_like, USD/Mtoken
    input_share : array_like, 1, optional
        Input over all tokens; three to one by default, as Artificial Analysis and Epoch AI blend.

    Returns
    -------
    numpy.ndarray
    """
    share = checks.require_between("input_share", input_share, 0.0, 1.0, remedy="Give a fraction such as 0.75.")
    read = checks.require_non_negative("input_usd_per_mtok", input_usd_per_mtok)
    written = checks.require_non_negative("output_usd_per_mtok", output_usd_per_mtok)
    return share * read + (1.0 - share) * written


def revenue_usd(input_tokens, cached_tokens, output_tokens, input_usd_per_mtok, cached_usd_per_mtok, output_usd_per_mtok):
    """Return what tokens bring at list prices.

    Parameters
    ----------
    input_tokens : array_like, token
        All tokens of the prompts, those found in the cache included.
    cached_tokens : array_like, token
        Those of them found in the cache, at most all.
    output_tokens : array_like, token
    input_usd_per_mtok, cached_usd_per_mtok, output_usd_per_mtok : array_like, USD/Mtoken
        List prices; the first is that of input which is not in the cache.

    Returns
    -------
    numpy.ndarray, USD

    Raises
    ------
    ValueError
        Also when more tokens were found in the cache than were read.

    Examples
    --------
    DeepSeek's day: 608 billion tokens read, 342 of them cached, 168 written, at R1's price.

    >>> round(float(revenue_usd(608e9, 342e9, 168e9, 0.55, 0.14, 2.19)))
    562100
    """
    read = checks.require_non_negative("input_tokens", input_tokens)
    cached = checks.require_non_negative("cached_tokens", cached_tokens)
    written = checks.require_non_negative("output_tokens", output_tokens)
    if np.any(cached > read):
        raise ValueError("cached_tokens is above input_tokens: the cache holds part of what is read. Give the whole prompt as input.")
    prices = (
        checks.require_non_negative(n, v)
        for n, v in (("input_usd_per_mtok", input_usd_per_mtok), ("cached_usd_per_mtok", cached_usd_per_mtok), ("output_usd_per_mtok", output_usd_per_mtok))
    )
    fresh_price, cached_price, output_price = prices
    return ((read - cached) * fresh_price + cached * cached_price + written * output_price) / _MILLION


def revenue_per_accelerator_hour(tokens_per_s, accelerators, prompt_tokens, answer_tokens, input_usd_per_mtok, output_usd_per_mtok, cached_tokens=0.0, cached_usd_per_mtok=0.0):
    """Return what an hour of one accelerator earns at list prices.

    Parameters
    ----------
    tokens_per_s : array_like, token/s
        Output tokens a second of the whole system, reading of prompts paid for in time.
    accelerators : array_like, 1
        How many serve together.
    prompt_tokens, answer_tokens : array_like, token
        Tokens of one request.
    input_usd_per_mtok, output_usd_per_mtok : array_like, USD/Mtoken
    cached_tokens, cached_usd_per_mtok : array_like, optional
        How much of the prompt is found in the cache, and its price.

    Returns
    -------
    numpy.ndarray, USD/hour

    Raises
    ------
    ValueError
    """
    rate = checks.require_non_negative("tokens_per_s", tokens_per_s, "Give the output tokens a second of the whole system.")
    count = checks.require_positive("accelerators", accelerators, "Give a number such as 8.")
    answer = checks.require_positive("answer_tokens", answer_tokens, "Give at least one token.")
    request = revenue_usd(prompt_tokens, cached_tokens, answer, input_usd_per_mtok, cached_usd_per_mtok, output_usd_per_mtok)
    return _SECONDS * rate / answer * request / count


def markup(revenue_usd, cost_usd):
    """Return revenue over cost, less one: DeepSeek's “545 %” is one (0 breaks even, no upper end)."""
    return checks.require_non_negative("revenue_usd", revenue_usd) / checks.require_positive("cost_usd", cost_usd) - 1.0


def margin(revenue_usd, cost_usd):
    """Return the share of revenue that is left after cost: at most 1, negative where cost is above revenue."""
    return 1.0 - checks.require_non_negative("cost_usd", cost_usd) / checks.require_positive("revenue_usd", revenue_usd)


def margin_of_markup(markup):
    """Return the margin of a mark-up: :math:`m/(1+m)`. A mark-up of 545 % is a margin of 84.5 %."""
    over = checks.require_between("markup", markup, -1.0, np.inf, low_open=True, remedy="Give revenue over cost, less one.")
    return over / (1.0 + over)


def markup_of_margin(margin):
    """Return the mark-up of a margin: :math:`g/(1-g)`, the inverse of `margin_of_markup`."""
    left = checks.require_between("margin", margin, -np.inf, 1.0, high_open=True, remedy="Give the share of revenue that is left, below 1.")
    return left / (1.0 - left)


def break_even_tokens_per_s(usd_per_accelerator_hour, accelerators, usd_per_mtok):
    """Return the tokens a second at which a price pays for the hour (inverse of `usd_per_mtok` in its last argument)."""
    hour = checks.require_non_negative("usd_per_accelerator_hour", usd_per_accelerator_hour, "Give dollars an hour for one accelerator.")
    count = checks.require_positive("accelerators", accelerators, "Give a number such as 8.")
    price = checks.require_positive("usd_per_mtok", usd_per_mtok, "Give dollars per million tokens.")
    return _MILLION * hour * count / (_SECONDS * price)
