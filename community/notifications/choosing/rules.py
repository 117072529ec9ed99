"""Which ways a kind of notice can take, which one a person chose, and when their quiet hours end. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from community.pages import Notice

AWAY = timedelta(minutes=5)  # not here for so long: then a mention is mailed
LATE = timedelta(days=3)  # what a worker finds so much later is not mailed any more; it stands in the inbox


class Way(StrEnum):
    """How a kind of notice reaches a person."""

    MAIL = "mail"  # and in the inbox
    INBOX = "inbox"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Choice:
    """What a person chose: `ways` holds only the kinds that are to come otherwise than by themselves."""

    by_mail: bool = True
    quiet_from: time = time(21)
    quiet_until: time = time(7)
    ways: Mapping[str, Way] = field(default_factory=dict)


def ways(notice: Notice) -> list[Way]:
    """What can be chosen for a kind, its own way first; of what concerns one's work, dates or account only that."""
    own = Way.MAIL if notice.mail else Way.INBOX
    rest = [way for way in (Way.INBOX, Way.NOTHING) if way != own]
    return [own, *rest] if notice.can_switch_off else [own]


def kept(choice: Choice, kind: str, notice: Notice) -> Way:
    """What was chosen for this kind, or its own way."""
    possible = ways(notice)
    chosen = choice.ways.get(kind, possible[0])
    return chosen if chosen in possible else possible[0]


def way(choice: Choice, kind: str, notice: Notice) -> Way:
    """How this kind reaches who chose so: by mail only if not all mail is stopped, or the kind cannot be."""
    chosen = kept(choice, kind, notice)
    no_mail = notice.can_switch_off and not choice.by_mail
    return Way.INBOX if chosen is Way.MAIL and no_mail else chosen


def quiet_until(choice: Choice, time_zone: str, at: datetime) -> datetime | None:
    """When the quiet hours end in which `at` lies; None where it is not quiet."""
    here = at.astimezone(ZoneInfo(time_zone))
    begins, ends, now = choice.quiet_from, choice.quiet_until, here.time()
    over_midnight = begins > ends
    inside = (now >= begins or now < ends) if over_midnight else begins <= now < ends
    if not inside:
        return None
    day = here.date() + timedelta(days=1 if over_midnight and now >= begins else 0)
    return datetime.combine(day, ends, tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
