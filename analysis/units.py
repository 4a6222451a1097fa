"""Units at the boundary: every unit string in a table, a parameter or a figure is one that pint can parse."""

from __future__ import annotations

from functools import cache

__all__ = ["registry", "parse", "same_dimension"]

# What the book counts that physics does not: operations, tokens, money and things. Each is a base dimension,
# so that `USD/Mtoken` or `FLOP/s/W` parse and a sum of dollars and tokens does not.
_DEFINITIONS = (
    "FLOP = [operations]",
    "token = [tokens]",
    "USD = [money_usd]",
    "EUR = [money_eur]",
    "THB = [money_thb]",
    "chip = [chips]",
    "person = [people]",
    "percentage_point = percent",
)


@cache
def registry():
    """Return the book's pint registry (built once: it costs half a second)."""
    import pint

    ureg = pint.UnitRegistry()
    for definition in _DEFINITIONS:
        ureg.define(definition)
    return ureg


def parse(unit: str):
    """Parse a unit string.

    Parameters
    ----------
    unit : str
        For example ``"TWh"``, ``"USD/kW"``, ``"FLOP/s/W"``, ``"percent"`` or ``"1"``.

    Returns
    -------
    pint.Unit

    Raises
    ------
    ValueError
        When pint does not know the unit.
    """
    import pint

    try:
        return registry().Unit("" if unit == "1" else unit)
    except (pint.UndefinedUnitError, pint.DefinitionSyntaxError, ValueError, TypeError, AttributeError) as error:
        raise ValueError(
            f"unit {unit!r} cannot be parsed ({error}). Use pint's names; "
            f"the book adds {', '.join(d.split(' ')[0] for d in _DEFINITIONS)}."
        ) from error


def same_dimension(left: str, right: str) -> bool:
    """Tell whether two unit strings measure the same thing (``"TWh"`` and ``"J"`` do)."""
    return parse(left).dimensionality == parse(right).dimensionality
