"""What the doctor says: one sentence about one thing, and whether something must be done."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """`note` is worth knowing, and nothing must be done."""

    OK = "ok"
    NOTE = "note"
    BROKEN = "BROKEN"


@dataclass(frozen=True)
class Finding:
    """`about` is one word for programs, `says` a sentence for people: what is so, and what to do."""

    about: str
    state: State
    says: str


def well(about: str, says: str) -> Finding:
    return Finding(about, State.OK, says)


def note(about: str, says: str) -> Finding:
    return Finding(about, State.NOTE, says)


def broken(about: str, says: str) -> Finding:
    return Finding(about, State.BROKEN, says)


def found(about: str, fine: bool, says: str, otherwise: str) -> Finding:
    """`says` when it is fine, else `otherwise`."""
    return well(about, says) if fine else broken(about, otherwise)
