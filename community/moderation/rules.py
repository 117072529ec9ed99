"""What may be reported, for which reasons, and who settles it. Pure."""

from enum import StrEnum
from typing import Any

from community.pages import _

MOST_WORDS, LONGEST_SENTENCE = 1000, 500


class Reason(StrEnum):
    """Why a message is reported."""

    UNKIND = "unkind"
    PRIVATE = "private"
    ELSEWHERE = "elsewhere"
    OTHER = "other"


class Outcome(StrEnum):
    """What came of it."""

    HIDDEN = "hidden"
    STANDS = "stands"


def can_report(seat: Any, message: Any) -> bool:
    """Whoever reads a message that stands, and has not written it."""
    return message.deleted_at is None and message.person_id != seat.person_id


def can_settle(seat: Any, report: Any) -> bool:
    """Facilitators, but not what was reported of themselves."""
    return seat.is_facilitator and seat.person_id != report.author_id


def can_look_after(seat: Any) -> bool:
    """The list of what was reported is the facilitators'."""
    return seat.is_facilitator


def reason(name: str) -> str:
    """A reason in words."""
    return {
        Reason.UNKIND: _("It is unkind"),
        Reason.PRIVATE: _("It tells something private"),
        Reason.ELSEWHERE: _("It does not belong here"),
        Reason.OTHER: _("Something else"),
    }[Reason(name)]
