"""Bad input is answered once, here: what was given, what is allowed, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import numpy as np

__all__ = ["as_numbers", "require_between", "require_positive", "require_non_negative", "require_known"]


def as_numbers(name: str, value, remedy: str = "") -> np.ndarray:
    """Return `value` as a float array.

    Parameters
    ----------
    name : str
        What the value is called, units included, for the message.
    value : array_like
        Numbers of any shape.
    remedy : str, optional
        A last sentence: what to do about it.

    Returns
    -------
    numpy.ndarray
        Same shape, dtype float.

    Raises
    ------
    ValueError
        When an entry is not a number, is NaN or is infinite.
    """
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} = {value!r} is not a number. {remedy}".rstrip()) from None
    if isinstance(value, (str, bytes, bool)) or not np.all(np.isfinite(array)):
        bad = value if array.ndim == 0 or isinstance(value, str) else array[~np.isfinite(array)][0]
        raise ValueError(f"{name} = {bad!r} is not a finite number. {remedy}".rstrip())
    return array


def require_between(
    name: str,
    value,
    low: float,
    high: float,
    *,
    low_open: bool = False,
    high_open: bool = False,
    remedy: str = "",
) -> np.ndarray:
    """Return `value` as floats, all of them between `low` and `high`.

    Parameters
    ----------
    name : str
        What the value is called, for the message.
    value : array_like
        Numbers of any shape.
    low, high : float
        The limits, in the unit of `value`; part of the range unless opened.
    low_open, high_open : bool, optional
        Leave the limit itself out.
    remedy : str, optional
        A last sentence: what to do about it.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    ValueError
        Naming the first offending value and the range.
    """
    if _plainly_between(value, low, high):
        return np.asarray(value, dtype=float)
    array = as_numbers(name, value, remedy)
    inside = (array > low if low_open else array >= low) & (array < high if high_open else array <= high)
    if not np.all(inside):
        worst = array[~inside].flat[0] if array.ndim else float(array)
        left, right = "(" if low_open else "[", ")" if high_open else "]"
        raise ValueError(f"{name} = {worst:g} is outside {left}{low:g}, {high:g}{right}. {remedy}".rstrip())
    return array


def _plainly_between(value, low: float, high: float) -> bool:
    """Tell at a glance that floats lie inside limits; models ask many thousand times, and NaN lies inside none."""
    if isinstance(value, np.ndarray):
        return value.dtype == float and value.size > 0 and bool(low < value.min() and value.max() < high)
    return isinstance(value, (int, float)) and not isinstance(value, bool) and bool(low < value < high)


def require_positive(name: str, value, remedy: str = "") -> np.ndarray:
    """Return `value` as floats, all above zero (see `require_between`)."""
    return require_between(name, value, 0.0, np.inf, low_open=True, remedy=remedy)


def require_non_negative(name: str, value, remedy: str = "") -> np.ndarray:
    """Return `value` as floats, none below zero (see `require_between`)."""
    return require_between(name, value, 0.0, np.inf, remedy=remedy)


def require_known(what: str, name: str, known: Iterable[str]) -> str:
    """Return `name` if it is one of `known`.

    Raises
    ------
    KeyError
        With the nearest known names, so that a slip of the pen is mended at once.
    """
    known = list(known)
    if name in known:
        return name
    near = difflib.get_close_matches(str(name), known, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(known[:12])}{' …' if len(known) > 12 else ''}"
    raise KeyError(f"unknown {what} {name!r}; {hint}")
