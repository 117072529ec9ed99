"""Seats as rows; written under the lock of their cohort, so that capacity and facilitators always hold (R13, R14)."""

from dataclasses import dataclass
from datetime import date, datetime

from community import clock, db
from community.cohorts import rules
from community.errors import NotFound
from community.people.queries import Person

COLUMNS = (
    "id, cohort_id, person_id, role, state, shows, joined_at, offered_until, returns_on, muted_until, muted_why, "
    "ended_at"
)
SEAT = f"select {COLUMNS} from seat "  # noqa: S608 (columns of ours)


@dataclass(frozen=True)
class Seat:
    """A person's place in a cohort."""

    id: int
    cohort_id: int
    person_id: int
    role: str
    state: str
    shows: str
    joined_at: datetime  # since when in this state's life: asking, waiting, invited, or sitting here
    offered_until: datetime | None = None
    returns_on: date | None = None
    muted_until: datetime | None = None  # until then this person reads along
    muted_why: str = ""
    ended_at: datetime | None = None

    @property
    def topic(self) -> str:
        return f"seat:{self.id}"

    @property
    def cohort_topic(self) -> str:
        return f"cohort:{self.cohort_id}"

    @property
    def roster_topic(self) -> str:
        return f"roster:{self.cohort_id}"

    @property
    def is_muted(self) -> bool:
        return self.muted_until is not None and clock.now() < self.muted_until

    @property
    def is_facilitator(self) -> bool:
        return self.role == rules.Role.FACILITATOR

    @property
    def is_participant(self) -> bool:
        return self.role == rules.Role.PARTICIPANT

    @property
    def audience(self) -> str:
        """As whom this seat hears what happens in the cohort."""
        return rules.audience(self.role)


async def seat(person: Person, cohort_id: int) -> Seat:
    """Your place in this cohort. A stranger is not even told that the cohort exists."""
    found = await db.one(
        Seat,
        SEAT + "where cohort_id = :cohort_id and person_id = :person_id and state = 'active'",
        cohort_id=cohort_id,
        person_id=person.id,
    )
    if found is None:
        raise NotFound
    return found


async def audiences_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow cohort:ID: facilitators, helpers and peers with an active seat; {(person, cohort): audience}."""
    rows = await db.many(
        dict,
        """
        select seat.person_id, seat.cohort_id, seat.role from seat
        join unnest(cast(:people as bigint[]), cast(:cohorts as bigint[])) as wanted (person_id, cohort_id)
            on wanted.person_id = seat.person_id and wanted.cohort_id = seat.cohort_id
        where seat.state = 'active' and seat.role <> 'observer' order by seat.id limit 100000
        """,
        people=[person for person, _ in pairs],
        cohorts=[cohort for _, cohort in pairs],
    )
    return {
        (row["person_id"], row["cohort_id"]): rules.audience(row["role"])
        for row in rows
    }


async def seat_audiences_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow seat:ID: whoever sits in it; {(person, seat): "self"}."""
    rows = await db.many(
        dict,
        """
        select seat.person_id, seat.id from seat
        join unnest(cast(:people as bigint[]), cast(:seats as bigint[])) as wanted (person_id, id)
            on wanted.person_id = seat.person_id and wanted.id = seat.id
        where seat.state = 'active' order by seat.id limit 100000
        """,
        people=[person for person, _ in pairs],
        seats=[seat for _, seat in pairs],
    )
    return {(row["person_id"], row["id"]): "self" for row in rows}


async def seat_of(person: Person, cohort_id: int) -> Seat | None:
    """This person's seat, whatever its state."""
    return await db.one(
        Seat, SEAT + "where cohort_id = :cohort_id and person_id = :person_id", cohort_id=cohort_id, person_id=person.id
    )


async def count_by_id(cohort_id: int, role: str) -> int:
    """How many sit there now with this role."""
    return await db.value(
        "select count(*) from seat where cohort_id = :id and role = :role and state = 'active'", id=cohort_id, role=role
    )


async def lock_by_id(person_id: int, cohort_id: int) -> None:
    """One by one for this person, and one by one for this cohort; always in this order. Until the transaction ends."""
    await db.value("select id from person where id = :id for no key update", id=person_id)
    await lock_cohort_by_id(cohort_id)


async def lock_cohort_by_id(cohort_id: int) -> None:
    """One by one for this cohort, where no person's other seats are looked at."""
    await db.value("select id from cohort where id = :id for no key update", id=cohort_id)


