"""Meetings as calendar files (F28, R20): events in UTC, so that every calendar shows them in its reader's zone."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vUri

from community.config import settings
from community.mail import Attached
from community.meetings.calendars.queries import Day
from community.meetings.queries import Meeting
from community.pages import _

TYPE = "text/calendar; charset=utf-8"


def file(meeting: Meeting) -> bytes:
    """RFC 5545. Taken in again after a move it replaces the former one: same UID, higher SEQUENCE; nobody is named."""
    calendar = _calendar()
    calendar.add_component(_event(meeting))
    return calendar.to_ical()


def feed(meetings: Iterable[Meeting], days: Iterable[Day]) -> bytes:
    """All that stands in one person's calendar, in the language spoken now. The same content is the same text."""
    calendar = _calendar()
    name = _("Roundtable: my meetings and dates")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    for day in days:
        calendar.add_component(_day(day))
    return calendar.to_ical()


def attached(meeting: Meeting) -> Attached:
    """The file as it goes with a mail about a change (R18)."""
    return Attached(name(meeting), f"{TYPE}; method=PUBLISH", file(meeting))


def name(meeting: Meeting) -> str:
    """What the file is called where it is saved."""
    return f"meeting-{meeting.id}.ics"


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Roundtable//meetings//EN")
    calendar.add("method", "PUBLISH")
    return calendar


def _day(day: Day) -> Event:
    """A whole day, which keeps nobody from other things."""
    says = {
        "closes": _("Your window ends: %(title)s"),
        "safe": _("Latest safe day to submit: %(title)s"),
        "promised": _("Feedback you promised: %(title)s"),
    }
    event = Event()
    event.add("uid", f"{day.kind}-{day.id}@{urlsplit(settings().base_url).hostname}")
    event.add("dtstamp", day.changed_at)
    event.add("last-modified", day.changed_at)
    event.add("sequence", day.sequence)
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("summary", says[day.kind] % {"title": day.title})
    event.add("dtstart", day.day)
    event.add("dtend", day.day + timedelta(days=1))
    event.add("url", settings().base_url + day.path)
    return event


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
    if meeting.link and not meeting.is_cancelled:  # RFC 7986: programs that know it show a button
        room = vUri(meeting.link, params={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": _("Open the room")})
        event.add("conference", room)
    return event
