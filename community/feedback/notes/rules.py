"""What a note is about, as a form says it: the whole draft, a criterion, a paragraph, or selected words. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from community.feedback import anchors


@dataclass(frozen=True)
class Place:
    """`criterion` is a key or ""; `start` and `end` count characters of the draft, None for no passage."""

    criterion: str = ""
    start: int | None = None
    end: int | None = None


WHOLE = Place()


def place(typed: str, draft: str, criteria: Collection[str], start: int = 0, end: int = 0) -> Place | None:
    """`typed` is "whole", "words" (from `start` to `end`), "criterion:KEY" or "paragraph:3"; None for anything else."""
    kind, _colon, name = typed.partition(":")
    found = None
    if kind == "whole":
        found = WHOLE
    elif kind == "words":
        found = Place(start=start, end=end)
    elif kind == "criterion" and name in criteria:
        found = Place(criterion=name)
    elif kind == "paragraph":
        here = next((one for one in anchors.paragraphs(draft) if str(one.number) == name), None)
        found = Place(start=here.start, end=here.end) if here else None
    return found


GROUPINGS = ("place", "kind", "person")
KINDS = ("warm", "question", "cool", "other")


def grouped(notes: Iterable[Any], by: str) -> list[tuple[str, list[Any]]]:
    """Notes by place, kind or person: (what they share, notes); within each in the order of the draft."""
    found: dict[str, list[Any]] = {}
    for note in notes:
        if by == "kind":
            shared = note.kind
        elif by == "person":
            shared = str(note.feedback_id)
        else:
            shared = f"criterion:{note.criterion_key}" if note.place == "criterion" else note.place
        found.setdefault(shared, []).append(note)
    order = list(KINDS) if by == "kind" else sorted(found, key=_place_order)
    return [(shared, found[shared]) for shared in order if shared in found]


def _place_order(shared: str) -> tuple[int, str]:
    return ({"whole": 0, "passage": 2}.get(shared, 1), shared)
