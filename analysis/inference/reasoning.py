r"""Why an answer with thought costs more: bills at list prices, the puzzle that was asked, and several streams of one request.

Pure: prices, tokens, models and systems come from the caller.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from analysis import checks
from analysis.inference import serving

MOST = 1e5  # sequences of a batch where memory sets no limit, as before the first token

__all__ = [
    "MOST",
    "bill_usd",
    "tokens_for_ratio",
    "tokens_of",
    "evaluate",
    "placements",
    "solutions",
    "Factors",
    "factors",
    "batch_at_speed",
    "phase_seconds",
    "voting_seconds",
    "voting_tokens",
]


def bill_usd(prompt_tokens, output_tokens, input_usd_per_mtok, output_usd_per_mtok):
    """Return the bill of one request.

    Parameters
    ----------
    prompt_tokens, output_tokens : array_like, token
        Hidden thought is billed as output.
    input_usd_per_mtok, output_usd_per_mtok : array_like, USD/Mtoken

    Returns
    -------
    numpy.ndarray, USD

    Examples
    --------
    >>> float(bill_usd(0, 1e6, 15, 60))
    60.0
    """
    prompt, output = checks.require_non_negative("prompt_tokens", prompt_tokens), checks.require_non_negative("output_tokens", output_tokens)
    first, second = checks.require_non_negative("input_usd_per_mtok", input_usd_per_mtok), checks.require_non_negative("output_usd_per_mtok", output_usd_per_mtok)
    return (prompt * first + output * second) / 1e6


def tokens_for_ratio(ratio, other_usd, prompt_tokens, input_usd_per_mtok, output_usd_per_mtok):
    """Return the output tokens that make a bill a multiple of another bill (inverse of `bill_usd`; not below zero)."""
    wanted = checks.require_positive("ratio", ratio) * checks.require_positive("other_usd", other_usd) * 1e6
    return np.maximum(wanted - prompt_tokens * input_usd_per_mtok, 0.0) / checks.require_positive("output_usd_per_mtok", output_usd_per_mtok)


def tokens_of(expression: str) -> list[str]:
    """Cut an expression of whole numbers, ``+``, ``*`` and parentheses into its parts.

    Raises
    ------
    ValueError
        For anything else in it.
    """
    parts = re.findall(r"\d+|[+*()]|\S", expression)
    if bad := [p for p in parts if not re.fullmatch(r"\d+|[+*()]", p)]:
        raise ValueError(f"the expression holds {bad[0]!r}. Only whole numbers, + , * and parentheses are understood.")
    return parts


def evaluate(expression: str) -> int:
    """Return the value of an expression: products before sums, parentheses first.

    Raises
    ------
    ValueError
        When it is not a well-formed expression.

    Examples
    --------
    >>> evaluate("1 + 2 * (3 + 4)")
    15
    """
    parts = tokens_of(expression)
    place = 0

    def fail():
        raise ValueError(f"{expression!r} is not a well-formed expression at part {place + 1}.")

    def atom():
        nonlocal place
        if place >= len(parts):
            fail()
        part = parts[place]
        place += 1
        if part == "(":
            value = total()
            if place >= len(parts) or parts[place] != ")":
                fail()
            place += 1
            return value
        return int(part) if part.isdigit() else fail()

    def product():
        nonlocal place
        value = atom()
        while place < len(parts) and parts[place] == "*":
            place += 1
            value *= atom()
        return value

    def total():
        nonlocal place
        value = product()
        while place < len(parts) and parts[place] == "+":
            place += 1
            value += product()
        return value

    value = total()
    if place != len(parts):
        fail()
    return value


def placements(expression: str) -> list[str]:
    """Return the expression with one pair of parentheses added, in every way that encloses at least two numbers."""
    parts = tokens_of(expression)
    evaluate(expression)
    numbers = [i for i, p in enumerate(parts) if p.isdigit()]
    out = []
    for k, first in enumerate(numbers):
        for last in numbers[k + 1 :]:
            out.append(" ".join([*parts[:first], "(" + parts[first], *parts[first + 1 : last], parts[last] + ")", *parts[last + 1 :]]))
    return out


def solutions(expression: str, target: int) -> list[str]:
    """Return the ways to add one pair of parentheses so that the expression has a value."""
    return [p for p in placements(expression) if evaluate(p) == target]


@dataclass(frozen=True)
class Factors:
    """What multiplies the cost of an answer with thought, one after the other; their product is `whole`."""

    length: np.ndarray
    context: np.ndarray
    batch: np.ndarray
    prompt: np.ndarray

    @property
    def whole(self):
        """Cost of the answer with thought over that of the immediate one."""
        return self.length * self.context * self.batch * self.prompt


def factors(model, system, prompt_tokens, immediate_tokens, thinking_tokens, speed_tok_s_user, **options) -> Factors:
    """Divide the extra cost of thought into longer answers, longer contexts at the same batch, and the smaller batch that keeps the speed.

    Parameters
    ----------
    model, system, **options
        See `analysis.inference.serving.decode_step_s`; also ``usable``.
    prompt_tokens, immediate_tokens, thinking_tokens : array_like, token
    speed_tok_s_user : array_like, token/s
        The same for both, kept by the batch.

    Returns
    -------
    Factors
        ``prompt`` is what reading the prompt, the same for both, takes off the ratio.
    """
    usable = options.pop("usable", serving.USABLE)
    context = {name: np.asarray(prompt_tokens, dtype=float) + np.asarray(answer, dtype=float) / 2.0 for name, answer in (("now", immediate_tokens), ("later", thinking_tokens))}
    batch = {name: batch_at_speed(model, system, c, speed_tok_s_user, usable=usable, **options) for name, c in context.items()}

    def a_token(which, size):
        return serving.decode_step_s(model, system, size, context[which], **options) / size

    alone = a_token("now", batch["now"])
    longer = a_token("later", batch["now"])
    smaller = a_token("later", batch["later"])
    read = _read_s(model, system, prompt_tokens, **options)
    length = np.asarray(thinking_tokens, dtype=float) / np.asarray(immediate_tokens, dtype=float)
    whole = (read + thinking_tokens * smaller) / (read + immediate_tokens * alone)
    return Factors(length, longer / alone, smaller / longer, whole / (length * smaller / alone))


def _read_s(model, system, prompt_tokens, **options):
    """Return the system's time for one prompt, read together with others as `serving.workload` does."""
    together = np.maximum(8192.0 / np.maximum(prompt_tokens, 1.0), 1.0)
    return serving.prefill_s(model, system, prompt_tokens, batch=together, **options) / together


