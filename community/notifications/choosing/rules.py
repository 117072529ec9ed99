"""Which ways a kind of notice can take, which one a person chose, and when their quiet hours end. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from community.pages import Notice

AWAY = timedelta(minutes=5)  # not here for so long: then a mention is mailed
LATE = timedelta(days=3)  # what a worker finds so much later is not mailed any more; it stands in the inbox
MOST_WHILE_AWAY = 5  # mails at once to who is away; what comes then waits for the digest
FRIDAY = 4


class Way(StrEnum):
    """How a kind of notice reaches a person; but for nothing it stands in the inbox too."""

    MAIL = "mail"  # at once
    DIGEST = "digest"
    INBOX = "inbox"
    NOTHING = "nothing"


class Rhythm(StrEnum):
    """On which days a digest is made."""

    WEEKDAYS = "weekdays"  # Monday to Friday
    DAILY = "daily"
    WEEKLY = "weekly"  # on the day that one chose
    NEVER = "never"


@dataclass(frozen=True)
class Choice:
    """What a person chose: `ways` holds only the kinds that are to come otherwise than by themselves.

    The digest is made at the hour `digest_at`; where it is weekly, on the day `digest_day` (0 is Monday).
    """

    by_mail: bool = True
    quiet_from: time = time(21)
    quiet_until: time = time(7)
    ways: Mapping[str, Way] = field(default_factory=dict)
    rhythm: Rhythm = Rhythm.WEEKDAYS
    digest_at: time = time(17)
    digest_day: int = FRIDAY


def ways(notice: Notice) -> list[Way]:
    """What can be chosen for a kind, its own way first; of what concerns one's work, dates or account only that."""
    if not notice.can_switch_off:
        possible = [Way.MAIL if notice.mail else Way.INBOX]
    else:
        own = Way.MAIL if notice.mail and notice.mail.at_once else Way.DIGEST
        possible = [own, *(way for way in Way if way is not own)]
    return possible


def kept(choice: Choice, kind: str, notice: Notice) -> Way:
    """What was chosen for this kind, or its own way."""
    possible = ways(notice)
    chosen = choice.ways.get(kind, possible[0])
    return chosen if chosen in possible else possible[0]


def way(choice: Choice, kind: str, notice: Notice) -> Way:
    """How this kind reaches who chose so: the one question that all that is told is put to.

    By mail and in a digest only if not all mail is stopped, or the kind cannot be; in a digest only where one is made.
    """
    chosen = kept(choice, kind, notice)
    no_mail = notice.can_switch_off and not choice.by_mail
    no_digest = chosen is Way.DIGEST and choice.rhythm is Rhythm.NEVER
    return Way.INBOX if (no_mail and chosen in (Way.MAIL, Way.DIGEST)) or no_digest else chosen


def is_quiet(begins: time, ends: time, at: time) -> bool:
    """Whether that time of the day lies in these hours; none where they begin when they end."""
    return at >= begins or at < ends if begins > ends else begins <= at < ends


def quiet_until(choice: Choice, time_zone: str, at: datetime) -> datetime | None:
    """When the quiet hours end in which `at` lies; None where it is not quiet."""
    here = at.astimezone(ZoneInfo(time_zone))
    begins, ends, now = choice.quiet_from, choice.quiet_until, here.time()
    if not is_quiet(begins, ends, now):
        return None
    day = here.date() + timedelta(days=1 if begins > ends and now >= begins else 0)
    return datetime.combine(day, ends, tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
