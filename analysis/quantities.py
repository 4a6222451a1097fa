"""A named number with its range, unit and grade, and the one place where numbers become words.

Every number in a title, an alt text, a caption, a verdict's reason or a paragraph comes from `Quantity.__format__`.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

__all__ = ["Quantity", "GRADES", "fill", "format_number", "merge"]

GRADES = ("measured", "modelled", "guessed")

_NARROW = "\u202f"  # narrow no-break space: a unit never parts from its number
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_PREFIXED = {"USD": "US$", "EUR": "€"}
_AFTER = {
    "percent": "%",
    "percent/year": "% a year",
    "percentage_point": "percentage points",
    "Mt": "Mt",
    "year": "",
    "1": "",
    "m^3": "m³",
    "USD/kW": "US$ per kW",
    "USD/kWh": "US$ per kWh",
    "USD/MWh": "US$ per MWh",
    "USD/W": "US$ per W",
    "USD/Mtoken": "US$ per million tokens",
    "kg/kWh": "kg per kWh",
    "g/kWh": "g per kWh",
    "L/kWh": "L per kWh",
    "kW/chip": "kW per chip",
    "W/chip": "W per chip",
    "USD/chip": "US$ per chip",
    "chip": "chips",
    "token": "tokens",
    "FLOP/s": "FLOP/s",
    "FLOP/year": "FLOP a year",
    "token/year": "tokens a year",
    "token/s": "tokens/s",
    "TWh/year": "TWh a year",
    "GW/year": "GW a year",
    "person": "people",
    "minute": "minutes",
    "hour": "hours",
    "day": "days",
    "month": "months",
    "gigaliter": "billion litres",
}
_WORDS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_SPEC = re.compile(r"^(value|number|range|interval|low|high|signed)?(\d)?$")


def _significant(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    decimals = digits - 1 - int(np.floor(np.log10(abs(value))))
    rounded = round(value, decimals)
    text = f"{rounded:,.{max(decimals, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_number(value: float, digits: int = 3, unit: str = "1") -> str:
    """Write a number as the book writes it.

    Parameters
    ----------
    value : float
    digits : int, optional
        Significant figures; trailing zeros after the point are dropped.
    unit : str, optional
        Decides the form: years stand as they are, money, tokens, people and chips take words from a million on,
        FLOP and very large or small numbers a power of ten.

    Returns
    -------
    str
    """
    value = float(value)
    if not np.isfinite(value):
        return {np.inf: "∞", -np.inf: "−∞"}.get(value, "no number")
    if unit == "year":
        return f"{value:.0f}"
    size = abs(value)
    if size and (unit.startswith("FLOP") and size >= 1e6 or size >= 1e15 or size < 1e-4):
        exponent = int(np.floor(np.log10(size) + 1e-12))
        mantissa = _significant(value / 10**exponent, min(digits, 3))
        if mantissa in ("10", "-10"):
            exponent, mantissa = exponent + 1, mantissa.replace("10", "1")
        power = f"10{str(exponent).translate(_SUPERSCRIPT)}"
        text = power if mantissa == "1" else f"{mantissa}{_NARROW}×{_NARROW}{power}"
    else:
        text = None
        for scale, word in _WORDS:
            if size >= scale * 0.9995:
                text = f"{_significant(value / scale, digits)} {word}"
                break
        if text is None:
            text = _significant(value, max(digits, len(str(int(size))) if size >= 1000 and digits >= 3 and size < 1e4 else digits))
    return text.replace("-", "−") if text.startswith("-") else text


def _with_unit(text: str, unit: str) -> str:
    if unit in _PREFIXED:
        sign, body = ("−", text[1:]) if text.startswith("−") else ("", text)
        return f"{sign}{_PREFIXED[unit]}{body}"
    after = _AFTER.get(unit, unit.replace("**", "^"))
    if text == "1" and after.replace(" ", "_") == f"{unit}s":
        after = after[:-1]
    return f"{text}{_NARROW}{after}" if after else text


@dataclass(frozen=True)
class Quantity:
    """A number that the book stands behind.

    Attributes
    ----------
    value : float
        The median, or the number as its source states it.
    unit : str
        A pint string; shares are in ``percent`` or ``1``.
    low, high : float or None
        The 5 % and 95 % points, or the ends that a source prints. None only where a source gives a bare number.
    grade : {"measured", "modelled", "guessed"}
        Metered or counted; computed from sourced inputs; rests on judgement.
    label : str
        What it is, as a row of a table would say.
    driver : str
        What moves it most, where that has been computed.
    """

    value: float
    unit: str = "1"
    low: float | None = None
    high: float | None = None
    grade: str = "modelled"
    label: str = ""
    driver: str = ""

    @classmethod
    def of(cls, value, unit="1", low=None, high=None, label="", grade="modelled", driver="") -> Quantity:
        """Return a quantity of plain numbers from whatever array library gave them, with its label before its grade."""
        return cls(float(value), unit, None if low is None else float(low), None if high is None else float(high), grade, label, driver)

    def in_percent(self) -> Quantity:
        """Return a share of unit ``1`` in percent, without its label, so that a table of headlines shows it once."""
        if self.unit != "1":
            raise ValueError(f"quantity {self.label or self.value!r} is in {self.unit}; only a share of unit 1 can be told in percent.")
        value, low, high = (None if x is None else 100.0 * x for x in (self.value, self.low, self.high))
        return Quantity(value, "percent", low, high, self.grade, "", self.driver)

    def __post_init__(self):
        if self.grade not in GRADES:
            raise ValueError(f"grade = {self.grade!r} is not one of {', '.join(GRADES)}.")
        if (self.low is None) != (self.high is None):
            raise ValueError(f"quantity {self.label or self.value!r} has one end of its range only. Give both or none.")
        if self.low is not None and not self.low <= self.high:
            raise ValueError(f"quantity {self.label or self.value!r}: low = {self.low} is above high = {self.high}.")

    def __format__(self, spec: str) -> str:
        """Format as ``{x}`` 649 TWh · ``{x:number}`` 649 · ``{x:range}`` 649 TWh (521–843) · ``{x:interval}`` 521–843 TWh.

        A digit after the form sets the significant figures: ``{x:2}``, ``{x:range2}``. ``low``, ``high`` and
        ``signed`` exist too.
        """
        match = _SPEC.match(spec)
        if not match:
            raise ValueError(f"format {spec!r} of a quantity is unknown; use value, number, range, interval, low, high or signed, then a digit.")
        form, digits = match[1] or "value", int(match[2] or 3)

        def number(x):
            return format_number(x, digits, self.unit)

        def span():
            low, high = number(self.low), number(self.high)
            word = low.rsplit(" ", 1)[-1]  # '1.2 million–3.4 million' reads better as '1.2–3.4 million'
            if word in {w for _, w in _WORDS} and high.endswith(word):
                low = low[: -len(word) - 1]
            if low.startswith("−"):
                return f"{low} to {high}"  # a dash beside a minus cannot be told from one
            return f"{low}–{high}" if low != high else low

        if form == "number":
            return number(self.value)
        if form == "signed":
            text = _with_unit(number(self.value), self.unit)
            return text if self.value < 0 else f"+{text}"
        if form == "value" or (form == "range" and self.low is None):
            return _with_unit(number(self.value), self.unit)
        if self.low is None:
            raise ValueError(f"quantity {self.label or self.value!r} has no range to print.")
        if form == "range":
            return f"{_with_unit(number(self.value), self.unit)} ({span()})"
        if form == "interval":
            return _with_unit(span(), self.unit)
        return _with_unit(number(getattr(self, form)), self.unit)

    def __str__(self) -> str:
        return format(self, "range")

    def named(self, label: str, driver: str = "") -> Quantity:
        """Return the same number under another label (and driver, when given)."""
        return replace(self, label=label, driver=driver or self.driver)


class _Strict(string.Formatter):
    def get_value(self, key, args, kwargs):
        if key not in kwargs:
            from analysis import checks

            checks.require_known("fact", key, kwargs)
        return kwargs[key]


def fill(template: str, facts: Mapping[str, object]) -> str:
    """Put facts into a template (``"… used {us_2024:range} …"``).

    Raises
    ------
    KeyError
        For a fact that does not exist, with the nearest names.
    """
    return _Strict().vformat(template, (), facts)


def merge(*facts: Mapping[str, object]) -> dict[str, object]:
    """Join several sets of facts; a name that two of them give different values is an error."""
    joined: dict[str, object] = {}
    for some in facts:
        for name, value in some.items():
            if name in joined and joined[name] != value:
                raise KeyError(f"fact {name!r} is given twice with different values. Rename one.")
            joined[name] = value
    return joined
