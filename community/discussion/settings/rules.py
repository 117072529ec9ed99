"""How much of a channel one may be told, and who says what latecomers read. Pure."""

from enum import StrEnum
from typing import Any

from community.pages import _


class Level(StrEnum):
    """How much of a channel a reader is told; nobody else sees what they chose."""

    EVERYTHING = "everything"
    MENTIONS = "mentions"  # counted and told only when they are mentioned
    NOTHING = "nothing"
    HIDDEN = "hidden"  # nothing, and it stands apart in their list


class Backlog(StrEnum):
    """What who joins later reads of a channel."""

    COHORT = "cohort"  # as its cohort has it
    ALL = "all"
    FROM_JOINING = "from_joining"


def levels(kind: str) -> list[Level]:
    """What can be chosen: announcements reach everybody who is mentioned; two who talk mute or leave instead."""
    if kind == "private":
        found = []
    elif kind == "announcements":
        found = [Level.EVERYTHING, Level.MENTIONS]
    else:
        found = list(Level)
    return found


def can_set_backlog(seat: Any, cohort: Any, kind: str) -> bool:
    """Facilitators, of all channels but what two talk about, until the cohort is closed."""
    return seat.is_facilitator and not cohort.is_closed and kind != "private"


def word(level: str) -> str:
    """What was chosen, in a word or two."""
    return {
        Level.EVERYTHING: _("Everything"),
        Level.MENTIONS: _("Mentions only"),
        Level.NOTHING: _("Nothing"),
        Level.HIDDEN: _("Hidden"),
    }[Level(level)]


def meaning(level: str) -> str:
    """What it means, in a sentence."""
    return {
        Level.EVERYTHING: _("What is new is counted, and you are told when you are mentioned."),
        Level.MENTIONS: _("Only what mentions you is counted, and you are told of it."),
        Level.NOTHING: _("Nothing is counted, and you are told of nothing."),
        Level.HIDDEN: _("As nothing, and the channel stands apart under “Hidden channels”."),
    }[Level(level)]
