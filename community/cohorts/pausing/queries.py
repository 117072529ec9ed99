"""Who is away and has come to the day of return."""

from datetime import datetime

from community import db
from community.cohorts.queries.seat_rows import COLUMNS, Seat
from community.cohorts.waiting.rules import KEPT_AFTER


async def due_by_id(at: datetime, after: int, most: int) -> list[Seat]:
    """Seats whose day of return has come, at eight in the morning where the cohort is, and is not told; or is over."""
    columns = ", ".join(f"seat.{name}" for name in COLUMNS.split(", "))
    return await db.many(
        Seat,
        f"""
        select {columns} from seat join cohort on cohort.id = seat.cohort_id
        where seat.state = 'paused' and seat.id > :after
          and (seat.reminded_at is null
               and seat.returns_on <= cast((cast(:at as timestamptz) - interval '8 hours') at time zone cohort.time_zone
                                           as date)
               or seat.returns_on < cast(cast(:at as timestamptz) at time zone cohort.time_zone as date)
                                  - cast(:kept_days as integer))
        order by seat.id limit :most
        """,  # noqa: S608 (columns of ours)
        at=at,
        after=after,
        most=most,
        kept_days=KEPT_AFTER.days,
    )


async def remind_by_id(seat_id: int, at: datetime) -> bool:
    """Whether this is the first reminder."""
    reminded = await db.run(
        "update seat set reminded_at = :at where id = :id and state = 'paused' and reminded_at is null",
        id=seat_id,
        at=at,
    )
    return reminded == 1