async def put(person: Person, cohort_id: int, role: str, state: str, at: datetime, asks: str = "") -> Seat:
    """Give this person a seat, or the one they had anew; `asks` is what they wrote who ask for one.

    Of somebody new, colleagues see what the cohort says, until they choose.
    """
    found = await db.one(
        Seat,
        f"""
        insert into seat (cohort_id, person_id, role, state, joined_at, asks, shows)
        values (:cohort_id, :person_id, :role, :state, :at, :asks, (select shows from cohort where id = :cohort_id))
        on conflict (cohort_id, person_id) do update
        set role = excluded.role, state = excluded.state, joined_at = excluded.joined_at, asks = excluded.asks,
            ended_at = null, ending = '', reason = '', offered_until = null, returns_on = null, reminded_at = null,
            unnamed = false
        returning {COLUMNS}
        """,  # noqa: S608 (columns of ours)
        cohort_id=cohort_id,
        person_id=person.id,
        role=role,
        state=state,
        at=at,
        asks=asks,
    )
    if found is None:
        raise NotFound
    return found


async def spend_use_by_id(cohort_id: int, code: str) -> bool:
    """Whether the code is still this cohort's and had a use left, which is now spent."""
    spent = await db.run(
        """
        update cohort set join_uses_left = join_uses_left - 1
        where id = :id and join_code_hash = :hash and join_uses_left > 0
        """,
        id=cohort_id,
        hash=rules.code_hash(code),
    )
    return spent == 1


async def end(
    seat: Seat, was: str, became: str, at: datetime, ending: str, reason: str = "", unnamed: bool = False
) -> bool:
    """Whether the seat was still so, and has ended now; `ending` says how, `reason` is what its person reads of it."""
    ended = await db.run(
        """
        update seat set state = :became, ended_at = :at, ending = :ending, reason = :reason, unnamed = :unnamed,
                        offered_until = null, returns_on = null
        where id = :id and state = :was
        """,
        id=seat.id,
        was=was,
        became=became,
        at=at,
        ending=ending,
        reason=reason,
        unnamed=unnamed,
    )
    return ended == 1


async def admit(seat: Seat, became: str, at: datetime) -> bool:
    """Whether this person still asked, and has now a seat, or a place in line as of `at`."""
    admitted = await db.run(
        "update seat set state = :became, joined_at = :at where id = :id and state = 'requested'",
        id=seat.id,
        became=became,
        at=at,
    )
    return admitted == 1


async def pause(seat: Seat, returns_on: date) -> bool:
    """Whether somebody sat there, who is away now."""
    paused = await db.run(
        """
        update seat set state = 'paused', returns_on = :returns_on, reminded_at = null
        where id = :id and state = 'active'
        """,
        id=seat.id,
        returns_on=returns_on,
    )
    return paused == 1


async def wake(seat: Seat) -> bool:
    """Whether somebody was away, who sits there again, as of the day they first came."""
    woken = await db.run(
        "update seat set state = 'active', returns_on = null, reminded_at = null where id = :id and state = 'paused'",
        id=seat.id,
    )
    return woken == 1


async def is_named(seat: Seat) -> bool:
    """Whether visitors read this facilitator's first name."""
    return await db.value("select named from seat where id = :id", id=seat.id)


async def set_named(seat: Seat, named: bool) -> bool:
    """Whether this changed anything."""
    sql = "update seat set named = :named where id = :id and state = 'active' and named <> :named"
    return await db.run(sql, id=seat.id, named=named) == 1


async def set_role(seat: Seat, role: str) -> None:
    """The seat is for something else from now on; what colleagues see of it stays."""
    await db.run("update seat set role = :role where id = :id and state = 'active'", id=seat.id, role=role)


async def set_shows(seat: Seat, shows: str) -> bool:
    """Whether this changed what colleagues see."""
    changed = await db.run(
        "update seat set shows = :shows where id = :id and state = 'active' and shows <> :shows",
        id=seat.id,
        shows=shows,
    )
    return changed == 1


async def set_muted(seat: Seat, until: datetime | None, why: str) -> bool:
    """Whether the seat stands."""
    sql = "update seat set muted_until = :until, muted_why = :why where id = :id and state = 'active'"
    return await db.run(sql, id=seat.id, until=until, why=why) == 1
