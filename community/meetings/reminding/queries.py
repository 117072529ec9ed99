"""Reminders as rows: what each says, which are due, which went out, and to whom."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from community import clock, db
from community.cohorts.queries import Place
from community.errors import NotFound
from community.meetings.agendas import queries as agendas
from community.meetings.agendas.rules import Agenda
from community.meetings.coming import links
from community.meetings.queries import Meeting
from community.meetings.reminding import rules


@dataclass(frozen=True)
class Words:
    """What a meeting's reminder says beside the dates. Version 0 is the draft; `is_off`: none goes out."""

    meeting_id: int
    version: int
    text: str
    is_off: bool
    goes_at: datetime
    sent_at: datetime | None  # of the time that the meeting has now

    @property
    def paragraphs(self) -> list[str]:
        return rules.paragraphs(self.text)


@dataclass(frozen=True)
class Due:
    """A meeting whose reminder is to go out now, at the time it has."""

    meeting_id: int
    cohort_id: int
    starts_at: datetime


@dataclass(frozen=True)
class Reminder:
    """A reminder that went out, as its readers are told of it."""

    id: int
    meeting_id: int
    cohort_id: int
    cohort: str
    title: str
    starts_at: datetime
    minutes: int
    place: str
    text: str
    agenda: Agenda

    @property
    def paragraphs(self) -> list[str]:
        return rules.paragraphs(self.text)

    def rsvp(self, person_id: int, answer: str) -> str:
        """The link by which this person says so."""
        return links.link(person_id, self.meeting_id, answer)


WORDS = """
select meeting.id, coalesce(reminder_words.version, 0) as version, reminder_words.text,
       coalesce(reminder_words.is_off, false) as is_off, reminder.sent_at, cohort.language, meeting.starts_at,
       (select max(former.starts_at + make_interval(mins => former.minutes)) from meeting as former
        where former.cohort_id = meeting.cohort_id and former.state <> 'cancelled'
          and former.starts_at < meeting.starts_at) as former_ends
from meeting join cohort on cohort.id = meeting.cohort_id
left join reminder_words on reminder_words.meeting_id = meeting.id
left join reminder on reminder.meeting_id = meeting.id and reminder.starts_at = meeting.starts_at
"""


async def words(place: Place, meeting_id: int) -> Words:
    """Of a meeting of this place's cohort; NotFound for another's."""
    found = await db.many(
        dict,
        WORDS + "where meeting.id = :id and meeting.cohort_id = :cohort_id order by meeting.id limit 1",
        id=meeting_id,
        cohort_id=place.cohort.id,
    )
    if not found:
        raise NotFound
    return (await _words(found))[meeting_id]


async def words_by_id(meeting_ids: list[int]) -> dict[int, Words]:
    """For the feed and the job."""
    return await _words(
        await db.many(dict, WORDS + "where meeting.id = any(:ids) order by meeting.id limit 2000", ids=meeting_ids)
    )


async def _words(rows: list[dict]) -> dict[int, Words]:
    drafts = await agendas.agendas_by_id([row["id"] for row in rows if row["text"] is None])
    return {
        row["id"]: Words(
            row["id"],
            row["version"],
            rules.drafted(drafts[row["id"]].bring, row["language"]) if row["text"] is None else row["text"],
            row["is_off"],
            rules.goes_at(row["starts_at"], row["former_ends"]),
            row["sent_at"],
        )
        for row in rows
    }


async def put(place: Place, meeting: Meeting, was: int, text: str, is_off: bool) -> bool:
    """Whether version `was` was still the newest, and it says this now."""
    written = await db.run(
        """
        insert into reminder_words (meeting_id, version, text, is_off, changed_at)
        select id, cast(:version as integer), :text, :is_off, :at from meeting
        where id = :id and cohort_id = :cohort_id
          and (:version = 1 or exists (select from reminder_words where meeting_id = :id))
        on conflict (meeting_id) do update
        set version = excluded.version, text = excluded.text, is_off = excluded.is_off, changed_at = excluded.changed_at
        where reminder_words.version = excluded.version - 1
        """,
        id=meeting.id,
        cohort_id=place.cohort.id,
        version=was + 1,
        text=text,
        is_off=is_off,
        at=clock.now(),
    )
    return written == 1


