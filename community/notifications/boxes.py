"""An inbox as it is shown: today's and earlier notices, what is said together as one."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from community.notifications import telling
from community.notifications.telling import Told


@dataclass(frozen=True)
class Section:
    """Notices of today, or of before; newest first."""

    is_today: bool
    notices: list[Told]


def sections(newest_first: list[Told], time_zone: str, at: datetime) -> list[Section]:
    """By the calendar of their reader; a section without notices is left out."""
    zone = ZoneInfo(time_zone)
    today = at.astimezone(zone).date()
    found = []
    for is_today in (True, False):
        those = [told for told in newest_first if (told.row.at.astimezone(zone).date() == today) is is_today]
        if those:
            found.append(Section(is_today, telling.bundled(those)))
    return found
