"""Extensions as rows: for the earner, and for the desk of the issuer."""

from dataclasses import dataclass, field
from datetime import date, datetime

from community import db
from community.affiliates.queries import Desk
from community.errors import NotFound
from community.evidence import rules as evidence
from community.evidence.queries import Application
from community.people.queries import Person

MOST_SHOWN = 50
EXTENSION = """
select extension.id, extension.application_id, extension.sentence, extension.asked_at, extension.state,
       extension.answered_at, coalesce(desk_person.name, '') as answered_by, extension.reason, extension.was_until,
       extension.until_at, application.time_zone
from extension
join application on application.id = extension.application_id
left join person as desk_person on desk_person.id = extension.answered_by
"""
RUNNING = """
select application.id, application.person_id, application.state, application.time_zone, application.started_at,
       application.expires_at, application.reworks, person.name, micro_credential.code, definition_version.title,
       coalesce(extension.sentence, '') as sentence
from application
join person on person.id = application.person_id
join micro_credential on micro_credential.id = application.micro_credential_id
join definition_version on definition_version.id = application.definition_version_id
left join extension on extension.application_id = application.id and extension.state = 'asked'
where micro_credential.issuer_id = :issuer_id and application.state in ('open', 'submitted')
  and application.expires_at is not null and application.person_id <> :desk_person_id
"""


@dataclass(frozen=True)
class Extension:
    """What was asked for, or given. `was_until`, `until_at`: the end before and after, where it was given."""

    id: int
    application_id: int
    sentence: str = field(repr=False)
    asked_at: datetime
    state: str
    answered_at: datetime | None
    answered_by: str
    reason: str = field(repr=False)
    was_until: datetime | None
    until_at: datetime | None
    time_zone: str

    @property
    def was_day(self) -> date | None:
        return evidence.last_day(self.was_until, self.time_zone) if self.was_until else None

    @property
    def last_day(self) -> date | None:
        """The last day it gave, where its earner is."""
        return evidence.last_day(self.until_at, self.time_zone) if self.until_at else None


@dataclass(frozen=True)
class Running:
    """A window as the desk of its issuer sees it: whose, of what, until when, and what she asks."""

    id: int
    person_id: int
    state: str
    time_zone: str
    started_at: datetime
    expires_at: datetime
    reworks: bool
    name: str
    code: str
    title: str
    sentence: str = field(repr=False)

    @property
    def last_day(self) -> date:
        return evidence.last_day(self.expires_at, self.time_zone)


async def extensions(person: Person, application: Application) -> list[Extension]:
    """Of one's own application, the newest first."""
    return await db.many(
        Extension,
        EXTENSION
        + """
        where application.id = :id and application.person_id = :person_id order by extension.id desc limit 50
        """,
        id=application.id,
        person_id=person.id,
    )


async def add(person: Person, application: Application, sentence: str, at: datetime) -> int | None:
    """Its earner asks; None while one is asked for already."""
    return await db.value(
        """
        insert into extension (application_id, sentence, asked_at, state)
        select id, :sentence, :at, 'asked' from application where id = :id and person_id = :person_id
        on conflict do nothing returning id
        """,
        id=application.id,
        person_id=person.id,
        sentence=sentence,
        at=at,
    )


# --- the desk ---


async def asked(desk: Desk) -> list[Running]:
    """Who asks this issuer for more time, whose window ends first first."""
    return await db.many(
        Running,
        RUNNING
        + """
        and extension.id is not null order by application.expires_at, application.id limit 200
        """,
        **_at(desk),
    )


async def running(desk: Desk, name: str = "", after: tuple[datetime, int] | None = None) -> list[Running]:
    """Windows of this issuer that end, the nearest first, from behind `after` on; of people with this in their name."""
    return await db.many(
        Running,
        RUNNING
        + """
        and (:name = '' or position(lower(:name) in lower(person.name)) > 0)
        and (cast(:expires_at as timestamptz) is null or (application.expires_at, application.id) > (:expires_at, :id))
        order by application.expires_at, application.id limit :most
        """,
        name=name,
        expires_at=after[0] if after else None,
        id=after[1] if after else 0,
        most=MOST_SHOWN + 1,
        **_at(desk),
    )


async def window(desk: Desk, application_id: int) -> Running:
    """One of them; NotFound for another issuer's, and for one's own."""
    found = await db.one(Running, RUNNING + "and application.id = :id", id=application_id, **_at(desk))
    if found is None:
        raise NotFound
    return found


async def history(desk: Desk, window: Running) -> list[Extension]:
    """All that was asked for and given there, the newest first."""
    return await db.many(
        Extension, EXTENSION + "where application.id = :id order by extension.id desc limit 100", id=window.id
    )


async def give(desk: Desk, window: Running, until_at: datetime, warned: int | None) -> int:
    """The guarded write of a later end: 0 where it is not as the desk saw it, or no longer open."""
    return await db.run(
        """
        update application set expires_at = :until_at, warned_days = cast(:warned as smallint)
        where id = :id and state = 'open' and expires_at = :was
        """,
        id=window.id,
        until_at=until_at,
        was=window.expires_at,
        warned=warned,
    )


async def note_given(desk: Desk, window: Running, until_at: datetime, reason: str, at: datetime) -> int:
    """What was asked for is given, or it is given unasked: its number."""
    values = {"id": window.id, "at": at, "by": desk.person_id, "reason": reason}
    values |= {"was": window.expires_at, "until_at": until_at}
    answered = await db.value(
        """
        update extension set state = 'given', answered_at = :at, answered_by = :by, reason = :reason,
                             was_until = :was, until_at = :until_at
        where application_id = :id and state = 'asked' returning id
        """,
        **values,
    )
    return answered or await db.value(
        """
        insert into extension (application_id, asked_at, state, answered_at, answered_by, reason, was_until, until_at)
        values (:id, :at, 'given', :at, :by, :reason, :was, :until_at) returning id
        """,
        **values,
    )


async def refuse(desk: Desk, window: Running, reason: str, at: datetime) -> int | None:
    """What was asked for is not given; None where nothing is asked any more."""
    return await db.value(
        """
        update extension set state = 'refused', answered_at = :at, answered_by = :by, reason = :reason
        where application_id = :id and state = 'asked' returning id
        """,
        id=window.id,
        at=at,
        by=desk.person_id,
        reason=reason,
    )


def _at(desk: Desk) -> dict[str, int | None]:
    return {"issuer_id": desk.issuer_id, "desk_person_id": desk.person_id}
