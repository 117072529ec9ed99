"""A meeting as a calendar file (F28): one event in UTC, so that every calendar shows it in its reader's zone."""

from urllib.parse import urlsplit

from icalendar import Calendar, Event

from community.config import settings
from community.mail import Attached
from community.meetings.queries import Meeting
from community.pages import _

TYPE = "text/calendar; charset=utf-8"


def file(meeting: Meeting) -> bytes:
    """RFC 5545. Taken in again after a move it replaces the former one: same UID, higher SEQUENCE; nobody is named."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Roundtable//meetings//EN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(meeting))
    return calendar.to_ical()


def attached(meeting: Meeting) -> Attached:
    """The file as it goes with a mail about a change (R18)."""
    return Attached(name(meeting), f"{TYPE}; method=PUBLISH", file(meeting))


def name(meeting: Meeting) -> str:
    """What the file is called where it is saved."""
    return f"meeting-{meeting.id}.ics"


def _event(meeting: Meeting) -> Event:
    title = f"{meeting.title} · {meeting.cohort}"
    event = Event()
    event.add("uid", f"meeting-{meeting.id}@{urlsplit(settings().base_url).hostname}")
    event.add("dtstamp", meeting.changed_at)  # not now: the same meeting makes the same file
    event.add("last-modified", meeting.changed_at)
    event.add("sequence", meeting.version - 1)
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    # Several calendars show a cancelled event like any other, so that its title says so.
    event.add("summary", _("Cancelled: %(title)s") % {"title": title} if meeting.is_cancelled else title)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    if meeting.place or meeting.link:
        event.add("location", meeting.place or meeting.link)
    event.add("url", meeting.link or f"{settings().base_url}/cohorts/{meeting.cohort_id}/meetings")
    return event
