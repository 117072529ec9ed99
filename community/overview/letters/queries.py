"""Letters to several as rows."""

from dataclasses import dataclass
from datetime import datetime

from community import clock, db
from community.cohorts.queries import Seat
from community.errors import NotFound

LETTER = """
select letter.id, letter.cohort_id, letter.person_id, letter.text, letter.goes_at, letter.state, letter.version,
       letter.sent_at,
       (select coalesce(array_agg(letter_to.seat_id order by lower(reader.name), letter_to.seat_id), '{}')
        from letter_to join seat on seat.id = letter_to.seat_id join person as reader on reader.id = seat.person_id
        where letter_to.letter_id = letter.id) as seats,
       (select coalesce(array_agg(reader.name order by lower(reader.name), letter_to.seat_id), '{}')
        from letter_to join seat on seat.id = letter_to.seat_id join person as reader on reader.id = seat.person_id
        where letter_to.letter_id = letter.id) as names,
       (select count(*) from letter_to where letter_id = letter.id and written_at is not null) as written
from letter
"""


@dataclass(frozen=True)
class Letter:
    """One letter; `seats` and `names` of whom it is for, `written` to how many it came."""

    id: int
    cohort_id: int
    person_id: int
    text: str
    goes_at: datetime
    state: str
    version: int
    sent_at: datetime | None
    seats: list[int]
    names: list[str]
    written: int

    @property
    def address(self) -> str:
        return f"/cohorts/{self.cohort_id}/letters/{self.id}"


async def letters(seat: Seat, most: int = 50) -> list[Letter]:
    """For who facilitates: one's own of this cohort, what is still to go first, then the newest."""
    return await db.many(
        Letter,
        LETTER
        + """
        where letter.cohort_id = :cohort_id and letter.person_id = :person_id
        order by letter.state = 'planned' desc, letter.goes_at desc, letter.id desc limit :most
        """,
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
        most=most,
    )


async def letter(seat: Seat, letter_id: int) -> Letter:
    """One of one's own; NotFound for another's."""
    found = await db.one(
        Letter,
        LETTER + "where letter.id = :id and letter.cohort_id = :cohort_id and letter.person_id = :person_id",
        id=letter_id,
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
    )
    if found is None:
        raise NotFound
    return found


async def letters_by_id(letter_ids: list[int]) -> dict[int, Letter]:
    """For the job."""
    found = await db.many(
        Letter, LETTER + "where letter.id = any(:ids) order by letter.id limit 500", ids=letter_ids
    )
    return {one.id: one for one in found}


async def add(seat: Seat, text: str, goes_at: datetime, seats: tuple[int, ...]) -> int:
    letter_id = await db.value(
        """
        insert into letter (cohort_id, person_id, text, goes_at, made_at)
        values (:cohort_id, :person_id, :text, :goes_at, :at) returning id
        """,
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
        text=text,
        goes_at=goes_at,
        at=clock.now(),
    )
    await _set_readers(letter_id, seat, seats)
    return letter_id


async def change(
    seat: Seat, letter: Letter, version: int, text: str, goes_at: datetime, seats: tuple[int, ...]
) -> bool:
    """Whether it still waited, at the version that was changed, and stands so now."""
    changed = await db.run(
        """
        update letter set text = :text, goes_at = :goes_at, version = version + 1
        where id = :id and person_id = :person_id and version = :version and state = 'planned'
        """,
        id=letter.id,
        person_id=seat.person_id,
        version=version,
        text=text,
        goes_at=goes_at,
    )
    if changed:
        await _set_readers(letter.id, seat, seats)
    return changed == 1


async def cancel(seat: Seat, letter: Letter) -> bool:
    """Whether it still waited, and goes no more."""
    sql = "update letter set state = 'cancelled' where id = :id and person_id = :person_id and state = 'planned'"
    return await db.run(sql, id=letter.id, person_id=seat.person_id) == 1


async def begin_by_id(letter_id: int, at: datetime) -> bool:
    """Whether it is due and goes now, or had begun to go: from here on nobody changes it."""
    goes = "state = 'going' or state = 'planned' and goes_at <= :at"
    return await db.run(f"update letter set state = 'going' where id = :id and ({goes})", id=letter_id, at=at) == 1  # noqa: S608


async def waiting_by_id(letter_id: int) -> list[int]:
    """Seats to which it has not come yet."""
    rows = await db.many(
        dict,
        "select seat_id from letter_to where letter_id = :id and written_at is null order by seat_id limit 500",
        id=letter_id,
    )
    return [row["seat_id"] for row in rows]


async def set_written_by_id(letter_id: int, seat_id: int) -> None:
    await db.run(
        "update letter_to set written_at = :at where letter_id = :id and seat_id = :seat_id and written_at is null",
        id=letter_id,
        seat_id=seat_id,
        at=clock.now(),
    )


async def end_by_id(letter_id: int, state: str) -> bool:
    """Whether it was going, and is sent now, or cancelled since its writer facilitates no more."""
    at = clock.now() if state == "sent" else None
    sql = "update letter set state = :state, sent_at = :at where id = :id and state = 'going'"
    return await db.run(sql, id=letter_id, state=state, at=at) == 1


async def _set_readers(letter_id: int, seat: Seat, seats: tuple[int, ...]) -> None:
    await db.run("delete from letter_to where letter_id = :id", id=letter_id)
    await db.run(
        """
        insert into letter_to (letter_id, seat_id) select :id, seat.id from seat
        where seat.id = any(:seats) and seat.cohort_id = :cohort_id and seat.state = 'active'
        """,
        id=letter_id,
        seats=list(seats),
        cohort_id=seat.cohort_id,
    )
