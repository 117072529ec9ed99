"""What is still missing before notes can be sent, and which kinds of note a form has (R45). Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

LEASE = timedelta(hours=72)  # without a word a request goes back to everyone (R43)
KINDS = ("warm", "question", "cool", "other")
MOST_NOTES = 40
MOST_TEXT = 4000


def missing(protocol: Any, kinds: Iterable[str]) -> Mapping[str, int]:
    """R45: how many notes of each kind the whole draft still needs; "" stands for a note of any kind."""
    there = Counter(kinds)
    short = {kind: least - there[kind] for kind, least in protocol.minima.items() if there[kind] < least}
    if not short and there.total() < protocol.least:
        short = {"": protocol.least - there.total()}
    return short


def first_kind(protocol: Any, kinds: Iterable[str]) -> str:
    """What the next note is likely to be: the first kind that is still missing, else what the form begins with."""
    short = missing(protocol, kinds)
    order = [prompt.kind for prompt in protocol.prompts]
    return next((kind for kind in order if kind in short), order[0])
