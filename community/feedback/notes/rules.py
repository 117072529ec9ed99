"""What a note is about, as a form says it: the whole draft, a criterion, a paragraph, selected words, a file. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from community.evidence import anchors


@dataclass(frozen=True)
class Place:
    """`criterion` is a key or ""; `start` and `end` count characters of the draft, None for no passage.

    `spot` names a file and where in it, such as "plan.pdf, page 3"; "" for none.
    """

    criterion: str = ""
    start: int | None = None
    end: int | None = None
    spot: str = ""

    @property
    def kind(self) -> str:
        """What of the draft it is, but for a passage."""
        return "criterion" if self.criterion else "file" if self.spot else "whole"


WHOLE = Place()


@dataclass(frozen=True)
class Typed:
    """A form's own words: "whole", "words" (from `start` to `end`), "criterion:KEY", "paragraph:3" or "file:7K3".

    `spot` says of a file at which page or minute.
    """

    place: str
    start: int = 0
    end: int = 0
    spot: str = ""


def place(typed: Typed, draft: str, criteria: Collection[str], files: Mapping[str, str]) -> Place | None:
    """Where this form points; None where there is nothing. `files`: the names of those that are shown, by number."""
    kind, _colon, name = typed.place.partition(":")
    found = None
    if kind == "whole":
        found = WHOLE
    elif kind == "words":
        found = Place(start=typed.start, end=typed.end)
    elif kind == "criterion" and name in criteria:
        found = Place(criterion=name)
    elif kind == "paragraph":
        here = next((one for one in anchors.paragraphs(draft) if str(one.number) == name), None)
        found = Place(start=here.start, end=here.end) if here else None
    elif kind == "file" and name in files:
        found = Place(spot=", ".join(filter(None, (files[name], typed.spot.strip()))))
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
            shared = f"{note.place}:{note.criterion_key}" if note.place == "criterion" else note.place
        found.setdefault(shared, []).append(note)
    order = list(KINDS) if by == "kind" else sorted(found, key=_place_order)
    return [(shared, found[shared]) for shared in order if shared in found]


def _place_order(shared: str) -> tuple[int, str]:
    return ({"whole": 0, "passage": 2, "file": 3}.get(shared, 1), shared)
