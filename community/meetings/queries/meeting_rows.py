"""Meetings as rows, read and written; every change is a version."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from community import clock, db
from community.cohorts.queries import Place
from community.errors import NotFound
from community.meetings.rules import State

MEETING = """
select meeting.id, meeting.cohort_id, cohort.name as cohort, meeting.version, meeting.state, meeting.title,
       meeting.starts_local, meeting.time_zone, meeting.starts_at, meeting.minutes, meeting.place, meeting.link,
       meeting.changed_at,
       (select former.starts_at from meeting_version as former
        where former.meeting_id = meeting.id and former.starts_at <> meeting.starts_at
        order by former.number desc limit 1) as was_at
from meeting join cohort on cohort.id = meeting.cohort_id
"""
FIELDS = ("state", "title", "starts_local", "time_zone", "starts_at", "minutes", "place", "link")


@dataclass(frozen=True)
class Meeting:
    """One gathering of a cohort. `starts_local` in `time_zone` is the truth, `starts_at` its instant; `was_at` the
    time that was told before, if it was moved. The `link` is for members."""

    id: int
    cohort_id: int
    cohort: str
    version: int
    state: str
    title: str
    starts_local: datetime
    time_zone: str
    starts_at: datetime
    minutes: int
    place: str
    link: str
    changed_at: datetime
    was_at: datetime | None

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def address(self) -> str:
        return f"/cohorts/{self.cohort_id}/meetings/{self.id}"


async def meeting(place: Place, meeting_id: int) -> Meeting:
    """One of this place's cohort; NotFound for another's."""
    found = await db.one(
        Meeting,
        MEETING + "where meeting.id = :id and meeting.cohort_id = :cohort_id",
        id=meeting_id,
        cohort_id=place.cohort.id,
    )
    if found is None:
        raise NotFound
    return found


async def add_by_id(cohort_id: int, values: dict[str, Any], planned_week: int | None = None) -> int:
    """A new meeting of this cohort with its first version; the version's number."""
    at = clock.now()
    meeting_id = await db.value(
        """
        insert into meeting (cohort_id, state, title, starts_local, time_zone, starts_at, minutes, place, link,
                             planned_week, created_at, changed_at)
        values (:cohort_id, :state, :title, :starts_local, :time_zone, :starts_at, :minutes, :place, :link,
                :planned_week, :at, :at)
        returning id
        """,
        cohort_id=cohort_id,
        planned_week=planned_week,
        at=at,
        **values,
    )
    return await _tell(meeting_id, at)


async def lock_by_id(cohort_id: int) -> int:
    """One by one for this cohort, until the transaction ends; how many meetings it has, whatever became of them."""
    await db.value("select id from cohort where id = :id for no key update", id=cohort_id)
    return await db.value("select count(*) from meeting where cohort_id = :id", id=cohort_id)


async def set_by_id(meeting_id: int, was: int, values: dict[str, Any]) -> int | None:
    """Put these values in place of version `was`; the new version's number, None if that is not the newest any more."""
    at = clock.now()
    changed = await db.run(
        """
        update meeting set version = version + 1, state = :state, title = :title, starts_local = :starts_local,
               time_zone = :time_zone, starts_at = :starts_at, minutes = :minutes, place = :place, link = :link,
               changed_at = :at
        where id = :id and version = :was and state <> 'cancelled'
          and exists (select from cohort where cohort.id = cohort_id and cohort.state <> 'closed')
        """,
        id=meeting_id,
        was=was,
        at=at,
        **values,
    )
    return await _tell(meeting_id, at) if changed else None


async def later_by_id(after: int, most: int) -> list[Meeting]:
    """For the job: meetings that are still to come, those after the meeting `after`."""
    return await db.many(
        Meeting,
        MEETING
        + """
        where meeting.id > :after and meeting.starts_at > :now and meeting.state <> 'cancelled'
        order by meeting.id limit :most
        """,
        after=after,
        now=clock.now(),
        most=most,
    )


async def _tell(meeting_id: int, at: datetime) -> int:
    """The version that stands in the meeting's row now."""
    return await db.value(
        """
        insert into meeting_version (meeting_id, number, state, starts_at, time_zone, minutes, place, link, at)
        select id, version, state, starts_at, time_zone, minutes, place, link, :at from meeting where id = :id
        returning id
        """,
        id=meeting_id,
        at=at,
    )
