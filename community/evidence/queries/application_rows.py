"""Applications as rows: the formal run that Start opens."""

from dataclasses import dataclass
from datetime import date, datetime

from community import db
from community.errors import NotFound
from community.evidence import rules
from community.people.queries import Person

APPLICATION = """
select application.id, application.person_id, application.micro_credential_id, application.definition_version_id,
       application.state, application.time_zone, application.started_at, application.expires_at, application.result,
       application.reworks
from application
"""


@dataclass(frozen=True)
class Application:
    """The formal run that Start opens; `expires_at` None where the issuer sets no end.

    `result`: the last outcome that left it open, or "". `reworks`: what is left is to rework, its safe date leaves time
    for the review only (R25).
    """

    id: int
    person_id: int
    micro_credential_id: int
    definition_version_id: int
    state: str
    time_zone: str
    started_at: datetime
    expires_at: datetime | None
    result: str = ""
    reworks: bool = False

    @property
    def is_running(self) -> bool:
        return self.state in ("open", "submitted")

    @property
    def counts(self) -> bool:
        """Whether it stands in the way of another one (R27)."""
        return self.is_running or self.state == "earned"

    @property
    def last_day(self) -> date | None:
        return None if self.expires_at is None else rules.last_day(self.expires_at, self.time_zone)

    @property
    def safe_day(self) -> date | None:
        return rules.safe_day(self.last_day, self.reworks) if self.is_running else None

    @property
    def attempt(self) -> str:
        return rules.attempt(self.state, self.result)


async def application(person: Person, micro_credential_id: int) -> Application | None:
    """One's own application that counts now: open, submitted or earned; else the last one that ended."""
    return await db.one(
        Application,
        APPLICATION
        + """
        where person_id = :person_id and micro_credential_id = :id
        order by state in ('open', 'submitted', 'earned') desc, id desc limit 1
        """,
        person_id=person.id,
        id=micro_credential_id,
    )


async def application_states(person: Person, micro_credential_id: int) -> list[str]:
    """The states of all one's own applications for a micro-credential."""
    rows = await db.many(
        dict,
        "select state from application where person_id = :person_id and micro_credential_id = :id order by id limit 99",
        person_id=person.id,
        id=micro_credential_id,
    )
    return [row["state"] for row in rows]


async def earned_codes(person: Person) -> list[str]:
    """The codes of all that this person has earned."""
    rows = await db.many(
        dict,
        """
        select distinct micro_credential.code from application
        join micro_credential on micro_credential.id = application.micro_credential_id
        where application.person_id = :person_id and application.state = 'earned'
        order by micro_credential.code limit 1000
        """,
        person_id=person.id,
    )
    return [row["code"] for row in rows]


async def last_expired(person: Person, micro_credential_id: int) -> Application | None:
    """One's own whose window ended without submission, the last one."""
    return await db.one(
        Application,
        APPLICATION
        + """
        where person_id = :person_id and micro_credential_id = :id and state = 'expired'
        order by expires_at desc, id desc limit 1
        """,
        person_id=person.id,
        id=micro_credential_id,
    )


async def withdraw(person: Person, application: Application, at: datetime) -> bool:
    """open → withdrawn by its author; whether it still was open."""
    ended = await db.run(
        """
        update application set state = 'withdrawn', ended_at = :at
        where id = :id and person_id = :person_id and state = 'open'
        """,
        at=at,
        id=application.id,
        person_id=person.id,
    )
    return ended == 1


async def hold_application(person: Person, code: str) -> Application | None:
    """One's own that counts, held until the transaction ends."""
    return await db.one(
        Application,
        APPLICATION
        + """
        join micro_credential on micro_credential.id = application.micro_credential_id and micro_credential.code = :code
        where application.person_id = :person_id and application.state in ('open', 'submitted', 'earned')
        for update of application
        """,
        person_id=person.id,
        code=code,
    )


async def own_application(person: Person, application_id: int) -> Application:
    """NotFound for anybody else's."""
    found = await db.one(
        Application,
        APPLICATION + "where application.id = :id and application.person_id = :person_id",
        id=application_id,
        person_id=person.id,
    )
    if found is None:
        raise NotFound
    return found


async def set_application_state(person: Person, application_id: int, was: str, became: str) -> bool:
    """The guarded write of an attempt; whether it still was there."""
    done = await db.run(
        "update application set state = :became where id = :id and person_id = :person_id and state = :was",
        id=application_id,
        person_id=person.id,
        was=was,
        became=became,
    )
    return done == 1


async def note_withdrawal(person: Person, application_id: int, at: datetime) -> None:
    """The last attempt was withdrawn; what came of one before stays what counts."""
    await db.run(
        """
        update application set result = 'withdrawn', result_at = :at
        where id = :id and person_id = :person_id and result in ('', 'withdrawn')
        """,
        id=application_id,
        person_id=person.id,
        at=at,
    )


async def applications(person: Person) -> list[Application]:
    """All one's own applications, newest first."""
    return await db.many(
        Application,
        APPLICATION + "where person_id = :person_id order by started_at desc, id desc limit 200",
        person_id=person.id,
    )


async def add_application(
    person: Person,
    micro_credential_id: int,
    definition_version_id: int,
    started_at: datetime,
    expires_at: datetime | None,
) -> Application | None:
    """Open an application in its earner's time zone; None when one stands in the way (R27)."""
    return await db.one(
        Application,
        """
        insert into application
            (person_id, micro_credential_id, definition_version_id, state, time_zone, started_at, expires_at)
        values (:person_id, :micro_credential_id, :definition_version_id, 'open', :time_zone, :started_at, :expires_at)
        on conflict do nothing
        returning id, person_id, micro_credential_id, definition_version_id, state, time_zone, started_at, expires_at
        """,
        person_id=person.id,
        micro_credential_id=micro_credential_id,
        definition_version_id=definition_version_id,
        time_zone=person.time_zone,
        started_at=started_at,
        expires_at=expires_at,
    )


async def standings_by_id(cohort_id: int) -> dict[int, str]:
    """For a cohort that is to be closed: how the application of each who takes part there stands on what it works on.

    "open" while one is open or submitted, "done" where it is earned or has ended; who has begun none is missing.
    """
    rows = await db.many(
        dict,
        """
        select application.person_id, bool_or(application.state in ('open', 'submitted')) as is_open
        from seat
        join cohort on cohort.id = seat.cohort_id
        join definition_version on definition_version.id = cohort.definition_version_id
        join application on application.person_id = seat.person_id
                        and application.micro_credential_id = definition_version.micro_credential_id
        where seat.cohort_id = :cohort_id and seat.role = 'participant' and seat.state in ('active', 'paused')
        group by application.person_id order by application.person_id limit 2000
        """,
        cohort_id=cohort_id,
    )
    return {row["person_id"]: "open" if row["is_open"] else "done" for row in rows}
