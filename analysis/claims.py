"""What a claim is, the rule that gives its verdict, and the ledger of all of them.

The register (``data/claims.csv``, ``data/claim_numbers.csv``) says what a document claims and how close is close
enough; a part's ``claims`` package says what the book computes. The verdict follows from the two and is never typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from analysis import PARTS, checks, room, tables
from analysis.quantities import Quantity, fill, merge

__all__ = ["VERDICTS", "Answer", "Condition", "Conflict", "Untestable", "claim", "answers", "holds", "verdict", "verdict_of", "ledger", "numbers", "get", "claimed_text"]

VERDICTS = ("reproduced", "reproduced under", "not reproduced", "conflicts with", "not testable", "open")


@dataclass(frozen=True)
class Condition:
    """Assumptions under which the claimed numbers come out, and how plausible a prior, written down first, holds them."""

    assumption: str
    numbers: Mapping[str, Quantity]
    plausibility: Quantity
    prior: str


@dataclass(frozen=True)
class Conflict:
    """Another cited source's number for the same thing."""

    key: str
    value: Quantity
    source: str
    locator: str


@dataclass(frozen=True)
class Untestable:
    """Why no number can settle a claim, which inversions were tried, and which evidence would settle it."""

    why: str
    tried: str
    evidence: str


