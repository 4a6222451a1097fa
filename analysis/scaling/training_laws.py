"""The scaling laws by name, with their published constants; and the fit of one's own (see `fitting`).

>>> from analysis.scaling.training_laws import LAWS
>>> params, tokens = LAWS["besiroglu-2024"].optimal(5.76e21)
>>> round(float(tokens / params), 1)
20.7
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import pandas as pd

from analysis import checks, tables
from analysis.scaling import law_forms as forms
from analysis.scaling.fitting import Bootstrap, Fit, bootstrap, fit, profile

__all__ = ["LAWS", "Bootstrap", "Fit", "bootstrap", "constants", "fit", "labels", "profile", "published_interval", "worth_at_precision"]

_TABLE = "scaling/training_laws"
_FORMS = {"additive": forms.AdditiveLaw, "joint": forms.JointPowerLaw, "separate": forms.SeparatePowerLaws, "granular": forms.GranularLaw}
_APPROACHES = {"hoffmann-2022-approach-1": 1, "hoffmann-2022-approach-2": 2}


@cache
def _rows() -> pd.DataFrame:
    return tables.load(_TABLE).set_index(["law", "constant"])


@cache
def _names() -> pd.DataFrame:
    return tables.load("scaling/training_law_names").set_index("law")


def constants(law: str) -> dict[str, float]:
    """Return the constants of a law as its source prints them."""
    known = _rows().index.get_level_values("law").unique()
    return _rows().loc[checks.require_known("law", law, known), "value"].to_dict()


def published_interval(law: str, constant: str) -> tuple[float, float, str]:
    """Return the interval a source prints for a constant, and what it is; NaN and an empty word where it prints none."""
    row = _rows().loc[(law, constant)]
    return float(row["low"]), float(row["high"]), row["interval"] if isinstance(row["interval"], str) else ""


def labels() -> dict[str, str]:
    """Return what each law is called on a page."""
    return _names()["label"].to_dict()


@cache
def _law(name: str):
    row, own = _names().loc[name], {**constants(name)}
    common = {"name": name, "flop_low": own.pop("flop_low", None), "flop_high": own.pop("flop_high", None)}
    form = row["form"]
    if form in _FORMS:
        wanted = _FORMS[form].__dataclass_fields__
        return _FORMS[form](**{k: v for k, v in own.items() if k in wanted}, **common)
    if form == "repeated":
        base = forms.AdditiveLaw(**{k: own[k] for k in ("E", "A", "B", "alpha", "beta")}, name=name)
        return forms.RepeatedDataLaw(base, own["repeat_decay"], own["surplus_decay"], **common)
    if form == "anchored allocation":  # the printed coefficient does not give the printed tokens: go through the printed point
        return forms.AllocationLaw(own["tokens_printed"] / own["flop_printed"] ** own["exponent"], own["exponent"], **common)
    if name in _APPROACHES:
        printed = tables.load("scaling/hoffmann_optima")
        mine = printed[printed["approach"] == _APPROACHES[name]]
        flop = forms.FLOP_PER_PARAMETER_TOKEN * mine["params"] * mine["tokens"]
        return forms.AllocationLaw(*forms.power_law_through(flop, mine["tokens"]), **common)
    return forms.AllocationLaw(own["coefficient"], own["exponent"], **common)


class _Laws(Mapping):
    """The laws by name; a law is made when it is asked for."""

    def __getitem__(self, name: str):
        return _law(checks.require_known("law", name, _names().index))

    def __iter__(self) -> Iterator[str]:
        return iter(_names().index)

    def __len__(self) -> int:
        return len(_names())

    def __contains__(self, name: object) -> bool:
        return name in _names().index

    def __repr__(self) -> str:
        return f"LAWS({', '.join(self)})"


LAWS = _Laws()


def worth_at_precision(params, weight_bits, activation_bits=16.0, cache_bits=16.0):
    """Return the parameters that a model trained at so many bits is worth, with the constants of Kumar et al. 2024.

    The loss at that precision is a law's loss at this size; the authors' own additive constants were not found.
    """
    own = constants("kumar-2024")
    return forms.effective_params(params, weight_bits, own["weight_decay"], activation_bits, own["activation_decay"], cache_bits, own["cache_decay"])
