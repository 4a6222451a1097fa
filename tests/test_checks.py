"""What lies inside limits passes as it is; what does not is named with the limits, whatever its form."""

import numpy as np
import pytest

from analysis import checks


@pytest.mark.parametrize("value", [0.5, 1, np.float64(0.2), np.int64(1), [0.1, 0.9], np.array([0.1, 1.0]), np.array(0.3), np.array([1]), np.array([]), np.array([0.5], dtype="float32")])
def test_good_values_come_back_as_floats(value):
    got = checks.require_between("x", value, 0, 1)
    assert got.dtype == float and np.array_equal(got, np.asarray(value, dtype=float))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.5, r"x = 1.5 is outside \(0, 1\]. Mend it."),
        (0, r"x = 0 is outside \(0, 1\]"),
        (np.array([0.5, 0.0, -2.0]), r"x = 0 is outside \(0, 1\]"),
        (np.array([0.5, np.nan]), "nan.* is not a finite number"),
        (np.array([np.inf, 0.5]), "inf.* is not a finite number"),
        (float("nan"), "nan is not a finite number"),
        ("0.5", "'0.5' is not a finite number"),
        (True, "True is not a finite number"),
        ("half", "'half' is not a number"),
        (None, "not a"),
    ],
)
def test_bad_values_are_named(value, said):
    with pytest.raises(ValueError, match=said):
        checks.require_between("x", value, 0, 1, low_open=True, remedy="Mend it.")


@pytest.mark.parametrize("value", [float("inf"), np.array([1.0, np.inf]), -1.0])
def test_above_zero_is_finite_too(value):
    with pytest.raises(ValueError, match="x = "):
        checks.require_positive("x", value)