@dataclass(frozen=True)
class Answer:
    """What the book says to one claim.

    Attributes
    ----------
    numbers : mapping of str to Quantity
        Our number for every key of the claim in ``data/claim_numbers.csv``.
    reason : str
        The arithmetic in a sentence or two; a template over `facts`.
    facts : tuple of mappings
    figures : tuple of str
        Figure ids; the first is the one the ledger shows.
    notebook : str
        Document name: ``power/us-demand``.
    test : str
        ``tests/power/test_us_demand.py::test_…``.
    conditions, conflicts, untestable
        What qualifies the verdict.
    remaining : str
        What a later part of the book still has to add; empty when whole.
    """

    numbers: Mapping[str, Quantity]
    reason: str
    figures: tuple[str, ...]
    notebook: str
    test: str
    facts: tuple[Mapping[str, object], ...] = ()
    conditions: tuple[Condition, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    untestable: Untestable | None = None
    remaining: str = ""

    @property
    def text(self) -> str:
        return fill(self.reason, merge(*self.facts))


_ANSWERS: dict[str, Callable[[], Answer]] = {}


def claim(id: str) -> Callable:
    """Register the function that answers a claim."""

    def wrap(function: Callable[[], Answer]) -> Callable[[], Answer]:
        known = _ANSWERS.get(id)
        if known is not None and (known.__module__, known.__name__) != (function.__module__, function.__name__):
            raise ValueError(f"claim {id} is answered twice ({known.__module__} and {function.__module__}).")
        _ANSWERS[id] = cache(function)
        return _ANSWERS[id]

    return wrap


@cache
def answers() -> dict[str, Callable[[], Answer]]:
    """Import every part's claims and return the answering function of each claim."""
    for part in PARTS:
        room(part, "claims")
    return dict(_ANSWERS)


def answered() -> dict[str, Answer]:
    """Return the answers that have been worked out so far, by claim."""
    return {id: function() for id, function in sorted(_ANSWERS.items()) if getattr(function, "cache_info", None) and function.cache_info().currsize}


def take(given: Mapping[str, Answer]) -> None:
    """Let answers stand that another process of the same build has worked out."""
    answers()
    for id, answer in given.items():
        _ANSWERS[id] = lambda known=answer: known
    answers.cache_clear()


def holds(relation: str, computed, *, claimed=np.nan, low=np.nan, high=np.nan, tolerance=0.0, kind: str = "absolute"):
    """Tell whether computed numbers agree with a claimed one.

    Parameters
    ----------
    relation : {"equals", "at_least", "at_most", "within", "is_true"}
        ``within`` compares with `low` and `high`; ``is_true`` asks that a probability comes within `tolerance` of one.
    computed : array_like
    claimed, low, high : float, optional
        What the document prints.
    tolerance : float, optional
        Fixed in the register before any number was computed.
    kind : {"absolute", "relative"}, optional

    Returns
    -------
    numpy.ndarray of bool
        Shape of `computed`. A number exactly on the limit agrees.
    """
    checks.require_known("relation", relation, ("equals", "at_least", "at_most", "within", "is_true"))
    value = checks.as_numbers("computed", computed)
    slack = tolerance * (abs(claimed) if kind == "relative" and np.isfinite(claimed) else 1.0)
    eps = 1e-9 * max(1.0, abs(claimed) if np.isfinite(claimed) else 1.0)
    if relation == "within":
        left = low - tolerance * (abs(low) if kind == "relative" else 1.0)
        right = high + tolerance * (abs(high) if kind == "relative" else 1.0)
        return (value >= left - eps) & (value <= right + eps)
    if relation == "is_true":
        return value >= 1 - tolerance - eps
    if relation == "at_least":
        return value >= claimed - slack - eps
    if relation == "at_most":
        return value <= claimed + slack + eps
    return np.abs(value - claimed) <= slack + eps


@cache
def _register() -> tuple[pd.DataFrame, pd.DataFrame]:
    return tables.load("claims"), tables.load("claim_numbers")


def _row_holds(row: pd.Series, computed: float) -> bool:
    return bool(
        holds(
            row["relation"],
            computed,
            claimed=row["claimed"],
            low=row["claimed_low"],
            high=row["claimed_high"],
            tolerance=row["tolerance"],
            kind=row["tolerance_kind"],
        )
    )


def verdict(rows: pd.DataFrame, answer: Answer) -> str:
    """Apply the rule.

    Not testable, if the answer says why; else reproduced, if every number agrees; else reproduced under, if some stated
    condition makes every number agree; else conflicts with, if another source speaks to a number that fails; else not
    reproduced.

    Parameters
    ----------
    rows : pandas.DataFrame
        The claim's rows of ``data/claim_numbers.csv``.
    answer : Answer

    Returns
    -------
    str
        One of `VERDICTS`.

    Raises
    ------
    KeyError
        When the answer lacks a number of the register, or has one the register does not know.
    """
    keys = list(rows["key"])
    if answer.untestable is not None:
        return "not testable"
    for key in answer.numbers:
        checks.require_known("number of this claim", key, keys)
    for key in keys:
        checks.require_known("answered number", key, answer.numbers)
    by_key = rows.set_index("key", drop=False)

    def agree(numbers: Mapping[str, Quantity]) -> dict[str, bool]:
        return {key: _row_holds(by_key.loc[key], numbers[key].value) for key in keys}

    plain = agree(answer.numbers)
    if all(plain.values()):
        return "reproduced"
    if any(all(agree({**answer.numbers, **c.numbers}).values()) for c in answer.conditions):
        return "reproduced under"
    failed = {key for key, ok in plain.items() if not ok}
    if any(conflict.key in failed for conflict in answer.conflicts):
        return "conflicts with"
    return "not reproduced"


def verdict_of(id: str) -> str:
    """Return the verdict on one claim, importing no other part and working out no other claim; an unknown claim raises KeyError."""
    register, rows = _register()
    checks.require_known("claim", id, register["id"])
    room(register.loc[register["id"] == id, "part"].iloc[0], "claims")
    return verdict(rows[rows["claim"] == id], _ANSWERS[id]()) if id in _ANSWERS else "open"


def get(id: str) -> Answer:
    """Return the book's answer to one claim; an open or unknown claim raises KeyError."""
    checks.require_known("claim", id, _register()[0]["id"])
    return answers()[checks.require_known("answered claim", id, answers())]()


def numbers(part: str | None = None) -> pd.DataFrame:
    """Return every checkable number of the register with ours beside it.

    Returns
    -------
    pandas.DataFrame
        ``claim, key, headline, statement, relation, claimed, claimed_low, claimed_high, unit, tolerance,
        tolerance_kind, tolerance_reason, computed, low, high, agrees``; empty where a claim is open.
    """
    register, rows = _register()
    rows = rows.copy()
    known = answers()
    ours = []
    for row in rows.to_dict("records"):
        q = known[row["claim"]]().numbers.get(row["key"]) if row["claim"] in known else None
        ours.append((q.value, q.low, q.high, _row_holds(row, q.value)) if q else (None, None, None, None))
    rows[["computed", "low", "high"]] = pd.DataFrame([o[:3] for o in ours], dtype=float)
    rows["agrees"] = pd.array([o[3] for o in ours], dtype="boolean")
    if part:
        rows = rows[rows["claim"].isin(register.loc[register["part"] == part, "id"])]
    return rows.reset_index(drop=True)


def ledger(part: str | None = None) -> pd.DataFrame:
    """Return the ledger: one row per claim, verdict and headline number beside what the document says.

    Parameters
    ----------
    part : str, optional
        One of the book's parts; all by default.

    Returns
    -------
    pandas.DataFrame
        ``id, part, documents, paraphrase, verdict, statement, claimed, computed, low, high, unit, reason, figures,
        notebook, test, remaining``. ``claimed`` is text, since some documents print a span.
    """
    register, rows = _register()
    if part is not None:
        checks.require_known("part", part, list(register["part"].unique()))
    known = answers()
    out = []
    for row in register.to_dict("records"):
        if part not in (None, row["part"]):
            continue
        mine = rows[rows["claim"] == row["id"]]
        head = mine[mine["headline"]].iloc[0]
        answer = known[row["id"]]() if row["id"] in known else None
        q = answer.numbers.get(head["key"]) if answer else None
        out.append(
            {
                "id": row["id"],
                "part": row["part"],
                "documents": row["documents"],
                "paraphrase": row["paraphrase"],
                "verdict": verdict_of(row["id"]),
                "statement": head["statement"],
                "claimed": claimed_text(head),
                "computed": q.value if q else np.nan,
                "low": q.low if q and q.low is not None else np.nan,
                "high": q.high if q and q.high is not None else np.nan,
                "unit": head["unit"],
                "reason": answer.text if answer else "",
                "figures": " ".join(answer.figures) if answer else "",
                "notebook": answer.notebook if answer else "",
                "test": answer.test if answer else "",
                "remaining": answer.remaining if answer else "",
            }
        )
    return pd.DataFrame(out)


def claimed_text(row) -> str:
    """Put what a document claims into words: a number, a bound, a span, or that it holds."""

    def number(x):
        return f"{x:,.10g}" if abs(x) < 1e15 else f"{x:g}"

    if row["relation"] == "is_true":
        return "holds"
    if row["relation"] == "within":
        return f"{number(row['claimed_low'])}–{number(row['claimed_high'])}"
    return {"at_least": "≥ ", "at_most": "≤ "}.get(row["relation"], "") + number(row["claimed"])
