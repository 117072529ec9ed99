"""Work as rows: the present text and state for one requirement. A text is read by its author only (R64)."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.errors import NotFound
from community.evidence import rules
from community.evidence.rules import State
from community.people.queries import Person

WORK = """
select work.id, work.person_id, work.micro_credential_id, work.requirement_key, work.state, work.text, work.revision,
       work.saved_at, work.changed_at, work.releases_sent, work.releases_back
from work
"""


@dataclass(frozen=True)
class Work:
    """What a person has for one requirement; `id` 0 and `not_started` while there is no text yet."""

    id: int
    person_id: int
    micro_credential_id: int
    requirement_key: str
    state: State
    text: str
    revision: int
    saved_at: datetime | None
    changed_at: datetime | None
    releases_sent: int = 0  # letters to families, counted by hand
    releases_back: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "state", State(self.state))

    @property
    def words(self) -> int:
        return rules.count_words(self.text)


@dataclass(frozen=True)
class Place:
    """The board that a piece of work stands on, by an active participant's seat; both None for work done alone."""

    seat_id: int | None
    cohort_id: int | None


async def work(person: Person, code: str, key: str) -> Work:
    """One's own work for this requirement, blank if nothing was written. NotFound for an unknown code."""
    micro_credential_id = await public_micro_credential(code)
    found = await db.one(
        Work,
        WORK + "where person_id = :person_id and micro_credential_id = :micro_credential_id and requirement_key = :key",
        person_id=person.id,
        micro_credential_id=micro_credential_id,
        key=key,
    )
    return found or blank(person.id, micro_credential_id, key)


def blank(person_id: int, micro_credential_id: int, key: str) -> Work:
    """Work that has no row yet: a page that is only looked at makes none."""
    return Work(0, person_id, micro_credential_id, key, State.NOT_STARTED, "", 0, None, None)


async def works(person: Person, micro_credential_id: int) -> dict[str, Work]:
    """All one's own work for a micro-credential, by requirement key."""
    found = await db.many(
        Work,
        WORK + "where person_id = :person_id and micro_credential_id = :id order by requirement_key limit 100",
        person_id=person.id,
        id=micro_credential_id,
    )
    return {work.requirement_key: work for work in found}


async def lock_work(person: Person, micro_credential_id: int, key: str, at: datetime) -> Work:
    """One's own row, made if there is none, held until the transaction ends: two devices save in turn."""
    await db.run(
        """
        insert into work (person_id, micro_credential_id, requirement_key, changed_at)
        values (:person_id, :micro_credential_id, :key, :at) on conflict do nothing
        """,
        person_id=person.id,
        micro_credential_id=micro_credential_id,
        key=key,
        at=at,
    )
    (held,) = await db.many(
        Work,
        WORK
        + """
        where person_id = :person_id and micro_credential_id = :micro_credential_id and requirement_key = :key
        for update
        """,
        person_id=person.id,
        micro_credential_id=micro_credential_id,
        key=key,
    )
    return held


async def hold_works(person: Person, micro_credential_id: int) -> None:
    """All one's own rows there, and then their files, held until the transaction ends, in one order."""
    await db.many(
        dict,
        "select id from work where person_id = :person_id and micro_credential_id = :id order by id for update",
        person_id=person.id,
        id=micro_credential_id,
    )
    await db.many(
        dict,
        """
        select upload.id from upload join work on work.id = upload.work_id
        where work.person_id = :person_id and work.micro_credential_id = :id order by upload.id for update of upload
        """,
        person_id=person.id,
        id=micro_credential_id,
    )


async def make_draft(person: Person, work: Work, text: str, number: int, at: datetime) -> None:
    """From now on this revision is the draft."""
    await db.run(
        "update work set text = :text, revision = :number, saved_at = :at where id = :id and person_id = :person_id",
        text=text,
        number=number,
        at=at,
        id=work.id,
        person_id=person.id,
    )


async def set_state_by_id(work_id: int, was: State, became: State, at: datetime) -> int:
    """The guarded write of a move: 1, or 0 when the work is no longer where it was."""
    return await db.run(
        "update work set state = :became, changed_at = :at where id = :id and state = :was",
        id=work_id,
        was=was,
        became=became,
        at=at,
    )


async def works_by_id(ids: list[int]) -> dict[int, Work]:
    found = await db.many(Work, WORK + "where work.id = any(:ids) order by work.id limit 1000", ids=ids)
    return {work.id: work for work in found}


async def places_by_id(person_id: int, micro_credential_id: int) -> list[Place]:
    """The boards on which this person's work for this micro-credential stands."""
    return await db.many(
        Place,
        """
        select seat.id as seat_id, seat.cohort_id
        from seat join cohort on cohort.id = seat.cohort_id
        join definition_version on definition_version.id = cohort.definition_version_id
        where seat.person_id = :person_id and seat.state = 'active' and seat.role = 'participant'
          and definition_version.micro_credential_id = :id
        order by seat.id limit 20
        """,
        person_id=person_id,
        id=micro_credential_id,
    )


async def public_micro_credential(code: str) -> int:
    found = await db.value("select id from micro_credential where code = :code", code=code)
    if found is None:
        raise NotFound
    return found
