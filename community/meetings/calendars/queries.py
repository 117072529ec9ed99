"""Calendar addresses as rows, and what stands in a person's calendar: their meetings, and days that concern them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from community import clock, db
from community.evidence import queries as evidence
from community.meetings.queries import Meeting
from community.meetings.queries.meeting_rows import MEETING
from community.people import queries as people
from community.people.queries import Person

CANCELLED_STAYS = timedelta(days=30)  # after its time


@dataclass(frozen=True)
class Address:
    """Where a person's calendar is fetched."""

    secret: str
    made_at: datetime


@dataclass(frozen=True)
class Day:
    """A whole day that concerns one person: `kind` closes, safe or promised, of what `title` names."""

    kind: str
    id: int
    day: date
    title: str
    path: str
    changed_at: datetime
    sequence: int


async def address(person: Person) -> Address | None:
    """One's own."""
    return await db.one(Address, "select secret, made_at from calendar where person_id = :id", id=person.id)


async def put(person: Person, secret: str) -> None:
    """This address in place of a former one, which is gone."""
    await db.run(
        """
        insert into calendar (person_id, secret, made_at) values (:id, :secret, :at)
        on conflict (person_id) do update set secret = excluded.secret, made_at = excluded.made_at
        """,
        id=person.id,
        secret=secret,
        at=clock.now(),
    )


async def remove(person: Person) -> int:
    """How many addresses there were."""
    return await db.run("delete from calendar where person_id = :id", id=person.id)


async def public_owner(secret: str) -> Person | None:
    """Whose calendar is fetched there: whoever knows the address may read it."""
    person_id = await db.value("select person_id from calendar where secret = :secret", secret=secret)
    return (await people.people_by_id([person_id])).get(person_id) if person_id else None


async def meetings(person: Person) -> list[Meeting]:
    """All of the cohorts they sit in, oldest first; a cancelled one until 30 days after its time.

    Who is away reads those after their return.
    """
    return await db.many(
        Meeting,
        MEETING
        + """
        join seat on seat.cohort_id = meeting.cohort_id and seat.person_id = :person_id
             and (seat.state = 'active' or seat.state = 'paused'
                  and seat.returns_on <= cast(meeting.starts_at at time zone meeting.time_zone as date))
        where (meeting.state <> 'cancelled' or meeting.starts_at > :since) and cohort.state <> 'draft'
        order by meeting.starts_at, meeting.id limit 1000
        """,
        person_id=person.id,
        since=clock.now() - CANCELLED_STAYS,
    )


async def days(person: Person) -> list[Day]:
    """When their windows end, until when it is safe to submit, and until when feedback is promised."""
    found = []
    running = [one for one in await evidence.applications(person) if one.is_running and one.last_day]
    named = await _named([one.definition_version_id for one in running])
    for one in running:
        code, title = named[one.definition_version_id]
        path = f"/work/{code}"
        assert one.last_day
        found.append(Day("closes", one.id, one.last_day, title, path, one.started_at, 0))
        if one.safe_day and one.state == "open":
            found.append(Day("safe", one.id, one.safe_day, title, path, one.started_at, int(one.reworks)))
    return sorted([*found, *await _promised(person)], key=lambda one: (one.day, one.kind, one.id))


async def _named(version_ids: list[int]) -> dict[int, tuple[str, str]]:
    rows = await db.many(
        dict,
        """
        select definition_version.id, micro_credential.code, definition_version.title from definition_version
        join micro_credential on micro_credential.id = definition_version.micro_credential_id
        where definition_version.id = any(:ids) order by definition_version.id limit 1000
        """,
        ids=version_ids,
    )
    return {row["id"]: (row["code"], row["title"]) for row in rows}


async def _promised(person: Person) -> list[Day]:
    """Requests they took and have not answered; whose draft it is stays within Roundtable."""
    rows = await db.many(
        dict,
        """
        select feedback.id, feedback.taken_at, feedback_request.id as request_id, feedback_request.until_at, cohort.name
        from feedback join feedback_request on feedback_request.id = feedback.request_id
             and feedback_request.ended_at is null
        join cohort on cohort.id = feedback_request.cohort_id
        where feedback.person_id = :id and feedback.state = 'reading' order by feedback.id limit 200
        """,
        id=person.id,
    )
    zone = ZoneInfo(person.time_zone)
    return [
        Day(
            "promised",
            row["id"],
            (row["until_at"] - timedelta(seconds=1)).astimezone(zone).date(),
            row["name"],
            f"/feedback/{row['request_id']}",
            row["taken_at"],
            0,
        )
        for row in rows
    ]
