"""What may be reported, for which reasons, and who settles it. Pure."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class AtDesk:
    """An organizer who looks after a cohort of their affiliate, in which they need no seat."""

    person_id: int
    cohort_id: int

    @property
    def cohort_topic(self) -> str:
        return f"cohort:{self.cohort_id}"


def can_report(seat: Any, message: Any) -> bool:
    """Whoever reads a message that stands, and has not written it."""
    return message.deleted_at is None and message.person_id != seat.person_id


def can_settle(seat: Any, report: Any) -> bool:
    """Facilitators, but not what was reported of themselves."""
    return seat.is_facilitator and seat.person_id != report.author_id


def can_settle_at(desk: Any, report: Any) -> bool:
    """An organizer above the cohort, where nobody but the reported person facilitates it; never of themselves."""
    is_theirs = desk.affiliate_id == report.affiliate_id and desk.person_id != report.author_id
    return is_theirs and (report.is_for_desk or report.settled_by_id == desk.person_id)


def can_restore(report: Any) -> bool:
    """What is hidden by this report, and stands no more."""
    return report.outcome == Outcome.HIDDEN and report.restored_at is None and report.hidden_why != ""


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
