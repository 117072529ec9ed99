"""What a reader has chosen in the catalogue, what fits it, and how many each further choice would leave."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

LONGEST = 100  # characters of a search
A_PAGE = 24
MOST = 600  # cards on one page, all told
HOURS = (12, 15, 20)
ORDERS = ("fit", "shortest", "title")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is asked of a row when one searches; `fit` says how well it has the words, 0 where none were given."""

    code: str
    title: str
    issuer: str
    issuer_name: str
    language: str
    audience: list[str]
    stacks: list[str]
    needs_students: bool
    in_school_breaks: bool
    waits: bool
    hours_max: float
    whole: bool
    fit: float

    @property
    def own_stack(self) -> str:
        """The stack that its code is named after, or else the first of those it stands in; one must be there."""
        prefix = self.code.partition("-")[0]
        return prefix if prefix in self.stacks else self.stacks[0]


BOXES: dict[str, Callable[[Entry], bool]] = {
    "support": lambda one: "support_professional" in one.audience,
    "no_students": lambda one: not one.needs_students,
    "breaks": lambda one: one.in_school_breaks,
    "no_waiting": lambda one: not one.waits,
    "whole": lambda one: one.whole,
}


@dataclass(frozen=True)
class Choice:
    """All that stands in the address of a catalogue page; "" and 0 mean anything."""

    q: str = ""
    stack: str = ""
    issuer: str = ""
    language: str = ""
    audience: str = ""
    hours: int = 0  # at most
    boxes: tuple[str, ...] = ()
    order: str = "fit"
    show: int = A_PAGE

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for, so that less than all is shown."""
        return self != Choice(order=self.order, show=self.show)

    def address(self, **changed: Any) -> str:
        """The address of this choice, or of it with something `changed`; a change begins at the first page."""
        other = replace(self, **({"show": A_PAGE} | changed))
        pairs = [
            (name, value)
            for name in ("q", "stack", "issuer", "language", "audience", "hours", "order", "show")
            if (value := getattr(other, name)) != getattr(Choice(), name)
        ]
        pairs += [("tag", box) for box in other.boxes]
        return "/catalogue" + (f"?{urlencode(pairs)}" if pairs else "")

    def without(self, name: str) -> str:
        """The address of this choice with one thing less: a field's name, or a box."""
        if name in self.boxes:
            return self.address(boxes=tuple(box for box in self.boxes if box != name))
        return self.address(**{name: getattr(Choice(), name)})


def chosen(asked: Iterable[tuple[str, str]]) -> Choice:
    """What the fields of an address ask for; what no page of ours could have asked is left out."""
    fields: dict[str, Any] = {}
    boxes = []
    for name, value in asked:
        value = value.replace("\x00", "").strip()
        if name == "tag" and value in BOXES:
            boxes.append(value)
        elif name in ("stack", "issuer", "language", "audience"):
            fields[name] = value[:LONGEST]
        elif name == "q":
            fields["q"] = " ".join(value.split())[:LONGEST]
        elif name == "hours" and value in map(str, HOURS):
            fields["hours"] = int(value)
        elif name == "order" and value in ORDERS:
            fields["order"] = value
        elif name == "show" and value.isascii() and value.isdigit():
            fields["show"] = min(max(int(value[:4]), A_PAGE), MOST)
    return Choice(**fields, boxes=tuple(box for box in BOXES if box in boxes))


@dataclass(frozen=True)
class Counts:
    """{value: how many there would be if this were chosen}, for each field and for the boxes."""

    stack: Counter = field(default_factory=Counter)
    issuer: Counter = field(default_factory=Counter)
    language: Counter = field(default_factory=Counter)
    audience: Counter = field(default_factory=Counter)
    hours: Counter = field(default_factory=Counter)
    boxes: Counter = field(default_factory=Counter)


VALUES: dict[str, Callable[[Entry], Iterable]] = {
    "stack": lambda one: one.stacks,
    "issuer": lambda one: (one.issuer,),
    "language": lambda one: (one.language,),
    "audience": lambda one: one.audience,
    "hours": lambda one: [most for most in HOURS if one.hours_max <= most],
}


def fits(one: Entry, choice: Choice) -> bool:
    """Whether an entry that has the words is all that was chosen."""
    return not _misses(one, choice)


def fitting(entries: Iterable[Entry], choice: Choice) -> list[Entry]:
    """Those that fit, in the order that was chosen; of equals the whole definitions first, then by code."""
    return sorted((one for one in entries if fits(one, choice)), key=KEYS[choice.order])


def counts(entries: Iterable[Entry], choice: Choice) -> Counts:
    """How many each further choice would leave: a value counts what misses nothing, or nothing but its own field."""
    found = Counts()
    for one in entries:
        misses = _misses(one, choice)
        if not misses:
            found.boxes.update(name for name, holds in BOXES.items() if holds(one))
        for name, values in VALUES.items():
            if not misses or misses == {name}:
                getattr(found, name).update(values(one))
    return found


def widening(entries: list[Entry], choice: Choice) -> list[tuple[str, int]]:
    """Where nothing fits: what could be left out, each with how many there would be then, the most helpful first."""
    asked = [name for name in VALUES if getattr(choice, name)] + list(choice.boxes)
    found = [(name, sum(_misses(one, choice) == {name} for one in entries)) for name in asked]
    return sorted(((name, count) for name, count in found if count), key=lambda pair: -pair[1])


def _misses(one: Entry, choice: Choice) -> set[str]:
    """The fields and boxes of the choice that this entry does not have."""
    missed = {
        name for name, values in VALUES.items() if (wanted := getattr(choice, name)) and wanted not in values(one)
    }
    return missed | {box for box in choice.boxes if not BOXES[box](one)}


KEYS: dict[str, Callable[[Entry], tuple]] = {
    "fit": lambda one: (-one.fit, not one.whole, one.code),
    "shortest": lambda one: (one.hours_max, not one.whole, one.code),
    "title": lambda one: (one.title.casefold(), one.code),
}