async def due_by_id(most: int = 200) -> list[Due]:
    """For the job, whichever the cohort: what R19 says is to go out now.

    Who was told of a move less than 48 hours before the meeting has just read when it is, and hears no more (R18).
    """
    return await db.many(
        Due,
        """
        select meeting.id as meeting_id, meeting.cohort_id, meeting.starts_at from meeting
        join cohort on cohort.id = meeting.cohort_id and cohort.state in ('open', 'running', 'finishing')
        where meeting.state <> 'cancelled' and meeting.starts_at > :now
          and meeting.starts_at <= cast(:now as timestamptz) + interval '48 hours'
          and not exists (select from reminder where reminder.meeting_id = meeting.id
                          and reminder.starts_at = meeting.starts_at)
          and not exists (select from reminder_words where reminder_words.meeting_id = meeting.id and is_off)
          and not exists (select from meeting as former where former.cohort_id = meeting.cohort_id
                          and former.state <> 'cancelled' and former.starts_at < meeting.starts_at
                          and former.starts_at + make_interval(mins => former.minutes) > :now)
          and not exists (select from meeting_version as version
                          join meeting_version as former on former.meeting_id = version.meeting_id
                               and former.number = version.number - 1 and former.starts_at <> version.starts_at
                          where version.meeting_id = meeting.id and version.starts_at = meeting.starts_at
                            and version.at > meeting.starts_at - interval '48 hours')
        order by meeting.starts_at, meeting.id limit :most
        """,
        now=clock.now(),
        most=most,
    )


async def add_by_id(due: Due) -> int | None:
    """The reminder's number; None where it went out already, or the meeting is not at that time any more."""
    return await db.value(
        """
        insert into reminder (meeting_id, starts_at, sent_at)
        select id, starts_at, :at from meeting where id = :id and starts_at = :starts_at and state <> 'cancelled'
        on conflict do nothing returning id
        """,
        id=due.meeting_id,
        starts_at=due.starts_at,
        at=clock.now(),
    )


async def told_by_id(reminder_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {reminder: who sits there, without who said that they cannot come}; nobody once it is not true."""
    rows = await db.many(
        dict,
        """
        select reminder.id, seat.person_id from reminder
        join meeting on meeting.id = reminder.meeting_id and meeting.starts_at = reminder.starts_at
             and meeting.state <> 'cancelled' and meeting.starts_at > :now
        join seat on seat.cohort_id = meeting.cohort_id
             and (seat.state = 'active' or seat.state = 'paused'
                  and seat.returns_on <= cast(meeting.starts_at at time zone meeting.time_zone as date))
        where reminder.id = any(:ids)
          and not exists (select from rsvp where rsvp.meeting_id = meeting.id and rsvp.person_id = seat.person_id
                          and rsvp.starts_at = meeting.starts_at and rsvp.answer = 'cannot')
        order by reminder.id, seat.person_id limit 100000
        """,
        ids=reminder_ids,
        now=clock.now(),
    )
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        found[row["id"]].append(row["person_id"])
    return found


async def sent_by_id(reminder_ids: list[int]) -> dict[int, Words]:
    """For the feed: {reminder: how its meeting's reminder stands now}."""
    rows = await db.many(
        dict, "select id, meeting_id from reminder where id = any(:ids) order by id limit 2000", ids=reminder_ids
    )
    found = await words_by_id(sorted({row["meeting_id"] for row in rows}))
    return {row["id"]: found[row["meeting_id"]] for row in rows}


async def reminders_by_id(reminder_ids: list[int]) -> dict[int, Reminder]:
    """For notices: what these said, of the time that they went out for."""
    rows = await db.many(
        dict,
        """
        select reminder.id, meeting.id as meeting_id, meeting.cohort_id, cohort.name as cohort, meeting.title,
               reminder.starts_at, meeting.minutes, meeting.place
        from reminder join meeting on meeting.id = reminder.meeting_id join cohort on cohort.id = meeting.cohort_id
        where reminder.id = any(:ids) order by reminder.id limit 2000
        """,
        ids=reminder_ids,
    )
    meeting_ids = sorted({row["meeting_id"] for row in rows})
    said, planned = await words_by_id(meeting_ids), await agendas.agendas_by_id(meeting_ids)
    return {
        row["id"]: Reminder(**row, text=said[row["meeting_id"]].text, agenda=planned[row["meeting_id"]]) for row in rows
    }