def batch_at_speed(model, system, context, speed_tok_s_user, *, shared=0.0, streams=1.0, usable=serving.USABLE, steps=40, **options):
    """Return the largest batch that memory holds and a speed allows, not rounded, never below one.

    Parameters
    ----------
    model, system, **options
        See `analysis.inference.serving.decode_step_s`.
    context, shared : array_like, token
        What each stream holds, and how much of it is common to the streams of a request.
    speed_tok_s_user : array_like, token/s
    streams : array_like, 1
    usable : float

    Returns
    -------
    numpy.ndarray, 1
        One where not even one user gets the speed: that user is then served as fast as can be.
    """
    budget = 1.0 / checks.require_positive("speed_tok_s_user", speed_tok_s_user, "Give tokens a second for each user, such as 30.")
    held = {k: options[k] for k in ("weights", "kv", "layout", "expert_weights") if k in options}
    with np.errstate(over="ignore"):
        room = np.minimum(serving.memory_batch(model, system, context, usable=usable, shared=shared, streams=streams, **held), MOST)
    sharing = {"shared": shared, "streams": streams} if np.any(np.asarray(streams) > 1) else {}
    top = np.maximum(np.broadcast_to(room, np.broadcast_shapes(np.shape(room), np.shape(budget))), 1.0).astype(float)
    low, high = np.ones(top.shape), top.copy()
    for _ in range(steps):
        middle = np.sqrt(low * high)
        fits = serving.decode_step_s(model, system, middle, context, **options, **sharing) <= budget
        low, high = np.where(fits, middle, low), np.where(fits, high, middle)
    fits = serving.decode_step_s(model, system, top, context, **options, **sharing) <= budget
    return np.where(fits, top, low)


def phase_seconds(model, system, context, tokens, speed_tok_s_user, *, shared=0.0, streams=1.0, usable=serving.USABLE, **options):
    """Return the accelerator-seconds of writing so many tokens of one stream at a context, at the batch that keeps the speed."""
    batch = batch_at_speed(model, system, context, speed_tok_s_user, shared=shared, streams=streams, usable=usable, **options)
    sharing = {"shared": shared, "streams": streams} if np.any(np.asarray(streams) > 1) else {}
    step = serving.decode_step_s(model, system, batch, context, **options, **sharing)
    return system.accelerators * tokens * step / batch


def voting_tokens(answer_tokens, streams, common_start=0.0):
    """Return the tokens that a request writes when its streams part after a common start (a share of the answer)."""
    part = checks.require_between("common_start", common_start, 0, 1)
    return np.asarray(answer_tokens, dtype=float) * (part + checks.require_between("streams", streams, 1, 1e6) * (1.0 - part))


def voting_seconds(model, system, prompt_tokens, answer_tokens, speed_tok_s_user, *, streams=1.0, common_start=0.0, usable=serving.USABLE, **options):
    r"""Return the accelerator-seconds of a request that is answered by several streams.

    Parameters
    ----------
    model, system, **options
        See `analysis.inference.serving.decode_step_s`.
    prompt_tokens, answer_tokens : array_like, token
        The prompt is read and held once for all streams; each stream's answer has `answer_tokens`.
    speed_tok_s_user : array_like, token/s
        What each stream gets; batches follow from it.
    streams : float, 1
    common_start : array_like, 1
        Share of the answer that is written once, before the streams part.

    Returns
    -------
    numpy.ndarray, s
        Prompt, common start by one stream, and the rest by :math:`n` streams that hold prompt and start in common.
    """
    prompt, answer = checks.require_non_negative("prompt_tokens", prompt_tokens), checks.require_positive("answer_tokens", answer_tokens)
    draws = float(checks.require_between("streams", streams, 1, 1e6))
    part = checks.require_between("common_start", common_start, 0, 1)
    start = part * answer
    rest = answer - start
    read = system.accelerators * _read_s(model, system, prompt, **options)
    once = phase_seconds(model, system, prompt + start / 2.0, start, speed_tok_s_user, usable=usable, **options)
    common = {"shared": prompt + start, "streams": draws} if draws > 1 else {}
    each = phase_seconds(model, system, prompt + start + rest / 2.0, rest, speed_tok_s_user, usable=usable, **common, **options)
    return read + once + draws * each
