"""Meetings for tests, planned by the ordinary actions."""

from datetime import datetime, time, timedelta
from itertools import count

from community import clock, db
from community.cohorts import queries as cohorts
from community.meetings import actions, queries, rules
from community.meetings.actions import Wanted
from community.meetings.queries import Meeting
from tests.support.cohorts import Member

_numbers = count(1)


def in_days(days: int, hour: str = "16:30") -> datetime:
    """A local time so many days from now."""
    return datetime.combine(clock.now().date() + timedelta(days=days), time.fromisoformat(hour))


def wanted(title: str, local: datetime, zone: str = "America/Los_Angeles", **fields) -> Wanted:
    return Wanted(**{"title": title, "starts_local": local, "time_zone": zone, "minutes": 60} | fields)


async def place_of(leader: Member) -> cohorts.Place:
    return await cohorts.place(leader.person, leader.seat.cohort_id)


async def meets(leader: Member, title: str = "", days: int = 7, hour: str = "16:30", **fields) -> Meeting:
    """Who leads plans a meeting in so many days (some days ago, if negative), by the cohort's clocks."""
    place, title = await place_of(leader), title or f"Meeting {next(_numbers)}"
    await actions.add(place, wanted(title, in_days(days, hour), place.cohort.time_zone, **fields))
    newest = await db.value("select max(id) from meeting where cohort_id = :id", id=place.cohort.id)
    return await queries.meeting(place, newest)


async def moves(leader: Member, meeting: Meeting, local: datetime, **fields) -> Meeting:
    """To another local time of its zone, upon the version in hand."""
    place = await place_of(leader)
    kept = {"title": meeting.title, "minutes": meeting.minutes, "place": meeting.place, "link": meeting.link}
    await actions.change(place, meeting, wanted(**kept | fields, local=local, zone=meeting.time_zone))
    return await queries.meeting(place, meeting.id)


async def cancels(leader: Member, meeting: Meeting) -> Meeting:
    place = await place_of(leader)
    await actions.cancel(place, meeting)
    return await queries.meeting(place, meeting.id)


def filled(meeting: Meeting | None = None, **fields) -> dict[str, str]:
    """A meeting's form, as a page that shows this one would send it."""
    shown = {"title": "One more", "on": str(in_days(7).date()), "at": "16:30", "minutes": "60", "place": "", "link": ""}
    if meeting:
        local = rules.local(meeting.starts_at, meeting.time_zone)
        shown |= {"title": meeting.title, "on": str(local.date()), "at": f"{local:%H:%M}", "place": meeting.place}
        shown |= {"minutes": str(meeting.minutes), "link": meeting.link, "version": str(meeting.version)}
    return shown | {name: str(value) for name, value in fields.items()}
