"""What one process of a build has worked out, handed to another that would work it out again.

Each page of the book has a process of its own. The front page, the ledger and the lists speak of every page's numbers:
they take them from those who had to compute them anyway.
"""

from __future__ import annotations

import base64
import importlib
import pickle
import re
import sys
from collections.abc import Iterable

from analysis import claims

__all__ = ["gather", "adopt"]

_TOPIC = re.compile(r"analysis\.(\w+)\.results\.(\w+)")


def gather() -> str:
    """Return the named numbers and the answers to claims that this process has computed so far.

    Returns
    -------
    str
        For `adopt`; text, so that it can be stored beside the rest of what a page made.
    """
    topics = {}
    for name, module in sorted(sys.modules.items()):
        facts = getattr(module, "facts", None)
        if _TOPIC.fullmatch(name) and facts and facts.cache_info().currsize:
            topics[name] = facts()
    return base64.b64encode(pickle.dumps((topics, claims.answered()), protocol=5)).decode()


def adopt(gathered: Iterable[str]) -> None:
    """Let this process take numbers and answers as others computed them; of what several computed, the first.

    Parameters
    ----------
    gathered : iterable of str
        From `gather`, of the same build.
    """
    topics, answers = {}, {}
    for text in gathered:
        known, answered = pickle.loads(base64.b64decode(text))
        topics, answers = known | topics, answered | answers
    for name, facts in topics.items():
        module = importlib.import_module(name)
        module.facts = lambda known=facts: known
    claims.take(answers)
