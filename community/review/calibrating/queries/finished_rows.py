"""Who has finished a set, and what all of them chose."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.review.desks import Desk
from community.review.paging import A_PAGE


@dataclass(frozen=True)
class Reader:
    """A candidate who has finished a set, with what they chose, in the order of the reference."""

    reading_id: int
    name: str
    finished_at: datetime
    agreed: int
    criteria: int
    percent: int
    mine: list[str]
    reference: list[str]


async def readers(desk: Desk, set_id: int, before: int | None = None, most: int = A_PAGE + 1) -> list[Reader]:
    """Who finished it, the last who began first."""
    return await db.many(
        Reader,
        """
        select calibration_reading.id as reading_id, person.name, calibration_reading.finished_at,
               calibration_reading.agreed, calibration_reading.criteria, calibration_reading.percent,
               array_agg(answer.level order by answer.requirement_key, answer.criterion_key) as mine,
               array_agg(right_one.level order by answer.requirement_key, answer.criterion_key) as reference
        from calibration_reading
        join person on person.id = calibration_reading.person_id
        join calibration_answer as answer on answer.calibration_reading_id = calibration_reading.id
        join calibration_level as right_one on right_one.calibration_set_id = calibration_reading.calibration_set_id
            and right_one.requirement_key = answer.requirement_key and right_one.criterion_key = answer.criterion_key
        where calibration_reading.calibration_set_id = :id and calibration_reading.finished_at is not null
          and calibration_reading.id < coalesce(cast(:before as bigint), 9223372036854775807)
        group by calibration_reading.id, person.name order by calibration_reading.id desc limit :most
        """,
        id=set_id,
        before=before,
        most=most,
    )


async def agreed(desk: Desk, set_id: int) -> dict[tuple[str, str], int]:
    """{(requirement, criterion): how many of all who finished it chose what is right}"""
    rows = await db.many(
        dict,
        """
        select right_one.requirement_key, right_one.criterion_key, count(answer.level) as agreed
        from calibration_level as right_one
        left join calibration_reading on calibration_reading.calibration_set_id = right_one.calibration_set_id
            and calibration_reading.finished_at is not null
        left join calibration_answer as answer on answer.calibration_reading_id = calibration_reading.id
            and answer.requirement_key = right_one.requirement_key and answer.criterion_key = right_one.criterion_key
            and answer.level = right_one.level
        where right_one.calibration_set_id = :id
        group by right_one.requirement_key, right_one.criterion_key
        order by right_one.requirement_key, right_one.criterion_key limit 500
        """,
        id=set_id,
    )
    return {(row["requirement_key"], row["criterion_key"]): row["agreed"] for row in rows}
