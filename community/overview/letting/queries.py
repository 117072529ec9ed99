"""Askings as rows, for who asks and for the author; the draft, for who was let in."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from community import clock, db
from community.cohorts.queries import Seat
from community.errors import NotFound
from community.overview.letting import rules
from community.people.queries import Person

ASKING = """
select let_in.id, let_in.seat_id, let_in.person_id, let_in.requirement_key, let_in.sentence, let_in.state,
       let_in.asked_at, let_in.answered_at, let_in.until, seat.cohort_id, seat.person_id as author_id,
       coalesce(asks.name, '') as asked_by, author.called as author, cohort.time_zone, micro_credential.code,
       coalesce(requirement.title, let_in.requirement_key) as requirement
from let_in
join seat on seat.id = let_in.seat_id
join cohort on cohort.id = seat.cohort_id
join definition_version on definition_version.id = cohort.definition_version_id
join micro_credential on micro_credential.id = definition_version.micro_credential_id
join person as author on author.id = seat.person_id
join person as asks on asks.id = let_in.person_id
left join requirement on requirement.definition_version_id = cohort.definition_version_id
     and requirement.key = let_in.requirement_key
"""
# R64, the whole of it: the author's seat stands, and so does the one of who asked, who still facilitates.
STANDS = """
seat.state = 'active' and exists (
    select from seat as chair where chair.cohort_id = seat.cohort_id and chair.person_id = let_in.person_id
    and chair.state = 'active' and chair.role = 'facilitator')
"""


@dataclass(frozen=True)
class Asking:
    """Somebody asks to read one draft. `until` is the last day on which it is open, in the cohort's zone."""

    id: int
    seat_id: int
    person_id: int
    requirement_key: str
    sentence: str
    state: str
    asked_at: datetime
    answered_at: datetime | None
    until: date | None
    cohort_id: int
    author_id: int
    asked_by: str
    author: str
    time_zone: str
    code: str
    requirement: str

    @property
    def today(self) -> date:
        return clock.now().astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def is_open(self) -> bool:
        return rules.is_open(self, self.today)

    @property
    def address(self) -> str:
        """Where its author decides."""
        return f"/let-in/{self.id}"

    @property
    def draft(self) -> str:
        """Where it is read."""
        return f"/cohorts/{self.cohort_id}/today/{self.seat_id}/drafts/{self.requirement_key}"


async def last_askings(seat: Seat, seat_id: int) -> dict[str, Asking]:
    """The last asking of this facilitator for each requirement of one member, by its key."""
    found = await db.many(
        Asking,
        f"""{ASKING}
        where let_in.person_id = :person_id and let_in.seat_id = :seat_id and seat.cohort_id = :cohort_id and {STANDS}
        order by let_in.id limit 500
        """,
        person_id=seat.person_id,
        seat_id=seat_id,
        cohort_id=seat.cohort_id,
    )
    return {one.requirement_key: one for one in found}


async def asking(author: Person, asking_id: int) -> Asking:
    """One that this person was asked. NotFound for anybody else."""
    found = await db.one(
        Asking, ASKING + "where let_in.id = :id and seat.person_id = :person_id", id=asking_id, person_id=author.id
    )
    if found is None:
        raise NotFound
    return found


async def askings(author: Person) -> list[Asking]:
    """All that this person was asked, the newest first."""
    sql = ASKING + "where seat.person_id = :person_id order by let_in.id desc limit 100"
    return await db.many(Asking, sql, person_id=author.id)


async def askings_by_id(ids: list[int]) -> dict[int, Asking]:
    found = await db.many(Asking, ASKING + "where let_in.id = any(:ids) order by let_in.id limit 1000", ids=ids)
    return {one.id: one for one in found}


async def authors_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: whose draft is asked for, while both still sit there."""
    return {id: [author] for id, author, _asker in await _both_by_id(ids)}


async def askers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: who asked, while both still sit there."""
    return {id: [asker] for id, _author, asker in await _both_by_id(ids)}


async def _both_by_id(ids: list[int]) -> list[tuple[int, int, int]]:
    rows = await db.many(
        dict,
        f"""
        select let_in.id, seat.person_id as author, let_in.person_id as asker
        from let_in join seat on seat.id = let_in.seat_id
        where let_in.id = any(:ids) and {STANDS} order by let_in.id limit 1000
        """,  # noqa: S608
        ids=ids,
    )
    return [(row["id"], row["author"], row["asker"]) for row in rows]


async def add_asking(seat: Seat, seat_id: int, key: str, sentence: str, at: datetime) -> int | None:
    """Its id; None where one waits already."""
    return await db.value(
        """
        insert into let_in (seat_id, person_id, requirement_key, sentence, asked_at)
        values (:seat_id, :person_id, :key, :sentence, :at) on conflict do nothing returning id
        """,
        seat_id=seat_id,
        person_id=seat.person_id,
        key=key,
        sentence=sentence,
        at=at,
    )


async def answer(author: Person, asking: Asking, state: rules.State, until: date | None, at: datetime) -> bool:
    """Whether it stood as its author saw it."""
    changed = await db.run(
        """
        update let_in set state = :state, until = coalesce(:until, until), answered_at = :at
        where id = :id and state = :was
        """,
        id=asking.id,
        state=state,
        was=asking.state,
        until=until,
        at=at,
    )
    return changed == 1


async def note_opening(seat: Seat, asking: Asking, at: datetime) -> None:
    """It is being read now: for its author to see."""
    sql = "insert into let_in_opening (let_in_id, at) values (:id, :at) on conflict do nothing"
    await db.run(sql, id=asking.id, at=at)


async def openings(author: Person, asking: Asking) -> list[datetime]:
    """When it was opened, the last first."""
    rows = await db.many(
        dict, "select at from let_in_opening where let_in_id = :id order by at desc limit 200", id=asking.id
    )
    return [row["at"] for row in rows]
